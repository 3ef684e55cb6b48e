/** The workers of a campaign: kept from one task to the next, replaced when lost. */
import assert from 'node:assert';
import { performance } from 'node:perf_hooks';
import { clearTimeout, setTimeout } from 'node:timers';
import type { RunOptions } from '../../sim/run/options.js';
import type { NumberedSeed } from '../seeds.js';
import type { Calm } from '../shrink/calm.js';
import type { ToldRun } from '../../sim/run/capsule/told-run.js';
import { InputError } from '../../sim/input/error.js';
import { hostileBatch, hostileRun, whyNotLoaded } from './hostile.js';
import { InOrder, type Chunk } from './in-order.js';
import type { Answer, Batch, Drawn, ScenarioPlace, Task } from './task.js';
import type { End, Loss, Worker } from './worker.js';

/** What the members of a crew are and how many there may be. */
export interface CrewSettings {
  readonly size: number;
  /** All begin at once; otherwise all but the first only where there is work for them. */
  readonly eager: boolean;
  hire(): Worker;
}

/** Seeds of one scenario for a crew. */
export interface Job {
  readonly scenario: ScenarioPlace;
  readonly options: Omit<RunOptions, 'seed'>;
  readonly seeds: Iterable<NumberedSeed>;
  /** How many seeds there are; Infinity: no end. */
  readonly total: number;
  readonly keepGoing: boolean;
  /** Ends the campaign with what it has by then. */
  readonly signal: AbortSignal;
  /** Told in the order of seeds. */
  commit(batch: Batch): void;
  /** Told how many seeds were not run because no worker could begin any more, though some could; `null`: no end of them. */
  givenUp?(seeds: number | null, why: string): void;
  /** Told as it happens, before the order is known: for progress. */
  heard?(batch: Batch): void;
}

/** The others join after this long: a campaign that is over by then does not pay for their start. */
const JOIN_AFTER_MS = 150;
/** A run may end by itself for so long when the campaign is to end. */
const GRACE_MS = 1_000;

/** A start may fail by bad luck; so many in a row do not. */
const STARTS = 2;

/** No worker can load the scenario, though this thread could. */
export class NotLoaded extends InputError {
  override readonly name = 'NotLoaded';
  constructor({ name, file }: ScenarioPlace, loss: Loss) {
    super('', `${file ?? name} cannot be run: ${whyNotLoaded(loss)}`);
  }
}

/** What came of a task of one run. */
export type Told =
  | Extract<Answer, { kind: 'told' }>
  /** It took its worker along. */
  | { readonly kind: 'lost'; readonly run: ToldRun; readonly loss: Loss };

export class Crew {
  private readonly idle: Worker[] = [];
  private readonly busy = new Set<Worker>();
  private closed = false;

  constructor(private readonly settings: CrewSettings) {}

  get size(): number {
    return this.settings.size;
  }

  /**
   * Runs the seeds of a job. What was found is committed, whatever happens.
   * @throws what a run throws that is no verdict, InputError above all; NotLoaded
   */
  async explore(job: Job): Promise<void> {
    const { size, eager } = this.settings;
    const order = new InOrder(job.seeds, job.total, size, job.keepGoing, (batch) => job.commit(batch));
    const underWay: UnderWay = new Map();
    const end = (): void => {
      order.close();
      dismiss(underWay, () => true);
    };
    job.signal.addEventListener('abort', end, { once: true });
    if (job.signal.aborted) end();
    const first = this.work(job, order, underWay);
    const join = async (): Promise<(Loss | undefined)[]> => {
      if (!eager) await soonerOf(first, JOIN_AFTER_MS);
      const helpers = order.more ? Math.min(size, job.total) - 1 : 0;
      return Promise.all(Array.from({ length: helpers }, () => this.work(job, order, underWay)));
    };
    try {
      const [loss, others] = await Promise.all([first, join()]);
      const failed = [loss, ...others].find((one) => one !== undefined);
      if (failed !== undefined && !order.begun) throw new NotLoaded(job.scenario, failed);
      // What some could not begin with waits for those that can.
      const left = failed && (await this.work(job, order, underWay));
      if (left !== undefined && order.left !== 0) job.givenUp?.(order.left, whyNotLoaded(left));
    } catch (error) {
      // Whatever the others still do is no longer wanted: nobody would hear of it.
      end();
      throw error;
    } finally {
      job.signal.removeEventListener('abort', end);
      order.settleAll();
    }
  }

