/** What the fields of answers must be, said in words where they are not. */
import type { Body } from '../messages.js';

/** `a field "value" with …, got …`; undefined where it is right. */
function field(
  name: string,
  expected: string,
  holds: (value: unknown) => boolean,
): (answer: Body) => string | undefined {
  return (answer) => {
    const value = answer[name];
    if (holds(value)) return undefined;
    const got = value === undefined ? 'nothing' : JSON.stringify(value);
    return `expected ${expected} in "${name}", got ${got.length > 60 ? `${got.slice(0, 60)}…` : got}`;
  };
}

export const list = (name: string) => field(name, 'a list', Array.isArray);
export const integer = (name: string) => field(name, 'a whole number', Number.isSafeInteger);
export const anything = (name: string) => field(name, 'a value', (value) => value !== undefined);
export const object = (name: string) =>
  field(name, 'an object', (value) => typeof value === 'object' && value !== null && !Array.isArray(value));
