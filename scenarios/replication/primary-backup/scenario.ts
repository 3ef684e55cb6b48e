/** Registers on a primary and its backups, under rough faults: what each way to acknowledge keeps through fail-overs. */
import { defineScenario, nodeNames, type NodeView, type Random } from 'seedstorm';
import { defineChecker, linearizable, registerModel, type Checker, type Operation } from 'seedstorm/checkers';
import { cast, registerWorkload } from 'seedstorm/parts';
import { monitor } from './monitor.js';
import { replica, TAKE_OVER } from './replica.js';
import { acknowledgementsOf, losesNothing, params, promisesOf, rules, type StoreParams } from './rules.js';

/** The checks that hold a setting to its promises. */
function checksOf(given: StoreParams): Record<string, Checker> {
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

/** Claims of the protocol's code that some run should confirm. */
export const sometimes = [
  TAKE_OVER,
  'a deposed primary leaves clients without an answer',
  'a backup gives up what its new primary has not',
  'a backup has to catch up',
];
export const reachable = ['an older primary is refused'];

/** What is looked at of a replica or of the monitor. */
interface Seen {
  readonly epoch: number;
  readonly log?: { readonly entries: readonly unknown[] };
  readonly committed?: number;
  readonly leading?: unknown;
  readonly phase?: string;
}

/** Who is up, who leads, who lags and what the monitor is doing; without epochs, positions and names. */
function storeState(nodes: readonly NodeView[]): unknown {
  const seen = nodes.map(({ status, state }) => ({ status, ...(state as Seen | undefined) }));
  const latest = Math.max(...seen.map(({ epoch = 0 }) => epoch));
  const longest = Math.max(...seen.map(({ log }) => log?.entries.length ?? 0));
  return seen
    .map(({ status, epoch, log, committed, leading, phase }) => {
      if (log === undefined) return `${status} ${phase ?? ''}`;
      const { length } = log.entries;
      const marks = [
        leading === null ? 'backup' : 'primary',
        epoch !== latest && 'old',
        length < longest && 'lags',
        committed !== length && 'uncommitted',
      ];
      return [status, ...marks.filter(Boolean)].join(' ');
    })
    .sort();
}

const MONITOR = 'monitor';

export const primaryBackup = defineScenario<StoreParams>({
  name: 'replication/primary-backup',
  summary:
    'A primary, backups and automatic fail-over: what each way to acknowledge keeps, and what it costs',
  params,
  nodes: ({ nodes }) => [...nodeNames(nodes), MONITOR],
  protocol: (given, { bug }) => {
    const { fencing: fence, reads } = given;
    const acknowledgements = acknowledgementsOf(given);
    const own = rules.with(bug, { fence, reads, acknowledgements, promises: promisesOf(given) });
    const names = nodeNames(given.nodes);
    return cast({
      replica: [names, replica(own, names, MONITOR)],
      monitor: [[MONITOR], monitor(own, names)],
    });
  },
  workload: ({ nodes, clients, everyMs, keys }) => {
    const to = (random: Random) => random.pick(nodeNames(nodes));
    return registerWorkload({ clients, everyMs, keys, mix: { read: 0.5, write: 0.5 }, to });
  },
  faults: 'rough',
  coverage: { sometimes, reachable, abstract: storeState },
  watch: { primary: ({ leading }: Seen) => Boolean(leading), promotion: { message: { f: 'promote' } } },
  // Any number of nodes may be down at once: what is acknowledged is synced. But disks keep what they have synced,
  // and datagrams arrive undamaged or not at all.
  budget: ({ nodes }) => ({ intactReplicas: nodes + 1, allow: { corruption: false } }),
  durationMs: 5_000,
  clientTimeoutMs: 500,
  restartAfterMs: 200,
  liveWithinMs: 1_000,
  final: () => [
    { to: 'n1', input: { f: 'log' } },
    { to: 'n2', input: { f: 'log' } },
  ],
  check: checksOf,
  bugs: rules.bugs,
});
