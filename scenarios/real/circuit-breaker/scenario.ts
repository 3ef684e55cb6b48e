/** The npm package `opossum`, unmodified, between its users and a backend that fails: it must recover, always. */
import { clients, defineScenario, profileNamed, z, type NemesisProfile } from 'seedstorm';
import { backend, OVERLOADED } from './backend.js';
import { answersMatch, failsFast, refusedStayAway } from './checks.js';
import { gateway } from './gateway.js';
import { BACKEND, GATEWAY } from './messages.js';
import { loadOpossum, versionOf, versions, type Installed } from './opossum.js';
import { rules } from './rules.js';

const NAME = 'real/circuit-breaker';

const params = z.object({
  version: z.enum(versions).default('newest').describe('version of the npm package opossum'),
  clients: z.int().min(1).max(50).default(8),
  timeoutMs: z.int().min(1).max(200).default(100).describe('how long the breaker waits for a call'),
  resetMs: z.int().min(1).max(300).default(300).describe('how long it stays open before it tries again'),
});

export const circuitBreakerScenario = defineScenario({
  name: NAME,
  summary:
    'The npm package opossum, unmodified: open, it keeps calls away, and it recovers when the backend does',
  params,
  nodes: () => [GATEWAY, BACKEND],
  load: () => loadOpossum(NAME),
  protocol: ({ version, timeoutMs, resetMs }, { bug, loaded }) => {
    const settings = {
      timeout: timeoutMs,
      resetTimeout: resetMs,
      errorThresholdPercentage: 50,
      rollingCountTimeout: 500,
      rollingCountBuckets: 5,
      volumeThreshold: 5,
    };
    const Breaker = versionOf(loaded as Installed, version);
    return { [GATEWAY]: gateway(Breaker, rules.with(bug, settings)), [BACKEND]: backend };
  },
  workload: ({ clients: count }) =>
    clients(
      count,
      { ask: 1 },
      {
        everyMs: 60,
        to: () => GATEWAY,
        input: (_f, _random, { client, clients: all, index }) => ({ question: client + all * index }),
      },
    ),
  faults: profileNamed('rough') as NemesisProfile,
  // A breaker is there for backends that are down: anything may be, for any time. Damaged messages are not its business.
  budget: { allow: { corruption: false } },
  buggifySites: [OVERLOADED],
  durationMs: 3_000,
  clientTimeoutMs: 300,
  // Calls under way at heal-all may still time out (200) and open the circuit, which then stays so (300); the rest
  // is for the trial.
  liveWithinMs: 600,
  restartAfterMs: 200,
  check: {
    'fails-fast': failsFast(),
    'refused-stay-away': refusedStayAway(),
    'answers-match': answersMatch(),
  },
  bugs: rules.bugs,
});
