/** A stack of configurations, each with the event it stands before, its trail, and what is to be done with it. */

const FIRST_CAPACITY = 64;

export class RowStack {
  count = 0;
  rows: Int32Array;
  events = new Int32Array(FIRST_CAPACITY);
  trails = new Int32Array(FIRST_CAPACITY);
  tasks = new Uint8Array(FIRST_CAPACITY);

  constructor(private readonly width: number) {
    this.rows = new Int32Array(FIRST_CAPACITY * width);
  }

  push(source: Int32Array, from: number, event: number, trail: number, task: number): void {
    if (this.count === this.events.length) this.grow();
    const { width, rows, count } = this;
    const at = count * width;
    for (let word = 0; word < width; word++) rows[at + word] = source[from + word]!;
    this.events[count] = event;
    this.trails[count] = trail;
    this.tasks[count] = task;
    this.count++;
  }

  private grow(): void {
    const capacity = 2 * this.events.length;
    const rows = new Int32Array(capacity * this.width);
    rows.set(this.rows);
    this.rows = rows;
    const events = new Int32Array(capacity);
    events.set(this.events);
    this.events = events;
    const trails = new Int32Array(capacity);
    trails.set(this.trails);
    this.trails = trails;
    const tasks = new Uint8Array(capacity);
    tasks.set(this.tasks);
    this.tasks = tasks;
  }
}
