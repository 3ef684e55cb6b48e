import { J as keptCapsule, K as keepFailure, N as assertOptions, O as prepare, X as sizeOf, Y as replayCommand, Z as version, _ as runPrepared, a as firstDivergence, c as signatureOf, en as hashString, et as shrunkPartOf, g as recordRun, gn as shown, h as load, it as capsuleName, jt as thrownText, kt as isError, ot as givenOf, q as keepRefused, s as isFailure, st as quotedForShell, tt as failedCheck, v as simulate } from "../sim/sim.js";
import { n as asShrunk, t as shrink } from "../explore/shrink.js";
import { a as firstPlace, i as operationText, n as faultText, o as smallerPlans, r as linesOf, t as counted } from "./plan-text.js";
import { i as lookCommands, n as isSameRun, r as unrepeatedLines, t as MOST_TIME_MS } from "../explore/most-time.js";
import { t as campaignSeeds } from "../explore/seeds.js";
import { t as recordedAfresh } from "../explore/verify.js";
import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { basename, join } from "node:path";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { test } from "vitest";
// property/drawn-params.ts
/** Parameters that a `simTest` draws by fast-check, and makes smaller where a run fails. */
/** Tries at smaller ones; each is a run. */
const MOST_TRIES$1 = 100;
/** What a seed draws. */
async function paramsDrawn(from, seed) {
	const { sample } = await import("fast-check");
	const [params] = sample(from, {
		seed: seedOf(seed),
		numRuns: 1
	});
	return params ?? {};
}
/** The smallest of those that the seed draws with which a run fails still, as fast-check shrinks them. */
async function smallerParams(from, seed, fails) {
	const { asyncProperty, check } = await import("fast-check");
	let tries = 0;
	const { counterexample } = await check(asyncProperty(from, async (params) => {
		if (tries++ < MOST_TRIES$1 && await fails(params)) throw new Error("it fails still");
	}), {
		seed: seedOf(seed),
		numRuns: 1
	});
	return counterexample?.[0];
}
const seedOf = (seed) => hashString(`params/${String(seed)}`);
// property/keep-report.ts
/**
* What the report makes of a failing test: its story in text, and one HTML page where whoever runs the tests wants one.
* The only place of the engine that knows of the report, and only of failures: a test that passes loads none of it.
*/
/** Rows of the story are no longer than this: test runners do not wrap them. */
const COLUMNS = 110;
/** What led to the failure, in rows of text; none where that cannot be told. */
async function storyText(scenario, run, small) {
	const { storyOfFailure } = await import("../sim/tell.js");
	const { storyRows } = await import("../sim/text.js");
	const story = await storyOfFailure(small === void 0 ? scenario : asShrunk(scenario, small.part), small?.run ?? run);
	return story === void 0 ? [] : storyRows(story, {
		columns: COLUMNS,
		unicode: true
	}, small?.part.latencyMs);
}
/**
* @param folder made if it is not there
* @param replay the command that brings the failure back; empty where none does
* @returns where the page is, or why there is none: a failure is worth telling without a page, too
*/
async function keepReport(folder, scenario, run, told) {
	const path = join(folder, capsuleName(run, told.given).replace(/\.json$/, ".html"));
	const { story, replay } = told;
	const calm = story === void 0 ? scenario : asShrunk(scenario, story.part);
	try {
		const { runReport } = await import("../sim/run-report.js");
		const { reportHtml } = await import("../sim/html.js");
		const frame = {
			replay,
			version,
			shrunk: story?.part
		};
		const html = reportHtml(await runReport(calm, story?.run ?? run, frame));
		mkdirSync(folder, { recursive: true });
		writeFileSync(`${path}.${process.pid}`, html);
		renameSync(`${path}.${process.pid}`, path);
		return { path };
	} catch (error) {
		return { why: error.message };
	}
}
// property/own-assertions.ts
/** A run that is valid and still not what its test expects: said, and cut down to what still fails so. */
/** Runs that a smaller plan may take. */
const MOST_TRIES = 300;
/** What the test's own assertion throws. */
async function objection(run, expect) {
	try {
		await expect?.(run);
		return;
	} catch (thrown) {
		return { thrown };
	}
}
/** The first line of what was thrown. */
function objectionText(thrown) {
	return (isError(thrown) ? thrown.message : thrownText(thrown)).split("\n")[0] ?? "";
}
/** A run with fewer faults and operations that is valid too, and to which the test objects by the same sort of error. */
async function smallerObjection(scenario, run, expect) {
	const loaded = await load(scenario);
	const { seed, params, bug } = run;
	const first = await objection(run, expect) ?? { thrown: void 0 };
	let best = {
		run,
		...first
	};
	let tries = 0;
	const next = async () => {
		for (const { plan, next } of smallerPlans(best.run.plan, place)) {
			if (tries++ >= MOST_TRIES) return false;
			const given = {
				seed,
				params,
				plan,
				...bug === void 0 ? {} : { bug }
			};
			const smaller = await runPrepared(prepare(scenario, given, loaded));
			const found = smaller.verdict === "valid" ? await objection(smaller, expect) : void 0;
			if (found === void 0 || sortOf(found.thrown) !== sortOf(first.thrown)) continue;
			best = {
				run: smaller,
				...found
			};
			place = next;
			return true;
		}
		return false;
	};
	let place = firstPlace(run.plan);
	while (await next());
	return {
		...best,
		tries
	};
}
/** Which error it is: numbers in its message may differ. */
function sortOf(thrown) {
	return objectionText(thrown).replace(/\d+(\.\d+)?/g, "0");
}
// property/report.ts
/** What a failed `simTest` says: seed, path, counterexample, how far it was shrunk, and how to see it again. */
/** The report on a run that is not valid. */
function failureReport(run, made, place) {
	const { story, kept, page, told = [], notAfresh } = made;
	const { plan } = story?.run ?? run;
	const faults = [...plan.faults].sort((a, b) => a.atMs - b.atMs);
	const operations = [...plan.operations].sort((a, b) => a.atMs - b.atMs);
	return [
		headline(story?.run ?? run),
		seedLine(run.seed, place),
		...paramsLine(story?.run ?? run, place),
		`  counterexample: ${counted(faults.length, "fault")}, ${counted(operations.length, "operation")}`,
		...linesOf(faults, faultText).map((line) => `  ${line}`),
		...linesOf(operations, operationText).map((line) => `  ${line}`),
		...story === void 0 ? [] : storyLines(story, kept),
		...told.length === 0 ? [] : [
			"",
			"  What happened:",
			...told.map((row) => `  ${row}`),
			""
		],
		...waysToLook(kept, page),
		...notAfresh === void 0 ? [] : [`  run again in this process only: ${notAfresh}`],
		testLine(run.seed, place)
	].join("\n");
}
/** Commands that bring it back and show it, and the page if there is one. */
function waysToLook(kept, page) {
	const written = page === void 0 ? void 0 : "path" in page ? `  report  ${page.path}` : `  no report was written: ${page.why}`;
	if (!("path" in kept)) return [`  no capsule was written: ${kept.why}`, ...written === void 0 ? [] : [written]];
	const replay = replayCommand(kept.path);
	const { report, diagram } = lookCommands(replay, basename(kept.path, ".json"));
	return [
		`  replay  ${replay}`,
		written ?? `  report  ${report}`,
		`  export  ${diagram}`
	];
}
/** The report on a valid run that the test's own assertion refuses. @param small with as little as still fails so */
function objectionReport(run, small, { thrown, kept, page }, place) {
	const faults = [...small.plan.faults].sort((a, b) => a.atMs - b.atMs);
	const operations = [...small.plan.operations].sort((a, b) => a.atMs - b.atMs);
	const { plan } = run;
	return [
		`✗ ${run.scenario}  expect: ${objectionText(thrown)}`,
		seedLine(run.seed, place),
		...paramsLine(small, place),
		`  counterexample: ${counted(faults.length, "fault")} of ${plan.faults.length}, ${counted(operations.length, "operation")} of ${plan.operations.length}`,
		...linesOf(faults, faultText).map((line) => `  ${line}`),
		...linesOf(operations, operationText).map((line) => `  ${line}`),
		...waysToLook(kept, page),
		testLine(run.seed, place)
	].join("\n");
}
/** Parameters that were drawn. */
function paramsLine({ params }, { settings }) {
	return settings.params === void 0 ? [] : [`  params ${JSON.stringify(params)}`];
}
/** The report on a seed that gave two different runs. */
function unrepeatedReport(seed, unrepeated, place) {
	return [
		`✗ not deterministic: ${unrepeated.found.scenario} with seed ${String(seed)} does not repeat`,
		seedLine(seed, place),
		...unrepeatedLines(unrepeated),
		testLine(seed, place)
	].join("\n");
}
function headline(run) {
	const failed = failedCheck(run);
	const bug = run.bug === void 0 ? "" : ` (bug ${run.bug})`;
	const what = run.verdict === "unknown" ? "undecided: " : "";
	return `✗ ${run.scenario}${bug}  ${failed?.name ?? "verdict"}: ${what}${failed?.reason ?? run.verdict}`;
}
/** The path is the number of the run among those of this test, from 0. */
function seedLine(seed, { number }) {
	return `  seed ${String(seed)} · path ${number} · after ${counted(number + 1, "run")}`;
}
function storyLines({ part, from: source }, kept) {
	const { from, to, eventsThatMatter, criticalPair: pair } = part;
	return [
		`  shrunk ${`${from.faults} → ${counted(to.faults, "fault")}, ${from.operations} → ${counted(to.operations, "operation")}`} ${source === "capsule" ? "as found before" : `in ${counted(source.runs, "run")}`} · ${counted(eventsThatMatter, "event")} matter`,
		...source !== "capsule" && source.timeWasUp && "path" in kept ? [`  time was up; npx seedstorm shrink ${quotedForShell(kept.path)} tries longer`] : [],
		...pair === void 0 ? [] : [`  passes if ${pair.second.from}'s ${pair.second.what} reaches ${pair.node} before ${pair.first.from}'s ${pair.first.what}`]
	];
}
/** A seed that is a number starts a campaign of its own; one that is a text is found from the first one on. */
function testLine(seed, { test, settings }) {
	const from = typeof seed === "number" ? seed : settings.seed;
	const pattern = test.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
	return `  test    SEEDSTORM_SEED=${quotedForShell(String(from))} npx vitest run -t ${quotedForShell(pattern)}`;
}
// property/repeated.ts
/** Whether a run of a test repeats: once more in this process, and in a fresh thread where one can load the scenario. */
/** The same once more in this process, where module-level variables are as the run left them. */
async function repeatedHere(scenario, options, { run, record }) {
	const again = await recordRun(scenario, options);
	const divergence = firstDivergence(record, again.record, ["the first run", "once more here"]);
	return divergence && {
		found: run,
		again: again.run,
		divergence
	};
}
/** The same in a fresh thread, where every module begins anew. */
async function repeatedAfresh(scenario, options, { run, record }) {
	const fresh = await recordedAfresh(scenario, options, record);
	if (fresh.kind !== "recorded") return fresh.kind === "none" ? { why: fresh.why } : {};
	const divergence = firstDivergence(record, fresh.record, ["the run here", "in a fresh thread"]);
	return divergence === void 0 ? {} : { unrepeated: {
		found: run,
		again: fresh.run,
		divergence
	} };
}
/** Both, for a run that was not recorded. */
async function repeated(scenario, options, run) {
	const again = await recordRun(scenario, options);
	const afresh = await repeatedAfresh(scenario, options, again);
	if (isSameRun(run, again.run)) return afresh;
	const { divergence } = afresh.unrepeated ?? {};
	return { unrepeated: {
		found: run,
		again: again.run,
		...divergence === void 0 ? {} : { divergence }
	} };
}
// property/seed-search.ts
/** Runs seed after seed until one fails: what a `simTest` does. */
/** How long the test runner may go without hearing from us. */
const BREATH_MS = 200;
/**
* The first seed is run twice here and once in a fresh thread, and so is a seed that fails: what does not repeat is no
* failure of the program's own.
* @throws InputError as `simulate` does
*/
async function searchSeeds(scenario, settings) {
	const loaded = await load(scenario);
	const beganAt = performance.now();
	let breathedAt = beganAt;
	let runs = 0;
	/** The seed whose run in a fresh thread is still under way. */
	let first;
	for (const { number, seed } of campaignSeeds(settings.seed, settings.runs)) {
		const now = performance.now();
		if (runs > 0 && now - beganAt >= settings.timeMs) break;
		if (now - breathedAt >= BREATH_MS) {
			await setImmediate();
			breathedAt = now;
		}
		const drawn = settings.params === void 0 ? {} : { params: await paramsDrawn(settings.params, seed) };
		const options = {
			...settings.run,
			...drawn,
			seed
		};
		const recorded = settings.verify === "every" || settings.verify === "first" && runs === 0 ? await recordRun(scenario, options) : void 0;
		if (recorded !== void 0) {
			const unrepeated = await repeatedHere(scenario, options, recorded);
			if (unrepeated !== void 0) return {
				kind: "unrepeated",
				seed,
				number,
				unrepeated
			};
			first ??= {
				seed,
				number,
				repetition: repeatedAfresh(scenario, options, recorded)
			};
		}
		const run = recorded?.run ?? await runPrepared(prepare(scenario, options, loaded));
		if (run.verdict === "valid") {
			const found = await objection(run, settings.expect);
			if (found !== void 0) return {
				kind: "objection",
				run,
				number,
				...found
			};
		} else {
			const repetition = first !== void 0 && first.number === number ? await first?.repetition : await repeated(scenario, options, run);
			if (repetition?.unrepeated !== void 0) return {
				kind: "unrepeated",
				seed,
				number,
				unrepeated: repetition.unrepeated
			};
			const { why } = repetition ?? {};
			return {
				kind: "failure",
				run,
				number,
				...why === void 0 ? {} : { notAfresh: why }
			};
		}
		runs++;
	}
	const { unrepeated } = await first?.repetition ?? {};
	if (first === void 0 || unrepeated === void 0) return {
		kind: "nothing",
		runs
	};
	return {
		kind: "unrepeated",
		seed: first.seed,
		number: first.number,
		unrepeated
	};
}
// property/settings.ts
/** What a `simTest` is asked to do: by its author in options, by whoever runs it in the environment. */
const DEFAULT_RUNS = 100;
const REPORT_FOLDER = join(".seedstorm", "reports");
const OFF = [
	"",
	"0",
	"false",
	void 0
];
const MS_PER = {
	ms: 1,
	s: 1e3,
	m: 6e4,
	h: 36e5
};
/** The seed alone: never wrong, and needed for the name of the test. */
function firstSeed({ seed = 1 }, env) {
	const text = env["SEEDSTORM_SEED"];
	if (text === void 0 || text === "") return seed;
	return /^-?\d+$/.test(text) && String(Number(text)) === text && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}
