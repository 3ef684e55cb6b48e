/** The process is stopped and started as another version of the protocol, for good; every write survives. */
import { fields, onNode, type FaultIn, type Kind } from '../kind.js';
import { aVersion } from '../names.js';
import type { Draw } from '../severity.js';

const schema = fields('upgrade', { ...onNode, version: aVersion });
type Upgrade = FaultIn<typeof schema>;

export const upgrade = {
  schema,
  drawn: { upgrade: drawUpgrades },
  begin({ node: name, version }, { port }) {
    const node = port.node(name);
    const program = port.versionOf(version, node);
    const become = () => Object.assign(node, { program, version });
    if (node.status !== 'up' && node.status !== 'paused') return void become();
    node.farewell.ask(() => {
      become();
      node.port.note(node, 'upgraded', { version });
      node.end('stopped');
      node.startAt(port.now);
    });
  },
  words: ({ node, version }) => `upgrade ${node} to ${version}`,
  cost: { down: true, memory: () => true },
  inGoodOrder: true,
} satisfies Kind<Upgrade>;

/** A rolling change of version, node after node, and sometimes back again for a while. */
function drawUpgrades(draw: Draw): Upgrade[] {
  const { random, world } = draw;
  const versions = world.versions ?? [];
  if (versions.length === 0) return [];
  const faults: Upgrade[] = [];
  for (const node of random.shuffle(world.nodes)) {
    const changes = random.chance(draw.by(0, 0.2, 0.5)) ? 3 : 1;
    for (let change = 0; change < changes; change++) {
      faults.push({ kind: 'upgrade', atMs: draw.moment(), node, version: random.pick(versions) });
    }
  }
  return faults;
}
