/** What a node lends to ordinary JavaScript while it runs: its clocks, its timers, its random numbers. */
import { toMicros, toMs } from '../kernel/time.js';
import type { AmbientHost, TimerId } from './ambient/host.js';
import type { SimNode } from './node.js';

interface HostTimer {
  wake: number;
}

/** One incarnation of a node, as the ambient functions see it. */
export class NodeHost implements AmbientHost {
  readonly style: AmbientHost['style'];
  private readonly originMs: number;
  private readonly timers = new Map<TimerId, HostTimer>();
  private lastTimer = 0;

  constructor(private readonly node: SimNode) {
    this.style = node.program.style === 'async' ? 'async-program' : 'state-machine';
    this.originMs = this.wallMs() - this.monotonicMs();
  }

  wallMs(): number {
    return this.node.clock.wallMs(this.node.port.now);
  }

  monotonicMs(): number {
    return toMs(this.node.clock.monotonic(this.node.port.now));
  }

  timeOriginMs(): number {
    return this.originMs;
  }

  random(): number {
    return this.node.random.float();
  }

  int32(): number {
    return this.node.random.int32();
  }

  setTimer(run: () => void, delayMs: number, everyMs: number | undefined): TimerId {
    const id = ++this.lastTimer;
    this.arm(id, run, delayMs, everyMs);
    return id;
  }

  clearTimer(id: TimerId): void {
    const timer = this.timers.get(id);
    if (timer === undefined) return;
    this.timers.delete(id);
    this.node.driver?.cancel(timer.wake);
  }

  refuse(sentence: string): never {
    throw new Error(sentence);
  }

  private arm(id: TimerId, run: () => void, delayMs: number, everyMs: number | undefined): void {
    const { driver } = this.node;
    if (driver === undefined) return;
    const wake = driver.after(toMicros(delayMs), () => {
      if (everyMs === undefined) this.timers.delete(id);
      else this.arm(id, run, everyMs, everyMs);
      run();
    });
    this.timers.set(id, { wake });
  }
}
