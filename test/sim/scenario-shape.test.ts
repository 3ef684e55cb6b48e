import { describe, expect, it } from 'vitest';
import { clients, defineScenario, stateMachine, z, type Scenario } from 'seedstorm';

const sound = {
  name: 'own/lock',
  summary: 'a lock',
  params: z.object({}),
  nodes: () => ['n1'],
  protocol: stateMachine({ start: () => ({}) }),
  workload: () => clients(1, { read: 1 }),
  faults: 'rough',
  durationMs: 100,
  check: {},
};

function defined(changes: Record<string, unknown>): Scenario {
  return defineScenario({ ...sound, ...changes } as never);
}

describe('defineScenario, where nobody looks at types', () => {
  it('takes what is right, and what was defined before', () => {
    const scenario = defined({});
    expect(scenario.kind).toBe('scenario');
    expect(defineScenario({ ...scenario, settleMs: 0 }).settleMs).toBe(0);
  });

  it.each([
    [
      { name: 'no spaces please' },
      "scenario name: expected something like 'replication/abd', got 'no spaces please'",
    ],
    [{ name: undefined }, "scenario name: expected something like 'replication/abd', got nothing"],
    [{ family: 'a b' }, "own/lock: family: expected a name such as 'queues', got 'a b'"],
    [
      { worklod: () => [] },
      "own/lock: no field of a scenario is called 'worklod'; did you mean 'workload'? There are ",
    ],
    [{ workload: undefined }, 'own/lock: workload: expected a function of the parameters, got nothing'],
    [{ nodes: ['n1', 'n2'] }, 'own/lock: nodes: expected a function of the parameters, got a list'],
    [{ params: {} }, 'own/lock: params: expected a zod object: z.object({ … }), got an object'],
    [
      { protocol: 'raft' },
      "own/lock: protocol: expected what stateMachine or asyncProgram gives, or a function of the parameters that gives it, got 'raft'",
    ],
    [{ durationMs: 0 }, 'own/lock: durationMs: expected a number above 0 and up to '],
    [{ durationMs: '10s' }, 'own/lock: durationMs: expected a number above 0 and up to '],
    [{ clientTimeoutMs: -1 }, 'own/lock: clientTimeoutMs: expected a number of ms from 0 to '],
    [{ faults: 'rouhg' }, "own/lock: faults: no profile is called 'rouhg'; did you mean 'rough'?"],
    [
      { bugs: { early: { summary: 'too early', faults: 'hel' } } },
      "own/lock: bugs.early.faults: no profile is called 'hel'; did you mean 'hell'?",
    ],
    [
      { strategies: ['pct', 'rnd'] },
      'own/lock: strategies: expected a list of random, pct, delay-bounded, got a list',
    ],
    [{ faults: {} }, 'own/lock: faults: expected the name of a profile, or nemesis({ … }), got an object'],
    [{ check: { lock: () => true } }, 'own/lock: check: lock: expected a checker, got a function'],
    [
      { bugs: { early: 'too early' } },
      'own/lock: bugs: expected objects with a summary, by the names of bugs',
    ],
    [
      { vary: { nodes: [] } },
      'own/lock: vary: expected lists of values to draw from, by the names of parameters',
    ],
    [
      { invariants: [() => undefined] },
      'own/lock: invariants: expected functions by name, or objects { memory, holds }, got a list',
    ],
  ])('%j', (changes, sentence) => {
    expect(() => defined(changes)).toThrow(TypeError);
    expect(() => defined(changes)).toThrow(sentence);
  });

  it('points at the definition', () => {
    try {
      defined({ nodes: 3 });
      expect.unreachable();
    } catch (error) {
      expect((error as Error).stack?.split('\n')[1]).toContain('scenario-shape.test.ts');
    }
  });
});
