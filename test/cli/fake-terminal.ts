/** A terminal that remembers what it was told. */
import { Readable } from 'node:stream';
import { coloursOf } from '../../cli/render/colours.js';
import { printable } from '../../cli/render/printable.js';
import type { Terminal } from '../../cli/terminal.js';

export interface FakeTerminal extends Terminal {
  readonly printed: () => string;
  readonly noted: () => string;
}

export function fakeTerminal(
  options: {
    stdin?: string | Uint8Array;
    columns?: number;
    unicode?: boolean;
    watched?: boolean;
    annotates?: boolean;
  } = {},
): FakeTerminal {
  let printed = '';
  let noted = '';
  const plain = coloursOf(0);
  return {
    out: (text) => void (printed += printable(text, true)),
    data: (text) => void (printed += text),
    note: (text) => void (noted += printable(text, true)),
    draw: (text) => void (noted += text),
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    colours: plain,
    noteColours: plain,
    columns: options.columns ?? 90,
    unicode: options.unicode ?? true,
    watched: options.watched ?? false,
    annotates: options.annotates ?? false,
    printed: () => printed,
    noted: () => noted,
  };
}
