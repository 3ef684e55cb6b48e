/** The process stands still and keeps its memory; what arrives and what fires meanwhile waits. */
import { fields, lastsOnNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';

const schema = fields('pause', lastsOnNode);
type Pause = FaultIn<typeof schema>;

export const pause = {
  schema,
  drawn: { pause: drawPauses },
  begin: ({ node }, { port }, number) => port.node(node).pause(number),
  end: ({ node }, { port }, number) => port.node(node).resume(number),
  words: ({ node }) => `pause ${node}`,
  cost: {
    down: true,
    delay: {
      ms: ({ durationMs = Infinity }) => durationMs,
      atMost: (fault, durationMs) => ({ ...fault, durationMs }),
    },
  },
} satisfies Kind<Pause>;

function drawPauses(draw: Draw): Pause[] {
  return draw.windows().map((window) => ({ kind: 'pause', ...window, node: draw.node() }));
}
