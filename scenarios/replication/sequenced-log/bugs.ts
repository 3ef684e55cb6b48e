/** Planted bugs: each replaces one rule. */
import type { PlantedBug } from 'seedstorm';
import type { SequencedRules } from './rules.js';
import type { SequencedParams } from './scenario.js';

export const sequencedBugs = {
  'roaming-clients': {
    summary: 'Clients ask any node, each time another: one node is behind what the last one showed',
    params: { sticky: false },
    shows: { check: 'sequential', anomaly: 'sequential-cycle', within: 1 },
  },
  'acknowledge-when-numbered': {
    summary: 'A put is acknowledged when its node hears of its number, not when it has applied it',
    shows: { check: 'sequential', anomaly: 'sequential-cycle', within: 1 },
  },
  'apply-on-arrival': {
    summary: 'An entry takes effect when it arrives, even if entries before it are still missing',
    shows: { check: 'sequential', anomaly: 'sequential-cycle', within: 5 },
  },
  'show-before-sync': {
    summary: 'A node shows what is not on its disk yet: after a power cut it is further back than it was',
    shows: { check: 'sequential', anomaly: 'sequential-cycle', within: 194 },
  },
  'announce-before-sync': {
    summary:
      'The sequencer tells others of an entry that is not on its disk yet (museum 4): it may give the number twice',
    shows: { check: 'one-order', anomaly: 'invariant', within: 49 },
  },
  'number-again': {
    summary: 'A put that is asked for again is numbered again, and undoes what came between',
    shows: { check: 'sequential', anomaly: 'sequential-cycle', within: 1 },
  },
} satisfies Record<string, PlantedBug<SequencedParams>>;

const changes: Record<keyof typeof sequencedBugs, Partial<SequencedRules>> = {
  'roaming-clients': {},
  'acknowledge-when-numbered': { acknowledge: 'numbered' },
  'apply-on-arrival': { apply: 'on-arrival' },
  'show-before-sync': { show: 'at-once' },
  'announce-before-sync': { announce: 'at-once' },
  'number-again': { numberOnce: false },
};

/** The rules with one of them replaced. */
export function withBug(rules: SequencedRules, bug: string | undefined): SequencedRules {
  return bug === undefined ? rules : { ...rules, ...changes[bug as keyof typeof sequencedBugs] };
}
