import { describe, expect, it } from '@jest/globals';
import { OthersLedger } from './others-ledger.js';

/** What is known after changes in a memory of 1,000 bytes. */
function after(...changes: number[]): { floatingBytes: number; comingBytes: number } {
  const ledger = new OthersLedger();
  for (const change of changes) ledger.observe(change, 1_000);
  return { floatingBytes: ledger.floatingBytes, comingBytes: ledger.comingBytes };
}

describe('OthersLedger', () => {
  it('expects what others grew by twice in a row to come once more, but not more than 5 % of the limit', () => {
    expect(after(30, 20).comingBytes).toBe(20);
    expect(after(20, 30).comingBytes).toBe(20);
    expect(after(200, 300).comingBytes).toBe(50);
  });

  it('expects nothing after a growth that came alone, or that is gone again', () => {
    expect(after(40).comingBytes).toBe(0);
    expect(after(0, 40).comingBytes).toBe(0);
    expect(after(40, -40).comingBytes).toBe(0);
    expect(after(-40, -20).comingBytes).toBe(0);
  });

  it('takes half of a change that turns back for garbage that comes and goes', () => {
    expect(after(-40, 60).floatingBytes).toBe(30);
    expect(after(60, -40).floatingBytes).toBe(-20);
    expect(after(60, -40, 50).floatingBytes).toBe(25);
  });

  it('takes a change in the same direction, and the first, for what it is', () => {
    expect(after(60).floatingBytes).toBe(0);
    expect(after(40, 60).floatingBytes).toBe(0);
    expect(after(-40, -60).floatingBytes).toBe(0);
    expect(after(0, 60).floatingBytes).toBe(0);
  });

  it('takes no change of more than 8 % of the limit for garbage', () => {
    expect(after(-10, 80).floatingBytes).toBe(40);
    expect(after(-10, 81).floatingBytes).toBe(0);
    expect(after(10, -81).floatingBytes).toBe(0);
  });
});
