/** Numbers for names, for columns that hold numbers. Names are never forgotten, so numbers stay true. */

export class Names {
  private readonly numbers = new Map<string, number>();
  private readonly list: string[] = [];
  private lastName = '';
  private lastNumber = -1;

  numberOf(name: string): number {
    // Timers are mostly set by the same name again.
    if (name === this.lastName && this.lastNumber >= 0) return this.lastNumber;
    const number = this.find(name);
    this.lastName = name;
    this.lastNumber = number;
    return number;
  }

  nameOf(number: number): string {
    return this.list[number] ?? '';
  }

  save(): readonly string[] {
    return [...this.list];
  }

  /**
   * Makes sure that the numbers of a snapshot mean here what they meant there.
   * @throws Error when they already mean something else
   */
  restore(saved: readonly string[]): void {
    for (const [number, name] of saved.entries()) {
      if (this.numberOf(name) !== number)
        throw new Error(`restore: this snapshot is of another world: there, name ${number} was '${name}'`);
    }
  }

  private find(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    const number = this.list.length;
    this.numbers.set(name, number);
    this.list.push(name);
    return number;
  }
}
