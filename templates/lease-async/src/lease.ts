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
import { asyncProgram, CallFailed, Refused, type AsyncNode } from 'seedstorm';

/** How long a lease is good for. */
const LEASE_MS = 150;
/** How long a worker thinks about what it read. */
const WORK_MS = 20;
const RETRY_MS = 10;
const CALL_MS = 100;

interface Lock {
  message: { f: 'acquire' } | { f: 'release'; token: number };
  answer: { token: number } | 'busy' | undefined;
}

/** Hands out one lease at a time. */
export const lock = asyncProgram<Lock>(async (node) => {
  let newest = 0;
  let isHeld = false;
  const free = (token: number): void => {
    if (token === newest) isHeld = false;
  };
  node.onMessage((message) => {
    if (message.f === 'release') return free(message.token) as undefined;
    if (isHeld) return 'busy';
    isHeld = true;
    const token = ++newest;
    setTimeout(() => free(token), LEASE_MS);
    return { token };
  });
});

interface Store {
  message: { f: 'get'; token: number } | { f: 'put'; token: number; value: number };
  answer: number;
}

/** Keeps the number. `fencing: false` is the planted bug: it believes everyone who says they hold the lease. */
export const store = ({ fencing }: { fencing: boolean }) =>
  asyncProgram<Store>(async (node) => {
    let value = 0;
    let newest = 0;
    node.onMessage((message) => {
      if (fencing && message.token < newest) throw new Refused('this lease is over');
      newest = message.token;
      if (message.f === 'put') value = message.value;
      return value;
    });
  });

interface Worker {
  request: { f: 'increment' };
  reply: number;
  message: Lock['message'] | Store['message'];
  answer: number | { token: number } | 'busy' | undefined;
}

/** Adds one to the number for a client, one client at a time. */
export const worker = asyncProgram<Worker>(async (node) => {
  let isBusy = false;
  node.onRequest(async () => {
    if (isBusy) throw new Refused('this worker is busy');
    isBusy = true;
    try {
      return await increment(node);
    } finally {
      isBusy = false;
    }
  });
});

async function increment(node: AsyncNode<Worker>): Promise<number> {
  const token = await acquire(node);
  const read = (await ask(node, 'store', { f: 'get', token })) as number;
  await node.sleep(WORK_MS);
  const value = (await ask(node, 'store', { f: 'put', token, value: read + 1 })) as number;
  node.send('lock', { f: 'release', token });
  return value;
}

/** Asks for the lease until it is free. */
async function acquire(node: AsyncNode<Worker>): Promise<number> {
  for (;;) {
    const lease = await ask(node, 'lock', { f: 'acquire' });
    if (typeof lease === 'object') return lease.token;
    await node.sleep(RETRY_MS);
  }
}

/** A call that is not asked again: whoever gets no answer gives up. */
async function ask(node: AsyncNode<Worker>, to: string, message: Worker['message']) {
  try {
    return await node.call(to, message, { timeoutMs: CALL_MS });
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    // Refused or not heard of, only a put can have changed anything.
    throw new Refused(`no ${message.f}`, message.f !== 'put' || error.why === 'refused');
  }
}
