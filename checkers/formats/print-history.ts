/** A history as JSON Lines, the way `seedstorm check` reads it back: the exact reverse of reading, for any model. */
import type { History, Input, Operation } from '../history.js';
import type { EventType, Value } from './events.js';
import { printJsonLine } from './jsonl.js';

/** One line an event, in the order of the positions. Operations that never completed have no second line. */
export function* historyLines(history: History): Generator<string> {
  const events: { readonly at: number; readonly line: () => string }[] = [];
  for (const operation of history) {
    events.push({ at: operation.invoke, line: () => line(operation, 'invoke') });
    if (operation.type !== 'info')
      events.push({ at: operation.complete, line: () => line(operation, operation.type) });
  }
  events.sort((a, b) => a.at - b.at);
  for (const event of events) yield event.line();
}

function line(operation: Operation, type: EventType): string {
  const { f, key, ...rest } = operation.input as Input & Record<string, unknown>;
  const begins = type === 'invoke';
  const { value, more } = split(rest);
  const told = begins || operation.output === undefined ? value : operation.output;
  return printJsonLine({
    line: 0,
    type,
    process: operation.process,
    f,
    key,
    value: (told ?? null) as Value,
    timeMs: begins ? operation.invokedAtMs : operation.completedAtMs,
    error: begins ? undefined : operation.error,
    more: begins ? (more as Record<string, Value>) : undefined,
  });
}

/** Jepsen's `value` of an invocation, and what else the input holds. */
function split(input: Record<string, unknown>): { value: unknown; more: Record<string, unknown> } {
  const { value, from, to, ...more } = input;
  // A compare-and-set asks with the pair [from, to].
  if (value === undefined && 'from' in input && 'to' in input) return { value: [from, to], more };
  return {
    value,
    more: { ...more, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
  };
}
