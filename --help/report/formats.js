import { s as printHistory, zt as shorten } from "../checkers/checkers.js";
import { Gt as InputError, H as Clock, T as jsonOf } from "../sim/sim.js";
import { r as checksOf } from "./patch.js";
import { a as timelineOf, i as unquoted, r as correlation, t as outlineOf } from "./story.js";
import { createHash } from "node:crypto";
// report/export/histories.ts
/** Histories as other checkers read them: Jepsen's EDN and Porcupine's key-value lines. */
/**
* One map an event, as Jepsen writes them: times in nanoseconds, processes as integers that go on as another after an
* operation of unknown end, and faults as operations of the nemesis.
*/
function* jepsenLines(history, faults) {
	const nemesis = nemesisLines(faults);
	let index = 0;
	const indexed = (line) => `{:index ${index++}, ${line}`;
	for (const line of printHistory(jepsenHistory(history), "jepsen-edn")) {
		const [, time, rest = ""] = /^\{:index \d+, (?::time (\d+), )?(.*)$/s.exec(line) ?? [];
		while (nemesis[0] !== void 0 && nemesis[0].time <= Number(time ?? Infinity)) yield indexed(nemesis.shift()?.line ?? "");
		yield indexed(`${time === void 0 ? "" : `:time ${time}, `}${rest}`);
	}
	for (const { line } of nemesis) yield indexed(line);
}
/** @throws InputError when what was asked is not get, put and append of a store of texts */
function porcupineLines(history, scenario) {
	for (const { input } of history) {
		const { f, key, value } = input;
		if (!(f === "get" || (f === "put" || f === "append") && isText(value)) || !(typeof key === "string" || typeof key === "number")) throw new InputError("format", `porcupine-kv holds get, put and append of text under a key, and ${scenario} asks ${JSON.stringify(jsonOf(input))}; jepsen-edn and jsonl hold every history`);
	}
	return printHistory(jepsenHistory(history), "porcupine-kv");
}
const isText = (value) => typeof value === "string" || typeof value === "number";
/** Processes as integers, and nothing but plain data. */
function jepsenHistory(history) {
	const number = processNumbers(history);
	return history.map((operation) => {
		const { process, input, output } = operation;
		return {
			...operation,
			process: number.get(process) ?? 0,
			input: jsonOf(input),
			...output === void 0 ? {} : { output: jsonOf(output) }
		};
	});
}
/**
* Jepsen's threads are numbered from 0, and the process of a thread that crashed goes on as its number plus the count of
* threads. A client that goes on here is `c1.1` after `c1`.
*/
function processNumbers(history) {
	const lastType = /* @__PURE__ */ new Map();
	const threadOf = /* @__PURE__ */ new Map();
	let threads = 0;
	for (const { process, type } of history) {
		if (!threadOf.has(process)) {
			const before = predecessor(process);
			const earlier = before === void 0 ? void 0 : threadOf.get(before);
			const follows = earlier !== void 0 && before !== void 0 && lastType.get(before) === "info";
			threadOf.set(process, follows ? {
				thread: earlier.thread,
				life: earlier.life + 1
			} : {
				thread: threads++,
				life: 0
			});
		}
		lastType.set(process, type);
	}
	return new Map([...threadOf].map(([process, { thread, life }]) => [process, thread + life * threads]));
}
function predecessor(process) {
	const [, name = "", life = ""] = /^(.*)\.([1-9]\d*)$/s.exec(String(process)) ?? [];
	return name === "" ? void 0 : life === "1" ? name : `${name}.${Number(life) - 1}`;
}
function nemesisLines(faults) {
	return faults.flatMap(({ kind, what, atMs, endMs }) => [{
		time: Math.round(atMs * 1e6),
		f: endMs === void 0 ? kind : `start-${kind}`,
		what
	}, ...endMs === void 0 ? [] : [{
		time: Math.round(endMs * 1e6),
		f: `stop-${kind}`,
		what
	}]]).sort((a, b) => a.time - b.time).map(({ time, f, what }) => ({
		time,
		line: `:time ${time}, :type :info, :process :nemesis, :f :${f}, :value ${JSON.stringify(what)}}`
	}));
}
// report/export/one-line.ts
/** Any text of a run as one line that shows what it holds. */
/** Line ends, control characters, and marks that turn the direction of writing or cannot be seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Whatever cannot be seen becomes `\uXXXX`; what is too long is cut so that its values stay readable. */
function oneLine(text, limit) {
	return shorten(text, limit).replace(UNSEEN, escaped$1);
}
/** As {@link oneLine} for a JSON text, with quotes around plain words left out: `{f: write, key: a}`. */
function shortJson(json, limit) {
	return oneLine(unquoted(json).replace(/([:,])(?=\S)/g, "$1 "), limit);
}
const escaped$1 = (character) => character === "\n" ? "\\n" : [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
// report/export/describe.ts
const DATA_LENGTH$2 = 120;
const laneName = ({ lanes }, lane) => lanes[lane]?.name ?? "world";
function eventWords(timeline, { kind, timer, message, data }) {
	const carried = message === void 0 ? data : message.data;
	return [
		kind,
		...timer === void 0 ? [] : [timer],
		...message === void 0 ? [] : [`from ${laneName(timeline, message.from)}`],
		...carried === void 0 ? [] : [shortJson(carried, DATA_LENGTH$2)]
	].join(" ");
}
/** What a message is, and what the network did to it. */
function messageWords({ kind, marks, data }, limit = DATA_LENGTH$2) {
	const told = data === void 0 ? kind : `${kind} ${shortJson(data, limit)}`;
	return marks.length === 0 ? told : `${told} (${marks.join(", ")})`;
}
const markWords = ({ text, data }) => data === void 0 ? text : `${text} ${shortJson(data, DATA_LENGTH$2)}`;
function operationWords({ process, input }) {
	return `${process}: ${shortJson(input, DATA_LENGTH$2)}`;
}
function outcomeWords({ type, output, error }) {
	return [
		type,
		...output === void 0 ? [] : [shortJson(output, DATA_LENGTH$2)],
		...error === void 0 ? [] : [error]
	].join(" ");
}
// report/export/mermaid.ts
const LABEL_LENGTH = 70;
const REASON_LENGTH = 400;
function* mermaidLines(outline, { title, maxLines, reasons }) {
	const { timeline } = outline;
	const all = stepsOf(timeline);
	const drawn = all.length <= maxLines ? all : cutTo(maxLines, all, outline);
	const shown = new Set(drawn.flatMap((step) => typeof step === "number" ? [] : step.lanes));
	const isWhole = drawn === all || shown.size === 0;
	const lanes = [...timeline.lanes.keys()].filter((lane) => shown.has(lane) || isWhole && timeline.lanes[lane]?.is === "node");
	const [first = 0, last = first] = [lanes[0], lanes.at(-1)];
	yield "sequenceDiagram";
	yield `  %% ${oneLine(title, 200).replace(/[{}%]/g, "")}`;
	for (const lane of lanes) yield `  participant p${lane} as ${escaped(timeline.lanes[lane]?.name || "(no name)", 40)}`;
	for (const step of drawn) yield `  ${typeof step === "number" ? note(first, last, leftOut(step)) : step.line(first, last)}`;
	for (const reason of reasons) yield `  ${note(first, last, reason, REASON_LENGTH)}`;
}
const leftOut = (lines) => `${lines} ${lines === 1 ? "line is" : "lines are"} left out here`;
function cutTo(maxLines, all, outline) {
	const { failure, best } = outline;
	if (failure === void 0) return [...all.slice(0, maxLines - 1), all.length - maxLines + 1];
	const changes = changeSteps(outline);
	let drawn = [];
	for (let count = Math.min(best.length, 2 * maxLines); count > 0; count--) {
		const events = new Set(best.slice(0, count).map(({ event }) => event));
		const times = new Set([...events].map((event) => outline.timeline.atUs(event)));
		const isTold = ({ event, atUs }) => event === 0 ? times.has(atUs) : events.has(event);
		drawn = withGaps(all, isTold, changes);
		if (drawn.length <= maxLines) break;
	}
	return drawn;
}
function withGaps(all, isTold, changes) {
	const drawn = [];
	let left = 0;
	for (const [index, step] of all.entries()) {
		if (!isTold(step)) {
			left++;
			continue;
		}
		if (left > 0) drawn.push(left);
		left = 0;
		drawn.push(step);
		if (step.event > 0 && all[index + 1]?.event !== step.event) drawn.push(...changes.get(step.event) ?? []);
	}
	return left > 0 ? [...drawn, left] : drawn;
}
/** What events changed at their nodes, as notes. */
function changeSteps({ timeline, best }) {
	const steps = /* @__PURE__ */ new Map();
	for (const { event, changed, isOpening } of best) {
		const lane = timeline.events[event - 1]?.lane ?? -1;
		if (changed === void 0 || lane < 0 || isOpening === true) continue;
		steps.set(event, [noteAt(timeline, event, Phase.Lost, lane, changed.words(lane))]);
	}
	return steps;
}
/** During one event something is heard, which ends an operation, which lets the next begin. */
const Phase = {
	Status: 0,
	Heard: 1,
	Completion: 2,
	Invocation: 3,
	Lost: 4
};
function stepsOf(timeline) {
	const steps = faultSteps(timeline);
	for (const { lane, status, begin, end } of timeline.statuses) {
		if (begin <= 1) continue;
		steps.push(noteAt(timeline, begin, Phase.Status, lane, status));
		if (end > 0) steps.push(noteAt(timeline, end, Phase.Status, lane, "up again"));
	}
	for (const operation of timeline.operations) steps.push(...operationSteps(timeline, operation));
	for (const message of timeline.messages) {
		const isLost = message.heard === 0;
		const event = isLost ? message.sent : message.heard;
		const atUs = timeline.atUs(event);
		const phase = isLost ? Phase.Lost : Phase.Heard;
		steps.push({
			atUs,
			event,
			phase,
			lanes: [message.from, message.to],
			line: () => arrow(message, atUs)
		});
	}
	return steps.sort((a, b) => a.atUs - b.atUs || a.event - b.event || a.phase - b.phase);
}
function faultSteps({ faults, endUs }) {
	const step = (atUs, words) => ({
		atUs,
		event: 0,
		phase: 0,
		lanes: [],
		line: (first, last) => note(first, last, `${ms(atUs)} ${words}`)
	});
	return faults.flatMap(({ what, kind, atMs, endMs }) => [step(Math.round(atMs * 1e3), what), ...endMs !== void 0 && endMs * 1e3 < endUs ? [step(Math.round(endMs * 1e3), `${kind} ends`)] : []]);
}
function operationSteps(timeline, operation) {
	const { lane, invoked, completed, process } = operation;
	const at = (event, phase, words) => noteAt(timeline, event, phase, lane, `${ms(timeline.atUs(event))} ${words}`);
	if (invoked === completed) return [at(invoked, Phase.Completion, `reports ${operationWords(operation)}`)];
	const begin = at(invoked, Phase.Invocation, operationWords(operation));
	if (completed === 0) return [begin];
	return [begin, at(completed, Phase.Completion, `${process}: ${outcomeWords(operation)}`)];
}
const noteAt = (timeline, event, phase, lane, words) => ({
	atUs: timeline.atUs(event),
	event,
	phase,
	lanes: [lane],
	line: () => note(lane, lane, words)
});
/** Solid for what asks, dashed for what answers, open for what wants no answer, a cross for what is lost. */
function arrow(message, atUs) {
	const { kind, from, to, unheard } = message;
	const isAnswer = kind === "answer" || kind === "refusal";
	const line = isAnswer ? "--" : "-";
	const head = unheard !== void 0 ? "x" : kind === "request" || kind === "call" || isAnswer ? ">>" : ")";
	const words = `${messageWords(message, LABEL_LENGTH)}${unheard === void 0 ? "" : ` (${unheard})`}`;
	return `p${from}${line}${head}p${to}: ${escaped(`${ms(atUs)} ${words}`, 140)}`;
}
function note(first, last, words, limit = 140) {
	return `Note over ${first === last ? `p${first}` : `p${first},p${last}`}: ${escaped(words, limit)}`;
}
const ms = (us) => `${(us / 1e3).toFixed(1)} ms`;
/** Mermaid's own entities for whatever may mean something to its grammar or to HTML. */
function escaped(text, limit) {
	return oneLine(text, limit).replaceAll("\"", "'").replace(/[^\p{L}\p{N} .,_()'=+*!?|/[\]{}:%…↔→-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`).replace(/%(?=%)|(?<=%)%/g, "#37;").replace(/\b(e)(?=nd\b)/gi, (letter) => `#${letter.charCodeAt(0)};`);
}
// report/export/otlp.ts
/**
* OTLP/JSON (OpenTelemetry Protocol 1.x, ExportTraceServiceRequest in the JSON mapping of protobuf): one trace for each
* operation, a service for each node and client. Spans of nodes are what they handled because of it; they take no
* virtual time. Ids are hashes of the run's fingerprint: the same run gives the same file.
*/
/** What clocks that are right show when a run begins. */
const EPOCH_NS = BigInt(new Clock().wallMs(0)) * 1000000n;
const NAME_LENGTH$1 = 100;
const DATA_LENGTH$1 = 1e4;
const KINDS = {
	request: 2,
	call: 2,
	message: 5,
	segment: 5
};
function* otlpLines(timeline, told) {
	const services = /* @__PURE__ */ new Map();
	for (const [lane, span] of spansOf(timeline, told.fingerprint)) {
		const spans = services.get(lane);
		if (spans === void 0) services.set(lane, [span]);
		else spans.push(span);
	}
	const scope = {
		name: "seedstorm",
		version: told.version
	};
	const all = [...services].sort(([a], [b]) => a - b);
	yield "{\"resourceSpans\":[";
	for (const [place, [lane, spans]] of all.entries()) {
		const attributes = [text("service.name", laneName(timeline, lane)), text("service.namespace", told.scenario)];
		yield `{"resource":${JSON.stringify({ attributes })},"scopeSpans":[{"scope":${JSON.stringify(scope)},"spans":[`;
		for (const [at, span] of spans.entries()) yield `${JSON.stringify(span)}${at === spans.length - 1 ? "" : ","}`;
		yield `]}]}${place === all.length - 1 ? "" : ","}`;
	}
	yield "]}";
}
function* spansOf(timeline, fingerprint) {
	const owners = correlation(timeline);
	const hash = (what, bytes) => createHash("sha256").update(`${fingerprint}/${what}`).digest("hex").slice(0, 2 * bytes);
	const traceOf = (operation) => hash(`operation ${operation}`, 16);
	const rootOf = (operation) => hash(`operation ${operation}`, 24).slice(32);
	const spanOf = (event) => hash(`event ${event}`, 8);
	const isRoot = (event) => owners[event] !== -1 && isInvocation(event);
	for (const [place, operation] of timeline.operations.entries()) {
		if (operation.invoked === operation.completed) continue;
		yield [operation.lane, rootSpan(timeline, operation, {
			place,
			traceId: traceOf(place),
			spanId: rootOf(place)
		})];
	}
	for (const event of timeline.events) {
		const owner = owners[event.number] ?? -1;
		if (owner < 0 || event.lane < 0 || isRoot(event.number)) continue;
		const ids = {
			traceId: traceOf(owner),
			spanId: spanOf(event.number)
		};
		const parentSpanId = isRoot(event.cause) ? rootOf(owner) : spanOf(event.cause);
		yield [event.lane, {
			...ids,
			parentSpanId,
			...handlingSpan(timeline, event)
		}];
	}
	function isInvocation(event) {
		return timeline.operations[owners[event] ?? -1]?.invoked === event;
	}
}
function rootSpan(timeline, operation, { place, traceId, spanId }) {
	const { invoked, completed, type, error, process, f, key, input, output } = operation;
	const end = completed === 0 ? timeline.endUs : timeline.atUs(completed);
	const message = type === "info" ? `may have happened: ${error ?? "it never ended"}` : error ?? "refused";
	return {
		traceId,
		spanId,
		name: oneLine(operationWords(operation), NAME_LENGTH$1),
		kind: 3,
		startTimeUnixNano: nanos(timeline.atUs(invoked)),
		endTimeUnixNano: nanos(end),
		attributes: [
			whole("seedstorm.operation", place),
			text("seedstorm.process", process),
			text("seedstorm.f", f),
			...key === void 0 ? [] : [text("seedstorm.key", key)],
			text("seedstorm.input", input),
			text("seedstorm.outcome", type),
			...output === void 0 ? [] : [text("seedstorm.output", output)]
		],
		events: eventsOf(timeline, invoked, operation.lane),
		status: type === "ok" ? { code: 1 } : {
			code: 2,
			message: oneLine(message, DATA_LENGTH$1)
		}
	};
}
function handlingSpan(timeline, event) {
	const { number, atUs, kind, lane, message, data } = event;
	const carried = message === void 0 ? data : message.data;
	const lost = timeline.sentDuring(number).filter(({ heard }) => heard === 0);
	return {
		name: oneLine(eventWords(timeline, event), NAME_LENGTH$1),
		kind: KINDS[kind] ?? 1,
		startTimeUnixNano: nanos(atUs),
		endTimeUnixNano: nanos(atUs),
		attributes: [
			whole("seedstorm.event", number),
			text("seedstorm.kind", kind),
			...message === void 0 ? [] : [text("seedstorm.from", laneName(timeline, message.from)), whole("seedstorm.flight_us", atUs - timeline.atUs(message.sent))],
			...carried === void 0 ? [] : [text("seedstorm.data", carried)]
		],
		events: [...eventsOf(timeline, number, lane), ...lost.map((its) => ({
			timeUnixNano: nanos(atUs),
			name: "message lost",
			attributes: [
				text("seedstorm.to", laneName(timeline, its.to)),
				text("seedstorm.why", its.unheard ?? ""),
				text("seedstorm.data", its.data ?? "")
			]
		}))],
		status: { code: 0 }
	};
}
function eventsOf(timeline, event, lane) {
	return timeline.marksOf(event).filter((mark) => mark.lane === lane).map((mark) => ({
		timeUnixNano: nanos(timeline.atUs(event)),
		name: oneLine(markWords(mark), NAME_LENGTH$1),
		attributes: [text("seedstorm.is", mark.is), ...mark.data === void 0 ? [] : [text("seedstorm.data", mark.data)]]
	}));
}
const nanos = (us) => String(EPOCH_NS + BigInt(us) * 1000n);
const whole = (key, value) => ({
	key,
	value: { intValue: String(value) }
});
const text = (key, value) => ({
	key,
	value: { stringValue: shorten(value, DATA_LENGTH$1).replace(/\p{Cs}/gu, "�") }
});
// report/export/shiviz.ts
/**
* A log for ShiViz (Beschastnikh et al., Debugging Distributed Systems, CACM 59(8), 2016): the parser's expression, an
* empty line, then two lines for each event: its host with its vector clock, and what it is.
*/
const EXPRESSION = "(?<host>\\S*) (?<clock>\\{.*\\})\\n(?<event>.*)";
const LINE_LENGTH = 400;
/** Events of the world alone (faults, heals) have no host: they show as what they do to the nodes. */
function* shiVizLines(timeline) {
	yield EXPRESSION;
	yield "";
	const hosts = timeline.lanes.map(({ name }) => hostName(name));
	const clocks = hosts.map(() => /* @__PURE__ */ new Map());
	/** The sender's clock, for messages under way. */
	const stamps = /* @__PURE__ */ new Map();
	for (const event of timeline.events) {
		const { number, lane, message } = event;
		if (lane >= 0) {
			if (message !== void 0) merge(clocks[lane], stamps.get(message.id));
			if (message !== void 0) stamps.delete(message.id);
			yield* tick(lane, words(timeline, event));
		}
		for (const said of timeline.marksOf(number)) if (said.lane >= 0 && said.lane !== lane) yield* tick(said.lane, at(event, markWords(said)));
		for (const sent of timeline.sentDuring(number)) {
			if (sent.from !== lane) yield* tick(sent.from, at(event, `sends ${messageWords(sent)}`));
			if (sent.heard > 0) stamps.set(sent.id, new Map(clocks[sent.from]));
		}
	}
	function* tick(lane, text) {
		const clock = clocks[lane];
		if (clock === void 0) return;
		clock.set(lane, (clock.get(lane) ?? 0) + 1);
		const entries = [...clock].sort(([a], [b]) => a - b);
		yield `${hosts[lane]} {${entries.map(([its, count]) => `"${hosts[its]}":${count}`).join(", ")}}`;
		yield oneLine(text, LINE_LENGTH);
	}
}
function merge(into, other) {
	for (const [lane, count] of other ?? []) if (count > (into?.get(lane) ?? 0)) into?.set(lane, count);
}
function words(timeline, event) {
	const said = timeline.marksOf(event.number).filter(({ lane }) => lane === event.lane);
	const lost = timeline.sentDuring(event.number).filter(({ heard, from }) => heard === 0 && from === event.lane);
	return at(event, [
		eventWords(timeline, event),
		...said.map((mark) => `${mark.is}: ${markWords(mark)}`),
		...lost.map((its) => `not received by ${laneName(timeline, its.to)}: ${messageWords(its)} (${its.unheard})`)
	].join(" | "));
}
const at = ({ atUs }, text) => `${(atUs / 1e3).toFixed(3)} ms ${text}`;
/** A host is one word: what is no letter, digit or plain mark is written as in addresses. */
const hostName = (name) => name === "" ? "%" : name.replace(/[^\p{L}\p{N}._:@/-]/gu, (character) => [...new TextEncoder().encode(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""));
// report/export/rows.ts
/** Spans of time laid out in as few rows as keep them apart. */
/** The row of each span, from 0; spans come in any order, and those that only touch share a row. */
function rowsOf(spans) {
	const rows = spans.map(() => 0);
	const free = [];
	const byBegin = [...spans.entries()].sort(([, a], [, b]) => a[0] - b[0]);
	for (const [place, [begin, end]] of byBegin) {
		const found = free.findIndex((until) => until <= begin);
		const row = found < 0 ? free.length : found;
		free[row] = Math.max(end, begin + 1);
		rows[place] = row;
	}
	return rows;
}
// report/export/trace-event.ts
/**
* Chrome trace-event JSON (Google, Trace Event Format, 2016), which Perfetto and chrome://tracing open. Times are
* microseconds of virtual time. A handled event takes no virtual time; it is drawn one microsecond wide, so that the
* arrows of messages have something to begin and end at.
*/
const NODES = 1;
const CLIENTS = 2;
const OPERATIONS = 3;
const FAULTS = 4;
const NAME_LENGTH = 100;
const DATA_LENGTH = 1e4;
function* traceEventLines(timeline, told) {
	const spans = [...operationSpans(timeline), ...faultSpans(timeline)];
	const timed = [
		...spans,
		...statusSpans(timeline),
		...happenings(timeline)
	].sort((a, b) => a.ts - b.ts || RANK[a.ph] - RANK[b.ph] || (b.dur ?? 0) - (a.dur ?? 0));
	yield "{\"traceEvents\":[";
	const all = [...namesOf(timeline, spans), ...timed];
	for (const [place, event] of all.entries()) yield `${JSON.stringify(event)}${place === all.length - 1 ? "" : ","}`;
	yield `],"displayTimeUnit":"ms","otherData":${JSON.stringify(told)}}`;
}
const RANK = {
	M: 0,
	X: 1,
	s: 2,
	f: 3,
	i: 4
};
function* namesOf({ lanes }, spans) {
	const rows = (pid) => new Set(spans.filter((span) => span.pid === pid).map(({ tid }) => tid));
	const processes = {
		nodes: NODES,
		clients: CLIENTS,
		operations: OPERATIONS,
		faults: FAULTS
	};
	for (const [name, pid] of Object.entries(processes)) {
		yield {
			name: "process_name",
			ph: "M",
			pid,
			tid: 0,
			args: { name }
		};
		yield {
			name: "process_sort_index",
			ph: "M",
			pid,
			tid: 0,
			args: { sort_index: pid }
		};
	}
	yield thread(NODES, 0, "world");
	for (const [lane, { name, is }] of lanes.entries()) yield thread(is === "node" ? NODES : CLIENTS, lane + 1, name);
	for (const tid of rows(OPERATIONS)) yield thread(OPERATIONS, tid, `operations ${tid}`);
	for (const tid of rows(FAULTS)) yield thread(FAULTS, tid, `faults ${tid}`);
}
const thread = (pid, tid, name) => ({
	name: "thread_name",
	ph: "M",
	pid,
	tid,
	args: { name: oneLine(name, NAME_LENGTH) }
});
const placeOf = ({ lanes }, lane) => ({
	pid: lanes[lane]?.is === "client" ? CLIENTS : NODES,
	tid: lane + 1
});
/** Clients have one operation at a time, effects none; rows keep them apart whoever asked. */
function operationSpans(timeline) {
	const asked = timeline.operations.map((operation, place) => {
		return {
			operation,
			place,
			ts: timeline.atUs(operation.invoked),
			end: operation.completed === 0 ? timeline.endUs : timeline.atUs(operation.completed)
		};
	}).filter(({ operation: { invoked, completed } }) => invoked !== completed);
	const rows = rowsOf(asked.map(({ ts, end }) => [ts, end]));
	return asked.map(({ operation, place, ts, end }, index) => ({
		name: oneLine(operationWords(operation), NAME_LENGTH),
		cat: `operation,${operation.type}`,
		ph: "X",
		pid: OPERATIONS,
		tid: (rows[index] ?? 0) + 1,
		ts,
		dur: end - ts,
		args: {
			operation: place,
			process: operation.process,
			input: cut(operation.input),
			outcome: outcomeWords(operation)
		}
	}));
}
function faultSpans({ faults }) {
	const times = faults.map(({ atMs, endMs }) => [atMs * 1e3, (endMs ?? atMs) * 1e3].map(Math.round));
	const rows = rowsOf(times.map(([begin = 0, end = 0]) => [begin, end]));
	return faults.map(({ what, kind }, index) => {
		const [ts = 0, end = 0] = times[index] ?? [];
		return {
			name: oneLine(what, NAME_LENGTH),
			cat: `fault,${kind}`,
			ph: "X",
			pid: FAULTS,
			tid: (rows[index] ?? 0) + 1,
			ts,
			dur: Math.max(1, end - ts),
			args: {
				what: cut(what),
				kind
			}
		};
	});
}
/** A node that is down, paused or not there. */
function statusSpans(timeline) {
	return timeline.statuses.map(({ lane, status, begin, end }) => {
		const ts = timeline.atUs(begin);
		const until = end === 0 ? timeline.endUs : timeline.atUs(end);
		return {
			name: status,
			cat: "status",
			ph: "X",
			...placeOf(timeline, lane),
			ts,
			dur: until - ts
		};
	});
}
function* happenings(timeline) {
	for (const event of timeline.events) {
		const { number, lane, atUs: ts, kind, message, data } = event;
		if (lane >= 0) {
			const name = oneLine(eventWords(timeline, event), NAME_LENGTH);
			const carried = message === void 0 ? data : message.data;
			const args = {
				event: number,
				...carried === void 0 ? {} : { data: cut(carried) }
			};
			yield {
				name,
				cat: kind,
				ph: "X",
				...placeOf(timeline, lane),
				ts,
				dur: 1,
				args
			};
		}
		if (message !== void 0 && message.heard === number) yield {
			name: message.kind,
			cat: "message",
			ph: "f",
			bp: "e",
			id: message.id + 1,
			ts,
			...placeOf(timeline, message.to)
		};
		for (const mark of timeline.marksOf(number)) yield {
			name: oneLine(mark.text, NAME_LENGTH),
			cat: mark.is,
			ph: "i",
			s: "t",
			ts,
			...placeOf(timeline, mark.lane),
			args: {
				event: number,
				said: cut(markWords(mark)),
				by: laneName(timeline, mark.lane)
			}
		};
		for (const sent of timeline.sentDuring(number)) {
			const place = placeOf(timeline, sent.from);
			const words = messageWords(sent);
			if (sent.from !== lane) yield {
				name: oneLine(`sends ${words}`, NAME_LENGTH),
				cat: "send",
				ph: "X",
				...place,
				ts,
				dur: 1
			};
			if (sent.heard > 0) yield {
				name: sent.kind,
				cat: "message",
				ph: "s",
				id: sent.id + 1,
				...place,
				ts,
				args: { message: cut(words) }
			};
			else yield {
				name: oneLine(`lost to ${laneName(timeline, sent.to)}: ${words}`, NAME_LENGTH),
				cat: "dropped",
				ph: "i",
				s: "t",
				ts,
				...place,
				args: {
					why: sent.unheard,
					message: cut(words)
				}
			};
		}
	}
}
const cut = (text) => shorten(text, DATA_LENGTH);
// report/export/formats.ts
/** The formats a run can be exported in, by name. */
const timeline = async (source) => timelineOf(await source.recording());
const EXPORT_FORMATS = {
	shiviz: {
		summary: "a log with vector clocks for ShiViz",
		lines: async (source) => shiVizLines(await timeline(source))
	},
	"trace-event": {
		summary: "Chrome trace-event JSON, which Perfetto opens",
		lines: async (source) => traceEventLines(await timeline(source), told(source))
	},
	otlp: {
		summary: "OTLP/JSON: one OpenTelemetry trace for each operation",
		lines: async (source) => otlpLines(await timeline(source), {
			fingerprint: source.run.fingerprint,
			scenario: source.run.scenario,
			version: source.version
		})
	},
	"jepsen-edn": {
		isHistory: true,
		summary: "the history as Jepsen writes it, faults as operations of the nemesis",
		lines: async (source) => jepsenLines(source.run.history, (await source.recording()).faults)
	},
	"porcupine-kv": {
		isHistory: true,
		summary: "the history of a key-value store as Porcupine’s test data has it",
		lines: ({ run }) => porcupineLines(run.history, run.scenario)
	},
	jsonl: {
		isHistory: true,
		summary: "the history as run --history writes it",
		lines: ({ run }) => printHistory(run.history, "jsonl")
	},
	mermaid: {
		summary: "a Mermaid sequence diagram, for an issue; long runs are cut to what matters",
		lines: async (source, { maxLines }) => {
			const { run } = source;
			const recording = await source.recording();
			const title = `${run.scenario}, seed ${String(run.seed)}: ${run.verdict}`;
			return mermaidLines(outlineOf(recording, checksOf(run, recording.incidents)), {
				title,
				maxLines,
				reasons: reasonsOf(source)
			});
		}
	}
};
const exportLines = async (source, format, options) => {
	const { lines, isHistory } = EXPORT_FORMATS[format];
	const { functions } = options;
	return lines(functions === void 0 || isHistory !== true ? source : only(source, functions), options);
};
/** Names of the formats that hold a history. */
const HISTORY_FORMATS = Object.entries(EXPORT_FORMATS).filter(([, { isHistory }]) => isHistory).map(([name]) => name);
/** Only those operations that a checker knows: runs record what nodes report as well as what clients asked. */
function only(source, functions) {
	const { run } = source;
	const nameOf = (input) => String(input.f);
	const all = [...new Set(run.history.map(({ input }) => nameOf(input)))].sort();
	const unknown = functions.find((name) => !all.includes(name));
	if (unknown !== void 0) throw new InputError("functions", `no operation of this run is a ${JSON.stringify(unknown)}; there are ${all.join(", ")}`);
	const history = run.history.filter(({ input }) => functions.includes(nameOf(input)));
	return {
		...source,
		run: {
			...run,
			history
		}
	};
}
function told(source) {
	const { run, version } = source;
	const { scenario, seed, bug, verdict, fingerprint } = run;
	return {
		version,
		scenario,
		seed: String(seed),
		bug,
		verdict,
		fingerprint,
		reasons: reasonsOf(source)
	};
}
const reasonsOf = ({ checks }) => checks.filter(({ verdict }) => verdict !== "valid").map(({ name, reason }) => `${name}: ${reason}`);
export { EXPORT_FORMATS, HISTORY_FORMATS, exportLines };

//# sourceMappingURL=formats.js.map