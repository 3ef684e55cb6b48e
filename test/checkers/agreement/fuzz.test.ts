/**
 * Delivery and coordination against their definitions, quantifier by quantifier, over small random histories.
 *
 * SEEDSTORM_FUZZ sets the number of histories (3,000 by default).
 */
import { describe, expect, it } from 'vitest';
import * as agreement from '../../../checkers/agreement/index.js';
import * as delivery from '../../../checkers/delivery/index.js';
import type { Checker, History, Operation, Outcome } from '../../../checkers/history.js';
import { boundedStaleness } from '../../../checkers/orders/index.js';
import { sawNothing } from '../saw-nothing.js';
import { randomHistory, randomOf } from '../orders/random-history.js';

const HISTORIES = Number(process.env['SEEDSTORM_FUZZ'] ?? 3_000);

type Random = (below: number) => number;
type Op = Operation<{ f: string; key?: unknown; value?: unknown }, unknown>;

/** Operations of a few processes that overlap now and then. */
function overlapping(
  random: Random,
  count: number,
  draw: () => { f: string; key?: string; value?: unknown; output?: unknown },
): History {
  const free = [0, 0, 0];
  let clock = 0;
  const history: Operation[] = [];
  for (let i = 0; i < count; i++) {
    const process = random(3);
    const invoke = Math.max(free[process]!, clock - random(5)) + 1;
    const complete = invoke + 1 + random(5);
    clock = Math.max(clock, invoke);
    free[process] = complete;
    const type: Outcome = random(8) === 0 ? 'info' : random(10) === 0 ? 'fail' : 'ok';
    const { output, ...input } = draw();
    const end = type === 'info' ? Infinity : complete;
    history.push({
      process: `c${process}`,
      input,
      type,
      invoke,
      complete: end,
      ...(output === undefined ? {} : { output }),
    });
  }
  return history.sort((a, b) => a.invoke - b.invoke);
}

/** Points of nodes, appended after everything else or mixed in. */
function withEffects(random: Random, clients: History, effects: { f: string; value: unknown }[]): History {
  const end = Math.max(
    0,
    ...clients.map(({ invoke, complete }) => (complete === Infinity ? invoke : complete)),
  );
  const points = effects.map((input, i): Operation => {
    const at = random(4) === 0 ? random(end + 1) + 0.5 + i / 100 : end + 2 + 2 * i;
    return { process: `n${random(2)}.${i}`, input, type: 'ok', invoke: at, complete: at + 0.001 };
  });
  return [...clients, ...points].sort((a, b) => a.invoke - b.invoke);
}

const field = (o: Operation, name: 'f' | 'key' | 'value') => (o.input as Record<string, unknown>)[name];
const named = (history: History, f: string) => (history as readonly Op[]).filter((o) => o.input.f === f);
const precedes = (a: Operation, b: Operation) => a.type === 'ok' && a.complete < b.invoke;

function compare(
  name: string,
  checker: Checker,
  make: (random: Random) => History,
  fine: (history: History) => boolean,
): void {
  it(name, () => {
    const seen = { valid: 0, invalid: 0 };
    for (let seed = 0; seed < HISTORIES; seed++) {
      const history = make(randomOf(seed));
      const expected = fine(history) ? 'valid' : 'invalid';
      const verdict = checker.check(history);
      if (expected === 'valid' && sawNothing(verdict)) continue;
      if (verdict.verdict !== expected)
        throw new Error(
          `seed ${seed}: ${verdict.verdict}, by definition ${expected}: ${JSON.stringify(history)}`,
        );
      seen[expected]++;
      if (verdict.verdict !== 'invalid' || seed % 10 !== 0) continue;
      if (!verdict.core || fine(verdict.core))
        throw new Error(`seed ${seed}: the core passes: ${JSON.stringify(verdict.core)}`);
    }
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(HISTORIES / 100);
  });
}

/** Sends of a few values, perhaps again, and effects of most of them. */
function deliveries(random: Random): History {
  let fresh = 0;
  const sends = overlapping(random, 1 + random(4), () => ({
    f: 'send',
    key: 'xy'[random(2)]!,
    value: random(6) === 0 && fresh > 0 ? fresh : ++fresh,
  }));
  const effects = [1, 2, 3, 4].flatMap((value) =>
    value <= fresh && random(9) > 0 ? [{ f: 'process', value }] : [],
  );
  if (random(6) === 0) effects.push({ f: 'process', value: 1 + random(5) });
  if (random(2) === 0) effects.reverse();
  return withEffects(random, sends, effects);
}

