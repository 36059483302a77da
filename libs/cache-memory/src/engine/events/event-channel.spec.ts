import { describe, expect, it } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { EventChannel } from './event-channel.js';

interface Events {
  said: string;
  'listener.failed': { error: unknown };
}

describe('EventChannel', () => {
  it('tells what was noted, in order, once, and only when asked to', () => {
    const channel = new EventChannel<Events>(['said', 'listener.failed']);
    const heard: string[] = [];
    channel.on('said', (text) => heard.push(text));
    channel.note('said', 'one');
    channel.note('said', 'two');
    expect(heard).toEqual([]);
    channel.tell();
    channel.tell();
    expect(heard).toEqual(['one', 'two']);
  });

  it('notes nothing that nobody hears', () => {
    const channel = new EventChannel<Events>(['said', 'listener.failed']);
    expect(channel.has('said')).toBe(false);
    channel.note('said', 'unheard');
    const heard: string[] = [];
    const end = channel.on('said', (text) => heard.push(text));
    expect(channel.has('said')).toBe(true);
    channel.tell();
    end();
    end();
    expect(channel.has('said')).toBe(false);
    expect(heard).toEqual([]);
  });

  it('goes on after a listener that throws, and tells of it', () => {
    const channel = new EventChannel<Events>(['said', 'listener.failed']);
    const heard: unknown[] = [];
    const boom = new Error('boom');
    channel.on('said', () => {
      throw boom;
    });
    channel.on('said', (text) => heard.push(text));
    channel.on('listener.failed', ({ error }) => heard.push(error));
    channel.note('said', 'one');
    channel.tell();
    expect(heard).toEqual([boom, 'one']);
  });

  it('survives a listener of failures that fails', () => {
    const channel = new EventChannel<Events>(['said', 'listener.failed']);
    const fail = (): void => {
      throw new Error('again');
    };
    channel.on('said', fail);
    channel.on('listener.failed', fail);
    channel.note('said', 'one');
    expect(() => channel.tell()).not.toThrow();
    channel.note('said', 'two');
    expect(() => channel.tell()).not.toThrow();
  });

  it('goes on after a listener that rejects, and tells of it', async () => {
    const channel = new EventChannel<Events>(['said', 'listener.failed']);
    const heard: unknown[] = [];
    const boom = new Error('boom');
    channel.on('said', async () => Promise.reject(boom));
    channel.on('said', async (text) => heard.push(text));
    channel.on('listener.failed', ({ error }) => heard.push(error));
    channel.on('listener.failed', async () => Promise.reject(new Error('again')));
    channel.note('said', 'one');
    channel.tell();
    expect(heard).toEqual(['one']);
    await new Promise(setImmediate);
    expect(heard).toEqual(['one', boom]);
  });

  it("tells what a listener's own doing causes after all that came before it", () => {
    const channel = new EventChannel<Events>(['said', 'listener.failed']);
    const heard: string[] = [];
    channel.on('said', (text) => {
      if (text === 'one') {
        channel.note('said', 'caused by one');
        channel.tell();
      }
      heard.push(text);
    });
    channel.note('said', 'one');
    channel.note('said', 'two');
    channel.tell();
    expect(heard).toEqual(['one', 'two', 'caused by one']);
  });

  it('tells a listener that comes in the middle of an event of the next one only', () => {
    const channel = new EventChannel<Events>(['said', 'listener.failed']);
    const heard: string[] = [];
    const renew = (): void => {
      const end = channel.on('said', (text) => {
        heard.push(text);
        end();
        renew();
      });
    };
    renew();
    for (const text of ['one', 'two']) {
      channel.note('said', text);
      channel.tell();
    }
    expect(heard).toEqual(['one', 'two']);
  });

  it('ends one registration of a listener without ending another one', () => {
    const channel = new EventChannel<Events>(['said', 'listener.failed']);
    const heard: string[] = [];
    const listen = (text: string): void => void heard.push(text);
    const end = channel.on('said', listen);
    channel.on('said', listen);
    end();
    channel.note('said', 'one');
    channel.tell();
    expect(heard).toEqual(['one']);
  });

  it('refuses an unknown event and a listener that is no function', () => {
    const channel = new EventChannel<Events>(['said', 'listener.failed']);
    expect(() => channel.on('sait' as 'said', () => {})).toThrow("did you mean 'said'?");
    expect(() => channel.on('said', 5 as never)).toThrow('expected a function that hears the event, found 5');
  });

  it('knows which of its events somebody hears', () => {
    const channel = new EventChannel<Events>(['said', 'listener.failed']);
    channel.on('listener.failed', () => {});
    expect([channel.has('said'), channel.has('listener.failed')]).toEqual([false, true]);
  });

  it('takes nobody else away where a listener is taken away twice', () => {
    const channel = new EventChannel<Events>(['said', 'listener.failed']);
    const end = channel.on('said', () => {});
    end();
    const heard: string[] = [];
    channel.on('said', (text) => heard.push(text));
    end();
    channel.note('said', 'still here');
    channel.tell();
    expect(heard).toEqual(['still here']);
  });

  it('names what was wrong with a listener', () => {
    const channel = new EventChannel<Events>(['said', 'listener.failed']);
    expect(caught(() => channel.on('sad' as 'said', () => {})).message).toBe(
      "event: expected one of 'said', 'listener.failed', found 'sad'; did you mean 'said'?",
    );
    expect(caught(() => channel.on('said', 5 as never)).message).toBe(
      'listener of said: expected a function that hears the event, found 5; correct listener of said, or leave it out.',
    );
  });
});
