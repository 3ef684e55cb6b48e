import { describe, expect, it } from 'vitest';
import { InputError, simulate, stateMachine, type Scenario } from 'seedstorm';
import { tiny } from './tiny-system.js';

const program = stateMachine<{ state: object; request: unknown; reply: null }>({
  start: () => ({}),
  onRequest: (_state, _request, node) => node.reply(null),
});
const boom = (): never => {
  throw new RangeError('boom');
};

async function refused(changes: Partial<Scenario<object>>): Promise<string> {
  const scenario = { ...tiny({ program, asks: [{ atMs: 1, f: 'read' }] }), ...changes };
  const error: unknown = await simulate(scenario, { seed: 1 }).catch((reason: unknown) => reason);
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
    ['check.mine', { check: { mine: { name: 'mine', check: boom } } }],
    ['invariants.mine', { invariants: { mine: boom } }],
  ])('%s', async (path, changes) => {
    const message = await refused(changes as Partial<Scenario<object>>);
    expect(message).toMatch(/^[\w.]+: throws RangeError: boom \(sim\/callers-code\.test\.ts:\d+:\d+\)$/);
    expect(message.startsWith(`${path}: `)).toBe(true);
  });

  it('two of one name', async () => {
    expect(await refused({ nodes: () => ['a', 'a'] })).toContain("got two 'a'");
  });
});

describe('a checker that answers no verdict', () => {
  it.each([
    [
      undefined,
      "expected { verdict: 'valid' | 'invalid' | 'unknown', reason, … }; the checker answered undefined",
    ],
    [true, 'the checker answered true'],
    [{ kind: 'valid', anomalies: [] }, 'the checker answered {"kind":"valid","anomalies":[]}'],
    [{ verdict: 'valid' }, 'expected a reason, as text'],
    [{ verdict: 'invalid', reason: 'bad' }, 'expected a list of anomalies with an invalid verdict'],
    [Promise.resolve({ verdict: 'valid', reason: '' }), 'the checker answered a promise'],
  ])('%j', async (answer, sentence) => {
    const message = await refused({ check: { mine: { name: 'mine', check: () => answer as never } } });
    expect(message.startsWith('check.mine: expected ')).toBe(true);
    expect(message).toContain(sentence);
  });
});
