/** What a program shows of its memory, and who sees it: `node.show`, in both styles. */
import { describe, expect, it } from 'vitest';
import {
  asyncProgram,
  simulate,
  stateMachine,
  verify,
  type NodeView,
  type Program,
  type Scenario,
  type TraceRecord,
} from 'seedstorm';
import { runReport } from '../../../report/data/run-report.js';
import { run, tiny, type TinySystem } from '../tiny-system.js';

interface Tally {
  state: { n: number; seen: readonly string[] };
  request: { f: string };
  reply: number;
}

/** Counts what it is asked, and shows the count only once it has waited for something. */
const awaiting = asyncProgram<Tally>(async (node) => {
  const memory = { n: 0, seen: [] as string[] };
  node.show(memory);
  await Promise.resolve();
  node.onRequest(async (_request, from) => {
    await Promise.resolve();
    memory.n++;
    memory.seen.push(from);
    node.show(memory);
    return memory.n;
  });
});

/** The same; what it keeps itself is another thing. */
const machine = stateMachine<Tally & { state: { n: number; seen: string[]; secret?: true } }>({
  start(node) {
    node.show({ n: 0, seen: [] });
    return { n: 0, seen: [], secret: true };
  },
  onRequest(state, _request, node, from) {
    state.n++;
    state.seen.push(from);
    node.show({ n: state.n, seen: state.seen });
    node.reply(state.n);
  },
});

const asks = [10, 20, 30, 60].map((atMs) => ({ atMs, to: 'a', f: 'count' }));
const crash = { kind: 'crash', atMs: 40, node: 'a', durationMs: 5, unsynced: 'lost' } as const;

describe.each([
  ['async', awaiting],
  ['state-machine', machine],
] as const)('an %s program that shows its state', (style, program: Program) => {
  const system = (more: Partial<TinySystem> = {}): TinySystem => ({ nodes: ['a'], program, asks, ...more });

  it('is seen by invariants after the very event that changed it', async () => {
    const invariants = {
      'below three': ([a]: readonly NodeView[]) => {
        const { n } = (a?.state ?? { n: 0 }) as Tally['state'];
        return n < 3 ? undefined : `n is ${n}`;
      },
    };
    const result = await run(system({ invariants }));
    expect(result.verdict).toBe('invalid');
    expect(result.checks[1]?.reason).toBe('at 31 ms: n is 3');
    expect((await run(system({ invariants, asks: asks.slice(2) }))).verdict).toBe('valid');
  });

  it('is seen as it was when shown, without what came later, and not at all while it is down', async () => {
    const seen: unknown[] = [];
    let first: unknown;
    const invariants = {
      looked: ([a]: readonly NodeView[]) => {
        seen.push([a?.status, (a?.state as Tally['state'] | undefined)?.n]);
        first ??= a?.state;
        return undefined;
      },
    };
    await run(system({ invariants, nodes: ['a', 'b'] }), [crash]);
    expect(first).toEqual({ n: 0, seen: [] });
    expect(seen).toContainEqual(['up', 3]);
    expect(seen.slice(seen.findIndex((each) => (each as unknown[])[1] === 3))).toContainEqual(['up', 0]);
    expect(seen.filter((each) => (each as unknown[])[0] !== 'up')).toEqual(
      seen.filter((each) => (each as unknown[])[1] === undefined),
    );
  });

  it('is seen in traces and in the report', async () => {
    const records: TraceRecord[] = [];
    const result = await run(system());
    await result.trace((record) => records.push(record));
    const states = records.flatMap((record) => (record.type === 'event' ? [record.state] : []));
    expect(states).toContainEqual({ n: 2, seen: ['client', 'client'] });
    expect(JSON.stringify(states)).not.toContain('secret');
    const scenario = tiny(system()) as unknown as Scenario;
    const report = await runReport(scenario, result, { replay: '', version: '0' });
    expect(JSON.stringify(report.recording.texts)).toContain('seen');
  });

  it('is seen by coverage, nominated or not', async () => {
    const abstract = (nodes: readonly NodeView[]): unknown =>
      nodes.map(({ state }) => (state as Tally['state'] | undefined)?.n);
    const nominated = await simulate(tiny(system({ coverage: { abstract } })), { countStates: true });
    expect(nominated.coverage.states).toHaveLength(5);
    expect(nominated.verdict).toBe('valid');
    const shapes = await simulate(tiny(system()), { countStates: true });
    expect(shapes.coverage.states).toHaveLength(2);
  });

  it('is looked at by the determinism check', async () => {
    let runs = 0;
    const drifting =
      style === 'async'
        ? asyncProgram(async (node) => node.show(++runs))
        : stateMachine<{ state: number }>({
            start(node) {
              node.show(++runs);
              return 0;
            },
          });
    expect(await verify(tiny(system()))).toBeUndefined();
    expect(await verify(tiny(system({ program: drifting })))).toMatchObject({ event: 1, differs: 'content' });
  });

  it('refuses what cannot be copied, with its path', async () => {
    const closure =
      style === 'async'
        ? asyncProgram(async (node) => node.show({ inner: { run: () => 1 } }))
        : stateMachine<{ state: unknown }>({
            start(node) {
              node.show({ inner: { run: () => 1 } });
              return 0;
            },
          });
    const result = await run(system({ program: closure }));
    expect(result.checks[0]?.reason).toMatch(/shown state\.run is a function|shown state.inner.run is a/);
  });
});

