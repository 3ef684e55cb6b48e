/** A register, with or without compare-and-set: the object most stores offer for each key. */

import type { Effect, Model } from '../model.js';
import type { Outcome } from '../history.js';
import { registerZones } from '../fast-paths/register-zones.js';
import { nameOf, sameValue, show } from '../identity.js';

/** What a register holds; `null` is "nothing". Structured values compare by content. */
export type Value = unknown;

interface RegisterRead {
  readonly f: 'read';
  readonly key?: string | number;
}
interface RegisterWrite {
  readonly f: 'write';
  readonly key?: string | number;
  readonly value: Value;
}
/** Compare-and-set: writes `to` if the register holds `from`. */
interface RegisterCas {
  readonly f: 'cas';
  readonly key?: string | number;
  readonly from: Value;
  readonly to: Value;
}
/** What clients ask of a register. */
export type RegisterInput = RegisterRead | RegisterWrite;
/** What clients ask of a register that can compare and set. */
export type CasRegisterInput = RegisterInput | RegisterCas;

/** A read answers the value; a write nothing; a cas whether it succeeded (nothing, with `ok`, means it did). */
export type RegisterOutput = Value;

export interface RegisterOptions {
  /** The value before the first write; `null` if absent. */
  readonly initial?: Value;
  /**
   * What a read of `null` says: that the register held `null` (`value`, the default), or nothing at all
   * (`anything`), as in Jepsen histories of a register that never holds nil.
   */
  readonly nullRead?: 'value' | 'anything';
}

/** What the register holds at first, and what a failed compare-and-set says. */
export interface CasRegisterOptions extends RegisterOptions {
  /**
   * What a cas that ended with `fail` says: `ignore`: it did not happen and says nothing (the default, and all the
   * history contract promises); `observe`: it was refused because the register did not hold `from`. A cas that
   * ended with `ok` and answered `false` is always such an observation.
   */
  readonly failedCas?: 'ignore' | 'observe';
}

/** A register: a read answers what was written last. */
export function registerModel(options: RegisterOptions = {}): Model<Value, RegisterInput, RegisterOutput> {
  const functions = { read: [], write: ['value'] };
  return { ...register('register', options), functions, observesFail: () => false };
}

/** A register with compare-and-set. */
export function casRegisterModel(
  options: CasRegisterOptions = {},
): Model<Value, CasRegisterInput, RegisterOutput> {
  const observes = options.failedCas === 'observe';
  return { ...register('cas-register', options), observesFail: (input) => observes && input.f === 'cas' };
}

function register(
  name: string,
  { initial = null, nullRead = 'value' }: RegisterOptions,
): Model<Value, CasRegisterInput, RegisterOutput> {
  const saysNothing = (output: RegisterOutput) =>
    output === undefined || (output === null && nullRead === 'anything');

  return {
    name,
    functions: { read: [], write: ['value'], cas: ['from', 'to'] },
    initial,
    step(value, input, output, outcome) {
      switch (input.f) {
        case 'read':
          return saysNothing(output) || sameValue(output, value) ? value : undefined;
        case 'write':
          return input.value;
        case 'cas': {
          const matches = sameValue(value, input.from);
          if (outcome === 'info') return matches ? input.to : value;
          const succeeded = outcome === 'ok' && output !== false;
          if (matches !== succeeded) return undefined;
          return succeeded ? input.to : value;
        }
      }
    },
    effect(input, output, outcome): Effect {
      if (input.f === 'read') return 'reads';
      if (input.f === 'write') return 'overwrites';
      if (outcome === 'info') return 'always';
      return outcome === 'fail' || output === false || sameValue(input.from, input.to)
        ? 'reads'
        : 'sometimes';
    },
    traces(input, output, outcome) {
      const left = input.f === 'write' ? [nameOf(input.value)] : [];
      if (input.f === 'cas') {
        const succeeded = outcome === 'ok' && output !== false;
        const from = nameOf(input.from);
        return {
          left: succeeded || outcome === 'info' ? [nameOf(input.to)] : [],
          shows: (thing) => succeeded && thing === from,
        };
      }
      const read = input.f === 'write' || saysNothing(output) ? undefined : nameOf(output);
      return { left, shows: (thing) => thing === read };
    },
    printState: show,
    printOperation,
    fastPath: registerZones({ initial, nullRead }),
  };
}

function printOperation(input: CasRegisterInput, output: RegisterOutput, outcome: Outcome): string {
  switch (input.f) {
    case 'read':
      return output === undefined ? 'read' : `read ${show(output)}`;
    case 'write':
      return `write ${show(input.value)}`;
    case 'cas':
      return `cas ${show(input.from)} to ${show(input.to)}${
        outcome === 'fail' || output === false ? ', refused' : ''
      }`;
  }
}
