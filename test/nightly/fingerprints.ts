/**
 * Prints one digest for the fingerprints of many seeds of each scenario: equal wherever it runs.
 *
 *   npm run build && node node_modules/.cache/nightly/test/nightly/fingerprints.js [seeds] [worker]
 *
 * With `worker` the runs happen in a worker thread. Every seed is run twice; a difference is told and exits with 1.
 */
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker } from 'node:worker_threads';
import { digest } from '../../sim/kernel/digest.js';
import { simulate } from '../../sim/run/run.js';
import { scenarios } from '../../scenarios/index.js';

const seeds = Number(process.argv[2] ?? 1000);

if (isMainThread && process.argv[3] === 'worker') {
  new Worker(fileURLToPath(import.meta.url), { argv: [String(seeds)] });
} else {
  for (const scenario of scenarios.filter(({ name }) => !name.startsWith('real/'))) {
    const fingerprints: string[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const [first, second] = [await simulate(scenario, { seed }), await simulate(scenario, { seed })];
      if (first.fingerprint !== second.fingerprint) {
        console.error(`${scenario.name}: seed ${seed} gave ${first.fingerprint} and ${second.fingerprint}`);
        process.exitCode = 1;
      }
      fingerprints.push(first.fingerprint);
    }
    const sum = (digest(fingerprints) >>> 0).toString(16).padStart(8, '0');
    console.log(`${scenario.name}  ${seeds} seeds  ${sum}`);
  }
}
