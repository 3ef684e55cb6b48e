/**
 * What lies in the store, and how the two versions of the services read it.
 *
 * Version 1 counts whole coins. Version 2 counts cents. While versions roll over the nodes each meets the events of the
 * other, old ones and new ones. So version 2 adds a field and goes on writing the old one; of old events an upcaster makes
 * new ones when they are read. In the store nothing is changed.
 */

/** An event as it was appended: what happened, who asked for it, and how much, in the words of its schema. */
export interface Stored {
  /** Of the command that it comes from. */
  readonly id: string;
  readonly what: 'deposited' | 'withdrawn' | 'corrected';
  readonly account: string;
  readonly by: string;
  /** Its place in the stream of the account, from 1 on. */
  readonly version: number;
  readonly schema: 1 | 2;
  readonly amount?: number;
  readonly cents?: number;
}

/** What version 2 does to the events, and whether it reads those of version 1 as what they are. */
export interface SchemaRules {
  readonly change: 'field-added' | 'field-renamed' | 'new-meaning';
  readonly oldEvents: 'upcast' | 'as-they-are';
}

/** How a version of the services writes and reads events. What it reads is in units of its own. */
export interface Schema {
  readonly version: 1 | 2;
  readonly unitsPerCoin: number;
  write(coins: number): Pick<Stored, 'schema' | 'amount' | 'cents'>;
  read(event: Stored): number;
}

/** A tolerant reader: it skips fields that it does not know, and takes 0 for one that is not there. */
const first: Schema = {
  version: 1,
  unitsPerCoin: 1,
  write: (coins) => ({ schema: 1, amount: coins }),
  read: ({ amount = 0 }) => amount,
};

const second = ({ change, oldEvents }: SchemaRules): Schema => ({
  version: 2,
  unitsPerCoin: 100,
  write(coins) {
    const cents = coins * 100;
    if (change === 'new-meaning') return { schema: 2, amount: cents };
    return change === 'field-renamed' ? { schema: 2, cents } : { schema: 2, amount: coins, cents };
  },
  read(event) {
    const { amount = 0, cents = 0 } = event.schema === 1 && oldEvents === 'upcast' ? upcast(event) : event;
    return change === 'new-meaning' ? amount : cents;
  },
});

/** An event of schema 1 as it would be, had it been written in schema 2; in both words, so that either reader can. */
const upcast = ({ amount = 0, ...event }: Stored): Stored => ({
  ...event,
  amount: amount * 100,
  cents: amount * 100,
});

/** The schema of a version of the services. */
export const schemaOf = (version: 1 | 2, rule: SchemaRules): Schema => (version === 1 ? first : second(rule));

/** An account as its events make it. */
export interface Account {
  readonly version: number;
  readonly units: number;
  /** What each command left, in units: it may be asked for again. */
  readonly done: Readonly<Record<string, number>>;
}

/** Lays events over an account, in order. */
export function fold(account: Account, events: readonly Stored[], schema: Schema): Account {
  let { version, units } = account;
  const done: Record<string, number> = { ...account.done };
  for (const event of events) {
    version++;
    units += schema.read(event);
    done[event.id] = units;
  }
  return { version, units, done };
}
