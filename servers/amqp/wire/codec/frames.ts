/** Frames: what is cut out of the bytes of a connection, in whatever pieces they arrive. */
import { AmqpError, ReplyCode } from './amqp-error.js';

export const FrameType = { method: 1, header: 2, body: 3, heartbeat: 8 } as const;

export interface Frame {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
}

/** Type, channel and size before the payload, and one octet behind it. */
const HEAD = 7;
/** What a frame has beside its payload. */
export const FRAME_OVERHEAD = HEAD + 1;
export const FRAME_END = 0xce;
/** The frame that says only that somebody is there. */
export const heartbeatFrame: Uint8Array = Uint8Array.of(FrameType.heartbeat, 0, 0, 0, 0, 0, 0, FRAME_END);

export class FrameReader {
  private parts: Buffer[] = [];
  private held = 0;
  /** How many bytes the next step needs. */
  private needed = HEAD;
  /** The largest frame, with all that belongs to it. 0: no limit. */
  frameMax = 0;

  /** More bytes of the connection: nobody changes them afterwards. */
  add(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.parts.push(bytes);
    this.held += bytes.length;
  }

  /** So many bytes, once they are there. */
  raw(count: number): Buffer | undefined {
    if (this.held < count) return undefined;
    const joined = this.joined();
    this.parts = joined.length > count ? [joined.subarray(count)] : [];
    this.held -= count;
    return joined.subarray(0, count);
  }

  /**
   * The next frame, once all of it is there.
   * @throws AmqpError where it is too large, or does not end where it should: nothing behind it can be read
   */
  next(): Frame | undefined {
    if (this.held < this.needed) return undefined;
    const bytes = this.joined();
    const size = bytes.readUInt32BE(3);
    const [type, channel] = [bytes[0] as number, bytes.readUInt16BE(1)];
    // RabbitMQ lets clients forget what a frame has beside its payload.
    if (this.frameMax > 0 && size > this.frameMax)
      throw new AmqpError(
        ReplyCode.frameError,
        `type ${type}: a payload has at most ${this.frameMax - FRAME_OVERHEAD} bytes, this one has ${size}`,
      );
    this.needed = HEAD + size + 1;
    if (this.held < this.needed) return undefined;
    const frame = this.raw(this.needed) as Buffer;
    this.needed = HEAD;
    const end = frame[HEAD + size];
    if (end !== FRAME_END)
      throw new AmqpError(
        ReplyCode.frameError,
        `type ${type}: a frame ends with ${FRAME_END}, not with ${end}`,
      );
    return { type, channel, payload: frame.subarray(HEAD, HEAD + size) };
  }

  private joined(): Buffer {
    if (this.parts.length > 1) this.parts = [Buffer.concat(this.parts)];
    return this.parts[0] ?? Buffer.alloc(0);
  }
}
