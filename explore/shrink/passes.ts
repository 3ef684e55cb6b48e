/** The passes in their order: cheapest win first, large pieces first. The chapter, ../README.md, tells why. */
import { anchorFaults } from './anchor.js';
import { closeGaps } from './close-gaps.js';
import { cutFates } from './cut-fates.js';
import { cutFaultPairs, cutFaults } from './cut-faults.js';
import type { Grain } from './cut-list.js';
import { cutAroundFailure, cutClients, cutOperationPairs, cutOperations } from './cut-operations.js';
import { cutSchedule } from './cut-schedule.js';
import { cutWhileSliding } from './cut-while-sliding.js';
import { joinDelays } from './join-delays.js';
import { mergeFates } from './merge-fates.js';
import { plainerFaults } from './plainer-faults.js';
import type { Search } from './search.js';
import { nameSingleMessages, simplifyFates } from './simplify-fates.js';
import { dropHeal, roundOperations, roundTimes, simplifyFaults } from './simplify.js';

export type Grains = readonly Grain[];
/** Each list is worth cutting roughly before any of them is worth cutting finely, as a rule. */
const COARSE_FIRST: Grains = ['coarse', 'fine'];
export const FINE_AT_ONCE: Grains = ['fine'];

/** So many messages that are late make a slow link sooner than they are tried one by one. */
const MANY_FATES = 12;
/** Where there are more operations, these had better go first. */
const FEW_OPERATIONS = 50;

export async function passes(search: Search, grains = COARSE_FIRST): Promise<void> {
  await cutSchedule(search);
  await dropHeal(search);
  await cutAroundFailure(search);
  await cutFaults(search);
  await cutClients(search);
  await plainerFaults(search);
  await closeGaps(search);
  for (let before = Infinity; before > search.size && !search.spent;) {
    before = search.size;
    for (const grain of grains) {
      await cutOperations(search, grain);
      await cutFaults(search);
      await cutFates(search, grain);
      const { fates, plan } = search;
      if (fates.size > MANY_FATES && plan.operations.length <= FEW_OPERATIONS) await mergeFates(search);
    }
    await cutWhileSliding(search);
    await dropHeal(search);
    if (search.fates.size > 0) await roundOperations(search);
    await mergeFates(search);
    await cutOperationPairs(search);
    await cutFaultPairs(search);
  }
}

/** Makes it easier to read, which at times lets more be cut. */
export async function polish(search: Search): Promise<void> {
  for (let before = Infinity; before > search.size && !search.spent;) {
    before = search.size;
    // Before windows are fitted to them.
    await roundOperations(search);
    await simplifyFaults(search);
    await simplifyFates(search);
    await joinDelays(search);
    await passes(search);
  }
  await nameSingleMessages(search);
  await roundTimes(search);
  await anchorFaults(search);
}
