/** A node leaves for good. */
import { fields, onNode, type FaultIn, type Kind } from '../kind.js';

const schema = fields('leave', onNode);
export type Leave = FaultIn<typeof schema>;

export const leave = {
  schema,
  drawn: {},
  begin: ({ node }, { port }) => port.leave(port.node(node)),
  words: ({ node }) => `leave ${node}`,
  cost: { down: true, replica: true, forGood: true },
  inGoodOrder: true,
} satisfies Kind<Leave>;
