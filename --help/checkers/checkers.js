import { t as __exportAll } from "../sim/rolldown-runtime.js";
// checkers/history.ts
/**
* The verdict of a claim with nothing to judge, such as one about deliveries where nothing was ever sent: `unknown`, as
* nothing was looked at, and told apart from a budget that was spent.
* @param reason one sentence: what was looked for and not found
*/
function nothingToJudge(reason) {
	return {
		verdict: "unknown",
		reason,
		nothingToJudge: true
	};
}
/** Merges verdict kinds: invalid > unknown > valid. */
function mergeVerdicts(kinds) {
	let merged = "valid";
	for (const kind of kinds) {
		if (kind === "invalid") return "invalid";
		if (kind === "unknown") merged = "unknown";
	}
	return merged;
}
// checkers/budget.ts
/**
* What searches for an order may hold where a `Budget` does not say: their tables stand beside Node's heap, and grow for
* as long as the time lasts.
*/
const SEARCH_BYTES = 48 * 2 ** 20;
/** Thrown by a `BudgetMeter` when a limit is reached; the checker's entry point turns it into `unknown`. */
var BudgetSpent = class extends Error {
	limit;
	detail;
	constructor(limit, detail) {
		super(detail);
		this.limit = limit;
		this.detail = detail;
		this.name = "BudgetSpent";
	}
};
/** Steps of the checker's own between two looks at the clock: about a tenth of a millisecond of work. */
const STEPS_PER_LOOK = 1024;
/**
* One meter serves one call of `check`. Every method throws `BudgetSpent` once its limit is passed.
*
* A synchronous step of a user's model cannot be interrupted: the clock is read after each one (`userStep`), so
* the answer comes at most one such step late.
*/
var BudgetMeter = class {
	budget;
	clock;
	spent = 0;
	bytes = 0;
	searchBytes = 0;
	nextLook;
	maxSteps;
	maxBytes;
	maxSearchBytes;
	deadline;
	constructor(budget = {}, clock = () => performance.now()) {
		this.budget = budget;
		this.clock = clock;
		this.maxSteps = budget.steps ?? Infinity;
		this.maxBytes = budget.memoryBytes ?? Infinity;
		this.maxSearchBytes = budget.searchBytes ?? SEARCH_BYTES;
		this.deadline = budget.timeMs === void 0 ? Infinity : clock() + budget.timeMs;
		this.nextLook = Math.min(this.maxSteps, this.deadline === Infinity ? Infinity : STEPS_PER_LOOK);
		if (this.maxSteps <= 0 || budget.timeMs !== void 0 && budget.timeMs <= 0) this.nextLook = -1;
	}
	/** Elementary steps spent so far. */
	get steps() {
		return this.spent;
	}
	/** Bytes the checker says it holds now. */
	get heldBytes() {
		return this.bytes;
	}
	/** Counts `steps` elementary steps of the checker's own. */
	spend(steps = 1) {
		this.spent += steps;
		if (this.spent > this.nextLook) this.look();
	}
	/** Counts one call of a user's function, and reads the clock after it. */
	userStep() {
		this.spent += 1;
		if (this.spent > this.nextLook || this.deadline !== Infinity) this.look();
	}
	/** Accounts for `bytes` more (or, negative, fewer) held in memory; an estimate. */
	hold(bytes) {
		this.bytes += bytes;
		if (this.bytes > this.maxBytes) throw new BudgetSpent("memory", `the memory limit of ${this.maxBytes} bytes`);
	}
	/** Bytes that searches for an order say they hold now; part of `heldBytes`. */
	get heldBySearch() {
		return this.searchBytes;
	}
	/** Accounts for what a search for an order holds, which has a limit of its own. */
	holdForSearch(bytes) {
		this.hold(bytes);
		this.searchBytes += bytes;
		if (this.searchBytes > this.maxSearchBytes) throw new BudgetSpent("search-memory", `the ${Math.round(this.maxSearchBytes / 2 ** 20)} MB of memory that the search for an order may take (searchBytes, or --memory on the command line, gives it more)`);
	}
	/** Lifts all limits: the verdict is known, and what is worked out later is the caller's own wish. */
	lift() {
		this.nextLook = Infinity;
		this.deadline = Infinity;
		this.maxBytes = Infinity;
		this.maxSearchBytes = Infinity;
	}
	look() {
		if (this.spent > this.maxSteps) throw new BudgetSpent("steps", `the limit of ${this.maxSteps} steps`);
		if (this.deadline !== Infinity) {
			if (this.clock() >= this.deadline) throw new BudgetSpent("time", `the limit of ${this.budget.timeMs} ms`);
			this.nextLook = Math.min(this.maxSteps, this.spent + STEPS_PER_LOOK);
		} else this.nextLook = this.maxSteps;
	}
};
// checkers/counted.ts
/** Numbers with what they count, for sentences. */
/** `1 operation`, `2 operations`; `plural` where it is not made by an s. */
const counted$1 = (count, what, plural = `${what}s`) => `${count} ${count === 1 ? what : plural}`;
/** `once`, `2 times`. */
const times = (count) => count === 1 ? "once" : `${count} times`;
// checkers/brief.ts
/**
* Values too large to be read, cut before they are printed: a list of a million items costs no more than its first few.
*/
/** A value of more parts than these is large. */
const LARGE = 2e3;
const isNested$1 = (value) => typeof value === "object" && value !== null;
const isPlain = (value) => [Object.prototype, null].includes(Object.getPrototypeOf(value));
/** Whether the value has so many parts, or so long texts, that printing all of it to show a little would take long. */
function isLarge(value) {
	let left = LARGE;
	const walk = (part, depth) => {
		left -= typeof part === "string" ? 1 + part.length / 50 : 1;
		if (left < 0 || depth > 500 || !isNested$1(part)) return;
		if (part instanceof Map || part instanceof Set || Array.isArray(part)) {
			left -= Array.isArray(part) ? part.length : part.size;
			if (left < 0) return;
			for (const item of part.values()) walk(item, depth + 1);
		} else if (ArrayBuffer.isView(part)) left -= part.byteLength;
		else for (const name in part) if (left >= 0) walk(part[name], depth + 1);
	};
	walk(value, 0);
	return left < 0;
}
/** The beginning of a large value as text of `length` characters, if it can be, with how many items each list lacks. */
function brief(value, length, nameOf) {
	let text = "";
	for (let room = length; room > 0; room -= 8) {
		text = within(value, room, nameOf);
		if (text.length <= length) break;
	}
	return text;
}
function within(value, room, nameOf) {
	if (typeof value === "string" && value.length > room) return nameOf(`${value.slice(0, Math.max(8, room))}…`);
	if (isNested$1(value)) {
		if (Array.isArray(value)) return listed$1("[]", value, value.length, room, (item, left) => within(item, left, nameOf));
		if (value instanceof Set) return `set${listed$1("[]", value, value.size, room, (item, left) => within(item, left, nameOf))}`;
		const field = ([name, part], left) => `${nameOf(name)}:${within(part, left, nameOf)}`;
		if (value instanceof Map) return `map${listed$1("[]", value, value.size, room, field)}`;
		if (isPlain(value)) {
			const names = Object.keys(value);
			return listed$1("{}", names, names.length, room, (name, left) => field([name, value[name]], left));
		}
	}
	return nameOf(value);
}
function listed$1([open, close], items, count, room, print) {
	const told = [];
	let length = 10 + String(count).length;
	for (const item of items) {
		if (length >= room) break;
		const text = print(item, room - length);
		if (told.length > 0 && length + text.length > room) break;
		told.push(text);
		length += text.length + 1;
	}
	if (told.length < count) told.push(`… ${count - told.length} more`);
	return `${open}${told.join(",")}${close}`;
}
/** Parts of one value that are kept, and characters of its texts. */
const MOST_PARTS = 200;
const MOST_ITEMS = 40;
const MOST_CHARACTERS = 2e3;
/** Makes values small that are to be printed as JSON, and counts what it leaves out. */
var Cutter = class {
	/** So many items of lists, fields of objects and ends of texts were left out. */
	leftOut = 0;
	parts = 0;
	characters = 0;
	/** The same value, or a copy with the first items of its lists and the beginning of its texts. */
	cut(value) {
		this.parts = MOST_PARTS;
		this.characters = MOST_CHARACTERS;
		return this.part(value);
	}
	part(value) {
		this.parts--;
		if (typeof value === "string") return this.text(value);
		if (!isNested$1(value)) return value;
		if (Array.isArray(value)) return this.items(value, (item) => this.part(item));
		if (!isPlain(value)) return value;
		const names = this.items(Object.keys(value), (name) => [name, this.part(value[name])]);
		return Object.fromEntries(names);
	}
	items(all, cut) {
		const kept = [];
		while (kept.length < Math.min(all.length, MOST_ITEMS) && this.parts > 0) kept.push(cut(all[kept.length]));
		this.leftOut += all.length - kept.length;
		return kept;
	}
	text(value) {
		const kept = Math.max(0, this.characters);
		this.characters -= value.length;
		if (value.length <= kept) return value;
		this.leftOut++;
		return `${value.slice(0, kept).replace(/[\ud800-\udbff]$/, "")}…`;
	}
};
// checkers/keyword.ts
/** A keyword of EDN as a value: `:a` is neither the text "a" nor the text ":a". */
var Keyword = class {
	name;
	/** @param name without the colon: what it is called where it names something, a key, a function, a field */
	constructor(name) {
		this.name = name;
	}
	/** As it is written: `:a`. */
	get text() {
		return `:${this.name}`;
	}
	toString() {
		return this.name;
	}
	toJSON() {
		return this.text;
	}
};
/** What a value is called where it names something: a keyword by its name, any other value is itself. */
const named = (value) => value instanceof Keyword ? value.name : value;
// checkers/text-lists.ts
const CLOSING = {
	"[": "]",
	"{": "}"
};
/** A text in double quotes, as JSON writes it. */
const QUOTED = /"(?:[^"\\\n]|\\.)*"/y;
/** Deeper values are taken as text. */
const MAX_DEPTH$2 = 60;
/** The text as parts that make it up again. */
function partsOf$2(text) {
	return itemFrom(text, 0, text.length, endsOf(text));
}
/** Where the list ends that begins there; a bracket that is never closed begins none. */
function endsOf(text) {
	const ends = /* @__PURE__ */ new Map();
	const open = [];
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (character === "\"") at = afterQuoted(text, at) - 1;
		else if (character === "[" || character === "{") open.push(at);
		else if (character === "]" || character === "}") {
			const begin = open.findLast((its) => CLOSING[text[its]] === character);
			if (begin === void 0) continue;
			while (open.at(-1) !== begin) open.pop();
			open.pop();
			if (open.length < MAX_DEPTH$2) ends.set(begin, at);
		}
	}
	return ends;
}
function afterQuoted(text, at) {
	QUOTED.lastIndex = at;
	return at + (QUOTED.exec(text)?.[0].length ?? 1);
}
function itemFrom(text, from, to, ends) {
	const parts = [];
	let plain = from;
	for (let at = from; at < to;) {
		const end = ends.get(at);
		if (end === void 0) at = text[at] === "\"" ? afterQuoted(text, at) : at + 1;
		else {
			if (at > plain) parts.push(text.slice(plain, at));
			parts.push(listFrom(text, at, end, ends));
			plain = at = end + 1;
		}
	}
	if (to > plain) parts.push(text.slice(plain, to));
	return parts;
}
function listFrom(text, begin, end, ends) {
	const cuts = [begin];
	for (let at = begin + 1; at < end;) {
		const inner = ends.get(at);
		if (inner !== void 0) at = inner + 1;
		else if (text[at] === "\"") at = afterQuoted(text, at);
		else if (text[at++] === ",") cuts.push(at - 1);
	}
	const spans = text.slice(begin + 1, end).trim() === "" ? [] : cuts.map((cut, index) => [cut + 1, cuts[index + 1] ?? end]);
	const texts = spans.map(([from, to]) => text.slice(from, to));
	return {
		open: text[begin],
		close: text[end],
		items: spans.map(([from, to]) => itemFrom(text, from, to, ends)),
		text: text.slice(begin, end + 1),
		texts: texts.map((its) => its.trim()),
		names: text[begin] === "[" ? [] : texts.map((its) => /^\s*("(?:[^"\\]|\\.)*"|[^":{[\s]*)\s*:/.exec(its)?.[1] ?? its),
		keep: spans.length
	};
}
// checkers/shorten.ts
/**
* Long texts made short without becoming unreadable. Values in them, `{"a":[1,2,3]}`, keep their shape and lose whole
* items, which are counted: `[1,2,… 40 more,9]`. Where a text holds two values that are much alike, what they share goes
* first, so that what differs stays. No number and no word is cut unless it alone is too long.
*/
/** Words up to this length stay whole. */
const LONG_WORD = 24;
/** A text of more lists than these steps can make short is cut as it stands, … */
const MAX_STEPS = 400;
/** … and so is one that is longer than anybody prints. */
const MAX_LENGTH$1 = 1e5;
/** @param limit characters at most */
function shorten(text, limit, { gap = "…", keeps } = {}) {
	if (text.length <= limit) return text;
	if (text.length > MAX_LENGTH$1) return cutWords(text.slice(0, MAX_LENGTH$1), limit, gap);
	const parts = partsOf$2(text);
	if (keeps !== void 0) markKept(parts, keeps);
	if (!markShared(parts)) return shortened(parts, limit, gap);
	const told = render(parts, gap);
	return render(parts.slice(0, parts.findLastIndex((part) => typeof part !== "string") + 1), gap).length < limit ? cutWords(told, limit, gap) : shortened(parts, limit, gap);
}
/** Two values as texts of at most `limit` characters each, in which one sees where they differ. */
function shortenBoth(first, second, limit) {
	if (first.length <= limit && second.length <= limit) return [first, second];
	if (Math.max(first.length, second.length) > MAX_LENGTH$1) return windows(first, second, limit);
	const [ours, theirs] = [partsOf$2(first), partsOf$2(second)];
	if (markShared([...ours, ...theirs])) return [shortened(ours, limit, "…"), shortened(theirs, limit, "…")];
	return windows(first, second, limit);
}
function shortened(parts, limit, gap) {
	let told = render(parts, gap);
	for (let steps = 0; told.length > limit; steps++) {
		const longest = steps < MAX_STEPS ? longestIn(parts, gap) : void 0;
		if (longest === void 0) return cutWords(told, limit, gap);
		const before = longest.keep;
		longest.keep = Math.floor(before / 2);
		told = render(parts, gap);
		for (; told.length <= limit && longest.keep + 1 < before; longest.keep++) {
			longest.keep++;
			const longer = render(parts, gap);
			longest.keep--;
			if (longer.length > limit) break;
			told = longer;
		}
	}
	return told;
}
const render = (parts, gap) => parts.map((part) => typeof part === "string" ? part : renderList(part, gap)).join("");
function renderList(list, gap) {
	const told = [];
	let next = 0;
	const isAlike = list.isCompared === true && list.keep >= (list.unlike?.length ?? 0);
	const leaveOutTo = (index) => {
		if (index === next) return;
		const count = list.texts.slice(next, index).reduce((sum, text) => sum + Number(leftOutBefore(text) ?? 1), 0);
		told.push(`${gap} ${count} ${isAlike ? "alike" : "more"}`);
	};
	for (const index of shownOf(list)) {
		if (leftOutBefore(list.texts[index]) !== void 0) continue;
		leaveOutTo(index);
		told.push(render(list.items[index], gap));
		next = index + 1;
	}
	leaveOutTo(list.items.length);
	return `${list.open}${told.join(",")}${list.close}`;
}
/** How many items this one stands for, where the list was cut before. */
const leftOutBefore = (text) => /^… (\d+) more$/.exec(text)?.[1];
/** The first and the last ones of those that may be shown. */
function shownOf({ items, keep, unlike = [...items.keys()] }) {
	if (keep >= unlike.length) return unlike;
	const tail = Math.floor(keep / 2);
	return [...unlike.slice(0, keep - tail), ...unlike.slice(unlike.length - tail)];
}
/**
* The list that gives most when its items are only counted. What lies deeper counts more: rather that goes than that the
* value it stands in loses whole fields.
*/
function longestIn(parts, gap) {
	let longest;
	let most = 0;
	const lengthOf = (inside, depth) => {
		let sum = 0;
		for (const part of inside) sum += typeof part === "string" ? part.length : lengthOfList(part, depth);
		return sum;
	};
	const counted = gap.length + 8;
	const lengthOfList = (list, depth) => {
		const shown = shownOf(list);
		let [sum, inner] = [2 + (shown.length < list.items.length ? counted : 0), 0];
		for (const index of shown) {
			const item = list.items[index];
			const length = lengthOf(item, depth + 1);
			sum += length + 1;
			if (item.some(isFilled) && shown.length > 1) inner = Math.max(inner, length);
		}
		const gives = (sum - inner - 3 - counted) * 2 ** Math.min(depth, 5);
		if (isFilled(list) && gives > most) [longest, most] = [list, gives];
		return sum;
	};
	lengthOf(parts, 0);
	return longest;
}
const isFilled = (part) => typeof part !== "string" && part.keep > 0 && part.items.length > 0;
/** In lists some of whose items are to stay, only those may be shown. */
function markKept(parts, keeps) {
	for (const list of parts) {
		if (typeof list === "string" || !keeps(list.text)) continue;
		for (const item of list.items) markKept(item, keeps);
		if (list.open === "{") continue;
		const kept = [...list.items.keys()].filter((index) => keeps(list.texts[index]));
		if (kept.length === 0 || kept.length === list.items.length) continue;
		list.unlike = kept;
		list.keep = kept.length;
	}
}
/**
* Lists that stand next to each other at the top, of the same kind, are compared.
* @returns whether any two share something and are not the same
*/
function markShared(parts) {
	const lists = parts.filter((part) => typeof part !== "string");
	let any = false;
	for (const [index, list] of lists.entries()) {
		const next = lists[index + 1];
		if (next !== void 0 && list.unlike === void 0 && compare(list, next)) any = true;
	}
	return any;
}
function compare(a, b) {
	if (a.open !== b.open || a.text === b.text) return false;
	return a.open === "{" ? compareFields(a, b) : compareItems(a, b);
}
function compareFields(a, b) {
	const indexes = new Map(b.names.map((name, index) => [name, index]));
	const pairs = a.names.flatMap((name, index) => {
		const other = indexes.get(name);
		return other === void 0 ? [] : [[index, other]];
	});
	const equal = pairs.filter(([ours, theirs]) => a.texts[ours] === b.texts[theirs]);
	const inner = pairs.filter(([ours, theirs]) => {
		const [one, other] = [listOf$2(a.items[ours]), listOf$2(b.items[theirs])];
		return one !== void 0 && other !== void 0 && compare(one, other);
	});
	leaveOut(a, new Set(equal.map(([ours]) => ours)));
	leaveOut(b, new Set(equal.map(([, theirs]) => theirs)));
	return equal.length + inner.length > 0;
}
const listOf$2 = (item = []) => {
	const last = item.at(-1);
	return typeof last === "string" ? void 0 : last;
};
/** What one list has more of than the other; of the same items in another order, those at other places. */
function compareItems(a, b) {
	const [ours, theirs] = [commonWith(b, a), commonWith(a, b)];
	const isOrder = ours.size === a.items.length && theirs.size === b.items.length;
	const same = new Set([...ours].filter((index) => a.texts[index] === b.texts[index]));
	leaveOut(a, isOrder ? same : ours);
	leaveOut(b, isOrder ? same : theirs);
	return ours.size > 0;
}
/** Places of the items of `list` that `other` has too, as often. */
function commonWith(other, list) {
	const left = /* @__PURE__ */ new Map();
	for (const text of other.texts) left.set(text, (left.get(text) ?? 0) + 1);
	const places = /* @__PURE__ */ new Set();
	for (const [index, text] of list.texts.entries()) {
		const count = left.get(text) ?? 0;
		if (count > 0) places.add(index);
		left.set(text, count - 1);
	}
	return places;
}
function leaveOut(list, shared) {
	if (shared.size === 0) return;
	list.unlike = [...list.items.keys()].filter((index) => !shared.has(index));
	list.keep = list.unlike.length;
	list.isCompared = true;
}
/** Words that are too long lose their middle, then the text its end, at a space where there is one. */
function cutWords(text, limit, gap) {
	const half = Math.floor((LONG_WORD - gap.length) / 2);
	const shorter = text.replace(/[^\s,:[\]{}]{25,}/gu, (word) => {
		const letters = [...word];
		return letters.length <= LONG_WORD ? word : `${letters.slice(0, half).join("")}${gap}${letters.slice(-half).join("")}`;
	});
	if (shorter.length <= limit) return shorter;
	const end = Math.max(0, limit - gap.length);
	const space = shorter.lastIndexOf(" ", end);
	return `${shorter.slice(0, space > end / 2 ? space : end).replace(/[\ud800-\udbff]$/, "").trimEnd()}${gap}`;
}
/** Both from a little before the place where they begin to differ. */
function windows(first, second, limit) {
	const from = Math.max(0, firstDifference(first, second) - Math.floor(limit / 3));
	return [windowOf(first, from, limit), windowOf(second, from, limit)];
}
function firstDifference(a, b) {
	let at = 0;
	while (at < a.length && a[at] === b[at]) at++;
	return at;
}
function windowOf(text, from, limit) {
	if (text.length <= limit) return text;
	const begin = Math.max(0, Math.min(from, text.length - limit + 1));
	const head = begin > 0 ? "…" : "";
	const room = limit - head.length;
	return text.length - begin <= room ? `${head}${text.slice(begin)}` : `${head}${text.slice(begin, begin + room - 1)}…`;
}
// checkers/identity.ts
/**
* When two recorded values are the same value: what maps and comparisons of the checkers go by.
*
* Values are the same if they are of one kind and hold the same: 1 is not '1', a Date is not its text, NaN is NaN,
* `undefined` is not `null`. Only a property that is `undefined` counts as absent, as in JSON.
*/
/** A value that cannot be compared by what it holds: a cycle, a function inside data, a promise. */
var IncomparableValue = class extends TypeError {
	name = "IncomparableValue";
};
/**
* A key for `Map` and `Set` under which equal values meet; primitives are their own key.
* @throws IncomparableValue
*/
function identityOf(value) {
	if (typeof value === "object" && value !== null) return `\u0000${nameOf$2(value)}`;
	return typeof value === "string" && value.charCodeAt(0) === 0 ? `\u0000\u0000${value}` : value;
}
/**
* Whether both are of one kind and hold the same, blind to the order of properties.
* @throws IncomparableValue
*/
function sameValue(a, b) {
	return Object.is(a, b) || identityOf(a) === identityOf(b);
}
/** A short text for messages. A text that could be taken for another kind of value stands in quotes. */
function show(value) {
	return shorten(shown$1(value, SHOWN$1), SHOWN$1);
}
/** A short text for what is held under each key. */
function showKeyed(held) {
	if (isLarge(held)) return brief(held, SHOWN$1, nameOf$2).replace(/^map\[(.*)\]$/s, "{$1}");
	return shorten(`{${[...held].map(([key, value]) => `${nameOf$2(key)}:${nameOf$2(value)}`).sort().join(",")}}`, SHOWN$1);
}
/** Two values that are not the same, each as a short text in which one sees where they differ. */
function showBoth(a, b) {
	return shortenBoth(shown$1(a), shown$1(b), SHOWN$1);
}
const SHOWN$1 = 60;
/** @param room characters that will be shown, if the value is not shown beside another: no more of it is printed */
function shown$1(value, room = Infinity) {
	if (value === void 0) return "nothing";
	if (typeof value === "string") return isMistakable(value) ? JSON.stringify(value) : value;
	if (value instanceof Keyword) return value.text;
	if (typeof value === "number" || typeof value === "bigint") return nameOfNumber(value);
	if (typeof value !== "object" || value === null) return String(value);
	try {
		return room < Infinity && isLarge(value) ? brief(value, room, nameOf$2) : nameOf$2(value);
	} catch (error) {
		if (error instanceof IncomparableValue) return error.message;
		throw error;
	}
}
/** Whether a reader could take a bare text for a number, a keyword, a list or a map, for null, for nothing at all. */
function isMistakable(text) {
	if (twins.has(text)) return true;
	if (text.trim() !== text || text === "" || /^[":[{]|^-?\d+n$/.test(text)) return true;
	return WORDS.has(text) || !Number.isNaN(Number(text));
}
/** Texts that are keywords as well. */
let twins = /* @__PURE__ */ new Set();
/** Does `work`, and in what it says each of these texts stands in quotes: a keyword is called like it. */
function tellingApart(texts, work) {
	const before = twins;
	twins = texts;
	try {
		return work();
	} finally {
		twins = before;
	}
}
const WORDS = /* @__PURE__ */ new Set([
	"null",
	"undefined",
	"nothing",
	"true",
	"false",
	"NaN"
]);
/** Deeper data is taken for a cycle. */
const MAX_DEPTH$1 = 500;
/**
* A text that names a value: equal values have the same name, others another, whatever their kinds.
* @throws IncomparableValue
*/
function nameOf$2(value) {
	return nameAt(value, 0);
}
function nameAt(value, depth) {
	switch (typeof value) {
		case "string": return JSON.stringify(value);
		case "number":
		case "bigint": return nameOfNumber(value);
		case "object": return value === null ? "null" : nameOfObject(value, depth);
		case "function":
		case "symbol": throw new IncomparableValue(`a value holds a ${typeof value}, which cannot be compared by what it holds`);
		default: return String(value);
	}
}
/**
* A number has an exponent where it may have lost digits, and a bigint an `n` where a number has all: the two are never the
* same value, and the digits of what was read from a file stand as they stand there.
*/
function nameOfNumber(value) {
	if (typeof value === "bigint") return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER ? String(value) : `${value}n`;
	if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) return value.toExponential();
	return value === 0 ? "0" : String(value);
}
function nameOfObject(value, depth) {
	if (depth > MAX_DEPTH$1) throw new IncomparableValue(`a value is cyclic or deeper than ${MAX_DEPTH$1} levels, and cannot be compared`);
	const name = (part) => nameAt(part, depth + 1);
	if (Array.isArray(value)) return `[${Array.from(value, name).join(",")}]`;
	if (value instanceof Keyword) return value.text;
	const prototype = Object.getPrototypeOf(value);
	if (prototype === Object.prototype || prototype === null) return nameOfFields(value, name);
	if (value instanceof Map) return `map[${[...value].map(([key, item]) => `${name(key)}:${name(item)}`).sort()}]`;
	if (value instanceof Set) return `set[${[...value].map(name).sort()}]`;
	if (value instanceof Date) return `Date(${Number.isNaN(value.getTime()) ? NaN : value.toISOString()})`;
	if (value instanceof RegExp) return `RegExp(${value})`;
	if (value instanceof Error) return `${value.name}(${JSON.stringify(value.message)})`;
	if (value instanceof Number || value instanceof String || value instanceof Boolean) return `${value.constructor.name}(${name(value.valueOf())})`;
	return nameOfBytes(value) ?? nameOfInstance(value, name);
}
function nameOfFields(value, name) {
	return `{${Object.entries(value).filter(([, part]) => part !== void 0).sort(([a], [b]) => a < b ? -1 : 1).map(([key, part]) => `${JSON.stringify(key)}:${name(part)}`).join(",")}}`;
}
function nameOfBytes(value) {
	const kind = kindOf$1(value);
	if (value instanceof DataView) return `${kind}(${new Uint8Array(value.buffer, value.byteOffset, value.byteLength)})`;
	if (ArrayBuffer.isView(value)) return `${kind}(${value.join()})`;
	if (value instanceof ArrayBuffer) return `${kind}(${new Uint8Array(value)})`;
}
/** A class of somebody's own shows what it holds by its fields; one that shows none could hold anything. */
function nameOfInstance(value, name) {
	const kind = value.constructor?.name ?? "object";
	if (kindOf$1(value) !== "Object" || Object.keys(value).length === 0) throw new IncomparableValue(`a value holds a ${kind}, which cannot be compared by what it holds`);
	return `${kind}${nameOfFields(value, name)}`;
}
/** What the language calls it; a Buffer is a Uint8Array. */
const kindOf$1 = (value) => Object.prototype.toString.call(value).slice(8, -1);
// checkers/model.ts
/**
* Several states are possible after a step: what `oneOf` returns.
*/
var Choice = class {
	states;
	constructor(states) {
		this.states = states;
	}
};
/** The result of a step that may lead to any one of several states. */
function oneOf(...states) {
	return new Choice(states);
}
// checkers/linearizability/class-index.ts
/**
* Numbers operations by what they say: those that no model can tell apart get the same number.
*
* A walk through nested maps, value by value. Building a text as key instead takes three times as long, and a million
* texts for the collector to clear away.
*/
/** Stands between input and output, where no name of a field can stand. */
const OUTPUT = Symbol("output");
var ClassIndex = class {
	/** How many different operations were seen. */
	size = 0;
	root = branch();
	/** The number of the operation's class, from 0; a new one, equal to the `size` before, if it is the first. */
	numberOf(operation) {
		let at = follow(this.root, operation.type);
		const input = operation.input;
		for (const name in input) at = follow(follow(at, name), identityOf(input[name]));
		if (operation.type !== "info") at = follow(follow(at, OUTPUT), identityOf(operation.output));
		if (at.number < 0) at.number = this.size++;
		return at.number;
	}
};
const branch = () => ({
	next: /* @__PURE__ */ new Map(),
	number: -1
});
function follow(from, value) {
	const known = from.next.get(value);
	if (known) return known;
	const made = branch();
	from.next.set(value, made);
	return made;
}
// checkers/linearizability/step-memo.ts
/** Remembers steps of a model by class and state: an open-addressing table of integers. */
const FIRST_SIZE = 256;
/** A table this large forgets everything when it is full: it is a memory of answers that can be asked again. */
const LAST_SIZE = 1 << 23;
const BYTES_PER_ENTRY$1 = 12;
var StepMemo = class {
	size = FIRST_SIZE;
	count = 0;
	classes = new Int32Array(FIRST_SIZE);
	states = new Int32Array(FIRST_SIZE);
	/** 0 marks an empty place. */
	codes = new Int32Array(FIRST_SIZE);
	growth = 0;
	/** The remembered code, 0 if there is none. */
	get(cls, state) {
		const mask = this.size - 1;
		for (let at = hash(cls, state) & mask;; at = at + 1 & mask) {
			const code = this.codes[at];
			if (code === 0 || this.states[at] === state && this.classes[at] === cls) return code;
		}
	}
	/** Remembers a code that was not there. Returns whether the table grew. */
	set(cls, state, code) {
		const grew = 2 * this.count >= this.size;
		if (grew) this.grow();
		this.insert(cls, state, code);
		return grew;
	}
	/** Bytes the table grew by since last asked. */
	takeGrowth() {
		const bytes = this.growth;
		this.growth = 0;
		return bytes;
	}
	insert(cls, state, code) {
		const mask = this.size - 1;
		let at = hash(cls, state) & mask;
		while (this.codes[at] !== 0) at = at + 1 & mask;
		this.classes[at] = cls;
		this.states[at] = state;
		this.codes[at] = code;
		this.count++;
	}
	grow() {
		const { classes, states, codes, size } = this;
		const forget = size >= LAST_SIZE;
		if (!forget) {
			this.size *= 2;
			this.growth += BYTES_PER_ENTRY$1 * size;
		}
		this.classes = new Int32Array(this.size);
		this.states = new Int32Array(this.size);
		this.codes = new Int32Array(this.size);
		this.count = 0;
		if (forget) return;
		for (let at = 0; at < size; at++) if (codes[at] !== 0) this.insert(classes[at], states[at], codes[at]);
	}
};
function hash(cls, state) {
	const mixed = Math.imul(cls, 2654435761) ^ Math.imul(state, 2246822507);
	return (mixed ^ mixed >>> 15) >>> 0;
}
// checkers/linearizability/automaton.ts
/** The model contradicts itself: a promise of `effect` that `step` does not keep, or a state that is `undefined`. */
var ModelError = class extends Error {
	name = "ModelError";
};
/** Effects as numbers, in the table `kinds`. */
const SOMETIMES = 0;
const KINDS$1 = {
	sometimes: SOMETIMES,
	always: 1,
	overwrites: 2,
	reads: 3
};
/** State spaces up to this size are explored beforehand. */
const CLOSED_STATES = 64;
const UNKNOWN_STEP = 0;
/** After so many steps in vain an operation is not expected to keep any state. */
const ATTEMPTS = 3;
var Automaton = class {
	model;
	meter;
	/** States by number; 0 is the initial one. */
	states = [];
	/** The effect of each class. */
	kinds = /* @__PURE__ */ new Uint8Array(16);
	numbers = /* @__PURE__ */ new Map();
	classes = [];
	index = new ClassIndex();
	choices = [];
	choiceNumbers = /* @__PURE__ */ new Map();
	/** With a closed state space: the code for class × state. */
	table = /* @__PURE__ */ new Int32Array(0);
	stride = 0;
	/** How often each class was seen not to keep a state, since it last did. */
	inVain = /* @__PURE__ */ new Uint8Array(16);
	memo = new StepMemo();
	/** Of the bytes that searches hold, those of this table. */
	heldBytes = 0;
	constructor(model, meter) {
		this.model = model;
		this.meter = meter;
		this.numberOf(model.initial);
	}
	/** Whether the whole state space is known. */
	get closed() {
		return this.stride > 0;
	}
	/** The class of an operation. */
	classify(operation) {
		this.meter.spend();
		const number = this.index.numberOf(operation);
		if (number < this.classes.length) return number;
		const { input, output, type: outcome } = operation;
		this.classes.push({
			input,
			output: outcome === "info" ? void 0 : output,
			outcome
		});
		if (number >= this.kinds.length) {
			const wider = new Uint8Array(2 * this.kinds.length);
			wider.set(this.kinds);
			this.kinds = wider;
			this.inVain = new Uint8Array(wider.length);
		}
		this.kinds[number] = KINDS$1[this.model.effect?.(input, outcome === "info" ? void 0 : output, outcome) ?? "sometimes"];
		return number;
	}
	hold(bytes) {
		this.heldBytes += bytes;
		this.meter.holdForSearch(bytes);
	}
	/** What the class does in the state, as a code. */
	next(cls, state) {
		if (this.stride > 0) return this.table[cls * this.stride + state];
		const known = this.memo.get(cls, state);
		if (known !== UNKNOWN_STEP) return known;
		const code = this.ask(cls, state);
		if (this.memo.set(cls, state, code)) this.hold(this.memo.takeGrowth());
		return code;
	}
	/** The states behind a negative code. */
	choice(code) {
		return this.choices[-code - 1];
	}
	/** Whether the class can leave the state as it is. */
	canKeep(cls, state) {
		return this.leads(cls, state, state);
	}
	/** Whether the class can lead from one state to the other. */
	leads(cls, from, to) {
		const code = this.next(cls, from);
		return code === to + 2 || code < 0 && this.choice(code).includes(to);
	}
	/**
	* Like `canKeep`, for searches: may also answer `false` for operations possible in every state that never were seen to
	* keep one, such as appends, because finding out would cost a step of the model each time.
	*/
	keeps(cls, state) {
		if (this.stride > 0 || this.kinds[cls] !== 1) return this.canKeep(cls, state);
		if (this.inVain[cls] >= ATTEMPTS) return false;
		const keeps = this.canKeep(cls, state);
		this.inVain[cls] = keeps ? 0 : this.inVain[cls] + 1;
		return keeps;
	}
	/** Whether the model knows how to answer `mayLeadTo`, and the state space is too large to just look. */
	get foresees() {
		return this.model.mayLeadTo !== void 0 && !this.closed;
	}
	/** Whether the class, one that reads, may become possible after `state` without anything being overwritten. */
	mayLeadTo(state, cls) {
		const { input, output } = this.classes[cls];
		this.meter.userStep();
		return this.model.mayLeadTo(this.states[state], input, output);
	}
	/**
	* Explores the state space if it is small. Returns, for each class, the first class that does the same in every
	* state; `undefined` when there are too many states or steps.
	*/
	close(maxSteps) {
		const classCount = this.classes.length;
		const rows = [];
		let steps = 0;
		for (let state = 0; state < this.states.length; state++) {
			if (this.states.length > CLOSED_STATES || (steps += classCount) > maxSteps) {
				rows.forEach((codes, known) => codes.forEach((code, cls) => this.memo.set(cls, known, code)));
				return;
			}
			const codes = new Int32Array(classCount);
			for (let cls = 0; cls < classCount; cls++) codes[cls] = this.ask(cls, state);
			rows.push(codes);
		}
		const stride = rows.length;
		const table = new Int32Array(classCount * stride);
		rows.forEach((codes, state) => codes.forEach((code, cls) => table[cls * stride + state] = code));
		this.table = table;
		this.stride = stride;
		return this.mergeAlike();
	}
	mergeAlike() {
		const sameAs = new Int32Array(this.classes.length);
		const byRow = /* @__PURE__ */ new Map();
		for (let cls = 0; cls < sameAs.length; cls++) {
			const row = this.table.subarray(cls * this.stride, (cls + 1) * this.stride);
			const seen = effectOf(row);
			this.checkPromise(cls, seen);
			this.kinds[cls] = seen;
			const text = row.join();
			const first = byRow.get(text);
			if (first === void 0) byRow.set(text, cls);
			sameAs[cls] = first ?? cls;
		}
		return sameAs;
	}
	/** A broken promise would make verdicts wrong in larger state spaces: say so where it can be seen. */
	checkPromise(cls, seen) {
		const promised = this.kinds[cls];
		const row = this.table.subarray(cls * this.stride, (cls + 1) * this.stride);
		if (promised === SOMETIMES || promised === seen || promised === 3 && row.every((code, state) => code === 1 || code === state + 2) || promised === 2 && row.every((code) => code === row[0] && code >= 2) || promised === 1 && row.every((code) => code !== 1)) return;
		const { input, outcome } = this.classes[cls];
		const name = Object.keys(KINDS$1).find((effect) => KINDS$1[effect] === promised);
		throw new ModelError(`the model ${this.model.name ?? "object"} promises that ${JSON.stringify(input)} (${outcome}) ${name}, but its step does not keep to that`);
	}
	ask(cls, state) {
		const { input, output, outcome } = this.classes[cls];
		const step = this.model.step(this.states[state], input, output, outcome);
		this.meter.userStep();
		if (step === void 0) return 1;
		if (!(step instanceof Choice)) return this.numberOf(step) + 2;
		const numbers = [...new Set(step.states.map((next) => this.numberOf(next)))].sort((a, b) => a - b);
		if (numbers.length === 0) return 1;
		if (numbers.length === 1) return numbers[0] + 2;
		const text = numbers.join();
		let index = this.choiceNumbers.get(text);
		if (index === void 0) {
			index = this.choices.push(Int32Array.from(numbers)) - 1;
			this.choiceNumbers.set(text, index);
		}
		return -1 - index;
	}
	/** The number of a state, a new one if it is seen for the first time. */
	numberOf(state) {
		if (state === void 0) throw new ModelError(`a state of the model ${this.model.name ?? "object"} is undefined`);
		const { key, equal } = this.model;
		if (!key && equal) {
			const found = this.states.findIndex((other) => equal(other, state));
			return found >= 0 ? found : this.states.push(state) - 1;
		}
		const identity = key ? key(state) : identityOf(state);
		const known = this.numbers.get(identity);
		if (known !== void 0) return known;
		const number = this.states.push(state) - 1;
		this.numbers.set(identity, number);
		this.hold(BYTES_PER_STATE + (typeof identity === "string" ? 2 * identity.length : 0));
		return number;
	}
};
/** A guess: an entry in a map, one in an array, a small object. */
const BYTES_PER_STATE = 120;
/** The strongest effect a row of codes shows. */
function effectOf(row) {
	if (row.every((code, state) => code === 1 || code === state + 2)) return 3;
	if (row.includes(1)) return SOMETIMES;
	return row.every((code) => code === row[0] && code >= 2) ? 2 : 1;
}
// checkers/linearizability/expansion.ts
/**
* From one configuration to those one operation further: the moves every search makes.
*
* Of open operations that do the same, only the first to return is tried (using another instead could be mended by
* swapping the two), and of those that crashed, one. Operations that would leave the state as it is are not tried:
* they have their alibi (or the search was not sure that they would, and then they are tried).
*/
const LAST_ROUND = 2 ** 30;
const OVER = 1;
const WITH_ALIBI = 2;
var Expansion = class {
	problem;
	layout;
	window;
	/** The configuration being made. */
	row;
	/** By class: whether it was tried from the present configuration. */
	tried;
	round = 0;
	constructor(problem, layout, window) {
		this.problem = problem;
		this.layout = layout;
		this.window = window;
		this.row = new Int32Array(layout.width);
		this.tried = new Int32Array(problem.automaton.kinds.length);
	}
	/** Calls `reached` with each configuration one operation after the one at `rows[at…]`. */
	expand(rows, at, reached) {
		this.useOpen(rows, at, reached);
		this.useCrashed(rows, at, reached);
	}
	useOpen(rows, at, reached) {
		const { window, problem, layout, tried } = this;
		const { classes, slots, automaton } = problem;
		const { open, openCount } = window;
		const state = rows[at];
		if (this.round > LAST_ROUND) this.tried.fill(this.round = 0);
		const round = this.round += 3;
		for (let i = 0; i < openCount; i++) {
			const operation = open[i];
			const cls = classes[operation];
			const kind = automaton.kinds[cls];
			if (kind === 3) continue;
			const met = tried[cls] - round;
			if (met === OVER) continue;
			const slot = slots[operation];
			const word = at + 1 + (slot >>> 5);
			const bit = 1 << (slot & 31);
			if ((rows[word] & bit) !== 0) continue;
			const hasAlibi = (rows[word + layout.windowWords] & bit) !== 0;
			if (met === WITH_ALIBI && hasAlibi) continue;
			tried[cls] = round + (hasAlibi && kind !== 2 ? WITH_ALIBI : OVER);
			const code = automaton.next(cls, state);
			if (code === 1) continue;
			if (code > 0) {
				if (code - 2 !== state || !hasAlibi) this.use(rows, at, slot, kind, code - 2, operation, reached);
			} else for (const next of automaton.choice(code)) if (next !== state || !hasAlibi) this.use(rows, at, slot, kind, next, operation, reached);
		}
	}
	useCrashed(rows, at, reached) {
		const { problem, window, layout } = this;
		const { crashed, automaton } = problem;
		const state = rows[at];
		for (let index = 0; index < crashed.length; index++) {
			const invoked = window.crashed[index];
			if (invoked === 0) continue;
			const { cls, word, shift, mask, operations } = crashed[index];
			if (this.tried[cls] > this.round) continue;
			const used = rows[at + layout.countsAt + word] >>> shift & mask;
			if (used >= invoked) continue;
			const code = automaton.next(cls, state);
			if (code === 1 || code - 2 === state) continue;
			const successors = code > 0 ? [code - 2] : automaton.choice(code);
			for (const next of successors) {
				if (next === state) continue;
				this.copy(rows, at);
				this.row[layout.countsAt + word] += 1 << shift;
				this.arrive(next, automaton.kinds[cls]);
				if (window.isHopeless(this.row, 0)) continue;
				reached(this.row, operations[used]);
			}
		}
	}
	use(rows, at, slot, kind, next, operation, reached) {
		this.copy(rows, at);
		const word = 1 + (slot >>> 5);
		const bit = 1 << (slot & 31);
		this.row[word] |= bit;
		this.arrive(next, kind);
		if (!this.window.isHopeless(this.row, 0)) reached(this.row, operation);
	}
	copy(rows, at) {
		const { row } = this;
		for (let word = 0; word < row.length; word++) row[word] = rows[at + word];
	}
	/** Sets the state and gives alibis: to all that was overwritten, and to all that leaves the new state as it is. */
	arrive(state, kind) {
		const { row, window, layout } = this;
		const { windowWords } = layout;
		row[0] = state;
		const from = window.keepers(state);
		const { masks, total } = window;
		for (let word = 0; word < windowWords; word++) {
			const alibis = masks[from + word] | (kind === 2 ? total[word] : 0);
			row[1 + windowWords + word] = (row[1 + windowWords + word] | alibis) & ~row[1 + word];
		}
	}
};
// checkers/linearizability/front.ts
const NONE$8 = -1;
const BYTES_PER_WORD = 4;
/** What a configuration takes besides its row: trail, link, liveness. */
const EXTRA_BYTES = 9;
/** So many rows are looked at in the time of one step of a search. */
const ROWS_PER_STEP = 8;
/** How the row of a configuration is laid out. */
var Layout = class {
	windowWords;
	countsAt;
	/** Integers in a row. */
	width;
	guards;
	constructor({ windowWords, countWords, guards }) {
		this.windowWords = windowWords;
		this.countsAt = 1 + 2 * windowWords;
		this.width = this.countsAt + countWords;
		this.guards = guards;
	}
	/** Whether row `a` is at least as good as row `b`; both have the same state. */
	dominates(as, a, bs, b) {
		const { windowWords, countsAt, guards } = this;
		for (let word = 1; word <= windowWords; word++) if ((~as[a + word + windowWords] & (as[a + word] ^ bs[b + word] | bs[b + word + windowWords])) !== 0) return false;
		for (let word = 0; word < guards.length; word++) {
			const guard = guards[word];
			if (((bs[b + countsAt + word] | guard) - as[a + countsAt + word] & guard) !== guard) return false;
		}
		return true;
	}
};
var Front = class {
	layout;
	meter;
	/** Rows added so far, dead ones included. */
	count = 0;
	rows;
	/** For each row, where its trail ends. */
	trails;
	/** 1 for rows that a later one dominates. */
	dead;
	links;
	/** The last row of each state. */
	heads = (/* @__PURE__ */ new Int32Array(16)).fill(NONE$8);
	capacity = 16;
	constructor(layout, meter) {
		this.layout = layout;
		this.meter = meter;
		this.rows = new Int32Array(this.capacity * layout.width);
		this.trails = new Int32Array(this.capacity);
		this.dead = new Uint8Array(this.capacity);
		this.links = new Int32Array(this.capacity);
	}
	/**
	* Adds the row at `source[from…]` unless one that is here dominates it. Returns whether it was added.
	* @throws BudgetSpent: where many configurations of a state are open, looking at them is most of the work
	*/
	add(source, from, trail) {
		const { layout, rows, links, dead } = this;
		const { width } = layout;
		const state = source[from];
		if (state >= this.heads.length) this.widenHeads(state);
		let before = NONE$8;
		let looked = 0;
		for (let other = this.heads[state]; other !== NONE$8; other = links[other]) {
			if (++looked % ROWS_PER_STEP === 0) this.meter.spend();
			const at = other * width;
			if (layout.dominates(rows, at, source, from)) return false;
			if (layout.dominates(source, from, rows, at)) {
				dead[other] = 1;
				if (before === NONE$8) this.heads[state] = links[other];
				else links[before] = links[other];
			} else before = other;
		}
		this.push(source, from, trail, state);
		return true;
	}
	/** Forgets all rows. */
	clear() {
		const { width } = this.layout;
		for (let row = 0; row < this.count; row++) this.heads[this.rows[row * width]] = NONE$8;
		this.count = 0;
	}
	push(source, from, trail, state) {
		if (this.count === this.capacity) this.grow();
		const row = this.count++;
		const { width } = this.layout;
		const at = row * width;
		const { rows } = this;
		for (let word = 0; word < width; word++) rows[at + word] = source[from + word];
		this.trails[row] = trail;
		this.dead[row] = 0;
		this.links[row] = this.heads[state];
		this.heads[state] = row;
	}
	grow() {
		const { width } = this.layout;
		this.meter.holdForSearch(this.capacity * (BYTES_PER_WORD * width + EXTRA_BYTES));
		this.capacity *= 2;
		const rows = new Int32Array(this.capacity * width);
		rows.set(this.rows);
		this.rows = rows;
		const trails = new Int32Array(this.capacity);
		trails.set(this.trails);
		this.trails = trails;
		const links = new Int32Array(this.capacity);
		links.set(this.links);
		this.links = links;
		const dead = new Uint8Array(this.capacity);
		dead.set(this.dead);
		this.dead = dead;
	}
	widenHeads(state) {
		const wider = new Int32Array(2 * state + 2).fill(NONE$8);
		wider.set(this.heads);
		this.heads = wider;
	}
};
// checkers/linearizability/trail.ts
const FIRST_CAPACITY$2 = 64;
const BYTES_PER_ENTRY = 16;
/** Below so many entries nothing is thrown away. */
const FIRST_COMPACTION = 65536;
var Trail = class {
	meter;
	parents = new Int32Array(FIRST_CAPACITY$2);
	operations = new Int32Array(FIRST_CAPACITY$2);
	/** The event before whose passing the operation was used. */
	events = new Int32Array(FIRST_CAPACITY$2);
	states = new Int32Array(FIRST_CAPACITY$2);
	count = 0;
	nextCompaction = FIRST_COMPACTION;
	constructor(meter) {
		this.meter = meter;
	}
	/** Appends an operation, and the state it led to, to the trail `parent`. Returns the new trail. */
	append(parent, operation, event, state) {
		if (this.count === this.parents.length) this.grow();
		this.parents[this.count] = parent;
		this.operations[this.count] = operation;
		this.events[this.count] = event;
		this.states[this.count] = state;
		return this.count++;
	}
	/** Whether `compact` is due. */
	get full() {
		return this.count >= this.nextCompaction;
	}
	/** Forgets what no trail in `tips[0…count)` needs, and renumbers those. */
	compact(tips, tipCount) {
		const place = new Int32Array(this.count);
		for (let i = 0; i < tipCount; i++) for (let at = tips[i]; at >= 0 && place[at] === 0; at = this.parents[at]) place[at] = 1;
		let kept = 0;
		for (let at = 0; at < this.count; at++) {
			if (place[at] === 0) continue;
			const parent = this.parents[at];
			this.parents[kept] = parent < 0 ? parent : place[parent];
			this.operations[kept] = this.operations[at];
			this.events[kept] = this.events[at];
			this.states[kept] = this.states[at];
			place[at] = kept++;
		}
		for (let i = 0; i < tipCount; i++) if (tips[i] >= 0) tips[i] = place[tips[i]];
		this.count = kept;
		this.nextCompaction = Math.max(FIRST_COMPACTION, 2 * kept);
	}
	/** The steps of a trail, in order. */
	read(tip) {
		let length = 0;
		let root = tip;
		for (; root >= 0; root = this.parents[root]) length++;
		const path = {
			start: -1 - root,
			operations: new Int32Array(length),
			events: new Int32Array(length),
			states: new Int32Array(length)
		};
		for (let at = tip; at >= 0; at = this.parents[at]) {
			length--;
			path.operations[length] = this.operations[at];
			path.events[length] = this.events[at];
			path.states[length] = this.states[at];
		}
		return path;
	}
	grow() {
		this.meter.holdForSearch(BYTES_PER_ENTRY * this.count);
		const wider = (old) => {
			const array = new Int32Array(2 * old.length);
			array.set(old);
			return array;
		};
		this.parents = wider(this.parents);
		this.operations = wider(this.operations);
		this.events = wider(this.events);
		this.states = wider(this.states);
	}
};
// checkers/linearizability/foresight.ts
/** What is known beforehand of the reads to come, for models that can tell which of them a state rules out. */
function foresightOf({ events, takenUp, classes, automaton, optional, operations, foreseen = events.length }) {
	const { kinds } = automaton;
	const nextRead = new Int32Array(events.length + 1).fill(-1);
	for (let at = foreseen - 1; at >= 0; at--) {
		const event = events[at];
		const isRead = event >= 0 && at >= takenUp && kinds[classes[event]] === 3 && optional[event] === 0;
		nextRead[at] = isRead ? event : nextRead[at + 1];
	}
	const lastOverwrite = new Int32Array(operations.length).fill(events.length);
	let last = -1;
	for (let at = 0; at < foreseen; at++) {
		const event = events[at];
		if (event >= 0) {
			if (kinds[classes[event]] === 2) last = at;
		} else if (kinds[classes[~event]] === 3) lastOverwrite[~event] = last;
	}
	return {
		nextRead,
		lastOverwrite
	};
}
// checkers/linearizability/window.ts
/** Which operations are open between two events of a problem; moves along the events in both directions. */
var Window$1 = class {
	problem;
	/** Open operations that will return, the first to return first. */
	open;
	openCount = 0;
	/** For each crashed class, how many of its operations were invoked. */
	crashed;
	/** Places of open operations that are possible in every state. */
	total;
	/** Places of open operations that overwrite. */
	overwriting;
	crashedOverwrites = 0;
	/** Index of the next event. */
	at = 0;
	/** The last event that a hopeless configuration could not have passed, -1 if there was none. */
	outOfReach = -1;
	/** What `keepers` speaks of. */
	masks = /* @__PURE__ */ new Int32Array(0);
	automaton;
	/** The version of the window that the masks of each state were made for. */
	versions = /* @__PURE__ */ new Int32Array(0);
	version = 0;
	foresight;
	/** As `masks`: open reads that are out of reach. */
	hopeless = /* @__PURE__ */ new Int32Array(0);
	hopeVersions = /* @__PURE__ */ new Int32Array(0);
	nextIsLost = /* @__PURE__ */ new Uint8Array(0);
	/** By state, the last return of those reads. */
	latestLost = /* @__PURE__ */ new Int32Array(0);
	constructor(problem) {
		this.problem = problem;
		this.automaton = problem.automaton;
		this.open = new Int32Array(32 * problem.windowWords);
		this.total = new Int32Array(problem.windowWords);
		this.overwriting = new Int32Array(problem.windowWords);
		this.crashed = new Int32Array(problem.crashed.length);
		this.foresight = this.automaton.foresees ? foresightOf(problem) : void 0;
	}
	/** Passes the next event and returns it. */
	forward() {
		const event = this.problem.events[this.at++];
		if (event >= 0) this.enter(event);
		else this.leave(~event);
		return event;
	}
	/** Goes back before the last event and returns it. */
	backward() {
		const event = this.problem.events[--this.at];
		if (event >= 0) this.leave(event);
		else this.enter(~event);
		return event;
	}
	/** Where in `masks` the places of open operations that can leave `state` as it is begin; valid until the next call. */
	keepers(state) {
		const { windowWords } = this.problem;
		if (state >= this.versions.length) this.widen(state);
		const from = state * windowWords;
		if (this.versions[state] !== this.version) {
			this.versions[state] = this.version;
			this.masks.fill(0, from, from + windowWords);
			const { classes, slots } = this.problem;
			for (let i = 0; i < this.openCount; i++) {
				const operation = this.open[i];
				if (!this.automaton.keeps(classes[operation], state)) continue;
				const slot = slots[operation];
				this.masks[from + (slot >>> 5)] |= 1 << (slot & 31);
			}
		}
		return from;
	}
	/** Whether `isHopeless` can ever be true. */
	get foresees() {
		return this.foresight !== void 0;
	}
	/**
	* Whether the configuration at `rows[at…]` cannot be completed: nothing overwrites its state any more, and an open
	* read without an alibi, or the next one to come, is out of reach.
	*/
	isHopeless(rows, at) {
		const { foresight, automaton } = this;
		if (!foresight || this.crashedOverwrites > 0) return false;
		const state = rows[at];
		if (state >= this.versions.length) this.widen(state);
		const { windowWords, classes, slots, returns } = this.problem;
		const from = state * windowWords;
		if (this.hopeVersions[state] !== this.version) {
			this.hopeVersions[state] = this.version;
			this.hopeless.fill(0, from, from + windowWords);
			this.latestLost[state] = -1;
			const isLost = (operation) => {
				if (foresight.lastOverwrite[operation] >= this.at) return false;
				if (automaton.mayLeadTo(state, classes[operation])) return false;
				this.latestLost[state] = Math.max(this.latestLost[state], returns[operation]);
				return true;
			};
			const next = foresight.nextRead[this.at];
			this.nextIsLost[state] = next >= 0 && isLost(next) ? 1 : 0;
			for (let i = 0; i < this.openCount; i++) {
				const operation = this.open[i];
				if (automaton.kinds[classes[operation]] !== 3 || !isLost(operation)) continue;
				const slot = slots[operation];
				this.hopeless[from + (slot >>> 5)] |= 1 << (slot & 31);
			}
		}
		let lost = this.nextIsLost[state] === 1;
		for (let word = 0; word < windowWords; word++) {
			if ((this.overwriting[word] & ~rows[at + 1 + word]) !== 0) return false;
			if ((this.hopeless[from + word] & ~rows[at + 1 + windowWords + word]) !== 0) lost = true;
		}
		if (lost) this.outOfReach = Math.max(this.outOfReach, this.latestLost[state]);
		return lost;
	}
	enter(operation) {
		const { slots, returns, classes } = this.problem;
		const slot = slots[operation];
		const kind = this.automaton.kinds[classes[operation]];
		this.version++;
		if (slot < 0) {
			this.crashed[-1 - slot]++;
			if (kind === 2) this.crashedOverwrites++;
			return;
		}
		const deadline = returns[operation];
		let place = this.openCount++;
		for (; place > 0 && returns[this.open[place - 1]] > deadline; place--) this.open[place] = this.open[place - 1];
		this.open[place] = operation;
		const bit = 1 << (slot & 31);
		if (kind === 1 || kind === 2) this.total[slot >>> 5] |= bit;
		if (kind === 2) this.overwriting[slot >>> 5] |= bit;
	}
	leave(operation) {
		const { slots, classes } = this.problem;
		const slot = slots[operation];
		this.version++;
		if (slot < 0) {
			this.crashed[-1 - slot]--;
			if (this.automaton.kinds[classes[operation]] === 2) this.crashedOverwrites--;
			return;
		}
		let place = 0;
		while (this.open[place] !== operation) place++;
		this.openCount--;
		for (; place < this.openCount; place++) this.open[place] = this.open[place + 1];
		this.total[slot >>> 5] &= ~(1 << (slot & 31));
		this.overwriting[slot >>> 5] &= ~(1 << (slot & 31));
	}
	widen(state) {
		const length = Math.max(16, 2 * (state + 1));
		const masks = new Int32Array(length * this.problem.windowWords);
		masks.set(this.masks);
		this.masks = masks;
		const versions = new Int32Array(length).fill(-1);
		versions.set(this.versions);
		this.versions = versions;
		if (!this.foresight) return;
		this.hopeless = new Int32Array(masks.length);
		this.hopeVersions = new Int32Array(length).fill(-1);
		this.nextIsLost = new Uint8Array(length);
		this.latestLost = new Int32Array(length);
	}
};
// checkers/linearizability/breadth.ts
var BreadthFirst = class {
	problem;
	meter;
	window;
	layout;
	expansion;
	trail;
	/** Configurations before the next event. */
	front;
	spare;
	/** Configurations in which the returning operation was not used yet. */
	pending;
	nextPending = 0;
	/** The operation that is returning now, -1 between events. */
	returning = -1;
	scratch;
	constructor(problem, meter, start = [0]) {
		this.problem = problem;
		this.meter = meter;
		this.window = new Window$1(problem);
		this.layout = new Layout(problem);
		this.expansion = new Expansion(problem, this.layout, this.window);
		this.trail = new Trail(meter);
		this.front = new Front(this.layout, meter);
		this.spare = new Front(this.layout, meter);
		this.pending = new Front(this.layout, meter);
		this.scratch = new Int32Array(this.layout.width);
		let started = 0;
		const add = () => void this.front.add(this.scratch, 0, -1 - started++);
		if (typeof start === "function") start(this.scratch, add);
		else for (const state of start) {
			this.scratch[0] = state;
			add();
		}
	}
	run(maxSteps) {
		const { problem, window, meter } = this;
		const until = meter.steps + maxSteps;
		while (meter.steps < until) if (this.returning >= 0) {
			if (!this.resolve(until)) return "running";
			if (this.front.count === 0) return "invalid";
			window.forward();
			this.returning = -1;
			if (this.trail.full) this.trail.compact(this.front.trails, this.front.count);
		} else if (window.at === problem.events.length) return "valid";
		else {
			const event = problem.events[window.at];
			if (event >= 0) {
				this.invoke(event);
				if (this.front.count === 0) return "invalid";
			} else this.beginReturn(~event);
		}
		return "running";
	}
	/** The trail of a configuration that survived all events. */
	path() {
		return this.trail.read(this.front.trails[this.front.dead.indexOf(0)]);
	}
	/** The event the search stands before or, once it failed, one no configuration can pass. */
	get furthest() {
		return Math.max(this.window.at, this.window.outOfReach);
	}
	/** Once the search has failed: the operation that cannot return, and what was possible before. */
	failure() {
		const { problem, window, spare, pending, layout } = this;
		const trails = /* @__PURE__ */ new Map();
		for (const front of [spare, pending]) for (let row = 0; row < front.count; row++) {
			const state = front.rows[row * layout.width];
			if (!trails.has(state)) trails.set(state, front.trails[row]);
		}
		return {
			operation: ~problem.events[this.furthest],
			event: window.at,
			states: [...trails.keys()],
			path: this.trail.read(spare.trails[0]),
			pathTo: (state) => this.trail.read(trails.get(state))
		};
	}
	/** Calls `visit` with each configuration that survived. */
	forEachSurvivor(visit) {
		const { front, layout } = this;
		for (let row = 0; row < front.count; row++) if (front.dead[row] === 0) visit(front.rows, row * layout.width);
	}
	/** Operations open before the next event. */
	*openOperations() {
		const { open, openCount } = this.window;
		for (let i = 0; i < openCount; i++) yield this.problem.operations[open[i]];
	}
	invoke(operation) {
		const { window, problem, front, layout } = this;
		window.forward();
		this.meter.spend(front.count);
		const slot = problem.slots[operation];
		if (slot < 0) return;
		const word = 1 + layout.windowWords + (slot >>> 5);
		const bit = 1 << (slot & 31);
		const { automaton, classes } = problem;
		const optional = problem.optional[operation] === 1;
		for (let row = 0; row < front.count; row++) {
			const at = row * layout.width;
			if ((front.rows[at + 1 + (slot >>> 5)] & bit) !== 0) continue;
			if (optional || automaton.keeps(classes[operation], front.rows[at])) front.rows[at + word] |= bit;
		}
		if (window.foresees) this.giveUpHopeless();
	}
	giveUpHopeless() {
		const { window, front, layout } = this;
		let hopeful = 0;
		for (let row = 0; row < front.count; row++) {
			const at = row * layout.width;
			if (window.isHopeless(front.rows, at)) front.dead[row] = 1;
			else hopeful += 1 - front.dead[row];
		}
		if (hopeful > 0) return;
		this.front = this.spare;
		this.front.clear();
		this.spare = front;
	}
	/** Sorts the configurations into those that need not use the operation that returns, and those that may or must. */
	beginReturn(operation) {
		const { problem, layout, scratch, pending } = this;
		const { front, spare } = this;
		this.returning = operation;
		this.front = spare;
		this.spare = front;
		this.front.clear();
		pending.clear();
		this.nextPending = 0;
		this.meter.spend(front.count);
		const slot = problem.slots[operation];
		const word = 1 + (slot >>> 5);
		const bit = 1 << (slot & 31);
		const pure = problem.automaton.kinds[problem.classes[operation]] === 3;
		for (let row = 0; row < front.count; row++) {
			if (front.dead[row] === 1) continue;
			const at = row * layout.width;
			const used = (front.rows[at + word] & bit) !== 0;
			const alibi = (front.rows[at + word + layout.windowWords] & bit) !== 0;
			if (used || alibi) {
				for (let i = 0; i < scratch.length; i++) scratch[i] = front.rows[at + i];
				this.finish(scratch, word, bit, front.trails[row]);
			}
			if (!used && !(alibi && pure)) pending.add(front.rows, at, front.trails[row]);
		}
	}
	/** Tries all orders that end with the returning operation. Returns whether it is done. */
	resolve(until) {
		const { problem, layout, pending, meter, returning } = this;
		const slot = problem.slots[returning];
		const word = 1 + (slot >>> 5);
		const bit = 1 << (slot & 31);
		const pure = problem.automaton.kinds[problem.classes[returning]] === 3;
		for (; this.nextPending < pending.count; this.nextPending++) {
			if (meter.steps >= until) return false;
			const row = this.nextPending;
			if (pending.dead[row] === 1) continue;
			meter.spend();
			const at = row * layout.width;
			const hadAlibi = (pending.rows[at + word + layout.windowWords] & bit) !== 0;
			const trail = pending.trails[row];
			this.expansion.expand(pending.rows, at, (reached, operation) => {
				meter.spend();
				const extended = this.trail.append(trail, operation, this.window.at, reached[0]);
				const hasAlibi = (reached[word + layout.windowWords] & bit) !== 0;
				if (operation === returning) return this.finish(reached, word, bit, extended);
				if (!(hasAlibi && pure)) pending.add(reached, 0, extended);
				if (hasAlibi && !hadAlibi) this.finish(reached, word, bit, extended);
			});
		}
		return true;
	}
	/** Keeps a configuration in which the returning operation needs no more attention. Changes `row`. */
	finish(row, word, bit, trail) {
		row[word] &= ~bit;
		row[word + this.layout.windowWords] &= ~bit;
		this.front.add(row, 0, trail);
	}
};
// checkers/linearizability/row-queue.ts
const NONE$7 = -1;
const FIRST_CAPACITY$1 = 64;
/** Each operation used without need weighs as much as being so many events behind. */
const EVENTS_PER_USE = 6;
var RowQueue = class {
	width;
	meter;
	count = 0;
	/** By place; a place is valid from `pop` until the next `push`. */
	rows;
	/** The event each stands before. */
	events = new Int32Array(FIRST_CAPACITY$1);
	/** Where the trail of each ends; -1 in places not in use. */
	trails = new Int32Array(FIRST_CAPACITY$1).fill(NONE$7);
	/** How many operations each used before that event. */
	uses = new Int32Array(FIRST_CAPACITY$1);
	links = new Int32Array(FIRST_CAPACITY$1);
	/** The last one put aside, by rank. */
	heads;
	best = 0;
	free = NONE$7;
	unused = 0;
	constructor(width, eventCount, meter) {
		this.width = width;
		this.meter = meter;
		this.rows = new Int32Array(FIRST_CAPACITY$1 * width);
		this.heads = new Int32Array(eventCount + 1).fill(NONE$7);
	}
	push(source, from, event, trail, uses) {
		const place = this.takePlace();
		const { width, rows } = this;
		const at = place * width;
		for (let word = 0; word < width; word++) rows[at + word] = source[from + word];
		this.events[place] = event;
		this.trails[place] = trail;
		this.uses[place] = uses;
		const rank = Math.max(0, event - EVENTS_PER_USE * Math.max(0, uses));
		this.links[place] = this.heads[rank];
		this.heads[rank] = place;
		if (rank > this.best) this.best = rank;
		this.count++;
	}
	/** The place of the most promising one, which is no longer in the queue. */
	pop() {
		while (this.heads[this.best] === NONE$7) this.best--;
		const place = this.heads[this.best];
		this.heads[this.best] = this.links[place];
		this.links[place] = this.free;
		this.free = place;
		this.count--;
		return place;
	}
	takePlace() {
		const place = this.free;
		if (place !== NONE$7) {
			this.free = this.links[place];
			return place;
		}
		if (this.unused === this.events.length) this.grow();
		return this.unused++;
	}
	grow() {
		const capacity = 2 * this.events.length;
		this.meter.holdForSearch(capacity / 2 * (4 * this.width + 16));
		const wider = (old, length) => {
			const array = new Int32Array(length);
			array.set(old);
			return array;
		};
		this.rows = wider(this.rows, capacity * this.width);
		this.events = wider(this.events, capacity);
		this.trails = wider(this.trails, capacity).fill(NONE$7, this.unused);
		this.uses = wider(this.uses, capacity);
		this.links = wider(this.links, capacity);
	}
};
// checkers/linearizability/visited.ts
const NONE$6 = -1;
const FIRST_CAPACITY = 256;
var Visited = class {
	layout;
	meter;
	count = 0;
	rows;
	events = new Int32Array(FIRST_CAPACITY);
	links = new Int32Array(FIRST_CAPACITY);
	/** The latest configuration of each hash of event and state. */
	heads = new Int32Array(2 * FIRST_CAPACITY).fill(NONE$6);
	constructor(layout, meter) {
		this.layout = layout;
		this.meter = meter;
		this.rows = new Int32Array(FIRST_CAPACITY * layout.width);
	}
	/** Whether one at least as good as the row at `source[from…]` was here before the same event; else remembers it. */
	seen(source, from, event) {
		const { layout, rows, events, links } = this;
		const { width } = layout;
		const state = source[from];
		let length = 0;
		for (let other = this.heads[this.place(event, state)]; other !== NONE$6; other = links[other]) {
			length++;
			if (events[other] !== event || rows[other * width] !== state) continue;
			if (layout.dominates(rows, other * width, source, from)) return true;
		}
		if (length > 8) this.meter.spend(length >> 3);
		this.remember(source, from, event);
		return false;
	}
	remember(source, from, event) {
		if (this.count === this.events.length) this.grow();
		const { width } = this.layout;
		const at = this.count * width;
		for (let word = 0; word < width; word++) this.rows[at + word] = source[from + word];
		this.events[this.count] = event;
		this.link(this.count++);
	}
	link(entry) {
		const place = this.place(this.events[entry], this.rows[entry * this.layout.width]);
		this.links[entry] = this.heads[place];
		this.heads[place] = entry;
	}
	place(event, state) {
		const mixed = Math.imul(event, 2654435761) ^ Math.imul(state, 2246822507);
		return (mixed ^ mixed >>> 15) & this.heads.length - 1;
	}
	grow() {
		const capacity = 2 * this.events.length;
		this.meter.holdForSearch(capacity / 2 * (4 * this.layout.width + 16));
		const rows = new Int32Array(capacity * this.layout.width);
		rows.set(this.rows);
		this.rows = rows;
		const events = new Int32Array(capacity);
		events.set(this.events);
		this.events = events;
		this.links = new Int32Array(capacity);
		this.heads = new Int32Array(2 * capacity).fill(NONE$6);
		for (let entry = 0; entry < this.count; entry++) this.link(entry);
	}
};
// checkers/linearizability/depth.ts
/** Instead of a number of uses: the configuration has passed a return and goes on. */
const PASSED = -1;
var DepthFirst = class {
	problem;
	meter;
	/** The last return for which operations had to be used. */
	stuckAt = 0;
	window;
	layout;
	expansion;
	trail;
	visited;
	/** Configurations put aside: they stand before a return and have to use operations, or have just passed one. */
	queue;
	/** The configuration being followed, before the event `window.at`, and its trail. */
	row;
	rowTrail = -1;
	following = true;
	constructor(problem, meter) {
		this.problem = problem;
		this.meter = meter;
		this.window = new Window$1(problem);
		this.layout = new Layout(problem);
		this.expansion = new Expansion(problem, this.layout, this.window);
		this.trail = new Trail(meter);
		this.visited = new Visited(this.layout, meter);
		this.queue = new RowQueue(this.layout.width, problem.events.length, meter);
		this.row = new Int32Array(this.layout.width);
	}
	run(maxSteps) {
		const { meter, queue } = this;
		const until = meter.steps + maxSteps;
		while (meter.steps < until) if (this.following) {
			if (this.follow(until)) return "valid";
		} else if (queue.count === 0) return "invalid";
		else this.takeNext();
		return "running";
	}
	/** The last event the search reached. */
	get furthest() {
		return Math.max(this.stuckAt, this.window.outOfReach);
	}
	/** The path to the end, once the history was found valid. */
	path() {
		return this.trail.read(this.rowTrail);
	}
	/** Passes events until the end (then true), or until there is no way on. */
	follow(until) {
		const { window, problem, row, layout, meter } = this;
		const { events, slots, classes, automaton, optional } = problem;
		const { windowWords } = layout;
		while (window.at < events.length) {
			if (meter.steps >= until) return false;
			meter.spend();
			const event = events[window.at];
			const operation = event >= 0 ? event : ~event;
			const slot = slots[operation];
			const word = 1 + (slot >>> 5);
			const bit = 1 << (slot & 31);
			if (event >= 0) {
				window.forward();
				if (slot >= 0 && (optional[operation] === 1 || automaton.keeps(classes[operation], row[0]))) row[word + windowWords] |= bit;
				if (window.isHopeless(row, 0)) {
					this.following = false;
					return false;
				}
				continue;
			}
			if ((row[word] & bit) === 0) {
				if ((row[word + windowWords] & bit) === 0) {
					this.stuckAt = Math.max(this.stuckAt, window.at);
					this.following = false;
					this.use(0);
					return false;
				}
				if (automaton.kinds[classes[operation]] !== 3) this.queue.push(row, 0, window.at, this.rowTrail, 0);
			}
			row[word] &= ~bit;
			row[word + windowWords] &= ~bit;
			window.forward();
		}
		return true;
	}
	/** Takes up the most promising configuration put aside. */
	takeNext() {
		const { queue, window, row, layout, meter } = this;
		if (this.trail.full) this.trail.compact(queue.trails, queue.trails.length);
		const place = queue.pop();
		const at = place * layout.width;
		for (let word = 0; word < row.length; word++) row[word] = queue.rows[at + word];
		this.rowTrail = queue.trails[place];
		queue.trails[place] = -1;
		const event = queue.events[place];
		meter.spend(1 + (Math.abs(event - window.at) >> 3));
		while (window.at > event) window.backward();
		while (window.at < event) window.forward();
		const uses = queue.uses[place];
		if (uses === PASSED) this.following = true;
		else this.use(uses);
	}
	/** Uses each possible operation before the return at hand, and puts aside what that leads to. */
	use(uses) {
		const { window, problem, layout, meter, queue, row } = this;
		if (this.visited.seen(row, 0, window.at)) return;
		const returning = ~problem.events[window.at];
		const slot = problem.slots[returning];
		const word = 1 + (slot >>> 5);
		const alibiWord = word + layout.windowWords;
		const bit = 1 << (slot & 31);
		const pure = problem.automaton.kinds[problem.classes[returning]] === 3;
		const hadAlibi = (row[alibiWord] & bit) !== 0;
		const trail = this.rowTrail;
		this.expansion.expand(row, 0, (reached, operation) => {
			meter.spend();
			const extended = this.trail.append(trail, operation, window.at, reached[0]);
			const hasAlibi = (reached[alibiWord] & bit) !== 0;
			if (operation !== returning && !(hasAlibi && pure)) queue.push(reached, 0, window.at, extended, uses + 1);
			if (operation === returning || hasAlibi && !hadAlibi) {
				reached[word] &= ~bit;
				reached[alibiWord] &= ~bit;
				queue.push(reached, 0, window.at + 1, extended, PASSED);
			}
		});
	}
};
// checkers/linearizability/partition.ts
/** The parts of a history, each in order of invocation. */
function partsOf$1(history, model, meter) {
	if (model.partition === "whole") return [{
		keys: [],
		operations: history
	}];
	const keysOf = model.partition ?? ((input) => input.key);
	if (isOneObject(history, model, meter)) return [{
		keys: [keyOf$1(history[0])],
		operations: history
	}];
	const parts = /* @__PURE__ */ new Map();
	const joined = new Joined();
	for (const operation of history) {
		meter.spend();
		const keys = keysOf(operation.input);
		const key = isList(keys) ? keys[0] : keys;
		if (isList(keys)) for (const other of keys) joined.join(key, other);
		const part = parts.get(key);
		if (part) part.push(operation);
		else parts.set(key, [operation]);
	}
	if (joined.empty) return [...parts].map(([key, operations]) => ({
		keys: [key],
		operations
	}));
	const merged = /* @__PURE__ */ new Map();
	for (const [key, operations] of parts) {
		const root = joined.rootOf(key);
		const part = merged.get(root);
		if (part) {
			part.keys.push(key);
			for (const operation of operations) part.operations.push(operation);
		} else merged.set(root, {
			keys: [key],
			operations: [...operations]
		});
	}
	for (const { operations } of merged.values()) operations.sort((a, b) => a.invoke - b.invoke);
	return [...merged.values()];
}
const keyOf$1 = ({ input }) => input.key;
/** The operations on the object of `one`, of those on several. */
function onSameObject(operations, one, model) {
	const { partition } = model;
	if (partition === "whole") return operations;
	const keysOf = partition ?? ((input) => input.key);
	const key = keysOf(one.input);
	return isList(key) ? operations : operations.filter(({ input }) => keysOf(input) === key);
}
/** The common case, told without copying anything. */
function isOneObject(history, model, meter) {
	if (model.partition !== void 0 || history.length === 0) return false;
	const key = keyOf$1(history[0]);
	return history.every((operation) => {
		meter.spend();
		return keyOf$1(operation) === key;
	});
}
const isList = (keys) => Array.isArray(keys);
/** Which keys belong together: a union-find structure. */
var Joined = class {
	parents = /* @__PURE__ */ new Map();
	get empty() {
		return this.parents.size === 0;
	}
	join(a, b) {
		const [rootA, rootB] = [this.rootOf(a), this.rootOf(b)];
		if (rootA !== rootB) this.parents.set(rootB, rootA);
	}
	rootOf(key) {
		let root = key;
		while (this.parents.has(root)) root = this.parents.get(root);
		for (let at = key; at !== root;) {
			const next = this.parents.get(at);
			this.parents.set(at, root);
			at = next;
		}
		return root;
	}
};
// checkers/fast-paths/ranks.ts
/** Positions up to this many times the number of operations are counted directly instead of being sorted. */
const DENSE_FACTOR = 8;
/** Ranks the operations; linear for positions counted from 0, otherwise it sorts them. */
function rankEvents(history, meter) {
	const count = history.length;
	const invoke = new Float64Array(count);
	const complete = new Float64Array(count);
	const limit = DENSE_FACTOR * count + 64;
	let dense = true;
	let last = -1;
	for (let i = 0; i < count; i++) {
		meter.spend();
		const operation = history[i];
		const from = operation.invoke;
		const to = operation.type === "info" ? Infinity : operation.complete;
		invoke[i] = from;
		complete[i] = to;
		if (dense && !(isSlot(from, limit) && (to === Infinity || isSlot(to, limit)))) dense = false;
		if (from > last) last = from;
		if (to > last && to !== Infinity) last = to;
	}
	const [from, to, slots] = dense ? [
		invoke,
		complete,
		last + 1
	] : densify(invoke, complete, meter);
	return rankSlots(from, to, slots, meter);
}
function isSlot(position, limit) {
	return position >= 0 && position < limit && Number.isInteger(position);
}
/** Counting sort: positions are integers in `[0, slots)`. */
function rankSlots(invokeAt, completeAt, slots, meter) {
	const count = invokeAt.length;
	const next = new Int32Array(2 * slots);
	for (let i = 0; i < count; i++) {
		meter.spend();
		next[2 * invokeAt[i]]++;
		const to = completeAt[i];
		if (to !== Infinity) next[2 * to + 1]++;
	}
	let end = 0;
	for (let slot = 0; slot < next.length; slot++) {
		const here = next[slot];
		next[slot] = end;
		end += here;
	}
	const invoke = new Int32Array(count);
	const complete = new Int32Array(count);
	for (let i = 0; i < count; i++) {
		meter.spend();
		invoke[i] = next[2 * invokeAt[i]]++;
		const to = completeAt[i];
		complete[i] = to === Infinity ? end : next[2 * to + 1]++;
	}
	return {
		invoke,
		complete,
		end
	};
}
/** Replaces positions by their place among the different positions that occur. */
function densify(invokeAt, completeAt, meter) {
	const all = new Float64Array(2 * invokeAt.length);
	all.set(invokeAt);
	all.set(completeAt, invokeAt.length);
	all.sort();
	let distinct = 0;
	for (const position of all) if (position !== Infinity && (distinct === 0 || all[distinct - 1] !== position)) all[distinct++] = position;
	const placeOf = (position) => {
		meter.spend();
		return position === Infinity ? Infinity : lowerBound(all, distinct, position);
	};
	return [
		invokeAt.map(placeOf),
		completeAt.map(placeOf),
		distinct
	];
}
/** The first index below `length` whose value is not less than `wanted`. */
function lowerBound(sorted, length, wanted) {
	let low = 0;
	let high = length;
	while (low < high) {
		const middle = low + high >>> 1;
		if (sorted[middle] < wanted) low = middle + 1;
		else high = middle;
	}
	return low;
}
/** Indexes in ascending order of their ranks, which are at most `end + 1`; equal ranks in order of index. */
function orderByRank(ranks, end) {
	const next = new Int32Array(end + 3);
	for (const rank of ranks) next[rank + 1]++;
	for (let rank = 0; rank < end + 2; rank++) next[rank + 1] += next[rank];
	const order = new Int32Array(ranks.length);
	for (let i = 0; i < ranks.length; i++) order[next[ranks[i]]++] = i;
	return order;
}
/** Indexes in ascending order of their keys, equal keys in order of index; no comparator is ever called. */
function sortedIndexes(keys) {
	const count = keys.length;
	if (count === 0) return /* @__PURE__ */ new Int32Array(0);
	let smallest = Infinity;
	let largest = -Infinity;
	let whole = true;
	for (const key of keys) {
		if (key < smallest) smallest = key;
		if (key > largest) largest = key;
		if (!Number.isInteger(key)) whole = false;
	}
	if (whole && largest - smallest < DENSE_FACTOR * count + 64) return placed$1(keys.map((key) => key - smallest), largest - smallest + 1);
	const sorted = keys.slice().sort();
	return placed$1(keys.map((key) => lowerBound(sorted, count, key)), count);
}
function placed$1(slotOf, slots) {
	const next = new Int32Array(slots + 1);
	for (const slot of slotOf) next[slot + 1]++;
	for (let slot = 0; slot < slots; slot++) next[slot + 1] += next[slot];
	const order = new Int32Array(slotOf.length);
	for (let i = 0; i < slotOf.length; i++) order[next[slotOf[i]]++] = i;
	return order;
}
// checkers/linearizability/problem.ts
/** Exploring a state space may cost this many steps, and so many more for each operation. */
const CLOSING_STEPS = 256;
const CLOSING_STEPS_PER_OPERATION = 4;
/** Numbers the classes of the operations; those that do the same in every state get the same number. */
function classifyAll(operations, automaton) {
	const classes = new Int32Array(operations.length);
	for (let i = 0; i < classes.length; i++) classes[i] = automaton.classify(operations[i]);
	const sameAs = automaton.close(CLOSING_STEPS + CLOSING_STEPS_PER_OPERATION * classes.length);
	if (sameAs) for (let i = 0; i < classes.length; i++) classes[i] = sameAs[classes[i]];
	return classes;
}
/**
* Builds the problem of one partition. `mayBeSkipped` weakens it: those operations happen inside their time, or not
* at all.
*/
function problemOf(operations, classes, automaton, meter, mayBeSkipped) {
	const { kinds } = automaton;
	const optional = new Uint8Array(operations.length);
	const silent = new Uint8Array(operations.length);
	const crashes = new Uint8Array(operations.length);
	for (let i = 0; i < operations.length; i++) {
		meter.spend();
		if (mayBeSkipped?.(i)) optional[i] = 1;
		if (operations[i].type === "info") crashes[i] = 1;
		if ((optional[i] === 1 || crashes[i] === 1) && kinds[classes[i]] === 3) silent[i] = 1;
	}
	const timeline = timelineOf(operations, meter);
	const events = new Int32Array(timeline.length);
	const slots = new Int32Array(operations.length);
	const returns = new Int32Array(operations.length);
	const free = [];
	const crashedIn = /* @__PURE__ */ new Map();
	let count = 0;
	let width = 0;
	for (const event of timeline) {
		meter.spend();
		const operation = event >= 0 ? event : ~event;
		if (silent[operation] === 1) continue;
		if (event < 0) {
			returns[operation] = count;
			free.push(slots[operation]);
		} else if (crashes[operation] === 0) slots[operation] = free.pop() ?? width++;
		else {
			const cls = classes[operation];
			const known = crashedIn.get(cls);
			if (known) known.push(operation);
			else crashedIn.set(cls, [operation]);
		}
		events[count++] = event;
	}
	const { crashed, guards } = countFields(crashedIn);
	crashed.forEach(({ operations }, index) => {
		for (const operation of operations) {
			slots[operation] = -1 - index;
			returns[operation] = count;
		}
	});
	return {
		automaton,
		operations,
		events: events.subarray(0, count),
		takenUp: 0,
		classes,
		slots,
		returns,
		optional,
		crashed,
		windowWords: width + 31 >>> 5,
		countWords: guards.length,
		guards
	};
}
/** Below so many operations the general way of ordering events is not worth its preparations. */
const FEW$2 = 512;
/** Invocations as `operation` and returns as `~operation` in order of time; where they coincide, invocations first. */
function timelineOf(operations, meter) {
	if (operations.length < FEW$2) return mergedTimeline(operations);
	const { invoke, complete, end } = rankEvents(operations, meter);
	const timeline = new Int32Array(end);
	for (let i = 0; i < operations.length; i++) {
		timeline[invoke[i]] = i;
		if (complete[i] !== end) timeline[complete[i]] = ~i;
	}
	return timeline;
}
function mergedTimeline(operations) {
	const returning = [];
	operations.forEach(({ type }, index) => {
		if (type !== "info") returning.push(index);
	});
	returning.sort((a, b) => operations[a].complete - operations[b].complete);
	const timeline = new Int32Array(operations.length + returning.length);
	let invoked = 0;
	let returned = 0;
	for (let at = 0; at < timeline.length; at++) {
		const next = operations[invoked];
		const done = returning[returned];
		const invokes = next && (done === void 0 || next.invoke <= operations[done].complete);
		timeline[at] = invokes ? invoked++ : ~returning[returned++];
	}
	return timeline;
}
/** Packs counters into words: each as wide as it must be, with one guard bit above, so that words compare at once. */
function countFields(crashedIn) {
	const crashed = [];
	const guards = [];
	let used = 32;
	for (const [cls, operations] of crashedIn) {
		const bits = 32 - Math.clz32(operations.length);
		if (used + bits + 1 > 32) {
			guards.push(0);
			used = 0;
		}
		const word = guards.length - 1;
		crashed.push({
			cls,
			operations,
			word,
			shift: used,
			mask: (1 << bits) - 1
		});
		guards[word] |= 1 << used + bits;
		used += bits + 1;
	}
	return {
		crashed,
		guards: Int32Array.from(guards)
	};
}
// checkers/linearizability/witness.ts
/** Operations in an order that the model allows and real time does not forbid, as far as the path goes. */
function witnessOf$1(problem, path, untilEvent = problem.events.length) {
	const { operations, automaton, classes } = problem;
	const window = new Window$1(problem);
	const placed = new Uint8Array(operations.length);
	for (const operation of path.operations) placed[operation] = 1;
	const order = [];
	let state = 0;
	let step = 0;
	const place = (operation) => {
		placed[operation] = 1;
		order.push(operations[operation]);
	};
	/** Places what is open and satisfies the condition. */
	const placeOpen = (condition) => {
		for (let i = 0; i < window.openCount; i++) {
			const operation = window.open[i];
			if (placed[operation] === 0 && condition(classes[operation])) place(operation);
		}
	};
	const isTotal = (cls) => {
		const kind = automaton.kinds[cls];
		return kind === 1 || kind === 2;
	};
	/** Places what the path used before the next event. */
	const follow = () => {
		for (; step < path.events.length && path.events[step] === window.at; step++) {
			const operation = path.operations[step];
			if (automaton.kinds[classes[operation]] === 2) placeOpen(isTotal);
			order.push(operations[operation]);
			state = path.states[step];
			placeOpen((cls) => automaton.canKeep(cls, state));
		}
	};
	while (window.at < untilEvent) {
		follow();
		const event = window.forward();
		if (event < 0 || placed[event] === 1 || problem.slots[event] < 0) continue;
		if (automaton.canKeep(classes[event], state)) place(event);
	}
	follow();
	return order;
}
// checkers/linearizability/contest.ts
/** Judges one part of a history: the model's own procedure if it has one that applies, else both searches in turns. */
/** What the search may spend on the core that a model's own procedure found. */
const STEPS_TO_CONFIRM = 5e4;
/** What a problem keeps of each operation. */
const BYTES_PER_OPERATION$9 = 40;
var Contest = class {
	model;
	part;
	meter;
	algorithm;
	failed;
	status = "running";
	/** What the model's own procedure found, if it decided. */
	fast;
	/** Once found invalid: the first operation that cannot return, and the operations among which the reason lies. */
	failing;
	suspects;
	/** What the model's own procedure proved was too hard for the search to confirm, or to explain. */
	isHard = false;
	problem;
	depth;
	breadth;
	/** Once a search found one: an order. */
	path;
	/** Bytes that both searches hold, and those of the depth-first one. */
	held = 0;
	heldByDepth = 0;
	/** How far a depth-first search came that was given up. */
	reached = 0;
	constructor(model, part, meter, algorithm, failed = []) {
		this.model = model;
		this.part = part;
		this.meter = meter;
		this.algorithm = algorithm;
		this.failed = failed;
		this.suspects = part.operations;
	}
	/** Goes on for about `maxSteps` steps. */
	run(maxSteps) {
		if (this.status !== "running") return this.status;
		if (!this.problem) {
			if (this.algorithm === "auto" && this.takeFastPath()) return this.status;
			this.prepare();
		}
		const share = this.depth && this.breadth ? 1 / 5 : 1;
		for (const search of [this.depth, this.breadth]) {
			if (!search || this.status !== "running") continue;
			this.status = this.runOne(search, search === this.depth ? maxSteps * share : maxSteps * (share === 1 ? 1 : 1 - share));
			if (this.status === "running") continue;
			const { events, operations } = this.problem;
			if (this.status === "valid") this.path = search.path();
			else this.failing = operations[~events[search.furthest]];
			this.forgetSearches();
		}
		if (this.status === "running" && this.algorithm === "auto") this.breadth ??= new BreadthFirst(this.problem, this.meter);
		return this.status;
	}
	/** A depth-first search that holds too much gives its room to the breadth-first one, which needs less. */
	runOne(search, maxSteps) {
		const { meter } = this;
		const ownBytes = () => meter.heldBySearch - this.problem.automaton.heldBytes;
		const before = ownBytes();
		const isDepth = search === this.depth;
		try {
			return search.run(maxSteps);
		} catch (error) {
			if (!(error instanceof BudgetSpent && error.limit === "search-memory") || !isDepth || this.algorithm !== "auto") throw error;
			this.reached = this.depth.furthest;
			this.depth = void 0;
			return "running";
		} finally {
			const grown = ownBytes() - before;
			this.held += grown;
			if (isDepth) this.heldByDepth += grown;
			if (isDepth && this.depth === void 0) this.release(this.heldByDepth);
		}
	}
	/** What was found is kept, not how. */
	forgetSearches() {
		this.depth = void 0;
		this.breadth = void 0;
		this.release(this.held);
	}
	release(bytes) {
		this.meter.holdForSearch(-bytes);
		this.held -= bytes;
	}
	/** Steps worth spending on a first attempt. */
	get firstSteps() {
		return 1024 + 16 * this.part.operations.length;
	}
	/** Once found valid: operations in an order that replays. */
	witness() {
		if (this.fast) return this.fast.verdict === "valid" ? this.fast.witness : void 0;
		return this.path && witnessOf$1(this.problem, this.path);
	}
	/** How far it got, for people. */
	progress() {
		if (!this.problem) return `none of ${counted$1(this.part.operations.length, "operation")} looked at`;
		return `${Math.max(this.reached, this.depth?.furthest ?? 0, this.breadth?.furthest ?? 0)} of ${this.problem.events.length} invocations and completions explained`;
	}
	/** Once found invalid: all operations on the object that is to blame, of those that were judged at once. */
	get blamed() {
		const { part, suspects, model } = this;
		return this.fast && model.fastPathTakesAll === true && suspects[0] ? onSameObject(part.operations, suspects[0], model) : part.operations;
	}
	/** Whether the model's own procedure decides. Its core has to fail before the search as well. */
	takeFastPath() {
		const found = this.model.fastPath?.(this.part.operations, this.meter, this.failed);
		if (!found) return false;
		if (found.verdict === "invalid") {
			const automaton = new Automaton(found.part ?? this.model, this.meter);
			const search = new BreadthFirst(problemOf(found.core, classifyAll(found.core, automaton), automaton, this.meter), this.meter);
			const confirmed = search.run(STEPS_TO_CONFIRM);
			if (confirmed === "valid") return false;
			this.isHard = confirmed === "running";
			this.failing = confirmed === "invalid" ? found.core[search.failure().operation] : found.core.reduce((a, b) => b.type !== "info" && b.complete > a.complete ? b : a);
			this.suspects = found.core;
		}
		this.fast = found;
		this.status = found.verdict;
		return true;
	}
	prepare() {
		const { operations } = this.part;
		const automaton = new Automaton(this.model, this.meter);
		const classes = classifyAll(operations, automaton);
		this.meter.hold(BYTES_PER_OPERATION$9 * operations.length);
		this.problem = problemOf(operations, classes, automaton, this.meter);
		if (this.algorithm === "breadth-first") this.breadth = new BreadthFirst(this.problem, this.meter);
		else this.depth = new DepthFirst(this.problem, this.meter);
	}
};
// checkers/linearizability/charging.ts
/** Copying so much of a state takes the time of a step. */
const SIZE_PER_STEP = 16;
/** The same model, which charges for the size of the states it is asked about, and of the names it makes of them. */
function charging(model, meter) {
	return {
		...model,
		step(state, input, output, outcome) {
			meter.spend(Math.floor(sizeOf$1(state) / SIZE_PER_STEP));
			return model.step(state, input, output, outcome);
		},
		...model.key === void 0 ? {} : { key(state) {
			const key = model.key(state);
			if (typeof key === "string") meter.spend(Math.floor(key.length / SIZE_PER_STEP));
			return key;
		} }
	};
}
function sizeOf$1(state) {
	if (typeof state === "string") return state.length / 8;
	if (typeof state !== "object" || state === null) return 0;
	if (Array.isArray(state)) return state.length;
	if (state instanceof Set) return state.size;
	if (!(state instanceof Map)) return 0;
	let size = state.size;
	for (const part of state.values()) size += sizeOf$1(part);
	return size;
}
// checkers/linearizability/breakdown.ts
/** `undefined` where the operations are linearizable. Throws `BudgetSpent`. */
function breakdownOf(operations, model, meter) {
	const automaton = new Automaton(charging(model, meter), meter);
	const whole = problemOf(operations, classifyAll(operations, automaton), automaton, meter);
	let search = new BreadthFirst(whole, meter);
	if (search.run(Infinity) !== "invalid") return void 0;
	let problem = whole;
	if (automaton.foresees) {
		const end = firstReturn(whole, search.failure().event, search.furthest, meter);
		problem = {
			...whole,
			events: whole.events.subarray(0, end + 1),
			foreseen: end
		};
		search = new BreadthFirst(problem, meter);
		if (search.run(Infinity) !== "invalid") return void 0;
	}
	const { operation, event, states, path, pathTo } = search.failure();
	const crashed = operations.filter((its, index) => its.type === "info" && its.invoke <= operations[operation].complete && whole.slots[index] < 0);
	return {
		failing: operations[operation],
		prefix: witnessOf$1(problem, path, event),
		open: [...search.openOperations(), ...crashed],
		states: states.map((state) => automaton.states[state]),
		waysTo: (state) => witnessOf$1(problem, pathTo(states[state]), event)
	};
}
/** The first return that no order passes. All before `from` can be passed, and that of `to` cannot. */
function firstReturn(whole, from, to, meter) {
	let [possible, impossible] = [from - 1, to];
	while (impossible - possible > 1) {
		const middle = possible + impossible >> 1;
		if (new BreadthFirst({
			...whole,
			events: whole.events.subarray(0, middle + 1)
		}, meter).run(Infinity) === "invalid") impossible = middle;
		else possible = middle;
	}
	return impossible;
}
// checkers/linearizability/confirm.ts
/** Whether no order of the operations fits both the model and real time. Exponential. Throws `BudgetSpent`. */
function isImpossible(history, model, meter) {
	const dead = /* @__PURE__ */ new Set();
	const left = new Set(history.keys());
	const canFinish = (state) => {
		let deadline = Infinity;
		let obliged = false;
		for (const index of left) {
			const { type, complete } = history[index];
			if (type === "info") continue;
			obliged = true;
			deadline = Math.min(deadline, complete);
		}
		if (!obliged) return true;
		const place = `${[...left].join()} ${model.key ? model.key(state) : nameOf$2(state)}`;
		if (dead.has(place)) return false;
		for (const index of [...left]) {
			const { invoke, input, output, type } = history[index];
			if (invoke > deadline) continue;
			meter.userStep();
			const step = model.step(state, input, type === "info" ? void 0 : output, type);
			const nexts = step instanceof Choice ? step.states : step === void 0 ? [] : [step];
			left.delete(index);
			const possible = nexts.some(canFinish);
			left.add(index);
			if (possible) return true;
		}
		dead.add(place);
		return false;
	};
	return !canFinish(model.initial);
}
// checkers/linearizability/core.ts
/** How many operations before the failing return are tried first. */
const FIRST_SUFFIX = 24;
const SUFFIX_GROWTH = 4;
/** Larger cores are not confirmed by brute force. */
const CONFIRMED_SIZE = 24;
/** A single trial may cost this many times the first. */
const TRIAL_FACTOR = 64;
const TRIAL_STEPS = 2e5;
/**
* The core of a part of a history that cannot be continued past the return of `failing`. With the budget gone, the
* smallest one found so far.
*/
function coreOf$2(operations, failing, model, meter) {
	const before = operations.filter(({ invoke }) => invoke <= failing.complete);
	const isObliged = ({ type, complete }) => type !== "info" && complete <= failing.complete;
	let core = before.filter(isObliged);
	try {
		const trial = new Trial(before, isObliged, model, meter);
		let obliged = trial.failingSuffix();
		for (let size = obliged.length >> 1; size >= 1; size = size === 1 ? 0 : size + 1 >> 1) {
			for (let from = 0; from < obliged.length;) {
				const fewer = [...obliged.slice(0, from), ...obliged.slice(from + size)];
				if (trial.fails(fewer)) obliged = fewer;
				else from += size;
			}
			core = obliged.map((index) => before[index]);
		}
	} catch (error) {
		if (!(error instanceof BudgetSpent)) throw error;
	}
	return core;
}
/** Whether the independent check finds the core impossible as well; `false` if it is too large to be asked. */
function isConfirmed(operations, model, meter) {
	if (operations.length > CONFIRMED_SIZE) return false;
	try {
		if (isImpossible(operations, model, meter)) return true;
	} catch (error) {
		if (!(error instanceof BudgetSpent)) throw error;
		return false;
	}
	throw new Error(`a core that the search rejects was accepted by the independent check; please report this history`);
}
/** Tries which operations must be obliged for the history to fail. */
var Trial = class {
	operations;
	isObliged;
	meter;
	automaton;
	classes;
	/** Operations of the suffix that is tried; all of them at last. */
	included;
	startStates = [0];
	maxSteps = Infinity;
	constructor(operations, isObliged, model, meter) {
		this.operations = operations;
		this.isObliged = isObliged;
		this.meter = meter;
		this.automaton = new Automaton(charging(model, meter), meter);
		this.classes = classifyAll(operations, this.automaton);
		this.included = [...operations.keys()];
	}
	/** The shortest suffix found that fails from any state whatsoever, else all that is obliged. */
	failingSuffix() {
		const { operations, automaton } = this;
		const all = this.included;
		const obliged = all.filter((index) => this.isObliged(operations[index]));
		if (automaton.closed) {
			this.startStates = [...automaton.states.keys()];
			const byReturn = [...obliged].sort((a, b) => operations[b].complete - operations[a].complete);
			for (let size = FIRST_SUFFIX; size < obliged.length; size *= SUFFIX_GROWTH) {
				const suffix = new Set(byReturn.slice(0, size));
				this.included = all.filter((index) => suffix.has(index) || !this.isObliged(operations[index]));
				const indexes = obliged.filter((index) => suffix.has(index));
				if (this.fails(indexes)) return indexes;
			}
			this.startStates = [0];
			this.included = all;
		}
		return obliged;
	}
	/** Whether the history fails although only these operations have to happen. */
	fails(obliged) {
		const { operations, classes, automaton, included, meter } = this;
		const mustHappen = new Set(obliged);
		const problem = problemOf(included.map((index) => operations[index]), Int32Array.from(included, (index) => classes[index]), automaton, meter, (index) => !mustHappen.has(included[index]));
		const before = meter.steps;
		const status = new BreadthFirst(problem, meter, this.startStates).run(this.maxSteps);
		if (status === "invalid" && this.maxSteps === Infinity) this.maxSteps = TRIAL_STEPS + TRIAL_FACTOR * (meter.steps - before);
		return status === "invalid";
	}
};
// checkers/linearizability/minimal-failing.ts
/** From many things that fail together to a few that do (QuickXplain: Junker 2004). */
/**
* A subset of `all` that fails, and would not without any one of its members. `fails` must hold of `all` and, with a set,
* of every larger one. It may be asked of them in any order; those found are in
* theirs.
*/
function minimalFailing(all, fails) {
	if (fails([])) return [];
	const explain = (known, isNew, rest) => {
		if (isNew && fails(known)) return [];
		if (rest.length === 1) return rest;
		const middle = rest.length >> 1;
		const [first, second] = [rest.slice(0, middle), rest.slice(middle)];
		const ofSecond = explain([...known, ...first], true, second);
		return [...explain([...known, ...ofSecond], ofSecond.length > 0, first), ...ofSecond];
	};
	return explain([], false, all);
}
// checkers/linearizability/traces.ts
/** What an operation left and shows, as the model says or else by its values. */
function tracesOf(model, operation) {
	const { type } = operation;
	const input = operation.input;
	const output = type === "info" ? void 0 : operation.output;
	if (model.traces) return model.traces(input, output, type);
	const { f: _, key: __, ...fields } = input;
	const shown = new Set([output, ...Array.isArray(output) ? output : []].flatMap(namesOf$2));
	return {
		left: Object.values(fields).flatMap(namesOf$2),
		shows: (thing) => shown.has(thing)
	};
}
/** What is nothing, true or false says nothing about who left it. */
function namesOf$2(value) {
	if (value === void 0 || value === null || typeof value === "boolean") return [];
	try {
		return [nameOf$2(value)];
	} catch (error) {
		if (error instanceof IncomparableValue) return [];
		throw error;
	}
}
/** For each thing, the operations that left it. */
function writersIn(operations, model, meter) {
	const writers = /* @__PURE__ */ new Map();
	for (const operation of operations) {
		meter.spend();
		for (const thing of new Set(tracesOf(model, operation).left)) {
			const known = writers.get(thing);
			if (known) known.push(operation);
			else writers.set(thing, [operation]);
		}
	}
	return writers;
}
// checkers/linearizability/passing-over.ts
/**
* Cores of objects that can be looked at in part. Whatever operations outside the core left is passed over, in all that is
* shown: then nothing in the core depends on anything outside, and it fails on its own.
*/
/** Writers of other things that a core's reads show are added up to this size. */
const FEW$1 = 8;
/**
* The fewest operations found that fail so; `culprit` alone if it does. `undefined` for models that cannot be looked at in part, and where there is
* no failure without what is passed over.
*/
function coreByPassingOver({ operations, suspects, failing, culprit }, model, meter) {
	if (model.only === void 0) return void 0;
	const before = suspects.filter(({ invoke }) => invoke <= failing.complete);
	try {
		const writersOf = writersIn(operations, model, meter);
		const lookAt = (some) => partial(some, writersOf, model, meter);
		const fails = (some) => isFailing(lookAt(some), model, meter);
		if (culprit !== void 0) return {
			operations: [culprit],
			obliged: [culprit],
			judged: lookAt([culprit])
		};
		if (!fails(before)) return void 0;
		const obliged = minimalFailing(before, fails);
		const core = withOtherWriters(obliged, writersOf, model);
		return {
			operations: core,
			obliged,
			judged: lookAt(core)
		};
	} catch (error) {
		if (!(error instanceof BudgetSpent)) throw error;
		return;
	}
}
/** The operations as they look to somebody who knows only what they left themselves, and what nobody did. */
function partial(some, writersOf, model, meter) {
	const known = new Set(some);
	const counts = (thing) => {
		meter.spend();
		return writersOf.get(thing)?.every((writer) => known.has(writer)) !== false;
	};
	return [...some].sort((a, b) => a.invoke - b.invoke).map((operation) => ({
		...operation,
		...model.only(operation.input, operation.output, counts)
	}));
}
function isFailing(operations, model, meter) {
	const automaton = new Automaton(charging(model, meter), meter);
	return new BreadthFirst(problemOf(operations, classifyAll(operations, automaton), automaton, meter), meter).run(Infinity) === "invalid";
}
/** What else the reads of a core show is easier to follow with its writers, where these are few. */
function withOtherWriters(core, writersOf, model) {
	if (core.length === 1) return core;
	const all = new Set(core);
	for (const operation of core) {
		const { shows } = tracesOf(model, operation);
		for (const [thing, writers] of writersOf) if (shows(thing)) for (const writer of writers) all.add(writer);
	}
	return all.size > FEW$1 ? core : [...all].sort((a, b) => a.invoke - b.invoke);
}
// checkers/linearizability/support.ts
/** More of them make nothing clearer. */
const MANY = 12;
/**
* For each thing that the operations show, one that left it, and so on for those; all of them where it is a sum.
* @returns the writers, none where they are too many, and how many are left out then
*/
function supportOf(core, operations, model, meter) {
	const writersOf = writersIn(operations, model, meter);
	const known = new Set(core);
	const queue = [...core];
	for (const operation of queue) {
		const { shows, isSum } = tracesOf(model, operation);
		for (const [thing, all] of writersOf) {
			meter.spend();
			if (!shows(thing)) continue;
			const before = all.filter((its) => its !== operation && its.invoke <= operation.complete);
			const missing = isSum === true ? before.filter((its) => !known.has(its)) : all.some((its) => known.has(its)) ? [] : sourceAmong(before.length > 0 ? before : all.slice(0, 1), model);
			for (const writer of missing) {
				known.add(writer);
				queue.push(writer);
			}
			const count = known.size - core.length;
			if (count > MANY) return {
				writers: [],
				leftOut: count
			};
		}
	}
	return {
		writers: queue.slice(core.length),
		leftOut: 0
	};
}
/** The last that is known to have happened, if possible one that shows nothing itself. */
function sourceAmong(writers, model) {
	const happened = writers.filter(({ type }) => type === "ok");
	return [
		happened.filter(({ input, output, type }) => model.effect?.(input, output, type) !== "sometimes"),
		happened,
		writers
	].find((some) => some.length > 0).slice(-1);
}
// checkers/linearizability/evidence.ts
/** The core of a failure with all that it depends on, found in the way that fits the object, and confirmed. */
function evidenceOf(model, { suspects, failing, fast, isHard, blamed }, culprit, meter) {
	const partOfObject = fast?.verdict === "invalid" ? fast.part : void 0;
	if (isHard || partOfObject !== void 0) {
		const confirmed = !isHard && isConfirmed(suspects, partOfObject, meter());
		return {
			operations: suspects,
			obliged: suspects,
			judged: suspects,
			alone: !suspects.some((operation) => tracesOf(model, operation).isSum === true),
			leftOut: 0,
			confirmed
		};
	}
	const partial = coreByPassingOver({
		operations: blamed,
		suspects,
		failing,
		culprit
	}, model, meter());
	if (partial !== void 0) {
		const { operations, obliged, judged } = partial;
		return {
			operations,
			obliged,
			judged,
			alone: true,
			leftOut: 0,
			confirmed: isConfirmed(judged, model, meter())
		};
	}
	const obliged = coreOf$2(suspects, failing, model, meter());
	const { writers, leftOut } = support(obliged, blamed, model, meter());
	const operations = [...obliged, ...writers].sort((a, b) => a.invoke - b.invoke);
	return {
		operations,
		obliged,
		judged: operations,
		leftOut,
		alone: model.traces !== void 0 && leftOut === 0,
		confirmed: isConfirmed(operations, model, meter())
	};
}
function support(...given) {
	try {
		return supportOf(...given);
	} catch (error) {
		if (!(error instanceof BudgetSpent)) throw error;
		return {
			writers: [],
			leftOut: Infinity
		};
	}
}
// checkers/linearizability/replay.ts
/** The states that an operation leads to; none where it is impossible. */
function after(model, state, operation) {
	const { input, output, type } = operation;
	const step = model.step(state, input, type === "info" ? void 0 : output, type);
	return step instanceof Choice ? step.states : step === void 0 ? [] : [step];
}
const nameOfState = (model, state) => String(model.key ? `${typeof model.key(state)} ${model.key(state)}` : nameOf$2(state));
/**
* The states in which an order of operations can leave the object, by name. `undefined` if the model or real time
* forbids the order. Throws `BudgetSpent`.
*/
function replay(order, model, meter) {
	let states = [model.initial];
	let latestInvocation = -Infinity;
	for (const operation of order) {
		meter.userStep();
		if (operation.complete < latestInvocation) return void 0;
		latestInvocation = Math.max(latestInvocation, operation.invoke);
		states = states.length === 1 ? after(model, states[0], operation) : states.flatMap((state) => after(model, state, operation));
		if (states.length > 1) states = [...byName(states, model).values()];
	}
	return states.length === 0 ? void 0 : byName(states, model);
}
const byName = (states, model) => new Map(states.map((state) => [nameOfState(model, state), state]));
/**
* All states the object can be in when `failing` completes and has not happened yet, by name; `undefined` if it can
* have happened by then after all. Exponential in what is open at a time. Throws `BudgetSpent`.
*/
function statesBefore(operations, failing, model, meter) {
	const byReturn = operations.filter(({ type, complete }) => type !== "info" && complete <= failing.complete).sort((a, b) => a.complete - b.complete);
	let worlds = [{
		state: model.initial,
		used: []
	}];
	let open = [];
	let invoked = 0;
	for (const returning of byReturn) {
		const began = invoked;
		while (invoked < operations.length && operations[invoked].invoke <= returning.complete) invoked++;
		open = [...open, ...operations.slice(began, invoked).filter((its) => !saysNothing(its, model))];
		const all = closure(worlds, open, model, meter);
		if (returning === failing) {
			if (all.some(({ used }) => used.includes(failing))) return void 0;
			return byName(all.map(({ state }) => state), model);
		}
		worlds = all.filter(({ used }) => used.includes(returning)).map(({ state, used }) => ({
			state,
			used: used.filter((other) => other !== returning)
		}));
		open = open.filter((other) => other !== returning);
	}
}
/** A read that nobody heard of. */
function saysNothing({ type, input }, model) {
	return type === "info" && model.effect?.(input, void 0, "info") === "reads";
}
/** The worlds, and all that open operations lead to from there. */
function closure(worlds, open, model, meter) {
	const number = new Map(open.map((operation, index) => [operation, index]));
	const seen = /* @__PURE__ */ new Set();
	const all = [];
	const add = (world) => {
		const name = nameOfState(model, world.state);
		meter.spend(1 + (name.length >> 4));
		const place = `${world.used.map((operation) => number.get(operation)).sort((a, b) => a - b).join()} ${name}`;
		if (seen.has(place)) return;
		seen.add(place);
		all.push(world);
	};
	worlds.forEach(add);
	for (const { state, used } of all) for (const operation of open) {
		if (used.includes(operation)) continue;
		meter.userStep();
		for (const next of after(model, state, operation)) add({
			state: next,
			used: [...used, operation]
		});
	}
	return all;
}
// checkers/selectors.ts
/** The input as an object with `f`; inputs of any other shape have no function name and no fields. */
function fieldsOf$2(operation) {
	const { input } = operation;
	if (typeof input === "object" && input !== null && "f" in input) return input;
	return { f: typeof input === "string" ? input : "" };
}
/**
* A selector from an option: a function is taken as it is, a name picks operations whose `f` it is and
* reads them with `read`.
*/
function selector(option, name, read) {
	if (typeof option === "function") return option;
	const wanted = option ?? name;
	return (operation) => {
		const fields = fieldsOf$2(operation);
		return fields.f === wanted ? read(fields, operation) : void 0;
	};
}
/** What a selector made of this option goes by, for sentences. */
const nameOfFunction = (option, name) => typeof option === "function" ? "an operation" : option ?? name;
/** Who did it, for sentences: the process by its name. */
const who = ({ process }) => show(process);
/** Who did it and when, for sentences: `n1 on line 12` of a file, else `n1 at 3 ms`, or at a position. */
function whoWhen(operation) {
	const { line, invokedAtMs, invoke } = operation;
	if (line !== void 0) return `${who(operation)} on line ${line}`;
	return `${who(operation)} at ${invokedAtMs === void 0 ? `position ${invoke}` : `${invokedAtMs} ms`}`;
}
/** When it was invoked, for sentences: `line 12` of a file, else a position. */
const whenInvoked = ({ line, invoke }) => line === void 0 ? String(invoke) : `line ${line}`;
/** When it completed. */
const whenCompleted = ({ endLine, complete }) => endLine === void 0 ? String(complete) : `line ${endLine}`;
// checkers/linearizability/explanation.ts
/**
* What can be told of a violation: how far the history goes well, and why not further. What is stated is checked from the
* definition (`replay.ts`) before anybody reads it; what is not confirmed is not said.
*/
/** The most states that a sentence names. */
const NAMED_STATES = 6;
/** A state takes at most so much of a sentence. */
const STATE_LENGTH = 80;
/**
* Explains operations that are known to fail; `undefined` when the budget is too small for it.
* @param found where they break
* @param judged the same operations as they are judged, if that is otherwise than they are shown
*/
function explain$1(found, operations, model, meter, among, judged = operations) {
	try {
		if (found === void 0 || !holds(found, judged, model, meter)) return void 0;
		const { failing, prefix, open, states } = found;
		const told = `${printOperation$1(model, failing)} by process ${who(failing)} fits no moment between its invocation and its completion`;
		const printed = states.map((state) => model.printState?.(state) ?? show(state));
		const certain = isComplete(found, judged, model);
		const name = model.name ?? "object";
		const real = new Map(judged.map((its, index) => [its, operations[index]]));
		const realOf = (some) => some.map((its) => real.get(its));
		return {
			failing: real.get(failing),
			prefix: realOf(prefix),
			open: realOf(open),
			among,
			count: operations.length,
			states: printed,
			why: certain ? `${told}; when it completes, the ${name} can only be ${list(printed)}` : `${told}; when it completes, the ${name} can be ${list(printed)}, and that does not fit`
		};
	} catch (error) {
		if (!(error instanceof BudgetSpent)) throw error;
		return;
	}
}
/** Whether the prefix replays and lacks nothing that completed, the named states can be reached, and none of all fits. */
function holds({ failing, prefix, states, waysTo }, operations, model, meter) {
	const isLeftOut = (order) => {
		const placed = new Set(order);
		return operations.some((operation) => operation.type !== "info" && operation.complete < failing.complete && !placed.has(operation));
	};
	if (isLeftOut(prefix) || replay(prefix, model, meter) === void 0) return false;
	for (const [index, state] of states.slice(0, NAMED_STATES).entries()) {
		const way = waysTo(index);
		if (isLeftOut(way) || replay(way, model, meter)?.has(nameOfState(model, state)) !== true) return false;
	}
	return states.every((state) => {
		meter.userStep();
		return after(model, state, failing).length === 0;
	});
}
/** What the plain way of finding all states may cost. */
const PLAIN_STEPS = 5e5;
/** Whether the plain way finds the same states; `false` where it would take too long. */
function isComplete({ failing, states }, operations, model) {
	try {
		const all = statesBefore(operations, failing, model, new BudgetMeter({ steps: PLAIN_STEPS }));
		return all?.size === states.length && states.every((state) => all.has(nameOfState(model, state)));
	} catch (error) {
		if (!(error instanceof BudgetSpent)) throw error;
		return false;
	}
}
/** An operation in a few words, as the model prints it. */
function printOperation$1(model, operation) {
	const { output, type } = operation;
	const input = operation.input;
	const printed = model.printOperation?.(input, output, type);
	if (printed !== void 0) return printed;
	const { f, key: _, ...rest } = input;
	return [
		f,
		...Object.values(rest).map(show),
		...output === void 0 ? [] : ["->", show(output)]
	].join(" ");
}
function list(states) {
	const named = states.slice(0, NAMED_STATES).map((state) => shorten(state, STATE_LENGTH));
	if (states.length > named.length) return `${named.join(", ")} or one of ${states.length - named.length} more`;
	return named.length === 1 ? named[0] : `${named.slice(0, -1).join(", ")} or ${named.at(-1)}`;
}
// checkers/linearizability/invalid.ts
/** The verdict `invalid`, with evidence that is worked out only when somebody looks at it. */
/**
* What the search for each piece of evidence may cost; it is apart from the budget of the check, which is spent by then.
* A clock would give other evidence on another machine.
*/
const EVIDENCE_STEPS = 1e6;
/** Histories that are longer cannot be put in order with that. */
const EXPLAINED_OPERATIONS = EVIDENCE_STEPS / 8;
const EVIDENCE_BYTES = 256 * 2 ** 20;
function notLinearizable(model, contest, budget) {
	const { failing } = contest;
	const meter = () => new BudgetMeter({
		steps: EVIDENCE_STEPS,
		memoryBytes: Math.min(EVIDENCE_BYTES, budget?.memoryBytes ?? EVIDENCE_BYTES)
	});
	const culprit = once(() => contest.fast ? void 0 : culpritAmong(contest.blamed, failing, model, meter()));
	const kind = contest.fast?.verdict === "invalid" ? contest.fast.kind : "not-linearizable";
	const part = contest.fast?.verdict === "invalid" ? contest.fast.part : void 0;
	const because = contest.fast?.verdict === "invalid" ? contest.fast.because : void 0;
	const core = once(() => evidenceOf(model, contest, culprit()?.operation, meter));
	const anomalies = once(() => [{
		kind,
		get message() {
			return reason();
		},
		get operations() {
			return core().obliged;
		}
	}]);
	const broken = once(() => contest.blamed.length > EXPLAINED_OPERATIONS ? void 0 : affordable(contest.blamed, model, meter()));
	const ofAll = () => {
		const found = explain$1(broken(), contest.blamed, model, meter(), "all");
		return part && found && !contest.suspects.includes(found.failing) ? void 0 : found;
	};
	const explanation = once(() => contest.isHard || because !== void 0 ? void 0 : ofAll() ?? explainCore(core(), part ?? model, meter()));
	const reason = once(() => {
		if (contest.fast?.verdict === "invalid") return contest.fast.reason;
		const told = (operation) => `${printOperation$1(model, operation)} by process ${who(operation)}`;
		const impossible = culprit();
		if (impossible !== void 0) {
			const { operation, fault } = impossible;
			return `${told(operation)} is impossible whatever the others did: it ${fault}`;
		}
		return `no order of the operations explains ${told((model.mayLeadTo === void 0 ? void 0 : broken()?.failing) ?? failing)}`;
	});
	return {
		verdict: "invalid",
		get reason() {
			return reason();
		},
		get anomalies() {
			return anomalies();
		},
		get core() {
			return core().operations;
		},
		get obliged() {
			return core().obliged;
		},
		get coreAlone() {
			return core().alone;
		},
		get coreLacks() {
			return core().leftOut;
		},
		get coreConfirmed() {
			return core().confirmed;
		},
		because: because ?? [],
		get explanation() {
			return explanation();
		}
	};
}
/** The first operation that is impossible by itself, and why; innocent ones may fail before it completes. */
function culpritAmong(operations, failing, model, meter) {
	if (model.faultOf === void 0) return void 0;
	try {
		const writers = writersIn(operations, model, meter);
		for (const operation of operations) {
			if (operation.invoke > failing.complete) return void 0;
			if (operation.type === "info") continue;
			const fault = model.faultOf(operation.input, operation.output, (thing) => {
				meter.spend();
				return writers.has(thing);
			});
			if (fault === void 0) continue;
			const [alone] = partial([operation], writers, model, meter);
			if (after(model, model.initial, alone).length === 0) return {
				operation,
				fault
			};
		}
	} catch (error) {
		if (!(error instanceof BudgetSpent)) throw error;
	}
}
function affordable(...given) {
	try {
		return breakdownOf(...given);
	} catch (error) {
		if (!(error instanceof BudgetSpent)) throw error;
		return;
	}
}
function explainCore({ operations, judged }, model, meter) {
	return explain$1(affordable(judged, model, meter), operations, model, meter, "core", judged);
}
function once(compute) {
	let result;
	return () => (result ??= { value: compute() }).value;
}
// checkers/linearizability/carried.ts
/** Reads the row at `rows[at…]`, after the events of the problem; `open` operations return later, or never. */
function carry(problem, rows, at, open) {
	const { operations, slots, windowWords, crashed, automaton } = problem;
	const used = /* @__PURE__ */ new Set();
	const alibis = /* @__PURE__ */ new Set();
	for (const operation of open) {
		const slot = slots[operation];
		if (slot < 0) continue;
		const word = at + 1 + (slot >>> 5);
		const bit = 1 << (slot & 31);
		if ((rows[word] & bit) !== 0) used.add(operations[operation]);
		if ((rows[word + windowWords] & bit) !== 0) alibis.add(operations[operation]);
	}
	for (const { operations: ofClass, word, shift, mask } of crashed) {
		const count = rows[at + 1 + 2 * windowWords + word] >>> shift & mask;
		for (const operation of ofClass.slice(0, count)) used.add(operations[operation]);
	}
	return {
		state: automaton.states[rows[at]],
		used,
		alibis
	};
}
/** Writes it as a row of another problem, whose first operations are those that were open. */
function takeUp({ state, used, alibis }, problem, row) {
	const { operations, slots, windowWords, crashed, automaton } = problem;
	row.fill(0);
	row[0] = automaton.numberOf(state);
	for (let i = 0; i < operations.length; i++) {
		const slot = slots[i];
		const operation = operations[i];
		const isUsed = used.has(operation);
		if (slot < 0) {
			const { word, shift } = crashed[-1 - slot];
			if (isUsed) row[1 + 2 * windowWords + word] += 1 << shift;
			continue;
		}
		if (isUsed) row[1 + (slot >>> 5)] |= 1 << (slot & 31);
		if (alibis.has(operation)) row[1 + windowWords + (slot >>> 5)] |= 1 << (slot & 31);
	}
}
// checkers/linearizability/live-operation.ts
/** The class of an operation, as far as its outcome is known. */
function classOf(operation, automaton) {
	if (operation.cls < 0) operation.cls = automaton.classify(operation);
	return operation.cls;
}
// checkers/linearizability/thread.ts
var Thread = class {
	automaton;
	/** The states passed through, and the position at which each began. */
	states;
	since = [-Infinity];
	/** Operations still open that this past uses. */
	assumed = /* @__PURE__ */ new Map();
	open = /* @__PURE__ */ new Set();
	/** Operations that may happen at any time, and those of them that this past has used. */
	crashed = /* @__PURE__ */ new Set();
	spent = /* @__PURE__ */ new Set();
	constructor(automaton, initial) {
		this.automaton = automaton;
		this.states = [automaton.numberOf(initial)];
	}
	invoke(operation) {
		this.open.add(operation);
	}
	/** The operation did not happen. Returns whether this past can do without it. */
	withdraw(operation) {
		this.open.delete(operation);
		return !this.assumed.delete(operation);
	}
	/** The operation will not be heard of again; it may be used at any time. */
	crash(operation) {
		this.open.delete(operation);
		this.crashed.add(operation);
		if (this.assumed.delete(operation)) this.spent.add(operation);
	}
	/** Fits in an operation whose outcome is now known. Returns false if that takes another past. */
	complete(operation) {
		this.open.delete(operation);
		const { automaton, states, since } = this;
		const cls = classOf(operation, automaton);
		const assumption = this.assumed.get(operation);
		if (assumption) {
			this.assumed.delete(operation);
			return automaton.leads(cls, assumption.before, assumption.after);
		}
		for (let at = states.length - 1; at >= 0; at--) {
			if (automaton.canKeep(cls, states[at])) return true;
			if (since[at] <= operation.invoke) break;
		}
		return this.use(cls, operation.complete) !== void 0 || this.useAfterAnother(cls, operation.complete);
	}
	/** Takes over a past that a search found: `path` from `start`. */
	follow(problem, path, start) {
		this.states = [this.automaton.numberOf(start.state)];
		this.since = [-Infinity];
		this.assumed.clear();
		this.spent = new Set(start.used);
		for (let step = 0; step < path.operations.length; step++) {
			const operation = problem.operations[path.operations[step]];
			const returning = problem.operations[~problem.events[path.events[step]]];
			const assumption = {
				before: this.states.at(-1),
				after: path.states[step]
			};
			this.record(operation, assumption);
			this.enter(assumption.after, returning.complete);
		}
	}
	/** Forgets what was before the operations still open, and takes its numbers from another table if there is one. */
	settle(automaton, live) {
		this.crashed = new Set([...this.crashed].filter((operation) => live.has(operation)));
		this.spent = new Set([...this.crashed].filter((operation) => this.spent.has(operation)));
		let first = this.states.length - 1;
		for (const { invoke } of this.open) while (first > 0 && this.since[first] > invoke) first--;
		this.states = this.states.slice(first);
		this.since = this.since.slice(first);
		if (automaton === this.automaton) return;
		const renumber = (state) => automaton.numberOf(this.automaton.states[state]);
		this.states = this.states.map(renumber);
		for (const [operation, { before, after }] of this.assumed) this.assumed.set(operation, {
			before: renumber(before),
			after: renumber(after)
		});
		this.automaton = automaton;
	}
	use(cls, position) {
		const before = this.states.at(-1);
		const code = this.automaton.next(cls, before);
		if (code === 1) return void 0;
		const after = code > 0 ? code - 2 : this.automaton.choice(code)[0];
		if (after !== before) this.enter(after, position);
		return {
			before,
			after
		};
	}
	/** An operation that is still open may have made this one possible. */
	useAfterAnother(cls, position) {
		const { automaton, states } = this;
		const state = states.at(-1);
		for (const other of [...this.open, ...this.crashed]) {
			if (this.assumed.has(other) || this.spent.has(other)) continue;
			const helping = classOf(other, automaton);
			const code = automaton.next(helping, state);
			if (code < 2 || automaton.next(cls, code - 2) === 1) continue;
			this.record(other, this.use(helping, position));
			return this.use(cls, position) !== void 0;
		}
		return false;
	}
	record(operation, assumption) {
		if (this.crashed.has(operation)) this.spent.add(operation);
		else if (operation.open) this.assumed.set(operation, assumption);
	}
	enter(state, position) {
		this.states.push(state);
		this.since.push(position);
	}
};
// checkers/linearizability/online-part.ts
/**
* One part of a history judged while it happens.
*
* It follows one past (`thread.ts`); only when that breaks does it search, from the configurations known at a moment not
* long ago (the base) through what happened since. The base moves on once the outcomes of all operations invoked before
* are known, so that memory is bounded by what happens while an operation is open (and by the crashed ones), not by the
* length of the history.
*/
/** The base is moved when so many operations are remembered, … */
const FIRST_BATCH = 64;
/** … or, when it could not forget more, when so many times more are. */
const BATCH_GROWTH = 2;
/** An operation still open when so many are remembered is taken for crashed, whatever is heard of it later. */
const GIVEN_UP_AFTER = 4096;
/** The table of a model is begun anew at this size, so that it does not grow with the history. */
const MANY_STATES = 4096;
var OnlinePart = class {
	model;
	budget;
	/** The first operation that was given up and did return: then `valid` cannot be told. */
	tooLong;
	automaton;
	base;
	/** The position of the base. */
	baseAt = -Infinity;
	/** Operations that may still matter, in order of invocation. */
	live = [];
	givenUp = /* @__PURE__ */ new Set();
	thread;
	batch = FIRST_BATCH;
	constructor(model, budget) {
		this.model = model;
		this.budget = budget;
		this.automaton = this.newAutomaton();
		this.base = [{
			state: model.initial,
			used: /* @__PURE__ */ new Set(),
			alibis: /* @__PURE__ */ new Set()
		}];
		this.thread = new Thread(this.automaton, model.initial);
	}
	invoke(operation) {
		if (this.live.length >= this.batch) this.advance(operation.invoke);
		this.live.push(operation);
		this.thread.invoke(operation);
	}
	/**
	* Takes what became known of an operation, at `position`. Returns whether the history may still be linearizable.
	* Throws `BudgetSpent`.
	*/
	complete(operation, type, output, position) {
		operation.open = false;
		if (this.givenUp.delete(operation)) {
			if (type !== "info") this.tooLong ??= operation;
			return true;
		}
		if (type === "info") {
			this.thread.crash(operation);
			return true;
		}
		operation.cls = -1;
		operation.type = type;
		operation.complete = position;
		if (output !== void 0) operation.output = output;
		if (type === "fail" && !this.model.observesFail?.(operation.input)) {
			this.live.splice(this.live.indexOf(operation), 1);
			return this.thread.withdraw(operation) || this.search();
		}
		return this.thread.complete(operation) || this.search();
	}
	/** Looks for another past that explains all that is known, to follow that. */
	search() {
		const { problem, search } = this.begin(Infinity);
		if (search.run(Infinity) !== "valid") return false;
		const path = search.path();
		this.thread.follow(problem, path, this.base[path.start]);
		return true;
	}
	/** Moves the base to just before the invocation of the first operation whose outcome is not known yet. */
	advance(position) {
		if (this.live.length > GIVEN_UP_AFTER) this.giveUpFirst();
		const { live } = this;
		const first = live.findIndex((operation) => operation.open && !this.givenUp.has(operation));
		const end = first < 0 ? live.length : first;
		const cut = live[end]?.invoke ?? position;
		const { problem, search } = this.begin(cut);
		if (search.run(Infinity) !== "valid") throw new Error("the online check lost the past it was following");
		const over = [];
		for (let index = 0; index < end; index++) {
			const operation = live[index];
			if (operation.type === "info" ? !this.saysNothing(operation) : operation.complete >= cut) over.push(index);
		}
		const base = [];
		search.forEachSurvivor((rows, at) => base.push(carry(problem, rows, at, over)));
		const matters = (operation) => operation.type !== "info" || base.some(({ used }) => !used.has(operation));
		this.base = base;
		this.baseAt = cut;
		this.live = [...over.map((index) => live[index]).filter(matters), ...live.slice(end)];
		this.batch = Math.max(FIRST_BATCH, BATCH_GROWTH * this.live.length);
		if (this.automaton.states.length > MANY_STATES) this.renew();
		this.thread.settle(this.automaton, new Set(this.live));
	}
	saysNothing(operation) {
		return this.automaton.kinds[classOf(operation, this.automaton)] === 3;
	}
	giveUpFirst() {
		const first = this.live.find((operation) => operation.open && !this.givenUp.has(operation));
		if (!first) return;
		this.givenUp.add(first);
		this.thread.crash(first);
	}
	/** A search from the base through the events before the position `cut`. */
	begin(cut) {
		const { automaton, base } = this;
		const operations = cut === Infinity ? this.live : this.live.filter(({ invoke }) => invoke < cut);
		const classes = Int32Array.from(operations, (operation) => classOf(operation, automaton));
		const meter = new BudgetMeter(this.budget);
		const whole = problemOf(operations, classes, automaton, meter);
		const end = whole.events.findIndex((event) => event < 0 && operations[~event].complete >= cut);
		const events = end < 0 ? whole.events : whole.events.subarray(0, end);
		const firstNew = events.findIndex((event) => event < 0 || operations[event].invoke >= this.baseAt);
		const problem = {
			...whole,
			events,
			takenUp: firstNew < 0 ? events.length : firstNew
		};
		return {
			problem,
			search: new BreadthFirst(problem, meter, (row, add) => {
				for (const configuration of base) {
					takeUp(configuration, problem, row);
					add();
				}
			})
		};
	}
	renew() {
		this.automaton = this.newAutomaton();
		for (const operation of this.live) operation.cls = -1;
	}
	/** Its steps are not metered: they are remembered across searches, each of which has a budget of its own. */
	newAutomaton() {
		return new Automaton(this.model, new BudgetMeter());
	}
};
// checkers/well-formed.ts
/** Refuses histories that no recorder can have seen, before a checker draws conclusions from them. */
/** A history that contradicts itself: where, and how. */
var MalformedHistory = class extends Error {
	index;
	reason;
	name = "MalformedHistory";
	constructor(index, reason) {
		super(`operation ${index} of the history is malformed: ${reason}`);
		this.index = index;
		this.reason = reason;
	}
};
/**
* Checks that positions are numbers in order, that each operation begins before it ends, and that no process has two
* operations open. A process whose operation ended as `info` may go on: the operation stays open.
*
* @throws MalformedHistory
* @throws BudgetSpent
*/
function assertWellFormed(history, meter = new BudgetMeter()) {
	const lastOf = /* @__PURE__ */ new Map();
	let before = -Infinity;
	for (let index = 0; index < history.length; index++) {
		const operation = history[index];
		meter.spend();
		if (!isSound(operation, before)) throw new MalformedHistory(index, faultOf(operation, before));
		before = operation.invoke;
		const last = lastOf.get(operation.process);
		if (last && last.type !== "info" && last.complete > operation.invoke) throw new MalformedHistory(index, `process ${show(operation.process)} invokes at ${operation.invoke} while its operation of ${last.invoke} is open until ${last.complete}`);
		lastOf.set(operation.process, operation);
	}
}
/** Whether an operation, invoked after the position `before`, is well-formed in itself: the quick way to know. */
function isSound({ invoke, complete, type, input }, before) {
	return invoke >= before && invoke < Infinity && invoke > -Infinity && complete >= invoke && (type === "info" || (type === "ok" || type === "fail") && complete < Infinity) && typeof input === "object" && input !== null;
}
/** What is wrong with an operation that is not sound. */
function faultOf({ invoke, complete, type, input }, before) {
	if (!Number.isFinite(invoke)) return `invoke must be a finite number, not ${invoke}`;
	if (invoke < before) return `it is invoked at ${invoke}, before the one listed ahead of it, at ${before}`;
	if (type !== "ok" && type !== "fail" && type !== "info") return `type must be ok, fail or info, not ${String(type)}`;
	if (typeof complete !== "number" || Number.isNaN(complete)) return `complete must be a number, not ${String(complete)}`;
	if (complete < invoke) return `it completes at ${complete}, before it is invoked at ${invoke}`;
	if (complete === Infinity && type !== "info") return `its outcome is ${type}, but it never completes`;
	return `input must be an object with a function name f, not ${String(input)}`;
}
// checkers/linearizability/understood.ts
/** @throws MalformedHistory with the first operation that the model does not know */
function assertUnderstood(model, history) {
	const functions = model.functions;
	if (functions === void 0) return;
	for (let index = 0; index < history.length; index++) {
		const { input } = history[index];
		const reason = misunderstood(model, functions, input);
		if (reason !== void 0) throw new MalformedHistory(index, reason);
	}
}
/** @throws MalformedHistory if the model does not know what is asked for */
function assertUnderstoodOnline(model, index, input) {
	if (model.functions === void 0) return;
	const reason = misunderstood(model, model.functions, input);
	if (reason !== void 0) throw new MalformedHistory(index, reason);
}
function misunderstood({ name = "object" }, functions, input) {
	const f = input["f"];
	const needs = Object.hasOwn(functions, f) ? functions[f] : void 0;
	if (needs === void 0) return `the model ${name} knows the functions ${Object.keys(functions).join(", ")}, not ${show(f)}`;
	for (const field of needs) if (input[field] === void 0) return `${f} of the model ${name} needs ${field}; it is undefined`;
}
// checkers/linearizability/online.ts
/** Linearizability operation by operation: the verdict comes with the first completion that nothing explains. */
/** What one search may cost, so that a hard moment does not stop a simulation; then the verdict is `unknown`. */
const SEARCH_BUDGET = { steps: 5e6 };
var OnlineLinearizability = class {
	model;
	budget;
	parts = /* @__PURE__ */ new Map();
	open = /* @__PURE__ */ new Map();
	position = 0;
	invoked = 0;
	verdict;
	completed = 0;
	/** Completions that say something of the object. */
	seen = 0;
	constructor(model, budget = SEARCH_BUDGET) {
		this.model = model;
		this.budget = budget;
	}
	invoke(id, process, input) {
		if (this.verdict) return;
		if (this.open.has(id)) throw new Error(`an operation with the number ${id} is open already`);
		assertUnderstoodOnline(this.model, this.invoked++, input);
		const operation = {
			process,
			input,
			type: "info",
			invoke: this.position++,
			complete: Infinity,
			open: true,
			cls: -1
		};
		const part = this.partOf(input);
		this.open.set(id, {
			operation,
			part
		});
		this.attempt(() => part.invoke(operation));
	}
	complete(id, type, output) {
		if (this.verdict) return this.verdict.verdict === "invalid" ? this.verdict : void 0;
		const found = this.open.get(id);
		if (!found) throw new Error(`no operation with the number ${id} is open`);
		this.open.delete(id);
		this.completed++;
		if (type === "ok" || type === "fail" && this.model.observesFail?.(found.operation.input) === true) this.seen++;
		const { operation, part } = found;
		if (this.attempt(() => part.complete(operation, type, output, this.position++)) === false) this.verdict = this.violation(operation);
		return this.verdict?.verdict === "invalid" ? this.verdict : void 0;
	}
	finish() {
		if (this.verdict) return this.verdict;
		if (this.seen === 0) return nothingToJudge("nothing to judge: no operation is known to have happened");
		for (const { tooLong } of this.parts.values()) {
			if (!tooLong) continue;
			return {
				verdict: "unknown",
				reason: `${this.print(tooLong)} was open for so long that it was judged as if its outcome had stayed unknown; nothing contradicts the rest`
			};
		}
		return {
			verdict: "valid",
			reason: `each of the ${this.completed} completions had an order that explains it`
		};
	}
	/** Runs a step that may exhaust the budget of a search. */
	attempt(step) {
		try {
			return step();
		} catch (error) {
			if (!(error instanceof BudgetSpent)) throw error;
			this.verdict = {
				verdict: "unknown",
				reason: `stopped at completion ${this.completed}, by ${error.detail}`
			};
			return;
		}
	}
	partOf(input) {
		const { partition } = this.model;
		let key;
		if (partition === void 0) key = input.key;
		else if (partition !== "whole") {
			const keys = partition(input);
			key = typeof keys === "object" ? void 0 : keys;
		}
		let part = this.parts.get(key);
		if (!part) {
			part = new OnlinePart(this.model, this.budget);
			this.parts.set(key, part);
		}
		return part;
	}
	violation(operation) {
		const { open: _open, cls: _cls, ...plain } = operation;
		const reason = `no order of the operations explains ${this.print(operation)} by process ${who(operation)}`;
		return {
			verdict: "invalid",
			reason,
			anomalies: [{
				kind: "not-linearizable",
				message: reason,
				operations: [plain]
			}]
		};
	}
	print(operation) {
		return printOperation$1(this.model, operation);
	}
};
// checkers/linearizable.ts
/**
* Linearizability (Herlihy & Wing 1990): every operation seems to happen at one moment between its invocation and its
* completion.
*
* This is the entry point: it refuses malformed histories, divides the rest into independent parts, judges these in
* turns, so that a hard one cannot hide a failing one, and composes the verdict. `linearizability/` has the searches.
*/
/** Judges histories of objects that should behave like `model`. */
function linearizable(model, options = {}) {
	const anyModel = model;
	return {
		name: "linearizable",
		check: (history, budget) => check(anyModel, history, budget, options.algorithm ?? "auto"),
		online: () => new OnlineLinearizability(anyModel)
	};
}
function check(model, history, budget, algorithm) {
	const meter = new BudgetMeter(budget);
	let contests = [];
	try {
		assertWellFormed(history, meter);
		assertUnderstood(model, history);
		const happened = happenedIn(history, model, meter);
		if (!happened.some(({ type }) => type !== "info")) return nothingSeen(history);
		contests = contestsOf(model, happened, happened === history ? [] : history.filter(({ type }) => type === "fail"), meter, algorithm);
		const violated = decide$3(contests);
		if (violated) return notLinearizable(model, violated, budget);
		meter.lift();
		return valid(model, contests, happened.length);
	} catch (error) {
		if (!(error instanceof BudgetSpent)) throw error;
		return {
			verdict: "unknown",
			reason: `stopped by ${error.detail}: ${progressOf(contests)}`
		};
	}
}
/** The operations that say something: all but those that certainly did not happen, unless their model learns from it. */
function happenedIn(history, model, meter) {
	const saysNothing = ({ type, input }) => {
		meter.spend();
		return type === "fail" && model.observesFail?.(input) !== true;
	};
	return history.some(saysNothing) ? history.filter((operation) => !saysNothing(operation)) : history;
}
/** Operations that all failed, or of which nobody knows how they ended, show nothing of what they met. */
function nothingSeen(history) {
	return nothingToJudge(`nothing to judge: ${history.length === 0 ? "the history is empty" : history.length === 1 ? "the only operation is not known to have happened" : `none of the ${history.length} operations is known to have happened`}`);
}
/** One contest for each part, or one for all where the model's own procedure takes all parts at once and decides. */
function contestsOf(model, happened, failed, meter, algorithm) {
	if (model.fastPathTakesAll === true && algorithm === "auto") {
		const whole = new Contest(model, {
			keys: [],
			operations: happened
		}, meter, algorithm, failed);
		if (whole.takeFastPath()) return [whole];
	}
	return partsOf$1(happened, model, meter).map((part) => new Contest(model, part, meter, algorithm, failed));
}
/** Runs the contests in turns until one finds a violation, which is returned, or all are decided. */
function decide$3(contests) {
	let open = contests;
	for (let factor = 1; open.length > 0; factor *= 2) {
		for (const contest of open) if (contest.run(factor * contest.firstSteps) === "invalid") return contest;
		open = open.filter(({ status }) => status === "running");
	}
}
/** How far the contests got. */
function progressOf(contests) {
	if (contests.length === 0) return "nothing judged yet";
	const open = contests.filter(({ status }) => status === "running");
	return `${contests.length === 1 ? "" : `${contests.length - open.length} of ${contests.length} parts decided, `}${open[0]?.progress() ?? "nothing left but the witness"}`;
}
function valid(model, contests, count) {
	const name = model.name ?? "object";
	const reason = `${count === 1 ? "the 1 operation fits" : `all ${count} operations fit`} in one order that a ${name} allows`;
	let made;
	return {
		verdict: "valid",
		reason,
		get witness() {
			return (made ??= { witness: witnessOf(contests) }).witness;
		}
	};
}
/** The verdict stands without its witness. */
function withinBudget(contest) {
	try {
		return contest.witness();
	} catch (error) {
		if (error instanceof BudgetSpent) return void 0;
		throw error;
	}
}
/** An order of all operations that replays, if every part has one. */
function witnessOf(contests) {
	const witnesses = contests.map(withinBudget);
	const known = witnesses.filter((witness) => witness !== void 0);
	if (known.length < witnesses.length) return void 0;
	return known.length === 1 ? known[0] : interleave$1(known);
}
/**
* One order from the orders of independent parts: each operation at the earliest moment its part's order allows.
*/
function interleave$1(parts) {
	const timed = [];
	for (const part of parts) {
		let at = -Infinity;
		for (const operation of part) {
			at = Math.max(at, operation.invoke);
			timed.push({
				at,
				operation
			});
		}
	}
	return timed.sort((a, b) => a.at - b.at).map(({ operation }) => operation);
}
// checkers/shrink-core.ts
/** Operations that all attempts to shrink may look at together: about a second of a linear checker. */
const EFFORT = 2e6;
/** Anomalies tried as a start; more of them are rarely better. */
const STARTS = 4;
/**
* The smallest sub-history found that `fails` on its own: the operations of one anomaly where they suffice, else
* those `around` it, else the whole history, without every operation that can be left out. Undefined when none of them
* fails again, or the history is too large to be shrunk.
*/
function smallestCore(history, anomalies, fails, around) {
	let effort = EFFORT;
	const affordable = (part) => {
		effort -= part.length;
		return effort >= 0 && fails(part);
	};
	const starts = [...anomalies].sort((a, b) => a.operations.length - b.operations.length).slice(0, STARTS).map(({ operations }) => operations);
	if (around !== void 0) starts.push(...starts.map(around));
	for (const operations of starts) {
		const start = [...operations].sort((a, b) => a.invoke - b.invoke);
		if (affordable(start)) return withoutNeedless(start, affordable);
	}
	return affordable(history) ? withoutNeedless(history, affordable) : void 0;
}
/** Drops ever smaller runs of operations for as long as the rest still fails (after Zeller & Hildebrandt 2002). */
function withoutNeedless(history, fails) {
	let core = history;
	for (let size = Math.ceil(core.length / 2); size >= 1;) {
		const before = core.length;
		for (let end = core.length; end > 0; end -= size) {
			const start = Math.max(0, end - size);
			const shorter = [...core.slice(0, start), ...core.slice(end)];
			if (shorter.length > 0 && fails(shorter)) core = shorter;
		}
		if (size > 1) size = Math.ceil(size / 2);
		else if (core.length === before) break;
	}
	return core;
}
// checkers/findings.ts
/**
* From what a scan found to a verdict: counts per kind, examples, and a core that is checked again.
*
* Checkers that look for named anomalies (delivery, agreement, sagas …) share this: they write a pure function
* that walks a history and reports, and get a `Checker` with counts, capped examples and a confirmed core.
*/
/** Examples kept per kind: enough to see a pattern, few enough to print. */
const EXAMPLES_PER_KIND = 32;
/** Collects anomalies: counts all of them, keeps the first of each kind. */
var Findings = class {
	anomalies = [];
	counts = /* @__PURE__ */ new Map();
	openQuestions = [];
	add(kind, operations, message) {
		const count = (this.counts.get(kind) ?? 0) + 1;
		this.counts.set(kind, count);
		if (count > EXAMPLES_PER_KIND) return;
		const listed = typeof operations === "function" ? operations() : operations;
		const involved = [...new Set(listed.filter((operation) => operation !== void 0))];
		this.anomalies.push({
			kind,
			message: message(),
			operations: involved
		});
	}
	/** Something this history cannot decide: without an anomaly the verdict becomes `unknown`. */
	undecided(reason) {
		this.openQuestions.push(reason);
	}
	/** Nothing was found, and no question is open. */
	get silent() {
		return this.empty && this.openQuestions.length === 0;
	}
	get empty() {
		return this.counts.size === 0;
	}
	/** Turns the findings into a verdict, without a core. */
	verdict(validReason) {
		if (!this.empty) return {
			verdict: "invalid",
			reason: `${[...this.counts].map(([kind, count]) => `${count} × ${kind}`).join(", ")}: ${this.anomalies[0].message}`,
			anomalies: this.anomalies
		};
		const open = this.openQuestions[0];
		return open === void 0 ? {
			verdict: "valid",
			reason: validReason
		} : {
			verdict: "unknown",
			reason: open
		};
	}
};
/** Makes a checker of a scan: keeps the budget and adds the smallest confirmed core. */
function scanning({ name, looksFor, anomaliesProve = false, around, scan }) {
	const judge = (history, budget) => {
		const findings = new Findings();
		const meter = new BudgetMeter(budget);
		try {
			const { judged, reason } = scan(history, findings, meter);
			if (findings.empty && nothingSucceeded(history)) return nothingToJudge(failures(history));
			if (judged === 0 && findings.silent) return nothingToJudge(nothingOf(looksFor, history));
			return findings.verdict(reason);
		} catch (error) {
			if (!(error instanceof BudgetSpent)) throw error;
			return {
				verdict: "unknown",
				reason: `stopped at ${error.detail}, ${meter.steps} steps into a history of ${counted$1(history.length, "operation")}`
			};
		}
	};
	return {
		name,
		check: (history, budget) => anomaliesProve ? checkByAnomalies(judge, history, budget) : checkWithCore(judge, history, budget, around)
	};
}
const SHOWN_FUNCTIONS$1 = 8;
/** A misspelt function or field: all that was found, by name. */
function nothingOf(looksFor, history) {
	return `nothing to judge: this looks for ${looksFor}, and the history shows none of it; ${history.length === 0 ? "it is empty" : `it has ${callsIn(history)}`}`;
}
/** Operations that failed, or of which nobody knows how they ended, show nothing of what they met. */
const nothingSucceeded = (history) => history.length > 0 && !history.some(({ type }) => type === "ok");
const failures = (history) => `nothing to judge: ${history.length === 1 ? "the only operation did not succeed" : `none of the ${history.length} operations succeeded`}; the history has ${callsIn(history)}`;
function callsIn(history) {
	const counts = /* @__PURE__ */ new Map();
	for (const operation of history) {
		const name = `${fieldsOf$2(operation).f || "nothing"} ${operation.type}`;
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	const all = [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${count} × ${name}`);
	const more = all.length > SHOWN_FUNCTIONS$1 ? ` and ${all.length - SHOWN_FUNCTIONS$1} more` : "";
	return all.slice(0, SHOWN_FUNCTIONS$1).join(", ") + more;
}
/** What looking for a core may cost per attempt: a search that needs more is not worth repeating. */
const STEPS_PER_ATTEMPT = 2e5;
/** Histories known to be well-formed, and how long they were: several checkers judge the same one. */
const wellFormed = /* @__PURE__ */ new WeakMap();
function assertOnce(history) {
	if (wellFormed.get(history) !== history.length) assertWellFormed(history);
	wellFormed.set(history, history.length);
}
/** Judges, and takes the operations of the smallest anomaly for the core. */
function checkByAnomalies(judge, history, budget) {
	assertOnce(history);
	const verdict = judge(history, budget);
	if (verdict.verdict !== "invalid") return verdict;
	const [smallest] = [...verdict.anomalies].sort((a, b) => a.operations.length - b.operations.length);
	return {
		...verdict,
		core: [...smallest.operations].sort((a, b) => a.invoke - b.invoke)
	};
}
/**
* Judges, and gives an `invalid` verdict a core, which is looked for when somebody reads it, within what is left of the
* time: looking may take a hundred times as long as judging, and most verdicts only count. It is the smallest part found
* that shows what the reason tells of. A part may fail for another reason than the whole (an effect whose send was left out was sent
* by nobody): such a part is not a core of this failure.
*
* @throws MalformedHistory
*/
function checkWithCore(judge, history, budget, around) {
	const began = performance.now();
	assertOnce(history);
	const verdict = judge(history, budget);
	if (verdict.verdict !== "invalid") return verdict;
	const leftMs = (budget?.timeMs ?? Infinity) - (performance.now() - began);
	let found;
	return {
		...verdict,
		get core() {
			found ??= { core: coreOf$1(verdict, judge, history, {
				budget,
				leftMs,
				around
			}) };
			return found.core;
		}
	};
}
function coreOf$1({ anomalies }, judge, history, { budget, leftMs, around }) {
	const deadline = performance.now() + leftMs;
	const kinds = new Set(anomalies.map(({ kind }) => kind));
	const told = anomalies[0].kind;
	const fails = (part) => {
		const now = performance.now();
		if (now >= deadline) return false;
		const timeMs = deadline < Infinity ? { timeMs: Math.max(0, Math.floor(deadline - now)) } : {};
		const again = judge(part, {
			...budget,
			...timeMs,
			steps: Math.max(STEPS_PER_ATTEMPT, 2 * part.length)
		});
		if (again.verdict !== "invalid") return false;
		const shown = again.anomalies.map(({ kind }) => kind);
		return shown.includes(told) && shown.every((kind) => kinds.has(kind));
	};
	return smallestCore(history, anomalies, fails, around && ((operations) => around(history, operations)));
}
// checkers/own-checker.ts
/** A checker of one's own, written as what it looks for: the verdict, with counts, examples and a core, is put together here. */
/**
* Makes a checker of a scan. `invalid` where it found an anomaly: the reason counts them by kind, and `core` holds the few
* operations that show it, confirmed by a second scan. `unknown` where something is undecided, nothing succeeded, or there
* was nothing to judge. Else `valid`.
*
* @example
* defineChecker({
*   name: 'no-double-booking',
*   looksFor: 'bookings (function book)',
*   scan(history, found) {
*     const taken = new Map<unknown, Operation>();
*     for (const booking of history.filter(({ type }) => type === 'ok')) {
*       const before = taken.get(booking.output);
*       if (before) found.anomaly('double-booking', `seat ${booking.output} is given twice`, before, booking);
*       taken.set(booking.output, booking);
*     }
*     return { judged: taken.size, reason: `${taken.size} seats, each given once` };
*   },
* });
* @throws TypeError in one sentence when a part is missing. Its `check` throws MalformedHistory, and what `scan` throws
*/
function defineChecker(own) {
	assertOwn(own);
	const { name, looksFor, scan } = own;
	return scanning({
		name,
		looksFor,
		scan(history, findings) {
			const judged = scan(history, {
				anomaly: (kind, message, ...operations) => findings.add(kind, operations, typeof message === "function" ? message : () => message),
				undecided: (reason) => findings.undecided(reason)
			});
			assertJudged(name, judged);
			return judged;
		}
	});
}
function assertOwn(own) {
	const { name, looksFor, scan } = Object(own);
	for (const [field, value] of Object.entries({
		name,
		looksFor
	})) if (typeof value !== "string" || value === "") throw new TypeError(`defineChecker: ${field}: expected a text, got ${value === "" ? "an empty one" : typeof value}`);
	if (typeof scan !== "function") throw new TypeError(`defineChecker: scan: expected a function of the history, got ${typeof scan}`);
}
function assertJudged(name, judged) {
	const { judged: count, reason } = Object(judged);
	if (typeof count === "number" && count >= 0 && typeof reason === "string") return;
	throw new TypeError(`${name}: scan: expected { judged, reason }, how many things there were to judge and a sentence`);
}
// checkers/exact-number.ts
/** Numbers that lose nothing, however large they become: a whole number beyond 2^53 is a bigint. */
/** Whether a value is a number, of whatever size. */
const isNumber = (value) => typeof value === "number" || typeof value === "bigint";
/** `a + b`: a number within 2^53 if it can be, a bigint beyond; fractions add up as numbers do. */
function plus(a, b) {
	if (typeof a === "number" && typeof b === "number") {
		const sum = a + b;
		if (Math.abs(sum) <= Number.MAX_SAFE_INTEGER) return sum;
	}
	const [left, right] = [whole(a), whole(b)];
	if (left === void 0 || right === void 0) return Number(a) + Number(b);
	const sum = left + right;
	const short = Number(sum);
	return Number.isSafeInteger(short) ? short : sum;
}
const whole = (value) => typeof value === "bigint" || Number.isInteger(value) ? BigInt(value) : void 0;
/** What all of them come to, as {@link plus} has it. */
const sumOf = (values) => values.reduce(plus, 0);
// checkers/fast-paths/verdicts.ts
/** Valid, with an order that replays through the model; a million operations are ordered only if it is read. */
var LazyValid = class {
	history;
	orderOf;
	verdict = "valid";
	order;
	constructor(history, orderOf) {
		this.history = history;
		this.orderOf = orderOf;
	}
	/** Operations that may not have happened and explain nothing are left out. */
	get witness() {
		this.order ??= Array.from(this.orderOf(), (index) => this.history[index]);
		return this.order;
	}
};
/** `orderOf` gives the indexes of the operations in an order that the model accepts. */
function validBy(history, orderOf) {
	return new LazyValid(history, orderOf);
}
/**
* Invalid because of the operations at `indexes`, judged by `part` of the object if only a part of it matters; -1
* stands for an operation that is not there.
*/
function invalidBy(history, kind, reason, indexes, part) {
	return {
		verdict: "invalid",
		kind,
		reason,
		core: [...new Set(indexes)].filter((index) => index >= 0).sort((a, b) => a - b).map((index) => history[index]),
		...part && { part }
	};
}
/** A list of operation indexes that is filled from the front. */
var OrderBuilder = class {
	indexes;
	length = 0;
	constructor(capacity) {
		this.indexes = new Int32Array(capacity);
	}
	push(index) {
		this.indexes[this.length++] = index;
	}
	done() {
		return this.indexes.subarray(0, this.length);
	}
};
// checkers/fast-paths/bank-total.ts
/**
* A bank by its total: transfers keep it, so that a read of all accounts that adds up to something else is impossible by
* itself, whatever happened before; and so is a balance below zero where accounts may not be overdrawn. Linear.
*/
/** Finds wrong totals and balances below zero; it says nothing of banks that have neither. */
const bankTotalPath = (initial, overdraft, partOf) => (history, budget) => {
	const accounts = accountsOf(initial, history);
	const total = sumOf(Object.values(initial));
	const mayOverdraw = overdraft || Object.values(initial).some((balance) => balance < 0) || history.some(takesBack);
	for (let op = 0; op < history.length; op++) {
		budget.spend();
		const { type, input, output, process } = history[op];
		if (input.f !== "read" || type !== "ok" || typeof output !== "object" || output === null) continue;
		const shown = Object.entries(output);
		const low = mayOverdraw ? void 0 : shown.find(([, balance]) => balance < 0);
		if (low) return invalidBy(history, "negative-balance", `${process} read the balance ${low[1]} of account ${low[0]}, which cannot be below 0`, [op]);
		const found = sumOf(shown.map(([, balance]) => balance));
		if (!(shown.length === accounts.size && shown.every(([account]) => accounts.has(account))) || found === total) continue;
		return invalidBy(history, "wrong-total", `${process} read ${show(output)}: total ${found}, should be ${total}`, [op], partOf(accounts, total));
	}
};
const takesBack = ({ input }) => (input.amount ?? 0) < 0;
/** Accounts that may hold something: those of the beginning, and all that money was sent to. */
function accountsOf(initial, history) {
	const accounts = new Set(Object.keys(initial));
	for (const { input } of history) {
		const { f, from, to } = input;
		if (f === "transfer") accounts.add(String(from)).add(String(to));
	}
	return accounts;
}
// checkers/models/bank.ts
/** A bank whose transfers move money and whose reads show all accounts at one moment. */
/** A bank that is judged as a whole: a read ties all accounts together. */
function bankModel({ initial, overdraft = false }) {
	return {
		name: "bank",
		functions: {
			transfer: [
				"from",
				"to",
				"amount"
			],
			read: []
		},
		initial,
		partition: "whole",
		step(balances, input, output, outcome) {
			if (input.f === "read") return matches(balances, output) ? balances : void 0;
			const { from, to, amount } = input;
			const possible = overdraft || (balances[from] ?? 0) >= amount;
			const moved = () => {
				const after = {
					...balances,
					[from]: moneyAfter(balances[from], -amount)
				};
				return {
					...after,
					[to]: moneyAfter(after[to], amount)
				};
			};
			if (outcome === "info") return possible ? moved() : balances;
			if (output === false) return possible ? void 0 : balances;
			return possible ? moved() : void 0;
		},
		effect(input, output, outcome) {
			if (input.f === "read" || output === false) return "reads";
			return outcome === "info" || overdraft ? "always" : "sometimes";
		},
		key: (balances) => identityOf(balances),
		traces: (input, output) => ({
			left: input.f === "read" || output === false ? [] : ["balances"],
			shows: () => input.f === "read" || output === false,
			isSum: true
		}),
		printState: show,
		printOperation: (input, output) => input.f === "read" ? `read${output === void 0 ? "" : ` ${show(output)}`}` : `transfer ${input.amount} from ${show(input.from)} to ${show(input.to)}${output === false ? ", refused" : ""}`,
		fastPath: bankTotalPath(initial, overdraft, totalOfBank)
	};
}
/** Balances, and what files say, are bigints beyond 2^53: no sum loses a digit. */
const moneyAfter = (balance, amount) => plus(balance ?? 0, amount);
/** The total is all there is to this bank. */
const totalOfBank = (accounts, total) => {
	return {
		name: "total of the bank",
		initial: total,
		partition: "whole",
		step(held, { f }, output) {
			if (f !== "read" || typeof output !== "object" || output === null) return held;
			const shown = Object.entries(output);
			return !(shown.length === accounts.size && shown.every(([account]) => accounts.has(account))) || sumOf(shown.map(([, balance]) => balance)) === held ? held : void 0;
		},
		printState: String,
		printOperation: bankModel({ initial: {} }).printOperation
	};
};
/** A read may leave out accounts, but not get one wrong. */
function matches(balances, output) {
	if (output === void 0 || output === null) return true;
	return typeof output === "object" && Object.entries(output).every(([account, balance]) => (balances[account] ?? 0) === balance);
}
// checkers/fast-paths/counter-state.ts
const BYTES_PER_OPERATION$8 = 36;
var CounterState = class {
	columns;
	total;
	/** A name for which of the open operations, and which of unknown outcome, have taken effect. */
	name = 0;
	/** How many changes were made; `undo` goes back to such a number. */
	changes = 0;
	isDone;
	/** By amount of unknown outcome: how many additions have begun, and how many of them have taken effect. */
	begun;
	used;
	/** The ends of two rings: additions still to take effect, by when they complete, and reads still to find their total. */
	additions;
	reads;
	next;
	previous;
	/** Twice the operation that began; one more for an operation that took effect. */
	trail;
	names;
	constructor(columns, budget) {
		this.columns = columns;
		const { history, initial, uncertain } = columns;
		const count = history.length;
		budget.hold(BYTES_PER_OPERATION$8 * count);
		this.total = initial;
		this.isDone = new Uint8Array(count);
		this.begun = new Int32Array(uncertain.length);
		this.used = new Int32Array(uncertain.length);
		this.additions = count;
		this.reads = count + 1;
		this.next = new Int32Array(count + 2);
		this.previous = new Int32Array(count + 2);
		for (const end of [this.additions, this.reads]) this.next[end] = this.previous[end] = end;
		this.trail = new Int32Array(2 * count);
		this.names = namesOf$1(count);
	}
	/** Whether no read waits. */
	get isQuiet() {
		return this.next[this.reads] === this.reads;
	}
	/** The least total that a read waits for; `Infinity` if none does. */
	leastWanted() {
		const { totals } = this.columns;
		let least = Infinity;
		for (let read = this.next[this.reads]; read !== this.reads; read = this.next[read]) if (totals[read] < least) least = totals[read];
		return least;
	}
	/** An addition or a read whose outcome is known begins. */
	begin(op) {
		const { next, previous, columns } = this;
		const isRead = Number.isNaN(columns.amounts[op]);
		const end = isRead ? this.reads : this.additions;
		let before = previous[end];
		if (!isRead) {
			const { complete } = columns.ranks;
			const deadline = complete[op];
			while (before !== end && complete[before] > deadline) before = previous[before];
		}
		previous[op] = before;
		next[op] = next[before];
		previous[next[op]] = op;
		next[before] = op;
		this.trail[this.changes++] = 2 * op;
	}
	take(op) {
		const amount = this.columns.amounts[op];
		this.isDone[op] = 1;
		this.name ^= this.names[op];
		if (amount === amount) this.total += amount;
		const kind = this.columns.kinds[op];
		if (kind >= 0) this.used[kind]++;
		else {
			this.next[this.previous[op]] = this.next[op];
			this.previous[this.next[op]] = this.previous[op];
		}
		this.trail[this.changes++] = 2 * op + 1;
	}
	/** Reads that wait for the total as it is now find it. */
	settle() {
		const { next, reads } = this;
		const { totals } = this.columns;
		for (let read = next[reads]; read !== reads; read = next[read]) if (totals[read] === this.total) this.take(read);
	}
	/** The completion of `op`, which has taken effect, goes by or is gone back over: nothing else depends on it now. */
	pass(op) {
		this.name ^= this.names[op];
	}
	undo(changes) {
		const { next, previous, columns, trail } = this;
		while (this.changes > changes) {
			const change = trail[--this.changes];
			const op = change >> 1;
			if ((change & 1) === 0) {
				next[previous[op]] = next[op];
				previous[next[op]] = previous[op];
				continue;
			}
			const amount = columns.amounts[op];
			this.isDone[op] = 0;
			this.name ^= this.names[op];
			if (amount === amount) this.total -= amount;
			const kind = columns.kinds[op];
			if (kind >= 0) this.used[kind]--;
			else {
				next[previous[op]] = op;
				previous[next[op]] = op;
			}
		}
	}
	/** All that took effect, in order. */
	order() {
		const order = new Int32Array(this.columns.history.length);
		let length = 0;
		for (let at = 0; at < this.changes; at++) if ((this.trail[at] & 1) === 1) order[length++] = this.trail[at] >> 1;
		return order.subarray(0, length);
	}
};
/** Numbers whose exclusive or tells sets apart (Zobrist 1970), mixed as by splitmix32. */
function namesOf$1(count) {
	const names = new Int32Array(count);
	for (let op = 0; op < count; op++) {
		let mixed = Math.imul(op + 1, 2654435769);
		mixed = Math.imul(mixed ^ mixed >>> 16, 569420461);
		mixed = Math.imul(mixed ^ mixed >>> 15, 1935289751);
		names[op] = mixed ^ mixed >>> 15;
	}
	return names;
}
// checkers/fast-paths/counter-ways.ts
/** So many open additions are looked at together where amounts have both signs; those that complete first. */
const MOST_TOGETHER = 20;
/** Sums of one half of them are looked up by their last bits. */
const LAST_BITS = 1023;
/** Sums that are looked at for one event, with additions of certain outcome alone and with others. */
const MOST_SUMS$1 = 4096;
/** From so many additions on, sums may be far apart: so many sets or fewer come to each. */
const FEW = 6;
const SETS_PER_SUM = 8;
/** So many amounts of unknown outcome are tried one by one. */
const FEW_KINDS = 32;
const NONE$5 = -1;
/** Ways to make up one sum by additions of unknown outcome, and amounts that are tried for it. */
const UNCERTAIN_WAYS = 2;
const UNCERTAIN_TRIES = 64;
/** Sets of operations, each after the other, with an end mark. */
var Ways = class {
	sets = /* @__PURE__ */ new Int32Array(1024);
	length = 0;
	/** The first `count` operations of `set`. */
	add(set, count) {
		if (this.length + count >= this.sets.length) {
			const wider = new Int32Array(2 * this.sets.length + count);
			wider.set(this.sets);
			this.sets = wider;
		}
		for (let at = 0; at < count; at++) this.sets[this.length++] = set[at];
		this.sets[this.length++] = -1;
	}
};
var WayFinder = class {
	columns;
	state;
	ways;
	budget;
	onlyUp;
	kindOf = /* @__PURE__ */ new Map();
	/** Amounts of unknown outcome, the largest first. */
	largestFirst;
	/** Additions that may be chosen, by when they complete; `count` of them. */
	open = [];
	count = 0;
	/** By place: what the additions from there on come to. */
	rest = [0];
	/** A stack of those chosen. */
	chosen = [];
	chosenCount = 0;
	passedOver = [];
	left = new Half();
	right = new Half();
	first = (/* @__PURE__ */ new Int32Array(1024)).fill(-1);
	following = new Int32Array(1 << MOST_TOGETHER / 2);
	/** How many ways were found at last. */
	found = 0;
	known = 0;
	most = 0;
	tried = 0;
	triesLeft = 0;
	constructor(columns, state, ways, budget) {
		this.columns = columns;
		this.state = state;
		this.ways = ways;
		this.budget = budget;
		const { uncertain, amounts } = columns;
		this.onlyUp = !amounts.some((amount) => amount < 0);
		uncertain.forEach(({ amount }, kind) => this.kindOf.set(amount, kind));
		this.largestFirst = Int32Array.from(uncertain.keys()).sort((a, b) => uncertain[b].amount - uncertain[a].amount);
	}
	/**
	* Finds up to `most` ways to reach what reads wait for, always the same ones first, without the addition `besides`;
	* adds those after the first `known` ones.
	*/
	find(besides, { known, most, among }) {
		const { state, columns } = this;
		this.found = this.tried = 0;
		this.known = known;
		this.most = most;
		this.chosenCount = 0;
		const { open, rest } = this;
		const { amounts } = columns;
		let count = 0;
		for (let op = state.next[state.additions]; op !== state.additions; op = state.next[op]) if (op !== besides && amounts[op] !== 0) open[count++] = op;
		this.count = count;
		rest[count] = 0;
		for (let at = count - 1; at >= 0; at--) rest[at] = rest[at + 1] + Math.abs(amounts[open[at]]);
		if (!this.onlyUp || count >= FEW && SETS_PER_SUM * rest[0] >= 2 ** count) this.meet(among);
		else {
			if (this.passedOver.length > 0) this.passedOver.length = 0;
			this.rise(0, state.leastWanted() - state.total, among);
		}
		this.budget.spend(1 + (this.tried >> 3));
	}
	get isEnough() {
		return this.found >= this.most || this.tried > MOST_SUMS$1;
	}
	add() {
		if (++this.found > this.known) this.ways.add(this.chosen, this.chosenCount);
	}
	/** All amounts are positive: sets of open additions from place `at` on that come to `wanted`. */
	rise(at, wanted, among) {
		const { open, passedOver, rest } = this;
		this.tried++;
		if (wanted === 0) {
			if (among === "certain") this.add();
			return;
		}
		if (at === this.count) return among === "all" ? this.makeUp(wanted) : void 0;
		if (among === "certain" && wanted > rest[at]) return;
		const op = open[at];
		const amount = this.columns.amounts[op];
		if (amount > wanted || passedOver.includes(amount)) return this.rise(at + 1, wanted, among);
		this.chosen[this.chosenCount++] = op;
		this.rise(at + 1, wanted - amount, among);
		this.chosenCount--;
		if (this.isEnough) return;
		passedOver.push(amount);
		this.rise(at + 1, wanted, among);
		passedOver.pop();
	}
	/** Sums of one half of the open additions meet those of the other half. */
	meet(among) {
		const { open, left, right, first, following, state } = this;
		const { amounts, totals } = this.columns;
		this.count = Math.min(this.count, MOST_TOGETHER);
		const half = this.count >> 1;
		left.fill(open, 0, half, amounts);
		right.fill(open, half, this.count, amounts);
		for (let set = 0; set < left.count; set++) {
			const bits = left.sums[set] & LAST_BITS;
			following[set] = first[bits];
			first[bits] = set;
		}
		const least = this.onlyUp ? state.leastWanted() : NaN;
		for (let read = state.next[state.reads]; read !== state.reads && !this.isEnough; read = state.next[read]) {
			if (totals[read] > least) continue;
			const wanted = totals[read] - state.total;
			if (among === "all") this.meetUncertain(wanted);
			else this.meetAt(wanted, NONE$5);
		}
		for (let set = 0; set < left.count; set++) first[left.sums[set] & LAST_BITS] = -1;
	}
	/** Sets that come to `wanted` together with an addition of unknown outcome, if one is given. */
	meetAt(wanted, besides) {
		const { left, right, first, following } = this;
		for (let other = 0; other < right.count && !this.isEnough; other++) {
			const missing = wanted - right.sums[other];
			for (let set = first[missing & LAST_BITS]; set >= 0; set = following[set]) {
				if (left.sums[set] !== missing || !this.choose(set, other)) continue;
				if (besides !== NONE$5) this.chosen[this.chosenCount++] = besides;
				this.add();
			}
		}
		this.tried += right.count >> 2;
	}
	/** As `meet`, where additions of unknown outcome make up for what is missing. */
	meetUncertain(wanted) {
		const { left, right, state } = this;
		const { uncertain } = this.columns;
		let kinds = 0;
		for (let kind = 0; kind < uncertain.length && kinds <= FEW_KINDS; kind++) {
			const used = state.used[kind];
			if (used === state.begun[kind]) continue;
			kinds++;
			this.meetAt(wanted - uncertain[kind].amount, uncertain[kind].operations[used]);
		}
		if (kinds <= FEW_KINDS && this.found > 0) return;
		for (let other = 0; other < right.count; other++) for (let set = 0; set < left.count; set++) {
			if (this.isEnough) return;
			this.tried++;
			const missing = wanted - right.sums[other] - left.sums[set];
			if (missing !== 0 && this.choose(set, other)) this.makeUp(missing);
		}
	}
	/** Chooses the additions of both sets, unless one of the same amount completes before. */
	choose(set, other) {
		const { open, count } = this;
		const { amounts } = this.columns;
		const half = count >> 1;
		const isIn = (at) => (at < half ? set >> at & 1 : other >> at - half & 1) === 1;
		this.chosenCount = 0;
		for (let at = 0; at < count; at++) {
			if (!isIn(at)) continue;
			for (let before = 0; before < at; before++) if (amounts[open[before]] === amounts[open[at]] && !isIn(before)) return false;
			this.chosen[this.chosenCount++] = open[at];
		}
		return true;
	}
	/** Additions of unknown outcome come to `missing`: one of them, else two, else some of the largest. */
	makeUp(missing) {
		const { uncertain } = this.columns;
		const before = this.chosenCount;
		const enough = this.found + UNCERTAIN_WAYS;
		const take = (kind, besides) => {
			const at = this.state.used[kind] + besides;
			if (at >= this.state.begun[kind]) return false;
			this.chosen[this.chosenCount++] = uncertain[kind].operations[at];
			return true;
		};
		const one = this.kindOf.get(missing);
		if (one !== void 0 && take(one, 0)) this.add();
		this.chosenCount = before;
		let tries = 0;
		for (const kind of this.largestFirst) {
			const amount = uncertain[kind].amount;
			if (this.onlyUp && amount >= missing) continue;
			if (this.found >= enough || tries++ > UNCERTAIN_TRIES) break;
			const other = this.kindOf.get(missing - amount);
			if (other === void 0 || other < kind) continue;
			if (take(kind, 0) && take(other, other === kind ? 1 : 0)) this.add();
			this.chosenCount = before;
		}
		if (this.onlyUp && this.found < enough) {
			this.triesLeft = UNCERTAIN_TRIES;
			this.makeUpByMany(0, missing, 0, enough);
		}
		this.tried += tries;
	}
	/** Three or more, as many of the largest as possible first; `from` is a place in `largestFirst`. */
	makeUpByMany(from, missing, count, enough) {
		const { largestFirst, state } = this;
		if (missing === 0) return count > 2 ? this.add() : void 0;
		for (let at = from; at < largestFirst.length; at++) {
			if (this.triesLeft-- <= 0 || this.found >= enough) return;
			const kind = largestFirst[at];
			const { amount, operations } = this.columns.uncertain[kind];
			const used = state.used[kind];
			const most = Math.min(state.begun[kind] - used, Math.floor(missing / amount));
			const before = this.chosenCount;
			for (let next = 0; next < most; next++) this.chosen[this.chosenCount++] = operations[used + next];
			for (let taken = most; taken > 0 && this.triesLeft > 0 && this.found < enough; taken--) {
				this.makeUpByMany(at + 1, missing - taken * amount, count + taken, enough);
				this.chosenCount--;
			}
			this.chosenCount = before;
		}
	}
};
/** By set of a few additions: what they come to. */
var Half = class {
	count = 1;
	sums = new Float64Array(1 << MOST_TOGETHER / 2);
	fill(open, from, to, amounts) {
		const { sums } = this;
		let count = 1;
		for (let at = from; at < to; at++) {
			const amount = amounts[open[at]];
			for (let set = 0; set < count; set++) sums[count + set] = sums[set] + amount;
			count *= 2;
		}
		this.count = count;
	}
};
// checkers/fast-paths/counter-order.ts
/** How ways are looked for, one time after the other, while none of those before leads on. */
const STAGES = [
	{
		most: 4,
		among: "certain"
	},
	{
		most: 64,
		among: "certain"
	},
	{
		most: 8,
		among: "all"
	},
	{
		most: 64,
		among: "all"
	}
];
/** Ways that fail before one event is passed, after which the pass gives up. */
const MOST_FAILURES = 1e5;
/** After so many, the pass begins anew so many events before, and prefers other ways. */
const FAILURES_PER_TRY = 4096;
const EVENTS_PER_TRY = 256;
/** Choices that can be gone back to, and states that are known to lead nowhere, before some are forgotten. */
const MOST_CHOICES = 16384;
const MOST_HOPELESS = 1e5;
const BYTES_PER_CHOICE = 256;
function orderOfCounter(columns, budget) {
	return new Pass(columns, budget).run();
}
var Pass = class {
	columns;
	budget;
	state;
	ways = new Ways();
	finder;
	onlyUp;
	choices = [];
	depth = 0;
	/** States at a choice of which no way leads on. */
	hopeless = /* @__PURE__ */ new Set();
	furthest = -1;
	failures = 0;
	/** Whether an addition that completes is taken before what leads to a read. */
	isAddFirst = false;
	constructor(columns, budget) {
		this.columns = columns;
		this.budget = budget;
		budget.hold(BYTES_PER_CHOICE * Math.min(MOST_CHOICES, columns.history.length));
		this.state = new CounterState(columns, budget);
		this.finder = new WayFinder(columns, this.state, this.ways, budget);
		this.onlyUp = !columns.amounts.some((amount) => amount < 0);
	}
	run() {
		const { timeline } = this.columns;
		for (let at = 0; at < timeline.length;) {
			this.budget.spend();
			if (at > this.furthest) {
				this.furthest = at;
				this.failures = 0;
			}
			if (this.passes(at)) at++;
			else {
				at = this.failures++ < MOST_FAILURES ? this.goBack(at) : -1;
				if (at < 0) return { stuckAt: this.furthest };
			}
		}
		return { order: this.state.order() };
	}
	passes(at) {
		const { columns, state } = this;
		const event = columns.timeline[at];
		if (event < 0) return this.completes(at, ~event);
		if (columns.history[event].type === "info") {
			const kind = columns.kinds[event];
			if (kind >= 0) state.begun[kind]++;
			return true;
		}
		state.begin(event);
		if (!Number.isNaN(columns.amounts[event])) return true;
		const wanted = columns.totals[event];
		if (Number.isNaN(wanted) || wanted === state.total) state.take(event);
		return !(this.onlyUp && wanted < state.total);
	}
	completes(at, op) {
		const { state } = this;
		while (state.isDone[op] === 0) if (state.isQuiet) state.take(op);
		else if (!this.choose(at, op)) return false;
		state.pass(op);
		return true;
	}
	/** Takes the first way to go on; `false` if there is none. */
	choose(at, op) {
		const { state, ways } = this;
		const key = (state.name >>> 0) * 2 ** 21 + (Math.imul(at, 31) + state.total & 2 ** 21 - 1);
		if (at <= this.furthest && this.hopeless.has(key)) return false;
		if (this.depth === MOST_CHOICES) this.forgetHalf();
		const choice = this.choices[this.depth] ??= emptyChoice();
		choice.at = at;
		choice.key = key;
		choice.changes = state.changes;
		choice.start = ways.length;
		choice.stage = choice.found = 0;
		if (!this.refill(choice, op)) return false;
		this.take(choice);
		if (choice.next < choice.end || choice.stage < STAGES.length) this.depth++;
		else ways.length = choice.start;
		return true;
	}
	/** Looks for ways by the next stages, until there are some. */
	refill(choice, op) {
		const { state, ways, finder, columns } = this;
		const amount = columns.amounts[op];
		const isAdd = !Number.isNaN(amount);
		choice.next = choice.end = ways.length = choice.start;
		while (choice.stage < STAGES.length && choice.end === choice.start) {
			const { most, among } = STAGES[choice.stage];
			const known = choice.stage > 0 && STAGES[choice.stage - 1].among === among ? choice.found : 0;
			const mayAdd = choice.stage === 0 && isAdd && !(this.onlyUp && state.total + amount > state.leastWanted());
			if (mayAdd && this.isAddFirst) ways.add([op], 1);
			finder.find(isAdd ? op : -1, {
				known,
				most,
				among
			});
			if (mayAdd && !this.isAddFirst) ways.add([op], 1);
			choice.found = finder.found;
			choice.end = ways.length;
			choice.stage++;
			if (finder.found < most) while (STAGES[choice.stage]?.among === among) choice.stage++;
			if (columns.uncertain.length === 0 && STAGES[choice.stage]?.among === "all") choice.stage = STAGES.length;
		}
		return choice.end > choice.start;
	}
	take(choice) {
		const { sets } = this.ways;
		let at = choice.next;
		for (; sets[at] >= 0; at++) this.state.take(sets[at]);
		this.state.settle();
		choice.next = at + 1;
	}
	/** To the last choice with another way, which is taken; `-1` if there is none. */
	goBack(from) {
		const { state, columns, choices } = this;
		if (this.failures % FAILURES_PER_TRY === 0) this.beginAnew();
		for (let at = from; this.depth > 0; this.depth--) {
			const choice = choices[this.depth - 1];
			while (at > choice.at) {
				const event = columns.timeline[--at];
				const kind = event < 0 ? -1 : columns.kinds[event];
				if (event < 0) state.pass(~event);
				else if (kind >= 0) state.begun[kind]--;
			}
			state.undo(choice.changes);
			if (choice.next < choice.end || this.refill(choice, ~columns.timeline[at])) {
				this.take(choice);
				return at;
			}
			this.ways.length = choice.start;
			if (this.hopeless.size === MOST_HOPELESS) this.hopeless.clear();
			this.hopeless.add(choice.key);
		}
		return -1;
	}
	/** Where too much fails, the choice that is to blame lies further back: all since then are made in another way. */
	beginAnew() {
		const { choices } = this;
		const tries = this.failures / FAILURES_PER_TRY;
		const before = this.furthest - tries * EVENTS_PER_TRY;
		while (this.depth > 1 && choices[this.depth - 1].at > before) this.depth--;
		const choice = choices[this.depth - 1];
		if (choice !== void 0) Object.assign(choice, {
			next: choice.start,
			end: choice.start,
			stage: 0,
			found: 0
		});
		this.hopeless.clear();
		this.isAddFirst = !this.isAddFirst;
	}
	forgetHalf() {
		const { choices, ways } = this;
		const half = MOST_CHOICES / 2;
		const forgotten = choices.splice(0, half);
		const start = choices[0].start;
		ways.sets.copyWithin(0, start, ways.length);
		ways.length -= start;
		for (const choice of choices) {
			choice.start -= start;
			choice.next -= start;
			choice.end -= start;
		}
		choices.push(...forgotten);
		this.depth = half;
	}
};
const emptyChoice = () => ({
	at: 0,
	changes: 0,
	key: 0,
	start: 0,
	next: 0,
	end: 0,
	stage: 0,
	found: 0
});
// checkers/fast-paths/counter-window.ts
/** What one question may cost: ways that are looked at. */
const MOST_WAYS = 4e5;
/** The slots of what is open. */
var Slots = class {
	ops = [];
	free = [];
	slotOf = /* @__PURE__ */ new Map();
	put(op) {
		const slot = this.free.pop() ?? this.ops.length;
		this.ops[slot] = op;
		this.slotOf.set(op, slot);
	}
	remove(op) {
		const slot = this.slotOf.get(op);
		this.ops[slot] = -1;
		this.free.push(slot);
		this.slotOf.delete(op);
	}
	bit(op) {
		return 1n << BigInt(this.slotOf.get(op));
	}
};
/**
* Whether `reads` are known not to be right together, by what happens up to the event `end`. Additions of unknown outcome
* are ordered where nothing is known of their sum.
*/
function cannotBeRight(reads, start, end, unknown, columns, budget) {
	return new Window(reads, start, unknown, columns, budget).fails(end);
}
var Window = class {
	reads;
	start;
	unknown;
	columns;
	budget;
	slots = new Slots();
	waiting = /* @__PURE__ */ new Set();
	states = [{
		done: 0n,
		sum: 0,
		unknown: 0
	}];
	certain;
	ways = 0;
	onlyUp;
	constructor(reads, start, unknown, columns, budget) {
		this.reads = reads;
		this.start = start;
		this.unknown = unknown;
		this.columns = columns;
		this.budget = budget;
		this.certain = start.total;
		for (const op of start.open) if (!this.isTold(op)) this.slots.put(op);
		this.onlyUp = !columns.amounts.some((amount) => amount < 0);
	}
	fails(end) {
		const { timeline, amounts } = this.columns;
		for (let at = this.start.at; at <= end; at++) {
			const event = timeline[at];
			const op = event < 0 ? ~event : event;
			const isRead = Number.isNaN(amounts[op]);
			if (isRead ? !this.reads.has(op) : this.isTold(op)) continue;
			if (event >= 0) {
				this.slots.put(op);
				if (isRead) this.waiting.add(op);
				if (isRead && this.onlyUp) this.states = this.states.filter((state) => !this.leadsPast(state, 0));
			} else this.complete(op, isRead);
			if (this.ways > MOST_WAYS) return false;
			if (this.states.length === 0) return true;
		}
		return false;
	}
	/** Whether an addition is known by the sum of those of unknown outcome alone. */
	isTold(op) {
		return !this.unknown.isNone && this.columns.history[op].type === "info";
	}
	complete(op, isRead) {
		const bit = this.slots.bit(op);
		const amount = isRead ? 0 : this.columns.amounts[op];
		const after = /* @__PURE__ */ new Map();
		const seen = /* @__PURE__ */ new Set();
		const work = this.states;
		for (let state = work.pop(); state !== void 0 && this.ways <= MOST_WAYS; state = work.pop()) {
			this.ways++;
			if ((state.done & bit) !== 0n) {
				keep(after, {
					...state,
					done: state.done & ~bit,
					sum: state.sum - amount
				});
				continue;
			}
			const key = nameOf$1(state);
			if (seen.has(key)) continue;
			seen.add(key);
			if (!isRead && !this.leadsPast(state, amount)) keep(after, state);
			this.readsFound(state, isRead ? -1 : op, work);
		}
		this.budget.spend(seen.size);
		this.certain += amount;
		this.waiting.delete(op);
		this.slots.remove(op);
		this.states = [...after.values()];
	}
	/** Whether the total would be more than a read waits for, where nothing is taken away. */
	leadsPast({ done, sum, unknown }, amount) {
		if (!this.onlyUp) return false;
		const total = this.certain + sum + unknown + amount;
		for (const read of this.waiting) if (this.columns.totals[read] < total && (done & this.slots.bit(read)) === 0n) return true;
		return false;
	}
	/** All ways in which a read that waits finds its total next; where nothing is taken away it is that of the least. */
	readsFound(state, besides, into) {
		const { totals, amounts } = this.columns;
		const { slots } = this;
		const waiting = [...this.waiting].filter((read) => (state.done & slots.bit(read)) === 0n);
		const least = Math.min(...waiting.map((read) => totals[read]));
		const free = slots.ops.filter((op) => op >= 0 && op !== besides && amounts[op] !== 0 && amounts[op] === amounts[op]).filter((op) => (state.done & slots.bit(op)) === 0n);
		const up = [0];
		const down = [0];
		for (const [at, op] of free.entries()) {
			up[at + 1] = up[at] + Math.max(0, amounts[op]);
			down[at + 1] = down[at] + Math.min(0, amounts[op]);
		}
		for (const read of waiting) {
			if (this.onlyUp && totals[read] !== least) continue;
			const missing = totals[read] - this.certain - state.sum;
			const from = missing - this.unknown.most;
			const to = missing - (this.unknown.onlyUp ? state.unknown : this.unknown.least);
			const choose = (at, done, chosen) => {
				this.ways++;
				if (chosen + up[at] < from || chosen + down[at] > to || this.ways > MOST_WAYS) return;
				if (at === 0) {
					const unknown = missing - chosen;
					if (this.unknown.mayGrow(state.unknown, unknown)) into.push({
						done: done | slots.bit(read),
						sum: state.sum + chosen,
						unknown
					});
					return;
				}
				const op = free[at - 1];
				choose(at - 1, done | slots.bit(op), chosen + amounts[op]);
				choose(at - 1, done, chosen);
			};
			choose(free.length, state.done, 0);
			if (this.onlyUp) break;
		}
	}
};
const nameOf$1 = ({ done, unknown }) => `${done} ${unknown}`;
function keep(states, state) {
	states.set(nameOf$1(state), state);
}
// checkers/fast-paths/unknown-sums.ts
/** What additions of unknown outcome may come to, any of them or none: never less than they can, at times more. */
/** Sums in a range that is not wider are told one by one. */
const WIDEST = 65536;
var UnknownSums = class {
	/** The least and the most that they come to. */
	least;
	most;
	/** All sums are multiples of it. */
	divisor;
	/** By sum, if that is known: whether some of them come to it. */
	reached;
	constructor(amounts) {
		let [least, most, divisor] = [
			0,
			0,
			0
		];
		const positive = [];
		for (const { amount, count } of amounts) {
			if (amount === 0 || count === 0) continue;
			if (amount < 0) least += amount * count;
			else most += amount * count;
			if (amount > 0) positive.push({
				amount,
				count
			});
			divisor = commonDivisor(divisor, Math.abs(amount));
		}
		this.least = least;
		this.most = most;
		this.divisor = divisor;
		this.reached = least === 0 && most <= WIDEST ? sumsOf(positive, most) : void 0;
	}
	/** Whether they only ever add. */
	get onlyUp() {
		return this.least === 0;
	}
	get isNone() {
		return this.least === this.most;
	}
	has(sum) {
		if (sum < this.least || sum > this.most) return false;
		if (this.reached !== void 0) return this.reached[sum] === 1;
		return sum === 0 || sum % this.divisor === 0;
	}
	/** Whether they may come to `after` once they came to `before`. */
	mayGrow(before, after) {
		return this.has(after) && (!this.onlyUp || this.has(after - before));
	}
};
function commonDivisor(a, b) {
	while (b !== 0) [a, b] = [b, a % b];
	return a;
}
function sumsOf(amounts, most) {
	const reached = new Uint8Array(most + 1);
	reached[0] = 1;
	for (const { amount, count } of amounts) for (let left = count, size = 1; left > 0; size *= 2) {
		const taken = Math.min(size, left);
		left -= taken;
		for (let sum = most; sum >= taken * amount; sum--) if (reached[sum - taken * amount] === 1) reached[sum] = 1;
	}
	return reached;
}
// checkers/fast-paths/counter-refute.ts
/** So many reads are looked at together, one number after the other. */
const READS = [
	1,
	2,
	4,
	8,
	16,
	32,
	64
];
/** So many additions are shown with reads that are wrong; of more, those around them. */
const SHOWN_ADDITIONS$1 = 16;
/** A reason names so many of the other reads. */
const TOLD_READS = 3;
const NONE$4 = new UnknownSums([]);
/** So many additions of unknown outcome are ordered like the others; more are known by their sum. */
const MOST_ORDERED = 12;
/** The violation, if it is found; `stuckAt` is the first event that no order was found to pass. */
function refuteCounter(columns, stuckAt, partOf, budget) {
	const all = lastReads(columns, stuckAt, READS[READS.length - 1]);
	if (all.length === 0) return void 0;
	const unknown = unknownUntil(columns, columns.ranks.complete[all[0]]);
	const start = startOf(columns, all);
	const ways = unknown.sums.isNone ? [NONE$4] : [unknown.sums, ...unknown.count <= MOST_ORDERED ? [NONE$4] : []];
	for (const sums of ways) {
		const fail = (reads) => cannotBeRight(new Set(reads), start, stuckAt, sums, columns, budget);
		for (const count of READS) {
			const some = all.slice(0, count);
			if (fail(some)) return verdictOf(columns, without(some, fail), sums, partOf);
			if (count >= all.length) break;
		}
	}
}
/** Reads that are open or completed, those that complete last first. */
function lastReads({ timeline, totals, ranks }, end, most) {
	const open = /* @__PURE__ */ new Set();
	const completed = [];
	for (let at = 0; at <= end; at++) {
		const op = timeline[at];
		if (Number.isNaN(totals[op < 0 ? ~op : op])) continue;
		if (op >= 0) open.add(op);
		else {
			open.delete(~op);
			completed.push(~op);
		}
	}
	return [...[...open].sort((a, b) => ranks.complete[b] - ranks.complete[a]), ...completed.slice(-most).reverse()].slice(0, most);
}
/** Leaves out what is not needed for them to fail, half of them at first. */
function without(reads, fail) {
	let left = reads;
	for (let size = left.length >> 1; size >= 1; size = size === 1 ? 0 : size + 1 >> 1) for (let from = 0; from < left.length;) {
		const fewer = [...left.slice(0, from), ...left.slice(from + size)];
		if (fewer.length > 0 && fail(fewer)) left = fewer;
		else from += size;
	}
	return left;
}
/** Additions of unknown outcome that begin before the event `end`. */
function unknownUntil({ uncertain, ranks }, end) {
	const begun = uncertain.map(({ amount, operations }) => ({
		amount,
		count: operations.filter((op) => ranks.invoke[op] < end).length
	}));
	return {
		count: begun.reduce((sum, { count }) => sum + count, 0),
		sums: new UnknownSums(begun)
	};
}
/** What is certain when the first of the reads begins. */
function startOf(columns, reads) {
	const { timeline, amounts, ranks, initial } = columns;
	const at = reads.reduce((first, read) => Math.min(first, ranks.invoke[read]), timeline.length);
	const open = /* @__PURE__ */ new Set();
	let total = initial;
	for (let event = 0; event < at; event++) {
		const op = timeline[event];
		if (op < 0 && !Number.isNaN(amounts[~op])) {
			total += amounts[~op];
			open.delete(~op);
		} else if (op >= 0 && !Number.isNaN(amounts[op])) open.add(op);
	}
	return {
		at,
		total,
		open: [...open]
	};
}
function verdictOf(columns, reads, sums, partOf) {
	const { history, totals, amounts, ranks } = columns;
	const { at, total, open } = startOf(columns, reads);
	const [last, ...others] = reads;
	const end = ranks.complete[last];
	const isTold = (op) => !sums.isNone && history[op].type === "info";
	const begun = [];
	const around = open.filter((op) => !isTold(op));
	let before = 0;
	for (let op = 0; op < history.length; op++) {
		if (Number.isNaN(amounts[op]) || ranks.invoke[op] > end) continue;
		begun.push(op);
		if (ranks.complete[op] < at) before++;
		else if (ranks.invoke[op] > at && !isTold(op)) around.push(op);
	}
	const unknown = sums.isNone ? {
		count: 0,
		sums
	} : unknownUntil(columns, end);
	const told = (read) => `${totals[read]} by ${history[read].process}`;
	const besides = others.length === 0 ? "" : ` besides ${others.slice(0, TOLD_READS).map(told).join(", ")}`;
	const more = others.length > TOLD_READS ? ` and ${others.length - TOLD_READS} more` : "";
	const first = before === 0 ? "at first" : `after ${counted$1(before, "addition")} had completed`;
	const mayCount = unknown.count === 0 ? "" : `, and ${counted$1(unknown.count, "addition")} of unknown outcome may count`;
	const reason = `${history[last].process} read the total ${totals[last]}${besides}${more}, to which no order of the additions comes: it was ${total} ${first}${mayCount}`;
	if (begun.length <= SHOWN_ADDITIONS$1) return invalidBy(history, !begun.some((op) => amounts[op] < 0) && reads.some((a) => reads.some((b) => ranks.complete[a] < ranks.invoke[b] && totals[a] > totals[b])) ? "stale-read" : "wrong-total", reason, [...begun, ...reads]);
	const part = partOf({
		from: total,
		unknown: unknown.sums
	});
	return invalidBy(history, "wrong-total", reason, [...around, ...reads], part);
}
// checkers/fast-paths/counter-replay.ts
/** @param order places in the history; all that ended well are to be among them, save reads that answered nothing */
function replaysCounter({ history, initial, ranks, amounts, totals }, order, budget) {
	const placed = new Uint8Array(history.length);
	let [total, latestInvocation] = [initial, -1];
	for (const op of order) {
		budget.spend();
		if (placed[op] === 1 || ranks.complete[op] < latestInvocation) return false;
		placed[op] = 1;
		latestInvocation = Math.max(latestInvocation, ranks.invoke[op]);
		if (!Number.isNaN(amounts[op])) total += amounts[op];
		else if (!Number.isNaN(totals[op]) && totals[op] !== total) return false;
	}
	return history.every(({ type }, op) => type !== "ok" || placed[op] === 1 || Number.isNaN(amounts[op]) && Number.isNaN(totals[op]));
}
// checkers/fast-paths/counter.ts
/** Bytes held for each operation, here and by what follows. */
const BYTES_PER_OPERATION$7 = 64;
/** So many additions are shown with a read that is out of bounds; more are told by their sum. */
const SHOWN_ADDITIONS = 16;
/** Decides counters with `add` and `read`, as long as additions answer no totals. */
const counterPath = (initial, partOf) => (history, budget) => {
	const columns = readColumns(history, initial, budget);
	if (columns === void 0) return void 0;
	const fault = outOfBounds(columns, partOf, budget) ?? falls(columns, partOf);
	if (fault) return fault;
	const found = orderOfCounter(columns, budget);
	if ("stuckAt" in found) return refuteCounter(columns, found.stuckAt, partOf, budget);
	return replaysCounter(columns, found.order, budget) ? validBy(history, () => found.order) : void 0;
};
function readColumns(history, initial, budget) {
	budget.hold(BYTES_PER_OPERATION$7 * history.length);
	const amounts = new Float64Array(history.length).fill(NaN);
	const totals = new Float64Array(history.length).fill(NaN);
	let reach = Math.abs(initial);
	for (let op = 0; op < history.length; op++) {
		budget.spend();
		const { type, input: anyInput, output } = history[op];
		const input = anyInput;
		const silent = type !== "ok" || output === void 0 || output === null;
		if (input.f === "add") {
			if (!silent || !Number.isSafeInteger(input.by)) return void 0;
			amounts[op] = input.by;
			reach += Math.abs(amounts[op]);
			if (reach > Number.MAX_SAFE_INTEGER) return void 0;
		} else if (input.f !== "read") return void 0;
		else if (!silent) {
			if (!Number.isSafeInteger(output)) return void 0;
			totals[op] = output;
		}
	}
	const ranks = rankEvents(history, budget);
	const timeline = new Int32Array(ranks.end);
	for (let op = 0; op < history.length; op++) {
		timeline[ranks.invoke[op]] = op;
		if (ranks.complete[op] < ranks.end) timeline[ranks.complete[op]] = ~op;
	}
	return {
		history,
		initial,
		ranks,
		timeline,
		amounts,
		totals,
		...uncertainOf(history, amounts)
	};
}
function uncertainOf(history, amounts) {
	const kinds = new Int32Array(history.length).fill(-1);
	const kindOf = /* @__PURE__ */ new Map();
	const uncertain = [];
	for (let op = 0; op < history.length; op++) {
		const amount = amounts[op];
		if (history[op].type !== "info" || Number.isNaN(amount) || amount === 0) continue;
		let kind = kindOf.get(amount);
		if (kind === void 0) kindOf.set(amount, kind = uncertain.push({
			amount,
			operations: []
		}) - 1);
		uncertain[kind].operations.push(op);
		kinds[op] = kind;
	}
	return {
		uncertain,
		kinds
	};
}
/** The first read, in order of completion, that answers more or less than the additions allow. */
function outOfBounds(columns, partOf, budget) {
	const { history, timeline, amounts, totals, initial } = columns;
	/** By read: what was certain when it began, of both signs. */
	const certainUp = new Float64Array(history.length);
	const certainDown = new Float64Array(history.length);
	let [doneUp, doneDown, begunUp, begunDown] = [
		0,
		0,
		0,
		0
	];
	for (const event of timeline) {
		budget.spend();
		const op = event < 0 ? ~event : event;
		const amount = amounts[op];
		if (!Number.isNaN(amount)) {
			if (event >= 0) {
				begunUp += Math.max(0, amount);
				begunDown += Math.min(0, amount);
			} else {
				doneUp += Math.max(0, amount);
				doneDown += Math.min(0, amount);
			}
		} else if (event >= 0) {
			certainUp[op] = doneUp;
			certainDown[op] = doneDown;
		} else {
			const least = initial + certainUp[op] + begunDown;
			const most = initial + certainDown[op] + begunUp;
			if (totals[op] < least || totals[op] > most) return wrongTotal(columns, op, {
				least,
				most
			}, partOf);
		}
	}
}
function wrongTotal({ history, amounts, totals, ranks, initial }, read, bounds, partOf) {
	const begun = [];
	let certain = 0;
	for (let op = 0; op < history.length; op++) {
		if (Number.isNaN(amounts[op]) || ranks.invoke[op] > ranks.complete[read]) continue;
		begun.push(op);
		if (ranks.complete[op] < ranks.invoke[read]) certain++;
	}
	const { least, most } = bounds;
	const wanted = least === most ? `should be ${least}` : `should be from ${least} to ${most}`;
	const open = begun.length - certain;
	const before = `${counted$1(certain, "addition")} had completed before${open > 0 ? `, ${open} more may count` : ""}`;
	const reason = `${history[read].process} read the total ${totals[read]}, which ${wanted}: it was ${initial} at first, ${before}`;
	return begun.length <= SHOWN_ADDITIONS ? invalidBy(history, "wrong-total", reason, [...begun, read]) : invalidBy(history, "wrong-total", reason, [read], partOf(bounds));
}
/** Where nothing is taken away: a read that answers less than one before it. */
function falls({ history, timeline, amounts, totals }, partOf) {
	if (amounts.some((amount) => amount < 0)) return void 0;
	/** The completed read that answered most; by read, the one when it began. */
	let most = -1;
	const before = new Int32Array(history.length).fill(-1);
	for (const event of timeline) {
		const op = event < 0 ? ~event : event;
		if (Number.isNaN(totals[op])) continue;
		if (event >= 0) before[op] = most;
		else {
			const other = before[op];
			if (other >= 0 && totals[op] < totals[other]) return invalidBy(history, "stale-read", `${history[op].process} read the total ${totals[op]}, although ${history[other].process} had read ${totals[other]} before and nothing is taken away`, [other, op], partOf("never falls"));
			if (most < 0 || totals[op] > totals[most]) most = op;
		}
	}
}
// checkers/models/counter.ts
/** A counter: what was added, in whatever order, adds up. */
/** A counter that may go up and down. */
function counterModel(options = {}) {
	return {
		name: "counter",
		functions: {
			add: ["by"],
			read: []
		},
		initial: options.initial ?? 0,
		step(total, input, output) {
			const after = input.f === "add" ? added(total, input.by) : total;
			return output === void 0 || output === null || output === after ? after : void 0;
		},
		effect(input, output) {
			if (input.f === "read") return "reads";
			return output === void 0 || output === null ? "always" : "sometimes";
		},
		key: (total) => total,
		traces: (input, output) => ({
			left: input.f === "add" && input.by !== 0 ? ["total"] : [],
			shows: () => output !== void 0 && output !== null,
			isSum: true
		}),
		printState: String,
		printOperation: (input, output) => {
			const told = output === void 0 || output === null ? "" : ` -> ${show(output)}`;
			return input.f === "add" ? `add ${input.by}${told}` : `read${told}`;
		},
		fastPath: counterPath(options.initial ?? 0, partOfCounter)
	};
}
/** Totals, and what files say, are bigints beyond 2^53: no sum loses a digit. */
const added = plus;
const partOfCounter = (known) => {
	return known !== "never falls" && "from" in known ? counterFrom(known) : boundedCounter(known);
};
/** What is known of a counter without looking at its additions; the state is the least it may be. */
function boundedCounter(known) {
	const { least, most } = known === "never falls" ? {
		least: -Infinity,
		most: Infinity
	} : known;
	return {
		...counterModel(),
		initial: least,
		step(atLeast, input, output) {
			if (input.f === "add" || typeof output !== "number") return atLeast;
			if (output < atLeast || output > most) return void 0;
			return known === "never falls" ? output : atLeast;
		},
		effect: () => "sometimes",
		printState: (atLeast) => known === "never falls" ? `${atLeast === least ? "anything" : `${atLeast} or more`}` : `from ${least} to ${most}`
	};
}
/** A counter that was `from` at first, and to which unknown sums may be added at any time. */
function counterFrom({ from, unknown }) {
	const { name, functions, traces, printOperation } = counterModel();
	return {
		name,
		functions,
		traces,
		printOperation,
		initial: {
			certain: from,
			unknown: 0
		},
		step(state, input, output) {
			if (input.f === "add") return {
				...state,
				certain: state.certain + input.by
			};
			if (output === void 0 || output === null) return state;
			const added = output - state.certain;
			return unknown.mayGrow(state.unknown, added) ? {
				...state,
				unknown: added
			} : void 0;
		},
		effect: (input) => input.f === "add" ? "always" : unknown.isNone ? "reads" : "sometimes",
		key: (state) => `${state.certain} ${state.unknown}`,
		printState: (state) => {
			const least = state.certain + (unknown.onlyUp ? state.unknown : unknown.least);
			return unknown.isNone ? String(least) : `from ${least} to ${state.certain + unknown.most}`;
		}
	};
}
// checkers/models/key-value.ts
/** A store of strings, one object for each key: get, put and append, as Porcupine's kv tests have it, perhaps compare-and-set. */
/** One key of the store. */
function keyValueModel(options = {}) {
	return {
		...store(options),
		functions: FUNCTIONS,
		mayLeadTo: (value, _input, output) => output === void 0 || (output ?? "").startsWith(value)
	};
}
/** One key of a store with compare-and-set, which answers `false`, or nothing with `fail`, where the key held another value. */
function casKeyValueModel(options = {}) {
	return {
		...store(options),
		functions: {
			...FUNCTIONS,
			cas: ["from", "to"]
		}
	};
}
const FUNCTIONS = {
	get: [],
	put: ["value"],
	append: ["value"]
};
function store({ initial = "" }) {
	return {
		name: "key-value",
		initial,
		step(value, input, output, outcome) {
			switch (input.f) {
				case "put": return input.value;
				case "append": return value + input.value;
				case "cas": {
					const matches = value === input.from;
					if (outcome !== "info" && matches === (output === false)) return void 0;
					return matches ? input.to : value;
				}
				case "get": return output === void 0 || (output ?? "") === value ? value : void 0;
			}
		},
		effect(input, output, outcome) {
			if (input.f === "get") return "reads";
			if (input.f === "put") return "overwrites";
			if (input.f !== "cas" || outcome === "info") return "always";
			return output === false || input.from === input.to ? "reads" : "sometimes";
		},
		key: (value) => value,
		traces(input, output) {
			switch (input.f) {
				case "get": return {
					left: [],
					shows: (thing) => thing !== "" && `${output ?? ""}`.includes(thing)
				};
				case "cas": return output === false ? {
					left: [],
					shows: () => false
				} : {
					left: [input.to],
					shows: (thing) => thing !== "" && input.from.includes(thing)
				};
				default: return {
					left: [input.value],
					shows: () => false
				};
			}
		},
		printState: (value) => JSON.stringify(value),
		printOperation(input, output) {
			if (input.f === "get") return `get${output === void 0 ? "" : ` ${show(output)}`}`;
			if (input.f !== "cas") return `${input.f} ${show(input.value)}`;
			return `cas ${show(input.from)} to ${show(input.to)}${output === false ? ", refused" : ""}`;
		}
	};
}
// checkers/transactions/edges.ts
/** A list of edges that grows. Nodes below `transactions` are transactions, others join many to many. */
var Edges = class {
	transactions;
	from = /* @__PURE__ */ new Int32Array(1024);
	to = /* @__PURE__ */ new Int32Array(1024);
	kind = /* @__PURE__ */ new Uint8Array(1024);
	/** The number of the key it is about; -1 for time. */
	key = /* @__PURE__ */ new Int32Array(1024);
	count = 0;
	nodes;
	constructor(transactions) {
		this.transactions = transactions;
		this.nodes = transactions;
	}
	/** A node that joins: what has an edge to it comes before whatever it has an edge to. */
	addNode() {
		return this.nodes++;
	}
	add(from, to, kind, key) {
		if (from === to) return;
		if (this.count === this.from.length) this.grow();
		this.from[this.count] = from;
		this.to[this.count] = to;
		this.kind[this.count] = kind;
		this.key[this.count++] = key;
	}
	grow() {
		const wider = (column, into) => {
			into.set(column);
			return into;
		};
		const length = 2 * this.from.length;
		this.from = wider(this.from, new Int32Array(length));
		this.to = wider(this.to, new Int32Array(length));
		this.kind = wider(this.kind, new Uint8Array(length));
		this.key = wider(this.key, new Int32Array(length));
	}
};
// checkers/transactions/graph.ts
function graphOf(edges, meter) {
	const start = new Int32Array(edges.nodes + 2);
	meter.spend(edges.nodes + 2 * edges.count);
	for (let i = 0; i < edges.count; i++) start[edges.from[i] + 2]++;
	for (let node = 0; node < edges.nodes; node++) start[node + 2] += start[node + 1];
	const edge = new Int32Array(edges.count);
	for (let i = 0; i < edges.count; i++) edge[start[edges.from[i] + 1]++] = i;
	return {
		edges,
		start,
		edge
	};
}
/** @param mask the kinds of edges that count */
function componentsOf({ edges, start, edge }, mask, meter) {
	const count = edges.nodes;
	const of = new Int32Array(count).fill(-1);
	const seenAt = new Int32Array(count);
	const low = new Int32Array(count);
	const next = new Int32Array(count);
	const path = new Int32Array(count);
	const open = new Int32Array(count);
	const finished = new Int32Array(count);
	let [clock, pathLength, openLength, done, components] = [
		0,
		0,
		0,
		0,
		0
	];
	const enter = (node) => {
		seenAt[node] = low[node] = ++clock;
		next[node] = start[node];
		path[pathLength++] = node;
		open[openLength++] = node;
	};
	for (let root = 0; root < count; root++) {
		if (seenAt[root] !== 0) continue;
		enter(root);
		while (pathLength > 0) {
			const node = path[pathLength - 1];
			meter.spend();
			if (next[node] < start[node + 1]) {
				const its = edge[next[node]++];
				if ((edges.kind[its] & mask) === 0) continue;
				const to = edges.to[its];
				if (seenAt[to] === 0) enter(to);
				else if (of[to] < 0 && seenAt[to] < low[node]) low[node] = seenAt[to];
				continue;
			}
			pathLength--;
			const parent = pathLength > 0 ? path[pathLength - 1] : -1;
			if (parent >= 0 && low[node] < low[parent]) low[parent] = low[node];
			if (low[node] !== seenAt[node]) continue;
			for (let member = -1; member !== node;) {
				member = open[--openLength];
				of[member] = components;
				finished[done++] = member;
			}
			components++;
		}
	}
	return {
		of,
		isCyclic: components < count,
		finished
	};
}
/** What the search for a shorter cycle may cost, beyond the first that is found. */
const SHORTENING_STEPS = 4e6;
/**
* The edges of a short cycle, the shortest by number of transactions unless finding that out would take too long; empty
* if there is none. Breadth-first from one transaction after the other, within components; nodes that join cost nothing.
*/
function shortCycle(graph, { of }, mask, meter) {
	const { edges, start, edge } = graph;
	const { transactions, nodes } = edges;
	const sizes = new Int32Array(nodes);
	for (const component of of) sizes[component]++;
	const seenBy = new Int32Array(nodes).fill(-1);
	const by = new Int32Array(nodes);
	let shortest = [];
	let length = Infinity;
	let left = SHORTENING_STEPS;
	for (let origin = 0; origin < transactions && length > 2 && left > 0; origin++) {
		if (sizes[of[origin]] === 1) continue;
		let level = [origin];
		for (let distance = 1; distance < length && level.length > 0; distance++) {
			const further = [];
			for (let at = 0; at < level.length && distance < length; at++) {
				const node = level[at];
				for (let i = start[node]; i < start[node + 1]; i++) {
					meter.spend();
					left--;
					const to = edges.to[edge[i]];
					if ((edges.kind[edge[i]] & mask) === 0 || of[to] !== of[origin]) continue;
					if (seenBy[to] === origin) continue;
					seenBy[to] = origin;
					by[to] = edge[i];
					if (to === origin) {
						shortest = [by[to]];
						for (let back = edges.from[by[to]]; back !== origin; back = edges.from[by[back]]) shortest.unshift(by[back]);
						length = distance;
						break;
					}
					(to < transactions ? further : level).push(to);
				}
			}
			level = further;
		}
	}
	return shortest;
}
// checkers/models/ran.ts
/** The order in which a transaction's micro-operations ran. */
/**
* The micro-operations as they ran: in the order of the answer, if that reports the same ones in another order than they
* were asked for, else in the order asked.
*/
function ranOf(ops, output) {
	if (!Array.isArray(output) || isInOrder(ops, output)) return ops;
	const left = [...ops];
	for (const micro of output) {
		const at = left.findIndex((asked) => isSame$1(asked, micro));
		if (at < 0) return ops;
		left.splice(at, 1);
	}
	return left.length === 0 ? output : ops;
}
function isInOrder(ops, output) {
	for (let i = 0; i < ops.length; i++) {
		const micro = output[i];
		const asked = ops[i];
		if (micro?.[0] !== asked[0] || micro[1] !== asked[1]) return false;
		if (asked[0] !== "r" && !Object.is(micro[2], asked[2])) return false;
	}
	return true;
}
/** What a read found is no part of the question. */
const isSame$1 = ([kind, key, value], ran) => Array.isArray(ran) && kind === ran[0] && key === ran[1] && (kind === "r" || sameValue(value, ran[2]));
// checkers/transactions/lists.ts
/** The micro-operations as they ran. */
const ran = ({ type, input, output }) => ranOf(input.ops, type === "info" ? void 0 : output);
/** What the micro-operation at `index` read; `undefined` where nothing is known of it. */
function listRead({ type, output }, index) {
	if (type === "info" || output === void 0) return void 0;
	return output[index][2] ?? [];
}
const isSame = (a, b) => Object.is(a, b) || identityOf(a) === identityOf(b);
const isComparable = (value) => typeof value !== "function" && typeof value !== "symbol";
/** `undefined` where an answer is none to what was asked. Adds the edges of what is known, also where a fault is found. */
function readLists(history, edges, meter) {
	const keyOf = /* @__PURE__ */ new Map();
	const keys = [];
	const numberOf = /* @__PURE__ */ new Map();
	const keyNamed = (key) => {
		let known = keyOf.get(key);
		if (known === void 0) {
			known = {
				key,
				longest: [],
				reader: -1,
				writers: /* @__PURE__ */ new Int32Array(0),
				places: /* @__PURE__ */ new Map(),
				isAmbiguous: false,
				wrongFrom: Infinity,
				unread: []
			};
			keyOf.set(key, known);
			numberOf.set(known, keys.length);
			keys.push(known);
		}
		return known;
	};
	for (const [op, operation] of history.entries()) {
		const { type, output } = operation;
		const answered = type !== "info" && output !== void 0;
		if (answered && !Array.isArray(output)) return void 0;
		for (const [index, [kind, key, value]] of ran(operation).entries()) {
			meter.spend();
			const its = keyNamed(key);
			if (kind !== "r" && !isComparable(value)) return void 0;
			if (kind !== "r" || !answered) continue;
			const told = output[index];
			if (!Array.isArray(told) || told[0] !== "r" || told[1] !== key) return void 0;
			const list = told[2] ?? [];
			if (!Array.isArray(list)) return void 0;
			if (its.reader >= 0 && list.length <= its.longest.length) continue;
			its.longest = list;
			its.reader = op;
		}
	}
	for (const key of keys) if (!placeElements(key, meter)) return void 0;
	placeAppends(history, keyOf, meter);
	const happened = new Uint8Array(history.length);
	for (const [op, { type }] of history.entries()) if (type === "ok") happened[op] = 1;
	for (const key of keys) for (let at = 0; at < key.writers.length; at++) {
		const writer = key.writers[at];
		if (writer < 0) key.wrongFrom = Math.min(key.wrongFrom, at);
		else if (!key.isAmbiguous) happened[writer] = 1;
	}
	const reader = new ListReader(history, keyOf, numberOf, edges, meter);
	const fault = reader.readAll();
	for (const key of keys) if (!key.isAmbiguous) orderOfKey(key, numberOf.get(key), happened, edges, meter);
	reader.addEnds(happened);
	return {
		keys,
		keyOf,
		happened,
		fault
	};
}
function placeElements(key, meter) {
	const { longest, places } = key;
	meter.spend(longest.length);
	key.writers = new Int32Array(longest.length).fill(-1);
	for (let at = 0; at < longest.length; at++) {
		if (!isComparable(longest[at])) return false;
		const identity = identityOf(longest[at]);
		if (places.has(identity)) key.wrongFrom = Math.min(key.wrongFrom, at);
		else places.set(identity, at);
	}
	return true;
}
function placeAppends(history, keyOf, meter) {
	for (const [op, operation] of history.entries()) for (const [kind, name, value] of ran(operation)) {
		if (kind === "r") continue;
		meter.spend();
		const key = keyOf.get(name);
		const at = key.places.get(identityOf(value));
		if (at === void 0) {
			if (key.unread.at(-1) !== op) key.unread.push(op);
		} else if (key.writers[at] === -1) key.writers[at] = op;
		else key.isAmbiguous = true;
	}
	for (const key of keyOf.values()) {
		if (key.wrongFrom === Infinity) continue;
		for (let at = 0; at < key.longest.length; at++) {
			const first = key.places.get(identityOf(key.longest[at]));
			if (first !== at) key.writers[at] = key.writers[first];
		}
	}
}
/** Elements in their order, and after all of them those that nobody read. */
function orderOfKey(key, number, happened, edges, meter) {
	const { writers } = key;
	meter.spend(writers.length);
	for (let at = 1; at < writers.length; at++) {
		const [before, after] = [writers[at - 1], writers[at]];
		if (before >= 0 && after >= 0 && happened[before] === 1) edges.add(before, after, 1, number);
	}
}
/** Looks at the reads one by one: edges from and to others, and what is wrong with one by itself. */
var ListReader = class {
	history;
	keyOf;
	numberOf;
	edges;
	meter;
	fault;
	/** A read that is no beginning of the longest: told only if none is wrong by itself. */
	incompatible;
	/** Readers of the whole list of a key. */
	wholeReaders;
	constructor(history, keyOf, numberOf, edges, meter) {
		this.history = history;
		this.keyOf = keyOf;
		this.numberOf = numberOf;
		this.edges = edges;
		this.meter = meter;
		this.wholeReaders = [...keyOf.values()].map(() => []);
	}
	readAll() {
		for (const [op, operation] of this.history.entries()) {
			const micros = ran(operation);
			const lists = micros.map(([kind, name], index) => {
				const list = kind === "r" ? listRead(operation, index) : void 0;
				return list !== void 0 && this.read(op, this.keyOf.get(name), list) ? list : void 0;
			});
			if (operation.type !== "info") this.lookInside(op, micros, lists);
			if (this.fault) return this.fault;
		}
		return this.incompatible;
	}
	/** Returns whether it is the beginning of the longest. */
	read(reader, key, list) {
		const { longest, writers, wrongFrom } = key;
		this.meter.spend(1 + list.length);
		for (let at = 0; at < list.length; at++) {
			if (isSame(list[at], longest[at])) continue;
			this.incompatible ??= this.wrongRead(reader, key, list, at);
			return false;
		}
		if (list.length > wrongFrom) {
			const value = list[wrongFrom];
			const isUnwritten = writers[wrongFrom] === -1;
			if (isUnwritten || !key.isAmbiguous) this.fault ??= {
				kind: isUnwritten ? "unwritten-value" : "duplicate-elements",
				reader,
				key,
				value
			};
			return true;
		}
		if (key.isAmbiguous) return true;
		const number = this.numberOf.get(key);
		const last = list.length === 0 ? -1 : writers[list.length - 1];
		if (last >= 0) this.edges.add(last, reader, 2, number);
		const isWhole = list.length === longest.length;
		const next = isWhole ? -1 : writers[list.length];
		if (next >= 0) this.edges.add(reader, next, 4, number);
		if (isWhole && this.wholeReaders[number].at(-1) !== reader) this.wholeReaders[number].push(reader);
		return true;
	}
	/** Another element stands where the longest read has its own; it may be one that nobody appended. */
	wrongRead(reader, key, list, at) {
		const unwritten = list.find((value) => isComparable(value) && !this.isAppended(key, value));
		if (unwritten !== void 0) return this.fault ??= {
			kind: "unwritten-value",
			reader,
			key,
			value: unwritten
		};
		return {
			kind: "incompatible-order",
			reader,
			key,
			value: list[at],
			other: key.longest[at]
		};
	}
	isAppended(key, value) {
		const place = key.places.get(identityOf(value));
		if (place !== void 0 && key.writers[place] >= 0) return true;
		return key.unread.some((op) => ran(this.history[op]).some((micro) => micro[0] !== "r" && micro[1] === key.key && isSame(micro[2], value)));
	}
	/** Whether the transaction sees its own appends, all of them and none too early, and others saw them in its order. */
	lookInside(op, micros, lists) {
		if (micros.length < 2) return;
		const ownOf = /* @__PURE__ */ new Map();
		for (const [index, [kind, name, value]] of micros.entries()) {
			this.meter.spend();
			const key = this.keyOf.get(name);
			if (key.isAmbiguous) continue;
			let own = ownOf.get(key);
			if (own === void 0) ownOf.set(key, own = {
				last: -1,
				hasUnread: false,
				length: 0
			});
			if (kind === "r") {
				const list = lists[index];
				if (list === void 0) continue;
				if (own.hasUnread || own.last >= list.length) this.fault ??= {
					kind: "internal",
					reader: op,
					key,
					value: list
				};
				own.length = Math.max(own.length, list.length);
				continue;
			}
			const place = key.places.get(identityOf(value));
			if (place === void 0) {
				own.hasUnread = true;
				continue;
			}
			if (place < own.length) this.fault ??= {
				kind: "future-read",
				reader: op,
				key,
				value
			};
			else if (own.hasUnread || place < own.last) this.incompatible ??= {
				kind: "inverted-appends",
				reader: op,
				key,
				value
			};
			own.last = Math.max(own.last, place);
		}
	}
	/** Whoever read a list to its end comes before those who appended what nobody read: by a node that joins them. */
	addEnds(happened) {
		for (const key of this.keyOf.values()) {
			const number = this.numberOf.get(key);
			const readers = this.wholeReaders[number];
			const writers = key.unread.filter((op) => happened[op] === 1);
			this.meter.spend(readers.length + writers.length);
			if (key.isAmbiguous || readers.length === 0 || writers.length === 0) continue;
			const isReader = new Set(readers);
			const both = writers.filter((op) => isReader.has(op));
			const isBoth = new Set(both);
			const end = this.edges.addNode();
			for (const op of readers) if (!isBoth.has(op)) this.edges.add(op, end, 4, number);
			for (const op of writers) {
				if (!isBoth.has(op)) this.edges.add(end, op, 4, number);
				if (both.length > 0) this.edges.add(both[0], op, 4, number);
			}
			if (both.length > 0) for (const op of readers) this.edges.add(op, both[0], 4, number);
		}
	}
};
// checkers/transactions/list-replay.ts
/** @param order places in the history; all that ended well are to be among them */
function replaysLists(history, order, meter) {
	const held = /* @__PURE__ */ new Map();
	const placed = new Uint8Array(history.length);
	let latestInvocation = -Infinity;
	for (const op of order) {
		const operation = history[op];
		if (placed[op] === 1 || operation.type !== "info" && operation.complete < latestInvocation) return false;
		placed[op] = 1;
		latestInvocation = Math.max(latestInvocation, operation.invoke);
		const micros = ran(operation);
		for (let index = 0; index < micros.length; index++) {
			const [kind, key, value] = micros[index];
			const list = held.get(key);
			if (kind !== "r") {
				meter.spend();
				if (list) list.push(value);
				else held.set(key, [value]);
				continue;
			}
			const read = listRead(operation, index);
			if (read === void 0) continue;
			meter.spend(1 + read.length);
			if (read.length !== (list?.length ?? 0)) return false;
			for (let at = 0; at < read.length; at++) if (!Object.is(read[at], list[at]) && identityOf(read[at]) !== identityOf(list[at])) return false;
		}
	}
	return history.every(({ type }, op) => type === "info" || placed[op] === 1);
}
// checkers/transactions/list-sentences.ts
/** The transactions of a cycle of edges, one link each: nodes that join are passed over. */
function linksOf(cycle, edges, lists, history) {
	const links = [];
	for (let at = 0; at < cycle.length;) {
		const first = cycle[at];
		const from = edges.from[first];
		let to = edges.to[cycle[at++]];
		while (to >= edges.transactions) to = edges.to[cycle[at++]];
		links.push(linkOf(from, to, edges.kind[first], lists.keys[edges.key[first]], history));
	}
	return links;
}
function linkOf(from, to, kind, key, history) {
	const [a, b] = [whoWhen(history[from]), whoWhen(history[to])];
	const link = (because, evidence = [], isIntermediate = false) => ({
		from,
		to,
		kind,
		because,
		isIntermediate,
		evidence: evidence.filter((op) => op !== from && op !== to)
	});
	if (kind === 8 || key === void 0) return link(`${a} had completed before ${b} began`);
	const { writers, longest, reader } = key;
	const name = show(key.key);
	if (kind === 1) {
		const at = writers.findIndex((writer, place) => writer === to && place > 0 && writers[place - 1] === from);
		return link(`list ${name} holds ${`${show(longest[at - 1])}, by ${a}, before ${show(longest[at])}, by ${b}`}: so ${whoWhen(history[reader])} read it`, [reader]);
	}
	if (kind === 2) {
		const read = readsOf(history[to], key).find((list) => writers[list.length - 1] === from);
		const isIntermediate = writers[read.length] === from || appendsUnread(history[from], key) !== void 0;
		return link(`${b} read ${show(read.at(-1))} in list ${name}, which ${a} appended`, [], isIntermediate);
	}
	const next = readsOf(history[from], key).find((list) => writers[list.length] === to);
	return link(`${a} read list ${name} without ${show(next ? longest[next.length] : appendsUnread(history[to], key).value)}, which ${b} appended`);
}
const readsOf = (operation, { key }) => ran(operation).flatMap(([kind, its], index) => {
	const list = kind === "r" && its === key ? listRead(operation, index) : void 0;
	return list === void 0 ? [] : [list];
});
const appendsUnread = (operation, { key, places }) => ran(operation).filter(([kind, its, value]) => kind !== "r" && its === key && !places.has(identityOf(value))).map(([, , value]) => ({ value }))[0];
/** The anomaly as the literature names it (Adya 1999), of its kinds of edges. */
function nameOfCycle(links) {
	const count = (kind) => links.filter((link) => link.kind === kind).length;
	const antidependencies = count(4);
	if (links.length === 2 && links.some((link) => link.isIntermediate) && antidependencies === 1 && count(2) === 1) return "intermediate-read";
	const name = antidependencies > 1 ? "G2-item" : antidependencies === 1 ? "G-single" : count(2) > 0 ? "G1c" : "G0";
	return count(8) > 0 ? `${name}-realtime` : name;
}
/** One sentence. `aborted`: the transaction that failed and had appended the value. */
function sentenceOf$1(fault, history, aborted) {
	const { kind, key, value, other } = fault;
	const reader = whoWhen(history[fault.reader]);
	const name = show(key.key);
	switch (kind) {
		case "internal": return `the transaction of ${reader} contradicts itself: it read ${show(value)} in list ${name} after an append of its own that is not there`;
		case "future-read": return `the transaction of ${reader} reads its own future: ${show(value)} in list ${name}, which it appends only later`;
		case "unwritten-value": return aborted ? `${reader} read ${show(value)} in list ${name}, which only a transaction that failed had appended: that of ${whoWhen(aborted)}` : `${reader} read ${show(value)} in list ${name}, but nobody may have appended it`;
		case "duplicate-elements": return `${reader} read ${show(value)} twice in list ${name}, but it was appended once`;
		case "inverted-appends": return `${who(history[key.reader])} read list ${name} otherwise than the transaction of ${reader} had appended to it: without, or behind ${show(value)}, what it had appended before`;
		case "incompatible-order": return `${reader} read ${show(value)} in list ${name} where ${whoWhen(history[key.reader])} read ${show(other)}: neither list is the beginning of the other`;
	}
}
// checkers/transactions/precedes.ts
/** @param evidence what else happened; `first` and `second` are not to be among it */
function comesBefore(first, second, evidence, model, meter) {
	if (first.type !== "info" && first.complete < second.invoke) return true;
	const extend = (left, state) => left.length === 0 || left.some((next) => {
		meter.userStep();
		if (next === first && left.includes(second)) return false;
		return after(model, state, next).some((then) => extend(left.filter((its) => its !== next), then));
	});
	return !extend([
		first,
		second,
		...evidence
	], model.initial);
}
// checkers/transactions/real-time.ts
/** Adds the order of real time among the transactions that `happened`; one of unknown outcome never completes. */
function addRealTime(edges, history, happened, meter) {
	const { invoke, complete, end } = rankEvents(history, meter);
	const events = new Int32Array(end);
	for (let op = 0; op < history.length; op++) {
		if (happened[op] !== 1) continue;
		events[invoke[op]] = op + 1;
		if (complete[op] < end) events[complete[op]] = -op - 1;
	}
	let barrier = -1;
	let isOpen = false;
	for (const event of events) {
		if (event > 0 && barrier >= 0) edges.add(barrier, event - 1, 8, -1);
		if (event > 0) isOpen = false;
		if (event >= 0) continue;
		if (!isOpen) {
			const next = edges.addNode();
			if (barrier >= 0) edges.add(barrier, next, 8, -1);
			barrier = next;
			isOpen = true;
		}
		edges.add(-event - 1, barrier, 8, -1);
	}
}
// checkers/transactions/list-path.ts
/** Larger cores are not made smaller. */
const MOST_CONFIRMED = 8;
const BYTES_PER_EDGE = 26;
const BYTES_PER_NODE = 48;
const listPath = (model) => (history, budget, failed) => {
	const edges = new Edges(history.length);
	const lists = readLists(history, edges, budget);
	if (lists === void 0) return void 0;
	if (lists.fault) return byFault(lists.fault, lists, history, failed, model(), budget);
	addRealTime(edges, history, lists.happened, budget);
	const bytes = BYTES_PER_EDGE * edges.count + BYTES_PER_NODE * edges.nodes;
	budget.hold(bytes);
	const graph = graphOf(edges, budget);
	const components = componentsOf(graph, 15, budget);
	const found = components.isCyclic ? byCycle(cycleOf(graph, budget), lists, graph, history, model(), budget) : byOrder(components.finished, lists, history, budget);
	budget.hold(-bytes);
	return found;
};
/** The first in the order are those on which nothing else waits. */
function byOrder(finished, { happened }, history, budget) {
	const order = finished.filter((node) => node < history.length && happened[node] === 1).reverse();
	return replaysLists(history, order, budget) ? validBy(history, () => order) : void 0;
}
/** A short cycle, if possible of what was done to data alone: that tells more than one that also goes by time. */
function cycleOf(graph, budget) {
	const byData = componentsOf(graph, 7, budget);
	const ofData = byData.isCyclic ? shortCycle(graph, byData, 7, budget) : [];
	if (ofData.length === 2) return ofData;
	const ofAll = shortCycle(graph, componentsOf(graph, 15, budget), 15, budget);
	const transactions = (cycle) => cycle.filter((edge) => graph.edges.from[edge] < graph.edges.transactions).length;
	return ofData.length > 0 && transactions(ofData) <= transactions(ofAll) ? ofData : ofAll;
}
function byCycle(cycle, lists, { edges }, history, model, budget) {
	const links = linksOf(cycle, edges, lists, history);
	const core = [...new Set(links.flatMap(({ from, evidence }) => [from, ...evidence]))];
	const part = passingOver(core, lists, history, model);
	if (!links.every(({ from, to, evidence }) => comesBefore(history[from], history[to], evidence.map((op) => history[op]), passingOver([
		from,
		to,
		...evidence
	], lists, history, model), budget))) return void 0;
	const kind = nameOfCycle(links);
	return {
		...invalidBy(history, kind, `${kind}: ${links.length} transactions must each come before the next, and the last before the first`, core, part),
		because: links.map(({ because }) => because)
	};
}
function byFault(fault, lists, history, failed = [], model, budget) {
	const { reader, key, value, other, kind } = fault;
	const appends = (operation, its) => ran(operation).some((micro) => micro[0] !== "r" && micro[1] === key.key && sameValue(micro[2], its));
	const writersOf = (its) => [...history.keys()].filter((op) => appends(history[op], its));
	const aborted = kind === "unwritten-value" ? failed.find((operation) => appends(operation, value)) : void 0;
	let core = [reader];
	if (kind === "duplicate-elements") core.push(...writersOf(value));
	if (kind === "inverted-appends") core.push(key.reader);
	if (kind === "incompatible-order") core.push(key.reader, ...writersOf(value), ...writersOf(other));
	for (const writer of core.slice(kind === "incompatible-order" ? 2 : core.length)) {
		const rest = core.filter((op) => op !== writer);
		const without = passingOver(rest, lists, history, model, fault);
		const judged = [...new Set(rest)].sort((a, b) => a - b).map((op) => history[op]);
		if (judged.length < MOST_CONFIRMED && isImpossible(judged, without, budget)) core = rest;
	}
	const part = passingOver(core, lists, history, model, fault);
	const reason = sentenceOf$1(fault, history, aborted);
	return {
		...invalidBy(history, aborted ? "aborted-read" : kind === "inverted-appends" ? "incompatible-order" : kind, reason, core, part),
		because: []
	};
}
/** The lists as somebody knows them who passes over what others appended, in all that was read. */
function passingOver(core, { keyOf }, history, model, fault) {
	const known = /* @__PURE__ */ new Map();
	const count = (key, value) => {
		const values = known.get(key) ?? /* @__PURE__ */ new Set();
		known.set(key, values.add(identityOf(value)));
	};
	for (const op of core) for (const [kind, key, value] of ran(history[op])) if (kind !== "r" && (!keyOf.get(key).isAmbiguous || key === fault?.key.key)) count(key, value);
	if (fault?.kind === "unwritten-value") count(fault.key.key, fault.value);
	const { name, initial, key, printState, printOperation } = model;
	return {
		name,
		initial,
		key,
		printState,
		printOperation,
		partition: "whole",
		step(state, input, output, outcome) {
			const operation = {
				input,
				output,
				type: outcome
			};
			const counts = (its, value) => known.get(its)?.has(identityOf(value)) === true;
			const ops = ran(operation);
			const kept = ops.map(([kind, its, value]) => kind === "r" || counts(its, value));
			const seen = output?.map(([kind, its, value]) => kind === "r" && Array.isArray(value) ? [
				kind,
				its,
				value.filter((element) => counts(its, element))
			] : [
				kind,
				its,
				value
			]);
			return model.step(state, {
				f: input.f,
				ops: ops.filter((_, index) => kept[index])
			}, seen?.filter((_, index) => kept[index]), outcome);
		}
	};
}
// checkers/models/transaction-faults.ts
/** What is wrong with a transaction by itself, whatever other transactions did: for explanations. */
/** The fault in words that follow "it"; `undefined` if the transaction is consistent in itself. */
function transactionFault(output, { writes, verb, values, expected, endsWith }, isLeft) {
	const lastRead = /* @__PURE__ */ new Map();
	const written = /* @__PURE__ */ new Map();
	for (const [index, [kind, key, value]] of output.entries()) {
		const own = written.get(key) ?? [];
		if (kind === writes) {
			written.set(key, [...own, value]);
			continue;
		}
		const later = output.slice(index + 1).filter((its) => its[0] === writes && its[1] === key);
		for (const seen of values(value)) {
			const isOwn = (its) => sameValue(its, seen);
			if (!own.some(isOwn) && later.some((its) => isOwn(its[2]))) return `reads its own future: ${show(seen)} in ${key}, which it ${verb} only later`;
			if (!isLeft(key, seen)) return `reads ${show(seen)} in ${key}, which no transaction that may have happened ${verb}`;
		}
		const before = lastRead.get(key);
		if (before !== void 0 && !sameValue(value, expected(before.value, own))) return `reads ${key} twice and finds ${show(before.value)}, then ${show(value)}`;
		if (before === void 0 && !endsWith(value, own)) return `${verb} ${own.map(show).join(", ")} to ${key} and then reads ${show(value)}`;
		lastRead.set(key, { value });
		written.set(key, []);
	}
}
// checkers/models/list-append.ts
const NOTHING = [];
const elementOf = (key, value) => `${nameOf$2(key)} ${nameOf$2(value)}`;
/** Lists never change, and most of them are part of many states. */
const texts = /* @__PURE__ */ new WeakMap();
function textOf$1(list) {
	let text = texts.get(list);
	if (text === void 0) texts.set(list, text = identityOf(list));
	return text;
}
const listOf$1 = (read) => Array.isArray(read) ? read : NOTHING;
const LISTS = {
	writes: "append",
	verb: "appends",
	values: listOf$1,
	expected: (read, appended) => [...listOf$1(read), ...appended],
	endsWith: (read, appended) => appended.length === 0 || sameValue(listOf$1(read).slice(-appended.length), appended)
};
/** Lists that are empty at first. Lists that share no transaction are judged apart. */
function listAppendModel() {
	const model = {
		name: "list-append",
		functions: { txn: ["ops"] },
		initial: /* @__PURE__ */ new Map(),
		step(before, { ops }, output) {
			let lists = before;
			for (const [index, [kind, key, value]] of ranOf(ops, output).entries()) {
				const list = lists.get(key) ?? NOTHING;
				if (kind === "append") lists = new Map(lists).set(key, [...list, value]);
				else if (output !== void 0 && !sameValue(output[index]?.[2] ?? NOTHING, list)) return void 0;
			}
			return lists;
		},
		effect({ ops }, output) {
			if (ops.every(([kind]) => kind === "r")) return "reads";
			return output === void 0 || ops.every(([kind]) => kind === "append") ? "always" : "sometimes";
		},
		mayLeadTo(lists, { ops }, output) {
			return ranOf(ops, output).every(([, key], index) => {
				const read = output?.[index]?.[2];
				if (output === void 0 || read === void 0) return true;
				const list = lists.get(key) ?? NOTHING;
				return list.length <= (read ?? NOTHING).length && list.every((value, at) => sameValue(value, read[at]));
			});
		},
		key: (lists) => [...lists].map(([key, list]) => `${nameOf$2(key)} ${textOf$1(list)}`).sort().join("\n"),
		partition: ({ ops }) => ops.map(([, key]) => key),
		traces({ ops }, output) {
			const things = (kind) => ops.flatMap(([its, key, value]) => its === kind ? [elementOf(key, value)] : []);
			let shown;
			const read = () => new Set((output ?? []).flatMap(([kind, key, list]) => kind === "r" && Array.isArray(list) ? list.map((value) => elementOf(key, value)) : []));
			return {
				left: things("append"),
				shows: (thing) => (shown ??= read()).has(thing)
			};
		},
		only({ ops }, output, counts) {
			const ran = ranOf(ops, output);
			const kept = ran.map(([kind, key, value]) => kind === "r" || counts(elementOf(key, value)));
			const part = (micro) => micro[0] === "r" && Array.isArray(micro[2]) ? [
				"r",
				micro[1],
				micro[2].filter((value) => counts(elementOf(micro[1], value)))
			] : micro;
			return {
				input: {
					f: "txn",
					ops: ran.filter((_, index) => kept[index])
				},
				output: output?.filter((_, index) => kept[index]).map(part)
			};
		},
		faultOf: (_input, output, isLeft) => transactionFault(output ?? [], LISTS, (key, value) => isLeft(elementOf(key, value))),
		printState: showKeyed,
		printOperation: ({ ops }, output) => (output ?? ops).map(([kind, key, value]) => `${kind} ${show(key)} ${show(value)}`).join(", "),
		fastPath: listPath(() => model),
		fastPathTakesAll: true
	};
	return model;
}
// checkers/fast-paths/precedence-matrix.ts
/** What must come before what, among a few hundred operations, with all that follows from it: a matrix of bits. */
var Precedence$1 = class {
	size;
	isCyclic = false;
	words;
	/** By operation: a bit for each that must come after it. */
	after;
	/** What was added, as it was added: by operation, those after it. */
	direct;
	constructor(size) {
		this.size = size;
		this.words = size + 31 >>> 5;
		this.after = new Int32Array(size * this.words);
		this.direct = Array.from({ length: size }, () => []);
	}
	has(a, b) {
		return (this.after[a * this.words + (b >>> 5)] & 1 << (b & 31)) !== 0;
	}
	/** Adds that `a` comes before `b`, and all that follows; returns whether that is new. */
	add(a, b) {
		if (this.has(a, b)) return false;
		this.direct[a].push(b);
		if (a === b || this.has(b, a)) this.isCyclic = true;
		const { after, words } = this;
		for (let op = 0; op < this.size; op++) {
			if (op !== a && !this.has(op, a)) continue;
			for (let word = 0; word < words; word++) after[op * words + word] |= after[b * words + word];
			after[op * words + (b >>> 5)] |= 1 << (b & 31);
		}
		return true;
	}
	/** The shortest cycle of what was added; empty if there is none. */
	cycle() {
		let shortest = [];
		for (let start = 0; this.isCyclic && start < this.size; start++) {
			if (!this.has(start, start)) continue;
			const path = this.path(start, start).slice(0, -1);
			if (shortest.length === 0 || path.length < shortest.length) shortest = path;
		}
		return shortest;
	}
	/** The shortest way from `a` to `b` by what was added, as far as it counts; empty if there is none. */
	path(a, b, counts = () => true) {
		const from = /* @__PURE__ */ new Map();
		const queue = [a];
		for (let at = 0; at < queue.length && !from.has(b); at++) for (const next of this.direct[queue[at]]) if (!from.has(next) && counts(queue[at], next)) {
			from.set(next, queue[at]);
			queue.push(next);
		}
		if (!from.has(b)) return [];
		const path = [b];
		do
			path.unshift(from.get(path[0]));
		while (path[0] !== a);
		return path;
	}
	/** All operations in an order that keeps what is known, those listed first first. */
	sorted() {
		const waits = new Int32Array(this.size);
		for (let a = 0; a < this.size; a++) for (let b = 0; b < this.size; b++) if (this.has(a, b)) waits[b]++;
		return [...waits.keys()].sort((a, b) => waits[a] - waits[b] || a - b);
	}
};
// checkers/fast-paths/transaction-proof.ts
/** The reasons in the order in which they were found; what has none goes by real time. */
var Reasons = class {
	found = /* @__PURE__ */ new Map();
	add(a, b, why) {
		this.found.set(`${a} ${b}`, {
			...why,
			at: this.found.size
		});
	}
	of(a, b) {
		return this.found.get(`${a} ${b}`);
	}
};
/** One sentence for each step of the cycle, after those on which it rests. */
function proofOf(cycle, order, reasons, history) {
	const told = /* @__PURE__ */ new Map();
	const operations = /* @__PURE__ */ new Set();
	const tell = (a, b) => {
		if (told.has(`${a} ${b}`)) return;
		const why = reasons.of(a, b);
		const premise = why && premiseOf(why, a);
		if (why && premise) {
			const isOlder = (from, to) => (reasons.of(from, to)?.at ?? -1) < why.at;
			const path = order.path(...premise, isOlder);
			for (let at = 1; at < path.length; at++) tell(path[at - 1], path[at]);
		}
		for (const op of [
			a,
			b,
			...why ? [why.read.reader, why.read.writer] : []
		]) if (op >= 0) operations.add(op);
		told.set(`${a} ${b}`, sentenceOf(history, why, a, b));
	};
	for (const [at, op] of cycle.entries()) tell(op, cycle[(at + 1) % cycle.length]);
	return {
		because: [...told.values()],
		operations
	};
}
/** What had to be known to come before what. */
function premiseOf({ read, other }, a) {
	if (other === void 0 || read.writer < 0) return void 0;
	return a === read.reader ? [read.writer, other] : [other, read.reader];
}
function sentenceOf(history, why, a, b) {
	const name = (op) => whoWhen(history[op]);
	if (why === void 0) return `${name(a)} completed before ${name(b)} began`;
	const { reader, key, writer } = why.read;
	const value = (op) => show(lastWritten(history[op], key));
	const read = `read ${writer < 0 ? "the initial value" : value(writer)} of key ${show(key)}`;
	if (why.other === void 0) return `${name(b)} ${read}, which ${name(a)} wrote`;
	if (a === reader) return writer < 0 ? `${name(a)} ${read}: so it came before ${name(b)}, which wrote ${value(b)} to it` : `${name(a)} ${read}, which ${name(writer)} wrote: so it came before ${name(b)}, which wrote ${value(b)} to it later than ${name(writer)}`;
	return `${name(a)} wrote ${value(a)} to key ${show(key)} earlier than ${name(reader)} ${read}: so it came before ${name(b)}, which wrote that`;
}
const lastWritten = ({ input }, wanted) => input.ops.findLast(([kind, key]) => kind === "w" && key === wanted)?.[2];
// checkers/fast-paths/transaction-order.ts
const MOST_TRANSACTIONS = 256;
/** `whole` is the model itself: a cycle is shown as it is found. */
const transactionPath = (initial, whole) => (history, budget) => {
	if (history.length > MOST_TRANSACTIONS) return void 0;
	const found = readTransactions(history, initial);
	if (found === void 0) return void 0;
	if (found.unwritten) {
		const [op, key, value] = found.unwritten;
		return invalidBy(history, "VFresh", `${history[op].process} read ${show(value)} of key ${key}, but nobody may have written it`, [op]);
	}
	const order = orderOf$1(history, initial, budget);
	if (order.isCyclic) {
		const cycle = order.cycle();
		const reason = `there is no order for the transactions of ${[...cycle, cycle[0]].map((op) => whoWhen(history[op])).join(", ")}: each must come before the next`;
		const { because, operations } = proofOf(cycle, order, order.reasons, history);
		return {
			...invalidBy(history, "cycle", reason, coreOf(history, operations, initial, budget), whole()),
			because
		};
	}
	const sorted = order.sorted().filter((op) => order.happened[op]);
	return replays(history, sorted, initial) ? validBy(history, () => Int32Array.from(sorted)) : void 0;
};
/** All that must come before what; `undefined` where the assumptions do not hold. */
function orderOf$1(history, initial, budget) {
	const found = readTransactions(history, initial);
	if (found === void 0) return void 0;
	const { reads, writers } = found;
	const happened = history.map(({ type }, op) => type === "ok" || reads.some(({ writer }) => writer === op));
	const order = new Precedence$1(history.length);
	for (let a = 0; a < history.length; a++) for (let b = 0; b < history.length; b++) if (happened[a] && happened[b] && precedes(history[a], history[b])) order.add(a, b);
	const reasons = new Reasons();
	const add = (a, b, why) => {
		const isNew = order.add(a, b);
		if (isNew) reasons.add(a, b, why);
		return isNew;
	};
	for (const read of reads) if (read.writer >= 0) add(read.writer, read.reader, { read });
	saturate$1(order, add, reads, writers, happened, budget);
	return Object.assign(order, {
		happened,
		reasons
	});
}
/** Those of whom the proof tells and who wrote what they read, if there is no order for these alone; else all. */
function coreOf(history, told, initial, budget) {
	const found = readTransactions(history, initial);
	const core = new Set(told);
	for (const reader of core) for (const read of found.reads) if (read.reader === reader && read.writer >= 0) core.add(read.writer);
	const indexes = [...core].sort((a, b) => a - b);
	return orderOf$1(indexes.map((op) => history[op]), initial, budget)?.isCyclic ? indexes : [...history.keys()];
}
const precedes = (a, b) => a.type !== "info" && a.complete < b.invoke;
function saturate$1(order, add, reads, writers, happened, budget) {
	for (let changed = true; changed && !order.isCyclic;) {
		changed = false;
		budget.spend(order.size * order.size);
		for (const read of reads) {
			const { reader, key, writer } = read;
			for (const other of writers.get(key) ?? []) {
				budget.spend();
				if (other === writer || other === reader || !happened[other]) continue;
				if (writer < 0 || order.has(writer, other)) changed = add(reader, other, {
					read,
					other
				}) || changed;
				if (writer >= 0 && order.has(other, reader)) changed = add(other, writer, {
					read,
					other
				}) || changed;
			}
		}
	}
}
/** Who read what from whom, and who wrote each key; `undefined` where the assumptions do not hold. */
function readTransactions(history, initial) {
	const writers = /* @__PURE__ */ new Map();
	const writerOf = /* @__PURE__ */ new Map();
	for (const [op, { input }] of history.entries()) for (const [kind, key, value] of input.ops) {
		if (kind !== "w") continue;
		const byValue = writerOf.get(key) ?? /* @__PURE__ */ new Map();
		writerOf.set(key, byValue);
		const known = writers.get(key) ?? [];
		writers.set(key, known);
		if (sameValue(value, initial) || byValue.has(identityOf(value)) || known.includes(op)) return void 0;
		byValue.set(identityOf(value), op);
		known.push(op);
	}
	const reads = [];
	let unwritten;
	for (const [reader, { type, input, output }] of history.entries()) {
		if (type !== "ok") continue;
		if (!Array.isArray(output)) return void 0;
		const ops = ranOf(input.ops, output);
		const own = /* @__PURE__ */ new Set();
		for (const [at, [kind, key]] of ops.entries()) if (kind === "w") own.add(key);
		else {
			const value = output[at]?.[2];
			const writer = sameValue(value, initial) ? -1 : writerOf.get(key)?.get(identityOf(value));
			if (own.has(key) !== (writer === reader)) return void 0;
			if (writer === void 0) {
				unwritten ??= [
					reader,
					key,
					value
				];
				continue;
			}
			if (writer !== reader) reads.push({
				reader,
				key,
				writer
			});
		}
	}
	return {
		reads,
		writers,
		unwritten
	};
}
/** Whether the transactions read what they did if they happen in this order. */
function replays(history, order, initial) {
	const held = /* @__PURE__ */ new Map();
	for (const op of order) {
		const { type, input, output } = history[op];
		const ops = ranOf(input.ops, output);
		for (const [at, [kind, key, value]] of ops.entries()) if (kind === "w") held.set(key, value);
		else if (type === "ok") {
			const read = output[at][2];
			if (!sameValue(read, held.has(key) ? held.get(key) : initial)) return false;
		}
	}
	return true;
}
// checkers/models/multi-register.ts
const valueOf$4 = (key, value) => `${nameOf$2(key)} ${nameOf$2(value)}`;
const REGISTERS = {
	writes: "w",
	verb: "writes",
	values: (read) => [read],
	expected: (read, written) => written.length === 0 ? read : written.at(-1),
	endsWith: (read, written) => written.length === 0 || sameValue(read, written.at(-1))
};
/** Registers that hold `initial`, `null` if absent, at first. Registers that share no transaction are judged apart. */
function multiRegisterModel(options = {}) {
	const { initial = null } = options;
	const model = {
		name: "multi-register",
		functions: { txn: ["ops"] },
		initial: /* @__PURE__ */ new Map(),
		step(before, { ops }, output) {
			let registers = before;
			for (const [index, [kind, key, value]] of ranOf(ops, output).entries()) if (kind === "w") registers = new Map(registers).set(key, value);
			else if (output !== void 0) {
				const held = registers.has(key) ? registers.get(key) : initial;
				if (!sameValue(output[index]?.[2], held)) return void 0;
			}
			return registers;
		},
		effect({ ops }, output) {
			if (ops.every(([kind]) => kind === "r")) return "reads";
			return output === void 0 || ops.every(([kind]) => kind === "w") ? "always" : "sometimes";
		},
		key: (registers) => [...registers].map(([key, value]) => `${nameOf$2(key)} ${nameOf$2(value)}`).sort().join("\n"),
		partition: ({ ops }) => ops.map(([, key]) => key),
		traces({ ops }, output) {
			const read = new Set((output ?? []).flatMap(([kind, key, value]) => kind === "r" ? [valueOf$4(key, value)] : []));
			return {
				left: ops.flatMap(([kind, key, value]) => kind === "w" ? [valueOf$4(key, value)] : []),
				shows: (thing) => read.has(thing)
			};
		},
		only({ ops }, output, counts) {
			const ran = ranOf(ops, output);
			const kept = ran.map(([kind, key], index) => kind === "w" || counts(valueOf$4(key, output?.[index]?.[2])));
			return {
				input: {
					f: "txn",
					ops: ran.filter((_, index) => kept[index])
				},
				output: output?.filter((_, index) => kept[index])
			};
		},
		faultOf: (_input, output, isLeft) => transactionFault(output ?? [], REGISTERS, (key, value) => isLeft(valueOf$4(key, value)) || sameValue(value, initial)),
		printState: showKeyed,
		printOperation: ({ ops }, output) => (output ?? ops).map(([kind, key, value]) => `${kind} ${show(key)} ${show(value)}`).join(", "),
		fastPath: transactionPath(initial, () => model)
	};
	return model;
}
// checkers/grouping.ts
/** The value of a key, made on first use. */
function getOrMake(map, key, make) {
	let value = map.get(key);
	if (value === void 0) map.set(key, value = make());
	return value;
}
// checkers/fast-paths/value-index.ts
/** Gives each different value of a history a small integer: tables instead of maps where values are small integers. */
/** Below this many values a map costs less than a table. */
const WORTH_A_TABLE = 64;
const NO_TABLE = /* @__PURE__ */ new Int32Array(0);
/** Interns values; equal JSON-like values get the same number. */
var ValueIndex = class {
	/** How many different values were seen. */
	size = 0;
	/** Number + 1 of small non-negative integers, 0 where unseen. */
	small;
	others;
	/** `expected`: how many values there will be about; integers below four times that many are looked up fastest. */
	constructor(expected) {
		this.small = expected < WORTH_A_TABLE ? NO_TABLE : new Int32Array(4 * expected);
	}
	/** The number of the value, a new one if it is seen for the first time. */
	intern(value) {
		if (typeof value === "number" && value >= 0 && value < this.small.length && Number.isInteger(value)) {
			const known = this.small[value];
			if (known !== 0) return known - 1;
			this.small[value] = ++this.size;
			return this.size - 1;
		}
		this.others ??= /* @__PURE__ */ new Map();
		const identity = identityOf(value);
		const known = this.others.get(identity);
		if (known !== void 0) return known;
		this.others.set(identity, this.size);
		return this.size++;
	}
};
// checkers/fast-paths/set-elements.ts
/** Bytes held for each operation, here and by what follows. */
const BYTES_PER_OPERATION$6 = 56;
/** Reads the history; `undefined` where an element may have been added or removed twice, or something is untold. */
function readElements(history, sightOf, budget) {
	const total = history.length;
	budget.hold(BYTES_PER_OPERATION$6 * total);
	const elementIn = elementIndex(total);
	const addOp = new Int32Array(total).fill(-1);
	const removeOp = new Int32Array(total).fill(-1);
	const seenFirst = new Int32Array(total).fill(-1);
	const seenLast = new Int32Array(total).fill(-1);
	const elementOf = new Int32Array(total).fill(-1);
	const seen = [];
	const missed = [];
	const silent = [];
	let count = 0;
	for (let op = 0; op < total; op++) {
		budget.spend();
		const { type, input: anyInput, output, complete } = history[op];
		if (type === "fail") continue;
		const input = anyInput;
		const { f } = input;
		if (!(f === "add" || f === "remove") && (type === "info" || output === void 0)) {
			if (f !== "contains" && f !== "count") return void 0;
			if (type === "ok") silent.push(op);
			continue;
		}
		const element = elementIn(input);
		if (element >= count) count = element + 1;
		elementOf[op] = element;
		const sight = type === "info" ? f === "add" ? "added" : "removed" : sightOf(f, output);
		if (sight === void 0) return void 0;
		if (sight === "added") {
			if (addOp[element] !== -1) return void 0;
			addOp[element] = op;
		} else if (sight === "removed") {
			if (removeOp[element] !== -1) return void 0;
			removeOp[element] = op;
		} else if (sight === "absent") missed.push(op);
		else {
			seen.push(op);
			seenLast[element] = op;
			const first = seenFirst[element];
			if (first === -1 || complete < history[first].complete) seenFirst[element] = op;
		}
	}
	return {
		history,
		count,
		addOp,
		removeOp,
		seenFirst,
		seenLast,
		elementOf,
		seen,
		missed,
		silent
	};
}
/** Numbers the elements of all the sets in a history, which `key` tells apart. */
function elementIndex(total) {
	const withoutKey = new ValueIndex(total);
	const withKey = /* @__PURE__ */ new Map();
	let numbered = 0;
	const numbers = [];
	return ({ key, value }) => {
		const plain = withoutKey.intern(value);
		if (key === void 0) return numbers[plain] ??= numbered++;
		return getOrMake(getOrMake(withKey, key, () => /* @__PURE__ */ new Map()), plain, () => numbered++);
	};
}
// checkers/fast-paths/set.ts
/** Decides sets with `add`, `remove`, `contains`; of any number of elements, and of several sets told apart by key. */
const setPath = elementsPath((f, output) => {
	if (f === "add") return output === false ? "present" : "added";
	return f === "remove" || f === "contains" ? changedOrSeen(f, output) : void 0;
});
/** Decides multisets, where `add` always adds and `count` tells how often; likewise. */
const multisetPath = elementsPath((f, output) => {
	if (f === "add") return "added";
	if (f === "count") return output === 0 ? "absent" : output === 1 ? "present" : void 0;
	return f === "remove" || f === "contains" ? changedOrSeen(f, output) : void 0;
});
function changedOrSeen(f, output) {
	if (output === false) return "absent";
	return output !== true ? void 0 : f === "remove" ? "removed" : "present";
}
function elementsPath(sights) {
	return (history, budget) => {
		const elements = readElements(history, sights, budget);
		if (elements === void 0) return void 0;
		const stays = {
			from: new Float64Array(elements.count),
			to: new Float64Array(elements.count)
		};
		for (let element = 0; element < elements.count; element++) {
			budget.spend();
			const absurd = findStay(elements, element, stays);
			if (absurd) return absurd;
		}
		for (const op of elements.missed) {
			budget.spend();
			const element = elements.elementOf[op];
			const { invoke, complete } = history[op];
			if (invoke > stays.from[element] && complete < stays.to[element]) return missedWhileThere(elements, op);
		}
		return validBy(history, () => sequence$3(elements, stays));
	};
}
/** Finds the shortest stay that the operations allow, or why there is none. */
function findStay(elements, element, stays) {
	const { history, addOp, removeOp, seenFirst, seenLast } = elements;
	const [add, remove, first, last] = [
		addOp[element],
		removeOp[element],
		seenFirst[element],
		seenLast[element]
	];
	const removal = remove === -1 ? void 0 : history[remove];
	const shows = first !== -1 ? first : removal?.type === "ok" ? remove : add !== -1 && history[add].type === "ok" ? add : -1;
	stays.from[element] = stays.to[element] = NaN;
	if (shows === -1) return void 0;
	if (add === -1) return invalidBy(history, "VFresh", `${sentence$1(elements, shows)}, but nobody may have added it`, [shows]);
	const added = history[add];
	const seenBy = first === -1 ? Infinity : history[first].complete;
	const seenUntil = last === -1 ? -Infinity : history[last].invoke;
	const removedBy = removal?.type === "ok" ? removal.complete : Infinity;
	if (seenBy < added.invoke || removedBy < added.invoke) {
		const early = seenBy < added.invoke ? first : remove;
		return invalidBy(history, "VFresh", `${sentence$1(elements, early)} before it was added`, [add, early]);
	}
	if (removedBy < seenUntil) return invalidBy(history, "stale-read", `${sentence$1(elements, last)} although it had been removed before`, [
		add,
		remove,
		last
	]);
	const latest = Math.min(added.type === "ok" ? added.complete : Infinity, seenBy, removedBy);
	const earliest = removal ? Math.max(removal.invoke, seenUntil, added.invoke) : Infinity;
	stays.to[element] = earliest;
	stays.from[element] = Math.min(latest, earliest);
}
function sentence$1({ history }, op) {
	const { process, input } = history[op];
	const { f, value } = input;
	return f === "remove" ? `${show(process)} removed ${show(value)}` : `${show(process)} saw ${show(value)} (${f})`;
}
function missedWhileThere(elements, op) {
	const { history, elementOf, addOp, removeOp, seenFirst, seenLast } = elements;
	const element = elementOf[op];
	const { process, input, invoke, complete } = history[op];
	const { f, value } = input;
	const reason = `${show(process)} did not see ${show(value)} (${f}), which was there all the while`;
	const add = addOp[element];
	const remove = removeOp[element];
	return invalidBy(history, "stale-read", reason, [
		add,
		remove,
		history[add].type === "ok" && history[add].complete < invoke ? add : seenFirst[element],
		remove === -1 || history[remove].invoke > complete ? -1 : seenLast[element],
		op
	]);
}
/** Everything at its moment: the changes at theirs, those who saw the element within, those who missed it outside. */
function sequence$3(elements, { from, to }) {
	const { history, count, addOp, removeOp, elementOf, seen, missed, silent } = elements;
	const ops = [];
	const moments = [];
	const place = (op, moment) => {
		ops.push(op);
		moments.push(moment);
	};
	const isBefore = (op) => !(history[op].invoke > from[elementOf[op]]);
	for (const op of silent) place(op, history[op].invoke);
	for (const op of missed) if (isBefore(op)) place(op, history[op].invoke);
	for (let element = 0; element < count; element++) if (!Number.isNaN(from[element])) place(addOp[element], from[element]);
	for (const op of seen) place(op, Math.max(history[op].invoke, from[elementOf[op]]));
	for (let element = 0; element < count; element++) if (Number.isFinite(to[element])) place(removeOp[element], to[element]);
	for (const op of missed) if (!isBefore(op)) place(op, Math.max(history[op].invoke, to[elementOf[op]]));
	return sortedIndexes(Float64Array.from(moments)).map((index) => ops[index]);
}
// checkers/models/element-key.ts
/** Each element of each set is an object of its own: operations on one say nothing about another. */
/** Names the element an operation is about; different elements, and those of different sets, differ. */
function elementKey(input) {
	const { key, value } = input;
	if (key === void 0 && typeof value === "number") return value;
	return `${nameOf$2(key)} ${nameOf$2(value)}`;
}
// checkers/models/multiset.ts
/** A multiset (bag): each addition of an element counts. */
/** A multiset that is empty at first. Elements are judged apart; the state is how often one of them occurs. */
function multisetModel() {
	return {
		name: "multiset",
		functions: {
			add: ["value"],
			remove: ["value"],
			contains: ["value"],
			count: ["value"]
		},
		initial: 0,
		step(times, { f }, output) {
			switch (f) {
				case "add": return times + 1;
				case "remove":
					if (typeof output === "boolean" && output !== times > 0) return void 0;
					return Math.max(0, times - 1);
				case "contains": return typeof output !== "boolean" || output === times > 0 ? times : void 0;
				case "count": return typeof output !== "number" || output === times ? times : void 0;
			}
		},
		effect({ f }, output) {
			if (f === "contains" || f === "count") return "reads";
			return f === "add" || typeof output !== "boolean" ? "always" : "sometimes";
		},
		traces: ({ f }, output) => ({
			left: f === "add" ? ["present"] : f === "remove" ? ["absent"] : [],
			shows: (thing) => f === "count" ? typeof output === "number" : f !== "add" && typeof output === "boolean" && thing === (output ? "present" : "absent"),
			isSum: f === "count"
		}),
		key: (times) => times,
		partition: elementKey,
		printState: times,
		printOperation: ({ f, value }, output) => `${f} ${show(value)}${output === void 0 ? "" : `: ${show(output)}`}`,
		fastPath: multisetPath,
		fastPathTakesAll: true
	};
}
// checkers/models/mutex.ts
/** A lock that is free at first, and that its owner cannot acquire twice. */
function mutexModel() {
	return {
		name: "mutex",
		functions: {
			acquire: [],
			release: []
		},
		initial: null,
		step(holder, input, output, outcome) {
			const owner = input.owner ?? true;
			const possible = input.f === "acquire" ? holder === null : holder === owner;
			const after = input.f === "acquire" ? owner : null;
			if (outcome === "info") return possible ? after : holder;
			if (output === false) return possible ? void 0 : holder;
			return possible ? after : void 0;
		},
		effect: (_input, output, outcome) => outcome === "info" ? "always" : output === false ? "reads" : "sometimes",
		printState: (holder) => holder === null ? "free" : holder === true ? "held" : `held by ${show(holder)}`,
		printOperation: ({ f, owner }, output) => `${f}${owner === void 0 ? "" : ` by ${show(owner)}`}${output === false ? ", refused" : ""}`
	};
}
// checkers/fast-paths/coverage.ts
/**
* Which moments of a history are ruled out, when moments are only ever added: slot `k` is the time between the
* events of rank `k` and `k + 1`. Finding the next free moment takes near-constant time (union-find).
*/
/** A growing union of half-open intervals of slots. */
var Coverage = class {
	/** Each covered slot points towards the next free one. */
	next;
	/** Slots `0 … slots - 1`; the slot after the last can never be covered. */
	constructor(slots) {
		this.next = new Int32Array(slots + 1);
		for (let slot = 0; slot <= slots; slot++) this.next[slot] = slot;
	}
	/** Covers the slots `from … to - 1`. */
	cover(from, to) {
		for (let slot = this.firstFree(from); slot < to; slot = this.firstFree(slot)) this.next[slot] = slot + 1;
	}
	/** The first slot at or after `slot` that is not covered. */
	firstFree(slot) {
		const next = this.next;
		let at = slot;
		while (next[at] !== at) {
			const skip = next[next[at]];
			next[at] = skip;
			at = skip;
		}
		return at;
	}
};
/**
* The fewest intervals `[starts[i], ends[i])`, `i` among `members`, that together cover `[from, to)`, from left to
* right; the union of all of them must cover it.
*/
function fewestCovering(from, to, members, starts, ends) {
	const byStart = [...members].filter((i) => starts[i] < ends[i]).sort((a, b) => starts[a] - starts[b]);
	const chosen = [];
	let reached = from;
	let next = 0;
	while (reached < to) {
		let best = -1;
		for (; next < byStart.length && starts[byStart[next]] <= reached; next++) if (best < 0 || ends[byStart[next]] > ends[best]) best = byStart[next];
		if (best < 0 || ends[best] <= reached) throw new Error(`slot ${reached} is not covered`);
		chosen.push(best);
		reached = ends[best];
	}
	return chosen;
}
// checkers/fast-paths/lives.ts
/** Bytes held for each operation: the columns below and those of the algorithms that use them. */
const BYTES_PER_OPERATION$5 = 96;
/**
* Reads a history into lives. Answers at once when a value is removed that was never inserted, twice, or before;
* `undefined` when the assumptions fail: other functions, a value inserted twice, a removal that says nothing.
*/
function readLives(history, { insert, remove, accepts }, budget) {
	const total = history.length;
	const values = new ValueIndex(total);
	const insertOp = new Int32Array(total).fill(-1);
	const removeOp = new Int32Array(total).fill(-1);
	const empties = [];
	const pending = [];
	let repeated = -1;
	for (let i = 0; i < total; i++) {
		budget.spend();
		const operation = history[i];
		if (operation.type === "fail") continue;
		const input = operation.input;
		if (input.f === insert) {
			if (input.value === void 0 || input.value === null) return void 0;
			if (accepts && !accepts(input.value)) return void 0;
			const value = values.intern(input.value);
			if (insertOp[value] !== -1) return void 0;
			insertOp[value] = i;
		} else if (input.f === remove) {
			if (operation.type === "info") pending.push(i);
			else if (operation.output === void 0) return void 0;
			else if (operation.output === null) empties.push(i);
			else {
				const value = values.intern(operation.output);
				if (removeOp[value] === -1) removeOp[value] = i;
				else repeated = i;
			}
		} else return void 0;
	}
	if (repeated !== -1) {
		const value = values.intern(history[repeated].output);
		const operations = [
			insertOp[value],
			removeOp[value],
			repeated
		];
		return invalidBy(history, "VRepeat", `${remove} answered ${show(history[repeated].output)} twice, but it was inserted once`, operations);
	}
	return columns(history, values.size, insertOp, removeOp, empties, pending, budget);
}
/** Whether reading ended with a verdict instead of lives. */
function isVerdict(read) {
	return "verdict" in read;
}
function columns(history, interned, insertOpOf, removeOpOf, empties, pending, budget) {
	budget.hold(BYTES_PER_OPERATION$5 * history.length);
	const ranks = rankEvents(history, budget);
	const insertOp = new Int32Array(interned);
	const removeOp = new Int32Array(interned);
	const insertInvoke = new Int32Array(interned);
	const insertComplete = new Int32Array(interned);
	const removeInvoke = new Int32Array(interned);
	const removeComplete = new Int32Array(interned);
	let count = 0;
	for (let value = 0; value < interned; value++) {
		budget.spend();
		const inserted = insertOpOf[value];
		const removed = removeOpOf[value];
		if (inserted === -1) return fresh(history, removed);
		if (removed === -1 && history[inserted].type === "info") continue;
		insertOp[count] = inserted;
		removeOp[count] = removed;
		insertInvoke[count] = ranks.invoke[inserted];
		insertComplete[count] = ranks.complete[inserted];
		removeInvoke[count] = removed === -1 ? ranks.end : ranks.invoke[removed];
		removeComplete[count] = removed === -1 ? ranks.end + 1 : ranks.complete[removed];
		if (removeComplete[count] < insertInvoke[count]) return early(history, inserted, removed);
		count++;
	}
	return {
		history,
		count,
		insertOp: insertOp.subarray(0, count),
		removeOp: removeOp.subarray(0, count),
		insertInvoke: insertInvoke.subarray(0, count),
		insertComplete: insertComplete.subarray(0, count),
		removeInvoke: removeInvoke.subarray(0, count),
		removeComplete: removeComplete.subarray(0, count),
		emptyOp: Int32Array.from(empties),
		emptyInvoke: Int32Array.from(empties, (op) => ranks.invoke[op]),
		emptyComplete: Int32Array.from(empties, (op) => ranks.complete[op]),
		pendingOp: Int32Array.from(pending),
		pendingInvoke: Int32Array.from(pending, (op) => ranks.invoke[op]),
		end: ranks.end
	};
}
function fresh(history, removed) {
	const { input, output } = history[removed];
	return invalidBy(history, "VFresh", `${input.f} answered ${show(output)}, which was never inserted`, [removed]);
}
function early(history, inserted, removed) {
	const { input, output } = history[removed];
	return invalidBy(history, "VFresh", `${input.f} answered ${show(output)} before its insertion began`, [inserted, removed]);
}
/**
* The same lives where value `values[k]` may have been taken by a pending removal: its removal begins at
* `invoke[k]` and stays open. `ops` names the pending removals.
*/
function withPendingRemovals(lives, values, ops, invokes) {
	const removeOp = lives.removeOp.slice();
	const removeInvoke = lives.removeInvoke.slice();
	for (let k = 0; k < values.length; k++) {
		removeOp[values[k]] = ops[k];
		removeInvoke[values[k]] = invokes[k];
	}
	return {
		...lives,
		removeOp,
		removeInvoke
	};
}
/** The operations of the given values; pending removals that could matter to them are part of it. */
function operationsOf$1(lives, values, stays) {
	const operations = values.flatMap((value) => [lives.insertOp[value], lives.removeOp[value]]);
	if (!stays) return operations;
	const staying = values.filter((value) => stays[value]).length;
	return [...operations, ...lives.pendingOp.subarray(0, staying)];
}
// checkers/fast-paths/container.ts
/** The specialised procedure for a discipline; needs all inserted values to differ. */
function containerPath(discipline) {
	return (history, budget) => {
		const read = readLives(history, discipline, budget);
		if (read === void 0 || isVerdict(read)) return read;
		if (read.pendingOp.length === 0) return answer(history, read, discipline.decide(read, budget), void 0);
		return withPending(history, read, discipline, budget);
	};
}
/**
* Bounds from both sides. If it fits when no pending removal took anything, it is valid. If it does not fit even
* when each value that stays may go as early as the earliest pending removal began, it is invalid, since going last
* of all is among those possibilities. In between, one division of the values among the removals is tried.
*/
function withPending(history, lives, discipline, budget) {
	const staying = Array.from(lives.removeOp.keys()).filter((value) => lives.removeOp[value] === -1);
	const untouched = discipline.decide(lives, budget);
	if (untouched.fits || staying.length === 0) return answer(history, lives, untouched, void 0);
	const first = lives.pendingOp[0];
	const relaxed = withPendingRemovals(lives, staying, staying.map(() => first), staying.map(() => lives.pendingInvoke[0]));
	const best = discipline.decide(relaxed, budget);
	if (!best.fits) {
		const stays = new Uint8Array(lives.count);
		for (const value of staying) stays[value] = 1;
		return answer(history, lives, best, stays);
	}
	const divided = withPendingRemovals(lives, staying.slice(0, lives.pendingOp.length), lives.pendingOp, lives.pendingInvoke);
	const attempt = discipline.decide(divided, budget);
	return attempt.fits ? answer(history, divided, attempt, void 0) : void 0;
}
function answer(history, lives, decision, stays) {
	if (decision.fits) return validBy(history, decision.order);
	const operations = operationsOf$1(lives, decision.values, stays);
	return invalidBy(history, decision.kind, decision.reason, [decision.emptyOp ?? -1, ...operations]);
}
/** Covers every moment at which some value is certainly inside: after its insertion, before its removal. */
function certainStays(lives) {
	const coverage = new Coverage(lives.end + 1);
	for (let value = 0; value < lives.count; value++) coverage.cover(lives.insertComplete[value], lives.removeInvoke[value]);
	return coverage;
}
/** The slots at which the empty removals can have happened, or the decision that one of them cannot. */
function placeEmpties(lives) {
	const slots = new Int32Array(lives.emptyOp.length);
	if (slots.length === 0) return slots;
	const inside = certainStays(lives);
	for (let i = 0; i < slots.length; i++) {
		slots[i] = inside.firstFree(lives.emptyInvoke[i]);
		if (slots[i] >= lives.emptyComplete[i]) return neverEmpty(lives, i);
	}
	return slots;
}
function neverEmpty(lives, empty) {
	const { emptyInvoke, emptyComplete, insertComplete, removeInvoke } = lives;
	const every = insertComplete.keys();
	const values = fewestCovering(emptyInvoke[empty], emptyComplete[empty], every, insertComplete, removeInvoke);
	return {
		fits: false,
		kind: "VWit",
		reason: `an operation found nothing, but ${values.length === 1 ? "a value was inside" : `one or another of ${values.length} values was inside`} all the while it lasted`,
		values,
		emptyOp: lives.emptyOp[empty]
	};
}
/** The empty removals in order of their slots. */
function emptiesInOrder(slots) {
	return Int32Array.from(slots.keys()).sort((a, b) => slots[a] - slots[b]);
}
// checkers/fast-paths/priority-queue.ts
/** Decides a priority queue. `urgency` of a value: the smallest goes first; NaN where it has none. */
function priorityQueuePath(urgency) {
	return containerPath({
		insert: "insert",
		remove: "extract",
		accepts: (value) => !Number.isNaN(urgency(value)),
		decide: (lives, budget) => decide$2(lives, urgency, budget)
	});
}
const valueOf$3 = (lives, value) => lives.history[lives.insertOp[value]].input.value;
function decide$2(lives, urgency, budget) {
	const { count, end, insertInvoke, insertComplete, removeInvoke, removeComplete, removeOp } = lives;
	budget.spend(2 * count);
	const empties = placeEmpties(lives);
	if (!(empties instanceof Int32Array)) return empties;
	const keys = new Float64Array(count);
	for (let value = 0; value < count; value++) keys[value] = urgency(valueOf$3(lives, value));
	const byUrgency = sortedIndexes(keys);
	const inside = new Coverage(end + 1);
	const removeAt = new Int32Array(count);
	for (let first = 0, last = 0; first < count; first = last) {
		const key = keys[byUrgency[first]];
		for (last = first; last < count && (last === first || keys[byUrgency[last]] === key); last++) {
			budget.spend();
			const value = byUrgency[last];
			const slot = inside.firstFree(Math.max(insertInvoke[value], removeInvoke[value]));
			removeAt[value] = slot;
			if (removeOp[value] !== -1 && slot >= removeComplete[value]) return overtaken(lives, value, byUrgency.subarray(0, first));
		}
		for (let i = first; i < last; i++) inside.cover(insertComplete[byUrgency[i]], removeInvoke[byUrgency[i]]);
	}
	return {
		fits: true,
		order: () => sequence$2(lives, byUrgency, removeAt, empties)
	};
}
/** `value` was removed while one or another of the more urgent values was certainly inside. */
function overtaken(lives, value, moreUrgent) {
	const from = Math.max(lives.insertInvoke[value], lives.removeInvoke[value]);
	const to = lives.removeComplete[value];
	const blocking = fewestCovering(from, to, moreUrgent, lives.insertComplete, lives.removeInvoke);
	const names = blocking.map((other) => show(valueOf$3(lives, other)));
	const which = names.length === 1 ? names[0] : `one or another of ${names.slice(0, 5).join(", ")}${names.length > 5 ? " …" : ""}`;
	return {
		fits: false,
		kind: "VOrd",
		reason: `${show(valueOf$3(lives, value))} was removed while ${which}, which goes before it, was inside`,
		values: [...blocking, value]
	};
}
/**
* Removals as early, insertions as late as possible. In one slot: the removals, most urgent first, each right after
* its insertion where that is as late; then those that found nothing; then insertions.
*/
function sequence$2(lives, byUrgency, removeAt, empties) {
	const { count, insertOp, removeOp, insertComplete, emptyOp } = lives;
	const rankOf = new Int32Array(count);
	byUrgency.forEach((value, rank) => rankOf[value] = rank);
	const insertAt = new Int32Array(count);
	for (let value = 0; value < count; value++) insertAt[value] = removeOp[value] === -1 ? insertComplete[value] - 1 : Math.min(insertComplete[value] - 1, removeAt[value]);
	const every = Int32Array.from(insertOp.keys());
	const inserts = every.slice().sort((a, b) => insertAt[a] - insertAt[b]);
	const removals = every.filter((value) => removeOp[value] !== -1).sort((a, b) => removeAt[a] - removeAt[b] || rankOf[a] - rankOf[b]);
	const nothings = emptiesInOrder(empties);
	const inserted = new Uint8Array(count);
	const order = new OrderBuilder(2 * count + nothings.length);
	let nextInsert = 0;
	let nextRemoval = 0;
	let nextNothing = 0;
	const insert = (value) => {
		if (inserted[value]) return;
		inserted[value] = 1;
		order.push(insertOp[value]);
	};
	while (nextInsert < count || nextRemoval < removals.length || nextNothing < nothings.length) {
		const i = nextInsert < count ? insertAt[inserts[nextInsert]] : Infinity;
		const r = nextRemoval < removals.length ? removeAt[removals[nextRemoval]] : Infinity;
		const n = nextNothing < nothings.length ? empties[nothings[nextNothing]] : Infinity;
		if (r <= i && r <= n) {
			const value = removals[nextRemoval++];
			insert(value);
			order.push(removeOp[value]);
		} else if (n <= i) order.push(emptyOp[nothings[nextNothing++]]);
		else insert(inserts[nextInsert++]);
	}
	return order.done();
}
// checkers/models/priority-queue.ts
/** A priority queue: the most urgent value goes first, values of equal priority in any order. */
/** A priority queue that is empty at first. */
function priorityQueueModel({ order = "min" } = {}) {
	/** The smallest is the most urgent; NaN for what has no priority: it goes after everything else. */
	const urgency = (value) => {
		const priority = Array.isArray(value) ? value[0] : value;
		if (typeof priority !== "number") return NaN;
		return order === "min" ? priority : -priority;
	};
	const goesBefore = (a, b) => urgency(a) < urgency(b) || !Number.isNaN(urgency(a)) && Number.isNaN(urgency(b));
	return {
		name: "priority-queue",
		functions: {
			insert: ["value"],
			extract: []
		},
		initial: [],
		step(content, input, output) {
			if (input.f === "insert") {
				const at = content.findIndex((other) => nameOf$2(other) > nameOf$2(input.value));
				return content.toSpliced(at < 0 ? content.length : at, 0, input.value);
			}
			if (content.length === 0) return output === void 0 || output === null ? content : void 0;
			const next = content.filter((value) => !content.some((other) => goesBefore(other, value)));
			const taken = output === void 0 ? next : next.filter((value) => sameValue(value, output)).slice(0, 1);
			if (taken.length === 0) return void 0;
			const left = taken.map((value) => content.toSpliced(content.indexOf(value), 1));
			return left.length === 1 ? left[0] : oneOf(...left);
		},
		effect: (input, output) => input.f === "insert" || output === void 0 ? "always" : "sometimes",
		key: (content) => identityOf(content),
		printState: show,
		printOperation: (input, output) => input.f === "insert" ? `insert ${show(input.value)}` : `extract${output === void 0 ? "" : ` ${show(output)}`}`,
		fastPath: priorityQueuePath(urgency)
	};
}
// checkers/fast-paths/min-heap.ts
/** A binary heap of small integers ordered by a column of keys. */
/** Yields the member with the smallest key first. */
var MinHeap = class {
	keys;
	size = 0;
	members;
	/** Members are indexes into `keys`, each pushed at most once. */
	constructor(keys) {
		this.keys = keys;
		this.members = new Int32Array(keys.length);
	}
	push(member) {
		const { keys, members } = this;
		const key = keys[member];
		let at = this.size++;
		while (at > 0) {
			const parent = at - 1 >> 1;
			if (keys[members[parent]] <= key) break;
			members[at] = members[parent];
			at = parent;
		}
		members[at] = member;
	}
	pop() {
		const { keys, members } = this;
		const top = members[0];
		const last = members[--this.size];
		const key = keys[last];
		let at = 0;
		for (;;) {
			let child = 2 * at + 1;
			if (child >= this.size) break;
			if (child + 1 < this.size && keys[members[child + 1]] < keys[members[child]]) child++;
			if (keys[members[child]] >= key) break;
			members[at] = members[child];
			at = child;
		}
		members[at] = last;
		return top;
	}
};
// checkers/fast-paths/queue.ts
/** Decides a queue; `undefined` where values repeat or a removal of unknown outcome leaves it open. */
const queuePath = containerPath({
	insert: "enqueue",
	remove: "dequeue",
	decide: decide$1
});
function decide$1(lives, budget) {
	const slots = placeEmpties(lives);
	if (!(slots instanceof Int32Array)) return slots;
	const dequeueFrom = lives.removeInvoke.map((at, value) => Math.max(at, lives.insertInvoke[value]));
	const arrival = orderOfArrival(lives, dequeueFrom, budget);
	if (!(arrival instanceof Int32Array)) return arrival;
	return {
		fits: true,
		order: () => sequence$1(lives, dequeueFrom, arrival, slots)
	};
}
function orderOfArrival(lives, dequeueFrom, budget) {
	const { count, end, insertInvoke, insertComplete, removeComplete } = lives;
	const ordered = (ranks) => {
		budget.spend(count);
		return orderByRank(ranks, end);
	};
	const byEnqueueInvoke = ordered(insertInvoke);
	const byEnqueueComplete = ordered(insertComplete);
	const byDequeueFrom = ordered(dequeueFrom);
	const byDequeueComplete = ordered(removeComplete);
	/** Bit 1: it can be enqueued before all others left; bit 2: dequeued before them; 4: it is in the order. */
	const state = new Uint8Array(count);
	const fronts = new MinHeap(dequeueFrom);
	const arrival = new Int32Array(count);
	let nextEnqueue = 0;
	let nextDequeue = 0;
	let firstEnqueue = 0;
	let firstDequeue = 0;
	for (let placed = 0; placed < count; placed++) {
		budget.spend();
		while (state[byEnqueueComplete[firstEnqueue]] === 7) firstEnqueue++;
		while (state[byDequeueComplete[firstDequeue]] === 7) firstDequeue++;
		const enqueuedBefore = insertComplete[byEnqueueComplete[firstEnqueue]];
		const dequeuedBefore = removeComplete[byDequeueComplete[firstDequeue]];
		for (; nextEnqueue < count; nextEnqueue++) {
			const value = byEnqueueInvoke[nextEnqueue];
			if (insertInvoke[value] >= enqueuedBefore) break;
			state[value] |= 1;
			if (state[value] === 3) fronts.push(value);
		}
		for (; nextDequeue < count; nextDequeue++) {
			const value = byDequeueFrom[nextDequeue];
			if (dequeueFrom[value] >= dequeuedBefore) break;
			state[value] |= 2;
			if (state[value] === 3) fronts.push(value);
		}
		if (fronts.size === 0) return outOfOrder(lives, byEnqueueComplete[firstEnqueue], byDequeueComplete[firstDequeue]);
		const front = fronts.pop();
		state[front] = 7;
		arrival[placed] = front;
	}
	return arrival;
}
/** `first` was enqueued before `second`, which was dequeued before `first`. */
function outOfOrder(lives, first, second) {
	const name = (value) => show(lives.history[lives.insertOp[value]].input.value);
	const [a, b] = [name(first), name(second)];
	return {
		fits: false,
		kind: "VOrd",
		reason: `${a} was enqueued before ${b}, but ${b} was dequeued and ${lives.removeOp[first] === -1 ? `${a} was never dequeued` : `${a} only afterwards`}`,
		values: [first, second]
	};
}
/** Dequeues as early, enqueues as late as the order allows: then the queue is empty wherever it can be. */
function sequence$1(lives, dequeueFrom, arrival, slots) {
	const { count, end, insertOp, insertComplete, removeOp, emptyOp } = lives;
	const dequeueAt = new Int32Array(count);
	const enqueueAt = new Int32Array(count);
	for (let i = 0, latest = -1; i < count; i++) {
		latest = Math.max(latest, dequeueFrom[arrival[i]]);
		dequeueAt[i] = latest;
	}
	for (let i = count - 1, earliest = end + 1; i >= 0; i--) {
		earliest = Math.min(earliest, insertComplete[arrival[i]] - 1);
		enqueueAt[i] = Math.min(earliest, dequeueAt[i]);
	}
	const empties = emptiesInOrder(slots);
	const order = new OrderBuilder(2 * count + empties.length);
	let enqueued = 0;
	let dequeued = 0;
	let found = 0;
	while (enqueued < count || dequeued < count || found < empties.length) {
		const e = enqueued < count ? enqueueAt[enqueued] : Infinity;
		const d = dequeued < count ? dequeueAt[dequeued] : Infinity;
		const nothing = found < empties.length ? slots[empties[found]] : Infinity;
		if (d <= e && d <= nothing) {
			for (; enqueued <= dequeued; enqueued++) order.push(insertOp[arrival[enqueued]]);
			const op = removeOp[arrival[dequeued++]];
			if (op !== -1) order.push(op);
		} else if (nothing <= e) order.push(emptyOp[empties[found++]]);
		else order.push(insertOp[arrival[enqueued++]]);
	}
	return order.done();
}
// checkers/models/queue.ts
/** A queue that is empty at first. */
function queueModel() {
	return {
		name: "queue",
		functions: {
			enqueue: ["value"],
			dequeue: []
		},
		initial: [],
		step(queue, input, output) {
			if (input.f === "enqueue") return [...queue, input.value];
			const [oldest = null] = queue;
			return output === void 0 || sameValue(output, oldest) ? queue.slice(1) : void 0;
		},
		effect: (input, output) => input.f === "enqueue" || output === void 0 ? "always" : "sometimes",
		key: (queue) => identityOf(queue),
		printState: show,
		printOperation: (input, output) => input.f === "enqueue" ? `enqueue ${show(input.value)}` : `dequeue${output === void 0 ? "" : ` ${show(output)}`}`,
		fastPath: queuePath
	};
}
/** Bytes held for each operation, here and by what follows. */
const BYTES_PER_OPERATION$4 = 80;
/** How a value is written while the history is read. */
const UNWRITTEN = -1;
const AMBIGUOUS = -2;
const NO_VALUE = -1;
/**
* Reads the history. Answers at once when a value was read that nobody may have written; `undefined` when a value
* that was read or compared may come from several writes, or an operation is none of a register.
*/
function readRegister(history, { initial = null, nullRead = "value" }, budget) {
	const total = history.length;
	budget.hold(BYTES_PER_OPERATION$4 * total);
	const values = new ValueIndex(total);
	values.intern(initial);
	/** By value: the version that has it. There are at most two values in an operation. */
	const versionOf = new Int32Array(2 * total + 1).fill(UNWRITTEN);
	versionOf[0] = 0;
	const valueRead = new Int32Array(total).fill(NO_VALUE);
	const writer = new Int32Array(total + 1);
	const fromValue = new Int32Array(total + 1).fill(NO_VALUE);
	const refused = [];
	const refusedValue = [];
	writer[0] = -1;
	let versions = 1;
	for (let i = 0; i < total; i++) {
		budget.spend();
		const { type, input: anyInput, output } = history[i];
		const input = anyInput;
		let written;
		if (input.f === "read") {
			if (type !== "ok") continue;
			if (output === void 0 || output === null && nullRead === "anything") valueRead[i] = -2;
			else {
				valueRead[i] = values.intern(output);
				if (versionOf[valueRead[i]] === AMBIGUOUS) return void 0;
			}
			continue;
		} else if (input.f === "write") {
			if (type === "fail") continue;
			written = input.value;
		} else if (input.f === "cas") {
			if (type === "fail" || type === "ok" && output === false) {
				refused.push(i);
				refusedValue.push(values.intern(input.from));
				continue;
			}
			if (identityOf(input.from) === identityOf(input.to)) {
				if (type === "ok") valueRead[i] = values.intern(input.from);
				continue;
			}
			fromValue[versions] = values.intern(input.from);
			written = input.to;
		} else return void 0;
		const value = values.intern(written);
		versionOf[value] = versionOf[value] === UNWRITTEN ? versions : AMBIGUOUS;
		writer[versions++] = i;
	}
	return resolve();
	function resolve() {
		for (let i = 0; i < total; i++) {
			budget.spend();
			if (valueRead[i] < 0) continue;
			const version = versionOf[valueRead[i]];
			if (version === AMBIGUOUS) return void 0;
			if (version === UNWRITTEN) return phantom(history, i);
			valueRead[i] = version;
		}
		for (let version = 1; version < versions; version++) {
			if (fromValue[version] === NO_VALUE) continue;
			const found = versionOf[fromValue[version]];
			fromValue[version] = found === UNWRITTEN ? -2 : found === AMBIGUOUS ? -3 : found;
		}
		if (refusedValue.some((value) => versionOf[value] === AMBIGUOUS)) return void 0;
		return {
			history,
			...rankEvents(history, budget),
			readOf: valueRead,
			writer: writer.subarray(0, versions),
			from: fromValue.subarray(0, versions),
			refused: Int32Array.from(refused),
			refusedFrom: Int32Array.from(refusedValue, (value) => Math.max(-1, versionOf[value]))
		};
	}
}
function phantom(history, read) {
	const { output } = history[read];
	return invalidBy(history, "phantom", `${show(output)} was read, but nobody may have written it`, [read]);
}
// checkers/fast-paths/register-conflicts.ts
/** An operation in a few words. */
function describe({ process, input, output }) {
	const { f, value, from, to } = input;
	if (f === "read") return `${show(process)}'s read of ${show(output)}`;
	return f === "write" ? `${show(process)}'s write of ${show(value)}` : `${show(process)}'s cas of ${show(from)} to ${show(to)}`;
}
/** The versions of a chain from its beginning to `version`. */
function pathTo({ from }, version) {
	const path = /* @__PURE__ */ new Set();
	for (let at = version; at >= 0 && !path.has(at); at = from[at]) path.add(at);
	return [...path].reverse();
}
/** The operations that show that `version` was there, up to one that certainly happened. */
function evidence({ history, writer }, shownBy, version) {
	const operations = [writer[version]];
	for (let op = shownBy[version]; op !== -1; op = shownBy[writer.indexOf(op)]) {
		operations.push(op);
		if (history[op].type === "ok") break;
	}
	return operations;
}
/** The operations on the versions of a chain. */
function membersOf({ readOf, writer }, chain) {
	const stageOf = new Map(chain.map((version, stage) => [version, stage]));
	const members = [];
	chain.forEach((version, stage) => writer[version] !== -1 && members.push({
		op: writer[version],
		stage
	}));
	readOf.forEach((version, op) => {
		const stage = version < 0 ? void 0 : stageOf.get(version);
		if (stage !== void 0) members.push({
			op,
			stage
		});
	});
	return members;
}
/** A compare-and-set that happened expected a value nobody may have written. */
function neverThere(columns, shownBy, version) {
	const cas = columns.history[columns.writer[version]];
	const reason = `${describe(cas)} took effect, but nobody may have written ${show(cas.input.from)}`;
	return invalidBy(columns.history, "phantom", reason, evidence(columns, shownBy, version));
}
/** Two compare-and-sets found the same version. */
function divergence(columns, shownBy, one, other) {
	const { history, writer, from } = columns;
	const operations = [
		...pathTo(columns, from[one]).map((version) => writer[version]),
		...evidence(columns, shownBy, one),
		...evidence(columns, shownBy, other)
	];
	const found = show(history[writer[one]].input.from);
	return invalidBy(history, "lost-update", `${describe(history[writer[one]])} and ${describe(history[writer[other]])} both found ${found}, which was there once`, operations);
}
/** Compare-and-sets that each found what another of them left. */
function circular(columns, shownBy, roots, successor) {
	const begun = new Uint8Array(shownBy.length);
	for (const root of roots) for (let at = root; at !== -1; at = successor[at]) begun[at] = 1;
	const version = shownBy.findIndex((op, at) => op !== -1 && !begun[at]);
	const circle = pathTo(columns, columns.from[pathTo(columns, version)[0]]);
	const operations = circle.flatMap((at) => evidence(columns, shownBy, at));
	const reason = `${circle.map((at) => describe(columns.history[columns.writer[at]])).join(", ")} each found what another of them wrote, and nobody began`;
	return invalidBy(columns.history, "circular-information-flow", reason, operations);
}
/** Within a chain, `op` (`NONE`: some read of `version`) had completed before something earlier in it began. */
function impossibleChain(columns, version, op) {
	const { history, invoke, complete, writer } = columns;
	const chain = pathTo(columns, version);
	const stage = chain.length - 1;
	const members = membersOf(columns, chain);
	const isRead = (member) => member.op !== writer[chain[member.stage]];
	const earlyOnes = op === -1 ? members.filter((member) => member.stage === stage && isRead(member)) : [];
	const early = earlyOnes.reduce((a, b) => complete[b.op] < complete[a] ? b.op : a, op === -1 ? earlyOnes[0].op : op);
	const late = members.filter((member) => member.stage < stage || op === -1 && !isRead(member)).reduce((a, b) => invoke[b.op] > invoke[a.op] ? b : a);
	return invalidBy(history, isRead(late) ? "stale-read" : "future-read", `${describe(history[late.op])} began after ${describe(history[early])} had completed, which can only come later`, [
		...chain.map((at) => writer[at]),
		early,
		late.op
	]);
}
const INITIAL$1 = {
	op: -1,
	stage: 0
};
/**
* The members of a chain that stand before rank `before` and after rank `after`, as early in the chain as possible;
* one that does both, if there is one.
*/
function sideOf(columns, chain, before, after) {
	const members = membersOf(columns, chain).sort((a, b) => a.stage - b.stage);
	if (columns.writer[chain[0]] === -1) members.unshift(INITIAL$1);
	const isBefore = ({ op }) => op === -1 || columns.complete[op] < before;
	const isAfter = ({ op }) => op !== -1 && columns.invoke[op] > after;
	const both = members.find((member) => isBefore(member) && isAfter(member));
	return {
		chain,
		opens: both ?? members.find(isBefore),
		closes: both ?? members.find(isAfter)
	};
}
/** The operations of a side, and what they need to be about the same values. */
function operationsOf(columns, shownBy, { chain, opens, closes }) {
	const stage = Math.max(opens.stage, closes.stage);
	const operations = [
		...chain.slice(0, stage + 1).map((at) => columns.writer[at]),
		opens.op,
		closes.op
	];
	const all = columns.history[closes.op].type !== "ok" ? [...operations, ...evidence(columns, shownBy, chain[closes.stage])] : operations;
	return [...new Set(all)].filter((op) => op !== -1);
}
/** Two clusters of which each must come before the other. */
function registerConflict(columns, clusters, one, other) {
	const { history, invoke, complete, readOf } = columns;
	const { root, first, last, successor, shownBy } = clusters;
	const chainOf = (cluster) => {
		const chain = [];
		for (let version = root[cluster]; version !== -1; version = successor[version]) chain.push(version);
		return chain;
	};
	/** The conflict with the fewest members of `a`; those of `b` follow. */
	const between = (a, b) => {
		const side = sideOf(columns, chainOf(a), last[b], first[b]);
		const completed = side.opens.op === -1 ? -1 : complete[side.opens.op];
		const facing = sideOf(columns, chainOf(b), invoke[side.closes.op], completed);
		return {
			side,
			facing,
			operations: [side, facing].flatMap((each) => operationsOf(columns, shownBy, each))
		};
	};
	const [forth, back] = [between(one, other), between(other, one)];
	const { side, facing, operations } = back.operations.length < forth.operations.length ? back : forth;
	const rank = ({ closes }) => readOf[closes.op] >= 0 ? 0 : closes.stage > 0 ? 1 : 2;
	const [stale, newer] = rank(side) <= rank(facing) ? [side, facing] : [facing, side];
	const name = ({ op }) => op === -1 ? "the initial value" : describe(history[op]);
	const reason = `${name(stale.closes)} began after ${name(newer.opens)} had completed; ` + (stale.opens.op === -1 ? `but after that, the initial value cannot have been there any more` : `but ${name(newer.closes)} began after ${name(stale.opens)} had completed`);
	return invalidBy(history, rank(stale) === 0 ? "stale-read" : "lost-update", reason, operations);
}
// checkers/fast-paths/register-chains.ts
/** Builds the clusters; `undefined` if a compare-and-set found a value that several operations may have written. */
function chainClusters(columns, budget) {
	const { writer, from } = columns;
	const versions = writer.length;
	const shownBy = versionsShown(columns, budget);
	const successor = new Int32Array(versions).fill(-1);
	const clusters = {
		root: new Int32Array(versions),
		first: new Int32Array(versions),
		last: new Int32Array(versions)
	};
	let roots = 0;
	let chained = 0;
	for (let version = 0; version < versions; version++) {
		budget.spend();
		if (shownBy[version] === -1 && version !== 0) continue;
		const found = from[version];
		if (found === -3) return void 0;
		if (found === -2) return neverThere(columns, shownBy, version);
		if (found === -1) clusters.root[roots++] = version;
		else if (successor[found] !== -1) return divergence(columns, shownBy, successor[found], version);
		else {
			successor[found] = version;
			chained++;
		}
	}
	const { readsFrom, readsTo } = readSpans(columns);
	for (let cluster = 0; cluster < roots; cluster++) {
		let first = columns.end;
		let begun = -1;
		for (let version = clusters.root[cluster]; version !== -1; version = successor[version]) {
			budget.spend();
			const op = writer[version];
			const written = op === -1 ? -1 : columns.complete[op];
			const read = readsTo[version];
			if (written < begun) return impossibleChain(columns, version, op);
			if (op !== -1 && columns.invoke[op] > begun) begun = columns.invoke[op];
			if (read < begun) return impossibleChain(columns, version, -1);
			if (readsFrom[version] > begun) begun = readsFrom[version];
			first = Math.min(first, written, read);
			if (version !== clusters.root[cluster]) chained--;
		}
		clusters.first[cluster] = first;
		clusters.last[cluster] = begun;
	}
	if (chained > 0) return circular(columns, shownBy, clusters.root.subarray(0, roots), successor);
	return {
		count: roots,
		...clusters,
		successor,
		shownBy
	};
}
/**
* Which versions were certainly there, and what shows it: an `ok` of the writer, a read, or a compare-and-set that
* was certainly there itself and found it.
*/
function versionsShown({ history, writer, readOf, from }, budget) {
	const shownBy = new Int32Array(writer.length).fill(-1);
	const unsettled = [];
	for (let op = 0; op < readOf.length; op++) {
		const version = readOf[op];
		if (version >= 0 && shownBy[version] === -1) shownBy[version] = op;
	}
	for (let version = 1; version < writer.length; version++) {
		budget.spend();
		if (history[writer[version]].type === "ok") shownBy[version] = writer[version];
		if (shownBy[version] !== -1 && from[version] >= 0) unsettled.push(version);
	}
	while (unsettled.length > 0) {
		const version = unsettled.pop();
		const found = from[version];
		if (shownBy[found] !== -1) continue;
		shownBy[found] = writer[version];
		if (from[found] >= 0) unsettled.push(found);
	}
	return shownBy;
}
/** By version: the first completion and the last invocation of its reads; `end` and -1 where there are none. */
function readSpans({ invoke, complete, end, readOf, writer }) {
	const readsTo = new Int32Array(writer.length).fill(end);
	const readsFrom = new Int32Array(writer.length).fill(-1);
	for (let op = 0; op < readOf.length; op++) {
		const version = readOf[op];
		if (version < 0) continue;
		if (complete[op] < readsTo[version]) readsTo[version] = complete[op];
		if (invoke[op] > readsFrom[version]) readsFrom[version] = invoke[op];
	}
	return {
		readsTo,
		readsFrom
	};
}
// checkers/fast-paths/register-observers.ts
/**
* The order with the observers in it, or `undefined` if some refused compare-and-set finds no moment in this order
* at which the register held something else. That does not mean that there is no other order.
*
* Each goes to the earliest gap it can go to, in order of invocation: that leaves most room for the others.
*/
function withObservers(columns, order) {
	const { invoke, complete, end } = columns;
	const observers = observersOf(columns);
	if (observers.ops.length === 0) return order;
	const { begunBefore, doneAfter } = bounds(columns, order);
	const held = heldBetween(columns, order);
	const { ops, excluded } = observers;
	const gaps = new Int32Array(ops.length);
	const byCompletion = orderByRank(ops.map((op) => complete[op]), end);
	let floor = 0;
	for (let i = 0, done = 0; i < ops.length; i++) {
		const op = ops[i];
		while (complete[ops[byCompletion[done]]] < invoke[op]) floor = Math.max(floor, gaps[byCompletion[done++]]);
		let gap = Math.max(floor, lowerBound(doneAfter, doneAfter.length, invoke[op] + 1));
		const version = excluded[i];
		if (version !== -1 && held.from[version] <= gap && gap <= held.to[version]) gap = held.to[version] + 1;
		if (gap > order.length || begunBefore[gap] > complete[op]) return void 0;
		gaps[i] = gap;
	}
	return merged(order, ops, gaps);
}
function observersOf({ refused, refusedFrom, readOf }) {
	const versionOf = /* @__PURE__ */ new Map();
	refused.forEach((op, i) => versionOf.set(op, refusedFrom[i]));
	readOf.forEach((version, op) => version === -2 && versionOf.set(op, -1));
	const ops = Int32Array.from(versionOf.keys()).sort();
	return {
		ops,
		excluded: ops.map((op) => versionOf.get(op))
	};
}
/** By gap: the last invocation before it, the first completion after it. Both only grow. */
function bounds({ invoke, complete, end }, order) {
	const begunBefore = new Int32Array(order.length + 1);
	const doneAfter = new Int32Array(order.length + 1);
	begunBefore[0] = -1;
	doneAfter[order.length] = end + 1;
	for (let i = 0; i < order.length; i++) begunBefore[i + 1] = Math.max(begunBefore[i], invoke[order[i]]);
	for (let i = order.length - 1; i >= 0; i--) doneAfter[i] = Math.min(doneAfter[i + 1], complete[order[i]]);
	return {
		begunBefore,
		doneAfter
	};
}
/** By version: the first and the last gap at which the register holds it. */
function heldBetween({ writer, history }, order) {
	const versionBy = new Int32Array(history.length);
	writer.forEach((op, version) => op !== -1 && (versionBy[op] = version));
	const from = new Int32Array(writer.length).fill(order.length + 2);
	const to = new Int32Array(writer.length).fill(-1);
	from[0] = 0;
	let current = 0;
	order.forEach((op, i) => {
		if (versionBy[op] === 0) return;
		to[current] = i;
		current = versionBy[op];
		from[current] = i + 1;
	});
	to[current] = order.length;
	return {
		from,
		to
	};
}
function merged(order, ops, gaps) {
	const byGap = orderByRank(gaps, order.length);
	const result = new Int32Array(order.length + ops.length);
	let next = 0;
	for (let gap = 0, at = 0; gap <= order.length; gap++) {
		for (; next < ops.length && gaps[byGap[next]] === gap; next++) result[at++] = ops[byGap[next]];
		if (gap < order.length) result[at++] = order[gap];
	}
	return result;
}
// checkers/fast-paths/register-zones.ts
/**
* The specialised procedure for one register: `read`, `write`, `cas` with `from` and `to`. `undefined` where a value
* that was read may come from two writes, or where refused compare-and-sets leave it open.
*/
function registerZones(options = {}) {
	return (history, budget) => {
		const columns = readRegister(history, options, budget);
		if (columns === void 0 || "verdict" in columns) return columns;
		const clusters = chainClusters(columns, budget);
		if (clusters === void 0 || "verdict" in clusters) return clusters;
		const blocks = orderBlocks(columns, clusters, budget);
		if (!(blocks instanceof Int32Array)) return blocks;
		const order = () => withObservers(columns, sequence(columns, clusters, blocks));
		if (columns.refused.length === 0) return validBy(history, () => order());
		const complete = order();
		return complete && validBy(history, () => complete);
	};
}
/**
* The clusters in an order that explains the history, or the conflict of two of them. A forward zone is placed at
* its beginning. A backward one is placed at its beginning too: if that is inside a forward zone, it comes after
* that zone, which it outlasts.
*/
function orderBlocks(columns, clusters, budget) {
	const { count, first, last } = clusters;
	const { end } = columns;
	budget.spend(count);
	const at = new Int32Array(end + 2);
	for (let cluster = 0; cluster < count; cluster++) at[Math.min(first[cluster], last[cluster]) + 1] = cluster + 1;
	const blocks = new Int32Array(count);
	let placed = 0;
	let current = -1;
	let closes = -1;
	for (let slot = 0; slot < at.length; slot++) {
		const cluster = at[slot] - 1;
		if (cluster < 0) continue;
		const forward = first[cluster] < last[cluster];
		if (slot - 1 < closes && (forward || first[cluster] < closes)) return registerConflict(columns, clusters, current, cluster);
		if (forward) {
			current = cluster;
			closes = last[cluster];
		}
		blocks[placed++] = cluster;
	}
	return blocks;
}
/** Block after block, in each value after value: what wrote it, then its reads. */
function sequence(columns, clusters, blocks) {
	const { writer, readOf, history } = columns;
	const values = writer.length;
	const next = new Int32Array(values + 1);
	for (const value of readOf) if (value >= 0) next[value + 1]++;
	for (let value = 0; value < values; value++) next[value + 1] += next[value];
	const reads = new Int32Array(next[values]);
	const begins = next.slice();
	for (let op = 0; op < readOf.length; op++) if (readOf[op] >= 0) reads[next[readOf[op]]++] = op;
	const order = new OrderBuilder(history.length);
	for (const cluster of blocks) for (let value = clusters.root[cluster]; value !== -1; value = clusters.successor[value]) {
		if (writer[value] >= 0) order.push(writer[value]);
		for (let i = begins[value]; i < begins[value + 1]; i++) order.push(reads[i]);
	}
	return order.done();
}
// checkers/models/register.ts
/** A register: a read answers what was written last. */
function registerModel(options = {}) {
	const functions = {
		read: [],
		write: ["value"]
	};
	return {
		...register$1("register", options),
		functions,
		observesFail: () => false
	};
}
/** A register with compare-and-set. */
function casRegisterModel(options = {}) {
	const observes = options.failedCas === "observe";
	return {
		...register$1("cas-register", options),
		observesFail: (input) => observes && input.f === "cas"
	};
}
function register$1(name, { initial = null, nullRead = "value" }) {
	const saysNothing = (output) => output === void 0 || output === null && nullRead === "anything";
	return {
		name,
		functions: {
			read: [],
			write: ["value"],
			cas: ["from", "to"]
		},
		initial,
		step(value, input, output, outcome) {
			switch (input.f) {
				case "read": return saysNothing(output) || sameValue(output, value) ? value : void 0;
				case "write": return input.value;
				case "cas": {
					const matches = sameValue(value, input.from);
					if (outcome === "info") return matches ? input.to : value;
					const succeeded = outcome === "ok" && output !== false;
					if (matches !== succeeded) return void 0;
					return succeeded ? input.to : value;
				}
			}
		},
		effect(input, output, outcome) {
			if (input.f === "read") return "reads";
			if (input.f === "write") return "overwrites";
			if (outcome === "info") return "always";
			return outcome === "fail" || output === false || sameValue(input.from, input.to) ? "reads" : "sometimes";
		},
		traces(input, output, outcome) {
			const left = input.f === "write" ? [nameOf$2(input.value)] : [];
			if (input.f === "cas") {
				const succeeded = outcome === "ok" && output !== false;
				const from = nameOf$2(input.from);
				return {
					left: succeeded || outcome === "info" ? [nameOf$2(input.to)] : [],
					shows: (thing) => succeeded && thing === from
				};
			}
			const read = input.f === "write" || saysNothing(output) ? void 0 : nameOf$2(output);
			return {
				left,
				shows: (thing) => thing === read
			};
		},
		printState: show,
		printOperation,
		fastPath: registerZones({
			initial,
			nullRead
		})
	};
}
function printOperation(input, output, outcome) {
	switch (input.f) {
		case "read": return output === void 0 ? "read" : `read ${show(output)}`;
		case "write": return `write ${show(input.value)}`;
		case "cas": return `cas ${show(input.from)} to ${show(input.to)}${outcome === "fail" || output === false ? ", refused" : ""}`;
	}
}
// checkers/fast-paths/set-read-columns.ts
/** Bytes held for each operation, here and by what follows. */
const BYTES_PER_OPERATION$3 = 56;
/** `undefined` where something else happens than additions and reads of one set, or an addition tells what it met. */
function readSetColumns(history, budget) {
	const total = history.length;
	if (total === 0) return void 0;
	const { key } = history[0].input;
	const elementOf = new Int32Array(total).fill(-1);
	const addOp = new Int32Array(total).fill(-1);
	const reads = [];
	const silent = [];
	const index = new ValueIndex(total);
	for (let op = 0; op < total; op++) {
		budget.spend();
		const { type, input: anyInput, output } = history[op];
		const input = anyInput;
		if (input.key !== key) return void 0;
		if (input.f === "add") {
			if (type === "ok" && typeof output === "boolean") return void 0;
			const element = index.intern(input.value);
			elementOf[op] = element;
			if (addOp[element] === -1) addOp[element] = op;
		} else if (input.f !== "read") return void 0;
		else if (type === "ok") {
			if (output === void 0 || output === null) silent.push(op);
			else if (Array.isArray(output) || output instanceof Set) reads.push(op);
			else return void 0;
		}
	}
	budget.hold(BYTES_PER_OPERATION$3 * total);
	return {
		elements: index.size,
		elementOf,
		addOp,
		reads,
		silent,
		elementIn: (value) => index.intern(value)
	};
}
// checkers/fast-paths/set-reads.ts
/** Decides sets with `add` and `read` alone; a proof is about a few elements, and is judged by `partOf` them. */
const setReadsPath = (partOf) => (history, budget) => {
	const columns = readSetColumns(history, budget);
	if (columns === void 0) return void 0;
	const set = new GrowingSet(history, columns, budget);
	const fault = set.layReads() ?? set.compareWithTime();
	if (fault === void 0) return validBy(history, () => set.order());
	return invalidBy(history, fault.kind, fault.reason, fault.operations, partOf(fault.elements));
};
/** Above all levels: the operation may come at any later moment. */
const ANY = Infinity;
var GrowingSet = class {
	history;
	columns;
	budget;
	/** By element: the place in the chain of the first answer that shows it. */
	shownAt;
	/** By operation: the place of its answer in the chain. */
	placeOf;
	/** By place in the chain: the last read of it to begin. */
	readAt = [];
	/** By element: the read that was looked at when it was met last. */
	metIn;
	/** By level: the last moment at which an operation of a lower level begins. */
	begins = /* @__PURE__ */ new Float64Array(0);
	constructor(history, columns, budget) {
		this.history = history;
		this.columns = columns;
		this.budget = budget;
		this.shownAt = new Int32Array(columns.elements).fill(-1);
		this.metIn = new Int32Array(columns.elements).fill(-1);
		this.placeOf = new Int32Array(history.length).fill(-1);
	}
	/** Finds the chain of answers, or a read that cannot be in one. */
	layReads() {
		const { history } = this;
		const { reads, elements } = this.columns;
		const sizes = new Float64Array(reads.length);
		for (const [at, op] of reads.entries()) for (const value of this.answer(op)) {
			const element = this.columns.elementIn(value);
			if (element >= elements) return this.neverAdded(op, value);
			if (this.isFirst(element, op)) sizes[at]++;
		}
		this.metIn.fill(-1);
		let before = 0;
		for (const at of sortedIndexes(sizes)) {
			const op = reads[at];
			const size = sizes[at];
			const grows = size > before || this.readAt.length === 0;
			const place = grows ? this.readAt.length : this.readAt.length - 1;
			let known = 0;
			let fresh;
			for (const value of this.answer(op)) {
				const element = this.columns.elementIn(value);
				if (!this.isFirst(element, op)) continue;
				if (this.shownAt[element] !== -1) known++;
				else {
					this.shownAt[element] = place;
					fresh ??= value;
				}
			}
			if (known < before) return this.disagree(this.readAt.at(-1), op, fresh);
			if (grows || history[op].invoke > history[this.readAt[place]].invoke) this.readAt[place] = op;
			this.placeOf[op] = place;
			before = size;
		}
	}
	/** Whether no operation begins after one of a higher level has completed. */
	compareWithTime() {
		const { history, budget } = this;
		const levels = 2 * this.readAt.length + 1;
		const last = new Int32Array(levels + 1).fill(-1);
		const first = new Int32Array(levels + 1).fill(-1);
		for (let op = 0; op < history.length; op++) {
			budget.spend();
			const low = this.lowest(op);
			const { complete, type, invoke } = history[op];
			if (low !== -1 && type === "ok") {
				const other = first[low];
				if (other === -1 || complete < history[other].complete) first[low] = op;
			}
			const high = this.highest(op);
			if (high !== ANY) {
				const other = last[high + 1];
				if (other === -1 || invoke >= history[other].invoke) last[high + 1] = op;
			}
		}
		for (let level = levels - 1; level >= 0; level--) {
			const [here, above] = [first[level], first[level + 1]];
			if (above === -1) continue;
			if (here === -1 || history[above].complete < history[here].complete) first[level] = above;
		}
		this.begins = new Float64Array(levels + 1).fill(-Infinity);
		for (let level = 1; level <= levels; level++) {
			const [here, below] = [last[level], last[level - 1]];
			if (below !== -1 && (here === -1 || history[below].invoke > history[here].invoke)) last[level] = below;
			const [late, early] = [last[level], first[level]];
			if (late === -1) continue;
			this.begins[level] = history[late].invoke;
			if (early !== -1 && history[early].complete < history[late].invoke) return this.reversed(early, late);
		}
	}
	/** Everything that happened, each at the first moment that its level and its invocation allow. */
	order() {
		const { history, columns } = this;
		const placed = [];
		for (const op of columns.silent) placed.push({
			op,
			at: history[op].invoke,
			level: -1
		});
		for (let op = 0; op < history.length; op++) {
			const low = this.lowest(op);
			const counts = history[op].type === "ok" || this.highest(op) !== ANY;
			if (low === -1 || !counts) continue;
			placed.push({
				op,
				at: Math.max(history[op].invoke, this.begins[low]),
				level: low
			});
		}
		placed.sort((a, b) => a.at - b.at || a.level - b.level || a.op - b.op);
		return Int32Array.from(placed, ({ op }) => op);
	}
	/** The level before which it may not come; `NONE` for what says nothing. */
	lowest(op) {
		const element = this.columns.elementOf[op];
		if (element === -1) return this.placeOf[op] === -1 ? -1 : 2 * this.placeOf[op] + 1;
		return 2 * (this.shownAt[element] === -1 ? this.readAt.length : this.shownAt[element]);
	}
	/** The level after which it may not come. */
	highest(op) {
		const element = this.columns.elementOf[op];
		if (element === -1) return this.placeOf[op] === -1 ? ANY : 2 * this.placeOf[op] + 1;
		return this.columns.addOp[element] === op && this.shownAt[element] !== -1 ? 2 * this.shownAt[element] : ANY;
	}
	answer(op) {
		return this.history[op].output;
	}
	/** Whether the element is met for the first time in what `op` read. */
	isFirst(element, op) {
		this.budget.spend();
		if (this.metIn[element] === op) return false;
		this.metIn[element] = op;
		return true;
	}
	neverAdded(op, value) {
		return {
			kind: "VFresh",
			reason: `${this.who(op)} read ${show(value)}, but nobody may have added it`,
			operations: [op],
			elements: [value]
		};
	}
	/** Two reads of which each shows an element that the other lacks. */
	disagree(one, other, fresh) {
		const missing = this.shownOnlyBy(one, other);
		const operations = [
			this.additionOf(missing),
			this.additionOf(fresh),
			one,
			other
		];
		return {
			kind: "long-fork",
			reason: `${this.who(one)} read ${show(missing)} and not ${show(fresh)}, ${this.who(other)} read ${show(fresh)} and not ${show(missing)}: neither can have been first`,
			operations,
			elements: [missing, fresh]
		};
	}
	/** `early` must come after `late`, but completed before that began. */
	reversed(early, late) {
		const { elementOf } = this.columns;
		const [before, after] = [elementOf[early] === -1, elementOf[late] === -1];
		const kind = "stale-read";
		if (after && before) {
			const value = this.shownOnlyBy(early, late);
			return {
				kind,
				reason: `${this.who(late)} did not read ${show(value)}, which ${this.who(early)} had read before`,
				operations: [
					this.additionOf(value),
					early,
					late
				],
				elements: [value]
			};
		}
		const added = this.valueOf(before ? late : early);
		if (after) {
			const never = this.shownAt[elementOf[early]] === -1;
			const reason = `${this.who(late)} did not read ${show(added)}, although its addition by ${this.who(early)} had completed before`;
			return {
				kind: never ? "lost-element" : kind,
				reason,
				operations: [early, late],
				elements: [added]
			};
		}
		if (before) return {
			kind: "VFresh",
			reason: `${this.who(early)} read ${show(added)} before anyone began to add it`,
			operations: [early, late],
			elements: [added]
		};
		const shown = this.valueOf(late);
		const read = this.readAt[this.shownAt[elementOf[late]]];
		if (this.history[early].complete < this.history[read].invoke) return this.reversed(early, read);
		return {
			kind,
			reason: `${this.who(read)} read ${show(shown)} and not ${show(added)}, although ${show(added)} had been added before anyone began to add ${show(shown)}`,
			operations: [
				early,
				late,
				read
			],
			elements: [added, shown]
		};
	}
	/** An element that the answer of `one` has and that of `other` lacks. */
	shownOnlyBy(one, other) {
		const shown = new Set([...this.answer(other)].map((value) => this.columns.elementIn(value)));
		return [...this.answer(one)].find((value) => !shown.has(this.columns.elementIn(value)));
	}
	additionOf(value) {
		return this.columns.addOp[this.columns.elementIn(value)];
	}
	valueOf(op) {
		return this.history[op].input.value;
	}
	who(op) {
		return String(this.history[op].process);
	}
};
// checkers/models/set.ts
/** A set that is empty at first. The state: names of the elements, in order. */
function setModel({ wholeReads = false } = {}) {
	return {
		name: "set",
		functions: {
			add: ["value"],
			remove: ["value"],
			contains: ["value"],
			...wholeReads ? { read: [] } : {}
		},
		initial: [],
		step(set, input, output) {
			if (input.f === "read") return isSilent(output) || sameElements(set, output) ? set : void 0;
			const name = nameOf$2(input.value);
			const present = set.includes(name);
			if (input.f === "contains") return typeof output !== "boolean" || output === present ? set : void 0;
			const changes = present === (input.f === "remove");
			if (typeof output === "boolean" && output !== changes) return void 0;
			if (!changes) return set;
			return present ? set.filter((other) => other !== name) : [...set, name].sort();
		},
		effect(input, output) {
			if (input.f === "read" || input.f === "contains") return "reads";
			return typeof output === "boolean" ? "sometimes" : "always";
		},
		traces(input, output) {
			if (input.f === "read") {
				const seen = isSilent(output) ? void 0 : new Set([...output].map(nameOf$2));
				return {
					left: [],
					shows: (thing) => seen?.has(thing) === true
				};
			}
			const name = nameOf$2(input.value);
			const wasThere = input.f === "add" ? output === false : output === true;
			return {
				left: input.f === "add" ? [name] : [],
				shows: (thing) => wasThere && thing === name
			};
		},
		key: (set) => set.join(),
		...wholeReads ? {} : { partition: (input) => elementKey(input) },
		printState: (set) => `{${set.join(", ")}}`,
		printOperation: (input, output) => `${input.f}${input.f === "read" ? "" : ` ${show(input.value)}`}${output === void 0 ? "" : `: ${show(output)}`}`,
		fastPath: wholeReads ? readsOrElements : setPath,
		fastPathTakesAll: true
	};
}
/** Where nothing is removed, a procedure for whole reads decides; where nothing is read as a whole, the one for elements. */
const readsOrElements = (history, budget) => setReadsPath(partOfSet)(history, budget) ?? setPath(history, budget);
/** A set of which only these elements matter; whatever else is added or read is passed over. */
function partOfSet(elements) {
	const names = new Set(elements.map(nameOf$2));
	const whole = setModel({ wholeReads: true });
	const seen = /* @__PURE__ */ new WeakMap();
	const seenIn = (output) => {
		const known = seen.get(output);
		if (known) return known;
		const found = [...output].filter((value) => names.has(nameOf$2(value)));
		seen.set(output, found);
		return found;
	};
	return {
		...whole,
		step(set, input, output, outcome) {
			if (input.f !== "read") return names.has(nameOf$2(input.value)) ? whole.step(set, input, output, outcome) : set;
			return isSilent(output) || sameElements(set, seenIn(output)) ? set : void 0;
		},
		printState(set) {
			const lacking = [...names].filter((name) => !set.includes(name));
			return `{${[...set, "…"].join(", ")}}${lacking.length > 0 ? ` without ${lacking.join(", ")}` : ""}`;
		}
	};
}
const isSilent = (output) => output === void 0 || output === null;
function sameElements(set, output) {
	if (!Array.isArray(output) && !(output instanceof Set)) return false;
	const names = new Set([...output].map(nameOf$2));
	return names.size === set.length && set.every((name) => names.has(name));
}
// checkers/fast-paths/range-minimum.ts
/** Finds members of a range by their smallest key while keys are set and withdrawn: a segment tree of minima. */
/** Greater than any key. */
const NO_KEY = 2147483647;
/** Keys by member; every operation takes O(log n). */
var RangeMinimum = class {
	leaves;
	least;
	constructor(keys) {
		let leaves = 1;
		while (leaves < keys.length) leaves *= 2;
		this.leaves = leaves;
		this.least = new Int32Array(2 * leaves).fill(NO_KEY);
		this.least.set(keys, leaves);
		for (let node = leaves - 1; node > 0; node--) this.least[node] = Math.min(this.least[2 * node], this.least[2 * node + 1]);
	}
	set(member, key) {
		const { least } = this;
		let node = member + this.leaves;
		least[node] = key;
		for (node >>= 1; node > 0; node >>= 1) {
			const a = least[2 * node];
			const b = least[2 * node + 1];
			const smaller = a < b ? a : b;
			if (least[node] === smaller) return;
			least[node] = smaller;
		}
	}
	/** A member of `from … to - 1` whose key is less than `limit`, or -1. */
	below(from, to, limit) {
		const { least, leaves } = this;
		let left = from + leaves;
		let right = to + leaves;
		for (; left < right; left >>= 1, right >>= 1) {
			if (left & 1 && least[left] < limit) return this.descend(left, limit);
			if (left & 1) left++;
			if (right & 1 && least[--right] < limit) return this.descend(right, limit);
		}
		return -1;
	}
	descend(from, limit) {
		let node = from;
		while (node < this.leaves) {
			node *= 2;
			if (this.least[node] >= limit) node++;
		}
		return node - this.leaves;
	}
};
// checkers/fast-paths/span-counter.ts
/**
* How many intervals lie over each slot, when intervals are only ever taken away: a segment tree of minima. It finds
* the next slot that nothing lies over in O(log n).
*/
/** Counts of intervals over the slots `0 … slots - 1`. */
var SpanCounter = class {
	leaves;
	/** Smallest count below a node, without what is pending at its ancestors. */
	least;
	/** What was added to the whole of a node. */
	added;
	/** `counts[slot]` intervals lie over each slot at first. */
	constructor(counts) {
		let leaves = 1;
		while (leaves < counts.length) leaves *= 2;
		this.leaves = leaves;
		this.least = new Int32Array(2 * leaves);
		this.added = new Int32Array(leaves);
		this.least.set(counts, leaves);
		for (let node = leaves - 1; node > 0; node--) this.least[node] = Math.min(this.least[2 * node], this.least[2 * node + 1]);
	}
	/** Takes away one interval over `from … to - 1`; it must not be empty. */
	remove(from, to) {
		const { least, added, leaves } = this;
		let left = from + leaves;
		let right = to + leaves;
		for (; left < right; left >>= 1, right >>= 1) {
			if (left & 1) {
				least[left]--;
				if (left < leaves) added[left]--;
				left++;
			}
			if (right & 1) {
				right--;
				least[right]--;
				if (right < leaves) added[right]--;
			}
		}
		this.rebuild(from + leaves >> 1);
		this.rebuild(to - 1 + leaves >> 1);
	}
	rebuild(from) {
		const { least, added } = this;
		for (let node = from; node > 0; node >>= 1) {
			const a = least[2 * node];
			const b = least[2 * node + 1];
			least[node] = (a < b ? a : b) + added[node];
		}
	}
	/** The first slot at or after `from` that nothing lies over; there must be one. */
	firstClear(from) {
		const { least, added, leaves } = this;
		let node = from + leaves;
		let above = 0;
		for (let up = node >> 1; up > 0; up >>= 1) above += added[up];
		if (least[node] + above === 0) return from;
		for (;;) {
			while (node & 1) {
				node >>= 1;
				above -= added[node];
			}
			node++;
			if (least[node] + above === 0) break;
		}
		while (node < leaves) {
			above += added[node];
			node *= 2;
			if (least[node] + above !== 0) node++;
		}
		return node - leaves;
	}
};
// checkers/fast-paths/stack-sequence.ts
/**
* Merges the nested members (`2 × value` for a push, one more for a pop) with the pops that found nothing, which go
* between groups, and with the values whose push and pop overlap, which can go anywhere, both in one moment.
* `slots` are the moments of the empty pops, `empties` their order.
*/
function stackSequence(lives, nested, slots, empties) {
	const { insertOp, removeOp, emptyOp, insertInvoke, insertComplete, removeInvoke } = lives;
	const order = new OrderBuilder(2 * lives.count + empties.length);
	const passing = passingValues(lives);
	const momentOf = (value) => Math.max(insertInvoke[value], removeInvoke[value]);
	let nextPassing = 0;
	let nextEmpty = 0;
	let now = -1;
	/** Emits what passes at or before `until`. */
	const pass = (until) => {
		for (; nextPassing < passing.length && momentOf(passing[nextPassing]) <= until; nextPassing++) {
			order.push(insertOp[passing[nextPassing]]);
			order.push(removeOp[passing[nextPassing]]);
		}
	};
	const findNothing = (before) => {
		for (; nextEmpty < empties.length && slots[empties[nextEmpty]] < before; nextEmpty++) {
			now = Math.max(now, slots[empties[nextEmpty]]);
			pass(now - 1);
			order.push(emptyOp[empties[nextEmpty]]);
		}
	};
	for (let i = 0, depth = 0; i < nested.length; i++) {
		const value = nested[i] >> 1;
		const pops = (nested[i] & 1) === 1;
		if (depth === 0) findNothing(insertComplete[value]);
		const op = pops ? removeOp[value] : insertOp[value];
		depth += pops ? -1 : 1;
		if (op === -1) continue;
		now = Math.max(now, pops ? removeInvoke[value] : insertInvoke[value]);
		pass(now - 1);
		order.push(op);
	}
	findNothing(Infinity);
	pass(Infinity);
	return order.done();
}
/** Values whose push and pop overlap, in order of the moment at which both can happen. */
function passingValues({ count, insertComplete, insertInvoke, removeInvoke, end }) {
	const passing = [];
	for (let value = 0; value < count; value++) if (insertComplete[value] >= removeInvoke[value]) passing.push(value);
	const moments = Int32Array.from(passing, (value) => Math.max(insertInvoke[value], removeInvoke[value]));
	return Array.from(orderByRank(moments, end), (index) => passing[index]);
}
// checkers/fast-paths/stack.ts
/** Decides a stack; `undefined` where values repeat or a pop of unknown outcome leaves it open. */
const stackPath = containerPath({
	insert: "push",
	remove: "pop",
	decide
});
function decide(lives, budget) {
	const slots = placeEmpties(lives);
	if (!(slots instanceof Int32Array)) return slots;
	const stays = staysOf(lives);
	const nested = nest(lives, stays, budget);
	if (!(nested instanceof Int32Array)) return tangled(lives, stays, nested);
	const order = () => stackSequence(lives, nested, slots, emptiesInOrder(slots));
	return {
		fits: true,
		order
	};
}
function staysOf({ count, end, insertComplete, removeInvoke }) {
	const staying = [];
	for (let value = 0; value < count; value++) if (insertComplete[value] < removeInvoke[value]) staying.push(value);
	const valueOf = orderByRank(Int32Array.from(staying, (value) => insertComplete[value]), end).map((index) => staying[index]);
	const byEnd = orderByRank(valueOf.map((value) => removeInvoke[value]), end);
	const members = valueOf.length;
	const from = new Int32Array(members);
	const to = new Int32Array(members);
	const rankAt = new Int32Array(2 * members);
	const begun = new Int32Array(2 * members);
	for (let point = 0, member = 0, ended = 0; ended < members; point++) {
		const begins = member < members ? insertComplete[valueOf[member]] : Infinity;
		const ends = removeInvoke[valueOf[byEnd[ended]]];
		if (begins < ends) from[member++] = point;
		else to[byEnd[ended++]] = point;
		rankAt[point] = Math.min(begins, ends);
		begun[point] = member;
	}
	return {
		valueOf,
		from,
		to,
		rankAt,
		begun
	};
}
/** The members' pushes and pops in an order that nests: `2 × value` for a push, one more for a pop. */
function nest(lives, stays, budget) {
	const { valueOf, from, to, rankAt, begun } = stays;
	const members = valueOf.length;
	const pushInvoke = valueOf.map((value) => lives.insertInvoke[value]);
	/** Members whose push began before the group they are in: candidates, by the completion of their pop, latest first. */
	const candidates = new RangeMinimum(new Int32Array(members).fill(NO_KEY));
	const later = new RangeMinimum(pushInvoke);
	const over = new SpanCounter(countsOver(stays));
	/** The next member that is left, itself included. */
	const next = Int32Array.from({ length: members + 1 }, (_, member) => member);
	const sequence = new Int32Array(2 * members);
	let length = 0;
	const work = [0, members - 1];
	while (work.length > 0) {
		budget.spend();
		const last = work.pop();
		const start = work.pop();
		if (last === -1) {
			sequence[length++] = 2 * start + 1;
			continue;
		}
		const first = nextLeft(next, start);
		if (first > last) continue;
		const close = over.firstClear(from[first]);
		const lastHere = begun[close] - 1;
		if (lastHere < last) work.push(lastHere + 1, last);
		const bottom = to[first] === close ? first : findBottom(first, lastHere, rankAt[from[first]], rankAt[close]);
		if (bottom === -1) return {
			members: Array.from({ length: lastHere - first + 1 }, (_, i) => first + i).filter((member) => next[member] === member),
			from: from[first],
			to: close
		};
		next[bottom] = bottom + 1;
		candidates.set(bottom, NO_KEY);
		over.remove(from[bottom], to[bottom]);
		sequence[length++] = 2 * valueOf[bottom];
		work.push(valueOf[bottom], -1, first, lastHere);
	}
	return sequence;
	/** A member that can be pushed before all of its group and popped after all of it; -1 if there is none. */
	function findBottom(firstMember, lastMember, opens, closes) {
		for (;;) {
			const member = later.below(firstMember, lastMember + 1, opens);
			if (member === -1) return candidates.below(firstMember, lastMember + 1, -closes);
			later.set(member, NO_KEY);
			if (next[member] === member) candidates.set(member, -lives.removeComplete[valueOf[member]]);
		}
	}
}
function nextLeft(next, from) {
	let at = from;
	while (next[at] !== at) {
		const skip = next[next[at]];
		next[at] = skip;
		at = skip;
	}
	return at;
}
/** How many stays lie over the time between each point and the next. */
function countsOver({ from, to }) {
	const counts = new Int32Array(2 * from.length);
	for (let member = 0; member < from.length; member++) {
		counts[from[member]]++;
		counts[to[member]]--;
	}
	for (let point = 1; point < counts.length; point++) counts[point] += counts[point - 1];
	return counts;
}
/** Windows of a chain up to this many values are searched for a smaller tangle. */
const MAX_WINDOW = 8;
/** The fewest stays that connect the group from its first point to its last have no bottom either; or some of them. */
function tangled(lives, stays, tangle) {
	const values = smallestWindow(lives, fewestCovering(tangle.from, tangle.to, tangle.members, stays.from, stays.to).map((member) => stays.valueOf[member]));
	const names = values.map((value) => show(lives.history[lives.insertOp[value]].input.value));
	return {
		fits: false,
		kind: "VOrd",
		reason: `the stack was never empty while ${(names.length > 6 ? [...names.slice(0, 6), "…"] : names).join(", ")} passed through it, but none of them can have been pushed first and popped last`,
		values
	};
}
/** The shortest run of a chain of overlapping stays that has no bottom of its own. */
function smallestWindow(lives, chain) {
	for (let size = 2; size <= Math.min(MAX_WINDOW, chain.length - 1); size++) for (let first = 0; first + size <= chain.length; first++) {
		const window = chain.slice(first, first + size);
		const opens = lives.insertComplete[window[0]];
		const closes = lives.removeInvoke[window[size - 1]];
		const isBottom = (value) => lives.insertInvoke[value] < opens && lives.removeComplete[value] > closes;
		if (!window.some(isBottom)) return window;
	}
	return chain;
}
// checkers/models/stack.ts
/** A stack that is empty at first. */
function stackModel() {
	return {
		name: "stack",
		functions: {
			push: ["value"],
			pop: []
		},
		initial: [],
		step(stack, input, output) {
			if (input.f === "push") return [...stack, input.value];
			const newest = stack.at(-1) ?? null;
			return output === void 0 || sameValue(output, newest) ? stack.slice(0, -1) : void 0;
		},
		effect: (input, output) => input.f === "push" || output === void 0 ? "always" : "sometimes",
		key: (stack) => identityOf(stack),
		printState: show,
		printOperation: (input, output) => input.f === "push" ? `push ${show(input.value)}` : `pop${output === void 0 ? "" : ` ${show(output)}`}`,
		fastPath: stackPath
	};
}
// checkers/models/unique-ids.ts
/** A generator of ids that never gives the same one twice. */
/** Ids generated under one key differ from each other; in what order they come does not matter. */
function uniqueIdsModel() {
	return {
		name: "unique-ids",
		functions: { generate: [] },
		initial: /* @__PURE__ */ new Set(),
		step(given, _input, output) {
			if (output === void 0) return given;
			const id = identityOf(output);
			return given.has(id) ? void 0 : new Set(given).add(id);
		},
		effect: (_input, output) => output === void 0 ? "reads" : "sometimes",
		key: (given) => [...given].map((id) => `${typeof id} ${String(id)}`).sort().join("\n"),
		traces: () => ({
			left: [],
			shows: () => false
		}),
		printState: (given) => `${counted$1(given.size, "id")} given out`,
		printOperation: (_input, output) => `generate${output === void 0 ? "" : ` ${show(output)}`}`,
		fastPath: noDuplicates
	};
}
/** Any order explains different ids, and none explains equal ones. */
const noDuplicates = (history, budget) => {
	const first = /* @__PURE__ */ new Map();
	const witness = [];
	for (const operation of history) {
		budget.spend();
		if (operation.type !== "ok") continue;
		witness.push(operation);
		if (operation.output === void 0) continue;
		const id = identityOf(operation.output);
		const other = first.get(id);
		if (other) return {
			verdict: "invalid",
			reason: `the id ${show(operation.output)} was generated twice`,
			kind: "duplicate",
			core: [other, operation]
		};
		first.set(id, operation);
	}
	return {
		verdict: "valid",
		witness
	};
};
// checkers/orders/latest-writes.ts
/** Index of the writes of each chain by key, in order. */
var LatestWrites = class {
	byChain;
	constructor(history) {
		this.byChain = history.chains.map((members) => {
			const byKey = /* @__PURE__ */ new Map();
			for (const access of members) {
				if (access.kind !== "write") continue;
				const writes = byKey.get(access.key);
				if (writes) writes.push(access);
				else byKey.set(access.key, [access]);
			}
			return byKey;
		});
	}
	/** The last write to `key` among the first `count` members of `chain`. */
	among(chain, key, count) {
		const writes = count > 0 ? this.byChain[chain].get(key) : void 0;
		return writes?.[firstIndex$1(writes, (write) => write.seq >= count) - 1];
	}
	/** The first write to `key` in `chain` that `holds`; whatever follows one that holds must hold too. */
	first(chain, key, holds) {
		const writes = this.byChain[chain].get(key);
		return writes?.[firstIndex$1(writes, holds)];
	}
};
function firstIndex$1(writes, holds) {
	let [low, high] = [0, writes.length];
	while (low < high) {
		const middle = low + high >>> 1;
		if (holds(writes[middle])) high = middle;
		else low = middle + 1;
	}
	return low;
}
// checkers/orders/precedence.ts
var Precedence = class {
	history;
	meter;
	included;
	edges;
	width;
	clocks;
	edgeCount = 0;
	/**
	* @param included Which accesses take part; the others are skipped as if they were not in the history.
	*/
	constructor(history, meter, included = () => true) {
		this.history = history;
		this.meter = meter;
		this.included = included;
		const { accesses, chains, chainAfter } = history;
		this.width = chains.length;
		this.edges = accesses.map(() => []);
		this.clocks = /* @__PURE__ */ new Int32Array(0);
		for (const [chain, members] of chains.entries()) {
			let before = chainAfter[chain];
			while (before && !included(before)) before = chains[before.chain][before.seq - 1] ?? chainAfter[before.chain];
			for (const access of members) {
				if (!included(access)) continue;
				if (before) this.add(before.id, access.id);
				before = access;
			}
		}
	}
	/** Says that `from` precedes `to`; takes effect at the next `close`. */
	add(from, to) {
		this.edges[from].push(to);
		this.edgeCount++;
	}
	/** Works out the closure. Returns the ids of a cycle if there is one. */
	close() {
		const { accesses } = this.history;
		const { width, edges } = this;
		this.meter.spend(accesses.length + this.edgeCount);
		this.meter.hold(-this.clocks.byteLength);
		const clocks = new Int32Array(accesses.length * width);
		this.meter.hold(clocks.byteLength);
		this.clocks = clocks;
		const missing = new Int32Array(accesses.length);
		for (const targets of edges) for (const target of targets) missing[target]++;
		const ready = [];
		for (const access of accesses) if (this.included(access) && missing[access.id] === 0) ready.push(access.id);
		for (let next = 0; next < ready.length; next++) {
			const id = ready[next];
			const { chain, seq } = accesses[id];
			clocks[id * width + chain] = seq + 1;
			for (const target of edges[id]) {
				for (let c = 0; c < width; c++) {
					const known = clocks[id * width + c];
					if (known > clocks[target * width + c]) clocks[target * width + c] = known;
				}
				if (--missing[target] === 0) ready.push(target);
			}
		}
		const placed = new Set(ready);
		const stuck = accesses.find((access) => this.included(access) && !placed.has(access.id));
		return stuck && this.cycleAmong((id) => !placed.has(id), stuck.id);
	}
	/** Whether `a` precedes `b`, as of the last `close`. */
	before(a, b) {
		return a.id !== b.id && a.seq < this.countBefore(b, a.chain);
	}
	/** How many members of a chain precede `access` or are it. */
	countBefore(access, chain) {
		return this.clocks[access.id * this.width + chain];
	}
	/** A shortest path of edges from one access to another, both included. */
	path(from, to) {
		const cameFrom = /* @__PURE__ */ new Map([[from, from]]);
		const queue = [from];
		for (let next = 0; next < queue.length && !cameFrom.has(to); next++) {
			const id = queue[next];
			for (const target of this.edges[id]) {
				if (cameFrom.has(target)) continue;
				cameFrom.set(target, id);
				queue.push(target);
			}
		}
		if (!cameFrom.has(to)) return [from, to];
		const path = [to];
		while (path[0] !== from) path.unshift(cameFrom.get(path[0]));
		return path;
	}
	/** Every access left over by the topological sort has a predecessor that is left over: walk back to a repeat. */
	cycleAmong(left, start) {
		const predecessor = /* @__PURE__ */ new Map();
		for (const [from, targets] of this.edges.entries()) if (left(from)) {
			for (const target of targets) if (!predecessor.has(target)) predecessor.set(target, from);
		}
		const seen = /* @__PURE__ */ new Set();
		let id = start;
		while (!seen.has(id)) {
			seen.add(id);
			id = predecessor.get(id);
		}
		const cycle = [id];
		for (let back = predecessor.get(id); back !== id; back = predecessor.get(back)) cycle.unshift(back);
		return cycle;
	}
};
/** Returns the function name that is neither read nor write, if the history has one. */
function foreignFunction(history) {
	for (const operation of history) if (operation.type !== "fail" && kindOf(operation) === void 0) return fieldsOf$2(operation).f || "(none)";
}
function kindOf(operation) {
	const { f } = fieldsOf$2(operation);
	if (f === "read" || f === "get") return "read";
	return f === "write" || f === "put" ? "write" : void 0;
}
/** The value an access wrote or found. */
function valueOf$2(operation) {
	return kindOf(operation) === "read" ? operation.output : fieldsOf$2(operation)["value"];
}
/** Whether one session made both, this one first; a write that never returned precedes nothing. */
function precedesInSession(a, b) {
	return a.process === b.process && a.operation.type !== "info" && a.operation.invoke < b.operation.invoke;
}
/** Prepares a history that has no foreign functions. */
function registerHistory(history, options = {}) {
	const initial = identityOf(options.initial ?? null);
	const relevant = relevantOperations(history);
	const accesses = [];
	const chains = [];
	const chainAfter = [];
	const sessions = [];
	const processes = /* @__PURE__ */ new Map();
	const sessionChain = /* @__PURE__ */ new Map();
	const keys = /* @__PURE__ */ new Map();
	const writesOf = /* @__PURE__ */ new Map();
	const newChain = (after) => {
		chainAfter.push(after);
		return chains.push([]) - 1;
	};
	for (const operation of relevant) {
		const process = getOrMake(processes, operation.process, () => sessions.push([]) - 1);
		const session = sessions[process];
		const key = getOrMake(keys, identityOf(fieldsOf$2(operation).key), () => keys.size);
		const floating = operation.type === "info";
		const chain = floating ? newChain(session.at(-1)) : getOrMake(sessionChain, process, () => newChain(void 0));
		const access = {
			id: accesses.length,
			operation,
			kind: kindOf(operation),
			key,
			value: identityOf(valueOf$2(operation)),
			chain,
			seq: chains[chain].length,
			process
		};
		accesses.push(access);
		chains[chain].push(access);
		if (!floating) session.push(access);
		if (access.kind === "write") getOrMake(getOrMake(writesOf, key, () => /* @__PURE__ */ new Map()), access.value, () => []).push(access.id);
	}
	const sources = accesses.map(({ kind, key, value }) => {
		if (kind === "write") return [];
		const writes = writesOf.get(key)?.get(value) ?? [];
		return value === initial ? [-1, ...writes] : writes;
	});
	return {
		accesses,
		chains,
		chainAfter,
		sessions,
		keys: [...keys.keys()],
		sources
	};
}
/** In order of invocation, without what did not happen or does not matter. */
function relevantOperations(history) {
	const found = /* @__PURE__ */ new Map();
	for (const operation of history) {
		if (operation.type !== "ok" || kindOf(operation) !== "read") continue;
		getOrMake(found, identityOf(fieldsOf$2(operation).key), () => /* @__PURE__ */ new Set()).add(identityOf(operation.output));
	}
	return history.filter((operation) => {
		if (operation.type === "fail") return false;
		if (kindOf(operation) === "read") return operation.type === "ok" && operation.output !== void 0;
		if (operation.type === "ok") return true;
		return found.get(identityOf(fieldsOf$2(operation).key))?.has(identityOf(valueOf$2(operation))) ?? false;
	}).sort((a, b) => a.invoke - b.invoke);
}
// checkers/orders/reads-from.ts
/**
* No anomalies if some assignment has none; otherwise those of the first assignment tried.
*/
function overReadsFrom(history, meter, decide) {
	const thinAir = thinAirReads(history);
	if (thinAir.length > 0) return thinAir;
	const certain = /* @__PURE__ */ new Map();
	const ambiguous = [];
	for (const access of history.accesses) {
		if (access.kind === "write") continue;
		const sources = history.sources[access.id];
		if (sources.length === 1) certain.set(access.id, sources[0]);
		else ambiguous.push(access);
	}
	const found = decide(certain);
	if (found.length > 0 || ambiguous.length === 0) return found;
	let firstFailure;
	const assigned = new Map(certain);
	const tryFrom = (next) => {
		const read = ambiguous[next];
		if (!read) return true;
		for (const source of history.sources[read.id]) {
			meter.spend(history.accesses.length);
			assigned.set(read.id, source);
			const anomalies = decide(assigned);
			if (anomalies.length === 0 && tryFrom(next + 1)) return true;
			if (anomalies.length > 0) firstFailure ??= anomalies;
			assigned.delete(read.id);
		}
		return false;
	};
	return tryFrom(0) ? [] : firstFailure;
}
/** Reads of values that nobody wrote. */
function thinAirReads(history) {
	return history.accesses.filter(({ kind, id }) => kind === "read" && history.sources[id].length === 0).map(({ operation }) => ({
		kind: "ThinAirRead",
		message: `${whoWhen(operation)} read ${show(operation.output)}${ofKey(operation)}, which nobody wrote`,
		operations: [operation]
	}));
}
/** The source of a read as an access, if it is a write. */
function sourceOf(history, readsFrom, read) {
	const id = readsFrom.get(read.id);
	return id === void 0 || id === -1 ? void 0 : history.accesses[id];
}
function ofKey({ input }) {
	const key = fieldsOf$2({ input })["key"];
	return key === void 0 ? "" : ` of ${show(key)}`;
}
// checkers/orders/saturation.ts
/** Adds to `order` what follows. Returns a contradiction, if one follows. */
function saturate(saturation) {
	const { order } = saturation;
	for (;;) {
		const cycle = order.close();
		if (cycle) return {
			kind: "cycle",
			ids: cycle
		};
		let grew = false;
		for (const read of saturation.reads) {
			const step = explain(saturation, read);
			if (typeof step === "object") return step;
			grew ||= step;
		}
		if (!grew) return void 0;
	}
}
function explain(saturation, read) {
	const { history, order, latest } = saturation;
	const id = saturation.source(read);
	const source = id === -1 ? void 0 : history.accesses[id];
	let grew = false;
	for (let chain = 0; chain < history.chains.length; chain++) {
		const overwritten = latest.among(chain, read.key, order.countBefore(read, chain));
		if (overwritten && overwritten !== source) {
			if (!source) return {
				kind: "initial-read",
				write: overwritten,
				read
			};
			if (!order.before(overwritten, source)) {
				order.add(overwritten.id, source.id);
				grew = true;
			}
		}
		if (!saturation.singleOrder) continue;
		const overwriting = latest.first(chain, read.key, (write) => source === void 0 || order.before(source, write));
		if (overwriting && !order.before(read, overwriting)) {
			order.add(read.id, overwriting.id);
			grew = true;
		}
	}
	return grew;
}
// checkers/orders/causal-patterns.ts
/** The patterns of a variant in a history; empty if it is consistent. */
function causalPatterns(history, readsFrom, variant, meter) {
	const causal = new Precedence(history, meter, isAssigned(readsFrom));
	addReadsFrom(causal, readsFrom);
	const cycle = causal.close();
	if (cycle) return [cyclic(history, readsFrom, "CyclicCO", cycle, "each of these operations causally precedes the next, in a circle")];
	const latest = new LatestWrites(history);
	const reads = history.accesses.filter((access) => readsFrom.has(access.id));
	const weak = reads.flatMap((read) => staleRead(history, readsFrom, causal, latest, read));
	if (weak.length > 0 || variant === "weak") return weak;
	return variant === "convergence" ? conflictCycle(history, readsFrom, causal, latest, reads, meter) : memoryPatterns(history, readsFrom, causal, latest, meter);
}
/** Reads that are not assigned do not take part. */
function isAssigned(readsFrom) {
	return (access) => access.kind === "write" || readsFrom.has(access.id);
}
function addReadsFrom(order, readsFrom) {
	for (const [read, source] of readsFrom) if (source !== -1) order.add(source, read);
}
/** WriteCOInitRead and WriteCORead: the read misses a write that it causally knows of. */
function staleRead(history, readsFrom, causal, latest, read) {
	const source = sourceOf(history, readsFrom, read);
	for (let chain = 0; chain < history.chains.length; chain++) {
		const write = latest.among(chain, read.key, causal.countBefore(read, chain));
		if (!write || write === source || source && !causal.before(source, write)) continue;
		const path = operations(history, readsFrom, causal.path(write.id, read.id));
		const found = `${whoWhen(read.operation)} read ${show(valueOf$2(read.operation))}${ofKey(read.operation)}`;
		const missed = `although the write of ${show(valueOf$2(write.operation))} by ${who(write.operation)} causally precedes it`;
		if (!source) return [{
			kind: "WriteCOInitRead",
			message: `${found}, the initial value, ${missed}`,
			operations: path
		}];
		const overwritten = operations(history, readsFrom, causal.path(source.id, write.id));
		return [{
			kind: "WriteCORead",
			message: `${found}, ${missed} and overwrote that`,
			operations: [...overwritten, ...path]
		}];
	}
	return [];
}
/** CyclicCF: the writes cannot be arbitrated so that every read finds the last one that it knows of. */
function conflictCycle(history, readsFrom, causal, latest, reads, meter) {
	const conflict = new Precedence(history, meter, isAssigned(readsFrom));
	addReadsFrom(conflict, readsFrom);
	const witnesses = /* @__PURE__ */ new Map();
	for (const read of reads) {
		const source = sourceOf(history, readsFrom, read);
		if (!source) continue;
		for (let chain = 0; chain < history.chains.length; chain++) {
			const write = latest.among(chain, read.key, causal.countBefore(read, chain));
			if (!write || write === source) continue;
			conflict.add(write.id, source.id);
			witnesses.set(`${write.id} ${source.id}`, read);
		}
	}
	const cycle = conflict.close();
	if (!cycle) return [];
	const reasons = cycle.flatMap((id, i) => {
		const read = witnesses.get(`${id} ${cycle[(i + 1) % cycle.length]}`);
		return read ? causal.path(id, read.id) : [];
	});
	const text = "no arbitration of the conflicting writes lets each of these reads find the last write that it knows of";
	return [cyclic(history, readsFrom, "CyclicCF", [...cycle, ...reasons], text)];
}
/** WriteHBInitRead and CyclicHB: some session cannot order what it knows of so that its own reads are right. */
function memoryPatterns(history, readsFrom, causal, latest, meter) {
	for (const session of history.sessions) {
		const reads = session.filter((access) => readsFrom.has(access.id));
		const last = reads.at(-1);
		if (!last) continue;
		const past = (access) => isAssigned(readsFrom)(access) && (access === last || causal.before(access, last));
		const order = new Precedence(history, meter, past);
		for (const [read, source] of readsFrom) if (source !== -1 && past(history.accesses[read])) order.add(source, read);
		const contradiction = saturate({
			history,
			order,
			latest,
			reads,
			source: (read) => readsFrom.get(read.id)
		});
		if (contradiction) return [contradictionAnomaly(history, readsFrom, order, contradiction, reads, ["CyclicHB", "WriteHBInitRead"], `${who(last.operation)} cannot put the writes it knows of in an order that explains its reads`)];
	}
	return [];
}
/** A contradiction of `saturate` as an anomaly: its operations and the session whose reads led to it. */
function contradictionAnomaly(history, readsFrom, order, contradiction, reads, [cycleKind, initialKind], whose) {
	const session = reads.map(({ id }) => id);
	if (contradiction.kind === "cycle") return cyclic(history, readsFrom, cycleKind, [...contradiction.ids, ...session], whose);
	const { write, read } = contradiction;
	const path = order.path(write.id, read.id);
	return {
		kind: initialKind,
		message: `${whose}: ${whoWhen(read.operation)} read the initial value${ofKey(read.operation)} after the write of ${show(valueOf$2(write.operation))}`,
		operations: operations(history, readsFrom, [...path, ...session])
	};
}
function cyclic(history, readsFrom, kind, ids, message) {
	return {
		kind,
		message,
		operations: operations(history, readsFrom, ids)
	};
}
/** The operations of these accesses, and the writes that the reads among them returned. */
function operations(history, readsFrom, ids) {
	const all = /* @__PURE__ */ new Set();
	for (const id of ids) {
		all.add(id);
		const source = readsFrom.get(id);
		if (source !== void 0 && source !== -1) all.add(source);
	}
	return [...all].map((id) => history.accesses[id].operation);
}
// checkers/orders/register-checker.ts
/** What the checkers of register histories share: refusing other operations, trying the ways reads can have read. */
/** A checker of reads and writes that needs to know which write each read returned. */
function registerChecker(name, options, decide) {
	return scanning({
		name,
		looksFor: "reads and writes that took place",
		scan(history, findings, meter) {
			meter.spend(history.length);
			const foreign = foreignFunction(history);
			if (foreign !== void 0) {
				findings.undecided(`${name} is defined for reads and writes; the history also has ${foreign}`);
				return {
					judged: 0,
					reason: ""
				};
			}
			const registers = registerHistory(history, options);
			const anomalies = overReadsFrom(registers, meter, (readsFrom) => decide(registers, readsFrom, meter));
			for (const { kind, operations, message } of anomalies) findings.add(kind, operations, () => message);
			return {
				judged: registers.accesses.length,
				reason: `${counted$1(registers.accesses.length, "read or write", "reads and writes")} by ${counted$1(registers.sessions.length, "session")}`
			};
		}
	});
}
// checkers/orders/causal.ts
/**
* Weak causal consistency: each read by itself agrees with a causal order (Bouajjani et al. 2017).
*
* What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
*
* Anomalies: `ThinAirRead`, `CyclicCO`, `WriteCOInitRead`, `WriteCORead`.
*/
function causal(options = {}) {
	return registerChecker("causal", options, (history, readsFrom, meter) => causalPatterns(history, readsFrom, "weak", meter));
}
/**
* Causal convergence (causal+ consistency): all reads agree with a causal order and with one order of all writes.
*
* What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
*
* Anomalies: those of `causal`, and `CyclicCF`.
*/
function causalConvergence(options = {}) {
	return registerChecker("causal-convergence", options, (history, readsFrom, meter) => causalPatterns(history, readsFrom, "convergence", meter));
}
/**
* Causal memory: all reads of a session agree with a causal order and one order of that session's own (Ahamad et al.
* 1995).
*
* What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
*
* Anomalies: those of `causal`, `WriteHBInitRead` and `CyclicHB`.
*/
function causalMemory(options = {}) {
	return registerChecker("causal-memory", options, (history, readsFrom, meter) => causalPatterns(history, readsFrom, "memory", meter));
}
// checkers/orders/pram.ts
/**
* PRAM, or FIFO, consistency: each session sees the writes of each other session in the order in which they were made
* (Lipton & Sandberg 1988).
*
* What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
*
* Anomalies: `ThinAirRead`, `pram-cycle`, `pram-init-read`. Polynomial when written values are distinct.
*/
function pram(options = {}) {
	return registerChecker("pram", options, pramAnomalies);
}
function pramAnomalies(history, readsFrom, meter) {
	const latest = new LatestWrites(history);
	for (const session of history.sessions) {
		const reads = session.filter((access) => readsFrom.has(access.id));
		if (reads.length === 0) continue;
		const own = new Set(reads);
		const seen = (access) => access.kind === "write" || own.has(access);
		const order = new Precedence(history, meter, seen);
		for (const read of reads) {
			const source = readsFrom.get(read.id);
			if (source !== -1) order.add(source, read.id);
		}
		const contradiction = saturate({
			history,
			order,
			latest,
			reads,
			source: (read) => readsFrom.get(read.id)
		});
		if (!contradiction) continue;
		return [contradictionAnomaly(history, readsFrom, order, contradiction, reads, ["pram-cycle", "pram-init-read"], `${who(reads[0].operation)} cannot order all writes, each session's as it made them, so that its reads are right`)];
	}
	return [];
}
// checkers/orders/interleave.ts
/** Bytes of bookkeeping per visited configuration, beyond its key. */
const CONFIGURATION_BYTES = 120;
function interleave(sessions, meter) {
	const { chains, optional } = sessions;
	const total = chains.reduce((sum, chain, i) => sum + (optional[i] ? 0 : chain.length), 0);
	const start = {
		placed: new Int32Array(chains.length),
		state: Int32Array.from(sessions.initial),
		by: void 0,
		parent: void 0,
		count: 0
	};
	const visited = /* @__PURE__ */ new Set();
	const stack = [start];
	let best = start;
	for (let current = stack.pop(); current; current = stack.pop()) {
		const here = observeAll(sessions, current, meter);
		if (mandatoryPlaced(sessions, here) === total) return {
			found: true,
			order: orderOf(here)
		};
		if (here.count > best.count) best = here;
		const key = `${here.placed.join()};${here.state.join()}`;
		if (visited.has(key)) continue;
		visited.add(key);
		meter.holdForSearch(CONFIGURATION_BYTES + key.length);
		const next = chains.map((_, chain) => chain).filter((chain) => isNext(sessions, here, chain));
		next.sort((a, b) => returnOf(sessions, here, b) - returnOf(sessions, here, a));
		for (const chain of next) {
			const item = chains[chain][here.placed[chain]];
			meter.userStep();
			for (const state of item.step(here.state[item.part])) stack.push(advance(here, chain, item, state));
		}
	}
	const blocked = chains.flatMap((chain, i) => chain[best.placed[i]] ?? []).map(({ operation }) => operation);
	return {
		found: false,
		placed: best.count,
		blocked
	};
}
/** Takes every observation that is possible, until none is. */
function observeAll(sessions, from, meter) {
	let current = from;
	for (let moved = true; moved;) {
		moved = false;
		for (let chain = 0; chain < sessions.chains.length; chain++) for (;;) {
			const item = sessions.chains[chain][current.placed[chain]];
			if (!item?.observes || !sessions.ready(chain, current.placed, current.state)) break;
			const state = current.state[item.part];
			meter.userStep();
			if (item.step(state).length === 0) break;
			current = advance(current, chain, item, state);
			moved = true;
		}
	}
	return current;
}
function isNext(sessions, { placed, state }, chain) {
	return placed[chain] < sessions.chains[chain].length && sessions.ready(chain, placed, state);
}
function returnOf(sessions, { placed }, chain) {
	return sessions.chains[chain][placed[chain]].operation.complete;
}
function advance(from, chain, item, state) {
	const placed = from.placed.slice();
	placed[chain]++;
	let states = from.state;
	if (states[item.part] !== state) {
		states = states.slice();
		states[item.part] = state;
	}
	return {
		placed,
		state: states,
		by: item.operation,
		parent: from,
		count: from.count + 1
	};
}
function mandatoryPlaced({ chains, optional }, { placed }) {
	return chains.reduce((sum, _, chain) => sum + (optional[chain] ? 0 : placed[chain]), 0);
}
function orderOf(last) {
	const order = [];
	for (let at = last; at?.by; at = at.parent) order.push(at.by);
	return order.reverse();
}
// checkers/orders/model-sessions.ts
/** A history against any sequential object, prepared for the search for an interleaving. */
/** Sessions over the product of the model's independent parts: sequential consistency is not compositional. */
function modelSessions(history, model) {
	const relevant = history.filter((operation) => operation.type !== "fail" || model.observesFail?.(operation.input)).sort((a, b) => a.invoke - b.invoke);
	const { partOf, parts } = partsOf(relevant, model);
	const states = new States(model);
	const chains = [];
	const optional = [];
	const after = [];
	const chainOf = /* @__PURE__ */ new Map();
	const newChain = (predecessor, mayBeLeftOut) => {
		after.push(predecessor);
		optional.push(mayBeLeftOut);
		return chains.push([]) - 1;
	};
	for (const operation of relevant) {
		const session = chainOf.get(operation.process);
		const before = session === void 0 ? {
			chain: 0,
			count: 0
		} : {
			chain: session,
			count: chains[session].length
		};
		chains[operation.type === "info" ? newChain(before, true) : getOrMake(chainOf, operation.process, () => newChain({
			chain: 0,
			count: 0
		}, false))].push(placeable(operation, partOf(operation), model, states));
	}
	return {
		chains,
		optional,
		initial: Array.from({ length: parts }, () => states.number(model.initial)),
		ready: (chain, placed) => placed[after[chain].chain] >= after[chain].count
	};
}
function placeable(operation, part, model, states) {
	const input = operation.input;
	const output = operation.type === "info" ? void 0 : operation.output;
	return {
		operation,
		part,
		observes: operation.type !== "info" && model.effect?.(input, output, operation.type) === "reads",
		step(number) {
			const next = model.step(states.state(number), input, output, operation.type);
			if (next === void 0) return [];
			return next instanceof Choice ? next.states.map((state) => states.number(state)) : [states.number(next)];
		}
	};
}
/** Numbers states so that equal ones share a number. */
var States = class {
	model;
	states = [];
	numbers = /* @__PURE__ */ new Map();
	constructor(model) {
		this.model = model;
	}
	state(number) {
		return this.states[number];
	}
	number(state) {
		const { key, equal } = this.model;
		if (!key && equal) {
			const known = this.states.findIndex((other) => equal(other, state));
			return known >= 0 ? known : this.states.push(state) - 1;
		}
		const id = key ? key(state) : identityOf(state);
		return getOrMake(this.numbers, id, () => this.states.push(state) - 1);
	}
};
/** Groups operations by the objects they touch; objects that one operation touches together are one part. */
function partsOf(history, model) {
	const { partition } = model;
	if (partition === "whole") return {
		partOf: () => 0,
		parts: 1
	};
	const objectsOf = ({ input }) => {
		const objects = partition ? partition(input) : input.key;
		return Array.isArray(objects) ? objects : [objects];
	};
	const leader = /* @__PURE__ */ new Map();
	const find = (object) => {
		let at = object;
		while (leader.has(at) && leader.get(at) !== at) at = leader.get(at);
		leader.set(object, at);
		return at;
	};
	for (const operation of history) {
		const [first, ...others] = objectsOf(operation);
		for (const other of others) leader.set(find(other), find(first));
	}
	const numbers = /* @__PURE__ */ new Map();
	for (const operation of history) getOrMake(numbers, find(objectsOf(operation)[0]), () => numbers.size);
	return {
		partOf: (operation) => numbers.get(find(objectsOf(operation)[0])),
		parts: Math.max(1, numbers.size)
	};
}
// checkers/orders/sequential.ts
/**
* Sequential consistency (Lamport 1979): one order of all operations, legal for the object, that keeps the order
* of each session. Real time does not count, which is all that tells it from linearizability; and unlike that it
* is not compositional, so keys cannot be judged apart.
*
* Deciding it is NP-complete (Gibbons & Korach 1997). Reads and writes of distinct values are first saturated,
* which refutes most bad histories in polynomial time and leaves little to choose for the search.
*/
/** Where the caller sets none. */
const DEFAULT_BUDGET = { steps: 5e6 };
/**
* Sequential consistency: one order of all operations explains them and keeps the order of each session; real time does
* not count (Lamport 1979).
*
* Without `model` it reads `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?,
* value}`.
*
* Anomalies: `ThinAirRead`, `sequential-cycle`, `not-sequential`. A valid verdict carries the order found.
*/
function sequential(options = {}) {
	const judge = (history, budget) => {
		const meter = new BudgetMeter(budget ?? DEFAULT_BUDGET);
		try {
			meter.spend(history.length);
			return options.model ? search(modelSessions(history, options.model), meter) : judgeRegisters(history, options, meter);
		} catch (error) {
			if (!(error instanceof BudgetSpent)) throw error;
			return {
				verdict: "unknown",
				reason: `stopped at ${error.detail}, ${meter.steps} steps into the search for one order of ${counted$1(history.length, "operation")}`
			};
		}
	};
	return {
		name: "sequential",
		check: (history, budget) => checkWithCore(judge, history, budget)
	};
}
function judgeRegisters(history, options, meter) {
	const foreign = foreignFunction(history);
	if (foreign !== void 0) return {
		verdict: "unknown",
		reason: `without a model only reads and writes are understood, not ${foreign}`
	};
	const registers = registerHistory(history, options);
	const findings = new Findings();
	for (const { kind, operations, message } of thinAirReads(registers)) findings.add(kind, operations, () => message);
	if (!findings.empty) return findings.verdict("");
	const order = new Precedence(registers, meter);
	const distinct = registers.sources.every((sources) => sources.length <= 1);
	if (!distinct) order.close();
	else {
		const readsFrom = new Map(registers.sources.flatMap(([source], id) => source === void 0 ? [] : [[id, source]]));
		addReadsFrom(order, readsFrom);
		const latest = new LatestWrites(registers);
		const reads = registers.accesses.filter(({ kind }) => kind === "read");
		const source = ({ id }) => readsFrom.get(id);
		const contradiction = saturate({
			history: registers,
			order,
			latest,
			reads,
			source,
			singleOrder: true
		});
		if (contradiction) {
			const anomaly = contradictionAnomaly(registers, readsFrom, order, contradiction, [], ["sequential-cycle", "sequential-cycle"], "no single order of all operations explains the reads: each of these would have to precede the next");
			findings.add(anomaly.kind, anomaly.operations, () => anomaly.message);
			return findings.verdict("");
		}
	}
	return search(registerSessions(registers, order, options, distinct), meter);
}
/** Each key is a part of the object, and its state the number of the value it holds. */
function registerSessions(registers, order, options, distinct) {
	const numbers = /* @__PURE__ */ new Map([[identityOf(options.initial ?? null), 0]]);
	const readers = registers.keys.map(() => /* @__PURE__ */ new Map());
	const chains = registers.chains.map((members) => members.map((access) => {
		const { operation, key, kind, value } = access;
		const number = getOrMake(numbers, value, () => numbers.size);
		if (kind === "read") getOrMake(readers[key], number, () => []).push(access);
		const after = [number];
		return {
			operation,
			part: key,
			observes: kind === "read",
			step: kind === "write" ? () => after : (state) => state === number ? after : []
		};
	}));
	return {
		chains,
		optional: registers.chains.map(([first]) => first?.operation.type === "info"),
		initial: registers.keys.map(() => 0),
		ready(chain, placed, state) {
			const access = registers.chains[chain][placed[chain]];
			for (let other = 0; other < chains.length; other++) if (other !== chain && order.countBefore(access, other) > placed[other]) return false;
			return !(distinct && access.kind === "write" ? readers[access.key].get(state[access.key]) : void 0)?.some((read) => read.seq >= placed[read.chain]);
		}
	};
}
function search(sessions, meter) {
	const total = sessions.chains.reduce((sum, chain) => sum + chain.length, 0);
	if (total === 0) return nothingToJudge("nothing to judge: no operation took place for certain");
	const result = interleave(sessions, meter);
	if (result.found) return {
		verdict: "valid",
		reason: `one order explains ${total === 1 ? "the" : "all"} ${counted$1(total, "operation")}`,
		witness: result.order
	};
	const operations = sessions.chains.flat().map(({ operation }) => operation);
	const stuck = result.blocked[0] ? `; then ${whoWhen(result.blocked[0])} cannot be next` : "";
	const message = `no order of the operations keeps every session's order and explains what was read: at most ${result.placed} of ${total} can be placed${stuck}`;
	return {
		verdict: "invalid",
		reason: message,
		anomalies: [{
			kind: "not-sequential",
			message,
			operations
		}]
	};
}
// checkers/orders/missed-dependencies.ts
function missedDependencies(history, readsFrom, guarantee, meter) {
	const own = guarantee === "monotonic-writes";
	const dependencies = own ? ownWrites(history) : foreignReads(history, readsFrom);
	const anomalies = [];
	for (const [observer, session] of history.sessions.entries()) {
		/** Per other session and key: the read that saw its latest write to that key. */
		const seen = /* @__PURE__ */ new Map();
		for (const read of session) {
			const source = readsFrom.get(read.id);
			if (source === void 0) continue;
			const found = history.accesses[source];
			for (const [writer, byKey] of seen) {
				const byWriter = dependencies[writer].get(read.key);
				if (!byWriter) continue;
				for (const [key, seeing] of byKey) {
					meter.spend();
					const sameKey = key === read.key;
					if (sameKey && own) continue;
					const later = history.accesses[readsFrom.get(seeing.id)];
					const missed = missedBefore(byWriter, later, found, sameKey);
					if (!missed) continue;
					const operations = [
						found,
						missed.write,
						missed.via,
						later,
						seeing,
						read
					];
					anomalies.push({
						kind: guarantee,
						message: sentence(guarantee, {
							read,
							seeing,
							write: missed.write,
							later
						}),
						operations: operations.flatMap((access) => access?.operation ?? [])
					});
				}
			}
			if (!found || found.process === observer) continue;
			const ofWriter = getOrMake(seen, found.process, () => /* @__PURE__ */ new Map());
			const latest = ofWriter.get(found.key);
			const latestWrite = latest && history.accesses[readsFrom.get(latest.id)];
			if (!latestWrite || latestWrite.operation.invoke < found.operation.invoke) ofWriter.set(found.key, read);
		}
	}
	return anomalies;
}
/** What `later` depends on and a read that found `found` (`undefined`: the initial value) does not show. */
function missedBefore(byWriter, later, found, sameKey) {
	const before = ({ via }) => via.operation.invoke < later.operation.invoke;
	if (!found) return sameKey ? void 0 : [...byWriter.values()].map(([first]) => first).find(before);
	const ofWriter = byWriter.get(found.process);
	if (!ofWriter) return void 0;
	const newest = lastWhere(ofWriter, before)?.newest;
	if (newest && precedesInSession(found, newest.write)) return newest;
	return sameKey ? ofWriter.find((dependency) => dependency.write === found && before(dependency)) : void 0;
}
/** The last of a list whose beginning is where `holds` is true. */
function lastWhere(list, holds) {
	let [low, high] = [0, list.length];
	while (low < high) {
		const middle = low + high >>> 1;
		if (holds(list[middle])) low = middle + 1;
		else high = middle;
	}
	return list[low - 1];
}
function ownWrites(history) {
	return history.sessions.map((session) => {
		const byKey = /* @__PURE__ */ new Map();
		for (const access of session) if (access.kind === "write") depend(byKey, access, access);
		return byKey;
	});
}
/** Each foreign write once per session: the first time it was read. */
function foreignReads(history, readsFrom) {
	return history.sessions.map((session, process) => {
		const byKey = /* @__PURE__ */ new Map();
		const known = /* @__PURE__ */ new Set();
		for (const access of session) {
			const write = access.kind === "read" ? history.accesses[readsFrom.get(access.id) ?? -1] : void 0;
			if (!write || write.process === process || known.has(write)) continue;
			known.add(write);
			depend(byKey, write, access);
		}
		return byKey;
	});
}
function depend(byKey, write, via) {
	const list = getOrMake(getOrMake(byKey, write.key, () => /* @__PURE__ */ new Map()), write.process, () => []);
	const own = {
		write,
		via
	};
	const before = list.at(-1)?.newest;
	const newest = before && before.write.operation.invoke > write.operation.invoke ? before : own;
	list.push({
		...own,
		newest
	});
}
function sentence(guarantee, { read, seeing, write, later }) {
	const name = (access) => `${show(valueOf$2(access.operation))}${ofKey(access.operation)}`;
	const how = guarantee === "monotonic-writes" ? "wrote" : "read";
	return `${whoWhen(read.operation)} read ${name(read)} after it had read ${name(seeing)}, but ${who(later.operation)} ${how} ${name(write)} before writing that`;
}
// checkers/orders/session-guarantees.ts
/**
* The four session guarantees (Terry et al. 1994), each judged apart from what clients saw.
*
* Terry defined them by what servers hold; a client's history shows less, so a violation counts only if no order
* of the writes could excuse it. A value is *known to be older* than a write of the same key if it is the
* initial one, or the writer's own earlier one; within a session also if the session itself saw it replaced.
* - read your writes: a session, having written, reads something known to be older;
* - monotonic reads: a session, having read a write, reads something known to be older, or goes back to a value
*   that it has seen replaced;
* - monotonic writes: a session sees another's later write, and then misses its earlier write to another key;
* - writes follow reads: a session sees a write, and then misses what its writer had read before making it.
* The last two presume that what a session has seen stays visible to it (its own monotonic reads).
*
* PRAM implies the first three and causal memory all four. Linear in operations × sessions for distinct values.
*/
/**
* A session that wrote a value does not read an older one (Terry et al. 1994).
*
* What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
*
* Anomaly: `read-your-writes`.
*/
function readYourWrites(options = {}) {
	return registerChecker("read-your-writes", options, (history, readsFrom) => history.sessions.flatMap((session) => unreadWrites(history, readsFrom, session)));
}
/**
* A session that read a value does not read an older one later (Terry et al. 1994).
*
* What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
*
* Anomaly: `monotonic-reads`.
*/
function monotonicReads(options = {}) {
	return registerChecker("monotonic-reads", options, (history, readsFrom) => history.sessions.flatMap((session) => receding(history, readsFrom, session)));
}
/**
* A session that sees a later write of another sees its earlier writes, too (Terry et al. 1994).
*
* What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
*
* Anomaly: `monotonic-writes`.
*/
function monotonicWrites(options = {}) {
	return registerChecker("monotonic-writes", options, (history, readsFrom, meter) => missedDependencies(history, readsFrom, "monotonic-writes", meter));
}
/**
* A session that sees a write sees what its writer had read before (Terry et al. 1994).
*
* What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
*
* Anomaly: `writes-follow-reads`.
*/
function writesFollowReads(options = {}) {
	return registerChecker("writes-follow-reads", options, (history, readsFrom, meter) => missedDependencies(history, readsFrom, "writes-follow-reads", meter));
}
function unreadWrites(history, readsFrom, session) {
	const anomalies = [];
	const keys = /* @__PURE__ */ new Map();
	for (const access of session) {
		const key = getOrMake(keys, access.key, () => ({
			write: void 0,
			replaced: /* @__PURE__ */ new Set(),
			seen: []
		}));
		if (access.kind === "write") {
			for (const id of key.seen.splice(0)) key.replaced.add(id);
			if (key.write) key.replaced.add(key.write.id);
			key.write = access;
			continue;
		}
		const source = readsFrom.get(access.id);
		if (source === void 0) continue;
		const { write } = key;
		if (write && (source === -1 || key.replaced.has(source))) {
			const operations = [
				history.accesses[source]?.operation,
				write.operation,
				access.operation
			];
			anomalies.push({
				kind: "read-your-writes",
				message: `${whoWhen(access.operation)} read ${value$1(access)} after writing ${value$1(write)}`,
				operations: operations.filter((operation) => operation !== void 0)
			});
		}
		key.seen.push(source);
	}
	return anomalies;
}
function receding(history, readsFrom, session) {
	const anomalies = [];
	const keys = /* @__PURE__ */ new Map();
	for (const read of session) {
		const source = readsFrom.get(read.id);
		if (source === void 0) continue;
		const key = getOrMake(keys, read.key, () => ({
			current: void 0,
			seen: /* @__PURE__ */ new Map(),
			newest: /* @__PURE__ */ new Map()
		}));
		const write = history.accesses[source];
		const current = key.current && readsFrom.get(key.current.id) !== source ? key.current : void 0;
		const known = key.seen.get(source);
		let later = current && (known || source === -1) ? current : void 0;
		const newest = write && key.newest.get(write.process);
		const newestWrite = newest && history.accesses[readsFrom.get(newest.id)];
		if (write && newestWrite && precedesInSession(write, newestWrite)) later = newest;
		if (later) {
			const operations = [
				...[source, readsFrom.get(later.id)].map((id) => history.accesses[id]?.operation),
				known?.operation,
				later.operation,
				read.operation
			];
			anomalies.push({
				kind: "monotonic-reads",
				message: `${whoWhen(read.operation)} read ${value$1(read)} after having read ${value$1(later)}`,
				operations: operations.filter((operation) => operation !== void 0)
			});
		}
		key.current = read;
		if (!known) key.seen.set(source, read);
		if (write && !(newestWrite && newestWrite.operation.invoke > write.operation.invoke)) key.newest.set(write.process, read);
	}
	return anomalies;
}
function value$1(access) {
	return `${show(valueOf$2(access.operation))}${ofKey(access.operation)}`;
}
// checkers/orders/convergence.ts
/** Convergence of replicas: *eventual* (Vogels 2009) and *strong eventual* (Shapiro et al. 2011). */
/**
* Eventual consistency: the last states of all replicas, recorded after the last update, are equal (Vogels 2009).
*
* What it reads. A replica records its state as `{f: 'state', value, seen?}`, with `node.effect`; or a client asked for
* it, and its output is `{replica, value, seen?}` or `{replica, …}`. `seen` lists the ids of the updates that the
* replica has applied. Anything else that is not a read or a drain counts as an update, unless `updates` says
* otherwise.
*
* Anomaly: `divergence`. `unknown` if a replica shows no state after the last update that may have happened, or only
* one replica is known that shows any.
*/
function converges(options = {}) {
	return scanning({
		name: "converges",
		looksFor: "states of replicas",
		scan(history, findings, meter) {
			meter.spend(history.length);
			const states = statesOf(history, options);
			const quiet = quiescence(history, options);
			const last = /* @__PURE__ */ new Map();
			for (const state of states) if (state.operation.invoke > quiet) last.set(identityOf(state.replica), state);
			for (const replica of options.replicas ?? states.map((state) => state.replica)) {
				if (last.has(identityOf(replica))) continue;
				findings.undecided(`${show(replica)} shows no state after the last update`);
			}
			const [first, ...others] = last.values();
			if (!first) findings.undecided("no replica shows its state after the last update");
			else if (others.length === 0 && options.replicas === void 0) findings.undecided(`only ${show(first.replica)} shows its state: there is none to compare it with`);
			for (const other of others) {
				if (identityOf(first.value) === identityOf(other.value)) continue;
				findings.add("divergence", [first.operation, other.operation], () => {
					const [one, another] = showBoth(first.value, other.value);
					return `${show(first.replica)} holds ${one}, ${show(other.replica)} ${another}, though nothing changes any more`;
				});
			}
			return {
				judged: last.size,
				reason: `${last.size === 1 ? "the one replica holds one state" : `${last.size} replicas hold the same`}`
			};
		}
	});
}
/**
* Strong eventual consistency: states with the same updates are equal at any time (Shapiro et al. 2011).
*
* What it reads. A replica records its state as `{f: 'state', value, seen?}`, with `node.effect`; or a client asked for
* it, and its output is `{replica, value, seen?}` or `{replica, …}`. `seen` lists the ids of the updates that the
* replica has applied. Anything else that is not a read or a drain counts as an update, unless `updates` says
* otherwise.
*
* Anomaly: `divergence`. `unknown` if no two replicas were ever seen with the same updates: nothing was compared.
*/
function strongConvergence(options = {}) {
	return scanning({
		name: "strong-convergence",
		looksFor: "states of replicas with what each has seen",
		scan(history, findings, meter) {
			meter.spend(history.length);
			const byUpdates = /* @__PURE__ */ new Map();
			let compared = 0;
			for (const state of statesOf(history, options)) {
				if (!state.seen) continue;
				const other = getOrMake(byUpdates, [...new Set(state.seen.map((id) => nameOf$2(id)))].sort().join(""), () => state);
				if (other === state) continue;
				compared++;
				if (identityOf(other.value) === identityOf(state.value)) continue;
				findings.add("divergence", [other.operation, state.operation], () => {
					const same = `after the same ${counted$1(state.seen.length, "update")}`;
					const [one, another] = showBoth(other.value, state.value);
					return `${whoWhen(other.operation)} held ${one}, ${whoWhen(state.operation)} ${another}, ${same}`;
				});
			}
			if (compared === 0) findings.undecided("no two states were recorded with the same updates");
			return {
				judged: compared,
				reason: `${counted$1(compared, "state")} equal to another with the same updates`
			};
		}
	});
}
function statesOf(history, options) {
	const stateOf = selector(options.state, "state", readState);
	return history.flatMap((operation) => {
		const state = operation.type === "ok" ? stateOf(operation) : void 0;
		return state ? [{
			...state,
			operation
		}] : [];
	});
}
function readState(fields, operation) {
	const answer = isAnswer$1(operation.output) ? operation.output : void 0;
	const value = fields["value"] === operation.output ? void 0 : fields["value"];
	const isAsked = fields["replica"] === void 0 && (value ?? null) === null;
	if (answer !== void 0 && isAsked) {
		const { replica, seen, ...rest } = answer;
		return replicaState({
			replica,
			value: "value" in rest ? rest["value"] : rest
		}, seen);
	}
	return replicaState({
		replica: fields["replica"] ?? operation.process,
		value: fields["value"] ?? operation.output
	}, fields["seen"]);
}
function isAnswer$1(output) {
	return typeof output === "object" && output !== null && "replica" in output;
}
function replicaState({ replica, value }, seen) {
	return Array.isArray(seen) ? {
		replica,
		value,
		seen
	} : {
		replica,
		value
	};
}
/** When the last update ended. One that never returned may strike later, but only its invocation is certain. */
function quiescence(history, options) {
	const passive = /* @__PURE__ */ new Set([
		"state",
		nameOfFunction(options.state, "state"),
		"read",
		"get",
		"drain"
	]);
	const isUpdate = options.updates ?? ((operation) => !passive.has(fieldsOf$2(operation).f));
	let quiet = -Infinity;
	for (const operation of history) {
		if (operation.type === "fail" || !isUpdate(operation)) continue;
		quiet = Math.max(quiet, operation.type === "ok" ? operation.complete : operation.invoke);
	}
	return quiet;
}
// checkers/orders/write-timeline.ts
/** The writes of one key in real time, indexed for the question which of them certainly supersede another. */
var WriteTimeline = class {
	byValue = /* @__PURE__ */ new Map();
	/** Certain ends only, in order. */
	byEnd;
	byBeginning;
	/** For each place in `byBeginning`: the write from there on that ended first. */
	firstToEnd;
	constructor(writes) {
		for (const write of writes) getOrMake(this.byValue, identityOf(valueOf$2(write)), () => []).push(write);
		this.byBeginning = [...writes].sort((a, b) => a.invoke - b.invoke);
		this.byEnd = writes.filter(({ type }) => type === "ok").sort((a, b) => a.complete - b.complete);
		const firstToEnd = [];
		let first;
		for (let i = this.byBeginning.length - 1; i >= 0; i--) {
			const write = this.byBeginning[i];
			if (write.type === "ok" && write.complete < (first?.complete ?? Infinity)) first = write;
			firstToEnd[i] = first;
		}
		this.firstToEnd = firstToEnd;
	}
	/** The writes of a value. */
	ofValue(value) {
		return this.byValue.get(value) ?? [];
	}
	/** Whether some write neither ended before the read began nor began after it ended. */
	overlaps(read) {
		return firstIndex(this.byBeginning, (write) => write.invoke > read.complete) > this.endedBefore(read);
	}
	/** Of the writes that began after `end`, the one that ended first. */
	firstSuperseding(end) {
		return this.firstToEnd[firstIndex(this.byBeginning, (write) => write.invoke > end)];
	}
	/**
	* If more than `allowed` writes began after `end` and ended before the read began: the last of them. Looks at
	* those writes and at what overlapped `end` only.
	*/
	supersedingBefore(end, read, allowed) {
		if (allowed === Infinity) return void 0;
		let last;
		let missed = 0;
		for (const write of this.backwardsFrom(end, read)) {
			last ??= write;
			if (++missed > allowed) return last;
		}
	}
	/** Those writes, latest first. */
	supersedersOf(end, read) {
		return [...this.backwardsFrom(end, read)];
	}
	*backwardsFrom(end, read) {
		for (let i = this.endedBefore(read) - 1; i >= 0; i--) {
			const write = this.byEnd[i];
			if (write.complete <= end) return;
			if (write.invoke > end) yield write;
		}
	}
	endedBefore(read) {
		return firstIndex(this.byEnd, (write) => write.complete >= read.invoke);
	}
};
/** The first index from which on `holds` is true. */
function firstIndex(sorted, holds) {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = low + high >>> 1;
		if (holds(sorted[middle])) high = middle;
		else low = middle + 1;
	}
	return low;
}
// checkers/orders/freshness.ts
/**
* How fresh reads are in real time: regular and safe registers, and bounded staleness.
*
* A write *supersedes* another if it began after the other ended. A read of a *regular* register (Lamport 1986;
* for several writers: Shao et al. 2011, MWR1) returns a write that did not begin after the read ended and that
* no write which ended before the read supersedes. A *safe* register owes that only to reads during which nobody
* writes. *Bounded staleness* lets a read miss a number of superseding writes, or those of the last milliseconds.
* Values may repeat. O(n log n).
*/
/**
* A read returns one of the newest completed writes, or one that is under way (Lamport 1986; for several writers Shao
* et al. 2011, MWR1).
*
* What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
*
* Anomalies: `stale-read`, `future-read`, `ThinAirRead`. O(n log n).
*/
function regular(options = {}) {
	return freshness("regular", options, judgeWith(options, 0, Infinity));
}
/**
* A read during which nobody writes returns the newest value (Lamport 1986).
*
* What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
*
* Anomalies: those of `regular`, in reads that overlap no write. O(n log n).
*/
function safe(options = {}) {
	const judge = judgeWith(options, 0, Infinity);
	return freshness("safe", options, (read, writes, findings) => {
		if (!writes.overlaps(read)) judge(read, writes, findings);
	});
}
/**
* A read returns one of the last versions, or what was current a short time ago.
*
* What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
* Milliseconds need histories with `invokedAtMs` and `completedAtMs`.
*
* Anomalies: `stale-read`, `future-read`, `ThinAirRead`. O(n log n).
*/
function boundedStaleness(options) {
	const { ms = Infinity, versions = ms === Infinity ? 0 : Infinity } = options;
	return freshness("bounded-staleness", options, judgeWith(options, versions, ms));
}
function freshness(name, options, judge) {
	return scanning({
		name,
		looksFor: "reads that were answered",
		scan(history, findings, meter) {
			const foreign = foreignFunction(history);
			if (foreign !== void 0) {
				findings.undecided(`${name} is defined for reads and writes; the history also has ${foreign}`);
				return {
					judged: 0,
					reason: ""
				};
			}
			const timelines = timelinesOf(history, meter);
			let reads = 0;
			for (const read of history) {
				if (kindOf(read) !== "read" || read.type !== "ok" || read.output === void 0) continue;
				reads++;
				meter.spend();
				judge(read, getOrMake(timelines, identityOf(fieldsOf$2(read)["key"]), () => new WriteTimeline([])), findings);
			}
			return {
				judged: reads,
				reason: `${counted$1(reads, "read")} of ${counted$1(timelines.size, "key")}, ${reads === 1 ? "" : "all "}fresh enough`
			};
		}
	});
}
function timelinesOf(history, meter) {
	const writes = /* @__PURE__ */ new Map();
	for (const operation of history) {
		meter.spend();
		if (operation.type === "fail" || kindOf(operation) !== "write") continue;
		getOrMake(writes, identityOf(fieldsOf$2(operation)["key"]), () => []).push(operation);
	}
	return new Map([...writes].map(([key, list]) => [key, new WriteTimeline(list)]));
}
function judgeWith(options, versions, ms) {
	const initial = identityOf(options.initial ?? null);
	return (read, writes, findings) => {
		const candidates = writes.ofValue(identityOf(read.output));
		const began = candidates.filter((write) => write.invoke <= read.complete);
		const endings = began.map(endOf$2);
		if (identityOf(read.output) === initial) endings.push(-Infinity);
		const what = `${whoWhen(read)} read ${show(read.output)}${ofKey(read)}`;
		if (endings.length === 0) {
			const [future] = candidates;
			if (future) findings.add("future-read", [read, future], () => `${what}, which was written only later`);
			else findings.add("ThinAirRead", [read], () => `${what}, which nobody wrote`);
			return;
		}
		let blame;
		for (const end of endings) {
			const missed = writes.supersedingBefore(end, read, versions);
			const first = ms === Infinity ? void 0 : writes.firstSuperseding(end);
			const late = first && lateness(read, first, findings);
			if (!missed && !(ms !== Infinity && late !== void 0 && late > ms)) return;
			blame = {
				missed: missed ?? first,
				late
			};
		}
		const { missed, late } = blame;
		const chosen = began.at(-1);
		findings.add("stale-read", [
			chosen,
			...versions === 0 || versions === Infinity ? [missed] : writes.supersedersOf(endings.at(-1), read),
			read
		], () => {
			const howLate = late === void 0 ? "" : ` ${late} ms`;
			return `${what}${howLate} after ${show(valueOf$2(missed))} had been written`;
		});
	};
}
/** What never returned may take effect at any time, so nothing certainly supersedes it. */
function endOf$2(write) {
	return write.type === "info" ? Infinity : write.complete;
}
function lateness(read, write, findings) {
	if (write.type === "info" || write.complete >= read.invoke) return void 0;
	if (read.invokedAtMs === void 0 || write.completedAtMs === void 0) {
		findings.undecided(`${whoWhen(read)} or the write before it has no time in milliseconds`);
		return;
	}
	return read.invokedAtMs - write.completedAtMs;
}
// checkers/orders/ladder.ts
/**
* Direct implications, strongest first. Ahamad et al. 1995 (causal memory), Bouajjani et al. 2017 (the causal
* levels), Brzeziński et al. 2003 (PRAM and the session guarantees), Lamport 1986 (regular and safe). Causal
* convergence does not imply PRAM, nor weak causal consistency monotonic reads.
*/
const IMPLICATIONS = {
	linearizable: ["sequential", "regular"],
	sequential: ["causal-memory", "causal-convergence"],
	"causal-memory": ["causal", "pram"],
	"causal-convergence": ["causal", "monotonic-reads"],
	causal: [
		"read-your-writes",
		"monotonic-writes",
		"writes-follow-reads"
	],
	pram: [
		"read-your-writes",
		"monotonic-reads",
		"monotonic-writes"
	],
	"read-your-writes": [],
	"monotonic-reads": [],
	"monotonic-writes": [],
	"writes-follow-reads": [],
	regular: ["safe"],
	safe: []
};
/** Judges a history at every level. */
function ladder(history, options = {}) {
	const normal = history.map(asRegister);
	const verdicts = /* @__PURE__ */ new Map();
	for (const level of costOrder) {
		const known = impliedVerdict(level, verdicts);
		verdicts.set(level, known ?? judge$2(level, normal, options));
	}
	for (const [level, { verdict }] of verdicts) {
		const known = verdict === "unknown" ? impliedVerdict(level, verdicts) : void 0;
		if (known) verdicts.set(level, known);
	}
	const levels = Object.keys(IMPLICATIONS);
	const where = (verdict) => levels.filter((level) => verdicts.get(level).verdict === verdict);
	const [kept, broken] = [where("valid"), where("invalid")];
	return {
		rungs: levels.map((level) => ({
			level,
			...verdicts.get(level),
			implies: IMPLICATIONS[level]
		})),
		strongestKept: kept.filter((level) => !kept.some((other) => implies(other, level))),
		weakestBroken: broken.filter((level) => !broken.some((other) => implies(level, other)))
	};
}
/** Cheap and weak levels first; the two that need a search last, the one with the better algorithms before the other. */
const costOrder = [
	"safe",
	"regular",
	"read-your-writes",
	"monotonic-reads",
	"monotonic-writes",
	"writes-follow-reads",
	"causal",
	"pram",
	"causal-convergence",
	"causal-memory",
	"linearizable",
	"sequential"
];
function judge$2(level, history, options) {
	const foreign = options.model ? void 0 : history.find(({ input }) => !registerFunctions.has(fieldsOf$2({ input }).f));
	if (foreign && (level === "linearizable" || level === "sequential")) {
		const { f } = fieldsOf$2(foreign);
		return {
			verdict: "unknown",
			reason: `${level} needs a model for ${f || "operations without a function name"}`
		};
	}
	const { verdict, reason } = checkerOf(level, options).check(history, options.budget);
	return {
		verdict,
		reason
	};
}
const registerFunctions = /* @__PURE__ */ new Set([
	"read",
	"write",
	"cas"
]);
function checkerOf(level, options) {
	const model = options.model ?? casRegisterModel({ initial: options.initial ?? null });
	switch (level) {
		case "linearizable": return linearizable(model);
		case "sequential": return options.model ? sequential({ model }) : sequentialRegisters(options, model);
		case "causal-memory": return causalMemory(options);
		case "causal-convergence": return causalConvergence(options);
		case "causal": return causal(options);
		case "pram": return pram(options);
		case "read-your-writes": return readYourWrites(options);
		case "monotonic-reads": return monotonicReads(options);
		case "monotonic-writes": return monotonicWrites(options);
		case "writes-follow-reads": return writesFollowReads(options);
		case "regular": return regular(options);
		case "safe": return safe(options);
	}
}
/** Reads and writes alone have the better algorithm; cas needs the model. */
function sequentialRegisters(options, model) {
	const plain = sequential(options);
	return {
		name: plain.name,
		check: (history, budget) => {
			return (history.some((operation) => fieldsOf$2(operation).f === "cas") ? sequential({ model }) : plain).check(history, budget);
		}
	};
}
/** What the levels judged so far say of this one. */
function impliedVerdict(level, verdicts) {
	for (const [other, { verdict }] of verdicts) {
		if (verdict === "valid" && implies(other, level)) return {
			verdict,
			reason: `implied by ${other}`
		};
		if (verdict === "invalid" && implies(level, other)) return {
			verdict,
			reason: `it implies ${other}, which is broken`
		};
	}
}
/** Whether one level implies another, directly or not. */
function implies(stronger, weaker) {
	return IMPLICATIONS[stronger].some((level) => level === weaker || implies(level, weaker));
}
/** `get` and `put` are other names of `read` and `write`. */
function asRegister(operation) {
	const { f } = fieldsOf$2(operation);
	const name = f === "get" ? "read" : f === "put" ? "write" : f;
	return name === f ? operation : {
		...operation,
		input: {
			...operation.input,
			f: name
		}
	};
}
// checkers/delivery/ledger.ts
/** What the account keeps of an operation, roughly. */
const BYTES_PER_OPERATION$2 = 150;
/** Draws up the account of a history. Linear in its length. */
function deliveryLedger(history, options = {}, meter) {
	const { messages, groups, dueBefore, looked, unnamed } = collect$6(history, options, meter);
	const ledger = {
		acknowledged: 0,
		uncertain: 0,
		refused: 0,
		processed: 0,
		looked,
		lost: [],
		duplicated: [],
		phantom: [],
		aborted: [],
		unseen: [],
		unnamed
	};
	for (const message of messages.values()) if (message.acknowledgedAt < Infinity) ledger.acknowledged++;
	else if (message.maybe) ledger.uncertain++;
	else ledger.refused++;
	for (const [group, effectsOf] of groups) {
		for (const [id, message] of messages) {
			meter?.spend();
			if (message.acknowledgedAt === Infinity) continue;
			const effects = effectsOf.get(id);
			if (effects && effects.definite > 0) continue;
			(message.acknowledgedAt < dueBefore && effects === void 0 ? ledger.lost : ledger.unseen).push(entry(group, message, effects));
		}
		for (const [id, effects] of effectsOf) {
			meter?.spend();
			if (effects.definite === 0) continue;
			ledger.processed++;
			const message = messages.get(id);
			if (!message || effects.firstComplete < message.firstInvoke) ledger.phantom.push(entry(group, message, effects));
			else if (message.acknowledgedAt === Infinity && !message.maybe) ledger.aborted.push(entry(group, message, effects));
			if (effects.definite > 1) ledger.duplicated.push(entry(group, message, effects));
		}
	}
	return ledger;
}
function entry(group, message, effects) {
	return {
		message: message ? message.message : effects?.message,
		group,
		sends: message?.sends ?? [],
		effects: effects?.operations ?? []
	};
}
/** One pass over the history: messages by identity, effects by group and identity, and the deadline. */
function collect$6(history, options, meter) {
	const value = (fields) => fields["value"];
	const sentBy = selector(options.sent, "send", value);
	const processedBy = selector(options.processed, "process", value);
	const groupOf = options.group ?? ((operation) => fieldsOf$2(operation)["group"]);
	const drainName = options.drain ?? "drain";
	const effectName = typeof options.processed === "function" ? void 0 : options.processed ?? "process";
	const messages = /* @__PURE__ */ new Map();
	const groups = /* @__PURE__ */ new Map();
	for (const group of options.groups ?? []) groups.set(group, /* @__PURE__ */ new Map());
	const unnamed = [];
	let drains = 0;
	let looked = 0;
	let lastDrain = -Infinity;
	const effect = (operation, message) => {
		const group = groupOf(operation);
		let effectsOf = groups.get(group);
		if (!effectsOf) groups.set(group, effectsOf = /* @__PURE__ */ new Map());
		const id = identityOf(message);
		let effects = effectsOf.get(id);
		if (!effects) effectsOf.set(id, effects = {
			operations: [],
			message,
			definite: 0,
			firstComplete: Infinity
		});
		effects.operations.push(operation);
		if (operation.type !== "ok") return;
		effects.definite++;
		effects.firstComplete = Math.min(effects.firstComplete, operation.complete);
	};
	for (const operation of history) {
		meter?.spend();
		meter?.hold(BYTES_PER_OPERATION$2);
		const sent = sentBy(operation);
		if (sent !== void 0) {
			record$1(messages, operation, sent);
			continue;
		}
		const processed = processedBy(operation);
		if (processed !== void 0) {
			looked++;
			if (operation.type !== "fail") effect(operation, processed);
		} else if (fieldsOf$2(operation).f === drainName) {
			drains++;
			looked++;
			if (operation.type !== "ok") continue;
			lastDrain = Math.max(lastDrain, operation.invoke);
			if (Array.isArray(operation.output)) for (const seen of operation.output) effect(operation, seen);
		} else if (operation.type === "info" && fieldsOf$2(operation).f === effectName) {
			looked++;
			unnamed.push(operation);
		}
	}
	if (groups.size === 0) groups.set(void 0, /* @__PURE__ */ new Map());
	return {
		messages,
		groups,
		looked,
		unnamed,
		dueBefore: drains === 0 ? Infinity : lastDrain
	};
}
function record$1(messages, operation, sent) {
	const id = identityOf(sent);
	let message = messages.get(id);
	if (!message) {
		message = {
			message: sent,
			sends: [],
			firstInvoke: Infinity,
			acknowledgedAt: Infinity,
			maybe: false
		};
		messages.set(id, message);
	}
	message.sends.push(operation);
	message.firstInvoke = Math.min(message.firstInvoke, operation.invoke);
	if (operation.type === "ok") message.acknowledgedAt = Math.min(message.acknowledgedAt, operation.complete);
	else if (operation.type === "info") message.maybe = true;
}
// checkers/delivery/guarantees.ts
/**
* Every message takes effect once or not at all.
*
* What it reads. A client's `{f: 'send', value}` offers a message. A node records what it did with it as `node.effect({
* f: 'process', value })`, or a final reader lists all that was done as output of `{f: 'drain'}`. The value identifies
* the message: two sends of one value are attempts of one message. More, such as groups: `DeliveryOptions`.
*
* Anomalies: `duplicate`, `phantom` (nobody sent it), `aborted-read` (its send was refused).
*/
function atMostOnce(options = {}) {
	return guarantee("at-most-once", options, (ledger, findings) => reportDuplicates(ledger, findings));
}
/**
* Every acknowledged message takes effect, perhaps more than once.
*
* What it reads. A client's `{f: 'send', value}` offers a message. A node records what it did with it as `node.effect({
* f: 'process', value })`, or a final reader lists all that was done as output of `{f: 'drain'}`. The value identifies
* the message: two sends of one value are attempts of one message. More, such as groups: `DeliveryOptions`.
*
* Anomalies: `lost`, `phantom` (nobody sent it), `aborted-read` (its send was refused).
*/
function atLeastOnce(options = {}) {
	return guarantee("at-least-once", options, (ledger, findings) => reportLoss(ledger, findings));
}
/**
* Every acknowledged message takes effect once; one of unknown outcome, once or not at all.
*
* What it reads. A client's `{f: 'send', value}` offers a message. A node records what it did with it as `node.effect({
* f: 'process', value })`, or a final reader lists all that was done as output of `{f: 'drain'}`. The value identifies
* the message: two sends of one value are attempts of one message. More, such as groups: `DeliveryOptions`.
*
* Anomalies: `lost`, `duplicate`, `phantom` (nobody sent it), `aborted-read` (its send was refused).
*/
function exactlyOnce(options = {}) {
	return guarantee("exactly-once", options, (ledger, findings) => {
		reportLoss(ledger, findings);
		reportDuplicates(ledger, findings);
	});
}
function guarantee(name, options, report) {
	return scanning({
		name,
		looksFor: `messages that were sent and took effect (functions ${nameOfFunction(options.sent, "send")} and ${nameOfFunction(options.processed, "process")}, field value)`,
		scan(history, findings, meter) {
			const ledger = deliveryLedger(history, options, meter);
			report(ledger, findings);
			reportInventions(ledger, findings);
			const { acknowledged, uncertain, refused, processed, looked, unseen } = ledger;
			const late = unseen.length > 0 ? `, ${unseen.length} unseen` : "";
			return {
				judged: name === "at-most-once" ? looked : processed + acknowledged,
				reason: `${acknowledged} acknowledged, ${uncertain} uncertain, ${refused} refused, ${processed} processed${late}`
			};
		}
	});
}
function reportLoss({ lost, unseen, unnamed }, findings) {
	if (lost.length > 0 && unnamed.length > 0) reportMissing$1(lost, unnamed, findings);
	else for (const entry of lost) {
		const send = acknowledgement(entry);
		findings.add("lost", [send], () => {
			return `${show(entry.message)} was acknowledged to ${whoWhen(send)} and never processed${inGroup(entry)}`;
		});
	}
	const first = unseen[0];
	if (first) {
		const others = unseen.length > 1 ? ` (and ${unseen.length - 1} more)` : "";
		const message = show(first.message);
		findings.undecided(`${message}${others} was acknowledged, but nobody read to the end after that: lost or late?`);
	}
}
/** Messages without effect, beside effects of which nobody knows the message: only where those are too few, some are lost. */
function reportMissing$1(lost, unnamed, findings) {
	const [{ message }] = lost;
	if (lost.length <= unnamed.length) {
		const others = lost.length > 1 ? ` (and ${lost.length - 1} more)` : "";
		const may = `${whoWhen(unnamed[0])} may have taken it, with an outcome nobody knows`;
		return findings.undecided(`${show(message)}${others} was acknowledged and never processed, but ${may}`);
	}
	const enough = lost.slice(0, unnamed.length + 1);
	findings.add("lost", [...enough.map(acknowledgement), ...unnamed], () => {
		const few = `the ${unnamed.length} of unknown outcome cannot have taken them all`;
		return `${lost.length} acknowledged messages were never processed, ${show(message)} among them; ${few}`;
	});
}
function reportDuplicates({ duplicated }, findings) {
	for (const entry of duplicated) {
		const [first, second] = definite(entry);
		findings.add("duplicate", [
			entry.sends[0],
			first,
			second
		], () => {
			const times = definite(entry).length;
			const where = `first by ${whoWhen(first)}, again by ${whoWhen(second)}`;
			return `${show(entry.message)} was processed ${times} times${inGroup(entry)}, ${where}`;
		});
	}
}
function reportInventions({ phantom, aborted }, findings) {
	for (const entry of phantom) {
		const effect = definite(entry)[0];
		findings.add("phantom", [entry.sends[0], effect], () => {
			const flaw = entry.sends.length > 0 ? "before anyone sent it" : "which nobody sent";
			return `${whoWhen(effect)} processed ${show(entry.message)}, ${flaw}`;
		});
	}
	for (const entry of aborted) {
		const effect = definite(entry)[0];
		findings.add("aborted-read", [entry.sends[0], effect], () => {
			return `${whoWhen(effect)} processed ${show(entry.message)}, although its sender was told that it failed`;
		});
	}
}
/** The effects that certainly happened; a drain that lists one message twice counts twice. */
function definite(entry) {
	return entry.effects.filter((effect) => effect.type === "ok");
}
function acknowledgement(entry) {
	return entry.sends.find((send) => send.type === "ok");
}
function inGroup({ group }) {
	return group === void 0 || sameValue(group, "") ? "" : ` in group ${group}`;
}
// checkers/delivery/idempotence.ts
/** Idempotence of effects: however often a request arrives, it takes effect once and gets one answer. */
/**
* Each idempotency key takes effect once, and gets one answer, however often it is asked.
*
* What it reads. Requests `{f: …, key}` of clients and effects `{f: 'apply', key, value?}` of nodes carry an
* idempotency key. Every operation with a key that is not an effect is a request.
*
* Anomalies: `duplicate` (a key took effect twice), `inconsistent-answer` (two `ok` answers to a key differ),
* `key-reuse` (a key asked for two different things), `aborted-effect` (every request of the key was refused, yet it
* took effect). Linear.
*/
function idempotentEffects(options = {}) {
	const effectOf = selector(options.effect, "apply", (fields) => fields["key"]);
	const requestOf = options.request === void 0 ? ((operation) => fieldsOf$2(operation)["key"]) : selector(options.request, "", (fields) => fields["key"]);
	const payloadOf = options.payload ?? (({ input }) => ({
		...input,
		key: void 0
	}));
	return scanning({
		name: "idempotent-effects",
		looksFor: `effects with an idempotency key (${nameOfFunction(options.effect, "apply")} with key), and answers to requests with one`,
		scan(history, findings, meter) {
			const keys = /* @__PURE__ */ new Map();
			const mayHappen = /* @__PURE__ */ new Set();
			const keyed = (key) => getOrMake(keys, identityOf(key), () => ({
				request: void 0,
				answer: void 0,
				effect: void 0
			}));
			for (const operation of history) {
				meter.spend();
				const effectKey = effectOf(operation);
				if (effectKey !== void 0) {
					if (operation.type !== "ok") continue;
					const entry = keyed(effectKey);
					const first = entry.effect;
					if (first) findings.add("duplicate", [first, operation], () => {
						return `${show(effectKey)} took effect at ${whoWhen(first)} and again at ${whoWhen(operation)}`;
					});
					else entry.effect = operation;
					continue;
				}
				const key = requestOf(operation);
				if (key === void 0) continue;
				if (operation.type !== "fail") mayHappen.add(identityOf(key));
				const entry = keyed(key);
				const { request, answer } = entry;
				if (request && !sameValue(payloadOf(request), payloadOf(operation))) findings.add("key-reuse", [request, operation], () => {
					return `${show(key)} asked for ${show(payloadOf(request))} and for ${show(payloadOf(operation))}`;
				});
				entry.request ??= operation;
				if (operation.type !== "ok") continue;
				if (answer && !sameValue(answer.output, operation.output)) findings.add("inconsistent-answer", [answer, operation], () => {
					return `${show(key)} was answered ${show(answer.output)}, then ${show(operation.output)}`;
				});
				entry.answer ??= operation;
			}
			let judged = 0;
			for (const [key, { request, answer, effect }] of keys) {
				if (effect || answer) judged++;
				if (!request || !effect || mayHappen.has(key)) continue;
				findings.add("aborted-effect", [request, effect], () => {
					return `${show(fieldsOf$2(effect)["key"])} took effect at ${whoWhen(effect)}, though ${who(request)} was told that it failed`;
				});
			}
			return {
				judged,
				reason: `${counted$1(keys.size, "idempotency key")}${keys.size === 1 ? "" : ", each"} with at most one effect and one answer`
			};
		}
	});
}
// checkers/delivery/order-per-key.ts
/** Order of delivery per key: what was acknowledged before another was sent is processed before it. */
/**
* What was acknowledged before another message of the same key was sent is processed before it.
*
* What it reads. `{f: 'send', value, key}` of clients and `{f: 'process', value}` of nodes. Only the first effect of a
* message in a group counts: at-least-once delivery may process it again, later and out of order.
*
* Anomaly: `out-of-order`. O(n log n).
*/
function orderPerKey(options = {}) {
	const processedBy = selector(options.processed, "process", (fields) => fields["value"]);
	const groupOf = options.group ?? ((operation) => fieldsOf$2(operation)["group"]);
	return scanning({
		name: "order-per-key",
		looksFor: `messages with a key that took effect (${nameOfFunction(options.sent, "send")} with value and key, ${nameOfFunction(options.processed, "process")} with value)`,
		scan(history, findings, meter) {
			const messages = messagesWithKeys(history, options, meter);
			const queues = /* @__PURE__ */ new Map();
			const seen = /* @__PURE__ */ new Map();
			for (const effect of history) {
				meter.spend();
				const message = effect.type === "ok" ? processedBy(effect) : void 0;
				const id = identityOf(message);
				const sent = message === void 0 ? void 0 : messages.get(id);
				if (!sent) continue;
				const group = groupOf(effect);
				const seenHere = getOrMake(seen, group, () => /* @__PURE__ */ new Set());
				if (seenHere.has(id)) continue;
				seenHere.add(id);
				getOrMake(getOrMake(queues, group, () => /* @__PURE__ */ new Map()), sent.key, () => []).push({
					sent,
					effect
				});
			}
			let judged = 0;
			for (const byKey of queues.values()) for (const queue of byKey.values()) {
				meter.spend(queue.length);
				judged += queue.length;
				forEachInversion(queue, (earlier, later) => {
					const operations = [
						earlier.sent.first,
						earlier.sent.acknowledged,
						later.sent.first,
						later.effect,
						earlier.effect
					];
					findings.add("out-of-order", operations, () => {
						const [one, other] = [show(earlier.sent.message), show(later.sent.message)];
						return `${one} was acknowledged before ${other} was sent, but ${whoWhen(later.effect)} processed ${other} first`;
					});
				});
			}
			return {
				judged,
				reason: `${counted$1(messages.size, "keyed message")}, processed in the order of ${messages.size === 1 ? "its key" : "their keys"}`
			};
		}
	});
}
function messagesWithKeys(history, options, meter) {
	const keyOf = options.key ?? ((operation) => fieldsOf$2(operation)["key"]);
	const sentBy = selector(options.sent, "send", (fields) => fields["value"]);
	const messages = /* @__PURE__ */ new Map();
	for (const operation of history) {
		meter.spend();
		const message = operation.type === "fail" ? void 0 : sentBy(operation);
		const key = message === void 0 ? void 0 : keyOf(operation);
		if (key === void 0) continue;
		const make = () => ({
			message,
			key: identityOf(key),
			first: operation,
			acknowledged: void 0
		});
		const sent = getOrMake(messages, identityOf(message), make);
		if (operation.invoke < sent.first.invoke) sent.first = operation;
		if (operation.type === "ok" && operation.complete < (sent.acknowledged?.complete ?? Infinity)) sent.acknowledged = operation;
	}
	return messages;
}
/**
* Walks messages in order of sending beside messages in order of acknowledgement: of all messages acknowledged
* so far, the one processed last is the strictest predecessor of the next one sent.
*/
function forEachInversion(queue, report) {
	const acknowledgedAt = ({ sent }) => sent.acknowledged?.complete ?? Infinity;
	const bySending = [...queue].sort((a, b) => a.sent.first.invoke - b.sent.first.invoke);
	const byAcknowledgement = queue.filter((processed) => processed.sent.acknowledged !== void 0).sort((a, b) => acknowledgedAt(a) - acknowledgedAt(b));
	let next = 0;
	let latest;
	for (const later of bySending) {
		for (; next < byAcknowledgement.length; next++) {
			const candidate = byAcknowledgement[next];
			if (acknowledgedAt(candidate) >= later.sent.first.invoke) break;
			if (!latest || candidate.effect.invoke > latest.effect.invoke) latest = candidate;
		}
		if (latest && later.effect.complete < latest.effect.invoke) report(latest, later);
	}
}
// checkers/delivery/order-per-partition.ts
/** Order of delivery per partition: a group processes a partition by ascending offsets. */
/**
* Each group processes a partition in the order of its offsets, and an offset holds one message for everybody.
*
* What it reads. A node records `{f: 'process', partition, offset, value, group?}`, with `node.effect`. Only the first
* effect of an offset must be in order: at-least-once delivery may go back to offsets that were processed, unless
* `redelivery: 'forbid'`.
*
* Anomalies: `out-of-order`, `rewind` (if forbidden), `inconsistent-offsets`. Linear.
*/
function orderPerPartition(options = {}) {
	const placedBy = selector(options.processed, "process", placed);
	const groupOf = options.group ?? ((operation) => fieldsOf$2(operation)["group"]);
	return scanning({
		name: "order-per-partition",
		looksFor: `${nameOfFunction(options.processed, "process")} with partition and offset`,
		scan(history, findings, meter) {
			const logs = /* @__PURE__ */ new Map();
			const groups = /* @__PURE__ */ new Map();
			for (const effect of history) {
				meter.spend();
				const place = effect.type === "ok" ? placedBy(effect) : void 0;
				if (!place) continue;
				const { offset, value } = place;
				const partition = identityOf(place.partition);
				const where = `offset ${offset} of partition ${show(place.partition)}`;
				const held = getOrMake(getOrMake(logs, partition, () => /* @__PURE__ */ new Map()), offset, () => ({
					value,
					by: effect
				}));
				if (identityOf(held.value) !== identityOf(value)) findings.add("inconsistent-offsets", [held.by, effect], () => {
					return `${where} was ${show(held.value)} for ${whoWhen(held.by)} and ${show(value)} for ${whoWhen(effect)}`;
				});
				const progress = getOrMake(getOrMake(groups, groupOf(effect), () => /* @__PURE__ */ new Map()), partition, () => ({
					seen: /* @__PURE__ */ new Map(),
					highest: -Infinity,
					by: void 0
				}));
				const before = progress.seen.get(offset);
				if (before) {
					if (options.redelivery === "forbid") findings.add("rewind", [before, effect], () => `${whoWhen(effect)} went back to ${where}`);
					continue;
				}
				progress.seen.set(offset, effect);
				if (offset > progress.highest) {
					progress.highest = offset;
					progress.by = effect;
				} else {
					const { by, highest } = progress;
					findings.add("out-of-order", [by, effect], () => {
						return `${whoWhen(effect)} processed ${where}, after ${whoWhen(by)} had processed offset ${highest}`;
					});
				}
			}
			return {
				judged: logs.size,
				reason: `${counted$1(logs.size, "partition")}, ${logs.size === 1 ? "" : "each "}processed in the order of its offsets`
			};
		}
	});
}
function placed({ partition, offset, value }) {
	if (partition === void 0 || typeof offset !== "number") return void 0;
	return {
		partition,
		offset,
		value
	};
}
/** What a row and its message keep in memory until the verdict, roughly. */
const BYTES_PER_ROW = 150;
function kafkaColumns(history, meter) {
	const builder = new Builder();
	for (const [index, operation] of history.entries()) {
		builder.begin();
		const rows = builder.polls.message.length + builder.sends.message.length;
		builder.read(operation, index);
		const added = builder.polls.message.length + builder.sends.message.length - rows;
		meter.spend(1 + added);
		meter.hold(added * BYTES_PER_ROW);
	}
	builder.begin();
	const { keys, messageKey, messageValue, sends, polls, sendsFrom, pollsFrom, writer } = builder;
	return {
		history,
		keys,
		messageKey,
		messageValue,
		sends,
		polls,
		sendsFrom,
		pollsFrom,
		writer
	};
}
var Builder = class {
	keys = [];
	messageKey = [];
	messageValue = [];
	writer = [];
	sends = {
		operation: [],
		key: [],
		message: [],
		offset: []
	};
	polls = {
		operation: [],
		key: [],
		message: [],
		offset: []
	};
	sendsFrom = [];
	pollsFrom = [];
	keyNumbers = /* @__PURE__ */ new Map();
	messages = [];
	begin() {
		this.sendsFrom.push(this.sends.key.length);
		this.pollsFrom.push(this.polls.key.length);
	}
	read(operation, index) {
		const { f, key, value } = fieldsOf$2(operation);
		if (f !== "send" && f !== "poll" && f !== "txn") return;
		const micro = Array.isArray(operation.output) && isMicro(operation.output) ? operation.output : value;
		if (key === void 0 && Array.isArray(micro) && isMicro(micro)) {
			for (const step of micro) if (step[0] === "send") this.sendStep(step, index);
			else if (step[0] === "poll") this.pollResult(step[1], index);
		} else if (f === "send") this.send(key, value, offsetIn(operation.output, index), index);
		else if (f === "poll") this.pollResult(operation.output, index);
	}
	sendStep([, key, sent], index) {
		if (Array.isArray(sent) && sent.length === 2 && (isNumber(sent[0]) || sent[0] === null)) this.send(key, sent[1], offsetIn(sent[0], index), index);
		else this.send(key, sent, -1, index);
	}
	send(key, value, offset, index) {
		const message = this.row(this.sends, String(key), value, offset, index);
		this.writer[message] = index;
	}
	pollResult(result, index) {
		if (typeof result !== "object" || result === null) return;
		const entries = result instanceof Map ? result : Object.entries(result);
		for (const [key, pairs] of entries) {
			if (!Array.isArray(pairs)) continue;
			const name = String(key);
			for (const pair of pairs) this.row(this.polls, name, pair[1], offsetIn(pair[0], index), index);
		}
	}
	row(rows, name, value, offset, index) {
		const key = getOrMake(this.keyNumbers, name, () => {
			this.messages.push(/* @__PURE__ */ new Map());
			return this.keys.push(name) - 1;
		});
		const messages = this.messages[key];
		const id = identityOf(value);
		let message = messages.get(id);
		if (message === void 0) {
			message = this.messageKey.push(key) - 1;
			this.messageValue.push(value);
			this.writer.push(-1);
			messages.set(id, message);
		}
		rows.operation.push(index);
		rows.key.push(key);
		rows.message.push(message);
		rows.offset.push(offset);
		return message;
	}
};
function isMicro(value) {
	return value.every((step) => Array.isArray(step) && (step[0] === "send" || step[0] === "poll"));
}
function offsetIn(value, operation) {
	const offset = typeof value === "object" && value !== null && "offset" in value ? value.offset : value;
	if (typeof offset === "bigint") throw new MalformedHistory(operation, `an offset is a number within 2^53, not ${offset}`);
	return typeof offset === "number" && offset >= 0 ? offset : -1;
}
// checkers/delivery/kafka-cycles.ts
function reportCycles(columns, findings) {
	const { history, polls, pollsFrom, sendsFrom, writer } = columns;
	const both = (index) => pollsFrom[index + 1] > pollsFrom[index] && sendsFrom[index + 1] > sendsFrom[index];
	/** The transactions whose messages this one polled; only one that also sends can be part of a cycle. */
	const readsOf = (index) => {
		const sources = /* @__PURE__ */ new Set();
		for (let row = pollsFrom[index]; row < pollsFrom[index + 1]; row++) {
			const source = writer[polls.message[row]];
			if (source !== index && source !== -1 && both(source) && history[source].type !== "fail") sources.add(source);
		}
		return [...sources];
	};
	const state = /* @__PURE__ */ new Map();
	for (const [start, { type }] of history.entries()) {
		if (type !== "ok" || !both(start) || state.has(start)) continue;
		const path = [{
			index: start,
			next: readsOf(start)
		}];
		state.set(start, "open");
		for (let top = path.at(-1); top; top = path.at(-1)) {
			const next = top.next.pop();
			if (next === void 0) {
				state.set(top.index, "done");
				path.pop();
			} else if (state.get(next) === "open") {
				const cycle = path.slice(path.findIndex(({ index }) => index === next)).map(({ index }) => history[index]);
				findings.add("G1c", cycle, () => `each of these transactions polled what the next one sent, in a circle: ${cycle.map(whoWhen).join(", ")}`);
			} else if (!state.has(next)) {
				state.set(next, "open");
				path.push({
					index: next,
					next: readsOf(next)
				});
			}
		}
	}
}
// checkers/delivery/kafka-log-anomalies.ts
function reportLogAnomalies(columns, logs, findings, meter) {
	meter.spend(columns.messageKey.length);
	reportOffsets(columns, logs, findings);
	reportReads(columns, findings, meter);
	reportMissing(columns, logs, findings, meter);
}
/** `inconsistent-offsets`: two messages at one offset. `duplicate`: one message at two offsets. */
function reportOffsets(columns, { byKey }, findings) {
	for (const [key, { offsets, messages, conflicts }] of byKey.entries()) {
		for (const [index, conflicting] of conflicts) {
			const involved = () => conflicting.map((message) => observer(columns, message, offsets[index]));
			findings.add("inconsistent-offsets", involved, () => {
				const values = conflicting.map((message) => show(columns.messageValue[message])).join(" and ");
				return `offset ${offsets[index]} of ${columns.keys[key]} holds ${values}`;
			});
		}
		const places = /* @__PURE__ */ new Map();
		for (const [index, message] of messages.entries()) {
			const before = places.get(message);
			if (before === void 0) {
				places.set(message, index);
				continue;
			}
			const [first, second] = [offsets[before], offsets[index]];
			const seenAt = (offset) => observer(columns, message, offset);
			const involved = () => [
				writerOf(columns, message),
				seenAt(first),
				seenAt(second)
			];
			findings.add("duplicate", involved, () => {
				return `${show(columns.messageValue[message])} is in ${columns.keys[key]} at offset ${first} and at offset ${second}`;
			});
		}
	}
}
/** `G1a`: a poll returned what certainly failed. `precommitted-read`: what its own transaction sent. `phantom`: what nobody sent. */
function reportReads(columns, findings, meter) {
	const { history, polls, writer, messageValue, keys, sends } = columns;
	const mayExist = new Uint8Array(messageValue.length);
	for (let row = 0; row < sends.key.length; row++) if (history[sends.operation[row]].type !== "fail") mayExist[sends.message[row]] = 1;
	for (let row = 0; row < polls.key.length; row++) {
		meter.spend();
		const [reader, message] = [polls.operation[row], polls.message[row]];
		const operation = history[reader];
		const sender = writer[message];
		const healthy = sender !== reader && mayExist[message] === 1;
		if (operation.type !== "ok" || healthy) continue;
		const what = () => `${whoWhen(operation)} polled ${show(messageValue[message])} from ${keys[polls.key[row]]}`;
		if (sender === -1) findings.add("phantom", [operation], () => `${what()}, which nobody sent`);
		else if (sender === reader) findings.add("precommitted-read", [operation], () => `${what()} in the transaction that sent it`);
		else findings.add("G1a", [history[sender], operation], () => `${what()}, which ${whoWhen(history[sender])} failed to send`);
	}
}
/**
* `lost-write`: a message that must have been read, because it certainly exists and a poll got past it, was not.
* `unseen`: an acknowledged message that nobody ever polled.
*/
function reportMissing(columns, logs, findings, meter) {
	const { messageKey, messageValue, keys, writer, history } = columns;
	const { firstIndex, lastIndex, seen, committed } = logs;
	const furthest = keys.map(() => -1);
	for (let message = 0; message < messageKey.length; message++) if (seen[message]) furthest[messageKey[message]] = Math.max(furthest[messageKey[message]], firstIndex[message]);
	for (let message = 0; message < messageKey.length; message++) {
		meter.spend();
		const sender = writer[message];
		if (seen[message] || sender === -1) continue;
		const key = messageKey[message];
		const last = lastIndex[message];
		const name = () => `${show(messageValue[message])}, sent to ${keys[key]} by ${whoWhen(history[sender])}`;
		if (committed[sender] && last !== -1 && last <= furthest[key]) {
			const log = logs.byKey[key];
			const beyond = messagesAt(log, furthest[key]).find((other) => seen[other]);
			const involved = () => [
				history[sender],
				writerOf(columns, beyond),
				pollerOf(columns, beyond)
			];
			findings.add("lost-write", involved, () => {
				return `${name()} at offset ${log.offsets[last]}, was never polled, though polls got to offset ${log.offsets[furthest[key]]}`;
			});
		}
		if (history[sender].type === "ok") findings.add("unseen", [history[sender]], () => `${name()}, was never polled`);
	}
}
function messagesAt({ conflicts, messages }, index) {
	return conflicts.get(index) ?? [messages[index]];
}
function writerOf({ history, writer }, message) {
	return history[writer[message]];
}
/** An operation that saw, or sent, a message at an offset. Only called for messages that are reported. */
function observer({ history, polls, sends }, message, offset) {
	for (const rows of [sends, polls]) for (let row = 0; row < rows.key.length; row++) if (rows.message[row] === message && rows.offset[row] === offset && rows.offset[row] !== -1) {
		if (history[rows.operation[row]].type !== "fail") return history[rows.operation[row]];
	}
}
function pollerOf({ history, polls }, message) {
	const row = polls.message.findIndex((polled, at) => polled === message && history[polls.operation[at]].type === "ok");
	return history[polls.operation[row]];
}
// checkers/delivery/kafka-logs.ts
function kafkaLogs(columns, meter) {
	const { messageKey, keys } = columns;
	const seen = seenMessages(columns);
	const committed = committedOperations(columns, seen);
	const atOffset = keys.map(() => /* @__PURE__ */ new Map());
	const others = keys.map(() => /* @__PURE__ */ new Map());
	const place = ({ operation, key, message, offset }) => {
		for (let row = 0; row < key.length; row++) {
			meter.spend();
			const at = offset[row];
			if (at === -1 || !committed[operation[row]]) continue;
			const log = atOffset[key[row]];
			const first = log.get(at);
			if (first === void 0) log.set(at, message[row]);
			else if (first !== message[row]) {
				const conflicts = others[key[row]];
				const set = conflicts.get(at);
				if (set) set.add(message[row]);
				else conflicts.set(at, /* @__PURE__ */ new Set([first, message[row]]));
			}
		}
	};
	place(columns.sends);
	place(columns.polls);
	const firstIndex = new Int32Array(messageKey.length).fill(-1);
	const lastIndex = new Int32Array(messageKey.length).fill(-1);
	const placed = new Int32Array(messageKey.length).fill(-1);
	return {
		byKey: atOffset.map((log, key) => {
			meter.spend(log.size);
			const offsets = [...log.keys()].sort((a, b) => a - b);
			const messages = offsets.map((offset) => log.get(offset));
			const conflicts = /* @__PURE__ */ new Map();
			for (const [index, offset] of offsets.entries()) {
				const set = others[key].get(offset);
				if (set) conflicts.set(index, [...set]);
				for (const message of set ?? [messages[index]]) {
					if (firstIndex[message] === -1) firstIndex[message] = index;
					lastIndex[message] = index;
				}
				placed[messages[index]] = index;
			}
			return {
				offsets,
				messages,
				conflicts
			};
		}),
		firstIndex,
		lastIndex,
		placed,
		seen,
		committed
	};
}
function seenMessages({ history, polls, messageKey }) {
	const seen = new Uint8Array(messageKey.length);
	for (let row = 0; row < polls.key.length; row++) if (history[polls.operation[row]].type === "ok") seen[polls.message[row]] = 1;
	return seen;
}
/** `ok`, or of unknown outcome with a message of its own that somebody polled. */
function committedOperations({ history, sends, sendsFrom }, seen) {
	const committed = new Uint8Array(history.length);
	for (const [index, { type }] of history.entries()) {
		if (type === "ok") committed[index] = 1;
		if (type !== "info") continue;
		for (let row = sendsFrom[index]; row < sendsFrom[index + 1]; row++) if (seen[sends.message[row]]) committed[index] = 1;
	}
	return committed;
}
// checkers/delivery/kafka-order-anomalies.ts
const INTERNAL_POLL = {
	skip: "int-poll-skip",
	nonmonotonic: "int-nonmonotonic-poll"
};
const INTERNAL_SEND = {
	skip: "int-send-skip",
	nonmonotonic: "int-nonmonotonic-send"
};
const POLL = {
	skip: "poll-skip",
	nonmonotonic: "nonmonotonic-poll"
};
const SEND = {
	skip: void 0,
	nonmonotonic: "nonmonotonic-send"
};
function reportOrderAnomalies(columns, logs, findings, meter) {
	const polls = new Side(columns, logs, findings, columns.polls, {
		within: INTERNAL_POLL,
		between: POLL
	});
	const sends = new Side(columns, logs, findings, columns.sends, {
		within: INTERNAL_SEND,
		between: SEND
	});
	for (const [index, operation] of columns.history.entries()) {
		meter.spend(1 + columns.pollsFrom[index + 1] - columns.pollsFrom[index]);
		if (operation.type === "fail") continue;
		const { f } = fieldsOf$2(operation);
		if (f === "assign" || f === "subscribe") {
			polls.reassign(operation);
			sends.reassign(operation);
			continue;
		}
		polls.walk(operation, columns.pollsFrom[index], columns.pollsFrom[index + 1]);
		sends.walk(operation, columns.sendsFrom[index], columns.sendsFrom[index + 1]);
	}
}
/** Either all sends or all polls. */
var Side = class {
	columns;
	logs;
	findings;
	rows;
	names;
	positions = /* @__PURE__ */ new Map();
	constructor(columns, logs, findings, rows, names) {
		this.columns = columns;
		this.logs = logs;
		this.findings = findings;
		this.rows = rows;
		this.names = names;
	}
	/** Compares each row of an operation with the row of the same key before it. */
	walk(operation, start, end) {
		if (start === end) return;
		const { rows, columns } = this;
		const polling = rows === columns.polls;
		const lasting = this.positionsOf(operation);
		const known = polling && operation.type !== "ok" ? new Map(lasting) : lasting;
		const rebalanced = polling ? rebalancedKeys(operation) : void 0;
		for (let row = start; row < end; row++) {
			const key = rows.key[row];
			const before = known.get(key);
			const within = before?.operation === operation;
			if (before && !(within && rebalanced?.has(columns.keys[key]))) this.compare(before, {
				row,
				operation
			}, within ? this.names.within : this.names.between);
			known.set(key, {
				row,
				operation
			});
		}
	}
	/** A new assignment keeps the positions of the keys that stay, unless it seeks to the beginning. */
	reassign(operation) {
		const { value, seekToBeginning } = fieldsOf$2(operation);
		const kept = new Set(Array.isArray(value) && seekToBeginning !== true ? value.map(String) : []);
		const known = this.positionsOf(operation);
		for (const key of known.keys()) if (!kept.has(this.columns.keys[key])) known.delete(key);
	}
	positionsOf({ process }) {
		return getOrMake(this.positions, process, () => /* @__PURE__ */ new Map());
	}
	compare(before, now, names) {
		const { columns, rows, findings } = this;
		const { placed, byKey } = this.logs;
		const [from, to] = [rows.message[before.row], rows.message[now.row]];
		const [fromIndex, toIndex] = [placed[from], placed[to]];
		if (fromIndex === -1 || toIndex === -1 || toIndex === fromIndex + 1) return;
		const key = rows.key[now.row];
		const did = rows === columns.sends ? "sent" : "polled";
		const values = () => `${show(columns.messageValue[from])}, then ${show(columns.messageValue[to])}`;
		const what = () => `${whoWhen(now.operation)} ${did} ${values()} of ${columns.keys[key]}`;
		if (toIndex <= fromIndex) {
			const involved = () => [
				...sendersOf(columns, [from, to]),
				before.operation,
				now.operation
			];
			findings.add(names.nonmonotonic, involved, () => {
				return `${what()}, which is ${from === to ? "the same message" : "an earlier message"}`;
			});
		} else if (names.skip !== void 0) {
			const skipped = byKey[key].messages[fromIndex + 1];
			const involved = () => [
				...sendersOf(columns, [
					from,
					skipped,
					to
				]),
				...witnessesOf(columns, skipped),
				before.operation,
				now.operation
			];
			findings.add(names.skip, involved, () => {
				const more = toIndex - fromIndex > 2 ? ` and ${toIndex - fromIndex - 2} more` : "";
				return `${what()}, past ${show(columns.messageValue[skipped])}${more}`;
			});
		}
	}
};
function sendersOf({ history, writer }, messages) {
	return messages.map((message) => history[writer[message]]);
}
/** A poll that shows where a message is, in case its sender did not learn the offset. */
function witnessesOf({ history, polls, sends, writer }, message) {
	if (sends.message.findIndex((other, row) => other === message && sends.offset[row] !== -1 && sends.operation[row] === writer[message]) >= 0) return [];
	const row = polls.message.findIndex((other, at) => other === message && history[polls.operation[at]].type === "ok");
	return [history[polls.operation[row]]];
}
/** Keys whose assignment changed during the operation: field `rebalanced` of the input, an array of keys. */
function rebalancedKeys(operation) {
	const { rebalanced } = fieldsOf$2(operation);
	return Array.isArray(rebalanced) ? new Set(rebalanced.map(String)) : void 0;
}
// checkers/delivery/kafka.ts
/**
* Kafka-style logs: the thirteen anomalies of jepsen.tests.kafka, by its names, and which of them a configuration
* permits.
*/
/**
* - `duplicate`: a message is at two offsets; `inconsistent-offsets`: two messages are at one;
* - `lost-write`: a message that certainly exists was skipped by every poll that got past it;
* - `unseen`: an acknowledged message was never polled (final polls should have read it);
* - `G1a`: a poll returned a message whose send failed; `precommitted-read`: one that its own transaction sent;
* - `poll-skip`, `nonmonotonic-poll`, `nonmonotonic-send`: between operations of one process, messages of a key
*   were left out, or came again or backwards; the same within one transaction: `int-poll-skip`,
*   `int-nonmonotonic-poll`, `int-send-skip`, `int-nonmonotonic-send`.
*/
const KAFKA_ANOMALIES = [
	"duplicate",
	"inconsistent-offsets",
	"lost-write",
	"unseen",
	"G1a",
	"precommitted-read",
	"poll-skip",
	"nonmonotonic-poll",
	"nonmonotonic-send",
	"int-poll-skip",
	"int-nonmonotonic-poll",
	"int-send-skip",
	"int-nonmonotonic-send"
];
/**
* What a configuration permits: `int-send-skip` always, since transactions of several producers interleave; with
* subscriptions also `poll-skip` and `nonmonotonic-poll`.
*/
function allowedKafkaAnomalies({ subscribe, allowed = [] }) {
	return /* @__PURE__ */ new Set([
		"int-send-skip",
		...subscribe ? ["poll-skip", "nonmonotonic-poll"] : [],
		...allowed
	]);
}
/**
* Judges a log by everything that sends and polls show of it, as jepsen.tests.kafka does. O(n log n) in messages.
*
* What it reads. `{f: 'send', key, value}` with the offset, or `{offset}`, as output; `{f: 'poll'}` with `{key:
* [[offset, value], …]}` as output; `{f: 'subscribe' | 'assign', value: [key, …]}`. A transaction is `{f: 'txn', value:
* [['send', key, value], ['poll'], …]}`, with the offsets and messages in its output. A key stands for one partition of
* one topic; within a key, the value identifies the message.
*
* Anomalies: see `KAFKA_ANOMALIES`, and `G1c`, `phantom`.
*/
function kafka(options = {}) {
	return scanning({
		name: "kafka",
		looksFor: "sends and polls of messages",
		scan(history, findings, meter) {
			const columns = kafkaColumns(history, meter);
			const logs = kafkaLogs(columns, meter);
			const subscribe = options.subscribe ?? history.some((operation) => fieldsOf$2(operation).f === "subscribe");
			const allowed = allowedKafkaAnomalies({
				...options,
				subscribe
			});
			const seen = /* @__PURE__ */ new Map();
			const judged = { add(kind, operations, message) {
				if (allowed.has(kind)) seen.set(kind, (seen.get(kind) ?? 0) + 1);
				else findings.add(kind, operations, message);
			} };
			reportLogAnomalies(columns, logs, judged, meter);
			reportOrderAnomalies(columns, logs, judged, meter);
			reportCycles(columns, judged);
			const permitted = [...seen].map(([kind, count]) => `${count} × ${kind}`).join(", ");
			const volume = `${counted$1(columns.messageKey.length, "message")} in ${counted$1(columns.keys.length, "key")}`;
			const reason = permitted === "" ? volume : `${volume}; permitted here: ${permitted}`;
			return {
				judged: columns.messageKey.length,
				reason
			};
		}
	});
}
// checkers/delivery/consumer-groups.ts
/** Consumer groups: who owns a partition, and how far the group has committed. */
const EVENTS = /* @__PURE__ */ new Set([
	"assigned",
	"revoked",
	"process",
	"commit"
]);
/**
* A partition has one owner in a group, and the group has processed what it has committed.
*
* What it reads. A consumer records, with `node.effect`:
* - `{f: 'assigned' | 'revoked', group?, partition}`: it takes a partition, or gives it up, or learns that it has lost
*   it;
* - `{f: 'process', group?, partition, offset}`: it processed the message there;
* - `{f: 'commit', group?, partition, offset}`: the coordinator accepted that the group goes on at `offset`: everything
*   below is processed.
* Which offsets exist: those that anybody processed, and those that `{f: 'send', partition}` has as output, as a number
* or as `{offset}`.
*
* Anomalies: `two-owners` (a consumer got a partition while another of the group had it), `zombie-commit` (a commit was
* accepted from a consumer that does not own the partition; only where assignments are recorded), `commit-regression`
* (the committed offset went back), `commit-skip` (it went past a message that the group had not processed),
* `redelivery-after-commit` (a message below it was processed again). O(n log n).
*/
function consumerGroups() {
	return scanning({
		name: "consumer-groups",
		looksFor: "assigned, revoked, process and commit with a partition",
		scan(history, findings, meter) {
			meter.spend(history.length);
			const { assignments, offsets } = collect$5(history);
			for (const [partition, byGroup] of assignments) {
				const existing = [...offsets.get(partition) ?? /* @__PURE__ */ new Map()].sort(([a], [b]) => a - b);
				for (const assignment of byGroup.values()) {
					reportOwners(assignment, findings);
					reportCommits(assignment, existing, findings);
				}
			}
			return {
				judged: assignments.size,
				reason: `${counted$1(assignments.size, "partition")}${assignments.size === 1 ? "" : ", each"} with one owner per group and commits that follow processing`
			};
		}
	});
}
function collect$5(history) {
	const assignments = /* @__PURE__ */ new Map();
	const offsets = /* @__PURE__ */ new Map();
	for (const [index, operation] of history.entries()) {
		const fields = fieldsOf$2(operation);
		const { f, partition, group } = fields;
		if (operation.type !== "ok" || partition === void 0) continue;
		const offset = offsetOf(f === "send" ? operation.output : fields["offset"], index);
		const known = getOrMake(offsets, identityOf(partition), () => /* @__PURE__ */ new Map());
		if ((f === "send" || f === "process") && offset !== void 0 && !known.has(offset)) known.set(offset, operation);
		if (!EVENTS.has(f)) continue;
		const byGroup = getOrMake(assignments, identityOf(partition), () => /* @__PURE__ */ new Map());
		const name = `partition ${show(partition)}${group === void 0 ? "" : ` of group ${show(group)}`}`;
		getOrMake(byGroup, identityOf(group), () => ({
			name,
			events: []
		})).events.push({
			f,
			offset: offset ?? -1,
			operation
		});
	}
	return {
		assignments,
		offsets
	};
}
function offsetOf(value, index) {
	const offset = typeof value === "object" && value !== null && "offset" in value ? value.offset : value;
	if (typeof offset === "bigint") throw new MalformedHistory(index, `an offset is a number within 2^53, not ${offset}`);
	return typeof offset === "number" ? offset : void 0;
}
function reportOwners({ name, events }, findings) {
	const recorded = events.some(({ f }) => f === "assigned");
	let owner;
	const last = /* @__PURE__ */ new Map();
	for (const { f, operation } of events) if (f === "assigned") {
		if (owner && owner.process !== operation.process) {
			const other = owner;
			findings.add("two-owners", [other, operation], () => {
				return `${whoWhen(operation)} was given ${name}, which ${whoWhen(other)} had been given and not lost`;
			});
		}
		owner = operation;
		last.set(operation.process, operation);
	} else if (f === "revoked") {
		if (owner?.process === operation.process) owner = void 0;
		last.set(operation.process, operation);
	} else if (f === "commit" && recorded && owner?.process !== operation.process) {
		const current = owner;
		findings.add("zombie-commit", [
			last.get(operation.process),
			current,
			operation
		], () => {
			const whose = current ? `now ${who(current)}'s` : `nobody's`;
			return `${whoWhen(operation)} committed for ${name}, which is ${whose}`;
		});
	}
}
function reportCommits({ name, events }, existing, findings) {
	const processed = /* @__PURE__ */ new Map();
	let committed;
	let next = 0;
	for (const { f, offset, operation } of events) {
		if (f === "process") {
			const before = processed.get(offset);
			if (before && committed && offset < committed.offset) {
				const { by } = committed;
				findings.add("redelivery-after-commit", [
					before,
					by,
					operation
				], () => {
					return `${whoWhen(operation)} processed offset ${offset} of ${name} again, after ${whoWhen(by)} had committed it`;
				});
			}
			processed.set(offset, operation);
		}
		if (f !== "commit") continue;
		if (committed && offset < committed.offset) {
			const { by, offset: higher } = committed;
			findings.add("commit-regression", [by, operation], () => {
				return `${whoWhen(operation)} committed offset ${offset} of ${name}, after ${whoWhen(by)} had committed ${higher}`;
			});
		}
		for (; next < existing.length && existing[next][0] < offset; next++) {
			const [skipped, by] = existing[next];
			if (processed.has(skipped) || by.invoke > operation.complete) continue;
			findings.add("commit-skip", [by, operation], () => {
				return `${whoWhen(operation)} committed offset ${offset} of ${name}, though the group had not processed offset ${skipped}`;
			});
		}
		if (!committed || offset >= committed.offset) committed = {
			offset,
			by: operation
		};
	}
}
// checkers/agreement/atomic-commit.ts
/** Atomic commitment, as two-phase commit owes it (Bernstein, Hadzilacos & Goodman 1987, AC1–AC5). */
/**
* All nodes decide alike, and commit only if all voted yes (Bernstein, Hadzilacos & Goodman 1987, AC1–AC5).
*
* What it reads. A node records `{f: 'vote', txn, vote: 'yes' | 'no'}` and `{f: 'decide', txn, decision: 'commit' |
* 'abort'}`, with `node.effect`. The coordinator may record `{f: 'begin', txn, participants: [node, …]}`. A client's
* `{f: 'transact', txn}` is `ok` if the answer was "committed", and `fail` if the answer was "aborted".
*
* Anomalies: `split-decision` (AC1), `reversed-decision` (AC2), `commit-without-vote` (AC3), `blocked` (AC5, if asked
* for), `wrong-answer` (the client got another answer than the decision). Linear.
*/
function atomicCommit(options = {}) {
	return scanning({
		name: "atomic-commit",
		looksFor: `decisions of transactions (${options.decide ?? "decide"} with txn)`,
		scan(history, findings, meter) {
			meter.spend(history.length);
			const transactions = collect$4(history, options);
			let judged = 0;
			for (const { id, begin, votes, decisions, requests } of transactions) {
				judged += decisions.length + (options.mustDecide === true ? votes.length : 0);
				const name = `transaction ${show(id)}`;
				const byNode = /* @__PURE__ */ new Map();
				const [first] = decisions;
				const commit = decisions.find((decision) => decisionOf(decision) === "commit");
				const context = [begin, ...votes];
				for (const decision of decisions) {
					const earlier = getOrMake(byNode, decision.process, () => decision);
					if (decisionOf(earlier) !== decisionOf(decision)) findings.add("reversed-decision", [
						...context,
						earlier,
						decision
					], () => {
						return `${who(decision)} decided to ${decisionOf(earlier)} and then to ${decisionOf(decision)} ${name}`;
					});
					else if (decisionOf(first) !== decisionOf(decision)) findings.add("split-decision", [
						...context,
						first,
						decision
					], () => {
						return `${whoWhen(first)} decided to ${decisionOf(first)} ${name}, ${whoWhen(decision)} to ${decisionOf(decision)}`;
					});
				}
				if (commit) {
					const no = votes.find((vote) => fieldsOf$2(vote)["vote"] === "no");
					const voters = new Set(votes.filter((vote) => vote.complete < commit.invoke).map((vote) => vote.process));
					const expected = begin && fieldsOf$2(begin)["participants"];
					const silent = Array.isArray(expected) ? expected.find((node) => !voters.has(node)) : void 0;
					if (no || silent !== void 0) findings.add("commit-without-vote", [
						begin,
						...no ? [no] : votes,
						commit
					], () => {
						const why = no ? `${who(no)} had voted no` : `${show(silent)} had not voted`;
						return `${whoWhen(commit)} committed ${name}, though ${why}`;
					});
				}
				for (const request of requests) {
					const contrary = decisions.find((decision) => decisionOf(decision) === (request.type === "ok" ? "abort" : "commit"));
					if (request.type === "info" || !contrary) continue;
					findings.add("wrong-answer", [
						...context,
						contrary,
						request
					], () => {
						const told = request.type === "ok" ? "committed" : "aborted";
						return `${who(request)} was told that ${name} ${told}, but ${whoWhen(contrary)} decided to ${decisionOf(contrary)}`;
					});
				}
				for (const vote of options.mustDecide ? votes : []) {
					if (fieldsOf$2(vote)["vote"] !== "yes" || byNode.has(vote.process)) continue;
					findings.add("blocked", [begin, vote], () => `${who(vote)} voted yes on ${name} and never learned the decision`);
				}
			}
			return {
				judged,
				reason: `${counted$1(transactions.length, "transaction")}, ${transactions.length === 1 ? "" : "each "}decided alike by all`
			};
		}
	});
}
function decisionOf(operation) {
	return String(fieldsOf$2(operation)["decision"]);
}
function collect$4(history, options) {
	const { begin = "begin", vote = "vote", decide = "decide", transact = "transact" } = options;
	const transactions = /* @__PURE__ */ new Map();
	for (const operation of history) {
		const { f, txn } = fieldsOf$2(operation);
		if (txn === void 0) continue;
		const make = () => ({
			id: txn,
			begin: void 0,
			votes: [],
			decisions: [],
			requests: []
		});
		const transaction = getOrMake(transactions, identityOf(txn), make);
		if (f === transact) transaction.requests.push(operation);
		if (operation.type !== "ok") continue;
		if (f === begin) transaction.begin = operation;
		else if (f === vote) transaction.votes.push(operation);
		else if (f === decide) transaction.decisions.push(operation);
	}
	return [...transactions.values()];
}
// checkers/agreement/broadcast.ts
/** Broadcast: what every node delivers, and in which order (Hadzilacos & Toueg 1994). */
/** Sends and deliveries by node. Anything that did not certainly happen is left out, but an uncertain send counts. */
function broadcastsOf(history, options) {
	const sentBy = selector(options.sent, "broadcast", (fields) => fields["value"]);
	const deliveredBy = selector(options.delivered, "deliver", (fields) => fields["value"]);
	const messages = /* @__PURE__ */ new Map();
	const nodes = /* @__PURE__ */ new Map();
	for (const node of options.nodes ?? []) nodes.set(node, []);
	for (const operation of history) {
		const sent = operation.type === "fail" ? void 0 : sentBy(operation);
		const value = sent ?? (operation.type === "ok" ? deliveredBy(operation) : void 0);
		if (value === void 0) continue;
		const id = identityOf(value);
		const kind = sent === void 0 ? "deliver" : "send";
		if (kind === "send" && !messages.has(id)) messages.set(id, {
			value,
			sent: operation
		});
		getOrMake(nodes, operation.process, () => []).push({
			kind,
			id,
			value,
			operation
		});
	}
	for (const steps of nodes.values()) steps.sort((a, b) => a.operation.invoke - b.operation.invoke);
	return {
		messages,
		nodes
	};
}
/** Integrity: every message is delivered at most once, and only if it was sent before. */
function reportIntegrity({ messages, nodes }, findings) {
	for (const [node, steps] of nodes) {
		const before = /* @__PURE__ */ new Map();
		for (const { kind, id, value, operation } of steps) {
			if (kind === "send") continue;
			const first = getOrMake(before, id, () => operation);
			const message = messages.get(id);
			if (first !== operation) findings.add("duplicate-delivery", [
				message?.sent,
				first,
				operation
			], () => `${show(node)} delivered ${show(value)} twice`);
			if (!message || message.sent.invoke > operation.complete) findings.add("phantom-delivery", [message?.sent, operation], () => {
				return `${whoWhen(operation)} delivered ${show(value)}, which nobody had sent`;
			});
		}
	}
}
/** Agreement: what one of the given nodes delivered, all of them did. */
function reportAgreement({ messages, nodes }, options, findings) {
	if (!options.nodes) return;
	const delivered = /* @__PURE__ */ new Map();
	for (const node of options.nodes) for (const step of nodes.get(node) ?? []) if (step.kind === "deliver" && !delivered.has(step.id)) delivered.set(step.id, step);
	for (const node of options.nodes) {
		const own = new Set((nodes.get(node) ?? []).filter(({ kind }) => kind === "deliver").map(({ id }) => id));
		for (const { id, value, operation } of delivered.values()) {
			if (own.has(id)) continue;
			findings.add("agreement", [messages.get(id)?.sent, operation], () => {
				return `${show(node)} never delivered ${show(value)}, but ${whoWhen(operation)} did`;
			});
		}
	}
}
/** What every checker of broadcasts looks for. */
const looksFor = ({ sent, delivered }) => `deliveries of messages (${nameOfFunction(sent, "broadcast")} and ${nameOfFunction(delivered, "deliver")} with value)`;
function deliveriesOf({ nodes }) {
	let count = 0;
	for (const steps of nodes.values()) for (const { kind } of steps) if (kind === "deliver") count++;
	return count;
}
/** The deliveries of a node, each message once. */
function firstDeliveries(steps) {
	const seen = /* @__PURE__ */ new Set();
	return steps.filter(({ kind, id }) => kind === "deliver" && !seen.has(id) && seen.add(id));
}
/**
* All nodes deliver messages in one order (Hadzilacos & Toueg 1994).
*
* What it reads. A node records `{f: 'broadcast', value}` and `{f: 'deliver', value}`, with `node.effect`. The value
* identifies the message.
*
* Anomalies: `total-order`, `duplicate-delivery`, `phantom-delivery`, and `agreement` if `nodes` are given. Linear in
* the deliveries.
*/
function totalOrderBroadcast(options = {}) {
	return scanning({
		name: "total-order-broadcast",
		looksFor: looksFor(options),
		scan(history, findings, meter) {
			meter.spend(history.length);
			const broadcasts = broadcastsOf(history, options);
			reportIntegrity(broadcasts, findings);
			reportAgreement(broadcasts, options, findings);
			const cycle = deliveryCycle(broadcasts);
			if (cycle.length > 0) {
				const sent = cycle.map(({ id }) => broadcasts.messages.get(id)?.sent);
				findings.add("total-order", [...sent, ...cycle.map(({ operation }) => operation)], () => {
					const pairs = [];
					for (let i = 0; i < cycle.length; i += 2) pairs.push(`${who(cycle[i].operation)} delivered ${show(cycle[i].value)} before ${show(cycle[i + 1].value)}`);
					return `no order fits all nodes: ${pairs.join(", ")}`;
				});
			}
			return {
				judged: deliveriesOf(broadcasts),
				reason: `${counted$1(broadcasts.messages.size, "message")}, in one order at ${counted$1(broadcasts.nodes.size, "node")}`
			};
		}
	});
}
/**
* Merges the nodes' orders by repeatedly taking a message that is at the front of every node that delivers it. If
* none is left to take, the fronts lead into a cycle, returned as pairs of deliveries, each pair at one node.
*/
function deliveryCycle({ nodes }) {
	const queues = [...nodes.values()].map(firstDeliveries);
	const heads = queues.map(() => 0);
	const holders = /* @__PURE__ */ new Map();
	for (const [node, queue] of queues.entries()) for (const { id } of queue) getOrMake(holders, id, () => []).push(node);
	const waiting = /* @__PURE__ */ new Map();
	const ready = [...queues.keys()];
	for (let node = ready.pop(); node !== void 0; node = ready.pop()) {
		const front = queues[node][heads[node]];
		if (!front) continue;
		const at = (waiting.get(front.id) ?? 0) + 1;
		waiting.set(front.id, at);
		const all = holders.get(front.id);
		if (at < all.length) continue;
		for (const holder of all) {
			heads[holder]++;
			ready.push(holder);
		}
	}
	const start = queues.findIndex((queue, node) => heads[node] < queue.length);
	if (start < 0) return [];
	const path = [];
	const seen = /* @__PURE__ */ new Map();
	let node = start;
	while (!seen.has(node)) {
		seen.set(node, path.length);
		const wanted = queues[node][heads[node]];
		const next = holders.get(wanted.id).find((holder) => queues[holder][heads[holder]]?.id !== wanted.id);
		const front = queues[next][heads[next]];
		path.push({
			front,
			blocked: queues[next].find(({ id }) => id === wanted.id),
			node: next
		});
		node = next;
	}
	return path.slice(seen.get(node)).flatMap(({ front, blocked }) => [front, blocked]);
}
// checkers/agreement/causal-broadcast.ts
/** FIFO and causal order of delivery (Hadzilacos & Toueg 1994). */
/**
* Messages of one sender are delivered in the order sent.
*
* What it reads. A node records `{f: 'broadcast', value}` and `{f: 'deliver', value}`, with `node.effect`. The value
* identifies the message.
*
* Anomalies: `fifo-order`, `duplicate-delivery`, `phantom-delivery`, and `agreement` if `nodes` are given.
*/
function fifoBroadcast(options = {}) {
	return ordered("fifo-broadcast", "fifo-order", options);
}
/**
* A message is delivered after every message that its sender knew when it sent.
*
* What it reads. A node records `{f: 'broadcast', value}` and `{f: 'deliver', value}`, with `node.effect`. The value
* identifies the message. A sender knows its own messages, also before it delivers them.
*
* Anomalies: `causal-order`, `duplicate-delivery`, `phantom-delivery`, and `agreement` if `nodes` are given.
*/
function causalBroadcast(options = {}) {
	return ordered("causal-broadcast", "causal-order", options);
}
function ordered(name, kind, options) {
	return scanning({
		name,
		looksFor: looksFor(options),
		scan(history, findings, meter) {
			meter.spend(history.length);
			const broadcasts = broadcastsOf(history, options);
			reportIntegrity(broadcasts, findings);
			reportAgreement(broadcasts, options, findings);
			const predecessors = predecessorsOf(broadcasts, kind === "causal-order");
			for (const [node, steps] of broadcasts.nodes) {
				meter.spend(steps.length * broadcasts.nodes.size);
				reportOvertaking(node, steps, broadcasts, predecessors, kind, findings);
			}
			return {
				judged: deliveriesOf(broadcasts),
				reason: `${counted$1(broadcasts.messages.size, "message")}, ${broadcasts.messages.size === 1 ? "" : "each "}delivered after what precedes it`
			};
		}
	});
}
function predecessorsOf({ nodes, messages }, causal) {
	const clocks = /* @__PURE__ */ new Map();
	const sentBy = /* @__PURE__ */ new Map();
	const place = /* @__PURE__ */ new Map();
	for (const [node, steps] of nodes) for (const step of steps) {
		if (step.kind !== "send" || messages.get(step.id)?.sent !== step.operation) continue;
		const own = getOrMake(sentBy, node, () => []);
		place.set(step.id, {
			sender: node,
			sequence: own.push(step)
		});
	}
	const knowledge = new Map([...nodes.keys()].map((node) => [node, /* @__PURE__ */ new Map()]));
	const all = [...nodes].flatMap(([node, steps]) => steps.map((step) => ({
		node,
		step
	})));
	all.sort((a, b) => a.step.operation.invoke - b.step.operation.invoke);
	for (const { node, step } of all) {
		const known = knowledge.get(node);
		const at = place.get(step.id);
		if (!at) continue;
		if (step.kind === "send") {
			if (messages.get(step.id).sent !== step.operation) continue;
			clocks.set(step.id, causal ? new Map(known) : /* @__PURE__ */ new Map([[node, at.sequence - 1]]));
			known.set(node, at.sequence);
		} else if (causal) {
			for (const [sender, count] of clocks.get(step.id) ?? []) known.set(sender, Math.max(known.get(sender) ?? 0, count));
			known.set(at.sender, Math.max(known.get(at.sender) ?? 0, at.sequence));
		}
	}
	return {
		clocks,
		sentBy,
		place
	};
}
function reportOvertaking(node, steps, { messages, nodes }, { clocks, sentBy }, kind, findings) {
	const delivered = /* @__PURE__ */ new Set();
	/** How many messages of each sender were delivered without a hole. */
	const complete = /* @__PURE__ */ new Map();
	for (const step of firstDeliveries(steps)) {
		for (const [sender, count] of clocks.get(step.id) ?? []) {
			if (sender === node) continue;
			const sent = sentBy.get(sender);
			let upTo = complete.get(sender) ?? 0;
			while (upTo < count && delivered.has(sent[upTo].id)) upTo++;
			complete.set(sender, upTo);
			if (upTo >= count) continue;
			const missed = sent[upTo];
			const own = messages.get(step.id).sent;
			const known = nodes.get(own.process)?.find(({ kind: did, id }) => did === "deliver" && id === missed.id);
			findings.add(kind, [
				missed.operation,
				known?.operation,
				own,
				step.operation
			], () => {
				return `${whoWhen(step.operation)} delivered ${show(step.value)} before ${show(missed.value)}, which precedes it`;
			});
			break;
		}
		delivered.add(step.id);
	}
}
// checkers/agreement/reliable-broadcast.ts
/**
* Reliable broadcast: every correct node delivers the same messages, in any order (Hadzilacos & Toueg 1994; Cachin,
* Guerraoui & Rodrigues, "Reliable and Secure Distributed Programming", module 3.2).
*/
/**
* Validity (a correct node delivers what it broadcast), agreement (what one correct node delivered, all of them did),
* no duplication, no creation (Hadzilacos & Toueg 1994).
*
* What it reads. A node records `{f: 'broadcast', value}` and `{f: 'deliver', value}`, with `node.effect`. The value
* identifies the message.
*
* `nodes` are the correct ones: they must have delivered everything when the history ends. Default: all that delivered
* anything; name them where one stopped for good, or never received anything.
*
* Anomalies: `validity`, `agreement`, `duplicate-delivery`, `phantom-delivery`. Linear in the deliveries of all nodes.
*/
function reliableBroadcast(options = {}) {
	return scanning({
		name: "reliable-broadcast",
		looksFor: looksFor(options),
		scan(history, findings, meter) {
			meter.spend(history.length);
			const broadcasts = broadcastsOf(history, options);
			const nodes = options.nodes ?? deliveringNodes(broadcasts);
			reportIntegrity(broadcasts, findings);
			reportValidity(broadcasts, nodes, findings);
			meter.spend(nodes.length * broadcasts.messages.size);
			reportAgreement(broadcasts, {
				...options,
				nodes
			}, findings);
			return {
				judged: deliveriesOf(broadcasts),
				reason: `${counted$1(broadcasts.messages.size, "message")}, the same at ${counted$1(nodes.length, "node")}`
			};
		}
	});
}
function deliveringNodes({ nodes }) {
	return [...nodes].flatMap(([node, steps]) => steps.some(({ kind }) => kind === "deliver") ? [node] : []);
}
/** A broadcast that may not have begun asks for nothing. */
function reportValidity({ nodes }, correct, findings) {
	for (const node of correct) {
		const steps = nodes.get(node) ?? [];
		const delivered = new Set(steps.filter(({ kind }) => kind === "deliver").map(({ id }) => id));
		for (const { kind, id, value, operation } of steps) {
			if (kind !== "send" || operation.type !== "ok" || delivered.has(id)) continue;
			findings.add("validity", [operation], () => `${whoWhen(operation)} broadcast ${show(value)} and never delivered it itself`);
		}
	}
}
// checkers/agreement/consensus.ts
/**
* Consensus: agreement, validity and integrity (Chandra & Toueg 1996, uniform: they also bind nodes that fail later).
*/
/**
* All nodes decide one value, and somebody proposed it (Chandra & Toueg 1996).
*
* What it reads. `{f: 'propose', value, instance?}` of a client or a node offers a value (`fail`: certainly not
* offered); its `ok` output, if there is one, is the decision that the client was told. A node records its decision as
* `{f: 'decide', value, instance?}`, with `node.effect`.
*
* Anomalies: `agreement`, `validity`, `integrity`, and `termination` if `nodes` are given.
*/
function consensus(options = {}) {
	const value = (fields) => fields["value"];
	const proposedBy = selector(options.proposed, "propose", value);
	const decidedBy = selector(options.decided, "decide", value);
	const instanceOf = options.instance ?? ((operation) => fieldsOf$2(operation)["instance"]);
	return scanning({
		name: "consensus",
		looksFor: `decisions (${nameOfFunction(options.decided, "decide")} with value, or answers to ${nameOfFunction(options.proposed, "propose")})`,
		scan(history, findings, meter) {
			const instances = /* @__PURE__ */ new Map();
			for (const operation of history) {
				meter.spend();
				const [proposed, decided] = [proposedBy(operation), decidedBy(operation)];
				if (proposed === void 0 && decided === void 0) continue;
				const name = instanceOf(operation);
				const make = () => ({
					name,
					proposals: /* @__PURE__ */ new Map(),
					decisions: [],
					answers: []
				});
				const instance = getOrMake(instances, identityOf(name), make);
				if (decided !== void 0) {
					if (operation.type === "ok") instance.decisions.push({
						value: decided,
						by: operation
					});
				} else if (operation.type !== "fail") {
					const first = getOrMake(instance.proposals, identityOf(proposed), () => operation);
					if (operation.invoke < first.invoke) instance.proposals.set(identityOf(proposed), operation);
					if (operation.type === "ok" && operation.output !== void 0) instance.answers.push({
						value: operation.output,
						by: operation
					});
				}
			}
			let judged = 0;
			for (const { name, proposals, decisions, answers } of instances.values()) {
				judged += decisions.length + answers.length;
				const where = name === void 0 ? "" : ` in instance ${show(name)}`;
				const [first] = [...decisions, ...answers];
				const deciders = /* @__PURE__ */ new Map();
				for (const { value: decision, by } of [...decisions, ...answers]) {
					if (identityOf(decision) !== identityOf(first.value)) {
						const proposalsOf = [first.value, decision].map((v) => proposals.get(identityOf(v)));
						findings.add("agreement", [
							...proposalsOf,
							first.by,
							by
						], () => {
							return `${whoWhen(first.by)} decided ${show(first.value)}, ${whoWhen(by)} ${show(decision)}${where}`;
						});
					}
					const proposal = proposals.get(identityOf(decision));
					if (!proposal || proposal.invoke > by.complete) findings.add("validity", [proposal, by], () => {
						return `${whoWhen(by)} decided ${show(decision)}${where}, which nobody had proposed`;
					});
				}
				for (const { value: decision, by } of decisions) {
					const before = getOrMake(deciders, by.process, () => by);
					if (before === by) continue;
					findings.add("integrity", [
						proposals.get(identityOf(decision)),
						before,
						by
					], () => {
						return `${who(by)} decided twice${where}, at ${whenInvoked(before)} and at ${whenInvoked(by)}`;
					});
				}
				const silent = first && options.nodes?.find((node) => !deciders.has(node));
				if (silent !== void 0) findings.add("termination", [proposals.get(identityOf(first.value)), first.by], () => {
					return `${show(silent)} never decided${where}, but ${whoWhen(first.by)} did`;
				});
			}
			return {
				judged,
				reason: `${counted$1(instances.size, "instance")}${instances.size === 1 ? "" : ", each"} with one decision`
			};
		}
	});
}
// checkers/agreement/conservation.ts
/** Conservation: transfers move money, and neither make nor lose any (the bank test of Jepsen). */
/**
* All balances always add up to one total (the bank test of Jepsen).
*
* What it reads. `{f: 'read'}` answers all balances, as an object or array of numbers. Transfers need not be recorded.
*
* Anomalies: `not-a-number`, `wrong-total`, `negative-balance`, `missing-account`. Linear.
*/
function conservation(options = {}) {
	const balancesOf = selector(options.balances, "read", balancesShown);
	return scanning({
		name: "conservation",
		looksFor: `${nameOfFunction(options.balances, "read")} that shows all balances`,
		scan(history, findings, meter) {
			let accounts = options.accounts?.map(String);
			let first;
			let wanted = options.total;
			let reads = 0;
			for (const operation of history) {
				meter.spend();
				const shown = operation.type === "ok" ? balancesOf(operation) : void 0;
				if (!shown) continue;
				reads++;
				const balances = new Map(Object.entries(shown));
				accounts ??= [...balances.keys()];
				if (accounts.filter((account) => !balances.has(account)).length > 0 || balances.size > accounts.length) findings.add("missing-account", [operation], () => {
					return `${whoWhen(operation)} read accounts ${[...balances.keys()].join(", ")} instead of ${accounts.join(", ")}`;
				});
				const odd = Object.entries(shown).find(([, balance]) => !isAmount(balance));
				if (odd) {
					const [account, balance] = odd;
					findings.add("not-a-number", [operation], () => {
						return `${whoWhen(operation)} read ${show(balance)} in account ${account}, which is no number`;
					});
					continue;
				}
				const total = sumOf([...balances.values()]);
				if (wanted === void 0) [first, wanted] = [operation, total];
				if (total !== wanted) findings.add("wrong-total", [first, operation], () => {
					const source = first ? `, as ${whoWhen(first)} had read` : "";
					return `${whoWhen(operation)} read ${show(shown)}: total ${total}, should be ${wanted}${source}`;
				});
				const negative = [...balances].find(([, balance]) => balance < 0);
				if (negative && options.negative !== "allow") findings.add("negative-balance", [operation], () => `${whoWhen(operation)} read ${negative[1]} in account ${negative[0]}`);
			}
			if (reads === 1 && options.total === void 0) findings.undecided(`the only read shows a total of ${wanted}, and nothing says what it should be: say so by total, such as total=${wanted}`);
			return {
				judged: reads,
				reason: `${counted$1(reads, "read")}${reads === 1 ? "" : ", each"} with a total of ${wanted}`
			};
		}
	});
}
const isAmount = (balance) => typeof balance === "number" || typeof balance === "bigint";
function balancesShown(_fields, { output }) {
	return typeof output === "object" && output !== null && !(output instanceof Keyword) ? output : void 0;
}
// checkers/agreement/locks.ts
/** Mutual exclusion, and what protects where it fails: fencing tokens (Kleppmann 2016). */
/**
* Nobody holds a lock while another certainly does.
*
* What it reads. An `ok` `{f: 'acquire', key?}` holds the lock from its completion until the same process invokes `{f:
* 'release', key?}` (`ok` or of unknown outcome), or for ever. The process is a client, or a node that records both
* with `node.effect`. A holder that notices the end of its lease records a release as well.
*
* Anomaly: `overlapping-holds`. O(n log n).
*/
function mutualExclusion(options = {}) {
	return scanning({
		name: "mutual-exclusion",
		looksFor: `${options.acquire ?? "acquire"} that succeeded`,
		scan(history, findings, meter) {
			meter.spend(history.length);
			const locks = holdsOf(history, options);
			for (const [key, holds] of locks) {
				holds.sort((a, b) => a.acquired.complete - b.acquired.complete);
				let longest;
				for (const hold of holds) {
					const holder = longest;
					if (holder && endOf$1(holder) > hold.acquired.complete) findings.add("overlapping-holds", [
						holder.acquired,
						hold.acquired,
						holder.released,
						hold.released
					], () => {
						const until = holder.released ? `until ${whenInvoked(holder.released)}` : "for ever";
						const name = key === void 0 ? "the lock" : `lock ${show(key)}`;
						return `${whoWhen(hold.acquired)} acquired ${name}, which ${who(holder.acquired)} held from ${whenCompleted(holder.acquired)} ${until}`;
					});
					if (!holder || endOf$1(hold) > endOf$1(holder)) longest = hold;
				}
			}
			return {
				judged: locks.size,
				reason: `${counted$1(locks.size, "lock")}, never held twice`
			};
		}
	});
}
function endOf$1({ released }) {
	return released ? released.invoke : Infinity;
}
function holdsOf(history, options) {
	const locks = /* @__PURE__ */ new Map();
	const open = /* @__PURE__ */ new Map();
	for (const operation of history) {
		const { f, key } = fieldsOf$2(operation);
		const holder = `${typeof operation.process} ${operation.process} ${nameOf$2(key)}`;
		if (f === (options.acquire ?? "acquire") && operation.type === "ok") {
			const hold = {
				acquired: operation,
				released: void 0
			};
			open.set(holder, hold);
			getOrMake(locks, identityOf(key), () => []).push(hold);
		} else if (f === (options.release ?? "release") && operation.type !== "fail") {
			const hold = open.get(holder);
			if (hold) hold.released = operation;
			open.delete(holder);
		}
	}
	return locks;
}
/**
* Tokens grow with every acquisition, and the resource lets no older token pass after a newer one (Kleppmann 2016).
*
* What it reads. An `ok` `{f: 'acquire', key?}` got a token: its output is the token or has a field `token`. A node
* records it as `node.effect({ f: 'acquire', token })`, once for each token. The resource records each access that it
* lets pass as `{f: 'access', token, key?}`.
*
* Anomalies: `duplicate-token`, `token-order`, `stale-token-accepted`, `phantom-token` (no `acquire` got it). O(n log
* n).
*/
function fencing(options = {}) {
	return scanning({
		name: "fencing",
		looksFor: `${options.acquire ?? "acquire"} answered with a token, and ${options.access ?? "access"} with one`,
		scan(history, findings, meter) {
			meter.spend(history.length);
			const acquire = options.acquire ?? "acquire";
			const access = options.access ?? "access";
			const grants = /* @__PURE__ */ new Map();
			const accesses = /* @__PURE__ */ new Map();
			const perhaps = /* @__PURE__ */ new Set();
			for (const operation of history) {
				const { f, key, token } = fieldsOf$2(operation);
				if (f === acquire && operation.type === "info") perhaps.add(identityOf(key));
				if (operation.type !== "ok") continue;
				if (f === acquire) {
					const granted = tokenOf(operation.output) ?? tokenOf(token);
					if (granted !== void 0) getOrMake(grants, identityOf(key), () => []).push({
						token: granted,
						by: operation
					});
				} else if (f === access && isNumber(token)) getOrMake(accesses, identityOf(key), () => []).push({
					token,
					by: operation
				});
			}
			for (const granted of grants.values()) {
				const owners = /* @__PURE__ */ new Map();
				for (const { token, by } of granted) {
					const owner = getOrMake(owners, token, () => by);
					if (owner === by) continue;
					findings.add("duplicate-token", [owner, by], () => `${whoWhen(owner)} and ${whoWhen(by)} both got token ${token}`);
				}
				forEachFall(granted, (earlier, later) => {
					findings.add("token-order", [earlier.by, later.by], () => {
						return `${whoWhen(later.by)} got token ${later.token} after ${whoWhen(earlier.by)} had got ${earlier.token}`;
					});
				});
			}
			for (const [key, passed] of accesses) {
				const known = new Map((grants.get(key) ?? []).map(({ token, by }) => [token, by]));
				let newest;
				for (const current of passed.sort((a, b) => a.by.invoke - b.by.invoke)) {
					const { token, by } = current;
					if (!known.has(token) && !perhaps.has(key)) findings.add("phantom-token", [by], () => `${whoWhen(by)} let token ${token} pass, but no ${acquire} got it`);
					if (newest && token < newest.token) {
						const { token: newer, by: passedBefore } = newest;
						findings.add("stale-token-accepted", [
							known.get(token),
							known.get(newer),
							passedBefore,
							by
						], () => {
							return `${whoWhen(by)} let token ${token} pass after token ${newer}`;
						});
					} else newest = current;
				}
			}
			return {
				judged: grants.size + accesses.size,
				reason: `${counted$1(accesses.size, "resource")} that let${accesses.size === 1 ? "s" : ""} no token pass after a newer one`
			};
		}
	});
}
function tokenOf(output) {
	const token = typeof output === "object" && output !== null && "token" in output ? output.token : output;
	return isNumber(token) ? token : void 0;
}
/** Calls back for each value that is not above all that were certainly given out before it was asked for. */
function forEachFall(given, report) {
	const byEnd = [...given].sort((a, b) => a.by.complete - b.by.complete);
	const byBeginning = [...given].sort((a, b) => a.by.invoke - b.by.invoke);
	let next = 0;
	let highest;
	for (const later of byBeginning) {
		for (; next < byEnd.length && byEnd[next].by.complete < later.by.invoke; next++) {
			const candidate = byEnd[next];
			if (!highest || candidate.token > highest.token) highest = candidate;
		}
		if (highest && later.token < highest.token) report(highest, later);
	}
}
// checkers/agreement/ids.ts
/** Identifiers that a service hands out: unique, and growing. */
/**
* No identifier is handed out twice.
*
* What it reads. `{f: 'generate'}` with the identifier, or several, as `ok` output. An operation of unknown outcome may
* have used up identifiers that nobody got.
*
* Anomaly: `duplicate`. Linear.
*/
function uniqueIds(options = {}) {
	return scanning({
		name: "unique-ids",
		looksFor: `${options.generate ?? "generate"} answered with an identifier`,
		scan(history, findings, meter) {
			const owners = /* @__PURE__ */ new Map();
			for (const { id, by } of idsOf(history, options)) {
				meter.spend();
				const owner = owners.get(identityOf(id));
				if (owner) findings.add("duplicate", [owner, by], () => `${whoWhen(owner)} and ${whoWhen(by)} both got ${show(id)}`);
				else owners.set(identityOf(id), by);
			}
			return {
				judged: owners.size,
				reason: `${counted$1(owners.size, "identifier")}, all different`
			};
		}
	});
}
/**
* Identifiers grow. Numbers compare as numbers, strings of equal length as text.
*
* What it reads. `{f: 'generate'}` with the identifier, or several, as `ok` output. An operation of unknown outcome may
* have used up identifiers that nobody got.
*
* Anomaly: `non-monotonic`: an identifier is not above one that was handed out before this one was asked for. O(n log
* n).
*/
function monotonicIds(options = {}) {
	return scanning({
		name: "monotonic-ids",
		looksFor: `${options.generate ?? "generate"} answered with an identifier`,
		scan(history, findings, meter) {
			meter.spend(history.length);
			const ids = idsOf(history, options);
			const ranks = rankOf(ids.map(({ id }) => id));
			const scopes = /* @__PURE__ */ new Map();
			for (const { id, by } of ids) getOrMake(scopes, options.scope === "session" ? by.process : void 0, () => []).push({
				id,
				token: ranks.get(identityOf(id)),
				by
			});
			for (const given of scopes.values()) forEachFall(given, (earlier, later) => {
				findings.add("non-monotonic", [earlier.by, later.by], () => {
					return `${whoWhen(later.by)} got ${show(later.id)} after ${whoWhen(earlier.by)} had got ${show(earlier.id)}`;
				});
			});
			return {
				judged: ids.length,
				reason: `${counted$1(ids.length, "identifier")}, growing`
			};
		}
	});
}
function idsOf(history, { generate = "generate" }) {
	return history.flatMap((by) => {
		if (by.type !== "ok" || fieldsOf$2(by).f !== generate || by.output === void 0) return [];
		return (Array.isArray(by.output) ? by.output : [by.output]).map((id) => ({
			id,
			by
		}));
	});
}
/** The place of each identifier among all of them: shorter strings are smaller, as with counters in text. */
function rankOf(ids) {
	const compare = (one, other) => {
		const [a, b] = [named(one), named(other)];
		if (typeof a === "string" && typeof b === "string") return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
		if (typeof a === "bigint" || typeof b === "bigint") return a < b ? -1 : a > b ? 1 : 0;
		return Number(a) - Number(b);
	};
	const sorted = [...ids].sort(compare);
	const ranks = /* @__PURE__ */ new Map();
	let rank = 0;
	for (const [i, id] of sorted.entries()) {
		if (i > 0 && compare(sorted[i - 1], id) !== 0) rank++;
		ranks.set(identityOf(id), rank);
	}
	return ranks;
}
// checkers/agreement/leadership.ts
/** At most one leader per term (Ongaro & Ousterhout 2014: election safety), and terms that do not fall. */
/**
* At most one leader per term (Ongaro & Ousterhout 2014: election safety).
*
* What it reads. A node that wins an election records `{f: 'lead', term, group?}`, with `node.effect`.
*
* Anomalies: `two-leaders`, `term-regression` (a node leads an older term than one it led before). Linear.
*/
function oneLeaderPerTerm(options = {}) {
	const termOf = selector(options.leads, "lead", (fields) => fields["term"]);
	const groupOf = options.group ?? ((operation) => fieldsOf$2(operation)["group"]);
	return scanning({
		name: "one-leader-per-term",
		looksFor: `${nameOfFunction(options.leads, "lead")} with a term`,
		scan(history, findings, meter) {
			const leaders = /* @__PURE__ */ new Map();
			const led = /* @__PURE__ */ new Map();
			for (const operation of history) {
				meter.spend();
				const term = operation.type === "ok" ? termOf(operation) : void 0;
				if (term === void 0) continue;
				const group = nameOf$2(groupOf(operation));
				const leader = getOrMake(leaders, `${group} ${nameOf$2(term)}`, () => operation);
				if (leader.process !== operation.process) findings.add("two-leaders", [leader, operation], () => {
					return `${whoWhen(leader)} and ${whoWhen(operation)} both lead term ${show(term)}`;
				});
				const node = `${group} ${typeof operation.process} ${operation.process}`;
				const before = getOrMake(led, node, () => ({
					term,
					by: operation
				}));
				if (isNumber(term) && isNumber(before.term) && term < before.term) findings.add("term-regression", [before.by, operation], () => {
					return `${whoWhen(operation)} leads term ${term}, having led term ${show(before.term)}`;
				});
				else led.set(node, {
					term,
					by: operation
				});
			}
			return {
				judged: leaders.size,
				reason: `${counted$1(leaders.size, "term")} with one leader${leaders.size === 1 ? "" : " each"}`
			};
		}
	});
}
// checkers/agreement/replicated-log.ts
/**
* Replicated logs: all nodes commit the same entries, and logs that share an entry share all before it (Ongaro &
* Ousterhout 2014: state machine safety, log matching).
*/
/**
* What is committed at an index is committed there for everybody and for ever (Ongaro & Ousterhout 2014: state machine
* safety).
*
* What it reads. A node records `{f: 'commit', index, value, term?}` when it applies an entry, and `{f: 'snapshot',
* index}` when it takes over everything up to this index from elsewhere; both with `node.effect`.
*
* Anomalies: `divergence` (two nodes committed different entries at an index), `rewrite` (one node did), `gap` (a node
* committed an index without the one before it; it may begin anywhere). Linear.
*/
function committedPrefix(options = {}) {
	const committedBy = selector(options.committed, "commit", committed);
	const { snapshot = "snapshot" } = options;
	return scanning({
		name: "committed-prefix",
		looksFor: `${nameOfFunction(options.committed, "commit")} with index and value`,
		scan(history, findings, meter) {
			const log = /* @__PURE__ */ new Map();
			const heads = /* @__PURE__ */ new Map();
			for (const operation of history) {
				meter.spend();
				if (operation.type !== "ok") continue;
				const fields = fieldsOf$2(operation);
				if (fields.f === snapshot && typeof fields["index"] === "number") {
					const head = heads.get(operation.process);
					if (!head || head.highest < fields["index"]) heads.set(operation.process, {
						highest: fields["index"],
						by: operation
					});
				}
				const entry = committedBy(operation);
				if (!entry) continue;
				const { index } = entry;
				const first = getOrMake(log, index, () => ({
					entry,
					by: operation
				}));
				if (!sameEntry(first.entry, entry)) {
					const kind = first.by.process === operation.process ? "rewrite" : "divergence";
					findings.add(kind, [first.by, operation], () => {
						return `at index ${index} ${whoWhen(first.by)} committed ${text$2(first.entry)}, ${whoWhen(operation)} ${text$2(entry)}`;
					});
				}
				const head = getOrMake(heads, operation.process, () => ({
					highest: index,
					by: operation
				}));
				if (index > head.highest + 1 && options.gaps !== "allow") {
					const { highest, by } = head;
					findings.add("gap", [by, operation], () => {
						return `${whoWhen(operation)} committed index ${index}, having come no further than ${highest}`;
					});
				}
				if (index >= head.highest) heads.set(operation.process, {
					highest: index,
					by: operation
				});
			}
			return {
				judged: log.size,
				reason: `${counted$1(log.size, "index", "indexes")} committed, the same by all of ${counted$1(heads.size, "node")}`
			};
		}
	});
}
function committed({ index, value, term }) {
	return typeof index === "number" ? {
		index,
		value,
		term
	} : void 0;
}
function sameEntry(a, b) {
	return identityOf(a.value) === identityOf(b.value) && identityOf(a.term) === identityOf(b.term);
}
function text$2({ value, term }) {
	return term === void 0 ? show(value) : `${show(value)} of term ${show(term)}`;
}
/**
* Logs that share an entry, index and term, share all entries before it (Ongaro & Ousterhout 2014: log matching).
*
* What it reads. A node records its log as it is now, `{f: 'log', entries: [{term, value}, …], from?}`, with
* `node.effect`. It begins at index `from`, 1 by default.
*
* Anomalies: `log-mismatch` (two entries of one index and term differ, or what precedes them does), `term-regression`
* (terms fall along a log). Linear in the entries recorded.
*/
function logMatching(options = {}) {
	const logOf = selector(options.log, "log", shownLog);
	return scanning({
		name: "log-matching",
		looksFor: `${nameOfFunction(options.log, "log")} with entries`,
		scan(history, findings, meter) {
			const entries = /* @__PURE__ */ new Map();
			for (const operation of history) {
				meter.spend();
				const log = operation.type === "ok" ? logOf(operation) : void 0;
				if (!log) continue;
				let before;
				for (const [i, entry] of log.entries.entries()) {
					meter.spend();
					const place = `${log.from + i} ${nameOf$2(entry.term)}`;
					const { value, by, before: beforeThat } = getOrMake(entries, place, () => ({
						value: entry.value,
						by: operation,
						before
					}));
					const differs = identityOf(value) !== identityOf(entry.value);
					if (differs || before !== void 0 && beforeThat !== void 0 && before !== beforeThat) findings.add("log-mismatch", [by, operation], () => {
						const shared = `index ${log.from + i}, term ${show(entry.term)}`;
						if (differs) return `at ${shared} ${whoWhen(by)} has ${show(value)}, ${whoWhen(operation)} ${show(entry.value)}`;
						return `${whoWhen(by)} and ${whoWhen(operation)} share ${shared}, but not the entry before it`;
					});
					if (beforeThat === void 0 && before !== void 0) entries.set(place, {
						value,
						by: operation,
						before
					});
					const previous = log.entries[i - 1];
					if (previous && isNumber(previous.term) && isNumber(entry.term) && entry.term < previous.term) findings.add("term-regression", [operation], () => {
						return `the log of ${whoWhen(operation)} goes from term ${show(previous.term)} to ${show(entry.term)} at index ${log.from + i}`;
					});
					before = place;
				}
			}
			return {
				judged: entries.size,
				reason: `${counted$1(entries.size, "entry", "entries")}, matching wherever logs share one`
			};
		}
	});
}
function shownLog({ entries, from }) {
	if (!Array.isArray(entries)) return void 0;
	return {
		entries,
		from: typeof from === "number" ? from : 1
	};
}
const BYTES_PER_OPERATION$1 = 64;
function setColumns(history, options, meter) {
	meter.hold(BYTES_PER_OPERATION$1 * history.length);
	const adds = new Set(options.add === void 0 ? ["add", "broadcast"] : [options.add]);
	const read = options.read ?? "read";
	const column = () => new Int32Array(history.length).fill(-1);
	const [acknowledged, begun, refused] = [
		column(),
		column(),
		column()
	];
	const reads = [];
	const values = [];
	const index = new ValueIndex(history.length);
	let known = 0;
	for (let op = 0; op < history.length; op++) {
		meter.spend();
		const operation = history[op];
		const { f, value } = fieldsOf$2(operation);
		if (adds.has(f)) {
			known++;
			const element = index.intern(value);
			values[element] ??= value;
			const one = operation.type === "fail" ? refused : begun;
			if (one[element] === -1) one[element] = op;
			const first = acknowledged[element];
			if (operation.type === "ok" && (first === -1 || operation.complete < history[first].complete)) acknowledged[element] = op;
		} else if (f === read) {
			known++;
			if (operation.type !== "ok" || operation.output === void 0 || operation.output === null) continue;
			if (!isElements(operation.output)) throw new MalformedHistory(op, `${f} of a set answers all its elements, a list, not ${show(operation.output)}`);
			reads.push(op);
		}
	}
	const elementIn = (value) => index.intern(value);
	return {
		history,
		added: index.size,
		values,
		acknowledged,
		begun,
		refused,
		reads,
		known,
		elementIn
	};
}
const isElements = (output) => Array.isArray(output) || output instanceof Set;
/**
* What each read shows, in the order of `reads`; one at a time, so that they need no memory. Elements that nobody had
* begun to add when the read completed are reported as `unexpected` and left out; those shown more than once in a read
* as `duplicate`.
*/
function* shownBy(columns, reads, findings, meter) {
	const { history, added } = columns;
	const metIn = new Int32Array(added).fill(-1);
	for (const op of reads) {
		const operation = history[op];
		const answer = [...operation.output];
		meter.spend(answer.length);
		const elements = new Int32Array(answer.length);
		let count = 0;
		for (const value of answer) {
			const element = columns.elementIn(value);
			const begun = element < added ? columns.begun[element] : -1;
			if (begun === -1 || history[begun].invoke > operation.complete) {
				const refused = element < added ? columns.refused[element] : -1;
				const known = begun === -1 ? refused : begun;
				findings.add("unexpected", [history[known], operation], () => {
					const flaw = begun !== -1 ? "before anyone began to add it" : refused === -1 ? "which nobody added" : "although its addition failed";
					return `${whoWhen(operation)} read ${show(value)}, ${flaw}`;
				});
			} else if (metIn[element] !== op) elements[count++] = element;
			else findings.add("duplicate", [history[begun], operation], () => {
				return `${whoWhen(operation)} read ${show(value)} more than once in one answer`;
			});
			if (element < added) metIn[element] = op;
		}
		yield {
			op,
			elements: elements.subarray(0, count)
		};
	}
}
// checkers/workloads/set-full.ts
/**
* A set with reads of all its elements, judged element by element as Jepsen's set-full does.
*
* What it reads. `{f: 'add', value}` and `{f: 'read'}` with all elements as output.
*
* Anomalies: `lost`, `unexpected`, `duplicate`, and `stale` if that is asked for. Linear in what the reads show.
*/
function setFull(options = {}) {
	return scanning({
		name: "set-full",
		looksFor: `additions (function ${options.add ?? "add or broadcast"}) and reads of all elements (function ${options.read ?? "read"})`,
		anomaliesProve: true,
		scan(history, findings, meter) {
			const columns = setColumns(history, options, meter);
			const { known, present, absent } = livesOf(columns, findings, meter);
			const { added: elements, values, begun } = columns;
			const counts = {
				stable: 0,
				stale: 0,
				lost: 0,
				"never read": 0
			};
			for (let element = 0; element < elements; element++) {
				meter.spend();
				if (known[element] === -1) continue;
				const by = history[known[element]];
				const added = known[element] === columns.acknowledged[element] ? void 0 : history[begun[element]];
				const shows = present[element] === -1 ? void 0 : history[present[element]];
				const lacks = absent[element] === -1 ? void 0 : history[absent[element]];
				const late = lacks !== void 0 && lacks.invoke > by.complete;
				if (shows && absent[element] < present[element]) {
					counts.stable++;
					if (!late) continue;
					counts.stale++;
					if (options.linearizable) findings.add("stale", [
						added,
						by,
						lacks,
						shows
					], () => {
						return `${whoWhen(lacks)} did not read ${show(values[element])}, which ${knownBy(columns, element, known)}`;
					});
				} else if (late) {
					counts.lost++;
					findings.add("lost", [
						added,
						by,
						shows,
						lacks
					], () => {
						return `${show(values[element])} is lost: it ${knownBy(columns, element, known)}, and the last read, ${whoWhen(lacks)}, does not show it`;
					});
				} else counts["never read"]++;
			}
			const account = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
			if (counts.stable === 0 && counts["never read"] > 0 && columns.reads.length > 0) findings.undecided("no element was read after it was known");
			return {
				judged: counts.stable,
				reason: account.join(", ")
			};
		}
	});
}
function livesOf(columns, findings, meter) {
	const { added, reads, history, acknowledged } = columns;
	const known = acknowledged.slice(0, added);
	const present = new Int32Array(added).fill(-1);
	const absent = new Int32Array(added).fill(reads.at(-1) ?? -1);
	/** By element: how many reads, from the last on, show it without a gap. */
	const streak = new Int32Array(added);
	let seen = 0;
	for (const { op, elements } of shownBy(columns, reads.toReversed(), findings, meter)) {
		const before = reads[reads.length - 2 - seen] ?? -1;
		for (const element of elements) {
			const first = known[element];
			if (first === -1 || history[op].complete < history[first].complete) known[element] = op;
			if (present[element] === -1) present[element] = op;
			if (streak[element] !== seen) continue;
			streak[element]++;
			absent[element] = before;
		}
		seen++;
	}
	return {
		known,
		present,
		absent
	};
}
function knownBy({ history, acknowledged }, element, known) {
	const by = history[known[element]];
	return `${known[element] === acknowledged[element] ? "was acknowledged to" : "had been read by"} ${whoWhen(by)}`;
}
// checkers/workloads/final-reads.ts
/**
* Reads that say so (`:final? true`, as Maelstrom writes it); if the history has none, those that began after the last
* change was acknowledged.
*/
function finalReads(history, reads, isRead, isChange) {
	const isMarked = (operation) => {
		const fields = fieldsOf$2(operation);
		return fields["final?"] === true || fields["final"] === true;
	};
	if (history.some((operation) => isRead(operation) && isMarked(operation))) {
		const marked = reads.filter((op) => isMarked(history[op]));
		return marked.length > 0 ? { reads: marked } : {
			reads: [],
			why: "none of the final reads was answered"
		};
	}
	let last = -Infinity;
	for (const operation of history) if (operation.type === "ok" && isChange(operation)) last = Math.max(last, operation.complete);
	const late = reads.filter((op) => history[op].invoke > last);
	return late.length > 0 ? { reads: late } : {
		reads: [],
		why: "no read began after the last change was acknowledged, and none is marked final"
	};
}
// checkers/workloads/eventual-set.ts
/**
* A set whose replicas may lag, but not for ever: what was acknowledged is in every final read (Maelstrom's broadcast
* and g-set), and no read shows what nobody added.
*/
/**
* Every final read shows each acknowledged element, and no read shows what nobody added (Maelstrom's broadcast and
* g-set).
*
* What it reads. `{f: 'add' | 'broadcast', value}` and `{f: 'read'}` with all elements as output. A final read has
* `final: true`; if none has, those count that began after the last change was acknowledged.
*
* Anomalies: `lost` (no final read that began later shows it), `missing` (some final reads show it, others do not),
* `unexpected`, `duplicate`. Linear in what the reads show.
*/
function eventualSet(options = {}) {
	const read = options.read ?? "read";
	const isRead = (operation) => fieldsOf$2(operation).f === read;
	return scanning({
		name: "eventual-set",
		looksFor: `additions (function ${options.add ?? "add or broadcast"}) and final reads of all elements (function ${read})`,
		anomaliesProve: true,
		scan(history, findings, meter) {
			const columns = setColumns(history, options, meter);
			const { added, acknowledged, values } = columns;
			const elements = [];
			for (let element = 0; element < added; element++) if (acknowledged[element] !== -1) elements.push(element);
			const isChange = (operation) => {
				const { f } = fieldsOf$2(operation);
				return options.add === void 0 ? f === "add" || f === "broadcast" : f === options.add;
			};
			const final = finalReads(history, columns.reads, isRead, isChange);
			const isFinal = new Set(final.reads);
			const shownIn = new Int32Array(added).fill(-1);
			const missing = /* @__PURE__ */ new Map();
			for (const { op, elements: shown } of shownBy(columns, columns.reads, findings, meter)) {
				if (!isFinal.has(op)) continue;
				for (const element of shown) shownIn[element] = op;
				const began = history[op].invoke;
				for (const element of elements) {
					meter.spend();
					if (shownIn[element] === op || history[acknowledged[element]].complete >= began) continue;
					if (!missing.has(element)) missing.set(element, history[op]);
				}
			}
			for (const [element, lacks] of missing) {
				const by = history[acknowledged[element]];
				const elsewhere = shownIn[element] === -1 ? void 0 : history[shownIn[element]];
				const what = `${show(values[element])} was acknowledged to ${whoWhen(by)}`;
				if (elsewhere === void 0) findings.add("lost", [by, lacks], () => `${what}, and no final read after it shows it, such as ${whoWhen(lacks)}`);
				else findings.add("missing", [
					by,
					lacks,
					elsewhere
				], () => {
					return `${what}; the final read of ${whoWhen(elsewhere)} shows it, that of ${whoWhen(lacks)} does not`;
				});
			}
			if ("why" in final && elements.length > 0) findings.undecided(final.why);
			return {
				judged: final.reads.length === 0 ? 0 : elements.length,
				reason: `${counted$1(elements.length, "acknowledged element")} in ${final.reads.length === 1 ? "the" : "each of"} ${counted$1(final.reads.length, "final read")}`
			};
		}
	});
}
// checkers/workloads/eventual-counter.ts
/**
* A counter whose replicas may lag, but not for ever (Maelstrom's g-counter and pn-counter): a final read answers the
* sum of everything acknowledged before it, and of any of the additions whose outcome nobody knew by then.
*/
/** So many different sums of uncertain additions are told apart; of more, only the smallest and the largest. */
const MOST_SUMS = 1e4;
/** Up to so many additions, a wrong total is shown with all of them: fewer would make another total. */
const SHOWN = 24;
/**
* A final read shows the sum of all acknowledged additions, and of any of those whose outcome nobody knew (Maelstrom's
* g-counter and pn-counter).
*
* What it reads. `{f: 'add', value}` and `{f: 'read'}` with the total as output. A final read has `final: true`; if
* none has, those count that began after the last change was acknowledged.
*
* Anomaly: `impossible-total`. Linear, but for the sums of few uncertain additions.
*/
function eventualCounter(options = {}) {
	const { add = "add", read = "read", initial = 0 } = options;
	const called = (name) => (operation) => fieldsOf$2(operation).f === name;
	return scanning({
		name: "eventual-counter",
		looksFor: `additions (function ${add}) and final reads of the total (function ${read})`,
		anomaliesProve: true,
		scan(history, findings, meter) {
			const adds = [];
			const reads = [];
			let reach = Math.abs(initial);
			for (let op = 0; op < history.length; op++) {
				meter.spend();
				const operation = history[op];
				const { f } = fieldsOf$2(operation);
				if (f === add) {
					const amount = amountOf(history, op);
					reach += Math.abs(amount);
					if (reach > Number.MAX_SAFE_INTEGER) throw new MalformedHistory(op, "with this addition the total may be beyond 2^53, where sums lose digits");
					if (operation.type !== "fail" && amount !== 0) adds.push({
						operation,
						amount
					});
				} else if (f === read && operation.type === "ok" && isTotal(history, op)) reads.push(op);
			}
			const final = finalReads(history, reads, called(read), called(add));
			for (const op of final.reads) {
				const operation = history[op];
				const total = operation.output;
				const sums = sumsBefore(operation, adds, initial, meter);
				if (isPossible(total, sums)) continue;
				const additions = sums.count + sums.uncertain.length > SHOWN ? [] : [...sums.first, ...sums.uncertain];
				findings.add("impossible-total", [...additions, operation], () => {
					const { certain, least, most, uncertain } = sums;
					const wanted = uncertain.length === 0 ? `should be ${certain}` : total < least || total > most ? `should be from ${least} to ${most}` : `is no sum of ${certain} and any of ${counted$1(uncertain.length, "uncertain addition")}`;
					return `${whoWhen(operation)} read the total ${total}, which ${wanted}: ${counted$1(sums.count, "addition")} acknowledged before ${sums.count === 1 ? "makes" : "make"} ${certain}`;
				});
			}
			if ("why" in final && adds.length > 0) findings.undecided(final.why);
			return {
				judged: final.reads.length,
				reason: `${counted$1(final.reads.length, "final read")} within the bounds of ${counted$1(adds.length, "addition")}`
			};
		}
	});
}
function sumsBefore(read, adds, initial, meter) {
	let [certain, count] = [initial, 0];
	const first = [];
	const uncertain = [];
	const amounts = [];
	for (const { operation, amount } of adds) {
		meter.spend();
		if (operation.type === "ok" && operation.complete < read.invoke) {
			certain += amount;
			if (count++ < SHOWN) first.push(operation);
		} else if (operation.invoke <= read.complete) {
			uncertain.push(operation);
			amounts.push(amount);
		}
	}
	const sumOf = (sign) => amounts.reduce((sum, amount) => Math.sign(amount) === sign ? sum + amount : sum, certain);
	let all = /* @__PURE__ */ new Set([certain]);
	for (const amount of amounts) {
		for (const sum of [...all]) all.add(sum + amount);
		meter.spend(all.size);
		if (all.size <= MOST_SUMS) continue;
		all = void 0;
		break;
	}
	return {
		certain,
		count,
		first,
		least: sumOf(-1),
		most: sumOf(1),
		uncertain,
		all
	};
}
function isPossible(total, { least, most, all }) {
	return all ? all.has(total) : total >= least && total <= most;
}
function amountOf(history, op) {
	const { f, value } = fieldsOf$2(history[op]);
	if (value === void 0 || value === null) return 1;
	if (typeof value === "number" && Number.isSafeInteger(value)) return value;
	throw new MalformedHistory(op, `${f} of a counter takes a whole number within 2^53, not ${show(value)}`);
}
function isTotal(history, op) {
	const { output } = history[op];
	if (typeof output === "number" || output === void 0 || output === null) return typeof output === "number";
	throw new MalformedHistory(op, `a read of a counter answers a number within 2^53, not ${show(output)}`);
}
// checkers/workloads/total-queue.ts
/**
* What goes into a queue comes out of it, as Jepsen's total-queue asks: enqueue, dequeue, and a drain that takes
* everything that is left. The value identifies the message; a value enqueued twice has to come out twice.
*
* A message that may have been taken by a dequeue or a drain whose outcome nobody knows is not proven lost.
*/
const BYTES_PER_OPERATION = 150;
/**
* What goes into a queue comes out of it (Jepsen's total-queue).
*
* What it reads. `{f: 'enqueue', value}`, `{f: 'dequeue'}` with the value as output, and `{f: 'drain'}` with all values
* that were left.
*
* Anomalies: `lost`, `unexpected`, and `duplicated` if that is forbidden; `recovered` messages are counted. Linear.
*/
function totalQueue(options = {}) {
	const { enqueue = "enqueue", dequeue = "dequeue", drain = "drain", duplicates = "allow" } = options;
	return scanning({
		name: "total-queue",
		looksFor: `messages that go in (function ${enqueue}) and come out (functions ${dequeue} and ${drain})`,
		anomaliesProve: true,
		scan(history, findings, meter) {
			const { messages, lastDrain, open, openDrains } = collect$3(history, {
				enqueue,
				dequeue,
				drain
			}, meter);
			const counts = {
				acknowledged: 0,
				"came out": 0,
				recovered: 0,
				duplicated: 0
			};
			const lost = [];
			let late = 0;
			for (const message of messages.values()) {
				meter.spend();
				const { value, acknowledged, uncertain, refused, taken } = message;
				const attempts = acknowledged.length + uncertain.length;
				counts.acknowledged += acknowledged.length;
				counts["came out"] += Math.min(taken.length, attempts);
				counts.recovered += Math.max(0, Math.min(taken.length, attempts) - acknowledged.length);
				const begun = Math.min(...[...acknowledged, ...uncertain].map(({ invoke }) => invoke));
				const early = taken.find(({ complete }) => complete < begun);
				if (early) findings.add("unexpected", [
					early,
					...refused.slice(0, 1),
					...acknowledged.slice(0, 1)
				], () => {
					const flaw = attempts > 0 ? "before anyone put it in" : refused.length > 0 ? "although it was refused" : "which nobody put in";
					return `${show(value)} came out to ${whoWhen(early)}, ${flaw}`;
				});
				else if (taken.length > attempts) {
					counts.duplicated += taken.length - attempts;
					if (duplicates === "forbid") findings.add("duplicated", [
						...acknowledged,
						...uncertain,
						...taken
					], () => {
						return `${show(value)} went in ${times(attempts)} and came out ${times(taken.length)}`;
					});
				}
				if (taken.length >= acknowledged.length) continue;
				const due = acknowledged.filter(({ complete }) => complete < (lastDrain?.invoke ?? -Infinity)).length;
				if (taken.length < due) lost.push(message);
				else late++;
			}
			const missing = lost.reduce((sum, { acknowledged, taken }) => sum + acknowledged.length - taken.length, 0);
			if (missing > 0 && (openDrains.length > 0 || missing <= open.length)) findings.undecided(`${show(lost[0].value)}${others(lost.length)} did not come out; a ${openDrains.length > 0 ? "drain" : "dequeue"} whose outcome nobody knows (${whoWhen(openDrains[0] ?? open[0])}) may have taken it`);
			else if (open.length > 0 && missing > 0) {
				const ends = lost.slice(0, open.length + 1).flatMap(({ acknowledged, taken }) => [...acknowledged, ...taken]);
				findings.add("lost", [
					...ends,
					...open,
					lastDrain
				], () => {
					return `${counted$1(missing, "acknowledged message")} never came out, ${show(lost[0].value)} among them; ${counted$1(open.length, "dequeue")} of unknown outcome cannot have taken them all`;
				});
			} else for (const { value, acknowledged, taken } of lost) findings.add("lost", [
				...acknowledged,
				...taken,
				lastDrain
			], () => {
				const often = acknowledged.length > 1 ? `${times(acknowledged.length)} ` : "";
				const came = taken.length > 0 ? `came out ${times(taken.length)}` : "never came out";
				return `${show(value)} was acknowledged ${often}to ${whoWhen(acknowledged[0])} and ${came}`;
			});
			if (late > 0) {
				const [unfinished] = openDrains;
				const why = unfinished ? `the drain of ${whoWhen(unfinished)} did not end` : `nobody drained the queue${lastDrain ? " after that" : ""}`;
				findings.undecided(`${counted$1(late, "acknowledged message")} did not come out, but ${why}: lost or late?`);
			}
			const account = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
			return {
				judged: counts.acknowledged + counts["came out"],
				reason: account.join(", ")
			};
		}
	});
}
const others = (count) => count > 1 ? ` (and ${count - 1} more)` : "";
function collect$3(history, { enqueue, dequeue, drain }, meter) {
	const messages = /* @__PURE__ */ new Map();
	const messageOf = (value) => getOrMake(messages, identityOf(value), () => ({
		value,
		acknowledged: [],
		uncertain: [],
		refused: [],
		taken: []
	}));
	const open = [];
	const openDrains = [];
	let lastDrain;
	for (const operation of history) {
		meter.spend();
		meter.hold(BYTES_PER_OPERATION);
		const { type, output } = operation;
		const { f, value } = fieldsOf$2(operation);
		if (f === enqueue) {
			const { acknowledged, uncertain, refused } = messageOf(value);
			(type === "ok" ? acknowledged : type === "info" ? uncertain : refused).push(operation);
		} else if (f === dequeue) {
			if (type === "info") open.push(operation);
			else if (type === "ok" && output !== void 0 && output !== null) messageOf(output).taken.push(operation);
		} else if (f === drain) {
			if (type === "info") openDrains.push(operation);
			if (type !== "ok") continue;
			lastDrain = operation;
			if (Array.isArray(output)) for (const message of output) messageOf(message).taken.push(operation);
		}
	}
	return {
		messages,
		lastDrain,
		open,
		openDrains
	};
}
// checkers/workloads/long-fork.ts
/**
* Long fork: two readers see two writes in opposite orders, as parallel snapshot isolation allows and snapshot
* isolation does not.
*/
/**
* No two readers see two writes in opposite orders (Jepsen's long-fork workload).
*
* What it reads. Any function whose value is a list of `[r key value]` and `[w key value]`, also spelled out as `read`
* and `write`; a key not yet written is read as nothing. Each key is written once, and transactions read groups of
* keys; the answers of one group must form a chain.
*
* Anomalies: `long-fork`, and `unexpected` for a value that nobody wrote. O(n log n).
*/
function longFork() {
	return scanning({
		name: "long-fork",
		looksFor: "transactions that write keys once and read groups of them, lists of [r key value] and [w key value]",
		anomaliesProve: true,
		scan(history, findings, meter) {
			const { writes, groups, again } = collect$2(history, meter);
			let reads = 0;
			for (const snapshots of groups.values()) {
				reads += snapshots.length;
				for (const snapshot of snapshots) reportUnexpected(snapshot, writes, findings, meter);
				reportForks(snapshots, writes, findings, meter);
			}
			if (again !== void 0) findings.undecided(`the key ${again} is written more than once: in which order do its values follow?`);
			return {
				judged: reads,
				reason: `${counted$1(reads, "read")} of ${counted$1(groups.size, "group")} of keys, ${groups.size === 1 ? "" : "each group "}in one order`
			};
		}
	});
}
function collect$2(history, meter) {
	const writes = /* @__PURE__ */ new Map();
	const groups = /* @__PURE__ */ new Map();
	let again;
	for (const operation of history) {
		meter.spend();
		const asked = microOperations$1(fieldsOf$2(operation)["value"]);
		const answered = operation.type === "ok" ? microOperations$1(operation.output) ?? asked : asked;
		const values = /* @__PURE__ */ new Map();
		for (const [kind, key, value] of answered ?? []) {
			meter.spend();
			const name = nameOf$2(key);
			if (isWrite(kind)) {
				const written = getOrMake(writes, name, () => []);
				if (operation.type !== "fail" && written.some((other) => other.operation.type !== "fail")) again = show(key);
				written.push({
					operation,
					value
				});
			} else if (operation.type === "ok") values.set(name, {
				key,
				value: value ?? null
			});
		}
		if (values.size === 0) continue;
		getOrMake(groups, [...values.keys()].sort().join(), () => []).push({
			operation,
			values
		});
	}
	return {
		writes,
		groups,
		again
	};
}
const isWrite = (kind) => kind === "w" || kind === "write";
function microOperations$1(value) {
	const isMicro = (micro) => Array.isArray(micro) && (micro[0] === "r" || micro[0] === "read" || isWrite(micro[0]));
	return Array.isArray(value) && value.every(isMicro) ? value : void 0;
}
function reportUnexpected({ operation, values }, writes, findings, meter) {
	for (const [name, { key, value }] of values) {
		meter.spend();
		if (value === null) continue;
		const written = (writes.get(name) ?? []).filter((write) => sameValue(write.value, value));
		if (written.some((write) => write.operation.type !== "fail" && write.operation.invoke <= operation.complete)) continue;
		findings.add("unexpected", [written[0]?.operation, operation], () => {
			const flaw = written.length === 0 ? "which nobody wrote" : written.every((write) => write.operation.type === "fail") ? "although its writer was told that it failed" : "before anyone began to write it";
			return `${whoWhen(operation)} read ${show(value)} of key ${show(key)}, ${flaw}`;
		});
	}
}
/** Reads from the one that shows least to the one that shows most: each must show what the one before it does. */
function reportForks(snapshots, writes, findings, meter) {
	const shown = ({ values }) => [...values].filter(([, { value }]) => value !== null).map(([name]) => name);
	const ranked = snapshots.map((snapshot) => ({
		snapshot,
		keys: new Set(shown(snapshot))
	})).sort((a, b) => a.keys.size - b.keys.size);
	for (let at = 1; at < ranked.length; at++) {
		const [less, more] = [ranked[at - 1], ranked[at]];
		meter.spend(less.keys.size);
		const only = [...less.keys].find((name) => !more.keys.has(name));
		if (only === void 0) continue;
		const other = [...more.keys].find((name) => !less.keys.has(name));
		const [one, two] = [less.snapshot, more.snapshot];
		const writer = (name) => writes.get(name)?.find((write) => write.operation.type !== "fail")?.operation;
		findings.add("long-fork", [
			writer(only),
			writer(other),
			one.operation,
			two.operation
		], () => {
			const saw = (name, { values }, missed) => {
				const { key, value } = values.get(name);
				return `read ${show(value)} of key ${show(key)} and nothing of key ${show(values.get(missed)?.key)}`;
			};
			return `${whoWhen(one.operation)} ${saw(only, one, other)}, ${whoWhen(two.operation)} ${saw(other, two, only)}`;
		});
	}
}
// checkers/workloads/echo.ts
/** What was said comes back (Maelstrom's echo): the answer is the question, by itself or in the field `echo`. */
/**
* What was said comes back (Maelstrom's echo). `{f: 'echo', value}` has the value as output, or in its field `echo`.
*
* Anomaly: `wrong-echo`. Linear.
*/
function echoes({ echo = "echo" } = {}) {
	return scanning({
		name: "echo",
		looksFor: `what was said and came back (function ${echo})`,
		scan(history, findings, meter) {
			let answers = 0;
			for (const operation of history) {
				meter.spend();
				const { f, value } = fieldsOf$2(operation);
				if (f !== echo || operation.type !== "ok") continue;
				answers++;
				const { output } = operation;
				const heard = typeof output === "object" && output !== null && "echo" in output ? output.echo : output;
				if (sameValue(heard ?? null, value ?? null)) continue;
				findings.add("wrong-echo", [operation], () => {
					return `${whoWhen(operation)} said ${show(value)} and got back ${show(heard)}`;
				});
			}
			return {
				judged: answers,
				reason: `${counted$1(answers, "answer")}, ${answers === 1 ? "" : "each "}what was said`
			};
		}
	});
}
// checkers/saga/isolation.ts
/** What goes wrong between sagas, because they have no isolation (Garcia-Molina & Salem 1987). */
/**
* Sagas do not disturb each other (Garcia-Molina & Salem 1987; names after Richardson, "Microservices Patterns", 2018,
* chapter 4).
*
* What it reads. The node that owns an object records each access of a saga, with `node.effect`: `{f: 'saga-read' |
* 'saga-write', saga, object, value}`, where `value` is what was read or written. A write that only takes back an own
* write carries `compensates: true`. A saga ends with `{f: 'saga-end', saga, outcome}`. The owner orders the accesses.
*
* Anomalies: `lost-update` (a saga overwrites what another wrote since it last looked), `dirty-read` (a saga reads what
* another later takes back), `fuzzy-read` (a saga reads an object twice and finds another's write).
*/
function sagaIsolation(options = {}) {
	return scanning({
		name: "saga-isolation",
		looksFor: `${options.read ?? "saga-read"} and ${options.write ?? "saga-write"} with saga, object and value`,
		scan(history, findings, meter) {
			const { objects, compensated } = collect$1(history, options, () => meter.spend());
			for (const steps of objects.values()) {
				reportLostUpdates(steps, findings);
				reportDirtyReads(steps, compensated, findings);
				reportFuzzyReads(steps, findings);
			}
			return {
				judged: objects.size,
				reason: `${counted$1(objects.size, "object")} shared by sagas, no update lost and nothing read that was taken back`
			};
		}
	});
}
function collect$1(history, options, spend) {
	const accessOf = options.access ?? accessBy(options);
	const endName = options.end ?? "saga-end";
	const objects = /* @__PURE__ */ new Map();
	const compensated = /* @__PURE__ */ new Map();
	for (const operation of history) {
		spend();
		if (operation.type !== "ok") continue;
		const fields = fieldsOf$2(operation);
		if (fields.f === endName && fields["outcome"] === "compensated") compensated.set(identityOf(fields["saga"]), operation);
		const access = accessOf(operation);
		if (!access) continue;
		const id = identityOf(access.object);
		let steps = objects.get(id);
		if (!steps) objects.set(id, steps = []);
		steps.push({
			...access,
			operation,
			sagaId: identityOf(access.saga)
		});
	}
	for (const steps of objects.values()) steps.sort((a, b) => a.operation.invoke - b.operation.invoke);
	return {
		objects,
		compensated
	};
}
const accessBy = ({ read = "saga-read", write = "saga-write" }) => (operation) => {
	const fields = fieldsOf$2(operation);
	if (fields.f !== read && fields.f !== write) return void 0;
	return {
		kind: fields.f === read ? "read" : "write",
		saga: fields["saga"],
		object: fields["object"],
		value: fields["value"],
		compensates: fields["compensates"] === true
	};
};
/** A saga knew the object (by reading or writing it), another wrote it, and the first writes without looking. */
function reportLostUpdates(steps, findings) {
	const lastKnown = /* @__PURE__ */ new Map();
	let lastWrite;
	for (const step of steps) {
		const known = lastKnown.get(step.sagaId);
		const other = lastWrite;
		if (step.kind === "write" && known && other && isAfter(other, known)) findings.add("lost-update", [
			known.operation,
			other.operation,
			step.operation
		], () => {
			const how = step.compensates ? "by its compensation" : `with ${show(step.value)}`;
			return `saga ${show(step.saga)} overwrote ${show(other.value)}, written to ${show(step.object)} by saga ${show(other.saga)}, ${how} without having seen it`;
		});
		lastKnown.set(step.sagaId, step);
		if (step.kind === "write") lastWrite = step;
	}
}
/** A saga read what another had written and then took back. */
function reportDirtyReads(steps, compensated, findings) {
	let lastWrite;
	for (const step of steps) {
		if (step.kind === "write") {
			lastWrite = step;
			continue;
		}
		const write = lastWrite;
		if (!write || write.compensates || write.sagaId === step.sagaId) continue;
		const end = compensated.get(write.sagaId);
		if (!end || end.complete < step.operation.invoke) continue;
		findings.add("dirty-read", [
			write.operation,
			step.operation,
			end
		], () => {
			return `saga ${show(step.saga)} read ${show(step.value)} from ${show(step.object)}, which saga ${show(write.saga)} wrote and took back later`;
		});
	}
}
/** A saga read the object twice, and another's write came between. */
function reportFuzzyReads(steps, findings) {
	const lastRead = /* @__PURE__ */ new Map();
	let lastWrite;
	for (const step of steps) {
		if (step.kind === "write") {
			lastWrite = step;
			continue;
		}
		const before = lastRead.get(step.sagaId);
		const write = lastWrite;
		lastRead.set(step.sagaId, step);
		if (!before || !write || write.sagaId === step.sagaId || !isAfter(write, before)) continue;
		if (identityOf(before.value) === identityOf(step.value)) continue;
		findings.add("fuzzy-read", [
			before.operation,
			write.operation,
			step.operation
		], () => {
			return `saga ${show(step.saga)} read ${show(before.value)}, then ${show(step.value)} from ${show(step.object)}: saga ${show(write.saga)} wrote in between`;
		});
	}
}
function isAfter(a, b) {
	return a.operation.invoke > b.operation.invoke;
}
// checkers/saga/sagas.ts
/** Sagas end completed or fully compensated (Garcia-Molina & Salem 1987). */
/**
* Every saga ends completed (each step applied once, none taken back) or compensated (each applied step taken back
* once, after it, in reverse order) (Garcia-Molina & Salem 1987).
*
* What it reads. A client starts a saga with `{f: 'order', id}`. A node records what it really applied, after its own
* deduplication, with `node.effect`: `{f: 'reserve', saga, item?}`, where `steps` say which functions act and which
* take back. `item` tells apart several applications of one step in one saga. The end is `{f: 'saga-end', saga,
* outcome: 'completed' | 'compensated'}`.
*
* Anomalies: `unfinished`, `contradictory-end`, `missing-action`, `duplicate-action`, `missing-compensation`,
* `duplicate-compensation`, `phantom-compensation`, `action-after-compensation`, `compensation-of-completed`,
* `compensation-order`, `wrong-answer`, `phantom-saga`.
*/
function sagaAtomicity(options) {
	const startOf = selector(options.start, "order", (fields) => fields["id"] ?? fields["saga"]);
	const sagaOf = options.saga ?? ((operation) => fieldsOf$2(operation)["saga"]);
	const belongsTo = (operation) => startOf(operation) ?? sagaOf(operation);
	return scanning({
		name: "saga-atomicity",
		looksFor: "sagas: their orders, steps and ends",
		around(history, [first]) {
			const saga = first === void 0 ? void 0 : belongsTo(first);
			if (saga === void 0) return [];
			return history.filter((operation) => identityOf(belongsTo(operation)) === identityOf(saga));
		},
		scan(history, findings, meter) {
			const sagas = collect(history, options, {
				startOf,
				sagaOf
			}, (steps) => meter.spend(steps));
			let completed = 0;
			let compensated = 0;
			for (const saga of sagas) {
				const outcome = judge$1(saga, options, findings);
				if (outcome === "completed") completed++;
				else if (outcome === "compensated") compensated++;
			}
			return {
				judged: sagas.length,
				reason: `${counted$1(sagas.length, "saga")}: ${completed} completed, ${compensated} compensated`
			};
		}
	});
}
function collect(history, options, { startOf, sagaOf }, spend) {
	const endName = options.end ?? "saga-end";
	const sagas = /* @__PURE__ */ new Map();
	const sagaWith = (id) => {
		let saga = sagas.get(identityOf(id));
		if (!saga) sagas.set(identityOf(id), saga = {
			id,
			starts: [],
			ends: [],
			parts: /* @__PURE__ */ new Map()
		});
		return saga;
	};
	for (const operation of history) {
		spend(1);
		const started = startOf(operation);
		if (started !== void 0) {
			sagaWith(started).starts.push(operation);
			continue;
		}
		const id = sagaOf(operation);
		if (id === void 0 || operation.type !== "ok") continue;
		const { f } = fieldsOf$2(operation);
		if (f === endName) {
			sagaWith(id).ends.push(operation);
			continue;
		}
		const step = options.steps.find(({ action, compensation }) => action === f || compensation === f);
		if (!step) continue;
		const part = partOf(sagaWith(id), step, fieldsOf$2(operation)["item"]);
		(step.action === f ? part.actions : part.compensations).push(operation);
	}
	return [...sagas.values()];
}
function partOf(saga, step, item) {
	const name = `${step.action}\u0000${nameOf$2(item)}`;
	let part = saga.parts.get(name);
	if (!part) saga.parts.set(name, part = {
		step,
		item,
		actions: [],
		compensations: []
	});
	return part;
}
function judge$1(saga, options, findings) {
	const name = `saga ${show(saga.id)}`;
	const parts = [...saga.parts.values()];
	const everything = parts.flatMap((part) => [...part.actions, ...part.compensations]);
	const outcome = endOf(saga, name, everything, options, findings);
	if (saga.starts.length === 0 && (everything.length > 0 || saga.ends.length > 0)) {
		const first = everything[0] ?? saga.ends[0];
		findings.add("phantom-saga", [first], () => `${name} was never ordered, yet ${whoWhen(first)} worked on it`);
	}
	for (const part of parts) judgePart(part, saga, name, outcome, findings);
	if (outcome === "completed") {
		for (const { action } of options.steps) if (!parts.some((part) => part.step.action === action && part.actions.length > 0)) findings.add("missing-action", [...saga.starts, ...saga.ends], () => `${name} completed without ${action}`);
	}
	if (options.reverseOrder ?? true) judgeOrder(parts, name, findings);
	judgeAnswers(saga, name, outcome, findings);
	return outcome;
}
/** How the saga ended, if it did and its ends agree. */
function endOf(saga, name, everything, options, findings) {
	const outcomes = saga.ends.map((end) => fieldsOf$2(end)["outcome"]);
	const [outcome] = outcomes;
	const other = outcomes.findIndex((candidate) => candidate !== outcome);
	if (other > 0) {
		findings.add("contradictory-end", [saga.ends[0], saga.ends[other]], () => {
			return `${name} ended ${show(outcome)} and ${show(outcomes[other])}`;
		});
		return;
	}
	const began = everything.length > 0 || saga.starts.some((start) => start.type === "ok");
	if (outcome === void 0 && began && (options.mustEnd ?? true)) findings.add("unfinished", [...saga.starts, ...everything], () => {
		return `${name} was begun (${counted$1(everything.length, "effect")}) and neither completed nor compensated`;
	});
	return outcome;
}
function judgePart(part, saga, name, outcome, findings) {
	const { step, item, actions, compensations } = part;
	const what = item === void 0 ? step.action : `${step.action} of ${show(item)}`;
	const [action, again] = actions;
	const [compensation, compensatedAgain] = compensations;
	const around = [...saga.starts, ...saga.ends];
	if (again) findings.add("duplicate-action", [
		...saga.starts,
		action,
		again
	], () => {
		return `${name} applied ${what} ${actions.length} times, again by ${whoWhen(again)}`;
	});
	if (compensatedAgain) findings.add("duplicate-compensation", [
		...saga.starts,
		action,
		compensation,
		compensatedAgain
	], () => {
		return `${name} ran ${step.compensation} ${compensations.length} times, again by ${whoWhen(compensatedAgain)}`;
	});
	if (compensation && !action) findings.add("phantom-compensation", [...saga.starts, compensation], () => {
		return `${name} ran ${step.compensation}, but ${what} never happened`;
	});
	if (compensation && action && compensation.complete < action.invoke) findings.add("action-after-compensation", [
		...saga.starts,
		compensation,
		action
	], () => {
		return `${name} applied ${what} after ${step.compensation} had taken it back`;
	});
	if (outcome === "completed" && compensation) findings.add("compensation-of-completed", [
		...around,
		action,
		compensation
	], () => {
		return `${name} ended completed, but ${step.compensation} ran`;
	});
	if (outcome === "compensated" && action && !compensation) findings.add("missing-compensation", [...around, action], () => {
		return `${name} ended compensated, but ${what} was not taken back`;
	});
}
/** Of two steps that were both taken back, the later action must be taken back first. */
function judgeOrder(parts, name, findings) {
	const undone = parts.filter(({ actions, compensations }) => actions.length > 0 && compensations.length > 0).sort((a, b) => a.actions[0].invoke - b.actions[0].invoke);
	for (const [i, after] of undone.entries()) for (const before of undone.slice(0, i)) {
		const ordered = before.actions[0].complete < after.actions[0].invoke;
		const [undoBefore, undoAfter] = [before.compensations[0], after.compensations[0]];
		if (!ordered || undoBefore.complete >= undoAfter.invoke) continue;
		findings.add("compensation-order", [
			before.actions[0],
			after.actions[0],
			undoBefore,
			undoAfter
		], () => {
			const [first, second] = [before.step, after.step];
			return `${name} ran ${first.compensation} before ${second.compensation}, though ${first.action} came first`;
		});
	}
}
/** What the client was told (`output.outcome`, or the output itself) must be what happened. */
function judgeAnswers(saga, name, outcome, findings) {
	for (const start of saga.starts) {
		const { output } = start;
		const told = typeof output === "object" && output !== null && "outcome" in output ? output.outcome : named(output);
		if (!(outcome !== void 0 && (told === "completed" || told === "compensated") && told !== outcome || start.type === "fail" && outcome === "completed")) continue;
		findings.add("wrong-answer", [start, ...saga.ends], () => {
			return `${name} ended ${show(outcome)}, but ${who(start)} was told ${start.type === "fail" ? "that it failed" : show(told)}`;
		});
	}
}
// checkers/crdt/laws.ts
/**
* The laws of state-based CRDTs (Shapiro et al. 2011): merge is commutative, associative and idempotent, and
* updates only grow the state. They are checked over samples, by the cube of their number for associativity, so
* that a property-testing library can supply the samples.
*/
/**
* Checks every law on every combination of samples. Anomalies: `not-commutative`, `not-associative`,
* `not-idempotent`, `not-inflationary` (an update is lost by merging), `mutates` (merge changed its argument).
* The operations of an anomaly are of function `merge` or `update` and carry the samples as values.
*/
function crdtLaws(samples, laws) {
	const { merge, equal = sameValue, updates = [] } = laws;
	const anomalies = [];
	const broken = /* @__PURE__ */ new Set();
	const report = (kind, operations, message) => {
		if (broken.has(kind)) return;
		broken.add(kind);
		anomalies.push({
			kind,
			message: message(),
			operations
		});
	};
	const check = (kind, left, right, texts, operands) => {
		if (equal(left, right)) return;
		const f = kind === "not-inflationary" ? "update" : "merge";
		const operations = operands.map((value, i) => step(f, value, i));
		report(kind, operations, () => `${texts[0]} is ${show(left)}, but ${texts[1]} is ${show(right)}, for ${operands.map(show).join(" and ")}`);
	};
	const originals = samples.map(identityOf);
	for (const a of samples) {
		check("not-idempotent", merge(a, a), a, ["a ⊔ a", "a"], [a]);
		for (const update of updates) {
			const after = update(a);
			check("not-inflationary", merge(a, after), after, ["a ⊔ u(a)", "u(a)"], [a, after]);
		}
		for (const b of samples) {
			const ab = merge(a, b);
			check("not-commutative", ab, merge(b, a), ["a ⊔ b", "b ⊔ a"], [a, b]);
			for (const c of samples) check("not-associative", merge(ab, c), merge(a, merge(b, c)), ["(a ⊔ b) ⊔ c", "a ⊔ (b ⊔ c)"], [
				a,
				b,
				c
			]);
		}
	}
	const changed = samples.findIndex((sample, i) => identityOf(sample) !== originals[i]);
	if (changed >= 0) {
		const now = samples[changed];
		report("mutates", [step("merge", now, changed)], () => `merging changed its argument, sample ${changed + 1}, to ${show(now)}`);
		anomalies.unshift(anomalies.pop());
	}
	const [first] = anomalies;
	if (first) return {
		verdict: "invalid",
		reason: first.message,
		anomalies,
		core: first.operations
	};
	return {
		verdict: "valid",
		reason: `merge keeps its laws on ${counted$1(samples.length, "sample")}`
	};
}
/**
* Operation-based CRDTs: concurrent operations commute (Shapiro et al. 2011), that is, all their orders lead to
* equal states. Anomaly: `not-commutative`. Checks all pairs in the given states.
*/
function commutingOperations(states, operations, laws) {
	const { apply, equal = sameValue, concurrent = () => true } = laws;
	let pairs = 0;
	for (const state of states) for (const [i, a] of operations.entries()) for (const b of operations.slice(i + 1)) {
		if (!concurrent(a, b)) continue;
		pairs++;
		const [ab, ba] = [apply(apply(state, a), b), apply(apply(state, b), a)];
		if (equal(ab, ba)) continue;
		const message = `${show(a)} then ${show(b)} leads from ${show(state)} to ${show(ab)}, the other way round to ${show(ba)}`;
		const involved = [a, b].map((operation, at) => step("apply", operation, at));
		return {
			verdict: "invalid",
			reason: message,
			anomalies: [{
				kind: "not-commutative",
				message,
				operations: involved
			}],
			core: involved
		};
	}
	return {
		verdict: "valid",
		reason: `${pairs} pairs of concurrent operations commute`
	};
}
function step(f, value, index) {
	return {
		process: `sample ${index + 1}`,
		input: {
			f,
			value
		},
		type: "ok",
		invoke: 2 * index,
		complete: 2 * index + 1
	};
}
// checkers/exact-json.ts
/** JSON with every digit of its whole numbers: those beyond 2^53 are bigints here, and digits in the text. */
/** Strings, and whole numbers with all that belongs to them: the digits of a fraction are no integer. */
const TEXTS_AND_NUMBERS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
const LONG_INTEGER = /^-?\d{16,}$/;
/** Begins the text that stands for a number until `JSON.parse` is done; a text of the source that begins so has one more. */
const MARK = "\0";
const ESCAPED_MARK = "\\u0000";
/** What `JSON.parse` makes of the text, but that whole numbers beyond 2^53 are bigints. */
function parseExactJson(text) {
	if (!/\d{16}/.test(text)) return JSON.parse(text);
	let isMarked = false;
	const marked = text.replace(TEXTS_AND_NUMBERS, (found) => {
		if (found.startsWith(`"${ESCAPED_MARK}`)) {
			isMarked = true;
			return `"${ESCAPED_MARK}${found.slice(1)}`;
		}
		if (!LONG_INTEGER.test(found) || Number.isSafeInteger(Number(found))) return found;
		isMarked = true;
		return `"${ESCAPED_MARK}${found}"`;
	});
	return isMarked ? unmarked(JSON.parse(marked)) : JSON.parse(text);
}
/** Nobody looks at what is deeper: readers refuse it. */
const MAX_DEPTH = 1e3;
function unmarked(value, depth = 0) {
	if (typeof value === "string") {
		if (!value.startsWith(MARK)) return value;
		return value.startsWith(MARK, 1) ? value.slice(1) : BigInt(value.slice(1));
	}
	if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return value;
	if (Array.isArray(value)) return value.map((part) => unmarked(part, depth + 1));
	return Object.fromEntries(Object.entries(value).map(([name, part]) => [name.startsWith(MARK) ? name.slice(1) : name, unmarked(part, depth + 1)]));
}
/** In a printed text: what stands for a number, by a character that means nothing. */
const PRINTED = /"\uE000(-?\d+)"/g;
/** What `JSON.stringify` makes of the value, but that bigints are numbers with all their digits; `undefined` if it makes nothing of it. */
function printExactJson(value) {
	let isMarked = false;
	const text = JSON.stringify(value, (_name, part) => {
		if (typeof part !== "bigint") return part;
		isMarked = true;
		return `\uE000${part}`;
	});
	return isMarked ? text?.replace(PRINTED, "$1") : text;
}
// checkers/formats/events.ts
/**
* What every history format boils down to: a sequence of events, Jepsen-shaped. Parsers turn text into events,
* `pair.ts` turns events into operations, printers go the other way.
*/
const EVENT_TYPES = [
	"invoke",
	"ok",
	"fail",
	"info"
];
/** A history that cannot be judged because it cannot be read. */
var HistoryError = class extends Error {
	reason;
	line;
	column;
	name = "HistoryError";
	constructor(reason, line, column) {
		const place = line === void 0 ? "" : column === void 0 ? `line ${line}: ` : `line ${line}, column ${column}: `;
		super(place + reason);
		this.reason = reason;
		this.line = line;
		this.column = column;
	}
};
/** A history that cannot be judged because nothing in it has a name that it should have. */
var UnknownName = class extends HistoryError {
	wrong;
	known;
	constructor(reason, wrong, known, line) {
		super(reason, line);
		this.wrong = wrong;
		this.known = known;
	}
};
/** The fault of a text that goes on and on where something should end. */
const tooLong = (line) => new HistoryError("what begins here does not end within 268 million characters", line);
/** Parsers share one view of who takes part: Jepsen's `nemesis` injects faults and is no client. */
const isClient = (process) => process !== "nemesis";
const isEventType = (text) => text === "invoke" || text === "ok" || text === "fail" || text === "info";
/** A value as short as an error message can bear. */
function shown(value) {
	const text = value instanceof Keyword ? value.text : typeof value === "number" || value === void 0 ? String(value) : printExactJson(value) ?? typeof value;
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
// checkers/formats/completion.ts
/**
* What the completion says counts: the one rule by which the two lines of an operation become one question and one answer.
*
* An operation is invoked with what somebody wants and completes with what happened. Where it ended `ok`:
* - what the invocation left open (nil, or nil inside a list or a map) is what the completion says;
* - where both say the same, or the completion says nothing, that is it;
* - where they contradict each other in what was asked (another written value, another key), the history is refused with
*   both lines: one of them is wrong, and nobody can tell which.
*
* What a completion says beside the question is the answer. What comes with `fail` and `info` explains why there is none,
* and is never taken for part of the operation.
*/
/** Both values as one, with nil filled in from the other side; `undefined` if they contradict each other. */
function unified(asked, told) {
	if (Object.is(asked, told) || told === null) return asked;
	if (asked === null) return told;
	if (!isNested(asked) || !isNested(told)) return sameValue(asked, told) ? asked : void 0;
	return Array.isArray(asked) ? unifiedLists(asked, told) : unifiedMaps(asked, told);
}
/** Whether parts of a value may be open. */
const isNested = (value) => typeof value === "object" && value !== null && !(value instanceof Keyword);
function unifiedLists(asked, told) {
	if (!Array.isArray(told) || told.length !== asked.length) return void 0;
	const parts = asked.map((part, index) => unified(part, told[index]));
	return parts.includes(void 0) ? void 0 : parts;
}
function unifiedMaps(asked, told) {
	if (Array.isArray(told)) return void 0;
	const parts = new Map(Object.entries(asked));
	for (const [name, value] of Object.entries(told)) {
		const part = unified(parts.get(name) ?? null, value);
		if (part === void 0) return void 0;
		parts.set(name, part);
	}
	return Object.fromEntries(parts);
}
/** Whether a completion only says that it worked, as many systems answer a write; never where that could be the value. */
function isAcknowledgement(told, asked) {
	if (told === true) return typeof asked !== "boolean";
	const word = named(told);
	return typeof word === "string" && word.toLowerCase() === "ok";
}
/** The refusal of two lines that contradict each other: in their values, or in what `name` says. */
function contradiction({ process, f, line, value }, completion, name = "value", values = [value, completion.value]) {
	const [asked, told] = showBoth(...values);
	const call = `${f ?? "an operation"}${name === "value" ? "" : ` with ${name}`}`;
	return new HistoryError(`process ${shown(process)} completes ${call} ${told}, but on line ${line} it began ${call} ${asked}: one of the two lines is wrong`, completion.line);
}
// checkers/formats/edn-keywords.ts
/** The keywords that a file has as values, and which of them stand there as texts as well. */
/** So many texts are remembered, in case that a keyword comes that is called like one. */
const MOST_TEXTS = 4096;
const LONGEST_TEXT = 100;
var Keywords = class {
	onTwin;
	/** Each keyword, once. */
	known = /* @__PURE__ */ new Map();
	texts = /* @__PURE__ */ new Set();
	constructor(onTwin) {
		this.onTwin = onTwin;
	}
	get(name) {
		let known = this.known.get(name);
		if (known === void 0) {
			this.known.set(name, known = new Keyword(name));
			if (this.texts.has(name)) this.onTwin(name);
		}
		return known;
	}
	/** Hears of a text that is a value. */
	text(text) {
		if (KINDS.has(text)) return;
		if (this.known.size > 0 && this.known.has(text)) this.onTwin(text);
		else if (this.texts.size < MOST_TEXTS && text.length <= LONGEST_TEXT) this.texts.add(text);
	}
};
/** What micro-operations do. */
const KINDS = /* @__PURE__ */ new Set([
	"append",
	"r",
	"w",
	"read",
	"write",
	"send",
	"poll"
]);
/** A list of micro-operations `[kind key value]` with names for kinds and keys; any other value is itself. */
function withNames(value) {
	if (!isArray$1(value) || value.length === 0) return value;
	const isMicro = (micro) => isArray$1(micro) && micro[0] instanceof Keyword && KINDS.has(micro[0].name);
	if (!value.every(isMicro)) return value;
	return value.map((micro) => [...micro.slice(0, 2).map(named), ...micro.slice(2)]);
}
const isArray$1 = (value) => Array.isArray(value);
// checkers/formats/edn-number.ts
/**
* The number that `word` writes; `undefined` if it writes none. Whole numbers beyond 2^53 are bigints. A fraction that
* would lose digits as a double is kept as text, and so is a ratio that is not whole.
*/
function ednNumber(word) {
	const [, sign = "", digits = ""] = /^([-+]?)(\w+?)N?$/.exec(word) ?? [];
	const integer = wholeNumber$1(digits);
	if (integer !== void 0) return exact(sign === "-" ? -integer : integer);
	const [, above, below] = /^([-+]?\d+)\/(\d+)$/.exec(word) ?? [];
	if (above !== void 0 && below !== void 0) return ratio(BigInt(above.replace("+", "")), BigInt(below));
	return decimal(word);
}
function wholeNumber$1(digits) {
	if (/^(?:0|[1-9]\d*)$/.test(digits)) return BigInt(digits);
	if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits}`);
	if (/^0[xX][\da-fA-F]+$/.test(digits)) return BigInt(digits);
	const [, base, inBase = ""] = /^([1-9]\d?)[rR]([\da-zA-Z]+)$/.exec(digits) ?? [];
	const radix = Number(base);
	if (!(radix >= 2 && radix <= 36)) return void 0;
	let value = 0n;
	for (const character of inBase) {
		const digit = parseInt(character, 36);
		if (digit >= radix) return void 0;
		value = value * BigInt(radix) + BigInt(digit);
	}
	return value;
}
function exact(integer) {
	const value = Number(integer);
	return Number.isSafeInteger(value) ? value : integer;
}
function ratio(above, below) {
	if (below === 0n) return void 0;
	if (above % below === 0n) return exact(above / below);
	let [a, b] = [above < 0n ? -above : above, below];
	while (b !== 0n) [a, b] = [b, a % b];
	return `${above / a}/${below / a}`;
}
function decimal(word) {
	const [, digits = "", exponent = ""] = /^([-+]?(?:0|[1-9]\d*)(?:\.\d*)?)([eE][-+]?\d+)?M?$/.exec(word) ?? [];
	const value = digits === "" ? NaN : Number(digits + exponent);
	if (!Number.isFinite(value)) return void 0;
	const significant = digits.replace(/^[-+]?[0.]*|\./g, "").replace(/0+$/, "");
	return word.endsWith("M") && significant.length > 15 ? word.slice(0, -1) : value;
}
// checkers/formats/words.ts
/** A small memory of words met lately: a history says the same few again and again. */
const SLOTS = 1024;
var Words = class {
	slots = new Array(SLOTS).fill(void 0);
	/**
	* The characters of `text` from `start` to `end`, as the same string as last time if possible; `hash` is any number
	* drawn from them. Never a slice of `text`, which would keep all of it alive.
	*/
	get(text, start, end, hash) {
		const slot = hash & 1023;
		const known = this.slots[slot];
		if (known !== void 0 && known.length === end - start && text.startsWith(known, start)) return known;
		return this.slots[slot] = JSON.parse(JSON.stringify(text.slice(start, end)));
	}
};
// checkers/formats/edn.ts
/**
* A small reader of EDN (extensible data notation, https://github.com/edn-format/edn), as Clojure programs print
* their data. It reads plain data: a tagged value is read as the value, symbols become strings, sets become arrays,
* integers beyond 2^53 bigints; keywords become strings where they name something, keys of maps above all.
*/
/** The text ended before the form did; the caller may come back with more. */
var Incomplete = class extends Error {};
const incomplete = new Incomplete();
/** Whitespace in EDN includes commas. */
const isSpace = (code) => code <= 32 || code === 44 || code === 65279;
const DELIMITERS = Uint8Array.from({ length: 128 }, (_, code) => isSpace(code) || "()[]{}\";".includes(String.fromCharCode(code)) ? 1 : 0);
const isDelimiter = (code) => code < 128 && DELIMITERS[code] === 1;
/** Reads forms out of `text`, from `pos` on. */
var EdnReader = class {
	pos = 0;
	depth = 0;
	words = new Words();
	keywords;
	/** Whether keywords are values, and not names. */
	areValues = false;
	text = "";
	/** @param onTwin hears what is read as a keyword and as a text */
	constructor(onTwin = () => void 0) {
		this.keywords = new Keywords(onTwin);
	}
	/** Goes on with other text, from `pos`. */
	over(text, pos = 0) {
		this.text = text;
		this.pos = pos;
		this.depth = 0;
	}
	/** A fault at `pos`, or at `at`. */
	fail(reason, at = this.pos) {
		throw new EdnError(reason, at);
	}
	/** Skips whitespace and comments. False at the end of the text. */
	skip() {
		const { text } = this;
		while (this.pos < text.length) {
			const code = text.charCodeAt(this.pos);
			if (isSpace(code)) this.pos++;
			else if (code === 59) {
				const end = text.indexOf("\n", this.pos);
				if (end < 0) return false;
				this.pos = end + 1;
			} else return true;
		}
		return false;
	}
	/** The code of the next significant character. */
	peek() {
		if (!this.skip()) throw incomplete;
		return this.text.charCodeAt(this.pos);
	}
	/** Reads one form. */
	read() {
		const code = this.peek();
		if (++this.depth > 500) this.fail(`nested more than 500 deep`);
		const value = this.form(code);
		this.depth--;
		return value;
	}
	/** Reads one form in which keywords are values: `:a` is not "a". */
	readValue() {
		this.areValues = true;
		try {
			return withNames(this.read());
		} finally {
			this.areValues = false;
		}
	}
	form(code) {
		switch (code) {
			case 34: return this.valueText(this.string());
			case 58:
				this.pos++;
				return this.areValues ? this.keywords.get(this.word()) : this.word();
			case 91: return this.items(93);
			case 40: return this.items(41);
			case 123: return this.map();
			case 35: return this.dispatch();
			case 92: return this.character();
			case 94:
				this.pos++;
				this.read();
				return this.read();
			case 39:
				this.pos++;
				return this.read();
			case 93:
			case 41:
			case 125: return this.fail(`unexpected "${String.fromCharCode(code)}"`);
			default: return this.atom();
		}
	}
	/** A run of characters up to the next delimiter: keyword, symbol, number. The same word is the same string. */
	word() {
		const { text } = this;
		const start = this.pos;
		let end = start;
		let hash = 0;
		for (; end < text.length; end++) {
			const code = text.charCodeAt(end);
			if (isDelimiter(code)) break;
			hash = Math.imul(hash, 31) + code | 0;
		}
		if (end === text.length) throw incomplete;
		this.pos = end;
		return this.words.get(text, start, end, hash);
	}
	items(close) {
		this.pos++;
		const items = [];
		for (;;) {
			if (this.peek() === close) {
				this.pos++;
				return items;
			}
			if (!this.discarded()) items.push(this.read());
		}
	}
	map() {
		const start = this.pos;
		const items = this.items(125);
		if (items.length % 2 === 1) this.fail("a map needs a value for every key", start);
		const entries = [];
		for (let i = 0; i < items.length; i += 2) entries.push([keyText(items[i] ?? null), items[i + 1] ?? null]);
		const map = Object.fromEntries(entries);
		if (Object.keys(map).length < entries.length) this.fail(`two keys of a map are both called ${twice(entries)}`, start);
		return map;
	}
	/** `#_ form` is a form commented out. */
	discarded() {
		if (this.text.charCodeAt(this.pos) !== 35) return false;
		const next = this.text.charCodeAt(this.pos + 1);
		if (next !== next) throw incomplete;
		if (next !== 95) return false;
		this.pos += 2;
		this.read();
		return true;
	}
	/** After `#`: a set, a symbolic number, a pattern, a discarded form, whatever Clojure prints so, or a tag. */
	dispatch() {
		const start = this.pos;
		if (this.discarded()) return this.read();
		switch (this.text.charCodeAt(++this.pos)) {
			case 123: return this.items(125);
			case 40: return this.items(41);
			case 34: return this.string(true);
			case 35: return this.symbolic(start);
			case 60: return this.unreadable(start);
			case 39:
			case 94: return this.read();
		}
		const tag = this.word();
		if (tag === "") this.fail("a tag needs a name", start);
		const value = this.read();
		return tag.startsWith(":") ? inNamespace(tag.replace(/^:+/, ""), value) : value;
	}
	/** `##NaN` and the infinities. */
	symbolic(start) {
		this.pos++;
		const name = this.word();
		return SYMBOLIC[name] ?? this.fail(`there is no number ##${name}; there are ##NaN, ##Inf and ##-Inf`, start);
	}
	/** `#<…>` is how old Clojure prints what cannot be read again. */
	unreadable(start) {
		const { text } = this;
		let open = 0;
		for (let end = this.pos; end < text.length; end++) {
			const code = text.charCodeAt(end);
			if (code === 60) open++;
			else if (code === 62 && --open === 0) {
				this.pos = end + 1;
				return text.slice(start, this.pos);
			} else if (code === 10) this.fail("what begins with #< needs a > on its line", start);
		}
		throw incomplete;
	}
	character() {
		const start = this.pos++;
		if (this.pos === this.text.length) throw incomplete;
		const first = this.text.charAt(this.pos++);
		const rest = this.word();
		const name = first + rest;
		if (rest === "") return first;
		const named = CHARACTERS[name];
		if (named !== void 0) return named;
		const [, unicode, octal] = /^(?:u([0-9a-fA-F]{4})|o([0-3]?[0-7]{1,2}))$/.exec(name) ?? [];
		if (unicode !== void 0) return String.fromCharCode(parseInt(unicode, 16));
		if (octal !== void 0) return String.fromCharCode(parseInt(octal, 8));
		return this.fail(`unknown character \\${name}`, start);
	}
	valueText(text) {
		if (this.areValues) this.keywords.text(text);
		return text;
	}
	/** A text; that of a pattern keeps its backslashes. */
	string(isPattern = false) {
		const { text } = this;
		const start = this.pos;
		let end = text.indexOf("\"", start + 1);
		let escaped = false;
		for (; end >= 0; end = text.indexOf("\"", end + 1)) {
			let slashes = 0;
			while (text.charCodeAt(end - 1 - slashes) === 92) slashes++;
			if (slashes % 2 === 0) break;
			escaped = true;
		}
		if (end < 0) throw incomplete;
		this.pos = end + 1;
		const body = text.slice(start + 1, end);
		if (body.length < 13 && !escaped && !body.includes("\\")) return body;
		if (isPattern) return JSON.parse(JSON.stringify(body));
		try {
			return JSON.parse(`"${body.replace(NOT_JSON, asJson)}"`);
		} catch {
			return this.fail("a string holds an unknown escape", start);
		}
	}
	atom() {
		const { text } = this;
		const start = this.pos;
		const limit = Math.min(text.length, start + 16);
		let end = start;
		let number = 0;
		let code = 0;
		for (; end < limit; end++) {
			code = text.charCodeAt(end);
			if (code < 48 || code > 57) break;
			number = number * 10 + code - 48;
		}
		if (end > start && end < limit && isDelimiter(code) && (end === start + 1 || text.charCodeAt(start) !== 48)) {
			this.pos = end;
			return number;
		}
		const word = this.word();
		if (word === "nil") return null;
		if (word === "true") return true;
		if (word === "false") return false;
		return /^[-+]?\d/.test(word) ? this.number(word, start) : word === "" ? this.fail(`unexpected ${JSON.stringify(text.charAt(start))}`, start) : word;
	}
	number(word, start) {
		return ednNumber(word) ?? this.fail(`${word} is not a number this reader knows`, start);
	}
};
const SYMBOLIC = {
	NaN: NaN,
	Inf: Infinity,
	"-Inf": -Infinity
};
/** In the body of a string: each escape, which may be octal, and each raw control character. */
const NOT_JSON = /\\(?:([0-7]{1,3})|[^])|[\u0000-\u001f]/g;
const asJson = (found, octal) => {
	const code = parseInt(octal ?? "", 8);
	if (code <= 255) return JSON.stringify(String.fromCharCode(code)).slice(1, -1);
	return found.length === 1 ? JSON.stringify(found).slice(1, -1) : found;
};
/** The keys of `#:a{:b 1}` are `:a/b`; one that has a namespace, or `_` for none, keeps it. */
function inNamespace(namespace, value) {
	if (typeof value !== "object" || value === null || isArray(value) || value instanceof Keyword) return value;
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key.startsWith("_/") ? key.slice(2) : /^\d|\//.test(key) ? key : `${namespace}/${key}`, part]));
}
const CHARACTERS = {
	newline: "\n",
	return: "\r",
	space: " ",
	tab: "	",
	formfeed: "\f",
	backspace: "\b"
};
/** A fault at an offset of the text being read; whoever knows the lines turns it into a `HistoryError`. */
var EdnError = class extends Error {
	reason;
	offset;
	constructor(reason, offset) {
		super(reason);
		this.reason = reason;
		this.offset = offset;
	}
};
/** A map's key, as the name of a property. */
function keyText(key) {
	const name = named(key);
	return typeof name === "string" ? name : printEdn(name);
}
const twice = (entries) => entries.find(([name], at) => entries.findIndex(([other]) => other === name) < at)?.[0] ?? "";
/** Prints plain data as EDN. Strings stay strings; keywords are the caller's business. */
function printEdn(value) {
	if (value === null) return "nil";
	if (typeof value === "string") return JSON.stringify(value);
	if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) return value.toExponential();
	if (typeof value === "number" && !Number.isFinite(value)) return value !== value ? "##NaN" : value > 0 ? "##Inf" : "##-Inf";
	if (typeof value !== "object") return String(value);
	if (value instanceof Keyword) return value.text;
	if (isArray(value)) return `[${value.map(printEdn).join(" ")}]`;
	return `{${Object.entries(value).map(([key, item]) => `${/^-?\d+$/.test(key) ? key : JSON.stringify(key)} ${printEdn(item)}`).join(", ")}}`;
}
const isArray = (value) => Array.isArray(value);
// checkers/formats/fields.ts
/** What the fields of an event may hold, and how each fault is called: the part all formats share. */
/** The event; `index` is its place as its recorder counted. Throws {@link HistoryError}. */
function eventOf$1(fields, line, index) {
	let { process: named, more } = fields;
	if (named === void 0 && more?.["client"] !== void 0) {
		const { client, ...others } = more;
		named = client;
		more = Object.keys(others).length === 0 ? void 0 : others;
	}
	const process = processId(named, line);
	const read = isClient(process);
	const { type, f, time, timeMs } = fields;
	return {
		line,
		type: !read && !isEventType(type) ? "info" : eventType(type, line),
		process,
		f: !read && typeof f !== "string" ? void 0 : functionName$1(f, line),
		key: keyOf(fields.key),
		value: fields.value ?? null,
		timeMs: !read ? void 0 : timeMs === void 0 ? timeInMs(time, NS_PER_MS$1, line) : timeInMs(timeMs, 1, line),
		error: errorText(fields.error),
		index: isNumber(index) && index >= 0 ? indexNumber(index, line) : void 0,
		more: ofInput(more)
	};
}
const NS_PER_MS$1 = 1e6;
function indexNumber(index, line) {
	if (typeof index === "number") return index;
	throw new HistoryError(`:index is a number within 2^53, not ${index}`, line);
}
function eventType(value, line) {
	if (isEventType(value)) return value;
	throw new HistoryError(`the type of an event is one of ${EVENT_TYPES.join(", ")}, not ${shown(value)}`, line);
}
function processId(value, line) {
	if (value === void 0 || value === null) return "";
	if (typeof value === "string" && value !== "") return value;
	if (typeof value === "number" && Number.isSafeInteger(value)) return value;
	if (typeof value === "bigint") return String(value);
	throw new HistoryError(`a process is an integer or a name, not ${shown(value)}`, line);
}
function functionName$1(value, line) {
	if (value === void 0 || value === null) return void 0;
	if (typeof value === "string" && value !== "") return value;
	throw new HistoryError(`f is the name of a function, not ${shown(value)}`, line);
}
/** A key tells objects apart; one that is neither text nor number goes by its printed form, a keyword by its name. */
function keyOf(value) {
	if (value === void 0 || value === null) return void 0;
	const name = named(value);
	return typeof name === "string" || typeof name === "number" ? name : printEdn(name);
}
/** Whether a value is a list of micro-operations, `[kind key value]`. */
const isTransaction = (value) => Array.isArray(value) && value.length > 0 && value.every((micro) => Array.isArray(micro) && micro.length > 1 && (typeof micro[0] === "string" || micro[0] instanceof Keyword));
/** A time in units of 1/`perMs` milliseconds. Jepsen writes -1 where it has none. */
function timeInMs(value, perMs, line) {
	if (value === void 0 || value === null || value === -1) return void 0;
	const time = typeof value === "bigint" || typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
	if (typeof time === "number" && Number.isFinite(time) && time >= 0) return time / perMs;
	throw new HistoryError(`a time is a number that is not negative, not ${shown(value)}`, line);
}
function errorText(value) {
	if (value === void 0 || value === null) return void 0;
	const name = named(value);
	return typeof name === "string" ? name : printEdn(name);
}
/** Fields of an input under names that an event has a meaning of its own for carry this before them. */
const OF_INPUT = "input/";
/** The other fields of an input, none of which may pass for one of the event's. */
function besideOwn(more, own) {
	if (more === void 0) return void 0;
	const clashes = (name) => own.has(name) || name.startsWith(OF_INPUT);
	if (!Object.keys(more).some(clashes)) return more;
	return Object.fromEntries(Object.entries(more).map(([name, value]) => [clashes(name) ? OF_INPUT + name : name, value]));
}
/** The way back from `besideOwn`. */
function ofInput(more) {
	if (more === void 0 || !Object.keys(more).some((name) => name.startsWith(OF_INPUT))) return more;
	return Object.fromEntries(Object.entries(more).map(([name, value]) => [name.startsWith(OF_INPUT) ? name.slice(6) : name, value]));
}
// checkers/formats/transaction.ts
/**
* Transactions in histories: lists of micro-operations `[kind key value]`. The completion alone says what ran, and in which
* order: clients may report micro-operations in another order than they asked for them. It may not report others.
*/
/** The micro-operations of a value. Throws {@link HistoryError}. */
function microOperations(kinds, value, line) {
	const listed = Array.isArray(value) ? value.map((micro) => microOperation(kinds, micro)) : [void 0];
	const fault = listed.indexOf(void 0);
	if (fault < 0) return listed;
	const what = Array.isArray(value) ? value[fault] : value;
	throw new HistoryError(`a transaction is a list of [${Object.keys(kinds).join("|")} key value], not ${shown(what)}`, line);
}
function microOperation(kinds, micro) {
	const [kind, key, argument = null] = Array.isArray(micro) ? micro : [];
	const word = named(kind);
	const name = typeof word === "string" && Object.hasOwn(kinds, word) ? kinds[word] : void 0;
	const place = keyOf(key);
	return name === void 0 || place === void 0 ? void 0 : [
		name,
		place,
		argument
	];
}
/**
* What a transaction was asked for, now that its completion tells what ran; `undefined` if that is something else. Values of
* reads are no part of the question.
*/
function settledTransaction(kinds, asked, told) {
	if (asked === null || told === null) return asked ?? told;
	const ran = listed(kinds, told);
	const wanted = listed(kinds, asked);
	if (ran === void 0) return asked;
	if (wanted === void 0 || ran.length !== wanted.length) return void 0;
	if (wanted.every((micro, index) => isSameQuestion(micro, ran[index]))) return wanted.some(([kind, , value]) => kind !== "r" && value === null) ? told : asked;
	const names = (list) => nameOf$2(list.map(questionName).sort());
	return names(wanted) === names(ran) ? told : void 0;
}
function listed(kinds, value) {
	if (!Array.isArray(value)) return void 0;
	const list = value.map((micro) => microOperation(kinds, micro));
	return list.includes(void 0) ? void 0 : list;
}
const isSameQuestion = ([kind, key, value], [ranKind, ranKey, ranValue]) => kind === ranKind && key === ranKey && (kind === "r" || unified(value, ranValue) !== void 0);
const questionName = ([kind, key, value]) => nameOf$2(kind === "r" ? [kind, key] : [
	kind,
	key,
	value
]);
/**
* What a transaction on a log was asked for, as {@link settledTransaction} has it: `[send key value]` completes as
* `[send key [offset value]]`, and what `[poll]` answers is no part of the question.
*/
function settledSends(asked, told) {
	const [wanted, ran] = [sendsIn(asked), sendsIn(told)];
	if (wanted === void 0 || ran === void 0) return asked ?? told;
	return nameOf$2(wanted) === nameOf$2(ran) ? told : void 0;
}
/** The names of the messages that a list of micro-operations sends. */
function sendsIn(value) {
	if (!Array.isArray(value)) return void 0;
	const steps = value;
	if (!steps.every((step) => Array.isArray(step) && (step[0] === "send" || step[0] === "poll"))) return void 0;
	return steps.filter(([kind]) => kind === "send").map(([, key = null, sent = null]) => nameOf$2([key, messageOf(sent)])).sort();
}
function messageOf(sent) {
	const [offset, message = null] = Array.isArray(sent) && sent.length === 2 ? sent : [];
	return isNumber(offset) || offset === null ? message : sent;
}
// checkers/formats/adapters.ts
/**
* How the functions of each model are written in histories: `f`, `key` and `value` of an event on one side, the
* model's input and output on the other. Where Jepsen has a convention, it is followed.
*/
const nothing = {};
/** Where a completion answers the question and does not repeat it. */
const answersOnly = (asked) => asked;
/** A completion repeats the question, or says that it worked. */
const repeats = (asked, told) => asked !== null && isAcknowledgement(told, asked) ? asked : unified(asked, told);
/** A completion repeats the question, or says whether it worked. */
const repeatsOrTells = (asked, told) => asked !== null && typeof told === "boolean" && typeof asked !== "boolean" ? asked : repeats(asked, told);
/** Asks for nothing in particular and answers a value. */
const observe = (...aliases) => ({
	aliases,
	bare: true,
	ask: () => nothing,
	settle: answersOnly,
	answer: (value) => value
});
/** Asks with a value and answers nothing. */
const give = (...aliases) => ({
	aliases,
	bare: true,
	ask: (value) => ({ value })
});
/** Asks with a value that is not nothing. */
const giveSome = (...aliases) => ({
	aliases,
	ask: (value, line) => {
		if (value === null) throw new HistoryError("this function needs a value", line);
		return { value };
	}
});
const cas = {
	aliases: ["compare-and-set"],
	ask(value, line) {
		if (!Array.isArray(value) || value.length !== 2) throw new HistoryError(`cas needs the value [from to], or [key [from to]], not ${shown(value)}`, line);
		const [from = null, to = null] = value;
		return {
			from,
			to
		};
	},
	settle: repeatsOrTells,
	answer: (value) => value === false ? false : void 0
};
/** Numbers and keywords count as the text they print as: stores give back what was put as text. */
const text$1 = (value, line) => {
	if (typeof value === "string") return value;
	if (value instanceof Keyword) return value.text;
	if (isNumber(value)) return String(value);
	throw new HistoryError(`a key-value store holds text, not ${shown(value)}`, line);
};
const giveText = (...aliases) => ({
	aliases,
	ask: (value, line) => ({ value: text$1(value, line) }),
	settle: (asked, told) => typeof asked !== typeof told && String(asked) === String(told) ? asked : repeats(asked, told)
});
/** Changes something about a value, and may answer whether it did. Jepsen repeats the value: that says nothing. */
const change = (...aliases) => ({
	...giveSome(...aliases),
	settle: repeatsOrTells,
	answer: (value, _line, input) => typeof value === "boolean" && value !== input.value ? value : void 0
});
/** Asks about a value: yes or no. */
const test = () => ({
	...giveSome(),
	settle: answersOnly,
	answer(value, line) {
		if (typeof value === "boolean") return value;
		throw new HistoryError(`this function answers true or false, not ${shown(value)}`, line);
	}
});
function wholeNumber(value, line) {
	if (typeof value === "number" && Number.isSafeInteger(value)) return value;
	throw new HistoryError(`a whole number within 2^53 is needed, not ${shown(value)}`, line);
}
/** A whole number of any size, for objects that add up exactly. */
const anyWhole = (value, line) => typeof value === "bigint" ? value : wholeNumber(value, line);
const sizeOf = (value) => value < 0 ? -value : value;
function elements(value, line) {
	if (value === null) return void 0;
	if (Array.isArray(value)) return value;
	throw new HistoryError(`a read of the whole set answers its elements, not ${shown(value)}`, line);
}
function prioritised(value, line) {
	if (typeof (Array.isArray(value) && value.length === 2 ? value[0] : value) === "number") return { value };
	throw new HistoryError(`a priority queue holds numbers within 2^53, or [priority value], not ${shown(value)}`, line);
}
/** Adds to a counter. Jepsen's completions repeat the value; any other number is the total. */
const add = (sign, ...aliases) => ({
	as: "add",
	aliases,
	bare: true,
	settle: (asked, told) => asked !== null && isNumber(told) ? asked : repeats(asked, told),
	ask(value, line) {
		const by = value === null ? 1 : anyWhole(value, line);
		return { by: sign === 1 ? by : -by };
	},
	answer: (value, _line, input) => !isNumber(value) || sizeOf(value) === sizeOf(input.by) ? void 0 : value
});
/** Works or is refused; may say by whom it is done. A number that nobody asked with is a fencing token. */
const lock = (...aliases) => ({
	aliases,
	bare: true,
	noted: ({ owner = null }) => owner,
	ask(value) {
		const owner = typeof value === "boolean" ? void 0 : keyOf(value);
		return owner === void 0 ? nothing : { owner };
	},
	settle(asked, told) {
		if (asked !== null) return isNumber(told) && !isNumber(asked) ? asked : repeatsOrTells(asked, told);
		if (isMap$1(told)) return told["owner"] ?? told["client"] ?? null;
		return typeof named(told) === "string" && !isAcknowledgement(told, asked) ? told : null;
	},
	answer: (value) => value === false ? false : void 0
});
const transfer = {
	noted: ({ from = null, to = null, amount = null }) => from === null && to === null ? null : {
		from,
		to,
		amount
	},
	ask(value, line) {
		const { from, to, amount } = isMap$1(value) ? value : {};
		const [source, target] = [keyOf(from), keyOf(to)];
		if (source === void 0 || target === void 0 || !isNumber(amount)) throw new HistoryError(`transfer needs the value {from, to, amount}, not ${shown(value)}`, line);
		return {
			from: source,
			to: target,
			amount
		};
	},
	settle: repeatsOrTells,
	answer: (value) => value === false ? false : void 0
};
function balances(value, line) {
	if (value === null) return void 0;
	if (isObject$1(value) && Object.values(value).every(isNumber)) return value;
	throw new HistoryError(`a read of the bank answers the balance of each account, not ${shown(value)}`, line);
}
const isObject$1 = (value) => typeof value === "object" && value !== null && !(value instanceof Keyword);
const isMap$1 = (value) => isObject$1(value) && !Array.isArray(value);
/** A transaction: a list of micro-operations `[kind key value]`. */
const transaction = (kinds) => ({
	ask: (value, line) => ({ ops: microOperations(kinds, value, line) }),
	settle: (asked, told) => settledTransaction(kinds, asked, told === true ? null : told),
	answer: (value, line) => Array.isArray(value) ? microOperations(kinds, value, line) : void 0
});
/** Writes what stands for nothing. */
const erase = (as, value) => ({
	as,
	bare: true,
	ask: () => ({ value }),
	settle: answersOnly
});
const REGISTER = {
	read: observe("get"),
	write: give("put"),
	delete: erase("write", null)
};
const TABLES = {
	register: REGISTER,
	"cas-register": {
		...REGISTER,
		cas
	},
	"key-value": {
		get: {
			...observe("read"),
			answer: (value, line) => value === null ? null : text$1(value, line)
		},
		put: giveText("write"),
		append: giveText(),
		cas: {
			...cas,
			ask(value, line) {
				const { from, to } = cas.ask(value, line);
				return {
					from: from === null ? "" : text$1(from, line),
					to: text$1(to, line)
				};
			}
		},
		delete: erase("put", "")
	},
	queue: {
		enqueue: giveSome(),
		dequeue: observe()
	},
	stack: {
		push: giveSome(),
		pop: observe()
	},
	"priority-queue": {
		insert: {
			...giveSome("enqueue", "add"),
			ask: prioritised
		},
		extract: observe("dequeue", "extract-min", "delete-min")
	},
	set: {
		add: change(),
		remove: change(),
		contains: test(),
		read: {
			...observe(),
			answer: elements
		}
	},
	multiset: {
		add: giveSome(),
		remove: change(),
		contains: test(),
		count: {
			...giveSome(),
			settle: answersOnly,
			answer: wholeNumber
		}
	},
	counter: {
		add: add(1, "increment", "inc"),
		decrement: add(-1, "dec", "subtract"),
		read: observe()
	},
	mutex: {
		acquire: lock("lock"),
		release: lock("unlock")
	},
	bank: {
		read: {
			...observe(),
			answer: balances
		},
		transfer
	},
	"list-append": { txn: transaction({
		append: "append",
		r: "r",
		read: "r"
	}) },
	"multi-register": { txn: transaction({
		r: "r",
		w: "w",
		read: "r",
		write: "w"
	}) },
	"unique-ids": { generate: {
		...observe(),
		answer: (value) => value ?? void 0
	} }
};
/** The functions of a model, by the names it has for them. */
const functionsOf = (model) => Object.keys(TABLES[model]);
/** The adapter for a model. `judge`: who asks for it, and the functions it knows, where that is not the model itself. */
const adapterFor = (model, judge = {
	name: model,
	functions: functionsOf(model)
}) => adapterOf(judge, TABLES[model]);
/** The models that know the function `f`. */
const modelsKnowing = (f) => Object.entries(TABLES).filter(([, calls]) => Object.hasOwn(calls, f)).map(([name]) => name);
function adapterOf(judge, calls) {
	const names = /* @__PURE__ */ new Map();
	for (const [f, call] of Object.entries(calls)) for (const name of [f, ...call.aliases ?? []]) names.set(name, {
		f: call.as ?? f,
		call
	});
	const txn = names.get("txn");
	const callOf = (invocation) => {
		const found = names.get(invocation.f ?? "") ?? (isTransaction(invocation.value) ? txn : void 0);
		if (!found) throw unknownFunction(judge, invocation);
		return found;
	};
	return {
		modelName: (f) => names.get(f)?.f,
		input(invocation) {
			const { f, call } = callOf(invocation);
			const value = valueIn(call, invocation);
			const fields = value === null && call.bare !== true ? nothing : call.ask(value, invocation.line);
			return inputOf(f, invocation.key, fields);
		},
		settled(input, invocation, completion) {
			const { f, call } = callOf(invocation);
			const asked = valueIn(call, invocation);
			if (completion === void 0) {
				if (asked === null && call.bare !== true) call.ask(null, invocation.line);
				return input;
			}
			const key = invocation.key ?? completion.key;
			const told = invocation.value === null && asked !== null ? notedIn(call, completion) : valueIn(call, completion);
			if (key === invocation.key && (told === asked || told === null) && (asked !== null || call.bare === true)) return input;
			const value = (call.settle ?? repeats)(asked, told);
			if (value === void 0) throw contradiction(invocation, completion, "value", [asked, told]);
			return inputOf(f, key, call.ask(value, value === null ? invocation.line : completion.line));
		},
		output(completion, input) {
			return names.get(input.f)?.call.answer?.(completion.value, completion.line, input);
		}
	};
}
const notedIn = (call, { more }) => (more === void 0 ? void 0 : call.noted?.(more)) ?? null;
const valueIn = (call, event) => event.value ?? notedIn(call, event);
const inputOf = (f, key, fields) => key === void 0 ? {
	f,
	...fields
} : {
	f,
	key,
	...fields
};
function unknownFunction({ name, functions }, { f = "", line }) {
	const others = modelsKnowing(f);
	const meant = functions.find((known) => known === f.toLowerCase()) ?? functions[0];
	const hint = others.length === 0 ? `; if it is one of these by another name, say so by --rename ${f}=${meant}` : `; ${f} is a function of ${others.join(", ")}`;
	return new UnknownName(`${name} knows the functions ${functions.join(", ")}, not ${shown(f)}${hint}`, f, functions, line);
}
// checkers/formats/plain.ts
/** The reading of histories for judges that go by fields: the input is `f`, `key`, `value` and whatever else was noted. */
/** The adapter of a judge that knows these functions, by what the history calls them. */
function plainAdapterFor(questions, recognise) {
	return {
		...recognise ? { recognise } : {},
		input({ f, key, value, more, line }) {
			refuseLongPlaces(more, line);
			return {
				f,
				...key === void 0 ? {} : { key },
				...value === null ? {} : { value },
				...more
			};
		},
		settled(input, invocation, completion) {
			if (completion === void 0) return input;
			let fields;
			if (invocation.key === void 0 && completion.key !== void 0) fields = { key: completion.key };
			const question = questions.get(invocation.f);
			for (const name of question?.asks ?? []) {
				const [asked, told] = [fieldOf(invocation, name), fieldOf(completion, name)];
				if (told === null || told === asked) continue;
				if (asked !== null && name === "value" && isAnswer(asked, told, question?.completion)) continue;
				const both = unified(asked, told);
				if (both === void 0) throw contradiction(invocation, completion, name, [asked, told]);
				(fields ??= {})[name] = both;
			}
			return fields === void 0 ? input : {
				...input,
				...fields
			};
		},
		output({ value, line }) {
			if (isMap(value)) refuseLongPlaces(value, line);
			return value ?? void 0;
		}
	};
}
/** The adapter of a judge that is nobody's in particular: values of completions are answers. */
const plainAdapter = plainAdapterFor(/* @__PURE__ */ new Map());
/** Fields that judges count on from: the next place is one more. */
const PLACES = [
	"offset",
	"index",
	"from"
];
function refuseLongPlaces(fields, line) {
	if (fields === void 0) return;
	const long = PLACES.find((name) => typeof fields[name] === "bigint");
	if (long !== void 0) throw new HistoryError(`${long} is a number within 2^53, not ${shown(fields[long])}`, line);
}
const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Keyword);
const fieldOf = ({ value, more }, name) => name === "value" ? value : more?.[name] ?? null;
/** Whether the value of a completion answers the question, instead of saying it once more. */
function isAnswer(asked, told, completion = "repeated") {
	if (completion === "answered") return true;
	const kinds = [asked, told].map((value) => Array.isArray(value) ? "list" : isNumber(value) ? "number" : value instanceof Keyword ? "keyword" : typeof value);
	if (kinds[0] === kinds[1]) return isAcknowledgement(told, asked);
	return completion === "acknowledged" || isAcknowledgement(told, asked) || !kinds.every(isTextOrNumber);
}
const isTextOrNumber = (kind) => [
	"string",
	"number",
	"keyword"
].includes(kind);
// checkers/formats/lines.ts
/** Lines: cutting chunks of text into them, and counting them in text that passes by. */
/** Hands over each line, still in its chunk: cutting it out is left to those who need it. */
function lineSplitter(onLine) {
	let rest = "";
	let number = 0;
	const hand = (text, start, end, complete) => {
		onLine(text, start, end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end, ++number, complete);
	};
	return {
		feed(chunk) {
			let end = chunk.indexOf("\n");
			if (end < 0) {
				rest += chunk;
				if (rest.length > 268435456) throw tooLong(number + 1);
				return;
			}
			rest += chunk.slice(0, end);
			hand(rest, 0, rest.length, true);
			let start = end + 1;
			for (end = chunk.indexOf("\n", start); end >= 0; end = chunk.indexOf("\n", start)) {
				hand(chunk, start, end, true);
				start = end + 1;
			}
			rest = chunk.slice(start);
		},
		end() {
			if (rest !== "") hand(rest, 0, rest.length, false);
		}
	};
}
/** Turns offsets into lines and columns while text is consumed from the front. Offsets must not go back. */
var LineCounter = class {
	line = 1;
	/** Where the current line begins; negative if that part of the text is gone. */
	start = 0;
	/** The next line end, once known: a text may be one huge line, and should be searched once. */
	next;
	at(text, offset) {
		for (;;) {
			if (this.next === void 0) {
				const found = text.indexOf("\n", this.start);
				this.next = found < 0 ? Infinity : found;
			}
			if (this.next >= offset) return this.line;
			this.line++;
			this.start = this.next + 1;
			this.next = void 0;
		}
	}
	/** The first `consumed` characters go; what follows may change. */
	drop(text, consumed) {
		this.at(text, consumed);
		this.start -= consumed;
		this.next = void 0;
	}
	error(text, offset, reason) {
		return new HistoryError(reason, this.at(text, offset), offset - this.start + 1);
	}
};
// checkers/formats/sessions.ts
/** Hands on the transactions as events; every register that is read as `initial` but never written so holds it at first. */
function emitSessions(transactions, initial, emit, note) {
	const first = initial === void 0 ? [] : initialWrites(transactions, initial);
	const inFirst = first.length === 0 ? [] : [[{
		process: "initial",
		line: 1,
		isAborted: false
	}, first]];
	const inSessions = counted(transactions);
	for (const [group, isLast] of [[inFirst, false], [inSessions, true]]) {
		for (const [{ process, line }, micro] of group) emit(event("invoke", process, line, micro.map(([kind = null, key = null, value = null]) => [
			kind,
			key,
			kind === "r" ? null : value
		])));
		for (const [{ process, line, isAborted }, micro] of group) emit(event(isAborted ? "fail" : "ok", process, line, micro));
		if (isLast && group.length > 0) note("the file has no times: transactions are in order within their session, and with others at once");
	}
}
function counted(transactions) {
	const sizes = /* @__PURE__ */ new Map();
	for (const { session, isAborted } of transactions) if (!isAborted) sizes.set(session, (sizes.get(session) ?? 0) + 1);
	const done = /* @__PURE__ */ new Map();
	return transactions.map(({ session, name, line, isAborted, micro }) => {
		const part = {
			process: `${String(session)}/${String(name)}`,
			line,
			isAborted
		};
		if (isAborted || sizes.get(session) === 1) return [part, micro];
		const before = done.get(session) ?? 0;
		done.set(session, before + 1);
		const key = `session ${String(session)}`;
		const seen = before === 0 ? [] : [[
			"r",
			key,
			before
		]];
		return [part, [
			...micro,
			...seen,
			[
				"w",
				key,
				before + 1
			]
		]];
	});
}
function initialWrites(transactions, initial) {
	const read = /* @__PURE__ */ new Set();
	const written = /* @__PURE__ */ new Set();
	for (const { micro } of transactions) for (const [kind, key, value] of micro) if (value === initial) (kind === "r" ? read : written).add(key);
	return [...read].filter((key) => !written.has(key)).map((key) => [
		"w",
		key,
		initial
	]);
}
const event = (type, process, line, value) => ({
	line,
	type,
	process,
	f: "txn",
	key: void 0,
	value,
	timeMs: void 0,
	error: void 0,
	more: void 0
});
// checkers/formats/dbcop-text.ts
/**
* Histories as dbcop writes them for people: a transaction is `[x:=1 y==2]`, with `:=` for a write, `==` for a read and
* `==?` for a read of what was never written; `!` behind it means that it was not committed. A session is some lines of
* them, and `---` stands between two. `//` begins a comment.
*/
const TRANSACTION = /\s*\[([^[\]]*)\](!?)/y;
const MICRO = /^([^\s:=?]+)(:=|==)([^\s:=]+)$/;
/** Whether a text begins like one of this format. */
const isDbcopText = (start) => /^(?:\s+|\/\/[^\n]*(?:\n|$)|-+\s*\n)*\[\s*[^\s:=[\]{}"]+(?::=|==)/.test(start);
/** Reads events out of the text. Throws {@link HistoryError}. */
function dbcopTextParser(emit, note) {
	const transactions = [];
	let session = 1;
	let name = 0;
	const add = (line, number) => {
		const text = line.replace(/\/\/.*/, "").trim();
		if (/^-+$/.test(text)) {
			session++;
			name = 0;
			return;
		}
		TRANSACTION.lastIndex = 0;
		for (let at = 0; at < text.length; at = TRANSACTION.lastIndex) {
			TRANSACTION.lastIndex = at;
			const [, inside = "", mark] = TRANSACTION.exec(text) ?? [];
			if (mark === void 0) throw new HistoryError(`a transaction is [x:=1 y==2], not ${shown(text.slice(at))}`, number);
			const micro = inside.split(/\s+/).filter((part) => part !== "").map((part) => microOf(part, number));
			transactions.push({
				session,
				name: ++name,
				line: number,
				isAborted: mark === "!",
				micro
			});
		}
	};
	const lines = lineSplitter((text, start, end, number) => add(text.slice(start, end), number));
	return {
		feed: (chunk) => lines.feed(chunk),
		end() {
			lines.end();
			emitSessions(transactions, void 0, emit, note);
		}
	};
}
function microOf(part, line) {
	const [, key, sign, version = ""] = MICRO.exec(part) ?? [];
	if (key === void 0 || version === "?" && sign === ":=") throw new HistoryError(`a transaction holds x:=1, x==1 or x==?, not ${shown(part)}`, line);
	return [
		sign === ":=" ? "w" : "r",
		key,
		version === "?" ? null : valueOf$1(version)
	];
}
function valueOf$1(version) {
	const number = Number(version);
	if (Number.isSafeInteger(number)) return number;
	return /^-?\d+$/.test(version) ? BigInt(version) : version;
}
// checkers/formats/isolation-text.ts
/**
* Histories as checkers of isolation keep them (PolySI, IsoVista, Plume): `r(key,value,session,txn)` or `w(…)` a line,
* the lines of a transaction in order. Registers hold 0 at first; a transaction `-1` is one that was aborted.
*/
const LINE = /^\s*([rw])\s*\(([^,()]*),([^,()]*),([^,()]*),([^,()]*)\)\s*[,;]?\s*$/;
/** The line that says what a line is, as such files begin. */
const HEADER = /^\s*[rw](?:\/w)?\s*\(\s*key\s*,\s*val(?:ue)?\s*,\s*(?:session|client|sess)\w*\s*,\s*(?:txn|transaction|tx)\w*\s*\)/i;
const ABORTED = -1;
/** Whether a line is one of this format. */
const isIsolationLine = (line) => LINE.test(line);
/** Reads events out of the text. Throws {@link HistoryError}. */
function isolationTextParser(emit, note) {
	const transactions = [];
	const byName = /* @__PURE__ */ new Map();
	const add = (line, number, complete) => {
		if (line.trim() === "" || HEADER.test(line)) return;
		const match = LINE.exec(line);
		if (match === null && !complete && /^\s*[rw]\s*\([^)]*$/.test(line)) throw new HistoryError("the file ends in the middle of this line: it is cut off", number);
		if (match === null) throw new HistoryError(`a line is r(key,value,session,txn) or w(…), not ${shown(line.trim())}`, number);
		const [kind, key, value, session, name] = match.slice(1).map((text) => atom(text.trim()));
		if ([
			key,
			session,
			name
		].some((part) => part === "" || part === null)) throw new HistoryError(`a line is r(key,value,session,txn) or w(…); a part of ${shown(line.trim())} is empty`, number);
		const micro = [
			kind,
			key,
			value
		];
		const id = `${String(session)} ${String(name)}`;
		const known = name === ABORTED ? void 0 : byName.get(id);
		if (known !== void 0) return void known.micro.push(micro);
		const begun = {
			session,
			name,
			line: number,
			isAborted: name === ABORTED,
			micro: [micro]
		};
		byName.set(id, begun);
		transactions.push(name === ABORTED ? {
			...begun,
			name: `aborted on line ${number}`
		} : begun);
	};
	const lines = lineSplitter((text, start, end, number, complete) => add(text.slice(start, end), number, complete));
	return {
		feed: (chunk) => lines.feed(chunk),
		end() {
			lines.end();
			emitSessions(transactions, 0, emit, note);
		}
	};
}
/** A number, nothing, or a name. */
function atom(text) {
	if (text === "null" || text === "nil") return null;
	if (!/^-?\d+$/.test(text)) return text;
	const number = Number(text);
	return Number.isSafeInteger(number) ? number : BigInt(text);
}
// checkers/formats/jepsen-log.ts
/**
* Histories as Jepsen logs them while it runs: `INFO  jepsen.util - 0	:invoke	:read	nil`, whatever stands before the
* process. Lines without an operation are other log messages and skipped. Times are not read: log prefixes have
* many shapes, and the order of the lines is what counts.
*/
/** Process, type, function, then value and perhaps an error. */
const OPERATION = /(?:^|\s)(:?[\w.-]+)\s+:(invoke|ok|fail|info)\s+:([^\s,]+)(?:\s+|$)/;
/** Whether a line logs an operation. */
const isOperationLine = (line) => OPERATION.test(line);
/** Reads events out of log lines. Throws {@link HistoryError}. */
function jepsenLogParser(emit, _note, onTwin) {
	const reader = new EdnReader(onTwin);
	const onLine = (text, start, end, number, complete) => {
		const line = text.slice(start, end);
		const match = OPERATION.exec(line);
		if (match === null) {
			if (!complete && /\s:(i|o|f)[a-z]*$/.test(line)) throw new HistoryError("the file ends in the middle of this line: it is cut off", number);
			return;
		}
		const [found, name = "", type = "", f = ""] = match;
		if (!isEventType(type)) return;
		reader.over(`${line}\n`, match.index + found.length);
		try {
			emitLine(type, name, f, number);
		} catch (error) {
			if (!(error instanceof Incomplete) && !(error instanceof EdnError)) throw error;
			if (complete && (type === "fail" || type === "info")) return emitWith(type, name, f, number, { error: line.slice(match.index + found.length).trim() });
			if (error instanceof Incomplete) throw new HistoryError(complete ? "the value is not closed on its line" : "the file ends in the middle of this line: it is cut off", number);
			throw new HistoryError(error.reason, number, error.offset + 1);
		}
	};
	const emitLine = (type, name, f, line) => {
		let key;
		let value = null;
		let isReason = false;
		if (reader.skip()) {
			isReason = type === "info" && reader.text[reader.pos] === ":";
			if (reader.text.startsWith("#jepsen.independent", reader.pos)) {
				const tuple = reader.readValue();
				if (!Array.isArray(tuple) || tuple.length !== 2) reader.fail("an independent tuple is [key value]");
				[key, value] = tuple;
			} else value = reader.readValue();
		}
		const said = isReason ? value : rest(reader);
		const error = type === "invoke" || type === "ok" ? void 0 : errorText(said);
		emitWith(type, name, f, line, {
			key: keyOf(key),
			value,
			error
		});
	};
	const emitWith = (type, name, f, line, { key, value = null, error }) => {
		emit({
			line,
			type,
			process: /^-?\d+$/.test(name) ? Number(name) : name.replace(/^:/, ""),
			f,
			key,
			value,
			timeMs: void 0,
			error,
			more: void 0
		});
	};
	const lines = lineSplitter(onLine);
	return {
		feed: (chunk) => lines.feed(chunk),
		end: () => lines.end()
	};
}
/** What stands behind the value: the error, as data where it is that, else just text. */
function rest(reader) {
	if (!reader.skip()) return void 0;
	const text = reader.text.slice(reader.pos).trim();
	try {
		const value = reader.read();
		if (!reader.skip()) return value;
	} catch (error) {
		if (!(error instanceof EdnError) && !(error instanceof Incomplete)) throw error;
	}
	return text;
}
/** Prints one event as a log line. A key becomes an independent tuple, as there is no other place for it. */
function printJepsenLog(event) {
	const value = event.key === void 0 ? printEdn(event.value) : `#jepsen.independent.Tuple [${printEdn(event.key)} ${printEdn(event.value)}]`;
	const error = event.error === void 0 ? "" : `\t${JSON.stringify(event.error)}`;
	return `INFO  jepsen.util - ${event.process}\t:${event.type}\t:${event.f ?? ""}\t${value}${error}`;
}
// checkers/formats/detect.ts
/** Tells the formats apart by how a file begins. */
const FORMATS = [
	"jepsen-edn",
	"jepsen-log",
	"porcupine-kv",
	"porcupine-operations",
	"jsonl",
	"json",
	"isolation-text",
	"dbcop-text"
];
/** The format of a file that begins with `sample`. Throws {@link HistoryError} if it is none of ours. */
function detectFormat(sample) {
	const start = sample.replace(/^(?:[\s,\ufeff]|;[^\n]*(?:\n|$))+/, "");
	if (start === "") throw new HistoryError("the file is empty");
	if (/^\[?\s*\{\s*"/.test(start) && isOperation(start)) return "porcupine-operations";
	if (/^\{\s*["}]/.test(start)) return isOneLine(start) ? "jsonl" : "json";
	if (/^\{\s*:/.test(start)) return isPorcupineKv(start) ? "porcupine-kv" : "jepsen-edn";
	if (isDbcopText(sample)) return "dbcop-text";
	if (isIsolationLine(start.split("\n", 1)[0] ?? "")) return "isolation-text";
	if (/^(?:#[\w._]|[[(][\s,]*(?:[{#;\])]|$))/.test(start)) return /^\[\s*\{\s*["}]/.test(start) ? "json" : "jepsen-edn";
	if (sample.split("\n").some(isOperationLine)) return "jepsen-log";
	throw new HistoryError(`cannot tell the format of this file; name it: ${FORMATS.join(", ")}`);
}
/** Whether the first object ends on the line it begins on. */
function isOneLine(start) {
	const [line = ""] = start.split("\n", 1);
	if (line.length === start.length) return true;
	const text = line.replace(/[\s,]+$/, "");
	if (!text.endsWith("}")) return false;
	if (text === line.trimEnd()) return true;
	try {
		return JSON.parse(text) !== void 0;
	} catch {
		return false;
	}
}
/** Whether an object has the fields of Porcupine's, and not those of an event. */
const isOperation = (start) => /"input"\s*:/i.test(start) && /"call"\s*:/i.test(start) && !/"type"\s*:\s*"(?:invoke|ok|fail|info)"/.test(start);
const isPorcupineKv = (start) => {
	const end = start.indexOf("}");
	const first = end < 0 ? start : start.slice(0, end);
	return /:key\s/.test(first) && /:f\s+:(?:get|put|append)\b/.test(first) && !/:(?:time|index)\s/.test(first);
};
// checkers/formats/independent.ts
/**
* Passes events on, with key and value taken apart where the history is one of independent tests. `modelName` tells what a
* function is that the history calls otherwise.
*/
function independentKeys(next, modelName = (f) => f) {
	let tuples;
	let waiting = [];
	/** What each process asked for last: a completion may leave it out. */
	const asked = /* @__PURE__ */ new Map();
	const isCas = ({ type, process, f = asked.get(process) }) => {
		if (f === void 0) return false;
		if (type === "invoke") asked.set(process, f);
		return modelName(f) === "cas";
	};
	const pass = (event) => next(tuples ? split(event, isCas(event)) : event);
	const settle = (answer) => {
		tuples = answer;
		for (const event of waiting) pass(event);
		waiting = [];
	};
	return {
		event(event) {
			if (tuples !== void 0) return pass(event);
			waiting.push(event);
			const answer = event.type === "invoke" ? isTuple(event, isCas(event)) : void 0;
			if (answer !== void 0) settle(answer);
		},
		end() {
			if (tuples === void 0) settle(waiting.some((event) => event.type === "invoke"));
		}
	};
}
/** Whether an invocation proves that values are tuples (true), that they are not (false), or neither. */
function isTuple({ key, value }, isCas) {
	if (key === void 0 && isCas && isKeyedCas(value)) return true;
	if (key !== void 0 || !isPair(value) || Array.isArray(value[0])) return false;
	if (isCas) return isPair(value[1]);
	return value[1] === null ? true : void 0;
}
function split(event, isCas) {
	const { value } = event;
	if (isCas && isKeyedCas(value)) return {
		...event,
		key: keyOf(value[0]),
		value: value.slice(1)
	};
	if (isPair(value)) return {
		...event,
		key: keyOf(value[0]),
		value: value[1]
	};
	if (event.type === "invoke") throw new HistoryError(`values of this history are [key value], but here it is ${shown(value)}`, event.line);
	return event;
}
/** Nothing but a key can be the third of them. */
const isKeyedCas = (value) => Array.isArray(value) && value.length === 3 && !Array.isArray(value[0]);
const isPair = (value) => Array.isArray(value) && value.length === 2;
// checkers/formats/jepsen-edn.ts
/**
* Histories as Jepsen and Knossos keep them (`history.edn`): maps or `#jepsen.history.Op{…}` records, in one vector
* or list, or one after another. Knows `:type :process :f :value :key :time :index :error`, and `:client` for `:process`;
* other keys are kept for judges that read them, `:input/index` as an input's own field `index`.
*/
const OPEN_MAP = 123;
const CLOSE_MAP = 125;
const HASH = 35;
const COLON = 58;
const NS_PER_MS = 1e6;
/** What is read of an operation; the first place is for whatever else it says. */
const OTHER = 0;
const FIELDS = [
	"",
	"type",
	"process",
	"f",
	"key",
	"value",
	"time",
	"index",
	"error"
];
const KEY = FIELDS.indexOf("key");
const VALUE = FIELDS.indexOf("value");
/** Reads events out of EDN text. Throws {@link HistoryError} with line and column. */
function jepsenEdnParser(emit, _note, onTwin) {
	const reader = new EdnReader(onTwin);
	/** The bracket that closes the history; 0 outside. */
	let close = 0;
	const lines = new LineCounter();
	let retryAt = 0;
	let ended = false;
	/** Operations name their fields in the same order and spacing as the one before, nearly always. */
	const order = [];
	/** The name of a field that is not in `FIELDS`. */
	let otherName = "";
	const values = new Array(FIELDS.length);
	const drop = (consumed) => {
		lines.drop(reader.text, consumed);
		reader.over(reader.text.slice(consumed));
	};
	const readAll = () => {
		let start = reader.pos;
		try {
			for (; reader.skip(); start = reader.pos) {
				start = reader.pos;
				const code = reader.text.charCodeAt(reader.pos);
				if (code === close) {
					close = 0;
					reader.pos++;
				} else if (close === 0 && (code === 91 || code === 40)) {
					close = code === 91 ? 93 : 41;
					reader.pos++;
				} else if (code === OPEN_MAP || code === HASH) {
					if (!reader.discarded()) event(start);
				} else reader.fail("an operation, {:type … :process … :f …}, is needed here");
			}
			start = reader.pos;
		} catch (error) {
			if (error instanceof EdnError) {
				const after = pastNemesis(reader.text, start, ended);
				if (after === void 0) throw lines.error(reader.text, error.offset, error.reason);
				if (after !== INCOMPLETE) {
					drop(after);
					return readAll();
				}
			} else if (!(error instanceof Incomplete)) throw error;
		}
		drop(start);
		if (reader.text.length > 268435456) throw tooLong(lines.at(reader.text, 0));
	};
	/** Reads up to the value of the next field; `undefined` at the end of the map. */
	const fieldAt = (place) => {
		const expected = order[place];
		if (expected && reader.text.startsWith(expected.text, reader.pos)) {
			reader.pos += expected.text.length;
			return expected.field;
		}
		const start = reader.pos;
		while (reader.peek() !== CLOSE_MAP && reader.discarded());
		if (reader.peek() === CLOSE_MAP) return void 0;
		if (reader.peek() !== COLON) reader.fail("the keys of an operation are keywords such as :type");
		reader.pos++;
		const name = reader.word();
		if (reader.peek() === CLOSE_MAP) reader.fail(`:${name} has no value`);
		const field = FIELDS.indexOf(name, 1);
		const text = reader.text.slice(start, reader.pos);
		if (field > 0 && /^[\s,]*:\w+\s$/.test(text)) order[place] = {
			text,
			field
		};
		otherName = name;
		return Math.max(field, OTHER);
	};
	const event = (start) => {
		if (reader.text.charCodeAt(reader.pos) === HASH) {
			reader.pos++;
			reader.word();
		}
		if (reader.peek() !== OPEN_MAP) reader.fail("an operation, {:type … :process … :f …}, is needed here");
		reader.pos++;
		values.fill(void 0);
		let more;
		for (let place = 0;; place++) {
			const field = fieldAt(place);
			if (field === void 0) break;
			if (field === OTHER) (more ??= {})[otherName] = reader.read();
			else if (field !== VALUE) values[field] = reader.read();
			else if (!reader.text.startsWith("#jepsen.independent", reader.pos)) values[VALUE] = reader.readValue();
			else [values[KEY], values[VALUE]] = independentTuple(reader);
		}
		const [, type, process, f, key, value, time, index, error] = values;
		reader.pos++;
		const at = lines.at(reader.text, start);
		emit(eventOf$1({
			type,
			process,
			f,
			key,
			value,
			time,
			timeMs: void 0,
			error,
			more
		}, at, index));
	};
	return {
		feed(chunk) {
			reader.text += chunk;
			if (reader.text.length < retryAt && reader.text.length <= 268435456) return;
			readAll();
			retryAt = reader.text.length > 65536 ? 2 * reader.text.length : 0;
		},
		end() {
			ended = true;
			reader.text += " ";
			readAll();
			const line = lines.at(reader.text, reader.pos);
			if (reader.skip()) throw new HistoryError("the file ends in the middle of the operation that begins here: it is cut off", line);
			if (close !== 0) throw new HistoryError(`the file ends before the closing ${close === 93 ? "]" : ")"}: it is cut off`, line);
		}
	};
}
const INCOMPLETE = -1;
/**
* Where the next form begins after an operation of the nemesis, at `start`, that cannot be read but ends with its line;
* `undefined` if it is none.
*/
function pastNemesis(text, start, ended) {
	const found = text.indexOf("\n", start);
	if (found < 0 && !ended) return INCOMPLETE;
	const line = text.slice(start, found < 0 ? text.length : found);
	const [operation] = /^.*:process :nemesis.*\}(?=[\s,]*[\])]?\s*$)/.exec(line) ?? [];
	return operation === void 0 ? void 0 : start + operation.length;
}
/** Jepsen's independent tests pair every value with the key it belongs to. */
function independentTuple(reader) {
	const start = reader.pos;
	const tuple = reader.readValue();
	if (Array.isArray(tuple) && tuple.length === 2) return [tuple[0] ?? null, tuple[1] ?? null];
	if (tuple !== null && typeof tuple === "object" && "key" in tuple && "value" in tuple) return [tuple.key ?? null, tuple.value ?? null];
	return reader.fail("an independent tuple is [key value]", start);
}
const OWN$1 = new Set(FIELDS.slice(1));
/** Prints one event as an EDN map, the way Jepsen prints its histories. */
function printJepsenEdn(event, index) {
	const { process, key, f } = event;
	return `{${[
		`:index ${index}`,
		...event.timeMs === void 0 ? [] : [`:time ${Math.round(event.timeMs * NS_PER_MS)}`],
		`:type :${event.type}`,
		`:process ${typeof process === "number" ? process : JSON.stringify(process)}`,
		...f === void 0 ? [] : [`:f ${keyword(f)}`],
		...key === void 0 ? [] : [`:key ${printEdn(key)}`],
		`:value ${f === "txn" ? printTransaction(event.value) : printEdn(event.value)}`,
		...event.error === void 0 ? [] : [`:error ${JSON.stringify(event.error)}`],
		...Object.entries(besideOwn(event.more, OWN$1) ?? {}).map(([name, value]) => `${keyword(name)} ${printEdn(value)}`)
	].join(", ")}}`;
}
/** The kinds of micro-operations are keywords, as Elle reads them. */
function printTransaction(value) {
	if (!Array.isArray(value)) return printEdn(value);
	return `[${value.map((operation) => {
		if (!Array.isArray(operation) || typeof operation[0] !== "string") return printEdn(operation);
		return `[${[keyword(operation[0]), ...operation.slice(1).map((part) => printEdn(part))].join(" ")}]`;
	}).join(" ")}]`;
}
/** A name as a keyword, if it can be one. */
const keyword = (name) => /^[A-Za-z*+!_?<>=-][\w*+!?<>=./-]*$/.test(name) ? `:${name}` : JSON.stringify(name);
// checkers/formats/json-operation.ts
/** What the JSON formats share: the text of one object, with every digit of its numbers, and the event it tells of. */
/** Reads an object; integers beyond 2^53 are bigints. `cut`: where its end may be missing. */
function parseObject(text, line, cut) {
	let value;
	try {
		value = parseExactJson(text);
	} catch (error) {
		if (cut && /^\s*\{/.test(text)) throw cutOff(line);
		throw new HistoryError(`this is not JSON (${(error instanceof Error ? error.message.replace(/,? "?\S.* is not valid JSON$/s, "") : "").replace(/\s+/g, " ")}); ${NEEDED}`, line);
	}
	if (text.length > 1e3 && isTooDeep(value)) throw new HistoryError(`nested more than 500 deep`, line);
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
	throw new HistoryError(`${NEEDED}, not ${shown(value)}`, line);
}
const NEEDED = "every line holds one event, {\"type\":…,\"process\":…,\"f\":…}";
/** Whoever walks a value calls himself once a level: what is too deep for that is refused here, found level by level. */
function isTooDeep(value) {
	const isNested = (part) => typeof part === "object" && part !== null;
	let level = [value].filter(isNested);
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > 500) return true;
		level = level.flatMap((nested) => Object.values(nested).filter(isNested));
	}
	return false;
}
const cutOff = (line) => new HistoryError("the file ends in the middle of what begins here: it is cut off", line);
/** The fields of an object that we know by name, and the others. */
function fieldsOf$1(object) {
	const { type, process, f, key, value, time, timeMs, error, ...more } = object;
	return {
		type,
		process,
		f,
		key,
		value,
		time,
		timeMs,
		error,
		more: Object.keys(more).length === 0 ? void 0 : more
	};
}
/** The event of these fields; `index` is a field of the input like any other. Throws {@link HistoryError}. */
function jsonEvent(fields, line) {
	if (fields.time !== void 0 && fields.timeMs !== void 0) throw new HistoryError("give time (nanoseconds) or timeMs, not both", line);
	if (fields.value === Infinity || fields.value === -Infinity) throw new HistoryError("the value is too large a number", line);
	return eventOf$1(fields, line);
}
// checkers/formats/json-forms.ts
/**
* Cuts JSON text into the objects it holds, wherever lines end: one array of them, or one after another. Commas and line
* ends between them say nothing.
*/
const QUOTE$1 = 34;
const COMMA$1 = 44;
const OPEN_LIST$1 = 91;
const BACKSLASH$1 = 92;
const CLOSE_LIST$1 = 93;
const OPEN_OBJECT$1 = 123;
const CLOSE_OBJECT$1 = 125;
/** Hands over each object: `text` from `start` to `end`, and the line it begins on. */
function jsonForms(onObject) {
	const lines = new LineCounter();
	/** The chunk, and where in it. */
	let chunk = "";
	let pos = 0;
	/** How deep in brackets; 0 between objects. */
	let depth = 0;
	/** Where the object begins that is being read: in this chunk, or with `held` before it. */
	let start = 0;
	let held = "";
	let line = 1;
	let inString = false;
	let escaped = false;
	let array = "none";
	const between = (code) => {
		if (code <= 32 || code === COMMA$1 || code === 65279) return;
		if (code === OPEN_OBJECT$1) {
			start = pos;
			depth = 1;
			line = lines.at(chunk, pos);
		} else if (code === OPEN_LIST$1 && array === "none") array = "open";
		else if (code === CLOSE_LIST$1 && array === "open") array = "closed";
		else throw lines.error(chunk, pos, "an event, {\"type\":…,\"process\":…,\"f\":…}, is needed here");
	};
	const within = (code) => {
		if (code === QUOTE$1) inString = true;
		else if (code === OPEN_OBJECT$1 || code === OPEN_LIST$1) depth++;
		else if ((code === CLOSE_OBJECT$1 || code === CLOSE_LIST$1) && --depth === 0) {
			if (held === "") onObject(chunk, start, pos + 1, line);
			else {
				const text = held + chunk.slice(0, pos + 1);
				held = "";
				onObject(text, 0, text.length, line);
			}
		}
	};
	const withinString = (code) => {
		if (escaped) escaped = false;
		else if (code === BACKSLASH$1) escaped = true;
		else if (code === QUOTE$1) inString = false;
	};
	return {
		feed(next) {
			chunk = next;
			start = 0;
			for (pos = 0; pos < next.length; pos++) {
				const code = next.charCodeAt(pos);
				if (inString) withinString(code);
				else if (depth > 0) within(code);
				else between(code);
			}
			if (depth > 0) held += next.slice(start);
			if (held.length > 268435456) throw tooLong(line);
			lines.drop(next, next.length);
		},
		end() {
			if (depth > 0) throw cutOff(line);
			if (array === "open") throw new HistoryError("the file ends before the closing ]: it is cut off", lines.at("", 0));
		}
	};
}
// checkers/formats/jsonl-scan.ts
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const NAMES = [
	"type",
	"process",
	"f",
	"key",
	"value",
	"time",
	"timeMs",
	"error"
].map((name) => ({
	name,
	text: `"${name}":`
}));
var LineScanner = class {
	words = new Words();
	text = "";
	pos = 0;
	end = 0;
	order = [];
	/** The fields of the line from `start` to `end`, or `undefined` where a JSON parser must look. */
	scan(text, start, end) {
		this.text = text;
		this.pos = start;
		this.end = end;
		if (!this.eat(OPEN_OBJECT)) return void 0;
		const fields = {
			type: void 0,
			process: void 0,
			f: void 0,
			key: void 0,
			value: void 0,
			time: void 0,
			timeMs: void 0,
			error: void 0,
			more: void 0
		};
		for (let place = 0;; place++) {
			const name = this.fieldName(place);
			if (name === void 0) return void 0;
			const value = this.value();
			if (value === void 0) return void 0;
			fields[name] = value;
			if (this.eat(COMMA)) continue;
			return this.eat(CLOSE_OBJECT) && this.pos === end ? fields : void 0;
		}
	}
	/** Lines name their fields in the same order as the line before, nearly always. */
	fieldName(place) {
		const expected = this.order[place];
		if (expected && this.text.startsWith(expected.text, this.pos)) {
			this.pos += expected.text.length;
			return expected.name;
		}
		const found = NAMES.find((candidate) => this.text.startsWith(candidate.text, this.pos));
		if (!found) return void 0;
		this.order[place] = found;
		this.pos += found.text.length;
		return found.name;
	}
	eat(code) {
		if (this.text.charCodeAt(this.pos) !== code) return false;
		this.pos++;
		return true;
	}
	value() {
		const code = this.text.charCodeAt(this.pos);
		if (code === QUOTE) return this.string();
		if (code === OPEN_LIST) return this.list();
		if (code === MINUS || code >= 48 && code <= 57) return this.number();
		if (this.text.startsWith("null", this.pos)) return this.past(4, null);
		if (this.text.startsWith("true", this.pos)) return this.past(4, true);
		if (this.text.startsWith("false", this.pos)) return this.past(5, false);
	}
	past(length, value) {
		this.pos += length;
		return value;
	}
	list() {
		const items = [];
		this.pos++;
		if (this.eat(CLOSE_LIST)) return items;
		for (;;) {
			const item = this.text.charCodeAt(this.pos) === OPEN_LIST ? void 0 : this.value();
			if (item === void 0) return void 0;
			items.push(item);
			if (this.eat(COMMA)) continue;
			return this.eat(CLOSE_LIST) ? items : void 0;
		}
	}
	string() {
		const { text } = this;
		if (!this.eat(QUOTE)) return void 0;
		const start = this.pos;
		let hash = 0;
		for (let end = start; end < this.end; end++) {
			const code = text.charCodeAt(end);
			if (code === QUOTE) {
				this.pos = end + 1;
				return this.words.get(text, start, end, hash);
			}
			if (code === BACKSLASH || code < 32) return void 0;
			hash = Math.imul(hash, 31) + code | 0;
		}
	}
	/** At most fifteen digits, which are exact, and perhaps a fraction. */
	number() {
		const { text } = this;
		const start = this.pos;
		const first = text.charCodeAt(start) === MINUS ? start + 1 : start;
		let pos = first;
		let number = 0;
		let code = text.charCodeAt(pos);
		while (code >= 48 && code <= 57) {
			number = number * 10 + code - 48;
			code = text.charCodeAt(++pos);
		}
		const digits = pos - first;
		if (digits === 0 || digits > 15 || digits > 1 && text.charCodeAt(first) === 48) return void 0;
		if (code === DOT) {
			const fraction = ++pos;
			while ((code = text.charCodeAt(pos)) >= 48 && code <= 57) pos++;
			if (pos === fraction) return void 0;
			number = Number(text.slice(first, pos));
		}
		if (code !== COMMA && code !== CLOSE_OBJECT && code !== CLOSE_LIST) return void 0;
		this.pos = pos;
		return first === start ? number : -number;
	}
};
// checkers/formats/jsonl.ts
/**
* Our own history format, JSON Lines: one event a line, UTF-8, in the order the recorder saw the events.
*
* ```
* {"type":"invoke","process":0,"f":"write","key":"x","value":3,"timeMs":1.25}
* {"type":"ok","process":0,"f":"write","key":"x","value":3,"timeMs":4.5}
* {"type":"invoke","process":1,"f":"cas","key":"x","value":[3,4],"timeMs":5}
* {"type":"info","process":1,"f":"cas","key":"x","value":[3,4],"timeMs":105,"error":"timeout"}
* ```
*
* - `type`: `invoke` begins an operation; `ok` it happened, `fail` it certainly did not, `info` it may have.
* - `process`, or `client`: integer or name of the client. It has at most one outstanding operation. `nemesis` is no
*   client: its events are skipped.
* - `f`: the function; a completion may leave it out, and so may a transaction.
* - `key`: string or number, optional: which object.
* - `value`: any JSON; what is asked for at `invoke`, what was answered at `ok`. Absent is the same as `null`.
*   Integers beyond 2^53 keep their digits: they are read as bigints.
* - `time` in nanoseconds, as Jepsen has it, or `timeMs` in milliseconds; optional. The order of the lines counts.
* - `error`: text, optional.
*
* Other fields are kept for judges that read them (`partition`, `offset`, `term` …), else they say nothing; `input/type`
* is an input's own field `type`. Empty lines are allowed. An operation that has no completion stays open: it may have
* happened.
*/
/** Reads events out of JSON Lines. Throws {@link HistoryError}. */
function jsonLinesParser(emit) {
	const scanner = new LineScanner();
	const onLine = (text, start, end, number, complete) => {
		const fields = scanner.scan(text, start, end) ?? record(text.slice(start, end), number, complete);
		if (fields !== void 0) emit(jsonEvent(fields, number));
	};
	const lines = lineSplitter(onLine);
	return {
		feed: (chunk) => lines.feed(chunk),
		end: () => lines.end()
	};
}
/** A comma behind an event is what is left of an array. */
function record(line, number, complete) {
	const text = line.replace(/[\s,]+$/, "");
	return text === "" ? void 0 : fieldsOf$1(parseObject(text, number, !complete && !text.endsWith("}")));
}
/** Reads the same events out of one JSON array, or of objects that go over several lines. Throws {@link HistoryError}. */
function jsonParser(emit) {
	const scanner = new LineScanner();
	return jsonForms((text, start, end, line) => {
		emit(jsonEvent(scanner.scan(text, start, end) ?? fieldsOf$1(parseObject(text.slice(start, end), line, false)), line));
	});
}
const OWN = /* @__PURE__ */ new Set([
	"type",
	"process",
	"f",
	"key",
	"value",
	"time",
	"timeMs",
	"error"
]);
/** Prints one event as one line, without the line end. */
function printJsonLine(event) {
	const { type, process, f, key, value, timeMs, error, more } = event;
	return printExactJson({
		type,
		process,
		f,
		key,
		value,
		timeMs,
		error,
		...besideOwn(more, OWN)
	});
}
// checkers/formats/order.ts
/**
* In which order the events of a file happened: that of its lines, or of the `:index` its recorder counted; of its times
* only for who asks. Clocks of clients step back a little, and that of the nemesis is nobody's.
*/
const ORDERS = [
	"auto",
	"file",
	"index",
	"time"
];
/** The lines of a file are not in the order of their `:index`: it is to be read again, with the order `index`. */
var NotByIndex = class extends HistoryError {};
/** Hands on the events of clients in `order`. */
function inOrder$1(order, next, note) {
	if (order === "index") return sorted(indexOf, next);
	if (order === "time") return sorted(timeOf$1, next);
	const clock = clockWatch(note);
	let lastIndex = -1;
	/** What is wrong in the order of the lines: of no interest if another order counts, which later lines show. */
	let fault;
	return {
		event(event) {
			if (!isClient(event.process)) return;
			const { index } = event;
			if (index !== void 0 && order === "auto") {
				if (index <= lastIndex) throw new NotByIndex(`:index goes from ${lastIndex} to ${index}; say which order counts: --order index, or --order file for that of the lines`, event.line);
				lastIndex = index;
			}
			if (fault !== void 0) return;
			clock.event(event);
			try {
				next(event);
			} catch (error) {
				if (index === void 0 || order !== "auto" || !(error instanceof HistoryError)) throw error;
				fault = error;
			}
		},
		end() {
			if (fault !== void 0) throw fault;
			clock.end();
		}
	};
}
/** Tells once that times step back. */
function clockWatch(note) {
	let lastMs = -Infinity;
	let steps = 0;
	let first = "";
	return {
		event({ timeMs, line }) {
			if (timeMs === void 0) return;
			if (timeMs < lastMs && steps++ === 0) first = `on line ${line}, from ${lastMs} ms to ${timeMs} ms`;
			lastMs = timeMs;
		},
		end() {
			if (steps === 0) return;
			note(`time steps back ${steps === 1 ? first : `${steps} times, first ${first}`}; the order of the lines counts (--order time asks for that of the times)`);
		}
	};
}
/** An event without a number stands where it stands in the file. */
const indexOf = ({ index, more }, last) => {
	const counted = index ?? more?.["index"];
	return typeof counted === "number" ? counted : last;
};
const timeOf$1 = ({ timeMs, line }) => {
	if (timeMs !== void 0) return timeMs;
	throw new HistoryError("this event has no time to order it by", line);
};
/** Holds all events until the last is there. */
function sorted(placeOf, next) {
	const held = [];
	let last = -Infinity;
	return {
		event(event) {
			if (!isClient(event.process)) return;
			last = placeOf(event, last);
			held.push({
				place: last,
				event
			});
		},
		end() {
			held.sort((a, b) => a.place === b.place ? 0 : a.place - b.place);
			if (placeOf === indexOf) refuseTwins(held.map(({ event }) => event));
			for (const { event } of held) next(event);
		}
	};
}
function refuseTwins(events) {
	for (const [at, { index, line }] of events.entries()) {
		const before = events[at - 1];
		if (index !== void 0 && before?.index === index) throw new HistoryError(`:index ${index} stands here and on line ${before.line}; --order file takes the lines as they stand`, line);
	}
}
// checkers/formats/pair.ts
function pairer(adapter) {
	const drafts = [];
	const open = /* @__PURE__ */ new Map();
	/** Kept where somebody asks. */
	const calls = adapter.recognise ? /* @__PURE__ */ new Map() : void 0;
	let position = 0;
	const begin = (invocation) => {
		const { process, line, timeMs } = invocation;
		const earlier = open.get(process);
		if (earlier) throw new HistoryError(`process ${shown(process)} begins an operation while the one of line ${earlier.invocation.line} is still open`, line);
		if (invocation.f === void 0) throw new HistoryError("an invocation needs an f, the function asked for, or a list of micro-operations", line);
		if (calls) callsOf(calls, invocation.f).asked++;
		const input = adapter.input(invocation);
		const invoke = position++;
		const draft = timeMs === void 0 ? {
			process,
			input,
			output: void 0,
			type: "info",
			invoke,
			complete: Infinity,
			line,
			endLine: void 0
		} : {
			process,
			input,
			output: void 0,
			type: "info",
			invoke,
			complete: Infinity,
			line,
			endLine: void 0,
			invokedAtMs: timeMs,
			completedAtMs: void 0
		};
		drafts.push(draft);
		open.set(process, {
			draft,
			invocation
		});
	};
	const end = (completion) => {
		const { process, line, timeMs, error } = completion;
		const opened = open.get(process);
		if (!opened) throw new HistoryError(`process ${shown(process)} completes an operation it never began`, line);
		const { draft, invocation } = opened;
		sameCall(invocation, completion);
		open.delete(process);
		draft.endLine = line;
		draft.type = completion.type;
		draft.input = draft.type === "ok" ? adapter.settled(draft.input, invocation, completion) : adapter.settled(draft.input, invocation);
		if (draft.type === "ok") draft.output = adapter.output(completion, draft.input);
		if (calls && draft.type === "ok") callsOf(calls, invocation.f).ok++;
		if (draft.type !== "info") draft.complete = position;
		position++;
		if (timeMs !== void 0) draft.completedAtMs = timeMs;
		if (error !== void 0) draft.error = error;
		const by = completion.more?.["to"];
		if (typeof by === "string" && invocation.more?.["to"] === void 0) draft.to = by;
	};
	return {
		event(event) {
			if (!isClient(event.process)) return;
			if (event.type === "invoke") begin(event);
			else end(event);
		},
		finish() {
			if (drafts.length === 0) throw new HistoryError("the file holds no operation of any client");
			for (const { draft, invocation } of open.values()) draft.input = adapter.settled(draft.input, invocation);
			if (calls) adapter.recognise?.(calls);
			return drafts;
		}
	};
}
function callsOf(calls, f) {
	let found = calls.get(f);
	if (!found) calls.set(f, found = {
		asked: 0,
		ok: 0
	});
	return found;
}
function sameCall(invocation, completion) {
	const { process, line } = invocation;
	if (completion.f !== void 0 && completion.f !== invocation.f) throw new HistoryError(`process ${shown(process)} completes ${completion.f}, but on line ${line} it began ${invocation.f}`, completion.line);
	const open = invocation.key === void 0 && completion.type === "ok";
	if (completion.key !== void 0 && completion.key !== invocation.key && !open) throw new HistoryError(`process ${shown(process)} completes ${completion.f ?? "an operation"} on key ${shown(completion.key)}, but on line ${line} it began it on ${invocation.key === void 0 ? "no key" : `key ${shown(invocation.key)}`}`, completion.line);
}
// checkers/formats/porcupine-kv.ts
/**
* Histories of a key-value store as Porcupine's test data has them: one EDN map a line, with `:key` and the functions
* `:get`, `:put`, `:append`: the EDN maps Jepsen writes, none of them without a key.
*/
/** Reads events out of Porcupine's kv text. Throws {@link HistoryError}. */
function porcupineKvParser(emit, note, onTwin) {
	const withKey = (event) => {
		if (event.key === void 0 && event.type === "invoke" && isClient(event.process) && isOfStore(event)) throw new HistoryError("an operation on a key-value store needs a :key", event.line);
		emit(event);
	};
	return jepsenEdnParser(withKey, note, onTwin);
}
/** A completion may leave the key out, as it may in every format; and files of other functions may begin like these. */
const isOfStore = ({ f = "" }) => [
	"get",
	"put",
	"append"
].includes(f);
/** Prints one event the way Porcupine's test data has it. */
function printPorcupineKv(event) {
	return `{:process ${typeof event.process === "number" ? event.process : JSON.stringify(event.process)}, :type :${event.type}, :f :${event.f ?? ""}, :key ${printEdn(event.key ?? null)}, :value ${printEdn(event.value)}}`;
}
// checkers/formats/etcd-request.ts
/**
* The requests of etcd as its robustness tests report them (`client-…/operations.json`), key by key: what each put, deleted
* and read. That is less than etcd promises: revisions and conditions are not judged, and keys of one transaction are judged
* apart; what is found wrong is wrong all the same.
*/
const isEtcdRequest = (input) => {
	const { Type, ...rest } = fieldsOf(input);
	return typeof Type === "string" && [
		"Range",
		"Txn",
		"LeaseGrant"
	].some((name) => name in rest);
};
function etcdRequests(note) {
	let requests = 0;
	let leftOut = 0;
	/** The keys that were put under each lease, by its number. */
	const leased = /* @__PURE__ */ new Map();
	const range = (asked, answer, unknown) => {
		const found = new Map(listOf(answer["KVs"]).map((pair) => {
			const { Key, Value } = fieldsOf(pair);
			return [String(Key), textOf(Value)];
		}));
		const { Start, End, Revision } = asked;
		if (isSet(Revision) || unknown) leftOut++;
		if (isSet(Revision) || unknown) return [];
		return (isSet(End) ? [...found.keys()] : [String(Start)]).map((key) => ({
			f: "get",
			key,
			value: null,
			answer: found.get(key) ?? null,
			unknown: false
		}));
	};
	const write = (operation, unknown, line) => {
		const type = String(operation["Type"]).replace("-operation", "");
		if (type === "put") {
			const { Key, Value, LeaseID } = fieldsOf(operation["Put"] ?? operation);
			if (isSet(LeaseID)) keysOf(LeaseID).add(String(Key));
			return [{
				f: "put",
				key: String(Key),
				value: textOf(Value),
				answer: null,
				unknown
			}];
		}
		if (type === "delete") {
			const { Key } = fieldsOf(operation["Delete"] ?? operation);
			return [{
				f: "delete",
				key: String(Key),
				value: null,
				answer: null,
				unknown
			}];
		}
		throw new HistoryError(`an operation of a transaction of etcd is put, delete or range, not ${shown(operation["Type"])}`, line);
	};
	const transaction = (asked, answer, unknown, line) => {
		const [onSuccess, onFailure] = [listOf(asked["OperationsOnSuccess"] ?? asked["Ops"]), listOf(asked["OperationsOnFailure"])];
		const ran = unknown ? [...onSuccess, ...onFailure] : answer["Failure"] === true ? onFailure : onSuccess;
		const results = listOf(answer["Results"]);
		return ran.flatMap((one, index) => {
			const operation = fieldsOf(one);
			return String(operation["Type"]).startsWith("range") ? range(fieldsOf(operation["Range"] ?? operation), fieldsOf(results[index]), unknown) : write(operation, unknown, line);
		});
	};
	const keysOf = (lease) => {
		const keys = leased.get(String(lease)) ?? /* @__PURE__ */ new Set();
		leased.set(String(lease), keys);
		return keys;
	};
	return {
		read(request, response, isBack, line) {
			requests++;
			const input = fieldsOf(request);
			const output = fieldsOf(response);
			if (isSet(output["ClientError"])) return [];
			const answer = output[ANSWERS[String(input["Type"])] ?? ""] ?? null;
			const unknown = !isBack || isSet(output["Error"]) || answer === null;
			switch (input["Type"]) {
				case "range": return range(fieldsOf(input["Range"] ?? null), fieldsOf(answer), unknown || output["Revision"] === -1);
				case "txn": return transaction(fieldsOf(input["Txn"]), fieldsOf(answer), unknown, line);
				case "leaseRevoke": {
					const { LeaseID = null } = fieldsOf(input["LeaseRevoke"]);
					return [{
						f: LEASE_END,
						key: String(LeaseID),
						value: null,
						answer: null,
						unknown: true
					}];
				}
				case "leaseGrant":
				case "defragment":
				case "compact": return [];
				default: throw new HistoryError(`a request of etcd is range, txn, leaseGrant, leaseRevoke, defragment or compact, not ${shown(input["Type"])}`, line);
			}
		},
		known(asked) {
			if (asked.f !== LEASE_END) return [asked];
			return [...keysOf(asked.key ?? null)].map((key) => ({
				...asked,
				f: "delete",
				key
			}));
		},
		end(clients) {
			if (requests === 0) return;
			note(`requests of etcd are judged key by key: what they put, deleted and read, not revisions${leftOut === 0 ? "" : `; ${counted$1(leftOut, "read")} ${leftOut === 1 ? "says nothing of that and is" : "say nothing of that and are"} left out`}`);
			if (clients === 1) note("all operations are of one client; a report of etcd has a file for each: judge them together");
		}
	};
}
const LEASE_END = "leaseRevoke";
/** Where the answer to a request stands. */
const ANSWERS = {
	range: "Range",
	txn: "Txn"
};
const fieldsOf = (value) => typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
const listOf = (value) => Array.isArray(value) ? value : [];
/** Go writes what is not set as zero. */
const isSet = (value) => value !== void 0 && value !== null && value !== "" && value !== 0;
/** Long values are kept as a hash. */
function textOf(value) {
	if (typeof value === "string") return value;
	const { Value: text, Hash } = fieldsOf(value);
	return isSet(Hash) ? `hash ${String(Hash)}` : typeof text === "string" ? text : "";
}
// checkers/formats/porcupine-request.ts
/** What an `Operation` of Porcupine asks and is answered: `Input` and `Output` are the program's own, and we know their habits. */
/** The fields under lower-case names: programs in Go and others write them differently. */
const lowered = (object) => Object.fromEntries(Object.entries(object).map(([name, value]) => [name.toLowerCase().replace(/[_-]/g, ""), value]));
/** `{op, key, value}`, by any of the names programs give these. */
function plainRequest(input, output, line) {
	if (!isObject(input)) throw new HistoryError(`Input is an object such as {"op":"put","key":"x","value":"1"}, not ${shown(input)}`, line);
	const fields = lowered(input);
	const f = fields["op"] ?? fields["f"] ?? fields["type"] ?? fields["kind"] ?? fields["function"] ?? fields["method"];
	if (typeof f !== "string" || f === "") throw new HistoryError(`Input needs op, the name of a function, such as "get"; it is ${shown(input)}`, line);
	const from = fields["from"] ?? fields["old"] ?? fields["expected"];
	const to = fields["to"] ?? fields["new"];
	const value = fields["value"] ?? fields["val"] ?? fields["arg"] ?? null;
	return {
		f: f.toLowerCase(),
		key: keyOf(fields["key"] ?? void 0),
		value: from !== void 0 && (to !== void 0 || value !== null) ? [from, to ?? value] : value,
		...answered(output)
	};
}
/** What the system said: a value by itself or in an object, that it refused, or nothing that can be known. */
function answered(output) {
	if (!isObject(output)) return {
		answer: output,
		unknown: false
	};
	const fields = lowered(output);
	const value = fields["value"] ?? fields["val"] ?? fields["result"];
	const fault = fields["error"] ?? fields["err"] ?? "";
	if (fault !== "" && fault !== false || fields["unknown"] === true) return {
		answer: null,
		unknown: true
	};
	if (fields["exists"] === false || fields["found"] === false) return {
		answer: null,
		unknown: false
	};
	const refused = fields["ok"] === false || fields["success"] === false;
	return {
		answer: value ?? (refused ? false : null),
		unknown: false
	};
}
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
// checkers/formats/porcupine-operations.ts
/**
* Histories as Porcupine has them in memory, one `Operation` after another in JSON:
* `{"ClientId":0,"Input":{"op":"put","key":"x","value":"1"},"Call":100,"Output":{},"Return":200}`. Their order is that of
* `Call` and `Return`, with calls first where they coincide. A `Return` that is absent or below zero never came. One
* client may have several operations at once. Requests of etcd's robustness reports are read by `etcd-request.ts`.
*/
/** Reads events out of Porcupine's operations. Throws {@link HistoryError}. */
function porcupineOperationsParser(emit, note) {
	const operations = [];
	const etcd = etcdRequests(note);
	const forms = jsonForms((text, start, end, line) => {
		const fields = lowered(parseObject(text.slice(start, end), line, false));
		const { clientid = 0, call, input = null, output = null } = fields;
		const called = instant(call);
		if (called === void 0) throw new HistoryError(`an operation needs Call, the time it began, and Return; Call is ${shown(call)}`, line);
		const came = fields["return"];
		const returned = came === void 0 || came === null ? void 0 : instant(came);
		if (returned === void 0 && came !== void 0 && came !== null) throw new HistoryError(`Return is a time, not ${shown(came)}`, line);
		const isBack = returned !== void 0 && returned >= 0 && returned < NEVER;
		if (isBack && returned < called) throw new HistoryError(`the operation returns at ${returned}, before it is called at ${called}`, line);
		const client = typeof clientid === "string" || typeof clientid === "number" ? clientid : shown(clientid);
		const asked = isEtcdRequest(input) ? etcd.read(input, output, isBack, line) : [plainRequest(input, output, line)];
		for (const one of asked) operations.push({
			asked: one,
			client,
			line,
			call: called,
			return: isBack ? returned : void 0
		});
	});
	return {
		feed: (chunk) => forms.feed(chunk),
		end() {
			forms.end();
			etcd.end(new Set(operations.map(({ client }) => client)).size);
			const all = operations.flatMap((operation) => etcd.known(operation.asked).map((asked) => ({
				...operation,
				asked
			})));
			for (const event of eventsOf(all)) emit(event);
		}
	};
}
/** The greatest time of Go: operations that never returned are given it. */
const NEVER = 2n ** 63n - 1n;
function instant(value) {
	if (isNumber(value)) return value;
	return typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : void 0;
}
/** The events in order of time, each operation on a process that has no other at that time. */
function* eventsOf(operations) {
	const moments = operations.flatMap((operation) => {
		const invoke = {
			at: operation.call,
			order: 0,
			operation
		};
		return operation.return === void 0 ? [invoke] : [invoke, {
			at: operation.return,
			order: 1,
			operation
		}];
	});
	moments.sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : a.order - b.order);
	const lanes = new Lanes();
	for (const { at, order, operation } of moments) {
		const { asked, line } = operation;
		const event = {
			line,
			process: order === 0 ? lanes.take(operation) : lanes.leave(operation),
			f: asked.f,
			key: asked.key,
			error: void 0,
			more: void 0
		};
		const timeMs = Number(at) / 1e6;
		if (order === 0) yield {
			...event,
			type: "invoke",
			value: asked.value,
			timeMs
		};
		const isUnknown = asked.unknown || operation.return === void 0;
		if (order === 0 && operation.return === void 0) yield {
			...event,
			type: "info",
			value: null,
			timeMs: void 0,
			process: lanes.leave(operation)
		};
		if (order === 1) yield isUnknown ? {
			...event,
			type: "info",
			value: null,
			timeMs
		} : {
			...event,
			type: "ok",
			value: asked.answer,
			timeMs
		};
	}
}
/** The processes of each client: as many as it has operations at once. */
var Lanes = class {
	busy = /* @__PURE__ */ new Map();
	taken = /* @__PURE__ */ new Map();
	take(operation) {
		const { client } = operation;
		const busy = this.busy.get(client) ?? /* @__PURE__ */ new Set();
		this.busy.set(client, busy);
		let lane = 1;
		while (busy.has(lane)) lane++;
		busy.add(lane);
		this.taken.set(operation, lane);
		return nameOf(client, lane);
	}
	leave(operation) {
		const lane = this.taken.get(operation) ?? 1;
		this.taken.delete(operation);
		this.busy.get(operation.client)?.delete(lane);
		return nameOf(operation.client, lane);
	}
};
const nameOf = (client, lane) => lane === 1 ? client : `${client}/${lane}`;
// checkers/formats/rename.ts
/** Gives functions the names the judge knows them by. */
/** Many functions are told apart in no sentence. */
const TOLD = 20;
/** Hands events on under their new names; what cannot be judged is told after what cannot be renamed. */
function renamed(renames, next) {
	const names = new Map(Object.entries(renames));
	if (names.size === 0) return {
		event: next,
		end: () => void 0
	};
	const found = /* @__PURE__ */ new Set();
	let fault;
	return {
		event(event) {
			const { f } = event;
			if (f !== void 0) found.add(f);
			if (fault !== void 0) return;
			const name = f === void 0 ? void 0 : names.get(f);
			try {
				next(name === void 0 ? event : {
					...event,
					f: name
				});
			} catch (error) {
				if (!(error instanceof HistoryError)) throw error;
				fault = error;
			}
		},
		end() {
			for (const f of names.keys()) if (!found.has(f)) throw unknown(f, [...found].slice(0, TOLD));
			if (fault !== void 0) throw fault;
		}
	};
}
/** The refusal of a name to be changed that no event has. */
function unknown(f, found) {
	return new UnknownName(`no function of this file is called ${f}; ${found.length === 0 ? "it has none with a name" : `it has ${found.join(", ")}`}`, f, found);
}
// checkers/formats/unsaid.ts
/**
* Says what recorders leave out. A transaction needs no function. Where only one client takes part it needs no name.
* Where a file tells of completions alone, as Elle takes them, each is an operation by itself, in the order of the lines,
* and one without a process is nobody else's.
*/
/** The client of a file in which none has a name. */
const THE_CLIENT = "client";
function withUnsaid(next, note) {
	/** The first completion of a file that begins with one. */
	let alone;
	let begun = false;
	/** The line of the operation that the one client without a name has open. */
	let openLine;
	const named = (event) => {
		if (event.process !== "") return event;
		if (event.type === "invoke" && openLine !== void 0) throw new HistoryError(`no process is named, so there is one client, and its operation of line ${openLine} is still open`, event.line);
		openLine = event.type === "invoke" ? event.line : void 0;
		return {
			...event,
			process: THE_CLIENT
		};
	};
	const operation = (completion) => {
		const { line, type, value, more } = completion;
		if (type === "invoke" && alone !== void 0) throw new HistoryError(`process ${shown(alone.process)} completes an operation it never began`, alone.line);
		const process = completion.process === "" ? `#${line}` : completion.process;
		const whole = {
			...completion,
			process,
			f: completion.f ?? (isTransaction(value) ? "txn" : void 0)
		};
		next({
			...whole,
			type: "invoke",
			value: asked(value),
			timeMs: void 0,
			error: void 0,
			more
		});
		next(whole);
	};
	return {
		event(event) {
			if (!begun) {
				begun = true;
				if (event.type !== "invoke") alone = event;
			}
			if (alone !== void 0) return operation(event);
			const isUnnamed = event.f === void 0 && event.type === "invoke" && isTransaction(event.value);
			next(named(isUnnamed ? {
				...event,
				f: "txn"
			} : event));
		},
		end() {
			if (alone !== void 0) note("no line begins an operation: each completion is one, in the order of the lines");
		}
	};
}
/** What was asked, as far as the answer tells: what a transaction read, it did not know before. */
function asked(value) {
	if (!isTransaction(value)) return value;
	return value.map(([kind = null, key = null, ...rest]) => kind === "r" || kind === "read" ? [
		kind,
		key,
		null
	] : [
		kind,
		key,
		...rest
	]);
}
// checkers/formats/read.ts
const PARSERS = {
	"jepsen-edn": jepsenEdnParser,
	"jepsen-log": jepsenLogParser,
	"porcupine-kv": porcupineKvParser,
	"porcupine-operations": porcupineOperationsParser,
	jsonl: jsonLinesParser,
	json: jsonParser,
	"isolation-text": isolationTextParser,
	"dbcop-text": dbcopTextParser
};
/**
* A reader that holds no more of the text than the operation it is in, so that a file may be longer than any string.
* Throws {@link NotByIndex} where the order is `auto` and the lines are not in the order of their `:index`: the text is
* then to be read again with the order `index`, which holds every event.
*/
function historyReader(adapter, { format = "auto", independent = false, rename = {}, order = "auto", onNote: note = () => void 0, onTwin = () => void 0 } = {}) {
	const pairs = pairer(adapter);
	const keys = independent ? independentKeys(pairs.event, (f) => adapter.modelName ? adapter.modelName(f) : f) : {
		event: pairs.event,
		end: () => void 0
	};
	const whole = withUnsaid(keys.event, note);
	const names = renamed(rename, whole.event);
	const events = inOrder$1(order, names.event, note);
	let parser;
	let sample = "";
	const start = () => {
		if (sample.includes("\0")) throw new HistoryError("this is not text");
		const text = sample.replace(/^\ufeff/, "");
		if (text.trim() === "") throw new HistoryError("the file is empty");
		const parse = PARSERS[format === "auto" ? detectFormat(text) : format](events.event, note, onTwin);
		parse.feed(text);
		sample = "";
		return parse;
	};
	return {
		feed(chunk) {
			if (parser) return parser.feed(chunk);
			sample += chunk;
			if (sample.length >= 65536) parser = start();
		},
		end() {
			parser ??= start();
			parser.end();
			for (const stage of [
				events,
				names,
				whole,
				keys
			]) stage.end();
			return pairs.finish();
		}
	};
}
/** Reads a whole history at once, by its `:index` where it has one and the lines are in another order. */
function parseHistory(text, adapter, options = {}) {
	const read = (more) => {
		const reader = historyReader(adapter, {
			...options,
			...more
		});
		reader.feed(text);
		return reader.end();
	};
	try {
		return read({});
	} catch (error) {
		if (error instanceof NotByIndex) return read({ order: "index" });
		throw error;
	}
}
// checkers/formats/print.ts
const PRINTERS = {
	"jepsen-edn": printJepsenEdn,
	"jepsen-log": printJepsenLog,
	"porcupine-kv": printPorcupineKv,
	jsonl: printJsonLine
};
/** The history as text, line by line, without line ends. */
function* printHistory(history, format) {
	const print = PRINTERS[format];
	let index = 0;
	for (const event of historyEvents(history, format !== "jsonl")) yield print(event, index++);
}
/**
* The events of a history, in the order in which its recorder saw them. The contract does not say when an operation
* of unknown outcome was given up; its event stands where its time puts it, and before its process goes on.
*/
function* historyEvents(history, repeats) {
	let line = 1;
	for (const { type, operation } of inOrder(history)) yield eventOf(type, operation, line++, repeats);
}
function inOrder(history) {
	const definite = [];
	for (const operation of history) {
		const { type, invoke, complete } = operation;
		definite.push({
			position: invoke,
			type: "invoke",
			operation
		});
		if (type !== "info") definite.push({
			position: complete,
			type,
			operation
		});
	}
	definite.sort((a, b) => a.position - b.position);
	const timeline = definite.map(({ type, operation }) => timeOf(type, operation));
	const lost = [];
	const nextInvoke = /* @__PURE__ */ new Map();
	for (const operation of history.toReversed()) {
		if (operation.type === "info") {
			const next = nextInvoke.get(operation.process) ?? Infinity;
			const position = Math.min(next, givenUpAt(operation, definite, timeline)) - .5;
			lost.push({
				position,
				type: "info",
				operation
			});
		}
		nextInvoke.set(operation.process, operation.invoke);
	}
	const endedAt = ({ operation }) => operation.completedAtMs ?? Infinity;
	lost.sort((a, b) => a.position === b.position ? endedAt(a) - endedAt(b) || 0 : a.position - b.position);
	return [...definite, ...lost].sort((a, b) => a.position === b.position ? 0 : a.position - b.position);
}
/** The position of the first event that is later than the end of `operation`, if that has a time. */
function givenUpAt({ completedAtMs, invoke }, moments, timeline) {
	if (completedAtMs === void 0) return Infinity;
	let [low, high] = [0, timeline.length];
	while (low < high) {
		const middle = low + high >> 1;
		if ((timeline[middle] ?? -Infinity) <= completedAtMs) low = middle + 1;
		else high = middle;
	}
	const position = moments[low]?.position ?? Infinity;
	return position > invoke ? position : invoke + 1;
}
const timeOf = (type, operation) => type === "invoke" ? operation.invokedAtMs : operation.completedAtMs;
/** What histories write as the value of an invocation, and the fields that are left. */
function valueOf(f, { value, ...rest }) {
	const { from, to, ...other } = rest;
	if (f === "cas" && from !== void 0 && to !== void 0) return {
		asked: [from, to],
		rest: other
	};
	const instead = f === "txn" ? "ops" : f === "add" ? "by" : void 0;
	if (instead === void 0 || value !== void 0) return {
		asked: value ?? null,
		rest
	};
	return {
		asked: rest[instead] ?? null,
		rest: {
			...rest,
			[instead]: void 0
		}
	};
}
const answeredBy = ({ to }) => to === void 0 ? void 0 : { to };
function eventOf(type, operation, line, repeats) {
	const { f, key, ...fields } = operation.input;
	const { asked, rest } = valueOf(f, fields);
	const answered = type === "ok" && operation.output !== void 0 ? operation.output : void 0;
	const noted = Object.entries(rest).filter((entry) => entry[1] !== void 0);
	return {
		line,
		type,
		process: operation.process,
		f: String(f),
		key,
		value: type === "invoke" ? asked : answered ?? (repeats ? asked : null),
		timeMs: timeOf(type, operation),
		error: type === "invoke" ? void 0 : operation.error,
		more: type === "invoke" ? noted.length > 0 ? Object.fromEntries(noted) : void 0 : answeredBy(operation)
	};
}
// checkers/registry/entry.ts
/** What the registry knows of a judge, and the parameters judges take. */
/** A value a parameter does not take: what it takes, and what came. */
var ParameterError = class extends Error {
	name = "ParameterError";
};
/** Anything; `nil` is what Jepsen's world calls `null`. */
const value = (summary) => ({
	summary,
	read: (given) => given === "nil" ? null : given
});
/** What objects hold at first. */
const initial = value("what it, or a key of it, holds at first (default: nil, or empty text)");
const text = (summary) => ({
	summary,
	read: (given) => given instanceof Keyword ? given.text : typeof given === "string" ? given : printExactJson(given)
});
/** Names with commas between them, or a list of them. */
const names = (summary) => ({
	summary,
	read(given) {
		const list = typeof given === "string" ? given.split(",").map((name) => name.trim()) : given;
		const isName = (name) => typeof name === "string" && name !== "" || isNumber(name);
		if (Array.isArray(list) && list.length > 0 && list.every(isName)) return list;
		throw new ParameterError(`names with commas between them, such as n1,n2, not ${show(given)}`);
	}
});
/** The name of a function. */
const functionName = (summary) => ({
	summary,
	read(given) {
		const name = isNumber(given) ? String(given) : named(given);
		if (typeof name === "string" && name.trim() !== "") return name;
		throw new ParameterError(`the name of a function, not ${show(given)}`);
	}
});
const choice = (summary, ...choices) => ({
	summary,
	read(given) {
		const name = named(given);
		if (typeof name === "string" && choices.includes(name)) return name;
		throw new ParameterError(`${choices.join(" or ")}, not ${show(given)}`);
	}
});
const number = (summary, minimum = -Infinity) => ({
	summary,
	read(given) {
		if (typeof given === "number" && given >= minimum) return given;
		throw new ParameterError(`${minimum === -Infinity ? "a number" : `a number of at least ${minimum}`}, not ${show(given)}`);
	}
});
// checkers/registry/renamed-functions.ts
/**
* Parameters that say what a history calls the functions of a model: `write=set`. A function goes by the name given to it
* and no longer by its own, so that a name that was misspelt shows.
*/
/** The entry of a judge with a parameter for each of these functions. */
function withFunctionNames(entry, functions) {
	const parameters = functions.map((f) => [f, {
		...functionName(`what the history calls ${f}`),
		obvious: true
	}]);
	return {
		...entry,
		parameters: {
			...entry.parameters,
			...Object.fromEntries(parameters)
		},
		make(values) {
			const judge = entry.make(values);
			const given = functions.flatMap((f) => values[f] === void 0 ? [] : [[f, values[f]]]);
			return given.length === 0 ? judge : {
				...judge,
				adapter: renaming(judge.adapter, new Map(given))
			};
		}
	};
}
/** The adapter for histories that call functions otherwise: their names by those of the model. */
function renaming(adapter, names) {
	const functions = new Map([...names].map(([f, name]) => [name, f]));
	const said = [...names].map(([f, name]) => `${f} is called ${name}`).join(", ");
	const renamed = (invocation) => {
		const { f = "", line } = invocation;
		const own = functions.get(f);
		if (own !== void 0) return own === f ? invocation : {
			...invocation,
			f: own
		};
		if (!names.has(f)) return invocation;
		throw new UnknownName(`an operation is called ${f} here, but by parameter, ${said}`, names.get(f), [f], line);
	};
	return {
		...adapter,
		modelName: (f) => functions.get(f) ?? (names.has(f) ? void 0 : adapter.modelName?.(f)),
		input(invocation) {
			const asked = renamed(invocation);
			try {
				return adapter.input(asked);
			} catch (error) {
				if (!(error instanceof UnknownName)) throw error;
				const [name = ""] = names.values();
				throw new UnknownName(`${error.reason}; by parameter, ${said}`, name, [error.wrong], invocation.line);
			}
		},
		settled: (input, invocation, completion) => adapter.settled(input, renamed(invocation), completion)
	};
}
// checkers/registry/objects.ts
/** Judges of objects: could one that works correctly, and one operation at a time, have answered so? */
const nilRead = choice("a read of nil says that it held nil, or nothing at all: value or anything (default: by initial)", "value", "anything");
const failedCas = choice("a failed cas says that the value differed, or nothing: observe or ignore (default: ignore)", "observe", "ignore");
const MODELS = {
	register: {
		summary: "read, write",
		parameters: {
			initial,
			"nil-read": nilRead
		},
		make: (values) => register("register", registerModel(registerOptions(values)), values)
	},
	"cas-register": {
		summary: "read, write, cas [from to]",
		parameters: {
			initial,
			"nil-read": nilRead,
			"failed-cas": failedCas
		},
		make: (values) => register("cas-register", casRegisterModel({
			...registerOptions(values),
			failedCas: values["failed-cas"] === "observe" ? "observe" : "ignore"
		}), values)
	},
	"key-value": {
		summary: "get, put, append, cas [from to] of text, by key",
		parameters: { initial: text(initial.summary) },
		make: ({ initial: first }) => keyValueJudge({ initial: first ?? "" })
	},
	queue: {
		summary: "enqueue, dequeue (nil: empty)",
		parameters: {},
		make: () => object("queue", queueModel())
	},
	stack: {
		summary: "push, pop (nil: empty)",
		parameters: {},
		make: () => object("stack", stackModel())
	},
	"priority-queue": {
		summary: "insert of a number or [number anything], extract (nil: empty)",
		parameters: { order: choice("which goes first: min or max (default: min)", "min", "max") },
		make: ({ order }) => object("priority-queue", priorityQueueModel({ order: order === "max" ? "max" : "min" }))
	},
	set: {
		summary: "add, remove, contains, read of all elements",
		parameters: {},
		make: () => setJudge()
	},
	counter: {
		summary: "add, decrement, read",
		parameters: { initial: number("the total of the counter at first (default: 0)") },
		make: ({ initial: first }) => object("counter", counterModel({ initial: first ?? 0 }))
	},
	mutex: {
		summary: "acquire, release, by an owner if their value names one",
		parameters: {},
		make: () => object("mutex", mutexModel())
	},
	bank: {
		summary: "transfer {from, to, amount}, read of all balances; the total alone, unless initial is given",
		parameters: {
			initial: {
				summary: "what each account of the bank holds at first, such as {\"a\":10,\"b\":0} (default: not known, and only totals are judged)",
				read: (given) => {
					if (typeof given === "object" && given !== null && Object.values(given).every(Number.isFinite)) return given;
					throw new ParameterError(`accounts and their balances, such as {"a":10,"b":0}, not ${show(given)}`);
				}
			},
			overdraft: choice("whether accounts may be overdrawn: allow or forbid (default: forbid)", "allow", "forbid"),
			total: number("what all balances add up to (default: what those of the first read do)")
		},
		make: ({ initial: first, overdraft, total }) => {
			if (first === void 0) return totalsOfBank(total, overdraft);
			if (total !== void 0) throw new ParameterError("bank takes initial or total, not both: the balances add up to what they do");
			return {
				...object("bank", bankModel({
					initial: first,
					overdraft: overdraft === "allow"
				})),
				independent: false
			};
		}
	},
	"list-append": {
		summary: "txn of [append key value] and [r key list]",
		parameters: {},
		make: () => ({
			...object("list-append", listAppendModel()),
			independent: false
		})
	},
	"multi-register": {
		summary: "txn of [r key value] and [w key value]",
		parameters: { initial },
		make: ({ initial: first }) => ({
			...object("multi-register", multiRegisterModel({ initial: first ?? null })),
			independent: false
		})
	},
	"unique-ids": {
		summary: "generate: no identifier twice",
		parameters: {},
		make: () => object("unique-ids", uniqueIdsModel())
	},
	multiset: {
		summary: "add, remove, contains, count",
		parameters: {},
		make: () => object("multiset", multisetModel())
	}
};
/** Models and what a history calls their functions. */
const OBJECTS = Object.fromEntries(Object.entries(MODELS).map(([name, entry]) => [name, withFunctionNames(entry, functionsOf(name))]));
/** Without what the accounts held at first nothing is known but that transfers keep the total, as Jepsen judges banks. */
function totalsOfBank(total, overdraft) {
	const judge = object("bank", bankModel({ initial: {} }));
	const negative = overdraft === "allow" ? "allow" : "forbid";
	const checker = conservation({
		...total === void 0 ? {} : { total },
		negative
	});
	return {
		...judge,
		independent: false,
		checker
	};
}
function object(name, model) {
	return {
		checker: linearizable(model),
		adapter: adapterFor(name),
		independent: true,
		print: ({ input, output, type }) => model.printOperation?.(input, output, type) ?? show(input)
	};
}
/** A history without a cas can be judged by more. */
const keyValueJudge = (options) => byWhetherAny("cas", object("key-value", casKeyValueModel(options)), object("key-value", keyValueModel(options)));
/** Only a history that reads the whole set ties its elements together. */
const setJudge = () => byWhetherAny("read", object("set", setModel({ wholeReads: true })), object("set", setModel()));
/** The one judge for histories in which the function `f` is asked for, the other for those in which it is not. */
function byWhetherAny(f, some, none) {
	const isF = ({ input }) => input.f === f;
	return {
		...some,
		checker: {
			name: some.checker.name,
			check: (history, budget) => (history.some(isF) ? some : none).checker.check(history, budget)
		}
	};
}
/** Unless told otherwise, a register that does not hold nil at first never does, and a read of nil read nothing. */
function registerOptions(values) {
	const first = values["initial"] ?? null;
	return {
		initial: first,
		nullRead: values["nil-read"] ?? (first === null ? "value" : "anything")
	};
}
function register(name, model, values) {
	const made = object(name, model);
	if (values["nil-read"] !== void 0 || registerOptions(values).nullRead === "value") return made;
	const input = (invocation) => {
		const asked = made.adapter.input(invocation);
		if (asked.value !== null && asked.to !== null) return asked;
		throw new HistoryError("nil is written here: say what a read of nil means, by the parameter nil-read=value or nil-read=anything", invocation.line);
	};
	return {
		...made,
		adapter: {
			...made.adapter,
			input
		}
	};
}
// checkers/registry/functions.ts
/** The functions that judges look for in histories, and the parameters that say what a history calls them. */
/** A parameter for each function. */
const namesOf = (functions) => Object.fromEntries(Object.entries(functions).map(([parameter, { name, summary }]) => {
	return [parameter, functionName(`the function that ${summary} (default: ${name})`)];
}));
/** What the history calls the functions, as far as `values` say otherwise than usual. Throws {@link ParameterError}. */
function namesFrom(functions, values) {
	const names = Object.entries(functions).map(([parameter, { name }]) => [parameter, values[parameter] ?? name]);
	const taken = /* @__PURE__ */ new Map();
	for (const [parameter, name] of names) {
		const other = taken.get(name);
		if (other !== void 0) throw new ParameterError(`the functions ${other} and ${parameter} cannot both be called ${name}`);
		taken.set(name, parameter);
	}
	return Object.fromEntries(names);
}
/** What each function asks for, by what the history calls it. */
const questionsOf = (functions, names) => new Map(Object.entries(functions).map(([parameter, question]) => [names[parameter], question]));
/**
* Refuses histories of which a judge would see nothing, or one side alone: those without any of its functions, and those
* that lack one it needs, or that a parameter names, and have functions it does not know. `values` are the parameters given.
*/
function recogniser(judge, functions, names, values) {
	const called = new Set(Object.values(names));
	return (calls) => {
		const has = (parameter) => calls.has(names[parameter]);
		const succeeded = (parameter) => (calls.get(names[parameter])?.ok ?? 0) > 0;
		const strange = [...calls.keys()].filter((name) => !called.has(name));
		const isMissing = ([parameter, { neededWith, orElse }]) => !has(parameter) && (values[parameter] !== void 0 || neededWith?.some(succeeded) === true && orElse?.some(has) !== true);
		const all = Object.entries(functions);
		const missing = all.some(([parameter]) => has(parameter)) ? all.filter(isMissing) : all;
		if (strange.length > 0 && missing.length > 0) throw unrecognised(judge, missing.map(([parameter]) => parameter), names, calls, strange);
	};
}
const SHOWN_FUNCTIONS = 8;
function unrecognised(judge, parameters, names, calls, strange) {
	const wanted = parameters.map((parameter) => `${names[parameter]} (parameter ${parameter})`).join(", ");
	const found = [...calls].sort(([, a], [, b]) => b.asked - a.asked).map(([f, { asked }]) => `${asked} × ${f}`);
	const more = found.length > SHOWN_FUNCTIONS ? ` and ${found.length - SHOWN_FUNCTIONS} more` : "";
	const [parameter = ""] = parameters;
	return new UnknownName(`${judge} looks for ${wanted}, which no operation of the history is called: it has ${found.slice(0, SHOWN_FUNCTIONS).join(", ")}${more}; say by a parameter what it is called there, such as ${parameter}=${strange[0]}`, names[parameter], strange);
}
// checkers/registry/scan-functions.ts
const send = {
	name: "send",
	summary: "offers a message",
	asks: ["value"],
	completion: "acknowledged"
};
const process = {
	name: "process",
	summary: "lets a message take effect",
	asks: ["value", "group"]
};
const acquire = {
	name: "acquire",
	summary: "takes a lock",
	asks: ["token"]
};
const MESSAGES = {
	sent: {
		...send,
		neededWith: ["processed", "drain"]
	},
	processed: {
		...process,
		neededWith: ["sent"]
	},
	drain: {
		name: "drain",
		summary: "reads all messages to the end",
		asks: []
	}
};
const KEYED_MESSAGES = {
	sent: {
		...send,
		neededWith: ["processed"]
	},
	processed: {
		...process,
		neededWith: ["sent"]
	}
};
const PLACED_MESSAGES = { processed: {
	...process,
	asks: [
		"value",
		"group",
		"partition",
		"offset"
	]
} };
const EFFECTS = { effect: {
	name: "apply",
	summary: "lets a request take effect",
	asks: []
} };
const PROPOSALS = {
	proposed: {
		name: "propose",
		summary: "proposes a value",
		asks: ["value", "instance"],
		completion: "answered",
		neededWith: ["decided"]
	},
	decided: {
		name: "decide",
		summary: "decides a value",
		asks: ["value", "instance"]
	}
};
const VOTES = {
	begin: {
		name: "begin",
		summary: "begins a transaction",
		asks: ["txn", "participants"]
	},
	vote: {
		name: "vote",
		summary: "votes on a transaction",
		asks: ["txn", "vote"],
		neededWith: ["begin"]
	},
	decide: {
		name: "decide",
		summary: "decides a transaction",
		asks: ["txn", "decision"],
		neededWith: [
			"begin",
			"vote",
			"transact"
		]
	},
	transact: {
		name: "transact",
		summary: "asks for a transaction",
		asks: ["txn"]
	}
};
const BROADCASTS = {
	sent: {
		name: "broadcast",
		summary: "broadcasts a message",
		asks: ["value"],
		completion: "acknowledged",
		neededWith: ["delivered"]
	},
	delivered: {
		name: "deliver",
		summary: "delivers a message",
		asks: ["value"],
		neededWith: ["sent"]
	}
};
const COMMITS = {
	committed: {
		name: "commit",
		summary: "commits an entry",
		asks: [
			"index",
			"value",
			"term"
		],
		neededWith: ["snapshot"]
	},
	snapshot: {
		name: "snapshot",
		summary: "takes over all entries up to an index",
		asks: ["index"]
	}
};
const LOGS = { log: {
	name: "log",
	summary: "shows the log of a node",
	asks: ["entries", "from"]
} };
const LEADERS = { leads: {
	name: "lead",
	summary: "says that its process leads",
	asks: ["term", "group"]
} };
const LOCKS = {
	acquire: {
		...acquire,
		neededWith: ["release"]
	},
	release: {
		name: "release",
		summary: "gives a lock back",
		asks: [],
		neededWith: ["acquire"]
	}
};
const TOKENS = {
	acquire: {
		...acquire,
		neededWith: ["access"]
	},
	access: {
		name: "access",
		summary: "uses what the lock protects",
		asks: ["token"],
		neededWith: ["acquire"]
	}
};
const IDS = { generate: {
	name: "generate",
	summary: "makes an identifier",
	asks: []
} };
const BALANCES = { read: {
	name: "read",
	summary: "shows all balances",
	asks: []
} };
const SAGAS = {
	read: {
		name: "saga-read",
		summary: "reads for a saga",
		asks: [
			"saga",
			"object",
			"value"
		],
		neededWith: ["write", "end"]
	},
	write: {
		name: "saga-write",
		summary: "writes for a saga",
		asks: [
			"saga",
			"object",
			"value",
			"compensates"
		],
		neededWith: ["read", "end"]
	},
	end: {
		name: "saga-end",
		summary: "ends a saga",
		asks: ["saga", "outcome"],
		neededWith: ["read", "write"]
	}
};
const STATES = { state: {
	name: "state",
	summary: "shows the state of a replica",
	asks: [
		"replica",
		"value",
		"seen"
	]
} };
// checkers/registry/scans.ts
/** Judges of orders weaker than linearizability, of delivery, and of agreement. */
/** Reads and writes of registers, by key. */
function order(summary, make, parameters = {}) {
	const functions = ["read", "write"];
	return withFunctionNames({
		summary,
		parameters: {
			initial,
			...parameters
		},
		make(values) {
			const checker = make(values);
			const adapter = adapterFor("cas-register", {
				name: checker.name,
				functions
			});
			return {
				...judge(checker),
				adapter,
				independent: true
			};
		}
	}, functions);
}
/** Operations by their fields: those of `functions`, by what the history calls them. */
function plain(summary, functions, make, parameters = {}) {
	return {
		summary,
		parameters: {
			...namesOf(functions),
			...parameters
		},
		make(values) {
			const names = namesFrom(functions, values);
			const checker = make(names, values);
			const recognise = recogniser(checker.name, functions, names, values);
			return {
				...judge(checker),
				adapter: plainAdapterFor(questionsOf(functions, names), recognise)
			};
		}
	};
}
const judge = (checker) => ({
	checker,
	independent: false,
	print
});
function print({ input, output }) {
	const { f, key: _, value: asked, ...rest } = input;
	const fields = Object.entries(rest).map(([name, part]) => `${name}=${show(part)}`);
	const answer = output === void 0 ? [] : ["->", show(output)];
	return [
		String(f),
		...asked === void 0 ? [] : [show(asked)],
		...fields,
		...answer
	].join(" ");
}
const SCANS = {
	sequential: order("one order for all that each process agrees with", (options) => sequential(options)),
	"causal-memory": order("each process sees an order that keeps causes before effects", causalMemory),
	"causal-convergence": order("causal, and all agree on the order of conflicting writes", causalConvergence),
	causal: order("no read misses a write it depends on", causal),
	pram: order("all see the writes of each process in its order", pram),
	"read-your-writes": order("a process sees its own writes", readYourWrites),
	"monotonic-reads": order("what a process has seen, it goes on seeing", monotonicReads),
	"monotonic-writes": order("writes of a process are seen in its order", monotonicWrites),
	"writes-follow-reads": order("who sees a write sees what its writer had read", writesFollowReads),
	regular: order("a read returns the last finished write or one that overlaps it", regular),
	safe: order("a read that overlaps no write returns the last one", safe),
	"bounded-staleness": order("a read misses only so many writes, or only recent ones", (options) => boundedStaleness(options), {
		versions: number("writes a read may have missed", 0),
		ms: number("milliseconds for which a finished write may be missed", 0)
	}),
	convergence: plain("state {replica, value}: all replicas equal after the last update", STATES, ({ state }) => converges({ state })),
	"strong-convergence": plain("state {replica, value, seen}: replicas that saw the same are equal", STATES, ({ state }) => strongConvergence({ state })),
	"at-most-once": plain("send, process: no message takes effect twice", MESSAGES, atMostOnce),
	"at-least-once": plain("send, process: no acknowledged message is lost", MESSAGES, atLeastOnce),
	"exactly-once": plain("send, process: no message is lost or takes effect twice", MESSAGES, exactlyOnce),
	"order-per-key": plain("send, process with a key: messages of a key take effect as they were sent", KEYED_MESSAGES, orderPerKey),
	"order-per-partition": plain("process {partition, offset}: a partition is processed by offset", PLACED_MESSAGES, ({ processed }, { redelivery }) => orderPerPartition({
		processed,
		redelivery: redelivery === "forbid" ? "forbid" : "allow"
	}), { redelivery: choice("whether a group may go back: allow or forbid (default: allow)", "allow", "forbid") }),
	"idempotent-effects": plain("apply with a key: no key takes effect twice", EFFECTS, idempotentEffects),
	consensus: plain("propose, decide: all decide one proposed value, once", PROPOSALS, consensus),
	"atomic-commit": plain("vote, decide: all commit or all abort", VOTES, atomicCommit),
	"total-order-broadcast": plain("broadcast, deliver: all deliver in one order", BROADCASTS, totalOrderBroadcast),
	"reliable-broadcast": plain("broadcast, deliver: all deliver the same, in any order", BROADCASTS, (names, { nodes }) => reliableBroadcast({
		...names,
		...nodes === void 0 ? {} : { nodes }
	}), { nodes: names("nodes that must deliver everything: n1,n2 (default: all that delivered anything)") }),
	"causal-broadcast": plain("broadcast, deliver: causes before effects", BROADCASTS, causalBroadcast),
	"fifo-broadcast": plain("broadcast, deliver: as each node broadcast them", BROADCASTS, fifoBroadcast),
	"committed-prefix": plain("commit {index, value}: one value for each index", COMMITS, committedPrefix),
	"log-matching": plain("log of entries with terms: same index and term, same log", LOGS, logMatching),
	"one-leader-per-term": plain("lead {term}: one leader in a term", LEADERS, oneLeaderPerTerm),
	"mutual-exclusion": plain("acquire, release: one holder at a time", LOCKS, mutualExclusion),
	fencing: plain("acquire, access {token}: no access under an older token", TOKENS, fencing),
	"monotonic-ids": plain("generate: identifiers grow", IDS, monotonicIds),
	conservation: plain("read of all balances: their sum stays the same", BALANCES, ({ read }, { total, negative }) => conservation({
		...total === void 0 ? {} : { total },
		negative: negative === "allow" ? "allow" : "forbid",
		balances: read
	}), {
		total: number("what all balances add up to (default: what those of the first read do)"),
		negative: choice("whether balances may be negative: allow or forbid (default: forbid)", "allow", "forbid")
	}),
	"saga-isolation": plain("saga-read, saga-write, saga-end: no lost update or dirty read", SAGAS, sagaIsolation)
};
// checkers/registry/workloads.ts
/** Judges of the workloads that Jepsen and Maelstrom record, by the names those give them. */
const read = {
	name: "read",
	asks: []
};
const SET = {
	add: {
		name: "add",
		summary: "adds an element, also broadcast",
		asks: ["value"],
		neededWith: ["read"]
	},
	read: {
		...read,
		summary: "reads all elements"
	}
};
const COUNTER = {
	add: {
		name: "add",
		summary: "adds an amount",
		asks: ["value"],
		completion: "answered",
		neededWith: ["read"]
	},
	read: {
		...read,
		summary: "reads the total"
	}
};
const QUEUE = {
	enqueue: {
		name: "enqueue",
		summary: "puts a message in",
		asks: ["value"],
		completion: "acknowledged",
		neededWith: ["dequeue", "drain"]
	},
	dequeue: {
		name: "dequeue",
		summary: "takes a message out",
		asks: [],
		neededWith: ["drain"]
	},
	drain: {
		name: "drain",
		summary: "takes out all that is left",
		asks: []
	}
};
const LOG = {
	send: {
		name: "send",
		summary: "sends messages",
		asks: [],
		neededWith: ["poll"],
		orElse: ["txn"]
	},
	poll: {
		name: "poll",
		summary: "polls messages",
		asks: [],
		neededWith: ["send"],
		orElse: ["txn"]
	},
	txn: {
		name: "txn",
		summary: "does both at once",
		asks: []
	}
};
const ECHO = { echo: {
	name: "echo",
	summary: "says something",
	asks: []
} };
const yesOrNo = (summary) => ({
	summary,
	read(given) {
		if (given === true || given === "true" || given === "yes") return true;
		if (given === false || given === "false" || given === "no") return false;
		throw new ParameterError(`true or false, not ${show(given)}`);
	}
});
const allowed = {
	summary: "anomalies of Kafka that are permitted, such as unseen,poll-skip",
	read(given) {
		const names = Array.isArray(given) ? given.map(String) : String(given).split(",");
		const unknown = names.find((name) => !ALL_KAFKA_ANOMALIES.includes(name));
		if (unknown === void 0) return names;
		throw new ParameterError(`some of ${ALL_KAFKA_ANOMALIES.join(", ")}, not ${show(unknown)}`);
	}
};
const ALL_KAFKA_ANOMALIES = [
	...KAFKA_ANOMALIES,
	"G1c",
	"phantom"
];
const ELEMENTS = {
	what: "all elements, a list",
	is: (value) => Array.isArray(value)
};
const TOTAL = {
	what: "the total, a number within 2^53",
	is: (value) => typeof value === "number"
};
/** Refuses histories whose reads answer something else, with the line. */
function answering(entry, { what, is }) {
	return {
		...entry,
		make(values) {
			const made = entry.make(values);
			const name = values["read"] ?? read.name;
			return {
				...made,
				adapter: {
					...made.adapter,
					output(completion, input) {
						const { f } = input;
						const { value, line } = completion;
						if (f === name && value !== null && !is(value)) throw new HistoryError(`${f} answers ${what}, not ${shown(value)}`, line);
						return made.adapter.output(completion, input);
					}
				}
			};
		}
	};
}
/** A set whose history calls additions `broadcast`, as Maelstrom does, needs no parameter for that. */
function orBroadcast(entry) {
	return {
		...entry,
		make(values) {
			const made = entry.make(values);
			if (values["add"] !== void 0) return made;
			const broadcasts = entry.make({
				...values,
				add: "broadcast"
			}).adapter;
			return {
				...made,
				adapter: {
					...made.adapter,
					settled: (input, invocation, completion) => (invocation.f === "broadcast" ? broadcasts : made.adapter).settled(input, invocation, completion),
					recognise: (calls) => (calls.has("broadcast") ? broadcasts : made.adapter).recognise?.(calls)
				}
			};
		}
	};
}
const inSets = (entry) => orBroadcast(answering(entry, ELEMENTS));
/** Refuses transactions whose completions contradict what was asked, with both lines. */
function settling(entry, settle) {
	return {
		...entry,
		make(values) {
			const made = entry.make(values);
			const settled = (input, invocation, completion) => {
				if (completion && settle(invocation.value, completion.value) === void 0) throw contradiction(invocation, completion);
				return made.adapter.settled(input, invocation, completion);
			};
			return {
				...made,
				adapter: {
					...made.adapter,
					settled
				}
			};
		}
	};
}
/** For a judge that knows its functions by one name alone: operations get that name, whatever the history calls them. */
function byOwnNames(entry, functions) {
	return {
		...entry,
		make(values) {
			const made = entry.make(values);
			const own = new Map(Object.entries(namesFrom(functions, values)).map(([parameter, name]) => [name, functions[parameter].name]));
			const taken = new Set(Object.values(functions).map(({ name }) => name));
			const nameOf = (f) => own.get(f) ?? (taken.has(f) ? `another ${f}` : f);
			const input = (invocation) => ({
				...made.adapter.input(invocation),
				f: nameOf(invocation.f ?? "")
			});
			return {
				...made,
				adapter: {
					...made.adapter,
					input
				}
			};
		}
	};
}
/** The names that were given, since a judge may know functions by several names otherwise. */
const given = (values) => ({
	...values["add"] === void 0 ? {} : { add: values["add"] },
	...values["read"] === void 0 ? {} : { read: values["read"] }
});
const WORKLOADS = {
	"set-full": inSets(plain("add (or broadcast), read of all elements: each is stable, lost or never read", SET, (_names, values) => setFull({
		...given(values),
		linearizable: values["linearizable"] === true
	}), { linearizable: yesOrNo("whether elements must be read at once: true or false (default: false)") })),
	"eventual-set": inSets(plain("add (or broadcast), final reads of all elements: nothing acknowledged is missing", SET, (_names, values) => eventualSet(given(values)))),
	"eventual-counter": answering(plain("add, final reads of the total: the sum of what was acknowledged, and of some of what may be", COUNTER, (names, { initial }) => eventualCounter({
		...names,
		initial: initial ?? 0
	}), { initial: number("the total of the counter at first (default: 0)") }), TOTAL),
	"total-queue": plain("enqueue, dequeue, drain: what goes in comes out", QUEUE, (names, { duplicates }) => totalQueue({
		...names,
		duplicates: duplicates === "forbid" ? "forbid" : "allow"
	}), { duplicates: choice("whether a message may come out twice: allow or forbid (default: allow)", "allow", "forbid") }),
	kafka: settling(byOwnNames(plain("send, poll, txn of [send key value] and [poll]: the anomalies of a log", LOG, (_names, { subscribe, allowed: permitted }) => kafka({
		...subscribe === void 0 ? {} : { subscribe },
		...permitted === void 0 ? {} : { allowed: permitted }
	}), {
		subscribe: yesOrNo("whether consumers subscribe, so that positions may move: true or false (default: by the history)"),
		allowed
	}), LOG), settledSends),
	"long-fork": settling(plain("transactions of [r key value] and [w key value], each key written once: all see one order", {}, () => longFork()), (asked, told) => settledTransaction({
		r: "r",
		w: "w",
		read: "r",
		write: "w"
	}, asked, told)),
	echo: plain("echo: what was said comes back", ECHO, (names) => echoes(names))
};
// checkers/registry.ts
/**
* The judges by name, as the field names them: what the command line and other callers that know a judge only by its
* name go by. Each comes with the reading of histories that suits it.
*/
const ENTRIES = new Map(Object.entries({
	...OBJECTS,
	...WORKLOADS,
	...SCANS
}));
/** The names of all judges. */
const judgeNames = [...ENTRIES.keys()];
/** What is known of a judge; `undefined` for a name nobody has. */
const registryEntry = (name) => ENTRIES.get(name);
/** Makes the judge called `name`. Throws {@link ParameterError} for an unknown name or a parameter it does not take. */
function makeJudge(name, given = {}) {
	const entry = ENTRIES.get(name);
	if (!entry) throw new ParameterError(`there is no checker ${name}`);
	const values = {};
	for (const [key, raw] of Object.entries(given)) {
		const parameter = Object.hasOwn(entry.parameters, key) ? entry.parameters[key] : void 0;
		if (!parameter) throw new ParameterError(`${name} has no parameter ${key}`);
		try {
			values[key] = parameter.read(raw);
		} catch (error) {
			throw error instanceof ParameterError ? new ParameterError(`${key} of ${name} takes ${error.message}`) : error;
		}
	}
	return entry.make(values);
}
// checkers/index.ts
var checkers_exports = /* @__PURE__ */ __exportAll({
	HistoryError: () => HistoryError,
	IMPLICATIONS: () => IMPLICATIONS,
	IncomparableValue: () => IncomparableValue,
	KAFKA_ANOMALIES: () => KAFKA_ANOMALIES,
	Keyword: () => Keyword,
	MalformedHistory: () => MalformedHistory,
	NotByIndex: () => NotByIndex,
	ParameterError: () => ParameterError,
	adapterFor: () => adapterFor,
	allowedKafkaAnomalies: () => allowedKafkaAnomalies,
	atLeastOnce: () => atLeastOnce,
	atMostOnce: () => atMostOnce,
	atomicCommit: () => atomicCommit,
	bankModel: () => bankModel,
	boundedStaleness: () => boundedStaleness,
	casKeyValueModel: () => casKeyValueModel,
	casRegisterModel: () => casRegisterModel,
	causal: () => causal,
	causalBroadcast: () => causalBroadcast,
	causalConvergence: () => causalConvergence,
	causalMemory: () => causalMemory,
	committedPrefix: () => committedPrefix,
	commutingOperations: () => commutingOperations,
	consensus: () => consensus,
	conservation: () => conservation,
	consumerGroups: () => consumerGroups,
	converges: () => converges,
	counterModel: () => counterModel,
	crdtLaws: () => crdtLaws,
	defineChecker: () => defineChecker,
	deliveryLedger: () => deliveryLedger,
	echoes: () => echoes,
	eventualCounter: () => eventualCounter,
	eventualSet: () => eventualSet,
	exactlyOnce: () => exactlyOnce,
	fencing: () => fencing,
	fifoBroadcast: () => fifoBroadcast,
	historyReader: () => historyReader,
	idempotentEffects: () => idempotentEffects,
	judgeNames: () => judgeNames,
	kafka: () => kafka,
	keyValueModel: () => keyValueModel,
	ladder: () => ladder,
	linearizable: () => linearizable,
	listAppendModel: () => listAppendModel,
	logMatching: () => logMatching,
	longFork: () => longFork,
	makeJudge: () => makeJudge,
	mergeVerdicts: () => mergeVerdicts,
	monotonicIds: () => monotonicIds,
	monotonicReads: () => monotonicReads,
	monotonicWrites: () => monotonicWrites,
	multiRegisterModel: () => multiRegisterModel,
	multisetModel: () => multisetModel,
	mutexModel: () => mutexModel,
	mutualExclusion: () => mutualExclusion,
	nothingToJudge: () => nothingToJudge,
	oneLeaderPerTerm: () => oneLeaderPerTerm,
	oneOf: () => oneOf,
	orderPerKey: () => orderPerKey,
	orderPerPartition: () => orderPerPartition,
	parseHistory: () => parseHistory,
	plainAdapter: () => plainAdapter,
	pram: () => pram,
	printHistory: () => printHistory,
	priorityQueueModel: () => priorityQueueModel,
	queueModel: () => queueModel,
	readYourWrites: () => readYourWrites,
	registerModel: () => registerModel,
	regular: () => regular,
	reliableBroadcast: () => reliableBroadcast,
	safe: () => safe,
	sagaAtomicity: () => sagaAtomicity,
	sagaIsolation: () => sagaIsolation,
	sequential: () => sequential,
	setFull: () => setFull,
	setModel: () => setModel,
	stackModel: () => stackModel,
	strongConvergence: () => strongConvergence,
	totalOrderBroadcast: () => totalOrderBroadcast,
	totalQueue: () => totalQueue,
	uniqueIds: () => uniqueIds,
	uniqueIdsModel: () => uniqueIdsModel,
	writesFollowReads: () => writesFollowReads
});
export { deliveryLedger as $, logMatching as A, bankModel as At, fifoBroadcast as B, shortenBoth as Bt, echoes as C, mutexModel as Ct, eventualSet as D, casKeyValueModel as Dt, eventualCounter as E, listAppendModel as Et, mutualExclusion as F, IncomparableValue as Ft, allowedKafkaAnomalies as G, SEARCH_BYTES as Gt, atomicCommit as H, Cutter as Ht, conservation as I, sameValue as It, orderPerKey as J, kafka as K, mergeVerdicts as Kt, consensus as L, show as Lt, monotonicIds as M, linearizable as Mt, uniqueIds as N, MalformedHistory as Nt, setFull as O, keyValueModel as Ot, fencing as P, oneOf as Pt, exactlyOnce as Q, reliableBroadcast as R, tellingApart as Rt, sagaIsolation as S, priorityQueueModel as St, totalQueue as T, multiRegisterModel as Tt, consumerGroups as U, counted$1 as Ut, totalOrderBroadcast as V, Keyword as Vt, KAFKA_ANOMALIES as W, BudgetMeter as Wt, atLeastOnce as X, idempotentEffects as Y, atMostOnce as Z, parseExactJson as _, stackModel as _t, renaming as a, converges as at, crdtLaws as b, registerModel as bt, historyReader as c, monotonicWrites as ct, ORDERS as d, sequential as dt, IMPLICATIONS as et, FORMATS as f, pram as ft, UnknownName as g, uniqueIdsModel as gt, HistoryError as h, causalMemory as ht, registryEntry as i, safe as it, oneLeaderPerTerm as j, defineChecker as jt, committedPrefix as k, counterModel as kt, parseHistory as l, readYourWrites as lt, adapterFor as m, causalConvergence as mt, judgeNames as n, boundedStaleness as nt, ParameterError as o, strongConvergence as ot, plainAdapter as p, causal as pt, orderPerPartition as q, nothingToJudge as qt, makeJudge as r, regular as rt, printHistory as s, monotonicReads as st, checkers_exports as t, ladder as tt, NotByIndex as u, writesFollowReads as ut, printExactJson as v, setModel as vt, longFork as w, multisetModel as wt, sagaAtomicity as x, queueModel as xt, commutingOperations as y, casRegisterModel as yt, causalBroadcast as z, shorten as zt };

//# sourceMappingURL=checkers.js.map