/** The formats a run can be exported in, by name. */
import { printHistory } from '../../checkers/formats/print.js';
import { InputError } from '../../sim/input/error.js';
import { checksOf } from '../data/checks.js';
import { outlineOf } from '../story/story.js';
import { jepsenLines, porcupineLines } from './histories.js';
import { mermaidLines } from './mermaid.js';
import { otlpLines } from './otlp.js';
import { shiVizLines } from './shiviz.js';
import type { ExportSource } from './source.js';
import { timelineOf, type Timeline } from '../data/timeline.js';
import { traceEventLines } from './trace-event.js';

export interface ExportOptions {
  /** Lines of a diagram at most. */
  readonly maxLines: number;
  /** Of histories: only operations of these functions. */
  readonly functions?: readonly string[] | undefined;
}

interface ExportFormat {
  readonly summary: string;
  /** It holds operations, and nothing else of the run. */
  readonly isHistory?: true;
  /** Lines of the file, without line ends. @throws InputError when the run cannot be written so, before the first line */
  lines(source: ExportSource, options: ExportOptions): Promise<Iterable<string>> | Iterable<string>;
}

const timeline = async (source: ExportSource): Promise<Timeline> => timelineOf(await source.recording());

export const EXPORT_FORMATS = {
  shiviz: {
    summary: 'a log with vector clocks for ShiViz',
    lines: async (source) => shiVizLines(await timeline(source)),
  },
  'trace-event': {
    summary: 'Chrome trace-event JSON, which Perfetto opens',
    lines: async (source) => traceEventLines(await timeline(source), told(source)),
  },
  otlp: {
    summary: 'OTLP/JSON: one OpenTelemetry trace for each operation',
    lines: async (source) =>
      otlpLines(await timeline(source), {
        ...{ fingerprint: source.run.fingerprint, scenario: source.run.scenario },
        version: source.version,
      }),
  },
  'jepsen-edn': {
    isHistory: true,
    summary: 'the history as Jepsen writes it, faults as operations of the nemesis',
    lines: async (source) => jepsenLines(source.run.history, (await source.recording()).faults),
  },
  'porcupine-kv': {
    isHistory: true,
    summary: 'the history of a key-value store as Porcupine’s test data has it',
    lines: ({ run }) => porcupineLines(run.history, run.scenario),
  },
  jsonl: {
    isHistory: true,
    summary: 'the history as run --history writes it',
    lines: ({ run }) => printHistory(run.history, 'jsonl'),
  },
  mermaid: {
    summary: 'a Mermaid sequence diagram, for an issue; long runs are cut to what matters',
    lines: async (source, { maxLines }) => {
      const { run } = source;
      const recording = await source.recording();
      const title = `${run.scenario}, seed ${String(run.seed)}: ${run.verdict}`;
      const outline = outlineOf(recording, checksOf(run, recording.incidents));
      return mermaidLines(outline, { title, maxLines, reasons: reasonsOf(source) });
    },
  },
} as const satisfies Readonly<Record<string, ExportFormat>>;

export type ExportFormatName = keyof typeof EXPORT_FORMATS;

export const exportLines = async (
  source: ExportSource,
  format: ExportFormatName,
  options: ExportOptions,
): Promise<Iterable<string>> => {
  const { lines, isHistory }: ExportFormat = EXPORT_FORMATS[format];
  const { functions } = options;
  return lines(functions === undefined || isHistory !== true ? source : only(source, functions), options);
};

/** Names of the formats that hold a history. */
export const HISTORY_FORMATS: readonly string[] = Object.entries<ExportFormat>(EXPORT_FORMATS)
  .filter(([, { isHistory }]) => isHistory)
  .map(([name]) => name);

/** Only those operations that a checker knows: runs record what nodes report as well as what clients asked. */
function only(source: ExportSource, functions: readonly string[]): ExportSource {
  const { run } = source;
  const nameOf = (input: unknown): string => String((input as { readonly f?: unknown }).f);
  const all = [...new Set(run.history.map(({ input }) => nameOf(input)))].sort();
  const unknown = functions.find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw new InputError(
      'functions',
      `no operation of this run is a ${JSON.stringify(unknown)}; there are ${all.join(', ')}`,
    );
  const history = run.history.filter(({ input }) => functions.includes(nameOf(input)));
  return { ...source, run: { ...run, history } };
}

function told(source: ExportSource): Readonly<Record<string, unknown>> {
  const { run, version } = source;
  const { scenario, seed, bug, verdict, fingerprint } = run;
  return { version, scenario, seed: String(seed), bug, verdict, fingerprint, reasons: reasonsOf(source) };
}

const reasonsOf = ({ checks }: ExportSource): string[] =>
  checks.filter(({ verdict }) => verdict !== 'valid').map(({ name, reason }) => `${name}: ${reason}`);
