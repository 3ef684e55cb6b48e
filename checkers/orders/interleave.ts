/**
 * Searches for one order of all operations that keeps every session's order and that a sequential object allows.
 *
 * Depth first over configurations (how far each chain has come, and the object's state), each visited once.
 * Operations that only observe are taken as soon as they are possible: doing so can never hinder a later one.
 * The number of configurations is exponential in the number of chains only, but that is bad enough: budget.
 */
import type { BudgetMeter } from '../budget.js';
import type { Operation } from '../history.js';

/** An operation to be placed. */
export interface Placeable {
  readonly operation: Operation;
  /** Which of the object's independent parts it touches. */
  readonly part: number;
  /** Whether it leaves every state as it is. */
  readonly observes: boolean;
  /** The states of its part after it, by number; empty if it is impossible in this one. */
  step(state: number): readonly number[];
}

export interface Sessions {
  /** Operations of a chain are placed in this order. */
  readonly chains: readonly (readonly Placeable[])[];
  /** Chains that need not be placed: operations of unknown outcome. */
  readonly optional: readonly boolean[];
  /** Whether the next operation of a chain may come now: `placed` per chain, in this `state` of the parts. */
  ready(chain: number, placed: Int32Array, state: Int32Array): boolean;
  /** The initial state of each part. */
  readonly initial: readonly number[];
}

export type Interleaving =
  | { readonly found: true; readonly order: readonly Operation[] }
  /** The most operations that could be placed, and those that were next in line then. */
  | { readonly found: false; readonly placed: number; readonly blocked: readonly Operation[] };

interface Configuration {
  readonly placed: Int32Array;
  readonly state: Int32Array;
  readonly by: Operation | undefined;
  readonly parent: Configuration | undefined;
  readonly count: number;
}

/** Bytes of bookkeeping per visited configuration, beyond its key. */
const CONFIGURATION_BYTES = 120;

export function interleave(sessions: Sessions, meter: BudgetMeter): Interleaving {
  const { chains, optional } = sessions;
  const total = chains.reduce((sum, chain, i) => sum + (optional[i] ? 0 : chain.length), 0);
  const start: Configuration = {
    placed: new Int32Array(chains.length),
    state: Int32Array.from(sessions.initial),
    by: undefined,
    parent: undefined,
    count: 0,
  };
  const visited = new Set<string>();
  const stack = [start];
  let best = start;
  for (let current = stack.pop(); current; current = stack.pop()) {
    const here = observeAll(sessions, current, meter);
    if (mandatoryPlaced(sessions, here) === total) return { found: true, order: orderOf(here) };
    if (here.count > best.count) best = here;
    const key = `${here.placed.join()};${here.state.join()}`;
    if (visited.has(key)) continue;
    visited.add(key);
    meter.holdForSearch(CONFIGURATION_BYTES + key.length);
    // The stack gives back the last first, so what returned first goes on top: real time is the likeliest order.
    const next = chains.map((_, chain) => chain).filter((chain) => isNext(sessions, here, chain));
    next.sort((a, b) => returnOf(sessions, here, b) - returnOf(sessions, here, a));
    for (const chain of next) {
      const item = chains[chain]![here.placed[chain]!]!;
      meter.userStep();
      for (const state of item.step(here.state[item.part]!)) stack.push(advance(here, chain, item, state));
    }
  }
  const blocked = chains
    .flatMap((chain, i) => chain[best.placed[i]!] ?? [])
    .map(({ operation }) => operation);
  return { found: false, placed: best.count, blocked };
}

/** Takes every observation that is possible, until none is. */
function observeAll(sessions: Sessions, from: Configuration, meter: BudgetMeter): Configuration {
  let current = from;
  for (let moved = true; moved;) {
    moved = false;
    for (let chain = 0; chain < sessions.chains.length; chain++) {
      for (;;) {
        const item = sessions.chains[chain]![current.placed[chain]!];
        if (!item?.observes || !sessions.ready(chain, current.placed, current.state)) break;
        const state = current.state[item.part]!;
        meter.userStep();
        if (item.step(state).length === 0) break;
        current = advance(current, chain, item, state);
        moved = true;
      }
    }
  }
  return current;
}

function isNext(sessions: Sessions, { placed, state }: Configuration, chain: number): boolean {
  return placed[chain]! < sessions.chains[chain]!.length && sessions.ready(chain, placed, state);
}

function returnOf(sessions: Sessions, { placed }: Configuration, chain: number): number {
  return sessions.chains[chain]![placed[chain]!]!.operation.complete;
}

function advance(from: Configuration, chain: number, item: Placeable, state: number): Configuration {
  const placed = from.placed.slice();
  placed[chain]!++;
  let states = from.state;
  if (states[item.part] !== state) {
    states = states.slice();
    states[item.part] = state;
  }
  return { placed, state: states, by: item.operation, parent: from, count: from.count + 1 };
}

function mandatoryPlaced({ chains, optional }: Sessions, { placed }: Configuration): number {
  return chains.reduce((sum, _, chain) => sum + (optional[chain] ? 0 : placed[chain]!), 0);
}

function orderOf(last: Configuration): Operation[] {
  const order: Operation[] = [];
  for (let at: Configuration | undefined = last; at?.by; at = at.parent) order.push(at.by);
  return order.reverse();
}
