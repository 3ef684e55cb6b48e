/** Mutual exclusion, and what protects where it fails: fencing tokens (Kleppmann 2016). */
import { counted } from '../counted.js';
import { isNumber } from '../exact-number.js';
import { scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import type { Checker, History, Operation } from '../history.js';
import { identityOf, nameOf, show } from '../identity.js';
import { fieldsOf, whenCompleted, whenInvoked, who, whoWhen } from '../selectors.js';

/** What a history calls its functions. */
export interface LockOptions {
  /** Function names. Defaults: `acquire`, `release`, `access`. */
  readonly acquire?: string;
  readonly release?: string;
  readonly access?: string;
}

interface Hold {
  readonly acquired: Operation;
  released: Operation | undefined;
}

/**
 * Nobody holds a lock while another certainly does.
 *
 * What it reads. An `ok` `{f: 'acquire', key?}` holds the lock from its completion until the same process invokes `{f:
 * 'release', key?}` (`ok` or of unknown outcome), or for ever. The process is a client, or a node that records both
 * with `node.effect`. A holder that notices the end of its lease records a release as well.
 *
 * Anomaly: `overlapping-holds`. O(n log n).
 */
export function mutualExclusion(options: LockOptions = {}): Checker {
  return scanning({
    name: 'mutual-exclusion',
    looksFor: `${options.acquire ?? 'acquire'} that succeeded`,
    scan(history, findings, meter) {
      meter.spend(history.length);
      const locks = holdsOf(history, options);
      for (const [key, holds] of locks) {
        holds.sort((a, b) => a.acquired.complete - b.acquired.complete);
        let longest: Hold | undefined;
        for (const hold of holds) {
          const holder = longest;
          if (holder && endOf(holder) > hold.acquired.complete) {
            findings.add(
              'overlapping-holds',
              [holder.acquired, hold.acquired, holder.released, hold.released],
              () => {
                const until = holder.released ? `until ${whenInvoked(holder.released)}` : 'for ever';
                const name = key === undefined ? 'the lock' : `lock ${show(key)}`;
                return `${whoWhen(hold.acquired)} acquired ${name}, which ${who(holder.acquired)} held from ${whenCompleted(holder.acquired)} ${until}`;
              },
            );
          }
          if (!holder || endOf(hold) > endOf(holder)) longest = hold;
        }
      }
      return { judged: locks.size, reason: `${counted(locks.size, 'lock')}, never held twice` };
    },
  });
}

function endOf({ released }: Hold): number {
  return released ? released.invoke : Infinity;
}

function holdsOf(history: History, options: LockOptions): Map<unknown, Hold[]> {
  const locks = new Map<unknown, Hold[]>();
  const open = new Map<string, Hold>();
  for (const operation of history) {
    const { f, key } = fieldsOf(operation);
    const holder = `${typeof operation.process} ${operation.process} ${nameOf(key)}`;
    if (f === (options.acquire ?? 'acquire') && operation.type === 'ok') {
      const hold: Hold = { acquired: operation, released: undefined };
      open.set(holder, hold);
      getOrMake(locks, identityOf(key), () => []).push(hold);
    } else if (f === (options.release ?? 'release') && operation.type !== 'fail') {
      const hold = open.get(holder);
      if (hold) hold.released = operation;
      open.delete(holder);
    }
  }
  return locks;
}

/**
 * Tokens grow with every acquisition, and the resource lets no older token pass after a newer one (Kleppmann 2016).
 *
 * What it reads. An `ok` `{f: 'acquire', key?}` got a token: its output is the token or has a field `token`. A node
 * records it as `node.effect({ f: 'acquire', token })`, once for each token. The resource records each access that it
 * lets pass as `{f: 'access', token, key?}`.
 *
 * Anomalies: `duplicate-token`, `token-order`, `stale-token-accepted`, `phantom-token` (no `acquire` got it). O(n log
 * n).
 */
export function fencing(options: LockOptions = {}): Checker {
  return scanning({
    name: 'fencing',
    looksFor: `${options.acquire ?? 'acquire'} answered with a token, and ${options.access ?? 'access'} with one`,
    scan(history, findings, meter) {
      meter.spend(history.length);
      const acquire = options.acquire ?? 'acquire';
      const access = options.access ?? 'access';
      const grants = new Map<unknown, { token: Token; by: Operation }[]>();
      const accesses = new Map<unknown, { token: Token; by: Operation }[]>();
      const perhaps = new Set<unknown>();
      for (const operation of history) {
        const { f, key, token } = fieldsOf(operation);
        if (f === acquire && operation.type === 'info') perhaps.add(identityOf(key));
        if (operation.type !== 'ok') continue;
        if (f === acquire) {
          const granted = tokenOf(operation.output) ?? tokenOf(token);
          if (granted !== undefined)
            getOrMake(grants, identityOf(key), () => []).push({ token: granted, by: operation });
        } else if (f === access && isNumber(token)) {
          getOrMake(accesses, identityOf(key), () => []).push({ token, by: operation });
        }
      }
      for (const granted of grants.values()) {
        const owners = new Map<Token, Operation>();
        for (const { token, by } of granted) {
          const owner = getOrMake(owners, token, () => by);
          if (owner === by) continue;
          findings.add(
            'duplicate-token',
            [owner, by],
            () => `${whoWhen(owner)} and ${whoWhen(by)} both got token ${token}`,
          );
        }
        forEachFall(granted, (earlier, later) => {
          findings.add('token-order', [earlier.by, later.by], () => {
            return `${whoWhen(later.by)} got token ${later.token} after ${whoWhen(earlier.by)} had got ${earlier.token}`;
          });
        });
      }
      for (const [key, passed] of accesses) {
        const known = new Map((grants.get(key) ?? []).map(({ token, by }) => [token, by]));
        let newest: { token: Token; by: Operation } | undefined;
        for (const current of passed.sort((a, b) => a.by.invoke - b.by.invoke)) {
          const { token, by } = current;
          if (!known.has(token) && !perhaps.has(key)) {
            findings.add(
              'phantom-token',
              [by],
              () => `${whoWhen(by)} let token ${token} pass, but no ${acquire} got it`,
            );
          }
          if (newest && token < newest.token) {
            const { token: newer, by: passedBefore } = newest;
            findings.add(
              'stale-token-accepted',
              [known.get(token), known.get(newer), passedBefore, by],
              () => {
                return `${whoWhen(by)} let token ${token} pass after token ${newer}`;
              },
            );
          } else newest = current;
        }
      }
      return {
        judged: grants.size + accesses.size,
        reason: `${counted(accesses.size, 'resource')} that let${accesses.size === 1 ? 's' : ''} no token pass after a newer one`,
      };
    },
  });
}

/** A whole number beyond 2^53 is a bigint. */
type Token = number | bigint;

function tokenOf(output: unknown): Token | undefined {
  const token = typeof output === 'object' && output !== null && 'token' in output ? output.token : output;
  return isNumber(token) ? token : undefined;
}

/** Calls back for each value that is not above all that were certainly given out before it was asked for. */
export function forEachFall<T extends { readonly token: Token; readonly by: Operation }>(
  given: readonly T[],
  report: (earlier: T, later: T) => void,
): void {
  const byEnd = [...given].sort((a, b) => a.by.complete - b.by.complete);
  const byBeginning = [...given].sort((a, b) => a.by.invoke - b.by.invoke);
  let next = 0;
  let highest: T | undefined;
  for (const later of byBeginning) {
    for (; next < byEnd.length && byEnd[next]!.by.complete < later.by.invoke; next++) {
      const candidate = byEnd[next]!;
      if (!highest || candidate.token > highest.token) highest = candidate;
    }
    if (highest && later.token < highest.token) report(highest, later);
  }
}
