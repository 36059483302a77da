import { describe, expect, it } from '@jest/globals';
import { reasonOf } from './reason-of.js';

describe('reasonOf', () => {
  it("answers an error's message, and describes what else was thrown", () => {
    expect([reasonOf(new TypeError('no such file')), reasonOf('gone'), reasonOf(Object.create(null))]).toEqual([
      'no such file',
      "'gone'",
      'an object',
    ]);
  });
});
