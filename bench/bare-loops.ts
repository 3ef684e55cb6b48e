/** The same gossip without an engine: a loop in JavaScript, and one in C++ compiled on the spot. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stream } from 'seedstorm';
import { GOSSIP_NODES } from './gossip-world.js';
import type { Candidate, Work } from './measure.js';

interface Event {
  readonly time: number;
  readonly order: number;
  readonly node: number;
  /** The number told, or -1 for a timer. */
  readonly max: number;
}

/** A binary heap of objects, as one writes it on an afternoon. */
export class ObjectHeap<T extends { readonly time: number; readonly order: number }> {
  private readonly items: T[] = [];

  get length(): number {
    return this.items.length;
  }

  push(item: T): void {
    const { items } = this;
    let index = items.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(item, items[parent] as T)) break;
      items[index] = items[parent] as T;
      index = parent;
    }
    items[index] = item;
  }

  pop(): T | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && before(items[child + 1] as T, items[child] as T)) child++;
      if (!before(items[child] as T, last)) break;
      items[index] = items[child] as T;
      index = child;
    }
    items[index] = last;
    return top;
  }
}

function before(
  a: { readonly time: number; readonly order: number },
  b: { readonly time: number; readonly order: number },
): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

export function bareJavaScript(events: number): Candidate {
  return {
    name: 'bare JavaScript loop',
    run() {
      const heap = new ObjectHeap<Event>();
      const random = stream(1, 'bare');
      const known = Array.from({ length: GOSSIP_NODES }, (_, node) => node);
      let order = 0;
      let hash = 0;
      for (let node = 0; node < GOSSIP_NODES; node++)
        heap.push({ time: 1000 + random.float() * 1000, order: order++, node, max: -1 });
      for (let count = 0; count < events; count++) {
        const { time, order: number, node, max } = heap.pop() as Event;
        hash = (Math.imul(hash, 31) + node + number) | 0;
        if (max >= 0) known[node] = Math.max(known[node] as number, max);
        else {
          const latency = 150 - 100 * Math.log(1 - random.float());
          heap.push({
            time: time + latency,
            order: order++,
            node: random.int(0, GOSSIP_NODES - 1),
            max: known[node] as number,
          });
          heap.push({ time: time + 1000 + random.float() * 1000, order: order++, node, max: -1 });
        }
      }
      return { units: hash === 0 ? events + 1 : events };
    },
  };
}

const CPP = `
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <queue>
#include <random>
#include <vector>
struct Event { double time; uint64_t order; int node; int max; };
struct Later { bool operator()(const Event& a, const Event& b) const { return a.time > b.time || (a.time == b.time && a.order > b.order); } };
int main(int, char** argv) {
  const long events = atol(argv[1]);
  std::clock_t begin = std::clock();
  std::priority_queue<Event, std::vector<Event>, Later> queue;
  std::mt19937 random(1);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::exponential_distribution<double> latency(0.01);
  std::uniform_int_distribution<int> peer(0, ${GOSSIP_NODES - 1});
  std::vector<int> known(${GOSSIP_NODES});
  uint64_t order = 0, hash = 0;
  for (int node = 0; node < ${GOSSIP_NODES}; node++) { known[node] = node; queue.push({1000 + uniform(random) * 1000, order++, node, -1}); }
  for (long count = 0; count < events; count++) {
    Event event = queue.top(); queue.pop();
    hash = hash * 31 + event.node + event.order;
    if (event.max >= 0) { if (event.max > known[event.node]) known[event.node] = event.max; }
    else {
      queue.push({event.time + 150 + latency(random), order++, peer(random), known[event.node]});
      queue.push({event.time + 1000 + uniform(random) * 1000, order++, event.node, -1});
    }
  }
  printf("%.6f %llu\\n", double(std::clock() - begin) / CLOCKS_PER_SEC, (unsigned long long)hash);
}
`;

/** @returns undefined where there is no g++ */
export function bareCpp(events: number): Candidate | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'seedstorm-bench-'));
  const source = join(folder, 'gossip.cpp');
  const program = join(folder, 'gossip');
  writeFileSync(source, CPP);
  try {
    execFileSync('g++', ['-O2', '-std=c++17', '-include', 'cstdlib', '-o', program, source], {
      stdio: 'pipe',
    });
  } catch {
    return undefined;
  }
  return {
    name: 'C++ std::priority_queue loop',
    run: (): Work => ({
      units: events,
      cpuSeconds: Number(execFileSync(program, [String(events)], { encoding: 'utf8' }).split(' ')[0]),
    }),
  };
}
