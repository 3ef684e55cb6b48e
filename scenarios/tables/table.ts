/** Trade-offs, measured: settings, what is claimed of each, and what simulation finds. One loop measures every table. */
import type { Run, Seed } from 'seedstorm';

/** A claim about one setting: in words, whether its figures confirm it, and what was measured, in words. */
export type Claim<Figures> = readonly [
  claim: string,
  held: (figures: Figures) => boolean,
  measured: (figures: Figures) => string,
];

/** A claim about several settings together, held against all rows. */
export type Comparison = readonly [claim: string, held: boolean, measured: string];

/** Takes the runs of one setting, one after another, and gives their figures. */
export interface Account<Figures, Observed = Run> {
  add(observed: Observed): void;
  figures(): Figures;
}

/** A table as data. */
export interface TableDefinition<Setting extends object, Figures extends object, Observed = Run> {
  readonly name: string;
  /** One sentence: what is traded for what. */
  readonly summary: string;
  /** The rows: every one runs with the same seeds. */
  readonly settings: readonly Setting[];
  /** One run of a setting, and whatever else the account looks at. A pure function. */
  run(setting: Setting, seed: Seed): Promise<Observed>;
  /** A new account, for one setting. */
  account(): Account<Figures, Observed>;
  /** What is claimed of a setting. */
  claims(setting: Setting): readonly Claim<Figures>[];
  /** What is claimed of several settings together. Default: nothing. */
  comparisons?(rows: readonly Row<Setting, Figures>[]): readonly Comparison[];
  /** What people are shown of a row: a head, and the text below it. */
  readonly columns: readonly (readonly [head: string, cell: (row: Row<Setting, Figures>) => string])[];
}

/** The setting and its figures, side by side. */
export type Row<Setting, Figures> = Figures & { readonly setting: Setting };

/** A claim and what measurement says of it. */
export interface JudgedClaim {
  readonly claim: string;
  readonly held: boolean;
  /** What was measured, in words. */
  readonly measured: string;
}

/** A row of a table: the setting, its figures, and its claims with what was measured. */
export type MeasuredRow<Setting = object, Figures = object> = Row<Setting, Figures> & {
  /** What is claimed of this setting, in words. */
  readonly claim: string;
  /** Whether all of it was confirmed. */
  readonly held: boolean;
  readonly claims: readonly JudgedClaim[];
};

/** With which seeds, and how many, a table is measured. */
export interface MeasureOptions {
  /** The first seed: 7 gives 7, 8, 9 …; a text T gives T/0, T/1 … */
  readonly seed: Seed;
  /** Seeds per setting, the same for each. */
  readonly runs: number;
}

/** What `measure` gives: all rows, and the claims about several of them. */
export interface MeasuredTable<Setting = object, Figures = object> extends MeasureOptions {
  readonly name: string;
  readonly rows: readonly MeasuredRow<Setting, Figures>[];
  /** Claims about several settings together. */
  readonly comparisons: readonly JudgedClaim[];
}

/** A table that can be measured: made by `measureTable`. */
export interface TradeOffTable<Setting = object, Figures = object> {
  readonly name: string;
  readonly summary: string;
  readonly columns: readonly { readonly head: string; cell(row: Row<Setting, Figures>): string }[];
  /** How many settings are measured. */
  readonly settings: number;
  /** Measures all settings. A pure function of seed and runs; `ran` hears of every run, to show progress. */
  measure(options: MeasureOptions, ran?: () => void): Promise<MeasuredTable<Setting, Figures>>;
  /** Holds what is claimed of a setting against its figures. */
  judge(setting: Setting, figures: Figures): readonly JudgedClaim[];
  /** Holds what is claimed of several settings together against their rows. */
  compare(rows: readonly Row<Setting, Figures>[]): readonly JudgedClaim[];
}

/**
 * Makes a table of a definition. Every setting runs with the same seeds, and what differs between rows is the setting;
 * a claim that something *may* happen should count as confirmed only where it was seen.
 *
 * @example
 * const table = measureTable({ name: 'retries', settings: [{ attempts: 1 }, { attempts: 3 }], … });
 * console.log(tableText(table, await table.measure({ seed: 1, runs: 100 })));
 */
export function measureTable<Setting extends object, Figures extends object, Observed = Run>(
  definition: TableDefinition<Setting, Figures, Observed>,
): TradeOffTable<Setting, Figures> {
  const { name, summary, settings, columns } = definition;
  const table: TradeOffTable<Setting, Figures> = {
    name,
    summary,
    columns: columns.map(([head, cell]) => ({ head, cell })),
    settings: settings.length,
    judge: (setting, figures) =>
      definition
        .claims(setting)
        .map(([claim, held, measured]) => ({ claim, held: held(figures), measured: measured(figures) })),
    compare: (rows) =>
      (definition.comparisons?.(rows) ?? []).map(([claim, held, measured]) => ({ claim, held, measured })),
    async measure(options, ran = () => undefined) {
      const rows: MeasuredRow<Setting, Figures>[] = [];
      for (const setting of settings) {
        const account = definition.account();
        for (const seed of seedsOf(options)) {
          account.add(await definition.run(setting, seed));
          ran();
        }
        const figures = account.figures();
        const claims = table.judge(setting, figures);
        const claim = claims.map((judged) => judged.claim).join('; ');
        rows.push({ setting, ...figures, claim, held: claims.every(({ held }) => held), claims });
      }
      return { name, ...options, rows, comparisons: table.compare(rows) };
    },
  };
  return table;
}

/** Every combination of values, the last name varying fastest: `combined({ acks: [0, 1], fenced: [true, false] })`. */
export function combined<const Values extends Readonly<Record<string, readonly unknown[]>>>(
  values: Values,
): { readonly [Name in keyof Values]: Values[Name][number] }[] {
  const settings = Object.entries(values).reduce<object[]>(
    (some, [name, all]) => some.flatMap((setting) => all.map((value) => ({ ...setting, [name]: value }))),
    [{}],
  );
  return settings as { readonly [Name in keyof Values]: Values[Name][number] }[];
}

/** The seeds a table is measured with. */
export function seedsOf({ seed, runs }: MeasureOptions): Seed[] {
  return Array.from({ length: runs }, (_, index) =>
    typeof seed === 'number' ? seed + index : `${seed}/${index}`,
  );
}
