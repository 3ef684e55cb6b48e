import { t as __exportAll } from "./rolldown-runtime.js";
import { Kt as mergeVerdicts, qt as nothingToJudge } from "../checkers/checkers.js";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { z, z as z$1 } from "zod";
import { AsyncLocalStorage, AsyncResource, asyncWrapProviders, createHook, executionAsyncId } from "node:async_hooks";
import seedrandom from "seedrandom";
import timers, * as timersModule from "node:timers";
import { PerformanceMark, performance } from "node:perf_hooks";
import process$1 from "node:process";
import { EventEmitter, addAbortListener, on } from "node:events";
import os from "node:os";
import crypto from "node:crypto";
import { fileURLToPath } from "node:url";
import timersPromises from "node:timers/promises";
import { inspect, promisify, types } from "node:util";
import { basename, join, sep } from "node:path";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { threadId } from "node:worker_threads";
// sim/kernel/clone.ts
/**
* Shallow copies of plain objects, fast for objects of many shapes.
*
* JavaScript engines copy an object of a known shape at once, and one of an unknown shape property by property, which
* takes three to five times as long. What they know they learn at each place of the code apart, and only of a handful of
* shapes; the messages and records of a protocol have more. So there are many places, and what an object is called
* decides which of them it takes: `kind` or `f`, or else its first property.
*/
/** A copy with the same own, enumerable properties. */
function clone(value) {
	switch (placeOf$2(nameOf$3(value))) {
		case 0: return { ...value };
		case 1: return { ...value };
		case 2: return { ...value };
		case 3: return { ...value };
		case 4: return { ...value };
		case 5: return { ...value };
		case 6: return { ...value };
		case 7: return { ...value };
		case 8: return { ...value };
		case 9: return { ...value };
		case 10: return { ...value };
		case 11: return { ...value };
		case 12: return { ...value };
		case 13: return { ...value };
		case 14: return { ...value };
		case 15: return { ...value };
		case 16: return { ...value };
		case 17: return { ...value };
		case 18: return { ...value };
		case 19: return { ...value };
		case 20: return { ...value };
		case 21: return { ...value };
		case 22: return { ...value };
		case 23: return { ...value };
		case 24: return { ...value };
		case 25: return { ...value };
		case 26: return { ...value };
		case 27: return { ...value };
		case 28: return { ...value };
		case 29: return { ...value };
		case 30: return { ...value };
		case 31: return { ...value };
		case 32: return { ...value };
		case 33: return { ...value };
		case 34: return { ...value };
		case 35: return { ...value };
		case 36: return { ...value };
		case 37: return { ...value };
		case 38: return { ...value };
		case 39: return { ...value };
		default: return { ...value };
	}
}
/** The last place is for whatever has none of its own. */
const PLACES = 40;
/** A name that was seen as often gets a place of its own: what is copied now and then should take none away. */
const OFTEN = 500;
/** Names that are data, not of a protocol, should not fill the memory. */
const MOST_NAMES = 1e3;
/** Which place a name was given; below 0, how often it was seen. It decides how fast a copy is, nothing else. */
const places = /* @__PURE__ */ new Map();
let given$1 = 0;
function placeOf$2(name) {
	const place = places.get(name);
	return place !== void 0 && place >= 0 ? place : seenAgain(name, place ?? 0);
}
function seenAgain(name, before) {
	if (given$1 === PLACES || before === 0 && places.size >= MOST_NAMES) return PLACES;
	places.set(name, -before < OFTEN ? before - 1 : given$1++);
	return PLACES;
}
function nameOf$3(value) {
	const { kind } = value;
	if (typeof kind === "string") return kind;
	const { f } = value;
	if (typeof f === "string") return f;
	for (const first in value) return first;
	return "";
}
// sim/kernel/unchanging.ts
/**
* Data that nobody changes once it is made: whoever has it shares it, so it is never copied, and no fault damages it in
* place. What is sent a lot of is made of it, such as the bytes of a socket.
*/
var Unchanging = class {};
// sim/kernel/copy.ts
/**
* Isolation: what crosses a boundary (node to node, node to disk, run to history) is copied, so that no two
* owners ever share a mutable object. Only plain data can cross; anything else is refused by path.
*/
const MAX_DEPTH$2 = 500;
/** Thrown when something that is not plain data is sent, stored or returned. */
var NotPlainData = class extends TypeError {
	name = "NotPlainData";
	constructor(message) {
		super(message);
		Error.captureStackTrace(this, copyPlain);
	}
};
/**
* A deep copy of plain data: primitives, arrays, plain objects, Map, Set, Date, typed arrays and ArrayBuffer. What is
* {@link Unchanging} is its own copy.
* @param what names the value in the error: `message`, `reply`, `disk value`
* @throws NotPlainData for functions, symbols, class instances, promises and cycles
*/
function copyPlain(value, what = "value") {
	return typeof value === "object" && value !== null ? copyObject(value, what, 0) : checked(value, what);
}
function checked(value, path) {
	if (typeof value === "function" || typeof value === "symbol") throw new NotPlainData(`${path} is a ${typeof value}; only plain data can leave a node`);
	return value;
}
function copyObject(value, path, depth) {
	if (depth > MAX_DEPTH$2) throw new NotPlainData(`${shorten(path)} is cyclic or deeper than ${MAX_DEPTH$2} levels; only plain data can leave a node`);
	if (Array.isArray(value)) {
		const source = value;
		const copy = new Array(source.length);
		for (let index = 0; index < source.length; index++) {
			const item = source[index];
			copy[index] = typeof item === "object" && item !== null ? copyObject(item, path, depth + 1) : typeof item === "function" || typeof item === "symbol" ? checked(item, `${path}[${index}]`) : item;
		}
		return copy;
	}
	const prototype = Object.getPrototypeOf(value);
	if (prototype === Object.prototype || prototype === null) {
		const copy = clone(value);
		for (const key in copy) {
			const item = copy[key];
			if (typeof item === "object" && item !== null) copy[key] = copyObject(item, path, depth + 1);
			else if (typeof item === "function" || typeof item === "symbol") checked(item, `${path}.${key}`);
		}
		return copy;
	}
	return copyBuiltIn(value, path, depth);
}
function copyBuiltIn(value, path, depth) {
	if (value instanceof Unchanging) return value;
	const inner = (item, where) => typeof item === "object" && item !== null ? copyObject(item, where, depth + 1) : checked(item, where);
	if (value instanceof Map) {
		const copy = /* @__PURE__ */ new Map();
		for (const [key, item] of value) copy.set(inner(key, `${path} (map key)`), inner(item, `${path}.get(${String(key)})`));
		return copy;
	}
	if (value instanceof Set) {
		const copy = /* @__PURE__ */ new Set();
		for (const item of value) copy.add(inner(item, `${path} (set item)`));
		return copy;
	}
	if (value instanceof Date) return new Date(value.getTime());
	if (value instanceof ArrayBuffer) return value.slice(0);
	if (value instanceof Uint8Array) return Uint8Array.prototype.slice.call(value);
	if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return value.slice();
	throw new NotPlainData(`${path} holds a ${value.constructor?.name ?? "object"}; only plain data can leave a node`);
}
function shorten(path) {
	return path.length > 60 ? `${path.slice(0, 60)}…` : path;
}
// sim/kernel/event-kind.ts
/** The kinds of events, and what the columns `a`, `b` and `payload` of each hold. */
const EventKind = {
	/** A node starts. a: incarnation. */
	Start: 1,
	/** A datagram arrives. a: sender, payload: message. */
	Message: 2,
	/** A message that wants an answer arrives. a: sender, b: call id, payload: message. */
	Call: 3,
	/** A client's request arrives. a: client, b: operation id, payload: request. */
	Request: 4,
	/** An answer or a reply arrives. a: sender, b: id of the call or operation, payload: value. */
	Answer: 5,
	/** A refusal arrives. a: sender, b: id of the call or operation, payload: Refusal. */
	Refusal: 6,
	/** A part of a stream arrives. a: sender, payload: Segment. */
	Segment: 7,
	/** A named timer fires. a: timer number, payload: its payload. */
	Timer: 8,
	/** A call was not answered in time. b: call id. */
	CallTimeout: 9,
	/** A sync reaches the disk. b: position it covers. */
	Sync: 10,
	/** Something an async program waits for. a: LOOP_WAKE for its event loop, b: wake id. */
	Wake: 11,
	/** A stream looks at what was not acknowledged. b: connection id. */
	StreamTimer: 12,
	/** A node is told of a change of membership. payload: MembershipChange. */
	Membership: 13,
	/** A client invokes its next operation. */
	ClientNext: 14,
	/** A client stops waiting. b: operation id. */
	ClientTimeout: 15,
	/** A fault begins, ends or flaps. a: number of the edge. */
	Fault: 16,
	/** Everything is healed. */
	Heal: 17,
	/** The time of the run is over. */
	End: 18,
	/** A slow node gets to the next event of its backlog. */
	Turn: 19,
	/** A process that was asked to end is still there. */
	Kill: 20
};
/** Name of a kind, as traces write it. */
function eventKindName(kind) {
	return names$2[kind] ?? "?";
}
const names$2 = [
	"",
	"start",
	"message",
	"call",
	"request",
	"answer",
	"refusal",
	"segment",
	"timer",
	"call-timeout",
	"sync",
	"wake",
	"stream-timer",
	"membership",
	"client-next",
	"client-timeout",
	"fault",
	"heal",
	"end",
	"turn",
	"kill"
];
// sim/input/promise.ts
/** Promises where a value is wanted: known when they are seen, and heard of no more. */
/** Whether it is a promise. One that fails later must not end the process before a sentence says what is wrong. */
function isPromise(value) {
	if (typeof value !== "object" && typeof value !== "function" || value === null) return false;
	if (typeof value.then !== "function") return false;
	value.then(void 0, () => void 0);
	return true;
}
// sim/input/did-you-mean.ts
/** Guesses which known name a mistyped one stands for. */
/** The known name nearest to `word`, if it is near enough to be a slip of the fingers. */
function closest(word, known) {
	if (word.length > 100) return void 0;
	let best;
	let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
	for (const name of known) {
		if (Math.abs(name.length - word.length) >= bestDistance) continue;
		const distance = editDistance(word.toLowerCase(), name.toLowerCase());
		if (distance < bestDistance) [best, bestDistance] = [name, distance];
	}
	return best;
}
/** Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b` (optimal string alignment). */
function editDistance(a, b) {
	let twoAgo = [];
	let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1];
			let cost = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + (same ? 0 : 1));
			if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) cost = Math.min(cost, at(twoAgo, column - 2) + 1);
			current.push(cost);
		}
		twoAgo = previous;
		previous = current;
	}
	return at(previous, b.length);
}
function at(row, column) {
	return row[column];
}
// sim/input/suggest.ts
/** Sentences about names nobody knows. */
/** "no node is called 'n9'; did you mean 'n1'? There are n1, n2, n3" */
function unknownName(noun, name, known) {
	const near = closest(name, known);
	const listed = `${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}`;
	const there = known.length === 0 ? "there is none" : `there are ${listed}`;
	return near === void 0 ? `no ${noun} is called '${name}'; ${there}` : `no ${noun} is called '${name}'; did you mean '${near}'? There are ${listed}`;
}
// sim/node/by-name.ts
/** Handlers by the name of the question, its field `f`. */
/** The name of a question, if it has one. */
function nameOf$2(question) {
	if (typeof question !== "object" || question === null) return void 0;
	const { f } = question;
	return typeof f === "string" ? f : void 0;
}
function handlerFor(handlers, question) {
	const name = nameOf$2(question);
	return name !== void 0 && Object.hasOwn(handlers, name) ? handlers[name] : void 0;
}
/** Why a question is not handled; `known`: the handlers there are, where they go by name. */
function unhandled(node, noun, question, known) {
	if (known === void 0) return `${node} handles no ${noun}s`;
	const name = nameOf$2(question);
	return name === void 0 ? `${node} handles ${noun}s by their field f, and this one has none` : `${node}: ${unknownName(noun, name, Object.keys(known))}`;
}
// sim/kernel/time.ts
/** The longest a run, a delay or a fault may be: 10,000 virtual hours, far inside exact integers. */
const MAX_MS$1 = 36e9;
/** Milliseconds to whole microseconds. */
function toMicros(ms) {
	return Math.round(ms * 1e3);
}
/** Whole microseconds to milliseconds. */
function toMs(micros) {
	return micros / 1e3;
}
/**
* A delay as a program gave it, in microseconds.
* @throws RangeError unless it is a number from 0 to {@link MAX_MS}
*/
function delayMicros(ms, what) {
	if (typeof ms !== "number" || !(ms >= 0 && ms <= 36e9)) throw new RangeError(`${what}: expected a delay from 0 to ${MAX_MS$1} ms, got ${String(ms)}`);
	return Math.round(ms * 1e3);
}
// sim/input/shown.ts
/** What came instead of what was expected, in a few words: for the end of a sentence. */
/** @param quote what texts stand in: double quotes where the reader sees JSON, else as code has them */
function shown$1(value, quote = "'") {
	if (value === void 0) return "nothing";
	if (value === null) return "null";
	if (typeof value === "string") return `${quote}${shortened(value)}${quote}`;
	if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
	if (typeof value !== "object") return String(value);
	if (Array.isArray(value)) return `a list of ${value.length}`;
	return typeof value.then === "function" ? "a promise" : "an object";
}
/** A text on one line, its end cut off where it is long. */
function shortened(text) {
	const line = text.replace(/\s+/g, " ");
	return line.length <= 60 ? line : `${line.slice(0, 60)}…`;
}
// sim/node/misuse.ts
/** What programs ask of their node by mistake: refused at once, in one sentence, where they ask. */
/** Something whose end nobody would hear of. */
function unheard(what, handler) {
	return /* @__PURE__ */ new Error(`${what}: the program has no ${handler} to hear of it`);
}
/** @throws TypeError or RangeError unless the options of a call say how long to wait */
function callTimeout(options) {
	if (typeof options !== "object" || options === null) throw new TypeError(`node.call: expected { timeoutMs } after the message, got ${shown$1(options)}`);
	return delayMicros(options.timeoutMs, "call timeout");
}
/** @throws TypeError unless it is an object that says by `f` what happened */
function assertEffect(input) {
	if (typeof (typeof input === "object" && input !== null ? input.f : void 0) === "string") return;
	throw new TypeError(`node.effect: expected an object with a field f, such as { f: 'acquired', lock: 'a' }, got ${typeof input === "object" && input !== null ? "one without" : shown$1(input)}`);
}
/** A handler where there is one already. */
function secondHandler(verb, noun) {
	return /* @__PURE__ */ new Error(`node.${verb} was called before: one handler serves all ${noun}s of a node`);
}
/** A handler and a loop over the same. */
function handlerAndLoop(verb, noun) {
	return /* @__PURE__ */ new Error(`node.${verb} and node.${noun}s() take the same ${noun}s: use one of them`);
}
/** What the other style has, by the names it goes by there. */
const inMachines = {
	requests: "have a handler onRequest",
	messages: "have a handler onMessage",
	onRequest: "have a handler onRequest",
	onMessage: "have a handler onMessage",
	onMembership: "have a handler onMembership",
	connections: "have a handler onStream",
	sleep: "set timers: node.setTimer",
	quorum: "count answers in onReply"
};
const inAsyncPrograms = {
	reply: "return the answer from their handler, or use request.reply",
	reject: "throw Refused, or use request.reject",
	defer: "await before they answer",
	replyTo: "keep the request and use its reply",
	rejectTo: "keep the request and use its reject",
	setTimer: "use node.sleep or setTimeout",
	clearTimer: "use clearTimeout",
	sendStream: "use the connection that node.connect gives",
	closeStream: "use the connection that node.connect gives"
};
/** Lets a handle refuse what the handle of the other style has. */
function refuseOtherStyle(handle, style) {
	const [who, words] = style === "async" ? ["async programs", inAsyncPrograms] : ["state machines", inMachines];
	for (const [name, hint] of Object.entries(words)) {
		if (name in handle) continue;
		const value = () => {
			throw new TypeError(`node.${name}: ${who} ${hint}`);
		};
		Object.defineProperty(handle, name, {
			value,
			enumerable: false
		});
	}
}
// sim/node/base-handle.ts
/** The part of the `node` handle that both programming styles share. */
var BaseHandle = class {
	node;
	id;
	incarnation;
	version;
	constructor(node) {
		this.node = node;
		this.id = node.name;
		this.incarnation = node.incarnation;
		this.version = node.version;
	}
	get members() {
		return this.node.port.members();
	}
	get peers() {
		return this.node.port.members().filter((name) => name !== this.id);
	}
	get random() {
		return this.node.random;
	}
	nowMs() {
		return this.node.clock.wallMs(this.node.stall.look());
	}
	monotonicMs() {
		return this.node.clock.monotonic(this.node.stall.look()) / 1e3;
	}
	send(to, message, options) {
		this.node.send(EventKind.Message, this.peer(to), 0, copyPlain(message, "message"), options?.after);
	}
	broadcast(message, options) {
		for (const peer of this.peers) this.send(peer, message, options);
	}
	show(state) {
		const { node, incarnation } = this;
		if (node.driver !== void 0 && node.incarnation === incarnation) node.show(copyPlain(state, "shown state"));
	}
	log(text, data) {
		if (!this.node.sites.gone) this.node.port.log(this.node, text, data);
	}
	effect(input, options) {
		assertEffect(input);
		this.node.effect(copyPlain(input, "effect"), options?.after);
	}
	buggify(site) {
		return this.node.port.buggify(site, this.node.index);
	}
	sometimes(name, condition = true) {
		this.node.port.sometimes(name, condition);
	}
	reachable(name) {
		this.node.port.reachable(name);
	}
	unreachable(name) {
		if (!this.node.sites.gone) this.node.port.unreachable(name, this.node);
	}
	/** @throws TypeError or RangeError with a suggestion when no node has the name */
	peer(to) {
		const { port } = this.node;
		if (typeof to !== "string") throw new TypeError(`expected the name of a node, got ${shown$1(to)}`);
		const endpoint = port.endpoint(to);
		if (port.isClient(endpoint)) throw new RangeError(`${to} is a client: clients hear answers only`);
		return endpoint;
	}
	exit(reason) {
		return this.node.exit(reason);
	}
};
// sim/node/sync-disk.ts
/** The disk in the state-machine style: reads and writes act on the cache at once, syncs report back later. */
var SyncDisk = class {
	node;
	hears;
	/** @param hears whether the program has a handler `onSync` */
	constructor(node, hears) {
		this.node = node;
		this.hears = hears;
	}
	read(path) {
		const { storage } = this.node;
		storage.check("read", path);
		return storage.disk.read(path);
	}
	write(path, value, options = {}) {
		const { storage } = this.node;
		if (!storage.beginWrite(path)) return;
		storage.disk.write(path, value, options);
		storage.endWrite();
	}
	append(path, record) {
		const { storage } = this.node;
		if (!storage.beginWrite(path)) return;
		storage.disk.append(path, record);
		storage.endWrite();
	}
	records(path) {
		const { storage } = this.node;
		storage.check("read", path);
		return storedRecords(storage.disk.records(path));
	}
	truncate(path, count) {
		const { storage } = this.node;
		if (!storage.beginWrite(path, false)) return;
		storage.disk.truncate(path, count);
		storage.endWrite();
	}
	delete(path) {
		const { storage } = this.node;
		if (!storage.beginWrite(path, false)) return;
		storage.disk.delete(path);
		storage.endWrite();
	}
	list(prefix = "") {
		return this.node.storage.disk.list(prefix);
	}
	sync(token) {
		if (token !== void 0 && !this.hears) throw unheard("node.disk.sync with a token", "onSync");
		this.node.storage.afterSync({
			kind: "token",
			token: copyPlain(token, "token")
		});
	}
};
/** Records as a program may see them: copies, with damaged ones marked. */
function storedRecords(records) {
	return records.map(({ value, corrupt }) => corrupt ? { ok: false } : {
		ok: true,
		value: copyPlain(value)
	});
}
// sim/node/machine-handle.ts
/** The node as the handlers of a state machine are given it. */
var MachineHandle = class extends BaseHandle {
	machine;
	disk;
	/** Who waits for an answer to what is being handled; -1: nobody. */
	asker = -1;
	askId = 0;
	requestId;
	constructor(node, machine) {
		super(node);
		this.machine = machine;
		this.disk = new SyncDisk(node, machine.onSync !== void 0);
	}
	reply(value, options) {
		const { from, id } = this.take("reply");
		this.node.answer(from, id, value, options?.after);
	}
	reject(error, options) {
		const { from, id } = this.take("reject");
		this.node.reject(from, id, {
			error,
			definite: options?.definite !== false
		});
	}
	defer() {
		const { from, id } = this.take("defer");
		return {
			from: this.node.port.endpointName(from),
			id
		};
	}
	replyTo(to, value, options) {
		this.node.answer(this.node.port.endpoint(to.from), to.id, value, options?.after);
	}
	rejectTo(to, error, options) {
		this.node.reject(this.node.port.endpoint(to.from), to.id, {
			error,
			definite: options?.definite !== false
		});
	}
	call(to, message, options) {
		const timeoutUs = callTimeout(options);
		if (this.machine.onReply === void 0) throw unheard("node.call", "onReply");
		const token = copyPlain(options.token, "token");
		this.node.call(this.peer(to), copyPlain(message, "message"), timeoutUs, token, options.after);
	}
	setTimer(name, delayMs, payload) {
		if (this.machine.onTimer === void 0) throw unheard(`timer '${name}'`, "onTimer");
		this.node.agenda.setTimer(name, delayMicros(delayMs, `timer '${name}'`), copyPlain(payload, "timer payload"));
	}
	clearTimer(name) {
		this.node.agenda.clearTimer(name);
	}
	connect(to, token) {
		if (this.machine.onStream === void 0) throw unheard("node.connect", "onStream");
		return this.node.streams.connect(this.peer(to), copyPlain(token, "token"));
	}
	sendStream(stream, data) {
		this.node.streams.send(stream, data);
	}
	closeStream(stream) {
		this.node.streams.close(stream);
	}
	take(verb) {
		if (this.asker < 0) throw new Error(`node.${verb}: nothing is waiting for an answer here; it was answered already, or nobody asked`);
		const from = this.asker;
		this.asker = -1;
		return {
			from,
			id: this.askId
		};
	}
};
refuseOtherStyle(MachineHandle.prototype, "state-machine");
// sim/node/program-shape.ts
/**
* What a program must look like. A handler by another name is never called, and nothing tells of it: so it is refused
* where the program is made.
*/
const MAPS = ["onRequest", "onMessage"];
/** Everything a state machine may have. */
const handlerNames = [
	"start",
	...MAPS,
	"onTimer",
	"onReply",
	"onSync",
	"onStream",
	"onMembership",
	"onStop"
];
const isFunction$1 = (value) => typeof value === "function";
/** Lets what is refused point at the caller of `called`: the place to look at is where the program is made. */
function refusedAt(called, look) {
	try {
		look();
	} catch (error) {
		Error.captureStackTrace(error, called);
		throw error;
	}
}
/** @throws TypeError in one sentence */
function assertMachine(machine) {
	if (typeof machine === "function") throw new TypeError("stateMachine: expected handlers, { start, onRequest, … }, got a function; a function of the node goes into asyncProgram");
	if (typeof machine !== "object" || machine === null) throw new TypeError(`stateMachine: expected handlers, { start, onRequest, … }, got ${shown$1(machine)}`);
	const handlers = machine;
	const stranger = strangerIn(handlers);
	if (stranger !== void 0) throw new TypeError(`stateMachine: ${unknownName("handler", stranger, handlerNames)}`);
	if (!isFunction$1(handlers["start"])) throw new TypeError(`stateMachine: start: expected a function that returns the first state, got ${shown$1(handlers["start"])}`);
	for (const name of handlerNames) {
		const handler = handlers[name];
		if (handler === void 0 || isFunction$1(handler)) continue;
		if (!MAPS.includes(name)) throw new TypeError(`stateMachine: ${name}: expected a function, got ${shown$1(handler)}`);
		assertHandlers(`stateMachine: ${name}`, handler);
	}
}
/**
* One handler for all, or one for each name.
* @throws TypeError in one sentence
*/
function assertHandlers(where, handler) {
	if (isFunction$1(handler)) return;
	if (typeof handler !== "object" || handler === null || Array.isArray(handler)) throw new TypeError(`${where}: expected a function, or functions by the field f, got ${shown$1(handler)}`);
	for (const [name, one] of Object.entries(handler)) if (!isFunction$1(one)) throw new TypeError(`${where}.${name}: expected a function, got ${shown$1(one)}`);
}
/** @throws TypeError in one sentence */
function assertMain(main) {
	const expected = "asyncProgram: expected an async function of the node";
	if (looksLikeHandlers(main)) throw new TypeError(`${expected}, got an object of handlers: these go into stateMachine`);
	if (!isFunction$1(main)) throw new TypeError(`${expected}, got ${shown$1(main)}`);
	if (/GeneratorFunction\]$/.test(Object.prototype.toString.call(main))) throw new TypeError(`${expected}, got a generator, which nobody would run`);
}
/** Whether somebody forgot to wrap them in `stateMachine`. */
function looksLikeHandlers(value) {
	return typeof value === "object" && value !== null && handlerNames.some((name) => isFunction$1(Reflect.get(value, name)));
}
/** Whether somebody forgot to wrap it in `asyncProgram`. */
function looksLikeMain(value) {
	if (typeof value !== "function") return false;
	if (Object.prototype.toString.call(value) === "[object AsyncFunction]") return true;
	return /^(function\b[^(]*)?\(?\s*node\s*[,)=]/.test(Function.prototype.toString.call(value));
}
/** The first thing that is no handler. Objects of classes may have what they like, but for near misses. */
function strangerIn(handlers) {
	const known = handlerNames;
	const prototype = Object.getPrototypeOf(handlers);
	if (prototype === Object.prototype || prototype === null) return Object.keys(handlers).find((name) => !known.includes(name));
	const lowered = known.map((name) => name.toLowerCase());
	return methodsOf(handlers).find((name) => !known.includes(name) && (/^on[A-Z_]/.test(name) || lowered.includes(name.toLowerCase())));
}
function methodsOf(object) {
	const names = /* @__PURE__ */ new Set();
	for (let at = object; at !== Object.prototype && at !== null; at = Object.getPrototypeOf(at)) for (const name of Object.getOwnPropertyNames(at)) names.add(name);
	return [...names].filter((name) => name !== "constructor" && isFunction$1(Reflect.get(object, name)));
}
// sim/node/state-machine.ts
/**
* The state-machine style: synchronous handlers over plain data. The fastest style, and the one whose worlds can
* be saved, forked and hashed, because all that outlives a handler is data.
*/
/**
* Makes a program from synchronous handlers.
* @throws TypeError in one sentence when `start` is missing, or a handler has a name nobody calls
*/
function stateMachine(machine) {
	refusedAt(stateMachine, () => assertMachine(machine));
	return {
		style: "state-machine",
		drive: (node) => new StateMachineDriver(node, machine)
	};
}
var StateMachineDriver = class {
	node;
	machine;
	current;
	handle;
	constructor(node, machine) {
		this.node = node;
		this.machine = machine;
		this.handle = new MachineHandle(node, machine);
	}
	start() {
		this.current = this.checked(this.machine.start(this.handle), "start");
	}
	receive(kind, from, id, payload) {
		const { machine, handle } = this;
		const handlers = kind === EventKind.Request ? machine.onRequest : machine.onMessage;
		const handler = typeof handlers === "object" ? handlerFor(handlers, payload) : handlers;
		if (handler === void 0) return this.refuse(kind, from, id, payload, handlers);
		const sender = this.node.port.endpointName(from);
		handle.asker = kind === EventKind.Message ? -1 : from;
		handle.askId = id;
		handle.requestId = kind === EventKind.Message ? void 0 : id;
		this.checked(handler.call(machine, this.current, payload, handle, sender), kind === EventKind.Request ? "onRequest" : "onMessage");
		handle.asker = -1;
		handle.requestId = void 0;
	}
	/** Nobody here handles it. */
	refuse(kind, from, id, payload, known) {
		const noun = kind === EventKind.Request ? "request" : kind === EventKind.Call ? "call" : "message";
		const error = unhandled(this.node.name, noun, payload, known);
		if (kind === EventKind.Message) throw new Error(`${error}: one came from ${this.node.port.endpointName(from)}; the program needs a handler onMessage`);
		this.node.reject(from, id, {
			error,
			definite: true
		});
	}
	callEnded({ to, token, f }, result) {
		const { onReply } = this.machine;
		if (onReply === void 0) return;
		const full = callResult(result, this.node.port.endpointName(to), token, f);
		this.checked(onReply.call(this.machine, this.current, full, this.handle), "onReply");
	}
	timer(name, payload) {
		this.checked(this.machine.onTimer?.(this.current, name, this.handle, payload), "onTimer");
	}
	synced(token, ok) {
		if (ok && token === void 0) return;
		if (this.machine.onSync !== void 0) this.checked(this.machine.onSync(this.current, token, this.handle, ok), "onSync");
		else if (!ok) this.node.exit("a sync failed");
	}
	stream(event) {
		const { onStream } = this.machine;
		if (onStream === void 0) throw unheard(`a connection of ${event.peer}`, "onStream");
		this.checked(onStream.call(this.machine, this.current, event, this.handle), "onStream");
	}
	membership(change) {
		this.checked(this.machine.onMembership?.(this.current, change, this.handle), "onMembership");
	}
	stop() {
		this.checked(this.machine.onStop?.(this.current, this.handle), "onStop");
	}
	wake() {}
	state() {
		return this.current;
	}
	restore(state) {
		this.current = copyPlain(state, "state");
	}
	checked(result, handler) {
		if (isPromise(result)) throw new TypeError(`${handler} returned a promise, but state-machine handlers are synchronous; use asyncProgram for async code`);
		return result;
	}
};
/** Field by field: spreading the outcome took a fifth of the time of a protocol that lives on calls. */
function callResult(result, from, token, f) {
	const full = endOf(result, from, token);
	if (f !== void 0) full.f = f;
	return full;
}
function endOf(result, from, token) {
	switch (result.kind) {
		case "answer": return {
			kind: "answer",
			value: result.value,
			from,
			token
		};
		case "refused": return {
			kind: "refused",
			error: result.error,
			definite: result.definite,
			from,
			token
		};
		case "timeout": return {
			kind: "timeout",
			from,
			token
		};
	}
}
// sim/node/async-node.ts
/** A call that got no answer. */
var CallFailed = class extends Error {
	to;
	why;
	definite;
	name = "CallFailed";
	constructor(to, why, message, definite) {
		super(message);
		this.to = to;
		this.why = why;
		this.definite = definite;
	}
};
/** Thrown by a handler of requests or calls: what was asked is refused, and the node goes on. */
var Refused = class extends Error {
	definite;
	name = "Refused";
	/** @param definite false: it may have happened all the same */
	constructor(message, definite = true) {
		super(message);
		this.definite = definite;
	}
};
// sim/node/async-disk.ts
var WaitingDisk = class {
	node;
	waits;
	constructor(node, waits) {
		this.node = node;
		this.waits = waits;
	}
	async read(path) {
		await this.operation("read", path);
		return this.node.storage.disk.read(path);
	}
	async write(path, value, options = {}) {
		const { storage } = this.node;
		if (storage.beginWrite(path)) {
			storage.disk.write(path, value, options);
			storage.endWrite();
		}
		await this.waits.after(storage.latency("write"));
	}
	async append(path, record) {
		const { storage } = this.node;
		if (storage.beginWrite(path)) {
			storage.disk.append(path, record);
			storage.endWrite();
		}
		await this.waits.after(storage.latency("write"));
	}
	async records(path) {
		await this.operation("read", path);
		return storedRecords(this.node.storage.disk.records(path));
	}
	async truncate(path, count) {
		const { storage } = this.node;
		if (storage.beginWrite(path, false)) {
			storage.disk.truncate(path, count);
			storage.endWrite();
		}
		await this.waits.after(storage.latency("write"));
	}
	async delete(path) {
		const { storage } = this.node;
		if (storage.beginWrite(path, false)) {
			storage.disk.delete(path);
			storage.endWrite();
		}
		await this.waits.after(storage.latency("write"));
	}
	async list(prefix = "") {
		await this.operation("read", prefix);
		return this.node.storage.disk.list(prefix);
	}
	sync() {
		return this.waits.synced();
	}
	async operation(kind, path) {
		await this.waits.after(this.node.storage.latency(kind));
		this.node.storage.check(kind, path);
	}
};
// sim/kernel/async-started.ts
/**
* What the engine sees of the async work of the process, since the process began. Whoever puts a
* function in the place of `process.nextTick` and the like counts here; drains and the watch for real I/O
* compare the counts.
*/
const asyncStarted = {
	/** Calls of process.nextTick. */
	ticks: 0,
	/** Async ids that Node handed out for ticks, microtasks, virtual timers and drains. */
	ids: 0,
	/** Exceptions nobody caught: each makes Node leave its queues for another turn of the loop. */
	uncaught: 0,
	/** A drain is starting an immediate of its own: no node asked for it. */
	hopping: false
};
// sim/node/ambient/patch.ts
const patches = [];
const worlds = [];
let holders$1 = 0;
/** The host a call belongs to. Worlds may overlap in time, but only one runs code at any moment. */
function currentHost() {
	for (let at = 0; at < worlds.length; at++) {
		const host = worlds[at]?.();
		if (host !== void 0) return host;
	}
}
/** Runs something of Node's own that belongs to the process and to no node, though a node asked for it. */
function outsideOfNodes(run) {
	const inside = worlds.splice(0);
	try {
		return run();
	} finally {
		worlds.push(...inside);
	}
}
/** Declares a replacement for what `target[key]` holds. `original` is filled in whenever it is put in place. */
function replaceValue(target, key, value, original) {
	const place = target;
	const slow = replaceDescriptor(place, key, (found) => {
		if (original !== void 0 && found.value !== value) original.value = found.value;
		const { configurable = false, enumerable = false, writable = true } = found;
		return {
			configurable,
			enumerable,
			writable,
			value
		};
	});
	const usual = plainValue(target, key);
	let assigned = false;
	declarePatch({
		put() {
			assigned = usual !== void 0 && (place[key] === usual || place[key] === value);
			if (!assigned) return slow.put();
			if (original !== void 0) original.value = usual;
			place[key] = value;
		},
		putBack() {
			if (assigned) place[key] = usual;
			else slow.putBack();
		}
	});
}
/** What a plain writable property holds; undefined for any other, and for accessors, which are not called. */
function plainValue(target, key) {
	const found = Object.getOwnPropertyDescriptor(target, key);
	return found?.writable === true ? found.value : void 0;
}
function replaceDescriptor(target, key, replace) {
	let found;
	return {
		put() {
			found = Object.getOwnPropertyDescriptor(target, key);
			if (found !== void 0) Object.defineProperty(target, key, replace(found));
		},
		putBack() {
			if (found !== void 0) Object.defineProperty(target, key, found);
		}
	};
}
/** Declares the replacement of a method, which takes over the name, arity and own properties of the original. */
function replaceMethod(target, key, make) {
	const native = target[key];
	const original = { value: native };
	const replacement = make(original);
	takeOver(native, replacement);
	replaceValue(target, key, replacement, original);
	return replacement;
}
/** Declares an own method for an object that inherits it, as long as it has none of its own. */
function overrideMethod(target, key, make) {
	const place = target;
	const original = { value: place[key] };
	const replacement = make(original);
	takeOver(original.value, replacement);
	let own = false;
	declarePatch({
		put() {
			own = Object.hasOwn(target, key);
			original.value = place[key];
			place[key] = replacement;
		},
		putBack() {
			if (own) place[key] = original.value;
			else delete place[key];
		}
	});
}
/** Declares what is to be done while replacements are in place, and undone after. */
function declarePatch(patch) {
	patches.push(patch);
	if (holders$1 > 0) patch.put();
}
/** Declares the replacement of a getter. */
function replaceGetter(target, key, read) {
	let native;
	const get = function() {
		const host = currentHost();
		return host === void 0 ? native?.call(this) : read(host);
	};
	const replace = (found) => {
		native = found.get;
		return {
			...found,
			get
		};
	};
	declarePatch(replaceDescriptor(target, key, replace));
}
/** Keeps every replacement in place, for a world or (without one) for loading code, until the result is called. */
function holdPatches(current) {
	if (current !== void 0) worlds.push(current);
	if (holders$1++ === 0) for (const patch of patches) patch.put();
	let held = true;
	return () => {
		if (!held) return;
		held = false;
		if (current !== void 0) worlds.splice(worlds.lastIndexOf(current), 1);
		if (--holders$1 === 0) for (const patch of patches) patch.putBack();
	};
}
/** Own properties the replacement has already set (a `util.promisify.custom`, say) stay as they are. */
function takeOver(native, replacement) {
	for (const key of Reflect.ownKeys(native)) {
		if (key === "prototype") continue;
		if (key !== "name" && key !== "length" && Object.hasOwn(replacement, key)) continue;
		Object.defineProperty(replacement, key, Object.getOwnPropertyDescriptor(native, key));
	}
}
// sim/node/ambient/async-context.ts
/**
* Async contexts: what AsyncLocalStorage shows to the code that runs. Each event of a node begins in one of its own, so
* that `enterWith` ends with the event and no node sees what another one, or the code around the run, has entered.
*/
/** A context that shows what the running code sees. */
function asyncContext() {
	asyncStarted.ids++;
	return new AsyncResource("Virtual");
}
const outermost = new AsyncResource("Virtual");
/** Runs something in a new context that begins with what another one shows. */
function branchOf(context, act) {
	return context.runInAsyncScope(() => asyncContext().runInAsyncScope(act));
}
/** Runs something in a new context that shows nothing. */
function inFreshContext(act) {
	return branchOf(outermost, act);
}
/**
* Runs something in a context that shows nothing, for each event of a program: a new one only where the last one was
* left changed, since each costs as much as a small event.
*/
function inCleanContext(act) {
	if (changed$1 || uses === 0) {
		changed$1 = false;
		uses = MOST_USES;
		clean = outermost.runInAsyncScope(asyncContext);
	}
	uses--;
	return clean.runInAsyncScope(act);
}
/** Every AsyncLocalStorage that was used in a context leaves a mark on it: it should not gather those of a whole campaign. */
const MOST_USES = 1e3;
let clean = outermost;
let uses = 0;
/**
* Does something over and over until it says false, in a context that shows nothing. A new context for each time would
* cost as much as the event of a state machine, so there is a new one only where the last one is left changed.
*/
function repeatInFreshContext(act) {
	let more = true;
	while (more) {
		if (changed$1) uses = 0;
		changed$1 = false;
		inFreshContext(() => {
			while ((more = act()) && !changed$1);
		});
	}
}
let changed$1 = false;
function declareContexts() {
	replaceMethod(AsyncLocalStorage.prototype, "enterWith", (original) => function enterWith(store) {
		original.value.call(this, store);
		changed$1 ||= currentHost() !== void 0;
	});
}
// sim/node/mailbox.ts
/** A queue that an async program reads with `for await`: what arrives before it looks waits for it. */
var Mailbox = class {
	onFirstRead;
	items = [];
	readers = [];
	closed = false;
	/** Somebody has read from it, or wanted to. */
	isRead = false;
	/** @param onFirstRead told once, when somebody wants to read */
	constructor(onFirstRead) {
		this.onFirstRead = onFirstRead;
	}
	/** Adds an item; a waiting reader goes on with it. */
	put(item) {
		if (this.closed) return;
		const reader = this.readers.shift();
		if (reader === void 0) this.items.push(item);
		else reader({
			done: false,
			value: item
		});
	}
	/** Takes out everything that waits to be read. */
	takeAll() {
		return this.items.splice(0);
	}
	/** Nothing more will come: readers see the end once they have read what is there. */
	close() {
		this.closed = true;
		for (const reader of this.readers.splice(0)) reader({
			done: true,
			value: void 0
		});
	}
	/** How many wait to be read. */
	get size() {
		return this.items.length;
	}
	next() {
		if (!this.isRead) {
			this.isRead = true;
			this.onFirstRead?.();
		}
		if (this.items.length > 0) return Promise.resolve({
			done: false,
			value: this.items.shift()
		});
		if (this.closed) return Promise.resolve({
			done: true,
			value: void 0
		});
		return new Promise((resolve) => this.readers.push(resolve));
	}
	/** A `break` in the loop leaves the mailbox open: the next loop goes on where this one stopped. */
	return() {
		return Promise.resolve({
			done: true,
			value: void 0
		});
	}
	[Symbol.asyncIterator]() {
		return this;
	}
};
// sim/node/connection.ts
/** The connection was refused or broke. */
var ConnectionClosed = class extends Error {
	peer;
	reason;
	name = "ConnectionClosed";
	constructor(peer, reason) {
		super(`the connection to ${peer} is over: ${reason}`);
		this.peer = peer;
		this.reason = reason;
	}
};
var Connections = class {
	node;
	accepted = new Mailbox();
	open = /* @__PURE__ */ new Map();
	opening = /* @__PURE__ */ new Map();
	constructor(node) {
		this.node = node;
	}
	connect(to) {
		return new Promise((resolve, reject) => {
			this.opening.set(this.node.streams.connect(to), {
				resolve,
				reject
			});
		});
	}
	handle(event) {
		const { stream, peer } = event;
		switch (event.kind) {
			case "opened":
				this.opening.get(stream)?.resolve(this.end(stream, peer));
				this.opening.delete(stream);
				return;
			case "accepted": return this.accepted.put(this.end(stream, peer));
			case "data": return this.open.get(stream)?.inbox.put(event.data);
			case "closed":
				this.opening.get(stream)?.reject(new ConnectionClosed(peer, event.reason));
				this.opening.delete(stream);
				this.open.get(stream)?.inbox.close();
				this.open.delete(stream);
		}
	}
	end(stream, peer) {
		const { node } = this;
		const inbox = new Mailbox();
		const end = {
			peer,
			inbox,
			send: (data) => node.streams.send(stream, data),
			close: () => node.streams.close(stream),
			[Symbol.asyncIterator]: () => inbox
		};
		this.open.set(stream, end);
		return end;
	}
};
// sim/node/reading.ts
/** What a node has read in any incarnation; worlds are short-lived, and this goes with them. */
const everRead = /* @__PURE__ */ new WeakMap();
function readBy(node) {
	let posts = everRead.get(node);
	if (posts === void 0) everRead.set(node, posts = /* @__PURE__ */ new Set());
	return posts;
}
/**
* @param leastUs how long it must have waited
* @returns what is wrong, in one sentence, if something is
*/
function unreadAt(nodes, nowUs, leastUs) {
	for (const node of nodes) {
		if (node.status !== "up") continue;
		for (const { post, count, sinceUs, needs } of node.driver?.unread?.() ?? []) {
			if (nowUs - sinceUs < leastUs) continue;
			if (nodes.some((other) => other.program === node.program && readBy(other).has(post))) continue;
			const remedy = needs ?? `its program needs node.${post === "request" ? "onRequest" : "onMessage"}, or a loop over node.${post}s()`;
			const waiting = `${count} ${post}${count === 1 ? "" : "s"} ${count === 1 ? "waits" : "wait"}`;
			return `${node.name} never reads its ${post}s, and ${waiting}: ${remedy}`;
		}
	}
}
// sim/node/quorum.ts
/** Asking many nodes and going on with enough of them. */
/** Too few answered. */
var QuorumFailed = class extends Error {
	votes;
	need;
	asked;
	name = "QuorumFailed";
	constructor(votes, need, asked) {
		super(`only ${votes.length} of ${asked} answered, ${need} were needed`);
		this.votes = votes;
		this.need = need;
		this.asked = asked;
	}
};
/** Calls everyone at once; resolves with the first `need` answers, rejects once they cannot come any more. */
function quorum(to, call, options) {
	const need = options?.need;
	if (!Number.isSafeInteger(need)) throw new TypeError(`node.quorum: expected { need, timeoutMs } after the message, got need ${shown$1(need)}`);
	return enough(to, call, need);
}
function enough(to, call, need) {
	return new Promise((resolve, reject) => {
		const votes = [];
		let left = to.length;
		const settle = () => {
			if (votes.length >= need) resolve(votes.slice(0, need));
			else if (votes.length + left < need) reject(new QuorumFailed(votes, need, to.length));
		};
		settle();
		for (const from of to) call(from).then((value) => {
			votes.push({
				from,
				value
			});
			left--;
			settle();
		}, () => {
			left--;
			settle();
		});
	});
}
// sim/node/async-driver.ts
/**
* Drives an async program: what comes for the node goes to its handlers or waits in a mailbox.
*
* Every event is drained to the last promise before the next begins, so at any moment one node runs, and its
* clock, timers and random numbers are what `Date`, `setTimeout` and `Math.random` give it.
*/
function register(handler) {
	return {
		handler,
		context: asyncContext()
	};
}
var AsyncDriver = class {
	node;
	main;
	requests;
	messages;
	/** When the first came that nobody has read, by what it is. */
	unreadSince = /* @__PURE__ */ new Map();
	connections;
	messageHandler;
	requestHandler;
	membershipHandler;
	wakes = /* @__PURE__ */ new Map();
	constructor(node, main) {
		this.node = node;
		this.main = main;
		const read = readBy(node);
		this.requests = new Mailbox(() => read.add("request"));
		this.messages = new Mailbox(() => read.add("message"));
		this.connections = new Connections(node);
	}
	start() {
		const done = this.main(this);
		if (isPromise(done)) this.watch(done);
	}
	receive(kind, from, id, payload) {
		const incoming = this.incoming(kind, from, id, payload);
		const isRequest = kind === EventKind.Request;
		const handler = isRequest ? this.requestHandler : this.messageHandler;
		if (handler !== void 0) this.serve(handler, incoming);
		else this.keep(isRequest ? "request" : "message", incoming);
	}
	/** Whoever reads it later finds it. */
	keep(post, incoming) {
		const box = post === "request" ? this.requests : this.messages;
		box.put(incoming);
		if (!box.isRead && !this.unreadSince.has(post)) this.unreadSince.set(post, this.node.port.now);
	}
	unread() {
		const boxes = {
			request: this.requests,
			message: this.messages
		};
		return [...this.unreadSince].map(([post, sinceUs]) => ({
			post,
			count: boxes[post].size,
			sinceUs
		})).filter(({ post, count }) => count > 0 && !boxes[post].isRead);
	}
	/** From now on messages go to the handler, and so do those that came before it was there. */
	handleMessages(handler) {
		if (this.messageHandler !== void 0) throw secondHandler("onMessage", "message");
		if (this.messages.isRead) throw handlerAndLoop("onMessage", "message");
		readBy(this.node).add("message");
		const registered = this.messageHandler = register(handler);
		for (const waiting of this.messages.takeAll()) this.serve(registered, waiting);
	}
	/** The same for requests. */
	handleRequests(handler) {
		if (this.requestHandler !== void 0) throw secondHandler("onRequest", "request");
		if (this.requests.isRead) throw handlerAndLoop("onRequest", "request");
		readBy(this.node).add("request");
		const registered = this.requestHandler = register(handler);
		for (const waiting of this.requests.takeAll()) this.serve(registered, waiting);
	}
	handleMembership(handler) {
		if (this.membershipHandler !== void 0) throw secondHandler("onMembership", "change");
		this.membershipHandler = register(handler);
	}
	allMessages() {
		if (this.messageHandler !== void 0) throw handlerAndLoop("onMessage", "message");
		return this.messages;
	}
	allRequests() {
		if (this.requestHandler !== void 0) throw handlerAndLoop("onRequest", "request");
		return this.requests;
	}
	callEnded(call, result) {
		const { resolve, reject } = call.token;
		if (result.kind === "answer") return resolve(result.value);
		const to = this.node.port.endpointName(call.to);
		if (result.kind === "timeout") return reject(new CallFailed(to, "timeout", `${to} did not answer in time`, false));
		reject(new CallFailed(to, "refused", `${to} refused: ${result.error}`, result.definite));
	}
	timer() {}
	synced(token, ok) {
		token(ok);
	}
	wake(id) {
		const run = this.wakes.get(id);
		this.wakes.delete(id);
		run?.();
	}
	stream(event) {
		this.connections.handle(event);
	}
	membership(change) {
		const registered = this.membershipHandler;
		if (registered !== void 0) branchOf(registered.context, () => registered.handler(change));
	}
	stop() {
		this.requests.close();
		this.messages.close();
	}
	state() {}
	restore() {
		throw new Error("an async program cannot be restored from a snapshot: what it waits for is not data; replay it instead");
	}
	/** Runs something after `us` of the node's own time. */
	after(us, run) {
		const id = this.node.agenda.wakeAfter(us);
		this.wakes.set(id, run);
		return id;
	}
	/** Hands the rejection of a promise the program's author cannot catch to the node. */
	watch(promise) {
		const { incarnation } = this.node;
		promise.then(void 0, (error) => {
			if (this.node.incarnation === incarnation && this.node.driver === this) this.node.failed(error, promise);
		});
	}
	serve({ handler, context }, incoming) {
		this.watch(branchOf(context, () => this.answered(handler, incoming)));
	}
	async answered(handler, incoming) {
		try {
			const id = incoming.id === 0 ? void 0 : incoming.id;
			incoming.reply(await handler(incoming.body, incoming.from, id));
		} catch (error) {
			if (error instanceof Refused) incoming.reject(error.message, { definite: error.definite });
			else if (error instanceof CallFailed || error instanceof QuorumFailed) incoming.reject(error.message, { definite: false });
			else throw error;
		}
	}
	incoming(kind, from, id, body) {
		const { node } = this;
		let open = kind !== EventKind.Message;
		const once = () => open && !(open = false);
		return {
			id,
			body,
			from: node.port.endpointName(from),
			reply(value, options) {
				if (once()) node.answer(from, id, value, options?.after);
			},
			reject(error, options) {
				if (once()) node.reject(from, id, {
					error,
					definite: options?.definite !== false
				});
			}
		};
	}
};
// sim/kernel/damage.ts
/** Damage: what a flipped bit does to plain data. Used by payload corruption and by bit rot. */
/** A copy of the value in which one leaf, chosen by `pick` (0 … count-1), differs. Without leaves: the value itself. */
function damaged(value, pick) {
	const leaves = countLeaves(value);
	if (leaves === 0) return value;
	let left = pick(leaves);
	const visit = (item) => {
		if (isLeaf(item)) return left-- === 0 ? flip(item) : item;
		if (Array.isArray(item)) return item.map(visit);
		if (isPlainObject(item)) return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, visit(inner)]));
		return item;
	};
	return visit(value);
}
function countLeaves(value) {
	if (isLeaf(value)) return 1;
	let count = 0;
	if (Array.isArray(value)) for (const item of value) count += countLeaves(item);
	else if (isPlainObject(value)) for (const item of Object.values(value)) count += countLeaves(item);
	return count;
}
function isLeaf(value) {
	return typeof value === "number" || typeof value === "string" || typeof value === "boolean";
}
function isPlainObject(value) {
	return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
function flip(leaf) {
	if (typeof leaf === "boolean") return !leaf;
	if (typeof leaf === "string") return leaf === "" ? "" : String.fromCharCode(leaf.charCodeAt(0) ^ 1) + leaf.slice(1);
	if (!Number.isSafeInteger(leaf)) return -leaf;
	return leaf % 2 === 0 ? leaf + 1 : leaf - 1;
}
// sim/node/disk.ts
/**
* The disk of a node: what programs see (the cache) and what survives a power cut (the platter).
*
* Writes reach the cache at once and a journal of unsynced writes; a sync moves the journal to the platter. A
* power cut settles each unsynced write's fate. Files hold one value, replaced as a whole, or are append-only
* lists of records. Pure data and arithmetic: latency, errors and their draws are the node's business.
*/
/** Errors of programs that have names of their own for what their disk does to them. Uncaught, they count as a DiskError. */
const fromDisk = /* @__PURE__ */ new WeakSet();
/** Thrown by disk operations. Uncaught, it ends the process of the node, as a careful program would. */
var DiskError = class extends Error {
	code;
	name = "DiskError";
	constructor(code, message) {
		super(message);
		this.code = code;
	}
};
var Disk = class {
	cache = /* @__PURE__ */ new Map();
	platter = /* @__PURE__ */ new Map();
	journal = [];
	/** Number of journal entries ever made durable: a position is `synced + journal.length`. */
	synced = 0;
	/** Grows with each change of what it holds, so that who watches need not look again. */
	changes = 0;
	/** The file system on it, where its program has one. */
	volume;
	/** The position a sync has to reach to cover everything written so far. */
	get position() {
		return this.synced + this.journal.length;
	}
	/** Whether everything written so far is on the platter. */
	get clean() {
		return this.journal.length === 0;
	}
	/** What was written after a position and is not durable yet, oldest first. */
	since(position) {
		return this.journal.slice(Math.max(0, position - this.synced));
	}
	/** A copy of the value of a file, or undefined; an append-only file reads as the array of its records. */
	read(path) {
		const file = this.cache.get(path);
		if (file === void 0) return void 0;
		if (file.kind === "value") return intact$1(file.record, path);
		return file.records.map((record, index) => intact$1(record, `${path}[${index}]`));
	}
	/** The records of an append-only file, damaged ones included. */
	records(path) {
		const file = this.cache.get(path);
		if (file === void 0) return [];
		return file.kind === "log" ? file.records : [file.record];
	}
	/** File names that begin with the prefix, sorted. */
	list(prefix) {
		return [...this.cache.keys()].filter((path) => path.startsWith(prefix)).sort();
	}
	write(path, value, options) {
		const record = {
			value: copyPlain(value, `disk value of '${path}'`),
			corrupt: false,
			checksum: options.checksum !== false
		};
		this.log({
			op: "write",
			path,
			record,
			inPlace: options.inPlace === true
		});
	}
	append(path, value) {
		this.log({
			op: "append",
			path,
			record: {
				value: copyPlain(value, `disk record of '${path}'`),
				corrupt: false,
				checksum: true
			}
		});
	}
	/** Keeps the first `count` records of an append-only file. */
	truncate(path, count) {
		this.log({
			op: "truncate",
			path,
			count
		});
	}
	delete(path) {
		if (this.cache.has(path)) this.log({
			op: "delete",
			path
		});
	}
	/** Makes durable what was written up to a position. */
	persist(position) {
		const count = position - this.synced;
		if (count <= 0) return;
		this.changes++;
		for (const entry of this.journal.splice(0, count)) apply(this.platter, entry);
		this.synced = position;
	}
	/**
	* A sync up to a position failed: what it should have made durable stays readable, but no later sync will
	* write it, as on systems that mark failed pages clean (Rebello et al., USENIX ATC 2020).
	*/
	abandon(position) {
		const count = position - this.synced;
		if (count <= 0) return;
		this.changes++;
		this.journal.splice(0, count);
		this.synced = position;
	}
	/**
	* Power is cut: each unsynced write meets its fate, the cache is gone.
	* @param fate is asked oldest first
	* @param pick where a torn write of a volume ends, of so many places
	*/
	powerCut(fate, pick = () => 0) {
		this.changes++;
		const own = this.journal.length;
		const count = own + (this.volume?.unsynced ?? 0);
		for (const [index, entry] of this.journal.entries()) {
			const its = fate(index, count);
			if (its === "kept") apply(this.platter, entry);
			else if (its === "torn") applyTorn(this.platter, entry);
		}
		this.synced += own;
		this.journal = [];
		this.cache = copyFiles(this.platter);
		this.volume?.powerCut((index) => fate(own + index, count), pick);
	}
	/** The disk is replaced by an empty one. */
	wipe() {
		this.changes++;
		this.synced += this.journal.length;
		this.journal = [];
		this.cache.clear();
		this.platter.clear();
		this.volume?.wipe();
	}
	/**
	* Bits rot in a durable value of `path` (or of one chosen by `pick`), on the platter and in the cache. With a
	* checksum reading it fails; without one the value silently differs.
	* @returns the file that was hit, or undefined when there is none
	*/
	rot(path, pick) {
		const paths = [...this.platter.keys()].sort();
		if (this.volume !== void 0 && (paths.length === 0 || !paths.includes(path ?? paths[0]))) return this.volume.rot(path, pick);
		if (paths.length === 0) return void 0;
		const hit = path ?? paths[pick(paths.length)];
		const file = this.platter.get(hit);
		if (file === void 0 || file.kind === "log" && file.records.length === 0) return void 0;
		this.changes++;
		const index = file.kind === "log" ? pick(file.records.length) : 0;
		const old = file.kind === "log" ? file.records[index] : file.record;
		const rotten = old.checksum ? {
			...old,
			corrupt: true
		} : {
			...old,
			value: damaged(old.value, pick)
		};
		for (const files of [this.platter, this.cache]) {
			const there = files.get(hit);
			if (there?.kind === "log" && index < there.records.length) there.records[index] = rotten;
			else if (there?.kind === "value") files.set(hit, {
				kind: "value",
				record: rotten
			});
		}
		return hit;
	}
	/** A program that has a volume cannot be restored, and so neither can that: it is here for those who look. */
	save() {
		const { volume } = this;
		const saved = {
			cache: copyFiles(this.cache),
			platter: copyFiles(this.platter),
			journal: [...this.journal],
			synced: this.synced
		};
		if (volume === void 0) return saved;
		for (const of of ["cache", "platter"]) for (const [path, file] of volume.files(of)) saved[of].set(path, file);
		return {
			...saved,
			pending: volume.pending()
		};
	}
	restore(saved) {
		this.changes++;
		this.cache = copyFiles(saved.cache);
		this.platter = copyFiles(saved.platter);
		this.journal = [...saved.journal];
		this.synced = saved.synced;
	}
	log(entry) {
		this.changes++;
		apply(this.cache, entry);
		this.journal.push(entry);
	}
};
function intact$1(record, where) {
	if (record.corrupt) throw new DiskError("CORRUPT", `'${where}' fails its checksum`);
	return copyPlain(record.value);
}
function copyFiles(files) {
	const copy = /* @__PURE__ */ new Map();
	for (const [path, file] of files) copy.set(path, file.kind === "log" ? {
		kind: "log",
		records: [...file.records]
	} : file);
	return copy;
}
function apply(files, entry) {
	switch (entry.op) {
		case "write":
			if (Array.isArray(entry.record.value)) {
				const { checksum } = entry.record;
				const records = entry.record.value.map((value) => ({
					value,
					corrupt: entry.record.corrupt,
					checksum
				}));
				files.set(entry.path, {
					kind: "log",
					records
				});
			} else files.set(entry.path, {
				kind: "value",
				record: entry.record
			});
			return;
		case "append": {
			const file = files.get(entry.path);
			if (file?.kind === "log") file.records.push(entry.record);
			else files.set(entry.path, {
				kind: "log",
				records: file ? [file.record, entry.record] : [entry.record]
			});
			return;
		}
		case "truncate": {
			const file = files.get(entry.path);
			if (file?.kind === "log") file.records.length = Math.min(file.records.length, Math.max(0, entry.count));
			return;
		}
		case "delete": files.delete(entry.path);
	}
}
/** A write the power cut caught half done: appended and in-place data is damaged, atomic operations did not happen. */
function applyTorn(files, entry) {
	if (entry.op === "append" || entry.op === "write" && entry.inPlace) apply(files, {
		...entry,
		record: {
			...entry.record,
			corrupt: true
		}
	});
}
// sim/node/async-program.ts
/** The async style: an ordinary async function per node. A crash never resumes it; a restart calls it anew. */
/**
* Makes a program from an async function. When the function returns, the node goes on serving its handlers.
* @throws TypeError in one sentence when it is no function, or one that nobody would run
*/
function asyncProgram(main) {
	refusedAt(asyncProgram, () => assertMain(main));
	return {
		style: "async",
		drive: (node) => new AsyncDriver(node, (driver) => main(new Handle(node, driver)))
	};
}
var Handle = class extends BaseHandle {
	driver;
	disk;
	constructor(node, driver) {
		super(node);
		this.driver = driver;
		this.disk = new WaitingDisk(node, {
			after: (us) => new Promise((resolve) => {
				const wake = driver.after(us, () => {
					node.storage.took(wake);
					resolve();
				});
				node.storage.takes(us, wake);
			}),
			synced: () => new Promise((resolve, reject) => {
				const token = (ok) => ok ? resolve() : reject(new DiskError("EIO", "a sync failed"));
				node.storage.afterSync({
					kind: "token",
					token
				});
			})
		});
	}
	requests() {
		return this.driver.allRequests();
	}
	messages() {
		return this.driver.allMessages();
	}
	onMessage(handler) {
		assertHandlers("node.onMessage", handler);
		this.driver.handleMessages(oneHandler(this.id, "message", handler));
	}
	onRequest(handler) {
		assertHandlers("node.onRequest", handler);
		this.driver.handleRequests(oneHandler(this.id, "request", handler));
	}
	onMembership(handler) {
		if (typeof handler !== "function") throw new TypeError(`node.onMembership: expected a function, got ${shown$1(handler)}`);
		this.driver.handleMembership(handler);
	}
	sleep(ms) {
		const us = delayMicros(ms, "sleep");
		return new Promise((resolve) => this.driver.after(us, resolve));
	}
	call(to, message, options) {
		const timeoutUs = callTimeout(options);
		const endpoint = this.peer(to);
		const copy = copyPlain(message, "message");
		return new Promise((resolve, reject) => this.node.call(endpoint, copy, timeoutUs, {
			resolve,
			reject
		}, options.after));
	}
	quorum(to, message, options) {
		return quorum(to, (name) => this.call(name, message, options), options);
	}
	connect(to) {
		return this.driver.connections.connect(this.peer(to));
	}
	connections() {
		return this.driver.connections.accepted;
	}
};
refuseOtherStyle(Handle.prototype, "async");
/** One handler for all, made of one for each question. A question that has none is refused. */
function oneHandler(node, noun, handler) {
	if (typeof handler === "function") return handler;
	return (body, from, id) => {
		const own = handlerFor(handler, body);
		if (own === void 0) throw new Refused(unhandled(node, noun, body, handler));
		return own(body, from, id);
	};
}
// sim/network/stream-event.ts
/** Thrown when a node sends on a connection that is closed or does not exist. */
var StreamClosed = class extends Error {
	name = "StreamClosed";
};
// sim/kernel/hash.ts
/**
* Hashes and counter-based draws: pure integer arithmetic, the same in every engine.
*
* A counter-based draw is a function of (key, n): it has no state to save, and a draw more or less changes no
* other (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
*/
/** The 32-bit finaliser of MurmurHash3 (Appleby, public domain): every input bit reaches every output bit. */
function mix32(bits) {
	let h = bits | 0;
	h = Math.imul(h ^ h >>> 16, 2246822507);
	h = Math.imul(h ^ h >>> 13, 3266489909);
	return h ^ h >>> 16 | 0;
}
/** Folds one 32-bit word into a running hash. */
function fold(hash, word) {
	return Math.imul(hash << 5 ^ hash >>> 27 ^ word, 2654435761) | 0;
}
/** A 32-bit hash of a string, different for each salt. */
function hashString(text, salt = 0) {
	let hash = mix32(salt ^ 1592614637);
	for (let index = 0; index < text.length; index++) hash = fold(hash, text.charCodeAt(index));
	return mix32(hash ^ text.length);
}
/** The n-th draw under a key, in [0, 1). */
function draw(key, n) {
	return (mix32(mix32(key ^ Math.imul(n, 2654435761)) + Math.imul(key, 2246822507) + n) >>> 0) / 4294967296;
}
// sim/kernel/random.ts
/**
* Random streams: every draw in a world comes from a stream named after who draws and what for, so that one
* more draw here moves nothing there.
*
* The generator is xorshift128 (Marsaglia 2003) as `seedrandom` ships it. Names are hashed before they seed
* it, because xorshift is linear: states seeded by similar strings would stay related for ever.
*/
/** A stream whose state can be saved and put back. */
var Stream = class {
	generator;
	constructor(name) {
		this.generator = seedrandom.xor128(seedText(name), { state: true });
	}
	float() {
		return (this.generator.int32() >>> 0) / 4294967296;
	}
	int(low, high) {
		return low + Math.floor(this.float() * (high - low + 1));
	}
	chance(probability) {
		return this.float() < probability;
	}
	pick(items) {
		if (items.length === 0) throw new RangeError("cannot pick from no items");
		return items[this.int(0, items.length - 1)];
	}
	shuffle(items) {
		const shuffled = [...items];
		for (let last = shuffled.length - 1; last > 0; last--) {
			const other = this.int(0, last);
			const item = shuffled[last];
			shuffled[last] = shuffled[other];
			shuffled[other] = item;
		}
		return shuffled;
	}
	int32() {
		return this.generator.int32();
	}
	save() {
		return { ...this.generator.state() };
	}
	restore(state) {
		this.generator = seedrandom.xor128("", { state: { ...state } });
	}
};
/** The stream for one purpose of one world: the same seed and name give the same draws everywhere. */
function stream(seed, name) {
	return new Stream(`${String(seed)}\u0000${name}`);
}
/** 128 well-mixed bits of the name as the eight UTF-16 units from which xor128 takes its state. */
function seedText(name) {
	let text = "";
	for (let lane = 0; lane < 4; lane++) {
		const bits = hashString(name, lane + 1);
		text += String.fromCharCode(bits & 65535, bits >>> 16);
	}
	return text;
}
// sim/node/ambient/clocks.ts
/** `performance`, `process.hrtime`, `process.uptime` and `Temporal.Now` on the clocks of the node. */
function declareClocks() {
	declarePerformance();
	declareProcessClocks();
	declareTemporal();
}
function declarePerformance() {
	const prototype = Object.getPrototypeOf(performance);
	replaceGetter(prototype, "timeOrigin", (host) => host.timeOriginMs());
	replaceOnPerformance(prototype, "now", (host) => host.processMs());
	replaceOnPerformance(prototype, "mark", (host, name, options) => {
		return Reflect.construct(PerformanceMark, [name, {
			startTime: host.processMs(),
			...options
		}]);
	});
	replaceOnPerformance(prototype, "measure", (host) => host.refuse("performance.measure reads a timeline all nodes share: subtract two performance.now()"));
}
function replaceOnPerformance(prototype, name, answer) {
	replaceMethod(prototype, name, (original) => function ambient(...args) {
		const host = currentHost();
		return host === void 0 ? original.value.apply(this, args) : answer(host, ...args);
	});
}
function declareProcessClocks() {
	replaceMethod(process$1, "hrtime", (original) => {
		const hrtime = (since) => {
			const host = currentHost();
			if (host === void 0) return original.value(since);
			const { seconds, nanoseconds } = reading(host);
			if (since === void 0) return [seconds, nanoseconds];
			const borrow = nanoseconds < since[1] ? 1 : 0;
			return [seconds - since[0] - borrow, nanoseconds - since[1] + borrow * 1e9];
		};
		const bigint = () => {
			const host = currentHost();
			if (host === void 0) return original.value.bigint();
			const { seconds, nanoseconds } = reading(host);
			return BigInt(seconds) * 1000000000n + BigInt(nanoseconds);
		};
		return Object.assign(hrtime, { bigint });
	});
	replaceMethod(process$1, "uptime", (original) => () => {
		const host = currentHost();
		return host === void 0 ? original.value() : host.processMs() / 1e3;
	});
}
/** Through integer microseconds, the engine's own unit, so that no rounding error shows. */
function reading(host) {
	const micros = Math.round(host.machineMs() * 1e3);
	const seconds = Math.floor(micros / 1e6);
	return {
		seconds,
		nanoseconds: (micros - seconds * 1e6) * 1e3
	};
}
function declareTemporal() {
	const temporal = globalThis.Temporal;
	if (temporal === void 0) return;
	const { Now, Instant } = temporal;
	const instant = (host) => Instant.fromEpochMilliseconds(Math.floor(host.wallMs()));
	const zoned = (host, zone) => instant(host).toZonedDateTimeISO(zone ?? Now["timeZoneId"]?.());
	const readers = {
		instant,
		zonedDateTimeISO: zoned,
		plainDateTimeISO: (host, zone) => zoned(host, zone).toPlainDateTime(),
		plainDateISO: (host, zone) => zoned(host, zone).toPlainDate(),
		plainTimeISO: (host, zone) => zoned(host, zone).toPlainTime()
	};
	for (const [name, read] of Object.entries(readers)) replaceMethod(Now, name, (original) => (...args) => {
		const host = currentHost();
		return host === void 0 ? original.value(...args) : read(host, args[0]);
	});
}
// sim/node/ambient/zone.ts
/** The real one: nodes have their own. */
const realEnvironment = process.env;
const native = Date;
const nativeFormat = Intl.DateTimeFormat;
/** What of Date speaks of local time, and what does the same in UTC. */
const inUtc = Object.fromEntries([
	"FullYear",
	"Month",
	"Date",
	"Day",
	"Hours",
	"Minutes",
	"Seconds",
	"Milliseconds"
].flatMap((part) => [[`get${part}`, `getUTC${part}`], ...part === "Day" ? [] : [[`set${part}`, `setUTC${part}`]]]));
let zoneText = "not asked yet";
let zoneIsUtc = false;
/** Whether the process is in UTC; it may change its mind by `process.env.TZ`. */
function isUtc() {
	const { TZ } = realEnvironment;
	if (TZ !== zoneText) {
		zoneText = TZ;
		const { timeZone } = new nativeFormat("en-US").resolvedOptions();
		zoneIsUtc = /^(Etc\/)?(UTC|GMT|UCT|Zulu|Universal|Greenwich)$/i.test(timeZone);
	}
	return zoneIsUtc;
}
function declareZone() {
	declareLocalTime();
	declareFormats();
	const temporal = globalThis.Temporal;
	if (temporal !== void 0) replaceMethod(temporal.Now, "timeZoneId", (original) => () => {
		return currentHost() === void 0 ? original.value() : "UTC";
	});
}
/** The arguments of `new Date(…)` as they mean the same in UTC. */
function dateInUtc(args) {
	if (args.length === 0 || isUtc()) return args;
	if (args.length > 1) return [Reflect.apply(native.UTC, native, args)];
	const [only] = args;
	return typeof only === "string" ? [parseInUtc(only)] : args;
}
/** ECMAScript reads a date alone as UTC, a date with a time as local time unless a zone follows. */
function parseInUtc(given) {
	const text = String(given);
	if (isUtc()) return parse(text);
	if (/^\s*[+-]?\d{4,6}(-\d\d){0,2}\s*$/.test(text) || /(Z|[+-]\d\d:?\d\d|\b(UTC?|GMT|[ECMP][SD]T)\b)[^\d]*$/i.test(text)) return parse(text);
	const zoned = parse(/^\s*[+-]?\d{4,6}-\d\d/.test(text) && /T/i.test(text) ? `${text.trim()}Z` : `${text} UTC`);
	return Number.isNaN(zoned) ? parse(text) : zoned;
}
const parse = native.parse.bind(native);
function declareLocalTime() {
	const prototype = native.prototype;
	const originals = /* @__PURE__ */ new Map();
	const replacements = /* @__PURE__ */ new Map();
	const replace = (name, read) => {
		const original = prototype[name];
		if (original === void 0) return;
		originals.set(name, original);
		const replacement = function(...args) {
			return Reflect.apply(currentHost() === void 0 ? original : read, this, args);
		};
		for (const key of ["name", "length"]) Object.defineProperty(replacement, key, Object.getOwnPropertyDescriptor(original, key));
		replacements.set(name, replacement);
	};
	for (const [name, utc] of Object.entries(inUtc)) replace(name, prototype[utc]);
	const { getUTCFullYear, setUTCFullYear, toUTCString } = native.prototype;
	replace("getTimezoneOffset", function() {
		return Number.isNaN(this.getTime()) ? NaN : 0;
	});
	replace("getYear", function() {
		return getUTCFullYear.call(this) - 1900;
	});
	replace("setYear", function(year) {
		const number = Math.trunc(Number(year));
		return setUTCFullYear.call(this, number >= 0 && number <= 99 ? 1900 + number : number);
	});
	const words = (date) => {
		const [, day, number, month, year, time] = /^(\w+), (\d+) (\w+) (-?\d+) ([\d:]+) GMT$/.exec(toUTCString.call(date)) ?? [];
		if (day === void 0) return void 0;
		return [`${day} ${month} ${number} ${year}`, `${time} GMT+0000 (Coordinated Universal Time)`];
	};
	replace("toString", function() {
		return words(this)?.join(" ") ?? "Invalid Date";
	});
	replace("toDateString", function() {
		return words(this)?.[0] ?? "Invalid Date";
	});
	replace("toTimeString", function() {
		return words(this)?.[1] ?? "Invalid Date";
	});
	let put = false;
	declarePatch({
		put() {
			put = !isUtc();
			if (put) for (const [name, replacement] of replacements) prototype[name] = replacement;
		},
		putBack() {
			if (put) for (const [name, original] of originals) prototype[name] = original;
		}
	});
}
/** English and UTC where nothing else is asked for. */
function settled(locales, options) {
	return [locales ?? "en-US", {
		...options,
		timeZone: options?.timeZone ?? "UTC"
	}];
}
function declareFormats() {
	for (const name of [
		"toLocaleString",
		"toLocaleDateString",
		"toLocaleTimeString"
	]) replaceMethod(native.prototype, name, (original) => function(locales, options) {
		const args = currentHost() === void 0 ? [locales, options] : settled(locales, options);
		return Reflect.apply(original.value, this, args);
	});
	function DateTimeFormat(locales, options) {
		const target = new.target === void 0 || new.target === DateTimeFormat ? nativeFormat : new.target;
		const args = currentHost() === void 0 ? [locales, options] : settled(locales, options);
		return Reflect.construct(nativeFormat, args, target);
	}
	replaceMethod(Intl, "DateTimeFormat", () => {
		Object.defineProperty(DateTimeFormat, "prototype", {
			value: nativeFormat.prototype,
			writable: false
		});
		return DateTimeFormat;
	});
	declareNow();
}
/** Formats without a date speak of now. */
function declareNow() {
	const { prototype } = nativeFormat;
	replaceMethod(prototype, "formatToParts", (original) => function(date) {
		return Reflect.apply(original.value, this, [date ?? nowOf(currentHost())]);
	});
	const found = Object.getOwnPropertyDescriptor(prototype, "format");
	const formats = /* @__PURE__ */ new WeakMap();
	const get = function() {
		const format = found.get?.call(this);
		const known = formats.get(format);
		if (known !== void 0) return known;
		const made = (date) => format(date ?? nowOf(currentHost()));
		formats.set(format, made);
		return made;
	};
	declarePatch({
		put: () => void Object.defineProperty(prototype, "format", {
			...found,
			get
		}),
		putBack: () => void Object.defineProperty(prototype, "format", found)
	});
}
function nowOf(host) {
	return host && Math.floor(host.wallMs());
}
// sim/node/ambient/date.ts
/**
* `Date` on the node's wall clock. Only "now" changes, and local time, which is UTC (see zone.ts): parsing and
* arithmetic are the engine's own.
*/
function declareDate() {
	const native = Date;
	const original = { value: native };
	function AmbientDate(...args) {
		const host = currentHost();
		if (new.target === void 0) return host === void 0 ? original.value() : new native(Math.floor(host.wallMs())).toString();
		if (host === void 0) {
			const target = new.target === AmbientDate ? original.value : new.target;
			return Reflect.construct(original.value, args, target);
		}
		return Reflect.construct(native, args.length === 0 ? [Math.floor(host.wallMs())] : dateInUtc(args), new.target);
	}
	const now = () => {
		const host = currentHost();
		return host === void 0 ? original.value.now() : Math.floor(host.wallMs());
	};
	replaceMethod(native, "now", (originalNow) => () => {
		const host = currentHost();
		return host === void 0 ? originalNow.value() : Math.floor(host.wallMs());
	});
	const parse = (text) => currentHost() === void 0 ? native.parse(text) : parseInUtc(text);
	Object.defineProperties(AmbientDate, {
		...Object.getOwnPropertyDescriptors(native),
		now: {
			value: now,
			writable: true,
			enumerable: false,
			configurable: true
		},
		parse: {
			value: parse,
			writable: true,
			enumerable: false,
			configurable: true
		},
		prototype: {
			value: native.prototype,
			writable: false,
			enumerable: false,
			configurable: false
		}
	});
	const ambient = AmbientDate;
	replaceValue(globalThis, "Date", ambient, original);
	replaceValue(native.prototype, "constructor", ambient);
}
// sim/node/ambient/async-ids.ts
/**
* What async ids tell of real I/O: all that is asynchronous in Node takes one, and those of ticks, microtasks, drains
* and virtual timers are counted, so an id more is something the simulator did not create. It costs a third of a
* microsecond a look. Where promises take ids too (an async hook, or AsyncLocalStorage before Node 24, is in use),
* ids say nothing: then `watch.ts` looks with a hook of its own.
*/
/** Whether each promise takes an async id now. */
function promisesTakeIds() {
	const id = nextAsyncId();
	new Promise(() => void 0);
	return nextAsyncId() !== id + 1;
}
/** A look before a world's chunk, for `appearedSince` after it. Means nothing while promises take ids. */
function activeResources() {
	return {
		active: process.getActiveResourcesInfo(),
		unexplainedIds: nextAsyncId() - asyncStarted.ids
	};
}
/**
* What may have been started since `before`: kinds of resources, or `unknown`. Only a suspicion: harmless things
* raise it too (an AsyncResource of the user's own, `gzipSync`, a `nextTick` captured before the first world, an
* async hook enabled meanwhile), so if `watchResources` finds nothing in a second run, the first one stands.
*/
function appearedSince(before) {
	const unexplainedIds = nextAsyncId() - asyncStarted.ids;
	const left = /* @__PURE__ */ new Map();
	for (const type of before.active) left.set(type, (left.get(type) ?? 0) + 1);
	const appeared = process.getActiveResourcesInfo().filter((type) => {
		const count = left.get(type) ?? 0;
		left.set(type, count - 1);
		return count <= 0;
	});
	return appeared.length === 0 && unexplainedIds > before.unexplainedIds ? ["unknown"] : appeared;
}
/**
* How many ids queueMicrotask surely takes: one before Node 24, none or one since. To count none where it takes one
* costs a second look; to count one where it takes none would hide what else took it.
*/
const idsOfMicrotask = surelyTakesId() ? 1 : 0;
function surelyTakesId() {
	if (Number(process.versions.node.split(".")[0]) >= 24 || promisesTakeIds()) return false;
	const id = nextAsyncId();
	queueMicrotask(() => void 0);
	return nextAsyncId() === id + 2;
}
/** Takes an id, and counts it: the next look sees this one. */
function nextAsyncId() {
	asyncStarted.ids++;
	return new AsyncResource("Look").asyncId();
}
// sim/node/ambient/microtasks.ts
/**
* `process.nextTick` and `queueMicrotask` stay Node's own: they are deterministic because every event is drained.
* They are only counted, for the drains and the watch.
*/
function declareMicrotasks() {
	replaceMethod(process$1, "nextTick", (original) => (...args) => {
		original.value.apply(process$1, args);
		asyncStarted.ticks++;
		asyncStarted.ids++;
	});
	replaceMethod(globalThis, "queueMicrotask", (original) => (callback) => {
		original.value(callback);
		asyncStarted.ids += idsOfMicrotask;
	});
}
// sim/node/ambient/event-time.ts
/** `Event.timeStamp` on the clock of the node that looks at it, fixed by its first look. */
function declareEventTime() {
	const { prototype } = Event;
	const found = Object.getOwnPropertyDescriptor(prototype, "timeStamp");
	if (found?.get === void 0) return;
	const stamps = /* @__PURE__ */ new WeakMap();
	const get = function() {
		const known = stamps.get(this);
		if (known !== void 0) return known;
		const host = currentHost();
		if (host === void 0 || !(this instanceof Event)) return found.get?.call(this);
		const now = host.processMs();
		stamps.set(this, now);
		return now;
	};
	declarePatch({
		put: () => void Object.defineProperty(prototype, "timeStamp", {
			...found,
			get
		}),
		putBack: () => void Object.defineProperty(prototype, "timeStamp", found)
	});
}
// sim/node/ambient/locale.ts
/**
* The language is English inside worlds, whatever that of the process: sorting, case and numbers where no locale is
* named. In a process that speaks American English there is nothing to replace.
*/
const WORLD_LOCALE = "en-US";
/** Methods that take a locale, and as which argument. */
const methods = [
	[
		String.prototype,
		"localeCompare",
		1
	],
	[
		String.prototype,
		"toLocaleLowerCase",
		0
	],
	[
		String.prototype,
		"toLocaleUpperCase",
		0
	],
	[
		Number.prototype,
		"toLocaleString",
		0
	],
	[
		BigInt.prototype,
		"toLocaleString",
		0
	],
	[
		Array.prototype,
		"toLocaleString",
		0
	],
	[
		Object.getPrototypeOf(Uint8Array.prototype),
		"toLocaleString",
		0
	]
];
const constructors = [
	"Collator",
	"NumberFormat",
	"PluralRules",
	"ListFormat",
	"RelativeTimeFormat",
	"Segmenter"
];
function declareLocale() {
	if (new Intl.NumberFormat().resolvedOptions().locale === WORLD_LOCALE) return;
	for (const [target, name, at] of methods) replaceMethod(target, name, (original) => function(...args) {
		if (currentHost() !== void 0 && args[at] === void 0) args[at] = WORLD_LOCALE;
		return Reflect.apply(original.value, this, args);
	});
	for (const name of [...constructors, "DurationFormat"]) declareConstructor(name);
}
function declareConstructor(name) {
	const native = Intl[name];
	if (typeof native !== "function") return;
	function Format(locales, options) {
		const target = new.target === void 0 || new.target === Format ? native : new.target;
		const language = currentHost() === void 0 ? locales : locales ?? WORLD_LOCALE;
		return Reflect.construct(native, [language, options], target);
	}
	replaceMethod(Intl, name, () => {
		Object.defineProperty(Format, "prototype", {
			value: native.prototype,
			writable: false
		});
		return Format;
	});
}
// sim/node/ambient/process-listeners.ts
/** Who listens to the `process` of one incarnation. */
/** What Node keeps of who listens to a process. */
var ProcessListeners = class {
	listeners = Object.create(null);
	capture = null;
};
// sim/node/ambient/process-events.ts
/**
* Who listens to `process`. What a node registers is its own: it hears of its own errors only, no other node and
* nothing outside hears of them, and all of it goes with the incarnation. Nobody sends a node signals or messages.
*/
/** What Node emits for an error nobody caught: the guard of the world hears it, and asks the node's own listeners. */
const forTheGuard = /* @__PURE__ */ new Set([
	"unhandledRejection",
	"uncaughtException",
	"uncaughtExceptionMonitor"
]);
/** What the outside hears too: Node prints warnings by listening to them, and the process may really end. */
const forBoth = /* @__PURE__ */ new Set([
	"warning",
	"beforeExit",
	"exit"
]);
/** Whose listeners `process` shows right now. */
let shown = "node";
function declareProcessEvents() {
	declareListeners();
	overrideMethod(process$1, "emit", (original) => {
		return function emit(event, ...args) {
			const emitted = () => Reflect.apply(original.value, this, [event, ...args]);
			if (ownEvents() === void 0) return emitted();
			if (forTheGuard.has(event)) return show("outside", emitted);
			const heard = emitted();
			return forBoth.has(event) ? show("outside", emitted) || heard : heard;
		};
	});
	declareCapture();
}
/**
* An EventEmitter keeps its listeners in `_events`, all its methods go there, and its count only decides whether to ask:
* so this one property is each node's own. Replacing the twenty methods would take longer than a small world.
*/
function declareListeners() {
	const place = process$1;
	let shared = place._events;
	let maxListeners;
	const perNode = {
		get: () => ownEvents()?.listeners ?? shared,
		set(listeners) {
			const own = ownEvents();
			if (own === void 0) shared = listeners;
			else own.listeners = listeners;
		},
		enumerable: true,
		configurable: true
	};
	declarePatch({
		put() {
			shared = place._events;
			maxListeners = place._maxListeners;
			Object.defineProperty(place, "_events", perNode);
		},
		putBack() {
			Object.defineProperty(place, "_events", {
				value: shared,
				enumerable: true,
				configurable: true,
				writable: true
			});
			place._eventsCount = Reflect.ownKeys(shared).length;
			place._maxListeners = maxListeners;
		}
	});
}
function ownEvents() {
	if (shown === "outside") return void 0;
	const host = currentHost();
	return host === void 0 ? void 0 : host.processEvents ??= new ProcessListeners();
}
/** Runs something that means the listeners of the whole process, even if a node runs. */
function meantForOutside(act) {
	return show("outside", act);
}
function show(whose, act) {
	const before = shown;
	shown = whose;
	try {
		return act();
	} finally {
		shown = before;
	}
}
/** Tells the running node's own listeners. @returns whether there are any */
function tellNode(event, ...args) {
	return show("node", () => Reflect.apply(EventEmitter.prototype.emit, process$1, [event, ...args]));
}
/** A warning for the running node's own listeners; printing it once per run would drown everything else. */
function warnNode(host, name, message) {
	if (host.processEvents === void 0) return;
	const warning = Object.assign(new Error(message), { name });
	process$1.nextTick(() => void tellNode("warning", warning));
}
function declareCapture() {
	replaceMethod(process$1, "setUncaughtExceptionCaptureCallback", (original) => (callback) => {
		const events = ownEvents();
		if (events === void 0 || callback !== null && typeof callback !== "function") return original.value(callback);
		if (callback !== null && events.capture !== null) throw alreadyCaptured();
		events.capture = callback;
	});
	replaceMethod(process$1, "hasUncaughtExceptionCaptureCallback", (original) => () => {
		const events = ownEvents();
		return events === void 0 ? original.value() : events.capture !== null;
	});
}
function alreadyCaptured() {
	return Object.assign(/* @__PURE__ */ new Error("process.setUncaughtExceptionCaptureCallback(): there is a callback already"), { code: "ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET" });
}
// sim/node/ambient/process-face.ts
/**
* What `process` and `node:os` say of the machine: each incarnation is a process of its own, on a small machine called
* after its node. What differs from machine to machine would differ from run to run.
*/
/** One incarnation of a node, as a process of its machine. */
var ProcessFace = class {
	hostname;
	pid;
	variables;
	constructor(hostname, pid) {
		this.hostname = hostname;
		this.pid = pid;
	}
	/** Its own environment: what it sets there is gone with it. */
	get env() {
		return this.variables ??= {
			HOME: HOME_FOLDER,
			HOSTNAME: this.hostname,
			TZ: "UTC",
			USER: USER_NAME
		};
	}
};
const USER_NAME = "node";
const HOME_FOLDER = "/app";
const MB = 1048576;
function declareProcessFace() {
	declareNumber("pid", ({ face }) => face.pid);
	declareNumber("ppid", () => 1);
	declareEnvironment();
	declareUsage();
	declareMachine();
	declareNavigator();
}
/** A read-only number of `process`: an assignment could not replace it. */
function declareNumber(key, read) {
	let found;
	const get = () => {
		const host = currentHost();
		return host === void 0 ? found?.value : read(host);
	};
	declarePatch({
		put() {
			found = Object.getOwnPropertyDescriptor(process$1, key);
			Object.defineProperty(process$1, key, {
				get,
				enumerable: true,
				configurable: true
			});
		},
		putBack() {
			if (found !== void 0) Object.defineProperty(process$1, key, found);
		}
	});
}
/** One object for all, because packages keep it; whose variables it shows is looked up each time. */
function declareEnvironment() {
	const original = { value: process$1.env };
	const shown = () => currentHost()?.face.env ?? original.value;
	const view = new Proxy({}, {
		get: (_target, key) => Reflect.get(shown(), key),
		set: (_target, key, value) => Reflect.set(shown(), key, String(value)),
		has: (_target, key) => Reflect.has(shown(), key),
		deleteProperty: (_target, key) => Reflect.deleteProperty(shown(), key),
		ownKeys: () => Reflect.ownKeys(shown()),
		getOwnPropertyDescriptor(_target, key) {
			const found = Reflect.getOwnPropertyDescriptor(shown(), key);
			return found && {
				...found,
				configurable: true
			};
		},
		defineProperty: (_target, key, descriptor) => Reflect.defineProperty(shown(), key, {
			...descriptor,
			configurable: true
		})
	});
	replaceValue(process$1, "env", view, original);
}
function declareAnswers(target, answers) {
	for (const [name, answer] of Object.entries(answers)) {
		if (typeof target[name] !== "function") continue;
		replaceMethod(target, name, (original) => function ambient(...args) {
			const host = currentHost();
			return host === void 0 ? original.value.apply(this, args) : answer(host, ...args);
		});
	}
}
const MEMORY = {
	rss: 64 * MB,
	heapTotal: 32 * MB,
	heapUsed: 16 * MB,
	external: 2 * MB,
	arrayBuffers: 0
};
function declareUsage() {
	declareAnswers(process$1, {
		memoryUsage: () => ({ ...MEMORY }),
		constrainedMemory: () => 0,
		availableMemory: () => 1024 * MB,
		cpuUsage: (host, since) => ({
			user: Math.round(host.processMs() * 1e3) - (since?.user ?? 0),
			system: 0
		}),
		resourceUsage: (host) => host.refuse("process.resourceUsage shows what the real process used: no seed decides that")
	});
	const { memoryUsage } = process$1;
	replaceMethod(memoryUsage, "rss", (original) => () => {
		return currentHost() === void 0 ? original.value() : MEMORY.rss;
	});
}
function declareMachine() {
	const cpu = {
		model: "virtual",
		speed: 2e3,
		times: {
			user: 0,
			nice: 0,
			sys: 0,
			idle: 0,
			irq: 0
		}
	};
	declareAnswers(os, {
		hostname: ({ face }) => face.hostname,
		uptime: (host) => Math.floor(host.machineMs() / 10) / 100,
		loadavg: () => [
			0,
			0,
			0
		],
		freemem: () => 1024 * MB,
		totalmem: () => 4096 * MB,
		availableParallelism: () => 2,
		cpus: () => [cpu, cpu].map((one) => ({
			...one,
			times: { ...one.times }
		})),
		networkInterfaces: () => ({}),
		homedir: () => HOME_FOLDER,
		tmpdir: () => "/tmp",
		userInfo: () => ({
			uid: 1e3,
			gid: 1e3,
			username: USER_NAME,
			homedir: HOME_FOLDER,
			shell: "/bin/sh"
		}),
		type: () => "Linux",
		platform: () => "linux",
		release: () => "6.1.0",
		version: () => "#1 SMP",
		arch: () => "x64",
		machine: () => "x86_64",
		getPriority: () => 0,
		setPriority: () => void 0
	});
}
/** Node 21 and later have it. */
function declareNavigator() {
	const { navigator } = globalThis;
	if (navigator === void 0) return;
	const prototype = Object.getPrototypeOf(navigator);
	for (const [name, answer] of Object.entries({
		hardwareConcurrency: 2,
		language: "en-US",
		languages: ["en-US"],
		platform: "linux"
	})) if (Object.getOwnPropertyDescriptor(prototype, name)?.get !== void 0) replaceGetter(prototype, name, () => answer);
}
// sim/node/ambient/random.ts
/** `Math.random` and the random functions of `node:crypto` and Web Crypto, drawn from the node's own stream. */
function declareRandom() {
	replaceMethod(Math, "random", (original) => () => {
		const host = currentHost();
		return host === void 0 ? original.value() : host.random();
	});
	declareWebCrypto();
	declareUuids();
	declareBytes();
	declareInt();
}
function declareWebCrypto() {
	const prototype = Object.getPrototypeOf(crypto.webcrypto);
	replaceMethod(prototype, "getRandomValues", (original) => function getRandomValues(array) {
		const host = currentHost();
		if (host === void 0 || !acceptsRandomValues(array)) return original.value.call(this, array);
		fill(host, bytesOf(array));
		return array;
	});
	replaceMethod(prototype, "randomUUID", (original) => function randomUUID() {
		const host = currentHost();
		return host === void 0 ? original.value.call(this) : uuid4(host);
	});
}
/** Arrays it does not accept are the original's to refuse. */
function acceptsRandomValues(array) {
	if (!ArrayBuffer.isView(array) || array.byteLength > 65536) return false;
	return !(array instanceof DataView || array instanceof Float32Array || array instanceof Float64Array) && !/^Float16/.test(array.constructor.name);
}
function declareUuids() {
	replaceMethod(crypto, "randomUUID", (original) => (options) => {
		const host = currentHost();
		return host === void 0 ? original.value(options) : uuid4(host);
	});
	if (!("randomUUIDv7" in crypto)) return;
	replaceMethod(crypto, "randomUUIDv7", (original) => (options) => {
		const host = currentHost();
		return host === void 0 ? original.value(options) : uuid7(host);
	});
}
function declareBytes() {
	const randomBytes = replaceMethod(crypto, "randomBytes", (original) => (size, callback) => {
		const host = currentHost();
		if (host === void 0 || !Number.isInteger(size) || size < 0 || size >= 2147483648) return original.value(size, callback);
		const bytes = Buffer.alloc(size);
		fill(host, bytes);
		return callback === void 0 ? bytes : hand(host, "crypto.randomBytes", callback, bytes);
	});
	for (const name of [
		"pseudoRandomBytes",
		"prng",
		"rng"
	]) replaceValue(crypto, name, randomBytes);
	replaceMethod(crypto, "randomFillSync", (original) => (buffer, offset, size) => {
		const host = currentHost();
		const bytes = host && rangeOf(buffer, offset, size);
		if (host === void 0 || bytes === void 0) return original.value(buffer, offset, size);
		fill(host, bytes);
		return buffer;
	});
	replaceMethod(crypto, "randomFill", (original) => (buffer, ...rest) => {
		const host = currentHost();
		const callback = rest.at(-1);
		const [offset, size] = rest.slice(0, -1);
		const bytes = host && rangeOf(buffer, offset, size);
		if (host === void 0 || bytes === void 0 || typeof callback !== "function") return original.value(buffer, ...rest);
		fill(host, bytes);
		hand(host, "crypto.randomFill", callback, buffer);
	});
}
function declareInt() {
	replaceMethod(crypto, "randomInt", (original) => (...args) => {
		const host = currentHost();
		const callback = args.find((arg) => typeof arg === "function");
		const numbers = args.filter((arg) => typeof arg === "number");
		const [min = 0, max = NaN] = numbers.length === 1 ? [0, numbers[0]] : numbers;
		const range = max - min;
		if (host === void 0 || !(Number.isSafeInteger(min) && Number.isSafeInteger(max) && range > 0 && range <= 0xffffffffffff)) return original.value(...args);
		const value = min + below(host, range);
		if (callback === void 0) return value;
		refuseCallback(host, "crypto.randomInt");
		process.nextTick(callback, void 0, value);
	});
}
function hand(host, what, callback, bytes) {
	refuseCallback(host, what);
	process.nextTick(callback, null, bytes);
}
function refuseCallback(host, what) {
	if (host.style === "state-machine") host.refuse(`${what} with a callback outlives the event of a state machine: call it without one`);
}
/** A uniform draw in [0, range): draws from an incomplete last block of the 48-bit space are thrown away. */
function below(host, range) {
	const space = 281474976710656;
	const limit = space - space % range;
	for (;;) {
		const draw = (host.int32() >>> 0) * 65536 + (host.int32() >>> 16);
		if (draw < limit) return draw % range;
	}
}
function fill(host, bytes) {
	for (let at = 0; at < bytes.length; at += 4) {
		const bits = host.int32();
		bytes[at] = bits;
		if (at + 1 < bytes.length) bytes[at + 1] = bits >>> 8;
		if (at + 2 < bytes.length) bytes[at + 2] = bits >>> 16;
		if (at + 3 < bytes.length) bytes[at + 3] = bits >>> 24;
	}
}
function bytesOf(buffer) {
	return ArrayBuffer.isView(buffer) ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength) : new Uint8Array(buffer);
}
/** The part of a buffer that offset and size (counted in its elements) name; undefined if they do not fit. */
function rangeOf(buffer, offset = 0, size) {
	if (!ArrayBuffer.isView(buffer) && !(buffer instanceof ArrayBuffer || buffer instanceof SharedArrayBuffer)) return void 0;
	const width = buffer.BYTES_PER_ELEMENT ?? 1;
	const from = offset * width;
	const to = size === void 0 ? buffer.byteLength : from + size * width;
	return Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to >= from && to <= buffer.byteLength ? bytesOf(buffer).subarray(from, to) : void 0;
}
function uuid4(host) {
	const bytes = /* @__PURE__ */ new Uint8Array(16);
	fill(host, bytes);
	return formatUuid(bytes, 4);
}
/** RFC 9562: 48 bits of Unix time in ms, then random bits. */
function uuid7(host) {
	const bytes = /* @__PURE__ */ new Uint8Array(16);
	fill(host, bytes);
	let ms = Math.floor(host.wallMs());
	for (let at = 5; at >= 0; at--) {
		bytes[at] = ms % 256;
		ms = Math.floor(ms / 256);
	}
	return formatUuid(bytes, 7);
}
function formatUuid(bytes, version) {
	bytes[6] = (bytes[6] ?? 0) & 15 | version << 4;
	bytes[8] = (bytes[8] ?? 0) & 63 | 128;
	const hex = Buffer.from(bytes.buffer).toString("hex");
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
// sim/node/ambient/place.ts
/** Reads from a stack trace who asked for something, and how. */
/** Node's own files, and the engine's: what is left is the user's. */
const engine = fileURLToPath(new URL("../../", new URL("./node/ambient/place.js", import.meta.url).href));
/** The trace of the caller, long enough to reach user code below the layers of libraries. */
function currentOrigin() {
	const depth = Error.stackTraceLimit;
	Error.stackTraceLimit = 50;
	const { stack } = /* @__PURE__ */ new Error();
	Error.stackTraceLimit = depth;
	return readOrigin(typeof stack === "string" ? stack : "", engine);
}
/** The origin in a V8 stack trace, `engine` being the folder whose frames do not count. */
function readOrigin(stack, engine) {
	const inside = [];
	for (const line of stack.split("\n").slice(1)) {
		const frame = /^\s*at (?:async )?(?:(.*?) \()?(.+)(:\d+:\d+)\)?$/.exec(line);
		if (frame === null) continue;
		const [, name = "", source = "", position = ""] = frame;
		const file = source.startsWith("file:") ? fileURLToPath(source) : source;
		if (file.startsWith("node:")) inside.push(`${name} ${file}`);
		else if (!file.startsWith(engine)) return {
			place: file + position,
			inside
		};
	}
	return {
		place: void 0,
		inside
	};
}
// sim/node/ambient/refused.ts
/**
* What no seed can decide and no async hook sees: work of the engine's own threads, real randomness in keys, names that
* the process makes up. A node that asks for it is told so, with what to do instead.
*/
const REAL_KEYS = "draws real randomness: make keys outside the world, or in `load`, and give them to the node";
/** Not there where Node was started without it. */
const { WebAssembly: wasm = {} } = globalThis;
const refused$1 = [
	[
		wasm,
		"compile",
		"compiles in a thread of its own: use new WebAssembly.Module"
	],
	[
		wasm,
		"instantiate",
		"works in a thread of its own: use new WebAssembly.Instance"
	],
	[
		Atomics,
		"waitAsync",
		"waits in real time: use a timer or a promise"
	],
	[
		crypto,
		"generateKeyPairSync",
		REAL_KEYS
	],
	[
		crypto,
		"generateKeySync",
		REAL_KEYS
	],
	[
		crypto,
		"generatePrimeSync",
		REAL_KEYS
	],
	[
		URL,
		"createObjectURL",
		"makes up a name by real randomness"
	],
	[
		Object.getPrototypeOf(performance),
		"eventLoopUtilization",
		"shows the real event loop"
	]
];
function declareRefused() {
	for (const [target, name, why] of refused$1) {
		if (typeof target[name] !== "function") continue;
		replaceMethod(target, name, (original) => function ambient(...args) {
			const host = currentHost();
			if (host === void 0 || currentOrigin().inside.length > 0) return original.value.apply(this, args);
			return host.refuse(`${name} ${why}`);
		});
	}
}
// sim/node/ambient/native-timers.ts
/** What clearing leaves of a timer in the Node that runs: versions differ, and packages look. */
const timeout = setTimeout((_) => void 0, 1, "argument");
clearTimeout(timeout);
/** What stands in the place of the callback: null, and undefined since Node 24. */
const noCallback = timeout._onTimeout;
/** Whether the arguments of the callback are still there: no more since Node 24. */
const keepsArguments = timeout._timerArgs !== void 0;
// sim/node/ambient/immediate.ts
/** The object `setImmediate` hands out, with the fields that packages look at. */
var Immediate = class {
	_idleNext = null;
	_idlePrev = null;
	_onImmediate;
	_argv;
	_destroyed = false;
	#referenced = true;
	#loop;
	#context = asyncContext();
	constructor(loop, callback, args) {
		this._onImmediate = callback;
		this._argv = args;
		this.#loop = loop;
		loop.addImmediate(this);
	}
	ref() {
		this.#referenced = !this._destroyed;
		return this;
	}
	unref() {
		this.#referenced = false;
		return this;
	}
	hasRef() {
		return this.#referenced;
	}
	[Symbol.dispose]() {
		if (this._destroyed) return;
		this.#done();
		this.#loop.removeImmediate(this);
		this.#forget();
	}
	/** @internal */
	run() {
		this.#done();
		this.#context.runInAsyncScope(() => {
			try {
				if (this._argv === void 0) this._onImmediate?.();
				else this._onImmediate?.(...this._argv);
			} catch (error) {
				this.#forget();
				this.#loop.failed(error);
				return;
			}
			this.#forget();
		});
	}
	#done() {
		this._destroyed = true;
		this.#referenced = false;
	}
	#forget() {
		this._onImmediate = noCallback;
		if (!keepsArguments) this._argv = void 0;
	}
};
// sim/node/ambient/timer-lists.ts
/** Key of the moment a timer was set, in microseconds: Node's own `_idleStart` shows whole milliseconds. */
const setAtUs = Symbol("setAtUs");
/** All timers of one duration. */
var TimersList = class {
	durationMs;
	expiryMs;
	number;
	_idleNext = this;
	_idlePrev = this;
	constructor(durationMs, expiryMs, number) {
		this.durationMs = durationMs;
		this.expiryMs = expiryMs;
		this.number = number;
	}
	get first() {
		return this._idleNext === this ? void 0 : this._idleNext;
	}
	/** The millisecond in which a timer of this list is due. */
	dueMs(timer) {
		return msOf$1(timer[setAtUs]) + this.durationMs;
	}
};
var TimerLists = class {
	byDuration = /* @__PURE__ */ new Map();
	/** The next list stands last. */
	ordered = [];
	lists = 0;
	/** The list to look at next. */
	get next() {
		return this.ordered[this.ordered.length - 1];
	}
	/** Puts a timer, set at that moment, at the end of the list of its duration. */
	append(timer, durationMs, atUs) {
		unlink(timer);
		timer[setAtUs] = atUs;
		let list = this.byDuration.get(durationMs);
		if (list === void 0) {
			list = new TimersList(durationMs, msOf$1(atUs) + durationMs, this.lists++);
			this.byDuration.set(durationMs, list);
			this.place(list);
		}
		const last = list._idlePrev;
		timer._idlePrev = last;
		timer._idleNext = list;
		last._idleNext = timer;
		list._idlePrev = timer;
		return list;
	}
	some(holds) {
		return this.ordered.some((list) => {
			for (let timer = list.first; timer !== void 0; timer = after(list, timer)) if (holds(timer)) return true;
			return false;
		});
	}
	/** The list of that duration is not needed while it is empty. */
	dropEmpty(durationMs) {
		const list = this.byDuration.get(durationMs);
		if (list === void 0 || list.first !== void 0) return;
		this.byDuration.delete(durationMs);
		this.ordered.splice(this.indexOf(list), 1);
	}
	/** Nobody is due in the list before its first timer is. */
	postpone(list, expiryMs) {
		this.ordered.splice(this.indexOf(list), 1);
		list.expiryMs = expiryMs;
		list.number = this.lists++;
		this.place(list);
	}
	/** When the last of the timers is due that are due within this millisecond, in microseconds. */
	lastDueUs(expiryMs) {
		let lastUs = expiryMs * 1e3;
		for (let at = this.ordered.length - 1; at >= 0; at--) {
			const list = this.ordered[at];
			if (list.expiryMs > expiryMs) break;
			for (let timer = list.first; timer !== void 0 && list.dueMs(timer) <= expiryMs; timer = after(list, timer)) lastUs = Math.max(lastUs, timer[setAtUs] + list.durationMs * 1e3);
		}
		return lastUs;
	}
	place(list) {
		this.ordered.splice(this.indexOf(list), 0, list);
	}
	/** Where the list stands, or belongs. */
	indexOf(list) {
		let [low, high] = [0, this.ordered.length];
		while (low < high) {
			const middle = low + high >> 1;
			if (isBefore(list, this.ordered[middle])) low = middle + 1;
			else high = middle;
		}
		return low;
	}
};
/** Takes a link out of the list in which it stands, if any. */
function unlink(link) {
	if (link._idleNext !== null) link._idleNext._idlePrev = link._idlePrev;
	if (link._idlePrev !== null) link._idlePrev._idleNext = link._idleNext;
	link._idleNext = null;
	link._idlePrev = null;
}
/** The whole millisecond a moment falls into. */
function msOf$1(us) {
	return Math.floor(us / 1e3);
}
function after(list, timer) {
	return timer._idleNext === list ? void 0 : timer._idleNext;
}
function isBefore(a, b) {
	return a.expiryMs < b.expiryMs || a.expiryMs === b.expiryMs && a.number < b.number;
}
/** A timer. Keeping no process alive, `ref` and `unref` only remember what was said. */
var Timeout = class {
	_idleTimeout;
	_idlePrev = this;
	_idleNext = this;
	_idleStart = null;
	_onTimeout;
	_timerArgs;
	_repeat;
	_destroyed = false;
	[setAtUs] = 0;
	#loop;
	#context = asyncContext();
	#number;
	#numberIsKnown = false;
	#referenced;
	constructor(loop, callback, delay, args, repeats, referenced = true) {
		const delayMs = nodeDelay(delay);
		this._idleTimeout = delayMs;
		this._onTimeout = callback;
		this._timerArgs = args;
		this._repeat = repeats ? delayMs : null;
		this.#loop = loop;
		this.#number = loop.nextNumber();
		this.#referenced = referenced;
		loop.insert(this, delayMs);
	}
	[inspect.custom](_depth, options) {
		return inspect(this, {
			...options,
			depth: 0,
			customInspect: false
		});
	}
	refresh() {
		if (!(this._idleTimeout >= 0)) return this;
		this.#loop.insert(this, this._idleTimeout);
		if (this._destroyed) {
			this._destroyed = false;
			this.#context = asyncContext();
			this.#number = this.#loop.nextNumber();
		}
		return this;
	}
	unref() {
		this.#referenced = false;
		return this;
	}
	ref() {
		this.#referenced = true;
		return this;
	}
	hasRef() {
		return this.#referenced;
	}
	close() {
		if (this._onTimeout) {
			this._onTimeout = noCallback;
			if (!keepsArguments) this._timerArgs = void 0;
			this.stop();
		}
		return this;
	}
	[Symbol.dispose]() {
		this.close();
	}
	[Symbol.toPrimitive]() {
		if (!this.#numberIsKnown) this.#loop.remember(this.#number, this);
		this.#numberIsKnown = true;
		return this.#number;
	}
	/** Calls back, and then `settle`. @returns whether the callback returned @internal */
	run(settle) {
		return this.#context.runInAsyncScope(() => {
			try {
				call(this);
			} catch (error) {
				settle();
				this.#loop.failed(error);
				return false;
			}
			settle();
			return true;
		});
	}
	/** It will not fire any more. @internal */
	stop() {
		if (this._destroyed) return;
		this.retire();
		this.#loop.remove(this, this._idleTimeout);
		this._idleTimeout = -1;
	}
	/** It fired for the last time, unless it is refreshed. @internal */
	retire() {
		this._destroyed = true;
		if (this.#numberIsKnown) this.#loop.forget(this.#number);
	}
};
function call(timer) {
	if (timer._timerArgs === void 0) timer._onTimeout?.();
	else timer._onTimeout?.(...timer._timerArgs);
}
/** The delay Node would use, before it cuts off what is below a millisecond. @throws TypeError as Node: bigint, symbol */
function nodeDelay(delay) {
	const ms = delay * 1;
	return ms >= 1 && ms <= 2147483647 ? ms : 1;
}
// sim/node/ambient/timers.ts
/** `setTimeout`, `setInterval`, `setImmediate`, what clears them, and `AbortSignal.timeout`, in virtual time. */
const replacements = /* @__PURE__ */ new Set();
/** A state machine's events must be data: a callback that waits for its time is a closure, so it is refused. */
function refuseInStateMachine(host, what) {
	if (host.style !== "state-machine") return;
	host.refuse(`${what} would keep a closure across events of a state machine: use node.setTimer and onTimer`);
}
function declareTimers() {
	declareStarter("setTimeout", (host, callback, [delay, ...args]) => startTimeout(host, callback, delay, given(args), false));
	declareStarter("setInterval", (host, callback, [delay, ...args]) => startTimeout(host, callback, delay, given(args), true));
	declareStarter("setImmediate", (host, callback, args) => new Immediate(host.loop, callback, given(args)));
	declareClear("clearTimeout", clearTimer);
	declareClear("clearInterval", clearTimer);
	declareClear("clearImmediate", clearImmediateOf);
	declareAbortTimeout();
}
/** A timer of that host, with the warning Node gives for a delay it cannot keep. */
function startTimeout(host, callback, delay, args, repeats, referenced = true) {
	const timer = new Timeout(host.loop, callback, delay, args, repeats, referenced);
	if (Number(delay) > 2147483647) warnNode(host, "TimeoutOverflowWarning", `${String(delay)} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`);
	return timer;
}
function given(args) {
	return args.length === 0 ? void 0 : args;
}
function declareStarter(name, start) {
	const replacement = replaceMethod(globalThis, name, (original) => {
		const starter = (callback, ...rest) => {
			const host = currentHost();
			if (isNodesOwn(callback) || host === void 0 || typeof callback !== "function") return original.value(callback, ...rest);
			refuseInStateMachine(host, name);
			return start(host, callback, rest);
		};
		if (name !== "setInterval") Object.defineProperty(starter, promisify.custom, {
			enumerable: true,
			get: () => timersPromises[name]
		});
		return starter;
	});
	replaceValue(timers, name, replacement);
	replacements.add(replacement);
}
/** @param clear true if that was all there is to do */
function declareClear(name, clear) {
	const replacement = replaceMethod(globalThis, name, (original) => (timer) => {
		if (!clear(timer, currentHost())) original.value(timer);
	});
	replaceValue(timers, name, replacement);
}
function clearTimer(timer, host) {
	if (timer instanceof Timeout) timer.close();
	else if (timer instanceof Immediate) return true;
	else if (host === void 0 || typeof timer === "object" && timer !== null) return false;
	else if (typeof timer === "number" || typeof timer === "string") host.loop.timerOf(Number(timer))?.close();
	return true;
}
function clearImmediateOf(immediate, host) {
	if (immediate instanceof Immediate) immediate[Symbol.dispose]();
	else if (immediate instanceof Timeout) {
		if (keepsArguments) immediate.stop();
	} else if (host === void 0 || typeof immediate === "object" && immediate !== null) return false;
	else if (keepsArguments && immediate) immediate._destroyed = true;
	return true;
}
function declareAbortTimeout() {
	replaceMethod(AbortSignal, "timeout", (original) => (delay) => {
		const host = currentHost();
		if (host === void 0 || !(Number.isInteger(delay) && delay >= 0 && delay <= 4294967295)) return original.value.call(AbortSignal, delay);
		refuseInStateMachine(host, "AbortSignal.timeout");
		const controller = new AbortController();
		const abort = () => controller.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
		startTimeout(host, abort, delay, void 0, false, false);
		return controller.signal;
	});
}
let nodeWakesItself = false;
/**
* After an uncaught exception was handled, Node starts an empty immediate of its own through the public module:
* it is not the running node's.
*/
function expectNodesOwnImmediate() {
	nodeWakesItself = replacements.has(timers.setImmediate);
}
function isNodesOwn(callback) {
	if (!nodeWakesItself || typeof callback !== "function" || callback.name !== "noop") return false;
	nodeWakesItself = false;
	return true;
}
// sim/node/ambient/timers-promises.ts
/** The promise-returning timers of `node:timers/promises`, in virtual time. */
function declareTimersPromises() {
	replaceMethod(timersPromises, "setTimeout", (original) => (delay, value, options) => {
		const host = currentHost();
		if (host === void 0 || !isDelay(delay) || !areOptions(options)) return original.value(delay, value, options);
		return later$1(host, "setTimeout", delay, value, options);
	});
	replaceMethod(timersPromises, "setImmediate", (original) => (value, options) => {
		const host = currentHost();
		if (host === void 0 || !areOptions(options)) return original.value(value, options);
		return soon(host, "setImmediate", value, options);
	});
	replaceMethod(timersPromises, "setInterval", (original) => (delay, value, options) => {
		const host = currentHost();
		if (host === void 0 || !isDelay(delay) || !areOptions(options)) return original.value(delay, value, options);
		refuseInStateMachine(host, "timers/promises setInterval");
		return every$1(host, delay, value, options);
	});
	declareScheduler();
}
function declareScheduler() {
	const { scheduler } = timersPromises;
	const prototype = Object.getPrototypeOf(scheduler);
	replaceMethod(prototype, "wait", (original) => function wait(delay, options) {
		const host = currentHost();
		if (host === void 0 || this !== scheduler || !isDelay(delay) || !areOptions(options)) return original.value.call(this, delay, options);
		return later$1(host, "scheduler.wait", delay, void 0, options);
	});
	replaceMethod(prototype, "yield", (original) => function yield_() {
		const host = currentHost();
		if (host === void 0 || this !== scheduler) return original.value.call(this);
		return soon(host, "scheduler.yield", void 0, {});
	});
}
function isDelay(delay) {
	return delay === void 0 || typeof delay === "number";
}
function areOptions(options) {
	if (options === void 0) return true;
	if (typeof options !== "object" || options === null || Array.isArray(options)) return false;
	const { signal, ref } = options;
	const isSignal = typeof signal === "object" && signal !== null && "aborted" in signal;
	return (signal === void 0 || isSignal) && (ref === void 0 || typeof ref === "boolean");
}
function later$1(host, name, delay, value, { signal, ref = true } = {}) {
	refuseInStateMachine(host, `timers/promises ${name}`);
	return afterTimer((resolve) => startTimeout(host, resolve, delay, [value], false, ref), signal);
}
function soon(host, name, value, { signal, ref = true } = {}) {
	refuseInStateMachine(host, `timers/promises ${name}`);
	return afterTimer((resolve) => {
		const immediate = new Immediate(host.loop, resolve, [value]);
		return ref ? immediate : immediate.unref();
	}, signal);
}
function afterTimer(start, signal) {
	if (signal?.aborted) return Promise.reject(abortError(signal));
	if (signal === void 0) return new Promise((resolve) => void start(resolve));
	let listener;
	const ended = new Promise((resolve, reject) => {
		const timer = start(resolve);
		listener = addAbortListener(signal, () => {
			if (timer._destroyed) return;
			timer[Symbol.dispose]();
			reject(abortError(signal));
		});
	});
	const tidy = () => listener?.[Symbol.dispose]();
	return new Promise((resolve, reject) => {
		new Promise((pass, fail) => void ended.then(pass, fail)).finally(tidy).then(resolve, reject);
	});
}
async function* every$1(host, delay, value, { signal, ref = true } = {}) {
	if (signal?.aborted) throw abortError(signal);
	let due = 0;
	let wake;
	const wakeOnce = (value) => {
		wake?.(value);
		wake = void 0;
	};
	const count = () => {
		due++;
		wakeOnce();
	};
	const timer = startTimeout(host, count, delay, void 0, true, ref);
	const listener = signal === void 0 ? void 0 : addAbortListener(signal, () => {
		timer.close();
		if (wake !== void 0) wakeOnce(Promise.reject(abortError(signal)));
	});
	try {
		while (!signal?.aborted) {
			if (due === 0) await new Promise((resolve) => wake = resolve);
			for (; due > 0; due--) yield value;
		}
		throw abortError(signal);
	} finally {
		timer.close();
		listener?.[Symbol.dispose]();
	}
}
/** Node's own kind of error, which it does not export: `events.on` throws one at once. */
function abortError(signal) {
	try {
		on(new EventEmitter(), "never", { signal });
	} catch (error) {
		return error;
	}
	throw new TypeError("a signal that is aborted was expected");
}
// sim/node/ambient/install.ts
/**
* Ambient virtualisation: while a world runs, the sources of time, timers and randomness that every JavaScript
* program takes for granted belong to the running node. Outside worlds nothing is touched: between a world's
* events, and in code that runs meanwhile, the replacements pass on to the originals, and when the last world
* is done the originals are back in their places.
*/
let declared = false;
/**
* Lets the host that `current` names answer for time, timers and randomness until the returned function is
* called. Worlds may overlap; each uninstalls itself, in any order, and twice does no harm.
*/
function installAmbient(current) {
	return hold(current);
}
/**
* Loads code so that what it keeps at load time (`const { setTimeout } = require('timers')`,
* `getRandomValues.bind(crypto)`) later serves the running node: `await ambientImport(() => import('yjs'))`.
* It must be the first to load the package in this process. What the package draws while loading is real.
*/
async function ambientImport(load) {
	const release = hold(void 0);
	try {
		return await load();
	} finally {
		release();
	}
}
function hold(current) {
	if (!declared) {
		declared = true;
		declareDate();
		declareClocks();
		declareTimers();
		declareTimersPromises();
		declareRandom();
		declareMicrotasks();
		declareProcessEvents();
		declareContexts();
		declareProcessFace();
		declareZone();
		declareLocale();
		declareRefused();
		declareEventTime();
	}
	const release = holdPatches(current);
	renewNamedImports();
	return release;
}
/**
* `import { setTimeout } from 'node:timers'` binds to a copy of the module's exports that only
* syncBuiltinESMExports refreshes. That costs as much as a small world, so it is done once, not per world:
* named imports of the few functions concerned keep the replacements, which outside worlds pass on.
*/
function renewNamedImports() {
	if (timersModule.setTimeout !== timers.setTimeout) syncBuiltinESMExports();
}
// sim/scenario/scenario.ts
/** What a scenario is listed with. */
function familyOf({ family, name }) {
	return family ?? (name.includes("/") ? name.split("/")[0] : "other");
}
/** `n1` … `n<count>`. */
function nodeNames(count, prefix = "n") {
	return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
}
// sim/scenario/place.ts
/** Where a scenario was defined, so that another thread can load it. */
/** The stack of the call that defined it; turned into text only when somebody asks. */
const definedAt = /* @__PURE__ */ new WeakMap();
/** Remembers who called `caller` to define the scenario. */
function rememberPlace(scenario, caller) {
	const depth = Error.stackTraceLimit;
	const holder = {};
	Error.stackTraceLimit = 30;
	Error.captureStackTrace(holder, caller);
	Error.stackTraceLimit = depth;
	definedAt.set(scenario, holder);
}
const SHIPPED = fileURLToPath(new URL("../../scenarios/", new URL("./scenario/place.js", import.meta.url).href));
const FRAME = /^\s*at (?:.*? \()?((?:file:\/\/)?\/.*|(?:file:\/\/\/)?[A-Za-z]:[\\/].*):\d+:\d+\)?$/;
const SIM_FILE = /\.sim\.[cm]?[jt]s$/;
/** undefined: only code that ran before knows how to make it. */
function placeOfScenario(scenario) {
	const { stack } = definedAt.get(scenario) ?? {};
	if (typeof stack !== "string") return void 0;
	const { name } = scenario;
	for (const line of stack.split("\n")) {
		const [, source] = FRAME.exec(line) ?? [];
		if (source === void 0) continue;
		const file = (source.startsWith("file:") ? fileURLToPath(source) : source).replace(/\?.*$/, "");
		if (file.startsWith(SHIPPED) || file.startsWith(SHIPPED.replaceAll(sep, "/"))) return { name };
		if (SIM_FILE.test(file)) return {
			name,
			file
		};
	}
}
// sim/input/error.ts
/**
* Bad input is refused: one sentence says where, what was expected and what came. No stack trace is needed.
*/
var InputError = class extends Error {
	path;
	name = "InputError";
	/** @param path where in the input, such as `faults[3].durationMs`; empty for the whole. */
	constructor(path, sentence) {
		super(path === "" ? sentence : `${path}: ${sentence}`);
		this.path = path;
	}
};
/** A file that a scenario names is not there, or is no program: no other seed mends that. */
var FileError = class extends InputError {
	name = "FileError";
};
// sim/input/refusal.ts
/** The sentence that refuses bad input: what was expected, what came, and what was perhaps meant. */
/** The refusal of `value`. @param known the names that could have been meant */
function refuse(path, expected, value, known = []) {
	return new InputError(path, refusal$1(expected, value, known));
}
/** `expected a node (n1, n2), got "m1"; did you mean "n1"?` */
function refusal$1(expected, value, known = []) {
	return `expected ${expected}, got ${shown$1(value, "\"")}${hint$1(value, known)}`;
}
/** The refusal of a field that there is not. */
function unknownField(field, known) {
	return `expected only ${known.join(", ")}, got "${shortened(field)}"${hint$1(field, known)}`;
}
function hint$1(value, known) {
	const guess = typeof value === "string" ? closest(value, known) : void 0;
	return guess === void 0 ? "" : `; did you mean "${guess}"?`;
}
/** Names for a sentence: not all of many. */
function enumerate(names) {
	if (names.length === 0) return "there is none";
	return names.length <= 40 ? names.join(", ") : `${names.slice(0, 20).join(", ")} … ${names.at(-1)}`;
}
/** A place within the input, such as `faults[3].node`. */
function placeOf$1(path, parts) {
	return parts.reduce((place, part) => {
		if (typeof part === "number") return `${place}[${part}]`;
		return place === "" ? shortened(String(part)) : `${place}.${shortened(String(part))}`;
	}, path);
}
// sim/input/plain-copy.ts
/** Copies what may be JSON before anybody looks at it: plain objects and lists, as deep as people write them. */
/** Deeper is nothing that anybody wrote. */
const MAX_DEPTH$1 = 120;
/**
* Fields that are `undefined` are as good as absent. What is neither an object nor a list stays as it is.
* @throws InputError for objects that are more than data, and for what is nested too deeply
*/
function plainCopy(value, path) {
	return copied$1(value, path, []);
}
/** @param at the way to this value, there and back: it becomes a text only where something is refused */
function copied$1(value, path, at) {
	if (typeof value !== "object" || value === null) return value;
	if (at.length > MAX_DEPTH$1) throw new InputError(placeOf$1(path, at), "expected a JSON value, got one that is nested too deeply");
	const inside = (key, item) => {
		at.push(key);
		const copy = copied$1(item, path, at);
		at.pop();
		return copy;
	};
	if (Array.isArray(value)) return Array.from(value, (item, index) => inside(index, item));
	const prototype = Object.getPrototypeOf(value);
	if (prototype !== Object.prototype && prototype !== null) throw refuse(placeOf$1(path, at), "plain data", value);
	const copy = {};
	for (const [key, item] of Object.entries(value)) {
		if (key === "__proto__") throw new InputError(placeOf$1(path, [...at, key]), "expected another key: this one is not data");
		if (item !== void 0) copy[key] = inside(key, item);
	}
	return copy;
}
// sim/input/schema.ts
/**
* How input is read: schemas of zod that turn unknown JSON into typed data, or refuse it in one sentence. Each of these
* knows what it expects, as people say it; `read` finds the one refusal that counts.
*/
/**
* Reads a copy: nothing of the input (accessors, prototypes, later changes) lives on.
* @throws InputError in one sentence: where, what was expected, and what came
*/
function read(schema, value, path = "") {
	const result = schema.safeParse(plainCopy(value, path));
	if (result.success) return result.data;
	const { path: parts, message } = first(result.error.issues);
	throw new InputError(placeOf$1(path, parts), message);
}
/** A field that nobody knows comes before what is wrong with the others: it may be one of those, misspelt. */
function first(issues) {
	const [one] = issues;
	return issues.findLast(({ code, path }) => code === "unrecognized_keys" && path.every((part, depth) => part === one.path[depth])) ?? one;
}
/** What a schema says of anything that it does not take. @param expected completes the sentence "expected …" */
function expecting(expected, known = () => []) {
	return { error: ({ input }) => refusal$1(typeof expected === "string" ? expected : expected(), input, known()) };
}
/** A number between two limits, both included. NaN is refused. */
function number(low, high, noun = "a number") {
	return numberThat(() => true, low, high, noun);
}
function integer(low, high) {
	return numberThat(Number.isInteger, low, high, "a whole number");
}
function numberThat(holds, low, high, noun) {
	const isIt = (value) => typeof value === "number" && value >= low && value <= high && holds(value);
	return z.custom(isIt, expecting(`${noun} between ${low} and ${high}`)).overwrite(withoutMinusZero);
}
function withoutMinusZero(value) {
	return value + 0;
}
/** A non-empty string of limited length. */
function text$3(maxLength) {
	const says = expecting(`a string of 1 to ${maxLength} characters`);
	return z.string(says).min(1, says).max(maxLength, says);
}
/** One of a few words. */
function word(...words) {
	return z.enum(words, expecting(`one of (${enumerate(words)})`, () => words));
}
/** One of the names that are known when it is read, such as a node. */
function nameOf$1(noun, known) {
	return z.custom((value) => typeof value === "string" && known().includes(value), expecting(() => `${noun} (${enumerate(known())})`, known));
}
const yesOrNo = z.boolean(expecting("true or false"));
function aFunction$1() {
	return z.custom((value) => typeof value === "function", expecting("a function"));
}
/** A list with at least `minLength` items. */
function list(item, maxLength, minLength = 0) {
	const says = expecting(`a list of ${minLength} to ${maxLength} items`);
	return z.array(item, says).min(minLength, says).max(maxLength, says);
}
/** A list without repetitions. */
function set(item, maxLength) {
	return list(item, maxLength, 1).superRefine((items, context) => {
		const again = items.findIndex((each, index) => items.indexOf(each) < index);
		const message = refusal$1("each name once", items[again]);
		if (again >= 0) context.addIssue({
			code: "custom",
			path: [again],
			message
		});
	});
}
/** An object with exactly the fields of the shape. */
function object$1(shape) {
	const fields = Object.keys(shape);
	return z.strictObject(shape, { error: (issue) => issue.code === "unrecognized_keys" ? unknownField(issue.keys[0], fields) : refusal$1(`an object with ${fields.join(", ")}`, issue.input) });
}
/** An object with these fields, and whatever else: a later version may know more. */
function openObject(shape) {
	return z.looseObject(shape, expecting("an object"));
}
/** Adds what one field alone cannot tell: `objection` names the field and completes "expected …". */
function refined(schema, objection) {
	return schema.superRefine((value, context) => {
		const wrong = objection(value);
		if (wrong === void 0) return;
		const [field, expected] = wrong;
		const came = value[field];
		context.addIssue({
			code: "custom",
			path: [field],
			message: refusal$1(expected, came),
			input: came
		});
	});
}
/** Reads by the schema that the value itself picks. @throws nothing: what the schema refuses, this refuses */
function choice(pick) {
	return z.unknown().transform((value, context) => {
		const result = pick(value).safeParse(value);
		if (result.success) return result.data;
		context.issues.push(...result.error.issues);
		return z.NEVER;
	});
}
/** An object whose field `tag` decides its shape. */
function variant(tag, variants) {
	const tagged = z.looseObject({ [tag]: word(...Object.keys(variants)) }, expecting(`an object with ${tag}`));
	return choice((value) => {
		const name = Object(value)[tag];
		return typeof name === "string" && Object.hasOwn(variants, name) ? variants[name] : tagged;
	});
}
/** Any JSON value. */
function json$1() {
	return z.unknown().superRefine((value, context) => {
		const path = [];
		const stranger = noJson(value, path);
		if (stranger === void 0) return;
		context.addIssue({
			code: "custom",
			path,
			message: refusal$1("a JSON value", stranger.value)
		});
	});
}
/** What of a plain copy no JSON could hold. @param path becomes the way to it */
function noJson(value, path) {
	if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return void 0;
	if (typeof value !== "object") return { value };
	for (const [key, item] of Object.entries(value)) {
		path.push(Array.isArray(value) ? Number(key) : key);
		const found = noJson(item, path);
		if (found !== void 0) return found;
		path.pop();
	}
}
// sim/coverage/declared.ts
/** What a scenario expects a campaign to reach, and the states it nominates. */
const names$1 = list(text$3(200), 1e5).optional();
const coverageSchema = object$1({
	/** Names that protocol code gives to `node.sometimes`; those that never held are reported. */
	sometimes: names$1,
	/** Names that protocol code gives to `node.reachable`. */
	reachable: names$1,
	/** Names that protocol code gives to `node.unreachable`; declaring them makes the check appear when it holds too. */
	unreachable: names$1,
	/**
	* The state of the whole system, without what does not matter: plain data, asked for after every event of a node.
	* Equal data is one state; a change from one to another is a transition.
	*/
	abstract: aFunction$1().optional()
});
// sim/faults/stand-in-names.ts
/**
* Names that stand for somebody known only when the fault begins: `@whoever` does what it waits for, `@peer` is at the
* other end of the message, `@others` are all nodes that the fault does not name.
*/
const WHOEVER = "@whoever";
const PEER = "@peer";
const OTHERS = "@others";
/** Every stand-in. */
const standIns = [
	WHOEVER,
	PEER,
	OTHERS
];
function isStandIn(name) {
	return name.startsWith("@");
}
/** A name as people read it: `@whoever` is `whoever`. */
function spoken(name) {
	if (name === "@others") return "the others";
	return isStandIn(name) ? name.slice(1) : name;
}
// sim/faults/names.ts
/** Names and times in a plan: they are read for one world, which knows its nodes, clients, versions and length. */
/** A longer list is a mistake. */
const MAX_NAMES = 1e4;
/** The world that is read for. Reading awaits nothing, so there is one at a time. */
let world = {
	nodes: [],
	clients: [],
	durationMs: 0
};
/** Reads for a world. */
function inWorld(at, read) {
	const outer = world;
	world = at;
	try {
		return read();
	} finally {
		world = outer;
	}
}
/** The world that is read for now. */
function worldAtHand() {
	return world;
}
const spares = () => world.spares ?? [];
const nodes = () => [...world.nodes, ...spares()];
const everyone = () => [...nodes(), ...world.clients];
const aNode = nameOf$1("a node", nodes);
const aSpare = nameOf$1("a spare node", spares);
const aClient = nameOf$1("a client", () => world.clients);
const aNodeOrClient = nameOf$1("a node or client", everyone);
const aVersion = nameOf$1("a version of the protocol", () => world.versions ?? []);
const someNodes = set(aNode, MAX_NAMES);
/** The same, or a word that stands for somebody known only later. */
const nodeOrStandIn = orStandIn("a node", nodes, [WHOEVER, PEER]);
const endpointOrStandIn = orStandIn("a node or client", everyone, [WHOEVER, PEER]);
const nodesOrStandIns = set(orStandIn("a node", nodes, standIns), MAX_NAMES);
const endpointsOrStandIns = set(orStandIn("a node or client", everyone, standIns), MAX_NAMES);
const groups = list(endpointsOrStandIns, MAX_NAMES, 1);
function orStandIn(noun, names, words) {
	const isWord = (value) => typeof value === "string" && isStandIn(value);
	return z.custom((value) => (isWord(value) ? words : names()).includes(value), { error: (issue) => {
		const [expected, known] = isWord(issue.input) ? ["one of", words] : [noun, names()];
		return expecting(`${expected} (${enumerate(known)})`, () => known).error(issue);
	} });
}
/** A time within the run. */
const timeInRun = z.custom((value) => typeof value === "number" && value >= 0 && value <= world.durationMs, expecting(() => `a time in ms between 0 and ${world.durationMs}`)).overwrite(withoutMinusZero);
// sim/node/site-watch.ts
/** What a node does that a fault may wait for, and who looks on. */
/** The things nodes do that a fault can wait for. */
const sites = [
	"send",
	"receive",
	"reply",
	"write",
	"sync",
	"await",
	"effect"
];
// sim/faults/when.ts
/**
* What a fault may wait for, as data: a fault with a `when` begins not at its `atMs` but at something that happens, in
* the very moment: so windows of microseconds can be hit, and whoever leads, whatever its name.
*/
const waits$1 = {
	/** Which one, from 1, counted from the fault's `atMs` on. */
	nth: integer(1, 1e9),
	/** The fault waits so long, counted from its `atMs`, and then never begins. Absent: until heal-all. */
	withinMs: number(.001, MAX_MS$1, "a time in ms").optional(),
	/** How much later the fault begins; not for the moment `before`. Default 0: at once. */
	afterMs: number(0, MAX_MS$1, "a time in ms").optional(),
	/** Nodes that do not count, where the fault would hit them as `@whoever` or `@peer`. */
	except: someNodes.optional()
};
const moment$1 = word("before", "after");
const notBefore = ["afterMs", "no afterMs for the moment 'before'"];
const siteWhen = refined(object$1({
	site: word(...sites),
	/** Whether the fault comes just before it, or just after. */
	moment: moment$1,
	/** The node that does it. Absent: the node the fault hits; any, where that is `@whoever`. */
	node: aNode.optional(),
	/** Counts only messages to or from this node or client; for `send`, `receive` and `reply`. */
	peer: aNodeOrClient.optional(),
	...waits$1
}), ({ site, moment, peer, afterMs }) => {
	if (peer !== void 0 && !hasPeer(site)) return ["peer", `no peer for ${site === "await" || site === "effect" ? "an" : "a"} ${site}`];
	return afterMs !== void 0 && moment === "before" ? notBefore : void 0;
});
const stateWhen = object$1({
	/** A state by its name in the scenario's `watch`, or what the state must hold among other things. */
	state: watchedOr("state", "states"),
	/** The node that comes into it. Absent: any. */
	node: aNode.optional(),
	...waits$1
});
const messageWhen = refined(object$1({
	/** A message by its name in the scenario's `watch`, or what it must hold among other things. */
	message: watchedOr("message", "messages"),
	/** Whether the fault comes just before it leaves (or is handled), or just after. */
	moment: moment$1,
	/** Where: as it leaves, or as its handler gets it (which answers have none of). Default `send`. */
	at: word("send", "receive").optional(),
	/** Who sends it: a node or client. Absent: anybody. */
	from: aNodeOrClient.optional(),
	/** Who gets it. Absent: anybody. */
	to: aNodeOrClient.optional(),
	...waits$1
}), ({ moment, afterMs, from, to }) => {
	if (from !== void 0 && from === to) return ["to", `another than ${from}, as nothing to itself is meant`];
	return afterMs !== void 0 && moment === "before" ? notBefore : void 0;
});
/** A name that the scenario gives, or what the thing must hold. */
function watchedOr(noun, kind) {
	const known = () => worldAtHand().watch?.[kind] ?? [];
	const name = z.custom((value) => typeof value === "string" && known().includes(value), expecting(() => {
		return `a ${noun} by name (${known().length === 0 ? "the scenario watches none" : known().join(", ")}) or an object with what it must hold`;
	}, known));
	const isPattern = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
	return choice((value) => isPattern(value) ? json$1() : name);
}
const whenSchema = choice((value) => {
	const given = Object(value);
	if ("state" in given) return stateWhen;
	return "message" in given ? messageWhen : siteWhen;
});
/** The sites at which a message has somebody at its other end. */
function hasPeer(site) {
	return site === "send" || site === "receive" || site === "reply";
}
// sim/faults/kind.ts
/** What every fault has. */
const begins = {
	/** When it begins, in ms from the start of the run; with a `when`, from when on it waits. */
	atMs: timeInRun,
	/** Begins when something happens, instead of at a time. */
	when: whenSchema.optional()
};
const length = number(.001, MAX_MS$1, "a time in ms");
const someTime = number(0, MAX_MS$1, "a time in ms");
const probability$1 = number(0, 1, "a probability");
/** By how much a clock may be wrong. */
const displacement = number(-1e11, 1e11, "a number of ms");
/** What a fault has that lasts. */
const lasts$1 = {
	...begins,
	/** How long it lasts; absent: until heal-all, or to the end of the run. */
	durationMs: length.optional()
};
/** What happens to one node. */
const onNode = {
	...begins,
	node: nodeOrStandIn
};
const lastsOnNode = {
	...lasts$1,
	node: nodeOrStandIn
};
/** What happens on directed links: to every message from one of `from` to one of `to`. */
const onLinks = {
	...lasts$1,
	/** Senders; absent: every node. */
	from: endpointsOrStandIns.optional(),
	/** Receivers; absent: every node. */
	to: endpointsOrStandIns.optional()
};
/** The fields of one kind, its name first. */
function fields$2(kind, shape) {
	return object$1({
		kind: word(kind),
		...shape
	});
}
const bitRot = {
	schema: fields$2("bit-rot", {
		...onNode,
		path: text$3(1e3).optional()
	}),
	drawn: { bitRot: drawRot },
	begin({ node: name, path }, { port }) {
		const node = port.node(name);
		node.port.note(node, "rotted", { path: node.storage.rot(path) });
	},
	words: ({ node, path }) => `bit rot on ${node}${path === void 0 ? "" : ` in ${path}`}`,
	cost: { replica: true }
};
function drawRot(draw) {
	return Array.from({ length: draw.count() }, () => ({
		kind: "bit-rot",
		atMs: draw.moment(),
		node: draw.node()
	}));
}
// sim/faults/words.ts
/** Words that several kinds of faults are told in. */
function names(list) {
	return list.map(spoken).join(" ");
}
function links({ from, to }) {
	if (from && to) return ` ${names(from)} → ${names(to)}`;
	if (from) return ` from ${names(from)}`;
	return to ? ` to ${names(to)}` : "";
}
function flapping({ flapMs }) {
	return flapMs === void 0 ? "" : `, flapping every ${flapMs} ms`;
}
function percent(probability) {
	return `${round(probability * 100)} %`;
}
function round(value) {
	return Math.round(value * 1e3) / 1e3;
}
const buggify = {
	schema: fields$2("buggify", {
		...lasts$1,
		site: text$3(200),
		probability: probability$1,
		nodes: nodesOrStandIns.optional()
	}),
	drawn: { buggify: drawSites },
	begin: (_fault, scene, number) => scene.buggify(number, true),
	end: (_fault, scene, number) => scene.buggify(number, false),
	words: ({ site, probability, nodes }) => `buggify ${site} ${percent(probability)}${nodes ? ` on ${names(nodes)}` : ""}`,
	cost: {}
};
/** Each seed arms its own half of the sites, for the whole run. */
function drawSites(draw) {
	const { random, world } = draw;
	return (world.sites ?? []).filter(() => random.chance(.5) || world.swarm === false).map((site) => ({
		kind: "buggify",
		atMs: 0,
		site,
		probability: draw.between(.01, draw.by(.05, .25, 1))
	}));
}
// sim/faults/kinds/displaced.ts
/** Between a thousandth of the limit and the limit, ahead or behind. */
function drawnDisplacement(draw, limit) {
	const magnitude = draw.between(limit / 1e3, draw.random.chance(.5) ? limit : limit / 20);
	return draw.random.chance(.5) ? magnitude : -magnitude;
}
const clockDrift = {
	schema: fields$2("clock-drift", {
		...lastsOnNode,
		ppm: number(-9e5, 9e5, "millionths")
	}),
	drawn: { clockDrift: drawDrifts },
	begin: ({ node, ppm }, { port }) => driftBy(port, node, ppm),
	end: ({ node, ppm }, { port }) => driftBy(port, node, -ppm),
	words: ({ node, ppm }) => `clock of ${node} ${Math.abs(ppm)} ppm ${ppm < 0 ? "slow" : "fast"}`,
	cost: { clock: {
		ms: ({ ppm, durationMs = Infinity }) => ppm === 0 ? 0 : Math.abs(ppm) / 1e6 * durationMs,
		atMost(fault, ms) {
			return {
				...fault,
				durationMs: Math.floor(ms / Math.abs(fault.ppm) * 1e9) / 1e3
			};
		},
		stays: true
	} }
};
function driftBy(port, node, ppm) {
	const { clock } = port.node(node);
	clock.setDrift(port.now, clock.drift + ppm);
}
function drawDrifts(draw) {
	return draw.windows().map((window) => {
		const node = draw.node();
		return {
			kind: "clock-drift",
			...window,
			node,
			ppm: drawnDisplacement(draw, draw.by(200, 1e4, 3e5))
		};
	});
}
const clockFreeze = {
	schema: fields$2("clock-freeze", lastsOnNode),
	drawn: { clockFreeze: drawFreezes },
	begin: ({ node }, { port }) => port.node(node).clock.freeze(port.now),
	end: ({ node }, { port }) => port.node(node).clock.unfreeze(),
	words: ({ node }) => `clock of ${node} stands still`,
	cost: { clock: {
		ms: ({ durationMs = Infinity }) => durationMs,
		atMost: (fault, durationMs) => ({
			...fault,
			durationMs
		}),
		freezes: true
	} }
};
function drawFreezes(draw) {
	return draw.windows().map((window) => ({
		kind: "clock-freeze",
		...window,
		node: draw.node()
	}));
}
const clockJump = {
	schema: fields$2("clock-jump", {
		...onNode,
		byMs: displacement
	}),
	drawn: { clockJump: drawJumps },
	begin: ({ node, byMs }, { port }) => port.node(node).clock.jump(toMicros(byMs)),
	words: ({ node, byMs }) => `clock of ${node} jumps ${Math.abs(byMs)} ms ${byMs < 0 ? "back" : "forward"}`,
	cost: { clock: {
		ms: ({ byMs }) => Math.abs(byMs),
		atMost: (fault, ms) => ({
			...fault,
			byMs: Math.sign(fault.byMs) * ms
		}),
		stays: true
	} }
};
function drawJumps(draw) {
	return Array.from({ length: draw.count() }, () => {
		const byMs = drawnDisplacement(draw, draw.by(20, 5e3, 36e5));
		return {
			kind: "clock-jump",
			atMs: draw.moment(),
			node: draw.node(),
			byMs
		};
	});
}
const clockOffset = {
	schema: fields$2("clock-offset", {
		...lastsOnNode,
		offsetMs: displacement
	}),
	drawn: { clockOffset: drawOffsets },
	begin: ({ node, offsetMs }, { port }) => port.node(node).clock.addOffset(toMicros(offsetMs)),
	end: ({ node, offsetMs }, { port }) => port.node(node).clock.addOffset(-toMicros(offsetMs)),
	words: ({ node, offsetMs }) => `clock of ${node} ${Math.abs(offsetMs)} ms ${offsetMs < 0 ? "behind" : "ahead"}`,
	cost: { clock: {
		ms: ({ offsetMs }) => Math.abs(offsetMs),
		atMost: (fault, ms) => ({
			...fault,
			offsetMs: Math.sign(fault.offsetMs) * ms
		})
	} }
};
function drawOffsets(draw) {
	return draw.windows().map((window) => {
		const node = draw.node();
		return {
			kind: "clock-offset",
			...window,
			node,
			offsetMs: drawnDisplacement(draw, draw.by(20, 2e3, 6e4))
		};
	});
}
const connectionReset = {
	schema: fields$2("connection-reset", {
		...begins,
		from: nodesOrStandIns,
		to: nodesOrStandIns
	}),
	drawn: { connectionReset: drawResets },
	begin(fault, { port }) {
		for (const from of fault.from) for (const to of fault.to) reset(port, from, to);
	},
	words: ({ from, to }) => `reset connections ${names(from)} ↔ ${names(to)}`,
	cost: {},
	betweenNodes: true
};
function reset(port, from, to) {
	const [a, b] = [port.node(from), port.node(to)];
	a.streams.breakWith(b.index);
	b.streams.breakWith(a.index);
}
/** Connections of one node break: with one other, or with all. */
function drawResets(draw) {
	const { random, world } = draw;
	if (world.nodes.length < 2) return [];
	return Array.from({ length: draw.count() }, () => {
		const [from = "", ...others] = random.shuffle(world.nodes);
		return {
			kind: "connection-reset",
			atMs: draw.moment(),
			from: [from],
			to: random.chance(.5) ? others : others.slice(0, 1)
		};
	});
}
// sim/faults/kinds/on-links.ts
/** What happens from now on to messages from one of `from` to one of `to`; absent: from and to every node. */
function beginRule(fault, scene, number) {
	const { port } = scene;
	const ends = (names) => names === void 0 ? port.nodes.map((node) => node.index) : [names].flat().map((name) => port.endpoint(name));
	port.network.rules.begin(number, scene.keyOf(number), fault, ends(fault.from), ends(fault.to));
}
/** Begins and ends such a fault. */
const ruling = {
	begin: beginRule,
	end: (_fault, { port }, number) => port.network.rules.end(number)
};
/** Which links a fault touches. Links of clients are among them: a lost reply is where retries begin. */
function drawnLinks({ random, world }) {
	const { nodes, clients } = world;
	const choice = random.int(0, 5);
	if (choice === 0) return { from: [random.pick(nodes)] };
	if (choice === 1) return { to: [random.pick(nodes)] };
	if (choice === 2 && clients.length > 0) return {
		from: [...clients],
		to: [...nodes]
	};
	if (choice === 3 && clients.length > 0) return {
		from: [...nodes],
		to: [...clients]
	};
	return {};
}
const corruption = {
	schema: fields$2("corruption", {
		...onLinks,
		probability: probability$1
	}),
	drawn: { corruption: drawCorruptions },
	...ruling,
	words: (fault) => `corrupt ${percent(fault.probability)} of messages${links(fault)}`,
	cost: {}
};
function drawCorruptions(draw) {
	return draw.windows().map((window) => {
		const probability = draw.between(.01, draw.by(.02, .1, .5));
		return {
			kind: "corruption",
			...window,
			probability,
			...drawnLinks(draw)
		};
	});
}
// sim/faults/kinds/stopping.ts
/** What faults have in common that end a process. */
/**
* Ends the process and plans its return; without a duration it stays down until heal-all. A node that is down
* already comes back when the last fault that holds it down is over, and a machine that is off stays off.
*/
function stop(port, name, status, durationMs, also) {
	const node = port.node(name);
	node.farewell.ended();
	if (node.status === "absent") return;
	const alreadyDown = node.status === "stopped" || node.status === "dark";
	const until = durationMs === void 0 ? Infinity : port.now + toMicros(durationMs);
	node.downUntilUs = alreadyDown ? Math.max(node.downUntilUs, until) : until;
	node.port.note(node, status === "dark" ? "crashed" : "killed");
	node.end(node.status === "dark" ? "dark" : status);
	also?.(node);
	if (node.downUntilUs < Infinity) node.startAt(node.downUntilUs);
}
const crash = {
	schema: fields$2("crash", {
		...lastsOnNode,
		unsynced: word("lost", "kept", "torn", "random")
	}),
	drawn: { crash: drawCrashes },
	begin({ node, durationMs, unsynced }, { port }) {
		stop(port, node, "dark", durationMs, ({ storage }) => storage.powerCut(unsynced));
	},
	words: ({ node, unsynced }) => `crash ${node} (unsynced writes ${unsynced === "random" ? "lost, kept or torn" : unsynced})`,
	cost: {
		down: true,
		memory: () => true
	}
};
/** Power losses: of one node, or now and then of all at once, as when a room loses its power. */
function drawCrashes(draw) {
	const { random, world } = draw;
	return draw.windows().flatMap((window) => {
		const unsynced = random.pick([
			"random",
			"random",
			"lost",
			"torn",
			"kept"
		]);
		return (random.chance(draw.by(0, .1, .15)) ? world.nodes : [random.pick(world.nodes)]).map((node) => ({
			kind: "crash",
			...window,
			node,
			unsynced
		}));
	});
}
// sim/faults/kinds/disk-error.ts
/** Each operation of the named sorts (absent: every sort) fails with this probability. */
const sorts = [
	"read",
	"write",
	"sync"
];
const operations = set(word(...sorts), 3).optional();
const diskError = {
	schema: fields$2("disk-error", {
		...lastsOnNode,
		probability: probability$1,
		operations
	}),
	drawn: { diskError: drawErrors },
	begin({ node, probability, operations = sorts }, { port }, number) {
		port.node(node).storage.faults.errors.set(number, {
			probability,
			operations
		});
	},
	end: ({ node }, { port }, number) => void port.node(node).storage.faults.errors.delete(number),
	words({ node, probability, operations = ["operation"] }) {
		const failing = operations.map((operation) => `${operation}s`).join(" and ");
		return `disk of ${node} fails ${percent(probability)} of ${failing}`;
	},
	cost: {
		down: true,
		memory: () => true
	}
};
function drawErrors(draw) {
	return draw.windows().map((window) => {
		const probability = draw.between(.01, draw.by(.02, .1, 1));
		const operations = draw.random.chance(.5) ? {} : { operations: [draw.random.pick(sorts)] };
		return {
			kind: "disk-error",
			...window,
			node: draw.node(),
			probability,
			...operations
		};
	});
}
const diskFull = {
	schema: fields$2("disk-full", lastsOnNode),
	drawn: { diskFull: drawFullDisks },
	begin: ({ node }, { port }, number) => void port.node(node).storage.faults.full.add(number),
	end: ({ node }, { port }, number) => void port.node(node).storage.faults.full.delete(number),
	words: ({ node }) => `disk of ${node} full`,
	cost: {
		down: true,
		memory: () => true
	}
};
function drawFullDisks(draw) {
	return draw.windows().map((window) => ({
		kind: "disk-full",
		...window,
		node: draw.node()
	}));
}
const diskSlow = {
	schema: fields$2("disk-slow", {
		...lastsOnNode,
		factor: number(1, 1e6, "a factor")
	}),
	drawn: { diskSlow: drawSlowDisks },
	begin: ({ node, factor }, { port }, number) => port.node(node).storage.beginSlow(number, factor),
	end: ({ node }, { port }, number) => port.node(node).storage.endSlow(number),
	words: ({ node, factor }) => `disk of ${node} ${factor} times slower`,
	cost: {}
};
function drawSlowDisks(draw) {
	return draw.windows().map((window) => {
		return {
			kind: "disk-slow",
			...window,
			node: draw.node(),
			factor: draw.between(2, draw.by(5, 50, 1e3))
		};
	});
}
const duplication = {
	schema: fields$2("duplication", {
		...onLinks,
		probability: probability$1
	}),
	drawn: { duplication: drawDuplications },
	...ruling,
	words: (fault) => `duplicate ${percent(fault.probability)} of messages${links(fault)}`,
	cost: {}
};
function drawDuplications(draw) {
	return draw.windows().map((window) => {
		const probability = draw.between(.01, draw.by(.05, .4, 1));
		return {
			kind: "duplication",
			...window,
			probability,
			...drawnLinks(draw)
		};
	});
}
const fsyncFailure = {
	schema: fields$2("fsync-failure", {
		...lastsOnNode,
		probability: probability$1
	}),
	drawn: { fsyncFailure: drawFailedSyncs },
	begin({ node, probability }, { port }, number) {
		port.node(node).storage.faults.syncFailures.set(number, probability);
	},
	end: ({ node }, { port }, number) => void port.node(node).storage.faults.syncFailures.delete(number),
	words: ({ node, probability }) => `disk of ${node} fails ${percent(probability)} of syncs`,
	cost: {
		down: true,
		memory: () => true
	}
};
function drawFailedSyncs(draw) {
	return draw.windows().map((window) => {
		const node = draw.node();
		return {
			kind: "fsync-failure",
			...window,
			node,
			probability: draw.between(.05, draw.by(.1, .5, 1))
		};
	});
}
const join$1 = {
	schema: fields$2("join", {
		...begins,
		node: aSpare
	}),
	drawn: { membership: drawChanges },
	begin: ({ node }, { port }) => port.join(port.node(node)),
	words: ({ node }) => `join ${node}`,
	cost: {
		joins: ({ node }) => node,
		forGood: true
	},
	inGoodOrder: true
};
/** Nodes that come and go: each spare joins once, each node leaves once, and somebody always stays. */
function drawChanges(draw) {
	const { random, world } = draw;
	const spares = random.shuffle(world.spares ?? []);
	if (spares.length === 0) return [];
	const members = random.shuffle(world.nodes);
	const moments = Array.from({ length: draw.count() }, () => draw.moment()).sort((a, b) => a - b);
	const faults = [];
	for (const atMs of moments) {
		const change = random.pick([
			"join",
			"leave",
			"replace"
		]);
		const spare = spares.at(-1);
		if (change === "join" && spare !== void 0) {
			faults.push({
				kind: "join",
				atMs,
				node: spare
			});
			members.unshift(spare);
			spares.pop();
		} else if (change === "leave" && members.length > 1) faults.push({
			kind: "leave",
			atMs,
			node: members.pop()
		});
		else if (change === "replace" && spare !== void 0 && members.length > 0) {
			faults.push({
				kind: "replace",
				atMs,
				node: members.pop(),
				with: spare
			});
			members.unshift(spare);
			spares.pop();
		}
	}
	return faults;
}
const kill = {
	schema: refined(fields$2("kill", {
		...lastsOnNode,
		/** It never comes back, not even when everything is healed: the crash-stop model. Has no `durationMs`. */
		forGood: z.literal(true, expecting("true, or nothing at all")).optional()
	}), ({ forGood, durationMs }) => forGood && durationMs !== void 0 ? ["durationMs", "no durationMs for a process that is gone for good"] : void 0),
	drawn: { kill: drawKills },
	begin({ node, durationMs, forGood }, { port, gone }) {
		if (forGood === true) gone.add(port.node(node).index);
		stop(port, node, "stopped", durationMs);
	},
	words: ({ node, forGood }) => `kill ${node}${forGood === true ? " for good" : ""}`,
	cost: {
		down: true,
		memory: ({ forGood }) => forGood !== true
	}
};
function drawKills(draw) {
	return draw.windows().map((window) => ({
		kind: "kill",
		...window,
		node: draw.node()
	}));
}
/** Processes that stop and never come back, a minority of them: the crash-stop model. */
function crashStops(draw) {
	const { random, world } = draw;
	const most = Math.max(1, world.nodes.length - 1 >> 1);
	return random.shuffle(world.nodes).slice(0, random.int(1, most)).map((node) => ({
		kind: "kill",
		atMs: draw.moment(),
		node,
		forGood: true
	}));
}
const latency = {
	schema: fields$2("latency", {
		...onLinks,
		addMs: someTime,
		jitterMs: someTime.optional()
	}),
	drawn: { latency: drawLatencies },
	...ruling,
	words: (fault) => `delay messages${links(fault)} by ${fault.addMs}${fault.jitterMs ? ` to ${round(fault.addMs + fault.jitterMs)}` : ""} ms`,
	cost: { delay: {
		ms: ({ addMs, jitterMs = 0 }) => addMs + jitterMs,
		atMost(fault, ms) {
			const addMs = Math.min(fault.addMs, ms);
			return fault.jitterMs === void 0 ? {
				...fault,
				addMs
			} : {
				...fault,
				addMs,
				jitterMs: round(ms - addMs)
			};
		}
	} }
};
function drawLatencies(draw) {
	return draw.windows().map((window) => {
		const addMs = draw.between(1, draw.by(10, 200, 2e3));
		return {
			kind: "latency",
			...window,
			addMs,
			jitterMs: draw.between(0, addMs),
			...drawnLinks(draw)
		};
	});
}
const leave = {
	schema: fields$2("leave", onNode),
	drawn: {},
	begin: ({ node }, { port }) => port.leave(port.node(node)),
	words: ({ node }) => `leave ${node}`,
	cost: {
		down: true,
		replica: true,
		forGood: true
	},
	inGoodOrder: true
};
const loss = {
	schema: fields$2("loss", {
		...onLinks,
		probability: probability$1
	}),
	drawn: { loss: drawLosses },
	...ruling,
	words: (fault) => `lose ${percent(fault.probability)} of messages${links(fault)}`,
	cost: { cuts: ({ probability }) => probability === 1 }
};
function drawLosses(draw) {
	return draw.windows().map((window) => {
		const probability = draw.between(.01, draw.by(.05, .3, .8));
		return {
			kind: "loss",
			...window,
			probability,
			...drawnLinks(draw)
		};
	});
}
const lostWrites = {
	schema: fields$2("lost-writes", lastsOnNode),
	drawn: { lostWrites: drawLostWrites },
	begin: ({ node }, { port }, number) => void port.node(node).storage.faults.lying.add(number),
	end: ({ node }, { port }, number) => void port.node(node).storage.faults.lying.delete(number),
	words: ({ node }) => `disk of ${node} lies about syncs`,
	cost: { replica: true }
};
function drawLostWrites(draw) {
	return draw.windows().map((window) => ({
		kind: "lost-writes",
		...window,
		node: draw.node()
	}));
}
// sim/faults/waiting.ts
/**
* `after its 3rd sync`, `before n1's next send to n2`, `5 ms after its next await`, `as soon as it is "leader"`,
* `before the 2nd "prepare" n1 → n2`; nothing for a fault with a time.
*/
function waiting(fault) {
	const { when } = fault;
	if (when === void 0) return "";
	if ("state" in when) return ` ${forState(fault, when)}`;
	if ("site" in when) return ` ${later(when)}${when.moment} ${forSite(fault, when)}`;
	return ` ${later(when)}${when.moment} ${messageOf(when)}`;
}
/** `the 2nd "prepare" n1 → n2`, `the next {"f":"vote"} to n1 that is received`. */
function messageOf({ message, nth, from, to, at }) {
	const way = from !== void 0 && to !== void 0 ? ` ${from} → ${to}` : `${from === void 0 ? "" : ` from ${from}`}${to === void 0 ? "" : ` to ${to}`}`;
	return `the ${ordinal(nth)} ${quoted(message)}${way}${at === "receive" ? " that is received" : ""}`;
}
function forState(fault, { state, nth, node, afterMs = 0 }) {
	const hit = fault.node;
	const who = hit === (node ?? "@whoever") ? "it" : node ?? (hit === void 0 ? "whoever" : "somebody");
	const again = nth === 1 ? "" : ` for the ${ordinal(nth)} time`;
	return `${afterMs === 0 ? "as soon as" : `${afterMs} ms after`} ${who} is ${quoted(state)}${again}`;
}
function forSite(fault, { site, nth, node, peer }) {
	const hit = fault.node;
	const whose = node === void 0 || node === hit ? "its" : `${node}'s`;
	const other = peer === void 0 ? "" : `${site === "receive" ? " from " : " to "}${peer}`;
	return `${whose} ${ordinal(nth)} ${nouns[site]}${other}`;
}
function later({ afterMs = 0 }) {
	return afterMs === 0 ? "" : `${afterMs} ms `;
}
function quoted(what) {
	return JSON.stringify(what);
}
const nouns = {
	send: "send",
	receive: "incoming message",
	reply: "reply",
	write: "write",
	sync: "sync",
	await: "await",
	effect: "effect"
};
/** `next`, `2nd`, `3rd` … */
function ordinal(nth) {
	if (nth === 1) return "next";
	const tens = nth % 100;
	return `${nth}${tens > 10 && tens < 20 ? "th" : [
		"th",
		"st",
		"nd",
		"rd"
	][nth % 10] ?? "th"}`;
}
// sim/faults/kinds/message.ts
/**
* What happens to one single message: the `nth` datagram (1-based, counted from the start of the run) sent from
* `from` to `to`; with a `when`, counted from what it waits for. A message sent before `atMs` is left alone. It is
* armed, not active: heal-all does not end it.
*/
const one = {
	...begins,
	from: endpointOrStandIn,
	to: endpointOrStandIn,
	nth: integer(1, 1e9)
};
const lost = fields$2("message", {
	...one,
	action: word("drop", "corrupt")
});
const message = {
	schema: variant("action", {
		drop: lost,
		corrupt: lost,
		delay: fields$2("message", {
			...one,
			action: word("delay"),
			/** How much later it arrives. */
			delayMs: length
		}),
		duplicate: fields$2("message", {
			...one,
			action: word("duplicate"),
			/** How much later its copy arrives. Default 0. */
			delayMs: someTime.optional()
		})
	}),
	drawn: {},
	begin(fault, scene, number) {
		beginRule(fault.when === void 0 ? fault : fromNow(fault, scene.port), scene, number);
	},
	words(fault) {
		const by = "delayMs" in fault && fault.delayMs !== void 0 ? ` by ${fault.delayMs} ms` : "";
		const it = itsMessage(fault);
		if (it !== void 0) return `${fault.action} ${messageOf(it)}${by}`;
		const which = fault.when === void 0 ? `message ${fault.nth}` : `the ${ordinal(fault.nth)} message`;
		return `${fault.action} ${which} ${spoken(fault.from)} → ${spoken(fault.to)}${by}`;
	},
	tellsWhen: (fault) => itsMessage(fault) !== void 0,
	cost: { delay: {
		ms: (fault) => fault.action === "delay" || fault.action === "duplicate" ? fault.delayMs ?? 0 : void 0,
		atMost: (fault, delayMs) => ({
			...fault,
			delayMs
		})
	} }
};
/** The same, with its message counted from the start of the run. */
function fromNow(fault, port) {
	const sent = port.network.sentOn(port.endpoint(fault.from), port.endpoint(fault.to));
	return {
		...fault,
		nth: fault.nth + sent
	};
}
/** The message that the fault waits for, where that is the very one it happens to, as it leaves. */
function itsMessage({ when, nth, from, to }) {
	if (when === void 0 || !("message" in when)) return void 0;
	return nth === 1 && when.moment === "before" && when.at !== "receive" && from === (when.from ?? "@whoever") && to === (when.to ?? "@peer") ? when : void 0;
}
// sim/faults/kinds/cutting.ts
/** Period of a flapping cut: cut during its first half, healed during its second, again and again. */
const flapMs = length.optional();
/** Begins and ends a cut of the links that `find` finds. */
function cutting(find) {
	const touch = (verb) => (fault, scene) => {
		const { network } = scene.port;
		for (const [from, to] of scene.linksOf(fault, () => find(fault, scene))) network[verb](from, to);
	};
	return {
		begin: touch("cut"),
		end: touch("heal")
	};
}
/** One in five flaps. */
function drawnFlap(draw, durationMs) {
	return draw.random.chance(.2) ? { flapMs: draw.between(durationMs / 8, durationMs / 2) } : {};
}
// sim/faults/kinds/groups.ts
/** Two sides, as equal as can be. */
function halves(random, nodes) {
	const shuffled = random.shuffle(nodes);
	const middle = shuffled.length >> 1;
	return [shuffled.slice(0, middle), shuffled.slice(middle)];
}
/** One node alone. */
function isolateOne(random, nodes) {
	const alone = random.pick(nodes);
	return [[alone], nodes.filter((node) => node !== alone)];
}
/** Two sides, and one node that talks to both. */
function bridge(random, nodes) {
	const [middle = "", ...others] = random.shuffle(nodes);
	const half = others.length >> 1;
	return [[middle, ...others.slice(0, half)], [middle, ...others.slice(half)]];
}
/**
* Each node talks to a majority, and no two to the same one (Kingsbury's "majorities ring"): the nodes stand in a
* circle, and neighbours up to a distance talk.
*/
function majoritiesRing(random, nodes) {
	const circle = random.shuffle(nodes);
	const majority = (circle.length >> 1) + 1;
	const width = Math.ceil((majority + 1) / 2);
	return circle.map((_, start) => Array.from({ length: width }, (_, step) => circle[(start + step) % circle.length]));
}
/** The shapes that cut something among so many nodes. */
function shapes$1(nodeCount) {
	if (nodeCount < 3) return [halves];
	return nodeCount < 4 ? [
		halves,
		isolateOne,
		bridge
	] : [
		halves,
		isolateOne,
		bridge,
		majoritiesRing
	];
}
/** For people, who count n1, n2, n3. */
function inOrder(group, nodes) {
	return nodes.filter((node) => group.includes(node));
}
const oneWayCut = {
	schema: fields$2("one-way-cut", {
		...lasts$1,
		from: endpointsOrStandIns,
		to: endpointsOrStandIns,
		flapMs
	}),
	drawn: { oneWayCut: drawCuts },
	...cutting(linksOneWay),
	words: (fault) => `cut ${names(fault.from)} → ${names(fault.to)}${flapping(fault)}`,
	cost: { cuts: () => true }
};
/** One direction cut: one node deaf, one node mute, or one half mute towards the other. */
function drawCuts(draw) {
	const { random, world } = draw;
	if (world.nodes.length < 2) return [];
	return draw.windows().map((window) => {
		const [one, others] = (random.chance(.7) ? isolateOne : halves)(random, world.nodes).map((group) => inOrder(group, world.nodes));
		const [from = [], to = []] = random.chance(.5) ? [one, others] : [others, one];
		return {
			kind: "one-way-cut",
			...window,
			...drawnFlap(draw, window.durationMs),
			from,
			to
		};
	});
}
function linksOneWay({ from, to }, { port }) {
	return from.flatMap((sender) => to.map((receiver) => [port.endpoint(sender), port.endpoint(receiver)]));
}
const partition = {
	schema: fields$2("partition", {
		...lasts$1,
		groups,
		flapMs
	}),
	drawn: { partition: drawPartitions },
	...cutting(linksApart),
	words: (fault) => `partition ${sides(fault.groups)}${flapping(fault)}`,
	cost: { cuts: () => true }
};
/** Partitions of every shape, one in five of them flapping. */
function drawPartitions(draw) {
	const { random, world } = draw;
	if (world.nodes.length < 2) return [];
	const shapesHere = shapes$1(world.nodes.length);
	return draw.windows().map((window) => {
		const groups = random.pick(shapesHere)(random, world.nodes).map((group) => inOrder(group, world.nodes));
		return {
			kind: "partition",
			...window,
			...drawnFlap(draw, window.durationMs),
			groups
		};
	});
}
/** `n1 | n2 n3`. Several that everybody reaches are named once. */
function sides(groups) {
	const common = (groups[0] ?? []).filter((name) => groups.every((group) => group.includes(name)));
	if (common.length < 2 || groups.some((group) => group.length === common.length)) return groups.map(names).join(" | ");
	return `${groups.map((group) => names(group.filter((name) => !common.includes(name)))).join(" | ")}, all reach ${names(common)}`;
}
function linksApart(fault, { port }) {
	const groups = fault.groups.map((group) => new Set(group.map((name) => port.endpoint(name))));
	const together = (x, y) => groups.some((group) => group.has(x) && group.has(y));
	const named = (endpoint) => groups.some((group) => group.has(endpoint));
	const links = [];
	for (let from = 0; from < port.endpointCount; from++) for (let to = 0; to < port.endpointCount; to++) {
		const free = port.isClient(from) && !named(from) || port.isClient(to) && !named(to);
		if (from !== to && !free && !together(from, to)) links.push([from, to]);
	}
	return links;
}
const pause$1 = {
	schema: fields$2("pause", lastsOnNode),
	drawn: { pause: drawPauses },
	begin: ({ node }, { port }, number) => port.node(node).pause(number),
	end: ({ node }, { port }, number) => port.node(node).resume(number),
	words: ({ node }) => `pause ${node}`,
	cost: {
		down: true,
		delay: {
			ms: ({ durationMs = Infinity }) => durationMs,
			atMost: (fault, durationMs) => ({
				...fault,
				durationMs
			})
		}
	}
};
function drawPauses(draw) {
	return draw.windows().map((window) => ({
		kind: "pause",
		...window,
		node: draw.node()
	}));
}
const reordering = {
	schema: fields$2("reordering", {
		...onLinks,
		probability: probability$1,
		delayMs: length
	}),
	drawn: { reordering: drawReorderings },
	...ruling,
	words: (fault) => `hold back ${percent(fault.probability)} of messages${links(fault)} by up to ${fault.delayMs} ms`,
	cost: { delay: {
		ms: ({ delayMs }) => delayMs,
		atMost: (fault, delayMs) => ({
			...fault,
			delayMs
		})
	} }
};
function drawReorderings(draw) {
	return draw.windows().map((window) => {
		const probability = draw.between(.01, draw.by(.05, .4, 1));
		const delayMs = draw.between(1, draw.by(10, 200, 2e3));
		return {
			kind: "reordering",
			...window,
			probability,
			delayMs,
			...drawnLinks(draw)
		};
	});
}
const replace = {
	schema: refined(fields$2("replace", {
		...onNode,
		with: aSpare
	}), (fault) => fault.with === fault.node ? ["with", `another node than ${fault.node}`] : void 0),
	drawn: {},
	begin(fault, { port }) {
		port.leave(port.node(fault.node));
		port.join(port.node(fault.with));
	},
	words: (fault) => `replace ${fault.node} with ${fault.with}`,
	cost: {
		down: true,
		replica: true,
		joins: (fault) => fault.with,
		forGood: true
	},
	inGoodOrder: true
};
const restart$1 = {
	schema: fields$2("restart", onNode),
	drawn: { restart: drawRestarts },
	begin: ({ node }, { port }) => stop(port, node, "stopped", 0),
	words: ({ node }) => `restart ${node}`,
	cost: {
		down: true,
		memory: () => true
	}
};
function drawRestarts(draw) {
	return Array.from({ length: draw.count() }, () => ({
		kind: "restart",
		atMs: draw.moment(),
		node: draw.node()
	}));
}
const slowLink = {
	schema: fields$2("slow-link", {
		...onLinks,
		bytesPerSecond: number(1, 0xe8d4a51000)
	}),
	drawn: { slowLink: drawSlowLinks },
	...ruling,
	words: (fault) => `slow links${links(fault)} to ${fault.bytesPerSecond} bytes/s`,
	cost: { delay: {
		ms: () => Infinity,
		atMost: () => void 0
	} }
};
function drawSlowLinks(draw) {
	return draw.windows().map((window) => {
		const bytesPerSecond = draw.random.int(draw.by(5e4, 2e3, 200), 1e5);
		return {
			kind: "slow-link",
			...window,
			bytesPerSecond,
			...drawnLinks(draw)
		};
	});
}
const slowNode = {
	schema: fields$2("slow-node", {
		...lastsOnNode,
		delayMs: number(.001, 1e6, "a time in ms")
	}),
	drawn: { slowNode: drawSlowNodes },
	begin: ({ node, delayMs }, { port }) => port.node(node).slowBy(toMicros(delayMs)),
	end: ({ node, delayMs }, { port }) => port.node(node).slowBy(-toMicros(delayMs)),
	words: ({ node, delayMs }) => `slow ${node} (${delayMs} ms per event)`,
	cost: { delay: {
		ms: () => Infinity,
		atMost: () => void 0
	} }
};
function drawSlowNodes(draw) {
	return draw.windows().map((window) => {
		const node = draw.node();
		return {
			kind: "slow-node",
			...window,
			node,
			delayMs: draw.between(.1, draw.by(2, 20, 200))
		};
	});
}
const tornWrite = {
	schema: fields$2("torn-write", onNode),
	drawn: { tornWrite: drawTornWrites },
	begin({ node }, { port }) {
		port.node(node).storage.faults.tornArmed = true;
	},
	words: ({ node }) => `next power loss tears a write of ${node}`,
	cost: {}
};
function drawTornWrites(draw) {
	return Array.from({ length: draw.count() }, () => ({
		kind: "torn-write",
		atMs: draw.moment(),
		node: draw.node()
	}));
}
const upgrade = {
	schema: fields$2("upgrade", {
		...onNode,
		version: aVersion
	}),
	drawn: { upgrade: drawUpgrades },
	begin({ node: name, version }, { port }) {
		const node = port.node(name);
		const program = port.versionOf(version, node);
		const become = () => Object.assign(node, {
			program,
			version
		});
		if (node.status !== "up" && node.status !== "paused") return void become();
		node.farewell.ask(() => {
			become();
			node.port.note(node, "upgraded", { version });
			node.end("stopped");
			node.startAt(port.now);
		});
	},
	words: ({ node, version }) => `upgrade ${node} to ${version}`,
	cost: {
		down: true,
		memory: () => true
	},
	inGoodOrder: true
};
/** A rolling change of version, node after node, and sometimes back again for a while. */
function drawUpgrades(draw) {
	const { random, world } = draw;
	const versions = world.versions ?? [];
	if (versions.length === 0) return [];
	const faults = [];
	for (const node of random.shuffle(world.nodes)) {
		const changes = random.chance(draw.by(0, .2, .5)) ? 3 : 1;
		for (let change = 0; change < changes; change++) faults.push({
			kind: "upgrade",
			atMs: draw.moment(),
			node,
			version: random.pick(versions)
		});
	}
	return faults;
}
const wipe = {
	schema: fields$2("wipe", lastsOnNode),
	drawn: { wipe: drawWipes },
	begin({ node, durationMs }, { port }) {
		stop(port, node, "dark", durationMs, ({ storage }) => storage.disk.wipe());
	},
	words: ({ node }) => `wipe ${node} (disk lost)`,
	cost: {
		down: true,
		memory: () => true,
		replica: true
	}
};
function drawWipes(draw) {
	return draw.windows().map((window) => ({
		kind: "wipe",
		...window,
		node: draw.node()
	}));
}
// sim/faults/registry.ts
/** Every kind of fault: one line for each, and each in a file of its own. */
/** In the order in which they are listed and drawn. */
const registry = {
	partition,
	"one-way-cut": oneWayCut,
	loss,
	duplication,
	reordering,
	latency,
	"slow-link": slowLink,
	corruption,
	"connection-reset": connectionReset,
	message,
	crash,
	kill,
	restart: restart$1,
	pause: pause$1,
	"slow-node": slowNode,
	wipe,
	upgrade,
	"clock-offset": clockOffset,
	"clock-drift": clockDrift,
	"clock-jump": clockJump,
	"clock-freeze": clockFreeze,
	"disk-slow": diskSlow,
	"disk-full": diskFull,
	"disk-error": diskError,
	"fsync-failure": fsyncFailure,
	"lost-writes": lostWrites,
	"torn-write": tornWrite,
	"bit-rot": bitRot,
	join: join$1,
	leave,
	replace,
	buggify
};
// sim/faults/fault.ts
const kinds$1 = registry;
/** Every kind of fault there is. */
const faultKinds = Object.keys(kinds$1);
/** What there is to say of the kind of this fault. */
function kindOf({ kind }) {
	return kinds$1[kind];
}
const lastingKinds = new Set(faultKinds.filter((kind) => {
	const { schema } = registry[kind];
	return "shape" in schema && "durationMs" in schema.shape;
}));
/** Whether the fault has an end. */
function lasts(fault) {
	return lastingKinds.has(fault.kind);
}
// sim/faults/budget-schema.ts
const count$1 = number(0, Infinity).optional();
/** A kind of fault as `nemesis` and budgets call it. */
function camelCase(kind) {
	return kind.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}
const allowances = object$1({
	...Object.fromEntries(faultKinds.map((kind) => [camelCase(kind), yesOrNo.optional()])),
	/**
	* How far a node's wall clock may be off the true time, in ms; two clocks may differ by twice that. Offsets and
	* freezes count while they last, jumps and the error gathered by drift for good.
	*/
	clockSkewMs: count$1,
	/**
	* How much later than without faults a message may be handled, in ms, unless it is lost: the claim of a synchronous
	* system. Delays that may meet one message add up, pauses among them; slow links and slow nodes have no bound, and
	* are left out. Over a network of bounded latency, messages then take at most that bound and this much.
	*/
	addedDelayMs: count$1,
	/** `false`: no process loses its memory and goes on: none is started again, upgraded, or ended by a failing disk. */
	memoryLoss: yesOrNo.optional()
});
const budgetSchema = object$1({
	/**
	* Nodes that are down at once: crashed, killed, wiped, paused, being restarted or upgraded, or with a disk that
	* fails or is full, as many a program stops on that. A node that left or was replaced counts as down ever after:
	* nobody knows whether the others have made up for it.
	*/
	maxDown: count$1,
	/**
	* Nodes outside the largest set of nodes that are up and can all talk to one another, both ways. With 5 nodes,
	* 2 means that a connected majority is always at work. Flapping cuts count as cut, and so do links that lose
	* everything. Slow and lossy links do not.
	*/
	maxUnreachable: count$1,
	/**
	* Replicas whose durable data nothing has touched, at the end of the run. Wipes, lying syncs, bit rot and leaving
	* for good each cost a replica, and for ever: nobody knows whether it was copied back before the next one went.
	*/
	intactReplicas: count$1,
	/**
	* Nodes that no fault of a process, clock, disk or membership hits: they stand for what is outside the system under
	* test. The network fails them like everybody else.
	*/
	spared: list(text$3(200), 1e5).optional(),
	allow: allowances.optional(),
	/** The claims are for the faults that the scenario itself draws: of any other profile nothing is let through. */
	ownFaultsOnly: yesOrNo.optional()
});
// sim/network/latency.ts
/** Longer delays than a day are mistakes. */
const MAX_MS = 864e5;
const delay$1 = number(0, MAX_MS, "a time in ms");
const positive = number(.001, MAX_MS, "a time in ms");
const latencySchema = variant("kind", {
	constant: object$1({
		kind: word("constant"),
		ms: delay$1
	}),
	uniform: refined(object$1({
		kind: word("uniform"),
		minMs: delay$1,
		maxMs: delay$1
	}), ({ minMs, maxMs }) => maxMs < minMs ? ["maxMs", `at least minMs (${minMs})`] : void 0),
	exponential: refined(object$1({
		kind: word("exponential"),
		meanMs: positive,
		minMs: delay$1.optional()
	}), ({ meanMs, minMs = 0 }) => meanMs < minMs ? ["meanMs", `at least minMs (${minMs})`] : void 0),
	lognormal: refined(object$1({
		kind: word("lognormal"),
		medianMs: positive,
		p99Ms: positive.optional(),
		sigma: number(0, 10).optional()
	}), ({ medianMs, p99Ms, sigma }) => {
		if (p99Ms === void 0 && sigma === void 0) return ["p99Ms", "a time in ms, or sigma in its place"];
		if (p99Ms !== void 0 && sigma !== void 0) return ["sigma", "nothing, as p99Ms gives the spread"];
		return p99Ms !== void 0 && p99Ms < medianMs ? ["p99Ms", `at least medianMs (${medianMs})`] : void 0;
	}),
	"heavy-tailed": refined(object$1({
		kind: word("heavy-tailed"),
		minMs: positive,
		alpha: number(.05, 100),
		maxMs: positive
	}), ({ minMs, maxMs }) => maxMs < minMs ? ["maxMs", `at least minMs (${minMs})`] : void 0)
});
// sim/network/config.ts
/** How the network of a world behaves when nothing has gone wrong: latency, chance, bandwidth. Plain data. */
const probability = number(0, 1, "a probability").optional();
const networkSchema = refined(object$1({
	/** One-way latency of every link that `links` does not name. */
	latency: latencySchema,
	links: list(object$1({
		from: text$3(200),
		to: text$3(200),
		latency: latencySchema
	}), 1e5).optional(),
	/** Chance that a message is lost. Default 0. */
	lossProbability: probability,
	/** Chance that a message is delivered twice. Default 0. */
	duplicationProbability: probability,
	/** Chance that a message is held back, by up to `reorderDelayMs`, so that later ones overtake it. Default 0. */
	reorderProbability: probability,
	/** The longest a message is held back, in ms; given together with `reorderProbability`. */
	reorderDelayMs: number(.001, 864e5, "a time in ms").optional(),
	/** Chance that a message's payload is damaged. Default 0. */
	corruptionProbability: probability,
	/** What each link carries; absent: no limit. */
	bytesPerSecond: number(1, 0xe8d4a51000).optional()
}), ({ reorderProbability = 0, reorderDelayMs }) => reorderProbability > 0 && reorderDelayMs === void 0 ? ["reorderDelayMs", "a time in ms, as reorderProbability is given"] : void 0);
// sim/kernel/exact-math.ts
/**
* Logarithm, exponential, power and normal quantile with the same bits on every engine.
*
* ECMAScript leaves the last digits of Math.log and its kin to the engine. IEEE 754 fixes + - * / and sqrt to the
* bit, so whatever is built from these alone, in a fixed order, is the same everywhere. Relative error of each
* function: below 1e-12 (measured: some 1e-15, and growing with the exponent for `pow`).
*/
/** ln 2 in two parts: the first has trailing zeros, so that its product with an exponent is exact. */
const LN2_HIGH = .6931471803691238;
const LN2_LOW = 19082149292705877e-26;
const TWO_54 = 0x40000000000000;
const bits = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
/** The natural logarithm. `-Infinity` at 0, `NaN` below. */
function ln(x) {
	if (!(x > 0)) return x === 0 ? -Infinity : NaN;
	if (x === Infinity) return x;
	let exponent = 0;
	if (x < 22250738585072014e-324) {
		x *= TWO_54;
		exponent = -54;
	}
	bits.setFloat64(0, x);
	const high = bits.getUint32(0);
	exponent += (high >>> 20) - 1023;
	bits.setUint32(0, high & 1048575 | 1072693248);
	let mantissa = bits.getFloat64(0);
	if (mantissa > 1.4142135623730951) {
		mantissa /= 2;
		exponent += 1;
	}
	const s = (mantissa - 1) / (mantissa + 1);
	const s2 = s * s;
	let series = 1 / 21;
	for (let odd = 19; odd >= 1; odd -= 2) series = series * s2 + 1 / odd;
	return exponent * LN2_HIGH + (2 * s * series + exponent * LN2_LOW);
}
/** e to the power of x. 0 below -745.13, `Infinity` above 709.78. */
function exp(x) {
	if (x !== x) return x;
	if (x > 709.782712893384) return Infinity;
	if (x < -745.1332191019412) return 0;
	const exponent = Math.round(x / .6931471805599453);
	const rest = x - exponent * LN2_HIGH - exponent * LN2_LOW;
	let series = 1;
	for (let term = 14; term >= 1; term--) series = 1 + series * rest / term;
	const half = exponent >> 1;
	return series * powerOfTwo(half) * powerOfTwo(exponent - half);
}
/** x to the power of y, for x >= 0 (below: `NaN`). pow(x, 0) is 1. */
function pow(x, y) {
	if (y === 0 || x === 1) return 1;
	return exp(y * ln(x));
}
/** 2 to an integer power in the normal range. */
function powerOfTwo(exponent) {
	bits.setUint32(0, exponent + 1023 << 20);
	bits.setUint32(4, 0);
	return bits.getFloat64(0);
}
const CENTRE = [[
	3.3871328727963665,
	133.14166789178438,
	1971.5909503065513,
	13731.69376550946,
	45921.95393154987,
	67265.7709270087,
	33430.57558358813,
	2509.0809287301227
], [
	1,
	42.31333070160091,
	687.1870074920579,
	5394.196021424751,
	21213.794301586597,
	39307.89580009271,
	28729.085735721943,
	5226.495278852854
]];
const TAIL = [[
	1.4234371107496835,
	4.630337846156546,
	5.769497221460691,
	3.6478483247632045,
	1.2704582524523684,
	.2417807251774506,
	.022723844989269184,
	.0007745450142783414
], [
	1,
	2.053191626637759,
	1.6763848301838038,
	.6897673349851,
	.14810397642748008,
	.015198666563616457,
	.0005475938084995345,
	1.0507500716444169e-9
]];
const FAR_TAIL = [[
	6.657904643501103,
	5.463784911164114,
	1.7848265399172913,
	.29656057182850487,
	.026532189526576124,
	.0012426609473880784,
	27115555687434876e-21,
	2.0103343992922881e-7
], [
	1,
	.599832206555888,
	.1369298809227358,
	.014875361290850615,
	.0007868691311456133,
	18463183175100548e-21,
	1.421511758316446e-7,
	20442631033899397e-31
]];
/**
* The point below which a standard normal variable lies with the given probability. `-Infinity` at 0, `Infinity`
* at 1, `NaN` outside. Wichura's rational approximations (algorithm AS 241, Applied Statistics 37, 1988).
*/
function normalQuantile(probability) {
	const centred = probability - .5;
	if (Math.abs(centred) <= .425) return centred * ratio(CENTRE, .180625 - centred * centred);
	const tail = centred < 0 ? probability : 1 - probability;
	if (!(tail > 0)) return tail === 0 ? Math.sign(centred) * Infinity : NaN;
	const r = Math.sqrt(-ln(tail));
	return Math.sign(centred) * (r <= 5 ? ratio(TAIL, r - 1.6) : ratio(FAR_TAIL, r - 5));
}
function ratio([numerator, denominator], x) {
	return polynomial(numerator, x) / polynomial(denominator, x);
}
function polynomial(coefficients, x) {
	let value = 0;
	for (let power = coefficients.length - 1; power >= 0; power--) value = value * x + coefficients[power];
	return value;
}
// sim/network/quantile-table.ts
/**
* Inverse cumulative distributions as tables: exact at the grid points, linear between them.
*
* The middle of [0, 1) is cut into `GRID` equal cells. The two ends, where distributions are steep, are cut into
* octaves (1/128 to 1/256 from the end, then half of that …), each of `CELLS` cells, down to the last of the 32 bits
* a draw has. So what happens once in a billion draws is as accurate as what happens every day.
*/
const GRID = 2048;
const CELLS = 16;
const STRIDE = 17;
/** The octaves begin at 1/128 from each end, and end at a draw's resolution. */
const FIRST_OCTAVE = 7;
const LAST_OCTAVE = 31;
const END_CELLS = 16;
const DRAWS = 4294967296;
/** The quantile function, which must not fall, as a function of a uniform draw in [0, 1). */
function quantileTable(quantile) {
	const grid = Float64Array.from({ length: 2049 }, (_, cell) => cell < END_CELLS || cell > 2032 ? 0 : quantile(cell / GRID, 1 - cell / GRID));
	const lower = octaves((tail) => quantile(tail, 1 - tail));
	const upper = octaves((tail) => quantile(1 - tail, tail));
	return (uniform) => {
		const position = uniform * GRID;
		const cell = position | 0;
		if (cell < END_CELLS) return inOctave(lower, uniform);
		if (cell >= 2032) return inOctave(upper, 1 - uniform);
		const value = grid[cell];
		return value + (position - cell) * (grid[cell + 1] - value);
	};
}
/** One row per octave: from half of its start to its start. */
function octaves(valueAt) {
	const rows = [];
	for (let octave = FIRST_OCTAVE; octave <= LAST_OCTAVE; octave++) {
		const low = 1 / (2 * (1 << octave >>> 0));
		rows.push(Float64Array.from({ length: STRIDE }, (_, cell) => valueAt(low * (1 + cell / CELLS))));
	}
	return rows;
}
/** @param tail how far the draw is from the end, at most 1/128 */
function inOctave(rows, tail) {
	const steps = Math.max(1, tail * DRAWS);
	const octave = Math.max(FIRST_OCTAVE, Math.clz32(steps));
	const position = (steps * (1 << octave >>> 0) / (DRAWS / 2) - 1) * CELLS;
	const cell = position | 0;
	const row = rows[octave - FIRST_OCTAVE];
	const value = row[cell];
	return cell === CELLS ? value : value + (position - cell) * (row[cell + 1] - value);
}
// sim/network/latency-sampler.ts
/** Latency distributions compiled into fast samplers. */
/** The 99th percentile of the standard normal distribution. */
const P99 = normalQuantile(.99);
/** Enough for any scenario; the bound is for those whose parameters vary the latency from seed to seed. */
const MAX_COMPILED = 500;
const compiled = /* @__PURE__ */ new Map();
/**
* The sampler of a distribution. Tables are built once per distribution and shared.
* @param path where it stands
* @throws InputError if the distribution makes no sense
*/
function compileLatency(latency, path = "latency") {
	const key = JSON.stringify(latency);
	let sampler = compiled.get(key);
	if (sampler === void 0) {
		sampler = build(read(latencySchema, latency, path));
		if (compiled.size >= MAX_COMPILED) compiled.clear();
		compiled.set(key, sampler);
	}
	return sampler;
}
function build(latency) {
	switch (latency.kind) {
		case "constant": {
			const delayUs = Math.max(1, Math.round(latency.ms * 1e3));
			return () => delayUs;
		}
		case "uniform": {
			const minUs = Math.max(1, Math.round(latency.minMs * 1e3));
			const count = Math.max(1, Math.round(latency.maxMs * 1e3) - minUs + 1);
			return (uniform) => minUs + Math.floor(uniform * count);
		}
		case "exponential": {
			const { meanMs, minMs = 0 } = latency;
			return microseconds((_below, above) => minMs - (meanMs - minMs) * ln(above));
		}
		case "lognormal": {
			const { medianMs } = latency;
			const sigma = "sigma" in latency ? latency.sigma : ln(latency.p99Ms / medianMs) / P99;
			return microseconds((below, above) => {
				const z = below <= above ? normalQuantile(below) : -normalQuantile(above);
				return medianMs * exp(sigma * z);
			});
		}
		case "heavy-tailed": {
			const { minMs, alpha, maxMs } = latency;
			return microseconds((_below, above) => Math.min(maxMs, minMs * pow(above, -1 / alpha)));
		}
	}
}
function microseconds(quantileMs) {
	const quantile = quantileTable((below, above) => quantileMs(below, above) * 1e3);
	return (uniform) => {
		const delayUs = Math.floor(quantile(uniform) + .5);
		return delayUs < 1 ? 1 : delayUs;
	};
}
// sim/node/disk-latency.ts
/** How long disk operations take: distributions as data, compiled once. */
const diskSchema = object$1({
	readLatency: latencySchema,
	writeLatency: latencySchema,
	syncLatency: latencySchema
});
function compileDisk(config) {
	return {
		read: compileLatency(config.readLatency, "disk.readLatency"),
		write: compileLatency(config.writeLatency, "disk.writeLatency"),
		sync: compileLatency(config.syncLatency, "disk.syncLatency")
	};
}
// sim/schedule/schedule.ts
/** How a run is scheduled, as part of its plan: which of the orders that the network allows is taken. Plain JSON. */
const MAX_MOMENTS = 1e3;
const moment = object$1({
	atMs: number(0, MAX_MS$1, "a time in ms"),
	nth: integer(1, 1e6)
});
const delay = object$1({
	...moment.shape,
	delayMs: number(.001, MAX_MS$1, "ms")
});
const schedules = {
	/** Latencies as the network draws them: what a plan without a schedule means too. */
	random: object$1({ strategy: word("random") }),
	/**
	* Priorities decide (PCT: Burckhardt et al., "A randomized scheduler with probabilistic guarantees of finding bugs",
	* ASPLOS 2010). Time is cut into windows; what is due within a window happens in the next one, in order of the
	* priorities of lanes. A lane is what one endpoint sends another, or the timers of a node: the chains to which
	* Ozkan et al. (OOPSLA 2018) carry PCT over. At each change the lane at hand falls behind all others for good.
	*/
	pct: object$1({
		strategy: word("pct"),
		/** Decides the priorities at the start. */
		key: integer(0, 4294967295),
		windowMs: number(.01, 6e4, "a window in ms"),
		changes: list(moment, MAX_MOMENTS)
	}),
	/**
	* Every message takes the median latency of its link, so that the order is fixed but for a few delays (delay-bounded
	* scheduling: Emmi, Qadeer and Rakamarić, POPL 2011).
	*/
	"delay-bounded": object$1({
		strategy: word("delay-bounded"),
		delays: list(delay, MAX_MOMENTS)
	})
};
const scheduleSchema = variant("strategy", schedules);
/** Every strategy `simulate` and `explore` take. */
const strategyNames = Object.keys(schedules);
// sim/faults/profiles/at-sites.ts
/** Where one thing is done and the next is not; what lies between two of them more often, comes up more often. */
const moments = [
	["before", "send"],
	["before", "send"],
	["before", "send"],
	["after", "send"],
	["after", "send"],
	["before", "sync"],
	["before", "sync"],
	["after", "sync"],
	["after", "sync"],
	["after", "sync"],
	["after", "write"],
	["before", "await"],
	["after", "await"],
	["after", "await"],
	["after", "receive"],
	["before", "reply"],
	["before", "reply"],
	["after", "reply"],
	["after", "effect"]
];
/** When a whole room loses its power, what was promised is not yet on any disk. */
const promises = [
	["after", "reply"],
	["after", "reply"],
	["after", "send"],
	["before", "sync"]
];
/** Longer, and what the node is to do is likely to have come long ago, or never comes. */
const WAITS_FOR$1 = 1 / 8;
function when(draw, among = moments) {
	const { random, world } = draw;
	const [moment, site] = random.pick(among);
	return { when: {
		site,
		moment,
		nth: random.chance(.5) ? 1 : random.int(2, 8),
		withinMs: Math.ceil((world.healAtMs ?? world.durationMs) * WAITS_FOR$1)
	} };
}
/** How many more than of other faults: some wait in vain. */
const TIMES$1 = 3;
/** A process that is back at once finds what others still believe of it; half of the faults are so short. */
const SOON_MS$1 = 20;
function windows$1(draw) {
	return Array.from({ length: TIMES$1 }, () => draw.windows()).flat().map(({ atMs, durationMs }) => {
		return {
			atMs,
			durationMs: draw.random.chance(.5) ? draw.between(.1, SOON_MS$1) : durationMs
		};
	});
}
/** Power losses: of the node that does something, or now and then of the whole room. */
function crashesAtSites(draw) {
	const { random, world } = draw;
	return windows$1(draw).flatMap((window) => {
		const unsynced = random.pick([
			"lost",
			"lost",
			"random",
			"torn",
			"kept"
		]);
		const node = draw.node();
		const everywhere = random.chance(draw.by(0, .15, .15));
		const { when: moment } = when(draw, everywhere ? promises : moments);
		const crash = {
			kind: "crash",
			...window,
			unsynced
		};
		if (!everywhere) return [{
			...crash,
			node,
			when: moment
		}];
		return [...world.nodes.filter((other) => other !== node), node].map((each) => ({
			...crash,
			node: each,
			when: {
				...moment,
				node
			}
		}));
	});
}
function killsAtSites(draw) {
	return windows$1(draw).map(({ atMs, durationMs }) => {
		const rest = {
			atMs,
			node: draw.node(),
			...when(draw)
		};
		return draw.random.chance(.3) ? {
			kind: "restart",
			...rest
		} : {
			kind: "kill",
			durationMs,
			...rest
		};
	});
}
function pausesAtSites(draw) {
	return [...draw.windows(), ...draw.windows()].map((window) => ({
		kind: "pause",
		...window,
		node: draw.node(),
		...when(draw)
	}));
}
/** One sync fails, and says so. */
function failedSyncsAtSites(draw) {
	return windows$1(draw).map(({ atMs }) => {
		return {
			kind: "fsync-failure",
			atMs,
			durationMs: .001,
			node: draw.node(),
			probability: 1,
			...when(draw, [["before", "sync"]])
		};
	});
}
// sim/faults/profiles/at-watched.ts
/** Half of the delays after a state are zero; the others are equally likely on a logarithmic scale. */
const LATEST_MS = 100;
/** A process that is back at once finds what others still believe of it; half of the faults are so short. */
const SOON_MS = 20;
/** Longer, and a budget that lets one node fail at a time has room for one fault only. */
const WAITS_FOR = 1 / 4;
/** How many more than of other faults: some wait in vain. */
const TIMES = 2;
function windows(draw) {
	return Array.from({ length: TIMES }, () => draw.windows()).flat().map(({ atMs, durationMs }) => {
		return {
			atMs,
			durationMs: draw.random.chance(.5) ? draw.between(.1, SOON_MS) : durationMs
		};
	});
}
function waits({ random, world }) {
	const withinMs = Math.ceil((world.healAtMs ?? world.durationMs) * WAITS_FOR);
	return {
		nth: random.chance(.6) ? 1 : random.int(2, 4),
		withinMs
	};
}
function whenInState(draw, states) {
	const { random } = draw;
	const state = random.pick(states);
	if (random.chance(.5)) return {
		state,
		...waits(draw)
	};
	let latest = LATEST_MS;
	for (let halving = random.int(0, 9); halving > 0; halving--) latest /= 2;
	return {
		state,
		...waits(draw),
		afterMs: draw.between(latest / 2, latest)
	};
}
/** Draws one fault for each window, where there is something to wait for. */
function atStates(draw, make) {
	const { states = [] } = draw.world.watch ?? {};
	return states.length === 0 ? [] : windows(draw).map((window) => make(window, whenInState(draw, states)));
}
/** Whoever comes into the state loses its power, or its process. */
function crashesAtStates(draw) {
	const { random } = draw;
	return atStates(draw, ({ atMs, durationMs }, when) => {
		const node = WHOEVER;
		const unsynced = random.pick([
			"lost",
			"lost",
			"random",
			"torn",
			"kept"
		]);
		if (random.chance(.5)) return {
			kind: "crash",
			atMs,
			durationMs,
			node,
			unsynced,
			when
		};
		if (random.chance(.5)) return {
			kind: "kill",
			atMs,
			durationMs,
			node,
			when
		};
		return {
			kind: "restart",
			atMs,
			node,
			when
		};
	});
}
function pausesAtStates(draw) {
	return atStates(draw, (window, when) => ({
		kind: "pause",
		...window,
		node: WHOEVER,
		when
	}));
}
/** Whoever comes into the state is alone: wholly, deaf or mute. */
function partitionsAtStates(draw) {
	const { random } = draw;
	return atStates(draw, (window, when) => {
		if (random.chance(.6)) return {
			kind: "partition",
			...window,
			groups: [[WHOEVER], [OTHERS]],
			when
		};
		const [from, to] = random.chance(.5) ? [[WHOEVER], [OTHERS]] : [[OTHERS], [WHOEVER]];
		return {
			kind: "one-way-cut",
			...window,
			from,
			to,
			when
		};
	});
}
function whenMessage(draw, messages) {
	return {
		message: draw.random.pick(messages),
		moment: "before",
		...waits(draw)
	};
}
/** The message is lost, late or doubled. */
function messagesWatched(draw) {
	const { random, world } = draw;
	const { messages = [] } = world.watch ?? {};
	if (messages.length === 0) return [];
	return windows(draw).map(({ atMs, durationMs }) => {
		const one = {
			kind: "message",
			atMs,
			from: WHOEVER,
			to: PEER,
			nth: 1
		};
		const when = whenMessage(draw, messages);
		if (random.chance(.5)) return {
			...one,
			action: "drop",
			when
		};
		return {
			...one,
			action: random.chance(.7) ? "delay" : "duplicate",
			delayMs: durationMs,
			when
		};
	});
}
/** Who sends the message, or who gets it, loses its power or its process, just before or just after. */
function crashesAtMessages(draw) {
	const { random, world } = draw;
	const { messages = [] } = world.watch ?? {};
	if (messages.length === 0) return [];
	return windows(draw).map(({ atMs, durationMs }) => {
		const node = random.chance(.7) ? WHOEVER : PEER;
		const at = random.chance(.5) ? {} : { at: "receive" };
		const moment = random.chance(.5) ? "before" : "after";
		const when = {
			...whenMessage(draw, messages),
			...at,
			moment
		};
		const unsynced = random.pick([
			"lost",
			"lost",
			"random",
			"torn",
			"kept"
		]);
		if (random.chance(.5)) return {
			kind: "crash",
			atMs,
			durationMs,
			node,
			unsynced,
			when
		};
		return {
			kind: "kill",
			atMs,
			durationMs,
			node,
			when
		};
	});
}
// sim/faults/severity.ts
/** The faults a single kind may contribute to a plan; a plan with more is no longer read by anyone. */
const MAX_PER_KIND = 100;
function newDraw(random, world, severity) {
	const horizonMs = world.healAtMs ?? world.durationMs;
	const by = (calm, rough, hell) => severity === "calm" ? calm : severity === "rough" ? rough : hell;
	const between = (low, high) => Math.round((low + random.float() * (high - low)) * 1e3) / 1e3;
	const moment = () => Math.floor(random.float() * horizonMs * 1e3) / 1e3;
	const longestMs = Math.max(1, Math.min(by(500, 3e3, 5e3), horizonMs / by(10, 3, 2)));
	let halvings = 0;
	for (let ms = longestMs; ms > 40; ms /= 2) halvings++;
	/** Short and long ones are equally likely on a logarithmic scale, as a bug may need either; a few never end. */
	function window() {
		const atMs = moment();
		if (random.chance(by(0, .04, .08))) return {
			atMs,
			durationMs: horizonMs
		};
		let highest = longestMs;
		for (let halving = random.int(0, halvings); halving > 0; halving--) highest /= 2;
		return {
			atMs,
			durationMs: Math.max(.001, between(highest / 2, highest))
		};
	}
	function count() {
		const most = by(1, 4, 12);
		const drawn = random.int(1, most);
		const exact = (world.swarm === false ? (1 + most) / 2 : drawn) * horizonMs / 1e4;
		const whole = Math.floor(exact) + (random.float() < exact % 1 ? 1 : 0);
		return Math.min(MAX_PER_KIND, Math.max(1, whole));
	}
	return {
		random,
		world,
		severity,
		by,
		between,
		moment,
		count,
		windows: () => Array.from({ length: count() }, window),
		node: () => random.pick(world.nodes)
	};
}
// sim/faults/nemesis.ts
/** The nemesis: draws from a seed what will go wrong in a run. */
const combined = {
	crashAtSite: crashesAtSites,
	killAtSite: killsAtSites,
	pauseAtSite: pausesAtSites,
	fsyncFailureAtSite: failedSyncsAtSites,
	crashStop: crashStops,
	crashAtState: crashesAtStates,
	pauseAtState: pausesAtStates,
	partitionAtState: partitionsAtStates,
	watchedMessage: messagesWatched,
	crashAtMessage: crashesAtMessages
};
/** Those of single kinds come first, in the order of the registry. */
const generators = Object.assign({}, ...Object.values(registry).map(({ drawn }) => drawn), combined);
/** Every name `nemesis` takes. */
const disturbances = Object.keys(generators);
const optionName = word(...disturbances);
const optionSeverity = word("calm", "rough", "hell");
/**
* A profile of one's own: `nemesis({ partition: true, crash: 'hell' })`. Each seed draws its own subset of the kinds
* and its own rates (swarm testing: Groce et al., ISSTA 2012), as bugs hide where one kind of fault masks another.
* Each kind has its own random stream: one kind more or less leaves the faults of the others as they are.
* @throws InputError for a kind or severity that does not exist
*/
function nemesis(options, settings = {}) {
	const chosen = Object.entries(options).flatMap(([name, severity]) => {
		const disturbance = read(optionName, name, "nemesis");
		if (severity === false || severity === void 0) return [];
		return [{
			name: disturbance,
			severity: severity === true ? "rough" : read(optionSeverity, severity, `nemesis.${name}`),
			key: hashString(name)
		}];
	});
	chosen.sort((a, b) => disturbances.indexOf(a.name) - disturbances.indexOf(b.name));
	const { kindProbability = chosen.length === 1 ? 1 : 2 / 3 } = settings;
	const listed = chosen.map(({ name }) => name).join(", ") || "nothing";
	const profile = {
		name: settings.name ?? (chosen.map(({ name }) => name).join("+") || "none"),
		summary: settings.summary ?? `Draws from: ${listed}`,
		draw(streams, world) {
			const swarm = streams("nemesis/swarm").int32();
			const faults = [];
			for (const { name, severity, key } of chosen) {
				if (world.swarm !== false && draw(swarm ^ key, 0) >= kindProbability) continue;
				faults.push(...generators[name](newDraw(streams(`nemesis/${name}`), world, severity)));
			}
			return faults.sort((a, b) => a.atMs - b.atMs);
		}
	};
	made.add(profile);
	return profile;
}
const made = /* @__PURE__ */ new WeakSet();
/** Whether `nemesis` made it: then what it draws is as it must be, and nobody has to read it. */
function isMadeHere(profile) {
	return made.has(profile);
}
// sim/faults/profiles/named.ts
/** The profiles everybody can name. */
/** What happens to healthy systems in ordinary weeks. */
const ordinary = [
	"partition",
	"loss",
	"reordering",
	"latency",
	"crash",
	"kill",
	"restart",
	"pause"
];
/** What a good protocol must survive, as far as its budget says so. Nothing here destroys what was synced. */
const survivable = [
	...ordinary,
	"oneWayCut",
	"duplication",
	"slowLink",
	"connectionReset",
	"slowNode",
	"upgrade",
	"clockOffset",
	"clockDrift",
	"clockJump",
	"diskSlow",
	"tornWrite",
	"membership",
	"buggify"
];
function all(severity, names) {
	return Object.fromEntries(names.map((name) => [name, severity]));
}
function some(name, summary, ...names) {
	return nemesis(all("rough", names), {
		name,
		summary,
		kindProbability: names.length === 1 ? 1 : .8
	});
}
/** Every named profile, the general ones first. */
const profiles = [
	nemesis({}, {
		name: "none",
		summary: "No faults"
	}),
	nemesis(all("calm", ordinary), {
		name: "calm",
		summary: "Rare and mild: a short cut, a lost message, a restart",
		kindProbability: .3
	}),
	nemesis(all("rough", survivable), {
		name: "rough",
		summary: "Several kinds at once: what a good protocol survives within its budget",
		kindProbability: .5
	}),
	nemesis(all("hell", disturbances.filter((name) => name !== "crashStop")), {
		name: "hell",
		summary: "Everything, often, and what destroys data too",
		kindProbability: .8
	}),
	some("partitions", "The network splits, in every shape and also one way", "partition", "oneWayCut"),
	some("lossy", "Messages are lost", "loss"),
	some("duplicates", "Messages arrive twice", "duplication"),
	some("reordered", "Messages overtake each other", "reordering", "latency"),
	some("slow", "Links, nodes and disks are slow", "latency", "slowLink", "slowNode", "diskSlow"),
	some("corrupted", "Payloads are damaged", "corruption"),
	some("resets", "Connections break", "connectionReset"),
	some("crashes", "Power losses, kills and restarts", "crash", "kill", "restart"),
	some("crash-stop", "Processes stop and never come back: a minority at most", "crashStop"),
	some("crash-recovery", "Power losses, kills and restarts: every process comes back with what it made durable, and no more", "crash", "kill", "restart"),
	some("pauses", "Processes stand still for a while", "pause"),
	some("points", "Power losses, kills, pauses and failed syncs just before or after a send, a sync, an await", "crashAtSite", "killAtSite", "pauseAtSite", "fsyncFailureAtSite"),
	some("watched", "Nodes that get into a state that the scenario watches crash, pause or are cut off; messages that it watches are lost, late or doubled", "crashAtState", "pauseAtState", "partitionAtState", "watchedMessage", "crashAtMessage"),
	some("wipes", "Nodes lose power and disk", "wipe"),
	some("upgrades", "Versions roll over the nodes", "upgrade"),
	some("clocks", "Wall clocks are wrong, drift, jump and freeze", "clockOffset", "clockDrift", "clockJump", "clockFreeze"),
	some("disks", "Disks are slow, full or fail, and say so", "diskSlow", "diskFull", "diskError", "fsyncFailure", "tornWrite"),
	some("rotten-disks", "Disks lie, forget and decay, amid power losses", "lostWrites", "bitRot", "tornWrite", "crash"),
	some("membership", "Nodes join, leave and are replaced", "membership"),
	some("buggified", "The code points of node.buggify misbehave", "buggify")
];
/** The profile of that name, if there is one. */
function profileNamed(name) {
	return profiles.find((profile) => profile.name === name);
}
// sim/input/thrown.ts
/**
* What was thrown, in words. A program may throw anything: an object without a prototype, one whose `toString` throws, a
* proxy. Nothing is asked of it here that it could refuse.
*/
const MAX_LENGTH = 600;
/** `RangeError: out of range` of an error, the value itself of anything else; one line. */
function thrownText(thrown) {
	try {
		if (isError(thrown)) return line(`${asText(thrown.name)}: ${asText(thrown.message)}`);
		return line(asText(thrown));
	} catch {
		return `${typeof thrown === "function" ? "a function" : "an object"} that cannot be read`;
	}
}
const hints = /* @__PURE__ */ new WeakMap();
/** Says more of an error than its message does, for whoever reads of it in the end; the message stays as it is. */
function hint(error, text) {
	hints.set(error, text);
	return error;
}
/** What was said more, as `: text`; empty where nothing was. */
function hintOf(thrown) {
	const text = isError(thrown) ? hints.get(thrown) : void 0;
	return text === void 0 ? "" : `: ${text}`;
}
/** Any value in at most so many characters, on one line. */
function valueText(value, length = MAX_LENGTH) {
	try {
		if (typeof value?.then === "function") return aPromise(value);
		return line(asText(value), length);
	} catch {
		return "an object that cannot be read";
	}
}
/** A promise nobody waits for must not end the process when it fails. */
function aPromise(value) {
	Promise.resolve(value).then(void 0, () => void 0);
	return "a promise";
}
/** Where in the caller's code it was thrown, as ` (src/lock.sim.ts:12:5)`; empty where that cannot be told. */
function thrownAt(thrown) {
	for (const line of stackOf(thrown).split("\n").slice(1)) {
		const place = /\(?((?:file:\/\/)?[^()\s]+:\d+:\d+)\)?$/.exec(line.trim())?.[1];
		if (place === void 0 || /^node:/.test(place) || own.some((folder) => place.includes(folder))) continue;
		return ` (${place.split(/[\\/]/).slice(-2).join("/")})`;
	}
	return "";
}
const own = [
	"sim",
	"explore",
	"property",
	"checkers",
	"programs",
	"cli"
].map((folder) => fileURLToPath(new URL(`../../${folder}/`, new URL("./input/thrown.js", import.meta.url).href)));
function stackOf(thrown) {
	try {
		return isError(thrown) && typeof thrown.stack === "string" ? thrown.stack : "";
	} catch {
		return "";
	}
}
/** `instanceof` that never throws, whatever was thrown. */
function isA(thrown, type) {
	try {
		return thrown instanceof type;
	} catch {
		return false;
	}
}
/** Errors of other realms, such as a `vm` context, count too. */
function isError(thrown) {
	return types.isNativeError(thrown) || isA(thrown, Error);
}
function asText(value) {
	if (typeof value === "string") return value;
	if (typeof value === "function") return "a function";
	if (typeof value !== "object" || value === null) return String(value);
	return JSON.stringify(value) ?? "an object";
}
function line(text, length = MAX_LENGTH) {
	return (text.length > length ? `${text.slice(0, length)}…` : text).replace(/\s+/g, " ").trim();
}
// sim/input/callers-code.ts
/** Runs a function that came with a scenario: what it throws is the caller's to mend, and told as such. */
/** A function of the scenario threw, or gave what it must not: with another seed or other parameters it may not. */
var ScenarioError = class extends InputError {
	name = "ScenarioError";
};
/**
* @param path where in the scenario the function stands
* @throws ScenarioError with what was thrown, and where; the error itself is its `cause`; FileError as it is
*/
function callersCode(path, run) {
	try {
		return run();
	} catch (error) {
		throw isA(error, FileError) ? error : callersError(path, error);
	}
}
/** The same for what was caught already. */
function callersError(path, error) {
	if (isA(error, ScenarioError)) return error;
	const refusal = new ScenarioError(path, isA(error, InputError) ? error.message : `throws ${thrownText(error)}${thrownAt(error)}`);
	if (isA(error, InputError) && error.path.startsWith(path)) refusal.message = error.message;
	refusal.cause = error;
	return refusal;
}
/** Only `load` is waited for. */
function waitedFor(path, answer) {
	if (path === "load" || !isPromise(answer)) return answer;
	throw new ScenarioError(path, `expected a value, got a promise: ${path === "protocol" ? "an async function of a node goes into asyncProgram, and what a protocol must wait for into load" : "nobody waits for it; what must be waited for goes into load"}`);
}
/** The same object with all its own functions guarded so, each under its name. */
function guarded(functions) {
	const entries = Object.entries(functions).map(([name, value]) => [name, typeof value === "function" ? (...given) => waitedFor(name, callersCode(name, () => value(...given))) : value]);
	return Object.fromEntries(entries);
}
// sim/faults/pattern.ts
/** Whether a value holds everything that the pattern says. */
function holds(value, pattern) {
	if (typeof pattern !== "object" || pattern === null) return value === pattern;
	if (typeof value !== "object" || value === null || Array.isArray(value) !== Array.isArray(pattern)) return false;
	if (Array.isArray(pattern) && pattern.length !== value.length) return false;
	return Object.entries(pattern).every(([field, part]) => Object.hasOwn(value, field) && holds(value[field], part));
}
// sim/faults/watched.ts
/** What a scenario calls worth watching: states and messages by name, which faults may wait for. */
function watchNames(watch) {
	const names = Object.keys(watch);
	const isMessage = (name) => "message" in watch[name];
	return {
		states: names.filter((name) => !isMessage(name)),
		messages: names.filter(isMessage)
	};
}
/** Asks whether a value is what a fault waits for. @throws ScenarioError where a function of the scenario fails */
function testOf(what, watch) {
	if (typeof what !== "string") return (seen) => holds(seen, what);
	const watched = watch[what];
	const test = typeof watched === "function" ? watched : "message" in watched ? watched.message : watched.state;
	if (typeof test !== "function") return (seen) => holds(seen, test);
	const path = `watch.${what}`;
	return (seen) => callersCode(path, () => {
		const answer = test(seen);
		if (typeof answer !== "boolean") throw new ScenarioError(path, `expected true or false, got ${shown$1(answer)}`);
		return answer;
	});
}
/** Why this is nothing to watch, if it is not. */
function watchTrouble(watch) {
	for (const [name, one] of Object.entries(watch)) {
		if (typeof one === "function") continue;
		const fields = typeof one === "object" && one !== null ? Object.entries(one) : [];
		const [kind, test] = fields[0] ?? [];
		const isTest = typeof test === "function" || typeof test === "object" && test !== null;
		if (fields.length === 1 && (kind === "state" || kind === "message") && isTest) continue;
		return `${name}: expected a function of the state, { state } or { message }, got ${shown$1(one)}`;
	}
}
// sim/scenario/protocol-shape.ts
/** What a scenario's protocol must be, and what it is most often instead. */
function isProgram(value) {
	return typeof value === "object" && value !== null && typeof value.drive === "function";
}
/** What is wrong with a protocol as it stands in a scenario: a program, programs by node, or a function that gives them. */
function protocolTrouble(protocol) {
	if (typeof protocol === "function") return looksLikeMain(protocol) ? `expected a program, got ${instead(protocol)}` : void 0;
	return programsTrouble(protocol);
}
/** The same for what such a function gave. */
function programsTrouble(programs) {
	if (isProgram(programs)) return void 0;
	const expected = "expected a program, or one for each node by its name";
	if (isPromise(programs)) return `${expected}, got a promise: what must be waited for goes into load; an async function of a node goes into asyncProgram`;
	if (typeof programs !== "object" || programs === null || Array.isArray(programs) || looksLikeHandlers(programs)) return `${expected}, got ${instead(programs)}`;
	const entries = Object.entries(programs);
	if (entries.length === 0) return `${expected}, got an object with nothing in it`;
	for (const [node, program] of entries) if (!isProgram(program)) return `expected a program for ${node}, got ${instead(program)}`;
}
/** @throws ScenarioError unless it is a program */
function checkedProgram(path, program) {
	if (isProgram(program)) return program;
	throw new ScenarioError(path, `expected a program, got ${instead(program)}`);
}
function instead(value) {
	if (looksLikeHandlers(value)) return "its handlers: they go into stateMachine({ … })";
	if (looksLikeMain(value)) return "a function of the node: it goes into asyncProgram(…)";
	if (value === void 0) return "nothing: was a return forgotten?";
	return `${shown$1(value)}: stateMachine and asyncProgram make programs`;
}
// sim/scenario/answers.ts
/** Checks that are the engine's own. */
const RESERVED_CHECKS = [
	"runtime",
	"operations",
	"unreachable",
	"coverage",
	"liveness"
];
const isObject$1 = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @throws ScenarioError unless they are names, and of members at least one */
function checkedNames(path, given) {
	const expected = "expected a list of names";
	if (!Array.isArray(given)) throw new ScenarioError(path, `${expected}, got ${shown$1(given)}`);
	if (given.length === 0 && path === "nodes") throw new ScenarioError(path, `${expected}, got none`);
	const stranger = given.find((name) => typeof name !== "string" || name === "");
	if (stranger !== void 0 || given.includes(void 0)) throw new ScenarioError(path, `${expected}, got ${shown$1(stranger)} among them`);
	return given;
}
/** @throws ScenarioError unless it has clients and operations */
function checkedWorkload(given) {
	const expected = "expected what clients(…) gives, or { clients, operations }";
	if (!isObject$1(given) || typeof given["operations"] !== "function" || !Array.isArray(given["clients"])) throw new ScenarioError("workload", `${expected}, got ${given === void 0 ? forgotten : shown$1(given)}`);
	return given;
}
/** What a workload drew. @throws ScenarioError for the first operation that no client could invoke */
function checkedOperations(given, clients, nodes) {
	if (!Array.isArray(given)) throw new ScenarioError("workload", `operations: expected a list, got ${shown$1(given)}`);
	for (const [index, operation] of given.entries()) {
		const trouble = operationTrouble(operation, nodes) ?? timeTrouble(operation, clients);
		if (trouble !== void 0) throw new ScenarioError("workload", `operation ${index}: ${trouble}`);
	}
	return given;
}
/** @throws ScenarioError for the first operation that could not be invoked */
function checkedFinal(given, nodes) {
	if (!Array.isArray(given)) throw new ScenarioError("final", `expected a list of operations, got ${shown$1(given)}`);
	for (const [index, operation] of given.entries()) {
		const trouble = operationTrouble(operation, nodes);
		if (trouble !== void 0) throw new ScenarioError(`final[${index}]`, trouble);
	}
	return given;
}
/** @throws ScenarioError unless they are checkers, under names of their own */
function checkedChecks(given, invariants) {
	const trouble = checksTrouble(given, invariants);
	if (trouble !== void 0) throw new ScenarioError("check", trouble);
	return given;
}
/** What is wrong with checkers by name. */
function checksTrouble(given, invariants = {}) {
	const expected = "expected checkers by name, such as { linearizable: linearizable(…) }";
	if (!isObject$1(given)) return `${expected}, got ${given === void 0 ? forgotten : shown$1(given)}`;
	if (isChecker(given)) return `${expected}, got a checker without a name`;
	for (const [name, checker] of Object.entries(given)) {
		if (!isChecker(checker)) return `${name}: expected a checker, got ${noChecker(checker)}`;
		const taken = nameTrouble(name);
		if (taken !== void 0) return taken;
		if (Object.hasOwn(invariants, name)) return `${name}: an invariant has that name; call one of them otherwise`;
	}
}
/** Why a claim may not have this name. */
function nameTrouble(name) {
	return RESERVED_CHECKS.some((reserved) => reserved === name) ? `${name}: this name is taken by a check of the engine's own; choose another` : void 0;
}
function isChecker(value) {
	return isObject$1(value) && typeof value["check"] === "function";
}
function noChecker(value) {
	if (typeof value === "function") return "a function: was it to be called, as in linearizable(model)?";
	if (isObject$1(value) && typeof value["step"] === "function") return "a model: it goes into linearizable(…)";
	return shown$1(value);
}
function operationTrouble(operation, nodes) {
	if (!isObject$1(operation)) return `expected an object, got ${shown$1(operation)}`;
	const { input, to } = operation;
	if (!isObject$1(input)) return `input: expected an object with f, got ${shown$1(input)}`;
	if (typeof input["f"] !== "string") return `input: expected a field f, the name of the operation, got ${shown$1(input["f"])}`;
	if (to === void 0) return void 0;
	if (typeof to !== "string") return `to: expected the name of a node, got ${shown$1(to)}`;
	return nodes.includes(to) ? void 0 : `to: ${unknownName("node", to, nodes)}`;
}
function timeTrouble({ process, atMs }, clients) {
	if (!clients.includes(process)) return `process: ${unknownName("client", String(process), clients)}`;
	return typeof atMs === "number" && atMs >= 0 ? void 0 : `atMs: expected a time in ms, got ${shown$1(atMs)}`;
}
const forgotten = "nothing: was a return forgotten?";
// sim/world/setup.ts
const clockSchema = object$1({
	maxOffsetMs: number(0, Infinity, "a number of ms"),
	maxDriftPpm: number(0, 1e6, "parts per million")
});
const most = integer(1, Number.MAX_SAFE_INTEGER);
const limitsSchema = object$1({
	/** Events after which the run is given up, verdict `unknown`. */
	maxEvents: most,
	/** Events without time moving after which the run counts as stuck. */
	maxEventsPerInstant: most
});
// sim/scenario/shape.ts
/**
* What a scenario must look like. TypeScript says so, too, but nobody asks it before `seedstorm run ./lock.sim.ts`:
* scenarios of one's own are loaded without a look at their types.
*/
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isFunction = (value) => typeof value === "function";
const has = (value, method) => isObject(value) && isFunction(value[method]);
const every = (value, holds) => isObject(value) && Object.values(value).every(holds);
const isSymptom = (value) => value === void 0 || isObject(value) && typeof value["check"] === "string" && typeof value["anomaly"] === "string" && Number.isInteger(value["within"]) && value["within"] > 0;
const text$2 = {
	expected: "a text",
	holds: (value) => typeof value === "string"
};
const ofParams = {
	expected: "a function of the parameters",
	holds: isFunction
};
const settings$1 = {
	expected: "an object, or a function of the parameters that gives one",
	holds: (value) => isObject(value) || isFunction(value)
};
const isMs = (value) => typeof value === "number" && value >= 0 && value <= 36e9;
const ms$1 = {
	expected: `a number of ms from 0 to ${MAX_MS$1}`,
	holds: isMs
};
const object = {
	expected: "an object",
	holds: isObject
};
const required = {
	name: text$2,
	summary: text$2,
	params: {
		expected: "a zod object: z.object({ … })",
		holds: (value) => has(value, "safeParse")
	},
	protocol: {
		expected: "what stateMachine or asyncProgram gives, or a function of the parameters that gives it",
		holds: (value) => isFunction(value) || isObject(value)
	},
	workload: ofParams,
	faults: {
		expected: "the name of a profile, or nemesis({ … })",
		holds: (value) => typeof value === "string" || has(value, "draw") || isFunction(value)
	},
	durationMs: {
		expected: `a number above 0 and up to ${MAX_MS$1}`,
		holds: (value) => isMs(value) || isFunction(value)
	},
	check: {
		expected: "checkers by name, or a function of the parameters that gives them",
		holds: (value) => isFunction(value) || isObject(value)
	}
};
const optional = {
	family: {
		expected: "a name such as 'queues'",
		holds: (value) => typeof value === "string" && /^[\w.-]+$/.test(value)
	},
	vary: {
		expected: "lists of values to draw from, by the names of parameters",
		holds: (value) => every(value, (values) => Array.isArray(values) && values.length > 0)
	},
	nodes: ofParams,
	spares: ofParams,
	versions: {
		expected: "functions by the names of versions",
		holds: (value) => every(value, isFunction)
	},
	network: settings$1,
	disk: settings$1,
	clocks: settings$1,
	budget: settings$1,
	buggifySites: {
		expected: "a list of names",
		holds: (value) => Array.isArray(value)
	},
	strategies: {
		expected: `a list of ${strategyNames.join(", ")}`,
		holds: (value) => Array.isArray(value) && value.length > 0 && value.every((name) => strategyNames.includes(name))
	},
	coverage: object,
	settleMs: ms$1,
	clientTimeoutMs: {
		...ms$1,
		holds: (value) => isMs(value) || isFunction(value)
	},
	quietMs: ms$1,
	restartAfterMs: ms$1,
	final: ofParams,
	liveWithinMs: ms$1,
	invariants: {
		expected: "functions by name, or objects { memory, holds }",
		holds: (value) => every(value, (one) => isFunction(one) || has(one, "memory") && has(one, "holds"))
	},
	watch: object,
	bugs: {
		expected: "objects with a summary, by the names of bugs; shows, if given, is { check, anomaly, within }, twin is plain",
		holds: (value) => every(value, (bug) => isObject(bug) && typeof bug["summary"] === "string" && isSymptom(bug["shows"]) && isTwin(bug["twin"]))
	},
	load: {
		expected: "a function",
		holds: isFunction
	},
	limits: object
};
/** @throws TypeError in one sentence for the first thing that is missing, wrong or unknown */
function assertScenario(definition) {
	if (!isObject(definition)) throw new TypeError(`defineScenario: expected an object, got ${shown$1(definition)}`);
	const { name } = definition;
	if (typeof name !== "string" || !/^[\w.-]+(\/[\w.-]+)*$/.test(name)) throw new TypeError(`scenario name: expected something like 'replication/abd', got ${shown$1(name)}`);
	refuseStrangers(name, definition);
	for (const [field, { expected, holds }] of [...Object.entries(required), ...Object.entries(optional)]) {
		const value = definition[field];
		if (value === void 0 && field in optional) continue;
		if (!holds(value)) throw new TypeError(`${name}: ${field}: expected ${expected}, got ${shown$1(value)}`);
	}
	assertParts(name, definition);
	if (definition["durationMs"] === 0) throw new TypeError(`${name}: durationMs: expected ${required["durationMs"]?.expected}, got 0`);
	assertProfileKnown(`${name}: faults`, definition["faults"]);
	assertParameterNames(`${name}: vary`, definition, definition["vary"]);
	for (const [bug, planted] of Object.entries(definition["bugs"] ?? {})) {
		const stranger = Object.keys(planted).find((field) => !BUG_FIELDS.includes(field));
		if (stranger !== void 0) throw new TypeError(`${name}: bugs.${bug}: ${unknownName("field of a bug", stranger, BUG_FIELDS)}`);
		assertProfileKnown(`${name}: bugs.${bug}.faults`, planted["faults"]);
		assertParameterNames(`${name}: bugs.${bug}.params`, definition, planted["params"]);
	}
}
/** What a bug is held against: nothing said, or the scenario as it is. */
function isTwin(value) {
	return value === void 0 || value === "plain";
}
const BUG_FIELDS = [
	"summary",
	"params",
	"faults",
	"shows",
	"twin"
];
/** What has parts of its own: the sentence says which of them is wrong. */
function assertParts(name, definition) {
	const { protocol, check, invariants = {} } = definition;
	const refuse = (field, trouble) => {
		if (trouble !== void 0) throw new TypeError(`${name}: ${field}: ${trouble}`);
	};
	refuse("protocol", protocolTrouble(protocol));
	if (typeof check !== "function") refuse("check", checksTrouble(check, invariants));
	if (definition["watch"] !== void 0) refuse("watch", watchTrouble(definition["watch"]));
	for (const invariant of Object.keys(invariants)) refuse("invariants", nameTrouble(invariant));
	for (const [field, schema] of Object.entries(plain$1)) {
		const value = definition[field];
		if (value === void 0 || isFunction(value)) continue;
		try {
			read(schema, value, field);
		} catch (error) {
			throw error instanceof InputError ? /* @__PURE__ */ new TypeError(`${name}: ${error.message}`) : error;
		}
	}
}
/** Settings that are plain data where they are no functions. */
const plain$1 = {
	budget: budgetSchema,
	clocks: clockSchema,
	disk: diskSchema,
	network: networkSchema,
	limits: limitsSchema.partial(),
	coverage: coverageSchema
};
/** A parameter by another name is none. */
function assertParameterNames(where, { params }, named) {
	if (named === void 0 || !(params instanceof z.ZodObject)) return;
	const known = Object.keys(params.shape);
	const stranger = Object.keys(named).find((name) => !known.includes(name));
	if (stranger !== void 0) throw new TypeError(`${where}: ${unknownName("parameter", stranger, known)}`);
}
function assertProfileKnown(where, faults) {
	if (typeof faults !== "string" || profileNamed(faults) !== void 0) return;
	const names = profiles.map((profile) => profile.name);
	throw new TypeError(`${where}: ${unknownName("profile", faults, names)}`);
}
/** A mistyped field would silently change nothing. */
function refuseStrangers(name, definition) {
	const known = [...Object.keys(required), ...Object.keys(optional)];
	const stranger = Object.keys(definition).find((field) => field !== "kind" && !known.includes(field));
	if (stranger === void 0) return;
	throw new TypeError(`${name}: ${unknownName("field of a scenario", stranger, known)}`);
}
// sim/scenario/define.ts
/** Makes a scenario of its definition, once it is what it must be. */
/**
* Defines a scenario.
* @throws TypeError in one sentence when something it needs is missing, or something in it is wrong or unknown
*/
function defineScenario(definition) {
	try {
		assertScenario(definition);
	} catch (error) {
		Error.captureStackTrace(error, defineScenario);
		throw error;
	}
	const scenario = {
		...definition,
		kind: "scenario"
	};
	rememberPlace(scenario, defineScenario);
	return scenario;
}
// sim/workload/clients-shape.ts
/** What `clients` must be given: a mistyped option would silently change nothing. */
const options = {
	everyMs: ["a number of ms above 0", isAbove],
	keys: ["a list of keys, one at least", (value) => Array.isArray(value) && value.length > 0],
	fromMs: ["a time in ms", isTime],
	untilMs: ["a time in ms", isTime],
	phases: ["a list of { fromMs, mix, everyMs } in order of time", arePhases],
	to: ["a function that gives the name of a node", (value) => typeof value === "function"],
	input: ["a function that gives what an operation holds besides f", (value) => typeof value === "function"]
};
/** @throws TypeError or RangeError in one sentence */
function assertClients(count, mix, given) {
	if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`clients: expected a whole number of clients above 0, got ${shown$1(count)}`);
	if (typeof mix !== "object" || mix === null || Array.isArray(mix)) throw new TypeError(`clients: expected weights by name, such as { read: 0.5, write: 0.5 }, got ${shown$1(mix)}`);
	for (const [f, weight] of Object.entries(mix)) if (typeof weight !== "number" || !(weight >= 0)) throw new RangeError(`clients: expected a weight of 0 or more for ${f}, got ${shown$1(weight)}`);
	if (typeof given !== "object" || given === null) throw new TypeError(`clients: expected options, got ${shown$1(given)}`);
	for (const [name, value] of Object.entries(given)) {
		if (!Object.hasOwn(options, name)) throw new TypeError(`clients: ${unknownName("option", name, Object.keys(options))}`);
		const [expected, holds] = options[name];
		if (value !== void 0 && !holds(value)) throw new TypeError(`clients: ${name}: expected ${expected}, got ${shown$1(value)}`);
	}
}
/** What the function `input` of the options gave. @throws TypeError unless it is an object */
function assertInput(f, input) {
	if (typeof input === "object" && input !== null && !Array.isArray(input) && !isPromise(input)) return;
	throw new TypeError(`clients: input: expected what ${f} holds besides f, as an object, got ${shown$1(input)}`);
}
function arePhases(value) {
	let lastMs = 0;
	return Array.isArray(value) && value.every((phase) => {
		if (typeof phase !== "object" || phase === null) return false;
		const { fromMs, mix = {}, everyMs = 1, ...strangers } = phase;
		const inOrder = isTime(fromMs) && fromMs >= lastMs;
		lastMs = fromMs;
		const areWeights = typeof mix === "object" && mix !== null && Object.values(mix).every((weight) => typeof weight === "number" && weight >= 0);
		return inOrder && areWeights && isAbove(everyMs) && Object.keys(strangers).length === 0;
	});
}
function isAbove(value) {
	return typeof value === "number" && value > 0;
}
function isTime(value) {
	return typeof value === "number" && value >= 0;
}
// sim/workload/workload.ts
/**
* Clients `c1` … that invoke a mix of functions at random moments: `clients(4, { read: 0.5, write: 0.4, cas: 0.1 })`.
* Weights need not add up to 1. Each client draws from its own stream: one client more changes no other.
* @throws TypeError or RangeError in one sentence
*/
function clients(count, mix, options = {}) {
	assertClients(count, mix, options);
	const names = Array.from({ length: count }, (_, index) => `c${index + 1}`);
	const first = {
		mix: weightsOf(mix),
		everyMs: options.everyMs ?? 50
	};
	const phases = (options.phases ?? []).map(({ fromMs, ...phase }) => ({
		fromMs,
		mix: weightsOf(phase.mix ?? mix),
		everyMs: phase.everyMs ?? first.everyMs
	}));
	const phaseAt = (atMs) => phases.findLast(({ fromMs }) => fromMs <= atMs) ?? first;
	const input = options.input ?? registerInput;
	return {
		clients: names,
		functions: [...new Set([mix, ...(options.phases ?? []).map((phase) => phase.mix ?? {})].flatMap(Object.keys))],
		operations: ({ seed, nodes, untilMs }) => names.flatMap((process, client) => {
			const random = stream(seed, `workload/${process}`);
			const last = Math.min(untilMs, options.untilMs ?? Infinity);
			const operations = [];
			const fromMs = options.fromMs ?? 0;
			let atMs = fromMs + pause(random, phaseAt(fromMs).everyMs);
			for (let index = 0; atMs <= last; index++, atMs += pause(random, phaseAt(atMs).everyMs)) {
				const { functions, total } = phaseAt(atMs).mix;
				const f = weighted(random.float() * total, functions);
				const body = input(f, random, {
					client,
					clients: count,
					index
				});
				assertInput(f, body);
				const key = options.keys === void 0 ? void 0 : random.pick(options.keys);
				const full = {
					f,
					...key === void 0 ? {} : { key },
					...body
				};
				operations.push({
					process,
					atMs: Math.round(atMs * 1e3) / 1e3,
					input: full,
					...target(options, random, nodes, client)
				});
			}
			return operations;
		})
	};
}
function weightsOf(mix) {
	const functions = Object.entries(mix).filter(([, weight]) => weight > 0);
	const total = functions.reduce((sum, [, weight]) => sum + weight, 0);
	if (!(total > 0)) throw new RangeError("clients: expected at least one function with a weight above 0");
	return {
		functions,
		total
	};
}
function pause(random, everyMs) {
	return everyMs * (.5 + random.float());
}
function target(options, random, nodes, client) {
	return options.to === void 0 ? {} : { to: options.to(random, nodes, client) };
}
function weighted(at, functions) {
	let left = at;
	for (const [f, weight] of functions) if ((left -= weight) < 0) return f;
	return functions.at(-1)[0];
}
/** Register operations. Written values are distinct over all clients, so that a read names the write it saw. */
function registerInput(f, random, { client, clients, index }) {
	const distinct = 1 + client + clients * index;
	if (f === "write" || f === "put") return { value: distinct };
	if (f === "cas") return {
		from: Math.max(0, distinct - random.int(1, clients * 3)),
		to: distinct
	};
	return {};
}
// sim/workload/reacting.ts
/** Gives the clients of a workload a program: what they make of what they hear. */
/**
* The workload, with clients that react to answers.
* @param program pure functions, but for the memory of the client they are given
* @throws TypeError in one sentence for a program with a field that nobody calls
* @example
* reacting(clients(3, { add: 1 }), {
*   memory: () => ({ leader: 'n1' }),
*   begins: (_operation, { memory }) => ({ to: memory.leader }),
*   ended({ input, type, error, attempt }, { memory }) {
*     const [, leader] = /^not leader: (.*)/.exec(error ?? '') ?? [];
*     if (type !== 'fail' || leader === undefined || attempt > 3) return undefined;
*     memory.leader = leader;
*     return { input, to: leader, afterMs: 5 };
*   },
* })
*/
function reacting(workload, program) {
	if (typeof program !== "object" || program === null) throw new TypeError(`reacting: expected { memory, begins, ended }, got ${shown$1(program)}`);
	for (const [name, value] of Object.entries(program)) {
		if (!FIELDS.includes(name)) throw new TypeError(`reacting: ${unknownName("field", name, FIELDS)}`);
		if (value !== void 0 && typeof value !== "function") throw new TypeError(`reacting: ${name}: expected a function, got ${shown$1(value)}`);
	}
	return {
		...workload,
		program
	};
}
const FIELDS = [
	"memory",
	"begins",
	"ended"
];
// sim/world/invariant.ts
/**
* Declares an invariant with a memory, so that TypeScript knows its type.
*
* @example
* invariants: {
*   'never falls': invariant({
*     memory: () => ({ most: 0 }),
*     holds(nodes, changed, memory) { … },
*   }),
* }
*/
function invariant(definition) {
	return definition;
}
// sim/network/presets.ts
/** Within one rack: 0.05 ms one way on average (assumed), with the tail of a switch queue. */
const sameRack = {
	kind: "exponential",
	minMs: .03,
	meanMs: .05
};
/** Within one data centre: 0.25 ms one way on average (0.5 ms round trip: Bonér 2012), with the tail of switch queues. */
const sameDatacenter = {
	kind: "exponential",
	minMs: .15,
	meanMs: .25
};
/** Between two cities of a country: 2.5 to 5 ms one way (5 to 10 ms round trip, assumed). */
const tokyoOsaka = {
	kind: "uniform",
	minMs: 2.5,
	maxMs: 5
};
/** Across an ocean: 50 to 100 ms one way (100 to 200 ms round trip, assumed). */
const tokyoUs = {
	kind: "uniform",
	minMs: 50,
	maxMs: 100
};
/** One data centre, without faults of its own. Properties given in `changes` replace those of the preset. */
function lan(changes = {}) {
	return {
		latency: sameDatacenter,
		...changes
	};
}
/** Nodes an ocean apart, one message in a thousand lost. Properties given in `changes` replace those of the preset. */
function wan(changes = {}) {
	return {
		latency: tokyoUs,
		lossProbability: .001,
		...changes
	};
}
// sim/node/disk-presets.ts
const cacheWrite = {
	kind: "constant",
	ms: .01
};
/** An SSD: 150 µs for a random access on average (Bonér 2012), at least 100 µs; writes into the cache take 10 µs. */
function ssd() {
	const access = {
		kind: "exponential",
		minMs: .1,
		meanMs: .15
	};
	return {
		readLatency: access,
		writeLatency: cacheWrite,
		syncLatency: access
	};
}
/** A hard disk: 4 to 16 ms for a random access, 10 ms on average (Bonér 2012); writes into the cache take 10 µs. */
function hdd() {
	const access = {
		kind: "uniform",
		minMs: 4,
		maxMs: 16
	};
	return {
		readLatency: access,
		writeLatency: cacheWrite,
		syncLatency: access
	};
}
// sim/faults/stand-ins.ts
/** Who is meant by the stand-ins of a fault, once it begins. */
const fields$1 = [
	"node",
	"from",
	"to",
	"groups",
	"nodes"
];
/** Every name in the fault itself, stand-ins included, once. */
function namesIn(fault) {
	const named = fault;
	return [...new Set(fields$1.flatMap((field) => [named[field]].flat(2)))].filter((name) => name !== void 0);
}
/** The stand-ins of a fault. */
function standInsOf(fault) {
	return namesIn(fault).filter(isStandIn);
}
/** The stand-ins of a fault that only a node can be, and no client. */
function nodesStoodFor(fault) {
	const named = fault;
	const ends = kindOf(fault).betweenNodes === true ? [named.from, named.to] : [];
	return [
		named.node,
		named.nodes,
		...ends
	].flat().filter((name) => name !== void 0 && isStandIn(name));
}
/** The fault with names in the place of stand-ins. @param nodes every node there is */
function castAs(fault, who, nodes) {
	const { whoever, peer } = who;
	const names = namesIn(fault);
	if (!names.some(isStandIn)) return fault;
	const named = names.map((name) => name === "@whoever" ? whoever : name === "@peer" ? peer : name);
	const others = nodes.filter((node) => !named.includes(node));
	const cast = (value) => {
		if (value === "@whoever") return whoever;
		if (value === "@peer") return peer;
		if (!Array.isArray(value)) return value;
		return [...new Set(value.flatMap((item) => item === "@others" ? others : [cast(item)]))];
	};
	const changes = fields$1.flatMap((field) => field in fault ? [[field, cast(fault[field])]] : []);
	const when = fault.when === void 0 ? {} : { when: whenOf(fault.when, who) };
	return {
		...fault,
		...Object.fromEntries(changes),
		...when
	};
}
/** What it waited for, and whose doing that was. */
function whenOf(when, { whoever, peer }) {
	const other = peer === void 0 ? {} : { peer };
	if ("site" in when) return {
		...when,
		node: whoever,
		...other
	};
	if ("state" in when) return {
		...when,
		node: whoever
	};
	const [from, to] = when.at === "receive" ? [peer, whoever] : [whoever, peer];
	return {
		...when,
		...from === void 0 ? {} : { from },
		...to === void 0 ? {} : { to }
	};
}
// sim/faults/watched-by.ts
/** The one node whose doing the fault waits for, if it is one. */
function watchedBy(fault) {
	const { when } = fault;
	if (when !== void 0 && "node" in when && when.node !== void 0) return when.node;
	if (when !== void 0 && !("site" in when)) return void 0;
	return "node" in fault && !fault.node.startsWith("@") ? fault.node : void 0;
}
/** A fault of any kind, for the world at hand. */
const faultSchema = refined(variant("kind", Object.fromEntries(Object.entries(registry).map(([kind, { schema }]) => [kind, schema]))), waitingObjection);
/** What is wrong with a fault that stands in for somebody, or that waits for nobody. */
function waitingObjection(fault) {
	const { when } = fault;
	const [standIn] = standInsOf(fault);
	if (when === void 0) return standIn === void 0 ? void 0 : ["when", `what the fault waits for, as ${standIn} is known only then`];
	const isMessage = "message" in when || "site" in when && hasPeer(when.site);
	if (standInsOf(fault).includes("@peer") && !isMessage) return ["when", `a message, or a site send, receive or reply, as only those have a ${PEER}`];
	if (when.except !== void 0 && nodesStoodFor(fault).length === 0) return ["when", "no except where the fault hits no @whoever and no @peer"];
	if ("site" in when && watchedBy(fault) === void 0 && standIn === void 0) return ["when", `a node in when, whose ${when.site} is meant`];
}
// sim/faults/plan.ts
const MAX_FAULTS = 1e4;
const MAX_OPERATIONS = 1e6;
const aFunction = expecting("the name of a function");
/** Whoever asks for nothing says nothing; the rest of an input is the scenario's business. */
const input = z.object({ f: z.string(aFunction).min(1, aFunction) }, expecting("an object with f, the function asked for")).catchall(json$1());
const operationSchema = object$1({
	process: aClient,
	atMs: timeInRun,
	to: aNode.optional(),
	input
});
const planSchema = object$1({
	schema: z.literal(1, expecting("schema 1")),
	faults: list(faultSchema, MAX_FAULTS),
	operations: list(operationSchema, MAX_OPERATIONS),
	healAtMs: timeInRun.optional(),
	schedule: scheduleSchema.optional()
});
/**
* Reads a plan for a world. The result is a copy, without anything the input had besides.
* @throws InputError in one sentence: where, such as `faults[3].durationMs`, what was expected, and what came
*/
function parsePlan(plan, world) {
	const parsed = inWorld(world, () => read(planSchema, plan));
	const { healAtMs } = parsed;
	if (healAtMs === void 0) return parsed;
	const late = parsed.faults.findIndex(({ atMs }) => atMs >= healAtMs);
	if (late < 0) return parsed;
	throw refuse(`faults[${late}].atMs`, `a time before healAtMs (${healAtMs})`, parsed.faults[late]?.atMs);
}
// sim/faults/timeline.ts
/** A plan laid out in time: what begins and ends when, and each fault in one line for people. */
const rank = {
	end: 0,
	"flap-off": 1,
	"flap-on": 2,
	begin: 3
};
/**
* Every edge of the plan up to `untilMs`, the end of the run, in order of time; at one instant what ends comes
* before what begins, and otherwise the plan's order decides. Heal-all ends what is still active, and what would
* begin at or after it never does. A fault that lasts less than a microsecond does not happen. Faults that wait for
* something have no edges yet.
*/
function faultEdges(plan, untilMs) {
	const untilUs = toMicros(untilMs);
	const healUs = plan.healAtMs === void 0 ? Infinity : toMicros(plan.healAtMs);
	const edges = [];
	for (const [index, fault] of plan.faults.entries()) {
		if (fault.when !== void 0) continue;
		const beginUs = toMicros(fault.atMs);
		if (beginUs >= healUs || beginUs > untilUs) continue;
		if (!lasts(fault)) {
			edges.push({
				atUs: beginUs,
				fault: index,
				edge: "begin"
			});
			continue;
		}
		const ownEndUs = fault.durationMs === void 0 ? Infinity : beginUs + toMicros(fault.durationMs);
		const endUs = Math.min(ownEndUs, healUs);
		if (endUs <= beginUs) continue;
		edges.push({
			atUs: beginUs,
			fault: index,
			edge: "begin"
		});
		addFlaps(edges, fault, index, beginUs, Math.min(endUs, untilUs));
		if (endUs <= untilUs) edges.push({
			atUs: endUs,
			fault: index,
			edge: "end"
		});
	}
	return edges.sort((a, b) => a.atUs - b.atUs || rank[a.edge] - rank[b.edge] || a.fault - b.fault);
}
/**
* A plan says what is to come; a run that fails early is over before all of it does.
* @param triggered the faults that waited for something and began: they come with the time at which they did
*/
function tookPlace({ faults, healAtMs }, endMs, triggered) {
	const isHealed = healAtMs !== void 0 && healAtMs <= endMs;
	const began = new Map(triggered.map((begun) => [begun.fault, begun]));
	const begun = faults.flatMap((fault, number) => {
		if (fault.when === void 0) return fault.atMs <= endMs && fault.atMs < (healAtMs ?? Infinity) ? [fault] : [];
		const one = began.get(number);
		return one === void 0 ? [] : [{
			...one.as ?? fault,
			atMs: one.atMs
		}];
	});
	const stillWaiting = faults.filter(({ when }, number) => when !== void 0 && !began.has(number)).length;
	return {
		faults: begun.sort((a, b) => a.atMs - b.atMs),
		...isHealed ? { healedAtMs: healAtMs } : {},
		notBegun: faults.length - begun.length - stillWaiting,
		stillWaiting
	};
}
function addFlaps(edges, fault, index, beginUs, endUs) {
	if (!("flapMs" in fault) || fault.flapMs === void 0) return;
	const halfUs = Math.max(1, Math.round(toMicros(fault.flapMs) / 2));
	let on = false;
	for (let atUs = beginUs + halfUs; atUs < endUs; atUs += halfUs) {
		edges.push({
			atUs,
			fault: index,
			edge: on ? "flap-on" : "flap-off"
		});
		on = !on;
	}
}
/**
* What the fault does, without its time: `partition n1 | n2 n3`, `crash n2 (unsynced writes lost)`,
* `kill n2 after its 3rd sync` …
*/
function describeFault(fault) {
	const kind = kindOf(fault);
	const named = "node" in fault ? {
		...fault,
		node: spoken(fault.node)
	} : fault;
	return `${kind.words(named)}${kind.tellsWhen?.(fault) === true ? "" : waiting(fault)}`;
}
// sim/input/shell.ts
/** Words for a command line that somebody is going to paste. */
/** As a POSIX shell needs it. */
function quotedForShell(text) {
	return /^[\w./=:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
// sim/run/capsule/given.ts
/** What was said of a run besides scenario, bug and seed; capsules are named by it, so that one run has one name. */
/** As `explore` has it with the same parameters and flags. */
function givenOf({ params = {}, faults, plan, strategy, swarm }) {
	const profile = plan !== void 0 || faults === void 0 || Array.isArray(faults) ? void 0 : typeof faults === "string" ? faults : faults.name;
	const flags = [
		...profile === void 0 ? [] : [`--faults ${quotedForShell(profile)}`],
		...strategy === void 0 ? [] : [`--strategy ${strategy}`],
		...swarm === false ? ["--no-swarm"] : [],
		...plan !== void 0 || Array.isArray(faults) ? ["plan"] : []
	];
	return {
		...params,
		...flags.length === 0 ? {} : { "--": flags }
	};
}
// sim/kernel/digest.ts
/** Digests of plain data: equal data gives equal digests, whatever order keys were inserted in. */
const float = /* @__PURE__ */ new Float64Array(1);
const words = new Int32Array(float.buffer);
const FEW = 16;
/** A 32-bit digest of plain data. */
function digest(value, salt = 0) {
	return mix32(digestInto(salt, value));
}
function digestInto(hash, value) {
	switch (typeof value) {
		case "number":
			if (Number.isInteger(value) && value === (value | 0)) return fold(fold(hash, 1), value);
			float[0] = value === 0 ? 0 : value;
			return fold(fold(fold(hash, 2), words[0]), words[1]);
		case "string": return fold(fold(hash, 3), hashString(value));
		case "boolean": return fold(hash, value ? 4 : 5);
		case "undefined": return fold(hash, 6);
		case "bigint": return fold(fold(hash, 7), hashString(value.toString(16)));
		case "object": return value === null ? fold(hash, 8) : digestObject(hash, value);
		default: return fold(hash, 9);
	}
}
function digestObject(hash, value) {
	if (Array.isArray(value)) {
		let folded = fold(fold(hash, 10), value.length);
		for (const item of value) folded = digestInto(folded, item);
		return folded;
	}
	if (value instanceof Map) {
		let folded = fold(fold(hash, 11), value.size);
		for (const [key, item] of value) folded = digestInto(digestInto(folded, key), item);
		return folded;
	}
	if (value instanceof Set) {
		let folded = fold(fold(hash, 12), value.size);
		for (const item of value) folded = digestInto(folded, item);
		return folded;
	}
	if (value instanceof Date) return digestInto(fold(hash, 13), value.getTime());
	if (ArrayBuffer.isView(value)) return digestBytes(hash, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
	if (value instanceof ArrayBuffer) return digestBytes(hash, new Uint8Array(value));
	const keys = sorted(Object.keys(value));
	let folded = fold(fold(hash, 14), keys.length);
	for (const key of keys) folded = digestInto(fold(folded, hashString(key)), value[key]);
	return folded;
}
/** Sorts in place. Objects have few keys, for which calling the built-in sort costs more than the sorting. */
function sorted(keys) {
	if (keys.length > FEW) return keys.sort();
	for (let next = 1; next < keys.length; next++) {
		const key = keys[next];
		let at = next;
		for (; at > 0 && keys[at - 1] > key; at--) keys[at] = keys[at - 1];
		keys[at] = key;
	}
	return keys;
}
function digestBytes(hash, bytes) {
	let folded = fold(fold(hash, 15), bytes.length);
	for (let at = 0; at < bytes.length; at++) folded = fold(folded, bytes[at]);
	return folded;
}
// sim/run/capsule/name.ts
/**
* The file name of a capsule: `replication+quorum-register,no-write-back-30.json`. One for each scenario, bug, seed and
* set of what else was given. Two of them never share a name: a comma, a plus or an at sign is in no part, and no seed
* has a hyphen, so that the last one begins the seed.
*/
/** File systems allow 255 bytes, and what is still being written has a longer name. */
const MAX_NAME = 110;
const MAX_PART = 60;
/** @param given what else makes the run another one: parameters, flags */
function capsuleName(run, given) {
	const what = [
		run.scenario.split("/").map((part) => fileSafe(part, /[^\w.-]/gu)).join("+"),
		...run.bug === void 0 ? [] : [fileSafe(run.bug, /[^\w.-]/gu)],
		...Object.keys(given).length === 0 ? [] : [`@${short(given)}`]
	].join(",");
	return `${what.length <= MAX_NAME ? what : `${what.slice(0, MAX_NAME)}=${short(what)}`}-${fileSafe(String(run.seed), /[^\w.]/gu)}.json`;
}
/** Other characters as `=2F`, which needs no quotes in a shell and no escapes in a link; long texts end in their digest. */
function fileSafe(text, strange) {
	const safe = text.replace(strange, (character) => [...new TextEncoder().encode(character)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""));
	return safe.length <= MAX_PART ? safe : `${safe.slice(0, MAX_PART)}=${short(text)}`;
}
function short(value) {
	return (digest(value) >>> 0).toString(36);
}
// sim/input/json.ts
/** Reads JSON, and says in one line where it is none: the same on every version of Node. */
/** @throws InputError such as `line 3, column 5: expected a value, got "}"` */
function parseJson(text) {
	const bare = withoutMark(text);
	try {
		return JSON.parse(bare);
	} catch {
		const { at, expected } = new Scanner(bare).trouble();
		throw new InputError("", `${placeOf(bare, at)}: expected ${expected}, got ${found(bare, at)}`);
	}
}
/** Text without the byte order mark that some editors begin a file with. */
function withoutMark(text) {
	return text.startsWith("﻿") ? text.slice(1) : text;
}
function placeOf(text, at) {
	const before = text.slice(0, at).split("\n");
	return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}
function found(text, at) {
	return at >= text.length ? "the end" : JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0));
}
const BLANK = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
/** A string as far as it is one. */
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y;
/** Finds the first place where a text stops being JSON. It holds what is open in a list, as a file may be nested deeply. */
var Scanner = class {
	text;
	at = 0;
	constructor(text) {
		this.text = text;
	}
	trouble() {
		const open = [];
		for (;;) {
			let trouble = this.value(open);
			if (trouble !== void 0) return trouble;
			for (;;) {
				this.take(BLANK);
				const within = open.at(-1);
				if (within === void 0) return {
					at: this.at,
					expected: "nothing more"
				};
				const close = within === "{" ? "}" : "]";
				if (this.next() === close) {
					this.at++;
					open.pop();
					continue;
				}
				if (this.next() !== ",") return {
					at: this.at,
					expected: `"," or "${close}"`
				};
				this.at++;
				trouble = within === "{" ? this.key() : void 0;
				if (trouble !== void 0) return trouble;
				break;
			}
		}
	}
	/** One value, or the beginning of a list or object with its first key. */
	value(open) {
		for (;;) {
			this.take(BLANK);
			const next = this.next();
			if (next === "\"") return this.string();
			if (next !== "{" && next !== "[") return this.take(WORD) || this.take(NUMBER) ? void 0 : {
				at: this.at,
				expected: "a value"
			};
			this.at++;
			this.take(BLANK);
			if (this.next() === (next === "{" ? "}" : "]")) {
				this.at++;
				return;
			}
			open.push(next);
			const trouble = next === "{" ? this.key() : void 0;
			if (trouble !== void 0) return trouble;
		}
	}
	key() {
		this.take(BLANK);
		if (this.next() !== "\"") return {
			at: this.at,
			expected: "a name in double quotes"
		};
		const trouble = this.string();
		if (trouble !== void 0) return trouble;
		this.take(BLANK);
		if (this.next() !== ":") return {
			at: this.at,
			expected: "\":\""
		};
		this.at++;
	}
	string() {
		this.take(TEXT);
		if (this.next() !== "\"") return {
			at: this.at,
			expected: "the rest of a text, and the quote that ends it"
		};
		this.at++;
	}
	next() {
		return this.text[this.at];
	}
	take(pattern) {
		pattern.lastIndex = this.at;
		const match = pattern.exec(this.text);
		if (match === null || match[0] === "") return false;
		this.at += match[0].length;
		return true;
	}
};
// sim/run/capsule/failed-check.ts
/** The check that decided the verdict: the first violation, else the first that is undecided. */
function failedCheck(run) {
	return run.checks.find(({ verdict }) => verdict === "invalid") ?? run.checks.find(({ verdict }) => verdict === "unknown");
}
// sim/run/capsule/shrunk-part.ts
/** What a capsule keeps of a shrunk failure: enough to run it again and to tell its story. */
const ms = number(0, MAX_MS$1, "a number of ms");
const msAboveZero = number(.001, MAX_MS$1, "a number of ms");
const count = integer(0, Number.MAX_SAFE_INTEGER);
const text$1 = z.string(expecting("a text"));
/** Whatever a JSON object holds: what it means is not asked here. */
const anyFields = z.record(z.string(), z.unknown(), expecting("an object"));
/** Whether it has the lists that whoever looks at a capsule counts; what is in them is checked when it is run. */
const anyPlan = openObject({
	faults: z.array(z.unknown(), expecting("a list")),
	operations: z.array(z.unknown(), expecting("a list"))
});
const size = openObject({
	faults: count,
	operations: count,
	/** Events of the whole run. */
	events: count,
	/** Those parameters that shrinking made smaller; absent where it changed none. */
	params: anyFields.optional()
});
const criticalMessage = openObject({
	from: text$1,
	/** What it is, in a word or two: `append`, `read request`, `answer`. */
	what: text$1,
	atMs: ms
});
const criticalPair = openObject({
	node: text$1,
	first: criticalMessage,
	second: criticalMessage
});
const shrunkPart = openObject({
	plan: anyPlan,
	/** How long every message takes; absent: as the scenario's network draws it. */
	latencyMs: msAboveZero.optional(),
	/** How long the run is, in ms; absent: as the scenario says. */
	durationMs: msAboveZero.optional(),
	/** All parameters, where some were made smaller; absent: as they were. */
	params: anyFields.optional(),
	fingerprint: text$1,
	reason: text$1,
	from: size,
	to: size,
	eventsThatMatter: count,
	criticalPair: criticalPair.optional()
});
function shrunkPartOf(shrunk) {
	const { plan, latencyMs, durationMs, params, run, from, to, matter, criticalPair } = shrunk;
	return {
		plan,
		...latencyMs === void 0 ? {} : { latencyMs },
		...durationMs === void 0 ? {} : { durationMs },
		...params === void 0 ? {} : { params },
		fingerprint: run.fingerprint,
		reason: failedCheck(run)?.reason ?? "",
		from,
		to,
		eventsThatMatter: matter,
		...criticalPair === void 0 ? {} : { criticalPair }
	};
}
// sim/run/capsule/capsule.ts
/**
* A capsule: a saved failure. Plain JSON that holds everything a run depends on, and what came of it, so that a
* replay can tell whether it still does.
*/
const CAPSULE_SCHEMA = 1;
const text = z.string(expecting("a text"));
const refused = openObject({
	test: text,
	reason: text
});
const capsule = openObject({
	schema: z.literal(CAPSULE_SCHEMA, { error: ({ input }) => `${refusal$1(String(CAPSULE_SCHEMA), input)}: this is no capsule, or one of another version` }),
	/** Version of Seedstorm that made it. */
	version: text,
	scenario: text,
	/** The file that exports the scenario, for those that do not ship; relative to the working folder. */
	file: text.optional(),
	params: anyFields,
	bug: text.optional(),
	seed: z.union([z.string(), z.number()], expecting("a number or a text")),
	plan: anyPlan,
	/** The failure came before there was a plan: it is drawn again. */
	undrawn: z.literal(true, expecting("true, or nothing")).optional(),
	fingerprint: text,
	verdict: word("valid", "invalid", "unknown"),
	/** The check that failed, the kind of its first anomaly, and its reason. */
	check: text,
	anomaly: text,
	reason: text,
	/** The run is valid, and a test refused it by an assertion of its own. */
	refused: refused.optional(),
	/** False: another run of it, soon after it was found, was another one. */
	repeats: z.literal(false, expecting("false, or nothing")).optional(),
	/** The same failure with as little as possible around it. Absent: it was not shrunk. */
	shrunk: shrunkPart.optional()
});
/** The capsule of a run that is not valid; of a valid run, the capsule says so. */
function capsuleOf(run, version, shrunk) {
	const failed = failedCheck(run);
	return {
		schema: CAPSULE_SCHEMA,
		version,
		scenario: run.scenario,
		params: run.params,
		...run.bug === void 0 ? {} : { bug: run.bug },
		seed: run.seed,
		plan: run.plan,
		...run.undrawn === void 0 ? {} : { undrawn: run.undrawn },
		fingerprint: run.fingerprint,
		verdict: run.verdict,
		check: failed?.name ?? "",
		anomaly: failed?.anomalies[0]?.kind ?? "",
		reason: failed?.reason ?? "",
		...shrunk === void 0 ? {} : { shrunk }
	};
}
/**
* Reads a capsule. The plan inside is checked when it is run, against the scenario it is for.
* @throws InputError in one sentence when it is not one
*/
function parseCapsule(text) {
	if (text.trim() === "") throw new InputError("capsule", "expected a JSON object, but the file is empty");
	let json;
	try {
		json = parseJson(text);
	} catch (error) {
		throw new InputError("capsule", `expected a JSON object, but ${thrownText(error).replace(/^\w+: /, "")}`);
	}
	if (typeof json !== "object" || json === null || Array.isArray(json)) throw refuse("capsule", "a JSON object", json);
	return read(capsule, json, "capsule");
}
// sim/run/capsule/keep.ts
/**
* Keeps a failure as a capsule under `.seedstorm/failures/`, where `seedstorm replay` takes it up. What is there
* already stays where it says more: whoever shrank a failure to three operations does not find thirty in their place.
*/
const HOME = ".seedstorm";
const FOLDER = join(HOME, "failures");
/** Apart, as no claim of the scenario fails in them: who runs old failures again has nothing to find there. */
const REFUSED_FOLDER = join(HOME, "refused");
/** Beside the capsules, not among them: whatever ends the process, nothing half-written lies in their folder. */
const PART_FOLDER = join(HOME, "part");
const { version } = createRequire(new URL("./run/capsule/keep.js", import.meta.url).href)("seedstorm/package.json");
/** Capsules that this process wrote: their failures are known to show with the code as it is. */
const ours = /* @__PURE__ */ new Set();
/** @param given what else was said of the run: see given.ts */
function keepFailure(run, given, shrunk) {
	const path = join(FOLDER, capsuleName(run, given));
	const capsule = capsuleOf(run, version, shrunk);
	try {
		const there = keptCapsule(run, given);
		if (there !== void 0 && saysMore(there, capsule, ours.has(path))) return { path };
		writeWhole(FOLDER, path, capsule);
		ours.add(path);
		return { path };
	} catch (error) {
		return { why: error.message };
	}
}
/** Keeps a valid run that a test refused, in a folder of its own: `.seedstorm/refused/`. */
function keepRefused(run, given, refused) {
	const path = join(REFUSED_FOLDER, capsuleName(run, given));
	try {
		writeWhole(REFUSED_FOLDER, path, {
			...capsuleOf(run, version),
			refused
		});
		return { path };
	} catch (error) {
		return { why: error.message };
	}
}
/** The capsule that lies where this failure would be kept, if there is one that can be read. */
function keptCapsule(run, given) {
	try {
		return parseCapsule(readFileSync(join(FOLDER, capsuleName(run, given)), "utf8"));
	} catch {
		return;
	}
}
/** The command that brings a kept failure back. */
function replayCommand(capsule) {
	return `npx seedstorm replay ${quotedForShell(capsule)}`;
}
/**
* Of one run the smaller story stays. Of two runs of one seed, as fast-check makes them when it cuts a plan down, the
* smaller stays if it is of this process; an older one may be of other code.
*/
function saysMore(there, next, isOurs) {
	const { scenario, bug, check, anomaly } = next;
	if (there.scenario !== scenario || there.bug !== bug || there.check !== check || there.anomaly !== anomaly) return false;
	if (!(there.version === next.version && there.fingerprint === next.fingerprint) && !isOurs) return false;
	const isTold = there.shrunk !== void 0 || next.shrunk === void 0;
	return sizeOf(there) < sizeOf(next) || sizeOf(there) === sizeOf(next) && isTold;
}
/** What a reader of its story has to read. */
function sizeOf({ plan, shrunk }) {
	const { faults, operations } = (shrunk ?? { plan }).plan;
	return faults.length + operations.length;
}
/** Whole or not at all; threads and processes that write the same at the same time have a part each. */
function writeWhole(folder, path, capsule) {
	for (const needed of [
		HOME,
		folder,
		PART_FOLDER
	]) makeFolder(needed);
	const part = join(PART_FOLDER, `${basename(path)}.${threadId}.${process.pid}`);
	writeFileSync(part, `${JSON.stringify(capsule, void 0, 1)}\n`);
	renameSync(part, path);
}
/** One level at a time: `mkdir` with `recursive` never returns where the file system has no place, as below `/proc`. */
function makeFolder(folder) {
	try {
		mkdirSync(folder);
	} catch (error) {
		if (error.code !== "EEXIST") throw error;
	}
}
// sim/faults/amounts.ts
/**
* The parts of a fault budget that make faults smaller instead of dropping them: how late messages may be, which a
* synchronous system needs, and how wrong clocks.
*/
/** Less than this is not worth a fault. */
const SMALLEST_DELAY_MS = .1;
const SMALLEST_ERROR_MS = 1;
/** By how much messages are handled later because of it, at most; `undefined`: not at all. */
function delayOf(fault) {
	return kindOf(fault).cost.delay?.ms(fault);
}
/**
* The fault, made so small that no message is handled more than `limitMs` later than without faults; nothing if no room
* is left, or where it has no bound, as with slow links and slow nodes. Delays add up as if all met one message.
* @param admitted the delays let through so far, none of which begins later
*/
function fitDelay(fault, limitMs, admitted) {
	const fromUs = toMicros(fault.atMs) - toMicros(limitMs);
	const spentMs = admitted.filter(({ endUs }) => endUs > fromUs).reduce((sum, { fault: other }) => sum + (delayOf(other) ?? 0), 0);
	return fit(fault, kindOf(fault).cost.delay, limitMs - spentMs, SMALLEST_DELAY_MS);
}
function isClockFault(fault) {
	return kindOf(fault).cost.clock !== void 0;
}
/**
* The fault, made so small that its node's wall clock stays within `limitMs` of the true time, or nothing if no room
* is left. Errors add up as if all had the same sign.
* @param admitted the clock faults let through so far, none of which begins later
*/
function fitClock(fault, limitMs, admitted) {
	if (limitMs === Infinity) return fault;
	const beginUs = toMicros(fault.atMs);
	const ofNode = admitted.filter(({ fault: other }) => mayBeOne(nodeOf(other), nodeOf(fault))).map(({ fault: other, endUs }) => ({
		other,
		endUs,
		clock: kindOf(other).cost.clock
	}));
	const frozen = ofNode.some(({ clock, endUs }) => clock?.freezes === true && endUs > beginUs);
	const spentMs = ofNode.filter(({ clock, endUs }) => frozen || endUs > beginUs || clock?.stays === true).reduce((sum, { other, clock }) => sum + (clock?.ms(other) ?? 0), 0);
	return fit(fault, kindOf(fault).cost.clock, limitMs - spentMs, SMALLEST_ERROR_MS);
}
/** The same fault with at most so much of it, if that is worth it. */
function fit(fault, amount, leftMs, smallestMs) {
	const roomMs = Math.floor(leftMs * 1e3) / 1e3;
	if ((amount.ms(fault) ?? 0) <= roomMs) return fault;
	return roomMs < smallestMs ? void 0 : amount.atMost(fault, roomMs);
}
function nodeOf(fault) {
	return fault.node;
}
/** Whether two names may be of one node: a stand-in may be anybody's. */
function mayBeOne(name, other) {
	return name === other || isStandIn(name) || isStandIn(other);
}
// sim/faults/reach.ts
/**
* A cut in which everybody has a name, and how many nodes besides may be cut off by it whoever they are: a set in which
* all can talk is one still when these are taken out of it.
*/
function knownCut(cut, members) {
	const standIns = standInsOf(cut);
	if (standIns.length === 0) return {
		cut,
		unknown: 0
	};
	return {
		cut: castAs(cut, {
			whoever: WHOEVER,
			peer: PEER
		}, members),
		unknown: standIns.filter((name) => name !== OTHERS).length
	};
}
/** Overlapping cuts split the candidates again and again; only the largest are followed. */
const MAX_CANDIDATES = 32;
/**
* The size of a set of nodes that can all talk to one another, both ways, with these cuts in force: the largest that
* a search among the partitions' own groups finds. There may be larger ones, never a smaller truth.
*/
function largestConnected(members, cuts) {
	let candidates = [members];
	for (const cut of cuts) candidates = candidates.flatMap((candidate) => parts(candidate, cut)).sort((a, b) => b.length - a.length).slice(0, MAX_CANDIDATES);
	return candidates[0]?.length || Math.min(1, members.length);
}
/** The subsets of a connected set that stay connected. */
function parts(connected, cut) {
	if (cut.kind === "partition") return cut.groups.map((group) => connected.filter((node) => group.includes(node)));
	const { from, to } = cut;
	const receivers = connected.filter((node) => to === void 0 || to.includes(node));
	const senders = connected.filter((node) => from === void 0 || from.includes(node));
	if (senders.length === 0 || receivers.length === 0) return [connected];
	return [connected.filter((node) => !senders.includes(node)), connected.filter((node) => !receivers.includes(node))];
}
// sim/faults/budget.ts
/** Fault budgets: how much may go wrong at once, so that a scenario may claim to survive it. */
/**
* Takes faults in order of time and lets each through if the budget still holds with it: a clock error that is too
* large is made smaller, everything else that is too much is dropped. Faults that wait for something come last, as each
* takes up room for as long as it may wait and last. The order of the plan is kept.
*/
function fitBudget(faults, budget, world) {
	return fitEach(faults, budget, world).filter((fault) => fault !== void 0);
}
/** What becomes of each fault: itself, a smaller one, or nothing. */
function fitEach(faults, budget, world) {
	const gate = new Gate(budget, world.nodes);
	const order = [...faults.entries()].sort(([i, a], [j, b]) => a.atMs - b.atMs || i - j);
	const fitted = new Array(faults.length);
	for (const [index, fault] of order) if (fault.when === void 0) fitted[index] = gate.admit(fault);
	for (const [index, fault] of order) if (fault.when !== void 0) fitted[index] = gate.admit(fault);
	return fitted;
}
/** The numbers of the faults under which nothing is claimed: they are more than the budget lets through. */
function outsideBudget(faults, budget, world) {
	const fitted = fitEach(faults, budget, world);
	return faults.flatMap((fault, number) => fitted[number] === fault ? [] : [number]);
}
function leftOut(drawn, fitted) {
	const counts = {};
	for (const { kind } of drawn) counts[kind] = (counts[kind] ?? 0) + 1;
	for (const { kind } of fitted) counts[kind] = (counts[kind] ?? 0) - 1;
	for (const kind of Object.keys(counts)) if (counts[kind] === 0) delete counts[kind];
	return counts;
}
/** Lets faults through, one after the other in order of time, those that wait last, and remembers what they do. */
var Gate = class {
	nodes;
	maxDown;
	maxUnreachable;
	maxHarmed;
	maxSkewMs;
	maxDelayMs;
	forbidden;
	spared;
	/** Those in force that stop nodes, part them or add some. */
	active = [];
	/** All that ever were. */
	past = [];
	clocks = [];
	delays = [];
	harmed = /* @__PURE__ */ new Set();
	constructor({ maxDown = Infinity, maxUnreachable = Infinity, intactReplicas, spared = [], allow = {} }, nodes) {
		this.nodes = nodes;
		this.maxDown = maxDown;
		this.maxUnreachable = maxUnreachable;
		this.maxHarmed = intactReplicas === void 0 ? Infinity : nodes.length - intactReplicas;
		this.maxSkewMs = allow.clockSkewMs ?? Infinity;
		this.maxDelayMs = allow.addedDelayMs ?? Infinity;
		this.spared = new Set(spared);
		this.forbidden = new Set(Object.entries(allow).flatMap(([name, allowed]) => allowed === false ? [name] : []));
	}
	/** What of the fault the budget allows, if anything. */
	admit(asked) {
		if (this.forbidden.size > 0 && this.isForbidden(asked)) return void 0;
		const fault = this.maxDelayMs < Infinity && delayOf(asked) !== void 0 ? this.fitDelay(asked) : asked;
		if (fault === void 0) return void 0;
		const admitted = this.admitInTime(fault);
		if (admitted !== void 0 && delayOf(admitted) !== void 0) this.delays.push(inTime(admitted));
		return admitted;
	}
	isForbidden(fault) {
		if (this.forbidden.has(camelCase(fault.kind))) return true;
		return this.forbidden.has("memoryLoss") && kindOf(fault).cost.memory?.(fault) === true;
	}
	fitDelay(fault) {
		const others = fault.when === void 0 ? this.delays : this.delays.map((other) => ({
			...other,
			endUs: Infinity
		}));
		return fitDelay(fault, this.maxDelayMs, others);
	}
	/** The same, once messages are no later than they may be. */
	admitInTime(fault) {
		if ("node" in fault && this.spared.has(fault.node)) return void 0;
		if (this.spared.size > 0 && mayHitAny(fault)) return this.admitInTime(sparing(fault, [...this.spared]));
		if (isClockFault(fault)) return this.admitClock(fault);
		const harmed = replicaHarmedBy(fault);
		const key = harmed !== void 0 && isStandIn(harmed) ? `${harmed} ${this.harmed.size}` : harmed;
		if (key !== void 0 && !this.harmed.has(key) && this.harmed.size >= this.maxHarmed) return void 0;
		if (nodeDownBy(fault) !== void 0 || isCut(fault) || joinedBy(fault) !== void 0) {
			const candidate = inTime(fault);
			if (!(fault.when === void 0 ? this.admitActive(candidate) : this.admitWaiting(candidate))) return void 0;
			this.past.push(candidate);
		}
		if (key !== void 0) this.harmed.add(key);
		return fault;
	}
	admitClock(fault) {
		const others = fault.when === void 0 ? this.clocks : this.clocks.map((other) => ({
			...other,
			endUs: Infinity
		}));
		const fitted = fitClock(fault, this.maxSkewMs, others);
		if (fitted) this.clocks.push(inTime(fitted));
		return fitted;
	}
	/** Those let through began no later than the candidate. So if the limits hold when it begins, they hold on. */
	admitActive(candidate) {
		this.active = this.active.filter(({ endUs }) => endUs > candidate.beginUs);
		this.active.push(candidate);
		const admitted = this.holdsWith(candidate, this.active);
		if (!admitted) this.active.pop();
		return admitted;
	}
	/** It may begin at any moment and together with whatever begins within its time: the limits must hold at each. */
	admitWaiting(candidate) {
		const { beginUs, endUs } = candidate;
		const meanwhile = this.past.filter((other) => other.endUs > beginUs && other.beginUs < endUs);
		const begins = meanwhile.map((other) => Math.max(beginUs, other.beginUs));
		return [.../* @__PURE__ */ new Set([beginUs, ...begins])].every((atUs) => this.holdsWith(candidate, [...meanwhile.filter((other) => other.beginUs <= atUs && other.endUs > atUs), candidate]));
	}
	holdsWith(candidate, active) {
		const down = /* @__PURE__ */ new Set();
		let anybody = 0;
		const joined = [];
		const cuts = [];
		for (const { fault } of active) {
			const stopped = nodeDownBy(fault);
			if (stopped !== void 0 && isStandIn(stopped)) anybody++;
			else if (stopped !== void 0) down.add(stopped);
			const newcomer = joinedBy(fault);
			if (newcomer !== void 0) joined.push(newcomer);
			if (isCut(fault)) cuts.push(fault);
		}
		if (nodeDownBy(candidate.fault) !== void 0 && down.size + anybody > this.maxDown) return false;
		return this.isReachable(down, anybody, joined, cuts);
	}
	/** @param anybody how many more nodes are down, where it is not known yet which */
	isReachable(down, anybody, joined, cuts) {
		if (this.maxUnreachable === Infinity) return true;
		const members = joined.length === 0 ? this.nodes : [.../* @__PURE__ */ new Set([...this.nodes, ...joined])];
		const up = members.filter((node) => !down.has(node));
		const known = cuts.map((cut) => knownCut(cut, members));
		const unknown = known.reduce((sum, cut) => sum + cut.unknown, anybody);
		const connected = largestConnected(up, known.map(({ cut }) => cut));
		return members.length - (connected - unknown) <= this.maxUnreachable;
	}
};
/** From when it may begin until when it may last. */
function inTime(fault) {
	const beginUs = toMicros(fault.atMs);
	return {
		fault,
		beginUs,
		endUs: beginUs + waitUs(fault) + lengthUs(fault)
	};
}
function waitUs({ when }) {
	if (when === void 0) return 0;
	return when.withinMs === void 0 ? Infinity : toMicros(when.withinMs) + toMicros(when.afterMs ?? 0);
}
function lengthUs(fault) {
	if (lasts(fault)) return fault.durationMs === void 0 ? Infinity : toMicros(fault.durationMs);
	return kindOf(fault).cost.forGood === true ? Infinity : 1;
}
/** Whether it hits a node that nobody knows yet, and is not told yet whom to spare. */
function mayHitAny(fault) {
	return fault.when !== void 0 && fault.when.except === void 0 && nodesStoodFor(fault).length > 0;
}
function sparing(fault, except) {
	return {
		...fault,
		when: {
			...fault.when,
			except
		}
	};
}
function nodeDownBy(fault) {
	return kindOf(fault).cost.down === true ? fault.node : void 0;
}
function replicaHarmedBy(fault) {
	return kindOf(fault).cost.replica === true ? fault.node : void 0;
}
function joinedBy(fault) {
	return kindOf(fault).cost.joins?.(fault);
}
/** Whether the fault keeps messages away altogether. A flapping cut counts as cut all the time. */
function isCut(fault) {
	return kindOf(fault).cost.cuts?.(fault) === true;
}
// sim/run/claims.ts
/** What a scenario claims to survive, and what of a plan lies outside of that. */
/** The numbers of the faults under which the scenario claims nothing. */
function outsideClaims({ scenario, params, setup }, faults) {
	const budget = typeof scenario.budget === "function" ? scenario.budget(params) : scenario.budget;
	if (budget === void 0) return [];
	return outsideBudget(faults, budget, { nodes: setup.nodes.filter(({ member }) => member).map(({ name }) => name) });
}
// sim/kernel/drain.ts
/**
* Draining: between two simulated events every promise and every nextTick, at any depth, must have run.
*
* Three ways, from fast to plain:
* - `tick` calls `process._tickCallback()`, which does what Node does after every native callback. It is
*   synchronous, and it is not documented: it is probed before use. Called from inside a microtask it drains no
*   promises and does not say so, hence `inMacrotask`.
* - `next-tick` awaits `process.nextTick`. One hop drains promises of any depth, but a chain in which ticks and
*   promises alternate needs one hop per link: the hop is repeated until no tick came in between. Ticks are
*   counted by the ambient functions, so these must be in place (install them in a fresh macrotask too: test
*   runners put a borrowed `process.nextTick` back one tick late); one captured before them is not seen.
* - `immediate` awaits `setImmediate`: complete by construction, but anything else in the process may run too.
*
* An endless chain of microtasks or ticks never ends under any of the three: JavaScript offers no way in.
*/
const realSetImmediate = setImmediate;
const realQueueMicrotask = queueMicrotask;
const realNextTick = process.nextTick.bind(process);
/** Runs a function from a fresh macrotask, where no microtask is running, and gives its result. */
function inMacrotask(run) {
	return new Promise((resolve, reject) => {
		realSetImmediate(() => {
			try {
				resolve(run());
			} catch (error) {
				reject(error);
			}
		});
	});
}
/**
* The preferred drain, or `next-tick` where `tick` does not work. With the two asynchronous drains, worlds of
* one process must run one after the other: they would run in each other's gaps.
*/
async function chooseDrain(preferred = "tick") {
	if (preferred === "immediate") return {
		name: "immediate",
		kind: "async",
		drain: hopToImmediate
	};
	if (preferred === "tick" && await tickWorks()) return tickDrain();
	return nextTickDrain();
}
/** Undocumented in Node, there since its first years. */
const runTicks = process._tickCallback;
/** As little documented: what Node calls with an error nobody caught; true if somebody listened. */
const fatal = process._fatalException;
let probe;
function tickWorks() {
	probe ??= inMacrotask(() => typeof runTicks === "function" && drainsMixedChain(runTicks));
	return probe;
}
/** Whether `tick` runs a chain in which promises and ticks alternate to its end before it returns. */
function drainsMixedChain(tick) {
	let ended = false;
	const link = (depth) => {
		if (depth === 0) ended = true;
		else if (depth % 2 === 0) Promise.resolve().then(() => link(depth - 1));
		else realNextTick(() => link(depth - 1));
	};
	link(6);
	tick();
	return ended;
}
function tickDrain() {
	const tick = () => drainTicks(runTicks);
	let proven = false;
	const drain = () => {
		if (!proven) {
			let ran = false;
			Promise.resolve().then(() => ran = true);
			tick();
			if (!ran) throw new Error("drain() was called inside a microtask, where it drains nothing: use inMacrotask()");
			proven = true;
			return;
		}
		tick();
	};
	return {
		name: "tick",
		kind: "sync",
		drain
	};
}
/** What a nextTick callback throws goes where Node would send it, to `uncaughtException`; the rest still runs. */
function drainTicks(tick) {
	for (;;) try {
		tick();
		return;
	} catch (error) {
		if (fatal?.call(process, error, false) !== true) realQueueMicrotask(() => {
			throw error;
		});
	}
}
function nextTickDrain() {
	/** Ticks started when the last hop began: those after it may not have run when it ended, nor what they led to. */
	let settled = asyncStarted.ticks;
	const drain = async () => {
		await void 0;
		let clean = false;
		while (!clean) {
			const before = asyncStarted.ticks;
			asyncStarted.ids++;
			await new Promise((resolve) => realNextTick(resolve));
			clean = before === settled && asyncStarted.ticks === before;
			settled = before;
		}
	};
	return {
		name: "next-tick",
		kind: "async",
		drain
	};
}
async function hopToImmediate() {
	let uncaught;
	do {
		uncaught = asyncStarted.uncaught;
		asyncStarted.ids++;
		await new Promise((resolve) => {
			asyncStarted.hopping = true;
			realSetImmediate(resolve);
			asyncStarted.hopping = false;
		});
	} while (asyncStarted.uncaught !== uncaught);
}
// sim/node/ambient/resource-kinds.ts
/** Which of Node's async resources are real I/O, and what people call them. */
const kinds = [
	[/^(FSREQ|FILEHANDLE|DIRHANDLE)/, "a file operation"],
	[/^(FSEVENTWRAP|STATWATCHER)$/, "a file watcher"],
	[/^BLOBREADER$/, "reading a Blob"],
	[/^(GETADDRINFO|GETNAMEINFO|QUERYWRAP)/, "a DNS lookup"],
	[/^(TCPSERVERWRAP|PIPESERVERWRAP)$/, "a listening server"],
	[/^(TCP|TLS)/, "a TCP connection"],
	[/^HTTP/, "an HTTP request"],
	[/^(UDP|QUIC)/, "a UDP socket"],
	[/^PROCESSWRAP$/, "a child process"],
	[/^(PIPE|TTYWRAP|SHUTDOWNWRAP|WRITEWRAP)/, "a pipe or stream"],
	[/^WORKER/, "a worker thread"],
	[/^MESSAGEPORT$/, "a message channel"],
	[/^ZLIB$/, "compression in the thread pool"],
	[/REQUEST$/, "cryptography in the thread pool"],
	[/^SIGNALWRAP$/, "a signal handler"],
	[/^Timeout$/, "a real timer"],
	[/^Immediate$/, "a real setImmediate"]
];
/** Made without waiting for anything: bookkeeping, or the owner of requests that are reported themselves. */
const harmless = /* @__PURE__ */ new Set([
	"NONE",
	"PROMISE",
	"DNSCHANNEL",
	"ELDHISTOGRAM",
	"SIGINTWATCHDOG"
]);
/** What a type of async_hooks is for people; undefined if it is no real I/O (a promise, a user's AsyncResource). */
function describeResource(type) {
	if (!(type === "Timeout" || type === "Immediate") && (harmless.has(type) || !Object.hasOwn(asyncWrapProviders, type))) return void 0;
	return kinds.find(([pattern]) => pattern.test(type))?.[1] ?? "a native resource";
}
/**
* Functions of Node that are done when they return: those whose name says Sync, wherever they were found (`gzipSync` is
* `Object.syncBufferWrapper [as gzipSync]`, of a namespace or alone only `syncBufferWrapper`), and `console.log`,
* which opens the terminal on first use.
*/
const isDone = /node:internal\/console|(Sync|\bsync[A-Z]\w*)\b[^/]* node:/;
/** Whether the resource is something to wait for, judged by its maker: Node's functions on the stack. */
function isPending(type, resource, inside) {
	if (inside.some((frame) => isDone.test(frame))) return false;
	if (type === "Timeout" || type === "Immediate") return inside.every((frame) => /node:(internal\/)?(timers|async_hooks|util)/.test(frame));
	if (!type.endsWith("REQUEST")) return true;
	return "ondone" in resource || inside.some((frame) => frame.includes("node:internal/crypto/webcrypto"));
}
// sim/node/ambient/watch.ts
/**
* Real I/O inside a world: it would complete at a time no seed decides, so a node that awaits it waits for ever.
* Node tells an async hook of everything asynchronous that is created, whatever else the process uses: that is how
* it is found and named. Two such hooks: the light one learns nothing of promises, and the full one follows them, so
* that it knows the place in the user's code even where Node's own code asked after an await. Where Node cannot leave
* promises out (before 24.12), the light one makes each of them twice as dear: `async-ids.ts` is the cheap way then.
*/
/** Watches what is created while `current` names a node, promises aside. */
function watchLightly(current) {
	const seen = new Seen(current);
	return watchWith(seen, {
		trackPromises: false,
		init(_id, type, _trigger, resource) {
			if (type !== "PROMISE") seen.note(type, resource, currentOrigin);
		}
	});
}
/** Watches every async resource created while `current` names a node. Slow: for a second run only. */
function watchResources(current) {
	const seen = new Seen(current);
	/** Where the user's code was when it made a promise or a tick: what those lead to has no user frame. */
	const places = /* @__PURE__ */ new Map();
	return watchWith(seen, { init(id, type, trigger, resource) {
		if (current() === void 0) return;
		const { place = places.get(executionAsyncId()) ?? places.get(trigger), inside } = currentOrigin();
		if (place !== void 0) places.set(id, place);
		seen.note(type, resource, () => ({
			place,
			inside
		}));
	} });
}
/** Whether this Node can leave promises out of an async hook, which then costs nothing but its start. */
const lightWatchIsCheap = !toldOfPromises();
function toldOfPromises() {
	let told = false;
	const watch = createHook({
		trackPromises: false,
		init: () => void (told = true)
	}).enable();
	new Promise(() => void 0);
	watch.disable();
	return told;
}
function watchWith(seen, options) {
	const hook = createHook(options).enable();
	return {
		found: () => seen.found(),
		stop: () => void hook.disable()
	};
}
var Seen = class {
	current;
	list = [];
	constructor(current) {
		this.current = current;
	}
	note(type, resource, origin) {
		const doer = this.current();
		const what = describeResource(type);
		if (doer === void 0 || what === void 0 || asyncStarted.hopping) return;
		if (currentHost()?.virtual?.has(type) === true) return;
		const { place, inside } = origin();
		const found = {
			node: doer.name,
			type,
			what,
			place,
			atUs: doer.nowUs
		};
		this.list.push({
			found,
			resource,
			inside
		});
	}
	found() {
		const distinct = /* @__PURE__ */ new Map();
		for (const { found, resource, inside } of this.list) {
			const { node, type, place } = found;
			const key = JSON.stringify([
				node,
				type,
				place
			]);
			if (!distinct.has(key) && isPending(type, resource, inside)) distinct.set(key, found);
		}
		return [...distinct.values()];
	}
};
// sim/run/lookout.ts
/**
* Looks out for real I/O while a world runs. What it finds must not depend on what ran before in the process, so the
* way is chosen anew each time: by async ids while promises take none, else by a hook of its own. A scenario that runs
* for the first time is always looked at by the hook: what it asks for once and keeps (a file, a connection) is not
* asked for again in the second run that would give a suspicion its name.
*/
/** Scenarios that have run in this process. */
const known = /* @__PURE__ */ new WeakSet();
/** Whose name stands for the world's own where the node is not known. */
const SOMEBODY = "a node";
/**
* @param awaits whether code of the world may go on after an event, as async programs do
* @param shared whether code from outside may run in between
*/
function lookOut(world, { awaits, shared }) {
	const { scenario } = world.setup;
	const first = scenario !== void 0 && !known.has(scenario);
	if (scenario !== void 0) known.add(scenario);
	const hasVirtual = world.nodes.some(({ program }) => program.virtual !== void 0);
	if (first || hasVirtual || awaits && lightWatchIsCheap || promisesTakeIds()) {
		const watch = watchLightly(() => {
			const { running, now } = world;
			if (running !== void 0) return {
				name: running.name,
				nowUs: now
			};
			return shared ? void 0 : {
				name: SOMEBODY,
				nowUs: now
			};
		});
		return {
			suspicion: () => watch.found()[0],
			end: () => watch.stop()
		};
	}
	const before = activeResources();
	return {
		suspicion: () => appearedSince(before).length > 0 ? "unnamed" : void 0,
		end: () => void 0
	};
}
// sim/node/ambient/builtins.ts
const { ownKeys, getOwnPropertyDescriptor, defineProperty, deleteProperty, isExtensible } = Reflect;
const { is } = Object;
/** Data that programs set and nothing of ours reads. */
const FREE = ["Error.stackTraceLimit", "Error.prepareStackTrace"];
let subjects;
let watched$1 = [];
let holders = 0;
let spoilt = false;
/** Whether something could not be put back: what runs here from now on may be another run than elsewhere. */
const builtinsAreSpoilt = () => spoilt;
/**
* Looks at the built-ins until the returned function is called. Where several worlds look at once, the last to end tells.
* @returns ends the look and tells what was changed meanwhile
*/
function watchBuiltins() {
	if (holders++ === 0) {
		subjects ??= subjectsOf();
		if (watched$1.length === 0 || changed()) watched$1 = lookAt(subjects);
	}
	return () => --holders === 0 && changed() ? putBack() : [];
}
/** What is done after every run: reads only, and makes nothing. */
function changed() {
	const all = subjects;
	for (let at = 0; at < all.length; at++) {
		const { object, only, count, extensible } = all[at];
		if (isExtensible(object) !== extensible) return true;
		if (only === void 0 && ownKeys(object).length !== count) return true;
	}
	for (let at = 0; at < watched$1.length; at++) {
		const { subject, key, descriptor } = watched$1[at];
		if ("value" in descriptor) {
			if (!is(subject.object[key], descriptor.value)) return true;
		} else if (isOther(getOwnPropertyDescriptor(subject.object, key), descriptor)) return true;
	}
	return false;
}
function isOther(found, kept) {
	return found === void 0 || !is(found.value, kept.value) || found.get !== kept.get || found.set !== kept.set;
}
function putBack() {
	const found = [];
	const tell = (what, how, undone) => {
		found[found.length] = {
			what,
			how,
			undone
		};
		if (!undone) spoilt = true;
	};
	const all = subjects;
	for (let at = 0; at < watched$1.length; at++) {
		const { subject, key, descriptor } = watched$1[at];
		const now = getOwnPropertyDescriptor(subject.object, key);
		if (!isOther(now, descriptor)) continue;
		const how = now === void 0 ? "deleted" : "replaced";
		tell(nameOf(subject, key), how, defineProperty(subject.object, key, descriptor));
	}
	for (let at = 0; at < all.length; at++) {
		const subject = all[at];
		const keys = subject.only ?? ownKeys(subject.object);
		for (let k = 0; k < keys.length; k++) {
			const key = keys[k];
			if (subject.only === void 0 && !isFree(nameOf(subject, key)) && !isWatched(subject, key)) tell(nameOf(subject, key), "added", deleteProperty(subject.object, key));
		}
		if (isExtensible(subject.object) !== subject.extensible) tell(subject.name, "frozen", false);
	}
	watched$1 = lookAt(all);
	return found;
}
function isWatched(subject, key) {
	for (let at = 0; at < watched$1.length; at++) if (watched$1[at]?.subject === subject && watched$1[at]?.key === key) return true;
	return false;
}
function isFree(name) {
	for (let at = 0; at < FREE.length; at++) if (FREE[at] === name) return true;
	return false;
}
function lookAt(all) {
	const seen = [];
	for (let at = 0; at < all.length; at++) {
		const subject = all[at];
		const keys = subject.only ?? ownKeys(subject.object);
		subject.count = keys.length;
		subject.extensible = isExtensible(subject.object);
		for (let k = 0; k < keys.length; k++) {
			const key = keys[k];
			const descriptor = getOwnPropertyDescriptor(subject.object, key);
			if (descriptor === void 0 || isFree(nameOf(subject, key))) continue;
			if (subject.only !== void 0 && !("value" in descriptor)) continue;
			seen[seen.length] = {
				subject,
				key,
				descriptor
			};
		}
	}
	return seen;
}
function nameOf({ name }, key) {
	return typeof key === "symbol" ? `${name}[${key.description ?? "symbol"}]` : `${name}.${key}`;
}
/** The objects of the language, and those of Node that every program finds. The global object has too much that comes late. */
function subjectsOf() {
	const all = [];
	const take = (name, object, only) => {
		all.push({
			name,
			object,
			only,
			count: 0,
			extensible: true
		});
	};
	take("globalThis", globalThis, [...CONSTRUCTORS.map(({ name }) => name), ...GLOBALS]);
	take("process", process, [
		"nextTick",
		"hrtime",
		"cwd",
		"uptime",
		"exit",
		"kill",
		"abort"
	]);
	for (const constructor of CONSTRUCTORS) {
		take(constructor.name, constructor);
		if (constructor !== Proxy) take(`${constructor.name}.prototype`, constructor.prototype);
	}
	for (const name of NAMESPACES) take(name, globalThis[name]);
	for (const [name, object] of Object.entries(hiddenPrototypes())) take(name, object);
	return all;
}
const NAMESPACES = [
	"Math",
	"JSON",
	"Reflect",
	"Atomics",
	"Intl",
	"performance",
	"crypto"
];
const GLOBALS = [
	...NAMESPACES,
	...[
		"setTimeout",
		"setInterval",
		"setImmediate",
		"clearTimeout",
		"clearInterval",
		"clearImmediate"
	],
	...[
		"queueMicrotask",
		"structuredClone",
		"parseInt",
		"parseFloat",
		"isNaN",
		"isFinite",
		"Buffer",
		"process"
	]
];
const CONSTRUCTORS = [
	...[
		Object,
		Function,
		Array,
		String,
		Number,
		Boolean,
		RegExp,
		Date,
		Promise,
		Map,
		Set,
		WeakMap,
		WeakSet,
		WeakRef
	],
	...[
		Error,
		TypeError,
		RangeError,
		SyntaxError,
		ReferenceError,
		EvalError,
		URIError,
		AggregateError
	],
	...[
		ArrayBuffer,
		SharedArrayBuffer,
		DataView,
		Uint8Array,
		Int8Array,
		Uint16Array,
		Int16Array,
		Uint32Array
	],
	...[
		Int32Array,
		Float32Array,
		Float64Array,
		BigInt64Array,
		BigUint64Array,
		Uint8ClampedArray,
		Proxy
	],
	...[Symbol, BigInt]
];
/** Prototypes that no global name leads to. */
function hiddenPrototypes() {
	const above = (value) => Object.getPrototypeOf(value);
	const arrayIterator = above([][Symbol.iterator]());
	const generator = function* () {};
	const asyncGenerator = async function* () {};
	return {
		"Iterator.prototype": above(arrayIterator),
		"ArrayIterator.prototype": arrayIterator,
		"MapIterator.prototype": above((/* @__PURE__ */ new Map()).entries()),
		"SetIterator.prototype": above((/* @__PURE__ */ new Set()).values()),
		"StringIterator.prototype": above(""[Symbol.iterator]()),
		"Generator.prototype": above(above(generator())),
		"AsyncGenerator.prototype": above(above(asyncGenerator())),
		"AsyncFunction.prototype": above(async () => void 0),
		"TypedArray.prototype": above(Uint8Array.prototype),
		TypedArray: above(Uint8Array)
	};
}
// sim/node/ambient/rejections.ts
/**
* Errors nobody caught, while a world runs: those of a node are the simulator's to treat, and must not reach
* the process (which would die) or the test runner (which would blame the test).
*/
const events = ["unhandledRejection", "uncaughtException"];
/**
* Until the returned function is called, unhandled rejections and uncaught exceptions that arrive while
* `current` names an owner go to `onRejection` and nowhere else. Others go to the listeners that were there
* before, or, if there were none, are thrown when the guard ends. Then the listeners are what they were.
*
* A rejection arrives when Node looks for it: with the `tick` and `immediate` drains before the drain of the
* event ends, with `next-tick` only at the end of the macrotask, when `current` can name no node any more.
*/
function guardRejections(current, onRejection) {
	const unclaimed = [];
	const guards = meantForOutside(() => events.map((event) => {
		const outer = process.rawListeners(event);
		const guard = (error, ...rest) => {
			const owner = current();
			if (event === "uncaughtException") {
				asyncStarted.uncaught++;
				expectNodesOwnImmediate();
			}
			const promise = event === "unhandledRejection" ? rest[0] : void 0;
			if (owner !== void 0) onRejection(owner, error, promise);
			else if (outer.length === 0) unclaimed.push(error);
			else for (const listener of outer) listener.call(process, error, ...rest);
		};
		if (outer.length > 0) process.removeAllListeners(event);
		process.on(event, guard);
		return {
			event,
			guard,
			outer
		};
	}));
	let guarding = true;
	return () => {
		if (!guarding) return;
		guarding = false;
		meantForOutside(() => {
			for (const { event, guard, outer } of guards) {
				process.removeListener(event, guard);
				for (const listener of outer) process.on(event, listener);
			}
		});
		for (const error of unclaimed) queueMicrotask(() => {
			throw error;
		});
	};
}
// sim/faults/code-points.ts
/** The code points of `node.buggify`, and which of them answer yes. They are asked far more often than faults begin. */
var CodePoints = class {
	/** The faults in force. */
	armed = [];
	/** How often each site of a node was asked, for its draws. */
	asked = /* @__PURE__ */ new Map();
	add(fault, number, key) {
		this.armed.push({
			fault,
			number,
			key
		});
	}
	remove(number) {
		this.armed = this.armed.filter((one) => one.number !== number);
	}
	/** Whether the node is to misbehave at this site, this time. */
	strikes(site, node) {
		for (const { fault, key } of this.armed) {
			if (fault.site !== site) continue;
			if (fault.nodes !== void 0 && !fault.nodes.includes(node)) continue;
			const who = `${site}/${node}`;
			const nth = (this.asked.get(who) ?? 0) + 1;
			this.asked.set(who, nth);
			if (draw(mix32(key ^ hashString(node)), nth) < fault.probability) return true;
		}
		return false;
	}
	save() {
		return { asked: [...this.asked] };
	}
	/** Nothing is armed afterwards. */
	restore({ asked }) {
		this.armed = [];
		this.asked = new Map(asked);
	}
};
// sim/faults/driver.ts
/** Carries out a fault plan: each edge of the plan is one change to a node, a link, a clock or a disk. */
var FaultDriver = class {
	port;
	/** As planned; with names in the place of stand-ins, once they have begun. */
	faults;
	gone = /* @__PURE__ */ new Set();
	/** Numbers of the faults in force. */
	active = /* @__PURE__ */ new Set();
	keys = [];
	/** How many faults of each sort there are, for keys of their own. */
	twins = /* @__PURE__ */ new Map();
	plannedCount;
	links = /* @__PURE__ */ new Map();
	codePoints = new CodePoints();
	constructor(port, planned) {
		this.port = port;
		this.faults = [...planned];
		this.plannedCount = planned.length;
		for (const fault of planned) this.keys.push(this.newKey(fault));
	}
	/** One more fault, that is in no plan. @returns its number */
	add(fault) {
		this.keys.push(this.newKey(fault));
		return this.faults.push(fault) - 1;
	}
	/** Those that are in no plan. */
	get imposed() {
		return this.faults.slice(this.plannedCount);
	}
	/** Comes from what a fault is, not from where it stands, so that cutting another changes no draws. */
	newKey(fault) {
		const key = digest(fault, hashString(String(this.port.seed)));
		const twin = this.twins.get(key) ?? 0;
		this.twins.set(key, twin + 1);
		return mix32(key + twin);
	}
	keyOf(number) {
		return this.keys[number];
	}
	linksOf(fault, find) {
		const known = this.links.get(fault) ?? find();
		this.links.set(fault, known);
		return known;
	}
	buggify(number, on) {
		if (on) this.codePoints.add(this.faults[number], number, this.keyOf(number));
		else this.codePoints.remove(number);
	}
	/** It is known who stands in for whom. */
	cast(number, fault) {
		this.faults[number] = fault;
	}
	faultOf(number) {
		return this.faults[number];
	}
	apply({ fault: number, edge }) {
		const fault = this.faultOf(number);
		switch (edge) {
			case "begin":
				if (lasts(fault)) this.active.add(number);
				return kindOf(fault).begin(fault, this, number);
			case "end": return this.active.delete(number) ? this.end(number) : void 0;
			case "flap-off": return this.end(number);
			case "flap-on": return kindOf(fault).begin(fault, this, number);
		}
	}
	/** Ends whatever is in force: everything is connected, running and right again. */
	healAll() {
		for (const number of this.active) this.end(number);
		this.active.clear();
		for (const node of this.port.nodes) {
			node.farewell.ended();
			if ((node.status === "stopped" || node.status === "dark") && !this.gone.has(node.index)) node.startAt(this.port.now);
		}
	}
	save() {
		const { imposed } = this;
		const byHand = imposed.length === 0 ? {} : { imposed };
		const gone = this.gone.size === 0 ? {} : { gone: [...this.gone] };
		return {
			active: [...this.active],
			...this.codePoints.save(),
			...byHand,
			...gone
		};
	}
	restore(saved) {
		this.gone.clear();
		for (const node of saved.gone ?? []) this.gone.add(node);
		this.faults.length = this.plannedCount;
		this.keys.length = this.plannedCount;
		for (const fault of saved.imposed ?? []) this.add(fault);
		this.active = new Set(saved.active);
		this.codePoints.restore(saved);
		for (const number of saved.active) if (this.faultOf(number).kind === "buggify") this.buggify(number, true);
	}
	end(number) {
		const fault = this.faultOf(number);
		kindOf(fault).end?.(fault, this, number);
	}
};
// sim/kernel/engine-fault.ts
/**
* The engine's own rules. What breaks one is a bug of ours, whatever the program or the input: it ends the run with this
* error, and is never counted as a failure of the node in whose turn it came to light.
*/
var EngineFault = class extends Error {
	name = "EngineFault";
};
// sim/network/rules.ts
/** Network faults in force: what they do to one message on one link. */
var LinkRules = class {
	endpointCount;
	list = [];
	constructor(endpointCount) {
		this.endpointCount = endpointCount;
	}
	get active() {
		return this.list.length > 0;
	}
	begin(fault, key, effect, from, to) {
		const links = new Uint8Array(this.endpointCount * this.endpointCount);
		for (const source of from) for (const target of to) links[source * this.endpointCount + target] = 1;
		this.list.push({
			fault,
			key,
			effect,
			links
		});
	}
	end(fault) {
		this.list = this.list.filter((rule) => rule.fault !== fault);
	}
	/** Adds to `effect` what every active rule does to the `nth` message of a link. */
	apply(effect, link, nth, linkKey) {
		for (const rule of this.list) if (rule.links[link] === 1) applyRule(rule, effect, nth, mix32(rule.key ^ linkKey));
	}
	/** A payload in which one leaf is wrong. */
	damage(payload, seed) {
		return damaged(payload, (count) => seed % count);
	}
	save() {
		return [...this.list];
	}
	restore(saved) {
		this.list = [...saved];
	}
};
function applyRule(rule, effect, nth, key) {
	const fault = rule.effect;
	switch (fault.kind) {
		case "loss":
			if (draw(key, nth) < fault.probability) effect.lost = true;
			return;
		case "duplication":
			if (draw(key, nth) < fault.probability) effect.copies++;
			return;
		case "reordering":
			if (draw(key, nth) < fault.probability) effect.delayUs += Math.round(draw(key ^ 1, nth) * fault.delayMs * 1e3);
			return;
		case "latency":
			effect.delayUs += Math.round((fault.addMs + draw(key, nth) * (fault.jitterMs ?? 0)) * 1e3);
			return;
		case "slow-link":
			effect.bytesPerSecond = Math.min(effect.bytesPerSecond, fault.bytesPerSecond);
			return;
		case "corruption":
			if (draw(key, nth) < fault.probability) effect.corrupt = mix32(key ^ nth) >>> 0;
			return;
		case "message": if (nth === fault.nth) applyNamed(fault, effect, key);
	}
}
function applyNamed(fault, effect, key) {
	switch (fault.action) {
		case "drop":
			effect.lost = true;
			effect.named = true;
			return;
		case "delay":
			effect.delayUs += Math.round((fault.delayMs ?? 0) * 1e3);
			return;
		case "duplicate":
			effect.copies++;
			effect.copyDelayUs = Math.round((fault.delayMs ?? 0) * 1e3);
			return;
		case "corrupt": effect.corrupt = mix32(key) >>> 0;
	}
}
// sim/network/network.ts
/**
* The network: every datagram from one endpoint to another is delayed, and may be lost, doubled, held back or
* damaged, or find the way cut.
*
* All draws are counter-based: a function of the link, the number of the message on it and the purpose. So a
* message more or less on one link changes nothing on another, and dropping the third message leaves the fate
* of the fourth as it was.
*/
/** What a datagram weighs before its content. */
const HEADER_BYTES = 40;
/** How long a node takes to hear itself. */
const LOOPBACK_US = 10;
/** Purposes of draws on a link. */
const LATENCY = 0;
const LOSS = 4181;
const DUPLICATE = 11707;
const HOLD = 12317;
const HOLD_FOR = 12318;
const CORRUPT = 19471;
var Network = class {
	port;
	config;
	names;
	nodeCount;
	rules;
	/** Asked about every datagram as it leaves. */
	stage;
	/** Datagrams sent on each link so far. */
	sent;
	/** How many partitions cut each link now. */
	cuts;
	/** How many links do not let everything through: they are cut, or hold what comes. */
	cutLinks = 0;
	held = /* @__PURE__ */ new Map();
	keys;
	latency;
	linkLatency;
	/** When each link has sent what it was given, where bandwidth is limited. */
	busyUntil;
	lossy;
	/** What happens to the message at hand; one object for all messages. */
	effect = cleared({});
	constructor(port, config, names, nodeCount, seed) {
		this.port = port;
		this.config = config;
		this.names = names;
		this.nodeCount = nodeCount;
		const count = names.length;
		this.sent = new Uint32Array(count * count);
		this.cuts = new Uint16Array(count * count);
		this.keys = linkKeys(seed, names);
		this.rules = new LinkRules(count);
		this.latency = compileLatency(config.latency, "network.latency");
		this.linkLatency = compileLinks(config, names);
		this.lossy = (config.lossProbability ?? 0) > 0 || (config.duplicationProbability ?? 0) > 0 || (config.reorderProbability ?? 0) > 0 || (config.corruptionProbability ?? 0) > 0 || config.bytesPerSecond !== void 0;
	}
	/** Sends a datagram. The payload must already be the network's own copy. */
	send(kind, from, to, id, payload) {
		const link = from * this.names.length + to;
		const nth = this.sent[link] + 1 >>> 0;
		this.sent[link] = nth;
		const staged = this.stage?.(kind, from, to, nth, payload);
		if (from === to) {
			this.port.arrive(this.port.now + LOOPBACK_US, kind, from, to, id, payload);
			return;
		}
		const key = this.keys[link];
		const sampler = this.linkLatency === void 0 ? this.latency : this.linkLatency[link] ?? this.latency;
		const arrivesUs = this.port.now + sampler(draw(key, nth));
		if (this.lossy || this.rules.active || this.cutLinks > 0 || staged !== void 0) this.sendBadly(kind, from, to, id, payload, link, nth, key, arrivesUs, staged);
		else this.port.arrive(arrivesUs, kind, from, to, id, payload);
	}
	/** Whether the way from one endpoint to another is cut at this moment. */
	isCut(from, to) {
		return this.cutLinks > 0 && this.cuts[from * this.names.length + to] > 0;
	}
	/** Whether the link holds what comes. @returns false where it must be dealt with by others */
	hold(datagram) {
		const waiting = this.held.get(datagram.from * this.names.length + datagram.to);
		waiting?.push(datagram);
		return waiting !== void 0;
	}
	/** Whether what arrives at one endpoint from another may not just be handled. */
	isClosed(from, to) {
		if (this.cutLinks === 0) return false;
		const link = from * this.names.length + to;
		return this.cuts[link] > 0 || this.held.has(link);
	}
	/** From now on everything that arrives over the link waits. */
	beginHold(from, to) {
		const link = from * this.names.length + to;
		if (this.held.has(link)) return;
		this.held.set(link, []);
		this.cutLinks++;
	}
	/** @returns what has waited, in the order in which it came */
	endHold(from, to) {
		const link = from * this.names.length + to;
		const waiting = this.held.get(link);
		if (waiting === void 0) return [];
		this.held.delete(link);
		this.cutLinks--;
		return waiting;
	}
	/** How many datagrams were sent from one endpoint to another. */
	sentOn(from, to) {
		return this.sent[from * this.names.length + to];
	}
	/** One more reason why messages from one endpoint do not reach another. */
	cut(from, to) {
		const link = from * this.names.length + to;
		if (this.cuts[link]++ === 0) this.cutLinks++;
	}
	/** One reason less. */
	heal(from, to) {
		const link = from * this.names.length + to;
		const before = this.cuts[link];
		if (before === 0) return;
		this.cuts[link] = before - 1;
		if (before === 1) this.cutLinks--;
	}
	save() {
		const copied = [...this.held].map(([link, waiting]) => [link, waiting.map((each) => ({
			...each,
			payload: this.port.copy(each.payload)
		}))]);
		return {
			...copied.length === 0 ? {} : { held: copied },
			sent: this.sent.slice(),
			cuts: this.cuts.slice(),
			rules: this.rules.save(),
			busyUntil: this.busyUntil?.slice()
		};
	}
	restore(saved) {
		this.sent = saved.sent.slice();
		this.cuts = saved.cuts.slice();
		this.held.clear();
		for (const [link, waiting] of saved.held ?? []) this.held.set(link, waiting.map((each) => ({
			...each,
			payload: this.port.copy(each.payload)
		})));
		this.cutLinks = this.cuts.reduce((count, cuts) => count + (cuts > 0 ? 1 : 0), this.held.size);
		this.rules.restore(saved.rules);
		this.busyUntil = saved.busyUntil?.slice();
	}
	sendBadly(kind, from, to, id, payload, link, nth, key, arrivesUs, staged) {
		const { port, config } = this;
		if (this.cuts[link] > 0) return port.dropped(kind, from, to, id, payload, "cut");
		const effect = cleared(this.effect);
		this.rules.apply(effect, link, nth, key);
		if (staged !== void 0) for (const fate of staged) applyNamed(fate, effect, key);
		if (this.lossy && from < this.nodeCount && to < this.nodeCount) this.baseline(effect, key, nth, config);
		if (effect.lost) return port.dropped(kind, from, to, id, payload, effect.named ? "plan" : "loss");
		const body = effect.corrupt >= 0 ? this.rules.damage(payload, effect.corrupt) : payload;
		let atUs = arrivesUs + effect.delayUs;
		if (effect.bytesPerSecond < Infinity) atUs += this.queueing(link, body, effect.bytesPerSecond);
		port.arrive(atUs, kind, from, to, id, body, effect, 0);
		if (effect.copies > 0) port.duplicated(id);
		for (let copy = 0; copy < effect.copies; copy++) {
			const lateUs = effect.copyDelayUs + this.latency(draw(key ^ DUPLICATE, nth + copy));
			port.arrive(atUs + lateUs, kind, from, to, id, port.copy(body), effect, copy + 1);
		}
	}
	/** What the configured network does by chance, faults or not. */
	baseline(effect, key, nth, config) {
		const hit = (purpose, probability) => probability !== void 0 && probability > 0 && draw(key ^ purpose, nth) < probability;
		if (hit(LOSS, config.lossProbability)) effect.lost = true;
		if (hit(DUPLICATE, config.duplicationProbability)) effect.copies++;
		if (hit(HOLD, config.reorderProbability)) effect.delayUs += Math.round(draw(key ^ HOLD_FOR, nth) * (config.reorderDelayMs ?? 10) * 1e3);
		if (hit(CORRUPT, config.corruptionProbability)) effect.corrupt = mix32(key ^ CORRUPT ^ nth) >>> 0;
		if (config.bytesPerSecond !== void 0) effect.bytesPerSecond = Math.min(effect.bytesPerSecond, config.bytesPerSecond);
	}
	/** How long the message waits for the link, and takes to go through it. */
	queueing(link, payload, bytesPerSecond) {
		this.busyUntil ??= new Float64Array(this.sent.length);
		const endUs = Math.max(this.port.now, this.busyUntil[link]) + Math.ceil(sizeBytes(payload) * 1e6 / bytesPerSecond);
		this.busyUntil[link] = endUs;
		return endUs - this.port.now;
	}
};
/** Size of a message on the wire: a header and its JSON text, or the bytes of a socket as many as they are. */
function sizeBytes(payload) {
	const { data } = payload ?? {};
	if (data instanceof Unchanging) return HEADER_BYTES + data.byteLength;
	return HEADER_BYTES + (jsonOf$1(payload)?.length ?? 0);
}
function jsonOf$1(payload) {
	try {
		return JSON.stringify(payload);
	} catch {
		return JSON.stringify(payload, (_key, value) => typeof value === "bigint" ? value.toString() : value);
	}
}
function linkKeys(seed, names) {
	const count = names.length;
	const keys = new Int32Array(count * count);
	const base = hashString(String(seed), LATENCY);
	const hashes = names.map((name) => hashString(name));
	for (let from = 0; from < count; from++) {
		const fromKey = mix32(base ^ hashes[from]);
		for (let to = 0; to < count; to++) keys[from * count + to] = mix32(fromKey + Math.imul(hashes[to], 2654435761) | 0);
	}
	return keys;
}
function compileLinks(config, names) {
	if (config.links === void 0 || config.links.length === 0) return void 0;
	const samplers = new Array(names.length * names.length).fill(void 0);
	for (const { from, to, latency } of config.links) {
		const [source, target] = [names.indexOf(from), names.indexOf(to)];
		if (source >= 0 && target >= 0) samplers[source * names.length + target] = compileLatency(latency, "network.links");
	}
	return samplers;
}
function cleared(effect) {
	effect.lost = false;
	effect.named = false;
	effect.delayUs = 0;
	effect.copies = 0;
	effect.copyDelayUs = 0;
	effect.corrupt = -1;
	effect.bytesPerSecond = Infinity;
	return effect;
}
// sim/schedule/planned-network.ts
/** The network as the plan wants it: a schedule that fixes the order fixes latencies too. */
/** Under delay-bounded scheduling every message takes the median of its link until the run ends. */
function plannedNetwork(config, { schedule }) {
	if (schedule?.strategy !== "delay-bounded") return config;
	const { links } = config;
	return {
		...config,
		latency: median(config.latency),
		...links === void 0 ? {} : { links: links.map((link) => ({
			...link,
			latency: median(link.latency)
		})) }
	};
}
function median(latency) {
	return {
		kind: "constant",
		ms: toMs(compileLatency(latency, "network.latency")(.5))
	};
}
// sim/schedule/timing.ts
/** A schedule at work: when what the network and the timers put on the calendar really happens. */
/** The timing of a plan; undefined where the network alone decides. */
function timingOf({ schedule, healAtMs }, names) {
	if (schedule === void 0 || schedule.strategy === "random") return void 0;
	const untilUs = healAtMs === void 0 ? Infinity : toMicros(healAtMs);
	if (schedule.strategy === "pct") return new Priorities(schedule.key, toMicros(schedule.windowMs), schedule.changes, names, untilUs);
	return new Delays(schedule.delays, schedule.delays.map(({ delayMs }) => toMicros(delayMs)), untilUs);
}
/** Walks through moments as events are put on the calendar. */
var Moments = class {
	moments;
	order;
	startsUs;
	next = 0;
	passed = 0;
	constructor(moments) {
		this.moments = moments;
		this.order = [...moments.keys()].sort((a, b) => momentAt(moments, a) - momentAt(moments, b) || a - b);
		this.startsUs = this.order.map((index) => toMicros(momentAt(moments, index)));
	}
	/** Counts one event. @returns which moment it is, or -1 */
	count(nowUs) {
		const start = this.startsUs[this.next];
		if (start === void 0 || nowUs < start) return -1;
		const index = this.order[this.next];
		if (++this.passed < this.moments[index].nth) return -1;
		this.next++;
		this.passed = 0;
		return index;
	}
	save() {
		return {
			next: this.next,
			passed: this.passed
		};
	}
	restore({ next, passed }) {
		this.next = next;
		this.passed = passed;
	}
};
function momentAt(moments, index) {
	return moments[index].atMs;
}
var Priorities = class {
	windowUs;
	untilUs;
	/** Place of each lane within a window: 0 first, 1 last; those that fell behind come after 1. */
	places;
	firstPlaces;
	behind = [];
	moments;
	count;
	constructor(key, windowUs, changes, names, untilUs) {
		this.windowUs = windowUs;
		this.untilUs = untilUs;
		this.count = names.length;
		this.moments = new Moments(changes);
		const hashes = names.map((name) => hashString(name));
		this.firstPlaces = Float64Array.from({ length: this.count * this.count }, (_, lane) => draw(mix32(key ^ hashes[Math.floor(lane / this.count)]), hashes[lane % this.count]));
		this.places = this.firstPlaces.slice();
	}
	due(atUs, nowUs, from, to) {
		if (nowUs >= this.untilUs) return atUs;
		const lane = from * this.count + to;
		if (this.moments.count(nowUs) >= 0) this.fallBehind(lane);
		const { windowUs } = this;
		const opensUs = Math.floor(atUs / windowUs) * windowUs + windowUs;
		return Math.max(atUs, opensUs + Math.floor(this.places[lane] * windowUs));
	}
	save() {
		return {
			moment: this.moments.save(),
			behind: [...this.behind]
		};
	}
	restore({ moment, behind }) {
		this.moments.restore(moment);
		this.places = this.firstPlaces.slice();
		this.behind = [];
		for (const lane of behind) this.fallBehind(lane);
	}
	/** One window behind the others, so that what is due in the next can overtake it too. */
	fallBehind(lane) {
		this.behind.push(lane);
		this.places[lane] = 2 - 1 / (this.behind.length + 1);
	}
};
var Delays = class {
	lengthsUs;
	untilUs;
	moments;
	constructor(delays, lengthsUs, untilUs) {
		this.lengthsUs = lengthsUs;
		this.untilUs = untilUs;
		this.moments = new Moments(delays);
	}
	due(atUs, nowUs) {
		if (nowUs >= this.untilUs) return atUs;
		const index = this.moments.count(nowUs);
		return index < 0 ? atUs : atUs + this.lengthsUs[index];
	}
	save() {
		return {
			moment: this.moments.save(),
			behind: []
		};
	}
	restore({ moment }) {
		this.moments.restore(moment);
	}
};
// sim/node/blind-looks.ts
var BlindLooks = class {
	nodes;
	looks = /* @__PURE__ */ new Map();
	constructor(nodes) {
		this.nodes = nodes;
	}
	/** @param node number of a running node that has shown nothing */
	add(who, node) {
		const before = this.looks.get(who);
		if (before === void 0) this.looks.set(who, /* @__PURE__ */ new Set([node]));
		else before.add(node);
	}
	/** Why what `who` says counts for nothing: a node it looked at showed nothing in the whole run. */
	reason(who) {
		for (const index of this.looks.get(who) ?? []) {
			const node = this.nodes[index];
			if (node !== void 0 && !node.everShown) return `${who} looked at ${node.name}'s state, which an async program must show with node.show`;
		}
	}
};
// sim/node/view.ts
/** A node as it is now, as data. */
function viewOf(node, blind) {
	const { name, status, incarnation } = node;
	if (blind === void 0 || !node.hidden) return {
		name,
		status,
		incarnation,
		state: node.seen
	};
	return {
		name,
		status,
		incarnation,
		get state() {
			blind(node.index);
		}
	};
}
/** A node as it is at the moment of looking, for one who looks after every event: nothing is allocated by looking. */
function liveView(node, blind) {
	return new LiveView(node, blind);
}
var LiveView = class {
	node;
	blind;
	constructor(node, blind) {
		this.node = node;
		this.blind = blind;
	}
	get name() {
		return this.node.name;
	}
	get status() {
		return this.node.status;
	}
	get incarnation() {
		return this.node.incarnation;
	}
	get state() {
		const { node } = this;
		if (node.hidden) this.blind(node.index);
		return node.seen;
	}
};
// sim/coverage/recorder.ts
/**
* What one run reached: sites its authors named, and states. Observing changes nothing: no draw, no event, no part of
* the fingerprint.
*/
var CoverageRecorder = class {
	abstraction;
	nodes;
	/** Whether events are to be shown to it. */
	watches;
	sites = {
		sometimes: /* @__PURE__ */ new Map(),
		reachable: /* @__PURE__ */ new Map(),
		unreachable: /* @__PURE__ */ new Map(),
		buggify: /* @__PURE__ */ new Map()
	};
	states = /* @__PURE__ */ new Set();
	transitions = /* @__PURE__ */ new Set();
	/** Where the world, or each node, was before. */
	before = [];
	events = 0;
	blind;
	constructor(abstraction, nodes) {
		this.abstraction = abstraction;
		this.nodes = nodes;
		this.watches = abstraction !== void 0;
		this.blind = new BlindLooks(nodes);
	}
	sometimes(name, condition) {
		this.count("sometimes", name, condition);
	}
	reachable(name) {
		this.count("reachable", name, true);
	}
	/** @returns whether it is the first time */
	unreachable(name) {
		return this.count("unreachable", name, true) === 1;
	}
	buggify(site, yes) {
		this.count("buggify", site, yes);
	}
	look = (node) => this.blind.add("coverage.abstract", node);
	/** Why the states it counted are none, if so. */
	get unseen() {
		return this.blind.reason("coverage.abstract");
	}
	/** An event happened, of which those of nodes count. @returns whether it led to a state that is new */
	saw(changed, kind, payload) {
		const { abstraction, nodes } = this;
		const node = nodes[changed];
		if (abstraction === void 0 || node === void 0 || ++this.events % abstraction.every !== 0) return false;
		const whole = abstraction.of === "world";
		let state;
		try {
			state = whole ? digest(abstraction.state(nodes.map((each) => viewOf(each, this.look)))) : digest(abstraction.state(viewOf(node), kind, payload));
		} catch (error) {
			throw callersError("coverage.abstract", error);
		}
		const place = whole ? 0 : changed;
		const before = this.before[place];
		if (before === state) return false;
		this.before[place] = state;
		const known = this.states.size;
		this.states.add(state >>> 0);
		if (before !== void 0) this.transitions.add(mix32(fold(before, state)) >>> 0);
		return this.states.size > known;
	}
	result() {
		const blind = this.unseen !== void 0;
		return {
			sometimes: this.counts("sometimes"),
			reachable: this.counts("reachable"),
			unreachable: this.counts("unreachable"),
			buggify: this.counts("buggify"),
			states: blind ? [] : [...this.states].sort((a, b) => a - b),
			transitions: blind ? [] : [...this.transitions].sort((a, b) => a - b)
		};
	}
	count(kind, name, held) {
		const sites = this.sites[kind];
		let count = sites.get(name);
		if (count === void 0) sites.set(name, count = {
			reached: 0,
			held: 0
		});
		if (held) count.held++;
		return ++count.reached;
	}
	counts(kind) {
		const named = [...this.sites[kind]].sort(([a], [b]) => a < b ? -1 : 1);
		return Object.fromEntries(named.map(([name, count]) => [name, { ...count }]));
	}
};
// sim/network/round-trip.ts
const FIRST_TIMEOUT_US = 2e5;
const SHORTEST_US = 1e5;
/** Also bounds how late a connection notices that the network has healed. */
const LONGEST_US$1 = 1e6;
const firstEstimate = {
	smoothedUs: -1,
	deviationUs: 0
};
/** The estimate with one more measurement. Only what was sent once may be measured (Karn's rule). */
function measured({ smoothedUs, deviationUs }, sampleUs) {
	if (smoothedUs < 0) return {
		smoothedUs: sampleUs,
		deviationUs: Math.round(sampleUs / 2)
	};
	return {
		smoothedUs: Math.round((7 * smoothedUs + sampleUs) / 8),
		deviationUs: Math.round((3 * deviationUs + Math.abs(smoothedUs - sampleUs)) / 4)
	};
}
/** How long to wait after so many retransmissions. */
function retransmitAfter({ smoothedUs, deviationUs }, attempts) {
	const firstUs = smoothedUs < 0 ? FIRST_TIMEOUT_US : Math.max(SHORTEST_US, smoothedUs + 4 * deviationUs);
	return Math.min(LONGEST_US$1, firstUs * (1 << attempts));
}
// sim/network/connection.ts
function newConnection(id, peer, phase, key, now, token) {
	return {
		id,
		peer,
		token,
		phase,
		key,
		outbox: [],
		acked: 0,
		closing: false,
		received: 0,
		early: [],
		peerClosed: false,
		ackDue: false,
		attempts: 0,
		resent: 0,
		resendTo: 0,
		roundTrip: firstEstimate,
		heardAt: now,
		timedSeq: 0,
		timedAt: 0,
		slot: -1
	};
}
/** Whether the other end owes an acknowledgement. */
function unanswered(connection) {
	return connection.phase === "opening" || connection.phase === "accepting" || connection.outbox.length > 0;
}
/** Puts an item last in the order and returns its place. */
function append(connection, item) {
	return connection.acked + connection.outbox.push(item);
}
/** Forgets what the other end has; whether there was any. */
function acknowledge(connection, upTo) {
	const count = Math.min(upTo - connection.acked, connection.outbox.length);
	if (count <= 0) return false;
	connection.outbox.splice(0, count);
	connection.acked += count;
	return true;
}
/** Keeps an item until its turn; duplicates are dropped. */
function admit(connection, seq, item) {
	if (seq <= connection.received) return;
	const { early } = connection;
	let index = early.length;
	while (index > 0 && early[index - 1].seq > seq) index--;
	if (index > 0 && early[index - 1].seq === seq) return;
	early.splice(index, 0, {
		seq,
		item
	});
}
/** The item whose turn it is, if it is there. */
function takeNext(connection) {
	const first = connection.early[0];
	if (first === void 0 || first.seq !== connection.received + 1) return void 0;
	connection.early.shift();
	connection.received++;
	return first.item;
}
/** Items are never changed once made, so a copy may share them. */
function saved({ slot: _slot, ...rest }) {
	return {
		...rest,
		outbox: [...rest.outbox],
		early: [...rest.early]
	};
}
function restored(from) {
	return {
		...from,
		outbox: [...from.outbox],
		early: [...from.early],
		slot: -1
	};
}
// sim/network/segment.ts
/** Segments: the datagrams that connections are made of, with the checksum that finds damaged ones. */
function segment(stream, kind, key, seq, ack, data) {
	return {
		stream,
		kind,
		key,
		seq,
		ack,
		data,
		checksum: checksum(stream, kind, key, seq, ack, data)
	};
}
/** Whether the segment is as it was sent. */
function intact({ stream, kind, key, seq, ack, data, checksum: sum }) {
	return sum === checksum(stream, kind, key, seq, ack, data);
}
function checksum(stream, kind, key, seq, ack, data) {
	const sum = hashString(kind, fold(fold(fold(fold(0, stream), key), seq), ack));
	return data instanceof Unchanging ? mix32(sum) : digest(data, sum);
}
// sim/network/stream-wire.ts
/** What a connection does to the world: segments leave, and timers wait for their answers. */
/** So many segments that were sent again may be on their way at once. */
const BURST = 16;
/** An end that has heard nothing for so long asks whether the other is still there. */
const PROBE_AFTER_US = 2e6;
/** How long an end that is over answers a peer that has not heard so; the peer asks at least every second. */
const LINGER_US = 25e5;
var StreamWire = class {
	node;
	constructor(node) {
		this.node = node;
	}
	/** Time as connections count it: the node's monotonic clock. */
	now() {
		return this.node.clock.monotonic(this.node.port.now);
	}
	transmit(connection, kind, seq = 0, data) {
		const { id, peer, key, received } = connection;
		connection.ackDue = false;
		this.node.sites.transmit(EventKind.Segment, peer, id, segment(id, kind, key, seq, received, data));
	}
	/** Sends an item that is in the order. */
	transmitItem(connection, seq, item) {
		this.transmit(connection, item.kind, seq, item.data);
	}
	/** Sends all that waits for its first acknowledgement, for the first time. */
	transmitOutbox(connection) {
		for (const [index, item] of connection.outbox.entries()) this.transmitItem(connection, connection.acked + 1 + index, item);
	}
	/** Sends again what was not answered. */
	repeat(connection) {
		connection.timedSeq = 0;
		if (connection.phase === "opening") this.transmit(connection, "open");
		else if (connection.phase === "accepting") this.transmit(connection, "accept");
		else if (connection.outbox.length === 0) this.transmit(connection, "probe");
		else {
			connection.resent = connection.acked;
			connection.resendTo = connection.acked + connection.outbox.length;
			this.resend(connection);
		}
	}
	/** Sends the next part of what a time-out found unanswered; each acknowledgement lets more follow. */
	resend(connection) {
		const { acked, outbox, resendTo } = connection;
		const last = Math.min(resendTo, acked + BURST);
		for (let seq = Math.max(connection.resent, acked) + 1; seq <= last; seq++) {
			this.transmitItem(connection, seq, outbox[seq - acked - 1]);
			connection.resent = seq;
		}
	}
	/** Says that a connection is not known here. */
	deny(to, id, key) {
		this.node.port.network.send(EventKind.Segment, this.node.index, to, id, segment(id, "reset", key, 0, 0, void 0));
	}
	measure(connection, sinceUs) {
		connection.roundTrip = measured(connection.roundTrip, this.now() - sinceUs);
	}
	/** Sets the timer of a connection to what it waits for now. */
	arm(connection) {
		const { attempts, phase, roundTrip } = connection;
		if (attempts > 0 || unanswered(connection)) this.armAfter(connection, retransmitAfter(roundTrip, attempts));
		else this.armAfter(connection, phase === "ended" ? LINGER_US : PROBE_AFTER_US);
	}
	armAfter(connection, delayUs) {
		const { port, clock, index } = this.node;
		if (this.node.sites.gone) return;
		this.node.dropStreamTimer(connection.id, connection.slot);
		connection.slot = port.schedule(port.now + clock.real(delayUs), EventKind.StreamTimer, index, 0, connection.id, void 0);
	}
};
// sim/network/streams.ts
/**
* Ordered, reliable connections between nodes, on top of datagrams that get lost, doubled and overtaken: a small TCP
* (RFC 9293) that counts messages instead of bytes.
*
* A connection opens with a three-way handshake. What is sent carries its place in the order, is acknowledged
* cumulatively and sent again until it is. A segment for a connection a node does not have is answered with a reset,
* so an end whose peer's process is gone finds out with the next thing it sends, or, if it sends nothing, with the next
* probe. An end that hears no acknowledgement for `GIVE_UP_AFTER` retransmissions (4.5 to 7 seconds) gives up.
*
* The table of connections is memory of the process: it dies with it, silently, unless the machine closes them.
*/
const GIVE_UP_AFTER = 6;
const CLOSE = {
	kind: "close",
	data: void 0
};
var Streams = class {
	node;
	table = /* @__PURE__ */ new Map();
	wire;
	constructor(node) {
		this.node = node;
		this.wire = new StreamWire(node);
	}
	/**
	* Asks another node for a connection; `opened` or `closed` tells how it ended. Both ends know it by the same
	* number. What is sent on it before `opened` waits for the handshake.
	* @param token comes back with `opened`, as it is: it must be the engine's own copy
	* @throws RangeError when a node connects to itself
	*/
	connect(to, token) {
		const { node } = this;
		if (to === node.index) throw new RangeError(`${node.name} cannot open a stream to itself`);
		const id = node.port.nextId();
		if (node.sites.gone) return id;
		const connection = newConnection(id, to, "opening", 0, this.wire.now(), token);
		this.table.set(id, connection);
		this.wire.transmit(connection, "open");
		this.wire.arm(connection);
		return id;
	}
	/**
	* Sends a message; the other end gets a copy, after everything sent before.
	* @throws StreamClosed when this end has closed the connection, when it is over, or never was
	* @throws NotPlainData when the message is not plain data
	*/
	send(id, data) {
		const { sites } = this.node;
		if (sites.gone) return;
		const connection = this.table.get(id);
		if (connection === void 0 || connection.phase === "accepting" || connection.closing) throw this.closed(id, connection);
		if (!sites.begins("send", connection.peer, data)) return;
		this.enqueue(connection, {
			kind: "data",
			data: copyPlain(data, "stream message")
		});
		sites.done("send", connection.peer, data);
	}
	/**
	* Closes in good order: everything sent before is delivered first, then the other end is told `closed`, and nothing
	* more can be sent from either. What the other end sent before it knew still arrives here, then `closed`. Does
	* nothing to a connection that is over.
	*/
	close(id) {
		const connection = this.table.get(id);
		if (connection === void 0 || connection.phase === "accepting" || connection.closing) return;
		connection.closing = true;
		this.enqueue(connection, CLOSE);
	}
	/** The connections this node's program has, oldest first. */
	open() {
		return [...this.table.values()].filter(isVisible).map((connection) => ({
			stream: connection.id,
			peer: this.nameOf(connection),
			state: connection.closing ? "closing" : connection.phase === "opening" ? "opening" : "open"
		}));
	}
	/** A segment arrives. Damaged ones count as lost. */
	receive(from, payload) {
		const arrived = payload;
		if (!intact(arrived)) {
			this.node.port.note(this.node, "segment-damaged");
			return;
		}
		const connection = this.table.get(arrived.stream);
		if (connection === void 0) this.meet(from, arrived);
		else if (arrived.kind === "open") {
			if (connection.phase === "accepting") this.wire.transmit(connection, "accept");
		} else if (arrived.kind === "reset") {
			if (arrived.key === connection.key || arrived.key === 0) this.end(connection, connection.phase === "opening" ? "refused" : "reset");
		} else if (connection.phase === "opening" && arrived.kind === "accept") this.establish(connection, arrived.key);
		else if (arrived.key !== connection.key) this.wire.deny(from, arrived.stream, arrived.key);
		else this.proceed(connection, arrived);
	}
	/** Time to look at what was not acknowledged. */
	timer(id) {
		const connection = this.table.get(id);
		if (connection === void 0) return;
		connection.slot = -1;
		const quietUs = this.wire.now() - connection.heardAt;
		if (!unanswered(connection)) {
			if (connection.phase === "ended") {
				this.table.delete(id);
				return;
			}
			if (connection.attempts === 0 && quietUs < 2e6) {
				this.wire.armAfter(connection, PROBE_AFTER_US - quietUs);
				return;
			}
		}
		if (connection.attempts === GIVE_UP_AFTER) this.end(connection, "timeout");
		else {
			connection.attempts++;
			this.wire.repeat(connection);
			this.wire.arm(connection);
		}
	}
	/** A segment came for a process that is not there: the machine says so. */
	refuse(from, id, key) {
		this.wire.deny(from, id, key);
	}
	/** The timer event of a connection is somewhere else on the calendar; -1: nowhere, it waits until the node goes on. */
	moved(id, slot) {
		const connection = this.table.get(id);
		if (connection !== void 0) connection.slot = slot;
	}
	/** The process is gone, and with it all connections; nobody is told. */
	reset() {
		for (const connection of this.table.values()) {
			this.node.port.cancel(connection.slot, this.node.index, EventKind.StreamTimer);
			connection.slot = -1;
		}
		this.table = /* @__PURE__ */ new Map();
	}
	/**
	* The process is gone, and its machine closes what it had, as a kernel does: what was sent still arrives, and the
	* other ends hear that nothing more comes.
	*/
	abandon() {
		for (const connection of this.table.values()) {
			if (connection.phase === "opening" || connection.phase === "accepting") {
				this.node.dropStreamTimer(connection.id, connection.slot);
				this.table.delete(connection.id);
				continue;
			}
			if (!connection.closing) {
				connection.closing = true;
				this.enqueue(connection, CLOSE);
			}
			connection.phase = "ended";
		}
	}
	/** Whether the machine has something to do with the connection yet. */
	knows(id) {
		return this.table.has(id);
	}
	/**
	* Cuts the connections with one peer, as a box on the way that forgets them would; to be called at both ends. The
	* program hears of it in an event of its own, at this moment or once the node goes on.
	*/
	breakWith(peer) {
		const { port, index } = this.node;
		for (const { id, peer: other } of this.table.values()) {
			if (other !== peer) continue;
			port.schedule(port.now, EventKind.Segment, index, index, id, segment(id, "reset", 0, 0, 0, void 0));
		}
	}
	save() {
		return [...this.table.values()].map(saved);
	}
	/** Puts saved connections back. Whoever puts the calendar back tells where their timers are: `moved`. */
	restore(saved) {
		this.table = new Map(saved.map((connection) => [connection.id, restored(connection)]));
	}
	/** A segment of a connection this end does not have. */
	meet(from, { stream, kind, key: theirs }) {
		if (kind === "reset") return;
		if (kind !== "open") {
			this.wire.deny(from, stream, theirs);
			return;
		}
		const connection = newConnection(stream, from, "accepting", this.node.port.nextId(), this.wire.now(), void 0);
		this.table.set(stream, connection);
		this.wire.transmit(connection, "accept");
		this.wire.arm(connection);
	}
	/** The other end has agreed. */
	establish(connection, key) {
		if (connection.attempts === 0) this.wire.measure(connection, connection.heardAt);
		connection.key = key;
		connection.phase = "open";
		connection.attempts = 0;
		connection.ackDue = true;
		this.hear(connection);
		this.wire.transmitOutbox(connection);
		this.wire.arm(connection);
		const { id: stream, token } = connection;
		const event = {
			kind: "opened",
			stream,
			peer: this.nameOf(connection)
		};
		this.tell(token === void 0 ? event : {
			...event,
			token
		});
		this.answer(connection);
	}
	/** A segment of a connection that stands. */
	proceed(connection, arrived) {
		this.hear(connection);
		if (connection.phase === "accepting") {
			connection.phase = "open";
			this.wire.arm(connection);
			this.tell({
				kind: "accepted",
				stream: connection.id,
				peer: this.nameOf(connection)
			});
		}
		if (acknowledge(connection, arrived.ack)) this.progress(connection);
		if (arrived.kind === "data") admit(connection, arrived.seq, {
			kind: "data",
			data: arrived.data
		});
		else if (arrived.kind === "close") admit(connection, arrived.seq, CLOSE);
		if (arrived.kind !== "ack") connection.ackDue = true;
		this.deliver(connection);
		this.answer(connection);
	}
	/** Hands over what is in order. */
	deliver(connection) {
		let item = takeNext(connection);
		while (item !== void 0) {
			if (item.kind === "close") connection.peerClosed = true;
			else if (connection.phase === "open") {
				const data = copyPlain(item.data, "stream message");
				this.tell({
					kind: "data",
					stream: connection.id,
					peer: this.nameOf(connection),
					data
				});
			}
			item = takeNext(connection);
		}
		this.settle(connection);
	}
	/** Tells the program that the connection is over, once it is. */
	settle(connection) {
		if (!connection.peerClosed || connection.phase !== "open") return;
		if (connection.closing && connection.outbox.length > 0) return;
		connection.phase = "ended";
		if (connection.closing) this.wire.arm(connection);
		else {
			connection.closing = true;
			this.enqueue(connection, CLOSE);
		}
		this.tell({
			kind: "closed",
			stream: connection.id,
			peer: this.nameOf(connection),
			reason: "closed"
		});
	}
	/** The connection is over, and nothing more will be done for it. */
	end(connection, reason) {
		this.node.dropStreamTimer(connection.id, connection.slot);
		this.table.delete(connection.id);
		if (isVisible(connection)) this.tell({
			kind: "closed",
			stream: connection.id,
			peer: this.nameOf(connection),
			reason
		});
	}
	enqueue(connection, item) {
		const seq = append(connection, item);
		if (connection.phase === "opening") return;
		if (connection.timedSeq === 0) {
			connection.timedSeq = seq;
			connection.timedAt = this.wire.now();
		}
		this.wire.transmitItem(connection, seq, item);
		if (connection.outbox.length === 1) {
			connection.attempts = 0;
			this.wire.arm(connection);
		}
	}
	/** The other end has acknowledged something new. */
	progress(connection) {
		if (connection.timedSeq > 0 && connection.acked >= connection.timedSeq) {
			this.wire.measure(connection, connection.timedAt);
			connection.timedSeq = 0;
		}
		connection.attempts = 0;
		this.wire.resend(connection);
		this.wire.arm(connection);
	}
	hear(connection) {
		connection.heardAt = this.wire.now();
		if (connection.attempts > 0 && connection.outbox.length === 0) {
			connection.attempts = 0;
			this.wire.arm(connection);
		}
	}
	/** Acknowledges what arrived, unless something sent meanwhile already did. */
	answer(connection) {
		if (connection.ackDue) this.wire.transmit(connection, "ack");
	}
	tell(event) {
		this.node.driver?.stream(event);
	}
	nameOf(connection) {
		return this.node.port.endpointName(connection.peer);
	}
	closed(id, connection) {
		const why = connection !== void 0 && isVisible(connection) ? "it was closed here" : "it is over or never was";
		return new StreamClosed(`${this.node.name} cannot send on stream ${id}: ${why}`);
	}
};
/** Whether the program knows the connection. */
function isVisible({ phase }) {
	return phase === "opening" || phase === "open";
}
// sim/node/agenda.ts
/** What a process has on the calendar: named timers, calls, wake-ups. All of it dies with the process. */
var Agenda = class {
	node;
	/** Slots of the named timers, by the number of the name; -1 or nothing: not set. */
	timers = [];
	calls = /* @__PURE__ */ new Map();
	wakes = /* @__PURE__ */ new Map();
	constructor(node) {
		this.node = node;
	}
	/** Sets or resets a named timer. The delay is counted by this node's own clock. */
	setTimer(name, delayUs, payload) {
		if (this.node.sites.gone) return;
		const { timers } = this;
		const id = this.node.port.intern(name);
		while (timers.length <= id) timers.push(-1);
		this.dropTimer(id);
		timers[id] = this.plan(delayUs, EventKind.Timer, id, 0, payload);
	}
	clearTimer(name) {
		const id = this.node.port.intern(name);
		this.dropTimer(id);
		if (id < this.timers.length) this.timers[id] = -1;
	}
	/** Takes a timer off the calendar, or out of the backlog of a slow node, where it may have fired already. */
	dropTimer(id) {
		this.cancel(this.timers[id] ?? -1, EventKind.Timer);
		this.node.backlog.drop(EventKind.Timer, "a", id);
	}
	timerFired(id) {
		this.timers[id] = -1;
	}
	/** Notes a call whose end is to come back with the token. @returns its number */
	openCall(to, message, timeoutUs, token) {
		const id = this.node.port.nextId();
		const slot = this.plan(timeoutUs, EventKind.CallTimeout, 0, id, void 0);
		this.calls.set(id, {
			to,
			token,
			f: nameOf$2(message),
			slot
		});
		return id;
	}
	/** @returns the call, if it was still open */
	closeCall(id, timedOut) {
		const pending = this.calls.get(id);
		if (pending === void 0) return void 0;
		this.calls.delete(id);
		if (!timedOut) this.cancel(pending.slot, EventKind.CallTimeout);
		return pending;
	}
	/** Lets the driver be woken after a while of this node's own time. @param a LOOP_WAKE for its event loop */
	wakeAfter(delayUs, a = 0) {
		const id = this.node.port.nextId();
		if (this.node.sites.gone) return id;
		this.wakes.set(id, this.plan(delayUs, EventKind.Wake, a, id, void 0));
		return id;
	}
	/** Lets the driver be woken before anything else that waits for this node happens. */
	wakeNext() {
		const id = this.node.port.nextId();
		this.wakes.set(id, -1);
		this.node.backlog.pushFirst({
			kind: EventKind.Wake,
			a: 1,
			b: id,
			payload: void 0
		});
		this.node.backlog.planTurn();
		return id;
	}
	/** Lets the driver be woken after `restUs` instead. @returns false where the wake-up waits for the node already */
	moveWake(id, restUs) {
		const slot = this.wakes.get(id) ?? -1;
		if (slot < 0) return false;
		const { port, index } = this.node;
		this.cancel(slot, EventKind.Wake);
		this.wakes.set(id, port.schedule(port.now + restUs, EventKind.Wake, index, 0, id, void 0));
		return true;
	}
	cancelWake(id) {
		const slot = this.wakes.get(id);
		if (slot === void 0) return;
		this.cancel(slot, EventKind.Wake);
		this.wakes.delete(id);
	}
	woken(id) {
		this.wakes.delete(id);
	}
	/** Where one of its events is on the calendar now; -1: nowhere, it waits in the backlog. */
	moved(kind, a, b, slot) {
		if (kind === EventKind.Timer) this.timers[a] = slot;
		else if (kind === EventKind.Wake) this.wakes.set(b, slot);
		else if (kind === EventKind.CallTimeout) {
			const pending = this.calls.get(b);
			if (pending !== void 0) pending.slot = slot;
		}
	}
	/** The process has ended. */
	forget() {
		for (const slot of this.timers) this.cancel(slot, EventKind.Timer);
		for (const { slot } of this.calls.values()) this.cancel(slot, EventKind.CallTimeout);
		for (const slot of this.wakes.values()) this.cancel(slot, EventKind.Wake);
		this.timers = [];
		this.calls.clear();
		this.wakes.clear();
	}
	save() {
		return {
			timers: [...this.timers],
			calls: copyCalls([...this.calls]),
			wakes: [...this.wakes]
		};
	}
	restore({ timers, calls, wakes }) {
		this.timers = [...timers];
		refill$1(this.calls, copyCalls(calls));
		refill$1(this.wakes, wakes);
	}
	/** Puts something on the calendar, after a while that this node's own clock counts. */
	plan(delayUs, kind, a, b, payload) {
		const { node } = this;
		const atUs = node.stall.nowUs + node.clock.real(delayUs);
		return node.port.schedule(atUs, kind, node.index, a, b, payload);
	}
	cancel(slot, kind) {
		this.node.port.cancel(slot, this.node.index, kind);
	}
};
function copyCalls(calls) {
	return calls.map(([id, call]) => [id, {
		...call,
		token: copyPlain(call.token)
	}]);
}
/** Makes a map hold what was saved, and nothing else. */
function refill$1(map, entries) {
	map.clear();
	for (const [key, value] of entries) map.set(key, value);
}
// sim/node/backlog.ts
/** What waits for a node that stands still or is busy, and when one that is slow gets to it. */
var Backlog = class {
	node;
	events = [];
	/** Microseconds that each event costs; 0 unless slowed. */
	slowUs = 0;
	/** When a slow node gets to the first event; -1: not planned. */
	turnSlot = -1;
	constructor(node) {
		this.node = node;
	}
	/** Whether what comes now has to wait, though the process does not stand still. */
	get delays() {
		return this.slowUs > 0 || this.events.length > 0 || this.node.stall.lasts;
	}
	push(event) {
		this.events.push(event);
	}
	/** It happens before all that waits. */
	pushFirst(event) {
		this.events.unshift(event);
	}
	/** The event of this kind with this in column `a`, or `b`, shall not happen. */
	drop(kind, column, value) {
		if (this.events.length > 0) this.events = this.events.filter((event) => event.kind !== kind || event[column] !== value);
	}
	/** What waited for a process that stood still: first what its event loop does, then what arrived. */
	putLoopFirst() {
		const isLoop = ({ kind, a }) => kind === EventKind.Wake && a === 1;
		this.events = [...this.events.filter(isLoop), ...this.events.filter((event) => !isLoop(event))];
	}
	/** Lets the first event happen after what an event costs. */
	planTurn() {
		const { node } = this;
		if (node.status !== "up" || this.turnSlot >= 0) return;
		if (this.events.length === 0 && !node.stall.lasts) return;
		const atUs = node.stall.nowUs + this.slowUs;
		this.turnSlot = node.port.schedule(atUs, EventKind.Turn, node.index, 0, 0, void 0);
	}
	/** The planned turn is there. */
	turned() {
		this.turnSlot = -1;
	}
	/** The event whose turn it is; the next is planned. */
	shift() {
		const next = this.events.shift();
		if (next !== void 0) this.planTurn();
		return next;
	}
	/** All of it happens now, in this order. */
	release() {
		this.cancelTurn();
		const waited = this.events;
		this.events = [];
		for (const event of waited) this.node.putBack(event);
	}
	/** It dies with the process. */
	forget() {
		this.events = [];
		this.cancelTurn();
	}
	save() {
		return {
			backlog: this.events.map(copied),
			slowUs: this.slowUs,
			turnSlot: this.turnSlot
		};
	}
	restore({ backlog, slowUs, turnSlot }) {
		this.events = backlog.map(copied);
		this.slowUs = slowUs;
		this.turnSlot = turnSlot;
	}
	cancelTurn() {
		this.node.port.cancel(this.turnSlot, this.node.index, EventKind.Turn);
		this.turnSlot = -1;
	}
};
function copied(event) {
	return {
		...event,
		payload: copyPlain(event.payload)
	};
}
// sim/node/ambient/immediate-queue.ts
var ImmediateQueue = class {
	first = null;
	last = null;
	get isEmpty() {
		return this.first === null;
	}
	append(immediate) {
		immediate._idlePrev = this.last;
		if (this.last === null) this.first = immediate;
		else this.last._idleNext = immediate;
		this.last = immediate;
	}
	shift() {
		const { first } = this;
		if (first === null) return void 0;
		this.leave(first);
		unlink(first);
		return first;
	}
	/** Forgets an immediate that is about to be unlinked; one of another queue changes nothing. */
	leave(immediate) {
		if (this.first === immediate) this.first = immediate._idleNext;
		if (this.last === immediate) this.last = immediate._idlePrev;
	}
	/** Takes everything over that waits in another queue. */
	takeAll(other) {
		[this.first, this.last] = [other.first, other.last];
		other.first = other.last = null;
	}
};
// sim/node/ambient/event-loop.ts
/**
* What a turn of the loop costs, in microseconds. Without it a loop of setImmediate that waits for a timer would
* never see it: virtual time stands still while code runs.
*/
const TURN_US = 10;
var EventLoop = class {
	turns;
	lists = new TimerLists();
	numbered = /* @__PURE__ */ new Map();
	lastNumber = 0;
	/** When the loop is to look at its timers. */
	wake;
	/** The round of timers that is under way, and the millisecond in which it began. */
	round;
	roundMs = 0;
	immediates = new ImmediateQueue();
	/** The immediates of the turn that is under way. */
	batch = new ImmediateQueue();
	checkPlanned;
	ended = false;
	constructor(turns) {
		this.turns = turns;
	}
	/** Whole milliseconds since the process began. */
	get nowMs() {
		return msOf$1(this.turns.nowUs());
	}
	/** Nothing is planned here that would keep a process alive. */
	get isIdle() {
		const { round, immediates, batch, lists } = this;
		if (round !== void 0 || !immediates.isEmpty || !batch.isEmpty) return false;
		return !lists.some((timer) => timer.hasRef());
	}
	/** A number no other timer of this process has. */
	nextNumber() {
		return ++this.lastNumber;
	}
	/** From now on the timer can be cleared by its number. */
	remember(number, timer) {
		this.numbered.set(number, timer);
	}
	timerOf(number) {
		return this.numbered.get(number);
	}
	forget(number) {
		this.numbered.delete(number);
	}
	/** Starts a timer, or starts it anew. @param atUs from when its duration counts */
	insert(timer, durationMs, atUs = this.turns.nowUs()) {
		if (this.ended) return;
		const wholeMs = Math.trunc(durationMs);
		this.lists.append(timer, wholeMs, atUs);
		timer._idleStart = msOf$1(atUs);
		if (this.round === void 0) this.wakeBy(msOf$1(atUs) + wholeMs, atUs + wholeMs * 1e3);
	}
	/** Stops a timer. */
	remove(timer, durationMs) {
		unlink(timer);
		if (timer.hasRef()) this.lists.dropEmpty(Math.trunc(durationMs));
	}
	addImmediate(immediate) {
		if (this.ended) return;
		this.immediates.append(immediate);
		if (this.batch.isEmpty) this.checkPlanned ??= this.turns.after(TURN_US, this.check);
	}
	removeImmediate(immediate) {
		this.immediates.leave(immediate);
		this.batch.leave(immediate);
		unlink(immediate);
	}
	failed(error) {
		this.turns.failed(error);
	}
	/** The process is gone: nothing of it runs any more. */
	end() {
		this.ended = true;
	}
	/** Looks at the timers at that moment at the latest, and not before the last one of that millisecond is due. */
	wakeBy(expiryMs, dueUs) {
		const { wake } = this;
		if (wake !== void 0) {
			if (expiryMs > wake.expiryMs || expiryMs === wake.expiryMs && dueUs <= wake.dueUs) return;
			this.turns.cancel(wake.number);
		}
		const delayUs = Math.max(TURN_US, dueUs - this.turns.nowUs());
		this.wake = {
			number: this.turns.after(delayUs, this.timersDue),
			expiryMs,
			dueUs
		};
	}
	timersDue = () => {
		const { wake } = this;
		this.wake = void 0;
		if (wake !== void 0) {
			if (wake.dueUs - this.turns.nowUs() > 1) return this.wakeBy(wake.expiryMs, wake.dueUs);
			this.roundMs = Math.max(wake.expiryMs, this.nowMs);
			this.round = this.fireDue();
		}
		let step = this.round?.next();
		while (step?.value === "again" && !this.ended) step = (this.round = this.fireDue()).next();
		if (this.ended) this.round = void 0;
		else if (step?.done === false) this.turns.next(this.timersDue);
		else this.endRound();
	};
	endRound() {
		this.round = void 0;
		const expiryMs = this.lists.next?.expiryMs;
		if (expiryMs !== void 0) this.wakeBy(expiryMs, this.lists.lastDueUs(expiryMs));
	}
	/** Runs what is due, one callback after the other; stops in between so that promises and ticks run. */
	*fireDue() {
		const { lists, roundMs } = this;
		let ran = false;
		for (;;) {
			const list = lists.next;
			if (list === void 0 || list.expiryMs > roundMs) return void 0;
			if (ran) yield;
			ran = true;
			let ranOfList = false;
			for (;;) {
				const timer = list.first;
				if (timer === void 0) {
					lists.dropEmpty(list.durationMs);
					break;
				}
				const dueMs = list.dueMs(timer);
				if (dueMs > roundMs) {
					lists.postpone(list, dueMs);
					break;
				}
				if (ranOfList) yield;
				ranOfList = true;
				if (!this.fire(timer)) return "again";
			}
		}
	}
	/** @returns whether the callback returned */
	fire(timer) {
		unlink(timer);
		if (!timer._onTimeout) {
			if (!timer._destroyed) timer.retire();
			return true;
		}
		const atUs = this.turns.nowUs();
		return timer.run(() => {
			if (timer._repeat && timer._idleTimeout !== -1) {
				timer._idleTimeout = timer._repeat;
				this.insert(timer, timer._idleTimeout, atUs);
			} else if (timer._idleNext === null && !timer._destroyed) timer.retire();
		});
	}
	check = () => {
		if (this.batch.isEmpty) {
			this.checkPlanned = void 0;
			this.batch.takeAll(this.immediates);
		}
		this.batch.shift()?.run();
		if (this.ended) return;
		if (!this.batch.isEmpty) this.turns.next(this.check);
		else if (!this.immediates.isEmpty) this.checkPlanned ??= this.turns.after(TURN_US, this.check);
	};
};
// sim/node/node-host.ts
/** What a node lends to ordinary JavaScript while it runs: its clocks, its timers, its random numbers. */
/** How long Node takes to begin with a program, in microseconds: at its start a process is a few ms old. */
const STARTS_WITHIN_US = [2e3, 8e3];
/** How long a machine has been on when the run begins, in microseconds. */
const ON_SINCE_US = [6e7, 1e9];
/** Every incarnation has a process id of its own. */
const FIRST_PID = 1e3;
const PIDS_OF_NODE = 1e3;
/** One incarnation of a node, as the ambient functions see it. */
var NodeHost = class {
	node;
	style;
	virtual;
	loop;
	face;
	processEvents;
	/** What the machine's clock shows when the run begins. */
	onSinceUs;
	/** What the node's own clock showed when the process began. */
	beganUs;
	originMs;
	/** What the event loop does when it is woken. */
	wakes = /* @__PURE__ */ new Map();
	constructor(node) {
		this.node = node;
		const { name, incarnation, port, born } = node;
		const key = hashString(`${port.seed}/process/${name}`);
		const ageUs = between(STARTS_WITHIN_US, draw(key, incarnation));
		this.face = new ProcessFace(name, FIRST_PID + node.index * PIDS_OF_NODE + incarnation);
		this.style = node.program.style === "async" ? "async-program" : "state-machine";
		this.virtual = node.program.virtual;
		this.onSinceUs = between(ON_SINCE_US, draw(key, 0));
		this.beganUs = born.localUs - ageUs;
		this.originMs = born.wallMs - toMs(ageUs);
		this.loop = new EventLoop({
			nowUs: () => this.processUs(node.stall.nowUs),
			after: (us, run) => this.onWake(node.agenda.wakeAfter(us, 1), run),
			next: (run) => void this.onWake(node.agenda.wakeNext(), run),
			cancel: (wake) => {
				node.agenda.cancelWake(wake);
				this.wakes.delete(wake);
			},
			failed: (error) => node.failed(error)
		});
	}
	/** The event loop is to go on. */
	wake(wake) {
		const run = this.wakes.get(wake);
		this.wakes.delete(wake);
		run?.();
	}
	wallMs() {
		return this.node.clock.wallMs(this.node.stall.look());
	}
	machineMs() {
		return toMs(this.onSinceUs + this.node.clock.monotonic(this.node.stall.look()));
	}
	processMs() {
		return toMs(this.processUs(this.node.stall.look()));
	}
	timeOriginMs() {
		return this.originMs;
	}
	random() {
		return this.node.random.float();
	}
	int32() {
		return this.node.random.int32();
	}
	refuse(sentence) {
		throw new Error(sentence);
	}
	onWake(wake, run) {
		this.wakes.set(wake, run);
		return wake;
	}
	processUs(nowUs) {
		return this.node.clock.monotonic(nowUs) - this.beganUs;
	}
};
function between([least, most], part) {
	return least + Math.floor(part * (most - least));
}
// sim/node/clock.ts
/** What every wall clock shows at the start of a run: 2026-01-01T00:00:00Z, in ms since 1970. */
const EPOCH_MS = 17672256e5;
var Clock = class {
	/** How fast it runs, in millionths too fast. */
	ppm = 0;
	/** Real and local time at which the rate last changed. */
	anchorNow = 0;
	anchorLocal = 0;
	/** Error gathered by jumps, which stays, and by offset faults, which ends with them. */
	jumpedUs = 0;
	offsetUs = 0;
	frozenWallUs;
	/** How many faults hold it frozen. */
	freezes = 0;
	/** Microseconds since the start of the run as this node counts them. */
	monotonic(now) {
		return this.ppm === 0 ? this.anchorLocal + (now - this.anchorNow) : this.anchorLocal + Math.round((now - this.anchorNow) * (1 + this.ppm / 1e6));
	}
	/** Milliseconds since 1970 as this node believes. */
	wallMs(now) {
		const wallUs = this.frozenWallUs ?? this.monotonic(now) + this.jumpedUs + this.offsetUs;
		return EPOCH_MS + wallUs / 1e3;
	}
	/** How long this node's `local` microseconds really take. */
	real(local) {
		return this.ppm === 0 ? local : Math.max(0, Math.round(local / (1 + this.ppm / 1e6)));
	}
	setDrift(now, ppm) {
		this.anchorLocal = this.monotonic(now);
		this.anchorNow = now;
		this.ppm = ppm;
	}
	get drift() {
		return this.ppm;
	}
	jump(byUs) {
		this.jumpedUs += byUs;
		if (this.frozenWallUs !== void 0) this.frozenWallUs += byUs;
	}
	addOffset(byUs) {
		this.offsetUs += byUs;
	}
	freeze(now) {
		this.freezes++;
		this.frozenWallUs ??= this.monotonic(now) + this.jumpedUs + this.offsetUs;
	}
	unfreeze() {
		if (--this.freezes === 0) this.frozenWallUs = void 0;
	}
	save() {
		const { ppm, anchorNow, anchorLocal, jumpedUs, offsetUs, frozenWallUs, freezes } = this;
		return {
			ppm,
			anchorNow,
			anchorLocal,
			jumpedUs,
			offsetUs,
			frozenWallUs,
			freezes
		};
	}
	restore(saved) {
		Object.assign(this, saved);
	}
};
// sim/node/exit.ts
/** The signal by which a program ends its own process. */
/** Thrown by `node.exit(reason)`; not an error of the program. */
var NodeExit = class extends Error {
	name = "NodeExit";
};
// sim/node/ambient/uncaught.ts
/** What a node does with an error nobody caught, before it counts as the node's failure: it asks whom Node would ask. */
/**
* Asks the running node's listeners: for a rejected promise those of `unhandledRejection`, then the capture callback
* or those of `uncaughtException`.
* @param promise the one that was rejected, if the error came from one
* @returns undefined if one of them took care of it, else what ends the process: the error, or what a listener threw
*/
function askListeners(host, error, promise) {
	if (host?.processEvents === void 0 || host !== currentHost() || isA(error, NodeExit)) return { error };
	const { capture } = host.processEvents;
	let uncaught = error;
	let origin = "uncaughtException";
	if (promise !== void 0) try {
		if (tellNode("unhandledRejection", error, promise)) return void 0;
		origin = "unhandledRejection";
		uncaught = isErrorLike(error) ? error : new UnhandledPromiseRejection(error);
	} catch (thrown) {
		if (isA(thrown, NodeExit)) return { error: thrown };
		uncaught = thrown;
	}
	try {
		tellNode("uncaughtExceptionMonitor", uncaught, origin);
		if (capture !== null) capture(uncaught);
		else if (!tellNode("uncaughtException", uncaught, origin)) return { error: origin === "unhandledRejection" ? error : uncaught };
		return;
	} catch (thrown) {
		return { error: thrown };
	}
}
/** What Node makes of a rejection with something that is no error. */
var UnhandledPromiseRejection = class extends Error {
	name = "UnhandledPromiseRejection";
	code = "ERR_UNHANDLED_REJECTION";
	constructor(reason) {
		super(`This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "${shortly(reason)}".`);
	}
};
function isErrorLike(error) {
	return typeof error === "object" && error !== null && Object.hasOwn(error, "stack");
}
function shortly(reason) {
	if (typeof reason !== "object" || reason === null) return String(reason);
	const kind = Object.prototype.toString.call(reason);
	const { constructor } = reason;
	if (!(kind === "[object Object]" || Symbol.toStringTag in reason) || Object.hasOwn(reason, "toString") || typeof constructor !== "function") return kind;
	return `#<${constructor.name}>`;
}
// sim/node/failure.ts
/** What becomes of an error that ended a handler: the program's own exit, a disk error nobody caught, or a bug. */
/**
* Ends the process, unless the program listens to such errors.
* @param host what the incarnation has asked of Node, if anything
* @param promise the one that was rejected, if any
*/
function fail(node, host, thrown, promise) {
	const uncaught = askListeners(host, thrown, promise);
	if (uncaught === void 0 || node.sites.gone) return;
	const { error } = uncaught;
	if (isA(error, NodeExit)) node.port.ended(node, "exit", error.message);
	else if (isA(error, DiskError) || fromDisk.has(error)) node.port.ended(node, "exit", `disk error: ${error.message}`);
	else {
		node.driver?.dies?.();
		node.port.ended(node, "uncaught", error);
	}
}
// sim/node/farewell.ts
/**
* A process that is to end in good order: as an orchestrator does it, the program is told, has a while, and is killed if
* it is still there. What the node becomes happens when the process is gone, whoever ended it.
*/
var Farewell = class {
	node;
	/** What becomes of the node; undefined: nobody asked its process to end. */
	then;
	slot = -1;
	constructor(node) {
		this.node = node;
	}
	/** Asks the process to end. @param then what becomes of the node: at once where the program has nothing to do first */
	ask(then) {
		const { node } = this;
		if (!(this.then !== void 0)) {
			const graceUs = this.begin();
			if (graceUs === void 0) return then();
			node.port.note(node, "terminating");
			this.slot = node.port.schedule(node.port.now + graceUs, EventKind.Kill, node.index, 0, 0, void 0);
		}
		this.then = then;
	}
	/** The process has ended. @returns whether it had been asked to, and the node is something else by now */
	ended() {
		const { then } = this;
		if (then === void 0) return false;
		this.forget();
		then();
		return true;
	}
	/** It was still there when its time was over. */
	kill() {
		const { node } = this;
		this.slot = -1;
		node.port.note(node, "overdue");
		this.ended();
	}
	forget() {
		const { node } = this;
		node.port.cancel(this.slot, node.index, EventKind.Kill);
		this.slot = -1;
		this.then = void 0;
	}
	/** @returns how long the program may take; undefined: it has ended */
	begin() {
		const { driver } = this.node;
		try {
			const graceUs = driver?.terminate?.();
			if (graceUs === void 0) driver?.stop();
			return graceUs;
		} catch (error) {
			this.node.failed(error);
			return;
		}
	}
};
// sim/node/sites.ts
/**
* The places at which a fault may stop a node in the middle of its turn.
*
* A process that ends there leaves its code running on to the next await or to the end of its handler, as nothing can
* stop JavaScript from outside. So from that moment on whatever the code does is void: nothing is sent, written, set or
* told. A process that stands still there sends the rest of its turn's messages when it goes on.
*/
var Sites = class {
	node;
	/** Absent where no fault waits for this node: then nothing here costs anything. */
	watch;
	held = [];
	constructor(node) {
		this.node = node;
	}
	/** The process was ended in the middle of its turn, and its code still runs. */
	get gone() {
		return this.watch !== void 0 && this.node.driver === void 0;
	}
	/** Something is about to happen. @returns whether the process is still there to do it */
	begins(site, peer = -1, payload) {
		if (this.watch === void 0) return true;
		if (this.gone) return false;
		this.watch.before(site, peer, payload);
		return !this.gone;
	}
	/** It has happened. */
	done(site, peer = -1, payload) {
		if (this.watch !== void 0 && !this.gone) this.watch.after(site, peer, payload);
	}
	/** A message, call, answer or refusal of the program leaves. */
	send(kind, to, id, payload) {
		if (this.watch === void 0) return this.transmit(kind, to, id, payload);
		const site = kind === EventKind.Answer || kind === EventKind.Refusal ? "reply" : "send";
		if (!this.begins(site, to, payload)) return;
		this.transmit(kind, to, id, payload);
		this.done(site, to, payload);
	}
	/** Any datagram leaves, unless the process is gone or stands still. */
	transmit(kind, to, id, payload) {
		const { node } = this;
		if (this.gone) return;
		if (node.status === "paused" || node.stall.lasts) this.held.push({
			kind,
			to,
			id,
			payload
		});
		else node.port.network.send(kind, node.index, to, id, payload);
	}
	/** The process goes on. */
	release() {
		const { held, node } = this;
		this.held = [];
		for (const { kind, to, id, payload } of held) node.port.network.send(kind, node.index, to, id, payload);
	}
	/** What the code of a watched node does when this event reaches it. */
	turnOf(kind, b, payload) {
		switch (kind) {
			case EventKind.Message:
			case EventKind.Call:
			case EventKind.Request: return "receive";
			case EventKind.Segment: return payload.kind === "data" ? "receive" : void 0;
			case EventKind.Answer:
			case EventKind.Refusal:
			case EventKind.CallTimeout: return this.node.agenda.calls.has(b) ? "await" : void 0;
			case EventKind.Timer:
			case EventKind.Wake: return "await";
			default: return;
		}
	}
};
// sim/node/stall.ts
/** So many readings in one turn are free: more than a handler makes that does not wait for the clock. */
const FREE_READINGS = 1e3;
/** A reading takes this part of the time already spent, so that long waits take thousands of readings, not millions. */
const PART = 4096;
/** Who has waited for so long never returns. */
const LONGEST_US = 36e8;
var Stall = class {
	node;
	/** Until when the node is busy; in the past: it is not. */
	untilUs = 0;
	readings = 0;
	constructor(node) {
		this.node = node;
	}
	/** What time it is for the code that runs. */
	get nowUs() {
		return Math.max(this.node.port.now, this.untilUs);
	}
	get lasts() {
		return this.untilUs > this.node.port.now;
	}
	/** Whether it lasted until now; true once. */
	ends() {
		const ended = this.untilUs > 0;
		this.untilUs = 0;
		return ended;
	}
	/** A turn begins. */
	begin() {
		this.readings = 0;
	}
	/** The program reads a clock. @returns what time it is then */
	look() {
		if (++this.readings <= FREE_READINGS) return this.nowUs;
		const { node } = this;
		const spentUs = this.nowUs - node.port.now;
		if (spentUs > LONGEST_US) throw new Error("the clock was read over and over for an hour of virtual time, in code that never returns");
		this.untilUs = node.port.now + spentUs + 1 + Math.floor(spentUs / PART);
		node.backlog.planTurn();
		return this.untilUs;
	}
};
// sim/node/storage.ts
/**
* The disk as a node uses it: operations that may fail, syncs that take time, and what waits for them.
*
* Sync requests that arrive while one is under way share the next one (group commit).
*/
const DAMAGE = 228828901;
const SYNC_FAILED = 2;
var Storage = class {
	node;
	disk = new Disk();
	faults = noFaults();
	held = [];
	/** Position the sync under way will cover, or -1. */
	syncing = -1;
	syncSlot = -1;
	/** When the sync under way will be done. */
	syncDue = 0;
	counts = {
		latencies: 0,
		operations: 0,
		syncs: 0,
		damages: 0
	};
	/** When operations of an async program that are under way will be done, by their wake-ups. */
	underWay = /* @__PURE__ */ new Map();
	key;
	constructor(node) {
		this.node = node;
		this.key = hashString(`${String(node.port.seed)}\u0000disk/${node.name}`);
	}
	/** Whether an operation of an async program is under way. */
	get busy() {
		return this.underWay.size > 0;
	}
	/** What waits for a sync, oldest first. */
	get waiting() {
		return this.held.map(({ what }) => what);
	}
	/**
	* @param needsSpace false for writes that only give space back
	* @throws DiskError where a fault makes this operation fail
	*/
	check(operation, path, needsSpace = operation === "write") {
		if (needsSpace && this.faults.full.size > 0) throw new DiskError("ENOSPC", `no space left for '${path}'`);
		const nth = ++this.counts.operations;
		for (const error of this.faults.errors.values()) if (error.operations.includes(operation) && this.strikes(error, error.probability, nth)) throw new DiskError("EIO", `${operation} of '${path}' failed`);
	}
	/**
	* The program is about to change the disk.
	* @returns false where its process is no more
	* @throws DiskError as `check` does
	*/
	beginWrite(path, needsSpace = true) {
		if (!this.node.sites.begins("write")) return false;
		this.check("write", path, needsSpace);
		return true;
	}
	endWrite() {
		this.node.sites.done("write");
	}
	/** How long an operation takes now, in microseconds. */
	latency(operation) {
		let us = this.node.port.disk[operation](draw(this.key, ++this.counts.latencies));
		for (const factor of this.faults.slow.values()) us = Math.round(us * factor);
		return us;
	}
	/** Lets something happen once everything written so far is durable. */
	afterSync(what) {
		if (this.node.sites.gone) return;
		if (this.disk.clean && this.held.length === 0 && what.kind !== "token") {
			this.release(what, true);
			return;
		}
		this.held.push({
			position: this.disk.position,
			what
		});
		if (this.syncing < 0) this.startSync();
	}
	/** A sync under way has reached the disk. */
	syncDone(position) {
		this.syncing = -1;
		this.syncSlot = -1;
		const ok = !this.syncFails();
		if (!ok) this.disk.abandon(position);
		else if (this.faults.lying.size === 0) this.disk.persist(position);
		this.node.port.note(this.node, ok ? "synced" : "sync-failed");
		const { sites } = this.node;
		if (ok) sites.done("sync");
		if (!sites.begins("await")) return;
		if (this.held.some((held) => held.position > position)) this.startSync();
		if (this.node.status === "paused") this.node.backlog.pushFirst({
			kind: EventKind.Sync,
			a: ok ? 1 : SYNC_FAILED,
			b: position,
			payload: void 0
		});
		else this.tell(position, ok);
	}
	/**
	* A program syncs some of its volume, and the disk is at it now.
	* @param durable called where it works
	* @param lost called where it fails: what it should have made durable, no later sync will write
	* @returns whether the disk says that it worked
	*/
	syncPart(durable, lost) {
		const { sites, port } = this.node;
		if (!sites.begins("sync")) return false;
		const ok = !this.syncFails();
		if (!ok) lost();
		else if (this.faults.lying.size === 0) durable();
		port.note(this.node, ok ? "synced" : "sync-failed");
		if (ok) sites.done("sync");
		return ok;
	}
	/** What waited for a sync goes on. */
	tell(position, ok) {
		const covered = this.held.filter((held) => held.position <= position);
		this.held = this.held.filter((held) => held.position > position);
		for (const { what } of covered) this.release(what, ok);
		if (!ok && !covered.some(({ what }) => what.kind === "token")) this.node.exit("a sync failed and nothing was ready to hear of it");
	}
	/** A fault makes the disk slow, also for what is left of what is under way. */
	beginSlow(fault, factor) {
		this.faults.slow.set(fault, factor);
		this.pace(factor);
	}
	/** The disk is itself again; what is under way does not stay slow to its end. */
	endSlow(fault) {
		const factor = this.faults.slow.get(fault);
		if (factor === void 0) return;
		this.faults.slow.delete(fault);
		this.pace(1 / factor);
	}
	/** An operation of an async program takes so long; it goes by the number of the wake-up that ends it. */
	takes(us, wake) {
		this.underWay.set(wake, this.node.port.now + this.node.clock.real(us));
	}
	/** That operation is over. */
	took(wake) {
		this.underWay.delete(wake);
	}
	/** The process is gone: nothing waits any more. Writes stay in the cache. */
	forget() {
		this.underWay.clear();
		this.node.port.cancel(this.syncSlot, this.node.index, EventKind.Sync);
		this.syncSlot = -1;
		this.syncing = -1;
		this.held = [];
	}
	powerCut(mode) {
		const tear = this.faults.tornArmed || mode === "torn";
		this.faults.tornArmed = false;
		const fate = (index, count) => {
			const last = index === count - 1;
			if (last && tear) return "torn";
			if (mode === "lost") return "lost";
			if (mode !== "random") return "kept";
			const fates = last ? [
				"lost",
				"kept",
				"torn"
			] : ["lost", "kept"];
			return fates[this.pick(fates.length)];
		};
		this.disk.powerCut(fate, (count) => this.pick(count));
	}
	rot(path) {
		return this.disk.rot(path, (count) => this.pick(count));
	}
	/** The slot of the sync under way moved: the node was slow or paused. */
	moved(slot) {
		this.syncSlot = slot;
	}
	save() {
		const { held, syncing, syncSlot, syncDue, counts } = this;
		return {
			disk: this.disk.save(),
			held: held.map(copyHeld),
			syncing,
			syncSlot,
			syncDue,
			counts: { ...counts },
			faults: copyFaults(this.faults)
		};
	}
	restore(saved) {
		this.disk.restore(saved.disk);
		this.held = saved.held.map(copyHeld);
		this.syncing = saved.syncing;
		this.syncSlot = saved.syncSlot;
		this.syncDue = saved.syncDue;
		this.counts = { ...saved.counts };
		this.faults = copyFaults(saved.faults);
	}
	startSync() {
		const { port, index } = this.node;
		this.syncing = this.disk.position;
		this.syncDue = port.now + this.latency("sync");
		this.syncSlot = port.schedule(this.syncDue, EventKind.Sync, index, 0, this.syncing, void 0);
	}
	/** The rest of what is under way takes this many times as long. What is done and waits for the node does not. */
	pace(factor) {
		const { port, index } = this.node;
		for (const [wake, dueUs] of this.underWay) {
			const restUs = Math.round((dueUs - port.now) * factor);
			if (restUs > 0 && this.node.agenda.moveWake(wake, restUs)) this.underWay.set(wake, port.now + restUs);
		}
		const rest = this.syncDue - port.now;
		if (this.syncSlot < 0 || rest <= 0) return;
		port.cancel(this.syncSlot, index, EventKind.Sync);
		this.syncDue = port.now + Math.round(rest * factor);
		this.syncSlot = port.schedule(this.syncDue, EventKind.Sync, index, 0, this.syncing, void 0);
	}
	syncFails() {
		const nth = ++this.counts.syncs;
		for (const probability of this.faults.syncFailures.values()) if (this.strikes("fsync-failure", probability, nth)) return true;
		for (const error of this.faults.errors.values()) if (error.operations.includes("sync") && this.strikes(error, error.probability, nth)) return true;
		return false;
	}
	release(what, ok) {
		if (what.kind === "token") this.node.synced(what.token, ok);
		else if (!ok) return;
		else if (what.kind === "effect") this.node.effect(what.input, void 0);
		else this.node.sites.send(what.message, what.to, what.id, what.payload);
	}
	pick(count) {
		return Math.floor(draw(this.key ^ DAMAGE, ++this.counts.damages) * count);
	}
	/** Whether a fault makes the `nth` operation or sync fail. Each has draws of its own. */
	strikes(fault, probability, nth) {
		return draw(mix32(this.key ^ digest(fault)), nth) < probability;
	}
};
function noFaults() {
	return {
		slow: /* @__PURE__ */ new Map(),
		full: /* @__PURE__ */ new Set(),
		errors: /* @__PURE__ */ new Map(),
		syncFailures: /* @__PURE__ */ new Map(),
		lying: /* @__PURE__ */ new Set(),
		tornArmed: false
	};
}
function copyFaults(faults) {
	return {
		slow: new Map(faults.slow),
		full: new Set(faults.full),
		errors: new Map(faults.errors),
		syncFailures: new Map(faults.syncFailures),
		lying: new Set(faults.lying),
		tornArmed: faults.tornArmed
	};
}
function copyHeld({ position, what }) {
	if (what.kind === "token") return {
		position,
		what: {
			...what,
			token: copyPlain(what.token)
		}
	};
	if (what.kind === "effect") return {
		position,
		what: {
			...what,
			input: copyPlain(what.input)
		}
	};
	return {
		position,
		what: {
			...what,
			payload: copyPlain(what.payload)
		}
	};
}
// sim/node/node.ts
/**
* A simulated node: its life (start, crash, kill, pause, upgrade) and what happens when an event of it is due. What dies
* with the process, such as timers, calls and what waits for the disk, and what outlives it, such as disk and clock,
* have classes of their own. What it does is its program's business.
*/
/** Nothing is shown: `undefined` can be. */
const NOTHING = Symbol("nothing");
var SimNode = class {
	port;
	index;
	name;
	program;
	version;
	status = "absent";
	incarnation = 0;
	born = {
		localUs: 0,
		wallMs: 0
	};
	driver;
	/** What its program shows instead of its state, or {@link NOTHING}. */
	shown = NOTHING;
	/** Its program has shown something in this run. */
	everShown = false;
	clock = new Clock();
	stall = new Stall(this);
	storage;
	streams;
	sites = new Sites(this);
	backlog = new Backlog(this);
	agenda = new Agenda(this);
	farewell = new Farewell(this);
	/** When the process is to start again; overlapping faults keep it down until the last is over. */
	downUntilUs = 0;
	/** Numbers of the faults that hold it paused. */
	pausedBy = /* @__PURE__ */ new Set();
	startSlot = -1;
	draws;
	lent;
	lentTo = 0;
	constructor(port, index, name, program, version) {
		this.port = port;
		this.index = index;
		this.name = name;
		this.program = program;
		this.version = version;
		this.storage = new Storage(this);
		this.streams = new Streams(this);
	}
	/** The node's own random stream; it goes on across restarts, as entropy would. */
	get random() {
		return this.draws ??= stream(this.port.seed, `node/${this.name}`);
	}
	/** What this incarnation lends to ordinary JavaScript. */
	get host() {
		if (this.lent === void 0 || this.lentTo !== this.incarnation) {
			this.lent = new NodeHost(this);
			this.lentTo = this.incarnation;
		}
		return this.lent;
	}
	/** What there is to see of its memory. */
	get seen() {
		return this.shown === NOTHING ? this.driver?.state() : this.shown;
	}
	/** It runs, and its memory cannot be seen: an async program that shows nothing. */
	get hidden() {
		return this.shown === NOTHING && this.driver !== void 0 && this.program.style === "async";
	}
	/** @param state a copy of its own */
	show(state) {
		this.shown = state;
		this.everShown = true;
	}
	/** Plans the next start of the process. */
	startAt(atUs) {
		this.cancel(this.startSlot, EventKind.Start);
		const next = this.incarnation + 1;
		this.startSlot = this.port.schedule(atUs, EventKind.Start, this.index, next, 0, void 0);
	}
	cancel(slot, kind) {
		this.port.cancel(slot, this.index, kind);
	}
	/** Ends the process and what is volatile with it. */
	end(status) {
		this.lent?.loop.end();
		this.farewell.forget();
		this.agenda.forget();
		this.storage.forget();
		this.sites.held = [];
		this.stall.untilUs = 0;
		this.status = status;
		if (this.program.closesConnections === true && status !== "dark") this.streams.abandon();
		if (this.program.closesConnections !== true || status !== "stopped") this.streams.reset();
		this.pausedBy.clear();
		this.backlog.forget();
		this.cancel(this.startSlot, EventKind.Start);
		this.startSlot = -1;
		this.driver?.gone?.();
		this.driver = void 0;
		this.shown = NOTHING;
	}
	/** Stands still until every fault that paused it is over. A process that starts anew is not paused. */
	pause(fault) {
		if (this.status !== "up" && this.status !== "paused") return;
		this.status = "paused";
		this.pausedBy.add(fault);
	}
	/**
	* Goes on where it stood; what waited happens now, in the order in which it came, but timers first: a Node process
	* that was stopped looks at its timers before it asks what arrived.
	*/
	resume(fault) {
		if (!this.pausedBy.delete(fault) || this.pausedBy.size > 0) return;
		this.status = "up";
		if (!this.stall.lasts) this.sites.release();
		this.backlog.putLoopFirst();
		if (this.backlog.slowUs > 0 || this.stall.lasts) this.backlog.planTurn();
		else this.backlog.release();
	}
	/** An event of this node is due. */
	handle(kind, a, b, payload) {
		if (kind >= EventKind.Turn) return kind === EventKind.Turn ? this.takeTurn() : this.farewell.kill();
		if (this.status === "paused" || this.status === "up" && this.backlog.delays) {
			this.backlog.push({
				kind,
				a,
				b,
				payload
			});
			this.located(kind, a, b, -1);
			this.backlog.planTurn();
			return;
		}
		if (this.status !== "up" && kind !== EventKind.Start) this.refuse(kind, a, b, payload);
		else this.dispatch(kind, a, b, payload);
	}
	/** Makes every event cost so much more, or less again. Once none costs anything, what waited happens at once. */
	slowBy(deltaUs) {
		const { backlog } = this;
		backlog.slowUs = Math.max(0, backlog.slowUs + deltaUs);
		if (backlog.slowUs === 0 && this.status === "up" && !this.stall.lasts) backlog.release();
	}
	send(kind, to, id, payload, after) {
		if (after === void 0) this.sites.send(kind, to, id, payload);
		else this.storage.afterSync({
			kind: "send",
			message: kind,
			to,
			id,
			payload
		});
	}
	/** Takes the timer of a connection off the calendar, or out of the backlog. */
	dropStreamTimer(connection, slot) {
		this.cancel(slot, EventKind.StreamTimer);
		this.backlog.drop(EventKind.StreamTimer, "b", connection);
	}
	/** Writes an effect into the history, now or once it is durable. */
	effect(input, after) {
		if (after !== void 0) return this.storage.afterSync({
			kind: "effect",
			input
		});
		if (!this.sites.begins("effect")) return;
		this.port.effect(this, input);
		this.sites.done("effect");
	}
	/** Sends a message that wants an answer; its end comes back with the token. */
	call(to, message, timeoutUs, token, after) {
		if (this.sites.gone) return;
		const id = this.agenda.openCall(to, message, timeoutUs, token);
		this.send(EventKind.Call, to, id, message, after);
	}
	/** Answers a request or call. */
	answer(to, id, value, after) {
		this.send(EventKind.Answer, to, id, copyPlain(value, "reply"), after);
	}
	reject(to, id, refusal) {
		this.sites.send(EventKind.Refusal, to, id, refusal);
	}
	synced(token, ok) {
		this.driver?.synced(token, ok);
	}
	exit(reason) {
		throw new NodeExit(reason);
	}
	/** A handler ended with an error. @param promise the one that was rejected, if any */
	failed(thrown, promise) {
		if (!this.sites.gone) fail(this, this.lent, thrown, promise);
	}
	save() {
		const { status, incarnation, version, born, program, startSlot, downUntilUs } = this;
		return {
			status,
			incarnation,
			version,
			born,
			program,
			startSlot,
			downUntilUs,
			pausedBy: [...this.pausedBy],
			stalledUntilUs: this.stall.untilUs,
			held: this.sites.held.map((message) => ({
				...message,
				payload: copyPlain(message.payload)
			})),
			state: this.driver === void 0 ? void 0 : { value: copyPlain(this.driver.state(), "state") },
			shown: this.shown === NOTHING ? void 0 : { value: copyPlain(this.shown) },
			clock: this.clock.save(),
			disk: this.storage.save(),
			streams: this.streams.save(),
			random: this.draws?.save(),
			...this.agenda.save(),
			...this.backlog.save()
		};
	}
	restore(saved) {
		const { status, incarnation, version, born, program, startSlot, downUntilUs } = saved;
		Object.assign(this, {
			status,
			incarnation,
			version,
			born,
			program,
			startSlot,
			downUntilUs
		});
		this.stall.untilUs = saved.stalledUntilUs;
		this.pausedBy.clear();
		for (const fault of saved.pausedBy) this.pausedBy.add(fault);
		this.sites.held = saved.held.map((message) => ({
			...message,
			payload: copyPlain(message.payload)
		}));
		this.driver = void 0;
		if (saved.state !== void 0) {
			this.driver = program.drive(this);
			this.driver.restore(saved.state.value);
		}
		this.shown = saved.shown === void 0 ? NOTHING : copyPlain(saved.shown.value);
		this.clock.restore(saved.clock);
		this.storage.restore(saved.disk);
		this.streams.restore(saved.streams);
		this.draws = void 0;
		if (saved.random !== void 0) this.random.restore(saved.random);
		this.agenda.restore(saved);
		this.backlog.restore(saved);
	}
	dispatch(kind, a, b, payload) {
		if (this.sites.watch === void 0) this.act(kind, a, b, payload);
		else this.actWatched(kind, a, b, payload);
	}
	/** The same where a fault may come just before it, or just after. */
	actWatched(kind, a, b, payload) {
		const { sites, status } = this;
		const site = sites.turnOf(kind, b, payload);
		const heard = kind === EventKind.Segment ? payload.data : payload;
		this.located(kind, a, b, -1);
		if (kind === EventKind.Sync && a === 0) sites.begins("sync");
		else if (site !== void 0) sites.begins(site, site === "receive" ? a : -1, heard);
		if (this.status === status) {
			this.act(kind, a, b, payload);
			if (kind === EventKind.Sync) sites.done("await");
			else if (site !== void 0) sites.done(site, site === "receive" ? a : -1, heard);
		} else if (this.status === "paused") this.backlog.pushFirst({
			kind,
			a,
			b,
			payload
		});
		else this.refuse(kind, a, b, payload);
	}
	act(kind, a, b, payload) {
		this.stall.begin();
		if (this.program.style === "state-machine") this.react(kind, a, b, payload);
		else inCleanContext(() => this.react(kind, a, b, payload));
	}
	react(kind, a, b, payload) {
		try {
			switch (kind) {
				case EventKind.Message:
				case EventKind.Call:
				case EventKind.Request: return this.driver?.receive(kind, a, b, payload);
				case EventKind.Timer:
					this.agenda.timerFired(a);
					return this.driver?.timer(this.port.nameOfInterned(a), payload);
				case EventKind.Answer: return this.callEnded(b, {
					kind: "answer",
					value: payload
				});
				case EventKind.Refusal: return this.callEnded(b, {
					kind: "refused",
					...payload
				});
				case EventKind.CallTimeout: return this.callEnded(b, { kind: "timeout" });
				case EventKind.Sync: return a === 0 ? this.storage.syncDone(b) : this.storage.tell(b, a === 1);
				case EventKind.Wake:
					this.agenda.woken(b);
					return a === 1 ? this.lent?.wake(b) : this.driver?.wake(b);
				case EventKind.Start: return this.start();
				case EventKind.Segment: return this.streams.receive(a, payload);
				case EventKind.StreamTimer: return this.streams.timer(b);
				case EventKind.Membership: return this.driver?.membership(payload);
				default: throw new Error(`unknown event kind ${kind}`);
			}
		} catch (error) {
			this.failed(error);
		}
	}
	start() {
		this.startSlot = -1;
		this.incarnation++;
		this.status = "up";
		const { now } = this.port;
		this.born = {
			localUs: this.clock.monotonic(now),
			wallMs: this.clock.wallMs(now)
		};
		this.port.note(this, "started", {
			incarnation: this.incarnation,
			version: this.version
		});
		this.driver = this.program.drive(this);
		this.driver.start();
	}
	callEnded(id, result) {
		const pending = this.agenda.closeCall(id, result.kind === "timeout");
		if (pending !== void 0) this.driver?.callEnded(pending, result);
	}
	/** Nobody is home. A machine whose process is gone says so; one that is off says nothing. */
	refuse(kind, from, id, payload) {
		if (this.status !== "stopped") return;
		if (kind === EventKind.Request || kind === EventKind.Call) {
			const definite = !this.port.wasDuplicated(id);
			const refusal = {
				error: `connection refused: ${this.name} is not running`,
				definite
			};
			this.port.network.send(EventKind.Refusal, this.index, from, id, refusal);
		} else if (kind === EventKind.Segment) {
			if (this.streams.knows(id)) this.streams.receive(from, payload);
			else this.streams.refuse(from, id, payload.key);
		} else if (kind === EventKind.StreamTimer) this.streams.timer(id);
	}
	takeTurn() {
		const { backlog } = this;
		backlog.turned();
		if (this.status !== "up") return;
		if (this.stall.lasts) return backlog.planTurn();
		if (this.stall.ends()) {
			this.sites.release();
			backlog.putLoopFirst();
		}
		const next = backlog.shift();
		if (next !== void 0) this.dispatch(next.kind, next.a, next.b, next.payload);
	}
	putBack({ kind, a, b, payload }) {
		this.located(kind, a, b, this.port.schedule(this.port.now, kind, this.index, a, b, payload));
	}
	/** Tells the owner of an event where it is on the calendar now; -1: nowhere, it waits in the backlog. */
	located(kind, a, b, slot) {
		switch (kind) {
			case EventKind.Timer:
			case EventKind.CallTimeout:
			case EventKind.Wake: return this.agenda.moved(kind, a, b, slot);
			case EventKind.Sync: return a === 0 ? this.storage.moved(slot) : void 0;
			case EventKind.StreamTimer: return this.streams.moved(b, slot);
			case EventKind.Start: this.startSlot = slot;
		}
	}
};
// sim/record/history.ts
var HistoryRecorder = class {
	operations = [];
	/** Somebody else holds the operations as they are: they are copied before the next change. */
	shared = false;
	positions = 0;
	counts = {
		ok: 0,
		fail: 0,
		info: 0
	};
	/** How many operations some client still waits for. */
	open = 0;
	/** An operation begins. Until it ends its outcome is unknown. @returns its number */
	invoke(process, input, now, to) {
		this.own();
		this.operations.push({
			process,
			input,
			type: "info",
			invoke: this.positions++,
			complete: Infinity,
			invokedAtMs: toMs(now),
			completedAtMs: void 0,
			output: void 0,
			error: void 0,
			to
		});
		this.counts.info++;
		this.open++;
		return this.operations.length - 1;
	}
	/** It ends. An `info` leaves it open for ever: it may take effect at any later time. */
	complete(number, type, now, output, error, by) {
		this.own();
		const operation = this.operations[number];
		if (operation === void 0 || operation.completedAtMs !== void 0) throw new EngineFault(`operation ${number} ends, but it is ${operation ? "over already" : "unknown"}`);
		this.open--;
		operation.type = type;
		if (type !== "info") {
			this.counts.info--;
			this.counts[type]++;
			operation.complete = this.positions++;
		}
		operation.completedAtMs = toMs(now);
		operation.output = output;
		operation.error = error;
		if (by !== void 0) operation.to = by;
	}
	/** An effect: an operation of a node that begins and ends at once. */
	effect(node, input, now) {
		this.own();
		const atMs = toMs(now);
		const invoke = this.positions++;
		this.operations.push({
			process: node,
			input,
			type: "ok",
			invoke,
			complete: this.positions++,
			invokedAtMs: atMs,
			completedAtMs: atMs,
			output: void 0,
			error: void 0,
			to: void 0
		});
	}
	/** Operation number `number` as it stands. */
	at(number) {
		return this.operations[number];
	}
	/** What the run changes no more: what went in and out was copied when it did. */
	history() {
		this.shared = true;
		return this.operations;
	}
	save() {
		return {
			operations: this.operations.map((operation) => ({ ...operation })),
			positions: this.positions,
			counts: { ...this.counts }
		};
	}
	restore(saved) {
		this.operations = saved.operations.map((operation) => ({ ...operation }));
		this.positions = saved.positions;
		this.shared = false;
		this.open = saved.operations.filter(({ completedAtMs }) => completedAtMs === void 0).length;
		Object.assign(this.counts, saved.counts);
	}
	own() {
		if (!this.shared) return;
		this.operations = this.operations.map((operation) => ({ ...operation }));
		this.shared = false;
	}
};
// sim/record/ring.ts
/** The last events of a run, always kept: columns in a ring, so that keeping them costs next to nothing. */
const FIRST_CAPACITY = 256;
var Ring = class {
	limit;
	capacity;
	time;
	kind;
	node;
	a;
	b;
	cause;
	mask;
	/** Events up to this one are not remembered. */
	forgotten = 0;
	/** @param limit how many events are kept at most; a power of two */
	constructor(limit = 4096) {
		this.limit = limit;
		this.capacity = Math.min(FIRST_CAPACITY, limit);
		this.mask = this.capacity - 1;
		this.time = new Float64Array(this.capacity);
		this.kind = new Uint8Array(this.capacity);
		this.node = new Int32Array(this.capacity);
		this.a = new Int32Array(this.capacity);
		this.b = new Float64Array(this.capacity);
		this.cause = new Float64Array(this.capacity);
	}
	/** Remembers event number `event`; numbers come one after another from 1. */
	add(event, time, kind, node, a, b, cause) {
		if (event > this.capacity && this.capacity < this.limit) this.grow();
		const at = event & this.mask;
		this.time[at] = time;
		this.kind[at] = kind;
		this.node[at] = node;
		this.a[at] = a;
		this.b[at] = b;
		this.cause[at] = cause;
	}
	/** The world was put back to an event, perhaps of another world: only what follows is remembered. */
	forget(upTo) {
		this.forgotten = upTo;
	}
	/** The last events, oldest first, given the number of the newest. */
	last(newest, nameOf) {
		const events = [];
		for (let event = Math.max(this.forgotten, newest - this.capacity) + 1; event <= newest; event++) {
			const at = event & this.mask;
			const node = this.node[at];
			events.push({
				event,
				atMs: toMs(this.time[at]),
				kind: eventKindName(this.kind[at]),
				node: node < 0 ? "" : nameOf(node),
				a: this.a[at],
				b: this.b[at],
				cause: this.cause[at]
			});
		}
		return events;
	}
	grow() {
		const old = {
			capacity: this.capacity,
			time: this.time,
			kind: this.kind,
			node: this.node,
			a: this.a,
			b: this.b,
			cause: this.cause
		};
		this.capacity = this.limit;
		this.mask = this.limit - 1;
		this.time = new Float64Array(this.limit);
		this.kind = new Uint8Array(this.limit);
		this.node = new Int32Array(this.limit);
		this.a = new Int32Array(this.limit);
		this.b = new Float64Array(this.limit);
		this.cause = new Float64Array(this.limit);
		for (let event = 1; event <= old.capacity; event++) {
			const from = event & old.capacity - 1;
			this.time[event] = old.time[from];
			this.kind[event] = old.kind[from];
			this.node[event] = old.node[from];
			this.a[event] = old.a[from];
			this.b[event] = old.b[from];
			this.cause[event] = old.cause[from];
		}
	}
};
// sim/workload/reactions.ts
/** One client with a program: what it remembers, and what it asks because of what it heard. */
var Reactions = class {
	port;
	name;
	program;
	/** Which of those that follow a planned operation this is; 0: that one itself. */
	attempt = 0;
	memory;
	/** Time of the planned operation that all this follows: its draws go by that, not by its number. */
	rootMs = 0;
	following;
	constructor(port, name, program) {
		this.port = port;
		this.name = name;
		this.program = program;
		this.memory = callersCode("workload.memory", () => copyPlain(program.memory?.(), "memory"));
	}
	/** It has something to ask before the next operation of the plan. */
	get follows() {
		return this.following !== void 0;
	}
	/** A planned operation begins. @returns what is really asked */
	begins(planned) {
		const { program } = this;
		this.attempt = 0;
		this.rootMs = planned.atMs;
		const { to } = planned;
		const operation = {
			input: planned.input,
			...to === void 0 ? {} : { to }
		};
		if (program.begins === void 0) return operation;
		return callersCode("workload.begins", () => {
			const changed = program.begins?.(operation, this.client());
			return changed === void 0 ? operation : this.checked({
				...operation,
				...changed
			}, "begins");
		});
	}
	/** What was to follow begins, or never will. */
	takeFollowing() {
		const { following } = this;
		this.following = void 0;
		return following;
	}
	/** An operation ended. @returns how long the client thinks before it asks again; undefined: it does not */
	ended(operation) {
		const { program, attempt } = this;
		if (program.ended === void 0) return void 0;
		return callersCode("workload.ended", () => {
			const next = program.ended?.({
				...operation,
				attempt
			}, this.client());
			if (next === void 0) return void 0;
			const { afterMs = 0 } = next;
			this.following = this.checked(next, "ended");
			this.attempt++;
			if (typeof afterMs !== "number" || !(afterMs >= 0 && afterMs < 1e9)) throw refusal("ended", `afterMs: expected a time in ms, got ${shown$1(afterMs)}`);
			return toMicros(afterMs);
		});
	}
	save() {
		const { attempt, rootMs, following } = this;
		return {
			memory: callersCode("workload.memory", () => copyPlain(this.memory, "memory")),
			attempt,
			rootMs,
			following
		};
	}
	restore({ memory, ...saved }) {
		Object.assign(this, saved, { memory: copyPlain(memory) });
	}
	client() {
		const { port, name, memory, rootMs, attempt } = this;
		return {
			name,
			nodes: port.members(),
			memory,
			get random() {
				return stream(port.seed, `client/${name}@${rootMs}/${attempt}`);
			}
		};
	}
	checked({ input, to }, where) {
		if (typeof input !== "object" || input === null || typeof input.f !== "string") throw refusal(where, `input: expected an object with f, the function asked for, got ${shown$1(input)}`);
		if (to !== void 0 && !this.port.nodeNames.includes(to)) throw refusal(where, unknownName("node", String(to), this.port.nodeNames));
		return {
			input: copyPlain(input, "input"),
			...to === void 0 ? {} : { to }
		};
	}
};
function refusal(where, sentence) {
	return new ScenarioError(`workload.${where}`, sentence);
}
// sim/workload/client.ts
/**
* A client: invokes the operations the plan gives it, one at a time. What does not end in time is `info`: it may
* still happen, and the client goes on under a new process name, as in Jepsen.
*/
/** Name of the client that invokes the final operations. */
const FINAL_CLIENT = "final";
var SimClient = class {
	port;
	index;
	name;
	planned;
	lastInvokeUs;
	/** Position of the next operation. */
	next = 0;
	/** How many operations of this client stayed open for ever. */
	crashes = 0;
	/** Number of the outstanding operation in the history, or -1. */
	open = -1;
	openId = -1;
	timeoutSlot = -1;
	key;
	/** What is open was asked by hand, which no program reacts to. */
	byHand = false;
	operations;
	/** What it makes of what it hears, where it has a program. */
	reactions;
	/** Numbers in the history of what it was asked by hand, in order. */
	askedAs = [];
	/** Looks on, where a fault waits for what it asks. */
	watch;
	constructor(port, index, name, planned, lastInvokeUs, program) {
		this.port = port;
		this.index = index;
		this.name = name;
		this.planned = planned;
		this.lastInvokeUs = lastInvokeUs;
		this.operations = planned;
		this.reactions = program && new Reactions(port, name, program);
		this.key = hashString(`${String(port.seed)}\u0000client/${name}`);
	}
	/** An operation is outstanding. */
	get busy() {
		return this.open >= 0;
	}
	/** Something that it was asked by hand has not begun. */
	get hasToAsk() {
		return this.operations !== this.planned && this.next < this.operations.length;
	}
	/** Nothing is outstanding and nothing left to invoke. */
	get finished() {
		return this.open < 0 && this.next >= this.operations.length && this.reactions?.follows !== true;
	}
	/** What it asks now is in no plan: it follows from what it heard. */
	get isFollowing() {
		return !this.byHand && (this.reactions?.attempt ?? 0) > 0;
	}
	/** It is to ask this too, after all else. @returns gives its number in the history, once it has one */
	ask(operation) {
		const isIdle = this.finished;
		const place = this.operations.length - this.planned.length;
		this.operations = [...this.operations, operation];
		if (isIdle) this.planNext();
		return () => this.askedAs[place];
	}
	/** Plans its next operation, unless there is none. */
	planNext() {
		const operation = this.operations[this.next];
		if (operation === void 0) return;
		const atUs = Math.max(this.port.now, toMicros(operation.atMs));
		this.port.schedule(atUs, EventKind.ClientNext, this.index, this.next, 0, void 0);
	}
	/** An event of this client is due. @param from who sent it, if anybody did */
	handle(kind, from, id, payload) {
		if (kind === EventKind.ClientNext) this.invoke();
		else if (kind === EventKind.Answer) this.replied(from, id, payload);
		else if (kind === EventKind.Refusal) this.refused(from, id, payload);
		else if (kind === EventKind.ClientTimeout) this.timedOut(id);
	}
	/** It is time for the next operation. */
	invoke() {
		const { port, reactions } = this;
		const following = reactions?.takeFollowing();
		if (following !== void 0) {
			if (port.now > this.lastInvokeUs) return this.planNext();
			return this.begin(following, -1);
		}
		const operation = this.operations[this.next];
		if (port.now > Math.max(this.lastInvokeUs, toMicros(operation.atMs) + port.timeoutUs / 10)) {
			this.next = this.operations.length;
			return;
		}
		if (this.open >= 0) throw new EngineFault(`${this.name} begins an operation while its operation ${this.open} is open`);
		const place = this.next++ - this.planned.length;
		this.begin(place < 0 ? reactions?.begins(operation) ?? operation : operation, place);
	}
	/** @param place among those asked by hand; below 0: none of them */
	begin(operation, place) {
		const { port } = this;
		this.byHand = place >= 0;
		const process = this.crashes === 0 ? this.name : `${this.name}.${this.crashes}`;
		const to = operation.to ?? this.choose();
		this.open = port.history.invoke(process, copyPlain(operation.input, "input"), port.now, to);
		if (place >= 0) this.askedAs[place] = this.open;
		this.openId = port.nextId();
		port.operationInvoked(this.open);
		if (to === void 0) return this.end("fail", void 0, "there is no node to ask");
		const asked = port.endpoint(to);
		const request = copyPlain(operation.input, "request");
		this.watch?.before("send", asked, request);
		port.network.send(EventKind.Request, this.index, asked, this.openId, request);
		this.watch?.after("send", asked, request);
		this.timeoutSlot = port.schedule(port.now + port.timeoutUs, EventKind.ClientTimeout, this.index, 0, this.openId, void 0);
	}
	replied(from, id, value) {
		if (id === this.openId) this.end("ok", value, void 0, from);
	}
	refused(from, id, refusal) {
		if (id === this.openId) this.end(refusal.definite ? "fail" : "info", void 0, refusal.error, from);
	}
	timedOut(id) {
		if (id !== this.openId) return;
		this.timeoutSlot = -1;
		this.end("info", void 0, "timeout");
	}
	save() {
		const { next, crashes, open, openId, timeoutSlot } = this;
		const { operations, planned, askedAs } = this;
		const asked = operations === planned ? {} : { asked: {
			operations: [...operations],
			numbers: [...askedAs]
		} };
		const reacted = this.reactions === void 0 ? {} : { reactions: this.reactions.save() };
		return {
			next,
			crashes,
			open,
			openId,
			timeoutSlot,
			...asked,
			...reacted
		};
	}
	restore({ asked, reactions, ...saved }) {
		Object.assign(this, saved);
		if (reactions !== void 0) this.reactions?.restore(reactions);
		this.operations = asked?.operations ?? this.planned;
		this.askedAs = [...asked?.numbers ?? []];
	}
	end(type, output, error, from) {
		const { port } = this;
		port.cancel(this.timeoutSlot, this.index, EventKind.ClientTimeout);
		this.timeoutSlot = -1;
		const number = this.open;
		if (number < 0) throw new EngineFault(`an operation of ${this.name} ends, and none is open`);
		this.open = -1;
		this.openId = -1;
		if (type === "info") this.crashes++;
		const by = from === void 0 ? void 0 : port.endpointName(from);
		port.history.complete(number, type, port.now, output, error, by);
		port.operationEnded(this, number);
		if (this.reactions === void 0 || this.byHand || !this.follow(this.reactions, number)) this.planNext();
	}
	/** Asks what follows from how an operation ended, if anything does. */
	follow(reactions, number) {
		const { port } = this;
		const { input, type, output, error, to } = port.history.at(number);
		const afterUs = reactions.ended({
			input,
			type,
			output,
			error,
			to
		});
		if (afterUs === void 0) return false;
		port.schedule(port.now + afterUs, EventKind.ClientNext, this.index, this.next - 1, 0, void 0);
		return true;
	}
	/** The node it asks when the plan does not say: drawn anew for each operation. */
	choose() {
		const members = this.port.members();
		return members[Math.floor(draw(this.key, this.next) * members.length)];
	}
};
// sim/world/incident.ts
var Incidents = class {
	list = [];
	uncaught(node, now, error) {
		const atMs = toMs(now);
		this.list.push({
			kind: "uncaught-error",
			check: "runtime",
			message: `${node} failed at ${atMs} ms: ${sentence(error)}`,
			atMs
		});
	}
	stuck(node, now, events) {
		const atMs = toMs(now);
		const message = `${node === "" ? "the world" : node} keeps time standing at ${atMs} ms: ${events} events happened there and more follow (a loop of zero delays?)`;
		this.list.push({
			kind: "stuck",
			check: "runtime",
			message,
			atMs
		});
	}
	invariantBroken(name, atMs, message) {
		this.list.push({
			kind: "invariant",
			check: name,
			message: `at ${atMs} ms: ${message}`,
			atMs
		});
	}
	unreachable(name, node, now) {
		const atMs = toMs(now);
		const message = `${node} reached '${name}' at ${atMs} ms, which is declared unreachable`;
		this.list.push({
			kind: "unreachable",
			check: "unreachable",
			message,
			atMs
		});
	}
	realIo(message, now) {
		this.list.push({
			kind: "real-io",
			check: "runtime",
			message,
			atMs: toMs(now)
		});
	}
	/** Nothing else counts: the run went on with built-ins that do something else. */
	changedBuiltins(changes, now) {
		this.list = [{
			kind: "changed-builtin",
			check: "runtime",
			message: whatChanged(changes),
			atMs: toMs(now)
		}];
	}
	get builtinsChanged() {
		return this.list[0]?.kind === "changed-builtin";
	}
	outOfEvents(now, events) {
		const atMs = toMs(now);
		const message = `the limit of ${events} events was reached at ${atMs} ms of virtual time; raise it with limits.maxEvents`;
		this.list.push({
			kind: "out-of-events",
			check: "runtime",
			message,
			atMs
		});
	}
	get all() {
		return this.list;
	}
	/** The verdict of one built-in check. */
	verdict(check) {
		const incidents = this.list.filter((incident) => incident.check === check);
		const violations = incidents.filter(({ kind }) => kind !== "out-of-events");
		const [first] = violations;
		if (first !== void 0) {
			const anomalies = violations.map(({ kind, message }) => ({
				kind,
				message,
				operations: []
			}));
			return {
				verdict: "invalid",
				reason: first.message,
				anomalies
			};
		}
		const [undecided] = incidents;
		if (undecided !== void 0) return {
			verdict: "unknown",
			reason: undecided.message
		};
		if (check === "unreachable") return {
			verdict: "valid",
			reason: "nothing unreachable was reached"
		};
		return {
			verdict: "valid",
			reason: check === "runtime" ? "no node failed" : "held after every event"
		};
	}
	save() {
		return [...this.list];
	}
	restore(saved) {
		this.list = [...saved];
	}
};
function whatChanged(changes) {
	const some = changes.slice(0, 3).map(({ what, how }) => `${how} ${what}`);
	const more = changes.length > some.length ? ` and ${changes.length - some.length} more` : "";
	const end = changes.every(({ undone }) => undone) ? "it was put back when the run was over" : "it cannot be put back: what runs later in this process may differ";
	return `a program ${some.join(", ")}${more}, which all code of the process shares; ${end}`;
}
/** An error as one sentence, with the place in the program where it came from. */
function sentence(error) {
	return `${isError(error) ? "" : "threw "}${thrownText(error)}${thrownAt(error)}${hintOf(error)}`;
}
// sim/world/names.ts
/** Numbers for names, for columns that hold numbers. Names are never forgotten, so numbers stay true. */
var Names = class {
	numbers = /* @__PURE__ */ new Map();
	list = [];
	lastName = "";
	lastNumber = -1;
	numberOf(name) {
		if (name === this.lastName && this.lastNumber >= 0) return this.lastNumber;
		const number = this.find(name);
		this.lastName = name;
		this.lastNumber = number;
		return number;
	}
	nameOf(number) {
		return this.list[number] ?? "";
	}
	save() {
		return [...this.list];
	}
	/**
	* Makes sure that the numbers of a snapshot mean here what they meant there.
	* @throws Error when they already mean something else
	*/
	restore(saved) {
		for (const [number, name] of saved.entries()) if (this.numberOf(name) !== number) throw new Error(`restore: this snapshot is of another world: there, name ${number} was '${name}'`);
	}
	find(name) {
		const known = this.numbers.get(name);
		if (known !== void 0) return known;
		const number = this.list.length;
		this.numbers.set(name, number);
		this.list.push(name);
		return number;
	}
};
// sim/world/endpoints.ts
/** The endpoints of a world: its nodes, then its clients, each with the number that events carry. */
var Endpoints = class {
	names;
	nodeCount;
	indexes = /* @__PURE__ */ new Map();
	/** @param names of the nodes, in order, then of the clients */
	constructor(names, nodeCount) {
		this.names = names;
		this.nodeCount = nodeCount;
		for (const [index, name] of names.entries()) this.indexes.set(name, index);
	}
	/** @throws RangeError with a suggestion when nobody has the name */
	indexOf(name) {
		const index = this.indexes.get(name);
		if (index === void 0) throw new RangeError(unknownName("endpoint", name, this.names));
		return index;
	}
	/** @throws RangeError with a suggestion when no node has the name */
	nodeIndexOf(name) {
		const index = this.indexes.get(name);
		if (index === void 0 || index >= this.nodeCount) throw new RangeError(unknownName("node", name, this.names.slice(0, this.nodeCount)));
		return index;
	}
	nameOf(index) {
		return this.names[index] ?? "";
	}
};
// sim/world/invariant-watch.ts
/** The invariants of a world, looked at after every event: nothing is allocated for a look that finds nothing. */
var InvariantWatch = class {
	nodes;
	views;
	names;
	holds;
	/** What each remembers; plain invariants have nothing. */
	memories;
	blind;
	/** Number of the invariant that looks now. */
	looking = 0;
	looked = false;
	/** How many events it has looked at. */
	looks = 0;
	/** @throws ScenarioError when a memory is not plain data */
	constructor(nodes, invariants) {
		this.nodes = nodes;
		this.names = Object.keys(invariants);
		this.holds = Object.values(invariants).map((one) => typeof one === "function" ? one : (seen, changed, memory) => one.holds(seen, changed, memory));
		this.memories = Object.entries(invariants).map(([name, one]) => firstMemory(name, one));
		this.blind = new BlindLooks(nodes);
		const blind = (node) => this.blind.add(`invariant ${this.names[this.looking]}`, node);
		this.views = Object.freeze(nodes.map((node) => liveView(node, blind)));
	}
	get size() {
		return this.holds.length;
	}
	/** Tells of each invariant that does not hold after an event of a node. */
	look(changed, broken) {
		const { views, holds, memories } = this;
		const view = views[changed];
		if (view === void 0) return;
		this.looked = true;
		const before = (++this.looks & this.looks - 1) === 0 ? this.digests() : void 0;
		try {
			for (this.looking = 0; this.looking < holds.length; this.looking++) {
				const hold = holds[this.looking];
				const sentence = hold(views, view, memories[this.looking]);
				if (before !== void 0) this.refuseChanges(before);
				if (sentence === void 0) continue;
				if (typeof sentence !== "string") throw noSentence(`invariants.${this.names[this.looking]}`, sentence);
				broken(this.names[this.looking] ?? "", sentence);
			}
		} catch (error) {
			throw callersError(`invariants.${this.names[this.looking]}`, error);
		}
	}
	digests() {
		return this.nodes.map(({ seen }) => {
			try {
				return digest(seen);
			} catch {
				return;
			}
		});
	}
	refuseChanges(before) {
		const after = this.digests();
		const changed = before.findIndex((each, index) => each !== after[index]);
		if (changed < 0) return;
		throw new ScenarioError(`invariants.${this.names[this.looking]}`, `changes the state of ${this.nodes[changed]?.name}; an invariant may only look`);
	}
	/** Why it counts for nothing that an invariant was never broken, if it does. */
	unseen(name) {
		if (!this.looked) return `invariant ${name} had no event of a node to look after`;
		return this.blind.reason(`invariant ${name}`);
	}
	/** @throws ScenarioError when an invariant put into its memory what cannot be copied */
	save() {
		return {
			looked: this.looked,
			memories: this.copies(this.memories)
		};
	}
	restore(saved) {
		this.looked = saved.looked;
		this.memories = this.copies(saved.memories);
	}
	copies(memories) {
		return memories.map((memory, index) => callersCode(`invariants.${this.names[index]}.memory`, () => copyPlain(memory, "memory")));
	}
};
/** Refused at once if it could not be saved later. */
function firstMemory(name, one) {
	if (typeof one === "function") return void 0;
	return callersCode(`invariants.${name}.memory`, () => copyPlain(one.memory(), "memory"));
}
function noSentence(path, answer) {
	return new ScenarioError(path, `expected undefined or a sentence; it answered ${valueText(answer, 80)}`);
}
// sim/world/membership.ts
/** Who is a member: nodes that join and leave, and what the others hear of it. */
var Membership = class {
	port;
	nodes;
	/** Names of the members, in the order in which they came. */
	names;
	constructor(port, nodes, start) {
		this.port = port;
		this.nodes = nodes;
		this.names = start.filter(({ member }) => member).map(({ name }) => name);
	}
	join(node) {
		if (node.status !== "absent") return;
		this.names = [...this.names, node.name];
		node.status = "stopped";
		node.startAt(this.port.now);
		this.announce({
			kind: "join",
			node: node.name
		});
	}
	leave(node) {
		if (node.status === "absent") return;
		const gone = () => {
			node.end("absent");
			this.names = this.names.filter((name) => name !== node.name);
			this.announce({
				kind: "leave",
				node: node.name
			});
		};
		if (node.status === "up") node.farewell.ask(gone);
		else gone();
	}
	announce(change) {
		const { port } = this;
		for (const node of this.nodes) {
			if (node.name === change.node || !this.names.includes(node.name)) continue;
			port.schedule(port.now + 1, EventKind.Membership, node.index, 0, 0, change);
		}
	}
};
// sim/world/onlookers.ts
function tellInvoked(onlookers, number, operation) {
	for (const { name, judge } of onlookers) callersCode(`check.${name}`, () => judge.invoke(number, operation.process, operation.input));
}
/** @returns the first onlooker whose claim is broken by it, if any is; all are told */
function tellCompleted(onlookers, number, operation) {
	let broken;
	for (const { name, judge } of onlookers) if (callersCode(`check.${name}`, () => judge.complete(number, operation.type, operation.output))?.verdict === "invalid") broken ??= name;
	return broken;
}
// sim/world/opening.ts
/** A client with the operations that are its own. */
function clientOf(world, name, index) {
	const { plan, finalOperations, lastInvokeMs } = world.setup;
	if (name === "final") return new SimClient(world, index, name, finalOperations, Infinity);
	return new SimClient(world, index, name, plan.operations.filter(({ process }) => process === name), toMicros(lastInvokeMs), world.setup.clientProgram);
}
/** Puts on the calendar: faults, starts of members, what clients ask first, the end. */
function open(world, faults) {
	const { setup } = world;
	faults.open();
	for (const node of world.nodes) node.sites.watch = faults.watchOf(node.index);
	for (const client of world.clients) client.watch = faults.watchOf(client.index);
	for (const [index, { member }] of setup.nodes.entries()) {
		const node = world.nodes[index];
		setClock(world, node);
		if (!member) continue;
		node.status = "stopped";
		node.startAt(0);
	}
	const { healAtMs } = setup.plan;
	if (healAtMs !== void 0 && healAtMs < setup.durationMs) world.schedule(toMicros(healAtMs), EventKind.Heal, -1, 0, 0, void 0);
	for (const client of world.clients) if (client.name !== "final") client.planNext();
	world.schedule(toMicros(setup.durationMs), EventKind.End, -1, 0, 0, void 0);
}
function setClock(world, node) {
	const { maxOffsetMs, maxDriftPpm } = world.setup.clocks;
	if (maxOffsetMs === 0 && maxDriftPpm === 0) return;
	const random = stream(world.seed, `clock/${node.name}`);
	node.clock.addOffset(toMicros((random.float() * 2 - 1) * maxOffsetMs));
	node.clock.setDrift(0, Math.round((random.float() * 2 - 1) * maxDriftPpm));
}
// sim/faults/triggers.ts
/** Faults that wait for what happens: counts it, and tells when one is to begin. */
var Triggers = class {
	port;
	triggered;
	/** When the faults that waited began, by number, in that order. */
	begun = /* @__PURE__ */ new Map();
	/** Whose doing it was that a fault waited for. */
	casts = /* @__PURE__ */ new Map();
	/** What happens at the sites of an endpoint, by the endpoint. */
	atSites = /* @__PURE__ */ new Map();
	/** The same for states. */
	inStates = /* @__PURE__ */ new Map();
	/** How often what each waits for has come, by number of the fault. */
	counts;
	/** In which incarnation a node was in the state that a fault waits for when it was last looked at. */
	standing = /* @__PURE__ */ new Map();
	constructor(port, { faults, healAtMs }, triggered) {
		this.port = port;
		this.triggered = triggered;
		this.counts = faults.map(() => 0);
		const healUs = healAtMs === void 0 ? Infinity : toMicros(healAtMs);
		for (const [number, fault] of faults.entries()) this.add(number, fault, healUs);
	}
	/** What looks on while the node or client works; nothing where no fault waits for it. */
	watchOf(endpoint) {
		const waiting = this.atSites.get(endpoint);
		if (waiting === void 0) return void 0;
		return {
			before: (site, peer, payload) => this.look(waiting, "before", site, endpoint, peer, payload),
			after: (site, peer, payload) => this.look(waiting, "after", site, endpoint, peer, payload)
		};
	}
	/** What looks on after every event of a node; nothing where no fault waits for a state. */
	get afterEvents() {
		return this.inStates.size === 0 ? void 0 : (node) => this.lookAtState(node);
	}
	save() {
		const { counts, begun, casts, standing } = this;
		return {
			counts: [...counts],
			begun: [...begun],
			...casts.size === 0 ? {} : { casts: [...casts] },
			...standing.size === 0 ? {} : { standing: [...standing] }
		};
	}
	restore({ counts, begun, casts = [], standing = [] }) {
		this.counts.splice(0, Infinity, ...counts);
		refill(this.begun, begun);
		refill(this.casts, casts);
		refill(this.standing, standing);
	}
	add(number, fault, healUs) {
		const { when } = fault;
		if (when === void 0) return;
		const { port } = this;
		const fromUs = toMicros(fault.atMs);
		const ownEndUs = when.withinMs === void 0 ? Infinity : fromUs + toMicros(when.withinMs);
		const index = (name) => name === void 0 ? -1 : port.endpoint(name);
		const nodesOnly = nodesStoodFor(fault);
		const waiting = {
			fault: number,
			when,
			test: "site" in when ? void 0 : testOf("state" in when ? when.state : when.message, port.watch),
			fromUs,
			untilUs: Math.min(healUs, ownEndUs),
			notBy: nodesOnly.includes("@whoever") ? this.notMeant(when) : void 0,
			notWith: nodesOnly.includes("@peer") ? this.notMeant(when) : void 0
		};
		if ("message" in when) {
			const receives = when.at === "receive";
			const [who, peer] = receives ? [when.to, when.from] : [when.from, when.to];
			const sites = receives ? ["receive"] : ["send", "reply"];
			this.put(this.atSites, index(who), port.endpointCount, {
				...waiting,
				sites,
				peer: index(peer)
			});
		} else if ("state" in when) this.put(this.inStates, index(when.node), port.nodeCount, {
			...waiting,
			sites: [],
			peer: -1
		});
		else {
			const sites = {
				sites: [when.site],
				peer: index(when.peer)
			};
			this.put(this.atSites, index(watchedBy(fault)), port.nodeCount, {
				...waiting,
				...sites
			});
		}
	}
	/** @param whose an endpoint, or -1: all of the first `count` */
	put(waiting, whose, count, one) {
		const endpoints = whose >= 0 ? [whose] : Array.from({ length: count }, (_, index) => index);
		for (const endpoint of endpoints) waiting.set(endpoint, [...waiting.get(endpoint) ?? [], one]);
	}
	/** Clients, and nodes that do not count. */
	notMeant({ except = [] }) {
		const { nodeCount, endpointCount } = this.port;
		const spared = except.map((name) => this.port.endpoint(name));
		return Array.from({ length: endpointCount }, (_, index) => index >= nodeCount || spared.includes(index));
	}
	look(waiting, moment, site, who, peer, payload) {
		const { now } = this.port;
		this.port.atSite(who, moment, site, peer);
		for (const one of waiting) {
			const { when, test } = one;
			if ("state" in when || when.moment !== moment || !one.sites.includes(site)) continue;
			if (now < one.fromUs || now >= one.untilUs || one.peer >= 0 && one.peer !== peer) continue;
			if (one.notBy?.[who] === true || one.notWith !== void 0 && one.notWith[peer] !== false) continue;
			if (test === void 0 || peer >= 0 && peer !== who && test(payload)) this.count(one, who, peer);
		}
	}
	lookAtState(node) {
		const waiting = this.inStates.get(node);
		if (waiting === void 0) return;
		const { now, nodeCount } = this.port;
		for (const one of waiting) {
			const { fault, when } = one;
			if (now < one.fromUs || now >= one.untilUs || this.counts[fault] >= when.nth) continue;
			if (one.notBy?.[node] === true) continue;
			const { state, incarnation } = this.port.memoryOf(node);
			const isThere = state !== void 0 && one.test?.(state) === true;
			const key = fault * nodeCount + node;
			const wasThere = this.standing.get(key) === incarnation;
			if (!isThere) this.standing.delete(key);
			else if (!wasThere) {
				this.standing.set(key, incarnation);
				this.count(one, node, -1);
			}
		}
	}
	count({ fault, when: { nth } }, who, peer) {
		const { port } = this;
		const count = this.counts[fault] + 1;
		this.counts[fault] = count;
		if (count !== nth) return;
		const other = peer < 0 ? {} : { peer: port.endpointName(peer) };
		this.casts.set(fault, {
			whoever: port.endpointName(who),
			...other
		});
		this.triggered(fault);
	}
};
function refill(map, entries) {
	map.clear();
	for (const [key, value] of entries) map.set(key, value);
}
// sim/faults/calendar.ts
/** When the faults of a plan begin and end: at their times, or when what they wait for comes. */
/** The edges of a fault that waited, in the order of their numbers after those that the plan fixes. */
const laterEdges = [
	"begin",
	"end",
	"flap-on",
	"flap-off"
];
var FaultCalendar = class {
	port;
	plan;
	untilMs;
	driver;
	edges;
	triggers;
	constructor(port, plan, untilMs, driver) {
		this.port = port;
		this.plan = plan;
		this.untilMs = untilMs;
		this.driver = driver;
		this.edges = faultEdges(plan, untilMs);
		this.triggers = new Triggers(port, plan, (fault) => this.triggered(fault));
	}
	/** Puts what has a time on the calendar. */
	open() {
		for (const [number, { atUs }] of this.edges.entries()) this.port.plan(atUs, number);
	}
	/** What looks on while the node or client works, if a fault waits for it. */
	watchOf(endpoint) {
		return this.triggers.watchOf(endpoint);
	}
	/** What looks on after every event of a node, if a fault waits for a state. */
	get afterEvents() {
		return this.triggers.afterEvents;
	}
	/** The edge that an event of kind `Fault` stands for, by its column `a`. */
	edge(number) {
		const fixed = this.edges[number];
		if (fixed !== void 0) return fixed;
		const later = number - this.edges.length;
		return {
			fault: Math.floor(later / laterEdges.length),
			edge: laterEdges[later % laterEdges.length]
		};
	}
	/** An event of kind `Fault` happens. */
	happen(number) {
		const { fault, edge } = this.edge(number);
		if (edge === "begin" && this.plan.faults[fault]?.when !== void 0) this.begin(fault);
		else this.apply({
			atUs: this.port.now,
			fault,
			edge
		});
	}
	/** How many faults begin within the run, of those that wait only those that did. */
	get begunCount() {
		return this.edges.reduce((count, { edge }) => count + (edge === "begin" ? 1 : 0), 0) + this.triggers.begun.size;
	}
	/** The faults that waited for something and began, in that order. */
	get begun() {
		return [...this.triggers.begun].map(([fault, atUs]) => {
			const begun = {
				fault,
				atMs: toMs(atUs)
			};
			const as = this.cast(fault);
			return as === this.plan.faults[fault] ? begun : {
				...begun,
				as
			};
		});
	}
	/** A fault that is in no plan begins now. @returns its number */
	impose(fault) {
		const { port } = this;
		const { healAtMs: _, ...plan } = this.plan;
		const number = this.driver.add(fault);
		for (const { atUs, edge } of faultEdges({
			...plan,
			faults: [fault]
		}, this.untilMs)) if (edge === "begin") this.apply({
			atUs: port.now,
			fault: number,
			edge
		});
		else port.plan(atUs, this.numberOf(number, edge));
		return number;
	}
	/** It ends now, if it lasts. */
	lift(number) {
		this.apply({
			atUs: this.port.now,
			fault: number,
			edge: "end"
		});
	}
	save() {
		return {
			driver: this.driver.save(),
			triggers: this.triggers.save()
		};
	}
	restore({ driver, triggers }) {
		this.triggers.restore(triggers);
		for (const number of this.triggers.begun.keys()) this.driver.cast(number, this.cast(number));
		this.driver.restore(driver);
	}
	/** The fault as it begins: with names in the place of stand-ins. */
	cast(number) {
		const fault = this.plan.faults[number];
		const cast = this.triggers.casts.get(number);
		if (cast === void 0 || standInsOf(fault).length === 0) return fault;
		return castAs(fault, cast, this.port.nodeNames);
	}
	triggered(number) {
		const { port } = this;
		const fault = this.plan.faults[number];
		const laterUs = toMicros(fault.when?.afterMs ?? 0);
		if (laterUs > 0) port.plan(port.now + laterUs, this.numberOf(number, "begin"));
		else if (waitsForTurn(fault)) port.planNext(this.numberOf(number, "begin"));
		else this.begin(number);
	}
	begin(number) {
		const { port } = this;
		const as = this.cast(number);
		const { when: _, ...fault } = as;
		const faults = [{
			...fault,
			atMs: toMs(port.now)
		}];
		const edges = faultEdges({
			...this.plan,
			faults
		}, this.untilMs);
		if (edges.length === 0) return;
		this.triggers.begun.set(number, port.now);
		this.driver.cast(number, as);
		this.apply({
			atUs: port.now,
			fault: number,
			edge: "begin"
		});
		for (const { atUs, edge } of edges) if (edge !== "begin") port.plan(atUs, this.numberOf(number, edge));
	}
	apply(edge) {
		this.port.tell(edge, this.driver.faultOf(edge.fault));
		this.driver.apply(edge);
	}
	numberOf(fault, edge) {
		return this.edges.length + fault * laterEdges.length + laterEdges.indexOf(edge);
	}
};
/** Whether it has to wait until the code that runs has come to its next await, or to the end of its handler. */
function waitsForTurn(fault) {
	const { when } = fault;
	if (when === void 0 || "state" in when) return true;
	if (("site" in when ? when.site === "receive" || when.site === "await" : when.at === "receive") && when.moment === "after") return true;
	return kindOf(fault).inGoodOrder === true;
}
// sim/world/plan-events.ts
/** What the plan lets happen to the world itself: its faults begin and end, and at last everything is healed. */
var PlanEvents = class {
	world;
	calendar;
	constructor(world) {
		this.world = world;
		const { plan, durationMs } = world.setup;
		this.calendar = new FaultCalendar(this, plan, durationMs, world.faults);
	}
	get now() {
		return this.world.now;
	}
	endpoint(name) {
		return this.world.endpoint(name);
	}
	get watch() {
		return this.world.setup.watch ?? {};
	}
	get nodeNames() {
		return this.world.setup.nodes.map(({ name }) => name);
	}
	get nodeCount() {
		return this.world.nodes.length;
	}
	get endpointCount() {
		return this.world.endpointCount;
	}
	endpointName(endpoint) {
		return this.world.endpointName(endpoint);
	}
	memoryOf(node) {
		const { incarnation, seen } = this.world.nodes[node];
		return {
			incarnation,
			state: seen
		};
	}
	/** A fault begins, ends or flaps later. @param number of the edge */
	plan(atUs, number) {
		this.world.schedule(atUs, EventKind.Fault, -1, number, 0, void 0);
	}
	/** A fault begins as soon as the code that runs now has done its turn. @param number of the edge */
	planNext(number) {
		this.world.scheduleNext(EventKind.Fault, number);
	}
	atSite(endpoint, moment, site, peer) {
		this.world.observer?.atSite?.(endpoint, moment, site, peer);
	}
	tell({ fault: number, edge }, fault) {
		this.world.observer?.note?.(-1, `fault-${edge}`, {
			fault: number,
			what: describeFault(fault)
		});
	}
	/** @param number of the edge, for events of kind Fault */
	happen(kind, number) {
		const { world } = this;
		if (kind === EventKind.Fault) this.calendar.happen(number);
		else if (kind === EventKind.Heal) {
			world.observer?.note?.(-1, "heal-all", void 0);
			world.faults.healAll();
		}
	}
};
// sim/kernel/queue.ts
/**
* The event queue: what is going to happen, in order of (time, order).
*
* Events are rows in columns, not objects: a binary heap of slots over a pool that starts small and grows. The
* heap is indexed, so a cancelled event leaves for real instead of lying around until its time comes. After a
* `pop` the top stays a hole that the next `push` fills, which saves most of the sifting: nearly every event
* schedules another (the "replace-top" of Sedgewick, Algorithms, 2.4).
*/
const START_CAPACITY = 64;
var EventQueue = class {
	/** Columns of the pool, by slot. `kind`, `node`, `a`, `b` and `payload` belong to whoever pushed. */
	time = new Float64Array(START_CAPACITY);
	order = new Float64Array(START_CAPACITY);
	kind = new Uint8Array(START_CAPACITY);
	node = new Int32Array(START_CAPACITY);
	a = new Int32Array(START_CAPACITY);
	b = new Float64Array(START_CAPACITY);
	cause = new Float64Array(START_CAPACITY);
	payload = [];
	heap = new Int32Array(START_CAPACITY);
	place = new Int32Array(START_CAPACITY);
	free = new Int32Array(START_CAPACITY);
	freeCount = 0;
	used = 0;
	size = 0;
	hole = false;
	/** Number of events pending. */
	get length() {
		return this.hole ? this.size - 1 : this.size;
	}
	push(time, order, kind, node, a, b, cause, payload) {
		let slot;
		if (this.freeCount > 0) slot = this.free[--this.freeCount];
		else {
			if (this.used === this.time.length) this.grow();
			slot = this.used++;
		}
		this.time[slot] = time;
		this.order[slot] = order;
		this.kind[slot] = kind;
		this.node[slot] = node;
		this.a[slot] = a;
		this.b[slot] = b;
		this.cause[slot] = cause;
		this.payload[slot] = payload;
		if (this.hole) {
			this.hole = false;
			this.siftDown(0, slot);
		} else this.siftUp(this.size++, slot);
		return slot;
	}
	/** The slot of the earliest event, or -1. */
	peek() {
		this.fillHole();
		return this.size === 0 ? -1 : this.heap[0];
	}
	/**
	* Takes the earliest event out and returns its slot, or -1 when nothing is pending. The columns of the slot
	* stay readable until the next push.
	*/
	pop() {
		this.fillHole();
		if (this.size === 0) return -1;
		const slot = this.heap[0];
		if (this.place[slot] !== 0) throw new EngineFault(`slot ${slot} came up, but is not pending`);
		this.hole = true;
		this.release(slot);
		return slot;
	}
	/** Takes an event out before its time. */
	cancel(slot) {
		if (!this.isPending(slot)) this.refuse(slot);
		const index = this.place[slot];
		this.release(slot);
		const last = this.heap[--this.size];
		if (last === slot) return;
		if (index > 0 && this.before(last, this.heap[index - 1 >> 1])) this.siftUp(index, last);
		else this.siftDown(index, last);
	}
	/** The pending events in the order in which they would happen. */
	pending() {
		this.fillHole();
		return Array.from(this.heap.subarray(0, this.size)).sort((x, y) => this.before(x, y) ? -1 : 1);
	}
	/** What an event is that is pending, or was popped last, without where in the pool it is. */
	row(slot) {
		if (!this.isHeld(slot)) this.refuse(slot);
		const { time, kind, node, a, b, payload } = this;
		return [
			time[slot],
			kind[slot],
			node[slot],
			a[slot],
			b[slot],
			payload[slot]
		];
	}
	/** Everything pending, with each event in its slot. `copy` copies a payload. */
	save(copy) {
		const slots = this.pending();
		return {
			slots,
			used: this.used,
			free: this.free.slice(0, this.freeCount),
			rows: slots.map((slot) => ({
				time: this.time[slot],
				order: this.order[slot],
				kind: this.kind[slot],
				node: this.node[slot],
				a: this.a[slot],
				b: this.b[slot],
				cause: this.cause[slot],
				payload: copy(this.payload[slot])
			}))
		};
	}
	/** Puts back what was saved, every event in the slot it had. */
	restore(saved, copy) {
		while (this.time.length < saved.used) this.grow();
		this.used = saved.used;
		this.free.set(saved.free);
		this.freeCount = saved.free.length;
		this.payload.length = 0;
		this.size = 0;
		this.hole = false;
		for (const [index, row] of saved.rows.entries()) {
			const slot = saved.slots[index];
			this.time[slot] = row.time;
			this.order[slot] = row.order;
			this.kind[slot] = row.kind;
			this.node[slot] = row.node;
			this.a[slot] = row.a;
			this.b[slot] = row.b;
			this.cause[slot] = row.cause;
			this.payload[slot] = copy(row.payload);
			this.siftUp(this.size++, slot);
		}
	}
	/** Whether an event is in this slot that is still to happen. */
	isPending(slot) {
		this.fillHole();
		return this.isHeld(slot);
	}
	/** Whether the heap holds the slot; the hole that `pop` left holds what was popped. */
	isHeld(slot) {
		const index = this.place[slot] ?? this.size;
		return index < this.size && this.heap[index] === slot;
	}
	refuse(slot) {
		throw new EngineFault(`slot ${slot} holds no pending event`);
	}
	release(slot) {
		this.free[this.freeCount++] = slot;
	}
	before(x, y) {
		const tx = this.time[x];
		const ty = this.time[y];
		return tx < ty || tx === ty && this.order[x] < this.order[y];
	}
	fillHole() {
		if (!this.hole) return;
		this.hole = false;
		const last = this.heap[--this.size];
		if (this.size > 0) this.siftDown(0, last);
	}
	siftUp(from, slot) {
		const { heap, place, time, order } = this;
		const slotTime = time[slot];
		const slotOrder = order[slot];
		let index = from;
		while (index > 0) {
			const parentIndex = index - 1 >> 1;
			const parent = heap[parentIndex];
			const parentTime = time[parent];
			if (parentTime < slotTime || parentTime === slotTime && order[parent] < slotOrder) break;
			heap[index] = parent;
			place[parent] = index;
			index = parentIndex;
		}
		heap[index] = slot;
		place[slot] = index;
	}
	siftDown(from, slot) {
		const { heap, place, time, order, size } = this;
		const slotTime = time[slot];
		const slotOrder = order[slot];
		let index = from;
		for (;;) {
			let childIndex = 2 * index + 1;
			if (childIndex >= size) break;
			let child = heap[childIndex];
			let childTime = time[child];
			const otherIndex = childIndex + 1;
			if (otherIndex < size) {
				const other = heap[otherIndex];
				const otherTime = time[other];
				if (otherTime < childTime || otherTime === childTime && order[other] < order[child]) {
					childIndex = otherIndex;
					child = other;
					childTime = otherTime;
				}
			}
			if (slotTime < childTime || slotTime === childTime && slotOrder < order[child]) break;
			heap[index] = child;
			place[child] = index;
			index = childIndex;
		}
		heap[index] = slot;
		place[slot] = index;
	}
	grow() {
		const capacity = this.time.length * 2;
		this.time = grown(this.time, new Float64Array(capacity));
		this.order = grown(this.order, new Float64Array(capacity));
		this.kind = grown(this.kind, new Uint8Array(capacity));
		this.node = grown(this.node, new Int32Array(capacity));
		this.a = grown(this.a, new Int32Array(capacity));
		this.b = grown(this.b, new Float64Array(capacity));
		this.cause = grown(this.cause, new Float64Array(capacity));
		this.heap = grown(this.heap, new Int32Array(capacity));
		this.place = grown(this.place, new Int32Array(capacity));
		this.free = grown(this.free, new Int32Array(capacity));
	}
};
function grown(old, larger) {
	larger.set(old);
	return larger;
}
// sim/record/fingerprint.ts
/** The fingerprint: a rolling 64-bit hash of everything that happened, in order. Equal fingerprints, equal runs. */
var Fingerprint = class {
	low = 1592614637;
	high = 1460292113;
	/** Adds one event. Times and numbers are whole and below 2^53. */
	event(time, kind, node, a, b, order) {
		let low = fold(this.low, time | 0);
		low = fold(low, kind << 16 ^ node);
		low = fold(low, a);
		this.low = fold(low, order | 0);
		let high = fold(this.high, b | 0);
		high = fold(high, time / 4294967296 | 0);
		this.high = high + low | 0;
	}
	/** Adds any other word: an operation's outcome, a digest. */
	word(word) {
		this.low = fold(this.low, word);
		this.high = Math.imul(this.high, 2246822507) + this.low | 0;
	}
	/** Sixteen hexadecimal digits. */
	toString() {
		const hex = (word) => (mix32(word) >>> 0).toString(16).padStart(8, "0");
		return hex(this.low ^ this.high) + hex(this.high);
	}
	save() {
		return {
			low: this.low,
			high: this.high
		};
	}
	restore(state) {
		this.low = state.low;
		this.high = state.high;
	}
};
// sim/record/observer.ts
/** @param effect what faults and limits of the network do to it, if anything */
function carriageOf(arrivesUs, copy, effect) {
	return {
		arrivesUs,
		copy,
		isDelayed: effect !== void 0 && (effect.delayUs > 0 || effect.bytesPerSecond < Infinity),
		isDamaged: effect !== void 0 && effect.corrupt >= 0
	};
}
// sim/world/world-calendar.ts
/** The calendar of a world: what happens when, all of it in one order, and nothing in the past. */
var WorldCalendar = class {
	timing;
	now = 0;
	/** Number of events that happened. */
	events = 0;
	/** The run is over. */
	done = false;
	queue = new EventQueue();
	fingerprint = new Fingerprint();
	observer;
	/** The last event, where somebody sees it. */
	seen;
	/** The rule of the engine that was broken, if one was. */
	fault;
	orders = 0;
	ids = 0;
	/** @param timing holds back what the schedule of the plan says, if it has one */
	constructor(timing) {
		this.timing = timing;
	}
	schedule(atUs, kind, node, a, b, payload) {
		if (this.timing !== void 0 && isTimer(kind) && atUs > this.now) atUs = this.timing.due(atUs, this.now, node, node);
		if (!(atUs >= this.now)) this.scheduledInThePast(atUs, kind, node);
		return this.queue.push(atUs, this.orders++, kind, node, a, b, this.events, payload);
	}
	/** Puts an event of the world on the calendar that happens at this moment and before all others. */
	scheduleNext(kind, a) {
		this.queue.push(this.now, -1 - a, kind, -1, a, 0, this.events, void 0);
	}
	cancel(slot, node, kind) {
		if (slot < 0) return;
		const { queue } = this;
		if (!queue.isPending(slot) || queue.node[slot] !== node || queue.kind[slot] !== kind) this.broken(`${this.endpointName(node)} cancels a ${eventKindName(kind)} that is not on the calendar`);
		queue.cancel(slot);
	}
	arrive(atUs, kind, from, to, id, payload, effect, copy = 0) {
		if (this.timing !== void 0 && from !== to) atUs = this.timing.due(atUs, this.now, from, to);
		if (!(atUs >= this.now)) this.scheduledInThePast(atUs, kind, to);
		const order = this.orders++;
		this.observer?.sent?.({
			kind,
			from,
			to,
			id,
			payload,
			order
		}, carriageOf(atUs, copy, effect));
		this.queue.push(atUs, order, kind, to, from, id, this.events, payload);
	}
	dropped(kind, from, to, id, payload, why, when = "leaving") {
		const next = this.orders++;
		this.fingerprint.word(from << 8 ^ to);
		if (this.observer?.dropped === void 0) return;
		const order = when === "leaving" ? next : this.seen.order;
		this.observer.dropped({
			kind,
			from,
			to,
			id,
			payload,
			order
		}, why, when);
	}
	/** A number that no other request, call or connection has. */
	nextId() {
		return ++this.ids;
	}
	/** The run ends here, and not only where a program lets the error through. */
	broken(what) {
		const fault = new EngineFault(`${what}, at ${toMs(this.now)} ms (event ${this.events})`);
		this.fault ??= fault;
		this.done = true;
		throw fault;
	}
	scheduledInThePast(atUs, kind, node) {
		const where = node < 0 ? "the world" : this.endpointName(node);
		this.broken(`a ${eventKindName(kind)} of ${where} was scheduled for ${toMs(atUs)} ms, in the past`);
	}
};
/** What a schedule may hold back besides deliveries. */
function isTimer(kind) {
	return kind === EventKind.Timer || kind === EventKind.Wake || kind === EventKind.CallTimeout;
}
// sim/world/world.ts
var World = class extends WorldCalendar {
	setup;
	interned;
	/** The time of the run is over: clients begin nothing new. */
	closing = false;
	/** The node whose code runs now. */
	running;
	seed;
	network;
	disk;
	history = new HistoryRecorder();
	ring = new Ring();
	incidents = new Incidents();
	faults;
	/** What this world has reached so far; it decides nothing. */
	coverage;
	nodes;
	clients;
	restartAfterUs;
	timeoutUs;
	endpointCount;
	/** The turn of a state machine lasts until it is drained too: for a second look at what it left behind. */
	lingers = false;
	/** Judges that look on, to stop a failing run at once. */
	onlookers = [];
	/** The onlooker whose claim was broken, if one was. */
	stoppedBy;
	/** Looks on after every event of a node, where a fault waits for a state. */
	afterEvents;
	/** What a function of the scenario threw that looks on, such as an invariant: the run ended there. */
	threw;
	/** The run ends with this event: where an earlier run of the same was stopped. */
	lastEvent = Infinity;
	planEvents;
	endpoints;
	membership;
	invariants;
	/** Ids of requests and calls that the network delivers more than once. */
	doubled = /* @__PURE__ */ new Set();
	eventsNow = 0;
	/** An event whose async work goes on. */
	unsettled;
	/** @param interned the names of the world this one is a fork of */
	constructor(setup, interned = new Names()) {
		const clientNames = [...setup.clients, FINAL_CLIENT];
		const names = [...setup.nodes.map(({ name }) => name), ...clientNames];
		super(timingOf(setup.plan, names));
		this.setup = setup;
		this.interned = interned;
		this.seed = setup.seed;
		this.restartAfterUs = toMicros(setup.restartAfterMs);
		this.timeoutUs = toMicros(setup.clientTimeoutMs);
		this.disk = compileDisk(setup.disk);
		this.endpoints = new Endpoints(names, setup.nodes.length);
		this.endpointCount = names.length;
		const network = plannedNetwork(setup.network, setup.plan);
		this.network = new Network(this, network, names, setup.nodes.length, setup.seed);
		this.nodes = setup.nodes.map(({ name, program, version }, index) => new SimNode(this, index, name, program, version));
		this.coverage = new CoverageRecorder(setup.abstraction, this.nodes);
		this.invariants = new InvariantWatch(this.nodes, setup.invariants);
		this.clients = clientNames.map((name, number) => clientOf(this, name, setup.nodes.length + number));
		this.membership = new Membership(this, this.nodes, setup.nodes);
		this.faults = new FaultDriver(this, setup.plan.faults);
		this.planEvents = new PlanEvents(this);
		this.afterEvents = this.calendar.afterEvents;
		open(this, this.calendar);
	}
	/** Makes the next event happen. @returns false when the run is over */
	step() {
		const { queue } = this;
		if (this.done) return false;
		const slot = queue.pop();
		if (slot < 0) {
			this.done = true;
			return false;
		}
		const time = queue.time[slot];
		const kind = queue.kind[slot];
		const node = queue.node[slot];
		const a = queue.a[slot];
		const b = queue.b[slot];
		const cause = queue.cause[slot];
		const order = queue.order[slot];
		const payload = queue.payload[slot];
		if (time < this.now) this.broken(`time fell to ${toMs(time)} ms`);
		this.countInstant(time, node);
		this.now = time;
		const event = ++this.events;
		this.fingerprint.event(time, kind, node, a, b, order);
		this.ring.add(event, time, kind, node, a, b, cause);
		if (this.observer !== void 0) {
			this.seen = {
				event,
				atUs: time,
				kind,
				node,
				a,
				b,
				cause,
				order,
				payload
			};
			this.observer.event?.(this.seen);
		}
		this.happen(kind, node, a, b, payload);
		if (this.running === void 0) this.settled(node, kind, payload);
		else this.unsettled = {
			node,
			kind,
			payload
		};
		if (event >= this.lastEvent) this.done = true;
		else if (event >= this.setup.limits.maxEvents && !this.done) this.giveUp();
		return !this.done;
	}
	/** The async work that an event of a node set off is done, to be called where `step` left a node running. */
	settle() {
		const { node, kind, payload } = this.unsettled;
		this.running = void 0;
		this.settled(node, kind, payload);
	}
	duplicated(id) {
		this.doubled.add(id);
	}
	wasDuplicated(id) {
		return this.doubled.has(id);
	}
	copy(payload) {
		return copyPlain(payload);
	}
	intern(name) {
		return this.interned.numberOf(name);
	}
	nameOfInterned(number) {
		return this.interned.nameOf(number);
	}
	endpoint(name) {
		return this.endpoints.indexOf(name);
	}
	endpointName(index) {
		return this.endpoints.nameOf(index);
	}
	get nodeNames() {
		return this.setup.nodes.map(({ name }) => name);
	}
	members() {
		return this.membership.names;
	}
	node(name) {
		return this.nodes[this.endpoints.nodeIndexOf(name)];
	}
	isClient(endpoint) {
		return endpoint >= this.nodes.length;
	}
	versionOf(version, node) {
		const program = this.setup.versions[version];
		if (program === void 0) throw new RangeError(unknownName("version", version, Object.keys(this.setup.versions)));
		return program(node.name);
	}
	buggify(site, node) {
		const yes = this.faults.codePoints.strikes(site, this.endpointName(node));
		this.coverage.buggify(site, yes);
		return yes;
	}
	sometimes(name, condition) {
		this.coverage.sometimes(name, condition);
		if (condition) this.observer?.reached?.("sometimes", name);
	}
	reachable(name) {
		this.coverage.reachable(name);
		this.observer?.reached?.("reachable", name);
	}
	unreachable(name, node) {
		if (this.coverage.unreachable(name)) this.incidents.unreachable(name, node.name, this.now);
	}
	log(node, text, data) {
		this.observer?.log?.(node.index, text, data);
	}
	note(node, what, data) {
		this.observer?.note?.(node.index, what, data);
	}
	effect(node, input) {
		this.history.effect(node.name, input, this.now);
		this.observer?.effect?.(node.index, input);
	}
	/** The process of a node ended: its supervisor starts it again after a while. An error is also an incident. */
	ended(node, how, reason) {
		if (isA(reason, EngineFault)) this.fault ??= reason;
		if (this.fault !== void 0) return void (this.done = true);
		if (how === "uncaught") this.incidents.uncaught(node.name, this.now, reason);
		this.note(node, how, how === "exit" ? reason : thrownText(reason));
		if (node.status !== "up" || node.farewell.ended()) return;
		node.end("stopped");
		node.startAt(this.now + this.restartAfterUs);
	}
	operationEnded(client, number) {
		const operation = this.history.at(number);
		const { type, output, error } = operation;
		this.fingerprint.word(type.length + (number << 3));
		this.observer?.completed?.(number, type, output, error);
		const broken = tellCompleted(this.onlookers, number, operation);
		if (broken !== void 0) this.stop(broken);
		if (this.closing && client.name !== "final") this.finishOnceIdle();
		else if (this.closing && client.finished) this.done = true;
	}
	operationInvoked(number) {
		const operation = this.history.at(number);
		this.observer?.invoked?.(number, operation.process, operation.input);
		tellInvoked(this.onlookers, number, operation);
	}
	join(node) {
		this.membership.join(node);
	}
	leave(node) {
		this.membership.leave(node);
	}
	/** When the faults of the plan begin. */
	get calendar() {
		return this.planEvents.calendar;
	}
	/** The last events, oldest first. */
	lastEvents() {
		return this.ring.last(this.events, (node) => this.endpointName(node));
	}
	stateOf(node) {
		return this.nodes[node]?.seen;
	}
	/** What a node holds, whatever it shows. */
	contentOf(node) {
		const subject = this.nodes[node];
		return subject && {
			memory: subject.driver?.state(),
			disk: subject.storage.disk
		};
	}
	/** Counters that a snapshot must keep. */
	saveCounters() {
		const { now, events, done, closing, orders, ids, eventsNow } = this;
		return {
			now,
			events,
			done,
			closing,
			orders,
			ids,
			eventsNow,
			memberNames: this.membership.names,
			doubled: new Set(this.doubled),
			timing: this.timing?.save()
		};
	}
	restoreCounters(saved) {
		const { timing, memberNames, ...counters } = saved;
		this.membership.names = memberNames;
		Object.assign(this, counters, { doubled: new Set(saved.doubled) });
		if (timing !== void 0) this.timing?.restore(timing);
	}
	/** An event is over, with all it set off at once: whoever looks at what it led to looks now. */
	settled(node, kind, payload) {
		this.observer?.handled?.(this.seen);
		if (this.coverage.watches && this.coverage.saw(node, kind, payload)) this.observer?.newState?.();
		if (this.afterEvents !== void 0) this.afterEvents(node);
		if (this.invariants.size > 0) this.invariants.look(node, this.invariantBroken);
	}
	happen(kind, node, a, b, payload) {
		if (node < 0) return kind === EventKind.End ? this.finish() : this.planEvents.happen(kind, a);
		if (kind <= EventKind.Segment && kind >= EventKind.Message && this.network.isClosed(a, node)) {
			if (this.network.hold({
				kind,
				from: a,
				to: node,
				id: b,
				payload
			})) return;
			return this.dropped(kind, a, node, b, payload, "cut", "arriving");
		}
		if (node >= this.nodes.length) return this.happenToClient(this.clients[node - this.nodes.length], kind, a, b, payload);
		const subject = this.nodes[node];
		this.running = subject;
		subject.handle(kind, a, b, payload);
		if (subject.program.style === "state-machine" && !this.lingers) this.running = void 0;
	}
	happenToClient(client, kind, from, id, payload) {
		if (!(kind === EventKind.ClientNext && this.closing && client.name !== "final")) client.handle(kind, from, id, payload);
	}
	/** The time of the run is over: what is under way ends, then come the final operations, if any. */
	finish() {
		this.closing = true;
		this.finishOnceIdle();
	}
	finishOnceIdle() {
		const final = this.clients.at(-1);
		if (this.clients.some((client) => client.busy)) return;
		if (final.finished) this.done = true;
		else final.planNext();
	}
	countInstant(time, node) {
		if (time !== this.now) {
			this.eventsNow = 0;
			return;
		}
		if (++this.eventsNow < this.setup.limits.maxEventsPerInstant) return;
		this.incidents.stuck(this.endpointName(node), time, this.eventsNow);
		this.done = true;
	}
	invariantBroken = (name, sentence) => {
		this.incidents.invariantBroken(name, toMs(this.now), sentence);
		this.done = true;
	};
	/** @throws EngineFault when a rule of the engine was broken in this run, whoever caught the error meanwhile */
	assertSound() {
		if (this.fault !== void 0) throw this.fault;
		const busy = this.clients.filter((client) => client.busy).length;
		if (busy !== this.history.open) throw new EngineFault(`${this.history.open} operations are open, and ${busy} clients wait for one`);
	}
	stop(name) {
		this.stoppedBy ??= name;
		this.done = true;
	}
	giveUp() {
		this.incidents.outOfEvents(this.now, this.events);
		this.done = true;
	}
};
// sim/run/loop.ts
/**
* Drives a world from its first event to its last. Worlds of state machines run in one go; where async programs
* live, every event is drained to the last promise before the next begins.
*/
/** Events between two looks at the outside world: Ctrl-C, other timers of the process. */
const CHUNK = 2e4;
/** Runs the world to its end, or to where a function of the scenario that looks on throws. */
async function runToEnd(world, drainName = "tick") {
	try {
		await runOut(world, drainName);
		if (!world.incidents.builtinsChanged) world.assertSound();
	} catch (error) {
		if (world.incidents.builtinsChanged) return void (world.done = true);
		if (!(error instanceof ScenarioError)) throw error;
		world.threw = error;
		world.done = true;
	} finally {
		if (world.done) for (const { driver } of world.nodes) driver?.gone?.();
	}
}
async function runOut(world, drainName) {
	if (!isAsync(world)) return runWatched(world);
	const drain = await chooseDrain(drainName);
	if (drain.kind === "sync") return runAsync(world, drain);
	const run = turn.then(() => runAsync(world, drain));
	turn = run.catch(() => void 0);
	return run;
}
let turn = Promise.resolve();
async function runAsync(world, drain) {
	while (!world.done) {
		const suspicion = await runOn(world, drain, CHUNK);
		if (suspicion !== void 0) await lookAgain(world, suspicion);
	}
}
/**
* Runs a world of state machines to its end. Their handlers are synchronous, so there is nothing to drain between
* events; but a handler may leave a promise or real I/O behind all the same, which is found afterwards.
*/
async function runWatched(world) {
	const drain = await chooseDrain();
	let stray = false;
	let suspicion;
	await inMacrotask(() => {
		const unguard = guardRejections(() => world, () => {
			stray = true;
		});
		const lookout = lookOut(world, {
			awaits: false,
			shared: false
		});
		try {
			try {
				runStateMachines(world);
			} finally {
				if (drain.kind === "sync") drain.drain();
			}
			suspicion = lookout.suspicion();
		} finally {
			lookout.end();
			unguard();
		}
	});
	if (stray || suspicion !== void 0) await lookAgain(world, suspicion ?? "unnamed");
}
/** Runs a world of state machines to its end, without giving up control. */
function runStateMachines(world) {
	const uninstall = installAmbient(hostOf(world));
	const looked = watchBuiltins();
	try {
		stepOn(world, Infinity);
	} finally {
		tellChanges(world, looked());
		uninstall();
	}
}
/**
* Makes up to `count` events of state machines happen. What a handler leaves in its async context goes with it.
* @returns false when the run is over
*/
function stepOn(world, count) {
	let left = count;
	if (left > 0) repeatInFreshContext(() => world.step() && --left > 0);
	return !world.done;
}
/**
* Makes events happen while `goesOn` says so, for whoever drives a world by hand: of state machines before it returns,
* of async programs drained to the last promise after each.
*/
function runWhile(world, goesOn) {
	if (isAsync(world)) return runWhileAwaiting(world, goesOn);
	const uninstall = installAmbient(hostOf(world));
	try {
		while (!world.done && goesOn()) stepOn(world, 1);
	} finally {
		uninstall();
	}
	return Promise.resolve();
}
async function runWhileAwaiting(world, goesOn) {
	const drain = await chooseDrain();
	while (!world.done && goesOn()) {
		let more = true;
		const suspicion = await runOn(world, drain, CHUNK, void 0, () => more = goesOn());
		if (suspicion !== void 0 && suspicion !== "unnamed") blame(world, suspicion);
		if (!more) return;
	}
}
/** Makes one event happen and drains what it set off, for whoever drives a world of async programs by hand. */
async function stepDrained(world) {
	const suspicion = await runOn(world, await chooseDrain(), 1);
	if (suspicion !== void 0 && suspicion !== "unnamed") blame(world, suspicion);
}
/** Whether any node runs an async program. */
function isAsync(world) {
	return world.nodes.some((node) => node.program.style === "async");
}
/**
* Makes up to `count` events happen, while `goesOn` says so after each.
* @returns what code of the world may have asked of the real world
*/
async function runOn(world, drain, count, after, goesOn) {
	if (drain.kind === "sync") return inMacrotask(() => inFreshContext(() => runChunk(world, drain, count, after, goesOn)));
	return inMacrotask(() => inFreshContext(() => runAwaiting(world, drain, count, after, goesOn)));
}
async function runAwaiting(world, drain, count, after, goesOn) {
	const lookout = lookOut(world, {
		awaits: true,
		shared: true
	});
	const leave = enter(world);
	try {
		for (let left = count; left > 0; left--) {
			const going = world.step();
			if (world.running !== void 0) {
				await drain.drain();
				world.settle();
				after?.();
				const suspicion = lookout.suspicion();
				if (suspicion !== void 0) return suspicion;
			}
			if (!going || goesOn?.() === false) break;
		}
		return lookout.suspicion();
	} finally {
		leave();
		lookout.end();
	}
}
function runChunk(world, drain, count, after, goesOn) {
	const lookout = lookOut(world, {
		awaits: true,
		shared: false
	});
	const leave = enter(world);
	try {
		for (let left = count; left > 0; left--) {
			const going = world.step();
			if (world.running !== void 0) {
				drain.drain();
				world.settle();
				after?.();
			}
			if (!going || goesOn?.() === false) break;
		}
	} finally {
		world.running = void 0;
		leave();
		lookout.end();
	}
	return lookout.suspicion();
}
/** While a world runs, the ambient functions and uncaught errors belong to its nodes. */
function enter(world) {
	const uninstall = installAmbient(hostOf(world));
	const looked = watchBuiltins();
	const unguard = guardRejections(() => world.running, (node, error, promise) => node.failed(error, promise));
	return () => {
		tellChanges(world, looked());
		unguard();
		uninstall();
	};
}
function tellChanges(world, changes) {
	if (changes.length === 0) return;
	world.incidents.changedBuiltins(changes, world.now);
	world.done = true;
}
function hostOf(world) {
	return () => world.running?.host;
}
/**
* A node may have asked for something the simulator did not create, which would end at a time no seed decides, or a
* state machine left a promise behind that failed. A second run, drained after every event and under full watch, finds
* out who did it, when, and where in the code. If it finds nobody, what the first run named stands: the program asks
* only once. If that named nobody either, the first run stands as it is.
*/
async function lookAgain(world, suspicion) {
	if (suspicion !== "unnamed" && isAsync(world) && suspicion.place !== void 0) return blame(world, suspicion);
	if (suspicion === "unnamed" && isAsync(world) && (await watched(world, watchLightly)).found === void 0) return;
	const { found: named, twin } = await watched(world, watchResources);
	const found = named ?? (suspicion === "unnamed" ? void 0 : suspicion);
	if (found !== void 0) blame(world, found);
	else if (!isAsync(world)) world.incidents.restore(twin.incidents.save());
}
/** Runs the world again, up to what a watch finds. */
async function watched(world, watchWith) {
	const drain = await chooseDrain();
	const twin = new World(world.setup);
	twin.lingers = true;
	const watch = watchWith(() => twin.running && {
		name: twin.running.name,
		nowUs: twin.now
	});
	try {
		while (!twin.done && twin.events < world.events) await runOn(twin, drain, world.events - twin.events, () => {
			if (watch.found().length > 0) twin.done = true;
		});
	} finally {
		watch.stop();
	}
	return {
		found: watch.found()[0],
		twin
	};
}
function blame(world, { node, what, type, place, atUs }) {
	const message = `${node} awaits ${what} (${type})${place === void 0 ? "" : ` at ${place.split(/[\\/]/).slice(-2).join("/")}`} since ${toMs(atUs)} ms, which the simulator did not create and no seed decides`;
	world.incidents.realIo(message, atUs);
	world.done = true;
}
// sim/input/options.ts
/** Options by name: one that nobody knows would silently change nothing. */
/** @throws InputError unless it is an object, and has no option but these */
function assertOptions(given, known, of) {
	if (typeof given !== "object" || given === null || Array.isArray(given)) throw new InputError("", `${of}: expected options, an object, got ${shown$1(given)}`);
	const stranger = Object.keys(given).find((name) => !known.includes(name));
	if (stranger !== void 0) throw new InputError("", `${of}: ${unknownName("option", stranger, known)}`);
}
// sim/input/pollution.ts
/** Properties that every object seems to have: options, plans and messages would all be read with them. */
/** @throws InputError where something was added to Object.prototype so that it shows in every object */
function refusePollution() {
	for (const key in Object.prototype) throw new InputError("", `Object.prototype.${key} was added by code that ran before: every object seems to have it, so no run would be what its seed says; remove it, or make it not enumerable`);
}
// sim/scenario/programs.ts
/** Which program each node of a run has: one for all, or one for each name. */
/** The program of each node. */
function programsOf(scenario, params, context) {
	if (typeof scenario.protocol !== "function") return programOf(scenario, scenario.protocol, context);
	const made = scenario.protocol(params, context);
	const trouble = programsTrouble(made);
	if (trouble !== void 0) throw new ScenarioError("protocol", trouble);
	return programOf(scenario, made, context);
}
function programOf({ name }, made, { nodes }) {
	if (isProgram(made)) return () => made;
	return (node) => {
		if (Object.hasOwn(made, node)) return made[node];
		const near = closest(node, Object.keys(made).filter((other) => !nodes.includes(other)));
		throw new ScenarioError("protocol", `${name}: there is no program for node '${node}'${near === void 0 ? "" : `; is it the one of '${near}'?`}`);
	};
}
/** Programs by version, if there are others than the first. */
function versionsOf(scenario, params, context, v1) {
	if (scenario.versions === void 0) return {};
	const versions = { v1 };
	for (const [version, make] of Object.entries(scenario.versions)) {
		const path = `versions.${version}`;
		const program = checkedProgram(path, callersCode(path, () => make(params, context)));
		versions[version] = () => program;
	}
	return versions;
}
// sim/run/swarm-params.ts
/** Parameters as part of the swarm: each seed draws its own, of those that a scenario varies and nobody gave. */
/** The parameters that seeds draw for themselves under these options, and what from. */
function variedParams(scenario, { params = {}, bug, plan, faults, swarm }) {
	if (swarm === false || plan !== void 0 || Array.isArray(faults)) return {};
	const bugParams = bug === void 0 ? {} : scenario.bugs?.[bug]?.params ?? {};
	const varied = Object.entries(scenario.vary ?? {});
	return Object.fromEntries(varied.filter(([name]) => !(name in params) && !(name in bugParams)));
}
/** What a seed draws. Each parameter has a stream of its own: one more of them leaves the others as they are. */
function drawnParams(scenario, options, seed) {
	return Object.fromEntries(Object.entries(variedParams(scenario, options)).map(([name, values]) => [name, stream(seed, `param/${name}`).pick(values)]));
}
// sim/run/chosen.ts
/** What a run is of, as far as its options say: seed, planted bug and parameters, each checked. */
/**
* No function of the scenario is called for it.
* @throws InputError in one sentence
*/
function chosen(of, options) {
	const scenario = of;
	const seed = checkedSeed(options.seed ?? 1);
	const bug = options.bug === void 0 ? void 0 : checkedBug(scenario, options.bug);
	const drawn = drawnParams(scenario, options, seed);
	const said = {
		...bug === void 0 ? {} : scenario.bugs?.[bug]?.params,
		...options.params
	};
	try {
		return {
			seed,
			bug,
			params: checkedParams(scenario, {
				...drawn,
				...said
			})
		};
	} catch (error) {
		const name = error instanceof InputError ? error.path.split(".")[1] ?? "" : "";
		if (!Object.hasOwn(drawn, name) || Object.hasOwn(said, name)) throw error;
		throw callersError(`vary.${name}`, error);
	}
}
function checkedSeed(seed) {
	if (typeof seed === "string" && seed.length > 0 && seed.length <= 200) return seed;
	if (typeof seed === "number" && Number.isSafeInteger(seed)) return seed;
	throw new InputError("seed", `expected a whole number or a text of 1 to 200 characters, got ${valueText(seed, 80)}`);
}
/** @throws InputError where the scenario has no such bug */
function checkedBug({ name, bugs }, bug) {
	const known = Object.keys(bugs ?? {});
	if (!known.includes(bug)) throw new InputError("bug", `${name}: ${unknownName("planted bug", bug, known)}`);
	return bug;
}
/** Fills in defaults. Unknown names are refused, because a mistyped parameter would silently change nothing. */
function checkedParams(scenario, given) {
	const schema = scenario.params;
	if (schema instanceof z.ZodObject) {
		const known = Object.keys(schema.shape);
		const stranger = Object.keys(given).find((name) => !known.includes(name));
		if (stranger !== void 0) throw new InputError(`params.${stranger}`, `${scenario.name}: ${unknownName("parameter", stranger, known)}`);
	}
	const parsed = callersCode("params", () => schema.safeParse(given));
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	const path = (issue?.path ?? []).join(".");
	const came = path === "" ? given : given[path];
	throw new InputError(`params.${path}`, `${issue?.message ?? "not valid"} (got ${valueText(came, 80)})`);
}
// sim/coverage/abstraction.ts
/** Looking after every event more than doubles what a run costs; after one in so many, it is a tenth. */
const SAMPLE = 16;
/** The abstraction of a run, if states are to be counted. */
function abstractionOf(declared, count) {
	const nominated = declared?.abstract;
	if (count === false) return {};
	if (nominated !== void 0) return { abstraction: {
		of: "world",
		every: count === "sampled" ? SAMPLE : 1,
		state: nominated
	} };
	return count === true ? { abstraction: shapes } : {};
}
/**
* Coarse on purpose: where every run shows states of its own, none of them is news. Words and flags as they are,
* numbers by sign, whatever holds more by whether it is empty. A node whose state cannot be seen is known by the last
* thing that happened to it.
*/
const shapes = {
	of: "node",
	every: 1,
	state: ({ status, incarnation, state }, kind, payload) => [
		status,
		incarnation > 1,
		state === void 0 ? kind : 0,
		fields(state === void 0 ? payload : state)
	]
};
const LONGEST_WORD = 24;
/** A record of more is a table: its keys are data. */
const MOST_FIELDS = 32;
/** The shapes of the fields of a record, in the order they have. */
function fields(value) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return shape(value);
	if (value instanceof Map || value instanceof Set) return shape(value);
	const all = Object.values(value);
	return all.length > MOST_FIELDS ? all.length > 0 : all.map(shape);
}
function shape(value) {
	switch (typeof value) {
		case "string": return value.length <= LONGEST_WORD && !/\d/.test(value) ? value : "text";
		case "number": return Math.sign(value);
		case "object": return value === null ? null : isEmpty(value) ? "empty" : "holds";
		case "boolean": return value;
		default: return typeof value;
	}
}
function isEmpty(value) {
	if (Array.isArray(value)) return value.length === 0;
	if (value instanceof Map || value instanceof Set) return value.size === 0;
	for (const _ in value) return false;
	return true;
}
// sim/schedule/draw-schedule.ts
/** From a message's way in one rack to an election timer. */
const WINDOWS_MS = [
	1,
	2,
	5,
	10,
	20,
	50
];
const DELAYS_MS = [
	1,
	3,
	10,
	30,
	100,
	300
];
/** PCT's depth is one more: most bugs need one or two changes (Burckhardt et al., 2010, section 4). */
const MAX_CHANGES = 3;
const MAX_DELAYS = 4;
/** Messages often leave together, as in a broadcast; any of them may be the one. */
const MAX_NTH = 8;
/** @returns undefined for `random`: latencies as the network draws them */
function drawSchedule(strategy, random, horizonMs) {
	const moments = (count) => Array.from({ length: count }, () => ({
		atMs: Math.floor(random.float() * horizonMs * 1e3) / 1e3,
		nth: random.int(1, MAX_NTH)
	})).sort((a, b) => a.atMs - b.atMs);
	switch (strategy) {
		case "random": return;
		case "pct": return {
			strategy,
			key: random.int32() >>> 0,
			windowMs: random.pick(WINDOWS_MS),
			changes: moments(random.int(0, MAX_CHANGES))
		};
		case "delay-bounded": return {
			strategy,
			delays: moments(random.int(1, MAX_DELAYS)).map((moment) => ({
				...moment,
				delayMs: random.pick(DELAYS_MS)
			}))
		};
	}
}
// sim/scenario/plan-file.ts
/**
* @param known the functions that clients of the scenario ask for, if it says so: any other is a slip of the pen, which
* a program would answer somehow
* @throws InputError in one sentence
*/
function planOfFile(file, read, known) {
	try {
		const made = read();
		refuseUnknownFunctions(made.plan, known());
		return made;
	} catch (error) {
		if (!(error instanceof InputError) || error instanceof ScenarioError) throw error;
		throw new InputError("", `${file}: ${error.message}`);
	}
}
function refuseUnknownFunctions({ operations }, known) {
	if (known === void 0) return;
	const expected = `a function that clients ask for (${enumerate(known)})`;
	for (const [index, { input }] of operations.entries()) {
		const { f } = input;
		if (!known.includes(f)) throw refuse(`operations[${index}].input.f`, expected, f, known);
	}
}
// sim/run/prepare.ts
const DEFAULT_MAX_EVENTS = 5e6;
const OPTIONS = [...[
	"seed",
	"params",
	"bug",
	"faults",
	"plan",
	"strategy",
	"swarm",
	"countStates"
], ...[
	"stopAtViolation",
	"maxEvents",
	"budget",
	"drain",
	"planFile"
]];
/**
* Prepares one run. Everything is drawn here; afterwards only the setup counts.
* @throws InputError in one sentence for parameters, plans, bugs and profiles that are not right, and for what
*   functions of the scenario throw
*/
function prepare(of, options, loaded) {
	refusePollution();
	assertUsable(of);
	if (!Object.hasOwn(Object(options), "fingerprint")) assertOptions(options, OPTIONS, "simulate");
	const scenario = guarded(of);
	const { seed, bug, params } = chosen(scenario, options);
	const members = checkedNames("nodes", scenario.nodes === void 0 ? nodeNames(3) : scenario.nodes(params));
	const spares = checkedNames("spares", scenario.spares === void 0 ? [] : scenario.spares(params));
	const context = {
		bug,
		nodes: [...members, ...spares],
		loaded
	};
	const programs = programsOf(scenario, params, context);
	const versions = versionsOf(scenario, params, context, programs);
	const workload = checkedWorkload(scenario.workload(params, context));
	refuseNamesakes(scenario, [
		...context.nodes,
		...workload.clients,
		FINAL_CLIENT
	]);
	const durationMs = msOf(scenario.durationMs, params, "durationMs");
	const clientTimeoutMs = msOf(scenario.clientTimeoutMs ?? 1e3, params, "clientTimeoutMs");
	const lastInvokeMs = lastInvokeMsOf(durationMs, scenario.quietMs ?? clientTimeoutMs);
	const settleMs = scenario.settleMs ?? defaultSettleMs(scenario.liveWithinMs, durationMs, clientTimeoutMs);
	const world = {
		nodes: members,
		spares,
		clients: workload.clients,
		versions: Object.keys(versions),
		durationMs,
		...scenario.watch === void 0 ? {} : { watch: watchNames(scenario.watch) }
	};
	const strategy = checkedStrategy(scenario, options.strategy);
	const drawOperations = () => checkedOperations(callersCode("workload", () => workload.operations({
		seed,
		nodes: members,
		untilMs: lastInvokeMs
	})), workload.clients, context.nodes);
	const draw = () => planOf(scenario, params, options, seed, world, settleMs, strategy, drawOperations);
	const { planFile } = options;
	const { plan, profile, leftOut } = planFile === void 0 ? draw() : planOfFile(planFile, draw, () => functionsAsked(workload, drawOperations));
	const final = checkedFinal(scenario.final === void 0 ? [] : scenario.final(params, context), context.nodes).map((operation) => ({
		...operation,
		process: FINAL_CLIENT,
		atMs: durationMs
	}));
	const setup = {
		scenario: of,
		seed,
		nodes: context.nodes.map((name, index) => ({
			name,
			program: programs(name),
			version: "v1",
			member: index < members.length
		})),
		clients: workload.clients,
		...workload.program === void 0 ? {} : { clientProgram: workload.program },
		plan,
		network: settings(scenario.network, params, "network", networkSchema) ?? lan(),
		disk: settings(scenario.disk, params, "disk", diskSchema) ?? ssd(),
		clocks: settings(scenario.clocks, params, "clocks", clockSchema) ?? {
			maxOffsetMs: 0,
			maxDriftPpm: 0
		},
		versions,
		finalOperations: final,
		durationMs,
		clientTimeoutMs,
		lastInvokeMs,
		restartAfterMs: scenario.restartAfterMs ?? 1e3,
		limits: {
			maxEvents: checkedMaxEvents(options.maxEvents) ?? scenario.limits?.maxEvents ?? DEFAULT_MAX_EVENTS,
			maxEventsPerInstant: scenario.limits?.maxEventsPerInstant ?? 1e5
		},
		invariants: scenario.invariants ?? {},
		...scenario.watch === void 0 ? {} : { watch: scenario.watch },
		...abstractionOf(scenario.coverage, options.countStates ?? false)
	};
	return {
		asked: options,
		scenario: of,
		params,
		bug,
		profile,
		leftOut,
		setup,
		checks: typeof scenario.check === "function" ? checkedChecks(scenario.check(params, context), setup.invariants) : scenario.check
	};
}
const usable = /* @__PURE__ */ new WeakSet();
/** Whoever spreads a scenario into another has passed `defineScenario` by. */
function assertUsable(scenario) {
	if (usable.has(scenario)) return;
	try {
		assertScenario(scenario);
	} catch (error) {
		throw new InputError("", thrownText(error).replace(/^TypeError: /, ""));
	}
	usable.add(scenario);
}
/** Clients begin nothing later than this, in ms: what is under way may end before the run does. */
function lastInvokeMsOf(durationMs, quietMs) {
	return Math.max(durationMs / 10, durationMs - quietMs);
}
/** A time that may be a function of the parameters. */
function msOf(value, params, path) {
	if (typeof value === "number") return value;
	const ms = value(params);
	if (typeof ms === "number" && ms > 0 && ms <= 36e9) return ms;
	throw new ScenarioError(path, `expected a number above 0 and up to ${MAX_MS$1}, got ${shown$1(ms)}`);
}
/** Long enough to see whether what is asked after heal-all is answered. */
function defaultSettleMs(liveWithinMs, durationMs, clientTimeoutMs) {
	return liveWithinMs === void 0 ? durationMs / 5 : Math.min(durationMs / 2, liveWithinMs + 2 * clientTimeoutMs);
}
/** What stands in the scenario was read when it was defined; what a function gives is read now. */
function settings(value, params, path, schema) {
	if (typeof value !== "function") return value;
	return callersCode(path, () => read(schema, value(params), path));
}
function checkedStrategy({ name, strategies }, asked) {
	const known = strategyNames.find((strategy) => strategy === (asked ?? "random"));
	if (known === void 0) throw new InputError("strategy", unknownName("strategy", String(asked), strategyNames));
	if (asked !== void 0 && strategies?.includes(known) === false) throw new InputError("strategy", `${name} makes its claims for ${strategies.join(", ")} only: ${known} may hold messages back for longer than they allow`);
	return known;
}
function checkedMaxEvents(count) {
	if (count === void 0 || Number.isSafeInteger(count) && count > 0) return count;
	throw new InputError("maxEvents", `expected a whole number above 0, got ${String(count)}`);
}
function refuseNamesakes({ name }, names) {
	if (new Set(names).size === names.length) return;
	const twice = names.find((known, index) => names.indexOf(known) !== index);
	throw new ScenarioError("nodes", `${name}: expected a name of its own for every node and client, got two '${String(twice)}'`);
}
/** What a workload says that it asks for, and what it draws besides. */
function functionsAsked({ functions }, draw) {
	return functions && [.../* @__PURE__ */ new Set([...functions, ...draw().map(({ input }) => input.f)])];
}
function planOf(scenario, params, options, seed, world, settleMs, strategy, operations) {
	if (options.plan !== void 0) return {
		plan: parsePlan(options.plan, world),
		profile: "plan",
		leftOut: {}
	};
	const heal = settleMs > 0 ? { healAtMs: Math.max(0, world.durationMs - settleMs) } : {};
	const schedule = strategy === "random" ? void 0 : drawSchedule(strategy, stream(seed, `schedule/${strategy}`), heal.healAtMs ?? world.durationMs);
	const rest = {
		...heal,
		...schedule === void 0 ? {} : { schedule }
	};
	const { faults = scenario.bugs?.[options.bug ?? ""]?.faults ?? profileFor(scenario.faults, params) } = options;
	if (Array.isArray(faults)) return {
		plan: parsePlan({
			schema: 1,
			faults,
			operations: operations(),
			...rest
		}, world),
		profile: "plan",
		leftOut: {}
	};
	const profile = typeof faults === "string" ? profileOf(faults) : faults;
	const drawn = callersCode("faults", () => faultsDrawn(profile.draw((name) => stream(seed, name), {
		...world,
		...heal,
		sites: scenario.buggifySites ?? [],
		...options.swarm === false ? { swarm: false } : {}
	}), profile, world));
	const fitted = fittedTo(settings(scenario.budget, params, "budget", budgetSchema), drawn, world, options.faults === void 0);
	return {
		plan: {
			schema: 1,
			faults: fitted,
			operations: operations(),
			...rest
		},
		profile: profile.name,
		leftOut: leftOut(drawn, fitted)
	};
}
/** Our own profiles draw what fits; anybody else's are read like a file. */
function faultsDrawn(faults, profile, world) {
	return isMadeHere(profile) || profiles.includes(profile) ? faults : parsePlan({
		schema: 1,
		faults,
		operations: []
	}, world).faults;
}
function fittedTo(budget, drawn, world, areOwn) {
	if (budget === void 0) return drawn;
	return budget.ownFaultsOnly === true && !areOwn ? [] : fitBudget(drawn, budget, world);
}
function profileFor(faults, params) {
	return typeof faults === "function" ? faults(params) : faults;
}
function profileOf(name) {
	const profile = profileNamed(name);
	if (profile === void 0) throw new InputError("faults", unknownName("fault profile", name, profiles.map((known) => known.name)));
	return profile;
}
// sim/record/plain-json.ts
/** Any value of a run as plain JSON: maps, sets, dates, bytes, big integers and odd numbers keep their content. */
const MAX_DEPTH = 500;
/** A copy that `JSON.stringify` writes without loss or surprise. */
function jsonOf(value, depth = 0) {
	switch (typeof value) {
		case "string":
		case "boolean": return value;
		case "number": return Number.isFinite(value) ? value : String(value);
		case "bigint": return `${value}n`;
		case "object": return value === null ? null : depth > MAX_DEPTH ? "…" : objectOf(value, depth + 1);
		case "undefined": return;
		default: return String(value);
	}
}
function objectOf(value, depth) {
	if (Array.isArray(value)) return value.map((item) => jsonOf(item, depth) ?? null);
	if (value instanceof Map) return { map: [...value].map((pair) => jsonOf(pair, depth)) };
	if (value instanceof Set) return { set: [...value].map((item) => jsonOf(item, depth)) };
	if (value instanceof Date) return { date: Number.isNaN(value.getTime()) ? "invalid" : value.toISOString() };
	if (value instanceof ArrayBuffer) return { bytes: [...new Uint8Array(value)] };
	if (ArrayBuffer.isView(value)) return { bytes: jsonOf([...value], depth) };
	const copy = {};
	for (const [name, item] of Object.entries(value)) {
		const its = jsonOf(item, depth);
		if (its !== void 0) define(copy, name, its);
	}
	return copy;
}
/** Whether an object is one that JSON has no form for. */
function isBuiltIn(value) {
	const { constructor } = value;
	if (constructor === Object || constructor === Array) return false;
	return [
		Map,
		Set,
		Date,
		ArrayBuffer
	].some((kind) => value instanceof kind) || ArrayBuffer.isView(value);
}
/** Sets a field whatever its name is, `__proto__` included. */
function define(target, name, value) {
	if (name === "__proto__") Object.defineProperty(target, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true
	});
	else target[name] = value;
}
/** One line of JSON. */
function jsonText(value) {
	return JSON.stringify(jsonOf(value)) ?? "null";
}
// sim/record/trace.ts
/** Hands each record of the trace to `write` as it happens. */
var Tracer = class {
	world;
	write;
	constructor(world, write) {
		this.world = world;
		this.write = write;
	}
	/** An event is written with the state it led to. What it caused comes before it and names it. */
	handled(seen) {
		const { world } = this;
		const { kind } = seen;
		const isDatagram = kind >= EventKind.Message && kind <= EventKind.Segment;
		const state = seen.node >= 0 ? world.stateOf(seen.node) : void 0;
		this.write({
			type: "event",
			event: seen.event,
			atMs: toMs(seen.atUs),
			kind: eventKindName(kind),
			...seen.node >= 0 ? { node: world.endpointName(seen.node) } : {},
			...isDatagram ? {
				from: world.endpointName(seen.a),
				message: seen.order
			} : {},
			...kind === EventKind.Timer ? { timer: world.nameOfInterned(seen.a) } : {},
			cause: seen.cause,
			...seen.payload === void 0 ? {} : { data: plain(seen.payload) },
			...state === void 0 ? {} : { state: plain(state) }
		});
	}
	sent(datagram, { arrivesUs }) {
		this.write({
			type: "send",
			...this.datagram(datagram),
			arrivesAtMs: toMs(arrivesUs)
		});
	}
	dropped(datagram, why) {
		this.write({
			type: "drop",
			...this.datagram(datagram),
			why
		});
	}
	note(node, what, data) {
		this.write({
			type: "note",
			...this.moment(),
			...this.named(node),
			text: what,
			...data === void 0 ? {} : { data: plain(data) }
		});
	}
	log(node, text, data) {
		this.write({
			type: "log",
			...this.moment(),
			...this.named(node),
			text,
			...data === void 0 ? {} : { data: plain(data) }
		});
	}
	invoked(operation, process, input) {
		this.write({
			type: "invoke",
			...this.moment(),
			operation,
			process,
			input: plain(input)
		});
	}
	completed(operation, type, output, error) {
		this.write({
			type,
			...this.moment(),
			operation,
			...output === void 0 ? {} : { output: plain(output) },
			...error === void 0 ? {} : { error }
		});
	}
	effect(node, input) {
		this.write({
			type: "effect",
			...this.moment(),
			node: this.world.endpointName(node),
			input
		});
	}
	moment() {
		return {
			event: this.world.events,
			atMs: toMs(this.world.now)
		};
	}
	named(node) {
		return node < 0 ? {} : { node: this.world.endpointName(node) };
	}
	datagram({ kind, from, to, payload, order }) {
		const { world } = this;
		return {
			...this.moment(),
			kind: eventKindName(kind),
			from: world.endpointName(from),
			to: world.endpointName(to),
			message: order,
			...payload === void 0 ? {} : { data: plain(payload) }
		};
	}
};
/** A copy for the record; what cannot be copied (closures of async programs) is described. */
function plain(value) {
	try {
		return copyPlain(value);
	} catch {
		return String(value);
	}
}
/** A record as one line of JSON. Maps, sets, dates, bytes, big integers and numbers that JSON has not keep their content. */
function traceLine(record) {
	return jsonText(record);
}
// sim/record/data-text.ts
/** Any value as one line of text, for people who compare two of them: keys in order, nothing left out, never thrown. */
/** Longer ones are cut; who compares looks at digests as well. */
const LONGEST = 2e4;
function dataText(value) {
	let text;
	try {
		text = JSON.stringify(value, replaced) ?? String(value);
	} catch {
		text = "a value that is cyclic or too deep";
	}
	return text.length > 2e4 ? `${text.slice(0, LONGEST)}…` : text;
}
function replaced(_key, value) {
	if (typeof value === "bigint") return `${value}n`;
	if (typeof value === "number" && !Number.isFinite(value)) return String(value);
	if (typeof value === "number" && Object.is(value, -0)) return "-0";
	if (value === void 0 || typeof value === "function" || typeof value === "symbol") return typeof value;
	if (value instanceof Map) return { Map: [...value] };
	if (value instanceof Set) return { Set: [...value] };
	if (ArrayBuffer.isView(value)) return { bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex") };
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1));
}
/** Two texts cut down to where they begin to differ, with a little of what both have before it. */
function differingParts(first, second, length) {
	let same = 0;
	while (same < first.length && same < second.length && first[same] === second[same]) same++;
	const from = Math.max(0, same - Math.floor(length / 4));
	const part = (text) => {
		const shown = text.slice(from === 0 ? 0 : from, from + length);
		return `${from === 0 ? "" : "…"}${shown}${from + length < text.length ? "…" : ""}`;
	};
	return [part(first), part(second)];
}
// sim/record/disk-content.ts
/**
* What a disk holds, as a digest and as text. Records never change once written, so what was found of each is kept: a
* disk is looked at after each event that changed it, and most of it is as it was.
*/
const digests = /* @__PURE__ */ new WeakMap();
const texts = /* @__PURE__ */ new WeakMap();
function diskDigest({ cache, platter, journal, synced, pending = [] }) {
	let folded = fold(filesDigest(platter, filesDigest(cache, synced)), journal.length);
	for (const entry of journal) folded = fold(folded, kept(digests, entry, digest));
	for (const entry of pending) folded = fold(folded, kept(digests, entry, digest));
	return folded;
}
function filesDigest(files, from) {
	let folded = fold(from, files.size);
	for (const [path, file] of files) {
		folded = fold(folded, hashString(path));
		const records = recordsOf(file);
		folded = fold(folded, file.kind === "log" ? records.length : -1);
		for (const record of records) folded = fold(folded, kept(digests, record, digest));
	}
	return folded;
}
/** One line, cut where it gets too long. */
function diskText({ cache, platter, journal, synced, pending = [] }) {
	const parts = [];
	let length = 0;
	const add = (text) => (length += parts.push(text) && text.length) <= LONGEST;
	const addAll = (items) => {
		for (const item of items) if (!add(`${kept(texts, item, dataText)},`)) return false;
		return true;
	};
	const addFiles = (name, files) => {
		add(`${name}: `);
		for (const [path, file] of files) if (!add(`${path} [`) || !addAll(recordsOf(file)) || !add("] ")) return false;
		return true;
	};
	if (addFiles("cache", cache) && addFiles("platter", platter) && add("unsynced: ") && addAll(journal) && addAll(pending)) add(` after ${synced} synced`);
	const text = parts.join("");
	return text.length > 2e4 ? `${text.slice(0, LONGEST)}…` : text;
}
function recordsOf(file) {
	return file.kind === "log" ? file.records : [file.record];
}
function kept(known, item, find) {
	const old = known.get(item);
	if (old !== void 0) return old;
	const found = find(item);
	known.set(item, found);
	return found;
}
// sim/record/run-record.ts
/**
* One run, recorded so that another can be compared with it: every event with digests of what it carried, and of the
* state and disk it left, so that a difference is named where it begins and not where it shows. Plain data, because
* the other run may have been in another thread.
*/
/** Letters kept of one run; later events are known by their digests only. */
const KEPT = 8e6;
var Recording = class {
	world;
	words = [];
	told = [];
	parts = [];
	word = 0;
	kept = 0;
	/** The last text of each state and disk: most events change neither. */
	last = /* @__PURE__ */ new Map();
	constructor(world) {
		this.world = world;
	}
	event(seen) {
		this.word = 0;
		this.parts = [];
		this.add("what it carried", seen.payload);
	}
	handled(seen) {
		const { world } = this;
		const { kind, node } = seen;
		const where = node < 0 ? "the world" : world.endpointName(node);
		const from = kind >= EventKind.Message && kind <= EventKind.Segment ? ` from ${world.endpointName(seen.a)}` : "";
		const timer = kind === EventKind.Timer ? ` '${world.nameOfInterned(seen.a)}'` : "";
		const content = node < 0 ? void 0 : world.contentOf(node);
		if (content !== void 0) {
			const shown = world.stateOf(node);
			this.addLasting(`the state of ${where}`, content.memory);
			this.addDisk(`the disk of ${where}`, content.disk);
			if (shown !== content.memory) this.addLasting(`what ${where} shows`, shown);
		}
		this.end(`${toMs(seen.atUs)} ms  ${where}: ${eventKindName(kind)}${timer}${from} (#${seen.order}, ${seen.b})`);
	}
	dropped() {
		this.word = fold(this.word, 53769);
	}
	note(node, what) {
		this.word = fold(this.word, node);
		this.add("what took place", what);
	}
	log(node, text, data) {
		this.add(`the log of ${this.nameOf(node)}`, data === void 0 ? text : [text, data]);
	}
	invoked(operation, process, input) {
		this.word = fold(this.word, operation);
		this.add(`what ${String(process)} asks`, input);
	}
	completed(operation, type, output) {
		this.word = fold(this.word, operation);
		this.add(`the outcome of operation ${operation}`, [type, output]);
	}
	effect(node, input) {
		this.add(`the effect of ${this.nameOf(node)}`, input);
	}
	/** The record, once the run was judged. */
	result(verdict) {
		this.word = 0;
		this.parts = [];
		this.add("the verdict", verdict);
		this.end("the verdict");
		return {
			words: Int32Array.from(this.words),
			told: this.told,
			from: 0
		};
	}
	nameOf(node) {
		return node < 0 ? "the world" : this.world.endpointName(node);
	}
	add(what, value) {
		const data = typeof value === "function" ? void 0 : value;
		this.word = fold(this.word, digest(data));
		if (data !== void 0 && this.kept < KEPT) this.keep({
			what,
			text: dataText(data)
		});
	}
	addLasting(what, value) {
		this.lasts(what, digest(value), value === void 0 ? void 0 : () => dataText(value));
	}
	/** A disk is read only when it changed. */
	addDisk(what, disk) {
		const known = this.last.get(what);
		if (known?.changes === disk.changes) return this.lasts(what, known.digest);
		const content = disk.save();
		this.lasts(what, diskDigest(content), () => diskText(content), disk.changes);
	}
	/** @param text what to show of it if it is not as it was; without it, nothing is */
	lasts(what, found, text, changes) {
		this.word = fold(this.word, found);
		const last = this.last.get(what);
		const same = last?.digest === found;
		const room = this.kept < KEPT;
		const part = same ? last.part : text && room ? {
			what,
			text: text()
		} : void 0;
		this.last.set(what, {
			digest: found,
			part,
			changes: changes ?? last?.changes
		});
		if (part === void 0) return;
		if (same) this.parts.push(part);
		else this.keep(part);
	}
	keep(part) {
		this.kept += part.text.length;
		this.parts.push(part);
	}
	end(line) {
		this.words.push(hashString(line), this.word);
		if (this.kept < KEPT) this.told.push({
			line,
			parts: this.parts
		});
	}
};
// sim/run/liveness.ts
/** Liveness: what is asked once everything is healed must be answered. */
/** Every operation of a client invoked at `fromMs` or later must have ended `ok`. */
function liveness(history, clients, fromMs) {
	const asked = history.filter(({ process, invokedAtMs }) => (invokedAtMs ?? 0) >= fromMs && isClient(process, clients));
	if (asked.length === 0) return nothingToJudge(`no client asked for anything from ${fromMs} ms on, when answers are claimed`);
	const unanswered = asked.filter(({ type }) => type !== "ok");
	const [first] = unanswered;
	if (first === void 0) return {
		verdict: "valid",
		reason: `all ${asked.length} operations from ${fromMs} ms on were answered`
	};
	const anomalies = unanswered.map((operation) => {
		const how = operation.type === "fail" ? "was refused" : "was not answered";
		return {
			kind: "no-progress",
			message: `${operation.process}'s operation of ${operation.invokedAtMs} ms ${how} (${operation.error ?? "still open"}), though everything was healed`,
			operations: [operation]
		};
	});
	return {
		verdict: "invalid",
		reason: anomalies[0].message,
		anomalies
	};
}
/** Clients that had a crashed operation go on under a name with a suffix: c2, c2.1, c2.2 … */
function isClient(process, clients) {
	return typeof process === "string" && clients.includes(process.replace(/\.\d+$/, ""));
}
// sim/run/nothing-to-judge.ts
/**
* Runs and claims with nothing to judge. "No violation was seen" is worth what was looked at: where nothing was, the
* verdict is `unknown`, with the reason, and never `valid`.
*/
/**
* What is to be said of a run as a whole, if anything: no operation that was asked ended `ok`; or none was asked, and
* nobody looked at anything else.
* @param looks whether something besides runtime errors was looked at: effects of nodes, invariants, unreachable places
*/
function nothingHappened({ ok, fail, info }, looks) {
	const asked = ok + fail + info;
	if (ok > 0 || asked === 0 && looks) return void 0;
	if (asked === 0) return nothingToJudge("nothing was looked at: no operation was asked, no node recorded an effect, and there is no invariant");
	const what = asked === 1 ? "the one operation asked did not end" : `none of ${asked} operations asked ended`;
	return nothingToJudge(`${what} ok: ${fail} refused, ${info} with unknown outcome`);
}
/** Whether a run is undecided for no other reason than that there was nothing to judge. */
function hadNothingToJudge(checks) {
	const open = checks.filter(({ verdict }) => verdict !== "valid");
	return open.length > 0 && open.every(({ nothingToJudge }) => nothingToJudge === true);
}
/** What a checker says of a history without any operation is no praise. */
function unlessEmpty(history, verdict) {
	if (verdict.verdict !== "valid" || history.length > 0) return verdict;
	return nothingToJudge("no operation was asked, and no node recorded an effect");
}
// sim/scenario/failures.ts
/** What `runtime` says where these failed besides. */
function withFailures(runtime, failures) {
	const [first] = failures;
	if (first === void 0) return runtime;
	const anomalies = [...runtime.verdict === "invalid" ? runtime.anomalies : [], ...failures.map(anomalyOf$1)];
	return {
		verdict: "invalid",
		reason: runtime.verdict === "invalid" ? runtime.reason : first.message,
		anomalies
	};
}
/** Kinds differ by the function, so that no search for a smaller failure takes one for another. */
function anomalyOf$1({ path, message }) {
	return {
		kind: `${path}-failed`,
		message,
		operations: []
	};
}
// sim/run/verdict-shape.ts
/** @throws ScenarioError when it is no verdict */
function checkedVerdict(checker, answer) {
	const wanted = whatIsWrong(answer);
	if (wanted === void 0) return answer;
	throw new ScenarioError(`check.${checker}`, `expected ${wanted}; the checker answered ${valueText(answer, 80)}`);
}
function whatIsWrong(answer) {
	const { verdict, reason, anomalies } = answer ?? {};
	if (verdict !== "valid" && verdict !== "invalid" && verdict !== "unknown") return "{ verdict: 'valid' | 'invalid' | 'unknown', reason, … }";
	if (typeof reason !== "string") return "a reason, as text";
	if (verdict !== "invalid") return void 0;
	if (!Array.isArray(anomalies)) return "a list of anomalies with an invalid verdict";
	return anomalies.every(isAnomaly) ? void 0 : "anomalies with kind, message and a list of operations";
}
function isAnomaly(one) {
	if (typeof one !== "object" || one === null) return false;
	const { kind, message } = one;
	if (typeof kind !== "string" || typeof message !== "string") return false;
	return Object.getOwnPropertyDescriptor(one, "operations")?.get !== void 0 || Array.isArray(one.operations);
}
// sim/run/judgements.ts
/** What becomes of the claims of a run that is over. */
/** All claims of a run, the engine's own first: `runtime`, then what is looked at on the way, then checkers and liveness. */
function judgements({ scenario, setup, checks }, world, history, budget) {
	const threw = world.threw === void 0 ? [] : [world.threw];
	const results = [];
	if (scenario.coverage?.unreachable !== void 0 || world.incidents.all.some(({ kind }) => kind === "unreachable")) results.push(result("unreachable", world.incidents.verdict("unreachable")));
	for (const name of Object.keys(setup.invariants)) results.push(result(name, invariantVerdict(world, name)));
	const { unseen } = world.coverage;
	if (unseen !== void 0) results.push(result("coverage", nothingToJudge(unseen)));
	for (const [name, checker] of Object.entries(checks)) {
		const verdict = judged(world, name, () => {
			try {
				return callersCode(`check.${name}`, () => unlessEmpty(history, checkedVerdict(name, checker.check(history, budget))));
			} catch (error) {
				if (error instanceof ScenarioError) threw.push(error);
				else throw error;
				return notJudged("the checker failed");
			}
		});
		results.push(result(name, verdict));
	}
	const live = livenessClaim(scenario, setup);
	if (live !== void 0) results.push(result("liveness", judged(world, "liveness", () => live(history))));
	results.unshift(result("runtime", withFailures(runtimeVerdict(world), threw)));
	if (results.some(({ verdict }) => verdict === "invalid")) return results;
	const nothing = nothingHappened(world.history.counts, looksAround(world, history, results));
	if (nothing !== void 0) results.splice(1, 0, result("operations", nothing));
	return results;
}
/** What is claimed of answers, if anything is. A plan that somebody wrote without healing leaves nothing to claim. */
function livenessClaim({ liveWithinMs, settleMs }, { plan, clients }) {
	const { healAtMs } = plan;
	if (liveWithinMs === void 0) return void 0;
	if (healAtMs !== void 0) return (history) => liveness(history, clients, healAtMs + liveWithinMs);
	return settleMs === 0 ? () => nothingToJudge("settleMs is 0: nothing is ever healed, and answers are claimed from then on") : void 0;
}
/** Whether anything was looked at but operations and runtime errors. */
function looksAround(world, history, results) {
	const declared = results.some(({ name }) => name === "unreachable");
	return history.length > 0 || world.invariants.size > 0 || declared;
}
/** What was never read in half of the run is not going to be: nothing is broken, and nobody looked. */
function runtimeVerdict(world) {
	const verdict = world.incidents.verdict("runtime");
	if (verdict.verdict !== "valid") return verdict;
	const message = unreadAt(world.nodes, world.now, toMicros(world.setup.durationMs) / 2);
	return message === void 0 ? verdict : {
		verdict: "unknown",
		reason: message
	};
}
/** That nothing was seen to break an invariant counts only where it saw what it looked at. */
function invariantVerdict(world, name) {
	if (world.threw?.path === `invariants.${name}`) return notJudged("it threw");
	const verdict = world.incidents.verdict(name);
	const unseen = verdict.verdict === "valid" ? world.invariants.unseen(name) : void 0;
	return unseen === void 0 ? verdict : nothingToJudge(unseen);
}
/** A run that was ended early says nothing about the other claims: half a run proves no loss. */
function judged(world, name, check) {
	if (world.incidents.builtinsChanged) return notJudged("the run changed a built-in object");
	if (world.threw !== void 0) return notJudged(`the run ended when ${world.threw.path} failed`);
	if (world.stoppedBy === void 0 || world.stoppedBy === name) return check();
	return notJudged(`the run was stopped when ${world.stoppedBy} was violated`);
}
function notJudged(why) {
	return {
		verdict: "unknown",
		reason: `not judged: ${why}`
	};
}
function result(name, full) {
	const anomalies = full.verdict === "invalid" ? full.anomalies : [];
	const { verdict, reason } = full;
	return {
		name,
		verdict,
		reason,
		anomalies,
		...verdict === "unknown" && full.nothingToJudge === true ? { nothingToJudge: true } : {},
		full
	};
}
// sim/run/run-failed.ts
/** The error for callers who expected a run to be valid. What it prints is its sentence, never the whole run. */
/** By this fast-check knows a case that is outside what a property is about: it is left out, and nothing shrinks to it. */
const OUTSIDE_THE_PROPERTY = Symbol.for("fast-check/PreconditionFailure");
/** A run whose verdict is not `valid`. */
var RunFailed = class extends Error {
	constructor(run, kept) {
		super([sentenceOf(run), ...kept === void 0 ? [] : [keptLine(kept)]].join("\n"));
		hidden(this, {
			name: "RunFailed",
			run,
			capsule: kept !== void 0 && "path" in kept ? kept.path : void 0,
			...hadNothingToJudge(run.checks) ? { footprint: OUTSIDE_THE_PROPERTY } : {}
		});
	}
	/** For tools that print all properties of an error, as vitest does. */
	toJSON() {
		const { name, message, stack } = this;
		return {
			name,
			message,
			stack
		};
	}
};
function sentenceOf({ scenario, verdict, seed, bug, checks }) {
	const reasons = checks.filter((check) => check.verdict !== "valid").map(({ name, reason }) => `${name}: ${reason}`).join("; ");
	return `${scenario} is ${verdict} with seed ${String(seed)}${bug === void 0 ? "" : ` and bug ${bug}`}: ${reasons}`;
}
function keptLine(kept) {
	return "path" in kept ? `  replay  ${replayCommand(kept.path)}` : `  no capsule was written: ${kept.why}`;
}
/** Properties that `console.log` and test runners leave out. */
function hidden(error, fields) {
	for (const [name, value] of Object.entries(fields)) Object.defineProperty(error, name, {
		value,
		enumerable: false,
		writable: true,
		configurable: true
	});
}
// sim/run/run.ts
/**
* One run, start to verdict. Read this first: a run is a pure function of scenario, parameters, seed and plan.
*/
const DEFAULT_BUDGET = { steps: 2e7 };
/**
* Runs a scenario once.
* @throws InputError in one sentence when parameters, plan, bug, profile or seed are not right; what goes wrong
*   inside the run is in the result
*/
async function simulate(scenario, options = {}) {
	return runPrepared(prepare(scenario, options, await load(scenario)));
}
/**
* Runs a scenario once and records it. The run is prepared anew each time, so that a plan or a workload that is not a
* function of the seed shows too.
* @throws InputError as `simulate` does
*/
async function recordRun(scenario, options = {}) {
	let recording;
	const run = await runPrepared(prepare(scenario, options, await load(scenario)), (world) => recording = new Recording(world));
	const judged = run.checks.map(({ name, verdict, anomalies }) => [
		name,
		verdict,
		anomalies.map(({ kind }) => kind)
	]);
	return {
		run,
		record: recording.result([
			run.params,
			run.verdict,
			judged
		])
	};
}
const loads = /* @__PURE__ */ new WeakMap();
/** Loads what a scenario needs, once per process. @throws ScenarioError where that fails, InputError where it is no scenario */
function load(scenario) {
	assertUsable(scenario);
	let loading = loads.get(scenario);
	if (loading === void 0) loads.set(scenario, loading = loaded(scenario));
	return loading;
}
async function loaded(scenario) {
	try {
		return await scenario.load?.();
	} catch (error) {
		throw callersError("load", error);
	}
}
/**
* Runs what was prepared.
* @param observerOf makes one who sees everything
* @throws ScenarioError where it makes no world
*/
async function runPrepared(prepared, observerOf) {
	const world = worldOf(prepared.setup);
	if (observerOf !== void 0) world.observer = observerOf(world);
	const { asked } = prepared;
	if (asked.stopAtViolation === true) letLookOn(prepared.checks, world);
	await runToEnd(world, asked.drain);
	return judge(prepared, world);
}
/** How fast networks and disks are is read where they are made, and comes from functions of the scenario. */
function worldOf(setup) {
	try {
		return new World(setup);
	} catch (error) {
		throw error instanceof InputError ? callersError(/^\w*/.exec(error.path)?.[0] ?? "", error) : error;
	}
}
function letLookOn(checks, world) {
	for (const [name, { online }] of Object.entries(checks)) try {
		if (online !== void 0) world.onlookers = [...world.onlookers, {
			name,
			judge: online()
		}];
	} catch (error) {
		world.threw ??= callersError(`check.${name}`, error);
		world.done = true;
	}
}
/** Judges a world that has run to its end. */
function judge(prepared, world) {
	const { asked, scenario, params, bug, profile, leftOut, setup } = prepared;
	const history = world.history.history();
	const checks = judgements(prepared, world, history, asked.budget ?? DEFAULT_BUDGET);
	const verdict = mergeVerdicts(checks.map(({ verdict }) => verdict));
	const run = {
		scenario: scenario.name,
		params,
		seed: setup.seed,
		bug,
		profile,
		plan: setup.plan,
		verdict,
		checks,
		history,
		fingerprint: world.fingerprint.toString(),
		events: world.events,
		virtualMs: toMs(world.now),
		operations: { ...world.history.counts },
		faults: world.calendar.begunCount,
		leftOut,
		outside: verdict === "valid" ? [] : outsideClaims(prepared, setup.plan.faults),
		triggered: world.calendar.begun,
		coverage: world.coverage.result(),
		lastEvents: () => world.lastEvents(),
		async trace(write) {
			const again = new World(setup);
			again.observer = new Tracer(again, write);
			again.lastEvent = world.events;
			await runToEnd(again, asked.drain);
		},
		expectValid() {
			if (run.verdict === "valid") return run;
			const kept = hadNothingToJudge(checks) ? void 0 : keepFailure(run, givenOf(asked));
			const failed = new RunFailed(run, kept);
			Error.captureStackTrace(failed, run.expectValid);
			throw failed;
		}
	};
	return run;
}
// sim/world/snapshot.ts
/**
* Snapshots: a world of state machines saved, put back, forked and hashed at any event. Possible because in that
* style everything that outlives a handler is data.
*/
/**
* Saves a world.
* @throws TypeError when it holds async programs, whose waiting is not data
*/
function snapshot(world) {
	const stranger = world.nodes.find((node) => node.program.style !== "state-machine");
	if (stranger !== void 0) throw new TypeError(`snapshot: ${stranger.name} runs an async program; only worlds of state machines can be saved`);
	return {
		counters: world.saveCounters(),
		names: world.interned.save(),
		queue: world.queue.save(copyPlain),
		network: world.network.save(),
		faults: world.calendar.save(),
		nodes: world.nodes.map((node) => node.save()),
		clients: world.clients.map((client) => client.save()),
		history: world.history.save(),
		fingerprint: world.fingerprint.save(),
		incidents: world.incidents.save(),
		invariants: world.invariants.save()
	};
}
/** Puts a world back to where it was. The snapshot stays good for further use. */
function restore(world, saved) {
	world.restoreCounters(saved.counters);
	world.interned.restore(saved.names);
	world.ring.forget(saved.counters.events);
	world.queue.restore(saved.queue, copyPlain);
	world.network.restore(saved.network);
	world.calendar.restore(saved.faults);
	world.nodes.forEach((node, index) => node.restore(saved.nodes[index]));
	for (const slot of world.queue.pending()) tellStream(world, slot);
	world.clients.forEach((client, index) => client.restore(saved.clients[index]));
	world.history.restore(saved.history);
	world.fingerprint.restore(saved.fingerprint);
	world.incidents.restore(saved.incidents);
	world.invariants.restore(saved.invariants);
}
/** Connections do not save where their timers are: the calendar knows. */
function tellStream({ queue, nodes }, slot) {
	if (queue.kind[slot] !== EventKind.StreamTimer) return;
	nodes[queue.node[slot]]?.streams.moved(queue.b[slot], slot);
}
/** A second world that goes on from here exactly as the first will. */
function fork(world) {
	const twin = new World(world.setup, world.interned);
	restore(twin, snapshot(world));
	return twin;
}
/**
* A hash of all that decides how the world goes on: nodes, disks, clocks, links, what is pending. How it came
* there (history, fingerprint, event count) is left out, so two ways to one state give one hash.
*/
function stateHash(world) {
	const { counters, network, faults, nodes, clients } = snapshot(world);
	const { now, done, closing, memberNames, timing } = counters;
	const whole = [
		[
			now,
			done,
			closing,
			memberNames
		],
		[
			network.sent,
			network.cuts,
			network.rules,
			network.busyUntil?.map((us) => Math.max(us, now))
		],
		faults,
		nodes.map((node) => lasting(node, now)),
		clients.map(({ next, open, asked }) => [
			next,
			open >= 0,
			...asked?.operations.slice(next) ?? []
		]),
		world.queue.pending().map((slot) => pendingEvent(world, slot)),
		...timing === void 0 ? [] : [timing],
		...network.held === void 0 ? [] : [network.held]
	];
	const half = (salt) => (digest(whole, hashString("state", salt)) >>> 0).toString(16).padStart(8, "0");
	return half(1) + half(2);
}
/** What of a node decides how it goes on: all but where in the pool its events are. */
function lasting(node, now) {
	const { status, incarnation, version, state, clock, streams, random, backlog, pausedBy, slowUs, held } = node;
	const { syncSlot: _, ...disk } = node.disk;
	return [
		status,
		incarnation,
		version,
		state,
		clock,
		disk,
		streams,
		random,
		backlog,
		pausedBy,
		held,
		slowUs,
		node.calls.map(([id, { to, token, f }]) => [
			id,
			to,
			token,
			...f === void 0 ? [] : [f]
		]),
		Math.max(node.downUntilUs, now)
	];
}
/** A row of the calendar. Timers go by name: their numbers follow the order in which names came up. */
function pendingEvent(world, slot) {
	const [time, kind, node, a, ...rest] = world.queue.row(slot);
	return [
		time,
		kind,
		node,
		kind === EventKind.Timer ? world.nameOfInterned(a) : a,
		...rest
	];
}
// sim/world/plan-world.ts
function planWorldOf(setup) {
	const names = (member) => setup.nodes.filter((node) => node.member === member).map(({ name }) => name);
	return {
		nodes: names(true),
		spares: names(false),
		clients: setup.clients,
		versions: Object.keys(setup.versions),
		durationMs: setup.durationMs,
		...setup.watch === void 0 ? {} : { watch: watchNames(setup.watch) }
	};
}
// sim/run/by-hand.ts
/** What a test does to a world in its own hands: it cuts links, stops nodes and asks as a client, at this very moment. */
/** @throws InputError in one sentence */
function readFault(world, fault) {
	if (typeof fault === "object" && fault !== null && ("when" in fault || "atMs" in fault)) throw new InputError("fault", "expected a fault without atMs and when, as it begins now");
	const now = {
		atMs: 0,
		...fault
	};
	return {
		...readIn(world, faultSchema, now, "fault"),
		atMs: toMs(world.now)
	};
}
/** Starts a node that is down, or stops and starts one that is up; as a supervisor would, at once. */
function restart(world, name) {
	const node = world.node(readIn(world, aNode, name, "node"));
	if (node.status === "stopped" || node.status === "dark") node.startAt(world.now);
	else world.calendar.impose({
		kind: "restart",
		node: name,
		atMs: toMs(world.now)
	});
}
/** Both directions between every one of `some` and every one of `others`. */
function linksBetween(world, some, others) {
	const indexes = (names) => [names].flat().map((name) => world.endpoint(readIn(world, aNodeOrClient, name, "link")));
	const [left, right] = [indexes(some), indexes(others)];
	return left.flatMap((from) => right.flatMap((to) => from === to ? [] : [[from, to], [to, from]]));
}
/** What waited on the links arrives now, in the order in which it came. */
function releaseHeld(world, links) {
	for (const [from, to] of links) for (const { kind, id, payload } of world.network.endHold(from, to)) world.schedule(world.now, kind, to, from, id, payload);
}
/** @throws InputError for a client or node that there is not */
function ask(world, question) {
	const { clients } = world.setup;
	const { as = clients[0], to, input } = readIn(world, questionSchema, question, "ask");
	const client = world.clients.find(({ name }) => name === as);
	if (client === void 0) throw refuse("ask.as", "a client of the workload", as);
	const operation = {
		process: client.name,
		atMs: toMs(world.now),
		input,
		...to === void 0 ? {} : { to }
	};
	const number = client.ask(operation);
	const recorded = () => {
		const place = number();
		return place === void 0 ? void 0 : world.history.at(place);
	};
	return {
		get operation() {
			return recorded();
		},
		get done() {
			return recorded()?.completedAtMs !== void 0;
		}
	};
}
const questionSchema = object$1({
	as: aClient.optional(),
	to: aNode.optional(),
	input: z.custom((value) => typeof value?.f === "string", expecting("an object with f, the function asked for"))
});
/** Reads what names nodes and clients of this world. */
function readIn(world, schema, value, path) {
	return inWorld(planWorldOf(world.setup), () => read(schema, value, path));
}
/** Whether nothing is under way: no message, no answer a client waits for, no start, no work of a disk. Timers are not. */
function isQuiet(world) {
	if (world.clients.some((client) => client.busy || client.hasToAsk)) return false;
	if (world.nodes.some(({ storage }) => storage.busy)) return false;
	return !world.queue.pending().some((slot) => underWay.has(world.queue.kind[slot]));
}
const underWay = /* @__PURE__ */ new Set([
	EventKind.Start,
	EventKind.Message,
	EventKind.Call,
	EventKind.Request,
	EventKind.Answer,
	EventKind.Refusal,
	EventKind.Segment,
	EventKind.Sync,
	EventKind.Membership,
	EventKind.Turn
]);
// sim/run/judge-by-hand.ts
/** The run of a world that was driven by hand: judged as any other, and traced by doing again what was done. */
const BY_HAND = "what the test did to this world is code; the same test brings it back";
function judgeByHand(prepared, world, deeds) {
	const judged = judge(prepared, world);
	const { imposed } = world.faults;
	if (deeds.length === 0) return judged;
	const { plan } = judged;
	const { events } = world;
	const run = {
		...judged,
		plan: {
			...plan,
			faults: [...plan.faults, ...imposed]
		},
		faults: judged.faults + imposed.length,
		async trace(write) {
			const again = new World(prepared.setup);
			again.observer = new Tracer(again, write);
			for (const { events, atUs, done } of deeds) {
				await runWhile(again, () => again.events < events);
				again.now = atUs;
				done(again);
			}
			await runWhile(again, () => again.events < events);
		},
		expectValid() {
			if (run.verdict === "valid") return run;
			const failed = new RunFailed(run, { why: BY_HAND });
			Error.captureStackTrace(failed, run.expectValid);
			throw failed;
		}
	};
	return run;
}
// sim/run/create-world.ts
/** A world, driven by hand. Names that there are not are refused with an InputError in one sentence. */
var SimWorld = class SimWorld {
	prepared;
	world;
	deeds;
	/** @internal use {@link createWorld} */
	constructor(prepared, world, deeds = []) {
		this.prepared = prepared;
		this.world = world;
		this.deeds = deeds;
	}
	/** Virtual time in ms. */
	get nowMs() {
		return toMs(this.world.now);
	}
	/** How many events happened. */
	get events() {
		return this.world.events;
	}
	/** The run is over. */
	get done() {
		return this.world.done;
	}
	get fingerprint() {
		return this.world.fingerprint.toString();
	}
	get history() {
		return this.world.history.history();
	}
	/** The nodes as they are now. Read only. */
	get nodes() {
		return this.world.nodes.map((node) => viewOf(node));
	}
	/** The node of this name as it is now. */
	node(name) {
		return viewOf(this.world.node(name));
	}
	/**
	* Makes up to `count` events of state machines happen.
	* @returns false when the run is over
	* @throws TypeError where nodes run async programs: they are driven by `runUntil`
	*/
	step(count = 1) {
		if (isAsync(this.world)) throw new TypeError("step: nodes run async programs, which need awaiting: use await world.runUntil(…)");
		const uninstall = installAmbient(() => this.world.running?.host);
		try {
			return stepOn(this.world, count);
		} finally {
			uninstall();
		}
	}
	/**
	* Runs until a time in ms is over, until nothing is under way (`quiescent`: no message, no open request, no work of
	* a disk, no start; timers and operations planned for later are not), or until a condition holds, which is asked
	* before the first event and after each. Worlds of state machines are there before it returns.
	* @returns false when the run was over before
	*/
	async runUntil(until) {
		const { world } = this;
		if (typeof until === "number") return this.runUntilTime(until);
		const holds = until === "quiescent" ? () => isQuiet(world) : () => until(this);
		let reached = holds();
		await runWhile(world, () => !reached && !(reached = holds()));
		return reached || holds();
	}
	/** Goes on for so many ms of virtual time. @returns false when the run was over before */
	runFor(ms) {
		return this.runUntilTime(this.nowMs + ms);
	}
	/** Goes on to the end. */
	async runToEnd() {
		if (isAsync(this.world)) return runWhile(this.world, () => true);
		while (this.step(1e3));
	}
	/** Lets a fault of any kind begin now: `impose({ kind: 'clock-jump', node: 'n1', byMs: 500 })`. */
	impose(fault) {
		const read = readFault(this.world, fault);
		let number = -1;
		this.act((world) => number = world.calendar.impose(read));
		return { end: () => this.act((world) => world.calendar.lift(number)) };
	}
	/** Nodes of different groups cannot talk, and one in no group to nobody; clients can, unless a group names them. */
	partition(...groups) {
		return this.impose({
			kind: "partition",
			groups: groups.map((group) => [group].flat())
		});
	}
	/** Holds back what arrives over the links between two ends, in both directions, until `release`. */
	hold(some, others) {
		const links = linksBetween(this.world, some, others);
		this.act((world) => {
			for (const [from, to] of links) world.network.beginHold(from, to);
		});
	}
	/** Lets what was held arrive now, in order, and all that comes after it. */
	release(some, others) {
		const links = linksBetween(this.world, some, others);
		this.act((world) => releaseHeld(world, links));
	}
	/** Power loss: the node stays off until `restart` or `heal`. */
	crash(node, unsynced = "lost") {
		this.impose({
			kind: "crash",
			node,
			unsynced
		});
	}
	/** The process dies, the machine does not: it stays down until `restart` or `heal`. */
	kill(node) {
		this.impose({
			kind: "kill",
			node
		});
	}
	/** Starts a node that is down at once, or stops and starts one that is up. */
	restart(node) {
		this.act((world) => restart(world, node));
	}
	/** The process stands still until this is ended. */
	pause(node) {
		return this.impose({
			kind: "pause",
			node
		});
	}
	/** Ends everything that is wrong: cuts and other faults; nodes that are down start. What is held stays so. */
	heal() {
		this.act((world) => {
			world.observer?.note?.(-1, "heal-all", void 0);
			world.faults.healAll();
		});
	}
	/**
	* Asks as a client of the workload (default: its first one), once its operation at hand has ended.
	* @param question `{ to: 'n1', input: { f: 'read' } }`; without `to` the client chooses a node
	*/
	ask(question) {
		return this.act((world) => ask(world, question));
	}
	/** Everything as it is now; stays good for any number of restores. @throws TypeError where nodes run async programs */
	snapshot() {
		return snapshot(this.world);
	}
	/** Back to where the snapshot was taken: of this world, or of one made from the same options. */
	restore(saved) {
		restore(this.world, saved);
		this.deeds = this.deeds.filter(({ events }) => events < saved.counters.events);
	}
	/** A second world that will go on exactly as this one will. @throws TypeError where nodes run async programs */
	fork() {
		return new SimWorld(this.prepared, fork(this.world), this.deeds);
	}
	/** Equal for worlds that will go on alike. @throws TypeError where nodes run async programs */
	stateHash() {
		return stateHash(this.world);
	}
	/** What the checks say of what happened so far. Its plan tells what was done by hand as faults. */
	judge() {
		return judgeByHand(this.prepared, this.world, this.deeds);
	}
	async runUntilTime(atMs) {
		if (typeof atMs !== "number" || !(atMs >= 0 && atMs <= 36e9)) throw refuse("runUntil", `a time in ms, 'quiescent' or a condition`, atMs);
		const { world } = this;
		const untilUs = toMicros(atMs);
		await runWhile(world, () => {
			const slot = world.queue.peek();
			return slot >= 0 && world.queue.time[slot] <= untilUs;
		});
		if (!world.done) world.now = Math.max(world.now, untilUs);
		return !world.done;
	}
	act(done) {
		const { world } = this;
		const result = done(world);
		this.deeds = [...this.deeds, {
			events: world.events,
			atUs: world.now,
			done
		}];
		return result;
	}
};
/**
* Builds the world of a run without starting it, for a test that drives it. What the scenario's workload asks and its
* profile draws happens too, unless stated otherwise: `{ plan: { schema: 1, faults: [], operations: [] } }`.
* @throws InputError as `simulate` does
*/
async function createWorld(scenario, options = {}) {
	const prepared = prepare(scenario, options, await load(scenario));
	return new SimWorld(prepared, new World(prepared.setup));
}
// sim/record/golden.ts
/**
* Renders a trace: each event, and below it what it led to. The first line says why the text exists.
* @param records in order, as `run.trace` hands them out
*/
function goldenText(why, records) {
	const lines = [`# ${why}`];
	let consequences = [];
	for (const record of records) {
		const text = lineOf(record);
		const line = text === void 0 ? [] : [`${record.atMs.toFixed(3).padStart(12)}  ${text}`];
		if (record.type === "event") {
			lines.push(...line, ...consequences);
			consequences = [];
		} else consequences.push(...line);
	}
	return `${[...lines, ...consequences].join("\n")}\n`;
}
function lineOf(record) {
	switch (record.type) {
		case "event": return eventLine(record);
		case "send": return `${record.from} -> ${record.to}  ${record.kind} #${record.message}${json(record.data)}`;
		case "drop": return `${record.from} -x ${record.to}  ${record.kind} #${record.message} lost: ${record.why ?? "?"}`;
		case "note": return `${record.node ?? "*"}  ${record.text}${json(record.data)}`;
		case "log": return `${record.node ?? "*"}  "${record.text}"${json(record.data)}`;
		case "invoke": return `${String(record.process)}  invokes${json(record.input)}`;
		case "effect": return `${record.node}  effect${json(record.input)}`;
		default: return `operation ${record.operation}  ${record.type}${json(record.output)}${record.error === void 0 ? "" : ` (${record.error})`}`;
	}
}
/** Arrivals, timers and syncs; what has a line of its own elsewhere is left out. */
function eventLine(record) {
	const { kind, node = "*", from, message, timer } = record;
	if (from !== void 0) return `${node} <- ${from}  ${kind} #${message}`;
	if (kind === "timer") return `${node}  timer ${timer}`;
	if (kind === "start" || kind === "fault" || kind === "heal" || kind === "client-next") return void 0;
	return `${node}  ${kind}`;
}
function json(value) {
	return value === void 0 ? "" : ` ${JSON.stringify(value)}`;
}
// sim/index.ts
var sim_exports = /* @__PURE__ */ __exportAll({
	CallFailed: () => CallFailed,
	ConnectionClosed: () => ConnectionClosed,
	DiskError: () => DiskError,
	InputError: () => InputError,
	NotPlainData: () => NotPlainData,
	QuorumFailed: () => QuorumFailed,
	Refused: () => Refused,
	RunFailed: () => RunFailed,
	StreamClosed: () => StreamClosed,
	ambientImport: () => ambientImport,
	asyncProgram: () => asyncProgram,
	clients: () => clients,
	createWorld: () => createWorld,
	defineScenario: () => defineScenario,
	describeFault: () => describeFault,
	goldenText: () => goldenText,
	hdd: () => hdd,
	invariant: () => invariant,
	lan: () => lan,
	nemesis: () => nemesis,
	nodeNames: () => nodeNames,
	parsePlan: () => parsePlan,
	profileNamed: () => profileNamed,
	profiles: () => profiles,
	reacting: () => reacting,
	sameDatacenter: () => sameDatacenter,
	sameRack: () => sameRack,
	simulate: () => simulate,
	ssd: () => ssd,
	stateMachine: () => stateMachine,
	strategyNames: () => strategyNames,
	stream: () => stream,
	tokyoOsaka: () => tokyoOsaka,
	tokyoUs: () => tokyoUs,
	traceLine: () => traceLine,
	wan: () => wan,
	z: () => z$1
});
// sim/run/capsule/signature.ts
/** What a failure is, whichever run shows it: the scenario, the check that fails and the kind of its first anomaly. */
/** The signature of a run that is not valid. */
function signatureOf(run) {
	const failed = failedCheck(run);
	if (failed?.verdict !== "invalid") return void 0;
	return {
		scenario: run.scenario,
		check: failed.name,
		anomaly: anomalyOf(failed)
	};
}
/** Whether the run fails as the signature says: the same check first, by the same kind of anomaly. */
function isFailure(run, { check, anomaly }) {
	const failed = failedCheck(run);
	return failed?.verdict === "invalid" && failed.name === check && anomalyOf(failed) === anomaly;
}
function anomalyOf({ anomalies }) {
	return anomalies[0]?.kind ?? "";
}
// sim/record/divergence.ts
const SHOWN = 160;
/** The first difference between two runs, if any. @param runs what they are called */
function firstDivergence(first, second, runs) {
	const at = differsAt(first.words, second.words);
	if (at === void 0) return void 0;
	const a = toldAt(first, at);
	const b = toldAt(second, at);
	const payloads = payloadsOf(a, b);
	return {
		event: at + 1,
		first: a?.line,
		second: b?.line,
		differs: first.words[2 * at] === second.words[2 * at] ? "content" : "event",
		...payloads === void 0 ? {} : { payloads },
		runs
	};
}
/** Number of the first event that differs, from 0. */
function differsAt(first, second) {
	const length = Math.max(first.length, second.length);
	for (let index = 0; index < length; index++) if (first[index] !== second[index]) return index >> 1;
}
/** What is left of a record when only one event is wanted in words. */
function onlyAt(record, at) {
	const told = toldAt(record, at);
	return {
		words: record.words,
		told: told === void 0 ? [] : [told],
		from: at
	};
}
function toldAt({ told, from }, at) {
	return told[at - from];
}
/** The first part in which they differ; of an event that only one has, all that it carried. */
function payloadsOf(a, b) {
	for (let index = 0; index < Math.max(a?.parts.length ?? 0, b?.parts.length ?? 0); index++) {
		const [mine, other] = [a?.parts[index], b?.parts[index]];
		if (mine?.what === other?.what && mine?.text === other?.text) continue;
		if (mine?.what === other?.what) {
			const [first, second] = differingParts(mine?.text ?? "", other?.text ?? "", SHOWN);
			return {
				what: mine?.what ?? "",
				first,
				second
			};
		}
		return {
			what: "what it held",
			first: labelled(mine),
			second: labelled(other)
		};
	}
}
function labelled(part) {
	if (part === void 0) return "nothing more";
	const { what, text } = part;
	return `${what}: ${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}`;
}
// sim/record/divergence-text.ts
/** What differs in one sentence, then both runs, one below the other. */
function divergenceLines({ event, first, second, differs, payloads, runs }) {
	const what = differs === "event" ? "another thing happened" : `the same thing happened, but ${payloads === void 0 ? "with another payload, state or disk" : `${payloads.what} differs`}`;
	const width = Math.max(...runs.map(({ length }) => length));
	const pair = (a, b) => [a, b].map((text, index) => `  ${(runs[index] ?? "").padEnd(width)}  ${text}`);
	return [
		`at event ${event} ${what}`,
		...pair(first ?? "was over", second ?? "was over"),
		...payloads === void 0 ? [] : [`  ${payloads.what}:`, ...pair(payloads.first, payloads.second)],
		"  Look for what the seed does not decide: module-level variables that outlive a run, real time, real randomness,",
		"  the order of a Set or Map filled from outside."
	];
}
// sim/run/capsule/told-run.ts
/** Without what only this thread can hold. */
function toldRun(run) {
	const { scenario, params, seed, bug, profile, plan, verdict, fingerprint, events } = run;
	const { virtualMs, operations, faults, triggered, leftOut, outside, checks } = run;
	return {
		scenario,
		params,
		seed,
		bug,
		profile,
		plan,
		verdict,
		fingerprint,
		events,
		virtualMs,
		operations,
		faults,
		triggered,
		leftOut,
		outside,
		...run.undrawn === void 0 ? {} : { undrawn: run.undrawn },
		checks: checks.map(({ name, verdict, reason, anomalies, nothingToJudge }) => ({
			name,
			verdict,
			reason,
			...nothingToJudge === true ? { nothingToJudge } : {},
			anomalies: anomalies.map(({ kind, message }) => ({
				kind,
				message
			}))
		}))
	};
}
/** The signature of a run that is not valid: see shrink/signature.ts. */
function toldSignature(run) {
	const failed = failedCheck(run);
	return {
		scenario: run.scenario,
		check: failed?.name ?? "",
		anomaly: failed?.anomalies[0]?.kind ?? ""
	};
}
export { parseCapsule as $, stream as $t, checkedBug as A, thrownAt as At, FINAL_CLIENT as B, isolateOne as Bt, define as C, EventKind as Cn, defineScenario as Ct, lastInvokeMsOf as D, Unchanging as Dn, hint as Dt, jsonText as E, copyPlain as En, ScenarioError as Et, runToEnd as F, strategyNames as Ft, fitBudget as G, InputError as Gt, Clock as H, isStandIn as Ht, stepDrained as I, budgetSchema as It, keptCapsule as J, nodeNames as Jt, keepFailure as K, placeOfScenario as Kt, stepOn as L, lasts as Lt, variedParams as M, profileNamed as Mt, assertOptions as N, profiles as Nt, prepare as O, isA as Ot, runStateMachines as P, nemesis as Pt, capsuleOf as Q, tellNode as Qt, World as R, halves as Rt, traceLine as S, isPromise as Sn, clients as St, jsonOf as T, NotPlainData as Tn, isProgram as Tt, builtinsAreSpoilt as U, read as Ut, NodeExit as V, majoritiesRing as Vt, outsideClaims as W, FileError as Wt, sizeOf as X, installAmbient as Xt, replayCommand as Y, ambientImport as Yt, version as Z, readOrigin as Zt, runPrepared as _, MAX_MS$1 as _n, tokyoOsaka as _t, firstDivergence as a, QuorumFailed as an, digest as at, anomalyOf$1 as b, unknownName as bn, invariant as bt, signatureOf as c, asyncContext as cn, describeFault as ct, goldenText as d, replaceMethod as dn, watchedBy as dt, hashString as en, shrunkPartOf as et, createWorld as f, CallFailed as fn, hdd as ft, recordRun as g, shown$1 as gn, sameRack as gt, load as h, assertEffect as hn, sameDatacenter as ht, differsAt as i, fromDisk as in, capsuleName as it, chosen as j, thrownText as jt, drawSchedule as k, isError as kt, sim_exports as l, currentHost as ln, tookPlace as lt, judge as m, stateMachine as mn, lan as mt, toldSignature as n, asyncProgram as nn, parseJson as nt, onlyAt as o, readBy as on, givenOf as ot, planWorldOf as p, Refused as pn, ssd as pt, keepRefused as q, familyOf as qt, divergenceLines as r, DiskError as rn, withoutMark as rt, isFailure as s, ConnectionClosed as sn, quotedForShell as st, toldRun as t, StreamClosed as tn, failedCheck as tt, z$1 as u, outsideOfNodes as un, parsePlan as ut, simulate as v, toMicros as vn, tokyoUs as vt, isBuiltIn as w, eventKindName as wn, assertScenario as wt, hadNothingToJudge as x, closest as xn, reacting as xt, RunFailed as y, toMs as yn, wan as yt, EventQueue as z, inOrder as zt };

//# sourceMappingURL=sim.js.map