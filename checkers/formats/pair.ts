/**
 * Turns events into operations: finds each invocation's completion and refuses what no sound recorder writes. What was
 * asked is settled when an operation ends: `completion.ts` has the rule.
 */
import type { History, Operation, Outcome, ProcessId } from '../history.js';
import { HistoryError, isClient, shown } from './events.js';
import type { HistoryEvent } from './events.js';

/** Translates between the events of a history and the operations of one model. Throws {@link HistoryError}. */
export interface Adapter {
  /** What the model is asked, as far as the invocation says it. */
  input(invocation: HistoryEvent): unknown;
  /**
   * What was asked, now that the operation has ended: what its `ok` completion says counts. `completion` is absent where
   * nobody knows what happened, or nothing did: `input` must then say enough by itself. Throws {@link HistoryError}.
   */
  settled(input: unknown, invocation: HistoryEvent, completion?: HistoryEvent): unknown;
  /** What the model answered; `undefined` for no answer. */
  output(completion: HistoryEvent, input: unknown): unknown;
  /** What the model calls the function that the history calls `f`, if it knows it. */
  modelName?(f: string): string | undefined;
  /**
   * Refuses a whole history in which it finds too little of what it looks for, by what functions were asked for and how
   * often. Throws {@link HistoryError}.
   */
  recognise?(functions: ReadonlyMap<string, Calls>): void;
}

/** How often a function was asked for, and how often that ended `ok`. */
export interface Calls {
  asked: number;
  ok: number;
}

export interface Pairer {
  event(event: HistoryEvent): void;
  /** The whole history; what has no completion by now may have happened. */
  finish(): History;
}

/** An operation being built: what is known only at its completion is filled in then. */
type Draft = {
  -readonly [K in keyof Operation]:
    Operation[K] | (K extends 'completedAtMs' | 'endLine' ? undefined : never);
};

interface Open {
  readonly draft: Draft;
  readonly invocation: HistoryEvent;
}

export function pairer(adapter: Adapter): Pairer {
  const drafts: Draft[] = [];
  const open = new Map<ProcessId, Open>();
  /** Kept where somebody asks. */
  const calls = adapter.recognise ? new Map<string, Calls>() : undefined;
  let position = 0;

  const begin = (invocation: HistoryEvent): void => {
    const { process, line, timeMs } = invocation;
    const earlier = open.get(process);
    if (earlier) {
      throw new HistoryError(
        `process ${shown(process)} begins an operation while the one of line ${earlier.invocation.line} is still open`,
        line,
      );
    }
    if (invocation.f === undefined)
      throw new HistoryError(
        'an invocation needs an f, the function asked for, or a list of micro-operations',
        line,
      );
    if (calls) callsOf(calls, invocation.f).asked++;
    const input = adapter.input(invocation);
    const invoke = position++;
    // Objects made with all their fields take half the memory of objects that grow.
    const draft: Draft =
      timeMs === undefined
        ? {
            process,
            input,
            output: undefined,
            type: 'info',
            invoke,
            complete: Infinity,
            line,
            endLine: undefined,
          }
        : {
            process,
            input,
            output: undefined,
            type: 'info',
            invoke,
            complete: Infinity,
            line,
            endLine: undefined,
            invokedAtMs: timeMs,
            completedAtMs: undefined,
          };
    drafts.push(draft);
    open.set(process, { draft, invocation });
  };

  const end = (completion: HistoryEvent): void => {
    const { process, line, timeMs, error } = completion;
    const opened = open.get(process);
    if (!opened)
      throw new HistoryError(`process ${shown(process)} completes an operation it never began`, line);
    const { draft, invocation } = opened;
    sameCall(invocation, completion);
    open.delete(process);
    draft.endLine = line;
    draft.type = completion.type as Outcome;
    draft.input =
      draft.type === 'ok'
        ? adapter.settled(draft.input, invocation, completion)
        : adapter.settled(draft.input, invocation);
    if (draft.type === 'ok') draft.output = adapter.output(completion, draft.input);
    if (calls && draft.type === 'ok') callsOf(calls, invocation.f!).ok++;
    if (draft.type !== 'info') draft.complete = position;
    position++;
    if (timeMs !== undefined) draft.completedAtMs = timeMs;
    if (error !== undefined) draft.error = error;
    const by = completion.more?.['to'];
    // Where the invocation has such a field too, it is part of the question.
    if (typeof by === 'string' && invocation.more?.['to'] === undefined) draft.to = by;
  };

  return {
    event(event) {
      if (!isClient(event.process)) return;
      if (event.type === 'invoke') begin(event);
      else end(event);
    },
    finish() {
      if (drafts.length === 0) throw new HistoryError('the file holds no operation of any client');
      for (const { draft, invocation } of open.values())
        draft.input = adapter.settled(draft.input, invocation);
      if (calls) adapter.recognise?.(calls);
      return drafts as History;
    },
  };
}

function callsOf(calls: Map<string, Calls>, f: string): Calls {
  let found = calls.get(f);
  if (!found) calls.set(f, (found = { asked: 0, ok: 0 }));
  return found;
}

function sameCall(invocation: HistoryEvent, completion: HistoryEvent): void {
  const { process, line } = invocation;
  if (completion.f !== undefined && completion.f !== invocation.f) {
    throw new HistoryError(
      `process ${shown(process)} completes ${completion.f}, but on line ${line} it began ${invocation.f}`,
      completion.line,
    );
  }
  // Where the invocation names no key, the one that an operation was done on is what its completion says.
  const open = invocation.key === undefined && completion.type === 'ok';
  if (completion.key !== undefined && completion.key !== invocation.key && !open) {
    throw new HistoryError(
      `process ${shown(process)} completes ${completion.f ?? 'an operation'} on key ${shown(completion.key)}, but on line ${line} it began it on ${invocation.key === undefined ? 'no key' : `key ${shown(invocation.key)}`}`,
      completion.line,
    );
  }
}
