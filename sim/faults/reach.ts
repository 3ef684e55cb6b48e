/** Which nodes can all talk to one another, given what is cut. */
import type { Fault } from './fault.js';
import { OTHERS, PEER, WHOEVER } from './stand-in-names.js';
import { castAs, standInsOf } from './stand-ins.js';

/** A fault that keeps messages away: it parts nodes in groups, or some senders from some receivers. */
export type Cut = Fault & {
  readonly groups?: readonly (readonly string[])[];
  readonly from?: readonly string[];
  readonly to?: readonly string[];
};

/**
 * A cut in which everybody has a name, and how many nodes besides may be cut off by it whoever they are: a set in which
 * all can talk is one still when these are taken out of it.
 */
export function knownCut(
  cut: Cut,
  members: readonly string[],
): { readonly cut: Cut; readonly unknown: number } {
  const standIns = standInsOf(cut);
  if (standIns.length === 0) return { cut, unknown: 0 };
  const named = castAs(cut, { whoever: WHOEVER, peer: PEER }, members);
  return { cut: named, unknown: standIns.filter((name) => name !== OTHERS).length };
}

/** Overlapping cuts split the candidates again and again; only the largest are followed. */
const MAX_CANDIDATES = 32;

/**
 * The size of a set of nodes that can all talk to one another, both ways, with these cuts in force: the largest that
 * a search among the partitions' own groups finds. There may be larger ones, never a smaller truth.
 */
export function largestConnected(members: readonly string[], cuts: readonly Cut[]): number {
  let candidates: (readonly string[])[] = [members];
  for (const cut of cuts) {
    const split = candidates.flatMap((candidate) => parts(candidate, cut));
    candidates = split.sort((a, b) => b.length - a.length).slice(0, MAX_CANDIDATES);
  }
  // A node can always talk to itself.
  return candidates[0]?.length || Math.min(1, members.length);
}

/** The subsets of a connected set that stay connected. */
function parts(connected: readonly string[], cut: Cut): (readonly string[])[] {
  if (cut.kind === 'partition')
    return cut.groups.map((group) => connected.filter((node) => group.includes(node)));
  const { from, to } = cut;
  const receivers = connected.filter((node) => to === undefined || to.includes(node));
  const senders = connected.filter((node) => from === undefined || from.includes(node));
  if (senders.length === 0 || receivers.length === 0) return [connected];
  const withoutSenders = connected.filter((node) => !senders.includes(node));
  const withoutReceivers = connected.filter((node) => !receivers.includes(node));
  return [withoutSenders, withoutReceivers];
}
