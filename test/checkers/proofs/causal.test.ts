/** PRAM and the causal orders: what breaks each, and a store that keeps it. */
import { it } from 'vitest';
import { defineScenario } from 'seedstorm';
import { causal, causalMemory, pram } from 'seedstorm/checkers';
import { proofs, prove } from './prove.js';
import { ordered, shared, store } from './store.js';

const memory = defineScenario<object>({
  ...shared,
  name: 'proof/causal-memory',
  summary: 'Each replica holds of every key what it was told last',
  protocol: (_params, { bug }) =>
    store('causal', bug === 'last-writer-wins' ? 'stamped-last' : 'delivered-last'),
  check: { causalMemory: causalMemory() },
  bugs: {
    'last-writer-wins': {
      summary:
        'Replicas agree on a winner: what a session saw replaced is there again, though no cause is missing',
      shows: { check: 'causalMemory', anomaly: 'CyclicHB', within: 30 },
    },
  },
});

it.each(
  proofs(
    ordered('fifo', 'pram', pram(), 'pram-cycle'),
    ordered('causal', 'causal', causal(), 'WriteCORead'),
    ordered('causal', 'causalMemory', causalMemory(), 'WriteCORead'),
    memory,
  ),
)('$check finds $anomaly in $system.name with $bug', prove);
