/** The network by itself: what becomes of each datagram, in numbers, on a calendar that only writes down. */
import { describe, expect, it } from 'vitest';
import { Network, type DropReason, type NetworkPort } from '../../../sim/network/network.js';
import type { NetworkConfig } from '../../../sim/network/config.js';

interface Arrival {
  readonly atUs: number;
  readonly to: number;
  readonly id: number;
  readonly payload: unknown;
}

class Calendar implements NetworkPort {
  now = 0;
  arrivals: Arrival[] = [];
  drops: { readonly id: number; readonly why: DropReason }[] = [];
  doubled: number[] = [];

  arrive(atUs: number, _kind: number, _from: number, to: number, id: number, payload: unknown): void {
    this.arrivals.push({ atUs, to, id, payload });
  }
  dropped(_kind: number, _from: number, _to: number, id: number, _payload: unknown, why: DropReason): void {
    this.drops.push({ id, why });
  }
  duplicated(id: number): void {
    this.doubled.push(id);
  }
  copy(payload: unknown): unknown {
    return structuredClone(payload);
  }
}

const NAMES = ['a', 'b', 'c', 'client'];
const [A, B, C, CLIENT] = [0, 1, 2, 3] as const;
const ONE_MS: NetworkConfig = { latency: { kind: 'constant', ms: 1 } };

function network(config: NetworkConfig = ONE_MS, seed = 1): { net: Network; calendar: Calendar } {
  const calendar = new Calendar();
  return { calendar, net: new Network(calendar, config, NAMES, 3, seed) };
}

/** Sends so many datagrams; the n-th has the id n. */
function send(net: Network, from: number, to: number, count: number, payload: unknown = null): void {
  for (let id = 1; id <= count; id++) net.send(0, from, to, id, payload);
}

