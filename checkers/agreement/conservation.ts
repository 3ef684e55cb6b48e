/** Conservation: transfers move money, and neither make nor lose any (the bank test of Jepsen). */
import { counted } from '../counted.js';
import { sumOf } from '../exact-number.js';
import { scanning } from '../findings.js';
import type { Checker, Operation } from '../history.js';
import { show } from '../identity.js';
import { Keyword } from '../keyword.js';
import { type Fields, nameOfFunction, selector, whoWhen } from '../selectors.js';

/** By account. */
type Balances = Readonly<Record<string, Amount>> | readonly Amount[];
type Amount = number | bigint;

/** The total, where balances stand, and whether they may be negative. */
export interface ConservationOptions {
  /** What all balances must add up to. Default: what those of the first read do; one read alone is then undecided. */
  readonly total?: number;
  /** Accounts that every read must show. Default: those of the first read. */
  readonly accounts?: readonly (string | number)[];
  /** Whether balances may be negative. Default: `forbid`. */
  readonly negative?: 'allow' | 'forbid';
  /** The balances an operation shows. Default: the output of `read`; a name: that of this function. */
  readonly balances?: string | ((operation: Operation) => Balances | undefined);
}

/**
 * All balances always add up to one total (the bank test of Jepsen).
 *
 * What it reads. `{f: 'read'}` answers all balances, as an object or array of numbers. Transfers need not be recorded.
 *
 * Anomalies: `not-a-number`, `wrong-total`, `negative-balance`, `missing-account`. Linear.
 */
export function conservation(options: ConservationOptions = {}): Checker {
  const balancesOf = selector(options.balances, 'read', balancesShown);
  return scanning({
    name: 'conservation',
    looksFor: `${nameOfFunction(options.balances, 'read')} that shows all balances`,
    scan(history, findings, meter) {
      let accounts = options.accounts?.map(String);
      let first: Operation | undefined;
      let wanted: Amount | undefined = options.total;
      let reads = 0;
      for (const operation of history) {
        meter.spend();
        const shown = operation.type === 'ok' ? balancesOf(operation) : undefined;
        if (!shown) continue;
        reads++;
        const balances = new Map<string, Amount>(Object.entries(shown));
        accounts ??= [...balances.keys()];
        const missing = accounts.filter((account) => !balances.has(account));
        if (missing.length > 0 || balances.size > accounts.length) {
          findings.add('missing-account', [operation], () => {
            return `${whoWhen(operation)} read accounts ${[...balances.keys()].join(', ')} instead of ${accounts!.join(', ')}`;
          });
        }
        const odd = Object.entries(shown).find(([, balance]) => !isAmount(balance));
        if (odd) {
          const [account, balance] = odd;
          findings.add('not-a-number', [operation], () => {
            return `${whoWhen(operation)} read ${show(balance)} in account ${account}, which is no number`;
          });
          continue;
        }
        const total = sumOf([...balances.values()]);
        if (wanted === undefined) [first, wanted] = [operation, total];
        if (total !== wanted) {
          findings.add('wrong-total', [first, operation], () => {
            const source = first ? `, as ${whoWhen(first)} had read` : '';
            return `${whoWhen(operation)} read ${show(shown)}: total ${total}, should be ${wanted}${source}`;
          });
        }
        const negative = [...balances].find(([, balance]) => balance < 0);
        if (negative && options.negative !== 'allow') {
          findings.add(
            'negative-balance',
            [operation],
            () => `${whoWhen(operation)} read ${negative[1]} in account ${negative[0]}`,
          );
        }
      }
      if (reads === 1 && options.total === undefined)
        findings.undecided(
          `the only read shows a total of ${wanted}, and nothing says what it should be: say so by total, such as total=${wanted}`,
        );
      return {
        judged: reads,
        reason: `${counted(reads, 'read')}${reads === 1 ? '' : ', each'} with a total of ${wanted}`,
      };
    },
  });
}

const isAmount = (balance: unknown): boolean => typeof balance === 'number' || typeof balance === 'bigint';

function balancesShown(_fields: Fields, { output }: Operation): Balances | undefined {
  const isMap = typeof output === 'object' && output !== null && !(output instanceof Keyword);
  return isMap ? (output as Balances) : undefined;
}
