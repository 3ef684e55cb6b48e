/** The story of a failure, for each kind of claim: what decided it is told, at one look. */
import { describe, expect, it } from 'vitest';
import { asyncProgram, simulate, stateMachine, type Fault, type Invariant, type Scenario } from 'seedstorm';
import { converges, linearizable, mutualExclusion, registerModel, type Checker } from 'seedstorm/checkers';
import { failureBlock } from '../../cli/render/run-account.js';
import { storyOfFailure } from '../../report/story/tell.js';
import type { StoryLine } from '../../explore/story.js';
import { fakeTerminal } from '../cli/fake-terminal.js';
import { tiny, type TinySystem } from '../sim/tiny-system.js';

interface Told {
  readonly lines: readonly StoryLine[];
  /** All lines that are told, as text. */
  readonly text: string;
  /** The failure block, on a terminal of so many columns. */
  block(columns: number, unicode?: boolean): readonly string[];
}

async function told(system: TinySystem, faults: readonly Fault[] = []): Promise<Told> {
  const scenario = tiny(system);
  const run = await simulate(scenario, { faults });
  expect(run.verdict).toBe('invalid');
  const story = await storyOfFailure(scenario as Scenario, run);
  if (story === undefined) throw new Error('expected a story');
  return {
    lines: story.lines,
    text: story.lines.map(({ atMs, text }) => `${atMs.toFixed(1)} ${text}`).join('\n'),
    block: (columns, unicode = true) =>
      failureBlock(run, 'npx seedstorm replay x.json', fakeTerminal({ columns, unicode }), { story }),
  };
}

/** What is told of a failure takes one look. */
function fits({ block }: Told): void {
  expect(block(100).length).toBeLessThanOrEqual(42);
  for (const columns of [40, 80, 160])
    for (const row of block(columns).slice(0, -3)) expect(row.length).toBeLessThanOrEqual(columns);
}

/** Beats between all nodes that say nothing. */
interface Register {
  state: { value: number | null; beats: number };
  request: { f: 'read' } | { f: 'write'; value: number };
  reply: number | null;
  message: { f: 'beat' } | { f: 'copy'; value: number };
  timer: 'beat';
}

/** A writes, b is told later; both answer reads. */
const copier = stateMachine<Register>({
  start(node) {
    node.setTimer('beat', 2);
    return { value: null, beats: 0 };
  },
  onRequest(state, request, node) {
    if (request.f === 'write') {
      state.value = request.value;
      for (const peer of node.peers) node.send(peer, { f: 'copy', value: request.value });
    }
    node.reply(state.value);
  },
  onMessage(state, message) {
    if (message.f === 'copy') state.value = message.value;
  },
  onTimer(_state, _timer, node) {
    node.setTimer('beat', 2);
    for (const peer of node.peers) node.send(peer, { f: 'beat' });
  },
});

const asks = [
  { f: 'write', value: 1, to: 'a', atMs: 20, client: 'x' },
  { f: 'write', value: 2, to: 'a', atMs: 40, client: 'x' },
  { f: 'read', to: 'b', atMs: 60, client: 'y' },
];
const drop = (nth: number): Fault => ({
  kind: 'loss',
  probability: 1,
  from: ['a'],
  to: ['b'],
  atMs: nth,
  durationMs: 5,
});

describe('linearizability', async () => {
  const story = await told(
    { program: copier, asks, check: { linearizable: linearizable(registerModel()) } },
    [drop(38)],
  );

  it('tells the write, the copy that was lost, and who answered the read', () => {
    expect(story.text).toContain('40.0 x asks a: write 2');
    expect(story.text).toContain('a: value 1 → 2');
    expect(story.text).toMatch(/41\.0 a → b: copy value=2 {2}\(not received: lost by chance\)/);
    expect(story.text).toMatch(/62\.0 b answers y: 1 {2}\(read\)/);
    expect(story.lines.filter(({ shows }) => shows).at(-1)?.text).toContain('b answers y: 1');
  });

  it('says nothing of beats, one by one, and how many it leaves out', () => {
    const beats = story.lines.filter(({ is, text }) => is === 'message' && text.includes('beat'));
    expect(beats.filter(({ text }) => !text.includes('not received'))).toEqual([]);
    expect(story.block(100).join('\n')).toMatch(
      /also left out: \d+ messages like many others that changed nothing/,
    );
    fits(story);
  });

  it('ends with commands that show more', () => {
    expect(story.block(60).slice(-3)).toEqual([
      '  replay  npx seedstorm replay x.json',
      '  report  npx seedstorm report x.json -o tiny-1.html',
      '  export  npx seedstorm export x.json --format mermaid',
    ]);
  });

  it('is plain where the terminal knows few letters', () => {
    const plain = story.block(80, false).join('\n');
    expect(plain).toContain('a -> b: copy value=2');
    expect(plain).toMatch(/^[\x00-\x7f]*$/);
  });
});

