/** Reading and writing the elementary types of AMQP, one after another. Numbers are big-endian. */
import { isUtf8 } from 'node:buffer';
import { BytesIn, BytesOut } from '../../../wire/bytes.js';

export class ByteReader extends BytesIn {
  octet(): number {
    return this.bytes[this.take(1)] as number;
  }

  short(): number {
    return this.bytes.readUInt16BE(this.take(2));
  }

  long(): number {
    return this.bytes.readUInt32BE(this.take(4));
  }

  longlong(): bigint {
    return this.bytes.readBigUInt64BE(this.take(8));
  }

  signedOctet(): number {
    return this.bytes.readInt8(this.take(1));
  }

  signedShort(): number {
    return this.bytes.readInt16BE(this.take(2));
  }

  signedLong(): number {
    return this.bytes.readInt32BE(this.take(4));
  }

  signedLonglong(): bigint {
    return this.bytes.readBigInt64BE(this.take(8));
  }

  float(): number {
    return this.bytes.readFloatBE(this.take(4));
  }

  double(): number {
    return this.bytes.readDoubleBE(this.take(8));
  }

  /** A short string: at most 255 bytes of UTF-8. */
  text(): string {
    const length = this.octet();
    const from = this.take(length);
    return this.bytes.toString('utf8', from, from + length);
  }

  /** The same, or undefined where it is no UTF-8. */
  strictText(): string | undefined {
    const [from, text] = [this.at, this.text()];
    const isFine = !text.includes('\uFFFD') || isUtf8(this.bytes.subarray(from + 1, this.at));
    return isFine ? text : undefined;
  }

  /** A long string that is text. */
  longText(): string {
    const length = this.long();
    const from = this.take(length);
    return this.bytes.toString('utf8', from, from + length);
  }

  /** A long string that is bytes: a copy of its own. */
  longBytes(): Uint8Array {
    const length = this.long();
    const from = this.take(length);
    return new Uint8Array(this.bytes.subarray(from, from + length));
  }

  /** A reader of the next so many bytes, which are behind this one then. */
  part(length: number): ByteReader {
    const from = this.take(length);
    return new ByteReader(this.bytes, from, from + length);
  }
}

const LONGEST_TEXT = 255;

/** Between two characters. */
function cut(value: string): string {
  const bytes = Buffer.from(value);
  let end = LONGEST_TEXT;
  while (((bytes[end] as number) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}

export class ByteWriter extends BytesOut {
  octet(value: number): void {
    const at = this.room(1);
    this.bytes[at] = value;
  }

  short(value: number): void {
    const at = this.room(2);
    this.bytes.writeUInt16BE(value, at);
  }

  long(value: number): void {
    const at = this.room(4);
    this.bytes.writeUInt32BE(value, at);
  }

  longlong(value: number | bigint): void {
    const at = this.room(8);
    this.bytes.writeBigUInt64BE(BigInt(value), at);
  }

  signedOctet(value: number): void {
    const at = this.room(1);
    this.bytes.writeInt8(value, at);
  }

  signedShort(value: number): void {
    const at = this.room(2);
    this.bytes.writeInt16BE(value, at);
  }

  signedLong(value: number): void {
    const at = this.room(4);
    this.bytes.writeInt32BE(value, at);
  }

  signedLonglong(value: number | bigint): void {
    const at = this.room(8);
    this.bytes.writeBigInt64BE(BigInt(value), at);
  }

  float(value: number): void {
    const at = this.room(4);
    this.bytes.writeFloatBE(value, at);
  }

  double(value: number): void {
    const at = this.room(8);
    this.bytes.writeDoubleBE(value, at);
  }

  /** What is longer than 255 bytes is cut, as RabbitMQ cuts its explanations. */
  text(value: string): void {
    const length = Buffer.byteLength(value);
    if (length > LONGEST_TEXT) return this.text(cut(value));
    this.octet(length);
    this.raw(value, length);
  }

  longText(value: string): void {
    const length = Buffer.byteLength(value);
    this.long(length);
    this.raw(value, length);
  }

  longBytes(value: Uint8Array): void {
    this.long(value.length);
    this.append(value);
  }

  /** What is written by `write` with its length before it. */
  measured(write: () => void): void {
    const at = this.room(4);
    write();
    this.bytes.writeUInt32BE(this.at - at - 4, at);
  }

  /** All that was written. The writer may go on from the beginning: nothing of it is shared. */
  take(): Buffer {
    const taken = Buffer.from(this.bytes.subarray(0, this.at));
    this.at = 0;
    return taken;
  }

  private raw(value: string, length: number): void {
    const at = this.room(length);
    this.bytes.write(value, at);
  }
}
