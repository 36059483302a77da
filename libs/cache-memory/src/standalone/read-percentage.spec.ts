import { describe, expect, it } from '@jest/globals';
import { readPercentage } from './read-percentage.js';

describe('readPercentage', () => {
  it.each([
    ['25%', 0.25],
    [' 12.5 % ', 0.125],
    ['250%', 2.5],
  ])('reads %j as a share', (text, share) => {
    expect(readPercentage(text)).toBe(share);
  });

  it.each(['25', '-5%', 'five%', '5%%', '64MB', 25, undefined])('leaves %j to others', (value) => {
    expect(readPercentage(value)).toBeUndefined();
  });
});
