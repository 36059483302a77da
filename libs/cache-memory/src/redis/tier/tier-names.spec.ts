import { describe, expect, it } from '@jest/globals';
import { TierNames } from './tier-names.js';

describe('TierNames', () => {
  const names = new TierNames('shop');
  const region = 'a:b %';

  it('reads what it names, whatever a region is called', () => {
    expect(names.read(names.entry(region, 's:k:1'))).toEqual({ region, kind: 'entry', key: 's:k:1' });
    expect(names.read(names.tag(region, 't:1'))).toEqual({ region, kind: 'tag', tag: 't:1' });
    expect(names.read(names.all(region))).toEqual({ region, kind: 'all' });
    expect(names.read(names.cleared(region))).toEqual({ region, kind: 'numbers' });
  });

  it('takes a key of somebody else for nothing', () => {
    for (const name of ['shop:t:%zz:k:1', 'shop:t:', 'shop:t:a', 'shop:t:a:', 'shop:t:a:zz']) {
      expect(names.read(name)).toBeUndefined();
    }
  });
});
