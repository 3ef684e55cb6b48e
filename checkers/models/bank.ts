/** A bank whose transfers move money and whose reads show all accounts at one moment. */

import { plus, sumOf } from '../exact-number.js';
import type { Input } from '../history.js';
import type { Model } from '../model.js';
import { bankTotalPath } from '../fast-paths/bank-total.js';
import type { PartOfBank } from '../fast-paths/bank-total.js';
import { identityOf, show } from '../identity.js';

type Account = string | number;

/** What clients ask of a bank. */
export type BankInput =
  | { readonly f: 'read' }
  | { readonly f: 'transfer'; readonly from: Account; readonly to: Account; readonly amount: number };

/** A read answers the balance of each account it saw; a transfer nothing, or `false` for lack of money. */
export type BankOutput = Readonly<Record<Account, number>> | boolean | null;

type Balances = Readonly<Record<Account, number>>;

/** What the accounts hold at first, and whether they may be overdrawn. */
export interface BankOptions {
  /** The accounts and what they hold at first. */
  readonly initial: Balances;
  /** Whether accounts may be overdrawn; `false` if absent. */
  readonly overdraft?: boolean;
}

/** A bank that is judged as a whole: a read ties all accounts together. */
export function bankModel({
  initial,
  overdraft = false,
}: BankOptions): Model<Balances, BankInput, BankOutput> {
  return {
    name: 'bank',
    functions: { transfer: ['from', 'to', 'amount'], read: [] },
    initial,
    partition: 'whole',
    step(balances, input, output, outcome) {
      if (input.f === 'read') return matches(balances, output) ? balances : undefined;
      const { from, to, amount } = input;
      const possible = overdraft || (balances[from] ?? 0) >= amount;
      const moved = (): Balances => {
        const after = { ...balances, [from]: moneyAfter(balances[from], -amount) };
        return { ...after, [to]: moneyAfter(after[to], amount) };
      };
      if (outcome === 'info') return possible ? moved() : balances;
      if (output === false) return possible ? undefined : balances;
      return possible ? moved() : undefined;
    },
    effect(input, output, outcome) {
      if (input.f === 'read' || output === false) return 'reads';
      return outcome === 'info' || overdraft ? 'always' : 'sometimes';
    },
    key: (balances) => identityOf(balances) as string,
    traces: (input, output) => ({
      left: input.f === 'read' || output === false ? [] : ['balances'],
      shows: () => input.f === 'read' || output === false,
      isSum: true,
    }),
    printState: show,
    printOperation: (input, output) =>
      input.f === 'read'
        ? `read${output === undefined ? '' : ` ${show(output)}`}`
        : `transfer ${input.amount} from ${show(input.from)} to ${show(input.to)}${output === false ? ', refused' : ''}`,
    fastPath: bankTotalPath(initial, overdraft, totalOfBank),
  };
}

/** Balances, and what files say, are bigints beyond 2^53: no sum loses a digit. */
const moneyAfter = (balance: number | undefined, amount: number): number =>
  plus(balance ?? 0, amount) as number;

/** The total is all there is to this bank. */
const totalOfBank: PartOfBank = (accounts, total) => {
  const part: Model<number | bigint, BankInput, BankOutput> = {
    name: 'total of the bank',
    initial: total,
    partition: 'whole',
    step(held, { f }, output) {
      if (f !== 'read' || typeof output !== 'object' || output === null) return held;
      const shown = Object.entries(output);
      const isWhole = shown.length === accounts.size && shown.every(([account]) => accounts.has(account));
      return !isWhole || sumOf(shown.map(([, balance]) => balance)) === held ? held : undefined;
    },
    printState: String,
    printOperation: bankModel({ initial: {} }).printOperation!,
  };
  return part as unknown as Model<unknown, Input, unknown>;
};

/** A read may leave out accounts, but not get one wrong. */
function matches(balances: Balances, output: BankOutput | undefined): boolean {
  if (output === undefined || output === null) return true;
  return (
    typeof output === 'object' &&
    Object.entries(output).every(([account, balance]) => (balances[account] ?? 0) === balance)
  );
}
