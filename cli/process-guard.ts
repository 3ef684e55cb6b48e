/** Keeps programs under test from ending the process they run in: what they call throws, and so their run fails. */

let guarded = false;

/** From now on. `process.exit` stays: it ends a thread alone, and whoever ends this process with it is told of. */
export function guardProcess(): void {
  if (guarded) return;
  guarded = true;
  const kill = process.kill.bind(process);
  process.kill = (pid, signal) => {
    if (signal === 0) return kill(pid, signal);
    throw new Error('process.kill: a program under test must not send signals to real processes');
  };
  process.abort = () => {
    throw new Error('process.abort: a program under test must not end the process it runs in');
  };
}
