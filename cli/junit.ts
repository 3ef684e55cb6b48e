/** A campaign as JUnit XML, which CI systems show as test results: one test case a scenario. */
import { unreachedText } from './explore/required.js';
import type { ExploreResult } from './explore/result.js';

export function junitXml({ scenarios, failures, unrepeated, unreached }: ExploreResult): string {
  const cases = scenarios.map(({ scenario, seconds }) => ({
    name: scenario,
    seconds,
    failures: [
      ...failures
        .filter((failure) => failure.scenario === scenario)
        .map(({ seed, check, reason, capsule }) => `seed ${seed}: ${check}: ${reason} (${capsule})`),
      ...unrepeated
        .filter((one) => one.scenario === scenario)
        .map(({ seed }) => `seed ${seed} does not repeat: it gave two different runs`),
      ...(unreached ?? []).filter((one) => one.scenario === scenario).map(unreachedText),
    ],
  }));
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const lines = cases.map(({ name, seconds, failures }) => {
    const head = `    <testcase classname="seedstorm" name="${escaped(name)}" time="${seconds.toFixed(3)}"`;
    if (failures.length === 0) return `${head}/>`;
    const [first = ''] = failures;
    return `${head}>\n      <failure message="${escaped(first)}">${escaped(failures.join('\n'))}</failure>\n    </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${cases.length}" failures="${failed}">`,
    `  <testsuite name="seedstorm" tests="${cases.length}" failures="${failed}">`,
    ...lines,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function escaped(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '\n': '&#10;',
  };
  return text
    .replace(/[&<>"\n]/g, (character) => entities[character] ?? '')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd');
}
