/**
 * How long to wait for an acknowledgement: the smoothed round-trip time and its deviation, after RFC 6298, with
 * bounds that suit runs of seconds rather than days.
 */
import type { Micros } from '../kernel/time.js';

const FIRST_TIMEOUT_US = 200_000;
const SHORTEST_US = 100_000;
/** Also bounds how late a connection notices that the network has healed. */
const LONGEST_US = 1_000_000;

export interface RoundTrip {
  /** Smoothed round-trip time, or -1 before the first measurement. */
  readonly smoothedUs: Micros;
  readonly deviationUs: Micros;
}

export const firstEstimate: RoundTrip = { smoothedUs: -1, deviationUs: 0 };

/** The estimate with one more measurement. Only what was sent once may be measured (Karn's rule). */
export function measured({ smoothedUs, deviationUs }: RoundTrip, sampleUs: Micros): RoundTrip {
  if (smoothedUs < 0) return { smoothedUs: sampleUs, deviationUs: Math.round(sampleUs / 2) };
  return {
    smoothedUs: Math.round((7 * smoothedUs + sampleUs) / 8),
    deviationUs: Math.round((3 * deviationUs + Math.abs(smoothedUs - sampleUs)) / 4),
  };
}

/** How long to wait after so many retransmissions. */
export function retransmitAfter({ smoothedUs, deviationUs }: RoundTrip, attempts: number): Micros {
  const firstUs = smoothedUs < 0 ? FIRST_TIMEOUT_US : Math.max(SHORTEST_US, smoothedUs + 4 * deviationUs);
  return Math.min(LONGEST_US, firstUs * (1 << attempts));
}
