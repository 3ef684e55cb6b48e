/**
 * One side of a comparison, in a process of its own: does a round of a service's work when told to, in a world or on
 * the loopback of the machine, and tells the CPU seconds that it took.
 */
import { createRequire } from 'node:module';
import { simulate } from 'seedstorm';
import { asks, envOf, fileOf, SERVICES, worldOf, type ServiceName } from './services.js';

const [side = '', name = '', port = ''] = process.argv.slice(2);
const service = SERVICES[name as ServiceName];

/** Server and client in one process: two would switch between each other more often. */
function real(): () => Promise<void> {
  Object.assign(process.env, envOf(service, '127.0.0.1', port));
  const require = createRequire(import.meta.url);
  require(fileOf(service.server));
  const { ask } = require(fileOf(service.client)) as { ask(count: number): Promise<void> };
  return () => ask(service.count);
}

function inWorld(): () => Promise<void> {
  const scenario = worldOf(service);
  return async () => {
    const { operations, checks } = await simulate(scenario, asks(service.count));
    if (operations.ok !== 1) throw new Error(`the work was not done: ${JSON.stringify(checks)}`);
  };
}

const round = side === 'real' ? real() : inWorld();

process.on('message', () => {
  const before = process.cpuUsage();
  void round().then(() => {
    const { user, system } = process.cpuUsage(before);
    process.send?.((user + system) / 1e6);
  });
});
