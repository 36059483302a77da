import { describe, expect, it } from '@jest/globals';
import { GivenFiles } from '../../../test/given-files.js';
import { GroupMeter } from './group-meter.js';

const given = (version: 1 | 2, texts: Record<string, string>) => {
  const files = new GivenFiles(texts);
  const at = { nowMs: 0 };
  return { files, at, meter: new GroupMeter({ version, folder: '/a' }, files, () => at.nowMs) };
};

describe('GroupMeter', () => {
  it('measures usage, and what of it is no page cache that the kernel takes back', () => {
    const { meter } = given(2, { '/a/memory.current': '500\n', '/a/memory.stat': 'inactive_file 120\n' });
    expect(meter.read(1_000)).toEqual({ limitBytes: 1_000, usageBytes: 500, workingSetBytes: 380, isCacheKnown: true });
  });

  it('takes the page cache of a group of version 1 with its children, or else its own', () => {
    const usage = { '/a/memory.usage_in_bytes': '500\n' };
    const withChildren = given(1, { ...usage, '/a/memory.stat': 'inactive_file 20\ntotal_inactive_file 120\n' });
    expect(withChildren.meter.read(1_000).workingSetBytes).toBe(380);
    const own = given(1, { ...usage, '/a/memory.stat': 'inactive_file 20\n' });
    expect(own.meter.read(1_000).workingSetBytes).toBe(480);
  });

  it('takes active page cache for needed only as far as somebody maps it', () => {
    const texts = {
      '/a/memory.current': '500\n',
      '/a/memory.stat': 'inactive_file 120\nactive_file 90\nfile_mapped 60\n',
    };
    expect(given(2, texts).meter.read(1_000).workingSetBytes).toBe(500 - 120 - 30);
    const children = 'total_inactive_file 120\ntotal_active_file 90\ntotal_mapped_file 60\n';
    const stat = `inactive_file 20\nactive_file 10\nmapped_file 0\n${children}`;
    const first = given(1, { '/a/memory.usage_in_bytes': '500\n', '/a/memory.stat': stat });
    expect(first.meter.read(1_000).workingSetBytes).toBe(500 - 120 - 30);
  });

  it('takes all active page cache for needed where more is mapped, as shared memory is, or nobody tells how much', () => {
    const stat = 'inactive_file 120\nactive_file 90\n';
    const mapped = { '/a/memory.current': '500\n', '/a/memory.stat': `${stat}file_mapped 100\n` };
    expect(given(2, mapped).meter.read(1_000).workingSetBytes).toBe(380);
    const untold = { '/a/memory.current': '500\n', '/a/memory.stat': stat };
    expect(given(2, untold).meter.read(1_000).workingSetBytes).toBe(380);
  });

  it('takes slabs for needed only as far as the kernel cannot reclaim them', () => {
    const stat = 'inactive_file 120\nslab_reclaimable 40\nslab_unreclaimable 30\nslab 70\n';
    const { meter } = given(2, { '/a/memory.current': '500\n', '/a/memory.stat': stat });
    expect(meter.read(1_000).workingSetBytes).toBe(500 - 120 - 40);
  });

  it('takes all for the working set where page cache is not told, and says so', () => {
    const { meter } = given(2, { '/a/memory.current': '500\n' });
    expect(meter.read(1_000)).toMatchObject({ workingSetBytes: 500, isCacheKnown: false });
  });

  it('takes less than nothing for nothing', () => {
    const { meter } = given(2, { '/a/memory.current': '100\n', '/a/memory.stat': 'inactive_file 120\n' });
    expect(meter.read(1_000).workingSetBytes).toBe(0);
  });

  it.each([
    [800, 1_999, 380],
    [800, 2_000, 680],
    [801, 0, 681],
  ])('asks for page cache at a usage of %d of 1000 after %d ms', (usage, nowMs, workingSet) => {
    const { meter, files, at } = given(2, { '/a/memory.current': '500\n', '/a/memory.stat': 'inactive_file 420\n' });
    meter.read(1_000);
    files.texts['/a/memory.current'] = `${usage}\n`;
    files.texts['/a/memory.stat'] = 'inactive_file 120\n';
    at.nowMs = nowMs;
    expect(meter.read(1_000).workingSetBytes).toBe(workingSet);
  });

  it('fails where usage cannot be read, and has nothing to close then', () => {
    const { meter } = given(2, {});
    expect(() => meter.read(1_000)).toThrow('the usage of a control group cannot be read');
    expect(() => meter.close()).not.toThrow();
  });

  it('keeps its files open until it is closed', () => {
    const { meter, files } = given(2, { '/a/memory.current': '500\n', '/a/memory.stat': '' });
    expect(files.opened.size).toBe(2);
    meter.close();
    expect(files.opened.size).toBe(0);
  });
});
