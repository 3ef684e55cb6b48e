/** Signals that a process sends to itself; of other processes of its machine there is none. */
import os from 'node:os';

export type Signal = keyof typeof os.constants.signals;

/** What does nothing where nobody listens: Node ignores SIGPIPE, and SIGUSR1 is for its debugger. */
const IGNORED: ReadonlySet<Signal> = new Set<Signal>([
  ...(['SIGCHLD', 'SIGCONT', 'SIGPIPE', 'SIGURG', 'SIGUSR1', 'SIGWINCH'] as const),
]);
const STOPPING: ReadonlySet<Signal> = new Set<Signal>(['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU']);

/** What becomes of a signal. */
export type Effect = 'none' | 'listeners' | 'end';

/** @throws Error for one that would stop the process */
export function effectOf(signal: Signal, isHeard: boolean): Effect {
  if (signal === 'SIGKILL') return 'end';
  if (isHeard && signal !== 'SIGSTOP') return 'listeners';
  if (STOPPING.has(signal))
    throw new Error(`process.kill: ${signal} stops a process: let the fault pause do that to its node`);
  return IGNORED.has(signal) ? 'none' : 'end';
}

/**
 * Reads what `process.kill` was given, as Node does.
 * @returns undefined for 0, which only asks whether the process is there
 * @throws TypeError for what is no process or no signal, Error with `ESRCH` for a process that there is not
 */
export function signalFor(ownPid: number, pid: unknown, signal: unknown = 'SIGTERM'): Signal | undefined {
  const number = Number(pid);
  if ((typeof pid !== 'number' && typeof pid !== 'string') || number !== Math.trunc(number))
    throw withCode(
      new TypeError(`The "pid" argument must be of type number. Received ${String(pid)}`),
      'ERR_INVALID_ARG_TYPE',
    );
  const known = Object.entries(os.constants.signals) as [Signal, number][];
  const found = known.find(([name, value]) => name === signal || value === signal);
  if (found === undefined && signal !== 0 && typeof signal === 'number') throw failed('EINVAL');
  if (found === undefined && signal !== 0)
    throw withCode(new TypeError(`Unknown signal: ${String(signal)}`), 'ERR_UNKNOWN_SIGNAL');
  if (number !== ownPid && number !== 0) throw failed(number === 1 ? 'EPERM' : 'ESRCH');
  return found?.[0];
}

function failed(code: 'EINVAL' | 'EPERM' | 'ESRCH'): Error {
  const errno = -os.constants.errno[code];
  return Object.assign(withCode(new Error(`kill ${code}`), code), { errno, syscall: 'kill' });
}

function withCode<E extends Error>(error: E, code: string): E & { code: string } {
  return Object.assign(error, { code });
}
