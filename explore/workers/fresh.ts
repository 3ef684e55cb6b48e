/** A run in a fresh thread of this package's own, for callers that are no campaign: `verify` and `simTest`. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RunOptions } from '../../sim/run/options.js';
import type { RunRecord } from '../../sim/record/run-record.js';
import type { ToldRun } from '../../sim/run/capsule/told-run.js';
import type { SimulateOptions } from '../../sim/run/run.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import { placeOfScenario } from '../../sim/scenario/place.js';
import { InputError } from '../../sim/input/error.js';
import { thrownText } from '../../sim/input/thrown.js';
import { reasonOf } from './hostile.js';
import { isServing } from './serve.js';
import type { ToldRecord } from './task.js';
import { startThread } from './thread.js';

/** The same run in a thread of its own, or why there is none. */
export type Afresh =
  | { readonly kind: 'recorded'; readonly record: RunRecord; readonly run: ToldRun }
  | { readonly kind: 'none'; readonly why: string }
  /** The package is run from its sources, which threads do not load: only we do that. */
  | { readonly kind: 'sources' };

/** Where threads begin that can load scenarios; it is there once the package is built. */
const ENTRY = new URL('../../cli/explore/worker-thread.js', import.meta.url);
const LIMITS = { runMs: 60_000, memoryMb: 1024 };

/** @throws InputError as `simulate` does */
export async function recordInThread(
  scenario: Scenario,
  options: SimulateOptions,
  against: RunRecord,
): Promise<Afresh> {
  if (!existsSync(fileURLToPath(ENTRY))) return { kind: 'sources' };
  const asked = askable(scenario, options);
  if (typeof asked === 'string') return { kind: 'none', why: asked };
  const thread = startThread(ENTRY, LIMITS, { print: () => undefined, note: () => undefined });
  let told: ToldRecord | undefined;
  try {
    const task = { ...asked, kind: 'record', calm: {}, times: 1, against: against.words } as const;
    const end = await thread.run(task, (answer) => {
      if (answer.kind === 'recorded') told = answer.runs[0];
    });
    if (told !== undefined) return { kind: 'recorded', ...told };
    return { kind: 'none', why: end.kind === 'lost' ? reasonOf(end.loss) : 'it gave no answer' };
  } catch (error) {
    // It is fine here, or this would not have been asked: the thread cannot load it.
    return { kind: 'none', why: error instanceof InputError ? error.message : thrownText(error) };
  } finally {
    thread.close();
  }
}

/** What to ask of a thread, or why none can be asked. */
function askable(
  scenario: Scenario,
  options: SimulateOptions,
):
  | string
  | { readonly scenario: { readonly name: string; readonly file?: string }; readonly options: RunOptions } {
  if (isServing()) return 'this is such a thread already';
  if (!existsSync(fileURLToPath(ENTRY)))
    return 'this package is run from its sources, which threads do not load';
  const place = placeOfScenario(scenario);
  if (place === undefined)
    return 'it was not defined by a file called *.sim.ts (or .js, .mjs …), which a thread could load';
  const { drain: _, ...rest } = options;
  if (!isData(rest)) return 'its options hold functions, which do not go from thread to thread';
  return { scenario: place, options: rest };
}

function isData(options: object): boolean {
  try {
    structuredClone(options);
    return true;
  } catch {
    return false;
  }
}
