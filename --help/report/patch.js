import { C as define, E as jsonText, T as jsonOf, w as isBuiltIn } from "../sim/sim.js";
// report/data/contract.ts
/** What became of a message; bits of `fate`. */
const Fate = {
	Lost: 1,
	Copy: 2,
	Delayed: 4,
	Damaged: 8,
	Unheard: 16
};
const MarkKind = {
	Note: 0,
	Log: 1,
	Effect: 2
};
/** What of a node changes: what it holds in memory, what a power cut would leave, what it reads from its disk. */
const Part = {
	Memory: 0,
	Durable: 1,
	Cache: 2
};
// report/data/cycle.ts
const MAX_OPERATIONS = 200;
/**
* The shortest cycle, one edge from each operation on it to the next; empty where the operations prove none. Cycles of
* dependencies are preferred to those that need the order of a process, and these to those that need more reasoning.
*/
function cycleOf(operations) {
	if (operations.length > MAX_OPERATIONS) return [];
	const accesses = operations.map(accessesOf);
	const dependencies = dependenciesOf(accesses);
	const direct = shortestCycle(operations.length, dependencies);
	if (direct.length > 0) return direct;
	const ordered = [...dependencies, ...processOrder(operations)];
	const sessions = shortestCycle(operations.length, ordered);
	return sessions.length > 0 ? sessions : shortestCycle(operations.length, withSeen(accesses, ordered));
}
const named = (key, value) => JSON.stringify([key, value]);
/** Which operation wrote what. */
function writersOf(accesses) {
	return new Map(accesses.flatMap((list, index) => list.flatMap(({ key, writes }) => writes === void 0 ? [] : [[named(key, writes), index]])));
}
function dependenciesOf(accesses) {
	const edges = [];
	const writers = writersOf(accesses);
	const link = (from, to, relation, key) => {
		if (from !== void 0 && to !== void 0 && from !== to) edges.push({
			from,
			to,
			relation,
			key
		});
	};
	for (const [reader, list] of accesses.entries()) for (const { key, saw } of list) {
		if (saw === void 0) continue;
		const last = saw.at(-1);
		if (last !== void 0) link(writers.get(named(key, last)), reader, "wr", key);
		for (let at = 1; at < saw.length; at++) link(writers.get(named(key, saw[at - 1])), writers.get(named(key, saw[at])), "ww", key);
		for (const [writer, theirs] of accesses.entries()) for (const other of theirs) if (other.key === key && other.writes !== void 0 && comesAfter(other.writes, saw, key, accesses)) link(reader, writer, "rw", key);
	}
	return edges;
}
/**
* Whether a write is known to come after what a read saw: the read saw the initial value, or another read saw the write
* behind all that this one saw.
*/
function comesAfter(value, saw, key, accesses) {
	if (saw.length === 0) return true;
	if (saw.includes(value)) return false;
	return accesses.some((list) => list.some((longer) => {
		if (longer.key !== key || longer.saw === void 0) return false;
		const [at, last] = [longer.saw.indexOf(value), longer.saw.indexOf(saw.at(-1))];
		return last >= 0 && at > last;
	}));
}
/**
* Adds, until nothing new follows: a write that comes before a read comes before the write, too, that the read found in
* its place.
*/
function withSeen(accesses, known) {
	const writers = writersOf(accesses);
	const reads = accesses.flatMap((list, reader) => list.flatMap(({ key, saw }) => {
		const found = saw?.length === 1 ? writers.get(named(key, saw[0])) : void 0;
		return found === void 0 || found === reader ? [] : [{
			reader,
			key,
			found
		}];
	}));
	const edges = [...known];
	const has = /* @__PURE__ */ new Set();
	for (let grew = true; grew;) {
		grew = false;
		const before = reachedFrom(accesses.length, edges);
		for (const { reader, key, found } of reads) for (const [writer, list] of accesses.entries()) {
			const link = writer * accesses.length + found;
			if (writer === found || writer === reader || has.has(link) || !before[writer].has(reader)) continue;
			if (!list.some((access) => access.key === key && access.writes !== void 0)) continue;
			has.add(link);
			edges.push({
				from: writer,
				to: found,
				relation: "seen",
				key,
				via: reader
			});
			grew = true;
		}
	}
	return edges;
}
/** By operation: all that come after it. */
function reachedFrom(count, edges) {
	const next = Array.from({ length: count }, () => []);
	for (const { from, to } of edges) next[from].push(to);
	return next.map((first) => {
		const reached = /* @__PURE__ */ new Set();
		for (const queue = [...first]; queue.length > 0;) {
			const at = queue.pop();
			if (reached.has(at)) continue;
			reached.add(at);
			queue.push(...next[at]);
		}
		return reached;
	});
}
function processOrder(operations) {
	return operations.flatMap((before, from) => operations.flatMap((after, to) => before.process === after.process && before.invoke < after.invoke ? [{
		from,
		to,
		relation: "process"
	}] : []));
}
function shortestCycle(count, edges) {
	const next = Array.from({ length: count }, () => []);
	for (const edge of edges) next[edge.from].push(edge);
	let shortest = [];
	for (let start = 0; start < count; start++) {
		const cycle = wayBack(start, next);
		if (cycle.length > 0 && (shortest.length === 0 || cycle.length < shortest.length)) shortest = cycle;
	}
	return shortest;
}
/** Breadth first from an operation back to itself. */
function wayBack(start, next) {
	const cameBy = /* @__PURE__ */ new Map();
	const queue = [start];
	for (let at = queue.shift(); at !== void 0; at = queue.shift()) for (const edge of next[at]) {
		if (edge.to === start) {
			const cycle = [edge];
			for (let back = cameBy.get(at); back !== void 0; back = cameBy.get(back.from)) cycle.unshift(back);
			return cycle;
		}
		if (cameBy.has(edge.to)) continue;
		cameBy.set(edge.to, edge);
		queue.push(edge.to);
	}
	return [];
}
/** What an operation wrote and saw: a register's or a list's, one of a transaction's many, a log's sends and polls. */
function accessesOf({ input, output, type }) {
	if (type === "fail") return [];
	const { f, key, value, ...rest } = fieldsOf(input);
	const asked = [
		value,
		rest["ops"],
		rest["txn"]
	].find((list) => isSteps(list));
	if (asked !== void 0) {
		const answered = [output, fieldsOf(output)["value"]].find((list) => isSteps(list));
		return asked.flatMap((step, index) => ofStep(step, type === "ok" ? answered?.[index] : void 0));
	}
	const name = jsonText(key ?? null);
	const ok = type === "ok";
	if (WRITES.has(f)) return [{
		key: name,
		writes: jsonText(value)
	}];
	if (READS.has(f) && ok) return [{
		key: name,
		saw: seen(output)
	}];
	if (f === "cas" && ok && output !== false) return [{
		key: name,
		saw: seen(rest["from"]),
		writes: jsonText(rest["to"])
	}];
	return [];
}
const WRITES = /* @__PURE__ */ new Set([
	"write",
	"w",
	"put",
	"append"
]);
const READS = /* @__PURE__ */ new Set([
	"read",
	"r",
	"get"
]);
function ofStep([f, key, value], answered) {
	const name = jsonText(key ?? null);
	if (WRITES.has(f) || f === "send") return [{
		key: name,
		writes: jsonText(value)
	}];
	if (READS.has(f) && answered !== void 0) return [{
		key: name,
		saw: seen(answered[2])
	}];
	if (f === "poll" && answered !== void 0) return Object.entries(fieldsOf(answered[1])).flatMap(([polled, messages]) => Array.isArray(messages) ? messages.map((message) => ({
		key: jsonText(polled),
		saw: [jsonText(Array.isArray(message) ? message[1] : message)]
	})) : []);
	return [];
}
function seen(value) {
	if (value === null || value === void 0) return [];
	return Array.isArray(value) ? value.map(jsonText) : [jsonText(value)];
}
function isSteps(value) {
	return Array.isArray(value) && value.length > 0 && value.every((step) => Array.isArray(step) && typeof step[0] === "string");
}
function fieldsOf(value) {
	return typeof value === "object" && value !== null ? value : {};
}
// report/data/subject.ts
/** Names under which histories carry what identifies a thing, the most telling first. */
const NAMES = [
	"saga",
	"message",
	"id",
	"call",
	"word",
	"value"
];
/** The same thing goes by one name at its client and by another inside. */
const ALIASES = {
	saga: ["saga", "id"],
	id: ["id", "saga"]
};
/**
* Operations that name nothing, such as a last look at a whole state, do not count.
* @returns undefined where the others do not share one
*/
function subjectOf(operations) {
	const naming = operations.map(({ input }) => input).filter((fields) => NAMES.some((name) => name in fields));
	for (const name of NAMES) {
		const names = ALIASES[name] ?? [name];
		const values = new Set(naming.map((fields) => {
			const value = names.map((alias) => fields[alias]).find((its) => its !== void 0);
			return typeof value === "string" || typeof value === "number" ? jsonText(value) : void 0;
		}));
		const [value] = values;
		if (values.size === 1 && value !== void 0) return {
			names,
			value
		};
	}
}
// report/data/checks.ts
/** More anomalies are not read; they are counted in the reason. */
const MAX_ANOMALIES = 50;
/** @param incidents what the engine saw, of a recording of the same run; without them anomalies have no events */
function checksOf({ checks, history }, incidents = []) {
	const places = new Map(history.map(({ invoke }, place) => [invoke, place]));
	const placesOf = (operations) => operations.flatMap(({ invoke }) => places.get(invoke) ?? []);
	return checks.map((check) => {
		const events = incidents.filter((incident) => incident.check === check.name).map(({ event }) => event);
		return told(check, placesOf, events);
	});
}
/** @param events those after which the engine saw its anomalies, one for each; none of a check of the history */
function told({ name, verdict, reason, anomalies, full }, placesOf, events) {
	const coreOperations = full.verdict === "invalid" ? full.core ?? [] : [];
	const core = placesOf(coreOperations);
	const attempt = full.verdict === "invalid" ? attemptOf(full, placesOf) : void 0;
	return {
		name,
		verdict,
		reason,
		anomalies: anomalies.slice(0, MAX_ANOMALIES).map((anomaly, index) => ({
			...toldAnomaly(anomaly, coreOperations, placesOf),
			...subjectFields(full, anomaly),
			...events[index] === void 0 ? {} : { event: events[index] }
		})),
		core,
		...attempt === void 0 ? {} : { attempt }
	};
}
/**
* Names under which the literature has anomalies that are cycles: G0, G1c, G2, CyclicCO, sequential-cycle …, and those
* where a read comes after a write that overwrote what it found: WriteCORead, the guarantees of a session.
*/
const CYCLES = /^G(\d|-)|cycl|^Write(CO|HB)|^(monotonic-(reads|writes)|read-your-writes|writes-follow-reads)$/i;
/** @param core fewest operations that still fail: an anomaly may name only the writes of its cycle, and not the reads */
function toldAnomaly({ kind, message, operations }, core, placesOf) {
	const told = {
		kind,
		message,
		operations: placesOf(operations)
	};
	if (!CYCLES.test(kind)) return told;
	const own = placedCycle(operations, placesOf);
	const cycle = own.length > 0 || !operations.every((its) => core.includes(its)) ? own : placedCycle(core, placesOf);
	return cycle.length === 0 ? told : {
		...told,
		cycle
	};
}
function placedCycle(operations, placesOf) {
	const placeOf = (index) => placesOf(operations.slice(index, index + 1))[0] ?? -1;
	return cycleOf(operations).map(({ from, to, via, ...edge }) => ({
		...edge,
		from: placeOf(from),
		to: placeOf(to),
		...via === void 0 ? {} : { via: placeOf(via) }
	}));
}
/** An object that many operations read and write is no subject: those are of checkers that follow single things. */
function subjectFields(full, { kind, operations }) {
	if ("explanation" in full || CYCLES.test(kind) || operations.length === 0) return {};
	const subject = subjectOf(operations);
	return subject === void 0 ? {} : { subject };
}
/** Checkers that look for an order tell how far they came. */
function attemptOf(full, placesOf) {
	const { explanation } = full;
	if (explanation === void 0) return void 0;
	const [failing] = placesOf([explanation.failing]);
	if (failing === void 0) return void 0;
	return {
		failing,
		prefix: placesOf(explanation.prefix),
		open: placesOf(explanation.open),
		states: explanation.states,
		why: explanation.why
	};
}
// report/data/patch.ts
/** The difference between two JSON values, and its application: states change little from event to event. */
/**
* What turns `before` into `after`; nothing for equal values. Nothing of them is changed.
* @param before JSON
* @param after any value: what is not JSON is turned into it as `jsonOf` does, but only where it differs
*/
function patchBetween(before, after) {
	const steps = [];
	compare(before, after, [], steps);
	return steps;
}
function compare(before, after, path, steps) {
	if (before === after) return;
	if (typeof after !== "object" || after === null) {
		const json = jsonOf(after);
		if (json !== before) steps.push([[...path], json]);
	} else if (isBuiltIn(after)) compare(before, jsonOf(after), path, steps);
	else if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, steps);
	else if (isRecord(before) && isRecord(after)) compareRecords(before, after, path, steps);
	else steps.push([[...path], jsonOf(after)]);
}
function compareLists(before, after, path, steps) {
	for (let index = before.length - 1; index >= after.length; index--) steps.push([[...path, index]]);
	for (let index = 0; index < after.length; index++) {
		const item = after[index] ?? null;
		if (index >= before.length) steps.push([[...path, index], jsonOf(item)]);
		else if (before[index] !== item) {
			path.push(index);
			compare(before[index], item, path, steps);
			path.pop();
		}
	}
}
function compareRecords(before, after, path, steps) {
	let kept = 0;
	for (const name of Object.keys(after)) {
		const item = after[name];
		if (item === void 0) continue;
		if (!Object.hasOwn(before, name)) steps.push([[...path, name], jsonOf(item)]);
		else {
			kept++;
			if (before[name] === item) continue;
			path.push(name);
			compare(before[name], item, path, steps);
			path.pop();
		}
	}
	const names = Object.keys(before);
	if (names.length === kept) return;
	for (const name of names) if (!Object.hasOwn(after, name) || after[name] === void 0) steps.push([[...path, name]]);
}
/** The value after the patch. Copies only what it changes: what is left alone is shared with the value before. */
function applyPatch(value, patch) {
	let changed = value;
	for (const step of patch) changed = applyStep(changed, step[0], 0, step.length === 2 ? [step[1]] : []);
	return changed;
}
function applyStep(value, path, at, put) {
	if (at === path.length) return put[0];
	const place = path[at];
	const isLast = at === path.length - 1;
	if (Array.isArray(value)) {
		const copy = [...value];
		if (isLast && put.length === 0) copy.splice(Number(place), 1);
		else copy[Number(place)] = applyStep(copy[Number(place)], path, at + 1, put);
		return copy;
	}
	const record = isRecord(value) ? value : {};
	const copy = {};
	for (const name of Object.keys(record)) if (!(isLast && put.length === 0 && name === place)) define(copy, name, record[name]);
	if (!isLast || put.length > 0) {
		const inner = Object.hasOwn(record, place) ? record[place] : void 0;
		define(copy, String(place), applyStep(inner, path, at + 1, put));
	}
	return copy;
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
export { MarkKind as a, Fate as i, patchBetween as n, Part as o, checksOf as r, applyPatch as t };

//# sourceMappingURL=patch.js.map