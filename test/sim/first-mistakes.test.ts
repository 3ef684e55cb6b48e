/**
 * What newcomers get wrong in their first scenario, each told in one clear sentence: where it is defined if it can be
 * seen there, before the run begins if its functions give it away.
 */
import { describe, expect, it } from 'vitest';
import { asyncProgram, clients, defineScenario, simulate, stateMachine, z, type Scenario } from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';
import { runPlan } from 'seedstorm/property';
import { settingsOf } from '../../property/settings.js';

// Nobody looks at the types of a JavaScript file.
const machine = stateMachine as (handlers: unknown) => unknown;
const program = asyncProgram as (main: unknown) => unknown;
const checker = linearizable(registerModel());

const register = stateMachine({
  start: () => ({ value: null }),
  onRequest(state, request, node) {
    if (request.f === 'write') state.value = request.value;
    node.reply(state.value);
  },
});
const sound = {
  name: 'own/lock',
  summary: 'a lock',
  params: z.object({ size: z.int().default(1) }),
  nodes: () => ['n1', 'n2'],
  protocol: register,
  workload: () => clients(1, { read: 1 }, { to: () => 'n1' }),
  faults: 'none',
  durationMs: 2_000,
  check: { linearizable: checker },
};
const defined = (changes: object): Scenario => defineScenario({ ...sound, ...changes } as never);

/** Tests are called by the sentence they want. */
const bySentence = <T>(cases: readonly (readonly [given: T, sentence: string])[]) =>
  cases.map(([given, sentence]) => [sentence, given] as const);

describe('what makes a program', () => {
  it.each(
    bySentence<() => unknown>([
      [
        () => machine({ start: () => ({}), onrequest() {} }),
        "no handler is called 'onrequest'; did you mean 'onRequest'?",
      ],
      [() => machine({ start: () => ({}), onPing() {} }), "no handler is called 'onPing'"],
      [() => machine({ start: () => ({}), store() {} }), "no handler is called 'store'"],
      [
        () =>
          machine(
            new (class Lock {
              start() {}
              onmessage() {}
            })(),
          ),
        "no handler is called 'onmessage'; did you mean 'onMessage'?",
      ],
      [
        () => machine({ onRequest() {} }),
        'start: expected a function that returns the first state, got nothing',
      ],
      [() => machine({ start: () => ({}), onTimer: 'tick' }), "onTimer: expected a function, got 'tick'"],
      [
        () => machine({ start: () => ({}), onRequest: { read: 5 } }),
        'onRequest.read: expected a function, got 5',
      ],
      [() => machine(() => ({})), 'a function of the node goes into asyncProgram'],
      [() => machine(undefined), 'expected handlers, { start, onRequest, … }, got nothing'],
    ]),
  )('%s', (sentence, make) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(/^stateMachine: /);
    expect(make).toThrow(sentence);
  });

  it.each(
    bySentence<() => unknown>([
      [
        () => program({ start: () => ({}), onRequest() {} }),
        'got an object of handlers: these go into stateMachine',
      ],
      [() => program(async function* () {}), 'got a generator, which nobody would run'],
      [() => program(undefined), 'expected an async function of the node, got nothing'],
    ]),
  )('%s', (sentence, make) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(/^asyncProgram: /);
    expect(make).toThrow(sentence);
  });

  it('is told where it is made', () => {
    for (const make of [() => machine({}), () => program(5)]) {
      try {
        make();
        expect.unreachable();
      } catch (error) {
        expect((error as Error).stack?.split('\n').find((line) => / at /.test(line))).toContain(
          'first-mistakes.test.ts',
        );
      }
    }
  });

  it('may be an object of a class with methods of its own, and a function that is not async', async () => {
    class Counter {
      readonly step = 2;
      start = () => ({ count: 0 });
      onRequest(state: { count: number }, _request: unknown, node: { reply(value: number): void }) {
        node.reply((state.count += this.grown()));
      }
      grown() {
        return this.step;
      }
    }
    const served = asyncProgram((node) => node.onRequest(() => 7));
    for (const protocol of [machine(new Counter()), served]) {
      const run = await simulate(defined({ protocol, check: {} }));
      expect(run.verdict).not.toBe('invalid');
      expect(run.operations.ok).toBeGreaterThan(0);
    }
  });
});

