/** Damage: what a flipped bit does to plain data. Used by payload corruption and by bit rot. */

/** A copy of the value in which one leaf, chosen by `pick` (0 … count-1), differs. Without leaves: the value itself. */
export function damaged(value: unknown, pick: (count: number) => number): unknown {
  const leaves = countLeaves(value);
  if (leaves === 0) return value;
  let left = pick(leaves);
  const visit = (item: unknown): unknown => {
    if (isLeaf(item)) return left-- === 0 ? flip(item) : item;
    if (Array.isArray(item)) return item.map(visit);
    if (isPlainObject(item))
      return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, visit(inner)]));
    return item;
  };
  return visit(value);
}

function countLeaves(value: unknown): number {
  if (isLeaf(value)) return 1;
  let count = 0;
  if (Array.isArray(value)) for (const item of value) count += countLeaves(item);
  else if (isPlainObject(value)) for (const item of Object.values(value)) count += countLeaves(item);
  return count;
}

function isLeaf(value: unknown): value is number | string | boolean {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function flip(leaf: number | string | boolean): unknown {
  if (typeof leaf === 'boolean') return !leaf;
  if (typeof leaf === 'string')
    return leaf === '' ? '\u0001' : String.fromCharCode(leaf.charCodeAt(0) ^ 1) + leaf.slice(1);
  if (!Number.isSafeInteger(leaf)) return -leaf;
  return leaf % 2 === 0 ? leaf + 1 : leaf - 1;
}