  /** Does one task that is no campaign. @returns why its worker was lost, if it was */
  async perform(
    task: Task,
    heard: (answer: Answer) => void,
    signal?: AbortSignal,
  ): Promise<Loss | undefined> {
    for (let failedStarts = 0; ;) {
      const worker = this.take();
      const { fresh } = worker;
      const end = await this.performBy(worker, task, heard, signal);
      if (end.kind === 'done') return undefined;
      if (end.at >= 0 || this.closed || end.loss.kind === 'stopped') return end.loss;
      // One that went of old age leaves the task to another.
      if (fresh && !mayStart(end.loss, ++failedStarts)) throw new NotLoaded(task.scenario, end.loss);
    }
  }

  /** Does one task in a thread that has done nothing before, and will do nothing else. */
  async performAfresh(
    task: Task,
    heard: (answer: Answer) => void,
    signal?: AbortSignal,
  ): Promise<Loss | undefined> {
    const worker = this.settings.hire();
    try {
      const end = await this.performBy(worker, task, heard, signal);
      if (end.kind === 'done') return undefined;
      if (end.at < 0 && end.loss.kind !== 'stopped') throw new NotLoaded(task.scenario, end.loss);
      return end.loss;
    } finally {
      const at = this.idle.indexOf(worker);
      if (at >= 0) this.idle.splice(at, 1);
      worker.close();
    }
  }

  /** Does one task in every thread that has done something before and waits. */
  async performByIdle(task: Task, heard: (answer: Answer) => void, signal?: AbortSignal): Promise<void> {
    const waiting = this.idle.splice(0);
    await Promise.all(waiting.map((worker) => this.performBy(worker, task, heard, signal)));
  }

