import { describe, expect, it } from 'vitest';
import {
  asyncProgram,
  InputError,
  simulate,
  stateMachine,
  verify,
  z,
  type Run,
  type Scenario,
  type SimulateOptions,
} from 'seedstorm';
import type { Checker, OnlineChecker, Verdict } from 'seedstorm/checkers';
import { tiny } from './tiny-system.js';

const program = stateMachine<{ state: object; request: unknown; reply: null }>({
  start: () => ({}),
  onRequest: (_state, _request, node) => node.reply(null),
});
const boom = (): never => {
  throw new RangeError('boom');
};

const asking = (operations: unknown) => () => ({ clients: ['c1'], operations: () => operations });

async function refused(changes: Partial<Scenario<object>>): Promise<string> {
  const scenario = { ...tiny({ program, asks: [{ atMs: 1, f: 'read' }] }), ...changes };
  const error: unknown = await simulate(scenario, { seed: 1 }).catch((reason: unknown) => reason);
  // With another seed or other parameters it may be right: a campaign takes it for a failure of the seed.
  expect(error).toMatchObject({ name: 'ScenarioError' });
  expect(error).toBeInstanceOf(InputError);
  return (error as Error).message;
}

describe('what functions of a scenario throw is told as the caller’s', () => {
  it.each([
    ['workload', { workload: boom }],
    ['workload', { workload: () => ({ clients: [], operations: boom }) }],
    ['nodes', { nodes: boom }],
    ['network', { network: boom }],
    ['budget', { budget: boom, faults: 'rough' as const }],
    ['check', { check: boom }],
  ])('%s', async (path, changes) => {
    const message = await refused(changes as Partial<Scenario<object>>);
    expect(message).toMatch(/^[\w.]+: throws RangeError: boom \(sim\/callers-code\.test\.ts:\d+:\d+\)$/);
    expect(message.startsWith(`${path}: `)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['nodes', () => []],
    ['nodes', () => undefined],
    ['spares', () => [5]],
    ['protocol', () => null],
    ['protocol', () => ({ a: program })],
    ['versions.v2', { v2: () => ({}) }],
    ['workload', () => undefined],
    ['workload', asking(null)],
    ['workload', asking([null])],
    ['workload', asking([{ process: 'c2', atMs: 1, input: { f: 'read' } }])],
    ['workload', asking([{ process: 'c1', atMs: NaN, input: { f: 'read' } }])],
    ['workload', asking([{ process: 'c1', atMs: 1, to: 'z', input: { f: 'read' } }])],
    ['workload', asking([{ process: 'c1', atMs: 1, input: null }])],
    ['network', () => 5],
    ['network.latency', () => ({ latency: 5 })],
    ['disk', () => ({ readLatency: 5 })],
    ['clocks', () => ({ maxOffsetMs: 'far' })],
    ['final', () => ({})],
    ['final[0]', () => [{ input: { f: 'read' }, to: 'z' }]],
    ['check', () => ({ mine: {} })],
    ['faults[0].kind', { name: 'own', summary: 's', draw: () => [{ kind: 'crush' }] }],
    ['faults', { name: 'own', summary: 's', draw: boom }],
    ['load', () => Promise.reject(new RangeError('boom'))],
    ['load', boom],
  ])('%s that gives what it must not, %o', async (path, value) => {
    const [field = ''] = path.split(/[.[]/);
    expect(await refused({ [field]: value })).toMatch(new RegExp(`^${path.replace(/[.[\]]/g, '\\$&')}[.:]`));
  });

  it('a value to vary that the parameters do not take', async () => {
    const params = z.object({ n: z.number().default(1) });
    expect(await refused({ params, vary: { n: ['many'] } } as never)).toMatch(
      /^vary\.n: params\.n: Invalid input/,
    );
  });

  it('two of one name', async () => {
    expect(await refused({ nodes: () => ['a', 'a'] })).toContain("got two 'a'");
  });
});

/** A run in which something of the scenario fails: a run like another, and a violation. */
async function failing(changes: Partial<Scenario<object>>, options: SimulateOptions = {}): Promise<Run> {
  const scenario = { ...tiny({ program, asks: [{ atMs: 1, f: 'read' }] }), ...changes };
  const run = await simulate(scenario, { seed: 1, ...options });
  expect([run.verdict, run.checks[0]?.name, run.checks[0]?.verdict]).toEqual([
    'invalid',
    'runtime',
    'invalid',
  ]);
  return run;
}

const always: Verdict = { verdict: 'valid', reason: 'always' };

describe('what looks on and throws fails the run', () => {
  const online = (judge: Partial<OnlineChecker>): Checker => ({
    name: 'mine',
    check: () => always,
    online: () => ({ invoke: () => undefined, complete: () => undefined, finish: () => always, ...judge }),
  });
  it.each<[string, Partial<Scenario<object>>, SimulateOptions?]>([
    ['check.mine', { check: { mine: { name: 'mine', check: boom } } }],
    ['invariants.mine', { invariants: { mine: boom } }],
    ['coverage.abstract', { coverage: { abstract: boom } }, { countStates: true }],
    ['check.mine', { check: { mine: online({ invoke: boom }) } }, { stopAtViolation: true }],
    ['check.mine', { check: { mine: online({ complete: boom }) } }, { stopAtViolation: true }],
    ['check.mine', { check: { mine: { ...online({}), online: boom } } }, { stopAtViolation: true }],
  ])('%s', async (path, changes, options) => {
    const run = await failing(changes, options);
    const [runtime] = run.checks;
    expect(runtime?.reason).toMatch(
      /^[\w.]+: throws RangeError: boom \(sim\/callers-code\.test\.ts:\d+:\d+\)$/,
    );
    expect(runtime?.reason.startsWith(`${path}: `)).toBe(true);
    expect(runtime?.anomalies.map(({ kind }) => kind)).toEqual([`${path}-failed`]);
    // Nothing is said of what was not judged.
    for (const { verdict, reason } of run.checks.slice(1).filter(({ name }) => name === 'mine'))
      expect([verdict, reason]).toEqual(['unknown', expect.stringMatching(/^not judged: /)]);
    // The very run again, and its trace, end there too.
    const again = await failing(changes, options);
    expect(again.fingerprint).toBe(run.fingerprint);
    expect(await verify({ ...tiny({ program, asks: [{ atMs: 1, f: 'read' }] }), ...changes }, options)).toBe(
      undefined,
    );
    let records = 0;
    await run.trace(() => records++);
    expect(records > 0 || run.events === 0).toBe(true);
  });

  it('a second checker is judged all the same', async () => {
    const { checks } = await failing({
      check: { mine: { name: 'mine', check: boom }, other: { name: 'other', check: () => always } },
    });
    expect(checks.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['runtime', 'invalid'],
      ['mine', 'unknown'],
      ['other', 'valid'],
    ]);
  });
});

describe('whatever is thrown', () => {
  const strange: Record<string, () => unknown> = {
    'an object without a prototype': () => Object.create(null) as unknown,
    'an object that cannot be text': () => ({ toString: boom, toJSON: boom }),
    'a proxy': () => new Proxy({}, { get: boom, getPrototypeOf: boom, has: boom, ownKeys: boom }),
    'a revoked proxy': () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    },
    'an error with bad fields': () =>
      Object.defineProperties(new Error(), { name: { get: boom }, stack: { get: boom } }),
    'an error with fields of other types': () =>
      Object.assign(new Error(), { name: 5, message: {}, stack: null }),
    'a cycle': () => {
      const loop: Record<string, unknown> = {};
      return (loop['loop'] = loop);
    },
    'a symbol': () => Symbol('no'),
    undefined: () => undefined,
    'a long text': () => 'x'.repeat(1_000_000),
    'several lines': () => new Error('one\ntwo\n  at three'),
  };
  it.each(Object.entries(strange))(
    '%s is the failure of the node, or of the checker',
    async (_name, make) => {
      const thrower = stateMachine<{ state: object; request: unknown; reply: null }>({
        start: () => ({}),
        onRequest: () => {
          throw make();
        },
      });
      const thrown = await simulate(tiny({ program: thrower, asks: [{ atMs: 1, f: 'read' }] }), { seed: 1 });
      expect(thrown.checks[0]?.anomalies.map(({ kind }) => kind)).toEqual(['uncaught-error']);
      const rejecter = asyncProgram((node) => {
        node.onRequest(() => Promise.reject(make() as Error));
        return Promise.resolve();
      });
      const rejected = await simulate(tiny({ program: rejecter, asks: [{ atMs: 1, f: 'read' }] }), {
        seed: 1,
      });
      expect(rejected.checks[0]?.anomalies.map(({ kind }) => kind)).toEqual(['uncaught-error']);
      const judged = await failing({
        check: {
          mine: {
            name: 'mine',
            check: () => {
              throw make();
            },
          },
        },
      });
      for (const run of [thrown, rejected, judged]) {
        const reason = run.checks[0]?.reason ?? '';
        expect(reason.length).toBeLessThan(800);
        expect(reason).not.toContain('\n');
        await run.trace((record) => JSON.stringify(record));
      }
    },
  );
});

