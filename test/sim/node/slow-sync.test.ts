/** A disk is slow while the fault lasts, for what is under way too: no sync outlives heal-all by seconds. */
import { expect, it } from 'vitest';
import {
  asyncProgram,
  clients,
  defineScenario,
  profileNamed,
  simulate,
  stateMachine,
  z,
  type NemesisProfile,
} from 'seedstorm';

interface Writer {
  request: { f: 'write'; value: number };
  reply: undefined;
  durable: { x: number };
}

const writer = stateMachine<Writer>({
  start: () => undefined,
  onRequest(_state, { value }, node) {
    node.disk.write('x', value);
    node.reply(undefined, { after: 'sync' });
  },
});

const scenario = defineScenario({
  name: 'test/slow-sync',
  summary: 'One write, synced in 10 ms',
  params: z.object({}),
  nodes: () => ['a'],
  protocol: writer,
  workload: () => clients(1, { write: 1 }),
  network: { latency: { kind: 'constant', ms: 0 } },
  disk: {
    readLatency: { kind: 'constant', ms: 0 },
    writeLatency: { kind: 'constant', ms: 0 },
    syncLatency: { kind: 'constant', ms: 10 },
  },
  faults: profileNamed('none') as NemesisProfile,
  durationMs: 10_000,
  clientTimeoutMs: 5_000,
  check: {},
});

/** The same in the other style, where each operation of the disk takes its time. */
const reader = asyncProgram<Writer>(async (node) => {
  node.onRequest(async () => {
    await node.disk.read('x');
  });
});
const reads = {
  ...scenario,
  protocol: reader,
  disk: { ...scenario.disk, readLatency: { kind: 'constant', ms: 10 } },
} as typeof scenario;

/** When the write of 100 ms was durable, or the read of 100 ms done. */
async function doneAtMs(
  what: typeof scenario,
  slow: readonly { atMs: number; durationMs?: number; factor: number }[],
): Promise<number> {
  const run = await simulate(what, {
    plan: {
      schema: 1,
      faults: slow.map((fault) => ({ kind: 'disk-slow', node: 'a', ...fault })),
      operations: [{ process: 'c1', atMs: 100, input: { f: 'write', value: 1 } }],
      healAtMs: 500,
    },
  });
  return run.history[0]?.completedAtMs ?? NaN;
}

it.each([
  { name: 'no fault', slow: [], at: 110 },
  { name: 'slow all the time', slow: [{ atMs: 0, factor: 20 }], at: 300 },
  { name: 'slow for the first half', slow: [{ atMs: 0, durationMs: 150, factor: 10 }], at: 155 },
  { name: 'slow for the second half', slow: [{ atMs: 105, factor: 10 }], at: 155 },
  { name: 'healed with 9 of 10 ms to go', slow: [{ atMs: 0, factor: 400 }], at: 509 },
  {
    name: 'two at once, healed',
    slow: [
      { atMs: 0, factor: 20 },
      { atMs: 0, factor: 20 },
    ],
    at: 509,
  },
])('$name', async ({ slow, at }) => {
  expect(await doneAtMs(scenario, slow)).toBeCloseTo(at, 1);
  expect(await doneAtMs(reads, slow)).toBeCloseTo(at, 1);
});
