/** Registers spread over nodes by a ring, two copies each, while one node loses its memory: what was stored must be found. */
import { asyncProgram, clients, defineScenario, nodeNames, z } from 'seedstorm';
import { defineChecker } from 'seedstorm/checkers';
import { hashRing, ownersOf, ringRules, ruled, type RingRules } from 'seedstorm/parts';

interface Store {
  request: { readonly f: 'put' | 'get'; readonly key: string };
  reply: boolean;
  message: { readonly put: string } | { readonly get: string };
  answer: boolean;
}

const rules = ruled(ringRules, {
  'next-points': {
    summary: 'The copies of a key go to the next points of the ring, which may be of one node',
    rules: { replicas: 'next-points' },
    shows: { check: 'found', anomaly: 'lost', within: 3 },
  },
});

const names = nodeNames(4);
const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);

const store = (own: RingRules) =>
  asyncProgram<Store>((node) => {
    const ring = hashRing(names);
    const held = new Set<string>();
    node.onMessage((message) => {
      if ('put' in message) held.add(message.put);
      return held.has('put' in message ? message.put : message.get);
    });
    node.onRequest(async ({ f, key }) => {
      const owners = [...new Set(ownersOf(ring, key, 2, own))];
      const message = f === 'put' ? { put: key } : { get: key };
      const asked = { need: owners.length, timeoutMs: 50 };
      return (await node.quorum(owners, message, asked)).some(({ value }) => value);
    });
  });

/** What was put before it was looked for is found. */
const judge = defineChecker({
  name: 'found',
  looksFor: 'gets',
  scan(history, found) {
    const gets = history.filter(({ input }) => (input as { f: string }).f === 'get');
    for (const get of gets) {
      const { key } = get.input as unknown as { key: string };
      const put = history.find(({ input, type, complete = Infinity }) => {
        const { f, key: other } = input as unknown as { f: string; key: string };
        return f === 'put' && type === 'ok' && other === key && complete < get.invoke;
      });
      if (put !== undefined && get.output !== true) found.anomaly('lost', `${key} is lost`, put, get);
    }
    return { judged: gets.length, reason: 'what was put is there' };
  },
});

export const ringWorld = defineScenario({
  name: 'test/ring',
  summary: 'Two copies on a ring survive one node that loses its memory',
  params: z.object({}),
  nodes: () => names,
  protocol: (_params, { bug }) => store(rules.with(bug)),
  workload: () => clients(3, { put: 1 }, { everyMs: 6, keys, untilMs: 250, input: () => ({}) }),
  faults: 'none',
  durationMs: 400,
  final: () => keys.map((key) => ({ to: 'n1', input: { f: 'get', key } })),
  check: { found: judge },
  bugs: rules.bugs,
});
