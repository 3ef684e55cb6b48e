/** The programs that are measured: each a server and a client of it, unmodified, of published packages. */
import { join } from 'node:path';
import { clients, defineScenario, z, type Fault, type Scenario, type SimulateOptions } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';

/** `npm run bench` begins in the folder of the package. */
const FOLDER = join(process.cwd(), 'bench/programs/services');

export interface Service {
  readonly server: string;
  readonly client: string;
  readonly env: Readonly<Record<string, string>>;
  /** What a round asks for. */
  readonly count: number;
}

const redis = { server: 'redis-server.cjs', client: 'redis-client.cjs' };

export const SERVICES = {
  express: { server: 'express-server.cjs', client: 'http-client.cjs', env: {}, count: 2_000 },
  ioredis: { ...redis, env: {}, count: 12_000 },
  pipelined: { ...redis, env: { PIPELINED: 'yes' }, count: 30_000 },
} satisfies Record<string, Service>;

export type ServiceName = keyof typeof SERVICES;

export const fileOf = (name: string): string => join(FOLDER, name);

/** What every process of a service finds in its environment. */
export const envOf = (service: Service, host: string, port: string): Record<string, string> => ({
  NODE_ENV: 'production',
  HOST: host,
  PORT: port,
  CLIENT: fileOf(service.client),
  ...service.env,
});

/** When the client of the world asks: the server is there by then. */
const ASKS_AT_MS = 100;
/** How often a server is killed, where it is, and how soon its supervisor starts it again. */
const KILLS_EVERY_MS = 20;
const RESTARTS_AFTER_MS = 5;

/** Server and client as nodes of a world in which nothing goes wrong by itself. */
export function worldOf(service: Service): Scenario {
  const env = envOf(service, 'server', '3000');
  return defineScenario({
    name: `bench/${service.server}`,
    summary: 'A service and its client',
    params: z.object({}),
    nodes: () => ['server', 'client'],
    protocol: () => ({
      server: nodeProgram({ entry: fileOf(service.server), env }),
      client: nodeProgram({ entry: fileOf('asker.cjs'), env }),
    }),
    workload: () => clients(1, { ask: 1 }),
    faults: 'none',
    durationMs: 2 * ASKS_AT_MS,
    clientTimeoutMs: 100_000,
    check: {},
  });
}

/** One client asks for so much at once. */
export function asks(count: number): SimulateOptions {
  const operation = { process: 'c1', atMs: ASKS_AT_MS, to: 'client', input: { f: 'ask', count } };
  return { plan: { schema: 1, faults: [], operations: [operation] }, maxEvents: 50_000_000 };
}

/** Nobody asks for anything, and the server is killed again and again. */
export function kills(count: number): { readonly durationMs: number; readonly options: SimulateOptions } {
  const faults = Array.from({ length: count }, (_, index): Fault => ({
    ...{ kind: 'kill', node: 'server' },
    ...{ atMs: (index + 1) * KILLS_EVERY_MS, durationMs: RESTARTS_AFTER_MS },
  }));
  return {
    durationMs: (count + 1) * KILLS_EVERY_MS,
    options: { plan: { schema: 1, faults, operations: [] } },
  };
}
