/**
 * Networks and disks under which protocols show what they are worth: for the fields `network` and `disk` of a scenario.
 *
 * On a network that is always quick hardly any two messages meet, and a disk that syncs at once never loses anything: most
 * bugs need something that is under way for long. Beside these stand `lan`, `wan`, `ssd` and `hdd` of the engine.
 */
import {
  lan,
  sameDatacenter,
  ssd,
  tokyoUs,
  type DiskConfig,
  type Latency,
  type NetworkConfig,
} from 'seedstorm';

/** The tail of a network: a Pareto distribution, cut off. */
export interface Tail {
  /** The shortest way, in ms. Default 1. */
  readonly minMs?: number;
  /** How fast late messages get rarer: below 1 very many are late. Default 0.7. */
  readonly alpha?: number;
  /** The longest way, in ms. Default 60. */
  readonly maxMs?: number;
}

/**
 * One data centre in which messages are mostly quick, and now and then very late, so that they overtake each other (tails of
 * this kind: Dean & Barroso, "The tail at scale", CACM 2013). By default the median is 2.7 ms, and one message in eight takes more than 20 ms.
 * @param changes properties that replace those of the network
 */
export function heavyTailedLan(
  { minMs = 1, alpha = 0.7, maxMs = 60 }: Tail = {},
  changes: Partial<NetworkConfig> = {},
): NetworkConfig {
  return lan({ latency: { kind: 'heavy-tailed', minMs, alpha, maxMs }, ...changes });
}

/** A data centre with a bad switch: the same tail, and of all messages between nodes some are lost and some come twice. */
export function lossyLan(probability = 0.05, changes: Partial<NetworkConfig> = {}): NetworkConfig {
  return heavyTailedLan(
    {},
    { lossProbability: probability, duplicationProbability: probability, ...changes },
  );
}

/**
 * Data centres far from each other: within a region messages are quick, between two they take long.
 *
 * @example
 * network: regions({ tokyo: ['n1', 'n2'], osaka: ['n3'], us: ['n4', 'n5'] }, { 'osaka/tokyo': tokyoOsaka })
 *
 * @param places the nodes, and clients, of each region; those that are not named are far from everybody
 * @param between the one-way latency between two regions, by both names in the order of the alphabet
 * @param otherwise between all other regions. Default: Tokyo to the US
 * @throws TypeError where somebody is in two regions, or a region in `between` is not there
 */
export function regions(
  places: Readonly<Record<string, readonly string[]>>,
  between: Readonly<Record<string, Latency>> = {},
  otherwise: Latency = tokyoUs,
): NetworkConfig {
  const home = new Map<string, string>();
  for (const [region, names] of Object.entries(places))
    for (const name of names) {
      if (home.has(name))
        throw new TypeError(`regions: '${name}' is in '${home.get(name)}' and in '${region}'`);
      home.set(name, region);
    }
  const pairs = new Map<string, Latency>();
  for (const [pair, latency] of Object.entries(between)) {
    const [a = '', b = ''] = pair.split('/').sort();
    if (!Object.hasOwn(places, a) || !Object.hasOwn(places, b))
      throw new TypeError(`regions: '${pair}': expected two of ${Object.keys(places).join(', ')}, as 'a/b'`);
    pairs.set(`${a}/${b}`, latency);
  }
  const latencyOf = (a: string, b: string): Latency =>
    a === b ? sameDatacenter : (pairs.get([a, b].sort().join('/')) ?? otherwise);
  const links = [...home].flatMap(([from, a]) =>
    [...home].flatMap(([to, b]) => (from === to ? [] : [{ from, to, latency: latencyOf(a, b) }])),
  );
  return { latency: otherwise, links };
}

/** An SSD that others use too: a sync takes 1 to 8 ms, so that power fails before one ends. */
export function busyDisk(changes: Partial<DiskConfig> = {}): DiskConfig {
  return { ...ssd(), syncLatency: { kind: 'uniform', minMs: 1, maxMs: 8 }, ...changes };
}

/** A disk over a network, or at its end: reads take 1 to 20 ms, writes up to 5, a sync 10 to 100. */
export function slowDisk(changes: Partial<DiskConfig> = {}): DiskConfig {
  const uniform = (minMs: number, maxMs: number): Latency => ({ kind: 'uniform', minMs, maxMs });
  return {
    readLatency: uniform(1, 20),
    writeLatency: uniform(0.1, 5),
    syncLatency: uniform(10, 100),
    ...changes,
  };
}