/** @throws RangeError in one sentence for a number of runs or a time that is none */
function settingsOf(options, env) {
	assertOptions(options, [
		"runs",
		"seed",
		"profile",
		"time",
		"params",
		"bug",
		"expect",
		"verify"
	], "simTest");
	const { runs, time, params, bug, profile, expect, verify } = options;
	if (expect !== void 0 && typeof expect !== "function") throw new TypeError(`simTest: expect: expected a function of the run, got ${shown(expect)}`);
	if (verify !== void 0 && typeof verify !== "boolean") throw new TypeError(`simTest: verify: expected true or false, got ${shown(verify)}`);
	const timeMs = either(durationMs, env, "SEEDSTORM_TIME", "time", time);
	const count = either(wholeNumber, env, "SEEDSTORM_RUNS", "runs", runs);
	return {
		seed: firstSeed(options, env),
		runs: count ?? (timeMs === void 0 ? DEFAULT_RUNS : Infinity),
		timeMs: timeMs ?? Infinity,
		verify: verified(env["SEEDSTORM_VERIFY"], verify),
		reportFolder: reportFolder(env["SEEDSTORM_REPORT"]),
		run: {
			params: isArbitrary(params) ? {} : params ?? {},
			...bug === void 0 ? {} : { bug },
			...profile === void 0 ? {} : { faults: profile }
		},
		...isArbitrary(params) ? { params } : {},
		...expect === void 0 ? {} : { expect }
	};
}
/** By what it can do: fast-check is loaded only where something is drawn. */
function isArbitrary(params) {
	const { generate, shrink } = params ?? {};
	return typeof generate === "function" && typeof shrink === "function";
}
function verified(asked, option) {
	if (asked === void 0 || asked === "") return option === void 0 ? "first" : option ? "every" : "none";
	return OFF.includes(asked) ? "none" : "every";
}
function reportFolder(asked) {
	if (OFF.includes(asked)) return void 0;
	return asked === "1" || asked === "true" ? REPORT_FOLDER : asked;
}
/** What the environment says, else what the option says. */
function either(read, env, variable, option, given) {
	const asked = env[variable] || void 0;
	if (asked !== void 0) return read(asked, variable);
	return given === void 0 ? void 0 : read(given, option);
}
function wholeNumber(value, name) {
	const number = Number(value);
	if (Number.isSafeInteger(number) && number > 0) return number;
	throw new RangeError(`${name}: expected a whole number above 0, got '${value}'`);
}
function durationMs(value, name) {
	const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(String(value)) ?? [];
	const ms = typeof value === "number" ? value : Number(number) * (MS_PER[unit ?? ""] ?? NaN);
	if (ms > 0) return ms;
	throw new RangeError(`${name}: expected a length of time such as '500ms', '30s' or '5m', got '${value}'`);
}
// property/told-story.ts
/**
* The small story of a failed `simTest`: shrunk as `explore` shrinks it, aloud where that takes a while, since a test
* that is silent for a minute looks as if it hung. A smaller one that was found before and still shows is told instead.
*/
const FIRST_WORD_MS = 2e3;
const NEXT_WORD_MS = 1e4;
/** @returns undefined for a run that is not invalid, and for a failure that another run does not show */
async function storyOf(scenario, run, telling) {
	if (run.verdict !== "invalid") return void 0;
	const shrunk = await shrunkAloud(scenario, run, telling);
	const kept = keptCapsule(run, telling.given)?.shrunk;
	if (kept === void 0 || shrunk !== void 0 && sizeOf(shrunk.part) <= sizeOf(kept)) return shrunk;
	return await toldAgain(scenario, run, kept) ?? shrunk;
}
async function shrunkAloud(scenario, run, { say, mostMs = MOST_TIME_MS }) {
	const beganAt = performance.now();
	let sayAt = beganAt + FIRST_WORD_MS;
	let timeWasUp = false;
	const shrunk = await shrink(scenario, run, {
		goesOn: () => !(timeWasUp ||= performance.now() - beganAt >= mostMs),
		onProgress(progress) {
			const now = performance.now();
			if (now < sayAt) return;
			sayAt = now + NEXT_WORD_MS;
			say(progressLine(run, progress, mostMs));
		}
	});
	return shrunk && {
		run: shrunk.run,
		part: shrunkPartOf(shrunk),
		from: {
			runs: shrunk.runs,
			timeWasUp
		}
	};
}
function progressLine({ scenario, seed, plan }, progress, mostMs) {
	const faults = `${plan.faults.length} → ${progress.faults} faults`;
	const operations = `${plan.operations.length} → ${progress.operations} operations`;
	return `${scenario} fails with seed ${String(seed)}; shrinking it, for ${mostMs / 1e3} s at most: ${faults}, ${operations} after ${progress.runs} runs`;
}
/** What was kept may be of other code: only a run tells whether it is still this failure. */
async function toldAgain(scenario, of, kept) {
	const target = signatureOf(of);
	if (target === void 0) return void 0;
	const { seed, bug } = of;
	const params = kept.params ?? of.params;
	const { plan, latencyMs, criticalPair, ...rest } = kept;
	try {
		const on = asShrunk(scenario, kept);
		const run = await simulate(on, {
			params,
			seed,
			plan,
			...bug === void 0 ? {} : { bug }
		});
		if (!isFailure(run, target)) return void 0;
		const isSame = run.fingerprint === kept.fingerprint;
		return {
			run,
			part: {
				...rest,
				plan,
				...latencyMs === void 0 ? {} : { latencyMs },
				...isSame && criticalPair !== void 0 ? { criticalPair } : {},
				fingerprint: run.fingerprint,
				reason: failedCheck(run)?.reason ?? ""
			},
			from: "capsule"
		};
	} catch {
		return;
	}
}
// property/vitest.ts
/**
* Entry point `seedstorm/vitest`: a scenario as a test of one's own suite. It runs seed after seed, shrinks the first
* failure, keeps it as a capsule and says how to see it again.
*/
/**
* A vitest test that runs a scenario with many seeds. A failing run is shrunk, kept as a capsule, and its story is the
* error.
*
* @example
* simTest('no ticket is given twice', tickets, { runs: 50 });
*/
const simTest = Object.assign(function simTest(name, scenario, options = {}) {
	const calledAt = placeOf(simTest);
	test(titleOf(name, options), NO_TIMEOUT, (context) => judge(name, scenario, options, context, calledAt));
}, {
	skip: function skip(name, scenario, options = {}) {
		const calledAt = placeOf(skip);
		test.skip(titleOf(name, options), NO_TIMEOUT, (context) => judge(name, scenario, options, context, calledAt));
	},
	only: function only(name, scenario, options = {}) {
		const calledAt = placeOf(only);
		test.only(titleOf(name, options), NO_TIMEOUT, (context) => judge(name, scenario, options, context, calledAt));
	},
	each: (values) => function each(name, scenario, optionsOf) {
		const calledAt = placeOf(each);
		for (const value of values) {
			const options = optionsOf(value);
			test.for([value])(titleOf(name, options), NO_TIMEOUT, (_value, context) => judge(context.task.name.replace(SEED_IN_TITLE, ""), scenario, options, context, calledAt));
		}
	}
});
/** A run always ends, and no timer can end one that does not. */
const NO_TIMEOUT = { timeout: 0 };
const SEED_IN_TITLE = / \(seed .*\)$/;
function titleOf(name, options) {
	return `${name} (seed ${String(firstSeed(options, process.env))})`;
}
async function judge(test, scenario, options, context, calledAt) {
	const settings = settingsOf(options, process.env);
	const found = await searchSeeds(scenario, settings);
	if (found.kind === "nothing") return;
	const place = {
		test,
		settings,
		number: found.number
	};
	if (found.kind === "unrepeated") throw failure(unrepeatedReport(found.seed, found.unrepeated, place), calledAt);
	if (found.kind === "objection") {
		const whole = await withSmallerParams(scenario, settings, found.run, true);
		const { run = whole, thrown = found.thrown } = await smallerObjection(scenario, whole, settings.expect) ?? {};
		const given = {
			...givenIn(settings, run),
			test
		};
		const kept = keepRefused(run, given, {
			test,
			reason: objectionText(thrown)
		});
		const page = await annotated(scenario, run, {
			kept,
			given,
			story: void 0
		}, settings, context);
		throw failure(objectionReport(found.run, run, {
			thrown,
			kept,
			page
		}, place), calledAt, thrown);
	}
	const { notAfresh } = found;
	const run = await withSmallerParams(scenario, settings, found.run, false);
	const given = givenIn(settings, run);
	const story = await storyOf(scenario, run, {
		given,
		say: (line) => console.info(line)
	});
	const kept = keepFailure(run, given, story?.part);
	throw failure(failureReport(run, {
		story,
		kept,
		page: await annotated(scenario, run, {
			kept,
			given,
			story
		}, settings, context),
		notAfresh,
		told: await storyText(scenario, run, story)
	}, place), calledAt);
}
/** What makes the run another one than the scenario alone: its capsule is named by it. */
function givenIn(settings, run) {
	const drawn = settings.params === void 0 ? {} : { params: run.params };
	return givenOf({
		...settings.run,
		...drawn
	});
}
/** Notes beside the test how the run is seen again. @returns its page, where one was asked for */
async function annotated(scenario, run, { kept, given, story }, { reportFolder: folder }, context) {
	const replay = "path" in kept ? replayCommand(kept.path) : "";
	if (replay !== "") await context.annotate(replay, "replay");
	if (folder === void 0) return void 0;
	const page = await keepReport(folder, scenario, run, {
		given,
		story,
		replay
	});
	if ("path" in page) await context.annotate(page.path, "report");
	return page;
}
/** The run, or one with smaller parameters that fails the same way, where parameters are drawn. */
async function withSmallerParams(scenario, settings, run, byOwnAssertion) {
	if (settings.params === void 0) return run;
	const loaded = await load(scenario);
	let best = run;
	await smallerParams(settings.params, run.seed, async (params) => {
		const tried = await runPrepared(prepare(scenario, {
			...settings.run,
			params,
			seed: run.seed
		}, loaded));
		const fails = byOwnAssertion ? tried.verdict === "valid" && await objection(tried, settings.expect) !== void 0 : failedCheck(tried)?.name === failedCheck(run)?.name && tried.verdict === run.verdict;
		if (fails) best = tried;
		return fails;
	});
	return best;
}
/** An error that points at the test instead of at us. @param cause what the test itself threw */
function failure(report, calledAt, cause) {
	const error = new Error(report, cause === void 0 ? {} : { cause });
	error.stack = `${error.name}: ${report}\n${calledAt}`;
	return error;
}
/** The stack from the caller of `called` on. */
function placeOf(called) {
	const here = {};
	Error.captureStackTrace(here, called);
	return here.stack?.split("\n").slice(1).join("\n") ?? "";
}
export { simTest };

//# sourceMappingURL=vitest.js.map