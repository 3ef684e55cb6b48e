/** What a primary does: orders writes, hands its log on, and answers when enough backups have what an answer rests on. */
import type { ReplyTo } from 'seedstorm';
import { TAKE_OVER } from './coverage.js';
import { append, commit, positionOf, truncate } from './log.js';
import type { Entry, StoreReply, StoreRequest } from './messages.js';
import type { ReplicaNode, ReplicaState } from './replica.js';
import type { StoreRules } from './rules.js';

/** What a primary keeps in mind of its epoch. */
export interface Leading {
  readonly epoch: number;
  /** Number of the last sending. */
  round: number;
  /** How much of the log is safe on its own disk. */
  durable: number;
  readonly backups: Record<string, Progress>;
  waiting: Waiting[];
}

interface Progress {
  /** Where the next entries to send begin. */
  next: number;
  /** How much of the log the backup is known to have on its disk. */
  length: number;
  /** The last sending it answered: then it did not follow a newer epoch yet. */
  round: number;
}

/** A request that waits until its place in the log is committed, and a sending after it was heard. */
interface Waiting {
  readonly request: StoreRequest;
  readonly replyTo: ReplyTo;
  readonly length: number;
  readonly round: number;
  readonly sinceMs: number;
}

interface Asked {
  readonly request: StoreRequest;
  readonly replyTo: ReplyTo;
  readonly client: string;
  readonly id: number;
}

/** How often a primary sends, whether there is something new or not. */
const SEND_MS = 20;
/** Entries in one message. */
const MOST = 32;
/** How long a primary that gives up waiting waits. */
const PATIENCE_MS = 60;

/** The first entry of the epoch commits all before it: what is counted are only entries of one's own epoch. */
export function beginToLead(
  state: ReplicaState,
  names: readonly string[],
  node: ReplicaNode,
  rules: StoreRules,
): void {
  if (rules.keep === 'known-committed') truncate(state, state.committed);
  const next = state.log.length;
  const backups = names
    .filter((name) => name !== node.id)
    .map((name): [string, Progress] => [name, { next, length: 0, round: 0 }]);
  state.primary = null;
  state.leading = {
    epoch: state.epoch,
    round: 0,
    durable: 0,
    backups: Object.fromEntries(backups),
    waiting: [],
  };
  node.log(`primary of epoch ${state.epoch}`);
  node.sometimes(TAKE_OVER, state.epoch > 1);
  write(state, state.leading, { epoch: state.epoch, write: null }, node);
}

/** Answers nothing more: somebody else may have been promoted. */
export function stepDown(state: ReplicaState, node: ReplicaNode): void {
  const { leading } = state;
  if (leading === null) return;
  state.leading = null;
  node.clearTimer('send');
  node.sometimes('a deposed primary leaves clients without an answer', leading.waiting.length > 0);
  for (const { replyTo, request } of leading.waiting)
    node.rejectTo(replyTo, 'deposed while waiting for backups', { definite: request.f !== 'write' });
}

/** A client's request: a write is appended; a read waits for all that was there before it. */
export function take(
  state: ReplicaState,
  { request, replyTo, client, id }: Asked,
  node: ReplicaNode,
  rules: StoreRules,
): void {
  const { leading } = state;
  if (leading === null) return;
  if (request.f === 'write' && id <= (state.asked[client] ?? 0)) return;
  const asks = request.f !== 'write' && rules.readsAsk;
  leading.waiting.push({
    request,
    replyTo,
    length: request.f === 'write' ? state.log.length + 1 : asks ? state.log.length : 0,
    round: asks ? leading.round + 1 : 0,
    sinceMs: node.monotonicMs(),
  });
  if (request.f === 'write')
    write(
      state,
      leading,
      { epoch: leading.epoch, write: { key: request.key, value: request.value, client, id } },
      node,
    );
  else if (asks && rules.acknowledgements > 0) sendAll(state, node, 'new');
  answerReady(state, leading, node, rules);
}

function write(state: ReplicaState, { epoch }: Leading, entry: Entry, node: ReplicaNode): void {
  append(state, entry, node);
  node.disk.sync({ kind: 'written', epoch, length: state.log.length });
  sendAll(state, node, 'new');
}

