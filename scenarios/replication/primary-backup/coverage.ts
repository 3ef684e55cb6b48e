/** Which states of the store count as the same when a campaign counts them, and what a campaign should see. */
import type { NodeView } from 'seedstorm';

/** What a run with a fail-over holds. */
export const TAKE_OVER = 'a second primary takes over';

/** Claims of the protocol's code that some run should confirm. */
export const sometimes = [
  TAKE_OVER,
  'a deposed primary leaves clients without an answer',
  'a backup gives up what its new primary has not',
  'a backup has to catch up',
];
export const reachable = ['an older primary is refused'];

/** What is looked at of a replica or of the monitor. */
interface Seen {
  readonly epoch: number;
  readonly log?: { readonly entries: readonly unknown[] };
  readonly committed?: number;
  readonly leading?: unknown;
  readonly phase?: string;
}

/** Who is up, who leads, who lags and what the monitor is doing; without epochs, positions and names. */
export function storeState(nodes: readonly NodeView[]): unknown {
  const seen = nodes.map(({ status, state }) => ({ status, ...(state as Seen | undefined) }));
  const latest = Math.max(...seen.map(({ epoch = 0 }) => epoch));
  const longest = Math.max(...seen.map(({ log }) => log?.entries.length ?? 0));
  return seen
    .map(({ status, epoch, log, committed, leading, phase }) => {
      if (log === undefined) return `${status} ${phase ?? ''}`;
      const { length } = log.entries;
      const marks = [
        leading === null ? 'backup' : 'primary',
        epoch !== latest && 'old',
        length < longest && 'lags',
        committed !== length && 'uncommitted',
      ];
      return [status, ...marks.filter(Boolean)].join(' ');
    })
    .sort();
}
