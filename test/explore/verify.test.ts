/** `verify` runs everything twice, and says where two runs that should be one begin to differ. */
import { describe, expect, it } from 'vitest';
import { asyncProgram, stateMachine, verify, type Program } from 'seedstorm';
import type { Verdict } from '../../checkers/history.js';
import { examples } from '../../examples/protocols/all.js';
import { tiny } from '../sim/tiny-system.js';

// What a careless package keeps when it is loaded, before any world is there.
const keptRandom = Math.random;
const KeptDate = Date;
let counter = 0;

/** A time that nobody gets twice. */
function realTime(): number {
  const before = new KeptDate().getTime();
  while (new KeptDate().getTime() === before);
  return new KeptDate().getTime();
}

const sources: [string, () => number][] = [
  ['the real Math.random, kept', () => keptRandom()],
  ['a variable of the module', () => ++counter],
  ['the real Date, kept', realTime],
];

interface Leak {
  state: { n: number };
  message: number;
  timer: 'go' | 'next';
}

/** Does it on node b, at 20 ms, and nothing noteworthy before. */
const leaking = (
  leak: (
    node: { send(to: string, n: number): void; setTimer(name: 'next', ms: number): void },
    state: { n: number },
  ) => void,
): Program =>
  stateMachine<Leak>({
    start(node) {
      node.setTimer('go', node.id === 'a' ? 10 : 20);
      return { n: 0 };
    },
    onTimer(state, timer, node) {
      if (node.id === 'b' && timer === 'go') leak(node, state);
    },
    onMessage: () => undefined,
  });

describe.each(sources)('%s', (_name, draw) => {
  it('in the state of a node', async () => {
    const divergence = await verify(tiny({ program: leaking((_node, state) => (state.n = draw())) }));
    expect(divergence).toMatchObject({
      event: 4,
      first: "20 ms  b: timer 'go' (#4, 0)",
      second: "20 ms  b: timer 'go' (#4, 0)",
      differs: 'content',
      payloads: { what: 'the state of b' },
      runs: ['the first run', 'once more here'],
    });
    const { payloads } = divergence ?? {};
    expect(payloads?.first).toMatch(/^\{"n":[\d.]+\}$/);
    expect(payloads?.second).not.toBe(payloads?.first);
  });

  it('in a message', async () => {
    const divergence = await verify(tiny({ program: leaking((node) => node.send('a', draw())) }));
    expect(divergence).toMatchObject({
      event: 5,
      differs: 'content',
      first: '21 ms  a: message from b (#5, 0)',
      payloads: { what: 'what it carried' },
    });
  });

  it('in the time of a timer', async () => {
    // Two draws of chance differ by more than the engine's microsecond.
    const divergence = await verify(
      tiny({ program: leaking((node) => node.setTimer('next', 1 + ((draw() * 7919) % 997) / 100)) }),
    );
    expect(divergence).toMatchObject({ event: 5, differs: 'event' });
    expect(divergence?.first).not.toBe(divergence?.second);
  });

  it('in what an async program sends', async () => {
    const program = asyncProgram<{ message: number }>(async (node) => {
      await node.sleep(10);
      if (node.id === 'b') node.send('a', draw());
    });
    const divergence = await verify(tiny({ program }));
    expect(divergence).toMatchObject({ differs: 'content', first: '11 ms  a: message from b (#5, 0)' });
  });
});

it('a workload that is no function of the seed', async () => {
  const program = stateMachine<{ request: { f: string }; reply: null }>({
    start: () => undefined,
    onRequest: (_state, _request, node) => node.reply(null),
  });
  const scenario = tiny({ program });
  const restless = {
    ...scenario,
    workload: () => ({
      clients: ['client'],
      operations: () => [{ process: 'client', atMs: 5, to: 'a', input: { f: 'ask', n: keptRandom() } }],
    }),
  };
  expect(await verify(restless)).toMatchObject({
    event: 3,
    differs: 'content',
    first: '5 ms  client: client-next (#2, 0)',
  });
});

it('a checker that remembers earlier runs', async () => {
  let runs = 0;
  const program = stateMachine<{ request: { f: string }; reply: null }>({
    start: () => undefined,
    onRequest: (_state, _request, node) => node.reply(null),
  });
  const asks = [{ atMs: 5, to: 'a', f: 'ask' }];
  const check = (): Verdict =>
    runs++ % 2 === 0
      ? { verdict: 'valid', reason: 'the first time' }
      : { verdict: 'unknown', reason: 'the second time' };
  expect(
    await verify(tiny({ program, asks, check: { remembering: { name: 'remembering', check } } })),
  ).toMatchObject({
    first: 'the verdict',
    differs: 'content',
    payloads: { what: 'the verdict' },
  });
});

it('a state of which only the end differs is shown from where it differs', async () => {
  const program = leaking((_node, state) => Object.assign(state, { long: 'x'.repeat(3000), z: ++counter }));
  const { payloads } = (await verify(tiny({ program }))) ?? {};
  expect(payloads?.first).toMatch(/^….*xxx","n":0,"z":\d+\}$|^….*xxx","z":\d+\}$/);
  expect(payloads?.second).not.toBe(payloads?.first);
});

it('where no thread can load the scenario, verify says so if it was to', async () => {
  const program = stateMachine({ start: () => undefined });
  await expect(verify(tiny({ program }), { fresh: true })).rejects.toThrow(
    /^fresh: test\/tiny cannot be run in a fresh thread: this package is run from its sources/,
  );
});

it.each(examples)('finds nothing in $name', async ({ scenario, params }) => {
  expect(await verify(scenario, { seed: 2, params })).toBeUndefined();
});