interface Lease {
  state: { role: 'follower' | 'leader'; term: number };
  request: { f: 'lead' };
  reply: 'ok';
  message: { f: 'vote'; term: number } | { f: 'granted'; term: number };
  timer: never;
}

/** Whoever is asked to asks the others for a vote, and leads with one of them; nobody steps down. */
const elected = stateMachine<Lease>({
  start: () => ({ role: 'follower', term: 0 }),
  onRequest(state, _request, node) {
    state.term++;
    for (const peer of node.peers) node.send(peer, { f: 'vote', term: state.term });
    node.reply('ok');
  },
  onMessage(state, { f, term }, node, from) {
    if (f === 'vote' && term > state.term) {
      state.term = term;
      node.log('votes', { for: from });
      node.send(from, { f: 'granted', term });
    } else if (f === 'granted' && term === state.term) state.role = 'leader';
  },
});

const oneLeader: Invariant = (nodes) => {
  const leaders = nodes.filter(({ state }) => (state as Lease['state'] | undefined)?.role === 'leader');
  return leaders.length > 1 ? `${leaders.map(({ name }) => name).join(' and ')} lead` : undefined;
};

describe('an invariant', async () => {
  const story = await told({
    nodes: ['a', 'b', 'c'],
    program: elected,
    asks: [
      { f: 'lead', to: 'a', atMs: 10, client: 'x' },
      { f: 'lead', to: 'b', atMs: 50, client: 'x' },
    ],
    invariants: { oneLeader },
  });

  it('tells votes and what they changed at both leaders, and what nodes said', () => {
    expect(story.text).toMatch(/13\.0 [bc] → a: granted term=1; a: role follower → leader/);
    expect(story.text).toContain('52.0 b → a: vote term=2; a: term 1 → 2');
    expect(story.text).toContain('52.0 a says: votes {for:b}');
    expect(story.text).toMatch(/53\.0 [ac] → b: granted term=2; b: role follower → leader/);
  });

  it('ends with what broke, where it broke', () => {
    expect(story.lines.at(-1)).toMatchObject({ is: 'failure', atMs: 53, text: 'oneLeader: a and b lead' });
    fits(story);
  });
});

interface Lock {
  message: { f: 'want' } | { f: 'grant' };
  answer: 'granted';
}

/** Grants the lock to whoever asks: it forgets whom it granted it to. */
const keeper = asyncProgram<Lock>(async (node) => {
  node.onMessage(async () => 'granted' as const);
});

