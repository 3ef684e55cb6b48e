/**
 * A projection: all balances, as the events up to a position make them. It may be built anew at any time, from the first
 * event or from its own snapshot, and must then be the same.
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import { answerAll, answerWhenEmpty, type Waiting } from 'seedstorm/parts';
import type { Schema, Stored } from './events.js';
import type { Mailed, MailRules } from './mailer.js';
import type { Store } from './store.js';

/** How a projection goes about it. */
export interface ViewRules extends Pick<MailRules, 'mails'> {
  /** Where it keeps its position: with the balances, in one write, or when those are on the disk. */
  readonly position: 'with-balances' | 'after-balances';
  /** What it does when nobody has answered. */
  readonly unanswered: 'asks-again' | 'waits-on';
}

interface Table {
  readonly position: number;
  /** In units of the schema. */
  readonly units: Readonly<Record<string, number>>;
  readonly schema: number;
}

/** What it shows: the balances, in coins, at a position. */
export interface Balances {
  readonly position: number;
  readonly coins: Readonly<Record<string, number>>;
}

interface View {
  state: {
    table: Table;
    /** Until it is where it was. */
    rebuild: { readonly until: number; readonly replyTo: ReplyTo } | undefined;
    rebuilds: number;
    readonly readers: Waiting;
  };
  requests: {
    balances: () => Balances;
    /** Answered once it has taken all events, or after a while. */
    settled: () => number;
    rebuild: (ask: { readonly from: 'start' | 'snapshot' }) => Balances;
  };
  calls: Store & Mailed;
  timer: 'poll' | 'readers';
  token: number;
  durable: { table: Table; snapshot: Table; position: number };
}
type State = View['state'];
type Node = Omit<StateMachineNode<View>, 'reply'>;

const POLL_MS = 15;
const READERS_WAIT_MS = 900;
/** Marks the answer to a mail; all others have the position that events were asked from. */
const OF_MAIL = -1;
/** A snapshot is taken when so many events have come since the last one. */
const EVERY = 10;

/** The program of a projection of this version. */
export function view(schema: Schema, rule: ViewRules): Program {
  const empty: Table = { position: 0, units: {}, schema: schema.version };
  /** Units of another version mean nothing here. */
  const own = (table: Table | undefined): Table => (table?.schema === schema.version ? table : empty);

  return stateMachine<View>({
    start(node) {
      const table = own(node.disk.read('table'));
      node.setTimer('poll', 0);
      if (rule.position === 'with-balances') return { table, rebuild: undefined, rebuilds: 0, readers: [] };
      const position = table === empty ? 0 : (node.disk.read('position') ?? 0);
      return { table: { ...table, position }, rebuild: undefined, rebuilds: 0, readers: [] };
    },

    onRequest: {
      balances(state, _ask, node) {
        if (state.rebuild === undefined) node.reply(shown(state));
        else node.reject('it is being built');
      },
      settled({ readers, table }, _ask, node) {
        const when = { empty: false, timer: 'readers', atMostMs: READERS_WAIT_MS };
        answerWhenEmpty(readers, when, () => table.position, node);
      },
      rebuild(state, { from }, node) {
        if (state.rebuild !== undefined) return node.reject('it is being built');
        state.rebuild = { until: state.table.position, replyTo: node.defer() };
        state.rebuilds++;
        state.table = from === 'start' ? empty : own(node.disk.read('snapshot'));
        answer(state, node);
      },
    },

    onTimer({ table: { position }, readers }, timer, node) {
      if (timer === 'readers') return answerAll(readers, () => position, node);
      node.call('store', { f: 'read', after: position }, { timeoutMs: 100, token: position });
    },

    onReply(state, result, node) {
      if (result.token === OF_MAIL) return;
      if (result.kind === 'answer' || rule.unanswered === 'asks-again') node.setTimer('poll', POLL_MS);
      if (result.kind !== 'answer' || typeof result.value === 'string' || !Array.isArray(result.value))
        return;
      // It was asked for before a rebuild began.
      if (result.token !== state.table.position) return;
      const events = result.value as readonly Stored[];
      for (const event of events) take(state, event, node);
      if (events.length === 0) return answerAll(state.readers, () => state.table.position, node);
      node.disk.write('table', state.table);
      node.disk.sync(state.table.position);
      answer(state, node);
    },

    onSync(state, position, node, ok) {
      if (!ok) node.exit('the disk did not take it');
      if (rule.position === 'after-balances' && position !== undefined) node.disk.write('position', position);
    },
  });

  function take(state: State, event: Stored, node: Node): void {
    const { position, units } = state.table;
    const index = position + 1;
    node.effect({ f: 'commit', index, value: event });
    state.table = {
      position: index,
      units: { ...units, [event.account]: (units[event.account] ?? 0) + schema.read(event) },
      schema: schema.version,
    };
    if (index % EVERY === 0) node.disk.write('snapshot', state.table);
    if (rule.mails === 'by-own-position') return;
    const run = `${node.incarnation}.${state.rebuilds}`;
    const mail = { f: 'mail', key: `${run} ${event.id}`, value: event.id } as const;
    node.call('mails', mail, { timeoutMs: 100, token: OF_MAIL });
  }

  function answer(state: State, node: Node): void {
    const { rebuild, table } = state;
    if (rebuild === undefined || table.position < rebuild.until) return;
    state.rebuild = undefined;
    node.replyTo(rebuild.replyTo, shown(state));
  }

  function shown({ table }: State): Balances {
    const coins = Object.entries(table.units).map(([account, units]) => [
      account,
      units / schema.unitsPerCoin,
    ]);
    return { position: table.position, coins: Object.fromEntries(coins) as Balances['coins'] };
  }
}
