/** The object `setImmediate` hands out, with the fields that packages look at. */
import { asyncContext, type AsyncContext } from './async-context.js';
import type { ProcessLoop } from './process-loop.js';
import { keepsArguments, noCallback } from './native-timers.js';

type Callback = (...args: unknown[]) => void;

export class Immediate {
  _idleNext: Immediate | null = null;
  _idlePrev: Immediate | null = null;
  _onImmediate: Callback | null | undefined;
  _argv: unknown[] | undefined;
  _destroyed = false;
  #referenced = true;
  readonly #loop: ProcessLoop;
  readonly #context: AsyncContext = asyncContext();

  constructor(loop: ProcessLoop, callback: Callback, args: unknown[] | undefined) {
    this._onImmediate = callback;
    this._argv = args;
    this.#loop = loop;
    loop.addImmediate(this);
  }

  ref(): this {
    this.#referenced = !this._destroyed;
    return this;
  }

  unref(): this {
    this.#referenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.#referenced;
  }

  [Symbol.dispose](): void {
    if (this._destroyed) return;
    this.#done();
    this.#loop.removeImmediate(this);
    this.#forget();
  }

  /** @internal */
  run(): void {
    this.#done();
    this.#context.runInAsyncScope(() => {
      try {
        if (this._argv === undefined) this._onImmediate?.();
        else this._onImmediate?.(...this._argv);
      } catch (error) {
        this.#forget();
        this.#loop.failed(error);
        return;
      }
      this.#forget();
    });
  }

  #done(): void {
    this._destroyed = true;
    this.#referenced = false;
  }

  #forget(): void {
    this._onImmediate = noCallback;
    if (!keepsArguments) this._argv = undefined;
  }
}
