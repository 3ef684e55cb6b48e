/** The npm packages that a run may take its breaker from; none of them is changed. */
import { InputError } from 'seedstorm';
import { npmPackage } from '../npm-package.js';
import type { Guard } from './breaker.js';
import { circuitBreakerJs } from './circuit-breaker-js.js';
import { cockatiel } from './cockatiel.js';
import { levee } from './levee.js';
import { mollitia } from './mollitia.js';
import { opossum } from './opossum.js';

export const libraries = ['opossum', 'cockatiel', 'mollitia', 'levee', 'circuit-breaker-js'] as const;
export type Library = (typeof libraries)[number];

/** Versions of opossum. */
export const versions = ['4.2.0', '4.2.1', 'newest'] as const;

/** Which breaker a run takes. */
export interface Choice {
  readonly library: Library;
  readonly version: (typeof versions)[number];
}

/** What is installed; in place of what is not, the sentence that says so. */
export type Installed = Readonly<Record<string, Guard | InputError>>;

/** Loads every library there is: which one a run needs is known only later. */
export async function loadBreakers(scenario: string): Promise<Installed> {
  const load = async <T>(
    from: () => Promise<T>,
    guard: (loaded: T) => Guard,
    name: string,
    install = name,
  ) => {
    try {
      return guard(await npmPackage(scenario, name, install, from));
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
  };
  const first = (guard: (loaded: unknown) => Guard) => (loaded: { default: unknown }) =>
    guard(loaded.default);
  return {
    'opossum 4.2.0': await load(
      ...([() => import('opossum-4.2.0'), first(opossum)] as const),
      ...(['opossum-4.2.0', 'opossum-4.2.0@npm:opossum@4.2.0'] as const),
    ),
    'opossum 4.2.1': await load(
      ...([() => import('opossum-4.2.1'), first(opossum)] as const),
      ...(['opossum-4.2.1', 'opossum-4.2.1@npm:opossum@4.2.1'] as const),
    ),
    'opossum newest': await load(() => import('opossum'), first(opossum), 'opossum'),
    cockatiel: await load(() => import('cockatiel'), cockatiel, 'cockatiel'),
    mollitia: await load(() => import('mollitia'), mollitia, 'mollitia'),
    levee: await load(() => import('levee'), first(levee), 'levee'),
    'circuit-breaker-js': await load(
      () => import('circuit-breaker-js'),
      first(circuitBreakerJs),
      'circuit-breaker-js',
    ),
  };
}

/** @throws InputError when the package is not installed */
export function breakerOf(installed: Installed, { library, version }: Choice): Guard {
  const found = installed[library === 'opossum' ? `opossum ${version}` : library];
  if (found === undefined) throw new Error(`no library ${library} ${version}`);
  if (found instanceof InputError) throw found;
  return found;
}
