/** Failures as GitHub Actions shows them beside the code: workflow commands, one line each. */
import { fileOf } from '../catalogue.js';
import { sentenceOf, type Failure } from './failures.js';

export function annotation(failure: Failure): string {
  const { scenario, seed } = failure.run;
  const file = fileOf(scenario);
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file.replace(/^\.\//, ''))}`]),
    `title=${property(`${scenario} fails with seed ${String(seed)}`)}`,
  ];
  return `::error ${properties.join(',')}::${data(`${sentenceOf(failure)}\n${failure.replay}`)}`;
}

/** As the runner reads it back: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
