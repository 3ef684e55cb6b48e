/**
 * Raft with one node whose links come and go: the others and their leader are well, so operations must go on without a
 * break, during the cuts and not only once everything is healed (Howard and Abraham, "Raft does not guarantee liveness
 * in the face of network faults", 2020; Cloudflare's "Byzantine failure in the real world", 2020).
 */
import { defineScenario, lan, nodeNames, z, type Fault, type NemesisProfile } from 'seedstorm';
import { defineChecker } from 'seedstorm/checkers';
import { raftInvariants } from './invariants.js';
import { raftNode } from './node.js';
import { rules } from './rules.js';
import { diskOf, rulesOf, watch } from './scenario.js';
import { raftParams } from './params.js';
import { raftChecks } from './checks.js';
import { membershipNames, raftWorkload } from './workload.js';

/** When the links of the last node begin to fail, and when another leads for certain if it led. */
const CUTS_FROM_MS = 1_000;
const STEADY_FROM_MS = 3_000;

const params = raftParams.extend({
  nodes: z.int().min(3).max(9).default(5).describe('nodes; the links of the last one are bad'),
  membership: z.enum(membershipNames).default('none'),
  transferEveryMs: z.number().min(1).max(10_000).default(10_000),
});

/** The links of the last node fail one way, the other, or both, for a while or flapping, again and again. */
const badLinks: NemesisProfile = {
  name: 'bad-links',
  summary: 'One node, the last, hears nobody, is heard by nobody, or both, again and again',
  draw(streams, world) {
    const random = streams('raft/bad-links');
    const last = world.nodes.at(-1) ?? '';
    const rest = world.nodes.filter((node) => node !== last);
    // First it hears nobody, and long enough: if it led, another does from then on.
    const first = { atMs: CUTS_FROM_MS + random.int(0, 200), durationMs: random.int(1_000, 1_500) };
    const faults: Fault[] = [{ kind: 'one-way-cut', ...first, from: rest, to: [last] }];
    let atMs = first.atMs + first.durationMs + random.int(20, 800);
    while (atMs < world.durationMs) {
      const durationMs = random.int(200, 3_000);
      const flapping = random.chance(0.5) ? { flapMs: random.int(100, 1_500) } : {};
      const when = { atMs, durationMs, ...flapping };
      const cut = random.pick(['deaf', 'mute', 'alone'] as const);
      if (cut === 'alone') faults.push({ kind: 'partition', ...when, groups: [[last], rest] });
      else if (cut === 'deaf') faults.push({ kind: 'one-way-cut', ...when, from: rest, to: [last] });
      else faults.push({ kind: 'one-way-cut', ...when, from: [last], to: rest });
      atMs += durationMs + random.int(20, 800);
    }
    return faults;
  },
};

/** Every operation that begins once things are steady is answered within the clients' time-out. Anomaly: `no-progress`. */
const available = defineChecker({
  name: 'available',
  looksFor: `operations of clients from ${STEADY_FROM_MS} ms on`,
  scan(history, found) {
    let judged = 0;
    for (const operation of history) {
      const { process, invokedAtMs = 0, type, error } = operation;
      // Effects of nodes are observations, not operations that somebody waits for.
      if (typeof process !== 'string' || !process.startsWith('c') || invokedAtMs < STEADY_FROM_MS) continue;
      judged++;
      if (type === 'ok') continue;
      const message = `${process}'s operation of ${invokedAtMs} ms was not answered (${error ?? 'still open'}), though a majority and its leader had good links`;
      found.anomaly('no-progress', message, operation);
    }
    return { judged, reason: `all ${judged} operations from ${STEADY_FROM_MS} ms on were answered` };
  },
});

export const raftPartialPartition = defineScenario({
  name: 'replication/raft-partial-partition',
  summary: 'Raft with one node on unstable links: they must not disturb the other nodes',
  params,
  nodes: ({ nodes }) => nodeNames(nodes),
  protocol: (given, { bug }) => {
    const nodes = nodeNames(given.nodes);
    return raftNode(rules.with(bug, rulesOf(given)), { voters: nodes, learners: [] }, nodes);
  },
  // Clients know better than to ask the node that is cut off.
  workload: (given) => {
    const nodes = nodeNames(given.nodes);
    return raftWorkload(given.workload, { ...given, nodes, asked: nodes.slice(0, -1) });
  },
  network: lan(),
  disk: ({ syncMs }) => diskOf(syncMs),
  clocks: ({ driftPpm }) => ({ maxOffsetMs: 50, maxDriftPpm: driftPpm / 2 }),
  faults: badLinks,
  // Where others fail too, operations must wait: that nobody notices is claimed for these links alone.
  budget: { ownFaultsOnly: true },
  // What holds messages back for 50 ms at every hop is no good link.
  strategies: ['random'],
  durationMs: 10_000,
  // Nothing is ever healed: the claim is for while it is not.
  settleMs: 0,
  clientTimeoutMs: 500,
  check: ({ workload }) => ({ ...raftChecks(workload), available }),
  invariants: raftInvariants,
  watch,
  bugs: { 'no-pre-vote': rules.bugs['no-pre-vote'], 'no-check-quorum': rules.bugs['no-check-quorum'] },
});
