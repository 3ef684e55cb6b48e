/**
 * The broker: the log of each partition, and the coordinator of the group. All that must last is in one journal on its
 * disk, and nobody is told of anything that a power cut can take back.
 */
import { stateMachine, type ReplyTo, type StateMachineNode } from 'seedstorm';
import {
  answerAll,
  answerWhenEmpty,
  appendTo,
  logSynced,
  openLog,
  type DurableLog,
  type Waiting,
} from 'seedstorm/parts';
import {
  advanceHighWatermark,
  appendBatch,
  commitOffsets,
  committedOffset,
  fetchFrom,
  groupNextDueMs,
  groupPassTime,
  heartbeatGroup,
  joinGroup,
  leaveGroup,
  newPartitionLog,
  restoreGroup,
  newConsumerGroup,
  soundGroup,
  syncGroup,
  visibleRecords,
  type Answers,
  type CommittedOffset,
  type ConsumerGroup,
  type KafkaError,
  type KeptGroup,
  type PartitionLog,
} from 'seedstorm/servers';
import { partitionOf, TOPIC, type BrokerCalls, type Message, type Place } from './messages.js';
import type { Options } from './rules.js';

type Line =
  | { readonly f: 'append'; readonly partition: number; readonly value: string }
  | { readonly f: 'group'; readonly kept: KeptGroup }
  | { readonly f: 'commit'; readonly member: string; readonly n: number; readonly places: readonly Place[] };

type Input = Parameters<StateMachineNode<never>['effect']>[0];

/** What waits until the journal is durable up to `at`. */
type Later = { readonly at: number } & (
  | { readonly kind: 'reply'; readonly to: ReplyTo; readonly value: unknown }
  | { readonly kind: 'effect'; readonly input: Input }
);

interface State {
  readonly log: DurableLog<Line>;
  readonly partitions: readonly PartitionLog[];
  readonly group: ConsumerGroup<ReplyTo>;
  /** The group as the journal has it, and how long the journal was then. */
  kept: { readonly group: KeptGroup; readonly at: number };
  /** The last commit of each member. */
  readonly commits: Record<string, number>;
  readonly later: Later[];
  /** So many lines of the journal are durable. */
  durable: number;
  syncing: boolean;
  dueMs: number | undefined;
  readonly draining: Waiting;
}

interface Broker {
  state: State;
  requests: {
    send: (sent: { readonly partition: number; readonly value: string }) => number;
    drain: () => void;
  };
  messages: BrokerCalls;
  timer: 'due' | 'drain';
  /** How long the journal was: records on the disk, and lines. */
  token: { readonly at: number; readonly lines: number };
}
type Node = StateMachineNode<Broker>;

const FETCH_AT_MOST = 5;
const DRAIN_MS = 950;

