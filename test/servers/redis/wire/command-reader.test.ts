/** Commands are the same in whichever pieces they come, and so is what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandReader, ProtocolError } from '../../../../servers/redis/wire/command-reader.js';

const word = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const command = fc.array(word, { minLength: 1, maxLength: 4 });
const cuts = fc.array(fc.nat(), { maxLength: 6 });

const frame = (words: readonly string[]): string =>
  `*${words.length}\r\n${words.map((text) => `$${text.length}\r\n${text}\r\n`).join('')}`;

function inPieces(sent: string, places: readonly number[]): Buffer[] {
  const ends = places.map((place) => place % (sent.length + 1)).sort((a, b) => a - b);
  return [...ends, sent.length].map((end, index) =>
    Buffer.from(sent.slice(ends[index - 1] ?? 0, end), 'latin1'),
  );
}

/** What is read, and last what is refused. */
function read(pieces: readonly Buffer[]): unknown[] {
  const reader = new CommandReader();
  const all: unknown[] = [];
  try {
    for (const piece of pieces) {
      reader.add(piece);
      for (let next = reader.next(); next !== undefined; next = reader.next()) all.push(next);
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    all.push(error.message);
  }
  return all;
}

describe('a reader of commands', () => {
  it('gives what was sent, whatever bytes it has and wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 5 }), cuts, (commands, places) => {
        expect(read(inPieces(commands.map(frame).join(''), places))).toEqual(commands);
      }),
    );
  });

  it('gives and refuses the same of anything, wherever it is cut', () => {
    const token = fc.constantFrom(
      '*1',
      '*2',
      '*x',
      '$1',
      '$4',
      '$-1',
      '\r\n',
      '\n',
      'PING',
      'a',
      '"',
      "'",
      '\\x4',
      ' ',
    );
    const anything = fc.array(fc.oneof({ weight: 8, arbitrary: token }, word), { maxLength: 16 });
    fc.assert(
      fc.property(anything, cuts, (tokens, places) => {
        const sent = tokens.join('');
        expect(read(inPieces(sent, places))).toEqual(read([Buffer.from(sent, 'latin1')]));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a line without an end', () => {
    expect(read([Buffer.alloc(70_000, 'a')])).toEqual(['ERR Protocol error: too big inline request']);
    expect(read([Buffer.from(`*${'1'.repeat(70_000)}`)])).toEqual([
      'ERR Protocol error: too big mbulk count string',
    ]);
  });
});
