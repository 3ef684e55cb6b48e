import { Bt as shortenBoth, zt as shorten } from "../checkers/checkers.js";
import { a as MarkKind, i as Fate, o as Part, t as applyPatch } from "./patch.js";
// report/data/timeline.ts
/** A recording read row by row: events at absolute times, messages with their ways and ends, and whose doing what was. */
const MARKS = {
	[MarkKind.Note]: "note",
	[MarkKind.Log]: "log",
	[MarkKind.Effect]: "effect"
};
function timelineOf(recording) {
	const { lanes, kinds, texts, operations, faults } = recording;
	const { after, kind, lane, since, message, name, data } = recording.events;
	const text = (place) => place === void 0 || place < 0 ? void 0 : texts[place];
	const messages = messagesOf(recording, text);
	let atUs = 0;
	const events = after.map((delta, row) => {
		atUs += delta;
		const its = messages[message[row] ?? -1];
		const [timer, carried] = [text(name[row]), text(data[row])];
		const back = since[row] ?? 0;
		return {
			number: row + 1,
			atUs,
			kind: kinds[kind[row] ?? -1] ?? "?",
			lane: lane[row] ?? -1,
			cause: back === 0 ? 0 : row + 1 - back,
			...its?.heard === row + 1 ? { message: its } : {},
			...timer === void 0 ? {} : { timer },
			...carried === void 0 ? {} : { data: carried }
		};
	});
	const sent = grouped(messages, (its) => its.sent);
	const marks = grouped(marksOf(recording, text), (its) => its.event);
	return {
		lanes,
		events,
		messages,
		operations,
		faults,
		statuses: spansOf(recording),
		endUs: atUs,
		atUs: (event) => events[event - 1]?.atUs ?? 0,
		sentDuring: (event) => sent.get(event) ?? [],
		marksOf: (event) => marks.get(event) ?? []
	};
}
function messagesOf({ kinds, events, messages: table }, text) {
	const heard = /* @__PURE__ */ new Map();
	for (const [row, message] of events.message.entries()) if (message >= 0) heard.set(message, row + 1);
	return table.kind.map((kind, id) => {
		const fate = table.fate[id] ?? 0;
		const at = (fate & (Fate.Lost | Fate.Unheard)) !== 0 ? 0 : heard.get(id) ?? 0;
		const why = text(table.why[id]) ?? ((fate & Fate.Unheard) === 0 ? "the run was over" : "nobody there");
		const data = text(table.data[id]);
		return {
			id,
			kind: kinds[kind] ?? "?",
			from: table.from[id] ?? -1,
			to: table.to[id] ?? -1,
			sent: table.sent[id] ?? 0,
			heard: at,
			...at === 0 ? { unheard: why } : {},
			marks: [
				...(fate & Fate.Copy) === 0 ? [] : ["copy"],
				...(fate & Fate.Delayed) === 0 ? [] : ["delayed"],
				...(fate & Fate.Damaged) === 0 ? [] : ["damaged"]
			],
			...data === void 0 ? {} : { data }
		};
	});
}
function marksOf({ marks }, text) {
	return marks.event.map((event, row) => {
		const data = text(marks.data[row]);
		return {
			event,
			lane: marks.lane[row] ?? -1,
			is: MARKS[marks.is[row] ?? 0],
			text: text(marks.text[row]) ?? "",
			...data === void 0 ? {} : { data }
		};
	});
}
function spansOf({ statuses, lanes }) {
	const spans = [];
	for (const lane of lanes.keys()) {
		let open;
		for (const [row, event] of statuses.event.entries()) {
			if (statuses.lane[row] !== lane) continue;
			const status = statuses.status[row] ?? "";
			if (open !== void 0) spans.push({
				lane,
				...open,
				end: event
			});
			open = status === "up" ? void 0 : {
				status,
				begin: event
			};
		}
		if (open !== void 0) spans.push({
			lane,
			...open,
			end: 0
		});
	}
	return spans;
}
function grouped(items, keyOf) {
	const groups = /* @__PURE__ */ new Map();
	for (const item of items) {
		const group = groups.get(keyOf(item));
		if (group === void 0) groups.set(keyOf(item), [item]);
		else group.push(item);
	}
	return groups;
}
// report/story/relevance.ts
/** What a step goes over: a line that is like few others, one that is like many, or nothing worth a line. */
const Step = {
	Rare: 8,
	Common: 3,
	Silent: .02
};
/** A line like so many others is common. */
const COMMON = 12;
/**
* @param ends events at which the failure shows
* @returns by number of the event; Infinity: it cannot have led there
*/
function distances({ events }, ends, costOf) {
	const distance = new Array(events.length + 1).fill(Infinity);
	const before = earlierAtSameLane(events);
	for (const end of ends) distance[end] = 0;
	for (let event = events.length; event > 0; event--) {
		const own = distance[event];
		if (own === Infinity) continue;
		const { message, cause } = events[event - 1];
		const next = own + costOf(event);
		for (const earlier of [before[event], message?.sent ?? cause]) if (earlier > 0 && next < distance[earlier]) distance[earlier] = next;
	}
	return distance;
}
/** By number, the event before it at the same node or client; 0: there is none, or it is the world's. */
function earlierAtSameLane(events) {
	const latest = /* @__PURE__ */ new Map();
	const before = [0];
	for (const { number, lane } of events) {
		before.push(lane < 0 ? 0 : latest.get(lane) ?? 0);
		latest.set(lane, number);
	}
	return before;
}
/** How many lines are like it in what is rarest about it. */
function rarity(moments) {
	const counts = /* @__PURE__ */ new Map();
	for (const { features } of moments) for (const feature of new Set(features)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
	return ({ features }) => Math.min(...features.map((feature) => counts.get(feature) ?? 1), moments.length);
}
function stepCosts(moments, alike) {
	const costs = /* @__PURE__ */ new Map();
	for (const moment of moments) {
		const cost = alike(moment) < COMMON ? Step.Rare : Step.Common;
		costs.set(moment.event, Math.max(costs.get(moment.event) ?? 0, cost));
	}
	return (event) => costs.get(event) ?? Step.Silent;
}
// report/story/choose.ts
/** Lines that speak of what the failure is about are never farther than this, and nearer by more. */
const SPEAKS_FROM = 60;
const SPEAKS = 90;
/** What the start of every run costs, the end of a fault, a message that came again, … */
const OPENING = 40;
const OVER = 12;
const AGAIN = 60;
/** … and what a node tells itself. */
const TO_ITSELF = 16;
/** Being like many others costs: so many alike, so much. */
const ALIKE = [
	[6, 0],
	[20, 8],
	[60, 20],
	[Infinity, 36]
];
/** What is farther than this has next to nothing to do with the failure; … */
const TOO_FAR = 70;
/** … or than this, where so many lines speak of what it is about. */
const FAR_ASIDE = 20;
const MANY_SPEAK = 3;
/** A message like so many others, such as a heartbeat, that changed nothing is part of the hum; so is one to oneself. */
const HUM = 20;
/** The lines worth a place, without the hum. */
function withoutHum(moments, failure) {
	const alike = rarity(moments);
	return moments.filter((moment) => {
		const { message, changed } = moment;
		if (message === void 0 || changed !== void 0) return true;
		return message.from !== message.to && (alike(moment) <= HUM || failure?.speaks(moment.raw()) === true);
	});
}
/**
* The lines from the most to the least telling. Lines that have nothing to do with the failure are not among them.
* @param failure undefined: nothing failed; then faults and operations are what there is to tell
*/
function ranked(timeline, moments, failure) {
	if (failure === void 0) return moments.filter(({ is }) => is !== "message" && is !== "step");
	const scoreOf = scorer(timeline, moments, failure);
	const all = moments.map((moment) => ({
		moment,
		score: scoreOf(moment)
	}));
	const limit = all.filter(({ score }) => score < 0 && score > -Infinity).length >= MANY_SPEAK ? FAR_ASIDE : TOO_FAR;
	return all.filter(({ score }) => score <= limit).toReversed().sort((a, b) => a.score === b.score ? 0 : a.score - b.score).map(({ moment }) => moment);
}
/** How little it tells; -Infinity: it is always told. */
function scorer(timeline, moments, failure) {
	const alike = rarity(moments);
	const distance = distances(timeline, failure.isMissing ? [...failure.ends, ...lastSpoken(moments, failure)] : failure.ends, stepCosts(moments, alike));
	const shows = new Set(failure.operations);
	const begins = moments.filter(({ fault, event }) => fault?.edge === "begin" && event <= failure.last);
	const faults = new Set(begins.slice(-5).map(({ fault }) => fault?.number));
	const lastOfItsLike = new Map(moments.map((moment) => [likeOf(moment), moment]));
	return (moment) => {
		const { event, operation, fault } = moment;
		if (event > failure.last) return Infinity;
		if (operation !== void 0 && shows.has(operation)) return -Infinity;
		if (fault !== void 0) {
			if (fault.edge === "heal") return OVER;
			if (!faults.has(fault.number) || fault.edge === "flap") return Infinity;
			return fault.edge === "begin" ? -Infinity : OVER;
		}
		const far = distance[event];
		const count = alike(moment);
		const isToItself = moment.message !== void 0 && moment.message.from === moment.message.to;
		const cost = (ALIKE.find(([most]) => count <= most)?.[1] ?? 0) + (moment.isOpening === true ? OPENING : 0) + (isToItself ? TO_ITSELF : 0);
		if (!failure.speaks(moment.raw())) return far + cost;
		const like = likeOf(moment);
		const again = like !== void 0 && lastOfItsLike.get(like) !== moment ? AGAIN : 0;
		return Math.min(far, SPEAKS_FROM) + cost + again - SPEAKS;
	};
}
/** Where what is missing was seen last. */
function lastSpoken(moments, failure) {
	const last = moments.findLast((moment) => failure.speaks(moment.raw()));
	return last === void 0 ? [] : [last.event];
}
/** Equal for messages that hold the same, go the same way and change nothing. */
const likeOf = ({ message, changed }) => message === void 0 || changed !== void 0 ? void 0 : `${message.like} ${message.to}`;
// report/data/stream-text.ts
/** What a segment of a stream carries, as text where it is text. */
const LENGTH = 240;
/** Bytes as text, line ends shown as blanks; how many, where they are no text; undefined where there are none. */
function textOfBytes(data) {
	const { bytes } = data?.bytes ?? data ?? {};
	if (!Array.isArray(bytes)) return void 0;
	const text = String.fromCharCode(...bytes.slice(0, LENGTH));
	return /^[\x20-\x7e\r\n\t]+$/.test(text) ? text.replace(/\s+/g, " ").trim() : `${bytes.length} bytes`;
}
// report/data/words.ts
/** A value in few words; nothing is said of empty lists. */
function wordsOf(value) {
	if (typeof value === "string") return value === "" ? "\"\"" : value;
	return stepWords(value) ?? JSON.stringify(value) ?? "";
}
/** JSON with the quotes around plain words left out: `{f:write,key:a}`. */
function unquoted(json) {
	return json.replace(/"((?:[^"\\]|\\.)*)"(:?)/g, (quoted, text, colon) => /^[\w .+>-]+$/.test(text) && !/^\s|\s$/.test(text) ? `${text}${colon}` : quoted);
}
/** The field that says what a message is, where that is a word or two. */
function namingField(message) {
	return [
		"f",
		"kind",
		"type",
		"op"
	].find((field) => {
		const name = message[field];
		return typeof name === "string" && name !== "" && name.length <= 40;
	});
}
/**
* Steps of a transaction, `{ f, key, … }` or `[f, key, …]`, read like operations.
* @returns undefined for anything else than a list of steps
*/
function stepWords(value) {
	return stepsOf$1(value)?.map((step) => step.map(wordsOf).filter((word) => word !== "").join(" ")).join("; ");
}
/** Each step as the list of its words. */
function stepsOf$1(value) {
	if (!Array.isArray(value)) return void 0;
	const steps = value.map((step) => {
		if (Array.isArray(step)) return typeof step[0] === "string" ? step.filter((part) => part !== null) : void 0;
		if (typeof step !== "object" || step === null || typeof step["f"] !== "string") return void 0;
		const { f, ...rest } = step;
		return [f, ...Object.values(rest)];
	});
	return steps.every((step) => step !== void 0) ? steps : void 0;
}
// report/story/words.ts
/** Values, messages and changes of states in plain words, for the lines of a story. */
/** A value in a story; what is longer is cut so that it stays readable. */
const VALUE_LENGTH = 60;
const PAYLOAD_LENGTH = 80;
/** A value as people write it: quotes around plain words are left out. `undefined`: none. */
function valueWords(value, limit = VALUE_LENGTH, keeps) {
	return shorten(bare(value), limit, { keeps });
}
function bare(value) {
	if (value === void 0 || value === null) return "none";
	if (typeof value === "string") return value === "" ? "\"\"" : value;
	return unquoted(JSON.stringify(value) ?? String(value));
}
/** `role follower → leader`, `log gains {term: 2}`: what changed at one place in the state of a node. */
function stepWordsOf({ path, before, after }, keeps) {
	const place = pathWords(path);
	if (Array.isArray(before) && Array.isArray(after)) return `${place} ${listWords(before, after, keeps)}`;
	const [old, now] = isNested(before) && isNested(after) ? shortenBoth(bare(before), bare(after), VALUE_LENGTH) : [before, after].map((value) => valueWords(value, VALUE_LENGTH, keeps));
	const [was, is] = old === now ? shortenBoth(exact(before), exact(after), VALUE_LENGTH) : [old, now];
	return `${place === "" ? "state" : place} ${was} → ${is}`;
}
const exact = (value) => value === void 0 ? "none" : JSON.stringify(value);
const isNested = (value) => typeof value === "object" && value !== null;
function listWords(before, after, keeps) {
	const [gone, come] = [missingFrom(after, before), missingFrom(before, after)];
	const told = (items) => items.length === 1 ? valueWords(items[0], VALUE_LENGTH, keeps) : valueWords(items, VALUE_LENGTH, keeps);
	const parts = [...come.length > 0 ? [`gains ${told(come)}`] : [], ...gone.length > 0 ? [after.length === 0 ? `loses all: ${told(gone)}` : `loses ${told(gone)}`] : []];
	return parts.length === 0 ? "is in another order" : parts.join(" and ");
}
/** All that is new or gone there, whole. */
function stepRaw({ before, after }) {
	const [gone, come] = Array.isArray(before) && Array.isArray(after) ? [missingFrom(after, before), missingFrom(before, after)] : [before, after];
	return `${JSON.stringify(gone) ?? ""} ${JSON.stringify(come) ?? ""}`;
}
/** Those of `items` that `others` has not, as often. */
function missingFrom(others, items) {
	const shorter = Math.min(others.length, items.length);
	let from = 0;
	while (from < shorter && others[from] === items[from]) from++;
	let behind = 0;
	while (behind < shorter - from && others.at(-1 - behind) === items.at(-1 - behind)) behind++;
	return missingAmong(others.slice(from, others.length - behind), items.slice(from, items.length - behind));
}
function missingAmong(others, items) {
	const left = /* @__PURE__ */ new Map();
	for (const other of others) left.set(JSON.stringify(other), (left.get(JSON.stringify(other)) ?? 0) + 1);
	return items.filter((item) => {
		const text = JSON.stringify(item);
		const count = left.get(text) ?? 0;
		left.set(text, count - 1);
		return count <= 0;
	});
}
/** `book.granted.n2.open`, `log[3].term`. */
function pathWords(path) {
	return path.map((name, index) => typeof name === "number" ? `[${name}]` : index === 0 ? name : `.${name}`).join("");
}
/** Like {@link pathWords}, but alike for all items and for all names that are numbered. */
function pathFeature(path) {
	return path.map((name) => typeof name === "number" ? "#" : name.replace(/\d+/g, "#")).join(".");
}
/** A whole state: what of it is short. */
function wholeWords(state, keeps) {
	return typeof state === "object" && state !== null && !Array.isArray(state) ? shorten(Object.entries(state).map(([name, value]) => `${name} ${bare(value)}`).join(", "), PAYLOAD_LENGTH, { keeps }) : valueWords(state, VALUE_LENGTH, keeps);
}
/** The name of what a payload is: `append`, `vote`; undefined where it has none. */
function payloadName(payload) {
	if (typeof payload === "string") return payload.length <= 40 ? payload : void 0;
	if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return void 0;
	const field = namingField(payload);
	return field === void 0 ? void 0 : payload[field];
}
/** `grant id=1 amount=6`: the name of a message first, then its fields. */
function payloadWords(payload, keeps) {
	if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return valueWords(payload, PAYLOAD_LENGTH, keeps);
	const name = payloadName(payload);
	if (name === void 0) return valueWords(payload, PAYLOAD_LENGTH, keeps);
	const fields = Object.entries(payload).filter(([, value]) => value !== name && value !== void 0);
	return shorten([name, ...fields.map(([field, value]) => `${field}=${bare(value)}`)].join(" "), PAYLOAD_LENGTH, { keeps });
}
/** `write a 3`: the function and its arguments, names left out where values say enough. */
function requestWords(input) {
	if (typeof input !== "object" || input === null) return valueWords(input, PAYLOAD_LENGTH);
	const { f, ...rest } = input;
	return [String(f), ...Object.entries(rest).map(([name, value]) => argument(name, value))].filter((word) => word !== "").join(" ");
}
function argument(name, value) {
	const steps = stepWords(value);
	if (steps !== void 0) return shorten(steps, PAYLOAD_LENGTH);
	const text = shorten(typeof value === "string" ? value : JSON.stringify(value) ?? "", VALUE_LENGTH);
	return name === "key" || name === "value" ? text : `${name}=${text}`;
}
// report/story/stream-words.ts
/** Segments of streams in a story: which stream, and what it carries; numbers that only the engine needs are left out. */
const TEXT_LENGTH = 60;
/** @param segment as it stands in the recording */
function streamWords(segment, keeps) {
	const { stream, kind, data } = segment;
	const head = `stream ${String(stream)}`;
	if (kind !== "data") return `${head}: ${kind === "ack" ? "acknowledged" : String(kind)}`;
	const text = textOfBytes(data);
	return `${head}: ${text === void 0 ? payloadWords(data, keeps) : shorten(text, TEXT_LENGTH)}`;
}
// report/story/event-lines.ts
/** What of the plan begins or is over, in its own words. */
function* faultMoments({ timeline, changes }, { number: event }) {
	for (const { is, lane, text: edge, data } of timeline.marksOf(event)) {
		if (is !== "note" || lane >= 0) continue;
		const line = {
			event,
			is: "fault",
			raw: () => "",
			features: []
		};
		if (edge === "heal-all") yield {
			...line,
			tell: () => "everything is healed",
			fault: {
				number: -1,
				edge: "heal"
			}
		};
		if (!edge.startsWith("fault-")) continue;
		const { what = "", fault: number = -1 } = parsed(data);
		const over = () => `over: ${what}`;
		if (edge === "fault-begin") yield {
			...line,
			tell: () => `${what}${changes.lostFromDisks(event)}`,
			fault: {
				number,
				edge: "begin"
			}
		};
		else if (edge !== "fault-end") yield {
			...line,
			tell: edge === "fault-flap-on" ? () => what : over,
			fault: {
				number,
				edge: "flap"
			}
		};
		else if (!/^(crash|kill|restart|wipe) /.test(what)) yield {
			...line,
			tell: over,
			fault: {
				number,
				edge: "end"
			}
		};
	}
}
/** A message that a node hears; a timer, a sync or a start, with what it changed there. */
function* happening(scene, { number: event, kind, lane, message, timer }) {
	const { timeline, changes, nameOf, isClient } = scene;
	if (lane < 0 || isClient(lane)) return;
	const changed = changes.of(event);
	const node = nameOf(lane);
	const step = (feature, tell) => ({
		event,
		is: "step",
		tell,
		raw: () => changed.raw(),
		features: [...changed.features, feature],
		...changed.isNothing ? {} : { changed }
	});
	const after = (head) => () => changed.isNothing ? head : `${head}; ${changed.words()}`;
	if (message !== void 0) {
		if (isClient(message.from) && changed.isNothing) return;
		const words = messageWords(scene, message);
		yield {
			...step(featureOf(message), () => after(messageLine(words))()),
			is: "message",
			message: words,
			raw: () => `${message.data ?? ""} ${changed.raw()}`
		};
	} else if (kind === "start") {
		const note = timeline.marksOf(event).find((mark) => mark.lane === lane && mark.text === "started");
		const { incarnation = 1 } = parsed(note?.data);
		const isOpening = incarnation === 1;
		const head = `${node} starts${isOpening ? "" : " again"}`;
		yield {
			...step("start", () => [head, changed.words(lane)].filter((words) => words !== "").join(": ")),
			isOpening
		};
	} else if (kind === "call-timeout") {
		if (!isPausedAt(scene.timeline, lane, event)) yield step("call-timeout", after(`${node} stops waiting for an answer`));
	} else if (!changed.isNothing) {
		const why = timer === void 0 ? "" : `  (timer ${timer})`;
		yield step(`${kind} ${timer ?? ""}`, () => `${changed.words()}${why}`);
	}
}
/** What nodes say, and what the engine notes about them. */
function* said({ timeline, nameOf, keeps }, { number: event }) {
	for (const { lane, is, text, data } of timeline.marksOf(event)) {
		if (lane < 0) continue;
		const node = nameOf(lane);
		const note = NOTES[text];
		const line = {
			event,
			raw: () => `${text} ${data ?? ""}`
		};
		if (is === "log") {
			const tell = () => `${node} says: ${text}${data === void 0 ? "" : ` ${payloadWords(parsed(data), keeps)}`}`;
			yield {
				...line,
				is: "log",
				tell,
				features: [`log ${text.replace(/\d+/g, "#")}`]
			};
		} else if (is === "note" && note !== void 0) {
			const tell = () => `${node}: ${note}${data === void 0 ? "" : `: ${valueWords(parsed(data))}`}`;
			yield {
				...line,
				is: "step",
				tell,
				features: [`note ${text}`]
			};
		}
	}
}
/** What left and was not received. */
function* lostMessages(scene, { number: event }) {
	for (const message of scene.timeline.sentDuring(event)) {
		const { heard, unheard = "", data = "" } = message;
		if (heard > 0 || unheard === "the run was over") continue;
		const words = messageWords(scene, message);
		yield {
			event,
			is: "message",
			message: words,
			raw: () => data,
			tell: () => messageLine(words),
			features: [`lost ${featureOf(message)} ${unheard}`]
		};
	}
}
const isPausedAt = ({ statuses }, lane, event) => statuses.some((its) => its.lane === lane && its.status === "paused" && its.begin < event && (its.end === 0 || event < its.end));
/** `n1 → n2, n3: append`. */
const messageLine = ({ from, to, what }) => `${from} → ${to}: ${what()}`;
function messageWords({ timeline, nameOf, keeps }, message) {
	const { kind, from, to, marks, data, unheard, heard, sent } = message;
	return {
		from: nameOf(from),
		to: nameOf(to),
		like: JSON.stringify([
			from,
			kind,
			data,
			unheard,
			marks
		]),
		what() {
			const noun = NOUNS[kind];
			const what = data === void 0 ? noun ?? kind : kind === "segment" ? streamWords(parsed(data), keeps) : `${noun === void 0 ? "" : `${noun} `}${payloadWords(parsed(data), keeps)}`;
			const underWayMs = (timeline.atUs(heard) - timeline.atUs(sent)) / 1e3;
			const fate = [
				...marks.includes("copy") ? ["a second copy"] : [],
				...marks.includes("damaged") ? ["damaged"] : [],
				...marks.includes("delayed") && heard > 0 ? [`${underWayMs.toFixed(1)} ms under way`] : [],
				...unheard === void 0 ? [] : [`not received: ${LOSSES[unheard] ?? unheard}`]
			];
			return `${what}${fate.length === 0 ? "" : `  (${fate.join(", ")})`}`;
		}
	};
}
/** What nodes note about themselves, in words. */
const NOTES = {
	"sync-failed": "a sync fails",
	rotted: "a bit on its disk rots",
	upgraded: "is upgraded",
	terminating: "is told to end (SIGTERM)",
	overdue: "has not ended in time, and is killed",
	exit: "its process exits",
	uncaught: "its process fails",
	"segment-damaged": "a part of a stream is damaged"
};
/** Why a message was not received. */
const LOSSES = {
	cut: "the link is cut",
	loss: "lost by chance",
	plan: "lost as planned",
	"nobody there": "nobody is there"
};
const NOUNS = {
	answer: "answer",
	refusal: "refusal",
	segment: "stream"
};
const featureOf = ({ kind, data, marks }) => `${kind} ${nameIn(data)} ${marks.join()}`;
/** The same payload goes many ways. */
const names = /* @__PURE__ */ new Map();
function nameIn(data) {
	if (data === void 0) return "";
	let name = names.get(data);
	if (name === void 0) {
		if (names.size > 1e4) names.clear();
		names.set(data, name = payloadName(JSON.parse(data)) ?? "");
	}
	return name;
}
const parsed = (json) => json === void 0 ? {} : JSON.parse(json);
// report/story/correlation.ts
/** Kinds that go on with what they were scheduled by, however long that takes. */
const CARRIERS = /* @__PURE__ */ new Set([
	"message",
	"call",
	"request",
	"answer",
	"refusal",
	"segment",
	"sync",
	"turn"
]);
/** What a client or the world does of its own accord belongs to no operation before it. */
const FRESH = /* @__PURE__ */ new Set([
	"client-next",
	"start",
	"membership",
	"fault",
	"heal",
	"end"
]);
/** Place of the operation that each event belongs to, by number of the event; -1: none. */
function correlation(timeline) {
	const { events, operations } = timeline;
	const invoked = /* @__PURE__ */ new Map();
	for (const [place, { invoked: event, completed }] of operations.entries()) if (event !== completed) invoked.set(event, place);
	const owners = [-1];
	for (const event of events) owners.push(invoked.get(event.number) ?? inherited(event));
	return owners;
	function inherited({ kind, cause, number }) {
		const owner = FRESH.has(kind) ? -1 : owners[cause] ?? -1;
		if (owner < 0 || CARRIERS.has(kind)) return owner;
		const completed = operations[owner]?.completed ?? 0;
		return completed === 0 || number <= completed ? owner : -1;
	}
}
// report/story/failure-point.ts
/** A failure that is about more values than this is about none in particular. */
const MOST_VALUES = 40;
/** @returns undefined where no check failed */
function failurePointOf(timeline, checks) {
	const failed = checks.find(({ verdict }) => verdict === "invalid");
	if (failed === void 0) return void 0;
	const [anomaly] = failed.anomalies;
	const event = anomaly?.event;
	const isMissing = event === void 0 && anomaly?.kind === "lost";
	const named = anomaly?.operations ?? [];
	const operations = (named.length > 0 ? named : failed.core).slice(-12);
	const message = `${failed.reason} ${anomaly?.message ?? ""}`;
	const until = event ?? timeline.events.length;
	const ends = [...operations.flatMap((place) => eventsOf(timeline, place)), ...event === void 0 && operations.length > 0 ? [] : [until, ...lastEventsOf(timeline, message, until)]];
	return {
		check: failed.name,
		reason: failed.reason,
		event,
		operations,
		ends,
		last: isMissing ? timeline.events.length : Math.max(...ends, 1),
		isMissing,
		speaks: speakerOf(timeline, operations, anomaly?.subject?.value, message.replace(/[\d.]+ ms\b/g, ""))
	};
}
/** Where it begins and ends; of one that came to nothing, all that was done for it. */
function eventsOf(timeline, place) {
	const { invoked = 0, completed = 0, type } = timeline.operations[place] ?? {};
	const own = [completed === 0 ? invoked : completed];
	if (type === "ok") return own;
	const owners = correlation(timeline);
	return [...own, ...timeline.events.flatMap(({ number }) => owners[number] === place ? [number] : [])];
}
/** Of each node that the sentence names, the last thing that happened to it by then. */
function lastEventsOf({ lanes, events }, sentence, until) {
	return [...lanes.entries()].flatMap(([lane, { name, is }]) => {
		if (is !== "node" || !hasWord(sentence, name)) return [];
		const last = events.findLast((event) => event.lane === lane && event.number <= until);
		return last === void 0 ? [] : [last.number];
	});
}
function speakerOf(timeline, places, subject, sentence) {
	const operations = places.flatMap((place) => timeline.operations[place] ?? []);
	const names = new Set(timeline.lanes.map(({ name }) => name));
	const functions = new Set(operations.map(({ f }) => f));
	const different = differences(operations);
	const said = operations.flatMap(({ input, output }) => [...valuesIn(input), ...valuesIn(output)]).filter((value) => value.length > 0 && hasWord(sentence, value));
	const telling = [.../* @__PURE__ */ new Set([...valuesIn(subject), ...different.length > 0 ? different : said])].filter((value) => value.length > 0 && value.length < 200 && !names.has(value) && !functions.has(value));
	if (telling.length === 0 || telling.length > MOST_VALUES) return () => false;
	const pattern = new RegExp(`(?<![\\w.-])(?:${telling.map(escaped).join("|")})(?![\\w.-])`);
	return (text) => pattern.test(text);
}
/** What one answer holds and another of the same question does not, or holds elsewhere. */
function differences(operations) {
	const answers = /* @__PURE__ */ new Map();
	for (const { output, input, f } of operations) {
		const text = output ?? (f === "state" ? input : void 0);
		if (text !== void 0) answers.set(f, [...answers.get(f) ?? [], leavesOf(text)]);
	}
	return [...answers.values()].flatMap((alike) => alike.flatMap((leaves) => [...leaves].flatMap(([place, value]) => alike.every((other) => other.has(place)) ? [] : [value])));
}
/** Words and numbers in a JSON text. */
const valuesIn = (json) => json === void 0 ? [] : [...leavesOf(json).values()];
/** The same by place and value; all items of a list are at one place. */
function leavesOf(json) {
	const found = /* @__PURE__ */ new Map();
	const visit = (value, place) => {
		if (typeof value === "string" || typeof value === "number") found.set(`${place}=${value}`, String(value));
		else if (Array.isArray(value)) for (const item of value) visit(item, `${place}#`);
		else if (typeof value === "object" && value !== null) for (const [name, item] of Object.entries(value)) visit(item, `${place}.${name}`);
	};
	visit(JSON.parse(json), "");
	return found;
}
const hasWord = (text, word) => new RegExp(`(?<![\\w.-])${escaped(word)}(?![\\w-]|\\.\\d)`).test(text);
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
// report/story/state-changes.ts
/** What changed in the state of each node, event by event: read from the patches of a recording. */
/** More changes than this are not read one by one: nobody waits for a story that long. */
const MOST_CHANGES = 2e5;
/** The changes of each event, by its number. */
function changesOf({ changes, texts }) {
	const byEvent = /* @__PURE__ */ new Map();
	if (changes.event.length > MOST_CHANGES) return byEvent;
	const values = /* @__PURE__ */ new Map();
	for (const [row, event] of changes.event.entries()) {
		const [lane, part] = [changes.lane[row] ?? -1, changes.part[row] ?? Part.Memory];
		const place = `${lane} ${part}`;
		const patch = JSON.parse(texts[changes.patch[row] ?? -1] ?? "[]");
		const before = values.get(place);
		const after = applyPatch(before, patch);
		values.set(place, after);
		const change = {
			lane,
			part,
			steps: stepsOf(before, after, patch)
		};
		const others = byEvent.get(event);
		if (others === void 0) byEvent.set(event, [change]);
		else others.push(change);
	}
	return byEvent;
}
/** So many items of a list that change at once are the list that changes. */
const MANY_ITEMS = 3;
/** A list that changes is one place, whichever of its items are moved about; a few items that change are not. */
function stepsOf(before, after, patch) {
	const changedIn = /* @__PURE__ */ new Map();
	for (const [path] of patch) for (const [depth, name] of path.entries()) {
		if (typeof name !== "number") continue;
		const list = JSON.stringify(path.slice(0, depth));
		changedIn.set(list, (changedIn.get(list) ?? /* @__PURE__ */ new Set()).add(name));
	}
	const isMany = (list) => (changedIn.get(JSON.stringify(list))?.size ?? 0) >= MANY_ITEMS;
	const paths = /* @__PURE__ */ new Map();
	for (const [path] of patch) {
		const place = placeOf(before, after, path, isMany);
		paths.set(JSON.stringify(place), place);
	}
	return [...paths.values()].map((path) => ({
		path,
		before: at(before, path),
		after: at(after, path)
	}));
}
function placeOf(before, after, path, isMany) {
	let [old, now] = [before, after];
	for (const [depth, name] of path.entries()) {
		const list = path.slice(0, depth);
		if (Array.isArray(old) && Array.isArray(now) && (old.length !== now.length || isMany(list))) return list;
		[old, now] = [inside(old, name), inside(now, name)];
		if (old === void 0 || now === void 0) return path.slice(0, depth + 1);
	}
	return path;
}
const at = (value, path) => path.reduce(inside, value);
function inside(value, name) {
	if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return void 0;
	return value[name];
}
// report/story/change-words.ts
/** What events changed in the states of nodes, in words: `n2: role follower → leader, term 3 → 4`. */
/** Changes told of one event; the others are counted. */
const MOST_STEPS = 3;
var ChangeWords = class {
	nameOf;
	keeps;
	changes;
	/** Nodes whose memory is seen; of the others what is on their disks is all there is to see. */
	withMemory;
	/** How often each place changed. */
	often = /* @__PURE__ */ new Map();
	constructor(recording, nameOf, keeps) {
		this.nameOf = nameOf;
		this.keeps = keeps;
		this.changes = changesOf(recording);
		const { lane, part } = recording.changes;
		this.withMemory = new Set(lane.filter((_lane, row) => part[row] === Part.Memory));
		for (const { steps } of [...this.changes.values()].flat()) for (const { path } of steps) this.often.set(pathFeature(path), this.oftenAt(path) + 1);
	}
	of(event) {
		const seen = (this.changes.get(event) ?? []).filter((change) => this.isSeen(change));
		return {
			isNothing: seen.length === 0,
			words: (known) => seen.map((change) => change.lane === known ? this.told(change.steps) : `${this.whose(change)}: ${this.told(change.steps)}`).join("; "),
			raw: () => seen.flatMap(({ steps }) => steps.map(stepRaw)).join(" "),
			features: seen.flatMap(({ steps }) => steps.map(({ path }) => `change ${pathFeature(path)}`))
		};
	}
	whose({ lane, part }) {
		return part === Part.Durable ? `${this.nameOf(lane)}'s disk` : this.nameOf(lane);
	}
	/** What nodes no longer find on their disks after a power cut. */
	lostFromDisks(event) {
		const changes = (this.changes.get(event) ?? []).filter(({ part }) => part === Part.Cache);
		return [...new Map(changes.map((change) => [change.lane, change])).values()].map(({ lane, steps }) => {
			const disk = `; the disk of ${this.nameOf(lane)}`;
			const [first] = steps;
			return first?.path.length === 0 && first.after === void 0 ? `${disk} loses ${wholeWords(first.before, this.keeps)}` : `${disk}: ${this.told(steps)}`;
		}).join("");
	}
	/** Copies on disk of what is seen in memory say nothing more, and a state that is gone was told by why it went. */
	isSeen({ lane, part, steps }) {
		if (part === Part.Cache || part === Part.Durable && this.withMemory.has(lane)) return false;
		return !steps.some(({ path, after }) => path.length === 0 && after === void 0);
	}
	/** What changes seldom says most, and comes first. */
	told(steps) {
		const [first] = steps;
		if (first?.path.length === 0) return wholeWords(first.after, this.keeps);
		const ranked = [...steps].sort((a, b) => this.oftenAt(a.path) - this.oftenAt(b.path));
		const more = ranked.length - MOST_STEPS;
		const words = ranked.slice(0, MOST_STEPS).map((step) => stepWordsOf(step, this.keeps)).join(", ");
		return more > 0 ? `${words}, and ${more} more` : words;
	}
	oftenAt(path) {
		return this.often.get(pathFeature(path)) ?? 0;
	}
};
// report/story/operation-lines.ts
/** Lines about operations: what a client asked whom, and what it was told by whom. */
const ANSWER_LENGTH$1 = 100;
function ask({ timeline, nameOf }, place) {
	const { process, invoked, completed, lane, f, input, output } = operationAt(timeline, place);
	const asked = () => requestWords(JSON.parse(input));
	const line = {
		event: invoked,
		operation: place,
		raw: () => `${input} ${output ?? ""}`
	};
	const features = [`operation ${f}`];
	if (invoked === completed) return {
		...line,
		is: "report",
		features,
		tell: () => `${process}: ${asked()}`
	};
	const request = timeline.sentDuring(invoked).find(({ from, kind }) => from === lane && kind === "request");
	const whom = request === void 0 ? "" : ` ${nameOf(request.to)}`;
	return {
		...line,
		is: "ask",
		client: nameOf(lane),
		features,
		tell: () => `${process} asks${whom}: ${asked()}`
	};
}
function answer({ timeline, nameOf, keeps }, place) {
	const operation = operationAt(timeline, place);
	const { completed, f, type, input, output } = operation;
	const message = timeline.events[completed - 1]?.message;
	return {
		event: completed,
		is: "answer",
		operation: place,
		features: [`${type} ${f}`],
		raw: () => `${input} ${output ?? ""}`,
		tell: () => answerWords(operation, message && nameOf(message.from), shortAnswer(operation.output, keeps))
	};
}
/**
* `n2 answers c4: 17  (read x)`.
* @param by who answered, where somebody did
* @param output what it answered, short enough for a line
*/
function answerWords(operation, by, output) {
	const { process, type, input, error } = operation;
	const asked = `  (${requestWords(JSON.parse(input))})`;
	const what = output ?? "ok";
	const why = error === void 0 ? "" : `: ${error}`;
	if (type === "info") return `${process} gets no answer${why}${asked}`;
	if (by === void 0) return `${process} ${type === "ok" ? `gets ${what}` : `is refused${why}`}${asked}`;
	return type === "ok" ? `${by} answers ${process}: ${what}${asked}` : `${by} refuses ${process}${why}${asked}`;
}
const shortAnswer = (output, keeps) => output === void 0 ? void 0 : shorten(output, ANSWER_LENGTH$1, { keeps });
const operationAt = ({ operations }, place) => operations[place];
// report/story/moments.ts
/**
* In the order in which they happened.
* @param keeps what of long lists is told first
*/
function momentsOf(recording, timeline, keeps) {
	const { lanes, operations } = timeline;
	const nameOf = (lane) => lanes[lane]?.name ?? "the world";
	const scene = {
		timeline,
		changes: new ChangeWords(recording, nameOf, keeps),
		nameOf,
		keeps,
		isClient: (lane) => lanes[lane]?.is === "client"
	};
	const [begun, ended] = [/* @__PURE__ */ new Map(), /* @__PURE__ */ new Map()];
	for (const [place, { invoked, completed }] of operations.entries()) {
		begun.set(invoked, [...begun.get(invoked) ?? [], place]);
		if (completed > 0 && completed !== invoked) ended.set(completed, [...ended.get(completed) ?? [], place]);
	}
	return timeline.events.flatMap((event) => [
		...happened(scene, event),
		...(ended.get(event.number) ?? []).map((place) => answer(scene, place)),
		...(begun.get(event.number) ?? []).map((place) => ask(scene, place)),
		...lostMessages(scene, event)
	]);
}
/** A fault that waited for something a node did comes after it; any other is an event by itself. */
function happened(scene, event) {
	const faults = [...faultMoments(scene, event)];
	const others = [...happening(scene, event), ...said(scene, event)];
	return event.lane < 0 ? [...faults, ...others] : [...others, ...faults];
}
// report/story/story.ts
/**
* A run told in plain sentences on one timeline: what went wrong, what clients asked and were told, which messages went
* between nodes, how their states changed, what they said. Of a run that fails, what led to the failure comes first when
* room is scarce, and each gap says how many lines were left out there.
*/
function outlineOf(recording, checks) {
	const timeline = timelineOf(recording);
	const failure = failurePointOf(timeline, checks);
	const all = momentsOf(recording, timeline, failure && ((text) => failure.speaks(text)));
	const moments = withoutHum(all, failure);
	return {
		timeline,
		failure,
		moments,
		best: ranked(timeline, moments, failure),
		hum: all.length - moments.length
	};
}
/** @param maxLines lines at most, those that tell of gaps included */
function storyOf(recording, checks, maxLines) {
	const { timeline, failure, moments, best, hum } = outlineOf(recording, checks);
	const order = new Map(moments.map((moment, place) => [moment, place]));
	const end = failure?.event === void 0 ? [] : [verdictLine(timeline, failure)];
	const room = Math.max(1, maxLines - end.length);
	let lines = [];
	for (let count = Math.min(best.length, 2 * maxLines); count > 0; count--) {
		lines = linesOf(moments, best.slice(0, count).map((moment) => order.get(moment)), {
			timeline,
			failure
		});
		if (lines.length <= room) break;
	}
	return {
		lines: [...lines, ...end],
		hum
	};
}
/** What the engine itself saw, where it saw it. */
function verdictLine(timeline, { check, reason, event = 0 }) {
	const text = `${check}: ${reason.replace(/^at [\d.]+ ms: /, "")}`;
	return {
		is: "failure",
		atMs: timeline.atUs(event) / 1e3,
		text,
		event,
		shows: true
	};
}
/** @param places in `moments` */
function linesOf(moments, places, told) {
	const chosen = withoutSmallGaps(places);
	const lines = [];
	let next = 0;
	const gapTo = (place) => {
		const left = place - next;
		const atMs = told.timeline.atUs(moments[place - 1]?.event ?? 0) / 1e3;
		if (left > 0) lines.push({
			is: "gap",
			atMs,
			left,
			text: `${left} ${left === 1 ? "line" : "lines"} left out`
		});
	};
	for (let at = 0; at < chosen.length;) {
		const place = chosen[at];
		gapTo(place);
		const joined = joinedFrom(moments, chosen, at);
		lines.push(lineOf(joined, told));
		at += joined.length;
		next = place + joined.length;
	}
	gapTo(moments.length);
	return lines;
}
/** To say that a line is left out takes a line, too. */
function withoutSmallGaps(places) {
	const sorted = [...places].sort((a, b) => a - b);
	return sorted.flatMap((place, at) => at > 0 && sorted[at - 1] === place - 2 ? [place - 1, place] : [place]);
}
/** Lines next to each other that are told as one: the same message to several nodes; a question and what became of it. */
function joinedFrom(moments, chosen, at) {
	const place = chosen[at];
	const first = moments[place];
	const joined = [first];
	for (let end = at + 1; chosen[end] === place + end - at; end++) {
		const next = moments[chosen[end]];
		if (!(first.is === "ask" ? joined.length === 1 && isSequel(first, next) : isSameMessage(first, next))) break;
		joined.push(next);
	}
	return joined;
}
const isSameMessage = (first, next) => first.message !== void 0 && next.message !== void 0 && first.changed === void 0 && next.changed === void 0 && first.message.like === next.message.like;
/** The question reaches its node and changes something there; or it is answered before anything else happens. */
const isSequel = ({ operation, client }, next) => next.is === "answer" ? next.operation === operation : next.changed !== void 0 && next.message !== void 0 && next.message.from === client;
function lineOf(joined, told) {
	const { timeline, failure } = told;
	const [first, second] = joined;
	const moment = first.is === "ask" && second?.is === "answer" ? second : first;
	const { event, is, operation } = moment;
	const shows = operation !== void 0 && failure?.operations.includes(operation) === true;
	return {
		is,
		event,
		atMs: timeline.atUs(event) / 1e3,
		text: textOf(moment, joined, told),
		...operation === void 0 ? {} : { operation },
		...shows ? { shows: true } : {}
	};
}
function textOf(moment, joined, { timeline, failure }) {
	const { is, message, operation } = moment;
	const changed = joined[1]?.changed;
	if (is === "ask" && changed !== void 0) return `${moment.tell()}; ${changed.words()}`;
	if (message !== void 0 && joined.length > 1) return messageLine({
		...message,
		to: namesOf(joined.map((its) => its.message?.to ?? ""))
	});
	if (is !== "answer" || failure === void 0 || operation === void 0) return moment.tell();
	return tellingAnswer(timeline, failure, operation) ?? moment.tell();
}
const ANSWER_LENGTH = 110;
/** Of two answers that differ where they should not, what differs is told. */
function tellingAnswer({ operations, events, lanes }, failure, place) {
	const own = failure.operations.includes(place) ? operations[place] : void 0;
	const other = failure.operations.map((its) => operations[its]).find((its) => its !== own && its?.f === own?.f);
	if (own?.output === void 0 || other?.output === void 0) return void 0;
	const from = events[own.completed - 1]?.message?.from;
	const [output] = shortenBoth(own.output, other.output, ANSWER_LENGTH);
	return answerWords(own, from === void 0 ? void 0 : lanes[from]?.name, output);
}
function namesOf(names) {
	const counts = /* @__PURE__ */ new Map();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return [...counts].map(([name, count]) => count === 1 ? name : `${name} (${count} times)`).join(", ");
}
export { timelineOf as a, unquoted as i, storyOf as n, correlation as r, outlineOf as t };

//# sourceMappingURL=story.js.map