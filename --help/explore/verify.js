import { Gt as InputError, a as firstDivergence, g as recordRun } from "../sim/sim.js";
// explore/verify.ts
/**
* The determinism check: the run itself, once more in this process, where module-level variables are warm by now, and
* in a fresh thread, where every module begins anew.
*/
/**
* Runs a scenario twice in this process, and once in a fresh thread if that can load it. Compares the runs event by
* event, with payloads, states, disks and verdicts.
*
* Without the thread, some differences are not seen: those of the first run of a process, and those between
* processes. Give `fresh: true` to be sure.
* @returns the first difference, or undefined when there is none
* @throws InputError as `simulate` does, and with `fresh: true` where no thread can load the scenario
*/
async function verify(scenario, options = {}) {
	const { fresh: wanted, ...rest } = options;
	const { record } = await recordRun(scenario, rest);
	const again = await recordRun(scenario, rest);
	const here = firstDivergence(record, again.record, ["the first run", "once more here"]);
	if (here !== void 0 || wanted === false) return here;
	const fresh = await recordedAfresh(scenario, rest, record);
	if (fresh.kind === "recorded") return firstDivergence(record, fresh.record, ["the first run", "in a fresh thread"]);
	if (wanted !== true) return void 0;
	const why = fresh.kind === "none" ? fresh.why : "this package is run from its sources, which threads do not load";
	throw new InputError("fresh", `${scenario.name} cannot be run in a fresh thread: ${why}`);
}
/** @param against the record it is to be compared with: of the other, words are kept only where it differs */
async function recordedAfresh(scenario, options, against) {
	const { recordInThread } = await import("./fresh.js");
	return recordInThread(scenario, options, against);
}
export { verify as n, recordedAfresh as t };

//# sourceMappingURL=verify.js.map