/** Leases for async programs. */
import { CallFailed } from 'seedstorm';
import {
  answerLease,
  heldToken,
  leaseAnswered,
  leaseQuestion,
  noLease,
  recoverLeases,
  type LeaseAnswer,
  type LeaseQuestion,
  type LeaseSettings,
} from './lease.js';
import { keptOf } from './machine-lease.js';

/** What the granter needs of a node. */
export interface AsyncGranterNode {
  readonly disk: {
    read(file: string): Promise<unknown>;
    write(file: string, value: unknown): Promise<void>;
    sync(): Promise<void>;
  };
  monotonicMs(): number;
}

/** Grants leases, for async programs. */
export interface LeaseGranter {
  /** Answers a question about a lease; what it grants is durable when it resolves. @throws DiskError */
  answer(question: LeaseQuestion, from: string): Promise<LeaseAnswer>;
}

/**
 * Opens the book of a granter.
 *
 * @example
 * const leases = await leaseGranter(node, { durationMs: 100 });
 * node.onMessage((question, from) => leases.answer(question, from));
 * @throws DiskError
 */
export async function leaseGranter(
  node: AsyncGranterNode,
  settings: LeaseSettings,
  file = 'leases',
): Promise<LeaseGranter> {
  const kept = (await node.disk.read(file)) ?? {};
  const leases = recoverLeases(kept as Parameters<typeof recoverLeases>[0], node.monotonicMs(), settings);
  return {
    async answer(question, from) {
      const { answer, changed } = answerLease(leases, question, from, node.monotonicMs(), settings);
      if (changed) await Promise.all([node.disk.write(file, keptOf(leases)), node.disk.sync()]);
      return answer;
    },
  };
}

/** What the holder needs of a node. */
export interface AsyncHolderNode {
  monotonicMs(): number;
  sleep(ms: number): Promise<void>;
}

/** Holds a lease, for async programs. */
export interface LeaseHolder {
  /** The token, if the lease is held now: send it along with what the lease is for. */
  token(): number | undefined;
}

/**
 * Asks for a lease, and from then on keeps it, or asks for it again when it is lost.
 *
 * @example
 * const lease = keepLease(node, 'printer', { durationMs: 100 }, (question) =>
 *   node.call('granter', question, { timeoutMs: 20 }),
 * );
 * const token = lease.token();
 * if (token !== undefined) await node.call('printer', { f: 'print', token }, { timeoutMs: 20 });
 *
 * @param ask sends a question to the granter; a CallFailed is asked again
 * @param pauseMs the shortest pause between two questions
 */
export function keepLease(
  node: AsyncHolderNode,
  name: string,
  settings: LeaseSettings,
  ask: (question: LeaseQuestion) => Promise<LeaseAnswer>,
  pauseMs = 10,
): LeaseHolder {
  const mine = noLease(name);
  void keep();
  return { token: () => heldToken(mine, node.monotonicMs()) };

  async function keep(): Promise<never> {
    for (;;) {
      const askedMs = node.monotonicMs();
      let againMs = 0;
      try {
        const answer = await ask(leaseQuestion(mine));
        againMs = leaseAnswered(mine, answer, askedMs, node.monotonicMs(), settings);
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
        if (node.monotonicMs() >= mine.untilMs) mine.token = null;
      }
      await node.sleep(Math.max(pauseMs, againMs));
    }
  }
}
