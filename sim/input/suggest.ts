/** Sentences about names nobody knows. */
import { closest } from './did-you-mean.js';

/** "no node is called 'n9'; did you mean 'n1'? There are n1, n2, n3" */
export function unknownName(noun: string, name: string, known: readonly string[]): string {
  const near = closest(name, known);
  const shown =
    known.length === 0
      ? 'There is none'
      : `There are ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}`;
  return `no ${noun} is called '${name}'${near === undefined ? '' : `; did you mean '${near}'?`}${near === undefined ? '; ' : ' '}${shown}`;
}