const attempts = (history: History, value: unknown) =>
  named(history, 'send').filter((o) => field(o, 'value') === value);
const effectsOf = (history: History, value: unknown) =>
  named(history, 'process').filter((o) => field(o, 'value') === value);
const sentValues = (history: History) => [...new Set(named(history, 'send').map((o) => field(o, 'value')))];

const noLoss = (history: History) =>
  sentValues(history).every(
    (v) => !attempts(history, v).some((o) => o.type === 'ok') || effectsOf(history, v).length > 0,
  );
const noRepeat = (history: History) =>
  named(history, 'process').every((o) => effectsOf(history, field(o, 'value')).length < 2);
const noInvention = (history: History) =>
  named(history, 'process').every((effect) => {
    const tried = attempts(history, field(effect, 'value'));
    return (
      tried.some((o) => o.type !== 'fail') &&
      tried.some((o) => effectsOf(history, field(effect, 'value')).every((e) => e.complete >= o.invoke))
    );
  });

describe(`${HISTORIES} random histories`, () => {
  compare('at most once', delivery.atMostOnce(), deliveries, (h) => noRepeat(h) && noInvention(h));
  compare('at least once', delivery.atLeastOnce(), deliveries, (h) => noLoss(h) && noInvention(h));
  compare(
    'exactly once',
    delivery.exactlyOnce(),
    deliveries,
    (h) => noLoss(h) && noRepeat(h) && noInvention(h),
  );

  compare('order per key', delivery.orderPerKey(), deliveries, (history) => {
    const first = (value: unknown) => effectsOf(history, value)[0];
    const began = (value: unknown) =>
      Math.min(
        ...attempts(history, value)
          .filter((o) => o.type !== 'fail')
          .map((o) => o.invoke),
      );
    const ended = (value: unknown) =>
      Math.min(
        ...attempts(history, value)
          .filter((o) => o.type === 'ok')
          .map((o) => o.complete),
      );
    // A message belongs to the key of its first attempt that did not fail.
    const key = (value: unknown) =>
      field(
        attempts(history, value).find((o) => o.type !== 'fail')!,
        'key',
      );
    const values = sentValues(history).filter(
      (v) => attempts(history, v).some((o) => o.type !== 'fail') && first(v),
    );
    return !values.some((a) =>
      values.some((b) => key(a) === key(b) && ended(a) < began(b) && first(b)!.complete < first(a)!.invoke),
    );
  });

  const locking = (random: Random) => {
    const held = new Map<number, boolean>();
    let turn = 0;
    return overlapping(random, 2 + random(5), () => {
      const [f] = held.get(turn % 3) ? ['release'] : ['acquire'];
      held.set(turn % 3, f === 'acquire');
      turn++;
      return { f: random(3) === 0 ? 'release' : f! };
    });
  };
  compare('mutual exclusion', agreement.mutualExclusion(), locking, (history) => {
    const holds = named(history, 'acquire')
      .filter((o) => o.type === 'ok')
      .map((acquired) => {
        const later = history.filter((o) => o.process === acquired.process && o.invoke > acquired.invoke);
        const next = later.findIndex((o) => field(o, 'f') === 'acquire' && o.type === 'ok');
        const until = (next < 0 ? later : later.slice(0, next)).find(
          (o) => field(o, 'f') === 'release' && o.type !== 'fail',
        );
        return { from: acquired.complete, to: until ? until.invoke : Infinity };
      });
    return !holds.some((a) => holds.some((b) => a !== b && a.from < b.to && b.from < a.to));
  });

  const generating = (random: Random) => {
    let next = 0;
    return overlapping(random, 2 + random(5), () => ({
      f: 'generate',
      output: random(4) === 0 ? random(8) : ++next,
    }));
  };
  const given = (history: History) => named(history, 'generate').filter((o) => o.type === 'ok');
  compare(
    'unique ids',
    agreement.uniqueIds(),
    generating,
    (history) => new Set(given(history).map((o) => o.output)).size === given(history).length,
  );
  compare(
    'monotonic ids',
    agreement.monotonicIds(),
    generating,
    (history) =>
      !given(history).some((a) =>
        given(history).some((b) => precedes(a, b) && (a.output as number) > (b.output as number)),
      ),
  );

  const broadcasting = (random: Random) => {
    const steps: Operation[] = [];
    const sent: number[] = [];
    const known = new Map<string, Set<number>>();
    for (let i = 0; i < 3 + random(7); i++) {
      const node = 'abc'[random(3)]!;
      const open = sent.filter((value) => !known.get(node)?.has(value));
      const send = open.length === 0 || (sent.length < 3 && random(3) === 0);
      const value = send ? sent.push(sent.length + 1) : open[random(open.length)]!;
      if (!send) known.set(node, (known.get(node) ?? new Set()).add(value));
      steps.push({
        process: node,
        input: { f: send ? 'broadcast' : 'deliver', value },
        type: 'ok',
        invoke: 2 * i,
        complete: 2 * i + 1,
      });
    }
    return steps;
  };
  const before = (history: History, node: unknown, a: unknown, b: unknown) => {
    const order = named(history, 'deliver')
      .filter((o) => o.process === node)
      .map((o) => field(o, 'value'));
    return order.includes(b) && (!order.includes(a) || order.indexOf(a) > order.indexOf(b))
      ? false
      : order.includes(a) && order.includes(b);
  };
  const sentBefore = (history: History) =>
    named(history, 'deliver').every((d) =>
      named(history, 'broadcast').some((b) => field(b, 'value') === field(d, 'value') && b.invoke < d.invoke),
    );
  const nodesOf = (history: History) => [...new Set(history.map(({ process }) => process))];
  const permutations = (items: unknown[]): unknown[][] =>
    items.length === 0
      ? [[]]
      : items.flatMap((item) =>
          permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
        );
  compare('total order broadcast', agreement.totalOrderBroadcast(), broadcasting, (history) => {
    const values = [...new Set(named(history, 'deliver').map((o) => field(o, 'value')))];
    return (
      sentBefore(history) &&
      permutations(values).some((order) =>
        nodesOf(history).every((node) =>
          values.every((a, i) =>
            values.every(
              (b, j) => i === j || !before(history, node, a, b) || order.indexOf(a) < order.indexOf(b),
            ),
          ),
        ),
      )
    );
  });
  compare('causal broadcast', agreement.causalBroadcast(), broadcasting, (history) => {
    /** Happened before, by the definition: same node, or a delivery of the message, transitively. */
    const happened = (a: Operation, b: Operation): boolean =>
      history.some(
        (c) =>
          c !== b &&
          c.invoke < b.invoke &&
          (c.process === b.process ||
            (field(b, 'f') === 'deliver' &&
              field(c, 'f') === 'broadcast' &&
              field(c, 'value') === field(b, 'value'))) &&
          (c === a || happened(a, c)),
      );
    const sends = named(history, 'broadcast');
    return (
      sentBefore(history) &&
      named(history, 'deliver').every((d) => {
        const message = sends.find((o) => field(o, 'value') === field(d, 'value'))!;
        return sends.every(
          (earlier) =>
            earlier === message ||
            earlier.process === d.process ||
            !happened(earlier, message) ||
            named(history, 'deliver').some(
              (o) =>
                o.process === d.process &&
                o.invoke < d.invoke &&
                field(o, 'value') === field(earlier, 'value'),
            ),
        );
      })
    );
  });

  compare(
    'bounded staleness, one version',
    boundedStaleness({ versions: 1 }),
    (random) =>
      randomHistory(random, {
        operations: 3 + random(5),
        processes: 1 + random(3),
        keys: 1,
        distinct: random(2) === 0,
      }),
    (history) => {
      const writes = named(history, 'write').filter((o) => o.type !== 'fail');
      return named(history, 'read')
        .filter((o) => o.type === 'ok')
        .every((read) => {
          const missed = (end: number) => writes.filter((w) => w.invoke > end && precedes(w, read)).length;
          if (read.output === null && missed(-Infinity) <= 1) return true;
          return writes.some(
            (w) =>
              field(w, 'value') === read.output &&
              w.invoke <= read.complete &&
              missed(w.type === 'info' ? Infinity : w.complete) <= 1,
          );
        });
    },
  );
});
