/** Puts the frames of one channel together: a method, and where a message comes with it its header and its body. */
import { Undecodable } from '../../../wire/bytes.js';
import { AmqpError, ReplyCode } from './amqp-error.js';
import { ByteReader } from './bytes.js';
import { FrameType, type Frame } from './frames.js';
import { readMethod, type WireMethod } from './method-codec.js';
import type { MethodShape } from './method-table.js';
import { readProperties } from './properties.js';

type State =
  | { readonly waitsFor: 'method' }
  | { readonly waitsFor: 'header'; readonly shape: MethodShape; readonly method: WireMethod }
  | {
      readonly waitsFor: 'body';
      readonly method: WireMethod;
      readonly properties: unknown;
      readonly parts: Buffer[];
      left: number;
    };

export class CommandReader {
  private state: State = { waitsFor: 'method' };

  /**
   * The command that this frame ends, if it does.
   * @throws AmqpError as RabbitMQ answers a frame that does not belong here, or cannot be read
   */
  take({ type, payload }: Frame): WireMethod | undefined {
    const { state } = this;
    switch (state.waitsFor) {
      case 'method':
        if (type !== FrameType.method) throw unexpected('a method is expected here');
        return this.method(payload);
      case 'header':
        if (type !== FrameType.header)
          throw unexpected('the header of a message is expected here', state.shape.name);
        return this.header(payload, state);
      case 'body':
        if (type !== FrameType.body)
          throw unexpected('the body of a message is expected here', state.method.method);
        return this.body(payload, state);
    }
  }

  private method(payload: Buffer): WireMethod | undefined {
    const { shape, method } = readMethod(new ByteReader(payload));
    if (!shape.hasContent) return method;
    this.state = { waitsFor: 'header', shape, method };
    return undefined;
  }

  private header(
    payload: Buffer,
    { shape, method }: Extract<State, { readonly waitsFor: 'header' }>,
  ): WireMethod | undefined {
    const from = new ByteReader(payload);
    const [classId, weight, size] = [from.short(), from.short(), from.longlong()];
    if (classId !== shape.classId || weight !== 0)
      throw unexpected(`a header of class ${shape.classId} is expected, not one of ${classId}`, shape.name);
    const properties = propertiesOf(from);
    if (size === 0n) return this.done(method, properties, new Uint8Array());
    this.state = { waitsFor: 'body', method, properties, parts: [], left: Number(size) };
    return undefined;
  }

  private body(
    payload: Buffer,
    state: Extract<State, { readonly waitsFor: 'body' }>,
  ): WireMethod | undefined {
    if (payload.length > state.left)
      throw unexpected(
        `${state.left} bytes of a body are left, and ${payload.length} came`,
        state.method.method,
      );
    state.parts.push(payload);
    state.left -= payload.length;
    if (state.left > 0) return undefined;
    // A copy of its own: frames are cut out of larger pieces, which would be kept with it.
    return this.done(state.method, state.properties, new Uint8Array(joined(state.parts)));
  }

  private done(method: WireMethod, properties: unknown, body: Uint8Array): WireMethod {
    this.state = { waitsFor: 'method' };
    return { ...method, properties, body } as WireMethod;
  }
}

function propertiesOf(from: ByteReader): unknown {
  try {
    const properties = readProperties(from);
    if (from.left > 0) throw new Undecodable(`${from.left} bytes are left`);
    return properties;
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    throw new AmqpError(
      ReplyCode.internalError,
      `the properties of a message cannot be read: ${error.message}`,
    );
  }
}

function joined(parts: readonly Buffer[]): Buffer {
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}

function unexpected(text: string, method?: string): AmqpError {
  return new AmqpError(ReplyCode.unexpectedFrame, text, method);
}
