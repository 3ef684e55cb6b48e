/** Drawing several of a collection by chance: each once, or, with a negative number, each time from all. */

export function draw<T>(from: readonly T[], count: number, random: () => number): T[] {
  if (from.length === 0 || count === 0) return [];
  if (count < 0) return Array.from({ length: -count }, () => from[Math.floor(random() * from.length)] as T);
  if (count >= from.length) return [...from];
  const left = [...from];
  return Array.from({ length: count }, () => {
    const at = Math.floor(random() * left.length);
    const [one] = left.splice(at, 1);
    return one as T;
  });
}
