/** Parameters of the scenario, its rules, and planted bugs that each replace one of them. */
import { z } from 'seedstorm';
import { ruled, type RulesOf } from 'seedstorm/parts';

export const params = z.object({
  consumers: z.int().min(1).max(12).default(3),
  partitions: z.int().min(1).max(48).default(4),
  /** Cooperative members need an assignor that moves nothing in one step. */
  protocol: z.enum(['eager', 'cooperative']).default('eager'),
  assignor: z.enum(['range', 'roundrobin', 'sticky']).default('range'),
  membership: z.enum(['dynamic', 'static']).default('dynamic'),
  commit: z.enum(['sync', 'async']).default('sync'),
});
export type Params = z.infer<typeof params>;

export const rules = ruled(
  {
    /** Whether a commit of a member that is not in this generation is refused. */
    generation: 'checked',
    /** What becomes of the older of two members with one instance id. */
    instances: 'fenced',
    /** Which instance id a static member is started with: the last consumer may have that of the first, by mistake. */
    instanceIds: 'own',
    /** What the coordinator does when a member's session ends. */
    sessionEnd: 'rebalance',
    /** Where the committed offsets are. */
    offsets: 'on-disk',
    /** Who may have a partition that another member still has, in a cooperative rebalance. */
    moves: 'when-revoked',
    /** When a consumer commits. */
    commits: 'after-processing',
    /** What a consumer does with an asynchronous commit that failed. */
    failedCommit: 'forgotten',
    /** What a consumer does whose session may be over. */
    session: 'stops',
  },
  {
    'generation-ignored': {
      summary: 'The coordinator takes the commit of a zombie: a member that is out, and does not know it yet',
      rules: { generation: 'ignored' },
      shows: { check: 'consumer-groups', anomaly: 'zombie-commit', within: 13 },
    },
    'sticky-for-cooperative': {
      summary:
        'The leader of a cooperative group gives away in one step what another member has not given up yet',
      rules: { moves: 'at-once' },
      params: { protocol: 'cooperative' },
      shows: { check: 'consumer-groups', anomaly: 'two-owners', within: 1 },
    },
    'async-commit-again': {
      summary: 'An asynchronous commit that failed is sent again, after a later one: the offset goes back',
      rules: { failedCommit: 'sent-again' },
      params: { commit: 'async' },
      shows: { check: 'consumer-groups', anomaly: 'commit-regression', within: 3 },
    },
    'commit-before-processing': {
      summary: 'A consumer commits what it has only fetched: a crash loses it',
      rules: { commits: 'before-processing' },
      shows: { check: 'consumer-groups', anomaly: 'commit-skip', within: 1 },
    },
    'offsets-in-memory': {
      summary: 'The coordinator forgets in a crash how far the group was, and the group begins anew',
      rules: { offsets: 'in-memory' },
      shows: { check: 'consumer-groups', anomaly: 'redelivery-after-commit', within: 3 },
    },
    'works-past-session': {
      summary:
        'A consumer that was paused goes on with what it had fetched: its partitions are another’s by now',
      rules: { session: 'goes-on' },
      shows: { check: 'consumer-groups', anomaly: 'redelivery-after-commit', within: 48 },
    },
    'instance-not-fenced': {
      summary: 'Two processes with one instance id are both let in, and both read the same partitions',
      rules: { instances: 'shared', instanceIds: 'one-for-two' },
      params: { membership: 'static' },
      shows: { check: 'consumer-groups', anomaly: 'two-owners', within: 1 },
    },
    'static-cooperative': {
      summary:
        'A partition was given up and not given on yet when its static owner restarts: the generation stays, and nobody gets it',
      params: { protocol: 'cooperative', membership: 'static' },
      faults: 'crashes',
      shows: { check: 'at-least-once', anomaly: 'lost', within: 1045 },
    },
    'no-rebalance': {
      summary: 'The session of a dead member ends, and nobody takes its partitions over',
      rules: { sessionEnd: 'nothing' },
      faults: 'crash-stop',
      shows: { check: 'at-least-once', anomaly: 'lost', within: 9 },
    },
  },
);
export type Rules = RulesOf<typeof rules>;

export interface Options extends Params {
  readonly rules: Rules;
}

/** How long a member may be silent, and a rebalance may wait for it. */
export const SESSION_MS = 160;
export const REBALANCE_MS = 300;
