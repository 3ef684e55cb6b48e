/**
 * Text as a terminal may show it. What stands in files and programs under test is data: a name that moves the cursor,
 * hides what follows or turns the reading direction is shown, and not obeyed.
 */

/** Begins a style of our own until it goes out: a noncharacter, which no text that is exchanged holds. */
export const STYLE_MARK = '\ufdd0';
/** The styles that our own colours are made of. */
const STYLE = /\ufdd0\[(?:1|2|22|31|32|33|39)m/;
/** Other controls than line end and tab, and those that turn the reading direction. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const EITHER = new RegExp(`${STYLE.source}|${CONTROL.source}`, 'g');

/** @param styled whether colours are on: then our own become style codes, and are left out otherwise */
export function printable(text: string, styled: boolean): string {
  return text.replace(EITHER, (found) =>
    found.length === 1 ? escaped(found) : styled ? `\u001b${found.slice(1)}` : '',
  );
}

function escaped(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
}
