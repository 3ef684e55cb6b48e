/** A keyword of EDN as a value: `:a` is neither the text "a" nor the text ":a". */

export class Keyword {
  /** @param name without the colon: what it is called where it names something, a key, a function, a field */
  constructor(readonly name: string) {}

  /** As it is written: `:a`. */
  get text(): string {
    return `:${this.name}`;
  }

  toString(): string {
    return this.name;
  }

  toJSON(): string {
    return this.text;
  }
}

/** What a value is called where it names something: a keyword by its name, any other value is itself. */
export const named = <T>(value: T): Exclude<T, Keyword> | string =>
  value instanceof Keyword ? value.name : (value as Exclude<T, Keyword>);
