/** The number of a request is there for handlers of both styles: the same for its copies, another for the next. */
import { expect, it } from 'vitest';
import { asyncProgram, stateMachine, type Program } from 'seedstorm';
import { run, valuesOf } from '../tiny-system.js';

interface Till {
  state: { last: number };
  request: { f: 'pay' };
  reply: string;
  message: { f: 'note' } | { f: 'ask' };
  answer: string;
  token: undefined;
}

/** Takes each payment once, however often it arrives, and asks its colleague about it. */
const machine = stateMachine<Till>({
  start: () => ({ last: 0 }),
  onRequest(state, _request, node, from) {
    const id = node.requestId ?? 0;
    node.effect({ f: 'heard', id, from });
    if (id > state.last) node.effect({ f: 'paid', id });
    state.last = Math.max(state.last, id);
    node.reply('thanks');
    node.effect({ f: 'still', same: node.requestId === id });
    node.send('b', { f: 'note' });
    node.call('b', { f: 'ask' }, { timeoutMs: 20 });
  },
  onMessage(_state, { f }, node) {
    node.effect({ f, id: node.requestId });
    if (f === 'ask') node.reply('well');
  },
  onReply: (_state, _result, node) => node.effect({ f: 'after', id: node.requestId }),
});

const program = asyncProgram<Till>((node) => {
  let last = 0;
  node.onMessage(({ f }, _from, id) => {
    node.effect({ f, id });
    return 'well';
  });
  node.onRequest(async (_request, from, id) => {
    node.effect({ f: 'heard', id, from });
    if (id > last) node.effect({ f: 'paid', id });
    last = Math.max(last, id);
    node.send('b', { f: 'note' });
    await node.call('b', { f: 'ask' }, { timeoutMs: 20 });
    node.effect({ f: 'still', same: true });
    node.effect({ f: 'after' });
    return 'thanks';
  });
});

it.each([
  ['state machines', machine],
  ['async programs', program],
] as [string, Program][])('%s tell copies from new requests', async (_style, style) => {
  const asks = [10, 30].map((atMs) => ({ atMs, to: 'a', f: 'pay' }));
  const doubled = { kind: 'duplication', atMs: 0, probability: 1, from: ['client'], to: ['a'] } as const;
  const result = await run({ program: style, asks }, [doubled]);
  const heard = valuesOf(result, 'heard', 'id') as number[];
  expect(heard).toHaveLength(4);
  const [first, , second] = [...heard].sort((a, b) => a - b);
  expect(heard.filter((id) => id === first)).toHaveLength(2);
  expect(valuesOf(result, 'paid', 'id')).toEqual([first, second]);
  expect(valuesOf(result, 'heard', 'from')).toEqual(['client', 'client', 'client', 'client']);
  expect(valuesOf(result, 'still', 'same')).toEqual([true, true, true, true]);
  expect(valuesOf(result, 'note', 'id')).toEqual([undefined, undefined, undefined, undefined]);
  expect(new Set(valuesOf(result, 'ask', 'id')).size).toBe(4);
  expect(valuesOf(result, 'after', 'id')).toEqual([undefined, undefined, undefined, undefined]);
});
