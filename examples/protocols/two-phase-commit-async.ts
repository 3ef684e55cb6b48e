/** Two-phase commit once more, in ordinary async code. */
import { asyncProgram, CallFailed, type AsyncNode, type Incoming } from 'seedstorm';
import {
  ASK_MS,
  VOTE_TIMEOUT_MS,
  type Decision,
  type Rules,
  type TwoPhase,
  type Vote,
} from './two-phase-commit.js';

export const twoPhaseCommitAsync = (rules: Rules) =>
  asyncProgram<TwoPhase>(async (node) => {
    const open = new Set<string>();
    const begun = new Set((await node.disk.list('begun/')).map((path) => path.slice(6)));
    const votes = await loadAll<Vote>(node, 'vote/');
    const decided = await loadAll<Decision>(node, 'decided/');

    // A process that died may have left behind what is not on disk yet: nobody may hear of that.
    await node.disk.sync();
    node.onMessage(async (message) => {
      const { kind, txn } = message;
      if (kind === 'decision') return learn(txn, message.decision);
      if (kind === 'outcome') return open.has(txn) ? 'undecided' : (decided.get(txn) ?? 'abort');
      return vote(txn);
    });
    void coordinate();
    for (;;) {
      await node.sleep(ASK_MS);
      await Promise.all([...votes.keys()].filter((txn) => !decided.has(txn)).map(askOutcome));
    }

    async function coordinate(): Promise<void> {
      for await (const request of node.requests()) void transact(request);
    }

    async function transact({
      body: { txn },
      reply,
      reject,
    }: Incoming<TwoPhase['request'], 'committed'>): Promise<void> {
      if (begun.has(txn)) return;
      begun.add(txn);
      open.add(txn);
      await node.disk.write(`begun/${txn}`, true);
      await node.disk.sync();
      node.effect({ f: 'begin', txn, participants: node.peers });
      const prepare = { kind: 'prepare', txn } as const;
      const all = await Promise.all(node.peers.map((peer) => ask(peer, prepare, VOTE_TIMEOUT_MS)));
      const decision = all.every((answer) => answer === 'yes') ? 'commit' : 'abort';
      if (decision === 'commit') {
        await node.disk.write(`decided/${txn}`, 'commit');
        if (rules.commitAfterSync) await node.disk.sync();
      }
      open.delete(txn);
      decided.set(txn, decision);
      node.effect({ f: 'decide', txn, decision });
      node.broadcast({ kind: 'decision', txn, decision });
      if (decision === 'commit') reply('committed');
      else reject('aborted');
    }

    async function vote(txn: string): Promise<Vote> {
      const given = votes.get(txn) ?? (node.random.chance(0.9) ? 'yes' : 'no');
      if (!votes.has(txn)) {
        votes.set(txn, given);
        await node.disk.write(`vote/${txn}`, given);
      }
      await node.disk.sync();
      node.effect({ f: 'vote', txn, vote: given });
      if (given === 'no') await learn(txn, 'abort');
      return given;
    }

    async function askOutcome(txn: string): Promise<void> {
      const [coordinator = ''] = node.members;
      const answer = await ask(coordinator, { kind: 'outcome', txn }, ASK_MS);
      if (answer === 'commit' || answer === 'abort') await learn(txn, answer);
      else if (answer === undefined && !rules.waitForDecision) await learn(txn, 'abort');
    }

    async function learn(txn: string, decision: Decision): Promise<void> {
      if (decided.has(txn)) return;
      decided.set(txn, decision);
      node.effect({ f: 'decide', txn, decision });
      await node.disk.write(`decided/${txn}`, decision);
    }

    /** The answer, or undefined where none came. */
    async function ask(
      to: string,
      message: TwoPhase['message'],
      timeoutMs: number,
    ): Promise<TwoPhase['answer'] | undefined> {
      try {
        return await node.call(to, message, { timeoutMs });
      } catch (error) {
        if (error instanceof CallFailed) return undefined;
        throw error;
      }
    }
  });

async function loadAll<T extends Vote | Decision>(
  node: AsyncNode<TwoPhase>,
  prefix: string,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (const path of await node.disk.list(prefix))
    found.set(path.slice(prefix.length), (await node.disk.read(path as `vote/${string}`)) as T);
  return found;
}
