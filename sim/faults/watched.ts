/** What a scenario calls worth watching: states and messages by name, which faults may wait for. */
import { callersCode, ScenarioError } from '../input/callers-code.js';
import { shown } from '../input/shown.js';
import { holds, type Pattern } from './pattern.js';

/** Whether a state, or a message, is meant. It sees the thing itself: read it, never change it. */
type Test = { bivariant(seen: unknown): boolean }['bivariant'];

/**
 * One thing worth watching: a function of the state, or `{ state }` or `{ message }` with a function or with what it
 * must hold among other things.
 */
export type Watched = Test | { readonly state: Test | Pattern } | { readonly message: Test | Pattern };

/** By name, as plans and stories call them. */
export type WatchedByName = Readonly<Record<string, Watched>>;

/** The names of the states and of the messages. */
export interface WatchNames {
  readonly states: readonly string[];
  readonly messages: readonly string[];
}

export function watchNames(watch: WatchedByName): WatchNames {
  const names = Object.keys(watch);
  const isMessage = (name: string): boolean => 'message' in (watch[name] as object);
  return { states: names.filter((name) => !isMessage(name)), messages: names.filter(isMessage) };
}

/** Asks whether a value is what a fault waits for. @throws ScenarioError where a function of the scenario fails */
export function testOf(what: string | Pattern, watch: WatchedByName): (seen: unknown) => boolean {
  if (typeof what !== 'string') return (seen) => holds(seen, what);
  const watched = watch[what] as Watched;
  const test =
    typeof watched === 'function' ? watched : 'message' in watched ? watched.message : watched.state;
  if (typeof test !== 'function') return (seen) => holds(seen, test);
  const path = `watch.${what}`;
  return (seen) =>
    callersCode(path, () => {
      const answer: unknown = test(seen);
      if (typeof answer !== 'boolean')
        throw new ScenarioError(path, `expected true or false, got ${shown(answer)}`);
      return answer;
    });
}

/** Why this is nothing to watch, if it is not. */
export function watchTrouble(watch: unknown): string | undefined {
  for (const [name, one] of Object.entries(watch as object) as [string, unknown][]) {
    if (typeof one === 'function') continue;
    const fields = typeof one === 'object' && one !== null ? Object.entries(one) : [];
    const [kind, test] = fields[0] ?? [];
    const isTest = typeof test === 'function' || (typeof test === 'object' && test !== null);
    if (fields.length === 1 && (kind === 'state' || kind === 'message') && isTest) continue;
    return `${name}: expected a function of the state, { state } or { message }, got ${shown(one)}`;
  }
  return undefined;
}