  private async performBy(
    worker: Worker,
    task: Task,
    heard: (answer: Answer) => void,
    signal: AbortSignal | undefined,
  ): Promise<End> {
    const stop = (): void => worker.stop();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await this.during(worker, () => worker.run(task, heard));
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** One run, by a worker that may be lost in it. */
  async runOne(
    scenario: ScenarioPlace,
    options: RunOptions,
    calm: Calm = {},
    withStory = false,
  ): Promise<Told> {
    let told: Extract<Told, { kind: 'told' }> | undefined;
    const task: Task = {
      kind: 'run',
      scenario,
      options,
      calm,
      withStory,
    };
    const loss = await this.perform(task, (answer) => {
      if (answer.kind === 'told') told = answer;
    });
    if (told !== undefined) return told;
    const lost = loss ?? { kind: 'stopped' };
    return { kind: 'lost', run: await this.lostIn(scenario, options, lost), loss: lost };
  }

  /** What can be told of a run that took its thread along. */
  async lostIn(scenario: ScenarioPlace, options: RunOptions, loss: Loss): Promise<ToldRun> {
    return hostileRun(scenario.name, options.seed ?? 1, await this.draw(scenario, options), loss);
  }

  close(): void {
    this.closed = true;
    for (const worker of [...this.idle.splice(0), ...this.busy]) worker.close();
  }

  /** @returns why it ended too soon: no worker could begin here */
  private async work(job: Job, order: InOrder, underWay: UnderWay): Promise<Loss | undefined> {
    for (let chunk = order.take(); chunk !== undefined && !this.closed; chunk = order.take()) {
      const startedAt = performance.now();
      const loss = await this.workOff(chunk, job, order, underWay);
      if (loss !== undefined) {
        order.giveBack(chunk);
        return loss;
      }
      order.finish(chunk, performance.now() - startedAt);
    }
    return undefined;
  }

  private async workOff(
    chunk: Chunk,
    job: Job,
    order: InOrder,
    underWay: UnderWay,
  ): Promise<Loss | undefined> {
    const { scenario, options, keepGoing } = job;
    const accept = (batch: Batch): void => {
      if (chunk.closed) return;
      job.heard?.(batch);
      order.accept(chunk, batch);
      // Those before it in the order of seeds go on: one of them may have failed earlier.
      dismiss(underWay, ({ closed }) => closed);
    };
    let failedStarts = 0;
    for (let piece = chunk.next(); piece !== undefined; piece = chunk.next()) {
      const { seeds, alone } = piece;
      const from = chunk.taken;
      const worker = this.take(alone);
      const { fresh } = worker;
      underWay.set(chunk, worker);
      const end = await this.during(worker, () =>
        worker.run({ kind: 'seeds', scenario, options, seeds, keepGoing }, (answer) => {
          if (answer.kind === 'batch') accept(answer);
        }),
      );
      underWay.delete(chunk);
      if (chunk.closed || job.signal.aborted || this.closed) return undefined;
      if (end.kind === 'done') {
        assert(chunk.taken > from, 'a worker was done with nothing');
        continue;
      }
      if (end.at < 0) {
        // Went of old age, before it began: another one takes what it was given.
        if (!fresh || mayStart(end.loss, ++failedStarts)) continue;
        return end.loss;
      }
      // A thread that is used for long may be at its end through no fault of this seed: it gets one of its own.
      if (!alone) {
        chunk.lostAt(from, end.at);
        continue;
      }
      const { seed } = seeds[0] as NumberedSeed;
      accept(hostileBatch(await this.lostIn(scenario, { ...options, seed }, end.loss)));
    }
    return undefined;
  }

  /** What would have been run; nothing where even that cannot be found out. */
  private async draw(scenario: ScenarioPlace, options: RunOptions): Promise<Drawn> {
    let drawn: Drawn | undefined;
    try {
      await this.perform({ kind: 'draw', scenario, options }, (answer) => {
        if (answer.kind === 'drawn') ({ drawn } = answer);
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
    return (
      drawn ?? {
        params: options.params ?? {},
        bug: options.bug,
        profile: '',
        plan: { schema: 1, faults: [], operations: [] },
        undrawn: true,
      }
    );
  }

  private take(fresh = false): Worker {
    for (let waiting = this.idle.pop(); waiting !== undefined; waiting = this.idle.pop()) {
      if (!waiting.gone && (!fresh || waiting.fresh)) return waiting;
      waiting.close();
    }
    return this.settings.hire();
  }

  private async during<T extends { readonly kind: 'done' | 'lost' }>(
    worker: Worker,
    act: () => Promise<T>,
  ): Promise<T> {
    this.busy.add(worker);
    try {
      const end = await act();
      if (end.kind === 'done' && !this.closed) this.idle.push(worker);
      else worker.close();
      return end;
    } catch (error) {
      worker.close();
      throw error;
    } finally {
      this.busy.delete(worker);
    }
  }
}

/** Whether another worker is to try what so many could not begin. One that hung took long enough. */
function mayStart(loss: Loss, failedStarts: number): boolean {
  return loss.kind !== 'hung' && failedStarts < STARTS;
}

/** Chunks being worked on, and by whom. */
type UnderWay = Map<Chunk, Worker>;

/** Asks workers to end, and ends those that do not. */
function dismiss(underWay: UnderWay, which: (chunk: Chunk) => boolean): void {
  const chosen = [...underWay].filter(([chunk]) => which(chunk));
  for (const [, worker] of chosen) worker.stop();
  setTimeout(() => {
    for (const [chunk, worker] of chosen) if (underWay.get(chunk) === worker) worker.close();
  }, GRACE_MS).unref();
}

async function soonerOf(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, late]);
  clearTimeout(timer);
}
