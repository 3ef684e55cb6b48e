/** Runs to look at: a small one with everything in it, and one whose every text is hostile. */
import { stateMachine, simulate, type Fault, type Run, type Scenario } from 'seedstorm';
import { scenarios } from 'seedstorm/scenarios';
import type { RunReport } from '../../report/data/contract.js';
import { runReport } from '../../report/data/run-report.js';
import { runModel } from '../../report/page/model/run-model.js';
import type { CriticalPair } from '../../sim/run/capsule/shrunk-part.js';
import { tiny } from '../sim/tiny-system.js';

interface Mirror {
  state: { mirrored: number; seen: number[] };
  request: { f: 'write'; value: number };
  reply: 'safe';
  message: { value: number };
  answer: 'taken';
  token: { from: string; id: number };
  timer: 'tick';
  durable: { value: number };
}

/** The first node takes a value, puts it on its disk and on the other's, and then says that it is safe. */
const mirror = stateMachine<Mirror>({
  start: (node) => {
    node.setTimer('tick', 30);
    return { mirrored: node.disk.read('value') ?? 0, seen: [] };
  },
  onTimer(state, timer, node) {
    state.seen = [];
    node.setTimer(timer, 30);
  },
  onRequest(state, { value }, node) {
    node.log('asked to keep', { value });
    state.seen.push(value);
    node.disk.write('value', value);
    for (const peer of node.peers)
      node.call(peer, { value }, { timeoutMs: 10, token: node.defer(), after: 'sync' });
  },
  onMessage(state, { value }, node) {
    state.mirrored = value;
    node.disk.write('value', value);
    node.reply('taken', { after: 'sync' });
  },
  onReply(_state, { kind, token }, node) {
    if (kind === 'answer') node.replyTo(token, 'safe');
    else node.rejectTo(token, 'the mirror is blind', { definite: false });
  },
});

const asks = [10, 40, 70].map((atMs, index) => ({ atMs, to: 'a', f: 'write', value: index + 1 }));
export const mirrorFaults: readonly Fault[] = [
  { kind: 'message', atMs: 0, action: 'duplicate', from: 'a', to: 'b', nth: 1, delayMs: 3 },
  { kind: 'message', atMs: 0, action: 'delay', from: 'client', to: 'a', nth: 1, delayMs: 2 },
  { kind: 'partition', atMs: 39, durationMs: 15, groups: [['a'], ['b']] },
  { kind: 'clock-offset', atMs: 60, durationMs: 20, node: 'b', offsetMs: 7 },
  { kind: 'pause', atMs: 62, durationMs: 4, node: 'b' },
  { kind: 'crash', atMs: 71.5, durationMs: 10, node: 'a', unsynced: 'lost' },
];

export const mirrorScenario = tiny({ program: mirror, asks }) as Scenario;

/** The same without faults, and a claim that the second value breaks. */
export const brokenScenario = tiny({
  program: mirror,
  asks,
  invariants: {
    'no two': (nodes) => {
      const node = nodes.find(({ state }) => (state as { seen?: number[] } | undefined)?.seen?.includes(2));
      return node === undefined ? undefined : `${node.name} has seen 2`;
    },
  },
}) as Scenario;

export async function mirrorRun(): Promise<{ scenario: Scenario; run: Run; report: RunReport }> {
  const run = await simulate(mirrorScenario, { faults: mirrorFaults });
  return { scenario: mirrorScenario, run, report: await reportOf(mirrorScenario, run) };
}

export function reportOf(scenario: Scenario, run: Run): Promise<RunReport> {
  return runReport(scenario, run, {
    replay: `npx seedstorm run x --seed ${String(run.seed)}`,
    version: '0.0.0',
  });
}

/** What a shrinker would say of two deliveries to one node: that their order decides. */
export function pairAt({ recording }: RunReport, first: number, second: number): CriticalPair {
  const { timeUs, message, from, lane, lanes } = runModel(recording);
  const name = (index: number | undefined): string => lanes[index ?? -1]?.name ?? '';
  const told = (event: number): CriticalPair['first'] => ({
    from: name(from[message[event] ?? -1]),
    what: 'message',
    atMs: (timeUs[event] ?? 0) / 1000,
  });
  return { node: name(lane[first]), first: told(first), second: told(second) };
}

export function shipped(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
}

export const EVIL_NODE = '</script><script>document.title="gone"</script>';
export const EVIL_PEER = '<img src=x onerror="document.title=\'gone\'">"\'`&amp;';
export const EVIL_TEXT = '\u202Eevil <b>bold</b> <!-- <script> \u0000 ]]> ${1}';
export const LONG_TEXT = 'x'.repeat(1_000_000);

interface Evil {
  state: Record<string, string>;
  request: { f: 'say' };
  reply: string;
  message: { text: string; long: string };
}

/** Everybody means ill. */
const evil = stateMachine<Evil>({
  start: (node) => {
    node.log(EVIL_TEXT, { [EVIL_NODE]: EVIL_TEXT });
    return { [EVIL_NODE]: EVIL_TEXT };
  },
  onRequest(state, _request, node) {
    state[EVIL_TEXT] = LONG_TEXT;
    for (const peer of node.peers) node.send(peer, { text: EVIL_TEXT, long: LONG_TEXT });
    node.reply(EVIL_NODE);
  },
  onMessage(state, { text }) {
    state['__proto__x'] = text;
  },
});

export const evilScenario = tiny({
  nodes: [EVIL_NODE, EVIL_PEER],
  program: evil,
  asks: [{ atMs: 10, to: EVIL_NODE, f: 'say', client: EVIL_TEXT, key: EVIL_NODE }],
}) as Scenario;
