/** Programs that change what all code of the process shares: the run says so, and the next run is what it would have been. */
import { describe, expect, it } from 'vitest';
import {
  asyncProgram,
  clients,
  defineScenario,
  simulate,
  stateMachine,
  z,
  type Scenario,
} from '../../../sim/index.js';
import { scenarios } from '../../../scenarios/index.js';

const quorumRegister = scenarios.find(({ name }) => name.endsWith('quorum-register')) as Scenario;

const owned = globalThis as unknown as Record<string, unknown>;

/** What a handler does to its host, and the name it is told by. */
const ATTACKS: Readonly<Record<string, () => void>> = {
  'replaced Array.prototype.push': () => void (Array.prototype.push = () => 0),
  'replaced Array.prototype[Symbol.iterator]': () =>
    void (Array.prototype[Symbol.iterator] = function* () {} as never),
  'replaced Array.prototype.sort': () => {
    const { sort } = Array.prototype;
    Array.prototype.sort = function (this: never[], order?: (a: never, b: never) => number) {
      return sort.call(this, order && ((a, b) => -order(a as never, b as never))) as never;
    } as never;
  },
  'replaced Map.prototype.get': () => void (Map.prototype.get = () => undefined),
  'replaced Promise.prototype.then': () =>
    void (Promise.prototype.then = function (this: never) {
      return this;
    } as never),
  'replaced JSON.stringify': () => void (JSON.stringify = (() => 'x') as never),
  'replaced Math.floor': () => void (Math.floor = (x) => x),
  'replaced Object.keys': () => void (Object.keys = () => []),
  'added Object.prototype.f': () => void Object.assign(Object.prototype, { f: 'read' }),
  'added Object.prototype.toJSON': () => void Object.assign(Object.prototype, { toJSON: () => 'x' }),
  'replaced globalThis.Error': () => void (owned['Error'] = null),
  'replaced globalThis.structuredClone': () => void (owned['structuredClone'] = () => null),
  'deleted Array.prototype.flat': () => void delete (Array.prototype as { flat?: unknown }).flat,
};

const attacked = (attack: () => void, style: 'machine' | 'async') =>
  defineScenario({
    name: 'own/attacked',
    summary: 'A handler turns on its host',
    params: z.object({}),
    nodes: () => ['n1'],
    protocol: () => {
      let seen = 0;
      const count = (): number => {
        if (++seen === 3) attack();
        return seen;
      };
      return style === 'machine'
        ? stateMachine({ start: () => ({}), onRequest: (_state, _request, node) => node.reply(count()) })
        : asyncProgram(async (node) => node.onRequest(() => count()));
    },
    workload: () => clients(1, { read: 1 }, { everyMs: 10 }),
    faults: 'none',
    durationMs: 300,
    check: {},
  });

describe.each(['machine', 'async'] as const)('a program (%s) that', (style) => {
  it.each(Object.entries(ATTACKS))('%s', async (told, attack) => {
    const before = await simulate(quorumRegister, { seed: 5 });
    const run = await simulate(attacked(attack, style), { seed: 1 });
    const after = await simulate(quorumRegister, { seed: 5 });
    expect(run.checks[0]).toMatchObject({ name: 'runtime', anomalies: [{ kind: 'changed-builtin' }] });
    expect(run.checks[0]?.reason).toContain(told);
    expect([run.verdict, after.fingerprint, after.verdict]).toEqual(['invalid', before.fingerprint, 'valid']);
  });
});

it('what a package changed before the run began stays, and harms nobody', async () => {
  const before = await simulate(quorumRegister, { seed: 5 });
  Object.defineProperty(Array.prototype, 'ofPackage', { value: () => 1, configurable: true });
  try {
    const run = await simulate(quorumRegister, { seed: 5 });
    expect([run.verdict, run.fingerprint]).toEqual(['valid', before.fingerprint]);
    expect('ofPackage' in Array.prototype).toBe(true);
  } finally {
    delete (Array.prototype as { ofPackage?: unknown }).ofPackage;
  }
});

it.each(['faults', 'to', 'after', 'settleMs'])('%s in every object is refused by name', async (key) => {
  const prototype = Object.prototype as Record<string, unknown>;
  prototype[key] = 5;
  const refused = await simulate(quorumRegister, { seed: 5 }).catch((error: unknown) => error);
  delete prototype[key];
  expect(refused).toMatchObject({
    name: 'InputError',
    message: expect.stringContaining(`Object.prototype.${key}`),
  });
});

it('what is no scenario is refused by a sentence', async () => {
  await expect(simulate(undefined as never)).rejects.toThrow('expected an object, got nothing');
});
