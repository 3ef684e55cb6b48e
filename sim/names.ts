/** Numbers for names, for columns that hold numbers. Names are never forgotten, so numbers stay true. */

export class Names {
  private readonly numbers = new Map<string, number>();
  private readonly list: string[] = [];

  numberOf(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    const number = this.list.length;
    this.numbers.set(name, number);
    this.list.push(name);
    return number;
  }

  nameOf(number: number): string {
    return this.list[number] ?? '';
  }
}
