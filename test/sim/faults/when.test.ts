/** Faults that wait for what a node does: in both styles, to the microsecond. */
import { describe, expect, it } from 'vitest';
import {
  asyncProgram,
  createWorld,
  nemesis,
  simulate,
  stateMachine,
  type Fault,
  type Invariant,
  type ReplyTo,
  type Run,
  type TraceRecord,
} from 'seedstorm';
import { run, tiny, type TinySystem } from '../tiny-system.js';

interface Clerk {
  state: { heard: number };
  request: { f: 'enter'; value: number };
  reply: string;
  message: { value: number };
  token: { to: ReplyTo; value: number };
  timer: 'late';
  durable: { book: number[] };
}

/** Enters a value in its book, makes it durable, then tells its colleague, the world and the client, in this order. */
const machine = stateMachine<Clerk>({
  start(node) {
    node.effect({
      f: 'book',
      pages: node.disk.records('book').map((page) => (page.ok ? page.value : 'torn')),
    });
    return { heard: 0 };
  },
  onRequest(_state, { value }, node) {
    node.effect({ f: 'took', value });
    node.disk.append('book', value);
    node.disk.sync({ to: node.defer(), value });
  },
  onSync(_state, token, node, ok) {
    if (!ok) return token && node.rejectTo(token.to, 'not durable');
    const { to, value } = token;
    node.send('b', { value });
    node.setTimer('late', 5);
    node.effect({ f: 'told', value });
    node.replyTo(to, 'entered');
  },
  onMessage(_state, { value }, node) {
    node.effect({ f: 'heard', value });
  },
  onTimer(_state, _timer, node) {
    node.effect({ f: 'late' });
  },
});

const program = asyncProgram<Clerk>(async (node) => {
  const pages = await node.disk.records('book');
  node.effect({ f: 'book', pages: pages.map((page) => (page.ok ? page.value : 'torn')) });
  node.onMessage(({ value }) => node.effect({ f: 'heard', value }));
  node.onRequest(async ({ value }) => {
    node.effect({ f: 'took', value });
    await node.disk.append('book', value);
    await node.disk.sync();
    node.send('b', { value });
    setTimeout(() => node.effect({ f: 'late' }), 5);
    node.effect({ f: 'told', value });
    return 'entered';
  });
});

const styles = { 'state machine': machine, 'async program': program };
const asks = [{ atMs: 10, to: 'a', f: 'enter', value: 1 }];
const system = (style: keyof typeof styles, more: Partial<TinySystem> = {}): TinySystem => ({
  program: styles[style],
  asks,
  clientTimeoutMs: 20,
  ...more,
});

/** What nodes told and what became of the request, in few words. */
function story(result: Run): string {
  return result.history
    .map(({ process, type, input, invokedAtMs }) => {
      const { f, ...rest } = input as { f: string };
      if (process === 'client') return type;
      return `${process} ${f}${Object.values(rest)
        .map((value) => ` ${JSON.stringify(value)}`)
        .join('')} @${invokedAtMs}`;
    })
    .filter((line) => !line.endsWith('book [] @0') && !line.endsWith('book [] @1'))
    .join(', ');
}

const on = (site: string, moment: string, more: object = {}) =>
  ({ when: { site, moment, nth: 1, ...more } }) as { readonly when: NonNullable<Fault['when']> };

const crash = { kind: 'crash', atMs: 5, durationMs: 30, node: 'a', unsynced: 'lost' } as const;
const kill = { kind: 'kill', atMs: 5, durationMs: 30, node: 'a' } as const;
const pause = { kind: 'pause', atMs: 5, durationMs: 30, node: 'a' } as const;

