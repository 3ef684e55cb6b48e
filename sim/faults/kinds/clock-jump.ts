/** The wall clock leaps by `byMs`, forward or back, for good. */
import { toMicros } from '../../kernel/time.js';
import { displacement, fields, onNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { drawnDisplacement } from './displaced.js';

const schema = fields('clock-jump', { ...onNode, byMs: displacement });
type ClockJump = FaultIn<typeof schema>;

export const clockJump = {
  schema,
  drawn: { clockJump: drawJumps },
  begin: ({ node, byMs }, { port }) => port.node(node).clock.jump(toMicros(byMs)),
  words: ({ node, byMs }) => `clock of ${node} jumps ${Math.abs(byMs)} ms ${byMs < 0 ? 'back' : 'forward'}`,
  cost: {
    clock: {
      ms: ({ byMs }) => Math.abs(byMs),
      atMost: (fault, ms) => ({ ...fault, byMs: Math.sign(fault.byMs) * ms }),
      stays: true,
    },
  },
} satisfies Kind<ClockJump>;

function drawJumps(draw: Draw): ClockJump[] {
  return Array.from({ length: draw.count() }, () => {
    const byMs = drawnDisplacement(draw, draw.by(20, 5000, 3_600_000));
    return { kind: 'clock-jump', atMs: draw.moment(), node: draw.node(), byMs };
  });
}
