/**
 * `fs` as one process of a program has it: every operation at once, with a callback and as a promise, on the disk of its
 * node.
 */
import fs from 'node:fs';
import { existsOf, withCallback, type Operation, type Wait } from './callbacks.js';
import type { HandleFiles } from './file-handle.js';
import { Dir } from './folder.js';
import { Kernel, type Caller } from './kernel.js';
import { Names } from './names.js';
import { OpenFiles } from './open-files.js';
import { attributesOf } from './operations/attributes.js';
import { contentsOf } from './operations/contents.js';
import { nameOperationsOf } from './operations/names.js';
import { treeOperationsOf } from './operations/trees.js';
import { promised, promisesOf } from './promises.js';
import { atOnce } from './steps.js';
import { streamsOf, type StreamClass } from './streams.js';

/** What there is instead of these. */
const REFUSED: Readonly<Record<string, string>> = {
  watch: 'nobody tells a program of changes of files: let who changes one say so',
  watchFile: 'nobody tells a program of changes of files: let who changes one say so',
  openAsBlob: 'blobs of files are not simulated: use readFile',
  glob: 'patterns are not simulated: use readdir',
  globSync: 'patterns are not simulated: use readdir',
};

export interface OwnFiles extends Record<string, unknown> {
  readonly promises: Record<string, unknown>;
}

/** @param wait passes the time that the disk takes for a step */
export function filesOf(caller: Caller, wait: Wait): OwnFiles {
  const kernel = new Kernel(caller);
  const open = new OpenFiles(kernel);
  const names = new Names(kernel);
  const operations = {
    ...contentsOf(kernel, open),
    ...attributesOf(kernel, open, names),
    ...nameOperationsOf(names),
    ...treeOperationsOf(names),
  };
  const own: Record<string, unknown> = {};
  const streams = streamsOf(own);
  const handles: HandleFiles = {
    operations,
    inTime: (begin) => promised(begin, wait),
    // Packages put classes of their own into `fs`.
    createReadStream: (path, options) => new (own['ReadStream'] as StreamClass)(path, options),
    createWriteStream: (path, options) => new (own['WriteStream'] as StreamClass)(path, options),
  };
  const named = operations as unknown as Record<string, Operation>;
  const native: Operation = (path, given) => operations.realpath(path, given, 'realpath');
  const promises = promisesOf({ ...named, realpath: native }, handles, wait);

  for (const [name, value] of Object.entries(fs)) if (typeof value !== 'function') own[name] = value;
  for (const [name, operation] of Object.entries(named)) {
    own[name] = withCallback(name, operation, wait);
    own[`${name}Sync`] = (...given: unknown[]) => atOnce(operation(...given));
  }
  Object.assign(own, {
    ...streams,
    ...{ FileReadStream: streams.ReadStream, FileWriteStream: streams.WriteStream },
    ...{ Stats: fs.Stats, Dirent: fs.Dirent, Dir, promises },
    createReadStream: handles.createReadStream,
    createWriteStream: handles.createWriteStream,
    exists: existsOf(named['exists'] as Operation, wait),
    unwatchFile: () => undefined,
    realpath: Object.assign(own['realpath'] as object, { native: withCallback('realpath', native, wait) }),
    realpathSync: Object.assign(own['realpathSync'] as object, {
      native: (...given: unknown[]) => atOnce(native(...given)),
    }),
  });
  refuse(own, fs);
  refuse(promises, fs.promises);
  return own as OwnFiles;
}

function refuse(own: Record<string, unknown>, real: object): void {
  for (const [name, why] of Object.entries(REFUSED))
    if (name in real)
      own[name] = () => {
        throw new Error(`fs.${name}: ${why}`);
      };
}
