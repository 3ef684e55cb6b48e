/** Each link carries this many bytes a second; what does not fit waits its turn. */
import { number } from '../../input/schema.js';
import { fields, onLinks, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { links } from '../words.js';
import { drawnLinks, ruling } from './on-links.js';

const schema = fields('slow-link', { ...onLinks, bytesPerSecond: number(1, 1e12) });
type SlowLink = FaultIn<typeof schema>;

export const slowLink = {
  schema,
  drawn: { slowLink: drawSlowLinks },
  ...ruling,
  words: (fault) => `slow links${links(fault)} to ${fault.bytesPerSecond} bytes/s`,
  cost: { delay: { ms: () => Infinity, atMost: () => undefined } },
} satisfies Kind<SlowLink>;

function drawSlowLinks(draw: Draw): SlowLink[] {
  return draw.windows().map((window) => {
    const bytesPerSecond = draw.random.int(draw.by(50_000, 2_000, 200), 100_000);
    return { kind: 'slow-link', ...window, bytesPerSecond, ...drawnLinks(draw) };
  });
}
