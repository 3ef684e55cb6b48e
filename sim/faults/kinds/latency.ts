/** Every message takes `addMs` longer, and up to `jitterMs` more. */
import { fields, onLinks, someTime, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { links, round } from '../words.js';
import { drawnLinks, ruling } from './on-links.js';

const schema = fields('latency', { ...onLinks, addMs: someTime, jitterMs: someTime.optional() });
type Latency = FaultIn<typeof schema>;

export const latency = {
  schema,
  drawn: { latency: drawLatencies },
  ...ruling,
  words: (fault) =>
    `delay messages${links(fault)} by ${fault.addMs}${fault.jitterMs ? ` to ${round(fault.addMs + fault.jitterMs)}` : ''} ms`,
  cost: {
    delay: {
      ms: ({ addMs, jitterMs = 0 }) => addMs + jitterMs,
      atMost(fault, ms) {
        const addMs = Math.min(fault.addMs, ms);
        return fault.jitterMs === undefined
          ? { ...fault, addMs }
          : { ...fault, addMs, jitterMs: round(ms - addMs) };
      },
    },
  },
} satisfies Kind<Latency>;

function drawLatencies(draw: Draw): Latency[] {
  return draw.windows().map((window) => {
    const addMs = draw.between(1, draw.by(10, 200, 2000));
    return { kind: 'latency', ...window, addMs, jitterMs: draw.between(0, addMs), ...drawnLinks(draw) };
  });
}
