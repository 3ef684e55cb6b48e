/** What the real server did, kept as text that a person can read: scripts with what each step led to. */
import type { Script, Step } from './language.js';

/** A script with its observations: lines that begin with the number of their step. */
export function transcript({ name, rule, steps }: Script, observed: readonly string[]): string {
  const lines = [name, `  ${rule}`];
  for (const [index, step] of steps.entries()) {
    const number = `${index + 1} `;
    lines.push(`${number.padStart(4)}${shownStep(step)}`);
    for (const line of observed)
      if (line.startsWith(number)) lines.push(`       ${line.slice(number.length)}`);
  }
  return lines.join('\n');
}

function shownStep(step: Step): string {
  if ('wait' in step) return `wait ${step.wait} ms`;
  if ('restart' in step) return 'restart the broker';
  if ('open' in step) return `open ${step.open}`;
  if ('connection' in step) return `connection ${step.connection} is ${step.ends}`;
  if ('burst' in step) return `at once: ${step.burst.map(shownStep).join('; ')}`;
  if ('settle' in step) {
    const { on, settle, of, multiple, requeue } = step;
    return [
      on,
      settle,
      typeof of === 'object' ? `what it has (${of.held})` : of,
      multiple ? 'multiple' : '',
      requeue ? 'requeue' : '',
    ]
      .filter((word) => word !== '')
      .join(' ');
  }
  if ('replyTo' in step) return `${step.on} replies to ${step.replyTo}: ${step.body}`;
  if ('checkReplyTo' in step) return `${step.on} asks whether the sender of ${step.checkReplyTo} waits`;
  const { on, method, ...fields } = step;
  const said = Object.entries(fields).filter(
    ([, value]) => value !== false && value !== '' && JSON.stringify(value) !== '{}',
  );
  return [on, method, ...said.map(([key, value]) => `${key}=${JSON.stringify(value)}`)].join(' ');
}

/** The transcripts of a recording by the names of their scripts. */
export function transcriptsIn(text: string): Map<string, string> {
  const blocks = text
    .split('\n\n')
    .map((block) => block.trimEnd())
    .filter((block) => block !== '');
  return new Map(blocks.map((block) => [block.slice(0, block.indexOf('\n')), block]));
}
