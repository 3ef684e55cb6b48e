/** Fault budgets: how much may go wrong at once, so that a scenario may claim to survive it. */
import { toMicros } from '../kernel/time.js';
import type { Micros } from '../kernel/time.js';
import { delayOf, fitClock, fitDelay, isClockFault } from './amounts.js';
import { kindOf, lasts, type Fault, type FaultKind } from './fault.js';
import { camelCase, type FaultBudget } from './budget-schema.js';
import type { AnyFault } from './kind.js';
import type { FaultPlan } from './plan.js';
import type { PlanWorld } from './plan-world.js';
import { knownCut, largestConnected, type Cut } from './reach.js';
import { isStandIn } from './stand-in-names.js';
import { nodesStoodFor } from './stand-ins.js';

/** A fault that was let through, and the time within which it happens, end excluded. */
interface Admitted {
  readonly fault: Fault;
  readonly beginUs: Micros;
  readonly endUs: Micros;
}

/**
 * Takes faults in order of time and lets each through if the budget still holds with it: a clock error that is too
 * large is made smaller, everything else that is too much is dropped. Faults that wait for something come last, as each
 * takes up room for as long as it may wait and last. The order of the plan is kept.
 */
export function fitBudget(faults: FaultPlan, budget: FaultBudget, world: Pick<PlanWorld, 'nodes'>): Fault[] {
  return fitEach(faults, budget, world).filter((fault) => fault !== undefined);
}

/** What becomes of each fault: itself, a smaller one, or nothing. */
function fitEach(
  faults: FaultPlan,
  budget: FaultBudget,
  world: Pick<PlanWorld, 'nodes'>,
): readonly (Fault | undefined)[] {
  const gate = new Gate(budget, world.nodes);
  const order = [...faults.entries()].sort(([i, a], [j, b]) => a.atMs - b.atMs || i - j);
  const fitted: (Fault | undefined)[] = new Array<Fault | undefined>(faults.length);
  for (const [index, fault] of order) if (fault.when === undefined) fitted[index] = gate.admit(fault);
  for (const [index, fault] of order) if (fault.when !== undefined) fitted[index] = gate.admit(fault);
  return fitted;
}

/** The numbers of the faults under which nothing is claimed: they are more than the budget lets through. */
export function outsideBudget(
  faults: FaultPlan,
  budget: FaultBudget,
  world: Pick<PlanWorld, 'nodes'>,
): number[] {
  const fitted = fitEach(faults, budget, world);
  return faults.flatMap((fault, number) => (fitted[number] === fault ? [] : [number]));
}

/** How many faults of each kind were dropped. */
export type LeftOut = Readonly<Partial<Record<FaultKind, number>>>;

export function leftOut(drawn: FaultPlan, fitted: FaultPlan): LeftOut {
  const counts: Partial<Record<FaultKind, number>> = {};
  for (const { kind } of drawn) counts[kind] = (counts[kind] ?? 0) + 1;
  for (const { kind } of fitted) counts[kind] = (counts[kind] ?? 0) - 1;
  for (const kind of Object.keys(counts) as FaultKind[]) if (counts[kind] === 0) delete counts[kind];
  return counts;
}

/** Lets faults through, one after the other in order of time, those that wait last, and remembers what they do. */
class Gate {
  private readonly maxDown: number;
  private readonly maxUnreachable: number;
  private readonly maxHarmed: number;
  private readonly maxSkewMs: number;
  private readonly maxDelayMs: number;
  private readonly forbidden: ReadonlySet<string>;
  private readonly spared: ReadonlySet<string>;
  /** Those in force that stop nodes, part them or add some. */
  private active: Admitted[] = [];
  /** All that ever were. */
  private readonly past: Admitted[] = [];
  private clocks: Admitted[] = [];
  private readonly delays: Admitted[] = [];
  private readonly harmed = new Set<string>();

  constructor(
    { maxDown = Infinity, maxUnreachable = Infinity, intactReplicas, spared = [], allow = {} }: FaultBudget,
    private readonly nodes: readonly string[],
  ) {
    this.maxDown = maxDown;
    this.maxUnreachable = maxUnreachable;
    this.maxHarmed = intactReplicas === undefined ? Infinity : nodes.length - intactReplicas;
    this.maxSkewMs = allow.clockSkewMs ?? Infinity;
    this.maxDelayMs = allow.addedDelayMs ?? Infinity;
    this.spared = new Set(spared);
    this.forbidden = new Set(
      Object.entries(allow).flatMap(([name, allowed]) => (allowed === false ? [name] : [])),
    );
  }

  /** What of the fault the budget allows, if anything. */
  admit(asked: Fault): Fault | undefined {
    if (this.forbidden.size > 0 && this.isForbidden(asked)) return undefined;
    const fault = this.maxDelayMs < Infinity && delayOf(asked) !== undefined ? this.fitDelay(asked) : asked;
    if (fault === undefined) return undefined;
    const admitted = this.admitInTime(fault);
    if (admitted !== undefined && delayOf(admitted) !== undefined) this.delays.push(inTime(admitted));
    return admitted;
  }

  private isForbidden(fault: Fault): boolean {
    if (this.forbidden.has(camelCase(fault.kind))) return true;
    return this.forbidden.has('memoryLoss') && kindOf(fault).cost.memory?.(fault) === true;
  }

  private fitDelay(fault: Fault): Fault | undefined {
    // One that waits may meet any other.
    const others =
      fault.when === undefined ? this.delays : this.delays.map((other) => ({ ...other, endUs: Infinity }));
    return fitDelay(fault, this.maxDelayMs, others);
  }

