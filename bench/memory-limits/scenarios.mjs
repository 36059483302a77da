const MB = 2 ** 20;

/**
 * What a process is limited by. `flags` are V8's; `oldMegabytes` is what the old generation may then reach: half of a container
 * where no flag says so.
 */
const limits = {
  'heap-256': { title: '256 MB heap', oldMegabytes: 256, flags: ['--max-old-space-size=256'] },
  'container-512': { title: '512 MB container, default heap', containerMegabytes: 512, oldMegabytes: 256, flags: [] },
  'container-512-advised': {
    title: '512 MB container, heap 409 as advised',
    containerMegabytes: 512,
    oldMegabytes: 409,
    flags: ['--max-old-space-size=409'],
  },
  'container-512-old-400': {
    title: '512 MB container, heap 400',
    containerMegabytes: 512,
    oldMegabytes: 400,
    flags: ['--max-old-space-size=400'],
  },
  'container-256-old-400': {
    title: '256 MB container, heap 400',
    containerMegabytes: 256,
    oldMegabytes: 400,
    flags: ['--max-old-space-size=400'],
  },
  'heap-128': { title: '128 MB heap', oldMegabytes: 128, flags: ['--max-old-space-size=128'] },
  'heap-4096': { title: '4 GB heap', oldMegabytes: 4096, flags: ['--max-old-space-size=4096'], isSlow: true },
};

/** What happens beside the growth of the values. `x1/3` and `x3`: sizes are told wrong by so much. */
const variants = {
  steady: { title: '' },
  swing: { title: 'application swings by 40 %', short: 'swinging', isSwinging: true },
  outside: {
    title: 'application swings by 40 % outside of the heap',
    short: 'swinging outside',
    isSwinging: true,
    applicationKind: 'buffers',
  },
  'x1/3': { title: 'sizes told as a third', sizeFactor: 1 / 3 },
  x3: { title: 'sizes told as three times', sizeFactor: 3 },
  burst: { title: 'burst of 60,000 sets in one job', hasBurst: true },
};

const kinds = { objects: 'growing objects', instances: 'growing class instances', buffers: 'growing Buffers' };

/** Every scenario, `limit/kind/variant`. Buffers are limited by a container only; the burst is one of small objects in a heap. */
export const scenarios = Object.keys(limits).flatMap((limit) =>
  Object.keys(kinds).flatMap((kind) =>
    Object.keys(variants)
      .filter((variant) => isPossible(limits[limit], kind, variant))
      .map((variant) => scenario(limit, kind, variant)),
  ),
);

/** One of each kind of limit, of values and of trouble. */
export const quickScenarios = [
  'heap-256/objects/steady',
  'heap-256/instances/swing',
  'heap-256/objects/burst',
  'container-512/buffers/steady',
  'container-256-old-400/objects/x3',
];

function nearestMegabytes(kind, { containerMegabytes = Infinity, oldMegabytes }) {
  return kind === 'buffers' ? containerMegabytes : Math.min(containerMegabytes, oldMegabytes);
}

function isPossible({ containerMegabytes, isSlow }, kind, variant) {
  if (kind === 'buffers' && !containerMegabytes) return false;
  if (variant === 'outside') return containerMegabytes !== undefined && kind !== 'buffers';
  if (variant === 'burst') return !containerMegabytes && !isSlow && kind === 'objects';
  return !isSlow || variant === 'steady' || (variant === 'swing' && kind === 'objects');
}

function scenario(limit, kind, variant) {
  const { title, ...settings } = limits[limit];
  const { title: trouble, short = trouble, ...changes } = variants[variant];
  return {
    name: `${limit}/${kind}/${variant}`,
    title: [title, kinds[kind], trouble].filter(Boolean).join(', '),
    shortTitle: [title, kinds[kind].replace('growing ', ''), short].filter(Boolean).join(', '),
    kind,
    applicationKind: kind,
    isSwinging: false,
    hasBurst: false,
    sizeFactor: 1,
    ...changes,
    ...settings,
    limitBytes: MB * nearestMegabytes(kind, settings),
    requestCount: settings.oldMegabytes > 1024 ? 640_000 : 160_000,
  };
}
