/** What takes long to find is not looked for by a run that only wants its verdict. */
import { expect, it } from 'vitest';
import { simulate, stateMachine } from 'seedstorm';
import type { Checker } from 'seedstorm/checkers';
import { tiny } from './tiny-system.js';

it('a run leaves the operations of an anomaly unread until somebody looks', async () => {
  let looked = 0;
  const anomaly = {
    kind: 'odd',
    message: 'odd',
    get operations() {
      looked++;
      return [];
    },
  };
  const check: Checker = {
    name: 'odd',
    check: () => ({ verdict: 'invalid', reason: 'odd', anomalies: [anomaly] }),
  };
  const program = stateMachine<{ request: { f: string }; reply: null }>({
    start: () => undefined,
    onRequest: (_state, _request, node) => node.reply(null),
  });
  const run = await simulate(
    tiny({ nodes: ['a'], program, asks: [{ atMs: 1, to: 'a', f: 'go' }], check: { odd: check } }),
  );
  expect([run.verdict, looked]).toEqual(['invalid', 0]);
  expect([run.checks.find(({ name }) => name === 'odd')?.anomalies[0]?.operations, looked]).toEqual([[], 1]);
});
