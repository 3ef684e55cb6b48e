/** What `seedstorm check` refuses: what it is, the arguments, and the sentence. */
import { join } from 'node:path';
import { credits, file, folder, good, lines } from './judged-files.js';

export const refusals: readonly (readonly [what: string, args: readonly string[], sentence: RegExp])[] = [
  [
    'no file',
    ['register', join(folder, 'god.jsonl')],
    /there is no file .*god\.jsonl\. Did you mean good\.jsonl\?/,
  ],
  ['no folder', ['register', join(folder, 'nowhere', 'x')], /there is no folder .*nowhere/],
  ['a folder', ['register', folder], /is a directory, not a file/],
  ['an empty file', ['register', file('empty.jsonl', '')], /empty\.jsonl: the file is empty/],
  ['empty standard input', ['register', '-'], /standard input: the file is empty/],
  ['a binary file', ['register', file('binary', Uint8Array.of(0, 1, 2, 3))], /binary: this is not text/],
  ['UTF-16', ['register', file('utf16', Uint8Array.of(0xff, 0xfe, 0x7b, 0))], /utf16 is not UTF-8 text/],
  [
    'another format',
    ['register', file('letter.txt', 'Dear Sir')],
    /cannot tell the format of this file; name it:/,
  ],
  [
    'a malformed history',
    [
      'register',
      file(
        'two.jsonl',
        lines({ type: 'invoke', process: 0, f: 'read' }, { type: 'invoke', process: 0, f: 'read' }),
      ),
    ],
    /two\.jsonl: line 2: process 0 begins an operation while/,
  ],
  [
    'another model',
    ['queue', file('good.jsonl', good)],
    /line 1: queue knows the functions enqueue, dequeue, not "write"; write is a function of register, cas-register/,
  ],
  ['a model nobody has', ['registre', 'x'], /<model> cannot be "registre"\. Did you mean register\?/],
  [
    'a parameter nobody has',
    ['register', 'x', '--param', 'inital=3'],
    /register has no parameter "inital"; it takes initial, nil-read, read, write, delete\. Did you mean initial\?/,
  ],
  [
    'a parameter of the wrong kind',
    ['priority-queue', 'x', '--param', 'order=up'],
    /order of priority-queue takes min or max, not up/,
  ],
  [
    'a cas flag without cas',
    ['register', 'x', '--failed-cas', 'observe'],
    /--failed-cas is for models with a compare-and-set; register has none/,
  ],
  [
    'a renamed function that is not there',
    ['counter', file('credits.jsonl', credits), '--rename', 'credt=add'],
    /credits\.jsonl: no function of this file is called credt; it has credit, debit, read\. Did you mean credit\?/,
  ],
  [
    'half a renaming',
    ['counter', 'x', '--rename', 'credit'],
    /--rename takes old=new, such as credit=deposit, not "credit"/,
  ],
  ['two new names', ['counter', 'x', '--rename', 'a=b', '--rename', 'a=c'], /--rename gives a two names/],
  [
    'a JSON array cut off',
    ['register', file('cut.json', '[{"type":"invoke","process":0,"f":"read"},\n{"ty')],
    /cut\.json: line 2: the file ends/,
  ],
  ['a bad time', ['register', 'x', '--time', '-1s'], /--time takes a length of time/],
];
