import { BadRequestException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { parseParameters } from './parse-parameters.js';
import { countTimes, planTimes } from './simulation-plan.js';
import { parseSimulationRequest } from './simulation-request.js';

const own = { model: 'm', parameters: { CL: 1 }, dosing: { doseMg: 100, intervalHours: 12, doses: 3 } };

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(BadRequestException);
    return (error as Error).message;
  }
  throw new Error('it was accepted');
}

describe('parseSimulationRequest', () => {
  it('fills in what is left out', () => {
    expect(parseSimulationRequest({ drug: 'theophylline' })).toEqual({
      subject: { drug: 'theophylline', dosing: {} },
      patients: 1000,
      seed: 1,
      hours: 24,
      step: 0.5,
    });
  });

  it('takes a model with its own numbers', () => {
    expect(parseSimulationRequest(own).subject).toEqual({
      model: 'm',
      parameters: { CL: 1 },
      dosing: { doseMg: 100, intervalHours: 12, doses: 3, infusionHours: 0 },
    });
    const once = parseSimulationRequest({ ...own, dosing: { doseMg: 100 } }).subject;
    expect(once.dosing).toEqual({ doseMg: 100, intervalHours: 24, doses: 1, infusionHours: 0 });
  });

  it("takes a part of another dosing for a drug's own", () => {
    expect(parseSimulationRequest({ drug: 'x', dosing: { doseMg: 5 } }).subject).toEqual({
      drug: 'x',
      dosing: { doseMg: 5 },
    });
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'body: expected an object, found nothing'],
    ['an array', [], 'body: expected an object, found an array of 0'],
    ['neither drug nor model', {}, "body: expected either 'drug' or 'model', found \"neither\""],
    ['both', { drug: 'x', model: 'y' }, 'found "both"'],
    ['a drug that is no text', { drug: 5 }, 'drug: expected a name, found 5'],
    ['an unknown field', { drug: 'x', patient: 5 }, 'found "patient"; did you mean \'patients\'?'],
    ['too many patients', { drug: 'x', patients: 100_001 }, 'patients: expected a whole number from 1 to 100000'],
    ['half a patient', { drug: 'x', patients: 1.5 }, 'patients: expected a whole number from 1 to 100000, found 1.5'],
    ['a text for a number', { drug: 'x', hours: '24' }, 'hours: expected a number from 0.01 to 8760, found "24"'],
    ['a negative seed', { drug: 'x', seed: -1 }, 'seed: expected a whole number'],
    ['no seed', { drug: 'x', step: 0 }, 'step: expected a number from 0.001'],
    ['a step beyond the hours', { drug: 'x', hours: 1, step: 2 }, 'step: expected a number from 0.001 to 1'],
    ['too many times', { drug: 'x', hours: 8760, step: 0.1 }, 'step: expected at most 10000 times'],
    ['too much in all', { drug: 'x', patients: 100_000, hours: 1000 }, 'patients: expected at most 20000000'],
    ['parameters beside a drug', { drug: 'x', parameters: {} }, 'parameters: expected nothing beside a drug'],
    ['a model without dosing', { model: 'x' }, 'dosing: expected an object, found nothing'],
    [
      'many doses without an interval',
      { model: 'x', dosing: { doseMg: 1, doses: 2 } },
      'dosing.intervalHours: expected',
    ],
    ['a dose of nothing', { drug: 'x', dosing: { doseMg: 0 } }, 'dosing.doseMg: expected a number'],
    ['a dangerous name', JSON.parse('{"drug":"x","__proto__":{}}'), 'found "__proto__"'],
  ])('refuses %s', (_what, body, message) => {
    expect(refusal(() => parseSimulationRequest(body))).toContain(message);
  });
});

describe('parseParameters', () => {
  const model = { name: 'm', parameters: ['CL', 'V', 'F'] };

  it('takes numbers and distributions, in the order of the model', () => {
    const parsed = parseParameters({ F: 0.5, V: { typical: 30 }, CL: { typical: 3, cv: 0.3 } }, model);
    expect(Object.entries(parsed)).toEqual([
      ['CL', { typical: 3, cv: 0.3 }],
      ['V', { typical: 30, cv: 0 }],
      ['F', { typical: 0.5, cv: 0 }],
    ]);
  });

  it.each<[string, unknown, string]>([
    ['none', undefined, 'parameters: expected an object, found nothing'],
    ['a missing one', { CL: 1, V: 1 }, 'parameters.F: expected a number from 0.000001 to 1, found nothing'],
    ['an unknown one', { CL: 1, V: 1, F: 1, vol: 1 }, 'found "vol"'],
    ['a fraction above 1', { CL: 1, V: 1, F: 1.1 }, 'parameters.F'],
    [
      'a wild variability',
      { CL: { typical: 1, cv: 9 }, V: 1, F: 1 },
      'parameters.CL.cv: expected a number from 0 to 2',
    ],
  ])('refuses %s', (_what, value, message) => {
    expect(refusal(() => parseParameters(value, model))).toContain(message);
  });
});

describe('planTimes', () => {
  it('ends at the last hour, whatever the rounding of the step', () => {
    expect([...planTimes({ hours: 2, step: 0.5 })]).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(countTimes({ hours: 24, step: 0.1 })).toBe(241);
    expect(countTimes({ hours: 1, step: 0.3 })).toBe(4);
  });
});
