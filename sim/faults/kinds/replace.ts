/** A node leaves for good and a spare joins in its place, in the same instant. */
import { refined } from '../../input/schema.js';
import { fields, onNode, type FaultIn, type Kind } from '../kind.js';
import { aSpare } from '../names.js';

const schema = refined(fields('replace', { ...onNode, with: aSpare }), (fault) =>
  fault.with === fault.node ? ['with', `another node than ${fault.node}`] : undefined,
);
export type Replace = FaultIn<typeof schema>;

export const replace = {
  schema,
  drawn: {},
  begin(fault, { port }) {
    port.leave(port.node(fault.node));
    port.join(port.node(fault.with));
  },
  words: (fault) => `replace ${fault.node} with ${fault.with}`,
  cost: { down: true, replica: true, joins: (fault) => fault.with, forGood: true },
  inGoodOrder: true,
} satisfies Kind<Replace>;
