/** What a campaign should reach, and which states count as the same. */
import type { DeclaredCoverage, NodeView } from 'seedstorm';
import type { SequencedLog } from './protocol.js';

export const sequencedCoverage: DeclaredCoverage = {
  sometimes: [
    'a put arrives twice',
    'a put is asked for again',
    'an entry comes before its predecessors',
    'a power cut took an entry of several',
  ],
  /** Who is up, who lags how far, who waits; not for which values. */
  abstract: (nodes: readonly NodeView[]): unknown =>
    nodes.map(({ status, state }) => {
      const {
        log = [],
        applied = 0,
        early = {},
        waiting = {},
      } = (state ?? {}) as Partial<SequencedLog['state']>;
      const lag = Math.min(3, log.length - applied);
      return [status, lag, Object.keys(early).length > 0, Object.keys(waiting).length].join();
    }),
};
