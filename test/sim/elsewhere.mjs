/**
 * Runs jobs in another process or thread, on the built package: each job is a module, the name of a scenario in it, and
 * the options of one run. Says their fingerprints.
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { simulate } from 'seedstorm';

const jobs = isMainThread ? JSON.parse(process.argv[2] ?? '[]') : workerData;
const fingerprints = [];
for (const { module, scenario, options } of jobs) {
  const { scenarios = [], examples = [] } = await import(module);
  const found = [...scenarios, ...examples.map((example) => example.scenario)].find(
    ({ name }) => name === scenario,
  );
  fingerprints.push((await simulate(found, options)).fingerprint);
}
if (isMainThread) console.log(JSON.stringify(fingerprints));
else parentPort.postMessage(fingerprints);
