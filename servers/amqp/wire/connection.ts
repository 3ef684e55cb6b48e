/** One connection as the broker sees it: bytes come in and go out, from the first header to the last close. */
import type { After } from '../../wire/after.js';
import type { Line } from '../../wire/line.js';
import type { ClientMethod, Close, Table } from '../core/methods.js';
import { AmqpError, ReplyCode, Unanswerable } from './codec/amqp-error.js';
import { ByteReader } from './codec/bytes.js';
import { CommandReader } from './codec/command-reader.js';
import { CommandWriter } from './codec/command-writer.js';
import { FrameReader, FrameType, heartbeatFrame, type Frame } from './codec/frames.js';
import { readMethod, type WireMethod } from './codec/method-codec.js';
import { shapeNamed } from './codec/method-table.js';
import {
  handshake,
  isProtocolHeader,
  PROTOCOL_HEADER,
  startOf,
  type Agreed,
  type Stage,
} from './handshake.js';
import { beat } from './heartbeats.js';
import { isClientMethod } from './client-methods.js';
import type { KnownSettings } from './settings.js';

/** What a connection needs of the broker. */
export interface Desk {
  readonly settings: KnownSettings;
  readonly after: After;
  /** Publishers have to wait, for this reason. */
  readonly alarm: string | undefined;
  opened(connection: number, user: string): void;
  received(connection: number, channel: number, method: ClientMethod): void;
  isOpen(connection: number, channel: number): boolean;
  channelsOf(connection: number): number;
  /** It is over, or lost. */
  gone(connection: number): void;
  /** It has bytes to send. */
  wantsToSend(connection: AmqpConnection): void;
}

type Phase =
  | { readonly at: 'greeting' }
  | Stage
  | { readonly at: 'open'; readonly agreed: Agreed; readonly capabilities: Table }
  /** One side has closed it: only the end of that conversation counts. */
  | { readonly at: 'closed' }
  /** Nothing that comes is read any more. */
  | { readonly at: 'deaf' };

/** How long a client may take until its connection is open. */
const HANDSHAKE_MS = 10_000;
/** How long a client that made no sense waits for the end. */
const SILENT_MS = 3_000;
/** How long a client may take to agree that it is over. */
const CLOSING_MS = 30_000;

const writer = new CommandWriter();

export class AmqpConnection {
  private phase: Phase = { at: 'greeting' };
  private readonly frames = new FrameReader();
  private readonly commands = new Map<number, CommandReader>();
  private outbox: Uint8Array[] = [];
  private lineIsFull = false;
  private isBlocked = false;
  private readonly counted = { received: 0, sent: 0 };
  /** What the broker works on: an error is about it. */
  private inHand: string | undefined;
  private stopTimer: () => void;
  private stopBeating: (() => void) | undefined;

  constructor(
    readonly id: number,
    private readonly line: Line,
    private readonly desk: Desk,
  ) {
    this.stopTimer = desk.after(HANDSHAKE_MS, () => this.hangUp());
  }

  /** Bytes of the client: nobody changes them afterwards. */
  receive(bytes: Buffer): void {
    this.counted.received += bytes.length;
    if (this.phase.at === 'deaf') return;
    this.frames.add(bytes);
    this.work();
  }

  /** What the broker says. */
  send(channel: number, method: WireMethod): void {
    const frameMax = this.phase.at === 'open' ? this.phase.agreed.frameMax : this.desk.settings.frameMax;
    this.post(writer.write(channel, this.aboutWhatIsInHand(method), frameMax));
    if (method.method === 'connection.close' && channel === 0) this.close();
  }

  /** The broker ends all connections in good order. */
  shutDown(): void {
    if (this.phase.at !== 'open') return this.hangUp();
    this.desk.gone(this.id);
    this.refuse(new AmqpError(ReplyCode.connectionForced, 'the broker shuts down'));
  }

  /** The line is gone. */
  lost(): void {
    this.stop();
    this.phase = { at: 'deaf' };
    this.desk.gone(this.id);
  }

  /** Sends what is there, if the line takes it. */
  flush(): void {
    if (this.lineIsFull || this.outbox.length === 0) return;
    const bytes = this.outbox.length === 1 ? (this.outbox[0] as Uint8Array) : Buffer.concat(this.outbox);
    this.outbox = [];
    this.lineIsFull = !this.line.write(bytes);
  }

