/** Cuts bytes that come into requests: a length of four bytes, and so many bytes behind it. */
import { ByteReader } from './bytes.js';
import { nullableText } from './fields.js';
import { Undecodable } from '../../../wire/bytes.js';

export interface WireRequest {
  readonly key: number;
  readonly version: number;
  readonly correlationId: number;
  readonly clientId: string;
  /** What stands behind the head. */
  readonly body: ByteReader;
}

const LENGTH_BYTES = 4;

export class RequestReader {
  private parts: Buffer[] = [];
  /** So many bytes have come and were not handed out. */
  waiting = 0;

  /** @param most bytes that a request may have */
  constructor(private readonly most: number) {}

  add(bytes: Buffer): void {
    this.parts.push(bytes);
    this.waiting += bytes.length;
  }

  /** @throws Undecodable if what comes is no request */
  next(): WireRequest | undefined {
    if (this.waiting < LENGTH_BYTES) return undefined;
    const length = this.whole(LENGTH_BYTES).readInt32BE(0);
    if (length < 0 || length > this.most) throw new Undecodable(`a request of ${length} bytes`);
    if (this.waiting < LENGTH_BYTES + length) return undefined;
    const bytes = this.whole(LENGTH_BYTES + length);
    this.parts[0] = bytes.subarray(LENGTH_BYTES + length);
    this.waiting -= LENGTH_BYTES + length;
    const body = new ByteReader(bytes, LENGTH_BYTES, LENGTH_BYTES + length);
    return {
      key: body.int16(),
      version: body.int16(),
      correlationId: body.int32(),
      clientId: nullableText.read(body, 0) ?? '',
      body,
    };
  }

  /** A part that holds the next so many bytes. Parts are joined only once they are needed. */
  private whole(length: number): Buffer {
    const [first] = this.parts;
    if (first !== undefined && first.length >= length) return first;
    const all = Buffer.concat(this.parts);
    this.parts = [all];
    return all;
  }
}
