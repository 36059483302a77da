import { inspect } from 'node:util';
import { Script } from 'node:vm';

const step = Symbol.for('a step of a test');
const takeStep = new Script(`globalThis[Symbol.for('a step of a test')]()`);

/**
 * The tests that a spec file declares while it is loaded: `globals` is what it takes for `@jest/globals`, `tests` are its tests in
 * order, each with its hooks, and `close` runs what has to come after all of them. What nobody here uses (`beforeAll`, callbacks
 * in place of promises, tables in templates) is not there.
 */
export function specTests(globals) {
  const suites = [{ names: [], before: [], after: [] }];
  const tests = [];
  const closing = [];

  const describe = (name, declare) => {
    const suite = suites.at(-1);
    suites.push({ names: [...suite.names, name], before: [...suite.before], after: [...suite.after] });
    declare();
    suites.pop();
  };
  const it = (name, body) => {
    const suite = suites.at(-1);
    tests.push({ name: [...suite.names, name].join(' '), suite, body });
  };
  const each = (declare) => (table) => (title, body) => {
    for (const [index, row] of [...table].entries()) {
      const values = Array.isArray(row) ? row : [row];
      declare(`${title} [${index + 1}]`, () => body(...values));
    }
  };
  return {
    globals: {
      ...globals,
      describe: Object.assign(describe, { each: each(describe) }),
      it: Object.assign(it, { each: each(it), skip: () => undefined }),
      beforeEach: (hook) => suites.at(-1).before.push(hook),
      afterEach: (hook) => suites.at(-1).after.unshift(hook),
      afterAll: (hook) => closing.push(hook),
    },
    tests,
    async close() {
      for (const hook of closing) await hook();
    },
  };
}

/**
 * Runs a test between its hooks; resolves to what went wrong as a text, or to nothing. A step that keeps the thread for longer than
 * `mostMs` is broken off.
 */
export async function failureOf({ suite, body }, mostMs) {
  let failure;
  const attempt = async (body) => {
    try {
      globalThis[step] = body;
      await takeStep.runInThisContext({ timeout: mostMs });
    } catch (error) {
      failure ??= error instanceof Error ? error.message : inspect(error);
    }
  };
  for (const hook of suite.before) await attempt(hook);
  if (failure === undefined) await attempt(body);
  for (const hook of suite.after) await attempt(hook);
  return failure;
}
