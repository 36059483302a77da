/** AssemblyScript's compiler, as far as this application uses it. */
export interface AssemblyScriptCompiler {
  main(
    args: readonly string[],
    system: {
      readFile(path: string): string | null;
      writeFile(path: string, contents: Uint8Array | string): void;
      listFiles(): readonly string[];
      readonly stdout: { write(text: string): void };
      readonly stderr: { write(text: string): void };
    },
  ): Promise<{ readonly error: Error | null }>;
}

// A variable, because the package's own declarations would replace `console` and other globals everywhere.
const compiler: string = 'assemblyscript/asc';

/** Loads the compiler: half a second and some 260 MB, so this happens in the compiler's worker alone. */
export async function loadAssemblyScript(): Promise<AssemblyScriptCompiler> {
  const { default: asc } = (await import(compiler)) as { readonly default: AssemblyScriptCompiler };
  return asc;
}
