/** Runs the histories of a chapter: fenced blocks of language `history`, with what they keep and break as comments. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Checker } from '../../checkers/history.js';
import { kinds } from './judging.js';
import { written } from './written-history.js';

interface Claim {
  readonly checker: string;
  readonly verdict: 'valid' | 'invalid' | 'unknown';
  readonly kind: string | undefined;
}

/** Makes one test per claim of each block of a file; `checkers` are the names that chapters may use. */
export function testChapter(file: URL, checkers: Readonly<Record<string, Checker>>): void {
  const blocks = [...readFileSync(file, 'utf8').matchAll(/^```history\n([\s\S]*?)^```/gm)].map(
    ([, text]) => text!,
  );
  it('has histories', () => expect(blocks.length).toBeGreaterThan(3));
  for (const [number, text] of blocks.entries()) {
    const claims = claimsOf(text);
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    it(`block ${number + 1} claims something, in a few lines`, () => {
      expect(claims.length).toBeGreaterThan(0);
      expect(lines.length).toBeLessThanOrEqual(8);
    });
    for (const { checker, verdict: expected, kind } of claims) {
      it(`block ${number + 1} is ${expected} for ${checker}${kind === undefined ? '' : ` (${kind})`}`, () => {
        const judge = checkers[checker];
        if (!judge) throw new Error(`no checker called ${checker}`);
        const verdict = judge.check(written(...lines));
        expect(verdict.verdict, verdict.reason).toBe(expected);
        if (kind !== undefined) expect(kinds(judge, written(...lines))).toEqual([kind]);
      });
    }
  }
}

const VERDICTS = { keeps: 'valid', breaks: 'invalid', undecided: 'unknown' } as const;

/** `# keeps: a, b`, `# breaks: c (kind), d` and `# undecided: e`. */
function claimsOf(text: string): Claim[] {
  return [...text.matchAll(/^# (keeps|breaks|undecided): (.*)$/gm)].flatMap(([, verb, list]) =>
    list!.split(',').map((claim) => {
      const [, checker, kind] = claim.trim().match(/^([\w ,.-]*?)(?: \(([\w-]+)\))?$/) ?? [];
      if (checker === undefined) throw new Error(`not a claim: ${claim}`);
      return { checker, verdict: VERDICTS[verb as keyof typeof VERDICTS], kind };
    }),
  );
}
