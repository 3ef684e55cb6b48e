// explore/campaign-coverage.ts
const siteKinds = [
	"sometimes",
	"reachable",
	"unreachable",
	"buggify"
];
/** The coverage of runs, one by one. */
function coverageOf(runs) {
	return mergeCoverage(Array.from(runs, ofOne));
}
/** Adds up the coverage of batches, workers or shards. */
function mergeCoverage(parts) {
	const sum = new CoverageSum();
	for (const part of parts) sum.add(part);
	return sum.total();
}
/** The coverage of a campaign as its batches come in. To add one costs what that one has, however much there is. */
var CoverageSum = class {
	sum = empty();
	/** Distinct states so far. */
	get states() {
		return this.sum.states.size;
	}
	add(part) {
		const { sum } = this;
		sum.runs += part.runs;
		for (const kind of siteKinds) addSites(sum[kind], part[kind]);
		addCounts(sum.states, part.states);
		addCounts(sum.transitions, part.transitions);
	}
	total() {
		const { runs, sometimes, reachable, unreachable, buggify, states, transitions } = this.sum;
		return {
			runs,
			sometimes: sorted(sometimes),
			reachable: sorted(reachable),
			unreachable: sorted(unreachable),
			buggify: sorted(buggify),
			states: Object.fromEntries(states),
			transitions: Object.fromEntries(transitions)
		};
	}
};
/** Which sites never held, of those that are declared and those that the code reached. */
function neverReached(coverage, { coverage: declared, buggifySites }) {
	const missing = (sites, names = []) => [.../* @__PURE__ */ new Set([...names, ...Object.keys(sites)])].filter((name) => (sites[name]?.held ?? 0) === 0).sort();
	return {
		sometimes: missing(coverage.sometimes, declared?.sometimes),
		reachable: missing(coverage.reachable, declared?.reachable),
		buggify: missing(coverage.buggify, buggifySites)
	};
}
function ofOne(run) {
	const sites = (kind) => Object.fromEntries(Object.entries(run[kind]).map(([name, count]) => [name, {
		...count,
		runs: count.held > 0 ? 1 : 0
	}]));
	const once = (hashes) => Object.fromEntries(hashes.map((hash) => [hash, 1]));
	return {
		runs: 1,
		sometimes: sites("sometimes"),
		reachable: sites("reachable"),
		unreachable: sites("unreachable"),
		buggify: sites("buggify"),
		states: once(run.states),
		transitions: once(run.transitions)
	};
}
function empty() {
	const sites = () => /* @__PURE__ */ new Map();
	return {
		runs: 0,
		sometimes: sites(),
		reachable: sites(),
		unreachable: sites(),
		buggify: sites(),
		states: /* @__PURE__ */ new Map(),
		transitions: /* @__PURE__ */ new Map()
	};
}
function addSites(total, part) {
	for (const [name, { reached, held, runs }] of Object.entries(part)) {
		const before = total.get(name) ?? {
			reached: 0,
			held: 0,
			runs: 0
		};
		total.set(name, {
			reached: before.reached + reached,
			held: before.held + held,
			runs: before.runs + runs
		});
	}
}
function addCounts(total, part) {
	for (const [hash, runs] of Object.entries(part)) total.set(hash, (total.get(hash) ?? 0) + runs);
}
function sorted(sites) {
	return Object.fromEntries([...sites].sort(([a], [b]) => a < b ? -1 : 1));
}
export { neverReached as i, coverageOf as n, mergeCoverage as r, CoverageSum as t };

//# sourceMappingURL=campaign-coverage.js.map