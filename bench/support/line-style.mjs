/** How each contestant's line looks; the colours are told apart on a light and on a dark page. */
const own = {
  OPT: 'stroke="currentColor" stroke-dasharray="7 4"',
  bound: 'stroke="#8b8b8b" stroke-dasharray="2 3"',
  'ours/hybrid': 'stroke="#e4572e" stroke-width="3.2"',
  'ours/lru': 'stroke="#4d8fd6"',
  'ours/w-tiny-lfu': 'stroke="#c77dd6"',
  'ours/s3-fifo': 'stroke="#d9a400"',
  'ours/lfu': 'stroke="#a0744f"',
  'ours/size': 'stroke="#7a8f3c"',
  'ours/ttl': 'stroke="#d6729b"',
  'lru-cache': 'stroke="#2f74c0"',
  transitory: 'stroke="#8d5bd1"',
  mnemonist: 'stroke="#4fa3a5"',
  cacheable: 'stroke="#8fa7b8"',
  GDSF: 'stroke="#2ca25f"',
  'GDSF-size': 'stroke="#2ca25f" stroke-dasharray="5 3"',
  ours: 'stroke="#e4572e" stroke-width="3.2"',
  'ours, lru': 'stroke="#e4572e" stroke-dasharray="5 3"',
  Map: 'stroke="currentColor" stroke-dasharray="2 3"',
  'lru-cache, max': 'stroke="#2f74c0"',
  'lru-cache, maxSize by JSON length': 'stroke="#d9a400"',
  'lru-cache, maxSize by object-sizeof': 'stroke="#4fa3a5"',
  '@nestjs/cache-manager': 'stroke="#8d5bd1"',
  'Keyv over quick-lru': 'stroke="#d6729b"',
  'best static maxSize, tuned by trying': 'stroke="#2ca25f" stroke-dasharray="7 4"',
  SIEVE: 'stroke="#c9872b" stroke-dasharray="5 3"',
};

export function styleOf(name) {
  return own[name] ?? 'stroke="#a0a0a0"';
}

const STYLE = `
  svg { color: #1b1f24; font-family: system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; }
  text { fill: currentColor; } .title { font-size: 17px; font-weight: 600; } .panel { font-size: 13px; font-weight: 600; }
  .tick { font-size: 11.5px; } .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
  .axis { stroke: currentColor; } .grid { stroke: currentColor; stroke-opacity: 0.14; }
  @media (prefers-color-scheme: dark) { svg { color: #e6e9ec; } }`;

/** A whole SVG file without a background, so that the page's own shows. */
export function markUp(width, height, parts) {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">\n` +
    `<style>${STYLE}\n</style>\n${parts.join('\n')}\n</svg>\n`
  );
}
