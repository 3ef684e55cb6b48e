/** Seeded mutants of the checkers of delivery and of what all scanning checkers share. */
import type { Mutant } from './mutant.js';

/** The tests that must kill them. */
export const DELIVERY_MUTANT_TESTS = ['test/checkers/delivery'];

const mutant = (file: string, name: string, find: string, replace: string): Mutant => ({
  name: `${file}: ${name}`,
  file: `checkers/${file}.ts`,
  find,
  replace,
});

export const DELIVERY_MUTANTS: readonly Mutant[] = [
  mutant('findings', 'all examples are kept', 'if (count > EXAMPLES_PER_KIND) return;', ''),
  mutant(
    'findings',
    'undecided is valid',
    "{ verdict: 'unknown', reason: open }",
    "{ verdict: 'valid', reason: open }",
  ),
  mutant('findings', 'a core may fail for another reason', ' && shown.every((kind) => kinds.has(kind))', ''),
  mutant('findings', 'a core may show something beside the reason', 'shown.includes(told) && ', ''),
  mutant('shrink-core', 'single operations are not tried', 'size >= 1;', 'size > 1;'),
  mutant('identity', 'the order of fields matters', '.sort(([a], [b]) => (a < b ? -1 : 1))', ''),
  mutant(
    'delivery/ledger',
    'what may have been accepted was refused',
    "else if (operation.type === 'info') message.maybe = true;",
    '',
  ),
  mutant(
    'delivery/ledger',
    'what arrives after the drain is lost',
    'message.acknowledgedAt < dueBefore && effects === undefined',
    'effects === undefined',
  ),
  mutant(
    'delivery/ledger',
    'a failed drain drains',
    "if (operation.type !== 'ok') continue;\n      lastDrain",
    'lastDrain',
  ),
  mutant(
    'delivery/ledger',
    'effects of all groups are one',
    'const group = groupOf(operation);',
    'const group = undefined;',
  ),
  mutant(
    'delivery/ledger',
    'effects may precede their sends',
    'effects.firstComplete < message.firstInvoke',
    'false',
  ),
  mutant('delivery/ledger', 'two effects are one', 'if (effects.definite > 1)', 'if (effects.definite > 2)'),
  mutant(
    'delivery/ledger',
    'failed effects count',
    "if (operation.type !== 'fail') effect(operation, processed);",
    "effect({ ...operation, type: 'ok' }, processed);",
  ),
  mutant(
    'delivery/guarantees',
    'exactly once may repeat',
    'reportLoss(ledger, findings);\n    reportDuplicates(ledger, findings);',
    'reportLoss(ledger, findings);',
  ),
  mutant('delivery/guarantees', 'inventions are fine', 'reportInventions(ledger, findings);\n', ''),
  mutant(
    'delivery/order-per-key',
    'sends that overlap order',
    'if (acknowledgedAt(candidate) >= later.sent.first.invoke) break;',
    'if (candidate.sent.first.invoke >= later.sent.first.invoke) break;',
  ),
  mutant('delivery/order-per-key', 'redeliveries count', 'if (seenHere.has(id)) continue;', ''),
  mutant(
    'delivery/order-per-key',
    'keys do not matter',
    'getOrMake(byKey, sent.key, () => [])',
    "getOrMake(byKey, 'all', () => [])",
  ),
  mutant(
    'delivery/order-per-partition',
    'groups do not matter',
    'getOrMake(groups, groupOf(effect),',
    'getOrMake(groups, undefined,',
  ),
  mutant(
    'delivery/order-per-partition',
    'only neighbours are compared',
    '} else {\n          const { by, highest } = progress;',
    '} else {\n          progress.highest = offset;\n          const { by, highest } = progress;',
  ),
  mutant(
    'delivery/idempotence',
    'refused requests may happen',
    "if (operation.type !== 'fail') mayHappen",
    'mayHappen',
  ),
  mutant(
    'delivery/consumer-groups',
    'a consumer never loses a partition',
    'if (owner?.member === member) owner = undefined;',
    '',
  ),
  mutant(
    'delivery/consumer-groups',
    'commits may pass what is there',
    'existing[next]![0] < offset',
    'existing[next]![0] < offset - 1',
  ),
  mutant(
    'delivery/consumer-groups',
    'any reprocessing is after the commit',
    'committed && offset < committed.offset) {\n        const { by } = committed;',
    'committed) {\n        const { by } = committed;',
  ),
  mutant(
    'delivery/kafka-logs',
    'uncertain sends never take effect',
    "if (type !== 'info') continue;",
    'continue;',
  ),
  mutant(
    'delivery/kafka-logs',
    'failed polls see',
    "if (history[polls.operation[row]!]!.type === 'ok') seen",
    'seen',
  ),
  mutant(
    'delivery/kafka-logs',
    'the last place decides how far a message was',
    'if (firstIndex[message] === -1) firstIndex',
    'firstIndex',
  ),
  mutant(
    'delivery/kafka-log-anomalies',
    'what was sent uncertainly cannot be lost',
    'if (committed[sender] && last',
    "if (history[sender]!.type === 'ok' && last",
  ),
  mutant(
    'delivery/kafka-log-anomalies',
    'off by one',
    'last <= furthest[key]!',
    'last <= furthest[key]! + 1',
  ),
  mutant(
    'delivery/kafka-log-anomalies',
    'transactions may read themselves',
    'sender !== reader && mayExist',
    'mayExist',
  ),
  mutant(
    'delivery/kafka-order-anomalies',
    'an uncertain poll advances',
    "polling && operation.type !== 'ok' ? new Map(lasting) : lasting",
    'lasting',
  ),
  mutant(
    'delivery/kafka-order-anomalies',
    'the same message again is progress',
    'if (toIndex <= fromIndex) {',
    'if (toIndex < fromIndex) {',
  ),
  mutant(
    'delivery/kafka-order-anomalies',
    'a rebalance excuses nothing',
    'within && rebalanced?.has(columns.keys[key]!)',
    'false',
  ),
  mutant(
    'delivery/kafka-order-anomalies',
    'assignments keep all positions',
    'if (!kept.has(this.columns.keys[key]!)) known.delete(key);',
    '',
  ),
  mutant(
    'delivery/kafka-order-anomalies',
    'sending is polling',
    '{ within: INTERNAL_SEND, between: SEND }',
    '{ within: INTERNAL_POLL, between: POLL }',
  ),
  mutant('delivery/kafka', 'subscriptions permit nothing', 'subscribe ? [', 'false ? ['),
  mutant('delivery/kafka-cycles', 'no circle is ever closed', "state.get(next) === 'open'", 'false'),
];
