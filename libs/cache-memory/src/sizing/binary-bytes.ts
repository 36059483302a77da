import { types } from 'node:util';
import { ARRAY_BUFFER, DATA_VIEW, MAX_INLINE_CONTENTS, STORE_HEADER, toWords, TYPED_ARRAY } from './layout.js';

/** Bytes of the pool itself, which some versions of Node make larger than `Buffer.poolSize`. */
const poolBytes = Buffer.allocUnsafe(1).buffer.byteLength;

/** Bytes of a Buffer, typed array or DataView with its part of Node's buffer pool, but without the ArrayBuffer that `bufferOf` names. */
export function viewBytes(view: ArrayBufferView): number {
  if (isInline(view)) return TYPED_ARRAY + ARRAY_BUFFER + STORE_HEADER + toWords(view.byteLength);
  const own = types.isDataView(view) ? DATA_VIEW : TYPED_ARRAY;
  return isPool(view.buffer, view) ? own + toWords(view.byteLength) : own;
}

/** The ArrayBuffer that a view keeps whole, however small a part of it it covers, or `undefined`. Never Node's buffer pool. */
export function bufferOf(view: ArrayBufferView): ArrayBufferLike | undefined {
  return isInline(view) || isPool(view.buffer, view) ? undefined : view.buffer;
}

/** Whether a value is a Buffer and of no class derived from it. No Proxy is. */
export function isBuffer(value: unknown): value is Buffer {
  return ArrayBuffer.isView(value) && Object.getPrototypeOf(value) === Buffer.prototype;
}

/** Bytes of a view with all that it keeps. */
export function wholeViewBytes(view: ArrayBufferView): number {
  const buffer = bufferOf(view);
  return buffer === undefined ? viewBytes(view) : viewBytes(view) + bufferBytes(buffer);
}

/** Bytes of an ArrayBuffer or SharedArrayBuffer with its contents. */
export function bufferBytes(buffer: ArrayBufferLike): number {
  return ARRAY_BUFFER + buffer.byteLength;
}

/** Whether a view covers a part of what is of the size of Node's pool, whose small Buffers are made and freed together. */
function isPool({ byteLength }: ArrayBufferLike, view: ArrayBufferView): boolean {
  return byteLength !== view.byteLength && (byteLength === poolBytes || byteLength === Buffer.poolSize);
}

/**
 * Whether the contents of a view are inside the heap. Asking such a view for its `buffer` would move them out. A Buffer is asked: the first
 * bytes of a large one look like a small one of its own, and would keep all of it.
 */
function isInline(view: ArrayBufferView): boolean {
  return view.byteLength <= MAX_INLINE_CONTENTS && view.byteOffset === 0 && !types.isDataView(view) && !isBuffer(view);
}
