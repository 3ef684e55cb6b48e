/** Incarnations of a program share nothing, and nothing stays of one that has ended. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { clients, defineScenario, simulate, z, type Fault } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';
import { expect, it, vi } from 'vitest';
import { NodeProgramDriver } from '../../programs/driver.js';
import { jsonMaker } from '../../programs/loader/json.js';
import { ReadBuffers } from '../../programs/net/read-buffers.js';

const original = Reflect.get(NodeProgramDriver.prototype, 'start') as () => void;
const KILLS = 40;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

it('incarnations begin alike, and of those that ended nothing is left', async () => {
  const drivers: WeakRef<object>[] = [];
  const start = vi.spyOn(NodeProgramDriver.prototype, 'start').mockImplementation(function (
    this: NodeProgramDriver,
  ) {
    drivers.push(new WeakRef(this));
    Reflect.apply(original, this, []);
  });
  const scenario = defineScenario({
    name: 'own/fleeting',
    summary: 'A process that is killed again and again',
    params: z.object({}),
    nodes: () => ['n1'],
    protocol: () => nodeProgram({ entry: './services/fleeting.js' }),
    workload: () => clients(1, { ask: 1 }, { everyMs: 30 }),
    faults: 'none',
    durationMs: KILLS * 20 + 40,
    settleMs: 10,
    check: {},
  });
  const faults = Array.from({ length: KILLS }, (_, index): Fault => ({
    ...{ kind: 'kill', node: 'n1', atMs: 20 * (index + 1), durationMs: 5 },
  }));
  const run = await simulate(scenario, { faults });
  expect(run.checks.filter(({ verdict }) => verdict === 'invalid')).toEqual([]);
  const began = run.history.filter(({ input }) => (input as { f: string }).f === 'began');
  expect(began).toHaveLength(KILLS + 1);
  for (const { input } of began)
    expect(input).toMatchObject({ pure: true, code: 'MODULE_NOT_FOUND', again: false });
  start.mockRestore();
  // A WeakRef holds what it names to the end of the turn.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  // The run holds its world, and the world the last process; what ran last may still be seen by something.
  expect(drivers).toHaveLength(KILLS + 1);
  expect(drivers.filter((driver) => driver.deref() !== undefined).length).toBeLessThanOrEqual(3);
});

it.each(['{"a":[1,{"b":null}],"c":"ä\u2028"}', '{"__proto__":{"x":1},"y":2}', '"\\u005f"', '3', '[]'])(
  'JSON %s is what the text says, anew each time',
  (text) => {
    const make = jsonMaker('some.json', text);
    const [first, second] = [make(), make()];
    expect(JSON.stringify(first)).toBe(JSON.stringify(JSON.parse(text)));
    expect(second).toEqual(first);
    if (typeof first === 'object') expect(second).not.toBe(first);
  },
);

it('a file that is no JSON is told by its name', () => {
  expect(() => jsonMaker('some.json', '{"a":')).toThrow(/^some\.json: /);
});

it('what was read stays as it was, whatever is read after it', () => {
  const buffers = new ReadBuffers();
  const pieces = Array.from({ length: 60 }, (_, index) => Buffer.alloc((index * 97) % 2_500, index));
  const read = pieces.map((piece) => {
    const buffer = buffers.take(piece);
    return Buffer.from(buffer, buffers.offset, piece.byteLength);
  });
  expect(read).toEqual(pieces);
  expect(read.every(({ byteOffset }) => byteOffset % 8 === 0)).toBe(true);
});

it('a process that ends while a socket of its own closes leaves nothing to whoever comes after it', async () => {
  const scenario = defineScenario({
    name: 'own/ends-with-peer',
    summary: 'A process that ends when its connection does',
    params: z.object({}),
    nodes: () => ['peer', 'app'],
    protocol: () => nodeProgram({ entry: './services/ends-with-peer.js' }),
    workload: () => ({ clients: [], operations: () => [] }),
    faults: 'none',
    durationMs: 1_000,
    check: {},
  });
  const faults: Fault[] = [
    { kind: 'kill', node: 'peer', atMs: 100, durationMs: 50 },
    { kind: 'crash', node: 'app', atMs: 150, durationMs: 50, unsynced: 'lost' },
  ];
  const { checks } = await simulate(scenario, { seed: 1, faults });
  expect(checks.filter(({ verdict }) => verdict === 'invalid')).toEqual([]);
});
