/** How a checker that found nothing to judge is told apart from one that is wrong. */
import type { Verdict } from '../../checkers/history.js';

/** A definition holds of a history that shows nothing; a checker says that it saw nothing. The two do not disagree. */
export function sawNothing({ verdict, reason }: Verdict): boolean {
  return verdict === 'unknown' && reason.startsWith('nothing to judge');
}
