import { describe, expect, it } from '@jest/globals';
import { HeapAbort } from './heap-abort.js';

const OFF = '--no-detect-ineffective-gcs-near-heap-limit';
const ON = '--detect-ineffective-gcs-near-heap-limit';

const given = (...startedWith: string[]) => {
  const said: string[] = [];
  const make = () => new HeapAbort((flags) => said.push(flags), startedWith);
  return { said, make };
};

describe('HeapAbort', () => {
  it("turns V8's rule off, and lets it hold again", () => {
    const { said, make } = given('--max-old-space-size=256');
    const abort = make();
    abort.defer(true);
    abort.defer(false);
    expect(said).toEqual([OFF, ON]);
  });

  it('leaves the rule alone as long as nobody has deferred it', () => {
    const { said, make } = given();
    make().defer(false);
    expect(said).toEqual([]);
  });

  it('says off each time, since another thread may have turned it on', () => {
    const { said, make } = given();
    const abort = make();
    abort.defer(true);
    abort.defer(true);
    abort.defer(false);
    abort.defer(false);
    expect(said).toEqual([OFF, OFF, ON]);
  });

  it('lets the rule hold again once nobody defers it', () => {
    const { said, make } = given();
    const [one, other] = [make(), make()];
    one.defer(true);
    other.defer(true);
    one.defer(false);
    expect(said).toEqual([OFF, OFF]);
    other.defer(false);
    expect(said).toEqual([OFF, OFF, ON]);
  });

  it.each([
    OFF,
    OFF.replace('--no-', '--no'),
    OFF.replaceAll('-', '_').replace('__no_', '--no-'),
    OFF.replaceAll('-', '_').replace('__no_', '--no_'),
  ])('changes nothing in a process that was started with %s', (flag) => {
    const { said, make } = given('--inspect', flag);
    const abort = make();
    abort.defer(true);
    abort.defer(false);
    expect(said).toEqual([]);
  });

  it('knows the flags of this process, and changes those of its V8', () => {
    const abort = new HeapAbort();
    expect(() => {
      abort.defer(true);
      abort.defer(false);
    }).not.toThrow();
  });
});
