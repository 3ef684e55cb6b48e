/** Seeded mutants of the engine: the calendar, draws, network, disks, clocks and faults. */
import { FAULTS, mutant } from './faults.js';
import type { MutantList } from './mutant.js';

const KERNEL: MutantList = {
  name: 'engine: kernel',
  tests: ['test/sim/kernel/queue.test.ts', 'test/sim/kernel/random.test.ts'],
  mutants: [
    mutant(
      'kernel/queue',
      'events of one time come in any order',
      'return tx < ty || (tx === ty && (this.order[x] as number) < (this.order[y] as number));',
      'return tx < ty;',
    ),
    mutant(
      'kernel/queue',
      'rising ignores the order',
      'if (parentTime < slotTime || (parentTime === slotTime && (order[parent] as number) < slotOrder)) break;',
      'if (parentTime < slotTime) break;',
    ),
    mutant('kernel/queue', 'only the left child is looked at', 'if (otherIndex < size) {', 'if (false) {'),
    mutant(
      'kernel/queue',
      'a cancelled event may only sink',
      'if (index > 0 && this.before(last, this.heap[(index - 1) >> 1] as number)) this.siftUp(index, last);\n    else this.siftDown(index, last);',
      'this.siftDown(index, last);',
    ),
    mutant(
      'kernel/queue',
      'the hole counts as pending',
      'return this.hole ? this.size - 1 : this.size;',
      'return this.size;',
    ),
    mutant(
      'kernel/queue',
      'payloads are saved uncopied',
      'payload: copy(this.payload[slot]),',
      'payload: this.payload[slot],',
    ),
    mutant(
      'kernel/queue',
      'payloads are restored uncopied',
      'this.payload[slot] = copy(row.payload);',
      'this.payload[slot] = row.payload;',
    ),
    mutant(
      'kernel/queue',
      'free slots are forgotten in a snapshot',
      'free: this.free.slice(0, this.freeCount),',
      'free: new Int32Array(0),',
    ),
    mutant('kernel/hash', 'half of the mixing is missing', 'h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);', ''),
    mutant(
      'kernel/hash',
      'words in any order',
      'return Math.imul((hash << 5) ^ (hash >>> 27) ^ word, 0x9e3779b1) | 0;',
      'return (hash ^ Math.imul(word, 0x9e3779b1)) | 0;',
    ),
    mutant('kernel/hash', 'the salt is ignored', 'mix32(salt ^ 0x5eed5eed)', 'mix32(0x5eed5eed)'),
    mutant(
      'kernel/hash',
      'draws ignore the key',
      'mix32(key ^ Math.imul(n, 0x9e3779b1)) + Math.imul(key, 0x85ebca6b) + n',
      'mix32(Math.imul(n, 0x9e3779b1)) + n',
    ),
    mutant('kernel/random', 'the last number is never drawn', '(high - low + 1)', '(high - low)'),
    mutant(
      'kernel/random',
      'a chance of 1 may fail',
      'return this.float() < probability;',
      'return this.float() < probability - 1e-2;',
    ),
    mutant(
      'kernel/random',
      'shuffling swaps with anything',
      'const other = this.int(0, last);',
      'const other = this.int(0, shuffled.length - 1);',
    ),
    mutant(
      'kernel/random',
      'streams ignore their name',
      '`${String(seed)}\\u0000${name}`',
      '`${String(seed)}`',
    ),
    mutant(
      'kernel/time',
      'fractions of a microsecond',
      'return Math.round(ms * 1000);\n}\n\n/** Whole',
      'return ms * 1000;\n}\n\n/** Whole',
    ),
  ],
};

const NETWORK: MutantList = {
  name: 'engine: network',
  tests: ['test/sim/network/network.test.ts'],
  mutants: [
    mutant(
      'network/network',
      'one draw for all links',
      'keys[from * count + to] = mix32((fromKey + Math.imul(hashes[to] as number, 0x9e3779b1)) | 0);',
      'keys[from * count + to] = base;',
    ),
    mutant(
      'network/network',
      'a node hears itself over the network',
      'if (from === to) {\n      this.port',
      'if (false) {\n      this.port',
    ),
    mutant(
      'network/network',
      'links have no latency of their own',
      '(this.linkLatency[link] ?? this.latency)',
      'this.latency',
    ),
    mutant(
      'network/network',
      'cuts work both ways',
      'this.cutLinks > 0 && (this.cuts[from * this.names.length + to] as number) > 0',
      'this.cutLinks > 0',
    ),
    mutant(
      'network/network',
      'one healing heals all',
      'this.cuts[link] = before - 1;',
      'this.cuts[link] = 0;',
    ),
    mutant('network/network', 'healing too often counts', 'if (before === 0) return;', ''),
    mutant(
      'network/network',
      'clients lose messages by chance',
      'if (this.lossy && from < this.nodeCount && to < this.nodeCount)',
      'if (this.lossy)',
    ),
    mutant('network/network', 'doubled messages share their payload', 'port.copy(body)', 'body'),
    mutant(
      'network/network',
      'nobody is told of doubled messages',
      'if (effect.copies > 0) port.duplicated(id);',
      '',
    ),
    mutant(
      'network/network',
      'loss and duplication are one draw',
      'if (hit(DUPLICATE, config.duplicationProbability))',
      'if (hit(LOSS, config.duplicationProbability))',
    ),
    mutant(
      'network/network',
      'messages do not wait for each other',
      'Math.max(this.port.now, this.busyUntil[link] as number)',
      'this.port.now',
    ),
    mutant(
      'network/network',
      'a link stays busy for ever',
      'const startUs = Math.max(this.port.now, this.busyUntil[link] as number);',
      'const startUs = this.busyUntil[link] as number;',
    ),
    mutant('network/network', 'cuts are forgotten in a snapshot', 'this.cuts = saved.cuts.slice();', ''),
    mutant(
      'network/network',
      'a snapshot is used up',
      'this.sent = saved.sent.slice();',
      'this.sent = saved.sent;',
    ),
    mutant(
      'network/network',
      'what is named in the plan is lost by chance',
      "effect.named ? 'plan' : 'loss'",
      "'loss'",
    ),
    mutant('network/rules', 'rules hold on every link', 'if (rule.links[link] === 1) applyRule', 'applyRule'),
    mutant(
      'network/rules',
      'rules never end',
      'this.list = this.list.filter((rule) => rule.fault !== fault);',
      '',
    ),
    mutant(
      'network/rules',
      'a named message is any later one',
      'if (nth === fault.nth)',
      'if (nth >= fault.nth)',
    ),
    mutant(
      'network/rules',
      'nothing is added to the latency',
      '(fault.addMs + draw(key, nth)',
      '(draw(key, nth)',
    ),
  ],
};

