/** Which states of the order process count as the same when a campaign counts them. */
import type { NodeView } from 'seedstorm';
import type { Orchestrator } from './orchestrator.js';

/** Who is up, and where the sagas under way are; not how many, nor whose. */
export function orderState(nodes: readonly NodeView[]): unknown {
  return nodes.map(({ name, status, state }) => {
    const { sagas = {}, calls = {} } = (state ?? {}) as Partial<Orchestrator['state']>;
    const again = new Set(
      Object.values(calls).flatMap(({ about, attempts }) => (attempts > 1 ? [about] : [])),
    );
    const places = Object.values(sagas).flatMap(({ order, position }) => {
      if (position.at === 'ended') return [];
      const where = position.at === 'act' ? `act ${position.step}` : `undo ${position.left.join()}`;
      return [again.has(order.id) ? `${where} again` : where];
    });
    return [name, status, ...new Set(places.sort())].join(', ');
  });
}
