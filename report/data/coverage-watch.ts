/** Writes down when a run came to each named site for the first time, and when it saw a state it had not seen. */
import type { World } from '../../sim/world/world.js';
import type { Firsts } from './contract.js';

export class CoverageWatch {
  private readonly firsts = { event: [] as number[], site: [] as string[], states: [] as number[] };
  private readonly held = new Set<string>();
  private states = 0;

  /** A site counts once what it says holds there, as in a campaign. */
  constructor(private readonly world: World) {
    const { coverage } = world;
    const sometimes = coverage.sometimes.bind(coverage);
    const reachable = coverage.reachable.bind(coverage);
    const saw = coverage.saw.bind(coverage);
    coverage.sometimes = (name, condition) => {
      sometimes(name, condition);
      if (condition) this.reached(`sometimes: ${name}`);
    };
    coverage.reachable = (name) => {
      reachable(name);
      this.reached(`reachable: ${name}`);
    };
    coverage.saw = (...seen) => {
      saw(...seen);
      for (; this.states < coverage.stateCount; this.states++) this.firsts.states.push(world.events);
    };
  }

  result(): Firsts {
    return this.firsts;
  }

  private reached(site: string): void {
    if (this.held.has(site)) return;
    this.held.add(site);
    this.firsts.event.push(this.world.events);
    this.firsts.site.push(site);
  }
}
