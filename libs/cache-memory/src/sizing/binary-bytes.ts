import { types } from 'node:util';
import { ARRAY_BUFFER, DATA_VIEW, MAX_INLINE_CONTENTS, STORE_HEADER, toWords, TYPED_ARRAY } from './layout.js';

/** Bytes of the pool itself, which some versions of Node make larger than `Buffer.poolSize`. */
const poolBytes = Buffer.allocUnsafe(1).buffer.byteLength;

/**
 * Bytes of a Buffer, typed array or DataView, with its own ArrayBuffer or with its part of Node's buffer pool.
 * Only the view itself when it covers a part of another ArrayBuffer: `sharedBufferOf` names that one.
 */
export function viewBytes(view: ArrayBufferView): number {
  if (isInline(view)) return TYPED_ARRAY + ARRAY_BUFFER + STORE_HEADER + toWords(view.byteLength);
  const own = types.isDataView(view) ? DATA_VIEW : TYPED_ARRAY;
  const buffer = view.buffer;
  if (buffer.byteLength === view.byteLength) return own + bufferBytes(buffer);
  return isPool(buffer) ? own + toWords(view.byteLength) : own;
}

/** The ArrayBuffer of which a view covers a part and which it keeps whole, or `undefined`. Never Node's buffer pool. */
export function sharedBufferOf(view: ArrayBufferView): ArrayBufferLike | undefined {
  if (isInline(view)) return undefined;
  const buffer = view.buffer;
  return buffer.byteLength === view.byteLength || isPool(buffer) ? undefined : buffer;
}

/** Whether a value is a Buffer and of no class derived from it. No Proxy is. */
export function isBuffer(value: unknown): value is Buffer {
  return ArrayBuffer.isView(value) && Object.getPrototypeOf(value) === Buffer.prototype;
}

/** Bytes of a view with all that it keeps: the whole ArrayBuffer of which it covers a part. */
export function wholeViewBytes(view: ArrayBufferView): number {
  const shared = sharedBufferOf(view);
  return shared === undefined ? viewBytes(view) : viewBytes(view) + bufferBytes(shared);
}

/** Bytes of an ArrayBuffer or SharedArrayBuffer with its contents. */
export function bufferBytes(buffer: ArrayBufferLike): number {
  return ARRAY_BUFFER + buffer.byteLength;
}

/** Whether this is of the size of Node's pool, whose small Buffers are made and freed together. */
function isPool(buffer: ArrayBufferLike): boolean {
  return buffer.byteLength === poolBytes || buffer.byteLength === Buffer.poolSize;
}

/**
 * Whether the contents of a view are inside the heap. Asking such a view for its `buffer` would move them out.
 */
function isInline(view: ArrayBufferView): boolean {
  return view.byteLength <= MAX_INLINE_CONTENTS && view.byteOffset === 0 && !types.isDataView(view);
}
