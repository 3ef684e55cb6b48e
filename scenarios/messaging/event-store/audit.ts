/** What the log of events owes: it says who did what, and whatever is built from it is the same, whenever and from where. */
import { defineChecker, type History, type Model, type Operation } from 'seedstorm/checkers';
import type { Stored } from './events.js';
import type { Command } from './service.js';
import type { Balances } from './view.js';

const nameIn = ({ input }: Operation): string => (input as { f: string }).f;

type Scan = Parameters<typeof defineChecker>[0]['scan'];
type Found = Parameters<Scan>[1];

/** Looks at the log as it was read last; without one, nothing is decided. */
const withLog =
  (judge: (audit: Operation, history: History, found: Found) => ReturnType<Scan>): Scan =>
  (history, found) => {
    const audit = history.findLast((operation) => nameIn(operation) === 'audit' && operation.type === 'ok');
    if (audit !== undefined) return judge(audit, history, found);
    found.undecided('nobody saw the log in the end');
    return { judged: 0, reason: '' };
  };

const commandsIn = (history: History): Map<string, Operation> =>
  new Map(
    history.flatMap((operation) => {
      const { value } = operation.input as Partial<Command>;
      return typeof value === 'string' ? [[value, operation]] : [];
    }),
  );

/** A client goes on under another process when the end of an operation is unknown: `c1`, `c1.1` and so on. */
const clientOf = ({ process }: Operation): string | undefined => String(process).split('.')[0];

const WHAT = { deposited: 'deposit', withdrawn: 'withdraw', corrected: 'correct' } as const;

/** Whether it says what was asked for, in the words of either schema. */
function saysOf({ what, account, by, amount, cents }: Stored, command: Operation): boolean {
  const coins = changeOf(command);
  return (
    WHAT[what] === nameIn(command) &&
    account === (command.input as Command).key &&
    by === clientOf(command) &&
    (amount ?? coins) === coins &&
    (cents ?? 100 * coins) === 100 * coins
  );
}

const changeOf = (command: Operation): number => {
  const { coins } = command.input as Command;
  return nameIn(command) === 'withdraw' ? -coins : coins;
};

/**
 * Each event of the log is what was asked for, by whom, once, and streams have no gap. It reads the final `{f: 'audit'}` and
 * the commands of clients. Anomalies: `invented`, `changed`, `twice`, `gap`.
 */
export const audited = defineChecker({
  name: 'audited',
  looksFor: 'the log of events in the end (function audit), and commands',
  scan: withLog((audit, history, found) => {
    const commands = commandsIn(history);
    const seen = new Set<string>();
    const versions = new Map<string, number>();
    const events = audit.output as readonly Stored[];
    for (const event of events) {
      const { id, account, version } = event;
      const command = commands.get(id);
      if (command === undefined || command.type === 'fail')
        found.anomaly('invented', `${id} is in the log, and was not done`, command, audit);
      else if (!saysOf(event, command))
        found.anomaly('changed', `${id} was asked for otherwise than it stands in the log`, command, audit);
      if (seen.has(id)) found.anomaly('twice', `${id} is in the log twice`, command, audit);
      seen.add(id);
      const before = versions.get(account) ?? 0;
      if (version !== before + 1)
        found.anomaly('gap', `version ${version} of ${account} comes after ${before}`, command, audit);
      versions.set(account, version);
    }
    return { judged: events.length, reason: `${events.length} events, each as it was asked for` };
  }),
});

/**
 * Whatever a projection shows at a position is the sum of what was asked for up to it, and in the end it has taken all. It
 * reads `{f: 'balances'}` and `{f: 'rebuild'}`, which answer position and coins, and the log of the final `{f: 'audit'}`.
 * Anomalies: `differs`, `behind` (in the end it has not taken all events).
 */
export const sameResult = defineChecker({
  name: 'same-result',
  looksFor: 'what a projection showed (functions balances and rebuild), and the log of events',
  scan: withLog((audit, history, found) => {
    const commands = commandsIn(history);
    const sums: Record<string, number>[] = [{}];
    for (const { id, account } of audit.output as readonly Stored[]) {
      const [before, command] = [sums.at(-1) ?? {}, commands.get(id)];
      const change = command === undefined ? 0 : changeOf(command);
      sums.push({ ...before, [account]: (before[account] ?? 0) + change });
    }
    judgeEnd(history, audit, sums.length - 1, found);
    let judged = 0;
    for (const operation of history) {
      const f = nameIn(operation);
      if ((f !== 'balances' && f !== 'rebuild') || operation.type !== 'ok') continue;
      judged++;
      const { position, coins } = operation.output as Balances;
      const expected = sums[position];
      if (expected === undefined) {
        found.anomaly('differs', `it shows position ${position}, and the log ends before`, operation, audit);
        continue;
      }
      for (const account of Object.keys({ ...expected, ...coins }))
        if (expected[account] !== coins[account])
          found.anomaly(
            'differs',
            `at position ${position} ${account} has ${coins[account] ?? 0}, and the events say ${expected[account] ?? 0}`,
            operation,
            audit,
          );
    }
    return { judged, reason: `what the projection showed is what the events say, ${judged} times` };
  }),
});

/** The projection shows all events when everything is well again. */
function judgeEnd(history: History, audit: Operation, events: number, found: Found): void {
  const last = history.findLast(
    (operation) => nameIn(operation) === 'balances' && operation.process === 'final',
  );
  if (last === undefined || last.type === 'info')
    return found.undecided('the projection did not show itself in the end');
  if (last.type === 'fail') return found.anomaly('behind', 'it is still being built in the end', last, audit);
  const { position } = last.output as Balances;
  if (position < events)
    found.anomaly(
      'behind',
      `it shows position ${position} in the end, and the log has ${events} events`,
      last,
      audit,
    );
}

/** An account as its owner sees it: answers say what is on it, and nobody takes what is not there. */
export const accountModel: Model<number, Command & { readonly f: string }, number> = {
  initial: 0,
  effect: ({ f }) => (f === 'balance' ? 'reads' : 'sometimes'),
  step(coins, { f, coins: asked }, answer) {
    if (f === 'balance') return answer === undefined || answer === coins ? coins : undefined;
    const next = f === 'withdraw' ? coins - asked : coins + asked;
    return next < 0 || (answer !== undefined && answer !== next) ? undefined : next;
  },
};
