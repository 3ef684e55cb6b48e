/**
 * A consumer group as its coordinator knows it: members, generation, committed offsets. This is the classic group
 * protocol (KIP-62, static members by KIP-345, known member ids by KIP-394).
 *
 * Whoever asks to join or to sync may have to wait. `W` is what the caller needs to answer later: plain data.
 */
import type { KafkaError } from './errors.js';

/** `Dead` is what a coordinator says of a group that is not there. */
export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

/** An assignor that a member knows, and what it tells the leader's assignor. */
export type GroupProtocol = readonly [name: string, metadata: unknown];

export interface GroupMember<W> {
  readonly memberId: string;
  readonly instanceId?: string | undefined;
  readonly clientId: string;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  /** What it prefers comes first. */
  protocols: readonly GroupProtocol[];
  assignment: unknown;
  /** Who waits for the next generation. */
  joining: { readonly to: W } | undefined;
  /** Who waits for the assignment. */
  syncing: { readonly to: W } | undefined;
  /** It has its assignment of this generation. */
  synced: boolean;
  /** The last generation that it joined; 0: none yet. A static member may be away while others rebalance. */
  generation: number;
  /** When it counts as gone, unless something is heard of it. */
  expiresMs: number;
}

/** What is on the disk of a coordinator, offsets aside: the last generation that had its assignment. */
export interface KeptGroup {
  readonly generation: number;
  readonly protocolType: string | undefined;
  readonly protocol: string | undefined;
  readonly leader: string | undefined;
  readonly members: readonly KeptMember[];
}

export type KeptMember = Pick<
  GroupMember<never>,
  | 'memberId'
  | 'instanceId'
  | 'clientId'
  | 'sessionTimeoutMs'
  | 'rebalanceTimeoutMs'
  | 'protocols'
  | 'assignment'
  | 'generation'
>;

export interface ConsumerGroup<W> {
  state: GroupState;
  generation: number;
  protocolType: string | undefined;
  /** The assignor of this generation. */
  protocol: string | undefined;
  leader: string | undefined;
  readonly members: Map<string, GroupMember<W>>;
  /** Member ids by instance id. */
  readonly instances: Map<string, string>;
  /** Member ids that were given and not used yet, and when they expire. */
  readonly pending: Map<string, number>;
  /** So many member ids were given. */
  named: number;
  /** When a rebalance goes on without those that have not come. */
  joinUntilMs: number | undefined;
  /** The first rebalance of an empty group waits until then for more members (KIP-134). */
  initial: InitialDelay | undefined;
  /** When those that have not asked for their assignment are out. */
  syncUntilMs: number | undefined;
  /** A new object for each change that has to be durable before any of the answers it came with is given. */
  kept: KeptGroup;
  /** By `topic/partition`. */
  readonly offsets: Record<string, CommittedOffset>;
  /** Of open transactions: by producer, then by `topic/partition`. */
  readonly pendingTxnOffsets: Record<number, Record<string, CommittedOffset>>;
  /** Counts commits: of two of a partition the later one counts. */
  commits: number;
}

export interface CommittedOffset {
  /** Where the group goes on: the first offset that is not done. */
  readonly offset: number;
  readonly metadata?: string | undefined;
  /** Of two commits of a partition the one with the higher number counts. */
  readonly order: number;
}

export interface InitialDelay {
  readonly delayMs: number;
  untilMs: number;
  /** How much longer it may wait for more. */
  remainingMs: number;
  newcomers: boolean;
}

export interface GroupSettings {
  /** How long the first rebalance of an empty group waits for more members. */
  readonly initialRebalanceDelayMs: number;
  readonly minSessionMs: number;
  readonly maxSessionMs: number;
  /** Goes into member ids: something that no other start of this coordinator has, so that no id is given twice. */
  readonly start?: string | number;
}

export const groupSettings: GroupSettings = {
  initialRebalanceDelayMs: 3_000,
  minSessionMs: 6_000,
  maxSessionMs: 1_800_000,
};

