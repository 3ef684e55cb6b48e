/**
 * The moments at which a fault of a node makes a difference: one after each event of the node, as between two of its
 * events nothing happens to it. Each is known by what the node has just done, so that a moment of one run can be found
 * again in another.
 */
import { EventKind } from '../../sim/kernel/event-kind.js';
import type { Micros } from '../../sim/kernel/time.js';
import { shapeOf } from './shape.js';
import type { Watch } from './watch.js';

export interface Moment {
  readonly atUs: Micros;
  /** What the node has done before, latest first. */
  readonly before: readonly string[];
  /** What it does next. */
  readonly next: string;
}

/** So much of what happened before tells a moment. */
const DEPTH = 5;
/** A fault comes so long after the event. */
const AFTER_US = 1;
/** What {@link momentsOf} calls the start of a node. */
const START = `${EventKind.Start} `;

/** The moments of a node, in time. Two events in the same microsecond have one moment after them. */
export function momentsOf({ events, messages }: Watch, node: number): Moment[] {
  const sentAt = new Map<Micros, string>();
  for (const { from, to, atUs, kind, payload } of messages)
    if (from === node) sentAt.set(atUs, `${sentAt.get(atUs) ?? ''} > ${kind} ${to} ${shapeOf(payload)}`);
  const own = events.filter((event) => event?.node === node);
  const done = own.map((event) => {
    const { kind, message, atUs } = event as NonNullable<typeof event>;
    const what = message === undefined ? '' : `${message.from} ${shapeOf(message.payload)}`;
    return `${kind} ${what}${sentAt.get(atUs) ?? ''}`;
  });
  return own.flatMap((event, index) => {
    const atUs = (event as NonNullable<typeof event>).atUs + AFTER_US;
    const following = own[index + 1];
    if (following !== undefined && following.atUs < atUs) return [];
    const before = done.slice(Math.max(0, index + 1 - DEPTH), index + 1).reverse();
    return [{ atUs, before, next: done[index + 1] ?? '' }];
  });
}

/** The moment that a time falls into: after the last event before it. */
export function momentAt(moments: readonly Moment[], atUs: Micros): Moment | undefined {
  return moments.findLast(
    (moment) =>
      moment.atUs < atUs + AFTER_US ||
      // A restart at this time sets off the start: the node had not done that before.
      (moment.atUs === atUs + AFTER_US && moment.before[0] !== START),
  );
}

/** How much two moments are alike: what came last counts most. */
function likeness(one: Moment, other: Moment): number {
  let alike = 0;
  for (let depth = 0; depth < DEPTH; depth++)
    if (one.before[depth] === other.before[depth]) alike += DEPTH - depth;
  return alike;
}

/**
 * One moment of each sort, those most like the model first; then a second one of each, and so on. Moments of which
 * there are many alike are the hum of the node, which seldom decides anything: of two as much like the model, the
 * rarer comes first.
 */
export function inOrderOfPromise<M extends Moment>(moments: readonly M[], model: Moment | undefined): M[] {
  const sorts = new Map<string, M[]>();
  for (const moment of moments) {
    const sort = `${moment.before.join('|')}/${moment.next}`;
    const alike = sorts.get(sort);
    if (alike === undefined) sorts.set(sort, [moment]);
    else alike.push(moment);
  }
  const ranked = [...sorts.values()]
    .map((alike) => ({ alike, like: model === undefined ? 0 : likeness(model, alike[0] as Moment) }))
    .sort((a, b) => b.like - a.like || a.alike.length - b.alike.length);
  const rounds = Math.max(0, ...ranked.map(({ alike }) => alike.length));
  return Array.from({ length: rounds }, (_, round) =>
    ranked.flatMap(({ alike }) => alike.slice(round, round + 1)),
  ).flat();
}
