/** What a fault waits for, in words. */
import type { Site } from '../node/site-watch.js';
import type { Fault } from './fault.js';
import type { Pattern } from './pattern.js';
import { isStandIn, OTHERS, PEER, WHOEVER } from './stand-ins.js';
import type { MessageWhen, SiteWhen, StateWhen, When } from './when.js';

/**
 * `after its 3rd sync`, `before n1's next send to n2`, `5 ms after its next await`, `as soon as it is "leader"`,
 * `before the 2nd "prepare" n1 → n2`; nothing for a fault with a time.
 */
export function waiting(fault: Fault): string {
  const { when } = fault;
  if (when === undefined) return '';
  if ('state' in when) return ` ${forState(fault, when)}`;
  if ('site' in when) return ` ${later(when)}${when.moment} ${forSite(fault, when)}`;
  return itsMessage(fault) === when ? '' : ` ${later(when)}${when.moment} ${messageOf(when)}`;
}

/** The message that the fault waits for, where that is the very one it happens to, as it leaves. */
export function itsMessage(fault: Fault): MessageWhen | undefined {
  const { when } = fault;
  if (when === undefined || !('message' in when) || fault.kind !== 'message') return undefined;
  const isIt =
    fault.nth === 1 &&
    when.moment === 'before' &&
    when.at !== 'receive' &&
    fault.from === (when.from ?? WHOEVER) &&
    fault.to === (when.to ?? PEER);
  return isIt ? when : undefined;
}

/** `the 2nd "prepare" n1 → n2`, `the next {"f":"vote"} to n1 that is received`. */
export function messageOf({ message, nth, from, to, at }: MessageWhen): string {
  const way =
    from !== undefined && to !== undefined
      ? ` ${from} → ${to}`
      : `${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`;
  return `the ${ordinal(nth)} ${quoted(message)}${way}${at === 'receive' ? ' that is received' : ''}`;
}

function forState(fault: Fault, { state, nth, node, afterMs = 0 }: StateWhen): string {
  const hit = 'node' in fault ? fault.node : undefined;
  const who = hit === (node ?? WHOEVER) ? 'it' : (node ?? (hit === undefined ? 'whoever' : 'somebody'));
  const again = nth === 1 ? '' : ` for the ${ordinal(nth)} time`;
  return `${afterMs === 0 ? 'as soon as' : `${afterMs} ms after`} ${who} is ${quoted(state)}${again}`;
}

function forSite(fault: Fault, { site, nth, node, peer }: SiteWhen): string {
  const hit = 'node' in fault ? fault.node : undefined;
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

/** A name as people read it: `@whoever` is `whoever`. */
export function spoken(name: string): string {
  if (name === OTHERS) return 'the others';
  return isStandIn(name) ? name.slice(1) : name;
}
