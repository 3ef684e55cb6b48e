/** A process of its own that runs seeds in a plain loop when told to, and tells the CPU seconds they took. */
import { campaign } from '../explore/campaign.js';
import { campaignSeeds } from '../explore/seeds.js';
import { scenarios } from '../scenarios/index.js';
import type { Scenario } from '../sim/scenario/scenario.js';

const [name = '', count = '0', params = '{}'] = process.argv.slice(2);
const options = { params: JSON.parse(params) as Record<string, unknown> };
const scenario = scenarios.find((known) => known.name === name) as Scenario;

process.on('message', () => {
  const before = process.cpuUsage();
  void campaign(scenario, options, campaignSeeds(1, Number(count)), {
    goesOn: () => true,
    ran: () => undefined,
  }).then(() => {
    const { user, system } = process.cpuUsage(before);
    process.send?.((user + system) / 1e6);
  });
});
