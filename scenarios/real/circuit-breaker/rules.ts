/** What may be wrong: a version of the package with a known bug, and a planted one around the package. */
import { ruled, type RulesOf } from 'seedstorm/parts';
import type { BreakerOptions } from './opossum.js';

export const rules = ruled(
  {
    /** What the gateway does with a request the breaker refuses. */
    refused: 'fail',
  },
  {
    'opossum-4.2.0': {
      summary:
        'A call that fails while the circuit is already open cancels the timer that would try again: open for ever (opossum issue #385)',
      params: { version: '4.2.0' },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 6 },
    },
    'calls-around-the-breaker': {
      summary: 'The gateway asks the backend itself when the breaker refuses',
      rules: { refused: 'call-anyway' },
      shows: { check: 'fails-fast', anomaly: 'call-while-open', within: 6 },
    },
  },
);

export type GatewayRules = RulesOf<typeof rules> & BreakerOptions;
