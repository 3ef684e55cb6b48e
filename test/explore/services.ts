/** Async services with a bug in a narrow window each, and their sound twins: for the tests of shrinking. */
import { setTimeout as sleep } from 'node:timers/promises';
import { asyncProgram, CallFailed, clients, defineScenario, Refused, z } from 'seedstorm';
import type { Checker } from 'seedstorm/checkers';
import { linearizable, registerModel, type Model } from 'seedstorm/checkers';

/** Tells again until it is heard; each parcel is written down first. */
const sender = asyncProgram<{
  request: { f: 'send'; value: number };
  reply: string;
  message: { parcel: number };
  answer: null;
  durable: { parcels: number[] };
}>(async (node) => {
  const known = (await node.disk.read('parcels')) ?? [];
  const pending = [...known];
  await node.disk.sync();
  node.onRequest(async ({ value }) => {
    if (known.includes(value)) return 'again';
    known.push(value);
    await node.disk.write('parcels', known);
    await node.disk.sync();
    pending.push(value);
    return 'ok';
  });
  for (;;) {
    for (const parcel of pending.splice(0)) {
      try {
        await node.call('receiver', { parcel }, { timeoutMs: 40 });
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
        pending.push(parcel);
      }
    }
    await sleep(15);
  }
});

/** Books each parcel once; with the bug it remembers in a second step that it has done so. */
const receiver = (inTwoSteps: boolean) =>
  asyncProgram<{
    request: { f: 'booked' };
    reply: number[];
    message: { parcel: number };
    answer: null;
    durable: { all: { booked: number[]; seen: number[] }; booked: number[]; seen: number[] };
  }>(async (node) => {
    const all = (await node.disk.read('all')) ?? { booked: [], seen: [] };
    if (inTwoSteps) {
      all.booked = (await node.disk.read('booked')) ?? [];
      all.seen = (await node.disk.read('seen')) ?? [];
    }
    node.onRequest(() => Promise.resolve(all.booked));
    for await (const message of node.messages()) {
      const { parcel } = message.body;
      if (!all.seen.includes(parcel)) {
        all.booked.push(parcel);
        if (inTwoSteps) {
          await node.disk.write('booked', all.booked);
          await node.disk.sync();
          await sleep(1);
        }
        all.seen.push(parcel);
        await (inTwoSteps ? node.disk.write('seen', all.seen) : node.disk.write('all', all));
      }
      await node.disk.sync();
      message.reply(null);
    }
  });

export const inbox = defineScenario({
  name: 'test/inbox',
  summary: 'Every parcel is booked once',
  params: z.object({}),
  nodes: () => ['sender', 'receiver'],
  protocol: (_params, { bug }) => ({ sender, receiver: receiver(bug === 'two-steps') }),
  workload: () =>
    clients(
      3,
      { send: 1 },
      {
        everyMs: 40,
        to: () => 'sender',
        input: (_f, _random, { client, index }) => ({ value: client * 1000 + index }),
      },
    ),
  final: () => [{ to: 'receiver', input: { f: 'booked' } }],
  faults: 'rough',
  durationMs: 3_000,
  check: { 'booked once': bookedOnce() },
  bugs: { 'two-steps': { summary: 'what was booked is remembered in a second step' } },
});

/** No parcel stands twice in the books. */
function bookedOnce(): Checker {
  return {
    name: 'booked once',
    check(history) {
      const books = history.filter(
        ({ input, type }) => (input as { f: string }).f === 'booked' && type === 'ok',
      );
      const twice = books.flatMap(({ output }) =>
        (output as number[]).filter((parcel, at, all) => all.indexOf(parcel) < at),
      );
      if (books.length === 0) return { verdict: 'unknown', reason: 'nobody looked into the books' };
      if (twice.length === 0) return { verdict: 'valid', reason: 'no parcel is booked twice' };
      const message = `parcel ${twice[0]} is booked twice`;
      return {
        verdict: 'invalid',
        reason: message,
        anomalies: [{ kind: 'doubled', message, operations: books }],
      };
    },
  };
}

type Ask = { f: 'read' } | { f: 'write'; value: number };

/** One register; with the bug it says yes at once and syncs now and then. */
const store = (tooSoon: boolean) =>
  asyncProgram<{ request: Ask; reply: unknown; durable: { value: number } }>(async (node) => {
    let value = (await node.disk.read('value')) ?? null;
    await node.disk.sync();
    let tail: Promise<unknown> = Promise.resolve();
    node.onRequest((ask) => {
      const turn = tail.then(async () => {
        if (ask.f === 'read') return value;
        await node.disk.write('value', ask.value);
        if (!tooSoon) await node.disk.sync();
        value = ask.value;
        return 'ok';
      });
      tail = turn.catch(() => undefined);
      return turn;
    });
    while (tooSoon) {
      await sleep(15);
      await node.disk.sync();
    }
  });

export const ledger = defineScenario({
  name: 'test/ledger',
  summary: 'What was acknowledged is there after a power loss',
  params: z.object({}),
  nodes: () => ['store'],
  protocol: (_params, { bug }) => store(bug === 'ack-before-sync'),
  workload: () => clients(3, { read: 0.5, write: 0.5 }, { everyMs: 25 }),
  faults: 'crashes',
  durationMs: 3_000,
  check: { linearizable: linearizable(registerModel()) },
  bugs: { 'ack-before-sync': { summary: 'says yes, and syncs now and then' } },
});

