// report/data/critical-pair.ts
/** "passes if n2's append reaches n1 before n3's vote". */
function criticalPairSentence({ node, first, second }) {
	const at = (ms) => `${ms.toFixed(1)} ms`;
	return `passes if ${second.from}'s ${second.what} (${at(second.atMs)}) reaches ${node} before ${first.from}'s ${first.what} (${at(first.atMs)})`;
}
function pairOf(pair, recording) {
	const sentence = criticalPairSentence(pair);
	const deliveries = deliveriesOf(pair, recording);
	return deliveries === void 0 ? { sentence } : {
		sentence,
		deliveries
	};
}
/** The two follow each other at their node, so the order there tells messages of the same moment apart. */
function deliveriesOf({ node, first, second }, recording) {
	const is = (delivery, { from, atMs }) => delivery.from === from && delivery.atUs === Math.round(atMs * 1e3);
	const all = deliveriesAt(recording, node);
	for (const [place, earlier] of all.entries()) {
		const later = all[place + 1];
		if (later !== void 0 && is(earlier, first) && is(later, second)) return [earlier.event, later.event];
	}
}
function deliveriesAt({ lanes, events, messages }, node) {
	const deliveries = [];
	let atUs = 0;
	for (const [row, message] of events.message.entries()) {
		atUs += events.after[row] ?? 0;
		if (message < 0 || lanes[events.lane[row] ?? -1]?.name !== node) continue;
		deliveries.push({
			event: row + 1,
			atUs,
			from: lanes[messages.from[message] ?? -1]?.name ?? ""
		});
	}
	return deliveries;
}
export { pairOf as n, criticalPairSentence as t };

//# sourceMappingURL=critical-pair.js.map