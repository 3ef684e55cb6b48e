// Tells of everything that is its process's own: files, modules, globals, time, chance, exits, signals.
import { createRequire } from 'node:module';
import os from 'node:os';
import { effect, incarnation, name, onRequest } from 'seedstorm/node';
import { sum } from './sum.js';

const require = createRequire(import.meta.url);
const scope = globalThis as typeof globalThis & { started?: number };
scope.started = (scope.started ?? 0) + 1;
const later = await import('./sum.ts');
const table = require('./table.json') as { answer: number };

effect({
  f: 'started',
  incarnation,
  name,
  version: process.env['VERSION'],
  host: os.hostname(),
  argv: process.argv.slice(2),
  started: scope.started,
  same: later.sum === sum,
  sum: sum(table.answer, 1),
  bare: __filename.endsWith('life.mts'),
} as never);
console.log('a line', { n: 1 });
process.stdout.write('another\n');
let beats = 0;
setInterval(() => beats++, 100);

onRequest(({ f }: { f: string }) => {
  switch (f) {
    case 'beats':
      return beats;
    case 'exit':
      return process.exit(3);
    case 'throw':
      throw Object.assign(new Error('refused'), { definite: true });
    case 'stray':
      setTimeout(() => {
        throw new Error('nobody catches this');
      }, 1);
      return null;
    default:
      return Date.now();
  }
});
