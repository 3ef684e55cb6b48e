/** What we use of the npm package `opossum`, and the three versions of it that are installed side by side. */
import { InputError } from 'seedstorm';
import { npmPackage } from '../npm-package.js';

/** A circuit breaker around an asynchronous action. */
interface Breaker<Args extends unknown[], Result> {
  /** Runs the action, or rejects at once with the code `EOPENBREAKER` while the circuit is open. */
  fire(...args: Args): Promise<Result>;
  on(event: 'open' | 'halfOpen' | 'close', listener: () => void): this;
}

interface BreakerOptions {
  /** How long the action may take. */
  readonly timeout: number;
  /** How long the circuit stays open before it lets one call through to try. */
  readonly resetTimeout: number;
  /** Above this share of failures among the calls of `rollingCountTimeout` ms the circuit opens. */
  readonly errorThresholdPercentage: number;
  readonly rollingCountTimeout: number;
  readonly rollingCountBuckets: number;
  /** With fewer calls than this the circuit never opens. */
  readonly volumeThreshold: number;
}

export type CircuitBreaker = new <Args extends unknown[], Result>(
  action: (...args: Args) => Promise<Result>,
  /** The breaker keeps it and writes into it. */
  options: BreakerOptions,
) => Breaker<Args, Result>;

export const versions = ['4.2.0', '4.2.1', 'newest'] as const;
export type Version = (typeof versions)[number];

/** The installed versions; in place of those that are not, the sentence that says so. */
export type Installed = Readonly<Record<Version, CircuitBreaker | InputError>>;

/** Loads every version there is: which one a run needs is known only later. */
export async function loadOpossum(scenario: string): Promise<Installed> {
  const load = async (name: string, install: string, from: () => Promise<{ default: unknown }>) => {
    try {
      return (await npmPackage(scenario, name, install, from)).default as CircuitBreaker;
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
  };
  return {
    '4.2.0': await load('opossum-4.2.0', 'opossum-4.2.0@npm:opossum@4.2.0', () => import('opossum-4.2.0')),
    '4.2.1': await load('opossum-4.2.1', 'opossum-4.2.1@npm:opossum@4.2.1', () => import('opossum-4.2.1')),
    newest: await load('opossum', 'opossum', () => import('opossum')),
  };
}

/** @throws InputError when that version is not installed */
export function versionOf(installed: Installed, version: Version): CircuitBreaker {
  const found = installed[version];
  if (found instanceof InputError) throw found;
  return found;
}
