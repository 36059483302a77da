import 'reflect-metadata';
import { Injectable } from '@nestjs/common';

/** Declares what a decorator and the compiler would declare of a provider class. */
export function declareProvider(type, options, ...parameters) {
  Injectable(options)(type);
  return declareParameters(type, ...parameters);
}

/** Declares the types of a constructor's parameters. */
export function declareParameters(type, ...parameters) {
  Reflect.defineMetadata('design:paramtypes', parameters, type);
  return type;
}
