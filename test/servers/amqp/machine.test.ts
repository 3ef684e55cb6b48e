/** Broker and clients as state machines of a world: connections, the journal on the disk, restarts, and worlds that are forked. */
import { cast, type RetryPolicy } from 'seedstorm/parts';
import { clients, createWorld, defineScenario, stateMachine, z, type ReplyTo } from 'seedstorm';
import {
  amqpBroker,
  ask,
  clientHears,
  clientTimer,
  isReady,
  publish,
  restoreBroker,
  settle,
  startClient,
  type AmqpClient,
  type BrokerNodeState,
  type ClientMethod,
  type ClientNews,
  type ClientSettings,
  type Delivery,
} from 'seedstorm/servers';
import { describe, expect, it } from 'vitest';
import { livingLines } from '../../../servers/amqp/core/living-lines.js';
import { amqpWorkQueue } from '../../../scenarios/broker/amqp/work-queue.sim.js';
import { told } from './told.js';

/** A client in a test's hands: publishes what it is asked to, notes all that it hears. */
interface Hand {
  state: {
    amqp: AmqpClient<string>;
    heard: string[];
    held: Delivery[];
    /** Messages of the connection, however many methods each brought. */
    batches: number;
    waiting: ReplyTo[];
  };
  request:
    { f: 'publish'; body: string; mode?: number } | { f: 'settle' } | { f: 'ask'; method: ClientMethod };
  reply: boolean;
}

const hand = (settings: Omit<ClientSettings, 'to'>) =>
  stateMachine<Hand>({
    start: (node) => ({
      amqp: startClient({ to: 'broker', ...settings }, node),
      heard: [],
      held: [],
      batches: 0,
      waiting: [],
    }),
    onRequest({ amqp, held }, request, node) {
      if (request.f === 'publish')
        node.reply(
          publish(
            amqp,
            {
              exchange: '',
              routingKey: 'q',
              properties: { deliveryMode: request.mode ?? 2 },
              body: request.body,
            },
            request.body,
            node,
          ),
        );
      else if (request.f === 'ask') node.reply(ask(amqp, [request.method], node));
      else node.reply(held.splice(0).every((delivery) => settle(amqp, delivery, 'ack', node)));
    },
    onStream(state, event, node) {
      if (event.kind === 'data') state.batches++;
      for (const news of clientHears(state.amqp, event, node)) {
        if (news.kind === 'delivery') state.held.push(news.delivery);
        state.heard.push(short(news));
      }
    },
    onTimer: (state, timer, node) => void clientTimer(state.amqp, timer, node),
  });

function short(news: ClientNews<string>): string {
  if (news.kind === 'delivery')
    return `${String(news.delivery.body)}${news.delivery.redelivered ? ' again' : ''}`;
  if (news.kind === 'answer') return news.method.method;
  if (news.kind === 'closed') return `closed ${news.code}`;
  return 'about' in news ? `${news.kind} ${news.about}` : news.kind;
}

const again: RetryPolicy = { pauseMs: 10 };
const queue: ClientMethod = { method: 'queue.declare', queue: 'q', durable: true };
const consume: ClientMethod = { method: 'basic.consume', queue: 'q' };

/** A broker, somebody who publishes, and somebody who consumes. */
async function world(consumer: readonly ClientMethod[] = [queue, consume]) {
  const scenario = defineScenario({
    name: 'test/amqp-machine',
    summary: 'A broker and two clients',
    params: z.object({}),
    nodes: () => ['broker', 'p', 'c'],
    protocol: cast({
      broker: [['broker'], amqpBroker()],
      publisher: [['p'], hand({ channels: [[{ method: 'confirm.select' }, queue]], again, heartbeatMs: 50 })],
      consumer: [['c'], hand({ channels: [consumer], again, heartbeatMs: 50 })],
    }),
    workload: () => clients(2, { none: 1 }, { everyMs: 1e6 }),
    faults: 'none',
    durationMs: 60_000,
    check: {},
  });
  const made = await createWorld(scenario, { plan: { schema: 1, faults: [], operations: [] } });
  const stateOf = <S>(name: string) => made.nodes.find((node) => node.name === name)?.state as S;
  await made.runFor(50);
  return {
    made,
    heard: (name: string) => stateOf<Hand['state']>(name).heard.splice(0),
    client: (name: string) => stateOf<Hand['state']>(name),
    broker: () => stateOf<BrokerNodeState>('broker').broker,
    async ask(to: string, input: Hand['request'] | { f: 'drain' | 'depths' }, ms = 20) {
      const asked = made.ask({ to, input });
      await made.runFor(ms);
      return asked.operation?.output;
    },
  };
}

