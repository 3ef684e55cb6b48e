/** Claims about health checks, by what the balancer recorded, and by which servers really were there. */
import { invariant } from 'seedstorm';
import { defineChecker, type Checker, type Operation } from 'seedstorm/checkers';
import { rampOf } from 'seedstorm/parts';
import { takesForUp, type BalancerState, type CheckSettings } from './balancer.js';

type Told =
  | {
      readonly f: 'checked';
      readonly of: 'live' | 'ready';
      readonly server: string;
      readonly outcome: 'yes' | 'no' | 'gone' | 'silent';
    }
  | { readonly f: 'up' | 'down'; readonly server: string; readonly atMs: number }
  | { readonly f: 'ejected'; readonly server: string; readonly atMs: number; readonly untilMs: number }
  | { readonly f: 'ended'; readonly server: string; readonly ok: boolean }
  | { readonly f: 'routed'; readonly server: string; readonly panic: boolean; readonly atMs: number }
  | { readonly f: 'restart'; readonly server: string }
  | { readonly f: 'nobody' };

type Found = Parameters<Parameters<typeof defineChecker>[0]['scan']>[1];
type Judge = (told: Told, operation: Operation) => boolean | undefined;

/** A claim about records, one after another. @param judge says whether there was something to judge */
const ofRecords = (name: string, looksFor: string, reason: string, judge: (found: Found) => Judge): Checker =>
  defineChecker({
    name,
    looksFor,
    scan(history, found) {
      const look = judge(found);
      let judged = 0;
      for (const operation of history) if (look(operation.input as Told, operation) === true) judged++;
      return { judged, reason: `${judged} looked at: ${reason}` };
    },
  });

/** The last operations of each name, newest last. */
function lastOf(most: number) {
  const byName = new Map<string, Operation[]>();
  return {
    add(name: string, operation: Operation): void {
      const list = byName.get(name) ?? [];
      if (list.push(operation) > most) list.shift();
      byName.set(name, list);
    },
    of: (name: string): readonly Operation[] => byName.get(name) ?? [],
  };
}

/**
 * No server is out before `fall` checks in a row have failed, and none is back before `rise` have not: one lost check takes
 * nobody out. Anomalies: `out-too-early`, `back-too-early`.
 */
export const thresholds = ({ fall = 3, rise = 2 }: CheckSettings): Checker =>
  ofRecords('thresholds', 'checks of readiness (function checked)', 'no change too early', (found) => {
    const last = lastOf(Math.max(fall, rise));
    return (told, operation) => {
      if (told.f === 'checked' && told.of === 'ready') {
        last.add(told.server, operation);
        return true;
      }
      if (told.f !== 'down' && told.f !== 'up') return undefined;
      const seen = last.of(told.server).slice(told.f === 'down' ? -fall : -rise);
      const isWell = (check: Operation): boolean => (check.input as { outcome: string }).outcome === 'yes';
      const against = seen.filter((check) => isWell(check) !== (told.f === 'up'));
      if (against.length === 0 && seen.length === (told.f === 'down' ? fall : rise)) return undefined;
      const said = seen.map((check) => (check.input as { outcome: string }).outcome).join(', ');
      const kind = told.f === 'down' ? 'out-too-early' : 'back-too-early';
      found.anomaly(kind, `${told.server} is ${told.f} after checks that said ${said}`, ...seen, operation);
      return undefined;
    };
  });

/** At most this share is ejected at once, though always one may be. Anomaly: `too-many-ejected`. */
export const fewEjected = ({ servers, maxEjected = 0.5 }: CheckSettings): Checker =>
  ofRecords('few-ejected', 'requests (function ended)', 'never too many ejected', (found) => {
    const most = Math.max(1, Math.floor(maxEjected * servers.length));
    let out: { readonly untilMs: number; readonly operation: Operation }[] = [];
    return (told, operation) => {
      if (told.f !== 'ejected') return told.f === 'ended';
      out = [...out.filter(({ untilMs }) => untilMs > told.atMs), { untilMs: told.untilMs, operation }];
      if (out.length > most) {
        const message = `${out.length} of ${servers.length} servers are ejected at once`;
        found.anomaly('too-many-ejected', message, ...out.map((one) => one.operation));
      }
      return undefined;
    };
  });

