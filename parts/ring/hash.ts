/**
 * A hash of texts for placing keys: the same on every machine and in every run, and good enough to spread them. FNV-1a over
 * the code units (Fowler, Noll & Vo), with the last steps of MurmurHash3 (Appleby), without which texts that differ at their
 * end only lie close together. Not for secrets: anybody can make keys that collide.
 */

/** A whole number from 0 to 2^32 - 1. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * The nodes with the highest weight for a key, highest first: rendezvous hashing (Thaler & Ravishankar, "Using name-based
 * mappings to increase hit rates", ToN 1998). A node that goes takes its own keys with it only; every look costs one hash a node.
 */
export function rendezvousOwners(nodes: readonly string[], key: string, count = 1): string[] {
  return nodes
    .map((node) => ({ node, weight: hashOf(`${node}\0${key}`) }))
    .sort((a, b) => b.weight - a.weight || (a.node < b.node ? -1 : 1))
    .slice(0, count)
    .map(({ node }) => node);
}

/**
 * The bucket of a key, from 0 to `buckets` - 1: jump consistent hash (Lamping & Veach, "A fast, minimal memory, consistent
 * hash algorithm", 2014). One bucket more moves only the keys that go there; only the last bucket can be taken away.
 * @throws RangeError where there is no bucket
 */
export function jumpOwner(key: string, buckets: number): number {
  if (!Number.isSafeInteger(buckets) || buckets < 1)
    throw new RangeError(`jumpOwner: expected at least one bucket, got ${buckets}`);
  let state = BigInt(hashOf(key));
  let bucket = 0;
  for (let next = 0; next < buckets;) {
    bucket = next;
    state = BigInt.asUintN(64, state * 2862933555777941757n + 1n);
    next = Math.floor((bucket + 1) * (2147483648 / (Number(state >> 33n) + 1)));
  }
  return bucket;
}
