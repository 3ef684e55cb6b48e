/**
 * The consumer's side of a group, as plain data for state machines: join, sync, heartbeats, and what it has to give up and
 * when, by the eager protocol or the cooperative one (KIP-429).
 *
 * It asks nothing itself: `groupQuestion` says what is to be asked now, `groupAnswered` takes the answer and says what is new.
 */
import { rangeAssignor, roundRobinAssignor, type Assignor, type AssignorMember } from './assignors.js';
import type { KafkaError } from './errors.js';
import type { JoinAnswer, JoinedMember, SyncAnswer } from './group.js';
import type { JoinRequest } from './join.js';
import { cooperativeStickyAssignor, stickyAssignor } from './sticky.js';
import type { SyncRequest } from './sync.js';

const ASSIGNORS = {
  range: rangeAssignor,
  roundrobin: roundRobinAssignor,
  sticky: stickyAssignor,
  'cooperative-sticky': cooperativeStickyAssignor,
} satisfies Record<string, Assignor>;

/** The assignors by the names that they have in the protocol. */
export type AssignorName = keyof typeof ASSIGNORS;

export interface GroupClientSettings {
  readonly clientId: string;
  /** Makes it a static member. */
  readonly instanceId?: string | undefined;
  /** The topics that it reads, and how many partitions each has. */
  readonly partitionsOf: Readonly<Record<string, number>>;
  readonly assignor: AssignorName;
  /** Eager: whoever joins again gives up everything first. Cooperative: only what is to go to another member. */
  readonly protocol: 'eager' | 'cooperative';
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
}

export interface GroupClient {
  readonly settings: GroupClientSettings;
  /** `revoking`: it waits until its owner has done with `revoking`. `out`: it has left, or was fenced. */
  phase: 'joining' | 'syncing' | 'stable' | 'revoking' | 'leaving' | 'out';
  memberId: string;
  generation: number;
  /** What the coordinator said of this generation, until there is an assignment. */
  joined: Extract<JoinAnswer, { readonly error?: undefined }> | undefined;
  /** As `topic/partition`, sorted. */
  owned: readonly string[];
  revoking: readonly string[];
  /** Leave when that is done, instead of joining again. */
  leaves: boolean;
  /** What it was given last, and in which generation: an eager member has given it up, and would like to keep it. */
  had: { readonly places: readonly string[]; readonly generation: number };
}

export type GroupQuestion =
  | ({ readonly f: 'join' } & JoinRequest)
  | ({ readonly f: 'sync' } & SyncRequest)
  | { readonly f: 'leave'; readonly memberId: string; readonly instanceId?: string | undefined };

/** What has changed for the consumer. Places are `topic/partition`. */
export type GroupNews =
  | { readonly kind: 'assigned'; readonly places: readonly string[] }
  /** Give these up: commit, then call `placesRevoked`. */
  | { readonly kind: 'revoke'; readonly places: readonly string[] }
  /** These are gone, and another member may have them: nothing can be committed. */
  | { readonly kind: 'lost'; readonly places: readonly string[] }
  /** Another process has its instance id. */
  | { readonly kind: 'fenced' };

interface Subscription {
  readonly topics: readonly string[];
  readonly owned: readonly string[];
  readonly generation: number;
}

export function newGroupClient(settings: GroupClientSettings): GroupClient {
  return {
    settings,
    phase: 'joining',
    memberId: '',
    generation: -1,
    joined: undefined,
    owned: [],
    revoking: [],
    leaves: false,
    had: { places: [], generation: -1 },
  };
}

/** What it has to ask now; undefined where it has nothing to ask but heartbeats. */
export function groupQuestion(client: GroupClient): GroupQuestion | undefined {
  const { settings, memberId, generation, joined, phase } = client;
  const { instanceId, clientId, sessionTimeoutMs, rebalanceTimeoutMs, assignor, protocol, partitionsOf } =
    settings;
  const who = { memberId, ...(instanceId !== undefined && { instanceId }) };
  if (phase === 'joining') {
    const metadata: Subscription = {
      topics: Object.keys(partitionsOf),
      owned: protocol === 'cooperative' ? client.owned : assignor === 'sticky' ? client.had.places : [],
      generation: client.had.generation,
    };
    return {
      f: 'join',
      ...who,
      clientId,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      protocolType: 'consumer',
      protocols: [[assignor, metadata]],
    };
  }
  if (phase === 'syncing')
    return { f: 'sync', ...who, generation, assignments: assignmentsOf(settings, joined?.members ?? []) };
  return phase === 'leaving' ? { f: 'leave', ...who } : undefined;
}

/** Whether heartbeats are due: it is in a generation. */
export const isMember = ({ phase }: GroupClient): boolean => phase === 'stable' || phase === 'revoking';

