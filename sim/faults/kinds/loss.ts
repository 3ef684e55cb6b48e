/** Each message is lost with this probability. */
import { fields, onLinks, probability, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { percent, links } from '../words.js';
import { drawnLinks, ruling } from './on-links.js';

const schema = fields('loss', { ...onLinks, probability });
type Loss = FaultIn<typeof schema>;

export const loss = {
  schema,
  drawn: { loss: drawLosses },
  ...ruling,
  words: (fault) => `lose ${percent(fault.probability)} of messages${links(fault)}`,
  cost: { cuts: ({ probability }) => probability === 1 },
} satisfies Kind<Loss>;

function drawLosses(draw: Draw): Loss[] {
  return draw.windows().map((window) => {
    const probability = draw.between(0.01, draw.by(0.05, 0.3, 0.8));
    return { kind: 'loss', ...window, probability, ...drawnLinks(draw) };
  });
}
