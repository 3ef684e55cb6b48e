/** `nodeProgram`: the files of a Node service as the program of a node, as they are. */
import { InputError } from '../sim/input/error.js';
import { assertOptions } from '../sim/input/options.js';
import type { SimNode } from '../sim/node/node.js';
import type { Program } from '../sim/node/program.js';
import { NodeProgramDriver, type ProgramFile } from './driver.js';
import { entryOf } from './entry.js';
import { sharedPackages } from './loader/shared.js';
import { installNetwork } from './net/install.js';
import { installThreads } from './threads/install.js';

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
  /**
   * Packages, by name, that all processes of all worlds share, since they keep nothing between calls (`lodash`): they are
   * loaded once. One that does keep something carries it from run to run.
   * @default []
   */
  readonly shared?: readonly string[];
}

const OPTIONS = ['entry', 'argv', 'env', 'graceMs', 'shared'];

/**
 * A Node service as it is, as the program of a node. Its modules are fresh in every incarnation, `net` and `http` are
 * Node's own on the network of the world, host names are names of nodes, and time and chance are the node's.
 * @throws InputError in one sentence where the entry is no file, or none that can be run
 */
export function nodeProgram(options: NodeProgramOptions): Program {
  assertOptions(options, OPTIONS, 'nodeProgram');
  return programOf(options, NodeProgramDriver, nodeProgram);
}

/**
 * The same, driven by a driver of its own.
 * @param caller the function whose caller's folder relative entries are looked for in
 * @throws InputError as `nodeProgram` does
 */
export function programOf(
  { entry, argv = [], env = {}, graceMs = 10_000, shared = [] }: NodeProgramOptions,
  Driver: new (...given: ConstructorParameters<typeof NodeProgramDriver>) => NodeProgramDriver,
  caller: (...given: never[]) => unknown,
): Program {
  if (!(graceMs >= 0)) throw new InputError('graceMs', `expected a time in ms, got ${String(graceMs)}`);
  const { path, named, jiti } = entryOf(entry, 'entry', caller);
  installNetwork();
  installThreads();
  const file: ProgramFile = {
    ...{ entry: path, named, argv, env, graceMs },
    shared: sharedPackages(shared, path, jiti),
  };
  return {
    style: 'async',
    virtual: VIRTUAL,
    closesConnections: true,
    drive: (node) => new Driver(node as SimNode, file, jiti),
  };
}

/** What Node makes for a socket or parser of ours too: what is real behind one has a handle of its own besides. */
const VIRTUAL: ReadonlySet<string> = new Set([
  ...[
    'TCPCONNECTWRAP',
    'SHUTDOWNWRAP',
    'WRITEWRAP',
    'HTTPINCOMINGMESSAGE',
    'HTTPCLIENTREQUEST',
    'ZLIB',
    'UDPWRAP',
  ],
]);
