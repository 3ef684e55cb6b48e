/** How long things take, as the study notes list it: each of them as a preset, in ms. */

export interface Preset {
  /** In the words of the study notes. */
  readonly name: string;
  readonly minMs: number;
  readonly maxMs: number;
  /**
   * Where it is: in the process, on the machine's disk, or behind a network whose round trip takes as long as the
   * preset, or less where there is work to do at the other end.
   */
  readonly at: 'memory' | 'disk' | 'network';
  /** Of the whole, what the network takes, there and back. Default: all. */
  readonly roundTripMs?: number;
}

export const presets = {
  'L1 cache': { name: 'L1 cache reference', minMs: 0.0000005, maxMs: 0.0000005, at: 'memory' },
  'L2 cache': { name: 'L2 cache reference', minMs: 0.000007, maxMs: 0.000007, at: 'memory' },
  memory: { name: 'main memory reference', minMs: 0.0001, maxMs: 0.0001, at: 'memory' },
  SSD: { name: 'SSD random read', minMs: 0.15, maxMs: 0.15, at: 'disk' },
  HDD: { name: 'HDD random read', minMs: 10, maxMs: 10, at: 'disk' },
  'same data centre': { name: 'round trip in one data centre', minMs: 0.5, maxMs: 0.5, at: 'network' },
  Redis: { name: 'Redis GET', minMs: 0.1, maxMs: 1, at: 'network', roundTripMs: 0.1 },
  MySQL: { name: 'MySQL query by an index', minMs: 1, maxMs: 10, at: 'network', roundTripMs: 0.5 },
  'Tokyo-Osaka': { name: 'round trip Tokyo-Osaka', minMs: 5, maxMs: 10, at: 'network' },
  'Tokyo-US': { name: 'round trip Tokyo-US', minMs: 100, maxMs: 200, at: 'network' },
} as const satisfies Readonly<Record<string, Preset>>;

/** The name of a preset. */
export type Place = keyof typeof presets;

/** What the notes say of a new connection, in ms: they do not say to where. */
export const TCP_MS = { minMs: 50, maxMs: 150 } as const;
export const TLS_MS = { minMs: 100, maxMs: 300 } as const;
