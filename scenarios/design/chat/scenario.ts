/**
 * A chat: one server numbers the messages of a room, and each member shows them by these numbers, whatever the network does.
 *
 * Whoever answers has seen what is answered, so the answer has the higher number. Members send one message at a time, so their
 * own keep their order, too. Who was away asks for all after the last number seen.
 */
import { clients, defineScenario, nodeNames, z } from 'seedstorm';
import { busyDisk, cast, heavyTailedLan, ruled } from 'seedstorm/parts';
import { causal, screens } from './checks.js';
import { member } from './member.js';
import { room } from './room.js';

const rules = ruled(
  {
    acknowledge: 'after-sync',
    copies: 'dropped',
    gaps: 'waits',
    sends: 'in-turn',
    order: 'by-number',
  },
  {
    'acknowledge-before-sync': {
      summary:
        'The server hands a message on before it is on the disk: after a power cut another one has its number',
      rules: { acknowledge: 'at-once' },
      shows: { check: 'screens', anomaly: 'lost', within: 1 },
    },
    'copies-are-kept': {
      summary: 'A message whose answer was lost is sent again, and numbered again',
      rules: { copies: 'kept' },
      shows: { check: 'causal', anomaly: 'duplicate-delivery', within: 1 },
    },
    'as-it-comes': {
      summary: 'A member shows what comes: an answer overtakes its question',
      rules: { gaps: 'as-it-comes' },
      shows: { check: 'causal', anomaly: 'causal-order', within: 1 },
    },
    'skips-what-is-late': {
      summary:
        'A member remembers the highest number seen, and asks for nothing before it: what was late is never shown',
      rules: { gaps: 'skips' },
      shows: { check: 'screens', anomaly: 'missing', within: 1 },
    },
    'sends-at-once': {
      summary: 'A member sends its next message while the last one is under way: it overtakes',
      rules: { sends: 'at-once' },
      shows: { check: 'causal', anomaly: 'causal-order', within: 1 },
    },
    'by-clock': {
      summary: 'Members show messages by the clocks of their senders: an answer stands above its question',
      rules: { order: 'by-clock' },
      shows: { check: 'screens', anomaly: 'answer-first', within: 2 },
    },
  },
);

const roomsOf = (count: number): string[] => nodeNames(count, 'room');
const membersOf = (count: number): string[] => nodeNames(count, 'm');

export const chatScenario = defineScenario({
  name: 'design/chat',
  summary: 'A chat: rooms number their messages, and no member sees an answer before its question',
  params: z.object({
    members: z.int().min(1).max(60).default(4).describe('all of them are in every room'),
    rooms: z.int().min(1).max(9).default(2),
    everyMs: z.number().min(1).max(1_000).default(70).describe('how often a member says something'),
  }),
  nodes: ({ members, rooms }) => [...roomsOf(rooms), ...membersOf(members)],
  protocol: ({ members, rooms }, { bug }) =>
    cast({
      room: [roomsOf(rooms), room(rules.with(bug))],
      member: [membersOf(members), member(roomsOf(rooms), rules.with(bug))],
    }),
  workload: ({ members, rooms, everyMs }) =>
    clients(
      members * 2,
      { say: 1 },
      {
        everyMs: everyMs * 2,
        to: (_random, _nodes, client) => membersOf(members)[client % members] as string,
        input: (_f, random, { client, index }) => ({
          room: random.pick(roomsOf(rooms)),
          id: `c${client + 1}-${index}`,
        }),
      },
    ),
  network: heavyTailedLan({ minMs: 0.3, alpha: 1, maxMs: 40 }),
  disk: busyDisk(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 2_000,
  clientTimeoutMs: 600,
  quietMs: 300,
  restartAfterMs: 100,
  final: ({ members, rooms }) => [
    // One more when all is well again: so in every run something was said.
    ...roomsOf(rooms).map((name) => ({ to: 'm1', input: { f: 'say', room: name, id: `last in ${name}` } })),
    ...roomsOf(rooms).map((to) => ({ to, input: { f: 'log' } })),
    ...membersOf(members).flatMap((to) =>
      roomsOf(rooms).map((name) => ({ to, input: { f: 'screen', room: name } })),
    ),
  ],
  check: { causal, screens },
  bugs: rules.bugs,
});
