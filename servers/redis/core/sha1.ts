/** SHA-1 of a string of bytes, in hexadecimal: the name of a script. */

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

export function sha1(bytes: string): string {
  const words: number[] = [];
  for (let at = 0; at < bytes.length; at++)
    words[at >> 2] = (words[at >> 2] ?? 0) | (bytes.charCodeAt(at) << (24 - (at % 4) * 8));
  const end = bytes.length >> 2;
  words[end] = (words[end] ?? 0) | (0x80 << (24 - (bytes.length % 4) * 8));
  const blocks = ((bytes.length + 8) >> 6) + 1;
  words[blocks * 16 - 1] = bytes.length * 8;
  let [a, b, c, d, e] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
  for (let block = 0; block < blocks; block++) {
    const before = [a, b, c, d, e] as const;
    const schedule: number[] = [];
    for (let round = 0; round < 80; round++) {
      const word = (place: number): number => schedule[round - place] as number;
      const next =
        round < 16 ? (words[block * 16 + round] ?? 0) : rotated(word(3) ^ word(8) ^ word(14) ^ word(16), 1);
      schedule.push(next);
      const [mixed, constant] =
        round < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : round < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : round < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      const sum = (rotated(a, 5) + mixed + e + constant + next) | 0;
      [e, d, c, b, a] = [d, c, rotated(b, 30), a, sum];
    }
    a = (a + before[0]) | 0;
    b = (b + before[1]) | 0;
    c = (c + before[2]) | 0;
    d = (d + before[3]) | 0;
    e = (e + before[4]) | 0;
  }
  return [a, b, c, d, e].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
