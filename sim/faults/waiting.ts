/** What a fault waits for, in words. */
import type { Site } from '../node/site-watch.js';
import type { Pattern } from './pattern.js';
import { WHOEVER } from './stand-in-names.js';
import type { MessageWhen, SiteWhen, StateWhen, When } from './when.js';

/** A fault, as far as it waits. */
interface Waits {
  readonly when?: When;
  readonly node?: string;
}

/**
 * `after its 3rd sync`, `before n1's next send to n2`, `5 ms after its next await`, `as soon as it is "leader"`,
 * `before the 2nd "prepare" n1 → n2`; nothing for a fault with a time.
 */
export function waiting(fault: Waits): string {
  const { when } = fault;
  if (when === undefined) return '';
  if ('state' in when) return ` ${forState(fault, when)}`;
  if ('site' in when) return ` ${later(when)}${when.moment} ${forSite(fault, when)}`;
  return ` ${later(when)}${when.moment} ${messageOf(when)}`;
}

/** `the 2nd "prepare" n1 → n2`, `the next {"f":"vote"} to n1 that is received`. */
export function messageOf({ message, nth, from, to, at }: MessageWhen): string {
  const way =
    from !== undefined && to !== undefined
      ? ` ${from} → ${to}`
      : `${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`;
  return `the ${ordinal(nth)} ${quoted(message)}${way}${at === 'receive' ? ' that is received' : ''}`;
}

function forState(fault: Waits, { state, nth, node, afterMs = 0 }: StateWhen): string {
  const hit = fault.node;
  const who = hit === (node ?? WHOEVER) ? 'it' : (node ?? (hit === undefined ? 'whoever' : 'somebody'));
  const again = nth === 1 ? '' : ` for the ${ordinal(nth)} time`;
  return `${afterMs === 0 ? 'as soon as' : `${afterMs} ms after`} ${who} is ${quoted(state)}${again}`;
}

function forSite(fault: Waits, { site, nth, node, peer }: SiteWhen): string {
  const hit = fault.node;
  const whose = node === undefined || node === hit ? 'its' : `${node}'s`;
  const other = peer === undefined ? '' : `${site === 'receive' ? ' from ' : ' to '}${peer}`;
  return `${whose} ${ordinal(nth)} ${nouns[site]}${other}`;
}

function later({ afterMs = 0 }: When): string {
  return afterMs === 0 ? '' : `${afterMs} ms `;
}

function quoted(what: string | Pattern): string {
  return JSON.stringify(what);
}

const nouns: { readonly [S in Site]: string } = {
  send: 'send',
  receive: 'incoming message',
  reply: 'reply',
  write: 'write',
  sync: 'sync',
  await: 'await',
  effect: 'effect',
};

/** `next`, `2nd`, `3rd` … */
export function ordinal(nth: number): string {
  if (nth === 1) return 'next';
  const tens = nth % 100;
  const ending = tens > 10 && tens < 20 ? 'th' : (['th', 'st', 'nd', 'rd'][nth % 10] ?? 'th');
  return `${nth}${ending}`;
}
