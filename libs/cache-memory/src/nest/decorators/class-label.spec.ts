import { describe, expect, it } from '@jest/globals';
import { classLabel } from './class-label.js';

describe('classLabel', () => {
  it('is the name of the class, and keeps classes of one name apart', () => {
    const first = class Ledger {};
    const second = class Ledger {};
    expect([classLabel(first), classLabel(second), classLabel(first)]).toEqual(['Ledger', 'Ledger#2', 'Ledger']);
  });

  it('names what has no name', () => {
    expect(classLabel(class {})).toBe('anonymous');
  });
});
