/** What a sentinel answers. */
import type { RedisReply } from '../../core/reply.js';
import { placeOf, type Instance } from './instance.js';
import type { Sentinel } from './sentinel.js';

/** What a sentinel does besides: connections, and its events as messages. */
const OTHERS = new Set([
  ...['PING', 'SUBSCRIBE', 'UNSUBSCRIBE', 'PSUBSCRIBE', 'PUNSUBSCRIBE', 'HELLO', 'CLIENT', 'COMMAND'],
  ...['AUTH', 'QUIT', 'RESET', 'ROLE', 'INFO'],
]);

/** Undefined: it is left to the Redis without keys that has the connections. */
export function sentinelAnswer(sentinel: Sentinel, words: readonly string[]): RedisReply | undefined {
  const [command = '', sub = '', ...rest] = words;
  const name = command.toUpperCase();
  if (name === 'ROLE') return ['sentinel', [sentinel.settings.name]];
  if (name !== 'SENTINEL')
    return OTHERS.has(name)
      ? undefined
      : { error: `ERR unknown command '${command}', with args beginning with: ` };
  const { watched, settings } = sentinel;
  const asked = sub.toLowerCase();
  if (asked === 'myid') return sentinel.runId;
  if (asked === 'masters') return [shown(sentinel, watched.master, 'master')];
  if (asked === 'is-master-down-by-addr') {
    const [host = '', port, epoch, candidate = '*'] = rest;
    return [...sentinel.isDown({ host, port: Number(port) }, Number(epoch), candidate)];
  }
  const isKnown = rest[0] === settings.name;
  if (asked === 'get-master-addr-by-name') {
    if (!isKnown) return { nil: 'list' };
    // Once the replica is the master, clients are sent to it.
    const { failover } = watched;
    const { host, port } = failover?.state === 'turns' ? failover.replica : watched.master;
    return [host, String(port)];
  }
  if (!['master', 'slaves', 'replicas', 'sentinels', 'ckquorum'].includes(asked))
    return { error: `ERR unknown subcommand '${sub}'. Try SENTINEL HELP.` };
  if (!isKnown) return { error: 'ERR No such master with that name' };
  if (asked === 'master') return shown(sentinel, watched.master, 'master');
  if (asked === 'sentinels')
    return [...watched.peers.values()].map((peer) => shown(sentinel, peer, 'sentinel'));
  if (asked !== 'ckquorum')
    return [...watched.replicas.values()].map((replica) => shown(sentinel, replica, 'slave'));
  return quorum(sentinel);
}

function quorum({ watched, settings }: Sentinel): RedisReply {
  const usable =
    1 + [...watched.peers.values()].filter(({ downSinceMs }) => downSinceMs === undefined).length;
  const majority = Math.floor((watched.peers.size + 1) / 2) + 1;
  return usable >= Math.max(majority, settings.quorum)
    ? { status: `OK ${usable} usable Sentinels. Quorum and failover authorization can be reached` }
    : { error: `NOQUORUM ${usable} usable Sentinels. Not enough available Sentinels to reach the majority` };
}

function shown(
  { watched, settings, nowMs }: Sentinel,
  one: Instance,
  kind: 'master' | 'slave' | 'sentinel',
): RedisReply {
  const flags = [
    kind,
    ...(one.downSinceMs === undefined ? [] : ['s_down']),
    ...(kind === 'master' && watched.agreedSinceMs !== undefined ? ['o_down'] : []),
    ...(one.link?.isOpen === true ? [] : ['disconnected']),
  ];
  const { info } = one;
  const fields: (readonly [string, string])[] = [
    ['name', kind === 'master' ? settings.name : kind === 'slave' ? placeOf(one) : one.runId],
    ...([
      ['ip', one.host],
      ['port', String(one.port)],
      ['runid', one.runId],
      ['flags', flags.join(',')],
      ['last-ok-ping-reply', String(Math.floor(nowMs - one.availableMs))],
      ['down-after-milliseconds', String(settings.downAfterMs)],
    ] as const),
  ];
  if (kind === 'master')
    fields.push(
      ['config-epoch', String(watched.configEpoch)],
      ['num-slaves', String(watched.replicas.size)],
      ['num-other-sentinels', String(watched.peers.size)],
      ['quorum', String(settings.quorum)],
      ['failover-timeout', String(settings.failoverTimeoutMs)],
    );
  if (kind === 'slave' && info !== undefined)
    fields.push(
      ['master-link-status', info.linkIsUp ? 'ok' : 'err'],
      ['master-host', info.master?.host ?? '?'],
      ['master-port', String(info.master?.port ?? 0)],
      ['slave-priority', String(info.priority)],
      ['slave-repl-offset', String(info.offset)],
    );
  return { record: fields };
}