describe('what is seen where the scenario is defined', () => {
  const handlers = { start: () => ({}), onRequest() {} };
  const main = async (node: unknown) => void node;
  it.each(
    bySentence<object>([
      [
        { protocol: handlers },
        'protocol: expected a program, or one for each node by its name, got its handlers: they go into stateMachine({ … })',
      ],
      [{ protocol: { n1: register, n2: handlers } }, 'protocol: expected a program for n2, got its handlers'],
      [
        { protocol: main },
        'protocol: expected a program, got a function of the node: it goes into asyncProgram(…)',
      ],
      [
        { protocol: (node: { onRequest(f: unknown): void }) => node.onRequest(1) },
        'it goes into asyncProgram(…)',
      ],
      [{ protocol: { n1: register, n2: main } }, 'expected a program for n2, got a function of the node'],
      [
        { protocol: {} },
        'protocol: expected a program, or one for each node by its name, got an object with nothing in it',
      ],
      [
        { budget: { maxdown: 1 } },
        'budget: expected only maxDown, maxUnreachable, intactReplicas, spared, allow, ownFaultsOnly, got "maxdown"; did you mean "maxDown"?',
      ],
      [{ budget: { maxDown: '1' } }, 'budget.maxDown: expected a number between 0 and Infinity, got "1"'],
      [{ budget: { allow: { crsh: false } } }, 'got "crsh"; did you mean "crash"?'],
      [
        { check: { runtime: checker } },
        "check: runtime: this name is taken by a check of the engine's own; choose another",
      ],
      [{ check: { liveness: checker } }, 'check: liveness: this name is taken'],
      [{ invariants: { runtime: () => undefined } }, 'invariants: runtime: this name is taken'],
      [{ invariants: { linearizable: () => undefined } }, 'check: linearizable: an invariant has that name'],
      [
        { check: { lin: linearizable } },
        'check: lin: expected a checker, got a function: was it to be called, as in linearizable(model)?',
      ],
      [
        { check: { lin: registerModel() } },
        'check: lin: expected a checker, got a model: it goes into linearizable(…)',
      ],
      [
        { check: checker },
        'check: expected checkers by name, such as { linearizable: linearizable(…) }, got a checker without a name',
      ],
      [
        { bugs: { early: { summary: 'x', param: { size: 2 } } } },
        "bugs.early: no field of a bug is called 'param'; did you mean 'params'?",
      ],
      [
        { bugs: { early: { summary: 'x', params: { sise: 2 } } } },
        "bugs.early.params: no parameter is called 'sise'; did you mean 'size'?",
      ],
      [{ vary: { sise: [1, 2] } }, "vary: no parameter is called 'sise'; did you mean 'size'?"],
      [{ limits: { maxEvent: 5 } }, 'got "maxEvent"; did you mean "maxEvents"?'],
      [{ limits: { maxEvents: 'many' } }, 'limits.maxEvents: expected a whole number'],
      [{ clocks: { maxOffset: 5 } }, 'got "maxOffset"; did you mean "maxOffsetMs"?'],
      [{ network: { latancy: { kind: 'constant', ms: 1 } } }, 'got "latancy"; did you mean "latency"?'],
      [{ disk: { readLatency: 1 } }, 'disk.readLatency: expected an object with kind, got 1'],
      [{ coverage: { somtimes: ['x'] } }, 'got "somtimes"; did you mean "sometimes"?'],
      [
        { workload: clients(1, { read: 1 }) },
        'workload: expected a function of the parameters, got an object',
      ],
    ]),
  )('%s', (sentence, changes) => {
    expect(() => defined(changes)).toThrow(TypeError);
    expect(() => defined(changes)).toThrow(/^own\/lock: /);
    expect(() => defined(changes)).toThrow(sentence);
  });
});

