/** Programs: a service and its client in a world beside the same on real loopback, and what incarnations cost. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, type Figure } from './measure.js';
import { SERVICES, type ServiceName } from './programs/services.js';

const ROUNDS = 7;
/** Both sides get faster for so long. */
const WARM_UP = 8;
const FIRST_PORT = 34_100;
const SIDE = fileURLToPath(new URL('./programs/side.js', import.meta.url));
const INCARNATIONS = fileURLToPath(new URL('./programs/incarnations.js', import.meta.url));

const WORDS: Readonly<Record<ServiceName, string>> = {
  express: 'express and http, requests',
  ioredis: 'ioredis, commands one after another',
  pipelined: 'ioredis, commands in pipelines',
};

export async function programs(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [index, name] of (Object.keys(SERVICES) as ServiceName[]).entries())
    figures.push(...(await compared(name, FIRST_PORT + index)));
  return [...figures, ...(await incarnations())];
}

/** Each side in its turn, so that a machine that slows down slows both. */
async function compared(name: ServiceName, port: number): Promise<Figure[]> {
  const sides = ['real', 'world'].map((side) => fork(SIDE, [side, name, String(port)]));
  const ratios: number[] = [];
  const rates: number[] = [];
  try {
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const seconds: number[] = [];
      for (const side of sides) {
        side.send('go');
        seconds.push(await answerOf<number>(side));
      }
      const [real = 0, world = 0] = seconds;
      if (round < WARM_UP) continue;
      ratios.push(real / world);
      rates.push(SERVICES[name].count / world);
    }
  } finally {
    for (const side of sides) side.kill();
  }
  const bench = 'programs';
  const what = WORDS[name];
  return [
    { bench, name: `${what}: in a world`, value: median(rates), unit: 'a CPU second' },
    { bench, name: `${what}: against loopback`, value: median(ratios), unit: 'x', aim: '>= 0.6' },
  ];
}

/** What the process says next. @throws Error where it ends instead */
function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('a process of the benchmark ended before it was through'));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(answer as Answer);
    });
  });
}

interface Incarnations {
  readonly startSeconds: number;
  readonly heapAtHundred: number;
  readonly heapAtThousand: number;
}

async function incarnations(): Promise<Figure[]> {
  const child = fork(INCARNATIONS, [], { execArgv: ['--expose-gc'] });
  const found = await answerOf<Incarnations>(child);
  const bench = 'programs';
  const growth = (found.heapAtThousand - found.heapAtHundred) / 900 / 1024;
  return [
    {
      bench,
      name: 'start of express, once loaded',
      value: found.startSeconds * 1000,
      unit: 'ms',
      aim: '<= 15',
    },
    { bench, name: 'heap after 100 incarnations', value: found.heapAtHundred / 1e6, unit: 'MB' },
    { bench, name: 'heap after 1,000 incarnations', value: found.heapAtThousand / 1e6, unit: 'MB' },
    { bench, name: 'an incarnation leaves behind', value: growth, unit: 'KB', aim: '< 1' },
  ];
}
