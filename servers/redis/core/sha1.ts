/** SHA-1 of a string of bytes, in hexadecimal: the name of a script. Scripts are long, and EVAL names them each time. */

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

export function sha1(bytes: string): string {
  const blocks = ((bytes.length + 8) >> 6) + 1;
  const words = new Int32Array(blocks * 16);
  for (let at = 0; at < bytes.length; at++)
    words[at >> 2] = (words[at >> 2] ?? 0) | (bytes.charCodeAt(at) << (24 - (at % 4) * 8));
  const end = bytes.length >> 2;
  words[end] = (words[end] ?? 0) | (0x80 << (24 - (bytes.length % 4) * 8));
  words[blocks * 16 - 1] = bytes.length * 8;
  const digest = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const schedule = new Int32Array(80);
  for (let block = 0; block < blocks; block++) {
    for (let round = 0; round < 80; round++)
      schedule[round] =
        round < 16
          ? words[block * 16 + round]!
          : rotated(
              schedule[round - 3]! ^ schedule[round - 8]! ^ schedule[round - 14]! ^ schedule[round - 16]!,
              1,
            );
    addBlock(digest, schedule);
  }
  return Array.from(digest, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function addBlock(digest: Int32Array, schedule: Int32Array): void {
  let [a, b, c, d, e] = digest as unknown as [number, number, number, number, number];
  for (let round = 0; round < 80; round++) {
    let mixed: number;
    let constant: number;
    if (round < 20) {
      mixed = (b & c) | (~b & d);
      constant = 0x5a827999;
    } else if (round < 40) {
      mixed = b ^ c ^ d;
      constant = 0x6ed9eba1;
    } else if (round < 60) {
      mixed = (b & c) | (b & d) | (c & d);
      constant = 0x8f1bbcdc;
    } else {
      mixed = b ^ c ^ d;
      constant = 0xca62c1d6;
    }
    const sum = (rotated(a, 5) + mixed + e + constant + schedule[round]!) | 0;
    e = d;
    d = c;
    c = rotated(b, 30);
    b = a;
    a = sum;
  }
  for (const [at, word] of [a, b, c, d, e].entries()) digest[at] = digest[at]! + word;
}
