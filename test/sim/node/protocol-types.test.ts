/** What the types of a protocol promise: compiled with the suite, and run, so that they promise what is so. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  asyncProgram,
  defineScenario,
  simulate,
  stateMachine,
  z,
  type AsyncNode,
  type CallResult,
  type Program,
  type StateMachineNode,
  type StreamEvent,
} from 'seedstorm';

/** Runs a system of programs with one client that asks `asker` once. */
async function outputOf(programs: Readonly<Record<string, Program>>, input: { f: string }) {
  const [asker = ''] = Object.keys(programs);
  const run = await simulate(
    defineScenario({
      name: 'tests/types',
      summary: 'One question',
      params: z.object({}),
      nodes: () => Object.keys(programs),
      protocol: () => programs,
      workload: () => ({
        clients: ['c1'],
        operations: () => [{ process: 'c1', atMs: 5, to: asker, input }],
      }),
      faults: 'none',
      durationMs: 200,
      check: {},
    }),
  );
  const [runtime] = run.checks;
  expect(runtime?.reason).toBe('no node failed');
  const { type, output, error } = run.history[0] ?? {};
  return { type, output, error };
}

/** What the lock offers and the worker asks: a map, shared by both sides. */
interface LockApi {
  acquire: (question: { owner: string }) => { token: number } | 'busy';
  release: (question: { token: number }) => void;
}
interface StoreApi {
  put: (question: { token: number; value: string }) => number;
}

interface Worker {
  requests: { work: () => string; count: () => number };
  calls: LockApi & StoreApi;
}
interface Lock {
  messages: LockApi;
  calls: StoreApi;
}

describe('an answer is typed by its question', () => {
  const lock = asyncProgram<Lock>(async (node) => {
    node.onMessage({
      acquire({ owner }) {
        expectTypeOf(owner).toEqualTypeOf<string>();
        return { token: owner.length };
      },
      release() {},
    });
  });

  it('in async programs', async () => {
    const worker = asyncProgram<Worker>(async (node) => {
      node.onRequest({
        async work() {
          const lease = await node.call('lock', { f: 'acquire', owner: 'me' }, { timeoutMs: 50 });
          expectTypeOf(lease).toEqualTypeOf<{ token: number } | 'busy'>();
          if (lease === 'busy') return 'no';
          const size = await node.call(
            'store',
            { f: 'put', token: lease.token, value: 'x' },
            { timeoutMs: 50 },
          );
          expectTypeOf(size).toEqualTypeOf<number>();
          const votes = await node.quorum(
            ['store'],
            { f: 'put', token: 1, value: 'y' },
            { need: 1, timeoutMs: 50 },
          );
          expectTypeOf(votes[0]?.value).toEqualTypeOf<number | undefined>();
          node.send('lock', { f: 'release', token: lease.token });
          return `${lease.token} ${size}`;
        },
        count: () => 7,
      });
    });
    const store = asyncProgram<{ messages: StoreApi }>(async (node) => {
      node.onMessage({ put: ({ token, value }) => token + value.length });
    });
    const system = { worker, lock, store };
    expect(await outputOf(system, { f: 'work' })).toMatchObject({ type: 'ok', output: '2 3' });
    expect(await outputOf(system, { f: 'count' })).toMatchObject({ type: 'ok', output: 7 });
    expect(await outputOf(system, { f: 'wrok' })).toMatchObject({
      type: 'fail',
      error: "worker: no request is called 'wrok'; did you mean 'work'? There are work, count",
    });
  });

  it('in state machines', async () => {
    interface Asker {
      state: { seen: string[] };
      requests: { work: () => string; count: () => number };
      calls: LockApi & StoreApi;
      token: { client: { from: string; id: number } };
    }
    const asker = stateMachine<Asker>({
      start: () => ({ seen: [] }),
      onRequest: {
        work(_state, _request, node) {
          const token = { client: node.defer() };
          node.call('lock', { f: 'acquire', owner: 'me' }, { timeoutMs: 50, token });
        },
        count(state, _request, node) {
          // @ts-expect-error a count is a number
          if (state.seen.length > 100) node.reply('many');
          node.reply(state.seen.length);
        },
      },
      onReply(_state, result, node) {
        if (result.kind === 'answer' && result.f === 'acquire') {
          expectTypeOf(result.value).toEqualTypeOf<{ token: number } | 'busy'>();
          expectTypeOf(result.token).toEqualTypeOf<{ client: { from: string; id: number } }>();
          const lease = result.value === 'busy' ? 0 : result.value.token;
          node.replyTo(result.token.client, `${result.f} ${lease}`);
        }
      },
    });
    const keeper = stateMachine<{ messages: LockApi }>({
      start: () => undefined,
      onMessage: {
        acquire: (_state, { owner }, node) => node.reply({ token: owner.length }),
        release() {},
      },
    });
    expect(await outputOf({ asker, lock: keeper }, { f: 'work' })).toMatchObject({ output: 'acquire 2' });
    expect(await outputOf({ asker, lock: keeper }, { f: 'count' })).toMatchObject({ output: 0 });
    expect(await outputOf({ asker, lock: keeper }, { f: 'cuont' })).toMatchObject({
      type: 'fail',
      error: "asker: no request is called 'cuont'; did you mean 'count'? There are work, count",
    });
  });

  it('and nothing else is asked or answered', () => {
    const typed = async (node: AsyncNode<Worker>) => {
      node.onRequest({
        work: () => 'done',
        // @ts-expect-error a count is a number
        count: () => 'seven',
      });
      // @ts-expect-error one question has no handler
      node.onRequest({ work: () => 'done' });
      // @ts-expect-error no such question
      await node.call('lock', { f: 'acquier', owner: 'me' }, { timeoutMs: 1 });
      // @ts-expect-error a question without what it needs
      await node.call('lock', { f: 'acquire' }, { timeoutMs: 1 });
      // @ts-expect-error a question with something else in it
      await node.call('lock', { f: 'acquire', owner: 'me', how: 'fast' }, { timeoutMs: 1 });
      // @ts-expect-error what is sent is a question too
      node.send('lock', { f: 'relaese', token: 1 });
    };
    void typed;
  });
});

