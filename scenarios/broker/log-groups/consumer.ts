/**
 * A consumer: it joins, reads the partitions that it is given, processes message by message, and commits how far it is.
 *
 * It stops when its session may be over at the coordinator: it counts from when it asked, the coordinator from when it was
 * asked. (Kafka's own consumers do not look: what they do past their session is done twice.)
 */
import { stateMachine, type StateMachineNode } from 'seedstorm';
import {
  beginAnew,
  comeBack,
  groupAnswered,
  groupQuestion,
  groupRefused,
  isMember,
  leaveSoon,
  newGroupClient,
  placesRevoked,
  type GroupClient,
  type GroupNews,
} from 'seedstorm/servers';
import { partitionOf, TOPIC, type BrokerCalls, type Commit, type Message, type Place } from './messages.js';
import { REBALANCE_MS, SESSION_MS, type Options } from './rules.js';

interface State {
  readonly client: GroupClient;
  /** A question of the group is under way. */
  asking: boolean;
  /** The partitions that it may read: what it has and need not give up. */
  mine: readonly number[];
  /** The next offset to read, by partition; absent until the committed offset is known. */
  readonly positions: Map<number, number>;
  /** Where to go on, by partition: what is processed and not known to be committed. */
  readonly dirty: Map<number, number>;
  /** What was fetched; the first is in work. */
  inHand: Message[];
  working: boolean;
  fetching: boolean;
  /** The number of the commit that is waited for. */
  committing: number | undefined;
  commits: number;
  /** The highest number of a commit whose answer came: what was sent before is decided, too. */
  settled: number;
  /** Until then its session lasts, whatever happens. */
  safeUntilMs: number;
  /** Another process has its instance id: it is over. */
  fenced: boolean;
}

/** What was asked by which member, and when. */
interface Token {
  readonly memberId: string;
  readonly generation: number;
  readonly askedMs: number;
  readonly sent: Sent | undefined;
}

type Sent = Pick<Commit, 'n' | 'places'>;

type Question = {
  [F in keyof BrokerCalls]: { readonly f: F } & Parameters<BrokerCalls[F]>[0];
}[keyof BrokerCalls];

interface Consumer {
  state: State;
  requests: { leave: () => void };
  calls: BrokerCalls;
  timer: 'start' | 'heartbeat' | 'work' | 'fetch' | 'again' | 'commit' | 'back';
  token: Token;
}
type Node = StateMachineNode<Consumer>;

const START_WITHIN_MS = 60;
const HEARTBEAT_MS = 40;
const WORK_MS = 4;
const FETCH_AGAIN_MS = 25;
const TIMEOUT_MS = 80;
const AWAY_MS = 150;
/** Its clock and the coordinator's may not run alike. */
const SAFE_MS = 0.8 * Math.min(SESSION_MS, REBALANCE_MS);

