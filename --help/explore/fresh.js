import { Gt as InputError, Kt as placeOfScenario, jt as thrownText } from "../sim/sim.js";
import { a as reasonOf, t as startThread } from "./thread.js";
import { t as isServing } from "./serve.js";
import { fileURLToPath } from "node:url";
import { existsSync } from "node:fs";
// explore/workers/fresh.ts
/** A run in a fresh thread of this package's own, for callers that are no campaign: `verify` and `simTest`. */
/** Where threads begin that can load scenarios; it is there once the package is built. */
const ENTRY = new URL("../../cli/explore/worker-thread.js", new URL("./workers/fresh.js", import.meta.url).href);
const LIMITS = {
	runMs: 6e4,
	memoryMb: 1024
};
/** @throws InputError as `simulate` does */
async function recordInThread(scenario, options, against) {
	if (!existsSync(fileURLToPath(ENTRY))) return { kind: "sources" };
	const asked = askable(scenario, options);
	if (typeof asked === "string") return {
		kind: "none",
		why: asked
	};
	const thread = startThread(ENTRY, LIMITS, {
		print: () => void 0,
		note: () => void 0
	});
	let told;
	try {
		const task = {
			...asked,
			kind: "record",
			calm: {},
			times: 1,
			against: against.words
		};
		const end = await thread.run(task, (answer) => {
			if (answer.kind === "recorded") told = answer.runs[0];
		});
		if (told !== void 0) return {
			kind: "recorded",
			...told
		};
		return {
			kind: "none",
			why: end.kind === "lost" ? reasonOf(end.loss) : "it gave no answer"
		};
	} catch (error) {
		return {
			kind: "none",
			why: error instanceof InputError ? error.message : thrownText(error)
		};
	} finally {
		thread.close();
	}
}
/** What to ask of a thread, or why none can be asked. */
function askable(scenario, options) {
	if (isServing()) return "this is such a thread already";
	if (!existsSync(fileURLToPath(ENTRY))) return "this package is run from its sources, which threads do not load";
	const place = placeOfScenario(scenario);
	if (place === void 0) return "it was not defined by a file called *.sim.ts (or .js, .mjs …), which a thread could load";
	const { drain: _, ...rest } = options;
	if (!isData(rest)) return "its options hold functions, which do not go from thread to thread";
	return {
		scenario: place,
		options: rest
	};
}
function isData(options) {
	try {
		structuredClone(options);
		return true;
	} catch {
		return false;
	}
}
export { recordInThread };

//# sourceMappingURL=fresh.js.map