/**
 * Hashes and counter-based draws: pure integer arithmetic, the same in every engine.
 *
 * A counter-based draw is a function of (key, n): it has no state to save, and a draw more or less changes no
 * other (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 */

/** The 32-bit finaliser of MurmurHash3 (Appleby, public domain): every input bit reaches every output bit. */
export function mix32(bits: number): number {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** Folds one 32-bit word into a running hash. */
export function fold(hash: number, word: number): number {
  return Math.imul((hash << 5) ^ (hash >>> 27) ^ word, 0x9e3779b1) | 0;
}

/** A 32-bit hash of a string, different for each salt. */
export function hashString(text: string, salt = 0): number {
  let hash = mix32(salt ^ 0x5eed5eed);
  for (let index = 0; index < text.length; index++) hash = fold(hash, text.charCodeAt(index));
  return mix32(hash ^ text.length);
}

/** The n-th draw under a key, in [0, 1). */
export function draw(key: number, n: number): number {
  return (
    (mix32(mix32(key ^ Math.imul(n, 0x9e3779b1)) + Math.imul(key, 0x85ebca6b) + n) >>> 0) / 0x1_0000_0000
  );
}
