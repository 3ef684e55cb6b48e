/** The object `setTimeout` and `setInterval` hand out, with the fields that packages look at. */
import { inspect, type InspectOptions } from 'node:util';
import { asyncContext, type AsyncContext } from './async-context.js';
import type { ProcessLoop } from './process-loop.js';
import { keepsArguments, noCallback } from './native-timers.js';
import { setAtUs, type Link, type Listed } from './timer-lists.js';

/** Longest delay Node accepts; a longer one becomes 1 ms, there as here. */
export const LONGEST_DELAY_MS = 0x7fff_ffff;

type Callback = (...args: unknown[]) => void;

/** A timer. Keeping no process alive, `ref` and `unref` only remember what was said. */
export class Timeout implements Listed {
  _idleTimeout: number;
  _idlePrev: Link | null = this;
  _idleNext: Link | null = this;
  _idleStart: number | null = null;
  _onTimeout: Callback | null | undefined;
  _timerArgs: unknown[] | undefined;
  _repeat: number | null;
  _destroyed = false;
  [setAtUs] = 0;
  readonly #loop: ProcessLoop;
  #context: AsyncContext = asyncContext();
  #number: number;
  #numberIsKnown = false;
  #referenced: boolean;

  constructor(
    loop: ProcessLoop,
    callback: Callback,
    delay: unknown,
    args: unknown[] | undefined,
    repeats: boolean,
    referenced = true,
  ) {
    const delayMs = nodeDelay(delay);
    this._idleTimeout = delayMs;
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = repeats ? delayMs : null;
    this.#loop = loop;
    this.#number = loop.nextNumber();
    this.#referenced = referenced;
    loop.insert(this, delayMs);
  }

  // The lists hold everything together: without this, a look at one timer would show them all.
  [inspect.custom](_depth: number, options: InspectOptions): string {
    return inspect(this, { ...options, depth: 0, customInspect: false });
  }

  refresh(): this {
    // One that was cleared has no duration any more.
    if (!(this._idleTimeout >= 0)) return this;
    this.#loop.insert(this, this._idleTimeout);
    if (this._destroyed) {
      this._destroyed = false;
      this.#context = asyncContext();
      this.#number = this.#loop.nextNumber();
    }
    return this;
  }

  unref(): this {
    this.#referenced = false;
    return this;
  }

  ref(): this {
    this.#referenced = true;
    return this;
  }

  hasRef(): boolean {
    return this.#referenced;
  }

  close(): this {
    // One that fired forgets its callback all the same, so that refresh() starts nothing.
    if (this._onTimeout) {
      this._onTimeout = noCallback;
      if (!keepsArguments) this._timerArgs = undefined;
      this.stop();
    }
    return this;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  [Symbol.toPrimitive](): number {
    if (!this.#numberIsKnown) this.#loop.remember(this.#number, this);
    this.#numberIsKnown = true;
    return this.#number;
  }

  /** Calls back, and then `settle`. @returns whether the callback returned @internal */
  run(settle: () => void): boolean {
    return this.#context.runInAsyncScope(() => {
      try {
        call(this);
      } catch (error) {
        settle();
        this.#loop.failed(error);
        return false;
      }
      settle();
      return true;
    });
  }

  /** It will not fire any more. @internal */
  stop(): void {
    if (this._destroyed) return;
    this.retire();
    this.#loop.remove(this, this._idleTimeout);
    this._idleTimeout = -1;
  }

  /** It fired for the last time, unless it is refreshed. @internal */
  retire(): void {
    this._destroyed = true;
    if (this.#numberIsKnown) this.#loop.forget(this.#number);
  }
}

function call(timer: Timeout): void {
  if (timer._timerArgs === undefined) timer._onTimeout?.();
  else timer._onTimeout?.(...timer._timerArgs);
}

/** The delay Node would use, before it cuts off what is below a millisecond. @throws TypeError as Node: bigint, symbol */
function nodeDelay(delay: unknown): number {
  const ms = (delay as number) * 1;
  return ms >= 1 && ms <= LONGEST_DELAY_MS ? ms : 1;
}
