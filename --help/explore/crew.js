import { Gt as InputError } from "../sim/sim.js";
import { n as hostileBatch, o as whyNotLoaded, r as hostileRun } from "./thread.js";
import { clearTimeout, setTimeout } from "node:timers";
import { performance } from "node:perf_hooks";
import assert from "node:assert";
// explore/workers/in-order.ts
/** Seeds next to each other, in the hands of one worker. */
var Chunk = class {
	seeds;
	number;
	done = 0;
	suspect;
	/** Nothing more is wanted of it. */
	closed = false;
	batches = [];
	constructor(seeds, number) {
		this.seeds = seeds;
		this.number = number;
	}
	/** undefined: there is nothing left. Seeds before a suspect are run without it. */
	next() {
		if (this.closed || this.done === this.seeds.length) return void 0;
		const { suspect = -1 } = this;
		if (this.done === suspect) return {
			seeds: this.seeds.slice(suspect, suspect + 1),
			alone: true
		};
		const until = this.done < suspect ? suspect : this.seeds.length;
		return {
			seeds: this.seeds.slice(this.done, until),
			alone: false
		};
	}
	accept(batch) {
		this.done += batch.tally.runs;
		this.batches.push(batch);
	}
	/** A worker was lost in the seed number `at` of the piece that began at the seed number `from` of the chunk. */
	lostAt(from, at) {
		this.suspect = from + at;
	}
	get taken() {
		return this.done;
	}
	/** How many of its seeds have not been run. */
	get left() {
		return this.seeds.length - this.done;
	}
};
/** How many seeds a chunk has before anybody knows how long a run takes. */
const FIRST_CHUNK = 4;
const CHUNK_MS = 100;
const MAX_CHUNK = 4096;
var InOrder = class {
	total;
	workers;
	keepGoing;
	commit;
	seeds;
	open = [];
	/** Handed out, and given back by whoever could not begin with them. */
	returned = [];
	handedOut = 0;
	chunks = 0;
	ended = false;
	/** Whether anything has been run at all. */
	begun = false;
	msPerSeed;
	/**
	* @param total how many seeds there are, Infinity if there is no end
	* @param commit is told every batch in the order of seeds, and none after the first failure unless `keepGoing`
	*/
	constructor(seeds, total, workers, keepGoing, commit) {
		this.total = total;
		this.workers = workers;
		this.keepGoing = keepGoing;
		this.commit = commit;
		this.seeds = seeds[Symbol.iterator]();
	}
	/** The next chunk to work on; undefined: there is no more. */
	take() {
		for (let back = this.returned.shift(); back !== void 0; back = this.returned.shift()) if (!back.closed) return back;
		if (this.ended) return void 0;
		const seeds = [];
		for (let left = this.chunkSize(); left > 0; left--) {
			const { done, value } = this.seeds.next();
			if (done === true) {
				this.ended = true;
				break;
			}
			seeds.push(value);
		}
		if (seeds.length === 0) return void 0;
		this.handedOut += seeds.length;
		const chunk = new Chunk(seeds, this.chunks++);
		this.open.push(chunk);
		return chunk;
	}
	/** Whether seeds are left to be handed out. */
	get more() {
		return !this.ended && this.handedOut < this.total;
	}
	accept(chunk, batch) {
		if (chunk.closed) return;
		this.begun = true;
		chunk.accept(batch);
		if (batch.failure !== void 0 && !this.keepGoing) {
			chunk.closed = true;
			this.ended = true;
			for (const later of this.open.splice(this.open.indexOf(chunk) + 1)) {
				later.closed = true;
				later.batches.length = 0;
			}
		}
		this.settle();
	}
	/** Nothing can be done with it here: another worker may take it. */
	giveBack(chunk) {
		this.returned.push(chunk);
	}
	/** How many seeds nobody has run or is at; `null`: there is no end of them. */
	get left() {
		const back = this.returned.filter(({ closed }) => !closed).reduce((sum, { left }) => sum + left, 0);
		const rest = this.ended ? 0 : this.total - this.handedOut;
		return Number.isFinite(rest) ? back + rest : null;
	}
	/** A chunk is finished: all of it, or as much as was wanted. */
	finish(chunk, ms) {
		chunk.closed = true;
		if (chunk.taken > 0) this.msPerSeed = ms / chunk.taken;
		this.settle();
	}
	/** Hands out nothing more. */
	close() {
		this.ended = true;
		this.returned.length = 0;
	}
	/** Commits what is there, gaps or not: for campaigns that are ended from outside. */
	settleAll() {
		this.close();
		for (const chunk of this.open) chunk.closed = true;
		this.settle();
	}
	settle() {
		for (let chunk = this.open[0]; chunk !== void 0; chunk = this.open[0]) {
			for (const batch of chunk.batches.splice(0)) this.commit(batch);
			if (!chunk.closed) return;
			this.open.shift();
		}
	}
	chunkSize() {
		const { msPerSeed } = this;
		const wanted = msPerSeed === void 0 ? FIRST_CHUNK : Math.ceil(CHUNK_MS / Math.max(msPerSeed, .01));
		const share = Math.ceil((this.total - this.handedOut) / (2 * this.workers));
		return Math.max(1, Math.min(wanted, share, MAX_CHUNK));
	}
};
// explore/workers/crew.ts
/** The workers of a campaign: kept from one task to the next, replaced when lost. */
/** The others join after this long: a campaign that is over by then does not pay for their start. */
const JOIN_AFTER_MS = 150;
/** A run may end by itself for so long when the campaign is to end. */
const GRACE_MS = 1e3;
/** A start may fail by bad luck; so many in a row do not. */
const STARTS = 2;
/** No worker can load the scenario, though this thread could. */
var NotLoaded = class extends InputError {
	name = "NotLoaded";
	constructor({ name, file }, loss) {
		super("", `${file ?? name} cannot be run: ${whyNotLoaded(loss)}`);
	}
};
var Crew = class {
	settings;
	idle = [];
	busy = /* @__PURE__ */ new Set();
	closed = false;
	constructor(settings) {
		this.settings = settings;
	}
	get size() {
		return this.settings.size;
	}
	/**
	* Runs the seeds of a job. What was found is committed, whatever happens.
	* @throws what a run throws that is no verdict, InputError above all; NotLoaded
	*/
	async explore(job) {
		const { size, eager } = this.settings;
		const order = new InOrder(job.seeds, job.total, size, job.keepGoing, (batch) => job.commit(batch));
		const underWay = /* @__PURE__ */ new Map();
		const end = () => {
			order.close();
			dismiss(underWay, () => true);
		};
		job.signal.addEventListener("abort", end, { once: true });
		if (job.signal.aborted) end();
		const first = this.work(job, order, underWay);
		const join = async () => {
			if (!eager) await soonerOf(first, JOIN_AFTER_MS);
			const helpers = order.more ? Math.min(size, job.total) - 1 : 0;
			return Promise.all(Array.from({ length: helpers }, () => this.work(job, order, underWay)));
		};
		try {
			const [loss, others] = await Promise.all([first, join()]);
			const failed = [loss, ...others].find((one) => one !== void 0);
			if (failed !== void 0 && !order.begun) throw new NotLoaded(job.scenario, failed);
			const left = failed && await this.work(job, order, underWay);
			if (left !== void 0 && order.left !== 0) job.givenUp?.(order.left, whyNotLoaded(left));
		} catch (error) {
			end();
			throw error;
		} finally {
			job.signal.removeEventListener("abort", end);
			order.settleAll();
		}
	}
	/** Does one task that is no campaign. @returns why its worker was lost, if it was */
	async perform(task, heard, signal) {
		for (let failedStarts = 0;;) {
			const worker = this.take();
			const { fresh } = worker;
			const end = await this.performBy(worker, task, heard, signal);
			if (end.kind === "done") return void 0;
			if (end.at >= 0 || this.closed || end.loss.kind === "stopped") return end.loss;
			if (fresh && !mayStart(end.loss, ++failedStarts)) throw new NotLoaded(task.scenario, end.loss);
		}
	}
	/** Does one task in a thread that has done nothing before, and will do nothing else. */
	async performAfresh(task, heard, signal) {
		const worker = this.settings.hire();
		try {
			const end = await this.performBy(worker, task, heard, signal);
			if (end.kind === "done") return void 0;
			if (end.at < 0 && end.loss.kind !== "stopped") throw new NotLoaded(task.scenario, end.loss);
			return end.loss;
		} finally {
			const at = this.idle.indexOf(worker);
			if (at >= 0) this.idle.splice(at, 1);
			worker.close();
		}
	}
	/** Does one task in every thread that has done something before and waits. */
	async performByIdle(task, heard, signal) {
		const waiting = this.idle.splice(0);
		await Promise.all(waiting.map((worker) => this.performBy(worker, task, heard, signal)));
	}
	async performBy(worker, task, heard, signal) {
		const stop = () => worker.stop();
		signal?.addEventListener("abort", stop, { once: true });
		try {
			return await this.during(worker, () => worker.run(task, heard));
		} finally {
			signal?.removeEventListener("abort", stop);
		}
	}
	/** One run, by a worker that may be lost in it. */
	async runOne(scenario, options, calm = {}, withStory = false) {
		let told;
		const task = {
			kind: "run",
			scenario,
			options,
			calm,
			withStory
		};
		const loss = await this.perform(task, (answer) => {
			if (answer.kind === "told") told = answer;
		});
		if (told !== void 0) return told;
		const lost = loss ?? { kind: "stopped" };
		return {
			kind: "lost",
			run: await this.lostIn(scenario, options, lost),
			loss: lost
		};
	}
	/** What can be told of a run that took its thread along. */
	async lostIn(scenario, options, loss) {
		return hostileRun(scenario.name, options.seed ?? 1, await this.draw(scenario, options), loss);
	}
	close() {
		this.closed = true;
		for (const worker of [...this.idle.splice(0), ...this.busy]) worker.close();
	}
	/** @returns why it ended too soon: no worker could begin here */
	async work(job, order, underWay) {
		for (let chunk = order.take(); chunk !== void 0 && !this.closed; chunk = order.take()) {
			const startedAt = performance.now();
			const loss = await this.workOff(chunk, job, order, underWay);
			if (loss !== void 0) {
				order.giveBack(chunk);
				return loss;
			}
			order.finish(chunk, performance.now() - startedAt);
		}
	}
	async workOff(chunk, job, order, underWay) {
		const { scenario, options, keepGoing } = job;
		const accept = (batch) => {
			if (chunk.closed) return;
			job.heard?.(batch);
			order.accept(chunk, batch);
			dismiss(underWay, ({ closed }) => closed);
		};
		let failedStarts = 0;
		for (let piece = chunk.next(); piece !== void 0; piece = chunk.next()) {
			const { seeds, alone } = piece;
			const from = chunk.taken;
			const worker = this.take(alone);
			const { fresh } = worker;
			underWay.set(chunk, worker);
			const end = await this.during(worker, () => worker.run({
				kind: "seeds",
				scenario,
				options,
				seeds,
				keepGoing
			}, (answer) => {
				if (answer.kind === "batch") accept(answer);
			}));
			underWay.delete(chunk);
			if (chunk.closed || job.signal.aborted || this.closed) return void 0;
			if (end.kind === "done") {
				assert(chunk.taken > from, "a worker was done with nothing");
				continue;
			}
			if (end.at < 0) {
				if (!fresh || mayStart(end.loss, ++failedStarts)) continue;
				return end.loss;
			}
			if (!alone) {
				chunk.lostAt(from, end.at);
				continue;
			}
			const { seed } = seeds[0];
			accept(hostileBatch(await this.lostIn(scenario, {
				...options,
				seed
			}, end.loss)));
		}
	}
	/** What would have been run; nothing where even that cannot be found out. */
	async draw(scenario, options) {
		let drawn;
		try {
			await this.perform({
				kind: "draw",
				scenario,
				options
			}, (answer) => {
				if (answer.kind === "drawn") ({drawn} = answer);
			});
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
		}
		return drawn ?? {
			params: options.params ?? {},
			bug: options.bug,
			profile: "",
			plan: {
				schema: 1,
				faults: [],
				operations: []
			},
			undrawn: true
		};
	}
	take(fresh = false) {
		for (let waiting = this.idle.pop(); waiting !== void 0; waiting = this.idle.pop()) {
			if (!waiting.gone && (!fresh || waiting.fresh)) return waiting;
			waiting.close();
		}
		return this.settings.hire();
	}
	async during(worker, act) {
		this.busy.add(worker);
		try {
			const end = await act();
			if (end.kind === "done" && !this.closed) this.idle.push(worker);
			else worker.close();
			return end;
		} catch (error) {
			worker.close();
			throw error;
		} finally {
			this.busy.delete(worker);
		}
	}
};
/** Whether another worker is to try what so many could not begin. One that hung took long enough. */
function mayStart(loss, failedStarts) {
	return loss.kind !== "hung" && failedStarts < STARTS;
}
/** Asks workers to end, and ends those that do not. */
function dismiss(underWay, which) {
	const chosen = [...underWay].filter(([chunk]) => which(chunk));
	for (const [, worker] of chosen) worker.stop();
	setTimeout(() => {
		for (const [chunk, worker] of chosen) if (underWay.get(chunk) === worker) worker.close();
	}, GRACE_MS).unref();
}
async function soonerOf(work, ms) {
	let timer;
	const late = new Promise((resolve) => timer = setTimeout(resolve, ms));
	await Promise.race([work, late]);
	clearTimeout(timer);
}
export { NotLoaded as n, Crew as t };

//# sourceMappingURL=crew.js.map