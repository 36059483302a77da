import type { Codec } from 'nestjs-cache-memory/tiers';
import { CompiledModel } from './compiled-model.js';

/** Compiled models as bytes: the name, a line break, the WebAssembly. `version` tells apart what other sources were compiled to. */
export function compiledModelCodec(version: number): Codec<CompiledModel> {
  return {
    name: 'compiled-model',
    version,
    is: (value): value is CompiledModel => value instanceof CompiledModel,
    toSnapshot: (model) => Buffer.concat([Buffer.from(`${model.name}\n`), model.code()]),
    fromSnapshot: (bytes) => {
      const end = bytes.indexOf('\n'.charCodeAt(0));
      const name = Buffer.from(bytes.subarray(0, end)).toString();
      return CompiledModel.fromBytes(name, Uint8Array.from(bytes.subarray(end + 1)));
    },
  };
}
