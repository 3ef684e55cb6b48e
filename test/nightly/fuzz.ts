/**
 * Compares the specialised procedures with brute force on as many random histories as asked for.
 *
 *   tsc --noEmit false --outDir <folder> && node <folder>/test/nightly/fuzz.js [count] [seed]
 *
 * `count` histories of each model, 1,000,000 if not given. Exit code 1 if there is any mismatch.
 */
import { fuzzFastPath } from '../checkers/fuzz/fast-path-fuzz.js';
import { FAST_PATH_SUBJECTS } from '../checkers/fuzz/fast-path-subjects.js';

const count = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? 1);
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
  console.error(
    `expected a number of histories and a seed, not ${process.argv.slice(2).join(' ') || 'nothing'}`,
  );
  process.exit(64);
}

for (const subject of FAST_PATH_SUBJECTS) {
  const { valid, invalid, left, mismatches } = fuzzFastPath(subject, count, seed);
  console.log(
    `${subject.name}: ${valid} valid, ${invalid} invalid, ${left} left to the search, ${mismatches.length} mismatches`,
  );
  for (const { fault, history } of mismatches) {
    console.log(`  ${fault}:`);
    for (const operation of history) console.log(`    ${JSON.stringify(operation)}`);
    process.exitCode = 1;
  }
}
