/** Each operation of the named sorts (absent: every sort) fails with this probability. */
import { set, word } from '../../input/schema.js';
import { fields, lastsOnNode, probability, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { percent } from '../words.js';

const sorts = ['read', 'write', 'sync'] as const;
const operations = set(word(...sorts), 3).optional();
const schema = fields('disk-error', { ...lastsOnNode, probability, operations });
type DiskError = FaultIn<typeof schema>;

export const diskError = {
  schema,
  drawn: { diskError: drawErrors },
  begin({ node, probability, operations = sorts }, { port }, number) {
    port.node(node).storage.faults.errors.set(number, { probability, operations });
  },
  end: ({ node }, { port }, number) => void port.node(node).storage.faults.errors.delete(number),
  words({ node, probability, operations = ['operation'] }) {
    const failing = operations.map((operation) => `${operation}s`).join(' and ');
    return `disk of ${node} fails ${percent(probability)} of ${failing}`;
  },
  // Many a program stops on that.
  cost: { down: true, memory: () => true },
} satisfies Kind<DiskError>;

function drawErrors(draw: Draw): DiskError[] {
  return draw.windows().map((window) => {
    const probability = draw.between(0.01, draw.by(0.02, 0.1, 1));
    const operations = draw.random.chance(0.5) ? {} : { operations: [draw.random.pick(sorts)] };
    return { kind: 'disk-error', ...window, node: draw.node(), probability, ...operations };
  });
}
