/**
 * Says what recorders leave out. A transaction needs no function. Where only one client takes part it needs no name.
 * Where a file tells of completions alone, as Elle takes them, each is an operation by itself, in the order of the lines,
 * and one without a process is nobody else's.
 */
import { HistoryError, UNNAMED, shown } from './events.js';
import type { Emit, HistoryEvent, Note, Stage, Value } from './events.js';
import { isTransaction } from './fields.js';

/** The client of a file in which none has a name. */
const THE_CLIENT = 'client';

export function withUnsaid(next: Emit, note: Note): Stage {
  /** The first completion of a file that begins with one. */
  let alone: HistoryEvent | undefined;
  let begun = false;
  /** The line of the operation that the one client without a name has open. */
  let openLine: number | undefined;

  const named = (event: HistoryEvent): HistoryEvent => {
    if (event.process !== UNNAMED) return event;
    if (event.type === 'invoke' && openLine !== undefined)
      throw new HistoryError(
        `no process is named, so there is one client, and its operation of line ${openLine} is still open`,
        event.line,
      );
    openLine = event.type === 'invoke' ? event.line : undefined;
    return { ...event, process: THE_CLIENT };
  };

  const operation = (completion: HistoryEvent): void => {
    const { line, type, value, more } = completion;
    if (type === 'invoke' && alone !== undefined)
      throw new HistoryError(
        `process ${shown(alone.process)} completes an operation it never began`,
        alone.line,
      );
    const process = completion.process === UNNAMED ? `#${line}` : completion.process;
    const whole = { ...completion, process, f: completion.f ?? (isTransaction(value) ? 'txn' : undefined) };
    next({ ...whole, type: 'invoke', value: asked(value), timeMs: undefined, error: undefined, more });
    next(whole);
  };

  return {
    event(event) {
      if (!begun) {
        begun = true;
        if (event.type !== 'invoke') alone = event;
      }
      if (alone !== undefined) return operation(event);
      const isUnnamed = event.f === undefined && event.type === 'invoke' && isTransaction(event.value);
      next(named(isUnnamed ? { ...event, f: 'txn' } : event));
    },
    end() {
      if (alone !== undefined)
        note('no line begins an operation: each completion is one, in the order of the lines');
    },
  };
}

/** What was asked, as far as the answer tells: what a transaction read, it did not know before. */
function asked(value: Value): Value {
  if (!isTransaction(value)) return value;
  return value.map(([kind = null, key = null, ...rest]) =>
    kind === 'r' || kind === 'read' ? [kind, key, null] : [kind, key, ...rest],
  );
}
