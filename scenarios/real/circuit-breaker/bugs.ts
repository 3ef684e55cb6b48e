/** What may be wrong: a version of the package with a known bug, and a planted one around the package. */
import type { PlantedBug } from 'seedstorm';
import type { GatewayRules } from './gateway.js';
import type { BreakerParams } from './scenario.js';

export const breakerBugs = {
  'opossum-4.2.0': {
    summary:
      'A call that fails while the circuit is already open cancels the timer that would try again: open for ever (opossum issue #385)',
    params: { version: '4.2.0' },
    shows: { check: 'liveness', anomaly: 'no-progress', within: 6 },
  },
  'calls-around-the-breaker': {
    summary: 'The gateway asks the backend itself when the breaker refuses',
    shows: { check: 'fails-fast', anomaly: 'call-while-open', within: 6 },
  },
} satisfies Record<string, PlantedBug<BreakerParams>>;

/** The rules with one of them replaced. A bug that is a version of the package changes none. */
export function withBug(rules: GatewayRules, bug: string | undefined): GatewayRules {
  return bug === 'calls-around-the-breaker' ? { ...rules, refused: 'call-anyway' } : rules;
}
