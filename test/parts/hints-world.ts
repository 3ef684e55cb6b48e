/** A store on a ring with two homes for each key, sloppy quorums and hints: what was put is at its homes in the end. */
import { asyncProgram, CallFailed, clients, defineScenario, nemesis, nodeNames, z } from 'seedstorm';
import { defineChecker } from 'seedstorm/checkers';
import {
  every,
  handedOff,
  hashRing,
  hintRules,
  hintsToSend,
  keepHint,
  keyNames,
  noHints,
  ownersOf,
  ruled,
  sloppyVoters,
  watchPeers,
  type BeatMessage,
  type HintRules,
} from 'seedstorm/parts';

interface Store {
  request: { readonly f: 'put'; readonly key: string; readonly value: number } | { readonly f: 'all' };
  reply: undefined | { readonly node: string; readonly held: Readonly<Record<string, number>> };
  message: BeatMessage | { readonly key: string; readonly value: number; readonly hintFor?: string };
  answer: undefined;
}

const rules = ruled(hintRules, {
  'hint-dropped-when-sent': {
    summary: 'A hint is given up once it was sent, whether or not it arrived',
    rules: { kept: 'until-sent' },
    shows: { check: 'home', anomaly: 'missing', within: 12 },
  },
});

const names = nodeNames(4);
const ring = hashRing(names);
const isNewer = (a: number, b: number) => a > b;

const store = (own: HintRules) =>
  asyncProgram<Store>((node) => {
    const held: Record<string, number> = {};
    const hints = noHints<number>();
    const watch = watchPeers(node, { everyMs: 10, suspect: { by: 'timeout', afterMs: 35 } });
    const isAway = (name: string) => watch.suspects().includes(name);
    node.onMessage((message, from) => {
      if ('beat' in message) return void watch.heard(message, from);
      const { key, value, hintFor } = message;
      if (hintFor !== undefined) keepHint(hints, hintFor, key, value, isNewer);
      else held[key] = Math.max(held[key] ?? 0, value);
      return undefined;
    });
    node.onRequest(async (request) => {
      if (request.f === 'all') return { node: node.id, held };
      const { key, value } = request;
      const voters = sloppyVoters(ownersOf(ring, key, Infinity), 2, isAway);
      await Promise.all(
        voters.map(({ to, hintFor }) =>
          node.call(to, { key, value, ...(hintFor !== undefined && { hintFor }) }, { timeoutMs: 30 }),
        ),
      );
      return undefined;
    });
    void every(node, { everyMs: 15 }, async () => {
      for (const { home, key, copy, n } of hintsToSend(hints, isAway, own))
        await node.call(home, { key, value: copy }, { timeoutMs: 20 }).then(
          () => handedOff(hints, n),
          (error: unknown) => {
            if (!(error instanceof CallFailed)) throw error;
          },
        );
    });
  });

/** What was put is at both its homes when all is healed, or something newer. */
const judge = defineChecker({
  name: 'home',
  looksFor: 'puts',
  scan(history, found) {
    const ok = (f: string) =>
      history.filter(({ input, type }) => (input as { f: string }).f === f && type === 'ok');
    const puts = ok('put');
    for (const list of ok('all')) {
      const { node, held } = list.output as { node: string; held: Record<string, number> };
      for (const put of puts) {
        const { key, value } = put.input as unknown as { key: string; value: number };
        if (ownersOf(ring, key, 2).includes(node) && (held[key] ?? 0) < value)
          found.anomaly('missing', `${node} has no ${key} of ${value}`, put, list);
      }
    }
    return { judged: puts.length, reason: 'all is at home' };
  },
});

export const hintsWorld = defineScenario({
  name: 'test/hints',
  summary: 'A copy that another node took comes home',
  params: z.object({}),
  nodes: () => names,
  protocol: (_params, { bug }) => store(rules.with(bug)),
  workload: () =>
    clients(
      3,
      { put: 1 },
      {
        everyMs: 20,
        keys: keyNames(8),
        input: (_f, _r, { client, index }) => ({ value: 1 + client + 3 * index }),
      },
    ),
  network: { latency: { kind: 'heavy-tailed', minMs: 0.5, alpha: 1, maxMs: 30 }, lossProbability: 0.1 },
  faults: nemesis({ partition: 'hell', pause: 'rough' }, { kindProbability: 1 }),
  durationMs: 1_200,
  clientTimeoutMs: 150,
  final: () => names.map((to) => ({ to, input: { f: 'all' } })),
  check: { home: judge },
  bugs: rules.bugs,
});
