/** What the tests of the three stores of registers have in common. */
import { simulate, type Run, type Scenario } from 'seedstorm';

export interface Campaign {
  /** What failed: seed, check and reason. */
  readonly wrong: string[];
  /** The named sites that held in some run. */
  readonly held: string[];
  /** Operations that were answered. */
  readonly answered: number;
}

/** Runs seeds from 1 on. */
export async function campaign(scenario: Scenario, runs: number, options: object = {}): Promise<Campaign> {
  const wrong: string[] = [];
  const held = new Set<string>();
  let answered = 0;
  for (let seed = 1; seed <= runs; seed++) {
    const run = await simulate(scenario, { seed, ...options });
    wrong.push(...broken(run).map((name) => `${seed} ${name}`));
    answered += run.operations.ok;
    for (const [name, count] of Object.entries(run.coverage.sometimes)) if (count.held > 0) held.add(name);
  }
  return { wrong, held: [...held].sort(), answered };
}

/** The checks that are not valid. */
export function broken({ checks }: Run): string[] {
  return checks.filter(({ verdict }) => verdict !== 'valid').map(({ name }) => name);
}
