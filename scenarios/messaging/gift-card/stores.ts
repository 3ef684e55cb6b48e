/**
 * Who keeps what: the store counts the stock, in memory and quickly; the database has a row for each decision, for good;
 * the gateway sends cards, each key once.
 */
import { stateMachine } from 'seedstorm';
import { appendTo, openLog, type DurableLog } from 'seedstorm/parts';
import type { Rules } from './rules.js';

/** What a consumer asks the store. A ticket is the right to one card. */
export interface StoreCalls {
  take: (message: { readonly entry: string }) => Ticket | Empty;
  read: () => number | Empty;
  write: (message: { readonly left: number }) => 'written';
  /** Tells the store what was decided before it started. */
  fill: (message: { readonly run: number; readonly decided: readonly Row[] }) => 'heard';
}

type Ticket = 'ticket' | 'sold-out';

/** The store has started anew and knows nothing. `run` tells it from the same store before and after. */
export interface Empty {
  readonly empty: true;
  readonly run: number;
}

interface Store {
  state: { left: number | undefined; readonly told: Map<string, Ticket> };
  messages: StoreCalls;
}

/** One thread and no disk, as Redis without persistence: each call is one step, and a restart forgets all of them. */
export const store = (forSale: number) =>
  stateMachine<Store>({
    start: () => ({ left: undefined, told: new Map() }),
    onMessage: {
      take(state, { entry }, node) {
        if (state.left === undefined) return node.reply({ empty: true, run: node.incarnation });
        // Whoever asks again, since an answer was lost or a member entered twice, hears the same again.
        const answer = state.told.get(entry) ?? (state.left > 0 ? 'ticket' : 'sold-out');
        if (answer === 'ticket' && !state.told.has(entry)) state.left--;
        state.told.set(entry, answer);
        node.reply(answer);
      },
      read: ({ left }, _read, node) => node.reply(left ?? { empty: true, run: node.incarnation }),
      write(state, { left }, node) {
        state.left = left;
        node.reply('written');
      },
      fill(state, { run, decided }, node) {
        // A count for a store that has lost its memory once more since then is too old.
        if (state.left === undefined && run === node.incarnation) {
          for (const { entry, decision } of decided)
            state.told.set(entry, decision === 'won' ? 'ticket' : 'sold-out');
          const won = decided.filter(({ decision }) => decision === 'won').length;
          state.left = Math.max(0, forSale - won);
        }
        node.reply('heard');
      },
    },
  });

export type Decision = 'won' | 'lost';

/** A decision about an entry, for good. */
export interface Row {
  readonly entry: string;
  readonly member: string;
  readonly decision: Decision;
}

export interface DatabaseCalls {
  /** Answers what was decided first. */
  record: (message: Row) => Decision;
  /** All rows: what a store that lost its memory must know. */
  rows: () => readonly Row[];
}

interface Database {
  state: { readonly decided: Map<string, Row>; readonly log: DurableLog<Row> };
  requests: {
    /** Did I win? */
    result: (request: { readonly member: string }) => Decision | 'pending';
    /** All rows, at the end. */
    rows: () => readonly Row[];
  };
  messages: DatabaseCalls;
}

export const database = ({ database: answers }: Rules) => {
  const told = answers === 'after-sync' ? ({ after: 'sync' } as const) : {};
  return stateMachine<Database>({
    start(node) {
      const { log } = openLog<Row>(node, { file: 'rows' });
      return { log, decided: new Map(log.entries.map((row) => [row.entry, row])) };
    },
    onMessage: {
      record({ decided, log }, { entry, member, decision }, node) {
        const before = decided.get(entry);
        if (before === undefined) {
          const row = { entry, member, decision };
          decided.set(entry, row);
          appendTo(log, row, node);
        }
        node.reply(before?.decision ?? decision, told);
      },
      rows: ({ decided }, _rows, node) => node.reply([...decided.values()], told),
    },
    onRequest: {
      result({ decided }, { member }, node) {
        const own = [...decided.values()].filter((row) => row.member === member);
        const won = own.find(({ decision }) => decision === 'won');
        node.reply((won ?? own[0])?.decision ?? 'pending', told);
      },
      rows: ({ decided }, _rows, node) => node.reply([...decided.values()], { after: 'sync' }),
    },
  });
};

export interface GatewayCalls {
  send: (message: { readonly key: string; readonly member: string }) => 'sent';
}

/** Another company's, which this event cannot repair: it sends a card for each key that it has not seen. */
export const gateway = stateMachine<{ state: { readonly seen: Set<string> }; messages: GatewayCalls }>({
  start: () => ({ seen: new Set() }),
  onMessage: {
    send({ seen }, { key, member }, node) {
      if (!seen.has(key)) node.effect({ f: 'card', member });
      seen.add(key);
      node.reply('sent');
    },
  },
});