  /** The same, once messages are no later than they may be. */
  private admitInTime(fault: Fault): Fault | undefined {
    if ('node' in fault && this.spared.has(fault.node)) return undefined;
    if (this.spared.size > 0 && mayHitAny(fault)) return this.admitInTime(sparing(fault, [...this.spared]));
    if (isClockFault(fault)) return this.admitClock(fault);
    const harmed = replicaHarmedBy(fault);
    // Nobody knows whom a stand-in harms: each time another.
    const key = harmed !== undefined && isStandIn(harmed) ? `${harmed} ${this.harmed.size}` : harmed;
    if (key !== undefined && !this.harmed.has(key) && this.harmed.size >= this.maxHarmed) return undefined;
    if (nodeDownBy(fault) !== undefined || isCut(fault) || joinedBy(fault) !== undefined) {
      const candidate = inTime(fault);
      if (!(fault.when === undefined ? this.admitActive(candidate) : this.admitWaiting(candidate)))
        return undefined;
      this.past.push(candidate);
    }
    if (key !== undefined) this.harmed.add(key);
    return fault;
  }

  private admitClock(fault: Fault): Fault | undefined {
    // One that waits may begin together with any other.
    const others =
      fault.when === undefined ? this.clocks : this.clocks.map((other) => ({ ...other, endUs: Infinity }));
    const fitted = fitClock(fault, this.maxSkewMs, others);
    if (fitted) this.clocks.push(inTime(fitted));
    return fitted;
  }

  /** Those let through began no later than the candidate. So if the limits hold when it begins, they hold on. */
  private admitActive(candidate: Admitted): boolean {
    this.active = this.active.filter(({ endUs }) => endUs > candidate.beginUs);
    this.active.push(candidate);
    const admitted = this.holdsWith(candidate, this.active);
    if (!admitted) this.active.pop();
    return admitted;
  }

  /** It may begin at any moment and together with whatever begins within its time: the limits must hold at each. */
  private admitWaiting(candidate: Admitted): boolean {
    const { beginUs, endUs } = candidate;
    const meanwhile = this.past.filter((other) => other.endUs > beginUs && other.beginUs < endUs);
    const begins = meanwhile.map((other) => Math.max(beginUs, other.beginUs));
    return [...new Set([beginUs, ...begins])].every((atUs) =>
      this.holdsWith(candidate, [
        ...meanwhile.filter((other) => other.beginUs <= atUs && other.endUs > atUs),
        candidate,
      ]),
    );
  }

  private holdsWith(candidate: Admitted, active: readonly Admitted[]): boolean {
    const down = new Set<string>();
    let anybody = 0;
    const joined: string[] = [];
    const cuts: Cut[] = [];
    for (const { fault } of active) {
      const stopped = nodeDownBy(fault);
      if (stopped !== undefined && isStandIn(stopped)) anybody++;
      else if (stopped !== undefined) down.add(stopped);
      const newcomer = joinedBy(fault);
      if (newcomer !== undefined) joined.push(newcomer);
      if (isCut(fault)) cuts.push(fault);
    }
    const addsDown = nodeDownBy(candidate.fault) !== undefined;
    if (addsDown && down.size + anybody > this.maxDown) return false;
    return this.isReachable(down, anybody, joined, cuts);
  }

  /** @param anybody how many more nodes are down, where it is not known yet which */
  private isReachable(
    down: ReadonlySet<string>,
    anybody: number,
    joined: readonly string[],
    cuts: readonly Cut[],
  ): boolean {
    if (this.maxUnreachable === Infinity) return true;
    const members = joined.length === 0 ? this.nodes : [...new Set([...this.nodes, ...joined])];
    const up = members.filter((node) => !down.has(node));
    const known = cuts.map((cut) => knownCut(cut, members));
    const unknown = known.reduce((sum, cut) => sum + cut.unknown, anybody);
    const connected = largestConnected(
      up,
      known.map(({ cut }) => cut),
    );
    return members.length - (connected - unknown) <= this.maxUnreachable;
  }
}

/** From when it may begin until when it may last. */
function inTime(fault: Fault): Admitted {
  const beginUs = toMicros(fault.atMs);
  return { fault, beginUs, endUs: beginUs + waitUs(fault) + lengthUs(fault) };
}

function waitUs({ when }: Fault): number {
  if (when === undefined) return 0;
  return when.withinMs === undefined ? Infinity : toMicros(when.withinMs) + toMicros(when.afterMs ?? 0);
}

function lengthUs(fault: Fault): number {
  if (lasts(fault)) return fault.durationMs === undefined ? Infinity : toMicros(fault.durationMs);
  return kindOf(fault).cost.forGood === true ? Infinity : 1;
}

/** Whether it hits a node that nobody knows yet, and is not told yet whom to spare. */
function mayHitAny(fault: Fault): boolean {
  return fault.when !== undefined && fault.when.except === undefined && nodesStoodFor(fault).length > 0;
}

function sparing(fault: Fault, except: readonly string[]): Fault {
  return { ...fault, when: { ...fault.when, except } } as Fault;
}

function nodeDownBy(fault: Fault): string | undefined {
  return kindOf(fault).cost.down === true ? (fault as AnyFault).node : undefined;
}

function replicaHarmedBy(fault: Fault): string | undefined {
  return kindOf(fault).cost.replica === true ? (fault as AnyFault).node : undefined;
}

function joinedBy(fault: Fault): string | undefined {
  return kindOf(fault).cost.joins?.(fault);
}

/** Whether the fault keeps messages away altogether. A flapping cut counts as cut all the time. */
function isCut(fault: Fault): fault is Cut {
  return kindOf(fault).cost.cuts?.(fault) === true;
}
