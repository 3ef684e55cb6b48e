/** What a node reports of itself, in a file for each of its starts: an election won, an entry applied. */
import { openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { monotonicMs } from './world.js';

export interface Effect {
  readonly node: string;
  /** 1 for the first start of the node, one more for each later one. */
  readonly start: number;
  readonly atMs: number;
  readonly fact: { readonly f: string };
}

const ENDING = '.effects.jsonl';

/**
 * Writes effects of a node. Each is with the operating system before anything follows from it, so that `kill -9` cannot
 * have a node forget to say what it did.
 */
export function effectWriter(folder: string, node: string, start: number): (fact: Effect['fact']) => void {
  const file = openSync(join(folder, `${node}-${start}${ENDING}`), 'w');
  return (fact) =>
    void writeSync(file, `${JSON.stringify({ node, start, atMs: monotonicMs(), fact } satisfies Effect)}\n`);
}

/** All effects in a folder, in the order in which they happened. */
export function readEffects(folder: string): Effect[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        // What follows the last line end is nothing, or half of what was written when the process ended.
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Effect),
    )
    .sort((a, b) => a.atMs - b.atMs);
}
