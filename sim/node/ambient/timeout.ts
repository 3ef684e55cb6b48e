/** The objects `setTimeout`, `setInterval` and `setImmediate` hand out, as Node documents them. */
import { AsyncResource } from 'node:async_hooks';
import { asyncStarted } from '../../kernel/async-started.js';
import type { AmbientHost, TimerId } from './host.js';

/** Longest delay Node accepts; a longer one becomes 1 ms, there as here. */
const longestDelayMs = 0x7fff_ffff;

/** Timers whose number somebody asked for, so that clearTimeout(number) finds them. */
const numbered = new WeakMap<AmbientHost, Map<number, Timeout>>();

/** A pending timer. Keeping no process alive, `ref` and `unref` only remember what was said. */
export class Timeout {
  private id: TimerId;
  private number: number | undefined;
  private pending = true;
  private closed = false;
  private referenced = true;
  private readonly context = asyncContext();

  constructor(
    private readonly host: AmbientHost,
    private readonly callback: (this: Timeout) => void,
    private readonly delayMs: number,
    private readonly repeats: boolean,
  ) {
    this.id = this.start();
  }

  ref(): this {
    this.referenced = true;
    return this;
  }

  unref(): this {
    this.referenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.referenced;
  }

  refresh(): this {
    if (this.closed) return this;
    this.stop();
    this.id = this.start();
    return this;
  }

  close(): this {
    this.closed = true;
    this.stop();
    this.forgetNumber();
    return this;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  [Symbol.toPrimitive](): number {
    if (this.number === undefined) {
      this.number = this.id;
      let known = numbered.get(this.host);
      if (known === undefined) numbered.set(this.host, (known = new Map()));
      known.set(this.number, this);
    }
    return this.number;
  }

  private start(): TimerId {
    this.pending = true;
    return this.host.setTimer(() => this.fire(), this.delayMs, this.repeats ? this.delayMs : undefined);
  }

  private stop(): void {
    if (this.pending) this.host.clearTimer(this.id);
    this.pending = false;
  }

  private fire(): void {
    if (!this.repeats) {
      this.pending = false;
      this.forgetNumber();
    }
    this.context.runInAsyncScope(this.callback, this);
  }

  private forgetNumber(): void {
    if (this.number !== undefined) numbered.get(this.host)?.delete(this.number);
  }
}

/** A pending setImmediate. */
export class Immediate {
  private readonly id: TimerId;
  private pending = true;
  private referenced = true;

  constructor(
    private readonly host: AmbientHost,
    callback: () => void,
  ) {
    const context = asyncContext();
    this.id = host.setTimer(
      () => {
        this.pending = false;
        context.runInAsyncScope(callback);
      },
      0,
      undefined,
    );
  }

  ref(): this {
    this.referenced = true;
    return this;
  }

  unref(): this {
    this.referenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.referenced;
  }

  [Symbol.dispose](): void {
    if (this.pending) this.host.clearTimer(this.id);
    this.pending = false;
  }
}

/** Carries the AsyncLocalStorage stores of whoever set the timer over to its callback, as real timers do. */
function asyncContext(): AsyncResource {
  asyncStarted.ids++;
  return new AsyncResource('VirtualTimer');
}

/** The delay Node would use: whole milliseconds, at least 1. */
export function nodeDelay(delay: unknown): number {
  const ms = Number(delay);
  return ms >= 1 && ms <= longestDelayMs ? Math.trunc(ms) : 1;
}

/** The timer a number or numeric string stands for on this host. */
export function timerByNumber(host: AmbientHost, number: number | string): Timeout | undefined {
  return numbered.get(host)?.get(Number(number));
}
