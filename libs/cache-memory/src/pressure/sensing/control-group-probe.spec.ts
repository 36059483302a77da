import { describe, expect, it } from '@jest/globals';
import { ControlGroupProbe } from './control-group-probe.js';
import { GivenFiles } from '../../../test/given-files.js';

const MB = 2 ** 20;
const GROUP = '/sys/fs/cgroup';
const UNLIMITED = 2 ** 43;

/** What is told of a group of version 2, in megabytes. */
const groupV2 = (folder: string, { max, high, usage = 100, cache = 0 }: Record<string, number | undefined>) => ({
  [`${folder}/memory.max`]: max === undefined ? 'max\n' : `${max * MB}\n`,
  [`${folder}/memory.high`]: high === undefined ? 'max\n' : `${high * MB}\n`,
  [`${folder}/memory.current`]: `${usage * MB}\n`,
  [`${folder}/memory.stat`]: `anon 5\nfile 7\ninactive_file ${cache * MB}\nactive_file 3\n`,
});

/** What is told of a group of version 1, in megabytes; the hierarchical limit is the least on the way up. */
const groupV1 = (
  folder: string,
  { own = UNLIMITED, least, usage = 100, cache = 0, ownCache = 0 }: Record<string, number | undefined>,
) => ({
  [`${folder}/memory.limit_in_bytes`]: `${own * MB}\n`,
  [`${folder}/memory.usage_in_bytes`]: `${usage * MB}\n`,
  [`${folder}/memory.stat`]:
    `cache 1\ninactive_file ${ownCache * MB}\nhierarchical_memory_limit ${(least ?? own) * MB}\n` +
    `total_cache 2\ntotal_inactive_file ${cache * MB}\n`,
});

const probing = (texts: Record<string, string>) => {
  const files = new GivenFiles(texts);
  const at = { nowMs: 0 };
  const probe = new ControlGroupProbe({ files, now: () => at.nowMs, machineBytes: 64_000 * MB });
  const readMb = () => {
    const reading = probe.read();
    if (!reading) return undefined;
    const { limitBytes, usageBytes, workingSetBytes } = reading;
    return [limitBytes / MB, usageBytes / MB, workingSetBytes / MB];
  };
  return { files, at, probe, readMb };
};

