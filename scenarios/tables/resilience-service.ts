/** A service with workers and a line before them. While it is sick, all that it begins takes longer. */
import { asyncProgram, Refused } from 'seedstorm';

/** While this place of the code misbehaves, work takes `slowBy` times as long. */
export const SICK = 'service/sick';

export interface Ask {
  readonly id: number;
  /** How long the caller waits for the answer. */
  readonly leftMs?: number;
}

export interface ServiceSettings {
  readonly workers: number;
  readonly workMs: number;
  readonly slowBy: number;
  /** How many may wait. */
  readonly line?: number | undefined;
  /** Whether it begins what will be late even if it takes no longer than usual. */
  readonly beginsLate: boolean;
}

export const service = ({ workers, workMs, slowBy, line = Infinity, beginsLate }: ServiceSettings) =>
  asyncProgram<{ message: Ask; answer: 'done' }>(async (node) => {
    const all = threadsOf(workers);
    node.onMessage(async ({ leftMs = Infinity }) => {
      const untilMs = node.monotonicMs() + leftMs;
      if (all.waiting() >= line) throw new Refused('busy');
      await all.take();
      try {
        if (!beginsLate && node.monotonicMs() + workMs > untilMs) throw new Refused('too late');
        await node.sleep(node.buggify(SICK) ? workMs * slowBy : workMs);
        return 'done' as const;
      } finally {
        all.giveBack();
      }
    });
  });

/** Threads, and an endless line of those that wait for one. */
export function threadsOf(count: number) {
  let free = count;
  const line: (() => void)[] = [];
  return {
    waiting: (): number => line.length,
    async take(): Promise<void> {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => line.push(resolve));
    },
    giveBack(): void {
      const next = line.shift();
      if (next === undefined) free++;
      else next();
    },
  };
}
