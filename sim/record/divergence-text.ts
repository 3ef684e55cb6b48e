/** Two runs that should have been one, in words. */
import type { Divergence } from './divergence.js';

/** What differs in one sentence, then both runs, one below the other. */
export function divergenceLines({ event, first, second, differs, payloads, runs }: Divergence): string[] {
  const what =
    differs === 'event'
      ? 'another thing happened'
      : `the same thing happened, but ${payloads === undefined ? 'with another payload, state or disk' : `${payloads.what} differs`}`;
  const width = Math.max(...runs.map(({ length }) => length));
  const pair = (a: string, b: string): string[] =>
    [a, b].map((text, index) => `  ${(runs[index] ?? '').padEnd(width)}  ${text}`);
  return [
    `at event ${event} ${what}`,
    ...pair(first ?? 'was over', second ?? 'was over'),
    ...(payloads === undefined ? [] : [`  ${payloads.what}:`, ...pair(payloads.first, payloads.second)]),
    '  Look for what the seed does not decide: module-level variables that outlive a run, real time, real randomness,',
    '  the order of a Set or Map filled from outside.',
  ];
}
