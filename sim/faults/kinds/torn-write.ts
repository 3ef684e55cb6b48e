/** Armed at `atMs`: the next power loss tears the last unsynced write, whatever the crash says. */
import { fields, onNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';

const schema = fields('torn-write', onNode);
type TornWrite = FaultIn<typeof schema>;

export const tornWrite = {
  schema,
  drawn: { tornWrite: drawTornWrites },
  begin({ node }, { port }) {
    port.node(node).storage.faults.tornArmed = true;
  },
  words: ({ node }) => `next power loss tears a write of ${node}`,
  cost: {},
} satisfies Kind<TornWrite>;

function drawTornWrites(draw: Draw): TornWrite[] {
  return Array.from({ length: draw.count() }, () => ({
    kind: 'torn-write',
    atMs: draw.moment(),
    node: draw.node(),
  }));
}
