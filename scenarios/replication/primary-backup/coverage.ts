/** Which states of the store count as the same when a campaign counts them, and what a campaign should see. */
import type { NodeView } from 'seedstorm';
import type { MonitorState } from './monitor.js';
import type { ReplicaState } from './replica.js';

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

/** Who is up, who leads, who lags and what the monitor is doing; without epochs, positions and names. */
export function storeState(nodes: readonly NodeView[]): unknown {
  let latest = 0;
  let longest = 0;
  for (const { state } of nodes) {
    const { epoch = 0, log } = (state ?? {}) as Partial<ReplicaState>;
    latest = Math.max(latest, epoch);
    longest = Math.max(longest, log?.length ?? 0);
  }
  return nodes.map(({ status, state }) => `${status} ${partOf(state, latest, longest)}`).sort();
}

function partOf(state: unknown, latest: number, longest: number): string {
  const { epoch, log, committed, leading, phase } = (state ?? {}) as Partial<ReplicaState & MonitorState>;
  if (phase !== undefined) return phase;
  if (log === undefined) return '';
  const marks = [
    leading === null ? 'backup' : 'primary',
    epoch === latest ? '' : 'old',
    log.length < longest ? 'lags' : '',
    committed === log.length ? '' : 'uncommitted',
  ];
  return marks.filter((mark) => mark !== '').join(' ');
}
