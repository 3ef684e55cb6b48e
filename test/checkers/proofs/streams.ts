/**
 * Replicas that tell each other what was posted, over a network that loses and reorders: the ground on which several
 * systems of this folder stand. What a replica owes to the order of posts is a parameter.
 */
import { stateMachine, type Program, type StateMachineNode } from 'seedstorm';

/** What must have been delivered before a post: nothing, the earlier ones of its replica, all that its replica knew. */
export type Order = 'none' | 'fifo' | 'causal';

/** The `seq`th post of a replica, from 1. */
interface Post<Body> {
  readonly from: string;
  readonly seq: number;
  /** How many posts of each replica this one had delivered before. */
  readonly after: Readonly<Record<string, number>>;
  readonly body: Body;
}

interface Replica<Request, Body, Memory> {
  state: {
    /** Delivered, in order of delivery. */
    log: Post<Body>[];
    early: Post<Body>[];
    /** How many posts of each replica are delivered. */
    clock: Record<string, number>;
    memory: Memory;
  };
  request: Request;
  reply: unknown;
  message:
    | { readonly kind: 'posts'; readonly posts: readonly Post<Body>[] }
    /** Which posts are not among these? */
    | { readonly kind: 'missing'; readonly known: readonly string[] }
    /** Please post this: there is a replica that posts for all. */
    | { readonly kind: 'please'; readonly body: Body };
  timer: 'gossip';
}

/** What the replicas are for. */
export interface Application<Request, Body, Memory> {
  readonly order: Order;
  /** The replica that posts for all; absent: each posts itself. */
  readonly sequencer?: string;
  readonly memory: () => Memory;
  /** Answers a request at once, and says what it posts. */
  ask(memory: Memory, request: Request, node: Handle): { readonly reply: unknown; readonly post?: Body };
  /** A post takes effect at this replica. */
  deliver(memory: Memory, body: Body, node: Handle): void;
}

type Handle = Pick<StateMachineNode<object>, 'id' | 'effect'>;

const GOSSIP_MS = 20;

export function replica<Request, Body, Memory>(app: Application<Request, Body, Memory>): Program {
  type Protocol = Replica<Request, Body, Memory>;
  type State = Protocol['state'];
  type Node = StateMachineNode<Protocol>;

  function post(state: State, body: Body, node: Node): void {
    const seq = (state.clock[node.id] ?? 0) + 1;
    const own: Post<Body> = { from: node.id, seq, after: { ...state.clock }, body };
    deliver(state, own, node);
    node.broadcast({ kind: 'posts', posts: [own] });
  }

  function deliver(state: State, next: Post<Body>, node: Node): void {
    state.log.push(next);
    state.clock[next.from] = (state.clock[next.from] ?? 0) + 1;
    app.deliver(state.memory, next.body, node);
  }

  function isReady({ clock }: State, { from, seq, after }: Post<Body>): boolean {
    if (app.order === 'none') return true;
    if (seq !== (clock[from] ?? 0) + 1) return false;
    return app.order === 'fifo' || Object.keys(after).every((name) => after[name]! <= (clock[name] ?? 0));
  }

  return stateMachine<Protocol>({
    start(node) {
      node.setTimer('gossip', GOSSIP_MS);
      return { log: [], early: [], clock: {}, memory: app.memory() };
    },

    onRequest(state, request, node) {
      const { reply, post: body } = app.ask(state.memory, request, node);
      if (body !== undefined) {
        if (app.sequencer === undefined || app.sequencer === node.id) post(state, body, node);
        else node.send(app.sequencer, { kind: 'please', body });
      }
      node.reply(reply);
    },

    onMessage(state, message, node, from) {
      if (message.kind === 'please') return post(state, message.body, node);
      if (message.kind === 'missing') {
        const known = new Set(message.known);
        const posts = state.log.filter((one) => !known.has(nameOf(one)));
        if (posts.length > 0) node.send(from, { kind: 'posts', posts });
        return;
      }
      const known = new Set([...state.log, ...state.early].map(nameOf));
      state.early.push(...message.posts.filter((one) => !known.has(nameOf(one))));
      for (let at; (at = state.early.findIndex((one) => isReady(state, one))) >= 0;)
        deliver(state, state.early.splice(at, 1)[0]!, node);
    },

    onTimer(state, _timer, node) {
      node.setTimer('gossip', GOSSIP_MS);
      const known = [...state.log, ...state.early].map(nameOf);
      node.send(node.random.pick(node.peers), { kind: 'missing', known });
    },
  });
}

function nameOf({ from, seq }: Post<unknown>): string {
  return `${from}/${seq}`;
}
