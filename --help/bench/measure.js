// bench/measure.ts
/** Runs all candidates in turn, round after round, so that a machine that slows down slows all of them. */
async function sideBySide(candidates, rounds) {
	const rates = candidates.map(() => []);
	for (let round = 0; round <= rounds; round++) for (const [index, candidate] of candidates.entries()) {
		const before = process.cpuUsage();
		const { units, cpuSeconds } = await candidate.run();
		const used = process.cpuUsage(before);
		const seconds = cpuSeconds ?? (used.user + used.system) / 1e6;
		if (round > 0) rates[index].push(units / seconds);
	}
	return candidates.map(({ name }, index) => ({
		name,
		perSecond: median(rates[index])
	}));
}
function median(numbers) {
	const sorted = [...numbers].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
export { sideBySide as n, median as t };

//# sourceMappingURL=measure.js.map