/** A till that adds to what it reads; with the bug nothing keeps two at a time apart. */
const till = (unlocked: boolean) =>
  asyncProgram<{ request: { f: 'add' }; reply: number; durable: { sum: number } }>(async (node) => {
    let tail: Promise<unknown> = Promise.resolve();
    await node.disk.sync();
    const add = async (): Promise<number> => {
      const sum = ((await node.disk.read('sum')) ?? 0) + 1;
      await sleep(2);
      await node.disk.write('sum', sum);
      await node.disk.sync();
      return sum;
    };
    const seen = new Map<number, Promise<number>>();
    for await (const { id, reply } of node.requests()) {
      if (seen.has(id)) continue;
      const turn = unlocked ? add() : tail.then(add);
      seen.set(id, turn);
      tail = turn.catch(() => undefined);
      void turn.then((sum) => reply(sum));
    }
  });

const counter: Model<number, { f: 'add' }, number> = {
  name: 'till',
  initial: 0,
  step: (sum, _input, output) => (output === undefined || output === sum + 1 ? sum + 1 : undefined),
};

export const sums = defineScenario({
  name: 'test/sums',
  summary: 'Nobody adds to a sum that somebody else is adding to',
  params: z.object({ tills: z.int().min(1).max(8).default(4) }),
  nodes: () => ['till'],
  protocol: (_params, { bug }) => till(bug === 'no-lock'),
  workload: ({ tills }) => clients(tills, { add: 1 }, { everyMs: 60, to: () => 'till' }),
  faults: 'slow',
  durationMs: 3_000,
  check: { linearizable: linearizable(counter) },
  bugs: { 'no-lock': { summary: 'two requests read the same sum' } },
});

/** Lets one worker at a time go on for a while. */
const LEASE_MS = 60;

const lender = asyncProgram<{
  message: { f: 'borrow' } | { f: 'back'; turn: number };
  answer: number;
  durable: { turn: number };
}>(async (node) => {
  let turn = (await node.disk.read('turn')) ?? 0;
  // Whoever borrowed from the process before this one has had time to notice.
  let freeAt = performance.now() + LEASE_MS;
  if (turn === 0) freeAt = 0;
  node.onMessage(async (message) => {
    if (message.f === 'back') {
      if (message.turn === turn) freeAt = 0;
      return 0;
    }
    if (performance.now() < freeAt) return 0;
    freeAt = Infinity;
    const mine = ++turn;
    await node.disk.write('turn', turn);
    await node.disk.sync();
    freeAt = performance.now() + LEASE_MS;
    return mine;
  });
});

/** Keeps one number; sound: it takes none of a turn that is over. */
const shelf = (takesAll: boolean) =>
  asyncProgram<{
    message: { f: 'get'; turn: number } | { f: 'put'; turn: number; value: number };
    answer: number;
    durable: { shelf: { value: number; turn: number } };
  }>(async (node) => {
    const shelf = (await node.disk.read('shelf')) ?? { value: 0, turn: 0 };
    let tail: Promise<unknown> = Promise.resolve();
    node.onMessage((message) => {
      const turn = tail.then(async () => {
        if (message.turn < shelf.turn && !takesAll) throw new Refused('that turn is over');
        shelf.turn = Math.max(shelf.turn, message.turn);
        if (message.f === 'put') shelf.value = message.value;
        await node.disk.write('shelf', shelf);
        await node.disk.sync();
        return shelf.value;
      });
      tail = turn.catch(() => undefined);
      return turn;
    });
  });

/** Adds one to what is on the shelf, while it has borrowed it. */
const worker = asyncProgram<{
  request: { f: 'add' };
  reply: number;
  message:
    | { f: 'borrow' }
    | { f: 'back'; turn: number }
    | { f: 'get'; turn: number }
    | { f: 'put'; turn: number; value: number };
  answer: number;
}>(async (node) => {
  const served = new Set<number>();
  for await (const { id, reply, reject } of node.requests()) {
    if (served.has(id)) continue;
    served.add(id);
    try {
      let turn = 0;
      for (let tries = 0; turn === 0 && tries < 30; tries++) {
        turn = await node.call('lender', { f: 'borrow' }, { timeoutMs: 100 });
        if (turn === 0) await sleep(10 + Math.random() * 10);
      }
      if (turn === 0) throw new Refused('never free');
      const value = (await node.call('shelf', { f: 'get', turn }, { timeoutMs: 100 })) + 1;
      await sleep(10);
      await node.call('shelf', { f: 'put', turn, value }, { timeoutMs: 100 });
      node.send('lender', { f: 'back', turn });
      reply(value);
    } catch (error) {
      if (!(error instanceof CallFailed || error instanceof Refused)) throw error;
      reject(error.message, { definite: false });
    }
  }
});

export const lending = defineScenario({
  name: 'test/lending',
  summary: 'A worker whose turn is over changes nothing any more',
  params: z.object({}),
  nodes: () => ['lender', 'shelf', 'w1', 'w2'],
  protocol: (_params, { bug }) => ({ lender, shelf: shelf(bug === 'takes-all'), w1: worker, w2: worker }),
  workload: () => clients(2, { add: 1 }, { everyMs: 60, to: (_random, _nodes, client) => `w${client + 1}` }),
  faults: 'rough',
  durationMs: 3_000,
  check: { linearizable: linearizable(counter) },
  bugs: { 'takes-all': { summary: 'the shelf does not look at turns' } },
});
