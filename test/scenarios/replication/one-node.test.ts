/** One node of a store: which writes it takes, in which order, and which it takes back. */
import type { Program, Scenario } from 'seedstorm';
import { testNode } from 'seedstorm/property';
import { describe, expect, it } from 'vitest';
import { antiEntropyScenario } from '../../../scenarios/replication/anti-entropy.sim.js';
import { causalBroadcastScenario } from '../../../scenarios/replication/causal-broadcast.sim.js';
import { replica } from '../../../scenarios/replication/primary-backup/replica.js';
import { rules } from '../../../scenarios/replication/primary-backup/rules.js';

const nodes = ['n1', 'n2', 'n3'];

function programOf(scenario: Scenario, bug?: string): Program {
  const protocol = scenario.protocol as (params: object, context: object) => Program;
  return protocol({}, { nodes, bug });
}

/** What a node that gets and puts can be asked here, whatever it tells others. */
interface Store {
  request: { f: 'get'; key: string };
  reply: number | null;
  message: object;
}

function storeOf(scenario: Scenario, bug?: string) {
  const node = testNode<Store>(programOf(scenario, bug));
  const get = (key: string): unknown => {
    const { replies } = node.request({ f: 'get', key });
    const [reply = node.sync().replies[0]] = replies;
    return reply !== undefined && 'value' in reply ? reply.value : reply;
  };
  return { node, get };
}

describe('causal broadcast', () => {
  const write = (from: string, seq: number, value: number, after: object) => ({
    kind: 'writes',
    writes: [{ from, seq, key: 'a', value, after, client: `c-${from}`, id: seq }],
  });
  const cause = write('n2', 1, 1, {});
  const effect = write('n3', 1, 2, { n2: 1 });

  it.each<[string, object[], unknown, string?]>([
    ['an effect waits for its cause', [effect], null],
    ['and follows it', [effect, cause], 2],
    ['whichever comes first', [cause, effect], 2],
    ['a copy changes nothing', [cause, effect, cause], 2],
    ['the second write of a node waits for its first', [write('n2', 2, 3, { n2: 1 })], null],
    ['an effect is shown without its cause', [effect], 2, 'ignores-dependencies'],
  ])('%s', (_what, messages, value, bug) => {
    const { node, get } = storeOf(causalBroadcastScenario, bug);
    for (const message of messages) node.receive('n2', message);
    expect(get('a')).toBe(value);
  });

  it('finds all of it again after a power cut, but what was not synced', () => {
    const { node, get } = storeOf(causalBroadcastScenario);
    node.receive('n2', cause);
    expect(get('a')).toBe(1);
    node.receive('n3', effect);
    node.restart();
    expect(get('a')).toBe(1);
  });
});

describe('anti-entropy', () => {
  const copy = (value: number, ms: number, node: string, count = 0) => ({
    key: 'a',
    copy: { value, at: { ms, count, node } },
  });

  it.each<[string, object[], unknown, string?]>([
    ['the later copy stays', [copy(1, 5, 'n2'), copy(2, 4, 'n3')], 1],
    ['whichever comes last', [copy(2, 4, 'n3'), copy(1, 5, 'n2')], 1],
    ['of one time that of the later name', [copy(1, 5, 'n2'), copy(2, 5, 'n3'), copy(1, 5, 'n2')], 2],
    ['the first of one time stays', [copy(1, 5, 'n2'), copy(2, 5, 'n3')], 1, 'ties-undecided'],
    ['an older copy is taken', [copy(1, 5, 'n2'), copy(2, 4, 'n3')], 2, 'older-taken'],
  ])('%s', (_what, messages, value, bug) => {
    const { node, get } = storeOf(antiEntropyScenario, bug);
    for (const message of messages) node.receive('n2', message);
    expect(get('a')).toBe(value);
  });

  it('tells whoever holds an older copy of the later one, once that is safe', () => {
    const { node } = storeOf(antiEntropyScenario);
    node.receive('n2', copy(1, 5, 'n2'));
    expect(node.receive('n3', copy(2, 4, 'n3')).sent).toEqual([]);
    expect(node.sync().sent).toEqual([{ to: 'n3', message: copy(1, 5, 'n2') }]);
  });
});

describe('a backup', () => {
  const own = rules.with(undefined, { acknowledgements: 1, reads: 'backup' as const });
  const backup = () => testNode<Store>(replica(own, nodes, 'monitor'), { members: [...nodes, 'monitor'] });
  const entry = (epoch: number, value: number) => ({
    epoch,
    write: { key: 'a', value, by: { from: 'c1', id: value } },
  });
  const append = (epoch: number, committed: number, before: object, ...entries: object[]) => ({
    f: 'append',
    epoch,
    committed,
    after: before,
    entries,
  });
  const empty = { epoch: 0, length: 0 };
  const first = append(1, 1, empty, entry(1, 1), entry(1, 2), entry(1, 3));
  const state = (node: ReturnType<typeof backup>) => {
    const { log, committed } = node.state as never as { log: { entries: object[] }; committed: number };
    return { log: log.entries, committed };
  };

  it('commits no more than it is told, and shows nothing else', () => {
    const node = backup();
    node.call('n2', first);
    expect(state(node)).toEqual({ log: [entry(1, 1), entry(1, 2), entry(1, 3)], committed: 1 });
    expect(node.request({ f: 'get', key: 'a' }).replies).toEqual([]);
    node.call('n2', append(1, 3, { epoch: 1, length: 3 }));
    expect(state(node).committed).toBe(3);
  });

  it('takes back what its new primary has not, and counts it as committed no more', () => {
    const node = backup();
    node.call('n2', append(1, 2, empty, entry(1, 1), entry(1, 2), entry(1, 3)));
    const { reached } = node.call('n3', append(2, 0, { epoch: 1, length: 1 }, entry(2, 4)));
    expect(state(node)).toEqual({ log: [entry(1, 1), entry(2, 4)], committed: 1 });
    expect(reached).toEqual(['a backup gives up what its new primary has not']);
  });

  it('refuses an older primary, and takes nothing of it', () => {
    const node = backup();
    node.call('n3', append(2, 0, empty, entry(2, 4)));
    const { reached, replies } = node.call('n2', first);
    expect(replies).toEqual([{ to: 'n2', value: { kind: 'deposed', epoch: 2 } }]);
    expect([state(node).log, reached]).toEqual([[entry(2, 4)], ['an older primary is refused']]);
  });

  it('acknowledges what is safe, and has it again after a power cut; what was committed has to be told anew', () => {
    const node = backup();
    expect(node.call('n2', first).replies).toEqual([]);
    expect(node.sync().replies).toEqual([{ to: 'n2', value: { kind: 'have', length: 3 } }]);
    node.restart();
    expect(state(node)).toEqual({ log: [entry(1, 1), entry(1, 2), entry(1, 3)], committed: 0 });
  });
});
