/** A spare node starts and asks to join. */
import { begins, fields, type FaultIn, type Kind } from '../kind.js';
import { aSpare } from '../names.js';
import type { Draw } from '../severity.js';
import type { Leave } from './leave.js';
import type { Replace } from './replace.js';

const schema = fields('join', { ...begins, node: aSpare });
type Join = FaultIn<typeof schema>;

export const join = {
  schema,
  drawn: { membership: drawChanges },
  begin: ({ node }, { port }) => port.join(port.node(node)),
  words: ({ node }) => `join ${node}`,
  cost: { joins: ({ node }) => node, forGood: true },
  inGoodOrder: true,
} satisfies Kind<Join>;

/** Nodes that come and go: each spare joins once, each node leaves once, and somebody always stays. */
function drawChanges(draw: Draw): (Join | Leave | Replace)[] {
  const { random, world } = draw;
  const spares = random.shuffle(world.spares ?? []);
  if (spares.length === 0) return [];
  const members = random.shuffle(world.nodes);
  const moments = Array.from({ length: draw.count() }, () => draw.moment()).sort((a, b) => a - b);
  const faults: (Join | Leave | Replace)[] = [];
  for (const atMs of moments) {
    const change = random.pick(['join', 'leave', 'replace'] as const);
    const spare = spares.at(-1);
    if (change === 'join' && spare !== undefined) {
      faults.push({ kind: 'join', atMs, node: spare });
      members.unshift(spare);
      spares.pop();
    } else if (change === 'leave' && members.length > 1) {
      faults.push({ kind: 'leave', atMs, node: members.pop()! });
    } else if (change === 'replace' && spare !== undefined && members.length > 0) {
      faults.push({ kind: 'replace', atMs, node: members.pop()!, with: spare });
      members.unshift(spare);
      spares.pop();
    }
  }
  return faults;
}
