/** A recording read row by row: events at absolute times, messages with their ways and ends, and whose doing what was. */
import {
  Fate,
  MarkKind,
  type Lane,
  type Recording,
  type ReportFault,
  type ReportOperation,
} from './contract.js';

export interface TimelineEvent {
  /** Counts from 1. */
  readonly number: number;
  readonly atUs: number;
  readonly kind: string;
  /** Place in `lanes`; -1: the world. */
  readonly lane: number;
  /** Number of the event that scheduled it; 0: the plan. */
  readonly cause: number;
  /** The message that is heard with it. */
  readonly message?: TimelineMessage;
  /** Name of a timer. */
  readonly timer?: string;
  /** What it carries besides a message's payload, as JSON. */
  readonly data?: string;
}

export interface TimelineMessage {
  /** Place among the messages of the run, in order of leaving. */
  readonly id: number;
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  /** Event during which it left. */
  readonly sent: number;
  /** Event with which its receiver heard it; 0: nobody ever did. */
  readonly heard: number;
  /** Why nobody heard it: cut, lost, its receiver down, or the run was over. */
  readonly unheard?: string;
  /** What the network did to it besides: `copy`, `delayed`, `damaged`. */
  readonly marks: readonly string[];
  readonly data?: string;
}

/** Something said about an event. */
export interface TimelineMark {
  readonly lane: number;
  readonly is: 'note' | 'log' | 'effect';
  readonly text: string;
  readonly data?: string;
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  /** Event number n is at place n - 1. */
  readonly events: readonly TimelineEvent[];
  readonly messages: readonly TimelineMessage[];
  readonly operations: readonly ReportOperation[];
  readonly faults: readonly ReportFault[];
  readonly statuses: readonly NodeSpan[];
  atUs(event: number): number;
  /** Time of the last event. */
  readonly endUs: number;
  sentDuring(event: number): readonly TimelineMessage[];
  marksOf(event: number): readonly TimelineMark[];
}

/** A while in which a node was not up. */
export interface NodeSpan {
  readonly lane: number;
  readonly status: string;
  readonly begin: number;
  /** Event; 0: to the end. */
  readonly end: number;
}

const MARKS = { [MarkKind.Note]: 'note', [MarkKind.Log]: 'log', [MarkKind.Effect]: 'effect' } as const;

export function timelineOf(recording: Recording): Timeline {
  const { lanes, kinds, texts, operations, faults } = recording;
  const { after, kind, lane, since, message, name, data } = recording.events;
  const text = (place: number | undefined): string | undefined =>
    place === undefined || place < 0 ? undefined : texts[place];
  const messages = messagesOf(recording, text);
  let atUs = 0;
  const events = after.map((delta, row): TimelineEvent => {
    atUs += delta;
    const its = messages[message[row] ?? -1];
    const [timer, carried] = [text(name[row]), text(data[row])];
    const back = since[row] ?? 0;
    return {
      number: row + 1,
      atUs,
      kind: kinds[kind[row] ?? -1] ?? '?',
      lane: lane[row] ?? -1,
      cause: back === 0 ? 0 : row + 1 - back,
      ...(its?.heard === row + 1 ? { message: its } : {}),
      ...(timer === undefined ? {} : { timer }),
      ...(carried === undefined ? {} : { data: carried }),
    };
  });
  const sent = grouped(messages, (its) => its.sent);
  const marks = grouped(marksOf(recording, text), (its) => its.event);
  return {
    ...{ lanes, events, messages, operations, faults },
    statuses: spansOf(recording),
    endUs: atUs,
    atUs: (event) => events[event - 1]?.atUs ?? 0,
    sentDuring: (event) => sent.get(event) ?? [],
    marksOf: (event) => marks.get(event) ?? [],
  };
}

type TextAt = (place: number | undefined) => string | undefined;

function messagesOf({ kinds, events, messages: table }: Recording, text: TextAt): TimelineMessage[] {
  // One that waited for a paused node has two events; the later is the one that heard it.
  const heard = new Map<number, number>();
  for (const [row, message] of events.message.entries()) if (message >= 0) heard.set(message, row + 1);
  return table.kind.map((kind, id): TimelineMessage => {
    const fate = table.fate[id] ?? 0;
    const isLost = (fate & (Fate.Lost | Fate.Unheard)) !== 0;
    const at = isLost ? 0 : (heard.get(id) ?? 0);
    const why = text(table.why[id]) ?? ((fate & Fate.Unheard) === 0 ? 'the run was over' : 'nobody there');
    const data = text(table.data[id]);
    return {
      id,
      kind: kinds[kind] ?? '?',
      from: table.from[id] ?? -1,
      to: table.to[id] ?? -1,
      sent: table.sent[id] ?? 0,
      heard: at,
      ...(at === 0 ? { unheard: why } : {}),
      marks: [
        ...((fate & Fate.Copy) === 0 ? [] : ['copy']),
        ...((fate & Fate.Delayed) === 0 ? [] : ['delayed']),
        ...((fate & Fate.Damaged) === 0 ? [] : ['damaged']),
      ],
      ...(data === undefined ? {} : { data }),
    };
  });
}

function marksOf({ marks }: Recording, text: TextAt): (TimelineMark & { readonly event: number })[] {
  return marks.event.map((event, row) => {
    const data = text(marks.data[row]);
    return {
      event,
      lane: marks.lane[row] ?? -1,
      is: MARKS[(marks.is[row] ?? 0) as keyof typeof MARKS],
      text: text(marks.text[row]) ?? '',
      ...(data === undefined ? {} : { data }),
    };
  });
}

function spansOf({ statuses, lanes }: Recording): NodeSpan[] {
  const spans: NodeSpan[] = [];
  for (const lane of lanes.keys()) {
    let open: { status: string; begin: number } | undefined;
    for (const [row, event] of statuses.event.entries()) {
      if (statuses.lane[row] !== lane) continue;
      const status = statuses.status[row] ?? '';
      if (open !== undefined) spans.push({ lane, ...open, end: event });
      open = status === 'up' ? undefined : { status, begin: event };
    }
    if (open !== undefined) spans.push({ lane, ...open, end: 0 });
  }
  return spans;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
