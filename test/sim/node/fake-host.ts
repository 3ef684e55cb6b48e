/** A tiny node for the tests of the ambient functions: a clock to advance, an event loop, a seeded stream. */
import { stream } from '../../../sim/kernel/random.js';
import { EventLoop } from '../../../sim/node/ambient/event-loop.js';
import type { AmbientHost } from '../../../sim/node/ambient/host.js';
import type { ProcessListeners } from '../../../sim/node/ambient/process-listeners.js';
import { ProcessFace } from '../../../sim/node/ambient/process-face.js';

interface Wake {
  readonly atUs: number;
  readonly run: () => void;
}

export class FakeHost implements AmbientHost {
  private us = 0;
  readonly loop: EventLoop;
  processEvents: ProcessListeners | undefined;
  readonly virtual = undefined;
  readonly face: ProcessFace;
  /** What the loop waits for. */
  readonly wakes = new Map<number, Wake>();
  private readonly urgent: (() => void)[] = [];
  private readonly draws;
  private lastId = 0;

  constructor(
    readonly name: string,
    readonly style: AmbientHost['style'] = 'async-program',
    seed = 1,
    readonly originMs = 1_767_225_600_000,
  ) {
    this.draws = stream(seed, name);
    this.face = new ProcessFace(name, 1001);
    this.loop = new EventLoop({
      nowUs: () => this.us,
      after: (us, run) => {
        this.wakes.set(++this.lastId, { atUs: this.us + us, run });
        return this.lastId;
      },
      next: (run) => void this.urgent.push(run),
      cancel: (id) => {
        if (!this.wakes.delete(id)) throw new Error(`wake ${id} of ${this.name} was not pending`);
      },
      failed(error) {
        throw error;
      },
    });
  }

  get nowMs(): number {
    return this.us / 1000;
  }

  set nowMs(ms: number) {
    this.us = Math.round(ms * 1000);
  }

  wallMs = (): number => this.originMs + this.nowMs;
  machineMs = (): number => this.nowMs;
  processMs = (): number => this.nowMs;
  timeOriginMs = (): number => this.originMs;
  random = (): number => this.draws.float();
  int32 = (): number => this.draws.int32();

  refuse(sentence: string): never {
    throw new Error(`${this.name} at ${this.nowMs} ms: ${sentence}`);
  }

  /** Lets the loop go on if it has something to do by then; false if not. */
  fireNext(untilMs: number): boolean {
    const urgent = this.urgent.shift();
    if (urgent !== undefined) {
      urgent();
      return true;
    }
    let next: [number, Wake] | undefined;
    for (const entry of this.wakes) if (next === undefined || entry[1].atUs < next[1].atUs) next = entry;
    if (next === undefined || next[1].atUs > untilMs * 1000) return false;
    this.us = Math.max(this.us, next[1].atUs);
    this.wakes.delete(next[0]);
    next[1].run();
    return true;
  }
}
