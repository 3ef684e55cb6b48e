/** Writes fail for want of space; reads, deletes and syncs work. */
import { fields, lastsOnNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';

const schema = fields('disk-full', lastsOnNode);
type DiskFull = FaultIn<typeof schema>;

export const diskFull = {
  schema,
  drawn: { diskFull: drawFullDisks },
  begin: ({ node }, { port }, number) => void port.node(node).storage.faults.full.add(number),
  end: ({ node }, { port }, number) => void port.node(node).storage.faults.full.delete(number),
  words: ({ node }) => `disk of ${node} full`,
  // Many a program stops on that.
  cost: { down: true, memory: () => true },
} satisfies Kind<DiskFull>;

function drawFullDisks(draw: Draw): DiskFull[] {
  return draw.windows().map((window) => ({ kind: 'disk-full', ...window, node: draw.node() }));
}
