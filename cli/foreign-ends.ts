/** What is said where code of the user's ends this process, or fails where nothing waits for it. */
import { thrownAt, thrownText } from '../sim/input/thrown.js';
import { failureOf, type Failure } from './errors.js';
import { EXIT } from './exit-codes.js';
import { foreignCode } from './scenario-loading.js';

let ours = false;

/** Ends this process by a decision of ours. Whatever programs under test left running does not keep it. */
export function end(code: number | string): never {
  ours = true;
  process.exit(code);
}

/** @param code the exit code it was ended with */
export function endedByOthers(code: number): string {
  const { loading, files } = foreignCode();
  const file = loading ?? files.join(' or ');
  if (file === '') return `something ended this process with exit code ${code}`;
  if (isWaiting(code, loading)) return `${file} awaits something that never comes`;
  return `${file} ended the process with exit code ${code}${loading === undefined ? '' : ' while it was loaded'}`;
}

/** An error that no caller of ours caught. Where files of the user's run here, it is theirs unless it shows otherwise. */
export function strayFailure(error: unknown): Failure {
  const { files } = foreignCode();
  const place = thrownAt(error);
  const isTheirs = files.length > 0 && (place !== '' || !(error instanceof Error));
  if (!isTheirs) return failureOf(error);
  return {
    exitCode: EXIT.usage,
    message: `${files.join(' or ')} fails where nothing waits for it: ${thrownText(error)}${place}`,
  };
}

/** Ended by nobody: there was nothing left to do, and the file was not loaded yet. */
function isWaiting(code: number, loading: string | undefined): boolean {
  // Node's own code for a process that waits for what cannot come any more.
  return code === 13 || (code === 0 && loading !== undefined && !exitCalled);
}

let exitCalled = false;

/**
 * Notes who asks for an end.
 * @param told is called where others end this process, however they do it; it is to call `end`
 */
export function watchExit(told: (code: number) => void): void {
  const exit = process.exit.bind(process);
  process.exit = (code) => {
    exitCalled = true;
    return exit(code);
  };
  process.on('exit', (code) => {
    if (!ours) told(code);
  });
  // What Node itself ends a process with: whoever calls it passes the listeners of `exit` by.
  const system = process as unknown as { reallyExit(code?: number): never };
  const reallyExit = system.reallyExit.bind(process);
  system.reallyExit = (code) => {
    exitCalled = true;
    if (!ours) told(code ?? 0);
    return reallyExit(code);
  };
}
