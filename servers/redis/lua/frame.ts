/** A call of a script's function: its variables, those of functions around it, and what it was given beyond its parameters. */
import type { Expression, FunctionNode, Statement, Variable } from './syntax.js';
import type { Lua, LuaFunction, LuaValue } from './values.js';

/** A variable that functions inside use too. */
export interface Box {
  value: LuaValue;
}

export class Frame {
  readonly slots: (LuaValue | Box)[];

  constructor(
    readonly lua: Lua,
    slots: number,
    readonly upvalues: readonly Box[],
    readonly more: readonly LuaValue[],
  ) {
    this.slots = new Array<LuaValue | Box>(slots);
  }
}

/** Gives a variable its first value. */
export function declare({ slots }: Frame, { slot, isCaptured }: Variable, value: LuaValue): void {
  slots[slot] = isCaptured ? { value } : value;
}

/** An expression, ready to run. */
export type Evaluate = (frame: Frame) => LuaValue;

/** One that may have any number of values. */
export type EvaluateAll = (frame: Frame) => readonly LuaValue[];

/** A statement, ready to run: it goes on, leaves its loop, or leaves the function with values. */
export type Run = (frame: Frame) => undefined | typeof BREAK | readonly LuaValue[];

export const BREAK = Symbol('break');

/** What turns parts of a script into functions: each part gets it for the parts inside. */
export interface Build {
  one(node: Expression): Evaluate;
  /** All values of an expression that may have many. */
  all(node: Expression): EvaluateAll;
  /** A list: the last of it may have many values. */
  list(nodes: readonly Expression[]): EvaluateAll;
  block(body: readonly Statement[]): Run;
  /** Makes a function, where it stands in another one. */
  closure(node: FunctionNode): (around: Frame | undefined) => LuaFunction;
}
