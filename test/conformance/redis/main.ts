/** Compares a Redis on loopback with ours, by hand: `npm run conformance:redis -- 10000 [seed] [lua]` plays drawn scripts. */
import { CorePort } from './core-port.js';
import { drawLua } from './drawn/lua.js';
import { draw } from './drawn/scripts.js';
import { play } from './play.js';
import { isThere, RealPort } from './real-port.js';
import type { Script } from './language.js';

const [count = '1000', seed = '1', kind = 'commands'] = process.argv.slice(2);
if (!(await isThere())) {
  console.error('No Redis is there. SEEDSTORM_REDIS=host:port names one that may be emptied.');
  process.exit(64);
}
const real = new RealPort({ follows: true });

/** The first line that differs, and the place of its step. */
async function difference(script: Script): Promise<{ step: number; text: string } | undefined> {
  await real.begin();
  const theirs = await play(script, real);
  const ours = await play(script, new CorePort());
  const at = theirs.findIndex((line, index) => line !== ours[index]);
  if (at < 0 && theirs.length === ours.length) return undefined;
  const end = at < 0 ? theirs.length : at;
  const step = theirs.slice(0, end + 1).filter((line) => !line.startsWith('    ')).length - 1;
  return { step, text: `  ${theirs[at]?.trim()}\n  ours: ${ours[at]?.trim()}` };
}

let found = 0;
for (let number = 0; number < Number(count) && found < 8; number++) {
  let script = kind === 'lua' ? drawLua(seed, number) : draw(seed, number);
  let differs = await difference(script);
  if (differs === undefined) continue;
  found++;
  script = { ...script, steps: script.steps.slice(0, differs.step + 1) };
  for (let at = script.steps.length - 2; at >= 0; at--) {
    const shorter = { ...script, steps: script.steps.filter((_, index) => index !== at) };
    const still = await difference(shorter);
    if (still === undefined) continue;
    script = shorter;
    differs = still;
  }
  console.log(`${script.name}\n${script.steps.map((line) => `    ${line}`).join('\n')}\n${differs.text}\n`);
}
console.log(`${count} scripts of seed ${seed}, ${found} differ.`);
real.end();
process.exitCode = found > 0 ? 1 : 0;
