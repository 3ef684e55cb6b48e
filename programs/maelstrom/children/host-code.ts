/**
 * What the thread runs that holds the real processes: plain JavaScript as text, so that it starts from sources and from
 * a bundle alike. It is told what to do by messages, tells what came of it by messages, and wakes whoever waits.
 */
export const HOST_CODE = `
const { spawn } = require('node:child_process');
const { workerData: { port, signal } } = require('node:worker_threads');
const children = new Map();

// [0]: how many messages were sent; [1]: milliseconds since the clock was set.
let startedAt = Date.now();
setInterval(() => Atomics.store(signal, 1, Date.now() - startedAt), 1);

function tell(message) {
  port.postMessage(message);
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
}

function end(name) {
  const child = children.get(name);
  children.delete(name);
  if (child === undefined) return;
  child.removeAllListeners();
  child.kill('SIGKILL');
}

port.on('message', ({ op, name, bin, args, line }) => {
  if (op === 'clock') {
    startedAt = Date.now();
    Atomics.store(signal, 1, 0);
  } else if (op === 'end') end(name);
  else if (op === 'close') {
    for (const one of [...children.keys()]) end(one);
    port.close();
    process.exit();
  } else if (op === 'line') children.get(name)?.stdin.write(line + '\\n');
  else {
    end(name);
    const child = spawn(bin, args, { stdio: 'pipe' });
    children.set(name, child);
    const isOurs = () => children.get(name) === child;
    child.on('error', (error) => isOurs() && tell({ name, kind: 'end', text: error.message }));
    child.on('close', (code, by) =>
      isOurs() && tell({ name, kind: 'end', text: by === null ? 'exit code ' + code : 'signal ' + by }));
    child.stdin.on('error', () => {});
    for (const kind of ['stdout', 'stderr'])
      child[kind].setEncoding('utf8').on('data', (text) => isOurs() && tell({ name, kind, text }));
  }
});
`;
