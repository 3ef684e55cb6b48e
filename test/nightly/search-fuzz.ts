/**
 * Compares all searches with the naive judge on as many random histories as asked for.
 *
 *   tsc --noEmit false --outDir <folder> && node <folder>/test/nightly/search-fuzz.js [count] [seed]
 *
 * `count` histories of each model, 1,000,000 if not given. Exit code 1 if there is any mismatch.
 */

import { fuzzSearch } from '../checkers/linearizability/search-fuzz.js';
import { OTHERS, REGISTERS, STORES, TRANSACTIONS } from '../checkers/linearizability/subjects.js';

const count = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? 1);
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
  console.error(
    `expected a number of histories and a seed, not ${process.argv.slice(2).join(' ') || 'nothing'}`,
  );
  process.exit(64);
}

for (const subject of [...REGISTERS, ...STORES, ...TRANSACTIONS, ...OTHERS]) {
  const { valid, invalid, mismatches } = fuzzSearch(subject, count, seed);
  console.log(`${subject.name}: ${valid} valid, ${invalid} invalid, ${mismatches.length} mismatches`);
  for (const { fault, seed: at, history } of mismatches) {
    console.log(`  seed ${at}: ${fault}`);
    for (const operation of history) console.log(`    ${JSON.stringify(operation)}`);
    process.exitCode = 1;
  }
}
