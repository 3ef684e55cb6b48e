/** The command lines that bring a run back. */
import type { Run } from '../sim/run.js';
import { wordFor } from './catalogue.js';

/** `npx seedstorm run …` with everything that is not default. `faults` is what the flag was given, if it was. */
export function runCommand(
  run: Run,
  given: {
    readonly params: Readonly<Record<string, unknown>>;
    readonly faults?: string | undefined;
    readonly stop?: boolean;
  },
): string {
  const params = Object.entries(given.params).map(
    ([name, value]) =>
      `--param ${quoted(`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)}`,
  );
  return [
    `npx seedstorm run ${quoted(wordFor(run.scenario))} --seed ${quoted(String(run.seed))}`,
    ...params,
    ...(run.bug === undefined ? [] : [`--bug ${run.bug}`]),
    ...(given.faults === undefined ? [] : [`--faults ${quoted(given.faults)}`]),
    ...(given.stop === true ? ['--stop-at-violation'] : []),
  ].join(' ');
}

/** As a POSIX shell needs it. */
export function quoted(text: string): string {
  return /^[\w./=:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
