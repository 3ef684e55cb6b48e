/** Small programs that do one thing, in either style, and what a run says of them. */
import { expect } from 'vitest';
import { asyncProgram, stateMachine, type Program, type StateMachineNode } from 'seedstorm';
import { run } from './tiny-system.js';

/** Does something on node `a` at 5 ms, in either style; other nodes do nothing. */
interface Anything {
  message: unknown;
  timer: 'go';
  durable: Record<string, unknown>;
}
export type Common = Pick<StateMachineNode<Anything>, 'effect' | 'random' | 'send' | 'nowMs' | 'exit'>;

export const inAsyncStyle = (act: (node: Common) => unknown): Program =>
  asyncProgram<Anything>(async (node) => {
    if (node.id !== 'a' || node.incarnation > 1) return;
    await node.sleep(5);
    await act(node);
  });

export const inStateMachine = (act: (node: Common) => unknown): Program =>
  stateMachine<Anything>({
    start: (node) => (node.id === 'a' && node.incarnation === 1 ? node.setTimer('go', 5) : undefined),
    // What the handler returns is looked at by the engine, whatever its type says.
    onTimer: (_state, _timer, node) => act(node) as void,
  });

const styles = { 'async program': inAsyncStyle, 'state machine': inStateMachine };
export const bothStyles = Object.entries(styles);

/** What the run says went wrong; undefined: nothing. */
export async function complaint(program: Program): Promise<string | undefined> {
  const { checks, verdict } = await run({ program });
  const [runtime] = checks;
  // Nobody asks for anything here: without an effect the run as a whole has shown nothing.
  if (verdict !== 'unknown') expect(verdict).toBe(runtime?.verdict);
  return runtime?.verdict === 'valid' ? undefined : runtime?.reason;
}
