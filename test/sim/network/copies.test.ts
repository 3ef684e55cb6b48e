/** What crosses the boundary of a node is a copy, and plain data: nothing else can leave it. */
import { describe, expect, it } from 'vitest';
import { asyncProgram, stateMachine, type Program, type StateMachineNode } from 'seedstorm';
import type { SimNode } from '../../../sim/node/node.js';
import { bothStyles, complaint, type Common } from '../in-both-styles.js';
import { answers, run, valuesOf } from '../tiny-system.js';

const here = String.raw`network/copies\.test\.ts:\d+:\d+`;

describe('what cannot leave a node', () => {
  class Account {
    balance = 1;
  }
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const strangers: [string, unknown, string][] = [
    ['a function', { callback: () => 1 }, 'message.callback is a function'],
    ['a symbol', [Symbol('x')], 'message[0] is a symbol'],
    ['an instance of a class', { account: new Account() }, 'message holds a Account'],
    ['a promise', { later: Promise.resolve() }, 'message holds a Promise'],
    ['a cycle', cycle, 'message is cyclic or deeper than 500 levels'],
  ];

  describe.each(bothStyles)('in a %s', (_style, program) => {
    it.each(strangers)('%s', async (_what, value, sentence) => {
      const escaped = sentence.replace(/[[\]]/g, '\\$&');
      expect(await complaint(program((node) => node.send('b', value)))).toMatch(
        new RegExp(
          `^a failed at 5 ms: NotPlainData: ${escaped}; only plain data can leave a node \\(${here}\\)$`,
        ),
      );
    });
  });
});

describe('nothing is shared', () => {
  interface Thief {
    state: { kept: number[] };
    request: { f: string; list: number[] };
    reply: number[];
    message: number[];
    answer: number[];
    timer: 'go';
    token: { list: number[] };
    durable: { list: number[]; log: number[][] };
  }
  const onA = (act: (node: StateMachineNode<Thief>) => void, rest: object = {}) =>
    stateMachine<Thief>({
      start(node) {
        if (node.id === 'a') act(node);
        return { kept: [] };
      },
      ...rest,
    });

  it('a message changed after it was sent arrives as it was sent', async () => {
    const list = [1];
    const program = onA(
      (node) => {
        node.broadcast(list);
        list.push(2);
      },
      { onMessage: (_state: unknown, got: number[], node: Common) => node.effect({ f: 'got', got }) },
    );
    expect(valuesOf(await run({ program }), 'got', 'got')).toEqual([[1]]);
  });

  it('a receiver that changes what it got changes nobody else’s', async () => {
    const program = onA((node) => node.broadcast([1]), {
      onMessage(_state: unknown, got: number[], node: Common) {
        got.push(2);
        node.effect({ f: 'got', got });
      },
    });
    const everyMessageTwice = { kind: 'duplication', atMs: 0, probability: 1 } as const;
    const late = { kind: 'latency', atMs: 0, addMs: 1 } as const;
    // Sent at 0, before faults begin; so the second round is the one that is doubled.
    const twice = await run({ program: repeat(program), nodes: ['a', 'b', 'c'] }, [everyMessageTwice, late]);
    const got = valuesOf(twice, 'got', 'got');
    expect(got.length).toBe(4);
    for (const list of got) expect(list).toEqual([1, 2]);

    /** The same program, with its start 5 ms late. */
    function repeat(inner: Program): Program {
      return {
        style: inner.style,
        drive(node: SimNode) {
          const driver = inner.drive(node);
          driver.timer = driver.start.bind(driver);
          driver.start = () => node.agenda.setTimer('start', 5000, undefined);
          return driver;
        },
      };
    }
  });

  it('timers, tokens and replies are copies too', async () => {
    const list = [1];
    const program = onA(
      (node) => {
        node.setTimer('go', 1, { list });
        node.call('b', list, { timeoutMs: 10, token: { list } });
        list.push(2);
      },
      {
        onTimer: (_s: unknown, _t: unknown, node: Common, payload: Thief['token']) =>
          node.effect({ f: 'got', got: payload.list }),
        onMessage(state: Thief['state'], got: number[], node: StateMachineNode<Thief>) {
          node.reply(state.kept);
          state.kept.push(...got, 3);
        },
        onReply(_s: unknown, result: { token: Thief['token']; value: number[] }, node: Common) {
          node.effect({ f: 'got', got: result.token.list });
          node.effect({ f: 'got', got: result.value });
        },
      },
    );
    expect(valuesOf(await run({ program }), 'got', 'got')).toEqual([[1], [1], []]);
  });

  it('a node and its disk', async () => {
    const program = onA((node) => {
      const list = [1];
      node.disk.write('list', list);
      node.disk.append('log', list);
      list.push(2);
      node.disk.read('list')?.push(3);
      node.disk.read('log')?.[0]?.push(3);
      node.effect({ f: 'got', got: [node.disk.read('list'), node.disk.read('log')] });
    });
    expect(valuesOf(await run({ program }), 'got', 'got')).toEqual([[[1], [[1]]]]);
  });

  it('a node, its disk, and a message that waits for the sync, in the async style', async () => {
    const program = asyncProgram<Thief>(async (node) => {
      if (node.id === 'b') return node.onMessage((got) => node.effect({ f: 'got', got }) as never);
      const list = [1];
      const writing = node.disk.write('list', list);
      node.send('b', list, { after: 'sync' });
      list.push(2);
      await writing;
      (await node.disk.read('list'))?.push(3);
      node.effect({ f: 'got', got: await node.disk.read('list') });
    });
    expect(valuesOf(await run({ program }), 'got', 'got')).toEqual([[1], [1]]);
  });

  it('a node and the history', async () => {
    const program = onA(() => undefined, {
      onRequest(state: Thief['state'], request: Thief['request'], node: StateMachineNode<Thief>) {
        request.list.push(9);
        node.effect({ f: 'took', list: state.kept });
        node.reply(state.kept);
        state.kept.push(9);
      },
    });
    const stolen = await run({ program, asks: [{ atMs: 10, to: 'a', f: 'take', list: [1] }] });
    expect(stolen.history.map(({ input }) => (input as Thief['request']).list)).toEqual([[1], []]);
    expect(answers(stolen)).toEqual([[]]);
  });
});
