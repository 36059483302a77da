import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { cpuUsage } from 'node:process';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { jestParts, restoreGlobals } from './jest-parts.mjs';
import { specBundle } from './spec-bundle.mjs';
import { failureOf, specTests } from './spec-tests.mjs';

const { setTimeout, clearTimeout, setImmediate } = globalThis; // tests put others in their place
const knownFile = process.env.MUTATION_DURATIONS;
const durationsFile = 'test-durations.json'; // in the sandbox: another run must not change it
const hitsFile = 'test-hits.json'; // how often each test reaches each mutant
const hangMs = 5_000;
const brokenOff = 'Script execution timed out';
/** A test that reaches a mutant so many times as often as without it is endless. */
const endless = 100;
/** Processor time of a test, in milliseconds, from which on it is too long to be run for mutants, and for those of other folders. */
const tooLongMs = 200;
const tooLongElsewhereMs = 20;

/**
 * A Stryker test runner that runs spec files in its own process, without Jest: for each mutant in new modules, of the tests that
 * reach it those beside it first, then the shortest, until one fails. A mutant that is reached while a spec file is loaded is
 * reached by all its tests. Long tests, simulations for the most part, are left out once they are known to be long.
 */
class InProcessRunner {
  #open;
  #hits;
  #paths = process.env.MUTATION_TESTS.split(' ');
  #uncaught;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    fc.configureGlobal({ seed: 1, endOnFailure: true }); // a mutant's fate is not left to chance, nor its failure made smaller
    process.on('uncaughtException', (error) => (this.#uncaught ??= String(error)));
    process.on('unhandledRejection', (error) => (this.#uncaught ??= String(error)));
    this.#open = await specBundle(this.#paths);
  }

  async dryRun({ files = [] }) {
    const known = durationsIn(knownFile);
    const nearTo = files.map((file) => nearnessTo(relative(process.cwd(), file)));
    const mostMs = (id) => (nearTo.some((nearness) => nearness(id) > 0) ? tooLongMs : tooLongElsewhereMs);
    const durations = {};
    const tests = [];
    const perTest = {};
    for (const path of this.#paths) {
      const context = this.#activate({ mutantCoverage: { static: {}, perTest: {} } });
      const spec = this.#load(path);
      for (const test of spec.tests) {
        const id = `${path} ${test.name}`;
        if (known[id] > mostMs(id)) continue;
        context.currentTestId = id;
        const result = await this.#run(path, test);
        context.currentTestId = undefined;
        durations[id] = result.timeSpentMs;
        tests.push(result);
        perTest[id] = context.mutantCoverage.perTest[id] ?? {};
      }
      await spec.close();
      for (const { name } of spec.tests) addHits(perTest[`${path} ${name}`], context.mutantCoverage.static);
    }
    writeFileSync(durationsFile, JSON.stringify(durations));
    writeFileSync(knownFile, JSON.stringify({ ...durationsIn(knownFile), ...durations }));
    for (const id of Object.keys(perTest)) if (durations[id] > tooLongMs) perTest[id] = {};
    writeFileSync(hitsFile, JSON.stringify(perTest));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: { static: {}, perTest } };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, sandboxFileName }) {
    const durations = durationsIn(durationsFile);
    const nearness = nearnessTo(relative(process.cwd(), sandboxFileName));
    const ids = (testFilter ?? Object.keys(durations))
      .filter((id) => durations[id] <= (nearness(id) > 0 ? tooLongMs : tooLongElsewhereMs))
      .toSorted((one, other) => nearness(other) - nearness(one) || durations[one] - durations[other]);
    const hits = (this.#hits ??= JSON.parse(readFileSync(hitsFile, 'utf8')));
    const context = this.#activate({ activeMutant: activeMutant.id });
    const specs = new Map();
    const load = this.#open();
    let nrOfTests = 0;
    try {
      for (const id of ids) {
        const path = id.slice(0, id.indexOf(' '));
        nrOfTests += 1;
        const usual = hits[id]?.[activeMutant.id];
        Object.assign(context, { hitCount: hitLimit && 0, hitLimit: hitLimit && (usual ? endless * usual : hitLimit) });
        let result;
        try {
          if (!specs.has(path)) specs.set(path, this.#load(path, load));
          const test = specs.get(path).tests.find(({ name }) => id === `${path} ${name}`);
          result = await this.#run(path, test, hangMs);
        } catch (error) {
          result = { status: TestStatus.Failed, failureMessage: String(error) }; // the file cannot be loaded
        }
        if ((hitLimit && context.hitCount > context.hitLimit) || result.failureMessage?.startsWith(brokenOff))
          return { status: MutantRunStatus.Timeout, reason: 'an endless loop' };
        if (result.status === TestStatus.Failed) {
          return { status: MutantRunStatus.Killed, killedBy: [id], failureMessage: result.failureMessage, nrOfTests };
        }
      }
      return { status: MutantRunStatus.Survived, nrOfTests };
    } finally {
      Object.assign(context, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
      for (const spec of specs.values()) await spec.close().catch(() => undefined);
    }
  }

  #activate(settings) {
    const none = {
      activeMutant: undefined,
      currentTestId: undefined,
      mutantCoverage: undefined,
      hitCount: undefined,
      hitLimit: undefined,
    };
    return Object.assign((globalThis.__stryker__ ??= {}), none, settings);
  }

  #load(path, load = this.#open()) {
    const spec = specTests(jestParts);
    load(path, spec.globals);
    const names = new Set(spec.tests.map(({ name }) => name));
    if (names.size < spec.tests.length) throw new Error(`${path}: two tests have one name`);
    return spec;
  }

  async #run(path, test, hangMs = 2 ** 31 - 1) {
    this.#uncaught = undefined;
    let timer;
    const before = cpuUsage();
    const hanging = new Promise((resolve) => {
      timer = setTimeout(resolve, hangMs, `has not ended after ${hangMs} ms`);
    });
    let failureMessage = await Promise.race([failureOf(test, hangMs), hanging]);
    clearTimeout(timer);
    restoreGlobals();
    const spent = cpuUsage(before);
    const timeSpentMs = (spent.user + spent.system) / 1000; // of the processor: how busy the machine is does not matter
    await new Promise((resolve) => setImmediate(resolve));
    failureMessage ??= this.#uncaught;
    const common = { id: `${path} ${test.name}`, name: `${path} ${test.name}`, fileName: path, timeSpentMs };
    return failureMessage === undefined
      ? { ...common, status: TestStatus.Success }
      : { ...common, status: TestStatus.Failed, failureMessage: failureMessage.slice(0, 500) };
  }
}

function durationsIn(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** How near a test is to a source file: its own spec file, one in its folder, any other. */
function nearnessTo(path) {
  const own = `${path.replace(/\.ts$/, '.spec.ts')} `;
  const folder = dirname(path);
  return (id) => (id.startsWith(own) ? 2 : Number(dirname(id.slice(0, id.indexOf(' '))) === folder));
}

function addHits(hits = {}, more) {
  for (const [mutant, count] of Object.entries(more)) hits[mutant] = (hits[mutant] ?? 0) + count;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
