/** One bit of a durable value flips: of `path`, or of one drawn among all. */
import { text } from '../../input/schema.js';
import { fields, onNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';

const schema = fields('bit-rot', { ...onNode, path: text(1000).optional() });
type BitRot = FaultIn<typeof schema>;

export const bitRot = {
  schema,
  drawn: { bitRot: drawRot },
  begin({ node: name, path }, { port }) {
    const node = port.node(name);
    node.port.note(node, 'rotted', { path: node.storage.rot(path) });
  },
  words: ({ node, path }) => `bit rot on ${node}${path === undefined ? '' : ` in ${path}`}`,
  cost: { replica: true },
} satisfies Kind<BitRot>;

function drawRot(draw: Draw): BitRot[] {
  return Array.from({ length: draw.count() }, () => ({
    kind: 'bit-rot',
    atMs: draw.moment(),
    node: draw.node(),
  }));
}
