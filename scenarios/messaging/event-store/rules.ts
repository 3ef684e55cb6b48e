/** What each part of an event store may do wrongly, one word each. */
import { ruled } from 'seedstorm/parts';

/** The rules, and the bugs as changes of them. */
export const rules = ruled(
  {
    expected: 'checked',
    shows: 'durable',
    snapshotAt: 'version-it-holds',
    snapshotOf: 'schema',
    corrects: 'by-event',
    position: 'with-balances',
    unanswered: 'asks-again',
    mails: 'by-own-position',
    key: 'of-event',
    moves: 'after-mail',
    change: 'field-added',
    oldEvents: 'upcast',
  },
  {
    'version-not-checked': {
      summary: 'The store appends whatever comes: two services decide on the same version of an account',
      rules: { expected: 'ignored' },
      shows: { check: 'linearizable', anomaly: 'not-linearizable', within: 5 },
    },
    'dirty-read': {
      summary:
        'The store shows an event that is not on the disk yet: after a power cut another one has its place',
      rules: { shows: 'written' },
      faults: 'crashes',
      shows: { check: 'committed-prefix', anomaly: 'rewrite', within: 30 },
    },
    'snapshot-too-new': {
      summary:
        'A snapshot is said to have the newest version of the stream: events that it does not hold are left out',
      rules: { snapshotAt: 'newest-version' },
      shows: { check: 'linearizable', anomaly: 'not-linearizable', within: 30 },
    },
    'snapshot-of-any-schema': {
      summary: 'Both versions share their snapshots: coins are read as cents',
      rules: { snapshotOf: 'any-schema' },
      faults: 'upgrades',
      shows: { check: 'linearizable', anomaly: 'not-linearizable', within: 5 },
    },
    'changed-in-place': {
      summary: 'A wrong amount is put right in the event itself: nobody can see who did that',
      rules: { corrects: 'in-place' },
      shows: { check: 'audited', anomaly: 'changed', within: 5 },
    },
    'position-after-balances': {
      summary:
        'The projection keeps its position in a second write: it ends in between, and adds events twice',
      rules: { position: 'after-balances' },
      shows: { check: 'same-result', anomaly: 'differs', within: 10 },
    },
    'waits-for-an-answer': {
      summary: 'The projection asks again when it is answered: one lost answer, and it stands still',
      rules: { unanswered: 'waits-on' },
      shows: { check: 'same-result', anomaly: 'behind', within: 5 },
    },
    'replay-repeats-mails': {
      summary: 'The projection sends the mails: each time it is built anew it sends them all again',
      rules: { mails: 'in-projection' },
      faults: 'none',
      shows: { check: 'agreed', anomaly: 'duplicate', within: 2 },
    },
    'key-of-attempt': {
      summary: 'Each attempt has a key of its own: a mail whose answer is lost is sent again',
      rules: { key: 'of-attempt' },
      shows: { check: 'agreed', anomaly: 'duplicate', within: 10 },
    },
    'position-before-mail': {
      summary: 'The mailer moves on, and then sends: what is lost on the way is never sent',
      rules: { moves: 'before-mail' },
      shows: { check: 'agreed', anomaly: 'missing', within: 10 },
    },
    'field-renamed': {
      summary: 'Version 2 writes cents, and coins no more: version 1 reads nothing',
      rules: { change: 'field-renamed' },
      faults: 'upgrades',
      shows: { check: 'linearizable', anomaly: 'not-linearizable', within: 5 },
    },
    'new-meaning': {
      summary: 'Version 2 writes cents where the coins were: version 1 reads a hundred times as much',
      rules: { change: 'new-meaning' },
      faults: 'upgrades',
      shows: { check: 'linearizable', anomaly: 'not-linearizable', within: 5 },
    },
    'no-upcaster': {
      summary: 'Version 2 reads the events of version 1 as they are: it sees no cents',
      rules: { oldEvents: 'as-they-are' },
      faults: 'upgrades',
      shows: { check: 'linearizable', anomaly: 'not-linearizable', within: 5 },
    },
  },
);
