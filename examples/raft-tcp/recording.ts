/** Records what clients see, and joins it with what nodes report: one history, in the order of time. */
import type { History, Input, Operation, Outcome } from 'seedstorm/checkers';
import type { Ending } from './client.js';
import type { Effect } from './effects.js';
import { monotonicMs } from './world.js';

type Draft = { -readonly [K in keyof Operation]: Operation[K] };

interface Moment {
  readonly atMs: number;
  readonly stamp: (position: number) => void;
}

export class Recording {
  private readonly beganAtMs = monotonicMs();
  private readonly operations: Draft[] = [];
  private readonly moments: Moment[] = [];

  /** An operation begins. @returns what ends it */
  invoke(process: string, input: Input): (ending: Ending) => void {
    const draft = this.begin(process, input, monotonicMs());
    return (ending) => {
      if (ending.type === 'ok') draft.output = ending.output;
      else draft.error = ending.error;
      this.end(draft, ending.type, monotonicMs());
    };
  }

  /** A node did something: an operation that begins and ends at once. */
  note({ node, atMs, fact }: Effect): void {
    this.end(this.begin(node, fact, atMs), 'ok', atMs);
  }

  /** All of it. Times of one clock decide the order, and for equal times who was recorded first. */
  history(): History {
    const inOrder = this.moments.toSorted((a, b) => a.atMs - b.atMs);
    for (const [position, { stamp }] of inOrder.entries()) stamp(position);
    return this.operations.toSorted((a, b) => a.invoke - b.invoke);
  }

  private begin(process: string, input: Input, atMs: number): Draft {
    const invokedAtMs = this.sinceBegan(atMs);
    const draft: Draft = { process, input, type: 'info', invoke: -1, complete: Infinity, invokedAtMs };
    this.operations.push(draft);
    this.moments.push({ atMs, stamp: (position) => (draft.invoke = position) });
    return draft;
  }

  private end(draft: Draft, type: Outcome, atMs: number): void {
    draft.type = type;
    draft.completedAtMs = this.sinceBegan(atMs);
    // Of what may yet happen nobody knows when it is over.
    if (type !== 'info') this.moments.push({ atMs, stamp: (position) => (draft.complete = position) });
  }

  /** For people: to the microsecond. */
  private sinceBegan(atMs: number): number {
    return Math.round((atMs - this.beganAtMs) * 1_000) / 1_000;
  }
}

/** A history in two parts: what clients saw, and the rest: what nodes did, and administrators wished. */
export function inParts(history: History): { readonly clients: History; readonly nodes: History } {
  const isClient = ({ process }: Operation): boolean => /^c\d+$/.test(String(process));
  return { clients: history.filter(isClient), nodes: history.filter((operation) => !isClient(operation)) };
}
