/** What is claimed of a history, each claim in the words of its checker. */
import {
  committedPrefix,
  conservation,
  linearizable,
  casRegisterModel,
  bankModel,
  listAppendModel,
  oneLeaderPerTerm,
  type Anomaly,
  type Checker,
  type History,
  type Operation,
} from 'seedstorm/checkers';
import type { Command, Result } from './machine.js';
import { accounts, OPENING, type WorkloadName } from './workload.js';

/** The claims for a workload. */
export function raftChecks(workload: WorkloadName): Record<string, Checker> {
  return {
    'one-leader-per-term': oneLeaderPerTerm(),
    'committed-prefix': committedPrefix(),
    'exactly-once': exactlyOnce,
    ...objects[workload],
  };
}

const opening = Object.fromEntries(accounts.map((account) => [account, OPENING]));

const objects: Record<WorkloadName, Record<string, Checker>> = {
  register: { linearizable: seenAs(linearizable(casRegisterModel()), asRegister) },
  'list-append': { linearizable: seenAs(linearizable(listAppendModel()), asLists) },
  bank: {
    linearizable: seenAs(linearizable(bankModel({ initial: opening })), asBank),
    conservation: seenAs(conservation({ total: accounts.length * OPENING, accounts: [...accounts] }), asBank),
  },
};

/** The checker, for the operations that `as` knows, in the words of its model. */
function seenAs(
  checker: Checker,
  as: (operation: Operation<Command, Result>) => Operation | undefined,
): Checker {
  return {
    name: checker.name,
    check: (history, budget) =>
      checker.check(
        history.flatMap((operation) => as(operation as Operation<Command, Result>) ?? []),
        budget,
      ),
  };
}

function asRegister(operation: Operation<Command, Result>): Operation | undefined {
  const { input } = operation;
  if (input.f === 'get') return { ...operation, input: { ...input, f: 'read' } };
  if (input.f === 'put') return { ...operation, input: { ...input, f: 'write' } };
  return input.f === 'cas' ? operation : undefined;
}

function asLists(operation: Operation<Command, Result>): Operation | undefined {
  const { input, output, ...rest } = operation;
  if (input.f !== 'txn') return undefined;
  const ops = input.then.map((step) =>
    step.f === 'append' ? ['append', step.key, step.value] : ['r', step.key, null],
  );
  const seen = { ...rest, input: { f: 'txn', ops } };
  if (output === undefined) return seen;
  const { results } = output as Extract<Result, { succeeded: boolean }>;
  return { ...seen, output: ops.map(([f, key, value], i) => [f, key, f === 'r' ? results[i] : value]) };
}

function asBank(operation: Operation<Command, Result>): Operation | undefined {
  const { input, output, ...rest } = operation;
  if (input.f !== 'txn') return undefined;
  const answer = output as Extract<Result, { succeeded: boolean }> | undefined;
  const [first, second] = input.then;
  if (first?.f === 'add') {
    const transfer = { f: 'transfer', from: first.key, to: second?.key, amount: -first.amount };
    return { ...rest, input: transfer, ...(answer === undefined ? {} : { output: answer.succeeded }) };
  }
  const seen = { ...rest, input: { f: 'read' } };
  if (answer === undefined) return seen;
  const balances = input.then.map(({ key }, i) => [key, OPENING + Number(answer.results[i] ?? 0)] as const);
  return { ...seen, output: Object.fromEntries(balances) };
}

/**
 * Exactly-once effects (§6.3): each command of a client changes the state machine at one index only. A node that starts
 * again applies its log again, at the same indexes. Anomaly: `executed-twice`.
 */
const exactlyOnce: Checker = {
  name: 'exactly-once',
  check(history: History) {
    const executed = new Map<unknown, { index: unknown; by: Operation }>();
    const anomalies: Anomaly[] = [];
    for (const operation of history) {
      const { f, value, index, executed: did } = operation.input as Record<string, unknown>;
      if (f !== 'commit' || did !== true) continue;
      const first = executed.get(value);
      if (first === undefined) executed.set(value, { index, by: operation });
      else if (first.index !== index)
        anomalies.push({
          kind: 'executed-twice',
          message: `${operation.process} carried out ${String(value)} at index ${String(index)}, but it was carried out at index ${String(first.index)} already`,
          operations: [first.by, operation],
        });
    }
    const [first] = anomalies;
    return first === undefined
      ? { verdict: 'valid', reason: `${executed.size} commands, each carried out once` }
      : { verdict: 'invalid', reason: first.message, anomalies };
  },
};
