/** A tiny node for the tests of the ambient functions: a clock to advance, a list of timers, a seeded stream. */
import { stream } from '../../../sim/kernel/random.js';
import type { AmbientHost } from '../../../sim/node/ambient/host.js';

interface Pending {
  atMs: number;
  run: () => void;
  everyMs: number | undefined;
}

export class FakeHost implements AmbientHost {
  nowMs = 0;
  readonly timers = new Map<number, Pending>();
  private readonly draws;
  private lastId = 0;

  constructor(
    readonly name: string,
    readonly style: AmbientHost['style'] = 'async-program',
    seed = 1,
    readonly originMs = 1_767_225_600_000,
  ) {
    this.draws = stream(seed, name);
  }

  wallMs = (): number => this.originMs + this.nowMs;
  monotonicMs = (): number => this.nowMs;
  timeOriginMs = (): number => this.originMs;
  random = (): number => this.draws.float();
  int32 = (): number => this.draws.int32();

  setTimer(run: () => void, delayMs: number, everyMs: number | undefined): number {
    this.timers.set(++this.lastId, { atMs: this.nowMs + delayMs, run, everyMs });
    return this.lastId;
  }

  clearTimer(id: number): void {
    if (!this.timers.delete(id)) throw new Error(`timer ${id} of ${this.name} was not pending`);
  }

  refuse(sentence: string): never {
    throw new Error(`${this.name} at ${this.nowMs} ms: ${sentence}`);
  }

  /** Fires the earliest timer that is due by then, the first set first; false if there is none. */
  fireNext(untilMs: number): boolean {
    let next: [number, Pending] | undefined;
    for (const entry of this.timers) if (next === undefined || entry[1].atMs < next[1].atMs) next = entry;
    if (next === undefined || next[1].atMs > untilMs) return false;
    const [id, timer] = next;
    this.nowMs = timer.atMs;
    this.timers.delete(id);
    if (timer.everyMs !== undefined) this.timers.set(id, { ...timer, atMs: timer.atMs + timer.everyMs });
    timer.run();
    return true;
  }
}
