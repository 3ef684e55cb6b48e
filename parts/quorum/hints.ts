/**
 * A sloppy quorum with hinted hand-off: where the home of a key is away another node takes the copy, with a hint for whom.
 *
 * Plain data and pure functions (DeCandia et al., "Dynamo", SOSP 2007, §4.6). Writes then succeed while any W nodes are up, but
 * such a quorum need not meet that of a read: until hints are handed off a read may miss a write that was acknowledged.
 */

export interface HintRules {
  /** A hint is kept until its home has acknowledged the copy, or given up once it was sent. */
  readonly kept: 'until-acknowledged' | 'until-sent';
}

/** The rules of hints as they should be. */
export const hintRules: HintRules = { kept: 'until-acknowledged' };

/** Who is asked to keep a copy, and for whom, where that is another. */
export interface SloppyVoter {
  readonly to: string;
  readonly hintFor?: string;
}

/**
 * Who shall keep the copies of a key: its homes, and for each that seems to be away the next node that is not.
 * @param order all nodes in the order of the ring, from the key on: `ownersOf(ring, key, Infinity)`
 * @param homes how many of them are the homes of the key
 * @param isAway whether a node seems to be away: see `suspects`
 */
export function sloppyVoters(
  order: readonly string[],
  homes: number,
  isAway: (node: string) => boolean,
): SloppyVoter[] {
  const stand = order.slice(homes).filter((node) => !isAway(node));
  return order.slice(0, homes).map((home) => {
    if (!isAway(home)) return { to: home };
    const to = stand.shift();
    return to === undefined ? { to: home } : { to, hintFor: home };
  });
}

/** A copy kept for another node. */
export interface Hint<C> {
  readonly home: string;
  readonly key: string;
  readonly copy: C;
  readonly n: number;
}

/** The hints a node keeps: part of the state, and on the disk where copies are. */
export interface Hints<C> {
  last: number;
  readonly kept: Hint<C>[];
}

/** No copies kept for others: the state at first. */
export function noHints<C>(): Hints<C> {
  return { last: 0, kept: [] };
}

/** Keeps a copy for another node; an older one for the same key is replaced, if `isNewer` says so. */
export function keepHint<C>(
  hints: Hints<C>,
  home: string,
  key: string,
  copy: C,
  isNewer: (a: C, b: C) => boolean,
): void {
  const place = hints.kept.findIndex((hint) => hint.home === home && hint.key === key);
  const known = hints.kept[place];
  if (known !== undefined && !isNewer(copy, known.copy)) return;
  if (known !== undefined) hints.kept.splice(place, 1);
  hints.kept.push({ home, key, copy, n: ++hints.last });
}

/** What to send home now. Tell `handedOff` when the home has acknowledged it. */
export function hintsToSend<C>(
  hints: Hints<C>,
  isAway: (node: string) => boolean,
  { kept }: HintRules = hintRules,
): Hint<C>[] {
  const send = hints.kept.filter(({ home }) => !isAway(home));
  if (kept === 'until-sent') for (const { n } of send) handedOff(hints, n);
  return send;
}

/** A home has acknowledged the copy of the hint with this number. One that was replaced meanwhile stays. */
export function handedOff(hints: Hints<unknown>, n: number): void {
  const place = hints.kept.findIndex((hint) => hint.n === n);
  if (place >= 0) hints.kept.splice(place, 1);
}
