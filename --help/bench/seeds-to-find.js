import { Ft as strategyNames, v as simulate } from "../sim/sim.js";
import { t as shrink } from "../explore/shrink.js";
import "../explore/anomalies.js";
import { c as scenarios, i as percentile } from "../scenarios/scenarios.js";
import { t as campaignSeeds } from "../explore/seeds.js";
import { t as guidedSearch } from "../explore/guided.js";
import { parseArgs } from "node:util";
// bench/seeds-to-find.ts
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
const ways = [
	"plain",
	"swarm",
	"pct",
	"delay-bounded",
	"guided"
];
const { values } = parseArgs({ options: {
	scenario: {
		type: "string",
		default: ""
	},
	bug: {
		type: "string",
		default: ""
	},
	strategy: {
		type: "string",
		multiple: true,
		default: [...ways]
	},
	campaigns: {
		type: "string",
		default: "20"
	},
	cap: {
		type: "string",
		default: "1000"
	},
	"cell-seconds": {
		type: "string",
		default: "60"
	},
	"no-shrink": {
		type: "boolean",
		default: false
	},
	json: {
		type: "boolean",
		default: false
	}
} });
const stranger = values.strategy.find((name) => !ways.includes(name));
if (stranger !== void 0) {
	process.stderr.write(`strategy: expected one of ${ways.join(", ")}, got ${stranger}\n`);
	process.exit(64);
}
const campaigns = Number(values.campaigns);
const cap = Number(values.cap);
const cellSeconds = Number(values["cell-seconds"]);
const rows = [];
if (!values.json) printHead();
for (const scenario of scenarios.filter(({ name }) => name.includes(values.scenario))) for (const bug of Object.keys(scenario.bugs ?? {}).filter((name) => name.includes(values.bug))) {
	const row = await measured(scenario, bug);
	rows.push(row);
	if (!values.json) printRow(row);
}
if (values.json) process.stdout.write(`${JSON.stringify({
	node: process.version,
	campaigns,
	cap,
	rows
})}\n`);
async function measured(scenario, bug) {
	const cells = [];
	/** What is shrunk: the first that `explore` would find, which draws a swarm, else any. */
	let first;
	let ofSwarm;
	const { strategies = ways } = scenario;
	const within = (way) => way === "pct" || way === "delay-bounded" ? strategies.includes(way) : true;
	for (const way of ways.filter((name) => values.strategy.includes(name) && within(name))) {
		const found = [];
		const since = process.cpuUsage();
		for (let campaign = 0; campaign < campaigns; campaign++) {
			const { runs, failure } = await seedsToFind(scenario, bug, way, `campaign-${campaign}`);
			found.push(runs);
			first ??= failure;
			if (way === "swarm") ofSwarm ??= failure;
			if (cpuSeconds(since) > cellSeconds) break;
		}
		cells.push({
			strategy: way,
			campaigns: found.length,
			median: percentile(found, 50),
			p90: percentile(found, 90),
			cpuSeconds: cpuSeconds(since)
		});
	}
	return {
		scenario: scenario.name,
		bug,
		cells,
		...await shrunkSize(scenario, ofSwarm ?? first)
	};
}
async function seedsToFind(scenario, bug, way, seed) {
	if (way === "guided") return guidedSeedsToFind(scenario, bug, seed);
	const strategy = strategyNames.find((name) => name === way) ?? "random";
	for (const { number, seed: own } of campaignSeeds(seed, cap)) {
		const run = await simulate(scenario, {
			bug,
			seed: own,
			strategy,
			swarm: way !== "plain"
		});
		if (run.verdict === "invalid") return {
			runs: number + 1,
			failure: run
		};
	}
	return { runs: Infinity };
}
async function guidedSeedsToFind(scenario, bug, seed) {
	const search = await guidedSearch(scenario, { bug }, {
		seed,
		runs: cap
	});
	for (let batch = search.next(); batch.length > 0; batch = search.next()) {
		const results = [];
		for (const { number, options } of batch) {
			const run = await simulate(scenario, options);
			if (run.verdict === "invalid") return {
				runs: number + 1,
				failure: run
			};
			results.push({
				number,
				coverage: run.coverage
			});
		}
		search.learn(results);
	}
	return { runs: Infinity };
}
async function shrunkSize(scenario, failure) {
	if (failure === void 0 || values["no-shrink"]) return {};
	const since = process.cpuUsage();
	const shrunk = await shrink(scenario, failure);
	if (shrunk === void 0) return {};
	const { faults, operations } = shrunk.to;
	return { shrunk: {
		faults,
		operations,
		cpuSeconds: cpuSeconds(since)
	} };
}
function cpuSeconds(since) {
	const { user, system } = process.cpuUsage(since);
	return (user + system) / 1e6;
}
function printHead() {
	const heads = ways.filter((name) => values.strategy.includes(name)).map((name) => name.padStart(15));
	process.stdout.write(`seeds to find: median / p90 of ${campaigns} campaigns, at most ${cap} runs each (*: fewer campaigns)\n${"bug".padEnd(48)}${heads.join("")}  shrunk\n`);
}
function printRow({ scenario, bug, cells, shrunk }) {
	const text = (runs) => Number.isFinite(runs) ? String(runs) : `>${cap}`;
	const columns = cells.map(({ median, p90, campaigns: made }) => `${text(median)} / ${text(p90)}${made < campaigns ? "*" : ""}`.padStart(15));
	const small = shrunk === void 0 ? "" : `  ${shrunk.faults} faults, ${shrunk.operations} ops, ${shrunk.cpuSeconds.toFixed(1)} s`;
	process.stdout.write(`${`${scenario} ${bug}`.padEnd(48)}${columns.join("")}${small}\n`);
}
export {};

//# sourceMappingURL=seeds-to-find.js.map