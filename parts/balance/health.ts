/**
 * Who may get requests, by what checks say (active) and by what becomes of real requests (passive). Both can be wrong: so it takes
 * several checks to change anything, not everybody can be ejected, and if too few seem to be well, the checks are believed no more.
 */

/** Each rule can be replaced, to see what it is there for. */
export const healthRules = {
  /** Checks count in a row. Bug `in-all`: a failed check counts until the server is out, however many were good since. */
  counted: 'in-a-row' as 'in-a-row' | 'in-all',
  /** A server that was out needs several good checks. Bug `one`: the first brings it back. */
  rise: 'kept' as 'kept' | 'one',
  /** Only so many are ejected at once. Bug `ignored`: all, if all fail. */
  maxEjected: 'kept' as 'kept' | 'ignored',
  /** If few seem to be well, all are used. Bug `never`. */
  panic: 'kept' as 'kept' | 'never',
  /** A server that comes back gets more by and by. Bug `skipped`: its whole share at once. */
  slowStart: 'kept' as 'kept' | 'skipped',
};
export type HealthRules = typeof healthRules;

export interface HealthSettings {
  /** So many failed checks in a row take a server out. Default 3. */
  readonly fall?: number;
  /** So many good checks in a row bring it back. Default 2. */
  readonly rise?: number;
  /** So many failed requests in a row eject a server for a while. Default: never. */
  readonly ejectAfter?: number;
  /** For how long; the second time in a row twice as long, and so on. Default 30,000. */
  readonly ejectMs?: number;
  /** At most this share of all servers is ejected at once, but always one may be. Default 0.5. */
  readonly maxEjected?: number;
  /** With a smaller share of well servers than this, all are used. Default 0.5; 0: never. */
  readonly panicBelow?: number;
  /** How long a server that came back gets less than its share. Default 0. */
  readonly slowStartMs?: number;
  readonly rules?: Partial<HealthRules>;
}

/** What is known of a server. */
export interface ServerHealth {
  isUp: boolean;
  /** Checks in a row that say otherwise. */
  against: number;
  /** Requests that failed in a row. */
  errors: number;
  ejectedUntilMs: number;
  /** How often in a row it was ejected. */
  ejections: number;
  /** When it came back; `undefined`: it was never away. */
  backMs: number | undefined;
  /** Since it came back: requests that it got, and that all got. */
  got: number;
  gotByAll: number;
}

/** By server: plain data. */
export type Health = Record<string, ServerHealth>;

/** All are taken to be well. */
export const newHealth = (servers: readonly string[]): Health =>
  Object.fromEntries(
    servers.map((server) => [
      server,
      {
        ...{ isUp: true, against: 0, errors: 0, ejectedUntilMs: 0, ejections: 0 },
        ...{ backMs: undefined, got: 0, gotByAll: 0 },
      },
    ]),
  );

const rulesOf = ({ rules }: HealthSettings): HealthRules => ({ ...healthRules, ...rules });

/** A check of a server has ended. @returns what changes by it */
export function checked(
  health: Health,
  server: string,
  isWell: boolean,
  nowMs: number,
  settings: HealthSettings = {},
): 'up' | 'down' | undefined {
  const { fall = 3, rise = 2 } = settings;
  const { counted, rise: rises } = rulesOf(settings);
  const one = health[server] as ServerHealth;
  if (isWell === one.isUp) {
    if (counted === 'in-a-row') one.against = 0;
    return undefined;
  }
  one.against++;
  if (one.against < (isWell ? (rises === 'kept' ? rise : 1) : fall)) return undefined;
  one.isUp = isWell;
  one.against = 0;
  if (!isWell) return 'down';
  comesBack(one, nowMs);
  return 'up';
}

/** A real request has ended. @returns until when the server is ejected, if it is by this one */
export function requestEnded(
  health: Health,
  server: string,
  ok: boolean,
  nowMs: number,
  settings: HealthSettings,
): number | undefined {
  const { ejectAfter = Infinity, ejectMs = 30_000, maxEjected = 0.5 } = settings;
  const one = health[server] as ServerHealth;
  if (ok) {
    one.errors = 0;
    one.ejections = 0;
    return undefined;
  }
  one.errors++;
  if (one.errors < ejectAfter || one.ejectedUntilMs > nowMs) return undefined;
  const all = Object.values(health);
  const out = all.filter(({ ejectedUntilMs }) => ejectedUntilMs > nowMs).length;
  const most = Math.max(1, Math.floor(maxEjected * all.length));
  if (out >= most && rulesOf(settings).maxEjected === 'kept') return undefined;
  one.errors = 0;
  one.ejections++;
  one.ejectedUntilMs = nowMs + ejectMs * one.ejections;
  comesBack(one, one.ejectedUntilMs);
  return one.ejectedUntilMs;
}

/** Who may be chosen. In panic it is everybody: checks that say that nearly all are ill are themselves ill, or do not help. */
export function usable(
  health: Health,
  nowMs: number,
  settings: HealthSettings = {},
): { readonly servers: readonly string[]; readonly panic: boolean } {
  const { panicBelow = 0.5, slowStartMs = 0 } = settings;
  const rules = rulesOf(settings);
  const all = Object.keys(health);
  const well = all.filter((server) => {
    const { isUp, ejectedUntilMs } = health[server] as ServerHealth;
    return isUp && ejectedUntilMs <= nowMs;
  });
  if (well.length < panicBelow * all.length && rules.panic === 'kept') return { servers: all, panic: true };
  if (slowStartMs === 0 || rules.slowStart === 'skipped') return { servers: well, panic: false };
  const ready = well.filter((server) => {
    const { backMs, got, gotByAll } = health[server] as ServerHealth;
    if (backMs === undefined || nowMs >= backMs + slowStartMs) return true;
    return got < rampOf(gotByAll, well.length, (nowMs - backMs) / slowStartMs);
  });
  return { servers: ready.length === 0 ? well : ready, panic: false };
}

/** How many requests a server that is coming back may have got: its share of all since then, times how far it is. */
export const rampOf = (gotByAll: number, servers: number, part: number): number =>
  (gotByAll / servers) * Math.min(1, part);

/** A request goes to this server. */
export function requestBegan(health: Health, server: string, nowMs: number): void {
  for (const [name, one] of Object.entries(health)) {
    if (one.backMs === undefined || nowMs < one.backMs) continue;
    one.gotByAll++;
    if (name === server) one.got++;
  }
}

function comesBack(one: ServerHealth, backMs: number): void {
  Object.assign(one, { backMs, got: 0, gotByAll: 0 });
}
