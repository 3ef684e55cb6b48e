/**
 * What a fault may wait for, as data: a fault with a `when` begins not at its `atMs` but at something a node does,
 * in the very moment, so that windows of microseconds can be hit.
 */
import type { Site } from '../node/site-watch.js';
import type { Fault } from './fault.js';

/** Something a node does, as what a fault waits for. */
export interface When {
  readonly site: Site;
  /** Whether the fault comes just before it, or just after. */
  readonly moment: 'before' | 'after';
  /** Which one, from 1, counted from the fault's `atMs` on. */
  readonly nth: number;
  /** The node that does it. Absent: the node the fault hits. */
  readonly node?: string;
  /** Counts only messages to or from this node or client; for `send`, `receive` and `reply`. */
  readonly peer?: string;
  /** The fault waits so long, counted from its `atMs`, and then never begins. Absent: until heal-all. */
  readonly withinMs?: number;
  /** How much later the fault begins; for the moment `after` only. Default 0: at once. */
  readonly afterMs?: number;
}

/** The sites at which a message has somebody at its other end. */
export function hasPeer(site: Site): boolean {
  return site === 'send' || site === 'receive' || site === 'reply';
}

/** The node whose doing the fault waits for. */
export function watchedBy(fault: Fault): string | undefined {
  return fault.when?.node ?? ('node' in fault ? fault.node : undefined);
}

/** `after its 3rd sync`, `before n1's next send to n2`, `5 ms after its next await`; nothing for a fault with a time. */
export function waiting(fault: Fault): string {
  const { when } = fault;
  if (when === undefined) return '';
  const later = when.afterMs === undefined || when.afterMs === 0 ? '' : `${when.afterMs} ms `;
  const own = when.node === undefined || ('node' in fault && fault.node === when.node);
  const whose = own ? 'its' : `${when.node}'s`;
  const peer = when.peer === undefined ? '' : `${when.site === 'receive' ? ' from ' : ' to '}${when.peer}`;
  return ` ${later}${when.moment} ${whose} ${ordinal(when.nth)} ${nouns[when.site]}${peer}`;
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
