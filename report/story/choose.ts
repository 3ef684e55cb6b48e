/** Which lines of a run are told where there is no room for all: those that show the failure, and those that led to it. */
import type { Timeline } from '../data/timeline.js';
import type { FailurePoint } from './failure-point.js';
import type { Moment } from './moment.js';
import { distances, rarity, stepCosts } from './relevance.js';

/** Of many faults those nearest before the failure are always told. */
const MOST_FAULTS = 5;
/** Lines that speak of what the failure is about are never farther than this, and nearer by more. */
const SPEAKS_FROM = 60;
const SPEAKS = 90;
/** What the start of every run costs, the end of a fault, a message that came again, … */
const OPENING = 40;
const OVER = 12;
const AGAIN = 60;
/** … and what a node tells itself. */
const TO_ITSELF = 16;
/** Being like many others costs: so many alike, so much. */
const ALIKE: readonly (readonly [count: number, cost: number])[] = [
  [6, 0],
  [20, 8],
  [60, 20],
  [Infinity, 36],
];
/** What is farther than this has next to nothing to do with the failure; … */
const TOO_FAR = 70;
/** … or than this, where so many lines speak of what it is about. */
const FAR_ASIDE = 20;
const MANY_SPEAK = 3;
/** A message like so many others, such as a heartbeat, that changed nothing is part of the hum; so is one to oneself. */
const HUM = 20;

/** The lines worth a place, without the hum. */
export function withoutHum(moments: readonly Moment[], failure: FailurePoint | undefined): readonly Moment[] {
  const alike = rarity(moments);
  return moments.filter((moment) => {
    const { message, changed } = moment;
    if (message === undefined || changed !== undefined) return true;
    return message.from !== message.to && (alike(moment) <= HUM || failure?.speaks(moment.raw()) === true);
  });
}

/**
 * The lines from the most to the least telling. Lines that have nothing to do with the failure are not among them.
 * @param failure undefined: nothing failed; then faults and operations are what there is to tell
 */
export function ranked(
  timeline: Timeline,
  moments: readonly Moment[],
  failure: FailurePoint | undefined,
): readonly Moment[] {
  if (failure === undefined) return moments.filter(({ is }) => is !== 'message' && is !== 'step');
  const scoreOf = scorer(timeline, moments, failure);
  const all = moments.map((moment) => ({ moment, score: scoreOf(moment) }));
  const spoken = all.filter(({ score }) => score < 0 && score > -Infinity);
  const limit = spoken.length >= MANY_SPEAK ? FAR_ASIDE : TOO_FAR;
  const scored = all.filter(({ score }) => score <= limit);
  // Of two equally near ones the later comes first.
  return scored
    .toReversed()
    .sort((a, b) => (a.score === b.score ? 0 : a.score - b.score))
    .map(({ moment }) => moment);
}

/** How little it tells; -Infinity: it is always told. */
function scorer(
  timeline: Timeline,
  moments: readonly Moment[],
  failure: FailurePoint,
): (moment: Moment) => number {
  const alike = rarity(moments);
  const ends = failure.isMissing ? [...failure.ends, ...lastSpoken(moments, failure)] : failure.ends;
  const distance = distances(timeline, ends, stepCosts(moments, alike));
  const shows = new Set(failure.operations);
  const begins = moments.filter(({ fault, event }) => fault?.edge === 'begin' && event <= failure.last);
  const faults = new Set(begins.slice(-MOST_FAULTS).map(({ fault }) => fault?.number));
  const lastOfItsLike = new Map(moments.map((moment) => [likeOf(moment), moment]));
  return (moment) => {
    const { event, operation, fault } = moment;
    if (event > failure.last) return Infinity;
    if (operation !== undefined && shows.has(operation)) return -Infinity;
    if (fault !== undefined) {
      if (fault.edge === 'heal') return OVER;
      if (!faults.has(fault.number) || fault.edge === 'flap') return Infinity;
      return fault.edge === 'begin' ? -Infinity : OVER;
    }
    const far = distance[event] as number;
    const count = alike(moment);
    const isToItself = moment.message !== undefined && moment.message.from === moment.message.to;
    const cost =
      (ALIKE.find(([most]) => count <= most)?.[1] ?? 0) +
      (moment.isOpening === true ? OPENING : 0) +
      (isToItself ? TO_ITSELF : 0);
    if (!failure.speaks(moment.raw())) return far + cost;
    const like = likeOf(moment);
    const again = like !== undefined && lastOfItsLike.get(like) !== moment ? AGAIN : 0;
    return Math.min(far, SPEAKS_FROM) + cost + again - SPEAKS;
  };
}

/** Where what is missing was seen last. */
function lastSpoken(moments: readonly Moment[], failure: FailurePoint): number[] {
  const last = moments.findLast((moment) => failure.speaks(moment.raw()));
  return last === undefined ? [] : [last.event];
}

/** Equal for messages that hold the same, go the same way and change nothing. */
const likeOf = ({ message, changed }: Moment): string | undefined =>
  message === undefined || changed !== undefined ? undefined : `${message.like} ${message.to}`;
