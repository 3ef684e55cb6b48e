/**
 * Entry point `seedstorm/property`: seeds, faults, workloads and whole runs as fast-check arbitraries, to be used in
 * any property beside one's own, and `testNode`, which tests a handler by one call. What the arbitraries shrink to has
 * fewer faults, fewer operations and shorter windows.
 */
import { integer, noBias, noShrink, toStringMethod, type Arbitrary } from 'fast-check';
import type { FaultPlan, Plan, PlannedOperation } from '../sim/faults/plan.js';
import { PlanArbitrary, type Drawn, type PlanOptions } from './plan-arbitrary.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import { counted, faultText, linesOf, operationText } from './plan-text.js';

export type { PlanOptions } from './plan-arbitrary.js';
export {
  testAsyncNode,
  testNode,
  type TestAsyncNode,
  type TestNode,
  type TestNodeOptions,
} from './test-node.js';
export type { Leaving, Reaction, Replied, SentMessage, Written } from './reaction.js';

/** All that decides a run of a scenario: hand it to `simulate(scenario, run)` as it is. Plain data. */
export interface PlannedRun {
  readonly seed: number;
  readonly params: Readonly<Record<string, unknown>>;
  readonly bug?: string;
  readonly plan: Plan;
}

/**
 * Seeds, all equally likely. They do not shrink: a smaller seed is no simpler, only another.
 */
export function seeds(): Arbitrary<number> {
  return noShrink(noBias(integer({ min: 0, max: 0x7fffffff })));
}

/**
 * Whole runs of a scenario: seed, faults, operations. Shrinks to fewer faults, fewer operations and shorter windows,
 * with the seed as it was; the fault budget of the scenario holds throughout.
 *
 * @example
 * fc.assert(fc.asyncProperty(runPlan(lease), async (run) => (await simulate(lease, run)).expectValid()));
 * @throws InputError in one sentence for parameters, bugs and profiles that are not right
 */
export function runPlan<P>(scenario: Scenario<P>, options: PlanOptions<P> = {}): Arbitrary<PlannedRun> {
  const rest = { params: options.params ?? {}, ...(options.bug === undefined ? {} : { bug: options.bug }) };
  return new PlanArbitrary(scenario, options, (plan) => plan).map(
    ({ seed, plan }) =>
      printedAs<PlannedRun>({ seed, ...rest, plan }, () => runText(scenario.name, { seed, ...rest, plan })),
    (value) => {
      const { seed, plan } = (value ?? {}) as Drawn;
      return { seed, plan };
    },
  );
}

/**
 * What goes wrong in runs of a scenario: `simulate(scenario, { seed, faults })`. Shrinks to fewer faults and shorter
 * windows.
 * @throws InputError in one sentence for parameters, bugs and profiles that are not right
 */
export function faultPlan<P>(scenario: Scenario<P>, options: PlanOptions<P> = {}): Arbitrary<FaultPlan> {
  return new PlanArbitrary(scenario, options, (plan) => ({ ...plan, operations: [] })).map(
    ({ plan: { faults } }) => printedAs([...faults], () => listText('fault', faults, faultText)),
    (value) => ({ seed: 0, plan: { schema: 1, faults: value as FaultPlan, operations: [] } }),
  );
}

/**
 * What clients of a scenario will ask for: the `operations` of a plan. Shrinks to fewer operations.
 * @throws InputError in one sentence for parameters and bugs that are not right
 */
export function workload<P>(
  scenario: Scenario<P>,
  options: Omit<PlanOptions<P>, 'profile' | 'budget'> = {},
): Arbitrary<readonly PlannedOperation[]> {
  const faultless = { ...options, profile: 'none' } as const;
  return new PlanArbitrary(scenario, faultless, (plan) => plan).map(
    ({ plan: { operations } }) =>
      printedAs([...operations], () => listText('operation', operations, operationText)),
    (value) => ({
      seed: 0,
      plan: { schema: 1, faults: [], operations: value as readonly PlannedOperation[] },
    }),
  );
}

/** Lets fast-check print a value in our words. Nobody else sees the difference: it stays plain data. */
function printedAs<T extends object>(value: T, text: () => string): T {
  return Object.defineProperty(value, toStringMethod, { value: text, enumerable: false });
}

function runText(name: string, { seed, params, bug, plan }: PlannedRun): string {
  const given = Object.entries(params).map(([param, value]) => ` ${param}=${JSON.stringify(value)}`);
  return [
    `${name} seed ${seed}${given.join('')}${bug === undefined ? '' : ` bug ${bug}`}`,
    listText('fault', plan.faults, faultText),
    listText('operation', plan.operations, operationText),
    `  as data: ${JSON.stringify({ seed, params, ...(bug === undefined ? {} : { bug }), plan })}`,
  ].join('\n');
}

function listText<T>(noun: string, items: readonly T[], text: (item: T) => string): string {
  return [`  ${counted(items.length, noun)}`, ...linesOf(items, (item) => `  ${text(item)}`)].join('\n');
}
