import { nearestNames } from '../nearest-names.js';
import { InvalidInputException } from './invalid-input.exception.js';

/** The bounds of a number in a request; `fallback` is taken where the field is left out. */
export interface NumberBounds {
  readonly least: number;
  readonly most: number;
  readonly isWhole?: boolean;
  readonly fallback?: number;
}

/** An object of a request, whose fields are read one by one. Throws `InvalidInputException` (400) for anything unfit. */
export class InputObject {
  private readonly fields: Readonly<Record<string, unknown>>;

  /** @param known the fields that may be there; any other is refused, with the nearest name */
  constructor(
    private readonly path: string,
    value: unknown,
    known: readonly string[],
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new InvalidInputException(path, 'an object', value, `send JSON with the fields ${known.join(', ')}`);
    }
    this.fields = value as Record<string, unknown>;
    const stranger = Object.keys(value).find((field) => !known.includes(field));
    if (stranger !== undefined) {
      const remedy = nearestNames(stranger, known);
      throw new InvalidInputException(path, 'only fields that are known', stranger, remedy);
    }
  }

  has(field: string): boolean {
    return this.get(field) !== undefined;
  }

  get(field: string): unknown {
    return Object.hasOwn(this.fields, field) ? this.fields[field] : undefined;
  }

  text(field: string): string {
    const value = this.get(field);
    if (typeof value === 'string' && value.length > 0) return value;
    throw new InvalidInputException(this.place(field), 'a name', value, 'send a text');
  }

  number(field: string, bounds: NumberBounds): number {
    const { least, most, isWhole = false, fallback } = bounds;
    const value = this.get(field) ?? fallback;
    const isFit = typeof value === 'number' && value >= least && value <= most && (!isWhole || Number.isInteger(value));
    if (isFit) return value;
    const expected = `${isWhole ? 'a whole number' : 'a number'} from ${least} to ${most}`;
    throw new InvalidInputException(this.place(field), expected, this.get(field), 'send a number in that range');
  }

  /** Where a field is, as the error says it. */
  place(field: string): string {
    return this.path === '' ? field : `${this.path}.${field}`;
  }
}
