/**
 * The contract between whoever records a history and whoever judges it.
 *
 * A history is what clients saw: operations with a beginning, an end and an outcome. Nothing in here knows
 * the simulator, so a history recorded from a real system is judged by the same code.
 */

/** A logical client. It has at most one outstanding operation at any moment. */
export type ProcessId = string | number;

/**
 * What is asked for. `f` names the function, as in Jepsen (`read`, `write`, `cas`, `enqueue` …); `key` tells
 * apart independent objects; the rest belongs to the model.
 */
export interface Input {
  readonly f: string;
  readonly key?: string | number;
}

/**
 * How an operation ended: `ok`: it happened; `fail`: it certainly did not happen; `info`: it may have happened,
 * now or at any later time (timeout, crash of the client or server).
 */
export type Outcome = 'ok' | 'fail' | 'info';

/** One operation: an invocation and, unless its outcome stayed unknown, a completion. */
export interface Operation<I = unknown, O = unknown> {
  readonly process: ProcessId;
  readonly input: I;
  /** What the client was told; present when `type` is `ok` (some systems also answer a `fail`). */
  readonly output?: O;
  readonly type: Outcome;
  /**
   * Position of the invocation in the history: the total order in which the recorder saw invocations and
   * completions. `a` precedes `b` in real time exactly if `a.complete < b.invoke`.
   */
  readonly invoke: number;
  /** Position of the completion; `Infinity` when the operation never returned or its outcome is unknown (`info`). */
  readonly complete: number;
  /** When it was invoked, in milliseconds; for people and claims about time: order is decided by positions. */
  readonly invokedAtMs?: number;
  /** When it completed, in milliseconds; for people and claims about time. */
  readonly completedAtMs?: number;
  /** The line of the file on which it was invoked, counted from 1, if it was read from one; for people only. */
  readonly line?: number;
  /** The line on which it completed. */
  readonly endLine?: number;
  /** What went wrong, in the recorder's words. */
  readonly error?: string;
  /** Which server answered, or was asked where none did; for people only. */
  readonly to?: string;
}

/** Operations in order of invocation. */
export type History<I = unknown, O = unknown> = readonly Operation<I, O>[];

/** `valid`, `invalid`, or `unknown` where nothing could be judged. */
export type VerdictKind = 'valid' | 'invalid' | 'unknown';

/** One thing that should not have happened. */
export interface Anomaly {
  /** The name the literature gives it: `lost-update`, `stale-read`, `duplicate` … */
  readonly kind: string;
  /** One plain sentence. */
  readonly message: string;
  /** The operations involved, as few as will show it. */
  readonly operations: readonly Operation[];
}

/** What a checker says of a history. */
export type Verdict =
  | {
      readonly verdict: 'valid';
      readonly reason: string;
      /** An order of the operations that replays through the model, where the checker has one. */
      readonly witness?: readonly Operation[];
    }
  | {
      readonly verdict: 'invalid';
      readonly reason: string;
      readonly anomalies: readonly Anomaly[];
      /** The smallest sub-history found that still fails. Checkers may look for it when it is first read. */
      readonly core?: readonly Operation[];
    }
  | {
      readonly verdict: 'unknown';
      /** Which budget was spent and how far the checker got, or what was missing. */
      readonly reason: string;
      /** The history held nothing that the claim is about: see {@link nothingToJudge}. */
      readonly nothingToJudge?: true;
    };

/**
 * The verdict of a claim with nothing to judge, such as one about deliveries where nothing was ever sent: `unknown`, as
 * nothing was looked at, and told apart from a budget that was spent.
 * @param reason one sentence: what was looked for and not found
 */
export function nothingToJudge(reason: string): Extract<Verdict, { readonly verdict: 'unknown' }> {
  return { verdict: 'unknown', reason, nothingToJudge: true };
}

/** Limits a checker keeps; beyond them it answers `unknown`. */
export interface Budget {
  /** Elementary steps (model steps, states visited). */
  readonly steps?: number;
  /** Time on the caller's clock, in milliseconds. A deterministic caller limits `steps` instead. */
  readonly timeMs?: number;
  /** Estimated bytes held. */
  readonly memoryBytes?: number;
  /**
   * Estimated bytes of these that searches for an order of the operations may hold; default 48 MB. Where one pass over
   * the history decides, nothing is searched.
   */
  readonly searchBytes?: number;
}

/** A judge: a pure function of a history. */
export interface Checker {
  /** What it checks, as the field names it: `linearizable`, `exactly-once` … */
  readonly name: string;
  check(history: History, budget?: Budget): Verdict;
  /** The same judgement made operation by operation, for callers that want to stop at the first violation. */
  readonly online?: () => OnlineChecker;
}

/** Feeds on a history as it happens. Memory stays bounded by concurrency where the checker says so. */
export interface OnlineChecker {
  /** An operation begins. `id` is any number that is unique among open operations. */
  invoke(id: number, process: ProcessId, input: unknown): void;
  /** It ends. Returns a verdict as soon as no continuation can be valid, else `undefined`. */
  complete(id: number, type: Outcome, output?: unknown): Verdict | undefined;
  /** The history is over: the final verdict. */
  finish(): Verdict;
}

/** Merges verdict kinds: invalid > unknown > valid. */
export function mergeVerdicts(kinds: Iterable<VerdictKind>): VerdictKind {
  let merged: VerdictKind = 'valid';
  for (const kind of kinds) {
    if (kind === 'invalid') return 'invalid';
    if (kind === 'unknown') merged = 'unknown';
  }
  return merged;
}