  drained(): void {
    this.lineIsFull = false;
    this.flush();
  }

  /** An alarm is over. */
  unblock(): void {
    if (!this.isBlocked) return;
    this.isBlocked = false;
    this.tellOfBlocking({ method: 'connection.unblocked' });
    this.line.read(true);
    this.work();
  }

  private work(): void {
    try {
      while (!this.isBlocked && this.step());
    } catch (error) {
      if (error instanceof AmqpError) this.fail(error);
      else if (error instanceof Unanswerable) this.silence();
      else throw error;
    }
  }

  /** @returns whether there may be more to do */
  private step(): boolean {
    if (this.phase.at === 'deaf') return false;
    if (this.phase.at === 'greeting') return this.greet();
    const frame = this.nextFrame();
    if (frame === undefined) return false;
    this.handle(frame);
    return true;
  }

  private greet(): boolean {
    const header = this.frames.raw(PROTOCOL_HEADER.length);
    if (header === undefined) return false;
    if (!isProtocolHeader(header)) {
      this.post(PROTOCOL_HEADER);
      this.hangUp();
      return false;
    }
    this.phase = { at: 'starting' };
    this.frames.frameMax = this.desk.settings.frameMax;
    this.send(0, startOf(this.desk.settings));
    return true;
  }

  /** Behind a frame that is none, nothing can be read. */
  private nextFrame(): Frame | undefined {
    try {
      return this.frames.next();
    } catch (error) {
      if (!(error instanceof AmqpError)) throw error;
      this.fail(error);
      this.silence();
      return undefined;
    }
  }

  private handle(frame: Frame): void {
    const { type, channel, payload } = frame;
    if (this.phase.at === 'closed') return this.handleLate(frame);
    if (payload.length < (SHORTEST[type] ?? Infinity) || (type === FrameType.heartbeat && payload.length > 0))
      throw new AmqpError(ReplyCode.frameError, `type ${type}: there is no such frame`);
    if (channel === 0 && type === FrameType.heartbeat) return;
    if (channel === 0 && type === FrameType.method) return this.handleOwn(payload);
    if (channel === 0 || type === FrameType.heartbeat || this.phase.at !== 'open')
      throw new AmqpError(ReplyCode.unexpectedFrame, `type ${type} on channel ${channel}`);
    this.handleChannel(frame, this.phase.agreed);
    if (type !== FrameType.method && this.desk.alarm !== undefined) this.block(this.desk.alarm);
  }

  /** Channel 0 is the connection itself. */
  private handleOwn(payload: Buffer): void {
    const { method } = readMethod(new ByteReader(payload));
    const { phase } = this;
    if (phase.at === 'open') return this.handleOwnWhileOpen(method);
    const step = handshake(phase as Stage, method, this.desk.settings);
    if (step.then === 'refused') {
      this.refuse(step.why);
    } else if (step.then === 'open') {
      const { user, agreed, capabilities } = phase as Extract<Stage, { readonly at: 'opening' }>;
      this.stopTimer();
      this.phase = { at: 'open', agreed, capabilities };
      this.desk.opened(this.id, user);
      this.send(0, step.answer);
    } else {
      this.phase = step.then;
      if (step.then.at === 'opening') this.agree(step.then.agreed);
      if (step.answer !== undefined) this.send(0, step.answer);
    }
  }

  private agree({ frameMax, heartbeat }: Agreed): void {
    this.frames.frameMax = frameMax;
    if (heartbeat === 0) return;
    const ends = {
      counts: this.counted,
      listens: () => !this.isBlocked,
      send: () => this.post(heartbeatFrame),
      dead: () => this.hangUp(),
    };
    this.stopBeating = beat(1_000 * heartbeat, ends, this.desk.after);
  }

  private handleOwnWhileOpen({ method }: WireMethod): void {
    if (method === 'connection.close') {
      this.desk.gone(this.id);
      this.send(0, { method: 'connection.close-ok' });
      this.close();
    } else if (method === 'connection.update-secret') {
      this.send(0, { method: 'connection.update-secret-ok' });
    } else {
      throw new AmqpError(ReplyCode.channelError, `${method} on an open connection`, method);
    }
  }

