/** Planted bugs: each replaces one rule. */
import type { PlantedBug } from 'seedstorm';
import type { RegisterParams } from './scenario.js';
import type { RegisterRules } from './rules.js';

export const registerBugs = {
  'no-write-back': {
    summary: 'A read answers without storing what it found on W nodes (museum 19): a later read may see less',
    shows: { check: 'linearizable', anomaly: 'stale-read', within: 30 },
  },
  'wall-clock-versions': {
    summary:
      'Versions carry the wall clock of the writing node: a clock that is behind loses acknowledged writes',
    shows: { check: 'linearizable', anomaly: 'stale-read', within: 1 },
  },
  'twice-taken-requests': {
    summary:
      'A write request that the network delivers twice is carried out twice, and the second time undoes later writes',
    shows: { check: 'linearizable', anomaly: 'stale-read', within: 164 },
  },
  'acknowledge-before-sync': {
    summary: 'A node acknowledges a store before it is on the disk (museum 4): a power cut takes it back',
    shows: { check: 'linearizable', anomaly: 'stale-read', within: 18 },
  },
} satisfies Record<string, PlantedBug<RegisterParams>>;

const changes: Record<keyof typeof registerBugs, Partial<RegisterRules>> = {
  'no-write-back': { writeBack: false },
  'wall-clock-versions': { versions: 'wall-clock' },
  'twice-taken-requests': { takeOnce: false },
  'acknowledge-before-sync': { acknowledge: 'at-once' },
};

/** The rules with one of them replaced. */
export function withBug(rules: RegisterRules, bug: string | undefined): RegisterRules {
  return bug === undefined ? rules : { ...rules, ...changes[bug as keyof typeof registerBugs] };
}
