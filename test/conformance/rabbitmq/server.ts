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

/** What a script does there. One whose times the machine could not keep is played again. */
export async function playOnServer(
  script: Script,
  restart: () => Promise<void> = () => Promise.reject(new Error('no restart was asked for')),
): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await play(script, new AmqplibPort({ url, restart }), nextPrefix());
    } catch (error) {
      if (!(error instanceof TooSlow) || attempt === 8) throw new Error(script.name, { cause: error });
    }
  }
}

/** Observations by the names of scripts. Those that restart the broker do so together, after all others. */
export async function playAll(scripts: readonly Script[], atOnce = 24): Promise<Map<string, string[]>> {
  const observed = new Map<string, string[]>();
  const restarts = mayRestart ? scripts.filter(restartsBroker) : [];
  // Those that wait go first: while they sleep the others run.
  const waits = ({ steps }: Script): number => steps.filter((step) => 'wait' in step).length;
  const others = scripts
    .filter((script) => !restartsBroker(script))
    .toSorted((one, other) => waits(other) - waits(one));
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let script = others[next++]; script !== undefined; script = others[next++])
      observed.set(script.name, await playOnServer(script));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const together = meeting(restarts.length, restartBroker);
  await Promise.all(
    restarts.map(async (script) => observed.set(script.name, await playOnServer(script, together))),
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