export function broker({ partitions: count, rules }: Options) {
  const settings = { initialRebalanceDelayMs: 30, minSessionMs: 10, maxSessionMs: 10_000 };
  const groupRules = { ...soundGroup, ...rules };

  return stateMachine<Broker>({
    start(node) {
      const { log } = openLog<Line>(node);
      const state = recovered(log, node);
      keepUp(state, node);
      watch(state, node);
      return state;
    },

    onRequest: {
      send(state, { partition, value }, node) {
        const at = state.partitions[partition] as PartitionLog;
        const offset = append(at, value, node.nowMs());
        appendTo(state.log, { f: 'append', partition, value }, node);
        reply(state, node.defer(), offset, state.log.next, node);
        keepUp(state, node);
      },
      drain(state, _drain, node) {
        const when = { empty: isDone(state), timer: 'drain', atMostMs: DRAIN_MS };
        answerWhenEmpty(state.draining, when, () => undefined, node);
      },
    },

    onMessage: {
      join(state, asked, node) {
        const to = node.defer();
        const start = { ...settings, start: node.incarnation };
        settle(state, joinGroup(state.group, asked, to, node.monotonicMs(), start, groupRules), node);
      },
      sync(state, asked, node) {
        settle(state, syncGroup(state.group, asked, node.defer(), node.monotonicMs(), groupRules), node);
      },
      leave(state, asked, node) {
        const { answers } = leaveGroup(state.group, [asked], node.monotonicMs(), groupRules);
        settle(state, answers, node);
        reply(state, node.defer(), { kind: 'leave' }, state.kept.at, node);
        keepUp(state, node);
      },
      heartbeat(state, asked, node) {
        const error = heartbeatGroup(state.group, asked, node.monotonicMs(), groupRules);
        if (error === undefined) node.reply(null);
        else refuse(state, error, node);
      },
      commit(state, { memberId, instanceId, generation, n, places }, node) {
        if (n <= (state.commits[memberId] ?? 0)) return;
        state.commits[memberId] = n;
        const offsets = places.map(([partition, offset]) => ({ topic: TOPIC, partition, offset }));
        const commit = { memberId, instanceId, generation, offsets };
        const error = commitOffsets(state.group, commit, node.monotonicMs(), groupRules);
        if (error !== undefined) return refuse(state, error, node);
        if (rules.offsets === 'on-disk')
          appendTo(state.log, { f: 'commit', member: memberId, n, places }, node);
        for (const [partition, offset] of places)
          effect(state, { f: 'commit', partition, offset, member: memberId }, node);
        reply(state, node.defer(), null, state.log.next, node);
        keepUp(state, node);
        if (state.draining.length > 0 && isDone(state)) answerAll(state.draining, () => undefined, node);
      },
      committed({ group }, { partitions }, node) {
        node.reply(partitions.map((partition) => [partition, committedOffset(group, TOPIC, partition) ?? 0]));
      },
      fetch({ partitions }, { from }, node) {
        const messages: Message[] = [];
        for (const [partition, offset] of from)
          read(partitions[partition] as PartitionLog, partition, offset, messages);
        node.reply(messages);
      },
    },

    onTimer(state, timer, node) {
      if (timer === 'drain') return answerAll(state.draining, () => undefined, node);
      state.dueMs = undefined;
      settle(state, groupPassTime(state.group, node.monotonicMs(), groupRules), node);
    },

    onSync(state, token, node, ok) {
      if (!ok) return node.exit('a sync failed');
      state.syncing = false;
      logSynced(state.log, token.at, node);
      for (; state.durable < token.lines; state.durable++) {
        const line = state.log.entries[state.durable] as Line;
        if (line.f !== 'append') continue;
        const partition = state.partitions[line.partition] as PartitionLog;
        advanceHighWatermark(partition, partition.highWatermark + 1);
      }
      let done = 0;
      for (const later of state.later) {
        if (later.at > token.at) break;
        done++;
        if (later.kind === 'reply') node.replyTo(later.to, later.value as never);
        else node.effect(later.input);
      }
      state.later.splice(0, done);
      keepUp(state, node);
    },
  });

  /** The partitions and the group as the journal tells of them. */
  function recovered(log: DurableLog<Line>, node: Node): State {
    const partitions = Array.from({ length: count }, newPartitionLog);
    const commits: Record<string, number> = {};
    const offsets: Record<string, CommittedOffset> = {};
    let kept = newConsumerGroup().kept;
    let order = 0;
    const before: KeptGroup[] = [];
    for (const line of log.entries)
      if (line.f === 'append') append(partitions[line.partition] as PartitionLog, line.value, 0);
      else if (line.f === 'group') before.push((kept = line.kept));
      else {
        commits[line.member] = line.n;
        for (const [partition, offset] of line.places)
          offsets[`${TOPIC}/${partition}`] = { offset, order: ++order };
      }
    const state: State = {
      log,
      partitions,
      group: restoreGroup(kept, offsets, node.monotonicMs()),
      kept: { group: kept, at: log.next },
      commits,
      later: [],
      durable: 0,
      syncing: false,
      dueMs: undefined,
      draining: [],
    };
    // Nobody knows whether it was said before the restart that these are out.
    for (const group of before) tellWhoIsOut(state, group, kept, node);
    return state;
  }

  /** Answers leave when what they tell is durable, and the timer is set anew. */
  function settle(state: State, answers: Answers<ReplyTo>, node: Node): void {
    const { group, kept } = state;
    if (group.kept !== kept.group) {
      appendTo(state.log, { f: 'group', kept: group.kept }, node);
      state.kept = { group: group.kept, at: state.log.next };
      tellWhoIsOut(state, kept.group, group.kept, node);
    }
    for (const { to, answer } of answers)
      reply(state, to, answer, answer.error === undefined ? state.kept.at : state.log.next, node);
    keepUp(state, node);
    watch(state, node);
  }
}

