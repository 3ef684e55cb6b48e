/** A story as rows of text: one line of it takes a row, or a few where the terminal is narrow. */
import { shorten } from '../../checkers/shorten.js';
import type { Story, StoryLine } from '../../explore/story.js';
import { wrap } from './wrap.js';

/** What rows are written with. */
export interface Pen {
  readonly columns: number;
  readonly unicode: boolean;
  /** Colours a row; plain text is the row itself. */
  paint?(line: StoryLine | 'aside', row: string): string;
}

/** Rows of one line of the story at most; what is longer is cut so that it stays readable. */
const MOST_ROWS = 2;
/** Narrower than this nothing can be read. */
const LEAST_COLUMNS = 24;
/** Letters that some terminals lack. */
const PLAIN: Readonly<Record<string, string>> = {
  '→': '->',
  '↔': '<->',
  '…': '...',
  '✗': 'x',
  '⋮': ':',
  '×': 'x',
};

/** @param latencyMs how long every message takes, where that is fixed */
export function storyRows({ lines, hum }: Story, pen: Pen, latencyMs?: number): string[] {
  const width = Math.max(...lines.map(({ atMs }) => moment(atMs).length), 0);
  const aside = (text: string): string[] =>
    wrap(text, pen.columns - 2, '  ').map((row) => pen.paint?.('aside', row) ?? row);
  const rows = [
    ...(latencyMs === undefined ? [] : aside(`every message takes ${latencyMs} ms unless stated otherwise`)),
    ...lines.flatMap((line) => rowsOf(line, width, pen).map((row) => pen.paint?.(line, row) ?? row)),
    ...(hum === 0
      ? []
      : aside(
          `also left out: ${hum} ${hum === 1 ? 'message' : 'messages'} like many others that changed nothing`,
        )),
  ];
  return pen.unicode ? rows : rows.map(plain);
}

/** What shows the failure is marked, and so is what goes wrong: colours alone would tell nothing without colours. */
function rowsOf({ is, atMs, text, shows }: StoryLine, width: number, { columns, unicode }: Pen): string[] {
  if (is === 'gap') return [`   ${'⋮'.padStart(width)}  ${text}`];
  const mark = shows === true && is !== 'ask' ? '✗' : is === 'fault' ? '!' : ' ';
  const head = ` ${mark} ${moment(atMs).padStart(width)}  `;
  const room = Math.max(LEAST_COLUMNS, columns - head.length);
  // Words are whole: a row ends before its last column, as a rule.
  const short = shorten(unicode ? text : plain(text), MOST_ROWS * room - 12, { gap: unicode ? '…' : '...' });
  return wrap(short, room, ' '.repeat(head.length)).map((row, index) =>
    index === 0 ? head + row.trimStart() : row,
  );
}

const plain = (text: string): string => text.replace(/[→↔…✗⋮×]/g, (letter) => PLAIN[letter] ?? letter);

const moment = (ms: number): string => `${ms.toFixed(1)} ms`;
