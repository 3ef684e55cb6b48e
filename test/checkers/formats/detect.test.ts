import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../../checkers/formats/detect.js';

describe('detectFormat', () => {
  it.each([
    ['{"type":"invoke","process":0}', 'jsonl'],
    ['\n\r\n  { "type": "invoke" }', 'jsonl'],
    ['[{"type":"invoke"}]', 'json'],
    ['[\n  {\n\t"type"', 'json'],
    ['{\n "type": "invoke",\n "process": 0 }', 'json'],
    ['{"type": "invoke",\n "process": 0 }', 'json'],
    ['{"type":"invoke","process":0},\n{"type":"ok"}', 'jsonl'],
    ['{"type":"invoke","proc', 'jsonl'],
    ['{:process 9, :type :invoke, :f :append, :key "0", :value "x 9 0 y"}\n', 'porcupine-kv'],
    ['{:process 9, :type :invoke, :f :get, :key "0", :value nil, :time 3}\n', 'jepsen-edn'],
    ['{:process 9, :type :invoke, :f :read, :value nil}\n', 'jepsen-edn'],
    ['[{:process 4, :type :invoke', 'jepsen-edn'],
    ['; a comment\n; another\n [{:process 4}]', 'jepsen-edn'],
    ['({:type :invoke', 'jepsen-edn'],
    ['[\n', 'jepsen-edn'],
    ['[]', 'jepsen-edn'],
    ['#jepsen.history.Op{:index 0}', 'jepsen-edn'],
    ['[#jepsen.history.Op{:index 0}', 'jepsen-edn'],
    ['INFO  jepsen.util - 0\t:invoke\t:read\tnil', 'jepsen-log'],
    ['starting\n\nmore\nINFO  jepsen.util - 0   :invoke :read   nil', 'jepsen-log'],
    ['[2020-01-01] INFO jepsen.util - 0\t:invoke\t:read\tnil', 'jepsen-log'],
  ])('tells %j', (text, format) => {
    expect(detectFormat(text)).toBe(format);
  });

  it.each([
    ['', /the file is empty/],
    [' ; nothing\n', /the file is empty/],
    [
      'Dear Sir or Madam',
      /cannot tell the format of this file; name it: jepsen-edn, jepsen-log, porcupine-kv, porcupine-operations, jsonl, json, isolation-text, dbcop-text/,
    ],
    ['<html>', /cannot tell/],
    ['time,process,type\n0,1,invoke', /cannot tell/],
  ])('refuses %j', (text, message) => {
    expect(() => detectFormat(text)).toThrow(message);
  });
});
