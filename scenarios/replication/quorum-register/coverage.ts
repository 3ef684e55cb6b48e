/** Which states of the register count as the same when a campaign counts them. */
import type { NodeView } from 'seedstorm';
import type { Register } from './protocol.js';

/** How many nodes are up, and what each is in the middle of; not for whom, nor which values it holds. */
export function registerState(nodes: readonly NodeView[]): unknown {
  return nodes
    .map(({ status, state }) => {
      const tasks = Object.values((state as Register['state'] | undefined)?.tasks ?? {});
      const under = tasks.map(
        ({ request, phase, votes }) => `${request.f} ${phase}${votes.refused.length > 0 ? '!' : ''}`,
      );
      return [status, ...new Set(under.sort())].join(', ');
    })
    .sort();
}
