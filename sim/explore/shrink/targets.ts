/** Says of each operation which node it goes to, so that taking one away leaves the others where they went. */
import type { Plan } from '../../faults/plan.js';
import type { Search } from './search.js';

/** A client that is free to choose draws by the number of its operation, and numbers change when one is cut. */
export async function pinTargets(search: Search): Promise<void> {
  if (search.plan.operations.every(({ to }) => to !== undefined)) return;
  const { targets } = await search.watch();
  const next = new Map<string, number>();
  const operations = search.plan.operations.map((operation) => {
    const number = next.get(operation.process) ?? 0;
    next.set(operation.process, number + 1);
    const to = operation.to ?? targets.get(operation.process)?.[number];
    return to === undefined ? operation : { ...operation, to };
  });
  const pinned: Plan = { ...search.plan, operations };
  await search.fails(pinned);
}
