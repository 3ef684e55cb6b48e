/** `stdin`, `stdout` and `stderr` of a process: nobody types, and each line that is written stands in the trace. */
import { Readable, Writable } from 'node:stream';

/** Standard input and output that lead somewhere. */
export interface StandardStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
}

/** @param print takes a line */
export function lineWriter(fd: 1 | 2, print: (line: string) => void): Writable {
  let begun = '';
  const writer = new Writable({
    decodeStrings: false,
    // As to a file: done when it returns.
    write(chunk: string | Uint8Array, encoding, done) {
      const lines = (begun + textOf(chunk, encoding)).split('\n');
      begun = lines.pop() ?? '';
      for (const line of lines) print(line);
      done();
    },
    final(done) {
      if (begun !== '') print(begun);
      begun = '';
      done();
    },
  });
  return Object.assign(writer, { fd });
}

function textOf(chunk: string | Uint8Array, encoding: BufferEncoding): string {
  if (typeof chunk !== 'string') return Buffer.from(chunk).toString();
  return /^(utf-?8|buffer)$/i.test(encoding) ? chunk : Buffer.from(chunk, encoding).toString();
}

/** As `</dev/null` gives it. */
export function emptyInput(): Readable {
  return Object.assign(new Readable({ read: endAtOnce }), { fd: 0 });
}

function endAtOnce(this: Readable): void {
  this.push(null);
}
