/** What goes wrong where logs are at stake that part: leaders that come and go while some brokers do not hear it. */
import type { Fault, NemesisProfile } from 'seedstorm';

/**
 * Again and again one broker falls behind another and in its turn leads for a moment, before the logs of the two are
 * made to agree. Some news of the controller does not reach the third one.
 */
export const fastFailovers: NemesisProfile = {
  name: 'fast-failovers',
  summary: 'Leaders that start again while a link between brokers is cut, and news of it that is missed',
  draw(streams, { nodes, healAtMs, durationMs }) {
    const random = streams('log/failovers');
    const brokers = nodes.filter((name) => /^b\d/.test(name));
    const faults: Fault[] = [];
    let atMs = random.int(200, 500);
    while (atMs < (healAtMs ?? durationMs) - 400) {
      const [a = '', b = '', c = ''] = random.shuffle(brokers);
      const cutMs = random.int(100, 350);
      const groups = [nodes.filter((name) => name !== a), nodes.filter((name) => name !== b)];
      faults.push({ kind: 'partition', atMs, durationMs: cutMs, groups });
      const restartMs = atMs + random.int(50, cutMs);
      faults.push({ kind: 'restart', atMs: restartMs, node: a });
      if (random.chance(0.5))
        faults.push({
          kind: 'one-way-cut',
          atMs: restartMs - 5,
          durationMs: random.int(100, 400),
          from: ['controller'],
          to: [c],
        });
      atMs += cutMs + random.int(0, 300);
    }
    return faults.toSorted((one, other) => one.atMs - other.atMs);
  },
};
