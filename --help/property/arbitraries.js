import { Cn as EventKind, En as copyPlain, G as fitBudget, Gt as InputError, I as stepDrained, It as budgetSchema, L as stepOn, N as assertOptions, O as prepare, R as World, Ut as read, Xt as installAmbient, _n as MAX_MS, bn as unknownName, gn as shown, mn as stateMachine, vn as toMicros, yn as toMs } from "../sim/sim.js";
import { a as firstPlace, i as operationText, n as faultText, o as smallerPlans, r as linesOf, t as counted } from "./plan-text.js";
import { Arbitrary, Stream, Value, integer, noBias, noShrink, toStringMethod } from "fast-check";
// property/plan-arbitrary.ts
/** The arbitrary under the others: draws a seed and what a scenario makes of it, and shrinks the plan. */
const MAX_SEED = 2147483647;
/** Draws runs of a scenario. What is wrong with the options is said when it is made, not within a property. */
var PlanArbitrary = class extends Arbitrary {
	keep;
	scenario;
	options;
	loaded;
	budget;
	members;
	/** @param keep what of a drawn plan is wanted */
	constructor(scenario, given, keep) {
		super();
		this.keep = keep;
		assertOptions(given, [
			"params",
			"bug",
			"profile",
			"budget",
			"loaded"
		], "a plan");
		const { params = {}, bug, profile, budget, loaded } = given;
		if (budget !== void 0) read(budgetSchema, budget, "budget");
		const { vary: _, ...fixed } = scenario;
		this.scenario = {
			...fixed,
			...budget === void 0 ? {} : { budget }
		};
		this.options = {
			params,
			...bug === void 0 ? {} : { bug },
			...profile === void 0 ? {} : { faults: profile }
		};
		this.loaded = loaded;
		const { setup, params: full } = this.prepared({ seed: 0 });
		const limits = this.scenario.budget;
		this.budget = typeof limits === "function" ? limits(full) : limits;
		this.members = setup.nodes.filter(({ member }) => member).map(({ name }) => name);
	}
	generate(random) {
		const seed = random.nextInt(0, MAX_SEED);
		const plan = this.keep(this.prepared({ seed }).setup.plan);
		return new Value({
			seed,
			plan
		}, { place: firstPlace(plan) });
	}
	canShrinkWithoutContext(value) {
		const { seed, plan } = value;
		if (plan === void 0) return false;
		try {
			this.prepared({
				seed,
				plan
			});
			return true;
		} catch (error) {
			if (error instanceof InputError) return false;
			throw error;
		}
	}
	shrink({ seed, plan }, context) {
		const { place } = context ?? { place: firstPlace(plan) };
		return new Stream(this.smaller(seed, plan, place));
	}
	*smaller(seed, plan, from) {
		const budgeted = this.keepsBudget(plan);
		for (const { plan: smaller, next } of smallerPlans(plan, from)) if (!budgeted || this.keepsBudget(smaller)) yield new Value({
			seed,
			plan: smaller
		}, { place: next });
	}
	/** Less may be more than the budget allows: a clock that ran fast may have made up for one that ran slow. */
	keepsBudget({ faults }) {
		if (this.budget === void 0) return true;
		const fitted = fitBudget(faults, this.budget, { nodes: this.members });
		return JSON.stringify(fitted) === JSON.stringify(faults);
	}
	prepared(run) {
		return prepare(this.scenario, {
			...this.options,
			...run
		}, this.loaded);
	}
};
// property/lone-world.ts
const silent = stateMachine({
	start: () => ({}),
	onRequest: () => void 0,
	onMessage: () => void 0,
	onStream: () => void 0,
	onMembership: () => void 0
});
/** Nothing is drawn: what takes time takes the same time whatever the seed. */
const millisecond = {
	kind: "constant",
	ms: 1
};
/** A sync is never over at once, and moves no other clock that a test could see. */
const instant = {
	kind: "constant",
	ms: .001
};
function loneWorld({ program, id, members, clients, seed }) {
	return new World({
		seed,
		nodes: members.map((name) => ({
			name,
			program: name === id ? program : silent,
			version: "v1",
			member: true
		})),
		clients,
		plan: {
			schema: 1,
			faults: [],
			operations: []
		},
		network: { latency: millisecond },
		disk: {
			readLatency: instant,
			writeLatency: instant,
			syncLatency: instant
		},
		clocks: {
			maxOffsetMs: 0,
			maxDriftPpm: 0
		},
		versions: {},
		finalOperations: [],
		durationMs: MAX_MS,
		clientTimeoutMs: 1e3,
		lastInvokeMs: 0,
		restartAfterMs: 1e3,
		limits: {
			maxEvents: 5e6,
			maxEventsPerInstant: 1e5
		},
		invariants: {}
	});
}
// property/reaction-recorder.ts
var ReactionRecorder = class {
	world;
	node;
	left = nothing();
	writes = [];
	exited;
	heldBefore;
	written = 0;
	constructor(world, node) {
		this.world = world;
		this.node = node;
		this.heldBefore = this.held();
		world.observer = this;
	}
	/** The node is about to do something: what it writes from now on is news. */
	event() {
		this.written = this.node.storage.disk.position;
	}
	/** It has done so. A sync that is over has made durable only what was written before. */
	handled() {
		this.writes.push(...this.node.storage.disk.since(this.written).map(writtenOf));
		this.written = this.node.storage.disk.position;
	}
	sent(datagram) {
		if (datagram.from === this.node.index) this.leave(this.left, datagram);
	}
	dropped(datagram, _why, when) {
		if (when === "leaving") this.sent(datagram);
	}
	effect(node, input) {
		if (node === this.node.index) this.left.effects.push(copyPlain(input));
	}
	note(node, what, data) {
		if (node === this.node.index && what === "exit") this.exited = String(data);
	}
	/** All it did since this was asked last. */
	take() {
		const { left, writes, exited, heldBefore } = this;
		const held = this.held();
		const reached = [...held].filter(([site, times]) => times > (heldBefore.get(site) ?? 0));
		this.left = nothing();
		this.writes = [];
		this.exited = void 0;
		this.heldBefore = held;
		return {
			state: copyPlain(this.node.seen, "state"),
			...left,
			timers: this.timers(),
			writes,
			afterSync: this.waiting(),
			reached: reached.map(([site]) => site).sort(),
			...exited === void 0 ? {} : { exited }
		};
	}
	/** Milliseconds until each timer is due, in that order. */
	timers() {
		const { world, node } = this;
		const { queue } = world;
		const set = queue.pending().filter((slot) => queue.kind[slot] === EventKind.Timer && queue.node[slot] === node.index).map((slot) => [world.nameOfInterned(queue.a[slot]), toMs(queue.time[slot] - world.now)]);
		return Object.fromEntries(set);
	}
	waiting() {
		const leaves = nothing();
		for (const what of this.node.storage.waiting) if (what.kind === "send") this.leave(leaves, {
			...what,
			kind: what.message
		});
		else if (what.kind === "effect") leaves.effects.push(copyPlain(what.input));
		return leaves;
	}
	leave(leaves, { kind, to: endpoint, id, payload }) {
		const to = this.world.endpointName(endpoint);
		switch (kind) {
			case EventKind.Message:
				leaves.sent.push({
					to,
					message: copyPlain(payload)
				});
				return;
			case EventKind.Call:
				leaves.sent.push({
					to,
					message: copyPlain(payload),
					call: id
				});
				return;
			case EventKind.Answer:
				leaves.replies.push({
					to,
					value: copyPlain(payload)
				});
				return;
			case EventKind.Refusal:
				leaves.replies.push({
					to,
					...payload
				});
				return;
		}
	}
	/** How often each site held so far. */
	held() {
		const { sometimes, reachable } = this.world.coverage.result();
		return new Map([...Object.entries(sometimes), ...Object.entries(reachable)].map(([site, { held }]) => [site, held]));
	}
};
function nothing() {
	return {
		sent: [],
		replies: [],
		effects: []
	};
}
function writtenOf(entry) {
	const { path: file } = entry;
	switch (entry.op) {
		case "write":
		case "append": return {
			op: entry.op,
			file,
			value: copyPlain(entry.record.value)
		};
		case "truncate": return {
			op: "truncate",
			file,
			count: entry.count
		};
		case "delete": return {
			op: "delete",
			file
		};
	}
}
// property/lone-node.ts
/**
* What can happen to a test node, as steps of the engine. Each action is a generator: every `yield` asks whoever drives it
* to make the next event of the world happen, so that both styles of programs share one text.
*/
/** Not a fault of any plan. */
const FAILING_SYNC = -1;
var LoneNode = class {
	setup;
	world;
	node;
	recorder;
	/** What a test lets happen comes before all that is due: no order below 0 is ever given out. */
	order = 0;
	incidents = 0;
	constructor(setup, disk) {
		this.setup = setup;
		this.world = loneWorld(setup);
		this.node = this.world.node(setup.id);
		const { storage } = this.node;
		for (const [file, value] of Object.entries(disk)) storage.disk.write(file, value, {});
		storage.disk.persist(storage.disk.position);
		this.recorder = new ReactionRecorder(this.world, this.node);
	}
	/** What it did since this was asked last. */
	reaction() {
		return this.recorder.take();
	}
	/** A copy of what there is to see of its memory. */
	stateNow() {
		return copyPlain(this.node.seen, "state");
	}
	/** To be called after every step: an error that nobody handled is the test's. @throws Error in one sentence */
	assertWell() {
		const { world } = this;
		world.assertSound();
		const incident = world.incidents.all[this.incidents];
		if (incident === void 0) return;
		this.incidents = world.incidents.all.length;
		throw new Error(incident.message);
	}
	/** All members start. */
	*start() {
		for (let left = this.world.nodes.length; left > 0; left--) yield;
		yield* this.awake();
	}
	/** A message or call of another node, a request of a client. */
	*arrive(kind, from, payload) {
		this.assertRuns(kind === "message" ? "receive" : kind);
		const { world, setup } = this;
		const known = kind === "request" ? setup.clients : setup.members;
		if (typeof from !== "string" || !known.includes(from)) throw new InputError("", `${kind === "message" ? "receive" : kind}: ${typeof from === "string" ? unknownName(kind === "request" ? "client" : "node", from, known) : `expected the name of ${kind === "request" ? "a client" : "the node it comes from"}, got ${shown(from)}`}`);
		const id = kind === "message" ? 0 : world.nextId();
		this.next(kindOf[kind], world.endpoint(from), id, copyPlain(payload, kind));
		yield;
	}
	/** A call that the node made ends. */
	*answer(call, how) {
		this.assertRuns("answer");
		const pending = this.node.agenda.calls.get(call);
		if (pending === void 0) throw new InputError("", this.unknownCall(call));
		if ("value" in how) this.next(EventKind.Answer, pending.to, call, copyPlain(how.value, "answer"));
		else this.next(EventKind.Refusal, pending.to, call, {
			error: how.error,
			definite: how.definite
		});
		yield;
	}
	/** Time goes by, and what is due happens. */
	*advance(ms) {
		const { world } = this;
		const until = world.now + toMicros(ms);
		if (typeof ms !== "number" || !(ms >= 0 && until < toMicros(36e9))) throw new InputError("", `advance: expected milliseconds, at least 0, got ${shown(ms)}`);
		while (this.nextAt <= until) yield;
		world.now = until;
	}
	/** Time goes by up to a timer, which fires. */
	*fire(timer) {
		this.assertRuns("fire");
		const { world, node } = this;
		const { queue } = world;
		const timers = queue.pending().filter((slot) => queue.kind[slot] === EventKind.Timer && queue.node[slot] === node.index);
		const nameOf = (slot) => world.nameOfInterned(queue.a[slot]);
		const slot = timers.find((each) => nameOf(each) === timer);
		if (slot === void 0) throw new InputError("", `fire: ${unknownName("timer that is set", String(timer), timers.map(nameOf))}`);
		const [order, due] = [queue.order[slot], queue.time[slot]];
		for (let fired = false; !fired;) {
			const next = queue.peek();
			if (this.nextAt > due) throw new InputError("", `fire: timer '${timer}' was cleared or set anew before it was due`);
			fired = queue.order[next] === order;
			yield;
		}
	}
	/** The disk does what it was asked to: all syncs end, and those that follow from them. */
	*sync(ok) {
		this.assertRuns("sync");
		const { storage } = this.node;
		if (!ok) storage.faults.syncFailures.set(FAILING_SYNC, 1);
		try {
			for (let rounds = 0; this.busy; rounds++) {
				if (rounds > 1e4) throw new InputError("", "sync: each sync of the node asks for another");
				yield;
			}
		} finally {
			storage.faults.syncFailures.delete(FAILING_SYNC);
		}
	}
	/** The process ends, at once, and starts again with what is on the disk. */
	*restart(unsynced) {
		const fates = [
			"lost",
			"kept",
			"torn"
		];
		if (!fates.includes(unsynced)) throw new InputError("", `restart: unsynced: ${unknownName("outcome of unsynced writes", String(unsynced), fates)}`);
		const { world, node } = this;
		node.end("dark");
		node.storage.powerCut(unsynced);
		node.startAt(world.now);
		const next = node.incarnation + 1;
		while (node.incarnation < next) yield;
		yield* this.awake();
	}
	/** When the next event is due. */
	get nextAt() {
		const slot = this.world.queue.peek();
		return slot < 0 ? Infinity : this.world.queue.time[slot];
	}
	/** An async program begins with its disk: only when that is done does it serve anybody. */
	*awake() {
		if (this.setup.program.style === "async" && this.node.status === "up") yield* this.sync(true);
	}
	/** Whether the disk does something that it was asked to. */
	get busy() {
		const { queue } = this.world;
		if (this.node.storage.busy) return true;
		return queue.pending().some((slot) => queue.kind[slot] === EventKind.Sync && queue.node[slot] === this.node.index);
	}
	/** Puts an event of the node on the calendar that happens before all others. */
	next(kind, a, b, payload) {
		const { world, node } = this;
		world.queue.push(world.now, --this.order, kind, node.index, a, b, world.events, payload);
	}
	assertRuns(verb) {
		if (this.node.status === "up") return;
		const { id } = this.setup;
		throw new InputError("", `${verb}: the process of ${id} has ended; restart() starts it again`);
	}
	unknownCall(call) {
		const open = [...this.node.agenda.calls].map(([id, { to }]) => `${id} (to ${this.world.endpointName(to)})`);
		const waits = open.length === 0 ? "waits for none" : `waits for ${open.join(", ")}`;
		return `answer: ${this.setup.id} waits for no call ${shown(call)}; it ${waits}. The number of a call stands beside its message in \`sent\``;
	}
};
const kindOf = {
	message: EventKind.Message,
	call: EventKind.Call,
	request: EventKind.Request
};
// property/node-actions.ts
/**
* What a test can let happen to a node: each call is one thing. `R` is what a call gives: a reaction, or the promise of one.
*/
var NodeActions = class {
	lone;
	/** @internal use `testNode` or `testAsyncNode` */
	constructor(lone) {
		this.lone = lone;
	}
	/** A copy of its state; undefined while its process is not there. */
	get state() {
		return this.lone.stateNow();
	}
	/** Virtual milliseconds since it was made. */
	get nowMs() {
		return toMs(this.lone.world.now);
	}
	/** A message of another node arrives. */
	receive(from, message) {
		return this.react(this.lone.arrive("message", from, message));
	}
	/** A call of another node arrives, which waits for an answer: see `replies`. */
	call(from, message) {
		return this.react(this.lone.arrive("call", from, message));
	}
	/** A client asks. @param from which one; default: the first */
	request(request, from = this.lone.setup.clients[0]) {
		return this.react(this.lone.arrive("request", from, request));
	}
	/** A call that the node made is answered. @param call its number, as `sent` tells it */
	answer(call, value) {
		return this.react(this.lone.answer(call, { value }));
	}
	/** A call that the node made is refused. @param definite false: it may have had an effect all the same */
	refuse(call, error, definite = true) {
		return this.react(this.lone.answer(call, {
			error,
			definite
		}));
	}
	/** Time goes on to where a timer is due, and it fires; what is due before it happens before it. */
	fire(timer) {
		return this.react(this.lone.fire(timer));
	}
	/** Time goes by, in milliseconds: timers fire, syncs end, calls that nobody answers time out. */
	advance(ms) {
		return this.react(this.lone.advance(ms));
	}
	/**
	* The disk ends the syncs that the node asked for, with `ok: false` in failure: what waited for them leaves. One sync
	* takes 0.001 ms.
	*/
	sync(options = {}) {
		assertOptions(options, ["ok"], "sync");
		return this.react(this.lone.sync(options.ok ?? true));
	}
	/** The power fails, and the node starts again at once: by default with what was synced, and nothing else. */
	restart(options = {}) {
		assertOptions(options, ["unsynced"], "restart");
		return this.react(this.lone.restart(options.unsynced ?? "lost"));
	}
};
// property/test-node.ts
/** `testNode` and `testAsyncNode`: a handler tested by one call. One node in a world of the real engine. */
/**
* A node that a test drives. Each call makes one thing happen, and returns what the node did. Time passes only in
* `advance`, `fire` and `sync`. Errors that the program does not handle are thrown, as one sentence.
*/
var TestNode = class extends NodeActions {
	/** What it did when it started. */
	started;
	/** @internal use {@link testNode} */
	constructor(lone) {
		super(lone);
		this.started = this.react(lone.start());
	}
	react(steps) {
		const { world } = this.lone;
		const uninstall = installAmbient(() => world.running?.host);
		try {
			for (const _ of steps) {
				stepOn(world, 1);
				this.lone.assertWell();
			}
		} catch (error) {
			this.lone.reaction();
			throw error;
		} finally {
			uninstall();
		}
		return this.lone.reaction();
	}
};
/**
* Makes one node that runs a program, and starts it, to test a handler by one call without a scenario. The engine itself runs it, in a world in which nobody else acts. So a handler does here what it does in a run.
*
* @example
* const node = testNode<Tickets>(office);
* node.request({ f: 'take' }).writes; // [{ op: 'write', file: 'next', value: 2 }]
* node.restart().state; // { next: 1 }: nothing was synced
* @throws InputError in one sentence for an async program, or options that make no sense
*/
function testNode(program, options = {}) {
	return new TestNode(loneNodeOf("testNode", "state-machine", program, options));
}
/**
* A node of an async program that a test drives; else as {@link TestNode}. The disk takes 0.001 ms for each
* operation: `sync` lets it do all it was asked to, `advance` whatever is due. Timers of `setTimeout` and `sleep`
* have no names, so `advance` fires them.
*/
var TestAsyncNode = class extends NodeActions {
	last = Promise.resolve();
	/** What it did when it started, until its disk was done. */
	started;
	/** @internal use {@link testAsyncNode} */
	constructor(lone) {
		super(lone);
		this.started = this.react(lone.start());
	}
	/** Calls run one after another, even if the test does not await them. */
	react(steps) {
		const reaction = this.last.then(() => this.drive(steps));
		this.last = reaction.catch(() => void 0);
		return reaction;
	}
	async drive(steps) {
		const { lone } = this;
		try {
			for (const _ of steps) {
				await stepDrained(lone.world);
				lone.assertWell();
			}
		} catch (error) {
			lone.reaction();
			throw error;
		}
		return lone.reaction();
	}
};
/**
* {@link testNode} for async programs: every call gives a promise, and between two events every promise of the program
* has run, as in a run.
*
* @example
* const node = await testAsyncNode<Tickets>(office);
* (await node.request({ f: 'take' })).replies; // []: it waits for the disk
* (await node.sync()).replies; // [{ to: 'c1', value: 1 }]
* @throws InputError in one sentence for a state machine, or options that make no sense; Error where the program fails
*/
async function testAsyncNode(program, options = {}) {
	const node = new TestAsyncNode(loneNodeOf("testAsyncNode", "async", program, options));
	await node.started;
	return node;
}
const otherStyle = {
	"state-machine": "expected a program made by stateMachine",
	async: "expected a program made by asyncProgram"
};
function loneNodeOf(called, style, program, options) {
	if (styleOf(program) !== style) throw new InputError("", `${called}: ${otherStyle[style]}, got ${whatIs(program)}`);
	assertOptions(options, [
		"id",
		"members",
		"clients",
		"seed",
		"disk"
	], called);
	const { members = [
		"n1",
		"n2",
		"n3"
	], clients = ["c1", "c2"], seed = 1, disk = {} } = options;
	const { id = members[0] } = options;
	if (!members.includes(id)) throw new InputError("id", unknownName("member", id, members));
	const names = [...members, ...clients];
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== void 0) throw new InputError("", `${called}: two members or clients are called '${twice}'`);
	if (clients.length === 0) throw new InputError("clients", "expected at least one client, got none");
	return new LoneNode({
		program,
		id,
		members,
		clients,
		seed
	}, disk);
}
function styleOf(program) {
	return Object(program).style;
}
function whatIs(program) {
	const style = styleOf(program);
	if (style === "async") return "an async program: use testAsyncNode";
	return style === "state-machine" ? "a state machine: use testNode" : shown(program);
}
// property/arbitraries.ts
/**
* Entry point `seedstorm/property`: seeds, faults, workloads and whole runs as fast-check arbitraries, to be used in
* any property beside one's own, and `testNode`, which tests a handler by one call. What the arbitraries shrink to has
* fewer faults, fewer operations and shorter windows.
*/
/**
* Seeds, all equally likely. They do not shrink: a smaller seed is no simpler, only another.
*/
function seeds() {
	return noShrink(noBias(integer({
		min: 0,
		max: 2147483647
	})));
}
/**
* Whole runs of a scenario: seed, faults, operations. Shrinks to fewer faults, fewer operations and shorter windows,
* with the seed as it was; the fault budget of the scenario holds throughout.
*
* @example
* fc.assert(fc.asyncProperty(runPlan(lease), async (run) => (await simulate(lease, run)).expectValid()));
* @throws InputError in one sentence for parameters, bugs and profiles that are not right
*/
function runPlan(scenario, options = {}) {
	const rest = {
		params: options.params ?? {},
		...options.bug === void 0 ? {} : { bug: options.bug }
	};
	return new PlanArbitrary(scenario, options, (plan) => plan).map(({ seed, plan }) => printedAs({
		seed,
		...rest,
		plan
	}, () => runText(scenario.name, {
		seed,
		...rest,
		plan
	})), (value) => {
		const { seed, plan } = value ?? {};
		return {
			seed,
			plan
		};
	});
}
/**
* What goes wrong in runs of a scenario: `simulate(scenario, { seed, faults })`. Shrinks to fewer faults and shorter
* windows.
* @throws InputError in one sentence for parameters, bugs and profiles that are not right
*/
function faultPlan(scenario, options = {}) {
	return new PlanArbitrary(scenario, options, (plan) => ({
		...plan,
		operations: []
	})).map(({ plan: { faults } }) => printedAs([...faults], () => listText("fault", faults, faultText)), (value) => ({
		seed: 0,
		plan: {
			schema: 1,
			faults: value,
			operations: []
		}
	}));
}
/**
* What clients of a scenario will ask for: the `operations` of a plan. Shrinks to fewer operations.
* @throws InputError in one sentence for parameters and bugs that are not right
*/
function workload(scenario, options = {}) {
	return new PlanArbitrary(scenario, {
		...options,
		profile: "none"
	}, (plan) => plan).map(({ plan: { operations } }) => printedAs([...operations], () => listText("operation", operations, operationText)), (value) => ({
		seed: 0,
		plan: {
			schema: 1,
			faults: [],
			operations: value
		}
	}));
}
/** Lets fast-check print a value in our words. Nobody else sees the difference: it stays plain data. */
function printedAs(value, text) {
	return Object.defineProperty(value, toStringMethod, {
		value: text,
		enumerable: false
	});
}
function runText(name, { seed, params, bug, plan }) {
	return [
		`${name} seed ${seed}${Object.entries(params).map(([param, value]) => ` ${param}=${JSON.stringify(value)}`).join("")}${bug === void 0 ? "" : ` bug ${bug}`}`,
		listText("fault", plan.faults, faultText),
		listText("operation", plan.operations, operationText),
		`  as data: ${JSON.stringify({
			seed,
			params,
			...bug === void 0 ? {} : { bug },
			plan
		})}`
	].join("\n");
}
function listText(noun, items, text) {
	return [`  ${counted(items.length, noun)}`, ...linesOf(items, (item) => `  ${text(item)}`)].join("\n");
}
export { faultPlan, runPlan, seeds, testAsyncNode, testNode, workload };

//# sourceMappingURL=arbitraries.js.map