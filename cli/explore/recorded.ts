/** Runs that are recorded in threads, to be compared with others of the same seed. */
import type { RunOptions } from '../../sim/run/options.js';
import type { Divergence } from '../../sim/record/divergence.js';
import { firstDivergence } from '../../sim/record/divergence.js';
import type { RunRecord } from '../../sim/record/run-record.js';
import type { Calm } from '../../explore/shrink/calm.js';
import type { Crew } from '../../explore/workers/crew.js';
import type { ScenarioPlace, Task, ToldRecord } from '../../explore/workers/task.js';
import type { Loss } from '../../explore/workers/worker.js';
import { BUILT } from './crew.js';

/** How a run in a fresh thread is called; sources have no threads. */
export const AFRESH = BUILT ? 'in a fresh thread' : 'in another run';
export const AGAIN = BUILT ? 'once more in that thread' : 'in a third run';

/** What is to be recorded. */
export interface ToRecord {
  readonly scenario: ScenarioPlace;
  readonly options: RunOptions;
  readonly calm?: Calm;
  /** How often, in one thread: in the first run modules are cold, in the second they are not. */
  readonly times: number;
  readonly against?: RunRecord;
}

export type Recorded =
  | { readonly kind: 'recorded'; readonly runs: readonly ToldRecord[] }
  /** A run took its thread along. */
  | { readonly kind: 'lost'; readonly loss: Loss };

/** In a thread that has done nothing before. @throws InputError as `simulate` does */
export function recordedAfresh(crew: Crew, what: ToRecord, signal?: AbortSignal): Promise<Recorded> {
  return recorded((task, heard) => crew.performAfresh(task, heard, signal), what);
}

/** In whichever thread of the crew is free. @throws InputError as `simulate` does */
export function recordedByCrew(crew: Crew, what: ToRecord, signal?: AbortSignal): Promise<Recorded> {
  return recorded((task, heard) => crew.perform(task, heard, signal), what);
}

/** In every thread of the crew that ran something before and waits. */
export async function recordedByIdle(
  crew: Crew,
  what: ToRecord,
  signal?: AbortSignal,
): Promise<ToldRecord[]> {
  const runs: ToldRecord[] = [];
  await crew.performByIdle(
    taskOf(what),
    (answer) => {
      if (answer.kind === 'recorded') runs.push(...answer.runs);
    },
    signal,
  );
  return runs;
}

async function recorded(
  perform: (task: Task, heard: Parameters<Crew['perform']>[1]) => Promise<Loss | undefined>,
  what: ToRecord,
): Promise<Recorded> {
  let runs: readonly ToldRecord[] | undefined;
  const loss = await perform(taskOf(what), (answer) => {
    if (answer.kind === 'recorded') ({ runs } = answer);
  });
  if (runs !== undefined) return { kind: 'recorded', runs };
  return { kind: 'lost', loss: loss ?? { kind: 'stopped' } };
}

function taskOf({ scenario, options, calm = {}, times, against }: ToRecord): Task {
  return {
    ...{ kind: 'record', scenario, options, calm, times },
    ...(against === undefined ? {} : { against: against.words }),
  };
}

/** Where a run and two of a fresh thread part, if they do. @param name what the run is called */
export function partingOf(
  record: RunRecord,
  name: string,
  [cold, warm]: readonly ToldRecord[],
): Divergence | undefined {
  return (
    (cold && firstDivergence(record, cold.record, [name, AFRESH])) ??
    (warm && firstDivergence(record, warm.record, [name, AGAIN]))
  );
}
