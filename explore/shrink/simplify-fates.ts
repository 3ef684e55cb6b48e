/** Fates that need not be told: requests that a client may as well send later, delays next to a copy, odd numbers. */
import { EventKind } from '../../sim/kernel/event-kind.js';
import { toMicros, toMs } from '../../sim/kernel/time.js';
import { cutPairs } from './cut-list.js';
import { fatesOf } from './cut-fates.js';
import type { Fate } from './fate.js';
import { messagesUnder } from './messages-under.js';
import type { Search } from './search.js';

const MAX_FOR_PAIRS = 10;

export async function simplifyFates(search: Search): Promise<void> {
  search.pass = 'simpler delays';
  await askLater(search);
  for (const fate of [...search.fates.values()]) {
    if (fate.copiesAfterUs.length === 0) continue;
    await replaceFate(search, fate.message, { delayUs: 0 });
    await replaceFate(search, fate.message, { copiesAfterUs: [0] });
  }
  const fates = [...search.fates.values()];
  if (fates.length > 1 && fates.length <= MAX_FOR_PAIRS)
    await cutPairs(fates, (kept) => search.fails({ fates: fatesOf(kept) }));
}

/** A link that is slow for a single message: that message is late, and says so. */
export async function nameSingleMessages(search: Search): Promise<void> {
  if (search.start.latencyMs === undefined) return;
  search.pass = 'single messages by their names';
  for (const fault of search.plan.faults) {
    if (fault.kind !== 'latency' || (fault.jitterMs ?? 0) > 0 || search.spent) continue;
    const [first, ...others] = await messagesUnder(search, fault);
    if (first === undefined || others.length > 0 || first.staged !== undefined) continue;
    const { message, atUs } = first;
    const beforeHeal = atUs < toMicros(search.plan.healAtMs ?? Infinity);
    const late: Fate = {
      ...{ message, lost: false, delayUs: toMicros(fault.addMs) },
      ...{ copiesAfterUs: [], beforeHeal },
    };
    const faults = search.plan.faults.filter((each) => each !== fault);
    await search.fails({ faults, fates: new Map(search.fates).set(message, late) });
  }
}

/** Puts something else in the place of a fate, if it still fails. */
export async function replaceFate(search: Search, message: number, changes: Partial<Fate>): Promise<boolean> {
  const fate = search.fates.get(message);
  if (fate === undefined) return false;
  return search.fails({ fates: new Map(search.fates).set(message, { ...fate, ...changes }) });
}

/** A request that is late may as well begin late. */
async function askLater(search: Search): Promise<void> {
  if (search.fates.size === 0) return;
  const { messages } = await search.watch();
  for (const { kind, from, staged } of messages) {
    if (kind !== EventKind.Request || staged === undefined || staged.delayUs === 0) continue;
    const client = search.nameOf(from);
    for (const operation of search.plan.operations.filter(({ process }) => process === client)) {
      const later = search.lineages.changed(operation, { atMs: operation.atMs + toMs(staged.delayUs) });
      const fates = new Map(search.fates);
      if (staged.copiesAfterUs.length > 0) fates.set(staged.message, { ...staged, delayUs: 0 });
      else fates.delete(staged.message);
      const operations = search.plan.operations.map((each) => (each === operation ? later : each));
      if (await search.fails({ fates, operations })) break;
    }
  }
}
