/** Measuring: CPU time of a function, several candidates in turn, medians. Ratios count, absolute times do not. */

/** One candidate: does some work and says how much of it, in whatever it counts. */
export interface Candidate {
  readonly name: string;
  /** @returns how many units of work were done, and for outside programs how much CPU time they took */
  run(): Work | Promise<Work>;
}

export interface Work {
  readonly units: number;
  /** CPU seconds, where the work was done by another process. */
  readonly cpuSeconds?: number;
}

export interface Measured {
  readonly name: string;
  /** Units a CPU second: median over the rounds. */
  readonly perSecond: number;
}

/** Runs all candidates in turn, round after round, so that a machine that slows down slows all of them. */
export async function sideBySide(candidates: readonly Candidate[], rounds: number): Promise<Measured[]> {
  const rates = candidates.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, candidate] of candidates.entries()) {
      const before = process.cpuUsage();
      const { units, cpuSeconds } = await candidate.run();
      const used = process.cpuUsage(before);
      const seconds = cpuSeconds ?? (used.user + used.system) / 1e6;
      // The first round warms up.
      if (round > 0) (rates[index] as number[]).push(units / seconds);
    }
  }
  return candidates.map(({ name }, index) => ({ name, perSecond: median(rates[index] as number[]) }));
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** One line of a report. */
export interface Figure {
  readonly bench: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What is aimed at, if anything. */
  readonly aim?: string;
}
