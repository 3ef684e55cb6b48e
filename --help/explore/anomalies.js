import "../sim/sim.js";
import "./shrink.js";
import "./verify.js";
// explore/unseen.ts
/**
* Estimates what further runs may still show, from how often each was seen (Good 1953; Chao 1987).
* @param runs how many runs were looked at
*/
function unseen(incidence, runs) {
	let [seen, once, twice] = [
		0,
		0,
		0
	];
	for (const count of Object.values(incidence)) {
		seen++;
		if (count === 1) once++;
		else if (count === 2) twice++;
	}
	const more = runs === 0 ? 0 : (runs - 1) / runs * (once * (once - 1) / (2 * (twice + 1)));
	return {
		runs,
		seen,
		once,
		twice,
		newPerRun: runs === 0 ? NaN : once / runs,
		atLeast: seen + more
	};
}
export { unseen as t };

//# sourceMappingURL=anomalies.js.map