describe('a checker that answers no verdict', () => {
  it.each<[unknown, string]>([
    [
      undefined,
      "expected { verdict: 'valid' | 'invalid' | 'unknown', reason, … }; the checker answered undefined",
    ],
    [true, 'the checker answered true'],
    [{ kind: 'valid', anomalies: [] }, 'the checker answered {"kind":"valid","anomalies":[]}'],
    [{ verdict: 'valid' }, 'expected a reason, as text'],
    [{ verdict: 'invalid', reason: 'bad' }, 'expected a list of anomalies with an invalid verdict'],
    [
      { verdict: 'invalid', reason: 'bad', anomalies: [null] },
      'expected anomalies with kind, message and a list of operations',
    ],
    [Object.create(null), 'the checker answered {}'],
    [Promise.resolve({ verdict: 'valid', reason: '' }), 'the checker answered a promise'],
  ])('%j', async (answer, sentence) => {
    const run = await failing({ check: { mine: { name: 'mine', check: () => answer as never } } });
    const message = run.checks[0]?.reason ?? '';
    expect(message.startsWith('check.mine: expected ')).toBe(true);
    expect(message).toContain(sentence);
  });
});

describe('an async checker or invariant', () => {
  const late = (): never => Promise.reject(new Error('late')) as never;
  it('is refused, and what it rejects with later reaches nobody', async () => {
    const checked = await failing({ check: { mine: { name: 'mine', check: late } } });
    expect(checked.checks[0]?.reason).toContain('the checker answered a promise');
    const watched = await failing({ invariants: { mine: late } });
    expect(watched.checks[0]?.reason).toContain('it answered a promise');
  });
});

describe('an invariant that answers no sentence', () => {
  it.each([[true], [null], [{ broken: true }]])('%j', async (answer) => {
    const run = await failing({ invariants: { mine: () => answer as never } });
    expect(run.checks[0]?.reason).toMatch(
      /^invariants\.mine: expected undefined or a sentence; it answered /,
    );
  });
});
