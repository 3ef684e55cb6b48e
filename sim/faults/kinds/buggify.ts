/** The code points `node.buggify(site)` answer yes with this probability, on the named nodes (absent: all). */
import { text } from '../../input/schema.js';
import { fields, lasts, probability, type FaultIn, type Kind } from '../kind.js';
import { nodesOrStandIns } from '../names.js';
import type { Draw } from '../severity.js';
import { names, percent } from '../words.js';

const schema = fields('buggify', {
  ...lasts,
  site: text(200),
  probability,
  nodes: nodesOrStandIns.optional(),
});
type CodeFault = FaultIn<typeof schema>;

export const buggify = {
  schema,
  drawn: { buggify: drawSites },
  begin: (_fault, scene, number) => scene.buggify(number, true),
  end: (_fault, scene, number) => scene.buggify(number, false),
  words: ({ site, probability, nodes }) =>
    `buggify ${site} ${percent(probability)}${nodes ? ` on ${names(nodes)}` : ''}`,
  cost: {},
} satisfies Kind<CodeFault>;

/** Each seed arms its own half of the sites, for the whole run. */
function drawSites(draw: Draw): CodeFault[] {
  const { random, world } = draw;
  const armed = (world.sites ?? []).filter(() => random.chance(0.5) || world.swarm === false);
  return armed.map((site) => ({
    kind: 'buggify',
    atMs: 0,
    site,
    probability: draw.between(0.01, draw.by(0.05, 0.25, 1)),
  }));
}
