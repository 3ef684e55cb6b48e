/** How checkers find the operations they judge: by function name, or by a function of the operation. */
import type { Operation } from './history.js';
import { show } from './identity.js';

/** The fields a recorded input may carry; each checker names the ones it reads. */
export type Fields = Readonly<Record<string, unknown>> & { readonly f: string };

/** Picks a value out of an operation; `undefined` says that the operation is not of this kind. */
export type Selector<T = unknown> = (operation: Operation) => T | undefined;

/** The input as an object with `f`; inputs of any other shape have no function name and no fields. */
export function fieldsOf(operation: Operation): Fields {
  const { input } = operation;
  if (typeof input === 'object' && input !== null && 'f' in input) return input as Fields;
  return { f: typeof input === 'string' ? input : '' };
}

/**
 * A selector from an option: a function is taken as it is, a name picks operations whose `f` it is and
 * reads them with `read`.
 */
export function selector<T>(
  option: string | Selector<T> | undefined,
  name: string,
  read: (fields: Fields, operation: Operation) => T | undefined,
): Selector<T> {
  if (typeof option === 'function') return option;
  const wanted = option ?? name;
  return (operation) => {
    const fields = fieldsOf(operation);
    return fields.f === wanted ? read(fields, operation) : undefined;
  };
}

/** What a selector made of this option goes by, for sentences. */
export const nameOfFunction = (option: string | Selector | undefined, name: string): string =>
  typeof option === 'function' ? 'an operation' : (option ?? name);

/** Who did it, for sentences: the process by its name. */
export const who = ({ process }: Pick<Operation, 'process'>): string => show(process);

/** Who did it and when, for sentences: `n1 on line 12` of a file, else `n1 at 3 ms`, or at a position. */
export function whoWhen(operation: Operation): string {
  const { line, invokedAtMs, invoke } = operation;
  if (line !== undefined) return `${who(operation)} on line ${line}`;
  return `${who(operation)} at ${invokedAtMs === undefined ? `position ${invoke}` : `${invokedAtMs} ms`}`;
}

/** When it was invoked, for sentences: `line 12` of a file, else a position. */
export const whenInvoked = ({ line, invoke }: Operation): string =>
  line === undefined ? String(invoke) : `line ${line}`;

/** When it completed. */
export const whenCompleted = ({ endLine, complete }: Operation): string =>
  endLine === undefined ? String(complete) : `line ${endLine}`;
