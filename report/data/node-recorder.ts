/** Writes down how nodes change: what their processes do, what they hold in memory and on disk, how wrong clocks are. */
import type { DiskFile, DiskRecord } from '../../sim/node/disk-file.js';
import type { World } from '../../sim/world/world.js';
import { Part } from './contract.js';
import { applyPatch, patchBetween } from './patch.js';
import { columns, type TextPool } from './columns.js';

/** What was last written down of a node. */
interface Known {
  status: string;
  readonly parts: [memory: unknown, durable: unknown, cache: unknown];
  /** How often its disk had changed. */
  changes: number;
  clock: { readonly errorUs: number; readonly ppm: number; readonly atUs: number };
}

/** Long enough to tell how fast a clock goes. */
const SECOND_US = 1_000_000;

export class NodeRecorder {
  readonly changes = columns('event', 'lane', 'part', 'patch');
  readonly statuses = { event: [] as number[], lane: [] as number[], status: [] as string[] };
  readonly clocks = columns('event', 'lane', 'errorUs', 'ppm');
  private readonly known: Known[];
  /** What a clock shows that is right, at the start. */
  private readonly epochMs = Date.UTC(2026, 0, 1);

  constructor(
    private readonly world: World,
    private readonly texts: TextPool,
  ) {
    this.known = world.nodes.map(() => ({
      status: 'absent',
      parts: [undefined, undefined, undefined],
      changes: 0,
      clock: { errorUs: 0, ppm: 0, atUs: 0 },
    }));
  }

  /**
   * Writes down what is new about a node.
   * @param closely also what changes without a trace in its state: files made durable, clocks
   */
  look(index: number, closely: boolean): void {
    const node = this.world.nodes[index];
    const known = this.known[index];
    if (node === undefined || known === undefined) return;
    const isOther = node.status !== known.status;
    if (isOther) {
      known.status = node.status;
      this.statuses.event.push(this.world.events);
      this.statuses.lane.push(index);
      this.statuses.status.push(node.status);
    }
    this.change(known, index, Part.Memory, this.stateOf(index));
    const { disk } = node.storage;
    if (closely || isOther || disk.changes !== known.changes) {
      known.changes = disk.changes;
      const { cache, platter } = disk.save();
      this.change(known, index, Part.Durable, filesOf(platter));
      this.change(known, index, Part.Cache, filesOf(cache));
    }
    if (closely || isOther) this.lookAtClock(index, known);
  }

  /** Closures of async programs are no data; they have no state to show. */
  private stateOf(index: number): unknown {
    try {
      return this.world.stateOf(index);
    } catch {
      return undefined;
    }
  }

  private change(known: Known, lane: number, part: 0 | 1 | 2, value: unknown): void {
    const patch = patchBetween(known.parts[part], value);
    if (patch.length === 0) return;
    known.parts[part] = applyPatch(known.parts[part], patch);
    this.changes.event.push(this.world.events);
    this.changes.lane.push(lane);
    this.changes.part.push(part);
    // JSON has no `undefined`: to hold nothing is a removal.
    this.changes.patch.push(this.texts.number(JSON.stringify(value === undefined ? [[[]]] : patch)));
  }

  private lookAtClock(index: number, known: Known): void {
    const clock = this.world.nodes[index]?.clock;
    if (clock === undefined) return;
    const { now } = this.world;
    const wallUs = (at: number): number => Math.round((clock.wallMs(at) - this.epochMs) * 1000);
    const errorUs = wallUs(now) - now;
    const ppm = wallUs(now + SECOND_US) - wallUs(now) - SECOND_US;
    const before = known.clock;
    const expected = before.errorUs + (before.ppm * (now - before.atUs)) / SECOND_US;
    // Drift alone is no news: it was said when it began.
    if (ppm === before.ppm && Math.abs(expected - errorUs) <= 1) return;
    known.clock = { errorUs, ppm, atUs: now };
    this.clocks.event.push(this.world.events);
    this.clocks.lane.push(index);
    this.clocks.errorUs.push(errorUs);
    this.clocks.ppm.push(ppm);
  }
}

const recordOf = ({ value, corrupt }: DiskRecord): unknown => (corrupt ? { corrupt: value } : value);

/** Files as people read them: a value, or a list of records. Nothing where there is none. */
function filesOf(files: ReadonlyMap<string, DiskFile>): unknown {
  if (files.size === 0) return undefined;
  return Object.fromEntries(
    [...files]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, file]) => [
        path,
        file.kind === 'value' ? recordOf(file.record) : file.records.map(recordOf),
      ]),
  );
}
