import { Lt as lasts, ct as describeFault } from "../sim/sim.js";
// property/smaller-plans.ts
/**
* Smaller plans, one after another: whole pieces of faults and operations away first, then single ones, then shorter
* windows. Each comes with the place where to go on if it still fails, so that nothing is tried twice in a round.
*/
const SHORTEST_MS = 1;
/** Where a fresh plan begins. */
function firstPlace(plan) {
	return begin("faults", plan, {
		found: false,
		again: false
	});
}
/** What may be tried instead of the plan, the boldest first. */
function* smallerPlans(plan, from) {
	for (let place = from; place !== void 0; place = after(place, plan)) {
		const smaller = place.pass === "windows" ? shortened(plan, place.end - 1) : without(plan, place);
		if (smaller === void 0) continue;
		yield {
			plan: smaller,
			next: place.pass === "windows" ? place : after({
				...place,
				found: true
			}, smaller)
		};
	}
}
function without(plan, { pass, size, end }) {
	if (pass === "windows" || size === 0 || end === 0) return void 0;
	const stays = (_, index) => index < end - size || index >= end;
	return pass === "faults" ? {
		...plan,
		faults: plan.faults.filter(stays)
	} : {
		...plan,
		operations: plan.operations.filter(stays)
	};
}
function shortened(plan, index) {
	const fault = plan.faults[index];
	if (fault === void 0 || !lasts(fault)) return void 0;
	const durationMs = fault.durationMs ?? (plan.healAtMs === void 0 ? void 0 : plan.healAtMs - fault.atMs);
	if (durationMs === void 0 || durationMs <= SHORTEST_MS) return void 0;
	const shorter = {
		...fault,
		durationMs: Math.max(SHORTEST_MS, Math.round(durationMs / 2))
	};
	return {
		...plan,
		faults: plan.faults.with(index, shorter)
	};
}
/** The piece before this one, then pieces of half the size, then the next pass, then another round, then windows. */
function after(place, plan) {
	const { pass, size, end, found } = place;
	if (size > 0 && end > size) return {
		...place,
		end: end - size
	};
	if (pass === "windows") return void 0;
	const { length } = plan[pass];
	if (size > 1 && length > 0) return {
		...place,
		size: Math.min(Math.floor(size / 2), length),
		end: length
	};
	if (pass === "faults") return begin("operations", plan, place);
	if (found) return begin("faults", plan, {
		found: false,
		again: true
	});
	return {
		...place,
		pass: "windows",
		size: 1,
		end: plan.faults.length
	};
}
function begin(pass, plan, { found, again }) {
	const { length } = plan[pass];
	return {
		pass,
		size: again ? Math.min(1, length) : length,
		end: length,
		found,
		again
	};
}
// property/plan-text.ts
const SHOWN = 20;
/** `pause n1 at 812.4 ms for 300 ms`, `crash n1 after its next sync from 800 ms on for 20 ms`. */
function faultText(fault) {
	const lasting = "durationMs" in fault && fault.durationMs !== void 0 ? ` for ${round(fault.durationMs)} ms` : "";
	const at = fault.when === void 0 ? ` at ${round(fault.atMs)} ms` : fault.atMs > 0 ? ` from ${round(fault.atMs)} ms on` : "";
	return `${describeFault(fault)}${at}${lasting}`;
}
/** `c1 at 20 ms → n2 {"f":"read"}`. */
function operationText({ process, atMs, to, input }) {
	return `${process} at ${round(atMs)} ms${to === void 0 ? "" : ` → ${to}`} ${JSON.stringify(input)}`;
}
/** One a line, the first ones of many. */
function linesOf(items, text) {
	const lines = items.slice(0, SHOWN).map((item) => `  ${text(item)}`);
	return items.length > SHOWN ? [...lines, `  … and ${items.length - SHOWN} more`] : lines;
}
/** `1 fault`, `2 faults`. */
function counted(count, noun) {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
function round(ms) {
	return Math.round(ms * 10) / 10;
}
export { firstPlace as a, operationText as i, faultText as n, smallerPlans as o, linesOf as r, counted as t };

//# sourceMappingURL=plan-text.js.map