describe('what is seen before the run begins', () => {
  const nothing = (): void => undefined;
  it.each(
    bySentence<object>([
      [
        { protocol: () => ({ start: () => ({}) }) },
        'protocol: expected a program, or one for each node by its name, got its handlers',
      ],
      [
        { protocol: nothing },
        'protocol: expected a program, or one for each node by its name, got nothing: was a return forgotten?',
      ],
      [
        { protocol: () => ({ n1: async () => 1, n2: register }) },
        'protocol: expected a program for n1, got a function of the node',
      ],
      [
        { protocol: () => Promise.resolve(register) },
        'protocol: expected a value, got a promise: an async function of a node goes into asyncProgram',
      ],
      [
        { protocol: { n1: register, n22: register } },
        "there is no program for node 'n2'; is it the one of 'n22'?",
      ],
      [{ nodes: () => 3 }, 'nodes: expected a list of names, got 3'],
      [{ nodes: () => 'n1' }, "nodes: expected a list of names, got 'n1'"],
      [{ nodes: () => [] }, 'nodes: expected a list of names, got none'],
      [{ nodes: () => [1, 2] }, 'nodes: expected a list of names, got 1 among them'],
      [
        { nodes: async () => ['n1'] },
        'nodes: expected a value, got a promise: nobody waits for it; what must be waited for goes into load',
      ],
      [
        { workload: nothing },
        'workload: expected what clients(…) gives, or { clients, operations }, got nothing: was a return forgotten?',
      ],
      [
        { workload: () => [] },
        'workload: expected what clients(…) gives, or { clients, operations }, got a list',
      ],
      [{ workload: async () => clients(1, { read: 1 }) }, 'workload: expected a value, got a promise'],
      [
        { workload: () => clients(1, { read: 1 }, { to: () => 'n3' }) },
        "workload: operation 0: to: no node is called 'n3'; did you mean 'n1'?",
      ],
      [
        {
          workload: () => ({
            clients: ['c1'],
            operations: () => [{ process: 'c1', atMs: 1, input: { op: 'read' } }],
          }),
        },
        'workload: operation 0: input: expected a field f, the name of the operation, got nothing',
      ],
      [
        {
          workload: () => ({
            clients: ['c1'],
            operations: () => [{ process: 'c2', atMs: 1, input: { f: 'read' } }],
          }),
        },
        "workload: operation 0: process: no client is called 'c2'",
      ],
      [
        { check: nothing },
        'check: expected checkers by name, such as { linearizable: linearizable(…) }, got nothing: was a return forgotten?',
      ],
      [{ check: () => checker }, 'got a checker without a name'],
      [{ check: async () => ({ lin: checker }) }, 'check: expected a value, got a promise'],
      [{ check: () => ({ runtime: checker }) }, 'check: runtime: this name is taken'],
      [
        { check: () => ({ same: checker }), invariants: { same: () => undefined } },
        'check: same: an invariant has that name',
      ],
      [{ budget: () => ({ maxDwn: 1 }) }, 'budget: expected only'],
      [{ network: () => ({ latency: 5 }) }, 'network.latency: expected an object with kind, got 5'],
      [{ network: async () => ({}) }, 'network: expected a value, got a promise'],
      [{ clocks: () => ({}) }, 'clocks.maxOffsetMs: expected a number of ms'],
      [{ final: () => ({ input: { f: 'read' } }) }, 'final: expected a list of operations, got an object'],
      [{ final: () => [{ input: { op: 'read' } }] }, 'final[0]: input: expected a field f'],
      [
        { final: () => [{ to: 'n9', input: { f: 'read' } }] },
        "final[0]: to: no node is called 'n9'; did you mean 'n1'?",
      ],
      [
        { versions: { v2: nothing } },
        'versions.v2: expected a program, or one for each node by its name, got nothing: was a return forgotten?',
      ],
    ]),
  )('%s', async (sentence, changes) => {
    const scenario = defined(changes);
    await expect(simulate(scenario)).rejects.toMatchObject({
      name: expect.stringMatching(/^(Input|Scenario)Error$/) as string,
      message: expect.stringContaining(sentence) as string,
    });
  });
});

describe('options', () => {
  const any = (options: object) => options as never;
  it.each(
    bySentence<() => unknown>([
      [
        () => simulate(defined({}), any({ seeds: 3 })),
        "simulate: no option is called 'seeds'; did you mean 'seed'?",
      ],
      [
        () => simulate(defined({}), any({ profile: 'hell' })),
        "simulate: no option is called 'profile'; there are seed, params",
      ],
      [() => simulate(defined({}), 3 as never), 'simulate: expected options, an object, got 3'],
      [
        async () => runPlan(defined({}), any({ parms: {} })),
        "a plan: no option is called 'parms'; did you mean 'params'?",
      ],
      [async () => runPlan(defined({}), any({ budget: { maxdown: 1 } })), 'did you mean "maxDown"?'],
      [
        async () => settingsOf(any({ run: 20 }), {}),
        "simTest: no option is called 'run'; did you mean 'runs'?",
      ],
      [
        async () => clients('2' as never, { read: 1 }),
        "clients: expected a whole number of clients above 0, got '2'",
      ],
      [async () => clients(2, ['read'] as never), 'clients: expected weights by name'],
      [async () => clients(2, { read: -1 }), 'clients: expected a weight of 0 or more for read, got -1'],
      [
        async () => clients(2, { read: 1 }, any({ everyMS: 5 })),
        "clients: no option is called 'everyMS'; did you mean 'everyMs'?",
      ],
      [
        async () => clients(2, { read: 1 }, any({ to: 'n1' })),
        "clients: to: expected a function that gives the name of a node, got 'n1'",
      ],
      [
        async () => clients(2, { read: 1 }, { everyMs: 0 }),
        'clients: everyMs: expected a number of ms above 0, got 0',
      ],
      [
        () => simulate(defined({ workload: () => clients(1, { read: 1 }, any({ input: () => 5 })) })),
        'clients: input: expected what read holds besides f, as an object, got 5',
      ],
      [
        () =>
          simulate(defined({ workload: () => clients(1, { read: 1 }, any({ input: async () => ({}) })) })),
        'clients: input: expected what read holds besides f, as an object, got a promise',
      ],
    ]),
  )('%s', async (sentence, call) => {
    await expect(call()).rejects.toThrow(sentence);
  });

  it('may be the record of a run, which says more than a run needs', async () => {
    const run = await simulate(defined({}));
    const { scenario: _, ...record } = run;
    expect((await simulate(defined({}), record as object)).fingerprint).toBe(run.fingerprint);
  });
});
