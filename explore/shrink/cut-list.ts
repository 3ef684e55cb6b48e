/**
 * Delta debugging of a list: takes items away, large pieces first, as long as what is left still fails (Zeller and
 * Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", TSE 2002; complements only).
 */

/** Whether a run with only these items still fails. */
export type StillFails<T> = (kept: readonly T[]) => Promise<boolean>;

/** `coarse`: only large pieces are tried, which is cheap and shows where it is worth looking closer. */
export type Grain = 'coarse' | 'fine';

/** A coarse cut ends with pieces of this part of the list. */
const COARSE_PIECES = 16;

/**
 * @param items pieces are taken from the end first
 * @returns what is left: no single item of it can be taken away, unless it was to be coarse or `fails` stopped answering
 */
export async function cutList<T>(
  items: readonly T[],
  fails: StillFails<T>,
  grain: Grain = 'fine',
): Promise<readonly T[]> {
  if (items.length === 0 || (await fails([]))) return [];
  let kept = items;
  const smallest = grain === 'fine' ? 1 : Math.ceil(items.length / COARSE_PIECES);
  for (let size = Math.ceil(kept.length / 2); size >= smallest; size = Math.floor(size / 2)) {
    let cut: boolean;
    do {
      cut = false;
      for (let end = kept.length; end > 0 && kept.length > 1; end -= size) {
        const begin = Math.max(0, end - size);
        const rest = [...kept.slice(0, begin), ...kept.slice(end)];
        if (rest.length === 0 || !(await fails(rest))) continue;
        kept = rest;
        cut = true;
      }
    } while (cut && size === 1);
  }
  return kept;
}

/** Takes away pairs, where no single item can go. Quadratic: for short lists. */
export async function cutPairs<T>(items: readonly T[], fails: StillFails<T>): Promise<readonly T[]> {
  for (let second = items.length - 1; second > 0; second--) {
    for (let first = second - 1; first >= 0; first--) {
      const rest = items.filter((_, index) => index !== first && index !== second);
      if (await fails(rest)) return cutPairs(rest, fails);
    }
  }
  return items;
}
