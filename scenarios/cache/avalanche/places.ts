/** A limit: so many may be at work, and the others wait in a line, for a while. */

export interface Places {
  /** False: there was none in time. */
  take(untilMs: number): Promise<boolean>;
  giveBack(): void;
}

/** @param nowMs the clock of the process */
export function newPlaces(count: number, nowMs: () => number): Places {
  let free = count;
  const waiting: { readonly untilMs: number; readonly hears: (isMine: boolean) => void }[] = [];
  return {
    take(untilMs) {
      if (free === 0) return new Promise((hears) => waiting.push({ untilMs, hears }));
      free--;
      return Promise.resolve(true);
    },
    giveBack() {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const isInTime = nowMs() < next.untilMs;
        next.hears(isInTime);
        if (isInTime) return;
      }
      free++;
    },
  };
}
