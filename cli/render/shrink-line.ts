/** One line that says how small a failure has become so far; nothing where nobody watches. */
import type { ShrinkProgress } from '../../explore/shrink/effort.js';
import type { Plan } from '../../sim/faults/plan.js';
import type { Terminal } from '../terminal.js';

const EVERY_MS = 100;

interface ShrinkLine {
  update(progress: ShrinkProgress): void;
  /** Wipes the line. */
  clear(): void;
}

export function shrinkLine(terminal: Terminal, scenario: string, { faults, operations }: Plan): ShrinkLine {
  const arrow = terminal.unicode ? '→' : '->';
  let shownAt = 0;
  let shown = false;
  return {
    update(progress) {
      const now = performance.now();
      if (!terminal.watched || now - shownAt < EVERY_MS) return;
      shownAt = now;
      shown = true;
      const size = `${faults.length} ${arrow} ${progress.faults} faults, ${operations.length} ${arrow} ${progress.operations} operations`;
      terminal.draw(`\r\u001b[Kshrinking ${scenario}  ${size}  ${progress.runs} runs  ${progress.pass}`);
    },
    clear() {
      if (shown) terminal.draw('\r\u001b[K');
      shown = false;
    },
  };
}
