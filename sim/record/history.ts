/** Records what clients see: operations as they are invoked and end, and effects that nodes report. */
import type { Input, Operation, Outcome, ProcessId } from '../../checkers/history.js';
import { EngineFault } from '../kernel/engine-fault.js';
import { toMs, type Micros } from '../kernel/time.js';

/** An operation while the run goes on. All have the same properties, so that checkers read them fast. */
export interface Recorded {
  readonly process: ProcessId;
  readonly input: Input;
  type: Outcome;
  readonly invoke: number;
  complete: number;
  readonly invokedAtMs: number;
  completedAtMs: number | undefined;
  output: unknown;
  error: string | undefined;
  /** Who was asked; once it has ended, who answered. */
  to: string | undefined;
}

export interface HistorySnapshot {
  readonly operations: readonly Recorded[];
  readonly positions: number;
  readonly counts: OutcomeCounts;
}

/** How many operations of clients ended how. */
export interface OutcomeCounts {
  ok: number;
  fail: number;
  info: number;
}

export class HistoryRecorder {
  private operations: Recorded[] = [];
  /** Somebody else holds the operations as they are: they are copied before the next change. */
  private shared = false;
  private positions = 0;
  readonly counts: OutcomeCounts = { ok: 0, fail: 0, info: 0 };
  /** How many operations some client still waits for. */
  open = 0;

  /** An operation begins. Until it ends its outcome is unknown. @returns its number */
  invoke(process: ProcessId, input: unknown, now: Micros, to?: string): number {
    this.own();
    this.operations.push({
      process,
      input: input as Input,
      type: 'info',
      invoke: this.positions++,
      complete: Infinity,
      invokedAtMs: toMs(now),
      completedAtMs: undefined,
      output: undefined,
      error: undefined,
      to,
    });
    this.counts.info++;
    this.open++;
    return this.operations.length - 1;
  }

  /** It ends. An `info` leaves it open for ever: it may take effect at any later time. */
  complete(number: number, type: Outcome, now: Micros, output?: unknown, error?: string, by?: string): void {
    this.own();
    const operation = this.operations[number];
    if (operation === undefined || operation.completedAtMs !== undefined)
      throw new EngineFault(`operation ${number} ends, but it is ${operation ? 'over already' : 'unknown'}`);
    this.open--;
    operation.type = type;
    if (type !== 'info') {
      this.counts.info--;
      this.counts[type]++;
      operation.complete = this.positions++;
    }
    operation.completedAtMs = toMs(now);
    operation.output = output;
    operation.error = error;
    if (by !== undefined) operation.to = by;
  }

  /** An effect: an operation of a node that begins and ends at once. */
  effect(node: string, input: Input, now: Micros): void {
    this.own();
    const atMs = toMs(now);
    const invoke = this.positions++;
    this.operations.push({
      process: node,
      input,
      type: 'ok',
      invoke,
      complete: this.positions++,
      invokedAtMs: atMs,
      completedAtMs: atMs,
      output: undefined,
      error: undefined,
      to: undefined,
    });
  }

  /** Operation number `number` as it stands. */
  at(number: number): Readonly<Recorded> {
    return this.operations[number] as Recorded;
  }

  /** What the run changes no more: what went in and out was copied when it did. */
  history(): readonly Operation[] {
    this.shared = true;
    return this.operations as Operation[];
  }

  save(): HistorySnapshot {
    return {
      operations: this.operations.map((operation) => ({ ...operation })),
      positions: this.positions,
      counts: { ...this.counts },
    };
  }

  restore(saved: HistorySnapshot): void {
    this.operations = saved.operations.map((operation) => ({ ...operation }));
    this.positions = saved.positions;
    this.shared = false;
    this.open = saved.operations.filter(({ completedAtMs }) => completedAtMs === undefined).length;
    Object.assign(this.counts, saved.counts);
  }

  private own(): void {
    if (!this.shared) return;
    this.operations = this.operations.map((operation) => ({ ...operation }));
    this.shared = false;
  }
}
