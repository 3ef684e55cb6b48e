/** Judges of limits: how much is let in, and how often. */
export { rateLimit, type RateLimitOptions } from './rate-limit.js';
export type { Rate } from './rate.js';
