import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GivenFiles } from '../../../test/given-files.js';
import { stallProbe, stallShare } from './stall-probe.js';

const stalls = (percent: string) => `some avg10=${percent} avg60=1.00 avg300=0.00 total=123\nfull avg10=9.00 total=1\n`;
const OF_GROUP = '/sys/fs/cgroup/app/memory.pressure';
const OF_MACHINE = '/proc/pressure/memory';

describe('stallProbe', () => {
  it('reads the share of the container before that of the machine', () => {
    const texts = { '/proc/self/cgroup': '0::/app\n', [OF_GROUP]: stalls('2.50'), [OF_MACHINE]: stalls('50.00') };
    expect(stallProbe(new GivenFiles(texts), () => 0).read()).toBe(0.025);
  });

  it('reads the share of the machine where the container does not tell', () => {
    const files = new GivenFiles({ [OF_MACHINE]: stalls('50.00') });
    const probe = stallProbe(files, () => 0);
    expect(probe.read()).toBe(0.5);
    probe.close();
    expect(files.opened.size).toBe(0);
  });

  it('reads nothing where the kernel does not tell', () => {
    expect(stallProbe(new GivenFiles({}), () => 0).read()).toBeUndefined();
    expect(stallProbe(new GivenFiles({ [OF_MACHINE]: 'garbage' }), () => 0).read()).toBeUndefined();
  });

  it('reads once a second at the most', () => {
    const files = new GivenFiles({ [OF_MACHINE]: stalls('0.00') });
    let nowMs = 0;
    const probe = stallProbe(files, () => nowMs);
    probe.read();
    files.texts[OF_MACHINE] = stalls('10.00');
    nowMs = 999;
    expect(probe.read()).toBe(0);
    nowMs = 1_000;
    expect(probe.read()).toBe(0.1);
  });

  it('answers a share from 0 to 1 or nothing, whatever the file says', () => {
    const number = fc.oneof(fc.nat(300).map(String), fc.double().map(String), fc.string());
    fc.assert(
      fc.property(number, (percent) => {
        const share = stallShare(stalls(percent)) ?? 0;
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('reads whole and broken percentages of what waited at all', () => {
    expect(stallShare(stalls('5'))).toBe(0.05);
    expect(stallShare(stalls('2.75'))).toBe(0.0275);
    expect(stallShare('handsome avg10=5.00\n')).toBeUndefined();
  });

  it('reads the share of the machine where the file of the container tells none, and leaves that closed', () => {
    const texts = { '/proc/self/cgroup': '0::/app\n', [OF_GROUP]: 'garbage', [OF_MACHINE]: stalls('50.00') };
    const files = new GivenFiles(texts);
    expect(stallProbe(files, () => 0).read()).toBe(0.5);
    expect([...files.opened]).toEqual([OF_MACHINE]);
  });

  it('reads no share of a group of version 1', () => {
    const ofGroup = '/sys/fs/cgroup/memory/app/memory.pressure';
    const texts = { '/proc/self/cgroup': '4:memory:/app\n', [ofGroup]: stalls('2.50'), [OF_MACHINE]: stalls('50.00') };
    expect(stallProbe(new GivenFiles(texts), () => 0).read()).toBe(0.5);
  });

  it('has a name, and nothing to close where the kernel does not tell', () => {
    const probe = stallProbe(new GivenFiles({}), () => 0);
    expect(probe.name).toBe('stall');
    expect(() => probe.close()).not.toThrow();
  });
});
