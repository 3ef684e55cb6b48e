/** Nodes that watch each other, in either style: only who was silent may be suspected, and who stays silent must be. */
import { asyncProgram, clients, defineScenario, lan, nemesis, nodeNames, stateMachine, z } from 'seedstorm';
import { defineChecker, type Operation } from 'seedstorm/checkers';
import {
  beat,
  hear,
  newHearing,
  ruled,
  suspects,
  suspicionRules,
  watchPeers,
  type BeatMessage,
  type Hearing,
  type SuspicionRules,
  type SuspicionSettings,
} from 'seedstorm/parts';

interface Watcher {
  state: { hearing: Hearing; n: number; suspected: readonly string[] };
  request: { readonly f: 'ask' };
  reply: readonly string[];
  message: BeatMessage;
  timer: 'beat';
}

const EVERY_MS = 10;
/** Who was silent for so long within the last moments may be suspected. */
const SILENCE_MS = 15;

const rules = ruled(suspicionRules, {
  'copies-count': {
    summary: 'A heartbeat that comes twice makes pauses look shorter than they are',
    rules: { late: 'counted' },
    params: { by: 'phi', threshold: 0.8, twice: true },
    faults: 'none',
    shows: { check: 'suspicion', anomaly: 'false-suspicion', within: 3 },
  },
  'own-pause-unnoticed': {
    summary: 'A node that stood still takes all others for dead',
    rules: { ownPause: 'unnoticed' },
    shows: { check: 'suspicion', anomaly: 'false-suspicion', within: 11 },
  },
});

const settings = (by: 'timeout' | 'phi', threshold: number, own: SuspicionRules): SuspicionSettings => ({
  everyMs: EVERY_MS,
  suspect: by === 'timeout' ? { by, afterMs: 45 } : { by, threshold },
  rules: own,
});

const machine = (own: SuspicionSettings) =>
  stateMachine<Watcher>({
    start(node) {
      const hearing = newHearing(node.peers, node.monotonicMs(), own);
      return { hearing, n: beat(0, 'beat', EVERY_MS, node), suspected: [] };
    },
    onRequest: (state, _ask, node) => node.reply(state.suspected),
    onMessage: ({ hearing }, message, node, from) =>
      void hear(hearing, from, message.beat, node.monotonicMs(), own),
    onTimer(state, _beat, node) {
      node.effect({ f: 'beat' });
      state.n = beat(state.n, 'beat', EVERY_MS, node);
      const now = suspects(state.hearing, node.monotonicMs(), own);
      for (const peer of now) if (!state.suspected.includes(peer)) node.effect({ f: 'suspect', peer });
      state.suspected = now;
    },
  });

const program = (own: SuspicionSettings) =>
  asyncProgram<Watcher>(async (node) => {
    const watch = watchPeers(node, own, (peer, isSuspect) => {
      if (isSuspect) node.effect({ f: 'suspect', peer });
    });
    node.onMessage((message, from) => void watch.heard(message, from));
    node.onRequest(() => watch.suspects());
    for (;;) {
      node.effect({ f: 'beat' });
      await node.sleep(EVERY_MS);
    }
  });

const atMs = (one: Operation | undefined): number => one?.invokedAtMs ?? 0;

const suspicion = defineChecker({
  name: 'suspicion',
  looksFor: 'heartbeats (function beat)',
  scan(history, found) {
    const last = new Map<unknown, Operation>();
    /** When a node was last seen to have been silent. */
    const silent = new Map<unknown, number>();
    let judged = 0;
    for (const one of history) {
      const { f, peer } = one.input as { f: string; peer?: string };
      const who = f === 'beat' ? one.process : peer;
      const before = last.get(who);
      if (atMs(one) - atMs(before) >= SILENCE_MS) silent.set(who, atMs(one));
      if (f === 'beat') last.set(who, one);
      if (f !== 'suspect') continue;
      judged++;
      if (atMs(one) - (silent.get(who) ?? -Infinity) >= SILENCE_MS)
        found.anomaly('false-suspicion', `${one.process} suspects ${peer}, which is alive`, before, one);
    }
    return { judged: judged + last.size, reason: 'nobody was suspected without reason' };
  },
});

export const suspicionWorld = defineScenario({
  name: 'test/suspicion',
  summary: 'Nodes suspect each other with reason only',
  params: z.object({
    style: z.enum(['machine', 'async']).default('machine'),
    by: z.enum(['timeout', 'phi']).default('timeout'),
    threshold: z.number().default(2),
    twice: z.boolean().default(false),
  }),
  nodes: () => nodeNames(3),
  protocol: ({ style, by, threshold }, { bug }) =>
    (style === 'machine' ? machine : program)(settings(by, threshold, rules.with(bug))),
  workload: () => clients(1, { ask: 1 }, { everyMs: 40 }),
  network: ({ twice }) => lan({ duplicationProbability: twice ? 1 : 0 }),
  faults: nemesis({ pause: 'hell', kill: true, clockJump: true }, { kindProbability: 1 }),
  durationMs: 700,
  restartAfterMs: 60,
  check: { suspicion },
  bugs: rules.bugs,
});
