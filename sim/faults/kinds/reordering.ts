/** Each message is, with this probability, held back by up to `delayMs`, so that later ones overtake it. */
import { fields, onLinks, length, probability, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { percent, links } from '../words.js';
import { drawnLinks, ruling } from './on-links.js';

const schema = fields('reordering', { ...onLinks, probability, delayMs: length });
type Reordering = FaultIn<typeof schema>;

export const reordering = {
  schema,
  drawn: { reordering: drawReorderings },
  ...ruling,
  words: (fault) =>
    `hold back ${percent(fault.probability)} of messages${links(fault)} by up to ${fault.delayMs} ms`,
  cost: { delay: { ms: ({ delayMs }) => delayMs, atMost: (fault, delayMs) => ({ ...fault, delayMs }) } },
} satisfies Kind<Reordering>;

function drawReorderings(draw: Draw): Reordering[] {
  return draw.windows().map((window) => {
    const probability = draw.between(0.01, draw.by(0.05, 0.4, 1));
    const delayMs = draw.between(1, draw.by(10, 200, 2000));
    return { kind: 'reordering', ...window, probability, delayMs, ...drawnLinks(draw) };
  });
}
