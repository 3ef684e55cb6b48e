/** What all searches for one failure share: what counts as the failure, what they may spend, and how runs are prepared. */
import { InputError } from '../../sim/input/error.js';
import { prepare, type Prepared } from '../../sim/run/prepare.js';
import type { RunOptions } from '../../sim/run/options.js';
import type { Micros } from '../../sim/kernel/time.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import type { Effort } from './effort.js';
import type { Lineages } from './fate.js';
import type { Signature } from '../../sim/run/capsule/signature.js';

export interface Aim {
  readonly target: Signature;
  readonly lineages: Lineages;
  readonly effort: Effort;
  /** How long the slowest message of the run that was found took: a network that is slower is not the one it ran on. */
  readonly longestUs: Micros;
  /**
   * A run of the same scenario and seed with these parameters, without a plan; `sound`: without the planted bug too.
   * @returns undefined where the scenario does not take them
   */
  prepareWith(params: Readonly<Record<string, unknown>>, sound?: 'sound'): Prepared | undefined;
}

/** A run that goes so many times over the events of the first one has become another matter. */
const MORE_EVENTS = { factor: 4, more: 10_000 };

/** @param events of the run that was found */
export function aimAt<P>(
  parts: Omit<Aim, 'prepareWith'>,
  scenario: Scenario<P>,
  { seed, bug }: RunOptions,
  loaded: unknown,
  events: number,
): Aim {
  const plan = { schema: 1, faults: [], operations: [] };
  return {
    ...parts,
    prepareWith(params, sound) {
      const options = { params, plan, ...(seed === undefined ? {} : { seed }) };
      const withBug = sound === undefined && bug !== undefined ? { ...options, bug } : options;
      try {
        return withEventLimit(prepare(scenario, withBug, loaded), events);
      } catch (error) {
        if (error instanceof InputError) return undefined;
        throw error;
      }
    },
  };
}

/** Limits the events of a run, lest a candidate runs away. */
export function withEventLimit(prepared: Prepared, events: number, { factor, more } = MORE_EVENTS): Prepared {
  const { setup } = prepared;
  const maxEvents = Math.min(setup.limits.maxEvents, Math.ceil(factor * events) + more);
  return { ...prepared, setup: { ...setup, limits: { ...setup.limits, maxEvents } } };
}
