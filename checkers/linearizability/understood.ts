/** Refuses operations that a model does not know: a function it never heard of says nothing about what it holds. */
import type { History, Input, Operation } from '../history.js';
import { show } from '../identity.js';
import type { Model } from '../model.js';
import { MalformedHistory } from '../well-formed.js';

type Functions = Readonly<Record<string, readonly string[]>>;
type AnyModel = Model<unknown, Input, unknown>;

/** @throws MalformedHistory with the first operation that the model does not know */
export function assertUnderstood(model: AnyModel, history: History): void {
  const functions: Functions | undefined = model.functions;
  if (functions === undefined) return;
  for (let index = 0; index < history.length; index++) {
    const { input } = history[index] as Operation<Record<string, unknown>>;
    const reason = misunderstood(model, functions, input);
    if (reason !== undefined) throw new MalformedHistory(index, reason);
  }
}

/** @throws MalformedHistory if the model does not know what is asked for */
export function assertUnderstoodOnline(model: AnyModel, index: number, input: unknown): void {
  if (model.functions === undefined) return;
  const reason = misunderstood(model, model.functions, input as Record<string, unknown>);
  if (reason !== undefined) throw new MalformedHistory(index, reason);
}

function misunderstood(
  { name = 'object' }: AnyModel,
  functions: Functions,
  input: Record<string, unknown>,
): string | undefined {
  const f = input['f'] as string;
  const needs = Object.hasOwn(functions, f) ? functions[f]! : undefined;
  if (needs === undefined) {
    const known = Object.keys(functions).join(', ');
    return `the model ${name} knows the functions ${known}, not ${show(f)}`;
  }
  for (const field of needs) {
    if (input[field] === undefined) return `${f} of the model ${name} needs ${field}; it is undefined`;
  }
  return undefined;
}
