/** Text in rows. */

/** Rows of at most `columns` characters, broken at spaces where possible, each after `indent`. */
export function wrap(text: string, columns: number, indent: string): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns);
    const end = space > columns / 2 ? space : columns;
    lines.push(indent + rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  lines.push(indent + rest);
  return lines;
}
