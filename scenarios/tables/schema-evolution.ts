/**
 * Events whose schema changes while services are upgraded one after another: who refuses them, and who reads them wrongly
 * without a word. The advice of the study notes on compatible versions is held against it.
 */
import { type Change, type Style } from './schema-shapes.js';
import {
  schemaRun,
  type Evolving,
  type SchemaCounts,
  type SchemaSeen,
  type UpgradeOrder,
} from './schema-world.js';
import { summing } from './sums.js';
import { combined, measureTable, type Claim, type Comparison, type Row } from './table.js';

/** What became of events while versions changed, in either order, and when the log was read again. */
export interface SchemaFigures {
  readonly consumersFirst: SchemaCounts;
  readonly producersFirst: SchemaCounts;
  readonly replay: SchemaCounts;
}

const CHANGES: readonly Change[] = [
  'optional field',
  'required field',
  'field removed',
  'field renamed',
  'unit changed',
];
const STYLES: readonly Style[] = ['strict', 'tolerant', 'by version', 'expand, then contract'];

const isWell = ({ events, refused, wrong }: SchemaCounts): boolean => events > 0 && refused + wrong === 0;
const percent = (count: number, { events }: SchemaCounts): string =>
  events === 0 ? 'nothing' : `${((100 * count) / events).toFixed(0)} %`;

/** What is said of a phase: nothing wrong, or how much. */
const cell = (counts: SchemaCounts): string => {
  const parts = [
    ...(counts.refused > 0 ? [`${percent(counts.refused, counts)} refused`] : []),
    ...(counts.wrong > 0 ? [`${percent(counts.wrong, counts)} wrong`] : []),
  ];
  return parts.length === 0 ? 'all read' : parts.join(', ');
};
const said = ({ consumersFirst, producersFirst, replay }: SchemaFigures): string =>
  `consumers first: ${cell(consumersFirst)}; producers first: ${cell(producersFirst)}; read again: ${cell(replay)}`;

const claimsOf = ({ change, style }: Evolving): readonly Claim<SchemaFigures>[] => [
  ...(change === 'optional field'
    ? [
        [
          'a new optional field is backward compatible',
          ({ consumersFirst, replay }) => isWell(consumersFirst) && isWell(replay),
          said,
        ] satisfies Claim<SchemaFigures>,
      ]
    : []),
  ...(style === 'by version' || style === 'expand, then contract'
    ? [
        [
          'consumers that can process both versions read everything',
          ({ consumersFirst, replay }) => isWell(consumersFirst) && isWell(replay),
          said,
        ] satisfies Claim<SchemaFigures>,
        [
          'and so they do whoever is upgraded first',
          ({ producersFirst }) => isWell(producersFirst),
          said,
        ] satisfies Claim<SchemaFigures>,
      ]
    : []),
];

function comparisons(rows: readonly Row<Evolving, SchemaFigures>[]): readonly Comparison[] {
  const wrongIn = (style: Style): number =>
    rows.reduce(
      (sum, { setting, consumersFirst, producersFirst, replay }) =>
        sum + (setting.style === style ? consumersFirst.wrong + producersFirst.wrong + replay.wrong : 0),
      0,
    );
  const wrong = STYLES.map((style) => [style, wrongIn(style)] as const);
  return [
    [
      'a reader that does not know a version fails, and never reads it wrongly',
      wrong.every(([, count]) => count === 0),
      wrong.map(([style, count]) => `${style}: ${count} wrong`).join(', '),
    ],
  ];
}

const added = (seen: Record<UpgradeOrder, SchemaSeen>) => ({
  consumersFirst: { ...seen['consumers first'].live },
  producersFirst: { ...seen['producers first'].live },
  replay: { ...seen['consumers first'].replay },
});
const nothing = { events: 0, refused: 0, wrong: 0 };

export const schemaEvolution = measureTable({
  name: 'schema-evolution',
  summary: 'An event gets another schema while services are upgraded: who refuses it, and who misreads it',
  settings: combined({ change: CHANGES, style: STYLES }),
  run: schemaRun,
  account: () =>
    summing(
      { consumersFirst: nothing, producersFirst: nothing, replay: nothing },
      added,
      (figures): SchemaFigures => figures,
    ),
  claims: claimsOf,
  comparisons,
  columns: [
    ['change', ({ setting }) => setting.change],
    ['readers', ({ setting }) => setting.style],
    ['consumers first', ({ consumersFirst }) => cell(consumersFirst)],
    ['producers first', ({ producersFirst }) => cell(producersFirst)],
    ['read again', ({ replay }) => cell(replay)],
  ],
});
