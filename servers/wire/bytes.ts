/** What readers and writers of all protocols share: where they are, what is left, and room that grows. */

/** Bytes that end too soon, or are none of the kind that is expected here: there is no answer to them but an end. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable';
}

export abstract class BytesIn {
  constructor(
    protected readonly bytes: Buffer,
    protected at = 0,
    protected readonly end = bytes.length,
  ) {}

  get left(): number {
    return this.end - this.at;
  }

  /** Passes over the next so many bytes. @returns where they begin @throws Undecodable if there are fewer */
  protected take(length: number): number {
    const from = this.at;
    if (length < 0 || from + length > this.end)
      throw new Undecodable(`${length} bytes are expected, and only ${this.left} are left`);
    this.at = from + length;
    return from;
  }
}

const FIRST_BYTES = 256;

export abstract class BytesOut {
  protected bytes = Buffer.allocUnsafe(FIRST_BYTES);
  protected at = 0;

  get length(): number {
    return this.at;
  }

  append(value: Uint8Array): void {
    const at = this.room(value.length);
    this.bytes.set(value, at);
  }

  /** Where the next so many bytes go. */
  protected room(length: number): number {
    const { at } = this;
    this.at += length;
    if (this.at > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.at, 2 * this.bytes.length));
      this.bytes.copy(larger, 0, 0, at);
      this.bytes = larger;
    }
    return at;
  }
}
