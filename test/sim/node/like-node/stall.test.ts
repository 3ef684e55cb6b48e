import { asyncProgram, stateMachine } from 'seedstorm';
import { expect, it } from 'vitest';
import { reported, run } from '../../tiny-system.js';
import { compares } from './compare.js';

await compares('./stall.mjs');

interface Texts {
  message: string;
}

it('what a busy handler sends leaves when it is through, and what arrives waits', async () => {
  const a = asyncProgram<Texts>(async (node) => {
    node.onMessage((text) => node.effect({ f: 'got', text }));
    setTimeout(() => {
      node.send('b', 'before');
      const endMs = Date.now() + 20;
      while (Date.now() < endMs);
      node.send('b', 'after');
    }, 10);
  });
  const b = asyncProgram<Texts>(async (node) => {
    node.onMessage((text) => node.effect({ f: 'got', text }));
    await node.sleep(15);
    node.send('a', 'meanwhile');
  });
  const result = await run({ program: { a, b } });
  const got = reported(result, 'got').map(({ text, atMs }) => [text, Math.floor(Number(atMs))]);
  expect(got).toEqual([
    ['before', 11],
    ['meanwhile', 30],
    ['after', 31],
  ]);
});

it('a crash meanwhile takes what was to be sent', async () => {
  const a = asyncProgram<Texts>(async (node) => {
    if (node.incarnation > 1) return;
    const endMs = node.monotonicMs() + 30;
    while (node.monotonicMs() < endMs);
    node.send('b', 'never');
  });
  const b = asyncProgram<Texts>(async (node) => node.onMessage((text) => node.effect({ f: 'got', text })));
  const crash = { kind: 'crash', atMs: 20, durationMs: 10, node: 'a', unsynced: 'lost' } as const;
  expect(reported(await run({ program: { a, b } }, [crash]), 'got')).toEqual([]);
});

it('a state machine that waits for a clock goes on too', async () => {
  const program = stateMachine<{ timer: 'next' }>({
    start: (node) => {
      const endMs = node.nowMs() + 12;
      while (node.nowMs() < endMs);
      node.setTimer('next', 5);
    },
    onTimer: (_state, _timer, node) => node.effect({ f: 'fired' }),
  });
  const [fired] = reported(await run({ program, nodes: ['a'] }), 'fired');
  expect(Math.floor(Number(fired?.['atMs']))).toBe(17);
});

it('who never stops reading the clock fails, with a sentence', async () => {
  const program = asyncProgram<object>(async () => {
    while (Date.now() > 0);
  });
  const { checks } = await run({ program, nodes: ['a'], durationMs: 5 });
  expect(checks[0]?.reason).toMatch(/^a failed at 0 ms: Error: the clock was read over and over for an hour/);
});

it('a thousand readings cost nothing', async () => {
  const program = asyncProgram<object>(async (node) => {
    const beganMs = performance.now();
    for (let count = 0; count < 900; count++) performance.now();
    node.effect({ f: 'took', ms: performance.now() - beganMs });
  });
  expect(reported(await run({ program, nodes: ['a'] }), 'took')[0]?.['ms']).toBe(0);
});
