/** Timelines by three strategies: written for each follower, put together when they are read, and both. */
import { clients, defineScenario, nodeNames, reacting, z } from 'seedstorm';
import { busyDisk, cast, heavyTailedLan, ruled } from 'seedstorm/parts';
import { atOnce, timelines } from './checks.js';
import { home, type HomeRules, type Timeline } from './home.js';
import { database, strategies } from './posts.js';

const sound: HomeRules = {
  moves: 'with-the-last',
  backfills: true,
  deletes: true,
  unfollows: true,
  pulls: 'not-fanned',
  pullsAt: 'same-moment',
  merges: 'by-number',
  waits: true,
};
const onWrite = { strategy: 'on-write' } as const;
const hybrid = { strategy: 'hybrid' } as const;

const rules = ruled(sound, {
  'stops-midway': {
    summary: 'A post counts as written with its first follower: after a crash the others never get it',
    rules: { moves: 'with-the-first' },
    params: onWrite,
    faults: 'crashes',
    shows: { check: 'timelines', anomaly: 'missing', within: 5 },
  },
  'no-backfill': {
    summary: 'Who follows somebody sees what comes, and nothing of before',
    rules: { backfills: false },
    params: onWrite,
    shows: { check: 'timelines', anomaly: 'missing', within: 1 },
  },
  'deleted-stays': {
    summary: 'A post is deleted where it was written, and stays in the timelines',
    rules: { deletes: false },
    params: onWrite,
    shows: { check: 'timelines', anomaly: 'deleted', within: 1 },
  },
  'unfollowed-stays': {
    summary: 'Who unfollows somebody still sees what was written before',
    rules: { unfollows: false },
    params: onWrite,
    shows: { check: 'timelines', anomaly: 'not-due', within: 2 },
  },
  'big-by-now': {
    summary:
      'Posts of those who have many followers now are put in: written when they had few, they come twice',
    rules: { pulls: 'of-big-now' },
    params: hybrid,
    shows: { check: 'timelines', anomaly: 'duplicate', within: 1 },
  },
  'two-moments': {
    summary: 'What is put in is of now, and what was written is of before: a timeline of no moment',
    rules: { pullsAt: 'now' },
    params: hybrid,
    shows: { check: 'timelines', anomaly: 'not-due', within: 1 },
  },
  'not-merged': {
    summary: 'What is put in comes first, however old it is',
    rules: { merges: 'one-after-the-other' },
    params: hybrid,
    shows: { check: 'timelines', anomaly: 'order', within: 1 },
  },
  'own-post-later': {
    summary: 'A timeline is shown as far as it is written: who has just posted does not see it',
    rules: { waits: false },
    params: onWrite,
    shows: { check: 'at-once', anomaly: 'not-own', within: 1 },
  },
});

const usersOf = (count: number): string[] => nodeNames(count, 'u');

interface Memory {
  /** The newest event that this client has caused or seen. */
  after: number;
  readonly posted: string[];
}

export const timelineScenario = defineScenario({
  name: 'design/timeline',
  summary:
    'Timelines written for each follower, put together when read, or both: the same answer, after each event',
  params: z.object({
    strategy: z.enum(strategies).default('hybrid').describe('how timelines are made'),
    users: z.int().min(2).max(40).default(6),
    big: z
      .int()
      .min(1)
      .max(1_000)
      .default(3)
      .describe('hybrid: who has so many followers is put in when timelines are read'),
    famous: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe('which share of follows goes to the first two users'),
    reads: z.number().min(0.1).max(1_000).default(4).describe('how many timelines are read for each post'),
  }),
  vary: { strategy: [...strategies] },
  nodes: () => ['posts', 'home'],
  protocol: ({ strategy, big }, { bug }) =>
    cast({ posts: [['posts'], database(strategy, big)], home: [['home'], home(strategy, rules.with(bug))] }),
  workload: ({ users, famous, reads }) =>
    reacting(
      clients(
        users,
        { post: 1, delete: 0.2, follow: 1, unfollow: 0.3, read: reads },
        {
          everyMs: 35,
          input(f, random, { client, index }) {
            const user = `u${client + 1}`;
            if (f === 'post') return { user, id: `${user}-${index}` };
            if (f !== 'follow' && f !== 'unfollow') return { user };
            // The first users are known to more.
            const others = usersOf(users).filter((other) => other !== user);
            return { user, whom: random.pick(random.chance(famous) ? others.slice(0, 2) : others) };
          },
        },
      ),
      {
        memory: (): Memory => ({ after: 0, posted: [] }),
        begins({ input }, { memory: { after, posted }, random }) {
          if (input.f === 'read') return { input: { ...input, after }, to: 'home' };
          const isNothing = input.f === 'delete' && posted.length === 0;
          if (isNothing) return { input: { f: 'read', user: input['user'], after }, to: 'home' };
          return {
            to: 'posts',
            ...(input.f === 'delete' && { input: { ...input, id: random.pick(posted) } }),
          };
        },
        ended({ input, type, output }, { memory }) {
          if (type !== 'ok') return undefined;
          const seen = input.f === 'read' ? (output as Timeline).position : (output as number);
          memory.after = Math.max(memory.after, seen);
          if (input.f === 'post') memory.posted.push(input['id'] as string);
          return undefined;
        },
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
  final: ({ users }) => [
    ...Array.from({ length: 6 }, () => ({ to: 'home', input: { f: 'settled' } })),
    ...usersOf(users).map((user) => ({ to: 'home', input: { f: 'read', user, after: 0 } })),
    { to: 'posts', input: { f: 'log' } },
  ],
  check: { timelines, 'at-once': atOnce },
  bugs: rules.bugs,
});
