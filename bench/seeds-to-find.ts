/**
 * How many seeds each planted bug takes to be found, by strategy: median and 90th percentile over campaigns, then how
 * small the first failure shrinks and how long that takes. After a build:
 *
 *     node dist/bench/seeds-to-find.js [--scenario text] [--bug text] [--strategy name]… [--campaigns 20] [--cap 1000]
 *       [--cell-seconds 60] [--no-shrink] [--json]
 *
 * A cell that takes longer than `--cell-seconds` of CPU time stops after the campaign at hand and says how many it
 * made. A campaign that finds nothing within the cap counts as more than the cap.
 */
import { parseArgs } from 'node:util';
import { shrink, simulate, strategyNames, type Run, type Scenario, type StrategyName } from 'seedstorm';
import { percentile, scenarios } from 'seedstorm/scenarios';
import { campaignSeeds } from '../explore/seeds.js';
import { guidedSearch } from '../explore/strategies/guided.js';

/** `plain`: no swarm, latencies as drawn. `swarm`: the same with swarm, which the others have too. */
type Way = 'plain' | 'swarm' | Exclude<StrategyName, 'random'> | 'guided';

const ways: readonly Way[] = ['plain', 'swarm', 'pct', 'delay-bounded', 'guided'];

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: '' },
    bug: { type: 'string', default: '' },
    strategy: { type: 'string', multiple: true, default: [...ways] },
    campaigns: { type: 'string', default: '20' },
    cap: { type: 'string', default: '1000' },
    'cell-seconds': { type: 'string', default: '60' },
    'no-shrink': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const stranger = values.strategy.find((name) => !(ways as readonly string[]).includes(name));
if (stranger !== undefined) {
  process.stderr.write(`strategy: expected one of ${ways.join(', ')}, got ${stranger}\n`);
  process.exit(64);
}
const campaigns = Number(values.campaigns);
const cap = Number(values.cap);
const cellSeconds = Number(values['cell-seconds']);

interface Cell {
  readonly strategy: string;
  readonly campaigns: number;
  /** Infinity: not within the cap. */
  readonly median: number;
  readonly p90: number;
  readonly cpuSeconds: number;
}

interface Row {
  readonly scenario: string;
  readonly bug: string;
  readonly cells: readonly Cell[];
  readonly shrunk?: { readonly faults: number; readonly operations: number; readonly cpuSeconds: number };
}

const rows: Row[] = [];
if (!values.json) printHead();
for (const scenario of scenarios.filter(({ name }) => name.includes(values.scenario))) {
  for (const bug of Object.keys(scenario.bugs ?? {}).filter((name) => name.includes(values.bug))) {
    const row = await measured(scenario, bug);
    rows.push(row);
    if (!values.json) printRow(row);
  }
}
if (values.json) process.stdout.write(`${JSON.stringify({ node: process.version, campaigns, cap, rows })}\n`);

async function measured(scenario: Scenario, bug: string): Promise<Row> {
  const cells: Cell[] = [];
  /** What is shrunk: the first that `explore` would find, which draws a swarm, else any. */
  let first: Run | undefined;
  let ofSwarm: Run | undefined;
  const { strategies = ways } = scenario;
  const within = (way: Way): boolean =>
    way === 'pct' || way === 'delay-bounded' ? strategies.includes(way) : true;
  for (const way of ways.filter((name) => values.strategy.includes(name) && within(name))) {
    const found: number[] = [];
    const since = process.cpuUsage();
    for (let campaign = 0; campaign < campaigns; campaign++) {
      const { runs, failure } = await seedsToFind(scenario, bug, way, `campaign-${campaign}`);
      found.push(runs);
      first ??= failure;
      if (way === 'swarm') ofSwarm ??= failure;
      if (cpuSeconds(since) > cellSeconds) break;
    }
    cells.push({
      strategy: way,
      campaigns: found.length,
      median: percentile(found, 50),
      p90: percentile(found, 90),
      cpuSeconds: cpuSeconds(since),
    });
  }
  return { scenario: scenario.name, bug, cells, ...(await shrunkSize(scenario, ofSwarm ?? first)) };
}

async function seedsToFind(
  scenario: Scenario,
  bug: string,
  way: Way,
  seed: string,
): Promise<{ runs: number; failure?: Run }> {
  if (way === 'guided') return guidedSeedsToFind(scenario, bug, seed);
  const strategy = strategyNames.find((name) => name === way) ?? 'random';
  for (const { number, seed: own } of campaignSeeds(seed, cap)) {
    const run = await simulate(scenario, { bug, seed: own, strategy, swarm: way !== 'plain' });
    if (run.verdict === 'invalid') return { runs: number + 1, failure: run };
  }
  return { runs: Infinity };
}

async function guidedSeedsToFind(
  scenario: Scenario,
  bug: string,
  seed: string,
): Promise<{ runs: number; failure?: Run }> {
  const search = await guidedSearch(scenario, { bug }, { seed, runs: cap });
  for (let batch = search.next(); batch.length > 0; batch = search.next()) {
    const results = [];
    for (const { number, options } of batch) {
      const run = await simulate(scenario, options);
      if (run.verdict === 'invalid') return { runs: number + 1, failure: run };
      results.push({ number, coverage: run.coverage });
    }
    search.learn(results);
  }
  return { runs: Infinity };
}

async function shrunkSize(scenario: Scenario, failure: Run | undefined): Promise<Pick<Row, 'shrunk'>> {
  if (failure === undefined || values['no-shrink']) return {};
  const since = process.cpuUsage();
  const shrunk = await shrink(scenario, failure);
  if (shrunk === undefined) return {};
  const { faults, operations } = shrunk.to;
  return { shrunk: { faults, operations, cpuSeconds: cpuSeconds(since) } };
}

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

function printHead(): void {
  const heads = ways.filter((name) => values.strategy.includes(name)).map((name) => name.padStart(15));
  process.stdout.write(
    `seeds to find: median / p90 of ${campaigns} campaigns, at most ${cap} runs each (*: fewer campaigns)\n` +
      `${'bug'.padEnd(48)}${heads.join('')}  shrunk\n`,
  );
}

function printRow({ scenario, bug, cells, shrunk }: Row): void {
  const text = (runs: number): string => (Number.isFinite(runs) ? String(runs) : `>${cap}`);
  const columns = cells.map(({ median, p90, campaigns: made }) =>
    `${text(median)} / ${text(p90)}${made < campaigns ? '*' : ''}`.padStart(15),
  );
  const small =
    shrunk === undefined
      ? ''
      : `  ${shrunk.faults} faults, ${shrunk.operations} ops, ${shrunk.cpuSeconds.toFixed(1)} s`;
  process.stdout.write(`${`${scenario} ${bug}`.padEnd(48)}${columns.join('')}${small}\n`);
}
