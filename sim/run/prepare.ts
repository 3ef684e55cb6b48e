/** From a scenario and options to the setup of a world: parameters checked, plan drawn or read, defaults filled in. */
import type { z } from 'zod';
import { fitBudget, leftOut, type LeftOut } from '../faults/budget.js';
import { budgetSchema, type FaultBudget } from '../faults/budget-schema.js';
import type { FaultPlan, Plan } from '../faults/plan.js';
import type { PlanWorld } from '../faults/plan-world.js';
import { parsePlan } from '../faults/plan.js';
import { isMadeHere, type NemesisProfile } from '../faults/nemesis.js';
import { profileNamed, profiles } from '../faults/profiles/named.js';
import { watchNames } from '../faults/watched.js';
import { callersCode, guarded, ScenarioError } from '../input/callers-code.js';
import { InputError } from '../input/error.js';
import { assertOptions } from '../input/options.js';
import { unknownName } from '../input/suggest.js';
import { thrownText } from '../input/thrown.js';
import { shown } from '../input/shown.js';
import { stream, type Seed } from '../kernel/random.js';
import { MAX_MS } from '../kernel/time.js';
import { read, type Read } from '../input/schema.js';
import { refusePollution } from '../input/pollution.js';
import { networkSchema } from '../network/config.js';
import { lan } from '../network/presets.js';
import { diskSchema } from '../node/disk-latency.js';
import { ssd } from '../node/disk-presets.js';
import { programsOf, versionsOf } from '../scenario/programs.js';
import {
  checkedChecks,
  checkedFinal,
  checkedNames,
  checkedOperations,
  checkedWorkload,
} from '../scenario/answers.js';
import { chosen } from './chosen.js';
import type { RunOptions, SimulateOptions } from './options.js';
import { assertScenario } from '../scenario/shape.js';
import { nodeNames, type Scenario, type ScenarioContext } from '../scenario/scenario.js';
import { abstractionOf } from '../coverage/abstraction.js';
import { drawSchedule } from '../schedule/draw-schedule.js';
import { strategyNames, type StrategyName } from '../schedule/schedule.js';
import { clockSchema, type WorldSetup } from '../world/setup.js';
import { planOfFile } from '../scenario/plan-file.js';
import { FINAL_CLIENT } from '../workload/client.js';
import type { Workload } from '../workload/workload.js';
import type { Checker } from '../../checkers/history.js';

/** A run ready to begin. */
export interface Prepared {
  /** As it was asked for: what only matters once it runs is read there. */
  readonly asked: SimulateOptions;
  readonly scenario: Scenario;
  readonly params: Readonly<Record<string, unknown>>;
  readonly bug: string | undefined;
  readonly profile: string;
  /** What the profile drew and the scenario's budget does not let through, by kind. */
  readonly leftOut: LeftOut;
  readonly setup: WorldSetup;
  readonly checks: Readonly<Record<string, Checker>>;
}

const DEFAULT_MAX_EVENTS = 5_000_000;

const OPTIONS = [
  ...['seed', 'params', 'bug', 'faults', 'plan', 'strategy', 'swarm', 'countStates'],
  ...['stopAtViolation', 'maxEvents', 'budget', 'drain', 'planFile'],
];

/**
 * Prepares one run. Everything is drawn here; afterwards only the setup counts.
 * @throws InputError in one sentence for parameters, plans, bugs and profiles that are not right, and for what
 *   functions of the scenario throw
 */
