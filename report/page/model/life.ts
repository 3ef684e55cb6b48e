/**
 * The life of one thing through a run: which messages carried it, who held it in memory and on disk from when to when,
 * and what was said of it. That is how a lost message is seen to vanish, and a second copy to appear.
 */
import { MarkKind, Part, type Subject } from '../../data/contract.js';
import { textOf, type RunModel } from './run-model.js';
import { States } from './states.js';

export type Station = { readonly event: number } & (
  | { readonly is: 'operation'; readonly operation: number; readonly ends: boolean }
  /** `more`: so many like it follow, and are not told one by one. */
  | { readonly is: 'message'; readonly row: number; readonly more: number }
  | { readonly is: 'mark'; readonly lane: number; readonly text: string; readonly data: string }
  | { readonly is: 'held' | 'gone'; readonly lane: number; readonly part: 0 | 1 | 2 }
);

/** More changes than this are not looked through one by one. */
const MOST_CHANGES = 60_000;

/** Stations in order of events. */
export function lifeOf(model: RunModel, subject: Subject): Station[] {
  const speaks = matcher(subject);
  const texts = model.recording.texts.map(speaks);
  const of = (text: number | undefined): boolean => texts[text ?? -1] === true;
  return [
    ...operationsOf(model, speaks),
    ...messagesOf(model, of),
    ...marksOf(model, of),
    ...holdersOf(model, speaks),
  ].sort((a, b) => a.event - b.event);
}

/** Fewer alike are told one by one. */
const MANY = 3;

/** Of messages that go the same way with the same fate, while nothing else happens, one stands for all. */
export function withoutRepeats(
  { from, to, fate, recording }: RunModel,
  stations: readonly Station[],
): Station[] {
  const { kind } = recording.messages;
  const alike = ({ row }: Station & { is: 'message' }): string =>
    [from[row], to[row], fate[row], kind[row]].join(' ');
  const told: Station[] = [];
  for (let begin = 0; begin < stations.length;) {
    let end = begin;
    while (stations[end]?.is === 'message') end++;
    const counts = new Map<string, number>();
    for (const station of stations.slice(begin, end))
      if (station.is === 'message') counts.set(alike(station), (counts.get(alike(station)) ?? 0) + 1);
    const seen = new Set<string>();
    for (const station of stations.slice(begin, end)) {
      if (station.is !== 'message') continue;
      const name = alike(station);
      const count = counts.get(name) ?? 0;
      if (count >= MANY && seen.has(name)) continue;
      seen.add(name);
      told.push(count < MANY ? station : { ...station, more: count - 1 });
    }
    if (end < stations.length) told.push(stations[end] as Station);
    begin = end + 1;
  }
  return told;
}

/** A text names a thing by a field with its value; a value that is itself a text needs no field to be known by. */
export function matcher({ names, value }: Subject): (text: string) => boolean {
  if (value.startsWith('"')) return (text) => text.includes(value);
  const pattern = new RegExp(`"(?:${names.join('|')})":${value.replace(/[.+]/g, '\\$&')}(?![\\d.eE])`);
  return (text) => pattern.test(text);
}

function operationsOf({ operations }: RunModel, speaks: (text: string) => boolean): Station[] {
  return operations.flatMap(({ input, output, invoked, completed }, operation): Station[] => {
    if (!speaks(input)) {
      const isRead = output !== undefined && output.length < 400 && speaks(output);
      return isRead ? [{ event: completed, is: 'operation', operation, ends: true }] : [];
    }
    const begins: Station = { event: invoked, is: 'operation', operation, ends: completed === invoked };
    return completed > invoked
      ? [begins, { event: completed, is: 'operation', operation, ends: true }]
      : [begins];
  });
}

function messagesOf({ recording, sent }: RunModel, of: (text: number | undefined) => boolean): Station[] {
  return recording.messages.data.flatMap((text, row): Station[] =>
    of(text) ? [{ event: sent[row] as number, is: 'message', row, more: 0 }] : [],
  );
}

function marksOf(model: RunModel, of: (text: number | undefined) => boolean): Station[] {
  const { event, lane, is, text, data } = model.recording.marks;
  return event.flatMap((at, row): Station[] =>
    // Effects are operations, too.
    is[row] !== MarkKind.Effect && (of(text[row]) || of(data[row]))
      ? [
          {
            event: at,
            is: 'mark',
            lane: lane[row] ?? -1,
            text: textOf(model, text[row]),
            data: textOf(model, data[row]),
          },
        ]
      : [],
  );
}

/** What a node reads from its disk is left out: it is what is durable, and what is not yet. */
function holdersOf(model: RunModel, speaks: (text: string) => boolean): Station[] {
  const { event, lane, part } = model.recording.changes;
  if (event.length > MOST_CHANGES) return [];
  const states = new States(model);
  const held = new Set<string>();
  return event.flatMap((at, row): Station[] => {
    const [its, which] = [lane[row] ?? 0, part[row] as 0 | 1 | 2];
    if (which === Part.Cache) return [];
    const holds = speaks(JSON.stringify(states.after(at)[its]?.[which]) ?? '');
    const place = `${its} ${which}`;
    if (holds === held.has(place)) return [];
    if (holds) held.add(place);
    else held.delete(place);
    return [{ event: at, is: holds ? 'held' : 'gone', lane: its, part: which }];
  });
}