describe('what a node receives and what it sends may differ', () => {
  interface Sensor {
    state: { readings: number };
    message: { kind: 'calibrate' };
    sends: { kind: 'reading'; value: number };
    hears: 'stored';
    timer: 'measure';
  }

  it('in both styles', () => {
    stateMachine<Sensor>({
      start: () => ({ readings: 0 }),
      onMessage(_state, message, node) {
        expectTypeOf(message.kind).toEqualTypeOf<'calibrate'>();
        node.broadcast({ kind: 'reading', value: 1 });
        // @ts-expect-error that is what others send
        node.broadcast({ kind: 'calibrate' });
      },
      onReply(_state, result) {
        if (result.kind === 'answer') expectTypeOf(result.value).toEqualTypeOf<'stored'>();
      },
    });
    asyncProgram<Sensor>(async (node) => {
      for await (const { body } of node.messages()) expectTypeOf(body.kind).toEqualTypeOf<'calibrate'>();
      const heard = await node.call('sink', { kind: 'reading', value: 2 }, { timeoutMs: 5 });
      expectTypeOf(heard).toEqualTypeOf<'stored'>();
      const connection = await node.connect('sink');
      connection.send({ kind: 'reading', value: 3 });
      for await (const data of connection) expectTypeOf(data.kind).toEqualTypeOf<'calibrate'>();
    });
  });

  it('and are the same where nothing else is said', () => {
    stateMachine<{ message: number; answer: string }>({
      start: () => undefined,
      onMessage(_state, message, node) {
        node.send('n2', message + 1);
        node.reply('yes');
        // @ts-expect-error numbers are sent
        node.send('n2', 'one');
      },
    });
  });
});