export function prepare<P>(of: Scenario<P>, options: SimulateOptions, loaded: unknown): Prepared {
  refusePollution();
  assertUsable(of);
  // The record of a run, or a capsule, says more than a run needs.
  if (!Object.hasOwn(Object(options) as object, 'fingerprint')) assertOptions(options, OPTIONS, 'simulate');
  const scenario = guarded(of as Scenario as Scenario<Record<string, unknown>>);
  const { seed, bug, params } = chosen(scenario, options);
  const members = checkedNames('nodes', scenario.nodes === undefined ? nodeNames(3) : scenario.nodes(params));
  const spares = checkedNames('spares', scenario.spares === undefined ? [] : scenario.spares(params));
  const context: ScenarioContext = { bug, nodes: [...members, ...spares], loaded };
  const programs = programsOf(scenario, params, context);
  const versions = versionsOf(scenario, params, context, programs);
  const workload = checkedWorkload(scenario.workload(params, context));
  refuseNamesakes(scenario, [...context.nodes, ...workload.clients, FINAL_CLIENT]);
  const durationMs = msOf(scenario.durationMs, params, 'durationMs');
  const clientTimeoutMs = msOf(scenario.clientTimeoutMs ?? 1000, params, 'clientTimeoutMs');
  const lastInvokeMs = lastInvokeMsOf(durationMs, scenario.quietMs ?? clientTimeoutMs);
  const settleMs = scenario.settleMs ?? defaultSettleMs(scenario.liveWithinMs, durationMs, clientTimeoutMs);
  const world = {
    nodes: members,
    spares,
    clients: workload.clients,
    versions: Object.keys(versions),
    durationMs,
    ...(scenario.watch === undefined ? {} : { watch: watchNames(scenario.watch) }),
  };
  const strategy = checkedStrategy(scenario, options.strategy);
  const drawOperations = () =>
    checkedOperations(
      callersCode('workload', () => workload.operations({ seed, nodes: members, untilMs: lastInvokeMs })),
      workload.clients,
      context.nodes,
    );
  const draw = () => planOf(scenario, params, options, seed, world, settleMs, strategy, drawOperations);
  const { planFile } = options;
  const { plan, profile, leftOut } =
    planFile === undefined
      ? draw()
      : planOfFile(planFile, draw, () => functionsAsked(workload, drawOperations));
  const asked = scenario.final === undefined ? [] : scenario.final(params, context);
  const final = checkedFinal(asked, context.nodes).map((operation) => ({
    ...operation,
    process: FINAL_CLIENT,
    atMs: durationMs,
  }));
  const setup: WorldSetup = {
    scenario: of,
    seed,
    nodes: context.nodes.map((name, index) => ({
      name,
      program: programs(name),
      version: 'v1',
      member: index < members.length,
    })),
    clients: workload.clients,
    ...(workload.program === undefined ? {} : { clientProgram: workload.program }),
    plan,
    network: settings(scenario.network, params, 'network', networkSchema) ?? lan(),
    disk: settings(scenario.disk, params, 'disk', diskSchema) ?? ssd(),
    clocks: settings(scenario.clocks, params, 'clocks', clockSchema) ?? { maxOffsetMs: 0, maxDriftPpm: 0 },
    versions,
    finalOperations: final,
    durationMs,
    clientTimeoutMs,
    lastInvokeMs,
    restartAfterMs: scenario.restartAfterMs ?? 1000,
    limits: {
      maxEvents: checkedMaxEvents(options.maxEvents) ?? scenario.limits?.maxEvents ?? DEFAULT_MAX_EVENTS,
      maxEventsPerInstant: scenario.limits?.maxEventsPerInstant ?? 100_000,
    },
    invariants: scenario.invariants ?? {},
    ...(scenario.watch === undefined ? {} : { watch: scenario.watch }),
    ...abstractionOf(scenario.coverage, options.countStates ?? false),
  };
  const checks =
    typeof scenario.check === 'function'
      ? checkedChecks(scenario.check(params, context), setup.invariants)
      : scenario.check;
  return { asked: options, scenario: of as Scenario, params, bug, profile, leftOut, setup, checks };
}

const usable = new WeakSet();

/** Whoever spreads a scenario into another has passed `defineScenario` by. */
export function assertUsable(scenario: object): void {
  if (usable.has(scenario)) return;
  try {
    assertScenario(scenario);
  } catch (error) {
    throw new InputError('', thrownText(error).replace(/^TypeError: /, ''));
  }
  usable.add(scenario);
}

/** Clients begin nothing later than this, in ms: what is under way may end before the run does. */
export function lastInvokeMsOf(durationMs: number, quietMs: number): number {
  return Math.max(durationMs / 10, durationMs - quietMs);
}

/** A time that may be a function of the parameters. */
function msOf<P>(value: number | ((params: P) => number), params: P, path: string): number {
  if (typeof value === 'number') return value;
  const ms = value(params);
  if (typeof ms === 'number' && ms > 0 && ms <= MAX_MS) return ms;
  throw new ScenarioError(path, `expected a number above 0 and up to ${MAX_MS}, got ${shown(ms)}`);
}

/** Long enough to see whether what is asked after heal-all is answered. */
function defaultSettleMs(
  liveWithinMs: number | undefined,
  durationMs: number,
  clientTimeoutMs: number,
): number {
  return liveWithinMs === undefined
    ? durationMs / 5
    : Math.min(durationMs / 2, liveWithinMs + 2 * clientTimeoutMs);
}

/** What stands in the scenario was read when it was defined; what a function gives is read now. */
function settings<S extends z.ZodType<object>, P>(
  value: Read<S> | ((params: P) => Read<S>) | undefined,
  params: P,
  path: string,
  schema: S,
): Read<S> | undefined {
  if (typeof value !== 'function') return value;
  return callersCode(path, () => read(schema, (value as (params: P) => Read<S>)(params), path));
}

