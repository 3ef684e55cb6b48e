/**
 * A lease lock: workers share one number in a store, and whoever wants to change it first takes a lease.
 *
 *   worker  -- acquire -->  lock     a lease: a token, good for a while
 *   worker  -- get, put --> store    read the number, write it plus one
 *   worker  -- release -->  lock
 *
 * A lease runs out, or a worker that died would hold it for ever. So a worker that stood still may go on writing long
 * after its lease went to somebody else: no look at the clock can prevent that. The token can. It grows with every
 * lease, every request to the store carries it, and the store refuses tokens older than one it has seen (a fencing
 * token).
 */
import { stateMachine, type ReplyTo } from 'seedstorm';

/** How long a lease is good for. */
const LEASE_MS = 150;
/** How long a worker thinks about what it read. */
const WORK_MS = 20;
const RETRY_MS = 10;
const CALL_MS = 100;

interface Lock {
  state: { token: number; holder: string | undefined };
  message: { f: 'acquire' } | { f: 'release'; token: number };
  answer: { token: number } | 'busy';
  timer: 'expiry';
}

/** Hands out one lease at a time. */
export const lock = stateMachine<Lock>({
  start: () => ({ token: 0, holder: undefined }),
  onMessage(state, message, node, from) {
    if (message.f === 'release') {
      if (state.token === message.token) state.holder = undefined;
    } else if (state.holder !== undefined) {
      node.reply('busy');
    } else {
      state.holder = from;
      state.token++;
      node.setTimer('expiry', LEASE_MS);
      node.reply({ token: state.token });
    }
  },
  onTimer(state) {
    state.holder = undefined;
  },
});

interface Store {
  state: { value: number; newest: number };
  message: { f: 'get'; token: number } | { f: 'put'; token: number; value: number };
  answer: number;
}

/** Keeps the number. `fencing: false` is the planted bug: it believes everyone who says they hold the lease. */
export const store = ({ fencing }: { fencing: boolean }) =>
  stateMachine<Store>({
    start: () => ({ value: 0, newest: 0 }),
    onMessage(state, message, node) {
      if (fencing && message.token < state.newest) return node.reject('this lease is over');
      state.newest = message.token;
      if (message.f === 'put') state.value = message.value;
      node.reply(state.value);
    },
  });

interface Worker {
  state: { client: ReplyTo | undefined; lease: number; read: number };
  request: { f: 'increment' };
  reply: number;
  message: Lock['message'] | Store['message'];
  answer: Lock['answer'] | Store['answer'];
  token: 'acquire' | 'get' | 'put';
  timer: 'retry' | 'work';
}

/** Adds one to the number for a client, one client at a time. */
export const worker = stateMachine<Worker>({
  start: () => ({ client: undefined, lease: 0, read: 0 }),
  onRequest(state, _request, node) {
    if (state.client !== undefined) return node.reject('this worker is busy');
    state.client = node.defer();
    node.call('lock', { f: 'acquire' }, { timeoutMs: CALL_MS, token: 'acquire' });
  },
  onTimer(state, timer, node) {
    if (timer === 'retry') {
      node.call('lock', { f: 'acquire' }, { timeoutMs: CALL_MS, token: 'acquire' });
    } else {
      const put = { f: 'put', token: state.lease, value: state.read + 1 } as const;
      node.call('store', put, { timeoutMs: CALL_MS, token: 'put' });
    }
  },
  onReply(state, result, node) {
    const { client } = state;
    if (client === undefined) return;
    if (result.kind !== 'answer') {
      state.client = undefined;
      // Refused or not heard of, only a put can have changed anything.
      const definite = result.token !== 'put' || result.kind === 'refused';
      return node.rejectTo(client, `no ${result.token}`, { definite });
    }
    const { value, token } = result;
    if (value === 'busy') {
      node.setTimer('retry', RETRY_MS);
    } else if (typeof value === 'object') {
      state.lease = value.token;
      node.call('store', { f: 'get', token: state.lease }, { timeoutMs: CALL_MS, token: 'get' });
    } else if (token === 'get') {
      state.read = value;
      node.setTimer('work', WORK_MS);
    } else {
      state.client = undefined;
      node.send('lock', { f: 'release', token: state.lease });
      node.replyTo(client, value);
    }
  },
});
