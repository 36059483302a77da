const SLOTS = 64;
const MAX_LENGTH = 10;

/**
 * The short strings met lately in one value. V8 keeps one copy of a short string that comes from a literal or from JSON,
 * so the same word again takes no further bytes.
 */
export class RepeatedWords {
  private readonly words: string[] = [];

  /** Whether this string was met lately; it is remembered. Always `false` for strings of over ten characters. */
  isRepeated(text: string): boolean {
    const { length } = text;
    if (length > MAX_LENGTH || length < 2) return false;
    const slot = (31 * text.charCodeAt(length - 1) + 7 * text.charCodeAt(0) + length) % SLOTS;
    if (this.words[slot] === text) return true;
    this.words[slot] = text;
    return false;
  }
}
