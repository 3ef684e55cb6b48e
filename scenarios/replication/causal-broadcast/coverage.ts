/** What a campaign should reach, and which states count as the same. */
import type { DeclaredCoverage, NodeView } from 'seedstorm';
import type { CausalBroadcast } from './protocol.js';

export const causalCoverage: DeclaredCoverage = {
  sometimes: [
    'a put arrives twice',
    'a power cut took a write of several',
    'a write comes before one of another node that it depends on',
    'two writes of a key have the same rank',
  ],
  /** Who is up, who holds back what, who waits; not for which values. */
  abstract: (nodes: readonly NodeView[]): unknown =>
    nodes.map(({ status, state }) => {
      const {
        log = [],
        applied = 0,
        early = {},
        waiting = {},
      } = (state ?? {}) as Partial<CausalBroadcast['state']>;
      const lag = Math.min(3, log.length - applied);
      return [status, lag, Math.min(3, Object.keys(early).length), Object.keys(waiting).length].join();
    }),
};
