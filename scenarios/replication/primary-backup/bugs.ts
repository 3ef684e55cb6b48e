/** Planted bugs: each replaces one rule. */
import type { PlantedBug } from 'seedstorm';
import type { StoreParams } from './claims.js';
import type { StoreRules } from './rules.js';

export const storeBugs = {
  'no-fencing': {
    summary:
      'Backups still take what a deposed primary sends: two primaries are at work at once, and each undoes what the other acknowledged',
    shows: { check: 'linearizable', anomaly: 'stale-read', within: 9 },
  },
  'promotes-without-majority': {
    summary:
      'Fail-over promotes the first replica that answers, without asking as many as it takes to find every acknowledged write (museum 22)',
    shows: { check: 'nothing-lost', anomaly: 'lost-write', within: 22 },
  },
  'rolls-back-majority-writes': {
    summary:
      'A promoted replica drops what it does not know to be committed, though a majority may have acknowledged it (museum 23)',
    shows: { check: 'linearizable', anomaly: 'stale-read', within: 2 },
  },
  'promotes-least-advanced': {
    summary: 'Fail-over hears a majority, but promotes whoever answered first instead of whose log is newest',
    shows: { check: 'nothing-lost', anomaly: 'lost-write', within: 22 },
  },
  'acknowledge-before-sync': {
    summary: 'A backup acknowledges what is not on its disk yet (museum 4): a power cut takes it back',
    shows: { check: 'linearizable', anomaly: 'stale-read', within: 18 },
  },
  'falls-back-to-asynchronous': {
    summary:
      'A primary whose backups do not answer in time acknowledges alone, as semi-synchronous replication with a time-out does',
    shows: { check: 'linearizable', anomaly: 'stale-read', within: 29 },
  },
  'reads-without-asking': {
    summary:
      'A primary answers reads at once: one that was deposed and does not know it answers with the past',
    shows: { check: 'linearizable', anomaly: 'stale-read', within: 182 },
  },
} satisfies Record<string, PlantedBug<StoreParams>>;

const changes: Record<keyof typeof storeBugs, Partial<StoreRules>> = {
  'no-fencing': { fence: false },
  'promotes-without-majority': { promises: 1 },
  'rolls-back-majority-writes': { keep: 'known-committed' },
  'promotes-least-advanced': { promote: 'first-to-answer' },
  'acknowledge-before-sync': { acknowledge: 'at-once' },
  'falls-back-to-asynchronous': { whenBackupsAreSlow: 'acknowledge-alone' },
  'reads-without-asking': { readsAsk: false },
};

/** The rules with one of them replaced. */
export function withBug(rules: StoreRules, bug: string | undefined): StoreRules {
  return bug === undefined ? rules : { ...rules, ...changes[bug as keyof typeof storeBugs] };
}
