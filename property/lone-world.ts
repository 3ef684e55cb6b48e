/**
 * The world of a test node: the real engine with one node that runs the program under test. The other members are
 * there, take whatever they are sent and say nothing, so that whatever the node hears comes from the test.
 */
import type { Seed } from '../sim/kernel/random.js';
import { MAX_MS } from '../sim/kernel/time.js';
import type { Program } from '../sim/node/program.js';
import { stateMachine } from '../sim/node/state-machine.js';
import { World } from '../sim/world/world.js';

export interface LoneSetup {
  readonly program: Program;
  readonly id: string;
  readonly members: readonly string[];
  readonly clients: readonly string[];
  readonly seed: Seed;
}

const silent = stateMachine({
  start: () => ({}),
  onRequest: () => undefined,
  onMessage: () => undefined,
  onStream: () => undefined,
  onMembership: () => undefined,
});

/** Nothing is drawn: what takes time takes the same time whatever the seed. */
const millisecond = { kind: 'constant', ms: 1 } as const;
/** A sync is never over at once, and moves no other clock that a test could see. */
const instant = { kind: 'constant', ms: 0.001 } as const;

export function loneWorld({ program, id, members, clients, seed }: LoneSetup): World {
  return new World({
    seed,
    nodes: members.map((name) => ({
      name,
      program: name === id ? program : silent,
      version: 'v1',
      member: true,
    })),
    clients,
    plan: { schema: 1, faults: [], operations: [] },
    network: { latency: millisecond },
    disk: { readLatency: instant, writeLatency: instant, syncLatency: instant },
    clocks: { maxOffsetMs: 0, maxDriftPpm: 0 },
    versions: {},
    finalOperations: [],
    durationMs: MAX_MS,
    clientTimeoutMs: 1000,
    lastInvokeMs: 0,
    restartAfterMs: 1000,
    limits: { maxEvents: 5_000_000, maxEventsPerInstant: 100_000 },
    invariants: {},
  });
}