const worker = asyncProgram<Lock & { request: { f: 'work' }; reply: 'done' }>(async (node) => {
  node.onRequest(async () => {
    await node.call('lock', { f: 'want' }, { timeoutMs: 50 });
    node.effect({ f: 'acquire' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    node.effect({ f: 'release' });
    return 'done' as const;
  });
});

describe('effects of nodes', async () => {
  const story = await told({
    nodes: ['lock', 'p', 'q'],
    program: { lock: keeper, p: worker, q: worker },
    asks: [
      { f: 'work', to: 'p', atMs: 10, client: 'x' },
      { f: 'work', to: 'q', atMs: 15, client: 'y' },
    ],
    check: { exclusive: mutualExclusion() },
  });

  it('tells both grants, whom they went to, and what each did', () => {
    expect(story.text).toContain('12.0 p → lock: want');
    expect(story.text).toContain('13.0 lock → p: answer granted');
    expect(story.text).toContain('18.0 lock → q: answer granted');
    expect(story.text).toContain('13.0 p: acquire');
    expect(story.text).toContain('18.0 q: acquire');
    fits(story);
  });
});

describe('liveness', async () => {
  const story = await told(
    {
      program: stateMachine<{
        state: { open: number };
        request: { f: 'ask' };
        reply: 'ok';
        message: { f: 'help' } | { f: 'helped' };
      }>({
        start: () => ({ open: 0 }),
        onRequest(state, _request, node) {
          state.open++;
          node.send('b', { f: 'help' });
          node.defer();
        },
        onMessage(_state, { f }, node, from) {
          if (f === 'help') node.send(from, { f: 'helped' });
        },
      }),
      asks: [{ f: 'ask', to: 'a', atMs: 30, client: 'x' }],
      clientTimeoutMs: 20,
      settleMs: 80,
      liveWithinMs: 1,
    },
    [{ kind: 'message', action: 'drop', from: 'b', to: 'a', nth: 1, atMs: 0 }],
  );

  it('tells what was done for the operation and what was not received', () => {
    expect(story.text).toContain('30.0 x asks a: ask; a: open 0 → 1');
    expect(story.text).toContain('32.0 a → b: help');
    expect(story.text).toMatch(/32\.0 b → a: helped {2}\(not received: lost as planned\)/);
    expect(story.text).toMatch(/50\.0 x gets no answer: .+ {2}\(ask\)/);
    fits(story);
  });
});

describe('convergence', async () => {
  const states = ['a', 'b'].map((to) => ({ to, input: { f: 'state' } }));
  const added = Array.from({ length: 30 }, (_, index) => ({
    ...{ f: 'add', item: 100 + index, to: index % 2 === 0 ? 'a' : 'b', client: 'x' },
    atMs: 10 + 5 * index,
  }));
  interface Bag {
    state: { items: number[] };
    request: { f: 'add'; item: number } | { f: 'state' };
    reply: 'ok' | { replica: string; value: number[] };
    message: { f: 'item'; item: number };
  }
  const bag = stateMachine<Bag>({
    start: () => ({ items: [] }),
    onRequest(state, request, node) {
      if (request.f === 'state') return node.reply({ replica: node.id, value: [...state.items].sort() });
      state.items.push(request.item);
      for (const peer of node.peers) node.send(peer, { f: 'item', item: request.item });
      node.reply('ok');
    },
    onMessage(state, { item }) {
      state.items.push(item);
    },
  });
  const story = await told(
    {
      program: bag,
      asks: added,
      durationMs: 300,
      check: { converges: converges() },
      ...({ final: () => states } as object),
    },
    [{ kind: 'message', action: 'drop', from: 'a', to: 'b', nth: 7, atMs: 0 }],
  );

  it('tells how the one item went that the replicas differ in, and shows where they differ', () => {
    expect(story.text).toMatch(/70\.0 x asks a: add item=112; a: items gains 112/);
    expect(story.text).toMatch(/a → b: item item=112 {2}\(not received: lost as planned\)/);
    expect(story.text).toMatch(/a answers final: \{"replica":"a","value":\[… 12 alike,112,… 17 alike\]\}/);
    expect(story.text).toMatch(/b answers final: \{"replica":"b","value":\[… 29 alike\]\}/);
    expect(story.text).not.toContain('113');
    fits(story);
  });
});

describe('an error that nobody caught', async () => {
  const story = await told({
    program: stateMachine<{
      state: { seen: number };
      request: { f: 'go' };
      reply: 'ok';
      message: { f: 'step'; size: number };
    }>({
      start: () => ({ seen: 0 }),
      onRequest(_state, _request, node) {
        node.send('b', { f: 'step', size: 3 });
        node.send('b', { f: 'step', size: -1 });
        node.reply('ok');
      },
      onMessage(state, { size }) {
        if (size < 0) throw new RangeError(`no size: ${size}`);
        state.seen += size;
      },
    }),
    asks: [{ f: 'go', to: 'a', atMs: 10, client: 'x' }],
  });

  it('tells the message that led to it, and the error where it happened', () => {
    expect(story.text).toContain('10.0 x asks a: go');
    expect(story.text).toContain('12.0 a → b: step size=3; b: seen 0 → 3');
    expect(story.text).toContain('12.0 a → b: step size=-1');
    expect(story.lines.at(-1)).toMatchObject({ is: 'failure', atMs: 12 });
    expect(story.lines.at(-1)?.text).toMatch(/^runtime: b failed at 12 ms: RangeError: no size: -1/);
    fits(story);
  });
});

/** Complains without a word about operations. */
const unhappy: Checker = {
  name: 'unhappy',
  check: () => ({
    verdict: 'invalid',
    reason: 'b is not right',
    anomalies: [{ kind: 'odd', message: 'b is not right', operations: [] }],
  }),
};

it('a checker that names no operation is looked back from the node it names', async () => {
  const { text } = await told({ program: copier, asks, check: { unhappy } });
  expect(text).toContain('a → b: copy value=2; b: value 1 → 2');
});

it('a node that stands still does not stop waiting for an answer', async () => {
  const { text } = await told(
    {
      program: stateMachine<{ request: { f: 'ask' }; reply: 'late'; message: 'help'; answer: 'late' }>({
        start: () => ({}),
        onRequest(_state, _request, node) {
          node.call('b', 'help', { timeoutMs: 10, token: node.defer() });
        },
        onMessage: (_state, _message, node) => node.reply('late'),
        onReply: (_state, result, node) =>
          node.replyTo(result.token as never, result.kind === 'answer' ? result.value : 'late'),
      }),
      asks: [{ f: 'ask', to: 'a', atMs: 10, client: 'x' }],
      check: {
        unhappy: {
          ...unhappy,
          check: (history) => ({
            ...unhappy.check([]),
            anomalies: [{ kind: 'odd', message: 'x', operations: history }],
          }),
        } as Checker,
      },
    },
    [{ kind: 'pause', node: 'a', atMs: 12, durationMs: 20 }],
  );
  expect(text).toContain('b → a: answer late');
  expect(text).not.toContain('stops waiting');
});
