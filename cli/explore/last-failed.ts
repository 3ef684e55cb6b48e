/** Which seeds failed last time, for `--last-failed`. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../sim/input/json.js';
import type { Seed } from '../../sim/kernel/random.js';
import { UsageError } from '../errors.js';
import { writeCapsule } from '../failure-files.js';
import { wordFor } from '../catalogue.js';
import type { Failure } from './failures.js';

const PATH = join('.seedstorm', 'last-failed.json');

const lastFailed = z.object({
  schema: z.literal(1),
  scenarios: z.array(z.object({ word: z.string(), seeds: z.array(z.union([z.string(), z.number()])) })),
});

/**
 * Seeds that failed in the last campaign, by the word that names their scenario on the command line.
 * @throws UsageError when the file says nothing of the sort
 */
export function readLastFailed(): ReadonlyMap<string, readonly Seed[]> {
  let text: string;
  try {
    text = readFileSync(PATH, 'utf8');
  } catch {
    return new Map();
  }
  const parsed = lastFailed.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new UsageError(`${PATH} does not say which seeds failed last time; explore without --last-failed`);
  return new Map(parsed.data.scenarios.map(({ word, seeds }) => [word, seeds]));
}

/** Remembers what failed; forgets everything where nothing did. */
export function writeLastFailed(failures: readonly Failure[]): void {
  const seeds = new Map<string, Set<Seed>>();
  for (const { run } of failures) {
    const word = wordFor(run.scenario);
    seeds.set(word, (seeds.get(word) ?? new Set<Seed>()).add(run.seed));
  }
  if (seeds.size === 0) return rmSync(PATH, { force: true });
  const scenarios = [...seeds].map(([word, those]) => ({ word, seeds: [...those] }));
  writeCapsule(PATH, { schema: 1, scenarios });
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
