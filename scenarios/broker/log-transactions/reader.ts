/** The reader: reads both outputs, committed records only, and notes each. It says when it has seen everything. */
import { stateMachine, type StateMachineNode } from 'seedstorm';
import { answerAll, type Waiting } from 'seedstorm/parts';
import { nextFetchOffset, visibleRecords } from 'seedstorm/servers';
import { logRulesOf } from './broker.js';
import { LED_BY, OUTPUTS, type BrokerCalls, type Ends } from './messages.js';
import type { Rules } from './rules.js';

type Output = (typeof OUTPUTS)[number];

interface Reader {
  state: {
    readonly positions: Record<Output, number>;
    /** Reads under way. */
    readonly asked: Record<Output, boolean>;
    readonly waiting: Waiting;
    /** What the brokers last said of their ends, since somebody waits. */
    ends: Partial<Record<'b1' | 'b2', Ends>>;
  };
  request: { readonly f: 'drain' };
  reply: 'read';
  calls: Pick<BrokerCalls, 'read' | 'ends'>;
  timer: 'poll' | 'enough';
  token: { readonly output: Output } | { readonly broker: 'b1' | 'b2' };
}
type Node = Omit<StateMachineNode<Reader>, 'reply'>;

const POLL_MS = 40;
const TIMEOUT_MS = 100;
const DRAIN_MS = 900;
const ISOLATION = 'read_committed';

export function reader(rules: Rules, mail: boolean) {
  const logRules = logRulesOf(rules);
  return stateMachine<Reader>({
    start(node) {
      node.setTimer('poll', POLL_MS);
      return {
        positions: { left: 0, right: 0 },
        asked: { left: false, right: false },
        waiting: [],
        ends: {},
      };
    },

    onRequest(state, _request, node) {
      state.waiting.push(node.defer());
      state.ends = {};
      node.setTimer('enough', DRAIN_MS);
    },

    onTimer(state, timer, node) {
      if (timer === 'enough') return answerAll(state.waiting, () => 'read', node);
      node.setTimer('poll', POLL_MS);
      for (const output of OUTPUTS) read(state, output, node);
      if (state.waiting.length === 0) return;
      if (hasAll(state)) return answerAll(state.waiting, () => 'read', node);
      for (const broker of ['b1', 'b2'] as const)
        node.call(broker, { f: 'ends' }, { timeoutMs: TIMEOUT_MS, token: { broker } });
    },

    onReply(state, result, node) {
      const { token } = result;
      if ('broker' in token) {
        if (result.kind === 'answer' && result.f === 'ends') state.ends[token.broker] = result.value;
        return;
      }
      const { output } = token;
      state.asked[output] = false;
      if (result.kind !== 'answer' || result.f !== 'read' || result.value.kind === 'refused') return;
      const fetched = result.value;
      for (const { offset, record } of visibleRecords(fetched, ISOLATION, logRules)) {
        node.effect({ f: 'process', value: record.value, group: output, offset });
        if (mail && rules.mailedBy === 'reader' && output === 'left')
          node.effect({ f: 'mail', value: record.value });
      }
      state.positions[output] = nextFetchOffset(fetched);
      if (fetched.batches.length > 0) read(state, output, node);
    },
  });
}

function read({ positions, asked }: Reader['state'], output: Output, node: Node): void {
  if (asked[output]) return;
  asked[output] = true;
  node.call(
    LED_BY[output],
    { f: 'read', log: output, offset: positions[output], isolation: ISOLATION },
    { timeoutMs: TIMEOUT_MS, token: { output } },
  );
}

/** The workers have read all of the input, and this reader all of the output. */
function hasAll({ positions, ends: { b1, b2 } }: Reader['state']): boolean {
  return (
    b1 !== undefined &&
    b2?.committed !== undefined &&
    b2.committed === b1.next.input &&
    positions.left === b1.next.left &&
    positions.right === b2.next.right
  );
}
