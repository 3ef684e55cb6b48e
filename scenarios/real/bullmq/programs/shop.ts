/**
 * Adds an order as a job of bullmq for each request of a client, and reads the books when everything is over. OPTIONS: what each
 * job is given beside its id, as JSON. IDS: `of-the-order`, or `of-bullmq`. ANSWERS: `when-added`, or `at-once`.
 */
import { FlowProducer, Queue, type JobsOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { onRequest } from 'seedstorm/node';
import type { Books } from '../books.js';
import { connection, listens, orders } from './connection.js';

interface Request {
  readonly f: 'send' | 'books';
  readonly value: string;
  readonly kind: 'plain' | 'late' | 'urgent' | 'fails' | 'parcels';
}

const options = JSON.parse(process.env['OPTIONS'] ?? '{}') as JobsOptions;
const queue = new Queue(orders, { connection });
const flows = new FlowProducer({ connection });
const redis = new Redis(connection);
listens(queue);
listens(flows);
listens(redis);

const KINDS: Readonly<Record<Request['kind'], JobsOptions>> = {
  plain: {},
  late: { delay: 80 },
  urgent: { priority: 1 },
  fails: { backoff: { type: 'exponential', delay: 10 } },
  parcels: {},
};

onRequest(async ({ f, value, kind }: Request) => {
  if (f === 'books') return books();
  const added = add(value, kind);
  if (process.env['ANSWERS'] === 'at-once') added.catch(() => undefined);
  else await added;
});

async function add(value: string, kind: Request['kind']): Promise<void> {
  const name = kind;
  const opts = { ...KINDS[kind], ...options };
  const withId = (id: string): JobsOptions =>
    process.env['IDS'] === 'of-bullmq' ? opts : { ...opts, jobId: id };
  if (kind !== 'parcels') return void (await queue.add(name, { value }, withId(value)));
  // An order of two parcels is done when both are packed.
  const children = ['a', 'b'].map((part) => {
    const id = `${value}-${part}`;
    return { name: 'parcel', queueName: orders, data: { value: id }, opts: withId(id) };
  });
  await flows.add({ name, queueName: orders, data: { value }, opts: withId(value), children });
}

/** What became of each job, by the events that bullmq wrote, and what was paid. */
async function books(): Promise<Books> {
  const events = await redis.xrange(`bull:${orders}:events`, '-', '+');
  const told = events.map(([, words]) => [
    words[words.indexOf('event') + 1],
    words[words.indexOf('jobId') + 1],
  ]);
  const times = (event: string, id: string): number =>
    told.filter(([name, job]) => name === event && job === id).length;
  const ids = [...new Set(told.flatMap(([name, id]) => (name === 'added' && id !== undefined ? [id] : [])))];
  const jobs = await Promise.all(
    ids.map(async (id) => {
      const job = await queue.getJob(id);
      const value = (job?.data as { readonly value: string } | undefined)?.value ?? id;
      return {
        id,
        value,
        state: (await queue.getJobState(id)) as string,
        completed: times('completed', id),
        stalled: times('stalled', id),
      };
    }),
  );
  return { jobs, paid: await redis.hgetall('paid') };
}
