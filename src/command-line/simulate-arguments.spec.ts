import { describe, expect, it } from '@jest/globals';
import { simulateArguments } from './simulate-arguments.js';

describe('simulateArguments', () => {
  it('fills in what is left out', () => {
    expect(simulateArguments([])).toMatchObject({ model: 'two-compartment', subjects: 100_000, hours: 23, step: 1 });
    expect(simulateArguments(['--drug', 'digoxin'])).toMatchObject({ drug: 'digoxin', model: undefined });
    expect(simulateArguments(['--subjects', '1_000', '--json'])).toMatchObject({ subjects: 1_000, json: true });
  });

  it.each([[['--subjects', 'many']], [['--subjects', '']], [['--hours', 'x']]])('refuses %p', (args) => {
    expect(() => simulateArguments(args)).toThrow('expected a number');
  });

  it('refuses what it does not know', () => {
    expect(() => simulateArguments(['--subject', '5'])).toThrow("'--subject'");
  });
});
