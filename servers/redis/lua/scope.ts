/** Which variable a name means: of the function that is read, or of one around it, which it then captures. */
import type { Expression, Upvalue, Variable } from './syntax.js';

export class FunctionScope {
  readonly upvalues: Upvalue[] = [];
  /** So many places variables need at once. */
  slots = 0;
  /** It was said `...` in it. */
  usesMore = false;
  loops = 0;
  #visible: Variable[] = [];
  #used = 0;

  constructor(
    readonly parent: FunctionScope | undefined,
    readonly takesMore: boolean,
  ) {}

  /** A variable that is there from now on. */
  declare(name: string): Variable {
    const variable = this.make(name);
    this.show(variable);
    return variable;
  }

  /** A variable that cannot be seen yet: `local x = x`. */
  make(name: string): Variable {
    const variable = { name, slot: this.#used++, isCaptured: false };
    this.slots = Math.max(this.slots, this.#used);
    return variable;
  }

  show(...variables: readonly Variable[]): void {
    this.#visible.push(...variables);
  }

  /** @returns ends the block: its variables are gone */
  block(): () => void {
    const [visible, used] = [this.#visible.length, this.#used];
    return () => {
      this.#visible.length = visible;
      this.#used = used;
    };
  }

  resolve(name: string, line: number): Expression & { kind: 'local' | 'upvalue' | 'global' } {
    const variable = this.#find(name);
    if (variable !== undefined) return { kind: 'local', variable };
    const index = this.#upvalue(name);
    return index === undefined ? { kind: 'global', name, line } : { kind: 'upvalue', index, name };
  }

  #find(name: string): Variable | undefined {
    for (let at = this.#visible.length - 1; at >= 0; at--)
      if (this.#visible[at]?.name === name) return this.#visible[at];
    return undefined;
  }

  #upvalue(name: string): number | undefined {
    const { parent } = this;
    if (parent === undefined) return undefined;
    const variable = parent.#find(name);
    const known = this.upvalues.findIndex((one) =>
      variable === undefined
        ? one.from === 'upvalue' && one.name === name
        : one.from === 'variable' && one.variable === variable,
    );
    if (known >= 0) return known;
    if (variable !== undefined) {
      variable.isCaptured = true;
      return this.upvalues.push({ name, from: 'variable', variable }) - 1;
    }
    const index = parent.#upvalue(name);
    return index === undefined ? undefined : this.upvalues.push({ name, from: 'upvalue', index }) - 1;
  }
}
