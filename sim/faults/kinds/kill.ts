/** The process dies, the machine does not: memory is gone, every write survives. Starts after `durationMs`. */
import { z } from 'zod';
import { expecting, refined } from '../../input/schema.js';
import { fields, lastsOnNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { stop } from './stopping.js';

const schema = refined(
  fields('kill', {
    ...lastsOnNode,
    /** It never comes back, not even when everything is healed: the crash-stop model. Has no `durationMs`. */
    forGood: z.literal(true, expecting('true, or nothing at all')).optional(),
  }),
  ({ forGood, durationMs }) =>
    forGood && durationMs !== undefined
      ? ['durationMs', 'no durationMs for a process that is gone for good']
      : undefined,
);
type Kill = FaultIn<typeof schema>;

export const kill = {
  schema,
  drawn: { kill: drawKills },
  begin({ node, durationMs, forGood }, { port, gone }) {
    if (forGood === true) gone.add(port.node(node).index);
    stop(port, node, 'stopped', durationMs);
  },
  words: ({ node, forGood }) => `kill ${node}${forGood === true ? ' for good' : ''}`,
  // One that is gone for good does not go on without its memory.
  cost: { down: true, memory: ({ forGood }) => forGood !== true },
} satisfies Kind<Kill>;

function drawKills(draw: Draw): Kill[] {
  return draw.windows().map((window) => ({ kind: 'kill', ...window, node: draw.node() }));
}

/** Processes that stop and never come back, a minority of them: the crash-stop model. */
export function crashStops(draw: Draw): Kill[] {
  const { random, world } = draw;
  const most = Math.max(1, (world.nodes.length - 1) >> 1);
  return random
    .shuffle(world.nodes)
    .slice(0, random.int(1, most))
    .map((node) => ({ kind: 'kill', atMs: draw.moment(), node, forGood: true }));
}
