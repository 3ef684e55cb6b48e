import { expect, test } from 'vitest';
import { InputError } from 'seedstorm';
import { needsPackages } from '../../../scenarios/real/needs-packages.js';
import { npmPackage } from '../../../scenarios/real/npm-package.js';
import type { Guard } from '../../../scenarios/real/circuit-breaker/breaker.js';
import { breakerOf } from '../../../scenarios/real/circuit-breaker/libraries.js';

/** What Node throws when a package is not installed. */
function notFound(name: string): Error {
  const error = new Error(`Cannot find package '${name}' imported from /project/scenario.js`);
  return Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' });
}

test('a package that is not installed is named, with the command that installs it', async () => {
  const load = npmPackage('real/yjs', 'yjs', 'yjs', () => Promise.reject(notFound('yjs')));
  await expect(load).rejects.toThrow(
    "real/yjs: needs the npm package 'yjs', which is not installed; install it with: npm install --save-dev yjs",
  );
  await expect(load).rejects.toBeInstanceOf(InputError);
});

test('Node itself says it in these words', async () => {
  const nobody = 'seedstorm-package-that-nobody-has';
  const load = npmPackage(
    'real/none',
    nobody,
    nobody,
    () => import(/* @vite-ignore */ nobody) as Promise<unknown>,
  );
  await expect(load).rejects.toThrow(`real/none: needs the npm package '${nobody}'`);
});

test('anything else that goes wrong while loading is not hidden', async () => {
  const missing = notFound('lib0');
  await expect(npmPackage('real/yjs', 'yjs', 'yjs', () => Promise.reject(missing))).rejects.toBe(missing);
});

test('a breaker that is missing is missed only when it is asked for', () => {
  const there: Guard = () => ({ fire: () => Promise.reject(new Error()), isRefusal: () => false });
  const absent = new InputError('real/circuit-breaker', 'needs the npm package');
  const installed = { 'opossum 4.2.0': absent, 'opossum newest': there, levee: absent };
  expect(breakerOf(installed, { library: 'opossum', version: 'newest' })).toBe(there);
  expect(() => breakerOf(installed, { library: 'opossum', version: '4.2.0' })).toThrow(absent);
  expect(() => breakerOf(installed, { library: 'levee', version: 'newest' })).toThrow(absent);
});

test('packages that programs import are looked for, not loaded', async () => {
  await needsPackages('real/own', 'undici@7.30.2', 'jiti');
  await expect(
    needsPackages('real/own', '@nobody/has-it@1.2.3', 'undici', 'seedstorm-nobody'),
  ).rejects.toThrow(
    'real/own: needs the npm packages @nobody/has-it@1.2.3 and seedstorm-nobody, not installed here; install them with: npm install --save-dev @nobody/has-it@1.2.3 seedstorm-nobody',
  );
});
