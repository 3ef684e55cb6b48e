import { t as campaign } from "../explore/campaign.js";
import { t as campaignSeeds } from "../explore/seeds.js";
import { c as scenarios } from "../scenarios/scenarios.js";
// bench/plain-loop.ts
/** A process of its own that runs seeds in a plain loop when told to, and tells the CPU seconds they took. */
const [name = "", count = "0", params = "{}"] = process.argv.slice(2);
const options = { params: JSON.parse(params) };
const scenario = scenarios.find((known) => known.name === name);
process.on("message", () => {
	const before = process.cpuUsage();
	campaign(scenario, options, campaignSeeds(1, Number(count)), {
		goesOn: () => true,
		ran: () => void 0
	}).then(() => {
		const { user, system } = process.cpuUsage(before);
		process.send?.((user + system) / 1e6);
	});
});
export {};

//# sourceMappingURL=plain-loop.js.map