/** Sends every backup what it has not been sent, or again what it has not acknowledged. */
export function sendAll(state: ReplicaState, node: ReplicaNode, what: 'new' | 'again'): void {
  const { leading, log, committed } = state;
  if (leading === null) return;
  const round = ++leading.round;
  for (const [name, backup] of Object.entries(leading.backups)) {
    if (what === 'again' && backup.length > 0) backup.next = backup.length;
    const { next } = backup;
    const entries = log.slice(next, next + MOST);
    backup.next = next + entries.length;
    node.send(name, {
      kind: 'append',
      epoch: leading.epoch,
      round,
      after: positionOf(log, next),
      entries,
      committed,
    });
  }
  node.setTimer('send', SEND_MS);
}

/** A backup has everything up to `length` on its disk. */
export function acknowledged(
  state: ReplicaState,
  from: string,
  { epoch, round, length }: { readonly epoch: number; readonly round: number; readonly length: number },
  node: ReplicaNode,
  rules: StoreRules,
): void {
  const { leading } = state;
  const backup = leading?.backups[from];
  if (leading === null || backup === undefined || epoch !== leading.epoch) return;
  backup.length = Math.max(backup.length, length);
  backup.round = Math.max(backup.round, round);
  backup.next = Math.max(backup.next, backup.length);
  answerReady(state, leading, node, rules);
}

/** A backup's log ends before what it was sent, or differs there. */
export function behind(
  { leading, log }: ReplicaState,
  from: string,
  { epoch, round, length }: { readonly epoch: number; readonly round: number; readonly length: number },
  node: ReplicaNode,
): void {
  const backup = leading?.backups[from];
  if (leading === null || backup === undefined || epoch !== leading.epoch) return;
  // Late answers would send a backup that has begun to catch up back to the beginning, again and again.
  if (round <= backup.round) return;
  backup.round = round;
  node.sometimes('a backup has to catch up', log.length > length + 1);
  backup.next = Math.min(length, log.length);
  backup.length = Math.min(backup.length, backup.next);
}

/** The primary's own disk has everything up to `length`. */
export function written(
  state: ReplicaState,
  { epoch, length }: { readonly epoch: number; readonly length: number },
  node: ReplicaNode,
  rules: StoreRules,
): void {
  const { leading } = state;
  if (leading === null || epoch !== leading.epoch) return;
  leading.durable = Math.max(leading.durable, length);
  answerReady(state, leading, node, rules);
}

/** Commits what enough disks hold, and answers whoever waited for that. */
export function answerReady(
  state: ReplicaState,
  leading: Leading,
  node: ReplicaNode,
  rules: StoreRules,
): void {
  const needed = waitsTooLong(leading, node, rules) ? 0 : rules.acknowledgements;
  const backups = Object.values(leading.backups);
  const safe = Math.min(
    leading.durable,
    reachedBy(
      needed,
      backups.map(({ length }) => length),
    ),
  );
  if (safe > state.committed && state.log[safe - 1]?.epoch === leading.epoch) commit(state, safe);
  const round = reachedBy(
    needed,
    backups.map((backup) => backup.round),
  );
  const ready = ({ length, round: asked }: Waiting): boolean => length <= state.committed && asked <= round;
  if (!leading.waiting.some(ready)) return;
  const answered = leading.waiting.filter(ready);
  leading.waiting = leading.waiting.filter((waiting) => !ready(waiting));
  for (const { request, replyTo } of answered) node.replyTo(replyTo, answer(state, request));
}

function answer({ values, log, committed }: ReplicaState, request: StoreRequest): StoreReply {
  if (request.f === 'write') return undefined;
  if (request.f === 'read') return values[request.key] ?? null;
  return log.slice(0, committed).flatMap(({ write }) => (write === null ? [] : [write.value]));
}

/** What at least `count` of the numbers reach; anything, if none need to. */
function reachedBy(count: number, numbers: readonly number[]): number {
  if (count === 0) return Infinity;
  return [...numbers].sort((a, b) => b - a)[count - 1] ?? 0;
}

function waitsTooLong({ waiting: [first] }: Leading, node: ReplicaNode, rules: StoreRules): boolean {
  if (rules.whenBackupsAreSlow === 'wait' || first === undefined) return false;
  return node.monotonicMs() - first.sinceMs > PATIENCE_MS;
}
