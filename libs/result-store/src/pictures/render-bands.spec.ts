import { describe, expect, it } from '@jest/globals';
import { renderBands } from './render-bands.js';

const bands = [
  { x: 0, values: [1, 2, 3] },
  { x: 12, values: [2, 4, 6] },
  { x: 24, values: [1, 3, 5] },
];

describe('a picture of bands', () => {
  it('has a line for the middle and an area for each pair around it', () => {
    const svg = renderBands(bands, { title: 'Level', xLabel: 'hours', yLabel: 'mg/l' });
    expect(svg.match(/fill-opacity/g)).toHaveLength(1);
    expect(svg.match(/stroke-width="2"/g)).toHaveLength(1);
    expect(svg).toContain('hours</text>');
    expect(svg).not.toContain('NaN');
  });

  it('escapes what is written on it', () => {
    const svg = renderBands(bands, { title: '<script>"&' });
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('&lt;script&gt;&quot;&amp;');
  });

  it.each([
    ['nothing', []],
    ['one place', [bands[0]!]],
    [
      'values that differ by rounding',
      [
        { x: 0, values: [0.3] },
        { x: 1, values: [0.1 + 0.2] },
      ],
    ],
    [
      'equal values',
      [
        { x: 0, values: [0] },
        { x: 1, values: [0] },
      ],
    ],
  ])('of %s is a picture all the same', (_, few) => {
    const svg = renderBands(few);
    expect(svg).toMatch(/^<svg[\s\S]*<\/svg>$/);
    expect(svg).not.toMatch(/NaN|Infinity/);
  });
});
