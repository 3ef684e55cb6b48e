/**
 * Chrome trace-event JSON (Google, Trace Event Format, 2016), which Perfetto and chrome://tracing open. Times are
 * microseconds of virtual time. A handled event takes no virtual time; it is drawn one microsecond wide, so that the
 * arrows of messages have something to begin and end at.
 */
import { shorten } from '../../checkers/shorten.js';
import { eventWords, laneName, markWords, messageWords, operationWords, outcomeWords } from './describe.js';
import { oneLine } from './one-line.js';
import { rowsOf } from './rows.js';
import type { Timeline } from '../data/timeline.js';

interface TraceEvent {
  readonly name: string;
  readonly ph: 'X' | 'i' | 's' | 'f' | 'M';
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly id?: number;
  readonly s?: 't';
  readonly bp?: 'e';
  readonly args?: Readonly<Record<string, unknown>>;
}
type Timed = TraceEvent & { readonly ts: number };

const NODES = 1;
const CLIENTS = 2;
const OPERATIONS = 3;
const FAULTS = 4;
const NAME_LENGTH = 100;
const DATA_LENGTH = 10_000;

export function* traceEventLines(
  timeline: Timeline,
  told: Readonly<Record<string, unknown>>,
): Generator<string> {
  const spans = [...operationSpans(timeline), ...faultSpans(timeline)];
  const timed = [...spans, ...statusSpans(timeline), ...happenings(timeline)].sort(
    // What lasts longer comes first: slices nest.
    (a, b) => a.ts - b.ts || RANK[a.ph] - RANK[b.ph] || (b.dur ?? 0) - (a.dur ?? 0),
  );
  yield '{"traceEvents":[';
  const all: TraceEvent[] = [...namesOf(timeline, spans), ...timed];
  for (const [place, event] of all.entries())
    yield `${JSON.stringify(event)}${place === all.length - 1 ? '' : ','}`;
  yield `],"displayTimeUnit":"ms","otherData":${JSON.stringify(told)}}`;
}

const RANK = { M: 0, X: 1, s: 2, f: 3, i: 4 };

function* namesOf({ lanes }: Timeline, spans: readonly Timed[]): Generator<TraceEvent> {
  const rows = (pid: number): Set<number> =>
    new Set(spans.filter((span) => span.pid === pid).map(({ tid }) => tid));
  const processes = { nodes: NODES, clients: CLIENTS, operations: OPERATIONS, faults: FAULTS };
  for (const [name, pid] of Object.entries(processes)) {
    yield { name: 'process_name', ph: 'M', pid, tid: 0, args: { name } };
    yield { name: 'process_sort_index', ph: 'M', pid, tid: 0, args: { sort_index: pid } };
  }
  yield thread(NODES, 0, 'world');
  for (const [lane, { name, is }] of lanes.entries())
    yield thread(is === 'node' ? NODES : CLIENTS, lane + 1, name);
  for (const tid of rows(OPERATIONS)) yield thread(OPERATIONS, tid, `operations ${tid}`);
  for (const tid of rows(FAULTS)) yield thread(FAULTS, tid, `faults ${tid}`);
}

const thread = (pid: number, tid: number, name: string): TraceEvent => ({
  ...{ name: 'thread_name', ph: 'M', pid, tid },
  args: { name: oneLine(name, NAME_LENGTH) },
});

const placeOf = ({ lanes }: Timeline, lane: number): { pid: number; tid: number } => ({
  pid: lanes[lane]?.is === 'client' ? CLIENTS : NODES,
  tid: lane + 1,
});

/** Clients have one operation at a time, effects none; rows keep them apart whoever asked. */
function operationSpans(timeline: Timeline): Timed[] {
  const spans = timeline.operations.map((operation, place) => {
    const ts = timeline.atUs(operation.invoked);
    const end = operation.completed === 0 ? timeline.endUs : timeline.atUs(operation.completed);
    return { operation, place, ts, end };
  });
  const asked = spans.filter(({ operation: { invoked, completed } }) => invoked !== completed);
  const rows = rowsOf(asked.map(({ ts, end }) => [ts, end]));
  return asked.map(({ operation, place, ts, end }, index) => ({
    name: oneLine(operationWords(operation), NAME_LENGTH),
    cat: `operation,${operation.type}`,
    ph: 'X',
    ...{ pid: OPERATIONS, tid: (rows[index] ?? 0) + 1, ts, dur: end - ts },
    args: {
      operation: place,
      process: operation.process,
      input: cut(operation.input),
      outcome: outcomeWords(operation),
    },
  }));
}

function faultSpans({ faults }: Timeline): Timed[] {
  const times = faults.map(({ atMs, endMs }) => [atMs * 1000, (endMs ?? atMs) * 1000].map(Math.round));
  const rows = rowsOf(times.map(([begin = 0, end = 0]) => [begin, end]));
  return faults.map(({ what, kind }, index) => {
    const [ts = 0, end = 0] = times[index] ?? [];
    return {
      name: oneLine(what, NAME_LENGTH),
      cat: `fault,${kind}`,
      ph: 'X',
      ...{ pid: FAULTS, tid: (rows[index] ?? 0) + 1, ts, dur: Math.max(1, end - ts) },
      args: { what: cut(what), kind },
    };
  });
}

/** A node that is down, paused or not there. */
function statusSpans(timeline: Timeline): Timed[] {
  return timeline.statuses.map(({ lane, status, begin, end }) => {
    const ts = timeline.atUs(begin);
    const until = end === 0 ? timeline.endUs : timeline.atUs(end);
    return { name: status, cat: 'status', ph: 'X', ...placeOf(timeline, lane), ts, dur: until - ts };
  });
}

function* happenings(timeline: Timeline): Generator<Timed> {
  for (const event of timeline.events) {
    const { number, lane, atUs: ts, kind, message, data } = event;
    if (lane >= 0) {
      const name = oneLine(eventWords(timeline, event), NAME_LENGTH);
      const carried = message === undefined ? data : message.data;
      const args = { event: number, ...(carried === undefined ? {} : { data: cut(carried) }) };
      yield { name, cat: kind, ph: 'X', ...placeOf(timeline, lane), ts, dur: 1, args };
    }
    if (message !== undefined && message.heard === number)
      yield {
        ...{ name: message.kind, cat: 'message', ph: 'f', bp: 'e', id: message.id + 1, ts },
        ...placeOf(timeline, message.to),
      };
    for (const mark of timeline.marksOf(number))
      yield {
        name: oneLine(mark.text, NAME_LENGTH),
        ...{ cat: mark.is, ph: 'i', s: 't', ts, ...placeOf(timeline, mark.lane) },
        args: { event: number, said: cut(markWords(mark)), by: laneName(timeline, mark.lane) },
      };
    for (const sent of timeline.sentDuring(number)) {
      const place = placeOf(timeline, sent.from);
      const words = messageWords(sent);
      if (sent.from !== lane)
        yield { name: oneLine(`sends ${words}`, NAME_LENGTH), cat: 'send', ph: 'X', ...place, ts, dur: 1 };
      if (sent.heard > 0)
        yield {
          name: sent.kind,
          cat: 'message',
          ph: 's',
          id: sent.id + 1,
          ...place,
          ts,
          args: { message: cut(words) },
        };
      else
        yield {
          name: oneLine(`lost to ${laneName(timeline, sent.to)}: ${words}`, NAME_LENGTH),
          ...{ cat: 'dropped', ph: 'i', s: 't', ts, ...place },
          args: { why: sent.unheard, message: cut(words) },
        };
    }
  }
}

const cut = (text: string): string => shorten(text, DATA_LENGTH);
