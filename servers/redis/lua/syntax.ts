/** A script as a tree. Names are resolved: each is a variable of this function, one of a function around it, or a global. */

/** A local variable. */
export interface Variable {
  readonly name: string;
  /** Its place among the function's variables. */
  readonly slot: number;
  /** A function inside uses it too: it lives on in a box of its own. */
  isCaptured: boolean;
}

/** Where a function finds a variable of those around it, when it is made. */
export type Upvalue =
  | { readonly name: string; readonly from: 'variable'; readonly variable: Variable }
  | { readonly name: string; readonly from: 'upvalue'; readonly index: number };

export interface FunctionNode {
  readonly parameters: readonly Variable[];
  readonly takesMore: boolean;
  /** The table of all it was given, as old scripts use it, where `...` is not used. */
  readonly arg: Variable | undefined;
  readonly upvalues: readonly Upvalue[];
  readonly slots: number;
  readonly body: readonly Statement[];
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '^' | '..' | '==' | '~=' | '<' | '>' | '<=' | '>=';

export type Expression =
  | { readonly kind: 'constant'; readonly value: undefined | boolean | number | string }
  | { readonly kind: 'more' }
  | { readonly kind: 'function'; readonly node: FunctionNode }
  | { readonly kind: 'local'; readonly variable: Variable }
  | { readonly kind: 'upvalue'; readonly index: number; readonly name: string }
  | { readonly kind: 'global'; readonly name: string; readonly line: number }
  | IndexNode
  | CallNode
  | { readonly kind: 'group'; readonly inner: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly line: number;
    }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'unary';
      readonly operator: '-' | 'not' | '#';
      readonly inner: Expression;
      readonly line: number;
    }
  | TableNode;

export interface IndexNode {
  readonly kind: 'index';
  readonly table: Expression;
  readonly key: Expression;
  readonly line: number;
}

export interface CallNode {
  readonly kind: 'call';
  readonly callee: Expression;
  /** `callee:method(…)`. */
  readonly method?: string;
  readonly given: readonly Expression[];
  readonly line: number;
}

export interface TableNode {
  readonly kind: 'table';
  /** In their order; without a key it is the next of the list. */
  readonly items: readonly { readonly key?: Expression; readonly value: Expression }[];
  readonly line: number;
}

/** What can stand left of `=`. */
export type Target = Extract<Expression, { kind: 'local' | 'upvalue' | 'global' | 'index' }>;

export type Statement =
  | {
      readonly kind: 'declare';
      readonly variables: readonly Variable[];
      readonly values: readonly Expression[];
    }
  | { readonly kind: 'declare function'; readonly variable: Variable; readonly node: FunctionNode }
  | {
      readonly kind: 'assign';
      readonly targets: readonly Target[];
      readonly values: readonly Expression[];
      readonly line: number;
    }
  | { readonly kind: 'call'; readonly call: CallNode }
  | { readonly kind: 'do'; readonly body: readonly Statement[] }
  | { readonly kind: 'while'; readonly condition: Expression; readonly body: readonly Statement[] }
  | { readonly kind: 'repeat'; readonly condition: Expression; readonly body: readonly Statement[] }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: Expression; readonly body: readonly Statement[] }[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: 'count';
      readonly variable: Variable;
      readonly from: Expression;
      readonly to: Expression;
      readonly step: Expression | undefined;
      readonly body: readonly Statement[];
      readonly line: number;
    }
  | {
      readonly kind: 'each';
      readonly variables: readonly Variable[];
      readonly values: readonly Expression[];
      readonly body: readonly Statement[];
      readonly line: number;
    }
  | { readonly kind: 'return'; readonly values: readonly Expression[] }
  | { readonly kind: 'break' };
