/**
 * An event store: what happened is kept, and all else is made from it. Services decide on a version of an account and
 * append if it still has that version; a projection is built from the events; a mailer sends a mail for each. Versions of
 * the services roll over the nodes meanwhile.
 */
import { clients, defineScenario, hdd, z, type Program, type Workload } from 'seedstorm';
import { committedPrefix, linearizable, type Checker, type Operation } from 'seedstorm/checkers';
import { cast, keyNames } from 'seedstorm/parts';
import { agreed } from '../agreed.js';
import { accountModel, audited, sameResult } from './audit.js';
import { schemaOf } from './events.js';
import { mailer, mails } from './mailer.js';
import { rules } from './rules.js';
import { service } from './service.js';
import { store } from './store.js';
import { view } from './view.js';

const SERVICES = ['s1', 's2'];
const OF_ACCOUNT = new Set(['deposit', 'withdraw', 'correct', 'balance']);

const isOfAccount = ({ input }: { readonly input: unknown }): boolean =>
  OF_ACCOUNT.has((input as { readonly f: string }).f);

const settled = (to: string) => Array.from({ length: 8 }, () => ({ to, input: { f: 'settled' } }));

function programs(version: 1 | 2, bug: string | undefined): Record<string, Program> {
  const rule = rules.with(bug);
  const schema = schemaOf(version, rule);
  return cast({
    store: [['store'], store(rule)],
    service: [SERVICES, service(schema, rule)],
    view: [['view'], view(schema, rule)],
    mailer: [['mailer'], mailer(rule)],
    mails: [['mails'], mails()],
  });
}

/** Commands and balances of an account go to a service, questions about all accounts to the projection. */
const askingWhoKnows = (workload: Workload): Workload => ({
  ...workload,
  operations: (given) =>
    workload
      .operations(given)
      .map((operation) => (isOfAccount(operation) ? operation : { ...operation, to: 'view' })),
});

/** A checker that sees only some operations. */
const seeing = (checker: Checker, sees: (operation: Operation) => boolean): Checker => ({
  name: checker.name,
  check: (history, budget) => checker.check(history.filter(sees), budget),
});

export const eventStoreScenario = defineScenario({
  name: 'messaging/event-store',
  summary:
    'Events appended at an expected version, projections built anew, mails sent once, two schemas at a time',
  params: z.object({
    customers: z.int().min(1).max(20).default(4),
    accounts: z.int().min(1).max(20).default(2),
  }),
  nodes: () => ['store', ...SERVICES, 'view', 'mailer', 'mails'],
  protocol: (_params, { bug }) => programs(1, bug),
  versions: { v2: (_params, { bug }) => programs(2, bug) },
  workload: ({ customers, accounts }) =>
    askingWhoKnows(
      clients(
        customers,
        { deposit: 0.35, withdraw: 0.3, balance: 0.15, correct: 0.05, balances: 0.05, rebuild: 0.1 },
        {
          everyMs: 60,
          to: (random) => random.pick(SERVICES),
          input(f, random, { client, index }) {
            if (f === 'balances') return {};
            if (f === 'rebuild') return { from: random.pick(['start', 'snapshot']) };
            const key = random.pick(keyNames(accounts));
            if (f === 'balance') return { key };
            return { key, value: `c${client + 1}-${index}`, coins: random.int(1, f === 'correct' ? 3 : 9) };
          },
        },
      ),
    ),
  disk: hdd(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 2_000,
  clientTimeoutMs: 1_000,
  quietMs: 300,
  restartAfterMs: 100,
  final: ({ accounts }) => [
    ...settled('mailer'),
    { to: 'store', input: { f: 'committed' } },
    ...settled('mailer').slice(0, 1),
    { to: 'mails', input: { f: 'drain' } },
    ...keyNames(accounts).map((key) => ({ to: 's1', input: { f: 'balance', key } })),
    ...settled('view'),
    ...['balances', 'rebuild', 'rebuild'].map((f, index) => ({
      to: 'view',
      input: f === 'rebuild' ? { f, from: index === 1 ? 'start' : 'snapshot' } : { f },
    })),
    { to: 'store', input: { f: 'audit' } },
  ],
  check: {
    linearizable: seeing(linearizable(accountModel), isOfAccount),
    agreed: seeing(agreed(), ({ input }) => (input as { readonly f: string }).f !== 'commit'),
    audited,
    'same-result': sameResult,
    'committed-prefix': committedPrefix(),
  },
  bugs: rules.bugs,
});
