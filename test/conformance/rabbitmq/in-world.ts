/**
 * One program, twice: against our broker inside a world, in virtual time; and on this machine, against whichever broker a
 * URL names.
 *
 * The program is a file of JavaScript or TypeScript that uses amqplib (or another client) as it is. It finds the broker at
 * `process.env.URL`. What it observes it says by `say(value)`:
 *
 *     const say = process.env.INSIDE
 *       ? (value) => require('seedstorm/node').effect({ f: 'said', value })
 *       : (value) => console.log(JSON.stringify(value));
 *
 *     const inside = await inWorld('./services/program.js');              // { said, wrong, fingerprint }
 *     const outside = await onThisMachine('./services/program.js', 'amqp://127.0.0.1');
 *     expect(inside.said).toEqual(outside);
 *
 * Times of faults are of the world: `{ kind: 'crash', node: 'rabbit', atMs: 500 }` with `restartAfterMs` restarts the broker.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { defineScenario, simulate, z, type Fault } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';
import { amqpServer, type AmqpServerSettings } from 'seedstorm/servers';

export interface WorldOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: AmqpServerSettings;
  readonly faults?: readonly Fault[];
  readonly durationMs?: number;
  readonly restartAfterMs?: number;
  readonly seed?: number;
}

export interface WorldSaid {
  readonly said: readonly unknown[];
  /** Checks that are not valid, of the world: what went wrong in a program. */
  readonly wrong: readonly string[];
  readonly fingerprint: string;
}

/** @param program absolute, or relative to this folder */
export async function inWorld(
  program: string,
  {
    env = {},
    settings = {},
    faults = [],
    durationMs = 5_000,
    restartAfterMs = 100,
    seed = 1,
  }: WorldOptions = {},
): Promise<WorldSaid> {
  const entry = placeOf(program);
  const scenario = defineScenario({
    name: 'own/in-world',
    summary: 'What a program of amqplib says of our broker',
    params: z.object({}),
    nodes: () => ['rabbit', 'app'],
    protocol: () => ({
      rabbit: amqpServer(settings),
      app: nodeProgram({ entry, env: { INSIDE: '1', URL: 'amqp://rabbit', ...env } }),
    }),
    workload: () => ({ clients: [], operations: () => [] }),
    faults: 'none',
    settleMs: 0,
    restartAfterMs,
    durationMs,
    check: {},
  });
  const { history, checks, fingerprint } = await simulate(scenario, { seed, faults });
  return {
    said: history
      .map(({ input }) => input as unknown as { readonly f: string; readonly value: unknown })
      .filter(({ f }) => f === 'said')
      .map(({ value }) => value),
    wrong: checks
      .filter(({ verdict }) => verdict === 'invalid')
      .map(({ name, reason }) => `${name}: ${reason}`),
    fingerprint,
  };
}

/**
 * What the same program says as a process of this machine.
 * @param url of a broker, ours or a real one
 */
export async function onThisMachine(
  program: string,
  url: string,
  env: Readonly<Record<string, string>> = {},
): Promise<unknown[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [placeOf(program)], {
    env: { ...process.env, URL: url, ...env },
  });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

function placeOf(program: string): string {
  return fileURLToPath(new URL(program, import.meta.url));
}
