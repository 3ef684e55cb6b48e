import { B as FINAL_CLIENT, Cn as EventKind, D as lastInvokeMsOf, F as runToEnd, Gt as InputError, Ht as isStandIn, Lt as lasts, O as prepare, R as World, W as outsideClaims, _ as runPrepared, c as signatureOf, dt as watchedBy, h as load, m as judge, s as isFailure, tt as failedCheck, vn as toMicros, yn as toMs } from "../sim/sim.js";
// explore/shrink/aim.ts
/** What all searches for one failure share: what counts as the failure, what they may spend, and how runs are prepared. */
/** A run that goes so many times over the events of the first one has become another matter. */
const MORE_EVENTS$1 = {
	factor: 4,
	more: 1e4
};
/** @param events of the run that was found */
function aimAt(parts, scenario, { seed, bug }, loaded, events) {
	const plan = {
		schema: 1,
		faults: [],
		operations: []
	};
	return {
		...parts,
		prepareWith(params, sound) {
			const options = {
				params,
				plan,
				...seed === void 0 ? {} : { seed }
			};
			const withBug = sound === void 0 && bug !== void 0 ? {
				...options,
				bug
			} : options;
			try {
				return withEventLimit(prepare(scenario, withBug, loaded), events);
			} catch (error) {
				if (error instanceof InputError) return void 0;
				throw error;
			}
		}
	};
}
/** Limits the events of a run, lest a candidate runs away. */
function withEventLimit(prepared, events, { factor, more } = MORE_EVENTS$1) {
	const { setup } = prepared;
	const maxEvents = Math.min(setup.limits.maxEvents, Math.ceil(factor * events) + more);
	return {
		...prepared,
		setup: {
			...setup,
			limits: {
				...setup.limits,
				maxEvents
			}
		}
	};
}
// explore/shrink/fate.ts
/** Fates: what became of single messages on their way, told apart by how they came about instead of by number. */
/** A fate as faults that name the message by its number; none where nothing happens to it. */
function namedFaults({ lost, delayUs, copiesAfterUs }, message) {
	const named = {
		kind: "message",
		...message
	};
	if (lost) return [{
		...named,
		action: "drop"
	}];
	const faults = [];
	if (delayUs > 0) faults.push({
		...named,
		action: "delay",
		delayMs: delayUs / 1e3
	});
	for (const afterUs of copiesAfterUs) faults.push({
		...named,
		action: "duplicate",
		...afterUs > 0 ? { delayMs: afterUs / 1e3 } : {}
	});
	return faults;
}
/** A name and the number of a word fit into one number that is exact. */
const MAX_WORDS = 16777216;
/**
* Names events and messages by their descent: "what this operation's request made n1 send to n3", rather than "the
* 17th message from n1 to n3". So an operation less leaves the names of everything it did not set off as they were.
* Equal names are equal numbers, in all runs that share one of these.
*/
var Lineages = class {
	words = /* @__PURE__ */ new Map();
	numbers = /* @__PURE__ */ new Map();
	identities = /* @__PURE__ */ new WeakMap();
	versions = /* @__PURE__ */ new WeakMap();
	contents = /* @__PURE__ */ new Map();
	known = 0;
	/**
	* @param parent the name of what set it off; 0: nothing did
	* @param what number of the {@link word} that tells it from what else the same has set off
	*/
	numberOf(parent, what) {
		const key = parent * MAX_WORDS + what;
		let number = this.numbers.get(key);
		if (number === void 0) this.numbers.set(key, number = this.numbers.size + 1);
		return number;
	}
	/** Equal texts have equal numbers. */
	word(text) {
		let number = this.words.get(text);
		if (number === void 0) this.words.set(text, number = this.words.size);
		return number;
	}
	/** Which operation or fault of the plan it is. */
	identityOf(part) {
		let identity = this.identities.get(part);
		if (identity === void 0) this.identities.set(part, identity = ++this.known);
		return identity;
	}
	/** Parts that say the same have the same number. */
	versionOf(part) {
		let version = this.versions.get(part);
		if (version !== void 0) return version;
		const content = JSON.stringify(part);
		version = this.contents.get(content);
		if (version === void 0) this.contents.set(content, version = this.contents.size);
		this.versions.set(part, version);
		return version;
	}
	/** The part with some properties changed; it stays the same one. */
	changed(part, changes) {
		const next = {
			...part,
			...changes
		};
		this.identities.set(next, this.identityOf(part));
		return next;
	}
};
function isDatagram(kind) {
	const bare = kind & 127;
	return bare >= EventKind.Message && bare <= EventKind.Segment;
}
// explore/shrink/calm.ts
/** A network on which nothing is left to chance. */
const constant = (latencyMs, { bytesPerSecond }) => ({
	latency: {
		kind: "constant",
		ms: latencyMs
	},
	...bytesPerSecond === void 0 ? {} : { bytesPerSecond }
});
/** The scenario that a shrunk plan is for: on a calm network, where every message takes `latencyMs`, and shorter. */
function asShrunk(scenario, { latencyMs, durationMs }) {
	const { network } = scenario;
	return {
		...scenario,
		...durationMs === void 0 ? {} : { durationMs },
		...latencyMs === void 0 ? {} : { network: (params) => constant(latencyMs, typeof network === "function" ? network(params) : network ?? NO_LIMIT) }
	};
}
const NO_LIMIT = { latency: {
	kind: "constant",
	ms: 0
} };
function calmed(prepared, latencyMs) {
	const { setup } = prepared;
	return {
		...prepared,
		setup: {
			...setup,
			network: constant(latencyMs, setup.network)
		}
	};
}
/** The shortest any message took, in ms. */
function shortestLatencyMs(watch) {
	return latenciesMs(watch)[0] ?? 1;
}
/** The longest. */
function longestLatencyUs({ messages }) {
	return messages.reduce((longest, message) => message.arrivals.length === 0 ? longest : Math.max(longest, latencyUs(message)), 0);
}
/** How long a message may take all the same: from the shortest on, some of the times that were seen, in ms. */
function latenciesMs({ messages }) {
	const seenUs = messages.filter(({ from, to, arrivals }) => from !== to && arrivals.length > 0).map(latencyUs).sort((a, b) => a - b);
	const at = (part) => seenUs.slice(Math.floor(part * (seenUs.length - 1))).slice(0, 1);
	return [...new Set(SHARES.flatMap(at).map(roundedDownMs))];
}
/** Shares of the messages that took no longer. */
const SHARES = [
	0,
	.25,
	.5,
	.95
];
/** A round number where that is not too coarse. */
function roundedDownMs(us) {
	const step = [
		1e3,
		100,
		10
	].find((stepUs) => us >= 2 * stepUs || us === stepUs) ?? 1;
	return Math.floor(us / step) * step / 1e3;
}
/** The same plan without what the network does by chance, and the fates of messages that make up for it. */
function madeExplicit(plan, { messages }, latencyMs) {
	const usualUs = toMicros(latencyMs);
	const healUs = plan.healAtMs === void 0 ? Infinity : toMicros(plan.healAtMs);
	const fates = /* @__PURE__ */ new Map();
	for (const sent of messages) {
		if (sent.from === sent.to || sent.lost === "cut") continue;
		const [first = 0, ...copies] = sent.arrivals;
		const lost = sent.lost !== void 0;
		const delayUs = lost ? 0 : Math.max(0, latencyUs(sent) - usualUs);
		if (!lost && delayUs === 0 && copies.length === 0) continue;
		fates.set(sent.message, {
			message: sent.message,
			lost,
			delayUs,
			copiesAfterUs: copies.map((atUs) => Math.max(0, atUs - first - usualUs)),
			beforeHeal: sent.atUs < healUs
		});
	}
	const { schedule: _, ...unscheduled } = plan;
	const faults = plan.faults.filter((fault) => !isSettledPerMessage(fault));
	return {
		plan: {
			...unscheduled,
			faults
		},
		fates
	};
}
/** The plan with the fates as faults that name messages by number. */
function withNamedFaults(plan, { messages }, nameOf) {
	const named = messages.flatMap(({ from, to, nth, atUs, staged }) => {
		if (staged === void 0) return [];
		const wholeMs = Math.floor(atUs / 1e3);
		const atMs = plan.healAtMs !== void 0 && wholeMs >= plan.healAtMs ? 0 : wholeMs;
		return namedFaults(staged, {
			from: nameOf(from),
			to: nameOf(to),
			nth,
			atMs
		});
	});
	return {
		...plan,
		faults: [...plan.faults, ...named].sort((a, b) => a.atMs - b.atMs)
	};
}
function latencyUs({ arrivals: [first], atUs }) {
	return first === void 0 ? Infinity : first - atUs;
}
/** Faults whose whole effect is on messages, one by one. Damage is not: the same message would be damaged otherwise. */
function isSettledPerMessage(fault) {
	switch (fault.kind) {
		case "loss":
		case "duplication":
		case "reordering":
		case "latency":
		case "slow-link": return true;
		case "message": return fault.action !== "corrupt";
		default: return false;
	}
}
// explore/shrink/critical-pair.ts
/**
* The critical pair: two messages that reach one node one after the other, where the failure is gone once they come
* the other way round. Found by trying: the earlier is held back until just after the later, everything else stays.
* The order must decide by itself. It does not where the run passes because a fault then strikes nothing, or strikes
* another message, nor where the failure is gone as soon as the earlier message is late, whichever comes first.
*/
/** So many orders are tried at most; those nearest in time first. */
const MAX_TRIES = 60;
/** Messages further apart than this do not race. */
const MAX_APART_US = 2e5;
/** How much after the later message the earlier one arrives when swapped. */
const GAP_US = 1;
/** @param matter numbers of the events that matter */
async function criticalPair(search, watch, matter) {
	search.pass = "critical pair";
	const apartUs = ([first, second]) => second.atUs - first.atUs;
	const pairs = adjacentDeliveries(watch, new Set(matter)).filter((pair) => apartUs(pair) <= MAX_APART_US).sort((a, b) => apartUs(a) - apartUs(b)).slice(0, MAX_TRIES);
	const races = pairs.filter(([first, second]) => first.message.from !== second.message.from);
	const others = pairs.filter((pair) => !races.includes(pair));
	for (const [first, second] of [...races, ...others]) {
		if (search.spent) return void 0;
		if (await decides(search, watch, first, second)) return {
			node: search.nameOf(first.node),
			first: told(search, first),
			second: told(search, second)
		};
	}
}
/** Messages that reach a node one right after the other, both of which matter, in order of the later one. */
function adjacentDeliveries({ events }, matter) {
	const latest = /* @__PURE__ */ new Map();
	const pairs = [];
	for (const [number, event] of events.entries()) {
		if (event?.message === void 0) continue;
		const delivery = event;
		const before = latest.get(event.node);
		latest.set(event.node, {
			delivery,
			number
		});
		if (before === void 0 || !matter.has(number) || !matter.has(before.number)) continue;
		if (before.delivery.message.from === event.node || sets(events, before.number, event.cause)) continue;
		pairs.push([before.delivery, delivery]);
	}
	return pairs;
}
/** Whether one event set off another, directly or not. */
function sets(events, first, later) {
	for (let event = later; event >= first; event = events[event]?.cause ?? 0) if (event === first) return true;
	return false;
}
async function decides(search, watch, first, second) {
	const { run, watch: swapped } = await search.tryFates(heldBack(search, first, second.atUs + GAP_US));
	if (run.verdict !== "valid" || !comeInOrder(swapped, second, first)) return false;
	const struck = new Set(strikes(swapped, search));
	if (!strikes(watch, search).every((strike) => struck.has(strike))) return false;
	const lateUs = second.atUs - GAP_US;
	if (lateUs <= first.atUs) return true;
	const { run: late } = await search.tryFates(heldBack(search, first, lateUs));
	return isFailure(late, search.target);
}
/** Whether the two messages still reach their node, in this order. */
function comeInOrder({ events }, earlier, later) {
	const placeOf = ({ node, message }) => events.findIndex((event) => event?.node === node && event.message?.message === message.message);
	const place = placeOf(earlier);
	return place > 0 && place < placeOf(later);
}
/** What the network and the plan do to single messages, each as one text. What a partition cuts off is not meant. */
function strikes({ messages }, { plan, nameOf }) {
	return messages.flatMap(({ message, from, to, nth, lost, arrivals, staged }) => [
		...staged === void 0 ? [] : [`${message} staged`],
		...lost === "by chance" ? [`${message} lost`] : [],
		...arrivals.length > 1 ? [`${message} doubled`] : [],
		...plan.faults.flatMap((fault, index) => fault.kind === "message" && fault.nth === nth && fault.from === nameOf(from) && fault.to === nameOf(to) ? [`${message} fault ${index}`] : [])
	]);
}
/** The same fates, but the message arrives at that time. */
function heldBack({ fates }, { message, atUs }, untilUs) {
	const own = message.staged;
	const delayUs = (own?.delayUs ?? 0) + untilUs - atUs;
	const fate = {
		message: message.message,
		lost: false,
		copiesAfterUs: own?.copiesAfterUs ?? [],
		beforeHeal: false
	};
	return new Map(fates).set(message.message, {
		...fate,
		delayUs
	});
}
function told(search, { message, atUs }) {
	return {
		from: search.nameOf(message.from),
		what: nameOfPayload(message),
		atMs: atUs / 1e3
	};
}
function nameOfPayload({ kind, payload }) {
	if (kind === EventKind.Answer) return "answer";
	if (kind === EventKind.Refusal) return "refusal";
	if (kind === EventKind.Segment) return "part of a stream";
	const noun = kind === EventKind.Request ? " request" : "";
	if (typeof payload !== "object" || payload === null) return kind === EventKind.Request ? "request" : "message";
	const fields = payload;
	for (const name of [
		"f",
		"kind",
		"type"
	]) {
		const value = fields[name];
		if (typeof value === "string" && value.length > 0 && value.length <= 40) return `${value}${noun}`;
	}
	const [only, ...more] = Object.keys(fields);
	return only !== void 0 && more.length === 0 ? `${only}${noun}` : kind === EventKind.Request ? "request" : "message";
}
// explore/shrink/cut-list.ts
/** A coarse cut ends with pieces of this part of the list. */
const COARSE_PIECES = 16;
/**
* @param items pieces are taken from the end first
* @returns what is left: no single item of it can be taken away, unless it was to be coarse or `fails` stopped answering
*/
async function cutList(items, fails, grain = "fine") {
	if (items.length === 0 || await fails([])) return [];
	let kept = items;
	const smallest = grain === "fine" ? 1 : Math.ceil(items.length / COARSE_PIECES);
	for (let size = Math.ceil(kept.length / 2); size >= smallest; size = Math.floor(size / 2)) {
		let cut;
		do {
			cut = false;
			for (let end = kept.length; end > 0 && kept.length > 1; end -= size) {
				const begin = Math.max(0, end - size);
				const rest = [...kept.slice(0, begin), ...kept.slice(end)];
				if (rest.length === 0 || !await fails(rest)) continue;
				kept = rest;
				cut = true;
			}
		} while (cut && size === 1);
	}
	return kept;
}
/** Takes away pairs, where no single item can go. Quadratic: for short lists. */
async function cutPairs(items, fails) {
	for (let second = items.length - 1; second > 0; second--) for (let first = second - 1; first >= 0; first--) {
		const rest = items.filter((_, index) => index !== first && index !== second);
		if (await fails(rest)) return cutPairs(rest, fails);
	}
	return items;
}
// explore/shrink/cut-operations.ts
/** Lists longer than this have too many pairs. */
const MAX_FOR_PAIRS$2 = 32;
/** How long before the first operation of an anomaly its causes are looked for, in ms; the longest first. */
const LEADS_MS = [
	1e3,
	300,
	100,
	30
];
/** Everything after the anomaly, and as much as can be guessed before it. */
async function cutAroundFailure(search) {
	search.pass = "operations around the failure";
	const involved = operationsOfAnomaly(search.run);
	const lastMs = Math.max(...involved.map(({ completedAtMs, invokedAtMs = 0 }) => completedAtMs ?? invokedAtMs));
	if (!Number.isFinite(lastMs)) return;
	await keepOperations(search, ({ atMs }) => atMs <= lastMs);
	await keepFaultsUntil(search, lastMs);
	const named = plannedOf(search.plan.operations, search.run, operationsOfAnomaly(search.run));
	if (named.size === 0) return;
	if (await keepOperations(search, (operation) => named.has(operation))) return;
	const firstMs = Math.min(...[...named].map(({ atMs }) => atMs));
	const near = (leadMs) => (operation) => named.has(operation) || operation.atMs >= firstMs - leadMs;
	for (const leadMs of LEADS_MS.toReversed()) if (await keepOperations(search, near(leadMs))) return;
}
/** Whole clients, the busiest last: they are the likeliest to matter. */
async function cutClients(search) {
	search.pass = "clients";
	const clients = [...new Set(search.plan.operations.map(({ process }) => process))];
	for (const client of clients) await keepOperations(search, ({ process }) => process !== client);
}
/** Large pieces first, from the end. */
async function cutOperations(search, grain) {
	search.pass = "operations";
	await cutList(inTime(search.plan.operations), (kept) => failsWith$1(search, kept), grain);
}
/** Two at a time, where few are left. */
async function cutOperationPairs(search) {
	search.pass = "pairs of operations";
	const { operations } = search.plan;
	if (operations.length <= MAX_FOR_PAIRS$2) await cutPairs(inTime(operations), (kept) => failsWith$1(search, kept));
}
function failsWith$1(search, kept) {
	const chosen = new Set(kept);
	return keepOperations(search, (operation) => chosen.has(operation));
}
async function keepOperations(search, keep) {
	const operations = search.plan.operations.filter(keep);
	if (operations.length === search.plan.operations.length) return false;
	return search.fails({ operations });
}
async function keepFaultsUntil(search, untilMs) {
	const faults = search.plan.faults.filter(({ atMs }) => atMs <= untilMs);
	if (faults.length < search.plan.faults.length) await search.fails({ faults });
}
function inTime(operations) {
	return [...operations].sort((a, b) => a.atMs - b.atMs);
}
/** The operations the first anomaly of the failing check names. */
function operationsOfAnomaly(run) {
	return failedCheck(run)?.anomalies[0]?.operations ?? [];
}
/** The planned operations that became these of the history. Each client takes its own in order. */
function plannedOf(operations, run, involved) {
	const positions = new Set(involved.map(({ invoke }) => invoke));
	const byClient = /* @__PURE__ */ new Map();
	for (const operation of operations) {
		const own = byClient.get(operation.process);
		if (own === void 0) byClient.set(operation.process, [operation]);
		else own.push(operation);
	}
	const found = /* @__PURE__ */ new Set();
	for (const { process, invoke } of run.history) {
		const name = String(process);
		const planned = (byClient.get(name) ?? byClient.get(name.replace(/\.\d+$/, "")))?.shift();
		if (planned !== void 0 && positions.has(invoke)) found.add(planned);
	}
	return found;
}
// explore/shrink/effort.ts
/** Building a world and judging it, in events. */
const RUN = 500;
/** Counts the runs of one or more searches. */
var Effort = class {
	limits;
	runs = 0;
	cost = 0;
	smallest;
	/** @param whole the plan of the run that was found */
	constructor(limits, whole) {
		this.limits = limits;
		this.smallest = {
			faults: whole.faults.length,
			operations: whole.operations.length
		};
	}
	/** No run is left, or the caller has had enough. */
	get spent() {
		const { runs, cost, goesOn } = this.limits;
		return this.runs >= runs || this.cost >= cost || goesOn?.() === false;
	}
	/** Which part of what the runs may cost is used up. */
	get used() {
		return Math.max(this.costUsed, this.runs / this.limits.runs);
	}
	/** Which part of what the runs may cost they have cost. */
	get costUsed() {
		return this.cost / this.limits.cost;
	}
	/** Counts a run. */
	made(run) {
		this.cost += costOf(run);
	}
	/** Which part of what may be spent such a run is. */
	shareOf(run) {
		return Math.max(costOf(run) / this.limits.cost, 1 / this.limits.runs);
	}
	/** Tells how small the smallest is: another search may have begun from the whole again. */
	report(pass, { faults, operations }) {
		const size = {
			faults: faults.length,
			operations: operations.length
		};
		const { smallest } = this;
		if (size.faults + size.operations < smallest.faults + smallest.operations) this.smallest = size;
		this.reportPass(pass);
	}
	/** The same where nothing smaller was found. */
	reportPass(pass) {
		this.limits.onProgress?.({
			pass,
			runs: this.runs,
			...this.smallest
		});
	}
};
function costOf({ events }) {
	return RUN + events;
}
// explore/shrink/matter.ts
/** @returns numbers of events, in order */
function eventsThatMatter(watch, run, involved) {
	const past = pastOf(lastWords(watch, run, involved), watch.events);
	const setOff = setOffByPlan(watch.events);
	const numbers = [];
	for (let event = 1; event < watch.events.length; event++) if (past[event] && setOff[event]) numbers.push(event);
	return numbers;
}
/**
* Where the operations of the anomaly begin and end. An anomaly that names none, such as a broken invariant, may be
* due to any: then all count, and the last event of the run.
*/
function lastWords(watch, run, involved) {
	const positions = new Set(involved.map(({ invoke }) => invoke));
	const counts = (invoke) => positions.size === 0 || positions.has(invoke);
	const events = run.history.flatMap(({ invoke }, number) => {
		const watched = counts(invoke) ? watch.operations[number] : void 0;
		return watched === void 0 ? [] : [watched.invoked, watched.completed ?? watched.invoked];
	});
	return positions.size > 0 ? events : [...events, watch.events.length - 1];
}
/** By number, whether the event happened before one of these, or is one. */
function pastOf(ends, events) {
	const before = earlierAtSameEndpoint(events);
	const past = new Array(events.length).fill(false);
	for (const end of ends) past[end] = true;
	for (let event = events.length - 1; event > 0; event--) {
		if (!past[event]) continue;
		past[events[event].cause] = true;
		past[before[event] ?? 0] = true;
	}
	return past;
}
/** By number, the event before it at the same endpoint; 0 where there is none, and for events of the world. */
function earlierAtSameEndpoint(events) {
	const latest = /* @__PURE__ */ new Map();
	return events.map((event, number) => {
		if (event === void 0 || event.node < 0) return 0;
		const before = latest.get(event.node) ?? 0;
		latest.set(event.node, number);
		return before;
	});
}
function setOffByPlan(events) {
	const setOff = [false];
	for (const event of events.slice(1)) {
		const begins = event.kind === EventKind.ClientNext || event.kind === EventKind.Fault;
		setOff.push(begins || setOff[event.cause] === true);
	}
	return setOff;
}
// explore/shrink/shape.ts
/** The shape of a value: what sort of message it is, whatever it carries. `{f: 'put', value: 3}` and `{f: 'put', value: 4}` are one sort. */
/** Fields whose text says what a message is. */
const TELLING$1 = /* @__PURE__ */ new Set([
	"f",
	"kind",
	"type"
]);
const MAX_DEPTH$1 = 3;
/** A longer text is hardly the name of a sort. */
const MAX_TEXT = 40;
function shapeOf(value, depth = 0) {
	if (value === null || typeof value !== "object") return typeof value === "boolean" ? String(value) : typeof value;
	if (depth >= MAX_DEPTH$1) return "…";
	if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${shapeOf(value[0], depth + 1)}]`;
	return `{${Object.entries(value).map(([name, field]) => TELLING$1.has(name) && typeof field === "string" && field.length <= MAX_TEXT ? `${name}=${field}` : `${name}:${shapeOf(field, depth + 1)}`).join()}}`;
}
// explore/shrink/moments.ts
/**
* The moments at which a fault of a node makes a difference: one after each event of the node, as between two of its
* events nothing happens to it. Each is known by what the node has just done, so that a moment of one run can be found
* again in another.
*/
/** So much of what happened before tells a moment. */
const DEPTH = 5;
/** A fault comes so long after the event. */
const AFTER_US = 1;
/** What {@link momentsOf} calls the start of a node. */
const START = `${EventKind.Start} `;
/** The moments of a node, in time. Two events in the same microsecond have one moment after them. */
function momentsOf({ events, messages }, node) {
	const sentAt = /* @__PURE__ */ new Map();
	for (const { from, to, atUs, kind, payload } of messages) if (from === node) sentAt.set(atUs, `${sentAt.get(atUs) ?? ""} > ${kind} ${to} ${shapeOf(payload)}`);
	const own = events.filter((event) => event?.node === node);
	const done = own.map((event) => {
		const { kind, message, atUs } = event;
		return `${kind} ${message === void 0 ? "" : `${message.from} ${shapeOf(message.payload)}`}${sentAt.get(atUs) ?? ""}`;
	});
	return own.flatMap((event, index) => {
		const atUs = event.atUs + AFTER_US;
		const following = own[index + 1];
		if (following !== void 0 && following.atUs < atUs) return [];
		return [{
			atUs,
			before: done.slice(Math.max(0, index + 1 - DEPTH), index + 1).reverse(),
			next: done[index + 1] ?? ""
		}];
	});
}
/** The moment that a time falls into: after the last event before it. */
function momentAt(moments, atUs) {
	return moments.findLast((moment) => moment.atUs < atUs + AFTER_US || moment.atUs === atUs + AFTER_US && moment.before[0] !== START);
}
/** How much two moments are alike: what came last counts most. */
function likeness(one, other) {
	let alike = 0;
	for (let depth = 0; depth < DEPTH; depth++) if (one.before[depth] === other.before[depth]) alike += DEPTH - depth;
	return alike;
}
/**
* One moment of each sort, those most like the model first; then a second one of each, and so on. Moments of which
* there are many alike are the hum of the node, which seldom decides anything: of two as much like the model, the
* rarer comes first.
*/
function inOrderOfPromise(moments, model) {
	const sorts = /* @__PURE__ */ new Map();
	for (const moment of moments) {
		const sort = `${moment.before.join("|")}/${moment.next}`;
		const alike = sorts.get(sort);
		if (alike === void 0) sorts.set(sort, [moment]);
		else alike.push(moment);
	}
	const ranked = [...sorts.values()].map((alike) => ({
		alike,
		like: model === void 0 ? 0 : likeness(model, alike[0])
	})).sort((a, b) => b.like - a.like || a.alike.length - b.alike.length);
	const rounds = Math.max(0, ...ranked.map(({ alike }) => alike.length));
	return Array.from({ length: rounds }, (_, round) => ranked.flatMap(({ alike }) => alike.slice(round, round + 1))).flat();
}
// explore/shrink/places.ts
/** One that waits for a message or a state follows those by itself, and so does one of whoever does something. */
function isNodeFault(fault) {
	return "node" in fault && !isStandIn(fault.node) && (fault.when === void 0 || "site" in fault.when);
}
/** The places for a fault in a run. One that waits must be in the plan of the run, or its node is not looked at. */
function placesOf(watch, fault, indexOf) {
	const moments = momentsOf(watch, indexOf(watchedBy(fault) ?? fault.node));
	if (fault.when === void 0) return moments;
	return waitedFor(watch, fault, indexOf).map((done, index, all) => {
		const { before = [], next = "" } = momentAt(moments, done.atUs) ?? {};
		const nth = all.slice(0, index + 1).filter(({ atUs }) => atUs === done.atUs).length;
		return {
			atUs: done.atUs,
			before,
			next,
			nth
		};
	});
}
/** Everything the fault waits for, in time. */
function waitedFor({ done }, { when, node }, indexOf) {
	if (when === void 0 || !("site" in when)) return [];
	const who = indexOf(when.node ?? node);
	const peer = when.peer === void 0 ? void 0 : indexOf(when.peer);
	return done.filter((one) => one.node === who && one.site === when.site && one.moment === when.moment && (peer ?? one.peer) === one.peer);
}
/** The fault begins there. */
function placedAt(fault, { atUs, nth }, lineages) {
	const { when } = fault;
	const at = { atMs: toMs(atUs) };
	if (when === void 0 || nth === void 0) return lineages.changed(fault, at);
	return lineages.changed(fault, {
		...at,
		when: {
			...when,
			nth
		}
	});
}
/** The fault never begins, and its node is looked at all the same. */
function inert(fault, lineages) {
	const { when } = fault;
	return when === void 0 ? [] : [lineages.changed(fault, { when: {
		...when,
		nth: NEVER
	} })];
}
const NEVER = 1e9;
/** When a fault of the plan began, or what it waited for came; undefined: never. */
function placeTimeUs(faults, triggered, fault) {
	if (fault.when === void 0) return toMicros(fault.atMs);
	const number = faults.indexOf(fault);
	const begun = triggered.find((each) => each.fault === number);
	return begun === void 0 ? void 0 : toMicros(begun.atMs) - toMicros(fault.when.afterMs ?? 0);
}
// explore/shrink/claims.ts
/** What a scenario claims to survive: a smaller failure is one only if it asks for no more than that. */
/** Whether the faults are within the scenario's budget. */
function keepsBudget(prepared, faults) {
	return outsideClaims(prepared, faults).length === 0;
}
/** The faults of a run at the times at which they began; those that waited for something did so later than planned. */
function asTheyBegan({ plan: { faults }, triggered }) {
	if (triggered.length === 0) return faults;
	const begun = new Map(triggered.map((one) => [one.fault, one]));
	return faults.map((fault, number) => {
		const one = begun.get(number);
		return one === void 0 ? fault : {
			...one.as ?? fault,
			atMs: one.atMs
		};
	});
}
/** Whether a plan could be read, is within the budget, and asks no more of the network than the run that was found. */
function isWithinClaims({ longestUs }, { prepared, latencyMs }, of, budgeted = true) {
	return isPlan(of) && (latencyMs === void 0 || keepsPace(of, latencyMs, longestUs)) && (!budgeted || keepsBudget(prepared, of.plan.faults));
}
/** Whether whoever reads plans would accept the times. */
function isPlan({ plan: { faults, operations, healAtMs = Infinity }, durationMs }) {
	const isInTime = ({ atMs }) => atMs >= 0 && atMs <= durationMs;
	return durationMs > 0 && faults.every((fault) => isInTime(fault) && fault.atMs < healAtMs) && operations.every(isInTime) && (healAtMs === Infinity || healAtMs <= durationMs);
}
/** Whether no message is made to take longer than that, on a network where each takes `latencyMs` by itself. */
function keepsPace({ plan, fates }, latencyMs, longestUs) {
	const mostUs = longestUs - toMicros(latencyMs);
	const isInTime = (fault) => !(fault.kind === "latency" && toMicros(fault.addMs + (fault.jitterMs ?? 0)) > mostUs);
	return [...fates.values()].every(({ delayUs }) => delayUs <= mostUs) && plan.faults.every(isInTime);
}
// explore/shrink/horizon.ts
/** When a run has shown its failure: what comes later need not be run to see whether a candidate fails too. */
/** A candidate may fail a little later than what it was made from. */
const LATER = 1.25;
const LATER_MS = 300;
/** How far candidates are run, in ms of virtual time; Infinity where the failure shows at the end only. */
function horizonMs(run, world) {
	return Math.ceil(LATER * shownAtMs(run, world)) + LATER_MS;
}
function shownAtMs(run, { incidents }) {
	const failed = failedCheck(run);
	const incident = incidents.all.find(({ check }) => check === failed?.name);
	if (incident !== void 0) return incident.atMs;
	const operations = failed?.anomalies[0]?.operations ?? [];
	if (operations.length === 0) return Infinity;
	return Math.max(...operations.map(({ completedAtMs = Infinity }) => completedAtMs));
}
// explore/shrink/staging.ts
/** Room for the kinds of events beside a number in one number. */
const KINDS = 128;
var Staging = class {
	world;
	lineages;
	fates;
	/** A fate that belongs before heal-all came after it. */
	fateAfterHeal = false;
	healUs;
	/** Names of events by their numbers. */
	lineage = [0];
	/** Messages under way, by the number of the datagram. */
	underWay = /* @__PURE__ */ new Map();
	/** How often each name was given. */
	twins = /* @__PURE__ */ new Map();
	byClient = /* @__PURE__ */ new Map();
	words = /* @__PURE__ */ new Map();
	sending;
	constructor(world, lineages, fates) {
		this.world = world;
		this.lineages = lineages;
		this.fates = fates;
		const { healAtMs } = world.setup.plan;
		this.healUs = healAtMs === void 0 ? Infinity : toMicros(healAtMs);
		world.observer = this;
		world.network.stage = (...leaving) => this.stage(...leaving);
	}
	event(seen) {
		if (!isDatagram(seen.kind)) return void this.lineage.push(this.onlyOnce(this.nameOf(seen)));
		const sent = this.underWay.get(seen.order);
		if (sent === void 0) return void this.lineage.push(this.onlyOnce(this.nameOf(seen)));
		this.underWay.delete(seen.order);
		const which = seen.atUs > sent.firstUs ? "copy" : "arrives";
		this.lineage.push(this.lineages.numberOf(sent.message, this.lineages.word(which)));
	}
	sent(datagram, { arrivesUs }) {
		const sending = this.sending;
		sending.firstUs = Math.min(sending.firstUs, arrivesUs);
		this.underWay.set(datagram.order, sending);
	}
	/** A message leaves. What is said of it next, until another leaves, is what became of it. */
	leaves(_sent) {}
	/** What the network is to make of a message that leaves, as if the plan named it. */
	stage(kind, from, to, nth, payload) {
		const message = this.nameSent(kind & 127, to);
		const fate = from === to ? void 0 : this.fates.get(message);
		this.sending = {
			message,
			firstUs: Infinity
		};
		this.leaves({
			message,
			from,
			to,
			nth,
			kind: kind & 127,
			payload,
			staged: fate
		});
		if (fate === void 0) return void 0;
		if (fate.beforeHeal && this.world.now >= this.healUs) this.fateAfterHeal = true;
		return namedFaults(fate, {
			from: "",
			to: "",
			nth,
			atMs: 0
		});
	}
	/** Names what the event at hand sends; the second of the same sort gets another name than the first. */
	nameSent(kind, to) {
		const name = this.lineages.numberOf(this.lineage[this.world.events] ?? 0, this.wordOf(to * KINDS + kind, () => `send ${kind} ${this.world.endpointName(to)}`));
		return this.onlyOnce(name);
	}
	nameOf({ kind, node, a, cause }) {
		const { world, lineages } = this;
		const bare = kind & 127;
		if (bare === EventKind.ClientNext) {
			const name = world.endpointName(node);
			const operation = this.planned(name)[a];
			const identity = operation === void 0 ? "" : lineages.identityOf(operation);
			return lineages.numberOf(0, lineages.word(`${name} ${identity}`));
		}
		if (bare === EventKind.Fault) {
			const { fault: number, edge } = world.calendar.edge(a);
			const fault = world.setup.plan.faults[number];
			const identity = fault === void 0 ? "" : lineages.identityOf(fault);
			return lineages.numberOf(0, lineages.word(`${edge} ${identity}`));
		}
		const parent = this.lineage[cause] ?? 0;
		if (bare !== EventKind.Timer && cause !== 0) {
			const word = this.wordOf(-1 - (node * KINDS + bare), () => `${bare} ${world.endpointName(node)}`);
			return lineages.numberOf(parent, word);
		}
		const which = bare === EventKind.Timer ? world.nameOfInterned(a) : a;
		return lineages.numberOf(parent, lineages.word(`${bare} ${world.endpointName(node)} ${which}`));
	}
	/** Words that are used again and again are put together once. */
	wordOf(key, text) {
		let word = this.words.get(key);
		if (word === void 0) this.words.set(key, word = this.lineages.word(text()));
		return word;
	}
	planned(client) {
		let own = this.byClient.get(client);
		if (own === void 0) {
			const { plan, finalOperations } = this.world.setup;
			own = [...plan.operations, ...finalOperations].filter(({ process }) => process === client);
			this.byClient.set(client, own);
		}
		return own;
	}
	onlyOnce(name) {
		const twins = this.twins.get(name) ?? 0;
		this.twins.set(name, twins + 1);
		return twins === 0 ? name : this.lineages.numberOf(name, this.lineages.word(`again ${twins}`));
	}
};
// explore/shrink/watch.ts
/**
* Sees one run whole: which event set off which, which message went when and what became of it, which operation ended
* where; and stages fates meanwhile.
*/
var Watch = class extends Staging {
	/** By number; nothing has number 0. */
	events = [void 0];
	messages = [];
	/** By their place in the history. */
	operations = [];
	/** When the operations of each client began and where they went, in order. */
	invocations = /* @__PURE__ */ new Map();
	/** In order. */
	done = [];
	inFlight = /* @__PURE__ */ new Map();
	event(seen) {
		super.event(seen);
		const message = isDatagram(seen.kind) ? this.inFlight.get(seen.order) : void 0;
		const { kind, node, atUs, cause } = seen;
		this.events.push({
			kind: kind & 127,
			node,
			atUs,
			cause,
			message
		});
	}
	sent(datagram, carriage) {
		super.sent(datagram, carriage);
		const leaving = this.messages.at(-1);
		leaving.arrivals.push(carriage.arrivesUs);
		this.inFlight.set(datagram.order, leaving);
	}
	dropped(_datagram, why, when) {
		const leaving = this.messages.at(-1);
		if (when === "leaving" && leaving !== void 0) leaving.lost = why === "cut" ? "cut" : "by chance";
	}
	atSite(node, moment, site, peer) {
		this.done.push({
			node,
			site,
			moment,
			peer,
			atUs: this.world.now
		});
	}
	invoked(number) {
		this.operations[number] = { invoked: this.world.events };
		const client = this.world.endpointName(this.events.at(-1)?.node ?? -1);
		if (this.world.clients.find(({ name }) => name === client)?.isFollowing === true) return;
		const own = this.invocations.get(client) ?? [];
		own.push({ atUs: this.world.now });
		this.invocations.set(client, own);
	}
	completed(number) {
		const operation = this.operations[number];
		if (operation !== void 0) operation.completed = this.world.events;
	}
	effect() {
		this.operations.push({
			invoked: this.world.events,
			completed: this.world.events
		});
	}
	leaves(sent) {
		this.messages.push({
			...sent,
			atUs: this.world.now,
			arrivals: []
		});
		if (sent.kind === EventKind.Request && this.world.isClient(sent.from)) this.aimedAt(sent.from, sent.to);
	}
	aimedAt(client, node) {
		const name = this.world.endpointName(client);
		const invocation = this.invocations.get(name)?.at(-1);
		const follows = this.world.clients.find((each) => each.name === name)?.isFollowing === true;
		if (invocation !== void 0 && !follows) invocation.to = this.world.endpointName(node);
	}
};
// explore/shrink/stage.ts
/** Runs a case and judges it. */
async function play(prepared, of, lineages) {
	const world = worldOf(prepared, of);
	const staging = of.fates.size === 0 ? void 0 : new Staging(world, lineages, of.fates);
	return {
		run: await judged(prepared, world),
		world,
		fateAfterHeal: staging?.fateAfterHeal === true
	};
}
/** The same under watch. */
async function watched(prepared, of, lineages) {
	const world = worldOf(prepared, of);
	const watch = new Watch(world, lineages, of.fates);
	return {
		run: await judged(prepared, world),
		world,
		watch,
		fateAfterHeal: watch.fateAfterHeal
	};
}
/** The same run, ended earlier or later. */
function lasting(prepared, durationMs) {
	const { setup } = prepared;
	if (setup.durationMs === durationMs) return prepared;
	const lastInvokeMs = lastInvokeMsOf(durationMs, setup.clientTimeoutMs);
	const finalOperations = setup.finalOperations.map((operation) => ({
		...operation,
		atMs: durationMs
	}));
	return {
		...prepared,
		setup: {
			...setup,
			durationMs,
			lastInvokeMs,
			finalOperations
		}
	};
}
function worldOf(prepared, { plan, durationMs }) {
	return new World({
		...lasting(prepared, durationMs).setup,
		plan
	});
}
async function judged(prepared, world) {
	await runToEnd(world);
	return judge({
		...prepared,
		setup: world.setup
	}, world);
}
// explore/shrink/search.ts
/** An end is moved only for so much. */
const MUCH_SOONER = .8;
var Search = class Search {
	start;
	aim;
	best;
	/** The search rests when so many runs have been made; more may be allowed later. */
	until = Infinity;
	/** What is being tried now; the passes name themselves. */
	pass = "";
	target;
	lineages;
	effort;
	/** Only the checks up to the one that fails are judged: those after it cannot come first. */
	judged;
	tried = /* @__PURE__ */ new Set();
	budgeted;
	/** Where the best case has shown its failure even if it is ended there; Infinity: only at the end. */
	horizonMs = Infinity;
	constructor(start, aim, best) {
		this.start = start;
		this.aim = aim;
		this.best = best;
		const { prepared } = start;
		this.target = aim.target;
		this.lineages = aim.lineages;
		this.effort = aim.effort;
		this.judged = {
			...prepared,
			checks: checksUpTo(prepared, aim.target.check)
		};
		this.budgeted = keepsBudget(prepared, best.run.plan.faults);
	}
	/** @returns undefined if the first case does not fail as it should */
	static async begin(start, aim, first) {
		const { run, world } = await play(start.prepared, first, aim.lineages);
		aim.effort.made(run);
		if (!isFailure(run, aim.target)) return void 0;
		const { fates, durationMs } = first;
		const search = new Search(start, aim, {
			fates,
			durationMs,
			run
		});
		await search.lookUntil(horizonMs(run, world));
		return search;
	}
	/** The plan of the smallest case known to fail. */
	get plan() {
		return this.best.run.plan;
	}
	get fates() {
		return this.best.fates;
	}
	get run() {
		return this.best.run;
	}
	/** How long the smallest run is. */
	get durationMs() {
		return this.best.durationMs;
	}
	/** The smallest case, as it is now. */
	get case() {
		const { plan, fates, durationMs } = this;
		return {
			plan,
			fates,
			durationMs
		};
	}
	/** Name of a node or client. */
	nameOf = (endpoint) => {
		const { nodes, clients } = this.start.prepared.setup;
		return [
			...nodes.map(({ name }) => name),
			...clients,
			"final"
		][endpoint] ?? "";
	};
	/** What a reader of the result has to read. */
	get size() {
		return this.plan.faults.length + this.plan.operations.length + this.fates.size;
	}
	get spent() {
		return this.effort.spent || this.effort.runs >= this.until;
	}
	/** Whether the best case, so changed, fails as the first one did; if so it is the new best. */
	async fails(changes) {
		const candidate = this.candidate(changes);
		const key = this.keyOf(candidate);
		if (this.spent || this.tried.has(key)) return false;
		this.tried.add(key);
		if (!this.isAllowed(candidate)) return false;
		this.effort.runs++;
		const same = await this.mayFail(candidate) && await this.isBetter(candidate);
		this.effort.report(this.pass, this.plan);
		return same;
	}
	/** The same question; the best stays what it is. */
	async wouldFail(changes) {
		const candidate = this.candidate(changes);
		if (this.spent || !this.isAllowed(candidate)) return false;
		this.effort.runs++;
		if (!await this.mayFail(candidate)) return false;
		const { run } = await play(this.judged, candidate, this.lineages);
		this.effort.made(run);
		return isFailure(run, this.target);
	}
	/** Runs the best case, so changed, and sees everything, whether it fails or not. */
	async look(changes = {}) {
		this.effort.runs++;
		const candidate = this.candidate(changes);
		const { run, watch } = await watched(this.judged, candidate, this.lineages);
		this.effort.made(run);
		return {
			...candidate,
			run,
			watch
		};
	}
	candidate(changes) {
		const { fates = this.fates, durationMs = this.durationMs } = changes;
		const { faults = this.plan.faults, operations = this.plan.operations } = changes;
		const healAtMs = "healAtMs" in changes ? changes.healAtMs : this.plan.healAtMs;
		const schedule = "schedule" in changes ? changes.schedule : this.plan.schedule;
		return {
			plan: {
				schema: 1,
				faults,
				operations,
				...healAtMs === void 0 ? {} : { healAtMs },
				...schedule === void 0 ? {} : { schedule }
			},
			fates,
			durationMs
		};
	}
	isAllowed(candidate) {
		return isWithinClaims(this.aim, this.start, candidate, this.budgeted);
	}
	/** Most candidates do not fail, and that shows as soon as the best one has shown its failure. */
	async mayFail(candidate) {
		return this.horizonMs === Infinity || await this.failsBy(this.horizonMs, candidate);
	}
	async failsBy(untilMs, candidate) {
		const durationMs = Math.min(untilMs, candidate.durationMs);
		const { run } = await play(this.judged, {
			...candidate,
			durationMs
		}, this.lineages);
		this.effort.made(run);
		return isFailure(run, this.target);
	}
	/** What is lost at the end was acknowledged long before: only a try tells whether an earlier end shows it too. */
	async lookUntil(untilMs) {
		if (untilMs < MUCH_SOONER * Math.min(this.durationMs, this.horizonMs) && await this.failsBy(untilMs, this.case)) this.horizonMs = untilMs;
	}
	/** A run that is over early says nothing of what may yet come: losses are made good, replicas converge. */
	async isBetter(candidate) {
		const { run, world, fateAfterHeal } = await play(this.judged, candidate, this.lineages);
		this.effort.made(run);
		if (!isFailure(run, this.target) || fateAfterHeal) return false;
		if (this.budgeted && !keepsBudget(this.judged, asTheyBegan(run))) return false;
		this.best = {
			fates: candidate.fates,
			durationMs: candidate.durationMs,
			run
		};
		if (this.horizonMs !== Infinity) await this.lookUntil(horizonMs(run, world));
		return true;
	}
	/** Runs the best case with these fates instead, judges all of it and sees everything; the best stays as it is. */
	async tryFates(fates) {
		this.effort.runs++;
		this.effort.report(this.pass, this.plan);
		const tried = await watched(this.start.prepared, {
			...this.case,
			fates
		}, this.lineages);
		this.effort.made(tried.run);
		return tried;
	}
	/** Runs the best case again and sees everything. */
	async watch() {
		return (await this.look()).watch;
	}
	keyOf({ plan: { faults, operations, healAtMs, schedule }, fates, durationMs }) {
		const identities = [...faults, ...operations].map((part) => this.lineages.versionOf(part));
		return `${healAtMs} ${durationMs} ${schedule === void 0 ? "" : JSON.stringify(schedule)} ${identities.join()} ${[...fates.values()].map((fate) => this.lineages.versionOf(fate)).join()}`;
	}
};
/** Numbers of nodes and clients by their names; -1 for nobody. */
function endpointIndex({ setup: { nodes, clients } }) {
	const names = [
		...nodes.map(({ name }) => name),
		...clients,
		FINAL_CLIENT
	];
	return (name) => names.indexOf(name);
}
function checksUpTo({ checks }, target) {
	const entries = Object.entries(checks);
	const at = entries.findIndex(([name]) => name === target);
	return at < 0 ? checks : Object.fromEntries(entries.slice(0, at + 1));
}
// explore/shrink/anchor.ts
/** A fault that may as well come so much sooner or later, in ms, has no moment of its own. */
const EITHER_WAY_MS = [7, -7];
/** It waits from a round time on, in ms; the coarsest from which few of the same come before it. */
const STEPS_MS$1 = [
	100,
	10,
	1,
	.1,
	.001
];
const FEW = 3;
/** So many things that its node did last are tried. */
const TRIES$2 = 8;
/** Of what happens at the same time, this says most. */
const TELLING = [
	"effect",
	"sync",
	"reply",
	"send",
	"receive",
	"write",
	"await"
];
async function anchorFaults(search) {
	search.pass = "what faults come after";
	for (const fault of search.plan.faults) {
		if (search.spent) return;
		if (fault.when === void 0 && isNodeFault(fault) && await hasItsMoment(search, fault)) await anchor(search, fault);
	}
}
async function hasItsMoment(search, fault) {
	for (const laterMs of EITHER_WAY_MS) if (!await search.wouldFail({ faults: replaced(search, fault, { atMs: fault.atMs + laterMs }) })) return true;
	return false;
}
async function anchor(search, fault) {
	const seen = await search.look({ faults: [...search.plan.faults, lookout(fault)] });
	const node = endpointIndex(search.start.prepared)(fault.node);
	const strikesUs = toMicros(fault.atMs);
	const before = seen.watch.done.filter((done) => done.node === node && done.moment === "after" && done.atUs <= strikesUs);
	const latest = before.toReversed().sort((a, b) => b.atUs - a.atUs || rank(a) - rank(b));
	const others = latest.filter(({ site }) => site !== "await").slice(0, TRIES$2);
	const awaits = isAsync(search, node) ? latest.filter(({ site }) => site === "await").slice(0, TRIES$2) : [];
	for (const done of [...others, ...awaits]) {
		const { site, moment, peer } = done;
		const same = before.filter((one) => one.site === site && one.peer === peer && one.atUs <= done.atUs);
		const stepMs = STEPS_MS$1.find((step) => countSince(same, floor(done, step)) <= FEW);
		if (stepMs === void 0) continue;
		const atMs = floor(done, stepMs);
		const who = peer < 0 ? {} : { peer: search.nameOf(peer) };
		const when = {
			site,
			moment,
			nth: countSince(same, atMs),
			...who
		};
		if (await search.fails({ faults: replaced(search, fault, {
			atMs,
			when
		}) })) return;
	}
}
const isAsync = ({ start }, node) => start.prepared.setup.nodes[node]?.program.style === "async";
const rank = ({ site }) => TELLING.indexOf(site);
const floor = ({ atUs }, stepMs) => {
	const stepUs = Math.round(stepMs * 1e3);
	return Math.floor(atUs / stepUs) * stepUs / 1e3;
};
const countSince = (same, atMs) => same.filter(({ atUs }) => atUs >= toMicros(atMs)).length;
/** A fault that never begins: what its node does is looked at because of it. */
function lookout({ node }) {
	return {
		kind: "restart",
		node,
		atMs: 0,
		when: {
			site: "effect",
			moment: "before",
			nth: 1e9
		}
	};
}
function replaced(search, fault, changes) {
	const next = search.lineages.changed(fault, changes);
	return search.plan.faults.map((each) => each === fault ? next : each);
}
// explore/shrink/close-gaps.ts
/**
* Takes out the time in which nothing of the plan happens: what is left of five seconds may as well happen within a
* hundred milliseconds, which is quicker to run and easier to read. Nodes get as long to recover at the end as they had.
*/
/** Pauses are cut to these lengths, in ms; the shortest that shows the failure stays. */
const GAPS_MS = [
	10,
	50,
	200,
	500
];
/** Runs that are shorter by less are not worth a try. */
const WORTH = .95;
async function closeGaps(search) {
	search.pass = "pauses";
	for (const gapMs of GAPS_MS) {
		const { settleMs } = search.start;
		const closed = withGapsClosed(search, {
			gapMs,
			settleMs
		}, search.lineages);
		if (closed.durationMs > WORTH * search.durationMs) return;
		const { faults, operations, healAtMs } = closed.plan;
		if (await search.fails({
			faults,
			operations,
			healAtMs,
			durationMs: closed.durationMs
		})) return;
	}
}
/** The same with its pauses cut short. Times keep their order; a fault that lasts has no pause within it. */
function withGapsClosed({ plan, durationMs }, { gapMs, leadMs = gapMs, settleMs }, lineages) {
	const { faults, operations, healAtMs } = plan;
	const windows = faults.flatMap((fault) => lasts(fault) && fault.durationMs !== void 0 ? [[fault.atMs, Math.min(fault.atMs + fault.durationMs, healAtMs ?? Infinity)]] : []);
	const times = new Set([...operations, ...faults].map(({ atMs }) => atMs));
	for (const [, endMs] of windows) if (endMs <= durationMs) times.add(endMs);
	const isAwaited = operations.some(({ atMs }) => atMs >= (healAtMs ?? Infinity));
	if (isAwaited && healAtMs !== void 0) times.add(healAtMs);
	const sorted = [...times].sort((a, b) => a - b);
	const moved = /* @__PURE__ */ new Map();
	let before = 0;
	let now = 0;
	for (const [index, atMs] of sorted.entries()) {
		const most = index === 0 ? leadMs : windows.some(([a, b]) => a < atMs && before < b) ? Infinity : gapMs;
		now += Math.min(atMs - before, most);
		moved.set(atMs, micro$2(now));
		before = atMs;
	}
	const at = (atMs) => moved.get(atMs) ?? atMs;
	const movedTo = (part) => at(part.atMs) === part.atMs ? part : lineages.changed(part, { atMs: at(part.atMs) });
	const lastMs = micro$2(now);
	const healsMs = healAtMs === void 0 || isAwaited ? healAtMs && at(healAtMs) : Math.min(healAtMs, Math.ceil(lastMs + gapMs));
	const endMs = Math.max((healsMs ?? lastMs) + settleMs, lastMs);
	return {
		plan: {
			...plan,
			faults: faults.map(movedTo),
			operations: operations.map(movedTo),
			...healsMs === void 0 ? {} : { healAtMs: healsMs }
		},
		fates: /* @__PURE__ */ new Map(),
		durationMs: Math.min(durationMs, Math.max(1, Math.ceil(endMs)))
	};
}
const micro$2 = (ms) => Math.round(ms * 1e3) / 1e3;
// explore/shrink/cut-fates.ts
/** Lets single messages go their ordinary way: all of them if possible, large pieces first. */
/** Whether the failure needs no message to fare other than the rest. */
async function cutAllFates(search) {
	search.pass = "delays";
	return search.fates.size === 0 || search.fails({ fates: /* @__PURE__ */ new Map() });
}
async function cutFates(search, grain) {
	search.pass = "delays and losses of single messages";
	await cutList([...search.fates.values()], (kept) => search.fails({ fates: fatesOf(kept) }), grain);
}
function fatesOf(list) {
	return new Map(list.map((fate) => [fate.message, fate]));
}
// explore/shrink/cut-faults.ts
const MAX_FOR_PAIRS$1 = 12;
async function cutFaults(search) {
	search.pass = "faults";
	await cutList([...search.plan.faults].sort((a, b) => a.atMs - b.atMs), (kept) => failsWith(search, kept));
}
async function cutFaultPairs(search) {
	search.pass = "pairs of faults";
	const { faults } = search.plan;
	if (faults.length <= MAX_FOR_PAIRS$1) await cutPairs(faults, (kept) => failsWith(search, kept));
}
function failsWith(search, kept) {
	const chosen = new Set(kept);
	return search.fails({ faults: search.plan.faults.filter((fault) => chosen.has(fault)) });
}
// explore/shrink/cut-schedule.ts
async function cutSchedule(search) {
	const { schedule } = search.plan;
	if (schedule === void 0) return;
	search.pass = "schedule";
	if (await search.fails({ schedule: void 0 })) return;
	const tries = (smaller) => search.fails({ schedule: smaller });
	if (schedule.strategy === "pct") await cutList(schedule.changes, (changes) => tries({
		...schedule,
		changes
	}));
	else if (schedule.strategy === "delay-bounded") await cutList(schedule.delays, (delays) => tries({
		...schedule,
		delays
	}));
}
// explore/shrink/slide.ts
/** Those where the node has just done what it had done before the fault. */
const alikeFirst = inOrderOfPromise;
/** Those a little sooner or later: for what meets a message that is late. */
const nearestFirst = (places, { atUs }) => [...places].sort((a, b) => Math.abs(a.atUs - atUs) - Math.abs(b.atUs - atUs));
/** Places tried for each fault. */
const TRIES$1 = 6;
/** The faults, slid; one fault of a node decides, and all move alike, so that those that need each other keep apart. */
async function* slid(faults, { model, look, indexOf, order }, lineages) {
	for (const pivot of faults.filter(isNodeFault)) {
		const struck = model(pivot);
		if (struck === void 0) continue;
		const places = placesOf(await look([...faults.filter((fault) => fault !== pivot), ...inert(pivot, lineages)]), pivot, indexOf);
		for (const place of order(places, struck).slice(0, TRIES$1)) yield movedTo(place, struck, pivot, faults, lineages);
	}
}
function movedTo(place, { atUs }, pivot, faults, lineages) {
	const laterMs = toMs(place.atUs - atUs);
	return faults.map((fault) => fault === pivot ? placedAt(pivot, place, lineages) : lineages.changed(fault, { atMs: Math.round((fault.atMs + laterMs) * 1e3) / 1e3 }));
}
// explore/shrink/begin-slid.ts
/** When each fault of a node struck in the best case, and what its node had done before. */
async function modelsOf(search) {
	const { run } = search;
	let models = known.get(run);
	if (models === void 0) {
		const { watch } = await search.look();
		const indexOf = endpointIndex(search.start.prepared);
		models = new Map(search.plan.faults.filter(isNodeFault).map((fault) => {
			const atUs = placeTimeUs(search.plan.faults, run.triggered, fault);
			return [fault, atUs === void 0 ? void 0 : momentAt(placesOf(watch, fault, indexOf), atUs)];
		}));
		known.set(run, models);
	}
	const found = models;
	return (pivot) => found.get(pivot);
}
/** By run: a best case is looked at once. */
const known = /* @__PURE__ */ new WeakMap();
/** @param first the best case of the search, changed for the other world */
async function beginSlid(search, start, first, order) {
	const { aim, effort, lineages } = search;
	const begin = (faults) => {
		effort.runs++;
		return Search.begin(start, aim, {
			...first,
			plan: {
				...first.plan,
				faults
			}
		});
	};
	const asItIs = await begin(first.plan.faults);
	if (asItIs !== void 0) return asItIs;
	const model = await modelsOf(search);
	const look = async (faults) => {
		effort.runs++;
		const seen = await watched(start.prepared, {
			...first,
			plan: {
				...first.plan,
				faults
			}
		}, lineages);
		effort.made(seen.run);
		return seen.watch;
	};
	const indexOf = endpointIndex(start.prepared);
	for await (const faults of slid(first.plan.faults, {
		model,
		look,
		indexOf,
		order
	}, lineages)) {
		if (search.spent) return void 0;
		if (!isWithinClaims(aim, start, {
			...first,
			plan: {
				...first.plan,
				faults
			}
		})) continue;
		const begun = await begin(faults);
		if (begun !== void 0) return begun;
	}
}
// explore/shrink/cut-while-sliding.ts
/** More of them had better be cut otherwise first. */
const MAX_OPERATIONS = 40;
const MAX_FATES = 10;
const MAX_FAULTS = 4;
async function cutWhileSliding(search) {
	const sliding = search.plan.faults.filter(isNodeFault).length;
	if (sliding === 0 || sliding > MAX_FAULTS) return;
	search.pass = "less, with faults that slide";
	const { operations } = search.plan;
	if (operations.length > 0 && operations.length <= MAX_OPERATIONS) await cutList([...operations].sort((a, b) => a.atMs - b.atMs), (kept) => {
		return failsSlid(search, { operations: search.plan.operations.filter((operation) => kept.includes(operation)) }, alikeFirst);
	});
	if (search.fates.size > 0 && search.fates.size <= MAX_FATES) await cutList([...search.fates.values()], (kept) => failsSlid(search, { fates: fatesOf(kept) }, nearestFirst));
}
/** Whether it still fails so changed, with the faults where they are or at other places. */
async function failsSlid(search, changes, order) {
	if (await search.fails(changes)) return true;
	const model = await modelsOf(search);
	const indexOf = endpointIndex(search.start.prepared);
	const look = async (faults) => (await search.look({
		...changes,
		faults
	})).watch;
	for await (const faults of slid(search.plan.faults, {
		model,
		indexOf,
		look,
		order
	}, search.lineages)) {
		if (search.spent) return false;
		if (await search.fails({
			...changes,
			faults
		})) return true;
	}
	return false;
}
// explore/shrink/join-delays.ts
/** More than so many have too many pairs, and are no short story anyway. */
const MAX_DELAYS = 10;
async function joinDelays(search) {
	search.pass = "two delays as one";
	while (!search.spent && await joinedTwo(search));
}
async function joinedTwo(search) {
	const delays = await delaysOf(search);
	if (delays.length > MAX_DELAYS) return false;
	for (const [index, one] of delays.entries()) for (const other of delays.slice(index + 1)) {
		if (!isAkin(one, other)) continue;
		for (const addMs of /* @__PURE__ */ new Set([
			Math.max(one.addMs, other.addMs),
			one.addMs,
			other.addMs
		])) if (await search.fails(joined(search, one, other, addMs))) return true;
	}
	return false;
}
/** One end is the same: else it would be two faults under one name. */
function isAkin(one, other) {
	return one.from.join() === other.from.join() || one.to.join() === other.to.join();
}
function joined(search, one, other, addMs) {
	const union = (names, more) => [.../* @__PURE__ */ new Set([...names, ...more])];
	const atMs = Math.min(one.fromMs, other.fromMs);
	const slow = {
		kind: "latency",
		atMs,
		durationMs: micro$1(Math.max(one.untilMs, other.untilMs) - atMs),
		from: union(one.from, other.from),
		to: union(one.to, other.to),
		addMs
	};
	const gone = /* @__PURE__ */ new Set([one.of, other.of]);
	return {
		faults: [...search.plan.faults.filter((fault) => !gone.has(fault)), slow],
		fates: new Map([...search.fates].filter(([, fate]) => !gone.has(fate)))
	};
}
async function delaysOf(search) {
	const slow = search.plan.faults.filter(isLatency).map((fault) => {
		const { from, to, atMs, durationMs = search.run.virtualMs, addMs } = fault;
		return {
			of: fault,
			from,
			to,
			fromMs: atMs,
			untilMs: atMs + durationMs,
			addMs
		};
	});
	if (search.fates.size === 0) return slow;
	const { messages } = await search.watch();
	const late = messages.flatMap(({ staged, from, to, atUs }) => {
		if (staged === void 0 || staged.lost || staged.delayUs === 0 || staged.copiesAfterUs.length > 0) return [];
		const [fromMs, untilMs, addMs] = [
			toMs(atUs),
			toMs(atUs + 1),
			toMs(staged.delayUs)
		];
		return [{
			of: staged,
			from: [search.nameOf(from)],
			to: [search.nameOf(to)],
			fromMs,
			untilMs,
			addMs
		}];
	});
	return [...slow, ...late];
}
/** A slow link whose ends are named, and that is slow by a certain time. */
function isLatency(fault) {
	return fault.kind === "latency" && Array.isArray(fault.from) && Array.isArray(fault.to) && (fault.jitterMs ?? 0) === 0;
}
const micro$1 = (ms) => Math.round(ms * 1e3) / 1e3;
// explore/shrink/merge-fates.ts
async function mergeFates(search) {
	search.pass = "delays told as one";
	const { messages } = await search.watch();
	const staged = messages.filter((message) => message.staged !== void 0);
	const late = staged.filter(({ staged: { delayUs, lost } }) => delayUs > 0 && !lost);
	const lost = staged.filter((message) => message.staged.lost);
	const groupings = [
		({ from }) => from,
		({ to }) => to,
		link
	];
	for (const grouping of groupings) for (const alike of [late, lost]) for (const group of groupsBy(alike, grouping).filter(({ length }) => length > 1)) await merge(search, group);
}
const link = ({ from, to }) => `${from}/${to}`;
/** Halves of halves of a group are tried, and no more: what is left then is no one thing. */
const MAX_DEPTH = 3;
/** All of a group if possible; else what comes before the longest pause in it, and what comes after. */
async function merge(search, group, depth = 0) {
	const left = group.filter(({ staged }) => search.fates.has(staged.message));
	if (left.length < 2) return;
	const merged = new Set(left.map(({ staged }) => staged.message));
	const fates = new Map([...search.fates].filter(([message]) => !merged.has(message)));
	for (const stepUs of [1e3, 1]) {
		const faults = [...search.plan.faults, oneFault(left, stepUs, search.nameOf)];
		if (await search.fails({
			fates,
			faults
		}) || search.spent) return;
	}
	if (depth === MAX_DEPTH) return;
	const at = longestPause(left);
	await merge(search, left.slice(0, at), depth + 1);
	await merge(search, left.slice(at), depth + 1);
}
/** Where the longest pause of a list in time ends. */
function longestPause(group) {
	const pauses = group.slice(1).map(({ atUs }, index) => atUs - group[index].atUs);
	return 1 + pauses.indexOf(Math.max(...pauses));
}
/** A fault that does to every message of these links, from the first to the last, what happened to these. */
function oneFault(group, stepUs, nameOf) {
	const names = (ends) => [...new Set(ends)].sort((a, b) => a - b).map(nameOf);
	const beginUs = Math.floor(Math.min(...group.map(({ atUs }) => atUs)) / stepUs) * stepUs;
	const endUs = (Math.floor(Math.max(...group.map(({ atUs }) => atUs)) / stepUs) + 1) * stepUs;
	const links = {
		atMs: beginUs / 1e3,
		durationMs: (endUs - beginUs) / 1e3,
		from: names(group.map(({ from }) => from)),
		to: names(group.map(({ to }) => to))
	};
	if (group.every(({ staged }) => staged.lost)) return {
		kind: "one-way-cut",
		...links
	};
	return {
		kind: "latency",
		...links,
		addMs: Math.max(...group.map(({ staged }) => staged.delayUs)) / 1e3
	};
}
function groupsBy(list, keyOf) {
	const groups = /* @__PURE__ */ new Map();
	for (const item of list) {
		const key = keyOf(item);
		const group = groups.get(key);
		if (group === void 0) groups.set(key, [item]);
		else group.push(item);
	}
	return [...groups.values()];
}
// explore/shrink/messages-under.ts
async function messagesUnder(search, { atMs, durationMs, from: senders, to: receivers }) {
	const { messages } = (await search.look()).watch;
	const fromUs = toMicros(atMs);
	const untilUs = durationMs === void 0 ? Infinity : fromUs + toMicros(durationMs);
	return messages.filter(({ from, to, atUs }) => from !== to && atUs >= fromUs && atUs < untilUs && (senders?.includes(search.nameOf(from)) ?? true) && (receivers?.includes(search.nameOf(to)) ?? true));
}
// explore/shrink/plainer-faults.ts
/** Parts of the messages on the links that were no later. */
const LATENESS = [1, .5];
async function plainerFaults(search) {
	search.pass = "plainer faults";
	for (const fault of search.plan.faults.filter((each) => each.kind === "slow-link")) {
		const lateMs = await latenessMs(search, fault);
		for (const addMs of lateMs) {
			const { bytesPerSecond: _, ...rest } = fault;
			const late = {
				...rest,
				kind: "latency",
				addMs
			};
			if (await search.fails({ faults: search.plan.faults.map((each) => each === fault ? late : each) })) break;
		}
	}
}
/** How much later than usual messages on the links were, in whole ms. */
async function latenessMs(search, fault) {
	const { messages } = (await search.look()).watch;
	const tookUs = (await messagesUnder(search, fault)).flatMap(tookUsOf).sort((a, b) => a - b);
	const usualUs = Math.min(...messages.filter(({ from, to }) => from !== to).flatMap(tookUsOf));
	const at = (part) => tookUs[Math.floor(part * (tookUs.length - 1))] ?? usualUs;
	const late = LATENESS.map((part) => Math.round((at(part) - usualUs) / 1e3));
	return [...new Set(late)].filter((ms) => ms > 0);
}
function tookUsOf({ arrivals: [first], atUs }) {
	return first === void 0 ? [] : [first - atUs];
}
// explore/shrink/simplify-fates.ts
/** Fates that need not be told: requests that a client may as well send later, delays next to a copy, odd numbers. */
const MAX_FOR_PAIRS = 10;
async function simplifyFates(search) {
	search.pass = "simpler delays";
	await askLater(search);
	for (const fate of [...search.fates.values()]) {
		if (fate.copiesAfterUs.length === 0) continue;
		await replaceFate(search, fate.message, { delayUs: 0 });
		await replaceFate(search, fate.message, { copiesAfterUs: [0] });
	}
	const fates = [...search.fates.values()];
	if (fates.length > 1 && fates.length <= MAX_FOR_PAIRS) await cutPairs(fates, (kept) => search.fails({ fates: fatesOf(kept) }));
}
/** A link that is slow for a single message: that message is late, and says so. */
async function nameSingleMessages(search) {
	if (search.start.latencyMs === void 0) return;
	search.pass = "single messages by their names";
	for (const fault of search.plan.faults) {
		if (fault.kind !== "latency" || (fault.jitterMs ?? 0) > 0 || search.spent) continue;
		const [first, ...others] = await messagesUnder(search, fault);
		if (first === void 0 || others.length > 0 || first.staged !== void 0) continue;
		const { message, atUs } = first;
		const beforeHeal = atUs < toMicros(search.plan.healAtMs ?? Infinity);
		const late = {
			message,
			lost: false,
			delayUs: toMicros(fault.addMs),
			copiesAfterUs: [],
			beforeHeal
		};
		const faults = search.plan.faults.filter((each) => each !== fault);
		await search.fails({
			faults,
			fates: new Map(search.fates).set(message, late)
		});
	}
}
/** Puts something else in the place of a fate, if it still fails. */
async function replaceFate(search, message, changes) {
	const fate = search.fates.get(message);
	if (fate === void 0) return false;
	return search.fails({ fates: new Map(search.fates).set(message, {
		...fate,
		...changes
	}) });
}
/** A request that is late may as well begin late. */
async function askLater(search) {
	if (search.fates.size === 0) return;
	const { messages } = await search.watch();
	for (const { kind, from, staged } of messages) {
		if (kind !== EventKind.Request || staged === void 0 || staged.delayUs === 0) continue;
		const client = search.nameOf(from);
		for (const operation of search.plan.operations.filter(({ process }) => process === client)) {
			const later = search.lineages.changed(operation, { atMs: operation.atMs + toMs(staged.delayUs) });
			const fates = new Map(search.fates);
			if (staged.copiesAfterUs.length > 0) fates.set(staged.message, {
				...staged,
				delayUs: 0
			});
			else fates.delete(staged.message);
			const operations = search.plan.operations.map((each) => each === operation ? later : each);
			if (await search.fails({
				fates,
				operations
			})) break;
		}
	}
}
// explore/shrink/simplify.ts
/** Steps times are rounded to, in ms, coarsest first. */
const STEPS_MS = [
	100,
	10,
	1,
	.1
];
/** Tries at finding how short a window can be. */
const HALVINGS = 8;
async function simplifyFaults(search) {
	search.pass = "simpler faults";
	for (let index = 0; index < search.plan.faults.length; index++) {
		await surer(search, index);
		await plainerWaiting(search, index);
		await fewerNames(search, index);
		await shorter(search, index);
	}
}
/** Heal-all, where there is nothing left to heal. Liveness is measured from it. */
async function dropHeal(search) {
	const { faults, healAtMs } = search.plan;
	if (healAtMs === void 0 || search.target.check === "liveness") return;
	const ends = (fault) => !lasts(fault) || fault.durationMs !== void 0 && fault.atMs + fault.durationMs <= healAtMs;
	search.pass = "heal-all";
	if (faults.every(ends)) await search.fails({ healAtMs: void 0 });
}
/** Times of operations first, all at once where possible; then faults and delays. */
async function roundTimes(search) {
	search.pass = "round times";
	await roundOperations(search);
	for (let index = 0; index < search.plan.faults.length; index++) await roundFault(search, index);
	for (const fate of [...search.fates.values()]) await roundFate(search, fate);
}
/** Puts another fault in the place of one, if it still fails. */
async function replace(search, index, changes) {
	const fault = search.plan.faults[index];
	const next = search.lineages.changed(fault, changes);
	return search.fails({ faults: search.plan.faults.with(index, next) });
}
/** What happens by chance, happens always; what flaps, stays; what may be lost or torn, is lost. */
async function surer(search, index) {
	const fault = search.plan.faults[index];
	if ("probability" in fault && fault.probability < 1) await replace(search, index, { probability: 1 });
	if ("jitterMs" in fault && fault.jitterMs !== void 0) await replace(search, index, { jitterMs: 0 });
	if (fault.kind === "crash" && fault.unsynced !== "lost") await replace(search, index, { unsynced: "lost" });
	if ("flapMs" in fault && fault.flapMs !== void 0) {
		const { flapMs: _, ...steady } = fault;
		await search.fails({ faults: search.plan.faults.with(index, steady) });
	}
}
/** What waits for a message or a state waits for the first, begins at once, and waits as long as it takes. */
async function plainerWaiting(search, index) {
	for (const field of [
		"withinMs",
		"afterMs",
		"nth"
	]) {
		const { when } = search.plan.faults[index];
		if (when === void 0 || "site" in when || (when[field] ?? 1) === 1) continue;
		const { [field]: _, ...rest } = when;
		await replace(search, index, { when: {
			nth: 1,
			...rest
		} });
	}
}
async function fewerNames(search, index) {
	for (const end of ["from", "to"]) {
		const fault = search.plan.faults[index];
		if (!(end in fault)) continue;
		const names = fault[end];
		if (!Array.isArray(names) || names.length < 2) continue;
		await cutList(names, async (kept) => kept.length > 0 && replace(search, index, { [end]: kept }));
	}
}
/** Halves the window from its end, then from its beginning. */
async function shorter(search, index) {
	const fault = search.plan.faults[index];
	if (!lasts(fault)) return;
	const endMs = Math.min(fault.atMs + (fault.durationMs ?? Infinity), search.plan.healAtMs ?? Infinity, search.run.virtualMs);
	let length = micro(endMs - fault.atMs);
	if (!(length > 0)) return;
	for (let cut = length / 2, tries = 0; tries < HALVINGS && cut >= 1; tries++, cut /= 2) {
		const durationMs = micro(length - cut);
		if (await replace(search, index, { durationMs })) length = durationMs;
	}
	for (let cut = length / 2, tries = 0; tries < HALVINGS && cut >= 1; tries++, cut /= 2) {
		const { atMs } = search.plan.faults[index];
		const later = {
			atMs: micro(atMs + cut),
			durationMs: micro(length - cut)
		};
		if (await replace(search, index, later)) length = later.durationMs;
	}
}
async function roundOperations(search) {
	for (const step of STEPS_MS) {
		const { operations } = search.plan;
		const rounded = operations.map((operation) => roundedOperation(search, operation, step));
		if (rounded.every((operation, index) => operation === operations[index])) return;
		if (await search.fails({ operations: rounded })) return;
	}
}
function roundedOperation(search, operation, step) {
	const atMs = rounded(operation.atMs, step);
	return atMs === operation.atMs ? operation : search.lineages.changed(operation, { atMs });
}
async function roundFault(search, index) {
	for (const property of [
		"atMs",
		"durationMs",
		"delayMs",
		"addMs",
		"offsetMs",
		"byMs",
		"ppm",
		"factor"
	]) for (const step of STEPS_MS) {
		const value = search.plan.faults[index][property];
		if (typeof value !== "number") break;
		const round = rounded(value, step);
		if (round === value) break;
		if (round === 0 && property !== "atMs") continue;
		if (await replace(search, index, { [property]: round })) break;
	}
}
async function roundFate(search, { message }) {
	const us = (valueUs, step) => Math.round(rounded(valueUs / 1e3, step) * 1e3);
	for (const step of STEPS_MS) {
		const fate = search.fates.get(message);
		if (fate === void 0) return;
		const delayUs = us(fate.delayUs, step);
		const copiesAfterUs = fate.copiesAfterUs.map((afterUs) => us(afterUs, step));
		if (delayUs === fate.delayUs && copiesAfterUs.join() === fate.copiesAfterUs.join()) return;
		if (delayUs === 0 && fate.delayUs > 0) continue;
		if (await replaceFate(search, message, {
			delayUs,
			copiesAfterUs
		})) return;
	}
}
/** To the nearest multiple of a step; `0.1` as tenths, lest digits appear that nobody wrote. */
function rounded(ms, step) {
	return step < 1 ? Math.round(ms / step) / Math.round(1 / step) : Math.round(ms / step) * step;
}
const micro = (ms) => Math.round(ms * 1e3) / 1e3;
// explore/shrink/passes.ts
/** The passes in their order: cheapest win first, large pieces first. The chapter, ../README.md, tells why. */
/** Each list is worth cutting roughly before any of them is worth cutting finely, as a rule. */
const COARSE_FIRST = ["coarse", "fine"];
const FINE_AT_ONCE = ["fine"];
/** So many messages that are late make a slow link sooner than they are tried one by one. */
const MANY_FATES = 12;
/** Where there are more operations, these had better go first. */
const FEW_OPERATIONS$2 = 50;
async function passes(search, grains = COARSE_FIRST) {
	await cutSchedule(search);
	await dropHeal(search);
	await cutAroundFailure(search);
	await cutFaults(search);
	await cutClients(search);
	await plainerFaults(search);
	await closeGaps(search);
	for (let before = Infinity; before > search.size && !search.spent;) {
		before = search.size;
		for (const grain of grains) {
			await cutOperations(search, grain);
			await cutFaults(search);
			await cutFates(search, grain);
			const { fates, plan } = search;
			if (fates.size > MANY_FATES && plan.operations.length <= FEW_OPERATIONS$2) await mergeFates(search);
		}
		await cutWhileSliding(search);
		await dropHeal(search);
		if (search.fates.size > 0) await roundOperations(search);
		await mergeFates(search);
		await cutOperationPairs(search);
		await cutFaultPairs(search);
	}
}
/** Makes it easier to read, which at times lets more be cut. */
async function polish(search) {
	for (let before = Infinity; before > search.size && !search.spent;) {
		before = search.size;
		await roundOperations(search);
		await simplifyFaults(search);
		await simplifyFates(search);
		await joinDelays(search);
		await passes(search);
	}
	await nameSingleMessages(search);
	await roundTimes(search);
	await anchorFaults(search);
}
// explore/shrink/fit-plan.ts
function fittedTo(plan, before, after) {
	const nodes = after.nodes.map(({ name }) => name);
	const there = /* @__PURE__ */ new Set([...nodes, ...after.clients]);
	const instead = (gone) => nodes[before.nodes.findIndex(({ name }) => name === gone) % nodes.length];
	return {
		...plan,
		operations: plan.operations.filter(({ process }) => there.has(process)).map((operation) => {
			const { to, ...rest } = operation;
			if (to === void 0 || there.has(to)) return operation;
			const other = instead(to);
			return other === void 0 ? rest : {
				...rest,
				to: other
			};
		}),
		faults: plan.faults.filter((fault) => namesOf(fault).every((name) => there.has(name)))
	};
}
function namesOf(fault) {
	const { node, from, to, nodes, groups, with: successor, when } = fault;
	const waits = when ?? {};
	return [
		node,
		from,
		to,
		nodes,
		groups,
		successor,
		[
			waits["node"],
			waits["peer"],
			waits["from"],
			waits["to"]
		]
	].flat(2).filter((name) => typeof name === "string" && !isStandIn(name));
}
// explore/shrink/shrink-params.ts
/** Smaller numbers tried for each parameter: a few where runs are long, else more. */
const NUMBERS = {
	coarse: [
		1,
		3,
		8,
		24,
		100
	],
	fine: [
		1,
		2,
		3,
		4,
		6,
		8,
		12,
		16,
		24,
		32,
		64,
		128,
		256
	]
};
/** A run with so many times the events is much less to read. */
const MUCH_LESS = .75;
/** So few operations are soon cut again. */
const FEW_OPERATIONS$1 = 50;
/** A run with other parameters may go over so many times the events of the best one. */
const MORE_EVENTS = {
	factor: 1.2,
	more: 200
};
/** @returns the search with smaller parameters, or itself */
async function shrinkParams(search) {
	search.pass = "parameters";
	let best = search;
	const defaults = search.aim.prepareWith({})?.params ?? {};
	for (const [name, now] of Object.entries(search.start.prepared.params)) {
		const numbers = best.plan.faults.some(isNodeFault) ? NUMBERS.coarse : NUMBERS.fine;
		for (const value of smaller(now, defaults[name], numbers)) {
			if (best.spent) return best;
			const next = await withParam(best, name, value);
			if (next === void 0) continue;
			if (value === defaults[name] || await saysMore(next, best)) best = next;
			break;
		}
	}
	return best;
}
/** Whether a smaller parameter makes the story smaller; one that does not is one more thing to read. */
async function saysMore(next, than) {
	if (than.plan.operations.length <= FEW_OPERATIONS$1) {
		await cutOperations(next, "fine");
		await cutFaults(next);
	}
	return next.size < than.size || next.run.events < MUCH_LESS * than.run.events;
}
/** The same run with one parameter smaller, for each that may be, the smallest first; the nodes are the same. */
function startsWithSmaller(aim, start) {
	const { params, setup } = start.prepared;
	const defaults = aim.prepareWith({})?.params ?? {};
	const names = setup.nodes.map(({ name }) => name).join();
	return Object.entries(params).flatMap(([name, now]) => smaller(now, defaults[name], NUMBERS.coarse).flatMap((value) => {
		const prepared = aim.prepareWith({
			...params,
			[name]: value
		});
		const isAlike = prepared?.setup.nodes.map((node) => node.name).join() === names;
		return prepared !== void 0 && isAlike ? [{
			...start,
			prepared
		}] : [];
	}));
}
/** Numbers from the smallest on, the default among them where it is smaller; of anything else, the default. */
function smaller(now, byDefault, numbers) {
	if (typeof now === "number") return [.../* @__PURE__ */ new Set([...numbers, ...typeof byDefault === "number" ? [byDefault] : []])].filter((number) => number < now).sort((a, b) => a - b);
	return byDefault === void 0 || JSON.stringify(now) === JSON.stringify(byDefault) ? [] : [byDefault];
}
async function withParam(search, name, value) {
	const { start, aim } = search;
	const params = {
		...start.prepared.params,
		[name]: value
	};
	const made = aim.prepareWith(params);
	if (made === void 0) return void 0;
	const prepared = withEventLimit(inNetworkOf(search, made), search.run.events, MORE_EVENTS);
	const plan = fittedTo(search.plan, start.prepared.setup, prepared.setup);
	const next = await beginSlid(search, {
		...start,
		prepared
	}, {
		...search.case,
		plan
	}, alikeFirst);
	return next !== void 0 && await isOfTheBug(next) ? next : void 0;
}
/** Whether it is still the bug that is to blame, and not the parameters. */
async function isOfTheBug(search) {
	const { aim, case: failing, plan, fates, start } = search;
	const hasBug = start.prepared.bug !== void 0;
	if (!hasBug && plan.faults.length === 0 && fates.size === 0) return true;
	const made = hasBug ? aim.prepareWith(start.prepared.params, "sound") : start.prepared;
	if (made === void 0) return false;
	const twin = hasBug ? failing : {
		...failing,
		plan: {
			...plan,
			faults: []
		},
		fates: /* @__PURE__ */ new Map()
	};
	const prepared = hasBug ? inNetworkOf(search, made) : made;
	aim.effort.runs++;
	const { run } = await play(prepared, twin, aim.lineages);
	aim.effort.made(run);
	return !isFailure(run, aim.target);
}
function inNetworkOf({ start: { latencyMs } }, prepared) {
	return latencyMs === void 0 ? prepared : calmed(prepared, latencyMs);
}
// explore/shrink/other-latency.ts
/**
* Another time that every message takes: where a round trip has to be slow, a network that is slower throughout needs
* fewer messages that are late. What is late stays as late as it was.
*/
/** @param latenciesMs other times a message may take, as the run that was found has them */
async function* onOtherNetworks(search, latenciesMs) {
	const { start, aim } = search;
	const { latencyMs: nowMs } = start;
	if (nowMs === void 0) return;
	for (const latencyMs of latenciesMs) {
		if (latencyMs === nowMs) continue;
		const there = {
			...start,
			prepared: calmed(start.prepared, latencyMs),
			latencyMs
		};
		const laterUs = toMicros(latencyMs) - toMicros(nowMs);
		const mostUs = aim.longestUs - toMicros(latencyMs);
		const asLate = ({ delayUs, ...fate }) => ({
			...fate,
			delayUs: Math.max(0, delayUs - laterUs)
		});
		const latest = (fate) => fate.delayUs > 0 ? {
			...fate,
			delayUs: mostUs
		} : fate;
		for (const changed of [asLate, latest]) {
			if (search.spent) return;
			const fates = new Map([...search.fates].map(([message, fate]) => [message, changed(fate)]));
			const other = await beginSlid(search, there, {
				...search.case,
				fates
			}, nearestFirst);
			if (other === void 0) continue;
			yield other;
			break;
		}
	}
}
// explore/shrink/pin.ts
function pinned(plan, { triggered }, watch, indexOf, lineages) {
	const { faults, operations } = plan;
	return {
		...plan,
		operations: operationsPinned(operations, watch),
		faults: faults.flatMap((fault) => {
			const atUs = placeTimeUs(faults, triggered, fault);
			return atUs === void 0 ? [] : [pinnedFault(fault, atUs, watch, indexOf, lineages)];
		})
	};
}
/**
* Says of each operation when it begins and which node it goes to: a client begins late when the one before took long,
* and draws the node it asks by the number of the operation. What no client came to is left out.
*/
function operationsPinned(operations, { invocations }) {
	const next = /* @__PURE__ */ new Map();
	return operations.flatMap((operation) => {
		const number = next.get(operation.process) ?? 0;
		next.set(operation.process, number + 1);
		const invocation = invocations.get(operation.process)?.[number];
		if (invocation === void 0) return [];
		const to = operation.to ?? invocation.to;
		return [{
			...operation,
			atMs: toMs(invocation.atUs),
			...to === void 0 ? {} : { to }
		}];
	});
}
/** A fault that waited from the start begins to wait just before what it waited for: it is the first of its sort then. */
function pinnedFault(fault, atUs, watch, indexOf, lineages) {
	if (fault.when === void 0 || !isNodeFault(fault)) return fault;
	const place = placesOf(watch, fault, indexOf).find((each) => each.atUs === atUs);
	return place === void 0 ? fault : placedAt(fault, place, lineages);
}
// explore/shrink/rank.ts
/** So many operations and faults are a short story. */
const FEW_OPERATIONS = 5;
const FEW_FAULTS = 3;
function isShort(search) {
	return excess(search) === 0;
}
/** Whether nothing is left to chance but what programs and disks draw themselves. */
function isCalm({ start, plan }) {
	return start.latencyMs !== void 0 && plan.schedule === void 0 && !plan.faults.some(isByChance);
}
/** The easiest first. Of two that are equally small the later one says more. */
function inOrderOfEase(found) {
	const unease = (search) => isCalm(search) ? 0 : 1;
	return found.toReversed().sort((a, b) => excess(a) - excess(b) || (isShort(a) ? unease(a) - unease(b) : 0) || a.size - b.size);
}
/** By how much a story is too long to be short: seven faults without an operation are harder to follow than four and four. */
function excess({ plan, fates }) {
	const faults = plan.faults.length + fates.size;
	return Math.max(0, faults - FEW_FAULTS) + Math.max(0, plan.operations.length - FEW_OPERATIONS);
}
function isByChance(fault) {
	if (fault.kind === "reordering" || fault.kind === "corruption") return true;
	if ("probability" in fault) return fault.probability < 1;
	if (fault.kind === "latency") return (fault.jitterMs ?? 0) > 0;
	return fault.kind === "crash" && fault.unsynced === "random";
}
// explore/shrink/settle.ts
/** How long a run has to go on after its last fault, so that it still says something about a system that recovers. */
/** As long as the run that was found went on: after heal-all, or after the last thing its plan did. */
function settleMsOf({ faults, operations, healAtMs }, durationMs) {
	if (healAtMs !== void 0) return durationMs - healAtMs;
	const lastMs = Math.max(0, ...faults.map(endMs), ...operations.map(({ atMs }) => atMs));
	return Math.max(0, durationMs - lastMs);
}
function endMs(fault) {
	return fault.atMs + (lasts(fault) ? fault.durationMs ?? Infinity : 0);
}
// explore/shrink/near.ts
/** The operations near to something: what it may have interrupted, and what may have shown it. */
/** So much before and after a fault is near, in ms; no more than so many operations are. */
const NEAR_MS = 200;
const MAX_NEAR = 6;
/** What the anomaly names may be further away. */
const FAR_MS = 1e3;
/** What began after a fault is less likely to have been interrupted by it. */
const AFTER_MS = 50;
function operationsNear({ plan: { operations }, run }, fault) {
	const length = lasts(fault) ? fault.durationMs ?? 0 : 0;
	const distance = ({ atMs }) => atMs <= fault.atMs ? fault.atMs - atMs : Math.max(0, atMs - fault.atMs - length) + AFTER_MS;
	const near = nearest(operations, distance, NEAR_MS);
	const named = nearest([...plannedOf(operations, run, operationsOfAnomaly(run))], distance, FAR_MS);
	return operations.filter((operation) => near.includes(operation) || named.includes(operation));
}
/** The last that were asked for before the failure showed. */
function operationsBefore({ plan, run }) {
	const shownMs = Math.min(run.virtualMs, plan.healAtMs ?? Infinity);
	return nearest(plan.operations, ({ atMs }) => atMs <= shownMs ? shownMs - atMs : Infinity, NEAR_MS);
}
function nearest(operations, distance, withinMs) {
	const near = operations.filter((operation) => distance(operation) <= withinMs).sort((a, b) => distance(a) - distance(b)).slice(0, MAX_NEAR);
	return operations.filter((operation) => near.includes(operation));
}
// explore/shrink/bed.ts
/** Faults that begin so near to each other, in ms, may need each other. */
const COMPANY_MS = 100;
/** What belongs together is not further apart, in ms. */
const GAP_MS$1 = 500;
/** A world in which nothing was answered is taken to be ready after so long, in ms. */
const READY_MS = 50;
/** Faults of single nodes, those nearest before the failure first: each alone, then each with its company. */
function seedsOf({ plan, run }) {
	const shownMs = Math.min(run.virtualMs, plan.healAtMs ?? Infinity);
	const pivots = plan.faults.filter((fault) => isNodeFault(fault) && fault.atMs <= shownMs).sort((a, b) => b.atMs - a.atMs);
	const alone = pivots.map((pivot) => ({
		pivot,
		faults: [pivot]
	}));
	const withCompany = pivots.map((pivot) => ({
		pivot,
		faults: companyOf(pivot, plan.faults)
	}));
	return [...alone, ...withCompany.filter(({ faults }) => faults.length > 1)];
}
async function bedOf({ effort, lineages }, { prepared, settleMs }, found, { pivot, faults }) {
	const { plan, durationMs, run, watch } = found;
	const operations = operationsNear(found, pivot);
	const closed = withGapsClosed({
		plan: {
			...plan,
			faults,
			operations
		},
		fates: /* @__PURE__ */ new Map(),
		durationMs
	}, {
		gapMs: GAP_MS$1,
		leadMs: readyMs(run),
		settleMs
	}, lineages);
	const world = {
		...closed,
		plan: {
			...closed.plan,
			faults: inert(pivot, lineages)
		}
	};
	const indexOf = endpointIndex(prepared);
	effort.runs++;
	const empty = await watched(prepared, world, lineages);
	effort.made(empty.run);
	const model = momentAt(placesOf(watch, pivot, indexOf), toMicros(pivot.atMs));
	const [firstMs = 0] = world.plan.operations.map(({ atMs }) => atMs).sort((a, b) => a - b);
	const untilUs = toMicros(world.plan.healAtMs ?? world.durationMs);
	return {
		pivot,
		faults,
		world,
		places: inOrderOfPromise(placesOf(empty.watch, pivot, indexOf).filter(({ atUs }) => atUs >= toMicros(firstMs) && atUs < untilUs), model)
	};
}
/** What begins shortly before or after, itself included. */
function companyOf(pivot, faults) {
	return faults.filter(({ atMs }) => Math.abs(atMs - pivot.atMs) <= COMPANY_MS);
}
/** When the system first did what it was asked for. */
function readyMs({ history }) {
	const done = history.filter(({ type }) => type === "ok").map(({ completedAtMs = Infinity }) => completedAtMs);
	const firstMs = Math.min(...done);
	return Number.isFinite(firstMs) ? Math.ceil(firstMs) : READY_MS;
}
// explore/shrink/sow.ts
/** Nothing of a bare world is further apart, in ms. */
const GAP_MS = 50;
/** Moments tried for each fault, first for all of them, then again. */
const TRIES = [4, 16];
/**
* @param start of the run that was found
* @param found told so that parts of it can be taken: see pin.ts
* @param share of all that may be spent
*/
async function sow(aim, start, found, share) {
	const [shortestMs = 1, ...longerMs] = latenciesMs(found.watch);
	const calm = {
		...start,
		prepared: calmed(start.prepared, shortestMs),
		latencyMs: shortestMs
	};
	const mostUsed = aim.effort.used + share;
	const isSpent = () => aim.effort.spent || aim.effort.used > mostUsed;
	for (const latencyMs of [shortestMs, ...longerMs]) {
		const slow = {
			...start,
			prepared: calmed(start.prepared, latencyMs),
			latencyMs
		};
		for (const world of bareWorlds(aim, slow, found)) {
			if (isSpent()) return void 0;
			if (await fails(aim, slow, world)) return Search.begin(slow, aim, world);
		}
	}
	const beds = /* @__PURE__ */ new Map();
	const seeds = seedsOf(found);
	for (const tries of TRIES) for (const seed of seeds) {
		if (isSpent()) return void 0;
		let bed = beds.get(seed);
		if (bed === void 0) beds.set(seed, bed = await bedOf(aim, calm, found, seed));
		for (const place of bed.places.splice(0, tries)) {
			const world = plantedAt(aim, bed, place);
			if (isSpent()) return void 0;
			if (isWithinClaims(aim, calm, world) && await fails(aim, calm, world)) return Search.begin(calm, aim, world);
		}
	}
}
/** Nothing goes wrong: with nothing asked at all, with what was asked last before the failure, with all that was asked. */
function bareWorlds(aim, { settleMs }, found) {
	const world = (operations) => {
		const { durationMs, plan } = found;
		return {
			plan: {
				...plan,
				faults: [],
				operations
			},
			fates: /* @__PURE__ */ new Map(),
			durationMs
		};
	};
	return [...[[], operationsBefore(found)].map((operations) => withGapsClosed(world(operations), {
		gapMs: GAP_MS,
		settleMs
	}, aim.lineages)), world(found.plan.operations)];
}
async function fails(aim, { prepared }, world) {
	aim.effort.runs++;
	const { run } = await play(prepared, world, aim.lineages);
	aim.effort.made(run);
	aim.effort.reportPass("smallest worlds");
	return isFailure(run, aim.target);
}
/** The others of the seed move with the one whose moment decides. */
function plantedAt({ lineages }, { pivot, faults, world }, place) {
	const laterMs = toMs(place.atUs) - pivot.atMs;
	const planted = faults.map((fault) => fault === pivot ? placedAt(pivot, place, lineages) : lineages.changed(fault, { atMs: Math.round((fault.atMs + laterMs) * 1e3) / 1e3 }));
	return {
		...world,
		plan: {
			...world.plan,
			faults: planted
		}
	};
}
// explore/shrink/ways.ts
/** Most failures are small after so many runs; the others had better be tried another way. */
const FIRST_TRY_RUNS = 150;
const LAST_TRY_RUNS = 500;
/** So many faults and operations too many. */
const NEARLY_SHORT = 10;
const ALMOST_SHORT = 2;
/** Where runs have cost so much of what they may, almost short is good enough. */
const ENOUGH = .4;
/** What is short and has cost less may yet be shorter, if it is as long as that. */
const LITTLE = .35;
const WORTH_ANOTHER_WAY = 5;
/** So much of all that may be spent goes into the smallest worlds where they lead nowhere, at least and at most. */
const SOWING = [.2, .4];
/** And so many times what the whole run costs: where that is long, nothing else leads far. */
const SOWING_RUNS = 40;
/** @returns what each way led to, the easiest to read first; none where the first run does not fail again */
async function waysDown(aim, prepared, whole) {
	const found = [];
	const isDone = () => found.some((search) => isShort(search) && isCalm(search));
	const isGoodEnough = () => aim.effort.costUsed > ENOUGH && found.some(isAlmostShort);
	const mayBeShorter = () => found.some(isShort) ? aim.effort.costUsed < LITTLE && !found.some((search) => search.size < WORTH_ANOTHER_WAY) : !isGoodEnough();
	const keep = async (search, grains) => {
		if (search === void 0) return;
		if (found.some(isAlmostShort)) search.until = aim.effort.runs + LAST_TRY_RUNS;
		await passes(search, grains);
		if (excess(search) <= NEARLY_SHORT) await polish(search);
		search.until = Infinity;
		found.push(search);
	};
	const start = {
		prepared,
		settleMs: settleMsOf(whole.plan, whole.durationMs)
	};
	const seen = pinnedCase(aim, start, whole);
	const [least, most] = SOWING;
	const share = Math.min(most, Math.max(least, SOWING_RUNS * aim.effort.shareOf(whole.run)));
	await keep(await sow(aim, start, seen, share));
	if (isDone()) return found;
	const drawn = await Search.begin(start, aim, seen) ?? await Search.begin(start, aim, whole);
	if (drawn === void 0) return found;
	const first = drawn.case;
	const passesOnDrawn = async (runs) => {
		drawn.until = aim.effort.runs + runs;
		await passes(drawn);
		drawn.until = Infinity;
	};
	found.push(drawn);
	await passesOnDrawn(FIRST_TRY_RUNS);
	if (!isShort(drawn) && excess(drawn) <= NEARLY_SHORT) await passesOnDrawn(LAST_TRY_RUNS);
	if (isAlmostShort(drawn)) await keep(await explicitly(aim, start, drawn.case));
	if (isDone() && !mayBeShorter() || isGoodEnough()) return inOrderOfEase(found);
	if (!isDone()) await keep(await explicitly(aim, start, aim.effort.costUsed > LITTLE ? drawn.case : first));
	if (mayBeShorter()) await keep(await explicitly(aim, start, first), FINE_AT_ONCE);
	if (!found.some(isShort) && !isGoodEnough()) await keep(await sowWithSmallerParams(aim, start, seen, share));
	if (!found.some(isShort) && !isGoodEnough()) {
		await passesOnDrawn(LAST_TRY_RUNS);
		await keep(await explicitly(aim, start, drawn.case));
	}
	if (isGoodEnough()) return inOrderOfEase(found);
	for (const search of found.filter((each) => !isShort(each) && each.fates.size > 0)) for await (const other of onOtherNetworks(search, latenciesMs(whole.watch))) if (!isDone()) await keep(other);
	return inOrderOfEase(found);
}
const isAlmostShort = (search) => excess(search) <= ALMOST_SHORT;
/** The smallest worlds with one parameter smaller; each has its share of what such worlds may cost. */
async function sowWithSmallerParams(aim, start, seen, share) {
	const smaller = startsWithSmaller(aim, start);
	for (const other of smaller) {
		const plan = fittedTo(seen.plan, start.prepared.setup, other.prepared.setup);
		const sown = await sow(aim, other, {
			...seen,
			plan
		}, share / smaller.length);
		if (sown !== void 0 && await isOfTheBug(sown)) return sown;
	}
}
/** The case, told so that taking one thing away moves as little else as possible. */
function pinnedCase({ lineages }, { prepared }, seen) {
	const { plan, run, watch } = seen;
	return {
		...seen,
		plan: pinned(plan, run, watch, endpointIndex(prepared), lineages)
	};
}
/** The same failure with chance turned into fates of single messages, which then go one by one. */
async function explicitly(aim, { prepared, settleMs }, from) {
	if (aim.effort.spent) return void 0;
	aim.effort.runs++;
	const { watch, run } = await watched(prepared, from, aim.lineages);
	aim.effort.made(run);
	const latencyMs = shortestLatencyMs(watch);
	const calm = {
		prepared: calmed(prepared, latencyMs),
		latencyMs,
		settleMs
	};
	const search = await Search.begin(calm, aim, {
		...from,
		...madeExplicit(from.plan, watch, latencyMs)
	});
	if (search !== void 0) await cutAllFates(search);
	return search;
}
// explore/shrink/shrink.ts
/**
* Shrinking: from a plan that fails to one that fails in the same way with as little as possible. The chapter,
* ../README.md, tells the ways and why the passes come in this order.
*/
/** Enough for every planted bug of every scenario that ships; most need a tenth. */
const DEFAULT_RUNS = 3e3;
/** About ten seconds of CPU time. Few failures need as many. */
const DEFAULT_COST = 25e5;
/**
* Shrinks a failure to fewer faults and operations. The same check fails, with the same kind of anomaly. The result
* depends on scenario, failure and number of runs only, unless `goesOn` ends it early.
* @returns undefined if the run does not fail (any more)
* @throws InputError if the failure does not fit the scenario
*/
async function shrink(scenario, { params: given, bug, seed, plan, check, anomaly }, limits = {}) {
	const loaded = await load(scenario);
	const options = {
		params: given,
		seed,
		plan,
		...bug === void 0 ? {} : { bug }
	};
	const prepared = prepare(scenario, options, loaded);
	const lineages = new Lineages();
	const { durationMs } = prepared.setup;
	const whole = {
		plan: prepared.setup.plan,
		fates: /* @__PURE__ */ new Map(),
		durationMs
	};
	const seen = await watched(prepared, whole, lineages);
	const { run: first } = seen;
	const target = signatureOf(first);
	if (target === void 0) return void 0;
	if ((check ?? target.check) !== target.check || (anomaly ?? target.anomaly) !== target.anomaly) return void 0;
	const cost = limits.runs === void 0 ? DEFAULT_COST : Infinity;
	const effort = new Effort({
		runs: DEFAULT_RUNS,
		cost,
		...limits
	}, first.plan);
	const aim = aimAt({
		target,
		lineages,
		effort,
		longestUs: longestLatencyUs(seen.watch)
	}, scenario, options, loaded, first.events);
	for (const way of await waysDown(aim, withEventLimit(prepared, first.events), {
		...whole,
		...seen
	})) {
		const search = await shrinkParams(way);
		await polish(search);
		const watch = await search.watch();
		const calm = calmOf(search, prepared);
		const smallest = withNamedFaults(search.plan, watch, search.nameOf);
		const { params } = search.start.prepared;
		const changed = Object.keys(params).filter((name) => JSON.stringify(params[name]) !== JSON.stringify(prepared.params[name]));
		const small = {
			...options,
			params,
			plan: smallest
		};
		const run = await runPrepared(prepare(asShrunk(scenario, calm), small, loaded));
		if (!isFailure(run, target)) continue;
		const matter = eventsThatMatter(watch, search.run, operationsOfAnomaly(search.run));
		const pair = await criticalPair(search, watch, matter);
		return {
			plan: run.plan,
			...calm,
			...changed.length === 0 ? {} : { params },
			run,
			from: sizeOf(first, changed),
			to: sizeOf(run, changed),
			matter: matter.length,
			...pair === void 0 ? {} : { criticalPair: pair },
			runs: effort.runs + 2
		};
	}
}
/** What the scenario has to be like for the search's plan. */
function calmOf({ start: { latencyMs }, durationMs }, { setup }) {
	return {
		...latencyMs === void 0 ? {} : { latencyMs },
		...durationMs === setup.durationMs ? {} : { durationMs }
	};
}
/** How large a run is. @param changed names of the parameters worth a word */
function sizeOf({ plan, events, params }, changed) {
	const size = {
		faults: plan.faults.length,
		operations: plan.operations.length,
		events
	};
	if (changed.length === 0) return size;
	return {
		...size,
		params: Object.fromEntries(changed.map((name) => [name, params[name]]))
	};
}
export { asShrunk as n, shrink as t };

//# sourceMappingURL=shrink.js.map