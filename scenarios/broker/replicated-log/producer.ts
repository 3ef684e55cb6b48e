/**
 * A producer host: takes messages from clients and delivers each to the leader of its partition, trying again until
 * it is acknowledged or its time is up. Each client is one producer, which may move between hosts: when it does, the
 * new host takes a new producer epoch, and what the old one still tries is a zombie's.
 */
import { asyncProgram, CallFailed, type AsyncNode, type Incoming, type Program } from 'seedstorm';
import { copyOf, durableLog, nothingTaken, orFailed, orUndefined, remember } from 'seedstorm/parts';
import type { Options } from './rules.js';
import type { BrokerCalls, ConsumerCalls, ControllerCalls } from './messages.js';
import { leaders } from './partitions.js';

type DrainCalls = Pick<BrokerCalls, 'report'> & Pick<ControllerCalls, 'overview'> & ConsumerCalls;

interface Producer {
  request: ProduceRequest | { readonly f: 'drain' };
  reply:
    | { readonly partition: number; readonly offset?: number }
    | { readonly log: readonly (readonly string[])[] };
  calls: DrainCalls & Pick<BrokerCalls, 'produce' | 'where'> & Pick<ControllerCalls, 'initProducer'>;
}

export interface ProduceRequest {
  readonly f: 'produce';
  readonly value: string;
  readonly partition: number;
  /** Counts the client's messages: what a host has taken once, it does not take again. */
  readonly number: number;
  /** The client was with another host before. */
  readonly takeover: boolean;
}

/** One client's producer on this host. */
interface Session {
  /** Its producer epoch, once it has one. */
  epoch: number | undefined;
  /** The next sequence number by partition. */
  next: Record<number, number>;
  /** One message at a time is under way: this is when all so far are over. */
  idle: Promise<void>;
}

interface Delivery extends ProduceRequest {
  readonly asked: Incoming<Producer['request'], Producer['reply']>;
  readonly untilMs: number;
}

const TIMEOUT = { timeoutMs: 150 };
/** How long a message is tried; longer than clients wait, as is usual. */
const DELIVERY_MS = 1500;
const RETRY_MS = 30;

export function producer({ brokers, acks, idempotent, rules }: Options): Program {
  const numbered = idempotent && acks !== 0;

  return asyncProgram<Producer>(async (node) => {
    // What is written down first cannot be taken a second time, by a copy of the request or after a crash.
    const log = await durableLog<{ readonly client: string; readonly number: number }>(node, {
      file: 'taken',
    });
    const taken = nothingTaken();
    for (const { client, number } of log.entries) remember(taken, client, number, 0);
    const known = leaders(node, brokers);
    const sessions = new Map<string, Session>();
    for await (const asked of node.requests()) {
      const { body, from: client } = asked;
      if (body.f === 'drain') void drained(node, brokers).then((log) => asked.reply({ log }));
      else if (copyOf(taken, client, body.number, 0).kind === 'new') {
        remember(taken, client, body.number, 0);
        void take(client, { ...body, asked, untilMs: node.monotonicMs() + DELIVERY_MS });
      }
    }

    async function take(client: string, delivery: Delivery): Promise<void> {
      await log.append({ client, number: delivery.number });
      const before = delivery.takeover ? undefined : sessions.get(client);
      const session = before ?? { epoch: undefined, next: {}, idle: Promise.resolve() };
      sessions.set(client, session);
      session.idle = session.idle.then(() => deliver(client, session, delivery));
      await session.idle;
    }

    async function deliver(client: string, session: Session, delivery: Delivery): Promise<void> {
      const { partition, value, untilMs, asked } = delivery;
      // Whatever was sent may have happened, now or later.
      let sent = 0;
      for (; node.monotonicMs() <= untilMs; await later()) {
        if (numbered && session.epoch === undefined) {
          const question = { f: 'initProducer', producer: client } as const;
          const epoch = await node.call('controller', question, TIMEOUT).catch(orFailed);
          if (epoch instanceof CallFailed) continue;
          session.epoch = epoch;
        }
        // What an earlier stay left undelivered belongs to the past.
        if (sessions.get(client) !== session)
          return asked.reject('the client has moved', { definite: false });
        const leader = known.of(partition);
        if (leader === undefined) continue;
        const sequence = session.next[partition] ?? 0;
        const stamp =
          session.epoch === undefined ? {} : { stamp: { producer: client, epoch: session.epoch, sequence } };
        const message = { f: 'produce', partition, acks, value, ...stamp } as const;
        sent++;
        if (acks === 0) {
          node.send(leader, message);
          return asked.reply({ partition });
        }
        const result = await node.call(leader, message, TIMEOUT).catch(orFailed);
        if (typeof result === 'number') {
          session.next[partition] = sequence + 1;
          return asked.reply({ partition, offset: result });
        }
        if (result === 'fenced') return giveUp('another host has taken over');
        // The log lost a message before this one. Numbers begin anew, but not for one that may be in the log.
        if (result === 'gap' && sent > 1) return giveUp('messages before it are lost');
        const isUnknown = result instanceof CallFailed && result.why === 'timeout';
        if (result === 'gap' || (isUnknown && !rules.keepIdentity)) restart(session);
      }
      giveUp('not delivered in time');

      /** Nobody knows what became of the message. Its number is spent, so the next one begins a new epoch. */
      function giveUp(why: string): void {
        asked.reject(why, { definite: sent === 0 });
        restart(session);
      }
    }

    /** Tries again soon, with newer knowledge of who leads. */
    async function later(): Promise<void> {
      void known.refresh();
      await node.sleep(RETRY_MS);
    }
  });
}

/** The next message takes a new producer epoch, in which numbers begin at 0. */
function restart(session: Session): void {
  session.epoch = undefined;
  session.next = {};
}

const DRAIN_TIMEOUT = { timeoutMs: 100 };

/**
 * Asks the leaders how far the log reaches, then the readers how far they are, again and again until they agree. So
 * whatever was acknowledged before and is not processed now will never be.
 * @returns what each partition holds
 */
async function drained(
  node: AsyncNode<{ calls: DrainCalls }>,
  brokers: readonly string[],
): Promise<readonly (readonly string[])[]> {
  for (; ; await node.sleep(RETRY_MS)) {
    const overview = await node.call('controller', { f: 'overview' }, DRAIN_TIMEOUT).catch(orUndefined);
    if (overview === undefined) continue;
    const { partitions, generation, readers } = overview;
    const reports = await Promise.all(
      brokers.map((name) => node.call(name, { f: 'report' }, DRAIN_TIMEOUT).catch(orUndefined)),
    );
    const logs = partitions.map(({ leader = '', epoch }, number) => {
      const led = reports[brokers.indexOf(leader)]?.[number];
      return led?.epoch === epoch ? led.values : undefined;
    });
    const positions = await Promise.all(
      readers.map((name) => node.call(name, { f: 'position' }, DRAIN_TIMEOUT).catch(orUndefined)),
    );
    const isDone = (log: readonly string[] | undefined, number: number): log is readonly string[] => {
      const reader = positions[number % readers.length];
      return (
        log !== undefined && reader?.generation === generation && (reader.idleAt[number] ?? -1) >= log.length
      );
    };
    if (logs.every(isDone)) return logs;
  }
}
