/** What services that speak by events do rightly, and the mistakes that they make. */
import { nemesis } from 'seedstorm';
import { ruled, type RulesOf } from 'seedstorm/parts';

const powerCuts = nemesis(
  { crash: 'hell', crashAtSite: 'hell' },
  { name: 'power-cuts', summary: 'Power cuts, many of them before a sync', kindProbability: 1 },
);

export const rules = ruled(
  {
    /** What a service did and what it says about it are one record of its ledger; or what it says is in memory only. */
    outbox: 'with-effect',
    /** An event leaves, and the one that caused it is acknowledged, once the ledger is on the disk. */
    speaks: 'after-sync',
    /** A service does its part of an order once, however often it is told. */
    recognises: true,
    /** A service that was told to take back what it has not done does not do it later. */
    refusesCancelled: true,
    /** A service that has taken back its part already says nothing when it hears of it again. */
    saysAgain: false,
    /** An event carries the correlation id of the one that caused it. */
    correlation: 'handed-on',
  },
  {
    'event-lost': {
      summary: 'What a service says is kept in memory until it is sent: its process ends, and nobody goes on',
      rules: { outbox: 'in-memory' },
      shows: { check: 'sagas', anomaly: 'unfinished', within: 11 },
    },
    'speaks-before-sync': {
      summary: 'Events leave before the ledger is on the disk: a power cut takes back what others build on',
      rules: { speaks: 'at-once' },
      faults: powerCuts,
      shows: { check: 'sagas', anomaly: 'missing-action', within: 2 },
    },
    'duplicates-not-recognised': {
      summary: 'A service does its part as often as an event comes: the customer pays twice',
      rules: { recognises: false },
      shows: { check: 'sagas', anomaly: 'duplicate-action', within: 3 },
    },
    'compensation-overtakes': {
      summary: 'A compensation that comes before its step is forgotten, and then the step is done',
      rules: { refusesCancelled: false },
      shows: { check: 'sagas', anomaly: 'missing-compensation', within: 6 },
    },
    'cyclic-events': {
      summary: 'Stock and payment answer each other for ever: "the goods are free", "the money is back"',
      // A few orders are enough: each goes round for ever.
      params: { clients: 1, everyMs: 300 },
      rules: { saysAgain: true },
      shows: { check: 'traced', anomaly: 'endless', within: 1 },
    },
    'correlation-lost': {
      summary:
        'An event carries the id of the last event, not of the first: nobody finds the way of an order',
      rules: { correlation: 'last-event' },
      shows: { check: 'traced', anomaly: 'untraceable', within: 1 },
    },
  },
);

export type Rules = RulesOf<typeof rules>;
