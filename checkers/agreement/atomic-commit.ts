/** Atomic commitment, as two-phase commit owes it (Bernstein, Hadzilacos & Goodman 1987, AC1–AC5). */
import { counted } from '../counted.js';
import { scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import type { Checker, History, Operation } from '../history.js';
import { identityOf, show } from '../identity.js';
import { fieldsOf, who, whoWhen } from '../selectors.js';

/** What a history calls its functions, and whether every yes-voter must learn the decision. */
export interface AtomicCommitOptions {
  /** Function names. Defaults: `begin`, `vote`, `decide`, `transact`. */
  readonly begin?: string;
  readonly vote?: string;
  readonly decide?: string;
  readonly transact?: string;
  /** Whether every participant that voted yes must know the decision at the end. Default: false, since 2PC blocks. */
  readonly mustDecide?: boolean;
}

interface Transaction {
  readonly id: unknown;
  begin: Operation | undefined;
  readonly votes: Operation[];
  readonly decisions: Operation[];
  readonly requests: Operation[];
}

/**
 * All nodes decide alike, and commit only if all voted yes (Bernstein, Hadzilacos & Goodman 1987, AC1–AC5).
 *
 * What it reads. A node records `{f: 'vote', txn, vote: 'yes' | 'no'}` and `{f: 'decide', txn, decision: 'commit' |
 * 'abort'}`, with `node.effect`. The coordinator may record `{f: 'begin', txn, participants: [node, …]}`. A client's
 * `{f: 'transact', txn}` is `ok` if the answer was "committed", and `fail` if the answer was "aborted".
 *
 * Anomalies: `split-decision` (AC1), `reversed-decision` (AC2), `commit-without-vote` (AC3), `blocked` (AC5, if asked
 * for), `wrong-answer` (the client got another answer than the decision). Linear.
 */
export function atomicCommit(options: AtomicCommitOptions = {}): Checker {
  return scanning({
    name: 'atomic-commit',
    looksFor: `decisions of transactions (${options.decide ?? 'decide'} with txn)`,
    scan(history, findings, meter) {
      meter.spend(history.length);
      const transactions = collect(history, options);
      let judged = 0;
      for (const { id, begin, votes, decisions, requests } of transactions) {
        // Where a vote must be followed by a decision, a vote is enough.
        judged += decisions.length + (options.mustDecide === true ? votes.length : 0);
        const name = `transaction ${show(id)}`;
        const byNode = new Map<unknown, Operation>();
        const [first] = decisions;
        const commit = decisions.find((decision) => decisionOf(decision) === 'commit');
        const context = [begin, ...votes];
        for (const decision of decisions) {
          const earlier = getOrMake(byNode, decision.process, () => decision);
          if (decisionOf(earlier) !== decisionOf(decision)) {
            findings.add('reversed-decision', [...context, earlier, decision], () => {
              return `${who(decision)} decided to ${decisionOf(earlier)} and then to ${decisionOf(decision)} ${name}`;
            });
          } else if (decisionOf(first!) !== decisionOf(decision)) {
            findings.add('split-decision', [...context, first, decision], () => {
              return `${whoWhen(first!)} decided to ${decisionOf(first!)} ${name}, ${whoWhen(decision)} to ${decisionOf(decision)}`;
            });
          }
        }
        if (commit) {
          const no = votes.find((vote) => fieldsOf(vote)['vote'] === 'no');
          const voters = new Set(
            votes.filter((vote) => vote.complete < commit.invoke).map((vote) => vote.process),
          );
          const expected = begin && fieldsOf(begin)['participants'];
          const silent = Array.isArray(expected)
            ? expected.find((node) => !voters.has(node as never))
            : undefined;
          if (no || silent !== undefined) {
            findings.add('commit-without-vote', [begin, ...(no ? [no] : votes), commit], () => {
              const why = no ? `${who(no)} had voted no` : `${show(silent)} had not voted`;
              return `${whoWhen(commit)} committed ${name}, though ${why}`;
            });
          }
        }
        for (const request of requests) {
          const contrary = decisions.find(
            (decision) => decisionOf(decision) === (request.type === 'ok' ? 'abort' : 'commit'),
          );
          if (request.type === 'info' || !contrary) continue;
          findings.add('wrong-answer', [...context, contrary, request], () => {
            const told = request.type === 'ok' ? 'committed' : 'aborted';
            return `${who(request)} was told that ${name} ${told}, but ${whoWhen(contrary)} decided to ${decisionOf(contrary)}`;
          });
        }
        for (const vote of options.mustDecide ? votes : []) {
          if (fieldsOf(vote)['vote'] !== 'yes' || byNode.has(vote.process)) continue;
          findings.add(
            'blocked',
            [begin, vote],
            () => `${who(vote)} voted yes on ${name} and never learned the decision`,
          );
        }
      }
      return {
        judged,
        reason: `${counted(transactions.length, 'transaction')}, ${transactions.length === 1 ? '' : 'each '}decided alike by all`,
      };
    },
  });
}

function decisionOf(operation: Operation): string {
  return String(fieldsOf(operation)['decision']);
}

function collect(history: History, options: AtomicCommitOptions): Transaction[] {
  const { begin = 'begin', vote = 'vote', decide = 'decide', transact = 'transact' } = options;
  const transactions = new Map<unknown, Transaction>();
  for (const operation of history) {
    const { f, txn } = fieldsOf(operation);
    if (txn === undefined) continue;
    const make = (): Transaction => ({ id: txn, begin: undefined, votes: [], decisions: [], requests: [] });
    const transaction = getOrMake(transactions, identityOf(txn), make);
    if (f === transact) transaction.requests.push(operation);
    if (operation.type !== 'ok') continue;
    if (f === begin) transaction.begin = operation;
    else if (f === vote) transaction.votes.push(operation);
    else if (f === decide) transaction.decisions.push(operation);
  }
  return [...transactions.values()];
}
