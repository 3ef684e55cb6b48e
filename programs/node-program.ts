/** `nodeProgram`: the files of a Node service as the program of a node, as they are. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti, type Jiti } from 'jiti';
import type { SimNode } from '../sim/node/node.js';
import type { Program } from '../sim/node/program.js';
import { readOrigin } from '../sim/node/ambient/place.js';
import { NodeProgramDriver, type ProgramFile } from './driver.js';
import { assertEntry } from './entry.js';
import { installNetwork } from './net/install.js';

export interface NodeProgramOptions {
  /**
   * The file that the process begins with: absolute, or relative to the file that calls `nodeProgram`. Code that is
   * bundled says `new URL('./server.js', import.meta.url)`, since its bundle calls from elsewhere. `server.js` may be
   * `server.ts`.
   */
  readonly entry: string | URL;
  /** Arguments, from the third of `process.argv` on. */
  readonly argv?: readonly string[];
  /** Variables of its environment, beside those that every process of a world has. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * How long the process may take to end, in ms, once SIGTERM has told it to (`upgrade`, `leave`, `replace`); then it is
   * killed. Without a listener it ends at once.
   * @default 10_000
   */
  readonly graceMs?: number;
}

let jiti: Jiti | undefined;

/**
 * A Node service as it is, as the program of a node. Its modules are fresh in every incarnation, `net` and `http` are
 * Node's own on the network of the world, host names are names of nodes, and time and chance are the node's.
 * @throws InputError in one sentence where the entry is no file, or none that can be run
 */
export function nodeProgram({ entry, argv = [], env = {}, graceMs = 10_000 }: NodeProgramOptions): Program {
  const named = typeof entry === 'string' ? entry : fileURLToPath(entry);
  const path = sourceOf(resolve(callersFolder(), named));
  jiti ??= createJiti(import.meta.url, { fsCache: false, interopDefault: false });
  assertEntry(path, jiti);
  installNetwork();
  const file: ProgramFile = { entry: path, named, argv, env, graceMs };
  const compiler = jiti;
  return {
    style: 'async',
    virtual: VIRTUAL,
    closesConnections: true,
    drive: (node) => new NodeProgramDriver(node as SimNode, file, compiler),
  };
}

/** As TypeScript's imports have it: a `server.js` that is not there is what its `server.ts` will become. */
function sourceOf(path: string): string {
  const source = path.replace(/\.([cm]?)js$/, '.$1ts');
  return !existsSync(path) && existsSync(source) ? source : path;
}

/** What Node makes for a socket or parser of ours too: what is real behind one has a handle of its own besides. */
const VIRTUAL: ReadonlySet<string> = new Set([
  ...['TCPCONNECTWRAP', 'SHUTDOWNWRAP', 'WRITEWRAP', 'HTTPINCOMINGMESSAGE', 'HTTPCLIENTREQUEST'],
]);

const OURS = fileURLToPath(new URL('./', import.meta.url));

/** The folder of the file that calls `nodeProgram`. */
function callersFolder(): string {
  const at: { stack?: string } = {};
  Error.captureStackTrace(at, nodeProgram);
  const { place } = readOrigin(`\n${at.stack ?? ''}`, OURS);
  const file = place?.replace(/(:\d+){1,2}$/, '');
  if (file === undefined) return process.cwd();
  return dirname(resolve(file.startsWith('file:') ? fileURLToPath(file) : file));
}
