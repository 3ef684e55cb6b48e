/**
 * One connection as the broker sees it. As with Kafka, the next request is not looked at before the one before is answered:
 * answers come in the order of their requests, and a heartbeat waits behind a join.
 */
import type { Line } from '../../wire/line.js';
import { Undecodable } from '../../wire/bytes.js';
import { RequestReader, type WireRequest } from './codec/request-reader.js';

export interface ConnectionDesk {
  /** @returns false if nobody answers this one: the next may come */
  request(connection: KafkaConnection, request: WireRequest): boolean;
  /** It makes no sense, or is gone. */
  gone(connection: KafkaConnection): void;
}

export class KafkaConnection {
  private readonly requests: RequestReader;
  private isBusy = false;
  private isFull = false;
  private isPaused = false;
  private isOver = false;

  constructor(
    private readonly line: Line,
    private readonly desk: ConnectionDesk,
    private readonly requestMax: number,
  ) {
    this.requests = new RequestReader(requestMax);
  }

  /** Bytes of the client: nobody changes them afterwards. */
  receive(bytes: Buffer): void {
    if (this.isOver) return;
    this.requests.add(bytes);
    this.work();
  }

  /** The answer to the request in hand leaves. */
  answer(bytes: Uint8Array): void {
    if (this.isOver) return;
    this.isBusy = false;
    this.isFull = !this.line.write(bytes);
    this.work();
  }

  drained(): void {
    this.isFull = false;
    this.work();
  }

  /** The broker has nothing more to say. */
  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.desk.gone(this);
    this.line.end();
  }

  lost(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.desk.gone(this);
  }

  private work(): void {
    try {
      while (!this.isBusy && !this.isFull && !this.isOver) {
        const request = this.requests.next();
        if (request === undefined) break;
        this.isBusy = true;
        if (!this.desk.request(this, request)) this.isBusy = false;
      }
    } catch (error) {
      if (!(error instanceof Undecodable)) throw error;
      return this.end();
    }
    this.slowDown();
  }

  /** Who sends more and more while nothing is answered is not read any more for a while. */
  private slowDown(): void {
    const tooMuch = this.requests.waiting > this.requestMax;
    if (tooMuch === this.isPaused || this.isOver) return;
    this.isPaused = tooMuch;
    this.line.read(!tooMuch);
  }
}
