/** The inside of a worker thread: takes tasks one after another and tells its pulse. */
import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../../input/error.js';
import type { Scenario } from '../../scenario.js';
import { perform } from './perform.js';
import type { Answer, ScenarioPlace, Storyteller, Task } from './task.js';

/** Places in the memory that a thread shares with its watch. */
export const BEAT = 0;
export const AT = 1;
export const STOP = 2;
export const SHARED_LENGTH = 3;

export type FromThread =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'done' }
  | {
      readonly kind: 'error';
      readonly name: string;
      readonly message: string;
      readonly stack: string | undefined;
      /** Whether bad input is at fault. */
      readonly isInput: boolean;
    };

let serving = false;

/** Whether this is a worker thread of ours: it starts no others. */
export const isServing = (): boolean => serving;

/**
 * @param find loads a scenario; called once for each task, so that it had better remember
 * @param tellStory tells failures
 */
export function serve(find: (place: ScenarioPlace) => Promise<Scenario>, tellStory?: Storyteller): void {
  serving = true;
  const port = parentPort;
  if (port === null) throw new Error('only a worker thread can serve');
  const shared = workerData as Int32Array;
  const say = (message: FromThread): void => port.postMessage(message);
  const pulse = {
    beat(index: number) {
      Atomics.store(shared, AT, index);
      Atomics.add(shared, BEAT, 1);
    },
    stopped: () => Atomics.load(shared, STOP) !== 0,
    answer: (answer: Answer) => say({ kind: 'answer', answer }),
  };
  port.on('message', (task: Task) => {
    find(task.scenario)
      .then((scenario) => perform(scenario, task, pulse, tellStory))
      .then(
        () => say({ kind: 'done' }),
        (error: unknown) => say(told(error)),
      );
  });
}

function told(error: unknown): FromThread {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    kind: 'error',
    name,
    message,
    stack,
    isInput: error instanceof InputError || name === 'UsageError',
  };
}
