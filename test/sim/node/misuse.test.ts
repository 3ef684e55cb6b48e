/** What programs ask of their node by mistake: each ends in one sentence that names the node, and none in silence. */
import { describe, expect, it } from 'vitest';
import { asyncProgram, defineScenario, simulate, stateMachine, z, type Program } from 'seedstorm';

// Nobody looks at the types of a JavaScript file.
/* eslint-disable @typescript-eslint/no-explicit-any */
type Handlers = Record<string, unknown>;
const machine = (handlers: Handlers): Program => stateMachine({ start: () => ({}), ...handlers } as any);
const program = (main: (node: any) => unknown): Program => asyncProgram(main as any);
const onRequest = (act: (node: any) => unknown) => (_state: unknown, _request: unknown, node: any) => {
  act(node);
  node.reply(null);
};
/* eslint-enable @typescript-eslint/no-explicit-any */

const quiet = machine({ onMessage: () => undefined, onStream: () => undefined });

/** What the run says of its nodes: `n1` is asked once, `n2` is there to talk to. */
async function told(n1: Program, { n2 = quiet, invariants = {}, durationMs = 2_000 } = {}): Promise<string> {
  const run = await simulate(
    defineScenario({
      name: 'tests/misuse',
      summary: 'One request',
      params: z.object({}),
      nodes: () => ['n1', 'n2'],
      protocol: { n1, n2 },
      workload: () => ({
        clients: ['c1'],
        operations: () => [{ process: 'c1', atMs: 5, to: 'n1', input: { f: 'ask' } }],
      }),
      faults: 'none',
      durationMs,
      check: {},
      invariants,
    }),
  );
  const [runtime] = run.checks;
  expect(runtime?.name).toBe('runtime');
  return runtime?.reason ?? '';
}

describe('what nobody would hear of', () => {
  it.each<[Handlers, string]>([
    [
      { start: (node: { setTimer(name: string, ms: number): void }) => node.setTimer('tick', 5) },
      "n1 failed at 0 ms: Error: timer 'tick': the program has no onTimer to hear of it",
    ],
    [
      { onRequest: onRequest((node) => node.call('n2', 1, { timeoutMs: 5 })) },
      'node.call: the program has no onReply to hear of it',
    ],
    [
      { onRequest: onRequest((node) => node.connect('n2')) },
      'node.connect: the program has no onStream to hear of it',
    ],
    [
      { onRequest: onRequest((node) => node.disk.sync('token')) },
      'node.disk.sync with a token: the program has no onSync to hear of it',
    ],
  ])('%j', async (handlers, sentence) => {
    expect(await told(machine(handlers))).toContain(sentence);
  });

  it('a message without a handler, or one of a name that no handler has', async () => {
    const sends = (message: unknown) => machine({ onRequest: onRequest((node) => node.broadcast(message)) });
    expect(await told(sends({ f: 'ping' }), { n2: machine({}) })).toMatch(
      /^n2 failed at .* ms: Error: n2 handles no messages: one came from n1; the program needs a handler onMessage/,
    );
    expect(
      await told(sends({ f: 'pnig' }), { n2: machine({ onMessage: { ping: () => undefined } }) }),
    ).toMatch(/^n2 failed at .* ms: Error: n2: no message is called 'pnig'; did you mean 'ping'\?/);
  });

  it('a connection to a program that knows of none', async () => {
    const connects = machine({
      onRequest: onRequest((node) => node.connect('n2')),
      onStream: () => undefined,
    });
    expect(await told(connects, { n2: machine({}) })).toMatch(
      /^n2 failed .*: a connection of n1: the program has no onStream to hear of it/,
    );
  });

  it('messages and requests that an async program never reads', async () => {
    const talks = machine({ onRequest: onRequest((node) => node.broadcast(1)) });
    const sentence =
      'never reads its messages, and 1 message waits: its program needs node.onMessage, or a loop over node.messages()';
    expect(await told(talks, { n2: program(() => undefined) })).toBe(`n2 ${sentence}`);
    // Two loops one after another: the second is never come to.
    const twoLoops = program(async (node) => {
      for await (const request of node.requests()) request.reply(null);
      for await (const message of node.messages()) message.reply(null);
    });
    expect(await told(talks, { n2: twoLoops })).toBe(`n2 ${sentence}`);
    expect(await told(program(async () => undefined))).toMatch(
      /^n1 never reads its requests, and 1 request waits: /,
    );
  });

  it('but not what comes late, or what another node of the same program reads', async () => {
    const talks = machine({
      onRequest: onRequest((node) => node.setTimer('late', 1_500)),
      onTimer: (_state: unknown, _timer: string, node: { broadcast(message: number): void }) =>
        node.broadcast(1),
    });
    expect(await told(talks, { n2: program(() => undefined) })).toBe('no node failed');
    const reader = program(async (node) => {
      if (node.id === 'n2') return node.send('n1', 1);
      node.send('n2', 1);
      node.onRequest(() => null);
      for await (const message of node.messages()) message.reply(null);
    });
    expect(await told(reader, { n2: reader })).toBe('no node failed');
  });
});

describe('two who take the same', () => {
  it.each<[string, (node: never) => unknown, string]>([
    [
      'two handlers of requests',
      (node: Any) => [node.onRequest(() => 1), node.onRequest(() => 2)],
      'node.onRequest was called before: one handler serves all requests of a node',
    ],
    [
      'two handlers of messages',
      (node: Any) => [node.onMessage(() => 1), node.onMessage(() => 2)],
      'node.onMessage was called before',
    ],
    [
      'two handlers of membership',
      (node: Any) => [node.onMembership(() => 1), node.onMembership(() => 2)],
      'node.onMembership was called before',
    ],
    [
      'a handler, then a loop',
      (node: Any) => [node.onRequest(() => 1), node.requests()],
      'node.onRequest and node.requests() take the same requests: use one of them',
    ],
    [
      'a loop, then a handler',
      (node: Any) => [node.messages().next(), node.onMessage(() => 1)],
      'node.onMessage and node.messages() take the same messages: use one of them',
    ],
  ])('%s', async (_name, main, sentence) => {
    expect(await told(program(main as (node: unknown) => unknown))).toContain(sentence);
  });
});

