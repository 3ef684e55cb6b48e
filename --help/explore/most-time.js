import { r as divergenceLines, st as quotedForShell, tt as failedCheck } from "../sim/sim.js";
// explore/look-commands.ts
/** The commands that show a failure from all sides, beside the one that brings it back. */
/**
* @param replay the command that brings the run back: `npx seedstorm replay FILE …` or `npx seedstorm run SCENARIO …`
* @param name what the page is to be called, without an ending
*/
function lookCommands(replay, name) {
	const what = replay.replace(/^npx seedstorm (?:replay|run) /, (command) => command.includes(" run ") ? "--scenario " : "").replace(/ --stop-at-violation\b/, "");
	return {
		report: `npx seedstorm report ${what} -o ${quotedForShell(`${name}.html`)}`,
		diagram: `npx seedstorm export ${what} --format mermaid`
	};
}
// explore/unrepeated.ts
/** How both ended, one below the other, then where they part. */
function unrepeatedLines({ found, again, divergence }) {
	return [
		`  found      ${ending(found)}`,
		`  run again  ${ending(again)}`,
		...divergence === void 0 ? [] : divergenceLines(divergence).map((line) => line.startsWith(" ") ? line : `  ${line}`)
	];
}
function ending(run) {
	const failed = failedCheck(run);
	return failed === void 0 ? run.verdict : `${failed.name} is ${failed.verdict}: ${failed.reason}`;
}
// explore/same-run.ts
/** Whether two runs came to the same end in the same way. */
function isSameRun(a, b) {
	const [one, other] = [failedCheck(a), failedCheck(b)];
	return a.fingerprint === b.fingerprint && a.verdict === b.verdict && one?.name === other?.name && one?.anomalies[0]?.kind === other?.anomalies[0]?.kind;
}
// explore/shrink/most-time.ts
/** How long a failure is shrunk where nobody says, in ms: the number of runs bounds it, the clock only where runs are slow. */
const MOST_TIME_MS = 6e4;
export { lookCommands as i, isSameRun as n, unrepeatedLines as r, MOST_TIME_MS as t };

//# sourceMappingURL=most-time.js.map