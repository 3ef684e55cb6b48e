/**
 * Servers that need a database for some requests, are cold after a start, and may hang. Two questions are asked of them: whether they
 * are there at all, and whether they are ready, which may ask the database in turn.
 */
import { stateMachine, type ReplyTo } from 'seedstorm';
import { newStation, serveAt, serviceTime, stationTimer, type Station } from 'seedstorm/parts';

/** A server that hangs: it takes messages, and answers none. Only a restart helps. */
export const STUCK = 'stuck';

export type Question =
  | { readonly f: 'live' | 'ready' }
  /** `page` needs nobody else, `order` needs the database. */
  | { readonly f: 'serve'; readonly kind: 'page' | 'order' }
  | { readonly f: 'restart' };
export type Answer = 'yes' | 'no';

interface ServerTypes {
  state: { readonly station: Station<ReplyTo>; stuck: boolean };
  message: Question;
  answer: Answer;
  sends: 'query';
  hears: 'row';
  timer: string;
  token: { readonly f: 'ready' | 'order'; readonly to: ReplyTo };
}

const WORKERS = 2;
const QUERY_MS = 10;
/** So long after its start a server has cold caches, and takes so many times longer. */
const COLD_MS = 200;
const COLD = 4;
const times = { kind: 'erlang', meanMs: 6, stages: 4 } as const;

/** @param asks what readiness asks: itself, or the database, too */
export const server = (asks: 'shallow' | 'deep') =>
  stateMachine<ServerTypes>({
    start: (node) => ({
      station: newStation<ReplyTo>({ workers: WORKERS }, node.monotonicMs()),
      stuck: false,
    }),
    onMessage(state, question, node) {
      if (question.f === 'restart') return node.exit('restarted from outside');
      state.stuck ||= node.buggify(STUCK);
      if (state.stuck) return;
      if (question.f === 'live') return node.reply('yes');
      const to = node.defer();
      const deep = question.f === 'ready' && asks === 'deep';
      if (deep || (question.f === 'serve' && question.kind === 'order'))
        return node.call('db', 'query', {
          timeoutMs: QUERY_MS,
          token: { f: question.f === 'ready' ? 'ready' : 'order', to },
        });
      if (question.f === 'ready') return node.replyTo(to, 'yes');
      work(state, to, node);
    },
    onReply(state, { kind, token }, node) {
      if (state.stuck) return;
      if (kind !== 'answer') return node.replyTo(token.to, 'no');
      if (token.f === 'ready') return node.replyTo(token.to, 'yes');
      work(state, token.to, node);
    },
    onTimer({ station, stuck }, timer, node) {
      const ended = stationTimer(station, timer, node);
      if (ended !== undefined && !stuck) node.replyTo(ended.done.job, 'yes');
    },
  });

type Working = Parameters<typeof serveAt>[2] & { readonly random: Parameters<typeof serviceTime>[1] };

function work({ station }: ServerTypes['state'], to: ReplyTo, node: Working): void {
  const slower = node.monotonicMs() - station.fromMs < COLD_MS ? COLD : 1;
  serveAt(station, { job: to, serviceMs: slower * serviceTime(times, node.random) }, node);
}

export const database = stateMachine<{ message: 'query'; answer: 'row' }>({
  start: () => ({}),
  onMessage: (_state, _query, node) => node.reply('row'),
});
