/** The wall clock stands still; at the end it shows the right time again. */
import { fields, lastsOnNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';

const schema = fields('clock-freeze', lastsOnNode);
type ClockFreeze = FaultIn<typeof schema>;

export const clockFreeze = {
  schema,
  drawn: { clockFreeze: drawFreezes },
  begin: ({ node }, { port }) => port.node(node).clock.freeze(port.now),
  end: ({ node }, { port }) => port.node(node).clock.unfreeze(),
  words: ({ node }) => `clock of ${node} stands still`,
  cost: {
    clock: {
      ms: ({ durationMs = Infinity }) => durationMs,
      atMost: (fault, durationMs) => ({ ...fault, durationMs }),
      freezes: true,
    },
  },
} satisfies Kind<ClockFreeze>;

function drawFreezes(draw: Draw): ClockFreeze[] {
  return draw.windows().map((window) => ({ kind: 'clock-freeze', ...window, node: draw.node() }));
}
