/** The inside of a worker thread: takes tasks one after another and tells its pulse. */
import { parentPort, type MessagePort } from 'node:worker_threads';
import { ScenarioError } from '../../sim/input/callers-code.js';
import { InputError } from '../../sim/input/error.js';
import { isError, thrownAt, thrownText } from '../../sim/input/thrown.js';
import { builtinsAreSpoilt } from '../../sim/node/ambient/builtins.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import { perform } from './perform.js';
import type { Answer, ScenarioPlace, Storyteller, Task } from './task.js';

/** Places in the memory that a thread shares with its watch. */
export const BEAT = 0;
export const AT = 1;
export const STOP = 2;
export const SHARED_LENGTH = 3;

/** The first message of all: a line of our own, that no program under test can find and write on. */
export interface Line {
  readonly port: MessagePort;
  readonly shared: Int32Array;
}

export type FromThread =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** `spoilt`: what ran here leaves a thread in which others had better not run. */
  | { readonly kind: 'done'; readonly spoilt: boolean }
  /** The scenario of the task cannot be loaded in this thread. */
  | { readonly kind: 'unloaded'; readonly sentence: string }
  /** Something failed that no run waits for any more. */
  | { readonly kind: 'stray'; readonly sentence: string }
  | {
      readonly kind: 'error';
      readonly name: string;
      readonly message: string;
      readonly stack: string | undefined;
      /** Who is to mend it. `path`: the function of the scenario. */
      readonly blame: { readonly on: 'scenario'; readonly path: string } | { readonly on: 'input' | 'us' };
    };

/** More strays than these tell nothing new. */
const MAX_STRAYS = 5;

let serving = false;

/** Whether this is a worker thread of ours: it starts no others. */
export const isServing = (): boolean => serving;

/**
 * @param find loads a scenario; called once for each task, so that it had better remember
 * @param tellStory tells failures
 */
export function serve(find: (place: ScenarioPlace) => Promise<Scenario>, tellStory?: Storyteller): void {
  serving = true;
  if (parentPort === null) throw new Error('only a worker thread can serve');
  const parent = parentPort;
  parent.once('message', (line: Line) => {
    parent.postMessage = () => {
      throw new Error('parentPort.postMessage: a program under test has no parent thread to post to');
    };
    answer(line, find, tellStory);
  });
}

function answer(
  { port, shared }: Line,
  find: (place: ScenarioPlace) => Promise<Scenario>,
  tellStory: Storyteller | undefined,
): void {
  const say = (message: FromThread): void => port.postMessage(message);
  const pulse = {
    beat(index: number) {
      Atomics.store(shared, AT, index);
      Atomics.add(shared, BEAT, 1);
    },
    stopped: () => Atomics.load(shared, STOP) !== 0,
    answer: (answer: Answer) => say({ kind: 'answer', answer }),
  };
  hearStrays(say);
  port.on('message', (task: Task) => {
    void find(task.scenario)
      .then(
        (scenario) =>
          perform(scenario, task, pulse, tellStory).then(
            (): FromThread => ({ kind: 'done', spoilt: builtinsAreSpoilt() }),
            told,
          ),
        unloaded,
      )
      .then(say);
  });
}

/** A timer that a run left behind, say, is no reason to lose the runs after it. */
function hearStrays(say: (message: FromThread) => void): void {
  let count = 0;
  const heard = (error: unknown): void => {
    if (++count <= MAX_STRAYS) say({ kind: 'stray', sentence: `${thrownText(error)}${thrownAt(error)}` });
  };
  process.on('uncaughtException', heard);
  process.on('unhandledRejection', heard);
}

function unloaded(error: unknown): FromThread {
  const failed = told(error);
  if (failed.kind !== 'error' || failed.blame.on === 'us') return failed;
  return { kind: 'unloaded', sentence: failed.message };
}

function told(error: unknown): FromThread {
  const { name, message, stack } = isError(error) ? error : new Error(thrownText(error));
  const blame =
    error instanceof ScenarioError
      ? ({ on: 'scenario', path: error.path } as const)
      : ({ on: error instanceof InputError || name === 'UsageError' ? 'input' : 'us' } as const);
  return { kind: 'error', name, message, stack, blame };
}
