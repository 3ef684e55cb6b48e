/** Writes histories in any of the formats: the way back from operations to events to text. */
import type { History, Operation, ProcessId } from '../history.js';
import type { EventType, HistoryEvent, Value } from './events.js';
import { printJepsenEdn } from './jepsen-edn.js';
import { printJepsenLog } from './jepsen-log.js';
import { printJsonLine } from './jsonl.js';
import { printPorcupineKv } from './porcupine-kv.js';

/** The formats histories are written in. */
export type PrintedFormat = 'jepsen-edn' | 'jepsen-log' | 'porcupine-kv' | 'jsonl';

const PRINTERS: Readonly<Record<PrintedFormat, (event: HistoryEvent, index: number) => string>> = {
  'jepsen-edn': printJepsenEdn,
  'jepsen-log': printJepsenLog,
  'porcupine-kv': printPorcupineKv,
  jsonl: printJsonLine,
};

/** The history as text, line by line, without line ends. */
export function* printHistory(history: History, format: PrintedFormat): Generator<string> {
  const print = PRINTERS[format];
  let index = 0;
  // Jepsen's tools expect completions to repeat the value where there is no other answer.
  for (const event of historyEvents(history, format !== 'jsonl')) yield print(event, index++);
}

interface Moment {
  /** The event stands before the event at this position, or at it. */
  readonly position: number;
  readonly type: EventType;
  readonly operation: Operation;
}

/**
 * The events of a history, in the order in which its recorder saw them. The contract does not say when an operation
 * of unknown outcome was given up; its event stands where its time puts it, and before its process goes on.
 */
function* historyEvents(history: History, repeats: boolean): Generator<HistoryEvent> {
  let line = 1;
  for (const { type, operation } of inOrder(history)) yield eventOf(type, operation, line++, repeats);
}

function inOrder(history: History): Moment[] {
  const definite: Moment[] = [];
  for (const operation of history) {
    const { type, invoke, complete } = operation;
    definite.push({ position: invoke, type: 'invoke', operation });
    if (type !== 'info') definite.push({ position: complete, type, operation });
  }
  definite.sort((a, b) => a.position - b.position);
  const timeline = definite.map(({ type, operation }) => timeOf(type, operation));
  const lost: Moment[] = [];
  const nextInvoke = new Map<ProcessId, number>();
  for (const operation of history.toReversed()) {
    if (operation.type === 'info') {
      const next = nextInvoke.get(operation.process) ?? Infinity;
      const position = Math.min(next, givenUpAt(operation, definite, timeline)) - 0.5;
      lost.push({ position, type: 'info', operation });
    }
    nextInvoke.set(operation.process, operation.invoke);
  }
  const endedAt = ({ operation }: Moment): number => operation.completedAtMs ?? Infinity;
  lost.sort((a, b) => (a.position === b.position ? endedAt(a) - endedAt(b) || 0 : a.position - b.position));
  return [...definite, ...lost].sort((a, b) => (a.position === b.position ? 0 : a.position - b.position));
}

/** The position of the first event that is later than the end of `operation`, if that has a time. */
function givenUpAt(
  { completedAtMs, invoke }: Operation,
  moments: readonly Moment[],
  timeline: readonly (number | undefined)[],
): number {
  if (completedAtMs === undefined) return Infinity;
  let [low, high] = [0, timeline.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timeline[middle] ?? -Infinity) <= completedAtMs) low = middle + 1;
    else high = middle;
  }
  const position = moments[low]?.position ?? Infinity;
  return position > invoke ? position : invoke + 1;
}

const timeOf = (type: EventType, operation: Operation): number | undefined =>
  type === 'invoke' ? operation.invokedAtMs : operation.completedAtMs;

type Fields = Readonly<Record<string, Value | undefined>>;

/** What histories write as the value of an invocation, and the fields that are left. */
function valueOf(f: Value | undefined, { value, ...rest }: Fields): { asked: Value; rest: Fields } {
  const { from, to, ...other } = rest;
  if (f === 'cas' && from !== undefined && to !== undefined) return { asked: [from, to], rest: other };
  const instead = f === 'txn' ? 'ops' : f === 'add' ? 'by' : undefined;
  if (instead === undefined || value !== undefined) return { asked: value ?? null, rest };
  return { asked: rest[instead] ?? null, rest: { ...rest, [instead]: undefined } };
}

const answeredBy = ({ to }: Operation): HistoryEvent['more'] => (to === undefined ? undefined : { to });

function eventOf(type: EventType, operation: Operation, line: number, repeats: boolean): HistoryEvent {
  const { f, key, ...fields } = operation.input as Fields;
  const { asked, rest } = valueOf(f, fields);
  const answered = type === 'ok' && operation.output !== undefined ? (operation.output as Value) : undefined;
  const noted = Object.entries(rest).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return {
    line,
    type,
    process: operation.process,
    f: String(f),
    key: key as string | number | undefined,
    value: type === 'invoke' ? asked : (answered ?? (repeats ? asked : null)),
    timeMs: timeOf(type, operation),
    error: type === 'invoke' ? undefined : operation.error,
    more:
      type === 'invoke' ? (noted.length > 0 ? Object.fromEntries(noted) : undefined) : answeredBy(operation),
  };
}
