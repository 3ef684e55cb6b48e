/** A schedule at work: when what the network and the timers put on the calendar really happens. */
import { draw, hashString, mix32 } from '../kernel/hash.js';
import { toMicros, type Micros } from '../kernel/time.js';
import type { Moment, Scheduled } from './schedule.js';

/** Decides when deliveries and timers happen: never earlier than they are due. */
export interface Timing {
  /** `from` equals `to` for a timer of that endpoint. */
  due(atUs: Micros, nowUs: Micros, from: number, to: number): Micros;
  save(): TimingState;
  restore(state: TimingState): void;
}

/** What has happened to a schedule so far, as plain data. */
export interface TimingState {
  /** Moments that are over, and how many events of the next one. */
  readonly moment: MomentState;
  /** Lanes that fell behind, in that order. */
  readonly behind: readonly number[];
}

interface MomentState {
  readonly next: number;
  readonly passed: number;
}

/** The timing of a plan; undefined where the network alone decides. */
export function timingOf({ schedule, healAtMs }: Scheduled, names: readonly string[]): Timing | undefined {
  if (schedule === undefined || schedule.strategy === 'random') return undefined;
  const untilUs = healAtMs === undefined ? Infinity : toMicros(healAtMs);
  if (schedule.strategy === 'pct')
    return new Priorities(schedule.key, toMicros(schedule.windowMs), schedule.changes, names, untilUs);
  return new Delays(
    schedule.delays,
    schedule.delays.map(({ delayMs }) => toMicros(delayMs)),
    untilUs,
  );
}

/** Walks through moments as events are put on the calendar. */
class Moments {
  private readonly order: readonly number[];
  private readonly startsUs: readonly Micros[];
  private next = 0;
  private passed = 0;

  constructor(private readonly moments: readonly Moment[]) {
    this.order = [...moments.keys()].sort((a, b) => momentAt(moments, a) - momentAt(moments, b) || a - b);
    this.startsUs = this.order.map((index) => toMicros(momentAt(moments, index)));
  }

  /** Counts one event. @returns which moment it is, or -1 */
  count(nowUs: Micros): number {
    const start = this.startsUs[this.next];
    if (start === undefined || nowUs < start) return -1;
    const index = this.order[this.next] as number;
    if (++this.passed < (this.moments[index] as Moment).nth) return -1;
    this.next++;
    this.passed = 0;
    return index;
  }

  save(): MomentState {
    return { next: this.next, passed: this.passed };
  }

  restore({ next, passed }: MomentState): void {
    this.next = next;
    this.passed = passed;
  }
}

function momentAt(moments: readonly Moment[], index: number): number {
  return (moments[index] as Moment).atMs;
}

class Priorities implements Timing {
  /** Place of each lane within a window: 0 first, 1 last; those that fell behind come after 1. */
  private places: Float64Array;
  private readonly firstPlaces: Float64Array;
  private behind: number[] = [];
  private readonly moments: Moments;
  private readonly count: number;

  constructor(
    key: number,
    private readonly windowUs: Micros,
    changes: readonly Moment[],
    names: readonly string[],
    private readonly untilUs: Micros,
  ) {
    this.count = names.length;
    this.moments = new Moments(changes);
    // By name, so that one endpoint more leaves the order of all others as it was.
    const hashes = names.map((name) => hashString(name));
    this.firstPlaces = Float64Array.from({ length: this.count * this.count }, (_, lane) =>
      draw(
        mix32(key ^ (hashes[Math.floor(lane / this.count)] as number)),
        hashes[lane % this.count] as number,
      ),
    );
    this.places = this.firstPlaces.slice();
  }

  due(atUs: Micros, nowUs: Micros, from: number, to: number): Micros {
    if (nowUs >= this.untilUs) return atUs;
    const lane = from * this.count + to;
    if (this.moments.count(nowUs) >= 0) this.fallBehind(lane);
    const { windowUs } = this;
    const opensUs = Math.floor(atUs / windowUs) * windowUs + windowUs;
    return Math.max(atUs, opensUs + Math.floor((this.places[lane] as number) * windowUs));
  }

  save(): TimingState {
    return { moment: this.moments.save(), behind: [...this.behind] };
  }

  restore({ moment, behind }: TimingState): void {
    this.moments.restore(moment);
    this.places = this.firstPlaces.slice();
    this.behind = [];
    for (const lane of behind) this.fallBehind(lane);
  }

  /** One window behind the others, so that what is due in the next can overtake it too. */
  private fallBehind(lane: number): void {
    this.behind.push(lane);
    this.places[lane] = 2 - 1 / (this.behind.length + 1);
  }
}

class Delays implements Timing {
  private readonly moments: Moments;

  constructor(
    delays: readonly Moment[],
    private readonly lengthsUs: readonly Micros[],
    private readonly untilUs: Micros,
  ) {
    this.moments = new Moments(delays);
  }

  due(atUs: Micros, nowUs: Micros): Micros {
    if (nowUs >= this.untilUs) return atUs;
    const index = this.moments.count(nowUs);
    return index < 0 ? atUs : atUs + (this.lengthsUs[index] as number);
  }

  save(): TimingState {
    return { moment: this.moments.save(), behind: [] };
  }

  restore({ moment }: TimingState): void {
    this.moments.restore(moment);
  }
}
