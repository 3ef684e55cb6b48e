/** A command as somebody types it: words in a line, with quotes and escapes. */

const SPACES = ' \t\n\v\f\r\0';
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/** @returns undefined where quotes do not match */
export function inlineWords(line: string): string[] | undefined {
  const words: string[] = [];
  let at = 0;
  const isSpace = (place: number): boolean => SPACES.includes(line[place] as string);
  for (;;) {
    while (at < line.length && isSpace(at)) at++;
    if (at >= line.length) return words;
    let word = '';
    while (at < line.length && !isSpace(at)) {
      const quote = line[at] as string;
      if (quote !== '"' && quote !== "'") {
        word += quote;
        at++;
        continue;
      }
      const quoted = quotedFrom(line, at + 1, quote);
      if (quoted === undefined) return undefined;
      // Something must separate it from the next word.
      if (quoted.end < line.length && !isSpace(quoted.end)) return undefined;
      word += quoted.text;
      at = quoted.end;
    }
    words.push(word);
  }
}

function quotedFrom(
  line: string,
  from: number,
  quote: string,
): { readonly text: string; readonly end: number } | undefined {
  let text = '';
  for (let at = from; at < line.length; at++) {
    const letter = line[at] as string;
    if (letter === quote) return { text, end: at + 1 };
    if (letter !== '\\') {
      text += letter;
      continue;
    }
    const next = line[at + 1];
    if (quote === "'") {
      if (next === "'") at++;
      text += next === "'" ? "'" : '\\';
      continue;
    }
    const [, hex] = /^x([0-9a-f]{2})/i.exec(line.slice(at + 1, at + 4)) ?? [];
    if (hex !== undefined) {
      text += String.fromCharCode(Number.parseInt(hex, 16));
      at += 3;
    } else if (next !== undefined) {
      text += ESCAPES[next] ?? next;
      at++;
    } else text += letter;
  }
  return undefined;
}
