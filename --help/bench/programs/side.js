import { v as simulate } from "../../sim/sim.js";
import "../../explore/anomalies.js";
import { i as fileOf, n as asks, o as worldOf, r as envOf, t as SERVICES } from "../services.js";
import { createRequire } from "node:module";
// bench/programs/side.ts
/**
* One side of a comparison, in a process of its own: does a round of a service's work when told to, in a world or on
* the loopback of the machine, and tells the CPU seconds that it took.
*/
const [side = "", name = "", port = ""] = process.argv.slice(2);
const service = SERVICES[name];
/** Server and client in one process: two would switch between each other more often. */
function real() {
	Object.assign(process.env, envOf(service, "127.0.0.1", port));
	const require = createRequire(new URL("./side.js", import.meta.url).href);
	require(fileOf(service.server));
	const { ask } = require(fileOf(service.client));
	return () => ask(service.count);
}
function inWorld() {
	const scenario = worldOf(service);
	return async () => {
		const { operations, checks } = await simulate(scenario, asks(service.count));
		if (operations.ok !== 1) throw new Error(`the work was not done: ${JSON.stringify(checks)}`);
	};
}
const round = side === "real" ? real() : inWorld();
process.on("message", () => {
	const before = process.cpuUsage();
	round().then(() => {
		const { user, system } = process.cpuUsage(before);
		process.send?.((user + system) / 1e6);
	});
});
export {};

//# sourceMappingURL=side.js.map