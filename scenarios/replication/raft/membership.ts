/**
 * Changes of membership (Ongaro 2014, chapter 4): one server at a time (§4.1), or any number by way of a joint
 * configuration (§4.3). Whoever is to vote learns first (§4.2.1). The next step follows from the configuration in
 * force, so that another leader goes on where one stopped.
 */
import { isVoter, lifeOf, membersOf, type Configuration } from './configuration.js';
import type { Raft } from './effects.js';
import { termAt } from './log.js';
import type { Wish } from './messages.js';
import { confirmReads } from './reads.js';
import { followMembership, propose, replicateTo } from './replication.js';
import type { Leader } from './state.js';
import { stepDown } from './terms.js';

/** An operator asks any node; it asks the leader, or keeps the last wish in case it leads next. */
export function onWish(raft: Raft, wish: Wish): void {
  const { state } = raft;
  state.wish = state.leader === null ? wish : null;
  if (state.leader === state.id) onChange(raft, wish);
  else if (state.leader !== null) raft.node.send(state.leader, { kind: 'change', wish });
}

/** The leader is asked for a change. While it sees to another, or if nothing would change, it does nothing. */
export function onChange(raft: Raft, wish: Wish): void {
  const { role, configuration } = raft.state;
  if (role.kind !== 'leader' || role.wish !== null || configuration.outgoing !== undefined) return;
  role.wish = wish;
  considerChange(raft, role);
}

/** Takes the next step, if it is time for one. */
export function considerChange(raft: Raft, leader: Leader): void {
  const { state } = raft;
  if (leader.transfer !== null || !mayChange(raft)) return;
  const next =
    leaveJoint(state.configuration) ??
    demoteReturned(raft, leader) ??
    fulfil(raft, leader) ??
    promote(raft, leader);
  if (next !== undefined) changeTo(raft, leader, next);
}

/**
 * A change begins when the one before is committed, and when the leader has committed an entry of its own term. Without
 * the second, two leaders may each begin a change, and majorities of the two need not meet (Ongaro, "bug in
 * single-server membership changes", raft-dev, July 2015).
 */
function mayChange({ state, rules }: Raft): boolean {
  const { configurations, commitIndex, log, term } = state;
  if (rules.changeAfterOwnCommit && termAt(log, commitIndex) !== term) return false;
  return (configurations.at(-1)?.index ?? 0) <= commitIndex;
}

/** The joint configuration is committed: the old voters are no longer needed (§4.3). */
function leaveJoint({ outgoing, ...rest }: Configuration): Configuration | undefined {
  return outgoing === undefined ? undefined : rest;
}

/** A voter that came back without its disk may contradict its own votes: it learns first, like a new one. */
function demoteReturned({ state }: Raft, leader: Leader): Configuration | undefined {
  const { configuration } = state;
  const returned = configuration.voters.find(
    (node) => (leader.progress[node]?.life ?? 0) > lifeOf(configuration, node),
  );
  if (returned === undefined) return undefined;
  return {
    ...configuration,
    voters: without(configuration.voters, returned),
    learners: [...configuration.learners, returned],
  };
}

/** The first step of what was asked for; it is forgotten once the rest follows by itself, or cannot be. */
function fulfil(raft: Raft, leader: Leader): Configuration | undefined {
  const { wish } = leader;
  const { configuration } = raft.state;
  const { voters, learners } = configuration;
  switch (wish?.f) {
    case undefined:
      return undefined;
    case 'add-server': {
      leader.wish = null;
      const { server } = wish;
      if (voters.includes(server) || learners.includes(server)) return undefined;
      return { ...configuration, learners: [...learners, server] };
    }
    case 'remove-server': {
      leader.wish = null;
      const { server } = wish;
      const leaves = voters.includes(server) && voters.length > raft.rules.minVoters;
      if (!leaves && !learners.includes(server)) return undefined;
      return { ...configuration, voters: without(voters, server), learners: without(learners, server) };
    }
    case 'change-membership':
      return replaceVoters(raft, leader, wish.voters);
  }
}

