/** The first sketch of the design: nodes repeat the largest number they know until everyone knows it. In both styles. */
import {
  asyncProgram,
  clients,
  defineScenario,
  nodeNames,
  profileNamed,
  stateMachine,
  z,
  type NemesisProfile,
} from 'seedstorm';
import { converges } from 'seedstorm/checkers';

interface Counter {
  state: { total: number };
  request: { f: 'add'; n: number } | { f: 'state' };
  reply: number;
  message: { gossip: number };
  timer: 'gossip';
  durable: { total: number };
}

const gossipMax = stateMachine<Counter>({
  start(node) {
    node.setTimer('gossip', 50);
    return { total: node.disk.read('total') ?? 0 };
  },
  onRequest(state, request, node) {
    if (request.f === 'add') node.disk.write('total', (state.total += request.n));
    node.reply(state.total, { after: 'sync' }); // acknowledge only what survives a power cut
  },
  onMessage(state, { gossip }) {
    state.total = Math.max(state.total, gossip);
  },
  onTimer(state, timer, node) {
    node.broadcast({ gossip: state.total });
    node.setTimer(timer, 50);
  },
});

const gossipMaxAsync = asyncProgram<Counter>(async (node) => {
  let total = (await node.disk.read('total')) ?? 0;
  node.onMessage(({ gossip }) => {
    total = Math.max(total, gossip);
  });
  node.onRequest(async (request) => {
    if (request.f === 'state') return total;
    const mine = (total += request.n);
    await node.disk.write('total', mine);
    await node.disk.sync();
    return mine;
  });
  for (;;) {
    await node.sleep(50);
    node.broadcast({ gossip: total });
  }
});

const params = z.object({
  nodes: z.int().min(2).default(4),
  style: z.enum(['state-machine', 'async']).default('state-machine'),
});

export const gossipScenario = defineScenario<z.infer<typeof params>>({
  name: 'examples/gossip-max',
  summary: 'Gossip brings everyone to the largest number anybody knows',
  params,
  nodes: ({ nodes }) => nodeNames(nodes),
  protocol: ({ style }) => (style === 'async' ? gossipMaxAsync : gossipMax),
  workload: () => clients(2, { add: 1 }, { untilMs: 3000, input: (_f, random) => ({ n: random.int(1, 9) }) }),
  faults: profileNamed('rough') as NemesisProfile,
  durationMs: 5000,
  final: (_params, { nodes }) => nodes.map((to) => ({ to, input: { f: 'state', replica: to } })),
  check: { converges: converges() },
});
