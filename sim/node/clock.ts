/**
 * The clocks of a node: a wall clock that may be wrong, jump or stand still, and a monotonic clock that never
 * jumps. Drift bends both, and with them the length of timers.
 */
import type { Micros } from '../kernel/time.js';

/** What every wall clock shows at the start of a run: 2026-01-01T00:00:00Z, in ms since 1970. */
const EPOCH_MS = 1_767_225_600_000;

export interface ClockSnapshot {
  readonly ppm: number;
  readonly anchorNow: Micros;
  readonly anchorLocal: number;
  readonly jumpedUs: number;
  readonly offsetUs: number;
  readonly frozenWallUs: number | undefined;
  readonly freezes: number;
}

export class Clock {
  /** How fast it runs, in millionths too fast. */
  private ppm = 0;
  /** Real and local time at which the rate last changed. */
  private anchorNow: Micros = 0;
  private anchorLocal = 0;
  /** Error gathered by jumps, which stays, and by offset faults, which ends with them. */
  private jumpedUs = 0;
  private offsetUs = 0;
  private frozenWallUs: number | undefined;
  /** How many faults hold it frozen. */
  private freezes = 0;

  /** Microseconds since the start of the run as this node counts them. */
  monotonic(now: Micros): number {
    return this.ppm === 0
      ? this.anchorLocal + (now - this.anchorNow)
      : this.anchorLocal + Math.round((now - this.anchorNow) * (1 + this.ppm / 1_000_000));
  }

  /** Milliseconds since 1970 as this node believes. */
  wallMs(now: Micros): number {
    const wallUs = this.frozenWallUs ?? this.monotonic(now) + this.jumpedUs + this.offsetUs;
    return EPOCH_MS + wallUs / 1000;
  }

  /** How long this node's `local` microseconds really take. */
  real(local: Micros): Micros {
    return this.ppm === 0 ? local : Math.max(0, Math.round(local / (1 + this.ppm / 1_000_000)));
  }

  setDrift(now: Micros, ppm: number): void {
    this.anchorLocal = this.monotonic(now);
    this.anchorNow = now;
    this.ppm = ppm;
  }

  get drift(): number {
    return this.ppm;
  }

  jump(byUs: number): void {
    this.jumpedUs += byUs;
    if (this.frozenWallUs !== undefined) this.frozenWallUs += byUs;
  }

  addOffset(byUs: number): void {
    this.offsetUs += byUs;
  }

  freeze(now: Micros): void {
    this.freezes++;
    this.frozenWallUs ??= this.monotonic(now) + this.jumpedUs + this.offsetUs;
  }

  unfreeze(): void {
    if (--this.freezes === 0) this.frozenWallUs = undefined;
  }

  save(): ClockSnapshot {
    const { ppm, anchorNow, anchorLocal, jumpedUs, offsetUs, frozenWallUs, freezes } = this;
    return { ppm, anchorNow, anchorLocal, jumpedUs, offsetUs, frozenWallUs, freezes };
  }

  restore(saved: ClockSnapshot): void {
    Object.assign(this, saved);
  }
}
