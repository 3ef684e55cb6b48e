/** One line that says how far a campaign has got; nothing where nobody watches. */
import type { Terminal } from '../terminal.js';

const EVERY_MS = 100;

export class CampaignLine {
  private runs = 0;
  private readonly began = performance.now();
  private shownAt = 0;
  private shown = false;

  /** @param expected how many runs there will be, if it is known */
  constructor(
    private readonly terminal: Terminal,
    private readonly expected: number | undefined,
  ) {}

  ran(scenario: string, failures: number): void {
    this.runs++;
    const now = performance.now();
    if (!this.terminal.watched || now - this.shownAt < EVERY_MS) return;
    this.shownAt = now;
    this.shown = true;
    const rate = this.runs / ((now - this.began) / 1000);
    const { expected } = this;
    const left =
      expected === undefined ? '' : ` of ${expected}, ${Math.ceil((expected - this.runs) / rate)} s left`;
    this.terminal.note(
      `\r\u001b[K${scenario}  ${this.runs} runs${left}  ${rate.toFixed(0)}/s  ${failures} failed`,
    );
  }

  clear(): void {
    if (this.shown) this.terminal.note('\r\u001b[K');
    this.shown = false;
  }
}
