/**
 * One table for a scenario: its sound rules, and its planted bugs as changes of them, with what each bug shows.
 *
 * A rule is one decision of a protocol that can be made wrongly: `acknowledge: 'after-sync'`. Code asks the rules, so a
 * planted bug is one word, and all else stays as it is: what then breaks is the fault of that word.
 */
import type { PlantedBug } from 'seedstorm';

/** A planted bug: what is different (rules, parameters, faults), and what it shows. */
export interface RuledBug extends Omit<PlantedBug<unknown>, 'params'> {
  /** The rules it replaces. A bug may also be parameters and nothing else. */
  readonly rules?: object;
  /** Parameters of the scenario that go with it. */
  readonly params?: object;
}

type Bugs = Readonly<Record<string, RuledBug>>;
/** What the bugs say of a rule. */
type Changed<B extends Bugs, K> = {
  [N in keyof B]: B[N] extends { readonly rules: infer R } ? (K extends keyof R ? R[K] : never) : never;
}[keyof B];

/** `true` stands for a boolean and 4 for a number; words stay as they are. */
type Widened<T> = T extends boolean ? boolean : T extends number ? number : T extends bigint ? bigint : T;

/** The rules of a table: of each the sound value or one that a bug gives it. */
type Rules<S extends object, B extends Bugs> = { readonly [K in keyof S]: Widened<S[K] | Changed<B, K>> };

/** Refuses what is not known, rules and fields, with a type that says so. */
type OnlyKnown<S extends object, B extends Bugs> = {
  readonly [N in keyof B]: {
    readonly [F in Exclude<keyof B[N], keyof RuledBug>]: 'there is no such field of a bug';
  } & (B[N] extends { readonly rules: infer R }
    ? { readonly rules: { readonly [K in Exclude<keyof R, keyof S>]: 'there is no such rule' } }
    : unknown);
};

/** What is given at run time is laid over the table: parameters of the scenario, as a rule. */
type With<R, G> = {
  readonly [K in keyof R | keyof G]: (K extends keyof R ? R[K] : never) | (K extends keyof G ? G[K] : never);
};

/** A name from the table, or a text of which nobody knows it: what a scenario's context holds. */
type NameIn<B, N> = N extends string ? (string extends N ? N : keyof B) : undefined;

/** A table of rules and bugs. */
export interface Ruled<S extends object, B extends Bugs> {
  readonly sound: Rules<S, B>;
  /** For the field `bugs` of a scenario. */
  readonly bugs: { readonly [N in keyof B]: Omit<B[N], 'rules'> & { readonly twin?: 'plain' } };
  /**
   * The rules to run with: the sound ones, over them what is given, over all the change of the bug.
   * @param bug name of a planted bug, as the scenario's context holds it; `undefined`: none
   * @param given rules that depend on parameters, known to the table or not
   * @throws TypeError for a bug that is not in the table
   */
  with<N extends string | undefined, G extends object = object>(
    bug: N & NameIn<B, N>,
    given?: G,
  ): With<Rules<S, B>, G>;
}

/** The rules of a table, for the signatures of those who ask them: `RulesOf<typeof rules>`. */
export type RulesOf<T extends { readonly sound: object }> = T['sound'];

/**
 * Makes the table of a scenario's rules and bugs. The types of the rules follow from it: a flag is a boolean, a number a
 * number, a word one of the words that the table names.
 *
 * @example
 * const rules = ruled(
 *   { acknowledge: 'after-sync', attempts: 4 },
 *   { 'acknowledge-before-sync': { summary: 'A power cut takes back what was acknowledged', rules: { acknowledge: 'at-once' } } },
 * );
 * rules.with(bug).acknowledge // 'after-sync' | 'at-once'
 *
 * @param sound each rule as it should be
 * @param bugs by name: `{ summary, rules, params, faults, shows: { check, anomaly, within } }`
 * @throws TypeError for a bug that changes nothing, or a rule that is not there
 */
export function ruled<const S extends object, const B extends Bugs>(
  sound: S,
  bugs: B & OnlyKnown<S, B>,
): Ruled<S, B> {
  for (const [name, bug] of Object.entries<RuledBug>(bugs)) assertChanges(name, bug, sound);
  return {
    sound: sound as Rules<S, B>,
    bugs: Object.fromEntries(
      Object.entries<RuledBug>(bugs).map(([name, { rules, ...planted }]) => [
        name,
        rules === undefined ? { ...planted, twin: 'plain' } : planted,
      ]),
    ) as unknown as Ruled<S, B>['bugs'],
    with(bug, given) {
      if (bug === undefined) return { ...sound, ...given } as never;
      if (!Object.hasOwn(bugs, bug))
        throw new TypeError(
          `ruled: there is no bug '${String(bug)}'; there are ${Object.keys(bugs).join(', ')}`,
        );
      return { ...sound, ...given, ...(bugs as Bugs)[bug]?.rules } as never;
    },
  };
}

/** A bug that changes nothing would never be found, and nobody would know why. */
function assertChanges(name: string, { rules, params, faults }: RuledBug, sound: object): void {
  const known = sound as Readonly<Record<string, unknown>>;
  const changes = Object.entries(rules ?? {});
  const stranger = changes.find(([rule]) => !Object.hasOwn(known, rule));
  if (stranger !== undefined)
    throw new TypeError(
      `ruled: bug '${name}' changes the rule '${stranger[0]}'; there are ${Object.keys(known).join(', ')}`,
    );
  const same = changes.find(([rule, value]) => Object.is(value, known[rule]));
  if (same !== undefined)
    throw new TypeError(
      `ruled: bug '${name}' gives the rule '${same[0]}' its sound value, so it changes nothing`,
    );
  if (changes.length === 0 && params === undefined && faults === undefined)
    throw new TypeError(`ruled: bug '${name}' changes nothing: neither rules nor params nor faults`);
}
