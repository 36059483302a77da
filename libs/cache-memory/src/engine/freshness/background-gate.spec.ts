import { describe, expect, it } from '@jest/globals';
import { BackgroundGate, type Halt } from './background-gate.js';

describe('BackgroundGate', () => {
  it('is open until it is paused, and again afterwards', () => {
    const gate = new BackgroundGate();
    expect(gate.halt).toBeUndefined();
    gate.pause(true);
    expect(gate.halt).toBe('pressure');
    gate.pause(false);
    expect(gate.halt).toBeUndefined();
  });

  it('stays closed once it is', () => {
    const gate = new BackgroundGate();
    gate.close();
    gate.pause(false);
    expect(gate.halt).toBe('closed');
    gate.pause(true);
    expect(gate.halt).toBe('closed');
  });

  it('tells of each halt, and of no end of one, as long as one listens', () => {
    const gate = new BackgroundGate();
    const heard: Halt[] = [];
    const end = gate.onHalt((halt) => heard.push(halt));
    gate.pause(true);
    gate.pause(false);
    gate.close();
    expect(heard).toEqual(['pressure', 'closed']);
    end();
    gate.close();
    expect(heard).toHaveLength(2);
  });
});
