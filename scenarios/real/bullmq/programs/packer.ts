/**
 * Works on the orders: it packs for a while, and takes the money. WORKER: what of the worker's options is not as it is by default, as
 * JSON. PAYS: `sets` that the order is paid, or `adds` to what was paid.
 */
import { Worker, type Job, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { effect, log } from 'seedstorm/node';
import { connection, listens, orders } from './connection.js';

interface Order {
  readonly value: string;
}

const options = JSON.parse(process.env['WORKER'] ?? '{}') as Partial<WorkerOptions>;
const workMs = Number(process.env['WORK_MS']);

const till = new Redis(connection);
listens(till);

async function pack({ name, data: { value }, attemptsMade }: Job<Order>): Promise<string> {
  await new Promise((done) => setTimeout(done, workMs));
  if (name === 'fails' && attemptsMade === 0) throw new Error('out of boxes');
  effect({ f: name === 'parcel' ? 'pack' : 'process', value });
  if (process.env['PAYS'] === 'adds') await till.hincrby('paid', value, 1);
  else await till.hset('paid', value, 1);
  return 'packed';
}

const worker = new Worker<Order>(orders, pack, { connection, ...options });
listens(worker);
worker.on('stalled', (id) => log(`${id} is stalled`));
worker.on('failed', (job, { message }) => log(`${job?.id} failed: ${message}`));
