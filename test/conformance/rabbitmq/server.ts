/** The real RabbitMQ that scripts are compared with: where it is, and how it is stopped and started. */
import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { AmqplibPort } from './amqplib-port.js';
import { play, TooSlow } from './interpreter.js';
import type { Script } from './language.js';

/** `SEEDSTORM_RABBITMQ` names another: `amqp://host:port`. */
export const url = process.env['SEEDSTORM_RABBITMQ'] ?? 'amqp://127.0.0.1:5672';

/** Does anybody listen there? */
export function isThere(): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port === '' ? 5672 : port) });
    socket.setTimeout(2000, () => answer(false));
    socket.on('connect', () => answer(true));
    socket.on('error', () => answer(false));
    function answer(there: boolean): void {
      socket.destroy();
      resolve(there);
    }
  });
}

/**
 * `SEEDSTORM_RABBITMQCTL` is the command line of a broker that is ours to restart, with words before the command, such as
 * `rabbitmqctl -n tests@localhost`. Without it scripts that restart the broker are left out.
 */
const command = process.env['SEEDSTORM_RABBITMQCTL']?.split(' ');
export const mayRestart = command !== undefined;

async function control(...words: readonly string[]): Promise<void> {
  const [program = 'rabbitmqctl', ...options] = command ?? [];
  await promisify(execFile)(program, [...options, ...words]);
}

/** Stops and starts the broker, as a restart of its machine does for queues and clients. */
async function restartBroker(): Promise<void> {
  await control('stop_app');
  await control('start_app');
}

/** Two runs at once on one broker do not meet. */
let played = 0;
const nextPrefix = (): string => `${process.pid.toString(36)}-${++played}-`;

interface PlayOptions {
  /** Another server than the real one. */
  readonly at?: string;
  readonly restart?: () => Promise<void>;
}

/** What a script does there; undefined if the machine was too busy for its times at every attempt. */
export async function playOnServer(
  script: Script,
  { at = url, restart = () => Promise.reject(new Error('no restart was asked for')) }: PlayOptions = {},
): Promise<string[] | undefined> {
  for (let attempt = 1; attempt <= 4; attempt++)
    try {
      return await play(script, new AmqplibPort({ url: at, restart }), nextPrefix());
    } catch (error) {
      if (!(error instanceof TooSlow)) throw new Error(script.name, { cause: error });
    }
  return undefined;
}

/** Observations by the names of scripts. Those that restart the broker do so together, after all others. */
export async function playAll(
  scripts: readonly Script[],
  { at = url, atOnce = 24 }: { readonly at?: string; readonly atOnce?: number } = {},
): Promise<Map<string, string[]>> {
  const observed = new Map<string, string[]>();
  const restarts = mayRestart && at === url ? scripts.filter(restartsBroker) : [];
  // Those that wait go first: while they sleep the others run.
  const waits = ({ steps }: Script): number => steps.filter((step) => 'wait' in step).length;
  const others = scripts
    .filter((script) => !restartsBroker(script))
    .toSorted((one, other) => waits(other) - waits(one));
  const slow: Script[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let script = others[next++]; script !== undefined; script = others[next++]) {
      const lines = await playOnServer(script, { at });
      if (lines === undefined) slow.push(script);
      else observed.set(script.name, lines);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  // Alone they may keep their times.
  for (const script of slow) {
    const lines = await playOnServer(script, { at });
    if (lines === undefined)
      console.log(`${script.name} was left out: the machine is too busy for its times.`);
    else observed.set(script.name, lines);
  }
  const together = meeting(restarts.length, restartBroker);
  await Promise.all(
    restarts.map(async (script) =>
      observed.set(script.name, (await playOnServer(script, { at, restart: together })) ?? []),
    ),
  );
  return observed;
}

function restartsBroker({ steps }: Script): boolean {
  return steps.some((step) => 'restart' in step);
}

/** Whoever comes waits until all are there; then it happens once. */
function meeting(count: number, happen: () => Promise<void>): () => Promise<void> {
  let came = 0;
  let go: () => void = () => {};
  const happened = new Promise<void>((resolve) => (go = resolve)).then(happen);
  return () => {
    came += 1;
    if (came === count) go();
    return happened;
  };
}
