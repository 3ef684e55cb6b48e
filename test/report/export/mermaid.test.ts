import { describe, expect, it } from 'vitest';
import { scopes } from '../../../report/export/scopes.js';
import { timelineOf } from '../../../report/data/timeline.js';
import { evilSource, linesOf, mirrorSource, register } from './sources.js';

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
    expect(lines.find((line) => line.includes('left out'))).toMatch(/: \d+ later of \d+ lines are left out$/);
    const [head = 0] = [lines.findIndex((line) => line.includes('left out'))];
    expect(lines.length - head - 1).toBe(25);
  });

  it('of a failure shows what led to it, and how it ends', async () => {
    const source = await register({ seed: 3, bug: 'wall-clock-versions' });
    const lines = await linesOf(source, 'mermaid', 60);
    accept(lines);
    expect(lines.find((line) => line.includes('Only '))).toMatch(/Only .*operations that fail/);
    expect(lines.at(-1)).toMatch(/Note over p\d+,p\d+: linearizable: /);
  });
});

it('scopes: what happened before is closed under messages and order on a lane', async () => {
  const timeline = timelineOf(await (await mirrorSource()).recording());
  const [whole, past, own] = [...scopes(timeline, [0])];
  const shown = (scope = whole): number[] =>
    timeline.messages.filter((message) => scope?.message(message) === true).map(({ id }) => id);
  expect(shown(whole).length).toBe(timeline.messages.length);
  expect(shown(own).length).toBeGreaterThan(0);
  expect(shown(past).length).toBeLessThan(shown(whole).length);
  const { completed = 0 } = timeline.operations[0] ?? {};
  for (const id of shown(past)) expect(timeline.messages[id]?.sent).toBeLessThanOrEqual(completed);
});
