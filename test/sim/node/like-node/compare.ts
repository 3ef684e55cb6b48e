/**
 * The same body on real Node and in a world: both must write the same lines.
 *
 * A body is a function `async (log) => …` of a plain module, so that any Node can run it. What it logs is text or JSON.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { asyncProgram, type Fault } from 'seedstorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { run, valuesOf } from '../../tiny-system.js';

export type Body = (log: (line: unknown) => void) => unknown;
type Lines = readonly unknown[];

const runner = fileURLToPath(new URL('./on-real-node.mjs', import.meta.url));

/** How often real Node is asked: a busy machine may let a timer be late, and one that is right once is right. */
const ATTEMPTS = 6;

/** Makes a test of each body in a module of this folder. */
export async function compares(module: string): Promise<void> {
  const { bodies } = (await import(new URL(module, import.meta.url).href)) as {
    bodies: Readonly<Record<string, Body>>;
  };
  describe(module, () => {
    const names = Object.keys(bodies);
    let real: Record<string, Lines>;
    beforeAll(() => void (real = onRealNode(module, names)));

    it.each(names)('%s', async (name) => {
      const body = bodies[name] as Body;
      const [inWorld, ...others] = await Promise.all([1, 2, 'three'].map((seed) => linesInWorld(body, seed)));
      for (const other of others) expect(other).toEqual(inWorld);
      let onNode = real[name];
      for (let again = 1; again < ATTEMPTS && JSON.stringify(onNode) !== JSON.stringify(inWorld); again++)
        onNode = onRealNode(module, [name])[name];
      expect(inWorld).toEqual(onNode);
    });
  });
}

/** What the bodies of that names write on the Node that runs this. */
function onRealNode(module: string, names: readonly string[]): Record<string, Lines> {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--expose-gc', runner, module, JSON.stringify(names)],
    { encoding: 'utf8', timeout: 20_000 },
  );
  if (status !== 0) throw new Error(`real Node failed in ${module}: ${stderr}`);
  return JSON.parse(stdout) as Record<string, Lines>;
}

/** What a body writes as the only node of a world. */
export async function linesInWorld(
  body: Body,
  seed: number | string = 1,
  faults: readonly Fault[] = [],
): Promise<Lines> {
  const program = asyncProgram<object>(async (node) => {
    const log = (line: unknown): void => node.effect({ f: 'line', line: plain(line) });
    try {
      await body(log);
      log('end');
    } catch (error) {
      log(['failed', String(error)]);
    }
  });
  const world = await run({ program, nodes: ['n1'], durationMs: 5000 }, faults, { seed });
  expect(world.checks[0]?.reason).toBe('no node failed');
  return valuesOf(world, 'line', 'line') as Lines;
}

function plain(line: unknown): unknown {
  return JSON.parse(JSON.stringify(line ?? null)) as unknown;
}
