/**
 * By how fast servers answer. Each has an estimate, a mean that forgets; a server that nobody has asked for some time is
 * unknown again, and is tried. A server that failed comes after all others for as long: errors are quick, and whoever takes
 * them for answers sends everything to the server that is broken.
 */
import { openAt, type Draws, type OpenRequests } from './open-requests.js';

/** What is known of one server. */
export interface ResponseTime {
  /** Mean of what it took, later ones weighing more. */
  readonly ms: number;
  /** When the last answer came. */
  readonly atMs: number;
  /** When it failed for the last time. */
  readonly failedMs?: number;
}

/** By server: plain data. */
export type ResponseTimes = Record<string, ResponseTime>;

export interface ResponseTimeSettings {
  /** The weight of the newest answer in the mean. Default 0.3. */
  readonly weight?: number;
  /** For how long an estimate, or a failure, counts. Default 1,000. */
  readonly forgetMs?: number;
  /** A failure says nothing of speed, and puts a server behind all others. Bug `counted`: it is an answer, and a quick one. */
  readonly failures?: 'set-apart' | 'counted';
}

/** An answer, or a failure, that took so long. Changes the times. */
export function noteResponse(
  times: ResponseTimes,
  server: string,
  { tookMs, ok }: { readonly tookMs: number; readonly ok: boolean },
  nowMs: number,
  { weight = 0.3, failures = 'set-apart' }: ResponseTimeSettings = {},
): void {
  const known = Object.hasOwn(times, server) ? times[server] : undefined;
  if (!ok && failures === 'set-apart') {
    times[server] = { ms: known?.ms ?? tookMs, atMs: nowMs, failedMs: nowMs };
    return;
  }
  const ms = known === undefined ? tookMs : known.ms + weight * (tookMs - known.ms);
  times[server] = { ...known, ms, atMs: nowMs };
}

/**
 * The server that will answer first: its estimate, times the requests before this one and this one. Those that failed lately
 * only where there is no other. Ties are drawn.
 */
export function shortestResponse(
  servers: readonly string[],
  times: Readonly<ResponseTimes>,
  open: Readonly<OpenRequests>,
  nowMs: number,
  random: Draws,
  { forgetMs = 1_000 }: ResponseTimeSettings = {},
): string | undefined {
  const isWell = (server: string): boolean => nowMs - (times[server]?.failedMs ?? -Infinity) >= forgetMs;
  const well = servers.filter(isWell);
  const asked = well.length > 0 ? well : servers;
  const costOf = (server: string): number => {
    const { ms = 0, atMs = -Infinity } = times[server] ?? {};
    return nowMs - atMs >= forgetMs ? openAt(open, server) : ms * (openAt(open, server) + 1);
  };
  const costs = asked.map(costOf);
  const least = Math.min(...costs);
  const best = asked.filter((_, index) => costs[index] === least);
  return best.length === 0 ? undefined : random.pick(best);
}