describe('a broker on a node', () => {
  it('confirms what is on its disk, and delivers over connections', async () => {
    const { heard, ask } = await world();
    expect(heard('p')).toEqual(['channel.open-ok', 'confirm.select-ok', 'queue.declare-ok', 'ready']);
    expect(await ask('p', { f: 'publish', body: 'a' })).toBe(true);
    expect(heard('p')).toEqual(['confirmed a']);
    expect(heard('c')).toEqual([
      ...['channel.open-ok', 'queue.declare-ok', 'basic.consume-ok', 'ready'],
      'a',
    ]);
    expect(await ask('broker', { f: 'depths' })).toEqual({
      q: { ready: 0, returned: 0, unsettled: 1, consumers: 1 },
    });
    expect(await ask('c', { f: 'settle' })).toBe(true);
    expect(await ask('broker', { f: 'depths' })).toEqual({
      q: { ready: 0, returned: 0, unsettled: 0, consumers: 1 },
    });
  });

  it('comes back with what is durable; clients connect again, and old tags settle nothing', async () => {
    const { made, heard, ask, client } = await world();
    await ask('p', { f: 'publish', body: 'kept' });
    await ask('p', { f: 'publish', body: 'gone', mode: 1 });
    made.crash('broker');
    expect(await ask('p', { f: 'publish', body: 'unknown' })).toBe(true);
    made.heal();
    await made.runFor(500);
    expect(heard('p').slice(-6)).toEqual([
      ...['lost', 'unknown unknown'],
      ...['channel.open-ok', 'confirm.select-ok', 'queue.declare-ok', 'ready'],
    ]);
    expect(heard('c').slice(-6)).toEqual([
      'lost',
      ...['channel.open-ok', 'queue.declare-ok', 'basic.consume-ok', 'ready'],
      'kept again',
    ]);
    expect(client('c').held.map(({ body }) => body)).toEqual(['kept', 'gone', 'kept']);
    expect(await ask('c', { f: 'settle' })).toBe(false);
    expect(await ask('broker', { f: 'depths' })).toEqual({
      q: { ready: 0, returned: 0, unsettled: 1, consumers: 1 },
    });
  });

  it('answers whoever drains it once everything is settled', async () => {
    const { made, ask } = await world();
    await ask('p', { f: 'publish', body: 'a' });
    const drained = made.ask({ as: 'c2', to: 'broker', input: { f: 'drain' } });
    await made.runFor(100);
    expect(drained.done).toBe(false);
    await ask('c', { f: 'settle' });
    expect(drained.done).toBe(true);
  });

  it('puts all that a handler has to say to a client into one message', async () => {
    const { ask, client } = await world([queue]);
    for (const body of ['a', 'b', 'c']) await ask('p', { f: 'publish', body });
    client('c').batches = 0;
    await ask('c', { f: 'ask', method: consume });
    expect(client('c').batches).toBe(1);
    expect(client('c').heard.slice(-4)).toEqual(['basic.consume-ok', 'a', 'b', 'c']);
  });

  it('does in time what is due', async () => {
    const expiring = { ...queue, arguments: { 'x-message-ttl': 100 } };
    const { made, ask, broker } = await world([{ ...expiring, queue: 'ttl' }]);
    await ask('c', {
      f: 'ask',
      method: { method: 'basic.publish', exchange: '', routingKey: 'ttl', body: 1 },
    });
    expect(broker().queues.get('ttl')?.ready).toBe(1);
    await made.runFor(100);
    expect(broker().queues.get('ttl')?.ready).toBe(0);
  });
});

describe('a client', () => {
  it('opens a channel again that the broker closed, and says why it was closed', async () => {
    const { made, heard, ask, client } = await world();
    heard('c');
    await ask('c', { f: 'ask', method: { method: 'basic.ack', deliveryTag: 7 } }, 5);
    expect(heard('c')).toEqual(['closed 406']);
    expect(isReady(client('c').amqp)).toBe(false);
    await made.runFor(100);
    expect(heard('c').at(-1)).toBe('ready');
  });

  it('loses its connection where it breaks the rules, and connects again', async () => {
    const { made, heard, ask } = await world();
    heard('c');
    const recover: ClientMethod = { method: 'basic.recover', requeue: false };
    await ask('c', { f: 'ask', method: recover }, 5);
    await made.runFor(100);
    expect(heard('c').slice(0, 2)).toEqual(['closed 540', 'lost']);
  });

  it('sends nothing while there is no channel', async () => {
    const { made, ask } = await world();
    made.kill('broker');
    await made.runFor(5);
    expect(await ask('p', { f: 'publish', body: 'a' })).toBe(false);
  });
});

describe('a world with a broker', () => {
  it('can be forked anywhere: what follows is what would have followed', async () => {
    const options = { seed: 5 };
    const one = await createWorld(amqpWorkQueue, options);
    await one.runUntil(700);
    const other = one.fork();
    await one.runFor(600);
    await other.runFor(600);
    expect(other.stateHash()).toBe(one.stateHash());
  });
});

describe('a journal', () => {
  it('without what later lines undo makes the same broker', () => {
    const { say, journal } = told({ journalled: true });
    const bind: ClientMethod = { method: 'queue.bind', queue: 'q', exchange: 'x', routingKey: 'k' };
    const exchange: ClientMethod = {
      method: 'exchange.declare',
      exchange: 'x',
      type: 'direct',
      durable: true,
    };
    const send = (body: string): ClientMethod => ({
      ...{ method: 'basic.publish', exchange: 'x', routingKey: 'k' },
      ...{ properties: { deliveryMode: 2 }, body },
    });
    say(exchange, queue, bind, send('a'), send('b'), send('c'), {
      method: 'basic.get',
      queue: 'q',
      noAck: true,
    });
    say({ method: 'basic.get', queue: 'q' }, { method: 'exchange.delete', exchange: 'x' }, exchange);
    say({ ...queue, queue: 'r' }, { ...bind, queue: 'r' }, send('d'), { method: 'queue.delete', queue: 'r' });
    say({ ...queue, queue: 'r' }, bind, send('e'), { ...bind, method: 'queue.unbind' });
    const living = livingLines(journal);
    expect(restoreBroker(living, {}, 0)).toEqual(restoreBroker(journal, {}, 0));
    expect(living.length).toBeLessThan(journal.length / 2);
    expect(livingLines(living)).toEqual(living);
  });
});