describe('a network', () => {
  it('takes the latency it is told, of the link where one is named, and none to oneself', () => {
    const { net, calendar } = network({
      ...ONE_MS,
      links: [{ from: 'a', to: 'c', latency: { kind: 'constant', ms: 7 } }],
    });
    calendar.now = 500;
    net.send(0, A, B, 1, 'x');
    net.send(0, A, C, 2, 'x');
    net.send(0, C, A, 3, 'x');
    net.send(0, A, A, 4, 'x');
    expect(calendar.arrivals.map(({ atUs }) => atUs)).toEqual([1500, 7500, 1500, 510]);
  });

  it('draws by link and number alone', () => {
    const config: NetworkConfig = { latency: { kind: 'uniform', minMs: 1, maxMs: 50 } };
    const times = (prepare: (net: Network) => void, seed?: number): number[] => {
      const { net, calendar } = network(config, seed);
      prepare(net);
      calendar.arrivals = [];
      send(net, A, B, 20);
      return calendar.arrivals.map(({ atUs }) => atUs);
    };
    const alone = times(() => undefined);
    expect(times((net) => send(net, B, C, 9))).toEqual(alone);
    expect(times((net) => send(net, B, A, 9))).toEqual(alone);
    expect(times((net) => send(net, A, B, 1))).not.toEqual(alone);
    expect(times(() => undefined, 2)).not.toEqual(alone);
    expect(new Set(alone).size).toBeGreaterThan(15);
    const { net, calendar } = network(config);
    send(net, A, C, 20);
    expect(calendar.arrivals.map(({ atUs }) => atUs)).not.toEqual(alone);
  });

  it('cuts one way, for as many reasons as there are', () => {
    const { net, calendar } = network();
    net.cut(A, B);
    net.cut(A, B);
    expect([net.isCut(A, B), net.isCut(B, A), net.isCut(A, C)]).toEqual([true, false, false]);
    send(net, A, B, 1);
    send(net, B, A, 1);
    net.heal(A, B);
    send(net, A, B, 1);
    net.heal(A, B);
    net.heal(A, B);
    send(net, A, B, 1);
    net.cut(A, B);
    expect(net.isCut(A, B)).toBe(true);
    expect(calendar.drops.map(({ why }) => why)).toEqual(['cut', 'cut']);
    expect(calendar.arrivals.map(({ to }) => to)).toEqual([A, B]);
  });

  it('loses, doubles, holds back and damages about as often as it is told, between nodes only', () => {
    const COUNT = 4000;
    const { net, calendar } = network({
      ...ONE_MS,
      lossProbability: 0.1,
      duplicationProbability: 0.2,
      reorderProbability: 0.3,
      reorderDelayMs: 10,
      corruptionProbability: 0.05,
    });
    const near = (count: number, share: number, of: number): void => {
      const deviation = Math.sqrt(of * share * (1 - share));
      expect(Math.abs(count - of * share)).toBeLessThan(5 * deviation);
    };
    send(net, A, B, COUNT, { value: 1 });
    const firsts = [...new Map(calendar.arrivals.toReversed().map((one) => [one.id, one])).values()];
    near(calendar.drops.length, 0.1, COUNT);
    expect(firsts.length + calendar.drops.length).toBe(COUNT);
    near(calendar.doubled.length, 0.2, firsts.length);
    expect(calendar.arrivals.length).toBe(firsts.length + calendar.doubled.length);
    const held = firsts.filter(({ atUs }) => atUs > 1000);
    near(held.length, 0.3, firsts.length);
    expect(Math.max(...held.map(({ atUs }) => atUs))).toBeLessThanOrEqual(11_000);
    near(
      firsts.filter(({ payload }) => (payload as { value: unknown }).value !== 1).length,
      0.05,
      firsts.length,
    );
    const before = calendar.arrivals.length;
    send(net, CLIENT, A, 500);
    send(net, A, CLIENT, 500);
    expect(calendar.arrivals.length - before).toBe(1000);
  });

  it('hands the second of two copies its own payload, later', () => {
    const { net, calendar } = network({ ...ONE_MS, duplicationProbability: 1 });
    const payload = { value: 1 };
    net.send(0, A, B, 1, payload);
    const [first, second] = calendar.arrivals;
    expect([first?.payload, second?.payload]).toEqual([payload, payload]);
    expect(first?.payload).not.toBe(second?.payload);
    expect([first?.atUs, second?.atUs]).toEqual([1000, 2000]);
  });

  it('lets messages wait for a narrow link', () => {
    // A message of no content weighs 44 bytes: 40 of header, 4 for null.
    const { net, calendar } = network({ ...ONE_MS, bytesPerSecond: 44_000 });
    send(net, A, B, 3);
    send(net, A, C, 1);
    calendar.now = 10_000;
    send(net, A, B, 1);
    expect(calendar.arrivals.map(({ atUs }) => atUs)).toEqual([2000, 3000, 4000, 2000, 12_000]);
  });

  it('carries out rules on their links, by number and by chance, until they end', () => {
    const { net, calendar } = network();
    const named = { kind: 'message', nth: 2 } as const;
    net.rules.begin(1, 11, { ...named, action: 'drop' }, [A], [B]);
    net.rules.begin(2, 22, { ...named, nth: 3, action: 'delay', delayMs: 5 }, [A], [B]);
    net.rules.begin(3, 33, { ...named, nth: 4, action: 'duplicate', delayMs: 3 }, [A], [B]);
    net.rules.begin(4, 44, { kind: 'latency', addMs: 2 }, [A], [C]);
    net.rules.begin(5, 55, { kind: 'loss', probability: 1 }, [B], [C]);
    send(net, A, B, 4);
    expect(calendar.drops).toEqual([{ id: 2, why: 'plan' }]);
    expect(calendar.arrivals.map(({ id, atUs }) => [id, atUs])).toEqual([
      [1, 1000],
      [3, 6000],
      [4, 1000],
      [4, 5000],
    ]);
    calendar.arrivals = [];
    send(net, A, C, 1);
    send(net, B, C, 1);
    net.rules.end(4);
    net.rules.end(5);
    send(net, A, C, 1);
    send(net, B, C, 1);
    expect(calendar.arrivals.map(({ atUs }) => atUs)).toEqual([3000, 1000, 1000]);
    expect(calendar.drops.at(-1)).toEqual({ id: 1, why: 'loss' });
  });

  it('goes on from where it was saved', () => {
    const config: NetworkConfig = {
      latency: { kind: 'uniform', minMs: 1, maxMs: 50 },
      bytesPerSecond: 10_000,
    };
    const { net, calendar } = network(config);
    send(net, A, B, 3);
    net.cut(B, C);
    net.rules.begin(1, 11, { kind: 'latency', addMs: 100 }, [A], [C]);
    const saved = net.save();
    const rest = (): unknown => {
      calendar.arrivals = [];
      calendar.drops = [];
      send(net, A, B, 3);
      send(net, B, C, 1);
      send(net, A, C, 1);
      return [calendar.arrivals, calendar.drops];
    };
    const first = rest();
    net.heal(B, C);
    net.rules.end(1);
    net.restore(saved);
    expect(rest()).toEqual(first);
    // The snapshot stays good.
    net.restore(saved);
    expect(rest()).toEqual(first);
  });
});
