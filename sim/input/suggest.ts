/** Sentences about names nobody knows. */
import { closest } from './did-you-mean.js';

/** "no node is called 'n9'; did you mean 'n1'? There are n1, n2, n3" */
export function unknownName(noun: string, name: string, known: readonly string[]): string {
  const near = closest(name, known);
  const listed = `${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}`;
  const there = known.length === 0 ? 'there is none' : `there are ${listed}`;
  return near === undefined
    ? `no ${noun} is called '${name}'; ${there}`
    : `no ${noun} is called '${name}'; did you mean '${near}'? There are ${listed}`;
}
