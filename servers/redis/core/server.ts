/** Commands about the server itself: its settings, what it tells of itself, time, waiting for followers. */
import type { CommandRows, RunCommand } from './command.js';
import { allCommands } from './find-command.js';
import { matches } from './glob.js';
import { infoText } from './info.js';
import { readInteger } from './integers.js';
import { usedBytes } from './memory.js';
import { readEvents } from './notify.js';
import { OK, Refusal, refuse, refuseSyntax, type RedisReply } from './reply.js';

const configGet: RunCommand = ([, , ...patterns], { redis }) => ({
  record: [...redis.config].filter(([name]) =>
    patterns.some((pattern) => matches(pattern.toLowerCase(), name)),
  ),
});

const UNITS: Readonly<Record<string, number>> = {
  ...{ '': 1, b: 1, k: 1e3, kb: 1024, m: 1e6, mb: 1024 * 1024, g: 1e9, gb: 1024 * 1024 * 1024 },
};

const failed = (name: string, why: string): never =>
  refuse(`CONFIG SET failed (possibly related to argument '${name}') - ${why}`);

const SYNCS = ['everysec', 'always', 'no'];

/** Pairs of seconds and changes. */
const readSavePoints = (value: string): string | undefined => {
  const words = value.split(' ').filter((word) => word !== '');
  const isFine = words.length % 2 === 0 && words.every((word) => /^[1-9]\d*$/.test(word));
  return isFine ? words.join(' ') : undefined;
};

/** A setting as it is kept. @throws Refusal */
function readSetting(name: string, value: string, before: string): string {
  if (name === 'notify-keyspace-events')
    try {
      return readEvents(value);
    } catch {
      return failed(name, "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
    }
  if (name === 'maxmemory') {
    const [, digits, unit = ''] = /^(\d+)([a-z]*)$/i.exec(value) ?? [];
    const size = UNITS[unit.toLowerCase()];
    if (digits === undefined || size === undefined) return failed(name, 'argument must be a memory value');
    return String(Number(digits) * size);
  }
  if (name === 'appendfsync' && !SYNCS.includes(value.toLowerCase()))
    return failed(name, `argument must be one of the following: ${SYNCS.join(', ')}`);
  if (name === 'save') return readSavePoints(value) ?? failed(name, 'Invalid save parameters');
  if (name === 'hz') return String(Math.min(500, Math.max(1, readInteger(value))));
  if (before === 'yes' || before === 'no')
    return ['yes', 'no'].includes(value.toLowerCase())
      ? value.toLowerCase()
      : failed(name, "argument must be 'yes' or 'no'");
  if (/^\d+$/.test(before) && !/^-?\d+$/.test(value))
    return failed(name, "argument couldn't be parsed into an integer");
  return value;
}

const configSet: RunCommand = ([, , ...words], { redis, asks }) => {
  if (words.length % 2 === 1) return refuse("wrong number of arguments for 'config|set' command");
  const read: [string, string][] = [];
  for (let at = 0; at < words.length; at += 2) {
    const name = (words[at] as string).toLowerCase();
    const before = redis.config.get(name);
    if (before === undefined)
      return refuse(`Unknown option or number of arguments for CONFIG SET - '${words[at] ?? ''}'`);
    if (name === 'databases') return failed(name, "can't set immutable config");
    if (name === 'dir' || name === 'dbfilename') return failed(name, "can't set protected config");
    read.push([name, readSetting(name, words[at + 1] as string, before)]);
  }
  for (const [name, value] of read) redis.config.set(name, value);
  asks.push({ ask: 'settings', names: read.map(([name]) => name) });
  return OK;
};

const info: RunCommand = ([, ...sections], turn) => ({ verbatim: infoText(turn, sections) });

const time: RunCommand = (_, { exactMs, sleptMs }) => {
  const micros = Math.round((exactMs + sleptMs) * 1000);
  return [String(Math.floor(micros / 1_000_000)), String(micros % 1_000_000)];
};

const debug: RunCommand = ([, sub = '', value = ''], turn) => {
  switch (sub.toUpperCase()) {
    case 'SLEEP':
      turn.sleptMs += Math.max(0, Math.floor(Number(value) * 1000));
      return OK;
    case 'SET-ACTIVE-EXPIRE':
      turn.redis.expiresActively = value !== '0';
      return OK;
    default:
      return refuse(`unknown subcommand '${sub}'. Try DEBUG HELP.`);
  }
};

const described = (words: readonly string[]): RedisReply =>
  words.map((word) => {
    const command = allCommands().find(({ name }) => name === word.toUpperCase());
    if (command === undefined) return NIL;
    const { name, arity, traits } = command;
    const shown = [...traits].flatMap((trait) => FLAGS[trait] ?? []).map((flag) => ({ status: flag }));
    return [name.toLowerCase(), arity, shown, 0, 0, 0];
  });

const NIL: RedisReply = { nil: 'list' };
const FLAGS: Readonly<Record<string, string[]>> = {
  ...{ write: ['write'], read: ['readonly'], oom: ['denyoom'], noscript: ['noscript'] },
  ...{ blocking: ['blocking'], pubsub: ['pubsub'], stale: ['stale'] },
};

const commands: RunCommand = () => described(names());
const names = (): string[] =>
  allCommands()
    .filter(({ name }) => !name.includes('|'))
    .map(({ name }) => name.toLowerCase());

export const serverCommands: CommandRows = {
  CONFIG: [-2, 'container', () => refuseSyntax()],
  'CONFIG|GET': [-3, 'noscript stale', configGet],
  'CONFIG|SET': [-4, 'noscript stale', configSet],
  'CONFIG|RESETSTAT': [2, 'noscript stale', () => OK],
  'CONFIG|REWRITE': [
    2,
    'noscript stale',
    (_, { asks, redis }) => {
      if (!redis.files.isKept) return refuse('The server is running without a config file');
      asks.push({ ask: 'rewrite-config' });
      return OK;
    },
  ],
  INFO: [-1, 'stale', info],
  TIME: [1, 'stale', time],
  DEBUG: [-2, 'noscript stale', debug],
  COMMAND: [-1, 'container stale', commands],
  'COMMAND|COUNT': [2, 'stale', () => names().length],
  'COMMAND|LIST': [-2, 'stale', () => names()],
  'COMMAND|INFO': [-2, 'stale', ([, , ...words]) => described(words.length === 0 ? names() : words)],
  'COMMAND|DOCS': [-2, 'stale', () => ({ record: [] })],
  MEMORY: [-2, 'container', () => refuseSyntax()],
  'MEMORY|USAGE': [
    -3,
    'read',
    ([, , key = ''], { redis, db }) => {
      usedBytes(redis);
      return redis.sizes.get(`${db.index} ${key}`) ?? null;
    },
  ],
  AUTH: [
    -2,
    'noscript stale',
    (words) => {
      if (words.length > 3) return refuseSyntax();
      if (words.length === 3 && words[1] === 'default') return OK;
      if (words.length === 3)
        throw new Refusal('WRONGPASS invalid username-password pair or user is disabled.');
      return refuse(
        'AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
      );
    },
  ],
};