describe.each(Object.keys(styles) as (keyof typeof styles)[])('%s', (style) => {
  const isAsync = style === 'async program';
  // A state machine writes at once; an async program waits for each operation of the disk.
  const [syncAt, bookAt] = isAsync ? [13, 1] : [12, 0];
  const restarted = (pages: string, atMs: number): string => `a book ${pages} @${atMs + 30 + bookAt}`;
  const tried = (...faults: Fault[]): Promise<Run> => run(system(style), faults);
  const shown = async (...faults: Fault[]): Promise<string> => story(await tried(...faults));

  it('tells this where nothing goes wrong', async () => {
    expect(await shown()).toBe(
      `ok, a took 1 @11, a told 1 @${syncAt}, b heard 1 @${syncAt + 1}, a late @${syncAt + 5}`,
    );
  });

  it.each([
    ['before', 'receive', 11, ['info'], '[]'],
    ['before', 'effect', 11, ['info'], '[]'],
    ['after', 'effect', 11, ['info', 'a took 1 @11'], '[]'],
    ['before', 'write', 11, ['info', 'a took 1 @11'], '[]'],
    ['after', 'write', 11, ['info', 'a took 1 @11'], '[]'],
    ['after', 'receive', 11, ['info', 'a took 1 @11'], '[]'],
    ['before', 'sync', syncAt, ['info', 'a took 1 @11'], '[]'],
    ['after', 'sync', syncAt, ['info', 'a took 1 @11'], '[1]'],
    ['before', 'send', syncAt, ['info', 'a took 1 @11'], '[1]'],
    ['after', 'send', syncAt, ['info', 'a took 1 @11', `b heard 1 @${syncAt + 1}`], '[1]'],
    [
      'before',
      'reply',
      syncAt,
      ['info', 'a took 1 @11', `a told 1 @${syncAt}`, `b heard 1 @${syncAt + 1}`],
      '[1]',
    ],
    [
      'after',
      'reply',
      syncAt,
      ['ok', 'a took 1 @11', `a told 1 @${syncAt}`, `b heard 1 @${syncAt + 1}`],
      '[1]',
    ],
  ])(
    'crashes %s its next %s, and nothing after that moment is left',
    async (moment, site, atMs, before, pages) => {
      const result = await tried({ ...crash, ...on(site, moment) });
      const after = pages === '[]' ? `a book [] @${atMs + 30 + bookAt}` : restarted(pages, atMs);
      expect(story(result)).toBe([...before, after].join(', '));
      expect(result.triggered).toEqual([{ fault: 0, atMs }]);
      expect(result.checks[0]).toMatchObject({ name: 'runtime', verdict: 'valid' });
    },
  );

  it('crashes before and after its next await: async code waits for the write too', async () => {
    const before = await tried({ ...crash, ...on('await', 'before', { nth: isAsync ? 2 : 1 }) });
    expect(story(before)).toBe(`info, a took 1 @11, ${restarted('[1]', syncAt)}`);
    const after = await tried({ ...crash, ...on('await', 'after', { nth: isAsync ? 2 : 1 }) });
    expect(story(after)).toBe(
      `ok, a took 1 @11, a told 1 @${syncAt}, b heard 1 @${syncAt + 1}, ${restarted('[1]', syncAt)}`,
    );
  });

  it('what was written and not synced outlives a kill, and nothing outlives it that came later', async () => {
    expect(await shown({ ...kill, ...on('write', 'after') })).toBe(
      `info, a took 1 @11, ${restarted('[1]', 11)}`,
    );
    expect(await shown({ ...kill, ...on('write', 'before') })).toBe(
      `info, a took 1 @11, a book [] @${41 + bookAt}`,
    );
  });

  it('refuses at once what comes before a kill', async () => {
    expect(await shown({ ...kill, ...on('receive', 'before') })).toBe(`fail, a book [] @${41 + bookAt}`);
  });

  it('a restart at a site leaves no timer behind', async () => {
    const restart = { kind: 'restart', atMs: 5, node: 'a' } as const;
    const story = await shown({ ...restart, ...on('reply', 'before') });
    expect(story).toMatch(new RegExp(`^info, a took 1 @11, a told 1 @${syncAt}, `));
    expect(story).toContain(`a book [1] @${syncAt + bookAt}`);
    expect(story).not.toContain('late');
  });

  it('a pause at a site holds back what the turn still sends', async () => {
    const result = await tried({ ...pause, ...on('send', 'before') });
    expect(story(result)).toBe(
      `info, a took 1 @11, a told 1 @${syncAt}, a late @${syncAt + 30}, b heard 1 @${syncAt + 31}`,
    );
  });

  it('a pause just before a turn holds the turn back', async () => {
    expect(await shown({ ...pause, ...on('receive', 'before') })).toContain('a took 1 @41');
    expect(await shown({ ...pause, ...on('sync', 'before') })).toContain(`a told 1 @${syncAt + 30}`);
    expect(await shown({ ...pause, ...on('sync', 'after') })).toContain(`a told 1 @${syncAt + 30}`);
    expect(await shown({ ...pause, ...on('await', 'before') })).toContain('a told 1');
  });

  it('what was synced when the node stood still is durable', async () => {
    const faults: Fault[] = [
      { ...pause, ...on('sync', 'after') },
      { ...crash, atMs: syncAt + 10 },
    ];
    expect(await shown(...faults)).toBe(`info, a took 1 @11, ${restarted('[1]', syncAt + 10)}`);
    expect(await shown({ ...pause, ...on('sync', 'before') }, faults[1] as Fault)).not.toContain('[1]');
  });

  it('begins afterMs later, and ends that much later', async () => {
    const result = await tried({ ...crash, ...on('sync', 'after', { afterMs: 2 }) });
    expect(result.triggered).toEqual([{ fault: 0, atMs: syncAt + 2 }]);
    expect(story(result)).toContain(restarted('[1]', syncAt + 2));
  });

  it('counts from atMs on, and waits no longer than withinMs and heal-all', async () => {
    expect((await tried({ ...crash, ...on('send', 'after', { nth: 2 }) })).triggered).toEqual([]);
    expect((await tried({ ...crash, atMs: 20, ...on('effect', 'after') })).triggered).toEqual([]);
    expect((await tried({ ...crash, ...on('sync', 'after', { withinMs: 3 }) })).triggered).toEqual([]);
    const healed = await run({ ...system(style), settleMs: 90 }, [{ ...crash, ...on('sync', 'after') }]);
    expect(healed.triggered).toEqual([]);
    expect(healed.faults).toBe(0);
  });

  it('counts messages of one peer only, if it names one', async () => {
    const toB = await tried({ ...crash, ...on('send', 'before', { peer: 'b' }) });
    expect(toB.triggered).toHaveLength(1);
    expect((await tried({ ...crash, ...on('receive', 'before', { peer: 'b' }) })).triggered).toEqual([]);
    expect(
      (await tried({ ...crash, ...on('receive', 'before', { peer: 'client' }) })).triggered,
    ).toHaveLength(1);
    expect((await tried({ ...crash, ...on('reply', 'before', { peer: 'b' }) })).triggered).toEqual([]);
  });

  it('one node may wait for another', async () => {
    const result = await tried({ ...crash, node: 'b', ...on('send', 'after', { node: 'a' }) });
    expect(story(result)).toBe(
      `ok, a took 1 @11, a told 1 @${syncAt}, a late @${syncAt + 5}, b book [] @${syncAt + 30 + bookAt}`,
    );
  });

  it('messages, links and disks fail at the very moment', async () => {
    const drop = { kind: 'message', action: 'drop', atMs: 5, from: 'a', to: 'b', nth: 1 } as const;
    expect(await shown({ ...drop, ...on('send', 'before', { node: 'a' }) })).not.toContain('heard');
    expect(await shown({ ...drop, ...on('send', 'after', { node: 'a' }) })).toContain('heard');
    const partition = { kind: 'partition', atMs: 5, durationMs: 10, groups: [['a'], ['b']] } as const;
    expect(await shown({ ...partition, ...on('send', 'before', { node: 'a', peer: 'b' }) })).not.toContain(
      'heard',
    );
    const failing = { kind: 'fsync-failure', atMs: 5, durationMs: 10, node: 'a', probability: 1 } as const;
    expect(await shown({ ...failing, ...on('sync', 'before') })).not.toContain('told');
    expect(await shown({ ...failing, ...on('sync', 'after') })).toContain('told');
  });

  it('is told in the trace, with what caused it', async () => {
    const records: TraceRecord[] = [];
    await (await tried({ ...crash, ...on('sync', 'after') })).trace((record) => records.push(record));
    const notes = records.flatMap((record) => (record.type === 'note' ? [record] : []));
    expect(
      notes.filter(({ text }) => text.startsWith('fault')).map(({ atMs, text, data }) => [atMs, text, data]),
    ).toEqual([
      [syncAt, 'fault-begin', { fault: 0, what: 'crash a (unsynced writes lost) after its next sync' }],
      [syncAt + 30, 'fault-end', { fault: 0, what: 'crash a (unsynced writes lost) after its next sync' }],
    ]);
  });

  it('the same plan gives the same run', async () => {
    const faults: Fault[] = [
      { ...kill, ...on('send', 'after') },
      { ...pause, atMs: 50, ...on('await', 'after') },
    ];
    expect((await tried(...faults)).fingerprint).toBe((await tried(...faults)).fingerprint);
  });
});

