/** Each message's payload is damaged with this probability. */
import { fields, onLinks, probability, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { percent, links } from '../words.js';
import { drawnLinks, ruling } from './on-links.js';

const schema = fields('corruption', { ...onLinks, probability });
type Corruption = FaultIn<typeof schema>;

export const corruption = {
  schema,
  drawn: { corruption: drawCorruptions },
  ...ruling,
  words: (fault) => `corrupt ${percent(fault.probability)} of messages${links(fault)}`,
  cost: {},
} satisfies Kind<Corruption>;

function drawCorruptions(draw: Draw): Corruption[] {
  return draw.windows().map((window) => {
    const probability = draw.between(0.01, draw.by(0.02, 0.1, 0.5));
    return { kind: 'corruption', ...window, probability, ...drawnLinks(draw) };
  });
}
