/** "Did you mean …?": ends a sentence about a name nobody knows. */
import { closest } from '../sim/input/did-you-mean.js';

/** ` Did you mean x?`, or nothing: the known name closest to `wrong`, or one that it begins. */
export function didYouMean(wrong: string, names: readonly string[]): string {
  const name =
    closest(wrong, names) ?? (wrong.length >= 3 ? names.find((known) => known.startsWith(wrong)) : undefined);
  return name === undefined ? '' : ` Did you mean ${name}?`;
}
