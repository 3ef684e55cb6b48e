/** Power loss that takes the disk along: the node starts after `durationMs` with nothing. */
import { fields, lastsOnNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { stop } from './stopping.js';

const schema = fields('wipe', lastsOnNode);
type Wipe = FaultIn<typeof schema>;

export const wipe = {
  schema,
  drawn: { wipe: drawWipes },
  begin({ node, durationMs }, { port }) {
    stop(port, node, 'dark', durationMs, ({ storage }) => storage.disk.wipe());
  },
  words: ({ node }) => `wipe ${node} (disk lost)`,
  cost: { down: true, memory: () => true, replica: true },
} satisfies Kind<Wipe>;

function drawWipes(draw: Draw): Wipe[] {
  return draw.windows().map((window) => ({ kind: 'wipe', ...window, node: draw.node() }));
}
