import { describe, expect, it } from '@jest/globals';
import { defaultBudgetBytes } from './default-budget.js';

const MB = 2 ** 20;

describe('defaultBudgetBytes', () => {
  it('is a quarter of what the process may use', () => {
    expect(defaultBudgetBytes(4_000 * MB)).toBe(1_000 * MB);
  });

  it('is at least 100 MB and at most 2 GB', () => {
    expect(defaultBudgetBytes(256 * MB)).toBe(100 * MB);
    expect(defaultBudgetBytes(64_000 * MB)).toBe(2_048 * MB);
  });

  it('is never more than half of what the process may use', () => {
    expect(defaultBudgetBytes(128 * MB)).toBe(64 * MB);
  });
});
