/**
 * A node with a log and clients that add to it and read it, in either style: what is acknowledged must be there in every
 * later read, and each entry must follow the one that was the last when it was added.
 */
import {
  asyncProgram,
  clients,
  defineScenario,
  hdd,
  nemesis,
  stateMachine,
  z,
  type Program,
} from 'seedstorm';
import type { Anomaly, Checker } from 'seedstorm/checkers';
import {
  appendTo,
  durableLog,
  logRules,
  logSynced,
  openLog,
  ruled,
  type DurableLog,
  type LogRules,
} from 'seedstorm/parts';

interface Entry {
  readonly value: number;
  /** The value before it. */
  readonly after: number;
}

interface Adder {
  state: DurableLog<Entry>;
  request: { f: 'add'; value: number } | { f: 'read' };
  reply: readonly Entry[] | undefined;
  message: never;
  timer: 'sync';
  /** Number of the next record when the sync began. */
  token: number;
}

const disks = (faults: Parameters<typeof nemesis>[0]) =>
  nemesis({ crash: 'hell', ...faults }, { kindProbability: 1 });

const rules = ruled(
  { ...logRules },
  {
    'gap-jumped': {
      summary: 'After a power cut whatever can be read counts, whether or not its predecessor is there',
      rules: { believe: 'readable' },
      faults: disks({}),
      shows: { check: 'log', anomaly: 'broken-chain', within: 60 },
    },
    'failed-sync-trusted': {
      summary: 'What a failed sync left readable is taken for safe: the next power cut takes it',
      rules: { reopen: 'trust', rot: 'go-on' },
      faults: disks({ fsyncFailure: 'hell', kill: 'hell' }),
      shows: { check: 'log', anomaly: 'lost-entry', within: 60 },
    },
    'rot-taken-for-torn': {
      summary: 'A synced entry that has rotted ends the log, as if it had been torn by a power cut',
      rules: { rot: 'go-on' },
      faults: disks({ bitRot: 'hell' }),
      shows: { check: 'log', anomaly: 'lost-entry', within: 60 },
    },
  },
);

const last = (entries: readonly Entry[]): number => entries.at(-1)?.value ?? 0;

const machine = (own: LogRules): Program =>
  stateMachine<Adder>({
    start(node) {
      const { log, end } = openLog<Entry>(node, { rules: own, mark: true });
      node.sometimes(`the log is ${end.kind}`);
      node.disk.sync(log.next);
      return log;
    },
    onRequest(log, request, node) {
      if (request.f === 'read') return node.reply([...log.entries], { after: 'sync' });
      // The network may deliver it twice.
      if (!log.entries.some(({ value }) => value === request.value))
        appendTo(log, { value: request.value, after: last(log.entries) }, node);
      node.disk.sync(log.next);
      node.reply(undefined, { after: 'sync' });
    },
    onSync(log, next, node, ok) {
      if (!ok) return node.exit('a sync failed');
      logSynced(log, next, node);
    },
  });

const program = (own: LogRules): Program =>
  asyncProgram<Adder>(async (node) => {
    const log = await durableLog<Entry>(node, { rules: own, mark: true });
    node.onRequest(async (request) => {
      if (request.f === 'add') {
        if (!log.entries.some(({ value }) => value === request.value))
          await log.append({ value: request.value, after: last(log.entries) });
        return undefined;
      }
      const entries = [...log.entries];
      await log.sync();
      return entries;
    });
  });

/** Anomalies: `lost-entry`, `broken-chain`. */
const judge: Checker = {
  name: 'log',
  check(history) {
    const anomalies: Anomaly[] = [];
    const kept: { readonly value: number; readonly since: number }[] = [];
    for (const { input, type, complete } of history) {
      const { f, value = 0 } = input as { f: string; value?: number };
      if (f === 'add' && type === 'ok' && complete !== undefined) kept.push({ value, since: complete });
    }
    for (const operation of history) {
      if ((operation.input as { f: string }).f !== 'read' || operation.type !== 'ok') continue;
      const read = operation.output as readonly Entry[];
      const lost = kept.find(
        ({ value, since }) => since < operation.invoke && !read.some((entry) => entry.value === value),
      );
      if (lost !== undefined)
        anomalies.push({ kind: 'lost-entry', message: `${lost.value} is lost`, operations: [operation] });
      const odd = read.find(({ after }, place) => after !== (read[place - 1]?.value ?? 0));
      if (odd !== undefined)
        anomalies.push({ kind: 'broken-chain', message: `${odd.value} is loose`, operations: [operation] });
    }
    const [first] = anomalies;
    return first === undefined
      ? { verdict: 'valid', reason: 'all there' }
      : { verdict: 'invalid', reason: first.message, anomalies };
  },
};

export const logWorld = defineScenario({
  name: 'test/log',
  summary: 'A log on one disk keeps what it acknowledged, in order',
  params: z.object({ style: z.enum(['machine', 'async']).default('machine') }),
  nodes: () => ['n1'],
  protocol: ({ style }, { bug }) =>
    style === 'machine' ? machine(rules.with(bug)) : program(rules.with(bug)),
  workload: () =>
    clients(
      4,
      { add: 3, read: 1 },
      { everyMs: 15, input: (_f, _random, { client, index }) => ({ value: 1 + client + 4 * index }) },
    ),
  disk: hdd(),
  faults: disks({ tornWrite: 'hell', kill: true, fsyncFailure: true, bitRot: true }),
  durationMs: 1_000,
  clientTimeoutMs: 200,
  restartAfterMs: 20,
  check: { log: judge },
  bugs: rules.bugs,
});
