/** At most one leader per term (Ongaro & Ousterhout 2014: election safety), and terms that do not fall. */
import { counted } from '../counted.js';
import { isNumber } from '../exact-number.js';
import { scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import type { Checker, Operation } from '../history.js';
import { nameOf, show } from '../identity.js';
import { fieldsOf, nameOfFunction, selector, type Selector, whoWhen } from '../selectors.js';

/** Where term and group of a leader stand. */
export interface LeadershipOptions {
  /** The term (epoch, ballot, view) in which the process leads. Default: `term` of `lead`. */
  readonly leads?: string | Selector;
  /** Which of several groups elected it. Default: the field `group`. */
  readonly group?: Selector;
}

/**
 * At most one leader per term (Ongaro & Ousterhout 2014: election safety).
 *
 * What it reads. A node that wins an election records `{f: 'lead', term, group?}`, with `node.effect`.
 *
 * Anomalies: `two-leaders`, `term-regression` (a node leads an older term than one it led before). Linear.
 */
export function oneLeaderPerTerm(options: LeadershipOptions = {}): Checker {
  const termOf = selector(options.leads, 'lead', (fields) => fields['term']);
  const groupOf: Selector = options.group ?? ((operation) => fieldsOf(operation)['group']);
  return scanning({
    name: 'one-leader-per-term',
    looksFor: `${nameOfFunction(options.leads, 'lead')} with a term`,
    scan(history, findings, meter) {
      const leaders = new Map<string, Operation>();
      const led = new Map<string, { term: unknown; by: Operation }>();
      for (const operation of history) {
        meter.spend();
        const term = operation.type === 'ok' ? termOf(operation) : undefined;
        if (term === undefined) continue;
        const group = nameOf(groupOf(operation));
        const leader = getOrMake(leaders, `${group} ${nameOf(term)}`, () => operation);
        if (leader.process !== operation.process) {
          findings.add('two-leaders', [leader, operation], () => {
            return `${whoWhen(leader)} and ${whoWhen(operation)} both lead term ${show(term)}`;
          });
        }
        const node = `${group} ${typeof operation.process} ${operation.process}`;
        const before = getOrMake(led, node, () => ({ term, by: operation }));
        if (isNumber(term) && isNumber(before.term) && term < before.term) {
          findings.add('term-regression', [before.by, operation], () => {
            return `${whoWhen(operation)} leads term ${term}, having led term ${show(before.term)}`;
          });
        } else led.set(node, { term, by: operation });
      }
      return {
        judged: leaders.size,
        reason: `${counted(leaders.size, 'term')} with one leader${leaders.size === 1 ? '' : ' each'}`,
      };
    },
  });
}
