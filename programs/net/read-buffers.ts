/**
 * Where a process gets the bytes that it reads: small pieces share a buffer, as those of `Buffer.from` do, since a
 * buffer of its own costs more than all else that is done for a small piece. No two processes share one.
 */
const SHARED_BYTES = 16 * 1024;
/** Larger ones have a buffer of their own. */
const SMALL_BYTES = 2 * 1024;
/** Node's own parsers and packages may look at whole words. */
const ALIGNMENT = 8;

export class ReadBuffers {
  /** Where in the buffer the piece begins that was taken last. */
  offset = 0;
  private shared = new Uint8Array(0);
  private used = 0;

  /** @returns the buffer that holds a copy of the bytes now, from `offset` on */
  take(bytes: Uint8Array): ArrayBuffer {
    const { byteLength, byteOffset } = bytes;
    if (byteLength > SMALL_BYTES) {
      this.offset = 0;
      return bytes.buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    }
    if (this.used + byteLength > this.shared.byteLength) {
      this.shared = new Uint8Array(SHARED_BYTES);
      this.used = 0;
    }
    this.offset = this.used;
    this.used += Math.ceil(byteLength / ALIGNMENT) * ALIGNMENT;
    this.shared.set(bytes, this.offset);
    return this.shared.buffer as ArrayBuffer;
  }
}
