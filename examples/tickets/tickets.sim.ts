import { clients, defineScenario, z } from 'seedstorm';
import { uniqueIds } from 'seedstorm/checkers';
import { nodeProgram } from 'seedstorm/programs';

export const tickets = defineScenario({
  name: 'shop/tickets',
  summary: 'A service with express and ioredis gives every ticket once',
  params: z.object({}),
  nodes: () => ['web', 'redis', 'app'],
  protocol: () => ({
    web: nodeProgram({ entry: './server.js', env: { REDIS_HOST: 'redis' } }),
    redis: nodeProgram({ entry: './redis.js' }),
    app: nodeProgram({ entry: './app.js' }),
  }),
  workload: () => clients(2, { generate: 1 }, { everyMs: 200, to: () => 'app' }),
  faults: 'crashes',
  budget: { spared: ['redis', 'app'] },
  durationMs: 3_000,
  check: { unique: uniqueIds() },
});
