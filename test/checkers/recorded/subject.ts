/** What the comparison of recorded files with definitions needs to know of a judge. */
import type { Judge } from '../../../checkers/registry.js';
import type { Random } from '../fuzz/random.js';
import type { Draw, Drawn } from './drawn.js';

export interface Subject {
  /** Its name in the registry, unless the judge is `made`. */
  readonly judge: string;
  /** The judge itself, if the registry has none. */
  readonly made?: Judge;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Begins a history: what clients do in it. */
  start(random: Random): Draw;
  /** By the definition: whether all is well; `undefined` where nobody can tell. */
  fine(operations: readonly Drawn[]): boolean | undefined;
  /** By function: the fields that the line of an `ok` completion may say where the invocation leaves them open. */
  readonly open?: Readonly<Record<string, readonly string[]>>;
  /** The value of an `ok` completion, if it is not the answer, or else the value asked with, or nothing. */
  tell?(operation: Drawn, random: Random): unknown;
  /** Functions whose completions contradict the invocation by another value. */
  readonly contradicted?: readonly string[];
  /** Whether the verdict may be `unknown` though all is well, for reasons that the definition leaves out. */
  readonly mayDoubt?: true;
  /** Whether what a completion says is an answer and never the question, so that completions alone do not say enough. */
  readonly neverAlone?: true;
  /** Of a hundred operations, so many have an unknown outcome. */
  readonly uncertain?: number;
  /** The most operations of a history; 7 if absent. */
  readonly most?: number;
  /** Histories that the judge must refuse for want of its functions are not looked at. */
  usable?(operations: readonly Drawn[]): boolean;
}

export const named = (operations: readonly Drawn[], ...names: readonly string[]): Drawn[] =>
  operations.filter(({ input }) => names.includes(input.f));

export const done = (operations: readonly Drawn[], ...names: readonly string[]): Drawn[] =>
  named(operations, ...names).filter(({ type }) => type === 'ok');

/** Operations that may have happened. */
export const tried = (operations: readonly Drawn[], ...names: readonly string[]): Drawn[] =>
  named(operations, ...names).filter(({ type }) => type !== 'fail');

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether two of them, one after the other in the list, are as told. */
export const somePair = <T>(items: readonly T[], test: (earlier: T, later: T) => boolean): boolean =>
  items.some((a, at) => items.slice(at + 1).some((b) => test(a, b)));

export function groupedBy<T>(items: readonly T[], name: (item: T) => unknown): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(name(item)) ?? '';
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}

/** Reads a field of what was asked. */
export const fieldOf =
  (name: string) =>
  ({ input }: Drawn): unknown =>
    input[name];
export const allSame = (values: readonly unknown[]): boolean =>
  values.every((value) => same(value, values[0]));
