/** A compiled module; Node's own type declarations leave WebAssembly out. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: 'WebAssembly.Module';
}

/** What an instance offers: functions, globals and the memory, by name. */
export type WasmExports = Readonly<Record<string, unknown>>;

/** The linear memory of an instance; `buffer` is a new object after each growth. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

interface WebAssemblyApi {
  readonly Global: new (descriptor: { value: string }, value: number) => { readonly value: number };
  compile(bytes: Uint8Array): Promise<WasmModule>;
  instantiate(module: WasmModule): Promise<{ readonly exports: WasmExports }>;
}

/** The WebAssembly of the JavaScript engine, as far as this application uses it. */
export const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
