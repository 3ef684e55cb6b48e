import { $t as stream, Et as ScenarioError, G as fitBudget, Lt as lasts, O as prepare, h as load, k as drawSchedule, p as planWorldOf, ut as parsePlan } from "../sim/sim.js";
import { t as campaignSeeds } from "./seeds.js";
import { isDeepStrictEqual } from "node:util";
// explore/strategies/mutate.ts
/** Another plan from one that opened something new: a fault less, more, earlier, longer, or another schedule. */
/** More would be a sequence of its own; a mutant is to stay close to its parent. */
const MAX_STEPS = 4;
/**
* A mutant of a plan, fitted to the scenario's budget. A pure function of its arguments.
* @param parent the run whose plan is changed
* @param donor a plan of the same scenario, whose faults and schedule may be taken over
* @param strategies what a new schedule may be drawn from
*/
function mutated(parent, donor, random, strategies) {
	let { plan } = parent.setup;
	const world = {
		...planWorldOf(parent.setup),
		strategies
	};
	for (let steps = random.int(1, MAX_STEPS); steps > 0; steps--) plan = random.pick(mutations)(plan, donor, world, random);
	const horizonMs = horizonOf(plan, world);
	const faults = plan.faults.filter(({ atMs }) => atMs < horizonMs).sort((a, b) => a.atMs - b.atMs);
	const { scenario, params } = parent;
	const budget = typeof scenario.budget === "function" ? scenario.budget(params) : scenario.budget;
	const fitted = budget === void 0 ? faults : fitBudget(faults, budget, world);
	return parsePlan({
		...plan,
		faults: fitted
	}, world);
}
const mutations = [
	removeFault,
	addFaults,
	addFaults,
	moveFault,
	moveFault,
	stretchFault,
	redirectFault,
	redirectFault,
	changeSchedule
];
function removeFault(plan, _donor, _world, random) {
	if (plan.faults.length === 0) return plan;
	return {
		...plan,
		faults: plan.faults.toSpliced(random.int(0, plan.faults.length - 1), 1)
	};
}
/** One of the donor's faults, or all that begin within a stretch of time. */
function addFaults(plan, donor, world, random) {
	if (donor.faults.length === 0) return plan;
	const first = random.pick(donor.faults);
	const lengthMs = random.chance(.5) ? 0 : random.float() * (horizonOf(plan, world) / 4);
	const taken = donor.faults.filter((fault) => fault === first || fault.atMs >= first.atMs && fault.atMs <= first.atMs + lengthMs);
	return {
		...plan,
		faults: [...plan.faults, ...taken]
	};
}
/** Anywhere, or near another fault: bugs like company. */
function moveFault(plan, _donor, world, random) {
	return changed(plan, random, (fault) => {
		const near = random.chance(.5) ? random.pick(plan.faults).atMs : void 0;
		const horizonMs = horizonOf(plan, world);
		const atMs = near === void 0 ? random.float() * horizonMs : near + (random.float() - .5) * 200;
		return {
			...fault,
			atMs: micro(Math.min(Math.max(0, atMs), horizonMs - .001))
		};
	});
}
function stretchFault(plan, _donor, world, random) {
	return changed(plan, random, (fault) => {
		if (!lasts(fault)) return fault;
		const lengthMs = fault.durationMs ?? horizonOf(plan, world) - fault.atMs;
		const durationMs = micro(Math.min(lengthMs * random.pick([
			.25,
			.5,
			2,
			4
		]), world.durationMs));
		return {
			...fault,
			durationMs: Math.max(.001, durationMs)
		};
	});
}
/** The same fault on another node. */
function redirectFault(plan, _donor, world, random) {
	return changed(plan, random, (fault) => "node" in fault && fault.kind !== "join" && fault.kind !== "replace" ? {
		...fault,
		node: random.pick(world.nodes)
	} : fault);
}
function changeSchedule(plan, donor, world, random) {
	const { schedule: _, ...unscheduled } = plan;
	const schedule = random.chance(.25) ? donor.schedule : drawSchedule(random.pick(world.strategies), random, horizonOf(plan, world));
	return schedule === void 0 ? unscheduled : {
		...unscheduled,
		schedule
	};
}
function changed(plan, random, change) {
	if (plan.faults.length === 0) return plan;
	const index = random.int(0, plan.faults.length - 1);
	return {
		...plan,
		faults: plan.faults.with(index, change(plan.faults[index]))
	};
}
function horizonOf({ healAtMs }, { durationMs }) {
	return healAtMs ?? durationMs;
}
function micro(ms) {
	return Math.round(ms * 1e3) / 1e3;
}
// explore/strategies/guided.ts
/**
* Guided exploration: plans that showed something new are kept and mutated, as coverage-guided fuzzers do with inputs.
* It goes in generations: a whole generation is drawn before any run of it is looked at, and results are looked at in
* order of their numbers. So what is explored follows from seed and generation size alone, whatever the number of
* workers.
*/
const GENERATION = 64;
/** Of a generation, from the second on: others are mutants. Fresh plans keep the search from going in circles. */
const FRESH = .5;
/** Latencies as drawn find most of the planted bugs soonest (bench/seeds-to-find.ts): half of the runs. */
const usual = [
	"random",
	"random",
	"pct",
	"delay-bounded"
];
/** The oldest go first. */
const MAX_KEPT = 512;
/**
* Begins a guided campaign. States are counted by shape where the scenario nominates none.
* @throws InputError as `simulate` does
*/
async function guidedSearch(scenario, options, { seed, generation = GENERATION, runs = Infinity }) {
	const loaded = await load(scenario);
	const known = /* @__PURE__ */ new Set();
	const corpus = [];
	const open = /* @__PURE__ */ new Map();
	let count = 0;
	const claimed = usual.filter((strategy) => scenario.strategies?.includes(strategy) ?? true);
	const strategies = options.strategy === void 0 ? claimed : [options.strategy];
	const counted = {
		...options,
		countStates: true
	};
	const prepared = (of, more = {}) => prepare(scenario, {
		...counted,
		...more,
		seed: of
	}, loaded);
	/** A run as an unguided campaign would draw it, of any strategy unless one is asked for. */
	function fresh(of, random) {
		return prepared(of, { strategy: random.pick(strategies) });
	}
	function drawn(number) {
		const random = stream(seed, `guided/${number}`);
		const own = campaignSeeds(seed, number + 1, {
			index: number,
			of: number + 1
		}).next().value?.seed ?? seed;
		try {
			return drawnFor(number, own, random);
		} catch (error) {
			if (!(error instanceof ScenarioError)) throw error;
			return {
				number,
				options: {
					...counted,
					seed: own
				}
			};
		}
	}
	function drawnFor(number, own, random) {
		const drawnAnew = fresh(own, random);
		const mine = {
			params: drawnAnew.params,
			plan: drawnAnew.setup.plan
		};
		if (corpus.length === 0 || random.chance(FRESH)) return {
			number,
			options: {
				...counted,
				...mine,
				seed: own
			}
		};
		const parent = chosenParent(random);
		const { params, plan } = parent;
		const other = random.chance(.5) ? mine : random.pick(corpus);
		const donor = isDeepStrictEqual(other.params, params) ? other.plan : plan;
		const from = random.chance(.75) ? parent.seed : own;
		const child = mutated(prepared(from, {
			params,
			plan
		}), donor, random, strategies);
		return {
			number,
			options: {
				...counted,
				params,
				seed: from,
				plan: child
			},
			parent: parent.number
		};
	}
	/** Of three, the one that showed most for how often it was chosen. */
	function chosenParent(random) {
		const [first, ...others] = [
			random.pick(corpus),
			random.pick(corpus),
			random.pick(corpus)
		];
		const worth = ({ novelty, chosen }) => novelty / (1 + chosen);
		const best = others.reduce((a, b) => worth(b) > worth(a) ? b : a, first);
		best.chosen++;
		return best;
	}
	return {
		get kept() {
			return corpus.length;
		},
		next() {
			const batch = [];
			for (; batch.length < generation && count < runs; count++) batch.push(drawn(count));
			for (const run of batch) open.set(run.number, run);
			return batch;
		},
		learn(results) {
			for (const { number, coverage } of [...results].sort((a, b) => a.number - b.number)) {
				const run = open.get(number);
				if (run === void 0) continue;
				open.delete(number);
				const novelty = learned(known, coverage);
				const { params, plan, seed: its } = run.options;
				if (novelty > 0 && params !== void 0 && plan !== void 0) corpus.push({
					number,
					seed: its,
					params,
					plan,
					novelty,
					chosen: 0
				});
			}
			if (corpus.length > MAX_KEPT) corpus.splice(0, corpus.length - MAX_KEPT);
		}
	};
}
/** How much of it was new. */
function learned(known, coverage) {
	const before = known.size;
	for (const state of coverage.states) known.add(`state ${state}`);
	for (const transition of coverage.transitions) known.add(`transition ${transition}`);
	for (const kind of [
		"sometimes",
		"reachable",
		"buggify"
	]) for (const [name, { held }] of Object.entries(coverage[kind])) if (held > 0) known.add(`${kind} ${name}`);
	return known.size - before;
}
export { guidedSearch as t };

//# sourceMappingURL=guided.js.map