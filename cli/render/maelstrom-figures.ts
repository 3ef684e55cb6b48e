/** The figures of a Maelstrom run, for people. */
import type { Figures, Quantiles } from '../../programs/maelstrom/index.js';

export function renderFigures({ stats, net, errors, stableLatencies }: Figures): string {
  const { all, clients, servers } = net;
  const perOp = (count: number | undefined): string => (count === undefined ? '' : `, ${count} an operation`);
  const rows: [string, string][] = [
    [
      'messages',
      `${all.sendCount}${perOp(all.msgsPerOp)}; between nodes ${servers.sendCount}${perOp(servers.msgsPerOp)}; of clients ${clients.sendCount}`,
    ],
    ...(stats.latencies === undefined ? [] : [row('latency', stats.latencies)]),
    ...Object.entries(stats.byF).flatMap(([f, { latencies }]) =>
      latencies === undefined || Object.keys(stats.byF).length === 1 ? [] : [row(`  ${f}`, latencies)],
    ),
    ...(stableLatencies === undefined ? [] : [row('stable', stableLatencies)]),
    ...Object.entries(errors).map(([name, count]): [string, string] => ['error', `${count} × ${name}`]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, words]) => `  ${name.padEnd(width)}  ${words}\n`).join('');
}

/** `least 0.1, half 0.1, 95 % 0.2 … ms` */
function row(name: string, latencies: Quantiles): [string, string] {
  const words = NAMES.map(([share, words]) => `${words} ${latencies[share]}`);
  return [name, `${words.join(', ')} ms`];
}

const NAMES = [
  ...([['0', 'least'] as const, ['0.5', 'half'] as const, ['0.95', '95 %'] as const] as const),
  ...([['0.99', '99 %'] as const, ['1', 'most'] as const] as const),
];