/** The answer to the question that it asked last; for a question that was not answered, ask `groupQuestion` again. */
export function groupAnswered(
  client: GroupClient,
  answer: JoinAnswer | SyncAnswer | { readonly kind: 'leave' },
): GroupNews[] {
  if (answer.kind === 'leave') {
    if (client.phase === 'leaving') leaveBehind(client);
    return [];
  }
  if (answer.error !== undefined) {
    if (answer.kind === 'join' && answer.error === 'MEMBER_ID_REQUIRED') client.memberId = answer.memberId;
    else return refused(client, answer.error);
    return [];
  }
  if (answer.kind === 'join' && client.phase === 'joining') {
    client.phase = 'syncing';
    client.joined = answer;
    ({ memberId: client.memberId, generation: client.generation } = answer);
  } else if (answer.kind === 'sync' && client.phase === 'syncing') {
    client.joined = undefined;
    return takeOver(client, (answer.assignment ?? []) as readonly string[]);
  }
  return [];
}

/**
 * A heartbeat or a commit of this generation was refused. While it joins that says nothing: it is the answer to the join that
 * counts, and whoever begins anew before that leaves behind what the others wait for it to give up.
 */
export function groupRefused(client: GroupClient, error: KafkaError): GroupNews[] {
  return isMember(client) ? refused(client, error) : [];
}

/** It gives up what it has, and joins again: for whoever cannot tell whether it is still in. */
export const beginAnew = (client: GroupClient): GroupNews[] => lose(client, 'joining');

function refused(client: GroupClient, error: KafkaError): GroupNews[] {
  switch (error) {
    case 'REBALANCE_IN_PROGRESS':
      return joinAgain(client);
    case 'ILLEGAL_GENERATION':
      return lose(client, 'joining');
    case 'UNKNOWN_MEMBER_ID':
      client.memberId = '';
      return lose(client, 'joining');
    case 'FENCED_INSTANCE_ID':
      return [...lose(client, 'out'), { kind: 'fenced' }];
    default:
      return [];
  }
}

/** What had to be given up is given up: it goes on. */
export function placesRevoked(client: GroupClient): void {
  if (client.phase !== 'revoking') return;
  client.owned = client.owned.filter((place) => !client.revoking.includes(place));
  client.revoking = [];
  client.phase = client.leaves ? 'leaving' : 'joining';
}

/** It wants to leave: what it has is to be given up first. */
export function leaveSoon(client: GroupClient): GroupNews[] {
  client.leaves = true;
  if (client.phase === 'out') return [];
  client.phase = 'revoking';
  client.revoking = client.owned;
  return [{ kind: 'revoke', places: client.revoking }];
}

/** After it has left: it comes back, as a new member. */
export function comeBack(client: GroupClient): void {
  if (client.phase !== 'out') return;
  client.phase = 'joining';
  client.leaves = false;
}

function joinAgain(client: GroupClient): GroupNews[] {
  const { phase, settings, owned } = client;
  if (phase === 'syncing') client.phase = 'joining';
  if (phase !== 'stable') return [];
  if (settings.protocol === 'cooperative' || owned.length === 0) {
    client.phase = 'joining';
    return [];
  }
  client.phase = 'revoking';
  client.revoking = owned;
  return [{ kind: 'revoke', places: owned }];
}

function takeOver(client: GroupClient, next: readonly string[]): GroupNews[] {
  const revoked = client.owned.filter((place) => !next.includes(place));
  const added = next.filter((place) => !client.owned.includes(place));
  client.owned = [...client.owned, ...added].sort();
  client.phase = revoked.length > 0 ? 'revoking' : 'stable';
  client.revoking = revoked;
  client.had = { places: next, generation: client.generation };
  return [
    { kind: 'assigned', places: added },
    ...(revoked.length > 0 ? [{ kind: 'revoke', places: revoked } as const] : []),
  ];
}

function lose(client: GroupClient, phase: 'joining' | 'out'): GroupNews[] {
  const { owned: places } = client;
  const leaves = client.leaves || phase === 'out';
  Object.assign(client, { owned: [], revoking: [], joined: undefined, generation: -1 });
  client.phase = leaves ? 'out' : phase;
  return places.length === 0 ? [] : [{ kind: 'lost', places }];
}

function leaveBehind(client: GroupClient): void {
  client.memberId = '';
  lose(client, 'out');
}

/** What the leader decides: nothing, if it is not the leader. */
function assignmentsOf(
  { assignor, partitionsOf }: GroupClientSettings,
  members: readonly JoinedMember[],
): SyncRequest['assignments'] {
  const known = members.map(({ memberId, metadata }): AssignorMember => {
    const { topics, owned, generation } = metadata as Subscription;
    return { memberId, topics, generation, owned: byTopic(owned) };
  });
  return Object.entries(ASSIGNORS[assignor](known, partitionsOf)).map(([memberId, topics]) => ({
    memberId,
    assignment: Object.entries(topics).flatMap(([topic, partitions]) =>
      partitions.map((partition) => `${topic}/${partition}`),
    ),
  }));
}

function byTopic(places: readonly string[]): Record<string, number[]> {
  const topics: Record<string, number[]> = {};
  for (const place of places) {
    const cut = place.lastIndexOf('/');
    (topics[place.slice(0, cut)] ??= []).push(Number(place.slice(cut + 1)));
  }
  return topics;
}
