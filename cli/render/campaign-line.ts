/** How far a campaign has got: a bar where a person watches, a plain line now and then where nobody does. */
import { SingleBar } from 'cli-progress';
import { Writable } from 'node:stream';
import type { Terminal } from '../terminal.js';

const EVERY_MS = 100;
/** Where nobody watches, a line is for whoever wonders later what took so long. */
const PLAIN_EVERY_MS = 30_000;

export class CampaignLine {
  private runs = 0;
  private failures = 0;
  private seen = '';
  private readonly began = performance.now();
  private shownAt = this.began;
  private bar: SingleBar | undefined;

  /**
   * @param expectedRuns how many runs there will be, if that is known
   * @param expectedMs how long it will go on, if that is known
   */
  constructor(
    private readonly terminal: Terminal,
    private readonly expectedRuns: number | undefined,
    private readonly expectedMs?: number,
  ) {}

  /** @param failures how many there are by now */
  ran(scenario: string, failures: number): void {
    this.add(scenario, 1, failures - this.failures);
  }

  /** @param failed how many of the runs failed */
  add(scenario: string, runs: number, failed: number, seen = ''): void {
    this.runs += runs;
    this.failures += failed;
    this.seen = seen;
    const now = performance.now();
    if (now - this.shownAt < (this.terminal.watched ? EVERY_MS : PLAIN_EVERY_MS)) return;
    this.shownAt = now;
    if (this.terminal.watched) this.draw(scenario, now);
    else this.terminal.note(`${scenario}: ${this.runs}${this.of()} runs, ${this.told(now).trim()}\n`);
  }

  clear(): void {
    this.bar?.stop();
    this.bar = undefined;
  }

  private draw(scenario: string, now: number): void {
    const { expectedRuns, expectedMs } = this;
    const total = expectedRuns ?? expectedMs ?? 1;
    const value = expectedRuns === undefined ? Math.min(now - this.began, total) : this.runs;
    const payload = { scenario, runs: `${this.runs}${this.of()} runs`, told: this.told(now) };
    this.bar ??= this.started(total, value, payload);
    this.bar.update(value, payload);
  }

  private started(total: number, value: number, payload: object): SingleBar {
    const { unicode, columns } = this.terminal;
    const bar = new SingleBar({
      format: '{scenario} {bar} {runs}{told}',
      barCompleteChar: unicode ? '█' : '#',
      barIncompleteChar: unicode ? '░' : '-',
      barsize: Math.max(6, Math.min(24, columns - 70)),
      stream: drawnBy(this.terminal),
      clearOnComplete: true,
      // Ctrl-C is the campaign's own matter.
      gracefulExit: false,
      hideCursor: null,
      fps: 1000 / EVERY_MS,
    });
    bar.start(total, value, payload);
    return bar;
  }

  private of(): string {
    return this.expectedRuns === undefined ? '' : ` of ${this.expectedRuns}`;
  }

  private told(now: number): string {
    const seconds = Math.max((now - this.began) / 1000, 0.001);
    const rate = this.runs / seconds;
    const left =
      this.expectedRuns !== undefined
        ? (this.expectedRuns - this.runs) / rate
        : this.expectedMs !== undefined
          ? this.expectedMs / 1000 - seconds
          : undefined;
    const eta =
      left === undefined || !Number.isFinite(left) ? '' : `  ${Math.max(0, Math.ceil(left))} s left`;
    return `  ${rate.toFixed(0)}/s${eta}  ${this.failures} failed${this.seen === '' ? '' : `  ${this.seen}`}`;
  }
}

/** The library draws on streams; a terminal has words. */
function drawnBy(terminal: Terminal): NodeJS.WritableStream {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      terminal.draw(String(chunk));
      done();
    },
  });
  return Object.assign(stream, { isTTY: true, columns: terminal.columns });
}
