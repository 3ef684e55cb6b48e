import { v as simulate } from "../../sim/sim.js";
import "../../explore/anomalies.js";
import { t as median } from "../measure.js";
import { a as kills, o as worldOf, t as SERVICES } from "../services.js";
// bench/programs/incarnations.ts
/**
* A server that is killed and started again and again, in a process of its own that can collect its garbage: tells
* what a start costs in CPU seconds, and how large the heap is after a hundred of them and after a thousand.
*/
const HUNDRED = 100;
const WORLDS = 10;
const scenario = worldOf(SERVICES[process.argv[2] ?? "express"]);
/** @returns the CPU seconds that a world with so many kills of the server takes */
async function secondsOf(count) {
	const { durationMs, options } = kills(count);
	const before = process.cpuUsage();
	const { checks } = await simulate({
		...scenario,
		durationMs
	}, options);
	const { user, system } = process.cpuUsage(before);
	const wrong = checks.find(({ verdict }) => verdict === "invalid");
	if (wrong !== void 0) throw new Error(wrong.reason);
	return (user + system) / 1e6;
}
function heapBytes() {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed;
}
const starts = [];
const heaps = [];
for (let world = 0; world < WORLDS; world++) {
	const alone = await secondsOf(1);
	starts.push((await secondsOf(101) - alone) / HUNDRED);
	heaps.push(heapBytes());
}
process.send?.({
	startSeconds: median(starts),
	heapAtHundred: heaps[0],
	heapAtThousand: heaps.at(-1)
});
export {};

//# sourceMappingURL=incarnations.js.map