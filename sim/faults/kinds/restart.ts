/** The process is stopped and started in the same instant; every write survives. */
import { fields, onNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { stop } from './stopping.js';

const schema = fields('restart', onNode);
type Restart = FaultIn<typeof schema>;

export const restart = {
  schema,
  drawn: { restart: drawRestarts },
  begin: ({ node }, { port }) => stop(port, node, 'stopped', 0),
  words: ({ node }) => `restart ${node}`,
  cost: { down: true, memory: () => true },
} satisfies Kind<Restart>;

function drawRestarts(draw: Draw): Restart[] {
  return Array.from({ length: draw.count() }, () => ({
    kind: 'restart',
    atMs: draw.moment(),
    node: draw.node(),
  }));
}
