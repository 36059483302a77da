import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { blankManifest } from './blank-manifest.js';

const schema = { subject: 'id', columns: [], groupBy: [] };
const createdMs = () => blankManifest('trial', schema, [], {}).createdMs;

describe('blankManifest', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('gives sets that are begun in the same millisecond an order', () => {
    const now = Date.now() + 60_000;
    jest.spyOn(Date, 'now').mockReturnValue(now);
    expect([createdMs(), createdMs(), createdMs()]).toEqual([now, now + 1, now + 2]);
  });

  it('follows a clock that is set back', () => {
    const now = Date.now() + 120_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
    createdMs();
    clock.mockReturnValue(now - 3_600_000);
    expect(createdMs()).toBe(now - 3_600_000);
  });
});
