/** Where a failure shows: the events at which it is seen, the operations it speaks of, and the values it is about. */
import type { ReportCheck, ReportOperation } from '../data/contract.js';
import type { Timeline } from '../data/timeline.js';
import { correlation } from './correlation.js';

export interface FailurePoint {
  readonly check: string;
  readonly reason: string;
  /** Event after which the engine saw it, of what is no matter of operations. */
  readonly event: number | undefined;
  /** Places of the operations that show it. */
  readonly operations: readonly number[];
  /** Events from which one looks back for what led to it. */
  readonly ends: readonly number[];
  /** What comes after this event cannot have led to it. */
  readonly last: number;
  /** It is that something never came: what led to it is whatever happened later to what it is about. */
  readonly isMissing: boolean;
  /** Whether a text speaks of what the failure is about. */
  speaks(text: string): boolean;
}

/** More operations than this are not looked back from. */
const MOST_OPERATIONS = 12;
/** A failure that is about more values than this is about none in particular. */
const MOST_VALUES = 40;

/** @returns undefined where no check failed */
export function failurePointOf(timeline: Timeline, checks: readonly ReportCheck[]): FailurePoint | undefined {
  const failed = checks.find(({ verdict }) => verdict === 'invalid');
  if (failed === undefined) return undefined;
  const [anomaly] = failed.anomalies;
  const event = anomaly?.event;
  const isMissing = event === undefined && anomaly?.kind === 'lost';
  const named = anomaly?.operations ?? [];
  const operations = (named.length > 0 ? named : failed.core).slice(-MOST_OPERATIONS);
  const message = `${failed.reason} ${anomaly?.message ?? ''}`;
  const until = event ?? timeline.events.length;
  const ends = [
    ...operations.flatMap((place) => eventsOf(timeline, place)),
    ...(event === undefined && operations.length > 0
      ? []
      : [until, ...lastEventsOf(timeline, message, until)]),
  ];
  return {
    check: failed.name,
    reason: failed.reason,
    event,
    operations,
    ends,
    last: isMissing ? timeline.events.length : Math.max(...ends, 1),
    isMissing,
    // Times are no values.
    speaks: speakerOf(timeline, operations, anomaly?.subject?.value, message.replace(/[\d.]+ ms\b/g, '')),
  };
}

/** Where it begins and ends; of one that came to nothing, all that was done for it. */
function eventsOf(timeline: Timeline, place: number): number[] {
  const { invoked = 0, completed = 0, type } = timeline.operations[place] ?? {};
  const own = [completed === 0 ? invoked : completed];
  if (type === 'ok') return own;
  const owners = correlation(timeline);
  return [...own, ...timeline.events.flatMap(({ number }) => (owners[number] === place ? [number] : []))];
}

/** Of each node that the sentence names, the last thing that happened to it by then. */
function lastEventsOf({ lanes, events }: Timeline, sentence: string, until: number): number[] {
  return [...lanes.entries()].flatMap(([lane, { name, is }]) => {
    if (is !== 'node' || !hasWord(sentence, name)) return [];
    const last = events.findLast((event) => event.lane === lane && event.number <= until);
    return last === undefined ? [] : [last.number];
  });
}

function speakerOf(
  timeline: Timeline,
  places: readonly number[],
  subject: string | undefined,
  sentence: string,
): (text: string) => boolean {
  const operations = places.flatMap((place) => timeline.operations[place] ?? []);
  const names = new Set(timeline.lanes.map(({ name }) => name));
  const functions = new Set(operations.map(({ f }) => f));
  // Where answers differ that is what it is about; a sentence names what they share as well.
  const different = differences(operations);
  const all = operations.flatMap(({ input, output }) => [...valuesIn(input), ...valuesIn(output)]);
  const said = all.filter((value) => value.length > 0 && hasWord(sentence, value));
  const values = new Set([...valuesIn(subject), ...(different.length > 0 ? different : said)]);
  const telling = [...values].filter(
    (value) => value.length > 0 && value.length < 200 && !names.has(value) && !functions.has(value),
  );
  if (telling.length === 0 || telling.length > MOST_VALUES) return () => false;
  const pattern = new RegExp(`(?<![\\w.-])(?:${telling.map(escaped).join('|')})(?![\\w.-])`);
  return (text) => pattern.test(text);
}

/** What one answer holds and another of the same question does not, or holds elsewhere. */
function differences(operations: readonly ReportOperation[]): string[] {
  const answers = new Map<string, ReadonlyMap<string, string>[]>();
  for (const { output, input, f } of operations) {
    const text = output ?? (f === 'state' ? input : undefined);
    if (text !== undefined) answers.set(f, [...(answers.get(f) ?? []), leavesOf(text)]);
  }
  return [...answers.values()].flatMap((alike) =>
    alike.flatMap((leaves) =>
      [...leaves].flatMap(([place, value]) => (alike.every((other) => other.has(place)) ? [] : [value])),
    ),
  );
}

/** Words and numbers in a JSON text. */
const valuesIn = (json: string | undefined): string[] =>
  json === undefined ? [] : [...leavesOf(json).values()];

/** The same by place and value; all items of a list are at one place. */
function leavesOf(json: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown, place: string): void => {
    if (typeof value === 'string' || typeof value === 'number') found.set(`${place}=${value}`, String(value));
    else if (Array.isArray(value)) for (const item of value) visit(item, `${place}#`);
    else if (typeof value === 'object' && value !== null)
      for (const [name, item] of Object.entries(value)) visit(item, `${place}.${name}`);
  };
  visit(JSON.parse(json), '');
  return found;
}

const hasWord = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\w.-])${escaped(word)}(?![\\w-]|\\.\\d)`).test(text);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
