/** A store of values by key, as the services of Maelstrom offer it: read, write, compare-and-set. */
import { isDeepStrictEqual } from 'node:util';
import type { Body } from '../messages.js';

/** What is done with one key: the answer, and the value that the key has from now on, if that changes. */
export interface Done {
  readonly answer: Body;
  readonly value?: unknown;
}

/** Keys of any type. */
export const keyOf = ({ key }: Body): string => JSON.stringify(key) ?? 'null';

/** @param held what the key has, if it is there */
export function carryOut(asked: Body, held: { readonly value: unknown } | undefined): Done {
  switch (asked['type']) {
    case 'read':
      return { answer: held === undefined ? MISSING : { type: 'read_ok', value: held.value } };
    case 'write':
      return { answer: { type: 'write_ok' }, value: asked['value'] };
    case 'cas': {
      const { from, to, create_if_not_exists: mayCreate } = asked;
      if (held === undefined)
        return mayCreate === true ? { answer: { type: 'cas_ok' }, value: to } : { answer: MISSING };
      if (isDeepStrictEqual(held.value, from)) return { answer: { type: 'cas_ok' }, value: to };
      const text = `the key holds ${JSON.stringify(held.value)}, not ${JSON.stringify(from)}`;
      return { answer: { type: 'error', code: 22, text } };
    }
    default:
      return { answer: notSupported(asked) };
  }
}

export function notSupported({ type }: Body): Body {
  return { type: 'error', code: 10, text: `this service knows no request of type ${JSON.stringify(type)}` };
}

const MISSING: Body = { type: 'error', code: 20, text: 'there is no such key' };

export const changes = (done: Done): boolean => 'value' in done;