describe('an async program that shows nothing', () => {
  const hidden = asyncProgram<Tally>(async (node) => {
    let n = 0;
    node.onRequest(() => ++n);
  });
  const never = ([a]: readonly NodeView[]): string | undefined =>
    (a?.state as Tally['state'] | undefined)?.n === 3 ? 'three' : undefined;

  it('leaves an invariant that looks at its state undecided', async () => {
    const result = await run({ nodes: ['a'], program: hidden, asks, invariants: { never } });
    expect(result.verdict).toBe('unknown');
    expect(result.checks[1]).toMatchObject({
      name: 'never',
      verdict: 'unknown',
      reason: "invariant never looked at a's state, which an async program must show with node.show",
    });
  });

  it('does so too where others show theirs', async () => {
    const all = (nodes: readonly NodeView[]): string | undefined =>
      nodes.every(({ state }) => state === undefined || (state as Tally['state']).n < 9) ? undefined : 'nine';
    const program = { a: awaiting, b: hidden };
    const result = await run({ program, asks, invariants: { all } });
    expect(result.checks[1]?.reason).toContain("looked at b's state");
    const ofA = ([a]: readonly NodeView[]): string | undefined => never(a === undefined ? [] : [a]);
    expect((await run({ program, asks: asks.slice(0, 2), invariants: { ofA } })).verdict).toBe('valid');
  });

  it('leaves an invariant alone that looks at no state, and one that is broken broken', async () => {
    const names = (nodes: readonly NodeView[]): string | undefined =>
      nodes.some(({ incarnation }) => incarnation > 1) ? 'restarted' : undefined;
    const system = { nodes: ['a'], program: hidden, asks, invariants: { names } };
    expect((await run(system)).verdict).toBe('valid');
    expect((await run(system, [crash])).verdict).toBe('invalid');
    const both = { broken: ([a]: readonly NodeView[]) => (a?.state === undefined ? 'no state' : undefined) };
    expect((await run({ ...system, invariants: both })).checks[1]?.verdict).toBe('invalid');
  });

  it('leaves states that coverage nominates uncounted, and says so', async () => {
    const abstract = (nodes: readonly NodeView[]): unknown => nodes.map(({ state }) => state);
    const scenario = tiny({ nodes: ['a'], program: hidden, asks, coverage: { abstract } });
    const result = await simulate(scenario, { countStates: true });
    expect(result.verdict).toBe('unknown');
    expect(result.checks).toContainEqual(
      expect.objectContaining({
        name: 'coverage',
        reason: "coverage.abstract looked at a's state, which an async program must show with node.show",
      }),
    );
    expect(result.coverage.states).toEqual([]);
    expect((await simulate(scenario)).verdict).toBe('valid');
  });
});
