/**
 * A bank by its total: transfers keep it, so that a read of all accounts that adds up to something else is impossible by
 * itself, whatever happened before; and so is a balance below zero where accounts may not be overdrawn. Linear.
 */
import { sumOf } from '../exact-number.js';
import type { History, Input, Operation } from '../history.js';
import type { FastPath, Model } from '../model.js';
import { show } from '../identity.js';
import { invalidBy } from './verdicts.js';

type Balances = Readonly<Record<string, number | bigint>>;

/** A bank of which nothing is known but the total of these accounts. */
export type PartOfBank = (
  accounts: ReadonlySet<string>,
  total: number | bigint,
) => Model<unknown, Input, unknown>;

/** Finds wrong totals and balances below zero; it says nothing of banks that have neither. */
export const bankTotalPath =
  (initial: Balances, overdraft: boolean, partOf: PartOfBank): FastPath =>
  (history, budget) => {
    const accounts = accountsOf(initial, history);
    const total = sumOf(Object.values(initial));
    const mayOverdraw =
      overdraft || Object.values(initial).some((balance) => balance < 0) || history.some(takesBack);
    for (let op = 0; op < history.length; op++) {
      budget.spend();
      const { type, input, output, process } = history[op]!;
      if ((input as Input).f !== 'read' || type !== 'ok' || typeof output !== 'object' || output === null)
        continue;
      const shown = Object.entries(output as Balances);
      const low = mayOverdraw ? undefined : shown.find(([, balance]) => balance < 0);
      if (low) {
        const reason = `${process} read the balance ${low[1]} of account ${low[0]}, which cannot be below 0`;
        return invalidBy(history, 'negative-balance', reason, [op]);
      }
      const found = sumOf(shown.map(([, balance]) => balance));
      const isWhole = shown.length === accounts.size && shown.every(([account]) => accounts.has(account));
      if (!isWhole || found === total) continue;
      const reason = `${process} read ${show(output)}: total ${found}, should be ${total}`;
      return invalidBy(history, 'wrong-total', reason, [op], partOf(accounts, total));
    }
    return undefined;
  };

const takesBack = ({ input }: Operation): boolean =>
  ((input as { readonly amount?: number }).amount ?? 0) < 0;

/** Accounts that may hold something: those of the beginning, and all that money was sent to. */
function accountsOf(initial: Balances, history: History): ReadonlySet<string> {
  const accounts = new Set(Object.keys(initial));
  for (const { input } of history) {
    const { f, from, to } = input as Input & { readonly from?: unknown; readonly to?: unknown };
    if (f === 'transfer') accounts.add(String(from)).add(String(to));
  }
  return accounts;
}