function checkedStrategy(
  { name, strategies }: Pick<Scenario, 'name' | 'strategies'>,
  asked: unknown,
): StrategyName {
  const known = strategyNames.find((strategy) => strategy === (asked ?? 'random'));
  if (known === undefined)
    throw new InputError('strategy', unknownName('strategy', String(asked), strategyNames));
  if (asked !== undefined && strategies?.includes(known) === false)
    throw new InputError(
      'strategy',
      `${name} makes its claims for ${strategies.join(', ')} only: ${known} may hold messages back for longer than they allow`,
    );
  return known;
}

function checkedMaxEvents(count: number | undefined): number | undefined {
  if (count === undefined || (Number.isSafeInteger(count) && count > 0)) return count;
  throw new InputError('maxEvents', `expected a whole number above 0, got ${String(count)}`);
}

function refuseNamesakes({ name }: Scenario<Record<string, unknown>>, names: readonly string[]): void {
  if (new Set(names).size === names.length) return;
  const twice = names.find((known, index) => names.indexOf(known) !== index);
  throw new ScenarioError(
    'nodes',
    `${name}: expected a name of its own for every node and client, got two '${String(twice)}'`,
  );
}

/** What a workload says that it asks for, and what it draws besides. */
function functionsAsked(
  { functions }: Workload,
  draw: () => Plan['operations'],
): readonly string[] | undefined {
  return functions && [...new Set([...functions, ...draw().map(({ input }) => (input as { f: string }).f)])];
}

function planOf(
  scenario: Scenario<Record<string, unknown>>,
  params: Record<string, unknown>,
  options: RunOptions,
  seed: Seed,
  world: PlanWorld,
  settleMs: number,
  strategy: StrategyName,
  operations: () => Plan['operations'],
): Pick<Prepared, 'profile' | 'leftOut'> & { plan: Plan } {
  if (options.plan !== undefined)
    return { plan: parsePlan(options.plan, world), profile: 'plan', leftOut: {} };
  const heal = settleMs > 0 ? { healAtMs: Math.max(0, world.durationMs - settleMs) } : {};
  const schedule =
    strategy === 'random'
      ? undefined
      : drawSchedule(strategy, stream(seed, `schedule/${strategy}`), heal.healAtMs ?? world.durationMs);
  const rest = { ...heal, ...(schedule === undefined ? {} : { schedule }) };
  const { faults = scenario.bugs?.[options.bug ?? '']?.faults ?? profileFor(scenario.faults, params) } =
    options;
  if (Array.isArray(faults)) {
    return {
      plan: parsePlan({ schema: 1, faults, operations: operations(), ...rest }, world),
      profile: 'plan',
      leftOut: {},
    };
  }
  const profile = typeof faults === 'string' ? profileOf(faults) : (faults as NemesisProfile);
  const drawn = callersCode('faults', () =>
    faultsDrawn(
      profile.draw((name) => stream(seed, name), {
        ...world,
        ...heal,
        sites: scenario.buggifySites ?? [],
        ...(options.swarm === false ? { swarm: false } : {}),
      }),
      profile,
      world,
    ),
  );
  const budget = settings(scenario.budget, params, 'budget', budgetSchema);
  const fitted = fittedTo(budget, drawn, world, options.faults === undefined);
  return {
    plan: { schema: 1, faults: fitted, operations: operations(), ...rest },
    profile: profile.name,
    leftOut: leftOut(drawn, fitted),
  };
}

/** Our own profiles draw what fits; anybody else's are read like a file. */
function faultsDrawn(faults: unknown, profile: NemesisProfile, world: PlanWorld): FaultPlan {
  return isMadeHere(profile) || profiles.includes(profile)
    ? (faults as FaultPlan)
    : parsePlan({ schema: 1, faults, operations: [] }, world).faults;
}

function fittedTo(
  budget: FaultBudget | undefined,
  drawn: FaultPlan,
  world: PlanWorld,
  areOwn: boolean,
): FaultPlan {
  if (budget === undefined) return drawn;
  return budget.ownFaultsOnly === true && !areOwn ? [] : fitBudget(drawn, budget, world);
}

function profileFor<P>(
  faults: string | NemesisProfile | ((params: P) => string | NemesisProfile),
  params: P,
): string | NemesisProfile {
  return typeof faults === 'function' ? faults(params) : faults;
}

function profileOf(name: string): NemesisProfile {
  const profile = profileNamed(name);
  if (profile === undefined)
    throw new InputError(
      'faults',
      unknownName(
        'fault profile',
        name,
        profiles.map((known) => known.name),
      ),
    );
  return profile;
}
