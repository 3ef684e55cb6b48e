/** An edge with so many threads asks two services for its clients. What it does when the first is in trouble is data. */
import { asyncProgram, CallFailed, Refused, type AsyncNode } from 'seedstorm';
import { insist, retryBudget } from 'seedstorm/parts';
import { callEnded, circuitRules, newCircuit, permit } from '../resilience/circuit.js';
import { threadsOf, type Ask } from './resilience-service.js';

/** What is done about trouble; nothing, where a field is missing. */
export interface Remedy {
  /** Calls end after this, in ms. */
  readonly timeoutMs?: number;
  /** The service hears how long somebody waits, and begins nothing that would be late as long as usual. */
  readonly deadlines?: true;
  /** Three tries with growing pauses. */
  readonly retries?: 'no jitter' | 'jitter' | 'budget';
  readonly breaker?: 'own' | 'notes';
  /** So many threads may ask the service at once; whoever comes then is refused. */
  readonly places?: number;
  /** What was known before is told when the service does not answer. */
  readonly fallback?: true;
  /** A second copy after so many ms, for one request in twenty. */
  readonly hedgeAfterMs?: number;
  /** How many may wait at the service. */
  readonly line?: number;
}

const THREADS = 40;
/** So long a client waits, in ms. */
export const PATIENCE_MS = 400;
const PAUSES = { attempts: 3, pauseMs: 20, factor: 2, maxPauseMs: 100 } as const;
const CIRCUIT = { failures: 5, openMs: 250, trials: 3 } as const;
const NOTES = { ...circuitRules, halfOpen: 'all', lateAnswers: 'counted', successes: 'kept' } as const;
/** Of hedging: copies that each request pays for, and that may be made on credit. */
const COPIES = { share: 0.05, burst: 5 } as const;

export interface Edge {
  request: { readonly f: 'first' | 'other'; readonly id: number };
  reply: 'fresh' | 'stale';
  message: Ask;
  answer: 'done';
}

export const edge = (remedy: Remedy) =>
  asyncProgram<Edge>(async (node) => {
    const threads = threadsOf(THREADS);
    const { timeoutMs = 60_000, places = Infinity } = remedy;
    const guarded = guard(node, remedy);
    let asking = 0;

    async function first(id: number, sinceMs: number): Promise<'fresh' | 'stale'> {
      asking++;
      try {
        await guarded(id, sinceMs);
        return 'fresh';
      } catch (error) {
        if (remedy.fallback === undefined || !(error instanceof CallFailed || error instanceof Refused))
          throw error;
        return 'stale';
      } finally {
        asking--;
      }
    }

    node.onRequest(async ({ f, id }) => {
      const sinceMs = node.monotonicMs();
      // A wall stands before the threads: whoever finds its places taken is told so, or something older.
      if (f === 'first' && asking >= places) {
        if (remedy.fallback !== undefined) return 'stale';
        throw new Refused('no place');
      }
      await threads.take();
      try {
        if (f === 'first') return await first(id, sinceMs);
        await node.call('other', { id }, { timeoutMs });
        return 'fresh';
      } catch (error) {
        if (error instanceof CallFailed) throw new Refused('the service does not answer', false);
        throw error;
      } finally {
        threads.giveBack();
      }
    });
  });

/** How the first service is asked: in tries, past a breaker, with copies. */
function guard(node: AsyncNode<Edge>, remedy: Remedy): (id: number, sinceMs: number) => Promise<void> {
  const { timeoutMs = 60_000, hedgeAfterMs, retries } = remedy;
  const circuit = newCircuit(CIRCUIT, remedy.breaker === 'notes' ? NOTES : circuitRules);
  const budget = retries === 'budget' ? retryBudget() : undefined;
  let copies: number = COPIES.burst;

  async function call(id: number, leftMs: number): Promise<void> {
    const waitsMs = remedy.deadlines === undefined ? timeoutMs : Math.min(timeoutMs, leftMs);
    if (waitsMs <= 0) throw new Refused('too late');
    node.effect({ f: 'call', id });
    await node.call('service', { id, leftMs: waitsMs }, { timeoutMs: waitsMs });
  }

  async function hedged(id: number, leftMs: number): Promise<void> {
    if (hedgeAfterMs === undefined) return call(id, leftMs);
    copies = Math.min(COPIES.burst, copies + COPIES.share);
    let isOver = false;
    const copy = async (): Promise<void> => {
      await node.sleep(hedgeAfterMs);
      if (isOver || copies < 1) throw new Refused('no copy');
      copies--;
      return call(id, leftMs - hedgeAfterMs);
    };
    const original = call(id, leftMs);
    try {
      await Promise.any([original, copy()]);
    } catch {
      await original;
    } finally {
      isOver = true;
    }
  }

  async function past(id: number, leftMs: number): Promise<void> {
    if (remedy.breaker === undefined) return hedged(id, leftMs);
    const permitted = permit(circuit, node.monotonicMs());
    if (permitted === undefined) throw new Refused('the circuit is open');
    try {
      await hedged(id, leftMs);
      callEnded(circuit, permitted, 'ok', node.monotonicMs());
    } catch (error) {
      callEnded(circuit, permitted, 'failed', node.monotonicMs());
      throw error;
    }
  }

  return async (id, sinceMs) => {
    const leftMs = (): number => PATIENCE_MS - (node.monotonicMs() - sinceMs);
    if (retries === undefined) return past(id, leftMs());
    const jitter = retries === 'no jitter' ? 'none' : 'full';
    const ended = await insist(
      node,
      async () => {
        await past(id, leftMs());
        return 'done' as const;
      },
      { ...PAUSES, jitter },
      budget,
    );
    if (ended === undefined) throw new Refused('no try succeeded', false);
  };
}
