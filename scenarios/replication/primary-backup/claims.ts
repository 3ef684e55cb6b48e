/** The parameters, and what each setting of them promises: no more and no less than what a run is judged by. */
import { z } from 'seedstorm';
import { linearizable, registerModel, type Anomaly, type Checker, type Operation } from 'seedstorm/checkers';

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
  return acknowledgements === 0 ? Math.floor(given.nodes / 2) + 1 : given.nodes - acknowledgements;
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
  return given.reads === 'backup' ? safe : { linearizable: registers(), ...safe };
}

interface Asked {
  readonly f: string;
  readonly value?: number;
}

const isRegister = ({ input }: Operation): boolean => (input as Asked).f !== 'log';

/** Linearizability of the registers; the look at the log is not one of their operations. */
function registers(): Checker {
  const inner = linearizable(registerModel());
  return {
    name: inner.name,
    check: (history, budget) => inner.check(history.filter(isRegister), budget),
  };
}

/** The values in the log at the end, as the last look at it found them. */
export function finalLog(history: readonly Operation[]): ReadonlySet<unknown> | undefined {
  const look = history.findLast(({ input, type }) => (input as Asked).f === 'log' && type === 'ok');
  return look && new Set(look.output as readonly number[]);
}

const unseen = { verdict: 'unknown', reason: 'nobody could look at the log when the run was over' } as const;

/** Writes that were acknowledged and are not in the log at the end. */
export function lostWrites(history: readonly Operation[], log: ReadonlySet<unknown>): Operation[] {
  return history.filter(
    ({ input, type }) => (input as Asked).f === 'write' && type === 'ok' && !log.has((input as Asked).value),
  );
}

const nothingLost: Checker = {
  name: 'nothing-lost',
  check(history) {
    const log = finalLog(history);
    if (log === undefined) return unseen;
    return judged(
      `all acknowledged writes are among the ${log.size} in the log`,
      lostWrites(history, log).map((operation) => ({
        kind: 'lost-write',
        message: `${String((operation.input as Asked).value)} was acknowledged, and is not in the log at the end`,
        operations: [operation],
      })),
    );
  },
};

/** Nobody reads what is undone later. */
const readsSettled: Checker = {
  name: 'reads-settled',
  check(history) {
    const log = finalLog(history);
    if (log === undefined) return unseen;
    return judged(
      'every value read is in the log at the end',
      readValues(history)
        .filter(({ output }) => !log.has(output))
        .map((operation) => ({
          kind: 'dirty-read',
          message: `${String(operation.output)} was read, and is not in the log at the end`,
          operations: [operation],
        })),
    );
  },
};

/** What even the weakest setting keeps: what is read, or in the log, somebody wrote, and was not refused. */
const nothingInvented: Checker = {
  name: 'nothing-invented',
  check(history) {
    const written = new Set(
      history
        .filter(({ input, type }) => (input as Asked).f === 'write' && type !== 'fail')
        .map(({ input }) => (input as Asked).value as unknown),
    );
    const looked = history.filter(({ input, type }) => (input as Asked).f === 'log' && type === 'ok');
    const seen = [
      ...readValues(history).map((operation) => ({ operation, value: operation.output })),
      ...looked.flatMap((operation) =>
        (operation.output as readonly number[]).map((value) => ({ operation, value })),
      ),
    ];
    return judged(
      `${seen.length} values seen, all of them written`,
      seen
        .filter(({ value }) => !written.has(value))
        .map(({ operation, value }) => ({
          kind: 'phantom',
          message: `${String(value)} was seen, but nobody wrote it`,
          operations: [operation],
        })),
    );
  },
};

function readValues(history: readonly Operation[]): Operation[] {
  return history.filter(
    ({ input, type, output }) => (input as Asked).f === 'read' && type === 'ok' && output !== null,
  );
}

function judged(reason: string, anomalies: readonly Anomaly[]): ReturnType<Checker['check']> {
  const [first] = anomalies;
  return first === undefined
    ? { verdict: 'valid', reason }
    : { verdict: 'invalid', reason: first.message, anomalies };
}
