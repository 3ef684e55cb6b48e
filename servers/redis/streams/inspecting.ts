/** What XINFO tells of streams, groups and consumers. */
import { lagOf, pendingOf } from './group.js';
import { refuse, Refusal, type RedisReply } from './reply.js';
import type { Command, Commands } from './command.js';
import { shownEntry, upper } from './words.js';

const named = <T>(map: ReadonlyMap<string, T>): [string, T][] =>
  [...map].sort(([one], [other]) => (one < other ? -1 : 1));

const xinfo: Command = ([, given, key = '', name = ''], { store, nowMs }): RedisReply => {
  const sub = upper(given);
  if (!['STREAM', 'GROUPS', 'CONSUMERS'].includes(sub))
    return refuse(`unknown subcommand '${given ?? ''}'. Try XINFO HELP.`);
  const stream = store.keys.get(key);
  if (stream === undefined) return refuse('no such key');
  if (sub === 'GROUPS')
    return named(stream.groups).map(([group, { consumers, pending, lastId, entriesRead }]) => [
      ...['name', group, 'consumers', consumers.size, 'pending', pending.length],
      ...['last-delivered-id', lastId, 'entries-read', entriesRead],
      ...['lag', lagOf(stream, stream.groups.get(group) as never)],
    ]);
  if (sub === 'CONSUMERS') {
    const group = stream.groups.get(name);
    if (group === undefined)
      throw new Refusal(`NOGROUP No such consumer group '${name}' for key name '${key}'`);
    return named(group.consumers).map(([consumer, heardMs]) => [
      ...['name', consumer, 'pending', pendingOf(group, consumer).length],
      ...['idle', Math.max(0, nowMs - heardMs)],
    ]);
  }
  const entries = stream.blocks.flatMap((block) => block.entries);
  const [first, last] = [entries[0], entries.at(-1)];
  return [
    ...['length', stream.length, 'radix-tree-keys', stream.blocks.length],
    ...['radix-tree-nodes', stream.blocks.length + 1, 'last-generated-id', stream.lastId],
    ...['max-deleted-entry-id', stream.maxDeletedId, 'entries-added', stream.entriesAdded],
    ...['recorded-first-entry-id', stream.firstId, 'groups', stream.groups.size],
    'first-entry',
    first === undefined ? null : shownEntry(first),
    'last-entry',
    last === undefined ? null : shownEntry(last),
  ];
};

export const inspectingCommands: Commands = { XINFO: [-3, xinfo] };
