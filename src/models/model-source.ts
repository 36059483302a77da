/** The AssemblyScript text of a model, with the library files that it may import. */
export interface ModelSource {
  readonly name: string;
  /** Path, relative to the models' folder, to text; the model itself is `<name>.as.ts`. */
  readonly files: Readonly<Record<string, string>>;
}
