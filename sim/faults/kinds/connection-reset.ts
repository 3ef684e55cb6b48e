/** At `atMs`, connections (streams) between a node of `from` and a node of `to` break at both ends. */
import { begins, fields, type FaultIn, type Kind } from '../kind.js';
import { nodesOrStandIns } from '../names.js';
import type { FaultPort } from '../scene.js';
import type { Draw } from '../severity.js';
import { names } from '../words.js';

const schema = fields('connection-reset', { ...begins, from: nodesOrStandIns, to: nodesOrStandIns });
type ConnectionReset = FaultIn<typeof schema>;

export const connectionReset = {
  schema,
  drawn: { connectionReset: drawResets },
  begin(fault, { port }) {
    for (const from of fault.from) for (const to of fault.to) reset(port, from, to);
  },
  words: ({ from, to }) => `reset connections ${names(from)} ↔ ${names(to)}`,
  cost: {},
  betweenNodes: true,
} satisfies Kind<ConnectionReset>;

function reset(port: FaultPort, from: string, to: string): void {
  const [a, b] = [port.node(from), port.node(to)];
  a.streams.breakWith(b.index);
  b.streams.breakWith(a.index);
}

/** Connections of one node break: with one other, or with all. */
function drawResets(draw: Draw): ConnectionReset[] {
  const { random, world } = draw;
  if (world.nodes.length < 2) return [];
  return Array.from({ length: draw.count() }, () => {
    const [from = '', ...others] = random.shuffle(world.nodes);
    return {
      kind: 'connection-reset',
      atMs: draw.moment(),
      from: [from],
      to: random.chance(0.5) ? others : others.slice(0, 1),
    };
  });
}
