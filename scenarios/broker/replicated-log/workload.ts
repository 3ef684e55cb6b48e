/** Who produces what: clients with one message under way each, which now and then move to another producer host. */
import { stream, type PlannedOperation, type Workload } from 'seedstorm';
import type { ProduceRequest } from './producer.js';

const EVERY_MS = 90;
const MOVE_PROBABILITY = 0.15;

export function producers(count: number, hosts: readonly string[], partitions: number): Workload {
  const names = Array.from({ length: count }, (_, index) => `c${index + 1}`);
  return {
    clients: names,
    operations: ({ seed, untilMs }) =>
      names.flatMap((process, client) => {
        const random = stream(seed, `workload/${process}`);
        const operations: PlannedOperation[] = [];
        let host = client % hosts.length;
        let atMs = EVERY_MS * random.float();
        for (let number = 0; atMs <= untilMs; number++, atMs += EVERY_MS * (0.5 + random.float())) {
          const moves = random.chance(MOVE_PROBABILITY);
          if (moves) host = (host + 1) % hosts.length;
          const partition = random.int(0, partitions - 1);
          const value = `${process}-${number}`;
          const input: ProduceRequest = { f: 'produce', value, partition, number, takeover: moves };
          operations.push({
            process,
            atMs: Math.round(atMs * 1000) / 1000,
            to: hosts[host] as string,
            input,
          });
        }
        return operations;
      }),
  };
}
