/** Reads from a stack trace who asked for something, and how. */
import { fileURLToPath } from 'node:url';

export interface Origin {
  /** `file:line:column` of the innermost frame in the user's code; undefined if the trace has none. */
  readonly place: string | undefined;
  /** Node's own functions between the request and the user's code, innermost first, as `function file`. */
  readonly inside: readonly string[];
}

/** Node's own files, and the engine's: what is left is the user's. */
const engine = fileURLToPath(new URL('../../', import.meta.url));

/** The trace of the caller, long enough to reach user code below the layers of libraries. */
export function currentOrigin(): Origin {
  const depth = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const { stack } = new Error();
  Error.stackTraceLimit = depth;
  // Whoever set Error.prepareStackTrace may have made it anything.
  return readOrigin(typeof stack === 'string' ? stack : '', engine);
}

/** The origin in a V8 stack trace, `engine` being the folder whose frames do not count. */
export function readOrigin(stack: string, engine: string): Origin {
  const inside: string[] = [];
  for (const line of stack.split('\n').slice(1)) {
    const frame = /^\s*at (?:async )?(?:(.*?) \()?(.+)(:\d+:\d+)\)?$/.exec(line);
    if (frame === null) continue;
    const [, name = '', source = '', position = ''] = frame;
    const file = source.startsWith('file:') ? fileURLToPath(source) : source;
    if (file.startsWith('node:')) inside.push(`${name} ${file}`);
    else if (!file.startsWith(engine)) return { place: file + position, inside };
  }
  return { place: undefined, inside };
}
