import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faultKinds } from '../../../sim/faults/fault.js';
import type { Fault } from '../../../sim/faults/fault.js';
import { describeFault } from '../../../sim/faults/timeline.js';
import { sites } from '../../../sim/node/site-watch.js';
import { parsePlan } from '../../../sim/faults/plan.js';
import { InputError } from '../../../sim/input/error.js';

const world = {
  nodes: ['n1', 'n2', 'n3'],
  spares: ['n6'],
  clients: ['c1', 'c2'],
  versions: ['v1', 'v2'],
  watch: { states: ['leader'], messages: ['prepare'] },
  durationMs: 10_000,
};

function plan(faults: unknown[], more: object = {}): unknown {
  return { schema: 1, faults, operations: [], ...more };
}

function refusal(input: unknown): string {
  try {
    parsePlan(input, world);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error('expected a refusal');
}

const chapter = readFileSync(new URL('../../../sim/faults/README.md', import.meta.url), 'utf8');
const examples = [...chapter.matchAll(/`(\{"kind".*?\})`/g)].map(
  (match) => JSON.parse(match[1] ?? '') as Fault,
);

describe('the examples of the chapter', () => {
  it.each(examples.map((fault) => [fault.kind, fault] as const))('%s is read as written', (_kind, fault) => {
    expect(parsePlan(plan([fault]), world).faults).toEqual([fault]);
  });

  it('show every kind there is', () => {
    expect(examples.filter(({ when }) => when === undefined).map(({ kind }) => kind)).toEqual(faultKinds);
  });

  it('show every site a fault can wait for', () => {
    const shown = examples.flatMap(({ when }) => (when !== undefined && 'site' in when ? [when.site] : []));
    expect([...new Set(shown)].sort()).toEqual([...sites].sort());
  });

  it('say in words what faults wait for', () => {
    const rows = [...chapter.matchAll(/^\| (.*?) +\| `(\{"kind".*?"when".*?\})`/gm)];
    expect(rows.length).toBeGreaterThan(4);
    for (const [, words, fault] of rows)
      expect(describeFault(JSON.parse(fault ?? '') as Fault)).toBe((words ?? '').replaceAll('\\|', '|'));
  });

  it('begin with a whole plan', () => {
    const block = /```json\n(\{.*?\n\})\n```/s.exec(chapter)?.[1] ?? '';
    const whole: unknown = JSON.parse(block);
    expect(parsePlan(whole, world)).toEqual(whole);
  });

  it('show a refusal that is really given', () => {
    const sentence = /```text\n(.*)\n```/.exec(chapter)?.[1] ?? '';
    const faults = [...examples.slice(0, 3), { kind: 'kill', atMs: 0, node: 'n22' }];
    const { nodes, clients, durationMs } = world;
    expect(() => parsePlan(plan(faults), { nodes, clients, durationMs })).toThrow(sentence);
    expect(sentence).not.toBe('');
  });
});

const partition = { kind: 'partition', atMs: 5, groups: [['n1'], ['n2']] };
const crash = { kind: 'crash', atMs: 5, node: 'n1', unsynced: 'lost' };

describe('a bad plan is refused in one sentence', () => {
  it.each<[string, unknown, string]>([
    [
      'no object',
      'plan',
      'expected an object with schema, faults, operations, healAtMs, schedule, got "plan"',
    ],
    ['null', null, 'expected an object with schema, faults, operations, healAtMs, schedule, got null'],
    ['another schema', { schema: 2, faults: [], operations: [] }, 'schema: expected schema 1, got 2'],
    ['no faults', { schema: 1, operations: [] }, 'faults: expected a list of 0 to 10000 items, got nothing'],
    [
      'a mistyped key',
      plan([], { fault: [] }),
      'expected only schema, faults, operations, healAtMs, schedule, got "fault"; did you mean "faults"?',
    ],
    ['no kind', plan([{}]), 'faults[0].kind: expected one of (partition, one-way-cut'],
    ['a mistyped kind', plan([{ kind: 'crahs' }]), 'got "crahs"; did you mean "crash"?'],
    ['a kind from the prototype', plan([{ kind: 'toString' }]), 'faults[0].kind: expected one of'],
    [
      'a mistyped property',
      plan([{ ...crash, nodes: 'n1' }]),
      'faults[0]: expected only kind, atMs, when, durationMs, node, unsynced, got "nodes"; did you mean "node"?',
    ],
    [
      'an unknown node',
      plan([{ ...crash, node: 'm1' }]),
      'faults[0].node: expected a node (n1, n2, n3, n6), got "m1"; did you mean "n1"?',
    ],
    [
      'a client for a node',
      plan([{ ...crash, node: 'c1' }]),
      'faults[0].node: expected a node (n1, n2, n3, n6), got "c1"',
    ],
    ['a node named __proto__', plan([{ ...crash, node: '__proto__' }]), 'got "__proto__"'],
    [
      'a word it does not know',
      plan([{ ...crash, unsynced: 'los' }]),
      'faults[0].unsynced: expected one of (lost, kept, torn, random), got "los"; did you mean "lost"?',
    ],
    [
      'a negative time',
      plan([{ ...crash, atMs: -1 }]),
      'faults[0].atMs: expected a time in ms between 0 and 10000, got -1',
    ],
    [
      'a time after the end',
      plan([{ ...crash, atMs: 10_001 }]),
      'faults[0].atMs: expected a time in ms between 0 and 10000, got 10001',
    ],
    [
      'NaN',
      plan([{ ...crash, atMs: NaN }]),
      'faults[0].atMs: expected a time in ms between 0 and 10000, got NaN',
    ],
    [
      'no time',
      plan([{ kind: 'kill', node: 'n1' }]),
      'faults[0].atMs: expected a time in ms between 0 and 10000, got nothing',
    ],
    [
      'a time as text',
      plan([{ ...crash, atMs: '5' }]),
      'faults[0].atMs: expected a time in ms between 0 and 10000, got "5"',
    ],
    [
      'no length',
      plan([crash, { ...crash, durationMs: 0 }]),
      'faults[1].durationMs: expected a time in ms between 0.001 and',
    ],
    [
      'a huge length',
      plan([{ ...crash, durationMs: 1e300 }]),
      'faults[0].durationMs: expected a time in ms between 0.001 and 36000000000, got 1e+300',
    ],
    [
      'a length where there is none',
      plan([{ kind: 'restart', atMs: 1, node: 'n1', durationMs: 1 }]),
      'faults[0]: expected only kind, atMs, when, node, got "durationMs"',
    ],
    [
      'a probability above 1',
      plan([{ kind: 'loss', atMs: 0, probability: 1.01 }]),
      'faults[0].probability: expected a probability between 0 and 1, got 1.01',
    ],
    [
      'a clock that runs backwards',
      plan([{ kind: 'clock-drift', atMs: 0, node: 'n1', ppm: -2e6 }]),
      'faults[0].ppm: expected millionths between -900000 and 900000',
    ],
    [
      'no groups',
      plan([{ ...partition, groups: [] }]),
      'faults[0].groups: expected a list of 1 to 10000 items, got a list of 0',
    ],
    [
      'an empty group',
      plan([{ ...partition, groups: [['n1'], []] }]),
      'faults[0].groups[1]: expected a list of 1 to',
    ],
    [
      'a name listed twice',
      plan([{ ...partition, groups: [['n1', 'n1']] }]),
      'faults[0].groups[0][1]: expected each name once, got "n1"',
    ],
    [
      'an unknown name in a group',
      plan([{ ...partition, groups: [['n1', 'x']] }]),
      'faults[0].groups[0][1]: expected a node or client (n1, n2, n3, n6, c1, c2), got "x"',
    ],
    [
      'a joining member',
      plan([{ kind: 'join', atMs: 0, node: 'n1' }]),
      'faults[0].node: expected a spare node (n6), got "n1"',
    ],
    [
      'a node replaced with itself',
      plan([{ kind: 'replace', atMs: 0, node: 'n6', with: 'n6' }]),
      'faults[0].with: expected another node than n6',
    ],
    [
      'an unknown version',
      plan([{ kind: 'upgrade', atMs: 0, node: 'n1', version: 'v3' }]),
      'faults[0].version: expected a version of the protocol (v1, v2), got "v3"',
    ],
    [
      'half a message',
      plan([{ kind: 'message', atMs: 0, action: 'drop', from: 'n1', to: 'n2', nth: 0.5 }]),
      'faults[0].nth: expected a whole number between 1 and 1000000000, got 0.5',
    ],
    [
      'a delay without length',
      plan([{ kind: 'message', atMs: 0, action: 'delay', from: 'n1', to: 'n2', nth: 1 }]),
      'faults[0].delayMs: expected a time in ms',
    ],
    [
      'a delayed drop',
      plan([{ kind: 'message', atMs: 0, action: 'drop', from: 'n1', to: 'n2', nth: 1, delayMs: 1 }]),
      'faults[0]: expected only kind, atMs, when, from, to, nth, action, got "delayMs"',
    ],
    [
      'a site nobody knows',
      plan([{ ...crash, when: { site: 'sinc', moment: 'after', nth: 1 } }]),
      'faults[0].when.site: expected one of (send, receive, reply, write, sync, await, effect), got "sinc"; did you mean "sync"?',
    ],
    [
      'neither before nor after',
      plan([{ ...crash, when: { site: 'sync', nth: 1 } }]),
      'faults[0].when.moment: expected one of (before, after), got nothing',
    ],
    [
      'a count from 0',
      plan([{ ...crash, when: { site: 'sync', moment: 'after', nth: 0 } }]),
      'faults[0].when.nth: expected a whole number between 1 and 1000000000, got 0',
    ],
    [
      'the peer of a sync',
      plan([{ ...crash, when: { site: 'sync', moment: 'after', nth: 1, peer: 'n2' } }]),
      'faults[0].when.peer: expected no peer for a sync, got "n2"',
    ],
    [
      'a while before something',
      plan([{ ...crash, when: { site: 'send', moment: 'before', nth: 1, afterMs: 5 } }]),
      "faults[0].when.afterMs: expected no afterMs for the moment 'before', got 5",
    ],
    [
      'something that nobody does',
      plan([{ ...partition, when: { site: 'send', moment: 'before', nth: 1 } }]),
      'faults[0].when: expected a node in when, whose send is meant, got an object',
    ],
    [
      'an end of what is for good',
      plan([{ kind: 'kill', atMs: 0, node: 'n1', durationMs: 5, forGood: true }]),
      'faults[0].durationMs: expected no durationMs for a process that is gone for good, got 5',
    ],
    [
      'a state nobody watches',
      plan([{ ...crash, when: { state: 'lader', nth: 1 } }]),
      'faults[0].when.state: expected a state by name (leader) or an object with what it must hold, got "lader"; did you mean "leader"?',
    ],
    [
      'a message without its moment',
      plan([{ ...crash, when: { message: { type: 'vote' }, nth: 1 } }]),
      'faults[0].when.moment: expected one of (before, after), got nothing',
    ],
    [
      'two things to wait for',
      plan([{ ...crash, when: { state: 'leader', message: 'prepare', nth: 1 } }]),
      'faults[0].when: expected only state, node, nth, withinMs, afterMs, except, got "message"',
    ],
    [
      'somebody whom nothing tells',
      plan([{ ...crash, node: '@whoever' }]),
      'faults[0].when: expected what the fault waits for, as @whoever is known only then, got nothing',
    ],
    [
      'a stand-in that there is not',
      plan([{ ...crash, node: '@whoeve', when: { state: 'leader', nth: 1 } }]),
      'faults[0].node: expected one of (@whoever, @peer), got "@whoeve"; did you mean "@whoever"?',
    ],
    [
      'the other end of a state',
      plan([{ ...crash, node: '@peer', when: { state: 'leader', nth: 1 } }]),
      'faults[0].when: expected a message, or a site send, receive or reply, as only those have a @peer, got an object',
    ],
    [
      'too many faults',
      plan(Array.from({ length: 10_001 }, () => crash)),
      'faults: expected a list of 0 to 10000 items, got a list of 10001',
    ],
    [
      'healing after the end',
      plan([], { healAtMs: 10_001 }),
      'healAtMs: expected a time in ms between 0 and 10000, got 10001',
    ],
    [
      'a fault after healing',
      plan([partition, { ...crash, atMs: 900 }], { healAtMs: 900 }),
      'faults[1].atMs: expected a time before healAtMs (900), got 900',
    ],
    [
      'an unknown client',
      plan([], { operations: [{ process: 'c3', atMs: 0, input: { f: 'read' } }] }),
      'operations[0].process: expected a client (c1, c2), got "c3"; did you mean "c1"?',
    ],
    [
      'an operation without input',
      plan([], { operations: [{ process: 'c1', atMs: 0 }] }),
      'operations[0].input: expected an object with f, the function asked for, got nothing',
    ],
    [
      'an operation that asks for nothing',
      plan([], { operations: [{ process: 'c1', atMs: 0, input: null }] }),
      'operations[0].input: expected an object with f, the function asked for, got null',
    ],
    [
      'an operation that does not say what it asks for',
      plan([], { operations: [{ process: 'c1', atMs: 0, input: { key: 'x' } }] }),
      'operations[0].input.f: expected the name of a function, got nothing',
    ],
    [
      'an operation to nobody',
      plan([], { operations: [{ process: 'c1', atMs: 0, to: 'n9', input: { f: 'read' } }] }),
      'operations[0].to: expected a node',
    ],
    [
      'an input that is no JSON',
      plan([], { operations: [{ process: 'c1', atMs: 0, input: { f: 'read', at: NaN } }] }),
      'operations[0].input.at: expected a JSON value, got NaN',
    ],
    [
      'an input with a prototype',
      plan([], { operations: [{ process: 'c1', atMs: 0, input: JSON.parse('{"__proto__":1}') as unknown }] }),
      'operations[0].input.__proto__: expected another key',
    ],
  ])('%s', (_what, input, sentence) => {
    const message = refusal(input);
    expect(message).toContain(sentence);
    expect(message).not.toContain('\n');
  });

  it('says that there are no spares or versions', () => {
    const { nodes, clients, durationMs } = world;
    const join = plan([{ kind: 'join', atMs: 0, node: 'n6' }]);
    expect(() => parsePlan(join, { nodes, clients, durationMs })).toThrow(
      'faults[0].node: expected a spare node (there is none), got "n6"',
    );
  });

  it('copies what it reads', () => {
    const operation = { process: 'c1', atMs: 0, input: { f: 'write', value: [1] } };
    const read = parsePlan(plan([], { operations: [operation] }), world);
    operation.input.value.push(2);
    expect(read.operations).toEqual([{ process: 'c1', atMs: 0, input: { f: 'write', value: [1] } }]);
  });
});
