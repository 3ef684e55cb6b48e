/**
 * A run told in plain sentences on one timeline: what went wrong, what clients asked and were told, which messages went
 * between nodes, how their states changed, what they said. Of a run that fails, what led to the failure comes first when
 * room is scarce, and each gap says how many lines were left out there.
 */
import { shortenBoth } from '../../checkers/shorten.js';
import type { Story, StoryLine } from '../../explore/story.js';
import type { Recording, ReportCheck } from '../data/contract.js';
import { timelineOf, type Timeline } from '../data/timeline.js';
import { ranked, withoutHum } from './choose.js';
import { messageLine } from './event-lines.js';
import { failurePointOf, type FailurePoint } from './failure-point.js';
import { momentsOf } from './moments.js';
import type { Moment } from './moment.js';
import { answerWords } from './operation-lines.js';

/** What a story or a diagram is made from. */
export interface Outline {
  readonly timeline: Timeline;
  readonly failure: FailurePoint | undefined;
  /** All lines that might be told, in order. */
  readonly moments: readonly Moment[];
  /** Of those, the ones that have to do with the failure; the most telling first. */
  readonly best: readonly Moment[];
  readonly hum: number;
}

export function outlineOf(recording: Recording, checks: readonly ReportCheck[]): Outline {
  const timeline = timelineOf(recording);
  const failure = failurePointOf(timeline, checks);
  const all = momentsOf(recording, timeline, failure && ((text) => failure.speaks(text)));
  const moments = withoutHum(all, failure);
  return {
    timeline,
    failure,
    moments,
    best: ranked(timeline, moments, failure),
    hum: all.length - moments.length,
  };
}

/** @param maxLines lines at most, those that tell of gaps included */
export function storyOf(recording: Recording, checks: readonly ReportCheck[], maxLines: number): Story {
  const { timeline, failure, moments, best, hum } = outlineOf(recording, checks);
  const order = new Map(moments.map((moment, place) => [moment, place]));
  const end = failure?.event === undefined ? [] : [verdictLine(timeline, failure)];
  const room = Math.max(1, maxLines - end.length);
  let lines: StoryLine[] = [];
  for (let count = Math.min(best.length, 2 * maxLines); count > 0; count--) {
    const chosen = best.slice(0, count).map((moment) => order.get(moment) as number);
    lines = linesOf(moments, chosen, { timeline, failure });
    if (lines.length <= room) break;
  }
  return { lines: [...lines, ...end], hum };
}

/** What the engine itself saw, where it saw it. */
function verdictLine(timeline: Timeline, { check, reason, event = 0 }: FailurePoint): StoryLine {
  const text = `${check}: ${reason.replace(/^at [\d.]+ ms: /, '')}`;
  return { is: 'failure', atMs: timeline.atUs(event) / 1000, text, event, shows: true };
}

interface Told {
  readonly timeline: Timeline;
  readonly failure: FailurePoint | undefined;
}

/** @param places in `moments` */
function linesOf(moments: readonly Moment[], places: readonly number[], told: Told): StoryLine[] {
  const chosen = withoutSmallGaps(places);
  const lines: StoryLine[] = [];
  let next = 0;
  const gapTo = (place: number): void => {
    const left = place - next;
    const atMs = told.timeline.atUs(moments[place - 1]?.event ?? 0) / 1000;
    if (left > 0)
      lines.push({ is: 'gap', atMs, left, text: `${left} ${left === 1 ? 'line' : 'lines'} left out` });
  };
  for (let at = 0; at < chosen.length;) {
    const place = chosen[at] as number;
    gapTo(place);
    const joined = joinedFrom(moments, chosen, at);
    lines.push(lineOf(joined, told));
    at += joined.length;
    next = place + joined.length;
  }
  gapTo(moments.length);
  return lines;
}

/** To say that a line is left out takes a line, too. */
function withoutSmallGaps(places: readonly number[]): number[] {
  const sorted = [...places].sort((a, b) => a - b);
  return sorted.flatMap((place, at) =>
    at > 0 && sorted[at - 1] === place - 2 ? [place - 1, place] : [place],
  );
}

/** Lines next to each other that are told as one: the same message to several nodes; a question and what became of it. */
function joinedFrom(moments: readonly Moment[], chosen: readonly number[], at: number): Moment[] {
  const place = chosen[at] as number;
  const first = moments[place] as Moment;
  const joined = [first];
  for (let end = at + 1; chosen[end] === place + end - at; end++) {
    const next = moments[chosen[end] as number] as Moment;
    const isJoined =
      first.is === 'ask' ? joined.length === 1 && isSequel(first, next) : isSameMessage(first, next);
    if (!isJoined) break;
    joined.push(next);
  }
  return joined;
}

const isSameMessage = (first: Moment, next: Moment): boolean =>
  first.message !== undefined &&
  next.message !== undefined &&
  first.changed === undefined &&
  next.changed === undefined &&
  first.message.like === next.message.like;

/** The question reaches its node and changes something there; or it is answered before anything else happens. */
const isSequel = ({ operation, client }: Moment, next: Moment): boolean =>
  next.is === 'answer'
    ? next.operation === operation
    : next.changed !== undefined && next.message !== undefined && next.message.from === client;

function lineOf(joined: readonly Moment[], told: Told): StoryLine {
  const { timeline, failure } = told;
  const [first, second] = joined as [Moment, Moment | undefined];
  const moment = first.is === 'ask' && second?.is === 'answer' ? second : first;
  const { event, is, operation } = moment;
  const shows = operation !== undefined && failure?.operations.includes(operation) === true;
  return {
    ...{ is, event, atMs: timeline.atUs(event) / 1000, text: textOf(moment, joined, told) },
    ...(operation === undefined ? {} : { operation }),
    ...(shows ? { shows: true } : {}),
  };
}

function textOf(moment: Moment, joined: readonly Moment[], { timeline, failure }: Told): string {
  const { is, message, operation } = moment;
  const changed = joined[1]?.changed;
  if (is === 'ask' && changed !== undefined) return `${moment.tell()}; ${changed.words()}`;
  if (message !== undefined && joined.length > 1)
    return messageLine({ ...message, to: namesOf(joined.map((its) => its.message?.to ?? '')) });
  if (is !== 'answer' || failure === undefined || operation === undefined) return moment.tell();
  return tellingAnswer(timeline, failure, operation) ?? moment.tell();
}

const ANSWER_LENGTH = 110;

/** Of two answers that differ where they should not, what differs is told. */
function tellingAnswer(
  { operations, events, lanes }: Timeline,
  failure: FailurePoint,
  place: number,
): string | undefined {
  const own = failure.operations.includes(place) ? operations[place] : undefined;
  const other = failure.operations
    .map((its) => operations[its])
    .find((its) => its !== own && its?.f === own?.f);
  if (own?.output === undefined || other?.output === undefined) return undefined;
  const from = events[own.completed - 1]?.message?.from;
  const [output] = shortenBoth(own.output, other.output, ANSWER_LENGTH);
  return answerWords(own, from === undefined ? undefined : lanes[from]?.name, output);
}

function namesOf(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} (${count} times)`)).join(', ');
}
