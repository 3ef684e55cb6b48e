/** A history against any sequential object, prepared for the search for an interleaving. */
import { getOrMake } from '../grouping.js';
import type { History, Input, Operation } from '../history.js';
import { identityOf } from '../identity.js';
import { Choice, type Model } from '../model.js';
import type { Placeable, Sessions } from './interleave.js';

type AnyModel = Model<unknown, Input, unknown>;

/** Sessions over the product of the model's independent parts: sequential consistency is not compositional. */
export function modelSessions(history: History, model: AnyModel): Sessions {
  const relevant = history
    .filter((operation) => operation.type !== 'fail' || model.observesFail?.(operation.input as Input))
    .sort((a, b) => a.invoke - b.invoke);
  const { partOf, parts } = partsOf(relevant, model);
  const states = new States(model);
  const chains: Placeable[][] = [];
  const optional: boolean[] = [];
  const after: { chain: number; count: number }[] = [];
  const chainOf = new Map<unknown, number>();
  const newChain = (predecessor: { chain: number; count: number }, mayBeLeftOut: boolean) => {
    after.push(predecessor);
    optional.push(mayBeLeftOut);
    return chains.push([]) - 1;
  };
  for (const operation of relevant) {
    const session = chainOf.get(operation.process);
    const before =
      session === undefined ? { chain: 0, count: 0 } : { chain: session, count: chains[session]!.length };
    const floating = operation.type === 'info';
    const chain = floating
      ? newChain(before, true)
      : getOrMake(chainOf, operation.process, () => newChain({ chain: 0, count: 0 }, false));
    chains[chain]!.push(placeable(operation, partOf(operation), model, states));
  }
  return {
    chains,
    optional,
    initial: Array.from({ length: parts }, () => states.number(model.initial)),
    ready: (chain, placed) => placed[after[chain]!.chain]! >= after[chain]!.count,
  };
}

function placeable(operation: Operation, part: number, model: AnyModel, states: States): Placeable {
  const input = operation.input as Input;
  const output = operation.type === 'info' ? undefined : operation.output;
  return {
    operation,
    part,
    observes: operation.type !== 'info' && model.effect?.(input, output, operation.type) === 'reads',
    step(number) {
      const next = model.step(states.state(number), input, output, operation.type);
      if (next === undefined) return [];
      return next instanceof Choice
        ? next.states.map((state) => states.number(state))
        : [states.number(next)];
    },
  };
}

/** Numbers states so that equal ones share a number. */
class States {
  private readonly states: unknown[] = [];
  private readonly numbers = new Map<unknown, number>();

  constructor(private readonly model: AnyModel) {}

  state(number: number): unknown {
    return this.states[number];
  }

  number(state: unknown): number {
    const { key, equal } = this.model;
    if (!key && equal) {
      const known = this.states.findIndex((other) => equal(other, state));
      return known >= 0 ? known : this.states.push(state) - 1;
    }
    const id = key ? key(state) : identityOf(state);
    return getOrMake(this.numbers, id, () => this.states.push(state) - 1);
  }
}

/** Groups operations by the objects they touch; objects that one operation touches together are one part. */
function partsOf(
  history: readonly Operation[],
  model: AnyModel,
): { partOf: (o: Operation) => number; parts: number } {
  const { partition } = model;
  if (partition === 'whole') return { partOf: () => 0, parts: 1 };
  const objectsOf = ({ input }: Operation): readonly unknown[] => {
    const objects = partition ? partition(input as Input) : (input as Input).key;
    return Array.isArray(objects) ? objects : [objects];
  };
  const leader = new Map<unknown, unknown>();
  const find = (object: unknown): unknown => {
    let at = object;
    while (leader.has(at) && leader.get(at) !== at) at = leader.get(at);
    leader.set(object, at);
    return at;
  };
  for (const operation of history) {
    const [first, ...others] = objectsOf(operation);
    for (const other of others) leader.set(find(other), find(first));
  }
  const numbers = new Map<unknown, number>();
  for (const operation of history) getOrMake(numbers, find(objectsOf(operation)[0]), () => numbers.size);
  return {
    partOf: (operation) => numbers.get(find(objectsOf(operation)[0]))!,
    parts: Math.max(1, numbers.size),
  };
}
