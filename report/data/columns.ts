/** Tables as columns, and texts that stand once, however many rows name them. */
import { jsonText } from '../../sim/record/plain-json.js';

export function columns<K extends string>(...names: readonly K[]): Record<K, number[]> {
  return Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
}

export class TextPool {
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  /** Place of a text. */
  number(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.texts.push(text) - 1;
      this.numbers.set(text, number);
    }
    return number;
  }

  /** Place of a value as JSON text; -1 for nothing. */
  json(value: unknown): number {
    return value === undefined ? -1 : this.number(jsonText(value));
  }
}
