import { Cn as EventKind, E as jsonText, F as runToEnd, Gt as InputError, Lt as lasts, O as prepare, R as World, ct as describeFault, h as load, lt as tookPlace, wn as eventKindName } from "../sim/sim.js";
import { a as MarkKind, i as Fate, n as patchBetween, o as Part, t as applyPatch } from "./patch.js";
// report/data/columns.ts
/** Tables as columns, and texts that stand once, however many rows name them. */
function columns(...names) {
	return Object.fromEntries(names.map((name) => [name, []]));
}
var TextPool = class {
	texts = [];
	numbers = /* @__PURE__ */ new Map();
	/** Place of a text. */
	number(text) {
		let number = this.numbers.get(text);
		if (number === void 0) {
			number = this.texts.push(text) - 1;
			this.numbers.set(text, number);
		}
		return number;
	}
	/** Place of a value as JSON text; -1 for nothing. */
	json(value) {
		return value === void 0 ? -1 : this.number(jsonText(value));
	}
};
// report/data/firsts.ts
var FirstTimes = class {
	result = {
		event: [],
		site: [],
		states: []
	};
	known = /* @__PURE__ */ new Set();
	/** A site counts once what it says holds there, as in a campaign. @param event at which it was reached */
	reached(site, event) {
		if (this.known.has(site)) return;
		this.known.add(site);
		this.result.event.push(event);
		this.result.site.push(site);
	}
};
// report/data/node-recorder.ts
/** Long enough to tell how fast a clock goes. */
const SECOND_US = 1e6;
var NodeRecorder = class {
	world;
	texts;
	changes = columns("event", "lane", "part", "patch");
	statuses = {
		event: [],
		lane: [],
		status: []
	};
	clocks = columns("event", "lane", "errorUs", "ppm");
	known;
	/** What a clock shows that is right, at the start. */
	epochMs = Date.UTC(2026, 0, 1);
	constructor(world, texts) {
		this.world = world;
		this.texts = texts;
		this.known = world.nodes.map(() => ({
			status: "absent",
			parts: [
				void 0,
				void 0,
				void 0
			],
			changes: 0,
			clock: {
				errorUs: 0,
				ppm: 0,
				atUs: 0
			}
		}));
	}
	/**
	* Writes down what is new about a node.
	* @param closely also what changes without a trace in its state: files made durable, clocks
	*/
	look(index, closely) {
		const node = this.world.nodes[index];
		const known = this.known[index];
		if (node === void 0 || known === void 0) return;
		const isOther = node.status !== known.status;
		if (isOther) {
			known.status = node.status;
			this.statuses.event.push(this.world.events);
			this.statuses.lane.push(index);
			this.statuses.status.push(node.status);
		}
		this.change(known, index, Part.Memory, this.stateOf(index));
		const { disk } = node.storage;
		if (closely || isOther || disk.changes !== known.changes) {
			known.changes = disk.changes;
			const { cache, platter } = disk.save();
			this.change(known, index, Part.Durable, filesOf(platter));
			this.change(known, index, Part.Cache, filesOf(cache));
		}
		if (closely || isOther) this.lookAtClock(index, known);
	}
	/** Closures of async programs are no data; they have no state to show. */
	stateOf(index) {
		try {
			return this.world.stateOf(index);
		} catch {
			return;
		}
	}
	change(known, lane, part, value) {
		const patch = patchBetween(known.parts[part], value);
		if (patch.length === 0) return;
		known.parts[part] = applyPatch(known.parts[part], patch);
		this.changes.event.push(this.world.events);
		this.changes.lane.push(lane);
		this.changes.part.push(part);
		this.changes.patch.push(this.texts.number(JSON.stringify(value === void 0 ? [[[]]] : patch)));
	}
	lookAtClock(index, known) {
		const clock = this.world.nodes[index]?.clock;
		if (clock === void 0) return;
		const { now } = this.world;
		const wallUs = (at) => Math.round((clock.wallMs(at) - this.epochMs) * 1e3);
		const errorUs = wallUs(now) - now;
		const ppm = wallUs(now + SECOND_US) - wallUs(now) - SECOND_US;
		const before = known.clock;
		const expected = before.errorUs + before.ppm * (now - before.atUs) / SECOND_US;
		if (ppm === before.ppm && Math.abs(expected - errorUs) <= 1) return;
		known.clock = {
			errorUs,
			ppm,
			atUs: now
		};
		this.clocks.event.push(this.world.events);
		this.clocks.lane.push(index);
		this.clocks.errorUs.push(errorUs);
		this.clocks.ppm.push(ppm);
	}
};
const recordOf = ({ value, corrupt }) => corrupt ? { corrupt: value } : value;
/** Files as people read them: a value, or a list of records. Nothing where there is none. */
function filesOf(files) {
	if (files.size === 0) return void 0;
	return Object.fromEntries([...files].sort(([a], [b]) => a < b ? -1 : 1).map(([path, file]) => [path, file.kind === "value" ? recordOf(file.record) : file.records.map(recordOf)]));
}
// report/data/recorder.ts
const KINDS = [...new Set(Object.values(EventKind))].sort((a, b) => a - b);
var Recorder = class {
	world;
	texts = new TextPool();
	nodes;
	firsts = new FirstTimes();
	events = columns("after", "kind", "lane", "since", "message", "name", "data");
	messages = columns("kind", "from", "to", "sent", "arrived", "flight", "fate", "why", "data");
	marks = columns("event", "lane", "is", "text", "data");
	cuts = columns("from", "to", "begin", "end");
	operations = [];
	openCuts = /* @__PURE__ */ new Map();
	/** Rows of messages under way, by the order of their arrival. */
	inFlight = /* @__PURE__ */ new Map();
	/** Messages that came while their node stood still: it hears them once it goes on, as events of their own. */
	waiting = [];
	/** Row of the message that arrives with the event at hand. */
	arriving = -1;
	lastUs = 0;
	incidents = [];
	constructor(world) {
		this.world = world;
		this.nodes = new NodeRecorder(world, this.texts);
		world.observer = this;
	}
	event(seen) {
		this.lookAtIncidents(seen.event - 1);
		const isDatagram = seen.kind >= EventKind.Message && seen.kind <= EventKind.Segment;
		this.arriving = isDatagram ? this.inFlight.get(seen.order) ?? -1 : -1;
		const released = isDatagram && this.arriving < 0 ? this.released(seen) : -1;
		if (this.arriving >= 0) {
			if (this.world.nodes[seen.node]?.status === "paused") this.waiting.push({
				...seen,
				row: this.arriving
			});
			this.inFlight.delete(seen.order);
			this.messages.arrived[this.arriving] = seen.event;
		}
		const { events } = this;
		events.after.push(seen.atUs - this.lastUs);
		this.lastUs = seen.atUs;
		events.kind.push(KINDS.indexOf(seen.kind));
		events.lane.push(seen.node);
		events.since.push(seen.cause === 0 ? 0 : seen.event - seen.cause);
		events.message.push(Math.max(this.arriving, released));
		events.name.push(seen.kind === EventKind.Timer ? this.texts.number(this.world.nameOfInterned(seen.a)) : -1);
		events.data.push(this.arriving >= 0 || released >= 0 ? -1 : this.texts.json(seen.payload));
		if (this.arriving >= 0 && !this.hears(seen.node)) this.messages.fate[this.arriving] = (this.messages.fate[this.arriving] ?? 0) | Fate.Unheard;
	}
	handled(seen) {
		if (seen.node < 0 || seen.kind === EventKind.Start || seen.kind === EventKind.Membership) for (const node of this.world.nodes) this.nodes.look(node.index, true);
		else if (seen.node < this.world.nodes.length) this.nodes.look(seen.node, seen.kind === EventKind.Sync);
		if (seen.kind === EventKind.Fault || seen.kind === EventKind.Heal) this.lookAtCuts();
	}
	sent(datagram, { arrivesUs, copy, isDelayed, isDamaged }) {
		const fate = (copy > 0 ? Fate.Copy : 0) | (isDelayed ? Fate.Delayed : 0) | (isDamaged ? Fate.Damaged : 0);
		this.inFlight.set(datagram.order, this.messages.kind.length);
		this.addMessage(datagram, arrivesUs - this.world.now, fate, -1);
	}
	dropped(datagram, why, when) {
		if (when === "leaving" || this.arriving < 0) this.addMessage(datagram, -1, Fate.Lost, this.texts.number(why));
		else {
			this.messages.fate[this.arriving] = (this.messages.fate[this.arriving] ?? 0) | Fate.Lost;
			this.messages.why[this.arriving] = this.texts.number(why);
		}
	}
	note(node, what, data) {
		if (what === "crashed" || what === "killed") this.nodes.look(node, false);
		this.mark(node, MarkKind.Note, what, data);
	}
	log(node, text, data) {
		this.mark(node, MarkKind.Log, text, data);
	}
	invoked(number, process, input) {
		const lane = this.events.lane.at(-1) ?? -1;
		this.operations[number] = {
			process: String(process),
			lane,
			...asked(input),
			type: "info",
			invoked: this.now,
			completed: 0
		};
	}
	completed(number, type, output, error) {
		const operation = this.operations[number];
		if (operation === void 0) return;
		operation.type = type;
		operation.completed = this.now;
		if (output !== void 0) operation.output = jsonText(output);
		if (error !== void 0) operation.error = error;
	}
	effect(node, input) {
		const process = this.world.endpointName(node);
		this.operations.push({
			process,
			lane: node,
			...asked(input),
			type: "ok",
			invoked: this.now,
			completed: this.now
		});
		this.mark(node, MarkKind.Effect, String(input.f), input);
	}
	reached(kind, name) {
		this.firsts.reached(`${kind}: ${name}`, this.now);
	}
	newState() {
		this.firsts.result.states.push(this.now);
	}
	/** All that was written down. Names of clients that never did anything are left out. */
	recording(faults) {
		const { world, events, messages, marks, cuts, operations } = this;
		const { texts } = this.texts;
		const { changes, statuses, clocks } = this.nodes;
		this.lookAtIncidents(this.now);
		const used = /* @__PURE__ */ new Set([
			...events.lane,
			...messages.from,
			...messages.to
		]);
		const lanes = Array.from({ length: world.endpointCount }, (_, index) => ({
			name: world.endpointName(index),
			is: world.isClient(index) ? "client" : "node"
		}));
		while (lanes.at(-1)?.is === "client" && !used.has(lanes.length - 1)) lanes.pop();
		return {
			lanes,
			kinds: KINDS.map(eventKindName),
			texts,
			events,
			messages,
			marks,
			changes,
			statuses,
			cuts,
			clocks,
			operations,
			faults,
			firsts: this.firsts.result,
			incidents: this.incidents
		};
	}
	get now() {
		return this.world.events;
	}
	/** Row of the message that a node hears late; -1: none is known. */
	released({ kind, node, a, b }) {
		const found = this.waiting.find((its) => its.node === node && its.kind === kind && its.a === a && its.b === b);
		if (found === void 0) return -1;
		this.waiting = this.waiting.filter((its) => its !== found);
		return found.row;
	}
	hears(endpoint) {
		const node = this.world.nodes[endpoint];
		return node === void 0 || node.status === "up" || node.status === "paused";
	}
	addMessage(datagram, flight, fate, why) {
		const { messages } = this;
		messages.kind.push(KINDS.indexOf(datagram.kind));
		messages.from.push(datagram.from);
		messages.to.push(datagram.to);
		messages.sent.push(this.now);
		messages.arrived.push(0);
		messages.flight.push(flight);
		messages.fate.push(fate);
		messages.why.push(why);
		messages.data.push(this.texts.json(datagram.payload));
	}
	mark(lane, is, text, data) {
		this.marks.event.push(this.now);
		this.marks.lane.push(lane);
		this.marks.is.push(is);
		this.marks.text.push(this.texts.number(text));
		this.marks.data.push(this.texts.json(data));
	}
	/** Invariants are looked at when an event is over: what is new belongs to the last one. */
	lookAtIncidents(event) {
		const seen = this.world.incidents.all.filter(({ kind }) => kind !== "out-of-events");
		for (const { check } of seen.slice(this.incidents.length)) this.incidents.push({
			check,
			event
		});
	}
	lookAtCuts() {
		const { network, nodes } = this.world;
		const count = this.world.endpointCount;
		for (let from = 0; from < count; from++) for (let to = 0; to < count; to++) {
			if (from >= nodes.length && to >= nodes.length) continue;
			const pair = from * count + to;
			const row = this.openCuts.get(pair);
			const cut = network.isCut(from, to);
			if (cut && row === void 0) {
				this.openCuts.set(pair, this.cuts.from.length);
				this.cuts.from.push(from);
				this.cuts.to.push(to);
				this.cuts.begin.push(this.now);
				this.cuts.end.push(0);
			} else if (!cut && row !== void 0) {
				this.cuts.end[row] = this.now;
				this.openCuts.delete(pair);
			}
		}
	}
};
function asked(input) {
	const { f, key } = typeof input === "object" && input !== null ? input : {};
	return {
		f: typeof f === "string" ? f : jsonText(f ?? input),
		...key === void 0 ? {} : { key: typeof key === "string" ? key : jsonText(key) },
		input: jsonText(input)
	};
}
// report/data/record-run.ts
/** A document of more would be too large for a page. */
const MAX_EVENTS = 1e6;
/** Of longer runs states are looked at now and then. */
const MANY_EVENTS = 2e4;
/**
* @param run what `simulate` gave for this very scenario
* @throws InputError when it is too long, or does not happen again as it did: the scenario is not a function of its seed
*/
async function recordRun(scenario, run) {
	if (run.events > MAX_EVENTS) throw new InputError("report", `a report shows runs of up to ${MAX_EVENTS} events, and this one has ${run.events}`);
	const { seed, params, bug, plan } = run;
	const options = {
		seed,
		params,
		plan,
		countStates: countStates(scenario, run),
		...bug === void 0 ? {} : { bug }
	};
	const world = new World(prepare(scenario, options, await load(scenario)).setup);
	const recorder = new Recorder(world);
	world.lastEvent = run.events;
	await runToEnd(world);
	if (world.fingerprint.toString() !== run.fingerprint) throw new InputError("report", `${run.scenario} did not happen again as it did: fingerprint ${world.fingerprint.toString()}, not ${run.fingerprint}; run it with --verify to see where it parts`);
	return recorder.recording(faultsOf(run));
}
/** Counting shapes of states, where none are nominated, would tell nothing. */
function countStates({ coverage }, { events }) {
	if (coverage?.abstract === void 0) return false;
	return events > MANY_EVENTS ? "sampled" : true;
}
function faultsOf({ plan, virtualMs, triggered }) {
	const { faults, healedAtMs } = tookPlace(plan, virtualMs, triggered);
	const told = faults.map((fault) => {
		const base = {
			what: describeFault(fault),
			kind: fault.kind,
			atMs: fault.atMs
		};
		if (!lasts(fault)) return base;
		const ownEndMs = fault.durationMs === void 0 ? Infinity : fault.atMs + fault.durationMs;
		return {
			...base,
			endMs: Math.min(ownEndMs, healedAtMs ?? Infinity, virtualMs)
		};
	});
	const heal = healedAtMs === void 0 ? [] : [{
		what: "everything is healed",
		kind: "heal",
		atMs: healedAtMs
	}];
	return [...told, ...heal].sort((a, b) => a.atMs - b.atMs);
}
export { recordRun as t };

//# sourceMappingURL=record-run.js.map