/** Runs bodies of a module one after the other on the Node that runs this, and prints what each wrote. */
import process from 'node:process';

const [module, names] = process.argv.slice(2);
const { bodies } = await import(new URL(module, import.meta.url));
const print = process.stdout.write.bind(process.stdout);
// Some bodies wait for what keeps no process alive.
setInterval(() => undefined, 1e9);
const written = {};
for (const name of JSON.parse(names)) {
  const lines = (written[name] = []);
  const log = (line) => void lines.push(line ?? null);
  try {
    // From a callback, as a node of a world starts: there ticks run before microtasks.
    await new Promise((resolve) => setImmediate(() => resolve(started(bodies[name], log))));
    log('end');
  } catch (error) {
    log(['failed', String(error)]);
  }
  for (const event of ['unhandledRejection', 'uncaughtException', 'uncaughtExceptionMonitor'])
    process.removeAllListeners(event);
  process.setUncaughtExceptionCaptureCallback(null);
}
function started(body, log) {
  try {
    return body(log);
  } catch (error) {
    return Promise.reject(error);
  }
}

print(JSON.stringify(written), () => process.exit(0));
