/** How async programs take what comes: in loops or by handlers, from the first message on. */
import { describe, expect, it } from 'vitest';
import { asyncProgram, CallFailed } from 'seedstorm';
import { answers, run, valuesOf } from '../tiny-system.js';

interface Talk {
  request: { f: string };
  reply: string;
  message: number;
  answer: number;
}

describe('what came before anybody was ready for it', () => {
  const asks = [1, 2, 3].map((atMs) => ({ atMs, to: 'b', f: 'ask', client: `client ${atMs}` }));

  it('waits for a handler', async () => {
    const late = asyncProgram<Talk>(async (node) => {
      if (node.id === 'a') for (const n of [1, 2, 3]) node.send('b', n);
      await node.sleep(10);
      node.onMessage((n) => {
        node.effect({ f: 'heard', n });
        return n;
      });
      node.onRequest(({ f }) => f);
    });
    const patient = await run({ program: late, asks });
    expect(valuesOf(patient, 'heard', 'n', 'b')).toEqual([1, 2, 3]);
    expect(answers(patient)).toEqual(['ask', 'ask', 'ask']);
  });

  it('waits for a loop, and goes on where another loop left off', async () => {
    const late = asyncProgram<Talk>(async (node) => {
      if (node.id === 'a') for (const n of [1, 2, 3]) node.send('b', n);
      await node.sleep(10);
      for await (const { body } of node.messages()) {
        node.effect({ f: 'first loop', n: body });
        break;
      }
      for await (const { body } of node.messages()) node.effect({ f: 'second loop', n: body });
    });
    const patient = await run({ program: late });
    expect(valuesOf(patient, 'first loop', 'n')).toEqual([1]);
    expect(valuesOf(patient, 'second loop', 'n')).toEqual([2, 3]);
  });
});

it('a call is answered by what the handler returns, and fails when it does not come', async () => {
  const doubling = asyncProgram<Talk>(async (node) => {
    node.onMessage(async (n) => {
      await node.sleep(n);
      return 2 * n;
    });
    if (node.id !== 'a') return;
    for (const n of [3, 30]) {
      const outcome = await node.call('b', n, { timeoutMs: 10 }).catch((error: unknown) => error);
      node.effect({ f: 'outcome', is: outcome instanceof CallFailed ? outcome.message : outcome });
    }
  });
  expect(valuesOf(await run({ program: doubling }), 'outcome', 'is')).toEqual([
    6,
    'b did not answer in time',
  ]);
});
