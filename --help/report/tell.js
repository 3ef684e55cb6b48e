import { Gt as InputError } from "../sim/sim.js";
import { r as checksOf } from "./patch.js";
import { t as recordRun } from "./record-run.js";
import { n as storyOf } from "./story.js";
// report/story/tell.ts
/** Tells the story of a run that failed, for whoever has the run and nothing else. */
/** With head and commands, a failure is read at one look. */
const MOST_LINES = 24;
/** Longer runs take too long to be run and looked through once more, only to be told. */
const MOST_EVENTS = 2e5;
/**
* Runs it once more and looks on.
* @param scenario the very scenario the run is of; of a shrunk run, on its calm network
* @returns undefined of a run that did not fail, that is too long, or that does not happen again as it did
*/
async function storyOfFailure(scenario, run, maxLines = MOST_LINES) {
	if (run.verdict !== "invalid" || run.events > MOST_EVENTS) return void 0;
	try {
		const recording = await recordRun(scenario, run);
		return storyOf(recording, checksOf(run, recording.incidents), maxLines);
	} catch (error) {
		if (error instanceof InputError) return void 0;
		throw error;
	}
}
export { storyOfFailure as t };

//# sourceMappingURL=tell.js.map