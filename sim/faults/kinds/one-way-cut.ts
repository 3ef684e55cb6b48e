/** Messages from one of `from` to one of `to` are lost; the other direction works. */
import { fields, lasts, type FaultIn, type Kind } from '../kind.js';
import { endpointsOrStandIns } from '../names.js';
import type { Link, Scene } from '../scene.js';
import type { Draw } from '../severity.js';
import { flapping, names } from '../words.js';
import { cutting, drawnFlap, flapMs } from './cutting.js';
import { halves, inOrder, isolateOne } from './groups.js';

const schema = fields('one-way-cut', {
  ...lasts,
  from: endpointsOrStandIns,
  to: endpointsOrStandIns,
  flapMs,
});
type OneWayCut = FaultIn<typeof schema>;

export const oneWayCut = {
  schema,
  drawn: { oneWayCut: drawCuts },
  ...cutting(linksOneWay),
  words: (fault) => `cut ${names(fault.from)} → ${names(fault.to)}${flapping(fault)}`,
  cost: { cuts: () => true },
} satisfies Kind<OneWayCut>;

/** One direction cut: one node deaf, one node mute, or one half mute towards the other. */
function drawCuts(draw: Draw): OneWayCut[] {
  const { random, world } = draw;
  if (world.nodes.length < 2) return [];
  return draw.windows().map((window) => {
    const shape = random.chance(0.7) ? isolateOne : halves;
    const [one, others] = shape(random, world.nodes).map((group) => inOrder(group, world.nodes));
    const [from = [], to = []] = random.chance(0.5) ? [one, others] : [others, one];
    return { kind: 'one-way-cut', ...window, ...drawnFlap(draw, window.durationMs), from, to };
  });
}

function linksOneWay({ from, to }: OneWayCut, { port }: Scene): Link[] {
  return from.flatMap((sender) =>
    to.map((receiver): Link => [port.endpoint(sender), port.endpoint(receiver)]),
  );
}
