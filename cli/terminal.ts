/** Where a command's words go: the one place that looks at streams, environment and colours. */
import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';
import type { Readable, Writable } from 'node:stream';

export interface Terminal {
  /** The result: with `--json` one JSON object and nothing else. */
  out(text: string): void;
  /** Words for people who read along. */
  note(text: string): void;
  readonly stdin: Readable;
  readonly colours: ChalkInstance;
  /** Colours of what goes to `note`. */
  readonly noteColours: ChalkInstance;
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
  const colours = (stream: Stream): ChalkInstance => new Chalk({ level: stream.isTTY && !plain ? 1 : 0 });
  return {
    out: (text) => void stdout.write(text),
    note: (text) => void stderr.write(text),
    stdin,
    colours: colours(stdout),
    noteColours: colours(stderr),
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
