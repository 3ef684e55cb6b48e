/** A consumer: fetches from its partitions, hands out a few messages at each poll, and knows where it is. */
import type { AsyncNode } from 'seedstorm';
import { every, orUndefined } from 'seedstorm/parts';
import { nextFetchOffset, visibleRecords, type VisibleRecord } from 'seedstorm/servers';
import type { BrokerCalls, CoordinatorCalls, Polled } from './messages.js';
import type { Rules } from './rules.js';

type Node = AsyncNode<{ calls: BrokerCalls & CoordinatorCalls }>;

/** One partition that it reads. */
interface Reading {
  /** Of the next message to hand out; unknown until the committed offset, or the reset policy, says it. */
  position: number | undefined;
  /** Fetched, but not handed out yet. */
  rest: VisibleRecord[];
  /** Where the next fetch begins. */
  fetchedTo: number;
}

export interface Consumer {
  readonly assign: (partitions: readonly number[]) => void;
  readonly poll: () => Promise<Polled>;
  /** Where it is, to go back there; within a transaction polls begin anew from here, if the rules say so. */
  readonly positions: () => ReadonlyMap<number, number | undefined>;
  readonly seek: (positions: ReadonlyMap<number, number | undefined>) => void;
  /** Polls until there is nothing more, committed or open. */
  readonly pollToEnd: () => Promise<Polled>;
}

const TIMEOUT = { timeoutMs: 60 };
const PAUSE_MS = 25;
/** How many messages of a partition a poll returns at most. */
const MAX_POLL = 3;
const AUTO_COMMIT = { everyMs: 150, first: 'whole' } as const;

export function consumerOf(
  node: Node,
  group: string,
  leaderOf: (partition: number) => string,
  { isolation, reset, rest: keeps, assigned }: Rules,
): Consumer {
  let readings = new Map<number, Reading>();
  void every(node, AUTO_COMMIT, () => {
    const known = [...readings].flatMap(([partition, { position }]) =>
      position === undefined ? [] : [[partition, position]],
    );
    if (known.length > 0)
      node.send('coordinator', { f: 'commit', group, offsets: Object.fromEntries(known) });
  });
  return { assign, poll, positions, seek, pollToEnd };

  /** Partitions that it keeps go on where they are; new ones where the group has committed. */
  function assign(partitions: readonly number[]): void {
    const before = readings;
    const goOn = assigned === 'goes-on';
    readings = new Map(
      partitions.map((partition) => [
        partition,
        fromPosition(goOn ? before.get(partition)?.position : undefined),
      ]),
    );
  }

  function positions(): ReadonlyMap<number, number | undefined> {
    return new Map([...readings].map(([partition, { position }]) => [partition, position]));
  }

  function seek(to: ReadonlyMap<number, number | undefined>): void {
    for (const partition of readings.keys()) readings.set(partition, fromPosition(to.get(partition)));
  }

  async function poll(): Promise<Polled> {
    const polled: [string, [number, unknown][]][] = [];
    for (const [partition, reading] of readings) {
      if (reading.rest.length === 0) await fetch(partition, reading);
      const taken = reading.rest.splice(0, MAX_POLL);
      if (keeps === 'thrown-away') reading.rest = [];
      if (reading.position !== undefined) reading.position = reading.rest[0]?.offset ?? reading.fetchedTo;
      if (taken.length > 0)
        polled.push([String(partition), taken.map(({ offset, record }) => [offset, record.value])]);
    }
    return Object.fromEntries(polled);
  }

  async function pollToEnd(): Promise<Polled> {
    const all: Record<string, (readonly [number, unknown])[]> = {};
    for (const [partition, reading] of readings) {
      const key = String(partition);
      for (let isAtEnd = false; !isAtEnd;) {
        isAtEnd = (await fetch(partition, reading)) === 'at end';
        const { rest } = reading;
        if (rest.length > 0)
          (all[key] ??= []).push(...rest.map(({ offset, record }) => [offset, record.value] as const));
        reading.rest = [];
        if (reading.position !== undefined) reading.position = reading.fetchedTo;
        if (!isAtEnd) await node.sleep(1);
      }
    }
    return all;
  }

  /** Fetches what follows on the position. @returns whether nothing follows, and nothing is open */
  async function fetch(partition: number, reading: Reading): Promise<'at end' | 'perhaps more'> {
    const offset = reading.position ?? (await begin(partition));
    if (offset === undefined) return 'perhaps more';
    const question = { f: 'fetch', partition, offset, isolation } as const;
    const answer = await node.call(leaderOf(partition), question, TIMEOUT).catch(orUndefined);
    if (answer === undefined) {
      await node.sleep(PAUSE_MS);
      return 'perhaps more';
    }
    if (answer.kind === 'refused') {
      reading.position = undefined;
      return 'perhaps more';
    }
    reading.rest = visibleRecords(answer, isolation);
    reading.fetchedTo = nextFetchOffset(answer);
    reading.position = answer.offset;
    return reading.fetchedTo >= answer.highWatermark ? 'at end' : 'perhaps more';
  }

  /** Where the group is, or where it begins. */
  async function begin(partition: number): Promise<number | 'latest' | undefined> {
    const question = { f: 'committed', group, partition } as const;
    const committed = await node.call('coordinator', question, TIMEOUT).catch(orUndefined);
    if (committed === null) return reset === 'latest' ? 'latest' : 0;
    return committed;
  }
}

function fromPosition(position: number | undefined): Reading {
  return { position, rest: [], fetchedTo: position ?? 0 };
}
