/**
 * Adds what its clients send to a set in Redis, by ioredis, which asks the sentinels where the master is. WAITS: so many replicas
 * must have it before it is acknowledged. That is asked in one piece with the write: on another connection WAIT answers at once.
 */
import { Redis } from 'ioredis';
import { log, onRequest } from 'seedstorm/node';

const names = (text = ''): string[] => text.split(' ').filter((name) => name !== '');
const waits = Number(process.env['WAITS']);
const PATIENCE_MS = 200;

const options = {
  sentinels: names(process.env['SENTINELS']).map((host) => ({ host, port: 26_379 })),
  name: 'mymaster',
  failoverDetector: true,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: null,
  connectTimeout: 150,
  sentinelRetryStrategy: () => 50,
  retryStrategy: () => 50,
};
let master = open();

function open(): Redis {
  const client = new Redis(options);
  client.on('error', ({ message }: Error) => log(message));
  // News of another master that comes while it connects end ioredis 5.11 for good.
  client.on('end', () => setTimeout(() => (master = open()), 20));
  return client;
}

async function add(value: string): Promise<void> {
  if (waits === 0) return void (await master.sadd('all', value));
  const have = await addAndWait(value);
  if (have < waits) throw new Error(`only ${have} replicas have it`);
}

/** Both go over one connection, or neither is answered. */
async function addAndWait(value: string): Promise<number> {
  const answers = (await master.pipeline().sadd('all', value).wait(waits, PATIENCE_MS).exec()) ?? [];
  for (const [error] of answers) if (error !== null) throw error;
  return Number(answers[1]?.[1]);
}

/** What one server holds, whoever is the master. */
async function held(host: string): Promise<{ role: string; members: string[] }> {
  const server = new Redis({ host, retryStrategy: () => null });
  server.on('error', ({ message }: Error) => log(`${host}: ${message}`));
  try {
    const [role] = (await server.role()) as unknown as [string];
    return { role, members: (await server.smembers('all')).sort() };
  } finally {
    server.disconnect();
  }
}

interface Request {
  readonly f: 'add' | 'read' | 'held';
  readonly value: string;
}

onRequest(({ f, value }: Request): Promise<unknown> => {
  if (f === 'held') return held(value);
  return f === 'read' ? master.smembers('all') : add(value);
});
