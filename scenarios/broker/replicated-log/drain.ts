/**
 * The drain: answers once the group has processed, or given up, everything in the log. It asks the leaders how far
 * the log reaches, then the readers how far they are, again and again until they agree. So whatever was acknowledged
 * before and is not processed now will never be.
 */
import type { CallResult, ReplyTo } from 'seedstorm';
import type { Controller, ControllerNode, ControllerState } from './controller.js';
import { ownerOf } from './group.js';
import type { Partition } from './messages.js';

const ASK_TIMEOUT_MS = 100;
const AGAIN_MS = 30;

/** Belongs to the round that asked. */
export type DrainToken = { readonly round: number };

export interface Drain {
  readonly replyTo: ReplyTo;
  round: number;
  /** What each partition's log holds in this round. */
  logs: Record<number, readonly string[]>;
  /** Partitions processed to that end in this round. */
  done: Record<number, boolean>;
  asked: 'leaders' | 'readers';
}

export function beginDrain(state: ControllerState, node: ControllerNode, brokers: readonly string[]): void {
  state.drain = { replyTo: node.defer(), round: 0, logs: {}, done: {}, asked: 'leaders' };
  drainTimer(state, node, brokers);
}

/** A new round. */
export function drainTimer(
  { drain }: ControllerState,
  node: ControllerNode,
  brokers: readonly string[],
): void {
  if (drain === undefined) return;
  drain.round++;
  drain.logs = {};
  drain.done = {};
  drain.asked = 'leaders';
  ask(drain, brokers, node);
  node.setTimer('drain', AGAIN_MS);
}

export function drainReply(
  state: ControllerState,
  result: CallResult<Controller>,
  node: ControllerNode,
): void {
  const { drain, partitions, group } = state;
  if (drain === undefined || result.kind !== 'answer' || result.token.round !== drain.round) return;
  const answer = result.value;
  if (answer.kind === 'led') {
    for (const { partition, epoch, highWatermark, values } of answer.led)
      if (isLeader(partitions[partition], result.from, epoch) && highWatermark === values.length)
        drain.logs[partition] = values;
    if (drain.asked === 'leaders' && Object.keys(drain.logs).length === partitions.length) {
      drain.asked = 'readers';
      ask(drain, Object.keys(group.members), node);
    }
  } else if (answer.kind === 'consumed' && answer.generation === group.generation) {
    for (const { partition, position, idle } of answer.consumed)
      if (
        idle &&
        ownerOf(group, partition) === result.from &&
        position >= (drain.logs[partition]?.length ?? Infinity)
      )
        drain.done[partition] = true;
    if (Object.keys(drain.done).length < partitions.length) return;
    node.replyTo(drain.replyTo, {
      kind: 'drained',
      log: partitions.map((_, partition) => drain.logs[partition] ?? []),
    });
    state.drain = undefined;
    node.clearTimer('drain');
  }
}

function ask(drain: Drain, whom: readonly string[], node: ControllerNode): void {
  for (const name of whom)
    node.call(name, { kind: 'report' }, { timeoutMs: ASK_TIMEOUT_MS, token: { round: drain.round } });
}

function isLeader(partition: Partition | undefined, name: string, epoch: number): boolean {
  return partition?.leader === name && partition.epoch === epoch;
}
