/** Each message is delivered twice with this probability. */
import { fields, onLinks, probability, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { percent, links } from '../words.js';
import { drawnLinks, ruling } from './on-links.js';

const schema = fields('duplication', { ...onLinks, probability });
type Duplication = FaultIn<typeof schema>;

export const duplication = {
  schema,
  drawn: { duplication: drawDuplications },
  ...ruling,
  words: (fault) => `duplicate ${percent(fault.probability)} of messages${links(fault)}`,
  cost: {},
} satisfies Kind<Duplication>;

function drawDuplications(draw: Draw): Duplication[] {
  return draw.windows().map((window) => {
    const probability = draw.between(0.01, draw.by(0.05, 0.4, 1));
    return { kind: 'duplication', ...window, probability, ...drawnLinks(draw) };
  });
}
