/** The names of the methods of a class. */
export type MethodName<T> = {
  [Name in keyof T]: T[Name] extends (...args: any[]) => unknown ? Name : never;
}[keyof T] &
  string;

/** The arguments of a method. */
export type MethodArguments<T, Name extends keyof T> = T[Name] extends (...args: infer Args) => unknown ? Args : never;

/** What a method answers, once it is there. */
export type MethodAnswer<T, Name extends keyof T> = T[Name] extends (...args: any[]) => infer Answer
  ? Awaited<Answer>
  : never;
