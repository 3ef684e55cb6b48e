/** From many things that fail together to a few that do (QuickXplain: Junker 2004). */

/**
 * A subset of `all` that fails, and would not without any one of its members. `fails` must hold of `all` and, with a set,
 * of every larger one. It may be asked of them in any order; those found are in
 * theirs.
 */
export function minimalFailing<T>(all: readonly T[], fails: (some: readonly T[]) => boolean): readonly T[] {
  if (fails([])) return [];
  const explain = (known: readonly T[], isNew: boolean, rest: readonly T[]): readonly T[] => {
    if (isNew && fails(known)) return [];
    if (rest.length === 1) return rest;
    const middle = rest.length >> 1;
    const [first, second] = [rest.slice(0, middle), rest.slice(middle)];
    const ofSecond = explain([...known, ...first], true, second);
    const ofFirst = explain([...known, ...ofSecond], ofSecond.length > 0, first);
    return [...ofFirst, ...ofSecond];
  };
  return explain([], false, all);
}
