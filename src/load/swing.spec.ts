import { describe, expect, it } from '@jest/globals';
import { nextSwing, type Swing } from './swing.js';

const lengths = { fullSteps: 2, restingSteps: 3 };
const calm = { level: 'normal', limitBytes: 100 } as const;
const pressed = { level: 'eviction', limitBytes: 100 } as const;

describe('the swing of foreign memory', () => {
  it('rises while nothing is short', () => {
    expect(nextSwing({ phase: 'rising', steps: 7 }, calm, 10, lengths)).toEqual({ phase: 'rising', steps: 8 });
    expect(nextSwing({ phase: 'rising', steps: 7 }, { ...calm, level: 'warning' }, 10, lengths).phase).toBe('rising');
  });

  it('is full once the caches give memory back, or once it has its share', () => {
    expect(nextSwing({ phase: 'rising', steps: 7 }, pressed, 10, lengths)).toEqual({ phase: 'full', steps: 0 });
    expect(nextSwing({ phase: 'rising', steps: 7 }, calm, 60, lengths).phase).toBe('full');
  });

  it('stays, rests, and begins again', () => {
    let swing: Swing = { phase: 'full', steps: 0 };
    const phases: string[] = [];
    for (let step = 0; step < 8; step++) {
      swing = nextSwing(swing, pressed, 60, lengths);
      phases.push(swing.phase);
    }
    expect(phases).toEqual(['full', 'full', 'resting', 'resting', 'resting', 'resting', 'rising', 'full']);
  });
});
