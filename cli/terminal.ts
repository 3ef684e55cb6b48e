/** Where a command's words go: the one place that looks at streams, environment and colours. */
import type { Readable, Writable } from 'node:stream';
import { coloursOf, type Colours } from './render/colours.js';
import { printable } from './render/printable.js';

export interface Terminal {
  /** The result: with `--json` one JSON object and nothing else. */
  out(text: string): void;
  /** What another program reads, in its own format: as it is, unless a person looks at it. */
  data(text: string): void;
  /** Words for people who read along. */
  note(text: string): void;
  /** Where a person watches: a line that is wiped again, with the controls that do so. */
  draw(text: string): void;
  readonly stdin: Readable;
  readonly colours: Colours;
  /** Colours of what goes to `note`. */
  readonly noteColours: Colours;
  readonly columns: number;
  /** Whether box drawing and arrows will show. */
  readonly unicode: boolean;
  /** Whether a person watches `note`, so that a progress line may be drawn and wiped. */
  readonly watched: boolean;
  /** Whether GitHub Actions reads `note` and makes annotations of its workflow commands. */
  readonly annotates: boolean;
}

interface Stream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const set = (value: string | undefined): boolean => value !== undefined && value !== '';

/** The terminal of this process. */
export function processTerminal(stdout: Stream, stderr: Stream, stdin: Readable, env: Environment): Terminal {
  const ci = set(env['CI']) && env['CI'] !== 'false' && env['CI'] !== '0';
  const plain = set(env['NO_COLOR']) || ci || env['TERM'] === 'dumb';
  const coloured = (stream: Stream): boolean => stream.isTTY === true && !plain;
  const [outColoured, noteColoured] = [coloured(stdout), coloured(stderr)];
  return {
    out: (text) => void stdout.write(printable(text, outColoured)),
    data: (text) => void stdout.write(stdout.isTTY ? printable(text, false) : text),
    note: (text) => void stderr.write(printable(text, noteColoured)),
    draw: (text) => void stderr.write(text),
    stdin,
    colours: coloursOf(outColoured ? 1 : 0),
    noteColours: coloursOf(noteColoured ? 1 : 0),
    columns: Math.min(Math.max(stdout.columns ?? (Number(env['COLUMNS']) || 80), 40), 160),
    unicode: speaksUnicode(env),
    watched: stderr.isTTY === true && !plain,
    annotates: env['GITHUB_ACTIONS'] === 'true',
  };
}

/** Unless the locale or the terminal says otherwise. */
function speaksUnicode(env: Environment): boolean {
  if (env['TERM'] === 'linux' || env['TERM'] === 'dumb') return false;
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(set);
  return locale === undefined || /utf-?8/i.test(locale);
}
