/**
 * Power loss: volatile memory is gone; what was written but not synced is lost, kept, or kept with its last write
 * torn; `random` lets each write's fate be drawn. The node starts again after `durationMs`.
 */
import { word } from '../../input/schema.js';
import { fields, lastsOnNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { stop } from './stopping.js';

const schema = fields('crash', { ...lastsOnNode, unsynced: word('lost', 'kept', 'torn', 'random') });
type Crash = FaultIn<typeof schema>;

export const crash = {
  schema,
  drawn: { crash: drawCrashes },
  begin({ node, durationMs, unsynced }, { port }) {
    stop(port, node, 'dark', durationMs, ({ storage }) => storage.powerCut(unsynced));
  },
  words: ({ node, unsynced }) =>
    `crash ${node} (unsynced writes ${unsynced === 'random' ? 'lost, kept or torn' : unsynced})`,
  cost: { down: true, memory: () => true },
} satisfies Kind<Crash>;

/** Power losses: of one node, or now and then of all at once, as when a room loses its power. */
function drawCrashes(draw: Draw): Crash[] {
  const { random, world } = draw;
  return draw.windows().flatMap((window) => {
    const unsynced = random.pick(['random', 'random', 'lost', 'torn', 'kept'] as const);
    const everywhere = random.chance(draw.by(0, 0.1, 0.15));
    const nodes = everywhere ? world.nodes : [random.pick(world.nodes)];
    return nodes.map((node) => ({ kind: 'crash' as const, ...window, node, unsynced }));
  });
}
