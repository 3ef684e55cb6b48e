/** Who reads: a slow consumer of events, and a mirror of the table that lags. Both remember where they are. */
import { asyncProgram, CallFailed, type AsyncNode, type Program } from 'seedstorm';
import { orFailed } from 'seedstorm/parts';
import { nextFetchOffset, visibleRecords, type VisibleRecord } from 'seedstorm/servers';
import type { BrokerCalls, Logs } from './broker.js';
import type { Rules } from './rules.js';

interface Consumer {
  request: { readonly f: 'drain' } | { readonly f: 'replay' };
  reply: 'read' | Replayed;
  calls: BrokerCalls;
}

/** What was asked for again, and what came. */
export interface Replayed {
  readonly sinceMs: number;
  readonly offsets: readonly number[];
}

interface Mirror {
  request: { readonly f: 'table' | 'rebuild' };
  reply: Table;
  calls: BrokerCalls;
}
export type Table = Readonly<Record<string, unknown>>;

type Reader = AsyncNode<{ calls: BrokerCalls }>;

const TIMEOUT_MS = 100;
const POLL_MS = 55;
const LAG_MS = 150;

/** Consumes slower than others produce: retention overtakes it, and it goes on where its reset policy says. */
export function consumer({ reset }: Rules): Program {
  return asyncProgram<Consumer>(async (node) => {
    let position = 0;
    const times: number[] = [];
    node.onRequest(async ({ f }) => {
      if (f === 'drain') {
        while (position < (await ends(node)).events.end) await node.sleep(POLL_MS);
        return 'read';
      }
      return replay();
    });
    for (; ; await node.sleep(POLL_MS)) {
      const read = await readAt(node, 'events', position);
      if (read === undefined) continue;
      if (read === 'out of range') {
        const { start, end } = (await ends(node)).events;
        position = reset === 'earliest' ? start : end;
        continue;
      }
      for (const { offset, record } of read.records) {
        times.push(record.timestampMs);
        node.effect({ f: 'process', value: record.value, offset, timestampMs: record.timestampMs });
      }
      position = read.next;
    }

    /** Reads again from the time of one of the last records: the same records come again. Their effects must not. */
    async function replay(): Promise<Replayed> {
      const sinceMs = times.at(-3) ?? 0;
      const asked = { f: 'since', timestampMs: sinceMs } as const;
      let found = await node.call('b', asked, { timeoutMs: TIMEOUT_MS }).catch(orFailed);
      while (found instanceof CallFailed)
        found = await node.call('b', asked, { timeoutMs: TIMEOUT_MS }).catch(orFailed);
      const offsets: number[] = [];
      if (found === undefined) return { sinceMs, offsets };
      await readAll(node, 'events', found.offset, ({ offset }) => offsets.push(offset));
      return { sinceMs, offsets };
    }
  });
}

/** Holds the newest value of each key, by reading the compacted log: in pieces as it grows, and once as a whole. */
export function mirror(): Program {
  return asyncProgram<Mirror>(async (node) => {
    const table = new Map<string, unknown>();
    let position = 0;
    node.onRequest(async ({ f }) => {
      if (f === 'table') {
        while (position < (await ends(node)).table.end) await node.sleep(LAG_MS);
        return Object.fromEntries(table);
      }
      const anew = new Map<string, unknown>();
      await readAll(node, 'table', 0, (one) => apply(anew, one));
      return Object.fromEntries(anew);
    });
    for (; ; await node.sleep(LAG_MS))
      position = await readAll(node, 'table', position, (one) => apply(table, one));
  });
}

function apply(table: Map<string, unknown>, { record: { key, value } }: VisibleRecord): void {
  if (key === null) return;
  if (value === null) table.delete(key);
  else table.set(key, value);
}

/** Reads to the end, as far as it is decided. @returns where to read on */
async function readAll(
  node: Reader,
  log: keyof Logs,
  from: number,
  take: (one: VisibleRecord) => void,
): Promise<number> {
  for (let position = from; ;) {
    const read = await readAt(node, log, position);
    if (read === undefined) continue;
    if (read === 'out of range' || read.next === position) return position;
    read.records.forEach(take);
    position = read.next;
  }
}

async function readAt(
  node: Reader,
  log: keyof Logs,
  offset: number,
): Promise<
  { readonly records: readonly VisibleRecord[]; readonly next: number } | 'out of range' | undefined
> {
  const fetched = await node.call('b', { f: 'read', log, offset }, { timeoutMs: TIMEOUT_MS }).catch(orFailed);
  if (fetched instanceof CallFailed) return undefined;
  if (fetched.kind === 'refused') return 'out of range';
  return { records: visibleRecords(fetched, 'read_committed'), next: nextFetchOffset(fetched) };
}

async function ends(node: Reader): Promise<ReturnType<BrokerCalls['ends']>> {
  for (;;) {
    const answer = await node.call('b', { f: 'ends' }, { timeoutMs: TIMEOUT_MS }).catch(orFailed);
    if (!(answer instanceof CallFailed)) return answer;
  }
}
