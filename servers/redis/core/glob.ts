/** Patterns of names: `*`, `?`, `[a-c]`, `[^a]`, and `\` before a letter that means itself. */

/** Does the whole text match? */
export function matches(pattern: string, text: string): boolean {
  return matchesFrom(pattern, 0, text, 0);
}

function matchesFrom(pattern: string, patternAt: number, text: string, textAt: number): boolean {
  let [at, place] = [patternAt, textAt];
  while (at < pattern.length) {
    const letter = pattern[at];
    if (letter === '*') {
      while (pattern[at + 1] === '*') at++;
      if (at + 1 === pattern.length) return true;
      for (let rest = place; rest <= text.length; rest++)
        if (matchesFrom(pattern, at + 1, text, rest)) return true;
      return false;
    }
    if (place >= text.length) return false;
    if (letter === '[') {
      const { hit, end } = inClass(pattern, at + 1, text[place] as string);
      if (!hit) return false;
      at = end;
    } else if (letter !== '?') {
      if (letter === '\\' && at + 1 < pattern.length) at++;
      if (pattern[at] !== text[place]) return false;
    }
    at++;
    place++;
  }
  return place === text.length;
}

/** Reads the letters of a class. `end`: the place of its last sign. */
function inClass(pattern: string, start: number, letter: string): { hit: boolean; end: number } {
  let at = start;
  const isNot = pattern[at] === '^';
  if (isNot) at++;
  let hit = false;
  for (; at < pattern.length && pattern[at] !== ']'; at++) {
    if (pattern[at] === '\\' && at + 1 < pattern.length) {
      at++;
      hit ||= pattern[at] === letter;
    } else if (pattern[at + 1] === '-' && at + 2 < pattern.length) {
      const [one, other] = [pattern[at] as string, pattern[at + 2] as string];
      hit ||= one <= other ? letter >= one && letter <= other : letter >= other && letter <= one;
      at += 2;
    } else hit ||= pattern[at] === letter;
  }
  return { hit: hit !== isNot, end: Math.min(at, pattern.length - 1) };
}
