import { r as checksOf } from "./patch.js";
import { t as recordRun } from "./record-run.js";
// report/export/source.ts
/** @param scenario the very scenario the run is of; of a shrunk run, on its calm network */
function exportSource(scenario, run, version) {
	return {
		run,
		version,
		checks: checksOf(run),
		recording: () => recordRun(scenario, run)
	};
}
export { exportSource };

//# sourceMappingURL=source.js.map