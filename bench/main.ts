/** `npm run bench`: side-by-side ratios of the engine. `npm run bench raft` runs that one only, `--json` is for scripts. */
import { amqp } from './amqp.js';
import { explore } from './explore.js';
import { gossip } from './gossip.js';
import { load } from './load.js';
import { groups } from './log-groups.js';
import type { Figure } from './measure.js';
import { programs } from './programs.js';
import { queue } from './queue.js';
import { raft } from './raft.js';
import { report } from './report.js';
import { worldCosts } from './world-costs.js';

const benches = { gossip, queue, worldCosts, raft, explore, programs, amqp, groups, load, report };
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const stranger = asked.find((name) => !(name in benches));
if (stranger !== undefined) {
  process.stderr.write(
    `no benchmark is called '${stranger}'; there are ${Object.keys(benches).join(', ')}\n`,
  );
  process.exit(64);
}

const figures: Figure[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const found = await bench();
  figures.push(...found);
  if (!process.argv.includes('--json')) for (const figure of found) print(figure);
}
if (process.argv.includes('--json'))
  process.stdout.write(`${JSON.stringify({ node: process.version, figures })}\n`);

function print({ bench, name, value, unit, aim }: Figure): void {
  const number = value >= 100 ? value.toFixed(0) : value.toPrecision(3);
  process.stdout.write(
    `${bench.padEnd(8)} ${name.padEnd(52)} ${number.padStart(8)} ${unit}${aim === undefined ? '' : `  (aim: ${aim})`}\n`,
  );
}
