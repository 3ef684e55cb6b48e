/**
 * Numbers operations by what they say: those that no model can tell apart get the same number.
 *
 * A walk through nested maps, value by value. Building a text as key instead takes three times as long, and a million
 * texts for the collector to clear away.
 */

import { identityOf } from '../identity.js';
import type { Operation } from '../history.js';

interface Branch {
  readonly next: Map<unknown, Branch>;
  number: number;
}

/** Stands between input and output, where no name of a field can stand. */
const OUTPUT = Symbol('output');

export class ClassIndex {
  /** How many different operations were seen. */
  size = 0;
  private readonly root = branch();

  /** The number of the operation's class, from 0; a new one, equal to the `size` before, if it is the first. */
  numberOf(operation: Operation): number {
    let at = follow(this.root, operation.type);
    const input = operation.input as Record<string, unknown>;
    for (const name in input) at = follow(follow(at, name), identityOf(input[name]));
    if (operation.type !== 'info') at = follow(follow(at, OUTPUT), identityOf(operation.output));
    if (at.number < 0) at.number = this.size++;
    return at.number;
  }
}

const branch = (): Branch => ({ next: new Map(), number: -1 });

function follow(from: Branch, value: unknown): Branch {
  const known = from.next.get(value);
  if (known) return known;
  const made = branch();
  from.next.set(value, made);
  return made;
}
