/** How long messages pile up and wait, over the runs of one setting. */
import type { Run } from 'seedstorm';
import { BURST, EVERY_MS, OUTAGE_MS, TIMES, type Spare } from './backlog-world.js';
import { percentile, summing } from './sums.js';
import type { Account } from './table.js';

/** What became of the messages of a setting. */
export interface BacklogFigures {
  readonly sent: number;
  /** Messages whose publisher got no confirm. */
  readonly refused: number;
  /** Messages that waited most in the queue and in work, at once: at the median of all runs. */
  readonly highest: number;
  /** Messages that still waited when the stream ended, at the median. */
  readonly left: number;
  /** From the end of the trouble until no message waited, at the median; infinite where that did not come. */
  readonly workedOffMs: number;
  /** How long a publisher waited for its confirm after the trouble began: of a hundred all but one no longer. */
  readonly confirmP99Ms: number;
  /** How long messages waited until they were done: before the trouble at the median, and of those after it the last tenth. */
  readonly calmMs: number;
  readonly lateMs: number;
}

interface Said {
  readonly f: string;
  readonly value: number;
}

/** As many as there are workers are in work, and one may have just come: nobody waits for another. */
const IN_WORK = 5;
/** Workers find their way back to the broker in this time. */
const SETTLED_MS = 10;

/** What has piled up is done by what is to spare: T·λ / (μ − λ), with the outage T, or with the burst for T·λ. */
export const formulaMs = ({ spare, event }: Spare): number =>
  (event === 'outage' ? OUTAGE_MS / EVERY_MS : BURST) / (spare / EVERY_MS - 1 / EVERY_MS);

/** A run, and what made messages pile up in it. */
export interface Trouble {
  readonly event: Spare['event'];
  readonly run: Run;
}

function sample({ event, run: { history } }: Trouble) {
  const sentAtMs = new Map<number, number>();
  const doneAtMs = new Map<number, number>();
  const confirms: number[] = [];
  let refused = 0;
  for (const { input, type, invokedAtMs = 0, completedAtMs = 0 } of history) {
    const { f, value } = input as Said;
    if (f !== 'send') {
      if (!doneAtMs.has(value)) doneAtMs.set(value, invokedAtMs);
    } else if (type === 'ok') {
      sentAtMs.set(value, completedAtMs);
      if (invokedAtMs >= TIMES.trouble) confirms.push(completedAtMs - invokedAtMs);
    } else refused++;
  }
  const over = event === 'outage' ? TIMES.trouble + OUTAGE_MS : TIMES.trouble;
  const { highest, left, emptyAtMs } = pileOf([...sentAtMs.values()], [...doneAtMs.values()], over);
  const waits = (fromMs: number, untilMs: number): number[] =>
    [...sentAtMs]
      .filter(([, at]) => at >= fromMs && at < untilMs)
      .map(([value, at]) => (doneAtMs.get(value) ?? TIMES.untilMs) - at);
  return {
    ...{ sent: sentAtMs.size + refused, refused, confirms },
    ...{ highest: [highest], left: [left], workedOff: [emptyAtMs - over] },
    calm: waits(TIMES.fromMs, TIMES.trouble - 50),
    late: waits(TIMES.untilMs - 200, TIMES.untilMs - 50),
  };
}

/** How many messages wait, from event to event. */
function pileOf(sent: readonly number[], done: readonly number[], over: number) {
  const changes = [...sent.map((at) => [at, 1] as const), ...done.map((at) => [at, -1] as const)];
  let pile = 0;
  let highest = 0;
  let emptyAtMs = Infinity;
  for (const [at, change] of changes.sort(([a], [b]) => a - b)) {
    pile += change;
    highest = Math.max(highest, pile);
    if (at > over + SETTLED_MS && pile <= IN_WORK && emptyAtMs === Infinity) emptyAtMs = at;
  }
  return { highest, left: pile, emptyAtMs };
}

const nothing = {
  ...{ sent: 0, refused: 0 },
  ...{ confirms: [] as number[], calm: [] as number[], late: [] as number[] },
  ...{ highest: [] as number[], left: [] as number[], workedOff: [] as number[] },
};

export function backlogAccount(): Account<BacklogFigures, Trouble> {
  return summing(nothing, sample, ({ sent, refused, ...lists }): BacklogFigures => ({
    ...{ sent, refused },
    highest: percentile(lists.highest, 50),
    left: percentile(lists.left, 50),
    workedOffMs: percentile(lists.workedOff, 50),
    confirmP99Ms: percentile(lists.confirms, 99),
    calmMs: percentile(lists.calm, 50),
    lateMs: percentile(lists.late, 50),
  }));
}
