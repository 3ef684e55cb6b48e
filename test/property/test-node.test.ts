/** `testNode`: what one call tells, and that it is the engine that runs the node. */
import { describe, expect, it } from 'vitest';
import { asyncProgram, stateMachine, type Program, type ReplyTo, type StateMachine } from 'seedstorm';
import { testAsyncNode, testNode, type TestNodeOptions } from 'seedstorm/property';

interface Tickets {
  state: { next: number; open?: ReplyTo[]; heard?: unknown[] };
  request: { f: 'take' | 'ask' | 'die' | 'fail' };
  reply: number;
  message: { kind: 'next'; next: number };
  answer: 'noted';
  timer: 'beat' | 'gossip';
  token: string;
  durable: { next: number; log: number[] };
}

const office = (after: 'sync' | undefined, more: Partial<StateMachine<Tickets>> = {}): Program =>
  stateMachine<Tickets>({
    start(node) {
      node.setTimer('gossip', 100);
      return { next: node.disk.read('next') ?? 1, open: [], heard: [] };
    },
    onRequest(state, request, node) {
      if (request.f === 'die') node.exit('asked to');
      if (request.f === 'fail') throw new RangeError('no tickets left');
      if (request.f === 'ask') {
        (state.open ??= []).push(node.defer());
        node.call('n2', { kind: 'next', next: state.next }, { timeoutMs: 50, token: '' });
        return;
      }
      const ticket = state.next++;
      node.disk.write('next', state.next);
      node.disk.append('log', ticket);
      node.sometimes('second ticket', ticket === 2);
      node.effect({ f: 'taken', ticket });
      node.reply(ticket, after === undefined ? {} : { after });
    },
    onMessage(state, message, node, from) {
      state.next = Math.max(state.next, message.next);
      node.send(from, { kind: 'next', next: state.next });
      node.setTimer('beat', 10);
    },
    onReply(state, result, node) {
      state.heard?.push(result);
      const asker = state.open?.shift();
      if (asker !== undefined)
        node.replyTo(asker, result.kind === 'answer' ? 7 : result.kind === 'refused' ? -1 : -2);
    },
    onTimer(_state, timer, node) {
      node.broadcast({ kind: 'next', next: timer === 'beat' ? 0 : 1 });
      if (timer === 'beat') node.setTimer('beat', 10);
    },
    onSync(state, token, _node, ok) {
      state.heard?.push([token, ok]);
    },
    ...more,
  });

const of = (after?: 'sync', options?: TestNodeOptions<Tickets>) => testNode<Tickets>(office(after), options);

describe('one call', () => {
  it('tells state, answers, writes, effects and timers', () => {
    const node = of();
    expect(node.started).toEqual({
      ...{
        state: { next: 1, open: [], heard: [] },
        sent: [],
        replies: [],
        effects: [],
        writes: [],
        reached: [],
      },
      timers: { gossip: 100 },
      afterSync: { sent: [], replies: [], effects: [] },
    });
    const { state, replies, writes, effects, reached } = node.request({ f: 'take' });
    expect(state).toMatchObject({ next: 2 });
    expect(replies).toEqual([{ to: 'c1', value: 1 }]);
    expect(effects).toEqual([{ f: 'taken', ticket: 1 }]);
    expect(reached).toEqual([]);
    expect(writes).toEqual([
      { op: 'write', file: 'next', value: 2 },
      { op: 'append', file: 'log', value: 1 },
    ]);
    expect(node.request({ f: 'take' }, 'c2')).toMatchObject({
      replies: [{ to: 'c2', value: 2 }],
      reached: ['second ticket'],
    });
  });

  it('tells what is sent, and to whom', () => {
    const { state, sent, timers } = of().receive('n3', { kind: 'next', next: 5 });
    expect(state.next).toBe(5);
    expect(sent).toEqual([{ to: 'n3', message: { kind: 'next', next: 5 } }]);
    expect(timers).toEqual({ beat: 10, gossip: 100 });
  });

  it('gives what nothing changes later', () => {
    const node = of();
    const { state } = node.request({ f: 'take' });
    node.request({ f: 'take' });
    expect(state.next).toBe(2);
    state.next = 70;
    expect(node.state.next).toBe(3);
  });
});

