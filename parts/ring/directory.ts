/**
 * A directory of ranges: which node holds which keys, in their order, by what was agreed and not by a hash.
 *
 * Plain data and pure functions that give new directories. Each change has a higher version; who asks sends along the version
 * it routed by, and who holds a range checks its own, so that nobody writes to a node that gave a range away (Chang et al.,
 * "Bigtable", OSDI 2006; the shard versions of MongoDB).
 */

export interface DirectoryRules {
  /** A node that is asked looks whether the key is still its own, or trusts whoever routed. */
  readonly routed: 'checked' | 'trusted';
}

/** The rules of directories as they should be. */
export const directoryRules: DirectoryRules = { routed: 'checked' };

/** Keys from `from` on, up to the next range; texts compare by their code units. */
export interface KeyRange {
  readonly from: string;
  readonly node: string;
}

/** Which node holds which range of keys: plain data with a version. */
export interface Directory {
  readonly version: number;
  /** In order; the first begins with ''. */
  readonly ranges: readonly KeyRange[];
}

/** One node holds all. */
export function newDirectory(node: string): Directory {
  return { version: 1, ranges: [{ from: '', node }] };
}

/** Who holds a key. */
export function holderOf({ ranges }: Directory, key: string): string {
  let holder = '';
  for (const { from, node } of ranges) if (from <= key) holder = node;
  return holder;
}

/** The range that a key lies in, `to` excluded; `undefined`: to the end. */
export function rangeOf({ ranges }: Directory, key: string): KeyRange & { readonly to: string | undefined } {
  const place = ranges.findLastIndex(({ from }) => from <= key);
  return { ...(ranges[place] as KeyRange), to: ranges[place + 1]?.from };
}

/** Cuts the range of a key in two: the second begins with that key. The same directory where one begins there already. */
export function splitAt(directory: Directory, key: string): Directory {
  const { version, ranges } = directory;
  const { from, node } = rangeOf(directory, key);
  if (from === key) return directory;
  const place = ranges.findIndex((range) => range.from === from);
  return { version: version + 1, ranges: ranges.toSpliced(place + 1, 0, { from: key, node }) };
}

/** Gives the range of a key to another node, and joins it with neighbours of that node. */
export function moveRange(directory: Directory, key: string, to: string): Directory {
  const { version, ranges } = directory;
  const { from, node } = rangeOf(directory, key);
  if (node === to) return directory;
  const moved = ranges.map((range) => (range.from === from ? { from, node: to } : range));
  return {
    version: version + 1,
    ranges: moved.filter((range, place) => range.node !== moved[place - 1]?.node),
  };
}

/**
 * Whether a node may do what it is asked for a key. `elsewhere`: whoever asks routes by an older directory: tell it this one.
 * `unknown`: the node itself knows only an older one than whoever asks: it must fetch it first.
 * @param version of the directory by which whoever asks found this node
 */
export function isHere(
  directory: Directory,
  key: string,
  node: string,
  version: number,
  { routed }: DirectoryRules = directoryRules,
): 'here' | 'elsewhere' | 'unknown' {
  if (routed === 'trusted') return 'here';
  if (version > directory.version) return 'unknown';
  return holderOf(directory, key) === node ? 'here' : 'elsewhere';
}
