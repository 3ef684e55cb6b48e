import { describe, expect, it } from 'vitest';
import { stateMachine, type Invariant, type Scenario } from 'seedstorm';
import { timelineOf } from '../../../report/data/timeline.js';
import type { ExportSource } from '../../../report/export/source.js';
import { tiny } from '../../sim/tiny-system.js';
import { evilSource, linesOf, mirrorSource, register, sourceOf } from './sources.js';

// The part of Mermaid's grammar for sequence diagrams that is used here. Texts end at a line end, `;` and `#`, except
// in entities; `end` as a word closes a block.
const TEXT = String.raw`(?:[^#;<>&\\"\p{Cc}\p{Cf}]|#\d+;)+`;
const GRAMMAR = [
  String.raw`participant p\d+ as ${TEXT}`,
  String.raw`Note over p\d+(?:,p\d+)?: ${TEXT}`,
  String.raw`p\d+(?:->>|-->>|-\)|-x|--x)p\d+: ${TEXT}`,
].map((rule) => new RegExp(`^  ${rule}$`, 'u'));

function accept(lines: readonly string[]): void {
  const [head, comment = '', ...statements] = lines;
  expect(head).toBe('sequenceDiagram');
  expect(comment).toMatch(/^ {2}%% [^{}%\n]*$/);
  const declared = new Set(statements.flatMap((line) => /^ {2}participant (p\d+)/.exec(line)?.[1] ?? []));
  for (const line of statements) {
    expect(
      GRAMMAR.some((rule) => rule.test(line)),
      line,
    ).toBe(true);
    expect(line).not.toMatch(/\bend\b|%%/i);
    const used = /^ {2}(?:Note over )?(p\d+)(?:(?:->>|-->>|-\)|-x|--x|,)(p\d+))?:/.exec(line)?.slice(1) ?? [];
    for (const name of used) if (name !== undefined) expect(declared).toContain(name);
  }
}

const statementsOf = (lines: readonly string[]): string[] =>
  lines.slice(2).filter((line) => !line.startsWith('  participant'));

/** A run that breaks its invariant after many messages, all much alike. */
async function countingSource(): Promise<ExportSource> {
  interface Counting {
    state: { count: number };
    request: { f: 'go' };
    reply: 'ok';
    message: { f: 'next'; count: number };
  }
  const counting = stateMachine<Counting>({
    start: () => ({ count: 0 }),
    onRequest(_state, _request, node) {
      node.send('b', { f: 'next', count: 1 });
      node.reply('ok');
    },
    onMessage(state, { count }, node, from) {
      state.count = count;
      node.send(from, { f: 'next', count: count + 1 });
    },
  });
  const few: Invariant = (nodes) => {
    const [a] = nodes;
    const { count = 0 } = (a?.state ?? {}) as { count?: number };
    return count >= 40 ? `a counts ${count}` : undefined;
  };
  const scenario = tiny({
    program: counting,
    asks: [{ f: 'go', to: 'a', atMs: 5, client: 'x' }],
    invariants: { few },
  });
  return sourceOf(scenario as Scenario);
}

describe('mermaid', () => {
  it('draws a small run whole, what was lost and what went wrong included', async () => {
    const source = await mirrorSource();
    const { messages } = timelineOf(await source.recording());
    const lines = await linesOf(source, 'mermaid');
    accept(lines);
    expect(lines.filter((line) => /(?:>>|-\)|-x)p/.test(line)).length).toBe(messages.length);
    expect(lines.filter((line) => /-xp/.test(line)).length).toBe(
      messages.filter(({ heard }) => heard === 0).length,
    );
    expect(lines.join('\n')).toMatch(/Note over p0,p2: 39\.0 ms partition a \| b\n/);
    expect(lines.join('\n')).toMatch(/Note over p2: \d+\.\d ms client: ok safe/);
    expect(lines.join('\n')).toMatch(/crash a/);
  });

  it('leaves nothing in hostile texts that means something', async () => {
    const lines = await linesOf(await evilSource(), 'mermaid');
    accept(lines);
    expect(lines.join('\n')).not.toContain('<');
    expect(lines.join('\n')).toContain('#60;');
  });

  it('says what it leaves out', async () => {
    const source = await register({ seed: 7 });
    const lines = await linesOf(source, 'mermaid', 25);
    accept(lines);
    expect(lines.at(-1)).toMatch(/: \d+ lines are left out here$/);
    expect(statementsOf(lines)).toHaveLength(25);
  });

  it('of a failure shows what led to it, and how it ends', async () => {
    const source = await register({ seed: 3, bug: 'wall-clock-versions' });
    const lines = await linesOf(source, 'mermaid', 60);
    accept(lines);
    expect(lines.at(-1)).toMatch(/Note over p\d+,p\d+: linearizable: /);
    const statements = statementsOf(lines).slice(0, -1);
    expect(statements.length).toBeLessThanOrEqual(60);
    // Every operation that shows the failure is there, and the gaps lie around what led to it.
    const { checks, run } = source;
    const { anomalies = [] } = checks.find(({ verdict }) => verdict === 'invalid') ?? {};
    expect(anomalies[0]?.operations.length).toBeGreaterThan(0);
    for (const place of anomalies[0]?.operations ?? []) {
      const { process, completedAtMs = 0 } = run.history[place] ?? {};
      const end = new RegExp(
        `Note over p\\d+: ${completedAtMs.toFixed(1).replace('.', '\\.')} ms ${String(process)}: ok`,
      );
      expect(
        statements.some((line) => end.test(line)),
        String(end),
      ).toBe(true);
    }
    expect(statements.filter((line) => line.includes('left out here')).length).toBeGreaterThan(1);
  });

  it('of a broken invariant shows the messages and changes before it, not the beginning', async () => {
    const lines = await linesOf(await countingSource(), 'mermaid', 20);
    accept(lines);
    expect(lines.at(-1)).toMatch(/few: .*a counts 40/);
    expect(lines.join('\n')).toMatch(/count 38 → 40/);
    expect(statementsOf(lines)[0]).toMatch(/\d+ lines are left out here$/);
    expect(statementsOf(lines).slice(0, -1).length).toBeLessThanOrEqual(20);
  });
});