describe('the disk', () => {
  it('holds an answer back until it has synced', () => {
    const node = of('sync');
    const { replies, afterSync } = node.request({ f: 'take' });
    expect(replies).toEqual([]);
    expect(afterSync.replies).toEqual([{ to: 'c1', value: 1 }]);
    expect(node.sync()).toMatchObject({ replies: [{ to: 'c1', value: 1 }], afterSync: { replies: [] } });
  });

  it.each([
    ['lost', 1, []],
    ['kept', 2, [{ ok: true, value: 1 }]],
    ['torn', 2, [{ ok: false }]],
  ] as const)('begins anew with what was synced, the rest %s', (unsynced, next, log) => {
    const records: unknown[] = [];
    const start: StateMachine<Tickets>['start'] = (node) => {
      records.splice(0, Infinity, ...node.disk.records('log'));
      return { next: node.disk.read('next') ?? 1 };
    };
    const node = testNode<Tickets>(office(undefined, { start }));
    node.request({ f: 'take' });
    expect(node.restart({ unsynced })).toMatchObject({ state: { next }, replies: [] });
    expect(records).toEqual(log);
  });

  it('keeps what was synced', () => {
    const node = of('sync', { disk: { next: 4 } });
    expect(node.state.next).toBe(4);
    node.request({ f: 'take' });
    node.sync();
    node.request({ f: 'take' });
    expect(node.restart().state.next).toBe(5);
  });

  it('fails a sync when told to', () => {
    const start: StateMachine<Tickets>['start'] = (node) => {
      node.disk.write('next', 1);
      node.disk.sync('first');
      return { next: 1, heard: [] };
    };
    expect(testNode<Tickets>(office(undefined, { start })).sync({ ok: false }).state.heard).toEqual([
      ['first', false],
    ]);
    expect(testNode<Tickets>(office(undefined, { start })).sync().state.heard).toEqual([['first', true]]);
  });
});

