/** Histories recorded from real systems, read from beside the project where they are. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from '../../checkers/history.js';
import { parseHistory } from '../../checkers/formats/read.js';
import { linearizable } from '../../checkers/linearizable.js';
import type { LinearizabilityChecker } from '../../checkers/linearizable.js';
import { keyValueModel } from '../../checkers/models/key-value.js';
import { casRegisterModel } from '../../checkers/models/register.js';
import { makeJudge } from '../../checkers/registry.js';

export interface Recorded {
  readonly file: string;
  readonly verdict: 'valid' | 'invalid';
  readonly history: History;
  readonly checker: LinearizabilityChecker;
}

/** The histories under `../shared/histories`, seen from the project; none where that is absent. */
export function recordedHistories(folder = join(process.cwd(), '../shared/histories')): Recorded[] {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) return [];
  const entries = JSON.parse(readFileSync(manifest, 'utf8')) as {
    file: string;
    verdict: 'valid' | 'invalid';
  }[];
  return entries.map(({ file, verdict }) => {
    const [kind] = file.split('/');
    const name = kind === 'kv' ? 'key-value' : 'cas-register';
    const parameters = kind === 'cas-register' ? { initial: 0 } : {};
    const { adapter, independent } = makeJudge(name, parameters);
    const history = parseHistory(readFileSync(join(folder, file), 'utf8'), adapter, { independent });
    return { file, verdict, history, checker: checkerFor(kind!) };
  });
}

function checkerFor(kind: string): LinearizabilityChecker {
  if (kind === 'kv') return linearizable(keyValueModel());
  if (kind === 'etcd') return linearizable(casRegisterModel({ failedCas: 'observe' }));
  return linearizable(casRegisterModel({ initial: 0, nullRead: 'anything' }));
}
