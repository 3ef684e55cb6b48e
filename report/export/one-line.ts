/** Any text of a run as one line that shows what it holds. */
import { shorten } from '../../checkers/shorten.js';
import { unquoted } from '../data/words.js';

/** Line ends, control characters, and marks that turn the direction of writing or cannot be seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Whatever cannot be seen becomes `\uXXXX`; what is too long is cut so that its values stay readable. */
export function oneLine(text: string, limit: number): string {
  return shorten(text, limit).replace(UNSEEN, escaped);
}

/** As {@link oneLine} for a JSON text, with quotes around plain words left out: `{f: write, key: a}`. */
export function shortJson(json: string, limit: number): string {
  return oneLine(unquoted(json).replace(/([:,])(?=\S)/g, '$1 '), limit);
}

const escaped = (character: string): string =>
  character === '\n'
    ? '\\n'
    : [...Array(character.length).keys()]
        .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
        .join('');