function append(log: PartitionLog, value: string, timestampMs: number): number {
  const appended = appendBatch(log, { records: [{ key: null, value, timestampMs }] }, timestampMs);
  if (appended.kind === 'refused') throw new Error(`the log refused a message: ${appended.error}`);
  return appended.baseOffset;
}

function read(log: PartitionLog, partition: number, offset: number, messages: Message[]): void {
  if (log.highWatermark <= offset) return;
  const isolation = 'read_uncommitted';
  const fetched = fetchFrom(log, { offset, maxRecords: FETCH_AT_MOST, isolation });
  if (fetched.kind === 'refused') return;
  for (const { offset: at, record } of visibleRecords(fetched, isolation))
    messages.push({ partition, offset: at, value: record.value as string });
}

/** Members that were in and are not any more, or did not join this generation: from now on nothing is theirs. */
function tellWhoIsOut(state: State, before: KeptGroup, now: KeptGroup, node: Node): void {
  for (const { memberId: member, assignment, protocols } of before.members) {
    const still = now.members.find(({ memberId }) => memberId === member);
    if (still?.generation === now.generation) continue;
    const [, metadata] = protocols[0] as readonly [string, { readonly owned: readonly string[] }];
    const had = new Set([...((assignment ?? []) as readonly string[]), ...metadata.owned]);
    for (const place of had) effect(state, { f: 'revoked', partition: partitionOf(place), member }, node);
  }
}

/** Answers once the journal is durable up to `at`. */
function reply(state: State, to: ReplyTo, value: unknown, at: number, node: Node): void {
  const { log, later } = state;
  if (log.kept >= at) node.replyTo(to, value as never);
  else later.push({ at: log.next, kind: 'reply', to, value });
}

/** What a member did before it was refused this comes first. */
function refuse(state: State, error: KafkaError, node: Node): void {
  reply(state, node.defer(), error, state.log.next, node);
  keepUp(state, node);
}

function effect(state: State, input: Input, node: Node): void {
  if (state.log.kept >= state.log.next) node.effect(input);
  else state.later.push({ at: state.log.next, kind: 'effect', input });
}

/** Asks for a sync of what is new: one at a time, as they take long. */
function keepUp(state: State, node: Node): void {
  const { log } = state;
  if (state.syncing || (log.kept >= log.next && state.later.length === 0)) return;
  state.syncing = true;
  node.disk.sync({ at: log.next, lines: log.entries.length });
}

function watch(state: State, node: Node): void {
  const dueMs = groupNextDueMs(state.group);
  if (dueMs === undefined || (state.dueMs !== undefined && state.dueMs <= dueMs)) return;
  state.dueMs = dueMs;
  node.setTimer('due', Math.max(1, dueMs - node.monotonicMs()));
}

/** The group has committed all that there is. */
function isDone({ partitions, group }: State): boolean {
  return partitions.every(
    ({ nextOffset }, partition) => (committedOffset(group, TOPIC, partition) ?? 0) >= nextOffset,
  );
}
