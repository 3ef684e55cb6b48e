/** Echo: what a client says comes back. */
import { echoes } from '../../../checkers/index.js';
import { anything } from './shape.js';
import type { Workload } from './workload.js';

export const echo: Workload = {
  name: 'echo',
  summary: 'Nodes that say what was said to them',
  rpcs: {
    echo: {
      ask: ({ value }) => ({ echo: value }),
      lacks: anything('echo'),
      hear: ({ echo: heard }) => heard,
    },
  },
  draw: ({ random }) => ({ f: 'echo', value: `Please echo ${random.int(0, 127)}` }),
  check: () => ({ echo: echoes() }),
};
