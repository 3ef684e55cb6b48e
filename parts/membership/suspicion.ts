/**
 * Who seems to be alive: suspicion from heartbeats, as data and a pure decision.
 *
 * After a time-out whoever was not heard is suspected; or the time since the last heartbeat is held against the pauses there
 * were (Hayashibara et al., "The φ accrual failure detector", SRDS 2004), so that one threshold fits fast networks and slow
 * ones. As in Cassandra pauses are taken to be exponential, which needs their mean only: φ = t / mean / ln 10, and φ = 8 says
 * that so long a pause would come by chance once in 10^8. A detector that stood still itself suspects nobody for that.
 */

export interface SuspicionRules {
  /** A heartbeat that is no newer than the last one heard, a copy or a late one, is ignored, or counts. */
  readonly late: 'ignored' | 'counted';
  /** Whoever looks notices that it stood still itself, and waits for what lies in its mailbox, or does not. */
  readonly ownPause: 'noticed' | 'unnoticed';
}

/** The rules of suspicion as they should be. */
export const suspicionRules: SuspicionRules = { late: 'ignored', ownPause: 'noticed' };

/** How often heartbeats are sent, and when a silent peer is suspected. */
export interface SuspicionSettings {
  /** How often a heartbeat is sent, in ms; and how often to look, at least. */
  readonly everyMs: number;
  /** When to suspect: after so many ms without a heartbeat, or from this φ on, reckoned from about the last `window` pauses. */
  readonly suspect:
    | { readonly by: 'timeout'; readonly afterMs: number }
    | { readonly by: 'phi'; readonly threshold: number; readonly window?: number };
  readonly rules?: SuspicionRules;
}

/** A heartbeat. */
export interface Beat {
  /** Of the sender: a restarted process begins with 1 again. */
  readonly incarnation: number;
  readonly n: number;
}

/** What was heard of one node. */
export interface Heard {
  last: Beat;
  /** When it was heard, by the monotonic clock of who hears; moved on when that one stood still itself. */
  lastMs: number;
  /** Mean pause, and of how many. Until some were seen, the pause that was agreed on. */
  meanMs: number;
  pauses: number;
}

/** Who hears whom: plain data, in the state. */
export interface Hearing {
  readonly of: Record<string, Heard>;
  /** When it looked last. */
  lookedMs: number;
}

/** Nothing heard yet. Those in `peers` are given as long as if they had just been heard. */
export function newHearing(peers: readonly string[], nowMs: number, { everyMs }: SuspicionSettings): Hearing {
  const none = { incarnation: 0, n: 0 };
  const of: Record<string, Heard> = {};
  for (const peer of peers) of[peer] = { last: none, lastMs: nowMs, meanMs: everyMs, pauses: 0 };
  return { of, lookedMs: nowMs };
}

/** A heartbeat was heard. False: it is a copy, or came late. */
export function hear(
  hearing: Hearing,
  peer: string,
  beat: Beat,
  nowMs: number,
  { everyMs, suspect, rules = suspicionRules }: SuspicionSettings,
): boolean {
  const heard = hearing.of[peer];
  if (heard === undefined) {
    hearing.of[peer] = { last: beat, lastMs: nowMs, meanMs: everyMs, pauses: 0 };
    return true;
  }
  if (rules.late === 'ignored' && !isNewer(beat, heard.last)) return false;
  // The pause over a restart or a cut says nothing of how regular heartbeats are.
  if (beat.incarnation === heard.last.incarnation && beat.n - heard.last.n <= 1) {
    const window = suspect.by === 'phi' ? (suspect.window ?? 100) : 1;
    heard.pauses = Math.min(window, heard.pauses + 1);
    heard.meanMs += (nowMs - heard.lastMs - heard.meanMs) / (heard.pauses + 1);
  }
  heard.last = beat;
  heard.lastMs = nowMs;
  return true;
}

/** How strongly a node is suspected: φ, or the share of the time-out that has passed. 0: it was just heard. */
export function suspicionOf(
  { lastMs, meanMs }: Heard,
  nowMs: number,
  { suspect }: Pick<SuspicionSettings, 'suspect'>,
): number {
  const quietMs = nowMs - lastMs;
  return suspect.by === 'timeout' ? quietMs / suspect.afterMs : quietMs / meanMs / Math.LN10;
}

/**
 * Looks who is to be suspected now: at least as often as heartbeats are sent, or a pause of one's own is not told from one
 * of the others'.
 * @returns names in the order in which they were first heard
 */
export function suspects(hearing: Hearing, nowMs: number, settings: SuspicionSettings): string[] {
  const { everyMs, suspect, rules = suspicionRules } = settings;
  const stoodMs = nowMs - hearing.lookedMs - everyMs;
  hearing.lookedMs = nowMs;
  if (rules.ownPause === 'noticed' && stoodMs > everyMs)
    for (const heard of Object.values(hearing.of)) heard.lastMs = Math.min(nowMs, heard.lastMs + stoodMs);
  const limit = suspect.by === 'timeout' ? 1 : suspect.threshold;
  return Object.keys(hearing.of).filter(
    (peer) => suspicionOf(hearing.of[peer] as Heard, nowMs, settings) >= limit,
  );
}

function isNewer(a: Beat, b: Beat): boolean {
  return a.incarnation > b.incarnation || (a.incarnation === b.incarnation && a.n > b.n);
}
