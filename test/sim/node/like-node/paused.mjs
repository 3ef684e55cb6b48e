/**
 * A process that stands still from 50 to 250 ms, with timers and messages that become due meanwhile. Run as a program it
 * is told on its input what arrives.
 */
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export function body(log, onMessage) {
  onMessage((text) => {
    log(`message ${text}`);
    setImmediate(() => log(`immediate of ${text}`));
  });
  const soon = (name) => () => {
    log(name);
    setImmediate(() => log(`immediate of ${name}`));
  };
  setTimeout(soon('150'), 150);
  setTimeout(soon('100, set first'), 100);
  setTimeout(soon('120'), 120);
  // Due after the one of 120 ms, and in the list of 100.
  setTimeout(() => setTimeout(soon('100, set later'), 100), 30);
  const every = setInterval(soon('every 40'), 40);
  setTimeout(() => setInterval(soon('every 60, since 10'), 60).unref(), 10);
  setTimeout(() => clearInterval(every), 330);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const print = (line) => process.stdout.write(`${line}\n`);
  body(print, (heard) => process.stdin.on('data', (data) => String(data).trim().split('\n').forEach(heard)));
  setTimeout(() => process.exit(0), 345);
  print('ready');
}
