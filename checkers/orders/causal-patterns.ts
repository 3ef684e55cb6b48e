/**
 * The bad patterns of Bouajjani, Enea, Guerraoui & Hamza, "On verifying causal consistency" (POPL 2017, table 2):
 * a history of reads and writes of distinct values is causally consistent exactly if it has none of them.
 *
 * Causal order is the closure of session order and reads-from. Weak causal consistency excludes CyclicCO,
 * WriteCOInitRead, ThinAirRead and WriteCORead; causal convergence also CyclicCF; causal memory (Ahamad et al.
 * 1995) also WriteHBInitRead and CyclicHB.
 */
import type { BudgetMeter } from '../budget.js';
import type { Anomaly, Operation } from '../history.js';
import { show } from '../identity.js';
import { who, whoWhen } from '../selectors.js';
import { LatestWrites } from './latest-writes.js';
import { Precedence } from './precedence.js';
import { ofKey, type ReadsFrom, sourceOf } from './reads-from.js';
import { type Access, INITIAL, type RegisterHistory, valueOf } from './registers.js';
import { type Contradiction, saturate } from './saturation.js';

export type CausalVariant = 'weak' | 'convergence' | 'memory';

/** The patterns of a variant in a history; empty if it is consistent. */
export function causalPatterns(
  history: RegisterHistory,
  readsFrom: ReadsFrom,
  variant: CausalVariant,
  meter: BudgetMeter,
): readonly Anomaly[] {
  const causal = new Precedence(history, meter, isAssigned(readsFrom));
  addReadsFrom(causal, readsFrom);
  const cycle = causal.close();
  if (cycle)
    return [
      cyclic(
        history,
        readsFrom,
        'CyclicCO',
        cycle,
        'each of these operations causally precedes the next, in a circle',
      ),
    ];

  const latest = new LatestWrites(history);
  const reads = history.accesses.filter((access) => readsFrom.has(access.id));
  const weak = reads.flatMap((read) => staleRead(history, readsFrom, causal, latest, read));
  if (weak.length > 0 || variant === 'weak') return weak;
  return variant === 'convergence'
    ? conflictCycle(history, readsFrom, causal, latest, reads, meter)
    : memoryPatterns(history, readsFrom, causal, latest, meter);
}

/** Reads that are not assigned do not take part. */
function isAssigned(readsFrom: ReadsFrom): (access: Access) => boolean {
  return (access) => access.kind === 'write' || readsFrom.has(access.id);
}

export function addReadsFrom(order: Precedence, readsFrom: ReadsFrom): void {
  for (const [read, source] of readsFrom) if (source !== INITIAL) order.add(source, read);
}

/** WriteCOInitRead and WriteCORead: the read misses a write that it causally knows of. */
function staleRead(
  history: RegisterHistory,
  readsFrom: ReadsFrom,
  causal: Precedence,
  latest: LatestWrites,
  read: Access,
): Anomaly[] {
  const source = sourceOf(history, readsFrom, read);
  for (let chain = 0; chain < history.chains.length; chain++) {
    const write = latest.among(chain, read.key, causal.countBefore(read, chain));
    if (!write || write === source || (source && !causal.before(source, write))) continue;
    const path = operations(history, readsFrom, causal.path(write.id, read.id));
    const found = `${whoWhen(read.operation)} read ${show(valueOf(read.operation))}${ofKey(read.operation)}`;
    const missed = `although the write of ${show(valueOf(write.operation))} by ${who(write.operation)} causally precedes it`;
    if (!source)
      return [
        { kind: 'WriteCOInitRead', message: `${found}, the initial value, ${missed}`, operations: path },
      ];
    const overwritten = operations(history, readsFrom, causal.path(source.id, write.id));
    return [
      {
        kind: 'WriteCORead',
        message: `${found}, ${missed} and overwrote that`,
        operations: [...overwritten, ...path],
      },
    ];
  }
  return [];
}

