/** Planted bugs: each replaces one rule. */
import type { PlantedBug } from 'seedstorm';
import type { CausalRules } from './rules.js';
import type { CausalParams } from './scenario.js';

export const causalBugs = {
  'roaming-clients': {
    summary: 'Clients ask any node, each time another: one node does not know what the last one showed',
    params: { sticky: false },
    shows: { check: 'causal-convergence', anomaly: 'WriteCORead', within: 1 },
  },
  'ignores-dependencies': {
    summary:
      'A write waits for the earlier ones of its writer only, not for what its writer had seen of others',
    shows: { check: 'causal-convergence', anomaly: 'WriteCORead', within: 82 },
  },
  'clock-not-merged': {
    summary:
      'The rank of a write counts what its writer wrote, not what it had seen: an answer may lose to its question',
    shows: { check: 'causal-convergence', anomaly: 'WriteCORead', within: 1 },
  },
  'ties-by-arrival': {
    summary: 'Of two writes of the same rank the one that arrives last wins: replicas never agree',
    shows: { check: 'causal-convergence', anomaly: 'CyclicCF', within: 1 },
  },
  'show-before-sync': {
    summary: 'A node shows and sends what is not on its disk yet (museum 4): after a power cut it never was',
    shows: { check: 'same-writes', anomaly: 'divergence', within: 150 },
  },
  'twice-taken-requests': {
    summary:
      'A put that the network delivers twice is carried out twice, and the second time undoes later ones',
    shows: { check: 'causal-convergence', anomaly: 'WriteCORead', within: 6 },
  },
} satisfies Record<string, PlantedBug<CausalParams>>;

const changes: Record<keyof typeof causalBugs, Partial<CausalRules>> = {
  'roaming-clients': {},
  'ignores-dependencies': { deliver: 'fifo' },
  'clock-not-merged': { rank: 'own-count' },
  'ties-by-arrival': { ties: 'by-arrival' },
  'show-before-sync': { show: 'at-once' },
  'twice-taken-requests': { takeOnce: false },
};

/** The rules with one of them replaced. */
export function withBug(rules: CausalRules, bug: string | undefined): CausalRules {
  return bug === undefined ? rules : { ...rules, ...changes[bug as keyof typeof causalBugs] };
}