describe('time', () => {
  it('goes on to where a timer is due', () => {
    const node = of();
    const { sent, timers } = node.fire('gossip');
    expect(sent.map(({ to }) => to)).toEqual(['n2', 'n3']);
    expect(node.nowMs).toBe(100);
    expect(timers).toEqual({});
  });

  it('lets what is due before happen before', () => {
    const node = of();
    node.receive('n2', { kind: 'next', next: 1 });
    const heard = node.fire('gossip').sent.filter(({ to }) => to === 'n2');
    expect(heard.map(({ message }) => message.next)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(node.advance(35).timers).toEqual({ beat: 5 });
    expect(node.nowMs).toBe(135);
  });
});

describe('a call of the node', () => {
  it.each([
    ['answered', (node: ReturnType<typeof of>, call: number) => node.answer(call, 'noted'), 7],
    ['refused', (node: ReturnType<typeof of>, call: number) => node.refuse(call, 'busy'), -1],
    ['left alone', (node: ReturnType<typeof of>) => node.advance(50), -2],
  ])('is %s', (_how, end, value) => {
    const node = of();
    const [asked] = node.request({ f: 'ask' }).sent;
    expect(asked).toMatchObject({ to: 'n2', message: { kind: 'next', next: 1 } });
    expect(end(node, asked?.call as number).replies).toEqual([{ to: 'c1', value }]);
  });
});

describe('an end of the process', () => {
  it('is told when the program wants it', () => {
    const node = of();
    expect(node.request({ f: 'die' })).toMatchObject({ exited: 'asked to', state: undefined, timers: {} });
    expect(() => node.request({ f: 'take' })).toThrow(
      'request: the process of n1 has ended; restart() starts it again',
    );
    expect(node.advance(1000).state.next).toBe(1);
  });

  it('is thrown when nobody wanted it', () => {
    const node = of();
    expect(() => node.request({ f: 'fail' })).toThrow(
      /^n1 failed at 0 ms: RangeError: no tickets left \(.*test-node/,
    );
    expect(node.restart().state.next).toBe(1);
  });
});

describe('an async program', () => {
  const office = asyncProgram<Tickets>(async (node) => {
    let next = (await node.disk.read('next')) ?? 1;
    node.show({ next });
    node.onRequest(async (request) => {
      if (request.f === 'fail') setTimeout(() => void Promise.reject(new RangeError('no tickets left')), 5);
      if (request.f === 'ask')
        return node.call('n2', { kind: 'next', next }, { timeoutMs: 50 }).then(
          () => 7,
          () => -2,
        );
      const ticket = next++;
      await node.disk.write('next', next);
      await node.disk.sync();
      node.show({ next });
      return ticket;
    });
    for (;;) {
      await node.sleep(100);
      node.send('n3', { kind: 'next', next });
    }
  });
  const started = () => testAsyncNode<Tickets>(office, { disk: { next: 4 } });

  it('answers once its disk has synced, and begins anew with what was', async () => {
    const node = await started();
    const { replies, writes } = await node.request({ f: 'take' });
    expect([replies, writes]).toEqual([[], [{ op: 'write', file: 'next', value: 5 }]]);
    expect((await node.sync()).replies).toEqual([{ to: 'c1', value: 4 }]);
    await node.request({ f: 'take' });
    expect((await node.restart()).state).toEqual({ next: 5 });
  });

  it('has timers, and calls that end', async () => {
    const node = await started();
    expect((await node.advance(250)).sent).toHaveLength(2);
    const [asked] = (await node.request({ f: 'ask' })).sent;
    expect((await node.answer(asked?.call as number, 'noted')).replies).toEqual([{ to: 'c1', value: 7 }]);
    void node.request({ f: 'ask' });
    expect((await node.advance(50)).replies).toEqual([{ to: 'c1', value: -2 }]);
  });

  it('fails where a promise of it does', async () => {
    const node = await started();
    await node.request({ f: 'fail' });
    await expect(node.advance(5)).rejects.toThrow(/^n1 failed at 5\S* ms: RangeError: no tickets left/);
    await expect(testAsyncNode({} as never)).rejects.toThrow('expected a program made by asyncProgram');
  });
});

describe('misuse is told in a sentence', () => {
  const wrong: [string, () => unknown, string][] = [
    [
      'an async program',
      () => testNode(asyncProgram(() => undefined)),
      'testNode: expected a program made by stateMachine, got an async program: use testAsyncNode',
    ],
    [
      'no program',
      () => testNode({} as never),
      'testNode: expected a program made by stateMachine, got an object',
    ],
    [
      'an option',
      () => of(undefined, { member: ['a'] } as never),
      "testNode: no option is called 'member'; did you mean 'members'?",
    ],
    ['an id', () => of(undefined, { id: 'n4' }), "id: no member is called 'n4'; did you mean 'n1'?"],
    ['names', () => of(undefined, { clients: ['n1'] }), "testNode: two members or clients are called 'n1'"],
    ['a sender', () => of().receive('n9', { kind: 'next', next: 1 }), "receive: no node is called 'n9'"],
    [
      'a client',
      () => of().request({ f: 'take' }, 'n2'),
      "request: no client is called 'n2'; did you mean 'c2'?",
    ],
    [
      'a timer',
      () => of().fire('gosip'),
      "fire: no timer that is set is called 'gosip'; did you mean 'gossip'?",
    ],
    ['a call', () => of().answer(3, 'noted'), 'answer: n1 waits for no call 3; it waits for none'],
    ['a time', () => of().advance(-1), 'advance: expected milliseconds, at least 0, got -1'],
    ['a message', () => of().receive('n2', (() => 1) as never), 'message is a function; only plain data'],
    ['what becomes of writes', () => of().restart({ unsynced: 'los' as never }), "did you mean 'lost'?"],
  ];
  it.each(wrong)('%s', (_what, call, sentence) => {
    expect(call).toThrow(sentence);
  });

  it('a timer that is set anew before it is due', () => {
    const onRequest: StateMachine<Tickets>['onRequest'] = (_state, _request, node) =>
      node.setTimer('beat', 5);
    const onTimer: StateMachine<Tickets>['onTimer'] = (_state, _timer, node) => {
      node.setTimer('gossip', 100);
      node.send('n3', { kind: 'next', next: 0 });
    };
    const node = testNode<Tickets>(office(undefined, { onRequest, onTimer }));
    node.request({ f: 'take' });
    expect(() => node.fire('gossip')).toThrow(
      "fire: timer 'gossip' was cleared or set anew before it was due",
    );
  });
});
