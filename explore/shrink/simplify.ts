/** Makes what is left easier to read: shorter windows, fewer names, certainty instead of chance, round times. */
import type { Fault } from '../../sim/faults/fault.js';
import { lasts } from '../../sim/faults/fault.js';
import type { PlannedOperation } from '../../sim/faults/plan.js';
import type { When } from '../../sim/faults/when.js';
import { cutList } from './cut-list.js';
import type { Fate } from './fate.js';
import type { Search } from './search.js';
import { replaceFate } from './simplify-fates.js';

/** Steps times are rounded to, in ms, coarsest first. */
const STEPS_MS = [100, 10, 1, 0.1];
/** Tries at finding how short a window can be. */
const HALVINGS = 8;

export async function simplifyFaults(search: Search): Promise<void> {
  search.pass = 'simpler faults';
  for (let index = 0; index < search.plan.faults.length; index++) {
    await surer(search, index);
    await plainerWaiting(search, index);
    await fewerNames(search, index);
    await shorter(search, index);
  }
}

/** Heal-all, where there is nothing left to heal. Liveness is measured from it. */
export async function dropHeal(search: Search): Promise<void> {
  const { faults, healAtMs } = search.plan;
  if (healAtMs === undefined || search.target.check === 'liveness') return;
  const ends = (fault: Fault): boolean =>
    !lasts(fault) || (fault.durationMs !== undefined && fault.atMs + fault.durationMs <= healAtMs);
  search.pass = 'heal-all';
  if (faults.every(ends)) await search.fails({ healAtMs: undefined });
}

/** Times of operations first, all at once where possible; then faults and delays. */
export async function roundTimes(search: Search): Promise<void> {
  search.pass = 'round times';
  await roundOperations(search);
  for (let index = 0; index < search.plan.faults.length; index++) await roundFault(search, index);
  for (const fate of [...search.fates.values()]) await roundFate(search, fate);
}

/** Puts another fault in the place of one, if it still fails. */
async function replace(search: Search, index: number, changes: Partial<Fault>): Promise<boolean> {
  const fault = search.plan.faults[index] as Fault;
  const next = search.lineages.changed<Fault>(fault, changes);
  return search.fails({ faults: search.plan.faults.with(index, next) });
}

/** What happens by chance, happens always; what flaps, stays; what may be lost or torn, is lost. */
async function surer(search: Search, index: number): Promise<void> {
  const fault = search.plan.faults[index] as Fault;
  if ('probability' in fault && fault.probability < 1) await replace(search, index, { probability: 1 });
  if ('jitterMs' in fault && fault.jitterMs !== undefined) await replace(search, index, { jitterMs: 0 });
  if (fault.kind === 'crash' && fault.unsynced !== 'lost') await replace(search, index, { unsynced: 'lost' });
  if ('flapMs' in fault && fault.flapMs !== undefined) {
    const { flapMs: _, ...steady } = fault;
    await search.fails({ faults: search.plan.faults.with(index, steady) });
  }
}

/** What waits for a message or a state waits for the first, begins at once, and waits as long as it takes. */
async function plainerWaiting(search: Search, index: number): Promise<void> {
  for (const field of ['withinMs', 'afterMs', 'nth'] as const) {
    const { when } = search.plan.faults[index] as Fault;
    if (when === undefined || 'site' in when || (when[field] ?? 1) === 1) continue;
    const { [field]: _, ...rest } = when;
    await replace(search, index, { when: { nth: 1, ...rest } as When });
  }
}

async function fewerNames(search: Search, index: number): Promise<void> {
  for (const end of ['from', 'to'] as const) {
    const fault = search.plan.faults[index] as Fault;
    if (!(end in fault)) continue;
    const names = (fault as { readonly from?: unknown; readonly to?: unknown })[end];
    if (!Array.isArray(names) || names.length < 2) continue;
    await cutList(
      names as string[],
      async (kept) => kept.length > 0 && replace(search, index, { [end]: kept }),
    );
  }
}

/** Halves the window from its end, then from its beginning. */
async function shorter(search: Search, index: number): Promise<void> {
  const fault = search.plan.faults[index] as Fault;
  // A process that is gone for good is not gone for a while: no plan may say so.
  if (!lasts(fault) || ('forGood' in fault && fault.forGood === true)) return;
  const endMs = Math.min(
    fault.atMs + (fault.durationMs ?? Infinity),
    search.plan.healAtMs ?? Infinity,
    search.run.virtualMs,
  );
  let length = micro(endMs - fault.atMs);
  if (!(length > 0)) return;
  for (let cut = length / 2, tries = 0; tries < HALVINGS && cut >= 1; tries++, cut /= 2) {
    const durationMs = micro(length - cut);
    if (await replace(search, index, { durationMs })) length = durationMs;
  }
  for (let cut = length / 2, tries = 0; tries < HALVINGS && cut >= 1; tries++, cut /= 2) {
    const { atMs } = search.plan.faults[index] as Fault;
    const later = { atMs: micro(atMs + cut), durationMs: micro(length - cut) };
    if (await replace(search, index, later)) length = later.durationMs;
  }
}

export async function roundOperations(search: Search): Promise<void> {
  for (const step of STEPS_MS) {
    const { operations } = search.plan;
    const rounded = operations.map((operation) => roundedOperation(search, operation, step));
    if (rounded.every((operation, index) => operation === operations[index])) return;
    if (await search.fails({ operations: rounded })) return;
  }
}

function roundedOperation(search: Search, operation: PlannedOperation, step: number): PlannedOperation {
  const atMs = rounded(operation.atMs, step);
  return atMs === operation.atMs ? operation : search.lineages.changed(operation, { atMs });
}

async function roundFault(search: Search, index: number): Promise<void> {
  for (const property of [
    'atMs',
    'durationMs',
    'delayMs',
    'addMs',
    'offsetMs',
    'byMs',
    'ppm',
    'factor',
  ] as const) {
    for (const step of STEPS_MS) {
      const fault = search.plan.faults[index] as Fault & { readonly [property: string]: unknown };
      const value = fault[property];
      if (typeof value !== 'number') break;
      const round = rounded(value, step);
      if (round === value) break;
      if (round === 0 && property !== 'atMs') continue;
      if (await replace(search, index, { [property]: round })) break;
    }
  }
}

async function roundFate(search: Search, { message }: Fate): Promise<void> {
  const us = (valueUs: number, step: number): number => Math.round(rounded(valueUs / 1000, step) * 1000);
  for (const step of STEPS_MS) {
    const fate = search.fates.get(message);
    if (fate === undefined) return;
    const delayUs = us(fate.delayUs, step);
    const copiesAfterUs = fate.copiesAfterUs.map((afterUs) => us(afterUs, step));
    if (delayUs === fate.delayUs && copiesAfterUs.join() === fate.copiesAfterUs.join()) return;
    if (delayUs === 0 && fate.delayUs > 0) continue;
    if (await replaceFate(search, message, { delayUs, copiesAfterUs })) return;
  }
}

/** To the nearest multiple of a step; `0.1` as tenths, lest digits appear that nobody wrote. */
function rounded(ms: number, step: number): number {
  return step < 1 ? Math.round(ms / step) / Math.round(1 / step) : Math.round(ms / step) * step;
}

const micro = (ms: number): number => Math.round(ms * 1000) / 1000;
