/**
 * A member of the consumer group: reads the partitions it is given, processes message by message, and commits how
 * far it is: before processing, after it, or by a timer.
 */
import { stateMachine, type CallResult, type StateMachineNode } from 'seedstorm';
import type { Rules } from './bugs.js';
import {
  NOT_THE_READER,
  versionSum,
  type Answer,
  type Assigned,
  type Message,
  type Partition,
} from './messages.js';

const HEARTBEAT_MS = 100;
const READ_TIMEOUT_MS = 250;
const COMMIT_TIMEOUT_MS = 150;
const APPLY_TIMEOUT_MS = 150;
const RETRY_MS = 30;
/** What one message takes. */
const WORK_MS = 20;
const AUTO_COMMIT_MS = 100;

export interface Consumer {
  state: ConsumerState;
  message: Message;
  answer: Answer;
  /** `heartbeat`, `auto-commit`, or `go on/<partition>`. */
  timer: string;
  token: ConsumerToken;
}

interface ConsumerToken {
  readonly kind: 'read' | 'commit' | 'auto-commit' | 'apply';
  readonly partition: number;
  readonly generation: number;
}

interface ConsumerState {
  generation: number;
  partitions: readonly Partition[];
  reading: Record<number, Reading>;
}

/** How far it is with one partition. */
interface Reading {
  /** Offset to read next; unknown until the reset policy has found one. */
  position: number | undefined;
  /** What was read and is not processed. */
  batch: { readonly offset: number; readonly value: string }[];
  /** What to do next. */
  next: 'read' | 'commit' | 'process';
}

type ConsumerNode = StateMachineNode<Consumer>;

export interface ConsumerOptions {
  readonly commit: 'before' | 'after' | 'automatic';
  readonly reset: 'earliest' | 'latest';
  readonly dedupe: 'none' | 'offset' | 'id';
  readonly rules: Rules;
}