/** CyclicCF: the writes cannot be arbitrated so that every read finds the last one that it knows of. */
function conflictCycle(
  history: RegisterHistory,
  readsFrom: ReadsFrom,
  causal: Precedence,
  latest: LatestWrites,
  reads: readonly Access[],
  meter: BudgetMeter,
): Anomaly[] {
  const conflict = new Precedence(history, meter, isAssigned(readsFrom));
  addReadsFrom(conflict, readsFrom);
  const witnesses = new Map<string, Access>();
  for (const read of reads) {
    const source = sourceOf(history, readsFrom, read);
    if (!source) continue;
    for (let chain = 0; chain < history.chains.length; chain++) {
      const write = latest.among(chain, read.key, causal.countBefore(read, chain));
      if (!write || write === source) continue;
      conflict.add(write.id, source.id);
      witnesses.set(`${write.id} ${source.id}`, read);
    }
  }
  const cycle = conflict.close();
  if (!cycle) return [];
  // The reads that force an edge belong to the story, and so does the way by which they know of the loser.
  const reasons = cycle.flatMap((id, i) => {
    const read = witnesses.get(`${id} ${cycle[(i + 1) % cycle.length]}`);
    return read ? causal.path(id, read.id) : [];
  });
  const text =
    'no arbitration of the conflicting writes lets each of these reads find the last write that it knows of';
  return [cyclic(history, readsFrom, 'CyclicCF', [...cycle, ...reasons], text)];
}

/** WriteHBInitRead and CyclicHB: some session cannot order what it knows of so that its own reads are right. */
function memoryPatterns(
  history: RegisterHistory,
  readsFrom: ReadsFrom,
  causal: Precedence,
  latest: LatestWrites,
  meter: BudgetMeter,
): Anomaly[] {
  for (const session of history.sessions) {
    const reads = session.filter((access) => readsFrom.has(access.id));
    const last = reads.at(-1);
    if (!last) continue;
    const past = (access: Access) =>
      isAssigned(readsFrom)(access) && (access === last || causal.before(access, last));
    const order = new Precedence(history, meter, past);
    for (const [read, source] of readsFrom) {
      if (source !== INITIAL && past(history.accesses[read]!)) order.add(source, read);
    }
    const contradiction = saturate({
      history,
      order,
      latest,
      reads,
      source: (read) => readsFrom.get(read.id)!,
    });
    if (contradiction) {
      const whose = `${who(last.operation)} cannot put the writes it knows of in an order that explains its reads`;
      return [
        contradictionAnomaly(
          history,
          readsFrom,
          order,
          contradiction,
          reads,
          ['CyclicHB', 'WriteHBInitRead'],
          whose,
        ),
      ];
    }
  }
  return [];
}

/** A contradiction of `saturate` as an anomaly: its operations and the session whose reads led to it. */
export function contradictionAnomaly(
  history: RegisterHistory,
  readsFrom: ReadsFrom,
  order: Precedence,
  contradiction: Contradiction,
  reads: readonly Access[],
  [cycleKind, initialKind]: readonly [cycle: string, initial: string],
  whose: string,
): Anomaly {
  const session = reads.map(({ id }) => id);
  if (contradiction.kind === 'cycle')
    return cyclic(history, readsFrom, cycleKind, [...contradiction.ids, ...session], whose);
  const { write, read } = contradiction;
  const path = order.path(write.id, read.id);
  const message = `${whose}: ${whoWhen(read.operation)} read the initial value${ofKey(read.operation)} after the write of ${show(valueOf(write.operation))}`;
  return { kind: initialKind, message, operations: operations(history, readsFrom, [...path, ...session]) };
}

function cyclic(
  history: RegisterHistory,
  readsFrom: ReadsFrom,
  kind: string,
  ids: readonly number[],
  message: string,
): Anomaly {
  return { kind, message, operations: operations(history, readsFrom, ids) };
}

/** The operations of these accesses, and the writes that the reads among them returned. */
function operations(history: RegisterHistory, readsFrom: ReadsFrom, ids: readonly number[]): Operation[] {
  const all = new Set<number>();
  for (const id of ids) {
    all.add(id);
    const source = readsFrom.get(id);
    if (source !== undefined && source !== INITIAL) all.add(source);
  }
  return [...all].map((id) => history.accesses[id]!.operation);
}
