/** Handlers by the name of the question, its field `f`. */
import { unknownName } from '../input/suggest.js';

/** The name of a question, if it has one. */
export function nameOf(question: unknown): string | undefined {
  if (typeof question !== 'object' || question === null) return undefined;
  const { f } = question as { readonly f?: unknown };
  return typeof f === 'string' ? f : undefined;
}

export function handlerFor<H>(handlers: Readonly<Record<string, H>>, question: unknown): H | undefined {
  const name = nameOf(question);
  return name !== undefined && Object.hasOwn(handlers, name) ? handlers[name] : undefined;
}

/** Why a question is not handled; `known`: the handlers there are, where they go by name. */
export function unhandled(
  node: string,
  noun: string,
  question: unknown,
  known: Readonly<Record<string, unknown>> | undefined,
): string {
  if (known === undefined) return `${node} handles no ${noun}s`;
  const name = nameOf(question);
  return name === undefined
    ? `${node} handles ${noun}s by their field f, and this one has none`
    : `${node}: ${unknownName(noun, name, Object.keys(known))}`;
}
