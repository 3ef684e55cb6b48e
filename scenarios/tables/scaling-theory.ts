/** What theory says of servers in number: lines, a part that can not be cut, and a part that all share. */
import { queueTheory } from 'seedstorm/parts';
import { isOpen, LOAD, SHARED, sharedMs, TALK, WORK_MS, type Scaling } from './scaling-world.js';

/** Mean time of a request, in ms, by the theory of queues. */
export function tookByTheory(setting: Scaling): number {
  const { spread, servers } = setting;
  const perSecond = (LOAD * servers * 1000) / WORK_MS;
  const inLine = (rate: number, meanMs: number, workers: number): number =>
    meanMs +
    (queueTheory({ perSecond: rate, service: { kind: 'exponential', meanMs }, workers })?.meanWaitMs ??
      Infinity);
  switch (spread) {
    case 'up':
      return inLine(perSecond, WORK_MS / servers, 1);
    case 'out, own lines':
      return inLine(perSecond / servers, WORK_MS, 1);
    case 'out, one line':
      return inLine(perSecond, WORK_MS, servers);
    case 'one job, even pieces':
      return WORK_MS * (SHARED + (1 - SHARED) / servers);
    case 'one job, uneven pieces':
      // The job waits for its longest piece: of n exponential times, the mean longest is 1 + 1/2 + … + 1/n of the mean.
      return WORK_MS * (SHARED + ((1 - SHARED) / servers) * harmonic(servers));
    case 'own work, shared part':
    case 'own work, shared part and talk':
      return sharedByOthers(servers, WORK_MS * (1 - SHARED), sharedMs(setting));
  }
}

/** Requests that end in the time that one server of speed 1 needs for one. */
export function speedUpByTheory(setting: Scaling): number {
  if (isOpen(setting)) return LOAD * setting.servers;
  const atOnce = setting.spread.startsWith('one job') ? 1 : setting.servers;
  return (atOnce * WORK_MS) / tookByTheory(setting);
}

/** Amdahl's law (1967), and with talk Gunther's universal scalability law (1993); where nothing is shared, `servers`. */
export function speedUpByLaw({ spread, servers: n }: Scaling): number {
  if (isOpen({ spread, servers: n })) return n;
  const talk = spread.endsWith('talk') ? TALK : 0;
  return n / (1 + SHARED * (n - 1) + talk * n * (n - 1));
}

const harmonic = (n: number): number => (n === 0 ? 0 : harmonic(n - 1) + 1 / n);

/** Mean value analysis (Reiser and Lavenberg, 1980) of `n` that work by themselves, then wait in one line. */
function sharedByOthers(n: number, ownMs: number, eachMs: number): number {
  let waiting = 0;
  let tookMs = 0;
  for (let others = 1; others <= n; others++) {
    const atSharedMs = eachMs * (1 + waiting);
    tookMs = ownMs + atSharedMs;
    waiting = (others * atSharedMs) / tookMs;
  }
  return tookMs;
}