/** No request is refused because nobody seems to be well. Anomaly: `nobody-left`. */
export const somebodyLeft: Checker = ofRecords(
  'somebody-left',
  'requests (functions routed and nobody)',
  'none without a server',
  (found) => (told, operation) => {
    if (told.f === 'nobody')
      found.anomaly(
        'nobody-left',
        'no server seemed to be well, and the request was not even tried',
        operation,
      );
    return told.f === 'routed';
  },
);

/** Only who was silent so many times in a row is restarted: who answers that it is not ready lives. Anomaly: `restarted-alive`. */
export const restarts = ({ fall = 3 }: CheckSettings): Checker =>
  ofRecords('restarts', 'checks (function checked)', 'nobody restarted who answered', (found) => {
    const last = lastOf(fall);
    return (told, operation) => {
      if (told.f === 'checked' && told.of === 'live') {
        last.add(told.server, operation);
        return true;
      }
      if (told.f !== 'restart') return undefined;
      const answered = last
        .of(told.server)
        .find((check) => (check.input as { outcome: string }).outcome !== 'silent');
      if (answered !== undefined)
        found.anomaly('restarted-alive', `${told.server} was there, and is restarted`, answered, operation);
      return undefined;
    };
  });

/** A server that came back gets no more than its share, times how far it is. Anomaly: `too-much-at-once`. */
export const ramp = ({ servers, slowStartMs = 0 }: CheckSettings): Checker =>
  ofRecords('ramp', 'requests (function routed)', 'nobody got too much after its return', (found) => {
    const down = new Set<string>();
    const ejectedUntil = new Map<string, number>();
    /** By server: since when it is back, and what it and all got since. */
    const back = new Map<string, { readonly sinceMs: number; readonly got: Operation[]; all: number }>();
    return (told, operation) => {
      if (told.f === 'down') down.add(told.server);
      if (told.f === 'up') {
        down.delete(told.server);
        back.set(told.server, { sinceMs: told.atMs, got: [], all: 0 });
      }
      if (told.f === 'ejected') {
        ejectedUntil.set(told.server, told.untilMs);
        back.set(told.server, { sinceMs: told.untilMs, got: [], all: 0 });
      }
      if (told.f !== 'routed') return undefined;
      const { server, atMs, panic } = told;
      const well = servers.filter((name) => !down.has(name) && (ejectedUntil.get(name) ?? 0) <= atMs);
      const comesBack = (name: string): boolean =>
        atMs < (back.get(name)?.sinceMs ?? -Infinity) + slowStartMs;
      const own = back.get(server);
      if (own !== undefined && !panic && comesBack(server) && !well.every(comesBack)) {
        const most = rampOf(own.all, well.length, (atMs - own.sinceMs) / slowStartMs);
        const message = `${server} came back ${(atMs - own.sinceMs).toFixed(0)} ms before, and got ${own.got.length + 1} of ${own.all + 1} requests`;
        if (own.got.length >= most) found.anomaly('too-much-at-once', message, ...own.got, operation);
      }
      for (const [name, one] of back) {
        if (atMs < one.sinceMs) continue;
        one.all++;
        if (name === server) one.got.push(operation);
      }
      return true;
    };
  });

/**
 * A server that is not there is out after `fall` checks and a time-out. What happened is not in the history of a dead server,
 * so this looks at the nodes themselves.
 */
export const detected = invariant({
  memory: (): { sinceMs: Record<string, number> } => ({ sinceMs: {} }),
  holds(nodes, changed, { sinceMs }) {
    if (changed.name !== 'lb' || changed.state === undefined) return undefined;
    const balancer = changed.state as BalancerState;
    for (const { name, status } of nodes) {
      if (!Object.hasOwn(balancer.health, name)) continue;
      if (status === 'up') delete sinceMs[name];
      else sinceMs[name] ??= balancer.atMs;
      const lateMs = balancer.atMs - (sinceMs[name] ?? Infinity);
      if (lateMs > balancer.noticesWithinMs && takesForUp(balancer, name))
        return `${name} is not there since ${lateMs.toFixed(0)} ms or longer, and the balancer has not noticed`;
    }
    return undefined;
  },
});
