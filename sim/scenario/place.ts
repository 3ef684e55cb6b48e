/** Where a scenario was defined, so that another thread can load it. */
import { fileURLToPath } from 'node:url';
import { sep } from 'node:path';

/** Where a thread finds a scenario. */
export interface ScenarioPlace {
  readonly name: string;
  /** The file that exports it, for those that do not ship. */
  readonly file?: string;
}

/** The stack of the call that defined it; turned into text only when somebody asks. */
const definedAt = new WeakMap<object, { readonly stack?: string }>();

/** Remembers who called `caller` to define the scenario. */
export function rememberPlace(scenario: object, caller: (...args: never[]) => unknown): void {
  const depth = Error.stackTraceLimit;
  const holder: { stack?: string } = {};
  Error.stackTraceLimit = 30;
  Error.captureStackTrace(holder, caller);
  Error.stackTraceLimit = depth;
  definedAt.set(scenario, holder);
}

const SHIPPED = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const FRAME = /^\s*at (?:.*? \()?((?:file:\/\/)?\/.*|(?:file:\/\/\/)?[A-Za-z]:[\\/].*):\d+:\d+\)?$/;
const SIM_FILE = /\.sim\.[cm]?[jt]s$/;

/** undefined: only code that ran before knows how to make it. */
export function placeOfScenario(scenario: { readonly name: string }): ScenarioPlace | undefined {
  const { stack } = definedAt.get(scenario) ?? {};
  if (typeof stack !== 'string') return undefined;
  const { name } = scenario;
  for (const line of stack.split('\n')) {
    const [, source] = FRAME.exec(line) ?? [];
    if (source === undefined) continue;
    const file = (source.startsWith('file:') ? fileURLToPath(source) : source).replace(/\?.*$/, '');
    if (file.startsWith(SHIPPED) || file.startsWith(SHIPPED.replaceAll(sep, '/'))) return { name };
    if (SIM_FILE.test(file)) return { name, file };
  }
  return undefined;
}