describe('ControlGroupProbe', () => {
  it('reads limit and usage of a version 2 group, page cache left out of the working set', () => {
    const { readMb } = probing({
      '/proc/self/cgroup': '0::/app\n',
      ...groupV2(`${GROUP}/app`, { max: 512, usage: 300, cache: 120 }),
    });
    expect(readMb()).toEqual([512, 300, 180]);
  });

  it('finds a limit that is set on a parent, and measures the parent', () => {
    const { readMb } = probing({
      '/proc/self/cgroup': '0::/pod/app\n',
      ...groupV2(`${GROUP}/pod/app`, { usage: 90 }),
      ...groupV2(`${GROUP}/pod`, { max: 256, usage: 140 }),
    });
    expect(readMb()).toEqual([256, 140, 140]);
  });

  it('takes memory.high where that is the lower one', () => {
    const texts = { '/proc/self/cgroup': '0::/\n', ...groupV2(GROUP, { max: 512, high: 400 }) };
    expect(probing(texts).readMb()).toEqual([400, 100, 100]);
  });

  it('of several limits takes the one with the least room left', () => {
    const { files, readMb } = probing({
      '/proc/self/cgroup': '0::/pod/app\n',
      ...groupV2(`${GROUP}/pod/app`, { max: 512, usage: 200 }),
      ...groupV2(`${GROUP}/pod`, { max: 1_024, usage: 500 }),
    });
    expect(readMb()).toEqual([512, 200, 200]);
    files.texts[`${GROUP}/pod/memory.current`] = `${900 * MB}`;
    expect(readMb()).toEqual([1_024, 900, 900]);
  });

  it('reads a version 1 group, with the page cache of all groups below it', () => {
    const { readMb } = probing({
      '/proc/self/cgroup': '5:cpu:/x\n4:memory:/docker/abc\n',
      ...groupV1(`${GROUP}/memory/docker/abc`, { own: 300, usage: 250, cache: 50, ownCache: 10 }),
      ...groupV1(`${GROUP}/memory`, {}),
    });
    expect(readMb()).toEqual([300, 250, 200]);
  });

  it('knows the limit of a version 1 parent that it cannot see', () => {
    const { readMb } = probing({
      '/proc/self/cgroup': '4:memory:/docker/abc\n',
      '/proc/self/mountinfo': '9 8 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n',
      ...groupV1(`${GROUP}/memory`, { least: 200, usage: 120 }),
    });
    expect(readMb()).toEqual([200, 120, 120]);
  });

  it('reads the version 1 group of a hybrid machine', () => {
    const { readMb } = probing({
      '/proc/self/cgroup': '4:memory:/app\n0::/\n',
      '/proc/self/mountinfo': [
        '35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory',
        '41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
      ].join('\n'),
      ...groupV1(`${GROUP}/memory/app`, { own: 300 }),
    });
    expect(readMb()).toEqual([300, 100, 100]);
  });

  it.each([
    ['max everywhere', groupV2(`${GROUP}/app`, {})],
    ['a number above all memory', { [`${GROUP}/app/memory.max`]: '18446744073709551615\n' }],
    ['as much as the machine has', groupV2(`${GROUP}/app`, { max: 64_000 })],
    ['garbage', { [`${GROUP}/app/memory.max`]: 'garbage\u0000', [`${GROUP}/app/memory.high`]: '-5' }],
    ['nothing at all', {}],
    ['zero, which no process could live in', { [`${GROUP}/app/memory.max`]: '0\n' }],
  ])('knows no limit where a version 2 group says %s', (_, texts) => {
    expect(
      probing({ '/proc/self/cgroup': '0::/app\n', ...(texts as Record<string, string>) }).readMb(),
    ).toBeUndefined();
  });

  it('knows no limit where a version 1 group allows more than the machine has', () => {
    const texts = { '/proc/self/cgroup': '4:memory:/\n', ...groupV1(`${GROUP}/memory`, {}) };
    expect(probing(texts).readMb()).toBeUndefined();
  });

  it('throws where groups are not told, or their usage cannot be read', () => {
    expect(() => probing({}).probe.read()).toThrow('no control groups');
    const texts = { '/proc/self/cgroup': '0::/\n', [`${GROUP}/memory.max`]: `${MB}` };
    expect(() => probing(texts).probe.read()).toThrow('usage');
    expect(() => probing({ ...texts, [`${GROUP}/memory.current`]: 'garbage' }).probe.read()).toThrow('usage');
  });

  it('takes all of its usage for needed where page cache is not told', () => {
    const { files, probe } = probing({ '/proc/self/cgroup': '0::/\n', ...groupV2(GROUP, { max: 512, usage: 300 }) });
    delete files.texts[`${GROUP}/memory.stat`];
    expect(probe.read()).toMatchObject({ workingSetBytes: 300 * MB, isCacheKnown: false });
  });

  it('asks for page cache rarely while there is room, and each time once usage is above 80 %', () => {
    const { files, readMb } = probing({ '/proc/self/cgroup': '0::/\n', ...groupV2(GROUP, { max: 500, usage: 399 }) });
    for (let read = 0; read < 10; read++) readMb();
    expect(files.reads.get(`${GROUP}/memory.stat`)).toBe(1);
    files.texts[`${GROUP}/memory.current`] = `${401 * MB}`;
    for (let read = 0; read < 10; read++) readMb();
    expect(files.reads.get(`${GROUP}/memory.stat`)).toBe(11);
    expect(files.reads.get(`${GROUP}/memory.current`)).toBe(20);
  });

  it('takes no more page cache than there is usage', () => {
    const texts = { '/proc/self/cgroup': '0::/\n', ...groupV2(GROUP, { max: 512, usage: 100, cache: 130 }) };
    expect(probing(texts).readMb()).toEqual([512, 100, 0]);
  });

  it('follows limits and groups that change, ten seconds later', () => {
    const { files, at, readMb } = probing({
      '/proc/self/cgroup': '0::/a\n',
      ...groupV2(`${GROUP}/a`, { max: 512 }),
      ...groupV2(`${GROUP}/b`, { max: 300, usage: 50 }),
    });
    readMb();
    files.texts[`${GROUP}/a/memory.max`] = `${600 * MB}`;
    at.nowMs = 9_999;
    expect(readMb()?.[0]).toBe(512);
    at.nowMs = 10_000;
    expect(readMb()?.[0]).toBe(600);
    files.texts['/proc/self/cgroup'] = '0::/b\n';
    at.nowMs = 20_000;
    expect(readMb()).toEqual([300, 50, 50]);
    expect([...files.opened]).toEqual([`${GROUP}/b/memory.current`, `${GROUP}/b/memory.stat`]);
  });

  it('leaves no file open once it is closed', () => {
    const { files, probe } = probing({ '/proc/self/cgroup': '0::/\n', ...groupV2(GROUP, { max: 512 }) });
    probe.read();
    expect(files.opened.size).toBe(2);
    probe.close();
    expect(files.opened.size).toBe(0);
    expect(probe.read()).toBeUndefined();
    expect(files.opened.size).toBe(0);
  });

  it('of two limits with as much room takes the innermost', () => {
    const { readMb } = probing({
      '/proc/self/cgroup': '0::/pod/app\n',
      ...groupV2(`${GROUP}/pod/app`, { max: 512, usage: 200 }),
      ...groupV2(`${GROUP}/pod`, { max: 612, usage: 300 }),
    });
    expect(readMb()).toEqual([512, 200, 200]);
  });

  it('goes on with the files of groups that limit as before', () => {
    const { files, at, readMb } = probing({
      '/proc/self/cgroup': '0::/pod/app\n',
      ...groupV2(`${GROUP}/pod/app`, { max: 512, usage: 200 }),
      ...groupV2(`${GROUP}/pod`, { max: 1_024, usage: 300 }),
    });
    readMb();
    const opened = [...files.opened];
    let more = 0;
    const open = files.open.bind(files);
    files.open = (path) => (more++, open(path));
    at.nowMs = 10_000;
    readMb();
    expect([more, [...files.opened]]).toEqual([0, opened]);
  });

  it('has the name by which it is called unreadable', () => {
    expect(probing({}).probe.name).toBe('control-groups');
  });
});
