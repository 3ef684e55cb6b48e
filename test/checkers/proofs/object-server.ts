/**
 * One object that clients share over a network, kept by one node: right as long as each of its rules is kept, wrong in
 * a known way where one is broken. It knows nothing of the models that judge it.
 */
import {
  clients,
  defineScenario,
  stateMachine,
  z,
  type ClientsOptions,
  type NemesisProfile,
  type Program,
  type ReplyTo,
  type Scenario,
} from 'seedstorm';
import type { Checker } from 'seedstorm/checkers';

/** What is served: plain data, and what each request does to it. */
export interface ServedObject<Content, Request> {
  /** What it holds at first. */
  readonly empty: Content;
  /** Carries out a request: changes the content, and returns the answer. */
  readonly take: (content: Content, request: Request) => unknown;
  /** Requests that change nothing. Absent: there are none. */
  readonly looks?: (request: Request) => boolean;
}

/** What clients ask of it. */
export interface Requests {
  /** How often each function is asked for. */
  readonly mix: Readonly<Record<string, number>>;
  readonly input: NonNullable<ClientsOptions['input']>;
}

/** Each breaks one rule of the server. */
export const bugs = {
  forgets: { summary: 'It answers before the request is on the disk: a power cut takes back what was told' },
  'takes-twice': { summary: 'It carries out a request again when the network delivers it again' },
  'stale-copy': { summary: 'It answers who only looks from a copy that it seldom renews' },
};
export type Bug = keyof typeof bugs;

interface Protocol<Content, Request> {
  state: {
    content: Content;
    /** What the bug `stale-copy` answers from. */
    copy: Content;
    taken: number;
    /** The last request taken from each client: of those that come later, no older one is taken. */
    last: Record<string, number>;
  };
  request: Request;
  reply: unknown;
  durable: { log: { readonly asker: ReplyTo; readonly request: Request }[] };
}

/** After how many requests the bug `stale-copy` renews its copy. */
const RENEWED_EVERY = 5;

function objectServer<Content, Request>(
  { empty, take, looks = () => false }: ServedObject<Content, Request>,
  bug: Bug | undefined,
): Program {
  type Types = Protocol<Content, Request>;

  function taken(state: Types['state'], request: Request, { from, id }: ReplyTo): unknown {
    state.last[from] = id;
    if (state.taken++ % RENEWED_EVERY === 0) state.copy = structuredClone(state.content);
    return take(bug === 'stale-copy' && looks(request) ? state.copy : state.content, request);
  }

  return stateMachine<Types>({
    start({ disk }) {
      const state: Types['state'] = {
        content: structuredClone(empty),
        copy: structuredClone(empty),
        taken: 0,
        last: {},
      };
      for (const [index, record] of disk.records('log').entries()) {
        if (!record.ok) {
          // It was never answered, nor was anything behind it: an answer waits for all that was written before.
          disk.truncate('log', index);
          break;
        }
        taken(state, record.value.request, record.value.asker);
      }
      return state;
    },

    onRequest(state, request, node) {
      const asker = node.defer();
      if (bug !== 'takes-twice' && asker.id <= (state.last[asker.from] ?? 0)) return;
      node.disk.append('log', { asker, request });
      const answer = taken(state, request, asker);
      // Who only looks waits, too: what is shown must last.
      node.replyTo(asker, answer, bug === 'forgets' ? {} : { after: 'sync' });
      if (bug === 'forgets') node.disk.sync();
    },
  });
}

const CRASHES = 3;

/** Half of the requests arrive twice, and now and then the node loses its power or is killed. */
const weather: NemesisProfile = {
  name: 'doubled-and-crashed',
  summary: 'Requests arrive twice, the node crashes',
  draw(streams, { durationMs, healAtMs = durationMs, nodes, clients: askers }) {
    const random = streams('weather');
    const each = healAtMs / CRASHES;
    const crashes = Array.from({ length: CRASHES }, (_, nth) => {
      const when = {
        atMs: random.int(Math.ceil(nth * each), Math.floor((nth + 0.8) * each)),
        durationMs: random.int(1, 20),
        node: 'n1',
      };
      const unsynced = random.pick(['lost', 'lost', 'random', 'torn', undefined] as const);
      return unsynced === undefined
        ? ({ kind: 'kill', ...when } as const)
        : ({ kind: 'crash', ...when, unsynced } as const);
    });
    return [{ kind: 'duplication', atMs: 0, probability: 0.5, from: askers, to: nodes }, ...crashes];
  },
};

/** Clients of an object, a network that doubles and delays, and a node that loses its power, over and over. */
export function objectScenario<Content, Request>(
  object: ServedObject<Content, Request>,
  { mix, input }: Requests,
  linearizable: Checker,
): Scenario<object> {
  return defineScenario<object>({
    name: 'proofs/object-server',
    summary: 'One object, kept by one node',
    params: z.object({}),
    nodes: () => ['n1'],
    protocol: (_params, { bug }) => objectServer(object, bug as Bug | undefined),
    workload: () => clients(3, mix, { everyMs: 10, input }),
    // A long tail: what was sent twice comes again when much has happened since.
    network: { latency: { kind: 'heavy-tailed', minMs: 1, alpha: 0.9, maxMs: 60 } },
    disk: {
      readLatency: { kind: 'constant', ms: 0 },
      writeLatency: { kind: 'constant', ms: 0.01 },
      syncLatency: { kind: 'uniform', minMs: 0.5, maxMs: 5 },
    },
    faults: weather,
    durationMs: 300,
    clientTimeoutMs: 60,
    restartAfterMs: 20,
    check: { linearizable },
    bugs,
  });
}
