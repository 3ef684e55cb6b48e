/** Which states of the order process count as the same when a campaign counts them. */
import type { NodeView } from 'seedstorm';
import type { Orchestrator } from './orchestrator.js';

/** Who is up, and where the sagas under way are; not how many, nor whose. */
export function orderState(nodes: readonly NodeView[]): unknown {
  return nodes.map(({ name, status, state }) => {
    const sagas = Object.values((state as Partial<Orchestrator['state']> | undefined)?.sagas ?? {});
    const places = sagas.flatMap(({ position, attempts }) => {
      if (position.at === 'ended') return [];
      const where = position.at === 'act' ? `act ${position.step}` : `undo ${position.left.join()}`;
      return [attempts > 1 ? `${where} again` : where];
    });
    return [name, status, ...new Set(places.sort())].join(', ');
  });
}