  /** The last words of a connection that one side has closed. */
  private handleLate({ type, channel, payload }: Frame): void {
    if (channel !== 0 || type !== FrameType.method || payload.length < (SHORTEST[type] as number)) return;
    const { method } = readMethod(new ByteReader(payload));
    if (method.method === 'connection.close') this.send(0, { method: 'connection.close-ok' });
    else if (method.method === 'connection.close-ok') this.hangUp();
  }

  private handleChannel(frame: Frame, { channelMax }: Agreed): void {
    const { channel } = frame;
    let reader = this.commands.get(channel);
    if (reader === undefined) this.commands.set(channel, (reader = new CommandReader()));
    const method = reader.take(frame);
    if (method === undefined) return;
    const isOpen = this.desk.isOpen(this.id, channel);
    if (isOpen && method.method === 'access.request')
      return this.send(channel, { method: 'access.request-ok', ticket: 1 });
    if (!isClientMethod(method))
      throw isOpen
        ? new AmqpError(ReplyCode.commandInvalid, `clients do not send ${method.method}`, method.method)
        : new AmqpError(ReplyCode.channelError, `channel ${channel} is not open`, method.method);
    if (!isOpen && channelMax !== 0 && this.desk.channelsOf(this.id) >= channelMax)
      throw new AmqpError(ReplyCode.notAllowed, `${channelMax} channels are open, which is the most`);
    this.inHand = method.method;
    this.desk.received(this.id, channel, method);
    this.inHand = undefined;
    if (!this.desk.isOpen(this.id, channel)) this.commands.delete(channel);
  }

  private block(reason: string): void {
    this.isBlocked = true;
    this.line.read(false);
    this.tellOfBlocking({ method: 'connection.blocked', reason });
  }

  private tellOfBlocking(method: WireMethod): void {
    const { phase } = this;
    if (phase.at === 'open' && phase.capabilities['connection.blocked'] === true) this.send(0, method);
  }

  /** What RabbitMQ tells of an error depends on how far the connection has come. */
  private fail(error: AmqpError): void {
    const { at } = this.phase;
    if (at === 'closed' || at === 'deaf') return;
    if (at !== 'open' && at !== 'opening') return this.silence();
    this.desk.gone(this.id);
    this.refuse(error);
  }

  private refuse({ code, message, method }: AmqpError): void {
    const { classId, methodId } = numbersOf(method);
    this.send(0, { method: 'connection.close', replyCode: code, replyText: message, classId, methodId });
  }

  /** Waits until the client has agreed that it is over, but not for ever. */
  private close(): void {
    this.stop();
    this.phase = { at: 'closed' };
    this.stopTimer = this.desk.after(CLOSING_MS, () => this.hangUp());
  }

  /** Nobody is told anything more, and after a while the line is gone. */
  private silence(): void {
    this.stop();
    this.phase = { at: 'deaf' };
    this.desk.gone(this.id);
    this.stopTimer = this.desk.after(SILENT_MS, () => this.hangUp());
  }

  private hangUp(): void {
    this.stop();
    this.phase = { at: 'deaf' };
    this.desk.gone(this.id);
    this.lineIsFull = false;
    this.flush();
    this.line.end();
  }

  private stop(): void {
    this.stopTimer();
    this.stopBeating?.();
  }

  private post(bytes: Uint8Array): void {
    this.counted.sent += bytes.length;
    this.outbox.push(bytes);
    this.desk.wantsToSend(this);
  }

  /** The broker's core says what is wrong; which method of the client it was is known here. */
  private aboutWhatIsInHand(method: WireMethod): WireMethod {
    if (method.method !== 'channel.close' && method.method !== 'connection.close') return method;
    if ((method.classId ?? 0) !== 0 || this.inHand === undefined) return method;
    return { ...(method as Close), ...numbersOf(this.inHand) };
  }
}

/** The least that a payload has, by the type of its frame. */
const SHORTEST: Readonly<Record<number, number>> = {
  [FrameType.method]: 4,
  [FrameType.header]: 12,
  [FrameType.body]: 0,
  [FrameType.heartbeat]: 0,
};

function numbersOf(method: string | undefined): { readonly classId: number; readonly methodId: number } {
  const { classId = 0, methodId = 0 } = (method === undefined ? undefined : shapeNamed(method)) ?? {};
  return { classId, methodId };
}