it('code that would try again for ever after its process is gone, does not', async () => {
  const stubborn = asyncProgram<Clerk>(async (node) => {
    if (node.id === 'b') return node.onMessage(() => undefined);
    for (;;) {
      try {
        node.send('b', { value: 1 });
        await node.call('b', { value: 2 }, { timeoutMs: 10 });
        node.effect({ f: 'asked' });
        await node.sleep(1);
      } catch {
        // Again, at once.
      }
    }
  });
  const result = await run({ program: stubborn }, [{ ...kill, ...on('send', 'before', { nth: 3 }) }]);
  expect(result.checks[0]).toMatchObject({ name: 'runtime', verdict: 'valid' });
  expect(result.triggered).toHaveLength(1);
});

it('what a dead process throws or rejects is nobody’s failure', async () => {
  const careless = asyncProgram<Clerk>(async (node) => {
    if (node.id === 'b') return;
    await node.sleep(10);
    node.send('b', { value: 1 });
    if (node.incarnation === 1) throw new Error('nobody is there to fail');
  });
  const faults: Fault[] = [{ ...kill, ...on('send', 'before') }];
  expect((await run({ program: careless }, faults)).checks[0]?.verdict).toBe('valid');
  expect((await run({ program: careless }, [])).verdict).toBe('invalid');
});