describe('tokens', () => {
  interface Keeper {
    state: { saved: number };
    request: { f: 'save' };
    message: string;
    timer: 'tick';
    token: { n: number };
  }

  it('are there, or said to be absent', () => {
    stateMachine<Keeper>({
      start(node) {
        node.setTimer('tick', 5);
        node.setTimer('tick', 5, { n: 1 });
        // @ts-expect-error whoever is to recognise the answer needs the token
        node.call('n2', 'hello', { timeoutMs: 5 });
        node.call('n2', 'hello', { timeoutMs: 5, token: { n: 1 } });
        return { saved: 0 };
      },
      onTimer(_state, _timer, _node, payload) {
        expectTypeOf(payload).toEqualTypeOf<{ n: number } | undefined>();
      },
      onSync(state, token, node, ok) {
        expectTypeOf(token).toEqualTypeOf<{ n: number } | undefined>();
        if (!ok) return node.exit('a sync failed');
        expectTypeOf(token).toEqualTypeOf<{ n: number }>();
        state.saved = token.n;
      },
      onReply(state, { token }) {
        expectTypeOf(token).toEqualTypeOf<{ n: number }>();
        state.saved = token.n;
      },
      onStream(_state, event) {
        expectTypeOf(event).toEqualTypeOf<StreamEvent<string, { n: number }>>();
        if (event.kind === 'data') expectTypeOf(event.data).toEqualTypeOf<string>();
        if (event.kind === 'opened') expectTypeOf(event.token).toEqualTypeOf<{ n: number } | undefined>();
      },
    });
    expectTypeOf<CallResult<{ token: number; answer: string }>['token']>().toEqualTypeOf<number>();
  });

  it('of a connection come back when it stands', async () => {
    interface Caller {
      state: { client: { from: string; id: number } | null };
      request: { f: 'connect' };
      reply: number | undefined;
      message: never;
      token: number;
    }
    const caller = stateMachine<Caller>({
      start: () => ({ client: null }),
      onRequest(state, _request, node) {
        state.client = node.defer();
        node.connect('n2', 42);
      },
      onStream(state, event, node) {
        if (event.kind === 'opened' && state.client !== null) node.replyTo(state.client, event.token);
      },
    });
    const listener = stateMachine<{ message: never }>({ start: () => undefined, onStream() {} });
    expect(await outputOf({ n1: caller, n2: listener }, { f: 'connect' })).toMatchObject({ output: 42 });
  });
});

describe('whoever names no types', () => {
  it('writes async programs without a wall', async () => {
    const asker = asyncProgram(async (node) => {
      const seen = (await node.disk.read('seen')) ?? [];
      node.onMessage((message, from) => `${from} says ${message.text}`);
      for await (const request of node.requests()) {
        seen.push(request.body.word);
        await node.disk.write('seen', seen);
        await node.disk.append('log', request.body);
        const answer = await node.call('other', { text: request.body.word }, { timeoutMs: 20 });
        node.send('other', { anything: [answer.length] });
        request.reply({ answer, seen: seen.length });
      }
    });
    const other = asyncProgram(async (node) => {
      for await (const message of node.messages()) message.reply(message.body.text?.toUpperCase());
    });
    expect(await outputOf({ asker, other }, { f: 'ask', word: 'hi' } as { f: string })).toMatchObject({
      output: { answer: 'HI', seen: 1 },
    });
  });

  it('writes state machines without a wall', async () => {
    const counter = stateMachine({
      start: (node) => {
        node.setTimer('tick', 10, { by: 2 });
        return { count: node.disk.read('count') ?? 0 };
      },
      onRequest(state, request, node) {
        state.count += request.by;
        node.disk.write('count', state.count);
        node.reply(state.count, { after: 'sync' });
      },
      onTimer(state, _timer, _node, payload) {
        state.count += payload.by;
      },
    });
    expect(await outputOf({ counter }, { f: 'add', by: 3 } as { f: string })).toMatchObject({ output: 3 });
  });

  it('names some of them without naming others', () => {
    const helper = (node: StateMachineNode<{ message: string }>) => node.send('n2', 'hello');
    stateMachine<{ message: string }>({ start: helper });
  });
});
