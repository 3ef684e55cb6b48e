import { At as thrownAt, Et as ScenarioError, Gt as InputError, O as prepare, U as builtinsAreSpoilt, et as shrunkPartOf, g as recordRun, h as load, i as differsAt, jt as thrownText, kt as isError, lt as tookPlace, o as onlyAt, t as toldRun, v as simulate } from "../sim/sim.js";
import { n as coverageOf } from "./campaign-coverage.js";
import { n as NOTHING_REACHED, r as orUnprepared, t as campaign } from "./campaign.js";
import { n as asShrunk, t as shrink } from "./shrink.js";
import { performance } from "node:perf_hooks";
import { parentPort } from "node:worker_threads";
// explore/tally.ts
function emptyTally() {
	return {
		runs: 0,
		verdicts: {
			valid: 0,
			invalid: 0,
			unknown: 0
		},
		events: 0,
		operations: {
			ok: 0,
			fail: 0,
			info: 0
		},
		faults: {},
		leftOut: {},
		nothingToJudge: {}
	};
}
/** Adds one run. */
function countRun(tally, run) {
	tally.runs++;
	tally.verdicts[run.verdict]++;
	tally.events += run.events;
	for (const outcome of [
		"ok",
		"fail",
		"info"
	]) tally.operations[outcome] += run.operations[outcome];
	for (const { kind } of tookPlace(run.plan, run.virtualMs, run.triggered).faults) tally.faults[kind] = (tally.faults[kind] ?? 0) + 1;
	addCounts(tally.leftOut, run.leftOut);
	for (const { name, reason, nothingToJudge } of run.checks) if (nothingToJudge === true) addIdle(tally, run.scenario, name, {
		runs: 1,
		reason
	});
}
/** Adds one tally to another. */
function addTally(total, part) {
	total.runs += part.runs;
	total.events += part.events;
	for (const verdict of [
		"valid",
		"invalid",
		"unknown"
	]) total.verdicts[verdict] += part.verdicts[verdict];
	for (const outcome of [
		"ok",
		"fail",
		"info"
	]) total.operations[outcome] += part.operations[outcome];
	addCounts(total.faults, part.faults);
	addCounts(total.leftOut, part.leftOut);
	for (const [scenario, checks] of Object.entries(part.nothingToJudge)) for (const [check, idle] of Object.entries(checks)) addIdle(total, scenario, check, idle);
}
function addCounts(total, part) {
	for (const [kind, count] of Object.entries(part)) total[kind] = (total[kind] ?? 0) + count;
}
function addIdle(total, scenario, check, { runs, reason }) {
	const checks = total.nothingToJudge[scenario] ??= {};
	const before = checks[check];
	checks[check] = {
		runs: (before?.runs ?? 0) + runs,
		reason: before?.reason ?? reason
	};
}
// explore/workers/perform.ts
/** Does a task, in whichever thread: the one place where a campaign meets the engine. */
/** Often enough for a progress line, seldom enough to cost nothing. */
const ANSWER_EVERY_MS = 50;
const NOBODY_TELLS = () => Promise.resolve(void 0);
/**
* @param tellStory called for failures whose story is wanted
* @throws InputError as `simulate` does
*/
async function perform(scenario, task, pulse, tellStory = NOBODY_TELLS) {
	switch (task.kind) {
		case "seeds": return runSeeds(scenario, task, pulse);
		case "run": {
			pulse.beat(0);
			const on = asShrunk(scenario, task.calm);
			const run = await orUnprepared(on, task.options, () => simulate(on, task.options));
			if ("unprepared" in run) return pulse.answer({
				kind: "told",
				run: run.unprepared,
				coverage: NOTHING_REACHED
			});
			const story = task.withStory === true ? await tellStory(on, run) : void 0;
			const told = {
				run: toldRun(run),
				coverage: run.coverage
			};
			return pulse.answer({
				kind: "told",
				...told,
				...story === void 0 ? {} : { story }
			});
		}
		case "record": return recordRuns(scenario, task, pulse);
		case "draw": {
			pulse.beat(0);
			const { params, bug, profile, setup } = prepare(scenario, task.options, await load(scenario));
			return pulse.answer({
				kind: "drawn",
				drawn: {
					params,
					bug,
					profile,
					plan: setup.plan
				}
			});
		}
		case "shrink": return shrinkOne(scenario, task, pulse, tellStory);
	}
}
async function recordRuns(scenario, { options, calm, times, against }, pulse) {
	const runs = [];
	const goesOn = () => !pulse.stopped() && !builtinsAreSpoilt();
	for (let number = 0; number < times && (number === 0 || goesOn()); number++) {
		pulse.beat(number);
		const { run, record } = await recordRun(asShrunk(scenario, calm), options);
		runs.push({
			run: toldRun(run),
			record: against === void 0 ? record : wherever(record, against)
		});
	}
	pulse.answer({
		kind: "recorded",
		runs
	});
}
function wherever(record, against) {
	return onlyAt(record, differsAt(against, record.words) ?? Infinity);
}
async function runSeeds(scenario, { options, seeds, keepGoing }, pulse) {
	let tally = emptyTally();
	let reached = [];
	let answeredAt = performance.now();
	let failed = false;
	const answer = (failure) => {
		pulse.answer({
			kind: "batch",
			tally,
			coverage: coverageOf(reached),
			...failure
		});
		tally = emptyTally();
		reached = [];
		answeredAt = performance.now();
	};
	await campaign(scenario, options, seeds, {
		goesOn(index) {
			if (failed && !keepGoing || index > 0 && (pulse.stopped() || builtinsAreSpoilt())) return false;
			pulse.beat(index);
			return true;
		},
		ran(run, coverage) {
			countRun(tally, run);
			reached.push(coverage);
			failed = run.verdict === "invalid";
			if (failed) answer({ failure: toldRun(run) });
			else if (performance.now() - answeredAt >= ANSWER_EVERY_MS) answer({});
		}
	});
	if (tally.runs > 0) answer({});
}
async function shrinkOne(scenario, { failure, untilMs, runs: most }, pulse, tellStory) {
	const endsAt = performance.now() + untilMs;
	let runs = 0;
	const shrunk = await shrink(scenario, failure, {
		goesOn() {
			pulse.beat(runs++);
			return !pulse.stopped() && performance.now() < endsAt;
		},
		...most === void 0 ? {} : { runs: most },
		onProgress: (progress) => pulse.answer({
			kind: "progress",
			progress
		})
	});
	if (shrunk === void 0) return;
	pulse.beat(runs++);
	const { run, runs: made } = shrunk;
	const part = shrunkPartOf(shrunk);
	const story = await tellStory(asShrunk(scenario, part), run);
	const told = {
		run: toldRun(run),
		part,
		runs: made
	};
	pulse.answer({
		kind: "shrunk",
		shrunk: {
			...told,
			...story === void 0 ? {} : { story }
		}
	});
}
/** More strays than these tell nothing new. */
const MAX_STRAYS = 5;
let serving = false;
/** Whether this is a worker thread of ours: it starts no others. */
const isServing = () => serving;
/**
* @param find loads a scenario; called once for each task, so that it had better remember
* @param tellStory tells failures
*/
function serve(find, tellStory) {
	serving = true;
	if (parentPort === null) throw new Error("only a worker thread can serve");
	const parent = parentPort;
	parent.once("message", (line) => {
		parent.postMessage = () => {
			throw new Error("parentPort.postMessage: a program under test has no parent thread to post to");
		};
		answer(line, find, tellStory);
	});
}
function answer({ port, shared }, find, tellStory) {
	const say = (message) => port.postMessage(message);
	const pulse = {
		beat(index) {
			Atomics.store(shared, 1, index);
			Atomics.add(shared, 0, 1);
		},
		stopped: () => Atomics.load(shared, 2) !== 0,
		answer: (answer) => say({
			kind: "answer",
			answer
		})
	};
	hearStrays(say);
	port.on("message", (task) => {
		find(task.scenario).then((scenario) => perform(scenario, task, pulse, tellStory).then(() => ({
			kind: "done",
			spoilt: builtinsAreSpoilt()
		}), told), unloaded).then(say);
	});
}
/** A timer that a run left behind, say, is no reason to lose the runs after it. */
function hearStrays(say) {
	let count = 0;
	const heard = (error) => {
		if (++count <= MAX_STRAYS) say({
			kind: "stray",
			sentence: `${thrownText(error)}${thrownAt(error)}`
		});
	};
	process.on("uncaughtException", heard);
	process.on("unhandledRejection", heard);
}
function unloaded(error) {
	const failed = told(error);
	if (failed.kind !== "error" || failed.blame.on === "us") return failed;
	return {
		kind: "unloaded",
		sentence: failed.message
	};
}
function told(error) {
	const { name, message, stack } = isError(error) ? error : new Error(thrownText(error));
	return {
		kind: "error",
		name,
		message,
		stack,
		blame: error instanceof ScenarioError ? {
			on: "scenario",
			path: error.path
		} : { on: error instanceof InputError || name === "UsageError" ? "input" : "us" }
	};
}
export { countRun as a, addTally as i, serve as n, emptyTally as o, perform as r, isServing as t };

//# sourceMappingURL=serve.js.map