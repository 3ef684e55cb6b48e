/** What INFO tells: sections of lines, of which clients read a few. */
import type { Redis } from './data.js';
import { secondsSince } from './following.js';
import { usedBytes } from './memory.js';
import type { Turn } from './turn.js';

type Section = readonly (readonly [name: string, value: string | number])[];

function sectionsOf({ redis, nowMs }: Turn): Readonly<Record<string, Section>> {
  const { config, sessions, waiting, databases } = redis;
  const clients = [...sessions.keys()].filter((client) => client >= 0).length;
  return {
    server: [
      ['redis_version', '7.0.15'],
      ['redis_mode', 'standalone'],
      ['os', 'Linux'],
      ['arch_bits', 64],
      ['run_id', redis.runId],
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
    persistence: persistence(redis),
    replication: replication(redis, nowMs),
    keyspace: databases
      .filter(({ keys }) => keys.size > 0)
      .map(({ index, keys, expires }) => [
        `db${index}`,
        `keys=${keys.size},expires=${expires.size},avg_ttl=0`,
      ]),
  };
}

const okay = (is: boolean): string => (is ? 'ok' : 'err');

function persistence({ files, config }: Redis): Section {
  const isOn = config.get('appendonly') === 'yes';
  return [
    ['loading', 0],
    ['async_loading', 0],
    ['rdb_changes_since_last_save', files.changes],
    ['rdb_bgsave_in_progress', Number(files.isSaving)],
    ['rdb_last_save_time', Math.floor(files.lastSaveMs / 1000)],
    ['rdb_last_bgsave_status', okay(files.lastSaveOk)],
    ['aof_enabled', Number(isOn)],
    ['aof_rewrite_in_progress', Number(files.isRewriting)],
    ['aof_rewrite_scheduled', Number(files.rewriteIsDue)],
    ['aof_last_bgrewrite_status', okay(files.lastRewriteOk)],
    ['aof_last_write_status', okay(files.aofTrouble === undefined)],
    ...(isOn
      ? ([
          ['aof_current_size', files.aofBytes],
          ['aof_base_size', files.aofBaseBytes],
        ] as const)
      : []),
  ];
}

function replication(redis: Redis, nowMs: number): Section {
  const { role, master, offset, followers, history } = redis;
  return [
    ['role', role === 'master' ? 'master' : 'slave'],
    ...(role === 'replica' && master !== undefined
      ? ([
          ['master_host', master.host],
          ['master_port', master.port],
          ['master_link_status', master.state === 'connected' ? 'up' : 'down'],
          ['master_last_io_seconds_ago', master.heardMs === 0 ? -1 : secondsSince(master.heardMs, nowMs)],
          ['master_sync_in_progress', Number(master.state === 'sync')],
          ['slave_repl_offset', offset],
          ...(master.state === 'connected'
            ? []
            : ([['master_link_down_since_seconds', secondsSince(master.downSinceMs, nowMs)]] as const)),
          ['slave_priority', redis.config.get('replica-priority') ?? ''],
          ['slave_read_only', Number(redis.config.get('replica-read-only') === 'yes')],
        ] as const)
      : []),
    ['connected_slaves', followers.size],
    ...[...followers.values()].map(
      ({ host, port, isOnline, upTo, heardMs }, index) =>
        [
          `slave${index}`,
          `ip=${host},port=${port},state=${isOnline ? 'online' : 'wait_bgsave'},offset=${upTo},lag=${secondsSince(heardMs, nowMs)}`,
        ] as const,
    ),
    ['master_failover_state', 'no-failover'],
    ['master_replid', history.id],
    ['master_replid2', history.before?.id ?? '0'.repeat(40)],
    ['master_repl_offset', offset],
    ['second_repl_offset', history.before?.upTo ?? -1],
  ];
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
