/** A bank that takes each deposit once, on a disk that tears, behind a network that doubles, in either style. */
import {
  asyncProgram,
  clients,
  defineScenario,
  nemesis,
  stateMachine,
  z,
  type NemesisProfile,
} from 'seedstorm';
import { defineChecker } from 'seedstorm/checkers';
import {
  compactOnce,
  onceLog,
  onceRules,
  openOnce,
  ruled,
  takeOnce,
  type OnceEntry,
  type OnceLog,
  type OnceRules,
} from 'seedstorm/parts';

interface Bank {
  state: { once: OnceLog<number, number, number[]>; made: number[] };
  request: { readonly f: 'deposit'; readonly value: number } | { readonly f: 'list' };
  reply: number | readonly number[];
}

/** Half of the requests come twice, and what else is drawn happens too. */
const late = (options: Parameters<typeof nemesis>[0]): NemesisProfile => {
  const profile = nemesis(options, { kindProbability: 1 });
  const always = { atMs: 0, durationMs: 1_600, from: ['c1', 'c2', 'c3'], to: ['bank'] };
  return {
    ...profile,
    draw: (streams, world) => [
      { kind: 'duplication', ...always, probability: 0.5 },
      ...profile.draw(streams, world),
    ],
  };
};

const rules = ruled(onceRules, {
  'memory-only': {
    summary: 'That a request was taken is not on the disk: after a crash its copy is carried out again',
    rules: { kept: 'in-memory' },
    faults: late({ crash: 'hell', kill: 'hell', restart: 'hell' }),
    shows: { check: 'once', anomaly: 'twice', within: 10 },
  },
  'aged-by-wall-clock': {
    summary: 'A wall clock that jumps makes requests look old, and their copies new',
    rules: { age: 'wall-clock', forgetAfterMs: 2_000 },
    faults: late({ clockJump: 'hell' }),
    shows: { check: 'once', anomaly: 'twice', within: 10 },
  },
});

/** With a snapshot now and then. */
const LONG = 8;
const madeBy = (entries: readonly OnceEntry<number, number>[], snapshot: readonly number[] | undefined) => [
  ...(snapshot ?? []),
  ...entries.map(({ did }) => did),
];

const machine = (own: OnceRules) =>
  stateMachine<Bank>({
    start(node) {
      const { once } = openOnce<number, number, number[]>(node, { rules: own });
      return { once, made: madeBy(once.log.entries, once.log.snapshot?.state) };
    },
    onRequest({ once, made }, request, node) {
      if (request.f === 'list') return node.reply([...made], { after: 'sync' });
      const to = node.defer();
      const { value } = request;
      const taken = takeOnce(once, to, () => ({ did: value, answer: made.push(value) }), node);
      if (taken.kind === 'older') return;
      node.replyTo(to, taken.answer, { after: 'sync' });
      if (once.log.entries.length >= LONG) compactOnce(once, made.length, [...made], node);
    },
  });

const program = (own: OnceRules) =>
  asyncProgram<Bank>(async (node) => {
    const once = await onceLog<number, number, number[]>(node, { rules: own });
    const made = madeBy(once.entries, once.snapshot);
    for await (const { from, id, body, reply } of node.requests()) {
      if (body.f === 'list') {
        reply([...made], { after: 'sync' });
        continue;
      }
      const taken = await once.take({ from, id }, () => ({ did: body.value, answer: made.push(body.value) }));
      if (taken.kind !== 'older') reply(taken.answer);
      if (once.entries.length >= LONG) await once.compact([...made]);
    }
  });

/** Each deposit that was acknowledged is in the list, and none is twice. */
const judge = defineChecker({
  name: 'once',
  looksFor: 'deposits (function deposit)',
  scan(history, found) {
    const list = history.findLast(
      ({ input, type }) => (input as { f: string }).f === 'list' && type === 'ok',
    );
    const made = (list?.output ?? []) as readonly number[];
    const twice = made.find((value, place) => made.indexOf(value) < place);
    if (twice !== undefined) found.anomaly('twice', `${twice} was deposited twice`, list);
    const told = history.filter(
      ({ input, type }) => (input as { f: string }).f === 'deposit' && type === 'ok',
    );
    for (const one of told) {
      const { value } = one.input as unknown as { value: number };
      if (list !== undefined && !made.includes(value)) found.anomaly('lost', `${value} is lost`, one, list);
    }
    return { judged: list === undefined ? 0 : made.length, reason: `${made.length} deposits, each once` };
  },
});

export const onceWorld = defineScenario({
  name: 'test/once',
  summary: 'Each deposit is made once, whatever the network doubles and the disk forgets',
  params: z.object({ style: z.enum(['machine', 'async']).default('machine') }),
  nodes: () => ['bank'],
  protocol: ({ style }, { bug }) => (style === 'machine' ? machine : program)(rules.with(bug)),
  workload: () =>
    clients(
      3,
      { deposit: 1 },
      { everyMs: 10, input: (_f, _r, { client, index }) => ({ value: 1 + client + 3 * index }) },
    ),
  faults: late({ crash: 'hell', tornWrite: 'hell', clockJump: 'hell' }),
  network: { latency: { kind: 'heavy-tailed', minMs: 0.5, alpha: 0.3, maxMs: 90 } },
  budget: { intactReplicas: 1 },
  durationMs: 2_000,
  clientTimeoutMs: 100,
  restartAfterMs: 1,
  final: () => [{ to: 'bank', input: { f: 'list' } }],
  check: { once: judge },
  bugs: rules.bugs,
});
