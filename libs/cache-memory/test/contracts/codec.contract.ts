import { describe, expect, it } from '@jest/globals';
import type { Codec } from '../../src/tiers/codec.js';

/** Values that a codec brings back as they were, and values that it must refuse, by name. */
export interface CodecSamples {
  readonly kept: Readonly<Record<string, unknown>>;
  readonly refused: Readonly<Record<string, unknown>>;
}

/** What every codec holds to. */
export function describeCodec(codec: Codec<any>, { kept, refused }: CodecSamples): void {
  const encode = async (value: unknown): Promise<Uint8Array> => {
    if (!codec.is(value)) throw new Error('it is not for this value');
    return codec.toSnapshot(value);
  };

  describe(`the codec ${codec.name}`, () => {
    it('has a name and a version', () => {
      expect(codec.name).toMatch(/^.{1,100}$/u);
      expect(Number.isSafeInteger(codec.version)).toBe(true);
    });

    it.each(Object.entries(kept))('brings back %s', async (_, value) => {
      const bytes = await encode(value);
      expect(bytes).toBeInstanceOf(Uint8Array);
      const again: unknown = await codec.fromSnapshot(bytes);
      expect(again).toEqual(value);
      expect(codec.is(again)).toBe(true);
      expect(await codec.fromSnapshot(await encode(again))).toEqual(value);
    });

    it.each(Object.entries(kept))('shares no bytes with %s once it is read', async (_, value) => {
      const bytes = Buffer.from(await encode(value));
      const again: unknown = await codec.fromSnapshot(bytes);
      bytes.fill(0);
      expect(again).toEqual(value);
    });

    it.each(Object.entries(refused))('refuses %s', async (_, value) => {
      await expect(encode(value)).rejects.toThrow();
    });
  });
}
