/** A register on a majority of nodes, made of the steps "query, then store", in either style. */
import {
  asyncProgram,
  clients,
  defineScenario,
  QuorumFailed,
  Refused,
  stateMachine,
  z,
  type ReplyTo,
} from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';
import {
  compareLamport,
  lamportAfter,
  lamportZero,
  majorityOf,
  noQuorumTasks,
  quorumOf,
  quorumRules,
  quorumSteps,
  ruled,
  type LamportTime,
  type QuorumRules,
  type QuorumStep,
  type QuorumTasks,
  type QuorumToken,
} from 'seedstorm/parts';

interface Copy {
  readonly version: LamportTime;
  readonly value: number | null;
}
type Request = { readonly f: 'read' } | { readonly f: 'write'; readonly value: number };
interface About {
  readonly request: Request;
  readonly to: ReplyTo;
}
interface Register {
  state: { copy: Copy; issued: number; tasks: QuorumTasks<Copy, About> };
  request: Request;
  reply: number | null;
  message: { readonly f: 'query' } | { readonly f: 'store'; readonly copy: Copy };
  answer: Copy | undefined;
  token: QuorumToken;
}

const rules = ruled(quorumRules, {
  'late-answers-count': {
    summary: 'An answer to the query that comes late counts as a copy that was stored',
    rules: { late: 'counted' },
  },
  'first-is-newest': { summary: 'What is heard first counts as the newest', rules: { found: 'first' } },
});

const unwritten: Copy = { version: lamportZero, value: null };
const settings = (own: QuorumRules, nodes: number) => ({
  r: majorityOf(nodes),
  w: majorityOf(nodes),
  timeoutMs: 80,
  order: (a: Copy, b: Copy) => compareLamport(a.version, b.version),
  rules: own,
});
const isNewer = (a: Copy, b: Copy) => compareLamport(a.version, b.version) === 'after';

const machine = (own: QuorumRules, nodes: number) => {
  const quorum = quorumSteps<Copy, About>(settings(own, nodes));
  return stateMachine<Register>({
    start: () => ({ copy: unwritten, issued: 0, tasks: noQuorumTasks() }),
    onRequest: (state, request, node) =>
      quorum.query(state.tasks, { request, to: node.defer() }, { f: 'query' }, node),
    onMessage(state, message, node) {
      if (message.f === 'query') return node.reply(state.copy);
      if (isNewer(message.copy, state.copy)) state.copy = message.copy;
      node.reply(undefined);
    },
    onReply(state, result, node) {
      ended(quorum.reply(state.tasks, result));
      function ended(step: QuorumStep<Copy, About> | undefined): void {
        if (step === undefined) return;
        const { request, to } = step.about;
        if (step.kind === 'failed') node.rejectTo(to, step.error, { definite: step.phase === 'query' });
        else if (step.kind === 'stored') node.replyTo(to, step.copy.value);
        else {
          const copy = request.f === 'read' ? step.newest : written(request.value, step.newest);
          ended(quorum.store(state.tasks, step, copy, { f: 'store', copy }, node));
        }
      }
      function written(value: number, newest: Copy): Copy {
        const version = lamportAfter(node.id, newest.version, { time: state.issued, node: node.id });
        state.issued = version.time;
        return { version, value };
      }
    },
  });
};

const async = (own: QuorumRules, nodes: number) =>
  asyncProgram<Register>((node) => {
    const quorum = quorumOf<Copy>(node, settings(own, nodes));
    let copy = unwritten;
    let issued = 0;
    node.onMessage((message) => {
      if (message.f === 'query') return copy;
      if (isNewer(message.copy, copy)) copy = message.copy;
      return undefined;
    });
    node.onRequest(async (request) => {
      const found = await quorum.query({ f: 'query' }).catch((error: unknown) => {
        throw error instanceof QuorumFailed ? new Refused(error.message) : error;
      });
      let mine = found.newest;
      if (request.f === 'write') {
        const version = lamportAfter(node.id, mine.version, { time: issued, node: node.id });
        issued = version.time;
        mine = { version, value: request.value };
      }
      await quorum.store(found, mine, { f: 'store', copy: mine });
      return mine.value;
    });
  });

const nodes = ['n1', 'n2', 'n3'];

export const quorumWorld = defineScenario({
  name: 'test/quorum',
  summary: 'A register on a majority of nodes is linearizable',
  params: z.object({ style: z.enum(['machine', 'async']).default('machine') }),
  nodes: () => nodes,
  protocol: ({ style }, { bug }) => (style === 'machine' ? machine : async)(rules.with(bug), nodes.length),
  workload: () => clients(6, { read: 3, write: 1 }, { everyMs: 8 }),
  network: { latency: { kind: 'heavy-tailed', minMs: 1, alpha: 0.7, maxMs: 60 }, lossProbability: 0.3 },
  faults: 'none',
  durationMs: 1_000,
  clientTimeoutMs: 100,
  check: { linearizable: linearizable(registerModel()) },
  bugs: rules.bugs,
});
