import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { clip, clipEnd, duration, wrap } from '../../cli/render/text.js';
import { whileBusy, progressLine } from '../../cli/render/progress.js';
import { processTerminal } from '../../cli/terminal.js';
import { fakeTerminal } from './fake-terminal.js';

const stream = (isTTY: boolean, columns?: number) =>
  Object.assign(new PassThrough(), { isTTY, ...(columns === undefined ? {} : { columns }) });
const terminal = (env: Record<string, string>, isTTY = true) =>
  processTerminal(stream(isTTY), stream(isTTY), Readable.from([]), env);

describe('processTerminal', () => {
  it.each<[string, Record<string, string>, boolean, boolean]>([
    ['a terminal', {}, true, true],
    ['a pipe', {}, false, false],
    ['NO_COLOR', { NO_COLOR: '1' }, true, false],
    ['an empty NO_COLOR', { NO_COLOR: '' }, true, true],
    ['CI', { CI: 'true' }, true, false],
    ['CI=false', { CI: 'false' }, true, true],
    ['a dumb terminal', { TERM: 'dumb' }, true, false],
  ])('colours on %s as agreed', (_what, env, isTTY, coloured) => {
    expect(terminal(env, isTTY).colours.red('x') !== 'x').toBe(coloured);
    expect(terminal(env, isTTY).noteColours.red('x') !== 'x').toBe(coloured);
  });

  it('draws progress only for people', () => {
    expect(terminal({}).watched).toBe(true);
    expect(terminal({ NO_COLOR: '1' }).watched).toBe(false);
    expect(terminal({ CI: '1' }).watched).toBe(false);
    expect(terminal({}, false).watched).toBe(false);
  });

  it.each<[Record<string, string>, boolean]>([
    [{}, true],
    [{ LANG: 'en_US.UTF-8' }, true],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, false],
    [{ LANG: 'de_DE.ISO8859-1' }, false],
    [{ TERM: 'linux' }, false],
  ])('knows whether %j shows unicode', (env, unicode) => {
    expect(terminal(env).unicode).toBe(unicode);
  });

  it('knows its width', () => {
    const wide = (columns: number | undefined, env: Record<string, string> = {}) =>
      processTerminal(stream(true, columns), stream(true), Readable.from([]), env).columns;
    expect([
      wide(120),
      wide(20),
      wide(1000),
      wide(undefined),
      wide(undefined, { COLUMNS: '99' }),
      wide(undefined, { COLUMNS: 'x' }),
    ]).toEqual([120, 40, 160, 80, 99, 80]);
  });
});

describe('progressLine', () => {
  it('says nothing where nobody watches', () => {
    const terminal = fakeTerminal();
    const progress = progressLine(terminal, 'reading');
    progress.update(5e6, 1e7);
    progress.clear();
    expect(terminal.noted()).toBe('');
  });
});

describe('whileBusy', () => {
  it('tells people only, and wipes it whatever happens', () => {
    const person = fakeTerminal({ watched: true });
    const during = whileBusy(person, 'judging', () => person.noted());
    expect(during).toMatch(/judging$/);
    expect(person.noted()).not.toMatch(/judging$/);
    const fails = (): never => {
      throw new Error('oh');
    };
    expect(() => whileBusy(person, 'again', fails)).toThrow('oh');
    expect(person.noted()).not.toMatch(/again$/);
    const script = fakeTerminal();
    expect(whileBusy(script, 'judging', () => 7)).toBe(7);
    expect(script.noted()).toBe('');
  });
});

describe('text', () => {
  it('loses the end of what is too long', () => {
    expect([
      clip('abcdefghij', 10, true),
      clip('abcdefghijk', 9, true),
      clip('abcdefghijk', 9, false),
    ]).toEqual(['abcdefghij', 'abcdefgh…', 'abcdef...']);
    expect(clipEnd('abcdefghijk', 5, true)).toBe('abcd…');
  });

  it('wraps at spaces where it can', () => {
    expect(wrap('one two three four', 9, '> ')).toEqual(['> one two', '> three', '> four']);
    expect(wrap('x'.repeat(25), 10, '')).toEqual(['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5)]);
  });

  it('tells times as people do', () => {
    expect([0.12, 12.3, 12_345].map(duration)).toEqual(['0.1 ms', '12 ms', '12.3 s']);
  });
});