export function consumer(options: Options, names: readonly string[]) {
  const { partitions, protocol, membership, rules, commit: commitMode } = options;
  const instanceOf = (node: string): string =>
    rules.instanceIds === 'one-for-two' && node === names.at(-1) ? (names[0] as string) : node;
  const isAsync = commitMode === 'async';
  const assignor =
    protocol === 'eager' ? options.assignor : rules.moves === 'at-once' ? 'sticky' : 'cooperative-sticky';

  return stateMachine<Consumer>({
    start(node) {
      node.setTimer('start', node.incarnation === 1 ? node.random.int(0, START_WITHIN_MS) : 0);
      node.setTimer('heartbeat', HEARTBEAT_MS);
      return {
        client: newGroupClient({
          clientId: node.id,
          ...(membership === 'static' && { instanceId: instanceOf(node.id) }),
          partitionsOf: { [TOPIC]: partitions },
          assignor,
          protocol,
          sessionTimeoutMs: SESSION_MS,
          rebalanceTimeoutMs: REBALANCE_MS,
        }),
        asking: true,
        mine: [],
        positions: new Map(),
        dirty: new Map(),
        inHand: [],
        working: false,
        fetching: false,
        committing: undefined,
        commits: 0,
        settled: 0,
        safeUntilMs: 0,
        fenced: false,
      };
    },

    onRequest: {
      leave(state, _leave, node) {
        hear(state, leaveSoon(state.client), state.client.memberId, node);
        goOn(state, node);
        node.reply();
      },
    },

    onTimer(state, timer, node) {
      if (timer === 'heartbeat') {
        node.setTimer('heartbeat', HEARTBEAT_MS);
        if (isMember(state.client)) ask({ f: 'heartbeat', ...memberOf(state.client) }, state, node);
        return;
      }
      if (timer === 'work') work(state, node);
      else if (timer === 'fetch') state.fetching = false;
      else if (timer === 'again' || timer === 'start') state.asking = false;
      else if (timer === 'commit') state.committing = undefined;
      else if (!state.fenced) comeBack(state.client);
      goOn(state, node);
    },

    onReply(state, result, node) {
      const { client } = state;
      const { token } = result;
      const isCurrent = token.memberId === client.memberId && token.generation === client.generation;
      const answer = result.kind === 'answer' ? result : undefined;
      switch (result.f) {
        case 'heartbeat':
          if (!isCurrent || answer?.f !== 'heartbeat') return;
          if (answer.value === null) return isHere(state, token);
          hear(state, groupRefused(client, answer.value), token.memberId, node);
          break;
        case 'join':
        case 'sync':
        case 'leave':
          if (answer?.f === 'join' || answer?.f === 'sync' || answer?.f === 'leave') {
            state.asking = false;
            const { memberId } = client;
            const isLate = answer.f === 'sync' && isOver(token.askedMs + SAFE_MS, node);
            const news = isLate ? beginAnew(client) : groupAnswered(client, answer.value);
            hear(state, news, memberId, node);
            if (answer.f === 'sync' && isMember(client)) isHere(state, token);
          } else node.setTimer('again', FETCH_AGAIN_MS);
          break;
        case 'committed':
          state.fetching = false;
          if (isCurrent && answer?.f === 'committed')
            for (const [partition, offset] of answer.value)
              if (state.mine.includes(partition) && !state.positions.has(partition))
                state.positions.set(partition, offset);
          break;
        case 'fetch':
          state.fetching = false;
          if (isCurrent && answer?.f === 'fetch') take(state, answer.value, node);
          else pauseFetching(state, node);
          break;
        case 'commit':
          committed(state, token, answer?.f === 'commit' ? answer.value : undefined, isCurrent, node);
      }
      goOn(state, node);
    },
  });

  /** A session that lasts until then at least may be over. */
  function isOver(safeUntilMs: number, node: Node): boolean {
    return rules.session === 'stops' && node.monotonicMs() >= safeUntilMs;
  }

  /** Asks the broker, and notes who asked. */
  function ask(question: Question, { client }: State, node: Node, sent?: Sent): void {
    const { memberId, generation } = client;
    const timeoutMs = question.f === 'join' ? 2 * REBALANCE_MS : TIMEOUT_MS;
    node.call('broker', question, {
      timeoutMs,
      token: { memberId, generation, askedMs: node.monotonicMs(), sent },
    });
  }

  /** Does what can be done now: nothing that is under way already. */
  function goOn(state: State, node: Node): void {
    const { client } = state;
    if (client.phase === 'revoking' && state.committing === undefined) {
      const gone = client.revoking.map(partitionOf);
      state.inHand = state.inHand.filter(({ partition }) => !gone.includes(partition));
      const isDirty = gone.some((partition) => state.dirty.has(partition));
      if (isDirty || state.settled < state.commits) commit(state, node);
      else {
        letGo(state, gone, client.memberId, node);
        placesRevoked(client);
      }
    }
    const question = state.asking ? undefined : groupQuestion(client);
    if (question !== undefined) {
      state.asking = true;
      ask(question, state, node);
    }
    if (state.inHand.length > 0) {
      if (!state.working) node.setTimer('work', WORK_MS);
      state.working = true;
    } else if (!state.fetching && state.committing === undefined) fetchMore(state, node);
  }

  function fetchMore(state: State, node: Node): void {
    const { mine, positions } = state;
    if (mine.length === 0) return;
    state.fetching = true;
    const from: Place[] = [];
    for (const partition of mine) {
      const position = positions.get(partition);
      if (position !== undefined) from.push([partition, position]);
    }
    if (from.length === mine.length) return ask({ f: 'fetch', from }, state, node);
    const partitions = mine.filter((partition) => !positions.has(partition));
    ask({ f: 'committed', partitions }, state, node);
  }

  function pauseFetching(state: State, node: Node): void {
    state.fetching = true;
    node.setTimer('fetch', FETCH_AGAIN_MS);
  }

  /** Messages came: of what is still its own. */
  function take(state: State, messages: readonly Message[], node: Node): void {
    const { mine, positions, inHand, dirty } = state;
    const next = new Map<number, number>();
    for (const message of messages) {
      const { partition, offset } = message;
      if (!mine.includes(partition) || offset !== (next.get(partition) ?? positions.get(partition))) continue;
      next.set(partition, offset + 1);
      inHand.push(message);
    }
    if (inHand.length === 0) return pauseFetching(state, node);
    if (rules.commits === 'after-processing') return;
    for (const [partition, offset] of next) dirty.set(partition, offset);
    commit(state, node);
  }

  function work(state: State, node: Node): void {
    state.working = false;
    // A session that may be over: nothing more, until the coordinator says that it is not.
    if (isOver(state.safeUntilMs, node)) {
      // What is processed it may still commit: the coordinator knows whether it is in.
      if (state.committing === undefined && state.dirty.size > 0) commit(state, node);
      return;
    }
    const message = state.inHand.shift();
    if (message === undefined) return;
    const { partition, offset } = message;
    node.effect({ f: 'process', ...message, member: state.client.memberId });
    state.positions.set(partition, offset + 1);
    if (rules.commits === 'before-processing') return;
    state.dirty.set(partition, offset + 1);
    if (isAsync) commitSoon(state, [[partition, offset + 1]], node);
    else if (state.inHand.length === 0) commit(state, node);
  }

  /** Commits what is processed, and waits for the answer. */
  function commit(state: State, node: Node): void {
    commitSoon(state, [...state.dirty], node);
    state.committing = state.commits;
  }

  function commitSoon(state: State, places: readonly Place[], node: Node): void {
    const { memberId, generation, settings } = state.client;
    const n = ++state.commits;
    const commit = { f: 'commit', memberId, generation, instanceId: settings.instanceId, n, places } as const;
    ask(commit, state, node, { n, places });
  }

  function committed(
    state: State,
    { sent = { n: 0, places: [] }, memberId }: Token,
    answer: BrokerAnswer,
    isCurrent: boolean,
    node: Node,
  ): void {
    if (answer !== undefined) state.settled = Math.max(state.settled, sent.n);
    if (answer === null) {
      for (const [partition, offset] of sent.places)
        if (state.dirty.get(partition) === offset) state.dirty.delete(partition);
    } else if (answer !== undefined && isCurrent && answer !== 'REBALANCE_IN_PROGRESS')
      hear(state, groupRefused(state.client, answer), memberId, node);
    else if (rules.failedCommit === 'sent-again' && isCurrent) return commitSoon(state, sent.places, node);
    if (state.committing !== sent.n) return;
    if (answer === null) state.committing = undefined;
    else node.setTimer('commit', FETCH_AGAIN_MS);
  }

  function hear(state: State, news: readonly GroupNews[], memberId: string, node: Node): void {
    for (const one of news)
      if (one.kind === 'assigned')
        for (const place of one.places)
          node.effect({ f: 'assigned', partition: partitionOf(place), member: state.client.memberId });
      else if (one.kind === 'lost') letGo(state, one.places.map(partitionOf), memberId, node);
      else if (one.kind === 'fenced') state.fenced = true;
    refresh(state);
    if (state.client.phase === 'out') node.setTimer('back', AWAY_MS);
  }

  /** These are not its own any more. */
  function letGo(state: State, partitions: readonly number[], member: string, node: Node): void {
    state.inHand = state.inHand.filter(({ partition }) => !partitions.includes(partition));
    for (const partition of partitions) {
      state.positions.delete(partition);
      state.dirty.delete(partition);
      node.effect({ f: 'revoked', partition, member });
    }
  }
}

type BrokerAnswer = ReturnType<BrokerCalls['commit']> | undefined;

function memberOf({ memberId, generation, settings: { instanceId } }: GroupClient) {
  return { memberId, generation, ...(instanceId !== undefined && { instanceId }) };
}

/** The coordinator has heard of it: not before it asked. */
function isHere(state: State, { askedMs }: Token): void {
  state.safeUntilMs = Math.max(state.safeUntilMs, askedMs + SAFE_MS);
}

function refresh(state: State): void {
  const { owned, revoking } = state.client;
  state.mine = owned.filter((place) => !revoking.includes(place)).map(partitionOf);
}
