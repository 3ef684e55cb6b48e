/** The protocol the network effects use: everyone greets everyone every few milliseconds, and says whom it heard. */
import { stateMachine, type Run } from 'seedstorm';
import { reported } from '../../tiny-system.js';

interface Greeting {
  state: { said: number };
  message: { n: number; pad: string };
  timer: 'greet';
}

const EVERY_MS = 10;

/** Greets from 5 ms on, every 10 ms, with a number that counts its greetings. */
export const greeters = stateMachine<Greeting>({
  start(node) {
    node.setTimer('greet', 5);
    return { said: 0 };
  },
  onTimer(state, timer, node) {
    node.broadcast({ n: ++state.said, pad: '.'.repeat(60) });
    node.setTimer(timer, EVERY_MS);
  },
  onMessage(_state, { n, pad }, node, from) {
    node.effect({ f: 'heard', from, n, intact: pad === '.'.repeat(60) });
  },
});

/** Who heard whom at least once between two moments: `a>b` for a message of `a` that reached `b`. */
export function whoHeardWhom(run: Run, fromMs = 0, toMs = Infinity): string {
  const heard = reported(run, 'heard').filter(({ atMs }) => Number(atMs) >= fromMs && Number(atMs) < toMs);
  return [...new Set(heard.map(({ node, from }) => `${String(from)}>${String(node)}`))].sort().join(' ');
}

/** When `b` heard the greetings of `a`, as `number@ms`. */
export function arrivals(run: Run, untilMs = Infinity): string {
  return reported(run, 'heard', 'b')
    .filter(({ from, atMs }) => from === 'a' && Number(atMs) < untilMs)
    .map(({ n, atMs }) => `${String(n)}@${String(atMs)}`)
    .join(' ');
}
