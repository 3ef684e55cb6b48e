import { Ct as defineScenario, St as clients, u as z } from "../sim/sim.js";
import "../explore/anomalies.js";
import { m as nodeProgram } from "../programs/programs.js";
import { join } from "node:path";
// bench/programs/services.ts
/** The programs that are measured: each a server and a client of it, unmodified, of published packages. */
/** `npm run bench` begins in the folder of the package. */
const FOLDER = join(process.cwd(), "bench/programs/services");
const redis = {
	server: "redis-server.cjs",
	client: "redis-client.cjs"
};
const SERVICES = {
	express: {
		server: "express-server.cjs",
		client: "http-client.cjs",
		env: {},
		count: 2e3
	},
	ioredis: {
		...redis,
		env: {},
		count: 12e3
	},
	pipelined: {
		...redis,
		env: { PIPELINED: "yes" },
		count: 3e4
	}
};
const fileOf = (name) => join(FOLDER, name);
/** What every process of a service finds in its environment. */
const envOf = (service, host, port) => ({
	NODE_ENV: "production",
	HOST: host,
	PORT: port,
	CLIENT: fileOf(service.client),
	...service.env
});
/** When the client of the world asks: the server is there by then. */
const ASKS_AT_MS = 100;
/** How often a server is killed, where it is, and how soon its supervisor starts it again. */
const KILLS_EVERY_MS = 20;
const RESTARTS_AFTER_MS = 5;
/** Server and client as nodes of a world in which nothing goes wrong by itself. */
function worldOf(service) {
	const env = envOf(service, "server", "3000");
	return defineScenario({
		name: `bench/${service.server}`,
		summary: "A service and its client",
		params: z.object({}),
		nodes: () => ["server", "client"],
		protocol: () => ({
			server: nodeProgram({
				entry: fileOf(service.server),
				env
			}),
			client: nodeProgram({
				entry: fileOf("asker.cjs"),
				env
			})
		}),
		workload: () => clients(1, { ask: 1 }),
		faults: "none",
		durationMs: 200,
		clientTimeoutMs: 1e5,
		check: {}
	});
}
/** One client asks for so much at once. */
function asks(count) {
	return {
		plan: {
			schema: 1,
			faults: [],
			operations: [{
				process: "c1",
				atMs: ASKS_AT_MS,
				to: "client",
				input: {
					f: "ask",
					count
				}
			}]
		},
		maxEvents: 5e7
	};
}
/** Nobody asks for anything, and the server is killed again and again. */
function kills(count) {
	const faults = Array.from({ length: count }, (_, index) => ({
		kind: "kill",
		node: "server",
		atMs: (index + 1) * KILLS_EVERY_MS,
		durationMs: RESTARTS_AFTER_MS
	}));
	return {
		durationMs: (count + 1) * KILLS_EVERY_MS,
		options: { plan: {
			schema: 1,
			faults,
			operations: []
		} }
	};
}
export { kills as a, fileOf as i, asks as n, worldOf as o, envOf as r, SERVICES as t };

//# sourceMappingURL=services.js.map