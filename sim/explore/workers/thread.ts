/**
 * A worker in a thread of its own, under watch from outside: one that hangs, eats memory or ends itself takes nothing
 * along. worker_threads is used directly because a pool library answers once a task: here answers stream, the watch
 * must know which seed a thread was in when it went, and a lost thread's seeds must go on elsewhere in their order.
 */
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { Worker as NodeThread } from 'node:worker_threads';
import { InputError } from '../../input/error.js';
import { AT, BEAT, SHARED_LENGTH, STOP, type FromThread } from './serve.js';
import type { End, Loss, Worker } from './worker.js';

export interface ThreadLimits {
  /** How long one run may take, in ms of real time. */
  readonly runMs: number;
  /** How large the heap of a thread may become. */
  readonly memoryMb: number;
}

/**
 * Runs live briefly: with room for a few of them, most of what they make is never copied by a collection. Not more,
 * since one collection may move a third of it at once, and a thread at its limit has 16 MB of leeway from Node before
 * V8 ends the whole process.
 */
const YOUNG_MB = 48;
const LOOK_EVERY_MS = 100;
/** Loading modules is no run, and may take longer than one. */
const START_MS = 30_000;

/**
 * Starts a thread.
 * @param entry a module that calls `serve`
 * @param print where words of the programs under test go
 */
export function startThread(entry: URL, limits: ThreadLimits, print: (text: string) => void): Worker {
  const shared = new Int32Array(new SharedArrayBuffer(SHARED_LENGTH * Int32Array.BYTES_PER_ELEMENT));
  const thread = new NodeThread(entry, {
    workerData: shared,
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
    stdout: true,
    stderr: true,
  });
  for (const stream of [thread.stdout, thread.stderr]) stream.on('data', (text) => print(String(text)));
  let fresh = true;
  let hears: ((message: FromThread) => void) | undefined;
  let gone: Loss | undefined;
  let leaves: (loss: Loss) => void = () => undefined;
  const lose = (loss: Loss): void => {
    gone ??= loss;
    void thread.terminate();
  };
  thread.on('message', (message: FromThread) => hears?.(message));
  thread.on('error', (error: NodeJS.ErrnoException) => lose(lossOf(error, limits)));
  thread.on('messageerror', (error) => lose({ kind: 'crash', message: error.message }));
  // What it said before it went is heard first.
  thread.on('exit', (code) => leaves((gone ??= { kind: 'exit', code })));
  return {
    get fresh() {
      return fresh;
    },
    run(task, heard) {
      fresh = false;
      Atomics.store(shared, STOP, 0);
      Atomics.store(shared, AT, -1);
      return new Promise<End>((resolve, reject) => {
        const watch = watchPulse(shared, limits.runMs, () => lose({ kind: 'hung', afterMs: limits.runMs }));
        const end = (): void => {
          clearInterval(watch);
          hears = undefined;
          leaves = () => undefined;
        };
        leaves = (loss) => {
          end();
          resolve({ kind: 'lost', loss, at: Atomics.load(shared, AT) });
        };
        if (gone !== undefined) return leaves(gone);
        hears = (message) => {
          if (message.kind === 'answer') return heard(message.answer);
          end();
          if (message.kind === 'done') resolve({ kind: 'done' });
          else reject(errorOf(message));
        };
        thread.postMessage(task);
      });
    },
    stop: () => void Atomics.store(shared, STOP, 1),
    close: () => lose({ kind: 'stopped' }),
  };
}

function watchPulse(shared: Int32Array, runMs: number, hung: () => void): NodeJS.Timeout {
  let beat = Atomics.load(shared, BEAT);
  let seenAt = performance.now();
  return setInterval(() => {
    const now = performance.now();
    const latest = Atomics.load(shared, BEAT);
    const limitMs = Atomics.load(shared, AT) < 0 ? Math.max(runMs, START_MS) : runMs;
    if (latest !== beat) [beat, seenAt] = [latest, now];
    else if (now - seenAt > limitMs) hung();
  }, LOOK_EVERY_MS);
}

function lossOf(error: NodeJS.ErrnoException, { memoryMb }: ThreadLimits): Loss {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return { kind: 'memory', limitMb: memoryMb };
  return { kind: 'crash', message: `${error.name}: ${error.message}` };
}

/** The error of another thread, as what it was. */
function errorOf({ name, message, stack, isInput }: Extract<FromThread, { kind: 'error' }>): Error {
  return isInput ? new InputError('', message) : Object.assign(new Error(message), { name, stack });
}
