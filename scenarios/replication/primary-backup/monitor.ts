/**
 * The monitor: a small configuration service. It names the primary of each epoch, and begins a new epoch when it hears
 * nothing from the primary. It is one node with a disk: while it is away nobody is promoted, and writes go on.
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import type { Alive, Position, StoreAnswer, StoreMessage, StoreReply, StoreRequest } from './messages.js';
import type { StoreRules } from './rules.js';

export interface MonitorState {
  epoch: number;
  /** Who was chosen to lead the epoch. */
  primary: string | null;
  phase: 'asking' | 'promoting' | 'led';
  /** Who follows the epoch, and how far its log reached then, in order of answers. */
  promised: Record<string, Position>;
  /** The newest sign of life of each replica. */
  heard: Record<string, Pick<Alive, 'life' | 'beat'>>;
  /** When the phase began, or the primary was last heard from. */
  sinceMs: number;
}

interface Monitor {
  state: MonitorState;
  request: StoreRequest;
  reply: StoreReply;
  message: StoreMessage;
  answer: StoreAnswer;
  timer: 'watch';
  token:
    { readonly kind: 'fence'; readonly epoch: number } | { readonly kind: 'log'; readonly replyTo: ReplyTo };
  durable: { readonly configuration: { readonly epoch: number; readonly primary: string | null } };
}

type Node = StateMachineNode<Monitor>;

const WATCH_MS = 40;
/** How long a primary may be silent, or a promotion take. */
const SUSPECT_MS = 300;
const ASK_TIMEOUT_MS = 100;

export function monitor(rules: StoreRules, replicas: readonly string[]): Program {
  return stateMachine<Monitor>({
    start(node) {
      const { epoch, primary } = node.disk.read('configuration') ?? { epoch: 0, primary: null };
      const state: MonitorState = {
        epoch,
        primary,
        phase: 'led',
        promised: {},
        heard: {},
        sinceMs: node.monotonicMs(),
      };
      if (primary === null) failOver(state, node);
      node.setTimer('watch', WATCH_MS);
      return state;
    },

    onRequest(state, request, node) {
      // Whoever looks at the log at the end asks here who has it.
      if (state.phase !== 'led' || state.primary === null) return node.reject('no primary');
      const replyTo = node.defer();
      node.call(
        state.primary,
        { kind: 'forward', request, client: replyTo.from, id: replyTo.id },
        { timeoutMs: ASK_TIMEOUT_MS, token: { kind: 'log', replyTo } },
      );
    },

    onMessage(state, message, node, from) {
      if (message.kind !== 'alive') return;
      if (!isNews(state.heard[from], message)) return;
      state.heard[from] = { life: message.life, beat: message.beat };
      const { leading } = message;
      if (leading !== null && leading < state.epoch) node.send(from, { kind: 'deposed', epoch: state.epoch });
      if (from !== state.primary || state.phase === 'asking') return;
      if (leading === state.epoch) {
        state.phase = 'led';
        state.sinceMs = node.monotonicMs();
      } else if (state.phase === 'led') failOver(state, node);
    },

    onReply(state, result, node) {
      const { token } = result;
      if (token.kind === 'log') {
        if (result.kind === 'answer') node.replyTo(token.replyTo, result.value as StoreReply);
        else node.rejectTo(token.replyTo, 'no answer from the primary');
        return;
      }
      if (result.kind !== 'answer' || token.epoch !== state.epoch || state.phase !== 'asking') return;
      state.promised[result.from] = result.value as Position;
      if (Object.keys(state.promised).length >= rules.promises) choose(state, node);
    },

    onTimer(state, _timer, node) {
      node.setTimer('watch', WATCH_MS);
      if (state.phase === 'asking') return ask(state, node);
      if (node.monotonicMs() - state.sinceMs > SUSPECT_MS) return failOver(state, node);
      if (state.phase === 'promoting') promote(state, node);
    },
  });

  /** A new epoch, which leaves this node only when it cannot be forgotten. */
  function failOver(state: MonitorState, node: Node): void {
    state.epoch++;
    state.primary = null;
    state.phase = 'asking';
    state.promised = {};
    node.disk.write('configuration', { epoch: state.epoch, primary: null });
    ask(state, node);
  }

  function ask({ epoch, promised }: MonitorState, node: Node): void {
    for (const name of replicas)
      if (promised[name] === undefined)
        node.call(
          name,
          { kind: 'fence', epoch },
          { timeoutMs: ASK_TIMEOUT_MS, token: { kind: 'fence', epoch }, after: 'sync' },
        );
  }

  function choose(state: MonitorState, node: Node): void {
    state.primary = best(Object.entries(state.promised), rules.promote);
    state.phase = 'promoting';
    state.sinceMs = node.monotonicMs();
    node.disk.write('configuration', { epoch: state.epoch, primary: state.primary });
    promote(state, node);
  }

  function promote({ epoch, primary }: MonitorState, node: Node): void {
    if (primary !== null) node.send(primary, { kind: 'promote', epoch }, { after: 'sync' });
  }
}

/** A sign of life that was overtaken by a later one tells of a past in which somebody else may have led. */
function isNews(before: Pick<Alive, 'life' | 'beat'> | undefined, { life, beat }: Alive): boolean {
  return before === undefined || life > before.life || (life === before.life && beat > before.beat);
}

/** The log that has everything acknowledged, if enough were asked: the one with the newest entries, and most of them. */
function best(
  promised: readonly (readonly [string, Position])[],
  rule: StoreRules['promote'],
): string | null {
  const better = (a: Position, b: Position): boolean => {
    if (rule === 'first-to-answer') return false;
    return a.epoch === b.epoch ? a.length > b.length : a.epoch > b.epoch;
  };
  const [first, ...others] = promised;
  if (first === undefined) return null;
  return others.reduce((found, next) => (better(next[1], found[1]) ? next : found), first)[0];
}
