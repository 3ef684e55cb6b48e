/**
 * Long fork: two readers see two writes in opposite orders, as parallel snapshot isolation allows and snapshot
 * isolation does not.
 */
import { counted } from '../counted.js';
import type { BudgetMeter } from '../budget.js';
import { scanning } from '../findings.js';
import type { Reporter } from '../findings.js';
import { getOrMake } from '../grouping.js';
import type { Checker, History, Operation } from '../history.js';
import { nameOf, sameValue, show } from '../identity.js';
import { fieldsOf, whoWhen } from '../selectors.js';

/** What one transaction read: by name of the key, the key itself and its value. */
interface Snapshot {
  readonly operation: Operation;
  readonly values: ReadonlyMap<string, { readonly key: unknown; readonly value: unknown }>;
}

interface Write {
  readonly operation: Operation;
  readonly value: unknown;
}

/**
 * No two readers see two writes in opposite orders (Jepsen's long-fork workload).
 *
 * What it reads. Any function whose value is a list of `[r key value]` and `[w key value]`, also spelled out as `read`
 * and `write`; a key not yet written is read as nothing. Each key is written once, and transactions read groups of
 * keys; the answers of one group must form a chain.
 *
 * Anomalies: `long-fork`, and `unexpected` for a value that nobody wrote. O(n log n).
 */
export function longFork(): Checker {
  return scanning({
    name: 'long-fork',
    looksFor:
      'transactions that write keys once and read groups of them, lists of [r key value] and [w key value]',
    anomaliesProve: true,
    scan(history, findings, meter) {
      const { writes, groups, again } = collect(history, meter);
      let reads = 0;
      for (const snapshots of groups.values()) {
        reads += snapshots.length;
        for (const snapshot of snapshots) reportUnexpected(snapshot, writes, findings, meter);
        reportForks(snapshots, writes, findings, meter);
      }
      if (again !== undefined)
        findings.undecided(
          `the key ${again} is written more than once: in which order do its values follow?`,
        );
      return {
        judged: reads,
        reason: `${counted(reads, 'read')} of ${counted(groups.size, 'group')} of keys, ${groups.size === 1 ? '' : 'each group '}in one order`,
      };
    },
  });
}

function collect(history: History, meter: BudgetMeter) {
  const writes = new Map<string, Write[]>();
  const groups = new Map<string, Snapshot[]>();
  let again: string | undefined;
  for (const operation of history) {
    meter.spend();
    const asked = microOperations(fieldsOf(operation)['value']);
    const answered = operation.type === 'ok' ? (microOperations(operation.output) ?? asked) : asked;
    const values = new Map<string, { key: unknown; value: unknown }>();
    for (const [kind, key, value] of answered ?? []) {
      meter.spend();
      const name = nameOf(key);
      if (isWrite(kind)) {
        const written = getOrMake(writes, name, () => []);
        if (operation.type !== 'fail' && written.some((other) => other.operation.type !== 'fail'))
          again = show(key);
        written.push({ operation, value });
      } else if (operation.type === 'ok') values.set(name, { key, value: value ?? null });
    }
    if (values.size === 0) continue;
    const group = [...values.keys()].sort();
    getOrMake(groups, group.join(), () => []).push({ operation, values });
  }
  return { writes, groups, again };
}

type Micro = readonly [kind: unknown, key: unknown, value: unknown];

const isWrite = (kind: unknown): boolean => kind === 'w' || kind === 'write';

function microOperations(value: unknown): readonly Micro[] | undefined {
  const isMicro = (micro: unknown): boolean =>
    Array.isArray(micro) && (micro[0] === 'r' || micro[0] === 'read' || isWrite(micro[0]));
  return Array.isArray(value) && value.every(isMicro) ? (value as unknown as Micro[]) : undefined;
}

function reportUnexpected(
  { operation, values }: Snapshot,
  writes: ReadonlyMap<string, readonly Write[]>,
  findings: Reporter,
  meter: BudgetMeter,
): void {
  for (const [name, { key, value }] of values) {
    meter.spend();
    if (value === null) continue;
    const written = (writes.get(name) ?? []).filter((write) => sameValue(write.value, value));
    if (
      written.some((write) => write.operation.type !== 'fail' && write.operation.invoke <= operation.complete)
    )
      continue;
    findings.add('unexpected', [written[0]?.operation, operation], () => {
      const flaw =
        written.length === 0
          ? 'which nobody wrote'
          : written.every((write) => write.operation.type === 'fail')
            ? 'although its writer was told that it failed'
            : 'before anyone began to write it';
      return `${whoWhen(operation)} read ${show(value)} of key ${show(key)}, ${flaw}`;
    });
  }
}

/** Reads from the one that shows least to the one that shows most: each must show what the one before it does. */
function reportForks(
  snapshots: readonly Snapshot[],
  writes: ReadonlyMap<string, readonly Write[]>,
  findings: Reporter,
  meter: BudgetMeter,
): void {
  const shown = ({ values }: Snapshot): string[] =>
    [...values].filter(([, { value }]) => value !== null).map(([name]) => name);
  const ranked = snapshots
    .map((snapshot) => ({ snapshot, keys: new Set(shown(snapshot)) }))
    .sort((a, b) => a.keys.size - b.keys.size);
  for (let at = 1; at < ranked.length; at++) {
    const [less, more] = [ranked[at - 1]!, ranked[at]!];
    meter.spend(less.keys.size);
    const only = [...less.keys].find((name) => !more.keys.has(name));
    if (only === undefined) continue;
    const other = [...more.keys].find((name) => !less.keys.has(name))!;
    const [one, two] = [less.snapshot, more.snapshot];
    const writer = (name: string): Operation | undefined =>
      writes.get(name)?.find((write) => write.operation.type !== 'fail')?.operation;
    findings.add('long-fork', [writer(only), writer(other), one.operation, two.operation], () => {
      const saw = (name: string, { values }: Snapshot, missed: string): string => {
        const { key, value } = values.get(name)!;
        return `read ${show(value)} of key ${show(key)} and nothing of key ${show(values.get(missed)?.key)}`;
      };
      return `${whoWhen(one.operation)} ${saw(only, one, other)}, ${whoWhen(two.operation)} ${saw(other, two, only)}`;
    });
  }
}