/** Arbitrary changes: newcomers learn, and when all of them keep up the old and the new voters decide together (§4.3). */
function replaceVoters(
  { state, rules }: Raft,
  leader: Leader,
  wanted: readonly string[],
): Configuration | undefined {
  const { configuration } = state;
  const { voters, learners } = configuration;
  const newcomers = wanted.filter((node) => !voters.includes(node));
  const strangers = newcomers.filter((node) => !learners.includes(node));
  const same = newcomers.length === 0 && wanted.length === voters.length;
  if (same || wanted.length < rules.minVoters) {
    leader.wish = null;
    return undefined;
  }
  if (strangers.length > 0) return { ...configuration, learners: [...learners, ...strangers] };
  if (!newcomers.every((node) => keepsUp(leader, node))) return undefined;
  leader.wish = null;
  return {
    voters: wanted,
    outgoing: voters,
    learners: learners.filter((node) => !wanted.includes(node)),
    ...livesWith(configuration, leader, newcomers),
  };
}

/** A learner that keeps up votes (§4.2.1). One at a time; those of a change of many go together. */
function promote({ state }: Raft, leader: Leader): Configuration | undefined {
  if (leader.wish !== null) return undefined;
  const { configuration } = state;
  const { voters, learners } = configuration;
  const ready = learners.find((node) => keepsUp(leader, node));
  if (ready === undefined) return undefined;
  return {
    voters: [...voters, ready],
    learners: without(learners, ready),
    ...livesWith(configuration, leader, [ready]),
  };
}

function keepsUp(leader: Leader, node: string): boolean {
  const progress = leader.progress[node];
  return progress?.learning?.caughtUp === true && progress.life !== null;
}

/** Each newcomer votes with the life it was last heard of in. */
function livesWith(
  { lives }: Configuration,
  leader: Leader,
  newcomers: readonly string[],
): Pick<Configuration, 'lives'> {
  const changed = newcomers.flatMap((node) => {
    const life = leader.progress[node]?.life ?? null;
    return life === null ? [] : [[node, life] as const];
  });
  return { lives: { ...lives, ...Object.fromEntries(changed) } };
}

function changeTo(raft: Raft, leader: Leader, configuration: Configuration): void {
  // Those who leave get the entry too, as far as they are there (§4.2.3: they would stand for election else).
  propose(raft, { kind: 'configuration', configuration }, () => {
    // Now that only this node knows.
    raft.mayEnd();
    followMembership(raft, leader);
  });
  // Where fewer vote than before, those who have answered may be enough.
  confirmReads(raft, leader);
}

/** The latest configuration is committed: a leader that is not in it has led long enough (§4.2.2). */
export function onConfigurationCommitted(raft: Raft, leader: Leader): void {
  const { state } = raft;
  const { configuration, configurations } = state;
  const before = configurations.at(-2)?.configuration;
  const members = membersOf(configuration);
  const strangers = Object.keys(leader.progress).filter((node) => !members.includes(node));
  // Those who leave are told that it is committed, or they would go on to stand for election (§4.2.3).
  for (const node of strangers) replicateTo(raft, leader, node);
  if (configuration.outgoing !== undefined) raft.node.reachable('configuration-joint');
  else if (before?.outgoing === undefined) raft.node.reachable('configuration-changed-singly');
  if (before?.learners.some((node) => configuration.voters.includes(node)) === true)
    raft.node.reachable('learner-promoted');
  if (isVoter(configuration, state.id)) {
    for (const node of strangers) delete leader.progress[node];
    return considerChange(raft, leader);
  }
  raft.node.reachable('leader-removed');
  // Whoever has most of the log may stand at once, so that nobody need wait for a time-out (§4.2.2, §3.10).
  const matchOf = (node: string): number => leader.progress[node]?.match ?? 0;
  const heir = configuration.voters.reduce((one, other) => (matchOf(other) > matchOf(one) ? other : one));
  raft.node.send(heir, { kind: 'timeout-now', term: state.term });
  stepDown(raft, state.term, null);
}

function without(nodes: readonly string[], node: string): string[] {
  return nodes.filter((other) => other !== node);
}
