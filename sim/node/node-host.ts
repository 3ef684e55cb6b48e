/** What a node lends to ordinary JavaScript while it runs: its clocks, its timers, its random numbers. */
import { LOOP_WAKE } from '../kernel/event-kind.js';
import { draw, hashString } from '../kernel/hash.js';
import type { Stream } from '../kernel/random.js';
import { toMs, type Micros } from '../kernel/time.js';
import { EventLoop } from './ambient/event-loop.js';
import type { AmbientHost } from './ambient/host.js';
import type { ProcessListeners } from './ambient/process-listeners.js';
import { ProcessFace } from './ambient/process-face.js';
import type { Agenda } from './agenda.js';
import type { Clock } from './clock.js';
import type { NodePort } from './port.js';
import type { Program } from './program.js';
import type { Stall } from './stall.js';

/** What this asks of the node that it speaks for. */
interface Lender {
  readonly name: string;
  readonly index: number;
  readonly incarnation: number;
  readonly born: { readonly localUs: number; readonly wallMs: number };
  readonly port: NodePort;
  readonly program: Pick<Program, 'style' | 'virtual'>;
  readonly clock: Pick<Clock, 'wallMs' | 'monotonic'>;
  readonly stall: Pick<Stall, 'nowUs' | 'look'>;
  readonly random: Stream;
  readonly agenda: Pick<Agenda, 'wakeAfter' | 'wakeNext' | 'cancelWake'>;
  failed(error: unknown): void;
}

/** How long Node takes to begin with a program, in microseconds: at its start a process is a few ms old. */
const STARTS_WITHIN_US = [2_000, 8_000] as const;

/** How long a machine has been on when the run begins, in microseconds. */
const ON_SINCE_US = [60_000_000, 1_000_000_000] as const;

/** Every incarnation has a process id of its own. */
const FIRST_PID = 1_000;
const PIDS_OF_NODE = 1_000;

/** One incarnation of a node, as the ambient functions see it. */
export class NodeHost implements AmbientHost {
  readonly style: AmbientHost['style'];
  readonly virtual: ReadonlySet<string> | undefined;
  readonly loop: EventLoop;
  readonly face: ProcessFace;
  processEvents: ProcessListeners | undefined;
  /** What the machine's clock shows when the run begins. */
  private readonly onSinceUs: number;
  /** What the node's own clock showed when the process began. */
  private readonly beganUs: number;
  private readonly originMs: number;
  /** What the event loop does when it is woken. */
  private readonly wakes = new Map<number, () => void>();

  constructor(private readonly node: Lender) {
    const { name, incarnation, port, born } = node;
    const key = hashString(`${port.seed}/process/${name}`);
    const ageUs = between(STARTS_WITHIN_US, draw(key, incarnation));
    this.face = new ProcessFace(name, FIRST_PID + node.index * PIDS_OF_NODE + incarnation);
    this.style = node.program.style === 'async' ? 'async-program' : 'state-machine';
    this.virtual = node.program.virtual;
    this.onSinceUs = between(ON_SINCE_US, draw(key, 0));
    this.beganUs = born.localUs - ageUs;
    this.originMs = born.wallMs - toMs(ageUs);
    this.loop = new EventLoop({
      nowUs: () => this.processUs(node.stall.nowUs),
      after: (us, run) => this.onWake(node.agenda.wakeAfter(us, LOOP_WAKE), run),
      next: (run) => void this.onWake(node.agenda.wakeNext(), run),
      cancel: (wake) => {
        node.agenda.cancelWake(wake);
        this.wakes.delete(wake);
      },
      failed: (error) => node.failed(error),
    });
  }

  /** The event loop is to go on. */
  wake(wake: number): void {
    const run = this.wakes.get(wake);
    this.wakes.delete(wake);
    run?.();
  }

  wallMs(): number {
    return this.node.clock.wallMs(this.node.stall.look());
  }

  machineMs(): number {
    return toMs(this.onSinceUs + this.node.clock.monotonic(this.node.stall.look()));
  }

  processMs(): number {
    return toMs(this.processUs(this.node.stall.look()));
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

  refuse(sentence: string): never {
    throw new Error(sentence);
  }

  private onWake(wake: number, run: () => void): number {
    this.wakes.set(wake, run);
    return wake;
  }

  private processUs(nowUs: Micros): number {
    return this.node.clock.monotonic(nowUs) - this.beganUs;
  }
}

function between([least, most]: readonly [number, number], part: number): number {
  return least + Math.floor(part * (most - least));
}
