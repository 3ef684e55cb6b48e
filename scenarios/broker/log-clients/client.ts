/** A client: one producer, one producer of transactions and one consumer, used by one test client at a time. */
import { asyncProgram, type Incoming, type Program } from 'seedstorm';
import { consumerOf, type Consumer } from './consumer.js';
import type { BrokerCalls, CoordinatorCalls, Done, Reply, Request } from './messages.js';
import { producerOf } from './producer.js';
import type { Rules } from './rules.js';

interface Client {
  request: Request;
  reply: Reply;
  calls: BrokerCalls & CoordinatorCalls;
}

type Txn = Extract<Request, { readonly f: 'txn' }>;

export function client(
  partitions: readonly number[],
  leaderOf: (partition: number) => string,
  rules: Rules,
): Program {
  return asyncProgram<Client>(async (node) => {
    const producer = producerOf(node, null, leaderOf, rules);
    const transactions = producerOf(node, node.id, leaderOf, rules);
    const consumer = consumerOf(node, node.id, leaderOf, rules);
    consumer.assign(partitions);
    const newest = new Map<string, number>();
    for await (const asked of node.requests()) {
      const who = asked.from.split('.')[0] ?? '';
      // The network may bring a request twice, or so late that its client has asked for something else since.
      if (asked.id <= (newest.get(who) ?? -1)) continue;
      newest.set(who, asked.id);
      await answer(asked);
    }

    async function answer(asked: Incoming<Request, Reply>): Promise<void> {
      const { body } = asked;
      switch (body.f) {
        case 'send': {
          const sending = producer.send(Number(body.key), body.value);
          if (rules.awaits === 'nothing') return asked.reply(null);
          const ended = await sending;
          if (ended.kind === 'ok') return asked.reply({ offset: ended.value });
          return asked.reject('not delivered', { definite: ended.kind === 'fail' });
        }
        case 'poll':
          return asked.reply(await (body.toEnd ? all() : consumer.poll()));
        case 'assign':
          consumer.assign(body.value.map(Number));
          return asked.reply(null);
        case 'txn':
          return transact(body, asked);
      }
    }

    async function all() {
      const reader: Consumer = consumerOf(node, 'final', leaderOf, rules);
      reader.assign(partitions);
      return reader.pollToEnd();
    }

    async function transact({ value: steps, aborts }: Txn, asked: Incoming<Request, Reply>): Promise<void> {
      const begun = consumer.positions();
      const done: (Done | undefined | Promise<Done | undefined>)[] = [];
      for (const step of steps) {
        if (step[0] === 'poll') {
          if (rules.pollsFrom === 'committed') consumer.seek(begun);
          done.push(['poll', await consumer.poll()]);
        } else {
          const sending = send(step[1], step[2]);
          done.push(rules.inFlight === 'many' ? sending : await sending);
        }
        if (done.at(-1) === undefined) break;
      }
      const results = await Promise.all(done);
      const isWhole = results.length === steps.length && results.every((one) => one !== undefined);
      const ended = await transactions.end(isWhole && !aborts ? 'commit' : 'abort');
      if (isWhole && !aborts && ended.kind === 'ok') return asked.reply(results);
      if (rules.aborted === 'sought-back') consumer.seek(begun);
      const isAborted = aborts || !isWhole ? ended.kind === 'ok' : ended.kind === 'fail';
      asked.reject('not committed', { definite: isAborted });
    }

    async function send(key: string, value: string): Promise<Done | undefined> {
      const ended = await transactions.send(Number(key), value);
      return ended.kind === 'ok' ? ['send', key, [ended.value, value]] : undefined;
    }
  });
}
