/** Reading and writing the elementary types of Kafka's protocol, one after another. Numbers are big-endian. */
import { BytesIn, BytesOut, Undecodable } from '../../../wire/bytes.js';

/** Whole numbers of 64 bits are numbers here: offsets and times are far below 2^53. */
export class ByteReader extends BytesIn {
  int8(): number {
    return this.bytes.readInt8(this.take(1));
  }

  int16(): number {
    return this.bytes.readInt16BE(this.take(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.take(4));
  }

  uint32(): number {
    return this.bytes.readUInt32BE(this.take(4));
  }

  int64(): number {
    return Number(this.bytes.readBigInt64BE(this.take(8)));
  }

  /** Seven bits a byte, the lowest first; even numbers stand for those from 0 up, odd ones for those below. */
  varint(): number {
    let value = 0;
    let factor = 1;
    for (let count = 1; ; count++) {
      const byte = this.bytes[this.take(1)] as number;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      if (count === LONGEST_VARINT) throw new Undecodable(`a varint of more than ${LONGEST_VARINT} bytes`);
      factor *= 0x80;
    }
  }

  /** The next so many bytes: a view, not a copy. */
  raw(length: number): Buffer {
    const from = this.take(length);
    return this.bytes.subarray(from, from + length);
  }

  /** A reader of the next so many bytes, which are behind this one then. */
  part(length: number): ByteReader {
    const from = this.take(length);
    return new ByteReader(this.bytes, from, from + length);
  }
}

const LONGEST_VARINT = 10;

export class ByteWriter extends BytesOut {
  int8(value: number): void {
    const at = this.room(1);
    this.bytes.writeInt8(value, at);
  }

  int16(value: number): void {
    const at = this.room(2);
    this.bytes.writeInt16BE(value, at);
  }

  int32(value: number): void {
    const at = this.room(4);
    this.bytes.writeInt32BE(value, at);
  }

  uint32(value: number): void {
    const at = this.room(4);
    this.bytes.writeUInt32BE(value, at);
  }

  int64(value: number): void {
    const at = this.room(8);
    this.bytes.writeBigInt64BE(BigInt(value), at);
  }

  varint(value: number): void {
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  /** All that was written. The writer is not used any more. */
  take(): Buffer {
    return this.bytes.subarray(0, this.at);
  }

  private byte(value: number): void {
    const at = this.room(1);
    this.bytes[at] = value;
  }
}
