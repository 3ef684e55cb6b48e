/** Control characters of inputs are shown on the terminal, not obeyed. */
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { coloursOf } from '../../cli/render/colours.js';
import { printable } from '../../cli/render/printable.js';
import { processTerminal } from '../../cli/terminal.js';

class Kept extends Writable {
  text = '';
  constructor(readonly isTTY: boolean) {
    super();
  }
  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

describe('text for a terminal', () => {
  it.each([
    ['plain text,\n\tof two lines', 'plain text,\n\tof two lines'],
    ['\u001b[2Jgone', '\\x1b[2Jgone'],
    ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
    ['over\rwritten', 'over\\x0dwritten'],
    ['\u009b31m', '\\x9b31m'],
    ['\u202egnirts', '\\u202egnirts'],
    ['\u001b[31mred\u001b[39m', '\\x1b[31mred\\x1b[39m'],
    ['naïve ✗ → 日本', 'naïve ✗ → 日本'],
  ])('%j', (text, shown) => {
    expect(printable(text, false)).toBe(shown);
  });

  it('keeps the colours that are its own, and no style that stands in data', () => {
    const { red, dim } = coloursOf(1);
    expect(printable(`${red('red \u001b[32mdata')} ${dim('')}\u001b[39m \u001b[8mhidden`, true)).toBe(
      '\u001b[31mred \\x1b[32mdata\u001b[39m \\x1b[39m \\x1b[8mhidden',
    );
    expect(printable(red('red'), false)).toBe('red');
    expect(coloursOf(0).red('red')).toBe('red');
  });

  it.each([true, false])('is escaped where it goes out, watched (%s) or not', (isTTY) => {
    const [out, err] = [new Kept(isTTY), new Kept(isTTY)];
    const terminal = processTerminal(out, err, process.stdin, {});
    terminal.out('a\u001b[2J\n');
    terminal.note('b\u001b[2J\n');
    expect([out.text, err.text]).toEqual(['a\\x1b[2J\n', 'b\\x1b[2J\n']);
    terminal.data('c\u0001\n');
    // What a program reads stays as it is.
    expect(out.text.endsWith(isTTY ? 'c\\x01\n' : 'c\u0001\n')).toBe(true);
  });
});
