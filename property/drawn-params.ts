/** Parameters that a `simTest` draws by fast-check, and makes smaller where a run fails. */
import { hashString } from '../sim/kernel/hash.js';
import type { Seed } from '../sim/kernel/random.js';
import type { ArbitraryParams } from './settings.js';

type Params = Readonly<Record<string, unknown>>;

/** Tries at smaller ones; each is a run. */
const MOST_TRIES = 100;

/** What a seed draws. */
export async function paramsDrawn(from: ArbitraryParams<unknown>, seed: Seed): Promise<Params> {
  const { sample } = await import('fast-check');
  const [params] = sample(from, { seed: seedOf(seed), numRuns: 1 });
  return params ?? {};
}

/** The smallest of those that the seed draws with which a run fails still, as fast-check shrinks them. */
export async function smallerParams(
  from: ArbitraryParams<unknown>,
  seed: Seed,
  fails: (params: Params) => Promise<boolean>,
): Promise<Params | undefined> {
  const { asyncProperty, check } = await import('fast-check');
  let tries = 0;
  const property = asyncProperty(from, async (params) => {
    if (tries++ < MOST_TRIES && (await fails(params))) throw new Error('it fails still');
  });
  const { counterexample } = await check(property, { seed: seedOf(seed), numRuns: 1 });
  return counterexample?.[0];
}

const seedOf = (seed: Seed): number => hashString(`params/${String(seed)}`);
