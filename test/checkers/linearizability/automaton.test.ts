import { describe, expect, it } from 'vitest';
import { BudgetMeter } from '../../../checkers/budget.js';
import type { Input, Operation } from '../../../checkers/history.js';
import { linearizable } from '../../../checkers/linearizable.js';
import {
  Automaton,
  FIRST_STATE,
  IMPOSSIBLE,
  ModelError,
} from '../../../checkers/linearizability/automaton.js';
import { oneOf } from '../../../checkers/model.js';
import type { Effect, Model } from '../../../checkers/model.js';

type Any = Model<unknown, Input, unknown>;

const operation = (f: string, output?: unknown): Operation => ({
  process: 1,
  input: { f },
  type: 'ok',
  invoke: 0,
  complete: 1,
  ...(output === undefined ? {} : { output }),
});

/** A light that is switched, and may flicker. */
const light: Any = {
  initial: { on: false },
  step(state, { f }, output) {
    const { on } = state as { on: boolean };
    if (f === 'switch') return { on: !on };
    if (f === 'flicker') return oneOf({ on }, { on: !on }, { on });
    if (f === 'break') return oneOf();
    return output === on ? { on } : undefined;
  },
};

const fresh = (model: Any): Automaton => new Automaton(model, new BudgetMeter());

describe('a model as a table', () => {
  it('numbers states by structure and classes by input, output and outcome', () => {
    const automaton = fresh(light);
    const [on, off] = [
      automaton.classify(operation('look', true)),
      automaton.classify(operation('look', false)),
    ];
    const turn = automaton.classify(operation('switch'));
    expect(new Set([on, off, turn]).size).toBe(3);
    expect(automaton.classify(operation('look', true))).toBe(on);
    expect(automaton.next(turn, 0)).toBe(1 + FIRST_STATE);
    expect(automaton.next(turn, 1)).toBe(FIRST_STATE);
    expect(automaton.next(on, 0)).toBe(IMPOSSIBLE);
    expect(automaton.states).toEqual([{ on: false }, { on: true }]);
  });

  it('asks the model once for each step', () => {
    let asked = 0;
    const automaton = fresh({ ...light, step: (...args) => (asked++, light.step(...args)) });
    const turn = automaton.classify(operation('switch'));
    for (let i = 0; i < 10; i++) automaton.next(turn, automaton.next(turn, 0) - FIRST_STATE);
    expect(asked).toBe(2);
  });

  it('knows several states after a step, or none', () => {
    const automaton = fresh(light);
    const flicker = automaton.classify(operation('flicker'));
    const code = automaton.next(flicker, 0);
    expect(code).toBeLessThan(0);
    expect([...automaton.choice(code)]).toEqual([0, 1]);
    expect(automaton.next(flicker, 1)).toBe(code);
    expect(automaton.canKeep(flicker, 1)).toBe(true);
    expect(automaton.next(automaton.classify(operation('break')), 0)).toBe(IMPOSSIBLE);
  });

  it('merges classes that do the same everywhere, once it knows all states', () => {
    const automaton = fresh(light);
    const classes = ['switch', 'flicker', 'look'].map((f) => automaton.classify(operation(f, true)));
    const again = automaton.classify({ ...operation('switch'), type: 'info' });
    expect(automaton.close(1000)).toEqual(Int32Array.from([...classes, classes[0]!]));
    expect(again).toBe(3);
    expect(automaton.closed).toBe(true);
  });

  it('gives up on large state spaces and goes on step by step', () => {
    const automaton = fresh({ initial: 0, step: (count) => (count as number) + 1 });
    const bump = automaton.classify(operation('bump'));
    expect(automaton.close(1000)).toBeUndefined();
    expect(automaton.closed).toBe(false);
    expect(automaton.next(bump, 5)).toBe(6 + FIRST_STATE);
  });

  it('compares states by `equal` where that is all there is', () => {
    const automaton = fresh({
      initial: { at: 0, noise: 0 },
      equal: (a, b) => (a as { at: number }).at === (b as { at: number }).at,
      step: (state) => ({ at: 1 - (state as { at: number }).at, noise: Math.random() }),
    });
    const move = automaton.classify(operation('move'));
    expect(automaton.next(move, automaton.next(move, 0) - FIRST_STATE)).toBe(FIRST_STATE);
    expect(automaton.states).toHaveLength(2);
  });
});

describe('promises that a model breaks', () => {
  it.each<[Effect, string]>([
    ['reads', 'switch'],
    ['overwrites', 'switch'],
    ['always', 'look'],
    ['overwrites', 'look'],
  ])('%s, said of %s, are found where all states are known', (effect, f) => {
    const automaton = fresh({ ...light, effect: () => effect });
    automaton.classify(operation(f, true));
    const other = automaton.classify(operation('switch'));
    expect(other).toBeGreaterThanOrEqual(0);
    expect(() => automaton.close(1000)).toThrow(ModelError);
  });

  it.each<[Effect, string]>([
    ['sometimes', 'switch'],
    ['always', 'switch'],
    ['reads', 'look'],
  ])('%s, said of %s, is kept', (effect, f) => {
    const automaton = fresh({ ...light, effect: ({ f: asked }) => (asked === f ? effect : 'sometimes') });
    automaton.classify(operation(f, true));
    automaton.classify(operation('switch'));
    expect(automaton.close(1000)).toBeDefined();
  });

  it('an undefined state is refused', () => {
    const model = { initial: 0, step: () => oneOf<unknown>(undefined) } as Any;
    expect(() => linearizable(model).check([operation('x')])).toThrow(ModelError);
  });
});
