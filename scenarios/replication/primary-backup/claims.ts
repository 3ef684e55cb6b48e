/** The parameters, and what each setting of them promises: no more and no less than what a run is judged by. */
import { z } from 'seedstorm';
import { defineChecker, linearizable, registerModel, type Checker, type Operation } from 'seedstorm/checkers';
import { majorityOf } from 'seedstorm/parts';

export const params = z.object({
  mode: z
    .enum(['synchronous', 'semi-synchronous', 'asynchronous'])
    .default('semi-synchronous')
    .describe('Who must have a write before it is acknowledged: all backups, k of them, only the primary'),
  k: z.int().min(1).max(8).default(1).describe('Backups that acknowledge a semi-synchronous write'),
  nodes: z.int().min(2).max(9).default(3).describe('Replicas; the monitor is one node more'),
  fencing: z
    .boolean()
    .default(true)
    .describe('Whether replicas refuse what a primary sends that was deposed, by the number of its epoch'),
  reads: z
    .enum(['primary', 'backup'])
    .default('primary')
    .describe('Who answers a read: the primary, or whichever replica is asked'),
  keys: z.int().min(1).max(26).default(2).describe('Number of registers'),
  clients: z.int().min(1).max(50).default(5),
  everyMs: z.number().min(1).max(1000).default(50).describe('Mean pause between the operations of a client'),
});

export type StoreParams = z.infer<typeof params>;

/** How many backups acknowledge a write. */
export function acknowledgementsOf({ mode, k, nodes }: StoreParams): number {
  return mode === 'synchronous' ? nodes - 1 : mode === 'asynchronous' ? 0 : Math.min(k, nodes - 1);
}

/**
 * How many replicas must follow a new epoch. With k acknowledgements a write is on k + 1 replicas, so that any N - k
 * hold every acknowledged write, and their refusal stops the old primary. Without acknowledgements that would be all
 * of them, the one that failed included: then a majority has to do, and what it lacks is lost.
 */
export function promisesOf(given: StoreParams): number {
  const acknowledgements = acknowledgementsOf(given);
  return acknowledgements === 0 ? majorityOf(given.nodes) : given.nodes - acknowledgements;
}

/** Whether an acknowledged write survives every fail-over. */
export function losesNothing({ mode, fencing }: StoreParams): boolean {
  return mode !== 'asynchronous' && fencing;
}

/** The checks that hold a setting to its promises. */
export function checksOf(given: StoreParams): Record<string, Checker> {
  const honest = { 'nothing-invented': nothingInvented };
  if (!losesNothing(given)) return honest;
  const safe = { 'nothing-lost': nothingLost, 'reads-settled': readsSettled, ...honest };
  return given.reads === 'backup' ? safe : { linearizable: registers, ...safe };
}

interface Asked {
  readonly f: string;
  readonly value?: number;
}

const asked = ({ input }: Operation): Asked => input as Asked;
const succeeded = (history: readonly Operation[], f: string): Operation[] =>
  history.filter((operation) => operation.type === 'ok' && asked(operation).f === f);
const readValues = (history: readonly Operation[]): Operation[] =>
  succeeded(history, 'read').filter(({ output }) => output !== null);

/** Linearizability of the registers; the look at the log is not one of their operations. */
const registers: Checker = {
  name: 'linearizable',
  check: (history, budget) =>
    linearizable(registerModel()).check(
      history.filter((operation) => asked(operation).f !== 'log'),
      budget,
    ),
};

const nothingLost = atTheEnd('nothing-lost', 'lost-write', 'was acknowledged', (history) =>
  succeeded(history, 'write').map((operation) => [operation, asked(operation).value]),
);

/** Nobody reads what is undone later. */
const readsSettled = atTheEnd('reads-settled', 'dirty-read', 'was read', (history) =>
  readValues(history).map((operation) => [operation, operation.output]),
);

/** Every value that was seen in one way is in the log at the end. */
function atTheEnd(
  name: string,
  kind: string,
  seen: string,
  values: (history: readonly Operation[]) => readonly (readonly [Operation, unknown])[],
): Checker {
  return defineChecker({
    name,
    looksFor: 'reads, writes and a look at the log in the end (functions read, write, log)',
    scan(history, found) {
      const all = values(history);
      const look = succeeded(history, 'log').at(-1);
      const log = new Set<unknown>(look?.output as readonly number[] | undefined);
      if (look === undefined) found.undecided('nobody could look at the log when the run was over');
      else
        for (const [operation, value] of all)
          if (!log.has(value))
            found.anomaly(kind, `${value} ${seen}, and is not in the log at the end`, operation, look);
      return { judged: all.length, reason: `all ${all.length} are among the ${log.size} in the log` };
    },
  });
}

/** What even the weakest setting keeps: what is read, or in the log, somebody wrote, and was not refused. */
const nothingInvented = defineChecker({
  name: 'nothing-invented',
  looksFor: 'values read or in the log (functions read and log)',
  scan(history, found) {
    const written = new Set<unknown>();
    for (const operation of history)
      if (asked(operation).f === 'write' && operation.type !== 'fail') written.add(asked(operation).value);
    const seen = [...readValues(history), ...succeeded(history, 'log')].flatMap((operation) =>
      [operation.output].flat().map((value) => ({ operation, value })),
    );
    for (const { operation, value } of seen)
      if (!written.has(value))
        found.anomaly('phantom', `${String(value)} was seen, but nobody wrote it`, operation);
    return { judged: seen.length, reason: `${seen.length} values seen, all of them written` };
  },
});
