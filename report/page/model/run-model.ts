/** A recording made ready for looking at: absolute times, causes, and what belongs to which event and lane. */
import type { Lane, Recording, ReportFault, ReportOperation } from '../../data/contract.js';

export interface RunModel {
  readonly recording: Recording;
  readonly lanes: readonly Lane[];
  /** Lanes worth a place: every node, and the clients that do something. */
  readonly shown: readonly number[];
  readonly operations: readonly ReportOperation[];
  readonly faults: readonly ReportFault[];
  /** How many events; they are numbered from 1. */
  readonly count: number;
  /** By event number: microseconds since the start. Nothing has number 0. */
  readonly timeUs: Float64Array;
  readonly kind: Uint8Array;
  /** -1: the world. */
  readonly lane: Int16Array;
  /** Event that scheduled it; 0: the plan. */
  readonly cause: Int32Array;
  /** Message that arrives with it; -1: none. */
  readonly message: Int32Array;
  /** The event before it at the same lane; 0: none. */
  readonly before: Int32Array;
  readonly messageCount: number;
  readonly sent: Int32Array;
  readonly arrived: Int32Array;
  readonly from: Int16Array;
  readonly to: Int16Array;
  readonly fate: Uint8Array;
  /** When it comes, or would come, in microseconds; lost at once: when it left. */
  readonly dueUs: Float64Array;
  /** Where the messages, marks and changes of an event begin: those of event n are [first[n], first[n + 1]). */
  readonly firstSent: Int32Array;
  readonly firstMark: Int32Array;
  readonly firstChange: Int32Array;
  readonly endUs: number;
}

export function runModel(recording: Recording): RunModel {
  const { events, messages } = recording;
  const count = events.kind.length;
  const timeUs = new Float64Array(count + 1);
  const cause = new Int32Array(count + 1);
  const before = new Int32Array(count + 1);
  const latest = new Map<number, number>();
  let now = 0;
  for (let event = 1; event <= count; event++) {
    now += events.after[event - 1] ?? 0;
    timeUs[event] = now;
    const since = events.since[event - 1] ?? 0;
    cause[event] = since === 0 ? 0 : event - since;
    const lane = events.lane[event - 1] ?? -1;
    before[event] = lane < 0 ? 0 : (latest.get(lane) ?? 0);
    latest.set(lane, event);
  }
  const dueUs = Float64Array.from(
    messages.sent,
    (sent, row) => (timeUs[sent] ?? 0) + Math.max(0, messages.flight[row] ?? 0),
  );
  return {
    recording,
    lanes: recording.lanes,
    shown: shownLanes(recording),
    operations: recording.operations,
    faults: recording.faults,
    count,
    timeUs,
    cause,
    before,
    dueUs,
    kind: shifted(Uint8Array, events.kind),
    lane: shifted(Int16Array, events.lane, -1),
    message: shifted(Int32Array, events.message, -1),
    messageCount: messages.kind.length,
    sent: Int32Array.from(messages.sent),
    arrived: Int32Array.from(messages.arrived),
    from: Int16Array.from(messages.from),
    to: Int16Array.from(messages.to),
    fate: Uint8Array.from(messages.fate),
    firstSent: starts(messages.sent, count),
    firstMark: starts(recording.marks.event, count),
    firstChange: starts(recording.changes.event, count),
    endUs: now,
  };
}

/** Nodes come first, so that they keep their places. */
function shownLanes({ lanes, events, messages }: Recording): number[] {
  const busy = new Set([...new Set(events.lane), ...new Set(messages.from), ...new Set(messages.to)]);
  return lanes.flatMap(({ is }, lane) => (is === 'node' || busy.has(lane) ? [lane] : []));
}

interface Numbers {
  [index: number]: number;
}

/** A column by event number: row 0 is event 1. */
function shifted<A extends Numbers>(Column: new (length: number) => A, rows: readonly number[], zero = 0): A {
  const column = new Column(rows.length + 1);
  column[0] = zero;
  for (let row = 0; row < rows.length; row++) column[row + 1] = rows[row] ?? 0;
  return column;
}

/** Where the rows of each event begin, for rows in order of events; one place more than there are events. */
function starts(eventOfRow: readonly number[], count: number): Int32Array {
  const first = new Int32Array(count + 2);
  let row = 0;
  for (let event = 0; event <= count + 1; event++) {
    while (row < eventOfRow.length && (eventOfRow[row] ?? 0) < event) row++;
    first[event] = row;
  }
  return first;
}

/** The last event at or before a time; 0 where there is none. */
export function eventAt({ timeUs, count }: RunModel, us: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((timeUs[middle] as number) <= us) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A text of the recording; nothing for -1. */
export function textOf({ recording }: RunModel, number: number | undefined): string {
  return recording.texts[number ?? -1] ?? '';
}

export function laneName({ lanes }: RunModel, lane: number): string {
  return lanes[lane]?.name ?? '';
}

/** Name of the kind of an event. */
export function kindOf({ recording, kind }: RunModel, event: number): string {
  return recording.kinds[kind[event] ?? -1] ?? '';
}

/** What an event carries, as JSON text. */
export function payloadOf(model: RunModel, event: number): string {
  const message = model.message[event] ?? -1;
  const { events, messages } = model.recording;
  return textOf(model, message < 0 ? events.data[event - 1] : messages.data[message]);
}
