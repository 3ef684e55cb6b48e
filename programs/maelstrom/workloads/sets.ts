/** Sets that grow: broadcast and g-set. What was acknowledged is, in the end, on every node. */
import { eventualSet } from '../../../checkers/index.js';
import { list } from './shape.js';
import type { Workload } from './workload.js';

export const broadcast: Workload = {
  name: 'broadcast',
  summary: 'Nodes that tell each other every message, so that in the end each has all of them',
  rpcs: {
    broadcast: { ask: ({ value }) => ({ message: value }) },
    read: { ask: () => ({}), lacks: list('messages'), hear: ({ messages }) => messages, isRead: true },
  },
  draw: ({ index, random }) => (random.chance(0.5) ? { f: 'broadcast', value: index } : { f: 'read' }),
  final: { f: 'read', final: true },
  tellsTopology: true,
  check: () => ({ set: eventualSet({ add: 'broadcast' }) }),
};

export const gSet: Workload = {
  name: 'g-set',
  summary: 'A set that grows: in the end each node shows every element',
  rpcs: {
    add: { ask: ({ value }) => ({ element: value }) },
    read: { ask: () => ({}), lacks: list('value'), hear: ({ value }) => value, isRead: true },
  },
  draw: ({ index, random }) => (random.chance(0.5) ? { f: 'add', value: index } : { f: 'read' }),
  final: { f: 'read', final: true },
  check: () => ({ set: eventualSet({ add: 'add' }) }),
};
