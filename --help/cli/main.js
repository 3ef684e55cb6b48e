#!/usr/bin/env node
import { _ as STANDARD_INPUT, a as scenarioOfCapsule, c as foreignCode, d as failureOf, f as EXIT, g as duration, h as clipEnd, i as scenarioMeant, l as didYouMean, m as clip, n as fileOf, o as scenariosMeantBy, p as exitCodeOf, r as isForeign, s as wordFor, t as tellStory, u as UsageError } from "./tell-story.js";
import { Gt as SEARCH_BYTES, Ht as Cutter, Kt as mergeVerdicts, Lt as show, Nt as MalformedHistory, Rt as tellingApart, Ut as counted, Vt as Keyword, _ as parseExactJson, a as renaming, c as historyReader, d as ORDERS, f as FORMATS$1, g as UnknownName, h as HistoryError, i as registryEntry, m as adapterFor, n as judgeNames, o as ParameterError, r as makeJudge, s as printHistory, tt as ladder$1, u as NotByIndex, v as printExactJson } from "../checkers/checkers.js";
import { c as scenarios, r as tableText, t as tables } from "../scenarios/scenarios.js";
import { a as countRun, i as addTally, o as emptyTally, r as perform } from "../explore/serve.js";
import { $ as parseCapsule, A as checkedBug, At as thrownAt, Et as ScenarioError, Ft as strategyNames, Gt as InputError, M as variedParams, Mt as profileNamed, Nt as profiles, Q as capsuleOf, S as traceLine, a as firstDivergence, c as signatureOf, ct as describeFault, g as recordRun, it as capsuleName, j as chosen, jt as thrownText, lt as tookPlace, n as toldSignature, nt as parseJson, qt as familyOf, r as divergenceLines, rt as withoutMark, st as quotedForShell, tt as failedCheck, v as simulate, x as hadNothingToJudge } from "../sim/sim.js";
import { n as asShrunk } from "../explore/shrink.js";
import { a as reasonOf, i as leftNoRun, t as startThread } from "../explore/thread.js";
import { n as NotLoaded, t as Crew } from "../explore/crew.js";
import { n as wrap, t as storyRows } from "../report/text.js";
import { i as neverReached, n as coverageOf, r as mergeCoverage, t as CoverageSum } from "../explore/campaign-coverage.js";
import { t as unseen$1 } from "../explore/anomalies.js";
import { i as lookCommands, n as isSameRun, r as unrepeatedLines, t as MOST_TIME_MS } from "../explore/most-time.js";
import { t as guidedSearch } from "../explore/guided.js";
import { t as campaignSeeds } from "../explore/seeds.js";
import { t as criticalPairSentence } from "../report/critical-pair.js";
import { a as LATENCIES, i as CONSISTENCY, o as TOPOLOGIES, s as WORKLOADS } from "../programs/programs.js";
import { t as storyOfFailure } from "../report/tell.js";
import { createRequire } from "node:module";
import { z } from "zod";
import { availableParallelism, hostname } from "node:os";
import { isDeepStrictEqual } from "node:util";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { accessSync, closeSync, constants as constants$1, copyFileSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { Writable } from "node:stream";
import { isAscii } from "node:buffer";
import yargs from "yargs";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { readdir, stat } from "node:fs/promises";
import { SingleBar } from "cli-progress";
import { Chalk } from "chalk";
// cli/param-value.ts
/** Values of parameters on the command line: JSON where it can be, else text. */
/** What a text stands for, as far as it says itself. */
function jsonOrText(text) {
	try {
		const value = JSON.parse(text);
		return typeof value === "number" && (/^-?\d+$/.test(text) ? !Number.isSafeInteger(value) : !Number.isFinite(value)) ? text : value;
	} catch {
		return text;
	}
}
/** The same, as a history holds it: with every digit of whole numbers, and keywords such as `:a`. */
function recordedValue(text) {
	if (KEYWORD.test(text)) return new Keyword(text.slice(1));
	try {
		const value = parseExactJson(text);
		return typeof value === "number" && !Number.isFinite(value) ? text : value;
	} catch {
		return text;
	}
}
const KEYWORD = /^:[^\s,;()[\]{}"]+$/;
/** The text as it was written, where what it stands for is refused and the text is not: `v=100` of `z.enum(['100'])`. */
function fittingValue(text, fits, read = jsonOrText) {
	const value = read(text);
	return typeof value === "string" || fits(value) || !fits(text) ? value : text;
}
/** A text that stands for that value. */
function valueAsText(value) {
	return typeof value === "string" && jsonOrText(value) === value ? value : JSON.stringify(value);
}
// cli/command.ts
/** What a command of the CLI is: data about its arguments, and a function that does the work. */
/** The name a command is called by. */
const commandName = (command) => command.usage.split(" ")[0] ?? "";
/** The arguments of one call, by name. What is asked for wrongly, or given wrongly, is a {@link UsageError}. */
var Arguments = class {
	given;
	constructor(given) {
		this.given = given;
	}
	text(name) {
		const value = this.given[name];
		if (Array.isArray(value)) throw new UsageError(`--${name} is given ${value.length} times; once is enough`);
		if (value === void 0) return void 0;
		if (value === "") throw new UsageError(`${name} is empty`);
		return refuseDash(name, String(value));
	}
	required(name) {
		const value = this.text(name);
		if (value === void 0) throw new UsageError(`<${name}> is missing`);
		return value;
	}
	texts(name) {
		const value = this.given[name];
		return (value === void 0 ? [] : Array.isArray(value) ? value.map(String) : [String(value)]).map((text) => refuseDash(name, text));
	}
	/** What stands behind `--`: it is for somebody else. */
	behindDashes() {
		const words = this.given["_"];
		return Array.isArray(words) ? words.slice(1).map(String) : [];
	}
	on(name) {
		return this.given[name] === true;
	}
	/** A length of time in milliseconds: `500ms`, `30s`, `2m`, `1h`; a bare number counts seconds. */
	durationMs(name) {
		const text = this.text(name);
		if (text === void 0) return void 0;
		const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
		const ms = Number(number) * (MS_PER[unit ?? "s"] ?? NaN);
		if (!(ms > 0) || ms > MAX_MS) throw new UsageError(`--${name} takes a length of time such as 500ms, 30s, 2m or 1h, not "${text}"`);
		return ms;
	}
	/** A whole number above 0. */
	count(name) {
		const text = this.text(name);
		if (text === void 0) return void 0;
		const count = Number(text);
		if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count)) throw new UsageError(`--${name} takes a whole number above 0, not "${text}"`);
		return count;
	}
	/**
	* `name=value` pairs. A value is JSON where it can be, else text.
	* @param fits whether a value may be that of a key, where that is known
	* @param read what a text stands for
	*/
	assignments(name, known, of, fits = () => true, read) {
		const values = {};
		for (const text of this.texts(name)) {
			const at = text.indexOf("=");
			if (at < 1) throw new UsageError(`--${name} takes name=value, not "${text}"`);
			const key = text.slice(0, at);
			if (!known.includes(key)) {
				const takes = known.length === 0 ? "takes no parameters" : `takes ${known.join(", ")}`;
				throw new UsageError(`${of} has no parameter "${key}"; it ${takes}.${didYouMean(key, known)}`);
			}
			if (Object.hasOwn(values, key)) throw new UsageError(`--${name} ${key} is given twice`);
			values[key] = fittingValue(text.slice(at + 1), (value) => fits(key, value), read);
		}
		return values;
	}
};
/** Where standard input can be read; anywhere else `-` would be taken for a name. */
const READS_STANDARD_INPUT = "history-file";
/** What is written to. */
const OUTPUTS = [
	"output",
	"trace",
	"history",
	"junit",
	"report"
];
function refuseDash(name, text) {
	if (name === READS_STANDARD_INPUT || text !== "\0standard input" && text !== "-") return text;
	if (OUTPUTS.includes(name)) throw new UsageError("cannot write to \"-\": name a file");
	throw new UsageError(`${name} cannot be "-": only <${READS_STANDARD_INPUT}> of check and ladder reads standard input`);
}
const MS_PER = {
	ms: 1,
	s: 1e3,
	m: 6e4,
	h: 36e5
};
const MAX_MS = 6048e5;
// cli/version.ts
/** The version of this package. */
const packageVersion = createRequire(new URL("./version.js", import.meta.url).href)("seedstorm/package.json").version;
// cli/usage-messages.ts
/** Says in our words what yargs found wrong with a command line: one sentence, with the name that was meant. */
/** Every command has these. */
const COMMON_FLAGS = ["help", "version"];
function usageMessage(message, argv, commands) {
	const command = commands.find((candidate) => argv.includes(commandName(candidate)));
	const [, unknown] = /^Unknown (?:argument|command)s?: (.*)$/s.exec(message) ?? [];
	if (unknown !== void 0) return unknownWord(unknown.split(", ")[0] ?? unknown, argv, command, commands);
	const [, name = "", given = "", choices = ""] = /Argument: (\S+), Given: (.*), Choices: (.*)/.exec(message) ?? [];
	if (name !== "") return notAChoice(name, unquoted(given), choices.split(", ").map(unquoted), command);
	if (message.startsWith("Not enough non-option arguments")) {
		if (!command) return `a command is needed: ${commands.map(commandName).join(", ")} or completion; see seedstorm --help`;
		return `call it as seedstorm ${command.usage}; see seedstorm ${commandName(command)} --help`;
	}
	const [, flag] = /^Not enough arguments following: (.*)$/.exec(message) ?? [];
	if (flag !== void 0) {
		const { value, choices: allowed } = command?.flags[flag] ?? {};
		return `--${flag} needs a value${allowed ? `: ${allowed.join(", ")}` : value === void 0 ? "" : `, ${value}`}`;
	}
	return message.replace(/\s+/g, " ");
}
function unknownWord(word, argv, command, commands) {
	if (argv.some((given) => /^--?(?:no-)?([^=]*)/.exec(given)?.[1] === word)) {
		const flags = [...Object.keys(command?.flags ?? {}), ...COMMON_FLAGS];
		const where = command ? `seedstorm ${commandName(command)}` : "seedstorm";
		return `${where} has no flag ${word.length === 1 ? "-" : "--"}${word}.${didYouMean(word, flags).replace(/mean (?=\S)/, "mean --") || ` See ${where} --help.`}`;
	}
	if (command) return `"${word}" is one argument too many: seedstorm ${command.usage}`;
	const names = [...commands.map(commandName), "completion"];
	return `there is no command "${word}".${didYouMean(word, names) || ` The commands are ${names.join(", ")}.`}`;
}
/** As yargs quotes it. */
const ESCAPED_STANDARD_INPUT = JSON.stringify(STANDARD_INPUT).slice(1, -1);
function notAChoice(name, given, choices, command) {
	const subject = command && name in command.flags ? `--${name}` : `<${name}>`;
	const meant = didYouMean(given, choices);
	return `${subject} cannot be "${given === ESCAPED_STANDARD_INPUT ? "-" : given}".${meant && choices.length > 8 ? meant : ` It is one of ${choices.join(", ")}.${meant}`}`;
}
const unquoted = (text) => text.replace(/^"(.*)"$/s, "$1");
// cli/app.ts
/** Reads a command line, runs the command it names, and tells what went wrong in one sentence. */
const EXIT_CODES$1 = "Exit codes: 0 valid, 1 a violation, 2 undecided, 3 nondeterminism, 64 bad input, 70 a bug of ours.";
/** Runs one command line and returns its exit code. Never throws. */
async function runCli(argv, commands, terminal) {
	try {
		let call;
		const parser = commandLine(argv, terminal.columns, commands, (command, given) => {
			call = () => command.run(new Arguments(given), terminal);
		});
		let printed = "";
		const words = argv.map((word) => word === "-" ? STANDARD_INPUT : word);
		await parser.parseAsync(words, {}, (_error, _argv, output) => {
			printed = output;
		});
		if (printed !== "") terminal.out(`${printed}\n`);
		return call ? await call() : EXIT.valid;
	} catch (error) {
		const { exitCode, message } = failureOf(error);
		if (argv.includes("--json")) terminal.out(`${JSON.stringify({ error: message })}\n`);
		terminal.note(`${terminal.noteColours.red("seedstorm:")} ${message}\n`);
		return exitCode;
	}
}
function commandLine(argv, columns, commands, choose) {
	const asksForHelp = argv.some((word) => [
		"--help",
		"-h",
		"help"
	].includes(word));
	const tells = asksForHelp || argv.some((word) => /^(completion|--get-yargs-completions)/.test(word));
	let parser = yargs().scriptName("seedstorm").locale("en").usage("$0 <command>\n\nSimulates distributed systems under seeded faults, and judges what their clients saw.").parserConfiguration({
		"parse-positional-numbers": false,
		"parse-numbers": false,
		"dot-notation": false,
		"camel-case-expansion": false,
		"boolean-negation": false
	}).version(packageVersion).help().alias("help", "h").wrap(Math.min(columns, 100)).exitProcess(false).strict().demandCommand(1).completion("completion", "Print a script that completes commands in your shell").epilogue(EXIT_CODES$1).fail((message, error) => {
		if (error && error.name !== "YError") throw error;
		throw new UsageError(usageMessage(message ?? error?.message ?? "", argv, commands));
	});
	for (const command of commands) parser = parser.command(command.usage, command.summary, (builder) => declare(builder, command, tells, asksForHelp), (given) => choose(command, given));
	return parser;
}
function declare(builder, command, tells, asksForHelp) {
	let declared = builder.usage(`$0 ${command.usage}\n\n${command.summary}`).epilogue(tells ? command.notes ?? EXIT_CODES$1 : "");
	for (const [name, { summary, choices }] of Object.entries(command.positionals)) declared = declared.positional(name, {
		describe: summary,
		hidden: !tells,
		...choices && !asksForHelp ? { choices } : {}
	});
	for (const [name, flag] of Object.entries(command.flags)) declared = declared.option(name, {
		...yargsOption(flag),
		hidden: !tells
	});
	if (!tells) return declared;
	for (const [line, summary] of command.examples) declared = declared.example(line, summary);
	return declared;
}
const yargsOption = (flag) => ({
	describe: flag.value === void 0 ? flag.summary : `${flag.summary} [${flag.value}]`,
	...flag.kind === "switch" ? { type: "boolean" } : {
		type: "string",
		requiresArg: true
	},
	...flag.choices ? { choices: flag.choices } : {},
	...flag.default === void 0 ? {} : { default: flag.default },
	...flag.alias === void 0 ? {} : { alias: flag.alias }
});
// cli/memory-guard.ts
/** Stops reading in a sentence before Node stops in a stack trace: a history that does not fit into memory. */
/** Above this share of the heap garbage is collected, to see what is left … */
const LOOK_ABOVE = .85;
/** … and above this there is no room to go on. */
const FULL_ABOVE = .8;
/** Whether the heap is full of what is needed; looks at no more garbage than it must. */
function memoryGuard(heap = nodeHeap) {
	return () => {
		if (heap.used() <= LOOK_ABOVE * heap.limit) return false;
		heap.collect();
		return heap.used() > FULL_ABOVE * heap.limit;
	};
}
const nodeHeap = {
	limit: getHeapStatistics().heap_size_limit - (48 << 20),
	used: () => process.memoryUsage().heapUsed,
	collect() {
		setFlagsFromString("--expose-gc");
		runInNewContext("gc")();
	}
};
// cli/render/printable.ts
const EITHER = new RegExp(`${/\ufdd0\[(?:1|2|22|31|32|33|39)m/.source}|${/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/.source}`, "g");
/** @param styled whether colours are on: then our own become style codes, and are left out otherwise */
function printable(text, styled) {
	return text.replace(EITHER, (found) => found.length === 1 ? escaped$1(found) : styled ? `\u001b${found.slice(1)}` : "");
}
function escaped$1(character) {
	const code = character.charCodeAt(0).toString(16);
	return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`;
}
// cli/render/progress.ts
const EVERY_MS$2 = 100;
const SHOW_AFTER_MS = 400;
function progressLine(terminal, what) {
	let shownAt = performance.now() + SHOW_AFTER_MS - EVERY_MS$2;
	let shown = false;
	return {
		update(done, total) {
			const now = performance.now();
			if (!terminal.watched || now - shownAt < EVERY_MS$2) return;
			shownAt = now;
			shown = true;
			const share = total === void 0 || total === 0 ? "" : ` of ${megabytes$1(total)} (${Math.floor(100 * done / total)} %)`;
			terminal.draw(`${WIPE}${printable(what, false)}: ${megabytes$1(done)}${share}`);
		},
		clear() {
			if (shown) terminal.draw(WIPE);
			shown = false;
		}
	};
}
/** Does what nothing can be drawn during, because a checker is busy, and says so meanwhile. */
function whileBusy(terminal, what, work) {
	if (terminal.watched) terminal.draw(`${WIPE}${printable(what, false)}`);
	try {
		return work();
	} finally {
		if (terminal.watched) terminal.draw(WIPE);
	}
}
const WIPE = "\r\x1B[K";
const megabytes$1 = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
// cli/text-input.ts
/** Reads a text file, or standard input, by chunks: what cannot be read is told in one sentence. */
const CHUNK_BYTES = 1 << 18;
/** Opens `path`, or standard input. Throws {@link UsageError}. */
async function openText(path, stdin) {
	if (path === "\0standard input") return {
		name: "standard input",
		bytes: void 0,
		chunks: stdin
	};
	const found = await stat(path).catch(async (error) => {
		throw new UsageError(await unreadable(path, error));
	});
	if (found.isDirectory()) throw new UsageError(`${path} is a directory, not a file`);
	return {
		name: path,
		bytes: found.isFile() ? found.size : void 0,
		chunks: createReadStream(path, { highWaterMark: CHUNK_BYTES })
	};
}
/** Decodes UTF-8; `onBytes` hears how far it got. Throws {@link UsageError} for what is not text. */
async function* textOf(input, onBytes) {
	const decoder = new TextDecoder("utf-8", { fatal: true });
	let ascii = true;
	let bytes = 0;
	try {
		for await (const chunk of input.chunks) {
			bytes += chunk.length;
			onBytes(bytes);
			ascii &&= isAscii(chunk);
			const text = ascii ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString("latin1") : decoder.decode(chunk, { stream: true });
			if (text !== "") yield text;
		}
		if (!ascii) decoder.decode();
	} catch (error) {
		if (error instanceof TypeError && "code" in error && error.code === "ERR_ENCODING_INVALID_ENCODED_DATA") throw new UsageError(`${input.name} is not UTF-8 text`);
		if (error instanceof Error && "syscall" in error) throw new UsageError(await unreadable(input.name, error));
		throw error;
	}
}
async function unreadable(path, error) {
	switch (error.code) {
		case "ENOENT": {
			const neighbours = await readdir(dirname(path)).catch(() => void 0);
			return neighbours ? `there is no file ${path}.${didYouMean(basename(path), neighbours)}` : `there is no folder ${dirname(path)}`;
		}
		case "EACCES":
		case "EPERM": return `${path} may not be read: permission denied`;
		case "EISDIR": return `${path} is a directory, not a file`;
		default: return `${path} cannot be read (${String(error.code ?? error.message)})`;
	}
}
// cli/history-file.ts
/** What the commands that judge a history file share: reading it, with a progress line where it takes long, and budgets. */
/** The flags that say how a history file is read. */
const READ_FLAGS = {
	format: {
		summary: "How the file is written",
		kind: "text",
		choices: ["auto", ...FORMATS$1],
		default: "auto"
	},
	rename: {
		summary: "What a function of the file is called here, such as credit=deposit; may be repeated",
		kind: "list",
		value: "old=new"
	},
	order: {
		summary: "The order of the events; auto: by their :index if they have one, else by lines",
		kind: "text",
		choices: ORDERS,
		default: "auto"
	}
};
const TIME_FLAG = {
	summary: "How long to judge; after that the verdict is undecided: 500ms, 30s, 2m",
	kind: "text",
	value: "length of time",
	default: "60s"
};
const MEMORY_FLAG = {
	summary: "Memory of the search for an order; beyond it the verdict is undecided",
	kind: "text",
	value: "MB",
	default: String(SEARCH_BYTES / 2 ** 20)
};
/** Part of the heap a checker may fill before it must answer `unknown`. */
const HEAP_SHARE = .5;
/** What the judgement may cost. */
function budgetOf(args) {
	const timeMs = args.durationMs("time");
	const searchBytes = (args.count("memory") ?? 0) * 2 ** 20 || SEARCH_BYTES;
	return {
		memoryBytes: getHeapStatistics().heap_size_limit * HEAP_SHARE + searchBytes,
		searchBytes,
		...timeMs === void 0 ? {} : { timeMs }
	};
}
/**
* The history in `<history-file>`, read for `judge`, with its notes told as well. Throws {@link UsageError} with file,
* line and reason.
*/
async function readHistoryFile(args, judge, terminal) {
	const path = args.required("history-file");
	const options = {
		independent: judge.independent,
		rename: renames(args),
		order: orderOf(args)
	};
	const read = (order) => readOnce(path, args, {
		...options,
		order
	}, judge, terminal);
	const result = await read(options.order).catch((error) => {
		if (error instanceof NotByIndex && path !== "\0standard input") return read("index");
		throw error;
	}).catch((error) => {
		throw error instanceof HistoryError ? new UsageError(`${nameOf$1(path)}: ${sentence(error)}`) : error;
	});
	for (const note of result.notes) terminal.note(`note: ${note}\n`);
	return result;
}
async function readOnce(path, args, options, { adapter }, terminal) {
	const input = await openText(path, terminal.stdin);
	const progress = progressLine(terminal, `reading ${input.name}`);
	const format = args.text("format");
	const notes = [];
	const twins = /* @__PURE__ */ new Set();
	const isFull = memoryGuard();
	let read = 0;
	const reader = historyReader(adapter, {
		...options,
		...format ? { format } : {},
		onNote: (note) => notes.push(note),
		onTwin: (name) => twins.add(name)
	});
	try {
		const onBytes = (bytes) => progress.update(read = bytes, input.bytes);
		for await (const text of textOf(input, onBytes)) {
			reader.feed(text);
			if (isFull()) throw new UsageError(tooLarge(input, read));
		}
		const history = reader.end();
		for (const name of [...twins].slice(0, 1)) notes.push(`the file has :${name} and ${JSON.stringify(name)}: a keyword and a text are two values`);
		return {
			history,
			notes,
			twins
		};
	} finally {
		progress.clear();
	}
}
const tooLarge = ({ name, bytes }, read) => `${name}: after ${megabytes(read)}${bytes === void 0 ? "" : ` of ${megabytes(bytes)}`} its operations fill the memory Node has, ${megabytes(getHeapStatistics().heap_size_limit)}; give it more: NODE_OPTIONS=--max-old-space-size=16000`;
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
/** Judges a history of a file; what contradicts itself is told with its line. Throws {@link UsageError}. */
function judged(args, history, judge) {
	try {
		return judge();
	} catch (error) {
		if (!(error instanceof MalformedHistory)) throw error;
		const line = history[error.index]?.line;
		throw new UsageError(`${nameOf$1(args.required("history-file"))}: ${line === void 0 ? "" : `line ${line}: `}${error.reason}`);
	}
}
const orderOf = (args) => ORDERS.find((order) => order === args.text("order")) ?? "auto";
/** `--rename old=new`, each old name once. */
function renames(args) {
	const names = {};
	for (const text of args.texts("rename")) {
		const [, old, name] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
		if (old === void 0 || name === void 0) throw new UsageError(`--rename takes old=new, such as credit=deposit, not "${text}"`);
		if (Object.hasOwn(names, old)) throw new UsageError(`--rename gives ${old} two names`);
		names[old] = name;
	}
	return names;
}
const sentence = (error) => error instanceof UnknownName ? error.message + suggestion(error.wrong, error.known) : error.message;
function suggestion(wrong, known) {
	const guess = didYouMean(wrong, known);
	return guess === "" ? "" : `.${guess}`;
}
const nameOf$1 = (path) => path === "\0standard input" ? "standard input" : path;
// cli/render/diagram.ts
const UNICODE = {
	begin: "├",
	line: "─",
	end: "┤",
	open: "╌"
};
const ASCII = {
	begin: "|",
	line: "-",
	end: "|",
	open: "."
};
/**
* The drawing, line by line. Where the labels do not fit in the width, bars carry numbers, the places of the
* operations in `operations`, counted from 1. `undefined` where even that is too wide.
*/
function drawOperations(operations, options) {
	const names = [...new Set(operations.map(({ process }) => show(process)))];
	const margin = Math.max(...names.map((name) => name.length)) + 2;
	const room = options.columns - margin;
	const labels = [(operation) => options.label(operation), (_operation, index) => String(index + 1)];
	for (const label of labels) {
		const { bars, width } = layOut(operations, label);
		if (width > room) continue;
		return names.map((name) => {
			const row = bars.filter(({ operation }) => show(operation.process) === name);
			return `${name.padEnd(margin)}${drawRow(row, options)}`.trimEnd();
		});
	}
}
/** Gives every event a column: in order, and far enough apart for the labels of the bars between. */
function layOut(operations, label) {
	const positions = [...new Set(operations.flatMap(({ invoke, complete }) => [invoke, complete]))].sort((a, b) => a - b);
	const drafts = operations.map((operation, index) => ({
		operation,
		text: label(operation, index),
		...reach(operation, operations)
	}));
	const columnOf = /* @__PURE__ */ new Map();
	let column = -1;
	for (const position of positions) {
		column++;
		for (const { operation, text, until, cut } of drafts) {
			const from = columnOf.get(operation.invoke);
			if (until === position && from !== void 0) column = Math.max(column, from + text.length + (cut ? 4 : 3));
		}
		columnOf.set(position, column);
	}
	return {
		bars: drafts.map(({ operation, text, until, cut }) => ({
			operation,
			text,
			from: columnOf.get(operation.invoke) ?? 0,
			to: (columnOf.get(until) ?? column) - (cut ? 1 : 0)
		})),
		width: column + 1
	};
}
/**
* How far its bar goes. A process may begin its next operation while one that crashed is still open: there is one row
* for both, so the crashed one is cut.
*/
function reach({ process, invoke, complete }, operations) {
	const later = operations.filter((other) => other.process === process && other.invoke > invoke && other.invoke < complete);
	return later.length === 0 ? {
		until: complete,
		cut: false
	} : {
		until: Math.min(...later.map((other) => other.invoke)),
		cut: true
	};
}
function drawRow(bars, { unicode, highlight, culprit }) {
	const pens = unicode ? UNICODE : ASCII;
	let row = "";
	let drawn = 0;
	for (const { operation, from, to, text } of [...bars].sort((a, b) => a.from - b.from)) {
		const unknown = operation.complete === Infinity;
		const line = unknown ? pens.open : pens.line;
		const inner = to - from - 1;
		const before = line.repeat(Math.floor((inner - text.length - 2) / 2));
		const bar = `${pens.begin}${`${before} ${text} `.padEnd(inner, line)}${unknown ? pens.open : pens.end}`;
		row += " ".repeat(from - drawn) + (operation === culprit && highlight ? highlight(bar) : bar);
		drawn = to + 1;
	}
	return row;
}
// cli/render/verdict.ts
/** From ample to scarce: the first in which all fits on a screen is taken. */
const ROOMS = [
	{
		prefix: 8,
		open: 8,
		anomalies: 6,
		because: 12,
		core: 24,
		sentence: 600
	},
	{
		prefix: 4,
		open: 4,
		anomalies: 4,
		because: 8,
		core: 12,
		sentence: 500
	},
	{
		prefix: 3,
		open: 2,
		anomalies: 3,
		because: 6,
		core: 8,
		sentence: 400
	},
	{
		prefix: 1,
		open: 1,
		anomalies: 2,
		because: 4,
		core: 4,
		sentence: 240
	}
];
const ALL = {
	prefix: Infinity,
	open: Infinity,
	anomalies: Infinity,
	because: Infinity,
	core: Infinity,
	sentence: Infinity
};
const MOST_LINES = 40;
/** Larger cores explain nothing by themselves. */
const LARGE_CORE = 24;
const LABEL_LENGTH = 36;
/** @param all everything, however long; else at most forty lines */
function renderVerdict(judged, terminal, all = false) {
	let lines = [];
	for (const room of all ? [ALL] : ROOMS) {
		lines = linesOf(judged, room, terminal);
		if (lines.length <= MOST_LINES) break;
	}
	return `${lines.join("\n")}\n`;
}
function linesOf(judged, room, terminal) {
	const { name, verdict, history, ms } = judged;
	const { colours, unicode, columns } = terminal;
	const marks = {
		valid: colours.green(unicode ? "✓" : "ok"),
		invalid: colours.red(unicode ? "✗" : "x"),
		unknown: colours.yellow("?")
	};
	const lines = wrap(`${name}  ${verdict.verdict}: ${clip(verdict.reason, room.sentence, unicode)}`, columns - 4, "    ");
	lines[0] = `${marks[verdict.verdict]} ${lines[0]?.trimStart() ?? ""}`;
	if (verdict.verdict === "invalid") {
		if (verdict.explanation) lines.push("", ...explain(verdict.explanation, judged, room, terminal));
		else if (!("explanation" in verdict)) lines.push("", ...named(verdict.anomalies, room, terminal));
		if ("because" in verdict) lines.push(...because(verdict, room, terminal));
		if (verdict.core) lines.push("", ...core(verdict.core, judged, room, terminal));
	}
	lines.push("", colours.dim(`${counted(history.length, "operation")}, judged in ${duration(ms)}`));
	return lines;
}
/** The anomalies, each kind's first before any kind's second. */
function named(anomalies, room, { columns, unicode, colours }) {
	const seen = /* @__PURE__ */ new Map();
	const shown = anomalies.map((anomaly) => {
		const rank = seen.get(anomaly.kind) ?? 0;
		seen.set(anomaly.kind, rank + 1);
		return {
			...anomaly,
			rank
		};
	}).sort((a, b) => a.rank - b.rank).slice(0, room.anomalies);
	const width = Math.max(...shown.map(({ kind }) => kind.length));
	return [...shown.flatMap(({ kind, message }) => wrap(clip(message, room.sentence, unicode), columns - width - 4, " ".repeat(width + 4)).map((line, index) => index === 0 ? `  ${colours.red(kind.padEnd(width))}  ${line.trimStart()}` : line)), ...anomalies.length > shown.length ? [`  ${unicode ? "…" : "..."} and more`] : []];
}
/** The sentences that prove it. */
function because(verdict, room, { columns, unicode }) {
	const shown = verdict.because.slice(0, room.because);
	const hidden = verdict.because.length - shown.length;
	const sentences = shown.flatMap((sentence) => {
		return wrap(clip(sentence, room.sentence, unicode), columns - 6, "    ").map((line, index) => index === 0 ? `  ${unicode ? "→" : "->"} ${line.trimStart()}` : line);
	});
	return [
		...sentences.length > 0 ? [""] : [],
		...sentences,
		...hidden > 0 ? [`  ${unicode ? "…" : "..."} and ${hidden} more; --all shows them`] : []
	];
}
function explain(explanation, judged, room, terminal) {
	const { prefix, open, failing, why } = explanation;
	const { colours, unicode, columns } = terminal;
	const tail = room.prefix === Infinity ? prefix : prefix.slice(-room.prefix);
	const hidden = prefix.length - tail.length;
	const numbers = String(prefix.length).length;
	const placed = new Set(prefix);
	const others = open.filter((operation) => operation !== failing && !placed.has(operation));
	const line = (mark, operation) => `  ${mark.padStart(numbers)}  ${listed$1(operation, judged, terminal)}`;
	return [
		...explanation.among === "core" && explanation.count === 1 ? [] : [howFar(explanation, hidden > 0, judged)],
		...hidden > 0 ? [colours.dim(`  ${unicode ? "⋮" : "..."}  ${hidden} before`)] : [],
		...tail.map((operation, index) => line(String(hidden + index + 1), operation)),
		...others.length > 0 ? ["Open then, and free to come next or later:"] : [],
		...others.slice(0, room.open).map((operation) => line("", operation)),
		...others.length > room.open ? [`  ${others.length - room.open} more`] : [],
		"What cannot be placed:",
		colours.red(line(unicode ? "✗" : "x", failing)),
		...wrap(clip(why, room.sentence, unicode), columns - 4, "    ")
	];
}
/** How much can be put in order, and of what. */
function howFar({ prefix, failing, among, count }, isCut, { history }) {
	const { key } = failing.input;
	const others = key === void 0 ? "on the same keys" : `on ${key}`;
	const whole = among === "core" ? " of the core below" : count < history.filter(({ type }) => type !== "fail").length ? ` of the ${count} ${others}` : "";
	if (prefix.length === 0) return `No operation${whole} completed before it.`;
	const ends = isCut ? "ends" : "is";
	return `The longest part that can be put in order, ${counted(prefix.length, "operation")}${whole}, ${ends}:`;
}
function core(operations, judged, room, terminal) {
	const { columns, unicode, colours } = terminal;
	const shown = operations.slice(0, room.core);
	const hidden = operations.length - shown.length;
	const drawing = hidden > 0 || operations.length > LARGE_CORE ? void 0 : drawOperations(operations, {
		columns: columns - 2,
		unicode,
		label: (operation) => label(operation, judged, terminal),
		highlight: colours.red,
		culprit: judged.verdict.explanation?.failing
	});
	const numbered = !drawing || !drawing.some((row) => /[a-z]/i.test(row.replace(/^\S+/, "")));
	const list = shown.map((operation, index) => `  ${String(index + 1).padStart(String(operations.length).length)}  ${listed$1(operation, judged, terminal)}`);
	const title = coreTitle(operations, judged);
	return [
		...wrap(title, columns, ""),
		...drawing ? ["", ...drawing.map((row) => `  ${row}`)] : [],
		...numbered ? ["", ...list] : [],
		...hidden > 0 ? [`  ${unicode ? "…" : "..."} and ${hidden} more; --all shows them`] : []
	];
}
/** What is said of the core is what was found of it. */
function coreTitle({ length }, { verdict }) {
	if (length > LARGE_CORE) return `No part smaller than these ${length} operations was found that fails; it begins:`;
	const time = "time runs to the right";
	if (!("explanation" in verdict)) return length === 1 ? `This operation alone shows it (${time}):` : `These ${length} operations alone show it (${time}):`;
	const { coreAlone, coreLacks } = verdict;
	if (coreAlone) return length === 1 ? "This operation alone is impossible:" : `These ${length} operations alone cannot be put in order (${time}):`;
	const whichever = "whichever of the others took effect";
	const lacks = coreLacks === 0 || coreLacks === Infinity ? "" : `; what they show is made up of ${coreLacks} others, too many to list`;
	return length === 1 ? `This operation is impossible, ${whichever}${lacks.replace("they show", "it shows")}:` : `These ${length} operations cannot be put in order, ${whichever}${lacks} (${time}):`;
}
/** One operation on a line of its own, with its process and times. */
function listed$1(operation, judged, terminal) {
	const { process, invokedAtMs, completedAtMs, error, line } = operation;
	const text = clip(withKey(operation, judged), Math.max(24, terminal.columns - 40), terminal.unicode);
	const arrow = terminal.unicode ? "…" : "..";
	const times = invokedAtMs === void 0 ? "" : `  ${tenth(invokedAtMs)} ${arrow} ${completedAtMs === void 0 ? "" : tenth(completedAtMs)} ms`;
	const lost = operation.type === "info" ? `  (outcome unknown${error === void 0 ? "" : `: ${clip(error, 30, terminal.unicode)}`})` : "";
	const where = line === void 0 ? "" : terminal.colours.dim(`  line ${line}`);
	return `${show(process).padEnd(4)} ${text}${terminal.colours.dim(times)}${lost}${where}`;
}
const tenth = (ms) => Math.round(ms * 10) / 10;
const label = (operation, judged, { unicode }) => clip(withKey(operation, judged), LABEL_LENGTH, unicode);
function withKey(operation, { print }) {
	const { key } = operation.input;
	return key === void 0 ? print(operation) : `${show(key)}: ${print(operation)}`;
}
// cli/render/check-result.ts
/** What `check --json` prints. */
/** More operations explain nothing. */
const MOST_LISTED = 40;
function checkResult(model, verdict, operations, notes, ms, all = false) {
	const core = verdict.verdict === "invalid" && verdict.core || [];
	const cutter = new Cutter();
	const listed = all ? core : core.slice(0, MOST_LISTED).map((operation) => cutFields(operation, cutter));
	const because = "because" in verdict ? verdict.because : [];
	const reason = all ? verdict.reason : cutter.cut(verdict.reason);
	return {
		model,
		verdict: verdict.verdict,
		operations,
		reason,
		...because.length === 0 ? {} : { because: all ? because : because.slice(0, MOST_LISTED) },
		core: listed,
		...listed.length < core.length ? { leftOut: core.length - listed.length } : {},
		...cutter.leftOut > 0 ? { valuesLeftOut: cutter.leftOut } : {},
		...notes.length === 0 ? {} : { notes },
		ms: Math.round(ms * 1e3) / 1e3
	};
}
/** No field of an operation, its input and its answer above all, is too large to be read. */
const cutFields = (operation, cutter) => Object.fromEntries(Object.entries(operation).map(([name, value]) => [name, cutter.cut(value)]));
// cli/commands/check.ts
/** `seedstorm check`: judges a recorded history. */
/** The models and other judges, and what their parameters mean. */
function modelTable() {
	const entries = judgeNames.map((name) => ({
		name,
		summary: "",
		parameters: {},
		...registryEntry(name)
	}));
	const width = Math.max(...entries.map(({ name }) => name.length)) + 2;
	const models = entries.map(({ name, summary, parameters }) => {
		const takes = Object.keys(parameters).filter((key) => parameters[key]?.obvious !== true);
		return `  ${name.padEnd(width)}${summary}${takes.length === 0 ? "" : ` [${takes.join(", ")}]`}`;
	});
	const meanings = entries.flatMap(({ parameters }) => Object.entries(parameters).flatMap(([name, { summary, obvious }]) => obvious === true ? [] : [`  ${name.padEnd(width)}${summary}`]));
	const own = "Each function of an object is a parameter as well: write=put says that the history calls it put.";
	return [
		"Models [and their parameters]:",
		...models,
		"",
		"Parameters:",
		...new Set(meanings),
		"",
		own
	].join("\n");
}
const check = {
	usage: "check <model> <history-file>",
	summary: "Judge a recorded history: could a correct object of this kind give these answers?",
	positionals: {
		model: {
			summary: "The kind of object that the clients talked to, from the list below",
			choices: judgeNames
		},
		"history-file": { summary: "The history, - for standard input" }
	},
	flags: {
		...READ_FLAGS,
		param: {
			summary: "A parameter of the model, such as initial=0; may be repeated",
			kind: "list",
			value: "name=value"
		},
		"failed-cas": {
			summary: "What a failed compare-and-set says: that the value differed, or nothing",
			kind: "text",
			choices: ["observe", "ignore"]
		},
		time: TIME_FLAG,
		memory: MEMORY_FLAG,
		all: {
			summary: "Print all that is wrong; else at most 40 lines",
			kind: "switch"
		},
		json: {
			summary: "Print one JSON object: {model, verdict, operations, reason, core, ms}, because for a cycle of transactions, notes if there are any, and without --all leftOut, how many of a core of over 40 operations are not listed, and valuesLeftOut, how many items of large values are not",
			kind: "switch"
		}
	},
	notes: modelTable(),
	examples: [["seedstorm check cas-register history.edn --param initial=0", "a Jepsen history of a register that holds 0 at first"], ["seedstorm check key-value history.jsonl --json", "for scripts"]],
	async run(args, terminal) {
		const name = args.required("model");
		const judge = judgeOf(name, args);
		const budget = budgetOf(args);
		const read = await readHistoryFile(args, judge, terminal);
		return exitCodeOf(tellingApart(read.twins, () => judgeAndTell(name, judge, read, budget, args, terminal)));
	}
};
function judgeAndTell(name, judge, { history, notes }, budget, args, terminal) {
	const began = performance.now();
	const verdict = whileBusy(terminal, `judging ${counted(history.length, "operation")}`, () => judged(args, history, () => judge.checker.check(history, budget)));
	const ms = performance.now() - began;
	if (args.on("json")) terminal.out(`${printExactJson(checkResult(name, verdict, history.length, notes, ms, args.on("all")))}\n`);
	else terminal.out(renderVerdict({
		name,
		verdict,
		history,
		ms,
		print: judge.print
	}, terminal, args.on("all")));
	return verdict.verdict;
}
function judgeOf(name, args) {
	const known = Object.keys(registryEntry(name)?.parameters ?? {});
	const given = args.assignments("param", known, name, void 0, recordedValue);
	const failedCas = args.text("failed-cas");
	if (failedCas !== void 0) {
		if (!known.includes("failed-cas")) throw new UsageError(`--failed-cas is for models with a compare-and-set; ${name} has none`);
		given["failed-cas"] = failedCas;
	}
	try {
		return makeJudge(name, given);
	} catch (error) {
		throw error instanceof ParameterError ? new UsageError(error.message) : error;
	}
}
// cli/replay-command.ts
/** `npx seedstorm run …` with everything that is not default. */
function runCommand(run, { params, flags }) {
	return [
		`npx seedstorm run ${quotedForShell(wordFor(run.scenario))} --seed ${quotedForShell(String(run.seed))}`,
		...Object.entries(params).map(([name, value]) => `--param ${quotedForShell(`${name}=${valueAsText(value)}`)}`),
		...run.bug === void 0 ? [] : [`--bug ${quotedForShell(run.bug)}`],
		...flags
	].join(" ");
}
// cli/run-options.ts
/** The flags that say which run is meant, shared by the commands that run scenarios. */
const SEED_FLAG = {
	summary: "The seed: a whole number or any text",
	kind: "text",
	value: "S",
	default: "1"
};
const PARAM_FLAG = {
	summary: "A parameter of the scenario; may be repeated",
	kind: "list",
	value: "name=value"
};
const BUG_FLAG = {
	summary: "Plant a bug of the scenario",
	kind: "text",
	value: "name"
};
const FAULTS_FLAG = {
	summary: `What goes wrong: a profile (${profiles.map(({ name }) => name).join(", ")}) or a file with a list of faults or a plan`,
	kind: "text",
	value: "profile|plan.json"
};
const SCHEDULE_FLAGS = {
	strategy: {
		summary: "How the order of events is explored; default random",
		kind: "text",
		value: "name",
		choices: strategyNames
	},
	"no-swarm": {
		summary: "Every kind of fault of the profile in every run, at its mean rate, not a subset drawn by the seed",
		kind: "switch"
	}
};
/** All that says which run of a scenario is meant. */
const RUN_FLAGS = {
	seed: SEED_FLAG,
	param: PARAM_FLAG,
	bug: BUG_FLAG,
	faults: FAULTS_FLAG,
	...SCHEDULE_FLAGS
};
/** A seed as it was typed: whole numbers as numbers, everything else as text. */
function seedOf(text) {
	const number = Number(text);
	return /^-?\d+$/.test(text) && Number.isSafeInteger(number) && String(number) === text ? number : text;
}
/** What the flags say. The scenario checks values; names are checked here, where suggestions can be made. */
function runOptions(args, scenario) {
	const bug = args.text("bug");
	const faults = args.text("faults");
	return {
		seed: seedOf(args.required("seed")),
		params: args.assignments("param", Object.keys(paramSchemas(scenario)), scenario.name, mayBe(scenario)),
		...bug === void 0 ? {} : { bug: checkedBug(scenario, bug) },
		...faults === void 0 ? {} : faultsOf(faults),
		...scheduleOf(args)
	};
}
function scheduleOf(args) {
	const strategy = strategyNames.find((name) => name === args.text("strategy"));
	return {
		...strategy === void 0 ? {} : { strategy },
		...args.on("no-swarm") ? { swarm: false } : {}
	};
}
/** The flags that were given of those that say how the runs are drawn. */
function givenFlags(args) {
	const faults = args.text("faults");
	const strategy = args.text("strategy");
	return [
		...faults === void 0 ? [] : [`--faults ${quotedForShell(faults)}`],
		...strategy === void 0 ? [] : [`--strategy ${strategy}`],
		...args.on("no-swarm") ? ["--no-swarm"] : []
	];
}
/** The schemas of a scenario's parameters, by name. */
function paramSchemas(scenario) {
	const schema = scenario.params;
	return schema instanceof z.ZodObject ? schema.shape : {};
}
/** Whether a value passes a parameter's own schema. What that schema throws is heard where the run is prepared. */
function mayBe(scenario) {
	const schemas = paramSchemas(scenario);
	return (name, value) => {
		try {
			return schemas[name]?.safeParse(value).success ?? false;
		} catch {
			return false;
		}
	};
}
/** A profile's name, or what a file says: a list of faults, or a whole plan with its operations. */
function faultsOf(text) {
	if (profileNamed(text) !== void 0) return { faults: text };
	if (!/[./\\]/.test(text)) {
		const names = profiles.map(({ name }) => name);
		throw new UsageError(`no fault profile is called "${text}", and it is no file.${didYouMean(text, names)} There are ${names.join(", ")}`);
	}
	const json = readJson(text, "plan");
	if (Array.isArray(json)) return {
		faults: json,
		planFile: text
	};
	if (typeof json === "object" && json !== null && "plan" in json && "schema" in json) throw new UsageError(`${text} is a capsule, not a plan: replay it with seedstorm replay ${text}`);
	return {
		plan: json,
		planFile: text
	};
}
/** @throws UsageError in one sentence when the file cannot be read or holds no JSON */
function readJson(path, what) {
	const text = readText(path, what);
	if (text.trim() === "") throw new UsageError(`the ${what} ${path} is empty`);
	try {
		return parseJson(text);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw new UsageError(`the ${what} ${path} is not JSON: ${error.message}`);
	}
}
/** @throws UsageError in one sentence when the file cannot be read */
function readText(path, what) {
	try {
		return withoutMark(readFileSync(path, "utf8"));
	} catch (error) {
		const { code } = error;
		const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : code === "EACCES" ? "it may not be read" : `the system says ${code ?? thrownText(error)}`;
		throw new UsageError(`cannot read the ${what} ${path}: ${why}`);
	}
}
/** Says of which file an input error speaks. */
function inFile(path, read) {
	try {
		return read();
	} catch (error) {
		if (error instanceof InputError && !(error instanceof ScenarioError)) throw new UsageError(`${path}: ${error.message}`);
		throw error;
	}
}
/** As {@link inFile}, for what takes a while. */
async function inFileAsync(path, act) {
	try {
		return await act();
	} catch (error) {
		return inFile(path, () => {
			throw error;
		});
	}
}
/** What a capsule asks to be run. */
function capsuleOptions({ params, bug, seed, plan, undrawn }) {
	return {
		params,
		seed,
		...undrawn === true ? {} : { plan },
		...bug === void 0 ? {} : { bug }
	};
}
// cli/capsule-file.ts
/** Reading a capsule: what is something else, and might be taken for one, is called by its name. */
/** @throws UsageError in one sentence when the file is no capsule */
function readCapsule(path) {
	const text = readText(path, "capsule");
	const other = otherThing(text);
	if (other !== void 0) throw new UsageError(`${path}: expected a capsule, but this is ${other}`);
	return inFile(path, () => parseCapsule(text));
}
/** What else lies around where capsules do. */
function otherThing(text) {
	if (/^\s*<(!doctype|html)/i.test(text)) return "a web page; the story in a report names the capsule of its run";
	const [first = "", second = ""] = text.split("\n", 2);
	if (isObject(first) && isObject(second)) return "a file of one JSON object a line, as --history and --trace write them; seedstorm check judges a history";
}
function isObject(line) {
	try {
		const value = JSON.parse(line);
		return typeof value === "object" && value !== null && !Array.isArray(value);
	} catch {
		return false;
	}
}
// cli/part-file.ts
/**
* Where a file lies while it is incomplete. The name tells whose it is, so that what a killed writer left behind is
* known from what another one is writing just now.
*/
/** Of this process and not given up yet. */
const ours$1 = /* @__PURE__ */ new Set();
const DAY_MS = 864e5;
const HOST = hostname().replace(/[^\w-]+/g, "_").slice(0, 40) || "host";
/** `<name>.<host>.<process>.part` */
const PART = /\.([\w-]+)\.(\d+)\.part$/;
/** Beside the file, or in a folder on the same disk. What killed writers of the same file left there is removed. */
function partOf$1(path, folder = dirname(path)) {
	const name = basename(path);
	const part = join(folder, `${name}.${HOST}.${process.pid}.part`);
	sweep(folder, (other) => other.startsWith(`${name}.`) ? "if stale" : "never");
	ours$1.add(part);
	return part;
}
/** The part is a whole file now, or nobody's. */
function partDone(part) {
	ours$1.delete(part);
}
/** Empties a folder of parts of what killed processes left there. */
function sweepFolder(folder) {
	sweep(folder, (name) => {
		const pid = Number(/\.(\d+)$/.exec(name)?.[1] ?? process.pid);
		return PART.test(name) || pid === process.pid || isAlive(pid) ? "if stale" : "now";
	});
}
/** What cannot be removed stays: it harms nobody. */
function sweep(folder, when) {
	for (const name of namesIn(folder)) {
		const path = join(folder, name);
		const due = when(name);
		if (due === "never" || ours$1.has(path) || due === "if stale" && !isStale(name, path)) continue;
		try {
			rmSync(path, { force: true });
		} catch {
			continue;
		}
	}
}
function isStale(name, path) {
	const [, host, pid] = PART.exec(name) ?? [];
	if (host === void 0) return false;
	if (host !== HOST) return ageOf(path) > DAY_MS;
	return Number(pid) === process.pid || !isAlive(Number(pid));
}
function ageOf(path) {
	try {
		return Date.now() - statSync(path).mtimeMs;
	} catch {
		return 0;
	}
}
function namesIn(folder) {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === "EPERM";
	}
}
// cli/output-file.ts
/** Files that commands write: whole or not at all. */
const systemDisk = { write: (file, text) => writeFileSync(file, text) };
const BUFFER_LENGTH = 65536;
/** Files under way, for whatever ends the process before they are complete. */
const underWay = /* @__PURE__ */ new Set();
/** Leaves nothing half-written behind. */
function abandonAll() {
	for (const file of underWay) file.abandon();
}
/**
* Opens a file for writing, and the folder it lies in if need be, so that what cannot be written is known before
* the work begins.
* @param partFolder where it lies while it is incomplete, on the same disk; default: beside its place
* @throws UsageError in one sentence; nothing half-written stays behind
*/
function outputFile(path, { partFolder, disk = systemDisk } = {}) {
	const special = attempt$1(path, () => existsSync(path) && !statSync(path).isFile() && !statSync(path).isDirectory());
	const part = special ? path : partOf$1(path, partFolder);
	const file = attempt$1(path, () => {
		if (existsSync(path) && statSync(path).isDirectory()) throw Object.assign(/* @__PURE__ */ new Error(), { code: "EISDIR" });
		makeFolder(dirname(path));
		if (partFolder !== void 0) makeFolder(partFolder);
		return openSync(part, "w");
	});
	let open = true;
	let buffer = "";
	const abandon = () => {
		underWay.delete(output);
		if (open) closeSync(file);
		open = false;
		if (!special) rmSync(part, { force: true });
		partDone(part);
	};
	const cleanly = (act) => {
		try {
			attempt$1(path, act);
		} catch (error) {
			abandon();
			throw error;
		}
	};
	const flush = () => {
		if (buffer !== "") cleanly(() => disk.write(file, buffer));
		buffer = "";
	};
	const output = {
		line(text) {
			buffer += `${text}\n`;
			if (buffer.length > BUFFER_LENGTH) flush();
		},
		commit() {
			flush();
			cleanly(() => {
				if (!special) fsyncSync(file);
				open = false;
				closeSync(file);
				if (!special) renameSync(part, path);
			});
			underWay.delete(output);
			partDone(part);
		},
		abandon
	};
	underWay.add(output);
	return output;
}
/** Writes a whole file. @throws UsageError in one sentence */
function writeWhole(path, text, options) {
	const file = outputFile(path, options);
	file.line(text);
	file.commit();
}
function attempt$1(path, act) {
	try {
		return act();
	} catch (error) {
		throw new UsageError(`cannot write ${path}: ${whyUnwritten(error)}`);
	}
}
/** The system's reason in words. */
function whyUnwritten({ code, message }) {
	return {
		EACCES: "it may not be written",
		EPERM: "it may not be written",
		EISDIR: "it is a folder",
		ENOENT: "there is no such place",
		ENOSPC: "the disk is full",
		EDQUOT: "the quota is used up",
		EFBIG: "it would be larger than a file may be",
		EIO: "the disk fails",
		EMFILE: "too many files are open",
		ENAMETOOLONG: "its name is too long",
		ENOTDIR: "a part of its path is a file",
		EROFS: "the disk is read-only",
		EEXIST: "a part of its path is a file"
	}[code ?? ""] ?? message;
}
function makeFolder(path) {
	if (existsSync(path)) return;
	const parent = dirname(path);
	if (parent !== path) makeFolder(parent);
	mkdirSync(path);
}
// cli/failure-files.ts
/** Where failures are kept: one capsule a file under `.seedstorm/failures/`. */
const FAILURES_FOLDER = join(".seedstorm", "failures");
/** Beside the capsules, not among them: whatever ends the process, there is nothing half-written in their folder. */
const PART_FOLDER = join(".seedstorm", "part");
/** The path of the one file for a scenario, bug, seed and whatever else was given; relative to the working folder. */
function capsulePath(run, given) {
	return join(FAILURES_FOLDER, capsuleName(run, given));
}
/**
* Keeps a failed run, and what it was shrunk to if it was. A file that holds the very run already, shrunk or not, stays
* unless there is something to add.
* @throws UsageError in one sentence when it cannot be written
*/
function keepFailure(path, run, shrunk, disk) {
	const file = fileOf(run.scenario);
	const capsule = {
		...capsuleOf(run, packageVersion, shrunk),
		...file === void 0 ? {} : { file }
	};
	if (shrunk === void 0 && holds(path, capsule)) return;
	writeCapsule(path, capsule, disk);
}
/**
* Notes in a capsule that its run did not repeat.
* @throws UsageError in one sentence when it cannot be written
*/
function keepUnrepeated(path) {
	try {
		const { shrunk: _, ...capsule } = parseCapsule(readFileSync(path, "utf8"));
		writeCapsule(path, {
			...capsule,
			repeats: false
		});
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
	}
}
/** @throws UsageError in one sentence when it cannot be written */
function writeCapsule(path, capsule, disk) {
	writeWhole(path, JSON.stringify(capsule, void 0, 1), {
		partFolder: PART_FOLDER,
		...disk === void 0 ? {} : { disk }
	});
}
/**
* Refuses a place where no failure could be kept, before hours of work are lost there.
* @throws UsageError in one sentence
*/
function refuseUnwritable() {
	let path = FAILURES_FOLDER;
	while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
	if (!statSync(path).isDirectory()) throw new UsageError(`failures cannot be kept in ${FAILURES_FOLDER}: ${path} is a file`);
	try {
		accessSync(path, constants$1.W_OK);
	} catch {
		throw new UsageError(`failures cannot be kept in ${FAILURES_FOLDER}: ${path} may not be written`);
	}
}
/** Removes what processes left behind that were killed while they wrote. */
function sweepParts() {
	sweepFolder(PART_FOLDER);
}
function holds(path, { version, fingerprint, check, anomaly }) {
	try {
		const there = parseCapsule(readFileSync(path, "utf8"));
		return there.version === version && there.fingerprint === fingerprint && there.check === check && there.anomaly === anomaly;
	} catch {
		return false;
	}
}
// explore/workers/worker.ts
/** Works in this thread: nothing to start, and nothing that would survive a program that ends or never ends. */
function workHere(find, tellStory) {
	let stopped = false;
	return {
		fresh: true,
		gone: false,
		async run(task, heard) {
			stopped = false;
			const pulse = {
				beat: () => void 0,
				stopped: () => stopped,
				answer: heard
			};
			await perform(await find(task.scenario), task, pulse, tellStory);
			return { kind: "done" };
		},
		stop: () => void (stopped = true),
		close: () => void 0
	};
}
// cli/explore/crew.ts
/** The workers behind a command, as its flags want them. */
const DEFAULT_RUN_MS = 3e4;
const DEFAULT_MEMORY_MB = 1024;
const MAX_WORKERS = 256;
const MIN_MEMORY_MB = 32;
const WORKERS_FLAG = {
	summary: "How many threads; default: as many as there are cores",
	kind: "text",
	value: "N"
};
const LIMIT_FLAGS = {
	"seed-timeout": {
		summary: `Fail a run that takes longer; default ${DEFAULT_RUN_MS / 1e3}s of real time`,
		kind: "text",
		value: "length"
	},
	"seed-memory": {
		summary: `Fail a run that needs more memory; default ${DEFAULT_MEMORY_MB} MB of heap`,
		kind: "text",
		value: "MB"
	}
};
/** Sources have no threads: only what is built can be loaded there. */
const BUILT = new URL("./explore/crew.js", import.meta.url).href.endsWith(".js");
function crewOf(args, terminal, most = MAX_WORKERS) {
	const asked = args.count("workers");
	if (asked !== void 0 && asked > MAX_WORKERS) throw new UsageError(`--workers takes ${MAX_WORKERS} at most, not ${asked}`);
	const memoryMb = args.count("seed-memory") ?? DEFAULT_MEMORY_MB;
	if (memoryMb < MIN_MEMORY_MB) throw new UsageError(`--seed-memory takes ${MIN_MEMORY_MB} MB at least, not ${memoryMb}`);
	const limits = {
		runMs: args.durationMs("seed-timeout") ?? DEFAULT_RUN_MS,
		memoryMb
	};
	const noted = /* @__PURE__ */ new Set();
	const words = {
		print: (text) => terminal.note(text),
		note(sentence) {
			if (!noted.has(sentence)) terminal.note(`${sentence}\n`);
			noted.add(sentence);
		}
	};
	const entry = new URL("./worker-thread.js", new URL("./explore/crew.js", import.meta.url).href);
	return new Crew({
		size: BUILT ? Math.min(asked ?? availableParallelism(), most) : 1,
		eager: asked !== void 0,
		hire: () => BUILT ? startThread(entry, limits, words) : workHere(({ name, file }) => scenarioOfCapsule({
			scenario: name,
			...file === void 0 ? {} : { file }
		}), tellStory)
	});
}
/** Where workers find a scenario that this thread has found. */
function placeOf(name) {
	const file = fileOf(name);
	return {
		name,
		...file === void 0 ? {} : { file }
	};
}
// cli/explore/corpus.ts
/**
* Failures of earlier days, run again before new seeds are: what `.seedstorm/failures/` keeps, and what was committed
* under `regressions/`.
*/
const REGRESSIONS_FOLDER = "regressions";
function readCorpus() {
	const kept = [];
	const notes = [];
	for (const folder of [REGRESSIONS_FOLDER, FAILURES_FOLDER]) for (const path of capsuleFiles(folder)) try {
		kept.push({
			path,
			capsule: parseCapsule(readText(path, "capsule"))
		});
	} catch (error) {
		if (!(error instanceof InputError || error instanceof UsageError)) throw error;
		notes.push(`${path} is left out: ${error.message}`);
	}
	return {
		kept,
		notes
	};
}
function capsuleFiles(folder) {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith(".json")).map(({ name }) => join(folder, name)).sort();
}
/**
* The capsules of a scenario and planted bug, and, unless they are regressions, of its parameters.
* @param varied names of parameters that may be anything
*/
function capsulesFor({ kept }, scenario, bug, params, varied) {
	const fixed = without(varied, params);
	return kept.filter(({ path, capsule }) => capsule.scenario === scenario && capsule.bug === bug && (isRegression(path) || isDeepStrictEqual(without(varied, capsule.params), fixed)));
}
/** Parameters but for those that every seed draws for itself. */
function without(varied, params) {
	return Object.fromEntries(Object.entries(params).filter(([name]) => !varied.includes(name)));
}
/** Whether it was put there by a person, who meant something by it. */
function isRegression(path) {
	return path.startsWith(REGRESSIONS_FOLDER);
}
/** Runs a capsule: what it was shrunk to, and where that no longer fails, what was found. */
async function replayCapsule(crew, { path, capsule }) {
	const { shrunk } = capsule;
	let run;
	try {
		if (shrunk !== void 0) {
			const { run: small, story } = await ran$1(crew, {
				...capsule,
				...shrunk
			}, shrunk);
			if (failsAs(small, capsule)) return {
				kind: "fails",
				path,
				capsule,
				run: small,
				shrunk,
				story
			};
		}
		({run} = await ran$1(crew, capsule));
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return {
			kind: "unfit",
			path,
			capsule,
			note: `${path} is left out: ${error.message}.${madeBy(capsule)}`
		};
	}
	if (failsAs(run, capsule)) return {
		kind: "fails",
		path,
		capsule,
		run
	};
	const failed = failedCheck(run);
	const now = run.verdict === "invalid" ? `${failed?.name} fails: ${failed?.reason}` : `the run is ${run.verdict}`;
	const note = `${path} no longer reproduces: ${capsule.check} was ${capsule.verdict} (${capsule.reason}), now ${now}.${madeBy(capsule)}`;
	return {
		kind: run.verdict === "invalid" ? "changed" : "gone",
		path,
		capsule,
		run,
		note
	};
}
/** What was shrunk comes with its story. */
async function ran$1(crew, capsule, calm) {
	const told = await crew.runOne(placeOf(capsule.scenario), capsuleOptions(capsule), calm, calm !== void 0);
	return {
		run: told.run,
		story: told.kind === "told" ? told.story : void 0
	};
}
function failsAs(run, { check, anomaly }) {
	const failed = failedCheck(run);
	return run.verdict === "invalid" && failed?.name === check && (failed.anomalies[0]?.kind ?? "") === anomaly;
}
/** Named where it is another version than this. */
function madeBy({ version }) {
	return version === packageVersion ? "" : ` It was made by Seedstorm ${version}; this is ${packageVersion}.`;
}
// cli/capsule-run.ts
/** The run that a capsule holds, as it was found or as it was shrunk. */
/**
* @param isOriginal what was found, not what it was shrunk to
* @throws UsageError in one sentence when the file is no capsule, or none of this package, or left no run
*/
async function runOfCapsule(path, isOriginal) {
	const capsule = readCapsule(path);
	if (leftNoRun(capsule)) throw new UsageError(`${path}: the run does not come to its end (${capsule.anomaly}), so there is nothing to show; seedstorm replay ${quotedForShell(path)} shows whether that is still so`);
	const shrunk = isOriginal ? void 0 : capsule.shrunk;
	const named = await scenarioOfCapsule(capsule);
	const scenario = shrunk === void 0 ? named : asShrunk(named, shrunk);
	const run = await inFileAsync(path, () => simulate(scenario, capsuleOptions({
		...capsule,
		...shrunk
	})));
	const replay = `npx seedstorm replay ${quotedForShell(path)}${isOriginal ? " --original" : ""}`;
	const { fingerprint } = {
		...capsule,
		...shrunk
	};
	const note = `${path}: this is not the run that the capsule holds: its fingerprint is ${run.fingerprint}, not ${fingerprint}.${madeBy(capsule)}\n`;
	return {
		scenario,
		run,
		replay,
		shrunk,
		...run.fingerprint === fingerprint ? {} : { note }
	};
}
/**
* A run is of a capsule, or of a scenario and what is said of it.
* @returns the path of the capsule, if it is of one
* @throws UsageError in one sentence when it is said to be both, or neither
*/
function capsuleGiven(args) {
	const capsule = args.text("capsule");
	if (capsule === void 0 === (args.text("scenario") === void 0)) throw new UsageError("give a capsule, or --scenario and --seed");
	if (capsule === void 0) {
		if (args.on("original")) throw new UsageError("--original is for capsules; a scenario was never shrunk");
		return;
	}
	const own = [
		"seed",
		"param",
		"bug",
		"faults",
		"strategy",
		"no-swarm"
	].find((name) => args.on(name) || args.texts(name).length > 0 && args.texts(name)[0] !== SEED_FLAG.default);
	if (own !== void 0) throw new UsageError(`--${own} goes with --scenario: ${capsule} holds what its run was made of`);
	return capsule;
}
/** @param capsule its path; absent: the run is of the scenario that the arguments name */
function runMeant(capsule, args) {
	return capsule === void 0 ? runOfScenario(args) : runOfCapsule(capsule, args.on("original"));
}
async function runOfScenario(args) {
	const scenario = await scenarioMeant(args.required("scenario"));
	const options = runOptions(args, scenario);
	const run = await simulate(scenario, options);
	return {
		scenario,
		run,
		replay: runCommand(run, {
			params: options.params ?? {},
			flags: givenFlags(args)
		})
	};
}
// cli/explore/required.ts
/** `--require-reached`: what a campaign was to reach and did not is a violation. */
const REQUIRE_REACHED_FLAG = {
	summary: "Fail (exit code 1) if a site 'sometimes' or 'reachable' was hit in no run",
	kind: "switch"
};
const names$1 = z.array(z.string());
/** The sites of one scenario that no run hit. */
const unreachedSites = z.object({
	scenario: z.string(),
	runs: z.int().min(0),
	sometimes: names$1,
	reachable: names$1
});
/** @throws UsageError where only some of the seeds are run: what these did not reach, others may */
function refuseSomeSeeds(args) {
	if (!args.on("require-reached")) return;
	if (args.text("shard") !== void 0) throw new UsageError("--require-reached is about all seeds, and a shard runs only some: give it to seedstorm merge");
	if (args.on("last-failed")) throw new UsageError("--require-reached is about all seeds, and --last-failed runs only those that failed");
}
/** What was named, by declaration or by code that came there, and hit in no run. */
function unreachedOf(coverage) {
	return Object.entries(coverage).map(([scenario, { runs, never: { sometimes, reachable } }]) => ({
		scenario,
		runs,
		sometimes: [...sometimes],
		reachable: [...reachable]
	})).filter(({ runs, sometimes, reachable }) => runs > 0 && sometimes.length + reachable.length > 0);
}
/** Whether anything at all is required: a site is named somewhere. */
function requiresSites(coverage) {
	return Object.values(coverage).some(({ sometimes, reachable, never }) => Object.keys(sometimes).length + Object.keys(reachable).length > 0 || never.sometimes.length + never.reachable.length > 0);
}
/** `never reached in 40 runs: sometimes('two leaders')` */
function unreachedText({ runs, sometimes, reachable }) {
	const sites = [...sometimes.map((name) => `sometimes('${name}')`), ...reachable.map((name) => `reachable('${name}')`)];
	return `never reached in ${counted(runs, "run")}: ${sites.join(", ")}`;
}
/** One block for each scenario; nothing where all was reached. */
function renderUnreached(unreached, { columns, colours, unicode }) {
	return (unreached ?? []).flatMap((one) => ["", ...wrap(`${one.scenario}  ${unreachedText(one)}`, columns - 2, "  ").map((line, row) => row === 0 ? `${colours.red(unicode ? "✗" : "x")} ${line.trimStart()}` : line)]);
}
const ENDED_EARLY = "--require-reached is undecided: the campaign ended before all its runs, and those left may reach what these did not";
const NO_SITES = "--require-reached has nothing to require: no scenario names a site with sometimes or reachable";
// cli/explore/coverage-report.ts
/** What a campaign reached of one scenario, as JSON tells it: sites, what was never hit, and what remains unseen. */
const count$2 = z.int().min(0);
const sites = z.record(z.string(), z.object({
	reached: count$2,
	held: count$2,
	runs: count$2
}));
const incidence = z.record(z.string(), count$2);
const names = z.array(z.string());
/** See `Unseen` in explore/unseen.ts. */
const estimate = z.object({
	seen: count$2,
	once: count$2,
	twice: count$2,
	newPerRun: z.number().min(0),
	atLeast: z.number().min(0)
});
const coverageReport = z.object({
	runs: count$2,
	sometimes: sites,
	reachable: sites,
	unreachable: sites,
	buggify: sites,
	never: z.object({
		sometimes: names,
		reachable: names,
		buggify: names
	}),
	/** Absent: no state was counted. */
	states: estimate.optional(),
	transitions: estimate.optional(),
	/** By hash, in how many runs; only of shards, which are to be merged. */
	incidence: z.object({
		states: incidence,
		transitions: incidence
	}).optional()
});
function reportOf(scenario, coverage) {
	return told$1(coverage, neverReached(coverage, scenario));
}
/** What a shard does not need to say when nobody merges it. */
function withoutIncidence({ incidence: _, ...report }) {
	return report;
}
/** The reports of shards as one. States are left out where a report says nothing of each. */
function mergeReports(reports) {
	const merged = mergeCoverage(reports.map(({ runs, sometimes, reachable, unreachable, buggify, incidence: seen }) => ({
		runs,
		sometimes,
		reachable,
		unreachable,
		buggify,
		...seen ?? {
			states: {},
			transitions: {}
		}
	})));
	const everywhere = (kind) => {
		const [first, ...others] = reports.map(({ never }) => never[kind]);
		return (first ?? []).filter((name) => (merged[kind][name]?.held ?? 0) === 0 && others.every((other) => other.includes(name)));
	};
	return told$1(merged, {
		sometimes: everywhere("sometimes"),
		reachable: everywhere("reachable"),
		buggify: everywhere("buggify")
	});
}
function told$1(coverage, never) {
	const { runs, sometimes, reachable, unreachable, buggify, states, transitions } = coverage;
	const counted = Object.keys(states).length > 0;
	const copy = (known) => ({ ...known });
	return {
		runs,
		sometimes: copy(sometimes),
		reachable: copy(reachable),
		unreachable: copy(unreachable),
		buggify: copy(buggify),
		never: {
			sometimes: [...never.sometimes],
			reachable: [...never.reachable],
			buggify: [...never.buggify]
		},
		...counted ? {
			states: estimateOf(states, runs),
			transitions: estimateOf(transitions, runs),
			incidence: {
				states,
				transitions
			}
		} : {}
	};
}
function estimateOf(seenBy, runs) {
	const { seen, once, twice, newPerRun, atLeast } = unseen$1(seenBy, runs);
	return {
		seen,
		once,
		twice,
		newPerRun,
		atLeast: Math.round(atLeast * 10) / 10
	};
}
// cli/render/unrepeated.ts
/** A run that did not repeat, for people and as JSON. */
function unrepeatedBlock(unrepeated, { colours, unicode }) {
	const { scenario, seed, bug } = unrepeated.found;
	const what = `${scenario}${bug === void 0 ? "" : ` with bug ${bug}`} does not repeat: seed ${String(seed)} gave two different runs`;
	return [colours.red(`${unicode ? "✗" : "x"} ${what}`), ...unrepeatedLines(unrepeated)];
}
function unrepeatedJson({ found, again, divergence }) {
	const { scenario, bug = null, seed } = found;
	return {
		scenario,
		bug,
		seed,
		found: ended(found),
		again: ended(again),
		divergence: divergence ?? null
	};
}
function ended(run) {
	const failed = failedCheck(run);
	return {
		verdict: run.verdict,
		check: failed?.name ?? null,
		reason: failed?.reason ?? null,
		fingerprint: run.fingerprint
	};
}
/** Tells that what a capsule holds does not repeat. @returns the exit code */
function tellUnrepeated(unrepeated, note, args, terminal) {
	if (args.on("json")) {
		const told = {
			...unrepeatedJson(unrepeated),
			verdict: "nondeterministic",
			reproduced: false,
			note
		};
		terminal.out(`${JSON.stringify(told)}\n`);
	} else terminal.out(`${unrepeatedBlock(unrepeated, terminal).join("\n")}\n`);
	terminal.note(`${note}\n`);
	return EXIT.nondeterminism;
}
// cli/explore/result.ts
/** The result of a campaign as `explore --json` prints it and `merge` reads it. */
const count$1 = z.int().min(0);
const size = z.looseObject({
	faults: count$1,
	operations: count$1,
	events: count$1
});
const failure = z.looseObject({
	scenario: z.string(),
	bug: z.string().nullable(),
	seed: z.union([z.string(), z.number()]),
	check: z.string(),
	anomaly: z.string(),
	reason: z.string(),
	capsule: z.string(),
	shrunk: size.nullable(),
	replay: z.string()
});
const exploreResult = z.looseObject({
	runs: count$1,
	valid: count$1,
	invalid: count$1,
	unknown: count$1,
	seedsPerSecond: z.number().min(0),
	scenarios: z.array(z.object({
		scenario: z.string(),
		runs: count$1,
		seconds: z.number().min(0)
	})),
	failures: z.array(failure),
	/** Capsules that were run again and do not fail as they did. */
	gone: z.array(z.object({
		capsule: z.string(),
		note: z.string()
	})),
	/** Checks that had nothing to judge in some runs, and what they said in the first of them. */
	nothingToJudge: z.array(z.object({
		scenario: z.string(),
		check: z.string(),
		runs: count$1,
		reason: z.string()
	})).default([]),
	/** Seeds that gave two different runs. */
	unrepeated: z.array(z.looseObject({
		scenario: z.string(),
		bug: z.string().nullable(),
		seed: z.union([z.string(), z.number()])
	})).default([]),
	/** Failures that are only counted, by the capsule that stands for their kind. */
	unlisted: z.array(z.object({
		capsule: z.string(),
		failures: count$1
	})).default([]),
	/** Seeds that were not run, because no worker could begin with them; `null`: all that were left. */
	notRun: z.array(z.object({
		scenario: z.string(),
		seeds: count$1.nullable(),
		why: z.string()
	})).default([]),
	/** With --require-reached, of a campaign that ran to its end: the sites hit in no run, by scenario. Else `null`. */
	unreached: z.array(unreachedSites).nullable().default(null),
	coverage: z.looseObject({
		events: count$1,
		operations: z.object({
			ok: count$1,
			fail: count$1,
			info: count$1
		}),
		faults: z.record(z.string(), count$1),
		/** Drawn, and left out as the scenario claims nothing under it. */
		leftOut: z.record(z.string(), count$1).default({}),
		/** What was reached of each scenario, by its name. */
		scenarios: z.record(z.string(), coverageReport)
	}),
	shard: z.string().nullable(),
	interrupted: z.boolean()
});
function secondsOf(scenarios) {
	return scenarios.reduce((sum, { seconds }) => sum + seconds, 0);
}
/** How many runs a scenario had, whatever was planted in it. */
function runsOf(scenarios, name) {
	return scenarios.reduce((sum, { scenario, runs }) => sum + (scenario === name ? runs : 0), 0);
}
/** The scenarios of which no run ended: nobody looked at them. A shard may have no seeds of some. */
function unseen({ scenarios, notRun, shard }) {
	if (shard !== void 0) return [];
	const told = new Set(notRun.map(({ scenario }) => scenario));
	return scenarios.filter(({ scenario, runs }) => runs === 0 && !told.has(scenario)).map(({ scenario }) => scenario);
}
function resultOf(outcome) {
	const { total, scenarios, failures, unrepeated, unlisted, notRun, gone, unreached, shard, interruptedBy } = outcome;
	const { events, operations, faults, leftOut } = total;
	return {
		runs: total.runs,
		...total.verdicts,
		seedsPerSecond: Math.round(total.runs / Math.max(secondsOf(scenarios), .001) * 10) / 10,
		scenarios: scenarios.map(({ scenario, runs, seconds }) => ({
			scenario,
			runs,
			seconds: Math.round(seconds * 1e3) / 1e3
		})),
		failures: failures.map(told),
		gone: [...gone],
		unlisted: [...unlisted].map(([capsule, count]) => ({
			capsule,
			failures: count
		})),
		notRun: [...notRun],
		nothingToJudge: idleChecks(total),
		unrepeated: unrepeated.map(unrepeatedJson),
		unreached: unreached === null ? null : [...unreached],
		coverage: {
			events,
			operations,
			faults,
			leftOut,
			scenarios: Object.fromEntries(scenarios.map(({ scenario, coverage }) => [scenario, shard === void 0 ? withoutIncidence(coverage) : coverage]))
		},
		shard: shard ?? null,
		interrupted: interruptedBy !== void 0
	};
}
/** One after another, in the order in which they came. */
function idleChecks({ nothingToJudge }) {
	return Object.entries(nothingToJudge).flatMap(([scenario, checks]) => Object.entries(checks).map(([check, idle]) => ({
		scenario,
		check,
		...idle
	})));
}
function told({ run, capsule, shrunk, replay }) {
	const failed = failedCheck(run);
	return {
		scenario: run.scenario,
		bug: run.bug ?? null,
		seed: run.seed,
		check: failed?.name ?? "",
		anomaly: failed?.anomalies[0]?.kind ?? "",
		reason: failed?.reason ?? "",
		capsule,
		shrunk: shrunk === void 0 ? null : {
			...shrunk.part.to,
			eventsThatMatter: shrunk.part.eventsThatMatter
		},
		replay
	};
}
// cli/report-file.ts
const REPORT_FLAG = {
	summary: "Write the whole run as one HTML file to look at",
	kind: "text",
	value: "file.html"
};
/**
* @param beside other files under way, given up if this one cannot be opened
* @returns undefined where no report was asked for
* @throws UsageError in one sentence when it cannot be written
*/
function reportFile(args, { flag = "report", beside } = {}) {
	const path = args.text(flag);
	if (path === void 0) return void 0;
	const file = openedBeside(path, beside);
	return {
		async write(scenario, run, told) {
			const { runReport } = await import("../sim/run-report.js");
			const frame = {
				...told,
				version: packageVersion
			};
			await writeDocument(file, await runReport(scenario, run, frame));
		},
		abandon: () => file.abandon()
	};
}
function openedBeside(path, beside) {
	try {
		return outputFile(path);
	} catch (error) {
		beside?.abandon();
		throw error;
	}
}
async function writeDocument(file, document) {
	const { reportHtml } = await import("../sim/html.js");
	file.line(reportHtml(document));
	file.commit();
}
// cli/campaign-report.ts
/** A campaign as a folder of pages: an index of what failed, and a report on each kind of failure. */
const CAMPAIGN_REPORT_FLAG = {
	summary: "Write pages on the campaign and its failures into a folder",
	kind: "text",
	value: "folder"
};
/** @throws UsageError in one sentence when nothing can be written there */
function campaignPages(folder) {
	const index = outputFile(join(folder, "index.html"));
	return {
		async write(outcome, note) {
			const pages = /* @__PURE__ */ new Map();
			for (const { capsule, first } of outcome.failures) {
				if (!first || pages.has(capsule)) continue;
				const name = `${basename(capsule, ".json")}.html`;
				try {
					await writeFailurePage(capsule, join(folder, name));
					pages.set(capsule, name);
				} catch (error) {
					note(`there is no report on ${capsule}: ${failureOf(error).message}\n`);
				}
			}
			await writeDocument(index, campaignReport(outcome, pages));
		},
		abandon: () => index.abandon()
	};
}
async function writeFailurePage(capsule, path) {
	const file = outputFile(path);
	try {
		const { runReport } = await import("../sim/run-report.js");
		const { scenario, run, replay, shrunk } = await runOfCapsule(capsule, false);
		await writeDocument(file, await runReport(scenario, run, {
			replay,
			shrunk,
			version: packageVersion
		}));
	} catch (error) {
		file.abandon();
		throw error;
	}
}
/** @param pages the page of each capsule that has one, relative to the index */
function campaignReport({ total, scenarios, failures, unreached }, pages) {
	const { runs, verdicts, events, operations, faults } = total;
	return {
		schema: 4,
		kind: "campaign",
		version: packageVersion,
		scenarios: scenarios.map((its) => toldScenario(its, failures)),
		runs,
		verdicts,
		events,
		operations,
		seconds: secondsOf(scenarios),
		faults: Object.entries(faults).sort(([, a], [, b]) => b - a),
		failures: failures.map((failure) => toldFailure(failure, failure.first ? pages.get(failure.capsule) : void 0)),
		...unreached ? { unreached: unreached.map((its) => ({
			scenario: its.scenario,
			sites: unreachedText(its)
		})) } : {}
	};
}
function toldScenario({ scenario, runs, coverage }, failures) {
	const { sometimes, reachable, buggify, never, states } = coverage;
	const hit = [
		sometimes,
		reachable,
		buggify
	].flatMap((sites) => Object.values(sites)).filter(({ held }) => held > 0).length;
	const missed = [
		...never.sometimes.map((name) => `sometimes: ${name}`),
		...never.reachable.map((name) => `reachable: ${name}`),
		...never.buggify.map((name) => `buggify: ${name}`)
	];
	return {
		name: scenario,
		seeds: runs - failures.filter(({ run, number }) => run.scenario === scenario && number === void 0).length,
		hit,
		sites: hit + missed.length,
		never: missed,
		...states === void 0 ? {} : { states: {
			seen: states.seen,
			atLeast: Math.ceil(states.atLeast),
			newPerRun: states.newPerRun
		} }
	};
}
function toldFailure({ run, replay, shrunk, number }, href) {
	const failed = failedCheck(run);
	const size = shrunk?.part.to;
	return {
		scenario: run.scenario,
		seed: String(run.seed),
		check: failed?.name ?? "",
		anomaly: failed?.anomalies[0]?.kind ?? "",
		reason: failed?.reason ?? "",
		replay,
		...run.bug === void 0 ? {} : { bug: run.bug },
		...number === void 0 ? {} : { run: number },
		...size === void 0 ? {} : { shrunk: `${size.faults} faults, ${size.operations} operations` },
		...href === void 0 ? {} : { href }
	};
}
// cli/explore/failures.ts
/** The failures of a campaign: one capsule for each signature, as others of its kind tell nothing new. */
/** So many others of a kind are listed, each with its seed and command. */
const MAX_LISTED = 5e3;
var FailureLog = class {
	/** Capsules by signature, and how many failures each stands for. */
	kinds = /* @__PURE__ */ new Map();
	unlisted = /* @__PURE__ */ new Map();
	/**
	* A capsule that has just been seen to fail stands for its kind.
	* @param varied names of parameters that each seed draws for itself, and that make no other failure of one
	*/
	knows(run, path, varied) {
		const key = keyOf(run, varied);
		if (!this.kinds.has(key)) this.kinds.set(key, {
			capsule: path,
			others: 0
		});
	}
	/**
	* @param drawn what else makes the plan another one than the seed alone would draw
	* @returns undefined where it is counted only: there are enough of its kind
	* @throws UsageError when the capsule cannot be written
	*/
	keep(run, given, varied, drawn = {}) {
		const key = keyOf(run, varied);
		const known = this.kinds.get(key);
		const flags = given.flags.length === 0 ? {} : { "--": given.flags };
		const own = capsulePath(run, {
			...given.params,
			...flags,
			...drawn
		});
		if (known !== void 0 && known.capsule !== own) {
			const { capsule } = known;
			if (++known.others > MAX_LISTED) {
				this.unlisted.set(capsule, (this.unlisted.get(capsule) ?? 0) + 1);
				return;
			}
			return {
				run: failedRun(run),
				capsule,
				first: false,
				replay: runCommand(run, given)
			};
		}
		this.write(own, run, given);
		this.kinds.set(key, {
			capsule: own,
			others: 0
		});
		return {
			run,
			capsule: own,
			first: true,
			replay: replayCommand(own)
		};
	}
	write(path, run, given) {
		try {
			keepFailure(path, run);
		} catch (error) {
			if (!(error instanceof UsageError)) throw error;
			throw new UsageError(`${error.message}; the failure comes back with ${runCommand(run, given)}`);
		}
	}
};
function replayCommand(capsule) {
	return `npx seedstorm replay ${quotedForShell(capsule)}`;
}
/** No plan, no parameters, nothing of the checks that had nothing to say. */
function failedRun(run) {
	const { scenario, bug, seed, verdict } = run;
	const failed = failedCheck(run);
	return {
		scenario,
		bug,
		seed,
		verdict,
		checks: failed === void 0 ? [] : [{
			...failed,
			anomalies: failed.anomalies.slice(0, 1)
		}]
	};
}
function keyOf(run, varied) {
	return JSON.stringify([
		toldSignature(run),
		run.bug,
		without(varied, run.params)
	]);
}
/** One sentence on a failure. */
function sentenceOf({ run }) {
	const failed = failedCheck(run);
	return `${failed?.name ?? run.verdict}: ${failed?.reason ?? ""}`;
}
// cli/explore/annotations.ts
/** Failures as GitHub Actions shows them beside the code: workflow commands, one line each. */
function annotation(failure) {
	const { scenario, seed } = failure.run;
	const file = fileOf(scenario);
	return `::error ${[...file === void 0 ? [] : [`file=${property(file.replace(/^\.\//, ""))}`], `title=${property(`${scenario} fails with seed ${String(seed)}`)}`].join(",")}::${data(`${sentenceOf(failure)}\n${failure.replay}`)}`;
}
/** As the runner reads it back: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function data(text) {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function property(text) {
	return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
// cli/explore/recorded.ts
/** How a run in a fresh thread is called; sources have no threads. */
const AFRESH = BUILT ? "in a fresh thread" : "in another run";
const AGAIN = BUILT ? "once more in that thread" : "in a third run";
/** In a thread that has done nothing before. @throws InputError as `simulate` does */
function recordedAfresh(crew, what, signal) {
	return recorded((task, heard) => crew.performAfresh(task, heard, signal), what);
}
/** In whichever thread of the crew is free. @throws InputError as `simulate` does */
function recordedByCrew(crew, what, signal) {
	return recorded((task, heard) => crew.perform(task, heard, signal), what);
}
/** In every thread of the crew that ran something before and waits. */
async function recordedByIdle(crew, what, signal) {
	const runs = [];
	await crew.performByIdle(taskOf(what), (answer) => {
		if (answer.kind === "recorded") runs.push(...answer.runs);
	}, signal);
	return runs;
}
async function recorded(perform, what) {
	let runs;
	const loss = await perform(taskOf(what), (answer) => {
		if (answer.kind === "recorded") ({runs} = answer);
	});
	if (runs !== void 0) return {
		kind: "recorded",
		runs
	};
	return {
		kind: "lost",
		loss: loss ?? { kind: "stopped" }
	};
}
function taskOf({ scenario, options, calm = {}, times, against }) {
	return {
		kind: "record",
		scenario,
		options,
		calm,
		times,
		...against === void 0 ? {} : { against: against.words }
	};
}
/** Where a run and two of a fresh thread part, if they do. @param name what the run is called */
function partingOf(record, name, [cold, warm]) {
	return (cold && firstDivergence(record, cold.record, [name, AFRESH])) ?? (warm && firstDivergence(record, warm.record, [name, AGAIN]));
}
// cli/explore/repeats.ts
/**
* Runs the first seed of a campaign twice in a thread of the crew, and once in a fresh thread meanwhile. A run that
* takes its thread along is the campaign's to report.
* @throws InputError as `simulate` does
*/
async function firstSeed(crew, scenario, options, signal) {
	const what = {
		scenario: placeOf(scenario),
		options
	};
	const ended = endOf(signal);
	const twice = recordedByCrew(crew, {
		...what,
		times: 2
	}, signal).catch((error) => {
		if (error instanceof ScenarioError) return void 0;
		throw error;
	});
	const here = await Promise.race([twice, ended]);
	if (here?.kind !== "recorded" || signal.aborted) return {
		here: void 0,
		there: Promise.resolve(void 0)
	};
	const [cold, warm] = here.runs;
	const again = partOf(cold, warm, ["a first run", "once more in its thread"]);
	if (again !== void 0 || cold === void 0) return {
		here: again,
		there: Promise.resolve(void 0)
	};
	const there = recordedAfresh(crew, {
		...what,
		times: 1,
		against: cold.record
	}, signal).then((fresh) => fresh.kind === "recorded" ? partOf(cold, fresh.runs[0], ["a first run", AFRESH]) : void 0, () => void 0);
	return {
		here: void 0,
		there: Promise.race([there, ended])
	};
}
function endOf(signal) {
	return new Promise((resolve) => {
		if (signal.aborted) resolve(void 0);
		signal.addEventListener("abort", () => resolve(void 0), { once: true });
	});
}
function partOf(first, second, runs) {
	if (first === void 0 || second === void 0) return void 0;
	const divergence = firstDivergence(first.record, second.record, runs);
	return divergence && {
		found: first.run,
		again: second.run,
		divergence
	};
}
/**
* Runs what was found again in a fresh thread. What took its worker along was run again by one of its own already.
* @param calm what its plan needs, if it was shrunk
* @returns what differs, if the run is another one there
*/
async function unrepeated(crew, found, signal, calm = {}) {
	if (leftNoRun(found)) return void 0;
	const { params, bug, seed, plan } = found;
	const options = {
		params,
		seed,
		plan,
		...bug === void 0 ? {} : { bug }
	};
	const what = {
		scenario: placeOf(found.scenario),
		options,
		calm
	};
	const again = await runOf(crew, found, options, await recordedAfresh(crew, {
		...what,
		times: 1
	}, signal));
	if (isSameRun(found, again) || signal?.aborted === true) return void 0;
	const second = await recordedAfresh(crew, {
		...what,
		times: 2
	}, signal);
	const used = await recordedByIdle(crew, {
		...what,
		times: 1
	}, signal);
	const [cold, warm] = second.kind === "recorded" ? second.runs : [];
	const parted = used.map((one) => partOf(cold, one, [AFRESH, "in a thread that ran before"]));
	const { divergence } = partOf(cold, warm, [AFRESH, AGAIN]) ?? parted.find((one) => one !== void 0) ?? {};
	return {
		found,
		again,
		...divergence === void 0 ? {} : { divergence }
	};
}
async function runOf(crew, { scenario }, options, recorded) {
	if (recorded.kind === "recorded") return recorded.runs[0].run;
	return crew.lostIn(placeOf(scenario), options, recorded.loss);
}
/**
* Why a run that was kept is another one now: because the code changed, or because it does not repeat. Runs it twice in
* a fresh thread and once in another: where they agree, the code changed.
* @param now the run as it went
*/
async function changedOf(crew, capsule, now, calm = {}) {
	const what = {
		scenario: placeOf(capsule.scenario),
		options: capsuleOptions(capsule),
		calm
	};
	const one = await recordedAfresh(crew, {
		...what,
		times: 2
	});
	const other = await recordedAfresh(crew, {
		...what,
		times: 1
	});
	const [cold, warm] = one.kind === "recorded" ? one.runs : [];
	const [apart] = other.kind === "recorded" ? other.runs : [];
	const parted = partOf(cold, warm, [AFRESH, AGAIN]) ?? partOf(cold, apart, [AFRESH, "in another thread"]);
	if (parted !== void 0) return parted;
	if (cold !== void 0 && !isSameRun(now, cold.run)) return {
		found: now,
		again: cold.run
	};
	return capsule.repeats === false ? {
		found: asFound(capsule),
		again: now
	} : void 0;
}
function asFound({ scenario, seed, bug, verdict, fingerprint, check, anomaly, reason }) {
	return {
		scenario,
		seed,
		bug,
		verdict,
		fingerprint,
		checks: [{
			name: check,
			verdict,
			reason,
			anomalies: [{
				kind: anomaly,
				message: reason
			}]
		}]
	};
}
// cli/explore/confirm.ts
/** One of each kind is run again, and stands for the others. */
async function confirmed(crew, failures, signal) {
	const dropped = /* @__PURE__ */ new Set();
	const found = [];
	for (const { run, capsule, first, repeats } of failures) {
		if (!first || repeats === true || signal.aborted) continue;
		const one = await unrepeated(crew, run, signal);
		if (one === void 0) continue;
		dropped.add(capsule);
		keepUnrepeated(capsule);
		found.push(one);
	}
	return {
		failures: failures.filter(({ capsule }) => !dropped.has(capsule)),
		unrepeated: found
	};
}
// cli/explore/guided.ts
/** A guided campaign: generations of runs, each drawn from what the one before reached. */
/** @throws UsageError for flags that choose the seeds another way */
function refuseDivided(args) {
	for (const flag of ["shard", "last-failed"]) if (flag === "shard" ? args.text(flag) !== void 0 : args.on(flag)) throw new UsageError(`--guided draws each run from what the runs before it reached, so it does not go with --${flag}`);
}
/** Whatever the number of workers: the same runs, the same failures. */
async function exploreGuided({ scenario, options, args, crew, extent, line, log, total, interrupt, timeMs }, given, varied, coverage) {
	const { seed = 1, ...rest } = options;
	const search = await guidedSearch(scenario, rest, {
		seed,
		runs: extent.runs
	});
	const place = placeOf(scenario.name);
	const endsAt = performance.now() + timeMs;
	const failures = [];
	const runsBefore = total.runs;
	while (!interrupt.aborted && performance.now() < endsAt) {
		const generation = search.next();
		if (generation.length === 0) break;
		const told = await inParallel(generation, crew.size, (run) => crew.runOne(place, run.options));
		const reached = told.flatMap((one, index) => one.kind === "told" ? [{
			number: generation[index].number,
			coverage: one.coverage
		}] : []);
		search.learn(reached);
		let invalid = 0;
		for (const one of told) {
			countRun(total, one.run);
			if (one.kind === "told") coverage.add(coverageOf([one.coverage]));
			if (one.run.verdict !== "invalid") continue;
			invalid++;
			const failure = log.keep(one.run, given, varied, { plan: one.run.plan });
			if (failure !== void 0) failures.push({
				...failure,
				replay: replayCommand(failure.capsule),
				number: total.runs - runsBefore
			});
			if (!args.on("keep-going")) return failures;
		}
		line.add(scenario.name, told.length, invalid, `${coverage.states} states, ${search.kept} plans kept`);
	}
	return failures;
}
/** Results in the order of the items, `width` of which are under way at a time. */
async function inParallel(items, width, act) {
	const results = [];
	let next = 0;
	const work = async () => {
		for (let index = next++; index < items.length; index = next++) results[index] = await act(items[index]);
	};
	await Promise.all(Array.from({ length: Math.min(width, items.length) }, work));
	return results;
}
// cli/render/shrink-line.ts
const EVERY_MS$1 = 100;
function shrinkLine(terminal, scenario, { faults, operations }) {
	const arrow = terminal.unicode ? "→" : "->";
	let shownAt = 0;
	let shown = false;
	return {
		update(progress) {
			const now = performance.now();
			if (!terminal.watched || now - shownAt < EVERY_MS$1) return;
			shownAt = now;
			shown = true;
			const size = `${faults.length} ${arrow} ${progress.faults} faults, ${operations.length} ${arrow} ${progress.operations} operations`;
			terminal.draw(`\r\u001b[Kshrinking ${scenario}  ${size}  ${progress.runs} runs  ${progress.pass}`);
		},
		clear() {
			if (shown) terminal.draw("\r\x1B[K");
			shown = false;
		}
	};
}
// cli/explore/shrink-first.ts
/** Shrinks what explore found: the first failure of each signature, as the others tell nothing new. */
/** The same failures; those that have a capsule of their own are shrunk, and their files too. */
async function shrinkFirst(crew, failures, terminal, signal) {
	const wanted = failures.filter((failure) => failure.first && failure.shrunk === void 0 && !isRegression(failure.capsule));
	const lanes = Math.max(1, Math.min(crew.size, wanted.length));
	const shrunk = /* @__PURE__ */ new Map();
	await Promise.all(Array.from({ length: lanes }, async (_, lane) => {
		for (let at = lane; at < wanted.length && !signal.aborted; at += lanes) {
			const failure = wanted[at];
			shrunk.set(failure, await shrinkOne(crew, failure, terminal, signal));
		}
	}));
	return failures.map((failure) => shrunk.get(failure) ?? failure);
}
async function shrinkOne(crew, failure, terminal, signal) {
	const { scenario, params, bug, seed, plan } = failure.run;
	if (leftNoRun(failure.run)) return failure;
	const line = shrinkLine(terminal, scenario, plan);
	let shrunk;
	try {
		await crew.perform({
			kind: "shrink",
			scenario: placeOf(scenario),
			failure: {
				params,
				bug,
				seed,
				plan
			},
			untilMs: MOST_TIME_MS
		}, (answer) => {
			if (answer.kind === "progress") line.update(answer.progress);
			else if (answer.kind === "shrunk") shrunk = answer.shrunk;
		}, signal);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		terminal.note(`${failure.capsule} is left as it was found: ${error.message}\n`);
	} finally {
		line.clear();
	}
	if (shrunk === void 0) return failure;
	if (await unrepeated(crew, shrunk.run, signal, shrunk.part) !== void 0) {
		terminal.note(`${failure.capsule} is not shrunk: what is left does not repeat in a fresh thread, the whole failure does\n`);
		return failure;
	}
	keepFailure(failure.capsule, failure.run, shrunk.part);
	return {
		...failure,
		shrunk
	};
}
// cli/explore/explore-scenario.ts
async function exploreScenario(campaign) {
	const { scenario, options, args, terminal, crew, line, log, total, interrupt } = campaign;
	const given = {
		params: options.params ?? {},
		flags: givenFlags(args)
	};
	const coverage = new CoverageSum();
	const keepGoing = args.on("keep-going");
	const runsBefore = total.runs;
	const varied = Object.keys(variedParams(scenario, options));
	const replayed = await replayKept(campaign, varied);
	const known = replayed.flatMap((one) => knownFailure(one, log, varied));
	const startedAt = performance.now();
	const fresh = [];
	const unrepeated = [];
	const notRun = [];
	if (known.length === 0 || keepGoing) {
		const { seed = 1, ...rest } = options;
		const ending = endingOf(interrupt, campaign.timeMs);
		const [one] = campaign.extent.seedsOf(scenario, seed).seeds;
		try {
			const first = one && await firstSeed(crew, scenario.name, {
				...rest,
				seed: one.seed
			}, ending.signal);
			first?.there.then((found) => found !== void 0 && !keepGoing && ending.end());
			if (first?.here !== void 0 && !keepGoing) ending.end();
			else if (args.on("guided")) fresh.push(...await exploreGuided({
				...campaign,
				interrupt: ending.signal
			}, given, varied, coverage));
			else await crew.explore({
				scenario: placeOf(scenario.name),
				options: rest,
				...campaign.extent.seedsOf(scenario, seed),
				keepGoing,
				signal: ending.signal,
				heard: ({ tally }) => line.add(scenario.name, tally.runs, tally.verdicts.invalid, coverage.states > 0 ? `${coverage.states} states` : ""),
				commit({ tally, coverage: reached, failure }) {
					addTally(total, tally);
					coverage.add(reached);
					const kept = failure && log.keep(failure, given, varied);
					if (kept !== void 0) fresh.push({
						...kept,
						number: total.runs - runsBefore
					});
				},
				givenUp: (seeds, why) => notRun.push({
					scenario: scenario.name,
					seeds,
					why
				})
			});
			const parted = first?.here ?? await first?.there;
			if (parted !== void 0) unrepeated.push(parted);
		} catch (error) {
			if (!(error instanceof NotLoaded)) throw error;
			notRun.push({
				scenario: scenario.name,
				seeds: null,
				why: error.message
			});
		} finally {
			ending.done();
		}
	}
	const seconds = (performance.now() - startedAt) / 1e3;
	line.clear();
	const again = new Set(fresh.map(({ run }) => run.seed));
	const alone = known.filter(({ run }) => !again.has(run.seed));
	for (const { run } of alone) countRun(total, run);
	const { failures, unrepeated: others } = await confirmed(crew, [...alone, ...fresh], interrupt);
	return {
		scenario: scenario.name,
		runs: total.runs - runsBefore,
		seconds,
		coverage: reportOf(scenario, coverage.total()),
		failures: args.on("no-shrink") || interrupt.aborted ? failures : await shrinkFirst(crew, failures, terminal, interrupt),
		unrepeated: [...unrepeated, ...others],
		notRun,
		gone: replayed.flatMap((one) => one.kind === "fails" ? [] : [{
			capsule: one.path,
			note: one.note
		}])
	};
}
/** Runs the capsules that belong to this scenario and shard. */
async function replayKept({ scenario, options, crew, corpus, extent, interrupt }, varied) {
	if (corpus.kept.length === 0) return [];
	const { params } = chosen(scenario, options);
	const { seed: first = 1 } = options;
	const { shard, runs } = extent;
	const replayed = [];
	const failing = /* @__PURE__ */ new Set();
	for (const kept of capsulesFor(corpus, scenario.name, options.bug, params, varied)) {
		if (interrupt.aborted) break;
		const { seed, check, anomaly } = kept.capsule;
		const kind = JSON.stringify([check, anomaly]);
		if (failing.has(kind) && !isRegression(kept.path)) continue;
		const number = numberOf$1(seed, first);
		if ((number === void 0 || number >= runs ? 0 : number % shard.of) !== shard.index) continue;
		const one = await replayCapsule(crew, kept);
		if (one.kind === "fails") failing.add(kind);
		replayed.push(one);
	}
	return replayed;
}
/** Which of the campaign's seeds it is, from 0. */
function numberOf$1(seed, first) {
	if (typeof first === "number") return typeof seed === "number" && seed >= first ? seed - first : void 0;
	const rest = String(seed).startsWith(`${first}/`) ? String(seed).slice(first.length + 1) : "";
	return /^\d+$/.test(rest) ? Number(rest) : void 0;
}
function knownFailure(one, log, varied) {
	if (one.kind === "gone" || one.kind === "unfit") return [];
	const { path, run } = one;
	log.knows(run, path, varied);
	const { shrunk, story } = one.kind === "fails" ? one : {};
	if (failedCheck(run) === void 0) return [];
	return [{
		run,
		capsule: path,
		first: true,
		replay: replayCommand(path),
		...one.kind === "fails" && isAsKept$1(one) ? { repeats: true } : {},
		...shrunk === void 0 ? {} : { shrunk: {
			run,
			part: shrunk,
			...story === void 0 ? {} : { story }
		} }
	}];
}
function isAsKept$1({ run, capsule, shrunk }) {
	return run.fingerprint !== "" && run.fingerprint === (shrunk ?? capsule).fingerprint;
}
/** Ends when the command does, or after so long. */
function endingOf(interrupt, timeMs) {
	const ending = new AbortController();
	const end = () => ending.abort();
	const timer = timeMs === Infinity ? void 0 : setTimeout(end, timeMs);
	interrupt.addEventListener("abort", end, { once: true });
	if (interrupt.aborted) end();
	return {
		signal: ending.signal,
		end,
		done() {
			clearTimeout(timer);
			interrupt.removeEventListener("abort", end);
		}
	};
}
// cli/foreign-ends.ts
/** What is said where code of the user's ends this process, or fails where nothing waits for it. */
let ours = false;
/** Ends this process by a decision of ours. Whatever programs under test left running does not keep it. */
function end(code) {
	ours = true;
	process.exit(code);
}
/** @param code the exit code it was ended with */
function endedByOthers(code) {
	const { loading, files } = foreignCode();
	const file = loading ?? files.join(" or ");
	if (file === "") return `something ended this process with exit code ${code}`;
	if (isWaiting(code, loading)) return `${file} awaits something that never comes`;
	return `${file} ended the process with exit code ${code}${loading === void 0 ? "" : " while it was loaded"}`;
}
/** An error that no caller of ours caught. Where files of the user's run here, it is theirs unless it shows otherwise. */
function strayFailure(error) {
	const { files } = foreignCode();
	const place = thrownAt(error);
	if (!(files.length > 0 && (place !== "" || !(error instanceof Error)))) return failureOf(error);
	return {
		exitCode: EXIT.usage,
		message: `${files.join(" or ")} fails where nothing waits for it: ${thrownText(error)}${place}`
	};
}
/** Ended by nobody: there was nothing left to do, and the file was not loaded yet. */
function isWaiting(code, loading) {
	return code === 13 || code === 0 && loading !== void 0 && !exitCalled;
}
let exitCalled = false;
/**
* Notes who asks for an end.
* @param told is called where others end this process, however they do it; it is to call `end`
*/
function watchExit(told) {
	const exit = process.exit.bind(process);
	process.exit = (code) => {
		exitCalled = true;
		return exit(code);
	};
	process.on("exit", (code) => {
		if (!ours) told(code);
	});
	const system = process;
	const reallyExit = system.reallyExit.bind(process);
	system.reallyExit = (code) => {
		exitCalled = true;
		if (!ours) told(code ?? 0);
		return reallyExit(code);
	};
}
// cli/explore/interrupt.ts
/** Ctrl-C and SIGTERM: the first ends a command with what it has, the second at once. */
/** What a shell expects of a process that was ended by the signal. */
const EXIT_CODES = {
	SIGINT: 130,
	SIGTERM: 143
};
/** @param told is called once, at the first of them */
function onInterrupt(told) {
	const ending = new AbortController();
	let by;
	const interrupted = (signal) => {
		if (ending.signal.aborted) end(EXIT_CODES[signal]);
		by = signal === "SIGINT" ? "Ctrl-C" : signal;
		told();
		ending.abort();
	};
	const signals = Object.keys(EXIT_CODES);
	for (const signal of signals) process.on(signal, interrupted);
	return {
		signal: ending.signal,
		get by() {
			return by;
		},
		done() {
			for (const signal of signals) process.off(signal, interrupted);
		}
	};
}
// cli/explore/last-failed.ts
/** Which seeds failed last time, for `--last-failed`. */
const PATH = join(".seedstorm", "last-failed.json");
const lastFailed = z.object({
	schema: z.literal(1),
	scenarios: z.array(z.object({
		word: z.string(),
		seeds: z.array(z.union([z.string(), z.number()]))
	}))
});
/**
* Seeds that failed in the last campaign, by the word that names their scenario on the command line.
* @throws UsageError when the file says nothing of the sort
*/
function readLastFailed() {
	let text;
	try {
		text = readFileSync(PATH, "utf8");
	} catch {
		return /* @__PURE__ */ new Map();
	}
	const parsed = lastFailed.safeParse(jsonOf(text));
	if (!parsed.success) throw new UsageError(`${PATH} does not say which seeds failed last time; explore without --last-failed`);
	return new Map(parsed.data.scenarios.map(({ word, seeds }) => [word, seeds]));
}
/** Remembers what failed; forgets everything where nothing did. */
function writeLastFailed(failures) {
	const seeds = /* @__PURE__ */ new Map();
	for (const { run } of failures) {
		const word = wordFor(run.scenario);
		seeds.set(word, (seeds.get(word) ?? /* @__PURE__ */ new Set()).add(run.seed));
	}
	if (seeds.size === 0) return rmSync(PATH, { force: true });
	const scenarios = [...seeds].map(([word, those]) => ({
		word,
		seeds: [...those]
	}));
	writeCapsule(PATH, {
		schema: 1,
		scenarios
	});
}
function jsonOf(text) {
	try {
		return parseJson(text);
	} catch {
		return;
	}
}
// cli/explore/settings.ts
const DEFAULT_RUNS$1 = 1e3;
async function extentOf(args) {
	const again = args.on("last-failed") ? readLastFailed() : void 0;
	const chosen = await chosenScenarios(args, again);
	const runs = args.count("runs") ?? (args.text("time") === void 0 ? 1e3 : Infinity);
	const shard = shardOf(args.text("shard"));
	return {
		chosen,
		runs,
		timeMs: args.durationMs("time") ?? Infinity,
		shard,
		seedsOf(scenario, first) {
			if (again === void 0) return {
				seeds: campaignSeeds(first, runs, shard),
				total: Math.max(0, Math.ceil((runs - shard.index) / shard.of))
			};
			const seeds = (again.get(wordFor(scenario.name)) ?? []).map((seed, number) => ({
				number,
				seed
			})).filter(({ number }) => number % shard.of === shard.index);
			return {
				seeds,
				total: seeds.length
			};
		}
	};
}
async function chosenScenarios(args, again) {
	const names = args.texts("scenarios");
	if (args.on("all")) {
		if (names.length > 0) throw new UsageError("give --all or names of scenarios, not both");
		return scenarios.filter((scenario) => takesStrategy(args, scenario));
	}
	const meant = names.length > 0 ? names : [...again?.keys() ?? []];
	if (meant.length === 0 && again === void 0) throw new UsageError("which scenario? Give its name, or --all; seedstorm list shows them");
	return scenariosMeantBy(meant);
}
/** Some claims are made for some schedules only. */
function takesStrategy(args, { strategies }) {
	const asked = args.text("strategy");
	return asked === void 0 || strategies === void 0 || strategies.some((name) => name === asked);
}
function shardOf(text) {
	if (text === void 0) return {
		index: 0,
		of: 1
	};
	const [, i, n] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
	const [index, of] = [Number(i) - 1, Number(n)];
	if (!(index >= 0 && index < of)) throw new UsageError(`--shard takes i/n with 1 <= i <= n, such as 2/3, not "${text}"`);
	return {
		index,
		of
	};
}
// cli/junit.ts
/** A campaign as JUnit XML, which CI systems show as test results: one test case a scenario. */
function junitXml({ scenarios, failures, unrepeated, unreached }) {
	const cases = scenarios.map(({ scenario, seconds }) => ({
		name: scenario,
		seconds,
		failures: [
			...failures.filter((failure) => failure.scenario === scenario).map(({ seed, check, reason, capsule }) => `seed ${seed}: ${check}: ${reason} (${capsule})`),
			...unrepeated.filter((one) => one.scenario === scenario).map(({ seed }) => `seed ${seed} does not repeat: it gave two different runs`),
			...(unreached ?? []).filter((one) => one.scenario === scenario).map(unreachedText)
		]
	}));
	const failed = cases.filter(({ failures }) => failures.length > 0).length;
	const lines = cases.map(({ name, seconds, failures }) => {
		const head = `    <testcase classname="seedstorm" name="${escaped(name)}" time="${seconds.toFixed(3)}"`;
		if (failures.length === 0) return `${head}/>`;
		const [first = ""] = failures;
		return `${head}>\n      <failure message="${escaped(first)}">${escaped(failures.join("\n"))}</failure>\n    </testcase>`;
	});
	return [
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
		`<testsuites tests="${cases.length}" failures="${failed}">`,
		`  <testsuite name="seedstorm" tests="${cases.length}" failures="${failed}">`,
		...lines,
		"  </testsuite>",
		"</testsuites>"
	].join("\n");
}
function escaped(text) {
	const entities = {
		"&": "&amp;",
		"<": "&lt;",
		">": "&gt;",
		"\"": "&quot;",
		"\n": "&#10;"
	};
	return text.replace(/[&<>"\n]/g, (character) => entities[character] ?? "").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "�");
}
// cli/render/coverage.ts
/** Nothing where a scenario names no sites and no states. */
function renderCoverage(scenario, { runs, sometimes, reachable, buggify, never, states, transitions }, { columns, colours }) {
	const sites = [
		...Object.values(sometimes),
		...Object.values(reachable),
		...Object.values(buggify)
	];
	const missed = [
		...never.sometimes.map((name) => `sometimes('${name}')`),
		...never.reachable.map((name) => `reachable('${name}')`),
		...never.buggify.map((name) => `buggify('${name}')`)
	];
	const hit = sites.filter(({ held }) => held > 0).length;
	return [
		...hit + missed.length === 0 ? [] : [`${hit} of ${counted(hit + missed.length, "named site")} hit`],
		...missed.length === 0 ? [] : [`never hit: ${missed.join(", ")}`],
		...states === void 0 || transitions === void 0 ? [] : [`${counted(states.seen, "distinct state")} and ${counted(transitions.seen, "transition")} in ${counted(runs, "run")}; the next run is expected to show ${states.newPerRun.toFixed(2)} new states (Good–Turing), and there are at least ${Math.ceil(states.atLeast)}`]
	].flatMap((sentence, index) => wrap(index === 0 ? `reached in ${scenario}: ${sentence}` : sentence, columns - 4, "    ").map((line, row) => index === 0 && row === 0 ? `  ${line.trimStart()}` : colours.dim(line)));
}
// cli/render/looked.ts
/** @param idle with the number of runs of each scenario */
function renderLooked({ ok, fail, info }, idle, runsOf, { colours, columns }) {
	return [colours.dim(`  asked ${counted(ok + fail + info, "operation")}: ${ok} ok, ${fail} refused, ${info} unknown`), ...idle.flatMap(({ scenario, check, runs, reason }) => {
		const all = runsOf(scenario);
		const most = 2 * runs > all;
		return wrap(`${scenario}: ${check} had nothing to judge in ${runs} of ${counted(all, "run")}: ${reason.replace(/^nothing to judge: /, "")}`, columns - 2, "  ").map((line) => most ? colours.yellow(line) : colours.dim(line));
	})];
}
/** What was to be run and was not. */
function renderNotRun(notRun, { colours, columns }) {
	return notRun.flatMap(({ scenario, seeds, why }) => wrap(`${scenario}: ${seeds === null ? "seeds" : counted(seeds, "seed")} not run: ${why}`, columns - 2, "  ").map((line) => colours.yellow(line)));
}
/** Scenarios that were to be looked at, and no run of them ended in time. */
function renderUnseen(scenarios, { colours, columns }) {
	if (scenarios.length === 0) return [];
	const sentence = `nothing was looked at of ${scenarios.join(", ")}: the campaign ended before a first run did`;
	return wrap(sentence, columns - 2, "  ").map((line) => colours.yellow(line));
}
/** Whether all is well, something failed, or something was not decided. */
function campaignMark(failures, undecided, { colours, unicode }) {
	if (failures > 0) return colours.red(unicode ? "✗" : "x");
	return undecided > 0 ? colours.yellow("?") : colours.green(unicode ? "✓" : "ok");
}
// cli/render/story.ts
/** @param latencyMs how long every message takes, where that is fixed */
function renderStory(story, latencyMs, terminal) {
	const { colours, columns, unicode } = terminal;
	const paint = (line, row) => {
		if (line === "aside" || line.is === "gap") return colours.dim(row);
		if (line.shows === true) return colours.red(row);
		return line.is === "fault" ? colours.yellow(row) : row;
	};
	return ["What happened:", ...storyRows(story, {
		columns,
		unicode,
		paint
	}, latencyMs)];
}
// cli/render/run-account.ts
const SHOWN_FAULTS = 20;
const SHOWN_ANOMALIES = 5;
const REASON_LENGTH = 500;
/** @param replay the command that brings the run back */
function renderRun(run, summary, replay, terminal, background = {}) {
	const { colours } = terminal;
	const params = Object.entries(run.params).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
	const bug = run.bug === void 0 ? "" : `  bug ${run.bug}`;
	const lines = [
		`${colours.bold(run.scenario)}  seed ${String(run.seed)}${bug}`,
		...wrap(summary, terminal.columns - 2, "  "),
		...params.length === 0 ? [] : wrap(params.join(" "), terminal.columns - 2, "  ").map((line) => colours.dim(line)),
		"",
		...background.shrunk !== void 0 && background.story !== void 0 ? [] : [...renderFaults(run, terminal), ""],
		operationsLine(run),
		"",
		...run.checks.flatMap((check) => renderCheck(check, terminal)),
		"",
		colours.dim(`${run.events} events in ${run.virtualMs} ms of virtual time  fingerprint ${run.fingerprint}`)
	];
	if (run.verdict === "invalid") lines.push("", ...failureBlock(run, replay, terminal, background));
	else lines.push(colours.dim(`replay  ${replay}`));
	return `${lines.join("\n")}\n`;
}
function renderFaults(run, { colours, unicode, columns }) {
	const { faults, healedAtMs, notBegun, stillWaiting } = tookPlace(run.plan, run.virtualMs, run.triggered);
	const later = [...notBegun === 0 ? [] : [`  ${notBegun} more planned for later: ${whyNotBegun(run)}`], ...stillWaiting === 0 ? [] : [`  ${stillWaiting} more waited for something that did not happen`]];
	const left = Object.entries(run.leftOut).map(([kind, count]) => `${count} ${kind}`);
	if (left.length > 0) later.push(`  left out, outside what ${run.scenario} claims to survive: ${left.join(", ")}`);
	if (faults.length === 0) return [colours.dim("Nothing goes wrong."), ...later];
	const shown = faults.slice(0, SHOWN_FAULTS).map((fault) => clip(faultLine(fault), columns, unicode));
	const hidden = faults.length - shown.length;
	return [
		`What goes wrong (${run.profile}):`,
		...shown,
		...hidden > 0 ? [`  … and ${hidden} more`] : [],
		...healedAtMs === void 0 ? [] : [`  ${time(healedAtMs)}  everything is healed`],
		...later
	];
}
const whyNotBegun = ({ plan: { healAtMs }, virtualMs }) => healAtMs !== void 0 && healAtMs <= virtualMs ? "everything was healed" : `the run was over at ${round(virtualMs)} ms`;
function faultLine(fault) {
	const lasting = "durationMs" in fault && fault.durationMs !== void 0 ? `  for ${round(fault.durationMs)} ms` : "";
	return `  ${time(fault.atMs)}  ${describeFault(fault)}${lasting}`;
}
function operationsLine({ operations: { ok, fail, info } }) {
	const all = ok + fail + info;
	if (all === 0) return "No client asked for anything.";
	return `${all} operations: ${ok} ok (${(100 * ok / all).toFixed(1)} %), ${fail} refused, ${info} with unknown outcome`;
}
function renderCheck({ name, verdict, reason, anomalies }, { colours, unicode, columns }) {
	const mark = {
		valid: colours.green(unicode ? "✓" : "ok"),
		invalid: colours.red(unicode ? "✗" : "x"),
		unknown: colours.yellow("?")
	}[verdict];
	const [first = "", ...rest] = wrap(`${name}: ${clip(reason, 500, unicode)}`, columns - 4, "    ");
	const others = anomalies.filter(({ message }) => message !== reason);
	return [
		`${mark} ${first.trimStart()}`,
		...rest,
		...others.slice(0, SHOWN_ANOMALIES).flatMap(({ message }) => wrap(clip(message, 300, unicode), columns - 6, "      ")),
		...others.length > SHOWN_ANOMALIES ? [`      … and ${others.length - SHOWN_ANOMALIES} more like these`] : []
	];
}
/** The last thing printed: what failed, with how much, what led to it, and how to see it again. */
function failureBlock(run, replay, terminal, { shrunk, story } = {}) {
	const { colours, unicode, columns } = terminal;
	const failed = run.checks.find(({ verdict }) => verdict === "invalid");
	const mark = unicode ? "✗" : "x";
	const reason = clip(failed?.reason ?? "", REASON_LENGTH, unicode);
	const title = wrap(`${mark} ${run.scenario}  ${failed?.name ?? run.verdict}: ${reason}`, columns - 2, "  ");
	const size = shrunk === void 0 ? sizeOf(run, unicode ? "·" : "-") : shrunkSize(shrunk, unicode);
	return [
		...title.map((line, index) => colours.red(index === 0 ? line.trimStart() : line)),
		...wrap(`seed ${String(run.seed)} ${unicode ? "·" : "-"} ${size}`, columns - 2, "  "),
		...outsideLines(run, columns),
		...story === void 0 ? faultList(run, terminal) : [
			"",
			...renderStory(story, shrunk?.latencyMs, terminal),
			""
		],
		...shrunk?.criticalPair === void 0 ? [] : wrap(criticalPairSentence(shrunk.criticalPair), columns - 2, "  "),
		`  replay  ${replay}`,
		...story === void 0 ? [] : lookLines(run, replay)
	];
}
/** Commands are not wrapped: they are there to be copied. */
function lookLines(run, replay) {
	const { report, diagram } = lookCommands(replay, nameOf(run));
	return [`  report  ${report}`, `  export  ${diagram}`];
}
const nameOf = ({ scenario, seed }) => `${scenario.split("/").at(-1) ?? scenario}-${String(seed)}`.replace(/[^\w.-]+/g, "-");
function faultList(run, { unicode, columns }) {
	const { faults } = tookPlace(run.plan, run.events === 0 ? Infinity : run.virtualMs, run.triggered);
	const shown = faults.slice(0, SHOWN_FAULTS);
	const width = Math.max(0, ...shown.map(({ atMs }) => moment(atMs).length));
	return [...shown.map((fault, index) => clip(`  ${index + 1}. ${moment(fault.atMs).padEnd(width)}  ${describeFault(fault)}`, columns, unicode)), ...faults.length > SHOWN_FAULTS ? [`  … and ${faults.length - SHOWN_FAULTS} more`] : []];
}
/** What is not claimed is not blamed: whoever gave the plan is told. */
function outsideLines({ scenario, outside, plan }, columns) {
	const faults = outside.flatMap((number) => plan.faults[number] ?? []);
	if (faults.length === 0) return [];
	const [first, second] = faults.map(describeFault);
	const all = [first, ...second === void 0 ? [] : [second]].join("; ");
	const more = faults.length > 2 ? ` and ${faults.length - 2} more` : "";
	return wrap(`outside what ${scenario} claims to survive: ${all}${more}`, columns - 2, "  ");
}
function sizeOf({ plan, operations: { ok, fail, info }, events }, dot) {
	if (events === 0) return `${count(plan.faults.length, "fault")} and ${count(plan.operations.length, "operation")} planned`;
	return `${count(plan.faults.length, "fault")}, ${count(ok + fail + info, "operation")} ${dot} ${events} events`;
}
function shrunkSize({ from, to, eventsThatMatter }, unicode) {
	const [arrow, dot] = unicode ? ["→", "·"] : ["->", "-"];
	const matter = eventsThatMatter === 0 ? count(to.events, "event") : eventsThatMatter === 1 ? "1 event matters" : `${eventsThatMatter} events matter`;
	const smaller = Object.entries(to.params ?? {}).map(([name, value]) => `, ${name} ${JSON.stringify(from.params?.[name])} ${arrow} ${JSON.stringify(value)}`);
	return `shrunk ${from.faults} ${arrow} ${count(to.faults, "fault")}, ${from.operations} ${arrow} ${count(to.operations, "operation")}${smaller.join("")} ${dot} ${matter}`;
}
const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const moment = (ms) => `${ms.toFixed(1)} ms`;
const time = (ms) => `${ms.toFixed(1).padStart(9)} ms`;
const round = (ms) => String(Math.round(ms * 10) / 10);
// cli/render/campaign.ts
const SHOWN_SEEDS = 20;
function renderCampaign(outcome, terminal) {
	const { total, scenarios, failures, unrepeated, unlisted, notRun, gone, unreached, interruptedBy } = outcome;
	const { colours, columns } = terminal;
	const { valid, invalid, unknown } = total.verdicts;
	const undecided = unknown + notRun.length + unseen(outcome).length + Number(outcome.isRequirementOpen);
	const rate = (total.runs / Math.max(secondsOf(scenarios), .001)).toFixed(0);
	const lines = [
		`${campaignMark(failures.length + unrepeated.length + (unreached?.length ?? 0), undecided, terminal)} ${total.runs} runs: ${valid} valid, ${invalid} invalid, ${unknown} undecided  (${rate} seeds/s, ${total.events} events)`,
		...interruptedBy === void 0 ? [] : [`  ended early, by ${interruptedBy}`],
		...renderLooked(total.operations, idleChecks(total), (name) => runsOf(scenarios, name), terminal),
		...renderNotRun(notRun, terminal),
		...renderUnseen(unseen(outcome), terminal),
		...countsLine("injected", total.faults, "").map((line) => colours.dim(line)),
		...countsLine("left out", total.leftOut, ": outside what is claimed").map((line) => colours.dim(line)),
		...scenarios.flatMap(({ scenario, coverage }) => renderCoverage(scenario, coverage, terminal)),
		...gone.flatMap(({ note }) => wrap(note, columns - 2, "  "))
	];
	for (const failure of failures) {
		if (!failure.first) continue;
		const { run, replay, shrunk, capsule } = failure;
		const others = failures.filter((other) => other !== failure && other.capsule === capsule);
		const background = {
			shrunk: shrunk?.part,
			story: shrunk?.story
		};
		lines.push("", ...failureBlock(shrunk?.run ?? run, replay, terminal, background));
		if (others.length > 0) lines.push(...othersLines(others, unlisted.get(capsule) ?? 0, columns));
	}
	for (const one of unrepeated) lines.push("", ...unrepeatedBlock(one, terminal));
	lines.push(...renderUnreached(unreached, terminal));
	return `${lines.join("\n")}\n`;
}
/** `  injected 26 crash, 20 kill`; nothing where there is nothing to count. */
function countsLine(verb, counts, why) {
	const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
	return sorted.length === 0 ? [] : [`  ${verb} ${sorted.map(([kind, count]) => `${count} ${kind}`).join(", ")}${why}`];
}
/** @param unlisted how many more there are that are only counted */
function othersLines(others, unlisted, columns) {
	const all = others.length + unlisted;
	const seeds = others.slice(0, SHOWN_SEEDS).map(({ run }) => String(run.seed));
	const more = all > seeds.length ? ` and ${all - seeds.length} more` : "";
	const [{ replay } = { replay: "" }] = others;
	return wrap(`${all} more like it: seed${all === 1 ? "" : "s"} ${seeds.join(", ")}${more}; the first with ${replay}`, columns - 2, "  ");
}
// cli/render/campaign-line.ts
/** How far a campaign has got: a bar where a person watches, a plain line now and then where nobody does. */
const EVERY_MS = 100;
/** Where nobody watches, a line is for whoever wonders later what took so long. */
const PLAIN_EVERY_MS = 3e4;
var CampaignLine = class {
	terminal;
	expectedRuns;
	expectedMs;
	runs = 0;
	failures = 0;
	seen = "";
	began = performance.now();
	shownAt = this.began;
	bar;
	/**
	* @param expectedRuns how many runs there will be, if that is known
	* @param expectedMs how long it will go on, if that is known
	*/
	constructor(terminal, expectedRuns, expectedMs) {
		this.terminal = terminal;
		this.expectedRuns = expectedRuns;
		this.expectedMs = expectedMs;
	}
	/** @param failures how many there are by now */
	ran(scenario, failures) {
		this.add(scenario, 1, failures - this.failures);
	}
	/** @param failed how many of the runs failed */
	add(scenario, runs, failed, seen = "") {
		this.runs += runs;
		this.failures += failed;
		this.seen = seen;
		const now = performance.now();
		if (now - this.shownAt < (this.terminal.watched ? EVERY_MS : PLAIN_EVERY_MS)) return;
		this.shownAt = now;
		if (this.terminal.watched) this.draw(scenario, now);
		else this.terminal.note(`${scenario}: ${this.runs}${this.of()} runs, ${this.told(now).trim()}\n`);
	}
	clear() {
		this.bar?.stop();
		this.bar = void 0;
	}
	draw(scenario, now) {
		const { expectedRuns, expectedMs } = this;
		const total = expectedRuns ?? expectedMs ?? 1;
		const value = expectedRuns === void 0 ? Math.min(now - this.began, total) : this.runs;
		const payload = {
			scenario,
			runs: `${this.runs}${this.of()} runs`,
			told: this.told(now)
		};
		this.bar ??= this.started(total, value, payload);
		this.bar.update(value, payload);
	}
	started(total, value, payload) {
		const { unicode, columns } = this.terminal;
		const bar = new SingleBar({
			format: "{scenario} {bar} {runs}{told}",
			barCompleteChar: unicode ? "█" : "#",
			barIncompleteChar: unicode ? "░" : "-",
			barsize: Math.max(6, Math.min(24, columns - 70)),
			stream: drawnBy(this.terminal),
			clearOnComplete: true,
			gracefulExit: false,
			hideCursor: null,
			fps: 1e3 / EVERY_MS
		});
		bar.start(total, value, payload);
		return bar;
	}
	of() {
		return this.expectedRuns === void 0 ? "" : ` of ${this.expectedRuns}`;
	}
	told(now) {
		const seconds = Math.max((now - this.began) / 1e3, .001);
		const rate = this.runs / seconds;
		const left = this.expectedRuns !== void 0 ? (this.expectedRuns - this.runs) / rate : this.expectedMs !== void 0 ? this.expectedMs / 1e3 - seconds : void 0;
		const eta = left === void 0 || !Number.isFinite(left) ? "" : `  ${Math.max(0, Math.ceil(left))} s left`;
		return `  ${rate.toFixed(0)}/s${eta}  ${this.failures} failed${this.seen === "" ? "" : `  ${this.seen}`}`;
	}
};
/** The library draws on streams; a terminal has words. */
function drawnBy(terminal) {
	const stream = new Writable({ write(chunk, _encoding, done) {
		terminal.draw(String(chunk));
		done();
	} });
	return Object.assign(stream, {
		isTTY: true,
		columns: terminal.columns
	});
}
// cli/commands/explore.ts
/** `seedstorm explore`: many seeds, until something fails. */
const explore = {
	usage: "explore [scenarios..]",
	summary: "Run a scenario with many seeds, and keep what fails",
	positionals: { scenarios: { summary: "Names of scenarios, or files of your own: './src/**/*.sim.ts'" } },
	flags: {
		all: {
			summary: "Explore every scenario",
			kind: "switch"
		},
		runs: {
			summary: `How many seeds for each scenario; default ${DEFAULT_RUNS$1}, or no limit with --time`,
			kind: "text",
			value: "N"
		},
		time: {
			summary: "Stop after this long, shared by all scenarios: 30s, 5m, 1h",
			kind: "text",
			value: "length"
		},
		seed: {
			...SEED_FLAG,
			summary: "The first seed: 7 gives 7, 8, 9 …; a text T gives T/0, T/1 …"
		},
		param: PARAM_FLAG,
		bug: BUG_FLAG,
		faults: FAULTS_FLAG,
		...SCHEDULE_FLAGS,
		guided: {
			summary: "Prefer plans that reached something new, and change them; takes all strategies",
			kind: "switch"
		},
		"count-states": {
			summary: "Count states after every event; a scenario without abstract gets coarse states of its nodes",
			kind: "switch"
		},
		"require-reached": REQUIRE_REACHED_FLAG,
		workers: WORKERS_FLAG,
		shard: {
			summary: "Take only the i-th of n shares of the seeds; see merge",
			kind: "text",
			value: "i/n"
		},
		"last-failed": {
			summary: "Only the seeds that failed last time",
			kind: "switch"
		},
		"no-corpus": {
			summary: "Do not replay the failures that are kept first",
			kind: "switch"
		},
		"no-shrink": {
			summary: "Do not shrink failures",
			kind: "switch"
		},
		"keep-going": {
			summary: "Go on after a failure",
			kind: "switch"
		},
		...LIMIT_FLAGS,
		json: {
			summary: "Print one JSON object",
			kind: "switch"
		},
		junit: {
			summary: "Write the result as JUnit XML",
			kind: "text",
			value: "file"
		},
		report: CAMPAIGN_REPORT_FLAG
	},
	examples: [["seedstorm explore replication/quorum-register --runs 10000", "ten thousand seeds"], ["seedstorm explore --all --time 5m --keep-going", "everything, for five minutes"]],
	run: exploreCommand
};
async function exploreCommand(args, terminal) {
	if (args.on("guided")) refuseDivided(args);
	refuseSomeSeeds(args);
	const extent = await extentOf(args);
	if (args.on("all")) for (const { name } of scenarios.filter((scenario) => !takesStrategy(args, scenario))) terminal.note(`${name} is left out: it claims nothing for --strategy ${args.text("strategy")}\n`);
	const jobs = extent.chosen.map((scenario) => ({
		scenario,
		options: {
			...runOptions(args, scenario),
			countStates: args.on("count-states") ? true : "sampled"
		}
	}));
	refuseUnwritable();
	const crew = crewOf(args, terminal);
	const junitPath = args.text("junit");
	const junit = junitPath === void 0 ? void 0 : outputFile(junitPath);
	const reportPath = args.text("report");
	const pages = reportPath === void 0 ? void 0 : campaignPages(reportPath);
	const corpus = args.on("no-corpus") || args.on("last-failed") ? {
		kept: [],
		notes: []
	} : readCorpus();
	const log = new FailureLog();
	const total = emptyTally();
	const { runs, timeMs } = extent;
	const line = new CampaignLine(terminal, runs === Infinity ? void 0 : runs * jobs.length, timeMs === Infinity ? void 0 : timeMs);
	const interrupt = onInterrupt(() => {
		line.clear();
		terminal.note("ending; once more Ctrl-C ends at once\n");
	});
	const endsAt = performance.now() + timeMs;
	const found = [];
	try {
		sweepParts();
		for (const note of corpus.notes) terminal.note(`${note}\n`);
		for (const [index, job] of jobs.entries()) {
			if (interrupt.signal.aborted) break;
			const part = await exploreScenario({
				...job,
				args,
				terminal,
				crew,
				corpus,
				extent,
				line,
				log,
				total,
				interrupt: interrupt.signal,
				timeMs: Math.max(0, endsAt - performance.now()) / (jobs.length - index)
			});
			found.push(part);
			if (part.failures.length + part.unrepeated.length > 0 && !args.on("keep-going")) break;
		}
		writeLastFailed(found.flatMap(({ failures }) => failures));
	} catch (error) {
		junit?.abandon();
		pages?.abandon();
		throw error;
	} finally {
		line.clear();
		crew.close();
		interrupt.done();
	}
	const failures = found.flatMap((part) => part.failures);
	const unrepeated = found.flatMap((part) => part.unrepeated);
	const notRun = found.flatMap((part) => part.notRun);
	const required = args.on("require-reached");
	const reached = Object.fromEntries(found.map(({ scenario, coverage }) => [scenario, coverage]));
	const ranOut = interrupt.by === void 0 && notRun.length === 0 && (failures.length + unrepeated.length === 0 || args.on("keep-going"));
	const unreached = required && ranOut ? unreachedOf(reached) : null;
	const isRequirementOpen = required && (unreached === null || !requiresSites(reached));
	const outcome = {
		total,
		scenarios: found,
		failures,
		unrepeated,
		unlisted: log.unlisted,
		notRun,
		unreached,
		isRequirementOpen,
		gone: found.flatMap(({ gone }) => gone),
		shard: args.text("shard"),
		interruptedBy: interrupt.by
	};
	const result = resultOf(outcome);
	junit?.line(junitXml(result));
	junit?.commit();
	await pages?.write(outcome, terminal.note);
	if (terminal.annotates) for (const failure of outcome.failures.filter(({ first }) => first)) terminal.note(`${annotation(failure)}\n`);
	if (args.on("json")) {
		for (const { note } of outcome.gone) terminal.note(`${note}\n`);
		terminal.out(`${JSON.stringify(result)}\n`);
	} else terminal.out(renderCampaign(outcome, terminal));
	if (outcome.unrepeated.length > 0) return EXIT.nondeterminism;
	if (outcome.failures.length > 0) return EXIT.invalid;
	if (found.some(({ runs, notRun }) => runs === 0 && notRun.length > 0)) return EXIT.usage;
	if ((unreached ?? []).length > 0) return EXIT.invalid;
	if (isRequirementOpen) {
		terminal.note(`${unreached === null ? ENDED_EARLY : NO_SITES}\n`);
		return EXIT.unknown;
	}
	const undecided = total.verdicts.unknown + outcome.notRun.length + unseen(outcome).length;
	return exitCodeOf(undecided > 0 ? "unknown" : "valid");
}
// cli/commands/export.ts
const FORMATS = [
	"shiviz",
	"trace-event",
	"otlp",
	"jepsen-edn",
	"porcupine-kv",
	"jsonl",
	"mermaid"
];
const DEFAULT_MAX_LINES = 200;
const exportRun = {
	usage: "export [capsule]",
	summary: "Write a run for other tools: ShiViz, Perfetto, OpenTelemetry, Jepsen, Porcupine, Mermaid",
	positionals: { capsule: { summary: "The file that explore or shrink wrote" } },
	flags: {
		format: {
			summary: "How to write it",
			kind: "text",
			choices: FORMATS
		},
		output: {
			summary: "The file to write; default: standard output",
			kind: "text",
			value: "file",
			alias: "o"
		},
		scenario: {
			summary: "The scenario to run, if there is no capsule",
			kind: "text",
			value: "name"
		},
		...RUN_FLAGS,
		original: {
			summary: "Export the failure as it was found, before it was shrunk",
			kind: "switch"
		},
		functions: {
			summary: "In histories: only operations of these functions, such as those that a checker knows",
			kind: "text",
			value: "read,write"
		},
		"max-lines": {
			summary: `At most so many lines of a mermaid diagram; default ${DEFAULT_MAX_LINES}`,
			kind: "text",
			value: "N"
		}
	},
	examples: [["seedstorm export .seedstorm/failures/replication+raft-7.json --format mermaid", "a failure, for an issue"], ["seedstorm export --scenario raft --seed 7 --format trace-event -o raft.json", "any run, for Perfetto"]],
	async run(args, terminal) {
		const capsule = capsuleGiven(args);
		const format = FORMATS.find((its) => its === args.text("format"));
		const path = args.text("output");
		const maxLines = args.count("max-lines");
		if (format === void 0) throw new UsageError(`in which format? --format takes ${FORMATS.join(", ")}`);
		if (maxLines !== void 0 && format !== "mermaid") throw new UsageError(`--max-lines is for --format mermaid; ${format} leaves nothing out`);
		const functions = args.text("functions")?.split(",");
		const [{ exportLines, HISTORY_FORMATS }, { exportSource }] = await Promise.all([import("../report/formats.js"), import("../report/source.js")]);
		if (functions !== void 0 && !HISTORY_FORMATS.includes(format)) throw new UsageError(`--functions is for histories, ${HISTORY_FORMATS.join(", ")}; ${format} leaves nothing out`);
		const file = path === void 0 ? void 0 : outputFile(path);
		try {
			const { scenario, run, note = "" } = await runMeant(capsule, args);
			terminal.note(note);
			const lines = await exportLines(exportSource(scenario, run, packageVersion), format, {
				maxLines: maxLines ?? DEFAULT_MAX_LINES,
				functions
			});
			for (const line of lines) if (file === void 0) terminal.data(`${line}\n`);
			else file.line(line);
			file?.commit();
			if (path !== void 0) terminal.note(`${path}: ${run.scenario} with seed ${String(run.seed)}, ${run.verdict}, as ${format}\n`);
		} catch (error) {
			file?.abandon();
			throw error;
		}
		return EXIT.valid;
	}
};
// cli/commands/init.ts
/** `seedstorm init`: a new folder with a protocol, its scenario and its tests, ready to be changed into one's own. */
const DEFAULT_FOLDER = "my-protocol";
const TEMPLATES = join(dirname(createRequire(new URL("./commands/init.js", import.meta.url).href).resolve("seedstorm/package.json")), "templates");
const DEFAULT_STYLE = "machine";
/** Folders that are copied one over the other: the same system, its programs written in one style or the other. */
const STYLES$1 = {
	machine: ["lease"],
	async: ["lease", "lease-async"]
};
/** npm leaves out files of this name when it packs. */
const RENAMED = { gitignore: ".gitignore" };
const init = {
	usage: "init [dir]",
	summary: "Make a folder with a small protocol, its scenario and its tests, to begin your own",
	positionals: { dir: { summary: `The folder to make; default ${DEFAULT_FOLDER}` } },
	flags: { style: {
		summary: "How its programs are written: machine: handlers and plain state; async: with await",
		kind: "text",
		choices: Object.keys(STYLES$1),
		default: DEFAULT_STYLE
	} },
	examples: [["seedstorm init my-protocol", "a lease lock, to change into your own protocol"], ["seedstorm init my-service --style async", "the same lock, written with await"]],
	run(args, terminal) {
		const folder = args.text("dir") ?? DEFAULT_FOLDER;
		refuseWhatIsThere(folder);
		attempt(folder, () => {
			makeFolder(folder);
			for (const template of STYLES$1[args.required("style")] ?? []) copyOver(join(TEMPLATES, template), folder);
			writeFileSync(join(folder, "package.json"), `${JSON.stringify(packageOf(folder), void 0, 2)}\n`);
		});
		const enter = resolve(folder) === resolve(".") ? "" : `cd ${quotedForShell(folder)} && `;
		terminal.out(`${folder} is ready: ${enter}npm install && npm test\nIts README.md says what to do then.\n`);
		return EXIT.valid;
	}
};
function refuseWhatIsThere(folder) {
	if (!existsSync(folder)) return;
	if (!statSync(folder).isDirectory()) throw new UsageError(`${folder} is there already, and it is a file`);
	const [first] = readdirSync(folder).filter((name) => name !== ".git");
	if (first !== void 0) throw new UsageError(`${folder} is not empty (${first} is in it), and nothing is overwritten: name a new folder`);
}
function copyOver(template, folder) {
	for (const file of filesBelow(template)) {
		const target = join(folder, dirname(file), RENAMED[basename(file)] ?? basename(file));
		makeFolder(dirname(target));
		copyFileSync(join(template, file), target);
	}
}
function filesBelow(folder) {
	return readdirSync(folder, {
		recursive: true,
		encoding: "utf8"
	}).filter((name) => statSync(join(folder, name)).isFile()).sort();
}
function packageOf(folder) {
	return {
		name: packageName(basename(resolve(folder))),
		version: "0.0.0",
		private: true,
		type: "module",
		scripts: {
			test: "vitest run",
			types: "tsc",
			explore: "seedstorm explore './src/**/*.sim.ts'"
		},
		devDependencies: {
			"fast-check": "^4.0.0",
			seedstorm: seedstormFor(folder),
			typescript: "^5.5.0 || ^6.0.0",
			vitest: "^4.1.0 || ^5.0.0"
		}
	};
}
function packageName(folder) {
	const name = folder.toLowerCase().replace(/[^a-z0-9._-]+/g, "-").replace(/^[._-]+|-+$/g, "");
	return name === "" ? DEFAULT_FOLDER : name;
}
/** This version; from the file it was installed from here, if it was one. */
function seedstormFor(folder) {
	const { dependencies, devDependencies } = nearestPackage();
	const here = dependencies?.["seedstorm"] ?? devDependencies?.["seedstorm"];
	if (here === void 0 || !here.startsWith("file:")) return `^${packageVersion}`;
	return `file:${relative(folder, here.slice(5)).replaceAll(sep, "/")}`;
}
function nearestPackage() {
	try {
		return parseJson(readFileSync("package.json", "utf8"));
	} catch {
		return {};
	}
}
function attempt(folder, act) {
	try {
		act();
	} catch (error) {
		throw new UsageError(`cannot make ${folder}: ${whyUnwritten(error)}`);
	}
}
// cli/render/ladder.ts
function renderLadder({ rungs, strongestKept, weakestBroken }, operations, ms, terminal) {
	const { colours, unicode, columns } = terminal;
	const marks = {
		valid: colours.green(unicode ? "✓" : "+"),
		invalid: colours.red(unicode ? "✗" : "x"),
		unknown: colours.yellow("?")
	};
	const words = {
		valid: "kept",
		invalid: "broken",
		unknown: "undecided"
	};
	const width = Math.max(...rungs.map(({ level }) => level.length));
	const lines = rungs.map(({ level, verdict, reason }) => {
		const why = verdict === "valid" ? "" : `  ${clipEnd(reason, Math.max(20, columns - width - 15), unicode)}`;
		return `${marks[verdict]} ${level.padEnd(width)}  ${words[verdict].padEnd(9)}${colours.dim(why)}`.trimEnd();
	});
	const none = unicode ? "–" : "-";
	return [
		...lines,
		"",
		`strongest kept   ${strongestKept.join(", ") || none}`,
		`weakest broken   ${weakestBroken.join(", ") || none}`,
		"",
		colours.dim(`${counted(operations, "operation")}, judged in ${duration(ms)}`),
		""
	].join("\n");
}
// cli/commands/ladder.ts
/** `seedstorm ladder`: which levels of consistency a history of reads and writes keeps. */
const FUNCTIONS = ["read", "write"];
/** A function goes by its name, even if that is `1`. */
const isFitting = (parameter, value) => parameter === "initial" || typeof value === "string";
/** Reads reads and writes, by the names that parameters give them. */
function adapterOf(params) {
	const adapter = adapterFor("cas-register", {
		name: "ladder",
		functions: FUNCTIONS
	});
	const names = FUNCTIONS.flatMap((f) => {
		const name = params[f];
		return name === void 0 ? [] : [[f, String(name)]];
	});
	return names.length === 0 ? adapter : renaming(adapter, new Map(names));
}
const ladder = {
	usage: "ladder <history-file>",
	summary: "Say which levels of consistency a history of reads and writes keeps, and which it breaks",
	positionals: { "history-file": { summary: "The history, - for standard input" } },
	flags: {
		...READ_FLAGS,
		param: {
			summary: "A parameter: initial, what a key holds at first; read=get or write=put, what the history calls a function",
			kind: "list",
			value: "name=value"
		},
		time: {
			...TIME_FLAG,
			summary: "How long to judge each level; after that it is undecided: 500ms, 30s, 2m"
		},
		memory: MEMORY_FLAG,
		json: {
			summary: "Print one JSON object: {verdict, operations, levels, strongestKept, weakestBroken, ms}, and notes if there are any",
			kind: "switch"
		}
	},
	examples: [["seedstorm ladder history.jsonl", "the table of levels"]],
	async run(args, terminal) {
		const params = args.assignments("param", ["initial", ...FUNCTIONS], "ladder", isFitting, recordedValue);
		const budget = budgetOf(args);
		const { history, notes, twins } = await readHistoryFile(args, {
			adapter: adapterOf(params),
			independent: true
		}, terminal);
		const initial = params["initial"] === "nil" ? null : params["initial"] ?? null;
		const began = performance.now();
		const found = whileBusy(terminal, `judging ${counted(history.length, "operation")} at every level`, () => tellingApart(twins, () => judged(args, history, () => ladder$1(history, {
			initial,
			budget
		}))));
		const ms = performance.now() - began;
		const { rungs, strongestKept, weakestBroken } = found;
		const verdict = mergeVerdicts(rungs.map((rung) => rung.verdict));
		if (args.on("json")) {
			const levels = rungs.map(({ level, verdict: kept, reason }) => ({
				level,
				verdict: kept,
				reason
			}));
			terminal.out(`${JSON.stringify({
				verdict,
				operations: history.length,
				levels,
				strongestKept,
				weakestBroken,
				...notes.length === 0 ? {} : { notes },
				ms: Math.round(ms * 1e3) / 1e3
			})}\n`);
		} else terminal.out(renderLadder(found, history.length, ms, terminal));
		return exitCodeOf(verdict);
	}
};
// cli/commands/list.ts
/** `seedstorm list`: the scenarios, what each shows, its parameters and planted bugs. */
const list = {
	usage: "list [scenarios..]",
	summary: "Show the scenarios by family, with their parameters and planted bugs",
	positionals: { scenarios: { summary: "Names of scenarios, or files of your own: './src/**/*.sim.ts'; default: those of this package" } },
	flags: { json: {
		summary: "Print one JSON object",
		kind: "switch"
	} },
	examples: [["seedstorm list raft ./lock.sim.ts", "one of this package, and those of a file"]],
	async run(args, terminal) {
		const words = args.texts("scenarios");
		const shown = words.length === 0 ? scenarios : await scenariosMeantBy(words);
		if (args.on("json")) terminal.out(`${JSON.stringify({ scenarios: shown.map(listed) })}\n`);
		else terminal.out(byFamily(shown, terminal));
		return EXIT.valid;
	}
};
function listed(scenario) {
	return {
		name: scenario.name,
		family: familyOf(scenario),
		summary: scenario.summary,
		params: paramsOf(scenario),
		bugs: Object.entries(scenario.bugs ?? {}).map(([name, bug]) => ({
			name,
			summary: bug.summary,
			...bug.faults === void 0 ? {} : { profile: profileOf(bug.faults) },
			...bug.shows === void 0 ? {} : { shows: bug.shows }
		})),
		profiles: profiles.map(({ name }) => name)
	};
}
function profileOf(faults) {
	return typeof faults === "string" ? faults : faults.name;
}
/** Families in the order in which they come first. */
function byFamily(shown, terminal) {
	const families = /* @__PURE__ */ new Map();
	for (const scenario of shown) {
		const family = familyOf(scenario);
		families.set(family, [...families.get(family) ?? [], rendered(scenario, terminal)]);
	}
	return [...families].map(([family, those]) => `${terminal.colours.bold(`${family}: ${counted(those.length, "scenario")}`)}\n\n${those.join("\n")}`).join("\n");
}
function rendered(scenario, { colours, columns }) {
	const params = paramsOf(scenario);
	const bugs = Object.entries(scenario.bugs ?? {});
	const width = Math.max(0, ...params.map(nameAndDefault).map(({ length }) => length), ...bugs.map(([name]) => name.length)) + 2;
	const entry = (name, summary) => {
		const [first = "", ...rest] = wrap(summary, Math.max(30, columns - width - 6), " ".repeat(width + 6));
		return [`      ${name.padEnd(width)}${first.trimStart()}`.trimEnd(), ...rest].join("\n");
	};
	return [
		colours.bold(scenario.name),
		...wrap(scenario.summary, columns - 2, "  "),
		...params.length === 0 ? [] : ["    params", ...params.map((param) => entry(nameAndDefault(param), summaryOf(param)))],
		...bugs.length === 0 ? [] : ["    bugs", ...bugs.map(([name, bug]) => entry(name, bugSummary(bug)))],
		""
	].join("\n");
}
/** What it is, which faults it brings, what finds it. */
function bugSummary({ summary, faults, shows }) {
	return `${summary}${faults === void 0 ? "" : ` (faults: ${profileOf(faults)})`}${shows === void 0 ? "" : `; found by ${shows.check} (${shows.anomaly}) within ${counted(shows.within, "seed")}`}`;
}
function summaryOf({ summary, varies }) {
	if (varies === void 0) return summary;
	const values = varies.map((value) => typeof value === "string" ? value : JSON.stringify(value)).join(", ");
	return `${summary}${summary === "" ? "" : "; "}each seed draws one of ${values}`;
}
function nameAndDefault({ name, default: value }) {
	return value === void 0 ? name : `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`;
}
function paramsOf(scenario) {
	const schema = scenario.params;
	if (!(schema instanceof z.ZodObject)) return [];
	const defaults = schema.safeParse({});
	const varied = scenario.vary ?? {};
	const values = defaults.success ? defaults.data : {};
	return Object.entries(schema.shape).map(([name, type]) => ({
		name,
		default: values[name],
		summary: type.description ?? type.meta()?.description ?? "",
		...varied[name] === void 0 ? {} : { varies: varied[name] }
	}));
}
// cli/explore/preflight.ts
/**
* A run of the user's own scenario is tried in a thread before it is run here, where a loop without an end could not be
* stopped and `process.exit` would pass for a verdict. What ships is known to behave.
*/
/** @returns what is to be told of a run that did not come to its end; undefined: it can be run here */
async function lostRun(scenario, options, args, terminal, calm) {
	if (!isForeign(scenario)) return void 0;
	const crew = crewOf(args, {
		...terminal,
		note: () => void 0
	}, 1);
	try {
		const told = await crew.runOne(placeOf(scenario), options, calm);
		return leftNoRun(told.run) ? told.run : void 0;
	} finally {
		crew.close();
	}
}
/** A run twice in a fresh thread, for `--verify`: it is the same thread that finds out whether the run can be run here. */
async function recordedApart(scenario, options, args, terminal, calm) {
	const crew = crewOf(args, {
		...terminal,
		note: () => void 0
	}, 1);
	try {
		const place = placeOf(scenario);
		const recorded = await recordedAfresh(crew, {
			scenario: place,
			options,
			times: 2,
			...calm === void 0 ? {} : { calm }
		});
		if (recorded.kind === "recorded") return { runs: recorded.runs };
		return {
			runs: [],
			lost: await crew.lostIn(place, options, recorded.loss)
		};
	} catch (error) {
		if (!(error instanceof ScenarioError)) throw error;
		return {
			runs: [],
			lost: (await crew.runOne(placeOf(scenario), options, calm)).run
		};
	} finally {
		crew.close();
	}
}
// cli/maelstrom-options.ts
/** The flags of `seedstorm maelstrom`, named as Maelstrom names them, and the parameters of the scenario that they mean. */
const text = (summary, value, more = {}) => ({
	summary,
	kind: "text",
	value,
	...more
});
/** What decides the run, but for the seed. */
const MAELSTROM_FLAGS = {
	workload: text(`What clients ask: ${WORKLOADS.join(", ")}`, "name", { alias: "w" }),
	bin: text("The program of a node: JavaScript runs inside the world, anything else as a real process, which no seed repeats", "file"),
	"node-count": text("How many nodes; default 5", "N"),
	concurrency: text("How many clients, or with n how many for each node: 2n; default 1n", "N"),
	"time-limit": text("How long clients ask: 20, 500ms, 2m; default 20 seconds", "length"),
	rate: text("Operations a second; default 5", "N"),
	latency: text("How long a message between nodes takes on average, in ms; default 0", "ms"),
	"latency-dist": text("How latencies spread; default constant", "name", { choices: LATENCIES }),
	nemesis: text("What goes wrong: the network splits and heals", "name", { choices: ["partition"] }),
	"nemesis-interval": text("Between splitting and healing, on average; default 10 seconds", "length"),
	topology: text("Who is whose neighbour, in broadcast; default grid", "name", { choices: TOPOLOGIES }),
	"key-count": text("How many keys or logs at a time; default 5", "N"),
	"max-txn-length": text("Operations of the longest transaction; default 4", "N"),
	"max-writes-per-key": text("How often a key or log is written, then a new one; default 16", "N"),
	"consistency-models": text("What transactions are held to; default strict-serializable", "name", { choices: CONSISTENCY }),
	availability: text("The least share of operations that must end ok: total, or 0 to 1", "share"),
	child: {
		summary: "Run JavaScript as real processes, too",
		kind: "switch"
	}
};
/** @param args of the program, behind `--` */
function maelstromParams(args, programArgs) {
	const nodeCount = args.count("node-count");
	const bin = binOf(args);
	const given = {
		bin,
		...args.on("child") || !isJavaScript(bin) ? { child: executable(bin) } : {},
		...programArgs.length === 0 ? {} : { args: [...programArgs] },
		nodeCount,
		concurrency: concurrencyOf(args.text("concurrency") ?? "1n", nodeCount ?? 5),
		timeLimit: seconds(args, "time-limit"),
		rate: numberOf(args, "rate"),
		latency: numberOf(args, "latency"),
		latencyDist: args.text("latency-dist"),
		nemesis: args.text("nemesis"),
		nemesisInterval: seconds(args, "nemesis-interval"),
		topology: args.text("topology"),
		keyCount: args.count("key-count"),
		maxTxnLength: args.count("max-txn-length"),
		maxWritesPerKey: args.count("max-writes-per-key"),
		consistency: args.text("consistency-models"),
		availability: args.text("availability") === "total" ? 1 : numberOf(args, "availability", 1)
	};
	return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== void 0));
}
/** By its name, or by the interpreter that it names in its first line. */
function isJavaScript(path) {
	if (/\.[cm]?[jt]s$/.test(path)) return true;
	return !basename(path).includes(".") && /^#!.*\bnode\b/.test(firstLine(path));
}
function firstLine(path) {
	const file = openSync(path, "r");
	try {
		const bytes = Buffer.alloc(200);
		return bytes.toString("utf8", 0, readSync(file, bytes)).split("\n", 1)[0] ?? "";
	} finally {
		closeSync(file);
	}
}
/** @throws UsageError in one sentence where no process can be started of it */
function executable(bin) {
	try {
		accessSync(bin, constants$1.X_OK);
		return true;
	} catch {
		throw new UsageError(`--bin ${bin} may not be executed: make it a program (chmod +x ${quotedForShell(bin)})`);
	}
}
/** @throws UsageError with a suggestion */
function workloadOf(args) {
	const name = args.text("workload");
	if (name === void 0) throw new UsageError(`-w is missing: one of ${WORKLOADS.join(", ")}`);
	if (WORKLOADS.includes(name)) return name;
	throw new UsageError(`no workload is called "${name}".${didYouMean(name, WORKLOADS)} There are ${WORKLOADS.join(", ")}`);
}
/** The command that does it again. */
function maelstromCommand(args, programArgs, seed) {
	const given = Object.entries(MAELSTROM_FLAGS).flatMap(([name, { kind }]) => {
		if (kind === "switch") return args.on(name) ? [`--${name}`] : [];
		const value = args.text(name);
		return value === void 0 || name === "workload" ? [] : [`--${name} ${quotedForShell(value)}`];
	});
	const behind = programArgs.length === 0 ? [] : ["--", ...programArgs.map(quotedForShell)];
	return [`npx seedstorm maelstrom -w ${args.text("workload") ?? ""}`, ...[
		...given,
		`--seed ${quotedForShell(String(seed))}`,
		...behind
	]].join(" ");
}
/** @throws UsageError in one sentence where there is no such file, or none that can be run */
function binOf(args) {
	const bin = args.text("bin");
	if (bin === void 0) throw new UsageError("--bin is missing: the program of a node");
	const found = statSync(bin, { throwIfNoEntry: false });
	if (found?.isDirectory() === true) throw new UsageError(`--bin ${bin} is a folder: name the program of a node`);
	if (found === void 0) throw new UsageError(`--bin: there is no file ${bin}.${didYouMean(basename(bin), beside(bin))}`);
	try {
		accessSync(bin, constants$1.R_OK);
	} catch {
		throw new UsageError(`--bin ${bin} may not be read`);
	}
	return bin;
}
function beside(path) {
	try {
		return readdirSync(dirname(path));
	} catch {
		return [];
	}
}
function concurrencyOf(given, nodes) {
	const [, number, each] = /^(\d+)(n?)$/.exec(given) ?? [];
	const count = Number(number) * (each === "n" ? nodes : 1);
	if (count >= 1 && count <= 1e3) return count;
	throw new UsageError(`--concurrency takes a number of clients from 1 to 1000, such as 10 or 2n, not "${given}"`);
}
function seconds(args, name) {
	const ms = args.durationMs(name);
	return ms === void 0 ? void 0 : ms / 1e3;
}
function numberOf(args, name, most = 1e5) {
	const given = args.text(name);
	if (given === void 0) return void 0;
	const number = Number(given);
	if (/^\d+(\.\d+)?$/.test(given) && number <= most) return number;
	throw new UsageError(`--${name} takes a number from 0 to ${most}, not "${given}"`);
}
// cli/render/maelstrom-figures.ts
function renderFigures({ stats, net, errors, stableLatencies }) {
	const { all, clients, servers } = net;
	const perOp = (count) => count === void 0 ? "" : `, ${count} an operation`;
	const rows = [
		["messages", `${all.sendCount}${perOp(all.msgsPerOp)}; between nodes ${servers.sendCount}${perOp(servers.msgsPerOp)}; of clients ${clients.sendCount}`],
		...stats.latencies === void 0 ? [] : [row("latency", stats.latencies)],
		...Object.entries(stats.byF).flatMap(([f, { latencies }]) => latencies === void 0 || Object.keys(stats.byF).length === 1 ? [] : [row(`  ${f}`, latencies)]),
		...stableLatencies === void 0 ? [] : [row("stable", stableLatencies)],
		...Object.entries(errors).map(([name, count]) => ["error", `${count} × ${name}`])
	];
	const width = Math.max(...rows.map(([name]) => name.length));
	return rows.map(([name, words]) => `  ${name.padEnd(width)}  ${words}\n`).join("");
}
/** `least 0.1, half 0.1, 95 % 0.2 … ms` */
function row(name, latencies) {
	return [name, `${NAMES.map(([share, words]) => `${words} ${latencies[share]}`).join(", ")} ms`];
}
const NAMES = [...[
	["0", "least"],
	["0.5", "half"],
	["0.95", "95 %"]
], ...[["0.99", "99 %"], ["1", "most"]]];
// cli/render/run-json.ts
function runJson(run, replay) {
	return {
		scenario: run.scenario,
		params: run.params,
		seed: run.seed,
		bug: run.bug ?? null,
		verdict: run.verdict,
		checks: run.checks.map(({ name, verdict, reason, anomalies }) => ({
			name,
			verdict,
			reason,
			anomalies
		})),
		fingerprint: run.fingerprint,
		events: run.events,
		virtualMs: run.virtualMs,
		operations: run.operations,
		faults: run.faults,
		leftOut: run.leftOut,
		outside: run.outside,
		timeline: run.plan.faults.map((fault, number) => timelineEntry(run, fault, number)),
		replay
	};
}
/** A fault that waits for something has the time at which it began, if it did. */
function timelineEntry({ triggered }, fault, number) {
	if (fault.when === void 0) return {
		atMs: fault.atMs,
		fault: describeFault(fault)
	};
	const began = triggered.find((begun) => begun.fault === number);
	return {
		atMs: began?.atMs ?? fault.atMs,
		fault: describeFault(began?.as ?? fault),
		began: began !== void 0
	};
}
// cli/run-files.ts
/** The files that a run may be written to: its trace, its history, a page that shows it. */
const RUN_FILE_FLAGS = {
	trace: {
		summary: "Write everything that happened to a file, one JSON object a line",
		kind: "text",
		value: "file"
	},
	history: {
		summary: "Write what clients saw to a file that seedstorm check reads",
		kind: "text",
		value: "file"
	},
	report: REPORT_FLAG
};
/**
* Opens what is to be written before the run begins, so that a bad path costs no time. Where `work` ends without having
* written it, the files are given up.
*/
async function withRunFiles(args, work) {
	const [trace, history] = ["trace", "history"].map((flag) => {
		const path = args.text(flag);
		return path === void 0 ? void 0 : outputFile(path);
	});
	const files = { abandon() {
		trace?.abandon();
		history?.abandon();
	} };
	const report = reportFile(args, { beside: files });
	let isWritten = false;
	const write = async (scenario, run, told) => {
		if (trace !== void 0) {
			await run.trace((record) => trace.line(traceLine(record)));
			trace.commit();
		}
		if (history !== void 0) {
			for (const line of printHistory(run.history, "jsonl")) history.line(line);
			history.commit();
		}
		await report?.write(scenario, run, told);
		isWritten = true;
	};
	try {
		return await work(write);
	} finally {
		if (!isWritten) {
			files.abandon();
			report?.abandon();
		}
	}
}
// cli/commands/maelstrom.ts
const maelstrom = {
	usage: "maelstrom",
	summary: "Run a node program of Maelstrom: its workloads, services and figures, with runs that repeat",
	positionals: {},
	flags: {
		...MAELSTROM_FLAGS,
		seed: SEED_FLAG,
		runs: {
			summary: "How many seeds, until one fails; default 1",
			kind: "text",
			value: "N"
		},
		"log-stderr": {
			summary: "Print what nodes write to stderr",
			kind: "switch"
		},
		...RUN_FILE_FLAGS,
		...LIMIT_FLAGS,
		workers: WORKERS_FLAG,
		"no-shrink": {
			summary: "Do not shrink a failure",
			kind: "switch"
		},
		json: {
			summary: "Print one JSON object",
			kind: "switch"
		}
	},
	examples: [
		["seedstorm maelstrom -w broadcast --bin node.js --nemesis partition", "one run"],
		["seedstorm maelstrom -w lin-kv --bin raft.js --latency 20 --runs 100", "until a seed fails"],
		["seedstorm maelstrom -w echo --bin node.js -- --verbose", "what stands behind -- is for the program"]
	],
	async run(args, terminal) {
		const workload = workloadOf(args);
		const programArgs = args.behindDashes();
		const params = maelstromParams(args, programArgs);
		const asked = {
			scenario: await scenarioMeant(`maelstrom/${workload}`),
			options: {
				seed: seedOf(args.required("seed")),
				params
			},
			args,
			command: (own) => maelstromCommand(args, programArgs, own)
		};
		if (params.child === true) return inProcesses(asked, args.count("runs") ?? 1, terminal);
		if ((args.count("runs") ?? 1) > 1) return explored(asked, args.required("runs"), terminal);
		return once(asked, terminal);
	}
};
/** One run, and its figures. */
async function ran({ scenario, options, args }, terminal) {
	const { runWithFigures } = await import("../sim/maelstrom.js");
	return runWithFigures(scenario, options, (node, atMs, text) => {
		if (args.on("log-stderr")) terminal.note(`${node} ${atMs.toFixed(1)} ms  ${text}\n`);
	});
}
function tell$1({ scenario, args, command }, { run, figures }, terminal, replayable) {
	const replay = command(run.seed);
	if (args.on("json")) {
		const told = {
			...runJson(run, replay),
			...figures,
			replayable,
			failure: null
		};
		terminal.out(`${JSON.stringify(told)}\n`);
		return;
	}
	const note = replayable ? "" : `  not replayable: ${args.required("bin")} runs as real processes, and no seed decides what they do\n`;
	terminal.out(`${renderRun(run, scenario.summary, replay, terminal)}\n${renderFigures(figures)}${note}`);
}
async function once(asked, terminal) {
	const { scenario, options, args } = asked;
	return withRunFiles(args, async (write) => {
		if (await lostRun(scenario.name, options, args, terminal) !== void 0) return explored(asked, "1", terminal);
		const done = await ran(asked, terminal);
		const { run, figures } = done;
		await write(scenario, run, { replay: asked.command(run.seed) });
		if (run.verdict === "invalid") return failed(asked, run, figures, terminal);
		tell$1(asked, done, terminal, true);
		return exitCodeOf(run.verdict);
	});
}
/** Real processes: one seed after another, until one fails. Nothing of it can be run again and looked at. */
async function inProcesses(asked, runs, terminal) {
	const { options, args } = asked;
	for (const flag of ["trace", "report"]) if (args.text(flag) !== void 0) throw new UsageError(`--${flag} looks at a run once more, and one with real processes does not repeat`);
	const { endChildren } = await import("../sim/maelstrom.js");
	return withRunFiles(args, async (write) => {
		try {
			for (const { seed, number } of campaignSeeds(options.seed ?? 1, runs)) {
				const done = await ran({
					...asked,
					options: {
						...options,
						seed
					}
				}, terminal);
				const { run } = done;
				if (run.verdict !== "invalid" && number + 1 < runs) continue;
				await write(asked.scenario, run, { replay: asked.command(seed) });
				tell$1(asked, done, terminal, false);
				return exitCodeOf(run.verdict);
			}
			return EXIT.valid;
		} finally {
			endChildren();
		}
	});
}
/** What failed is found once more, kept, made small and told. */
async function failed(asked, run, figures, terminal) {
	if (!asked.args.on("json")) {
		const exit = await explored(asked, "1", terminal);
		terminal.out(`\n${renderFigures(figures)}`);
		return exit;
	}
	let told = "";
	const exit = await explored(asked, "1", {
		...terminal,
		out: (text) => void (told += text)
	});
	const { failures } = JSON.parse(told);
	const [failure] = failures;
	terminal.out(`${JSON.stringify({
		...runJson(run, failure?.replay ?? ""),
		...figures,
		replayable: true,
		failure: failure ?? null
	})}\n`);
	return exit;
}
function explored({ scenario, options, args }, runs, terminal) {
	const passed = [
		"seed-timeout",
		"seed-memory",
		"workers",
		"seed"
	].flatMap((name) => {
		const value = args.text(name);
		return value === void 0 ? [] : [[name, value]];
	});
	const switches = ["json", "no-shrink"].map((name) => [name, args.on(name)]);
	const given = {
		...Object.fromEntries([...passed, ...switches]),
		...runs === "1" ? { "no-corpus": true } : {},
		scenarios: [scenario.name],
		runs,
		param: Object.entries(options.params ?? {}).map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
	};
	return explore.run(new Arguments(given), terminal);
}
// cli/explore/merge.ts
/** @throws UsageError when a shard is there twice, or they are shards of different campaigns */
function mergeResults(results) {
	refuseWrongShards(results);
	const all = results.map(({ result }) => result);
	const total = emptyTally();
	for (const { runs, valid, invalid, unknown, coverage, nothingToJudge: idle } of all) {
		const faults = coverage.faults;
		addTally(total, {
			runs,
			verdicts: {
				valid,
				invalid,
				unknown
			},
			...coverage,
			faults,
			nothingToJudge: byName(idle)
		});
	}
	const scenarios = scenariosOf(all);
	const order = scenarios.map(({ scenario }) => scenario);
	const failures = distinct(all.flatMap((result) => result.failures), ({ scenario, bug, seed, check }) => JSON.stringify([
		scenario,
		bug,
		seed,
		check
	])).sort((a, b) => order.indexOf(a.scenario) - order.indexOf(b.scenario) || bySeed(a.seed, b.seed));
	const { events, operations, faults, leftOut } = total;
	return {
		runs: total.runs,
		...total.verdicts,
		seedsPerSecond: Math.round(all.reduce((sum, { seedsPerSecond }) => sum + seedsPerSecond, 0) * 10) / 10,
		scenarios,
		failures,
		gone: distinct(all.flatMap(({ gone }) => gone), ({ capsule }) => capsule),
		nothingToJudge: idleChecks(total),
		unrepeated: all.flatMap((result) => result.unrepeated),
		unlisted: all.flatMap(({ unlisted }) => unlisted),
		notRun: all.flatMap(({ notRun }) => notRun),
		unreached: null,
		coverage: {
			events,
			operations,
			faults,
			leftOut,
			scenarios: Object.fromEntries(order.map((name) => [name, coverageIn(all, name)]))
		},
		shard: null,
		interrupted: all.some(({ interrupted }) => interrupted)
	};
}
function byName(idle) {
	const scenarios = {};
	for (const { scenario, check, runs, reason } of idle) (scenarios[scenario] ??= {})[check] = {
		runs,
		reason
	};
	return scenarios;
}
function coverageIn(results, name) {
	return withoutIncidence(mergeReports(results.flatMap(({ coverage }) => coverage.scenarios[name] ?? [])));
}
function refuseWrongShards(results) {
	const seen = /* @__PURE__ */ new Map();
	for (const { path, result } of results) {
		if (result.shard === null) continue;
		const other = seen.get(result.shard);
		if (other !== void 0) throw new UsageError(`${other} and ${path} are both shard ${result.shard}`);
		seen.set(result.shard, path);
	}
	const [first, second] = new Set([...seen.keys()].map((shard) => shard.split("/")[1]));
	if (second !== void 0) throw new UsageError(`one result is of ${first} shards, another of ${second}: they do not belong together`);
}
function scenariosOf(results) {
	const merged = /* @__PURE__ */ new Map();
	for (const { scenario, runs, seconds } of results.flatMap((result) => result.scenarios)) {
		const before = merged.get(scenario) ?? {
			scenario,
			runs: 0,
			seconds: 0
		};
		merged.set(scenario, {
			scenario,
			runs: before.runs + runs,
			seconds: Math.round((before.seconds + seconds) * 1e3) / 1e3
		});
	}
	return [...merged.values()];
}
/** The first of each kind. */
function distinct(all, keyOf) {
	const first = /* @__PURE__ */ new Map();
	for (const one of all) if (!first.has(keyOf(one))) first.set(keyOf(one), one);
	return [...first.values()];
}
const inWords = new Intl.Collator("en", { numeric: true });
function bySeed(a, b) {
	return typeof a === "number" && typeof b === "number" ? a - b : inWords.compare(String(a), String(b));
}
// cli/render/merged.ts
/** What shards found together, for people. */
function renderMerged(merged, shards, terminal) {
	const { runs, valid, invalid, unknown, failures, unrepeated, unreached, gone, coverage } = merged;
	const { unicode, columns } = terminal;
	const lines = [
		`${campaignMark(failures.length + unrepeated.length + (unreached?.length ?? 0), unknown + merged.notRun.length, terminal)} ${runs} runs in ${shards} results: ${valid} valid, ${invalid} invalid, ${unknown} undecided  (${coverage.events} events)`,
		...renderLooked(coverage.operations, merged.nothingToJudge, (name) => runsOf(merged.scenarios, name), terminal),
		...renderNotRun(merged.notRun, terminal),
		...Object.entries(coverage.scenarios).flatMap(([scenario, report]) => renderCoverage(scenario, report, terminal)),
		...gone.flatMap(({ note }) => wrap(note, columns - 2, "  "))
	];
	for (const { scenario, seed, check, reason, replay } of failures) lines.push("", ...wrap(`${scenario}  seed ${seed}  ${check}: ${clip(reason, 300, unicode)}`, columns - 2, "  ").map((line, index) => index === 0 ? line.trimStart() : line), `  replay  ${replay}`);
	for (const { scenario, seed } of unrepeated) lines.push("", `${scenario} does not repeat: seed ${seed} gave two different runs`);
	lines.push(...renderUnreached(unreached, terminal));
	return `${lines.join("\n")}\n`;
}
// cli/commands/merge.ts
const merge = {
	usage: "merge <results..>",
	summary: "Merge the results that explore --json printed for each shard",
	positionals: { results: { summary: "Files with one JSON object each" } },
	flags: {
		"require-reached": REQUIRE_REACHED_FLAG,
		json: {
			summary: "Print one JSON object",
			kind: "switch"
		},
		junit: {
			summary: "Write the result as JUnit XML",
			kind: "text",
			value: "file"
		}
	},
	examples: [["seedstorm merge one.json two.json three.json", "of --shard 1/3, 2/3 and 3/3"]],
	run(args, terminal) {
		const results = args.texts("results").map(resultIn);
		const junitPath = args.text("junit");
		const required = args.on("require-reached");
		const sum = mergeResults(results);
		const { scenarios } = sum.coverage;
		const merged = required && sum.notRun.length === 0 && !sum.interrupted ? {
			...sum,
			unreached: unreachedOf(scenarios)
		} : sum;
		if (junitPath !== void 0) {
			const junit = outputFile(junitPath);
			junit.line(junitXml(merged));
			junit.commit();
		}
		if (args.on("json")) terminal.out(`${JSON.stringify(merged)}\n`);
		else terminal.out(renderMerged(merged, results.length, terminal));
		if (merged.unrepeated.length > 0) return EXIT.nondeterminism;
		if (merged.failures.length > 0) return EXIT.invalid;
		if ((merged.unreached ?? []).length > 0) return EXIT.invalid;
		if (required && (merged.unreached === null || !requiresSites(scenarios))) {
			terminal.note(`${merged.unreached === null ? ENDED_EARLY : NO_SITES}\n`);
			return EXIT.unknown;
		}
		return exitCodeOf(merged.unknown + merged.notRun.length > 0 ? "unknown" : "valid");
	}
};
/** @throws UsageError when it is no result of explore */
function resultIn(path) {
	const text = readText(path, "result");
	let json;
	try {
		json = parseJson(text);
	} catch (error) {
		throw new UsageError(`${path} is not the JSON object that explore --json prints: ${error.message}`);
	}
	const parsed = exploreResult.safeParse(json);
	if (parsed.success) return {
		path,
		result: parsed.data
	};
	const [issue] = parsed.error.issues;
	const where = (issue?.path ?? []).join(".");
	throw new UsageError(`${path} is not what explore --json prints: ${where === "" ? "" : `${where}: `}${issue?.message ?? "not valid"}`);
}
// cli/commands/replay.ts
const replay = {
	usage: "replay <capsule>",
	summary: "Run a saved failure again, event by event",
	positionals: { capsule: { summary: "The file that explore or shrink wrote" } },
	flags: {
		...RUN_FILE_FLAGS,
		original: {
			summary: "Run the failure as it was found, before it was shrunk",
			kind: "switch"
		},
		...LIMIT_FLAGS,
		json: {
			summary: "Print one JSON object",
			kind: "switch"
		}
	},
	examples: [["seedstorm replay .seedstorm/failures/replication+quorum-register-7.json", "a failure that explore found"]],
	async run(args, terminal) {
		const path = args.required("capsule");
		const capsule = readCapsule(path);
		const shrunk = args.on("original") ? void 0 : capsule.shrunk;
		const named = await scenarioOfCapsule(capsule);
		const scenario = shrunk === void 0 ? named : asShrunk(named, shrunk);
		const expected = {
			...capsule,
			...shrunk
		};
		const options = capsuleOptions(expected);
		const command = `npx seedstorm replay ${quotedForShell(path)}${args.on("original") ? " --original" : ""}`;
		const tell = (result, account) => {
			const { reproduced, note } = faithful(expected, result);
			const verdict = reproduced ? result.verdict : verdictNow(result, expected.check);
			const story = shrunk === void 0 ? null : storyJson(shrunk);
			if (args.on("json")) terminal.out(`${JSON.stringify({
				...runJson(result, command),
				reproduced,
				note,
				shrunk: story
			})}\n`);
			else terminal.out(account);
			terminal.note(`${note}\n`);
			return exitCodeOf(verdict);
		};
		return withRunFiles(args, async (write) => {
			const lost = await inFileAsync(path, () => lostRun(named.name, options, args, terminal, shrunk));
			if (lost !== void 0) return tell(lost, `${failureBlock(lost, command, terminal).join("\n")}\n`);
			const result = await inFileAsync(path, () => simulate(scenario, options));
			const parted = isAsKept(expected, result) ? void 0 : await changed(expected, result, shrunk, args, terminal);
			if (parted !== void 0) return tellUnrepeated(parted, "This capsule does not repeat: what is wrong with its run is not decided by its seed.", args, terminal);
			await write(scenario, result, {
				replay: command,
				shrunk
			});
			const story = args.on("json") ? void 0 : await storyOfFailure(scenario, result);
			return tell(result, renderRun(result, scenario.summary, command, terminal, {
				shrunk,
				story
			}));
		});
	}
};
/** The very run, with the very verdict. */
function isAsKept({ fingerprint, verdict, check }, run) {
	const failed = failedCheck(run);
	return run.fingerprint === fingerprint && run.verdict === verdict && (failed?.name ?? "") === check;
}
async function changed(capsule, now, calm, args, terminal) {
	const crew = crewOf(args, {
		...terminal,
		note: () => void 0
	}, 1);
	try {
		return await changedOf(crew, capsule, now, calm);
	} finally {
		crew.close();
	}
}
function storyJson({ plan: _plan, fingerprint: _fingerprint, ...told }) {
	return told;
}
/** The verdict of a run that no longer fails. What it was cut down to may leave other claims nothing to judge. */
function verdictNow({ verdict, checks }, check) {
	const others = checks.filter(({ name }) => name !== check);
	return checks.filter(({ name }) => name === check).every((one) => one.verdict === "valid") && hadNothingToJudge(others) ? "valid" : verdict;
}
/** Whether the run is the one the capsule holds, in words. */
function faithful(capsule, run) {
	const made = madeBy(capsule);
	if (capsule.refused !== void 0) return againRefused(capsule, capsule.refused, run);
	const failure = run.checks.find(({ name, verdict }) => name === capsule.check && verdict === capsule.verdict);
	if (failure !== void 0 && run.fingerprint === capsule.fingerprint) return {
		reproduced: true,
		note: run.fingerprint === "" ? "Replayed: the run ends as before, by no verdict of its own." : "Replayed event by event: the fingerprint is the capsule's."
	};
	if (failure !== void 0) return {
		reproduced: true,
		note: `${capsule.check} fails as before, but the run is another one: fingerprint ${run.fingerprint}, not ${capsule.fingerprint}.${made}`
	};
	const now = run.fingerprint === capsule.fingerprint ? `event by event the run is the capsule's, and it is judged ${verdictNow(run, capsule.check)}` : `the run is ${verdictNow(run, capsule.check)}`;
	return {
		reproduced: false,
		note: `This capsule no longer reproduces: ${capsule.check} was ${capsule.verdict} (${capsule.reason}), now ${now}.${made}`
	};
}
/** No claim failed: what the test asserted is in the test alone. */
function againRefused(capsule, { test, reason }, run) {
	const whose = `the test ${JSON.stringify(test)} refused it by an assertion of its own (${reason})`;
	const reproduced = run.fingerprint === capsule.fingerprint;
	return {
		reproduced,
		note: reproduced ? `Replayed event by event: the fingerprint is the capsule's. No claim failed in this run: ${whose}.` : `This capsule no longer reproduces: ${whose}, and now the run is another one: fingerprint ${run.fingerprint}, not ${capsule.fingerprint}.${madeBy(capsule)}`
	};
}
// cli/commands/report.ts
/** `seedstorm report`: one run as an HTML file that explains it, of a saved failure or of a scenario and a seed. */
const report = {
	usage: "report [capsule]",
	summary: "Write a run as one HTML file: what happened, when, and why it fails",
	positionals: { capsule: { summary: "The file that explore or shrink wrote" } },
	flags: {
		scenario: {
			summary: "The scenario to run, if there is no capsule",
			kind: "text",
			value: "name"
		},
		...RUN_FLAGS,
		original: {
			summary: "Show the failure as it was found, before it was shrunk",
			kind: "switch"
		},
		output: {
			...REPORT_FLAG,
			summary: "The file to write",
			alias: "o"
		}
	},
	examples: [["seedstorm report .seedstorm/failures/replication+quorum-register-7.json -o why.html", "a failure that explore found"], ["seedstorm report --scenario raft --seed 7 -o raft.html", "any run"]],
	async run(args, terminal) {
		const path = args.text("output");
		if (path === void 0) throw new UsageError("where to? Name the file with -o report.html");
		const capsule = capsuleGiven(args);
		const file = reportFile(args, { flag: "output" });
		try {
			const { scenario, run, replay, shrunk, note = "" } = await runMeant(capsule, args);
			await file?.write(scenario, run, {
				replay,
				shrunk
			});
			terminal.note(note);
			terminal.out(`${path}: ${run.scenario} with seed ${String(run.seed)}, ${run.verdict}, ${run.events} events\n`);
		} catch (error) {
			file?.abandon();
			throw error;
		}
		return EXIT.valid;
	}
};
// cli/render/divergence.ts
function renderDivergence(divergence, { colours, unicode }) {
	const [headline = "", ...rest] = divergenceLines(divergence);
	return [
		colours.red(`${unicode ? "✗" : "x"} not deterministic: ${headline}`),
		...rest,
		""
	].join("\n");
}
/** Tells of a run that did not repeat, in words or as JSON. @returns the exit code */
function tellParting({ scenario, seed }, divergence, args, terminal) {
	if (args.on("json")) terminal.out(`${JSON.stringify({
		scenario,
		seed,
		verdict: "nondeterministic",
		divergence
	})}\n`);
	else terminal.out(renderDivergence(divergence, terminal));
	return EXIT.nondeterminism;
}
// cli/commands/run.ts
/** `seedstorm run`: one run of a scenario, told and judged. */
const run = {
	usage: "run <scenario>",
	summary: "Run a scenario once: the same seed gives the same run, on every machine",
	positionals: { scenario: { summary: "Name of the scenario (the part after the slash is enough), or a file of your own" } },
	flags: {
		...RUN_FLAGS,
		...RUN_FILE_FLAGS,
		"stop-at-violation": {
			summary: "End the run as soon as a checker sees a violation",
			kind: "switch"
		},
		verify: {
			summary: "Run it twice more, in a fresh thread, and name the first event that differs, if any",
			kind: "switch"
		},
		...LIMIT_FLAGS,
		json: {
			summary: "Print one JSON object",
			kind: "switch"
		}
	},
	examples: [["seedstorm run replication/quorum-register --seed 7", "a register under rough conditions"], ["seedstorm run replication/quorum-register --bug no-write-back --seed 3", "the same with a planted bug"]],
	async run(args, terminal) {
		const scenario = await scenarioMeant(args.required("scenario"));
		const options = {
			...runOptions(args, scenario),
			stopAtViolation: args.on("stop-at-violation")
		};
		return withRunFiles(args, async (write) => {
			const given = {
				params: options.params ?? {},
				flags: [...givenFlags(args), ...args.on("stop-at-violation") ? ["--stop-at-violation"] : []]
			};
			const apart = args.on("verify") ? await recordedApart(scenario.name, options, args, terminal) : void 0;
			const lost = apart === void 0 ? await lostRun(scenario.name, options, args, terminal) : apart.lost;
			if (lost !== void 0) {
				const replay = runCommand(lost, given);
				if (args.on("json")) terminal.out(`${JSON.stringify(runJson(lost, replay))}\n`);
				else terminal.out(`${failureBlock(lost, replay, terminal).join("\n")}\n`);
				return exitCodeOf(lost.verdict);
			}
			const recorded = apart === void 0 ? void 0 : await recordRun(scenario, options);
			const result = recorded?.run ?? await simulate(scenario, options);
			const replay = runCommand(result, given);
			await write(scenario, result, { replay });
			if (recorded !== void 0) {
				const divergence = partingOf(recorded.record, "this run", apart?.runs ?? []);
				if (divergence !== void 0) return tellParting(result, divergence, args, terminal);
				terminal.note(`verified: this run and ${SAME_RUNS} were the same, event by event\n`);
			}
			if (args.on("json")) terminal.out(`${JSON.stringify(runJson(result, replay))}\n`);
			else {
				const story = await storyOfFailure(scenario, result);
				terminal.out(renderRun(result, scenario.summary, replay, terminal, { story }));
			}
			return exitCodeOf(result.verdict);
		});
	}
};
const SAME_RUNS = BUILT ? "two in a fresh thread" : "two others";
// cli/commands/shrink.ts
/** `seedstorm shrink`: cuts a saved failure down to what matters, and writes it back. */
const shrink = {
	usage: "shrink <capsule>",
	summary: "Cut a saved failure down to the faults and operations that matter",
	positionals: { capsule: { summary: "The file that explore wrote; the result is written back to it" } },
	flags: {
		time: {
			summary: "Stop after this long, with the best result so far: 30s, 5m",
			kind: "text",
			value: "length"
		},
		runs: {
			summary: "At most so many runs; default 3000, fewer if they are long",
			kind: "text",
			value: "N"
		},
		...LIMIT_FLAGS,
		json: {
			summary: "Print one JSON object",
			kind: "switch"
		}
	},
	examples: [["seedstorm shrink .seedstorm/failures/replication+quorum-register-7.json", "a failure that explore found"]],
	async run(args, terminal) {
		const path = args.required("capsule");
		const runs = args.count("runs");
		const timeMs = args.durationMs("time") ?? Infinity;
		const capsule = readCapsule(path);
		const scenario = await scenarioOfCapsule(capsule);
		if (capsule.verdict !== "invalid") throw new UsageError(`${path}: only a violation can be shrunk, and this run was ${capsule.verdict}`);
		if (leftNoRun(capsule)) throw new UsageError(`${path}: a run that does not come to its end (${capsule.anomaly}) cannot be shrunk: nothing is left to compare`);
		const crew = crewOf(args, terminal, 1);
		const interrupt = onInterrupt(() => terminal.note("ending with what there is; Ctrl-C again ends at once\n"));
		const line = shrinkLine(terminal, capsule.scenario, capsule.plan);
		const { params, bug, seed, plan, check, anomaly } = capsule;
		let shrunk;
		let lost;
		let now;
		let parted;
		try {
			const task = {
				kind: "shrink",
				scenario: placeOf(scenario.name),
				failure: {
					params,
					bug,
					seed,
					plan,
					check,
					anomaly
				},
				untilMs: timeMs,
				...runs === void 0 ? {} : { runs }
			};
			const hear = (answer) => {
				if (answer.kind === "progress") line.update(answer.progress);
				else if (answer.kind === "shrunk") ({shrunk} = answer);
			};
			lost = await inFileAsync(path, () => crew.perform(task, hear, interrupt.signal));
			if (shrunk === void 0 && lost === void 0) now = await simulate(scenario, capsuleOptions(capsule));
			parted = now !== void 0 ? await changedOf(crew, capsule, now) : shrunk && await unrepeated(crew, shrunk.run, interrupt.signal, shrunk.part);
		} finally {
			line.clear();
			interrupt.done();
			crew.close();
		}
		if (lost !== void 0 && shrunk === void 0) {
			terminal.note(`Not shrunk: with less in it, ${reasonOf(lost)}. The file is as it was.\n`);
			return EXIT.invalid;
		}
		if (parted !== void 0) return tellUnrepeated(parted, "This capsule does not repeat, so it cannot be shrunk. The file is as it was.", args, terminal);
		if (shrunk === void 0) {
			const failed = now && signatureOf(now);
			const note = `This capsule no longer reproduces: it was failed by ${check} (${anomaly}), now the run is ${failed === void 0 ? now?.verdict : `failed by ${failed.check} (${failed.anomaly})`}. The file is as it was.`;
			if (args.on("json")) terminal.out(`${JSON.stringify({
				capsule: path,
				reproduced: false,
				note
			})}\n`);
			terminal.note(`${note}\n`);
			return EXIT.valid;
		}
		const { part } = shrunk;
		writeWhole(path, JSON.stringify({
			...capsule,
			shrunk: part
		}, void 0, 1));
		const replay = `npx seedstorm replay ${quotedForShell(path)}`;
		if (args.on("json")) {
			const { plan: _, ...told } = part;
			terminal.out(`${JSON.stringify({
				scenario: scenario.name,
				seed,
				check,
				anomaly,
				capsule: path,
				reproduced: true,
				...told,
				runs: shrunk.runs,
				replay
			})}\n`);
		} else terminal.out(`${failureBlock(shrunk.run, replay, terminal, {
			shrunk: part,
			story: shrunk.story
		}).join("\n")}\n`);
		return EXIT.invalid;
	}
};
// cli/render/table.ts
/** A measured table for people: one line per setting, and below it what did not come out as claimed. */
function renderTable(table, measured, terminal) {
	const { colours } = terminal;
	const { name, seed, runs, rows, comparisons } = measured;
	const { yes, no } = marks(terminal);
	const [roomy, close] = ["  ", " "].map((gap) => tableText(table, measured, {
		gap,
		marks: [yes, no]
	}));
	const fits = (text) => text.split("\n").every(({ length }) => length <= terminal.columns);
	const [head, ...lines] = (roomy && fits(roomy) ? roomy : close ?? "").split("\n");
	return [
		colours.bold(`${name}: ${rows.length} settings, ${runs} ${runs === 1 ? "seed" : "seeds"} each from ${String(seed)}`),
		"",
		colours.dim(head ?? ""),
		...lines,
		"",
		...summary(rows, comparisons, terminal),
		""
	].join("\n");
}
/** Every different claim once, with how many settings confirm it, and the first measurement that refutes it. */
function summary(rows, comparisons, terminal) {
	const { colours, columns } = terminal;
	const { yes, no } = marks(terminal);
	const width = Math.max(30, columns - 6);
	const groups = /* @__PURE__ */ new Map();
	for (const judged of [...rows.flatMap(({ claims }) => claims), ...comparisons]) groups.set(judged.claim, [...groups.get(judged.claim) ?? [], judged]);
	const lines = ["What is claimed, and in how many settings it was confirmed:"];
	for (const [claim, judged] of groups) {
		const refuted = judged.find(({ held }) => !held);
		const count = judged.filter(({ held }) => held).length;
		const mark = refuted === void 0 ? colours.green(yes) : colours.red(no);
		const [head = "", ...rest] = wrap(`${count} of ${judged.length}  ${claim}`, width, "    ");
		lines.push(`  ${mark} ${head.trimStart()}`, ...rest);
		const shown = refuted ?? judged.find((single) => comparisons.includes(single));
		if (shown !== void 0) lines.push(...wrap(shown.measured, width, "      ").map((line) => colours.dim(line)));
	}
	return lines;
}
function marks({ unicode }) {
	return unicode ? {
		yes: "✓",
		no: "✗"
	} : {
		yes: "+",
		no: "x"
	};
}
// cli/commands/table.ts
/** `seedstorm table`: a trade-off, measured by simulation. */
const DEFAULT_RUNS = 100;
/** More would not change a figure by much, and not end today. */
const MAX_RUNS = 1e5;
const table = {
	usage: "table <name>",
	summary: "Measure a trade-off by simulation, and say which claims of textbooks hold",
	positionals: { name: { summary: `Which table: ${tables.map(({ name }) => name).join(", ")}` } },
	flags: {
		runs: {
			summary: "How many seeds for each setting, the same for all of them",
			kind: "text",
			value: "N",
			default: String(DEFAULT_RUNS)
		},
		seed: {
			...SEED_FLAG,
			summary: "The first seed: 7 gives 7, 8, 9 …; a text T gives T/0, T/1 …"
		},
		json: {
			summary: "Print one JSON object: {name, seed, runs, rows, comparisons}",
			kind: "switch"
		}
	},
	examples: [["seedstorm table delivery-semantics", "what each setting loses and duplicates"], ["seedstorm table delivery-semantics --runs 1000 --json", "more seeds, for scripts"]],
	async run(args, terminal) {
		const chosen = tableNamed(args.required("name"));
		const options = {
			seed: seedOf(args.required("seed")),
			runs: runCount(args)
		};
		const line = new CampaignLine(terminal, options.runs * chosen.settings);
		const measured = await chosen.measure(options, () => line.ran(chosen.name, 0)).finally(() => line.clear());
		terminal.out(args.on("json") ? `${JSON.stringify(measured)}\n` : renderTable(chosen, measured, terminal));
		return EXIT.valid;
	}
};
function tableNamed(name) {
	const found = tables.find((known) => known.name === name);
	if (found !== void 0) return found;
	const names = tables.map((known) => known.name);
	throw new UsageError(`no table is called "${name}"; there is ${names.join(", ")}.${didYouMean(name, names)}`);
}
function runCount(args) {
	const text = args.required("runs");
	const count = Number(text);
	if (!/^\d+$/.test(text) || count < 1 || count > MAX_RUNS) throw new UsageError(`--runs takes a whole number from 1 to ${MAX_RUNS}, not "${text}"`);
	return count;
}
// cli/render/colours.ts
/** The few styles of what a command prints, told apart from style codes that stand in data: see printable.ts. */
const STYLES = [
	"red",
	"green",
	"yellow",
	"dim",
	"bold"
];
/** @param level of chalk; 0: no colours */
function coloursOf(level) {
	const chalk = new Chalk({ level });
	const styled = STYLES.map((style) => {
		const [open = "", close = ""] = chalk[style]("|").replaceAll("\x1B", "﷐").split("|");
		return [style, (text) => text === "" ? "" : `${open}${text}${close}`];
	});
	return Object.fromEntries(styled);
}
// cli/terminal.ts
const set = (value) => value !== void 0 && value !== "";
/** The terminal of this process. */
function processTerminal(stdout, stderr, stdin, env) {
	const ci = set(env["CI"]) && env["CI"] !== "false" && env["CI"] !== "0";
	const plain = set(env["NO_COLOR"]) || ci || env["TERM"] === "dumb";
	const coloured = (stream) => stream.isTTY === true && !plain;
	const [outColoured, noteColoured] = [coloured(stdout), coloured(stderr)];
	return {
		out: (text) => void stdout.write(printable(text, outColoured)),
		data: (text) => void stdout.write(stdout.isTTY ? printable(text, false) : text),
		note: (text) => void stderr.write(printable(text, noteColoured)),
		draw: (text) => void stderr.write(text),
		stdin,
		colours: coloursOf(outColoured ? 1 : 0),
		noteColours: coloursOf(noteColoured ? 1 : 0),
		columns: Math.min(Math.max(stdout.columns ?? (Number(env["COLUMNS"]) || 80), 40), 160),
		unicode: speaksUnicode(env),
		watched: stderr.isTTY === true && !plain,
		annotates: env["GITHUB_ACTIONS"] === "true"
	};
}
/** Unless the locale or the terminal says otherwise. */
function speaksUnicode(env) {
	if (env["TERM"] === "linux" || env["TERM"] === "dumb") return false;
	const locale = [
		env["LC_ALL"],
		env["LC_CTYPE"],
		env["LANG"]
	].find(set);
	return locale === void 0 || /utf-?8/i.test(locale);
}
// cli/main.ts
/**
* The `seedstorm` command: wires the process to the commands.
*
* To add a command, write `commands/<name>.ts` exporting a `Command` (see command.ts) and list it in `COMMANDS`. A
* command is data (usage, flags, examples) and a `run(args, terminal)` that returns an exit code of exit-codes.ts.
* It reads its arguments through `args`, prints results with `terminal.out` and words for people who read along with
* `terminal.note`; with `--json` it calls `terminal.out` exactly once, with one JSON object and a line end. Input that
* cannot be used is a thrown `UsageError` of one sentence; whatever else is thrown counts as our own bug. What is drawn
* for people lives in `render/`, as pure functions from data to text.
*/
const COMMANDS = [...[
	list,
	run,
	explore,
	merge,
	replay,
	report,
	exportRun,
	shrink,
	check,
	ladder,
	table,
	init
], maelstrom];
const terminal = processTerminal(process.stdout, process.stderr, process.stdin, process.env);
for (const stream of [process.stdout, process.stderr]) stream.on("error", (error) => {
	if (error.code === "EPIPE") return end(process.exitCode ?? EXIT.valid);
	if (stream === process.stdout) terminal.note(`seedstorm: the output cannot be written (${whyUnwritten(error)})\n`);
	end(EXIT.usage);
});
process.on("uncaughtException", (error) => {
	const { exitCode, message } = strayFailure(error);
	tell(message);
	end(exitCode);
});
process.on("exit", abandonAll);
watchExit((code) => {
	tell(endedByOthers(code));
	end(EXIT.usage);
});
function tell(message) {
	if (process.argv.includes("--json")) terminal.out(`${JSON.stringify({ error: message })}\n`);
	terminal.note(`seedstorm: ${message}\n`);
}
runCli(process.argv.slice(2), COMMANDS, terminal).then(async (code) => {
	process.exitCode = code;
	for (const stream of [process.stdout, process.stderr]) await new Promise((written) => stream.write("", () => written()));
	end(code);
});
export {};

//# sourceMappingURL=main.js.map