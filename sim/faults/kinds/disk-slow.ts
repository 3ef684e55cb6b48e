/** Every disk operation takes `factor` times as long. */
import { number } from '../../input/schema.js';
import { fields, lastsOnNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';

const schema = fields('disk-slow', { ...lastsOnNode, factor: number(1, 1e6, 'a factor') });
type DiskSlow = FaultIn<typeof schema>;

export const diskSlow = {
  schema,
  drawn: { diskSlow: drawSlowDisks },
  begin: ({ node, factor }, { port }, number) => port.node(node).storage.beginSlow(number, factor),
  end: ({ node }, { port }, number) => port.node(node).storage.endSlow(number),
  words: ({ node, factor }) => `disk of ${node} ${factor} times slower`,
  cost: {},
} satisfies Kind<DiskSlow>;

function drawSlowDisks(draw: Draw): DiskSlow[] {
  return draw.windows().map((window) => {
    return { kind: 'disk-slow', ...window, node: draw.node(), factor: draw.between(2, draw.by(5, 50, 1000)) };
  });
}
