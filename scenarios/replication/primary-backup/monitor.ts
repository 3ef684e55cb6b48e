/**
 * The monitor: a small configuration service. It names the primary of each epoch, and begins a new epoch when it hears
 * nothing from the primary. It is one node with a disk: while it is away nobody is promoted, and writes go on.
 */
import { stateMachine, type Program, type StateMachineNode } from 'seedstorm';
import {
  countAnswer,
  everyAgain,
  isAhead,
  newTally,
  nothingTaken,
  startEvery,
  takeNew,
  type LogPosition,
  type TakenOnce,
  type Tally,
} from 'seedstorm/parts';
import type { MonitorCalls, ReplicaCalls } from './replica.js';
import type { StoreRules } from './rules.js';

interface Monitor {
  state: {
    epoch: number;
    /** Who was chosen to lead the epoch. */
    primary: string | null;
    phase: 'asking' | 'promoting' | 'led';
    /** Who follows the epoch, and how far its log reached then, in order of answers. */
    promised: Tally<LogPosition>;
    /** The newest sign of life of each replica. */
    heard: TakenOnce;
    /** When the phase began, or the primary was last heard from. */
    sinceMs: number;
  };
  messages: MonitorCalls;
  calls: Pick<ReplicaCalls, 'fence' | 'promote'>;
  timer: 'watch';
  token: number;
  durable: { configuration: { readonly epoch: number; readonly primary: string | null } };
}

type State = Monitor['state'];
type Node = Omit<StateMachineNode<Monitor>, 'reply'>;

const WATCH = { everyMs: 40, first: 'whole' } as const;
/** How long a primary may be silent, or a promotion take. */
const SUSPECT_MS = 300;
const ASK_TIMEOUT_MS = 100;

export function monitor(rules: StoreRules, replicas: readonly string[]): Program {
  return stateMachine<Monitor>({
    start(node) {
      const { epoch, primary } = node.disk.read('configuration') ?? { epoch: 0, primary: null };
      const state: State = {
        epoch,
        primary,
        phase: 'led',
        promised: newTally(rules.promises, replicas.length),
        heard: nothingTaken(),
        sinceMs: node.monotonicMs(),
      };
      if (primary === null) failOver(state, node);
      startEvery('watch', WATCH, node);
      return state;
    },

    onMessage: {
      alive(state, { leading }, node, from) {
        const asked = node.defer();
        // A sign of life that a later one overtook tells of a past in which somebody else may have led.
        if (!takeNew(state.heard, asked)) return;
        node.replyTo(asked, state.epoch, { after: 'sync' });
        if (from !== state.primary || state.phase === 'asking') return;
        if (leading === state.epoch) {
          state.phase = 'led';
          state.sinceMs = node.monotonicMs();
        } else if (state.phase === 'led') failOver(state, node);
      },
    },

    onReply(state, result, node) {
      if (result.kind !== 'answer' || result.f !== 'fence') return;
      if (result.token !== state.epoch || state.phase !== 'asking') return;
      if (countAnswer(state.promised, result.from, result.value) === 'decided') choose(state, node);
    },

    onTimer(state, timer, node) {
      everyAgain(timer, WATCH, node);
      if (state.phase === 'asking') ask(state, node);
      else if (node.monotonicMs() - state.sinceMs > SUSPECT_MS) failOver(state, node);
      else if (state.phase === 'promoting') promote(state, node);
    },
  });

  /** A new epoch, which leaves this node only when it cannot be forgotten. */
  function failOver(state: State, node: Node): void {
    state.epoch++;
    state.primary = null;
    state.phase = 'asking';
    state.promised = newTally(rules.promises, replicas.length);
    node.disk.write('configuration', { epoch: state.epoch, primary: null });
    ask(state, node);
  }

  function ask({ epoch, promised }: State, node: Node): void {
    for (const name of replicas)
      if (promised.answers[name] === undefined)
        node.call(name, { f: 'fence', epoch }, { timeoutMs: ASK_TIMEOUT_MS, token: epoch, after: 'sync' });
  }

  /** The most advanced log has everything acknowledged, if enough were asked. */
  function choose(state: State, node: Node): void {
    const [first, ...others] = Object.entries(state.promised.answers) as [string, LogPosition][];
    const best = others.reduce((found, next) => (isAhead(next[1], found![1]) ? next : found), first);
    state.primary = (rules.promote === 'most-advanced' ? best : first)![0];
    state.phase = 'promoting';
    state.sinceMs = node.monotonicMs();
    node.disk.write('configuration', { epoch: state.epoch, primary: state.primary });
    promote(state, node);
  }

  function promote({ epoch, primary }: State, node: Node): void {
    if (primary !== null) node.send(primary, { f: 'promote', epoch }, { after: 'sync' });
  }
}
