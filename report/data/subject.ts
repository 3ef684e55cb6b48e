/** What an anomaly is about, where that has a name: the message that was lost, the saga that was left half done. */
import type { Operation } from '../../checkers/history.js';
import type { Subject } from './contract.js';
import { jsonText } from '../../sim/record/plain-json.js';

type Fields = Readonly<Record<string, unknown>>;

/** Names under which histories carry what identifies a thing, the most telling first. */
const NAMES = ['saga', 'message', 'id', 'call', 'word', 'value'];
/** The same thing goes by one name at its client and by another inside. */
const ALIASES: Readonly<Record<string, readonly string[]>> = { saga: ['saga', 'id'], id: ['id', 'saga'] };

/**
 * Operations that name nothing, such as a last look at a whole state, do not count.
 * @returns undefined where the others do not share one
 */
export function subjectOf(operations: readonly Operation[]): Subject | undefined {
  const naming = operations
    .map(({ input }) => input as Fields)
    .filter((fields) => NAMES.some((name) => name in fields));
  for (const name of NAMES) {
    const names = ALIASES[name] ?? [name];
    const values = new Set(
      naming.map((fields) => {
        const value = names.map((alias) => fields[alias]).find((its) => its !== undefined);
        return typeof value === 'string' || typeof value === 'number' ? jsonText(value) : undefined;
      }),
    );
    const [value] = values;
    if (values.size === 1 && value !== undefined) return { names, value };
  }
  return undefined;
}
