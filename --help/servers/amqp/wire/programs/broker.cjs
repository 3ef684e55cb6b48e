// \0rolldown/runtime.js
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __copyProps = (to, from, except, desc) => {
	if (from && typeof from === "object" || typeof from === "function") for (var keys = __getOwnPropNames(from), i = 0, n = keys.length, key; i < n; i++) {
		key = keys[i];
		if (!__hasOwnProp.call(to, key) && key !== except) __defProp(to, key, {
			get: ((k) => from[k]).bind(null, key),
			enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable
		});
	}
	return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(isNodeMode || !mod || !mod.__esModule || !__hasOwnProp.call(mod, "default") ? __defProp(target, "default", {
	value: mod,
	enumerable: true
}) : target, mod));
let seedstorm_node = require("seedstorm/node");
let node_net = require("node:net");
node_net = __toESM(node_net, 1);
let node_buffer = require("node:buffer");
let node_fs = require("node:fs");
node_fs = __toESM(node_fs, 1);
let node_path = require("node:path");
let node_zlib = require("node:zlib");
// servers/amqp/core/broker.ts
/** A broker with the exchanges that every RabbitMQ has. */
function newBroker({ version = "3.10", consumerTimeoutMs = 18e5, deadLetterAgainMs = 18e4 } = {}) {
	const broker = {
		version,
		consumerTimeoutMs,
		deadLetterAgainMs,
		exchanges: /* @__PURE__ */ new Map(),
		queues: /* @__PURE__ */ new Map(),
		connections: /* @__PURE__ */ new Map(),
		names: 0,
		journalWaits: [],
		journalDone: 0
	};
	for (const [name, type] of [
		["", "direct"],
		["amq.direct", "direct"],
		["amq.fanout", "fanout"],
		["amq.topic", "topic"],
		["amq.headers", "headers"],
		["amq.match", "headers"]
	]) broker.exchanges.set(name, newExchange({
		name,
		type,
		durable: true
	}));
	return broker;
}
function newExchange({ autoDelete = false, internal = false, arguments: given = {}, ...exchange }) {
	return {
		...exchange,
		autoDelete,
		internal,
		arguments: given,
		bindings: []
	};
}
/** The value of an argument, if it is a string. */
function textArgument(given, name) {
	const value = given[name];
	return typeof value === "string" ? value : void 0;
}
// servers/amqp/core/queue/line.ts
/** The front is cut off when it is so long, and half of the line. */
const LONG = 64;
function lineLength({ items, head }) {
	return items.length - head;
}
function first({ items, head }) {
	return items[head];
}
function pushLast(line, entry) {
	line.items.push(entry);
}
function takeFirst(line) {
	const { items, head } = line;
	if (head >= items.length) return void 0;
	const entry = items[head];
	items[head] = void 0;
	line.head++;
	if (line.head === items.length) clearLine(line);
	else if (line.head >= LONG && line.head * 2 >= items.length) {
		items.splice(0, line.head);
		line.head = 0;
	}
	return entry;
}
/** Puts a message where its place says. */
function insertInPlace(line, entry) {
	const { items } = line;
	let at = items.length;
	while (at > line.head && items[at - 1].place > entry.place) at--;
	if (at === line.head && at > 0) items[--line.head] = entry;
	else items.splice(at, 0, entry);
}
function clearLine(line) {
	line.items.length = 0;
	line.head = 0;
}
// servers/amqp/core/queue/queue-state.ts
/**
* Does the queue keep its dead letters until other queues have them? Only where it refuses what is too much: one that
* drops from its head may lose them.
*/
function keepsDeadLetters({ settings }) {
	const { kind, deadLetterStrategy, deadLetterExchange, overflow } = settings;
	return kind === "quorum" && deadLetterStrategy === "at-least-once" && deadLetterExchange !== void 0 && overflow === "reject-publish";
}
/**
* How many consumers clients are told. A quorum queue also counts those that were cancelled and still have messages, and
* messages that were fetched and not settled; and it leaves out those that wait behind the only active one.
*/
function consumerCount(queue) {
	const { settings, active, leaving, fetched } = queue;
	const all = consumersOf(queue).length;
	if (settings.kind === "classic") return all;
	return (settings.singleActiveConsumer ? Number(active !== void 0) : all) + leaving.length + fetched;
}
/** All consumers of a queue. */
function consumersOf({ turn, blocked }) {
	return blocked.length === 0 ? turn : [...turn, ...blocked];
}
function newQueue(id, settings, nowMs) {
	return {
		id,
		settings,
		places: 0,
		levels: Array.from({ length: settings.maxPriority + 1 }, () => ({
			returned: {
				items: [],
				head: 0
			},
			fresh: {
				items: [],
				head: 0
			}
		})),
		ready: 0,
		readyBytes: 0,
		unsettled: 0,
		turn: [],
		blocked: [],
		leaving: [],
		active: void 0,
		hadConsumers: false,
		held: [],
		publishers: settings.kind === "quorum" && settings.overflow === "reject-publish" ? /* @__PURE__ */ new Map() : void 0,
		fetched: 0,
		expiryAtMs: void 0,
		usedAtMs: nowMs
	};
}
// servers/amqp/core/queue/body-bytes.ts
function bodyBytes(body) {
	if (body instanceof Uint8Array) return body.byteLength;
	const text = typeof body === "string" ? body : JSON.stringify(body);
	return text === void 0 ? 0 : new TextEncoder().encode(text).byteLength;
}
// servers/amqp/core/queue/publishers.ts
const LOW = .8;
function mayPublish(queue, publisher) {
	const { publishers } = queue;
	if (publishers === void 0 || publisher === void 0) return true;
	const known = publishers.get(publisher);
	if (known !== void 0) return known;
	const may = !isTooLong(queue);
	publishers.set(publisher, may);
	return may;
}
/** Messages have come: if they are too many, all stop. */
function stopPublishers(queue) {
	const { publishers } = queue;
	if (publishers === void 0 || !isTooLong(queue)) return;
	for (const publisher of publishers.keys()) publishers.set(publisher, false);
}
/** Messages have gone: if they are few, all go on. */
function letPublishersGo(queue) {
	const { publishers, settings, held, readyBytes } = queue;
	if (publishers === void 0) return;
	const { maxLength = Infinity, maxLengthBytes = Infinity } = settings;
	if (queue.ready + held.length > Math.trunc(maxLength * LOW) || readyBytes > Math.trunc(maxLengthBytes * LOW)) return;
	for (const publisher of publishers.keys()) publishers.set(publisher, true);
}
function isTooLong({ settings, ready, readyBytes, held }, more = 0, moreBytes = 0) {
	const { maxLength, maxLengthBytes } = settings;
	return maxLength !== void 0 && ready + held.length + more > maxLength || maxLengthBytes !== void 0 && readyBytes + moreBytes > maxLengthBytes;
}
// servers/amqp/core/queue/ready.ts
/** What is ready in a queue, in the order in which it leaves. */
/** The next message to leave. */
function head(queue) {
	const level = highest(queue);
	return level && (first(level.returned) ?? first(level.fresh));
}
function takeHead(queue) {
	const level = highest(queue);
	if (level === void 0) return void 0;
	const entry = takeFirst(level.returned) ?? takeFirst(level.fresh);
	queue.ready--;
	queue.readyBytes -= entry.bytes;
	if (queue.publishers !== void 0) letPublishersGo(queue);
	return entry;
}
/** A new message goes to the end of its level. */
function addFresh(queue, entry) {
	counted(queue, entry);
	pushLast(levelOf(queue, entry).fresh, entry);
}
/** A message comes back: to its original place, or behind what came back before it. */
function addReturned(queue, entry, where) {
	counted(queue, entry);
	const { returned } = levelOf(queue, entry);
	if (where === "last") pushLast(returned, entry);
	else insertInPlace(returned, entry);
}
/** Empties the queue of what is ready. @returns what was in it, in order */
function takeAll(queue) {
	const all = allReady(queue);
	for (const { returned, fresh } of queue.levels) {
		clearLine(returned);
		clearLine(fresh);
	}
	queue.ready = 0;
	queue.readyBytes = 0;
	letPublishersGo(queue);
	return all;
}
/** What is ready, in the order in which it leaves. */
function allReady({ levels }) {
	return levels.toReversed().flatMap(({ returned, fresh }) => [returned, fresh]).flatMap(({ items, head }) => items.slice(head));
}
function counted(queue, { bytes }) {
	queue.ready++;
	queue.readyBytes += bytes;
}
function levelOf({ levels }, { priority }) {
	return levels[priority];
}
function highest({ levels, ready }) {
	if (ready === 0) return void 0;
	for (let at = levels.length - 1; at >= 0; at--) {
		const level = levels[at];
		if (lineLength(level.returned) > 0 || lineLength(level.fresh) > 0) return level;
	}
}
// servers/amqp/core/restore.ts
/** A broker after a restart: made again from the lines of its journal. */
/**
* Makes the broker from its journal. Nobody is connected, and what clients had not settled is ready again, redelivered.
* Unless the journal ends with `stopped`, a classic queue does not know what it had delivered: it marks all of it.
* @param nowMs queues count their unused time from here
*/
function restoreBroker(lines, settings, nowMs) {
	const broker = newBroker(settings);
	const queues = /* @__PURE__ */ new Map();
	const messages = /* @__PURE__ */ new Map();
	let wasStopped = false;
	for (const line of lines) {
		wasStopped = line.line === "stopped";
		read(line);
	}
	for (const queue of queues.values()) {
		const entries = [...messages.get(queue.id)?.values() ?? []];
		if (!wasStopped && queue.settings.kind === "classic") for (const entry of entries) entry.redelivered = true;
		fill(queue, entries);
	}
	return broker;
	function read(line) {
		switch (line.line) {
			case "exchange":
				broker.exchanges.set(line.exchange.name, newExchange(line.exchange));
				return;
			case "exchange-gone":
				broker.exchanges.delete(line.name);
				return;
			case "binding":
				broker.exchanges.get(line.binding.source)?.bindings.push(line.binding);
				return;
			case "binding-gone": {
				const { binding } = line;
				const from = broker.exchanges.get(binding.source);
				if (from !== void 0) from.bindings = from.bindings.filter((one) => JSON.stringify(one) !== JSON.stringify(binding));
				return;
			}
			case "queue": {
				const queue = newQueue(line.id, line.settings, nowMs);
				queues.set(line.id, queue);
				broker.queues.set(line.settings.name, queue);
				broker.names = Math.max(broker.names, line.id);
				messages.set(line.id, /* @__PURE__ */ new Map());
				return;
			}
			case "queue-gone": {
				const name = queues.get(line.id)?.settings.name;
				queues.delete(line.id);
				messages.delete(line.id);
				if (name !== void 0) broker.queues.delete(name);
				return;
			}
			case "message": {
				const queue = queues.get(line.queue);
				if (queue === void 0) return;
				const { maxPriority, maxLengthBytes } = queue.settings;
				queue.places = Math.max(queue.places, line.place + 1);
				messages.get(line.queue)?.set(line.place, {
					message: line.message,
					place: line.place,
					priority: maxPriority === 0 ? 0 : Math.min(line.message.properties.priority ?? 0, maxPriority),
					bytes: maxLengthBytes === void 0 ? 0 : bodyBytes(line.message.body),
					expiresAtMs: line.expiresAtMs,
					durable: true,
					redelivered: false,
					returns: 0
				});
				return;
			}
			case "delivered": {
				const entry = messages.get(line.queue)?.get(line.place);
				if (entry === void 0) return;
				entry.redelivered = true;
				entry.returns++;
				return;
			}
			case "message-gone":
				messages.get(line.queue)?.delete(line.place);
				return;
		}
	}
}
function fill(queue, entries) {
	for (const entry of entries) {
		const { returned, fresh } = queue.levels[entry.priority];
		insertInPlace(entry.redelivered ? returned : fresh, entry);
		queue.ready++;
		queue.readyBytes += entry.bytes;
	}
	queue.expiryAtMs = head(queue)?.expiresAtMs;
}
// servers/amqp/core/depths.ts
/** How many messages wait in each queue, how many clients hold, and who consumes. */
function depthsOf({ queues }) {
	const depths = {};
	for (const [name, queue] of queues) {
		const { ready, unsettled, levels } = queue;
		depths[name] = {
			ready,
			returned: levels.reduce((sum, level) => sum + lineLength(level.returned), 0),
			unsettled,
			consumers: consumersOf(queue).length
		};
	}
	return depths;
}
// servers/amqp/core/fault.ts
/** What a client did wrong, with the code that RabbitMQ answers. */
/** The channel or the whole connection ends. */
var AmqpFault = class extends Error {
	scope;
	code;
	name = "AmqpFault";
	constructor(scope, code, message) {
		super(message);
		this.scope = scope;
		this.code = code;
	}
};
/** The names that the specification gives to reply codes. */
const NAMES$1 = {
	403: "ACCESS_REFUSED",
	404: "NOT_FOUND",
	405: "RESOURCE_LOCKED",
	406: "PRECONDITION_FAILED",
	503: "COMMAND_INVALID",
	504: "CHANNEL_ERROR",
	505: "UNEXPECTED_FRAME",
	530: "NOT_ALLOWED",
	540: "NOT_IMPLEMENTED"
};
/** Ends the channel. */
function channelFault(code, sentence) {
	return new AmqpFault("channel", code, `${NAMES$1[code]} - ${sentence}`);
}
/** Ends the connection. */
function connectionFault(code, sentence) {
	return new AmqpFault("connection", code, `${NAMES$1[code]} - ${sentence}`);
}
// servers/amqp/core/headers.ts
const KINDS = [
	"all",
	"any",
	"all-with-x",
	"any-with-x"
];
/** What `x-match` must be. */
function isHeadersMatch(value) {
	return value === void 0 || typeof value === "string" && KINDS.includes(value);
}
function matchesHeaders(pattern, headers = {}) {
	const kind = typeof pattern["x-match"] === "string" ? pattern["x-match"] : "all";
	const withX = kind.endsWith("-with-x");
	const named = Object.entries(pattern).filter(([name, value]) => name !== "x-match" && value !== void 0 && (withX || !name.startsWith("x-")));
	const matches = ([name, wanted]) => {
		const found = headers[name];
		return found !== void 0 && (wanted === null || sameValue(wanted, found));
	};
	return kind.startsWith("any") ? named.some(matches) : named.every(matches);
}
/** Are two values of tables the same? */
function sameValue(one, other) {
	const [left, right] = [plain$1(one), plain$1(other)];
	if (left === right) return true;
	if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
	const [keys, others] = [Object.keys(left), Object.keys(right)];
	const at = (value, key) => value[key];
	return Array.isArray(left) === Array.isArray(right) && keys.length === others.length && keys.every((key) => sameValue(at(left, key), at(right, key)));
}
function plain$1(value) {
	if (typeof value !== "object" || value === null || !("!" in value)) return value;
	return value["!"] === "decimal" ? { decimal: value.value } : value.value;
}
// servers/amqp/core/arguments.ts
/** The arguments of a queue's declaration: read, or refused with 406 as the real server does. */
/** RabbitMQ 4 gives quorum queues this delivery limit unless they name one. */
const LIMIT_SINCE_4 = 20;
/** The largest time that the server takes: a hundred years, in ms. */
const LONGEST_MS$1 = 31536e7;
/** @throws AmqpFault 406 for an argument that is not one, or contradicts another */
function queueSettings({ queue, durable = false, exclusive = false, autoDelete = false, arguments: given = {} }, owner, version) {
	const refuse = (argument, sentence) => channelFault(406, `invalid arg '${argument}' for queue '${queue}': ${sentence}`);
	const kind = oneOf("x-queue-type", ["classic", "quorum"]) ?? "classic";
	refuseForeign();
	const text = (name) => {
		const value = given[name];
		if (value === void 0 || typeof value === "string") return value;
		throw refuse(name, `expected a string, got ${shown(value)}`);
	};
	const exchange = text("x-dead-letter-exchange");
	const key = text("x-dead-letter-routing-key");
	if (key !== void 0 && exchange === void 0) throw refuse("x-dead-letter-routing-key", `it needs 'x-dead-letter-exchange'`);
	const single = given["x-single-active-consumer"];
	if (single !== void 0 && typeof single !== "boolean") throw refuse("x-single-active-consumer", `expected true or false, got ${shown(single)}`);
	oneOf("x-queue-mode", ["default", "lazy"]);
	whole("x-quorum-initial-group-size", 1);
	const limit = whole("x-delivery-limit", -Number.MAX_SAFE_INTEGER);
	const overflow = oneOf("x-overflow", [
		"drop-head",
		"reject-publish",
		"reject-publish-dlx"
	]) ?? "drop-head";
	return {
		name: queue,
		kind,
		durable,
		autoDelete,
		owner: exclusive ? owner : void 0,
		arguments: given,
		messageTtlMs: whole("x-message-ttl", 0, LONGEST_MS$1),
		expiresMs: whole("x-expires", 1, LONGEST_MS$1),
		maxLength: whole("x-max-length", 0),
		maxLengthBytes: whole("x-max-length-bytes", 0),
		overflow: overflow === "reject-publish-dlx" && kind === "quorum" ? "drop-head" : overflow,
		maxPriority: whole("x-max-priority", 0, 255) ?? 0,
		deadLetterExchange: exchange,
		deadLetterRoutingKey: key,
		deadLetterStrategy: oneOf("x-dead-letter-strategy", ["at-most-once", "at-least-once"]) ?? "at-most-once",
		deliveryLimit: version === "4.0" && kind === "quorum" ? limitSince4(limit) : limit,
		singleActiveConsumer: single === true
	};
	function whole(name, least, most = Number.MAX_SAFE_INTEGER) {
		const value = numberOf$1(given[name]);
		if (value === void 0) return void 0;
		if (typeof value !== "number" || !Number.isInteger(value)) throw refuse(name, `expected a whole number, got ${shown(given[name])}`);
		if (value < least || value > most) throw refuse(name, `expected ${least} to ${most}, got ${value}`);
		return value;
	}
	function oneOf(name, allowed) {
		const value = given[name];
		if (value === void 0) return void 0;
		const found = allowed.find((one) => one === value);
		if (found === void 0) throw refuse(name, `expected ${allowed.join(", ")}, got ${shown(value)}`);
		return found;
	}
	/** Arguments that only other kinds have; and a quorum queue is durable and outlives connections. */
	function refuseForeign() {
		for (const name of ARGUMENTS_OF_ONE_KIND[kind === "classic" ? "quorum" : "classic"]) if (given[name] !== void 0) throw refuse(name, `a ${kind} queue has no such argument`);
		for (const name of ARGUMENTS_OF_STREAMS) if (given[name] !== void 0) throw refuse(name, "only streams have it");
		if (kind === "classic") return;
		const flaws = [
			[!durable, "durable must be true"],
			[exclusive, "exclusive must be false"],
			[autoDelete, "auto-delete must be false"]
		];
		for (const [is, sentence] of flaws) if (is) throw refuse("x-queue-type", `a quorum queue: ${sentence}`);
	}
}
/** What one kind of queue has, and the other refuses. */
const ARGUMENTS_OF_ONE_KIND = {
	classic: [
		"x-max-priority",
		"x-queue-mode",
		"x-queue-version",
		"x-queue-master-locator"
	],
	quorum: [...[
		"x-delivery-limit",
		"x-dead-letter-strategy",
		"x-quorum-initial-group-size",
		"x-queue-leader-locator"
	], ...["x-max-in-memory-length", "x-max-in-memory-bytes"]]
};
const ARGUMENTS_OF_STREAMS = [
	"x-max-age",
	"x-stream-max-segment-size-bytes",
	"x-initial-cluster-size"
];
/** -1 is no limit since RabbitMQ 4; in 3.10 it is one that the first return exceeds. */
function limitSince4(given) {
	return given === -1 ? void 0 : given ?? LIMIT_SINCE_4;
}
/** Which of the compared arguments differ? The server compares those it knows. */
function firstDifference(one, other, compared) {
	return compared.find((name) => !sameValue(one[name], other[name]));
}
/** The arguments of a queue that a second declaration must repeat. */
const QUEUE_ARGUMENTS = [
	"x-expires",
	"x-message-ttl",
	"x-dead-letter-exchange",
	"x-dead-letter-routing-key",
	"x-dead-letter-strategy",
	"x-max-length",
	"x-max-length-bytes",
	"x-max-priority",
	"x-overflow",
	"x-queue-mode",
	"x-queue-type",
	"x-single-active-consumer",
	"x-delivery-limit"
];
/** A whole number as `x-priority` and limits give it, whatever its type on the wire. */
function numberOf$1(value) {
	return typeof value === "object" && value !== null && "!" in value && value["!"] !== "decimal" ? value.value : value;
}
function shown(value) {
	return JSON.stringify(value) ?? "nothing";
}
// servers/amqp/core/delivered.ts
/**
* The properties of a message as they arrive. Quorum queues say how often it came back; not on the first delivery to a
* consumer, but on the first `basic.get`.
*/
function propertiesAt({ settings }, { message: { properties }, returns }, by) {
	if (settings.kind === "classic" || returns === 0 && by === "consume") return properties;
	return {
		...properties,
		headers: {
			...properties.headers,
			"x-delivery-count": returns
		}
	};
}
// servers/amqp/core/keep.ts
function journal({ outlet }, line) {
	outlet.journal?.(line);
}
function journalMessage(run, queue, entry) {
	if (!entry.durable || run.outlet.journal === void 0) return;
	const { place, message, expiresAtMs } = entry;
	run.outlet.journal({
		line: "message",
		queue: queue.id,
		place,
		message,
		expiresAtMs
	});
}
function journalDelivered(run, queue, { durable, place }) {
	if (durable) run.outlet.journal?.({
		line: "delivered",
		queue: queue.id,
		place
	});
}
function journalGone(run, queue, { durable, place }) {
	if (durable) run.outlet.journal?.({
		line: "message-gone",
		queue: queue.id,
		place
	});
}
/** Something waits until all lines so far are durable. */
function waitForJournal({ broker }, wait) {
	broker.journalWaits.push(wait);
}
// servers/amqp/core/queue/leave.ts
/** A message leaves a queue for good. */
/** It was not acknowledged: it goes to the dead-letter exchange, if there is one. */
function die(run, queue, entry, reason) {
	if (!keepsDeadLetters(queue)) journalGone(run, queue, entry);
	if (queue.settings.deadLetterExchange !== void 0) run.deaths.push({
		queue,
		entry,
		reason
	});
}
// servers/amqp/core/queue/expiry.ts
/** An earlier head sets the timer anew if it is so much earlier. */
const WORTH_MS = 1;
function dropExpired(run, queue) {
	for (let next = head(queue); next !== void 0; next = head(queue)) {
		const { expiresAtMs } = next;
		if (expiresAtMs === void 0) return;
		if (expiresAtMs > run.nowMs) return ensureTimer(queue, expiresAtMs);
		die(run, queue, takeHead(queue), "expired");
	}
}
/** The timer of the queue went off. */
function expiryDue(run, queue) {
	queue.expiryAtMs = void 0;
	dropExpired(run, queue);
}
function ensureTimer(queue, atMs) {
	if (queue.expiryAtMs === void 0 || atMs + WORTH_MS < queue.expiryAtMs) queue.expiryAtMs = atMs;
}
/** When a message is too old: the smaller of the queue's limit and its own holds. */
function expiryOf({ settings: { messageTtlMs } }, expiration, nowMs) {
	const own = expiration === void 0 ? void 0 : Number(expiration);
	if (own === void 0 && messageTtlMs === void 0) return void 0;
	return nowMs + Math.min(own ?? Infinity, messageTtlMs ?? Infinity);
}
// servers/amqp/core/queue/turns.ts
/** Whom the next message goes to. Who has as much as it may is set aside on the way. */
function nextConsumer(broker, queue) {
	const { turn, settings } = queue;
	if (settings.singleActiveConsumer) {
		const active = turn.find(({ id }) => id === queue.active);
		if (active === void 0 || mayTake(broker, active)) return active;
		setAside(queue, active);
		return;
	}
	for (let next = turn[0]; next !== void 0; next = turn[0]) {
		if (mayTake(broker, next)) return next;
		setAside(queue, next);
	}
}
/** It got a message: the others of its priority come first now. */
function hadItsTurn(broker, queue, consumer) {
	const { turn, settings } = queue;
	if (settings.kind === "quorum" && !mayTake(broker, consumer)) setAside(queue, consumer);
	else if (turn.length > 1 && !settings.singleActiveConsumer) {
		turn.splice(turn.indexOf(consumer), 1);
		lineUp(turn, consumer);
	}
}
/** Whoever was set aside and may take messages again is last of its priority. @returns whether somebody was */
function unblock(broker, queue, isMeant) {
	if (queue.blocked.length === 0) return false;
	const ready = queue.blocked.filter((consumer) => isMeant(consumer) && mayTake(broker, consumer));
	if (ready.length === 0) return false;
	queue.blocked = queue.blocked.filter((consumer) => !ready.includes(consumer));
	for (const consumer of ready) lineUp(queue.turn, consumer);
	return true;
}
function addConsumer(queue, consumer) {
	lineUp(queue.turn, consumer);
	queue.hadConsumers = true;
	queue.active ??= consumer.id;
}
/** Takes a consumer away. Where it was the only active one, another becomes it. */
function removeConsumer(queue, consumer) {
	queue.turn = queue.turn.filter((other) => other !== consumer);
	queue.blocked = queue.blocked.filter((other) => other !== consumer);
	if (queue.settings.kind === "quorum" && consumer.unsettled > 0) queue.leaving.push(consumer);
	if (queue.active === consumer.id) queue.active = successor(queue)?.id;
}
/** At a fail-over a classic queue takes the highest priority, a quorum queue the oldest. */
function successor(queue) {
	const byAge = consumersOf(queue).toSorted((one, other) => one.id - other.id);
	if (queue.settings.kind === "quorum") return byAge[0];
	return byAge.toSorted((one, other) => other.priority - one.priority)[0];
}
function findConsumer({ turn, blocked, leaving }, connection, channel, tag) {
	const isIt = (consumer) => consumer.tag === tag && consumer.channel === channel && consumer.connection === connection;
	for (const consumer of turn) if (isIt(consumer)) return consumer;
	return blocked.find(isIt) ?? leaving.find(isIt);
}
/** It has settled something. Whoever was cancelled before is gone with its last message. */
function hasSettled(queue, consumer) {
	consumer.unsettled--;
	if (consumer.unsettled === 0 && queue.leaving.length > 0) queue.leaving = queue.leaving.filter((other) => other !== consumer);
}
/**
* May it get one more message? Its own limit does not hold for who never acknowledges, that of the channel does: what the
* others have not acknowledged stops it too.
*/
function mayTake(broker, { noAck, prefetch, unsettled, connection, channel }) {
	if (!noAck && prefetch > 0 && unsettled >= prefetch) return false;
	const { channelPrefetch, prefetched } = broker.connections.get(connection)?.channels.get(channel);
	return channelPrefetch === 0 || prefetched < channelPrefetch;
}
function setAside(queue, consumer) {
	queue.turn.splice(queue.turn.indexOf(consumer), 1);
	queue.blocked.push(consumer);
}
function lineUp(turn, consumer) {
	let at = turn.length;
	while (at > 0 && turn[at - 1].priority < consumer.priority) at--;
	if (at === turn.length) turn.push(consumer);
	else turn.splice(at, 0, consumer);
}
// servers/amqp/core/queue/hand-out.ts
/** Every ready message goes to whoever's turn it is. */
function handOut(run, queue) {
	while (queue.ready > 0) {
		const consumer = nextConsumer(run.broker, queue);
		if (consumer === void 0) return;
		give(run, queue, consumer, takeHead(queue));
		dropExpired(run, queue);
	}
}
/** One message goes to one consumer. */
function give(run, queue, consumer, entry) {
	const channel = channelOf$1(run.broker, consumer);
	const tag = ++channel.lastTag;
	if (consumer.noAck) journalGone(run, queue, entry);
	else {
		consumer.unsettled++;
		queue.unsettled++;
		channel.prefetched++;
		const { name } = queue.settings;
		const held = {
			queue: name,
			queueId: queue.id,
			consumerTag: consumer.tag,
			entry,
			atMs: run.nowMs
		};
		channel.unsettled.set(tag, held);
		journalDelivered(run, queue, entry);
	}
	hadItsTurn(run.broker, queue, consumer);
	const { message, redelivered } = entry;
	run.outlet.send(consumer.connection, consumer.channel, {
		method: "basic.deliver",
		consumerTag: consumer.tag,
		deliveryTag: tag,
		redelivered,
		exchange: message.exchange,
		routingKey: message.routingKey,
		properties: propertiesAt(queue, entry, "consume"),
		body: message.body
	});
}
function channelOf$1({ connections }, { connection, channel }) {
	return connections.get(connection)?.channels.get(channel);
}
// servers/amqp/core/topic.ts
/** Keys of topic exchanges: words between dots; `*` is any one word, `#` any number of them. An empty key has no word. */
function wordsOf(key) {
	return key === "" ? [] : key.split(".");
}
/** Does a pattern match a key? Both as words. */
function matchesTopic(pattern, key, patternFrom = 0, keyFrom = 0) {
	let at = keyFrom;
	for (let next = patternFrom; next < pattern.length; next++, at++) {
		const word = pattern[next];
		if (word === "#") {
			for (let rest = at; rest <= key.length; rest++) if (matchesTopic(pattern, key, next + 1, rest)) return true;
			return false;
		}
		if (at >= key.length || word !== "*" && word !== key[at]) return false;
	}
	return at === key.length;
}
// servers/amqp/core/bindings.ts
/** Makes a binding unless it is there. @throws AmqpFault 406 for an unknown `x-match` */
function bind(run, source, asked, durable) {
	if (source.type === "headers" && !isHeadersMatch(asked.arguments["x-match"])) throw channelFault(406, `x-match: expected all, any, all-with-x or any-with-x`);
	if (source.bindings.some((one) => isSame(one, asked))) return;
	const binding = {
		...asked,
		words: source.type === "topic" ? wordsOf(asked.routingKey) : []
	};
	source.bindings.push(binding);
	if (durable && source.durable) journal(run, {
		line: "binding",
		binding
	});
}
/** Takes a binding away. One that is not there is no error. @returns the exchange, if it lost one */
function unbind(run, asked) {
	const source = run.broker.exchanges.get(asked.source);
	if (source === void 0) return [];
	const gone = source.bindings.filter((one) => isSame(one, asked));
	source.bindings = source.bindings.filter((one) => !gone.includes(one));
	for (const binding of gone) journal(run, {
		line: "binding-gone",
		binding
	});
	return gone.length > 0 ? [source] : [];
}
/** Takes all bindings of a kind away. @returns the exchanges that lost one */
function removeBindings(run, isGone) {
	const lostOne = [];
	for (const exchange of run.broker.exchanges.values()) {
		const gone = exchange.bindings.filter(isGone);
		if (gone.length === 0) continue;
		exchange.bindings = exchange.bindings.filter((one) => !isGone(one));
		for (const binding of gone) journal(run, {
			line: "binding-gone",
			binding
		});
		lostOne.push(exchange);
	}
	return lostOne;
}
function isSame(one, other) {
	return one.destination === other.destination && one.to === other.to && one.routingKey === other.routingKey && sameValue(one.arguments, other.arguments);
}
// servers/amqp/core/exchanges.ts
/** Exchanges: declared, deleted, bound to each other. */
const TYPES = [
	"direct",
	"fanout",
	"topic",
	"headers"
];
/** @throws AmqpFault */
function declareExchange(run, asked) {
	const { exchange: name, passive = false, durable = false, autoDelete = false, internal = false } = asked;
	const there = run.broker.exchanges.get(name);
	if (passive) {
		if (name === "") throw channelFault(403, "the default exchange cannot be declared");
		if (there === void 0) throw channelFault(404, `no exchange '${name}'`);
		return;
	}
	const type = TYPES.find((one) => one === asked.type);
	if (type === void 0) throw connectionFault(503, `unknown exchange type '${asked.type}': expected ${TYPES.join(", ")}`);
	if (name === "") throw channelFault(403, "the default exchange cannot be declared");
	const given = asked.arguments ?? {};
	const alternate = given["alternate-exchange"];
	if (alternate !== void 0 && typeof alternate !== "string") throw channelFault(406, `'alternate-exchange' of '${name}': expected a string, got ${shown(alternate)}`);
	if (there !== void 0) {
		refuseOther(there, {
			type,
			durable,
			autoDelete,
			internal
		});
		if (firstDifference(there.arguments, given, ["alternate-exchange"]) !== void 0) throw channelFault(406, `exchange '${name}' has another 'alternate-exchange'`);
		return;
	}
	if (name.startsWith("amq.")) throw channelFault(403, `names like '${name}' are the server's own`);
	const made = newExchange({
		name,
		type,
		durable,
		autoDelete,
		internal,
		arguments: given
	});
	run.broker.exchanges.set(name, made);
	if (durable) {
		const { bindings: _none, ...exchange } = made;
		journal(run, {
			line: "exchange",
			exchange
		});
	}
}
function refuseOther(there, asked) {
	for (const part of [
		"type",
		"durable",
		"autoDelete",
		"internal"
	]) if (there[part] !== asked[part]) throw channelFault(406, `exchange '${there.name}' has ${part} ${there[part]}, asked: ${asked[part]}`);
}
/** @throws AmqpFault */
function deleteExchange(run, { exchange: name, ifUnused = false }) {
	if (name === "" || name.startsWith("amq.")) throw channelFault(403, `exchange '${name}' is the server's own`);
	const there = run.broker.exchanges.get(name);
	if (there === void 0) return;
	if (ifUnused && there.bindings.length > 0) throw channelFault(406, `exchange '${name}' is in use`);
	removeExchange(run, name);
}
/** Removes an exchange, and those that were kept only by their bindings to it. */
function removeExchange(run, name) {
	const there = run.broker.exchanges.get(name);
	if (there === void 0) return;
	run.broker.exchanges.delete(name);
	if (there.durable) journal(run, {
		line: "exchange-gone",
		name
	});
	removeUnused(run, removeBindings(run, (binding) => binding.destination === name && binding.to === "exchange"));
}
/** Auto-delete exchanges go with their last binding. */
function removeUnused(run, lostOne) {
	for (const { autoDelete, bindings, name } of lostOne) if (autoDelete && bindings.length === 0) removeExchange(run, name);
}
/** @throws AmqpFault 404 */
function exchangeNamed({ exchanges }, name) {
	const found = exchanges.get(name);
	if (found === void 0) throw channelFault(404, `no exchange '${name}'`);
	return found;
}
// servers/amqp/core/queues.ts
/** Queues: declared, deleted, emptied, and gone with whoever owned them. */
/** @throws AmqpFault */
function declareQueue(run, connection, channel, asked) {
	const { broker } = run;
	const { passive = false } = asked;
	const name = asked.queue === "" && !passive ? `amq.gen-${++broker.names}` : asked.queue;
	const there = broker.queues.get(name);
	if (there === void 0 && passive) throw channelFault(404, `no queue '${name}'`);
	if (there !== void 0) refuseOthers(there, connection);
	if (there === void 0 && asked.queue.startsWith("amq.")) throw channelFault(403, `names like '${name}' are the server's own`);
	if (!passive) {
		const settings = queueSettings({
			...asked,
			queue: name
		}, connection, broker.version);
		if (asked.queue === "" && settings.kind === "quorum") throw channelFault(406, "a quorum queue needs a name");
		if (there !== void 0) refuseOtherSettings(there.settings, settings);
		channel.lastQueue = name;
		if (there === void 0) return addQueue(run, settings);
	}
	const queue = there;
	channel.lastQueue = name;
	if (!passive || queue.settings.kind === "classic") queue.usedAtMs = run.nowMs;
	return queue;
}
function addQueue(run, settings) {
	const queue = newQueue(++run.broker.names, settings, run.nowMs);
	run.broker.queues.set(settings.name, queue);
	if (isKept(settings)) journal(run, {
		line: "queue",
		id: queue.id,
		settings
	});
	return queue;
}
function isKept({ durable, owner }) {
	return durable && owner === void 0;
}
function refuseOtherSettings(there, asked) {
	const { name } = there;
	if (there.owner !== asked.owner) throw channelFault(405, `queue '${name}' was declared with another 'exclusive'`);
	for (const part of ["durable", "autoDelete"]) if (there[part] !== asked[part]) throw channelFault(406, `queue '${name}' was declared with another '${part}'`);
	const kindOf = ({ kind, arguments: given }) => ({
		...given,
		"x-queue-type": kind
	});
	const differs = firstDifference(kindOf(there), kindOf(asked), QUEUE_ARGUMENTS);
	if (differs !== void 0) throw channelFault(406, `queue '${name}' was declared with another '${differs}'`);
}
/** Finds the queue that a method names; an empty name is the last that the channel declared. @throws AmqpFault */
function queueNamed(broker, connection, channel, name) {
	const asked = name === "" ? channel.lastQueue : name;
	if (asked === "") throw channelFault(404, "no queue was declared on this channel");
	const queue = broker.queues.get(asked);
	if (queue === void 0) throw channelFault(404, `no queue '${asked}'`);
	refuseOthers(queue, connection);
	return queue;
}
function refuseOthers({ settings: { owner, name } }, connection) {
	if (owner !== void 0 && owner !== connection) throw channelFault(405, `queue '${name}' is exclusive to another connection`);
}
/** @returns how many messages went with it @throws AmqpFault */
function deleteQueue(run, connection, channel, { queue: name, ifUnused = false, ifEmpty = false }) {
	const asked = name === "" ? channel.lastQueue : name;
	const queue = run.broker.queues.get(asked);
	if (queue === void 0) return 0;
	refuseOthers(queue, connection);
	if (queue.settings.kind === "quorum" && (ifUnused || ifEmpty)) throw connectionFault(540, `queue '${asked}': quorum queues know no if-unused and if-empty`);
	if (ifUnused && consumersOf(queue).length > 0) throw channelFault(406, `queue '${asked}' is in use`);
	if (ifEmpty && queue.ready > 0) throw channelFault(406, `queue '${asked}' is not empty`);
	const { ready } = queue;
	removeQueue(run, queue);
	return ready;
}
/** It is gone with all that is in it: nothing of it becomes a dead letter. Its consumers are told. */
function removeQueue(run, queue) {
	const { name } = queue.settings;
	run.broker.queues.delete(name);
	if (isKept(queue.settings)) journal(run, {
		line: "queue-gone",
		id: queue.id
	});
	for (const { connection, channel, tag } of consumersOf(queue)) {
		run.broker.connections.get(connection)?.channels.get(channel)?.consumers.delete(tag);
		run.outlet.send(connection, channel, {
			method: "basic.cancel",
			consumerTag: tag,
			nowait: true
		});
	}
	removeUnused(run, removeBindings(run, ({ to, destination }) => to === "queue" && destination === name));
}
/** @returns how many messages were ready */
function purgeQueue(run, queue) {
	const gone = takeAll(queue);
	for (const entry of gone) journalGone(run, queue, entry);
	return gone.length;
}
// servers/amqp/core/replies.ts
const NAME = "amq.rabbitmq.reply-to";
function isReplyQueue(name) {
	return name === NAME;
}
/** @throws AmqpFault 406: only without acknowledgements, and once on a channel */
function consumeReplies({ broker }, connection, channel, consumerTag, noAck) {
	if (!noAck) throw channelFault(406, "replies are not acknowledged: consume with no-ack");
	if (channel.replies !== void 0) throw channelFault(406, "this channel consumes replies already");
	channel.replies = {
		consumerTag,
		key: `${NAME}.${connection}.${channel.number}.${++broker.names}`
	};
}
/** The properties of a request: where it says the name, the broker writes the requester's key. @throws AmqpFault 406 */
function withReplyKey(properties, { replies }) {
	if (properties.replyTo !== NAME) return properties;
	if (replies === void 0) throw channelFault(406, "this channel consumes no replies");
	return {
		...properties,
		replyTo: replies.key
	};
}
/** Is this the key of a requester, alive or not? */
function isReplyKey(exchange, routingKey) {
	return exchange === "" && routingKey.startsWith(`${NAME}.`);
}
/** Is the requester with this key still there? */
function requesterOf({ connections }, key) {
	const [connection, number] = key.slice(22).split(".", 2).map(Number);
	const channel = connections.get(connection)?.channels.get(number);
	return channel?.replies?.key === key ? {
		connection,
		channel
	} : void 0;
}
/**
* Does this queue of replies exist, for a declaration? The bare name always does, that of a requester while that is there.
* @returns undefined if the name is none of those
*/
function replyQueueExists(broker, name) {
	if (name === NAME) return true;
	return name.startsWith(`${NAME}.`) ? requesterOf(broker, name) !== void 0 : void 0;
}
/** Gives a reply to its requester, if that is still there. */
function deliverReply({ broker, outlet }, message) {
	const requester = requesterOf(broker, message.routingKey);
	const consumerTag = requester?.channel.replies?.consumerTag;
	if (requester === void 0 || consumerTag === void 0) return;
	const { channel, connection } = requester;
	outlet.send(connection, channel.number, {
		method: "basic.deliver",
		consumerTag,
		deliveryTag: ++channel.lastTag,
		redelivered: false,
		exchange: message.exchange,
		routingKey: message.routingKey,
		properties: message.properties,
		body: message.body
	});
}
// servers/amqp/core/consumers.ts
/** Consumers: they come, go, or are ended. */
/** A consumer comes: it is told so, and gets what is ready. @throws AmqpFault */
function consume(run, connection, channel, asked) {
	const tag = asked.consumerTag || `amq.ctag-${++run.broker.names}`;
	if (channel.consumers.has(tag) || channel.replies?.consumerTag === tag) throw connectionFault(530, `consumer tag '${tag}' is in use on this channel`);
	if (isReplyQueue(asked.queue)) {
		consumeReplies(run, connection, channel, tag, asked.noAck === true);
		sayOk(run, connection, channel, asked, tag);
		return;
	}
	const queue = queueNamed(run.broker, connection, channel, asked.queue);
	const given = asked.arguments ?? {};
	const priority = numberOf$1(given["x-priority"]) ?? 0;
	if (typeof priority !== "number" || !Number.isInteger(priority)) throw channelFault(406, `'x-priority': expected a whole number, got ${shown(given["x-priority"])}`);
	refuse$1(queue, channel, asked.exclusive === true);
	const consumer = {
		id: ++run.broker.names,
		connection,
		channel: channel.number,
		tag,
		noAck: asked.noAck === true,
		exclusive: asked.exclusive === true,
		priority,
		prefetch: channel.prefetch,
		arguments: given,
		unsettled: 0
	};
	channel.consumers.set(tag, {
		queue: queue.settings.name,
		queueId: queue.id
	});
	addConsumer(queue, consumer);
	queue.usedAtMs = run.nowMs;
	sayOk(run, connection, channel, asked, tag);
	handOut(run, queue);
}
function sayOk(run, connection, { number }, { nowait }, tag) {
	if (nowait !== true) run.outlet.send(connection, number, {
		method: "basic.consume-ok",
		consumerTag: tag
	});
}
/** A quorum queue takes the flag `exclusive` and does not keep to it. */
function refuse$1({ settings, ...queue }, channel, exclusive) {
	const { name, kind } = settings;
	if (kind === "quorum") {
		if (channel.channelPrefetch > 0) throw connectionFault(540, `queue '${name}': quorum queues know no limit for a whole channel`);
		return;
	}
	if (exclusive && settings.singleActiveConsumer) throw channelFault(403, `queue '${name}' has one active consumer at a time, so nobody can be exclusive`);
	const others = consumersOf({
		settings,
		...queue
	});
	if (others.some((other) => other.exclusive) || exclusive && others.length > 0) throw channelFault(403, `queue '${name}' has ${exclusive ? "consumers" : "an exclusive consumer"}`);
}
/** A consumer goes. What it has not settled stays with its channel. One that is not there is no error. */
function cancel(run, connection, channel, tag) {
	const queue = takeAway(run, connection, channel, tag);
	if (queue !== void 0) handOut(run, queue);
}
/** Like `cancel`, but nobody takes its place yet. @returns its queue, if others consume from it */
function takeAway(run, connection, channel, tag) {
	if (channel.replies?.consumerTag === tag) channel.replies = void 0;
	const at = channel.consumers.get(tag);
	if (at === void 0) return void 0;
	channel.consumers.delete(tag);
	const queue = run.broker.queues.get(at.queue);
	if (queue === void 0 || queue.id !== at.queueId) return void 0;
	const consumer = findConsumer(queue, connection, channel.number, tag);
	if (consumer === void 0) return void 0;
	removeConsumer(queue, consumer);
	if (consumersOf(queue).length > 0) return queue;
	queue.usedAtMs = run.nowMs;
	if (queue.settings.autoDelete) removeQueue(run, queue);
}
// servers/amqp/core/routing.ts
/** Which queues a message goes to: each at most once, whatever the number of bindings that lead there. */
/** The queues, in the order in which they are found. */
function route(broker, exchange, message) {
	const { routingKey, moreKeys } = message;
	if (exchange === "" && moreKeys === void 0) {
		const queue = broker.queues.get(routingKey);
		return queue === void 0 ? [] : [queue];
	}
	const keys = keysOf(message);
	const queues = [];
	const open = [exchange];
	for (let at = 0; at < open.length; at++) {
		const name = open[at];
		const from = broker.exchanges.get(name);
		if (from === void 0) continue;
		const found = name === "" ? toQueues(keys) : matching(from, keys, message);
		for (const { destination, to } of found) if (to === "exchange") visit(destination);
		else {
			const queue = broker.queues.get(destination);
			if (queue !== void 0 && !queues.includes(queue)) queues.push(queue);
		}
		if (found.length > 0) continue;
		const alternate = textArgument(from.arguments, "alternate-exchange");
		if (alternate !== void 0) visit(alternate);
	}
	return queues;
	function visit(name) {
		if (!open.includes(name)) open.push(name);
	}
}
/** All keys that route a message. */
function keysOf({ routingKey, moreKeys }) {
	return moreKeys === void 0 ? [routingKey] : [
		routingKey,
		...moreKeys.cc,
		...moreKeys.bcc
	];
}
/** The default exchange knows every queue by its name. */
function toQueues(keys) {
	return keys.map((destination) => ({
		destination,
		to: "queue"
	}));
}
/** The bindings of an exchange that a message takes. */
function matching({ type, bindings }, keys, { properties: { headers } }) {
	switch (type) {
		case "fanout": return bindings;
		case "direct": return bindings.filter(({ routingKey }) => keys.includes(routingKey));
		case "topic": {
			const split = keys.map(wordsOf);
			return bindings.filter(({ words }) => split.some((key) => matchesTopic(words, key)));
		}
		case "headers": return bindings.filter(({ arguments: pattern }) => matchesHeaders(pattern, headers));
	}
}
// servers/amqp/core/queue/length.ts
/** Does a queue that refuses what is too much refuse this? Quorum queues ask who publishes it. */
function isFull(queue, { bytes }, publisher) {
	const { overflow, kind } = queue.settings;
	if (overflow === "drop-head") return false;
	return kind === "quorum" ? !mayPublish(queue, publisher) : isTooLong(queue, 1, bytes);
}
/** Drops from the head what is too much, or stops who publishes it. @returns whether something was dropped */
function dropOverLength(run, queue) {
	if (queue.settings.overflow !== "drop-head") {
		stopPublishers(queue);
		return false;
	}
	if (!isTooLong(queue)) return false;
	const dropped = [];
	while (queue.ready > 0 && isTooLong(queue)) dropped.push(takeHead(queue));
	if (queue.settings.kind === "quorum") dropped.reverse();
	for (const entry of dropped) die(run, queue, entry, "maxlen");
	return dropped.length > 0;
}
// servers/amqp/core/queue/enqueue.ts
/** `publisher`: the channel it comes by; undefined for one that quorum queues never stop. */
function enqueue(run, queue, message, publisher) {
	const entry = newEntry(run, queue, message);
	if (isFull(queue, entry, publisher)) {
		if (queue.settings.overflow === "reject-publish-dlx") die(run, queue, entry, "maxlen");
		return "refused";
	}
	journalMessage(run, queue, entry);
	if (queue.settings.kind === "classic") enterClassic(run, queue, entry);
	else {
		addFresh(queue, entry);
		handOut(run, queue);
		dropOverLength(run, queue);
		dropExpired(run, queue);
	}
	return entry.durable ? "durable" : "kept";
}
/** Whoever can have it at once gets it, whatever its age; what must wait may be dropped, or drop others. */
function enterClassic(run, queue, entry) {
	const consumer = queue.ready === 0 ? nextConsumer(run.broker, queue) : void 0;
	if (consumer !== void 0) return give(run, queue, consumer, entry);
	addFresh(queue, entry);
	const dropped = dropOverLength(run, queue);
	const isAlone = queue.ready === 1;
	if (!(dropped ? isAlone && entry.expiresAtMs === void 0 : !isAlone)) dropExpired(run, queue);
}
function newEntry(run, queue, message) {
	const { settings } = queue;
	const { deliveryMode, priority = 0, expiration } = message.properties;
	return {
		message,
		place: queue.places++,
		priority: settings.maxPriority === 0 ? 0 : Math.min(priority, settings.maxPriority),
		bytes: settings.maxLengthBytes === void 0 ? 0 : bodyBytes(message.body),
		expiresAtMs: expiryOf(queue, expiration, run.nowMs),
		durable: settings.durable && settings.owner === void 0 && (settings.kind === "quorum" || deliveryMode === 2),
		redelivered: false,
		returns: 0
	};
}
// servers/amqp/core/dead-letters.ts
/**
* Dead letters: a message that died in a queue is published to the queue's dead-letter exchange, with its history.
*
* The order of that history and the rule that breaks cycles are those that a real RabbitMQ 3.10 was seen to follow.
*/
/** Sends on all that died, and what dies of it. */
function sendDeadLetters(run) {
	for (let next = run.deaths.shift(); next !== void 0; next = run.deaths.shift()) sendOn(run, next);
}
function sendOn(run, death) {
	const { queue, entry, reason } = death;
	const isTaken = deliver(run, death);
	if (!keepsDeadLetters(queue)) return;
	if (isTaken) {
		journalGone(run, queue, entry);
		letPublishersGo(queue);
	} else {
		queue.held.push({
			entry,
			reason,
			againAtMs: run.nowMs + run.broker.deadLetterAgainMs
		});
		stopPublishers(queue);
	}
}
/** @returns whether queues took it, all that it was for */
function deliver(run, death) {
	const { deadLetterExchange: exchange } = death.queue.settings;
	if (exchange === void 0 || !run.broker.exchanges.has(exchange)) return false;
	const letter = deadLetter(death, exchange, run.nowMs);
	const queues = route(run.broker, exchange, letter).filter((queue) => death.reason === "rejected" || !isCycle(queue, letter));
	const publisher = keepsDeadLetters(death.queue) ? `queue ${death.queue.id}` : void 0;
	const outcomes = queues.map((queue) => enqueue(run, queue, letter, publisher));
	return outcomes.length > 0 && !outcomes.includes("refused");
}
/** Sends again what no queue took, once its time has come. A new binding alone does not wake it. */
function sendHeldAgain(run, queue) {
	const due = queue.held.filter(({ againAtMs }) => againAtMs <= run.nowMs);
	queue.held = queue.held.filter(({ againAtMs }) => againAtMs > run.nowMs);
	for (const { entry, reason } of due) run.deaths.push({
		queue,
		entry,
		reason
	});
}
/** The message as it is sent on. */
function deadLetter({ queue, entry, reason }, exchange, nowMs) {
	const { message } = entry;
	const { deadLetterRoutingKey: key } = queue.settings;
	const { expiration: _spent, ...properties } = message.properties;
	const headers = {
		...properties.headers,
		...historyWith(message, queue, reason, nowMs)
	};
	if (key === void 0) return {
		...message,
		exchange,
		properties: {
			...properties,
			headers
		}
	};
	const { CC: _cc, ...kept } = headers;
	return {
		exchange,
		routingKey: key,
		properties: {
			...properties,
			headers: kept
		},
		body: message.body
	};
}
/** The headers that tell of deaths, with one more. */
function historyWith(message, { settings: { name } }, reason, nowMs) {
	const { headers = {}, expiration } = message.properties;
	const earlier = deathsOf(message.properties);
	const isSame = (one) => one.queue === name && one.reason === reason;
	const before = earlier.find(isSame);
	const deaths = { "x-death": [before ? {
		...before,
		count: Number(plainNumber(before.count)) + 1
	} : {
		count: 1,
		exchange: message.exchange,
		queue: name,
		reason,
		"routing-keys": [message.routingKey, ...message.moreKeys?.cc ?? []],
		time: {
			"!": "timestamp",
			value: Math.floor(nowMs / 1e3)
		},
		...expiration === void 0 ? {} : { "original-expiration": expiration }
	}, ...(earlier.length > 1 ? earlier.toReversed() : earlier).filter((one) => !isSame(one))] };
	if (headers["x-death"] !== void 0) return deaths;
	return {
		...deaths,
		"x-first-death-exchange": message.exchange,
		"x-first-death-queue": name,
		"x-first-death-reason": reason
	};
}
/** Was it in this queue before, and did nobody reject it since? Then it would go round for ever. */
function isCycle({ settings: { name } }, { properties }) {
	const deaths = deathsOf(properties);
	const at = deaths.findIndex(({ queue }) => queue === name);
	return at >= 0 && deaths.slice(0, at + 1).every(({ reason }) => reason !== "rejected");
}
function deathsOf({ headers = {} }) {
	const given = headers["x-death"];
	return Array.isArray(given) ? given.filter(isTable) : [];
}
function isTable(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
function plainNumber(value) {
	return typeof value === "object" && value !== null && "!" in value ? value.value : value;
}
// servers/amqp/core/publish.ts
/** A message is published: routed, confirmed, returned. */
/** Handles `basic.publish`. @throws AmqpFault */
function publish(run, connection, channel, asked) {
	const message = messageOf(run.broker, connection, channel, asked);
	const mandatory = asked.mandatory === true;
	const { mode } = channel;
	if (mode.kind === "tx") {
		const queues = route(run.broker, message.exchange, message).map(({ settings: { name } }) => name);
		mode.publishes.push({
			message,
			mandatory,
			queues
		});
		return;
	}
	const number = mode.kind === "confirm" ? ++mode.published : void 0;
	const outcome = send(run, connection, channel, message, mandatory);
	if (number !== void 0) confirm$1(run, connection, channel, number, outcome);
}
/** Routes a message. What no queue gets goes back if it was mandatory. */
function send(run, connection, channel, message, mandatory, queues = route(run.broker, message.exchange, message)) {
	if (isReplyKey(message.exchange, message.routingKey)) {
		if (mandatory) giveBack(run, connection, channel, message);
		deliverReply(run, message);
		return "kept";
	}
	if (queues.length === 0 && mandatory) giveBack(run, connection, channel, message);
	const publisher = publisherOf(connection, channel);
	let outcome = "kept";
	for (const queue of queues) {
		const one = enqueue(run, queue, message, publisher);
		if (outcome !== "refused" && one !== "kept") outcome = one;
	}
	return outcome;
}
/** Who publishes, to queues that tell publishers apart. */
function publisherOf(connection, { number }) {
	return `${connection}.${number}`;
}
function giveBack(run, connection, { number }, message) {
	const { exchange, routingKey, properties, body } = message;
	run.outlet.send(connection, number, {
		method: "basic.return",
		replyCode: 312,
		replyText: "NO_ROUTE",
		exchange,
		routingKey,
		properties,
		body
	});
}
function confirm$1(run, connection, channel, number, outcome) {
	if (outcome === "durable" && run.outlet.journal !== void 0 && channel.mode.kind === "confirm") {
		channel.mode.waiting.add(number);
		waitForJournal(run, {
			connection,
			channel: channel.number,
			publish: number
		});
	} else if (outcome === "refused") run.outlet.send(connection, channel.number, {
		method: "basic.nack",
		deliveryTag: number,
		multiple: false,
		requeue: false
	});
	else run.outlet.send(connection, channel.number, {
		method: "basic.ack",
		deliveryTag: number,
		multiple: false
	});
}
function messageOf(broker, connection, channel, asked) {
	const { exchange, routingKey, properties = {}, body } = asked;
	if (asked.immediate === true) throw connectionFault(540, "immediate deliveries do not exist");
	if (exchange !== "" && exchangeNamed(broker, exchange).internal) throw channelFault(403, `exchange '${exchange}' is internal`);
	refuseProperties(properties, broker.connections.get(connection)?.user);
	const named = withReplyKey(properties, channel);
	const { CC: cc, BCC: bcc } = named.headers ?? {};
	if (cc === void 0 && bcc === void 0) return {
		exchange,
		routingKey,
		properties: named,
		body
	};
	const moreKeys = {
		cc: keysIn("CC", cc),
		bcc: keysIn("BCC", bcc)
	};
	const { BCC: _hidden, ...headers } = named.headers;
	return {
		exchange,
		routingKey,
		properties: {
			...named,
			headers
		},
		body,
		moreKeys
	};
}
function keysIn(header, value) {
	if (value === void 0) return [];
	if (Array.isArray(value)) return value.filter((key) => typeof key === "string");
	throw channelFault(406, `header ${header}: expected a list of keys`);
}
function refuseProperties({ expiration, userId }, user) {
	if (expiration !== void 0 && !(/^\d+$/.test(expiration) && Number(expiration) <= 31536e7)) throw channelFault(406, `expiration: expected 0 to ${LONGEST_MS$1} ms as digits, got '${expiration}'`);
	if (userId !== void 0 && userId !== user) throw channelFault(406, `user-id: expected '${user}', got '${userId}'`);
}
// servers/amqp/core/run.ts
function newRun(broker, nowMs, outlet) {
	return {
		broker,
		nowMs,
		outlet,
		deaths: []
	};
}
// servers/amqp/core/queue/come-back.ts
function comeBack(run, queue, entries, because) {
	const { kind, deliveryLimit } = queue.settings;
	for (const entry of entries) {
		entry.redelivered = true;
		entry.returns++;
		if (kind === "classic") addReturned(queue, entry, "in place");
		else if (deliveryLimit !== void 0 && entry.returns > deliveryLimit) die(run, queue, entry, "delivery_limit");
		else if (because === "refused" && deliveryLimit === void 0) addFresh(queue, entry);
		else addReturned(queue, entry, "last");
	}
	if (kind === "classic") dropOverLength(run, queue);
	dropExpired(run, queue);
	handOut(run, queue);
	if (kind === "quorum" && dropOverLength(run, queue)) dropExpired(run, queue);
}
// servers/amqp/core/settle.ts
/** Takes from the channel what a tag means; with `multiple` all up to it, 0 being everything. @throws AmqpFault 406 */
function takeTagged({ unsettled }, tag, multiple) {
	const taken = [];
	if (multiple) {
		for (const [at, held] of unsettled) {
			if (tag > 0 && at > tag) break;
			taken.push([at, held]);
		}
		if (tag > 0 && !unsettled.has(tag)) throw unknownTag(tag);
	} else {
		const held = unsettled.get(tag);
		if (held === void 0) throw unknownTag(tag);
		taken.push([tag, held]);
	}
	for (const [at] of taken) unsettled.delete(at);
	return taken;
}
function unknownTag(tag) {
	return channelFault(406, `unknown delivery tag ${tag}`);
}
/** Settles what was taken, group by group. */
function settle(run, connection, channel, taken, how, because = "refused") {
	if (taken.length === 1) {
		const [[, one]] = taken;
		settleAt(run, connection, channel, one, [one], how, because);
	} else for (const held of groupsOf(run, taken, because)) settleAt(run, connection, channel, held[0], held, how, because);
}
/**
* The server tells a queue what was settled consumer by consumer, by the order of their tags, and goes from queue to queue
* by their names. Only a classic queue whose client's channel has closed takes all at once.
*/
function groupsOf({ broker }, taken, because) {
	const [first] = taken;
	if (first === void 0) return [];
	const [, { queueId, consumerTag }] = first;
	if (consumerTag !== "" && taken.every(([, one]) => one.queueId === queueId && one.consumerTag === consumerTag)) return [taken.map(([, held]) => held)];
	const groups = /* @__PURE__ */ new Map();
	for (const [tag, held] of taken) {
		const whose = because === "closed" && broker.queues.get(held.queue)?.settings.kind === "classic" ? "" : held.consumerTag === "" ? tag : held.consumerTag;
		const key = `${held.queueId} ${typeof whose} ${whose}`;
		const group = groups.get(key);
		if (group === void 0) groups.set(key, {
			queue: held.queue,
			whose,
			held: [held]
		});
		else group.held.push(held);
	}
	return [...groups.values()].sort(inOrder).map(({ held }) => held);
}
function inOrder(one, other) {
	if (one.queue !== other.queue) return one.queue < other.queue ? -1 : 1;
	if (typeof one.whose !== typeof other.whose) return typeof one.whose === "number" ? -1 : 1;
	return one.whose < other.whose ? -1 : 1;
}
function settleAt(run, connection, channel, { queue: name, queueId }, held, how, because) {
	const queue = run.broker.queues.get(name);
	const isThere = queue !== void 0 && queue.id === queueId;
	const wasFull = channel.channelPrefetch > 0 && channel.prefetched >= channel.channelPrefetch;
	for (const { consumerTag, entry } of held) {
		if (consumerTag === "") {
			if (isThere) queue.fetched--;
			continue;
		}
		channel.prefetched--;
		const consumer = isThere ? findConsumer(queue, connection, channel.number, consumerTag) : void 0;
		if (consumer === void 0 || !isThere) continue;
		hasSettled(queue, consumer);
		if (how === "requeue" && because === "refused" && isAtLimit(queue, entry)) growsByOne(consumer);
	}
	if (isThere) {
		queue.unsettled -= held.length;
		const isUnblocked = unblock(run.broker, queue, (one) => one.channel === channel.number && one.connection === connection);
		if (how === "requeue") comeBack(run, queue, held.map(entryOf), because);
		else {
			for (const { entry } of held) if (how === "drop") die(run, queue, entry, "rejected");
			else journalGone(run, queue, entry);
			if (isUnblocked) handOut(run, queue);
		}
	}
	if (wasFull) unblockOthers(run, connection, channel, queue);
}
/** Is this return one too many? */
function isAtLimit({ settings: { deliveryLimit } }, { returns }) {
	return deliveryLimit !== void 0 && returns >= deliveryLimit;
}
/** RabbitMQ 3.10 gives a consumer room for two when a message it returns dies of its delivery limit. */
function growsByOne(consumer) {
	if (consumer.prefetch > 0) consumer.prefetch++;
}
function entryOf({ entry }) {
	return entry;
}
/** The channel has room again: its consumers at other queues may go on. */
function unblockOthers(run, connection, channel, done) {
	const names = new Set([...channel.consumers.values()].map(({ queue }) => queue));
	for (const name of names) {
		const queue = run.broker.queues.get(name);
		if (queue === void 0 || queue === done) continue;
		if (unblock(run.broker, queue, (one) => one.channel === channel.number && one.connection === connection)) handOut(run, queue);
	}
}
// servers/amqp/core/connections.ts
/** A client has connected and logged in. @throws RangeError if its number is taken */
function openConnection(broker, id, { user = "guest" } = {}) {
	if (broker.connections.has(id)) throw new RangeError(`amqp: connection ${id} is open already`);
	broker.connections.set(id, {
		id,
		user,
		channels: /* @__PURE__ */ new Map()
	});
}
/** A connection was lost, or closed: its channels, its exclusive queues and its unsettled messages go. */
function closeConnection(broker, id, nowMs, outlet) {
	const run = newRun(broker, nowMs, outlet);
	endConnection(run, id);
	sendDeadLetters(run);
}
function endConnection(run, id) {
	const { broker } = run;
	const connection = broker.connections.get(id);
	if (connection === void 0) return;
	for (const channel of connection.channels.values()) endChannel(run, id, channel);
	broker.connections.delete(id);
	for (const queue of [...broker.queues.values()]) if (queue.settings.owner === id) removeQueue(run, queue);
}
function newChannel(number) {
	return {
		number,
		lastTag: 0,
		unsettled: /* @__PURE__ */ new Map(),
		prefetched: 0,
		consumers: /* @__PURE__ */ new Map(),
		lastQueue: "",
		prefetch: 0,
		channelPrefetch: 0,
		mode: { kind: "plain" },
		replies: void 0,
		closing: false
	};
}
/** Its consumers go first, so that nothing it gives back comes to them again; others take their place once that is back. */
function endChannel(run, connection, channel) {
	const { mode } = channel;
	const inTx = mode.kind === "tx" ? mode.settles.flatMap(({ unsettled }) => unsettled) : [];
	const left = [...channel.consumers.keys()].map((tag) => takeAway(run, connection, channel, tag));
	for (const { publishers } of run.broker.queues.values()) publishers?.delete(publisherOf(connection, channel));
	channel.replies = void 0;
	const held = [...channel.unsettled, ...inTx].sort(([one], [other]) => one - other);
	channel.unsettled.clear();
	channel.mode = { kind: "plain" };
	settle(run, connection, channel, held, "requeue", "closed");
	for (const queue of left) if (queue !== void 0) handOut(run, queue);
}
// servers/amqp/core/get.ts
/** @throws AmqpFault */
function get(run, connection, channel, { queue: name, noAck }) {
	const queue = queueNamed(run.broker, connection, channel, name);
	if (queue.settings.kind === "quorum" && queue.settings.singleActiveConsumer) throw channelFault(405, `queue '${queue.settings.name}' has one active consumer, and gives to nobody else`);
	queue.usedAtMs = run.nowMs;
	const entry = takeHead(queue);
	if (entry === void 0) return run.outlet.send(connection, channel.number, { method: "basic.get-empty" });
	const deliveryTag = ++channel.lastTag;
	if (noAck === true) journalGone(run, queue, entry);
	else {
		queue.unsettled++;
		queue.fetched++;
		const held = {
			queue: queue.settings.name,
			queueId: queue.id,
			consumerTag: "",
			entry,
			atMs: run.nowMs
		};
		channel.unsettled.set(deliveryTag, held);
		journalDelivered(run, queue, entry);
	}
	const messageCount = queue.ready;
	dropExpired(run, queue);
	const { message, redelivered } = entry;
	run.outlet.send(connection, channel.number, {
		method: "basic.get-ok",
		deliveryTag,
		redelivered,
		exchange: message.exchange,
		routingKey: message.routingKey,
		messageCount: queue.settings.kind === "quorum" && noAck !== true ? messageCount : queue.ready,
		properties: propertiesAt(queue, entry, "get"),
		body: message.body
	});
}
// servers/amqp/core/numbers.ts
const NUMBERS$1 = {
	"connection.close": [10, 50],
	"connection.close-ok": [10, 51],
	"channel.open": [20, 10],
	"channel.flow": [20, 20],
	"channel.close": [20, 40],
	"channel.close-ok": [20, 41],
	"exchange.declare": [40, 10],
	"exchange.delete": [40, 20],
	"exchange.bind": [40, 30],
	"exchange.unbind": [40, 40],
	"queue.declare": [50, 10],
	"queue.bind": [50, 20],
	"queue.purge": [50, 30],
	"queue.delete": [50, 40],
	"queue.unbind": [50, 50],
	"basic.qos": [60, 10],
	"basic.consume": [60, 20],
	"basic.cancel": [60, 30],
	"basic.cancel-ok": [60, 31],
	"basic.publish": [60, 40],
	"basic.get": [60, 70],
	"basic.ack": [60, 80],
	"basic.reject": [60, 90],
	"basic.recover-async": [60, 100],
	"basic.recover": [60, 110],
	"basic.nack": [60, 120],
	"confirm.select": [85, 10],
	"tx.select": [90, 10],
	"tx.commit": [90, 20],
	"tx.rollback": [90, 30]
};
function numbersOf$1(method) {
	const [classId, methodId] = NUMBERS$1[method];
	return {
		classId,
		methodId
	};
}
// servers/amqp/core/transactions.ts
/** @throws AmqpFault 406 on a channel with confirms */
function selectTx(channel) {
	if (channel.mode.kind === "confirm") throw channelFault(406, "this channel is in confirm mode");
	if (channel.mode.kind === "plain") channel.mode = {
		kind: "tx",
		publishes: [],
		settles: []
	};
}
/** @throws AmqpFault 406 on a transactional channel */
function selectConfirm(channel) {
	if (channel.mode.kind === "tx") throw channelFault(406, "this channel is transactional");
	if (channel.mode.kind === "plain") channel.mode = {
		kind: "confirm",
		published: 0,
		waiting: /* @__PURE__ */ new Set()
	};
}
/** Does everything at last. A refusal ends the channel; part of it may be done. @throws AmqpFault 406 */
function commit(run, connection, channel) {
	const mode = txOf(channel);
	const { publishes, settles } = mode;
	mode.publishes = [];
	mode.settles = [];
	let isRefused = false;
	let waits = false;
	for (const { message, mandatory, queues: names } of publishes) {
		const outcome = send(run, connection, channel, message, mandatory, names.map((name) => run.broker.queues.get(name)).filter((queue) => queue !== void 0));
		isRefused ||= outcome === "refused";
		waits ||= outcome === "durable";
	}
	for (const { unsettled, how } of settles) settle(run, connection, channel, unsettled, how);
	if (isRefused) throw channelFault(406, "a queue refused a message of the transaction");
	if (waits && run.outlet.journal !== void 0) waitForJournal(run, {
		connection,
		channel: channel.number,
		publish: void 0
	});
	else run.outlet.send(connection, channel.number, { method: "tx.commit-ok" });
}
/** Forgets all of it: what was acknowledged in it can be acknowledged again. @throws AmqpFault 406 */
function rollback(channel) {
	const mode = txOf(channel);
	const back = mode.settles.flatMap(({ unsettled }) => unsettled);
	mode.publishes = [];
	mode.settles = [];
	if (back.length === 0) return;
	const all = [...channel.unsettled, ...back].sort(([one], [other]) => one - other);
	channel.unsettled.clear();
	for (const [tag, held] of all) channel.unsettled.set(tag, held);
}
function txOf({ mode }) {
	if (mode.kind !== "tx") throw channelFault(406, "this channel is not transactional");
	return mode;
}
// servers/amqp/core/receive.ts
/** The broker's door: one method of a client comes in, and all that follows from it happens at once. */
/**
* Handles one method of a client, in the order of its channel. What a client does wrong closes its channel or connection,
* as the real server does; nothing is thrown for it.
* @param nowMs the time, never earlier than at the last call
* @throws RangeError if the connection is not open
*/
function receive(broker, connection, channel, method, nowMs, outlet) {
	const run = newRun(broker, nowMs, outlet);
	const channels = broker.connections.get(connection)?.channels;
	if (channels === void 0) throw new RangeError(`amqp: connection ${connection} is not open`);
	try {
		const open = channels.get(channel);
		if (open === void 0) opening(run, connection, channel, method);
		else if (open.closing) whileClosing(run, connection, open, method);
		else handle(run, connection, open, method);
	} catch (error) {
		if (!(error instanceof AmqpFault)) throw error;
		refuse(run, connection, channel, method, error);
	}
	if (run.deaths.length > 0) sendDeadLetters(run);
}
function opening(run, connection, number, { method }) {
	if (number === 0 && method === "connection.close") {
		endConnection(run, connection);
		return run.outlet.send(connection, 0, { method: "connection.close-ok" });
	}
	if (number === 0 || method !== "channel.open") throw connectionFault(504, `expected channel.open on channel ${number}, got ${method}`);
	run.broker.connections.get(connection)?.channels.set(number, newChannel(number));
	run.outlet.send(connection, number, { method: "channel.open-ok" });
}
/** The broker has closed it: until the client says that it knows, nothing else counts. */
function whileClosing(run, connection, { number }, { method }) {
	if (method !== "channel.close-ok" && method !== "channel.close") return;
	run.broker.connections.get(connection)?.channels.delete(number);
	if (method === "channel.close") run.outlet.send(connection, number, { method: "channel.close-ok" });
}
function refuse(run, connection, number, { method }, { scope, code, message }) {
	const close = {
		replyCode: code,
		replyText: message,
		...numbersOf$1(method)
	};
	if (scope === "connection") {
		endConnection(run, connection);
		return run.outlet.send(connection, 0, {
			method: "connection.close",
			...close
		});
	}
	const channel = run.broker.connections.get(connection)?.channels.get(number);
	channel.closing = true;
	run.outlet.send(connection, number, {
		method: "channel.close",
		...close
	});
	endChannel(run, connection, channel);
}
/** What has no answer is the bulk of the work. @throws AmqpFault */
function handle(run, connection, channel, asked) {
	switch (asked.method) {
		case "basic.publish": return publish(run, connection, channel, asked);
		case "basic.ack": return settleTags(run, connection, channel, asked.deliveryTag, asked.multiple === true, "ack");
		case "basic.nack":
		case "basic.reject": {
			const isMultiple = "multiple" in asked && asked.multiple === true;
			const how = asked.requeue === false ? "drop" : "requeue";
			return settleTags(run, connection, channel, asked.deliveryTag, isMultiple, how);
		}
		default: return handleAnswered(run, connection, channel, asked);
	}
}
/** @throws AmqpFault */
function handleAnswered(run, connection, channel, asked) {
	const { broker } = run;
	switch (asked.method) {
		case "basic.consume": return consume(run, connection, channel, asked);
		case "basic.cancel":
			cancel(run, connection, channel, asked.consumerTag);
			return answer({
				method: "basic.cancel-ok",
				consumerTag: asked.consumerTag
			});
		case "basic.get": return get(run, connection, channel, asked);
		case "basic.qos":
			if ((asked.prefetchSize ?? 0) > 0) throw connectionFault(540, "limits in bytes do not exist");
			limit(channel, asked);
			unblockOthers(run, connection, channel);
			return answer({ method: "basic.qos-ok" });
		case "basic.recover":
		case "basic.recover-async":
			if (asked.requeue === false) throw connectionFault(540, "messages cannot be delivered again to the same consumer only");
			settle(run, connection, channel, takeTagged(channel, 0, true), "requeue");
			if (asked.method === "basic.recover") answer({ method: "basic.recover-ok" });
			return;
		case "exchange.declare":
			declareExchange(run, asked);
			return answer({ method: "exchange.declare-ok" });
		case "exchange.delete":
			deleteExchange(run, asked);
			return answer({ method: "exchange.delete-ok" });
		case "exchange.bind":
		case "exchange.unbind":
			bindExchange(run, asked);
			return answer({ method: `${asked.method}-ok` });
		case "queue.declare": {
			const exists = replyQueueExists(broker, asked.queue);
			if (exists === false) throw channelFault(404, `no requester '${asked.queue}'`);
			if (exists === true) return answer({
				method: "queue.declare-ok",
				queue: asked.queue,
				messageCount: 0,
				consumerCount: 1
			});
			const queue = declareQueue(run, connection, channel, asked);
			return answer({
				method: "queue.declare-ok",
				queue: queue.settings.name,
				messageCount: queue.ready,
				consumerCount: consumerCount(queue)
			});
		}
		case "queue.bind":
		case "queue.unbind":
			bindQueue(run, connection, channel, asked);
			return answer({ method: `${asked.method}-ok` });
		case "queue.purge": return answer({
			method: "queue.purge-ok",
			messageCount: purgeQueue(run, queueNamed(broker, connection, channel, asked.queue))
		});
		case "queue.delete": return answer({
			method: "queue.delete-ok",
			messageCount: deleteQueue(run, connection, channel, asked)
		});
		case "confirm.select":
			selectConfirm(channel);
			return answer({ method: "confirm.select-ok" });
		case "tx.select":
			selectTx(channel);
			return answer({ method: "tx.select-ok" });
		case "tx.commit": return commit(run, connection, channel);
		case "tx.rollback":
			rollback(channel);
			return answer({ method: "tx.rollback-ok" });
		case "channel.close":
			endChannel(run, connection, channel);
			broker.connections.get(connection)?.channels.delete(channel.number);
			return answer({ method: "channel.close-ok" });
		case "channel.flow":
			if (!asked.active) throw connectionFault(540, "channels cannot be stopped by their client");
			return answer({
				method: "channel.flow-ok",
				active: true
			});
		case "channel.open": throw connectionFault(504, `channel ${channel.number} is open already`);
		case "basic.cancel-ok":
		case "channel.close-ok":
		case "connection.close":
		case "connection.close-ok": return;
	}
	function answer(method) {
		if (!("nowait" in asked && asked.nowait === true)) run.outlet.send(connection, channel.number, method);
	}
}
/**
* A limit for the whole channel counts, when it begins, all that the channel has; what was fetched is never counted down
* again. A limit for consumers ends it.
*/
function limit(channel, { global, prefetchCount }) {
	if (global !== true) channel.prefetch = prefetchCount;
	else if (channel.channelPrefetch === 0) channel.prefetched = channel.unsettled.size;
	channel.channelPrefetch = global === true ? prefetchCount : 0;
}
/** In a transaction it waits for the commit. */
function settleTags(run, connection, channel, deliveryTag, isMultiple, how) {
	const taken = takeTagged(channel, deliveryTag, isMultiple);
	if (channel.mode.kind === "tx") channel.mode.settles.push({
		unsettled: taken,
		how
	});
	else settle(run, connection, channel, taken, how);
}
function bindExchange(run, asked) {
	const { destination, source, routingKey } = asked;
	refuseDefault(destination);
	refuseDefault(source);
	const binding = {
		source,
		destination,
		to: "exchange",
		routingKey,
		arguments: asked.arguments ?? {}
	};
	if (asked.method === "exchange.unbind") return removeUnused(run, unbind(run, binding));
	const to = exchangeNamed(run.broker, destination);
	bind(run, exchangeNamed(run.broker, source), binding, to.durable);
}
function bindQueue(run, connection, channel, asked) {
	const named = asked.queue === "" && asked.routingKey === "" ? channel.lastQueue : asked.routingKey;
	const binding = (destination) => ({
		source: asked.exchange,
		destination,
		to: "queue",
		routingKey: named,
		arguments: asked.arguments ?? {}
	});
	if (asked.method === "queue.unbind" && !run.broker.queues.has(asked.queue || channel.lastQueue)) return;
	const { settings } = queueNamed(run.broker, connection, channel, asked.queue);
	refuseDefault(asked.exchange);
	if (asked.method === "queue.unbind") return removeUnused(run, unbind(run, binding(settings.name)));
	bind(run, exchangeNamed(run.broker, asked.exchange), binding(settings.name), settings.durable && settings.owner === void 0);
}
function refuseDefault(exchange) {
	if (exchange === "") throw channelFault(403, "the default exchange has no other bindings than its own");
}
// servers/amqp/core/synced.ts
/** How many confirms and commits have waited for the journal so far. Give it back once the journal is durable up to now. */
function journalMark({ journalDone, journalWaits }) {
	return journalDone + journalWaits.length;
}
/** Everything that was in the journal at a mark is durable. Without a mark: everything. */
function journalSynced(broker, _nowMs, outlet, mark = Infinity) {
	const count = Math.min(mark - broker.journalDone, broker.journalWaits.length);
	if (count <= 0) return;
	const done = broker.journalWaits.splice(0, count);
	broker.journalDone += count;
	const confirmed = /* @__PURE__ */ new Map();
	for (const wait of done) {
		const channel = channelOf(broker, wait);
		if (channel === void 0) continue;
		if (wait.publish === void 0) outlet.send(wait.connection, wait.channel, { method: "tx.commit-ok" });
		else if (channel.mode.kind === "confirm" && channel.mode.waiting.delete(wait.publish)) {
			const there = confirmed.get(channel);
			if (there === void 0) confirmed.set(channel, {
				connection: wait.connection,
				publishes: [wait.publish]
			});
			else there.publishes.push(wait.publish);
		}
	}
	for (const [channel, { connection, publishes }] of confirmed) confirm(channel, connection, publishes, outlet);
}
/** One method for all up to the first that still waits. */
function confirm({ mode, number }, connection, publishes, outlet) {
	const [stillWaits = Infinity] = mode.kind === "confirm" ? mode.waiting : [];
	const together = publishes.filter((one) => one < stillWaits);
	const rest = publishes.filter((one) => one > stillWaits);
	const last = together.at(-1);
	if (last !== void 0) outlet.send(connection, number, {
		method: "basic.ack",
		deliveryTag: last,
		multiple: together.length > 1
	});
	for (const deliveryTag of rest) outlet.send(connection, number, {
		method: "basic.ack",
		deliveryTag,
		multiple: false
	});
}
function channelOf({ connections }, { connection, channel }) {
	const found = connections.get(connection)?.channels.get(channel);
	return found?.closing === true ? void 0 : found;
}
// servers/amqp/core/time.ts
/** When `passTime` has something to do next, if nothing else happens before. */
function nextDueMs(broker) {
	let next = Infinity;
	for (const queue of broker.queues.values()) next = Math.min(next, queue.expiryAtMs ?? Infinity, queue.held[0]?.againAtMs ?? Infinity, unusedAtMs(queue) ?? Infinity);
	for (const { channels } of broker.connections.values()) for (const channel of channels.values()) next = Math.min(next, lateAtMs(broker, channel) ?? Infinity);
	return next === Infinity ? void 0 : next;
}
/** Does all that is due. */
function passTime(broker, nowMs, outlet) {
	const run = newRun(broker, nowMs, outlet);
	for (const queue of [...broker.queues.values()]) {
		if ((queue.expiryAtMs ?? Infinity) <= nowMs) expiryDue(run, queue);
		if ((queue.held[0]?.againAtMs ?? Infinity) <= nowMs) sendHeldAgain(run, queue);
		if ((unusedAtMs(queue) ?? Infinity) <= nowMs) removeQueue(run, queue);
	}
	closeLate(run);
	sendDeadLetters(run);
}
/** When a queue goes because nobody has used it. */
function unusedAtMs(queue) {
	const { expiresMs } = queue.settings;
	if (expiresMs === void 0 || consumersOf(queue).length > 0) return void 0;
	return queue.usedAtMs + expiresMs;
}
/** When the oldest message that its consumers have not settled has waited too long. */
function lateAtMs({ consumerTimeoutMs }, { unsettled, closing }) {
	if (consumerTimeoutMs === 0 || closing) return void 0;
	for (const { atMs, consumerTag } of unsettled.values()) if (consumerTag !== "") return atMs + consumerTimeoutMs;
}
/** Whoever is too late loses the channel; its messages come back. */
function closeLate(run) {
	const { broker, nowMs, outlet } = run;
	for (const { id, channels } of [...broker.connections.values()]) for (const channel of [...channels.values()]) {
		if ((lateAtMs(broker, channel) ?? Infinity) > nowMs) continue;
		channel.closing = true;
		const replyText = `PRECONDITION_FAILED - no acknowledgement within ${broker.consumerTimeoutMs} ms`;
		outlet.send(id, channel.number, {
			method: "channel.close",
			replyCode: 406,
			replyText,
			classId: 0,
			methodId: 0
		});
		endChannel(run, id, channel);
	}
}
// servers/amqp/wire/codec/amqp-error.ts
/** What is wrong with what a client sent, with the code that RabbitMQ answers it with. */
/** Codes of errors that end a connection. */
const ReplyCode = {
	connectionForced: 320,
	accessRefused: 403,
	frameError: 501,
	syntaxError: 502,
	commandInvalid: 503,
	channelError: 504,
	unexpectedFrame: 505,
	notAllowed: 530,
	notImplemented: 540,
	internalError: 541
};
/** What explanations begin with. */
const NAMES = {
	320: "CONNECTION_FORCED",
	403: "ACCESS_REFUSED",
	501: "FRAME_ERROR",
	502: "SYNTAX_ERROR",
	503: "COMMAND_INVALID",
	504: "CHANNEL_ERROR",
	505: "UNEXPECTED_FRAME",
	530: "NOT_ALLOWED",
	540: "NOT_IMPLEMENTED",
	541: "INTERNAL_ERROR"
};
var AmqpError = class extends Error {
	code;
	method;
	name = "AmqpError";
	/** @param method the name of the method that failed, where one did */
	constructor(code, text, method) {
		super(`${NAMES[code]} - ${text}`);
		this.code = code;
		this.method = method;
	}
};
/** Bytes that end too soon, or are none of the kind that is expected here. */
var Undecodable = class extends Error {
	name = "Undecodable";
};
/** What RabbitMQ has no answer for: it drops the connection, and so do we. */
var Unanswerable = class extends Error {
	name = "Unanswerable";
};
// servers/amqp/wire/codec/bytes.ts
/** Reading and writing the elementary types of AMQP, one after another. Numbers are big-endian. */
var ByteReader = class ByteReader {
	bytes;
	at;
	end;
	constructor(bytes, at = 0, end = bytes.length) {
		this.bytes = bytes;
		this.at = at;
		this.end = end;
	}
	get left() {
		return this.end - this.at;
	}
	octet() {
		return this.bytes[this.take(1)];
	}
	short() {
		return this.bytes.readUInt16BE(this.take(2));
	}
	long() {
		return this.bytes.readUInt32BE(this.take(4));
	}
	longlong() {
		return this.bytes.readBigUInt64BE(this.take(8));
	}
	signedOctet() {
		return this.bytes.readInt8(this.take(1));
	}
	signedShort() {
		return this.bytes.readInt16BE(this.take(2));
	}
	signedLong() {
		return this.bytes.readInt32BE(this.take(4));
	}
	signedLonglong() {
		return this.bytes.readBigInt64BE(this.take(8));
	}
	float() {
		return this.bytes.readFloatBE(this.take(4));
	}
	double() {
		return this.bytes.readDoubleBE(this.take(8));
	}
	/** A short string: at most 255 bytes of UTF-8. */
	text() {
		const length = this.octet();
		const from = this.take(length);
		return this.bytes.toString("utf8", from, from + length);
	}
	/** The same, or undefined where it is no UTF-8. */
	strictText() {
		const [from, text] = [this.at, this.text()];
		return !text.includes("�") || (0, node_buffer.isUtf8)(this.bytes.subarray(from + 1, this.at)) ? text : void 0;
	}
	/** A long string that is text. */
	longText() {
		const length = this.long();
		const from = this.take(length);
		return this.bytes.toString("utf8", from, from + length);
	}
	/** A long string that is bytes: a copy of its own. */
	longBytes() {
		const length = this.long();
		const from = this.take(length);
		return new Uint8Array(this.bytes.subarray(from, from + length));
	}
	/** A reader of the next so many bytes, which are behind this one then. */
	part(length) {
		const from = this.take(length);
		return new ByteReader(this.bytes, from, from + length);
	}
	take(length) {
		const from = this.at;
		if (from + length > this.end) throw new Undecodable(`${length} bytes are expected, and only ${this.left} are left`);
		this.at = from + length;
		return from;
	}
};
const FIRST_BYTES = 256;
const LONGEST_TEXT = 255;
/** Between two characters. */
function cut(value) {
	const bytes = Buffer.from(value);
	let end = LONGEST_TEXT;
	while ((bytes[end] & 192) === 128) end--;
	return bytes.toString("utf8", 0, end);
}
var ByteWriter = class {
	bytes = Buffer.allocUnsafe(FIRST_BYTES);
	at = 0;
	get length() {
		return this.at;
	}
	octet(value) {
		const at = this.room(1);
		this.bytes[at] = value;
	}
	short(value) {
		const at = this.room(2);
		this.bytes.writeUInt16BE(value, at);
	}
	long(value) {
		const at = this.room(4);
		this.bytes.writeUInt32BE(value, at);
	}
	longlong(value) {
		const at = this.room(8);
		this.bytes.writeBigUInt64BE(BigInt(value), at);
	}
	signedOctet(value) {
		const at = this.room(1);
		this.bytes.writeInt8(value, at);
	}
	signedShort(value) {
		const at = this.room(2);
		this.bytes.writeInt16BE(value, at);
	}
	signedLong(value) {
		const at = this.room(4);
		this.bytes.writeInt32BE(value, at);
	}
	signedLonglong(value) {
		const at = this.room(8);
		this.bytes.writeBigInt64BE(BigInt(value), at);
	}
	float(value) {
		const at = this.room(4);
		this.bytes.writeFloatBE(value, at);
	}
	double(value) {
		const at = this.room(8);
		this.bytes.writeDoubleBE(value, at);
	}
	/** What is longer than 255 bytes is cut, as RabbitMQ cuts its explanations. */
	text(value) {
		const length = Buffer.byteLength(value);
		if (length > LONGEST_TEXT) return this.text(cut(value));
		this.octet(length);
		this.raw(value, length);
	}
	longText(value) {
		const length = Buffer.byteLength(value);
		this.long(length);
		this.raw(value, length);
	}
	longBytes(value) {
		this.long(value.length);
		this.append(value);
	}
	append(value) {
		const at = this.room(value.length);
		this.bytes.set(value, at);
	}
	/** What is written by `write` with its length before it. */
	measured(write) {
		const at = this.room(4);
		write();
		this.bytes.writeUInt32BE(this.at - at - 4, at);
	}
	/** All that was written. The writer may go on from the beginning: nothing of it is shared. */
	take() {
		const taken = Buffer.from(this.bytes.subarray(0, this.at));
		this.at = 0;
		return taken;
	}
	raw(value, length) {
		const at = this.room(length);
		this.bytes.write(value, at);
	}
	/** Where the next so many bytes go. */
	room(length) {
		const { at } = this;
		this.at += length;
		if (this.at > this.bytes.length) {
			const larger = Buffer.allocUnsafe(Math.max(this.at, 2 * this.bytes.length));
			this.bytes.copy(larger, 0, 0, at);
			this.bytes = larger;
		}
		return at;
	}
};
// servers/amqp/wire/codec/frames.ts
/** Frames: what is cut out of the bytes of a connection, in whatever pieces they arrive. */
const FrameType = {
	method: 1,
	header: 2,
	body: 3,
	heartbeat: 8
};
/** Type, channel and size before the payload, and one octet behind it. */
const HEAD = 7;
/** The frame that says only that somebody is there. */
const heartbeatFrame = Uint8Array.of(FrameType.heartbeat, 0, 0, 0, 0, 0, 0, 206);
var FrameReader = class {
	parts = [];
	held = 0;
	/** How many bytes the next step needs. */
	needed = HEAD;
	/** The largest frame, with all that belongs to it. 0: no limit. */
	frameMax = 0;
	/** More bytes of the connection: nobody changes them afterwards. */
	add(bytes) {
		if (bytes.length === 0) return;
		this.parts.push(bytes);
		this.held += bytes.length;
	}
	/** So many bytes, once they are there. */
	raw(count) {
		if (this.held < count) return void 0;
		const joined = this.joined();
		this.parts = joined.length > count ? [joined.subarray(count)] : [];
		this.held -= count;
		return joined.subarray(0, count);
	}
	/**
	* The next frame, once all of it is there.
	* @throws AmqpError where it is too large, or does not end where it should: nothing behind it can be read
	*/
	next() {
		if (this.held < this.needed) return void 0;
		const bytes = this.joined();
		const size = bytes.readUInt32BE(3);
		const [type, channel] = [bytes[0], bytes.readUInt16BE(1)];
		if (this.frameMax > 0 && size > this.frameMax) throw new AmqpError(ReplyCode.frameError, `type ${type}: a payload has at most ${this.frameMax - 8} bytes, this one has ${size}`);
		this.needed = HEAD + size + 1;
		if (this.held < this.needed) return void 0;
		const frame = this.raw(this.needed);
		this.needed = HEAD;
		const end = frame[HEAD + size];
		if (end !== 206) throw new AmqpError(ReplyCode.frameError, `type ${type}: a frame ends with 206, not with ${end}`);
		return {
			type,
			channel,
			payload: frame.subarray(HEAD, HEAD + size)
		};
	}
	joined() {
		if (this.parts.length > 1) this.parts = [Buffer.concat(this.parts)];
		return this.parts[0] ?? Buffer.alloc(0);
	}
};
// servers/amqp/wire/codec/field-table.ts
const NUMBERS = {
	byte: {
		tag: "b",
		read: (from) => from.signedOctet(),
		write: (to, value) => to.signedOctet(Number(value))
	},
	unsignedbyte: {
		tag: "B",
		read: (from) => from.octet(),
		write: (to, value) => to.octet(Number(value))
	},
	short: {
		tag: "s",
		read: (from) => from.signedShort(),
		write: (to, value) => to.signedShort(Number(value))
	},
	unsignedshort: {
		tag: "u",
		read: (from) => from.short(),
		write: (to, value) => to.short(Number(value))
	},
	int: {
		tag: "I",
		read: (from) => from.signedLong(),
		write: (to, value) => to.signedLong(Number(value))
	},
	unsignedint: {
		tag: "i",
		read: (from) => from.long(),
		write: (to, value) => to.long(Number(value))
	},
	long: {
		tag: "l",
		read: (from) => exact(from.signedLonglong()),
		write: (to, value) => to.signedLonglong(value)
	},
	float: {
		tag: "f",
		read: (from) => from.float(),
		write: (to, value) => to.float(Number(value))
	},
	double: {
		tag: "d",
		read: (from) => from.double(),
		write: (to, value) => to.double(Number(value))
	},
	timestamp: {
		tag: "T",
		read: (from) => exact(from.longlong()),
		write: (to, value) => to.longlong(value)
	}
};
const TYPE_OF_TAG = new Map(Object.keys(NUMBERS).map((type) => [NUMBERS[type].tag.charCodeAt(0), type]));
const tag = (letter) => letter.charCodeAt(0);
TYPE_OF_TAG.set(tag("L"), "long");
/** Deeper ones are refused: each level costs a call. */
const DEEPEST = 500;
/** @throws Undecodable where not all of it is there, or a value is none */
function readTable(from) {
	return readFields(from.part(from.long()), 0);
}
/** @throws Undecodable where a value is none */
function readFields(part, depth = 0) {
	if (depth > DEEPEST) throw new Undecodable(`a table has more than ${DEEPEST} levels`);
	const table = {};
	while (part.left > 0) {
		const name = part.text();
		const value = readValue(part, depth);
		if (!Object.hasOwn(table, name)) Object.defineProperty(table, name, {
			value,
			enumerable: true,
			configurable: true,
			writable: true
		});
	}
	return table;
}
function readValue(from, depth) {
	const letter = from.octet();
	const type = TYPE_OF_TAG.get(letter);
	if (type !== void 0) return typed(type, NUMBERS[type].read(from));
	switch (letter) {
		case tag("S"): return from.longText();
		case tag("t"): return from.octet() !== 0;
		case tag("V"): return null;
		case tag("x"): return from.longBytes();
		case tag("F"): return readFields(from.part(from.long()), depth + 1);
		case tag("A"): return readArray(from, depth + 1);
		case tag("D"): return {
			"!": "decimal",
			value: {
				places: from.octet(),
				digits: from.long()
			}
		};
		default: throw new Undecodable(`no value of a table begins with ${letter}`);
	}
}
function readArray(from, depth) {
	if (depth > DEEPEST) throw new Undecodable(`a list has more than ${DEEPEST} levels`);
	const part = from.part(from.long());
	const values = [];
	while (part.left > 0) values.push(readValue(part, depth));
	return values;
}
function typed(type, value) {
	if (typeof value === "number" && typeOfNumber(value) === type) return value;
	return {
		"!": type,
		value
	};
}
/** As a number, where that is the same. */
function exact(value) {
	const number = Number(value);
	return BigInt(number) === value ? number : value;
}
const TWO_63 = 0x8000000000000000;
/** What a plain number is written as. */
function typeOfNumber(value) {
	if (!Number.isInteger(value) || Object.is(value, -0) || value >= TWO_63 || value < -0x8000000000000000) return "double";
	if (value >= -128 && value < 128) return "byte";
	if (value >= -32768 && value < 32768) return "short";
	return value >= -2147483648 && value < 2147483648 ? "int" : "long";
}
function writeTable(to, table) {
	to.measured(() => {
		for (const [name, value] of Object.entries(table)) {
			if (value === void 0) continue;
			to.text(name);
			writeValue(to, value);
		}
	});
}
function writeValue(to, value) {
	switch (typeof value) {
		case "string":
			to.octet(tag("S"));
			return to.longText(value);
		case "number": return writeNumber(to, typeOfNumber(value), value);
		case "boolean":
			to.octet(tag("t"));
			return to.octet(value ? 1 : 0);
	}
	if (value === null) return to.octet(tag("V"));
	if (value instanceof Uint8Array) {
		to.octet(tag("x"));
		return to.longBytes(value);
	}
	if (Array.isArray(value)) {
		to.octet(tag("A"));
		return to.measured(() => {
			for (const each of value) writeValue(to, each);
		});
	}
	if (isTyped(value)) return writeTyped(to, value);
	to.octet(tag("F"));
	writeTable(to, value);
}
function writeTyped(to, value) {
	if (value["!"] !== "decimal") return writeNumber(to, value["!"], value.value);
	const { places, digits } = value.value;
	to.octet(tag("D"));
	to.octet(places);
	to.long(digits);
}
function writeNumber(to, type, value) {
	const codec = NUMBERS[type];
	to.octet(tag(codec.tag));
	codec.write(to, value);
}
/** A table may have a field `!`, too. */
function isTyped(value) {
	const { "!": type, value: inner } = value;
	if (typeof type !== "string") return false;
	if (type === "decimal") return typeof inner === "object" && inner !== null && "places" in inner;
	return Object.hasOwn(NUMBERS, type) && (typeof inner === "number" || typeof inner === "bigint");
}
/** Arguments, where the type of a number says nothing: plain numbers. */
function plainNumbers(value) {
	if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
	if (Array.isArray(value)) return value.map(plainNumbers);
	if (isTyped(value)) {
		const typed = value;
		if (typed["!"] === "decimal") return typed;
		return typed["!"] === "timestamp" ? {
			"!": "timestamp",
			value: Number(typed.value)
		} : Number(typed.value);
	}
	return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainNumbers(each)]));
}
// servers/amqp/wire/codec/method-table.ts
const TABLE = `
10.10  connection.start           versionMajor:octet versionMinor:octet serverProperties:table mechanisms:longtext locales:longtext
10.11  connection.start-ok        clientProperties:table mechanism:text response:bytes locale:text
10.20  connection.secure          challenge:bytes
10.21  connection.secure-ok       response:bytes
10.30  connection.tune            channelMax:short frameMax:long heartbeat:short
10.31  connection.tune-ok         channelMax:short frameMax:long heartbeat:short
10.40  connection.open            virtualHost:text :text :bit
10.41  connection.open-ok         :text
10.50  connection.close           replyCode:short replyText:text classId:short methodId:short
10.51  connection.close-ok
10.60  connection.blocked         reason:text
10.61  connection.unblocked
10.70  connection.update-secret   newSecret:bytes reason:text
10.71  connection.update-secret-ok
20.10  channel.open               :text
20.11  channel.open-ok            :longtext
20.20  channel.flow               active:bit
20.21  channel.flow-ok            active:bit
20.40  channel.close              replyCode:short replyText:text classId:short methodId:short
20.41  channel.close-ok
30.10  access.request             realm:text exclusive:bit passive:bit active:bit write:bit read:bit
30.11  access.request-ok          ticket:short
40.10  exchange.declare           :short exchange:text type:text passive:bit durable:bit autoDelete:bit internal:bit nowait:bit arguments:table
40.11  exchange.declare-ok
40.20  exchange.delete            :short exchange:text ifUnused:bit nowait:bit
40.21  exchange.delete-ok
40.30  exchange.bind              :short destination:text source:text routingKey:text nowait:bit arguments:table
40.31  exchange.bind-ok
40.40  exchange.unbind            :short destination:text source:text routingKey:text nowait:bit arguments:table
40.51  exchange.unbind-ok
50.10  queue.declare              :short queue:text passive:bit durable:bit exclusive:bit autoDelete:bit nowait:bit arguments:table
50.11  queue.declare-ok           queue:text messageCount:long consumerCount:long
50.20  queue.bind                 :short queue:text exchange:text routingKey:text nowait:bit arguments:table
50.21  queue.bind-ok
50.30  queue.purge                :short queue:text nowait:bit
50.31  queue.purge-ok             messageCount:long
50.40  queue.delete               :short queue:text ifUnused:bit ifEmpty:bit nowait:bit
50.41  queue.delete-ok            messageCount:long
50.50  queue.unbind               :short queue:text exchange:text routingKey:text arguments:table
50.51  queue.unbind-ok
60.10  basic.qos                  prefetchSize:long prefetchCount:short global:bit
60.11  basic.qos-ok
60.20  basic.consume              :short queue:text consumerTag:text noLocal:bit noAck:bit exclusive:bit nowait:bit arguments:table
60.21  basic.consume-ok           consumerTag:text
60.30  basic.cancel               consumerTag:text nowait:bit
60.31  basic.cancel-ok            consumerTag:text
60.40  basic.publish              :short exchange:text routingKey:text mandatory:bit immediate:bit
60.50  basic.return               replyCode:short replyText:text exchange:text routingKey:text
60.60  basic.deliver              consumerTag:text deliveryTag:longlong redelivered:bit exchange:text routingKey:text
60.70  basic.get                  :short queue:text noAck:bit
60.71  basic.get-ok               deliveryTag:longlong redelivered:bit exchange:text routingKey:text messageCount:long
60.72  basic.get-empty            :text
60.80  basic.ack                  deliveryTag:longlong multiple:bit
60.90  basic.reject               deliveryTag:longlong requeue:bit
60.100 basic.recover-async        requeue:bit
60.110 basic.recover              requeue:bit
60.111 basic.recover-ok
60.120 basic.nack                 deliveryTag:longlong multiple:bit requeue:bit
85.10  confirm.select             nowait:bit
85.11  confirm.select-ok
90.10  tx.select
90.11  tx.select-ok
90.20  tx.commit
90.21  tx.commit-ok
90.30  tx.rollback
90.31  tx.rollback-ok
`;
const WITH_CONTENT = /* @__PURE__ */ new Set([
	"basic.publish",
	"basic.return",
	"basic.deliver",
	"basic.get-ok"
]);
/** All methods, in the order of their numbers. */
const methodShapes = TABLE.trim().split("\n").map(shapeOf);
const byName = new Map(methodShapes.map((shape) => [shape.name, shape]));
const byNumber = new Map(methodShapes.map((shape) => [numberOf(shape.classId, shape.methodId), shape]));
function shapeNamed(name) {
	return byName.get(name);
}
function shapeNumbered(classId, methodId) {
	return byNumber.get(numberOf(classId, methodId));
}
function numberOf(classId, methodId) {
	return classId * 65536 + methodId;
}
function shapeOf(line) {
	const [numbers = "", name = "", ...fields] = line.split(/\s+/);
	const [classId = 0, methodId = 0] = numbers.split(".").map(Number);
	return {
		classId,
		methodId,
		name,
		hasContent: WITH_CONTENT.has(name),
		fields: fields.map((field) => {
			const [fieldName = "", type] = field.split(":");
			return {
				name: fieldName,
				type
			};
		})
	};
}
// servers/amqp/wire/codec/method-codec.ts
/** Without what comes behind it: properties and body are not among its fields. */
function writeMethod(to, method) {
	const shape = shapeNamed(method.method);
	if (shape === void 0) throw new Error(`AMQP has no method ${method.method}`);
	const fields = method;
	to.short(shape.classId);
	to.short(shape.methodId);
	let bits = 0;
	let count = 0;
	for (const { name, type } of shape.fields) {
		if (type === "bit") {
			if (count === 8) {
				to.octet(bits);
				bits = count = 0;
			}
			if (fields[name] === true) bits |= 1 << count;
			count++;
			continue;
		}
		if (count > 0) to.octet(bits);
		bits = count = 0;
		writeField(to, type, fields[name]);
	}
	if (count > 0) to.octet(bits);
	return shape;
}
/** What is missing is zero, or empty. */
function writeField(to, type, value) {
	switch (type) {
		case "octet": return to.octet(value ?? 0);
		case "short": return to.short(value ?? 0);
		case "long": return to.long(value ?? 0);
		case "longlong": return to.longlong(value ?? 0);
		case "text": return to.text(value ?? "");
		case "longtext": return to.longText(value ?? "");
		case "bytes": return to.longBytes(value ?? /* @__PURE__ */ new Uint8Array());
		case "table": return writeTable(to, value ?? {});
		case "bit": throw new Error("bits are written together");
	}
}
/**
* What a frame of a method carries, without properties and body.
* @throws AmqpError where its fields cannot be read, Unanswerable where there is no such method or a table is no table
*/
function readMethod(from) {
	const [classId, methodId] = [from.short(), from.short()];
	const shape = shapeNumbered(classId, methodId);
	if (shape === void 0) throw new Unanswerable(`there is no method ${methodId} of class ${classId}`);
	try {
		const method = {
			method: shape.name,
			...readAllFields(from, shape)
		};
		if (from.left > 0) throw new Undecodable(`${from.left} bytes are left`);
		return {
			shape,
			method
		};
	} catch (error) {
		if (!(error instanceof Undecodable)) throw error;
		throw new AmqpError(ReplyCode.frameError, `${shape.name} cannot be read: ${error.message}`, shape.name);
	}
}
function readAllFields(from, shape) {
	const fields = {};
	let bits = 0;
	let count = 8;
	for (const { name, type } of shape.fields) {
		if (type !== "bit") {
			count = 8;
			const value = readField(from, type, name);
			if (name !== "") fields[name] = value;
			continue;
		}
		if (count === 8) {
			bits = from.octet();
			count = 0;
		}
		if (name !== "") fields[name] = (bits & 1 << count) !== 0;
		count++;
	}
	return fields;
}
function readField(from, type, name) {
	switch (type) {
		case "octet": return from.octet();
		case "short": return from.short();
		case "long": return from.long();
		case "longlong": return Number(from.longlong());
		case "text": {
			const text = from.strictText();
			if (text === void 0) throw new AmqpError(ReplyCode.frameError, "a short string is no UTF-8");
			return text;
		}
		case "longtext": return from.longText();
		case "bytes": return from.longBytes();
		case "table": {
			const table = fieldsOf(from.part(from.long()));
			return name === "arguments" ? plainNumbers(table) : table;
		}
	}
}
/** All its bytes are there: what is wrong then is in them. */
function fieldsOf(part) {
	try {
		return readFields(part);
	} catch (error) {
		if (error instanceof Undecodable) throw new Unanswerable(error.message);
		throw error;
	}
}
// servers/amqp/wire/codec/properties.ts
/** In the order of their flags, the highest bit first. */
const PROPERTIES = [
	["contentType", "text"],
	["contentEncoding", "text"],
	["headers", "table"],
	["deliveryMode", "octet"],
	["priority", "octet"],
	["correlationId", "text"],
	["replyTo", "text"],
	["expiration", "text"],
	["messageId", "text"],
	["timestamp", "seconds"],
	["type", "text"],
	["userId", "text"],
	["appId", "text"],
	["clusterId", "text"]
];
const FIRST_FLAG = 32768;
function readProperties(from) {
	const flags = from.short();
	const properties = {};
	let flag = FIRST_FLAG;
	for (const [name, kind] of PROPERTIES) {
		if ((flags & flag) !== 0) properties[name] = read$1(from, kind);
		flag >>= 1;
	}
	return properties;
}
function read$1(from, kind) {
	switch (kind) {
		case "text": return from.text();
		case "octet": return from.octet();
		case "table": return readTable(from);
		case "seconds": return Number(from.longlong());
	}
}
function writeProperties(to, properties) {
	let flags = 0;
	let flag = FIRST_FLAG;
	for (const [name] of PROPERTIES) {
		if (properties[name] !== void 0) flags |= flag;
		flag >>= 1;
	}
	to.short(flags);
	for (const [name, kind] of PROPERTIES) {
		const value = properties[name];
		if (value !== void 0) write(to, kind, value);
	}
}
function write(to, kind, value) {
	switch (kind) {
		case "text": return to.text(value);
		case "octet": return to.octet(value);
		case "table": return writeTable(to, value);
		case "seconds": return to.longlong(value);
	}
}
// servers/amqp/wire/codec/command-reader.ts
/** Puts the frames of one channel together: a method, and where a message comes with it its header and its body. */
var CommandReader = class {
	state = { waitsFor: "method" };
	/**
	* The command that this frame ends, if it does.
	* @throws AmqpError as RabbitMQ answers a frame that does not belong here, or cannot be read
	*/
	take({ type, payload }) {
		const { state } = this;
		switch (state.waitsFor) {
			case "method":
				if (type !== FrameType.method) throw unexpected("a method is expected here");
				return this.method(payload);
			case "header":
				if (type !== FrameType.header) throw unexpected("the header of a message is expected here", state.shape.name);
				return this.header(payload, state);
			case "body":
				if (type !== FrameType.body) throw unexpected("the body of a message is expected here", state.method.method);
				return this.body(payload, state);
		}
	}
	method(payload) {
		const { shape, method } = readMethod(new ByteReader(payload));
		if (!shape.hasContent) return method;
		this.state = {
			waitsFor: "header",
			shape,
			method
		};
	}
	header(payload, { shape, method }) {
		const from = new ByteReader(payload);
		const [classId, weight, size] = [
			from.short(),
			from.short(),
			from.longlong()
		];
		if (classId !== shape.classId || weight !== 0) throw unexpected(`a header of class ${shape.classId} is expected, not one of ${classId}`, shape.name);
		const properties = propertiesOf(from);
		if (size === 0n) return this.done(method, properties, /* @__PURE__ */ new Uint8Array());
		this.state = {
			waitsFor: "body",
			method,
			properties,
			parts: [],
			left: Number(size)
		};
	}
	body(payload, state) {
		if (payload.length > state.left) throw unexpected(`${state.left} bytes of a body are left, and ${payload.length} came`, state.method.method);
		state.parts.push(payload);
		state.left -= payload.length;
		if (state.left > 0) return void 0;
		return this.done(state.method, state.properties, new Uint8Array(joined(state.parts)));
	}
	done(method, properties, body) {
		this.state = { waitsFor: "method" };
		return {
			...method,
			properties,
			body
		};
	}
};
function propertiesOf(from) {
	try {
		const properties = readProperties(from);
		if (from.left > 0) throw new Undecodable(`${from.left} bytes are left`);
		return properties;
	} catch (error) {
		if (!(error instanceof Undecodable)) throw error;
		throw new AmqpError(ReplyCode.internalError, `the properties of a message cannot be read: ${error.message}`);
	}
}
function joined(parts) {
	return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}
