/** The functions of `node:crypto` that call back, without threads. */
import crypto from 'node:crypto';
import { replaceMethod } from '../../sim/node/ambient/patch.js';
import { running } from '../running.js';
import { doNow } from './jobs.js';
import { drawnPair, drawnSecret } from './keys.js';
import { installSubtle } from './subtle.js';

type Call = (this: unknown, ...args: never[]) => unknown;

/** By name; each has a twin that works at once, under its name with `Sync` or, without a callback, under the same. */
const JOBS = [
  'pbkdf2',
  'scrypt',
  'hkdf',
  'generateKey',
  'generateKeyPair',
  'generatePrime',
  'checkPrime',
  'argon2',
];
const SAME_NAME = ['sign', 'verify', 'diffieHellman', 'encapsulate', 'decapsulate'];

export function installCrypto(): void {
  drawKeys('generateKeyPairSync', (type, options) => drawnPair(type, options));
  drawKeys('generateKeySync', (type, options) => drawnSecret(type, options as { length: number }));
  const functions = crypto as unknown as Readonly<Record<string, Call | undefined>>;
  for (const name of JOBS) callBack(name, (args) => functions[`${name}Sync`]?.(...(args as never[])));
  for (const name of SAME_NAME) callBack(name, (args) => functions[name]?.(...(args as never[])));
  installSubtle();
}

function callBack(name: string, work: (args: readonly unknown[]) => unknown): void {
  if (typeof (crypto as unknown as Record<string, unknown>)[name] !== 'function') return;
  replaceMethod<Call>(crypto, name, (original) => {
    return function (this: unknown, ...args) {
      const done = args.at(-1) as ((error: unknown, ...results: unknown[]) => void) | undefined;
      if (running() === undefined || typeof done !== 'function')
        return Reflect.apply(original.value, this, args) as unknown;
      const told = (error: unknown, result?: unknown): void => {
        if (error !== null) return done(error);
        if (name !== 'generateKeyPair') return done(null, result);
        const { publicKey, privateKey } = result as { publicKey: unknown; privateKey: unknown };
        done(null, publicKey, privateKey);
      };
      let failure: { readonly error: unknown } | undefined;
      let result: unknown;
      try {
        result = work(args.slice(0, -1));
      } catch (error) {
        // Arguments that are none are refused at once by what calls back, too.
        if (/^ERR_(INVALID_ARG|OUT_OF_RANGE)/.test(String((error as { code?: unknown }).code))) throw error;
        failure = { error };
      }
      doNow(() => {
        if (failure !== undefined) throw failure.error;
        return result;
      }, told);
      return undefined;
    };
  });
}

function drawKeys(
  name: 'generateKeyPairSync' | 'generateKeySync',
  draw: (type: string, options: object | undefined) => unknown,
): void {
  replaceMethod<Call>(crypto, name, (original) => {
    return function (this: unknown, ...args) {
      const [type, options] = args as unknown as [string, object | undefined];
      const drawn = running() === undefined ? undefined : draw(type, options);
      return drawn ?? (Reflect.apply(original.value, this, args) as unknown);
    };
  });
}
