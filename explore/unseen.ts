/**
 * How much remains unseen, estimated from what was seen by few runs only. A campaign samples runs; each run shows a set
 * of states: incidence data, as ecologists count species in quadrats (Böhme, "STADS: software testing as species
 * discovery", TOSEM 2018).
 */
import type { Incidence } from './campaign-coverage.js';

/** An estimate of what was not seen yet. */
export interface Unseen {
  readonly runs: number;
  /** Distinct ones seen. */
  readonly seen: number;
  /** Seen by exactly one run, and by exactly two. */
  readonly once: number;
  readonly twice: number;
  /**
   * How many unseen ones the next run is expected to show: once / runs (Good, "The population frequencies of species and
   * the estimation of population parameters", Biometrika 1953, for incidences). NaN without runs.
   */
  readonly newPerRun: number;
  /**
   * How many there are at least, seen and unseen: Chao's lower bound for incidences, bias-corrected (Chao, "Estimating
   * the population size for capture-recapture data with unequal catchability", Biometrics 1987). Guided campaigns
   * do not sample at random: take theirs as a hint.
   */
  readonly atLeast: number;
}

/**
 * Estimates what further runs may still show, from how often each was seen (Good 1953; Chao 1987).
 * @param runs how many runs were looked at
 */
export function unseen(incidence: Incidence, runs: number): Unseen {
  let [seen, once, twice] = [0, 0, 0];
  for (const count of Object.values(incidence)) {
    seen++;
    if (count === 1) once++;
    else if (count === 2) twice++;
  }
  const more = runs === 0 ? 0 : ((runs - 1) / runs) * ((once * (once - 1)) / (2 * (twice + 1)));
  return { runs, seen, once, twice, newPerRun: runs === 0 ? NaN : once / runs, atLeast: seen + more };
}