function unexpected(text, method) {
	return new AmqpError(ReplyCode.unexpectedFrame, text, method);
}
// servers/amqp/wire/codec/command-writer.ts
var CommandWriter = class {
	bytes = new ByteWriter();
	/** @param frameMax the largest frame, with all that belongs to it; 0: no limit */
	write(channel, method, frameMax) {
		let hasContent = false;
		this.frame(FrameType.method, channel, () => {
			hasContent = writeMethod(this.bytes, method).hasContent;
		});
		if (hasContent) this.content(channel, method, frameMax);
		return this.bytes.take();
	}
	content(channel, { properties = {}, body }, frameMax) {
		const content = bytesOf(body);
		this.frame(FrameType.header, channel, () => {
			this.bytes.short(BASIC);
			this.bytes.short(0);
			this.bytes.longlong(content.length);
			writeProperties(this.bytes, properties);
		});
		const most = frameMax === 0 ? content.length : frameMax - 8;
		for (let from = 0; from < content.length; from += most) this.frame(FrameType.body, channel, () => this.bytes.append(content.subarray(from, from + most)));
	}
	frame(type, channel, payload) {
		this.bytes.octet(type);
		this.bytes.short(channel);
		this.bytes.measured(payload);
		this.bytes.octet(206);
	}
};
const BASIC = 60;
/** What nodes of a world put into a message by other ways than the wire is text or data: it leaves as text. */
function bytesOf(body) {
	if (body instanceof Uint8Array) return body;
	return Buffer.from(typeof body === "string" ? body : JSON.stringify(body) ?? "");
}
// servers/amqp/wire/login.ts
const MECHANISMS = "PLAIN AMQPLAIN";
/** Undefined for a mechanism that there is not, and for a response that is none. */
function loginOf(mechanism, response) {
	const bytes = Buffer.from(response);
	if (mechanism === "PLAIN") return plain(bytes);
	return mechanism === "AMQPLAIN" ? amqplain(bytes) : void 0;
}
/** Nobody for whom one acts, who one is, and the password, with zeros between them. */
function plain(bytes) {
	const [actsFor, user, password, ...rest] = bytes.toString("utf8").split("\0");
	if (actsFor !== "" || user === void 0 || password === void 0 || rest.length > 0) return void 0;
	return {
		user,
		password
	};
}
/** A table without its length. */
function amqplain(bytes) {
	const { LOGIN: user, PASSWORD: password } = tableOf(bytes);
	return typeof user === "string" && typeof password === "string" ? {
		user,
		password
	} : void 0;
}
function tableOf(bytes) {
	try {
		return readFields(new ByteReader(bytes));
	} catch (error) {
		if (error instanceof Undecodable) return {};
		throw error;
	}
}
// servers/amqp/wire/handshake.ts
/** What a connection begins with. */
const PROTOCOL_HEADER = Uint8Array.of(65, 77, 81, 80, 0, 0, 9, 1);
/** The same as version 0-9 had it: its methods are those of 0-9-1. */
const HEADER_OF_0_9 = Uint8Array.of(65, 77, 81, 80, 1, 1, 0, 9);
function isProtocolHeader(bytes) {
	return bytes.equals(PROTOCOL_HEADER) || bytes.equals(HEADER_OF_0_9);
}
function startOf({ version }) {
	return {
		method: "connection.start",
		versionMajor: 0,
		versionMinor: 9,
		serverProperties: {
			capabilities: {
				publisher_confirms: true,
				exchange_exchange_bindings: true,
				"basic.nack": true,
				consumer_cancel_notify: true,
				"connection.blocked": true,
				consumer_priorities: true,
				authentication_failure_close: true,
				per_consumer_qos: true,
				direct_reply_to: true
			},
			cluster_name: "seedstorm",
			platform: "Node.js",
			product: "RabbitMQ",
			information: "A model of RabbitMQ, by Seedstorm",
			version: version === "3.10" ? "3.10.8" : "4.0.0"
		},
		mechanisms: MECHANISMS,
		locales: "en_US"
	};
}
/**
* @throws Unanswerable where RabbitMQ says nothing more, AmqpError where it tells the client what is wrong
*/
function handshake(stage, asked, settings) {
	switch (stage.at) {
		case "starting":
			if (asked.method !== "connection.start-ok") throw new Unanswerable(`${asked.method} before a login`);
			return login(asked, settings);
		case "tuning":
			if (asked.method !== "connection.tune-ok") throw new Unanswerable(`${asked.method} before connection.tune-ok`);
			return { then: {
				...stage,
				at: "opening",
				agreed: agreedOf(asked, settings)
			} };
		case "opening":
			if (asked.method !== "connection.open") throw new AmqpError(ReplyCode.channelError, `${asked.method} before the connection is open`, asked.method);
			if (!settings.virtualHosts.includes(asked.virtualHost)) throw new AmqpError(ReplyCode.notAllowed, `there is no virtual host ${asked.virtualHost}`, asked.method);
			return {
				then: "open",
				answer: { method: "connection.open-ok" }
			};
	}
}
function login({ mechanism, response, clientProperties }, { users, channelMax, frameMax, heartbeat }) {
	const who = loginOf(mechanism, response);
	if (who === void 0) throw new Unanswerable(`no login by ${mechanism}`);
	const capabilities = clientProperties["capabilities"] ?? {};
	if (!Object.hasOwn(users, who.user) || users[who.user] !== who.password) {
		if (capabilities["authentication_failure_close"] !== true) throw new Unanswerable("a wrong password");
		return {
			then: "refused",
			why: new AmqpError(ReplyCode.accessRefused, `login was refused using mechanism ${mechanism}`)
		};
	}
	const answer = {
		method: "connection.tune",
		channelMax,
		frameMax,
		heartbeat
	};
	return {
		then: {
			at: "tuning",
			user: who.user,
			capabilities
		},
		answer
	};
}
/** What every frame may have at least. */
const FRAME_MIN = 4096;
/** A client may ask for less than the broker offered; without a limit it asks for more. */
function agreedOf({ channelMax, frameMax, heartbeat }, offered) {
	if (exceeds(channelMax, offered.channelMax) || exceeds(frameMax, offered.frameMax) || frameMax !== 0 && frameMax < FRAME_MIN) throw new Unanswerable(`channel-max ${channelMax} and frame-max ${frameMax} are not agreed to`);
	return {
		channelMax,
		frameMax,
		heartbeat
	};
}
function exceeds(asked, offered) {
	return offered !== 0 && (asked === 0 || asked > offered);
}
// servers/amqp/wire/heartbeats.ts
/**
* As RabbitMQ does: looks twice in an interval whether anything was sent, and once whether anything came; two looks
* without a byte are one too many.
* @returns stops it
*/
function beat(intervalMs, ends, after) {
	let sent;
	let { received } = ends.counts;
	let silent = 0;
	let stopSending = after(intervalMs / 2, function look() {
		if (sent === void 0 || ends.counts.sent === sent) ends.send();
		({sent} = ends.counts);
		stopSending = after(intervalMs / 2, look);
	});
	let stopListening = after(intervalMs, function look() {
		silent = ends.counts.received === received && ends.listens() ? silent + 1 : 0;
		({received} = ends.counts);
		if (silent > 1) return ends.dead();
		stopListening = after(intervalMs, look);
	});
	return () => {
		stopSending();
		stopListening();
	};
}
// servers/amqp/wire/client-methods.ts
/** A record, so that none is forgotten. */
const ON_CHANNELS = {
	"channel.open": true,
	"channel.close": true,
	"channel.close-ok": true,
	"channel.flow": true,
	"exchange.declare": true,
	"exchange.delete": true,
	"exchange.bind": true,
	"exchange.unbind": true,
	"queue.declare": true,
	"queue.bind": true,
	"queue.unbind": true,
	"queue.purge": true,
	"queue.delete": true,
	"basic.qos": true,
	"basic.consume": true,
	"basic.cancel": true,
	"basic.cancel-ok": true,
	"basic.publish": true,
	"basic.get": true,
	"basic.ack": true,
	"basic.nack": true,
	"basic.reject": true,
	"basic.recover": true,
	"basic.recover-async": true,
	"confirm.select": true,
	"tx.select": true,
	"tx.commit": true,
	"tx.rollback": true
};
function isClientMethod(method) {
	return Object.hasOwn(ON_CHANNELS, method.method);
}
// servers/amqp/wire/connection.ts
/** How long a client may take until its connection is open. */
const HANDSHAKE_MS = 1e4;
/** How long a client that made no sense waits for the end. */
const SILENT_MS = 3e3;
/** How long a client may take to agree that it is over. */
const CLOSING_MS = 3e4;
const writer = new CommandWriter();
var AmqpConnection = class {
	id;
	line;
	desk;
	phase = { at: "greeting" };
	frames = new FrameReader();
	commands = /* @__PURE__ */ new Map();
	outbox = [];
	lineIsFull = false;
	isBlocked = false;
	counted = {
		received: 0,
		sent: 0
	};
	/** What the broker works on: an error is about it. */
	inHand;
	stopTimer;
	stopBeating;
	constructor(id, line, desk) {
		this.id = id;
		this.line = line;
		this.desk = desk;
		this.stopTimer = desk.after(HANDSHAKE_MS, () => this.hangUp());
	}
	/** Bytes of the client: nobody changes them afterwards. */
	receive(bytes) {
		this.counted.received += bytes.length;
		if (this.phase.at === "deaf") return;
		this.frames.add(bytes);
		this.work();
	}
	/** What the broker says. */
	send(channel, method) {
		const frameMax = this.phase.at === "open" ? this.phase.agreed.frameMax : this.desk.settings.frameMax;
		this.post(writer.write(channel, this.aboutWhatIsInHand(method), frameMax));
		if (method.method === "connection.close" && channel === 0) this.close();
	}
	/** The broker ends all connections in good order. */
	shutDown() {
		if (this.phase.at !== "open") return this.hangUp();
		this.desk.gone(this.id);
		this.refuse(new AmqpError(ReplyCode.connectionForced, "the broker shuts down"));
	}
	/** The line is gone. */
	lost() {
		this.stop();
		this.phase = { at: "deaf" };
		this.desk.gone(this.id);
	}
	/** Sends what is there, if the line takes it. */
	flush() {
		if (this.lineIsFull || this.outbox.length === 0) return;
		const bytes = this.outbox.length === 1 ? this.outbox[0] : Buffer.concat(this.outbox);
		this.outbox = [];
		this.lineIsFull = !this.line.write(bytes);
	}
	drained() {
		this.lineIsFull = false;
		this.flush();
	}
	/** An alarm is over. */
	unblock() {
		if (!this.isBlocked) return;
		this.isBlocked = false;
		this.tellOfBlocking({ method: "connection.unblocked" });
		this.line.read(true);
		this.work();
	}
	work() {
		try {
			while (!this.isBlocked && this.step());
		} catch (error) {
			if (error instanceof AmqpError) this.fail(error);
			else if (error instanceof Unanswerable) this.silence();
			else throw error;
		}
	}
	/** @returns whether there may be more to do */
	step() {
		if (this.phase.at === "deaf") return false;
		if (this.phase.at === "greeting") return this.greet();
		const frame = this.nextFrame();
		if (frame === void 0) return false;
		this.handle(frame);
		return true;
	}
	greet() {
		const header = this.frames.raw(PROTOCOL_HEADER.length);
		if (header === void 0) return false;
		if (!isProtocolHeader(header)) {
			this.post(PROTOCOL_HEADER);
			this.hangUp();
			return false;
		}
		this.phase = { at: "starting" };
		this.frames.frameMax = this.desk.settings.frameMax;
		this.send(0, startOf(this.desk.settings));
		return true;
	}
	/** Behind a frame that is none, nothing can be read. */
	nextFrame() {
		try {
			return this.frames.next();
		} catch (error) {
			if (!(error instanceof AmqpError)) throw error;
			this.fail(error);
			this.silence();
			return;
		}
	}
	handle(frame) {
		const { type, channel, payload } = frame;
		if (this.phase.at === "closed") return this.handleLate(frame);
		if (payload.length < (SHORTEST[type] ?? Infinity) || type === FrameType.heartbeat && payload.length > 0) throw new AmqpError(ReplyCode.frameError, `type ${type}: there is no such frame`);
		if (channel === 0 && type === FrameType.heartbeat) return;
		if (channel === 0 && type === FrameType.method) return this.handleOwn(payload);
		if (channel === 0 || type === FrameType.heartbeat || this.phase.at !== "open") throw new AmqpError(ReplyCode.unexpectedFrame, `type ${type} on channel ${channel}`);
		this.handleChannel(frame, this.phase.agreed);
		if (type !== FrameType.method && this.desk.alarm !== void 0) this.block(this.desk.alarm);
	}
	/** Channel 0 is the connection itself. */
	handleOwn(payload) {
		const { method } = readMethod(new ByteReader(payload));
		const { phase } = this;
		if (phase.at === "open") return this.handleOwnWhileOpen(method);
		const step = handshake(phase, method, this.desk.settings);
		if (step.then === "refused") this.refuse(step.why);
		else if (step.then === "open") {
			const { user, agreed, capabilities } = phase;
			this.stopTimer();
			this.phase = {
				at: "open",
				agreed,
				capabilities
			};
			this.desk.opened(this.id, user);
			this.send(0, step.answer);
		} else {
			this.phase = step.then;
			if (step.then.at === "opening") this.agree(step.then.agreed);
			if (step.answer !== void 0) this.send(0, step.answer);
		}
	}
	agree({ frameMax, heartbeat }) {
		this.frames.frameMax = frameMax;
		if (heartbeat === 0) return;
		const ends = {
			counts: this.counted,
			listens: () => !this.isBlocked,
			send: () => this.post(heartbeatFrame),
			dead: () => this.hangUp()
		};
		this.stopBeating = beat(1e3 * heartbeat, ends, this.desk.after);
	}
	handleOwnWhileOpen({ method }) {
		if (method === "connection.close") {
			this.desk.gone(this.id);
			this.send(0, { method: "connection.close-ok" });
			this.close();
		} else if (method === "connection.update-secret") this.send(0, { method: "connection.update-secret-ok" });
		else throw new AmqpError(ReplyCode.channelError, `${method} on an open connection`, method);
	}
	/** The last words of a connection that one side has closed. */
	handleLate({ type, channel, payload }) {
		if (channel !== 0 || type !== FrameType.method || payload.length < SHORTEST[type]) return;
		const { method } = readMethod(new ByteReader(payload));
		if (method.method === "connection.close") this.send(0, { method: "connection.close-ok" });
		else if (method.method === "connection.close-ok") this.hangUp();
	}
	handleChannel(frame, { channelMax }) {
		const { channel } = frame;
		let reader = this.commands.get(channel);
		if (reader === void 0) this.commands.set(channel, reader = new CommandReader());
		const method = reader.take(frame);
		if (method === void 0) return;
		const isOpen = this.desk.isOpen(this.id, channel);
		if (isOpen && method.method === "access.request") return this.send(channel, {
			method: "access.request-ok",
			ticket: 1
		});
		if (!isClientMethod(method)) throw isOpen ? new AmqpError(ReplyCode.commandInvalid, `clients do not send ${method.method}`, method.method) : new AmqpError(ReplyCode.channelError, `channel ${channel} is not open`, method.method);
		if (!isOpen && channelMax !== 0 && this.desk.channelsOf(this.id) >= channelMax) throw new AmqpError(ReplyCode.notAllowed, `${channelMax} channels are open, which is the most`);
		this.inHand = method.method;
		this.desk.received(this.id, channel, method);
		this.inHand = void 0;
		if (!this.desk.isOpen(this.id, channel)) this.commands.delete(channel);
	}
	block(reason) {
		this.isBlocked = true;
		this.line.read(false);
		this.tellOfBlocking({
			method: "connection.blocked",
			reason
		});
	}
	tellOfBlocking(method) {
		const { phase } = this;
		if (phase.at === "open" && phase.capabilities["connection.blocked"] === true) this.send(0, method);
	}
	/** What RabbitMQ tells of an error depends on how far the connection has come. */
	fail(error) {
		const { at } = this.phase;
		if (at === "closed" || at === "deaf") return;
		if (at !== "open" && at !== "opening") return this.silence();
		this.desk.gone(this.id);
		this.refuse(error);
	}
	refuse({ code, message, method }) {
		const { classId, methodId } = numbersOf(method);
		this.send(0, {
			method: "connection.close",
			replyCode: code,
			replyText: message,
			classId,
			methodId
		});
	}
	/** Waits until the client has agreed that it is over, but not for ever. */
	close() {
		this.stop();
		this.phase = { at: "closed" };
		this.stopTimer = this.desk.after(CLOSING_MS, () => this.hangUp());
	}
	/** Nobody is told anything more, and after a while the line is gone. */
	silence() {
		this.stop();
		this.phase = { at: "deaf" };
		this.desk.gone(this.id);
		this.stopTimer = this.desk.after(SILENT_MS, () => this.hangUp());
	}
	hangUp() {
		this.stop();
		this.phase = { at: "deaf" };
		this.desk.gone(this.id);
		this.lineIsFull = false;
		this.flush();
		this.line.end();
	}
	stop() {
		this.stopTimer();
		this.stopBeating?.();
	}
	post(bytes) {
		this.counted.sent += bytes.length;
		this.outbox.push(bytes);
		this.desk.wantsToSend(this);
	}
	/** The broker's core says what is wrong; which method of the client it was is known here. */
	aboutWhatIsInHand(method) {
		if (method.method !== "channel.close" && method.method !== "connection.close") return method;
		if ((method.classId ?? 0) !== 0 || this.inHand === void 0) return method;
		return {
			...method,
			...numbersOf(this.inHand)
		};
	}
};
/** The least that a payload has, by the type of its frame. */
const SHORTEST = {
	[FrameType.method]: 4,
	[FrameType.header]: 12,
	[FrameType.body]: 0,
	[FrameType.heartbeat]: 0
};
function numbersOf(method) {
	const { classId = 0, methodId = 0 } = (method === void 0 ? void 0 : shapeNamed(method)) ?? {};
	return {
		classId,
		methodId
	};
}
// servers/amqp/wire/host.ts
var AmqpHost = class {
	settings;
	broker;
	clock;
	journal;
	connections = /* @__PURE__ */ new Map();
	nextId = 1;
	outlet;
	lines = [];
	isKeeping = false;
	keptListeners = [];
	sending = /* @__PURE__ */ new Set();
	timer;
	/** Why publishers have to wait. */
	alarm;
	after;
	constructor(settings, broker, clock, journal) {
		this.settings = settings;
		this.broker = broker;
		this.clock = clock;
		this.journal = journal;
		this.after = (ms, run) => clock.after(ms, () => this.turn(run));
		const send = (connection, channel, method) => this.connections.get(connection)?.send(channel, method);
		this.outlet = journal === void 0 ? { send } : {
			send,
			journal: (line) => void this.lines.push(line)
		};
		this.watch();
	}
	/** A client has connected: what becomes of its line is to be told here. */
	accept(line) {
		const connection = new AmqpConnection(this.nextId++, line, this);
		this.connections.set(connection.id, connection);
		return {
			received: (bytes) => this.turn(() => connection.receive(bytes)),
			drained: () => connection.drained(),
			lost: () => this.turn(() => {
				connection.lost();
				this.connections.delete(connection.id);
			})
		};
	}
	/** Publishers wait, or wait no more. */
	setAlarm(reason) {
		this.alarm = reason;
		if (reason === void 0) this.turn(() => {
			for (const connection of this.connections.values()) connection.unblock();
		});
	}
	/** All clients are told that it is over. */
	shutDown() {
		this.turn(() => {
			for (const connection of this.connections.values()) connection.shutDown();
		});
	}
	/** Nobody is connected any more: the journal says that it was stopped in good order. */
	stopped() {
		this.turn(() => this.lines.push({ line: "stopped" }));
	}
	/** Runs something as soon as the journal has all that there is. */
	onceKept(run) {
		if (this.isKeeping) this.keptListeners.push(run);
		else run();
	}
	opened(connection, user) {
		openConnection(this.broker, connection, { user });
	}
	received(connection, channel, method) {
		receive(this.broker, connection, channel, method, this.clock.nowMs(), this.outlet);
	}
	isOpen(connection, channel) {
		return this.broker.connections.get(connection)?.channels.has(channel) === true;
	}
	channelsOf(connection) {
		return this.broker.connections.get(connection)?.channels.size ?? 0;
	}
	gone(connection) {
		closeConnection(this.broker, connection, this.clock.nowMs(), this.outlet);
	}
	wantsToSend(connection) {
		this.sending.add(connection);
	}
	/** Something happens; all that follows from it leaves together. */
	turn(act) {
		act();
		if (this.settings.confirm === "on-receipt") this.synced(Infinity);
		for (const connection of this.sending) connection.flush();
		this.sending.clear();
		this.keep();
		this.watch();
	}
	/** Makes what is new in the journal durable: one batch after the other, as each takes long. */
	keep() {
		const { journal, lines } = this;
		if (journal === void 0 || this.isKeeping || lines.length === 0) return;
		const mark = journalMark(this.broker);
		this.lines = [];
		this.isKeeping = true;
		journal.keep(lines, () => {
			this.isKeeping = false;
			this.turn(() => this.synced(mark));
			for (const run of this.keptListeners.splice(0)) this.onceKept(run);
		});
	}
	synced(mark) {
		journalSynced(this.broker, this.clock.nowMs(), this.outlet, mark);
	}
	/** The timer is set to when time alone changes something. One that comes too early is set anew then. */
	watch() {
		const dueMs = nextDueMs(this.broker);
		if (dueMs === void 0 || this.timer !== void 0 && this.timer.dueMs <= dueMs) return;
		this.timer?.stop();
		const stop = this.clock.after(Math.max(1, dueMs - this.clock.nowMs()), () => {
			this.timer = void 0;
			this.turn(() => passTime(this.broker, this.clock.nowMs(), this.outlet));
		});
		this.timer = {
			dueMs,
			stop
		};
	}
};
// servers/amqp/core/living-lines.ts
/** The lines without those that later ones undo, in their order: a broker made of them is the same. */
function livingLines(lines) {
	const living = /* @__PURE__ */ new Map();
	let last;
	for (const line of lines) {
		last = line;
		switch (line.line) {
			case "exchange":
				put(`exchange ${line.exchange.name}`, line);
				break;
			case "exchange-gone":
				living.delete(`exchange ${line.name}`);
				unbind(({ source, destination, to }) => source === line.name || to === "exchange" && destination === line.name);
				break;
			case "binding":
				put(keyOf(line.binding), line);
				break;
			case "binding-gone":
				living.delete(keyOf(line.binding));
				break;
			case "queue":
				put(`queue ${line.id}`, line);
				break;
			case "queue-gone":
				forget(line.id);
				break;
			case "message":
			case "delivered":
				put(`${line.line} ${line.queue} ${line.place}`, line);
				break;
			case "message-gone":
				living.delete(`message ${line.queue} ${line.place}`);
				living.delete(`delivered ${line.queue} ${line.place}`);
		}
	}
	return last?.line === "stopped" ? [...living.values(), last] : [...living.values()];
	function put(key, line) {
		living.delete(key);
		living.set(key, line);
	}
	function unbind(goes) {
		for (const [key, line] of living) if (line.line === "binding" && goes(line.binding)) living.delete(key);
	}
	function forget(id) {
		const queue = living.get(`queue ${id}`);
		if (queue?.line === "queue") {
			const { name } = queue.settings;
			unbind(({ to, destination }) => to === "queue" && destination === name);
		}
		for (const [key, line] of living) if (line.line === "queue" ? line.id === id : "queue" in line && line.queue === id) living.delete(key);
	}
}
function keyOf({ source, destination, to, routingKey, arguments: given }) {
	return `binding ${JSON.stringify([
		source,
		destination,
		to,
		routingKey,
		given
	])}`;
}
// servers/amqp/wire/journal-text.ts
/** Lines of a journal as text: a checksum, JSON, and what JSON has not under `!`. */
function journalText(lines) {
	let text = "";
	for (const line of lines) {
		const json = JSON.stringify(line, written);
		text += `${(0, node_zlib.crc32)(json).toString(16)} ${json}\n`;
	}
	return text;
}
const LINE_FEED = 10;
/** All lines before the first that is not whole, and how many bytes they are. */
function linesIn(bytes) {
	const lines = [];
	let length = 0;
	for (;;) {
		const end = bytes.indexOf(LINE_FEED, length);
		const line = end < 0 ? void 0 : lineOf(bytes.toString("utf8", length, end));
		if (line === void 0) return {
			lines,
			length
		};
		lines.push(line);
		length = end + 1;
	}
}
function lineOf(text) {
	const space = text.indexOf(" ");
	const json = text.slice(space + 1);
	if (space < 1 || (0, node_zlib.crc32)(json).toString(16) !== text.slice(0, space)) return void 0;
	return JSON.parse(json, read);
}
/** `Buffer`s have turned themselves into something else before they come here: their own value is asked for. */
function written(key, value) {
	const own = this[key];
	if (own instanceof Uint8Array) return {
		"!": "bytes",
		value: Buffer.from(own).toString("base64")
	};
	if (typeof own === "bigint") return {
		"!": "bigint",
		value: String(own)
	};
	if (typeof own === "number" && (!Number.isFinite(own) || Object.is(own, -0))) return {
		"!": "number",
		value: Object.is(own, -0) ? "-0" : String(own)
	};
	return value;
}
function read(_key, value) {
	if (typeof value !== "object" || value === null || !("!" in value) || !("value" in value)) return value;
	const { "!": kind, value: inner } = value;
	if (typeof inner !== "string") return value;
	if (kind === "bytes") return Uint8Array.from(Buffer.from(inner, "base64"));
	if (kind === "bigint") return BigInt(inner);
	return kind === "number" ? Number(inner) : value;
}
// servers/amqp/wire/journal-file.ts
/**
* The journal as a file: a line of JSON for each change, with a checksum before it. What was written since the last sync may
* be torn after a power cut: reading ends at the first line that is not whole.
*/
/** How often a full disk is tried again. */
const TRY_AGAIN_MS = 1e3;
/** A journal is written anew once it is longer than this, and twice as long as what is alive in it. */
const LONG_BYTES = 1e6;
/** What goes wrong while it writes is thrown: a broker that cannot keep what it confirms must not go on. */
var JournalFile = class {
	folder;
	after;
	alarm;
	/** The lines of the time before. */
	lines;
	file;
	fd;
	length;
	longAt = LONG_BYTES;
	/**
	* @param alarm publishers have to wait, for this reason; undefined: no more
	* @throws Error of Node's where the folder cannot be used
	*/
	constructor(folder, after, alarm) {
		this.folder = folder;
		this.after = after;
		this.alarm = alarm;
		node_fs.default.mkdirSync(folder, { recursive: true });
		this.file = (0, node_path.join)(folder, "journal");
		this.fd = node_fs.default.openSync(this.file, "a+");
		node_fs.default.closeSync(this.fd);
		this.fd = node_fs.default.openSync(this.file, "r+");
		const { lines, length } = linesIn(node_fs.default.readFileSync(this.file));
		node_fs.default.ftruncateSync(this.fd, length);
		this.length = length;
		this.lines = livingLines(lines);
		this.writeAnew(this.lines.filter(({ line }) => line !== "stopped"));
	}
	keep(lines, done) {
		if (this.length > this.longAt) {
			const all = livingLines([...linesIn(node_fs.default.readFileSync(this.file)).lines, ...lines]);
			if (this.writeAnew(all)) return void this.after(0, done);
		}
		this.write(Buffer.from(journalText(lines)), done);
	}
	close() {
		node_fs.default.closeSync(this.fd);
	}
	/** Whole or not at all. @returns whether the disk had room */
	writeAnew(lines) {
		const fresh = `${this.file}.new`;
		const bytes = Buffer.from(journalText(lines));
		const fd = node_fs.default.openSync(fresh, "w");
		try {
			for (let at = 0; at < bytes.length;) at += node_fs.default.writeSync(fd, bytes, at);
		} catch (error) {
			if (error.code !== "ENOSPC") throw error;
			node_fs.default.closeSync(fd);
			node_fs.default.unlinkSync(fresh);
			return false;
		}
		node_fs.default.fsyncSync(fd);
		node_fs.default.renameSync(fresh, this.file);
		syncFolder(this.folder);
		node_fs.default.closeSync(this.fd);
		this.fd = fd;
		this.length = bytes.length;
		this.longAt = LONG_BYTES + 2 * bytes.length;
		return true;
	}
	write(bytes, done) {
		node_fs.default.write(this.fd, bytes, 0, bytes.length, this.length, (error, written) => {
			if (error?.code === "ENOSPC") return this.waitForRoom(bytes, done);
			if (error !== null) throw error;
			this.length += written;
			if (written < bytes.length) return this.write(bytes.subarray(written), done);
			node_fs.default.fsync(this.fd, (failed) => {
				if (failed !== null) throw failed;
				done();
			});
		});
	}
	waitForRoom(bytes, done) {
		this.alarm("low on disk");
		this.after(TRY_AGAIN_MS, () => this.write(bytes, () => {
			this.alarm(void 0);
			done();
		}));
	}
};
/** So that the names in it are durable. */
function syncFolder(folder) {
	const fd = node_fs.default.openSync(folder, "r");
	node_fs.default.fsyncSync(fd);
	node_fs.default.closeSync(fd);
}
// servers/amqp/wire/settings.ts
function withDefaults(settings) {
	return {
		version: "3.10",
		port: 5672,
		users: { guest: "guest" },
		virtualHosts: ["/"],
		heartbeat: 60,
		channelMax: 2047,
		frameMax: 131072,
		folder: null,
		confirm: "after-sync",
		...settings
	};
}
// servers/amqp/wire/programs/listen.ts
/** The broker on a socket: of the node that runs it inside a world, of this machine outside. */
/** How long clients have to say goodbye. */
const GOODBYE_MS = 1e3;
/** Node's timers know no longer times. */
const LONGEST_MS = 2147483647;
/** @throws Error of Node's where the port is taken or the folder cannot be used */
async function listen(given = {}) {
	const settings = withDefaults(given);
	const timers = /* @__PURE__ */ new Set();
	const after = (ms, run) => {
		const timer = setTimeout(() => {
			timers.delete(timer);
			run();
		}, Math.min(ms, LONGEST_MS));
		timers.add(timer);
		return () => {
			timers.delete(timer);
			clearTimeout(timer);
		};
	};
	const clock = {
		nowMs: () => Date.now(),
		after
	};
	const journal = settings.folder === null ? void 0 : new JournalFile(settings.folder, after, (reason) => host.setAlarm(reason));
	const broker = journal === void 0 ? newBroker(settings) : restoreBroker(journal.lines, settings, clock.nowMs());
	const host = new AmqpHost(settings, broker, clock, journal);
	const sockets = /* @__PURE__ */ new Set();
	const server = node_net.default.createServer({ noDelay: true }, (socket) => {
		sockets.add(socket);
		serve(host, socket);
		socket.on("close", () => sockets.delete(socket));
	});
	await new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(settings.port, resolve);
	});
	return {
		depths: () => depthsOf(broker),
		port: server.address().port,
		async close() {
			const closed = new Promise((resolve) => server.close(() => resolve()));
			host.shutDown();
			after(GOODBYE_MS, () => {
				for (const socket of sockets) socket.destroy();
			});
			await closed;
			if (journal !== void 0) host.stopped();
			await new Promise((resolve) => host.onceKept(resolve));
			for (const timer of timers) clearTimeout(timer);
			journal?.close();
		}
	};
}
function serve(host, socket) {
	const client = host.accept({
		write: (bytes) => socket.destroyed || socket.write(bytes),
		end: () => socket.destroySoon(),
		read: (on) => void (on ? socket.resume() : socket.pause())
	});
	socket.on("data", (bytes) => client.received(bytes));
	socket.on("drain", () => client.drained());
	socket.on("error", () => void 0);
	socket.on("close", () => client.lost());
}
const listening = listen({
	folder: "/var/lib/amqp",
	...JSON.parse(process.argv[2] ?? "{}")
});
process.on("SIGTERM", () => {
	listening.then((listener) => listener.close()).then(() => process.exit(0));
});
/** How often it is looked whether the queues are empty. */
const LOOK_MS = 10;
(0, seedstorm_node.onRequest)(async (request) => {
	const listener = await listening;
	if (request.f === "depths") return listener.depths();
	const until = Date.now() + (request.atMostMs ?? 2e3);
	const isEmpty = () => Object.values(listener.depths()).every(({ ready, unsettled }) => ready + unsettled === 0);
	while (!isEmpty() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
});
