/** What goes wrong: one server at a time is down, for a short or a long time, and one sentinel sees nobody. */
import { nodeNames, type Fault, type NemesisProfile, type Random } from 'seedstorm';

export const servers = nodeNames(3, 'redis');
export const sentinels = nodeNames(3, 'sentinel');

/** So far apart that all is well again in between. */
const APART_MS = 1_300;
const FIRST_MS = 400;

const kill = (node: string, atMs: number, durationMs: number): Fault => ({
  kind: 'kill',
  node,
  atMs,
  durationMs,
});

/** One sentinel hears nobody, and nobody hears it. */
const alone = (node: string, atMs: number, durationMs: number): Fault => ({
  kind: 'partition',
  atMs,
  durationMs,
  groups: [[node], [...servers, ...sentinels].filter((one) => one !== node)],
});

const later = (random: Random): number => random.int(0, 200);

export const kills: NemesisProfile = {
  name: 'kills-apart',
  summary: 'One server after another is killed, for a short or a long time; a sentinel is killed, or alone',
  draw(streams) {
    const random = streams('kills-apart');
    return [FIRST_MS, ...random.pick([[], [FIRST_MS + APART_MS]])].flatMap((fromMs) => {
      const atMs = fromMs + later(random);
      // Twice as often the master of the beginning.
      const node = random.pick(['redis1', ...servers]);
      const other = random.pick(sentinels);
      const durationMs = random.pick([20, 60, 500, 700]);
      const beside =
        random.int(0, 2) === 0
          ? [random.int(0, 1) === 0 ? kill(other, atMs + later(random), 300) : alone(other, atMs, 600)]
          : [];
      return [kill(node, atMs, durationMs), ...beside];
    });
  },
};

/** Some replicas hear nothing of the master any more, and then it is killed. */
const cutOff = (name: string, replicas: string[]): NemesisProfile => ({
  name,
  summary: `The master's bytes do not come to ${replicas.join(' and ')}, and then it is killed`,
  draw(streams) {
    const atMs = 500 + later(streams(name));
    return [
      { kind: 'one-way-cut', atMs, durationMs: 1_000, from: ['redis1'], to: replicas },
      kill('redis1', atMs + 250, 700),
    ];
  },
});

export const cutOffOne = cutOff('cut-off-one', ['redis3']);
export const cutOffAll = cutOff('cut-off-all', ['redis2', 'redis3']);

/** A sentinel sees nobody for a while. */
export const aloneSentinel: NemesisProfile = {
  name: 'alone',
  summary: 'One sentinel hears none of the servers; it still hears the other sentinels',
  draw(streams) {
    const random = streams('alone');
    return [
      {
        kind: 'partition',
        atMs: 500 + later(random),
        durationMs: 450,
        groups: [sentinels, [...servers, ...sentinels.slice(1)]],
      },
    ];
  },
};
