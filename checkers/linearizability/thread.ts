/**
 * One past of an object whose operations are being watched: the states it went through, extended step by step for as
 * long as that works. It decides nothing; when it breaks, a search looks for another.
 */

import type { Operation } from '../history.js';
import { FIRST_STATE, IMPOSSIBLE } from './automaton.js';
import type { Automaton } from './automaton.js';
import type { Carried } from './carried.js';
import { classOf } from './live-operation.js';
import type { LiveOperation } from './live-operation.js';
import type { Problem } from './problem.js';
import type { Path } from './trail.js';

/** What an operation of unknown outcome was taken to do. */
interface Assumption {
  readonly before: number;
  readonly after: number;
}

export class Thread {
  /** The states passed through, and the position at which each began. */
  private states: number[];
  private since: number[] = [-Infinity];
  /** Operations still open that this past uses. */
  private readonly assumed = new Map<LiveOperation, Assumption>();
  private readonly open = new Set<LiveOperation>();
  /** Operations that may happen at any time, and those of them that this past has used. */
  private crashed = new Set<LiveOperation>();
  private spent = new Set<Operation>();

  constructor(
    private automaton: Automaton,
    initial: unknown,
  ) {
    this.states = [automaton.numberOf(initial)];
  }

  invoke(operation: LiveOperation): void {
    this.open.add(operation);
  }

  /** The operation did not happen. Returns whether this past can do without it. */
  withdraw(operation: LiveOperation): boolean {
    this.open.delete(operation);
    return !this.assumed.delete(operation);
  }

  /** The operation will not be heard of again; it may be used at any time. */
  crash(operation: LiveOperation): void {
    this.open.delete(operation);
    this.crashed.add(operation);
    if (this.assumed.delete(operation)) this.spent.add(operation);
  }

  /** Fits in an operation whose outcome is now known. Returns false if that takes another past. */
  complete(operation: LiveOperation): boolean {
    this.open.delete(operation);
    const { automaton, states, since } = this;
    const cls = classOf(operation, automaton);
    const assumption = this.assumed.get(operation);
    if (assumption) {
      this.assumed.delete(operation);
      return automaton.leads(cls, assumption.before, assumption.after);
    }
    for (let at = states.length - 1; at >= 0; at--) {
      if (automaton.canKeep(cls, states[at]!)) return true;
      if (since[at]! <= operation.invoke) break;
    }
    return this.use(cls, operation.complete) !== undefined || this.useAfterAnother(cls, operation.complete);
  }

  /** Takes over a past that a search found: `path` from `start`. */
  follow(problem: Problem, path: Path, start: Carried): void {
    this.states = [this.automaton.numberOf(start.state)];
    this.since = [-Infinity];
    this.assumed.clear();
    this.spent = new Set(start.used);
    for (let step = 0; step < path.operations.length; step++) {
      const operation = problem.operations[path.operations[step]!] as LiveOperation;
      const returning = problem.operations[~problem.events[path.events[step]!]!]!;
      const assumption = { before: this.states.at(-1)!, after: path.states[step]! };
      this.record(operation, assumption);
      this.enter(assumption.after, returning.complete);
    }
  }

  /** Forgets what was before the operations still open, and takes its numbers from another table if there is one. */
  settle(automaton: Automaton, live: ReadonlySet<LiveOperation>): void {
    this.crashed = new Set([...this.crashed].filter((operation) => live.has(operation)));
    this.spent = new Set([...this.crashed].filter((operation) => this.spent.has(operation)));
    let first = this.states.length - 1;
    for (const { invoke } of this.open) while (first > 0 && this.since[first]! > invoke) first--;
    this.states = this.states.slice(first);
    this.since = this.since.slice(first);
    if (automaton === this.automaton) return;
    const renumber = (state: number): number => automaton.numberOf(this.automaton.states[state]);
    this.states = this.states.map(renumber);
    for (const [operation, { before, after }] of this.assumed) {
      this.assumed.set(operation, { before: renumber(before), after: renumber(after) });
    }
    this.automaton = automaton;
  }

  private use(cls: number, position: number): Assumption | undefined {
    const before = this.states.at(-1)!;
    const code = this.automaton.next(cls, before);
    if (code === IMPOSSIBLE) return undefined;
    const after = code > 0 ? code - FIRST_STATE : this.automaton.choice(code)[0]!;
    if (after !== before) this.enter(after, position);
    return { before, after };
  }

  /** An operation that is still open may have made this one possible. */
  private useAfterAnother(cls: number, position: number): boolean {
    const { automaton, states } = this;
    const state = states.at(-1)!;
    for (const other of [...this.open, ...this.crashed]) {
      if (this.assumed.has(other) || this.spent.has(other)) continue;
      const helping = classOf(other, automaton);
      const code = automaton.next(helping, state);
      if (code < FIRST_STATE || automaton.next(cls, code - FIRST_STATE) === IMPOSSIBLE) continue;
      this.record(other, this.use(helping, position)!);
      return this.use(cls, position) !== undefined;
    }
    return false;
  }

  private record(operation: LiveOperation, assumption: Assumption): void {
    if (this.crashed.has(operation)) this.spent.add(operation);
    else if (operation.open) this.assumed.set(operation, assumption);
  }

  private enter(state: number, position: number): void {
    this.states.push(state);
    this.since.push(position);
  }
}
