/** What the event owes: no card too many, none twice, and one for everybody who was told yes. */
import { defineChecker, type Operation } from 'seedstorm/checkers';

interface Asked {
  readonly f: string;
  readonly member: string;
}

interface Row {
  readonly member: string;
  readonly decision: string;
}

/**
 * Reads `{f: 'enter', member}` and `{f: 'result', member}` of clients, the effects `{f: 'card', member}` of the gateway, and
 * the rows of the database at the end (`{f: 'rows'}`).
 *
 * Anomalies: `over-issued`, `served-twice`, `not-served` (a winner without a card), `taken-back` (told yes, and no winner at
 * the end), `forgotten` (an accepted entry that was never decided), `turned-away` (sold out, with cards for sale).
 */
export const giftCards = ({ cards, forSale }: { readonly cards: number; readonly forSale: number }) =>
  defineChecker({
    name: 'gift-cards',
    looksFor: 'entries (function enter), and cards that were sent (function card)',
    scan(history, found) {
      const ended = history.findLast(({ input, type }) => (input as Asked).f === 'rows' && type === 'ok');
      const entered = new Map<string, Operation>();
      const toldYes = new Map<string, Operation>();
      const sent = new Map<string, Operation>();
      for (const operation of history) {
        const { f, member } = operation.input as Asked;
        if (operation.type !== 'ok') continue;
        if (f === 'enter') entered.set(member, operation);
        else if (f === 'result' && operation.output === 'won') toldYes.set(member, operation);
        else if (f === 'card') {
          const before = sent.get(member);
          if (before !== undefined)
            found.anomaly('served-twice', `${member} got two cards`, before, operation);
          else sent.set(member, operation);
        }
      }
      if (sent.size > cards)
        found.anomaly(
          'over-issued',
          `${sent.size} members got a card, and there are ${cards}`,
          ...sent.values(),
        );
      if (ended === undefined) {
        found.undecided('the database did not show its rows at the end');
        return { judged: 0, reason: '' };
      }
      const rows = ended.output as readonly Row[];
      const won = new Set(rows.flatMap(({ member, decision }) => (decision === 'won' ? [member] : [])));
      const decided = new Set(rows.map(({ member }) => member));
      for (const member of won)
        if (!sent.has(member))
          found.anomaly('not-served', `${member} won, and got no card`, entered.get(member), ended);
      for (const [member, told] of toldYes)
        if (!won.has(member))
          found.anomaly('taken-back', `${member} was told yes, and has not won`, told, ended);
      for (const [member, enter] of entered)
        if (!decided.has(member))
          found.anomaly('forgotten', `the entry of ${member} was accepted, and never decided`, enter, ended);
      if (decided.size > won.size && won.size < forSale)
        found.anomaly(
          'turned-away',
          `members were turned away, and only ${won.size} of ${forSale} cards for sale were sold`,
          ended,
        );
      return {
        judged: entered.size,
        reason: `${entered.size} members entered, and ${sent.size} got one of ${cards} cards`,
      };
    },
  });
