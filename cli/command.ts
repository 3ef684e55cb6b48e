/** What a command of the CLI is: data about its arguments, and a function that does the work. */
import { UsageError } from './errors.js';
import type { ExitCode } from './exit-codes.js';
import { fittingValue } from './param-value.js';
import { STANDARD_INPUT } from './standard-input.js';
import { didYouMean } from './suggest.js';
import type { Terminal } from './terminal.js';

export interface Flag {
  readonly summary: string;
  /** `text` takes a value; `list` too, and may be given again; `switch` takes none. */
  readonly kind: 'text' | 'list' | 'switch';
  /** How the value is called in the help. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly alias?: string;
}

interface Positional {
  readonly summary: string;
  /** Checked and completed; the help leaves them to `notes`. */
  readonly choices?: readonly string[];
}

export interface Command {
  /** As yargs writes it: `check <model> <history-file>`. */
  readonly usage: string;
  readonly summary: string;
  readonly positionals: Readonly<Record<string, Positional>>;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Command lines worth showing, each with what it does. */
  readonly examples: readonly (readonly [string, string])[];
  /** More for the help: whatever does not fit a flag. */
  readonly notes?: string;
  run(args: Arguments, terminal: Terminal): Promise<ExitCode> | ExitCode;
}

/** The name a command is called by. */
export const commandName = (command: Command): string => command.usage.split(' ')[0] ?? '';

/** The arguments of one call, by name. What is asked for wrongly, or given wrongly, is a {@link UsageError}. */
export class Arguments {
  constructor(private readonly given: Readonly<Record<string, unknown>>) {}

  text(name: string): string | undefined {
    const value = this.given[name];
    if (Array.isArray(value))
      throw new UsageError(`--${name} is given ${value.length} times; once is enough`);
    if (value === undefined) return undefined;
    if (value === '') throw new UsageError(`${name} is empty`);
    return refuseDash(name, String(value));
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new UsageError(`<${name}> is missing`);
    return value;
  }

  texts(name: string): readonly string[] {
    const value = this.given[name];
    const all = value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)];
    return all.map((text) => refuseDash(name, text));
  }

  /** What stands behind `--`: it is for somebody else. */
  behindDashes(): readonly string[] {
    const words = this.given['_'];
    return Array.isArray(words) ? words.slice(1).map(String) : [];
  }

  on(name: string): boolean {
    return this.given[name] === true;
  }

  /** A length of time in milliseconds: `500ms`, `30s`, `2m`, `1h`; a bare number counts seconds. */
  durationMs(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
    const ms = Number(number) * (MS_PER[unit ?? 's'] ?? NaN);
    if (!(ms > 0) || ms > MAX_MS)
      throw new UsageError(`--${name} takes a length of time such as 500ms, 30s, 2m or 1h, not "${text}"`);
    return ms;
  }

  /** A whole number above 0. */
  count(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const count = Number(text);
    if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count))
      throw new UsageError(`--${name} takes a whole number above 0, not "${text}"`);
    return count;
  }

  /**
   * `name=value` pairs. A value is JSON where it can be, else text.
   * @param fits whether a value may be that of a key, where that is known
   * @param read what a text stands for
   */
  assignments(
    name: string,
    known: readonly string[],
    of: string,
    fits: (key: string, value: unknown) => boolean = () => true,
    read?: (text: string) => unknown,
  ): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const text of this.texts(name)) {
      const at = text.indexOf('=');
      if (at < 1) throw new UsageError(`--${name} takes name=value, not "${text}"`);
      const key = text.slice(0, at);
      if (!known.includes(key)) {
        const takes = known.length === 0 ? 'takes no parameters' : `takes ${known.join(', ')}`;
        throw new UsageError(`${of} has no parameter "${key}"; it ${takes}.${didYouMean(key, known)}`);
      }
      if (Object.hasOwn(values, key)) throw new UsageError(`--${name} ${key} is given twice`);
      values[key] = fittingValue(text.slice(at + 1), (value) => fits(key, value), read);
    }
    return values;
  }
}

/** Where standard input can be read; anywhere else `-` would be taken for a name. */
const READS_STANDARD_INPUT = 'history-file';
/** What is written to. */
const OUTPUTS = ['output', 'trace', 'history', 'junit', 'report'];

function refuseDash(name: string, text: string): string {
  if (name === READS_STANDARD_INPUT || (text !== STANDARD_INPUT && text !== '-')) return text;
  if (OUTPUTS.includes(name)) throw new UsageError('cannot write to "-": name a file');
  throw new UsageError(
    `${name} cannot be "-": only <${READS_STANDARD_INPUT}> of check and ladder reads standard input`,
  );
}

const MS_PER: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const MAX_MS = 7 * 24 * 3_600_000;
