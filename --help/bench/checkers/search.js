import { Mt as linearizable, yt as casRegisterModel } from "../../checkers/checkers.js";
import { t as casHistory } from "../cas-histories.js";
import { t as recordedHistories } from "../recorded.js";
// bench/checkers/search.ts
const cas = linearizable(casRegisterModel());
/** Porcupine 1.1 (Go 1.19, one thread) took so long for 102 etcd logs of 8,523 operations on the machine of the targets. */
const PORCUPINE_ETCD_MS_PER_OPERATION = 391 / 8523;
function cpuMs(work) {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e3;
}
function best(rounds, work) {
	let least = Infinity;
	for (let round = 0; round < rounds; round++) least = Math.min(least, cpuMs(work));
	return least;
}
function report(name, ms, aimMs, note = "") {
	const ratio = (ms / aimMs).toFixed(2);
	console.log(`${name.padEnd(58)} ${ms.toFixed(ms < 10 ? 2 : 0).padStart(8)} ms   aim ${aimMs.toFixed(aimMs < 10 ? 1 : 0).padStart(6)} ms   ${ratio} of it   ${note}`);
}
function expectVerdict(checker, history, expected, name) {
	const { verdict, reason } = checker.check(history);
	if (verdict !== expected) throw new Error(`${name}: expected ${expected}, got ${verdict}: ${reason}`);
}
function recorded() {
	const all = recordedHistories();
	if (all.length === 0) return console.log("recorded histories: skipped, ../shared/histories is absent");
	for (const { file, checker, history, verdict } of all) expectVerdict(checker, history, verdict, file);
	const measure = (prefix, aimMs, note) => {
		const some = all.filter(({ file }) => file.startsWith(prefix));
		const operations = some.reduce((sum, { history }) => sum + history.length, 0);
		const ms = best(40, () => some.forEach(({ checker, history }) => checker.check(history)));
		const aim = aimMs ?? operations * PORCUPINE_ETCD_MS_PER_OPERATION / 20;
		report(`${prefix}: ${some.length} histories, ${operations} operations`, ms, aim, note);
	};
	measure("etcd/", void 0, "aim: a twentieth of Porcupine");
	measure("etcd/etcd_002", 158 / 20, "Porcupine: 158 ms");
	measure("kv/c50-ok", 10, "Porcupine: 148 ms");
	wholeStore(all.find(({ file }) => file === "kv/c10-ok.txt").history);
	const bad = all.filter(({ verdict }) => verdict === "invalid");
	const sizes = [];
	const ms = cpuMs(() => {
		for (const { checker, history } of bad) {
			const verdict = checker.check(history);
			if (verdict.verdict !== "invalid") continue;
			sizes.push(verdict.core.length);
			if (!verdict.coreConfirmed) throw new Error("a core is not confirmed");
		}
	});
	sizes.sort((a, b) => a - b);
	const small = sizes.filter((size) => size <= 10).length;
	console.log(`cores of ${bad.length} bad histories: ${small} have at most 10 operations, median ${sizes[sizes.length >> 1]}, largest ${sizes.at(-1)}; ${ms.toFixed(0)} ms, verdicts included`);
}
/** A store of all keys at once, as a user who knows nothing of partitions would write it. */
function wholeStore(history) {
	const checker = linearizable({
		initial: /* @__PURE__ */ new Map(),
		step(store, { f, key, value = "" }, output) {
			const held = store.get(key) ?? "";
			if (f === "get") return output === void 0 || output === held ? store : void 0;
			return new Map(store).set(key, f === "put" ? value : held + value);
		}
	});
	expectVerdict(checker, history, "valid", "whole store");
	report("kv/c10-ok, a store of all keys, partition inferred", best(40, () => checker.check(history)), 5, "Porcupine: 2,006 ms");
}
function generated() {
	const million = casHistory({
		clients: 10,
		operations: 1e6,
		seed: 1
	});
	report("cas over 5 values, 10 clients, 1 M operations", best(3, () => expectVerdict(cas, million, "valid", "1 M")), 3e3, memory());
	for (const [clients, crashedPerMille, aimMs] of [[
		5,
		30,
		250
	], [
		10,
		20,
		1e3
	]]) spread(`cas, ${clients} clients, ${crashedPerMille / 10} % crashed, 1 k, illegal`, aimMs, "invalid", (seed) => casHistory({
		clients,
		operations: 1e3,
		crashedPerMille,
		lies: 20,
		seed
	}));
	spread("cas, 30 clients, 1 k, legal", 2e3, "valid", (seed) => casHistory({
		clients: 30,
		operations: 1e3,
		seed
	}));
	spread("cas, 30 clients, 1 k, illegal", 6e4, "invalid", (seed) => casHistory({
		clients: 30,
		operations: 1e3,
		lies: 20,
		seed
	}));
}
/** The slowest of twenty histories of the wanted verdict. */
function spread(name, aimMs, wanted, make) {
	const times = [];
	let undecided = 0;
	for (let seed = 1; times.length < 20 && seed < 400; seed++) {
		const history = make(seed);
		let verdict = "";
		const ms = cpuMs(() => verdict = cas.check(history, { timeMs: 6e4 }).verdict);
		if (verdict === wanted) times.push(ms);
		if (verdict === "unknown") undecided++;
	}
	times.sort((a, b) => a - b);
	const note = `slowest of ${times.length}; median ${times[times.length >> 1].toFixed(1)} ms; ${undecided} unknown`;
	report(name, times.at(-1), aimMs, note);
}
function online() {
	const history = casHistory({
		clients: 10,
		operations: 4e5,
		seed: 2
	});
	const events = history.flatMap(({ invoke, complete }, index) => [{
		at: invoke,
		index,
		begins: true
	}, {
		at: complete,
		index,
		begins: false
	}]).sort((a, b) => a.at - b.at);
	const feed = (checker) => {
		for (const { index, begins } of events) {
			const { process, input, type, output } = history[index];
			if (begins) checker.invoke(index, process, input);
			else if (checker.complete(index, type, output)) throw new Error("online: expected no verdict");
		}
	};
	const ms = best(3, () => feed(cas.online()));
	console.log(`${"online, 10 clients".padEnd(58)} ${(history.length / ms).toFixed(0).padStart(8)} operations a ms   aim    200`);
}
/** How late a limit is noticed, with a model whose steps take a millisecond each. */
function limits() {
	const slow = {
		initial: "",
		step(state, { f, value }, output) {
			const until = performance.now() + 1;
			while (performance.now() < until);
			return f === "add" ? `${state} ${value}` : output === state ? state : void 0;
		}
	};
	const history = [...Array.from({ length: 20 }, (_, i) => ({
		process: i,
		input: {
			f: "add",
			value: i
		},
		type: "ok",
		invoke: i,
		complete: 100 + i
	})), {
		process: 20,
		input: { f: "read" },
		output: "never",
		type: "ok",
		invoke: 20,
		complete: 21
	}];
	const begun = performance.now();
	const { verdict } = linearizable(slow).check(history, { timeMs: 500 });
	report(`limit of 500 ms, steps of 1 ms: ${verdict}, late by`, performance.now() - begun - 500, 100);
}
/** How late a limit is noticed while a large history is being prepared. */
function limitOnLargeHistory() {
	const million = casHistory({
		clients: 10,
		operations: 1e6,
		seed: 3
	});
	for (const timeMs of [
		20,
		200,
		400
	]) {
		const begun = performance.now();
		const { verdict } = cas.check(million, { timeMs });
		report(`limit of ${timeMs} ms, 1 M operations: ${verdict}, late by`, performance.now() - begun - timeMs, 100);
	}
	const { verdict, reason } = cas.check(million, { memoryBytes: 1e7 });
	console.log(`limit of 10 MB, 1 M operations: ${verdict}, ${reason}`);
}
function memory() {
	return `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident, history included`;
}
recorded();
generated();
online();
limits();
limitOnLargeHistory();
export {};

//# sourceMappingURL=search.js.map