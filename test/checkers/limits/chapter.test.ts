/** The chapter on limits, executed. */
import { rateLimit } from '../../../checkers/limits/index.js';
import { testChapter } from '../chapter-histories.js';

const window = { limit: 2, windowMs: 100 };

testChapter(new URL('../../../checkers/limits/README.md', import.meta.url), {
  'any-window': rateLimit(window),
  'any-window fair': rateLimit({ ...window, starved: 'forbid' }),
  'own-windows': rateLimit({ ...window, kind: 'own-windows' }),
  bucket: rateLimit({ kind: 'bucket', burst: 2, perSecond: 10 }),
});