describe('what a node cannot make sense of', () => {
  it.each<[string, (node: Any) => unknown, string]>([
    [
      'a call that never ends',
      (node) => node.call('n2', 1),
      'node.call: expected { timeoutMs } after the message, got nothing',
    ],
    [
      'a time-out that is no time',
      (node) => node.call('n2', 1, { timeoutMs: '5s' }),
      'call timeout: expected a delay from 0 to 36000000000 ms, got 5s',
    ],
    [
      'a timer without a delay',
      (node) => node.setTimer('tick'),
      "timer 'tick': expected a delay from 0 to 36000000000 ms, got undefined",
    ],
    [
      'a node that is not there',
      (node) => node.send('n3', 1),
      "no endpoint is called 'n3'; did you mean 'n1'?",
    ],
    [
      'message and receiver swapped',
      (node) => node.send({ hello: 1 }, 'n2'),
      'expected the name of a node, got an object',
    ],
    ['a message to a client', (node) => node.send('c1', 1), 'c1 is a client: clients hear answers only'],
    [
      'two answers',
      (node) => node.reply(1),
      'node.reply: nothing is waiting for an answer here; it was answered already',
    ],
    [
      'an effect that is a text',
      (node) => node.effect('acquired'),
      "node.effect: expected an object with a field f, such as { f: 'acquired', lock: 'a' }, got 'acquired'",
    ],
    [
      'an effect without a name',
      (node) => node.effect({ type: 'acquired' }),
      'node.effect: expected an object with a field f, such as',
    ],
    [
      'what async programs have',
      (node) => node.onRequest(() => 1),
      'node.onRequest: state machines have a handler onRequest',
    ],
    ['waiting', (node) => node.sleep(5), 'node.sleep: state machines set timers: node.setTimer'],
  ])('in a state machine: %s', async (_name, act, sentence) => {
    const n1 = machine({
      onRequest: (_state: unknown, _request: unknown, node: Any) => {
        node.reply(null);
        act(node);
      },
      onTimer: () => undefined,
      onReply: () => undefined,
    });
    expect(await told(n1)).toMatch(/^n1 failed at /);
    expect(await told(n1)).toContain(sentence);
  });

  it.each<[string, (node: Any) => unknown, string]>([
    [
      'a call that never ends',
      (node) => node.call('n2', 1),
      'node.call: expected { timeoutMs } after the message, got nothing',
    ],
    [
      'a quorum of nothing',
      (node) => node.quorum(['n2'], 1, { timeoutMs: 5 }),
      'node.quorum: expected { need, timeoutMs } after the message, got need nothing',
    ],
    [
      'a sleep that is no time',
      (node) => node.sleep('5s'),
      'sleep: expected a delay from 0 to 36000000000 ms, got 5s',
    ],
    [
      'a handler that is none',
      (node) => node.onMessage('read'),
      "node.onMessage: expected a function, or functions by the field f, got 'read'",
    ],
    [
      'a node that is not there',
      (node) => node.connect('n3'),
      "no endpoint is called 'n3'; did you mean 'n1'?",
    ],
    [
      'what state machines have',
      (node) => node.setTimer('tick', 5),
      'node.setTimer: async programs use node.sleep or setTimeout',
    ],
    [
      'answering without a request',
      (node) => node.reply(5),
      'node.reply: async programs return the answer from their handler, or use request.reply',
    ],
  ])('in an async program: %s', async (_name, act, sentence) => {
    const n1 = program(async (node: Any) => {
      node.onRequest(() => null);
      await act(node);
    });
    expect(await told(n1)).toMatch(/^n1 failed at /);
    expect(await told(n1)).toContain(sentence);
  });
});

describe('an invariant that does more than look', () => {
  const counts = machine({ start: () => ({ log: [3, 1, 2] }), onRequest: onRequest(() => undefined) });
  type Nodes = readonly { readonly state: unknown }[];
  it.each<[string, (nodes: Nodes) => undefined, string]>([
    [
      'sorts what a node keeps',
      (nodes) => {
        for (const { state } of nodes) (state as { log?: number[] } | undefined)?.log?.sort();
        return undefined;
      },
      'invariants.looks: changes the state of n1; an invariant may only look',
    ],
    [
      'counts in the state',
      (nodes) => {
        for (const { state } of nodes as { state?: { looked?: number } }[])
          if (state !== undefined) state.looked = (state.looked ?? 0) + 1;
        return undefined;
      },
      'invariants.looks: changes the state of n1; an invariant may only look',
    ],
    [
      'turns the nodes around',
      (nodes) => void (nodes as unknown[]).reverse() as undefined,
      'invariants.looks: throws TypeError: Cannot assign to read only property',
    ],
  ])('%s', async (_name, looks, sentence) => {
    expect(await told(counts, { invariants: { looks } })).toContain(sentence);
  });

  it('is let be when it only looks', async () => {
    const looks = (nodes: Nodes) =>
      nodes.every(({ state }) => state === undefined || Object.keys(state as object).length < 9)
        ? undefined
        : 'no';
    expect(await told(counts, { invariants: { looks } })).toBe('no node failed');
  });
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in a JavaScript file
type Any = any;