it('a world that waits for something can be saved and forked', async () => {
  const faults: Fault[] = [
    { ...pause, ...on('send', 'before') },
    { ...crash, ...on('await', 'after', { afterMs: 25 }) },
  ];
  const world = await createWorld(tiny(system('state machine')), { faults });
  const straight = await simulate(tiny(system('state machine')), { faults });
  for (let more = true; more; more = world.step()) {
    const saved = world.snapshot();
    const twin = world.fork();
    expect(twin.stateHash()).toBe(world.stateHash());
    await twin.runToEnd();
    expect(twin.fingerprint).toBe(straight.fingerprint);
    expect(twin.judge().triggered).toEqual(straight.triggered);
    world.restore(saved);
  }
  expect(straight.triggered).toHaveLength(2);
});

it('faults that wait keep to the budget, whenever what they wait for comes', async () => {
  const chatter = stateMachine<{ state: object; message: number; timer: 'talk'; durable: { log: number[] } }>(
    {
      start(node) {
        node.setTimer('talk', node.random.int(1, 20));
        return {};
      },
      onTimer(_state, timer, node) {
        node.disk.append('log', 1);
        node.disk.sync();
        node.broadcast(1, { after: 'sync' });
        node.setTimer(timer, 7);
      },
      onMessage: () => undefined,
    },
  );
  let most = 0;
  const oneDown: Invariant = (nodes) => {
    const down = nodes.filter(({ status, incarnation }) => incarnation > 0 && status !== 'up').length;
    most = Math.max(most, down);
    return down > 1 ? `${down} are down` : undefined;
  };
  const world = tiny({
    nodes: ['a', 'b', 'c', 'd'],
    program: chatter,
    durationMs: 2000,
    budget: { maxDown: 1 },
    invariants: { 'one-down': oneDown },
  });
  const faults = nemesis({ crashAtSite: 'hell', killAtSite: 'hell', pauseAtSite: 'hell', crash: 'rough' });
  let began = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const { verdict, triggered } = await simulate(world, { seed, faults });
    expect(verdict).toBe('valid');
    began += triggered.length;
  }
  expect(most).toBe(1);
  expect(began).toBeGreaterThan(20);
});
