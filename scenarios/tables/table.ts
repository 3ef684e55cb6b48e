/** What a table of the study notes is: settings, what the notes say of each, and what simulation measures. */
import type { Seed } from 'seedstorm';

export interface TradeOffTable<Row extends MeasuredRow = MeasuredRow> {
  /** `seedstorm table` finds it by this. */
  readonly name: string;
  /** One sentence: what is traded for what. */
  readonly summary: string;
  /** What people are shown of a row. */
  readonly columns: readonly TableColumn<Row>[];
  /** How many settings are measured: each of them runs with every seed. */
  readonly settings: number;
  /** Measures all settings. A pure function of seed and runs; `ran` hears of every run, to show progress. */
  measure(options: MeasureOptions, ran?: () => void): Promise<MeasuredTable<Row>>;
}

export interface TableColumn<Row> {
  readonly head: string;
  readonly align: 'left' | 'right';
  cell(row: Row): string;
}

export interface MeasureOptions {
  /** The first seed: 7 gives 7, 8, 9 …; a text T gives T/0, T/1 … */
  readonly seed: Seed;
  /** Seeds per setting, the same for each. */
  readonly runs: number;
}

export interface MeasuredTable<Row extends MeasuredRow = MeasuredRow> extends MeasureOptions {
  readonly name: string;
  readonly rows: readonly Row[];
  /** Claims about several settings together. */
  readonly comparisons: readonly JudgedClaim[];
}

export interface MeasuredRow {
  readonly setting: Readonly<Record<string, string | number | boolean>>;
  /** What the notes say of this setting, in words. */
  readonly claim: string;
  /** Whether all of it was confirmed. */
  readonly held: boolean;
  readonly claims: readonly JudgedClaim[];
}

/** A claim of the notes and what measurement says of it. */
export interface JudgedClaim {
  readonly claim: string;
  readonly held: boolean;
  /** What was measured, in words. */
  readonly measured: string;
}

/** The seeds a table is measured with. */
export function seedsOf({ seed, runs }: MeasureOptions): Seed[] {
  return Array.from({ length: runs }, (_, index) =>
    typeof seed === 'number' ? seed + index : `${seed}/${index}`,
  );
}

/** The smallest value that at least so many percent do not exceed, to the microsecond if they are ms; 0 if there is none. */
export function percentile(sorted: readonly number[], percent: number): number {
  const value = sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;
  return Math.round(value * 1000) / 1000;
}

/** A column of one alignment: `columnOf<Row>('left')('mode', ({ setting }) => setting.mode)`. */
export const columnOf =
  <Row>(align: 'left' | 'right') =>
  (head: string, cell: (row: Row) => string): TableColumn<Row> => ({ head, align, cell });
