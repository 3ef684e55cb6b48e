// explore/seeds.ts
/** 7, 8, 9 … from the number 7; `night/0`, `night/1` … from the text `night`. */
function* campaignSeeds(first, count, shard = {
	index: 0,
	of: 1
}) {
	for (let number = shard.index; number < count; number += shard.of) yield {
		number,
		seed: typeof first === "number" ? first + number : `${first}/${number}`
	};
}
export { campaignSeeds as t };

//# sourceMappingURL=seeds.js.map