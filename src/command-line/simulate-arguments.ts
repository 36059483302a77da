import { parseArgs } from 'node:util';

/** What `npm run simulate` is asked for. */
export interface SimulateArguments {
  readonly drug: string | undefined;
  readonly model: string | undefined;
  readonly subjects: number;
  readonly hours: number;
  readonly step: number;
  readonly seed: number;
  /** A set to go on with instead. */
  readonly resume: string | undefined;
  /** Where sets are kept, instead of what the environment says. */
  readonly directory: string | undefined;
  /** Whether the result is told as a line of JSON. */
  readonly json: boolean;
}

/** How it is used. */
export const USAGE = `npm run simulate -- [options]

  --model <name>      a model, or the beginning of its name; two-compartment unless said
  --drug <name>       a drug of the table instead
  --subjects <n>      patients; 100000 unless said
  --hours <h>         hours that are simulated; 23 unless said
  --step <h>          hours from one visit to the next; 1 unless said, which makes 24 visits
  --seed <n>          1 unless said
  --resume <id>       goes on with a run that was stopped
  --directory <path>  where results are kept; RESULTS_DIRECTORY, or the folder for temporary files, unless said
  --json              tells the result as a line of JSON`;

/** Reads the command line. Throws `TypeError` for what it does not know and `RangeError` for what is no number. */
export function simulateArguments(args: readonly string[]): SimulateArguments {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: text,
      drug: text,
      subjects: text,
      hours: text,
      step: text,
      seed: text,
      resume: text,
      directory: text,
      json: { type: 'boolean' },
    },
  });
  const number = (name: 'subjects' | 'hours' | 'step' | 'seed', fallback: number): number => {
    const given = values[name];
    const value = Number(given?.replaceAll('_', '') ?? fallback);
    if (given?.trim() !== '' && Number.isFinite(value)) return value;
    throw new RangeError(`--${name}: expected a number, found '${given}'`);
  };
  return {
    model: values.drug === undefined ? (values.model ?? 'two-compartment') : values.model,
    drug: values.drug,
    subjects: number('subjects', 100_000),
    hours: number('hours', 23),
    step: number('step', 1),
    seed: number('seed', 1),
    resume: values.resume,
    directory: values.directory,
    json: values.json ?? false,
  };
}
