/** Another plan from one that opened something new: a fault less, more, earlier, longer, or another schedule. */
import { fitBudget } from '../../sim/faults/budget.js';
import { lasts, type Fault } from '../../sim/faults/fault.js';
import { parsePlan, type Plan } from '../../sim/faults/plan.js';
import { planWorldOf } from '../../sim/world/plan-world.js';
import type { PlanWorld } from '../../sim/faults/plan-world.js';
import type { Random } from '../../sim/kernel/random.js';
import type { Prepared } from '../../sim/run/prepare.js';
import { drawSchedule } from '../../sim/schedule/draw-schedule.js';
import type { StrategyName } from '../../sim/schedule/schedule.js';

/** More would be a sequence of its own; a mutant is to stay close to its parent. */
const MAX_STEPS = 4;

/**
 * A mutant of a plan, fitted to the scenario's budget. A pure function of its arguments.
 * @param parent the run whose plan is changed
 * @param donor a plan of the same scenario, whose faults and schedule may be taken over
 * @param strategies what a new schedule may be drawn from
 */
export function mutated(
  parent: Prepared,
  donor: Plan,
  random: Random,
  strategies: readonly StrategyName[],
): Plan {
  let { plan } = parent.setup;
  const world = { ...planWorldOf(parent.setup), strategies };
  for (let steps = random.int(1, MAX_STEPS); steps > 0; steps--)
    plan = random.pick(mutations)(plan, donor, world, random);
  const horizonMs = horizonOf(plan, world);
  const faults = plan.faults.filter(({ atMs }) => atMs < horizonMs).sort((a, b) => a.atMs - b.atMs);
  const { scenario, params } = parent;
  const budget = typeof scenario.budget === 'function' ? scenario.budget(params) : scenario.budget;
  const fitted = budget === undefined ? faults : fitBudget(faults, budget, world);
  return parsePlan({ ...plan, faults: fitted }, world);
}

interface World extends PlanWorld {
  readonly strategies: readonly StrategyName[];
}

type Mutation = (plan: Plan, donor: Plan, world: World, random: Random) => Plan;

const mutations: readonly Mutation[] = [
  removeFault,
  addFaults,
  addFaults,
  moveFault,
  moveFault,
  stretchFault,
  redirectFault,
  redirectFault,
  changeSchedule,
];

function removeFault(plan: Plan, _donor: Plan, _world: PlanWorld, random: Random): Plan {
  if (plan.faults.length === 0) return plan;
  return { ...plan, faults: plan.faults.toSpliced(random.int(0, plan.faults.length - 1), 1) };
}

/** One of the donor's faults, or all that begin within a stretch of time. */
function addFaults(plan: Plan, donor: Plan, world: PlanWorld, random: Random): Plan {
  if (donor.faults.length === 0) return plan;
  const first = random.pick(donor.faults);
  const lengthMs = random.chance(0.5) ? 0 : random.float() * (horizonOf(plan, world) / 4);
  const taken = donor.faults.filter(
    (fault) => fault === first || (fault.atMs >= first.atMs && fault.atMs <= first.atMs + lengthMs),
  );
  return { ...plan, faults: [...plan.faults, ...taken] };
}

/** Anywhere, or near another fault: bugs like company. */
function moveFault(plan: Plan, _donor: Plan, world: PlanWorld, random: Random): Plan {
  return changed(plan, random, (fault) => {
    const near = random.chance(0.5) ? random.pick(plan.faults).atMs : undefined;
    const horizonMs = horizonOf(plan, world);
    const atMs = near === undefined ? random.float() * horizonMs : near + (random.float() - 0.5) * 200;
    return { ...fault, atMs: micro(Math.min(Math.max(0, atMs), horizonMs - 0.001)) };
  });
}

function stretchFault(plan: Plan, _donor: Plan, world: PlanWorld, random: Random): Plan {
  return changed(plan, random, (fault) => {
    if (!lasts(fault)) return fault;
    const lengthMs = fault.durationMs ?? horizonOf(plan, world) - fault.atMs;
    const durationMs = micro(Math.min(lengthMs * random.pick([0.25, 0.5, 2, 4]), world.durationMs));
    return { ...fault, durationMs: Math.max(0.001, durationMs) };
  });
}

/** The same fault on another node. */
function redirectFault(plan: Plan, _donor: Plan, world: PlanWorld, random: Random): Plan {
  return changed(plan, random, (fault) =>
    'node' in fault && fault.kind !== 'join' && fault.kind !== 'replace'
      ? { ...fault, node: random.pick(world.nodes) }
      : fault,
  );
}

function changeSchedule(plan: Plan, donor: Plan, world: World, random: Random): Plan {
  const { schedule: _, ...unscheduled } = plan;
  const schedule = random.chance(0.25)
    ? donor.schedule
    : drawSchedule(random.pick(world.strategies), random, horizonOf(plan, world));
  return schedule === undefined ? unscheduled : { ...unscheduled, schedule };
}

function changed(plan: Plan, random: Random, change: (fault: Fault) => Fault): Plan {
  if (plan.faults.length === 0) return plan;
  const index = random.int(0, plan.faults.length - 1);
  return { ...plan, faults: plan.faults.with(index, change(plan.faults[index] as Fault)) };
}

function horizonOf({ healAtMs }: Plan, { durationMs }: PlanWorld): number {
  return healAtMs ?? durationMs;
}

function micro(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
