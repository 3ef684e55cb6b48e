/**
 * Hands out seeds in chunks and takes results back in the order of seeds, whoever was first: what comes out is the same
 * whatever the number of workers, the size of chunks and the accidents on the way. Pure bookkeeping; crew.ts does the
 * work.
 */
import type { NumberedSeed } from '../seeds.js';
import type { Batch } from './task.js';

/** What of a chunk is to be run next. */
export interface Piece {
  readonly seeds: readonly NumberedSeed[];
  /** To be run by a worker that has done nothing before: another one was lost in this seed. */
  readonly alone: boolean;
}

/** Seeds next to each other, in the hands of one worker. */
export class Chunk {
  private done = 0;
  private suspect: number | undefined;
  /** Nothing more is wanted of it. */
  closed = false;
  readonly batches: Batch[] = [];

  constructor(
    readonly seeds: readonly NumberedSeed[],
    readonly number: number,
  ) {}

  /** undefined: there is nothing left. Seeds before a suspect are run without it. */
  next(): Piece | undefined {
    if (this.closed || this.done === this.seeds.length) return undefined;
    const { suspect = -1 } = this;
    if (this.done === suspect) return { seeds: this.seeds.slice(suspect, suspect + 1), alone: true };
    const until = this.done < suspect ? suspect : this.seeds.length;
    return { seeds: this.seeds.slice(this.done, until), alone: false };
  }

  accept(batch: Batch): void {
    this.done += batch.tally.runs;
    this.batches.push(batch);
  }

  /** A worker was lost in the seed number `at` of the piece that began at the seed number `from` of the chunk. */
  lostAt(from: number, at: number): void {
    this.suspect = from + at;
  }

  get taken(): number {
    return this.done;
  }

  /** How many of its seeds have not been run. */
  get left(): number {
    return this.seeds.length - this.done;
  }
}

/** How many seeds a chunk has before anybody knows how long a run takes. */
const FIRST_CHUNK = 4;
const CHUNK_MS = 100;
const MAX_CHUNK = 4096;

export class InOrder {
  private readonly seeds: Iterator<NumberedSeed>;
  private readonly open: Chunk[] = [];
  /** Handed out, and given back by whoever could not begin with them. */
  private readonly returned: Chunk[] = [];
  private handedOut = 0;
  private chunks = 0;
  private ended = false;
  /** Whether anything has been run at all. */
  begun = false;
  private msPerSeed: number | undefined;

  /**
   * @param total how many seeds there are, Infinity if there is no end
   * @param commit is told every batch in the order of seeds, and none after the first failure unless `keepGoing`
   */
  constructor(
    seeds: Iterable<NumberedSeed>,
    private readonly total: number,
    private readonly workers: number,
    private readonly keepGoing: boolean,
    private readonly commit: (batch: Batch) => void,
  ) {
    this.seeds = seeds[Symbol.iterator]();
  }

  /** The next chunk to work on; undefined: there is no more. */
  take(): Chunk | undefined {
    for (let back = this.returned.shift(); back !== undefined; back = this.returned.shift())
      if (!back.closed) return back;
    if (this.ended) return undefined;
    const seeds: NumberedSeed[] = [];
    for (let left = this.chunkSize(); left > 0; left--) {
      const { done, value } = this.seeds.next();
      if (done === true) {
        this.ended = true;
        break;
      }
      seeds.push(value);
    }
    if (seeds.length === 0) return undefined;
    this.handedOut += seeds.length;
    const chunk = new Chunk(seeds, this.chunks++);
    this.open.push(chunk);
    return chunk;
  }

  /** Whether seeds are left to be handed out. */
  get more(): boolean {
    return !this.ended && this.handedOut < this.total;
  }

  accept(chunk: Chunk, batch: Batch): void {
    if (chunk.closed) return;
    this.begun = true;
    chunk.accept(batch);
    if (batch.failure !== undefined && !this.keepGoing) {
      chunk.closed = true;
      this.ended = true;
      // What comes after the first failure does not count, even where it has been run already.
      for (const later of this.open.splice(this.open.indexOf(chunk) + 1)) {
        later.closed = true;
        later.batches.length = 0;
      }
    }
    this.settle();
  }

  /** Nothing can be done with it here: another worker may take it. */
  giveBack(chunk: Chunk): void {
    this.returned.push(chunk);
  }

  /** How many seeds nobody has run or is at; `null`: there is no end of them. */
  get left(): number | null {
    const back = this.returned.filter(({ closed }) => !closed).reduce((sum, { left }) => sum + left, 0);
    const rest = this.ended ? 0 : this.total - this.handedOut;
    return Number.isFinite(rest) ? back + rest : null;
  }

  /** A chunk is finished: all of it, or as much as was wanted. */
  finish(chunk: Chunk, ms: number): void {
    chunk.closed = true;
    if (chunk.taken > 0) this.msPerSeed = ms / chunk.taken;
    this.settle();
  }

  /** Hands out nothing more. */
  close(): void {
    this.ended = true;
    this.returned.length = 0;
  }

  /** Commits what is there, gaps or not: for campaigns that are ended from outside. */
  settleAll(): void {
    this.close();
    for (const chunk of this.open) chunk.closed = true;
    this.settle();
  }

  private settle(): void {
    for (let chunk = this.open[0]; chunk !== undefined; chunk = this.open[0]) {
      for (const batch of chunk.batches.splice(0)) this.commit(batch);
      if (!chunk.closed) return;
      this.open.shift();
    }
  }

  private chunkSize(): number {
    const { msPerSeed } = this;
    const wanted = msPerSeed === undefined ? FIRST_CHUNK : Math.ceil(CHUNK_MS / Math.max(msPerSeed, 0.01));
    // Towards the end chunks become small, so that nobody waits long for the last.
    const share = Math.ceil((this.total - this.handedOut) / (2 * this.workers));
    return Math.max(1, Math.min(wanted, share, MAX_CHUNK));
  }
}
