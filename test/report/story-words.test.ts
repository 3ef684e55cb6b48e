/** Changes of states in words: both sides of an arrow never read alike. */
import { expect, it } from 'vitest';
import { stepWordsOf } from '../../report/story/words.js';

it.each([
  [undefined, null, 'votes.n1 none → null'],
  [5, '5', 'votes.n1 5 → "5"'],
  [null, 3, 'votes.n1 none → 3'],
  ['a', undefined, 'votes.n1 a → none'],
])('%j → %j', (before, after, words) => {
  expect(stepWordsOf({ path: ['votes', 'n1'], before, after })).toBe(words);
});
