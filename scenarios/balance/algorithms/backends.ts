/** What stands behind the balancers: servers with workers and a line, and the counter of turns that both balancers share. */
import { stateMachine, type ReplyTo } from 'seedstorm';
import { gaugeStation, newStation, serveAt, serviceTime, stationTimer, type Station } from 'seedstorm/parts';

/** A server that is broken answers at once, with an error. Its health checks are as good as ever. */
export const SICK = 'sick';

export type ServerMessage = { readonly f: 'ping' } | { readonly f: 'serve'; readonly value: string };
export type ServerAnswer = 'here' | 'done' | 'broken';

interface Job {
  readonly value: string;
  readonly to: ReplyTo;
}

interface Backend {
  state: { readonly station: Station<Job> };
  message: ServerMessage;
  answer: ServerAnswer;
  timer: string;
}

const WORKERS = 2;

/** @param meanMs how long a request keeps a worker on average */
export function backend(meanMs: number) {
  const times = { kind: 'erlang', meanMs, stages: 4 } as const;
  return stateMachine<Backend>({
    start: (node) => ({ station: newStation<Job>({ workers: WORKERS }, node.monotonicMs()) }),
    onMessage({ station }, message, node) {
      if (message.f === 'ping') return node.reply('here');
      if (node.buggify(SICK)) return node.reply('broken');
      const job = { value: message.value, to: node.defer() };
      serveAt(station, { job, serviceMs: serviceTime(times, node.random) }, node);
      gaugeStation(station, node);
    },
    onTimer({ station }, timer, node) {
      const ended = stationTimer(station, timer, node);
      if (ended === undefined) return;
      const { value, to } = ended.done.job;
      node.effect({ f: 'served', value });
      node.replyTo(to, 'done');
      gaugeStation(station, node);
    },
  });
}

export type TurnMessage = { readonly f: 'take' | 'read' } | { readonly f: 'write'; readonly turn: number };

/** One number for all balancers. Whoever takes a turn gets it alone; to read it and to write it are two steps. */
export const turns = stateMachine<{ state: { turn: number }; message: TurnMessage; answer: number }>({
  start: () => ({ turn: 0 }),
  onMessage(state, message, node) {
    if (message.f === 'write') state.turn = message.turn;
    node.reply(message.f === 'take' ? state.turn++ : state.turn);
  },
});
