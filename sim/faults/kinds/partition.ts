/**
 * Two nodes may talk exactly if some group holds both. Groups may overlap, which makes bridges and rings of
 * majorities. A node in no group talks to nobody. Clients keep talking to every node, unless a group names them.
 */
import { fields, lasts, type FaultIn, type Kind } from '../kind.js';
import { groups } from '../names.js';
import type { Link, Scene } from '../scene.js';
import type { Draw } from '../severity.js';
import { flapping, names } from '../words.js';
import { cutting, drawnFlap, flapMs } from './cutting.js';
import { inOrder, shapes } from './groups.js';

const schema = fields('partition', { ...lasts, groups, flapMs });
type Partition = FaultIn<typeof schema>;

export const partition = {
  schema,
  drawn: { partition: drawPartitions },
  ...cutting(linksApart),
  words: (fault) => `partition ${sides(fault.groups)}${flapping(fault)}`,
  cost: { cuts: () => true },
} satisfies Kind<Partition>;

/** Partitions of every shape, one in five of them flapping. */
function drawPartitions(draw: Draw): Partition[] {
  const { random, world } = draw;
  if (world.nodes.length < 2) return [];
  const shapesHere = shapes(world.nodes.length);
  return draw.windows().map((window) => {
    const drawn = random.pick(shapesHere)(random, world.nodes);
    const groups = drawn.map((group) => inOrder(group, world.nodes));
    return { kind: 'partition', ...window, ...drawnFlap(draw, window.durationMs), groups };
  });
}

/** `n1 | n2 n3`. Several that everybody reaches are named once. */
function sides(groups: Partition['groups']): string {
  const common = (groups[0] ?? []).filter((name) => groups.every((group) => group.includes(name)));
  if (common.length < 2 || groups.some((group) => group.length === common.length))
    return groups.map(names).join(' | ');
  const own = groups.map((group) => names(group.filter((name) => !common.includes(name))));
  return `${own.join(' | ')}, all reach ${names(common)}`;
}

function linksApart(fault: Partition, { port }: Scene): Link[] {
  const groups = fault.groups.map((group) => new Set(group.map((name) => port.endpoint(name))));
  const together = (x: number, y: number): boolean => groups.some((group) => group.has(x) && group.has(y));
  const named = (endpoint: number): boolean => groups.some((group) => group.has(endpoint));
  const links: Link[] = [];
  for (let from = 0; from < port.endpointCount; from++) {
    for (let to = 0; to < port.endpointCount; to++) {
      const free = (port.isClient(from) && !named(from)) || (port.isClient(to) && !named(to));
      if (from !== to && !free && !together(from, to)) links.push([from, to]);
    }
  }
  return links;
}
