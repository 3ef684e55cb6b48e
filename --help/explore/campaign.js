import { Et as ScenarioError, O as prepare, _ as runPrepared, b as anomalyOf, h as load, j as chosen } from "../sim/sim.js";
// explore/unprepared.ts
/** A run that could not even be prepared, because a function of its scenario failed: what can be told of it. */
/** What such a run reached: nothing. */
const NOTHING_REACHED = {
	sometimes: {},
	reachable: {},
	unreachable: {},
	buggify: {},
	states: [],
	transitions: []
};
/** A violation of the built-in check `runtime`. There is no plan: the failure comes back where one is drawn again. */
function unpreparedRun(scenario, options, error) {
	const { kind, message } = anomalyOf(error);
	return {
		scenario: scenario.name,
		params: paramsOf(scenario, options),
		seed: options.seed ?? 1,
		bug: options.bug,
		profile: "",
		plan: {
			schema: 1,
			faults: [],
			operations: []
		},
		undrawn: true,
		verdict: "invalid",
		fingerprint: "",
		events: 0,
		virtualMs: 0,
		operations: {
			ok: 0,
			fail: 0,
			info: 0
		},
		faults: 0,
		triggered: [],
		leftOut: {},
		outside: [],
		checks: [{
			name: "runtime",
			verdict: "invalid",
			reason: message,
			anomalies: [{
				kind,
				message
			}]
		}]
	};
}
/** What `run` makes, or what can be told of it where a function of the scenario fails before it begins. */
async function orUnprepared(scenario, options, run) {
	try {
		return await run();
	} catch (error) {
		if (!(error instanceof ScenarioError)) throw error;
		return { unprepared: unpreparedRun(scenario, options, error) };
	}
}
function paramsOf(scenario, options) {
	try {
		return chosen(scenario, options).params;
	} catch {
		return options.params ?? {};
	}
}
// explore/campaign.ts
/** Many seeds of one scenario, one after another, in this thread. */
/**
* Runs the seeds one by one until they end or the watch has had enough.
* @throws InputError as `simulate` does
*/
async function campaign(scenario, options, seeds, watch) {
	const loaded = await load(scenario);
	let index = 0;
	for (const { seed } of seeds) {
		if (!watch.goesOn(index++)) break;
		const own = {
			...options,
			seed
		};
		const run = await orUnprepared(scenario, own, () => runPrepared(prepare(scenario, own, loaded)));
		if ("unprepared" in run) watch.ran(run.unprepared, NOTHING_REACHED);
		else watch.ran(run, run.coverage);
	}
}
export { NOTHING_REACHED as n, orUnprepared as r, campaign as t };

//# sourceMappingURL=campaign.js.map