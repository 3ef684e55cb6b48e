/**
 * A worker consumes, transforms and produces in transactions. Two share one transactional id: one works, the other stands
 * by and takes over when it hears nothing. Whoever takes over fences the other, which may only have been slow.
 */
import { asyncProgram, CallFailed, type Program } from 'seedstorm';
import { every, orFailed } from 'seedstorm/parts';
import { visibleRecords, type ProducerStamp, type VisibleRecord } from 'seedstorm/servers';
import { LED_BY, OUTPUTS, type BrokerCalls, type CoordinatorCalls, type LogName } from './messages.js';
import type { Rules } from './rules.js';

interface Alive {
  alive: (asked: object) => undefined;
}

interface Worker {
  messages: Alive;
  calls: BrokerCalls & CoordinatorCalls & Alive;
}

/** What may be refused. */
type Calls = Omit<BrokerCalls, 'ends'> & CoordinatorCalls;
type Done<A> = Exclude<A, { readonly kind: 'refused' }>;

/** The transaction cannot go on: another worker has taken over, or somebody does not answer. */
class Stopped extends Error {
  constructor(readonly why: 'fenced' | 'failed') {
    super(why);
  }
}

const ALIVE_MS = 50;
const TAKE_OVER_MS = 200;
const TIMEOUT_MS = 50;
const ATTEMPTS = 12;
const TRANSACTION_MS = 120;
const BATCH = 3;

export function worker({ offsets: committing, mailedBy }: Rules, mail: boolean): Program {
  return asyncProgram<Worker>(async (node) => {
    const peer = node.id === 'w1' ? 'w2' : 'w1';
    let isActive = false;
    let heardMs = node.monotonicMs() - (node.id === 'w1' ? TAKE_OVER_MS : 0);
    node.onMessage(() => {
      heardMs = node.monotonicMs();
    });
    void every(node, { everyMs: ALIVE_MS }, () => {
      if (isActive) node.send(peer, { f: 'alive' });
      return Promise.resolve();
    });
    for (;;) {
      while (node.monotonicMs() - heardMs < TAKE_OVER_MS) await node.sleep(20);
      isActive = true;
      const why = await work().catch((error: unknown) => {
        if (error instanceof Stopped) return error.why;
        throw error;
      });
      isActive = false;
      if (why === 'fenced') heardMs = node.monotonicMs();
      else await node.sleep(20);
    }

    /** Works until it is fenced, or something fails: what is open then, its next start aborts. */
    async function work(): Promise<never> {
      let { producerId, epoch } = await ask('tc', {
        f: 'init',
        transactionalId: 't',
        timeoutMs: TRANSACTION_MS,
      });
      let sequences: Partial<Record<LogName, number>> = {};
      let position = await committed();
      for (;;) {
        const records = await consume(position);
        if (records.length === 0) {
          await node.sleep(15);
          continue;
        }
        const me = { transactionalId: 't', producerId, epoch };
        await ask('tc', { f: 'join', ...me, logs: [...OUTPUTS, 'offsets'] });
        if (mail && mailedBy === 'transform') for (const { record } of records) mailed(record.value);
        for (const log of OUTPUTS)
          await produce(
            log,
            records.map(({ record }) => record.value),
          );
        position = (records.at(-1) as VisibleRecord).offset + 1;
        if (committing === 'in-transaction') await produce('offsets', [position]);
        const next = await ask('tc', { f: 'end', ...me, result: 'commit' });
        if (next.epoch !== epoch) sequences = {};
        ({ producerId, epoch } = next);
        if (committing === 'after-it') await commitAlone(position);
      }

      /** Produces one batch, under the next number. */
      async function produce(log: LogName, values: readonly unknown[]): Promise<void> {
        const sequence = sequences[log] ?? 0;
        const producer: ProducerStamp = { id: producerId, epoch, sequence };
        const records = values.map((value) => ({ key: null, value, timestampMs: node.nowMs() }));
        await ask(LED_BY[log], { f: 'produce', log, batch: { producer, transactional: true, records } });
        sequences[log] = sequence + values.length;
      }
    }

    async function committed(): Promise<number> {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++, await node.sleep(20)) {
        const answer = await node.call('b2', { f: 'ends' }, { timeoutMs: TIMEOUT_MS }).catch(orFailed);
        if (!(answer instanceof CallFailed) && answer.committed !== undefined) return answer.committed;
      }
      throw new Stopped('failed');
    }

    async function commitAlone(position: number): Promise<void> {
      const records = [{ key: null, value: position, timestampMs: node.nowMs() }];
      await ask('b2', { f: 'produce', log: 'offsets', batch: { records } });
    }

    async function consume(offset: number): Promise<readonly VisibleRecord[]> {
      const isolation = 'read_uncommitted';
      const fetched = await ask('b1', { f: 'read', log: 'input', offset, isolation });
      return visibleRecords(fetched, isolation).slice(0, BATCH);
    }

    function mailed(value: unknown): void {
      node.effect({ f: 'mail', value });
    }

    /** Asks until there is an answer. @throws Stopped */
    async function ask<F extends keyof Calls>(
      to: string,
      question: { readonly f: F } & Parameters<Calls[F]>[0],
    ): Promise<Done<ReturnType<Calls[F]>>> {
      for (let attempt = 0; attempt < ATTEMPTS;) {
        const answer = (await node.call(to, question as never, { timeoutMs: TIMEOUT_MS }).catch(orFailed)) as
          ReturnType<Calls[F]> | CallFailed;
        if (answer instanceof CallFailed) attempt++;
        else if (answer.kind !== 'refused') return answer as Done<ReturnType<Calls[F]>>;
        else if (answer.error === 'CONCURRENT_TRANSACTIONS') {
          attempt += 0.2;
          await node.sleep(10);
        } else throw new Stopped(FENCED.has(answer.error) ? 'fenced' : 'failed');
      }
      throw new Stopped('failed');
    }
  });
}

const FENCED = new Set(['PRODUCER_FENCED', 'INVALID_PRODUCER_EPOCH', 'INVALID_PRODUCER_ID_MAPPING']);
