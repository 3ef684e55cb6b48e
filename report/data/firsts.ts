/** When a run came to each named site for the first time, and when it saw a state it had not seen. */
import type { Firsts } from './contract.js';

export class FirstTimes {
  readonly result = { event: [] as number[], site: [] as string[], states: [] as number[] } satisfies Firsts;
  private readonly known = new Set<string>();

  /** A site counts once what it says holds there, as in a campaign. @param event at which it was reached */
  reached(site: string, event: number): void {
    if (this.known.has(site)) return;
    this.known.add(site);
    this.result.event.push(event);
    this.result.site.push(site);
  }
}
