/**
 * A set whose replicas may lag, but not for ever: what was acknowledged is in every final read (Maelstrom's broadcast
 * and g-set), and no read shows what nobody added.
 */
import { counted } from '../counted.js';
import { scanning } from '../findings.js';
import type { Checker, Operation } from '../history.js';
import { show } from '../identity.js';
import { fieldsOf, whoWhen } from '../selectors.js';
import { finalReads } from './final-reads.js';
import { NONE, setColumns, shownBy } from './set-columns.js';
import type { SetFunctions } from './set-columns.js';

/**
 * Every final read shows each acknowledged element, and no read shows what nobody added (Maelstrom's broadcast and
 * g-set).
 *
 * What it reads. `{f: 'add' | 'broadcast', value}` and `{f: 'read'}` with all elements as output. A final read has
 * `final: true`; if none has, those count that began after the last change was acknowledged.
 *
 * Anomalies: `lost` (no final read that began later shows it), `missing` (some final reads show it, others do not),
 * `unexpected`, `duplicate`. Linear in what the reads show.
 */
export function eventualSet(options: SetFunctions = {}): Checker {
  const read = options.read ?? 'read';
  const isRead = (operation: Operation): boolean => fieldsOf(operation).f === read;
  return scanning({
    name: 'eventual-set',
    looksFor: `additions (function ${options.add ?? 'add or broadcast'}) and final reads of all elements (function ${read})`,
    anomaliesProve: true,
    scan(history, findings, meter) {
      const columns = setColumns(history, options, meter);
      const { added, acknowledged, values } = columns;
      const elements: number[] = [];
      for (let element = 0; element < added; element++)
        if (acknowledged[element] !== NONE) elements.push(element);
      const isChange = (operation: Operation): boolean => {
        const { f } = fieldsOf(operation);
        return options.add === undefined ? f === 'add' || f === 'broadcast' : f === options.add;
      };
      const final = finalReads(history, columns.reads, isRead, isChange);
      const isFinal = new Set(final.reads);
      const shownIn = new Int32Array(added).fill(NONE);
      const missing = new Map<number, Operation>();
      for (const { op, elements: shown } of shownBy(columns, columns.reads, findings, meter)) {
        if (!isFinal.has(op)) continue;
        for (const element of shown) shownIn[element] = op;
        const began = history[op]!.invoke;
        for (const element of elements) {
          meter.spend();
          if (shownIn[element] === op || history[acknowledged[element]!]!.complete >= began) continue;
          if (!missing.has(element)) missing.set(element, history[op]!);
        }
      }
      for (const [element, lacks] of missing) {
        const by = history[acknowledged[element]!]!;
        const elsewhere = shownIn[element] === NONE ? undefined : history[shownIn[element]!]!;
        const what = `${show(values[element])} was acknowledged to ${whoWhen(by)}`;
        if (elsewhere === undefined)
          findings.add(
            'lost',
            [by, lacks],
            () => `${what}, and no final read after it shows it, such as ${whoWhen(lacks)}`,
          );
        else
          findings.add('missing', [by, lacks, elsewhere], () => {
            return `${what}; the final read of ${whoWhen(elsewhere)} shows it, that of ${whoWhen(lacks)} does not`;
          });
      }
      if ('why' in final && elements.length > 0) findings.undecided(final.why);
      const judged = final.reads.length === 0 ? 0 : elements.length;
      return {
        judged,
        reason: `${counted(elements.length, 'acknowledged element')} in ${final.reads.length === 1 ? 'the' : 'each of'} ${counted(final.reads.length, 'final read')}`,
      };
    },
  });
}
