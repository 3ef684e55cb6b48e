/**
 * The wire of RabbitMQ and of ours: what the real server answers to single bytes is recorded, ours answers the same; and a
 * program of amqplib says the same of the real one and of ours (inside a world: test/programs/amqp-server.test.ts).
 * `UPDATE_GOLDEN=1` records anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connect } from 'amqplib';
import { describe, expect, it, vi } from 'vitest';
import { listenAmqp } from 'seedstorm/servers';
import { onThisMachine } from './in-world.js';
import { isThere, url } from './server.js';
import { cases } from './wire/cases.js';
import { hear } from './wire/raw-client.js';

const PROGRAM = '../../programs/services/rabbit-talk.js';
const file = (name: string) =>
  fileURLToPath(new URL(`../../golden/rabbitmq-3.10.8/${name}`, import.meta.url));
const there = await isThere();
if (!there) console.log('No RabbitMQ listens on loopback: its wire is not compared with a real one.');

/** What a server answers to all of them, one line each. */
async function transcript(port: number): Promise<string> {
  const lines = await Promise.all(
    cases.map(
      async (each) => `${each.name}: ${withoutRaces(await hear(each, port)).join(', ') || 'nothing'}`,
    ),
  );
  return `${lines.join('\n')}\n`;
}

/**
 * Between channels the real server keeps no order: answers stand channel by channel. Where it closes the connection, those
 * of channels may or may not come before.
 */
function withoutRaces(heard: readonly string[]): readonly string[] {
  const channelOf = (answer: string): number => Number(/^\d+ /.exec(answer)?.[0] ?? Infinity);
  const isClosed = heard.some((answer) => answer.startsWith('0 connection.close '));
  return heard
    .filter((answer) => !isClosed || !(channelOf(answer) > 0 && channelOf(answer) < Infinity))
    .toSorted((one, other) => Math.min(channelOf(one), 1e9) - Math.min(channelOf(other), 1e9));
}

const lines = (said: readonly unknown[]): string =>
  `${said.map((value) => JSON.stringify(value)).join('\n')}\n`;

/** The suite of scripts stops and starts the server: then it is asked once more. */
async function patiently<T>(ask: () => Promise<T>, isFine: (answer: T) => boolean): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask().catch((error: unknown) => {
      if (attempt === 5) throw error;
      return undefined;
    });
    if (answer !== undefined && (attempt === 5 || isFine(answer))) return answer;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

function recorded(name: string): string {
  return readFileSync(file(name), 'utf8');
}

async function realIs(name: string, ask: () => Promise<string>): Promise<void> {
  const update = process.env['UPDATE_GOLDEN'] === '1';
  const now = await patiently(ask, (answer) => update || answer === recorded(name));
  if (update) writeFileSync(file(name), now);
  expect(now).toBe(recorded(name));
}

describe('single bytes', () => {
  it.runIf(there)('are answered by RabbitMQ as they were', () =>
    realIs('wire.txt', () => transcript(Number(new URL(url).port || 5_672))),
  );

  it('are answered by ours as by RabbitMQ', async () => {
    const listener = await listenAmqp({ port: 0 });
    expect(await transcript(listener.port)).toBe(recorded('wire.txt'));
    await listener.close();
  });
});

describe('amqplib', () => {
  it.runIf(there)('says of RabbitMQ what it said', () =>
    realIs('talk.txt', async () => lines(await onThisMachine(PROGRAM, url))),
  );

  it('says the same of ours', async () => {
    const listener = await listenAmqp({ port: 0 });
    const said = await onThisMachine(PROGRAM, `amqp://127.0.0.1:${listener.port}`);
    await listener.close();
    expect(lines(said)).toBe(recorded('talk.txt'));
  });

  it('sets no timer for a time that Node does not know', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const listener = await listenAmqp({ port: 0 });
    const connection = await connect(`amqp://127.0.0.1:${listener.port}`);
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue('long', { messageTtl: 30 * 86_400_000, expires: 60 * 86_400_000 });
    channel.sendToQueue('long', Buffer.from('keeps'));
    await channel.waitForConfirms();
    expect(listener.depths()).toMatchObject({ long: { ready: 1 } });
    await connection.close();
    await listener.close();
    // A longer one would be due at once, again and again.
    expect(Math.max(...timers.mock.calls.map(([, ms = 0]) => ms))).toBe(0x7fff_ffff);
    timers.mockRestore();
  });
});
