import { At as bankModel, St as priorityQueueModel, Tt as multiRegisterModel, Wt as BudgetMeter, _t as stackModel, kt as counterModel, vt as setModel, xt as queueModel, yt as casRegisterModel } from "../../checkers/checkers.js";
import { a as largeHistory, c as withUnknownOutcomes, i as finalReads, l as withWrongRead, n as containerLoad, o as registerLoad, r as counterLoad, s as setLoad, t as bankLoad, u as writeSkew } from "../large-histories.js";
// bench/checkers/fast-paths.ts
/**
* What the specialised procedures cost on a million operations or values. Run it after a build, alone on the machine:
* `node --expose-gc dist/bench/checkers/fast-paths.js`; `… fast-paths.js counter` measures the rows of that name only.
*/
const MILLION = 1e6;
const REPETITIONS = 5;
const ACCOUNTS = {
	a: 100,
	b: 100,
	c: 100,
	d: 100,
	e: 100,
	f: 100,
	g: 100,
	h: 100
};
/** A queue, a stack, a heap: plain objects that answer rightly. */
const fifo = () => {
	const content = [];
	let first = 0;
	return {
		put: (value) => void content.push(value),
		take: () => content[first] === void 0 ? null : content[first++]
	};
};
const lifo = () => {
	const content = [];
	return {
		put: (value) => void content.push(value),
		take: () => content.pop() ?? null
	};
};
const heap = () => {
	const content = [];
	const swap = (a, b) => [content[a], content[b]] = [content[b], content[a]];
	return {
		put(value) {
			content.push(value);
			for (let at = content.length - 1; at > 0 && content[at - 1 >> 1] > content[at]; at = at - 1 >> 1) swap(at, at - 1 >> 1);
		},
		take() {
			if (content.length === 0) return null;
			swap(0, content.length - 1);
			const least = content.pop();
			for (let at = 0;;) {
				let child = 2 * at + 1;
				if (child + 1 < content.length && content[child + 1] < content[child]) child++;
				if (child >= content.length || content[child] >= content[at]) return least;
				swap(at, child);
				at = child;
			}
		}
	};
};
const cases = [
	{
		name: "register, 1 M operations, cas",
		targetMs: 300,
		fastPath: casRegisterModel().fastPath,
		history: () => largeHistory(registerLoad(1.19 * MILLION), 30)
	},
	{
		name: "queue, 1 M values",
		targetMs: 2e3,
		fastPath: queueModel().fastPath,
		history: () => largeHistory(containerLoad(MILLION, ["enqueue", "dequeue"], fifo()), 30)
	},
	{
		name: "stack, 1 M values",
		targetMs: 2e3,
		fastPath: stackModel().fastPath,
		history: () => largeHistory(containerLoad(MILLION, ["push", "pop"], lifo()), 30)
	},
	{
		name: "priority queue, 1 M values",
		targetMs: 2e3,
		fastPath: priorityQueueModel().fastPath,
		history: () => largeHistory(containerLoad(MILLION, ["insert", "extract"], heap()), 30)
	},
	{
		name: "set, 1 M values",
		targetMs: 2e3,
		fastPath: setModel().fastPath,
		history: () => largeHistory(setLoad(MILLION), 30)
	},
	{
		name: "counter, 1 M operations",
		targetMs: 1e3,
		fastPath: counterModel().fastPath,
		history: () => largeHistory(counterLoad(MILLION, [1, 5], 20), 5)
	},
	{
		name: "counter, 1 M operations, 20 clients",
		targetMs: 1e3,
		fastPath: counterModel().fastPath,
		history: () => largeHistory(counterLoad(MILLION, [1, 5], 50), 20)
	},
	...[
		.1,
		1,
		20
	].map((unknownPercent) => ({
		name: `counter, 1 M, ${unknownPercent} % unknown`,
		targetMs: 1e3,
		fastPath: counterModel().fastPath,
		history: () => withUnknownOutcomes(largeHistory(counterLoad(MILLION, [1, 5], 20), 5), unknownPercent)
	})),
	{
		name: "counter, 1 M, 1 % unknown, a wrong read",
		targetMs: 1e3,
		fastPath: counterModel().fastPath,
		history: () => withWrongRead(withUnknownOutcomes(largeHistory(counterLoad(MILLION, [1, 5], 20), 5), 1), (total) => Number(total) - 9),
		expected: "invalid"
	},
	{
		name: "counter, 1 M operations, ±1000",
		targetMs: 1e3,
		fastPath: counterModel().fastPath,
		history: () => largeHistory(counterLoad(MILLION, [-1e3, 1e3], 50), 20)
	},
	...["valid", "invalid"].map((expected) => ({
		name: `set read whole, 1 M, 20 % unknown, ${expected === "valid" ? "sound" : "elements missing"}`,
		targetMs: 1e3,
		fastPath: setModel({ wholeReads: true }).fastPath,
		history: () => finalReads(MILLION, 20, expected === "valid" ? 0 : 10),
		expected
	})),
	{
		name: "bank, 1 M operations, a wrong total",
		targetMs: 1e3,
		fastPath: bankModel({ initial: ACCOUNTS }).fastPath,
		history: () => withWrongRead(largeHistory(bankLoad(MILLION, ACCOUNTS), 10), (balances) => ({
			...balances,
			a: balances.a + 2
		})),
		expected: "invalid"
	},
	{
		name: "transactions, write skew among 20",
		targetMs: 50,
		fastPath: multiRegisterModel().fastPath,
		history: () => writeSkew(20),
		expected: "invalid"
	}
];
function measure({ name, targetMs, fastPath, history: make, expected = "valid" }) {
	const history = make().filter(({ input, output }) => input === null || input.f !== "cas" || output !== false);
	const wall = [];
	const cpu = [];
	for (let i = 0; i < REPETITIONS; i++) {
		globalThis.gc?.();
		const used = process.cpuUsage();
		const start = performance.now();
		const found = fastPath(history, new BudgetMeter());
		wall.push(performance.now() - start);
		const { user, system } = process.cpuUsage(used);
		cpu.push((user + system) / 1e3);
		if (found?.verdict !== expected) throw new Error(`${name}: expected ${expected}, got ${JSON.stringify(found && reasonOf(found))}`);
	}
	const best = Math.min(...wall);
	const columns = [
		name.padEnd(50),
		`${history.length} operations`,
		`best ${best.toFixed(0)} ms, first ${wall[0].toFixed(0)} ms, least CPU ${Math.min(...cpu).toFixed(0)} ms`,
		`${(best / targetMs).toFixed(2)} of the target`,
		`${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident, history included`
	];
	console.log(columns.join("  "));
}
const reasonOf = (found) => ({
	verdict: found.verdict,
	reason: found.reason,
	core: found.core?.slice(0, 6)
});
const asked = process.argv[2] ?? "";
for (const one of cases) if (one.name.includes(asked)) measure(one);
export {};

//# sourceMappingURL=fast-paths.js.map