/** What INFO tells: sections of lines, of which clients read a few. */
import { usedBytes } from './memory.js';
import type { Turn } from './turn.js';

type Section = readonly (readonly [name: string, value: string | number])[];

function sectionsOf({ redis }: Turn): Readonly<Record<string, Section>> {
  const { config, sessions, waiting, databases } = redis;
  const clients = [...sessions.keys()].filter((client) => client >= 0).length;
  return {
    server: [
      ['redis_version', '7.0.15'],
      ['redis_mode', 'standalone'],
      ['os', 'Linux'],
      ['arch_bits', 64],
      ['tcp_port', 6379],
      ['hz', config.get('hz') ?? ''],
    ],
    clients: [
      ['connected_clients', clients],
      ['maxclients', config.get('maxclients') ?? ''],
      ['blocked_clients', waiting.length],
    ],
    memory: [
      ['used_memory', usedBytes(redis)],
      ['maxmemory', config.get('maxmemory') ?? ''],
      ['maxmemory_policy', config.get('maxmemory-policy') ?? ''],
    ],
    persistence: [
      ['loading', 0],
      ['aof_enabled', Number(config.get('appendonly') === 'yes')],
    ],
    replication: [
      ['role', redis.role === 'master' ? 'master' : 'slave'],
      ['connected_slaves', redis.acknowledged.size],
      ['master_repl_offset', redis.writes],
    ],
    keyspace: databases
      .filter(({ keys }) => keys.size > 0)
      .map(({ index, keys, expires }) => [
        `db${index}`,
        `keys=${keys.size},expires=${expires.size},avg_ttl=0`,
      ]),
  };
}

/** The sections that are asked for, each under its title; all if none is named. */
export function infoText(turn: Turn, asked: readonly string[]): string {
  const wanted = new Set(asked.map((name) => name.toLowerCase()));
  const all = wanted.size === 0 || ['default', 'all', 'everything'].some((name) => wanted.has(name));
  return Object.entries(sectionsOf(turn))
    .filter(([name]) => all || wanted.has(name))
    .map(([name, lines]) =>
      [`# ${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`, ...lines.map(([key, value]) => `${key}:${value}`)]
        .map((line) => `${line}\r\n`)
        .join(''),
    )
    .join('\r\n');
}
