/** What a broker of the cluster holds, and what its parts are handed: state, node and settings. */
import type { StateMachineNode } from 'seedstorm';
import type {
  FromClient,
  QueueOutput,
  QueueRecord,
  RaftMessage,
  Status,
  ToBroker,
  ToClient,
} from './messages.js';
import type { Mesh } from './mesh.js';
import type { Front } from './front-state.js';
import type { Journaled } from './journaled-state.js';
import type { Quorum } from './quorum-state.js';
import type { ClusterRules } from './rules.js';

/** What happens when brokers lose sight of each other: RabbitMQ's `cluster_partition_handling`. */
export type PartitionHandling = 'ignore' | 'pause-minority' | 'autoheal';

export interface ClusterSettings {
  readonly brokers: readonly string[];
  /** The first queue begins on the first broker, and so on. */
  readonly queues: readonly string[];
  readonly kind: 'classic' | 'quorum';
  /** Copies of a classic queue besides the master's. */
  readonly mirrors: number;
  /** When an unsynchronised mirror takes over from a master that is gone. */
  readonly promoteOnFailure: 'when-synced' | 'always';
  /** Whether a new mirror is sent what the master has, or only what comes. */
  readonly syncMode: 'automatic' | 'manual';
  readonly partitions: PartitionHandling;
  readonly rules: ClusterRules;
  /** Clients are let in only where the queue's master is: the others stand by. */
  readonly standby: boolean;
}

export interface BrokerState {
  readonly cluster: {
    /** Grows with each start, that after a pause too. */
    life: number;
    /** `waiting`: to learn from others what is newest. `paused`: until it sees a majority, or all. */
    phase: 'waiting' | 'running' | 'paused' | 'paused-until-all';
    readonly mesh: Mesh;
    /** In which life each other broker was when both ran and saw each other. */
    readonly met: Record<string, number>;
    /** Brokers that are back in the life in which they were lost: parted, not dead. */
    parted: string[];
    /** Brokers that this one has seen go, and not come back: it need not wait for them. */
    outlived: string[];
    /** Of each broker that went: who is asked whether it is alive. */
    readonly surveys: Record<string, string[]>;
    /** Who wants to hear of whom, and since when. */
    asked: { readonly by: string; readonly about: string; readonly life: number; readonly sinceMs: number }[];
    /** Brokers that said that they stop in good order. */
    leaving: string[];
    /** Autoheal: what the others said of their sides. */
    weighed: Record<string, { readonly side: readonly string[]; readonly clients: number }> | undefined;
  };
  readonly front: Front;
  readonly queues: Record<string, Journaled>;
  readonly quorum: Quorum | undefined;
  /** Bodies of messages that this broker sent to others, for the tables. */
  sentBodies: number;
}

export interface BrokerProgram {
  state: BrokerState;
  message: RaftMessage;
  /** What goes over connections, to brokers and to clients. */
  sends: RaftMessage | ToBroker | ToClient;
  hears: RaftMessage | ToBroker | FromClient;
  request: { readonly f: 'figures' };
  reply: { readonly sentBodies: number };
  timer: 'tick' | 'election';
  token:
    | { readonly kind: 'held'; readonly queue: string; readonly epoch: number; readonly number: number }
    | { readonly kind: 'logged'; readonly next: number };
  durable: {
    outlived: readonly string[];
    /** The last process stopped in good order. */
    stopped: boolean;
    term: { readonly epoch: number; readonly votedFor: string | undefined };
  } & Record<
    `queue/${string}`,
    { readonly record: QueueRecord | undefined; readonly kept: Journaled['kept']; readonly places: number }
  >;
}

export type BrokerNode = Omit<StateMachineNode<BrokerProgram>, 'reply'>;

/** What every part of a broker is handed. */
export interface At {
  readonly state: BrokerState;
  readonly node: BrokerNode;
  readonly given: ClusterSettings;
  /** What queues have to say to the channels of this broker, the oldest first. */
  readonly notices: Notice[];
}

/** To channels: what the queue tells their sessions, or, without that, that it may have moved. */
interface Notice {
  readonly queue: string;
  readonly outputs?: readonly QueueOutput[];
}

/** A queue lives elsewhere now, or nowhere: channels look again. */
export function moved(at: At, queue: string): void {
  at.notices.push({ queue });
}

/** Lives of one process: more pauses than that no run has. */
export const LIVES = 1000;

/** Which broker's client a session is. */
export function nodeOf(session: string): string {
  return session.split('~')[0] as string;
}

/** The others that belong to the cluster as this broker sees it: connected, running, and not parted from it. */
export function isUp({ cluster }: BrokerState, peer: string): boolean {
  return cluster.mesh.links[peer]?.status.running === true && !cluster.parted.includes(peer);
}

export function others({ given, node }: At): string[] {
  return given.brokers.filter((name) => name !== node.id);
}

/** Says something to another broker, if there is a connection. */
export function tell({ state, node }: At, peer: string, message: ToBroker): boolean {
  const link = state.cluster.mesh.links[peer];
  if (link === undefined) return false;
  node.sendStream(link.stream, message);
  return true;
}

export function statusOf({ state }: At): Status {
  const { life, phase } = state.cluster;
  const knows = Object.values(state.queues).reduce(
    (sum, { record }) => sum + (record === undefined ? 0 : record.epoch * 1e6 + record.version),
    0,
  );
  return { life, running: phase === 'running', knows };
}
