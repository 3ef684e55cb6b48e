/** Whole commands as bytes: the frame of a method, and where a message comes with it its header and the pieces of its body. */
import type { Properties } from '../../core/methods.js';
import { ByteWriter } from './bytes.js';
import { FRAME_END, FRAME_OVERHEAD, FrameType } from './frames.js';
import { writeMethod, type WireMethod } from './method-codec.js';
import { writeProperties } from './properties.js';

export class CommandWriter {
  private readonly bytes = new ByteWriter();

  /** @param frameMax the largest frame, with all that belongs to it; 0: no limit */
  write(channel: number, method: WireMethod, frameMax: number): Buffer {
    let hasContent = false;
    this.frame(FrameType.method, channel, () => {
      hasContent = writeMethod(this.bytes, method).hasContent;
    });
    if (hasContent) this.content(channel, method as never, frameMax);
    return this.bytes.take();
  }

  private content(
    channel: number,
    { properties = {}, body }: { readonly properties?: Properties; readonly body: unknown },
    frameMax: number,
  ): void {
    const content = bytesOf(body);
    this.frame(FrameType.header, channel, () => {
      this.bytes.short(BASIC);
      this.bytes.short(0);
      this.bytes.longlong(content.length);
      writeProperties(this.bytes, properties);
    });
    const most = frameMax === 0 ? content.length : frameMax - FRAME_OVERHEAD;
    for (let from = 0; from < content.length; from += most)
      this.frame(FrameType.body, channel, () => this.bytes.append(content.subarray(from, from + most)));
  }

  private frame(type: number, channel: number, payload: () => void): void {
    this.bytes.octet(type);
    this.bytes.short(channel);
    this.bytes.measured(payload);
    this.bytes.octet(FRAME_END);
  }
}

const BASIC = 60;

/** What nodes of a world put into a message by other ways than the wire is text or data: it leaves as text. */
function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''));
}
