/** Takes operations away: what came after the failure, what has nothing to do with it, whole clients, then one by one. */
import type { Operation } from '../../checkers/history.js';
import type { PlannedOperation } from '../../sim/faults/plan.js';
import type { Run } from '../../sim/run/run.js';
import { failedCheck } from '../../sim/run/capsule/failed-check.js';
import { cutList, cutPairs, type Grain } from './cut-list.js';
import type { Search } from './search.js';

type Operations = readonly PlannedOperation[];

/** Lists longer than this have too many pairs. */
const MAX_FOR_PAIRS = 32;
/** How long before the first operation of an anomaly its causes are looked for, in ms; the longest first. */
const LEADS_MS = [1000, 300, 100, 30];

/** Everything after the anomaly, and as much as can be guessed before it. */
export async function cutAroundFailure(search: Search): Promise<void> {
  search.pass = 'operations around the failure';
  const involved = operationsOfAnomaly(search.run);
  const lastMs = Math.max(
    ...involved.map(({ completedAtMs, invokedAtMs = 0 }) => completedAtMs ?? invokedAtMs),
  );
  if (!Number.isFinite(lastMs)) return;
  await keepOperations(search, ({ atMs }) => atMs <= lastMs);
  await keepFaultsUntil(search, lastMs);
  const named = plannedOf(search.plan.operations, search.run, operationsOfAnomaly(search.run));
  if (named.size === 0) return;
  if (await keepOperations(search, (operation) => named.has(operation))) return;
  const firstMs = Math.min(...[...named].map(({ atMs }) => atMs));
  const near = (leadMs: number) => (operation: PlannedOperation) =>
    named.has(operation) || operation.atMs >= firstMs - leadMs;
  for (const leadMs of LEADS_MS.toReversed()) if (await keepOperations(search, near(leadMs))) return;
}

/** Whole clients, the busiest last: they are the likeliest to matter. */
export async function cutClients(search: Search): Promise<void> {
  search.pass = 'clients';
  const clients = [...new Set(search.plan.operations.map(({ process }) => process))];
  for (const client of clients) await keepOperations(search, ({ process }) => process !== client);
}

/** Large pieces first, from the end. */
export async function cutOperations(search: Search, grain: Grain): Promise<void> {
  search.pass = 'operations';
  await cutList(inTime(search.plan.operations), (kept) => failsWith(search, kept), grain);
}

/** Two at a time, where few are left. */
export async function cutOperationPairs(search: Search): Promise<void> {
  search.pass = 'pairs of operations';
  const { operations } = search.plan;
  if (operations.length <= MAX_FOR_PAIRS)
    await cutPairs(inTime(operations), (kept) => failsWith(search, kept));
}

function failsWith(search: Search, kept: Operations): Promise<boolean> {
  const chosen = new Set(kept);
  return keepOperations(search, (operation) => chosen.has(operation));
}

async function keepOperations(
  search: Search,
  keep: (operation: PlannedOperation) => boolean,
): Promise<boolean> {
  const operations = search.plan.operations.filter(keep);
  if (operations.length === search.plan.operations.length) return false;
  return search.fails({ operations });
}

async function keepFaultsUntil(search: Search, untilMs: number): Promise<void> {
  const faults = search.plan.faults.filter(({ atMs }) => atMs <= untilMs);
  if (faults.length < search.plan.faults.length) await search.fails({ faults });
}

function inTime(operations: Operations): Operations {
  return [...operations].sort((a, b) => a.atMs - b.atMs);
}

/** The operations the first anomaly of the failing check names. */
export function operationsOfAnomaly(run: Run): readonly Operation[] {
  return failedCheck(run)?.anomalies[0]?.operations ?? [];
}

/** The planned operations that became these of the history. Each client takes its own in order. */
export function plannedOf(
  operations: Operations,
  run: Run,
  involved: readonly Operation[],
): ReadonlySet<PlannedOperation> {
  const positions = new Set(involved.map(({ invoke }) => invoke));
  const byClient = new Map<string, PlannedOperation[]>();
  for (const operation of operations) {
    const own = byClient.get(operation.process);
    if (own === undefined) byClient.set(operation.process, [operation]);
    else own.push(operation);
  }
  const found = new Set<PlannedOperation>();
  for (const { process, invoke } of run.history) {
    // After an operation of unknown outcome a client goes on under another name: c2, c2.1, c2.2 …
    const name = String(process);
    const planned = (byClient.get(name) ?? byClient.get(name.replace(/\.\d+$/, '')))?.shift();
    if (planned !== undefined && positions.has(invoke)) found.add(planned);
  }
  return found;
}
