/**
 * A log for ShiViz (Beschastnikh et al., Debugging Distributed Systems, CACM 59(8), 2016): the parser's expression, an
 * empty line, then two lines for each event: its host with its vector clock, and what it is.
 */
import { eventWords, laneName, markWords, messageWords } from './describe.js';
import { oneLine } from './one-line.js';
import type { Timeline, TimelineEvent } from '../data/timeline.js';

const EXPRESSION = '(?<host>\\S*) (?<clock>\\{.*\\})\\n(?<event>.*)';
const LINE_LENGTH = 400;

/** Events of the world alone (faults, heals) have no host: they show as what they do to the nodes. */
export function* shiVizLines(timeline: Timeline): Generator<string> {
  yield EXPRESSION;
  yield '';
  const hosts = timeline.lanes.map(({ name }) => hostName(name));
  const clocks = hosts.map(() => new Map<number, number>());
  /** The sender's clock, for messages under way. */
  const stamps = new Map<number, ReadonlyMap<number, number>>();

  for (const event of timeline.events) {
    const { number, lane, message } = event;
    if (lane >= 0) {
      if (message !== undefined) merge(clocks[lane], stamps.get(message.id));
      if (message !== undefined) stamps.delete(message.id);
      yield* tick(lane, words(timeline, event));
    }
    for (const said of timeline.marksOf(number))
      if (said.lane >= 0 && said.lane !== lane) yield* tick(said.lane, at(event, markWords(said)));
    for (const sent of timeline.sentDuring(number)) {
      // Sent by nobody's event, as when a crash resets a connection.
      if (sent.from !== lane) yield* tick(sent.from, at(event, `sends ${messageWords(sent)}`));
      if (sent.heard > 0) stamps.set(sent.id, new Map(clocks[sent.from]));
    }
  }

  function* tick(lane: number, text: string): Generator<string> {
    const clock = clocks[lane];
    if (clock === undefined) return;
    clock.set(lane, (clock.get(lane) ?? 0) + 1);
    const entries = [...clock].sort(([a], [b]) => a - b);
    yield `${hosts[lane]} {${entries.map(([its, count]) => `"${hosts[its]}":${count}`).join(', ')}}`;
    yield oneLine(text, LINE_LENGTH);
  }
}

function merge(into: Map<number, number> | undefined, other: ReadonlyMap<number, number> | undefined): void {
  for (const [lane, count] of other ?? []) if (count > (into?.get(lane) ?? 0)) into?.set(lane, count);
}

function words(timeline: Timeline, event: TimelineEvent): string {
  const said = timeline.marksOf(event.number).filter(({ lane }) => lane === event.lane);
  const lost = timeline
    .sentDuring(event.number)
    .filter(({ heard, from }) => heard === 0 && from === event.lane);
  return at(
    event,
    [
      eventWords(timeline, event),
      ...said.map((mark) => `${mark.is}: ${markWords(mark)}`),
      ...lost.map(
        (its) => `not received by ${laneName(timeline, its.to)}: ${messageWords(its)} (${its.unheard})`,
      ),
    ].join(' | '),
  );
}

const at = ({ atUs }: TimelineEvent, text: string): string => `${(atUs / 1000).toFixed(3)} ms ${text}`;

/** A host is one word: what is no letter, digit or plain mark is written as in addresses. */
const hostName = (name: string): string =>
  name === ''
    ? '%'
    : name.replace(/[^\p{L}\p{N}._:@/-]/gu, (character) =>
        [...new TextEncoder().encode(character)]
          .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
          .join(''),
      );
