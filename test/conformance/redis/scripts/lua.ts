/** A script of Lua as a line of a script of commands. */
const quoted = (text: string): string =>
  `"${text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`)}"`;

/** EVAL with its keys and what else it is given. */
export const lua = (source: string, keys: readonly string[] = [], argv: readonly string[] = []): string =>
  [
    'EVAL',
    quoted(source),
    String(keys.length),
    ...[...keys, ...argv].map((word) => (/^[\w:@.-]+$/.test(word) ? word : quoted(word))),
  ].join(' ');
