import { Gt as InputError, Ot as isA, Sn as isPromise, jt as thrownText, kt as isError, l as sim_exports, wt as assertScenario, xn as closest } from "../sim/sim.js";
import { h as HistoryError, t as checkers_exports, zt as shorten } from "../checkers/checkers.js";
import { t as parts_exports } from "../parts/parts.js";
import { t as servers_exports } from "../servers/servers.js";
import { c as scenarios, n as scenarios_exports } from "../scenarios/scenarios.js";
import { t as isServing } from "../explore/serve.js";
import { setTimeout } from "node:timers";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";
import { readdir, stat } from "node:fs/promises";
// cli/standard-input.ts
/** Stands for `-` while yargs parses, which takes that for an option. No file can have this name. */
const STANDARD_INPUT = "\0standard input";
// cli/render/text.ts
/** Fitting text into the width of a terminal. */
/** At most `length` characters: what is too long is cut so that values in it stay readable. */
function clip(text, length, unicode) {
	return shorten(text, length, { gap: unicode ? "…" : "..." });
}
/** At most `length` characters: what is too long loses its end. */
function clipEnd(text, length, unicode) {
	const gap = unicode ? "…" : "...";
	return text.length <= length ? text : `${text.slice(0, length - gap.length)}${gap}`;
}
function duration(ms) {
	if (ms < 10) return `${ms.toFixed(1)} ms`;
	return ms < 1e4 ? `${Math.round(ms)} ms` : `${(ms / 1e3).toFixed(1)} s`;
}
// cli/exit-codes.ts
const EXIT = {
	valid: 0,
	/** A violation was found. */
	invalid: 1,
	/** The checker's budget was spent before it could decide. */
	unknown: 2,
	/** The same seed gave two different runs. */
	nondeterminism: 3,
	/** Bad usage, parameters, plan or file. */
	usage: 64,
	/** A fault of Seedstorm's own. */
	bug: 70
};
const exitCodeOf = (verdict) => EXIT[verdict];
// cli/errors.ts
/** The two ways a command can fail to give a verdict, and how each is told: one sentence, never a stack trace. */
/** The person, or the file they gave, is at fault: exit code 64. The message is one helpful sentence. */
var UsageError = class extends Error {
	name = "UsageError";
};
/** Longer sentences are not read: their middle is left out, as a guess at what was meant stands at the end. */
const MAX_LENGTH = 1e3;
/** What to tell of an error, whoever threw it. */
function failureOf(error) {
	if (isA(error, UsageError) || isA(error, HistoryError) || isA(error, InputError)) return {
		exitCode: EXIT.usage,
		message: sentence(error.message)
	};
	const first = thrownText(error);
	const place = /\(?([^()\s]+:\d+:\d+)\)?$/m.exec(stackOf(error))?.[1];
	const where = place === void 0 ? "" : ` at ${place.replace(/^.*\/(?=(?:dist|cli|checkers|sim|scenarios)\/)/, "")}`;
	return {
		exitCode: EXIT.bug,
		message: `this is a bug in Seedstorm, not in your input: ${first}${where}; please report it with the command you ran`
	};
}
/** On one line, and not much more than one. */
function sentence(message) {
	return clip(message.replaceAll(STANDARD_INPUT, "-").replace(/\s*[\r\n]+\s*/g, " "), MAX_LENGTH, true);
}
/** Without its first line, which is the message. */
function stackOf(error) {
	try {
		return isError(error) ? String(error.stack).split("\n").slice(1).join("\n") : "";
	} catch {
		return "";
	}
}
// cli/suggest.ts
/** "Did you mean …?": ends a sentence about a name nobody knows. */
/** ` Did you mean x?`, or nothing: the known name closest to `wrong`, or one that it begins. */
function didYouMean(wrong, names) {
	const name = closest(wrong, names) ?? (wrong.length >= 3 ? names.find((known) => known.startsWith(wrong)) : void 0);
	return name === void 0 ? "" : ` Did you mean ${name}?`;
}
// cli/exported-scenarios.ts
/** The scenarios among what a file exports, and what is said of a file that has none. */
/**
* Each once. `module.exports = defineScenario(…)` of a CommonJS file is one too.
* @throws UsageError that names the file, where one is not as a scenario must be
*/
function scenariosExported(exports, file) {
	const strangers = { sentences: [] };
	const whole = [defaultOf(exports), exports].find((one) => isScenario(one, "module.exports", strangers));
	if (whole !== void 0 && whole.kind === exports.kind) return {
		scenarios: [checked(whole, file)],
		hint: ""
	};
	const found = /* @__PURE__ */ new Set();
	for (const [name, value] of entriesOf(exports, strangers)) if (isScenario(value, `'${name}'`, strangers)) found.add(value);
	else if (name === "default") for (const one of within(value)) found.add(one);
	const [hint] = strangers.sentences;
	return {
		scenarios: [...found].map((scenario) => checked(scenario, file)),
		hint: hint === void 0 ? "" : ` (${hint})`
	};
}
function defaultOf(exports) {
	try {
		return exports["default"];
	} catch {
		return;
	}
}
function entriesOf(exports, strangers) {
	return Object.keys(exports).flatMap((name) => {
		try {
			return [[name, exports[name]]];
		} catch (error) {
			strangers.sentences.push(`'${name}' throws when it is read: ${thrownText(error)}`);
			return [];
		}
	});
}
function within(value) {
	if (typeof value !== "object" || value === null) return [];
	const quiet = { sentences: [] };
	try {
		return entriesOf(value, quiet).flatMap(([, one]) => isScenario(one, "", quiet) ? [one] : []);
	} catch {
		return [];
	}
}
function isScenario(value, name, strangers) {
	try {
		if (typeof value !== "object" || value === null) return false;
		if (value.kind === "scenario") return true;
		if (isPromise(value)) strangers.sentences.push(`${name} is a promise: export what it resolves to`);
	} catch (error) {
		strangers.sentences.push(`${name} throws when it is read: ${thrownText(error)}`);
	}
	return false;
}
/** Whoever spreads a scenario into another has passed `defineScenario` by. */
function checked(scenario, file) {
	try {
		assertScenario(scenario);
		return scenario;
	} catch (error) {
		throw new UsageError(`${file}: ${thrownText(error).replace(/^TypeError: /, "")}`);
	}
}
// cli/process-guard.ts
/** Keeps programs under test from ending the process they run in: what they call throws, and so their run fails. */
let guarded = false;
/** From now on. `process.exit` stays: it ends a thread alone, and whoever ends this process with it is told of. */
function guardProcess() {
	if (guarded) return;
	guarded = true;
	const kill = process.kill.bind(process);
	process.kill = (pid, signal) => {
		if (signal === 0) return kill(pid, signal);
		throw new Error("process.kill: a program under test must not send signals to real processes");
	};
	process.abort = () => {
		throw new Error("process.abort: a program under test must not end the process it runs in");
	};
}
// cli/transformed.ts
/**
* TypeScript of users as JavaScript, made once for all threads of a process: the compiler takes half a second of CPU to
* start, and an exploration starts a thread for every failure that it looks at again. Nothing is written to a disk.
*/
const KEY = "seedstorm: transformed files";
/** What threads inherit when they start. */
function inherited() {
	const known = getEnvironmentData(KEY);
	if (known !== void 0) return known;
	const fresh = /* @__PURE__ */ new Map();
	setEnvironmentData(KEY, fresh);
	return fresh;
}
/** The transformation that jiti does by default, done once. */
function transformOnce(create) {
	const transformed = inherited();
	let inner;
	return (options) => {
		const key = JSON.stringify(options);
		let code = transformed.get(key);
		if (code === void 0) {
			inner ??= create(new URL("./transformed.js", import.meta.url).href, {
				fsCache: false,
				interopDefault: false
			});
			transformed.set(key, code = inner.transform(options));
		}
		return { code };
	};
}
// cli/scenario-loading.ts
/** Loads a file of scenarios into this process, and says in one sentence why it cannot be used. */
/** So long may a file await something while it is loaded. */
const LOAD_MS = 3e4;
/** The file that is being loaded now, and those that were. */
const files = {
	now: void 0,
	all: []
};
/** Who else but us runs in this process, for whoever has to say who ended it. */
function foreignCode() {
	return {
		loading: files.now,
		files: files.all
	};
}
/** What a file exports, by name. @throws UsageError in one sentence */
async function loadFile(path) {
	await refuseWhatIsNoFile(path);
	const file = shownPath(path);
	guardProcess();
	files.now = file;
	if (!files.all.includes(file)) files.all.push(file);
	try {
		const loading = (await (maker ??= newJiti())).import(resolve(path));
		return await (isServing() ? loading : inTime(loading, file, LOAD_MS));
	} catch (error) {
		throw error instanceof UsageError ? error : new UsageError(whyNotLoaded(file, error));
	} finally {
		files.now = void 0;
	}
}
/** @throws UsageError where it is not there after so long */
async function inTime(loading, file, ms) {
	let timer;
	const late = new Promise((_resolve, reject) => {
		const why = `${file} is not loaded after ${ms / 1e3} s: does it await something that never comes?`;
		timer = setTimeout(() => reject(new UsageError(why)), ms);
		timer.unref();
	});
	try {
		return await Promise.race([loading, late]);
	} finally {
		clearTimeout(timer);
	}
}
/** As the capsule and the commands that repeat a run name it. */
function shownPath(path) {
	const file = relative(".", path).replaceAll(sep, "/");
	return file.startsWith("../") ? file : `./${file}`;
}
/** One engine for all: a scenario is made by the very modules that run it, wherever it lies. */
const newJiti = async () => {
	const { createJiti } = await import("jiti");
	const programs = await import("../programs/index.js");
	return createJiti(new URL("./scenario-loading.js", import.meta.url).href, {
		virtualModules: {
			seedstorm: sim_exports,
			"seedstorm/checkers": checkers_exports,
			"seedstorm/parts": parts_exports,
			"seedstorm/servers": servers_exports,
			"seedstorm/programs": programs,
			"seedstorm/scenarios": scenarios_exports
		},
		fsCache: false,
		transform: transformOnce(createJiti),
		interopDefault: false
	});
};
/** Made when it is first needed: most commands load no file. */
let maker;
async function refuseWhatIsNoFile(path) {
	const found = await stat(path).catch(() => void 0);
	if (found?.isFile()) return;
	if (found?.isDirectory()) throw new UsageError(`${path} is a folder; name a file, or a pattern such as '${path}/**/*.sim.ts'`);
	const neighbours = await readdir(dirname(path)).catch(() => void 0);
	if (neighbours === void 0) throw new UsageError(`there is no folder ${dirname(path)}`);
	throw new UsageError(`there is no file ${path}.${didYouMean(basename(path), neighbours)}`);
}
function whyNotLoaded(file, error) {
	const text = thrownText(error);
	if (!isError(error)) return `${file} throws while it is loaded: ${text}`;
	const { message, stack } = wordsOf(error);
	const [first = ""] = message.split("\n");
	const [, missing] = /^Cannot find (?:module|package) '([^']+)'/.exec(first) ?? [];
	if (missing !== void 0) return `${file} needs ${shownModule(missing)}, which cannot be found`;
	const [, problem] = /^ParseError: (.*)$/.exec(first) ?? [];
	if (problem !== void 0) {
		const [, where = "", line = ""] = /^ *(\S.*?):(\d+:\d+)$/m.exec(message) ?? [];
		return `${where === "" ? file : shownPath(where)} is not TypeScript at line ${line.split(":")[0]}: ${problem.trim()}`;
	}
	const [, place, line] = /\(?((?:\/|[A-Za-z]:\\)[^()\n]*?):(\d+):\d+\)?$/m.exec(stack) ?? [];
	return `${file} throws while it is loaded: ${text}${place === void 0 || place.includes("node_modules") ? "" : ` (${shownPath(place)}:${line})`}`;
}
/** Its own fields may throw. */
function wordsOf(error) {
	try {
		return {
			message: String(error.message),
			stack: String(error.stack ?? "")
		};
	} catch {
		return {
			message: "",
			stack: ""
		};
	}
}
function shownModule(name) {
	return /^([/\\]|[A-Za-z]:)/.test(name) ? shownPath(name) : `'${name}'`;
}
// cli/scenario-files.ts
/**
* Scenarios of the user's own, straight from TypeScript files: `./lock.sim.ts`, `./lock.sim.ts#name`,
* `'./src/**\/*.sim.ts'`. jiti turns them into JavaScript as they are loaded; types are taken away, not checked.
*/
const SIM_FILES = "**/*.sim.{ts,mts,cts,js,mjs,cjs}";
const NEVER = ["**/node_modules/**", "**/.*/**"];
const GLOB_SIGNS = /[*?[\]{}]/;
/** Whether a word on the command line means files and not the name of a scenario. */
function meansFiles(word) {
	return /^(\.{0,2}[/\\]|[a-z]:[/\\])/i.test(word) || /\.[cm]?[jt]s(#.*)?$/.test(word) || GLOB_SIGNS.test(word);
}
/**
* The scenarios of a file, of one name in it, or of all files that match a pattern.
* @throws UsageError in one sentence
*/
async function scenariosIn(word) {
	const [path = "", name] = word.split("#", 2);
	if (GLOB_SIGNS.test(path)) return scenariosOf(await matching(path), path);
	const found = await scenariosOf([path], path);
	if (name === void 0) return found;
	const named = found.filter(({ scenario }) => scenario.name === name || scenario.name.split("/").at(-1) === name);
	if (named.length > 0) return named;
	const names = found.map(({ scenario }) => scenario.name);
	throw new UsageError(`${path} has no scenario "${name}"; it has ${names.join(", ")}.${didYouMean(name, names)}`);
}
/** The scenario of that name in any `*.sim.ts` file below the working folder; files that cannot be loaded have none. */
async function scenarioBelow(name) {
	for (const file of await filesMatching(SIM_FILES)) {
		const named = (await scenariosOf([file], file).catch((error) => {
			if (error instanceof UsageError) return [];
			throw error;
		})).find(({ scenario }) => scenario.name === name);
		if (named !== void 0) return named;
	}
}
async function matching(pattern) {
	const files = await filesMatching(pattern.replaceAll(sep, "/"));
	if (files.length === 0) throw new UsageError(`no file matches ${pattern}`);
	return files;
}
async function filesMatching(pattern) {
	const { glob } = await import("tinyglobby");
	return (await glob(pattern, { ignore: NEVER })).sort();
}
async function scenariosOf(files, asked) {
	const found = /* @__PURE__ */ new Map();
	let hint = "";
	for (const given of files) {
		const file = shownPath(given);
		const exported = scenariosExported(await loadFile(given), file);
		hint ||= exported.hint;
		for (const scenario of exported.scenarios) {
			const other = found.get(scenario.name);
			const word = exported.scenarios.length === 1 ? file : `${file}#${scenario.name}`;
			if (other === void 0) found.set(scenario.name, {
				scenario,
				file,
				word
			});
			else if (other.scenario !== scenario) throw new UsageError(`two scenarios are called "${scenario.name}": one in ${other.file}, one in ${file}`);
		}
	}
	if (found.size === 0) throw new UsageError(`${asked} exports no scenario: a scenario is what defineScenario returns, under any name${hint}`);
	return [...found.values()];
}
// cli/catalogue.ts
/** Finding scenarios: those that ship by name, the user's own by file. */
const scenarioNames = scenarios.map(({ name }) => name);
/** Scenarios that were loaded from files, by name. */
const ofFiles = /* @__PURE__ */ new Map();
/**
* The one scenario that a word means: a name, or a file that exports just one.
* @throws UsageError with a suggestion
*/
async function scenarioMeant(word) {
	const found = await scenariosMeant(word);
	if (found.length === 1) return found[0];
	const names = found.map(({ name }) => name);
	throw new UsageError(`${word} has ${found.length} scenarios: choose one with ${word}#${names.join(` or #`)}`);
}
/**
* The scenarios that several words mean, each once.
* @throws UsageError with a suggestion, and for two of one name: nobody could tell their failures apart
*/
async function scenariosMeantBy(words) {
	const found = /* @__PURE__ */ new Map();
	for (const word of words) for (const scenario of await scenariosMeant(word)) {
		const where = meansFiles(word) ? `in ${fileOf(scenario.name)}` : "that ships";
		const other = found.get(scenario.name);
		if (other !== void 0 && other.scenario !== scenario) throw new UsageError(`two scenarios are called "${scenario.name}": one ${other.where}, one ${where}`);
		found.set(scenario.name, other ?? {
			scenario,
			where
		});
	}
	return [...found.values()].map(({ scenario }) => scenario);
}
/**
* The scenarios that a word means: a name, a file, `file#name`, or a pattern of files.
* @throws UsageError with a suggestion
*/
async function scenariosMeant(word) {
	const workload = await maelstromScenario(word);
	if (workload !== void 0) return [workload];
	if (!meansFiles(word)) return [scenarioNamed(word)];
	return (await scenariosIn(word)).map(noted);
}
/**
* The scenario a capsule is of: in the file it names, else among those that ship, else in any `*.sim.ts` file below the
* working folder.
* @throws UsageError with a suggestion
*/
async function scenarioOfCapsule({ scenario: name, file }) {
	if (file !== void 0) return noted((await scenariosIn(`${file}#${name}`))[0]);
	const shipped = scenarios.find((scenario) => scenario.name === name) ?? await maelstromScenario(name);
	if (shipped !== void 0) return shipped;
	const found = await scenarioBelow(name);
	if (found !== void 0) return noted(found);
	throw new UsageError(`no scenario is called "${name}", neither in this package nor in the *.sim.ts files below this folder`);
}
const MAELSTROM = "maelstrom/";
/** Those that ship, and run a program of the user's. Loaded when they are asked for: most commands do not. */
async function maelstromScenario(name) {
	if (!name.startsWith(MAELSTROM)) return void 0;
	const { maelstromScenarios } = await import("../sim/maelstrom.js");
	return maelstromScenarios.find((scenario) => scenario.name === name);
}
/** Whether code of the user's runs in a scenario of that name: it may do anything. */
function isForeign(name) {
	return fileOf(name) !== void 0 || name.startsWith(MAELSTROM);
}
/** The file a scenario was loaded from; undefined for those that ship. */
function fileOf(name) {
	return ofFiles.get(name)?.file;
}
/** How the command line names a scenario of that name. */
function wordFor(name) {
	return ofFiles.get(name)?.word ?? name;
}
function noted(found) {
	ofFiles.set(found.scenario.name, found);
	return found.scenario;
}
/** The part after the last slash is enough where only one has it. */
function scenarioNamed(name) {
	const exact = scenarios.find((scenario) => scenario.name === name);
	if (exact !== void 0) return exact;
	const short = scenarios.filter((scenario) => scenario.name.split("/").at(-1) === name);
	if (short.length === 1) return short[0];
	throw new UsageError(`no scenario is called "${name}".${didYouMean(name, [...scenarioNames, ...scenarioNames.map((full) => full.split("/").at(-1) ?? full)])} seedstorm list shows them all`);
}
// cli/explore/tell-story.ts
const tellStory = async (scenario, run) => (await import("../sim/tell.js")).storyOfFailure(scenario, run);
export { STANDARD_INPUT as _, scenarioOfCapsule as a, foreignCode as c, failureOf as d, EXIT as f, duration as g, clipEnd as h, scenarioMeant as i, didYouMean as l, clip as m, fileOf as n, scenariosMeantBy as o, exitCodeOf as p, isForeign as r, wordFor as s, tellStory as t, UsageError as u };

//# sourceMappingURL=tell-story.js.map