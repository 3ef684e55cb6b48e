/** Keys of topic exchanges: words between dots; `*` is any one word, `#` any number of them. An empty key has no word. */

export function wordsOf(key: string): readonly string[] {
  return key === '' ? [] : key.split('.');
}

/** Does a pattern match a key? Both as words. */
export function matchesTopic(
  pattern: readonly string[],
  key: readonly string[],
  patternFrom = 0,
  keyFrom = 0,
): boolean {
  let at = keyFrom;
  for (let next = patternFrom; next < pattern.length; next++, at++) {
    const word = pattern[next];
    if (word === '#') {
      for (let rest = at; rest <= key.length; rest++)
        if (matchesTopic(pattern, key, next + 1, rest)) return true;
      return false;
    }
    if (at >= key.length || (word !== '*' && word !== key[at])) return false;
  }
  return at === key.length;
}
