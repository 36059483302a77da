import type { Dosing } from './dosing.js';
import { type WasmExports, type WasmMemory, type WasmModule, webAssembly } from './web-assembly.js';

const PARAMETER_SLOTS = 8;
const DOSE_FIELDS = 3;

type Reserve = (doses: number, times: number) => number;
type Simulate = (doses: number, times: number) => void;

interface Machine {
  readonly code: Uint8Array;
  readonly module: WasmModule;
  readonly reserve: Reserve;
  readonly simulate: Simulate;
  readonly memory: WasmMemory;
}

/** A model ready to run: its WebAssembly, compiled by the engine, with an instance; until it is disposed. */
export class CompiledModel {
  /** The names of the parameters in the order of their slots. */
  readonly parameters: readonly string[];
  /** What runs; gone once the model is disposed, so that its memory goes even where somebody still holds the model. */
  private machine: Machine | undefined;

  private constructor(
    readonly name: string,
    module: WasmModule,
    code: Uint8Array,
    instance: WasmExports,
  ) {
    this.machine = {
      code,
      module,
      reserve: exported<Reserve>(name, instance, 'reserve', 'function'),
      simulate: exported<Simulate>(name, instance, 'simulate', 'function'),
      memory: exported<WasmMemory>(name, instance, 'memory', 'object'),
    };
    this.parameters = slots(instance);
  }

  /** Builds a model from WebAssembly. Throws where the bytes are no module, or one that does not offer what `lib/exchange.as.ts` says. */
  static async fromBytes(name: string, bytes: Uint8Array): Promise<CompiledModel> {
    const module = await webAssembly.compile(bytes);
    const instance = await webAssembly.instantiate(module);
    return new CompiledModel(name, module, bytes, instance.exports);
  }

  /**
   * Concentrations in mg/L at the given times.
   *
   * @param parameters one positive number for each of `this.parameters`
   * @param times hours, ascending, none negative
   * @param target where to write; a new array unless given
   */
  concentrations(
    parameters: Readonly<Record<string, number>>,
    dosing: Dosing,
    times: Float64Array,
    target: Float64Array = new Float64Array(times.length),
  ): Float64Array {
    const { reserve, simulate, memory } = this.running();
    const address = reserve(dosing.doses, times.length);
    const length = PARAMETER_SLOTS + DOSE_FIELDS * dosing.doses + 2 * times.length;
    const block = new Float64Array(memory.buffer, address, length);
    this.parameters.forEach((name, slot) => {
      block[slot] = positive(this.name, name, parameters[name]);
    });
    for (let dose = 0; dose < dosing.doses; dose++) {
      const place = PARAMETER_SLOTS + DOSE_FIELDS * dose;
      block[place] = dose * dosing.intervalHours;
      block[place + 1] = dosing.doseMg;
      block[place + 2] = dosing.infusionHours;
    }
    const timesPlace = PARAMETER_SLOTS + DOSE_FIELDS * dosing.doses;
    block.set(times, timesPlace);
    simulate(dosing.doses, times.length);
    target.set(block.subarray(timesPlace + times.length));
    return target;
  }

  /** Bytes that this model holds: its code and its linear memory; none once it is disposed. */
  getMemorySize(): number {
    return this.machine === undefined ? 0 : this.machine.code.byteLength + this.machine.memory.buffer.byteLength;
  }

  /** The WebAssembly that `fromBytes` builds it from. */
  code(): Uint8Array {
    return this.running().code;
  }

  get isDisposed(): boolean {
    return this.machine === undefined;
  }

  /** Gives back code and memory; the cache calls it when nobody uses the model any more. */
  [Symbol.dispose](): void {
    this.machine = undefined;
  }

  private running(): Machine {
    if (this.machine) return this.machine;
    throw new Error(
      `model '${this.name}': expected a model in use, found one that was disposed; lease it while you use it`,
    );
  }
}

function positive(model: string, parameter: string, value: number | undefined): number {
  if (value !== undefined && value > 0 && value < Infinity) return value;
  throw new RangeError(`model '${model}': expected a positive number for parameter '${parameter}', found ${value}`);
}

function slots(instance: WasmExports): string[] {
  return Object.entries(instance)
    .flatMap(([name, value]) => (value instanceof webAssembly.Global ? [{ name, slot: value.value }] : []))
    .sort((left, right) => left.slot - right.slot)
    .map(({ name }) => name);
}

function exported<T>(model: string, instance: WasmExports, name: string, type: 'function' | 'object'): T {
  const value = instance[name];
  if (typeof value === type) return value as T;
  throw new TypeError(
    `model '${model}': expected an exported ${type} '${name}', found ${typeof value}; ` +
      `export { reserve } from './lib/exchange.as' and a function simulate(doses, times)`,
  );
}
