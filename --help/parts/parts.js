import { t as __exportAll } from "../sim/rolldown-runtime.js";
import { $t as stream, St as clients, an as QuorumFailed, fn as CallFailed, ht as sameDatacenter, mt as lan, pt as ssd, rn as DiskError, vt as tokyoUs } from "../sim/sim.js";
import "../explore/anomalies.js";
// parts/cast.ts
/**
* The programs of a scenario by the names of its nodes, for the field `protocol`.
*
* @example
* protocol: ({ workers }, { bug }) =>
*   cast({ queue: [['q'], queue(rules.with(bug))], worker: [nodeNames(workers, 'w'), worker] }),
*
* @param roles by name: the nodes, and their program or one for each of them
* @throws TypeError where a node has two roles
*/
function cast(roles) {
	const programs = {};
	const roleOf = /* @__PURE__ */ new Map();
	for (const [role, [nodes, program]] of Object.entries(roles)) for (const node of nodes) {
		const other = roleOf.get(node);
		if (other !== void 0) throw new TypeError(`cast: node '${node}' is both '${other}' and '${role}'`);
		roleOf.set(node, role);
		programs[node] = typeof program === "function" ? program(node) : program;
	}
	return programs;
}
// parts/drain.ts
/**
* Answers the request being handled once nothing is under way: now, or when `answerAll` is called. Call that when
* something has ended and nothing else is under way, and when the timer goes off.
*
* @param when.empty whether nothing is under way now
* @param when.atMostMs how long to wait at most; then the timer `when.timer` goes off
* @param answer what to say; leaves the node once all that it has written is durable
*/
function answerWhenEmpty(waiting, when, answer, node) {
	waiting.push(node.defer());
	if (when.empty) answerAll(waiting, answer, node);
	else node.setTimer(when.timer, when.atMostMs);
}
/** Answers all who wait. */
function answerAll(waiting, answer, node) {
	for (const to of waiting.splice(0)) node.replyTo(to, answer(), { after: "sync" });
}
/** Takes those out of a list whose time has come, to answer them; the others go on waiting. */
function takeReady(waiting, isReady) {
	const ready = waiting.filter(isReady);
	if (ready.length > 0) waiting.splice(0, Infinity, ...waiting.filter((one) => !ready.includes(one)));
	return ready;
}
/** A count of what is under way, for async programs. */
function underWay(node) {
	let count = 0;
	let told = [];
	return {
		get count() {
			return count;
		},
		async during(work) {
			count++;
			try {
				return await work();
			} finally {
				if (--count === 0) for (const tell of told.splice(0)) tell();
			}
		},
		async empty(atMostMs) {
			if (count === 0) return true;
			let tell = () => void 0;
			const emptied = new Promise((resolve) => told.push(tell = () => resolve(true)));
			const over = node.sleep(atMostMs).then(() => false);
			const isEmpty = await Promise.race([emptied, over]);
			told = told.filter((other) => other !== tell);
			return isEmpty;
		}
	};
}
// parts/every.ts
/**
* Pause before the work is done for the first time after a start, in ms.
* @param last when it was done last and what the clock says now, both in ms of the wall clock. A clock that jumped
*   never makes the pause longer than the period
*/
function firstPause({ everyMs, first = "part" }, random, last) {
	if (last !== void 0) return Math.min(everyMs, Math.max(0, last.doneMs + everyMs - last.nowMs));
	return first === "part" ? everyMs * random.float() : first === "whole" ? everyMs : 0;
}
/** Pause until the work is done again, in ms. */
function nextPause({ everyMs, jitter = 0 }, random) {
	return jitter === 0 ? everyMs : everyMs * (1 - jitter * random.float());
}
/**
* For `start` of a state machine: sets the timer for the first time. Where the time is kept, the very first start is noted,
* or restarts would begin the first period again and again: durable after the next sync. @throws DiskError where the time is kept
*/
function startEvery(timer, period, node) {
	const { keptIn } = period;
	const doneMs = keptIn === void 0 ? void 0 : node.disk.read(keptIn);
	const last = typeof doneMs === "number" ? {
		doneMs,
		nowMs: node.nowMs()
	} : void 0;
	if (keptIn !== void 0 && last === void 0) node.disk.write(keptIn, node.nowMs());
	node.setTimer(timer, firstPause(period, node.random, last));
}
/**
* For `onTimer` of a state machine: sets the timer again, and notes the time if it is kept: durable with the work after
* the next sync. @throws DiskError where the time is kept
*/
function everyAgain(timer, period, node) {
	if (period.keptIn !== void 0) node.disk.write(period.keptIn, node.nowMs());
	node.setTimer(timer, nextPause(period, node.random));
}
/**
* For async programs: does the work for ever, pausing between its end and the next beginning: `void every(node, …)`.
* Where the time is kept it is synced after the work, so work that a crash cuts short is done again.
* @throws whatever `work` throws, and DiskError where the time is kept: it then ends
*/
async function every(node, period, work) {
	const { keptIn } = period;
	const doneMs = keptIn === void 0 ? void 0 : await node.disk.read(keptIn);
	const last = typeof doneMs === "number" ? {
		doneMs,
		nowMs: node.nowMs()
	} : void 0;
	let pauseMs = firstPause(period, node.random, last);
	if (last === void 0) await keep();
	for (;;) {
		await node.sleep(pauseMs);
		await work();
		await keep();
		pauseMs = nextPause(period, node.random);
	}
	async function keep() {
		if (keptIn !== void 0) await Promise.all([node.disk.write(keptIn, node.nowMs()), node.disk.sync()]);
	}
}
// parts/quorum/tally.ts
/** How many of so many voters are more than half. */
function majorityOf(voters) {
	return Math.floor(voters / 2) + 1;
}
/** No votes yet, or those that are known from before. */
function newTally(need, of, answers = {}) {
	return {
		need,
		of,
		answers: { ...answers },
		refused: []
	};
}
/** Whether a tally is decided, impossible to decide, or undecided. */
function standingOf({ need, of, answers, refused }) {
	if (Object.keys(answers).length >= need) return "decided";
	return of - refused.length < need ? "impossible" : "undecided";
}
/** A voter answered. What it said before, refusals included, counts no more. */
function countAnswer(tally, from, answer) {
	const place = tally.refused.indexOf(from);
	if (place >= 0) tally.refused.splice(place, 1);
	tally.answers[from] = answer;
	return standingOf(tally);
}
/** A voter refused, or did not answer in time. Who has answered has answered. */
function countRefusal(tally, from) {
	if (!Object.hasOwn(tally.answers, from) && !tally.refused.includes(from)) tally.refused.push(from);
	return standingOf(tally);
}
// parts/quorum/copies.ts
/** The rules of quorums as they should be. */
const quorumRules = {
	late: "ignored",
	found: "newest"
};
/** The newest of some copies; of those that are equal or concurrent the first. @throws TypeError where there is none */
function newestOf(copies, order) {
	if (copies.length === 0) throw new TypeError("quorum: a query needs at least one answer: r is 0");
	return copies.reduce((a, b) => order(b, a) === "after" ? b : a);
}
/** What was found by those who answered. @throws TypeError where nobody did */
function foundBy(held, { order, rules = quorumRules }) {
	const copies = Object.values(held);
	return {
		newest: rules.found === "newest" ? newestOf(copies, order) : newestOf(copies.slice(0, 1), order),
		held
	};
}
/** Who holds exactly this copy: it need not be sent to them. */
function holdersOf(copy, held, order) {
	return Object.keys(held).filter((voter) => order(held[voter], copy) === "equal");
}
/** Who answered with a copy that is older, or concurrent. */
function laggingOf(copy, held, order) {
	return Object.keys(held).filter((voter) => ["before", "concurrent"].includes(order(held[voter], copy)));
}
function messageTo(message, voter) {
	return typeof message === "function" ? message(voter) : message;
}
/** The sentence for a quorum that cannot be reached any more. */
function noQuorum(need, of) {
	return `no quorum: fewer than ${need} of ${of} nodes answered`;
}
// parts/quorum/hints.ts
/** The rules of hints as they should be. */
const hintRules = { kept: "until-acknowledged" };
/**
* Who shall keep the copies of a key: its homes, and for each that seems to be away the next node that is not.
* @param order all nodes in the order of the ring, from the key on: `ownersOf(ring, key, Infinity)`
* @param homes how many of them are the homes of the key
* @param isAway whether a node seems to be away: see `suspects`
*/
function sloppyVoters(order, homes, isAway) {
	const stand = order.slice(homes).filter((node) => !isAway(node));
	return order.slice(0, homes).map((home) => {
		if (!isAway(home)) return { to: home };
		const to = stand.shift();
		return to === void 0 ? { to: home } : {
			to,
			hintFor: home
		};
	});
}
/** No copies kept for others: the state at first. */
function noHints() {
	return {
		last: 0,
		kept: []
	};
}
/** Keeps a copy for another node; an older one for the same key is replaced, if `isNewer` says so. */
function keepHint(hints, home, key, copy, isNewer) {
	const place = hints.kept.findIndex((hint) => hint.home === home && hint.key === key);
	const known = hints.kept[place];
	if (known !== void 0 && !isNewer(copy, known.copy)) return;
	if (known !== void 0) hints.kept.splice(place, 1);
	hints.kept.push({
		home,
		key,
		copy,
		n: ++hints.last
	});
}
/** What to send home now. Tell `handedOff` when the home has acknowledged it. */
function hintsToSend(hints, isAway, { kept } = hintRules) {
	const send = hints.kept.filter(({ home }) => !isAway(home));
	if (kept === "until-sent") for (const { n } of send) handedOff(hints, n);
	return send;
}
/** A home has acknowledged the copy of the hint with this number. One that was replaced meanwhile stays. */
function handedOff(hints, n) {
	const place = hints.kept.findIndex((hint) => hint.n === n);
	if (place >= 0) hints.kept.splice(place, 1);
}
// parts/quorum/async-quorum.ts
/** "Query, then store" for async programs. */
/**
* The steps of operations on quorums of copies.
*
* @example
* const quorum = quorumOf<Copy>(node, { r: 2, w: 2, timeoutMs: 100, order: (a, b) => compareLamport(a.version, b.version) });
* const found = await quorum.query({ f: 'query' });
* await quorum.store(found, found.newest, { f: 'store', copy: found.newest });
*
* @param voters who is asked: default all members
*/
function quorumOf(node, settings, voters = () => node.members) {
	const { r, w, timeoutMs, order, storeAfter } = settings;
	return {
		query: async (message) => foundBy(await ask(r, message, {}, (answer) => answer), settings),
		async store(found, copy, message) {
			const holders = holdersOf(copy, found?.held ?? {}, order).map((voter) => [voter, null]);
			await ask(w, message, Object.fromEntries(holders), () => null, storeAfter);
		},
		repair({ newest, held }, message) {
			const after = storeAfter && { after: storeAfter };
			for (const voter of laggingOf(newest, held, order)) node.call(voter, messageTo(message, voter), {
				timeoutMs,
				...after
			}).catch(lost);
		}
	};
	/** Asks who is not known to hold it; resolves with what the first `need` said, or rejects once they cannot any more. */
	function ask(need, message, known, meant, after) {
		const all = voters();
		const tally = newTally(need, all.length, known);
		if (standingOf(tally) === "decided") return Promise.resolve({ ...known });
		if (standingOf(tally) === "impossible") return Promise.reject(new QuorumFailed(votesOf(known), need, all.length));
		return new Promise((resolve, reject) => {
			for (const voter of all) {
				if (Object.hasOwn(known, voter)) continue;
				node.call(voter, messageTo(message, voter), {
					timeoutMs,
					...after && { after }
				}).then((answer) => {
					if (countAnswer(tally, voter, meant(answer)) === "decided") resolve({ ...tally.answers });
				}, (error) => {
					if (!(error instanceof CallFailed)) reject(error);
					else if (countRefusal(tally, voter) === "impossible") reject(new QuorumFailed(votesOf(tally.answers), need, all.length));
				});
			}
		});
	}
}
function votesOf(answers) {
	return Object.entries(answers).map(([from, value]) => ({
		from,
		value
	}));
}
/** A repair that is lost is made by the next read. */
function lost(error) {
	if (!(error instanceof CallFailed)) throw error;
}
// parts/quorum/machine-quorum.ts
/** "Query, then store" for state machines: the questions under way are plain data in the state. */
/** Nothing is under way yet. */
function noQuorumTasks() {
	return {
		last: 0,
		open: {}
	};
}
/**
* The steps of operations on quorums of copies, for one set of settings: make them once, beside the handlers.
*
* @example
* const quorum = quorumSteps<Copy, ReplyTo>({ r: 2, w: 2, timeoutMs: 100, order: (a, b) => compareLamport(a.version, b.version) });
* // onRequest: quorum.query(state.tasks, node.defer(), { f: 'query' }, node);
* // onReply:   const step = quorum.reply(state.tasks, result);
* //            if (step?.kind === 'queried') quorum.store(state.tasks, step, next(step.newest), { f: 'store', … }, node);
*
* @param voters who is asked: default all members
*/
function quorumSteps(settings, voters = (node) => node.members) {
	const { r, w, timeoutMs, order, storeAfter, rules = quorumRules } = settings;
	const after = storeAfter && { after: storeAfter };
	return {
		query(tasks, about, message, node) {
			const all = voters(node);
			const id = ++tasks.last;
			tasks.open[id] = {
				about,
				phase: "query",
				votes: newTally(r, all.length)
			};
			const token = { quorum: id };
			for (const voter of all) node.call(voter, messageTo(message, voter), {
				timeoutMs,
				token
			});
		},
		store(tasks, { about, held = {}, task }, copy, message, node) {
			const all = voters(node);
			const holders = holdersOf(copy, held, order);
			const votes = newTally(w, all.length, Object.fromEntries(holders.map((voter) => [voter, null])));
			if (standingOf(votes) === "decided") return {
				kind: "stored",
				about,
				copy
			};
			if (standingOf(votes) === "impossible") return {
				kind: "failed",
				about,
				phase: "store",
				error: noQuorum(w, all.length)
			};
			const id = rules.late === "counted" && task !== void 0 ? task : ++tasks.last;
			tasks.open[id] = {
				about,
				phase: "store",
				copy,
				votes
			};
			const token = { quorum: id };
			for (const voter of all) if (!holders.includes(voter)) node.call(voter, messageTo(message, voter), {
				timeoutMs,
				token,
				...after
			});
		},
		repair({ newest, held }, message, node) {
			const token = { quorum: 0 };
			for (const voter of laggingOf(newest, held, order)) node.call(voter, messageTo(message, voter), {
				timeoutMs,
				token,
				...after
			});
		},
		reply({ open }, result) {
			const id = result.token?.quorum;
			const task = id === void 0 ? void 0 : open[id];
			if (id === void 0 || task === void 0) return void 0;
			const { about, phase, copy, votes } = task;
			const standing = result.kind === "answer" ? countAnswer(votes, result.from, phase === "query" ? result.value : null) : countRefusal(votes, result.from);
			if (standing === "undecided") return void 0;
			delete open[id];
			if (standing === "impossible") return {
				kind: "failed",
				about,
				phase,
				error: noQuorum(votes.need, votes.of)
			};
			if (phase === "store") return {
				kind: "stored",
				about,
				copy
			};
			return {
				kind: "queried",
				about,
				task: id,
				...foundBy(votes.answers, settings)
			};
		}
	};
}
// parts/membership/suspicion.ts
/** The rules of suspicion as they should be. */
const suspicionRules = {
	late: "ignored",
	ownPause: "noticed"
};
/** Nothing heard yet. Those in `peers` are given as long as if they had just been heard. */
function newHearing(peers, nowMs, { everyMs }) {
	const none = {
		incarnation: 0,
		n: 0
	};
	const of = {};
	for (const peer of peers) of[peer] = {
		last: none,
		lastMs: nowMs,
		meanMs: everyMs,
		pauses: 0
	};
	return {
		of,
		lookedMs: nowMs
	};
}
/** A heartbeat was heard. False: it is a copy, or came late. */
function hear(hearing, peer, beat, nowMs, { everyMs, suspect, rules = suspicionRules }) {
	const heard = hearing.of[peer];
	if (heard === void 0) {
		hearing.of[peer] = {
			last: beat,
			lastMs: nowMs,
			meanMs: everyMs,
			pauses: 0
		};
		return true;
	}
	if (rules.late === "ignored" && !isNewer(beat, heard.last)) return false;
	if (beat.incarnation === heard.last.incarnation && beat.n - heard.last.n <= 1) {
		const window = suspect.by === "phi" ? suspect.window ?? 100 : 1;
		heard.pauses = Math.min(window, heard.pauses + 1);
		heard.meanMs += (nowMs - heard.lastMs - heard.meanMs) / (heard.pauses + 1);
	}
	heard.last = beat;
	heard.lastMs = nowMs;
	return true;
}
/** How strongly a node is suspected: φ, or the share of the time-out that has passed. 0: it was just heard. */
function suspicionOf({ lastMs, meanMs }, nowMs, { suspect }) {
	const quietMs = nowMs - lastMs;
	return suspect.by === "timeout" ? quietMs / suspect.afterMs : quietMs / meanMs / Math.LN10;
}
/**
* Looks who is to be suspected now: at least as often as heartbeats are sent, or a pause of one's own is not told from one
* of the others'.
* @returns names in the order in which they were first heard
*/
function suspects(hearing, nowMs, settings) {
	const { everyMs, suspect, rules = suspicionRules } = settings;
	const stoodMs = nowMs - hearing.lookedMs - everyMs;
	hearing.lookedMs = nowMs;
	if (rules.ownPause === "noticed" && stoodMs > everyMs) for (const heard of Object.values(hearing.of)) heard.lastMs = Math.min(nowMs, heard.lastMs + stoodMs);
	const limit = suspect.by === "timeout" ? 1 : suspect.threshold;
	return Object.keys(hearing.of).filter((peer) => suspicionOf(hearing.of[peer], nowMs, settings) >= limit);
}
function isNewer(a, b) {
	return a.incarnation > b.incarnation || a.incarnation === b.incarnation && a.n > b.n;
}
// parts/membership/group.ts
/** The rules of groups as they should be. */
const groupRules = {
	generation: "checked",
	count: "durable"
};
/** A group without members. After a restart of the coordinator with the generation it kept: all must join again. */
function newGroup(keptGeneration = 0, { count } = groupRules) {
	return {
		generation: count === "durable" ? keptGeneration : 0,
		members: []
	};
}
/**
* Answers a member, and changes the group.
* @param nowMs the coordinator's monotonic clock
* @returns what to say, and whether a generation began: its number must be durable before anything is said
*/
function answerMember(group, { group: what, session }, from, nowMs, settings) {
	const before = group.generation;
	endSessions(group, nowMs, settings);
	const known = group.members.find(({ name }) => name === from);
	if (known !== void 0 && known.session >= session) {
		if (known.session === session) known.heardMs = nowMs;
		if (what === "leave" && known.session === session) out(group, known);
	} else if (what === "join") {
		if (known !== void 0) group.members.splice(group.members.indexOf(known), 1);
		group.members.push({
			name: from,
			session,
			heardMs: nowMs
		});
		group.generation++;
	}
	const { generation, members } = group;
	const isMember = members.some((member) => member.name === from && member.session === session);
	const names = members.map(({ name }) => name);
	return {
		answer: isMember ? {
			kind: "member",
			generation,
			members: names
		} : { kind: "out" },
		changed: generation !== before
	};
}
/** Ends the sessions of those who were not heard for too long. @returns who is out */
function endSessions(group, nowMs, { sessionMs }) {
	const late = group.members.filter(({ heardMs }) => nowMs - heardMs >= sessionMs);
	for (const member of late) out(group, member);
	return late.map(({ name }) => name);
}
/** Whether what comes from a member with this generation may count. Asked by the coordinator, after `endSessions`. */
function isCurrent({ generation, members }, from, withGeneration, { generation: rule } = groupRules) {
	return rule === "ignored" || withGeneration === generation && members.some(({ name }) => name === from);
}
function out(group, member) {
	group.members.splice(group.members.indexOf(member), 1);
	group.generation++;
}
/** A member that has not joined yet. */
function noMembership(session) {
	return {
		session,
		current: void 0
	};
}
/** What a member asks the coordinator next: to join, or to stay. */
function memberQuestion({ session, current }) {
	return {
		group: current === void 0 ? "join" : "stay",
		session
	};
}
/** Takes in an answer. One that comes late does not put it back into an older generation. */
function memberAnswered(mine, answer) {
	if (answer.kind === "out") mine.current = void 0;
	else if (mine.current === void 0 || answer.generation >= mine.current.generation) {
		const { generation, members } = answer;
		mine.current = {
			generation,
			members
		};
	}
}
// parts/membership/machine-membership.ts
/** Heartbeats and groups for state machines: hearings, groups and memberships are plain data in the state. */
/**
* Sends a heartbeat to all peers, and sets the timer for the next: in `start`, and in `onTimer` when that timer goes off.
* @param last number of the last one, kept in the state; 0 in `start`
* @returns number of this one
*/
function beat(last, timer, everyMs, node) {
	const message = { beat: {
		incarnation: node.incarnation,
		n: last + 1
	} };
	node.broadcast(message);
	node.setTimer(timer, everyMs);
	return last + 1;
}
/** Opens the group in `start`: without members, for nobody knows since when they were not heard. @throws DiskError */
function openGroup(node, { rules }, file = "generation") {
	return newGroup(node.disk.read(file) ?? 0, rules);
}
/** Answers a member: reply with `{ after: 'sync' }`. @throws DiskError */
function groupAnswer(group, question, from, settings, node, file = "generation") {
	const { answer, changed } = answerMember(group, question, from, node.monotonicMs(), settings);
	if (changed) node.disk.write(file, group.generation);
	return answer;
}
/** Whether what comes from a member with this generation may count now. Answer with `{ after: 'sync' }`. @throws DiskError */
function admits(group, from, generation, settings, node, file = "generation") {
	if (endSessions(group, node.monotonicMs(), settings).length > 0) node.disk.write(file, group.generation);
	return isCurrent(group, from, generation, settings.rules);
}
/** Asks to join or to stay: in `start`, and in `onTimer` when the timer `group` goes off. */
function askGroup(mine, coordinator, node, timeoutMs = 50) {
	node.call(coordinator, memberQuestion(mine), {
		timeoutMs,
		token: { group: "question" }
	});
}
/** For `onReply`: takes in the coordinator's answer, if it is one, and sets the timer `group` for the next question. */
function groupReply(mine, result, { everyMs }, node) {
	if (result.token?.group !== "question") return false;
	if (result.kind === "answer") memberAnswered(mine, result.value);
	node.setTimer("group", everyMs);
	return true;
}
// parts/membership/async-membership.ts
/** Heartbeats and groups for async programs. */
/**
* Sends heartbeats to all peers for ever, and suspects those that are not heard.
* @param onChange told when it begins or ends to suspect somebody
*/
function watchPeers(node, settings, onChange = () => void 0) {
	const hearing = newHearing(node.peers, node.monotonicMs(), settings);
	let now = [];
	beatForEver();
	return {
		heard: ({ beat }, from) => hear(hearing, from, beat, node.monotonicMs(), settings),
		suspects: () => now
	};
	async function beatForEver() {
		for (let n = 1;; n++) {
			const message = { beat: {
				incarnation: node.incarnation,
				n
			} };
			node.broadcast(message);
			await node.sleep(settings.everyMs);
			const before = now;
			now = suspects(hearing, node.monotonicMs(), settings);
			for (const peer of now) if (!before.includes(peer)) onChange(peer, true);
			for (const peer of before) if (!now.includes(peer)) onChange(peer, false);
		}
	}
}
/** Opens a group: without members, for nobody knows since when they were not heard. @throws DiskError */
async function groupCoordinator(node, settings, file = "generation") {
	const group = newGroup(await node.disk.read(file) ?? 0, settings.rules);
	let kept = group.generation;
	return {
		async answer(question, from) {
			const { answer } = answerMember(group, question, from, node.monotonicMs(), settings);
			if (group.generation !== kept) await node.disk.write(file, kept = group.generation);
			await node.disk.sync();
			return answer;
		},
		admits(from, generation) {
			endSessions(group, node.monotonicMs(), settings);
			return isCurrent(group, from, generation, settings.rules);
		}
	};
}
/**
* Joins a group and stays in it, or joins again when it is out.
* @param ask sends a question to the coordinator; a CallFailed is asked again
* @returns what it knows of its membership: `current` changes in place
*/
function joinGroup(node, { everyMs }, ask) {
	const mine = noMembership(node.incarnation);
	stay();
	return mine;
	async function stay() {
		for (;;) {
			try {
				memberAnswered(mine, await ask(memberQuestion(mine)));
			} catch (error) {
				if (!(error instanceof CallFailed)) throw error;
			}
			await node.sleep(everyMs);
		}
	}
}
// parts/queue/queue.ts
/** The rules of queues as they should be. */
const queueRules = {
	forgets: "on-acknowledge",
	inFlight: "hidden",
	dead: "kept"
};
/** An empty queue. */
function newQueue() {
	return {
		messages: [],
		dead: []
	};
}
/** Puts a message into the queue. No line where one with its id is there: it is a copy. @throws RangeError for a wrong delay */
function enqueue(queue, { id, body, priority = 0, delayMs = 0 }, time) {
	if (!(delayMs >= 0)) throw new RangeError(`queue: message '${id}': delayMs: expected at least 0, got ${delayMs}`);
	if (queue.messages.some((message) => message.id === id)) return [];
	const sent = {
		id,
		body,
		priority,
		delayMs,
		sentMs: time.wallMs
	};
	queue.messages.push(inQueue(sent, time));
	return [{ sent }];
}
/**
* Hands out what is first among the visible messages. What was handed out too often becomes a dead letter on the way.
* @param giver who hands out: a name that differs from one incarnation to the next, so that no receipt is given twice
*/
function deliver(queue, { visibilityMs, maxReceives = Infinity, rules = queueRules }, { monotonicMs }, giver) {
	const lines = [];
	for (;;) {
		const message = firstVisible(queue, monotonicMs);
		if (message === void 0) return {
			delivery: void 0,
			lines
		};
		const { id, body, receives } = message;
		if (receives >= maxReceives) {
			die(queue, message, rules);
			lines.push(rules.dead === "kept" ? { died: id } : { gone: id });
			continue;
		}
		const receipt = `${id}/${giver}.${receives + 1}`;
		message.receives++;
		message.receipt = receipt;
		if (rules.inFlight === "hidden") message.visibleAtMs = monotonicMs + visibilityMs;
		lines.push({
			received: id,
			receipt
		});
		if (rules.forgets === "on-receive") lines.push(...finish(queue, receipt));
		return {
			delivery: {
				id,
				body,
				receipt,
				receives: receives + 1
			},
			lines
		};
	}
}
/** The work on a message is done: it is gone. No line where the receipt is not that of the last delivery. */
function finish(queue, receipt) {
	const place = queue.messages.findIndex((message) => message.receipt === receipt);
	if (place < 0) return [];
	const [message] = queue.messages.splice(place, 1);
	return [{ gone: message.id }];
}
/**
* Hides a message for so many ms from now on: longer, while the work goes on, or 0 to give it back at once.
* @returns false where the receipt is not that of the last delivery: somebody else may be working on the message
*/
function postpone(queue, receipt, forMs, { monotonicMs }) {
	const message = queue.messages.find((one) => one.receipt === receipt);
	if (message !== void 0) message.visibleAtMs = monotonicMs + forMs;
	return message !== void 0;
}
/** How many messages are where. `delayed` were never handed out and are not visible yet. */
function queueCounts({ messages, dead }, { monotonicMs }) {
	const counts = {
		ready: 0,
		delayed: 0,
		inFlight: 0,
		dead: dead.length
	};
	for (const { visibleAtMs, receipt } of messages) counts[visibleAtMs <= monotonicMs ? "ready" : receipt === null ? "delayed" : "inFlight"]++;
	return counts;
}
/**
* The queue that the lines of a log make. Whatever was in flight is visible again: nobody knows how long it was. The rest
* of a delay is counted by the wall clock; one that jumped makes it no longer than it was.
*/
function recoverQueue(queue, lines, time) {
	for (const line of lines) if ("sent" in line) queue.messages.push(inQueue(line.sent, time));
	else {
		const id = "received" in line ? line.received : "gone" in line ? line.gone : line.died;
		const message = queue.messages.find((one) => one.id === id);
		if (message === void 0) continue;
		if ("received" in line) Object.assign(message, {
			receipt: line.receipt,
			receives: message.receives + 1
		});
		else if ("gone" in line) queue.messages.splice(queue.messages.indexOf(message), 1);
		else die(queue, message, queueRules);
	}
	for (const message of queue.messages) message.visibleAtMs = message.receipt === null ? visibleFrom(message, time) : time.monotonicMs;
	return queue;
}
function inQueue(sent, time) {
	return {
		...sent,
		visibleAtMs: visibleFrom(sent, time),
		receives: 0,
		receipt: null
	};
}
function visibleFrom({ delayMs, sentMs }, { monotonicMs, wallMs }) {
	return monotonicMs + Math.min(delayMs, Math.max(0, sentMs + delayMs - wallMs));
}
function firstVisible({ messages }, nowMs) {
	let first;
	for (const message of messages) if (message.visibleAtMs <= nowMs && (first === void 0 || message.priority > first.priority)) first = message;
	return first;
}
function die(queue, message, { dead }) {
	queue.messages.splice(queue.messages.indexOf(message), 1);
	const { id, body, receives } = message;
	if (dead === "kept") queue.dead.push({
		id,
		body,
		receives
	});
}
// parts/log/recover.ts
/** The rules of logs as they should be. */
const logRules = {
	believe: "unbroken",
	reopen: "rewrite",
	rot: "refuse"
};
/**
* The log that the records found make, and how they ended.
* @param mark number below which all records were synced once, where the disk remembers that; `undefined`: it does not
*/
function recoverLog(file, records, { believe, reopen } = logRules, mark) {
	const readable = records.flatMap((record) => record.ok ? [record.value] : []);
	const known = Math.max(mark ?? 0, ...readable.map(({ kept }) => kept));
	const log = {
		file,
		mark: mark !== void 0,
		base: 0,
		entries: [],
		next: 0,
		kept: 0
	};
	let count = 0;
	let expected;
	for (const record of records) {
		if (!record.ok) break;
		if (expected === void 0 ? !isBeginning(record.value) : record.value.n !== expected) break;
		expected = record.value.n + 1;
		change(log, record.value);
		count++;
	}
	const end = (expected ?? 0) < known ? {
		kind: "rotten",
		dropped: records.length - count
	} : {
		kind: count < records.length ? "torn" : "whole",
		dropped: records.length - count
	};
	if (believe === "readable") {
		for (const record of records.slice(count)) if (record.ok) change(log, record.value);
	}
	log.next = reopen === "rewrite" ? Math.max(known, ...readable.map(({ n }) => n + 1)) + records.length - count : expected ?? 0;
	return {
		log,
		end
	};
}
/** The first of all records may be lost, too, and a later one be left: it must be one that depends on no other. */
function isBeginning(record) {
	return record.n === 0 || "snapshot" in record || "cut" in record && record.cut === 0;
}
/** Lets a change take effect in memory. */
function change(log, what) {
	if ("entry" in what) log.entries.push(what.entry);
	else if ("cut" in what) log.entries.length = Math.min(log.entries.length, Math.max(0, what.cut - log.base));
	else {
		log.entries.splice(0, Math.max(0, what.base - log.base));
		log.base = what.base;
		log.snapshot = what.snapshot;
	}
}
/** The next record of a log, which holds this change. */
function nextRecord(log, what) {
	return {
		n: log.next++,
		kept: log.kept,
		...what
	};
}
/** A whole log as records, under new numbers: for a file that is replaced at once. */
function rewrittenLog(log) {
	const { base, snapshot, entries } = log;
	log.kept = 0;
	return [nextRecord(log, snapshot === void 0 ? { cut: 0 } : {
		base,
		snapshot
	}), ...entries.map((entry) => nextRecord(log, { entry }))];
}
/** How many entries the log has, compacted ones included. */
function logLength({ base, entries }) {
	return base + entries.length;
}
/** How many entries are certainly on the disk for good: each record since the last sync holds one at most. */
function logKept(log) {
	return Math.max(log.base, logLength(log) - (log.next - log.kept));
}
/** The change that cuts a log back, or nothing where it is not longer. @throws RangeError below the snapshot */
function cutTo(log, length) {
	if (length < log.base) throw new RangeError(`log '${log.file}': it cannot be cut back to ${length}: the first ${log.base} entries are in its snapshot`);
	return length < logLength(log) ? { cut: length } : void 0;
}
/** The sentence for a process that cannot start. */
function rotText(file, { dropped }) {
	return `log '${file}': records that were synced are damaged or missing, ${dropped} at the end do not count`;
}
// parts/log/machine-log.ts
/**
* Opens the log in `start`: what counts is the longest unbroken beginning, and it is written anew.
* @param options.file name of the file; default `log`
* @returns the log, and how its records ended: `torn` ones nobody was told of
* @throws DiskError `EIO`, `ENOSPC`; ends the process where synced records are lost, unless the rules say otherwise
*/
function openLog(node, { file = "log", rules = logRules, mark = false } = {}) {
	const records = node.disk.records(file);
	const { log, end } = recoverLog(file, records, rules, mark ? node.disk.read(`${file}-mark`) ?? 0 : void 0);
	if (end.kind === "rotten" && rules.rot === "refuse") node.exit(rotText(file, end));
	if (rules.reopen === "trust") node.disk.truncate(file, records.length - end.dropped);
	else if (records.length > 0) node.disk.write(file, rewrittenLog(log));
	return {
		log,
		end
	};
}
/** Puts an entry at the end. @throws DiskError `EIO`, `ENOSPC` */
function appendTo(log, entry, node) {
	record(log, { entry }, node);
}
/**
* Cuts the log back to so many entries, compacted ones included.
* @throws RangeError where some of these are in the snapshot; DiskError
*/
function truncateLog(log, length, node) {
	const cut = cutTo(log, length);
	if (cut !== void 0) record(log, cut, node);
}
/** Puts a snapshot in the place of the first `base` entries, in one step: old log or new. @throws DiskError */
function compactLog(log, base, snapshot, node) {
	change(log, {
		base,
		snapshot
	});
	node.disk.write(log.file, rewrittenLog(log));
}
/** A sync that was asked for when `log.next` was `next` has succeeded: what is lost of the records before it is rot. */
function logSynced(log, next, node) {
	if (next <= log.kept) return;
	log.kept = next;
	if (log.mark) node.disk.write(`${log.file}-mark`, next);
}
function record(log, what, node) {
	change(log, what);
	node.disk.append(log.file, nextRecord(log, what));
}
// parts/queue/machine-queue.ts
/** A durable queue for state machines: plain data in the state. What is written is durable after the next sync. */
/** The log is written anew once it has so many lines, and four for each message. */
const LONG = 64;
/** Opens the queue in `start`. @throws DiskError; ends the process where synced records are lost, as `openLog` does */
function openQueue(node, settings, { file = "queue", ...options } = {}) {
	const { log } = openLog(node, {
		file,
		...options
	});
	return {
		...recoverQueue(copied(log.snapshot), log.entries, timeOf$1(node)),
		settings,
		log
	};
}
/** Puts a message into the queue; false where one with its id is there. Answer with `{ after: 'sync' }`. @throws DiskError */
function sendTo(queue, message, node) {
	return keep(queue, enqueue(queue, message, timeOf$1(node)), node);
}
/** Hands out the first visible message, if there is one. @throws DiskError */
function receiveFrom(queue, node) {
	const { delivery, lines } = deliver(queue, queue.settings, timeOf$1(node), node.incarnation);
	keep(queue, lines, node);
	return delivery;
}
/** The work on a message is done: it is gone. False where the receipt is not that of the last delivery. @throws DiskError */
function acknowledge(queue, receipt, node) {
	return keep(queue, finish(queue, receipt), node);
}
/** Hides a message for so many ms from now on; 0 gives it back. False where the receipt is not that of the last delivery. */
function changeVisibility(queue, receipt, forMs, node) {
	return postpone(queue, receipt, forMs, timeOf$1(node));
}
function keep(queue, lines, node) {
	const { log, messages, dead } = queue;
	for (const line of lines) appendTo(log, line, node);
	if (isLong(log.entries.length, messages.length)) compactLog(log, log.base + log.entries.length, copied({
		messages,
		dead
	}), node);
	return lines.length > 0;
}
function isLong(lines, messages) {
	return lines >= LONG && lines >= 4 * messages;
}
/** A queue that shares nothing with another: one changes, the other lies on the disk. */
function copied(queue = newQueue()) {
	return {
		messages: queue.messages.map((message) => ({ ...message })),
		dead: [...queue.dead]
	};
}
function timeOf$1(node) {
	return {
		monotonicMs: node.monotonicMs(),
		wallMs: node.nowMs()
	};
}
// parts/log/async-log.ts
/** A durable log for async programs: opened once, then appended to; what `append` has resolved for is durable. */
/**
* Opens a durable log: what counts is the longest unbroken beginning of what is found, and it is written anew and synced.
* Where the disk fails the process ends, for nobody knows what it would find there later.
*
* @param options.file name of the file; default `log`
* @param options.mark a file beside the log remembers what was synced: rot of the last records is told from a torn write
*/
async function durableLog(node, { file = "log", rules = logRules, mark = false } = {}) {
	const { disk } = node;
	const orExit = async (work) => {
		try {
			return await work;
		} catch (error) {
			if (error instanceof DiskError) node.exit(`log '${file}': ${error.message}`);
			throw error;
		}
	};
	const records = await orExit(disk.records(file));
	const { log, end } = recoverLog(file, records, rules, mark ? await orExit(disk.read(`${file}-mark`)) ?? 0 : void 0);
	if (end.kind === "rotten" && rules.rot === "refuse") node.exit(rotText(file, end));
	if (rules.reopen === "trust") await orExit(disk.truncate(file, records.length - end.dropped));
	else if (records.length > 0) await rewrite();
	return {
		entries: log.entries,
		get base() {
			return log.base;
		},
		get snapshot() {
			return log.snapshot;
		},
		end,
		async append(entry) {
			await Promise.all([record({ entry }), sync()]);
		},
		write: (entry) => record({ entry }),
		sync,
		async truncate(length) {
			const cut = cutTo(log, length);
			if (cut !== void 0) await Promise.all([record(cut), sync()]);
		},
		async compact(base, snapshot) {
			change(log, {
				base,
				snapshot
			});
			await rewrite();
		}
	};
	async function record(what) {
		change(log, what);
		await orExit(disk.append(file, nextRecord(log, what)));
	}
	async function rewrite() {
		await Promise.all([orExit(disk.write(file, rewrittenLog(log))), sync()]);
	}
	async function sync() {
		const { next } = log;
		await orExit(disk.sync());
		if (next <= log.kept) return;
		log.kept = next;
		if (mark) await orExit(disk.write(`${file}-mark`, next));
	}
}
// parts/queue/async-queue.ts
/** A durable queue for async programs. */
/** How often `empty` looks, in ms. */
const LOOK_MS = 5;
/** Opens a durable queue. Where the disk fails, or synced records are lost, the process ends, as with `durableLog`. */
async function durableQueue(node, settings, { file = "queue", ...options } = {}) {
	const log = await durableLog(node, {
		file,
		...options
	});
	const queue = recoverQueue(copied(log.snapshot), log.entries, timeOf$1(node));
	return {
		dead: queue.dead,
		async send(message) {
			const lines = enqueue(queue, message, timeOf$1(node));
			await keep(lines);
			await log.sync();
			return lines.length > 0;
		},
		async receive() {
			const { delivery, lines } = deliver(queue, settings, timeOf$1(node), node.incarnation);
			await keep(lines);
			return delivery;
		},
		async acknowledge(receipt) {
			const lines = finish(queue, receipt);
			await keep(lines);
			if (lines.length > 0) await log.sync();
			return lines.length > 0;
		},
		changeVisibility: (receipt, forMs) => postpone(queue, receipt, forMs, timeOf$1(node)),
		counts: () => queueCounts(queue, timeOf$1(node)),
		async empty(atMostMs = Infinity) {
			const untilMs = node.monotonicMs() + atMostMs;
			while (queue.messages.length > 0) {
				if (node.monotonicMs() >= untilMs) return false;
				await node.sleep(LOOK_MS);
			}
			return true;
		}
	};
	async function keep(lines) {
		await Promise.all(lines.map((line) => log.write(line)));
		if (isLong(log.entries.length, queue.messages.length)) await log.compact(log.base + log.entries.length, copied(queue));
	}
}
// parts/ruled.ts
/**
* Makes the table of a scenario's rules and bugs. The types of the rules follow from it: a flag is a boolean, a number a
* number, a word one of the words that the table names.
*
* @example
* const rules = ruled(
*   { acknowledge: 'after-sync', attempts: 4 },
*   { 'acknowledge-before-sync': { summary: 'A power cut takes back what was acknowledged', rules: { acknowledge: 'at-once' } } },
* );
* rules.with(bug).acknowledge // 'after-sync' | 'at-once'
*
* @param sound each rule as it should be
* @param bugs by name: `{ summary, rules, params, faults, shows: { check, anomaly, within } }`
* @throws TypeError for a bug that changes nothing, or a rule that is not there
*/
function ruled(sound, bugs) {
	for (const [name, bug] of Object.entries(bugs)) assertChanges(name, bug, sound);
	return {
		sound,
		bugs: Object.fromEntries(Object.entries(bugs).map(([name, { rules, ...planted }]) => [name, rules === void 0 ? {
			...planted,
			twin: "plain"
		} : planted])),
		with(bug, given) {
			if (bug === void 0) return {
				...sound,
				...given
			};
			if (!Object.hasOwn(bugs, bug)) throw new TypeError(`ruled: there is no bug '${String(bug)}'; there are ${Object.keys(bugs).join(", ")}`);
			return {
				...sound,
				...given,
				...bugs[bug]?.rules
			};
		}
	};
}
/** A bug that changes nothing would never be found, and nobody would know why. */
function assertChanges(name, { rules, params, faults }, sound) {
	const known = sound;
	const changes = Object.entries(rules ?? {});
	const stranger = changes.find(([rule]) => !Object.hasOwn(known, rule));
	if (stranger !== void 0) throw new TypeError(`ruled: bug '${name}' changes the rule '${stranger[0]}'; there are ${Object.keys(known).join(", ")}`);
	const same = changes.find(([rule, value]) => Object.is(value, known[rule]));
	if (same !== void 0) throw new TypeError(`ruled: bug '${name}' gives the rule '${same[0]}' its sound value, so it changes nothing`);
	if (changes.length === 0 && params === void 0 && faults === void 0) throw new TypeError(`ruled: bug '${name}' changes nothing: neither rules nor params nor faults`);
}
// parts/lease/lease.ts
/** The rules of leases as they should be. */
const leaseRules = {
	counted: "from-question",
	clocks: "may-err",
	restart: "waits",
	tokens: "durable",
	fence: "checked"
};
/**
* Answers a question, and changes the leases.
* @param nowMs the granter's monotonic clock
* @returns what to say, and whether token or holder changed: that must be durable before it is said
*/
function answerLease(leases, question, from, nowMs, { durationMs, clockError = .01, rules = leaseRules }) {
	const { name } = question;
	const known = Object.hasOwn(leases, name) ? leases[name] : {
		token: 0,
		holder: null,
		untilMs: nowMs
	};
	const untilMs = nowMs + (rules.clocks === "may-err" ? durationMs * (1 + clockError) : durationMs);
	const set = (granted) => void Object.defineProperty(leases, name, {
		value: granted,
		enumerable: true,
		configurable: true,
		writable: true
	});
	if (question.lease === "grant") {
		if (!(known.holder === null || known.holder === from || known.untilMs <= nowMs)) return {
			answer: {
				kind: "held",
				forMs: known.untilMs - nowMs
			},
			changed: false
		};
		const token = known.token + 1;
		set({
			token,
			holder: from,
			untilMs
		});
		return {
			answer: {
				kind: "granted",
				token,
				durationMs
			},
			changed: true
		};
	}
	if (question.token !== known.token || known.holder === null) return {
		answer: { kind: "over" },
		changed: false
	};
	if (question.lease === "release") {
		set({
			token: known.token,
			holder: null,
			untilMs: nowMs
		});
		return {
			answer: { kind: "over" },
			changed: true
		};
	}
	set({
		...known,
		untilMs
	});
	return {
		answer: {
			kind: "granted",
			token: known.token,
			durationMs
		},
		changed: false
	};
}
/** The leases a granter begins with after a restart: the clock of before says nothing, so each goes on for a whole term. */
function recoverLeases(kept, nowMs, { durationMs, clockError = .01, rules = leaseRules }) {
	const untilMs = rules.restart === "waits" ? nowMs + durationMs * (1 + clockError) : nowMs;
	return Object.fromEntries(Object.entries(kept).map(([name, { token, holder }]) => [name, {
		token: rules.tokens === "durable" ? token : 0,
		holder,
		untilMs
	}]));
}
/** A lease that is not held. */
function noLease(name) {
	return {
		name,
		token: null,
		untilMs: 0
	};
}
/** What to ask next: for the lease, or to keep it. */
function leaseQuestion({ name, token }) {
	return token === null ? {
		lease: "grant",
		name
	} : {
		lease: "renew",
		name,
		token
	};
}
/**
* Takes in an answer. One that comes late makes no lease longer than it is.
* @param askedMs when the question was asked, by the holder's monotonic clock
* @returns after how many ms to ask again: in time to renew, or when the lease may be free
*/
function leaseAnswered(mine, answer, askedMs, nowMs, { clockError = .01, rules = leaseRules }) {
	if (answer.kind !== "granted") {
		mine.token = null;
		return answer.kind === "held" ? answer.forMs : 0;
	}
	if (mine.token !== null && mine.token > answer.token) return 0;
	const termMs = rules.clocks === "may-err" ? answer.durationMs * (1 - clockError) : answer.durationMs;
	const untilMs = (rules.counted === "from-question" ? askedMs : nowMs) + termMs;
	mine.untilMs = mine.token === answer.token ? Math.max(mine.untilMs, untilMs) : untilMs;
	mine.token = answer.token;
	return Math.max(0, (mine.untilMs - nowMs) / 2);
}
/** The token, if the lease is still held: send it along with what the lease is for. `undefined`: it is not, or not any more. */
function heldToken({ token, untilMs }, nowMs) {
	return token !== null && nowMs < untilMs ? token : void 0;
}
/** Whether the resource may do what comes with this token. Notes the token: from now on no smaller one passes. */
function passesFence(fence, name, token, { fence: rule } = leaseRules) {
	const highest = Object.hasOwn(fence, name) ? fence[name] : 0;
	if (rule === "checked" && token < highest) return false;
	Object.defineProperty(fence, name, {
		value: Math.max(token, highest),
		enumerable: true,
		configurable: true,
		writable: true
	});
	return true;
}
// parts/lease/machine-lease.ts
/** Leases for state machines: the granter's book and the holder's lease are plain data in the state. */
/** Opens the granter's book in `start`. @throws DiskError */
function openLeases(node, settings, file = "leases") {
	return recoverLeases(node.disk.read(file) ?? {}, node.monotonicMs(), settings);
}
/** Answers a question about a lease: reply with `{ after: 'sync' }`. @throws DiskError */
function grantLease(leases, question, from, settings, node, file = "leases") {
	const { answer, changed } = answerLease(leases, question, from, node.monotonicMs(), settings);
	if (changed) node.disk.write(file, keptOf(leases));
	return answer;
}
function keptOf(leases) {
	return Object.fromEntries(Object.entries(leases).map(([name, { token, holder }]) => [name, {
		token,
		holder
	}]));
}
/** Asks the granter for a lease, and from then on again and again: for it, or to keep it. In `start`. */
function askForLease(mine, granter, node, timeoutMs = 50) {
	const token = { leaseAskedMs: node.monotonicMs() };
	node.call(granter, leaseQuestion(mine), {
		timeoutMs,
		token
	});
}
/** For `onReply`: takes in the granter's answer, if it is one, and sets the timer for the next question. */
function leaseReply(mine, result, settings, node, pauseMs = 10) {
	const askedMs = result.token?.leaseAskedMs;
	if (askedMs === void 0) return false;
	const nowMs = node.monotonicMs();
	if (result.kind !== "answer" && nowMs >= mine.untilMs) mine.token = null;
	const againMs = result.kind === "answer" ? leaseAnswered(mine, result.value, askedMs, nowMs, settings) : 0;
	node.setTimer(`lease/${mine.name}`, Math.max(pauseMs, againMs));
	return true;
}
/** For `onTimer`: whether the timer was that of the lease, which is then asked for again. */
function leaseTimer(mine, timer, granter, node, timeoutMs = 50) {
	if (timer !== `lease/${mine.name}`) return false;
	askForLease(mine, granter, node, timeoutMs);
	return true;
}
// parts/lease/async-lease.ts
/** Leases for async programs. */
/**
* Opens the book of a granter.
*
* @example
* const leases = await leaseGranter(node, { durationMs: 100 });
* node.onMessage((question, from) => leases.answer(question, from));
* @throws DiskError
*/
async function leaseGranter(node, settings, file = "leases") {
	const leases = recoverLeases(await node.disk.read(file) ?? {}, node.monotonicMs(), settings);
	return { async answer(question, from) {
		const { answer, changed } = answerLease(leases, question, from, node.monotonicMs(), settings);
		if (changed) await Promise.all([node.disk.write(file, keptOf(leases)), node.disk.sync()]);
		return answer;
	} };
}
/**
* Asks for a lease, and from then on keeps it, or asks for it again when it is lost.
*
* @example
* const lease = keepLease(node, 'printer', { durationMs: 100 }, (question) =>
*   node.call('granter', question, { timeoutMs: 20 }),
* );
* const token = lease.token();
* if (token !== undefined) await node.call('printer', { f: 'print', token }, { timeoutMs: 20 });
*
* @param ask sends a question to the granter; a CallFailed is asked again
* @param pauseMs the shortest pause between two questions
*/
function keepLease(node, name, settings, ask, pauseMs = 10) {
	const mine = noLease(name);
	keep();
	return { token: () => heldToken(mine, node.monotonicMs()) };
	async function keep() {
		for (;;) {
			const askedMs = node.monotonicMs();
			let againMs = 0;
			try {
				const answer = await ask(leaseQuestion(mine));
				againMs = leaseAnswered(mine, answer, askedMs, node.monotonicMs(), settings);
			} catch (error) {
				if (!(error instanceof CallFailed)) throw error;
				if (node.monotonicMs() >= mine.untilMs) mine.token = null;
			}
			await node.sleep(Math.max(pauseMs, againMs));
		}
	}
}
// parts/log/positions.ts
/** The position after the first `length` entries; without it, at the end. */
function positionOf(entries, length = entries.length) {
	return {
		epoch: entries[length - 1]?.epoch ?? 0,
		length
	};
}
/** Whether a log that reaches `a` has more than one that reaches `b`: entries of a newer leader, or more of the same. */
function isAhead(a, b) {
	return a.epoch === b.epoch ? a.length > b.length : a.epoch > b.epoch;
}
/**
* Where this log parts from another one that has the position `theirs`.
* @returns nothing, where this log has that very entry, and so all before it; else the position up to which they may
*   agree as far as is known here: the other side then keeps what `mayShare` says, and asks again
*/
function partsAt(entries, theirs) {
	const { epoch, length } = theirs;
	if (length <= entries.length && positionOf(entries, length).epoch === epoch) return void 0;
	return positionOf(entries, endOfEpoch(entries, epoch));
}
/** How many entries of this log may be shared with one that said, by `partsAt`, up to where they may agree. */
function mayShare(entries, told) {
	return Math.min(told.length, endOfEpoch(entries, told.epoch));
}
/** Number of entries of this epoch or an older one: epochs never fall. */
function endOfEpoch(entries, epoch) {
	let end = entries.length;
	while (end > 0 && entries[end - 1].epoch > epoch) end--;
	return end;
}
/** What at least `count` of these reach; anything, where none need to. What a majority has on its disks is committed. */
function reachedBy(count, lengths) {
	if (count <= 0) return Infinity;
	return [...lengths].sort((a, b) => b - a)[count - 1] ?? 0;
}
// parts/log/shipping.ts
/**
* Handing a log on: what a leader sends to each of its followers, what they do with it, and what it learns from their
* answers. Plain data and decisions about logs without snapshots; who leads, and when to send, is up to the protocol.
*
* The leader sends ahead without waiting for answers, and where one is missing it begins again at what the follower is
* known to have. A follower takes a batch only where its log agrees with the leader's up to there (Ongaro & Ousterhout,
* USENIX ATC 2014, AppendEntries; the primary of Alsberg & Day, ICSE 1976, does as much).
*/
/** The rules of handing a log on, as they should be. */
const shippingRules = { compare: "position" };
/** A leader begins: that followers have what it has is a guess, which their answers correct. */
function newShipping(followers, length) {
	const guess = (name) => [name, {
		next: length,
		length: 0,
		round: 0
	}];
	return {
		round: 0,
		followers: Object.fromEntries(followers.map(guess))
	};
}
/**
* What to send to each follower now.
* @param what.again begins at what a follower is known to have; else at what it was not sent yet
* @param what.most how many entries a batch has at most
*/
function nextBatches(shipping, entries, { again, most }) {
	shipping.round++;
	return Object.entries(shipping.followers).map(([to, follower]) => {
		if (again && follower.length > 0) follower.next = follower.length;
		const after = positionOf(entries, follower.next);
		const batch = entries.slice(after.length, after.length + most);
		follower.next += batch.length;
		return [to, {
			after,
			entries: batch
		}];
	});
}
/**
* A follower makes its log the leader's up to the end of the batch, if it is up to its beginning.
* @returns the answer, to be given when the log is durable; `kept`: how many entries of what was there before stayed
*/
function takeBatch(log, { after, entries }, node, { compare } = shippingRules) {
	let kept = log.entries.length;
	const agrees = compare === "length" && after.length <= kept ? void 0 : partsAt(log.entries, after);
	if (agrees !== void 0) return {
		answer: {
			kind: "behind",
			agrees
		},
		kept
	};
	for (const [index, entry] of entries.entries()) {
		const at = after.length + index;
		if (log.entries[at]?.epoch === entry.epoch) continue;
		kept = Math.min(kept, at);
		truncateLog(log, at, node);
		appendTo(log, entry, node);
	}
	return {
		answer: {
			kind: "have",
			length: after.length + entries.length
		},
		kept
	};
}
/** A follower answered the sending with that number. @returns how many entries it lacks */
function batchAnswered({ followers }, from, round, answer, entries) {
	const follower = followers[from];
	if (follower === void 0) return 0;
	if (answer.kind === "have") {
		follower.length = Math.max(follower.length, answer.length);
		follower.next = Math.max(follower.next, follower.length);
	} else if (round > follower.round) {
		follower.next = mayShare(entries, answer.agrees);
		follower.length = Math.min(follower.length, follower.next);
	}
	follower.round = Math.max(follower.round, round);
	return entries.length - follower.next;
}
/** How much of the log at least so many followers have. */
function heldBy(count, { followers }) {
	return reachedBy(count, Object.values(followers).map(({ length }) => length));
}
/** The newest sending that at least so many followers have answered. */
function answeredBy(count, { followers }) {
	return reachedBy(count, Object.values(followers).map(({ round }) => round));
}
// parts/retry.ts
/**
* Asking again: how often, after what pause, and when to give up, as data and a pure decision.
*
* Pauses grow by a factor up to a limit. Jitter keeps clients that failed together from coming back together (Brooker,
* "Exponential backoff and jitter", AWS 2015). A budget shared by all calls of a client keeps retries from burying who is
* overloaded (gRPC proposal A6: a bucket of tokens that failures empty and successes fill).
*/
/** A full bucket. */
function retryBudget(max = 10, perSuccess = .1) {
	return {
		max,
		perSuccess,
		tokens: max
	};
}
/** A call succeeded, or an attempt failed. */
function settle(budget, outcome) {
	const { max, perSuccess, tokens } = budget;
	budget.tokens = Math.min(max, Math.max(0, tokens + (outcome === "ok" ? perSuccess : -1)));
}
/** What to do after an attempt failed. @param random the node's own draws; needed for jitter */
function retry(policy, { attempts, sinceMs }, random, budget) {
	const { attempts: most = Infinity, deadlineMs = Infinity, jitter = "none" } = policy;
	if (attempts >= most) return {
		kind: "give-up",
		why: "attempts"
	};
	if (budget !== void 0 && budget.tokens <= budget.max / 2) return {
		kind: "give-up",
		why: "budget"
	};
	const pauseMs = pauseAfter(policy, attempts);
	if (jitter === "full" && random === void 0) throw new TypeError("retry: full jitter needs random: node.random");
	const afterMs = jitter === "full" ? pauseMs * random.float() : pauseMs;
	if (sinceMs + afterMs > deadlineMs) return {
		kind: "give-up",
		why: "deadline"
	};
	return {
		kind: "again",
		afterMs
	};
}
/** Length of the pause after so many attempts, in ms, without jitter. */
function pauseAfter({ pauseMs = 20, factor = 1, maxPauseMs = Infinity }, attempts) {
	let pause = pauseMs;
	for (let n = 1; n < attempts && pause < maxPauseMs && factor !== 1; n++) pause *= factor;
	return Math.min(pause, maxPauseMs);
}
/**
* For `catch` of a call: a call that failed becomes a value. `await node.call(…).catch(orFailed)`
* @throws whatever else went wrong
*/
function orFailed(error) {
	if (error instanceof CallFailed) return error;
	throw error;
}
/** The same, for whoever only wants to know that there is no answer. @throws whatever else went wrong */
function orUndefined(error) {
	orFailed(error);
}
/**
* Asks until answered; `undefined` when the policy gives up.
* @param ask one attempt: a call that throws CallFailed is asked again; carry one idempotency key in all of them
* @throws whatever else `ask` throws
*/
async function insist(node, ask, policy = {}, budget) {
	const beganMs = node.monotonicMs();
	for (let attempts = 1;; attempts++) {
		try {
			const answer = await ask(attempts);
			if (budget !== void 0) settle(budget, "ok");
			return answer;
		} catch (error) {
			if (!(error instanceof CallFailed)) throw error;
		}
		if (budget !== void 0) settle(budget, "failed");
		const next = retry(policy, {
			attempts,
			sinceMs: node.monotonicMs() - beganMs
		}, node.random, budget);
		if (next.kind === "give-up") return void 0;
		await node.sleep(next.afterMs);
	}
}
// parts/rpc/call.ts
/** The rules of calls as they should be. */
const rpcRules = {
	key: "per-call",
	unanswered: "info"
};
/** A call of which no attempt was made yet. @throws TypeError where there is nobody to ask */
function newCall(key, to, policy, rules, nowMs) {
	if (to.length === 0) throw new TypeError(`rpc: call '${key}' has nobody to ask: 'to' is empty`);
	return {
		key,
		to,
		policy,
		rules,
		beganMs: nowMs,
		attempts: 0,
		underWay: 0,
		uncertain: false
	};
}
/** Notes one more attempt. */
function nextAttempt(call) {
	const attempt = ++call.attempts;
	call.underWay++;
	return {
		to: call.to[(attempt - 1) % call.to.length],
		key: call.rules.key === "per-call" ? call.key : `${call.key}/${attempt}`,
		attempt
	};
}
/** Whether another attempt may be made beside the one under way. */
function mayHedge({ policy, attempts, underWay }) {
	return policy.hedgeAfterMs !== void 0 && underWay === 1 && attempts < (policy.attempts ?? Infinity);
}
/**
* An attempt was refused, or not answered in time.
* @param failure `definite`: it certainly had no effect
* @param random the node's own draws; needed for jitter
*/
function attemptFailed(call, failure, nowMs, random) {
	call.underWay--;
	if (!failure.definite) call.uncertain = true;
	if (call.underWay > 0) return { kind: "wait" };
	const next = retry(call.policy, {
		attempts: call.attempts,
		sinceMs: nowMs - call.beganMs
	}, random);
	if (next.kind === "again") return next;
	return {
		kind: "ended",
		outcome: {
			kind: call.uncertain ? call.rules.unanswered : "fail",
			error: failure.error
		}
	};
}
// parts/rpc/async-rpc.ts
/** Calls under one key for async programs. */
/**
* Asks until answered, or until the policy gives up. The first answer wins.
*
* @example
* const outcome = await rpc(node, { key: 'order-7/pay', to: 'bank', attempts: 4, hedgeAfterMs: 10 }, ({ to, key }) =>
*   node.call(to, { f: 'pay', amount: 30, key }, { timeoutMs: 50 }),
* );
* if (outcome.kind === 'info') … // nobody knows
*
* @param ask one attempt: sends the key along; a CallFailed is asked again
* @throws whatever else `ask` throws
*/
function rpc(node, { key, to, rules = rpcRules, ...policy }, ask) {
	const call = newCall(key, typeof to === "string" ? [to] : to, policy, rules, node.monotonicMs());
	return new Promise((resolve, reject) => {
		let isOver = false;
		attempt();
		function attempt() {
			const next = nextAttempt(call);
			ask(next).then((value) => end({
				kind: "ok",
				value,
				from: next.to
			}), (error) => {
				if (!(error instanceof CallFailed)) reject(error);
				else if (!isOver) failed(error);
			});
			if (mayHedge(call)) later(policy.hedgeAfterMs, () => mayHedge(call) && attempt());
		}
		function failed({ definite, message }) {
			const next = attemptFailed(call, {
				definite,
				error: message
			}, node.monotonicMs(), node.random);
			if (next.kind === "ended") end(next.outcome);
			else if (next.kind === "again") later(next.afterMs, attempt);
		}
		function later(ms, what) {
			node.sleep(ms).then(() => {
				if (!isOver) what();
			}, reject);
		}
		function end(outcome) {
			isOver = true;
			resolve(outcome);
		}
	});
}
// parts/rpc/machine-rpc.ts
/** Begins a call. @throws TypeError where its key belongs to a call under way */
function startCall(calls, { key, to, message, timeoutMs, about, after, rules = rpcRules, ...policy }, node) {
	if (Object.hasOwn(calls, key)) throw new TypeError(`rpc: a call with key '${key}' is under way`);
	calls[key] = {
		...newCall(key, typeof to === "string" ? [to] : to, policy, rules, node.monotonicMs()),
		message,
		about,
		timeoutMs,
		...after && { after }
	};
	ask(calls[key], node);
}
/** For `onReply`: tells how the call ended, if this ended one. */
function callReply(calls, result, node) {
	const key = result.token?.rpc;
	const call = key !== void 0 && Object.hasOwn(calls, key) ? calls[key] : void 0;
	if (call === void 0) return void 0;
	if (result.kind === "answer") return end(calls, call, {
		kind: "ok",
		value: result.value,
		from: result.from
	}, node);
	const next = attemptFailed(call, result.kind === "refused" ? result : {
		definite: false,
		error: `no answer within ${call.timeoutMs} ms`
	}, node.monotonicMs(), node.random);
	if (next.kind === "again") node.setTimer(`rpc-again/${call.key}`, next.afterMs);
	return next.kind === "ended" ? end(calls, call, next.outcome, node) : void 0;
}
/** For `onTimer`: whether the timer was one of a call, which then asks again. */
function callTimer(calls, timer, node) {
	const [, kind, key = ""] = /^rpc-(again|hedge)\/(.*)$/s.exec(timer) ?? [];
	if (kind === void 0) return false;
	const call = Object.hasOwn(calls, key) ? calls[key] : void 0;
	if (call !== void 0 && (kind === "again" || mayHedge(call))) ask(call, node);
	return true;
}
function ask(call, node) {
	const { timeoutMs, after, policy } = call;
	const { to, key } = nextAttempt(call);
	const token = { rpc: call.key };
	node.call(to, {
		...call.message,
		key
	}, {
		timeoutMs,
		token,
		...after && { after }
	});
	if (mayHedge(call)) node.setTimer(`rpc-hedge/${call.key}`, policy.hedgeAfterMs);
}
function end(calls, { key, about, policy }, outcome, node) {
	delete calls[key];
	if (policy.hedgeAfterMs !== void 0) node.clearTimer(`rpc-hedge/${key}`);
	return {
		key,
		about,
		outcome
	};
}
// parts/take-once/taken.ts
/** The rules of deduplication as they should be. */
const takeRules = {
	copies: "recognised",
	forgetAfterMs: "never"
};
/** Nothing taken yet: the state at first. */
function nothingTaken() {
	return { last: {} };
}
/** Whether a request was taken before. `nowMs`: monotonic time; across restarts the wall clock, which may jump. */
function copyOf({ last }, client, id, nowMs, { copies, forgetAfterMs } = takeRules) {
	const taken = Object.hasOwn(last, client) ? last[client] : void 0;
	if (taken === void 0 || id > taken.id || copies === "taken") return { kind: "new" };
	if (forgetAfterMs !== "never" && nowMs - taken.atMs >= forgetAfterMs) return { kind: "new" };
	return id === taken.id ? {
		kind: "again",
		taken
	} : { kind: "older" };
}
/** Remembers a request, when it is taken and when it is read from the disk. An older one changes nothing. */
function remember({ last }, client, id, atMs, ...answer) {
	const known = Object.hasOwn(last, client) ? last[client] : void 0;
	if (known !== void 0 && known.id > id) return;
	const taken = answer.length === 0 ? {
		id,
		atMs
	} : {
		id,
		atMs,
		answer: answer[0]
	};
	Object.defineProperty(last, client, {
		value: taken,
		enumerable: true,
		configurable: true,
		writable: true
	});
}
/**
* Takes a request as `node.defer()` tells of it, and remembers it. Returns false for a copy, which changes nothing.
* @param nowMs needed where the rules have an age limit
*/
function takeNew(taken, { from, id }, nowMs = 0, rules = takeRules) {
	if (copyOf(taken, from, id, nowMs, rules).kind !== "new") return false;
	remember(taken, from, id, nowMs);
	return true;
}
/** Forgets what is too old, so that the memory does not grow with every client there ever was. */
function forgetOld({ last }, nowMs, { forgetAfterMs }) {
	if (forgetAfterMs === "never") return;
	for (const [client, { atMs }] of Object.entries(last)) if (nowMs - atMs >= forgetAfterMs) delete last[client];
}
// parts/take-once/machine-once.ts
/**
* Durable deduplication for state machines: one record of the log holds what a request did and that it was taken, so a power
* cut takes both or neither.
*/
/** The rules of durable deduplication as they should be. */
const onceRules = {
	...takeRules,
	kept: "with-effect",
	age: "monotonic"
};
/**
* Opens the log in `start`. Make the state again from `once.log.snapshot?.state` and the `did` of `once.log.entries`.
* @throws DiskError; ends the process where synced records are lost, as `openLog` does
*/
function openOnce(node, { rules = onceRules, file = "once", ...options } = {}) {
	const { log, end } = openLog(node, {
		file,
		...options
	});
	return {
		once: {
			log,
			rules,
			taken: takenIn(log.entries, log.snapshot, timeOf(node, rules), rules)
		},
		end
	};
}
/**
* Carries out a request unless it was taken before. Reply with `{ after: 'sync' }`, to a copy too: the first may not be safe yet.
*
* @example
* const to = node.defer();
* const taken = takeOnce(state.once, to, () => ({ did: { paid: 30 }, answer: 'paid' }), node);
* if (taken.kind !== 'older') node.replyTo(to, taken.answer, { after: 'sync' });
*
* @param work changes the state, and says what it did; called once for each request
* @throws DiskError
*/
function takeOnce({ log, taken, rules }, asked, work, node) {
	const decided = decideOnce(taken, asked, work, timeOf(node, rules), rules);
	if ("entry" in decided) appendTo(log, decided.entry, node);
	return decided.result;
}
/** Puts a snapshot in the place of the first `base` entries; what is too old is forgotten. @throws DiskError */
function compactOnce({ log, taken, rules }, base, state, node) {
	forgetOld(taken, timeOf(node, rules), rules);
	compactLog(log, base, {
		state,
		taken: keptCopy(taken, rules)
	}, node);
}
/** The decision behind both styles: the result, and the entry that goes into the log where the request is new. */
function decideOnce(taken, { from, id }, work, atMs, rules) {
	const copy = copyOf(taken, from, id, atMs, rules);
	if (copy.kind === "older") return { result: copy };
	if (copy.kind === "again") return { result: {
		kind: "again",
		answer: copy.taken.answer
	} };
	const { did, answer } = work();
	remember(taken, from, id, atMs, answer);
	const by = {
		from,
		id,
		atMs,
		answer
	};
	return {
		result: {
			kind: "new",
			answer
		},
		entry: rules.kept === "with-effect" ? {
			did,
			by
		} : { did }
	};
}
/** Who was taken, by a snapshot and the entries after it. */
function takenIn(entries, snapshot, nowMs, { age }) {
	const taken = nothingTaken();
	const note = (from, { id, atMs, answer }) => remember(taken, from, id, age === "monotonic" ? nowMs : atMs, answer);
	for (const [from, last] of Object.entries(snapshot?.taken.last ?? {})) note(from, last);
	for (const { by } of entries) if (by !== void 0) note(by.from, by);
	return taken;
}
/** What a snapshot keeps: a copy, for the memory changes. */
function keptCopy({ last }, { kept }) {
	return { last: kept === "with-effect" ? { ...last } : {} };
}
function timeOf(node, { age }) {
	return age === "monotonic" ? node.monotonicMs() : node.nowMs();
}
// parts/take-once/async-once.ts
/** Durable deduplication for async programs. */
/**
* Opens a log of what was done once. Where the disk fails, or synced records are lost, the process ends.
*
* @example
* const once = await onceLog<{ paid: number }, string>(node);
* for await (const { from, id, body, reply } of node.requests()) {
*   const taken = await once.take({ from, id }, () => ({ did: { paid: body.amount }, answer: 'paid' }));
*   if (taken.kind !== 'older') reply(taken.answer);
* }
*/
async function onceLog(node, { rules = onceRules, file = "once", ...options } = {}) {
	const log = await durableLog(node, {
		file,
		...options
	});
	const taken = takenIn(log.entries, log.snapshot, timeOf(node, rules), rules);
	return {
		entries: log.entries,
		get snapshot() {
			return log.snapshot?.state;
		},
		end: log.end,
		async take(asked, work) {
			const { result, entry } = decideOnce(taken, asked, work, timeOf(node, rules), rules);
			if (entry !== void 0) await log.append(entry);
			else if (result.kind === "again") await log.sync();
			return result;
		},
		async compact(state) {
			forgetOld(taken, timeOf(node, rules), rules);
			await log.compact(log.base + log.entries.length, {
				state,
				taken: keptCopy(taken, rules)
			});
		}
	};
}
// parts/ring/hash.ts
/**
* A hash of texts for placing keys: the same on every machine and in every run, and good enough to spread them. FNV-1a over
* the code units (Fowler, Noll & Vo), with the last steps of MurmurHash3 (Appleby), without which texts that differ at their
* end only lie close together. Not for secrets: anybody can make keys that collide.
*/
/** A whole number from 0 to 2^32 - 1. */
function hashOf(text) {
	let hash = 2166136261;
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		hash = Math.imul(hash ^ unit & 255, 16777619);
		hash = Math.imul(hash ^ unit >>> 8, 16777619);
	}
	hash = Math.imul(hash ^ hash >>> 16, 2246822507);
	hash = Math.imul(hash ^ hash >>> 13, 3266489909);
	return (hash ^ hash >>> 16) >>> 0;
}
/**
* The nodes with the highest weight for a key, highest first: rendezvous hashing (Thaler & Ravishankar, "Using name-based
* mappings to increase hit rates", ToN 1998). A node that goes takes its own keys with it only; every look costs one hash a node.
*/
function rendezvousOwners(nodes, key, count = 1) {
	return nodes.map((node) => ({
		node,
		weight: hashOf(`${node}\0${key}`)
	})).sort((a, b) => b.weight - a.weight || (a.node < b.node ? -1 : 1)).slice(0, count).map(({ node }) => node);
}
/**
* The bucket of a key, from 0 to `buckets` - 1: jump consistent hash (Lamping & Veach, "A fast, minimal memory, consistent
* hash algorithm", 2014). One bucket more moves only the keys that go there; only the last bucket can be taken away.
* @throws RangeError where there is no bucket
*/
function jumpOwner(key, buckets) {
	if (!Number.isSafeInteger(buckets) || buckets < 1) throw new RangeError(`jumpOwner: expected at least one bucket, got ${buckets}`);
	let state = BigInt(hashOf(key));
	let bucket = 0;
	for (let next = 0; next < buckets;) {
		bucket = next;
		state = BigInt.asUintN(64, state * 2862933555777941757n + 1n);
		next = Math.floor((bucket + 1) * (2147483648 / (Number(state >> 33n) + 1)));
	}
	return bucket;
}
// parts/ring/ring.ts
/**
* Consistent hashing: which nodes hold a key, so that a node that comes or goes moves few keys.
*
* Plain data and pure functions. Each node has many points on a circle (Karger et al., "Consistent hashing and random trees",
* STOC 1997); the owners of a key are the nodes at the next points (Stoica et al., "Chord", SIGCOMM 2001). Points next to each
* other may be of one node, so replicas must skip those (DeCandia et al., "Dynamo", SOSP 2007, §4.3).
*/
/** The rules of rings as they should be. */
const ringRules = { replicas: "distinct-nodes" };
/**
* The circle of some nodes, whatever their order.
* @param points how many points each has: 64 keep the shares of nodes within a third or so; or a number for each, as weight
*/
function hashRing(nodes, points = 64) {
	return nodes.flatMap((node) => Array.from({ length: typeof points === "number" ? points : points(node) }, (_, index) => ({
		at: hashOf(`${node}#${index}`),
		node
	}))).sort((a, b) => a.at - b.at || (a.node < b.node ? -1 : 1));
}
/** The nodes that hold a key, the first of them its home; fewer than `count` where there are no more nodes. */
function ownersOf(ring, key, count = 1, { replicas } = ringRules) {
	const owners = [];
	const first = placeOf(ring, hashOf(key));
	for (let step = 0; step < ring.length && owners.length < count; step++) {
		const { node } = ring[(first + step) % ring.length];
		if (replicas === "next-points" || !owners.includes(node)) owners.push(node);
	}
	return owners;
}
/** The parts of the circle whose home is this node. */
function rangesOf(ring, node) {
	return ring.flatMap(({ at, node: owner }, place) => owner === node ? [{
		from: ring.at(place - 1).at,
		to: at
	}] : []);
}
/** Whether a key lies in a part of the circle. */
function isWithin({ from, to }, key) {
	const at = hashOf(key);
	return from < to ? from < at && at <= to : at > from || at <= to;
}
/** What has to move when the nodes change: parts of the circle, from whom and to whom. */
function movesBetween(before, after) {
	const cuts = [...new Set([...before, ...after].map(({ at }) => at))].sort((a, b) => a - b);
	return cuts.flatMap((to, place) => {
		const from = cuts.at(place - 1);
		const source = before[placeOf(before, to)]?.node;
		const target = after[placeOf(after, to)]?.node;
		return source === void 0 || target === void 0 || source === target ? [] : [{
			from,
			to,
			source,
			target
		}];
	});
}
/** The place of the first point at or after a moment of the circle. */
function placeOf(ring, at) {
	let low = 0;
	let high = ring.length;
	while (low < high) {
		const middle = low + high >>> 1;
		if (ring[middle].at < at) low = middle + 1;
		else high = middle;
	}
	return low === ring.length ? 0 : low;
}
// parts/ring/directory.ts
/** The rules of directories as they should be. */
const directoryRules = { routed: "checked" };
/** One node holds all. */
function newDirectory(node) {
	return {
		version: 1,
		ranges: [{
			from: "",
			node
		}]
	};
}
/** Who holds a key. */
function holderOf({ ranges }, key) {
	let holder = "";
	for (const { from, node } of ranges) if (from <= key) holder = node;
	return holder;
}
/** The range that a key lies in, `to` excluded; `undefined`: to the end. */
function rangeOf({ ranges }, key) {
	const place = ranges.findLastIndex(({ from }) => from <= key);
	return {
		...ranges[place],
		to: ranges[place + 1]?.from
	};
}
/** Cuts the range of a key in two: the second begins with that key. The same directory where one begins there already. */
function splitAt(directory, key) {
	const { version, ranges } = directory;
	const { from, node } = rangeOf(directory, key);
	if (from === key) return directory;
	const place = ranges.findIndex((range) => range.from === from);
	return {
		version: version + 1,
		ranges: ranges.toSpliced(place + 1, 0, {
			from: key,
			node
		})
	};
}
/** Gives the range of a key to another node, and joins it with neighbours of that node. */
function moveRange(directory, key, to) {
	const { version, ranges } = directory;
	const { from, node } = rangeOf(directory, key);
	if (node === to) return directory;
	const moved = ranges.map((range) => range.from === from ? {
		from,
		node: to
	} : range);
	return {
		version: version + 1,
		ranges: moved.filter((range, place) => range.node !== moved[place - 1]?.node)
	};
}
/**
* Whether a node may do what it is asked for a key. `elsewhere`: whoever asks routes by an older directory: tell it this one.
* `unknown`: the node itself knows only an older one than whoever asks: it must fetch it first.
* @param version of the directory by which whoever asks found this node
*/
function isHere(directory, key, node, version, { routed } = directoryRules) {
	if (routed === "trusted") return "here";
	if (version > directory.version) return "unknown";
	return holderOf(directory, key) === node ? "here" : "elsewhere";
}
// parts/link/link.ts
/** The rules of links as they should be. */
const linkRules = {
	lost: "sent-again",
	copies: "dropped",
	order: "as-sent",
	restart: "noticed",
	acknowledge: "after-sync"
};
/** No links yet. @param by incarnation of the node */
function newLinks(by) {
	return {
		by,
		out: {},
		in: {}
	};
}
/** What to send to a node instead of a message. */
function linkSend(links, to, message, { lost }, after) {
	const out = links.out[to] ??= {
		next: 1,
		waiting: []
	};
	const entry = {
		n: out.next++,
		message,
		...after && { after }
	};
	if (lost === "sent-again") out.waiting.push(entry);
	return dataOf(links, out.waiting, entry);
}
/** What to send again, and to whom. */
function linkAgain(links) {
	return Object.entries(links.out).flatMap(([to, { waiting }]) => waiting.map((entry) => ({
		to,
		message: dataOf(links, waiting, entry),
		...entry.after && { after: entry.after }
	})));
}
/** Whether anything waits for an acknowledgement. */
function linkWaits({ out }) {
	return Object.values(out).some(({ waiting }) => waiting.length > 0);
}
/** An acknowledgement came. */
function linkAcked({ by, out }, from, ack) {
	const waiting = ack.by === by ? out[from]?.waiting ?? [] : [];
	const place = waiting.findIndex(({ n }) => n === ack.n);
	if (place >= 0) waiting.splice(place, 1);
}
/**
* A message came.
* @returns what to deliver now, in this order: acknowledge each when its handler is done; and whether what came is a copy, which
*   is acknowledged at once, for the first acknowledgement may be lost
*/
function linkHear(links, from, { by, n, base, of }, { copies, order, restart }) {
	let known = links.in[from];
	if (known !== void 0 && restart === "noticed" && by < known.by) return {
		deliver: [],
		copy: false
	};
	if (known === void 0 || restart === "noticed" && by > known.by) known = links.in[from] = {
		by,
		low: base,
		seen: [],
		early: []
	};
	if (base > known.low) forgetBelow(known, base);
	if (n < known.low || known.seen.includes(n)) return {
		deliver: copies === "delivered" ? [{
			n,
			of
		}] : [],
		copy: true
	};
	if (order === "as-it-comes") {
		known.seen.push(n);
		while (known.seen.includes(known.low)) forgetBelow(known, known.low + 1);
		return {
			deliver: [{
				n,
				of
			}],
			copy: false
		};
	}
	if (!known.early.some((one) => one.n === n)) known.early.push({
		n,
		of
	});
	return {
		deliver: ready(known),
		copy: false
	};
}
function ready(known) {
	const deliver = [];
	for (;;) {
		const next = known.early.find(({ n }) => n === known.low);
		if (next === void 0) return deliver;
		deliver.push(next);
		forgetBelow(known, known.low + 1);
	}
}
function forgetBelow(known, low) {
	known.low = low;
	known.seen.splice(0, Infinity, ...known.seen.filter((n) => n >= low));
	known.early.splice(0, Infinity, ...known.early.filter(({ n }) => n >= low));
}
function dataOf({ by }, waiting, { n, message }) {
	return {
		linked: "data",
		by,
		n,
		base: waiting[0]?.n ?? n,
		of: message
	};
}
// parts/link/machine-link.ts
const TIMER = "link/again";
/**
* The machine over links that lose nothing and double nothing while both ends run; messages may overtake each other.
* All nodes that talk to each other need it. Calls, requests, timers and the disk are untouched.
*
* @example
* protocol: stateMachine(reliable<Gossip>({ start: …, onMessage: … })),
*/
function reliable(machine, { rules, ...settings } = {}) {
	return linked(machine, {
		...settings,
		rules: {
			order: "as-it-comes",
			...rules
		}
	});
}
/** The same, and from each sender messages come in the order in which it sent them. */
function fifo(machine, settings = {}) {
	return linked(machine, settings);
}
/** The machine over links that double nothing, but may lose: nothing is sent again. */
function deduplicated(machine, { rules, ...settings } = {}) {
	return linked(machine, {
		...settings,
		rules: {
			order: "as-it-comes",
			lost: "let-go",
			...rules
		}
	});
}
function linked(machine, { againMs = 20, rules: given }) {
	const rules = {
		...linkRules,
		...given
	};
	const inner = machine;
	const onMessage = oneHandler(inner.onMessage);
	const { onReply, onSync, onStream, onMembership, onStop } = inner;
	const after = rules.acknowledge === "after-sync" ? { after: "sync" } : {};
	return {
		start(node) {
			const links = newLinks(node.incarnation);
			return {
				own: inner.start(face(links, node)),
				links
			};
		},
		...inner.onRequest !== void 0 && { onRequest: each(inner.onRequest) },
		onMessage(state, message, node, from) {
			const { links } = state;
			if (!isLink$1(message)) return onMessage(state.own, message, face(links, node), from);
			if (message.linked === "ack") return linkAcked(links, from, message);
			const { deliver, copy } = linkHear(links, from, message, rules);
			for (const { n, of } of deliver) {
				onMessage(state.own, of, face(links, node), from);
				acknowledge(n);
			}
			if (copy) acknowledge(message.n);
			function acknowledge(n) {
				if (rules.lost === "sent-again") node.send(from, {
					linked: "ack",
					by: message.by,
					n
				}, after);
			}
		},
		onTimer(state, timer, node, payload) {
			const { own, links } = state;
			if (timer !== TIMER) return inner.onTimer?.(own, timer, face(links, node), payload);
			for (const { to, message, after: when } of linkAgain(links)) node.send(to, message, when && { after: when });
			if (linkWaits(links)) node.setTimer(TIMER, againMs);
		},
		...onReply && { onReply: passed(onReply) },
		...onSync && { onSync: ((state, token, node, ok) => onSync.call(inner, state.own, token, face(state.links, node), ok)) },
		...onStream && { onStream: passed(onStream) },
		onMembership(state, change, node) {
			const { own, links } = state;
			if (change.kind === "leave") delete links.out[change.node];
			onMembership?.call(inner, own, change, face(links, node));
		},
		...onStop && { onStop: (state, node) => onStop.call(inner, state.own, face(state.links, node)) }
	};
	function passed(handler) {
		return (state, told, node) => handler.call(inner, state.own, told, face(state.links, node));
	}
	/** Handlers of requests: on the own state, with the node whose messages go over links. */
	function each(handlers) {
		const wrap = (handler) => (state, question, node, from) => handler.call(inner, state.own, question, face(state.links, node), from);
		if (typeof handlers === "function") return wrap(handlers);
		return Object.fromEntries(Object.entries(handlers ?? {}).map(([f, handler]) => [f, wrap(handler)]));
	}
	/** The node as the machine sees it: what it sends goes over its links. */
	function face(links, node) {
		const send = (to, message, options) => {
			const waited = linkWaits(links);
			node.send(to, linkSend(links, to, message, rules, options?.after), options);
			if (!waited && linkWaits(links)) node.setTimer(TIMER, againMs);
		};
		return Object.create(node, {
			send: { value: send },
			broadcast: { value: ((message, options) => {
				for (const peer of node.peers) send(peer, message, options);
			}) }
		});
	}
}
function oneHandler(handlers) {
	if (typeof handlers === "function") return handlers;
	return (own, message, node, from) => {
		const f = message?.f;
		const handler = typeof f === "string" && handlers !== void 0 && Object.hasOwn(handlers, f) ? handlers[f] : void 0;
		if (handler === void 0) throw new Error(`${node.id} has no handler for a message '${String(f)}', which came from ${from}`);
		handler(own, message, node, from);
	};
}
function isLink$1(message) {
	return typeof message === "object" && message !== null && "linked" in message;
}
// parts/link/at-most-once.ts
/** The rules of calls carried out at most once, as they should be. */
const callRules = {
	copies: "recognised",
	restart: "noticed"
};
/**
* The machine whose `node.call` asks again, until the time of the call is over, and is carried out at most once. All nodes that
* call each other need it. Datagrams, requests, timers and the disk are untouched.
*
* @param againMs after how many ms without an answer to ask again. Default 20
*/
function atMostOnceCalls(machine, { againMs = 20, rules = callRules } = {}) {
	const inner = machine;
	const handlers = inner.onMessage;
	const { onSync, onStream, onMembership, onStop, onTimer } = inner;
	return {
		start(node) {
			const state = {
				own: void 0,
				calls: {
					last: 0,
					open: {},
					at: {}
				},
				heard: {}
			};
			state.own = inner.start(face(state, node));
			return state;
		},
		...inner.onRequest !== void 0 && { onRequest: each(inner.onRequest) },
		onMessage(state, message, node, from) {
			if (!isCall(message)) return handle(state, message, face(state, node), from);
			const { called: n, by, at, base, of } = message;
			if (rules.restart === "noticed" && at !== node.incarnation) return node.reply({ calledAt: node.incarnation });
			let known = state.heard[from];
			if (known === void 0 || by > known.by) known = state.heard[from] = {
				by,
				low: base,
				calls: []
			};
			if (by < known.by || n < known.low) return;
			if (base > known.low) {
				known.low = base;
				known.calls.splice(0, Infinity, ...known.calls.filter((call) => call.n >= base));
			}
			const to = node.defer();
			const call = known.calls.find((one) => one.n === n);
			if (call !== void 0 && rules.copies === "recognised") {
				if (call.answer === void 0) call.waiting.push(to);
				else say(call.answer, to, node);
				return;
			}
			known.calls.push({
				n,
				waiting: [to]
			});
			handle(state, of, face(state, node, to), from);
		},
		onReply(state, result, node) {
			const n = result.token?.called;
			const call = n === void 0 ? void 0 : state.calls.open[n];
			if (n === void 0 || call === void 0) return;
			const moment = result.kind === "answer" ? elsewhenOf(result.value) : void 0;
			if (moment !== void 0) {
				state.calls.at[call.to] = Math.max(moment, state.calls.at[call.to] ?? 0);
				if (call.sentAt === 0 || moment <= call.sentAt) return ask(state, n, call, node);
				return ended({
					kind: "refused",
					error: `${call.to} restarted: it may have been carried out before`,
					definite: false
				});
			}
			if (result.kind === "timeout" && node.monotonicMs() < call.untilMs) return ask(state, n, call, node);
			const { token: _, from: __, f: ___, ...outcome } = result;
			ended(result.kind === "refused" && call.tries > 1 ? {
				...outcome,
				definite: false
			} : outcome);
			function ended(outcome) {
				const { to, token, message } = call;
				delete state.calls.open[n];
				const f = message?.f;
				const told = {
					...outcome,
					from: to,
					token,
					...typeof f === "string" && { f }
				};
				inner.onReply?.call(inner, state.own, told, face(state, node));
			}
		},
		...onTimer && { onTimer: (state, timer, node, payload) => onTimer.call(inner, state.own, timer, face(state, node), payload) },
		...onSync && { onSync: ((state, token, node, ok) => onSync.call(inner, state.own, token, face(state, node), ok)) },
		...onStream && { onStream: (state, event, node) => onStream.call(inner, state.own, event, face(state, node)) },
		...onMembership && { onMembership: (state, change, node) => onMembership.call(inner, state.own, change, face(state, node)) },
		...onStop && { onStop: (state, node) => onStop.call(inner, state.own, face(state, node)) }
	};
	function ask(state, n, call, node) {
		const { to, message, untilMs, after } = call;
		const at = state.calls.at[to] ?? 0;
		if (call.sentAt === 0) call.sentAt = at;
		if (call.sentAt !== 0 || rules.restart === "unnoticed") call.tries++;
		const open = Object.entries(state.calls.open).filter(([, other]) => other.to === to);
		const base = Math.min(n, ...open.map(([number]) => Number(number)));
		const sent = {
			called: n,
			by: node.incarnation,
			at: call.sentAt,
			base,
			of: message
		};
		const timeoutMs = Math.max(1, Math.min(againMs, untilMs - node.monotonicMs()));
		node.call(to, sent, {
			timeoutMs,
			token: { called: n },
			...after && { after }
		});
	}
	function handle(state, message, node, from) {
		if (typeof handlers === "function") return handlers.call(inner, state.own, message, node, from);
		const f = message?.f;
		const handler = typeof f === "string" && handlers !== void 0 && Object.hasOwn(handlers, f) ? handlers[f] : void 0;
		if (handler === void 0) return node.reject(`${node.id} has no handler for '${String(f)}'`);
		handler.call(inner, state.own, message, node, from);
	}
	function each(requests) {
		const wrap = (handler) => (state, question, node, from) => handler.call(inner, state.own, question, face(state, node), from);
		if (typeof requests === "function") return wrap(requests);
		return Object.fromEntries(Object.entries(requests ?? {}).map(([f, handler]) => [f, wrap(handler)]));
	}
	/** The node as the machine sees it. @param asked the call that is being handled */
	function face(state, node, asked) {
		let left = asked;
		const take = (verb) => {
			if (left === void 0) throw new Error(`node.${verb}: nothing is waiting for an answer here`);
			const to = left;
			left = void 0;
			return to;
		};
		const replyTo = (to, answer) => {
			const call = state.heard[to.from]?.calls.find(({ waiting }) => waiting[0]?.id === to.id);
			if (call === void 0) return say(answer, to, node);
			for (const other of call.waiting.splice(0)) say(answer, other, node);
			call.answer = answer;
		};
		const refusal = (error, options) => ({
			kind: "refused",
			error,
			definite: options?.definite !== false
		});
		const answered = (value, options) => ({
			kind: "answer",
			value,
			...options && { options }
		});
		const own = {
			call(to, message, given) {
				const n = ++state.calls.last;
				const untilMs = node.monotonicMs() + given.timeoutMs;
				const { token, after } = given;
				const call = {
					to,
					message,
					token,
					untilMs,
					sentAt: 0,
					tries: 0,
					...after && { after }
				};
				state.calls.open[n] = call;
				ask(state, n, call, node);
			},
			replyTo: (to, value, options) => replyTo(to, answered(value, options)),
			rejectTo: (to, error, options) => replyTo(to, refusal(error, options)),
			...asked !== void 0 && {
				reply: (value, options) => replyTo(take("reply"), answered(value, options)),
				reject: (error, options) => replyTo(take("reject"), refusal(error, options)),
				defer: () => take("defer")
			}
		};
		const properties = Object.entries(own).map(([name, value]) => [name, { value }]);
		return Object.create(node, Object.fromEntries(properties));
	}
}
function say(answer, to, node) {
	if (answer.kind === "answer") node.replyTo(to, answer.value, answer.options);
	else node.rejectTo(to, answer.error, { definite: answer.definite });
}
function isCall(message) {
	return typeof message === "object" && message !== null && "called" in message;
}
function elsewhenOf(value) {
	return typeof value === "object" && value !== null && "calledAt" in value ? value.calledAt : void 0;
}
// parts/link/async-link.ts
/**
* The node with links: lossless, without copies and in order while both ends run, unless the rules say otherwise. All nodes
* that talk to each other need it. `messages()` is not there: handle with `onMessage`, a function. Calls are untouched.
*
* @example
* asyncProgram<Chat>((bare) => {
*   const node = overLinks(bare);
*   node.onMessage((line) => void lines.push(line));
*   …
* });
*
* @throws TypeError where `messages()` is used, or `onMessage` is given a map
*/
function overLinks(node, { againMs = 20, rules: given } = {}) {
	const rules = {
		...linkRules,
		...given
	};
	const links = newLinks(node.incarnation);
	const after = rules.acknowledge === "after-sync" ? { after: "sync" } : {};
	let isAsking = false;
	const post = (to, message, options) => node.send(to, message, options);
	function send(to, message, options) {
		post(to, linkSend(links, to, message, rules, options?.after), options);
		if (!isAsking && linkWaits(links)) ask();
	}
	async function ask() {
		for (isAsking = true; linkWaits(links);) {
			await node.sleep(againMs);
			for (const { to, message, after: when } of linkAgain(links)) post(to, message, when && { after: when });
		}
		isAsking = false;
	}
	function hear(message, from, server) {
		if (message.linked === "ack") return void linkAcked(links, from, message);
		const acknowledge = (n) => {
			if (rules.lost === "sent-again") post(from, {
				linked: "ack",
				by: message.by,
				n
			}, after);
		};
		const { deliver, copy } = linkHear(links, from, message, rules);
		if (copy) acknowledge(message.n);
		return Promise.all(deliver.map(async ({ n, of }) => {
			await server(of, from);
			acknowledge(n);
		}));
	}
	return Object.create(node, {
		send: { value: send },
		broadcast: { value: (message, options) => {
			for (const peer of node.peers) send(peer, message, options);
		} },
		onMessage: { value: (server) => {
			if (typeof server !== "function") throw new TypeError("overLinks: onMessage: expected one function for all messages");
			node.onMessage(((message, from) => isLink(message) ? hear(message, from, server)?.then(() => void 0) : server(message, from)));
		} },
		messages: { value: () => {
			throw new TypeError("overLinks: messages() does not go over links; handle them with onMessage");
		} }
	});
}
function isLink(message) {
	return typeof message === "object" && message !== null && "linked" in message;
}
// parts/clocks.ts
/** Before every other. */
const lamportZero = {
	time: 0,
	node: ""
};
/** A time after all that were seen. */
function lamportAfter(node, ...seen) {
	return {
		time: 1 + Math.max(0, ...seen.map(({ time }) => time)),
		node
	};
}
/** By time, then by the name of the node. */
function compareLamport(a, b) {
	return orderOf(a.time - b.time || (a.node < b.node ? -1 : a.node > b.node ? 1 : 0));
}
/** How many events of a node a vector clock has counted. */
function countOf(clock, node) {
	return Object.hasOwn(clock, node) ? clock[node] : 0;
}
/** One more event of this node. */
function tickVector(clock, node) {
	return {
		...clock,
		[node]: countOf(clock, node) + 1
	};
}
/** All that any of them knows. */
function mergeVectors(...clocks) {
	const merged = {};
	for (const clock of clocks) for (const node of Object.keys(clock)) merged[node] = Math.max(countOf(merged, node), countOf(clock, node));
	return merged;
}
/** Whether everything that `clock` knows is known. */
function covers(known, clock) {
	for (const node in clock) if (countOf(clock, node) > countOf(known, node)) return false;
	return true;
}
/** The order of two vector clocks: `before`, `after`, `equal` or `concurrent` (Fidge 1988; Mattern 1989). */
function compareVectors(a, b) {
	const [isKnown, knows] = [covers(b, a), covers(a, b)];
	if (isKnown && knows) return "equal";
	return isKnown ? "before" : knows ? "after" : "concurrent";
}
/** How many events are known in all. It grows along every causal chain, as Lamport's time does. */
function totalOf(clock) {
	let sum = 0;
	for (const node in clock) sum += countOf(clock, node);
	return sum;
}
/** Those that none of the others replaces: one, or several that are concurrent (siblings, as Dynamo, SOSP 2007, has them). */
function siblings(versions) {
	return versions.filter(({ version }, place) => versions.every((other, otherPlace) => {
		const order = compareVectors(version, other.version);
		return order !== "before" && !(order === "equal" && otherPlace < place);
	}));
}
/** Before every other. */
const hybridZero = {
	ms: 0,
	count: 0,
	node: ""
};
/**
* A time after all that were seen, and as near to the wall clock as they allow. One that was seen from far ahead takes the
* clock with it for ever: `tooFarAhead` tells, before it is believed.
* @param last the last time of this node
* @param nowMs the wall clock of this node; whole milliseconds count
*/
function hybridAfter(last, nowMs, node, ...seen) {
	const known = [last, ...seen];
	const ms = Math.max(Math.floor(nowMs), ...known.map((time) => time.ms));
	const counts = known.filter((time) => time.ms === ms).map(({ count }) => count);
	return {
		ms,
		count: counts.length === 0 ? 0 : Math.max(...counts) + 1,
		node
	};
}
/** Whether a time comes from a clock that is further ahead than clocks may differ. */
function tooFarAhead({ ms }, nowMs, maxOffsetMs) {
	return ms > nowMs + maxOffsetMs;
}
/** By milliseconds, then by the counter, then by the name of the node. */
function compareHybrid(a, b) {
	return orderOf(a.ms - b.ms || a.count - b.count || (a.node < b.node ? -1 : a.node > b.node ? 1 : 0));
}
function orderOf(difference) {
	return difference < 0 ? "before" : difference > 0 ? "after" : "equal";
}
// parts/worlds.ts
/**
* Networks and disks under which protocols show what they are worth: for the fields `network` and `disk` of a scenario.
*
* On a network that is always quick hardly any two messages meet, and a disk that syncs at once never loses anything: most
* bugs need something that is under way for long. Beside these stand `lan`, `wan`, `ssd` and `hdd` of the engine.
*/
/**
* One data centre in which messages are mostly quick, and now and then very late, so that they overtake each other (tails of
* this kind: Dean & Barroso, "The tail at scale", CACM 2013). By default the median is 2.7 ms, and one message in eight takes more than 20 ms.
* @param changes properties that replace those of the network
*/
function heavyTailedLan({ minMs = 1, alpha = .7, maxMs = 60 } = {}, changes = {}) {
	return lan({
		latency: {
			kind: "heavy-tailed",
			minMs,
			alpha,
			maxMs
		},
		...changes
	});
}
/** A data centre with a bad switch: the same tail, and of all messages between nodes some are lost and some come twice. */
function lossyLan(probability = .05, changes = {}) {
	return heavyTailedLan({}, {
		lossProbability: probability,
		duplicationProbability: probability,
		...changes
	});
}
/**
* Data centres far from each other: within a region messages are quick, between two they take long.
*
* @example
* network: regions({ tokyo: ['n1', 'n2'], osaka: ['n3'], us: ['n4', 'n5'] }, { 'osaka/tokyo': tokyoOsaka })
*
* @param places the nodes, and clients, of each region; those that are not named are far from everybody
* @param between the one-way latency between two regions, by both names in the order of the alphabet
* @param otherwise between all other regions. Default: Tokyo to the US
* @throws TypeError where somebody is in two regions, or a region in `between` is not there
*/
function regions(places, between = {}, otherwise = tokyoUs) {
	const home = /* @__PURE__ */ new Map();
	for (const [region, names] of Object.entries(places)) for (const name of names) {
		if (home.has(name)) throw new TypeError(`regions: '${name}' is in '${home.get(name)}' and in '${region}'`);
		home.set(name, region);
	}
	const pairs = /* @__PURE__ */ new Map();
	for (const [pair, latency] of Object.entries(between)) {
		const [a = "", b = ""] = pair.split("/").sort();
		if (!Object.hasOwn(places, a) || !Object.hasOwn(places, b)) throw new TypeError(`regions: '${pair}': expected two of ${Object.keys(places).join(", ")}, as 'a/b'`);
		pairs.set(`${a}/${b}`, latency);
	}
	const latencyOf = (a, b) => a === b ? sameDatacenter : pairs.get([a, b].sort().join("/")) ?? otherwise;
	return {
		latency: otherwise,
		links: [...home].flatMap(([from, a]) => [...home].flatMap(([to, b]) => from === to ? [] : [{
			from,
			to,
			latency: latencyOf(a, b)
		}]))
	};
}
/** An SSD that others use too: a sync takes 1 to 8 ms, so that power fails before one ends. */
function busyDisk(changes = {}) {
	return {
		...ssd(),
		syncLatency: {
			kind: "uniform",
			minMs: 1,
			maxMs: 8
		},
		...changes
	};
}
/** A disk over a network, or at its end: reads take 1 to 20 ms, writes up to 5, a sync 10 to 100. */
function slowDisk(changes = {}) {
	const uniform = (minMs, maxMs) => ({
		kind: "uniform",
		minMs,
		maxMs
	});
	return {
		readLatency: uniform(1, 20),
		writeLatency: uniform(.1, 5),
		syncLatency: uniform(10, 100),
		...changes
	};
}
// parts/workloads.ts
/** What clients of most systems do: registers, messages, transfers, and requests that come at a rate whoever is slow. */
/** Names of so many keys: `a`, `b` … `z`, then `a1`, `b1` … */
function keyNames(count) {
	return Array.from({ length: count }, (_, index) => {
		const round = Math.floor(index / 26);
		return `${String.fromCharCode(97 + index % 26)}${round === 0 ? "" : round}`;
	});
}
/**
* Clients that read and write registers, for `linearizable(registerModel())` and its like. All written values are distinct, so
* that a read names the write it saw.
*/
function registerWorkload({ clients: count, keys = 1, mix = {
	read: .6,
	write: .4
}, sticky = false, ...given }) {
	const home = (_random, nodes, client) => nodes[client % nodes.length];
	return clients(count, mix, {
		...sticky && { to: home },
		...given,
		keys: keyNames(keys)
	});
}
/** Clients that send messages, each with a `value` of its own, for `atLeastOnce()`, `exactlyOnce()` and their like. */
function messageWorkload({ clients: count, f = "send", keys, ...given }) {
	return clients(count, { [f]: 1 }, {
		...given,
		...keys !== void 0 && { keys: keyNames(keys) },
		input: (_f, _random, { client, index }) => ({ value: `c${client + 1}-${index}` })
	});
}
/** Clients that move money and read all accounts, for `linearizable(bankModel({ initial }))`. @throws RangeError below two accounts */
function transferWorkload({ clients: count, accounts, most = 50, reads = .4, ...given }) {
	if (accounts.length < 2) throw new RangeError(`transferWorkload: expected at least two accounts, got ${accounts.length}`);
	return clients(count, {
		transfer: 1 - reads,
		read: reads
	}, {
		...given,
		input(f, random) {
			if (f === "read") return {};
			const [from, to] = random.shuffle(accounts);
			return {
				from,
				to,
				amount: random.int(1, most)
			};
		}
	});
}
/**
* Requests that come at a rate, whether or not those before were answered: an open system. Clients that wait for their answer
* ask the less, the slower they are answered, and so never see what overload does (Schroeder, Wierman & Harchol-Balter, "Open
* versus closed: a cautionary tale", NSDI 2006). The time between two is exponential: the process is Poisson's.
* @throws RangeError where the rate is not above 0
*/
function openWorkload({ perSecond, input, to, clients: count = 100, fromMs = 0, untilMs: last = Infinity }) {
	if (!(perSecond > 0)) throw new RangeError(`openWorkload: perSecond: expected above 0, got ${perSecond}`);
	const names = Array.from({ length: count }, (_, index) => `c${index + 1}`);
	return {
		clients: names,
		operations({ seed, nodes, untilMs }) {
			const random = stream(seed, "workload/open");
			const operations = [];
			let atMs = fromMs;
			for (let number = 0;; number++) {
				atMs += 1e3 / perSecond * exponential(random);
				if (atMs > Math.min(untilMs, last)) return operations;
				operations.push({
					process: names[number % count],
					atMs: Math.round(atMs * 1e3) / 1e3,
					input: input(random, number),
					...to !== void 0 && { to: to(random, nodes) }
				});
			}
		}
	};
}
/**
* Exponential with mean 1, by comparisons only (von Neumann, "Various techniques used in connection with random digits",
* 1951): a logarithm may differ in its last digit from one engine to the next.
*/
function exponential(random) {
	for (let whole = 0;; whole++) {
		const first = random.float();
		let last = first;
		let length = 1;
		for (let next = random.float(); next < last; next = random.float()) {
			last = next;
			length++;
		}
		if (length % 2 === 1) return whole + first;
	}
}
// parts/index.ts
var parts_exports = /* @__PURE__ */ __exportAll({
	acknowledge: () => acknowledge,
	admits: () => admits,
	answerAll: () => answerAll,
	answerLease: () => answerLease,
	answerMember: () => answerMember,
	answerWhenEmpty: () => answerWhenEmpty,
	answeredBy: () => answeredBy,
	appendTo: () => appendTo,
	askForLease: () => askForLease,
	askGroup: () => askGroup,
	atMostOnceCalls: () => atMostOnceCalls,
	attemptFailed: () => attemptFailed,
	batchAnswered: () => batchAnswered,
	beat: () => beat,
	busyDisk: () => busyDisk,
	callReply: () => callReply,
	callRules: () => callRules,
	callTimer: () => callTimer,
	cast: () => cast,
	changeVisibility: () => changeVisibility,
	compactLog: () => compactLog,
	compactOnce: () => compactOnce,
	compareHybrid: () => compareHybrid,
	compareLamport: () => compareLamport,
	compareVectors: () => compareVectors,
	copyOf: () => copyOf,
	countAnswer: () => countAnswer,
	countOf: () => countOf,
	countRefusal: () => countRefusal,
	covers: () => covers,
	deduplicated: () => deduplicated,
	deliver: () => deliver,
	directoryRules: () => directoryRules,
	durableLog: () => durableLog,
	durableQueue: () => durableQueue,
	endSessions: () => endSessions,
	enqueue: () => enqueue,
	every: () => every,
	everyAgain: () => everyAgain,
	fifo: () => fifo,
	finish: () => finish,
	firstPause: () => firstPause,
	forgetOld: () => forgetOld,
	grantLease: () => grantLease,
	groupAnswer: () => groupAnswer,
	groupCoordinator: () => groupCoordinator,
	groupReply: () => groupReply,
	groupRules: () => groupRules,
	handedOff: () => handedOff,
	hashOf: () => hashOf,
	hashRing: () => hashRing,
	hear: () => hear,
	heavyTailedLan: () => heavyTailedLan,
	heldBy: () => heldBy,
	heldToken: () => heldToken,
	hintRules: () => hintRules,
	hintsToSend: () => hintsToSend,
	holderOf: () => holderOf,
	hybridAfter: () => hybridAfter,
	hybridZero: () => hybridZero,
	insist: () => insist,
	isAhead: () => isAhead,
	isCurrent: () => isCurrent,
	isHere: () => isHere,
	isWithin: () => isWithin,
	joinGroup: () => joinGroup,
	jumpOwner: () => jumpOwner,
	keepHint: () => keepHint,
	keepLease: () => keepLease,
	keyNames: () => keyNames,
	lamportAfter: () => lamportAfter,
	lamportZero: () => lamportZero,
	leaseAnswered: () => leaseAnswered,
	leaseGranter: () => leaseGranter,
	leaseQuestion: () => leaseQuestion,
	leaseReply: () => leaseReply,
	leaseRules: () => leaseRules,
	leaseTimer: () => leaseTimer,
	linkAcked: () => linkAcked,
	linkAgain: () => linkAgain,
	linkHear: () => linkHear,
	linkRules: () => linkRules,
	linkSend: () => linkSend,
	linkWaits: () => linkWaits,
	logKept: () => logKept,
	logLength: () => logLength,
	logRules: () => logRules,
	logSynced: () => logSynced,
	lossyLan: () => lossyLan,
	majorityOf: () => majorityOf,
	mayHedge: () => mayHedge,
	mayShare: () => mayShare,
	memberAnswered: () => memberAnswered,
	memberQuestion: () => memberQuestion,
	mergeVectors: () => mergeVectors,
	messageWorkload: () => messageWorkload,
	moveRange: () => moveRange,
	movesBetween: () => movesBetween,
	newCall: () => newCall,
	newDirectory: () => newDirectory,
	newGroup: () => newGroup,
	newHearing: () => newHearing,
	newLinks: () => newLinks,
	newQueue: () => newQueue,
	newShipping: () => newShipping,
	newTally: () => newTally,
	newestOf: () => newestOf,
	nextAttempt: () => nextAttempt,
	nextBatches: () => nextBatches,
	nextPause: () => nextPause,
	noHints: () => noHints,
	noLease: () => noLease,
	noMembership: () => noMembership,
	noQuorumTasks: () => noQuorumTasks,
	nothingTaken: () => nothingTaken,
	onceLog: () => onceLog,
	onceRules: () => onceRules,
	openGroup: () => openGroup,
	openLeases: () => openLeases,
	openLog: () => openLog,
	openOnce: () => openOnce,
	openQueue: () => openQueue,
	openWorkload: () => openWorkload,
	orFailed: () => orFailed,
	orUndefined: () => orUndefined,
	overLinks: () => overLinks,
	ownersOf: () => ownersOf,
	partsAt: () => partsAt,
	passesFence: () => passesFence,
	pauseAfter: () => pauseAfter,
	positionOf: () => positionOf,
	postpone: () => postpone,
	queueCounts: () => queueCounts,
	queueRules: () => queueRules,
	quorumOf: () => quorumOf,
	quorumRules: () => quorumRules,
	quorumSteps: () => quorumSteps,
	rangeOf: () => rangeOf,
	rangesOf: () => rangesOf,
	reachedBy: () => reachedBy,
	receiveFrom: () => receiveFrom,
	recoverLeases: () => recoverLeases,
	recoverLog: () => recoverLog,
	recoverQueue: () => recoverQueue,
	regions: () => regions,
	registerWorkload: () => registerWorkload,
	reliable: () => reliable,
	remember: () => remember,
	rendezvousOwners: () => rendezvousOwners,
	retry: () => retry,
	retryBudget: () => retryBudget,
	ringRules: () => ringRules,
	rpc: () => rpc,
	rpcRules: () => rpcRules,
	ruled: () => ruled,
	sendTo: () => sendTo,
	settle: () => settle,
	shippingRules: () => shippingRules,
	siblings: () => siblings,
	sloppyVoters: () => sloppyVoters,
	slowDisk: () => slowDisk,
	splitAt: () => splitAt,
	standingOf: () => standingOf,
	startCall: () => startCall,
	startEvery: () => startEvery,
	suspects: () => suspects,
	suspicionOf: () => suspicionOf,
	suspicionRules: () => suspicionRules,
	takeBatch: () => takeBatch,
	takeNew: () => takeNew,
	takeOnce: () => takeOnce,
	takeReady: () => takeReady,
	takeRules: () => takeRules,
	tickVector: () => tickVector,
	tooFarAhead: () => tooFarAhead,
	totalOf: () => totalOf,
	transferWorkload: () => transferWorkload,
	truncateLog: () => truncateLog,
	underWay: () => underWay,
	watchPeers: () => watchPeers
});
export { jumpOwner as $, hintsToSend as $n, passesFence as $t, fifo as A, askGroup as An, heldBy as At, holderOf as B, memberQuestion as Bn, keepLease as Bt, tickVector as C, queueCounts as Cn, orUndefined as Ct, atMostOnceCalls as D, joinGroup as Dn, settle as Dt, overLinks as E, groupCoordinator as En, retryBudget as Et, linkRules as F, answerMember as Fn, isAhead as Ft, splitAt as G, suspects as Gn, leaseTimer as Gt, moveRange as H, noMembership as Hn, askForLease as Ht, linkSend as I, endSessions as In, mayShare as It, movesBetween as J, noQuorumTasks as Jn, heldToken as Jt, hashRing as K, suspicionOf as Kn, openLeases as Kt, linkWaits as L, groupRules as Ln, partsAt as Lt, linkAcked as M, groupAnswer as Mn, nextBatches as Mt, linkAgain as N, groupReply as Nn, shippingRules as Nt, callRules as O, watchPeers as On, answeredBy as Ot, linkHear as P, openGroup as Pn, takeBatch as Pt, hashOf as Q, hintRules as Qn, noLease as Qt, newLinks as R, isCurrent as Rn, positionOf as Rt, siblings as S, postpone as Sn, orFailed as St, totalOf as T, recoverQueue as Tn, retry as Tt, newDirectory as U, hear as Un, grantLease as Ut, isHere as V, newGroup as Vn, leaseGranter as Vt, rangeOf as W, newHearing as Wn, leaseReply as Wt, rangesOf as X, quorumOf as Xn, leaseQuestion as Xt, ownersOf as Y, quorumSteps as Yn, leaseAnswered as Yt, ringRules as Z, handedOff as Zn, leaseRules as Zt, hybridAfter as _, recoverLog as _n, takeReady as _r, mayHedge as _t, registerWorkload as a, changeVisibility as an, countAnswer as ar, takeOnce as at, lamportZero as b, finish as bn, rpcRules as bt, heavyTailedLan as c, sendTo as cn, newTally as cr, nothingTaken as ct, slowDisk as d, logSynced as dn, everyAgain as dr, takeRules as dt, recoverLeases as en, keepHint as er, rendezvousOwners as et, compareHybrid as f, openLog as fn, firstPause as fr, callReply as ft, covers as g, logRules as gn, answerWhenEmpty as gr, attemptFailed as gt, countOf as h, logLength as hn, answerAll as hr, rpc as ht, openWorkload as i, acknowledge as in, quorumRules as ir, openOnce as it, reliable as j, beat as jn, newShipping as jt, deduplicated as k, admits as kn, batchAnswered as kt, lossyLan as l, appendTo as ln, standingOf as lr, remember as lt, compareVectors as m, logKept as mn, startEvery as mr, startCall as mt, keyNames as n, durableQueue as nn, sloppyVoters as nr, compactOnce as nt, transferWorkload as o, openQueue as on, countRefusal as or, copyOf as ot, compareLamport as p, truncateLog as pn, nextPause as pr, callTimer as pt, isWithin as q, suspicionRules as qn, answerLease as qt, messageWorkload as r, durableLog as rn, newestOf as rr, onceRules as rt, busyDisk as s, receiveFrom as sn, majorityOf as sr, forgetOld as st, parts_exports as t, ruled as tn, noHints as tr, onceLog as tt, regions as u, compactLog as un, every as ur, takeNew as ut, hybridZero as v, deliver as vn, underWay as vr, newCall as vt, tooFarAhead as w, queueRules as wn, pauseAfter as wt, mergeVectors as x, newQueue as xn, insist as xt, lamportAfter as y, enqueue as yn, cast as yr, nextAttempt as yt, directoryRules as z, memberAnswered as zn, reachedBy as zt };

//# sourceMappingURL=parts.js.map