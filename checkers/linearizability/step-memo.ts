/** Remembers steps of a model by class and state: an open-addressing table of integers. */

const FIRST_SIZE = 256;
/** A table this large forgets everything when it is full: it is a memory of answers that can be asked again. */
const LAST_SIZE = 1 << 23;
const BYTES_PER_ENTRY = 12;

export class StepMemo {
  private size = FIRST_SIZE;
  private count = 0;
  private classes = new Int32Array(FIRST_SIZE);
  private states = new Int32Array(FIRST_SIZE);
  /** 0 marks an empty place. */
  private codes = new Int32Array(FIRST_SIZE);
  private growth = 0;

  /** The remembered code, 0 if there is none. */
  get(cls: number, state: number): number {
    const mask = this.size - 1;
    for (let at = hash(cls, state) & mask; ; at = (at + 1) & mask) {
      const code = this.codes[at]!;
      if (code === 0 || (this.states[at] === state && this.classes[at] === cls)) return code;
    }
  }

  /** Remembers a code that was not there. Returns whether the table grew. */
  set(cls: number, state: number, code: number): boolean {
    const grew = 2 * this.count >= this.size;
    if (grew) this.grow();
    this.insert(cls, state, code);
    return grew;
  }

  /** Bytes the table grew by since last asked. */
  takeGrowth(): number {
    const bytes = this.growth;
    this.growth = 0;
    return bytes;
  }

  private insert(cls: number, state: number, code: number): void {
    const mask = this.size - 1;
    let at = hash(cls, state) & mask;
    while (this.codes[at] !== 0) at = (at + 1) & mask;
    this.classes[at] = cls;
    this.states[at] = state;
    this.codes[at] = code;
    this.count++;
  }

  private grow(): void {
    const { classes, states, codes, size } = this;
    const forget = size >= LAST_SIZE;
    if (!forget) {
      this.size *= 2;
      this.growth += BYTES_PER_ENTRY * size;
    }
    this.classes = new Int32Array(this.size);
    this.states = new Int32Array(this.size);
    this.codes = new Int32Array(this.size);
    this.count = 0;
    if (forget) return;
    for (let at = 0; at < size; at++) {
      if (codes[at] !== 0) this.insert(classes[at]!, states[at]!, codes[at]!);
    }
  }
}

function hash(cls: number, state: number): number {
  const mixed = Math.imul(cls, 0x9e3779b1) ^ Math.imul(state, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
