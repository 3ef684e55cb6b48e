/** The wall clock is wrong by `offsetMs` (positive: ahead); at the end it is right again. */
import { toMicros } from '../../kernel/time.js';
import { displacement, fields, lastsOnNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { drawnDisplacement } from './displaced.js';

const schema = fields('clock-offset', { ...lastsOnNode, offsetMs: displacement });
type ClockOffset = FaultIn<typeof schema>;

export const clockOffset = {
  schema,
  drawn: { clockOffset: drawOffsets },
  begin: ({ node, offsetMs }, { port }) => port.node(node).clock.addOffset(toMicros(offsetMs)),
  end: ({ node, offsetMs }, { port }) => port.node(node).clock.addOffset(-toMicros(offsetMs)),
  words: ({ node, offsetMs }) =>
    `clock of ${node} ${Math.abs(offsetMs)} ms ${offsetMs < 0 ? 'behind' : 'ahead'}`,
  cost: {
    clock: {
      ms: ({ offsetMs }) => Math.abs(offsetMs),
      atMost: (fault, ms) => ({ ...fault, offsetMs: Math.sign(fault.offsetMs) * ms }),
    },
  },
} satisfies Kind<ClockOffset>;

function drawOffsets(draw: Draw): ClockOffset[] {
  return draw.windows().map((window) => {
    const node = draw.node();
    return {
      kind: 'clock-offset',
      ...window,
      node,
      offsetMs: drawnDisplacement(draw, draw.by(20, 2000, 60_000)),
    };
  });
}
