/** What can do tasks: a thread of its own (thread.ts), or this very thread. */
import type { Scenario } from '../../sim/scenario/scenario.js';
import { perform } from './perform.js';
import type { Answer, ScenarioPlace, Storyteller, Task } from './task.js';

/** Why a worker is gone. */
export type Loss =
  /** A run did not end in time. */
  | { readonly kind: 'hung'; readonly afterMs: number }
  /** A run wanted more memory than a worker may have. */
  | { readonly kind: 'memory'; readonly limitMb: number }
  /** A run ended the thread. */
  | { readonly kind: 'exit'; readonly code: number }
  /** Something was thrown where nothing could catch it. */
  | { readonly kind: 'crash'; readonly message: string }
  /** The scenario cannot be loaded there. */
  | { readonly kind: 'load'; readonly message: string }
  /** It was ended from outside. */
  | { readonly kind: 'stopped' };

export type End =
  | { readonly kind: 'done' }
  /** `at`: the run of the task it was in; -1: before the first. */
  | { readonly kind: 'lost'; readonly loss: Loss; readonly at: number };

export interface Worker {
  /** Whether it has done nothing yet: what goes wrong then is not the fault of what ran before. */
  readonly fresh: boolean;
  /** It went while nobody asked for anything. */
  readonly gone: boolean;
  /** @throws what the task throws, InputError above all */
  run(task: Task, heard: (answer: Answer) => void): Promise<End>;
  /** The rest of the task under way is no longer wanted. */
  stop(): void;
  /** Ends it at once, whatever it does. */
  close(): void;
}

/** Works in this thread: nothing to start, and nothing that would survive a program that ends or never ends. */
export function workHere(find: (place: ScenarioPlace) => Promise<Scenario>, tellStory?: Storyteller): Worker {
  let stopped = false;
  return {
    fresh: true,
    gone: false,
    async run(task, heard) {
      stopped = false;
      const pulse = { beat: () => undefined, stopped: () => stopped, answer: heard };
      await perform(await find(task.scenario), task, pulse, tellStory);
      return { kind: 'done' };
    },
    stop: () => void (stopped = true),
    close: () => undefined,
  };
}
