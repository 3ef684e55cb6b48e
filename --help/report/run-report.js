import { r as checksOf } from "./patch.js";
import { n as pairOf } from "./critical-pair.js";
import { T as jsonOf, ct as describeFault, v as simulate } from "../sim/sim.js";
import { t as recordRun } from "./record-run.js";
import { n as storyOf } from "./story.js";
// report/data/neighbour.ts
/** Plans with more faults have to be shrunk before one fault can be said to decide. */
const MAX_FAULTS = 12;
/** Longer runs are not laid side by side. */
const MAX_EVENTS = 5e4;
/** @returns undefined where no single fault decides, or the run is too large to try */
async function neighbourOf(scenario, run, here) {
	const { faults } = run.plan;
	if (run.verdict !== "invalid" || faults.length === 0 || faults.length > MAX_FAULTS || run.events > MAX_EVENTS) return void 0;
	for (const fault of [...faults].sort((a, b) => b.atMs - a.atMs)) {
		const passing = await passesWithout(scenario, run, fault);
		if (passing === void 0) continue;
		const recording = await recordRun(scenario, passing);
		const { virtualMs } = passing;
		return {
			without: describeFault(fault),
			recording,
			virtualMs,
			...differences(here, recording)
		};
	}
}
async function passesWithout(scenario, { seed, params, bug, plan }, fault) {
	const options = {
		seed,
		params,
		plan: {
			...plan,
			faults: plan.faults.filter((other) => other !== fault)
		},
		...bug === void 0 ? {} : { bug }
	};
	const run = await simulate(scenario, options);
	return run.verdict === "valid" ? run : void 0;
}
/** Numbers of the events that happen in one of two runs only: the n-th of its like has no n-th twin. */
function differences(here, there) {
	const [ours, theirs] = [likenesses(here), likenesses(there)];
	return {
		onlyHere: missingFrom(theirs, ours),
		onlyThere: missingFrom(ours, theirs)
	};
}
function missingFrom(others, own) {
	const left = /* @__PURE__ */ new Map();
	for (const like of others) left.set(like, (left.get(like) ?? 0) + 1);
	return own.flatMap((like, index) => {
		const count = left.get(like) ?? 0;
		left.set(like, count - 1);
		return count > 0 ? [] : [index + 1];
	});
}
/** What each event is, whenever it happens: whom it happens to, its kind, what it carries. */
function likenesses({ events, messages, texts, lanes, kinds }) {
	const text = (number) => texts[number ?? -1] ?? "";
	return events.kind.map((kind, index) => {
		const message = events.message[index] ?? -1;
		const lane = lanes[events.lane[index] ?? -1]?.name ?? "";
		const from = lanes[messages.from[message] ?? -1]?.name ?? "";
		const data = message < 0 ? text(events.data[index]) : text(messages.data[message]);
		return JSON.stringify([
			lane,
			kinds[kind],
			from,
			text(events.name[index]),
			data
		]);
	});
}
// report/data/run-report.ts
/** Longer stories are not read. */
const MAX_STORY_LINES = 150;
/**
* @param scenario the very scenario the run is of; of a shrunk run, on its calm network
* @throws InputError when the run does not happen again as it did
*/
async function runReport(scenario, run, frame) {
	const recording = await recordRun(scenario, run);
	const checks = checksOf(run, recording.incidents);
	const neighbour = await neighbourOf(scenario, run, recording);
	const { lines, hum } = storyOf(recording, checks, MAX_STORY_LINES);
	return {
		schema: 4,
		kind: "run",
		about: aboutOf(scenario, run, frame),
		recording,
		checks,
		story: lines,
		hum,
		sites: sitesOf(scenario, run),
		...frame.shrunk === void 0 ? {} : { shrunk: sizesOf(frame.shrunk, recording) },
		...neighbour === void 0 ? {} : { neighbour }
	};
}
function aboutOf(scenario, run, { replay, version }) {
	const { seed, bug, profile, verdict, fingerprint, events, virtualMs, operations } = run;
	return {
		version,
		profile,
		verdict,
		fingerprint,
		events,
		virtualMs,
		operations,
		replay,
		scenario: run.scenario,
		summary: scenario.summary,
		params: jsonOf(run.params),
		seed: String(seed),
		...bug === void 0 ? {} : { bug }
	};
}
/** Those that the run came to, and those that the scenario declares and the run did not come to. */
function sitesOf({ coverage: declared }, { coverage }) {
	return [
		"sometimes",
		"reachable",
		"unreachable",
		"buggify"
	].flatMap((is) => {
		const missing = (is === "sometimes" || is === "reachable" ? declared?.[is] ?? [] : []).filter((name) => coverage[is][name] === void 0);
		return [...Object.entries(coverage[is]).map(([name, { reached, held }]) => ({
			is,
			name,
			reached,
			held
		})), ...missing.map((name) => ({
			is,
			name,
			reached: 0,
			held: 0
		}))];
	});
}
function sizesOf({ from, to, eventsThatMatter, criticalPair, latencyMs }, recording) {
	return {
		from,
		to,
		eventsThatMatter,
		...latencyMs === void 0 ? {} : { latencyMs },
		...criticalPair === void 0 ? {} : { criticalPair: pairOf(criticalPair, recording) }
	};
}
export { runReport as t };

//# sourceMappingURL=run-report.js.map