/**
 * The clock runs fast (positive) or slow by `ppm` millionths: 1,000 ppm gain a millisecond a second. At the end
 * the rate is right again; the error it gathered stays.
 */
import { number } from '../../input/schema.js';
import { fields, lastsOnNode, type FaultIn, type Kind } from '../kind.js';
import type { FaultPort } from '../scene.js';
import type { Draw } from '../severity.js';
import { drawnDisplacement } from './displaced.js';

const schema = fields('clock-drift', { ...lastsOnNode, ppm: number(-900_000, 900_000, 'millionths') });
type ClockDrift = FaultIn<typeof schema>;

export const clockDrift = {
  schema,
  drawn: { clockDrift: drawDrifts },
  begin: ({ node, ppm }, { port }) => driftBy(port, node, ppm),
  end: ({ node, ppm }, { port }) => driftBy(port, node, -ppm),
  words: ({ node, ppm }) => `clock of ${node} ${Math.abs(ppm)} ppm ${ppm < 0 ? 'slow' : 'fast'}`,
  cost: {
    clock: {
      ms: ({ ppm, durationMs = Infinity }) => (ppm === 0 ? 0 : (Math.abs(ppm) / 1e6) * durationMs),
      atMost(fault, ms) {
        return { ...fault, durationMs: Math.floor((ms / Math.abs(fault.ppm)) * 1e9) / 1000 };
      },
      stays: true,
    },
  },
} satisfies Kind<ClockDrift>;

function driftBy(port: FaultPort, node: string, ppm: number): void {
  const { clock } = port.node(node);
  clock.setDrift(port.now, clock.drift + ppm);
}

function drawDrifts(draw: Draw): ClockDrift[] {
  return draw.windows().map((window) => {
    const node = draw.node();
    return {
      kind: 'clock-drift',
      ...window,
      node,
      ppm: drawnDisplacement(draw, draw.by(200, 10_000, 300_000)),
    };
  });
}
