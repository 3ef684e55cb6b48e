/** Notifications by push, e-mail and SMS: taken, kept in two lanes, and given to providers by workers that may crash. */
import { clients, defineScenario, nodeNames, z } from 'seedstorm';
import { busyDisk, cast, heavyTailedLan, ruled } from 'seedstorm/parts';
import { fair, obeyed, seenOnce } from './checks.js';
import { channels, provider } from './provider.js';
import { service } from './service.js';
import { worker } from './worker.js';

const rules = ruled(
  {
    preferences: 'at-provider',
    lanes: 'urgent-mostly',
    acknowledges: 'after-send',
    key: 'of-notification',
    fallsBack: 'when-refused',
    results: 'each',
  },
  {
    'acknowledged-before-send': {
      summary: 'A worker says that it is done, and then sends: when it crashes, the whole batch is gone',
      rules: { acknowledges: 'before-send' },
      shows: { check: 'seen-once', anomaly: 'missing', within: 6 },
    },
    'key-of-attempt': {
      summary: 'Each attempt has a key of its own: what is handed out again is seen again',
      rules: { key: 'of-attempt' },
      shows: { check: 'seen-once', anomaly: 'twice', within: 1 },
    },
    'preference-when-taken': {
      summary: 'Who wants it is asked when a notification is taken: what waits is sent all the same',
      rules: { preferences: 'when-taken' },
      shows: { check: 'obeyed', anomaly: 'seen-after-stop', within: 1 },
    },
    'preference-before-send': {
      summary: 'A worker asks right before it sends: the user stops it in between',
      rules: { preferences: 'before-send' },
      params: { users: 5 },
      shows: { check: 'obeyed', anomaly: 'seen-after-stop', within: 4 },
    },
    'falls-back-on-silence': {
      summary: 'No answer counts as a failure, and an e-mail follows: the push was only slow',
      rules: { fallsBack: 'when-unanswered' },
      faults: 'slow',
      shows: { check: 'seen-once', anomaly: 'twice', within: 27 },
    },
    'never-falls-back': {
      summary: 'A push that is refused is the end of it',
      rules: { fallsBack: 'never' },
      shows: { check: 'seen-once', anomaly: 'missing', within: 1 },
    },
    'batch-as-one': {
      summary: 'A batch of which something was sent counts as sent: what was refused has no fallback',
      rules: { results: 'as-one' },
      shows: { check: 'seen-once', anomaly: 'missing', within: 1 },
    },
    'urgent-behind-batch': {
      summary: 'All wait in one line: an urgent notification waits behind those that have time',
      rules: { lanes: 'oldest' },
      params: { workers: 1 },
      shows: { check: 'fair', anomaly: 'urgent-waits', within: 4 },
    },
    'batch-starves': {
      summary: 'The urgent lane is always first: while urgent ones keep coming, the others never go',
      rules: { lanes: 'urgent-only' },
      params: { workers: 1, urgent: 0.9 },
      shows: { check: 'fair', anomaly: 'batch-waits', within: 1 },
    },
  },
);

const inboxes = channels.map((to) => ({ to, input: { f: 'inbox' } }));
const settled = { to: 'service', input: { f: 'settled' } };

export const notificationsScenario = defineScenario({
  name: 'design/notifications',
  summary:
    'Push, e-mail and SMS: what was taken is seen once, unless its user has stopped it, and urgent ones first',
  params: z.object({
    workers: z.int().min(1).max(6).default(2),
    users: z.int().min(1).max(1_000).default(30),
    urgent: z.number().min(0).max(1).default(0.4).describe('share of notifications that are urgent'),
  }),
  nodes: ({ workers }) => ['service', ...channels, ...nodeNames(workers, 'w')],
  protocol({ workers }, { bug }) {
    const rule = rules.with(bug);
    return {
      ...cast({ service: [['service'], service(rule)], worker: [nodeNames(workers, 'w'), worker(rule)] }),
      ...Object.fromEntries(channels.map((channel) => [channel, provider(channel)])),
    };
  },
  workload: ({ users, urgent }) =>
    clients(
      5,
      { notify: 1, stop: 0.1 },
      {
        everyMs: 35,
        to: () => 'service',
        input(f, random, { client, index }) {
          const whom = { user: random.pick(nodeNames(users, 'u')), channel: random.pick(channels) };
          if (f === 'stop') return whom;
          const id = `c${client + 1}-${index}`;
          return { id, ...whom, urgency: random.chance(urgent) ? 'urgent' : 'batch' };
        },
      },
    ),
  network: heavyTailedLan({ minMs: 0.3, alpha: 1, maxMs: 40 }),
  disk: busyDisk(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 2_000,
  clientTimeoutMs: 600,
  quietMs: 300,
  restartAfterMs: 100,
  final: () => [...Array.from({ length: 10 }, () => settled), ...inboxes],
  check: { 'seen-once': seenOnce, obeyed, fair },
  bugs: rules.bugs,
});
