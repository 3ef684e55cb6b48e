/** What `import … from 'seedstorm'` gives: the engine, and what many runs of it are good for. */
export * from './sim/index.js';
export { shrink, type Failure, type ShrinkOptions, type Shrunk } from './explore/shrink/shrink.js';
export { asShrunk, type Calm } from './explore/shrink/calm.js';
export { verify, type VerifyOptions } from './explore/verify.js';
export {
  coverageOf,
  mergeCoverage,
  neverReached,
  type CampaignCoverage,
  type CampaignSite,
  type NeverReached,
} from './explore/campaign-coverage.js';
export { unseen, type Unseen } from './explore/unseen.js';