const MACHINE: MutantList = {
  name: 'engine: disks and clocks',
  tests: ['test/sim/node/disk.test.ts', 'test/sim/node/clock.test.ts'],
  mutants: [
    mutant(
      'node/disk',
      'a sync covers what was written later',
      'for (const entry of this.journal.splice(0, count)) apply(this.platter, entry);',
      'for (const entry of this.journal.splice(0)) apply(this.platter, entry);',
    ),
    mutant(
      'node/disk',
      'a late sync goes back',
      'if (count <= 0) return;\n    this.changes++;\n    for',
      'this.changes++;\n    for',
    ),
    mutant(
      'node/disk',
      'a failed sync may be tried again',
      'this.journal.splice(0, count);\n    this.synced = position;',
      '',
    ),
    mutant('node/disk', 'lost writes stay readable', 'this.cache = copyFiles(this.platter);', ''),
    mutant(
      'node/disk',
      'a power cut asks newest first',
      'const its = fate(index, count);',
      'const its = fate(count - 1 - index, count);',
    ),
    mutant(
      'node/disk',
      'torn writes are whole',
      "else if (its === 'torn') applyTorn(this.platter, entry);",
      "else if (its === 'torn') apply(this.platter, entry);",
    ),
    mutant(
      'node/disk',
      'every torn write damages',
      "if (entry.op === 'append' || (entry.op === 'write' && entry.inPlace)) {",
      "if (entry.op === 'append' || entry.op === 'write') {",
    ),
    mutant(
      'node/disk',
      'values are shared with their writer',
      "value: copyPlain(value, `disk value of '${path}'`),",
      'value,',
    ),
    mutant(
      'node/disk',
      'values are shared with their reader',
      'return copyPlain(record.value);',
      'return record.value;',
    ),
    mutant(
      'node/disk',
      'logs are shared with snapshots',
      "file.kind === 'log' ? { kind: 'log', records: [...file.records] } : file",
      'file',
    ),
    mutant(
      'node/disk',
      'a new disk keeps old files',
      'this.cache.clear();\n    this.platter.clear();',
      'this.cache.clear();',
    ),
    mutant(
      'node/disk',
      'bits rot in the cache only',
      'for (const files of [this.platter, this.cache]) {',
      'for (const files of [this.cache]) {',
    ),
    mutant(
      'node/disk',
      'checksums notice nothing',
      'old.checksum ? { ...old, corrupt: true }',
      'old.checksum ? old',
    ),
    mutant(
      'node/disk',
      'what is missing is deleted',
      "if (this.cache.has(path)) this.log({ op: 'delete', path });",
      "this.log({ op: 'delete', path: '' });",
    ),
    mutant('node/clock', 'drift bends the past', 'this.anchorLocal = this.monotonic(now);', ''),
    mutant(
      'node/clock',
      'timers do not drift',
      'Math.max(0, Math.round(local / (1 + this.ppm / 1_000_000)))',
      'local',
    ),
    mutant(
      'node/clock',
      'a frozen clock does not jump',
      'if (this.frozenWallUs !== undefined) this.frozenWallUs += byUs;',
      '',
    ),
    mutant(
      'node/clock',
      'the first thaw ends all freezes',
      'if (--this.freezes === 0) this.frozenWallUs = undefined;',
      'this.frozenWallUs = undefined;',
    ),
    mutant('node/clock', 'a second freeze freezes anew', 'this.frozenWallUs ??=', 'this.frozenWallUs ='),
    mutant(
      'node/clock',
      'the monotonic clock jumps',
      'this.jumpedUs += byUs;',
      'this.jumpedUs += byUs;\n    this.anchorLocal += byUs;',
    ),
  ],
};

export const ENGINE_MUTANT_LISTS: readonly MutantList[] = [KERNEL, NETWORK, MACHINE, FAULTS];
