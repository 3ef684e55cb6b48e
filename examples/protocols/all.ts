/** Every example in every style it is written in, for tests that go over all of them. */
import type { Scenario } from 'seedstorm';
import { abdScenario } from './abd.js';
import { crdtCounterScenario } from './crdt-counter.js';
import { gossipScenario } from './gossip-max.js';
import { tokenRingScenario } from './token-ring.js';
import { twoPhaseCommitScenario } from './two-phase-commit.js';

export interface Example {
  readonly name: string;
  readonly style: 'state-machine' | 'async';
  readonly scenario: Scenario;
  readonly params: Record<string, unknown>;
  /** Planted bugs, and the check that finds each. */
  readonly bugs: Readonly<Record<string, string>>;
}

function inBothStyles(scenario: Scenario, bugs: Example['bugs']): Example[] {
  return (['state-machine', 'async'] as const).map((style) => ({
    name: `${scenario.name}, ${style}`,
    style,
    scenario,
    params: { style },
    bugs,
  }));
}

export const examples: readonly Example[] = [
  ...inBothStyles(gossipScenario, {}),
  {
    name: 'examples/abd',
    style: 'async',
    scenario: abdScenario,
    params: {},
    bugs: { 'no-write-back': 'linearizable' },
  },
  ...inBothStyles(tokenRingScenario, {
    'offer-before-sync': 'mutual-exclusion',
    'take-old-tokens': 'mutual-exclusion',
  }),
  ...inBothStyles(crdtCounterScenario, { 'acknowledge-before-sync': 'counted', 'count-repeats': 'counted' }),
  ...inBothStyles(twoPhaseCommitScenario, {
    'announce-before-sync': 'atomic-commit',
    'give-up-waiting': 'atomic-commit',
  }),
];
