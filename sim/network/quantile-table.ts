/**
 * Inverse cumulative distributions as tables: exact at the grid points, linear between them.
 *
 * The middle of [0, 1) is cut into `GRID` equal cells. The two ends, where distributions are steep, are cut into
 * octaves (1/128 to 1/256 from the end, then half of that …), each of `CELLS` cells, down to the last of the 32 bits
 * a draw has. So what happens once in a billion draws is as accurate as what happens every day.
 */
const GRID = 2048;
const CELLS = 16;
const STRIDE = CELLS + 1;
/** The octaves begin at 1/128 from each end, and end at a draw's resolution. */
const FIRST_OCTAVE = 7;
const LAST_OCTAVE = 31;
const END_CELLS = GRID >> FIRST_OCTAVE;
const DRAWS = 0x1_0000_0000;

/** The value at a point of (0, 1), told as the probabilities below and above it, so that neither tail loses digits. */
export type Quantile = (below: number, above: number) => number;

/** The quantile function, which must not fall, as a function of a uniform draw in [0, 1). */
export function quantileTable(quantile: Quantile): (uniform: number) => number {
  const grid = Float64Array.from({ length: GRID + 1 }, (_, cell) =>
    cell < END_CELLS || cell > GRID - END_CELLS ? 0 : quantile(cell / GRID, 1 - cell / GRID),
  );
  const lower = octaves((tail) => quantile(tail, 1 - tail));
  const upper = octaves((tail) => quantile(1 - tail, tail));
  return (uniform) => {
    const position = uniform * GRID;
    const cell = position | 0;
    if (cell < END_CELLS) return inOctave(lower, uniform);
    if (cell >= GRID - END_CELLS) return inOctave(upper, 1 - uniform);
    const value = grid[cell] as number;
    return value + (position - cell) * ((grid[cell + 1] as number) - value);
  };
}

/** One row per octave: from half of its start to its start. */
function octaves(valueAt: (tail: number) => number): Float64Array[] {
  const rows: Float64Array[] = [];
  for (let octave = FIRST_OCTAVE; octave <= LAST_OCTAVE; octave++) {
    const low = 1 / (2 * ((1 << octave) >>> 0));
    rows.push(Float64Array.from({ length: STRIDE }, (_, cell) => valueAt(low * (1 + cell / CELLS))));
  }
  return rows;
}

/** @param tail how far the draw is from the end, at most 1/128 */
function inOctave(rows: readonly Float64Array[], tail: number): number {
  const steps = Math.max(1, tail * DRAWS);
  // A tail of exactly 1/128 is the end of the first octave.
  const octave = Math.max(FIRST_OCTAVE, Math.clz32(steps));
  const position = ((steps * ((1 << octave) >>> 0)) / (DRAWS / 2) - 1) * CELLS;
  const cell = position | 0;
  const row = rows[octave - FIRST_OCTAVE] as Float64Array;
  const value = row[cell] as number;
  return cell === CELLS ? value : value + (position - cell) * ((row[cell + 1] as number) - value);
}
