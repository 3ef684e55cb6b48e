/** Syncs claim success and persist nothing: what they covered is lost in a power loss. */
import { fields, lastsOnNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';

const schema = fields('lost-writes', lastsOnNode);
type LostWrites = FaultIn<typeof schema>;

export const lostWrites = {
  schema,
  drawn: { lostWrites: drawLostWrites },
  begin: ({ node }, { port }, number) => void port.node(node).storage.faults.lying.add(number),
  end: ({ node }, { port }, number) => void port.node(node).storage.faults.lying.delete(number),
  words: ({ node }) => `disk of ${node} lies about syncs`,
  cost: { replica: true },
} satisfies Kind<LostWrites>;

function drawLostWrites(draw: Draw): LostWrites[] {
  return draw.windows().map((window) => ({ kind: 'lost-writes', ...window, node: draw.node() }));
}
