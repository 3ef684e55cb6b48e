/** Unique identifiers: no two answers are the same. */
import { uniqueIds } from '../../../checkers/index.js';
import { anything } from './shape.js';
import type { Workload } from './workload.js';

export const uniqueIdentifiers: Workload = {
  name: 'unique-ids',
  summary: 'Nodes that hand out identifiers, no two of them alike',
  rpcs: {
    generate: {
      ask: () => ({}),
      lacks: anything('id'),
      // A list is one identifier, too.
      hear: ({ id }) => (Array.isArray(id) ? [id] : id),
    },
  },
  draw: () => ({ f: 'generate' }),
  check: () => ({ unique: uniqueIds() }),
};
