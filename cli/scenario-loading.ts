/** Loads a file of scenarios into this process, and says in one sentence why it cannot be used. */
import { stat, readdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { Jiti } from 'jiti';
import * as checkers from '../checkers/index.js';
import * as parts from '../parts/index.js';
import * as servers from '../servers/index.js';
import * as builtIn from '../scenarios/index.js';
import * as engine from '../sim/index.js';
import { isServing } from '../explore/workers/serve.js';
import { thrownText, isError } from '../sim/input/thrown.js';
import { UsageError } from './errors.js';
import { guardProcess } from './process-guard.js';
import { didYouMean } from './suggest.js';
import { transformOnce } from './transformed.js';

/** So long may a file await something while it is loaded. */
const LOAD_MS = 30_000;

/** The file that is being loaded now, and those that were. */
const files: { now: string | undefined; readonly all: string[] } = { now: undefined, all: [] };

/** Who else but us runs in this process, for whoever has to say who ended it. */
export function foreignCode(): { readonly loading: string | undefined; readonly files: readonly string[] } {
  return { loading: files.now, files: files.all };
}

/** What a file exports, by name. @throws UsageError in one sentence */
export async function loadFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  await refuseWhatIsNoFile(path);
  const file = shownPath(path);
  guardProcess();
  files.now = file;
  if (!files.all.includes(file)) files.all.push(file);
  try {
    const jiti = await (maker ??= newJiti());
    const loading = jiti.import<Record<string, unknown>>(resolve(path));
    // A worker is watched from outside, by whoever can tell what else is to be done.
    return await (isServing() ? loading : inTime(loading, file, LOAD_MS));
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(whyNotLoaded(file, error));
  } finally {
    files.now = undefined;
  }
}

/** @throws UsageError where it is not there after so long */
export async function inTime<T>(loading: Promise<T>, file: string, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const why = `${file} is not loaded after ${ms / 1000} s: does it await something that never comes?`;
    timer = setTimeout(() => reject(new UsageError(why)), ms);
    // Where nothing else is to come either, the process ends at once, and says so.
    timer.unref();
  });
  try {
    return await Promise.race([loading, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** As the capsule and the commands that repeat a run name it. */
export function shownPath(path: string): string {
  const file = relative('.', path).replaceAll(sep, '/');
  return file.startsWith('../') ? file : `./${file}`;
}

/** One engine for all: a scenario is made by the very modules that run it, wherever it lies. */
const newJiti = async (): Promise<Jiti> => {
  const { createJiti } = await import('jiti');
  const programs = await import('../programs/index.js');
  return createJiti(import.meta.url, {
    virtualModules: {
      seedstorm: engine,
      'seedstorm/checkers': checkers,
      'seedstorm/parts': parts,
      'seedstorm/servers': servers,
      'seedstorm/programs': programs,
      'seedstorm/scenarios': builtIn,
    },
    // Nothing is written into the user's folders, and nothing stale is read from there.
    fsCache: false,
    transform: transformOnce(createJiti),
    // Its proxies around every module would cost more than the protocol does.
    interopDefault: false,
  });
};

/** Made when it is first needed: most commands load no file. */
let maker: Promise<Jiti> | undefined;

async function refuseWhatIsNoFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return;
  if (found?.isDirectory())
    throw new UsageError(`${path} is a folder; name a file, or a pattern such as '${path}/**/*.sim.ts'`);
  const neighbours = await readdir(dirname(path)).catch(() => undefined);
  if (neighbours === undefined) throw new UsageError(`there is no folder ${dirname(path)}`);
  const near = didYouMean(basename(path), neighbours);
  throw new UsageError(`there is no file ${path}.${near}`);
}

function whyNotLoaded(file: string, error: unknown): string {
  const text = thrownText(error);
  if (!isError(error)) return `${file} throws while it is loaded: ${text}`;
  const { message, stack } = wordsOf(error);
  const [first = ''] = message.split('\n');
  const [, missing] = /^Cannot find (?:module|package) '([^']+)'/.exec(first) ?? [];
  if (missing !== undefined) return `${file} needs ${shownModule(missing)}, which cannot be found`;
  const [, problem] = /^ParseError: (.*)$/.exec(first) ?? [];
  if (problem !== undefined) {
    const [, where = '', line = ''] = /^ *(\S.*?):(\d+:\d+)$/m.exec(message) ?? [];
    return `${where === '' ? file : shownPath(where)} is not TypeScript at line ${line.split(':')[0]}: ${problem.trim()}`;
  }
  const [, place, line] = /\(?((?:\/|[A-Za-z]:\\)[^()\n]*?):(\d+):\d+\)?$/m.exec(stack) ?? [];
  const where = place === undefined || place.includes('node_modules') ? '' : ` (${shownPath(place)}:${line})`;
  return `${file} throws while it is loaded: ${text}${where}`;
}

/** Its own fields may throw. */
function wordsOf(error: Error): { readonly message: string; readonly stack: string } {
  try {
    return { message: String(error.message), stack: String(error.stack ?? '') };
  } catch {
    return { message: '', stack: '' };
  }
}

function shownModule(name: string): string {
  return /^([/\\]|[A-Za-z]:)/.test(name) ? shownPath(name) : `'${name}'`;
}