/** Decisions that a coordinator can make wrongly. */
export interface GroupRules {
  /** Whether a commit of a member that is not in this generation is refused. */
  readonly generation: 'checked' | 'ignored';
  /** What becomes of the older of two members with one instance id. */
  readonly instances: 'fenced' | 'shared';
  /** What the restart of a static member is: the same member, or a new one. */
  readonly staticRestart: 'same-member' | 'new-member';
  /** Whether the group rebalances when the session of a member ends. */
  readonly sessionEnd: 'rebalance' | 'nothing';
}

export const soundGroup: GroupRules = {
  generation: 'checked',
  instances: 'fenced',
  staticRestart: 'same-member',
  sessionEnd: 'rebalance',
};

export type JoinAnswer =
  | {
      readonly kind: 'join';
      readonly error?: undefined;
      readonly memberId: string;
      readonly generation: number;
      readonly protocol: string;
      readonly leader: string;
      /** For the leader alone: it assigns. */
      readonly members: readonly JoinedMember[];
    }
  /** With `MEMBER_ID_REQUIRED` the member id is the one to join with. */
  | { readonly kind: 'join'; readonly error: KafkaError; readonly memberId: string };

export interface JoinedMember {
  readonly memberId: string;
  readonly instanceId?: string | undefined;
  readonly metadata: unknown;
}

export type SyncAnswer =
  | { readonly kind: 'sync'; readonly error?: undefined; readonly assignment: unknown }
  | { readonly kind: 'sync'; readonly error: KafkaError };

export type Answers<W, A = JoinAnswer | SyncAnswer> = readonly { readonly to: W; readonly answer: A }[];
/** Answers in the making. */
export type Told<W> = { readonly to: W; readonly answer: JoinAnswer | SyncAnswer }[];

const NOTHING_KEPT: KeptGroup = {
  generation: 0,
  protocolType: undefined,
  protocol: undefined,
  leader: undefined,
  members: [],
};

export function newConsumerGroup<W>(): ConsumerGroup<W> {
  return {
    state: 'Empty',
    generation: 0,
    protocolType: undefined,
    protocol: undefined,
    leader: undefined,
    members: new Map(),
    instances: new Map(),
    pending: new Map(),
    named: 0,
    joinUntilMs: undefined,
    initial: undefined,
    syncUntilMs: undefined,
    kept: NOTHING_KEPT,
    offsets: {},
    pendingTxnOffsets: {},
    commits: 0,
  };
}

/** The group as a coordinator knows it after a restart. All members get a new session: nobody asked them meanwhile. */
export function restoreGroup<W>(
  kept: KeptGroup,
  offsets: Readonly<Record<string, CommittedOffset>>,
  nowMs: number,
): ConsumerGroup<W> {
  const group = newConsumerGroup<W>();
  const { generation, protocolType, protocol, leader, members } = kept;
  Object.assign(group, { kept, generation, protocolType, protocol, leader });
  Object.assign(group.offsets, offsets);
  group.commits = Math.max(0, ...Object.values(offsets).map(({ order }) => order));
  group.state = members.length === 0 ? 'Empty' : 'Stable';
  for (const member of members) {
    const expiresMs = nowMs + member.sessionTimeoutMs;
    group.members.set(member.memberId, {
      ...member,
      joining: undefined,
      syncing: undefined,
      synced: true,
      expiresMs,
    });
    if (member.instanceId !== undefined) group.instances.set(member.instanceId, member.memberId);
  }
  return group;
}

/** Notes what has to be durable: this generation with its assignment. */
export function keep<W>(group: ConsumerGroup<W>): void {
  const { generation, protocolType, protocol, leader } = group;
  const members = [...group.members.values()].map(
    ({
      memberId,
      instanceId,
      clientId,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      protocols,
      assignment,
      generation: joined,
    }): KeptMember => ({
      memberId,
      ...(instanceId !== undefined && { instanceId }),
      clientId,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      protocols,
      assignment,
      generation: joined,
    }),
  );
  group.kept = { generation, protocolType, protocol, leader, members };
}
