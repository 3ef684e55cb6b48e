/** Nodes that tell each other what their clients say, over links, in either style: all of it arrives, once, in order. */
import {
  asyncProgram,
  clients,
  defineScenario,
  nemesis,
  stateMachine,
  z,
  type StateMachine,
} from 'seedstorm';
import { defineChecker, type History } from 'seedstorm/checkers';
import { deduplicated, fifo, linkRules, overLinks, reliable, ruled, type LinkRules } from 'seedstorm/parts';

interface Word {
  readonly by: number;
  readonly k: number;
}
interface Listed {
  readonly node: string;
  /** Incarnation of the node. */
  readonly last: number;
  readonly got: readonly string[];
}
interface Talk {
  state: { got: string[]; k: number };
  requests: { say: () => 'said'; list: () => Listed };
  messages: { tell: (word: Word) => void };
  durable: { got: string[] };
}

const crashes = nemesis({ crash: 'hell', kill: 'hell', restart: 'hell' }, { kindProbability: 1 });

const rules = ruled(linkRules, {
  'lost-let-go': {
    summary: 'What is lost is not sent again',
    rules: { lost: 'let-go', order: 'as-it-comes' },
    shows: { check: 'told', anomaly: 'missing', within: 1 },
  },
  'copies-delivered': {
    summary: 'What was sent again, or comes twice, is delivered again',
    rules: { copies: 'delivered' },
    shows: { check: 'told', anomaly: 'twice', within: 1 },
  },
  'order-ignored': {
    summary: 'What overtook another message is delivered before it',
    rules: { order: 'as-it-comes' },
    shows: { check: 'told', anomaly: 'out-of-order', within: 1 },
  },
  'restart-unnoticed': {
    summary: 'The first messages of a restarted sender are taken for copies',
    rules: { restart: 'unnoticed' },
    params: { crashes: true },
    faults: crashes,
    shows: { check: 'told', anomaly: 'missing', within: 4 },
  },
  'acknowledged-at-once': {
    summary: 'What is not on the disk yet is acknowledged: a power cut takes it, and nobody sends it again',
    rules: { acknowledge: 'at-once' },
    params: { crashes: true },
    faults: crashes,
    shows: { check: 'told', anomaly: 'missing', within: 12 },
  },
});

const talk: StateMachine<Talk> = {
  start(node) {
    // Without a sync of its own: what links do not make durable is not.
    return { got: node.disk.read('got') ?? [], k: 0 };
  },
  onRequest: {
    say(state, _say, node) {
      const word = { by: node.incarnation, k: ++state.k };
      node.effect({ f: 'told', ...word });
      node.broadcast({ f: 'tell', ...word });
      node.reply('said');
    },
    list: (state, _list, node) => node.reply({ node: node.id, last: node.incarnation, got: state.got }),
  },
  onMessage: {
    tell(state, { by, k }, node, from) {
      state.got.push(`${from}/${by}/${k}`);
      node.disk.write('got', state.got);
    },
  },
};

const program = (own: LinkRules) =>
  asyncProgram<Talk>(async (bare) => {
    const node = overLinks(bare, { rules: own });
    const got = (await node.disk.read('got')) ?? [];
    let k = 0;
    node.onRequest({
      say: () => {
        const word = { by: node.incarnation, k: ++k };
        node.effect({ f: 'told', ...word });
        node.broadcast({ f: 'tell', ...word });
        return 'said';
      },
      list: () => ({ node: node.id, last: node.incarnation, got }),
    });
    node.onMessage(async ({ by, k: number }, from) => {
      got.push(`${from}/${by}/${number}`);
      await node.disk.write('got', got);
    });
  });

const nodes = ['n1', 'n2', 'n3'];

/** All that the last incarnation of a node told is known to the others; and where nobody crashed, once and in order. */
const judge = ({ crashes: died, order }: { readonly crashes: boolean; readonly order: boolean }) =>
  defineChecker({
    name: 'told',
    looksFor: 'words (function told)',
    scan(history: History, found) {
      const told = history.filter(({ input }) => (input as { f: string }).f === 'told');
      const lists = history.filter(
        ({ input, type }) => (input as { f: string }).f === 'list' && type === 'ok',
      );
      const lastOf = new Map(lists.map(({ output }) => [(output as Listed).node, (output as Listed).last]));
      for (const list of lists) {
        const { node, got } = list.output as Listed;
        for (const one of told) {
          const { by, k } = one.input as unknown as Word;
          if (
            one.process !== node &&
            by === lastOf.get(String(one.process)) &&
            !got.includes(`${one.process}/${by}/${k}`)
          )
            found.anomaly('missing', `${node} never heard ${one.process}/${by}/${k}`, one, list);
        }
        const twice = got.find((word, place) => got.indexOf(word) < place);
        if (!died && twice !== undefined) found.anomaly('twice', `${node} heard ${twice} twice`, list);
        const late = got.find((word, place) => {
          const [from, by, k] = word.split('/');
          return got.slice(0, place).some((other) => {
            const [otherFrom, otherBy, otherK] = other.split('/');
            return from === otherFrom && by === otherBy && Number(otherK) > Number(k);
          });
        });
        if (!died && order && late !== undefined)
          found.anomaly('out-of-order', `${node} heard ${late} too late`, list);
      }
      return { judged: told.length, reason: `${told.length} words, each heard` };
    },
  });

const machines = { fifo, reliable, deduplicated };

export const linkWorld = defineScenario({
  name: 'test/link',
  summary: 'What a node tells arrives at the others, once and in order',
  params: z.object({
    style: z.enum(['machine', 'async']).default('machine'),
    kind: z.enum(['fifo', 'reliable', 'deduplicated']).default('fifo'),
    crashes: z.boolean().default(false),
  }),
  nodes: () => nodes,
  protocol: ({ style, kind }, { bug }) => {
    const own = rules.with(bug);
    if (style === 'async') return program(own);
    return stateMachine(machines[kind]<Talk>(talk, kind === 'fifo' ? { rules: own } : {}));
  },
  workload: () => clients(3, { say: 1 }, { everyMs: 20 }),
  network: {
    latency: { kind: 'heavy-tailed', minMs: 0.5, alpha: 0.7, maxMs: 40 },
    lossProbability: 0.2,
    duplicationProbability: 0.2,
  },
  faults: 'none',
  budget: { intactReplicas: 3 },
  durationMs: 900,
  clientTimeoutMs: 400,
  restartAfterMs: 5,
  final: () => nodes.map((to) => ({ to, input: { f: 'list' } })),
  check: ({ crashes: died, kind }) => ({ told: judge({ crashes: died, order: kind === 'fifo' }) }),
  bugs: rules.bugs,
});
