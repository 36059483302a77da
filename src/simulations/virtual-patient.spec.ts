import { describe, expect, it } from '@jest/globals';
import { virtualPatient } from './virtual-patient.js';

const parameters = { CL: { typical: 3, cv: 0.4 }, V: { typical: 30, cv: 0 }, F: { typical: 0.9, cv: 0.5 } };

describe('virtualPatient', () => {
  it('is the same person for the same seed and index', () => {
    expect(virtualPatient(parameters, 42, 17)).toEqual(virtualPatient(parameters, 42, 17));
    expect(virtualPatient(parameters, 42, 17)).not.toEqual(virtualPatient(parameters, 42, 18));
    expect(virtualPatient(parameters, 42, 17)).not.toEqual(virtualPatient(parameters, 43, 17));
  });

  it('varies log-normally: the median is typical, the coefficient of variation is the one given', () => {
    const values = Array.from({ length: 50_000 }, (_, index) => virtualPatient(parameters, 1, index)['CL'] ?? NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const median = [...values].sort((left, right) => left - right)[25_000] ?? NaN;
    expect(Math.abs(median / 3 - 1)).toBeLessThan(0.01);
    expect(Math.abs(mean / (3 * Math.sqrt(1.16)) - 1)).toBeLessThan(0.01);
    expect(Math.abs(Math.sqrt(variance) / mean / 0.4 - 1)).toBeLessThan(0.02);
  });

  it('has the typical value where nothing varies, and no fraction above 1', () => {
    const patients = Array.from({ length: 1000 }, (_, index) => virtualPatient(parameters, 1, index));
    expect(patients.every(({ V }) => V === 30)).toBe(true);
    expect(Math.max(...patients.map(({ F = NaN }) => F))).toBe(1);
  });
});
