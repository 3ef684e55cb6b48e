import { t as __exportAll } from "../sim/rolldown-runtime.js";
import { $t as stream, Ct as defineScenario, Gt as InputError, Jt as nodeNames, Mt as profileNamed, Pt as nemesis, St as clients, Yt as ambientImport, _t as tokyoOsaka, bt as invariant, fn as CallFailed, ft as hdd, ht as sameDatacenter, mn as stateMachine, mt as lan, nn as asyncProgram, pn as Refused, pt as ssd, u as z, v as simulate } from "../sim/sim.js";
import { $ as deliveryLedger, At as bankModel, C as echoes, Et as listAppendModel, F as mutualExclusion, I as conservation, J as orderPerKey, Kt as mergeVerdicts, M as monotonicIds, Mt as linearizable, N as uniqueIds, Q as exactlyOnce$1, X as atLeastOnce, Z as atMostOnce, at as converges, bt as registerModel, dt as sequential, j as oneLeaderPerTerm, jt as defineChecker, k as committedPrefix, kt as counterModel, lt as readYourWrites, mt as causalConvergence, ot as strongConvergence, q as orderPerPartition, rt as regular, st as monotonicReads, tt as ladder, x as sagaAtomicity, yt as casRegisterModel } from "../checkers/checkers.js";
import "../explore/anomalies.js";
import { At as heldBy, Bn as memberQuestion, Ct as orUndefined, Fn as answerMember, Ft as isAhead, Gn as suspects, Hn as noMembership, In as endSessions, It as mayShare, Jn as noQuorumTasks, Lt as partsAt, Mt as nextBatches, Ot as answeredBy, Pt as takeBatch, Rn as isCurrent, Rt as positionOf, St as orFailed, T as totalOf, Un as hear$1, Vn as newGroup, Wn as newHearing, Yn as quorumSteps, _ as hybridAfter, _r as takeReady, a as registerWorkload, ar as countAnswer, at as takeOnce, b as lamportZero, bt as rpcRules, c as heavyTailedLan, cr as newTally, ct as nothingTaken, dn as logSynced, dr as everyAgain, f as compareHybrid, fn as openLog, ft as callReply, g as covers, gr as answerWhenEmpty, h as countOf, hr as answerAll, it as openOnce, jt as newShipping, kt as batchAnswered, ln as appendTo, lt as remember, mn as logKept, mr as startEvery, mt as startCall, ot as copyOf$1, p as compareLamport, pn as truncateLog, pt as callTimer, r as messageWorkload, rn as durableLog, s as busyDisk, sr as majorityOf$1, tn as ruled, ur as every, ut as takeNew, v as hybridZero, y as lamportAfter, yr as cast, zn as memberAnswered } from "../parts/parts.js";
import { C as depthsOf, E as newBroker, S as receive, T as openConnection, a as clientHears, b as journalSynced, c as publish$1, d as amqpBroker, i as ask$1, l as settle$1, o as clientTimer, s as isReady, u as startClient, w as closeConnection, x as restoreBroker, y as journalMark } from "../servers/servers.js";
import { m as nodeProgram } from "../programs/programs.js";
import { createRequire } from "node:module";
// scenarios/broker/amqp/emptied.ts
/** How a run ends: the broker's queues are drained, and nothing is left in them. */
/**
* Once the queues were drained, nothing is in them, and no client holds a message. It reads the final operations
* `{f: 'drain'}` and `{f: 'depths'}` of the broker. Anomaly: `left-over`.
*/
const emptied = defineChecker({
	name: "emptied",
	looksFor: "what is left in queues (function depths)",
	scan(history, found) {
		const looks = history.filter(({ input, type }) => input.f === "depths" && type === "ok");
		for (const look of looks) for (const [queue, { ready, unsettled }] of Object.entries(look.output)) if (ready + unsettled > 0) found.anomaly("left-over", `${ready} messages wait in ${queue}, and clients hold ${unsettled}`, look);
		return {
			judged: looks.length,
			reason: "every queue is empty in the end"
		};
	}
});
/**
* The final operations that wait until the queues are empty, for nearly ten seconds at most: after two a broker knows that
* a client is gone, and what a slow link has in it may take longer. In steps, for clients wait a second for an answer.
*/
const drained$1 = Array.from({ length: 10 }, () => ({
	to: "broker",
	input: {
		f: "drain",
		atMostMs: 950
	}
}));
// scenarios/broker/amqp/publisher.ts
/**
* A publisher that loses nothing: it keeps each message until the broker has confirmed it, and publishes it again on the
* next connection. So a message may come twice.
*/
/** The program of a publisher. A request that ends `ok` was confirmed, and says whether its message came back. */
function publisher$1({ declares, messageOf, confirm, returns = "told", heartbeatMs }) {
	const settings = {
		to: "broker",
		channels: [[{ method: "confirm.select" }, ...declares]],
		...heartbeatMs !== void 0 && { heartbeatMs }
	};
	return stateMachine({
		start: (node) => ({
			amqp: startClient(settings, node),
			unsent: [],
			returned: /* @__PURE__ */ new Set()
		}),
		onRequest(state, request, node) {
			const replyTo = node.defer();
			const message = messageOf(request);
			const messageId = `${replyTo.from}/${replyTo.id}`;
			state.unsent.push({
				message: {
					...message,
					properties: {
						...message.properties,
						messageId
					}
				},
				replyTo
			});
			send(state, node);
		},
		onStream(state, event, node) {
			for (const news of clientHears(state.amqp, event, node)) if (news.kind === "confirmed") answer(state, news.about, node);
			else if (news.kind === "returned") state.returned.add(news.message.properties.messageId ?? "");
			else if (news.kind === "refused") node.rejectTo(news.about.replyTo, "refused", { definite: false });
			else if (news.kind === "unknown") state.unsent.push(news.about);
			else if (news.kind === "ready") send(state, node);
		},
		onTimer: (state, timer, node) => void clientTimer(state.amqp, timer, node)
	});
	function answer({ returned }, kept, node) {
		const cameBack = returned.delete(kept.message.properties?.messageId ?? "");
		node.replyTo(kept.replyTo, cameBack && returns === "told" ? "returned" : "confirmed");
	}
	function send({ amqp, unsent }, node) {
		while (unsent[0] !== void 0 && publish$1(amqp, unsent[0].message, unsent[0], node)) {
			if (confirm === "ignored") node.replyTo(unsent[0].replyTo, "confirmed");
			unsent.shift();
		}
	}
}
// scenarios/broker/amqp/competing-consumers.sim.ts
/**
* Competing consumers, fast ones and a slow one: who is done gets the next message, and the queue never gets too long.
*
* A broker deals messages out one by one to all who may have one more; it does not know who is fast. Only the limit of
* what a consumer may hold, the prefetch, makes it wait for the fast ones. And only a limit of the queue, with publishers
* that are refused beyond it, keeps a queue short while consumers are away.
*/
const rules$27 = ruled({
	/** How many messages a consumer may hold: so many as the parameter says, or any number. */
	prefetch: "limited",
	/** When a consumer says so: before it consumes, or after. */
	qos: "first",
	/** Consumers acknowledge each message when it is done. */
	acknowledge: true,
	/** What a queue does that is full: it refuses new messages, drops the oldest, or there is no limit. */
	full: "reject-publish"
}, {
	"prefetch-unlimited": {
		summary: "Consumers may hold any number: the slow one gets its share at once, and the fast ones are idle",
		rules: { prefetch: "unlimited" },
		shows: {
			check: "nobody hoards",
			anomaly: "invariant",
			within: 1
		}
	},
	"qos-too-late": {
		summary: "A consumer limits its prefetch when it consumes already: that binds later consumers only",
		rules: { qos: "last" },
		shows: {
			check: "nobody hoards",
			anomaly: "invariant",
			within: 1
		}
	},
	"no-ack": {
		summary: "Consumers do not acknowledge: the prefetch does not bind them, and what they hold dies with them",
		rules: { acknowledge: false },
		shows: {
			check: "nobody hoards",
			anomaly: "invariant",
			within: 1
		}
	},
	"queue-unlimited": {
		summary: "The queue has no limit: while consumers are away it grows as fast as publishers publish",
		rules: { full: "no-limit" },
		shows: {
			check: "queue is short",
			anomaly: "invariant",
			within: 1
		}
	},
	"oldest-dropped": {
		summary: "A full queue drops its oldest message (the default): what was confirmed is lost",
		rules: { full: "drop-head" },
		shows: {
			check: "at-least-once",
			anomaly: "lost",
			within: 1
		}
	}
});
const FAST_MS = 6;
const SLOW_MS = 45;
/** Messages that may wait in the queue. */
const LIMIT = 5;
function queueOf$1({ full }) {
	return {
		method: "queue.declare",
		queue: "work",
		durable: true,
		arguments: full === "no-limit" ? {} : {
			"x-max-length": LIMIT,
			"x-overflow": full
		}
	};
}
const worker$4 = (rule, prefetch, workMs) => stateMachine({
	start(node) {
		const qos = {
			method: "basic.qos",
			prefetchCount: rule.prefetch === "limited" ? prefetch : 0
		};
		const consume = {
			method: "basic.consume",
			queue: "work",
			noAck: !rule.acknowledge
		};
		const begin = rule.qos === "first" ? [qos, consume] : [consume, qos];
		const channels = [[queueOf$1(rule), ...begin]];
		return {
			amqp: startClient({
				to: "broker",
				heartbeatMs: 200,
				channels
			}, node),
			may: prefetch,
			inHand: []
		};
	},
	onStream(state, event, node) {
		for (const news of clientHears(state.amqp, event, node)) {
			if (news.kind === "lost" && rule.acknowledge) state.inHand = [];
			if (news.kind === "delivery" && state.inHand.push(news.delivery) === 1) node.setTimer("done", workMs);
		}
	},
	onTimer({ amqp, inHand }, timer, node) {
		if (clientTimer(amqp, timer, node)) return;
		const delivery = inHand.shift();
		if (delivery === void 0) return;
		node.effect({
			f: "process",
			value: delivery.body
		});
		if (rule.acknowledge) settle$1(amqp, delivery, "ack", node);
		if (inHand.length > 0) node.setTimer("done", workMs);
	}
});
const params$8 = z.object({
	fast: z.int().min(1).max(9).default(2).describe("Workers that are fast; one more is slow"),
	prefetch: z.int().min(1).max(50).default(1).describe("Messages that a worker may hold")
});
const workers = ({ fast }) => nodeNames(fast + 1, "w");
/** While a worker has nothing to do, nobody holds more than the prefetch. */
function nobodyHoards(nodes) {
	let idle;
	let hoards;
	for (const node of nodes) {
		if (!node.name.startsWith("w") || node.state === void 0) continue;
		const { amqp, may, inHand } = node.state;
		if (inHand.length > may) hoards = node;
		else if (inHand.length === 0 && isReady(amqp)) idle = node;
	}
	return idle && hoards && `${hoards.name} holds more than it may, and ${idle.name} has nothing to do`;
}
/** What is published finds room; what comes back from a consumer that is gone is kept beyond that. */
function queueIsShort(nodes) {
	const state = nodes.find(({ name }) => name === "broker")?.state;
	const queue = state?.broker.queues.get("work");
	if (state === void 0 || queue === void 0 || queue.ready <= LIMIT) return void 0;
	const { ready = 0, returned = 0 } = depthsOf(state.broker)["work"] ?? {};
	return ready - returned > LIMIT ? `${ready} messages wait in the queue` : void 0;
}
const amqpCompetingConsumers = defineScenario({
	name: "broker/amqp-competing-consumers",
	summary: "Fast and slow workers on one queue: nobody hoards while another is idle, and the queue stays short",
	params: params$8,
	nodes: (given) => [
		"broker",
		"p1",
		"p2",
		...workers(given)
	],
	protocol(given, { bug }) {
		const rule = rules$27.with(bug);
		const sender = publisher$1({
			declares: [queueOf$1(rule)],
			messageOf: ({ value }) => ({
				exchange: "",
				routingKey: "work",
				properties: { deliveryMode: 2 },
				body: value
			}),
			confirm: "awaited"
		});
		const [slow = "", ...fast] = workers(given);
		return cast({
			broker: [["broker"], amqpBroker()],
			publisher: [["p1", "p2"], sender],
			slow: [[slow], worker$4(rule, given.prefetch, SLOW_MS)],
			fast: [fast, worker$4(rule, given.prefetch, FAST_MS)]
		});
	},
	workload: () => clients(6, { send: 1 }, {
		everyMs: 25,
		to: (_random, _nodes, client) => client % 2 === 0 ? "p1" : "p2",
		input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` })
	}),
	disk: busyDisk(),
	faults: "rough",
	budget: {
		intactReplicas: 99,
		allow: { corruption: false }
	},
	durationMs: 2e3,
	clientTimeoutMs: 1e3,
	quietMs: 300,
	restartAfterMs: 100,
	final: () => drained$1,
	check: { "at-least-once": atLeastOnce() },
	invariants: {
		"nobody hoards": nobodyHoards,
		"queue is short": queueIsShort
	},
	bugs: rules$27.bugs
});
// scenarios/broker/amqp/ledger.ts
/** Where the work of messages takes effect: each once, after so many tries that fail; or it is noted as buried. */
/** Applies each message once, and notes each dead letter once; what is done is done. */
const ledger = stateMachine({
	start: () => ({
		tries: /* @__PURE__ */ new Map(),
		done: /* @__PURE__ */ new Map()
	}),
	onMessage: {
		apply({ tries, done }, { value, fails }, node) {
			const before = tries.get(value) ?? 0;
			tries.set(value, before + 1);
			if (before < fails && !done.has(value)) return node.reply("failed");
			if (!done.has(value)) node.effect({
				f: "process",
				value
			});
			if (!done.has(value)) done.set(value, "process");
			node.reply("applied");
		},
		bury({ done }, { value }, node) {
			if (!done.has(value)) node.effect({
				f: "bury",
				value
			});
			if (!done.has(value)) done.set(value, "bury");
			node.reply("buried");
		}
	}
});
// scenarios/broker/amqp/retrying-worker.ts
/**
* A worker that takes one message after another and tries it at the ledger. What it passes on it publishes, and
* acknowledges the message when the broker has confirmed that. What becomes of a message that failed is its scenario's.
*/
const WORK_MS$7 = 15;
const retryingWorker = ({ declares, begins, failed }) => stateMachine({
	start: (node) => ({
		inHand: [],
		amqp: startClient({
			to: "broker",
			heartbeatMs: 200,
			channels: [[
				{ method: "confirm.select" },
				...declares,
				{
					method: "basic.qos",
					prefetchCount: 1
				},
				{
					method: "basic.consume",
					queue: "work"
				}
			]]
		}, node)
	}),
	onStream({ amqp, inHand }, event, node) {
		for (const news of clientHears(amqp, event, node)) if (news.kind === "delivery") {
			if (inHand.push(news.delivery) === 1) node.setTimer("work", WORK_MS$7);
		} else if (news.kind === "confirmed") settle$1(amqp, news.about, "ack", node);
		else if (news.kind === "refused") settle$1(amqp, news.about, "requeue", node);
	},
	onTimer({ amqp, inHand: [delivery] }, timer, node) {
		if (clientTimer(amqp, timer, node) || delivery === void 0) return;
		begins(delivery, node);
		node.call("ledger", {
			f: "apply",
			...workIn(delivery)
		}, {
			timeoutMs: 100,
			token: delivery
		});
	},
	onReply({ amqp, inHand }, { kind, token: delivery, ...reply }, node) {
		const answer = kind === "answer" && "value" in reply ? reply.value : "unknown";
		if (answer === "failed") failed(amqp, delivery, node);
		else settle$1(amqp, delivery, answer === "applied" ? "ack" : "requeue", node);
		inHand.shift();
		if (inHand.length > 0) node.setTimer("work", WORK_MS$7);
	}
});
function workIn({ body }) {
	return body;
}
/** What comes back more often goes round for ever. Faults may add some: a try of which no answer came is not counted. */
const LOOP = 12;
/** What was asked or done, as far as this scenario looks at it. */
const fieldsOf$1 = ({ input }) => Object(input);
/**
* No message is tried for ever, and where rejections are counted none is buried before it has failed three times.
*
* What it reads: effects `{ f: 'try' | 'bury', value }`. Anomalies: `loop`, `buried-early`.
*/
function threeTries({ count }) {
	return defineChecker({
		name: "three-tries",
		looksFor: "tries (function try)",
		scan(history, found) {
			const tries = /* @__PURE__ */ new Map();
			let buried = 0;
			for (const operation of history) {
				const { f, value } = fieldsOf$1(operation);
				const before = tries.get(value) ?? [];
				if (f === "try") {
					tries.set(value, [...before, operation]);
					if (before.length === LOOP) found.anomaly("loop", `${String(value)} was tried more than ${LOOP} times`, ...before, operation);
				} else if (f === "bury") {
					buried++;
					if (count === "rejections" && before.length < 3) found.anomaly("buried-early", `${String(value)} was buried after ${before.length} of 3 tries`, ...before, operation);
				}
			}
			return {
				judged: tries.size,
				reason: `${tries.size} messages tried, ${buried} of them buried`
			};
		}
	});
}
// scenarios/broker/amqp/dead-letters.sim.ts
/**
* Dead letters after three tries: a message that always fails is put aside, and stops nobody else.
*
* Who counts the tries is a parameter. The queue counts how often a message came back (delivery limit), whatever the
* reason. Or workers count rejections by the header `x-death`, and a second queue brings what was rejected back after a
* pause. The first also ends a message that kills its worker; the second never buries one that did not fail three times.
*/
const rules$26 = ruled({
	/** A message that fails is counted, or simply given back. */
	failed: "counted",
	/** Which entries of `x-death` a worker counts: rejections by its own queue. */
	deaths: "rejections",
	/** Where the work queue sends dead letters. */
	deadLetters: "kept",
	/** Of which kind the queues are: only quorum queues keep a dead letter until the next one has it. */
	kind: "quorum",
	/** Where workers publish what has failed three times, if it is they who count. */
	grave: "dead"
}, {
	"requeue-loop": {
		summary: "What fails is given back to a classic queue: it comes again at once, and nobody else has a turn",
		rules: {
			failed: "requeued",
			kind: "classic"
		},
		params: { count: "rejections" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 1
		}
	},
	"no-delivery-limit": {
		summary: "A quorum queue without a delivery limit (none by default before RabbitMQ 4.0) gives it out for ever",
		rules: { failed: "requeued" },
		shows: {
			check: "three-tries",
			anomaly: "loop",
			within: 1
		}
	},
	"no-dead-letter-exchange": {
		summary: "The queue has no dead-letter exchange: what has failed often enough vanishes",
		rules: { deadLetters: "none" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 1
		}
	},
	"classic-queues": {
		summary: "Classic queues hand dead letters on at most once: a power cut takes what the next queue has not kept yet",
		rules: { kind: "classic" },
		params: { count: "rejections" },
		faults: "points",
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 28
		}
	},
	"buried-nowhere": {
		summary: "A worker publishes its dead letters under a name that no queue has: the broker confirms them, and they are gone",
		rules: { grave: "deads" },
		params: { count: "rejections" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 1
		}
	},
	"every-death-counts": {
		summary: "A worker adds up all counts of x-death: the expiry in the second queue counts as a try",
		rules: { deaths: "all" },
		params: { count: "rejections" },
		shows: {
			check: "three-tries",
			anomaly: "buried-early",
			within: 1
		}
	},
	"killer-poison": {
		summary: "A message that kills its worker is never rejected, so rejections do not count it",
		params: {
			count: "rejections",
			poison: "kills"
		},
		twin: "plain",
		shows: {
			check: "three-tries",
			anomaly: "loop",
			within: 1
		}
	}
});
/** Fails whenever it is tried. */
const POISON = 1e3;
/** How often messages fail: drawn from here. */
const FAILURES = [
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	1,
	1,
	2,
	POISON
];
const PAUSE_MS$1 = 40;
/** The queues, by who counts the tries. */
function declares$2({ kind, deadLetters, failed }, { count }) {
	const queue = (name, given = {}) => ({
		method: "queue.declare",
		queue: name,
		durable: true,
		arguments: {
			...kind === "quorum" && { "x-queue-type": kind },
			...given
		}
	});
	const lettersTo = (key) => ({
		"x-dead-letter-exchange": "",
		"x-dead-letter-routing-key": key,
		...kind === "quorum" && {
			"x-dead-letter-strategy": "at-least-once",
			"x-overflow": "reject-publish"
		}
	});
	const work = deadLetters === "kept" ? lettersTo(count === "deliveries" ? "dead" : "again") : {};
	const isLimited = count === "deliveries" && failed === "counted";
	return [
		queue("dead"),
		queue("again", {
			"x-message-ttl": PAUSE_MS$1,
			...lettersTo("work")
		}),
		queue("work", {
			...work,
			...isLimited && { "x-delivery-limit": 2 }
		})
	];
}
const worker$3 = (rule, params) => retryingWorker({
	declares: declares$2(rule, params),
	begins(delivery, node) {
		const { value, fails } = workIn(delivery);
		node.effect({
			f: "try",
			value
		});
		if (fails === POISON && params.poison === "kills") node.exit("this message is too much");
	},
	failed(amqp, delivery, node) {
		const { body, properties } = delivery;
		if (rule.failed === "requeued" || params.count === "deliveries") settle$1(amqp, delivery, "requeue", node);
		else if (failures(properties, rule) + 1 < 3) settle$1(amqp, delivery, "drop", node);
		else publish$1(amqp, {
			exchange: "",
			routingKey: rule.grave,
			properties,
			body
		}, delivery, node);
	}
});
/** How often it has failed, by its history. */
function failures({ headers = {} }, { deaths: which }) {
	const deaths = headers["x-death"] ?? [];
	return (which === "all" ? deaths : deaths.filter(({ reason }) => reason === "rejected")).reduce((sum, { count }) => sum + count, 0);
}
/** Takes dead letters out of their queue and notes them. */
const undertaker = (rule, params) => stateMachine({
	start: (node) => ({ amqp: startClient({
		to: "broker",
		heartbeatMs: 200,
		channels: [[
			...declares$2(rule, params),
			{
				method: "basic.qos",
				prefetchCount: 10
			},
			{
				method: "basic.consume",
				queue: "dead"
			}
		]]
	}, node) }),
	onStream({ amqp }, event, node) {
		for (const news of clientHears(amqp, event, node)) if (news.kind === "delivery") node.call("ledger", {
			f: "bury",
			...workIn(news.delivery)
		}, {
			timeoutMs: 100,
			token: news.delivery
		});
	},
	onTimer: ({ amqp }, timer, node) => void clientTimer(amqp, timer, node),
	onReply: ({ amqp }, { kind, token }, node) => void settle$1(amqp, token, kind === "answer" ? "ack" : "requeue", node)
});
const amqpDeadLetters = defineScenario({
	name: "broker/amqp-dead-letters",
	summary: "After three tries a message is a dead letter: each takes effect or is buried, and poison stops nobody",
	params: z.object({
		count: z.enum(["deliveries", "rejections"]).default("deliveries").describe("Who counts the tries: the queue deliveries, or workers rejections by x-death"),
		poison: z.enum(["fails", "kills"]).default("fails").describe("A message that never succeeds fails, or kills its worker"),
		workers: z.int().min(1).max(9).default(3)
	}),
	nodes: ({ workers }) => [
		"broker",
		...nodeNames(2, "p"),
		...nodeNames(workers, "w"),
		"undertaker",
		"ledger"
	],
	protocol(params, { bug }) {
		const rule = rules$26.with(bug);
		const messageOf = ({ value, fails }) => ({
			exchange: "",
			routingKey: "work",
			properties: { deliveryMode: 2 },
			body: {
				value,
				fails
			}
		});
		return cast({
			broker: [["broker"], amqpBroker({ heartbeatMs: 100 })],
			publisher: [nodeNames(2, "p"), publisher$1({
				declares: declares$2(rule, params),
				messageOf,
				confirm: "awaited"
			})],
			worker: [nodeNames(params.workers, "w"), worker$3(rule, params)],
			undertaker: [["undertaker"], undertaker(rule, params)],
			ledger: [["ledger"], ledger]
		});
	},
	workload: () => clients(4, { send: 1 }, {
		everyMs: 60,
		to: (random) => random.pick(nodeNames(2, "p")),
		input: (_f, random, { client, index }) => ({
			value: `c${client + 1}-${index}`,
			fails: random.pick(FAILURES)
		})
	}),
	disk: busyDisk(),
	faults: "rough",
	budget: {
		intactReplicas: 99,
		spared: ["ledger"],
		allow: { corruption: false }
	},
	durationMs: 3e3,
	clientTimeoutMs: 1500,
	quietMs: 500,
	restartAfterMs: 100,
	final: () => [{
		to: "broker",
		input: {
			f: "drain",
			atMostMs: 1400
		}
	}],
	check: ({ count }) => ({
		"exactly-once": exactlyOnce$1({ processed: (operation) => {
			const { f, value } = fieldsOf$1(operation);
			return f === "process" || f === "bury" ? value : void 0;
		} }),
		"three-tries": threeTries({ count })
	}),
	bugs: rules$26.bugs
});
// scenarios/broker/amqp/delays.ts
/** Before the first, second and third retry, in ms. */
const DELAYS = [
	40,
	120,
	360
];
/** The queue of those that were tried so often. */
const delayQueue = (tries) => `delay-${delayAfter(tries)}`;
/** How long a message waits that was tried so often. */
function delayAfter(tries) {
	return DELAYS[Math.min(tries, DELAYS.length) - 1];
}
/**
* No retry comes before its delay is over.
*
* What it reads: effects `{ f: 'aside' | 'try', value, tries }` with their times. Anomalies: `too-early`.
*/
function delays() {
	return defineChecker({
		name: "delays",
		looksFor: "retries (functions aside and try)",
		scan(history, found) {
			const aside = /* @__PURE__ */ new Map();
			let judged = 0;
			for (const operation of history) {
				const { f, value, tries } = Object(operation.input);
				const which = `${value}, retry ${tries}`;
				if (f === "aside" && !aside.has(which)) aside.set(which, operation);
				const before = aside.get(which);
				if (f !== "try" || tries === void 0 || before === void 0) continue;
				judged++;
				const waitedMs = (operation.invokedAtMs ?? 0) - (before.invokedAtMs ?? 0);
				if (waitedMs < delayAfter(tries) - 1) found.anomaly("too-early", `${which}, came after ${waitedMs} of ${delayAfter(tries)} ms`, before, operation);
			}
			return {
				judged,
				reason: `${judged} retries, none too early`
			};
		}
	});
}
/** In a delay queue messages are due in the order in which they stand: else one waits for those before it. */
const dueInOrder = (_nodes, { name, state }) => {
	if (name !== "broker" || state === void 0) return void 0;
	for (const [queue, { levels, ready }] of state.broker.queues) {
		const waiting = levels[0]?.fresh;
		if (ready < 2 || waiting === void 0 || !queue.startsWith("delay")) continue;
		const { items, head } = waiting;
		for (let at = head + 1; at < items.length; at++) {
			const earlyMs = (items[at - 1]?.expiresAtMs ?? 0) - (items[at]?.expiresAtMs ?? Infinity);
			if (earlyMs <= 0) continue;
			const { value } = items[at]?.message.body;
			return `${value} is due ${earlyMs} ms before the message in front of it in ${queue}`;
		}
	}
};
// scenarios/broker/amqp/delayed-retry.sim.ts
/**
* Retry with growing delays: what fails waits in a delay queue, whose dead letters are the messages that are due again.
*
* A message leaves a queue by its age only at the head. So each delay has a queue of its own, in which all wait equally long.
* A worker publishes the copy, and acknowledges the message when the broker has confirmed it.
*/
const rules$25 = ruled({
	/** Where what fails waits: a queue for each delay, one for all, or nowhere. */
	wait: "queue-each",
	/** A worker acknowledges a message when its copy is in a delay queue. */
	acknowledge: "when-copied",
	/** Where a message goes that has waited long enough. */
	due: "work",
	/** How long messages may wait for a worker, in ms, before they go to the first delay queue; 0: for ever. */
	patienceMs: 0
}, {
	"one-queue-for-all-delays": {
		summary: "All wait in one queue, each with its own time to live: a short delay waits behind a long one",
		rules: { wait: "one-queue" },
		shows: {
			check: "due-in-order",
			anomaly: "invariant",
			within: 1
		}
	},
	"retry-at-once": {
		summary: "What fails goes back to the end of the work queue, without any delay",
		rules: { wait: "nowhere" },
		shows: {
			check: "delays",
			anomaly: "too-early",
			within: 1
		}
	},
	"ack-then-copy": {
		summary: "A worker acknowledges a message, then publishes its copy: a connection that breaks between loses it",
		rules: { acknowledge: "first" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 3
		}
	},
	"no-way-back": {
		summary: "The delay queues have no dead-letter exchange: what has waited long enough vanishes",
		rules: { due: "nowhere" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 1
		}
	},
	"cycle-of-expiries": {
		summary: "What waits too long for a worker expires into a delay queue: nobody rejected it, so the broker takes its way back for an endless circle, and does not hand it on",
		rules: { patienceMs: 60 },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 1
		}
	}
});
/** The work queue, and where what failed waits. */
function declares$1({ wait, due, patienceMs }) {
	const queue = (name, given = {}) => ({
		method: "queue.declare",
		queue: name,
		durable: true,
		arguments: {
			"x-queue-type": "quorum",
			...given
		}
	});
	const lettersTo = (key) => ({
		"x-dead-letter-exchange": "",
		"x-dead-letter-routing-key": key,
		"x-dead-letter-strategy": "at-least-once",
		"x-overflow": "reject-publish"
	});
	const back = due === "work" ? lettersTo("work") : {};
	return [queue("work", patienceMs > 0 ? {
		"x-message-ttl": patienceMs,
		...lettersTo(delayQueue(1))
	} : {}), ...wait === "one-queue" ? [queue("delay", back)] : DELAYS.map((ms, index) => queue(delayQueue(index + 1), {
		"x-message-ttl": ms,
		...back
	}))];
}
/** What is published for the next try. */
function copyOf({ body, properties }, tries, { wait }) {
	const { headers, ...given } = properties;
	const copy = {
		...given,
		headers: {
			...headers,
			tries
		}
	};
	if (wait === "nowhere") return {
		exchange: "",
		routingKey: "work",
		properties: copy,
		body
	};
	if (wait === "queue-each") return {
		exchange: "",
		routingKey: delayQueue(tries),
		properties: copy,
		body
	};
	const expiration = String(delayAfter(tries));
	return {
		exchange: "",
		routingKey: "delay",
		properties: {
			...copy,
			expiration
		},
		body
	};
}
const worker$2 = (rule) => retryingWorker({
	declares: declares$1(rule),
	begins: (delivery, node) => node.effect({
		f: "try",
		value: workIn(delivery).value,
		tries: triesOf(delivery)
	}),
	failed(amqp, delivery, node) {
		const tries = triesOf(delivery) + 1;
		if (rule.acknowledge === "first") settle$1(amqp, delivery, "ack", node);
		node.effect({
			f: "aside",
			value: workIn(delivery).value,
			tries
		});
		publish$1(amqp, copyOf(delivery, tries, rule), delivery, node);
	}
});
/** How often it has failed before. */
function triesOf({ properties: { headers } }) {
	return Number(headers?.["tries"] ?? 0);
}
const amqpDelayedRetry = defineScenario({
	name: "broker/amqp-delayed-retry",
	summary: "What fails is tried again after 40, 120 and 360 ms: none too early, none behind a longer delay, none lost",
	params: z.object({ workers: z.int().min(1).max(9).default(3) }),
	nodes: ({ workers }) => [
		"broker",
		...nodeNames(2, "p"),
		...nodeNames(workers, "w"),
		"ledger"
	],
	protocol({ workers }, { bug }) {
		const rule = rules$25.with(bug);
		const messageOf = ({ value, fails }) => ({
			exchange: "",
			routingKey: "work",
			properties: { deliveryMode: 2 },
			body: {
				value,
				fails
			}
		});
		return cast({
			broker: [["broker"], amqpBroker({ heartbeatMs: 100 })],
			publisher: [nodeNames(2, "p"), publisher$1({
				declares: declares$1(rule),
				messageOf,
				confirm: "awaited"
			})],
			worker: [nodeNames(workers, "w"), worker$2(rule)],
			ledger: [["ledger"], ledger]
		});
	},
	workload: () => clients(4, { send: 1 }, {
		everyMs: 80,
		to: (random) => random.pick(nodeNames(2, "p")),
		input: (_f, random, { client, index }) => ({
			value: `c${client + 1}-${index}`,
			fails: random.pick([
				0,
				0,
				0,
				0,
				1,
				1,
				2,
				3
			])
		})
	}),
	disk: busyDisk(),
	faults: "rough",
	budget: {
		intactReplicas: 99,
		spared: ["ledger"],
		allow: {
			corruption: false,
			clockSkewMs: 0
		}
	},
	durationMs: 3e3,
	clientTimeoutMs: 1500,
	quietMs: 500,
	restartAfterMs: 100,
	final: () => [{
		to: "broker",
		input: {
			f: "drain",
			atMostMs: 1400
		}
	}],
	check: {
		"exactly-once": exactlyOnce$1(),
		delays: delays()
	},
	invariants: { "due-in-order": dueInOrder },
	bugs: rules$25.bugs
});
// scenarios/broker/amqp/fire-and-forget.sim.ts
/**
* Fire and forget: no confirms, transient messages, consumers that do not acknowledge. Nothing comes twice, and what is
* lost nobody hears of: at most once.
*
* Whoever wants more must change every step: a publisher that sends again, or a consumer that acknowledges, alone makes it
* neither at most once nor at least once.
*/
const rules$24 = ruled({
	/** What a publisher does with what it sent last when its connection is gone: nothing, or it sends it again. */
	afterLoss: "forget",
	/** Consumers do not acknowledge, or do so after their work. */
	acknowledge: "never",
	/** What a publisher says of a message whose connection broke right after: it was sent, or it failed. */
	answers: "at-once"
}, {
	"sent-again": {
		summary: "A publisher sends its last messages again on the next connection, in case they were lost: they were not",
		rules: { afterLoss: "send-again" },
		shows: {
			check: "at-most-once",
			anomaly: "duplicate",
			within: 1
		}
	},
	"acknowledged-after-work": {
		summary: "A consumer acknowledges after its work: a message whose acknowledgement is lost comes again",
		rules: { acknowledge: "after-work" },
		shows: {
			check: "at-most-once",
			anomaly: "duplicate",
			within: 1
		}
	},
	"says-failed": {
		summary: "A publisher says that a message failed whose connection broke: the broker may have it",
		rules: { answers: "later" },
		shows: {
			check: "at-most-once",
			anomaly: "aborted-read",
			within: 4
		}
	}
});
const QUEUE$1 = {
	method: "queue.declare",
	queue: "readings"
};
const ANSWERS_MS = 20;
const WORK_MS$6 = 8;
const publisher = (rule) => stateMachine({
	start: (node) => ({
		amqp: startClient({
			to: "broker",
			heartbeatMs: 200,
			channels: [[QUEUE$1]]
		}, node),
		last: []
	}),
	onRequest(state, { value }, node) {
		const message = {
			exchange: "",
			routingKey: "readings",
			body: value
		};
		if (!publish$1(state.amqp, message, void 0, node)) return node.reject("there is no connection");
		const sent = {
			message,
			replyTo: node.defer()
		};
		state.last = [...state.last, sent].slice(-4);
		if (rule.answers === "at-once") node.replyTo(sent.replyTo, void 0);
		else node.setTimer(`answer ${sent.replyTo.from}`, ANSWERS_MS, sent);
	},
	onTimer({ amqp }, timer, node, sent) {
		if (!clientTimer(amqp, timer, node) && sent !== void 0) node.replyTo(sent.replyTo, void 0);
	},
	onStream({ amqp, last }, event, node) {
		for (const { kind } of clientHears(amqp, event, node)) {
			if (kind === "lost" && rule.answers === "later") for (const { replyTo } of last) node.rejectTo(replyTo, "the connection is gone");
			if (kind === "ready" && rule.afterLoss === "send-again") for (const { message } of last) publish$1(amqp, message, void 0, node);
		}
	}
});
const consumer$2 = ({ acknowledge }) => stateMachine({
	start(node) {
		return { amqp: startClient({
			to: "broker",
			heartbeatMs: 200,
			channels: [[QUEUE$1, {
				method: "basic.consume",
				queue: "readings",
				noAck: acknowledge === "never"
			}]]
		}, node) };
	},
	onStream({ amqp }, event, node) {
		for (const news of clientHears(amqp, event, node)) {
			if (news.kind !== "delivery") continue;
			const { session, deliveryTag } = news.delivery;
			node.setTimer(`work ${session} ${deliveryTag}`, WORK_MS$6, news.delivery);
		}
	},
	onTimer({ amqp }, timer, node, delivery) {
		if (clientTimer(amqp, timer, node) || delivery === void 0) return;
		node.effect({
			f: "process",
			value: delivery.body
		});
		if (acknowledge === "after-work") settle$1(amqp, delivery, "ack", node);
	}
});
const names = (consumers) => nodeNames(consumers, "w");
const amqpFireAndForget = defineScenario({
	name: "broker/amqp-fire-and-forget",
	summary: "No confirms, no persistence, no acknowledgements: at most once, and nobody hears of what is lost",
	params: z.object({ consumers: z.int().min(1).max(9).default(2) }),
	nodes: ({ consumers }) => [
		"broker",
		"p1",
		"p2",
		...names(consumers)
	],
	protocol({ consumers }, { bug }) {
		const rule = rules$24.with(bug);
		return cast({
			broker: [["broker"], amqpBroker()],
			publisher: [["p1", "p2"], publisher(rule)],
			consumer: [names(consumers), consumer$2(rule)]
		});
	},
	workload: () => clients(4, { send: 1 }, {
		everyMs: 40,
		to: (_random, _nodes, client) => client % 2 === 0 ? "p1" : "p2",
		input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` })
	}),
	faults: "rough",
	budget: {
		intactReplicas: 99,
		allow: {
			corruption: false,
			duplication: false
		}
	},
	durationMs: 2500,
	clientTimeoutMs: 400,
	restartAfterMs: 100,
	check: { "at-most-once": atMostOnce() },
	bugs: rules$24.bugs
});
// scenarios/broker/amqp/overtaking.ts
/** Bounded overtaking: nobody waits for any number of others that came later. */
/**
* Each message of the kind `waiting` that was accepted is served before more than so many of the kind `passing` that
* were sent later.
*
* What it reads: operations of clients with a `value` that ended `ok`, and effects `{ f: 'process', value }`, with their
* times. One that is never processed is another check's. Anomalies: `starved`.
*/
function boundedOvertaking(waiting, passing, bound) {
	return defineChecker({
		name: "bounded-overtaking",
		looksFor: `messages that were accepted and processed (functions ${waiting}, ${passing} and process, field value)`,
		scan(history, found) {
			const waited = [];
			const passed = [];
			const servedAtMs = /* @__PURE__ */ new Map();
			for (const operation of history) {
				const { f, value } = fieldsOf(operation);
				if (operation.type !== "ok") continue;
				if (f === waiting) waited.push(operation);
				else if (f === passing) passed.push(operation);
				else if (f === "process" && !servedAtMs.has(value)) servedAtMs.set(value, operation.invokedAtMs ?? 0);
			}
			const servedAt = (operation) => servedAtMs.get(fieldsOf(operation).value) ?? Infinity;
			let most = 0;
			for (const one of waited) {
				const untilMs = servedAt(one);
				if (untilMs === Infinity) continue;
				const before = passed.filter((other) => (other.invokedAtMs ?? 0) >= (one.completedAtMs ?? 0) && servedAt(other) < untilMs);
				most = Math.max(most, before.length);
				if (before.length <= bound) continue;
				const { value } = fieldsOf(one);
				found.anomaly("starved", `${String(value)} was served after ${before.length} ${passing} messages that were sent after it was accepted; at most ${bound} may be`, one, ...before.slice(0, bound + 1));
			}
			return {
				judged: waited.length,
				reason: `${waited.length} messages, each overtaken by at most ${most}`
			};
		}
	});
}
function fieldsOf({ input }) {
	return Object(input);
}
// scenarios/broker/amqp/priority-workers.ts
/** Workers that take messages of two priorities from two queues. */
const WORK_MS$5 = 50;
/** After this pause a worker asks again that has found nothing. */
const PAUSE_MS = 10;
const start = (channel, node) => ({
	inHand: [],
	asked: 0,
	amqp: startClient({
		to: "broker",
		heartbeatMs: 200,
		channels: [channel]
	}, node)
});
/** Does the first message that it holds, if the time is over for which it worked. @returns whether it did */
function workDone({ amqp, inHand }, timer, node) {
	const [held] = inHand;
	if (clientTimer(amqp, timer, node) || timer !== "work" || held === void 0) return false;
	node.effect({
		f: "process",
		value: held.body
	});
	settle$1(amqp, held, "ack", node);
	inHand.shift();
	return true;
}
/** The broker pushes: of each queue a worker may hold so many, and it does them in the order in which they come. */
function sharingWorker(declares, taken) {
	const consumes = taken.flatMap(([queue, prefetchCount]) => [{
		method: "basic.qos",
		prefetchCount
	}, {
		method: "basic.consume",
		queue
	}]);
	return stateMachine({
		start: (node) => start([...declares, ...consumes], node),
		onStream({ amqp, inHand }, event, node) {
			for (const news of clientHears(amqp, event, node)) if (news.kind === "delivery" && inHand.push(news.delivery) === 1) node.setTimer("work", WORK_MS$5);
		},
		onTimer(state, timer, node) {
			if (workDone(state, timer, node) && state.inHand.length > 0) node.setTimer("work", WORK_MS$5);
		}
	});
}
/** The worker pulls: it asks one queue after the other, and begins with the first again whenever it is done. */
function pollingWorker(declares, queues) {
	return stateMachine({
		start: (node) => start(declares, node),
		onStream(state, event, node) {
			for (const news of clientHears(state.amqp, event, node)) {
				if (news.kind === "ready" && state.inHand.length === 0) askNext(state, 0, node);
				if (news.kind !== "answer") continue;
				const { channel, method } = news;
				if (method.method === "basic.get-empty") askNext(state, state.asked, node);
				if (method.method !== "basic.get-ok") continue;
				const session = state.amqp.channels[channel - 1]?.session ?? 0;
				state.inHand.push({
					channel,
					session,
					deliveryTag: method.deliveryTag,
					body: method.body
				});
				node.setTimer("work", WORK_MS$5);
			}
		},
		onTimer(state, timer, node) {
			const isOver = timer === "pause" && state.asked > queues.length;
			if (workDone(state, timer, node) || isOver) askNext(state, 0, node);
		}
	});
	function askNext(state, asked, node) {
		const queue = queues[asked];
		state.asked = asked + 1;
		if (queue === void 0) node.setTimer("pause", PAUSE_MS);
		else ask$1(state.amqp, [{
			method: "basic.get",
			queue
		}], node);
	}
}
// scenarios/broker/amqp/priorities.sim.ts
/**
* Two priorities under steady load: the urgent go first, and the others do not starve.
*
* A queue with priorities is strict: while there is an urgent message, no other leaves. Two queues are not, and there are two
* ways to share between them. Shares: a worker may hold one urgent message and one other, and does both in turn. Aging: a
* worker asks for an urgent message first, and what has waited too long among the others expires into the urgent queue.
*/
/** In ms: how long an other message waits for a worker before it counts as urgent. */
const AGING_MS = 50;
/** So many urgent messages may be served before one that is not urgent, and was there before them. */
const MOST$2 = 7;
const rules$23 = ruled({
	/** A queue for each priority, or one that gives out the urgent first. */
	queues: "two",
	/** What has waited too long becomes urgent. */
	ages: true
}, {
	"strict-priorities": {
		summary: "One queue with priorities: while urgent messages come, no other leaves",
		rules: { queues: "one" },
		shows: {
			check: "bounded-overtaking",
			anomaly: "starved",
			within: 1
		}
	},
	"aging-behind-the-urgent": {
		summary: "In one queue with priorities the others expire into the urgent queue: but only at the head, and there the urgent stand",
		rules: { queues: "one-with-expiry" },
		shows: {
			check: "bounded-overtaking",
			anomaly: "starved",
			within: 1
		}
	},
	"never-ages": {
		summary: "Workers ask for another message only when nothing is urgent, however long it waits",
		rules: { ages: false },
		params: { fairness: "aging" },
		shows: {
			check: "bounded-overtaking",
			anomaly: "starved",
			within: 1
		}
	}
});
/** The queues that workers take from, in the order in which they are asked, and their declarations. */
function queuesOf$1({ queues, ages }, fairness) {
	const queue = (name, given = {}) => ({
		method: "queue.declare",
		queue: name,
		durable: true,
		arguments: given
	});
	const lettersTo = (key) => ({
		"x-dead-letter-exchange": "",
		"x-dead-letter-routing-key": key
	});
	if (queues === "one") return {
		taken: [["all", 1]],
		declares: [queue("all", { "x-max-priority": 1 })]
	};
	if (queues === "one-with-expiry") return {
		taken: [["urgent", 1], ["all", 1]],
		declares: [queue("urgent"), queue("all", {
			"x-max-priority": 1,
			...lettersTo("urgent")
		})]
	};
	const quorum = { "x-queue-type": "quorum" };
	const expiring = {
		...lettersTo("urgent"),
		"x-message-ttl": AGING_MS,
		"x-dead-letter-strategy": "at-least-once",
		"x-overflow": "reject-publish"
	};
	return {
		taken: [["urgent", 1], ["other", 1]],
		declares: [queue("urgent", quorum), queue("other", {
			...quorum,
			...fairness === "aging" && ages && expiring
		})]
	};
}
/** Where a message goes. */
function messageOf({ f, value }, { queues }) {
	const properties = {
		deliveryMode: 2,
		priority: f === "urgent" ? 1 : 0
	};
	const expiration = queues === "one-with-expiry" && f === "other" ? { expiration: String(AGING_MS) } : {};
	return {
		exchange: "",
		routingKey: queues === "two" ? f : "all",
		properties: {
			...properties,
			...expiration
		},
		body: value
	};
}
const amqpPriorities = defineScenario({
	name: "broker/amqp-priorities",
	summary: "Urgent messages go first under steady load, and yet at most seven of them pass any other",
	params: z.object({
		fairness: z.enum(["shares", "aging"]).default("shares").describe("How those that are not urgent get their turn"),
		workers: z.int().min(1).max(9).default(2)
	}),
	nodes: ({ workers }) => [
		"broker",
		...nodeNames(2, "p"),
		...nodeNames(workers, "w")
	],
	protocol({ fairness, workers }, { bug }) {
		const rule = rules$23.with(bug);
		const { declares, taken } = queuesOf$1(rule, fairness);
		return cast({
			broker: [["broker"], amqpBroker({ heartbeatMs: 30 })],
			publisher: [nodeNames(2, "p"), publisher$1({
				declares,
				messageOf: (send) => messageOf(send, rule),
				heartbeatMs: 100,
				confirm: "awaited"
			})],
			worker: [nodeNames(workers, "w"), fairness === "aging" && rule.queues === "two" ? pollingWorker(declares, taken.map(([queue]) => queue)) : sharingWorker(declares, taken)]
		});
	},
	workload: () => clients(4, {
		urgent: .9,
		other: .1
	}, {
		everyMs: 90,
		untilMs: 2200,
		to: (random) => random.pick(nodeNames(2, "p")),
		input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` })
	}),
	disk: busyDisk(),
	faults: nemesis({
		kill: "calm",
		restart: true,
		connectionReset: true
	}, {
		name: "ends",
		summary: "Processes and connections end",
		kindProbability: .6
	}),
	budget: {
		intactReplicas: 99,
		spared: ["broker", ...nodeNames(2, "p")],
		allow: { clockSkewMs: 0 }
	},
	durationMs: 3e3,
	clientTimeoutMs: 3e3,
	quietMs: 500,
	restartAfterMs: 50,
	final: () => [{
		to: "broker",
		input: {
			f: "drain",
			atMostMs: 2900
		}
	}],
	check: {
		"at-least-once": atLeastOnce({ sent: ({ input }) => sentIn(input) }),
		"bounded-overtaking": boundedOvertaking("other", "urgent", MOST$2)
	},
	bugs: rules$23.bugs
});
function sentIn(input) {
	const { f, value } = Object(input);
	return f === "urgent" || f === "other" ? value : void 0;
}
// scenarios/broker/amqp/pub-sub.sim.ts
/**
* Publish and subscribe: a fanout exchange copies each message into the queue of every subscriber.
*
* A subscriber owns what is in its queue, not what is in the exchange: what was published before the queue was bound, or
* while it did not exist, is not for it. So queues are durable, and publishers declare them before they publish. A
* subscriber that connects again may still be connected in the broker's eyes: only a single active consumer keeps the order.
*/
const rules$22 = ruled({
	/** What a subscriber's queue outlives: everything, not its connection, not its last consumer. */
	queues: "durable",
	/** Who sees to it that queues are there and bound. */
	declaredBy: "publishers",
	/** Each subscriber has a queue, or all have one. */
	queueOf: "subscriber",
	/** How long a queue may get: without a limit, or as short as this. */
	maxLength: 0,
	/** Of several consumers of a queue only one gets messages, until it is gone. */
	singleActive: true
}, {
	"exclusive-queue": {
		summary: "A subscriber has an exclusive queue: its connection breaks, and the queue is gone with all that was in it",
		rules: {
			queues: "exclusive",
			declaredBy: "subscribers"
		},
		shows: {
			check: "at-least-once",
			anomaly: "lost",
			within: 1
		}
	},
	"auto-delete-queue": {
		summary: "The queue goes with its last consumer, and what is published before that comes back is not kept",
		rules: { queues: "auto-delete" },
		shows: {
			check: "at-least-once",
			anomaly: "lost",
			within: 2
		}
	},
	"bound-late": {
		summary: "Only subscribers declare and bind their queues: what was published before that is not for them",
		rules: { declaredBy: "subscribers" },
		shows: {
			check: "at-least-once",
			anomaly: "lost",
			within: 1
		}
	},
	"one-queue": {
		summary: "All subscribers consume from one queue: they compete, and each message comes to one of them",
		rules: { queueOf: "all" },
		shows: {
			check: "at-least-once",
			anomaly: "lost",
			within: 1
		}
	},
	"short-queue": {
		summary: "Queues hold a few messages and drop the oldest: who is away for long misses what came first",
		rules: { maxLength: 3 },
		shows: {
			check: "at-least-once",
			anomaly: "lost",
			within: 1
		}
	},
	"old-consumer": {
		summary: "The connection that a subscriber lost still consumes in the eyes of the broker: the new one gets later messages first",
		rules: { singleActive: false },
		shows: {
			check: "order-per-client",
			anomaly: "out-of-order",
			within: 97
		}
	}
});
const EXCHANGE = {
	method: "exchange.declare",
	exchange: "news",
	type: "fanout",
	durable: true
};
const LATEST_START_MS = 150;
/** Declares the queue of a subscriber, and binds it. */
function queueOf(name, { queues, queueOf: whose, maxLength, singleActive }) {
	const queue = whose === "all" ? "news" : `news.${name}`;
	return [{
		method: "queue.declare",
		queue,
		durable: queues !== "exclusive",
		exclusive: queues === "exclusive",
		autoDelete: queues === "auto-delete",
		arguments: {
			...maxLength > 0 && { "x-max-length": maxLength },
			...singleActive && { "x-single-active-consumer": true }
		}
	}, {
		method: "queue.bind",
		queue,
		exchange: "news",
		routingKey: ""
	}];
}
const subscriber$1 = (rule) => stateMachine({
	start(node) {
		node.setTimer("begin", node.incarnation === 1 ? node.random.int(0, LATEST_START_MS) : 0);
		return { amqp: void 0 };
	},
	onTimer(state, timer, node) {
		if (timer !== "begin") return state.amqp && void clientTimer(state.amqp, timer, node);
		const consume = {
			method: "basic.consume",
			queue: ""
		};
		const channels = [[
			EXCHANGE,
			...queueOf(node.id, rule),
			consume
		]];
		state.amqp = startClient({
			to: "broker",
			heartbeatMs: 200,
			channels
		}, node);
	},
	onStream({ amqp }, event, node) {
		if (amqp === void 0) return;
		for (const news of clientHears(amqp, event, node)) {
			if (news.kind !== "delivery") continue;
			node.effect({
				f: "process",
				value: news.delivery.body,
				group: node.id
			});
			settle$1(amqp, news.delivery, "ack", node);
		}
	}
});
const namesOf$1 = (subscribers) => nodeNames(subscribers, "s");
const byClient = { key: ({ process }) => String(process).split(".")[0] };
const amqpPubSub = defineScenario({
	name: "broker/amqp-pub-sub",
	summary: "A fanout exchange and a durable queue for each subscriber: all of them get all that was confirmed",
	params: z.object({ subscribers: z.int().min(1).max(9).default(3) }),
	nodes: ({ subscribers }) => [
		"broker",
		"p1",
		"p2",
		...namesOf$1(subscribers)
	],
	protocol({ subscribers }, { bug }) {
		const rule = rules$22.with(bug);
		const queues = rule.declaredBy === "publishers" ? namesOf$1(subscribers) : [];
		return cast({
			broker: [["broker"], amqpBroker()],
			publisher: [["p1", "p2"], publisher$1({
				declares: [EXCHANGE, ...queues.flatMap((name) => queueOf(name, rule))],
				messageOf: ({ value }) => ({
					exchange: "news",
					routingKey: "",
					properties: { deliveryMode: 2 },
					body: value
				}),
				confirm: "awaited"
			})],
			subscriber: [namesOf$1(subscribers), subscriber$1(rule)]
		});
	},
	workload: () => clients(4, { send: 1 }, {
		everyMs: 60,
		to: (_random, _nodes, client) => client % 2 === 0 ? "p1" : "p2",
		input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` })
	}),
	disk: busyDisk(),
	faults: "rough",
	budget: {
		intactReplicas: 99,
		allow: { corruption: false }
	},
	durationMs: 3e3,
	clientTimeoutMs: 1e3,
	quietMs: 500,
	restartAfterMs: 100,
	final: () => drained$1,
	check: ({ subscribers }) => ({
		"at-least-once": atLeastOnce({ groups: namesOf$1(subscribers) }),
		"order-per-client": orderPerKey(byClient)
	}),
	bugs: rules$22.bugs
});
// scenarios/broker/amqp/routing.sim.ts
/**
* Routing: exchanges of three types, an alternate exchange for what the direct one cannot place, and messages that come
* back where nobody wants them. Who must get what is said a second time, in plain conditions, and judged by these.
*/
const rules$21 = ruled({
	/** What orders of any depth are bound with: `#` is any number of words, `*` is one. */
	anyOrder: "order.#",
	/** Messages come back that no queue takes. */
	mandatory: true,
	/** What a publisher says of a message that came back: it is confirmed all the same. */
	returns: "told",
	/** Where the direct exchange sends what it has no queue for. */
	alternate: true,
	ordersType: "direct",
	/** All headers of a binding must fit, or one of them. */
	urgentMatch: "all"
}, {
	"star-for-hash": {
		summary: "A binding with * in the place of #: it takes one word, and misses what is deeper",
		rules: { anyOrder: "order.*" },
		shows: {
			check: "routed",
			anomaly: "missed",
			within: 1
		}
	},
	"mandatory-forgotten": {
		summary: "Messages are not mandatory: one that no queue takes is confirmed, and gone",
		rules: { mandatory: false },
		shows: {
			check: "routed",
			anomaly: "vanished",
			within: 1
		}
	},
	"return-ignored": {
		summary: "A publisher looks at confirms only: a message that came back counts as sent",
		rules: { returns: "ignored" },
		shows: {
			check: "routed",
			anomaly: "vanished",
			within: 1
		}
	},
	"no-alternate": {
		summary: "The exchange has no alternate: what it has no queue for is not kept",
		rules: { alternate: false },
		shows: {
			check: "routed",
			anomaly: "missed",
			within: 1
		}
	},
	"fanout-for-direct": {
		summary: "The exchange is a fanout: keys do not count, and every queue gets everything",
		rules: { ordersType: "fanout" },
		shows: {
			check: "routed",
			anomaly: "misrouted",
			within: 1
		}
	},
	"any-for-all": {
		summary: "A binding asks for any of its headers, not for all: it takes too much",
		rules: { urgentMatch: "any" },
		shows: {
			check: "routed",
			anomaly: "misrouted",
			within: 1
		}
	}
});
const QUEUES$1 = [
	"billing",
	"stock",
	"press",
	"rest"
];
/** Exchanges, queues and bindings: everybody declares them all. */
function topology({ anyOrder, alternate, ordersType, urgentMatch }) {
	const exchange = (name, type, given = {}) => ({
		method: "exchange.declare",
		exchange: name,
		type,
		durable: true,
		arguments: given
	});
	const bind = (queue, from, routingKey, given = {}) => ({
		method: "queue.bind",
		queue,
		exchange: from,
		routingKey,
		arguments: given
	});
	return [
		exchange("events", "topic"),
		exchange("unplaced", "fanout"),
		exchange("orders", ordersType, alternate ? { "alternate-exchange": "unplaced" } : {}),
		exchange("docs", "headers"),
		...QUEUES$1.map((queue) => ({
			method: "queue.declare",
			queue,
			durable: true
		})),
		bind("billing", "events", "order.*.paid"),
		bind("billing", "orders", "refund"),
		bind("stock", "events", anyOrder),
		bind("stock", "docs", "", {
			"x-match": urgentMatch,
			kind: "delivery",
			urgent: true
		}),
		bind("press", "docs", "", {
			"x-match": "any",
			lang: "de",
			kind: "report"
		}),
		bind("press", "orders", "sale"),
		bind("rest", "unplaced", "")
	];
}
/** Who must get a message: said without words and patterns of AMQP. */
function receiversOf({ exchange, key, headers }) {
	const [first, , third, ...more] = key.split(".");
	const { kind, urgent, lang } = headers;
	return {
		events: [["billing", first === "order" && third === "paid" && more.length === 0], ["stock", first === "order"]],
		orders: [
			["billing", key === "refund"],
			["press", key === "sale"],
			["rest", key !== "refund" && key !== "sale"]
		],
		docs: [["stock", kind === "delivery" && urgent === true], ["press", lang === "de" || kind === "report"]]
	}[exchange].filter(([, gets]) => gets).map(([queue]) => queue);
}
/** Every message comes to those who must get it, to nobody else, and comes back if that is nobody. */
const routed = defineChecker({
	name: "routed",
	looksFor: "messages that were sent and received (functions send and receive)",
	scan(history, found) {
		const input = (operation) => operation.input;
		const got = /* @__PURE__ */ new Map();
		const sent = /* @__PURE__ */ new Map();
		let drainedAt = -Infinity;
		for (const operation of history) {
			const { f, value, queue } = input(operation);
			if (f === "receive") got.set(`${value} ${queue}`, operation);
			else if (f === "send") sent.set(value, operation);
			else if (operation.type === "ok") drainedAt = operation.invoke;
		}
		if (drainedAt < 0) found.undecided("nobody drained the queues: what is missing may be late");
		for (const [value, send] of sent) {
			const receivers = receiversOf(input(send));
			const at = QUEUES$1.map((queue) => [queue, got.get(`${value} ${queue}`)]);
			for (const [queue, receive] of at) {
				const must = receivers.includes(queue);
				if (receive !== void 0 && !must) found.anomaly("misrouted", `${queue} got ${value}, which is not for it`, send, receive);
				if (receive === void 0 && must && send.type === "ok" && send.complete < drainedAt) found.anomaly("missed", `${value} was confirmed, and ${queue} never got it`, send);
			}
			if (send.type !== "ok" || send.output === "returned" === (receivers.length === 0)) continue;
			if (send.output === "returned") found.anomaly("returned", `${value} came back, though it is wanted`, send);
			else found.anomaly("vanished", `${value} was confirmed, though nobody is to get it`, send);
		}
		return {
			judged: sent.size,
			reason: `${sent.size} messages, ${got.size} received by whom they are for`
		};
	}
});
const receiver = (rule) => stateMachine({
	start(node) {
		const consume = {
			method: "basic.consume",
			queue: node.id
		};
		const channels = [[...topology(rule), consume]];
		return { amqp: startClient({
			to: "broker",
			heartbeatMs: 200,
			channels
		}, node) };
	},
	onTimer: ({ amqp }, timer, node) => void clientTimer(amqp, timer, node),
	onStream({ amqp }, event, node) {
		for (const news of clientHears(amqp, event, node)) {
			if (news.kind !== "delivery") continue;
			node.effect({
				f: "receive",
				value: news.delivery.body,
				queue: node.id
			});
			settle$1(amqp, news.delivery, "ack", node);
		}
	}
});
/** What is sent where, and with which key or headers: some of it nobody wants. */
function draw(random) {
	const exchange = random.pick([
		"events",
		"orders",
		"docs"
	]);
	const keys = {
		events: [
			"order",
			"order.eu",
			"order.eu.paid",
			"order.eu.paid.late",
			"orders.eu.paid",
			"mail.eu"
		],
		orders: [
			"refund",
			"sale",
			"gift"
		],
		docs: [""]
	};
	const headers = {
		kind: random.pick([
			"report",
			"delivery",
			"note"
		]),
		urgent: random.chance(.5),
		lang: random.pick(["de", "fr"])
	};
	return {
		exchange,
		key: random.pick(keys[exchange]),
		headers: exchange === "docs" ? headers : {}
	};
}
const amqpRouting = defineScenario({
	name: "broker/amqp-routing",
	summary: "Topic, direct and headers exchanges, an alternate and returns: who must get what gets it",
	params: z.object({}),
	nodes: () => [
		"broker",
		"p1",
		"p2",
		...QUEUES$1
	],
	protocol(_params, { bug }) {
		const rule = rules$21.with(bug);
		const sender = publisher$1({
			declares: topology(rule),
			messageOf: ({ value, exchange, key, headers }) => ({
				exchange,
				routingKey: key,
				mandatory: rule.mandatory,
				properties: {
					deliveryMode: 2,
					headers
				},
				body: value
			}),
			confirm: "awaited",
			returns: rule.returns
		});
		return cast({
			broker: [["broker"], amqpBroker()],
			publisher: [["p1", "p2"], sender],
			receiver: [QUEUES$1, receiver(rule)]
		});
	},
	workload: () => clients(4, { send: 1 }, {
		everyMs: 60,
		to: (_random, _nodes, client) => client % 2 === 0 ? "p1" : "p2",
		input: (_f, random, { client, index }) => ({
			value: `c${client + 1}-${index}`,
			...draw(random)
		})
	}),
	disk: busyDisk(),
	faults: "rough",
	budget: {
		intactReplicas: 99,
		allow: { corruption: false }
	},
	durationMs: 3e3,
	clientTimeoutMs: 1e3,
	quietMs: 500,
	restartAfterMs: 100,
	final: () => drained$1,
	check: { routed },
	bugs: rules$21.bugs
});
// scenarios/broker/amqp/rpc.sim.ts
/**
* Request and reply: a question carries a return address and a correlation id, and its answer comes back with that id.
*
* Answers may be late, come twice, or come back to nobody. So a requester takes what has an id that it waits for, and
* drops the rest; and a server whose requester is gone drops the answer.
*/
const rules$20 = ruled({
	/** Which question an answer belongs to: the one with its id, or the oldest. */
	answers: "by-id",
	/** An id is never used again, not even after a restart; or a few are used in turn. */
	ids: "unique",
	/** Each requester has its own return address. */
	repliesTo: "own-queue",
	/** The id that a server sends back: that of the question it answers, or of the last it got. */
	sendsBack: "its-own",
	/** What a server does with a question whose answer came back, since its requester is gone. */
	unwanted: "dropped"
}, {
	"no-correlation": {
		summary: "A requester takes any answer as that to its oldest question: one that is late or early is the wrong one",
		rules: { answers: "oldest" },
		shows: {
			check: "echo",
			anomaly: "wrong-echo",
			within: 1
		}
	},
	"ids-reused": {
		summary: "A requester has a few ids and takes them in turn: an answer that is late fits a newer question",
		rules: { ids: "in-turn" },
		shows: {
			check: "echo",
			anomaly: "wrong-echo",
			within: 1
		}
	},
	"last-correlation": {
		summary: "A server that works on several questions keeps one id, that of the last",
		rules: { sendsBack: "of-the-last" },
		shows: {
			check: "echo",
			anomaly: "wrong-echo",
			within: 1
		}
	},
	"one-return-queue": {
		summary: "All requesters share a return queue: an answer comes to one that has not asked, and is dropped as late",
		rules: { repliesTo: "one-queue" },
		params: { replies: "durable" },
		shows: {
			check: "liveness",
			anomaly: "no-progress",
			within: 3
		}
	},
	"requeued-for-the-gone": {
		summary: "A server puts a question back whose answer came back: it answers a requester that is gone for ever",
		rules: { unwanted: "requeued" },
		params: { replies: "exclusive" },
		shows: {
			check: "emptied",
			anomaly: "left-over",
			within: 1
		}
	}
});
const QUESTIONS = {
	method: "queue.declare",
	queue: "rpc",
	durable: true
};
const DIRECT = "amq.rabbitmq.reply-to";
const AGAIN_MS$1 = 150;
const PATIENCE_MS$2 = 1e3;
const WORK_MS$4 = 8;
/** Where answers come: straight to the channel, to a queue that goes with the connection, or to one that stays. */
function returnAddress(replies, name) {
	if (replies === "direct") return [{
		method: "basic.consume",
		queue: DIRECT,
		noAck: true
	}];
	return [replies === "durable" ? {
		method: "queue.declare",
		queue: name,
		durable: true
	} : {
		method: "queue.declare",
		queue: "",
		exclusive: true
	}, {
		method: "basic.consume",
		queue: "",
		noAck: true
	}];
}
const requester = (rule, replies) => stateMachine({
	start(node) {
		const name = rule.repliesTo === "own-queue" ? `answers.${node.id}` : "answers";
		const channels = [[QUESTIONS, ...returnAddress(replies, name)]];
		return {
			amqp: startClient({
				to: "broker",
				heartbeatMs: 100,
				channels
			}, node),
			asked: 0,
			address: DIRECT,
			open: []
		};
	},
	onRequest(state, { value }, node) {
		const count = ++state.asked;
		const id = rule.ids === "unique" ? `${node.id}.${node.incarnation}.${count}` : `${count % 3}`;
		state.open.push({
			id,
			value,
			replyTo: node.defer(),
			sinceMs: node.monotonicMs()
		});
		node.setTimer(`ask ${id}`, 0);
	},
	onTimer({ amqp, open, address }, timer, node) {
		if (clientTimer(amqp, timer, node)) return;
		const question = open.find(({ id }) => timer === `ask ${id}`);
		if (question === void 0) return;
		const { id: correlationId, value: body, replyTo, sinceMs } = question;
		if (node.monotonicMs() - sinceMs > PATIENCE_MS$2) {
			open.splice(open.indexOf(question), 1);
			return node.rejectTo(replyTo, "no answer", { definite: false });
		}
		publish$1(amqp, {
			exchange: "",
			routingKey: "rpc",
			properties: {
				correlationId,
				replyTo: address,
				deliveryMode: 2
			},
			body
		}, void 0, node);
		node.setTimer(timer, AGAIN_MS$1);
	},
	onStream(state, event, node) {
		for (const news of clientHears(state.amqp, event, node)) {
			if (news.kind === "answer" && news.method.method === "queue.declare-ok" && news.method.queue !== "rpc") state.address = news.method.queue;
			if (news.kind !== "delivery") continue;
			const { correlationId } = news.delivery.properties;
			const place = rule.answers === "oldest" ? 0 : state.open.findIndex(({ id }) => id === correlationId);
			const [question] = place < 0 ? [] : state.open.splice(place, 1);
			node.sometimes("an answer comes late", question === void 0);
			if (question !== void 0) node.replyTo(question.replyTo, news.delivery.body);
		}
	}
});
/** Answers each question with its value; settles it when the broker has the answer. */
const server = (rule, prefetchCount) => stateMachine({
	start(node) {
		return {
			amqp: startClient({
				to: "broker",
				heartbeatMs: 100,
				channels: [[
					{ method: "confirm.select" },
					QUESTIONS,
					...[{
						method: "basic.qos",
						prefetchCount
					}, {
						method: "basic.consume",
						queue: "rpc"
					}]
				]]
			}, node),
			last: void 0,
			unwanted: /* @__PURE__ */ new Set()
		};
	},
	onStream(state, event, node) {
		const { amqp, unwanted } = state;
		for (const news of clientHears(amqp, event, node)) if (news.kind === "delivery") {
			const { session, deliveryTag, properties } = news.delivery;
			state.last = properties.correlationId;
			node.setTimer(`work ${session} ${deliveryTag}`, WORK_MS$4 * (.5 + node.random.float()), news.delivery);
		} else if (news.kind === "returned") unwanted.add(news.message.properties.correlationId ?? "");
		else if (news.kind === "confirmed") {
			const isGone = unwanted.delete(news.about.properties.correlationId ?? "");
			node.sometimes("the requester is gone", isGone);
			settle$1(amqp, news.about, isGone && rule.unwanted === "requeued" ? "requeue" : "ack", node);
		}
	},
	onTimer({ amqp, last }, timer, node, delivery) {
		if (clientTimer(amqp, timer, node) || delivery === void 0) return;
		const { body, properties } = delivery;
		node.effect({
			f: "serve",
			value: body
		});
		const correlationId = rule.sendsBack === "of-the-last" ? last : properties.correlationId;
		const answer = {
			exchange: "",
			routingKey: properties.replyTo ?? "",
			mandatory: true,
			properties: { ...correlationId !== void 0 && { correlationId } },
			body
		};
		publish$1(amqp, answer, delivery, node);
	}
});
const amqpRpc = defineScenario({
	name: "broker/amqp-rpc",
	summary: "Questions with a return address and a correlation id: every answer belongs to its question",
	params: z.object({
		replies: z.enum([
			"direct",
			"exclusive",
			"durable"
		]).default("direct").describe("Where answers come: direct reply-to, a queue of the connection, or a queue that stays"),
		prefetch: z.int().min(1).max(50).default(3).describe("Questions that a server works on at a time")
	}),
	vary: { replies: [
		"direct",
		"exclusive",
		"durable"
	] },
	nodes: () => [
		"broker",
		"q1",
		"q2",
		"s1",
		"s2"
	],
	protocol({ replies, prefetch }, { bug }) {
		const rule = rules$20.with(bug);
		return cast({
			broker: [["broker"], amqpBroker()],
			requester: [["q1", "q2"], requester(rule, replies)],
			server: [["s1", "s2"], server(rule, prefetch)]
		});
	},
	workload: () => clients(4, { echo: 1 }, {
		everyMs: 50,
		to: (_random, _nodes, client) => client % 2 === 0 ? "q1" : "q2",
		input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` })
	}),
	disk: busyDisk(),
	faults: "rough",
	budget: {
		intactReplicas: 99,
		allow: { corruption: false }
	},
	durationMs: 4e3,
	settleMs: 2e3,
	clientTimeoutMs: 1200,
	quietMs: 500,
	restartAfterMs: 100,
	liveWithinMs: 1e3,
	final: () => [...drained$1, {
		to: "broker",
		input: { f: "depths" }
	}],
	check: {
		echo: echoes(),
		served: atLeastOnce({
			sent: "echo",
			processed: "serve"
		}),
		emptied
	},
	coverage: { sometimes: ["an answer comes late", "the requester is gone"] },
	bugs: rules$20.bugs
});
// scenarios/broker/amqp/work-queue.sim.ts
/**
* A work queue: publishers wait for confirms, workers compete for the messages and acknowledge what is done.
*
* Each step hands a message on only when the next one has it for good, so nothing is lost, and messages come twice. What
* they do is idempotent: a database that knows what it has applied makes exactly once of it.
*/
const rules$19 = ruled({
	/** A publisher counts a message as sent when the broker has confirmed it. */
	confirm: "awaited",
	/** The broker confirms what is on its disk. */
	broker: "after-sync",
	/** Queue and messages outlive a restart. */
	durableQueue: true,
	deliveryMode: 2,
	/** A worker acknowledges what it has done. */
	acknowledge: "after-work",
	/** The database applies each message once. */
	applyOnce: true
}, {
	"confirm-ignored": {
		summary: "A publisher counts as sent what it has written to its connection, and forgets it",
		rules: { confirm: "ignored" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 5
		}
	},
	"confirm-before-sync": {
		summary: "The broker confirms what is not on its disk yet: a power cut takes it back",
		rules: { broker: "on-receipt" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 1
		}
	},
	"transient-messages": {
		summary: "Messages are not persistent: the confirm says that the broker has them, in memory",
		rules: { deliveryMode: 1 },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 1
		}
	},
	"transient-queue": {
		summary: "The queue is not durable: a restart of the broker takes it and all that is in it",
		rules: { durableQueue: false },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 1
		}
	},
	"ack-before-work": {
		summary: "A worker acknowledges a message as it comes, and works then: what it does not finish is lost",
		rules: { acknowledge: "before-work" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 3
		}
	},
	"no-ack": {
		summary: "Consumers do not acknowledge (no-ack): prefetch does not bind, and all that was pushed to a worker dies with it",
		rules: { acknowledge: "never" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 3
		}
	},
	"effects-twice": {
		summary: "The database applies a message as often as it comes",
		rules: { applyOnce: false },
		shows: {
			check: "exactly-once",
			anomaly: "duplicate",
			within: 1
		}
	}
});
const WORK_MS$3 = 15;
const declares = ({ durableQueue }) => [{
	method: "queue.declare",
	queue: "work",
	durable: durableQueue
}];
const worker$1 = (rule, prefetchCount) => stateMachine({
	start: (node) => ({
		inHand: [],
		amqp: startClient({
			to: "broker",
			heartbeatMs: 200,
			channels: [[
				...declares(rule),
				{
					method: "basic.qos",
					prefetchCount
				},
				{
					method: "basic.consume",
					queue: "work",
					noAck: rule.acknowledge === "never"
				}
			]]
		}, node)
	}),
	onStream({ amqp, inHand }, event, node) {
		for (const news of clientHears(amqp, event, node)) {
			if (news.kind !== "delivery") continue;
			if (rule.acknowledge === "before-work") settle$1(amqp, news.delivery, "ack", node);
			if (inHand.push(news.delivery) === 1) node.setTimer("work", WORK_MS$3);
		}
	},
	onTimer({ amqp, inHand: [delivery] }, timer, node) {
		if (clientTimer(amqp, timer, node) || delivery === void 0) return;
		node.call("database", {
			f: "apply",
			value: delivery.body
		}, {
			timeoutMs: 100,
			token: delivery
		});
	},
	onReply({ amqp, inHand }, { kind, token: delivery }, node) {
		const how = kind === "answer" ? "ack" : "requeue";
		if (rule.acknowledge === "after-work") settle$1(amqp, delivery, how, node);
		inHand.shift();
		if (inHand.length > 0) node.setTimer("work", WORK_MS$3);
	}
});
const database$1 = ({ applyOnce }) => stateMachine({
	start: () => ({ applied: /* @__PURE__ */ new Set() }),
	onMessage: { apply({ applied }, { value }, node) {
		if (!applyOnce || !applied.has(value)) node.effect({
			f: "process",
			value
		});
		applied.add(value);
		node.reply("applied");
	} }
});
const amqpWorkQueue = defineScenario({
	name: "broker/amqp-work-queue",
	summary: "Publishers with confirms, competing workers, idempotent effects: each message takes effect once",
	params: z.object({
		workers: z.int().min(1).max(9).default(3),
		prefetch: z.int().min(0).max(100).default(1).describe("Messages that a worker may hold; 0: no limit"),
		idempotent: z.boolean().default(true).describe("The database applies each message once; else at least once")
	}),
	nodes: ({ workers }) => [
		"broker",
		...nodeNames(2, "p"),
		...nodeNames(workers, "w"),
		"database"
	],
	protocol({ workers, prefetch, idempotent }, { bug }) {
		const rule = rules$19.with(bug, { applyOnce: idempotent });
		const messageOf = ({ value }) => ({
			exchange: "",
			routingKey: "work",
			properties: { deliveryMode: rule.deliveryMode },
			body: value
		});
		return cast({
			broker: [["broker"], amqpBroker({ confirm: rule.broker })],
			publisher: [nodeNames(2, "p"), publisher$1({
				declares: declares(rule),
				messageOf,
				confirm: rule.confirm
			})],
			worker: [nodeNames(workers, "w"), worker$1(rule, prefetch)],
			database: [["database"], database$1(rule)]
		});
	},
	workload: () => clients(4, { send: 1 }, {
		everyMs: 60,
		to: (random) => random.pick(nodeNames(2, "p")),
		input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` })
	}),
	disk: busyDisk(),
	faults: "rough",
	budget: {
		intactReplicas: 99,
		spared: ["database"],
		allow: { corruption: false }
	},
	durationMs: 3e3,
	clientTimeoutMs: 1e3,
	quietMs: 500,
	restartAfterMs: 100,
	final: () => drained$1,
	check: ({ idempotent }) => idempotent ? { "exactly-once": exactlyOnce$1() } : { "at-least-once": atLeastOnce() },
	bugs: rules$19.bugs
});
// scenarios/broker/amqp/cluster/mesh.ts
const SILENCE_MS = 260;
function newMesh() {
	return {
		links: {},
		opening: {},
		accepted: []
	};
}
/** Time passes: signs of life, new connections, and who was silent for too long. */
function meshTick(mesh, peers, node) {
	const nowMs = node.monotonicMs();
	const events = [];
	for (const peer of peers) {
		const link = mesh.links[peer];
		const opening = mesh.opening[peer];
		if (link !== void 0) {
			if (nowMs - link.heardMs > SILENCE_MS) events.push(...drop(mesh, peer, node));
			else node.sendStream(link.stream, { f: "tick" });
		} else if (opening === void 0) {
			if (node.id < peer) mesh.opening[peer] = {
				stream: node.connect(peer),
				sinceMs: nowMs
			};
		} else if (nowMs - opening.sinceMs > SILENCE_MS) {
			delete mesh.opening[peer];
			node.closeStream(opening.stream);
		}
	}
	return events;
}
/** Ends the connection to a peer. */
function drop(mesh, peer, node) {
	const link = mesh.links[peer];
	if (link === void 0) return [];
	delete mesh.links[peer];
	node.closeStream(link.stream);
	return [{
		kind: "down",
		peer
	}];
}
/** Something happened to a connection with another broker. */
function meshEvent(mesh, event, mine, node) {
	const { stream, peer, kind } = event;
	const { links, opening } = mesh;
	const nowMs = node.monotonicMs();
	const isLink = links[peer]?.stream === stream;
	const isOpening = opening[peer]?.stream === stream;
	switch (kind) {
		case "accepted":
			mesh.accepted.push(stream);
			node.sendStream(stream, {
				f: "status",
				...mine
			});
			return [];
		case "opened":
			if (isOpening) node.sendStream(stream, {
				f: "status",
				...mine
			});
			return [];
		case "closed":
			if (isOpening) delete opening[peer];
			mesh.accepted = mesh.accepted.filter((one) => one !== stream);
			if (!isLink) return [];
			delete links[peer];
			return [{
				kind: "down",
				peer
			}];
		case "data": {
			const message = event.data;
			const link = links[peer];
			if (link !== void 0 && isLink) {
				link.heardMs = nowMs;
				return [{
					kind: "said",
					peer,
					message
				}];
			}
			if (message.f !== "status" || !(isOpening || mesh.accepted.includes(stream))) return [];
			delete opening[peer];
			mesh.accepted = mesh.accepted.filter((one) => one !== stream);
			const events = drop(mesh, peer, node);
			const { life, running, knows } = message;
			links[peer] = {
				stream,
				heardMs: nowMs,
				status: {
					life,
					running,
					knows
				}
			};
			return [...events, {
				kind: "up",
				peer
			}];
		}
	}
}
// scenarios/broker/amqp/cluster/broker-state.ts
/** A queue lives elsewhere now, or nowhere: channels look again. */
function moved(at, queue) {
	at.notices.push({ queue });
}
/** Lives of one process: more pauses than that no run has. */
const LIVES = 1e3;
/** Which broker's client a session is. */
function nodeOf(session) {
	return session.split("~")[0];
}
/** The others that belong to the cluster as this broker sees it: connected, running, and not parted from it. */
function isUp({ cluster }, peer) {
	return cluster.mesh.links[peer]?.status.running === true && !cluster.parted.includes(peer);
}
function others({ given, node }) {
	return given.brokers.filter((name) => name !== node.id);
}
/** Says something to another broker, if there is a connection. */
function tell$1({ state, node }, peer, message) {
	const link = state.cluster.mesh.links[peer];
	if (link === void 0) return false;
	node.sendStream(link.stream, message);
	return true;
}
function statusOf({ state }) {
	const { life, phase } = state.cluster;
	const knows = Object.values(state.queues).reduce((sum, { record }) => sum + (record === void 0 ? 0 : record.epoch * 1e6 + record.version), 0);
	return {
		life,
		running: phase === "running",
		knows
	};
}
// scenarios/broker/amqp/cluster/queue-host.ts
/**
* One queue on a core broker of its own, driven by commands: so whoever carries out the same commands in the same order
* has the same queue. What it tells its sessions comes back as data.
*/
const CHANNEL = 1;
const CONSUMER = "c";
/** A queue with the messages that were kept, as after a restart. `places`: how many places it has given so far. */
function hostQueue(queue, kind, kept, places, nowMs) {
	const lines = [];
	const outlet = {
		send: () => void 0,
		journal: (line) => void lines.push(line)
	};
	const declaring = newBroker();
	openConnection(declaring, 0);
	receive(declaring, 0, CHANNEL, { method: "channel.open" }, nowMs, outlet);
	receive(declaring, 0, CHANNEL, {
		method: "queue.declare",
		queue,
		durable: true,
		arguments: { "x-queue-type": kind }
	}, nowMs, outlet);
	const id = lines.flatMap((line) => line.line === "queue" ? [line.id] : [])[0] ?? 0;
	for (const { place, message, delivered } of kept) {
		lines.push({
			line: "message",
			queue: id,
			place,
			message,
			expiresAtMs: void 0
		});
		if (delivered) lines.push({
			line: "delivered",
			queue: id,
			place
		});
	}
	lines.push({ line: "stopped" });
	const broker = restoreBroker(lines, {}, nowMs);
	const restored = broker.queues.get(queue);
	if (restored !== void 0) restored.places = Math.max(restored.places, places);
	return {
		queue,
		broker,
		sessions: {},
		names: {},
		connections: 0,
		settledBefore: {}
	};
}
/** Carries out a command. A queue without a journal confirms at once. */
function perform(hosted, command, nowMs, journal) {
	const sent = [];
	const lines = [];
	const outlet = {
		send: (connection, _channel, method) => void sent.push({
			connection,
			method
		}),
		...journal && { journal: (line) => void lines.push(line) }
	};
	const { broker, sessions } = hosted;
	const session = sessions[command.session];
	const outputs = [];
	switch (command.do) {
		case "attach": {
			if (session !== void 0) detach(hosted, command.session, nowMs, outlet);
			const connection = ++hosted.connections;
			sessions[command.session] = {
				connection,
				tags: []
			};
			hosted.names[connection] = command.session;
			openConnection(broker, connection);
			say(connection, { method: "channel.open" });
			say(connection, { method: "confirm.select" });
			if (command.prefetch === void 0) break;
			say(connection, {
				method: "basic.qos",
				prefetchCount: command.prefetch
			});
			say(connection, {
				method: "basic.consume",
				queue: hosted.queue,
				consumerTag: CONSUMER
			});
			break;
		}
		case "publish": {
			if (session === void 0) return {
				outputs: gone$1(command.session),
				lines,
				mark: 0
			};
			session.tags.push(command.tag);
			const { exchange, routingKey, properties, body } = command.message;
			say(session.connection, {
				method: "basic.publish",
				exchange,
				routingKey,
				properties,
				body
			});
			break;
		}
		case "settle": {
			const holder = holderOf(hosted, command.place, command.guid);
			if (holder !== void 0) settle(holder.connection, holder.tag, command.how);
			else if (command.how !== "requeue") hosted.settledBefore[command.guid] = true;
			break;
		}
		case "detach": if (session !== void 0) detach(hosted, command.session, nowMs, outlet);
	}
	for (let next = 0; next < sent.length; next++) {
		const { connection, method } = sent[next];
		const name = hosted.names[connection];
		if (name !== void 0) translate(name, connection, method);
	}
	return {
		outputs,
		lines,
		mark: journalMark(broker)
	};
	function say(connection, method) {
		receive(broker, connection, CHANNEL, method, nowMs, outlet);
	}
	function settle(connection, deliveryTag, how) {
		say(connection, how === "ack" ? {
			method: "basic.ack",
			deliveryTag
		} : {
			method: "basic.nack",
			deliveryTag,
			requeue: how === "requeue"
		});
	}
	function translate(name, connection, method) {
		if (method.method !== "basic.deliver") return void outputs.push(...confirmsIn(hosted, name, method));
		const entry = broker.connections.get(connection)?.channels.get(CHANNEL)?.unsettled.get(method.deliveryTag)?.entry;
		if (entry === void 0) return;
		const { guid } = entry.message.body;
		if (hosted.settledBefore[guid] === true) {
			delete hosted.settledBefore[guid];
			return settle(connection, method.deliveryTag, "ack");
		}
		const { message, place } = entry;
		outputs.push({
			session: name,
			says: "deliver",
			place,
			message,
			redelivered: method.redelivered
		});
	}
}
/** What was kept up to the mark is safe: confirms. */
function kept(hosted, mark, nowMs) {
	const outputs = [];
	const send = (connection, _channel, method) => {
		const name = hosted.names[connection];
		if (name !== void 0) outputs.push(...confirmsIn(hosted, name, method));
	};
	journalSynced(hosted.broker, nowMs, { send }, mark);
	return outputs;
}
const gone$1 = (session) => [{
	session,
	says: "detached"
}];
function detach(hosted, name, nowMs, outlet) {
	const session = hosted.sessions[name];
	if (session === void 0) return;
	closeConnection(hosted.broker, session.connection, nowMs, outlet);
	delete hosted.sessions[name];
	delete hosted.names[session.connection];
}
/** A confirm of the core's channel, in the client's numbers: one for each publish. */
function confirmsIn(hosted, session, method) {
	if (method.method !== "basic.ack" && method.method !== "basic.nack") return [];
	const { tags } = hosted.sessions[session];
	const ok = method.method === "basic.ack";
	const last = method.deliveryTag;
	const outputs = [];
	for (let number = method.multiple ? 1 : last; number <= last; number++) {
		const tag = tags[number - 1];
		if (tag === void 0 || tag === 0) continue;
		tags[number - 1] = 0;
		outputs.push({
			session,
			says: "confirm",
			tag,
			ok
		});
	}
	return outputs;
}
/** Who has the message in hand. */
function holderOf({ broker, sessions }, place, guid) {
	for (const { connection } of Object.values(sessions)) for (const [tag, { entry }] of broker.connections.get(connection)?.channels.get(CHANNEL)?.unsettled ?? []) if (entry.place === place && entry.message.body.guid === guid) return {
		connection,
		tag
	};
}
// scenarios/broker/amqp/cluster/journaled.ts
/**
* What the disk holds. After a kill nobody knows what had been handed out, so all counts as redelivered: a single
* RabbitMQ 3.10.8 does the same.
*/
function openJournaled(node, queue, inGoodOrder) {
	const found = node.disk.read(`queue/${queue}`);
	const messages = [...found?.kept.values() ?? []];
	return {
		queue,
		record: found?.record,
		forgotten: false,
		away: false,
		deciding: false,
		fresh: false,
		kept: new Map(messages.map((one) => [one.place, inGoodOrder ? one : {
			...one,
			delivered: true
		}])),
		places: found?.places ?? 0,
		role: { kind: "none" }
	};
}
/** The broker runs: it knows where the queue lives. */
function begin$1(at, held, record) {
	held.record = record;
	held.forgotten = false;
	held.away = false;
	held.deciding = false;
	held.fresh = false;
	if (record.master === at.node.id) lead$3(at, held, held.kept.values(), {
		...record,
		mirrors: []
	});
	else {
		held.role = { kind: "none" };
		write$1(at, held);
	}
}
/** This broker is the master from now on, with these messages. */
function lead$3(at, held, from, record) {
	const { state, node } = at;
	const messages = [...from];
	held.kept = new Map(messages.map((one) => [one.place, one]));
	held.away = false;
	held.deciding = false;
	held.record = {
		...record,
		epoch: record.epoch + 1,
		version: record.version + 1,
		master: node.id
	};
	held.role = {
		kind: "master",
		hosted: hostQueue(held.queue, "classic", messages, held.places, node.monotonicMs()),
		number: 0,
		onDisk: 0,
		held: {},
		waiting: [],
		joinedAt: {},
		again: []
	};
	const { mirrors } = held.record;
	held.record = {
		...held.record,
		mirrors: mirrors.filter(({ name }) => isUp(state, name))
	};
	publish(at, held);
	for (const { name, synced } of held.record.mirrors) sendCopy(at, held, name, synced);
	refill(at, held);
	piece(at, held, []);
	moved(at, held.queue);
}
/** A broker belongs to the cluster now. */
function joined(at, held, peer) {
	if (held.role.kind !== "master" || held.record === void 0) return;
	tell$1(at, peer, {
		f: "records",
		records: [held.record]
	});
	refill(at, held);
	moved(at, held.queue);
}
/** As many mirrors as asked for, of those that are there. */
function refill(at, held) {
	const { given, state, node } = at;
	for (const name of given.brokers) {
		const { record } = held;
		if (record === void 0 || record.mirrors.length >= given.mirrors) return;
		if (name === node.id || !isUp(state, name) || record.mirrors.some((mirror) => mirror.name === name)) continue;
		const synced = held.kept.size === 0 || given.syncMode === "automatic";
		held.record = {
			...record,
			version: record.version + 1,
			mirrors: [...record.mirrors, {
				name,
				synced: false
			}]
		};
		publish(at, held);
		sendCopy(at, held, name, synced);
	}
}
/** What the master has goes to a mirror: all of it, or nothing but its place in the journal. */
function sendCopy(at, held, name, whole) {
	const { role, record, queue } = held;
	if (role.kind !== "master" || record === void 0) return;
	const messages = whole ? [...held.kept.values()] : [];
	if (whole) delete role.joinedAt[name];
	else role.joinedAt[name] = held.places;
	role.held[name] = -1;
	at.state.sentBodies += messages.length;
	const { number } = role;
	tell$1(at, name, {
		f: "copy",
		queue,
		epoch: record.epoch,
		number,
		places: held.places,
		kept: messages
	});
}
/** A broker of the cluster is gone for good, as far as anybody here can tell. */
function lost(at, held, peer) {
	const { record, role } = held;
	if (record === void 0) return;
	if (role.kind === "master") {
		if (record.mirrors.some(({ name }) => name === peer)) {
			const mirrors = record.mirrors.filter(({ name }) => name !== peer);
			held.record = {
				...record,
				version: record.version + 1,
				mirrors
			};
			publish(at, held);
			refill(at, held);
		}
		for (const session of Object.keys(role.hosted.sessions)) if (nodeOf(session) === peer) command(at, held, {
			do: "detach",
			session
		});
		return release$1(at, held);
	}
	if (record.master === peer || held.deciding) succeed(at, held, record);
}
/** The master is gone: the oldest mirror that may take over does. */
function succeed(at, held, record) {
	const { state, node, given } = at;
	const there = record.mirrors.filter(({ name }) => name === node.id || isUp(state, name));
	const inGoodOrder = state.cluster.leaving.includes(record.master);
	const mayLead = ({ synced }) => synced || given.rules.promote === "any" || given.promoteOnFailure === "always" && !inGoodOrder;
	const next = there.find(({ synced }) => synced) ?? there.find(mayLead);
	held.deciding = next !== void 0 && next.name !== node.id;
	if (next?.name === node.id && (held.fresh || given.rules.promote === "any")) {
		node.sometimes("a mirror takes over");
		node.log(`takes over ${held.queue}${next.synced ? "" : ", unsynchronised"}`);
		const mirrors = record.mirrors.filter(({ name }) => name !== node.id);
		return lead$3(at, held, [...held.kept.values()].map((one) => ({
			...one,
			delivered: true
		})), {
			...record,
			mirrors
		});
	}
	held.away = !held.deciding;
	moved(at, held.queue);
}
/** News of where queues live. */
function learn(at, held, record) {
	const { record: known } = held;
	if (known !== void 0 && (record.epoch < known.epoch || record.epoch === known.epoch && record.version <= known.version)) return;
	const isOther = known?.epoch !== record.epoch;
	held.record = record;
	held.away = false;
	held.deciding = false;
	if (isOther) held.role = { kind: "none" };
	write$1(at, held);
	moved(at, held.queue);
}
/** A command for the queue, which lives here. */
function command(at, held, asked) {
	const { role, queue } = held;
	if (role.kind !== "master") return;
	if (asked.do === "publish" && isKept(held, asked)) {
		const { session, tag } = asked;
		role.again.push({
			number: role.number,
			output: {
				session,
				says: "confirm",
				tag,
				ok: true
			}
		});
		return release$1(at, held);
	}
	const { outputs, lines, mark } = perform(role.hosted, asked, at.node.monotonicMs(), true);
	if (lines.length > 0) {
		role.waiting.push({
			number: role.number + 1,
			mark
		});
		piece(at, held, lines);
	}
	pass$1(at, queue, outputs);
	release$1(at, held);
}
const isKept = (held, { message }) => {
	const { guid } = message.body;
	for (const { message: one } of held.kept.values()) if (one.body.guid === guid) return true;
	return false;
};
/** The next piece of the journal: into memory, onto the disk, and to the mirrors. */
function piece(at, held, lines) {
	const { role, record, queue } = held;
	if (role.kind !== "master" || record === void 0) return;
	const number = ++role.number;
	apply(held, lines);
	write$1(at, held);
	at.node.disk.sync({
		kind: "held",
		queue,
		epoch: record.epoch,
		number
	});
	const bodies = lines.filter(({ line }) => line === "message").length;
	for (const { name } of record.mirrors) if (tell$1(at, name, {
		f: "lines",
		queue,
		epoch: record.epoch,
		number,
		lines
	})) at.state.sentBodies += bodies;
}
function apply(held, lines) {
	for (const line of lines) if (line.line === "message") {
		held.places = Math.max(held.places, line.place + 1);
		held.kept.set(line.place, {
			place: line.place,
			message: line.message,
			delivered: false
		});
	} else if (line.line === "message-gone") held.kept.delete(line.place);
	else if (line.line === "delivered") {
		const one = held.kept.get(line.place);
		if (one !== void 0) held.kept.set(line.place, {
			...one,
			delivered: true
		});
	}
}
function write$1({ node }, { queue, record, kept: messages, places }) {
	if (record !== void 0) node.disk.write(`queue/${queue}`, {
		record,
		kept: messages,
		places
	});
}
/** What the master says to its mirrors, and they to it. */
function onMirroring(at, held, peer, said) {
	const { record, role, queue } = held;
	if (record?.epoch !== said.epoch) return;
	if (said.f === "held") {
		if (role.kind !== "master") return;
		role.held[peer] = Math.max(role.held[peer] ?? -1, said.number);
		return release$1(at, held);
	}
	if (record.master !== peer || role.kind === "master") return;
	if (said.f === "copy") {
		held.kept = new Map(said.kept.map((one) => [one.place, one]));
		held.places = said.places;
		held.fresh = true;
		held.role = {
			kind: "mirror",
			number: said.number
		};
	} else {
		if (role.kind !== "mirror" || said.number !== role.number + 1) return;
		role.number = said.number;
		apply(held, said.lines);
	}
	write$1(at, held);
	at.node.disk.sync({
		kind: "held",
		queue,
		epoch: said.epoch,
		number: said.number
	});
}
/** A piece of the journal is on this disk. */
function onHeld(at, held, epoch, number) {
	const { record, role, queue } = held;
	if (record?.epoch !== epoch) return;
	if (role.kind === "master") {
		role.onDisk = Math.max(role.onDisk, number);
		release$1(at, held);
	} else if (role.kind === "mirror") tell$1(at, record.master, {
		f: "held",
		queue,
		epoch,
		number
	});
}
/** Confirms what the disk and all mirrors have, and finds out which mirrors have everything. */
function release$1(at, held) {
	const { role, record, queue } = held;
	if (role.kind !== "master" || record === void 0) return;
	let everywhere = role.onDisk;
	if (at.given.rules.confirm === "when-mirrored") for (const { name } of record.mirrors) everywhere = Math.min(everywhere, role.held[name] ?? -1);
	const done = role.waiting.filter(({ number }) => number <= everywhere);
	if (done.length > 0) {
		role.waiting = role.waiting.filter(({ number }) => number > everywhere);
		const mark = Math.max(...done.map((one) => one.mark));
		pass$1(at, queue, kept(role.hosted, mark, at.node.monotonicMs()));
	}
	const again = role.again.filter(({ number }) => number <= everywhere);
	if (again.length > 0) {
		role.again = role.again.filter(({ number }) => number > everywhere);
		pass$1(at, queue, again.map(({ output }) => output));
	}
	synchronise(at, held, role, record);
}
/** A mirror is synchronised once it has the copy, or once all that it lacks has left the queue. */
function synchronise(at, held, role, record) {
	const oldest = Math.min(Infinity, ...held.kept.keys());
	const isSynced = ({ name, synced }) => synced || (role.held[name] ?? -1) >= 0 && oldest >= (role.joinedAt[name] ?? 0);
	if (record.mirrors.every((mirror) => mirror.synced === isSynced(mirror))) return;
	const mirrors = record.mirrors.map((mirror) => ({
		...mirror,
		synced: isSynced(mirror)
	}));
	held.record = {
		...record,
		version: record.version + 1,
		mirrors
	};
	publish(at, held);
}
/** What the queue says goes to the brokers of its clients. */
function pass$1(at, queue, outputs) {
	if (outputs.length === 0) return;
	const epoch = at.state.queues[queue]?.record?.epoch ?? 0;
	for (const name of [...new Set(outputs.map(({ session }) => nodeOf(session)))]) {
		const here = outputs.filter(({ session }) => nodeOf(session) === name);
		if (name === at.node.id) at.notices.push({
			queue,
			outputs: here
		});
		else tell$1(at, name, {
			f: "outputs",
			queue,
			epoch,
			outputs: here
		});
	}
}
function publish(at, held) {
	write$1(at, held);
	if (held.record === void 0) return;
	for (const name of others(at)) if (isUp(at.state, name)) tell$1(at, name, {
		f: "records",
		records: [held.record]
	});
}
// scenarios/broker/amqp/cluster/quorum.ts
/**
* Quorum queues: every replica carries out the same commands, in the order of a log that a majority has (Raft). Only the
* leader speaks to clients; what it said is kept until they have it, so that its successor goes on where it stopped.
*/
const ELECTION_MS = [300, 600];
const MOST$1 = 50;
const PATIENCE_TICKS = 4;
/** A broker that the leader has not seen for so long is gone, and so are the clients that it serves. */
const GONE_MS = 300;
function openQuorum(node, queue) {
	const { log } = openLog(node);
	const term = node.disk.read("term");
	return {
		queue,
		epoch: term?.epoch ?? 0,
		votedFor: term?.votedFor,
		leader: void 0,
		log,
		committed: 0,
		applied: 0,
		hosted: hostQueue(queue, "quorum", [], 0, 0),
		sessions: {},
		published: {},
		role: { kind: "follower" },
		asking: {},
		stopped: true
	};
}
function begin(at) {
	const { quorum } = at.state;
	if (quorum === void 0) return;
	quorum.stopped = false;
	waitForLeader(at);
}
function end$1(at) {
	const { quorum } = at.state;
	if (quorum === void 0) return;
	quorum.stopped = true;
	quorum.role = { kind: "follower" };
	quorum.leader = void 0;
	for (const session of Object.keys(quorum.asking)) delete quorum.asking[session];
	at.node.clearTimer("election");
}
function waitForLeader({ node }) {
	const [least, most] = ELECTION_MS;
	node.setTimer("election", least + node.random.float() * (most - least));
}
/** No leader was heard of: this one asks to be it. */
function electionTimeout$1(at) {
	const { quorum } = at.state;
	if (quorum === void 0 || quorum.stopped || quorum.role.kind === "leader") return;
	vote(at, quorum, quorum.epoch + 1, at.node.id);
	quorum.role = {
		kind: "candidate",
		granted: [at.node.id]
	};
	const last = positionOf(quorum.log.entries);
	for (const name of others(at)) at.node.send(name, {
		f: "vote",
		epoch: quorum.epoch,
		last
	}, { after: "sync" });
	waitForLeader(at);
}
function vote({ node }, quorum, epoch, votedFor) {
	quorum.epoch = epoch;
	quorum.votedFor = votedFor;
	node.disk.write("term", {
		epoch,
		votedFor
	});
}
function onRaft(at, message, from) {
	const { quorum } = at.state;
	if (quorum === void 0 || quorum.stopped) return;
	if (message.epoch > quorum.epoch && message.f !== "voted") {
		vote(at, quorum, message.epoch, void 0);
		quorum.role = { kind: "follower" };
		quorum.leader = void 0;
	}
	switch (message.f) {
		case "vote": return onVote$1(at, quorum, message, from);
		case "voted": {
			const { role } = quorum;
			if (role.kind !== "candidate" || message.epoch !== quorum.epoch || !message.granted) return;
			if (!role.granted.includes(from)) role.granted.push(from);
			if (role.granted.length * 2 > at.given.brokers.length) lead$2(at, quorum);
			return;
		}
		case "append": return onAppend$1(at, quorum, message, from);
		case "appended": {
			const { role } = quorum;
			if (role.kind !== "leader" || message.epoch !== quorum.epoch) return;
			const lacks = batchAnswered(role.shipping, from, message.round, message.answer, quorum.log.entries);
			commit(at, quorum);
			if (lacks > 0) ship(at, quorum, false);
		}
	}
}
function onVote$1(at, quorum, { epoch, last }, from) {
	const isFree = quorum.votedFor === void 0 || quorum.votedFor === from;
	const granted = epoch === quorum.epoch && isFree && !isAhead(positionOf(quorum.log.entries), last) && quorum.role.kind !== "leader";
	if (granted) {
		vote(at, quorum, epoch, from);
		waitForLeader(at);
	}
	at.node.send(from, {
		f: "voted",
		epoch,
		granted
	}, { after: "sync" });
}
function lead$2(at, quorum) {
	const { node } = at;
	quorum.role = {
		kind: "leader",
		shipping: newShipping(others(at), quorum.log.entries.length),
		missing: {}
	};
	quorum.leader = node.id;
	node.sometimes("a quorum queue has another leader", quorum.epoch > 1);
	append$1(at, quorum, {
		number: 0,
		seen: 0,
		command: { do: "begin" }
	});
	speakAgain(at, quorum);
	askAgain(at, quorum);
}
function append$1(at, quorum, asked) {
	const { node } = at;
	const logged = {
		atMs: node.monotonicMs(),
		...asked
	};
	appendTo(quorum.log, {
		epoch: quorum.epoch,
		logged: JSON.stringify(logged)
	}, node);
	sync$1(at, quorum);
	ship(at, quorum, false);
}
function sync$1({ node }, { log }) {
	node.disk.sync({
		kind: "logged",
		next: log.next
	});
}
/** Sends the log to the followers; `again` what they have not said that they have. */
function ship(at, quorum, again) {
	const { role, epoch, committed, log } = quorum;
	if (role.kind !== "leader") return;
	for (const [to, batch] of nextBatches(role.shipping, log.entries, {
		again,
		most: MOST$1
	})) {
		if (at.state.cluster.mesh.links[to] !== void 0) at.state.sentBodies += batch.entries.filter((entry) => loggedIn(entry).command.do === "publish").length;
		at.node.send(to, {
			f: "append",
			epoch,
			round: role.shipping.round,
			committed,
			batch
		});
	}
}
function onAppend$1(at, quorum, { epoch, round, committed, batch }, from) {
	const { node } = at;
	if (epoch < quorum.epoch) return;
	const isNew = quorum.leader !== from;
	quorum.role = { kind: "follower" };
	quorum.leader = from;
	waitForLeader(at);
	const { answer } = takeBatch(quorum.log, batch, node);
	sync$1(at, quorum);
	node.send(from, {
		f: "appended",
		epoch,
		round,
		answer
	}, { after: "sync" });
	if (answer.kind === "have") {
		quorum.committed = Math.max(quorum.committed, Math.min(committed, answer.length));
		carryOut$1(at, quorum);
	}
	if (isNew) askAgain(at, quorum);
}
function onLogged(at, next) {
	const { quorum } = at.state;
	if (quorum === void 0) return;
	logSynced(quorum.log, next, at.node);
	commit(at, quorum);
}
/** What a majority has on its disks, and is of this leader's time, is decided (Raft, §5.4.2). */
function commit(at, quorum) {
	const { role, log } = quorum;
	if (role.kind !== "leader") return;
	const majority = Math.floor(at.given.brokers.length / 2);
	const reached = Math.min(logKept(log), at.given.rules.quorum === "majority" ? heldBy(majority, role.shipping) : Infinity);
	if (reached <= quorum.committed || log.entries[reached - 1]?.epoch !== quorum.epoch) return;
	quorum.committed = reached;
	carryOut$1(at, quorum);
}
function loggedIn({ logged }) {
	return JSON.parse(logged);
}
function carryOut$1(at, quorum) {
	while (quorum.applied < quorum.committed) {
		const logged = loggedIn(quorum.log.entries[quorum.applied++]);
		if (logged.command.do !== "begin") carryOutOne(at, quorum, logged, logged.command);
	}
}
function carryOutOne(at, quorum, { number, seen, atMs }, command) {
	const { session } = command;
	const dialogue = quorum.sessions[session] ??= {
		asked: 0,
		told: 0,
		unseen: []
	};
	dialogue.unseen = dialogue.unseen.filter((told) => told.number > seen);
	if (number > 0) {
		if (number !== dialogue.asked + 1) return;
		dialogue.asked = number;
	}
	const channel = session.split("~").slice(0, 3).join("~");
	let outputs;
	if (command.do === "publish" && command.tag <= (quorum.published[channel] ?? 0)) outputs = [{
		session,
		says: "confirm",
		tag: command.tag,
		ok: true
	}];
	else {
		if (command.do === "publish" && quorum.hosted.sessions[session] !== void 0) quorum.published[channel] = command.tag;
		outputs = perform(quorum.hosted, command, atMs, false).outputs;
		if (command.do === "detach" && number === 0) outputs = [...outputs, {
			session,
			says: "detached"
		}];
	}
	for (const output of outputs) {
		const to = quorum.sessions[output.session] ??= {
			asked: 0,
			told: 0,
			unseen: []
		};
		const told = {
			number: ++to.told,
			output
		};
		to.unseen.push(told);
		if (quorum.role.kind === "leader") speak(at, quorum, told.number, output);
	}
}
/** The leader tells a session something. */
function speak(at, quorum, number, output) {
	const { session } = output;
	const name = nodeOf(session);
	if (name !== at.node.id) return void tell$1(at, name, {
		f: "tell",
		session,
		number,
		output
	});
	hear(at, quorum, session, number, output);
}
/** A new leader says again what nobody has said that they have. */
function speakAgain(at, quorum, peer) {
	for (const [session, { unseen }] of Object.entries(quorum.sessions)) if (peer === void 0 || nodeOf(session) === peer) for (const { number, output } of [...unseen]) speak(at, quorum, number, output);
}
function onTell(at, { session, number, output }) {
	const { quorum } = at.state;
	if (quorum !== void 0 && !quorum.stopped) hear(at, quorum, session, number, output);
}
function hear(at, quorum, session, number, output) {
	const asking = quorum.asking[session];
	if (asking === void 0 || number !== asking.seen + 1) return;
	asking.seen = number;
	if (output.says === "detached") delete quorum.asking[session];
	at.notices.push({
		queue: quorum.queue,
		outputs: [output]
	});
}
/** A channel of this broker asks: kept until it is carried out. */
function ask(at, command) {
	const { quorum } = at.state;
	if (quorum === void 0 || quorum.stopped) return;
	const asking = quorum.asking[command.session] ??= {
		asked: 0,
		seen: 0,
		waited: 0,
		ends: false,
		open: []
	};
	const one = {
		number: ++asking.asked,
		command
	};
	asking.ends = command.do === "detach";
	asking.open.push(one);
	pass(at, quorum, asking, one);
}
function pass(at, quorum, { seen }, { number, command }) {
	const { leader } = quorum;
	if (leader === void 0) return;
	if (leader === at.node.id) return take$3(at, quorum, number, seen, command);
	if (command.do === "publish") at.state.sentBodies++;
	tell$1(at, leader, {
		f: "ask",
		number,
		seen,
		command
	});
}
/** There is another leader, or the old one is within reach again. */
function askAgain(at, quorum) {
	trim(quorum);
	for (const asking of Object.values(quorum.asking)) for (const one of asking.open) pass(at, quorum, asking, one);
}
/** What was carried out need not be asked again. */
function trim(quorum) {
	for (const [session, asking] of Object.entries(quorum.asking)) {
		const asked = quorum.sessions[session]?.asked ?? 0;
		const open = asking.open.filter(({ number }) => number > asked);
		if (open.length < asking.open.length) asking.waited = 0;
		asking.open = open;
		if (asking.ends && open.length === 0) delete quorum.asking[session];
	}
}
/** Whoever was asked may not have led at that moment: what waits for long is asked again, from the first on. */
function insist(at, quorum) {
	trim(quorum);
	for (const asking of Object.values(quorum.asking)) {
		if (asking.open.length === 0 || ++asking.waited < PATIENCE_TICKS) continue;
		asking.waited = 0;
		for (const one of asking.open) pass(at, quorum, asking, one);
	}
}
function onAsk$1(at, _peer, { number, seen, command }) {
	const { quorum } = at.state;
	if (quorum !== void 0 && quorum.role.kind === "leader") take$3(at, quorum, number, seen, command);
}
function take$3(at, quorum, number, seen, command) {
	const asked = quorum.sessions[command.session]?.asked ?? 0;
	if (quorum.role.kind === "leader" && number > asked) append$1(at, quorum, {
		number,
		seen,
		command
	});
}
/** A broker is connected again: what was meant for it is said again. */
function linked(at, peer) {
	const { quorum } = at.state;
	if (quorum === void 0 || quorum.stopped) return;
	if (quorum.role.kind === "leader") speakAgain(at, quorum, peer);
	if (quorum.leader === peer) askAgain(at, quorum);
}
/** Time passes: a leader gives signs of life, and gives up the clients of brokers that are gone. */
function quorumTick(at) {
	const { quorum } = at.state;
	if (quorum === void 0 || quorum.stopped) return;
	insist(at, quorum);
	if (quorum.role.kind !== "leader") return;
	ship(at, quorum, true);
	const { missing } = quorum.role;
	const nowMs = at.node.monotonicMs();
	for (const session of Object.keys(quorum.hosted.sessions)) {
		const name = nodeOf(session);
		const life = Number(session.split("~")[1]);
		const link = at.state.cluster.mesh.links[name];
		if ((name === at.node.id ? at.state.cluster.life : link?.status.life) === life) delete missing[session];
		else if ((missing[session] ??= nowMs) + GONE_MS < nowMs) {
			missing[session] = Infinity;
			append$1(at, quorum, {
				number: 0,
				seen: 0,
				command: {
					do: "detach",
					session
				}
			});
		}
	}
}
// scenarios/broker/amqp/cluster/queues.ts
/** The queues of a broker: whatever their kind, the other parts ask here. */
/** Where the queue lives for the channels of this broker: `away` for nowhere, `unknown` while that is being found out. */
function homeOf$1(at, queue) {
	const { state, node } = at;
	if (state.quorum !== void 0) return "quorum";
	const held = state.queues[queue];
	if (held === void 0 || held.away || state.cluster.phase !== "running") return "away";
	const { record } = held;
	if (record === void 0) return "away";
	const link = state.cluster.mesh.links[record.master];
	if (record.master === node.id) return held.role.kind === "master" ? `${record.epoch}` : "unknown";
	return isUp(state, record.master) && link !== void 0 ? `${record.epoch} ${link.stream}` : "unknown";
}
function isMasterHere({ state }, queue) {
	return state.queues[queue]?.role.kind === "master";
}
/** A channel of this broker asks something of the queue. */
function toQueue(at, queue, command$1) {
	const { state, node } = at;
	if (state.quorum !== void 0) return ask(at, command$1);
	const held = state.queues[queue];
	if (held?.record === void 0) return;
	const { master, epoch } = held.record;
	if (master === node.id) return command(at, held, command$1);
	if (command$1.do === "publish") state.sentBodies++;
	tell$1(at, master, {
		f: "command",
		queue,
		epoch,
		command: command$1
	});
}
function recordsOf({ state }) {
	return Object.values(state.queues).flatMap(({ record }) => record === void 0 ? [] : [record]);
}
/** Whether a queue has lost its master, and another broker is to say who follows. */
function isDeciding({ state }) {
	return Object.values(state.queues).some(({ deciding }) => deciding);
}
/** The broker runs from now on. Without records the cluster is new. */
function queuesBegin(at, records) {
	const { brokers, queues } = at.given;
	for (const held of Object.values(at.state.queues)) {
		const { queue } = held;
		const first = {
			queue,
			epoch: 0,
			version: 0,
			master: brokers[queues.indexOf(queue) % brokers.length],
			mirrors: []
		};
		begin$1(at, held, records.find((record) => record.queue === queue) ?? first);
	}
	begin(at);
}
/** The broker serves no more. */
function queuesEnd(at) {
	for (const held of Object.values(at.state.queues)) held.role = { kind: "none" };
	end$1(at);
}
/** What this broker knows of where queues live is discarded: with a master elsewhere, its messages are too. */
function forgetQueues({ state, node }) {
	for (const held of Object.values(state.queues)) {
		held.record = void 0;
		held.forgotten = true;
		node.disk.write(`queue/${held.queue}`, {
			record: void 0,
			kept: held.kept,
			places: held.places
		});
	}
}
function queueJoined(at, peer) {
	for (const held of Object.values(at.state.queues)) joined(at, held, peer);
}
function queueLost(at, peer) {
	for (const held of Object.values(at.state.queues)) lost(at, held, peer);
}
/** What another broker of the cluster says about queues. */
function onQueueMessage(at, peer, said) {
	switch (said.f) {
		case "records":
			for (const record of said.records) {
				const held = at.state.queues[record.queue];
				if (held !== void 0) learn(at, held, record);
			}
			return;
		case "ask": return onAsk$1(at, peer, said);
		case "tell": return onTell(at, said);
		case "copy":
		case "lines":
		case "held":
		case "command":
		case "outputs": {
			const held = at.state.queues[said.queue];
			if (held === void 0) return;
			if (said.f === "copy" || said.f === "lines" || said.f === "held") return onMirroring(at, held, peer, said);
			if (held.record?.epoch !== said.epoch) return;
			if (said.f === "command") return command(at, held, said.command);
			at.notices.push({
				queue: said.queue,
				outputs: said.outputs
			});
			return;
		}
	}
}
// scenarios/broker/amqp/cluster/front.ts
/** Something happened to a client's connection. */
function onClient(at, event) {
	const { state, node, given } = at;
	const { clients } = state.front;
	const { stream } = event;
	const client = clients[stream];
	switch (event.kind) {
		case "accepted": {
			const lets = given.standby ? given.queues.every((queue) => isMasterHere(at, queue)) : true;
			if (state.cluster.phase !== "running" || !lets) return node.closeStream(stream);
			clients[stream] = {
				stream,
				heardMs: node.monotonicMs(),
				prefetch: 0,
				published: 0,
				lastTag: 0,
				unconfirmed: {},
				unsettled: {},
				uses: {}
			};
			return say(at, stream, { method: "connection.open-ok" });
		}
		case "closed":
			if (client !== void 0) leave$1(at, client);
			return;
		case "data":
			if (client === void 0) return;
			client.heardMs = node.monotonicMs();
			return onMethod(at, client, event.data);
	}
}
function onMethod(at, client, method) {
	switch (method.method) {
		case "heartbeat": return say(at, client.stream, { method: "heartbeat" });
		case "basic.qos":
			client.prefetch = method.prefetchCount;
			return say(at, client.stream, { method: "basic.qos-ok" });
		case "basic.consume": return consume(at, client, method.queue, method.consumerTag ?? "ctag");
		case "basic.publish": {
			const queue = method.routingKey;
			const tag = ++client.published;
			const message = {
				exchange: "",
				routingKey: queue,
				properties: method.properties ?? {},
				body: {
					guid: `${at.node.id}~${at.state.cluster.life}~${client.stream}#${tag}`,
					body: method.body
				}
			};
			if (homeOf$1(at, queue) === "away") return;
			const use = useOf(at, client, queue);
			client.unconfirmed[tag] = {
				queue,
				message
			};
			if (attached(at, client, use, queue) === "was") toQueue(at, queue, {
				do: "publish",
				session: use.session,
				tag,
				message
			});
			return;
		}
		case "basic.ack": return settle(at, client, method.deliveryTag, "ack");
		case "basic.nack":
		case "basic.reject": return settle(at, client, method.deliveryTag, method.requeue === true ? "requeue" : "drop");
		default: return;
	}
}
function consume(at, client, queue, consumerTag) {
	if (homeOf$1(at, queue) === "away") return say(at, client.stream, {
		method: "channel.close",
		replyCode: 404,
		replyText: `queue ${queue} is away`
	});
	const use = useOf(at, client, queue);
	use.prefetch = client.prefetch;
	use.consumerTag = consumerTag;
	use.at = void 0;
	say(at, client.stream, {
		method: "basic.consume-ok",
		consumerTag
	});
	attached(at, client, use, queue);
}
function settle(at, client, tag, how) {
	const got = client.unsettled[tag];
	if (got === void 0) return;
	delete client.unsettled[tag];
	const use = useOf(at, client, got.queue);
	if (attached(at, client, use, got.queue) !== "not") toQueue(at, got.queue, {
		do: "settle",
		session: use.session,
		place: got.place,
		guid: got.guid,
		how
	});
}
function useOf({ state, node }, client, queue) {
	return client.uses[queue] ??= {
		session: `${node.id}~${state.cluster.life}~${client.stream}~0`,
		prefetch: void 0,
		consumerTag: "",
		at: void 0,
		renewed: 0
	};
}
/** Makes the session known where the queue lives now, with all that is not confirmed: the queue knows what it has. */
function attached(at, client, use, queue) {
	const home = homeOf$1(at, queue);
	if (home === "away" || home === "unknown") return "not";
	if (use.at === home) return "was";
	use.at = home;
	toQueue(at, queue, {
		do: "attach",
		session: use.session,
		prefetch: use.prefetch
	});
	for (const [tag, sent] of Object.entries(client.unconfirmed)) if (sent.queue === queue) toQueue(at, queue, {
		do: "publish",
		session: use.session,
		tag: Number(tag),
		message: sent.message
	});
	return "now";
}
/** What the queues had to say to channels: once, and all that follows from it. */
function hearNotices(at) {
	for (let notice = at.notices.shift(); notice !== void 0; notice = at.notices.shift()) if (notice.outputs === void 0) follow(at, notice.queue);
	else onOutputs(at, notice.queue, notice.outputs);
}
/** A queue may have moved, or have gone. */
function follow(at, queue) {
	const { state, given } = at;
	const isAway = homeOf$1(at, queue) === "away";
	for (const client of Object.values(state.front.clients)) {
		const use = client.uses[queue];
		if (use === void 0) continue;
		if (!isAway) attached(at, client, use, queue);
		else {
			for (const [tag, sent] of Object.entries(client.unconfirmed)) if (sent.queue === queue) delete client.unconfirmed[Number(tag)];
			delete client.uses[queue];
			if (use.prefetch !== void 0) say(at, client.stream, {
				method: "basic.cancel",
				consumerTag: use.consumerTag,
				nowait: true
			});
		}
	}
	if (given.standby && !isMasterHere(at, queue)) closeClients(at);
}
/** What the queue says to its sessions here. */
function onOutputs(at, queue, outputs) {
	for (const output of outputs) {
		const [, , stream = ""] = output.session.split("~");
		const client = at.state.front.clients[Number(stream)];
		const use = client?.uses[queue];
		if (client !== void 0 && use?.session === output.session) onOutput(at, client, use, queue, output);
	}
}
function onOutput(at, client, use, queue, output) {
	switch (output.says) {
		case "confirm": {
			const { tag: deliveryTag, ok } = output;
			if (client.unconfirmed[deliveryTag] === void 0) return;
			delete client.unconfirmed[deliveryTag];
			return say(at, client.stream, ok ? {
				method: "basic.ack",
				deliveryTag,
				multiple: false
			} : {
				method: "basic.nack",
				deliveryTag,
				multiple: false,
				requeue: false
			});
		}
		case "deliver": {
			const { place, message, redelivered } = output;
			const deliveryTag = ++client.lastTag;
			const { exchange, routingKey, properties } = message;
			const { guid, body } = message.body;
			client.unsettled[deliveryTag] = {
				queue,
				place,
				guid
			};
			const { consumerTag } = use;
			const content = {
				exchange,
				routingKey,
				properties,
				body
			};
			return say(at, client.stream, {
				method: "basic.deliver",
				consumerTag,
				deliveryTag,
				redelivered,
				...content
			});
		}
		case "detached":
			use.renewed++;
			use.session = `${use.session.split("~").slice(0, 3).join("~")}~${use.renewed}`;
			use.at = "renewed";
			attached(at, client, use, queue);
	}
}
/** Who was silent for too long is gone. */
function frontTick(at) {
	const nowMs = at.node.monotonicMs();
	for (const client of Object.values(at.state.front.clients)) {
		if (nowMs - client.heardMs <= 700) continue;
		leave$1(at, client);
		at.node.closeStream(client.stream);
	}
}
/** The client is gone: the queue takes back what it had. */
function leave$1(at, client) {
	delete at.state.front.clients[client.stream];
	for (const [queue, { session, at: home }] of Object.entries(client.uses)) if (home !== void 0 && homeOf$1(at, queue) === home) toQueue(at, queue, {
		do: "detach",
		session
	});
}
/** The broker stops serving. */
function closeClients({ state, node }) {
	for (const { stream } of Object.values(state.front.clients)) {
		delete state.front.clients[stream];
		node.closeStream(stream);
	}
}
function say({ node }, stream, method) {
	node.sendStream(stream, method);
}
// scenarios/broker/amqp/cluster/pause.ts
/** A broker stops serving, because it sees too few others, or begins anew. */
/** Stops serving: all clients go, and so do its queues, until it sees enough others again. */
function pause(at, phase) {
	const { cluster } = at.state;
	at.node.log(phase === "waiting" ? "begins anew" : "pauses");
	cluster.phase = phase;
	cluster.life++;
	cluster.parted = [];
	cluster.weighed = void 0;
	for (const about of Object.keys(cluster.surveys)) delete cluster.surveys[about];
	for (const peer of Object.keys(cluster.met)) delete cluster.met[peer];
	closeClients(at);
	queuesEnd(at);
	announce(at);
}
/** Tells all what it is now. */
function announce(at) {
	for (const peer of others(at)) tell$1(at, peer, {
		f: "status",
		...statusOf(at)
	});
}
// scenarios/broker/amqp/cluster/partitions.ts
/**
* Autoheal: once all see each other again, one side wins, and the others begin anew with what it has.
*
* As in RabbitMQ 3.10 the winner is the side with the most clients, then the one with the most brokers, then the one
* whose names come last. What the others took meanwhile is discarded.
*/
/** The first broker decides, once it sees all and some of them are parted. */
function healTick(at) {
	const { given, state, node } = at;
	const { cluster } = state;
	if (given.partitions !== "autoheal" || cluster.phase !== "running") return;
	if (given.brokers[0] !== node.id || cluster.weighed !== void 0) return;
	if (others(at).some((name) => cluster.mesh.links[name]?.status.running !== true)) return;
	if (cluster.parted.length === 0) return;
	cluster.weighed = {};
	for (const peer of others(at)) tell$1(at, peer, { f: "weigh" });
	weighed(at, node.id, sideOf(at));
}
function onHealing(at, peer, message) {
	const { cluster } = at.state;
	if (message.f === "weigh") tell$1(at, peer, {
		f: "weighed",
		life: cluster.life,
		...sideOf(at)
	});
	else if (message.f === "weighed") weighed(at, peer, message);
	else if (cluster.phase === "running") beginAnew(at);
}
function sideOf({ state, node, given }) {
	return {
		side: given.brokers.filter((name) => name === node.id || isUp(state, name)),
		clients: Object.keys(state.front.clients).length
	};
}
/** One more has answered. When all have, the winner is known. */
function weighed(at, name, said) {
	const { cluster } = at.state;
	const { brokers } = at.given;
	if (cluster.weighed === void 0) return;
	cluster.weighed[name] = {
		side: said.side,
		clients: said.clients
	};
	const known = cluster.weighed;
	if (brokers.some((broker) => known[broker] === void 0)) return;
	cluster.weighed = void 0;
	const sides = [...new Set(brokers.map((broker) => known[broker]?.side.join() ?? ""))].map((key) => {
		const side = key.split(",");
		return {
			side,
			clients: side.reduce((sum, broker) => sum + (known[broker]?.clients ?? 0), 0),
			key
		};
	});
	const [winner] = sides.sort((a, b) => b.clients - a.clients || b.side.length - a.side.length || (a.key < b.key ? 1 : -1));
	if (winner === void 0 || sides.length < 2) return;
	at.node.log(`autoheal: ${winner.key} wins`);
	const losers = brokers.filter((broker) => !winner.side.includes(broker));
	for (const loser of losers) if (loser !== at.node.id) tell$1(at, loser, { f: "begin-anew" });
	if (losers.includes(at.node.id)) beginAnew(at);
}
/** Forgets all that it holds of mirrored queues, and joins the others as if it were new. */
function beginAnew(at) {
	forgetQueues(at);
	at.state.cluster.outlived = [];
	at.node.disk.write("outlived", []);
	pause(at, "waiting");
}
/** One that begins anew has nothing of its own to offer. */
function promisesNothing({ state }) {
	return state.cluster.life % 1e3 > 0 && Object.values(state.queues).some(({ forgotten }) => forgotten);
}
// scenarios/broker/amqp/cluster/membership.ts
/**
* Who belongs to the cluster, as one broker sees it: starting, losing others, and coming back.
*
* As RabbitMQ 3.10 does it: a broker that starts joins one that runs, or waits for those that may have outlived it
* (Mnesia); who goes is asked about among those that are left, so that a partial cut is seen as one.
*/
/** Everything that happened between brokers. */
function onMesh(at, events) {
	for (const event of events) if (event.kind === "up") onUp(at, event.peer);
	else if (event.kind === "said") onSaid(at, event.peer, event.message);
	else onDown(at, event.peer);
}
function membershipTick(at) {
	const { state, node } = at;
	onMesh(at, meshTick(state.cluster.mesh, others(at), node));
	answerSurveys(at);
	mayRun(at);
	healTick(at);
}
function onUp(at, peer) {
	const { cluster } = at.state;
	const status = cluster.mesh.links[peer]?.status;
	if (status === void 0) return;
	tell$1(at, peer, {
		f: "status",
		...statusOf(at)
	});
	if (cluster.phase === "running") linked(at, peer);
	if (cluster.phase === "running" && status.running && cluster.met[peer] === status.life) {
		if (!cluster.parted.includes(peer)) cluster.parted.push(peer);
		at.node.sometimes("brokers were parted");
		return;
	}
	diedFor(at, peer);
	meet(at, peer);
}
/** It is back in a new life: it died, whatever those say who are still being asked. */
function diedFor(at, peer) {
	const { surveys, phase } = at.state.cluster;
	if (surveys[peer] === void 0 || phase !== "running") return;
	delete surveys[peer];
	queueLost(at, peer);
}
/** A broker that runs, and is not parted from this one, belongs to the cluster from now on. */
function meet(at, peer) {
	const { cluster } = at.state;
	const status = cluster.mesh.links[peer]?.status;
	if (status === void 0 || !status.running || cluster.phase !== "running") return;
	cluster.parted = cluster.parted.filter((name) => name !== peer);
	cluster.met[peer] = status.life;
	cluster.leaving = cluster.leaving.filter((name) => name !== peer);
	setOutlived(at, cluster.outlived.filter((name) => name !== peer));
	queueJoined(at, peer);
}
function onDown(at, peer) {
	const { cluster } = at.state;
	for (const [about, asked] of Object.entries(cluster.surveys)) cluster.surveys[about] = asked.filter((name) => name !== peer);
	if (cluster.phase !== "running") return;
	if (!cluster.parted.includes(peer) && cluster.met[peer] !== void 0) gone(at, peer);
	settleSurveys(at);
}
/** A broker of the cluster is out of sight, or does not run any more. */
function gone(at, peer) {
	const { state, given } = at;
	const { cluster } = state;
	setOutlived(at, [...cluster.outlived.filter((name) => name !== peer), peer]);
	const up = others(at).filter((name) => name !== peer && isUp(state, name));
	if (given.partitions === "pause-minority" && !isMajority$1(at, up.length + 1)) return pause(at, "paused");
	cluster.surveys[peer] = up;
	for (const name of up) tell$1(at, name, {
		f: "survey",
		about: peer,
		life: cluster.met[peer] ?? 0
	});
}
/** What is known about all that went, once nobody is left to be asked. */
function settleSurveys(at) {
	const { cluster } = at.state;
	for (const [about, asked] of Object.entries(cluster.surveys)) {
		if (asked.length > 0 || cluster.phase !== "running") continue;
		delete cluster.surveys[about];
		queueLost(at, about);
	}
}
function onSaid(at, peer, message) {
	const { cluster } = at.state;
	switch (message.f) {
		case "tick": return;
		case "status": return onStatus(at, peer, message);
		case "leaving":
			cluster.leaving.push(peer);
			return;
		case "survey":
			cluster.asked.push({
				by: peer,
				about: message.about,
				life: message.life,
				sinceMs: at.node.monotonicMs()
			});
			return;
		case "surveyed": return onSurveyed(at, peer, message);
		case "join":
			if (cluster.phase === "running" && !isDeciding(at)) tell$1(at, peer, {
				f: "records",
				records: recordsOf(at)
			});
			return;
		case "records":
			if (cluster.phase !== "running") return mayBegin(at) ? run(at, message.records) : void 0;
			return onQueueMessage(at, peer, message);
		case "ask":
		case "tell": return cluster.phase === "running" ? onQueueMessage(at, peer, message) : void 0;
		case "weigh":
		case "weighed":
		case "begin-anew": return onHealing(at, peer, message);
		default: if (cluster.phase === "running" && isUp(at.state, peer)) onQueueMessage(at, peer, message);
	}
}
function onStatus(at, peer, { life, running, knows }) {
	const { cluster } = at.state;
	const link = cluster.mesh.links[peer];
	if (link === void 0) return;
	const was = link.status;
	link.status = {
		life,
		running,
		knows
	};
	if (cluster.phase !== "running") return;
	if (was.running && (!running || life !== was.life)) {
		if (!cluster.parted.includes(peer)) gone(at, peer);
		if (at.state.cluster.phase !== "running") return;
		cluster.parted = cluster.parted.filter((name) => name !== peer);
		diedFor(at, peer);
	}
	if (running && (!was.running || life !== was.life)) meet(at, peer);
}
/** Answers who asked after others: alive, if it was heard of since and is still that process, even if it has paused. */
function answerSurveys(at) {
	const { cluster } = at.state;
	cluster.asked = cluster.asked.filter(({ by, about, life, sinceMs }) => {
		const link = cluster.mesh.links[about];
		const isSame = link !== void 0 && Math.floor(link.status.life / 1e3) === Math.floor(life / 1e3);
		if (isSame && link.heardMs <= sinceMs) return true;
		tell$1(at, by, {
			f: "surveyed",
			about,
			alive: isSame
		});
		return false;
	});
}
/** Somebody sees whom this one does not see: the cut is partial. */
function onSurveyed(at, peer, { about, alive }) {
	const { state, given, node } = at;
	const asked = state.cluster.surveys[about];
	if (asked === void 0 || state.cluster.phase !== "running") return;
	if (alive && asked.includes(peer)) {
		node.log(`${peer} sees ${about}, which is out of sight here: the cut is partial`);
		if (given.partitions === "pause-minority") return pause(at, "paused-until-all");
		return onMesh(at, drop(state.cluster.mesh, peer, node));
	}
	state.cluster.surveys[about] = asked.filter((name) => name !== peer);
	settleSurveys(at);
}
const isMajority$1 = ({ given }, count) => count * 2 > given.brokers.length;
/** Whether it sees enough others to serve again. */
function mayBegin(at) {
	const { cluster } = at.state;
	const seen = Object.keys(cluster.mesh.links).length + 1;
	if (cluster.phase === "paused-until-all") return seen === at.given.brokers.length;
	return at.given.partitions !== "pause-minority" || isMajority$1(at, seen);
}
/** Begins to serve, if it knows what is newest: somebody runs already, or nobody that is away can know more. */
function mayRun(at) {
	const { cluster } = at.state;
	if (cluster.phase === "running" || !mayBegin(at)) return;
	const links = Object.entries(cluster.mesh.links);
	const running = links.filter(([, { status }]) => status.running);
	for (const [name] of running) tell$1(at, name, { f: "join" });
	if (running.length > 0) return;
	const isAway = (name) => cluster.mesh.links[name] === void 0;
	if (others(at).some((name) => isAway(name) && !cluster.outlived.includes(name))) return;
	const mine = statusOf(at).knows;
	if (links.every(([, { status }]) => mine >= status.knows) && !promisesNothing(at)) run(at, recordsOf(at));
}
function run(at, records) {
	const { cluster } = at.state;
	cluster.phase = "running";
	cluster.parted = [];
	announce(at);
	queuesBegin(at, records);
	for (const peer of others(at)) meet(at, peer);
}
function setOutlived({ state, node }, outlived) {
	if (outlived.join() === state.cluster.outlived.join()) return;
	state.cluster.outlived = outlived;
	node.disk.write("outlived", outlived);
}
// scenarios/broker/amqp/cluster/broker.ts
/** A broker of a cluster: other brokers on one side, clients on the other, queues between them. */
function clusterBroker(given) {
	const program = stateMachine({
		start(node) {
			const inGoodOrder = node.disk.read("stopped") === true;
			if (inGoodOrder) node.disk.delete("stopped");
			const state = {
				cluster: {
					life: node.incarnation * LIVES,
					phase: "waiting",
					mesh: newMesh(),
					met: {},
					parted: [],
					outlived: [...node.disk.read("outlived") ?? []],
					surveys: {},
					asked: [],
					leaving: [],
					weighed: void 0
				},
				front: { clients: {} },
				queues: Object.fromEntries(given.kind === "classic" ? given.queues.map((queue) => [queue, openJournaled(node, queue, inGoodOrder)]) : []),
				quorum: given.kind === "quorum" ? openQuorum(node, given.queues[0]) : void 0,
				sentBodies: 0
			};
			node.setTimer("tick", 0);
			return state;
		},
		onRequest: (state, _asked, node) => node.reply({ sentBodies: state.sentBodies }),
		onMessage: (state, message, node, from) => does(state, node, (at) => onRaft(at, message, from)),
		onStream: (state, event, node) => does(state, node, (at) => given.brokers.includes(event.peer) ? onMesh(at, meshEvent(state.cluster.mesh, event, statusOf(at), node)) : onClient(at, event)),
		onSync(state, token, node, ok) {
			if (!ok) return node.exit("a sync failed");
			does(state, node, (at) => {
				if (token.kind === "logged") return onLogged(at, token.next);
				const held = state.queues[token.queue];
				if (held !== void 0) onHeld(at, held, token.epoch, token.number);
			});
		},
		onTimer: (state, timer, node) => does(state, node, (at) => {
			if (timer === "election") return electionTimeout$1(at);
			node.setTimer("tick", 50);
			membershipTick(at);
			quorumTick(at);
			frontTick(at);
		}),
		onStop: (state, node) => does(state, node, leave)
	});
	/** Does it, and tells channels what queues had to say to them. */
	function does(state, node, what) {
		const at = {
			state,
			node,
			given,
			notices: []
		};
		what(at);
		hearNotices(at);
	}
	return {
		...program,
		closesConnections: true
	};
}
/** Stops in good order: the others hear that this is no failure. */
function leave(at) {
	at.node.disk.write("stopped", true);
	for (const peer of others(at)) tell$1(at, peer, { f: "leaving" });
}
// scenarios/broker/amqp/cluster/client.ts
/** Clients of a cluster: publishers with confirms, consumers with acknowledgements, and shovels, which are both. */
const RECONNECT_MS$1 = 60;
const AGAIN_MS = 100;
/** Nothing came for so long: nothing is left. */
const IDLE_MS = 400;
function clusterClient(given) {
	return {
		...stateMachine({
			start(node) {
				node.setTimer("connect", given.startMs);
				return {
					broker: 0,
					stream: void 0,
					open: false,
					heardMs: 0,
					published: 0,
					waiting: [],
					unconfirmed: {},
					work: [],
					consuming: false,
					busyMs: node.monotonicMs(),
					draining: []
				};
			},
			onRequest(state, asked, node) {
				const replyTo = node.defer();
				if (asked.f === "drain") {
					state.draining.push(replyTo);
					return node.setTimer("idle", IDLE_MS);
				}
				state.waiting.push({
					value: asked.value,
					important: given.matters(asked.value),
					replyTo
				});
				flush(state, node);
			},
			onTimer(state, timer, node) {
				switch (timer) {
					case "connect":
						state.stream = node.connect(given.brokers[state.broker % given.brokers.length]);
						state.heardMs = node.monotonicMs();
						return node.setTimer("heartbeat", 200);
					case "heartbeat": return heartbeat(state, node);
					case "consume": return consume(state, node);
					case "work": return work(state, node);
					case "idle": return idle(state, node);
				}
			},
			onStream(state, event, node) {
				if (event.stream !== state.stream) return;
				state.heardMs = node.monotonicMs();
				if (event.kind === "closed") lost(state, node);
				else if (event.kind === "data") onMethod(state, event.data, node);
			}
		}),
		closesConnections: true
	};
	function onMethod(state, method, node) {
		switch (method.method) {
			case "connection.open-ok":
				state.open = true;
				consume(state, node);
				return flush(state, node);
			case "basic.consume-ok":
				state.consuming = true;
				state.busyMs = node.monotonicMs();
				return;
			case "basic.cancel":
			case "channel.close":
				state.consuming = false;
				state.work = [];
				return node.setTimer("consume", AGAIN_MS);
			case "basic.ack":
			case "basic.nack": {
				const publish = state.unconfirmed[method.deliveryTag];
				if (publish === void 0) return;
				delete state.unconfirmed[method.deliveryTag];
				if (method.method === "basic.ack") node.replyTo(publish.replyTo, "confirmed");
				else node.rejectTo(publish.replyTo, "refused");
				return;
			}
			case "basic.deliver": {
				const { deliveryTag: tag, body, redelivered } = method;
				state.work.push({
					tag,
					value: body,
					redelivered,
					doneMs: 0
				});
				state.busyMs = node.monotonicMs();
				if (state.work.length === 1) node.setTimer("work", given.workMs);
				return;
			}
		}
	}
	function flush(state, node) {
		if (!state.open || state.stream === void 0) return;
		for (const publish of state.waiting.splice(0)) {
			const { value, important, replyTo } = publish;
			const tag = ++state.published;
			node.sendStream(state.stream, {
				method: "basic.publish",
				exchange: "",
				routingKey: given.publishes[tag % given.publishes.length],
				properties: { deliveryMode: given.deliveryMode(important) },
				body: value
			});
			if (given.confirms(important)) state.unconfirmed[tag] = publish;
			else node.replyTo(replyTo, "sent");
		}
	}
	function consume(state, node) {
		if (!state.open || state.stream === void 0 || given.consumes.length === 0) return;
		node.sendStream(state.stream, {
			method: "basic.qos",
			prefetchCount: given.prefetch
		});
		for (const queue of given.consumes) node.sendStream(state.stream, {
			method: "basic.consume",
			queue,
			consumerTag: queue
		});
	}
	/** Done with the first: then it is acknowledged. */
	function work(state, node) {
		const done = state.work.shift();
		if (done === void 0 || state.stream === void 0) return;
		state.busyMs = node.monotonicMs();
		node.effect({
			f: "process",
			value: done.value,
			redelivered: done.redelivered
		});
		node.sendStream(state.stream, {
			method: "basic.ack",
			deliveryTag: done.tag
		});
		if (state.work.length > 0) node.setTimer("work", given.workMs);
	}
	function heartbeat(state, node) {
		const { stream } = state;
		if (stream === void 0) return;
		if (node.monotonicMs() - state.heardMs > 700) {
			node.closeStream(stream);
			state.open = false;
			return lost(state, node);
		}
		if (state.open) node.sendStream(stream, { method: "heartbeat" });
		node.setTimer("heartbeat", 200);
	}
	function idle(state, node) {
		if (!(state.consuming && state.work.length === 0 && node.monotonicMs() - state.busyMs >= IDLE_MS)) return node.setTimer("idle", AGAIN_MS);
		for (const replyTo of state.draining.splice(0)) node.replyTo(replyTo, "drained");
	}
	/** The connection is gone: nobody knows what became of what was published. */
	function lost(state, node) {
		if (!state.open) state.broker++;
		state.stream = void 0;
		state.open = false;
		state.consuming = false;
		state.published = 0;
		state.work = [];
		node.clearTimer("work");
		node.clearTimer("heartbeat");
		for (const [tag, { replyTo }] of Object.entries(state.unconfirmed)) {
			delete state.unconfirmed[Number(tag)];
			node.rejectTo(replyTo, "connection lost", { definite: false });
		}
		node.setTimer("connect", RECONNECT_MS$1);
	}
}
// scenarios/broker/amqp/cluster/rules.ts
const clusterRules = {
	promote: "as-set",
	confirm: "when-mirrored",
	quorum: "majority"
};
// scenarios/broker/amqp/cluster/cluster.ts
const BROKERS$2 = [
	"r1",
	"r2",
	"r3"
];
const PUBLISHERS = ["p1", "p2"];
const CONSUMERS$1 = ["w1", "w2"];
const CLUSTER_NODES = [
	...BROKERS$2,
	...PUBLISHERS,
	...CONSUMERS$1
];
const QUEUE = "jobs";
/** A durable mirrored queue, as careful as it can be set. */
const soundSettings = {
	brokers: BROKERS$2,
	queues: [QUEUE],
	kind: "classic",
	mirrors: 2,
	promoteOnFailure: "when-synced",
	syncMode: "automatic",
	partitions: "pause-minority",
	rules: clusterRules,
	standby: false
};
/** Persistent messages, each confirmed, each acknowledged after the work. */
const soundClient = {
	brokers: BROKERS$2,
	startMs: 0,
	publishes: [QUEUE],
	consumes: [],
	prefetch: 4,
	workMs: 4,
	matters: () => true,
	deliveryMode: () => 2,
	confirms: () => true
};
/** Each client begins with a broker of its own, and goes on to the next if that lets it down. */
function clusterPrograms(given, client = soundClient) {
	const fromThe = (first) => client.brokers.map((_, index) => client.brokers[(index + first) % client.brokers.length]);
	const publisher = (name) => clusterClient({
		...client,
		brokers: fromThe(name === "p1" ? 0 : 2)
	});
	const consumer = (name) => clusterClient({
		...client,
		brokers: fromThe(name === "w1" ? 1 : 2),
		publishes: [],
		consumes: given.queues
	});
	return cast({
		broker: [given.brokers, clusterBroker(given)],
		publisher: [PUBLISHERS, publisher],
		consumer: [CONSUMERS$1, consumer]
	});
}
/** Clients of the workload hand their messages to the publishers. */
const sending = (clients, everyMs) => messageWorkload({
	clients,
	everyMs,
	to: (random) => random.pick(PUBLISHERS)
});
const drains = () => CONSUMERS$1.map((to) => ({
	to,
	input: { f: "drain" }
}));
/** A broker that is the master of the queue, as faults may wait for it. */
const isMaster = ({ queues = {} }) => queues[QUEUE]?.role.kind === "master";
/** Who runs, who leads, and how many mirrors are synchronised; not what is in the queues. */
function clusterState$2(nodes) {
	return nodes.map(({ status, state }) => {
		const { cluster, queues, quorum } = state ?? {};
		if (cluster === void 0) return status;
		const held = Object.values(queues ?? {}).map(({ role, record, away }) => `${role.kind}${away ? " away" : ""} ${record?.mirrors.filter(({ synced }) => synced).length ?? 0} of ${record?.mirrors.length ?? 0}`);
		return [
			status,
			cluster.phase,
			`parted ${cluster.parted.length}`,
			...held,
			quorum?.role.kind
		].join();
	});
}
// scenarios/broker/amqp/cluster/mirrored-queue.ts
/** The scenario: a mirrored classic queue, whose brokers die and come back. */
const rules$18 = ruled(clusterRules, {
	"unsynchronised-promoted": {
		summary: "A mirror takes over that lacks what came before it joined: confirmed messages are gone",
		rules: { promote: "any" },
		params: {
			syncMode: "manual",
			mirrors: 1
		},
		shows: {
			check: "at-least-once",
			anomaly: "lost",
			within: 1
		}
	},
	"confirm-before-mirrors": {
		summary: "A publish is confirmed when only the master has it: whoever takes over does not",
		rules: { confirm: "when-on-disk" },
		shows: {
			check: "at-least-once",
			anomaly: "lost",
			within: 25
		}
	}
});
const params$7 = z.object({
	mirrors: z.int().min(0).max(2).default(2).describe("Copies of the queue besides the one of its master"),
	promoteOnFailure: z.enum(["when-synced", "always"]).default("when-synced").describe("Which mirror takes over from a master that fails: ha-promote-on-failure"),
	workMs: z.int().min(0).max(1e3).default(22).describe("How long a consumer works on a message"),
	syncMode: z.enum(["automatic", "manual"]).default("automatic").describe("Whether a new mirror gets what the master has: ha-sync-mode")
});
const amqpMirrored = defineScenario({
	name: "broker/amqp-mirrored",
	summary: "A mirrored queue whose brokers die: nothing confirmed is lost, some of it comes twice",
	params: params$7,
	nodes: () => CLUSTER_NODES,
	protocol: (given, { bug }) => clusterPrograms({
		...soundSettings,
		...given,
		rules: rules$18.with(bug)
	}, {
		...soundClient,
		workMs: given.workMs
	}),
	workload: () => sending(6, 100),
	faults: nemesis({
		crash: true,
		kill: true,
		restart: true,
		crashAtState: true,
		killAtSite: true,
		loss: true,
		latency: true
	}, { name: "brokers-die" }),
	watch: { master: isMaster },
	budget: { spared: [...PUBLISHERS, ...CONSUMERS$1] },
	durationMs: 8500,
	quietMs: 2700,
	settleMs: 3500,
	clientTimeoutMs: 600,
	restartAfterMs: 200,
	coverage: {
		abstract: clusterState$2,
		sometimes: ["a mirror takes over"]
	},
	final: drains,
	check: { "at-least-once": atLeastOnce() },
	bugs: rules$18.bugs
});
// scenarios/broker/amqp/cluster/partitioned-queue.ts
/** The scenario: the network between brokers is cut, and heals. What the cluster then does about it is a setting. */
const rules$17 = ruled(clusterRules, {
	"healed-by-discarding": {
		summary: "Autoheal: both sides of a cut go on, then one begins anew, and what it had confirmed is gone",
		params: { partitions: "autoheal" },
		shows: {
			check: "at-least-once",
			anomaly: "lost",
			within: 1
		}
	},
	"never-healed": {
		summary: "Both sides of a cut go on, and nobody brings them together: what one has, the other never sees",
		params: { partitions: "ignore" },
		shows: {
			check: "at-least-once",
			anomaly: "lost",
			within: 1
		}
	}
});
const params$6 = z.object({
	kind: z.enum(["classic", "quorum"]).default("classic").describe("A mirrored classic queue, or a quorum queue"),
	partitions: z.enum([
		"pause-minority",
		"autoheal",
		"ignore"
	]).default("pause-minority").describe("What brokers do that lose sight of each other: cluster_partition_handling"),
	workMs: z.int().min(0).max(1e3).default(18).describe("How long a consumer works on a message")
});
const amqpPartition = defineScenario({
	name: "broker/amqp-partition",
	summary: "A cluster that is cut: who pauses in a minority loses nothing, who heals by discarding does",
	params: params$6,
	nodes: () => CLUSTER_NODES,
	protocol: ({ workMs, ...given }, { bug }) => clusterPrograms({
		...soundSettings,
		...given,
		rules: rules$17.with(bug)
	}, {
		...soundClient,
		workMs
	}),
	workload: () => sending(6, 100),
	faults: nemesis({
		partition: true,
		partitionAtState: true,
		connectionReset: true,
		pause: true
	}, { name: "brokers-are-cut-off" }),
	watch: { master: isMaster },
	budget: { spared: [...PUBLISHERS, ...CONSUMERS$1] },
	durationMs: 7500,
	quietMs: 1700,
	settleMs: 2500,
	clientTimeoutMs: 600,
	restartAfterMs: 200,
	coverage: {
		abstract: clusterState$2,
		sometimes: ["brokers were parted"]
	},
	final: drains,
	check: { "at-least-once": atLeastOnce() },
	bugs: rules$17.bugs
});
// scenarios/broker/amqp/cluster/claims.ts
/** What queues of RabbitMQ promise beyond delivery. */
/** Who gets a message a second time is told so: each processing but the first was marked as redelivered. */
const twiceOnlyMarked = defineChecker({
	name: "twice-only-marked",
	looksFor: "messages that are processed (function process)",
	scan(history, found) {
		const first = /* @__PURE__ */ new Map();
		let judged = 0;
		for (const operation of history) {
			const { f, value, redelivered } = operation.input;
			if (f !== "process") continue;
			judged++;
			const before = first.get(value);
			if (before === void 0) first.set(value, operation);
			else if (!redelivered) found.anomaly("duplicate", `${value} was processed again without a mark`, before, operation);
		}
		return {
			judged,
			reason: `${judged} processed, each further time marked as redelivered`
		};
	}
});
// scenarios/broker/amqp/cluster/quorum-queue.ts
/** The scenario: a quorum queue, whose leader and followers die, and are cut off. */
const rules$16 = ruled(clusterRules, { "confirm-before-majority": {
	summary: "The leader confirms what only it has: whoever is elected next does not know it",
	rules: { quorum: "leader" },
	shows: {
		check: "at-least-once",
		anomaly: "lost",
		within: 6
	}
} });
const params$5 = z.object({ workMs: z.int().min(0).max(1e3).default(20).describe("How long a consumer works on a message") });
const amqpQuorum = defineScenario({
	name: "broker/amqp-quorum",
	summary: "A quorum queue whose brokers die and are cut off: nothing is lost, and it gives nothing twice unmarked",
	params: params$5,
	nodes: () => CLUSTER_NODES,
	protocol: ({ workMs }, { bug }) => clusterPrograms({
		...soundSettings,
		kind: "quorum",
		rules: rules$16.with(bug)
	}, {
		...soundClient,
		workMs
	}),
	workload: () => sending(6, 100),
	faults: nemesis({
		crash: true,
		kill: true,
		restart: true,
		crashAtState: true,
		partition: true,
		partitionAtState: true,
		loss: true,
		latency: true
	}, { name: "brokers-die-or-are-cut-off" }),
	watch: { leader: ({ quorum }) => quorum?.role.kind === "leader" },
	budget: { spared: [...PUBLISHERS, ...CONSUMERS$1] },
	durationMs: 8500,
	quietMs: 2700,
	settleMs: 3500,
	clientTimeoutMs: 600,
	restartAfterMs: 200,
	coverage: {
		abstract: clusterState$2,
		sometimes: ["a quorum queue has another leader"]
	},
	final: drains,
	check: {
		"at-least-once": atLeastOnce(),
		"twice-only-marked": twiceOnlyMarked
	},
	bugs: rules$16.bugs
});
// scenarios/broker/replicated-log/leader.ts
/** A follower that has not had everything for so long is no longer in sync. */
const LAG_MS = 400;
/** How long a fetch or read waits for news. */
const HOLD_MS = 60;
const MAX_ENTRIES = 20;
const MAX_READ = 8;
const ALTER_TIMEOUT_MS = 250;
function lead$1(replica, node) {
	replica.role = {
		kind: "leading",
		start: replica.log.entries.length,
		sinceMs: node.monotonicMs(),
		followers: {},
		proposed: [],
		altering: false,
		unacknowledged: [],
		held: []
	};
}
/** Leads no more: nobody can say what becomes of the messages that wait. */
function stepDown$2({ role }, node) {
	if (role.kind !== "leading") return;
	for (const { replyTo } of role.unacknowledged) node.rejectTo(replyTo, "deposed", { definite: false });
	for (const { replyTo } of role.held) node.rejectTo(replyTo, "not the leader");
}
/** What a leader does. */
function leader({ rules, minIsr, brokers }) {
	return {
		produce,
		fetch,
		read,
		advance,
		review
	};
	/** @returns whether the log has grown */
	function produce(replica, message, node) {
		const { role, partition, log } = replica;
		const { acks, value, stamp } = message;
		const replyTo = acks === 0 ? void 0 : node.defer();
		const refuse = (error) => {
			if (replyTo) node.rejectTo(replyTo, error);
			return false;
		};
		if (role.kind !== "leading") return refuse("not the leader");
		if (acks === "all" && partition.inSync.length < minIsr) return refuse("too few replicas in sync");
		const { length } = log.entries;
		const admitted = stamp === void 0 ? "new" : admission(log.entries, stamp, rules);
		if (admitted === "fenced" || admitted === "gap") {
			if (replyTo) node.replyTo(replyTo, admitted);
			return false;
		}
		const offset = admitted === "new" ? length : admitted;
		if (admitted === "new") appendTo(log, {
			epoch: partition.epoch,
			value,
			...stamp && { stamp }
		}, node);
		const waits = acks === "all" && rules.acknowledge === "when-replicated";
		if (replyTo && waits && offset >= replica.highWatermark) role.unacknowledged.push({
			replyTo,
			offset
		});
		else if (replyTo) node.replyTo(replyTo, offset, { after: "sync" });
		release(replica, role, node);
		return admitted === "new";
	}
	function fetch(replica, { epoch, after, begins }, from, node) {
		const { role, partition, log } = replica;
		const replyTo = node.defer();
		const isFenced = rules.fenceFetches === "by-epoch";
		if (role.kind !== "leading" || isFenced && epoch !== partition.epoch) return node.rejectTo(replyTo, "not the leader");
		const agrees = isFenced || begins ? whereTheyPart(log.entries, after) : void 0;
		if (agrees !== void 0) return node.replyTo(replyTo, { agrees });
		const sinceMs = node.monotonicMs();
		note(role, from, after.length, log.entries.length, sinceMs);
		role.held.push({
			kind: "fetch",
			replyTo,
			offset: after.length,
			sinceMs
		});
		advance(replica, node);
		release(replica, role, node);
		review(replica, node);
	}
	/** Where a follower's log parts from this one; nothing, where it does not, or nobody asks. */
	function whereTheyPart(entries, theirs) {
		if (rules.truncateTo === "leader-epoch") return partsAt(entries, theirs);
		if (rules.truncateTo === "high-watermark") return void 0;
		const { epoch } = theirs;
		const length = mayShare(entries, theirs);
		return length < theirs.length ? {
			epoch,
			length
		} : void 0;
	}
	function read(replica, from, node) {
		const { role, log, highWatermark } = replica;
		const replyTo = node.defer();
		if (role.kind !== "leading") return node.rejectTo(replyTo, "not the leader");
		if (from === "latest") {
			if (highWatermark < role.start) return node.rejectTo(replyTo, "end not known yet");
			return node.replyTo(replyTo, {
				offset: highWatermark,
				values: []
			});
		}
		const offset = from === "earliest" ? 0 : from;
		if (offset > log.entries.length) return node.replyTo(replyTo, "out-of-range");
		role.held.push({
			kind: "read",
			replyTo,
			offset,
			sinceMs: node.monotonicMs()
		});
		release(replica, role, node);
	}
	/** Moves the high watermark to what every replica has that is, or may be, in sync. */
	function advance(replica, node) {
		const { role, partition, log } = replica;
		if (role.kind !== "leading") return;
		let everywhere = logKept(log);
		for (const name of [...partition.inSync, ...role.proposed]) if (name !== node.id) everywhere = Math.min(everywhere, role.followers[name]?.end ?? 0);
		if (everywhere <= replica.highWatermark) return;
		replica.highWatermark = everywhere;
		for (const { replyTo, offset } of takeReady(role.unacknowledged, (one) => one.offset < everywhere)) if (partition.inSync.length >= minIsr) node.replyTo(replyTo, offset);
		else node.rejectTo(replyTo, "too few replicas in sync after the append", { definite: false });
		release(replica, role, node);
	}
	/** Proposes another in-sync set if this one is no longer right. The controller decides. */
	function review({ role, partition, highWatermark, number }, node) {
		if (role.kind !== "leading" || role.altering) return;
		const nowMs = node.monotonicMs();
		const inSync = brokers.filter((name) => {
			if (name === node.id) return true;
			const follower = role.followers[name];
			if (partition.inSync.includes(name)) return nowMs - Math.max(follower?.caughtUpMs ?? 0, role.sinceMs) < LAG_MS;
			return follower !== void 0 && follower.end >= Math.max(highWatermark, role.start);
		});
		if (inSync.join() === brokers.filter((name) => partition.inSync.includes(name)).join()) return;
		role.altering = true;
		role.proposed = [.../* @__PURE__ */ new Set([...role.proposed, ...inSync])];
		const { epoch, version } = partition;
		node.call("controller", {
			f: "alter",
			partition: number,
			epoch,
			version,
			inSync
		}, {
			timeoutMs: ALTER_TIMEOUT_MS,
			token: {
				kind: "asked",
				partition: number,
				epoch
			}
		});
	}
}
/** A follower counts as caught up when it has all there is, or all there was when it last asked. */
function note(role, from, offset, end, nowMs) {
	const known = role.followers[from] ??= {
		end: 0,
		caughtUpMs: 0,
		fetchedMs: nowMs,
		endThen: Infinity
	};
	if (offset >= end) known.caughtUpMs = nowMs;
	else if (offset >= known.endThen) known.caughtUpMs = Math.max(known.caughtUpMs, known.fetchedMs);
	known.end = Math.max(known.end, offset);
	known.fetchedMs = nowMs;
	known.endThen = end;
}
/** Answers the waiting fetches and reads for which there is news, or that have waited long enough. */
function release(replica, { held }, node) {
	const { log, highWatermark } = replica;
	const isReady = ({ kind, offset, sinceMs }) => offset < (kind === "fetch" ? log.entries.length : highWatermark) || node.monotonicMs() - sinceMs >= HOLD_MS;
	for (const one of takeReady(held, isReady)) serve(replica, one, node);
}
/** Answers with what there is from an offset on: a follower with entries, a consumer with what is committed. */
function serve({ log, highWatermark }, { kind, replyTo, offset }, node) {
	const most = kind === "fetch" ? MAX_ENTRIES : Math.min(MAX_READ, Math.max(0, highWatermark - offset));
	const entries = log.entries.slice(offset, offset + most);
	const answer = kind === "fetch" ? {
		entries,
		after: offset,
		highWatermark
	} : {
		offset,
		values: entries.map(({ value }) => value)
	};
	node.replyTo(replyTo, answer);
}
/**
* What a leader does with a message of an idempotent producer (KIP-98): append it, know it (its offset, or a later one
* of that producer), or refuse it. What is known of producers follows from the log alone, so every replica knows it.
*/
function admission(entries, { producer, epoch, sequence }, rules) {
	if (!rules.checkSequence) return "new";
	const offset = entries.findLastIndex(({ stamp }) => stamp?.producer === producer);
	const last = entries[offset]?.stamp;
	const isNewEpoch = last === void 0 || epoch > last.epoch;
	if (!isNewEpoch && rules.fenceOldEpochs && epoch < last.epoch) return "fenced";
	if (!isNewEpoch && sequence <= last.sequence) return offset;
	return sequence === (isNewEpoch ? 0 : last.sequence + 1) ? "new" : "gap";
}
// scenarios/broker/replicated-log/partitions.ts
/** How much has changed so far: two who know the same partitions have the same sum. */
function versionSum(partitions) {
	return partitions.reduce((sum, { version }) => sum + version, 0);
}
/** Every partition with its preferred leader, each with another one, and all replicas in sync. */
function initialPartitions(count, brokers) {
	return Array.from({ length: count }, (_, number) => ({
		leader: brokers[number % brokers.length],
		epoch: 1,
		version: 1,
		inSync: [...brokers]
	}));
}
/** A change, under a new version; of leaders under a new epoch too. */
function changed(before, change) {
	const epoch = "leader" in change ? before.epoch + 1 : before.epoch;
	return {
		...before,
		...change,
		epoch,
		version: before.version + 1
	};
}
/** The partition without its leader: its process began anew and may have forgotten what was not synced. */
function deposed$1(partition, broker) {
	return partition.leader === broker ? changed(partition, { leader: void 0 }) : partition;
}
/** The partition without a broker that stopped: out of the in-sync set unless it is the last, and deposed. */
function without$1(partition, broker) {
	const rest = partition.inSync.filter((name) => name !== broker);
	const leaves = rest.length > 0 && rest.length < partition.inSync.length;
	if (partition.leader === broker) return changed(partition, {
		leader: void 0,
		...leaves && { inSync: rest }
	});
	return leaves ? changed(partition, { inSync: rest }) : partition;
}
/**
* The partition led by the first replica, in order of preference, that may lead; as it is if that one leads already.
* Each partition prefers another one.
*/
function elected(partition, number, live, brokers, rules) {
	const { inSync } = partition;
	const leader = brokers.map((_, place) => brokers[(number + place) % brokers.length]).find((name) => live.includes(name) && (rules.elect === "any-live" || inSync.includes(name)));
	if (leader === void 0 || leader === partition.leader) return partition;
	return changed(partition, {
		leader,
		...!inSync.includes(leader) && { inSync: [leader] }
	});
}
/** The leader's proposal for the in-sync set, less those that do not live. One that is out of date changes nothing. */
function altered(partition, proposal, live) {
	const { leader, epoch, version } = partition;
	if (proposal.epoch !== epoch || proposal.version !== version) return partition;
	return changed(partition, { inSync: proposal.inSync.filter((name) => live.includes(name) || name === leader) });
}
/** Knows who leads, by asking now and then. */
function leaders(node, brokers) {
	const known = [];
	let asked = node.random.int(0, brokers.length - 1);
	const refresh = async () => {
		const broker = brokers[asked++ % brokers.length];
		const told = await node.call(broker, { f: "where" }, { timeoutMs: 150 }).catch(orUndefined);
		for (const [number, partition] of told?.entries() ?? []) if (partition.version > (known[number]?.version ?? 0)) known[number] = partition;
	};
	every(node, {
		everyMs: 300,
		first: "none"
	}, refresh);
	return {
		of: (partition) => known[partition]?.leader,
		refresh
	};
}
// scenarios/broker/replicated-log/broker.ts
/**
* A broker: one replica of every partition, each leading or following as the controller says.
*
* Reconciling by leader epochs instead of high watermarks is KIP-101 (Stopford, Kafka 0.11); answering with the largest
* epoch both sides have is KIP-279; asking within the fetch itself is KIP-595.
*/
const TICK$1 = {
	everyMs: 50,
	first: "whole"
};
const FETCH_TIMEOUT_MS = 250;
const ALIVE$1 = {
	everyMs: 100,
	first: "none"
};
function broker(options) {
	const leading = leader(options);
	return stateMachine({
		start(node) {
			const state = {
				beats: 0,
				replicas: Array.from({ length: options.partitions }, (_, number) => openReplica(number, node))
			};
			sync(state, node);
			startEvery("tick", TICK$1, node);
			startEvery("alive", ALIVE$1, node);
			return state;
		},
		onMessage: {
			produce(state, message, node) {
				const replica = state.replicas[message.partition];
				if (leading.produce(replica, message, node)) sync(state, node);
				leading.advance(replica, node);
			},
			fetch: ({ replicas }, asked, node, from) => leading.fetch(replicas[asked.partition], asked, from, node),
			read: ({ replicas }, { partition, from }, node) => leading.read(replicas[partition], from, node),
			where: ({ replicas }, _asked, node) => node.reply(replicas.map(({ partition }) => partition)),
			cluster(state, { partitions, incarnations }, node) {
				if (incarnations[node.id] !== node.incarnation) return;
				for (const replica of state.replicas) adopt(state, replica, partitions[replica.number], node);
			},
			report({ replicas }, _asked, node) {
				const led = replicas.filter(({ role, log, highWatermark }) => role.kind === "leading" && highWatermark === log.entries.length).map(({ number, partition: { epoch }, log }) => [number, {
					epoch,
					values: log.entries.map(({ value }) => value)
				}]);
				node.reply(Object.fromEntries(led));
			}
		},
		onReply(state, result, node) {
			if (result.token.kind !== "asked") return;
			const replica = state.replicas[result.token.partition];
			if ((options.rules.fenceFetches === "by-epoch" || replica.role.kind === "leading") && result.token.epoch !== replica.partition.epoch) return;
			if (replica.role.kind === "leading") {
				replica.role.altering = false;
				if (result.kind === "answer" && result.f === "alter") adopt(state, replica, result.value, node);
				return;
			}
			if (fetched(replica, result.kind === "answer" && result.f === "fetch" ? result.value : void 0, node)) sync(state, node);
		},
		onSync(state, token, node, ok) {
			if (!ok) return node.exit("a sync failed");
			if (token.kind !== "synced") return;
			for (const replica of state.replicas) {
				logSynced(replica.log, token.next[replica.number], node);
				leading.advance(replica, node);
				fetchNext(replica, node);
			}
		},
		onTimer(state, timer, node) {
			if (timer === "alive") {
				const known = versionSum(state.replicas.map(({ partition }) => partition));
				const { incarnation } = node;
				node.send("controller", {
					f: "alive",
					incarnation,
					n: ++state.beats,
					known
				}, { after: "sync" });
				return everyAgain("alive", ALIVE$1, node);
			}
			everyAgain("tick", TICK$1, node);
			for (const replica of state.replicas) {
				const file = `high-watermark/${replica.number}`;
				if (node.disk.read(file) !== replica.highWatermark) node.disk.write(file, replica.highWatermark);
				if (replica.role.kind === "leading") release(replica, replica.role, node);
				leading.review(replica, node);
				fetchNext(replica, node);
			}
		}
	});
	/** What the controller says now. */
	function adopt(state, replica, partition, node) {
		const before = replica.partition;
		if (partition.version <= before.version) return;
		replica.partition = partition;
		const isFollowed = replica.role.kind === "following" && partition.leader === before.leader;
		if (partition.epoch > before.epoch && !(isFollowed && options.rules.fenceFetches === "by-leader")) {
			stepDown$2(replica, node);
			if (partition.leader === node.id) lead$1(replica, node);
			else replica.role = {
				kind: "following",
				fetching: false,
				compared: false
			};
			if (replica.role.kind === "following" && options.rules.truncateTo === "high-watermark") cutBack(replica, replica.highWatermark, node);
			if (logKept(replica.log) < replica.log.entries.length) sync(state, node);
		} else if (replica.role.kind === "leading") replica.role.proposed = [];
		leading.advance(replica, node);
	}
}
/** Asks for the logs to be made durable as they are now. */
function sync({ replicas }, node) {
	node.disk.sync({
		kind: "synced",
		next: replicas.map(({ log }) => log.next)
	});
}
/** What the disk holds of a partition. Nothing counts as durable before the next sync: the process may have died alone. */
function openReplica(number, node) {
	const { log } = openLog(node, { file: `log/${number}` });
	return {
		number,
		partition: {
			leader: void 0,
			epoch: 0,
			version: 0,
			inSync: []
		},
		log,
		highWatermark: Math.min(node.disk.read(`high-watermark/${number}`) ?? 0, log.entries.length),
		role: { kind: "idle" }
	};
}
/** A fetch tells the leader how much this replica holds for good: so it goes out once all of it is durable. */
function fetchNext({ role, partition, log, number }, node) {
	if (role.kind !== "following" || role.fetching || partition.leader === void 0) return;
	if (logKept(log) < log.entries.length) return;
	role.fetching = true;
	const { leader, epoch } = partition;
	node.call(leader, {
		f: "fetch",
		partition: number,
		epoch,
		after: positionOf(log.entries),
		begins: !role.compared
	}, {
		timeoutMs: FETCH_TIMEOUT_MS,
		token: {
			kind: "asked",
			partition: number,
			epoch
		}
	});
}
/** A fetch of this epoch ended. What went wrong is tried again at the next tick. @returns whether the log has changed */
function fetched(replica, answer, node) {
	const { role, log } = replica;
	if (role.kind !== "following") return false;
	role.fetching = false;
	if (answer === void 0) return false;
	role.compared = !("agrees" in answer);
	if ("agrees" in answer) return cutBack(replica, mayShare(log.entries, answer.agrees), node);
	if (answer.after !== log.entries.length) return false;
	for (const entry of answer.entries) appendTo(log, entry, node);
	replica.highWatermark = Math.max(replica.highWatermark, Math.min(answer.highWatermark, log.entries.length));
	if (answer.entries.length === 0) fetchNext(replica, node);
	return answer.entries.length > 0;
}
/** Keeps the first `count` entries. */
function cutBack(replica, count, node) {
	const { log, number } = replica;
	if (count >= log.entries.length) return false;
	node.log(`partition ${number}: cut back from ${log.entries.length} to ${count} entries`);
	truncateLog(log, count, node);
	replica.highWatermark = Math.min(replica.highWatermark, count);
	return true;
}
// scenarios/broker/replicated-log/consumer.ts
/**
* A member of the consumer group: reads the partitions it is given, processes message by message, and commits how
* far it is: before processing, after it, or by a timer.
*/
const HEARTBEAT = {
	everyMs: 100,
	first: "none"
};
const AUTO_COMMIT = {
	everyMs: 100,
	first: "whole"
};
const READ_TIMEOUT = { timeoutMs: 250 };
const TIMEOUT$1 = { timeoutMs: 150 };
const RETRY_MS$2 = 30;
/** What one message takes. */
const WORK_MS$2 = 20;
function consumer$1({ reset, dedupe, partitions, brokers, rules, commit }) {
	const when = commit === "after" && rules.commitAfter === "fetching" ? "before" : commit;
	return asyncProgram(async (node) => {
		const membership = noMembership(node.incarnation);
		const known = leaders(node, brokers);
		let generation = 0;
		let reading = /* @__PURE__ */ new Map();
		node.onMessage({ position() {
			const idle = [...reading].filter(([, one]) => one.idle && one.position !== void 0);
			return {
				generation,
				idleAt: Object.fromEntries(idle.map(([number, { position }]) => [number, position]))
			};
		} });
		if (when === "automatic") every(node, AUTO_COMMIT, () => {
			for (const [partition, { position: offset }] of reading) if (offset !== void 0) node.call("controller", {
				f: "commit",
				generation,
				partition,
				offset
			}, TIMEOUT$1).catch(orUndefined);
		});
		await every(node, HEARTBEAT, stay);
		/** Says that it is there. In a new generation it begins anew, with what it is to read then. */
		async function stay() {
			const question = {
				f: "member",
				...memberQuestion(membership)
			};
			const answer = await node.call("controller", question, TIMEOUT$1).catch(orUndefined);
			if (answer !== void 0) memberAnswered(membership, answer);
			const { current } = membership;
			if (current === void 0 || current.generation === generation) return;
			generation = current.generation;
			reading = /* @__PURE__ */ new Map();
			for (let partition = 0; partition < partitions; partition++) if (current.members[partition % current.members.length] === node.id) read(partition, reading);
		}
		/** Reads a partition until another generation begins. */
		async function read(partition, own) {
			const isOver = () => own !== reading;
			const at = {
				generation,
				partition
			};
			const begun = await ask(() => node.call("controller", {
				f: "committed",
				...at
			}, TIMEOUT$1));
			if (begun === void 0) return;
			const one = {
				position: begun ?? void 0,
				idle: true
			};
			own.set(partition, one);
			while (!isOver()) {
				const records = await recordsFrom(partition, one.position ?? reset);
				if (isOver()) return;
				if (records === "out-of-range") one.position = void 0;
				if (records === void 0 || records === "out-of-range") continue;
				const { offset, values } = records;
				const end = one.position = offset + values.length;
				if (values.length === 0) continue;
				one.idle = false;
				if (when === "before" && !await commitTo(end)) return;
				for (const [place, value] of values.entries()) {
					await node.sleep(WORK_MS$2);
					if (isOver() || !await process({
						partition,
						offset: offset + place,
						value
					})) return;
				}
				if (when === "after" && !await commitTo(end)) return;
				one.idle = true;
			}
			/** Asks until it is answered; undefined once another generation has begun. */
			async function ask(question) {
				while (!isOver()) {
					const answer = await question().catch(orUndefined);
					if (answer !== void 0) return isOver() ? void 0 : answer;
					await node.sleep(RETRY_MS$2);
				}
			}
			async function commitTo(offset) {
				return void 0 !== await ask(() => node.call("controller", {
					f: "commit",
					...at,
					offset
				}, TIMEOUT$1));
			}
			async function process(message) {
				const { offset, value } = message;
				const key = dedupe === "id" ? value : `${partition}/${offset}`;
				if (dedupe !== "none") return void 0 !== await ask(() => node.call("database", {
					f: "apply",
					key,
					...message
				}, TIMEOUT$1));
				node.effect({
					f: "process",
					value,
					partition,
					offset
				});
				return true;
			}
		}
		/** Nothing, where nobody is known to lead or the leader does not answer: in a while it may be another. */
		async function recordsFrom(partition, from) {
			const leader = known.of(partition);
			const question = {
				f: "read",
				partition,
				from
			};
			const records = leader === void 0 ? void 0 : await node.call(leader, question, READ_TIMEOUT).catch(orUndefined);
			if (records !== void 0) return records;
			known.refresh();
			await node.sleep(RETRY_MS$2);
		}
	});
}
/**
* The database in which messages are processed when duplicates are to be excluded: "was it processed already?" and
* the processing are one transaction. It stands for somebody else's system, and no fault but the network's hits it.
*/
const database = stateMachine({
	start: (node) => ({ applied: Object.fromEntries((node.disk.read("applied") ?? []).map((key) => [key, true])) }),
	onMessage: { apply({ applied }, { key, value, partition, offset }, node, from) {
		if (applied[key] === void 0) {
			applied[key] = true;
			node.disk.append("applied", key);
			node.effect({
				f: "process",
				value,
				partition,
				offset,
				by: from
			});
		}
		node.reply("applied", { after: "sync" });
	} }
});
// scenarios/broker/replicated-log/controller.ts
/**
* The controller: decides who leads, who is in sync and who reads what, and keeps the committed offsets. One node
* with a disk; whatever it says leaves only once it is durable, so it may crash at any moment.
*/
const TICK = {
	everyMs: 100,
	first: "whole"
};
const BROKERS$1 = {
	everyMs: 100,
	suspect: {
		by: "timeout",
		afterMs: 500
	}
};
const MEMBERS = {
	everyMs: 100,
	sessionMs: 600
};
const after$1 = { after: "sync" };
function controller({ partitions: count, brokers, rules }) {
	return stateMachine({
		start(node) {
			startEvery("tick", TICK, node);
			const { disk } = node;
			return {
				cluster: disk.read("cluster") ?? {
					partitions: initialPartitions(count, brokers),
					incarnations: {}
				},
				hearing: newHearing(brokers, node.monotonicMs(), BROKERS$1),
				live: brokers,
				group: newGroup(disk.read("generation")),
				committed: { ...disk.read("committed") },
				producers: { ...disk.read("producers") }
			};
		},
		onMessage: {
			/** A broker lives. If it began anew, it must not lead in the epoch it led before. */
			alive(state, { known, ...beat }, node, name) {
				const before = state.cluster.incarnations[name];
				if (before !== void 0 && beat.incarnation < before) return;
				if (!hear$1(state.hearing, name, beat, node.monotonicMs(), BROKERS$1)) return;
				const returns = !state.live.includes(name);
				state.live = brokers.filter((broker) => broker === name || state.live.includes(broker));
				if (beat.incarnation !== before) {
					const incarnations = {
						...state.cluster.incarnations,
						[name]: beat.incarnation
					};
					state.cluster = {
						...state.cluster,
						incarnations
					};
					if (before !== void 0) change(state, (partition) => deposed$1(partition, name), node, name);
					node.disk.write("cluster", state.cluster);
				} else if (returns) change(state, (partition) => partition, node);
				if (known !== versionSum(state.cluster.partitions)) node.send(name, {
					f: "cluster",
					...state.cluster
				}, after$1);
			},
			alter(state, proposal, node, from) {
				const { partitions } = state.cluster;
				const before = partitions[proposal.partition];
				const now = before.leader === from ? altered(before, proposal, state.live) : before;
				publish(state, partitions.with(proposal.partition, now), node);
				node.reply(now, after$1);
			},
			/** From now on the older messages of this producer are those of a zombie. */
			initProducer({ producers }, { producer }, node) {
				const epoch = (producers[producer] ?? 0) + 1;
				producers[producer] = epoch;
				node.disk.write("producers", producers);
				node.reply(epoch, after$1);
			},
			member({ group }, question, node, from) {
				const { answer, changed } = answerMember(group, question, from, node.monotonicMs(), MEMBERS);
				if (changed) node.disk.write("generation", group.generation);
				node.reply(answer, after$1);
			},
			committed({ group, committed }, { generation, partition }, node, from) {
				if (!reads(group, from, generation, partition)) return node.reject("not the reader of this partition");
				node.reply(committed[partition] ?? null, after$1);
			},
			/** Only whoever reads the partition now, and never backwards: a late copy of an old commit changes nothing. */
			commit({ group, committed }, { generation, partition, offset }, node, from) {
				if (!reads(group, from, generation, partition)) return node.reject("not the reader of this partition");
				if (offset > (committed[partition] ?? -1)) {
					committed[partition] = offset;
					node.disk.write("committed", committed);
				}
				node.reply("committed", after$1);
			},
			overview({ cluster: { partitions }, group: { generation, members } }, _asked, node) {
				node.reply({
					partitions,
					generation,
					readers: members.map(({ name }) => name)
				});
			}
		},
		onTimer(state, timer, node) {
			everyAgain(timer, TICK, node);
			const silent = suspects(state.hearing, node.monotonicMs(), BROKERS$1);
			const gone = state.live.filter((name) => silent.includes(name));
			state.live = brokers.filter((name) => !silent.includes(name));
			change(state, (partition) => gone.reduce(without$1, partition), node);
			if (endSessions(state.group, node.monotonicMs(), MEMBERS).length > 0) node.disk.write("generation", state.group.generation);
		}
	});
	/**
	* Changes partitions, elects leaders, and tells the brokers if anything is different now. A broker that is passed over
	* leads only what nobody else can, until the next tick gives it back what it should lead.
	*/
	function change(state, rule, node, passedOver) {
		const { live, cluster } = state;
		const others = live.filter((name) => name !== passedOver);
		publish(state, cluster.partitions.map((partition, number) => {
			const now = rule(partition);
			const chosen = elected(now, number, others, brokers, rules);
			return chosen.leader === void 0 ? elected(now, number, live, brokers, rules) : chosen;
		}), node);
	}
	function publish(state, partitions, node) {
		if (versionSum(partitions) === versionSum(state.cluster.partitions)) return;
		state.cluster = {
			...state.cluster,
			partitions
		};
		node.disk.write("cluster", state.cluster);
		for (const name of state.live) node.send(name, {
			f: "cluster",
			...state.cluster
		}, after$1);
	}
}
/** Whether the partition is read by this member, in the generation that it knows. */
function reads(group, name, generation, partition) {
	const { members } = group;
	return isCurrent(group, name, generation) && members[partition % members.length]?.name === name;
}
// scenarios/broker/replicated-log/producer.ts
/**
* A producer host: takes messages from clients and delivers each to the leader of its partition, trying again until
* it is acknowledged or its time is up. Each client is one producer, which may move between hosts: when it does, the
* new host takes a new producer epoch, and what the old one still tries is a zombie's.
*/
const TIMEOUT = { timeoutMs: 150 };
/** How long a message is tried; longer than clients wait, as is usual. */
const DELIVERY_MS = 1500;
const RETRY_MS$1 = 30;
function producer({ brokers, acks, idempotent, rules }) {
	const numbered = idempotent && acks !== 0;
	return asyncProgram(async (node) => {
		const log = await durableLog(node, { file: "taken" });
		const taken = nothingTaken();
		for (const { client, number } of log.entries) remember(taken, client, number, 0);
		const known = leaders(node, brokers);
		const sessions = /* @__PURE__ */ new Map();
		for await (const asked of node.requests()) {
			const { body, from: client } = asked;
			if (body.f === "drain") drained(node, brokers).then((log) => asked.reply({ log }));
			else if (copyOf$1(taken, client, body.number, 0).kind === "new") {
				remember(taken, client, body.number, 0);
				take(client, {
					...body,
					asked,
					untilMs: node.monotonicMs() + DELIVERY_MS
				});
			}
		}
		async function take(client, delivery) {
			await log.append({
				client,
				number: delivery.number
			});
			const session = (delivery.takeover ? void 0 : sessions.get(client)) ?? {
				epoch: void 0,
				next: {},
				idle: Promise.resolve()
			};
			sessions.set(client, session);
			session.idle = session.idle.then(() => deliver(client, session, delivery));
			await session.idle;
		}
		async function deliver(client, session, delivery) {
			const { partition, value, untilMs, asked } = delivery;
			let sent = 0;
			for (; node.monotonicMs() <= untilMs; await later()) {
				if (numbered && session.epoch === void 0) {
					const question = {
						f: "initProducer",
						producer: client
					};
					const epoch = await node.call("controller", question, TIMEOUT).catch(orFailed);
					if (epoch instanceof CallFailed) continue;
					session.epoch = epoch;
				}
				if (sessions.get(client) !== session) return asked.reject("the client has moved", { definite: false });
				const leader = known.of(partition);
				if (leader === void 0) continue;
				const sequence = session.next[partition] ?? 0;
				const message = {
					f: "produce",
					partition,
					acks,
					value,
					...session.epoch === void 0 ? {} : { stamp: {
						producer: client,
						epoch: session.epoch,
						sequence
					} }
				};
				sent++;
				if (acks === 0) {
					node.send(leader, message);
					return asked.reply({ partition });
				}
				const result = await node.call(leader, message, TIMEOUT).catch(orFailed);
				if (typeof result === "number") {
					session.next[partition] = sequence + 1;
					return asked.reply({
						partition,
						offset: result
					});
				}
				if (result === "fenced") return giveUp("another host has taken over");
				if (result === "gap" && sent > 1) return giveUp("messages before it are lost");
				const isUnknown = result instanceof CallFailed && result.why === "timeout";
				if (result === "gap" || isUnknown && !rules.keepIdentity) restart$1(session);
			}
			giveUp("not delivered in time");
			/** Nobody knows what became of the message. Its number is spent, so the next one begins a new epoch. */
			function giveUp(why) {
				asked.reject(why, { definite: sent === 0 });
				restart$1(session);
			}
		}
		/** Tries again soon, with newer knowledge of who leads. */
		async function later() {
			known.refresh();
			await node.sleep(RETRY_MS$1);
		}
	});
}
/** The next message takes a new producer epoch, in which numbers begin at 0. */
function restart$1(session) {
	session.epoch = void 0;
	session.next = {};
}
const DRAIN_TIMEOUT = { timeoutMs: 100 };
/**
* Asks the leaders how far the log reaches, then the readers how far they are, again and again until they agree. So
* whatever was acknowledged before and is not processed now will never be.
* @returns what each partition holds
*/
async function drained(node, brokers) {
	for (;; await node.sleep(RETRY_MS$1)) {
		const overview = await node.call("controller", { f: "overview" }, DRAIN_TIMEOUT).catch(orUndefined);
		if (overview === void 0) continue;
		const { partitions, generation, readers } = overview;
		const reports = await Promise.all(brokers.map((name) => node.call(name, { f: "report" }, DRAIN_TIMEOUT).catch(orUndefined)));
		const logs = partitions.map(({ leader = "", epoch }, number) => {
			const led = reports[brokers.indexOf(leader)]?.[number];
			return led?.epoch === epoch ? led.values : void 0;
		});
		const positions = await Promise.all(readers.map((name) => node.call(name, { f: "position" }, DRAIN_TIMEOUT).catch(orUndefined)));
		const isDone = (log, number) => {
			const reader = positions[number % readers.length];
			return log !== void 0 && reader?.generation === generation && (reader.idleAt[number] ?? -1) >= log.length;
		};
		if (logs.every(isDone)) return logs;
	}
}
// scenarios/broker/replicated-log/rules.ts
/** What the nodes go by: parameters and what each setting of them promises, the rules, and planted bugs that each replace one. */
const rules$15 = ruled({
	/** How a follower makes its log agree with a new leader's. */
	truncateTo: "leader-epoch",
	/** By what a fetch is known to be still right: the leader epoch and the entry before, or only who leads. */
	fenceFetches: "by-epoch",
	/** Who may become leader. */
	elect: "in-sync",
	/** When a message sent with acks=all is acknowledged. */
	acknowledge: "when-replicated",
	/** Whether messages of an older producer epoch are refused. */
	fenceOldEpochs: true,
	/** Whether sequence numbers of producers are looked at. */
	checkSequence: true,
	/** Whether a message keeps its sequence number when nobody knows what became of its first attempt. */
	keepIdentity: true,
	/** When a consumer commits that is asked to do so after processing. */
	commitAfter: "processing"
}, {
	"truncate-to-high-watermark": {
		summary: "A follower cuts its log back to its own high watermark, which lags behind (KIP-101)",
		rules: { truncateTo: "high-watermark" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 13
		}
	},
	"truncate-by-latest-epoch": {
		summary: "A follower's log is compared by its latest epoch alone, which the leader need not have (KIP-279): logs diverge",
		rules: { truncateTo: "latest-epoch" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 200
		}
	},
	"fetch-not-fenced": {
		summary: "Fetches carry no leader epoch, and who follows the same leader again does not cut its log (KIP-320, KAFKA-7164)",
		rules: { fenceFetches: "by-leader" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 200
		}
	},
	"zombie-producer": {
		summary: "The leader ignores the producer epoch: a replaced producer that wakes up still writes",
		rules: { fenceOldEpochs: false },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 4
		}
	},
	"sequence-not-checked": {
		summary: "The leader appends every retry again",
		rules: { checkSequence: false },
		shows: {
			check: "exactly-once",
			anomaly: "duplicate",
			within: 1
		}
	},
	"new-identity-on-retry": {
		summary: "After a time-out the producer sends the same message under a new number (KAFKA-14034)",
		rules: { keepIdentity: false },
		shows: {
			check: "exactly-once",
			anomaly: "duplicate",
			within: 1
		}
	},
	"unclean-election": {
		summary: "Any live replica may become leader, in sync or not",
		rules: { elect: "any-live" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 6
		}
	},
	"ack-before-replication": {
		summary: "acks=all is answered as soon as the leader has the message, as acks=1 is",
		rules: { acknowledge: "when-appended" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 6
		}
	},
	"commit-before-processing": {
		summary: "The consumer promises to commit after processing, but commits what it has only fetched",
		rules: { commitAfter: "fetching" },
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 4
		}
	}
});
const params$4 = z.object({
	acks: z.union([
		z.literal(0),
		z.literal(1),
		z.literal("all")
	], { error: "expected 0, 1 or all" }).default("all").describe("Who must have a message before it is acknowledged: nobody, the leader, all in-sync replicas"),
	minIsr: z.int().min(1).max(3).default(2).describe("With fewer in sync, acks=all refuses messages"),
	idempotent: z.boolean().default(true).describe("Producers number their messages: retries are recognised (no effect with acks=0, which has none)"),
	commit: z.enum([
		"before",
		"after",
		"automatic"
	]).default("after").describe("When a consumer commits: before processing, after it, or by a timer"),
	reset: z.enum(["earliest", "latest"]).default("earliest").describe("Where a consumer begins when there is no committed offset"),
	dedupe: z.enum([
		"none",
		"offset",
		"id"
	]).default("offset").describe("What the database refuses as it processes: nothing, the same place in the log, the same message"),
	partitions: z.int().min(1).max(8).default(2),
	consumers: z.int().min(1).max(4).default(2).describe("Members of the consumer group")
});
/**
* The chain is as weak as its weakest link: losing nothing takes producer and consumer, doing nothing twice too.
*/
function promisesOf$1({ acks, idempotent, commit, reset, dedupe }) {
	return {
		nothingLost: acks === "all" && commit === "after" && reset === "earliest",
		nothingTwice: dedupe === "id" || idempotent && acks !== 0 && (commit === "before" || dedupe !== "none"),
		inOrder: commit === "after" && reset === "earliest"
	};
}
// scenarios/broker/replicated-log/scenario.ts
/** The scenario: brokers, their controller, producer hosts, a consumer group and its database, under rough faults. */
const SENT = { sent: "produce" };
/** The checks that hold a setting to its promises. */
function checksOf$1(given) {
	const { nothingLost, nothingTwice, inOrder } = promisesOf$1(given);
	const delivery = nothingLost && nothingTwice ? { "exactly-once": exactlyOnce$1(SENT) } : nothingLost ? { "at-least-once": atLeastOnce(SENT) } : nothingTwice ? { "at-most-once": atMostOnce(SENT) } : { "nothing-invented": nothingInvented$1 };
	return inOrder ? {
		...delivery,
		"order-per-partition": orderPerPartition()
	} : delivery;
}
/** What even the weakest setting keeps: only what was sent, and not refused, is processed. */
const nothingInvented$1 = defineChecker({
	name: "nothing-invented",
	looksFor: "messages that are processed (function process)",
	scan(history, found) {
		const { phantom, aborted, acknowledged, processed } = deliveryLedger(history, SENT);
		for (const { message, effects } of phantom) found.anomaly("phantom", `${message} was processed, but nobody sent it`, ...effects);
		for (const { message, sends, effects } of aborted) found.anomaly("aborted-read", `${message} was processed, but its sender was told that it failed`, ...sends, ...effects);
		return {
			judged: processed,
			reason: `${acknowledged} acknowledged, ${processed} processed, none invented`
		};
	}
});
/** Who is up, how far replicas are apart and how many are in sync; without offsets, epochs and names. */
function clusterState$1(nodes) {
	const parts = (node) => /^[bc]/.test(node.name) ? partsOf(node.state ?? {}) : [];
	return nodes.map((node) => [node.status, ...parts(node)].join(", ")).sort();
}
function partsOf({ replicas = [], cluster, live = [] }) {
	if (cluster === void 0) return [...new Set(replicas.map(replicaState).sort())];
	const led = cluster.partitions.map(({ leader, inSync }) => `${leader ? "led" : "leaderless"} ${inSync.length}`);
	return [`of ${live.length}`, ...led.sort()];
}
function replicaState({ role, log, highWatermark }) {
	const { length } = log.entries;
	return `${role.kind}${logKept(log) < length ? " unsynced" : ""}${highWatermark < length ? " uncommitted" : ""}`;
}
const EVERY_MS = 90;
const MOVE_PROBABILITY = .15;
function producers(count, hosts, partitions) {
	const names = Array.from({ length: count }, (_, index) => `c${index + 1}`);
	return {
		clients: names,
		operations: ({ seed, untilMs }) => names.flatMap((process, client) => {
			const random = stream(seed, `workload/${process}`);
			const operations = [];
			let host = client % hosts.length;
			let atMs = EVERY_MS * random.float();
			for (let number = 0; atMs <= untilMs; number++, atMs += EVERY_MS * (.5 + random.float())) {
				const moves = random.chance(MOVE_PROBABILITY);
				if (moves) host = (host + 1) % hosts.length;
				const partition = random.int(0, partitions - 1);
				const input = {
					f: "produce",
					value: `${process}-${number}`,
					partition,
					number,
					takeover: moves
				};
				operations.push({
					process,
					atMs: Math.round(atMs * 1e3) / 1e3,
					to: hosts[host],
					input
				});
			}
			return operations;
		})
	};
}
const BROKER_NAMES = nodeNames(3, "b");
const PRODUCER_NAMES = nodeNames(2, "p");
const CLIENTS$1 = 3;
const groupNames = ({ consumers }) => nodeNames(consumers, "g");
const replicatedLog = defineScenario({
	name: "broker/replicated-log",
	summary: "A replicated log with producers and a consumer group: which settings lose, which duplicate",
	params: params$4,
	nodes: (given) => [
		...BROKER_NAMES,
		"controller",
		...PRODUCER_NAMES,
		...groupNames(given),
		"database"
	],
	protocol: (given, { bug }) => {
		const options = {
			...given,
			rules: rules$15.with(bug),
			brokers: BROKER_NAMES
		};
		return cast({
			broker: [BROKER_NAMES, broker(options)],
			controller: [["controller"], controller(options)],
			producer: [PRODUCER_NAMES, producer(options)],
			consumer: [groupNames(given), consumer$1(options)],
			database: [["database"], database]
		});
	},
	workload: ({ partitions }) => producers(CLIENTS$1, PRODUCER_NAMES, partitions),
	faults: "rough",
	coverage: { abstract: clusterState$1 },
	watch: {
		leader: ({ replicas = [] }) => replicas.some(({ role }) => role.kind === "leading"),
		alter: { message: { f: "alter" } }
	},
	budget: (given) => ({
		intactReplicas: 3 + PRODUCER_NAMES.length + given.consumers + 2,
		spared: ["database"],
		allow: {
			corruption: false,
			diskError: false,
			fsyncFailure: false
		}
	}),
	durationMs: 7e3,
	clientTimeoutMs: 500,
	restartAfterMs: 200,
	liveWithinMs: 1500,
	final: () => [{
		to: "p1",
		input: { f: "drain" }
	}, {
		to: "p2",
		input: { f: "drain" }
	}],
	check: checksOf$1,
	bugs: rules$15.bugs
});
// scenarios/real/npm-package.ts
/**
* Loads a development dependency inside ambient virtualisation: packages that keep `setTimeout` or a source of random
* numbers when they load then keep the world's. Somebody who installed Seedstorm alone is told what is missing.
*/
/**
* @param install what `npm install --save-dev` takes to bring the package
* @throws InputError in one sentence when the package is not installed
*/
async function npmPackage(scenario, name, install, load) {
	try {
		return await ambientImport(load);
	} catch (error) {
		if (!isMissing(error, name)) throw error;
		throw new InputError(scenario, `needs the npm package '${name}', which is not installed; install it with: npm install --save-dev ${install}`);
	}
}
/** Whether it is this package that is missing, and not something the package itself needs. */
function isMissing(error, name) {
	if (!(error instanceof Error) || error.code !== "ERR_MODULE_NOT_FOUND") return false;
	return error.message.includes(`'${name}'`);
}
// scenarios/real/circuit-breaker/circuit-breaker-js.ts
/** The npm package `circuit-breaker-js`: half-open, it lets all calls through. */
function circuitBreakerJs(loaded) {
	const Breaker = loaded;
	const refusal = /* @__PURE__ */ new Error("the circuit is open");
	return (action, { timeoutMs, resetMs, announce }) => {
		let is = "closed";
		const become = (next) => {
			if (next !== is) announce(next);
			is = next;
		};
		const breaker = new Breaker({
			windowDuration: resetMs,
			timeoutDuration: timeoutMs,
			errorThreshold: 50,
			volumeThreshold: 5,
			onCircuitOpen: () => become("open"),
			onCircuitClose: () => become("closed")
		});
		const look = () => {
			if (breaker.isOpen()) become("open");
			else if (is === "open") become("half-open");
		};
		return {
			fire: (...args) => new Promise((resolve, reject) => {
				look();
				breaker.run((success, failed) => {
					action(...args).then((result) => {
						success();
						resolve(result);
					}).catch((error) => {
						failed();
						reject(error);
					}).finally(look);
				}, () => reject(refusal));
			}),
			isRefusal: (error) => error === refusal
		};
	};
}
// scenarios/real/circuit-breaker/cockatiel.ts
function cockatiel(loaded) {
	const { circuitBreaker, handleAll, isBrokenCircuitError, SamplingBreaker, timeout, TimeoutStrategy } = loaded;
	return (action, { timeoutMs, resetMs, announce }) => {
		const breaker = circuitBreaker(handleAll, {
			halfOpenAfter: resetMs,
			breaker: new SamplingBreaker({
				threshold: .5,
				duration: 500,
				minimumRps: 10
			})
		});
		breaker.onBreak(() => announce("open"));
		breaker.onHalfOpen(() => announce("half-open"));
		breaker.onReset(() => announce("closed"));
		const limit = timeout(timeoutMs, TimeoutStrategy.Aggressive);
		return {
			fire: (...args) => breaker.execute(() => limit.execute(() => action(...args))),
			isRefusal: isBrokenCircuitError
		};
	};
}
// scenarios/real/circuit-breaker/levee.ts
/** The npm package `levee`: it counts failures since the last success, and looks at no time. */
function levee(loaded) {
	const { Breaker } = loaded;
	return (action, { timeoutMs, resetMs, announce }) => {
		const breaker = new Breaker({ execute(args, done) {
			action(...args).then((result) => done(null, result), done);
		} }, {
			maxFailures: 5,
			timeout: timeoutMs,
			resetTimeout: resetMs
		});
		breaker.on("open", () => announce("open"));
		breaker.on("half_open", () => announce("half-open"));
		breaker.on("close", () => announce("closed"));
		const fire = (...args) => new Promise((resolve, reject) => {
			breaker.run(args, (error, result) => error ? reject(error) : resolve(result));
		});
		return {
			fire,
			isRefusal: (error) => error.message === "Command not available."
		};
	};
}
// scenarios/real/circuit-breaker/mollitia.ts
function mollitia(loaded) {
	const { BreakerError, BreakerMaxAllowedRequestError, BreakerState, Circuit, SlidingTimeBreaker, Timeout } = loaded;
	return (action, { timeoutMs, resetMs, announce }) => {
		const breaker = new SlidingTimeBreaker({
			slidingWindowSize: 500,
			minimumNumberOfCalls: 5,
			failureRateThreshold: 50,
			openStateDelay: resetMs,
			permittedNumberOfCallsInHalfOpenState: 1
		});
		const states = {
			[BreakerState.OPENED]: "open",
			[BreakerState.HALF_OPENED]: "half-open",
			[BreakerState.CLOSED]: "closed"
		};
		breaker.on("state-changed", (is) => announce(states[is]));
		const guarded = new Circuit({ options: { modules: [breaker, new Timeout({ delay: timeoutMs })] } }).fn(action);
		return {
			fire: (...args) => guarded.execute(...args),
			isRefusal: (error) => error instanceof BreakerError || error instanceof BreakerMaxAllowedRequestError
		};
	};
}
// scenarios/real/circuit-breaker/opossum.ts
/** The npm package `opossum`, in three versions that are installed side by side. */
function opossum(loaded) {
	const Breaker = loaded;
	return (action, { timeoutMs, resetMs, announce }) => {
		const breaker = new Breaker(action, {
			timeout: timeoutMs,
			resetTimeout: resetMs,
			errorThresholdPercentage: 50,
			rollingCountTimeout: 500,
			rollingCountBuckets: 5,
			volumeThreshold: 5
		});
		breaker.on("open", () => announce("open"));
		breaker.on("halfOpen", () => announce("half-open"));
		breaker.on("close", () => announce("closed"));
		return {
			fire: (...args) => breaker.fire(...args),
			isRefusal: (error) => error.code === "EOPENBREAKER"
		};
	};
}
// scenarios/real/circuit-breaker/libraries.ts
/** The npm packages that a run may take its breaker from; none of them is changed. */
const libraries$1 = [
	"opossum",
	"cockatiel",
	"mollitia",
	"levee",
	"circuit-breaker-js"
];
/** Versions of opossum. */
const versions$1 = [
	"4.2.0",
	"4.2.1",
	"newest"
];
/** Loads every library there is: which one a run needs is known only later. */
async function loadBreakers(scenario) {
	const load = async (from, guard, name, install = name) => {
		try {
			return guard(await npmPackage(scenario, name, install, from));
		} catch (error) {
			if (error instanceof InputError) return error;
			throw error;
		}
	};
	const first = (guard) => (loaded) => guard(loaded.default);
	return {
		"opossum 4.2.0": await load(...[() => import("opossum-4.2.0"), first(opossum)], ...["opossum-4.2.0", "opossum-4.2.0@npm:opossum@4.2.0"]),
		"opossum 4.2.1": await load(...[() => import("opossum-4.2.1"), first(opossum)], ...["opossum-4.2.1", "opossum-4.2.1@npm:opossum@4.2.1"]),
		"opossum newest": await load(() => import("opossum"), first(opossum), "opossum"),
		cockatiel: await load(() => import("cockatiel"), cockatiel, "cockatiel"),
		mollitia: await load(() => import("mollitia"), mollitia, "mollitia"),
		levee: await load(() => import("levee"), first(levee), "levee"),
		"circuit-breaker-js": await load(() => import("circuit-breaker-js"), first(circuitBreakerJs), "circuit-breaker-js")
	};
}
/** @throws InputError when the package is not installed */
function breakerOf(installed, { library, version }) {
	const found = installed[library === "opossum" ? `opossum ${version}` : library];
	if (found === void 0) throw new Error(`no library ${library} ${version}`);
	if (found instanceof InputError) throw found;
	return found;
}
// scenarios/real/circuit-breaker/scenario.ts
/**
* Circuit breakers of npm packages, unmodified, between their users and a backend that fails: open, one keeps calls away,
* and it recovers, always. The breaker's clock, timers and random numbers are its node's, by ambient virtualisation alone.
*/
const NAME$7 = "real/circuit-breaker";
const GATEWAY = "gateway";
const BACKEND = "backend";
/** The code point at which the backend fails. */
const OVERLOADED = "backend/overloaded";
/** How long an unanswered call is kept open: longer than the breaker waits, as sockets usually are. */
const CALL_MS = 400;
const rules$14 = ruled({ 
/** What the gateway does with a request the breaker refuses. */
refused: "fail" }, {
	"opossum-4.2.0": {
		summary: "A call that fails while the circuit is already open cancels the timer that would try again: open for ever (opossum issue #385)",
		params: { version: "4.2.0" },
		shows: {
			check: "liveness",
			anomaly: "no-progress",
			within: 6
		}
	},
	"levee-late-success": {
		summary: "levee: a call from before the circuit opened succeeds, and closes it at once, with no call that tried",
		params: { library: "levee" },
		shows: {
			check: "fails-fast",
			anomaly: "closed-untried",
			within: 3
		}
	},
	"mollitia-half-open-for-ever": {
		summary: "mollitia: an answer to an earlier call is counted among the one of the half-open circuit, which is then one too many: refused for ever",
		params: {
			library: "mollitia",
			timeoutMs: 200,
			resetMs: 50
		},
		shows: {
			check: "liveness",
			anomaly: "no-progress",
			within: 13
		}
	},
	"cockatiel-clock-set-back": {
		summary: "cockatiel: how long the circuit has been open is read off the wall clock; set back, it stays open for as long",
		params: { library: "cockatiel" },
		faults: {
			name: "set-back-in-an-outage",
			summary: "The backend pauses; meanwhile the gateway's clock is set back by an hour",
			draw(streams) {
				const atMs = Math.round(400 + 800 * streams("outage").float());
				return [{
					kind: "pause",
					node: BACKEND,
					atMs,
					durationMs: 400
				}, {
					kind: "clock-jump",
					node: GATEWAY,
					atMs: atMs + 350,
					byMs: -36e5
				}];
			}
		},
		shows: {
			check: "liveness",
			anomaly: "no-progress",
			within: 3
		}
	},
	"circuit-breaker-js-no-gate": {
		summary: "circuit-breaker-js: the half-open circuit lets all calls through, not one",
		params: { library: "circuit-breaker-js" },
		shows: {
			check: "fails-fast",
			anomaly: "second-trial",
			within: 2
		}
	},
	"calls-around-the-breaker": {
		summary: "The gateway asks the backend itself when the breaker refuses",
		rules: { refused: "call-anyway" },
		shows: {
			check: "fails-fast",
			anomaly: "call-while-open",
			within: 6
		}
	}
});
const answerTo$1 = (question) => question * 2 + 1;
/** The flaky service behind the breaker: it takes its time, and some of its calls fail where `buggify` says so. */
const backend = asyncProgram(async (node) => {
	node.onMessage(async ({ call, question }) => {
		node.effect({
			f: "served",
			call
		});
		await node.sleep(1 + node.random.float() * 8);
		if (node.buggify(OVERLOADED)) throw new Refused("overloaded");
		return answerTo$1(question);
	});
});
/** The node that clients talk to: it asks the backend for them, behind the breaker. */
function gateway(guard, timeoutMs, resetMs, rule) {
	return asyncProgram(async (node) => {
		let lastCall = 0;
		const call = (id, question) => {
			node.effect({
				f: "call",
				call: id
			});
			return node.call(BACKEND, {
				call: id,
				question
			}, { timeoutMs: CALL_MS });
		};
		const announce = (is) => node.effect({
			f: "breaker",
			is
		});
		node.effect({
			f: "breaker",
			is: "closed",
			starts: true
		});
		const { fire, isRefusal } = guard(call, {
			timeoutMs,
			resetMs,
			announce
		});
		node.onRequest(async ({ question }) => {
			const id = `${node.incarnation}/${++lastCall}`;
			try {
				return await fire(id, question).catch((error) => around(error, id, question));
			} catch (error) {
				throw new Refused(error.message, isRefusal(error));
			}
		});
		function around(error, id, question) {
			if (!isRefusal(error)) throw error;
			node.effect({
				f: "refused",
				call: id
			});
			if (rule === "call-anyway") return call(id, question);
			throw error;
		}
	});
}
/** Closed, nothing is refused; open, nothing is called; half-open, one call is made to try (Nygard, "Release It!", 2007). */
const failsFast = defineChecker({
	name: "fails-fast",
	looksFor: "what a breaker announces, lets through and refuses (functions breaker, call, refused)",
	scan(history, found) {
		let state;
		let since;
		const count = {
			calls: 0,
			refusals: 0,
			openings: 0
		};
		for (const operation of history) {
			const { input } = operation;
			const wrong = (kind, what) => found.anomaly(kind, `${nameOf(operation)} ${what}`, since, operation);
			if (input.f === "breaker") {
				if (input.is === "closed" && state === "open" && !input.starts) found.anomaly("closed-untried", () => closedUntried(operation), since, operation);
				[state, since] = [input.is, operation];
				if (state === "open") count.openings++;
			} else if (input.f === "call") {
				count.calls++;
				if (state === "open") wrong("call-while-open", "was made though the circuit was open");
				if (state === "trying") wrong("second-trial", "was made though another already tried whether to close");
				if (state === "half-open") [state, since] = ["trying", operation];
			} else if (input.f === "refused") {
				count.refusals++;
				if (state === "closed") wrong("refused-while-closed", "was refused though the circuit was closed");
			}
		}
		const { calls, refusals, openings } = count;
		const reason = `the circuit opened ${openings} times; ${calls} calls made, ${refusals} refused in time`;
		return {
			judged: calls + refusals,
			reason
		};
	}
});
/** A refused call never reaches the backend. */
const refusedStayAway = defineChecker({
	name: "refused-stay-away",
	looksFor: "calls that a breaker refused, or the backend served (functions refused and served)",
	scan(history, found) {
		const refused = /* @__PURE__ */ new Map();
		let served = 0;
		for (const operation of history) if (operation.input.f === "refused") refused.set(operation.input.call, operation);
		for (const operation of history) {
			if (operation.input.f !== "served") continue;
			served++;
			const refusal = refused.get(operation.input.call);
			const message = () => `${nameOf(operation)} reached the backend though the breaker had refused it`;
			if (refusal !== void 0) found.anomaly("refused-call-served", message, refusal, operation);
		}
		const reason = `none of ${refused.size} refused calls reached the backend`;
		return {
			judged: refused.size + served,
			reason
		};
	}
});
const closedUntried = ({ invokedAtMs }) => `the open circuit was closed (${invokedAtMs} ms) without a call that tried`;
const nameOf = ({ input, invokedAtMs }) => `call ${input.call} (${invokedAtMs} ms)`;
/** Every answer is the answer to its question: the breaker mixes nothing up. */
const answersMatch = defineChecker({
	name: "answers-match",
	looksFor: "questions that were answered (function ask)",
	scan(history, found) {
		const answered = history.filter(({ input, type }) => input.f === "ask" && type === "ok");
		for (const operation of answered) {
			const { question } = operation.input;
			const told = `asked ${question} and was told ${String(operation.output)} instead of ${answerTo$1(question)}`;
			if (operation.output !== answerTo$1(question)) found.anomaly("wrong-answer", `${String(operation.process)} ${told}`, operation);
		}
		return {
			judged: answered.length,
			reason: `${answered.length} right answers`
		};
	}
});
const circuitBreakerScenario = defineScenario({
	name: NAME$7,
	summary: "Circuit breakers of npm, unmodified: when open they block calls, and they recover when the backend does",
	params: z.object({
		library: z.enum(libraries$1).default("opossum").describe("npm package that the breaker is of"),
		version: z.enum(versions$1).default("newest").describe("of opossum"),
		clients: z.int().min(1).max(50).default(8),
		timeoutMs: z.int().min(1).max(200).default(100).describe("how long the breaker waits for a call"),
		resetMs: z.int().min(1).max(300).default(300).describe("how long it stays open before it tries again")
	}),
	nodes: () => [GATEWAY, BACKEND],
	load: () => loadBreakers(NAME$7),
	protocol({ library, version, timeoutMs, resetMs }, { bug, loaded }) {
		const guard = breakerOf(loaded, {
			library,
			version
		});
		return {
			[GATEWAY]: gateway(guard, timeoutMs, resetMs, rules$14.with(bug).refused),
			[BACKEND]: backend
		};
	},
	workload: ({ clients: count }) => clients(count, { ask: 1 }, {
		everyMs: 60,
		to: () => GATEWAY,
		input: (_f, _random, { client, clients: all, index }) => ({ question: client + all * index })
	}),
	faults: "rough",
	budget: { allow: { corruption: false } },
	buggifySites: [OVERLOADED],
	durationMs: 3e3,
	clientTimeoutMs: 300,
	liveWithinMs: 600,
	restartAfterMs: 200,
	check: {
		"fails-fast": failsFast,
		"refused-stay-away": refusedStayAway,
		"answers-match": answersMatch
	},
	bugs: rules$14.bugs
});
// scenarios/real/needs-packages.ts
/**
* Whether the packages that programs of a scenario import are installed. Nothing is loaded here: each process of a world
* loads its own. Somebody who installed Seedstorm alone is told what is missing.
*/
const require = createRequire(new URL("./real/needs-packages.js", import.meta.url).href);
/**
* @param packages as `npm install` takes them: `ioredis@5.11.1`
* @throws InputError in one sentence when one is not installed
*/
function needsPackages(scenario, ...packages) {
	const missing = packages.filter((name) => !isInstalled(name.replace(/@[^@/]*$/, "")));
	if (missing.length === 0) return Promise.resolve();
	const [which, them] = missing.length === 1 ? ["package", "it"] : ["packages", "them"];
	return Promise.reject(new InputError(scenario, `needs the npm ${which} ${missing.join(" and ")}, not installed here; install ${them} with: npm install --save-dev ${missing.join(" ")}`));
}
function isInstalled(name) {
	try {
		require.resolve(name);
		return true;
	} catch (error) {
		return error.code !== "MODULE_NOT_FOUND";
	}
}
// scenarios/real/express-counter/scenario.ts
/**
* A web service on the npm package `express`, unmodified, that counts visits: what it keeps in memory a crash forgets, and
* so it does what it wrote and never synced.
*/
const NAME$6 = "real/express-counter";
const rules$13 = ruled({ 
/** Where the service has its count. */
keeps: "in-a-synced-file" }, {
	"in-memory": {
		summary: "The count is a variable: a process that starts again counts from one",
		rules: { keeps: "in-memory" },
		shows: {
			check: "linearizable",
			anomaly: "not-linearizable",
			within: 1
		}
	},
	"written-not-synced": {
		summary: "The count is written and not synced before it is told: a power cut takes visits back",
		rules: { keeps: "in-a-file" },
		shows: {
			check: "linearizable",
			anomaly: "not-linearizable",
			within: 1
		}
	}
});
const expressCounterScenario = defineScenario({
	name: NAME$6,
	summary: "Visits counted by a service on the npm package express: a count that was told is never told again",
	params: z.object({ clients: z.int().min(1).max(10).default(3).describe("each makes one visit after another") }),
	nodes: () => ["web", "front"],
	load: () => needsPackages(NAME$6, "express@5.3.0"),
	protocol: (_, { bug }) => ({
		web: nodeProgram({
			entry: new URL("./programs/service.js", new URL("./real/express-counter/scenario.js", import.meta.url).href),
			env: { KEEPS: rules$13.with(bug).keeps }
		}),
		front: nodeProgram({ entry: new URL("./programs/front.js", new URL("./real/express-counter/scenario.js", import.meta.url).href) })
	}),
	workload: ({ clients: count }) => clients(count, {
		add: 4,
		read: 1
	}, {
		everyMs: 40,
		to: () => "front",
		input: () => ({ by: 1 })
	}),
	disk: hdd(),
	faults: nemesis({
		crash: true,
		kill: true
	}, {
		name: "ends",
		summary: "Power cuts and kills"
	}),
	durationMs: 1500,
	clientTimeoutMs: 300,
	restartAfterMs: 50,
	check: { linearizable: linearizable(counterModel()) },
	bugs: rules$13.bugs
});
// scenarios/real/ioredis/scenario.ts
/**
* The npm package `ioredis`, unmodified, on connections that break: a command that was on its way may have been carried
* out. By default it is sent again, and a counter counts twice.
*/
const NAME$5 = "real/ioredis";
const rules$12 = ruled({ 
/** What of the client's options is not as it is by default. */
options: {
	autoResendUnfulfilledCommands: false,
	maxRetriesPerRequest: 0
} }, { "resend-by-default": {
	summary: "ioredis as it is by default sends unanswered commands again after a reset: one INCR counts twice",
	rules: { options: {} },
	shows: {
		check: "at-most-once",
		anomaly: "duplicate",
		within: 2
	}
} });
const ioredisScenario = defineScenario({
	name: NAME$5,
	summary: "Counters in Redis by the npm package ioredis, unmodified: a broken connection counts nothing twice",
	params: z.object({ clients: z.int().min(1).max(20).default(5).describe("each increases counters of its own, one after another") }),
	nodes: () => ["redis", "app"],
	load: () => needsPackages(NAME$5, "ioredis@5.11.1"),
	protocol: (_, { bug }) => ({
		redis: nodeProgram({ entry: new URL("../programs/redis-server.js", new URL("./real/ioredis/scenario.js", import.meta.url).href) }),
		app: nodeProgram({
			entry: new URL("./programs/counter.js", new URL("./real/ioredis/scenario.js", import.meta.url).href),
			env: { OPTIONS: JSON.stringify(rules$12.with(bug).options) }
		})
	}),
	workload: ({ clients: count }) => clients(count, { send: 1 }, {
		everyMs: 25,
		to: () => "app",
		input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index + 1}` })
	}),
	network: { latency: {
		kind: "uniform",
		minMs: 5,
		maxMs: 20
	} },
	faults: "resets",
	durationMs: 1500,
	clientTimeoutMs: 200,
	liveWithinMs: 200,
	check: { "at-most-once": atMostOnce() },
	bugs: rules$12.bugs
});
// scenarios/real/mqtt/scenario.ts
/**
* The npm packages `aedes` (a broker) and `mqtt` (its clients), unmodified, on connections that break: what each quality
* of service of MQTT promises, and what aedes makes of the third without any fault.
*/
const NAME$4 = "real/mqtt";
const rules$11 = ruled({
	/** How aedes keeps a PUBREL that it owes a subscriber. */
	pubrel: "mended",
	/** The quality of service that both clients ask for; by default the one that is claimed. */
	asks: void 0
}, {
	"pubrel-of-another": {
		summary: "aedes 1.2.0 as it is: of two messages under way it releases one twice and the other never, without any fault",
		rules: { pubrel: "as-published" },
		params: { qos: 2 },
		faults: "none",
		shows: {
			check: "exactly-once",
			anomaly: "lost",
			within: 1
		}
	},
	"at-least-once-is-not-once": {
		summary: "Quality of service 1 where each message counts: a broken connection delivers one twice",
		rules: { asks: 1 },
		params: { qos: 2 },
		shows: {
			check: "exactly-once",
			anomaly: "duplicate",
			within: 2
		}
	},
	"at-most-once-may-be-never": {
		summary: "Quality of service 0 where no message may be missing: a broken connection loses some",
		rules: { asks: 0 },
		params: { qos: 1 },
		shows: {
			check: "at-least-once",
			anomaly: "lost",
			within: 2
		}
	}
});
const claims$6 = [
	{ "at-most-once": atMostOnce() },
	{ "at-least-once": atLeastOnce() },
	{ "exactly-once": exactlyOnce$1() }
];
const mqttScenario = defineScenario({
	name: NAME$4,
	summary: "The npm packages aedes and mqtt: messages arrive as often as their quality of service says",
	params: z.object({
		qos: z.int().min(0).max(2).default(2).describe("quality of service: at most, at least, exactly once"),
		clients: z.int().min(1).max(20).default(3).describe("each sends one message after another")
	}),
	vary: { qos: [
		0,
		1,
		2
	] },
	nodes: () => [
		"broker",
		"publisher",
		"subscriber"
	],
	load: () => needsPackages(NAME$4, "aedes@1.2.0", "mqtt@5.16.0"),
	protocol({ qos }, { bug }) {
		const { pubrel, asks = qos } = rules$11.with(bug);
		const env = {
			QOS: String(asks),
			PUBREL: pubrel
		};
		return {
			broker: nodeProgram({
				entry: new URL("./programs/broker.js", new URL("./real/mqtt/scenario.js", import.meta.url).href),
				env
			}),
			publisher: nodeProgram({
				entry: new URL("./programs/publisher.js", new URL("./real/mqtt/scenario.js", import.meta.url).href),
				env
			}),
			subscriber: nodeProgram({
				entry: new URL("./programs/subscriber.js", new URL("./real/mqtt/scenario.js", import.meta.url).href),
				env
			})
		};
	},
	workload: ({ clients: count }) => clients(count, { send: 1 }, {
		everyMs: 20,
		fromMs: 100,
		untilMs: 500,
		to: () => "publisher",
		input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index + 1}` })
	}),
	network: { latency: {
		kind: "uniform",
		minMs: 1,
		maxMs: 6
	} },
	faults: "resets",
	durationMs: 1e3,
	clientTimeoutMs: 500,
	final: () => [{
		to: "subscriber",
		input: { f: "drain" }
	}],
	check: ({ qos }) => claims$6[qos] ?? {},
	bugs: rules$11.bugs
});
// scenarios/real/p-queue.sim.ts
/**
* The npm package `p-queue`, unmodified, keeps a rate: no more than so many tasks start in an interval. A worker puts what
* clients ask of it into one queue; every start is seen, and counted in every window of that length.
*/
const NAME$3 = "real/p-queue";
const WORKER = "worker";
const versions = [
	"9.0.1",
	"9.3.5",
	"10.0.0"
];
async function loadVersions() {
	const load = async (version, from) => {
		const name = `p-queue-${version}`;
		try {
			return (await npmPackage(NAME$3, name, `${name}@npm:p-queue@${version}`, from)).default;
		} catch (error) {
			if (error instanceof InputError) return error;
			throw error;
		}
	};
	return {
		"9.0.1": await load("9.0.1", () => import("p-queue-9.0.1")),
		"9.3.5": await load("9.3.5", () => import("p-queue-9.3.5")),
		"10.0.0": await load("10.0.0", () => import("p-queue-10.0.0"))
	};
}
const disturbances = nemesis({
	crash: true,
	kill: true,
	restart: true,
	pause: true,
	slowNode: true,
	loss: true,
	latency: true
}, {
	name: "busy-worker",
	summary: "Ends, pauses and slows the worker, and loses and delays what it is asked"
});
const rules$10 = ruled({}, {
	"two-timers": {
		summary: "p-queue 9.3.5: after a pause within an interval, the timer that resumes and the timer that recurs both open a window, 1 ms apart",
		params: { version: "9.3.5" },
		shows: {
			check: "within-rate",
			anomaly: "too-many",
			within: 1
		}
	},
	"strict-by-the-wall-clock": {
		summary: "p-queue, strict: how long ago a task started is read off the wall clock; when that leaps forward, starts before it count no more",
		params: { strict: true },
		faults: {
			name: "leaps",
			summary: "The worker's clock leaps forward, several times",
			draw(streams) {
				const random = streams("leaps");
				return Array.from({ length: 8 }, (_, index) => ({
					kind: "clock-jump",
					node: WORKER,
					atMs: 200 * (index + 1) + random.int(0, 99),
					byMs: random.int(50, 200)
				}));
			}
		},
		shows: {
			check: "within-rate",
			anomaly: "too-many",
			within: 1
		}
	},
	"strict-set-back": {
		summary: "p-queue, strict: the clock is set back by an hour, and the next task waits for an hour",
		params: { strict: true },
		faults: {
			name: "set-back",
			summary: "The worker's clock is set back by an hour",
			draw: (streams) => [{
				kind: "clock-jump",
				node: WORKER,
				atMs: streams("set-back").int(300, 1500),
				byMs: -36e5
			}]
		},
		shows: {
			check: "liveness",
			anomaly: "no-progress",
			within: 2
		}
	}
});
function worker(Queue, { cap, intervalMs, strict }) {
	return asyncProgram(async (node) => {
		const queue = new Queue({
			intervalCap: cap,
			interval: intervalMs,
			strict
		});
		node.onRequest(async ({ burst, tasks }) => {
			const run = async (task) => {
				node.effect({
					f: "start",
					task: `${burst}/${task}`,
					process: node.incarnation
				});
				await node.sleep(1 + node.random.float() * 4);
			};
			return (await queue.addAll(Array.from({ length: tasks }, (_, task) => () => run(task)))).length;
		});
	});
}
/**
* At most so many starts in any window of one interval. Strict, that is the cap. Else windows follow one another, and
* the end of one and the beginning of the next may lie close together: twice the cap, less the one that began a window.
*/
function withinRate({ cap, intervalMs, strict }) {
	const bound = strict ? cap : 2 * cap - 1;
	return defineChecker({
		name: "within-rate",
		looksFor: "tasks that started (function start)",
		scan(history, found) {
			const windows = /* @__PURE__ */ new Map();
			let most = [];
			let judged = 0;
			for (const operation of history) {
				const { f, process } = operation.input;
				if (f !== "start") continue;
				judged++;
				const starts = windows.get(process) ?? [];
				windows.set(process, starts);
				starts.push(operation);
				while (tookMs([starts[0], operation]) >= intervalMs - 1) starts.shift();
				if (starts.length > most.length) most = [...starts];
			}
			const took = `${most.length} tasks started within ${tookMs(most).toFixed(1)} ms`;
			if (most.length > bound) found.anomaly("too-many", `${took}; in ${intervalMs} ms at most ${bound} may`, ...most);
			return {
				judged,
				reason: `of ${judged} tasks, at most ${most.length} started in ${intervalMs} ms`
			};
		}
	});
}
const tookMs = (starts) => (starts.at(-1)?.invokedAtMs ?? 0) - (starts[0]?.invokedAtMs ?? 0);
/** Whoever is told that a burst is done can rely on it: each of its tasks ran, once. */
const eachOnce = defineChecker({
	name: "each-once",
	looksFor: "bursts that were answered (function run)",
	scan(history, found) {
		const starts = /* @__PURE__ */ new Map();
		for (const { input } of history) if (input.f === "start") starts.set(input.task, (starts.get(input.task) ?? 0) + 1);
		let judged = 0;
		for (const operation of history) {
			const { f, burst, tasks } = operation.input;
			if (f !== "run" || operation.type !== "ok") continue;
			for (let task = 0; task < tasks; task++, judged++) {
				const times = starts.get(`${burst}/${task}`) ?? 0;
				if (times !== 1) found.anomaly("not-once", `task ${burst}/${task} started ${times} times`, operation);
			}
		}
		return {
			judged,
			reason: `${judged} tasks, each started once`
		};
	}
});
const pQueueScenario = defineScenario({
	name: NAME$3,
	summary: "The npm package p-queue, unmodified, starts no more tasks in an interval than it promises",
	params: z.object({
		version: z.enum(versions).default("10.0.0").describe("of p-queue"),
		clients: z.int().min(1).max(10).default(2).describe("each with one burst of tasks at a time"),
		cap: z.int().min(1).max(50).default(5).describe("how many tasks may start in an interval"),
		intervalMs: z.int().min(10).max(500).default(100),
		strict: z.boolean().default(false).describe("count in every window, not in one after another")
	}),
	nodes: () => [WORKER],
	load: loadVersions,
	protocol({ version, ...rate }, { loaded }) {
		const Queue = loaded[version];
		if (Queue instanceof InputError) throw Queue;
		return worker(Queue, rate);
	},
	workload: ({ clients: count, cap }) => clients(count, { run: 1 }, {
		everyMs: 120,
		to: () => WORKER,
		input: (_f, random, { client, index }) => ({
			burst: `${client}-${index}`,
			tasks: random.float() < .5 ? 1 : random.int(cap, 2 * cap + 2)
		})
	}),
	faults: disturbances,
	budget: { allow: {
		clockDrift: false,
		duplication: false
	} },
	durationMs: 4e3,
	clientTimeoutMs: 800,
	liveWithinMs: 700,
	restartAfterMs: 200,
	check: (rate) => ({
		"within-rate": withinRate(rate),
		"each-once": eachOnce
	}),
	bugs: rules$10.bugs
});
// scenarios/real/redlock/scenario.ts
/**
* The npm package `redlock`, unmodified, with `ioredis` and three servers: whoever looks at the time for which it has the
* lock is alone, as long as nobody stands still and clocks are right.
*/
const NAME$2 = "real/redlock";
const servers = nodeNames(3, "redis");
/** The same disturbance six times, at moments that the seed chooses. */
function sixTimes(name, summary, faults) {
	return {
		name,
		summary,
		draw(streams) {
			const random = streams(name);
			return Array.from({ length: 6 }, (_, index) => faults(100 + 250 * index + random.int(0, 100), random)).flat();
		}
	};
}
const oneWorker = (random) => `worker${random.int(1, 2)}`;
const lateAnswers$1 = sixTimes("late-answers", "What the servers answer one worker takes as long as a lock is held", (atMs, random) => [{
	kind: "latency",
	atMs,
	durationMs: 150,
	addMs: random.int(100, 250),
	from: servers,
	to: [oneWorker(random)]
}]);
const standStills = sixTimes("stand-stills", "A worker stands still for 200 ms", (atMs, random) => [{
	kind: "pause",
	atMs,
	durationMs: 200,
	node: oneWorker(random)
}]);
/** Of two servers: what one forgets, the two others still know. */
const leaps = sixTimes("leaps", "The clocks of two servers are set a second ahead", (atMs) => servers.slice(0, 2).map((node) => ({
	kind: "clock-jump",
	atMs,
	node,
	byMs: 1e3
})));
const rules$9 = ruled({ 
/** At the time that a lock has left: when it comes, and as long as there is work. */
looks: "always" }, {
	"expired-at-handover": {
		summary: "A worker trusts the lock that it gets: redlock hands one over that expired while its answers were on their way",
		rules: { looks: "never" },
		shows: {
			check: "mutual-exclusion",
			anomaly: "overlapping-holds",
			within: 2
		}
	},
	"stands-still": {
		summary: "A worker stands still while it holds the lock, and goes on when another has it",
		faults: standStills,
		twin: "plain",
		shows: {
			check: "mutual-exclusion",
			anomaly: "overlapping-holds",
			within: 2
		}
	},
	"clock-jumps": {
		summary: "The clock of a server leaps forward: what it keeps expires before its time",
		faults: leaps,
		twin: "plain",
		shows: {
			check: "mutual-exclusion",
			anomaly: "overlapping-holds",
			within: 1
		}
	}
});
const redlockScenario = defineScenario({
	name: NAME$2,
	summary: "A lock of the npm package redlock on three servers: never two at a time, where everybody keeps its time",
	params: z.object({
		workers: z.int().min(2).max(6).default(3),
		leaseMs: z.int().min(50).max(1e3).default(150).describe("for how long a lock is asked"),
		workMs: z.int().min(1).max(500).default(80).describe("how long the work takes")
	}),
	nodes: ({ workers }) => [...servers, ...nodeNames(workers, "worker")],
	load: () => needsPackages(NAME$2, "redlock@5.0.0-beta.2", "ioredis@5.11.1"),
	protocol({ workers, leaseMs, workMs }, { bug }) {
		const server = nodeProgram({ entry: new URL("../programs/redis-server.js", new URL("./real/redlock/scenario.js", import.meta.url).href) });
		const worker = nodeProgram({
			entry: new URL("./programs/worker.js", new URL("./real/redlock/scenario.js", import.meta.url).href),
			env: {
				SERVERS: servers.join(" "),
				LOOKS: rules$9.with(bug).looks,
				LEASE_MS: String(leaseMs),
				WORK_MS: String(workMs)
			}
		});
		return Object.fromEntries([...servers.map((name) => [name, server]), ...nodeNames(workers, "worker").map((name) => [name, worker])]);
	},
	workload: ({ workers }) => clients(workers, { work: 1 }, {
		everyMs: 30,
		to: (_random, _nodes, client) => `worker${client + 1}`,
		input: () => ({})
	}),
	network: { latency: {
		kind: "uniform",
		minMs: 1,
		maxMs: 4
	} },
	faults: lateAnswers$1,
	durationMs: 2e3,
	clientTimeoutMs: 500,
	check: { "mutual-exclusion": mutualExclusion() },
	bugs: rules$9.bugs
});
// scenarios/real/unique-ids/scenario.ts
/**
* Generators of identifiers from npm, unmodified, on nodes that know nothing of each other: no identifier is given twice, and
* those of one node grow, whatever its clock shows.
*/
const NAME$1 = "real/unique-ids";
const NODES = ["n1", "n2"];
const libraries = [...[
	"uuid v7",
	"uuid v4",
	"ulid",
	"ulid monotonic"
], ...[
	"typeid-js",
	"flake-idgen",
	"@sapphire/snowflake"
]];
const setBack = (name, leastMs, mostMs) => ({
	name,
	summary: `Sets the clocks of nodes back, by ${leastMs} to ${mostMs} ms, several times`,
	draw(streams) {
		const random = streams("set-back");
		return [
			300,
			700,
			1100
		].map((from) => ({
			kind: "clock-jump",
			node: random.pick(NODES),
			atMs: from + random.int(0, 299),
			byMs: -random.int(leastMs, mostMs)
		}));
	}
});
const plain = (library, check, anomaly, summary) => ({
	summary: `${library}: ${summary}`,
	params: { library },
	shows: {
		check,
		anomaly,
		within: 1
	}
});
const rules$8 = ruled({}, {
	"ulid-in-one-ms": plain("ulid", "grows", "non-monotonic", "those of one ms are in no order"),
	"uuid-v4-no-order": plain("uuid v4", "grows", "non-monotonic", "drawn anew each time, in no order"),
	"typeid-set-back": {
		...plain(...[
			"typeid-js",
			"grows",
			"non-monotonic"
		], "when the clock is set back by more than 10 s, identifiers go back with it"),
		faults: setBack("set-back-by-hours", 36e5, 72e5)
	},
	"flake-two-nodes": plain(...[
		"flake-idgen",
		"unique",
		"duplicate"
	], "two nodes that nobody gave numbers give the same in the same ms"),
	"snowflake-two-nodes": plain(...[
		"@sapphire/snowflake",
		"unique",
		"duplicate"
	], "two nodes that nobody gave numbers give the same in the same ms")
});
const uniqueIdsScenario = defineScenario({
	name: NAME$1,
	summary: "Generators of identifiers from npm, unmodified: none is given twice, and they grow",
	params: z.object({
		library: z.enum(libraries).default("uuid v7").describe("what identifiers are made by"),
		count: z.int().min(1).max(1e3).default(10).describe("how many a client asks for at a time")
	}),
	nodes: () => NODES,
	load: () => needsPackages(...[
		NAME$1,
		"uuid@14.0.3",
		"ulid@3.0.2",
		"typeid-js@1.2.0",
		"flake-idgen@1.4.0"
	], "@sapphire/snowflake@3.5.5"),
	protocol: ({ library }) => nodeProgram({
		entry: new URL("./programs/generator.js", new URL("./real/unique-ids/scenario.js", import.meta.url).href),
		env: { LIBRARY: library }
	}),
	workload: ({ count }) => clients(4, { generate: 1 }, {
		everyMs: 40,
		to: (_random, nodes, client) => nodes[client % 2],
		input: () => ({ count })
	}),
	network: { latency: {
		kind: "uniform",
		minMs: .1,
		maxMs: .9
	} },
	faults: setBack("set-back", 50, 500),
	budget: { allow: { memoryLoss: false } },
	durationMs: 2500,
	clientTimeoutMs: 300,
	liveWithinMs: 200,
	check: {
		unique: uniqueIds(),
		grows: monotonicIds({ scope: "session" })
	},
	bugs: rules$8.bugs
});
// scenarios/real/yjs.sim.ts
/** Ways of using Yjs wrongly. */
const rules$7 = ruled({
	/** An edit is acknowledged, and leaves the node, only when it would survive a power cut. */
	acknowledge: "after-sync",
	/** Pause in ms between two comparisons with the other replicas; `never`: what is lost stays lost. */
	compareEveryMs: 50,
	/** A request that arrives twice is carried out once, across crashes too. */
	takeOnce: true
}, {
	"acknowledge-before-sync": {
		summary: "An edit is acknowledged and sent before it is on the disk: a power cut takes it back",
		rules: { acknowledge: "at-once" },
		shows: {
			check: "edits-kept",
			anomaly: "lost-insert",
			within: 13
		}
	},
	"no-state-vectors": {
		summary: "Updates are sent once and never compared: what the network loses is missing for ever",
		rules: { compareEveryMs: "never" },
		shows: {
			check: "converges",
			anomaly: "divergence",
			within: 1
		}
	},
	"twice-taken-requests": {
		summary: "An insert that the network delivers twice is carried out twice: merging updates does not help there",
		rules: { takeOnce: false },
		shows: {
			check: "edits-kept",
			anomaly: "duplicate",
			within: 12
		}
	}
});
const replica$1 = (Y, { acknowledge, compareEveryMs, takeOnce }) => asyncProgram(async (node) => {
	const sent = acknowledge === "after-sync" ? { after: "sync" } : {};
	const doc = new Y.Doc();
	const [text, map] = [doc.getText("text"), doc.getMap("map")];
	const log = await durableLog(node);
	for (const { update } of log.entries) Y.applyUpdate(doc, update);
	const carriedOut = new Set(log.entries.map(({ edit }) => edit));
	let written = Promise.resolve();
	doc.on("update", (update, origin) => {
		if (typeof origin !== "string") return void (written = log.write({ update }));
		carriedOut.add(origin);
		written = log.write({
			update,
			edit: origin
		});
		node.broadcast({
			kind: "update",
			update
		}, sent);
	});
	node.onMessage(async (message, from) => {
		if (message.kind === "compare") return node.send(from, {
			kind: "update",
			update: Y.encodeStateAsUpdate(doc, message.vector)
		}, sent);
		Y.applyUpdate(doc, message.update);
		await written;
	});
	node.onRequest(async (request) => {
		if (request.f === "state") return state();
		const found = apply(request);
		const synced = log.sync();
		if (acknowledge === "after-sync") await synced;
		return found;
	});
	if (compareEveryMs !== "never") await every(node, {
		everyMs: compareEveryMs,
		first: "whole"
	}, () => node.broadcast({
		kind: "compare",
		vector: Y.encodeStateVector(doc)
	}));
	/** Carries an edit out, once however often the network delivers it; false: there is nothing to delete. */
	function apply(edit) {
		if (edit.f === "delete") {
			const start = ` ${text.toString()}`.indexOf(` ${edit.word} `);
			if (start >= 0) doc.transact(() => text.delete(start, edit.word.length + 1), `delete ${edit.word}`);
			return start >= 0;
		}
		const name = edit.f === "insert" ? edit.word : edit.value;
		if (takeOnce && carriedOut.has(name)) return true;
		doc.transact(() => {
			if (edit.f === "set") map.set(edit.entry, edit.value);
			else text.insert(boundary(text.toString(), edit.at), `${edit.word} `);
		}, name);
		return true;
	}
	function state() {
		const words = text.toString().split(" ").slice(0, -1);
		const snapshot = Buffer.from(Y.encodeSnapshot(Y.snapshot(doc))).toString("base64");
		return {
			replica: node.id,
			words,
			map: map.toJSON(),
			snapshot
		};
	}
});
/** Where a word begins, or the end: that share of the way through the words. */
function boundary(text, at) {
	const words = text.split(" ").slice(0, -1);
	return words.slice(0, Math.round(at * words.length)).reduce((length, word) => length + word.length + 1, 0);
}
/** What a replica was seen to hold. */
function stateOf({ input, output }) {
	if (input.f !== "state" || output === void 0) return void 0;
	const { replica, words, map, snapshot } = output;
	return {
		replica,
		value: {
			words,
			map
		},
		seen: [snapshot]
	};
}
/**
* Acknowledged edits are in the final states, and nothing else is. Anomalies: `lost-insert` (acknowledged, nobody
* asked to delete it, not there), `undone-delete` (acknowledged, still there), `phantom` (nobody inserted or set it),
* `duplicate` (there twice), `lost-set` (an entry with acknowledged values has none).
*/
function editsKept() {
	return defineChecker({
		name: "edits-kept",
		looksFor: "what replicas hold at the end (function state, process final)",
		scan(history, found) {
			const asked = history.filter(({ type }) => type !== "fail");
			const states = asked.filter(({ type, input }) => type === "ok" && input.f === "state");
			const finals = states.filter(({ process }) => process === "final");
			for (const final of finals) judge(final, asked, found);
			const acknowledged = asked.filter(({ type }) => type === "ok").length - states.length;
			return {
				judged: finals.length,
				reason: `${acknowledged} acknowledged edits kept by ${finals.length} replicas`
			};
		}
	});
}
function judge(final, asked, found) {
	const { replica, words, map } = final.output;
	const add = (kind, what, ...operations) => found.anomaly(kind, `${replica} ${what}`, ...operations, final);
	const known = /* @__PURE__ */ new Set();
	const crossedOut = /* @__PURE__ */ new Set();
	for (const { input } of asked) {
		if (input.f === "insert") known.add(input.word);
		if (input.f === "set") known.add(`${input.entry}: ${input.value}`);
		if (input.f === "delete") crossedOut.add(input.word);
	}
	const present = new Set(words);
	for (const operation of asked) {
		const { input: edit, output, type } = operation;
		if (type !== "ok") continue;
		if (edit.f === "insert" && !present.has(edit.word) && !crossedOut.has(edit.word)) add("lost-insert", `lacks '${edit.word}', which was acknowledged and never deleted`, operation);
		if (edit.f === "delete" && output === true && present.has(edit.word)) add("undone-delete", `still holds '${edit.word}', whose deletion was acknowledged`, operation);
		if (edit.f === "set" && map[edit.entry] === void 0) add("lost-set", `has no '${edit.entry}', though '${edit.value}' was acknowledged`, operation);
	}
	const twice = words.find((word, index) => words.indexOf(word) < index);
	if (twice !== void 0) add("duplicate", `holds '${twice}' twice`);
	for (const word of present) if (!known.has(word)) add("phantom", `holds '${word}', which nobody inserted`);
	for (const [entry, value] of Object.entries(map)) if (!known.has(`${entry}: ${value}`)) add("phantom", `holds ${entry} '${value}', which nobody set`);
}
/** What a good protocol survives, and a network that does to datagrams whatever it may. */
const badNetwork = nemesis({
	partition: true,
	oneWayCut: true,
	loss: "hell",
	duplication: "hell",
	reordering: true,
	latency: true,
	crash: true,
	kill: true,
	restart: true,
	pause: true,
	tornWrite: true,
	diskSlow: true
}, {
	name: "bad-network",
	summary: "Loses, doubles and reorders messages, splits, and crashes replicas"
});
const yjsScenario = defineScenario({
	name: "real/yjs",
	summary: "Documents of the npm package yjs, unmodified, converge and keep every acknowledged edit",
	params: z.object({
		nodes: z.int().min(2).max(9).default(3).describe("number of replicas"),
		clients: z.int().min(1).max(20).default(4),
		compareEveryMs: z.int().min(1).max(60).default(50).describe("pause between comparisons with the others")
	}),
	nodes: ({ nodes }) => nodeNames(nodes),
	load: () => npmPackage("real/yjs", "yjs", "yjs", () => import("yjs")),
	protocol: ({ compareEveryMs }, { bug, loaded }) => replica$1(loaded, rules$7.with(bug, { compareEveryMs })),
	workload: ({ clients: count }) => clients(count, {
		insert: 5,
		delete: 1,
		set: 2,
		state: 1
	}, {
		everyMs: 50,
		input(f, random, { client, index }) {
			const name = (number) => `c${client + 1}-${number}`;
			if (f === "insert") return {
				word: name(index),
				at: random.float()
			};
			if (f === "delete") return { word: name(Math.max(0, index - random.int(1, 6))) };
			if (f === "set") return {
				entry: random.pick([
					"title",
					"author",
					"colour"
				]),
				value: name(index)
			};
			return {};
		}
	}),
	disk: hdd(),
	faults: badNetwork,
	budget: ({ nodes }) => ({
		intactReplicas: nodes,
		allow: { corruption: false }
	}),
	durationMs: 2500,
	clientTimeoutMs: 600,
	liveWithinMs: 500,
	restartAfterMs: 200,
	final: ({ nodes }) => nodeNames(nodes).map((to) => ({
		to,
		input: { f: "state" }
	})),
	check: ({ nodes }) => ({
		converges: converges({
			state: stateOf,
			replicas: nodeNames(nodes)
		}),
		"strong-convergence": strongConvergence({ state: stateOf }),
		"edits-kept": editsKept()
	}),
	bugs: rules$7.bugs
});
// scenarios/replication/registers.ts
/** What clients of a store of registers do, and what the stores of this folder are asked in the end: shared by all. */
const params$3 = z.object({
	nodes: z.int().min(1).max(15).default(3).describe("number of replicas"),
	keys: z.int().min(1).max(26).default(3).describe("number of registers"),
	clients: z.int().min(1).max(50).default(6),
	everyMs: z.number().min(1).max(1e4).default(20).describe("mean pause between operations of a client"),
	sticky: z.boolean().default(true).describe("each client asks one node only; session guarantees need that")
});
/** The world of stores in this folder. A tail, so that messages overtake; a busy disk, so that power fails before a sync. */
const slowStore = {
	network: heavyTailedLan(),
	disk: busyDisk(),
	faults: "rough",
	budget: ({ nodes }) => ({
		intactReplicas: nodes,
		allow: { corruption: false }
	}),
	durationMs: 2500,
	clientTimeoutMs: 300,
	liveWithinMs: 500,
	restartAfterMs: 200
};
/** All of a scenario of such a store but its protocol and what it claims. */
const registerStore = {
	...slowStore,
	params: params$3,
	nodes: ({ nodes }) => nodeNames(nodes),
	workload: ({ nodes: _, ...given }) => registerWorkload({
		...given,
		mix: {
			get: .6,
			put: .4
		}
	}),
	/** Asks every replica what it holds. */
	final: ({ nodes }) => nodeNames(nodes).map((to) => ({
		to,
		input: { f: "state" }
	}))
};
/**
* What all stores of this folder do with a request: gets are answered at once from what the node itself holds.
* @param rules.takeOnce drops the copies of a put: the network may deliver a request twice, and late
* @param rules.shown when what the node holds may be shown
* @returns the put that is to be carried out, if it is one
*/
function putOf(request, { held, taken }, node, { takeOnce, shown, writes }) {
	if (request.f === "get") node.reply(held[request.key]?.value ?? null, shown);
	else if (request.f === "state") {
		const value = Object.fromEntries(Object.entries(held).map(([key, its]) => [key, its.value]));
		node.reply({
			replica: node.id,
			value,
			...writes && { writes: writes() }
		});
	} else {
		const { from: client, id } = node.defer();
		const again = wasTaken(taken, {
			client,
			id
		});
		node.sometimes("a put arrives twice", again);
		if (!again || !takeOnce) return {
			client,
			id,
			key: request.key,
			value: request.value
		};
	}
}
function wasTaken(taken, { client, id }) {
	return copyOf$1(taken, client, id, 0).kind !== "new";
}
/** Which states of a store with a log count as the same: who is up, who lags how far, who holds back how much. */
function laggards(nodes) {
	const states = nodes.map(({ state }) => state);
	const longest = Math.max(...states.map((state) => state?.log.entries.length ?? 0));
	return nodes.map(({ status }, index) => {
		const { log, early = {} } = states[index] ?? {};
		const lag = longest - (log?.entries.length ?? 0);
		return [
			status,
			Math.min(3, lag),
			Math.min(3, Object.keys(early).length)
		].join();
	});
}
/** In the end all replicas hold the same; or, of `writes`, know the same writes. */
const agree = (nodes, what = "value") => converges({
	state: (operation) => seenOf(operation, what),
	replicas: nodeNames(nodes)
});
function seenOf({ input, output }, what) {
	if (!isState(input) || output === void 0) return void 0;
	const shown = output;
	return {
		replica: shown.replica,
		value: shown[what]
	};
}
/** The checker, of what clients got and put, each client one session. */
function ofSessions(checker) {
	return {
		name: checker.name,
		check: (history, budget) => checker.check(sessionsOf(history), budget)
	};
}
/**
* What clients got and put, with each client's session whole. A client goes on under another name when an operation of
* unknown outcome is behind it; if it keeps to its node, that node owes it the same as before. The operation itself
* is left to happen at any time.
*/
function sessionsOf(history) {
	return history.filter(({ input }) => !isState(input)).map((operation, index) => {
		const client = String(operation.process).replace(/\.\d+$/, "");
		return {
			...operation,
			process: operation.type === "info" ? `${client}?${index}` : client
		};
	});
}
/**
* No replica ends with a value that an acknowledged later write had replaced: as a read of a regular register would
* not. Stores without a total order of writes do not promise it.
*/
function newestKept() {
	const checker = regular();
	return {
		name: "newest-kept",
		check(history, budget) {
			const puts = history.filter(({ input }) => input.f === "put");
			const ends = history.filter(({ input, type }) => isState(input) && type === "ok");
			if (ends.length === 0) return {
				verdict: "unknown",
				reason: "no replica showed what it holds"
			};
			const keys = new Set(puts.map(({ input }) => input.key));
			const found = ends.flatMap((end) => {
				const { replica, value } = end.output;
				return [...keys].map((key) => ({
					...end,
					process: `${replica}/${key}`,
					input: {
						f: "get",
						key
					},
					output: value[key] ?? null
				}));
			});
			return checker.check([...puts, ...found], budget);
		}
	};
}
function isState(input) {
	return input.f === "state";
}
// scenarios/replication/anti-entropy.sim.ts
/**
* Anti-entropy: every node answers from its own copies, and nodes keep comparing them, key by key, until all agree.
*
* Push and pull after Demers et al., "Epidemic algorithms for replicated database maintenance" (PODC 1987), with
* nothing mailed directly; the last writer wins, by hybrid time (Kulkarni et al., "Logical physical clocks", OPODIS
* 2014): the wall clock's milliseconds, but later than everything the node has seen.
*/
const rules$6 = ruled({
	/** The time of a write: later than any the node has seen, or what its wall clock says. */
	clock: "hybrid",
	/** Which of two copies of the same time wins: that of the later name, or whichever a node has. */
	ties: "by-name",
	/** What a node does with a copy that is older than its own: nothing, or it takes it all the same. */
	older: "refused",
	/** What a node answers has been synced, so that no crash takes it back. */
	answer: "synced",
	/** A put that arrives twice is carried out once, across crashes too. */
	takeOnce: true
}, {
	"roaming-clients": {
		summary: "Clients ask any node, each time another: it may not know yet what the last one showed",
		params: { sticky: false },
		shows: {
			check: "coherent",
			anomaly: "sequential-cycle",
			within: 1
		}
	},
	"wall-clock": {
		summary: "A write carries the wall clock of its node (Jepsen on Cassandra, 2013): where that is behind, it is acknowledged and dropped",
		rules: { clock: "wall" },
		shows: {
			check: "coherent",
			anomaly: "sequential-cycle",
			within: 3
		}
	},
	"ties-undecided": {
		summary: "If two copies have the same time, each node keeps its own: replicas never agree",
		rules: { ties: "none" },
		shows: {
			check: "converges",
			anomaly: "divergence",
			within: 8
		}
	},
	"older-taken": {
		summary: "A node takes every copy that it gets, even an older one: a value that was seen disappears again",
		rules: { older: "taken" },
		shows: {
			check: "coherent",
			anomaly: "sequential-cycle",
			within: 1
		}
	},
	"answer-before-sync": {
		summary: "A node acknowledges and shows what is not on its disk yet (Jepsen on NATS 2.12.1): a power cut takes it back",
		rules: { answer: "at-once" },
		shows: {
			check: "coherent",
			anomaly: "sequential-cycle",
			within: 186
		}
	},
	"twice-taken-requests": {
		summary: "A put that the network delivers twice is carried out twice, and the second time undoes later ones",
		rules: { takeOnce: false },
		shows: {
			check: "coherent",
			anomaly: "sequential-cycle",
			within: 12
		}
	}
});
/** How often a node compares one key with one other node. */
const gossip$1 = { everyMs: 10 };
const antiEntropy = ({ clock, ties, older, answer, takeOnce }) => {
	const shown = answer === "synced" ? { after: "sync" } : {};
	return stateMachine({
		start(node) {
			const { held, taken } = node.disk.read("store") ?? {
				held: {},
				taken: nothingTaken()
			};
			const state = {
				held,
				taken,
				latest: Object.values(held).map(({ at }) => at).reduce((a, b) => isLater(b, a) ? b : a, hybridZero),
				round: 0
			};
			keep(state, node);
			startEvery("gossip", gossip$1, node);
			return state;
		},
		onRequest(state, request, node) {
			const put = putOf(request, state, node, {
				takeOnce,
				shown
			});
			if (put === void 0) return;
			remember(state.taken, put.client, put.id, 0);
			const nowMs = node.nowMs();
			node.sometimes("the wall clock is behind what was seen", Math.floor(nowMs) <= state.latest.ms);
			const seen = clock === "wall" ? hybridZero : state.latest;
			merge(state, put.key, {
				value: put.value,
				at: hybridAfter(seen, nowMs, node.id)
			}, node);
			node.replyTo({
				from: put.client,
				id: put.id
			}, void 0, shown);
		},
		onMessage(state, { key, copy }, node, from) {
			const own = state.held[key];
			if (own !== void 0 && isLater(own.at, copy.at)) node.send(from, {
				key,
				copy: own
			}, { after: "sync" });
			merge(state, key, copy, node);
		},
		onTimer(state, timer, node) {
			everyAgain(timer, gossip$1, node);
			const { peers } = node;
			const keys = Object.keys(state.held).sort();
			if (keys.length === 0 || peers.length === 0) return;
			const key = keys[state.round % keys.length];
			const peer = peers[Math.floor(state.round / keys.length) % peers.length];
			state.round++;
			node.send(peer, {
				key,
				copy: state.held[key]
			}, { after: "sync" });
		}
	});
	/** Takes a copy that is later than what the node holds. */
	function merge(state, key, copy, node) {
		const own = state.held[key];
		const alike = own !== void 0 && own.at.ms === copy.at.ms && own.at.count === copy.at.count;
		node.sometimes("two copies have the same time", alike && own.value !== copy.value);
		if (own !== void 0 && older === "refused" && !isLater(copy.at, own.at)) return;
		state.held[key] = copy;
		if (isLater(copy.at, state.latest)) state.latest = copy.at;
		keep(state, node);
	}
	function isLater(a, b) {
		const nameless = ties === "none" ? { node: "" } : {};
		return compareHybrid({
			...a,
			...nameless
		}, {
			...b,
			...nameless
		}) === "after";
	}
};
function keep({ held, taken }, node) {
	node.disk.write("store", {
		held,
		taken
	});
}
/**
* Coherence: each key by itself is sequentially consistent, as what multiprocessors promise of each address (Goodman
* 1989 calls it cache consistency). Anomalies: those of `sequential`.
*/
function coherent() {
	return {
		name: "coherent",
		check(history, budget) {
			const operations = sessionsOf(history);
			const keys = [...new Set(operations.map(({ input }) => input.key))];
			const verdicts = keys.map((key) => {
				const verdict = sequential().check(operations.filter(({ input }) => input.key === key), budget);
				return {
					...verdict,
					reason: `key ${key}: ${verdict.reason}`
				};
			});
			const worst = mergeVerdicts(verdicts.map(({ verdict }) => verdict));
			const found = verdicts.find(({ verdict }) => verdict === worst);
			if (worst !== "valid" && found !== void 0) return found;
			return {
				verdict: "valid",
				reason: `each of ${keys.length} keys is sequentially consistent by itself`
			};
		}
	};
}
const antiEntropyScenario = defineScenario({
	...registerStore,
	name: "replication/anti-entropy",
	summary: "Gossip and last-writer-wins: each key is coherent and converges, but there is no order across keys",
	protocol: (_params, { bug }) => antiEntropy(rules$6.with(bug)),
	clocks: {
		maxOffsetMs: 20,
		maxDriftPpm: 1e3
	},
	coverage: {
		sometimes: [
			"a put arrives twice",
			"the wall clock is behind what was seen",
			"two copies have the same time"
		],
		/** Who is up, and for each key which nodes hold the same; not what. */
		abstract: (nodes) => {
			const held = nodes.map(({ state }) => state?.held ?? {});
			const groups = [...new Set(held.flatMap((copies) => Object.keys(copies)))].sort().map((key) => {
				const values = held.map((copies) => copies[key]?.value);
				return values.map((value) => values.indexOf(value)).join("");
			});
			return [nodes.map(({ status }) => status).join(), ...groups];
		}
	},
	check: ({ nodes }) => ({
		coherent: coherent(),
		"read-your-writes": ofSessions(readYourWrites()),
		"monotonic-reads": ofSessions(monotonicReads()),
		converges: agree(nodes)
	}),
	bugs: rules$6.bugs
});
// scenarios/replication/causal-broadcast.sim.ts
/**
* Effects never come before their causes, and replicas agree in the end: causal, and always at work, alone if need be.
*
* A write takes effect at a node once all that its writer knew has: delivery after Birman, Schiper & Stephenson,
* "Lightweight causal and atomic group multicast" (ACM TOCS 1991). Puts and gets are answered at once from the node's own
* copy, as in Ahamad et al., "Causal memory" (Distributed Computing 1995). Of concurrent writes of a key every node takes
* the same one, so that copies converge (what Lloyd et al., SOSP 2011, call causal+).
*/
const rules$5 = ruled({
	/** A write waits for everything its writer knew, or only for the earlier writes of its writer. */
	deliver: "causal",
	/** Which of two writes wins: the later by Lamport time, or the one whose writer has written more. */
	rank: "lamport",
	/** Which of two writes of the same rank wins: that of the later name, or the one that arrives last. */
	ties: "by-name",
	/** What a node shows and sends has been synced, so that no crash takes it back. */
	show: "synced",
	/** A put that arrives twice is carried out once, across crashes too. */
	takeOnce: true
}, {
	"roaming-clients": {
		summary: "Clients ask any node, each time another: it may not know what the last one showed",
		params: { sticky: false },
		shows: {
			check: "causal-convergence",
			anomaly: "WriteCORead",
			within: 1
		}
	},
	"ignores-dependencies": {
		summary: "A write waits for the earlier ones of its writer only, not for what its writer had seen of others",
		rules: { deliver: "fifo" },
		shows: {
			check: "causal-convergence",
			anomaly: "WriteCORead",
			within: 19
		}
	},
	"clock-not-merged": {
		summary: "The rank of a write counts only the writes of its writer, not those that it had seen: an answer may lose to its question",
		rules: { rank: "own-count" },
		shows: {
			check: "causal-convergence",
			anomaly: "WriteCORead",
			within: 1
		}
	},
	"ties-by-arrival": {
		summary: "Of two writes of the same rank the one that arrives last wins: replicas never agree",
		rules: { ties: "by-arrival" },
		shows: {
			check: "causal-convergence",
			anomaly: "CyclicCF",
			within: 2
		}
	},
	"show-before-sync": {
		summary: "A node shows and sends what is not on its disk yet (Jepsen on NATS 2.12.1): a power cut takes it back",
		rules: { show: "at-once" },
		shows: {
			check: "same-writes",
			anomaly: "divergence",
			within: 6
		}
	},
	"twice-taken-requests": {
		summary: "A put that the network delivers twice is carried out twice, and the second time undoes later ones",
		rules: { takeOnce: false },
		shows: {
			check: "causal-convergence",
			anomaly: "WriteCORead",
			within: 12
		}
	}
});
/** How often a node asks another what it misses. */
const gossip = { everyMs: 40 };
/** Writes in one message at most. */
const BATCH$1 = 200;
const causalBroadcast = ({ deliver, rank, ties, show, takeOnce }) => {
	const shown = show === "synced" ? { after: "sync" } : {};
	return stateMachine({
		start(node) {
			const { log, end } = openLog(node);
			node.sometimes("a power cut took a write of several", end.dropped > 0);
			const state = {
				log,
				clock: {},
				held: {},
				early: {},
				taken: nothingTaken()
			};
			for (const write of log.entries) apply(state, write, node);
			startEvery("gossip", gossip, node);
			return state;
		},
		onRequest(state, request, node) {
			const writes = () => namesOf(state);
			const put = putOf(request, state, node, {
				takeOnce,
				shown,
				writes
			});
			if (put === void 0) return;
			const seq = countOf(state.clock, node.id) + 1;
			const write = {
				...put,
				from: node.id,
				seq,
				after: { ...state.clock }
			};
			append(state, write, node);
			node.replyTo({
				from: put.client,
				id: put.id
			}, void 0, shown);
			node.broadcast({
				kind: "writes",
				writes: [write]
			}, shown);
		},
		onMessage(state, message, node, from) {
			if (message.kind === "writes") return take(state, message.writes, node);
			const writes = state.log.entries.filter((write) => write.seq > countOf(message.known, write.from));
			if (writes.length > 0) node.send(from, {
				kind: "writes",
				writes: writes.slice(0, BATCH$1)
			}, shown);
		},
		onTimer(state, timer, node) {
			everyAgain(timer, gossip, node);
			if (node.peers.length > 0) node.send(node.random.pick(node.peers), {
				kind: "missing",
				known: state.clock
			});
		}
	});
	/** Takes what comes, and everything that waited for it. */
	function take(state, writes, node) {
		const { clock, early } = state;
		const isNextOfWriter = ({ seq, from }) => seq === countOf(clock, from) + 1;
		const isNext = (write) => isNextOfWriter(write) && (deliver === "fifo" || covers(clock, write.after));
		for (const write of writes) if (write.seq > countOf(clock, write.from)) early[`${write.from}/${write.seq}`] = write;
		for (let next; (next = Object.values(early).find(isNext)) !== void 0;) {
			delete early[`${next.from}/${next.seq}`];
			append(state, next, node);
		}
		node.sometimes("a write comes before one of another node that it depends on", Object.values(early).some(isNextOfWriter));
	}
	function append(state, write, node) {
		appendTo(state.log, write, node);
		apply(state, write, node);
	}
	function apply(state, { from, seq, after, key, value, client, id }, node) {
		state.clock[from] = seq;
		remember(state.taken, client, id, 0);
		const its = {
			time: rank === "lamport" ? totalOf(after) : seq,
			node: from
		};
		const other = state.held[key]?.rank;
		node.sometimes("two writes of a key have the same rank", its.time === other?.time);
		if (other === void 0 || (ties === "by-arrival" ? its.time >= other.time : compareLamport(its, other) === "after")) state.held[key] = {
			value,
			rank: its
		};
	}
};
/** All writes it knows, in an order that is the same everywhere. */
function namesOf({ log }) {
	return log.entries.map(({ from, seq, key, value }) => `${from}/${seq}: ${key}=${value}`).sort();
}
const causalBroadcastScenario = defineScenario({
	...registerStore,
	name: "replication/causal-broadcast",
	summary: "Vector clocks hold back writes that arrive too early: causal and convergent, and available in a partition",
	protocol: (_params, { bug }) => causalBroadcast(rules$5.with(bug)),
	coverage: {
		sometimes: [
			"a put arrives twice",
			"a power cut took a write of several",
			"a write comes before one of another node that it depends on",
			"two writes of a key have the same rank"
		],
		abstract: laggards
	},
	check: ({ nodes }) => ({
		"causal-convergence": ofSessions(causalConvergence()),
		converges: agree(nodes),
		"same-writes": agree(nodes, "writes")
	}),
	bugs: rules$5.bugs
});
// scenarios/replication/primary-backup/monitor.ts
/**
* The monitor: a small configuration service. It names the primary of each epoch, and begins a new epoch when it hears
* nothing from the primary. It is one node with a disk: while it is away nobody is promoted, and writes go on.
*/
const WATCH = {
	everyMs: 40,
	first: "whole"
};
/** How long a primary may be silent, or a promotion take. */
const SUSPECT_MS = 300;
const ASK_TIMEOUT_MS = 100;
function monitor(rules, replicas) {
	return stateMachine({
		start(node) {
			const { epoch, primary } = node.disk.read("configuration") ?? {
				epoch: 0,
				primary: null
			};
			const state = {
				epoch,
				primary,
				phase: "led",
				promised: newTally(rules.promises, replicas.length),
				heard: nothingTaken(),
				sinceMs: node.monotonicMs()
			};
			if (primary === null) failOver(state, node);
			startEvery("watch", WATCH, node);
			return state;
		},
		onMessage: { alive(state, { leading }, node, from) {
			const asked = node.defer();
			if (!takeNew(state.heard, asked)) return;
			node.replyTo(asked, state.epoch, { after: "sync" });
			if (from !== state.primary || state.phase === "asking") return;
			if (leading === state.epoch) {
				state.phase = "led";
				state.sinceMs = node.monotonicMs();
			} else if (state.phase === "led") failOver(state, node);
		} },
		onReply(state, result, node) {
			if (result.kind !== "answer" || result.f !== "fence") return;
			if (result.token !== state.epoch || state.phase !== "asking") return;
			if (countAnswer(state.promised, result.from, result.value) === "decided") choose(state, node);
		},
		onTimer(state, timer, node) {
			everyAgain(timer, WATCH, node);
			if (state.phase === "asking") ask(state, node);
			else if (node.monotonicMs() - state.sinceMs > SUSPECT_MS) failOver(state, node);
			else if (state.phase === "promoting") promote(state, node);
		}
	});
	/** A new epoch, which leaves this node only when it cannot be forgotten. */
	function failOver(state, node) {
		state.epoch++;
		state.primary = null;
		state.phase = "asking";
		state.promised = newTally(rules.promises, replicas.length);
		node.disk.write("configuration", {
			epoch: state.epoch,
			primary: null
		});
		ask(state, node);
	}
	function ask({ epoch, promised }, node) {
		for (const name of replicas) if (promised.answers[name] === void 0) node.call(name, {
			f: "fence",
			epoch
		}, {
			timeoutMs: ASK_TIMEOUT_MS,
			token: epoch,
			after: "sync"
		});
	}
	/** The most advanced log has everything acknowledged, if enough were asked. */
	function choose(state, node) {
		const [first, ...others] = Object.entries(state.promised.answers);
		const best = others.reduce((found, next) => isAhead(next[1], found[1]) ? next : found, first);
		state.primary = (rules.promote === "most-advanced" ? best : first)[0];
		state.phase = "promoting";
		state.sinceMs = node.monotonicMs();
		node.disk.write("configuration", {
			epoch: state.epoch,
			primary: state.primary
		});
		promote(state, node);
	}
	function promote({ epoch, primary }, node) {
		if (primary !== null) node.send(primary, {
			f: "promote",
			epoch
		}, { after: "sync" });
	}
}
// scenarios/replication/primary-backup/replica.ts
/**
* A replica: primary or backup. The primary orders the writes and hands its log on; backups follow the newest epoch
* they know and pass clients' requests on to its primary.
*
* Alsberg & Day, "A principle for resilient sharing of distributed resources" (ICSE 1976), with epochs and a
* separate service that names the primary as in PacificA (Lin, Yang, Zhang & Zhang, MSR-TR-2008-25).
*/
/** What a run with a fail-over holds. */
const TAKE_OVER = "a second primary takes over";
/** How often a replica tells the monitor that it is alive. */
const ALIVE = { everyMs: 60 };
/** How long a replica waits for the primary to answer what it passed on. */
const FORWARD_TIMEOUT_MS = 350;
/** How often a primary sends, whether there is something new or not. */
const SEND_MS = 20;
const SEND_TIMEOUT_MS = 200;
/** Entries in one message. */
const MOST = 32;
/** How long a primary that gives up waiting waits. */
const PATIENCE_MS$1 = 60;
function replica(rules, replicas, monitor) {
	return stateMachine({
		start(node) {
			const epochs = node.disk.read("epochs") ?? {
				epoch: 0,
				promoted: 0
			};
			node.disk.write("epochs", epochs);
			startEvery("alive", ALIVE, node);
			return {
				...epochs,
				log: openLog(node).log,
				committed: 0,
				primary: null,
				leading: null
			};
		},
		onRequest(state, request, node) {
			if (request.f === "read" && rules.reads === "backup") {
				if (state.primary === null && state.leading === null) node.reject("nothing heard from a primary yet");
				else node.reply(answerTo(state, request));
				return;
			}
			const replyTo = node.defer();
			const asked = {
				request,
				by: replyTo
			};
			if (state.leading !== null) return take(state, state.leading, asked, replyTo, node);
			if (state.primary === null) return refuse$2(replyTo, request.f, "no primary is known", node);
			const token = {
				kind: "forwarded",
				replyTo,
				f: request.f
			};
			node.call(state.primary, {
				f: "forward",
				...asked
			}, {
				timeoutMs: FORWARD_TIMEOUT_MS,
				token
			});
		},
		onMessage: {
			append(state, { epoch, committed, ...batch }, node, from) {
				if (!rules.fence && state.leading !== null) return;
				if (rules.fence && epoch < state.epoch) {
					node.reachable("an older primary is refused");
					return node.reply({
						kind: "deposed",
						epoch: state.epoch
					});
				}
				if (epoch > state.epoch) promise(state, epoch, node);
				if (state.leading !== null) return;
				state.primary = from;
				const before = state.log.entries.length;
				const { answer, kept } = takeBatch(state.log, batch, node);
				node.sometimes("a backup gives up what its new primary has not", kept < before);
				state.committed = Math.min(state.committed, kept);
				if (answer.kind === "have") state.committed = Math.max(state.committed, Math.min(committed, answer.length));
				node.reply(answer, rules.acknowledge === "after-sync" ? { after: "sync" } : {});
			},
			forward(state, asked, node) {
				const replyTo = node.defer();
				if (state.leading === null) refuse$2(replyTo, asked.request.f, "not the primary", node);
				else take(state, state.leading, asked, replyTo, node);
			},
			fence(state, { epoch }, node) {
				if (epoch > state.epoch && rules.fence) promise(state, epoch, node);
				if (epoch >= state.epoch) node.reply(positionOf(state.log.entries), { after: "sync" });
			},
			/** Once in an epoch: a primary that crashed does not remember what it said. */
			promote(state, { epoch }, node) {
				if (epoch < state.epoch || state.promoted >= epoch) return;
				if (epoch > state.epoch) promise(state, epoch, node);
				state.promoted = epoch;
				node.disk.write("epochs", {
					epoch,
					promoted: epoch
				});
				node.disk.sync({
					kind: "promoted",
					epoch
				});
			}
		},
		onReply(state, result, node) {
			const { token } = result;
			if (token.kind === "forwarded") {
				const { replyTo, f } = token;
				if (result.kind === "answer") node.replyTo(replyTo, result.value);
				else refuse$2(replyTo, f, result.kind === "timeout" ? "no answer from the primary" : result.error, node);
			} else if (result.kind !== "answer") return;
			else if (result.f === "alive" && result.value > state.epoch) stepDown$1(state, node);
			else if (result.f === "append") heard(state, result.from, token, result.value, node);
		},
		onTimer(state, timer, node) {
			if (timer === "alive") {
				const leading = state.leading === null ? null : state.epoch;
				node.call(monitor, {
					f: "alive",
					leading
				}, {
					timeoutMs: ALIVE.everyMs,
					token: { kind: "alive" }
				});
				return everyAgain("alive", ALIVE, node);
			}
			sendAll(state, node, true);
			if (state.leading !== null) answerReady(state, state.leading, node);
		},
		onSync(state, token, node, ok) {
			if (!ok) return node.exit("a sync failed");
			if (token.kind === "promoted" && token.epoch === state.epoch && state.leading === null) lead(state, node);
			if (token.kind !== "written" || token.epoch !== state.epoch || state.leading === null) return;
			state.leading.durable = Math.max(state.leading.durable, token.length);
			answerReady(state, state.leading, node);
		}
	});
	/** The first entry of the epoch commits all before it: what is counted are only entries of one's own epoch. */
	function lead(state, node) {
		if (rules.keep === "known-committed") truncateLog(state.log, state.committed, node);
		const others = replicas.filter((name) => name !== node.id);
		state.primary = null;
		state.leading = {
			shipping: newShipping(others, state.log.entries.length),
			durable: 0,
			waiting: []
		};
		node.log(`primary of epoch ${state.epoch}`);
		node.sometimes(TAKE_OVER, state.epoch > 1);
		write(state, {
			epoch: state.epoch,
			write: null
		}, node);
	}
	/** A client's request: a write is appended; a read waits for all that was there before it. */
	function take(state, leading, { request, by }, replyTo, node) {
		const isWrite = request.f === "write";
		if (isWrite && isTaken(state, by)) return;
		const asks = !isWrite && rules.readsAsk;
		leading.waiting.push({
			request,
			replyTo,
			length: isWrite ? state.log.entries.length + 1 : asks ? state.log.entries.length : 0,
			round: asks ? leading.shipping.round + 1 : 0,
			sinceMs: node.monotonicMs()
		});
		if (isWrite) write(state, {
			epoch: state.epoch,
			write: {
				key: request.key,
				value: request.value,
				by
			}
		}, node);
		else if (asks && rules.acknowledgements > 0) sendAll(state, node, false);
		answerReady(state, leading, node);
	}
	function write(state, entry, node) {
		appendTo(state.log, entry, node);
		node.disk.sync({
			kind: "written",
			epoch: state.epoch,
			length: state.log.entries.length
		});
		sendAll(state, node, false);
	}
	/** A backup answered a sending. */
	function heard(state, from, token, answer, node) {
		const { leading, log } = state;
		if (leading === null || token.kind !== "sent" || token.epoch !== state.epoch) return;
		if (answer.kind === "deposed") return stepDown$1(state, node);
		const lacks = batchAnswered(leading.shipping, from, token.round, answer, log.entries);
		node.sometimes("a backup has to catch up", answer.kind === "behind" && lacks > 1);
		answerReady(state, leading, node);
	}
	/** Commits what enough disks hold, and answers whoever waited for that. */
	function answerReady(state, leading, node) {
		const sinceMs = leading.waiting[0]?.sinceMs ?? Infinity;
		const needed = node.monotonicMs() - sinceMs > PATIENCE_MS$1 && rules.whenBackupsAreSlow === "acknowledge-alone" ? 0 : rules.acknowledgements;
		const safe = Math.min(leading.durable, heldBy(needed, leading.shipping));
		if (safe > state.committed && state.log.entries[safe - 1]?.epoch === state.epoch) state.committed = safe;
		const answered = answeredBy(needed, leading.shipping);
		const isReady = ({ length, round }) => length <= state.committed && round <= answered;
		for (const { request, replyTo } of takeReady(leading.waiting, isReady)) node.replyTo(replyTo, answerTo(state, request));
	}
	/** Sends every backup what it has not been sent, or again what it has not acknowledged. */
	function sendAll(state, node, again) {
		const { leading, log, committed, epoch } = state;
		if (leading === null) return;
		for (const [to, batch] of nextBatches(leading.shipping, log.entries, {
			again,
			most: MOST
		})) {
			const token = {
				kind: "sent",
				epoch,
				round: leading.shipping.round
			};
			node.call(to, {
				f: "append",
				epoch,
				committed,
				...batch
			}, {
				timeoutMs: SEND_TIMEOUT_MS,
				token
			});
		}
		node.setTimer("send", SEND_MS);
	}
}
/** Whether the log has this write, or a later one of its client: the network may deliver a request twice, and late. */
function isTaken({ log }, { from, id }) {
	return (log.entries.findLast(({ write }) => write?.by.from === from)?.write?.by.id ?? -1) >= id;
}
/** From what is committed. */
function answerTo({ log, committed }, request) {
	const writes = log.entries.slice(0, committed).flatMap(({ write }) => write ?? []);
	if (request.f === "log") return writes.map(({ value }) => value);
	return request.f === "write" ? void 0 : writes.findLast(({ key }) => key === request.key)?.value ?? null;
}
/** Follows no older epoch from now on. */
function promise(state, epoch, node) {
	stepDown$1(state, node);
	state.epoch = epoch;
	state.primary = null;
	node.disk.write("epochs", {
		epoch,
		promoted: state.promoted
	});
}
/** Answers nothing more: somebody else may have been promoted. */
function stepDown$1(state, node) {
	const { leading } = state;
	if (leading === null) return;
	state.leading = null;
	node.clearTimer("send");
	node.sometimes("a deposed primary leaves clients without an answer", leading.waiting.length > 0);
	for (const { replyTo, request } of leading.waiting) refuse$2(replyTo, request.f, "deposed while waiting for backups", node);
}
/** A write that is refused may have happened: the network may have delivered the request twice. */
function refuse$2(replyTo, f, error, node) {
	node.rejectTo(replyTo, error, { definite: f !== "write" });
}
// scenarios/replication/primary-backup/rules.ts
/** What the store goes by: its parameters, what they come to, the rules, and planted bugs that each replace one of them. */
const params$2 = z.object({
	mode: z.enum([
		"synchronous",
		"semi-synchronous",
		"asynchronous"
	]).default("semi-synchronous").describe("Who must have a write before it is acknowledged: all backups, k of them, only the primary"),
	k: z.int().min(1).max(8).default(1).describe("Backups that acknowledge a semi-synchronous write"),
	nodes: z.int().min(2).max(9).default(3).describe("Replicas; the monitor is one more node"),
	fencing: z.boolean().default(true).describe("Replicas refuse messages of a deposed primary, by its epoch"),
	reads: z.enum(["primary", "backup"]).default("primary").describe("Who answers a read: the primary, or the replica that is asked"),
	keys: z.int().min(1).max(26).default(2).describe("Number of registers"),
	clients: z.int().min(1).max(50).default(5),
	everyMs: z.number().min(1).max(1e3).default(50).describe("Mean pause between the operations of a client")
});
/** How many backups acknowledge a write. */
function acknowledgementsOf({ mode, k, nodes }) {
	return mode === "synchronous" ? nodes - 1 : mode === "asynchronous" ? 0 : Math.min(k, nodes - 1);
}
/**
* How many replicas must follow a new epoch. With k acknowledgements a write is on k + 1 replicas, so that any N - k
* hold every acknowledged write, and their refusal stops the old primary. Without acknowledgements that would be all
* of them, the one that failed included: then a majority has to do, and what it lacks is lost.
*/
function promisesOf(given) {
	const acknowledgements = acknowledgementsOf(given);
	return acknowledgements === 0 ? majorityOf$1(given.nodes) : given.nodes - acknowledgements;
}
/** Whether an acknowledged write survives every fail-over. */
function losesNothing({ mode, fencing }) {
	return mode !== "asynchronous" && fencing;
}
const rules$4 = ruled({
	/** Replicas refuse what primaries of older epochs send. */
	fence: true,
	/** How many replicas must follow a new epoch before one of them is promoted. */
	promises: 2,
	/** Who of those that promised is promoted: the one with the newest entries and most of them, or anyone. */
	promote: "most-advanced",
	/** What a promoted replica keeps of its log: all of it, or what it knows to be committed. */
	keep: "everything",
	/** A backup acknowledges only what would survive a crash. */
	acknowledge: "after-sync",
	/** What a primary does with a write that too few backups acknowledge in time. */
	whenBackupsAreSlow: "wait",
	/** Before it answers a read the primary hears from as many backups as a write needs that it still is one. */
	readsAsk: true
}, {
	"no-fencing": {
		summary: "Backups take what a deposed primary sends: two are at work, and each undoes what the other did",
		rules: { fence: false },
		shows: {
			check: "linearizable",
			anomaly: "stale-read",
			within: 29
		}
	},
	"promotes-without-majority": {
		summary: "Fail-over promotes the first replica that answers, and asks no other (Jepsen on Redis, 2013)",
		rules: { promises: 1 },
		shows: {
			check: "nothing-lost",
			anomaly: "lost-write",
			within: 13
		}
	},
	"rolls-back-majority-writes": {
		summary: "A promoted replica drops what it does not know to be committed (Jepsen on MongoDB 3.4.0-rc3): a majority may have it",
		rules: { keep: "known-committed" },
		shows: {
			check: "linearizable",
			anomaly: "stale-read",
			within: 2
		}
	},
	"promotes-least-advanced": {
		summary: "Fail-over asks a majority, but promotes the replica that answered first, not the newest log",
		rules: { promote: "first-to-answer" },
		shows: {
			check: "nothing-lost",
			anomaly: "lost-write",
			within: 13
		}
	},
	"acknowledge-before-sync": {
		summary: "A backup acknowledges what is not on its disk yet (Jepsen on NATS 2.12.1): a power cut takes it",
		rules: { acknowledge: "at-once" },
		shows: {
			check: "linearizable",
			anomaly: "stale-read",
			within: 18
		}
	},
	"falls-back-to-asynchronous": {
		summary: "A primary whose backups are slow acknowledges alone, as replication with a time-out does",
		rules: { whenBackupsAreSlow: "acknowledge-alone" },
		shows: {
			check: "linearizable",
			anomaly: "stale-read",
			within: 29
		}
	},
	"reads-without-asking": {
		summary: "A primary answers reads at once: a deposed one that does not know it gives old values",
		rules: { readsAsk: false },
		shows: {
			check: "linearizable",
			anomaly: "stale-read",
			within: 29
		}
	}
});
// scenarios/replication/primary-backup/scenario.ts
/** Registers on a primary and its backups, under rough faults: what each way to acknowledge keeps through fail-overs. */
/** The checks that hold a setting to its promises. */
function checksOf(given) {
	const honest = { "nothing-invented": nothingInvented };
	if (!losesNothing(given)) return honest;
	const safe = {
		"nothing-lost": nothingLost,
		"reads-settled": readsSettled,
		...honest
	};
	return given.reads === "backup" ? safe : {
		linearizable: registers,
		...safe
	};
}
const asked = ({ input }) => input;
const succeeded = (history, f) => history.filter((operation) => operation.type === "ok" && asked(operation).f === f);
const readValues = (history) => succeeded(history, "read").filter(({ output }) => output !== null);
/** Linearizability of the registers; the look at the log is not one of their operations. */
const registers = {
	name: "linearizable",
	check: (history, budget) => linearizable(registerModel()).check(history.filter((operation) => asked(operation).f !== "log"), budget)
};
const nothingLost = atTheEnd("nothing-lost", "lost-write", "was acknowledged", (history) => succeeded(history, "write").map((operation) => [operation, asked(operation).value]));
/** Nobody reads what is undone later. */
const readsSettled = atTheEnd("reads-settled", "dirty-read", "was read", (history) => readValues(history).map((operation) => [operation, operation.output]));
/** Every value that was seen in one way is in the log at the end. */
function atTheEnd(name, kind, seen, values) {
	return defineChecker({
		name,
		looksFor: "reads, writes and a look at the log in the end (functions read, write, log)",
		scan(history, found) {
			const all = values(history);
			const look = succeeded(history, "log").at(-1);
			const log = new Set(look?.output);
			if (look === void 0) found.undecided("nobody could look at the log when the run was over");
			else for (const [operation, value] of all) if (!log.has(value)) found.anomaly(kind, `${value} ${seen}, and is not in the log at the end`, operation, look);
			return {
				judged: all.length,
				reason: `all ${all.length} are among the ${log.size} in the log`
			};
		}
	});
}
/** What even the weakest setting keeps: what is read, or in the log, somebody wrote, and was not refused. */
const nothingInvented = defineChecker({
	name: "nothing-invented",
	looksFor: "values read or in the log (functions read and log)",
	scan(history, found) {
		const written = /* @__PURE__ */ new Set();
		for (const operation of history) if (asked(operation).f === "write" && operation.type !== "fail") written.add(asked(operation).value);
		const seen = [...readValues(history), ...succeeded(history, "log")].flatMap((operation) => [operation.output].flat().map((value) => ({
			operation,
			value
		})));
		for (const { operation, value } of seen) if (!written.has(value)) found.anomaly("phantom", `${String(value)} was seen, but nobody wrote it`, operation);
		return {
			judged: seen.length,
			reason: `${seen.length} values seen, all of them written`
		};
	}
});
/** Claims of the protocol's code that some run should confirm. */
const sometimes = [
	TAKE_OVER,
	"a deposed primary leaves clients without an answer",
	"a backup gives up what its new primary has not",
	"a backup has to catch up"
];
const reachable = ["an older primary is refused"];
/** Who is up, who leads, who lags and what the monitor is doing; without epochs, positions and names. */
function storeState(nodes) {
	const seen = nodes.map(({ status, state }) => ({
		status,
		...state
	}));
	const latest = Math.max(...seen.map(({ epoch = 0 }) => epoch));
	const longest = Math.max(...seen.map(({ log }) => log?.entries.length ?? 0));
	return seen.map(({ status, epoch, log, committed, leading, phase }) => {
		if (log === void 0) return `${status} ${phase ?? ""}`;
		const { length } = log.entries;
		return [status, ...[
			leading === null ? "backup" : "primary",
			epoch !== latest && "old",
			length < longest && "lags",
			committed !== length && "uncommitted"
		].filter(Boolean)].join(" ");
	}).sort();
}
const MONITOR = "monitor";
const primaryBackup = defineScenario({
	name: "replication/primary-backup",
	summary: "A primary, backups and automatic fail-over: what each way to acknowledge keeps, and what it costs",
	params: params$2,
	nodes: ({ nodes }) => [...nodeNames(nodes), MONITOR],
	protocol: (given, { bug }) => {
		const { fencing: fence, reads } = given;
		const acknowledgements = acknowledgementsOf(given);
		const own = rules$4.with(bug, {
			fence,
			reads,
			acknowledgements,
			promises: promisesOf(given)
		});
		const names = nodeNames(given.nodes);
		return cast({
			replica: [names, replica(own, names, MONITOR)],
			monitor: [[MONITOR], monitor(own, names)]
		});
	},
	workload: ({ nodes, clients, everyMs, keys }) => {
		const to = (random) => random.pick(nodeNames(nodes));
		return registerWorkload({
			clients,
			everyMs,
			keys,
			mix: {
				read: .5,
				write: .5
			},
			to
		});
	},
	faults: "rough",
	coverage: {
		sometimes,
		reachable,
		abstract: storeState
	},
	watch: {
		primary: ({ leading }) => Boolean(leading),
		promotion: { message: { f: "promote" } }
	},
	budget: ({ nodes }) => ({
		intactReplicas: nodes + 1,
		allow: { corruption: false }
	}),
	durationMs: 5e3,
	clientTimeoutMs: 500,
	restartAfterMs: 200,
	liveWithinMs: 1e3,
	final: () => [{
		to: "n1",
		input: { f: "log" }
	}, {
		to: "n2",
		input: { f: "log" }
	}],
	check: checksOf,
	bugs: rules$4.bugs
});
// scenarios/replication/quorum-register.sim.ts
/**
* A leaderless register under partitions, crashes and bad clocks: any node coordinates, R nodes are read, W are written.
* It is linearizable exactly if its quorums overlap and reads write back.
*
* Attiya, Bar-Noy & Dolev, "Sharing memory robustly in message-passing systems" (JACM 1995), with many writers as in
* Lynch & Shvartsman (FTCS 1997): a write first asks R nodes for the newest version and then stores a newer one on
* W; a read asks R nodes and stores the newest on W before it answers.
*/
const rules$3 = ruled({
	/** A read stores what it found on W nodes before it answers. */
	writeBack: true,
	/** Where the time of a version comes from: one more than the newest seen by a quorum, or the node's wall clock. */
	versions: "quorum",
	/** A request that arrives twice is carried out once, across crashes too. */
	takeOnce: true,
	/** A node acknowledges only what would survive a crash. */
	acknowledge: "after-sync"
}, {
	"no-write-back": {
		summary: "A read answers without storing what it found on W nodes (Attiya, Bar-Noy and Dolev, 1995): a later read may see less",
		rules: { writeBack: false },
		shows: {
			check: "linearizable",
			anomaly: "stale-read",
			within: 51
		}
	},
	"wall-clock-versions": {
		summary: "Versions carry the wall clock of the writing node: a clock that is behind loses acknowledged writes",
		rules: { versions: "wall-clock" },
		shows: {
			check: "linearizable",
			anomaly: "stale-read",
			within: 1
		}
	},
	"twice-taken-requests": {
		summary: "A write request that the network delivers twice is carried out twice, and the second time undoes later writes",
		rules: { takeOnce: false },
		shows: {
			check: "linearizable",
			anomaly: "stale-read",
			within: 164
		}
	},
	"acknowledge-before-sync": {
		summary: "A node acknowledges a store before it is on the disk (Jepsen on NATS 2.12.1): a power cut takes it back",
		rules: { acknowledge: "at-once" },
		shows: {
			check: "linearizable",
			anomaly: "stale-read",
			within: 18
		}
	}
});
const params$1 = z.object({
	nodes: z.int().min(1).max(15).default(3).describe("number of replicas"),
	r: z.int().min(1).max(15).optional().describe("replicas a read waits for; default: a majority"),
	w: z.int().min(1).max(15).optional().describe("replicas a write waits for; default: a majority"),
	writeBack: z.boolean().default(true).describe("reads store what they found on w replicas before answering"),
	readRepair: z.boolean().default(true).describe("without write-back: reads mend lagging replicas they met"),
	keys: z.int().min(1).max(26).default(1).describe("number of registers"),
	clients: z.int().min(1).max(50).default(6)
});
const unwritten = {
	version: lamportZero,
	value: null
};
/** How long a node waits for another. */
const timeoutMs = 200;
const quorumRegister = ({ r, w, writeBack, readRepair, versions, takeOnce, acknowledge }) => {
	const quorum = quorumSteps({
		r,
		w,
		timeoutMs,
		order: byVersion,
		storeAfter: "sync"
	});
	return stateMachine({
		start(node) {
			const found = node.disk.read("kept");
			if (found !== void 0) node.disk.write("kept", found);
			return {
				kept: found ?? {
					copies: {},
					issued: 0,
					taken: nothingTaken()
				},
				tasks: noQuorumTasks()
			};
		},
		onRequest(state, request, node) {
			const replyTo = node.defer();
			if (!takeNew(state.kept.taken, replyTo) && takeOnce) return;
			const about = {
				request,
				replyTo
			};
			if (request.f === "read" || versions === "quorum") return quorum.query(state.tasks, about, {
				f: "query",
				key: request.key
			}, node);
			const version = {
				time: Math.round(node.nowMs() * 1e3),
				node: node.id
			};
			store(state, { about }, {
				version,
				value: request.value
			}, node);
		},
		onMessage({ kept }, message, node) {
			const held = kept.copies[message.key] ?? unwritten;
			if (message.f === "query") return node.reply(held, { after: "sync" });
			if (byVersion(message.copy, held) === "after") {
				kept.copies[message.key] = message.copy;
				node.disk.write("kept", kept);
			}
			node.reply(void 0, acknowledge === "after-sync" ? { after: "sync" } : {});
		},
		onReply(state, result, node) {
			go(state, quorum.reply(state.tasks, result), node);
		}
	});
	function go(state, step, node) {
		if (step === void 0) return;
		const { request, replyTo } = step.about;
		if (step.kind === "failed") {
			const definite = step.phase === "query" || request.f === "read";
			return node.rejectTo(replyTo, step.error, { definite });
		}
		if (step.kind === "stored") return node.replyTo(replyTo, request.f === "read" ? step.copy.value : void 0);
		const { newest } = step;
		if (request.f === "write") {
			const { kept } = state;
			const version = lamportAfter(node.id, newest.version, {
				time: kept.issued,
				node: node.id
			});
			kept.issued = version.time;
			node.disk.write("kept", kept);
			return store(state, step, {
				version,
				value: request.value
			}, node);
		}
		if (writeBack) return store(state, step, newest, node);
		if (readRepair) quorum.repair(step, {
			f: "store",
			key: request.key,
			copy: newest
		}, node);
		node.replyTo(replyTo, newest.value);
	}
	function store(state, from, copy, node) {
		const message = {
			f: "store",
			key: from.about.request.key,
			copy
		};
		go(state, quorum.store(state.tasks, from, copy, message, node), node);
	}
};
const byVersion = (a, b) => compareLamport(a.version, b.version);
function underWay$1({ status, state }) {
	const phases = Object.values(state?.tasks.open ?? {}).map(({ about, phase, votes }) => `${about.request.f} ${phase}${votes.refused.length > 0 ? "!" : ""}`);
	return [status, ...new Set(phases.sort())].join(", ");
}
const quorumRegisterScenario = defineScenario({
	...slowStore,
	name: "replication/quorum-register",
	summary: "A leaderless register stays linearizable while R + W > N and reads write back",
	params: params$1,
	nodes: ({ nodes }) => nodeNames(nodes),
	protocol: ({ nodes, r = majorityOf$1(nodes), w = majorityOf$1(nodes), writeBack, readRepair }, { bug }) => quorumRegister(rules$3.with(bug, {
		r: Math.min(nodes, r),
		w: Math.min(nodes, w),
		writeBack,
		readRepair
	})),
	workload: ({ keys, clients }) => registerWorkload({
		clients,
		keys,
		everyMs: 10
	}),
	coverage: { 
	/** How many nodes are up, and what each is in the middle of; not for whom, nor which values it holds. */
abstract: (nodes) => nodes.map(underWay$1).sort() },
	check: { linearizable: linearizable(registerModel()) },
	bugs: rules$3.bugs
});
function lifeOf({ lives }, node) {
	return lives?.[node] ?? 1;
}
/** Everybody the leader sends the log to. */
function membersOf({ voters, outgoing = [], learners }) {
	return [.../* @__PURE__ */ new Set([
		...voters,
		...outgoing,
		...learners
	])];
}
function isVoter({ voters, outgoing }, node) {
	return voters.includes(node) || outgoing?.includes(node) === true;
}
/** Whether it holds of a majority; while there are two sets of voters, of a majority of each. */
function hasQuorum({ voters, outgoing }, holds) {
	return isMajority(voters, holds) && (outgoing === void 0 || isMajority(outgoing, holds));
}
/** The highest index that a majority has reached: of each set of voters, while there are two. */
function quorumIndex({ voters, outgoing }, reached) {
	const index = majorityIndex(voters, reached);
	return outgoing === void 0 ? index : Math.min(index, majorityIndex(outgoing, reached));
}
/**
* Whether no decision of the one can be taken without somebody who takes part in a decision of the other: exact where
* neither is joint; of joint ones it asks for one set of voters on each side that meet, as all steps of §4.3 have.
*/
function majoritiesMeet(one, other) {
	return votersOf(one).some((a) => votersOf(other).some((b) => twoMajoritiesMeet(a, b)));
}
function votersOf({ voters, outgoing }) {
	return outgoing === void 0 ? [voters] : [voters, outgoing];
}
function twoMajoritiesMeet(a, b) {
	const together = (/* @__PURE__ */ new Set([...a, ...b])).size;
	return majorityOf(a) + majorityOf(b) > together;
}
function majorityOf(voters) {
	return (voters.length >> 1) + 1;
}
function isMajority(voters, holds) {
	let count = 0;
	for (const node of voters) if (holds(node)) count++;
	return count >= majorityOf(voters);
}
function majorityIndex(voters, reached) {
	const indexes = [];
	for (const node of voters) {
		const index = reached(node);
		let place = indexes.length;
		while (place > 0 && indexes[place - 1] < index) place--;
		indexes.splice(place, 0, index);
	}
	return indexes[voters.length >> 1] ?? 0;
}
// scenarios/replication/raft/log.ts
/** A payload in a few letters, for checkers and people. */
function labelOf(payload) {
	switch (payload.kind) {
		case "no-op": return "no-op";
		case "command": return `${payload.client}#${payload.serial}`;
		case "configuration": return JSON.stringify(payload.configuration);
	}
}
function lastIndex({ base, entries }) {
	return base.index + entries.length;
}
function lastPosition({ base, entries }) {
	return entries.at(-1) ?? base;
}
/** The term of the entry at an index; undefined beyond the end and before the base. */
function termAt({ base, entries }, index) {
	return index === base.index ? base.term : entries[index - base.index - 1]?.term;
}
function entryAt({ base, entries }, index) {
	return entries[index - base.index - 1];
}
/** Up to `count` entries from an index on, which must be after the base. */
function entriesFrom({ base, entries }, index, count) {
	const start = index - base.index - 1;
	return entries.slice(start, start + count);
}
/** Adds an entry at the end. */
function append(log, entry) {
	log.entries.push(entry);
}
/** Takes off everything from an index on. */
function truncateFrom(log, index) {
	log.entries.length = Math.max(0, index - log.base.index - 1);
	log.truncations++;
}
/** Forgets what a snapshot stands for; what comes after it stays if it continues the snapshot. */
function compactTo(log, base) {
	log.entries = termAt(log, base.index) === base.term ? log.entries.slice(base.index - log.base.index) : [];
	log.base = base;
}
/** The first index in the log of the term that the entry at `index` has. */
function firstOfItsTerm(log, index) {
	const term = termAt(log, index);
	let first = index;
	while (first - 1 > log.base.index && termAt(log, first - 1) === term) first--;
	return first;
}
/** The last index up to `from` with that term; undefined if none has it. */
function lastOfTerm(log, term, from) {
	for (let index = Math.min(from, lastIndex(log)); index >= log.base.index; index--) {
		const found = termAt(log, index) ?? 0;
		if (found === term) return index;
		if (found < term) return void 0;
	}
}
// scenarios/replication/raft/invariants.ts
/**
* The five properties of figure 3.2 (Ongaro 2014), looked at after every event: of a node with all that any node has
* shown before, whether that one still runs or not.
*/
/**
* An invariant of a node that has a state.
* @param memory what all nodes have shown before
* @param fresh what was looked at of this life of a node: it is looked at again only when something has changed
*/
function ofEach(memory, fresh, holds) {
	return invariant({
		memory: () => ({
			shown: memory(),
			lives: /* @__PURE__ */ new Map()
		}),
		holds(nodes, { name, incarnation, state }, { shown, lives }) {
			if (state === void 0) return void 0;
			let life = lives.get(name);
			if (life?.incarnation !== incarnation) lives.set(name, life = {
				incarnation,
				seen: fresh()
			});
			return holds(state, life.seen, shown, nodes);
		}
	});
}
/** Election safety: at most one leader a term. */
const electionSafety = invariant({
	/** Who led each term. */
	memory: () => ({ leaders: /* @__PURE__ */ new Map() }),
	holds(_nodes, changed, { leaders }) {
		const state = changed.state;
		if (state?.role.kind !== "leader") return void 0;
		const other = leaders.get(state.term);
		if (other === void 0) leaders.set(state.term, state.id);
		return other === void 0 || other === state.id ? void 0 : `${other} and ${state.id} both led term ${state.term}`;
	}
});
/** Leader append-only: a leader neither overwrites nor deletes entries of its log. */
const leaderAppendOnly = (_, changed) => {
	const state = changed.state;
	if (state?.role.kind !== "leader" || state.role.truncations === state.log.truncations) return void 0;
	return `${state.id}, leader of term ${state.term}, took entries off its log`;
};
/** More than any log has entries. */
const INDEXES = 67108864;
/** Log matching: two logs with an entry of the same index and term are the same up to it. */
const logMatching = ofEach(
	/** Every entry that was in a log, by index and term: itself, the term of the one before, and whose log it was. */
	() => /* @__PURE__ */ new Map(),
	/** How far each log was compared, and how often it had been cut. */
	() => ({
		compared: 0,
		cuts: 0
	}),
	({ log, id }, seen, entries) => {
		const last = lastIndex(log);
		const cut = seen.cuts !== log.truncations;
		if (!cut && seen.compared === last) return void 0;
		const from = cut ? log.base.index : Math.max(seen.compared, log.base.index);
		seen.compared = last;
		seen.cuts = log.truncations;
		for (let index = last; index > from; index--) {
			const entry = entryAt(log, index);
			if (entry === void 0) continue;
			const previous = termAt(log, index - 1) ?? -1;
			const key = entry.term * INDEXES + index;
			const twin = entries.get(key);
			if (twin === void 0) entries.set(key, {
				entry,
				previous,
				id
			});
			else if (twin.previous !== previous) return `${twin.id} and ${id} had the entry of index ${index} and term ${entry.term}, but not the same one before it`;
			else if (!isSame(twin.entry, entry)) return `${twin.id} and ${id} had different entries of index ${index} and term ${entry.term}`;
		}
	}
);
function isSame(one, other) {
	if (one.kind === "command" && other.kind === "command") return one.serial === other.serial && one.client === other.client;
	return one.kind === other.kind && (one.kind === "no-op" || labelOf(one) === labelOf(other));
}
/** Leader completeness: a leader has all that was committed in terms up to its own. */
const leaderCompleteness = ofEach(
	/** The last entry known to be committed, and in which term that was known. */
	() => ({ committed: {
		index: 0,
		term: 0,
		knownIn: 0,
		by: ""
	} }),
	() => ({
		commitIndex: 0,
		reign: 0,
		cuts: 0
	}),
	(state, seen, memory, nodes) => {
		const { term, role, commitIndex, log } = state;
		const reign = 2 * term + (role.kind === "leader" ? 1 : 0);
		if (!(seen.commitIndex !== commitIndex) && seen.reign === reign && seen.cuts === log.truncations) return void 0;
		seen.commitIndex = commitIndex;
		seen.reign = reign;
		seen.cuts = log.truncations;
		if (commitIndex <= memory.committed.index) return lacks(state, memory.committed);
		memory.committed = {
			index: commitIndex,
			term: termAt(log, commitIndex) ?? 0,
			knownIn: term,
			by: state.id
		};
		for (const node of nodes) {
			const broken = lacks(node.state, memory.committed);
			if (broken !== void 0) return broken;
		}
	}
);
function lacks(leader, { index, term, knownIn, by }) {
	if (leader?.role.kind !== "leader" || knownIn > leader.term || index <= leader.log.base.index) return void 0;
	return termAt(leader.log, index) === term ? void 0 : `${leader.id}, leader of term ${leader.term}, lacks entry ${index} of term ${term}, which ${by} knew to be committed`;
}
const raftInvariants = {
	"election-safety": electionSafety,
	"leader-append-only": leaderAppendOnly,
	"log-matching": logMatching,
	"leader-completeness": leaderCompleteness,
	"apply-only": ofEach(() => null, () => ({ applied: 0 }), ({ id, lastApplied }, seen) => {
		const before = seen.applied;
		seen.applied = lastApplied;
		return lastApplied < before ? `${id} had applied ${before} entries, and takes back all after ${lastApplied}` : void 0;
	}),
	"state-machine-safety": ofEach(
		/** The term of the entry applied at each index, and who was first. */
		() => /* @__PURE__ */ new Map(),
		() => ({ compared: 0 }),
		({ lastApplied, log, id }, seen, applied) => {
			if (seen.compared === lastApplied) return void 0;
			const from = Math.max(Math.min(seen.compared, lastApplied), log.base.index - 1, 0);
			seen.compared = lastApplied;
			for (let index = from + 1; index <= lastApplied; index++) {
				const term = termAt(log, index);
				const first = applied.get(index);
				if (term === void 0) continue;
				if (first === void 0) applied.set(index, {
					term,
					id
				});
				else if (first.term !== term) return `${first.id} applied an entry of term ${first.term} at index ${index}, ${id} one of term ${term}`;
			}
		}
	),
	"majorities-overlap": ofEach(() => null, () => ({ configuration: null }), ({ id, configuration, configurations }, seen) => {
		if (seen.configuration === configuration) return void 0;
		seen.configuration = configuration;
		for (let i = 1; i < configurations.length; i++) {
			const [one, next] = [configurations[i - 1], configurations[i]];
			if (!majoritiesMeet(one.configuration, next.configuration)) return `${id} has configurations at ${one.index} and ${next.index} of which majorities need not meet`;
		}
	})
};
// scenarios/replication/raft/effects.ts
/** What may happen at any time but seldom does: an early election, one entry at a time, the end of the process. */
const rareSites = [
	"impatient-election",
	"short-message",
	"process-ends"
];
/** Points of the protocol that some run has to pass. */
const reachedSites = [
	"elected-again",
	"snapshot-installed",
	"log-truncated",
	"leadership-transferred",
	"configuration-changed-singly",
	"configuration-joint",
	"configuration-rolled-back",
	"learner-promoted",
	"leader-removed",
	"blank-node-readmitted"
];
/** A step under way: the memory of a node, its rules, and where its effects go. */
var Raft = class {
	state;
	rules;
	node;
	/** What the planted bug takes for durable at once: its syncs end with the step. */
	hasty = null;
	constructor(state, rules, node) {
		this.state = state;
		this.rules = rules;
		this.node = node;
	}
	/** Sends what must not be said before all it rests on is on the disk (§3.8). */
	promise(to, message) {
		this.node.send(to, message, this.rules.acknowledge === "after-sync" ? { after: "sync" } : void 0);
	}
	/** Asks for the sync on which a promise of this node's own rests: its vote for itself, its copy of an entry. */
	vouch(token) {
		if (this.rules.acknowledge === "at-once") (this.hasty ??= []).push(token);
		else this.node.disk.sync(token);
	}
	/** A process may end at any time: a test has it end where only this node knows what it has just done. */
	mayEnd() {
		if (this.node.buggify("process-ends")) this.node.exit("a process may end at any time");
	}
};
// scenarios/replication/raft/identity.ts
/**
* What a node may have lost, and when it may vote again.
*
* A disk that is empty, although this is not the first start, held votes that nobody remembers; so did one whose vote
* is damaged. Any vote of this node might contradict them, for ever. So it begins a new life, in which it does not
* vote. The leader hears of it and makes the node a learner. Once a majority without it has committed that, votes of
* the old life help nobody: whoever would need them lacks that entry, and is refused by some of that majority. From
* the configuration on that makes it a voter again, it votes. (Ongaro 2014 wants stable storage, §3.8, and gives up a
* server that lost it; this replaces the server by itself.)
*
* One that may have lost entries only (see recovery.ts) is mended once a leader has given them back.
*/
/** Nothing a leader gives back mends it: the others have to take it in anew. */
const NEVER = {
	index: Number.MAX_SAFE_INTEGER,
	term: Number.MAX_SAFE_INTEGER
};
function neverMended(mending) {
	return mending?.term === NEVER.term;
}
/** A configuration is in the log: if it lets this node vote with its new life, it does. */
function considerReadmission(raft, configuration) {
	const { state } = raft;
	if (!isVoter(configuration, state.id) || lifeOf(configuration, state.id) !== state.life) return;
	if (!neverMended(state.mending)) return;
	state.mending = null;
	raft.node.disk.write("identity", {
		life: state.life,
		admitted: true
	});
	raft.node.reachable("blank-node-readmitted");
}
/** A leader has given back the log up to `match`: is that all this node can have acknowledged? */
function considerMended(raft, match) {
	const { state } = raft;
	const { mending } = state;
	if (mending === null) return;
	if (!(state.term > mending.term ? termAt(state.log, match) === state.term : match >= mending.index)) return;
	state.mending = null;
	raft.node.disk.delete("mending");
}
// scenarios/replication/raft/persistence.ts
/** Puts an entry at the end of the log. */
function appendEntry(raft, entry) {
	const { state } = raft;
	place(raft, entry);
	raft.node.disk.append("log", {
		number: state.nextRecord,
		entry
	});
	raft.node.disk.write("tail", state.nextRecord++);
}
/** Puts an entry at its index, in place of one of another term and all that followed it (§3.5). */
function overwrite(raft, entry) {
	const { log } = raft.state;
	if (termAt(log, entry.index) !== void 0) {
		raft.node.reachable("log-truncated");
		takeOff(raft, entry.index);
	}
	appendEntry(raft, entry);
}
/** Writes the log file anew, without what a snapshot stands for. Numbers go on, so that old and new are told apart. */
function rewriteLog(raft) {
	const { state } = raft;
	const records = state.log.entries.map((entry) => ({
		number: state.nextRecord++,
		entry
	}));
	raft.node.disk.write("log", records);
	raft.node.disk.write("tail", state.nextRecord - 1);
}
/** Adds an entry to the log in memory; a configuration is in force at once. */
function place(raft, entry) {
	const { state } = raft;
	append(state.log, entry);
	if (entry.kind !== "configuration") return;
	const { configuration } = entry;
	state.configurations.push({
		index: entry.index,
		configuration
	});
	state.configuration = configuration;
	considerReadmission(raft, configuration);
}
/** Takes entries off the log in memory, and goes back to the configuration before them. */
function takeOff(raft, from) {
	const { state } = raft;
	truncateFrom(state.log, from);
	const before = state.configurations.filter(({ index }) => index < from);
	if (before.length === state.configurations.length) return;
	raft.node.reachable("configuration-rolled-back");
	bringInForce(state, before);
}
/** Forgets entries that a snapshot stands for: the configuration in force at its end stays. */
function forgetUpTo(state, base) {
	const placed = placedAt(state.configurations, base.index);
	compactTo(state.log, base);
	if (placed !== void 0) replaceBase(state, placed);
}
/** Begins anew with the configuration of a snapshot; what of the log continues it stays (§5.1). */
function beginAfter(state, base, configuration) {
	compactTo(state.log, base);
	const placed = {
		index: base.index,
		configuration
	};
	if (state.log.entries.length === 0) bringInForce(state, [placed]);
	else replaceBase(state, placed);
}
/** The configuration in force at the end of the log up to an index. */
function placedAt(configurations, index) {
	return configurations.findLast((placed) => placed.index <= index);
}
function replaceBase(state, base) {
	bringInForce(state, [base, ...state.configurations.filter(({ index }) => index > base.index)]);
}
function bringInForce(state, configurations) {
	state.configurations = configurations;
	const latest = configurations.at(-1);
	if (latest !== void 0) state.configuration = latest.configuration;
}
// scenarios/replication/raft/snapshot.ts
/** Entries were applied: is it time for a snapshot? */
function considerSnapshot(raft) {
	const { state, rules } = raft;
	const { log, lastApplied: index, configurations } = state;
	if (state.snapshotting || index - log.base.index < rules.snapshotEvery) return;
	const placed = rules.snapshotConfiguration ? placedAt(configurations, index) : configurations[0];
	const snapshot = {
		last: {
			index,
			term: termAt(log, index) ?? 0
		},
		configuration: (placed ?? state).configuration,
		store: state.store,
		sessions: rules.snapshotSessions ? state.sessions : {}
	};
	state.snapshotting = true;
	writeSnapshot(raft, index, JSON.stringify(snapshot));
}
/** The log goes only once the snapshot is safe: a power cut must not take both. */
function writeSnapshot(raft, index, text) {
	raft.state.snapshot = text;
	raft.node.disk.write("snapshot", text);
	raft.node.disk.sync({
		kind: "snapshot",
		index
	});
}
/** The snapshot is on the disk: only now may go what it stands for. */
function onSnapshotDurable(raft, index) {
	const { state } = raft;
	state.snapshotting = false;
	const { last } = readSnapshot(state.snapshot);
	if (last.index !== index) return;
	if (last.index > state.log.base.index) forgetUpTo(state, last);
	rewriteLog(raft);
}
function readSnapshot(text) {
	return JSON.parse(text);
}
// scenarios/replication/raft/terms.ts
/** Begins a new term, in which nobody was voted for yet, or votes in the current one. */
function setTerm(raft, term, votedFor) {
	const { state, rules } = raft;
	const newTerm = term !== state.term;
	if (newTerm) {
		state.leaderHeardNumber = 0;
		state.electionMs = drawElectionMs(raft.node, rules);
	}
	state.term = term;
	state.votedFor = votedFor;
	switch (rules.keepVote) {
		case "together": return raft.node.disk.write("vote", {
			term,
			votedFor
		});
		case "term-only": return raft.node.disk.write("vote", {
			term,
			votedFor: null
		});
		case "apart":
			raft.node.disk.write("voted-for", votedFor);
			if (newTerm) raft.node.disk.sync({
				kind: "voted-for",
				term
			});
	}
}
/** Follows: a higher term was seen, or a leader of this one (§3.3). */
function stepDown(raft, term, leader) {
	const { state } = raft;
	const led = state.role.kind === "leader";
	if (term > state.term) setTerm(raft, term, null);
	state.role = { kind: "follower" };
	state.leader = leader;
	raft.node.clearTimer("heartbeat");
	if (led) resetElectionTimer(raft);
}
/**
* How long a node waits from now on. Drawn anew for each term and each election, so that nodes seldom stand for election
* at once; not for each message, so that one message more or less does not move the elections that follow.
*/
function drawElectionMs({ random }, rules) {
	return random.int(rules.electionMinMs, rules.electionMaxMs);
}
/** A leader was heard of, or an election begins: waits anew. */
function resetElectionTimer(raft) {
	const { electionMs } = raft.state;
	raft.node.setTimer("election", raft.node.buggify("impatient-election") ? electionMs / 16 : electionMs);
}
// scenarios/replication/raft/recovery.ts
/**
* The start of a node, with what its disk holds.
*
* A power cut may take any write that was not synced, and leave a later one. Records of the log are numbered, so the
* journal ends at the first that is missing: nobody was told of it nor of those after it. A record that is there but
* damaged is another matter (Alagappan et al., "Protocol-aware recovery for consensus-based storage", FAST 2018). If
* it was the last thing written it may be torn, and nobody was told. But `tail` is written after each record: if it
* got as far, the record was whole, was perhaps acknowledged, and has rotted since. Such a node may not simply go on
* with a shorter log, as it would vote for leaders that lack what it had helped to commit. It stands aside until a
* leader has given it back all it can have acknowledged.
*/
/**
* A node that starts: its memory, and what it does first. `initial` is the configuration in force before the first
* entry, `directory` whoever may know a leader.
*/
function recover(node, disk, rules, initial, directory = membersOf(initial)) {
	const vote = readVote(disk, rules);
	const text = salvage(disk, "snapshot", "");
	const snapshot = text.value === "" ? void 0 : readSnapshot(text.value);
	const { log, lost, nextRecord } = readLog(disk, snapshot?.last ?? {
		index: 0,
		term: 0
	});
	const last = lastPosition(log);
	const term = Math.max(vote.value.term, last.term);
	const noted = salvage(disk, "mending", null);
	const { life, admitted } = readIdentity(disk, node, rules, vote.damaged || noted.damaged);
	const found = text.damaged ? Infinity : rules.damagedLog === "mend" ? lost : void 0;
	const configurations = placedIn({
		index: log.base.index,
		configuration: snapshot?.configuration ?? initial
	}, log);
	const state = {
		id: node.id,
		term,
		votedFor: last.term > vote.value.term ? null : vote.value.votedFor,
		log,
		configuration: configurations.at(-1).configuration,
		configurations,
		life,
		empty: [],
		wish: null,
		directory,
		commitIndex: log.base.index,
		lastApplied: log.base.index,
		role: { kind: "follower" },
		leader: null,
		electionMs: drawElectionMs(node, rules),
		elections: 0,
		leaderHeardMs: node.monotonicMs(),
		leaderHeardNumber: 0,
		store: snapshot?.store ?? {},
		sessions: snapshot?.sessions ?? {},
		snapshot: text.value,
		snapshotting: false,
		incoming: null,
		recovering: true,
		waiting: {},
		nextRecord,
		mending: !admitted ? NEVER : found === void 0 ? noted.value : worst(found, term, noted.value)
	};
	const raft = new Raft(state, rules, node);
	noteDamage(raft);
	resetElectionTimer(raft);
	return state;
}
/** What there is to mend, found now or noted before. */
function worst(found, term, noted) {
	return {
		index: Math.max(Math.min(found, NEVER.index), noted?.index ?? 0),
		term: Math.max(term, noted?.term ?? 0)
	};
}
/**
* Writes everything again: without what was cut off, and to the last record, since a sync that failed may have left
* some readable but unwritten (Rebello et al., USENIX ATC 2020). What is damaged comes second, for the traces of
* damage may not go before it is noted; and the log is worth nothing without the snapshot before it.
*/
function noteDamage(raft) {
	const { snapshot, mending, life } = raft.state;
	const admitted = !neverMended(mending);
	raft.node.disk.write("identity", {
		life,
		admitted
	});
	if (snapshot !== "") raft.node.disk.write("snapshot", snapshot);
	if (mending !== null && admitted) raft.node.disk.write("mending", mending);
	else raft.node.disk.delete("mending");
	raft.node.disk.sync({ kind: "recovery-noted" });
}
function onRecoveryNoted(raft) {
	const { term, votedFor } = raft.state;
	if (raft.rules.keepVote === "apart") {
		raft.node.disk.write("voted-for", votedFor);
		raft.node.disk.write("term", term);
	} else raft.node.disk.write("vote", {
		term,
		votedFor
	});
	rewriteLog(raft);
	raft.node.disk.sync({ kind: "recovered" });
}
/** What a file holds: what stands for it if there is none, or it is damaged. */
function salvage(disk, file, without) {
	try {
		return {
			value: disk.read(file) ?? without,
			damaged: false
		};
	} catch (error) {
		if (error.code !== "CORRUPT") throw error;
		return {
			value: without,
			damaged: true
		};
	}
}
function readVote(disk, rules) {
	if (rules.keepVote !== "apart") return salvage(disk, "vote", {
		term: 0,
		votedFor: null
	});
	const [term, votedFor] = [salvage(disk, "term", 0), salvage(disk, "voted-for", null)];
	return {
		value: {
			term: term.value,
			votedFor: votedFor.value
		},
		damaged: term.damaged || votedFor.damaged
	};
}
/** Which life of the node it is; the number of the start gives one that none before had (see identity.ts). */
function readIdentity(disk, { incarnation }, rules, voteLost) {
	const { value, damaged } = salvage(disk, "identity", void 0);
	const first = incarnation === 1 || rules.blankDisk === "join";
	if (!voteLost && !damaged && (value !== void 0 || first)) return value ?? {
		life: 1,
		admitted: true
	};
	return {
		life: incarnation,
		admitted: false
	};
}
/** The configurations of a log as it is read from the disk. */
function placedIn(initial, { entries }) {
	return [initial, ...entries.flatMap((entry) => entry.kind === "configuration" ? [{
		index: entry.index,
		configuration: entry.configuration
	}] : [])];
}
/** Reads the journal to its end, or to the first record that is missing or damaged. */
function readLog(disk, base) {
	const log = {
		base,
		entries: [],
		truncations: 0
	};
	const records = disk.records("log");
	const found = salvage(disk, "tail", -1);
	const tail = found.value;
	let expected;
	for (const [place, record] of records.entries()) {
		if (!record.ok) {
			const number = expected ?? tail;
			return {
				log,
				lost: found.damaged || number <= tail ? lastIndex(log) + records.length - place : void 0,
				nextRecord: Math.max(tail, number + records.length) + 1
			};
		}
		const { number, entry } = record.value;
		if (expected !== void 0 && number !== expected) break;
		const isVoid = entry.index <= base.index || entry.term < base.term;
		if (!isVoid && entry.index > lastIndex(log) + 1) break;
		expected = number + 1;
		if (entry.index <= lastIndex(log)) truncateFrom(log, entry.index);
		if (!isVoid) append(log, entry);
	}
	return {
		log,
		lost: void 0,
		nextRecord: Math.max(tail + 1, (expected ?? 0) + records.length)
	};
}
// scenarios/replication/raft/machine.ts
/** Whether the command changes nothing: it need not go through the log (§6.4). */
function isReadOnly(command) {
	if (command.f !== "txn") return command.f === "get";
	return [...command.then, ...command.otherwise].every(({ f }) => f === "get");
}
/** Carries out a command. */
function execute(store, command) {
	if (command.f !== "txn") return take$2(store, command);
	const succeeded = command.compare.every((comparison) => holds(store, comparison));
	return {
		succeeded,
		results: (succeeded ? command.then : command.otherwise).map((step) => take$2(store, step))
	};
}
function take$2(store, step) {
	const held = store[step.key] ?? null;
	switch (step.f) {
		case "get": return held;
		case "put":
			store[step.key] = step.value;
			return null;
		case "append":
			store[step.key] = typeof step.value === "string" ? `${typeof held === "string" ? held : ""}${step.value}` : [...typeof held === "object" && held !== null ? held : [], step.value];
			return null;
		case "cas":
			if (!equal(held, step.from)) return false;
			store[step.key] = step.to;
			return true;
		case "add":
			store[step.key] = (typeof held === "number" ? held : 0) + step.amount;
			return null;
	}
}
function holds(store, { key, is, value }) {
	const held = store[key] ?? null;
	return is === "equal" ? equal(held, value) : Number(held ?? 0) >= Number(value ?? 0);
}
function equal(a, b) {
	if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
	return a.length === b.length && a.every((item, index) => item === b[index]);
}
// scenarios/replication/raft/replication.ts
/** What a leader sends to whom, and what it knows of the others (Ongaro 2014, §3.5, §4.2.1, §5.1, §10.2.1). */
/** Puts an entry into the leader's log and sends it to all. `then`: what to do before it is sent. @returns its index */
function propose(raft, payload, then) {
	const { term, log } = raft.state;
	const index = lastIndex(log) + 1;
	appendEntry(raft, {
		index,
		term,
		...payload
	});
	then?.();
	raft.vouch({
		kind: "log",
		term,
		index
	});
	replicateToAll(raft);
	return index;
}
function replicateToAll(raft) {
	const { role } = raft.state;
	if (role.kind !== "leader") return;
	role.spokeMs = raft.node.monotonicMs();
	for (const node in role.progress) replicateTo(raft, role, node);
}
/** Sends what the node may lack, or a heartbeat if it lacks nothing. */
function replicateTo(raft, leader, node) {
	const progress = leader.progress[node];
	if (progress === void 0) return;
	const { log, term, commitIndex } = raft.state;
	if (progress.next <= log.base.index) return sendSnapshot(raft, leader, node, progress);
	const previousIndex = progress.next - 1;
	const count = raft.node.buggify("short-message") ? 1 : raft.rules.batch;
	const entries = entriesFrom(log, progress.next, count);
	raft.node.send(node, {
		kind: "append",
		term,
		previousIndex,
		previousTerm: termAt(log, previousIndex) ?? 0,
		entries,
		commit: commitIndex,
		number: ++leader.sent,
		round: leader.round,
		sentMs: leaseClockMs(raft)
	});
	if (progress.streaming) progress.next += entries.length;
}
/** The next piece (figure 5.3). */
function sendSnapshot(raft, leader, node, to) {
	const { snapshot, term } = raft.state;
	const { last } = readSnapshot(snapshot);
	if (to.snapshot?.index !== last.index) to.snapshot = {
		index: last.index,
		offset: 0
	};
	const { offset } = to.snapshot;
	const text = snapshot.slice(offset, offset + raft.rules.chunk);
	const done = offset + text.length >= snapshot.length;
	const { round } = leader;
	const number = ++leader.sent;
	const sentMs = leaseClockMs(raft);
	raft.node.send(node, {
		kind: "install",
		term,
		last,
		offset,
		text,
		done,
		number,
		round,
		sentMs
	});
}
/** The clock by which leases are counted (§6.4.1). */
function leaseClockMs({ node, rules }) {
	return rules.leaseClock === "monotonic" ? node.monotonicMs() : node.nowMs();
}
/** Whether a majority is known for which `holds`; this node counts itself if it votes. */
function leadsQuorum({ state }, leader, holds) {
	return hasQuorum(state.configuration, (node) => {
		if (node === state.id) return state.mending === null;
		const progress = leader.progress[node];
		return progress !== void 0 && progress.counts && holds(progress);
	});
}
/**
* Knows everybody who is to get the log: members, and those on their way out, who should learn that they are (§4.2.2).
*/
function followMembership(raft, leader) {
	const { id, configuration, log } = raft.state;
	const nowMs = raft.node.monotonicMs();
	for (const node of membersOf(configuration)) {
		if (node === id) continue;
		const progress = leader.progress[node] ??= {
			next: lastIndex(log) + 1,
			match: 0,
			streaming: false,
			answered: true,
			heardMs: nowMs,
			round: 0,
			sentMs: -Infinity,
			counts: true,
			life: null,
			learning: null,
			snapshot: null
		};
		if (!configuration.learners.includes(node)) progress.learning = null;
		else progress.learning ??= {
			goal: lastIndex(log),
			sinceMs: nowMs,
			caughtUp: false
		};
	}
}
/**
* A learner has taken something over: does that end a round? Each round gives it what came during the one before, so
* a round that is short means that it keeps up (§4.2.1). Learners hold up nobody, so there is no limit of rounds.
*/
function endRound({ state, node, rules }, { learning, match }) {
	if (learning === null || match < learning.goal) return;
	const nowMs = node.monotonicMs();
	learning.caughtUp = nowMs - learning.sinceMs < rules.electionMinMs;
	learning.goal = lastIndex(state.log);
	learning.sinceMs = nowMs;
}
// scenarios/replication/raft/sessions.ts
/** Carries a command out, unless it was before. */
function carryOut({ state, rules }, { client, serial, command }) {
	const last = state.sessions[client];
	if (rules.sessions && last !== void 0 && serial <= last.serial) return {
		result: last.result,
		executed: false
	};
	const result = execute(state.store, command);
	state.sessions[client] = {
		serial,
		result
	};
	return {
		result,
		executed: true
	};
}
/** An entry was applied: whoever asked for it is told. */
function answerProposal(raft, { index, client, serial }, result) {
	const { role } = raft.state;
	if (role.kind !== "leader") return;
	const by = role.proposals[index];
	if (by === void 0) return;
	delete role.proposals[index];
	if (by.client === client && by.serial === serial) tell(raft, by, result);
}
/** Tells the node that was asked what came of it. */
function tell(raft, { client, serial, gateway }, result) {
	const told = {
		kind: "told",
		client,
		serial,
		result
	};
	if (gateway === raft.state.id) onTold(raft, told);
	else raft.node.send(gateway, told);
}
/** The leader has an answer for a client of this node. */
function onTold(raft, { client, serial, result }) {
	const { waiting } = raft.state;
	const asker = waiting[client]?.asker;
	if (asker === void 0 || asker.id !== serial) return;
	delete waiting[client];
	raft.node.replyTo(asker, result);
}
// scenarios/replication/raft/reads.ts
/** The leader is asked for a read. */
function read(raft, leader, command, by) {
	const { state, rules } = raft;
	if (!rules.confirmReads || rules.reads === "lease" && holdsLease(raft, leader) && knowsCommit(raft)) return tell(raft, by, execute(state.store, command));
	const idle = leader.round === leader.confirmedRound;
	const index = knowsCommit(raft) ? state.commitIndex : Infinity;
	leader.reads.push({
		...by,
		command,
		index,
		round: leader.round + 1
	});
	if (idle) beginRound(raft, leader);
}
/** A leader knows what is committed once it has committed an entry of its own term (§6.4, step 1). */
function knowsCommit({ state, rules }) {
	return !rules.readAfterOwnCommit || termAt(state.log, state.commitIndex) === state.term;
}
function beginRound(raft, leader) {
	leader.round++;
	replicateToAll(raft);
	confirmReads(raft, leader);
}
/** Answers the reads for which a majority has said, since they came, that this node leads (§6.4, step 3). */
function confirmReads(raft, leader) {
	if (leader.round === leader.confirmedRound) return;
	if (!leadsQuorum(raft, leader, ({ round }) => round >= leader.round)) return;
	leader.confirmedRound = leader.round;
	answerReads(raft, leader);
	if (leader.reads.some(({ round }) => round > leader.round)) beginRound(raft, leader);
}
/** The first entry of this term is committed: now it is known what those who came too early may read. */
function startWaitingReads(raft, leader) {
	if (leader.reads.length === 0 || !knowsCommit(raft)) return;
	const { commitIndex } = raft.state;
	leader.reads = leader.reads.map((read) => read.index === Infinity ? {
		...read,
		index: commitIndex
	} : read);
	answerReads(raft, leader);
}
function answerReads(raft, leader) {
	const { state } = raft;
	const ready = leader.reads.filter(({ index, round }) => round <= leader.confirmedRound && index <= state.lastApplied);
	if (ready.length === 0) return;
	leader.reads = leader.reads.filter((read) => !ready.includes(read));
	for (const waiting of ready) tell(raft, waiting, execute(state.store, waiting.command));
}
/**
* Whether nobody else can lead yet: a majority heard from this node so lately that it elects no other for a while,
* even if its clocks run faster than this one (§6.4.1).
*/
function holdsLease(raft, leader) {
	if (leader.leaseForfeited) return false;
	const nowMs = leaseClockMs(raft);
	const lengthMs = raft.rules.electionMinMs * raft.rules.leaseShare;
	return leadsQuorum(raft, leader, ({ sentMs }) => nowMs - sentMs < lengthMs);
}
// scenarios/replication/raft/clients.ts
/** How often a node asks the leader again, and for how long. */
const RETRY_MS = 100;
const PATIENCE_MS = 3e3;
/** A client asks this node. */
function onClientRequest(raft, asker, command) {
	const { state } = raft;
	const before = state.waiting[asker.from];
	if (before !== void 0 && before.asker.id >= asker.id) return;
	if (Object.keys(state.waiting).length === 0) raft.node.setTimer("retry", RETRY_MS);
	state.waiting[asker.from] = {
		asker,
		command,
		sinceMs: raft.node.monotonicMs(),
		asked: 0
	};
	if (state.leader !== null) passOn(raft, asker.from);
}
/** Asks again what was not answered. */
function retry(raft) {
	const { state } = raft;
	for (const [client, { sinceMs }] of Object.entries(state.waiting)) if (raft.node.monotonicMs() - sinceMs > PATIENCE_MS) delete state.waiting[client];
	else passOn(raft, client);
	if (Object.keys(state.waiting).length > 0) raft.node.setTimer("retry", RETRY_MS);
}
function passOn(raft, client) {
	const { state } = raft;
	const waiting = state.waiting[client];
	if (waiting === void 0) return;
	const { id, leader } = state;
	const { asker, command } = waiting;
	const ask = {
		kind: "ask",
		client,
		serial: asker.id,
		gateway: id,
		command
	};
	if (leader === id) return onAsk(raft, ask, id);
	const to = leader ?? nextOf(state, waiting.asked++);
	if (to !== void 0) raft.node.send(to, ask);
}
/** The others in turn, beginning with the one after this node. */
function nextOf({ id, directory }, turn) {
	const others = directory.filter((node) => node !== id);
	return others[(Math.max(0, directory.indexOf(id)) + turn) % others.length];
}
/** A node asks for a client. */
function onAsk(raft, ask, from) {
	const { rules } = raft;
	const { role, leader } = raft.state;
	const { client, serial, gateway, command } = ask;
	if (role.kind !== "leader") {
		if (from === gateway && leader !== null && leader !== gateway) raft.node.send(leader, ask);
		return;
	}
	if (role.transfer !== null) return;
	const by = {
		client,
		serial,
		gateway
	};
	if (rules.reads !== "log" && isReadOnly(command)) return read(raft, role, command, by);
	if (rules.sessions && isUnderWay(role.proposals, by)) return;
	role.proposals[propose(raft, {
		kind: "command",
		client,
		serial,
		command
	})] = by;
}
/** The same question is in the log already; whoever asks now may be another node, but the client waits for one only. */
function isUnderWay(proposals, by) {
	for (const index in proposals) {
		const other = proposals[index];
		if (other.client === by.client && other.serial === by.serial && other.gateway === by.gateway) return true;
	}
	return false;
}
// scenarios/replication/raft/membership.ts
/**
* Changes of membership (Ongaro 2014, chapter 4): one server at a time (§4.1), or any number by way of a joint
* configuration (§4.3). Whoever is to vote learns first (§4.2.1). The next step follows from the configuration in
* force, so that another leader goes on where one stopped.
*/
/** An operator asks any node; it asks the leader, or keeps the last wish in case it leads next. */
function onWish(raft, wish) {
	const { state } = raft;
	state.wish = state.leader === null ? wish : null;
	if (state.leader === state.id) onChange(raft, wish);
	else if (state.leader !== null) raft.node.send(state.leader, {
		kind: "change",
		wish
	});
}
/** The leader is asked for a change. While it sees to another, or if nothing would change, it does nothing. */
function onChange(raft, wish) {
	const { role, configuration } = raft.state;
	if (role.kind !== "leader" || role.wish !== null || configuration.outgoing !== void 0) return;
	role.wish = wish;
	considerChange(raft, role);
}
/** Takes the next step, if it is time for one. */
function considerChange(raft, leader) {
	const { state } = raft;
	if (leader.transfer !== null || !mayChange(raft)) return;
	const next = leaveJoint(state.configuration) ?? demoteReturned(raft, leader) ?? fulfil(raft, leader) ?? promote(raft, leader);
	if (next !== void 0) changeTo(raft, leader, next);
}
/**
* A change begins when the one before is committed, and when the leader has committed an entry of its own term. Without
* the second, two leaders may each begin a change, and majorities of the two need not meet (Ongaro, "bug in
* single-server membership changes", raft-dev, July 2015).
*/
function mayChange({ state, rules }) {
	const { configurations, commitIndex, log, term } = state;
	if (rules.changeAfterOwnCommit && termAt(log, commitIndex) !== term) return false;
	return (configurations.at(-1)?.index ?? 0) <= commitIndex;
}
/** The joint configuration is committed: the old voters are no longer needed (§4.3). */
function leaveJoint({ outgoing, ...rest }) {
	return outgoing === void 0 ? void 0 : rest;
}
/** A voter that came back without its disk may contradict its own votes: it learns first, like a new one. */
function demoteReturned({ state }, leader) {
	const { configuration } = state;
	const returned = configuration.voters.find((node) => (leader.progress[node]?.life ?? 0) > lifeOf(configuration, node));
	if (returned === void 0) return void 0;
	return {
		...configuration,
		voters: without(configuration.voters, returned),
		learners: [...configuration.learners, returned]
	};
}
/** The first step of what was asked for; it is forgotten once the rest follows by itself, or cannot be. */
function fulfil(raft, leader) {
	const { wish } = leader;
	const { configuration } = raft.state;
	const { voters, learners } = configuration;
	switch (wish?.f) {
		case void 0: return;
		case "add-server": {
			leader.wish = null;
			const { server } = wish;
			if (voters.includes(server) || learners.includes(server)) return void 0;
			return {
				...configuration,
				learners: [...learners, server]
			};
		}
		case "remove-server": {
			leader.wish = null;
			const { server } = wish;
			if (!(voters.includes(server) && voters.length > raft.rules.minVoters) && !learners.includes(server)) return void 0;
			return {
				...configuration,
				voters: without(voters, server),
				learners: without(learners, server)
			};
		}
		case "change-membership": return replaceVoters(raft, leader, wish.voters);
	}
}
/** Arbitrary changes: newcomers learn, and when all of them keep up the old and the new voters decide together (§4.3). */
function replaceVoters({ state, rules }, leader, wanted) {
	const { configuration } = state;
	const { voters, learners } = configuration;
	const newcomers = wanted.filter((node) => !voters.includes(node));
	const strangers = newcomers.filter((node) => !learners.includes(node));
	if (newcomers.length === 0 && wanted.length === voters.length || wanted.length < rules.minVoters) {
		leader.wish = null;
		return;
	}
	if (strangers.length > 0) return {
		...configuration,
		learners: [...learners, ...strangers]
	};
	if (!newcomers.every((node) => keepsUp(leader, node))) return void 0;
	leader.wish = null;
	return {
		voters: wanted,
		outgoing: voters,
		learners: learners.filter((node) => !wanted.includes(node)),
		...livesWith(configuration, leader, newcomers)
	};
}
/** A learner that keeps up votes (§4.2.1). One at a time; those of a change of many go together. */
function promote({ state }, leader) {
	if (leader.wish !== null) return void 0;
	const { configuration } = state;
	const { voters, learners } = configuration;
	const ready = learners.find((node) => keepsUp(leader, node));
	if (ready === void 0) return void 0;
	return {
		voters: [...voters, ready],
		learners: without(learners, ready),
		...livesWith(configuration, leader, [ready])
	};
}
function keepsUp(leader, node) {
	const progress = leader.progress[node];
	return progress?.learning?.caughtUp === true && progress.life !== null;
}
/** Each newcomer votes with the life it was last heard of in. */
function livesWith({ lives }, leader, newcomers) {
	const changed = newcomers.flatMap((node) => {
		const life = leader.progress[node]?.life ?? null;
		return life === null ? [] : [[node, life]];
	});
	return { lives: {
		...lives,
		...Object.fromEntries(changed)
	} };
}
function changeTo(raft, leader, configuration) {
	propose(raft, {
		kind: "configuration",
		configuration
	}, () => {
		raft.mayEnd();
		followMembership(raft, leader);
	});
	confirmReads(raft, leader);
}
/** The latest configuration is committed: a leader that is not in it has led long enough (§4.2.2). */
function onConfigurationCommitted(raft, leader) {
	const { state } = raft;
	const { configuration, configurations } = state;
	const before = configurations.at(-2)?.configuration;
	const members = membersOf(configuration);
	const strangers = Object.keys(leader.progress).filter((node) => !members.includes(node));
	for (const node of strangers) replicateTo(raft, leader, node);
	if (configuration.outgoing !== void 0) raft.node.reachable("configuration-joint");
	else if (before?.outgoing === void 0) raft.node.reachable("configuration-changed-singly");
	if (before?.learners.some((node) => configuration.voters.includes(node)) === true) raft.node.reachable("learner-promoted");
	if (isVoter(configuration, state.id)) {
		for (const node of strangers) delete leader.progress[node];
		return considerChange(raft, leader);
	}
	raft.node.reachable("leader-removed");
	const matchOf = (node) => leader.progress[node]?.match ?? 0;
	const heir = configuration.voters.reduce((one, other) => matchOf(other) > matchOf(one) ? other : one);
	raft.node.send(heir, {
		kind: "timeout-now",
		term: state.term
	});
	stepDown(raft, state.term, null);
}
function without(nodes, node) {
	return nodes.filter((other) => other !== node);
}
// scenarios/replication/raft/commitment.ts
/** Commitment (Ongaro 2014, §3.5, §3.6.2) and what is done with what is committed. */
/** The leader's own log is on its disk up to an index. */
function onLogDurable(raft, term, index) {
	const { role } = raft.state;
	if (role.kind !== "leader" || raft.state.term !== term) return;
	role.durable = Math.max(role.durable, index);
	advanceCommit(raft, role);
}
/**
* An entry is committed once a majority has it on disk, if it is of the leader's own term; all before it are then
* committed too. An entry of an older term may not be committed by counting: another leader may yet undo it (§3.6.2,
* figure 3.7).
*/
function advanceCommit(raft, leader) {
	const { state, rules } = raft;
	const index = quorumIndex(state.configuration, (node) => {
		if (node === state.id) return leader.durable;
		const progress = leader.progress[node];
		return progress?.counts === true ? progress.match : 0;
	});
	if (index <= state.commitIndex) return;
	if (rules.commit === "own-term" && termAt(state.log, index) !== state.term) return;
	const { commitIndex: before } = state;
	const configuredAt = state.configurations.at(-1)?.index ?? 0;
	state.commitIndex = index;
	if (termAt(state.log, before) !== state.term) raft.mayEnd();
	const configured = before < configuredAt && configuredAt <= index;
	applyCommitted(raft);
	startWaitingReads(raft, leader);
	if (configured) onConfigurationCommitted(raft, leader);
}
/** Applies what is committed, in order (§3.5). */
function applyCommitted(raft) {
	const { state } = raft;
	while (state.lastApplied < state.commitIndex) {
		const entry = entryAt(state.log, state.lastApplied + 1);
		if (entry === void 0) raft.node.exit(`entry ${state.lastApplied + 1} is committed but not here`);
		state.lastApplied++;
		applyEntry(raft, entry);
	}
	considerSnapshot(raft);
}
function applyEntry(raft, entry) {
	const { index, term } = entry;
	const value = labelOf(entry);
	if (entry.kind !== "command") return raft.node.effect({
		f: "commit",
		index,
		term,
		value
	});
	const { result, executed } = carryOut(raft, entry);
	raft.node.effect({
		f: "commit",
		index,
		term,
		value,
		executed
	});
	answerProposal(raft, entry, result);
}
// scenarios/replication/raft/election.ts
/** Elections (Ongaro 2014, §3.4, §3.6.1, §4.2.3, §9.6), and how the first one comes about. */
/** No leader was heard of for too long. */
function electionTimeout(raft) {
	const { state, rules } = raft;
	if (state.role.kind === "leader") return;
	raft.mayEnd();
	state.electionMs = drawElectionMs(raft.node, rules);
	state.elections++;
	resetElectionTimer(raft);
	if (rules.checkQuorum && hearsFromLeader(raft)) return;
	state.leader = null;
	if (state.recovering) return;
	if (!mayStand(raft)) return askWhetherFormed(raft);
	if (rules.preVote) tryElection(raft);
	else standForElection(raft, false);
}
/** Asks who would vote for this node, and changes nothing: so a node that was cut off deposes nobody (§9.6). */
function tryElection(raft) {
	const { state } = raft;
	state.role = {
		kind: "pre-candidate",
		granted: [state.id],
		refused: []
	};
	requestVotes(raft);
	countVotes(raft);
}
/** Raises the term, votes for itself and asks for votes (§3.4). `transfer`: the leader asked for it (§3.10). */
function standForElection(raft, transfer) {
	const { state } = raft;
	state.leader = null;
	setTerm(raft, state.term + 1, state.id);
	state.role = {
		kind: "candidate",
		granted: [],
		refused: [],
		transfer
	};
	requestVotes(raft);
	raft.vouch({
		kind: "vote",
		term: state.term
	});
}
/** Elections in a row in which those who refused are asked again at once: they may have heard of a leader just before. */
const IMPATIENT_ELECTIONS = 2;
/**
* Asks whoever has not granted, now and from time to time: a message may be lost, and a mind may change (§3.3). A node
* that goes on failing, as one does that was left out and does not know it, asks those who refused in the next election.
*/
function requestVotes(raft) {
	const { state, rules } = raft;
	const { role } = state;
	if (role.kind !== "candidate" && role.kind !== "pre-candidate") return;
	const hopeless = (node) => state.elections > IMPATIENT_ELECTIONS && role.refused.includes(node);
	const trial = role.kind === "pre-candidate";
	const { index, term } = lastPosition(state.log);
	const message = {
		kind: "request-vote",
		term: trial ? state.term + 1 : state.term,
		trial,
		last: {
			index,
			term
		},
		transfer: role.kind === "candidate" && role.transfer
	};
	for (const node of membersOf(state.configuration)) {
		if (node === state.id || role.granted.includes(node) || hopeless(node)) continue;
		if (trial) raft.node.send(node, message);
		else raft.promise(node, message);
	}
	raft.node.setTimer("heartbeat", rules.heartbeatMs);
}
/** This node's vote for itself is on the disk. */
function onVoteDurable(raft, term) {
	const { role } = raft.state;
	if (role.kind !== "candidate" || raft.state.term !== term) return;
	role.granted.push(raft.state.id);
	countVotes(raft);
}
/** Somebody asks for this node's vote. */
function onRequestVote(raft, message, from) {
	const { state, rules } = raft;
	raft.mayEnd();
	const wished = message.transfer || from === state.leader;
	if (rules.checkQuorum && !wished && hearsFromLeader(raft)) {
		if (message.trial) refuse$1(raft, message, from);
		return;
	}
	if (!message.trial && message.term > state.term) stepDown(raft, message.term, null);
	if (!mayGrant(raft, message, from)) return refuse$1(raft, message, from);
	const { term, trial } = message;
	if (trial) return raft.node.send(from, {
		kind: "vote",
		term,
		trial,
		granted: true
	});
	setTerm(raft, term, from);
	resetElectionTimer(raft);
	raft.promise(from, {
		kind: "vote",
		term,
		trial,
		granted: true
	});
}
/** One vote a term, to the first whose log is as good as this node's (§3.4, §3.6.1). */
function mayGrant({ state, rules }, { term, trial, last }, from) {
	if (state.mending !== null) return false;
	if (rules.voteComparesLogs && !isAsGood(last, lastPosition(state.log))) return false;
	if (trial) return term > state.term;
	return term === state.term && (state.votedFor === null || state.votedFor === from);
}
/** The later last term wins; of equal terms the longer log (§3.6.1). */
function isAsGood(candidate, own) {
	return candidate.term > own.term || candidate.term === own.term && candidate.index >= own.index;
}
function refuse$1(raft, { trial }, from) {
	raft.promise(from, {
		kind: "vote",
		term: raft.state.term,
		trial,
		granted: false
	});
}
/** A leader was heard of within the shortest election time-out. */
function hearsFromLeader({ state, node, rules }) {
	if (state.role.kind === "leader") return true;
	return node.monotonicMs() - state.leaderHeardMs < rules.electionMinMs;
}
/** An answer to this node's request for a vote. */
function onVote(raft, { term, trial, granted }, from) {
	const { state } = raft;
	const { role } = state;
	if (!granted) {
		if (term > state.term) stepDown(raft, term, null);
		else if (role.kind === (trial ? "pre-candidate" : "candidate")) role.refused.push(from);
		return;
	}
	if (!(trial ? role.kind === "pre-candidate" && term === state.term + 1 : role.kind === "candidate" && term === state.term) || role.kind === "follower" || role.kind === "leader" || role.granted.includes(from)) return;
	role.granted.push(from);
	countVotes(raft);
}
function countVotes(raft) {
	const { state } = raft;
	const { role } = state;
	if (role.kind !== "candidate" && role.kind !== "pre-candidate") return;
	if (!hasQuorum(state.configuration, (node) => role.granted.includes(node))) return;
	if (role.kind === "candidate") lead(raft);
	else standForElection(raft, false);
}
/** Wins the election: an entry of its own term comes first (§6.4). */
function lead(raft) {
	const { state, rules } = raft;
	if (state.term > 1) raft.node.reachable("elected-again");
	if (state.role.kind === "candidate" && state.role.transfer) raft.node.reachable("leadership-transferred");
	const leader = {
		kind: "leader",
		progress: {},
		durable: 0,
		proposals: {},
		reads: [],
		sent: 0,
		spokeMs: raft.node.monotonicMs(),
		round: 0,
		confirmedRound: 0,
		truncations: state.log.truncations,
		wish: state.wish,
		transfer: null,
		leaseForfeited: false
	};
	state.role = leader;
	state.leader = state.id;
	raft.node.effect({
		f: "lead",
		term: state.term
	});
	raft.node.clearTimer("election");
	raft.node.setTimer("heartbeat", rules.heartbeatMs);
	followMembership(raft, leader);
	const next = lastIndex(state.log) + 1;
	appendEntry(raft, {
		index: next,
		term: state.term,
		kind: "no-op"
	});
	raft.vouch({
		kind: "log",
		term: state.term,
		index: next
	});
	raft.mayEnd();
	replicateToAll(raft);
	if (leader.wish !== null) considerChange(raft, leader);
}
/** The leader of this term wants this node to succeed it (§3.10). */
function onTimeoutNow(raft, term, from) {
	const { state } = raft;
	if (term !== state.term || state.role.kind !== "follower" || state.leader !== from || !mayStand(raft)) return;
	standForElection(raft, true);
}
/**
* Whether this node may stand for election. One that its own latest configuration leaves out still may while that is not
* committed: if nobody else has the entry, nobody else can win its vote (§4.2.2).
*/
function mayStand({ state, rules }) {
	const { id, mending, configuration, configurations, commitIndex } = state;
	if (mending !== null) return false;
	if (isVoter(configuration, id)) return true;
	const [before, latest] = configurations.slice(-2);
	if (!rules.standUntilLeft || before === void 0 || latest === void 0) return false;
	return latest.index > commitIndex && isVoter(before.configuration, id);
}
/**
* A power cut during the very first start leaves a disk as empty as one that was lost, and if that hits a majority,
* nobody is left to take them in (see identity.ts). So a node with an empty disk asks all who vote from the beginning,
* now and again. If every one of them holds nothing either, no vote it may have given has come to anything, and the
* cluster begins.
*/
function askWhetherFormed(raft) {
	const { state } = raft;
	if (!neverMended(state.mending) || !holdsNothing(state)) return;
	state.empty = [state.id];
	for (const node of state.configuration.voters) if (node !== state.id) raft.node.send(node, {
		kind: "form",
		asks: true,
		life: state.life,
		empty: true
	});
}
function onForm(raft, { asks, life, empty }, from) {
	const { state } = raft;
	if (asks) return raft.node.send(from, {
		kind: "form",
		asks: false,
		life,
		empty: holdsNothing(state)
	});
	if (life !== state.life || !neverMended(state.mending) || !holdsNothing(state)) return;
	if (empty && !state.empty.includes(from)) state.empty.push(from);
	if (!state.configuration.voters.every((node) => state.empty.includes(node))) return;
	state.life = 1;
	state.mending = null;
	state.recovering = true;
	raft.node.disk.write("identity", {
		life: 1,
		admitted: true
	});
	raft.node.disk.sync({ kind: "recovered" });
}
/** It has neither voted nor taken anything over. */
function holdsNothing({ term, log, snapshot }) {
	return term === 0 && lastIndex(log) === 0 && snapshot === "";
}
// scenarios/replication/raft/follower.ts
/** The follower's side of replication: AppendEntries (Ongaro 2014, §3.5, figure 3.1) and InstallSnapshot (§5.1, figure 5.3). */
/** The leader sends entries, or says that it is there. */
function onAppend(raft, message, from) {
	const { log } = raft.state;
	if (!followLeader(raft, message, from)) return;
	const { previousIndex, previousTerm } = message;
	if (previousIndex >= log.base.index && termAt(log, previousIndex) !== previousTerm) {
		refuse(raft, from, previousIndex, message);
		return learnCommit(raft, message.commit, 0);
	}
	const match = take$1(raft, message);
	considerMended(raft, match);
	confirmMatch(raft, from, match, message);
	learnCommit(raft, message.commit, match);
}
/**
* Hears from a leader: follows it, or, if it leads an old term, lets it know of the new one. A message that a later one
* has overtaken does not show that the leader is still there. @returns whether it leads this term
*/
function followLeader(raft, { term, number }, from) {
	const { state } = raft;
	if (term < state.term) {
		refuse(raft, from, 0, OF_ANOTHER_TERM);
		return false;
	}
	const isNews = term > state.term || number > state.leaderHeardNumber;
	if (term > state.term || state.role.kind === "candidate") stepDown(raft, term, from);
	if (!isNews) return true;
	if (state.leader === null) raft.mayEnd();
	if (state.role.kind !== "follower") stepDown(raft, term, from);
	state.leader = from;
	state.leaderHeardNumber = number;
	state.elections = 0;
	state.leaderHeardMs = raft.node.monotonicMs();
	resetElectionTimer(raft);
	return true;
}
/** What an answer gives back where the message answered was of an old term: it confirms nothing of this one. */
const OF_ANOTHER_TERM = {
	round: -1,
	sentMs: Number.MIN_SAFE_INTEGER
};
/** Says, once it is on the disk, that this log is the leader's up to `match` (§3.8). */
function confirmMatch(raft, to, match, { round, sentMs }) {
	const { term, mending, life } = raft.state;
	raft.promise(to, {
		kind: "appended",
		term,
		counts: mending === null,
		life,
		round,
		sentMs,
		match
	});
}
function refuse(raft, to, refused, { round, sentMs }) {
	const { term, mending, life } = raft.state;
	const counts = mending === null;
	const hint = refused === 0 ? {
		index: 1,
		term: null
	} : hintAt(raft, refused);
	raft.promise(to, {
		kind: "refused",
		term,
		counts,
		life,
		round,
		sentMs,
		refused,
		hint
	});
}
/** Where this log may match: the beginning of the term it has there, or its end (§3.5, last paragraph). */
function hintAt({ state: { log } }, refused) {
	const term = termAt(log, refused);
	if (term === void 0) return {
		index: lastIndex(log) + 1,
		term: null
	};
	return {
		index: firstOfItsTerm(log, refused),
		term
	};
}
/** Takes over the entries that are new, and only for a contradiction drops others (§3.5). @returns what matches */
function take$1(raft, { previousIndex, entries }) {
	const { log } = raft.state;
	for (const entry of entries) {
		if (entry.index <= log.base.index || termAt(log, entry.index) === entry.term) continue;
		overwrite(raft, entry);
	}
	return previousIndex + entries.length;
}
/** What the leader has committed is committed here, as far as this log is known to be the leader's (§3.5). */
function learnCommit(raft, commit, match) {
	const { state, rules } = raft;
	const known = rules.followerCommit === "verified" ? match : lastIndex(state.log);
	const reached = Math.min(commit, known);
	if (reached <= state.commitIndex) return;
	state.commitIndex = reached;
	applyCommitted(raft);
}
/** The leader sends a piece of a snapshot. */
function onInstall(raft, message, from) {
	const { state } = raft;
	if (!followLeader(raft, message, from)) return;
	const { last, offset, text, done, round, sentMs } = message;
	if (last.index <= state.commitIndex && raft.rules.staleSnapshot === "ignore") {
		state.incoming = null;
		return confirmMatch(raft, from, last.index, message);
	}
	if (offset === 0) state.incoming = {
		index: last.index,
		term: last.term,
		text: ""
	};
	const { incoming } = state;
	const continues = incoming?.index === last.index && incoming.term === last.term;
	if (incoming !== null && continues && offset === incoming.text.length) incoming.text += text;
	const received = incoming !== null && continues ? incoming.text.length : 0;
	if (incoming === null || !done || received !== offset + text.length) {
		const { term, mending, life } = state;
		const { index } = last;
		const counts = mending === null;
		return raft.promise(from, {
			kind: "installing",
			term,
			counts,
			life,
			round,
			sentMs,
			index,
			received
		});
	}
	state.incoming = null;
	install(raft, incoming.text);
	considerMended(raft, last.index);
	confirmMatch(raft, from, last.index, message);
}
/** Starts again from a snapshot; what of the log continues it stays (§5.1). */
function install(raft, text) {
	const { state } = raft;
	const { last, configuration, store, sessions } = readSnapshot(text);
	raft.node.reachable("snapshot-installed");
	if (last.index <= state.commitIndex) state.log.entries = [];
	beginAfter(state, last, configuration);
	state.store = store;
	state.sessions = sessions;
	state.commitIndex = last.index;
	state.lastApplied = last.index;
	raft.node.effect({
		f: "snapshot",
		index: last.index
	});
	writeSnapshot(raft, last.index, text);
}
// scenarios/replication/raft/leader.ts
/** What a leader makes of the answers, and how it lets another lead (Ongaro 2014, §3.5, §3.10, §6.2). */
/** It is time to say that there is a leader. */
function heartbeat(raft, leader) {
	const { state, rules } = raft;
	const nowMs = raft.node.monotonicMs();
	if (rules.checkQuorum && !leadsQuorum(raft, leader, ({ heardMs }) => nowMs - heardMs < rules.electionMaxMs)) return stepDown(raft, state.term, null);
	if (leader.transfer !== null && nowMs > leader.transfer.untilMs) leader.transfer = null;
	considerChange(raft, leader);
	if (nowMs - leader.spokeMs >= rules.heartbeatMs / 2) {
		for (const progress of Object.values(leader.progress)) {
			if (!progress.answered) restart(progress);
			progress.answered = false;
		}
		replicateToAll(raft);
	}
	raft.node.setTimer("heartbeat", rules.heartbeatMs);
}
function restart(progress) {
	progress.streaming = false;
	if (progress.match > 0) progress.next = progress.match + 1;
}
/** A follower has what the leader has, up to an index. */
function onAppended(raft, message, from) {
	const { state } = raft;
	const progress = answered$2(raft, message, from);
	const { role: leader } = state;
	if (progress === void 0 || leader.kind !== "leader") return;
	const grown = message.match > progress.match;
	if (grown) progress.match = message.match;
	endRound(raft, progress);
	progress.next = Math.max(progress.next, progress.match + 1);
	progress.streaming = true;
	if (grown) advanceCommit(raft, leader);
	if (state.role !== leader) return;
	if (progress.next <= lastIndex(state.log)) replicateTo(raft, leader, from);
	handOver(raft, leader, from);
}
/** A follower's log is another, or shorter. */
function onRefused(raft, message, from) {
	const progress = answered$2(raft, message, from);
	const { role: leader } = raft.state;
	if (progress === void 0 || leader.kind !== "leader") return;
	const { refused, hint } = message;
	if (refused <= progress.match) return;
	if (!progress.streaming && refused !== progress.next - 1) return;
	progress.streaming = false;
	progress.next = Math.max(progress.match + 1, backUp(raft, refused, hint));
	replicateTo(raft, leader, from);
}
/**
* Where the logs may match before `refused`: skips a whole term at a time (§3.5, last paragraph). The follower says
* which term it has there and where that begins, or where its log ends.
*/
function backUp({ state }, refused, hint) {
	if (hint.term === null) return Math.min(refused, hint.index);
	const mine = lastOfTerm(state.log, hint.term, refused - 1);
	return Math.min(refused, mine === void 0 ? hint.index : mine + 1);
}
/** A follower has taken a piece of a snapshot. */
function onInstalling(raft, message, from) {
	const progress = answered$2(raft, message, from);
	const { role: leader } = raft.state;
	if (progress === void 0 || leader.kind !== "leader") return;
	const { index, received } = message;
	if (progress.snapshot?.index !== index || received === progress.snapshot.offset) return;
	progress.snapshot.offset = received;
	if (progress.next <= raft.state.log.base.index) replicateTo(raft, leader, from);
}
/**
* An answer says that its sender is there, and what it is worth. @returns what the leader knows of the sender; nothing if
* this node leads no more, or for an answer of an earlier life
*/
function answered$2(raft, answer, from) {
	const { state } = raft;
	if (answer.term > state.term) stepDown(raft, answer.term, null);
	const { role } = state;
	if (role.kind !== "leader" || answer.term < state.term) return void 0;
	const progress = role.progress[from];
	if (progress === void 0) return void 0;
	const { life, counts, round, sentMs } = answer;
	if (life < (progress.life ?? life)) return void 0;
	const lost = life > (progress.life ?? life) || progress.counts && !counts;
	progress.life = life;
	if (lost) Object.assign(progress, {
		match: 0,
		streaming: false,
		snapshot: null
	});
	progress.answered = true;
	progress.heardMs = raft.node.monotonicMs();
	const mended = counts && !progress.counts;
	progress.counts = counts;
	if (mended) advanceCommit(raft, role);
	progress.round = Math.max(progress.round, round);
	progress.sentMs = Math.max(progress.sentMs, sentMs);
	confirmReads(raft, role);
	return state.role === role ? progress : void 0;
}
/** The leader is asked to let another lead: it takes no new commands until that one is elected or time is up (§3.10). */
function transferLeadership(raft, leader, to) {
	const { id, configuration } = raft.state;
	if (to === id || leader.transfer !== null || !isVoter(configuration, to)) return false;
	leader.transfer = {
		to,
		untilMs: raft.node.monotonicMs() + raft.rules.electionMaxMs,
		told: false
	};
	leader.leaseForfeited = true;
	handOver(raft, leader, to);
	return true;
}
/** The successor has the whole log: it may stand for election at once. */
function handOver(raft, { transfer, progress }, node) {
	const { log, term } = raft.state;
	if (transfer === null || transfer.to !== node || transfer.told) return;
	if (progress[node]?.match !== lastIndex(log)) return;
	transfer.told = true;
	raft.node.send(node, {
		kind: "timeout-now",
		term
	});
}
// scenarios/replication/raft/step.ts
/**
* Raft: what a node does when something happens. The whole of the protocol as plain functions over plain data: it
* imports nothing of the simulator.
*
* Diego Ongaro, "Consensus: Bridging Theory and Practice", PhD thesis, Stanford 2014; § numbers are its sections.
*/
/** The same, for a node that carries out each effect at once. */
function take(raft, input) {
	decide(raft, input);
	if (raft.hasty !== null) for (const token of raft.hasty) onSynced(raft, token);
}
function decide(raft, input) {
	switch (input.kind) {
		case "message": return raft.state.recovering ? void 0 : onMessage(raft, input.message, input.from);
		case "request": return onRequest(raft, input.asker, input.request);
		case "timer": return onTimer(raft, input.timer);
		case "synced": return onSynced(raft, input.token);
	}
}
function onMessage(raft, message, from) {
	switch (message.kind) {
		case "append": return onAppend(raft, message, from);
		case "appended": return onAppended(raft, message, from);
		case "refused": return onRefused(raft, message, from);
		case "request-vote": return onRequestVote(raft, message, from);
		case "vote": return onVote(raft, message, from);
		case "install": return onInstall(raft, message, from);
		case "installing": return onInstalling(raft, message, from);
		case "timeout-now": return onTimeoutNow(raft, message.term, from);
		case "ask": return onAsk(raft, message, from);
		case "told": return onTold(raft, message);
		case "form": return onForm(raft, message, from);
		case "change": return onChange(raft, message.wish);
	}
}
function onRequest(raft, asker, request) {
	const { role } = raft.state;
	switch (request.f) {
		case "transfer": return raft.node.replyTo(asker, role.kind === "leader" && transferLeadership(raft, role, request.leader));
		case "add-server":
		case "remove-server":
		case "change-membership":
			onWish(raft, request);
			return raft.node.replyTo(asker, null);
		default: return onClientRequest(raft, asker, request);
	}
}
function onTimer(raft, timer) {
	const { role } = raft.state;
	switch (timer) {
		case "election": return electionTimeout(raft);
		case "heartbeat": return role.kind === "leader" ? heartbeat(raft, role) : requestVotes(raft);
		case "retry": return retry(raft);
	}
}
function onSynced(raft, token) {
	switch (token.kind) {
		case "vote": return onVoteDurable(raft, token.term);
		case "log": return onLogDurable(raft, token.term, token.index);
		case "voted-for": return raft.node.disk.write("term", token.term);
		case "snapshot": return onSnapshotDurable(raft, token.index);
		case "recovery-noted": return onRecoveryNoted(raft);
		case "recovered": raft.state.recovering = false;
	}
}
// scenarios/replication/raft/node.ts
/** Raft on a simulated node, which carries out what it is told at once: the one file that knows where it runs. */
/** `directory`: all nodes there are, members or not. */
function raftNode(rules, initial, directory) {
	const happens = (state, input, node) => take(new Raft(state, rules, node), input);
	return stateMachine({
		start: (node) => recover(node, node.disk, rules, initial, directory),
		onRequest: (state, request, node) => happens(state, {
			kind: "request",
			request,
			asker: node.defer()
		}, node),
		onMessage: (state, message, node, from) => happens(state, {
			kind: "message",
			message,
			from
		}, node),
		onTimer: (state, timer, node) => happens(state, {
			kind: "timer",
			timer
		}, node),
		onSync(state, token, node, ok) {
			if (!ok) return node.exit("a sync failed");
			happens(state, {
				kind: "synced",
				token
			}, node);
		}
	});
}
// scenarios/replication/raft/weather.ts
/** What goes wrong unless something else is asked for, and what goes wrong where one rule in particular is at stake. */
const ROOM_WITHOUT_POWER = 1 / 6;
/**
* What `rough` draws, and in some seeds a room that loses its power again and again, with all nodes in it. That is when
* it shows what was on the disk and what was not.
*/
const raftWeather = {
	name: "rough-power",
	summary: "As rough, and in one seed of six all nodes lose power at once, several times",
	draw(streams, world) {
		const random = streams("raft/power");
		if (!random.chance(ROOM_WITHOUT_POWER)) return drawn("rough", streams, world);
		const unsynced = random.pick(["random", "lost"]);
		const cuts = [];
		for (let atMs = random.int(200, 700); atMs < untilMs(world); atMs += random.int(100, 700)) {
			const durationMs = random.int(10, 60);
			for (const node of world.nodes) cuts.push({
				kind: "crash",
				atMs,
				durationMs,
				node,
				unsynced
			});
		}
		return inOrder([...drawn("rough", streams, world), ...cuts]);
	}
};
/** As soon as there is a leader it may be with a minority: who leads changes all the time. */
const restless = {
	name: "restless",
	summary: "As rough, and the cluster is split in two, anew every half second",
	draw: (streams, world) => inOrder([...drawn("rough", streams, world), ...splits(streams, world, {
		minMs: 200,
		maxMs: 600
	})])
};
/** What one node knows the others often do not, or only some. */
const hardOfHearing = {
	name: "hard-of-hearing",
	summary: "A third of all messages is lost, and the cluster is split in two, anew several times a second",
	draw: (streams, world) => inOrder([
		{
			kind: "loss",
			atMs: 0,
			durationMs: untilMs(world),
			probability: .3
		},
		...drawn("buggified", streams, world),
		...splits(streams, world, {
			minMs: 100,
			maxMs: 250
		})
	])
};
/** One split after the other, mostly without a pause between them. */
function splits(streams, world, { minMs, maxMs }) {
	const random = streams("raft/splits");
	const faults = [];
	if (world.nodes.length < 2) return faults;
	let atMs = 300;
	while (atMs < untilMs(world)) {
		const durationMs = random.int(minMs, maxMs);
		const nodes = random.shuffle(world.nodes);
		const side = random.int(1, nodes.length - 1);
		faults.push({
			kind: "partition",
			atMs,
			durationMs,
			groups: [nodes.slice(0, side), nodes.slice(side)]
		});
		atMs += durationMs + (random.chance(.7) ? 0 : random.int(50, 300));
	}
	return faults;
}
function drawn(profile, streams, world) {
	return profileNamed(profile)?.draw(streams, world) ?? [];
}
function inOrder(faults) {
	return faults.toSorted((a, b) => a.atMs - b.atMs);
}
function untilMs({ healAtMs, durationMs }) {
	return healAtMs ?? durationMs;
}
// scenarios/replication/raft/rules.ts
/** The rules Raft is built from, and the planted bugs: each replaces one of them. */
/** Who votes stays as it is: five nodes, or what is said. */
const still = { membership: "none" };
/** Elections at every turn, as Raft was before PreVote and CheckQuorum: what goes wrong in them shows sooner. */
const unrest = {
	...still,
	nodes: 3,
	preVote: false,
	checkQuorum: false
};
/** Leaders wished for one after the other, so that a power cut falls between a vote and what is written of it. */
const handovers = {
	...still,
	nodes: 3,
	transferEveryMs: 60
};
/** Messages that take as long as an election, and disks that take no time: a voter is back before it hears who won. */
const haste = {
	...unrest,
	electionMs: 80,
	syncMs: .5,
	latencyMs: 20,
	everyMs: 200
};
/** Deposed leaders that go on proposing, and others that come and go meanwhile. */
const deposed = {
	...still,
	nodes: 3,
	checkQuorum: false,
	transferEveryMs: 300
};
/** Leaders that come and go, and an operator who cannot leave it alone. */
const turnover = {
	nodes: 4,
	spares: 0,
	membership: "single",
	membershipEveryMs: 10,
	transferEveryMs: 1e4,
	preVote: false,
	checkQuorum: false,
	wishesUntilMs: 6e3,
	electionMs: 100,
	latencyMs: 6,
	syncMs: .5,
	everyMs: 1e3
};
/** Many reads, so that one falls into the moment in which there are two leaders. */
const lease = {
	...still,
	nodes: 3,
	reads: "lease",
	clients: 8,
	everyMs: 40,
	syncMs: .5,
	electionMs: 200
};
const rules$2 = ruled({
	/** An election begins after this long without a leader, drawn anew each time (§3.4); the shorter is also a lease. */
	electionMinMs: 150,
	electionMaxMs: 300,
	heartbeatMs: 50,
	/** How many entries one message carries at most. */
	batch: 16,
	/** A node asks whether it could win before it raises its term (§9.6). */
	preVote: true,
	/** A leader that hears from no majority steps down, and who hears from a leader elects no other (§6.2, §4.2.3). */
	checkQuorum: true,
	/** Only a candidate whose log is as good as the voter's gets its vote (§3.6.1). */
	voteComparesLogs: true,
	/** What is kept of a vote: it and its term in one file, each in its own, or only the term (figure 3.1). */
	keepVote: "together",
	/** A node acknowledges only what would survive a power cut (§3.8). */
	acknowledge: "after-sync",
	/** What a leader may commit by counting: entries of its own term, and with them all before (§3.6.2). */
	commit: "own-term",
	/** How far a follower believes the leader's commit index: as far as it knows its log to be the leader's, or to its end. */
	followerCommit: "verified",
	/** A leader changes the configuration only once it has committed an entry of its own term (raft-dev, July 2015). */
	changeAfterOwnCommit: true,
	/** Who is left out by a configuration stands for election until that is committed (§4.2.2). */
	standUntilLeft: true,
	/** Nobody is asked to leave while there are so few voters, or fewer. */
	minVoters: 1,
	/** A node that finds its disk empty, though it was there before, neither votes nor counts until it was taken in anew. */
	blankDisk: "stand-aside",
	/** After how many applied entries a node writes a snapshot and forgets them (§5.1). */
	snapshotEvery: 60,
	/** How many characters of a snapshot one message carries (§5.1, figure 5.3). */
	chunk: 200,
	/** What a follower does with a snapshot of what it has committed already: nothing, or it starts again from there. */
	staleSnapshot: "ignore",
	/** A snapshot holds the session table too, for it is part of the state machine (§6.3). */
	snapshotSessions: true,
	/** A snapshot holds the configuration in force at its end (§5.1), not the first that its node knew. */
	snapshotConfiguration: true,
	/** A command that comes twice is carried out once (§6.3). */
	sessions: true,
	/** How reads are answered: through the log, after a round of heartbeats, or under a lease (§6.4, §6.4.1). */
	reads: "read-index",
	/** A leader makes sure that it still leads before it answers a read (§6.4). */
	confirmReads: true,
	/** A leader reads only once it has committed an entry of its own term (§6.4, step 1). */
	readAfterOwnCommit: true,
	/** What part of the shortest election time-out a lease lasts; what is left is for clocks that run apart (§6.4.1). */
	leaseShare: .8,
	/** A lease is counted by the clock that never jumps, or by the wall clock. */
	leaseClock: "monotonic",
	/** What damage to an acknowledged entry does: the node stands aside until it has been mended, or goes on. */
	damagedLog: "mend"
}, {
	"commit-old-term": {
		summary: "A leader commits an entry of an older term by counting replicas (Raft paper, figure 8): a later leader undoes it",
		rules: { commit: "any-term" },
		params: {
			...unrest,
			batch: 1,
			electionMs: 60,
			latencyMs: 5,
			syncMs: .5
		},
		faults: restless,
		shows: {
			check: "leader-completeness",
			anomaly: "invariant",
			within: 37
		}
	},
	"term-and-vote-apart": {
		summary: "Term and vote are two files (hashicorp/raft#661): a power cut between them lets a node vote twice in a term",
		rules: { keepVote: "apart" },
		params: handovers,
		shows: {
			check: "one-leader-per-term",
			anomaly: "two-leaders",
			within: 105
		}
	},
	"acknowledge-before-sync": {
		summary: "A node acknowledges entries before they are on its disk (Jepsen on NATS 2.12.1): a power cut takes them back",
		rules: { acknowledge: "at-once" },
		params: still,
		shows: {
			check: "leader-completeness",
			anomaly: "invariant",
			within: 3
		}
	},
	"vote-without-log-check": {
		summary: "A node votes for the first node that asks, even if its log is short: committed entries are lost",
		rules: { voteComparesLogs: false },
		params: still,
		shows: {
			check: "leader-completeness",
			anomaly: "invariant",
			within: 21
		}
	},
	"vote-not-kept": {
		summary: "The vote is not written to the disk: a node that starts again votes again",
		rules: { keepVote: "term-only" },
		params: haste,
		shows: {
			check: "election-safety",
			anomaly: "invariant",
			within: 124
		}
	},
	"commit-beyond-match": {
		summary: "A follower applies the leader's commit index to its whole log, though the end of its log may differ from the leader's",
		rules: { followerCommit: "whole-log" },
		params: deposed,
		shows: {
			check: "state-machine-safety",
			anomaly: "invariant",
			within: 43
		}
	},
	"stale-snapshot": {
		summary: "A follower installs a snapshot of what it has committed long ago (etcd#1763): its log is cut back to there",
		rules: { staleSnapshot: "install" },
		params: {
			...still,
			nodes: 3,
			snapshotEvery: 15,
			chunk: 1e4
		},
		shows: {
			check: "apply-only",
			anomaly: "invariant",
			within: 3
		}
	},
	"snapshot-without-sessions": {
		summary: "Snapshots leave out the session table: what was carried out before one is carried out again",
		rules: { snapshotSessions: false },
		params: {
			...still,
			snapshotEvery: 10
		},
		shows: {
			check: "exactly-once",
			anomaly: "executed-twice",
			within: 3
		}
	},
	"snapshot-without-configuration": {
		summary: "Snapshots keep the first configuration that their node knew (scylladb#9551): a node that starts from one counts old majorities",
		rules: { snapshotConfiguration: false },
		params: {
			snapshotEvery: 10,
			membershipEveryMs: 300
		},
		shows: {
			check: "majorities-overlap",
			anomaly: "invariant",
			within: 1
		}
	},
	"change-before-own-commit": {
		summary: "A leader changes the configuration before it has committed an entry of its own term (Ongaro, raft-dev, 2015): two changes at once, two majorities",
		rules: { changeAfterOwnCommit: false },
		params: turnover,
		faults: hardOfHearing,
		shows: {
			check: "leader-completeness",
			anomaly: "invariant",
			within: 107
		}
	},
	"leaves-too-soon": {
		summary: "A node stops standing for election once its log removes it, though no other node has that entry (§4.2.2): nobody can win",
		rules: { standUntilLeft: false },
		params: {
			nodes: 2,
			spares: 2,
			membershipEveryMs: 200
		},
		shows: {
			check: "liveness",
			anomaly: "no-progress",
			within: 74
		}
	},
	"blank-node-votes": {
		summary: "A node that lost its disk comes back under its old name and votes: it forgets what it promised",
		rules: { blankDisk: "join" },
		params: {
			...still,
			nodes: 3
		},
		faults: "hell",
		shows: {
			check: "one-leader-per-term",
			anomaly: "two-leaders",
			within: 16
		}
	},
	"rot-taken-for-torn": {
		summary: "A damaged entry ends the log, as if it had been torn by a power cut (Alagappan et al., FAST 2018)",
		rules: { damagedLog: "truncate" },
		params: {
			...still,
			nodes: 3
		},
		faults: "hell",
		shows: {
			check: "leader-completeness",
			anomaly: "invariant",
			within: 33
		}
	},
	"no-sessions": {
		summary: "A command that comes twice is carried out twice",
		rules: { sessions: false },
		params: still,
		shows: {
			check: "exactly-once",
			anomaly: "executed-twice",
			within: 1
		}
	},
	"stale-read": {
		summary: "A leader answers reads without making sure that it still leads: a deposed one gives old values",
		rules: { confirmReads: false },
		params: still,
		shows: {
			check: "linearizable",
			anomaly: "stale-read",
			within: 10
		}
	},
	"read-before-own-commit": {
		summary: "A new leader reads before it knows what its predecessors committed",
		rules: { readAfterOwnCommit: false },
		params: still,
		shows: {
			check: "linearizable",
			anomaly: "stale-read",
			within: 66
		}
	},
	"lease-by-wall-clock": {
		summary: "A leader measures its lease by the wall clock: when the clock jumps back, the lease lasts too long",
		rules: { leaseClock: "wall" },
		params: lease,
		faults: restless,
		shows: {
			check: "linearizable",
			anomaly: "stale-read",
			within: 29
		}
	},
	"no-pre-vote": {
		summary: "A node that was cut off comes back with a higher term and deposes a healthy leader, again and again (Howard and Abraham, 2020)",
		rules: { preVote: false },
		shows: {
			check: "available",
			anomaly: "no-progress",
			within: 54
		}
	},
	"no-check-quorum": {
		summary: "A leader that receives nothing goes on leading those who receive from it, and nothing is committed (Howard and Abraham, 2020)",
		rules: { checkQuorum: false },
		shows: {
			check: "available",
			anomaly: "no-progress",
			within: 22
		}
	}
});
// scenarios/replication/raft/workload.ts
/** What clients do: registers with compare-and-set, lists that grow, bank transfers; and who leads, now and then. */
const workloadNames = [
	"register",
	"list-append",
	"bank"
];
/** How an operator changes who votes: not at all, a server at a time, many at once, or now this, now that. */
const membershipNames = [
	"none",
	"single",
	"joint",
	"both"
];
/** The accounts of the bank and what each holds once it was opened. */
const accounts = [
	"a",
	"b",
	"c",
	"d"
];
/** The clients of one workload, and those who ask now and then that another node lead, or that others vote. */
function raftWorkload(name, given) {
	const { nodes, asked = nodes } = given;
	const pace = {
		everyMs: given.everyMs,
		...given.asked !== void 0 && { to: (random) => random.pick(asked) }
	};
	const users = mixes[name](given.clients, pace);
	const others = {
		admin: clients(1, { transfer: 1 }, {
			everyMs: given.transferEveryMs,
			untilMs: given.wishesUntilMs ?? Infinity,
			input: (_f, random) => ({ leader: random.pick(asked) })
		}),
		...given.operator === void 0 ? {} : { operator: membershipChanges(given.operator, nodes) }
	};
	return {
		clients: [...users.clients, ...Object.keys(others)],
		functions: [users, ...Object.values(others)].flatMap(({ functions = [] }) => functions),
		operations: (world) => [...users.operations(world), ...Object.entries(others).flatMap(([process, workload]) => workload.operations(world).flatMap((operation) => operation.process === workload.clients.at(-1) ? [{
			...operation,
			process
		}] : []))]
	};
}
/** Wishes for whatever comes to mind, sense or not. */
function membershipChanges({ how, everyMs, untilMs, minVoters, maxVoters }, nodes) {
	const single = how === "joint" ? 0 : 1;
	return clients(2, {
		"add-server": single,
		"remove-server": single,
		"change-membership": how === "single" ? 0 : 1
	}, {
		everyMs,
		untilMs,
		input(f, random) {
			if (f !== "change-membership") return { server: random.pick(nodes) };
			const count = random.int(minVoters, maxVoters);
			return { voters: random.shuffle(nodes).slice(0, count) };
		}
	});
}
const keys$1 = ["x", "y"];
const mixes = {
	register: (count, pace) => clients(count, {
		get: .45,
		put: .35,
		cas: .2
	}, {
		...pace,
		keys: keys$1,
		input(f, random, { client, clients: all, index }) {
			const distinct = 1 + client + all * index;
			if (f === "put") return { value: distinct };
			if (f === "cas") return {
				from: Math.max(1, distinct - random.int(1, all * 3)),
				to: distinct
			};
			return {};
		}
	}),
	"list-append": (count, pace) => clients(count, { txn: 1 }, {
		...pace,
		input(_f, random, { client, clients: all, index }) {
			const append = {
				f: "append",
				key: random.pick(keys$1),
				value: 1 + client + all * index
			};
			const reads = keys$1.map((key) => ({
				f: "get",
				key
			}));
			return {
				compare: [],
				then: random.chance(.5) ? [append, ...reads] : reads,
				otherwise: []
			};
		}
	}),
	bank: (count, pace) => clients(count, { txn: 1 }, {
		...pace,
		input(_f, random) {
			if (random.chance(.4)) return {
				compare: [],
				then: accounts.map((key) => ({
					f: "get",
					key
				})),
				otherwise: []
			};
			const [from, to] = random.shuffle(accounts);
			const amount = random.int(1, 60);
			return {
				compare: [{
					key: from,
					is: "at-least",
					value: amount - 100
				}],
				then: [{
					f: "add",
					key: from,
					amount: -amount
				}, {
					f: "add",
					key: to,
					amount
				}],
				otherwise: []
			};
		}
	})
};
// scenarios/replication/raft/params.ts
/** The parameters of Raft's scenarios. */
const raftParams = z.object({
	nodes: z.int().min(1).max(9).default(5).describe("nodes that vote from the start"),
	spares: z.int().min(0).max(5).default(2).describe("nodes that do not, but may be added"),
	membership: z.enum(membershipNames).default("both").describe("how an operator changes the voters: one server at a time, by joint consensus, or both"),
	membershipEveryMs: z.number().min(1).max(1e4).default(800).describe("mean pause between requests for other voters"),
	workload: z.enum(workloadNames).default("register").describe("what clients do, and which model judges it"),
	reads: z.enum([
		"log",
		"read-index",
		"lease"
	]).default("read-index").describe("how the leader makes sure that it still leads before it answers a read"),
	preVote: z.boolean().default(true).describe("a node asks whether it could win before it raises its term"),
	checkQuorum: z.boolean().default(true).describe("leaders without a majority step down, and a node that hears from a leader votes for no other"),
	electionMs: z.int().min(10).max(1e4).default(150).describe("shortest election time-out; heartbeats come after a third of it"),
	electionSpread: z.number().min(1).max(10).default(2).describe("longest election time-out, as a multiple"),
	driftPpm: z.int().min(0).max(6e5).default(5e4).describe("clock drift in millionths that leases allow for; the clocks of the nodes drift half as much"),
	snapshotEvery: z.int().min(1).default(60).describe("applied entries after which a node writes a snapshot"),
	chunk: z.int().min(1).default(200).describe("characters of a snapshot in one message"),
	syncMs: z.number().min(.1).max(1e3).default(10).describe("mean time in which the disk makes a write durable"),
	latencyMs: z.number().min(.01).max(60).default(.5).describe("shortest latency of a message; the longest is 60 ms"),
	batch: z.int().min(1).max(1e3).default(16).describe("entries in one message at most"),
	clients: z.int().min(1).max(50).default(4),
	everyMs: z.number().min(1).max(1e4).default(100).describe("mean pause between the operations of a client"),
	transferEveryMs: z.number().min(1).max(1e4).default(1500).describe("mean pause between requests to transfer leadership"),
	wishesUntilMs: z.number().min(0).max(1e4).default(1e4).describe("when the last request for other voters or another leader may come")
});
// scenarios/replication/raft/checks.ts
/** What is claimed of a history, each claim in the words of its checker. */
/** The claims for a workload. */
function raftChecks(workload) {
	return {
		"one-leader-per-term": oneLeaderPerTerm(),
		"committed-prefix": committedPrefix(),
		"exactly-once": exactlyOnce,
		...objects[workload]
	};
}
const opening = Object.fromEntries(accounts.map((account) => [account, 100]));
const objects = {
	register: { linearizable: seenAs(linearizable(casRegisterModel()), asRegister) },
	"list-append": { linearizable: seenAs(linearizable(listAppendModel()), asLists) },
	bank: {
		linearizable: seenAs(linearizable(bankModel({ initial: opening })), asBank),
		conservation: seenAs(conservation({
			total: accounts.length * 100,
			accounts: [...accounts]
		}), asBank)
	}
};
/** The checker, for the operations that `as` knows, in the words of its model. */
function seenAs(checker, as) {
	return {
		name: checker.name,
		check: (history, budget) => checker.check(history.flatMap((operation) => as(operation) ?? []), budget)
	};
}
function asRegister(operation) {
	const { input } = operation;
	if (input.f === "get") return {
		...operation,
		input: {
			...input,
			f: "read"
		}
	};
	if (input.f === "put") return {
		...operation,
		input: {
			...input,
			f: "write"
		}
	};
	return input.f === "cas" ? operation : void 0;
}
function asLists(operation) {
	const { input, output, ...rest } = operation;
	if (input.f !== "txn") return void 0;
	const ops = input.then.map((step) => step.f === "append" ? [
		"append",
		step.key,
		step.value
	] : [
		"r",
		step.key,
		null
	]);
	const seen = {
		...rest,
		input: {
			f: "txn",
			ops
		}
	};
	if (output === void 0) return seen;
	const { results } = output;
	return {
		...seen,
		output: ops.map(([f, key, value], i) => [
			f,
			key,
			f === "r" ? results[i] : value
		])
	};
}
function asBank(operation) {
	const { input, output, ...rest } = operation;
	if (input.f !== "txn") return void 0;
	const answer = output;
	const [first, second] = input.then;
	if (first?.f === "add") {
		const transfer = {
			f: "transfer",
			from: first.key,
			to: second?.key,
			amount: -first.amount
		};
		return {
			...rest,
			input: transfer,
			...answer === void 0 ? {} : { output: answer.succeeded }
		};
	}
	const seen = {
		...rest,
		input: { f: "read" }
	};
	if (answer === void 0) return seen;
	const balances = input.then.map(({ key }, i) => [key, 100 + Number(answer.results[i] ?? 0)]);
	return {
		...seen,
		output: Object.fromEntries(balances)
	};
}
/**
* Exactly-once effects (§6.3): each command of a client changes the state machine at one index only. A node that starts
* again applies its log again, at the same indexes. Anomaly: `executed-twice`.
*/
const exactlyOnce = {
	name: "exactly-once",
	check(history) {
		const executed = /* @__PURE__ */ new Map();
		const anomalies = [];
		for (const operation of history) {
			const { f, value, index, executed: did } = operation.input;
			if (f !== "commit" || did !== true) continue;
			const first = executed.get(value);
			if (first === void 0) executed.set(value, {
				index,
				by: operation
			});
			else if (first.index !== index) anomalies.push({
				kind: "executed-twice",
				message: `${operation.process} carried out ${String(value)} at index ${String(index)}, but it was carried out at index ${String(first.index)} already`,
				operations: [first.by, operation]
			});
		}
		const [first] = anomalies;
		return first === void 0 ? {
			verdict: "valid",
			reason: `${executed.size} commands, each carried out once`
		} : {
			verdict: "invalid",
			reason: first.message,
			anomalies
		};
	}
};
// scenarios/replication/raft/scenario.ts
/** Raft under partitions, power cuts, bad clocks and impatient administrators: linearizable, and back at work soon. */
/** What faults may wait for: `when: { state: 'leader' }` of a plan. */
const watch = { leader: (state) => state.role.kind === "leader" };
const { "no-pre-vote": _, "no-check-quorum": __, ...safetyBugs } = rules$2.bugs;
const raftScenario = defineScenario({
	name: "replication/raft",
	summary: "A replicated log with one leader a term: linearizable through crashes, partitions and bad clocks",
	params: raftParams,
	nodes: (given) => everybody(given),
	protocol: (given, { bug }) => raftNode(rules$2.with(bug, rulesOf(given)), {
		voters: nodeNames(given.nodes),
		learners: []
	}, everybody(given)),
	workload: (given) => raftWorkload(given.workload, {
		...given,
		nodes: everybody(given),
		operator: operatorOf(given)
	}),
	network: ({ latencyMs }) => heavyTailedLan({
		minMs: latencyMs,
		alpha: 1
	}),
	disk: ({ syncMs }) => diskOf(syncMs),
	clocks: ({ driftPpm }) => ({
		maxOffsetMs: 50,
		maxDriftPpm: driftPpm / 2
	}),
	faults: raftWeather,
	budget: (given) => ({
		intactReplicas: everybody(given).length - Math.floor((fewestVoters(given) - 1) / 2),
		allow: {
			corruption: false,
			lostWrites: false
		}
	}),
	buggifySites: rareSites,
	coverage: {
		reachable: reachedSites,
		abstract: clusterState
	},
	watch,
	durationMs: 1e4,
	clientTimeoutMs: 1e3,
	liveWithinMs: 2e3,
	restartAfterMs: 5,
	check: ({ workload }) => raftChecks(workload),
	invariants: raftInvariants,
	bugs: safetyBugs
});
/** Spares have nothing to do where nobody ever asks for them. */
function everybody({ nodes, spares, membership }) {
	return nodeNames(membership === "none" ? nodes : nodes + spares);
}
/** The operator asks for no fewer: whatever may fail is a minority of them. */
function fewestVoters({ nodes, membership }) {
	return membership === "none" ? nodes : Math.min(nodes, 3);
}
function operatorOf(given) {
	const { membership: how, membershipEveryMs: everyMs, wishesUntilMs: untilMs, nodes } = given;
	if (how === "none") return void 0;
	return {
		how,
		everyMs,
		untilMs,
		minVoters: fewestVoters(given),
		maxVoters: nodes
	};
}
function diskOf(syncMs) {
	return {
		...hdd(),
		syncLatency: {
			kind: "uniform",
			minMs: .4 * syncMs,
			maxMs: 1.6 * syncMs
		}
	};
}
function rulesOf(params) {
	const { electionMs, electionSpread, driftPpm, ...given } = params;
	const { reads, batch, preVote, checkQuorum, snapshotEvery, chunk } = given;
	const drift = driftPpm / 1e6;
	return {
		reads,
		batch,
		preVote,
		checkQuorum,
		snapshotEvery,
		chunk,
		minVoters: fewestVoters(params),
		electionMinMs: electionMs,
		electionMaxMs: Math.ceil(electionSpread * electionMs),
		heartbeatMs: Math.ceil(electionMs / 3),
		leaseShare: (1 - drift) / (1 + drift)
	};
}
/** Who leads, who is behind, who recovers: in any order of the nodes, without terms and indexes. */
function clusterState(nodes) {
	const states = nodes.map(({ state }) => state);
	const latest = Math.max(...states.map((state) => state?.term ?? 0));
	const furthest = Math.max(...states.map((state) => state?.commitIndex ?? 0));
	return nodes.map((node, index) => nodeState(node.status, states[index], latest, furthest)).sort();
}
function nodeState(status, state, latest, furthest) {
	if (state === void 0) return status;
	const { role, term, commitIndex, mending, recovering, incoming, snapshotting, log } = state;
	const marks = [
		[term < latest, "old-term"],
		[commitIndex < furthest, "behind"],
		[lastIndex(log) > commitIndex, "uncommitted"],
		[mending !== null, "mending"],
		[recovering, "recovering"],
		[incoming !== null, "receiving"],
		[snapshotting, "snapshotting"]
	];
	return [
		status,
		role.kind,
		...marks.flatMap(([is, mark]) => is ? [mark] : [])
	].join(" ");
}
// scenarios/replication/raft/partial-partition.ts
/**
* Raft with one node whose links come and go: the others and their leader are well, so operations must go on without a
* break, during the cuts and not only once everything is healed (Howard and Abraham, "Raft does not guarantee liveness
* in the face of network faults", 2020; Cloudflare's "Byzantine failure in the real world", 2020).
*/
/** When the links of the last node begin to fail, and when another leads for certain if it led. */
const CUTS_FROM_MS = 1e3;
const STEADY_FROM_MS = 3e3;
const params = raftParams.extend({
	nodes: z.int().min(3).max(9).default(5).describe("nodes; the links of the last one are bad"),
	membership: z.enum(membershipNames).default("none"),
	transferEveryMs: z.number().min(1).max(1e4).default(1e4)
});
/** The links of the last node fail one way, the other, or both, for a while or flapping, again and again. */
const badLinks = {
	name: "bad-links",
	summary: "One node, the last, hears nobody, is heard by nobody, or both, again and again",
	draw(streams, world) {
		const random = streams("raft/bad-links");
		const last = world.nodes.at(-1) ?? "";
		const rest = world.nodes.filter((node) => node !== last);
		const first = {
			atMs: CUTS_FROM_MS + random.int(0, 200),
			durationMs: random.int(1e3, 1500)
		};
		const faults = [{
			kind: "one-way-cut",
			...first,
			from: rest,
			to: [last]
		}];
		let atMs = first.atMs + first.durationMs + random.int(20, 800);
		while (atMs < world.durationMs) {
			const durationMs = random.int(200, 3e3);
			const flapping = random.chance(.5) ? { flapMs: random.int(100, 1500) } : {};
			const when = {
				atMs,
				durationMs,
				...flapping
			};
			const cut = random.pick([
				"deaf",
				"mute",
				"alone"
			]);
			if (cut === "alone") faults.push({
				kind: "partition",
				...when,
				groups: [[last], rest]
			});
			else if (cut === "deaf") faults.push({
				kind: "one-way-cut",
				...when,
				from: rest,
				to: [last]
			});
			else faults.push({
				kind: "one-way-cut",
				...when,
				from: [last],
				to: rest
			});
			atMs += durationMs + random.int(20, 800);
		}
		return faults;
	}
};
/** Every operation that begins once things are steady is answered within the clients' time-out. Anomaly: `no-progress`. */
const available = defineChecker({
	name: "available",
	looksFor: `operations of clients from ${STEADY_FROM_MS} ms on`,
	scan(history, found) {
		let judged = 0;
		for (const operation of history) {
			const { process, invokedAtMs = 0, type, error } = operation;
			if (typeof process !== "string" || !process.startsWith("c") || invokedAtMs < STEADY_FROM_MS) continue;
			judged++;
			if (type === "ok") continue;
			const message = `${process}'s operation of ${invokedAtMs} ms was not answered (${error ?? "still open"}), though a majority and its leader had good links`;
			found.anomaly("no-progress", message, operation);
		}
		return {
			judged,
			reason: `all ${judged} operations from ${STEADY_FROM_MS} ms on were answered`
		};
	}
});
const raftPartialPartition = defineScenario({
	name: "replication/raft-partial-partition",
	summary: "Raft with one node on unstable links: they must not disturb the other nodes",
	params,
	nodes: ({ nodes }) => nodeNames(nodes),
	protocol: (given, { bug }) => {
		const nodes = nodeNames(given.nodes);
		return raftNode(rules$2.with(bug, rulesOf(given)), {
			voters: nodes,
			learners: []
		}, nodes);
	},
	workload: (given) => {
		const nodes = nodeNames(given.nodes);
		return raftWorkload(given.workload, {
			...given,
			nodes,
			asked: nodes.slice(0, -1)
		});
	},
	network: lan(),
	disk: ({ syncMs }) => diskOf(syncMs),
	clocks: ({ driftPpm }) => ({
		maxOffsetMs: 50,
		maxDriftPpm: driftPpm / 2
	}),
	faults: badLinks,
	budget: { ownFaultsOnly: true },
	strategies: ["random"],
	durationMs: 1e4,
	settleMs: 0,
	clientTimeoutMs: 500,
	check: ({ workload }) => ({
		...raftChecks(workload),
		available
	}),
	invariants: raftInvariants,
	watch,
	bugs: {
		"no-pre-vote": rules$2.bugs["no-pre-vote"],
		"no-check-quorum": rules$2.bugs["no-check-quorum"]
	}
});
// scenarios/replication/sequenced-log.sim.ts
/**
* Writes in one order, reads at once: sequentially consistent, and behind or without writes where the sequencer is not.
*
* The fast-read algorithm of Attiya & Welch, "Sequential consistency versus linearizability" (ACM TOCS 1994): a put
* waits until its own node has applied it, a get answers at once from what its node has applied. Their atomic
* broadcast is a fixed sequencer here (Défago, Schiper & Urbán, ACM Computing Surveys 2004): nobody takes its
* place, so who cannot reach it cannot write, and reads what it has.
*/
const rules$1 = ruled({
	/** An entry takes effect once all before it have, or as soon as it arrives. */
	apply: "in-order",
	/** What a node shows has been synced, so that no crash takes it back. */
	show: "synced",
	/** The sequencer tells others of an entry only when no crash can take its number back. */
	announce: "synced",
	/** A put is acknowledged when its node has applied it, or as soon as that node hears of its number. */
	acknowledge: "applied",
	/** A put that is asked for again is not numbered again. */
	numberOnce: true
}, {
	"roaming-clients": {
		summary: "Clients ask any node, each time another: it may be behind what the last one showed",
		params: { sticky: false },
		shows: {
			check: "sequential",
			anomaly: "sequential-cycle",
			within: 1
		}
	},
	"acknowledge-when-numbered": {
		summary: "A put is acknowledged when its node hears of its number, not when it has applied it",
		rules: { acknowledge: "numbered" },
		shows: {
			check: "sequential",
			anomaly: "sequential-cycle",
			within: 1
		}
	},
	"apply-on-arrival": {
		summary: "An entry takes effect when it arrives, even if entries before it are still missing",
		rules: { apply: "on-arrival" },
		shows: {
			check: "sequential",
			anomaly: "sequential-cycle",
			within: 15
		}
	},
	"show-before-sync": {
		summary: "A node shows what is not on its disk yet: a power cut takes it back",
		rules: { show: "at-once" },
		shows: {
			check: "sequential",
			anomaly: "sequential-cycle",
			within: 39
		}
	},
	"announce-before-sync": {
		summary: "The sequencer tells others of an entry that is not on its disk yet (Jepsen on NATS 2.12.1): it may give the number twice",
		rules: { announce: "at-once" },
		shows: {
			check: "one-order",
			anomaly: "invariant",
			within: 8
		}
	},
	"number-again": {
		summary: "A put that is asked for again is numbered again, and undoes what came between",
		rules: { numberOnce: false },
		shows: {
			check: "sequential",
			anomaly: "sequential-cycle",
			within: 1
		}
	}
});
/** How often a node asks for what it misses, and asks again for what it waits for. */
const remind = { everyMs: 40 };
/** Entries in one message at most. */
const BATCH = 200;
/** A node of the store; `sequencer` numbers all writes. */
const sequencedLog = (sequencer, rule) => {
	const shown = rule.show === "synced" ? { after: "sync" } : {};
	const announced = rule.announce === "synced" ? { after: "sync" } : {};
	return stateMachine({
		start(node) {
			const { log, end } = openLog(node);
			node.sometimes("a power cut took an entry of several", end.dropped > 0);
			const state = {
				log,
				held: {},
				early: {},
				taken: nothingTaken(),
				waiting: {}
			};
			for (const entry of log.entries) apply(state, entry, node);
			startEvery("remind", remind, node);
			return state;
		},
		onRequest(state, request, node) {
			const put = putOf(request, state, node, {
				takeOnce: rule.numberOnce,
				shown
			});
			if (put === void 0) return;
			if (rule.numberOnce && put.id <= (state.waiting[put.client]?.id ?? 0)) return;
			state.waiting[put.client] = put;
			ask(state, put, node);
		},
		onMessage(state, message, node, from) {
			if (message.kind === "number") return number(state, message.put, node);
			if (message.kind === "entries") return take(state, message.entries, node);
			const entries = state.log.entries.slice(message.have, message.have + BATCH);
			if (entries.length > 0) node.send(from, {
				kind: "entries",
				entries
			}, announced);
		},
		onTimer(state, timer, node) {
			everyAgain(timer, remind, node);
			if (node.id === sequencer) return;
			node.send(sequencer, {
				kind: "missing",
				have: state.log.entries.length
			});
			for (const put of Object.values(state.waiting)) ask(state, put, node);
		}
	});
	function ask(state, put, node) {
		if (node.id === sequencer) number(state, put, node);
		else node.send(sequencer, {
			kind: "number",
			put
		});
	}
	/** The sequencer gives a put its number. */
	function number(state, put, node) {
		const known = wasTaken(state.taken, put);
		node.sometimes("a put is asked for again", known);
		if (known && rule.numberOnce) return;
		const entry = {
			n: state.log.entries.length + 1,
			...put
		};
		append(state, entry, node);
		node.broadcast({
			kind: "entries",
			entries: [entry]
		}, announced);
	}
	function take(state, entries, node) {
		for (const entry of entries) {
			const next = state.log.entries.length + 1;
			if (entry.n < next) continue;
			node.sometimes("an entry comes before its predecessors", entry.n > next);
			state.early[entry.n] = entry;
			if (rule.apply === "on-arrival") state.held[entry.key] = entry;
			if (rule.acknowledge === "numbered") acknowledge(state, entry, node, {});
		}
		for (let next; (next = state.early[state.log.entries.length + 1]) !== void 0;) {
			delete state.early[next.n];
			append(state, next, node);
		}
	}
	function append(state, entry, node) {
		appendTo(state.log, entry, node);
		apply(state, entry, node);
	}
	function apply(state, entry, node) {
		remember(state.taken, entry.client, entry.id, 0);
		state.held[entry.key] = entry;
		acknowledge(state, entry, node, shown);
	}
};
/** Tells the client, if it asked this node. */
function acknowledge(state, { client, id }, node, shown) {
	if (state.waiting[client]?.id !== id) return;
	delete state.waiting[client];
	node.replyTo({
		from: client,
		id
	}, void 0, shown);
}
/** One event makes few entries take effect; what came before was compared when it did. */
const LOOK_BACK = 8;
/** There is one order of the writes: what two nodes have under one number is the same. */
const oneOrder = (nodes, changed) => {
	const mine = entriesOf(changed);
	for (const other of nodes.filter(({ name }) => name !== changed.name)) {
		const theirs = entriesOf(other);
		const end = Math.min(mine.length, theirs.length);
		for (let index = Math.max(0, end - LOOK_BACK); index < end; index++) {
			const [a, b] = [mine[index], theirs[index]];
			if (a.value !== b.value) return `write ${a.n} is ${a.key}=${a.value} at ${changed.name}, but ${b.key}=${b.value} at ${other.name}`;
		}
	}
};
const entriesOf = ({ state }) => state?.log.entries ?? [];
const sequencedLogScenario = defineScenario({
	...registerStore,
	name: "replication/sequenced-log",
	summary: "One node numbers all writes, all nodes read locally: sequentially consistent, but not linearizable",
	protocol: (_params, { bug, nodes }) => sequencedLog(nodes[0], rules$1.with(bug)),
	coverage: {
		sometimes: [
			"a put arrives twice",
			"a put is asked for again",
			"an entry comes before its predecessors",
			"a power cut took an entry of several"
		],
		abstract: laggards
	},
	check: ({ nodes }) => ({
		sequential: ofSessions(sequential()),
		converges: agree(nodes),
		"newest-kept": newestKept()
	}),
	invariants: { "one-order": oneOrder },
	bugs: rules$1.bugs
});
// scenarios/saga/order/shop.ts
/**
* The shop: the steps of an order as data (stock, payment, shipping), and the orders that are placed. Each service keeps
* accounts, a step moves an amount from one to another, and its compensation moves it back: nothing is made or lost.
*/
const ORCHESTRATOR = "orchestrator";
const items = [
	"tea",
	"rice",
	"books"
];
const customers = [
	"ann",
	"bo",
	"chi"
];
/** More parcels than anybody will send. */
const SLOTS = 1e6;
const steps = [
	{
		service: "stock",
		action: "reserve",
		compensation: "release",
		move: ({ item, quantity }) => ({
			from: `free/${item}`,
			to: `reserved/${item}`,
			amount: quantity
		}),
		objection: () => void 0,
		shortage: "out of stock"
	},
	{
		service: "payment",
		action: "charge",
		compensation: "refund",
		move: ({ customer, amount }) => ({
			from: `purse/${customer}`,
			to: "revenue",
			amount
		}),
		objection: ({ card }) => card === "declined" ? "card declined" : void 0,
		shortage: "not enough money"
	},
	{
		service: "shipping",
		action: "ship",
		compensation: "cancel-shipping",
		move: () => ({
			from: "slots",
			to: "parcels",
			amount: 1
		}),
		objection: ({ address }) => address === "unknown" ? "nobody lives there" : void 0,
		shortage: "no slot left"
	}
];
/** Why a step refuses an order, if it does. */
function objectionOf(step, accounts, order) {
	const { from, amount } = step.move(order);
	return step.objection(order) ?? ((accounts[from] ?? 0) < amount ? step.shortage : void 0);
}
/** Carries out a step, or takes it back. */
function post(step, accounts, order, direction) {
	const { from, to, amount } = step.move(order);
	const moved = direction === "forth" ? amount : -amount;
	accounts[from] = (accounts[from] ?? 0) - moved;
	accounts[to] = (accounts[to] ?? 0) + moved;
}
/** The accounts of each service at the beginning: units of each item, money of each customer. */
function openingAccounts(shop) {
	const all = (names, holds) => Object.fromEntries(names.map((name) => [name, holds]));
	return {
		stock: all(items.map((item) => `free/${item}`), shop.stock),
		payment: all(customers.map((customer) => `purse/${customer}`), shop.money),
		shipping: { slots: SLOTS }
	};
}
/** Clients that place orders, some of which cannot be fulfilled. */
const orders = (count, everyMs) => clients(count, { order: 1 }, {
	everyMs,
	to: () => ORCHESTRATOR,
	input(_f, random, { client, clients: all, index }) {
		const quantity = random.int(1, 3);
		return {
			id: 1 + client + all * index,
			customer: random.pick(customers),
			item: random.pick(items),
			quantity,
			amount: quantity * random.int(5, 50),
			card: random.chance(.15) ? "declined" : "good",
			address: random.chance(.2) ? "unknown" : "known"
		};
	}
});
// scenarios/saga/order/saga.ts
/**
* An order as a saga (Garcia-Molina & Salem, "Sagas", SIGMOD 1987, with backward recovery): an orchestrator takes it
* through its steps, or back, and each service does its step, and takes it back, once for each idempotency key.
*
* Every position of a saga is in the log for good before it is acted upon, so that after a crash the saga goes on from
* there; what was under way is asked for again under the same key. A step that is never answered is given up; a
* compensation is not.
*/
const rules = ruled({
	/** When the orchestrator writes down what it does: before it calls a service, or once the service has answered. */
	log: "before-call",
	/** Whether all attempts of a step carry one idempotency key, or each attempt its own. */
	key: "per-call",
	/** Steps are taken back last first. */
	compensationOrder: "reverse",
	/** A compensation nobody answered is tried again. */
	retryCompensations: true,
	/** A step that was given up without an answer may have been done: it is taken back too. */
	compensateUncertain: true,
	/** A service carries out a compensation once, however often it is asked for. */
	compensateOnce: true,
	/** A service that was told to take back what it never did refuses to do it later. */
	refuseCancelled: true,
	/** A service answers only what would survive a crash. */
	acknowledge: "after-sync"
}, {
	"compensation-not-idempotent": {
		summary: "A service carries out a compensation as often as it is asked: a retried refund pays twice",
		rules: { compensateOnce: false },
		shows: {
			check: "sagas",
			anomaly: "duplicate-compensation",
			within: 1
		}
	},
	"retry-under-new-key": {
		summary: "Each attempt of a step has its own key: a charge whose answer was lost is made again",
		rules: { key: "per-attempt" },
		shows: {
			check: "sagas",
			anomaly: "duplicate-action",
			within: 1
		}
	},
	"log-after-call": {
		summary: "The saga log is written once a service has answered: a crash before that forgets the order",
		rules: { log: "after-call" },
		shows: {
			check: "sagas",
			anomaly: "unfinished",
			within: 5
		}
	},
	"compensation-not-retried": {
		summary: "A compensation is tried once: if the service is away, what it holds stays reserved",
		rules: { retryCompensations: false },
		shows: {
			check: "sagas",
			anomaly: "missing-compensation",
			within: 1
		}
	},
	"compensation-order": {
		summary: "Steps are taken back first to last: goods are free again while they are still paid for",
		rules: { compensationOrder: "forward" },
		shows: {
			check: "sagas",
			anomaly: "compensation-order",
			within: 1
		}
	},
	"uncertain-step-kept": {
		summary: "A step without an answer counts as not done: the parcel leaves, and the money goes back",
		rules: { compensateUncertain: false },
		shows: {
			check: "sagas",
			anomaly: "missing-compensation",
			within: 4
		}
	},
	"late-step-accepted": {
		summary: "A service forgets a compensation that came before its step, and then does the step",
		params: { attempts: 1 },
		rules: { refuseCancelled: false },
		shows: {
			check: "sagas",
			anomaly: "missing-compensation",
			within: 1
		}
	},
	"acknowledge-before-sync": {
		summary: "A service answers before its ledger is on the disk: a power cut takes back what others rely on",
		rules: { acknowledge: "at-once" },
		shows: {
			check: "sagas",
			anomaly: "missing-action",
			within: 2
		}
	}
});
/**
* The node that does one step. Answer and change are one record of its ledger, so that a power cut takes both or neither.
* Refusals are recorded too: a step refused today must not be done by a late copy of the same call tomorrow.
*/
function service(step, opening, rules) {
	return stateMachine({
		start(node) {
			const { once } = openOnce(node, { file: "ledger" });
			const state = {
				accounts: { ...opening },
				once
			};
			for (const { did } of once.log.entries) enter(state, did);
			return state;
		},
		onRequest({ accounts, once }, _request, node) {
			node.reply({
				entries: once.log.entries.map(({ did }) => did.id),
				accounts
			}, { after: "sync" });
		},
		onMessage(state, call, node) {
			const { key, order, kind } = call;
			const { next } = state.once.log;
			const asked = {
				from: key,
				id: kind === "undo" && !rules.compensateOnce ? next : 0
			};
			const work = () => {
				const line = {
					id: `${node.incarnation}.${next}`,
					order,
					...deed(state, call)
				};
				const { did } = line;
				if (did === "applied") node.effect({
					f: step.action,
					saga: order.id,
					entry: line.id
				});
				if (did === "took-back") node.effect({
					f: step.compensation,
					saga: order.id,
					entry: line.id
				});
				enter(state, line);
				return {
					did: line,
					answer: did === "refused" ? { refused: line.reason } : "done"
				};
			};
			const taken = takeOnce(state.once, asked, work, node);
			if (taken.kind !== "older") node.reply(taken.answer, rules.acknowledge === "after-sync" ? { after: "sync" } : {});
		}
	});
	function deed({ accounts, once }, call) {
		if (call.kind === "undo") return once.taken.last[call.of]?.answer === "done" ? { did: "took-back" } : {
			did: "cancelled",
			of: call.of
		};
		const reason = objectionOf(step, accounts, call.order);
		return reason === void 0 ? { did: "applied" } : {
			did: "refused",
			reason
		};
	}
	/** What a line of the ledger means for the accounts, and for a step that may still come. */
	function enter({ accounts, once }, line) {
		if (line.did === "applied") post(step, accounts, line.order, "forth");
		if (line.did === "took-back") post(step, accounts, line.order, "back");
		if (line.did === "cancelled" && rules.refuseCancelled) remember(once.taken, line.of, 0, 0, { refused: "the order was taken back" });
	}
}
const outcomeOf = ({ way, left }) => left.length > 0 ? "open" : way === "forth" ? "completed" : "compensated";
/** Where a saga goes when a service has answered, or has not and is not asked again. */
function after({ way, left }, answer, rules) {
	const [step = 0, ...rest] = left;
	if (way === "back" || answer === "done") return {
		way,
		left: rest
	};
	const count = step + (answer === void 0 && rules.compensateUncertain ? 1 : 0);
	const done = [...steps.keys()].slice(0, count);
	return {
		way: "back",
		left: rules.compensationOrder === "reverse" ? done.reverse() : done
	};
}
/** How services are asked: how long each attempt waits, and how long to wait before the next. */
const ASKED = {
	timeoutMs: 150,
	pauseMs: 25,
	factor: 2,
	maxPauseMs: 400
};
/** How long those who read the books wait for orders under way: the network may have held one back. */
const READERS_WAIT_MS = 800;
function orchestrator(rules) {
	const logsFirst = rules.log === "before-call";
	return stateMachine({
		start(node) {
			const { log } = openLog(node);
			const state = {
				sagas: {},
				calls: {},
				waiting: {},
				readers: [],
				log
			};
			for (const saga of log.entries) state.sagas[saga.order.id] = saga;
			for (const saga of Object.values(state.sagas)) if (isOpen(saga)) perform(state, saga, node);
			return state;
		},
		onRequest(state, request, node) {
			if (request.f === "books") {
				const when = {
					empty: isQuiet(state),
					timer: "books",
					atMostMs: READERS_WAIT_MS
				};
				return answerWhenEmpty(state.readers, when, () => books(state), node);
			}
			const { f: _, ...order } = request;
			const known = state.sagas[order.id];
			if (known !== void 0 && !isOpen(known)) return node.reply({ outcome: outcomeOf(known.position) }, { after: "sync" });
			state.waiting[order.id] = node.defer();
			if (known === void 0) go(state, {
				id: "",
				order
			}, {
				way: "forth",
				left: [...steps.keys()]
			}, node);
		},
		onReply(state, result, node) {
			const ended = callReply(state.calls, result, node);
			if (ended === void 0) return;
			const saga = state.sagas[ended.about];
			const answer = ended.outcome.kind === "ok" ? ended.outcome.value : void 0;
			if (!logsFirst && answer !== void 0) write(state, saga, node);
			go(state, saga, after(saga.position, answer, rules), node);
		},
		onTimer(state, timer, node) {
			if (!callTimer(state.calls, timer, node)) answerAll(state.readers, () => books(state), node);
		}
	});
	function go(state, before, position, node) {
		const saga = {
			...before,
			position
		};
		state.sagas[saga.order.id] = saga;
		if (logsFirst || !isOpen(saga)) write(state, saga, node);
		perform(state, saga, node);
	}
	/** Does what the position of a saga says, once the log says so too. */
	function perform(state, { order, position }, node) {
		const step = steps[position.left[0] ?? NaN];
		if (step === void 0) return end(state, order.id, outcomeOf(position), node);
		const act = `${order.id}/${step.action}`;
		const call = position.way === "forth" ? {
			key: act,
			message: {
				kind: "act",
				order
			},
			attempts: rules.attempts,
			rules: {
				...rpcRules,
				key: rules.key
			}
		} : {
			key: `${order.id}/${step.compensation}`,
			message: {
				kind: "undo",
				of: rules.key === "per-call" ? act : `${act}/1`,
				order
			},
			...!rules.retryCompensations && { attempts: 1 }
		};
		const leaves = logsFirst && { after: "sync" };
		startCall(state.calls, {
			...ASKED,
			to: step.service,
			about: order.id,
			...call,
			...leaves
		}, node);
	}
}
function write({ log, sagas }, { order, position }, node) {
	const saga = {
		id: `${node.incarnation}.${log.next}`,
		order,
		position
	};
	sagas[order.id] = saga;
	const outcome = outcomeOf(position);
	if (outcome !== "open") node.effect({
		f: "saga-end",
		saga: order.id,
		outcome,
		entry: saga.id
	});
	appendTo(log, saga, node);
}
function end(state, id, outcome, node) {
	if (state.readers.length > 0 && isQuiet(state)) answerAll(state.readers, () => books(state), node);
	const waiting = state.waiting[id];
	delete state.waiting[id];
	if (waiting !== void 0) node.replyTo(waiting, { outcome }, { after: "sync" });
}
const isOpen = ({ position }) => position.left.length > 0;
const isQuiet = ({ sagas }) => !Object.values(sagas).some(isOpen);
const books = ({ sagas }) => ({
	entries: Object.values(sagas).map(({ id }) => id),
	sagas: Object.fromEntries(Object.values(sagas).map(({ order, position }) => [order.id, outcomeOf(position)]))
});
// scenarios/saga/order/scenario.ts
/** Orders as sagas under partitions, crashes and duplicates: completed or taken back, and the books agree. */
const nodes$1 = [ORCHESTRATOR, ...steps.map((step) => step.service)];
/** The readings of the books at the end, by node. */
function readings(history) {
	return new Map(history.flatMap((operation) => {
		const { f, of } = operation.input;
		return f === "books" && of !== void 0 && operation.type === "ok" ? [[of, operation]] : [];
	}));
}
/**
* Every saga ends completed or compensated, the last step taken back first.
*
* An effect counts if it stayed in the books: a node notes it when it writes the entry, and a power cut may take the
* entry back before anybody is told. Only the books at the end know.
*/
function sagasInBooks() {
	const { name, check } = sagaAtomicity({ steps });
	return {
		name,
		check(history, budget) {
			const read = readings(history);
			const unread = nodes$1.find((node) => !read.has(node));
			if (unread !== void 0) return {
				verdict: "unknown",
				reason: `${unread} did not show its books at the end, so nobody knows what stayed in them`
			};
			const kept = new Map([...read].map(([node, { output }]) => [node, new Set(output.entries)]));
			const lasting = history.filter(({ process, input }) => {
				const { entry } = input;
				return entry === void 0 || kept.get(String(process))?.has(entry) === true;
			});
			return check(lasting, budget);
		}
	};
}
/**
* Conservation: at the end, every account holds what it held at first and what the completed orders moved, no more
* and no less.
*/
const booksBalance = (opening) => defineChecker({
	name: "books-balance",
	looksFor: "what each node shows at the end (function books)",
	scan(history, found) {
		const judged = {
			judged: 1,
			reason: "every account holds what the completed orders left in it"
		};
		const read = readings(history);
		for (const node of nodes$1) if (!read.has(node)) found.anomaly("unread-books", `${node} did not show its books at the end`);
		const all = read.get(ORCHESTRATOR);
		if (all === void 0) return judged;
		const placed = new Map(history.map((operation) => [operation.input.id, operation]));
		const expected = structuredClone(opening);
		const completed = [];
		for (const [id, outcome] of Object.entries(all.output.sagas ?? {})) {
			const operation = placed.get(Number(id));
			if (operation === void 0) {
				found.undecided(`order ${id} is in the books, and nobody placed it`);
				return judged;
			}
			if (outcome === "open") found.anomaly("open-saga", `order ${id} was still open at the end`, operation);
			if (outcome === "completed") completed.push(operation);
		}
		for (const { input } of completed) for (const step of steps) post(step, expected[step.service], input, "forth");
		for (const [node, accounts] of Object.entries(expected)) {
			const books = read.get(node);
			for (const account of Object.keys({
				...accounts,
				...books?.output.accounts
			})) {
				const [is, ought] = [books?.output.accounts?.[account] ?? 0, accounts[account] ?? 0];
				const message = `${node} ends with ${is} in ${account}, but the completed orders leave ${ought}`;
				if (books !== void 0 && is !== ought) found.anomaly("wrong-balance", message, books, ...read.values(), ...completed);
			}
		}
		return judged;
	}
});
/** Who is up, and where the sagas under way are; not how many, nor whose. */
function underWay({ name, status, state }) {
	const { sagas = {}, calls = {} } = state ?? {};
	const again = new Set(Object.values(calls).flatMap(({ about, attempts }) => attempts > 1 ? [about] : []));
	const places = Object.values(sagas).flatMap(({ order, position }) => {
		const where = `${position.way} ${position.left.join()}`;
		return position.left.length === 0 ? [] : [again.has(order.id) ? `${where} again` : where];
	});
	return [
		name,
		status,
		...new Set(places.sort())
	].join(", ");
}
// scenarios/catalogue.ts
/** All scenarios of this package, as `npx seedstorm list` shows them. */
const scenarios = [
	amqpMirrored,
	amqpPartition,
	amqpQuorum,
	replicatedLog,
	amqpCompetingConsumers,
	amqpDeadLetters,
	amqpDelayedRetry,
	amqpFireAndForget,
	amqpPriorities,
	amqpPubSub,
	amqpRouting,
	amqpRpc,
	amqpWorkQueue,
	antiEntropyScenario,
	causalBroadcastScenario,
	primaryBackup,
	quorumRegisterScenario,
	raftScenario,
	raftPartialPartition,
	sequencedLogScenario,
	defineScenario({
		name: "saga/order",
		summary: "An order ends completed or compensated, whatever crashes in between",
		params: z.object({
			clients: z.int().min(1).max(50).default(3),
			everyMs: z.number().min(1).max(1e4).default(120).describe("mean pause between the orders of a client"),
			attempts: z.int().min(1).max(100).default(4).describe("tries of a step before the order is taken back"),
			stock: z.int().min(0).max(1e6).default(40).describe("units of each item at the beginning"),
			money: z.int().min(0).max(1e9).default(1500).describe("of each customer at the beginning")
		}),
		nodes: () => nodes$1,
		protocol(shop, { bug }) {
			const own = rules.with(bug, { attempts: shop.attempts });
			const opening = openingAccounts(shop);
			const services = steps.map((step) => [step.service, service(step, opening[step.service] ?? {}, own)]);
			return {
				[ORCHESTRATOR]: orchestrator(own),
				...Object.fromEntries(services)
			};
		},
		workload: ({ clients, everyMs }) => orders(clients, everyMs),
		disk: hdd(),
		faults: "rough",
		coverage: { abstract: (views) => views.map(underWay) },
		budget: {
			intactReplicas: nodes$1.length,
			allow: { corruption: false }
		},
		durationMs: 6e3,
		clientTimeoutMs: 1e3,
		liveWithinMs: 500,
		restartAfterMs: 200,
		final: () => nodes$1.map((to) => ({
			to,
			input: {
				f: "books",
				of: to
			}
		})),
		check: (shop) => ({
			sagas: sagasInBooks(),
			books: booksBalance(openingAccounts(shop))
		}),
		bugs: rules.bugs
	}),
	circuitBreakerScenario,
	pQueueScenario,
	expressCounterScenario,
	ioredisScenario,
	mqttScenario,
	redlockScenario,
	uniqueIdsScenario,
	yjsScenario
];
// scenarios/tables/table.ts
/**
* Makes a table of a definition. Every setting runs with the same seeds, and what differs between rows is the setting;
* a claim that something *may* happen should count as confirmed only where it was seen.
*
* @example
* const table = measureTable({ name: 'retries', settings: [{ attempts: 1 }, { attempts: 3 }], … });
* console.log(tableText(table, await table.measure({ seed: 1, runs: 100 })));
*/
function measureTable(definition) {
	const { name, summary, settings, columns } = definition;
	const table = {
		name,
		summary,
		columns: columns.map(([head, cell]) => ({
			head,
			cell
		})),
		settings: settings.length,
		judge: (setting, figures) => definition.claims(setting).map(([claim, held, measured]) => ({
			claim,
			held: held(figures),
			measured: measured(figures)
		})),
		compare: (rows) => (definition.comparisons?.(rows) ?? []).map(([claim, held, measured]) => ({
			claim,
			held,
			measured
		})),
		async measure(options, ran = () => void 0) {
			const rows = [];
			for (const setting of settings) {
				const account = definition.account();
				for (const seed of seedsOf(options)) {
					account.add(await definition.run(setting, seed));
					ran();
				}
				const figures = account.figures();
				const claims = table.judge(setting, figures);
				const claim = claims.map((judged) => judged.claim).join("; ");
				rows.push({
					setting,
					...figures,
					claim,
					held: claims.every(({ held }) => held),
					claims
				});
			}
			return {
				name,
				...options,
				rows,
				comparisons: table.compare(rows)
			};
		}
	};
	return table;
}
/** Every combination of values, the last name varying fastest: `combined({ acks: [0, 1], fenced: [true, false] })`. */
function combined(values) {
	return Object.entries(values).reduce((some, [name, all]) => some.flatMap((setting) => all.map((value) => ({
		...setting,
		[name]: value
	}))), [{}]);
}
/** The seeds a table is measured with. */
function seedsOf({ seed, runs }) {
	return Array.from({ length: runs }, (_, index) => typeof seed === "number" ? seed + index : `${seed}/${index}`);
}
// scenarios/tables/sums.ts
/**
* An account that sums up what each run adds, and makes the figures of the sums.
*
* @example
* account: () =>
*   summing({ asked: 0 }, ({ history }) => ({ asked: history.length }), ({ asked }) => ({ asked })),
*
* @param nothing the sums before the first run
* @param sample what a run adds; what is left out stays as it is
*/
function summing(nothing, sample, figures) {
	const sums = {};
	addTo(sums, nothing);
	return {
		add: (observed) => addTo(sums, sample(observed)),
		figures: () => figures(sums)
	};
}
function addTo(sums, more) {
	for (const [name, value] of Object.entries(more)) if (typeof value === "number") sums[name] = (sums[name] ?? 0) + value;
	else if (Array.isArray(value)) {
		const all = sums[name] ??= [];
		for (const one of value) all.push(one);
	} else addTo(sums[name] ??= {}, value);
}
/** Counts those of a list of operations that ended well. */
const answered$1 = (operations) => ({
	asked: operations.length,
	ok: operations.filter(({ type }) => type === "ok").length
});
/** The share that was answered, 0 to 1; `ofNone` where nothing was asked. */
const shareOf = ({ asked, ok }, ofNone = 0) => asked === 0 ? ofNone : ok / asked;
/** How long those took that ended well, in ms of virtual time. */
const timesOf = (operations) => operations.flatMap(({ type, invokedAtMs = 0, completedAtMs = 0 }) => type === "ok" ? [completedAtMs - invokedAtMs] : []);
/** Half of these times are no longer, and all but one in a hundred. */
const latencyOf = (tookMs) => ({
	p50Ms: percentile(tookMs, 50),
	p99Ms: percentile(tookMs, 99)
});
/** The smallest value that at least so many percent do not exceed, to the microsecond if they are ms; 0 if there is none. */
function percentile(values, percent) {
	const sorted = values.toSorted((a, b) => a - b);
	const value = sorted[Math.max(0, Math.ceil(sorted.length * percent / 100) - 1)] ?? 0;
	return Math.round(value * 1e3) / 1e3;
}
// scenarios/tables/table-text.ts
/**
* The rows in columns, one line each below a line of heads. Marks at the end tell which claims held.
* @param marks for a claim that held, and for one that did not
*/
function tableText({ columns }, { rows }, { gap = "  ", marks: [yes, no] = ["✓", "✗"] } = {}) {
	const filled = columns.map(({ head, cell }) => {
		const cells = rows.map((row) => cell(row));
		const width = Math.max(head.length, ...cells.map(({ length }) => length));
		const isRight = cells.every((text) => /^[-−+\d.,/% ]*$/.test(text));
		return [head, ...cells].map((text) => isRight ? text.padStart(width) : text.padEnd(width));
	});
	return ["claims", ...rows.map((row) => row.claims.map(({ held }) => held ? yes : no).join(""))].map((marks, index) => [...filled.map((texts) => texts[index]), marks].join(gap).trimEnd()).join("\n");
}
// scenarios/index.ts
var scenarios_exports = /* @__PURE__ */ __exportAll({
	combined: () => combined,
	measureTable: () => measureTable,
	percentile: () => percentile,
	scenarios: () => scenarios,
	summing: () => summing,
	tableText: () => tableText
});
// scenarios/broker/amqp/cluster/shovel.ts
/**
* A bridge between two brokers: takes from a queue of one, publishes to the other, and acknowledges here what was
* confirmed there. So nothing is lost on the way, and what it had in hand when a connection broke comes twice.
*/
const RECONNECT_MS = 60;
function shovel(given) {
	return {
		...stateMachine({
			start(node) {
				node.setTimer("from", 0);
				node.setTimer("to", 0);
				node.setTimer("heartbeat", 200);
				const nowhere = () => ({
					stream: void 0,
					open: false,
					heardMs: 0
				});
				return {
					from: nowhere(),
					to: nowhere(),
					published: 0,
					onTheWay: {}
				};
			},
			onTimer(state, timer, node) {
				if (timer === "heartbeat") return heartbeat(state, node);
				state[timer].stream = node.connect(given[timer]);
				state[timer].heardMs = node.monotonicMs();
			},
			onStream(state, event, node) {
				const side = event.stream === state.from.stream ? "from" : "to";
				const connected = state[side];
				if (connected.stream !== event.stream) return;
				connected.heardMs = node.monotonicMs();
				if (event.kind === "closed") lost(state, side, node);
				else if (event.kind === "data") onMethod(state, side, event.data, node);
			}
		}),
		closesConnections: true
	};
	function onMethod(state, side, method, node) {
		switch (method.method) {
			case "connection.open-ok":
				state[side].open = true;
				if (state.from.open && state.to.open) {
					say(state, "from", {
						method: "basic.qos",
						prefetchCount: given.prefetch
					}, node);
					say(state, "from", {
						method: "basic.consume",
						queue: given.queue,
						consumerTag: "shovel"
					}, node);
				}
				return;
			case "basic.deliver": {
				const { properties, body, deliveryTag } = method;
				state.onTheWay[++state.published] = deliveryTag;
				return say(state, "to", {
					method: "basic.publish",
					exchange: "",
					routingKey: given.queue,
					properties,
					body
				}, node);
			}
			case "basic.ack": {
				const deliveryTag = state.onTheWay[method.deliveryTag];
				delete state.onTheWay[method.deliveryTag];
				if (deliveryTag !== void 0) say(state, "from", {
					method: "basic.ack",
					deliveryTag
				}, node);
				return;
			}
		}
	}
	/** One end is gone: the other is given up as well, so that all that is not acknowledged comes again. */
	function lost(state, side, node) {
		const other = side === "from" ? "to" : "from";
		const { stream } = state[other];
		if (stream !== void 0 && state[other].open) node.closeStream(stream);
		for (const end of state[other].open ? ["from", "to"] : [side]) {
			state[end].stream = void 0;
			state[end].open = false;
			node.setTimer(end, RECONNECT_MS);
		}
		state.published = 0;
		for (const tag of Object.keys(state.onTheWay)) delete state.onTheWay[Number(tag)];
	}
	function heartbeat(state, node) {
		for (const side of ["from", "to"]) {
			const { stream, open, heardMs } = state[side];
			if (stream === void 0) continue;
			if (node.monotonicMs() - heardMs > 700) {
				node.closeStream(stream);
				lost(state, side, node);
			} else if (open) node.sendStream(stream, { method: "heartbeat" });
		}
		node.setTimer("heartbeat", 200);
	}
	function say(state, side, method, node) {
		const { stream } = state[side];
		if (stream !== void 0) node.sendStream(stream, method);
	}
}
// scenarios/tables/cluster-world.ts
/** The world in which clusters of brokers are measured: one publisher, one consumer, and a strategy between them. */
/** One message in four matters more than the others. */
const matters = (value) => Number(value.split("-")[1]) % 4 === 0;
/** Work that takes longer than it takes messages to come, so that some lie in the queue when a broker dies. */
const WORK_MS$1 = 22;
const BRIDGE_MS = 20;
/** By then the brokers run, so that each client has the broker that it prefers. */
const START_MS = 150;
/** The strategy as a scenario: what goes wrong is said by whoever runs it. */
function clusterWorld({ name, cluster, client, bridged = false }) {
	const settings = {
		...soundSettings,
		...cluster
	};
	const { brokers, queues } = settings;
	const clientOf = (more) => clusterClient({
		...soundClient,
		startMs: START_MS,
		brokers,
		publishes: queues,
		workMs: WORK_MS$1,
		...client,
		...more
	});
	const [near = "", far = ""] = brokers;
	const ends = bridged ? {
		p: [near],
		w: [far]
	} : {
		p: brokers,
		w: [...brokers.slice(1), near]
	};
	const alone = (broker) => clusterBroker({
		...settings,
		brokers: [broker]
	});
	const nodes = {
		...Object.fromEntries(brokers.map((broker) => [broker, bridged ? alone(broker) : clusterBroker(settings)])),
		p: clientOf({ brokers: ends.p }),
		w: clientOf({
			brokers: ends.w,
			publishes: [],
			consumes: queues
		}),
		...bridged && { s: shovel({
			from: near,
			to: far,
			queue: queues[0],
			prefetch: 20
		}) }
	};
	return defineScenario({
		name: "tables/cluster",
		summary: name,
		params: z.object({}),
		nodes: () => Object.keys(nodes),
		protocol: nodes,
		workload: () => messageWorkload({
			clients: 4,
			everyMs: 80,
			to: () => "p"
		}),
		network: lan(bridged ? { links: [{
			from: "s",
			to: far,
			latency: {
				kind: "constant",
				ms: BRIDGE_MS
			}
		}] } : {}),
		faults: "none",
		durationMs: 5400,
		quietMs: 2600,
		settleMs: 2700,
		clientTimeoutMs: 500,
		restartAfterMs: 200,
		final: () => [{
			to: "w",
			input: { f: "drain" }
		}, ...brokers.map((to) => ({
			to,
			input: { f: "figures" }
		}))],
		check: {}
	});
}
/** What happens to the brokers of a run: drawn from its seed, the same for every strategy. */
function mishap(name, faults) {
	return {
		name,
		summary: name,
		draw: (streams, world) => faults(streams(name).int(700, 1200), world.nodes.filter((node) => node.startsWith("r")))
	};
}
/** What happens to a cluster, or to two brokers with a bridge. */
const mishaps = {
	none: mishap("none", () => []),
	"one dies": mishap("one-dies", (atMs) => [{
		kind: "kill",
		atMs,
		durationMs: 900,
		node: "r1"
	}]),
	"one is cut off": mishap("one-is-cut-off", (atMs, [first = "", ...rest]) => [{
		kind: "partition",
		atMs,
		durationMs: 900,
		groups: [[first, "p"], [...rest, "w"]]
	}])
};
// scenarios/tables/cluster-account.ts
const nothing$4 = {
	/** Messages whose sender was told that they were sent or confirmed; of these, what was never processed. */
	acknowledged: 0,
	lost: 0,
	/** Of the lost, those that mattered. */
	lostImportant: 0,
	twice: 0,
	processed: 0,
	/** Messages processed for the first time after a later one of their sender. */
	late: 0,
	/** Bodies that brokers sent to each other. */
	bodies: 0,
	undecided: 0,
	sent: answered$1([]),
	tookMs: [],
	/** Of each run the longest time in which nothing was acknowledged. */
	pausesMs: []
};
const clusterAccount = () => summing(nothing$4, sampleOf$3, ({ sent, tookMs, pausesMs, ...sums }) => ({
	...sums,
	availability: shareOf(sent),
	...latencyOf(tookMs),
	pauseMs: percentile(pausesMs, 50),
	/** Bodies between brokers for each message. */
	copies: sums.acknowledged === 0 ? 0 : sums.bodies / sums.acknowledged
}));
function sampleOf$3({ history }) {
	const of = (f) => history.filter(({ input }) => input.f === f);
	if (!of("drain").some(({ type }) => type === "ok")) return { undecided: 1 };
	const sent = of("send");
	const ok = sent.filter(({ type }) => type === "ok");
	const processed = of("process").map(({ input }) => input.value);
	const done = new Set(processed);
	const lost = ok.map(({ input }) => input.value).filter((value) => !done.has(value));
	const figures = of("figures").flatMap(({ type, output }) => type === "ok" ? [output.sentBodies] : []);
	return {
		acknowledged: ok.length,
		lost: lost.length,
		lostImportant: lost.filter(matters).length,
		twice: processed.length - done.size,
		processed: processed.length,
		late: lateIn([...done]),
		bodies: figures.reduce((sum, count) => sum + count, 0),
		sent: answered$1(sent),
		tookMs: timesOf(sent),
		pausesMs: [longestPause$1(ok)]
	};
}
/** Values are `c1-17`: the sender and its count. */
function lateIn(values) {
	const newest = /* @__PURE__ */ new Map();
	let late = 0;
	for (const value of values) {
		const [sender = "", count = "0"] = value.split("-");
		const before = newest.get(sender) ?? -1;
		if (Number(count) < before) late++;
		else newest.set(sender, Number(count));
	}
	return late;
}
function longestPause$1(ok) {
	const times = ok.map(({ completedAtMs = 0 }) => completedAtMs).sort((a, b) => a - b);
	return times.reduce((longest, time, index) => Math.max(longest, time - (times[index - 1] ?? time)), 0);
}
// scenarios/tables/clustering.ts
/**
* Clusters of brokers, measured: the strategies of the study notes, when one broker dies and when the network is cut.
* A seed draws the same moment and the same messages for each setting. Publisher and consumer reach every broker.
*/
const strategies$1 = {
	standby: {
		name: "active-standby",
		cluster: {
			brokers: ["r1", "r2"],
			mirrors: 1,
			standby: true,
			partitions: "ignore"
		},
		client: {}
	},
	active: {
		name: "active-active",
		cluster: {
			mirrors: 0,
			partitions: "autoheal",
			queues: [
				"q1",
				"q2",
				"q3"
			]
		},
		client: {}
	},
	mirrored: {
		name: "mirrored, pause",
		cluster: {},
		client: {}
	},
	healed: {
		name: "mirrored, autoheal",
		cluster: { partitions: "autoheal" },
		client: {}
	},
	quorum: {
		name: "quorum",
		cluster: { kind: "quorum" },
		client: {}
	},
	bridge: {
		name: "bridge",
		cluster: {
			mirrors: 0,
			partitions: "ignore",
			brokers: ["r1", "r2"]
		},
		client: {},
		bridged: true
	}
};
const kinds$1 = Object.keys(strategies$1);
const ofLost$1 = ({ lost, acknowledged }) => `${lost} of ${acknowledged} confirmed lost`;
const keepsAll$2 = ({ lost }) => lost === 0;
const claims$5 = {
	standby: [[
		"simple, and data stays consistent",
		keepsAll$2,
		ofLost$1
	]],
	active: [[
		"order is hard to guarantee",
		({ late }) => late > 0,
		({ late }) => `${late} after a later one of their sender`
	]],
	mirrored: [[
		"copies prevent the loss of data",
		keepsAll$2,
		ofLost$1
	]],
	healed: [[
		"copies prevent the loss of data",
		keepsAll$2,
		ofLost$1
	]],
	quorum: [[
		"copies prevent the loss of data",
		keepsAll$2,
		ofLost$1
	]],
	bridge: []
};
const clustering = measureTable({
	name: "clustering",
	summary: "active-standby, active-active, mirrored, quorum, bridge: availability, order, loss and bandwidth",
	settings: kinds$1.flatMap((strategy) => Object.keys(mishaps).map((event) => ({
		strategy,
		event
	}))),
	run: ({ strategy, event }, seed) => simulate(clusterWorld(strategies$1[strategy]), {
		seed,
		faults: mishaps[event]
	}),
	account: clusterAccount,
	claims: ({ strategy }) => claims$5[strategy],
	comparisons(rows) {
		const of = (strategy, event) => rows.find(({ setting }) => setting.strategy === strategy && setting.event === event);
		const each = (event, some, shown) => some.map((kind) => `${strategies$1[kind].name} ${shown(of(kind, event))}`).join(", ");
		const pause = ({ pauseMs }) => `${pauseMs.toFixed(0)} ms`;
		const open = ({ availability }) => `${(availability * 100).toFixed(1)} %`;
		return [
			[
				"active-standby: a delay when the standby takes over",
				of("standby", "one dies").pauseMs > 1.5 * of("standby", "none").pauseMs,
				`longest time without a confirm: ${pause(of("standby", "none"))}; when one dies: ${each("one dies", [
					"standby",
					"mirrored",
					"quorum"
				], pause)}`
			],
			[
				"active-active: what one broker has is out of reach while it is away, the rest goes on",
				of("active", "one dies").availability < of("mirrored", "one dies").availability,
				`confirmed when one dies: ${each("one dies", [
					"active",
					"mirrored",
					"quorum"
				], open)}`
			],
			[
				"mirrored queues use the network",
				of("mirrored", "none").copies > 2 * of("active", "none").copies,
				`bodies between brokers for each message: ${each("none", [
					"active",
					"standby",
					"mirrored",
					"quorum"
				], ({ copies }) => copies.toFixed(1))}`
			],
			[
				"of three brokers two must work: then the cluster goes on",
				of("mirrored", "one dies").availability > .9 && of("quorum", "one dies").availability > .9,
				`confirmed when one dies: ${each("one dies", ["mirrored", "quorum"], open)}`
			],
			[
				"who pauses in a minority loses nothing, who heals by discarding does",
				of("mirrored", "one is cut off").lost === 0 && of("healed", "one is cut off").lost > 0,
				`confirmed and lost when one is cut off: ${each("one is cut off", [
					"mirrored",
					"healed",
					"quorum"
				], ({ lost }) => String(lost))}`
			],
			[
				"a broker that is back joins again by itself: nothing is left over",
				kinds$1.every((kind) => of(kind, "one dies").undecided === 0),
				`runs in which the consumer did not reach the end: ${kinds$1.reduce((sum, kind) => sum + of(kind, "one dies").undecided, 0)}`
			],
			[
				"a bridge is no cluster: each broker is alone, and the far one lags behind",
				of("bridge", "one dies").availability < of("mirrored", "one dies").availability,
				`confirmed when one dies: ${each("one dies", ["bridge", "mirrored"], open)}`
			]
		];
	},
	columns: [
		["strategy", ({ setting }) => strategies$1[setting.strategy].name],
		["event", ({ setting }) => setting.event],
		["acked", ({ acknowledged }) => String(acknowledged)],
		["lost", ({ lost }) => String(lost)],
		["twice", ({ twice }) => String(twice)],
		["late", ({ late }) => String(late)],
		["avail %", ({ availability }) => (availability * 100).toFixed(1)],
		["pause ms", ({ pauseMs }) => pauseMs.toFixed(0)],
		["p50 ms", ({ p50Ms }) => p50Ms.toFixed(2)],
		["copies", ({ copies }) => copies.toFixed(1)]
	]
});
// scenarios/tables/consistency-world.ts
/**
* One world and one workload for every store. Four stores of the same registers, from the strongest to the weakest: five
* sites 2.5 to 5 ms apart, one node each, its clients beside it; disks and clocks as good as each other's. A quiet time, a
* time in which the network is split, and a time to agree again.
*/
const nodes = nodeNames(5);
/** Two for each node. */
const CLIENTS = 10;
/** So many that a side of the split has not written them all for a while. */
const keys = [
	"a",
	"b",
	"c",
	"d",
	"e",
	"f",
	"g",
	"h"
];
/** Operations in a row, and the share of puts among them. */
const ROW = 3;
const PUTS = .4;
const QUIET_PAUSE_MS = 120;
const SPLIT_PAUSE_MS = 60;
const READ_PAUSE_MS = 20;
/** In ms of virtual time. */
const times = {
	/** Leaders are elected before the first operation. */
	beginMs: 1e3,
	splitMs: 2e3,
	/** Nothing is written any more, and the network is whole again. */
	healMs: 4e3,
	/** From here on all answers should agree. */
	settledMs: 4600,
	lastMs: 4900,
	endMs: 5100,
	/** How long a client waits for its answer. */
	patienceMs: 100
};
const clientNames = Array.from({ length: CLIENTS }, (_, index) => `c${index + 1}`);
/** The node a client keeps to. */
function homeOf(client) {
	return nodes[client % nodes.length];
}
/** What happens in the run of a seed, whichever store it is. */
function splitPlan(seed) {
	const shuffled = stream(seed, "table/split").shuffle(nodes);
	const [majority, minority] = [shuffled.slice(0, 3), shuffled.slice(3)];
	const { splitMs, healMs } = times;
	return {
		plan: {
			schema: 1,
			faults: [{
				kind: "partition",
				atMs: splitMs,
				durationMs: healMs - splitMs,
				groups: [majority, minority]
			}],
			operations: clientNames.flatMap((_, client) => operationsOf(seed, client))
		},
		majority: new Set(majority)
	};
}
/**
* Clients ask a few things in a row, as people and pages do, and pause. The pause is longer than all of it may take,
* so that no backlog gathers where nobody answers.
*/
function operationsOf(seed, client) {
	const process = clientNames[client];
	const random = stream(seed, `table/${process}`);
	const operations = [];
	const ask = (atMs, puts) => {
		const put = random.chance(puts);
		operations.push({
			process,
			atMs: Math.round(atMs * 1e3) / 1e3,
			to: homeOf(client),
			input: {
				f: put ? "put" : "get",
				key: random.pick(keys),
				...put ? { value: 1 + client + CLIENTS * operations.length } : {}
			}
		});
	};
	const pause = (ms) => ms * (.5 + random.float());
	let atMs = times.beginMs + pause(QUIET_PAUSE_MS);
	while (atMs < times.healMs - ROW * times.patienceMs) {
		for (let i = 0; i < ROW; i++) ask(atMs + i, PUTS);
		atMs += atMs < times.splitMs ? pause(QUIET_PAUSE_MS) : ROW * times.patienceMs + pause(SPLIT_PAUSE_MS);
	}
	atMs = times.healMs;
	while ((atMs += pause(READ_PAUSE_MS)) < times.lastMs) ask(atMs, 0);
	return operations;
}
const network = lan({
	latency: tokyoOsaka,
	links: clientNames.flatMap((client, index) => [{
		from: client,
		to: homeOf(index),
		latency: sameDatacenter
	}, {
		from: homeOf(index),
		to: client,
		latency: sameDatacenter
	}])
});
/** The scenario in the common world. Its own checks are replaced by those of the table, which are the same for all. */
function placed(scenario) {
	return {
		...scenario,
		network,
		disk: ssd(),
		clocks: {
			maxOffsetMs: 50,
			maxDriftPpm: 0
		},
		durationMs: times.endMs,
		clientTimeoutMs: times.patienceMs,
		final: () => [],
		check: {},
		invariants: {}
	};
}
const storeParams = {
	nodes: nodes.length,
	clients: CLIENTS
};
const stores = {
	raft: placed(raftScenario),
	"sequenced-log": placed(sequencedLogScenario),
	"causal-broadcast": placed(causalBroadcastScenario),
	"anti-entropy": placed(antiEntropyScenario)
};
// scenarios/tables/consistency-account.ts
const sessionGuarantees = [
	"read-your-writes",
	"monotonic-reads",
	"monotonic-writes",
	"writes-follow-reads"
];
/** Enough for histories of these sizes; a count of steps is the same on every machine. */
const BUDGET = { steps: 2e6 };
const nobody = {
	get: answered$1([]),
	put: answered$1([])
};
const nothing$3 = {
	runs: 0,
	/** In how many runs each level was kept, and in how many the budget of its checker was spent. */
	kept: {},
	undecided: {},
	/** In how many runs all four session guarantees were kept. */
	sessions: 0,
	/** Runs in whose last half second all nodes gave the same answers. */
	converged: 0,
	/** Keys whose final value an acknowledged later write had replaced; of `keys`. */
	lost: 0,
	keys: 0,
	/** Times to the answer in ms of virtual time, without faults. */
	tookMs: {
		get: [],
		put: []
	},
	/** What was asked while the network was split. */
	majority: nobody,
	minority: nobody,
	/** Of each run, how long after the split the last answer came that was not the final one. */
	staleMs: []
};
const consistencyAccount = () => summing(nothing$3, sampleOf$2, ({ tookMs, majority, minority, staleMs, ...sums }) => ({
	...sums,
	get: latencyOf(tookMs.get),
	put: latencyOf(tookMs.put),
	/** Shares of operations that were answered in time, 0 to 1. */
	majority: sharesOf(majority),
	minority: sharesOf(minority),
	staleMs: percentile(staleMs, 50)
}));
const sharesOf = ({ get, put }) => ({
	get: shareOf(get),
	put: shareOf(put)
});
function sampleOf$2({ run, majority }) {
	const accesses = sessionsOf(run.history).filter(({ input: { f } }) => f === "get" || f === "put");
	const { rungs } = ladder(accesses, { budget: BUDGET });
	const levels = (verdict) => Object.fromEntries(rungs.map((rung) => [rung.level, rung.verdict === verdict ? 1 : 0]));
	const kept = levels("valid");
	const each = (some, count) => ({
		get: count(some.filter(({ input }) => input.f === "get")),
		put: count(some.filter(({ input }) => input.f === "put"))
	});
	const quiet = accesses.filter(({ invokedAtMs = 0 }) => invokedAtMs < times.splitMs - times.patienceMs);
	const split = accesses.filter(({ invokedAtMs = 0 }) => invokedAtMs >= times.splitMs && invokedAtMs <= times.healMs - times.patienceMs);
	const isMajority = ({ process }) => majority.has(homeOf(clientNames.indexOf(String(process).replace(/\?.*$/, ""))));
	return {
		...endOf(accesses),
		runs: 1,
		kept,
		undecided: levels("unknown"),
		sessions: sessionGuarantees.every((level) => kept[level] === 1) ? 1 : 0,
		tookMs: each(quiet, timesOf),
		majority: each(split.filter(isMajority), answered$1),
		minority: each(split.filter((access) => !isMajority(access)), answered$1)
	};
}
/** What was read once nothing was written any more. */
function endOf(accesses) {
	const late = accesses.filter(({ input, type, invokedAtMs = 0 }) => input.f === "get" && type === "ok" && invokedAtMs > times.healMs);
	const keys = [...new Set(late.map(({ input }) => input.key))].map((key) => {
		const reads = late.filter(({ input }) => input.key === key);
		const final = reads.at(-1);
		const old = reads.filter(({ output }) => output !== final.output);
		const puts = accesses.filter(({ input }) => input.f === "put" && input.key === key);
		return {
			staleMs: Math.max(0, ...old.map(({ completedAtMs = 0 }) => completedAtMs - times.healMs)),
			isLost: regular().check([...puts, {
				...final,
				process: "the end"
			}]).verdict === "invalid"
		};
	});
	const staleMs = Math.max(0, ...keys.map((key) => key.staleMs));
	return {
		keys: keys.length,
		lost: keys.filter(({ isLost }) => isLost).length,
		converged: times.healMs + staleMs < times.settledMs ? 1 : 0,
		staleMs: [staleMs]
	};
}
// scenarios/tables/consistency.ts
/**
* The consistency ladder, measured: one workload against four stores, which checkers accept what, and what it costs in
* latency while all is well and in availability while the network is split. A seed gives the same operations at the same
* nodes and the same split to each store.
*
* What the study notes claim of consistency models, of CAP and of PACELC is held against it. Where they say that something
* may happen, it must have been seen to count as confirmed. Consistent, in the sense of CAP, is what is linearizable
* (Gilbert & Lynch, SIGACT News 2002); available is what answers every operation on both sides of the split.
*/
const always = ({ kept, runs }, level) => kept[level] === runs;
const runsOf = ({ kept, runs }, level) => `${kept[level]} of ${runs} runs`;
const percent$2 = (share) => `${Math.floor(share * 1e3) / 10} %`;
const answered = ({ majority, minority }) => `answered during the split: majority ${percent$2(majority.get)} of gets and ${percent$2(majority.put)} of puts, minority ${percent$2(minority.get)} and ${percent$2(minority.put)}`;
const isStrong = (of) => always(of, "linearizable");
const isAvailable = ({ majority, minority }) => [
	majority.get,
	majority.put,
	minority.get,
	minority.put
].every((share) => share === 1);
/** What differs by less is not a difference. */
const tenth = (ms) => Math.round(ms * 10) / 10;
const level = (held) => (level, claim, says = "") => [
	claim,
	(of) => always(of, level) === held,
	(of) => says + runsOf(of, level)
];
const [keeps$1, breaks] = [level(true), level(false)];
const yields = [
	"AP: always available, at the price of inconsistency for a while",
	(of) => isAvailable(of) && !isStrong(of),
	(of) => `${answered(of)}; linearizable in ${runsOf(of, "linearizable")}`
];
const claims$4 = {
	linearizable: [keeps$1("linearizable", "linearizable: one global order, and what was written is read at once from any node"), [
		"CP: consistent, at the price that a part is not available in a partition",
		(of) => isStrong(of) && !isAvailable(of),
		answered
	]],
	sequential: [
		keeps$1("sequential", "sequential: the order of each process is kept"),
		[
			"sequential: no order between processes is guaranteed",
			(of) => !always(of, "sequential"),
			(of) => `one order of all processes explains ${runsOf(of, "sequential")}; what is not kept is real time: linearizable in ${of.kept.linearizable}`
		],
		keeps$1("linearizable", "ZooKeeper, whose writes are ordered and whose reads are local as here, is linearizable", "linearizable in ")
	],
	causal: [
		keeps$1("causal", "causal: operations that depend on each other are seen in order"),
		breaks("sequential", "causal: operations that do not depend on each other may be seen in any order", "one order for all explains "),
		yields
	],
	eventual: [
		[
			"eventual: once nothing is written any more all nodes come to hold the same",
			({ converged, runs }) => converged === runs,
			({ converged, runs, staleMs }) => `${converged} of ${runs} runs, after ${staleMs} ms in half of them`
		],
		breaks("regular", "eventual: a read may return an old value", "fresh in "),
		[
			"last write wins: simple, but may lose data",
			({ lost }) => lost > 0,
			({ lost, keys }) => `${lost} of ${keys} keys ended with a value older than an acknowledged one`
		],
		yields
	]
};
/** From strong to weak: every weaker store must break the levels of the stronger ones. */
const strengths = [
	"linearizable",
	"sequential",
	"causal"
];
function comparisons(rows) {
	const [strong, weak] = [rows.filter(isStrong), rows.filter((row) => !isStrong(row))];
	const [eventual] = rows.filter(({ setting }) => setting.promised === "eventual");
	const neither = weak.filter((row) => !isAvailable(row));
	const each = (text) => rows.map((row) => `${row.setting.store} ${text(row)}`).join(", ");
	const gets = (some) => some.map(({ get }) => tenth(get.p50Ms)).join(", ");
	/** Whether each weak store is faster than each strong one. */
	const isDear = (f) => weak.every((row) => strong.every((other) => other[f].p50Ms > row[f].p50Ms));
	const isCheapest = (f) => rows.every((row) => tenth(eventual[f].p50Ms) <= tenth(row[f].p50Ms));
	const latencies = `half of the gets/puts within ms: ${each(({ get, put }) => `${tenth(get.p50Ms)}/${tenth(put.p50Ms)}`)}`;
	return [
		[
			"from strong to weak: linearizable, sequential, causal, eventual",
			strengths.every((level, at) => rows.every((row, index) => always(row, level) === index <= at)),
			each((row) => strengths.map((level) => row.kept[level]).join("/"))
		],
		[
			"linearizability costs the most latency",
			isDear("get") && isDear("put"),
			latencies
		],
		[
			"eventual consistency costs the least latency",
			isCheapest("get") && isCheapest("put"),
			latencies
		],
		[
			"CAP: nothing is both consistent and available in a partition",
			!strong.some(isAvailable),
			`of ${strong.length} linearizable stores ${strong.filter(isAvailable).length} answer everything`
		],
		[
			"in a partition the choice is CP or AP",
			neither.length === 0,
			neither.map((row) => `${row.setting.store} is neither: ${answered(row)}`).join("; ") || "every store is one of them"
		],
		[
			"PACELC: without a partition the choice is latency or consistency",
			strong.length > 0 && isDear("get"),
			`half of the gets within ms: linearizable ${gets(strong)}, all others ${gets(weak)}`
		]
	];
}
const percents = ({ get, put }) => `${Math.floor(get * 100)}/${Math.floor(put * 100)}`;
const consistency = measureTable({
	name: "consistency",
	summary: "linearizable, sequential, causal, eventual: which runs each level accepts, and what it costs in latency and availability",
	settings: [
		{
			promised: "linearizable",
			store: "raft"
		},
		{
			promised: "sequential",
			store: "sequenced-log"
		},
		{
			promised: "causal",
			store: "causal-broadcast"
		},
		{
			promised: "eventual",
			store: "anti-entropy"
		}
	],
	async run({ store }, seed) {
		const { plan, majority } = splitPlan(seed);
		return {
			run: (await simulate(stores[store], {
				seed,
				params: storeParams,
				plan
			})).expectValid(),
			majority
		};
	},
	account: consistencyAccount,
	claims: ({ promised }) => claims$4[promised],
	comparisons,
	columns: [
		["store", ({ setting }) => setting.store],
		["linear", ({ kept }) => String(kept.linearizable)],
		["seq", ({ kept }) => String(kept.sequential)],
		["causal", ({ kept }) => String(kept.causal)],
		["session", ({ sessions }) => String(sessions)],
		["agree", ({ converged }) => String(converged)],
		["get ms", ({ get }) => get.p50Ms.toFixed(1)],
		["p99", ({ get }) => get.p99Ms.toFixed(1)],
		["put ms", ({ put }) => put.p50Ms.toFixed(1)],
		["p99", ({ put }) => put.p99Ms.toFixed(1)],
		["major %", ({ majority }) => percents(majority)],
		["minor %", ({ minority }) => percents(minority)],
		["stale ms", ({ staleMs }) => staleMs.toFixed(0)],
		["lost", ({ lost, keys }) => `${lost}/${keys}`]
	]
});
// scenarios/tables/consumer-account.ts
function sample$1({ history }) {
	const sentAtMs = /* @__PURE__ */ new Map();
	const doneAtMs = /* @__PURE__ */ new Map();
	const sums = {
		sent: 0,
		processed: 0,
		twice: 0,
		redelivered: 0,
		bySlow: 0,
		overtaken: 0
	};
	let newest = -1;
	for (const { input, process, completedAtMs = 0, invokedAtMs = 0 } of history) {
		const { f, value, redelivered } = input;
		if (f === "send") sentAtMs.set(value, completedAtMs);
		else {
			sums.processed++;
			if (process === "slow") sums.bySlow++;
			if (redelivered === true) sums.redelivered++;
			if (doneAtMs.has(value)) sums.twice++;
			else {
				doneAtMs.set(value, invokedAtMs);
				if (value < newest) sums.overtaken++;
				newest = Math.max(newest, value);
			}
		}
	}
	const waits = [...doneAtMs].map(([value, atMs]) => atMs - (sentAtMs.get(value) ?? atMs));
	const allDoneMs = Math.max(...doneAtMs.values()) - Math.min(...sentAtMs.values());
	return {
		...sums,
		sent: sentAtMs.size,
		lost: sentAtMs.size - doneAtMs.size,
		waits,
		ends: [allDoneMs]
	};
}
const nothing$2 = {
	sent: 0,
	lost: 0,
	processed: 0,
	twice: 0,
	redelivered: 0,
	bySlow: 0,
	overtaken: 0,
	waits: [],
	ends: []
};
function consumerAccount() {
	return summing(nothing$2, sample$1, ({ waits, ends, bySlow, processed, ...sums }) => ({
		...sums,
		slowShare: 100 * bySlow / processed,
		p50Ms: percentile(waits, 50),
		p99Ms: percentile(waits, 99),
		allDoneMs: percentile(ends, 50)
	}));
}
// scenarios/tables/consumer-world.ts
/** A queue, two fast consumers and a slow one. Of the fast ones one ends and starts again, the other loses its connection. */
/** In ms: how long a message takes. */
const WORK_MS = {
	w1: 12,
	w2: 12,
	slow: 60
};
const CONSUMERS = Object.keys(WORK_MS);
/** So many messages come in the first so many ms. */
const LOAD = {
	messages: 40,
	withinMs: 300
};
/** How consumers take messages. `no-ack` is no limit, and no acknowledgement. */
const TAKES = [
	1,
	3,
	10,
	"unlimited",
	"no-ack"
];
const queue = {
	method: "queue.declare",
	queue: "work",
	durable: true
};
const consumer = (takes, workMs) => stateMachine({
	start: (node) => ({
		todo: [],
		amqp: startClient({
			to: "broker",
			channels: [[
				queue,
				{
					method: "basic.qos",
					prefetchCount: typeof takes === "number" ? takes : 0
				},
				{
					method: "basic.consume",
					queue: "work",
					noAck: takes === "no-ack"
				}
			]]
		}, node)
	}),
	onStream({ amqp, todo }, event, node) {
		for (const news of clientHears(amqp, event, node)) if (news.kind === "delivery" && todo.push(news.delivery) === 1) node.setTimer("work", workMs);
	},
	onTimer({ amqp, todo }, timer, node) {
		const [delivery] = todo;
		if (clientTimer(amqp, timer, node) || delivery === void 0) return;
		node.effect({
			f: "process",
			value: delivery.body,
			redelivered: delivery.redelivered
		});
		if (takes !== "no-ack") settle$1(amqp, delivery, "ack", node);
		todo.shift();
		if (todo.length > 0) node.setTimer("work", workMs);
	}
});
const consumerWorld = defineScenario({
	name: "tables/consumers",
	summary: "Fast consumers and a slow one at one queue",
	params: z.object({ takes: z.union([z.number(), z.enum(["unlimited", "no-ack"])]).default(1) }),
	nodes: () => [
		"broker",
		"publisher",
		...CONSUMERS
	],
	protocol: ({ takes }) => cast({
		broker: [["broker"], amqpBroker({ heartbeatMs: 20 })],
		publisher: [["publisher"], publisher$1({
			declares: [queue],
			messageOf: ({ value }) => ({
				exchange: "",
				routingKey: "work",
				properties: { deliveryMode: 2 },
				body: value
			}),
			confirm: "awaited"
		})],
		...Object.fromEntries(CONSUMERS.map((name) => [name, [[name], consumer(takes, WORK_MS[name])]]))
	}),
	workload: () => ({
		clients: nodeNames(LOAD.messages, "c"),
		operations: () => []
	}),
	faults: "none",
	durationMs: 2400,
	clientTimeoutMs: 200,
	check: {}
});
/** What happens in the run of a seed, whatever consumers take: when messages come, and what befalls the fast consumers. */
function consumerPlan(seed) {
	const random = stream(seed, "table/consumers");
	const atMs = (fromMs, untilMs) => random.int(fromMs, untilMs);
	const times = Array.from({ length: LOAD.messages }, () => atMs(20, LOAD.withinMs)).sort((a, b) => a - b);
	return {
		schema: 1,
		faults: [{
			kind: "kill",
			atMs: atMs(100, 200),
			durationMs: 50,
			node: "w1"
		}, {
			kind: "connection-reset",
			atMs: atMs(100, 300),
			from: ["broker"],
			to: ["w2"]
		}],
		operations: times.map((at, index) => ({
			process: `c${index + 1}`,
			atMs: at,
			to: "publisher",
			input: {
				f: "send",
				value: index
			}
		}))
	};
}
// scenarios/tables/consumers.ts
/**
* Fast consumers and a slow one, measured: how long messages wait, who does how many, and what comes twice, by how many
* messages a consumer may hold.
*
* What the study notes claim of queues with several consumers is held against it. A seed draws the same messages and the
* same faults for every setting.
*/
/** What the slow one would do, if nobody were ever idle. */
const FAIR = 100 / WORK_MS.slow / (1 / WORK_MS.w1 + 1 / WORK_MS.w2 + 1 / WORK_MS.slow);
const CLAIMS$1 = [
	[
		"each message comes to one consumer only",
		({ twice }) => twice === 0,
		({ twice }) => `${twice} were processed twice`
	],
	[
		"messages are kept until the slow consumer has done them: all are done in the end",
		({ lost }) => lost === 0,
		({ lost, sent }) => `${lost} of ${sent} were never done`
	],
	[
		"without an acknowledgement a message is sent again",
		({ redelivered }) => redelivered > 0,
		({ redelivered }) => `${redelivered} redelivered`
	],
	[
		"with several consumers the order of processing differs",
		({ overtaken }) => overtaken > 0,
		({ overtaken }) => `${overtaken} done after a later one`
	],
	[
		"the queue balances the load: who is slow does less",
		({ slowShare }) => slowShare <= 2 * FAIR,
		({ slowShare }) => `the slow one did ${slowShare.toFixed(0)} %; if nobody were idle, ${FAIR.toFixed(0)} %`
	]
];
const consumers = measureTable({
	name: "consumers",
	summary: "Fast consumers and a slow one, prefetch 1 to unlimited: waiting, fairness, and what comes twice",
	settings: TAKES.map((takes) => ({ takes })),
	run: ({ takes }, seed) => simulate(consumerWorld, {
		seed,
		params: { takes },
		plan: consumerPlan(seed)
	}),
	account: consumerAccount,
	claims: () => CLAIMS$1,
	columns: [
		["prefetch", ({ setting }) => String(setting.takes)],
		["p50 ms", ({ p50Ms }) => p50Ms.toFixed(0)],
		["p99 ms", ({ p99Ms }) => p99Ms.toFixed(0)],
		["all done ms", ({ allDoneMs }) => allDoneMs.toFixed(0)],
		["slow %", ({ slowShare }) => slowShare.toFixed(0)],
		["redelivered", ({ redelivered }) => String(redelivered)],
		["twice", ({ twice }) => String(twice)],
		["overtaken", ({ overtaken }) => String(overtaken)],
		["lost", ({ lost, sent }) => `${lost}/${sent}`]
	]
});
// scenarios/tables/delivery-account.ts
const nothing$1 = {
	/** Messages whose sender was told that they were accepted. */
	acknowledged: 0,
	/** Of these, messages that were never processed: before they were safe in the log, the producer's side, and in all. */
	lostByLog: 0,
	lost: 0,
	/** Messages processed more than once. */
	duplicated: 0,
	/** In the log more than once: the producer's side. */
	duplicatedByProducer: 0,
	/** One place in the log processed more than once: the consumer's side. */
	duplicatedByConsumer: 0,
	/** Runs left out because nobody could read the log to its end. */
	undecided: 0,
	sent: answered$1([]),
	/** Time to acknowledgement in ms of virtual time. */
	tookMs: []
};
const deliveryAccount = () => summing(nothing$1, sampleOf$1, ({ sent, tookMs, ...sums }) => ({
	...sums,
	/** In the log, but passed over: the consumer's side. */
	lostByConsumer: sums.lost - sums.lostByLog,
	/** Share of operations that were acknowledged, 0 to 1. */
	availability: shareOf(sent),
	...latencyOf(tookMs)
}));
function sampleOf$1({ history }) {
	const drained = history.findLast(({ input, type }) => input.f === "drain" && type === "ok");
	if (drained === void 0) return { undecided: 1 };
	const log = new Set(drained.output.log.flat());
	const { acknowledged, lost, duplicated } = deliveryLedger(history, { sent: "produce" });
	const twice = duplicated.map(({ effects }) => {
		const places = new Set(effects.map(({ input }) => placeOf(input))).size;
		return {
			isInLogTwice: places > 1,
			isDoneTwice: places < effects.length
		};
	});
	const sent = history.filter(({ input }) => input.f === "produce");
	return {
		acknowledged,
		lost: lost.length,
		lostByLog: lost.filter(({ message }) => !log.has(String(message))).length,
		duplicated: duplicated.length,
		duplicatedByProducer: twice.filter(({ isInLogTwice }) => isInLogTwice).length,
		duplicatedByConsumer: twice.filter(({ isDoneTwice }) => isDoneTwice).length,
		sent: answered$1(sent),
		tookMs: timesOf(sent)
	};
}
const placeOf = ({ partition, offset }) => `${partition}/${offset}`;
// scenarios/tables/delivery-semantics.ts
/**
* Delivery semantics, measured: acks × moment of the commit × where to start, under crashes and partitions.
*
* A seed draws the same faults and the same messages for each setting. Producers retry with sequence numbers, as Kafka's
* have by default since 3.0; the last rows show what retries do without them, and what excluding duplicates does about it.
*
* The study notes have one table for producers (acks), one for the moment of the commit, one for where a consumer starts
* again, and two sentences on retries. Each is judged on its own side of the log: what a consumer passes over is no
* fault of acks. Where they say that something may happen, it must have been seen to count as confirmed.
*/
const faults = nemesis({
	partition: true,
	crash: true,
	kill: true,
	restart: true
}, {
	name: "crashes-and-partitions",
	kindProbability: .8
});
const exactly = {
	commit: "after",
	reset: "earliest"
};
const settings = [
	...combined({
		acks: [
			0,
			1,
			"all"
		],
		commit: [
			"before",
			"after",
			"automatic"
		],
		reset: ["earliest", "latest"]
	}).map(({ acks, ...rest }) => ({
		acks,
		idempotent: acks !== 0,
		...rest,
		dedupe: "none"
	})),
	{
		acks: "all",
		idempotent: false,
		...exactly,
		dedupe: "none"
	},
	{
		acks: "all",
		idempotent: false,
		...exactly,
		dedupe: "id"
	},
	{
		acks: "all",
		idempotent: true,
		...exactly,
		dedupe: "offset"
	}
];
const is$1 = (count, seen) => seen === "any" || count > 0 === (seen === "some");
/** How many of the messages that are not in the log, of those passed over, and of those done again must be seen. */
const inLog = (claim, lost) => [
	claim,
	({ lostByLog }) => is$1(lostByLog, lost),
	({ lostByLog }) => `${lostByLog} lost before the log was safe`
];
const consumed = (claim, over, again) => [
	claim,
	({ lostByConsumer, duplicatedByConsumer }) => is$1(lostByConsumer, over) && is$1(duplicatedByConsumer, again),
	({ lostByConsumer, duplicatedByConsumer }) => `consumers passed over ${lostByConsumer} and processed ${duplicatedByConsumer} again`
];
const claims$3 = {
	all: inLog("acks=all: consistent, nothing acknowledged is missing from the log", "no"),
	1: inLog("acks=1: of medium consistency, a leader that fails takes acknowledged messages along", "some"),
	0: inLog("acks=0: of low consistency, messages are often lost", "some"),
	after: consumed("commit after processing: at least once, duplicates but no loss", "no", "some"),
	before: consumed("commit before processing: at most once, loss but no duplicates", "some", "no"),
	automatic: consumed("automatic commit: both loss and duplicates, depending on when it fails", "some", "some"),
	earliest: consumed("start from earliest: what is not committed is processed again, at least once", "no", "any"),
	latest: consumed("start from latest: what is not processed is skipped, at most once", "some", "no"),
	retries: [
		"retries make it at least once: messages are in the log twice",
		({ duplicatedByProducer }) => duplicatedByProducer > 0,
		({ duplicatedByProducer }) => `${duplicatedByProducer} messages twice in the log`
	],
	dedupe: [
		"at least once and excluding duplicates: effectively exactly once",
		({ lost, duplicated }) => lost === 0 && duplicated === 0,
		({ lost, duplicated }) => `${lost} lost, ${duplicated} duplicated`
	]
};
const deliverySemantics = measureTable({
	name: "delivery-semantics",
	summary: "acks × commit × start: what is lost, what is doubled, and what it costs, under crashes and partitions",
	settings,
	run: (params, seed) => simulate(replicatedLog, {
		seed,
		params,
		faults
	}),
	account: deliveryAccount,
	claims: ({ acks, idempotent, commit, reset, dedupe }) => dedupe !== "none" ? [claims$3[acks], claims$3.dedupe] : [
		claims$3[acks],
		...idempotent || acks === 0 ? [] : [claims$3.retries],
		claims$3[commit],
		claims$3[reset]
	],
	comparisons(rows) {
		const availabilityOf = (acks) => {
			const those = rows.filter(({ setting: { dedupe, idempotent, ...of } }) => of.acks === acks && dedupe === "none" && idempotent === (acks !== 0));
			return those.reduce((sum, { availability }) => sum + availability, 0) / Math.max(1, those.length);
		};
		const [none, leader, all] = [
			availabilityOf(0),
			availabilityOf(1),
			availabilityOf("all")
		];
		const percent = (share) => `${(share * 100).toFixed(2)} %`;
		return [[
			"availability is highest with acks=0, high with acks=1, lower with acks=all",
			none > leader && leader > all,
			`acks=0 ${percent(none)}, acks=1 ${percent(leader)}, acks=all ${percent(all)}`
		]];
	},
	columns: [
		["acks", ({ setting }) => String(setting.acks)],
		["commit", ({ setting }) => setting.commit],
		["start", ({ setting }) => setting.reset],
		["dedupe", ({ setting: { idempotent, dedupe } }) => excluded(idempotent, dedupe)],
		["acked", ({ acknowledged }) => String(acknowledged)],
		["lost", ({ lost }) => String(lost)],
		["twice", ({ duplicated }) => String(duplicated)],
		["avail %", ({ availability }) => (availability * 100).toFixed(2)],
		["p50 ms", ({ p50Ms }) => p50Ms.toFixed(2)],
		["p99 ms", ({ p99Ms }) => p99Ms.toFixed(1)]
	]
});
/** By what duplicates are excluded: sequence numbers of the producer, and places or ids at the consumer. */
function excluded(idempotent, dedupe) {
	return [...idempotent ? ["seq"] : [], ...dedupe === "none" ? [] : [dedupe]].join("+") || "nothing";
}
// scenarios/tables/exchange-bindings.ts
const MESSAGES = [
	{
		key: "order",
		headers: {}
	},
	{
		key: "order.paid",
		headers: { kind: "order" }
	},
	{
		key: "order.paid.eu",
		headers: {
			kind: "order",
			urgent: true
		}
	},
	{
		key: "news",
		headers: {
			kind: "news",
			urgent: true
		}
	},
	{
		key: "gone",
		headers: {}
	}
];
const QUEUES = [
	"order",
	"news",
	"rest"
];
const exchange = (type, name = type, given = {}) => ({
	method: "exchange.declare",
	exchange: name,
	type,
	durable: true,
	arguments: given
});
const bind = (queue, from, routingKey, given = {}) => ({
	method: "queue.bind",
	queue,
	exchange: from,
	routingKey,
	arguments: given
});
/** The exchanges, and how the queues are bound to them. The default exchange has no bindings of anybody's own. */
const BOUND = {
	direct: [
		exchange("direct"),
		bind("order", "direct", "order"),
		bind("rest", "direct", "order"),
		bind("news", "direct", "news")
	],
	fanout: [
		exchange("fanout"),
		bind("order", "fanout", "order"),
		bind("news", "fanout", "news"),
		bind("rest", "fanout", "")
	],
	topic: [
		exchange("topic"),
		bind("order", "topic", "order.*"),
		bind("news", "topic", "news"),
		bind("rest", "topic", "order.#"),
		bind("rest", "topic", "*.paid.#")
	],
	headers: [
		exchange("headers"),
		bind("order", "headers", "order", {
			"x-match": "all",
			kind: "order",
			urgent: true
		}),
		bind("news", "headers", "news", {
			"x-match": "any",
			kind: "news",
			urgent: true
		}),
		bind("rest", "headers", "", {
			"x-match": "all",
			kind: "order"
		})
	],
	default: [],
	alternate: [
		exchange("fanout", "unplaced"),
		exchange("direct", "alternate", { "alternate-exchange": "unplaced" }),
		bind("order", "alternate", "order"),
		bind("news", "alternate", "news"),
		bind("rest", "unplaced", "")
	]
};
const EXCHANGES = Object.keys(BOUND);
// scenarios/tables/exchange-account.ts
const KEYS = MESSAGES.map(({ key }) => key);
/** The queues that a message comes to, in every run once. */
function queuesOf({ got, runs }, key) {
	return QUEUES.filter((queue) => got[`${key}/${queue}`] === runs);
}
/** Where messages went, in words. */
const went = (figures, keys = KEYS) => keys.map((key) => `${key} → ${queuesOf(figures, key).join("+") || "nobody"}`).join(", ");
const sample = ({ history }) => {
	const got = {};
	let returned = 0;
	for (const { input, output } of history) {
		const { f, key, queue } = input;
		if (f === "got") got[`${key}/${queue}`] = (got[`${key}/${queue}`] ?? 0) + 1;
		else if (output === "returned") returned++;
	}
	return {
		runs: 1,
		got,
		returned
	};
};
function exchangeAccount() {
	return summing({
		runs: 0,
		got: {},
		returned: 0
	}, sample, (sums) => sums);
}
// scenarios/tables/exchange-world.ts
/** One broker, three queues, five messages: who gets which, by the exchange that they are sent to. */
/** Takes what comes to any queue. The consumer's tag is the queue's name. */
const subscriber = (declares) => stateMachine({
	start: (node) => startClient({
		to: "broker",
		channels: [[...declares, ...QUEUES.map((queue) => ({
			method: "basic.consume",
			queue,
			consumerTag: queue
		}))]]
	}, node),
	onStream(amqp, event, node) {
		for (const news of clientHears(amqp, event, node)) {
			if (news.kind !== "delivery") continue;
			node.effect({
				f: "got",
				queue: news.delivery.consumerTag,
				key: news.delivery.body
			});
			settle$1(amqp, news.delivery, "ack", node);
		}
	},
	onTimer: (amqp, timer, node) => void clientTimer(amqp, timer, node)
});
/** The client sends each message once. */
const everyMessage = {
	clients: ["c1"],
	operations: () => MESSAGES.map((message, index) => ({
		process: "c1",
		atMs: 20 + 10 * index,
		to: "publisher",
		input: {
			f: "send",
			...message
		}
	}))
};
const exchangeWorld = defineScenario({
	name: "tables/exchanges",
	summary: "Who gets which of five messages",
	params: z.object({ exchange: z.enum(EXCHANGES).default("direct") }),
	nodes: () => [
		"broker",
		"publisher",
		"subscriber"
	],
	protocol({ exchange: name }) {
		const declares = [...QUEUES.map((queue) => ({
			method: "queue.declare",
			queue,
			durable: true
		})), ...BOUND[name]];
		const messageOf = ({ key, headers }) => ({
			exchange: name === "default" ? "" : name,
			routingKey: key,
			mandatory: true,
			properties: { headers },
			body: key
		});
		return cast({
			broker: [["broker"], amqpBroker()],
			publisher: [["publisher"], publisher$1({
				declares,
				messageOf,
				confirm: "awaited"
			})],
			subscriber: [["subscriber"], subscriber(declares)]
		});
	},
	workload: () => everyMessage,
	faults: "none",
	durationMs: 200,
	clientTimeoutMs: 100,
	check: {}
});
// scenarios/tables/exchanges.ts
/**
* Exchanges, measured: five messages are sent to each kind, and what comes to which of three queues is written down.
*
* What the study notes claim of exchanges, of routing keys and of a broker that keeps messages is held against it.
*/
/** That each of these messages comes to exactly these queues. */
const goes = (claim, expected) => {
	const keys = KEYS.filter((key) => key in expected);
	return [
		claim,
		(figures) => keys.every((key) => queuesOf(figures, key).join() === (expected[key] ?? []).join()),
		(figures) => went(figures, keys)
	];
};
const keeps = [
	"a broker keeps what it has taken until it is delivered",
	({ returned }) => returned === 0,
	({ returned, runs }) => `${returned / runs} of 5 messages were confirmed, and no queue has them`
];
const claims$2 = {
	direct: [
		goes("direct: to queues whose binding key is the routing key", {
			order: ["order", "rest"],
			news: ["news"]
		}),
		[
			"direct: to the one queue that is addressed",
			(figures) => KEYS.every((key) => queuesOf(figures, key).length <= 1),
			(figures) => went(figures, ["order"])
		],
		keeps
	],
	fanout: [goes("fanout: to all queues that are bound, whatever the key", {
		order: QUEUES,
		news: QUEUES,
		gone: QUEUES
	})],
	topic: [
		goes("topic: * stands for one word, # for any number", {
			order: ["rest"],
			"order.paid": ["order", "rest"],
			"order.paid.eu": ["rest"]
		}),
		[
			"topic: one queue takes several groups, and each message once",
			({ got, runs }) => got["order.paid/rest"] === runs && got["order.paid.eu/rest"] === runs,
			({ got, runs }) => `${(got["order.paid/rest"] ?? 0) / runs} copy of order.paid, which two bindings fit`
		],
		keeps
	],
	headers: [goes("headers: by conditions on the headers", {
		"order.paid": ["rest"],
		"order.paid.eu": [
			"order",
			"news",
			"rest"
		],
		news: ["news"]
	}), keeps],
	default: [goes("default: every queue is bound by its name", {
		order: ["order"],
		news: ["news"]
	}), keeps],
	alternate: [goes("alternate: it gets what the exchange has no queue for", {
		"order.paid": ["rest"],
		gone: ["rest"]
	}), keeps]
};
const exchanges = measureTable({
	name: "exchanges",
	summary: "direct, fanout, topic, headers, default, alternate: which queue gets which of five messages",
	settings: EXCHANGES.map((exchange) => ({ exchange })),
	run: (params, seed) => simulate(exchangeWorld, {
		seed,
		params
	}),
	account: exchangeAccount,
	claims: ({ exchange }) => claims$2[exchange],
	comparisons(rows) {
		const keyless = rows.filter((row) => queuesOf(row, "order").join() === queuesOf(row, "gone").join());
		const byHeaders = rows.filter(({ setting }) => setting.exchange === "headers");
		return [[
			"by the routing key an exchange decides which queue a message goes to",
			keyless.length + byHeaders.length === 0,
			`${[...keyless, ...byHeaders.filter((row) => !keyless.includes(row))].map(({ setting }) => setting.exchange).join(" and ")} do not look at it`
		]];
	},
	columns: [
		["exchange", ({ setting }) => setting.exchange],
		...KEYS.map((key) => [key, (row) => queuesOf(row, key).map(([initial]) => initial).join(" ") || "-"]),
		["returned", ({ returned, runs }) => String(returned / runs)]
	]
});
// scenarios/real/circuit-breaker/late-answers.ts
/**
* What a breaker makes of answers to calls that it let through before it opened: one world in which four breakers of one
* library, each for a question of its own, go through the same moments. Nothing fails but what the script says.
*/
const NAME = "real/circuit-breaker/late-answers";
/** The moments of a trial, in ms from its beginning: failures have opened the circuit long before `IN_OPEN`. */
const FAILURES_AT = 20;
const IN_OPEN = 150;
const RESET = 300;
/** One call tries; it takes a while. */
const TRIAL_AT = 400;
const IN_HALF_OPEN = 450;
const TRIAL_ENDS = 500;
const WHOLE = 700;
function observer(guard) {
	return asyncProgram(async (node) => {
		const since = (startedAt) => node.monotonicMs() - startedAt;
		/** A fresh breaker, with a call under way that will end late, and the circuit opened by calls that fail. */
		async function opened(late) {
			const startedAt = node.monotonicMs();
			const seen = {
				is: "closed",
				made: 0
			};
			const action = async ({ endsAt, ok }) => {
				seen.made++;
				await node.sleep(Math.max(0, endsAt - since(startedAt)));
				if (!ok) throw new Error("failed");
			};
			const breaker = guard(action, {
				timeoutMs: 2e3,
				resetMs: RESET,
				announce: (is) => seen.is = is
			});
			const until = (at) => node.sleep(Math.max(0, at - since(startedAt)));
			if (late !== void 0) quietly(breaker.fire(late));
			for (let call = 0; call < 10; call++) quietly(breaker.fire({
				endsAt: FAILURES_AT,
				ok: false
			}));
			await until(25);
			return {
				breaker,
				seen,
				until
			};
		}
		/** Whether a call gets through right now. */
		async function probe({ breaker, seen }, after) {
			const { made } = seen;
			quietly(breaker.fire({
				endsAt: 0,
				ok: true
			}));
			await node.sleep(1);
			node.effect({
				f: "probe",
				after,
				is: seen.made > made ? "closed" : seen.is
			});
		}
		async function whileOpen() {
			const one = await opened({
				endsAt: IN_OPEN,
				ok: true
			});
			await one.until(160);
			await probe(one, "late-success-while-open");
		}
		async function whileHalfOpen(ok, late, trial) {
			const one = await opened({
				endsAt: IN_HALF_OPEN,
				ok
			});
			await one.until(TRIAL_AT);
			quietly(one.breaker.fire({
				endsAt: TRIAL_ENDS,
				ok: true
			}));
			await one.until(460);
			await probe(one, late);
			await one.until(510);
			await probe(one, trial);
		}
		async function fiveAtOnce() {
			const { breaker, seen, until } = await opened(void 0);
			await until(TRIAL_AT);
			const { made } = seen;
			for (let call = 0; call < 5; call++) quietly(breaker.fire({
				endsAt: TRIAL_ENDS,
				ok: true
			}));
			await until(490);
			node.effect({
				f: "at-once",
				passed: seen.made - made
			});
		}
		await whileOpen();
		await whileHalfOpen(true, "late-success-while-half-open", "trial-after-late-success");
		await whileHalfOpen(false, "late-failure-while-half-open", "trial-after-late-failure");
		await fiveAtOnce();
	});
}
/** What the breaker makes of it is looked at elsewhere. */
function quietly(answer) {
	answer.catch(() => void 0);
}
const lateAnswers = defineScenario({
	name: NAME,
	summary: "What breakers of npm make of answers that come when the circuit has opened already",
	params: z.object({ library: z.enum(libraries$1).default("opossum") }),
	nodes: () => ["gateway"],
	load: () => loadBreakers(NAME),
	protocol: ({ library }, { loaded }) => observer(breakerOf(loaded, {
		library,
		version: "newest"
	})),
	workload: () => ({
		clients: [],
		operations: () => []
	}),
	faults: "none",
	durationMs: 4 * WHOLE,
	check: {}
});
// scenarios/tables/late-answers.ts
/**
* What circuit breakers of npm make of answers to calls that they let through before they opened. A breaker that asks the
* backend with one call, and believes that call alone, keeps all four claims.
*/
const is = (claim, after, ...held) => [
	claim,
	(figures) => held.includes(figures[after]),
	(figures) => `then it is ${figures[after]}`
];
const CLAIMS = [
	is("a late success leaves an open circuit open", "late-success-while-open", "open"),
	is("a late success does not close a half-open circuit", "late-success-while-half-open", "half-open"),
	is("after a late success, the call that tries closes it", "trial-after-late-success", "closed"),
	[
		"half-open, one call tries",
		({ atOnce }) => atOnce === 1,
		({ atOnce }) => `${atOnce} of 5 calls at once are let through`
	]
];
const column = (head, after) => [head, (row) => row[after]];
const lateAnswersTable = measureTable({
	name: "late-answers",
	summary: "What circuit breakers of npm make of an answer that comes when the circuit has opened already",
	settings: libraries$1.map((library) => ({ library })),
	run: (params, seed) => simulate(lateAnswers, {
		seed,
		params
	}),
	account() {
		const figures = {};
		return {
			add({ history }) {
				for (const { input } of history) {
					const found = input;
					if (found.f === "probe") figures[found.after] = found.is;
					else figures["atOnce"] = found.passed;
				}
			},
			figures: () => figures
		};
	},
	claims: () => CLAIMS,
	columns: [
		["library", ({ setting }) => setting.library],
		column("success, open", "late-success-while-open"),
		column("success, half-open", "late-success-while-half-open"),
		column("+ trial", "trial-after-late-success"),
		column("failure, half-open", "late-failure-while-half-open"),
		column("+ trial", "trial-after-late-failure"),
		["of 5", ({ atOnce }) => String(atOnce)]
	]
});
// scenarios/tables/persistence.ts
/**
* Persistence of messages, measured: four strategies of the study notes, and what a power loss of one broker, or of all,
* takes from each. A seed draws the same moment and the same messages for each setting.
*/
const alone = {
	brokers: ["r1"],
	mirrors: 0,
	partitions: "ignore"
};
const strategies = {
	memory: {
		name: "memory",
		cluster: alone,
		client: { deliveryMode: () => 1 }
	},
	durable: {
		name: "durable",
		cluster: alone,
		client: {}
	},
	unconfirmed: {
		name: "durable, unconfirmed",
		cluster: alone,
		client: { confirms: () => false }
	},
	channel: {
		name: "guaranteed channel",
		cluster: alone,
		client: {
			matters,
			deliveryMode: (important) => important ? 2 : 1,
			confirms: (important) => important
		}
	},
	replicated: {
		name: "replicated",
		cluster: { kind: "quorum" },
		client: {}
	}
};
const kinds = Object.keys(strategies);
const powerLoss = (node, atMs) => ({
	kind: "crash",
	atMs,
	durationMs: 1200,
	node,
	unsynced: "lost"
});
const crashes$1 = {
	one: mishap("one-power-loss", (atMs) => [powerLoss("r1", atMs)]),
	all: mishap("all-lose-power", (atMs, brokers) => brokers.map((name) => powerLoss(name, atMs)))
};
const ofLost = ({ lost, acknowledged }) => `${lost} of ${acknowledged} acknowledged lost`;
const keepsAll$1 = ({ lost }) => lost === 0;
const claims$1 = {
	memory: [[
		"messages only in memory are gone when the broker fails",
		({ lost }) => lost > 0,
		ofLost
	]],
	durable: [[
		"all messages on the disk: resistant to failures",
		keepsAll$1,
		ofLost
	]],
	unconfirmed: [[
		"all messages on the disk: resistant to failures",
		keepsAll$1,
		ofLost
	]],
	channel: [[
		"only what matters is protected",
		({ lost, lostImportant }) => lost > 0 && lostImportant === 0,
		({ lost, lostImportant }) => `${lostImportant} that mattered lost, ${lost - lostImportant} others`
	]],
	replicated: [[
		"copies on several brokers: nothing is lost",
		keepsAll$1,
		ofLost
	]]
};
const percent$1 = (share) => `${(share * 100).toFixed(1)} %`;
const persistence = measureTable({
	name: "persistence",
	summary: "memory, disk, a guaranteed channel, copies: what a power loss of one broker or of all takes, and what each costs",
	settings: kinds.flatMap((strategy) => ["one", "all"].map((crash) => ({
		strategy,
		crash
	}))),
	run: ({ strategy, crash }, seed) => simulate(clusterWorld(strategies[strategy]), {
		seed,
		faults: crashes$1[crash]
	}),
	account: clusterAccount,
	claims: ({ strategy }) => claims$1[strategy],
	comparisons(rows) {
		const of = (strategy, crash) => rows.find(({ setting }) => setting.strategy === strategy && setting.crash === crash);
		const p50 = (strategy) => of(strategy, "one")?.p50Ms ?? 0;
		const free = (strategy) => of(strategy, "one")?.availability ?? 0;
		const shown = (strategy) => `${strategy} ${p50(strategy).toFixed(2)} ms`;
		return [
			[
				"memory is fast and the disk is slow",
				p50("memory") < p50("durable"),
				`${shown("memory")}, ${shown("durable")}`
			],
			[
				"copies are highly available",
				free("replicated") > free("durable"),
				`acknowledged while one broker has no power: replicated ${percent$1(free("replicated"))}, durable ${percent$1(free("durable"))}`
			],
			[
				"copies use the network",
				(of("replicated", "one")?.copies ?? 0) > 1 && of("durable", "one")?.copies === 0,
				`bodies between brokers for each message: ${(of("replicated", "one")?.copies ?? 0).toFixed(1)}, and 0 with one broker`
			]
		];
	},
	columns: [
		["strategy", ({ setting }) => strategies[setting.strategy].name],
		["power lost by", ({ setting }) => setting.crash],
		["acked", ({ acknowledged }) => String(acknowledged)],
		["lost", ({ lost }) => String(lost)],
		["mattered", ({ lostImportant }) => String(lostImportant)],
		["twice", ({ twice }) => String(twice)],
		["avail %", ({ availability }) => (availability * 100).toFixed(1)],
		["p50 ms", ({ p50Ms }) => p50Ms.toFixed(2)],
		["p99 ms", ({ p99Ms }) => p99Ms.toFixed(1)],
		["copies", ({ copies }) => copies.toFixed(1)]
	]
});
// scenarios/tables/replication-account.ts
const nothing = {
	/** Acknowledged writes that are not in the log at the end, and the runs in which there was one. */
	lost: 0,
	runsWithLoss: 0,
	/** Reads that miss a write which was acknowledged before they began and survives. */
	stale: 0,
	/** Reads of a write that is not in the log at the end. */
	dirty: 0,
	/** Runs left out because nobody could look at the log at the end. */
	undecided: 0,
	writes: answered$1([]),
	reads: answered$1([]),
	/** Of these, what began while a partition was in force. */
	cutWrites: answered$1([]),
	cutReads: answered$1([]),
	tookMs: [],
	/** Of each run with a fail-over, the longest time in which no write was acknowledged, in ms. */
	pausesMs: []
};
const replicationAccount = () => summing(nothing, sampleOf, ({ writes, reads, cutWrites, cutReads, tookMs, pausesMs, ...sums }) => ({
	...sums,
	/** Writes that were acknowledged, and reads that were answered. */
	acknowledged: writes.ok,
	reads: reads.ok,
	/** Shares of what was acknowledged or answered, 0 to 1. */
	writeAvailability: shareOf(writes, 1),
	cutWriteAvailability: shareOf(cutWrites, 1),
	cutReadAvailability: shareOf(cutReads, 1),
	/** Time to acknowledgement. */
	...latencyOf(tookMs),
	/** Runs in which another primary took over, and the pause that half of them do not exceed. */
	failOvers: pausesMs.length,
	pauseMs: percentile(pausesMs, 50)
}));
function sampleOf({ history, plan, coverage }) {
	const of = (f) => history.filter(({ input }) => input.f === f);
	const look = of("log").findLast(({ type }) => type === "ok");
	if (look === void 0) return { undecided: 1 };
	const [writes, reads] = [of("write"), of("read")];
	const duringCut = cutsOf(plan);
	const found = missing(writes, reads, look.output);
	return {
		...found,
		runsWithLoss: found.lost > 0 ? 1 : 0,
		writes: answered$1(writes),
		reads: answered$1(reads),
		cutWrites: answered$1(writes.filter(duringCut)),
		cutReads: answered$1(reads.filter(duringCut)),
		tookMs: timesOf(writes),
		pausesMs: (coverage.sometimes["a second primary takes over"]?.held ?? 0) > 0 ? [longestPause(writes)] : []
	};
}
/** The longest time between two acknowledged writes. */
function longestPause(writes) {
	const times = writes.flatMap(({ type, completedAtMs = 0 }) => type === "ok" ? [completedAtMs] : []).sort((a, b) => a - b);
	return times.reduce((longest, time, index) => Math.max(longest, time - (times[index - 1] ?? time)), 0);
}
/** Whether an operation began while a partition was in force. */
function cutsOf({ faults, healAtMs = Infinity }) {
	const cuts = faults.filter((fault) => fault.kind === "partition");
	return ({ invokedAtMs: atMs = 0 }) => atMs < healAtMs && cuts.some((cut) => cut.atMs <= atMs && atMs < cut.atMs + (cut.durationMs ?? Infinity));
}
/**
* Walks what was done in the order of its positions. The log at the end orders the writes that survived: a read is stale
* if what it returns comes before a write of its key that was acknowledged when it began.
*/
function missing(writes, reads, log) {
	const places = new Map(log.map((value, place) => [value, place]));
	const found = {
		lost: 0,
		stale: 0,
		dirty: 0
	};
	const newest = /* @__PURE__ */ new Map();
	const events = [...writes.map((operation) => ({
		at: operation.complete,
		operation
	})), ...reads.map((operation) => ({
		at: operation.invoke,
		operation
	}))].filter(({ operation }) => operation.type === "ok");
	for (const { operation } of events.sort((a, b) => a.at - b.at)) {
		const { f, key = "", value = 0 } = operation.input;
		const acknowledged = newest.get(key) ?? -1;
		const seen = f === "write" ? value : operation.output;
		const place = seen === null ? -1 : places.get(seen);
		if (f === "write") newest.set(key, Math.max(acknowledged, place ?? -1));
		if (place === void 0) found[f === "write" ? "lost" : "dirty"]++;
		else if (place < acknowledged && f === "read") found.stale++;
	}
	return found;
}
// scenarios/tables/replication-faults.ts
/** What goes wrong while replication modes are measured: a partition in every run, and crashes. */
const crashes = nemesis({
	crash: true,
	kill: true,
	restart: true
}, { kindProbability: .5 });
/**
* One partition of half a second to a second and a half, long enough for a fail-over: one node alone, whichever it is,
* or two against two. Besides that, crashes, kills and restarts, each in half of the runs.
*/
const partitionsAndCrashes = {
	name: "partitions-and-crashes",
	summary: "One long partition in every run, and crashes",
	draw(streams, world) {
		const random = streams("partitions-and-crashes");
		const shuffled = random.shuffle(world.nodes);
		const size = random.chance(.5) ? 1 : shuffled.length >> 1;
		return [{
			kind: "partition",
			atMs: random.int(200, 1400),
			durationMs: random.int(500, 1500),
			groups: [shuffled.slice(0, size), shuffled.slice(size)]
		}, ...crashes.draw(streams, world)].sort((a, b) => a.atMs - b.atMs);
	}
};
// scenarios/tables/replication-modes.ts
/**
* Replication modes, measured: how many backups confirm × fencing × who answers reads, under crashes and partitions. A
* seed draws the same faults and the same operations for each setting.
*
* The study notes have no table of replication modes. What they say is spread over the acknowledgements of a broker (all
* replicas, or only the leader), write-through and write-behind caches, active-passive fail-over, single-leader
* replication and the consistency models; each sentence is held against the settings it speaks of. Where they say that
* something may happen, it must have been seen to count as confirmed.
*/
/** Many clients that ask seldom: one that waits for an answer in vain hardly asks less often, so shares are fair. */
const load = {
	clients: 25,
	everyMs: 250
};
const modes = [
	"synchronous",
	"semi-synchronous",
	"asynchronous"
];
const ofWrites = ({ lost, acknowledged }) => `${lost} of ${acknowledged} acknowledged writes lost`;
const ofReads = ({ stale, dirty, reads }) => `of ${reads} reads ${stale} stale, ${dirty} of writes that were undone`;
const keepsAll = ({ lost }) => lost === 0;
const claims = {
	synchronous: [
		"all replicas confirm: of high consistency, nothing acknowledged is lost",
		keepsAll,
		ofWrites
	],
	"semi-synchronous": [
		"writes replicated to several nodes: data loss is prevented",
		keepsAll,
		ofWrites
	],
	asynchronous: [
		"only the leader confirms, the rest follows later: at the risk of data loss",
		({ lost }) => lost > 0,
		ofWrites
	],
	failOver: [
		"active and passive: simple, and data stays consistent",
		({ lost, dirty }) => lost === 0 && dirty === 0,
		(figures) => `${ofWrites(figures)}; ${ofReads(figures)}`
	],
	primary: [
		"one leader: consistency is easy to keep, what was written is read",
		({ stale, dirty }) => stale === 0 && dirty === 0,
		ofReads
	],
	backup: [
		"any replica may be read: what is read may be old",
		({ stale }) => stale > 0,
		ofReads
	]
};
const percent = (share) => `${(share * 100).toFixed(1)} %`;
const ms = (digits) => (value) => `${value.toFixed(digits)} ms`;
// scenarios/tables/index.ts
/** The tables that ship: trade-offs that textbooks claim, measured. */
const tables = [
	clustering,
	consistency,
	consumers,
	deliverySemantics,
	exchanges,
	lateAnswersTable,
	persistence,
	measureTable({
		name: "replication-modes",
		summary: "mode × fencing × reads: acknowledged writes lost, stale reads, latency and availability, under crashes and partitions",
		settings: combined({
			mode: modes,
			fencing: [true, false],
			reads: ["primary", "backup"]
		}),
		run: (setting, seed) => simulate(primaryBackup, {
			seed,
			params: {
				...setting,
				...load
			},
			faults: partitionsAndCrashes
		}),
		account: replicationAccount,
		claims: ({ mode, reads }) => [
			claims[mode],
			claims.failOver,
			claims[reads]
		],
		comparisons(rows) {
			const each = (reads, figure, text) => {
				const of = modes.map((mode) => {
					const row = rows.find(({ setting: is }) => is.fencing && is.mode === mode && is.reads === reads);
					return row === void 0 ? 0 : figure(row);
				});
				return {
					of,
					text: modes.map((mode, index) => `${mode} ${text(of[index] ?? 0)}`).join(", ")
				};
			};
			const p50 = each("primary", ({ p50Ms }) => p50Ms, ms(2));
			const p99 = each("primary", ({ p99Ms }) => p99Ms, ms(2));
			const pause = each("primary", ({ pauseMs }) => pauseMs, ms(0));
			const overall = each("primary", ({ writeAvailability }) => writeAvailability, percent);
			const cut = each("primary", ({ cutWriteAvailability }) => cutWriteAvailability, percent);
			const fromPrimary = each("primary", ({ cutReadAvailability }) => cutReadAvailability, percent);
			const fromBackups = each("backup", ({ cutReadAvailability }) => cutReadAvailability, percent);
			const falls = ([most, some, least]) => most > some && some > least;
			const duringCut = `writes acknowledged during a partition: ${cut.text}`;
			return [
				[
					"latency is highest with the strongest guarantee and lowest with the weakest",
					falls(p50.of),
					`p50 of writes: ${p50.text}`
				],
				[
					"and so it is for the slowest of them",
					falls(p99.of),
					`p99 of writes: ${p99.text}`
				],
				[
					"active and standby: a delay when the standby takes over",
					pause.of.every((pauseMs, index) => pauseMs > 10 * (p50.of[index] ?? 0)),
					`no write acknowledged in runs with a fail-over, median of the longest pauses: ${pause.text}`
				],
				[
					"availability is low when all replicas confirm and high when only the leader does",
					overall.of[0] < overall.of[2],
					`writes acknowledged: ${overall.text}`
				],
				[
					"of three nodes two must work: then the cluster goes on where all three would have to",
					cut.of[1] > cut.of[0],
					duringCut
				],
				[
					"consistency first: during a partition there are errors; availability first: there are answers",
					cut.of[0] < 1 && cut.of[2] > cut.of[1],
					duringCut
				],
				[
					"availability first: old data may be returned during a partition, instead of none",
					fromBackups.of.every((share, index) => share > (fromPrimary.of[index] ?? 0)),
					`reads answered during a partition: by the primary: ${fromPrimary.text}; by any replica: ${fromBackups.text}`
				]
			];
		},
		columns: [
			["mode", ({ setting }) => setting.mode.replace("chronous", "c")],
			["fenced", ({ setting }) => setting.fencing ? "yes" : "no"],
			["reads", ({ setting }) => setting.reads],
			["acked", ({ acknowledged }) => String(acknowledged)],
			["lost", ({ lost }) => String(lost)],
			["stale", ({ stale }) => String(stale)],
			["dirty", ({ dirty }) => String(dirty)],
			["cut w%", ({ cutWriteAvailability }) => (cutWriteAvailability * 100).toFixed(1)],
			["cut r%", ({ cutReadAvailability }) => (cutReadAvailability * 100).toFixed(1)],
			["pause ms", ({ pauseMs }) => pauseMs.toFixed(0)],
			["p50 ms", ({ p50Ms }) => p50Ms.toFixed(2)],
			["p99 ms", ({ p99Ms }) => p99Ms.toFixed(1)]
		]
	})
];
export { summing as a, scenarios as c, percentile as i, raftScenario as l, scenarios_exports as n, combined as o, tableText as r, measureTable as s, tables as t, amqpWorkQueue as u };

//# sourceMappingURL=scenarios.js.map