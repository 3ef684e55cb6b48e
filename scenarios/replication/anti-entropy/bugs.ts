/** Planted bugs: each replaces one rule. */
import type { PlantedBug } from 'seedstorm';
import type { GossipRules } from './rules.js';
import type { GossipParams } from './scenario.js';

export const gossipBugs = {
  'roaming-clients': {
    summary: 'Clients ask any node, each time another: one node has not heard of what the last one showed',
    params: { sticky: false },
    shows: { check: 'coherent', anomaly: 'sequential-cycle', within: 1 },
  },
  'wall-clock': {
    summary:
      'A write carries the wall clock of its node (museum 24): where that is behind, it is acknowledged and dropped',
    shows: { check: 'coherent', anomaly: 'sequential-cycle', within: 2 },
  },
  'ties-undecided': {
    summary: 'Of two copies of the same time each node keeps the one that it has: replicas never agree',
    shows: { check: 'converges', anomaly: 'divergence', within: 8 },
  },
  'older-taken': {
    summary: 'A node takes any copy it is sent, an older one too: what was seen goes away again',
    shows: { check: 'coherent', anomaly: 'sequential-cycle', within: 1 },
  },
  'answer-before-sync': {
    summary:
      'A node acknowledges and shows what is not on its disk yet (museum 4): a power cut takes it back',
    shows: { check: 'coherent', anomaly: 'sequential-cycle', within: 186 },
  },
  'twice-taken-requests': {
    summary:
      'A put that the network delivers twice is carried out twice, and the second time undoes later ones',
    shows: { check: 'coherent', anomaly: 'sequential-cycle', within: 12 },
  },
} satisfies Record<string, PlantedBug<GossipParams>>;

const changes: Record<keyof typeof gossipBugs, Partial<GossipRules>> = {
  'roaming-clients': {},
  'wall-clock': { clock: 'wall' },
  'ties-undecided': { ties: 'none' },
  'older-taken': { older: 'taken' },
  'answer-before-sync': { answer: 'at-once' },
  'twice-taken-requests': { takeOnce: false },
};

/** The rules with one of them replaced. */
export function withBug(rules: GossipRules, bug: string | undefined): GossipRules {
  return bug === undefined ? rules : { ...rules, ...changes[bug as keyof typeof gossipBugs] };
}