export function consumer(options: ConsumerOptions) {
  const { reset, dedupe } = options;
  const commit =
    options.commit === 'after' && options.rules.commitAfter === 'fetching' ? 'before' : options.commit;

  /** Does what comes next with a partition. */
  function goOn(state: ConsumerState, number: number, node: ConsumerNode): void {
    const reading = state.reading[number];
    if (reading === undefined) return;
    if (reading.next === 'read') return read(state, number, reading, node);
    if (reading.next === 'commit')
      return call(
        'controller',
        'commit',
        commitOf(state, number, reading),
        COMMIT_TIMEOUT_MS,
        state,
        number,
        node,
      );
    process(state, number, reading, node);
  }

  function read(state: ConsumerState, number: number, { position }: Reading, node: ConsumerNode): void {
    const leader = state.partitions[number]?.leader;
    if (leader === undefined) return later(number, node);
    const message: Message = { kind: 'read', partition: number, from: position ?? reset };
    call(leader, 'read', message, READ_TIMEOUT_MS, state, number, node);
  }

  function process(state: ConsumerState, partition: number, { batch }: Reading, node: ConsumerNode): void {
    const [first] = batch;
    if (first === undefined) return processed(state, partition, node);
    const { offset, value } = first;
    if (dedupe === 'none') {
      node.effect({ f: 'process', value, partition, offset });
      return applied(state, partition, node);
    }
    const key = dedupe === 'id' ? value : `${partition}/${offset}`;
    call(
      'database',
      'apply',
      { kind: 'apply', key, partition, offset, value },
      APPLY_TIMEOUT_MS,
      state,
      partition,
      node,
    );
  }

  /** One message is done. */
  function applied(state: ConsumerState, number: number, node: ConsumerNode): void {
    const reading = state.reading[number] as Reading;
    reading.batch.shift();
    if (reading.batch.length === 0) processed(state, number, node);
    else work(number, node);
  }

  /** All that was read is done. */
  function processed(state: ConsumerState, number: number, node: ConsumerNode): void {
    const reading = state.reading[number] as Reading;
    reading.next = commit === 'after' ? 'commit' : 'read';
    goOn(state, number, node);
  }

  function ended(
    state: ConsumerState,
    number: number,
    result: CallResult<Consumer>,
    node: ConsumerNode,
  ): void {
    const reading = state.reading[number];
    if (reading === undefined) return;
    if (result.kind === 'refused' && result.error === NOT_THE_READER) {
      // Another generation has begun: an assignment is on its way.
      delete state.reading[number];
      return;
    }
    if (result.kind !== 'answer') return later(number, node);
    const answer = result.value;
    if (answer.kind === 'applied') return applied(state, number, node);
    if (answer.kind === 'out-of-range') reading.position = undefined;
    if (answer.kind === 'records') {
      reading.position = answer.offset + answer.values.length;
      reading.batch = answer.values.map((value, place) => ({ offset: answer.offset + place, value }));
      if (reading.batch.length > 0) reading.next = commit === 'before' ? 'commit' : 'process';
    }
    if (answer.kind === 'committed') reading.next = commit === 'before' ? 'process' : 'read';
    if (reading.next === 'process') work(number, node);
    else goOn(state, number, node);
  }

  return stateMachine<Consumer>({
    start(node) {
      node.setTimer('heartbeat', HEARTBEAT_MS);
      if (commit === 'automatic') node.setTimer('auto-commit', AUTO_COMMIT_MS);
      const state: ConsumerState = { generation: 0, partitions: [], reading: {} };
      heartbeat(state, node);
      return state;
    },

    onMessage(state, message, node) {
      if (message.kind === 'report') return report(state, node);
      if (message.kind !== 'assignment' || message.incarnation !== node.incarnation) return;
      state.partitions = newer(state.partitions, message.partitions);
      if (message.generation <= state.generation) return;
      for (const number of Object.keys(state.reading)) node.clearTimer(`go on/${number}`);
      state.generation = message.generation;
      state.reading = Object.fromEntries(message.offsets.map(begin));
      for (const { partition } of message.offsets) goOn(state, partition, node);
    },

    onReply(state, result, node) {
      const { kind, partition, generation } = result.token;
      if (kind !== 'auto-commit' && generation === state.generation) ended(state, partition, result, node);
    },

    onTimer(state, timer, node) {
      if (timer === 'heartbeat') {
        node.setTimer('heartbeat', HEARTBEAT_MS);
        heartbeat(state, node);
      } else if (timer === 'auto-commit') {
        node.setTimer('auto-commit', AUTO_COMMIT_MS);
        for (const [number, reading] of Object.entries(state.reading))
          if (reading.position !== undefined)
            call(
              'controller',
              'auto-commit',
              commitOf(state, Number(number), reading),
              COMMIT_TIMEOUT_MS,
              state,
              Number(number),
              node,
            );
      } else goOn(state, Number(timer.slice('go on/'.length)), node);
    },
  });
}

function heartbeat({ generation, partitions }: ConsumerState, node: ConsumerNode): void {
  const { incarnation } = node;
  node.send('controller', { kind: 'member', incarnation, generation, known: versionSum(partitions) });
}

function begin({ partition, offset }: Assigned): [number, Reading] {
  return [partition, { position: offset, batch: [], next: 'read' }];
}

/** The committed offset is what comes after everything read: with a batch unprocessed, it runs ahead of the work. */
function commitOf({ generation }: ConsumerState, partition: number, { position }: Reading): Message {
  return { kind: 'commit', generation, partition, offset: position ?? 0 };
}

function call(
  to: string,
  kind: ConsumerToken['kind'],
  message: Message,
  timeoutMs: number,
  { generation }: ConsumerState,
  partition: number,
  node: ConsumerNode,
): void {
  node.call(to, message, { timeoutMs, token: { kind, partition, generation } });
}

function later(number: number, node: ConsumerNode): void {
  node.setTimer(`go on/${number}`, RETRY_MS);
}

function work(number: number, node: ConsumerNode): void {
  node.setTimer(`go on/${number}`, WORK_MS);
}

function report({ generation, reading }: ConsumerState, node: ConsumerNode): void {
  const consumed = Object.entries(reading).map(([number, { position, batch, next }]) => ({
    partition: Number(number),
    position: position ?? 0,
    idle: position !== undefined && batch.length === 0 && next === 'read',
  }));
  node.reply({ kind: 'consumed', generation, consumed });
}

function newer(known: readonly Partition[], told: readonly Partition[]): readonly Partition[] {
  return told.map((partition, number) => {
    const before = known[number];
    return before !== undefined && before.version > partition.version ? before : partition;
  });
}
