/** Seeded mutants of the checkers of agreement, sagas and CRDT laws. */
import type { Mutant } from './mutant.js';

/** The tests that must kill them. */
export const AGREEMENT_MUTANT_TESTS = ['test/checkers/agreement', 'test/checkers/saga', 'test/checkers/crdt'];

const mutant = (file: string, name: string, find: string, replace: string): Mutant => ({
  name: `${file}: ${name}`,
  file: `checkers/${file}.ts`,
  find,
  replace,
});

export const AGREEMENT_MUTANTS: readonly Mutant[] = [
  mutant(
    'agreement/consensus',
    'failed proposals may win',
    "else if (operation.type !== 'fail') {",
    'else {',
  ),
  mutant('agreement/consensus', 'decisions may precede proposals', ' || proposal.invoke > by.complete', ''),
  mutant(
    'agreement/consensus',
    'clients may be told anything',
    'instance.answers.push({ value: operation.output, by: operation });',
    '',
  ),
  mutant(
    'agreement/consensus',
    'instances do not matter',
    'const name = instanceOf(operation);',
    'const name = undefined;',
  ),
  mutant(
    'agreement/replicated-log',
    'terms do not matter',
    ' && identityOf(a.term) === identityOf(b.term)',
    '',
  ),
  mutant(
    'agreement/replicated-log',
    'a hole of one is none',
    'index > head.highest + 1 &&',
    'index > head.highest + 2 &&',
  ),
  mutant(
    'agreement/replicated-log',
    'a restart moves the head back',
    'if (index >= head.highest) heads.set',
    'heads.set',
  ),
  mutant(
    'agreement/replicated-log',
    'snapshots do not count',
    'if (fields.f === snapshot &&',
    "if (fields.f === 'snap' &&",
  ),
  mutant(
    'agreement/replicated-log',
    'the past of an entry does not matter',
    'if (differs || otherPast) {',
    'if (differs) {',
  ),
  mutant(
    'agreement/replicated-log',
    'a log without its beginning hides the past',
    'if (beforeThat === undefined && before !== undefined)',
    'if (before === place)',
  ),
  mutant(
    'agreement/broadcast',
    'delivery may precede sending',
    ' || message.sent.invoke > operation.complete',
    '',
  ),
  mutant(
    'agreement/broadcast',
    'nodes that lag need not catch up',
    'if (own.has(id)) continue;',
    'continue;',
  ),
  mutant(
    'agreement/causal-broadcast',
    'what was delivered is not known',
    'known.set(at.sender, Math.max(known.get(at.sender) ?? 0, at.sequence));',
    '',
  ),
  mutant(
    'agreement/causal-broadcast',
    'what others knew is not known',
    'known.set(sender, Math.max(known.get(sender) ?? 0, count));',
    '',
  ),
  mutant(
    'agreement/causal-broadcast',
    'a sender does not know its own',
    'if (sender === node) continue;',
    '',
  ),
  mutant('agreement/leadership', 'groups do not matter', 'nameOf(groupOf(operation))', "''"),
  mutant('agreement/leadership', 'terms may fall', 'term < before.term', 'false'),
  mutant(
    'agreement/locks',
    'the last holder counts, not the longest',
    'if (!holder || endOf(hold) > endOf(holder)) longest = hold;',
    'longest = hold;',
  ),
  mutant(
    'agreement/locks',
    'a failed release releases',
    " && operation.type !== 'fail') {\n      const hold",
    ') {\n      const hold',
  ),
  mutant('agreement/locks', 'locks do not matter', ' ${nameOf(key)}`', '`'),
  mutant(
    'agreement/locks',
    'a hold begins when it is asked for',
    'endOf(holder) > hold.acquired.complete',
    'endOf(holder) > hold.acquired.invoke',
  ),
  mutant(
    'agreement/locks',
    'tokens given at the same time are ordered',
    'byEnd[next]!.by.complete < later.by.invoke',
    'byEnd[next]!.by.invoke < later.by.invoke',
  ),
  mutant(
    'agreement/locks',
    'older tokens pass',
    'if (newest && token < newest.token) {',
    'if (newest && token < newest.token - 1) {',
  ),
  mutant('agreement/ids', 'digits compare as text', 'a.length - b.length || ', ''),
  mutant(
    'agreement/ids',
    'sessions do not matter',
    "options.scope === 'session' ? by.process : undefined",
    'undefined',
  ),
  mutant(
    'agreement/conservation',
    'accounts may vanish',
    'missing.length > 0 || balances.size > accounts.length',
    'false',
  ),
  mutant('agreement/atomic-commit', 'a late vote is a vote', 'vote.complete < commit.invoke', 'true'),
  mutant(
    'agreement/atomic-commit',
    'a no is no objection',
    'if (no || silent !== undefined) {',
    'if (silent !== undefined) {',
  ),
  mutant(
    'agreement/atomic-commit',
    'clients may be told anything',
    "if (request.type === 'info' || !contrary) continue;",
    'continue;',
  ),
  mutant('saga/sagas', 'compensation may come first', 'compensation.complete < action.invoke', 'false'),
  mutant(
    'saga/sagas',
    'only neighbours are compared',
    'undone.slice(0, i)',
    'undone.slice(Math.max(0, i - 1), i)',
  ),
  mutant('saga/sagas', 'items do not matter', '`${step.action}\\u0000${nameOf(item)}`', 'step.action'),
  mutant(
    'saga/sagas',
    'failed effects count',
    "if (id === undefined || operation.type !== 'ok') continue;",
    'if (id === undefined) continue;',
  ),
  mutant(
    'saga/sagas',
    'a refused order may complete',
    "(start.type === 'fail' && outcome === 'completed')",
    'false',
  ),
  mutant(
    'saga/isolation',
    'what was taken back before is dirty',
    'if (!end || end.complete < step.operation.invoke) continue;',
    'if (!end) continue;',
  ),
  mutant(
    'saga/isolation',
    'writing is not looking',
    'lastKnown.set(step.sagaId, step);',
    "if (step.kind === 'read') lastKnown.set(step.sagaId, step);",
  ),
  mutant(
    'crdt/laws',
    'commutativity is taken for granted',
    "check('not-commutative', ab, merge(b, a),",
    "check('not-commutative', ab, ab,",
  ),
  mutant(
    'agreement/broadcast',
    'a message is taken before all have come to it',
    'if (at < all.length) continue;',
    'if (at < all.length - 1) continue;',
  ),
  mutant('crdt/laws', 'associativity is taken for granted', 'merge(a, merge(b, c))', 'merge(ab, c)'),
];
