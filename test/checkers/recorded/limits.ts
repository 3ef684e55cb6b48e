/** The definition of rate limits, on recorded histories: over every window, or span of time, that could be the worst. */
import type { Drawn } from './drawn.js';
import { done, groupedBy, type Subject } from './subject.js';

const timeOf = ({ input }: Drawn): number => input['atMs'] as number;
const weightOf = ({ input }: Drawn): number => (input['weight'] as number | undefined) ?? 1;
const sum = (admissions: readonly Drawn[]): number =>
  admissions.reduce((all, admission) => all + weightOf(admission), 0);

/** Whether what one key was admitted is within the rate; times are whole, so that these windows are all there are. */
type WithinRate = (admissions: readonly Drawn[]) => boolean;

const anyWindow: WithinRate = (admissions) =>
  admissions.every((first) => {
    const since = (admission: Drawn) => timeOf(admission) - timeOf(first);
    return sum(admissions.filter((admission) => since(admission) >= 0 && since(admission) < 40)) <= 3;
  });

const ownWindows: WithinRate = (admissions) =>
  groupedBy(admissions, (admission) => Math.floor(timeOf(admission) / 40)).every((held) => sum(held) <= 3);

const bucket: WithinRate = (admissions) =>
  admissions.every((first) =>
    admissions.every((last) => {
      const [from, until] = [timeOf(first), timeOf(last)];
      const within = admissions.filter((one) => timeOf(one) >= from && timeOf(one) <= until);
      return until < from || sum(within) <= 3 + (50 * (until - from)) / 1000;
    }),
  );

const subject = (params: Readonly<Record<string, unknown>>, isWithin: WithinRate): Subject => ({
  judge: 'rate-limit',
  params,
  start(random) {
    let atMs = 0;
    return () => ({
      f: random.chance(80) ? 'admit' : 'refuse',
      key: random.pick(['a', 'b']),
      fields: { atMs: (atMs += random.below(30)), ...(random.chance(30) ? { weight: 2 } : {}) },
    });
  },
  fine: (operations) => groupedBy(done(operations, 'admit'), ({ input }) => input.key).every(isWithin),
  most: 9,
  // A history of refusals alone may be one of admissions by another name.
  usable: (operations) => operations.some(({ input }) => input.f === 'admit'),
});

export const LIMIT_SUBJECTS: readonly Subject[] = [
  subject({ limit: 3, windowMs: 40 }, anyWindow),
  subject({ kind: 'own-windows', limit: 3, windowMs: 40 }, ownWindows),
  subject({ kind: 'bucket', burst: 3, perSecond: 50 }, bucket),
];
