/**
 * Sessions of a shop with several servers: in a store that all share, or in the memory of the server that a balancer
 * sticks each user to. Servers crash, and are added and taken away.
 */
import { asyncProgram, clients, defineScenario, hdd, Refused, z, type AsyncNode } from 'seedstorm';
import { cast, durableLog, hashOf, ruled, type RulesOf } from 'seedstorm/parts';
import { sessionsKept } from './session-claims.js';
import {
  sessionStore,
  stepped,
  type Session,
  type SessionAnswer,
  type SessionStep,
} from './session-store.js';

const rules = ruled(
  {
    keeps: 'as-said' as 'as-said' | 'memory',
    /** How a server puts an item into a session of the store. */
    adds: 'one-item' as 'one-item' | 'whole-session',
    /** Where a server reads a session of the store. */
    reads: 'from-the-store' as 'from-the-store' | 'what-it-has-seen',
    /** Which server a user is sent to, where servers keep sessions. */
    sticks: 'by-table' as 'by-table' | 'by-count' | 'nowhere',
    /** Where the balancer has that table. */
    table: 'on-disk' as 'on-disk' | 'in-memory',
    answers: 'once-synced' as 'once-synced' | 'at-once',
    closed: 'known' as 'known' | 'forgotten',
  },
  {
    'in-memory': {
      summary: 'Each server has the sessions that it made, and the next request goes to another one',
      rules: { keeps: 'memory', sticks: 'nowhere' },
      shows: { check: 'kept', anomaly: 'lost', within: 1 },
    },
    'sticky-in-memory': {
      summary: 'A user always goes to the same server, which has the session in memory until it crashes',
      rules: { keeps: 'memory' },
      shows: { check: 'kept', anomaly: 'lost', within: 3 },
    },
    'sticks-by-count': {
      summary:
        'The server is the hash of the user modulo the number of servers: a new server moves most users',
      rules: { sticks: 'by-count' },
      params: { keeps: 'memory' },
      shows: { check: 'kept', anomaly: 'lost', within: 3 },
    },
    'table-in-memory': {
      summary: 'The balancer forgets in a crash where it has sent whom',
      rules: { table: 'in-memory' },
      params: { keeps: 'memory' },
      shows: { check: 'kept', anomaly: 'lost', within: 10 },
    },
    'whole-session': {
      summary:
        'A server reads the session, adds the item and writes all of it: of two tabs, one loses its item',
      rules: { adds: 'whole-session' },
      shows: { check: 'kept', anomaly: 'lost', within: 5 },
    },
    'local-copy': {
      summary: 'A server answers from the copy of a session that it has seen last',
      rules: { reads: 'what-it-has-seen' },
      shows: { check: 'kept', anomaly: 'lost', within: 1 },
    },
    'store-not-synced': {
      summary: 'The store answers before the session is on its disk: a power cut takes items back',
      rules: { answers: 'at-once' },
      shows: { check: 'kept', anomaly: 'lost', within: 10 },
    },
    'closed-is-forgotten': {
      summary: 'The store deletes what is closed: an item that comes late opens the session anew',
      rules: { closed: 'forgotten' },
      shows: { check: 'kept', anomaly: 'still-open', within: 20 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

const SERVERS = ['w1', 'w2', 'w3', 'w4'];
const TIMEOUT_MS = { store: 60, server: 150 } as const;

interface Web {
  message: SessionStep;
  answer: SessionAnswer;
}

/** A web server: it asks the store for each step, or does it itself. */
const web = (keeps: 'store' | 'memory', rule: Rules) =>
  asyncProgram<Web>((node) => {
    // Who keeps sessions in memory has lost them now.
    if (node.incarnation > 1) node.effect({ f: 'started' });
    const sessions = new Map<string, Session>();
    const copies = new Map<string, SessionAnswer>();
    const ask = (step: SessionStep): Promise<SessionAnswer> =>
      node.call('store', step, { timeoutMs: TIMEOUT_MS.store });

    node.onMessage(async (step) => {
      if (keeps === 'memory') {
        const { answer, changed } = stepped(sessions.get(step.session), step);
        if (changed !== undefined) sessions.set(step.session, changed);
        return answer;
      }
      const copy = copies.get(step.session);
      if (step.do === 'read' && copy !== undefined && rule.reads === 'what-it-has-seen') return copy;
      if (step.do !== 'add' || rule.adds === 'one-item') {
        const answer = await ask(step);
        copies.set(step.session, answer);
        return answer;
      }
      const before = await ask({ do: 'read', session: step.session });
      if ('no' in before && before.no === 'longer') return before;
      const items = 'no' in before ? [] : before.items;
      return await ask({ do: 'replace', session: step.session, items: [...items, step.item] });
    });
  });

interface Balancer extends Web {
  request:
    | { readonly f: 'add'; readonly session: string; readonly item: string }
    | { readonly f: 'cart' | 'close'; readonly session: string }
    | { readonly f: 'scale'; readonly servers: number };
  reply: readonly string[] | number;
}

/** Where a user goes, and stays. */
async function chooser(rule: Rules, node: AsyncNode<Balancer>) {
  const log = await durableLog<readonly [session: string, server: string]>(node);
  const kept = rule.table === 'on-disk' ? log.entries : [];
  const table = new Map(kept.map(([session, server]) => [session, Promise.resolve(server)]));
  let turn = 0;
  const place = async (session: string, active: readonly string[]): Promise<string> => {
    const server = active[turn++ % active.length] as string;
    if (rule.table === 'on-disk' && rule.sticks === 'by-table') await log.append([session, server]);
    return server;
  };
  return (session: string, active: readonly string[]): Promise<string> => {
    if (rule.sticks === 'nowhere') return place(session, active);
    if (rule.sticks === 'by-count') return Promise.resolve(active[hashOf(session) % active.length] as string);
    // A second tab waits until the place is on the disk, too.
    const placed = table.get(session) ?? place(session, active);
    table.set(session, placed);
    return placed;
  };
}

const balancer = (keeps: 'store' | 'memory', rule: Rules) =>
  asyncProgram<Balancer>(async (node) => {
    const choose = await chooser(rule, node);
    let active = SERVERS.slice(0, 3);
    let turn = 0;
    const stepOf = (asked: Exclude<Balancer['request'], { f: 'scale' }>): SessionStep =>
      asked.f === 'add'
        ? { do: 'add', session: asked.session, item: asked.item }
        : { do: asked.f === 'cart' ? 'read' : 'close', session: asked.session };

    node.onRequest(async (asked) => {
      if (asked.f === 'scale') {
        active = SERVERS.slice(0, asked.servers);
        return asked.servers;
      }
      const step = stepOf(asked);
      // Any server will do where none has a session; so the next one is asked where one is silent.
      const order =
        keeps === 'memory'
          ? [await choose(asked.session, active)]
          : [turn, turn + 1].map((n) => active[n % active.length] as string);
      turn++;
      for (const [tried, server] of order.entries())
        try {
          const answer = await node.call(server, step, { timeoutMs: TIMEOUT_MS.server });
          if ('items' in answer) return answer.items;
          throw new Refused(answer.no === 'session' ? 'no session' : 'closed');
        } catch (error) {
          if (error instanceof Refused || tried === order.length - 1) throw error;
        }
      throw new Error('nobody was asked');
    });
  });

export const sessionsScenario = defineScenario({
  name: 'services/sessions',
  summary:
    'Sessions in a shared store, or in the memory of one server: what a crash and a new server leave of them',
  params: z.object({
    keeps: z.enum(['store', 'memory']).default('store').describe('where the session of a user is'),
    users: z.int().min(1).max(10).default(3).describe('each with two tabs'),
  }),
  nodes: () => ['lb', ...SERVERS, 'store'],
  protocol({ keeps }, { bug }) {
    const rule = rules.with(bug);
    const where = rule.keeps === 'as-said' ? keeps : rule.keeps;
    return cast({
      balancer: [['lb'], balancer(where, rule)],
      web: [SERVERS, web(where, rule)],
      store: [['store'], sessionStore(rule)],
    });
  },
  workload: ({ users }) =>
    clients(
      2 * users,
      { add: 0.42, cart: 0.45, close: 0.05, scale: 0.08 },
      {
        everyMs: 40,
        to: () => 'lb',
        input(f, random, { client, index }) {
          if (f === 'scale') return { servers: random.int(2, SERVERS.length) };
          // A session is over after a while, and the user begins another one.
          const session = `u${(client % users) + 1}-${Math.floor(index / 12)}`;
          return f === 'add' ? { session, item: `i${client}-${index}` } : { session };
        },
      },
    ),
  disk: hdd(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 1_500,
  clientTimeoutMs: 400,
  quietMs: 200,
  restartAfterMs: 60,
  // One session more when all is well again: so every run is judged.
  final: () => [
    { to: 'lb', input: { f: 'add', session: 'last', item: 'last' } },
    { to: 'lb', input: { f: 'cart', session: 'last' } },
  ],
  check: ({ keeps }) => ({ kept: sessionsKept(keeps === 'store' ? 'never' : 'by-a-restart') }),
  bugs: rules.bugs,
});
