import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { CacheEvents } from '../../engine/events/cache-events.js';
import { CACHE_EVENTS } from '../../engine/events/cache-events.js';
import { EventChannel } from '../../engine/events/event-channel.js';
import { TierLogger } from './tier.logger.js';

const LEVELS = ['log', 'warn', 'debug'] as const;

describe('the log of tiers', () => {
  let lines: string[];
  let events: EventChannel<CacheEvents<unknown, unknown>>;

  beforeEach(() => {
    lines = [];
    for (const level of LEVELS) {
      jest
        .spyOn(Logger.prototype, level)
        .mockImplementation((text: unknown) => void lines.push(`${level}: ${String(text)}`));
    }
    events = new EventChannel(CACHE_EVENTS);
    const cache = { region: 'models', on: events.on.bind(events) };
    new TierLogger({
      eachRegion: (visit: (each: typeof cache) => void) => visit(cache),
    } as never).onApplicationBootstrap();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('says when a tier breaks, why, and when it works again', () => {
    events.note('tier.changed', { state: 'broken', reason: new Error('disk is full') });
    events.note('tier.changed', { state: 'working', reason: undefined });
    events.tell();
    expect(lines).toEqual([
      'warn: The tier is broken: region=models reason="disk is full"',
      'log: The tier is working: region=models reason=-',
    ]);
  });

  it('says once a minute that an operation fails, and the keys at debug only', () => {
    for (const key of ['a', 'b']) events.note('tier.failed', { operation: 'spill', key, error: new Error('no space') });
    events.tell();
    expect(lines).toEqual([
      'warn: A tier failed: region=models operation=spill error="no space" heldBack=0',
      `debug: A tier failed: region=models operation=spill key="'a'"`,
      `debug: A tier failed: region=models operation=spill key="'b'"`,
    ]);
  });
});
