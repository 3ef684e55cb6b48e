import { At as thrownAt, Et as ScenarioError, Gt as InputError, jt as thrownText, kt as isError } from "../sim/sim.js";
import { n as coverageOf } from "./campaign-coverage.js";
import { a as countRun, o as emptyTally } from "./serve.js";
import { clearInterval, setInterval } from "node:timers";
import { performance } from "node:perf_hooks";
import { MessageChannel, Worker, receiveMessageOnPort } from "node:worker_threads";
// explore/workers/hostile.ts
/** A run that took its worker along: what can be told of it from outside. */
/** Kinds of anomaly of a run that its program ended from within. */
const KINDS = {
	hung: "hung",
	memory: "out-of-memory",
	exit: "process-exit",
	crash: "thread-crashed",
	load: "not-loaded",
	stopped: "stopped"
};
/** Whether a failure left nothing to compare others with, so that it cannot be shrunk: there was no run to its end. */
function leftNoRun({ fingerprint }) {
	return fingerprint === "";
}
/** The run that was lost: a violation by the program under test, found by the built-in check `runtime`. */
function hostileRun(scenario, seed, drawn, loss) {
	const message = reasonOf(loss);
	return {
		...drawn,
		scenario,
		seed,
		verdict: "invalid",
		fingerprint: "",
		events: 0,
		virtualMs: 0,
		operations: {
			ok: 0,
			fail: 0,
			info: 0
		},
		faults: drawn.plan.faults.filter(({ when }) => when === void 0).length,
		triggered: [],
		leftOut: {},
		outside: [],
		checks: [{
			name: "runtime",
			verdict: "invalid",
			reason: message,
			anomalies: [{
				kind: KINDS[loss.kind],
				message
			}]
		}]
	};
}
function hostileBatch(run) {
	const tally = emptyTally();
	countRun(tally, run);
	return {
		tally,
		coverage: coverageOf([]),
		failure: run
	};
}
/** Why a thread was lost before its first run, as a clause. */
function whyNotLoaded(loss) {
	switch (loss.kind) {
		case "hung": return `a worker had not loaded it after ${loss.afterMs / 1e3} s`;
		case "memory": return `a worker wanted more than ${loss.limitMb} MB of memory to load it`;
		case "exit": return `it ended a worker with exit code ${loss.code} while it was loaded`;
		case "crash": return `it brought a worker down while it was loaded: ${loss.message}`;
		case "load": return `in a worker, ${loss.message}`;
		case "stopped": return "a worker was stopped while it loaded it";
	}
}
/** Why the run was lost, as a clause. */
function reasonOf(loss) {
	switch (loss.kind) {
		case "hung": return `the run did not end within ${loss.afterMs / 1e3} s of real time, so its thread was stopped (a loop without an end in a handler?)`;
		case "memory": return `the run wanted more than ${loss.limitMb} MB of memory, so its thread was stopped`;
		case "exit": return `the run ended its own thread with exit code ${loss.code} (process.exit in a handler?)`;
		case "crash": return `the run brought its thread down: ${loss.message}`;
		case "load": return `the run was not begun: ${whyNotLoaded(loss)}`;
		case "stopped": return "the run was stopped from outside";
	}
}
// explore/workers/thread.ts
/**
* A worker in a thread of its own, under watch from outside: one that hangs, eats memory or ends itself takes nothing
* along. worker_threads is used directly because a pool library answers once a task: here answers stream, the watch
* must know which seed a thread was in when it went, and a lost thread's seeds must go on elsewhere in their order.
*/
/**
* Runs live briefly: with room for a few of them, most of what they make is never copied by a collection. Not more,
* since one collection may move a third of it at once, and a thread at its limit has 16 MB of leeway from Node before
* V8 ends the whole process.
*/
const YOUNG_MB = 48;
const LOOK_EVERY_MS = 100;
/** Loading modules is no run, and may take longer than one: after so long it is told, later given up. */
const SLOW_START_MS = 3e4;
const START_MS = 12e4;
/**
* Starts a thread.
* @param entry a module that calls `serve`
*/
function startThread(entry, limits, words) {
	const shared = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
	const thread = new Worker(entry, {
		resourceLimits: {
			maxOldGenerationSizeMb: limits.memoryMb,
			maxYoungGenerationSizeMb: YOUNG_MB
		},
		stdout: true,
		stderr: true
	});
	for (const stream of [thread.stdout, thread.stderr]) stream.on("data", (text) => words.print(String(text)));
	const { port1: port, port2 } = new MessageChannel();
	thread.postMessage({
		port: port2,
		shared
	}, [port2]);
	let fresh = true;
	let hears;
	let gone;
	let leaves = () => void 0;
	const lose = (loss) => {
		gone ??= loss;
		thread.terminate();
	};
	const hear = (message) => {
		if (message.kind === "stray") words.note(strayed(message.sentence));
		else hears?.(message);
	};
	port.on("message", hear);
	port.on("messageerror", (error) => lose({
		kind: "crash",
		message: error.message
	}));
	thread.on("error", (error) => lose(lossOf(error, limits)));
	thread.on("exit", (code) => {
		for (let said = receiveMessageOnPort(port); said !== void 0; said = receiveMessageOnPort(port)) hear(said.message);
		port.close();
		leaves(gone ??= {
			kind: "exit",
			code
		});
	});
	return {
		get fresh() {
			return fresh;
		},
		get gone() {
			return gone !== void 0;
		},
		run(task, heard) {
			fresh = false;
			Atomics.store(shared, 2, 0);
			Atomics.store(shared, 1, -1);
			return new Promise((resolve, reject) => {
				const watch = watchPulse(shared, limits.runMs, {
					slow: () => words.note(slowToLoad(task.scenario)),
					hung: (afterMs) => lose({
						kind: "hung",
						afterMs
					})
				});
				const end = () => {
					clearInterval(watch);
					hears = void 0;
					leaves = () => void 0;
				};
				leaves = (loss) => {
					end();
					resolve({
						kind: "lost",
						loss,
						at: Atomics.load(shared, 1)
					});
				};
				if (gone !== void 0) return leaves(gone);
				hears = (message) => {
					if (message.kind === "answer") return heard(message.answer);
					if (message.kind === "unloaded") return lose({
						kind: "load",
						message: message.sentence
					});
					end();
					if (message.kind === "done") {
						if (message.spoilt) lose({ kind: "stopped" });
						resolve({ kind: "done" });
					} else if (message.kind === "error") reject(errorOf(message));
				};
				port.postMessage(task);
			});
		},
		stop: () => void Atomics.store(shared, 2, 1),
		close: () => lose({ kind: "stopped" })
	};
}
function watchPulse(shared, runMs, told) {
	let beat = Atomics.load(shared, 0);
	let seenAt = performance.now();
	let slow = false;
	return setInterval(() => {
		const now = performance.now();
		const latest = Atomics.load(shared, 0);
		const starts = Atomics.load(shared, 1) < 0;
		const limitMs = starts ? Math.max(runMs, START_MS) : runMs;
		if (latest !== beat) [beat, seenAt] = [latest, now];
		else if (now - seenAt > limitMs) told.hung(limitMs);
		else if (starts && !slow && now - seenAt > SLOW_START_MS) {
			slow = true;
			told.slow();
		}
	}, LOOK_EVERY_MS);
}
function slowToLoad({ name, file }) {
	return `a worker still loads ${file ?? name} after ${SLOW_START_MS / 1e3} s; it is given up after ${START_MS / 1e3} s`;
}
function strayed(sentence) {
	return `what a program under test left behind failed where nothing waits for it: ${sentence}`;
}
function lossOf(error, { memoryMb }) {
	return isError(error) && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY" ? {
		kind: "memory",
		limitMb: memoryMb
	} : {
		kind: "crash",
		message: `${thrownText(error)}${thrownAt(error)}`
	};
}
/** The error of another thread, as what it was. */
function errorOf({ name, message, stack, blame }) {
	if (blame.on === "input") return new InputError("", message);
	if (blame.on === "scenario") return Object.assign(new ScenarioError(blame.path, ""), { message });
	return Object.assign(new Error(message), {
		name,
		stack
	});
}
export { reasonOf as a, leftNoRun as i, hostileBatch as n, whyNotLoaded as o, hostileRun as r, startThread as t };

//# sourceMappingURL=thread.js.map