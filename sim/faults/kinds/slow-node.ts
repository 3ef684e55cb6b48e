/** Every event the node handles costs it `delayMs`: what it sends and sets leaves that much later. */
import { number } from '../../input/schema.js';
import { toMicros } from '../../kernel/time.js';
import { fields, lastsOnNode, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';

const schema = fields('slow-node', { ...lastsOnNode, delayMs: number(0.001, 1e6, 'a time in ms') });
type SlowNode = FaultIn<typeof schema>;

export const slowNode = {
  schema,
  drawn: { slowNode: drawSlowNodes },
  begin: ({ node, delayMs }, { port }) => port.node(node).slowBy(toMicros(delayMs)),
  end: ({ node, delayMs }, { port }) => port.node(node).slowBy(-toMicros(delayMs)),
  words: ({ node, delayMs }) => `slow ${node} (${delayMs} ms per event)`,
  cost: { delay: { ms: () => Infinity, atMost: () => undefined } },
} satisfies Kind<SlowNode>;

function drawSlowNodes(draw: Draw): SlowNode[] {
  return draw.windows().map((window) => {
    const node = draw.node();
    return { kind: 'slow-node', ...window, node, delayMs: draw.between(0.1, draw.by(2, 20, 200)) };
  });
}
