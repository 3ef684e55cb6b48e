/**
 * A member of the consumer group: reads the partitions it is given, processes message by message, and commits how
 * far it is: before processing, after it, or by a timer.
 */
import { asyncProgram, stateMachine, type Program } from 'seedstorm';
import { every, memberAnswered, memberQuestion, noMembership, orUndefined } from 'seedstorm/parts';
import type { Options } from './rules.js';
import type { BrokerCalls, ConsumerCalls, ControllerCalls, DatabaseCalls, Place, Read } from './messages.js';
import { leaders } from './partitions.js';

interface Consumer {
  messages: ConsumerCalls;
  calls: Pick<BrokerCalls, 'read' | 'where'> &
    Pick<ControllerCalls, 'member' | 'committed' | 'commit'> &
    DatabaseCalls;
}

/** How far it is with one partition. */
interface Reading {
  /** Offset to read next; unknown until the reset policy has found one. */
  position: number | undefined;
  /** Nothing that was read is left to process or to commit. */
  idle: boolean;
}

const HEARTBEAT = { everyMs: 100, first: 'none' } as const;
const AUTO_COMMIT = { everyMs: 100, first: 'whole' } as const;
const READ_TIMEOUT = { timeoutMs: 250 };
const TIMEOUT = { timeoutMs: 150 };
const RETRY_MS = 30;
/** What one message takes. */
const WORK_MS = 20;

export function consumer({ reset, dedupe, partitions, brokers, rules, commit }: Options): Program {
  const when = commit === 'after' && rules.commitAfter === 'fetching' ? 'before' : commit;

  return asyncProgram<Consumer>(async (node) => {
    const membership = noMembership(node.incarnation);
    const known = leaders(node, brokers);
    let generation = 0;
    let reading = new Map<number, Reading>();

    node.onMessage({
      position() {
        const idle = [...reading].filter(([, one]) => one.idle && one.position !== undefined);
        return {
          generation,
          idleAt: Object.fromEntries(idle.map(([number, { position }]) => [number, position!])),
        };
      },
    });
    if (when === 'automatic')
      void every(node, AUTO_COMMIT, () => {
        for (const [partition, { position: offset }] of reading)
          if (offset !== undefined)
            node
              .call('controller', { f: 'commit', generation, partition, offset }, TIMEOUT)
              .catch(orUndefined);
      });
    await every(node, HEARTBEAT, stay);

    /** Says that it is there. In a new generation it begins anew, with what it is to read then. */
    async function stay(): Promise<void> {
      const question = { f: 'member', ...memberQuestion(membership) } as const;
      const answer = await node.call('controller', question, TIMEOUT).catch(orUndefined);
      if (answer !== undefined) memberAnswered(membership, answer);
      const { current } = membership;
      if (current === undefined || current.generation === generation) return;
      generation = current.generation;
      reading = new Map();
      for (let partition = 0; partition < partitions; partition++)
        if (current.members[partition % current.members.length] === node.id) void read(partition, reading);
    }

    /** Reads a partition until another generation begins. */
    async function read(partition: number, own: typeof reading): Promise<void> {
      const isOver = (): boolean => own !== reading;
      const at = { generation, partition };
      const begun = await ask(() => node.call('controller', { f: 'committed', ...at }, TIMEOUT));
      if (begun === undefined) return;
      const one: Reading = { position: begun ?? undefined, idle: true };
      own.set(partition, one);
      while (!isOver()) {
        const records = await recordsFrom(partition, one.position ?? reset);
        if (isOver()) return;
        if (records === 'out-of-range') one.position = undefined;
        if (records === undefined || records === 'out-of-range') continue;
        const { offset, values } = records;
        const end = (one.position = offset + values.length);
        if (values.length === 0) continue;
        one.idle = false;
        if (when === 'before' && !(await commitTo(end))) return;
        for (const [place, value] of values.entries()) {
          await node.sleep(WORK_MS);
          if (isOver() || !(await process({ partition, offset: offset + place, value }))) return;
        }
        if (when === 'after' && !(await commitTo(end))) return;
        one.idle = true;
      }

      /** Asks until it is answered; undefined once another generation has begun. */
      async function ask<A>(question: () => Promise<A>): Promise<A | undefined> {
        while (!isOver()) {
          const answer = await question().catch(orUndefined);
          if (answer !== undefined) return isOver() ? undefined : answer;
          await node.sleep(RETRY_MS);
        }
        return undefined;
      }

      async function commitTo(offset: number): Promise<boolean> {
        return (
          undefined !== (await ask(() => node.call('controller', { f: 'commit', ...at, offset }, TIMEOUT)))
        );
      }

      async function process(message: Place & { readonly value: string }): Promise<boolean> {
        const { offset, value } = message;
        const key = dedupe === 'id' ? value : `${partition}/${offset}`;
        if (dedupe !== 'none')
          return (
            undefined !== (await ask(() => node.call('database', { f: 'apply', key, ...message }, TIMEOUT)))
          );
        node.effect({ f: 'process', value, partition, offset });
        return true;
      }
    }

    /** Nothing, where nobody is known to lead or the leader does not answer: in a while it may be another. */
    async function recordsFrom(partition: number, from: Read['from']) {
      const leader = known.of(partition);
      const question = { f: 'read', partition, from } as const;
      const records =
        leader === undefined ? undefined : await node.call(leader, question, READ_TIMEOUT).catch(orUndefined);
      if (records !== undefined) return records;
      void known.refresh();
      await node.sleep(RETRY_MS);
      return undefined;
    }
  });
}

interface Database {
  state: { readonly applied: Record<string, true> };
  messages: DatabaseCalls;
  durable: { applied: string[] };
}

/**
 * The database in which messages are processed when duplicates are to be excluded: "was it processed already?" and
 * the processing are one transaction. It stands for somebody else's system, and no fault but the network's hits it.
 */
export const database = stateMachine<Database>({
  start: (node) => ({
    applied: Object.fromEntries((node.disk.read('applied') ?? []).map((key) => [key, true])),
  }),

  onMessage: {
    apply({ applied }, { key, value, partition, offset }, node, from) {
      if (applied[key] === undefined) {
        applied[key] = true;
        node.disk.append('applied', key);
        node.effect({ f: 'process', value, partition, offset, by: from });
      }
      node.reply('applied', { after: 'sync' });
    },
  },
});
