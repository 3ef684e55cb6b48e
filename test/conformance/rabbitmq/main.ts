/**
 * Compares RabbitMQ on loopback with our broker: `npm run conformance` plays all scripts, `-- --random N [--seed S] [--from I]`
 * N drawn ones. A difference is shrunk (`--no-shrink`: it is not) and printed as a script. Exits with 1 if there is one.
 */
import { parseArgs } from 'node:util';
import { CorePort } from './core-port.js';
import { play } from './interpreter.js';
import type { Script } from './language.js';
import { compare, shrink, type Difference } from './random/compare.js';
import { draw } from './random/draw.js';
import { transcript } from './recording.js';
import { scripts } from './scripts/index.js';
import { isThere, playAll, url } from './server.js';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    random: { type: 'string' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    shrink: { type: 'boolean', default: true },
    'at-once': { type: 'string', default: '24' },
  },
});

if (!(await isThere())) {
  console.error(`No RabbitMQ listens at ${url}. SEEDSTORM_RABBITMQ=amqp://host:port names another.`);
  process.exit(64);
}
process.exitCode = (await (values.random === undefined ? playWritten() : playDrawn(Number(values.random))))
  ? 1
  : 0;

/** @returns whether something differs */
async function playWritten(): Promise<boolean> {
  const observed = await playAll(scripts);
  let differing = 0;
  for (const script of scripts) {
    const real = observed.get(script.name);
    if (real === undefined) continue;
    const ours = await play(script, new CorePort());
    if (real.join('\n') === ours.join('\n')) continue;
    differing++;
    print({ script, real, ours });
  }
  console.log(`${observed.size} scripts, ${differing} differ.`);
  return differing > 0;
}

async function playDrawn(count: number): Promise<boolean> {
  const startedAt = performance.now();
  let next = Number(values.from);
  const end = next + count;
  let done = 0;
  let unsteady = 0;
  const found: Difference[] = [];
  const worker = async (): Promise<void> => {
    // Ten are enough for one day.
    while (next < end && found.length < 10) {
      const script = draw(values.seed, next++);
      const outcome = await compare(script);
      done++;
      if (outcome === 'unsteady' || outcome === 'too slow') {
        unsteady++;
        console.log(`${script.name} is ${outcome}.`);
      } else if (outcome !== undefined) {
        console.log(`${script.name} differs.`);
        found.push(outcome);
      }
      if (done % 500 === 0)
        console.log(`${done} played, ${found.length} differ, ${unsteady} unsteady or too slow`);
    }
  };
  await Promise.all(Array.from({ length: Number(values['at-once']) }, worker));
  for (const difference of found) print(values.shrink ? await shrink(difference) : difference);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    `${done} random scripts, ${found.length} differ, ${unsteady} unsteady or too slow, ${seconds} s.`,
  );
  return found.length > 0;
}

function print({ script, real, ours }: Difference): void {
  console.log(
    `\n== RabbitMQ ==\n${transcript(script, real)}\n\n== ours ==\n${changed(script, real, ours)}\n`,
  );
  for (const step of script.steps) console.log(`${JSON.stringify(step)},`);
}

/** The lines of ours for the steps where they are others. */
function changed(script: Script, real: readonly string[], ours: readonly string[]): string {
  const of = (lines: readonly string[], step: number) => lines.filter((line) => line.startsWith(`${step} `));
  return script.steps
    .flatMap((_, index) => {
      const here = of(ours, index + 1);
      return here.join('\n') === of(real, index + 1).join('\n')
        ? []
        : here.length > 0
          ? here
          : [`${index + 1} nothing`];
    })
    .join('\n');
}
