/**
 * Parameters that say what a history calls the functions of a model: `write=set`. A function goes by the name given to it
 * and no longer by its own, so that a name that was misspelt shows.
 */
import { UnknownName } from '../formats/events.js';
import type { HistoryEvent } from '../formats/events.js';
import type { Adapter } from '../formats/pair.js';
import { functionName } from './entry.js';
import type { Parameter, RegistryEntry } from './entry.js';

/** The entry of a judge with a parameter for each of these functions. */
export function withFunctionNames(entry: RegistryEntry, functions: readonly string[]): RegistryEntry {
  const parameters = functions.map((f): [string, Parameter] => [
    f,
    { ...functionName(`what the history calls ${f}`), obvious: true },
  ]);
  return {
    ...entry,
    parameters: { ...entry.parameters, ...Object.fromEntries(parameters) },
    make(values) {
      const judge = entry.make(values);
      const given = functions.flatMap((f): [string, string][] =>
        values[f] === undefined ? [] : [[f, values[f] as string]],
      );
      return given.length === 0 ? judge : { ...judge, adapter: renaming(judge.adapter, new Map(given)) };
    },
  };
}

/** The adapter for histories that call functions otherwise: their names by those of the model. */
export function renaming(adapter: Adapter, names: ReadonlyMap<string, string>): Adapter {
  const functions = new Map([...names].map(([f, name]) => [name, f]));
  const said = [...names].map(([f, name]) => `${f} is called ${name}`).join(', ');
  const renamed = (invocation: HistoryEvent): HistoryEvent => {
    const { f = '', line } = invocation;
    const own = functions.get(f);
    if (own !== undefined) return own === f ? invocation : { ...invocation, f: own };
    if (!names.has(f)) return invocation;
    const reason = `an operation is called ${f} here, but by parameter, ${said}`;
    throw new UnknownName(reason, names.get(f)!, [f], line);
  };
  return {
    ...adapter,
    modelName: (f) => functions.get(f) ?? (names.has(f) ? undefined : adapter.modelName?.(f)),
    input(invocation) {
      const asked = renamed(invocation);
      try {
        return adapter.input(asked);
      } catch (error) {
        if (!(error instanceof UnknownName)) throw error;
        const [name = ''] = names.values();
        throw new UnknownName(`${error.reason}; by parameter, ${said}`, name, [error.wrong], invocation.line);
      }
    },
    settled: (input, invocation, completion) => adapter.settled(input, renamed(invocation), completion),
  };
}
