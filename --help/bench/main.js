import "../explore/anomalies.js";
import { E as newBroker, S as receive, T as openConnection } from "../servers/servers.js";
import { c as scenarios, l as raftScenario, u as amqpWorkQueue } from "../scenarios/scenarios.js";
import { n as sideBySide, t as median } from "./measure.js";
import { t as campaignSeeds } from "../explore/seeds.js";
import { t as Crew } from "../explore/crew.js";
import { t as startThread } from "../explore/thread.js";
import { $t as stream, Ct as defineScenario, F as runToEnd, O as prepare, P as runStateMachines, R as World, St as clients, mn as stateMachine, mt as lan, nn as asyncProgram, pt as ssd, u as z, v as simulate, z as EventQueue } from "../sim/sim.js";
import { t as SERVICES } from "./services.js";
import { t as runReport } from "../report/run-report.js";
import { t as reportHtml } from "../report/html.js";
import { performance as performance$1 } from "node:perf_hooks";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { join } from "node:path";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { execFileSync, fork } from "node:child_process";
import { chromium } from "playwright-core";
// bench/engine-share.ts
/** What part of a run's CPU time the engine takes, by the profiler: each sample counts for the room whose code it is in. */
/** @returns CPU time by room: `sim`, `checkers`, `parts`, `servers`, `scenarios` … */
async function byRoom(run) {
	const session = new Session();
	session.connect();
	const post = promisify(session.post.bind(session));
	await post("Profiler.enable");
	await post("Profiler.setSamplingInterval", { interval: 200 });
	await post("Profiler.start");
	await run();
	const { profile } = await post("Profiler.stop");
	session.disconnect();
	const rooms = /* @__PURE__ */ new Map();
	for (const { room, microseconds } of samplesOf(profile)) if (room !== void 0) rooms.set(room, (rooms.get(room) ?? 0) + microseconds);
	return rooms;
}
function samplesOf({ nodes, samples = [], timeDeltas = [] }) {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
	const roomOf = (id) => {
		for (let at = id; at !== void 0; at = parents.get(at)) {
			const url = byId.get(at)?.callFrame.url ?? "";
			const [, room] = /.*\/(sim|checkers|parts|servers|scenarios)\//.exec(url) ?? [];
			if (room !== void 0) return room;
		}
	};
	const rooms = new Map(nodes.map(({ id }) => [id, roomOf(id)]));
	return samples.map((id, index) => ({
		room: rooms.get(id),
		microseconds: timeDeltas[index] ?? 0
	}));
}
// bench/amqp.ts
/** The AMQP broker: its core alone, in a few shapes of use, and a run of a scenario beside what its events cost alone. */
const CYCLES = 5e5;
const ROUNDS$2 = 5;
const declare = (queue, given = {}) => ({
	method: "queue.declare",
	queue,
	...given
});
const confirms = { method: "confirm.select" };
const shapes = [
	{
		name: "one queue",
		before: [declare("work")],
		routingKey: "work",
		aim: ">= 1.5"
	},
	{
		name: "with confirms",
		before: [confirms, declare("work")],
		routingKey: "work"
	},
	{
		name: "quorum queue, with confirms",
		before: [confirms, declare("work", {
			durable: true,
			arguments: { "x-queue-type": "quorum" }
		})],
		routingKey: "work"
	},
	{
		name: "priorities, properties, a time to live",
		before: [declare("work", { arguments: {
			"x-max-priority": 5,
			"x-message-ttl": 6e4
		} })],
		routingKey: "work",
		properties: {
			priority: 3,
			headers: { customer: "a" },
			messageId: "m"
		}
	},
	{
		name: "topic exchange with 20 bindings",
		before: [
			{
				method: "exchange.declare",
				exchange: "news",
				type: "topic"
			},
			declare("work"),
			...Array.from({ length: 20 }, (_, number) => ({
				method: "queue.bind",
				queue: "work",
				exchange: "news",
				routingKey: `sport.${number}.#`
			}))
		],
		exchange: "news",
		routingKey: "sport.7.results"
	}
];
async function amqp() {
	return [...await core(), await runs()];
}
async function core() {
	const found = await sideBySide(shapes.map((shape) => ({
		name: shape.name,
		run: () => ({ units: cycles(shape) })
	})), ROUNDS$2);
	return shapes.map(({ name, aim }, index) => ({
		bench: "amqp",
		name: `publish, deliver, acknowledge: ${name}`,
		value: (found[index]?.perSecond ?? NaN) / 1e6,
		unit: "M cycles/s",
		...aim === void 0 ? {} : { aim }
	}));
}
/** What a run of a scenario costs, beside what the engine takes of it for as many events. */
async function runs() {
	const SEEDS = 30;
	const run = async () => {
		for (let seed = 1; seed <= SEEDS; seed++) await simulate(amqpWorkQueue, { seed });
	};
	for (let warm = 0; warm < 3; warm++) await run();
	const rooms = await byRoom(run);
	return {
		bench: "amqp",
		name: "a run of broker/amqp-work-queue / the engine alone",
		value: [...rooms.values()].reduce((sum, one) => sum + one, 0) / (rooms.get("sim") ?? NaN),
		unit: "x",
		aim: "at most 2"
	};
}
function cycles({ before, exchange = "", routingKey, properties }) {
	const broker = newBroker();
	openConnection(broker, 1);
	let deliveryTag = 0;
	const outlet = { send(_connection, _channel, said) {
		if (said.method === "basic.deliver") ({deliveryTag} = said);
	} };
	const ask = (method) => receive(broker, 1, 1, method, 0, outlet);
	ask({ method: "channel.open" });
	for (const method of before) ask(method);
	ask({
		method: "basic.qos",
		prefetchCount: 10
	});
	ask({
		method: "basic.consume",
		queue: "work",
		consumerTag: "worker"
	});
	for (let number = 0; number < CYCLES; number++) {
		ask({
			method: "basic.publish",
			exchange,
			routingKey,
			body: number,
			...properties && { properties }
		});
		ask({
			method: "basic.ack",
			deliveryTag
		});
	}
	if (deliveryTag !== CYCLES) throw new Error(`${deliveryTag} of ${CYCLES} messages were delivered`);
	return CYCLES;
}
// bench/explore.ts
/**
* Exploring with 1, 2 and 4 workers against as many processes that run plain loops over seeds at the same time: what
* threads, their answers and putting them in order cost. What more processes give on this machine stands beside it,
* since cores share caches and memory, and a lone loop has its garbage collected on idle ones.
*/
/** For each worker and each loop in a round. */
const SEEDS$1 = 300;
/** Rounds that warm up: a worker of four has to see as many seeds as a lone one before it is as fast. */
const WARM_UP$2 = 2;
const SIZES$1 = [
	1,
	2,
	4
];
const SCENARIO = "replication/quorum-register";
/** Where the command's own threads begin. */
const ENTRY = new URL("../cli/explore/worker-thread.js", new URL("./explore.js", import.meta.url).href);
const LOOP$1 = fileURLToPath(new URL("./plain-loop.js", new URL("./explore.js", import.meta.url).href));
const LIMITS = {
	runMs: 3e4,
	memoryMb: 1024
};
async function explore() {
	const rivals = SIZES$1.map((size) => ({
		size,
		crew: new Crew({
			size,
			eager: true,
			hire: () => startThread(ENTRY, LIMITS, {
				print: () => void 0,
				note: () => void 0
			})
		}),
		loops: Array.from({ length: size }, () => fork(LOOP$1, [SCENARIO, String(SEEDS$1)])),
		crewRates: [],
		loopRates: []
	}));
	try {
		for (let round = 0; round < 8; round++) for (const { size, crew, loops, crewRates, loopRates } of rivals) {
			const [byLoops, byCrew] = [await looped(loops), await explored(crew, size)];
			if (round < WARM_UP$2) continue;
			loopRates.push(byLoops);
			crewRates.push(byCrew);
		}
	} finally {
		for (const { crew, loops } of rivals) {
			crew.close();
			for (const loop of loops) loop.kill();
		}
	}
	return rivals.flatMap((rival) => figures$1(rival, rivals[0]));
}
function figures$1({ size, crewRates, loopRates }, lone) {
	const ratio = (over, under, rate) => median(over.map((found, round) => found[rate] / under[round][rate]));
	const many = `${size} worker${size === 1 ? "" : "s"} / ${size} loop${size === 1 ? "" : "s"}`;
	const found = [{
		bench: "explore",
		name: `${many}, seeds a second`,
		value: ratio(crewRates, loopRates, "perSecond"),
		unit: "x",
		aim: `>= 0.9 where ${size === 1 ? "a core is" : `${size} cores are`} free`
	}, {
		bench: "explore",
		name: `${many}, seeds a CPU second`,
		value: ratio(crewRates, loopRates, "perCpuSecond"),
		unit: "x",
		aim: ">= 0.9"
	}];
	if (size === 1) return found;
	return [...found, {
		bench: "explore",
		name: `${size} loops / 1 loop: what this machine gives`,
		value: ratio(loopRates, lone.loopRates, "perSecond"),
		unit: "x"
	}];
}
async function looped(loops) {
	const startedAt = performance$1.now();
	const answers = loops.map(async (loop) => Number((await once(loop, "message"))[0]));
	for (const loop of loops) loop.send("go");
	const cpuSeconds = (await Promise.all(answers)).reduce((sum, seconds) => sum + seconds, 0);
	return rates(loops.length * SEEDS$1, startedAt, cpuSeconds);
}
async function explored(crew, size) {
	const startedAt = performance$1.now();
	const before = process.cpuUsage();
	await crew.explore({
		scenario: { name: SCENARIO },
		options: {},
		seeds: campaignSeeds(1, size * SEEDS$1),
		total: size * SEEDS$1,
		keepGoing: true,
		signal: new AbortController().signal,
		commit: () => void 0
	});
	const { user, system } = process.cpuUsage(before);
	return rates(size * SEEDS$1, startedAt, (user + system) / 1e6);
}
function rates(seeds, startedAt, cpuSeconds) {
	return {
		perSecond: seeds / ((performance$1.now() - startedAt) / 1e3),
		perCpuSecond: seeds / cpuSeconds
	};
}
const gossipMachine = stateMachine({
	start(node) {
		node.setTimer("gossip", 1 + node.random.float());
		return { max: Number(node.id.slice(1)) };
	},
	onMessage(state, message) {
		if (message.max > state.max) state.max = message.max;
	},
	onTimer(state, timer, node) {
		node.send(node.random.pick(node.members), { max: state.max });
		node.setTimer(timer, 1 + node.random.float());
	}
});
const gossipAsync = asyncProgram(async (node) => {
	let max = Number(node.id.slice(1));
	node.onMessage((message) => {
		max = Math.max(max, message.max);
	});
	for (;;) {
		await node.sleep(1 + node.random.float());
		node.send(node.random.pick(node.members), { max });
	}
});
/** A loss that lasts, and a partition now and then. */
function faults(durationMs) {
	const names = Array.from({ length: 100 }, (_, index) => `n${index + 1}`);
	const halves = [names.slice(0, 50), names.slice(50)];
	const list = [{
		kind: "loss",
		atMs: 0,
		probability: .01
	}];
	for (let atMs = 10; atMs < durationMs; atMs += 500) list.push({
		kind: "partition",
		atMs,
		durationMs: 100,
		groups: halves
	});
	return list;
}
function gossipSetup(program, durationMs) {
	return {
		seed: 1,
		nodes: Array.from({ length: 100 }, (_, index) => ({
			name: `n${index + 1}`,
			program,
			version: "v1",
			member: true
		})),
		clients: [],
		plan: {
			schema: 1,
			faults: faults(durationMs),
			operations: []
		},
		network: lan(),
		disk: ssd(),
		clocks: {
			maxOffsetMs: 0,
			maxDriftPpm: 0
		},
		versions: {},
		finalOperations: [],
		durationMs,
		clientTimeoutMs: 1e3,
		lastInvokeMs: durationMs,
		restartAfterMs: 1e3,
		limits: {
			maxEvents: 1e9,
			maxEventsPerInstant: 1e6
		},
		invariants: {}
	};
}
// bench/bare-loops.ts
/** The same gossip without an engine: a loop in JavaScript, and one in C++ compiled on the spot. */
/** A binary heap of objects, as one writes it on an afternoon. */
var ObjectHeap = class {
	items = [];
	get length() {
		return this.items.length;
	}
	push(item) {
		const { items } = this;
		let index = items.push(item) - 1;
		while (index > 0) {
			const parent = index - 1 >> 1;
			if (!before(item, items[parent])) break;
			items[index] = items[parent];
			index = parent;
		}
		items[index] = item;
	}
	pop() {
		const { items } = this;
		const top = items[0];
		const last = items.pop();
		if (last === void 0 || items.length === 0) return top;
		let index = 0;
		for (;;) {
			let child = 2 * index + 1;
			if (child >= items.length) break;
			if (child + 1 < items.length && before(items[child + 1], items[child])) child++;
			if (!before(items[child], last)) break;
			items[index] = items[child];
			index = child;
		}
		items[index] = last;
		return top;
	}
};
function before(a, b) {
	return a.time < b.time || a.time === b.time && a.order < b.order;
}
function bareJavaScript(events) {
	return {
		name: "bare JavaScript loop",
		run() {
			const heap = new ObjectHeap();
			const random = stream(1, "bare");
			const known = Array.from({ length: 100 }, (_, node) => node);
			let order = 0;
			let hash = 0;
			for (let node = 0; node < 100; node++) heap.push({
				time: 1e3 + random.float() * 1e3,
				order: order++,
				node,
				max: -1
			});
			for (let count = 0; count < events; count++) {
				const { time, order: number, node, max } = heap.pop();
				hash = Math.imul(hash, 31) + node + number | 0;
				if (max >= 0) known[node] = Math.max(known[node], max);
				else {
					const latency = 150 - 100 * Math.log(1 - random.float());
					heap.push({
						time: time + latency,
						order: order++,
						node: random.int(0, 99),
						max: known[node]
					});
					heap.push({
						time: time + 1e3 + random.float() * 1e3,
						order: order++,
						node,
						max: -1
					});
				}
			}
			return { units: hash === 0 ? events + 1 : events };
		}
	};
}
const CPP = `
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <queue>
#include <random>
#include <vector>
struct Event { double time; uint64_t order; int node; int max; };
struct Later { bool operator()(const Event& a, const Event& b) const { return a.time > b.time || (a.time == b.time && a.order > b.order); } };
int main(int, char** argv) {
  const long events = atol(argv[1]);
  std::clock_t begin = std::clock();
  std::priority_queue<Event, std::vector<Event>, Later> queue;
  std::mt19937 random(1);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::exponential_distribution<double> latency(0.01);
  std::uniform_int_distribution<int> peer(0, 99);
  std::vector<int> known(100);
  uint64_t order = 0, hash = 0;
  for (int node = 0; node < 100; node++) { known[node] = node; queue.push({1000 + uniform(random) * 1000, order++, node, -1}); }
  for (long count = 0; count < events; count++) {
    Event event = queue.top(); queue.pop();
    hash = hash * 31 + event.node + event.order;
    if (event.max >= 0) { if (event.max > known[event.node]) known[event.node] = event.max; }
    else {
      queue.push({event.time + 150 + latency(random), order++, peer(random), known[event.node]});
      queue.push({event.time + 1000 + uniform(random) * 1000, order++, event.node, -1});
    }
  }
  printf("%.6f %llu\\n", double(std::clock() - begin) / CLOCKS_PER_SEC, (unsigned long long)hash);
}
`;
/** @returns undefined where there is no g++ */
function bareCpp(events) {
	const folder = mkdtempSync(join(tmpdir(), "seedstorm-bench-"));
	const source = join(folder, "gossip.cpp");
	const program = join(folder, "gossip");
	writeFileSync(source, CPP);
	try {
		execFileSync("g++", [
			"-O2",
			"-std=c++17",
			"-include",
			"cstdlib",
			"-o",
			program,
			source
		], { stdio: "pipe" });
	} catch {
		return;
	}
	return {
		name: "C++ std::priority_queue loop",
		run: () => ({
			units: events,
			cpuSeconds: Number(execFileSync(program, [String(events)], { encoding: "utf8" }).split(" ")[0])
		})
	};
}
// bench/gossip.ts
const ROUNDS$1 = 5;
const VIRTUAL_MS = 2e3;
async function gossip() {
	const events = await eventsOf(gossipMachine);
	const cpp = bareCpp(events);
	const candidates = [
		bareJavaScript(events),
		...cpp === void 0 ? [] : [cpp],
		engine("state machines, everything on", gossipMachine),
		engine("async programs", gossipAsync),
		engine("async programs, next-tick drain", gossipAsync, "next-tick")
	];
	const measured = await sideBySide(candidates, ROUNDS$1);
	const rate = (name) => measured.find((one) => one.name === name)?.perSecond ?? NaN;
	const machines = rate("state machines, everything on");
	const figure = (name, value, unit, aim) => ({
		bench: "gossip",
		name,
		value,
		unit,
		...aim === void 0 ? {} : { aim }
	});
	return [
		...measured.map(({ name, perSecond }) => figure(name, perSecond / 1e6, "M events/s")),
		...cpp === void 0 ? [] : [figure("state machines / C++", machines / rate(cpp.name), "x", "at least 0.5")],
		figure("state machines / bare JavaScript", machines / rate("bare JavaScript loop"), "x"),
		figure("async / state machines", rate("async programs") / machines, "x", "at least 0.5"),
		figure("next-tick drain / fast drain", rate("async programs, next-tick drain") / rate("async programs"), "x")
	];
}
function engine(name, program, drain) {
	return {
		name,
		async run() {
			const world = new World(gossipSetup(program, VIRTUAL_MS));
			await runToEnd(world, drain);
			return { units: world.events };
		}
	};
}
async function eventsOf(program) {
	const world = new World(gossipSetup(program, VIRTUAL_MS));
	await runToEnd(world);
	return world.events;
}
// bench/programs.ts
/** Programs: a service and its client in a world beside the same on real loopback, and what incarnations cost. */
/** Both sides get faster for so long. */
const WARM_UP$1 = 8;
const FIRST_PORT = 34100;
const SIDE = fileURLToPath(new URL("./programs/side.js", new URL("./programs.js", import.meta.url).href));
const INCARNATIONS = fileURLToPath(new URL("./programs/incarnations.js", new URL("./programs.js", import.meta.url).href));
const WORDS = {
	express: "express and http, requests",
	ioredis: "ioredis, commands one after another",
	pipelined: "ioredis, commands in pipelines"
};
async function programs() {
	const figures = [];
	for (const [index, name] of Object.keys(SERVICES).entries()) figures.push(...await compared(name, FIRST_PORT + index));
	return [...figures, ...await incarnations()];
}
/** Each side in its turn, so that a machine that slows down slows both. */
async function compared(name, port) {
	const sides = ["real", "world"].map((side) => fork(SIDE, [
		side,
		name,
		String(port)
	]));
	const ratios = [];
	const rates = [];
	try {
		for (let round = 0; round < 15; round++) {
			const seconds = [];
			for (const side of sides) {
				side.send("go");
				seconds.push(await answerOf(side));
			}
			const [real = 0, world = 0] = seconds;
			if (round < WARM_UP$1) continue;
			ratios.push(real / world);
			rates.push(SERVICES[name].count / world);
		}
	} finally {
		for (const side of sides) side.kill();
	}
	const bench = "programs";
	const what = WORDS[name];
	return [{
		bench,
		name: `${what}: in a world`,
		value: median(rates),
		unit: "a CPU second"
	}, {
		bench,
		name: `${what}: against loopback`,
		value: median(ratios),
		unit: "x",
		aim: ">= 0.6"
	}];
}
/** What the process says next. @throws Error where it ends instead */
function answerOf(child) {
	return new Promise((resolve, reject) => {
		const ended = () => reject(/* @__PURE__ */ new Error("a process of the benchmark ended before it was through"));
		child.once("exit", ended);
		child.once("message", (answer) => {
			child.off("exit", ended);
			resolve(answer);
		});
	});
}
async function incarnations() {
	const found = await answerOf(fork(INCARNATIONS, [], { execArgv: ["--expose-gc"] }));
	const bench = "programs";
	const growth = (found.heapAtThousand - found.heapAtHundred) / 900 / 1024;
	return [
		{
			bench,
			name: "start of express, once loaded",
			value: found.startSeconds * 1e3,
			unit: "ms",
			aim: "<= 15"
		},
		{
			bench,
			name: "heap after 100 incarnations",
			value: found.heapAtHundred / 1e6,
			unit: "MB"
		},
		{
			bench,
			name: "heap after 1,000 incarnations",
			value: found.heapAtThousand / 1e6,
			unit: "MB"
		},
		{
			bench,
			name: "an incarnation leaves behind",
			value: growth,
			unit: "KB",
			aim: "< 1"
		}
	];
}
// bench/queue.ts
/** The event queue alone: the hold model (Jones 1986: pop one, push one later) beside a heap of objects. */
const HOLDS = 5e5;
const ROUNDS = 3;
async function queue() {
	const figures = [];
	for (const pending of [
		100,
		1e4,
		1e6
	]) {
		const later = increments();
		const [ours, objects] = await sideBySide([columns(pending, later), heapOfObjects(pending, later)], ROUNDS);
		const name = `hold, ${pending.toLocaleString("en")} pending`;
		figures.push({
			bench: "queue",
			name,
			value: (ours?.perSecond ?? NaN) / 1e6,
			unit: "M holds/s"
		});
		figures.push({
			bench: "queue",
			name: `${name}: columns / heap of objects`,
			value: (ours?.perSecond ?? NaN) / (objects?.perSecond ?? NaN),
			unit: "x"
		});
	}
	figures.push(await cancelling());
	return figures;
}
function increments() {
	const random = stream(1, "hold");
	return Float64Array.from({ length: 65536 }, () => Math.ceil(random.float() * 2e3));
}
function columns(pending, later) {
	return {
		name: "columns",
		run() {
			const events = new EventQueue();
			for (let n = 0; n < pending; n++) events.push(later[n & 65535], n, 1, 0, 0, 0, 0, void 0);
			for (let n = 0; n < HOLDS; n++) {
				const slot = events.pop();
				events.push(events.time[slot] + later[n & 65535], pending + n, 1, 0, 0, 0, 0, void 0);
			}
			return { units: HOLDS };
		}
	};
}
function heapOfObjects(pending, later) {
	return {
		name: "heap of objects",
		run() {
			const heap = new ObjectHeap();
			for (let n = 0; n < pending; n++) heap.push({
				time: later[n & 65535],
				order: n
			});
			for (let n = 0; n < HOLDS; n++) {
				const { time } = heap.pop();
				heap.push({
					time: time + later[n & 65535],
					order: pending + n
				});
			}
			return { units: HOLDS };
		}
	};
}
/** Calls whose time-outs are cancelled when the answer comes, beside time-outs left to fire for nothing. */
async function cancelling() {
	const later = increments();
	const run = (cancel) => ({
		name: cancel ? "cancelled" : "left lying",
		run() {
			const events = new EventQueue();
			let order = 0;
			let now = 0;
			let answered = 0;
			const ask = () => {
				const timeout = events.push(now + 1e5, order++, 2, 0, 0, 0, 0, void 0);
				events.push(now + later[order & 65535], order++, 1, 0, timeout, 0, 0, void 0);
			};
			for (let n = 0; n < 100; n++) ask();
			while (answered < HOLDS) {
				const slot = events.pop();
				now = events.time[slot];
				if (events.kind[slot] === 2) continue;
				if (cancel) events.cancel(events.a[slot]);
				answered++;
				ask();
			}
			return { units: answered };
		}
	});
	const [cancelled, lying] = await sideBySide([run(true), run(false)], ROUNDS);
	return {
		bench: "queue",
		name: "calls with cancelled time-outs / left lying",
		value: (cancelled?.perSecond ?? NaN) / (lying?.perSecond ?? NaN),
		unit: "x"
	};
}
// bench/raft.ts
/**
* What a complete run of Raft costs: five nodes, four clients, ten virtual seconds, an operator who has others vote and
* lead, faults and checking included. A process of its own, with the memory that threads of `explore` have.
*/
const SEEDS = 200;
const WARM_UP = 5;
const PARAMS = {
	nodes: 5,
	spares: 0,
	clients: 4
};
/** Mean pauses of a client between its operations, in ms: as the scenario has it, and twice as long. */
const PAUSES_MS = [100, 200];
const LOOP = fileURLToPath(new URL("./plain-loop.js", new URL("./raft.js", import.meta.url).href));
async function raft() {
	const figures = [];
	for (const everyMs of PAUSES_MS) {
		const params = {
			...PARAMS,
			everyMs
		};
		const { events, operations } = await simulate(raftScenario, {
			seed: 1,
			params
		});
		figures.push({
			bench: "raft",
			name: `runs a CPU minute, ${events} events, ${operations.ok} answers`,
			value: await runsPerMinute(params),
			unit: "runs",
			...everyMs === PAUSES_MS[0] ? { aim: ">= 5,000" } : {}
		});
	}
	return figures;
}
async function runsPerMinute(params) {
	const loop = fork(LOOP, [
		raftScenario.name,
		String(SEEDS),
		JSON.stringify(params)
	], { execArgv: ["--max-semi-space-size=32"] });
	const perMinute = [];
	try {
		for (let round = 0; round < 12; round++) {
			loop.send("go");
			const [cpuSeconds] = await once(loop, "message");
			if (round >= WARM_UP) perMinute.push(12e3 / cpuSeconds);
		}
	} finally {
		loop.kill();
	}
	return Math.max(...perMinute);
}
// bench/report.ts
/** What the report costs: its sizes, its making, and in a browser its first paint and its steps. */
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const QUIET = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync"
];
const STEPS = 40;
const bench = "report";
/** So many events, or a few more, of so much virtual time. */
const SIZES = [{
	events: 1e4,
	name: "10,000 events",
	durationMs: 12500
}, {
	events: 2e5,
	name: "200,000 events",
	durationMs: 26e4
}];
async function report() {
	const folder = mkdtempSync(join(tmpdir(), "seedstorm-bench-"));
	const hasBrowser = existsSync(CHROMIUM);
	if (!hasBrowser) process.stderr.write("no Chromium is installed: the page of the report is not measured\n");
	const browser = hasBrowser ? await chromium.launch({
		executablePath: CHROMIUM,
		args: QUIET
	}) : void 0;
	try {
		const figures = [];
		for (const { name, durationMs } of SIZES) figures.push(...await ofSize(name, durationMs, folder, browser));
		return figures;
	} finally {
		await browser?.close();
		rmSync(folder, {
			recursive: true,
			force: true
		});
	}
}
async function ofSize(name, durationMs, folder, browser) {
	const scenario = {
		...scenarios.find((scenario) => scenario.name === "replication/raft"),
		durationMs
	};
	const [run, running] = await cpuOf(() => simulate(scenario, {
		seed: 7,
		faults: "calm"
	}));
	const [html, making] = await cpuOf(async () => reportHtml(await runReport(scenario, run, {
		replay: "",
		version: ""
	})));
	const what = `${name} (${run.events})`;
	const figures = [{
		bench,
		name: `${what}: size of the file`,
		value: html.length / 1024,
		unit: "KB",
		...durationMs < 2e4 ? { aim: "< 1024" } : {}
	}, {
		bench,
		name: `${what}: making it, against the run itself`,
		value: making / running,
		unit: "x"
	}];
	if (browser === void 0) return figures;
	const path = join(folder, `${run.events}.html`);
	writeFileSync(path, html);
	const page = await browser.newPage({ viewport: {
		width: 1440,
		height: 900
	} });
	const before = performance.now();
	await page.goto(`file://${path}`);
	await page.waitForSelector("canvas[data-drawn]");
	const paintMs = performance.now() - before;
	await page.evaluate(`location.hash = '#event=${Math.floor(run.events / 2)}'`);
	await page.waitForSelector(`.inspector[data-event="${Math.floor(run.events / 2)}"]`);
	const whole = await stepMs(page, "ArrowRight");
	await page.getByRole("button", { name: "Go to the event" }).click();
	const near = await stepMs(page, "ArrowRight");
	const back = await stepMs(page, "ArrowLeft");
	await page.close();
	const empty = await browser.newPage();
	const frame = await stepMs(empty, "ArrowRight");
	await empty.close();
	return [
		...figures,
		{
			bench,
			name: `${what}: until it is drawn`,
			value: paintMs,
			unit: "ms",
			...durationMs < 2e4 ? { aim: "< 1000" } : {}
		},
		{
			bench,
			name: `${what}: a step, whole run in view, against an empty page`,
			value: whole / frame,
			unit: "x"
		},
		{
			bench,
			name: `${what}: a step, from near, against an empty page`,
			value: near / frame,
			unit: "x"
		},
		{
			bench,
			name: `${what}: a step back, against an empty page`,
			value: back / frame,
			unit: "x"
		}
	];
}
/** Median time from a key to the end of the frame that shows it. */
function stepMs(page, key) {
	return page.evaluate(`(async () => {
    const times = [];
    for (let step = 0; step < ${STEPS}; step++) {
      const before = performance.now();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      times.push(performance.now() - before);
    }
    return times.sort((a, b) => a - b)[20];
  })()`);
}
async function cpuOf(act) {
	const before = process.cpuUsage();
	const value = await act();
	const { user, system } = process.cpuUsage(before);
	return [value, user + system];
}
// bench/world-costs.ts
/** What a world costs: its record, its set-up, its memory. */
async function worldCosts() {
	return [
		await recordCost(),
		...await setUpShare(),
		memory()
	];
}
/** Fingerprint and ring on, beside a world in which both do nothing. */
async function recordCost() {
	const run = (name, silent) => ({
		name,
		run() {
			const world = new World(gossipSetup(gossipMachine, 1e3));
			if (silent) {
				world.fingerprint.event = () => void 0;
				world.ring.add = () => void 0;
			}
			runStateMachines(world);
			return { units: world.events };
		}
	});
	const [on, off] = await sideBySide([run("on", false), run("off", true)], 7);
	return {
		bench: "world",
		name: "fingerprint and ring",
		value: ((off?.perSecond ?? NaN) / (on?.perSecond ?? NaN) - 1) * 100,
		unit: "%",
		aim: "at most 8"
	};
}
const echo = stateMachine({
	start(node) {
		node.setTimer("tell", 10);
		return { seen: 0 };
	},
	onRequest(state, _request, node) {
		node.reply(++state.seen);
	},
	onMessage(state, message) {
		state.seen = Math.max(state.seen, message.seen);
	},
	onTimer(state, timer, node) {
		node.broadcast({ seen: state.seen });
		node.setTimer(timer, 10);
	}
});
/** Five nodes, two clients, rough faults, about 5,000 events. */
const small = defineScenario({
	name: "bench/five-nodes",
	summary: "Five nodes that tell each other how many requests they saw",
	params: z.object({}),
	nodes: () => [
		"n1",
		"n2",
		"n3",
		"n4",
		"n5"
	],
	protocol: echo,
	workload: () => clients(2, { ask: 1 }, { everyMs: 20 }),
	faults: "rough",
	durationMs: 2e3,
	check: {}
});
async function setUpShare() {
	const RUNS = 200;
	let seed = 0;
	const [setUp, whole] = await sideBySide([{
		name: "set-up",
		run() {
			for (let n = 0; n < RUNS; n++) new World(prepare(small, { seed: ++seed }, void 0).setup);
			return { units: RUNS };
		}
	}, {
		name: "whole run",
		async run() {
			for (let n = 0; n < RUNS; n++) await simulate(small, { seed: ++seed });
			return { units: RUNS };
		}
	}], 5);
	const { events } = await simulate(small, { seed: 1 });
	return [{
		bench: "world",
		name: `5-node run of ${events} events`,
		value: whole?.perSecond ?? NaN,
		unit: "seeds/s"
	}, {
		bench: "world",
		name: "set-up share of it",
		value: (whole?.perSecond ?? NaN) / (setUp?.perSecond ?? NaN) * 100,
		unit: "%",
		aim: "at most 10"
	}];
}
/** Heap in use at ten times the events, beside at one time. */
function memory() {
	const world = new World(gossipSetup(gossipMachine, 4e3));
	const heapAfter = (events) => {
		while (world.events < events && world.step());
		globalThis.gc?.();
		return process.memoryUsage().heapUsed;
	};
	const early = heapAfter(5e4);
	return {
		bench: "world",
		name: "heap after 500 k events / after 50 k",
		value: heapAfter(5e5) / early,
		unit: "x",
		aim: "about 1"
	};
}
// bench/main.ts
/** `npm run bench`: side-by-side ratios of the engine. `npm run bench raft` runs that one only, `--json` is for scripts. */
const benches = {
	gossip,
	queue,
	worldCosts,
	raft,
	explore,
	programs,
	amqp,
	report
};
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const stranger = asked.find((name) => !(name in benches));
if (stranger !== void 0) {
	process.stderr.write(`no benchmark is called '${stranger}'; there are ${Object.keys(benches).join(", ")}\n`);
	process.exit(64);
}
const figures = [];
for (const [name, bench] of Object.entries(benches)) {
	if (asked.length > 0 && !asked.includes(name)) continue;
	const found = await bench();
	figures.push(...found);
	if (!process.argv.includes("--json")) for (const figure of found) print(figure);
}
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify({
	node: process.version,
	figures
})}\n`);
function print({ bench, name, value, unit, aim }) {
	const number = value >= 100 ? value.toFixed(0) : value.toPrecision(3);
	process.stdout.write(`${bench.padEnd(8)} ${name.padEnd(52)} ${number.padStart(8)} ${unit}${aim === void 0 ? "" : `  (aim: ${aim})`}\n`);
}
export {};

//# sourceMappingURL=main.js.map