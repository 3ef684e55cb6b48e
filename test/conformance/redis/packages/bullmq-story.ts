/** What bullmq does with a Redis in its every day, step by step, with what it answered and what was kept in the end. */
import { FlowProducer, Job, Queue, QueueEvents, Worker, type JobProgress } from 'bullmq';
import { Redis } from 'ioredis';

interface Address {
  readonly host: string;
  readonly port: number;
}

const QUEUE = 'mail';
const NOTED = [
  ...[
    'added',
    'active',
    'completed',
    'failed',
    'delayed',
    'stalled',
    'progress',
    'deduplicated',
    'duplicated',
  ],
  ...['removed', 'paused', 'resumed', 'waiting-children', 'retries-exhausted'],
] as const;

/** How long a lock lasts: long enough for a busy machine, short enough to wait for its end. */
const LOCK_MS = 500;

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** @returns a line for each thing that was answered, told or kept, without times */
export async function bullmqStory(connection: Address): Promise<string[]> {
  const lines: string[] = [];
  const say = (what: string, value: unknown): void => {
    lines.push(`${what}: ${JSON.stringify(value) ?? 'undefined'}`);
  };
  const queue = new Queue(QUEUE, { connection });
  const worker = new Worker(QUEUE, null, {
    connection,
    autorun: false,
    lockDuration: LOCK_MS,
    maxStalledCount: 1,
    stalledInterval: 1,
    drainDelay: 0.01,
  });
  const flows = new FlowProducer({ connection });
  const events = new QueueEvents(QUEUE, { connection, blockingTimeout: 50, lastEventId: '0' });
  const heard: string[] = [];
  for (const name of NOTED)
    events.on(name, (event: object) => {
      const { jobId, prev, returnvalue, failedReason, data } = event as Record<string, JobProgress>;
      heard.push(`${name} ${JSON.stringify({ jobId, prev, returnvalue, failedReason, data })}`);
    });
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady(), events.waitUntilReady()]);
  const next = async (token: string): Promise<Job | undefined> => {
    const job = await worker.getNextJob(token, { block: false });
    say(
      `next ${token}`,
      job && [job.id, job.name, job.data, job.attemptsStarted, job.attemptsMade, job.stalledCounter],
    );
    return job;
  };
  const sure = (job: Job | undefined): Job => {
    if (job === undefined) throw new Error('no job is there');
    return job;
  };
  const counts = async (): Promise<void> => say('counts', await queue.getJobCounts());
  const trial = async (what: string, does: () => Promise<unknown>): Promise<void> => {
    try {
      say(what, await does());
    } catch (error) {
      say(what, (error as Error).message);
    }
  };

  try {
    await queue.add('send', { to: 'a' }, { jobId: 'one' });
    await queue.add('send', { to: 'twice' }, { jobId: 'one' });
    await queue.add(
      'send',
      { to: 'b', ü: 'é' },
      { jobId: 'two', attempts: 2, backoff: { type: 'fixed', delay: 1 } },
    );
    await queue.add('send', { to: 'c' }, { jobId: 'late', delay: 600 });
    await queue.addBulk(
      [3, 1, 2].map((priority) => ({
        name: 'by rank',
        data: priority,
        opts: { priority, jobId: `rank${priority}` },
      })),
    );
    await queue.add('send', {}, { jobId: 'first', lifo: true });
    await counts();
    say(
      'waiting',
      (await queue.getWaiting()).map(({ id }) => id),
    );
    say(
      'ranks',
      (await queue.getPrioritized()).map(({ id, priority }) => [id, priority]),
    );

    const first = sure(await next('t1'));
    await first.updateProgress({ half: 50 });
    await first.log('so far so good');
    say('completed', await first.moveToCompleted({ sent: true }, 't1', false));
    await trial('twice', () => first.moveToCompleted({ sent: true }, 't1', false));
    const one = sure(await next('t2'));
    await trial('by another', () => one.moveToCompleted(1, 'other', false));
    say('fetches', ((await one.moveToCompleted(1, 't2', true)) as unknown[] | undefined)?.[1]);
    const two = sure(await Job.fromId(queue, 'two'));
    say('state', await two.getState());
    await two.moveToFailed(new Error('no way'), 't2', false);
    say('state', await two.getState());
    await sleep(700);
    await counts();
    for (const token of ['t3', 't4']) {
      const job = sure(await next(token));
      if (job.id === 'two') await job.moveToFailed(new Error('never'), token, false);
      else await job.moveToCompleted(null, token, false);
    }
    for (const token of ['t5', 't6']) await sure(await next(token)).moveToCompleted(token, token, false);
    await counts();
    say(
      'failed',
      (await queue.getFailed()).map(({ id, failedReason, attemptsMade }) => [id, failedReason, attemptsMade]),
    );
    say('logs', await queue.getJobLogs('first'));

    // Nobody keeps the lock: it is given to another, twice, and then fails.
    for (const token of ['t7', 't8']) {
      await next(token);
      for (const ms of [20, LOCK_MS + 100]) {
        await sleep(ms);
        await worker['moveStalledJobsToWait']();
      }
      await counts();
    }

    const stalled = sure(await next('t9'));
    say('deferred', stalled.deferredFailure);
    await stalled.moveToFailed(new Error(stalled.deferredFailure ?? ''), 't9', false);
    await trial('retry', async () => sure(await Job.fromId(queue, 'two')).retry());
    say('remove', await sure(await Job.fromId(queue, 'two')).remove());
    await queue.add('once', 1, {
      jobId: 'gone',
      removeOnComplete: true,
      deduplication: { id: 'd', ttl: 5_000 },
    });
    say('deduplicated', (await queue.add('once', 2, { deduplication: { id: 'd' } })).id);
    await queue.pause();
    await next('t10');
    await queue.resume();
    const gone = sure(await next('t11'));
    await gone.moveToCompleted(1, 't11', false);
    say('gone', (await queue.getJob('gone')) ?? null);

    const tree = await flows.add({
      name: 'parent',
      queueName: QUEUE,
      data: {},
      opts: { jobId: 'parent' },
      children: ['x', 'y'].map((id) => ({ name: 'child', queueName: QUEUE, data: id, opts: { jobId: id } })),
    });
    say(
      'tree',
      tree.children?.map(({ job }) => job.id),
    );
    for (const token of ['t12', 't13']) await sure(await next(token)).moveToCompleted(token, token, false);
    const parent = sure(await next('t14'));
    say('children', await parent.getChildrenValues());
    await parent.moveToCompleted('all', 't14', false);

    await queue.add('late', 0, { jobId: 'sooner', delay: 60_000 });
    await sure(await queue.getJob('sooner')).promote();
    await queue.add('late', 0, { jobId: 'later', delay: 60_000 });
    await sure(await queue.getJob('later')).changeDelay(1);
    await sure(await queue.getJob('sooner')).changePriority({ priority: 7 });
    await counts();
    await queue.setGlobalConcurrency(1);
    const held = sure(await next('t15'));
    await next('t16');
    await held.moveToCompleted(0, 't15', false);
    await queue.removeGlobalConcurrency();
    await queue.upsertJobScheduler(
      'hourly',
      { every: 3_600_000, startDate: 4_102_444_800_000 },
      { name: 'hour' },
    );
    say(
      'schedulers',
      (await queue.getJobSchedulers()).map(({ key, every }) => [key, every]),
    );
    say('removed', await queue.removeJobScheduler('hourly'));
    await queue.retryJobs({ count: 10 });
    await counts();
    say('cleaned', (await queue.clean(0, 2, 'completed')).toSorted());
    await queue.drain(true);
    await counts();

    // And with a loop of its own.
    const busy = new Worker(QUEUE, ({ data }: Job<number>) => Promise.resolve(data * data), {
      connection,
      concurrency: 2,
      limiter: { max: 50, duration: 10 },
    });
    const added = await queue.addBulk([4, 5, 6].map((data) => ({ name: 'square', data })));
    say('squares', await Promise.all(added.map((job) => job.waitUntilFinished(events, 5_000))));
    await busy.close();
    await sleep(100);
    lines.push(...heard.toSorted().map((event) => `heard ${event}`));
    lines.push(...(await kept(connection)));
    await queue.obliterate({ force: true });
    say('obliterated', await queue.getJobCounts());
    return lines;
  } finally {
    await Promise.all([worker.close(true), flows.close(), events.close(), queue.close()]);
  }
}

/** All keys of the queue and what they hold, but for times. */
async function kept(address: Address): Promise<string[]> {
  const redis = new Redis(address);
  const lines: string[] = [];
  for (const key of (await redis.keys(`bull:${QUEUE}:*`)).toSorted()) {
    // It wakes a worker that waits, so whether it is there depends on who was quicker.
    if (key.endsWith(':marker')) continue;
    const type = await redis.type(key);
    const value =
      type === 'string'
        ? await redis.get(key)
        : type === 'hash'
          ? Object.entries(await redis.hgetall(key)).toSorted()
          : type === 'list'
            ? await redis.lrange(key, 0, -1)
            : type === 'set'
              ? (await redis.smembers(key)).toSorted()
              : type === 'zset'
                ? await redis.zrange(key, 0, -1)
                : await redis.xlen(key);
    lines.push(`kept ${type} ${key}: ${JSON.stringify(value)}`);
  }
  redis.disconnect();
  return lines.map((line) =>
    line.replaceAll(/\b\d{13}\b/g, 'TIME').replaceAll(/\S*bullmq-story\.ts:\d+:\d+/g, 'STORY'),
  );
}
