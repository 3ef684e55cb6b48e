/**
 * A worker in a thread of its own, under watch from outside: one that hangs, eats memory or ends itself takes nothing
 * along. worker_threads is used directly because a pool library answers once a task: here answers stream, the watch
 * must know which seed a thread was in when it went, and a lost thread's seeds must go on elsewhere in their order.
 */
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { MessageChannel, receiveMessageOnPort, Worker as NodeThread } from 'node:worker_threads';
import { ScenarioError } from '../../sim/input/callers-code.js';
import { InputError } from '../../sim/input/error.js';
import { isError, thrownAt, thrownText } from '../../sim/input/thrown.js';
import { AT, BEAT, SHARED_LENGTH, STOP, type FromThread, type Line } from './serve.js';
import type { ScenarioPlace } from './task.js';
import type { End, Loss, Worker } from './worker.js';

export interface ThreadLimits {
  /** How long one run may take, in ms of real time. */
  readonly runMs: number;
  /** How large the heap of a thread may become. */
  readonly memoryMb: number;
}

/** What a thread tells besides its answers. */
export interface ThreadWords {
  /** What programs under test print. */
  print(text: string): void;
  /** A sentence on the thread itself. */
  note(sentence: string): void;
}

/**
 * Runs live briefly: with room for a few of them, most of what they make is never copied by a collection. Not more,
 * since one collection may move a third of it at once, and a thread at its limit has 16 MB of leeway from Node before
 * V8 ends the whole process.
 */
const YOUNG_MB = 48;
const LOOK_EVERY_MS = 100;
/** Loading modules is no run, and may take longer than one: after so long it is told, later given up. */
const SLOW_START_MS = 30_000;
const START_MS = 120_000;

/**
 * Starts a thread.
 * @param entry a module that calls `serve`
 */
export function startThread(entry: URL, limits: ThreadLimits, words: ThreadWords): Worker {
  const shared = new Int32Array(new SharedArrayBuffer(SHARED_LENGTH * Int32Array.BYTES_PER_ELEMENT));
  const thread = new NodeThread(entry, {
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
    stdout: true,
    stderr: true,
  });
  for (const stream of [thread.stdout, thread.stderr]) stream.on('data', (text) => words.print(String(text)));
  const { port1: port, port2 } = new MessageChannel();
  thread.postMessage({ port: port2, shared } satisfies Line, [port2]);
  let fresh = true;
  let hears: ((message: FromThread) => void) | undefined;
  let gone: Loss | undefined;
  let leaves: (loss: Loss) => void = () => undefined;
  const lose = (loss: Loss): void => {
    gone ??= loss;
    void thread.terminate();
  };
  const hear = (message: FromThread): void => {
    if (message.kind === 'stray') words.note(strayed(message.sentence));
    else hears?.(message);
  };
  port.on('message', hear);
  port.on('messageerror', (error) => lose({ kind: 'crash', message: error.message }));
  thread.on('error', (error: unknown) => lose(lossOf(error, limits)));
  thread.on('exit', (code) => {
    // What it said before it went is heard first.
    for (let said = receiveMessageOnPort(port); said !== undefined; said = receiveMessageOnPort(port))
      hear(said.message as FromThread);
    port.close();
    leaves((gone ??= { kind: 'exit', code }));
  });
  return {
    get fresh() {
      return fresh;
    },
    get gone() {
      return gone !== undefined;
    },
    run(task, heard) {
      fresh = false;
      Atomics.store(shared, STOP, 0);
      Atomics.store(shared, AT, -1);
      return new Promise<End>((resolve, reject) => {
        const watch = watchPulse(shared, limits.runMs, {
          slow: () => words.note(slowToLoad(task.scenario)),
          hung: (afterMs) => lose({ kind: 'hung', afterMs }),
        });
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
          if (message.kind === 'unloaded') return lose({ kind: 'load', message: message.sentence });
          end();
          if (message.kind === 'done') {
            if (message.spoilt) lose({ kind: 'stopped' });
            resolve({ kind: 'done' });
          } else if (message.kind === 'error') reject(errorOf(message));
        };
        port.postMessage(task);
      });
    },
    stop: () => void Atomics.store(shared, STOP, 1),
    close: () => lose({ kind: 'stopped' }),
  };
}

function watchPulse(
  shared: Int32Array,
  runMs: number,
  told: { slow(): void; hung(afterMs: number): void },
): NodeJS.Timeout {
  let beat = Atomics.load(shared, BEAT);
  let seenAt = performance.now();
  let slow = false;
  return setInterval(() => {
    const now = performance.now();
    const latest = Atomics.load(shared, BEAT);
    const starts = Atomics.load(shared, AT) < 0;
    const limitMs = starts ? Math.max(runMs, START_MS) : runMs;
    if (latest !== beat) [beat, seenAt] = [latest, now];
    else if (now - seenAt > limitMs) told.hung(limitMs);
    else if (starts && !slow && now - seenAt > SLOW_START_MS) {
      slow = true;
      told.slow();
    }
  }, LOOK_EVERY_MS);
}

function slowToLoad({ name, file }: ScenarioPlace): string {
  return `a worker still loads ${file ?? name} after ${SLOW_START_MS / 1000} s; it is given up after ${START_MS / 1000} s`;
}

function strayed(sentence: string): string {
  return `what a program under test left behind failed where nothing waits for it: ${sentence}`;
}

function lossOf(error: unknown, { memoryMb }: ThreadLimits): Loss {
  const isMemory = isError(error) && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isMemory
    ? { kind: 'memory', limitMb: memoryMb }
    : { kind: 'crash', message: `${thrownText(error)}${thrownAt(error)}` };
}

/** The error of another thread, as what it was. */
function errorOf({ name, message, stack, blame }: Extract<FromThread, { kind: 'error' }>): Error {
  if (blame.on === 'input') return new InputError('', message);
  if (blame.on === 'scenario') return Object.assign(new ScenarioError(blame.path, ''), { message });
  return Object.assign(new Error(message), { name, stack });
}
