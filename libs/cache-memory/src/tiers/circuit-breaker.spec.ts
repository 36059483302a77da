import { describe, expect, it } from '@jest/globals';
import { type Circuit, CLOSED, isOpen, mayCall, onCall, onFailure, onRefusal } from './circuit-breaker.js';

const failed = (times: number, circuit: Circuit = CLOSED, now = 0): Circuit =>
  Array.from({ length: times }).reduce<Circuit>((each) => onFailure(each, now), circuit);

describe('the circuit of a tier', () => {
  it('stays closed for four failures in a row and opens with the fifth', () => {
    expect(isOpen(failed(4))).toBe(false);
    expect(isOpen(failed(5))).toBe(true);
    expect(mayCall(failed(5), 999)).toBe(false);
  });

  it('lets one call try after a pause, and none beside it', () => {
    const open = failed(5);
    expect(mayCall(open, 1_000)).toBe(true);
    expect(mayCall(onCall(open, 1_000), 1_000)).toBe(false);
  });

  it('doubles its pause with each trial that fails, up to half a minute', () => {
    let circuit = failed(5);
    const pauses = [];
    for (let now = 0, trial = 0; trial < 7; trial++) {
      pauses.push(circuit.openUntil! - now);
      now = circuit.openUntil!;
      circuit = onFailure(onCall(circuit, now), now);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('opens at once where the tier cannot be opened', () => {
    expect(isOpen(onRefusal(CLOSED, 0))).toBe(true);
  });
});
