/** Planted bugs: ways of using Yjs wrongly. Each replaces one rule. */
import type { PlantedBug } from 'seedstorm';
import type { ReplicaRules } from './rules.js';
import type { YjsParams } from './scenario.js';

export const yjsBugs = {
  'acknowledge-before-sync': {
    summary: 'An edit is acknowledged and sent before it is on the disk: a power cut takes it back',
    shows: { check: 'edits-kept', anomaly: 'lost-insert', within: 13 },
  },
  'no-state-vectors': {
    summary: 'Updates are sent once and never compared: what the network loses is missing for ever',
    shows: { check: 'converges', anomaly: 'divergence', within: 1 },
  },
  'twice-taken-requests': {
    summary:
      'An insert that the network delivers twice is carried out twice: merging updates does not help there',
    shows: { check: 'edits-kept', anomaly: 'duplicate', within: 12 },
  },
} satisfies Record<string, PlantedBug<YjsParams>>;

const changes: Record<keyof typeof yjsBugs, Partial<ReplicaRules>> = {
  'acknowledge-before-sync': { acknowledge: 'at-once' },
  'no-state-vectors': { compareEveryMs: 'never' },
  'twice-taken-requests': { takeOnce: false },
};

/** The rules with one of them replaced. */
export function withBug(rules: ReplicaRules, bug: string | undefined): ReplicaRules {
  return bug === undefined ? rules : { ...rules, ...changes[bug as keyof typeof yjsBugs] };
}
