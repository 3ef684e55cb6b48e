/** The workers behind a command, as its flags want them. */
import { availableParallelism } from 'node:os';
import { Crew } from '../../explore/workers/crew.js';
import type { ScenarioPlace } from '../../explore/workers/task.js';
import { startThread } from '../../explore/workers/thread.js';
import { workHere } from '../../explore/workers/worker.js';
import { fileOf, scenarioOfCapsule } from '../catalogue.js';
import type { Arguments, Flag } from '../command.js';
import { UsageError } from '../errors.js';
import type { Terminal } from '../terminal.js';
import { tellStory } from './tell-story.js';

const DEFAULT_RUN_MS = 30_000;
const DEFAULT_MEMORY_MB = 1024;
const MAX_WORKERS = 256;
const MIN_MEMORY_MB = 32;

export const WORKERS_FLAG: Flag = {
  summary: 'How many threads; default: as many as there are cores',
  kind: 'text',
  value: 'N',
};
export const LIMIT_FLAGS: Readonly<Record<'seed-timeout' | 'seed-memory', Flag>> = {
  'seed-timeout': {
    summary: `Fail a run that takes longer; default ${DEFAULT_RUN_MS / 1000}s of real time`,
    kind: 'text',
    value: 'length',
  },
  'seed-memory': {
    summary: `Fail a run that needs more memory; default ${DEFAULT_MEMORY_MB} MB of heap`,
    kind: 'text',
    value: 'MB',
  },
};

/** Sources have no threads: only what is built can be loaded there. */
export const BUILT = import.meta.url.endsWith('.js');

export function crewOf(args: Arguments, terminal: Terminal, most = MAX_WORKERS): Crew {
  const asked = args.count('workers');
  if (asked !== undefined && asked > MAX_WORKERS)
    throw new UsageError(`--workers takes ${MAX_WORKERS} at most, not ${asked}`);
  const memoryMb = args.count('seed-memory') ?? DEFAULT_MEMORY_MB;
  if (memoryMb < MIN_MEMORY_MB)
    throw new UsageError(`--seed-memory takes ${MIN_MEMORY_MB} MB at least, not ${memoryMb}`);
  const limits = { runMs: args.durationMs('seed-timeout') ?? DEFAULT_RUN_MS, memoryMb };
  const noted = new Set<string>();
  const words = {
    print: (text: string) => terminal.note(text),
    // Many threads may have the same to tell.
    note(sentence: string) {
      if (!noted.has(sentence)) terminal.note(`${sentence}\n`);
      noted.add(sentence);
    },
  };
  const entry = new URL('./worker-thread.js', import.meta.url);
  return new Crew({
    size: BUILT ? Math.min(asked ?? availableParallelism(), most) : 1,
    eager: asked !== undefined,
    hire: () =>
      BUILT
        ? startThread(entry, limits, words)
        : workHere(
            ({ name, file }) =>
              scenarioOfCapsule({ scenario: name, ...(file === undefined ? {} : { file }) }),
            tellStory,
          ),
  });
}

/** Where workers find a scenario that this thread has found. */
export function placeOf(name: string): ScenarioPlace {
  const file = fileOf(name);
  return { name, ...(file === undefined ? {} : { file }) };
}
