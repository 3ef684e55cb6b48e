import { describe, expect, it } from 'vitest';
import { priorityQueueModel } from '../../../checkers/models/priority-queue.js';
import { queueModel } from '../../../checkers/models/queue.js';
import { stackModel } from '../../../checkers/models/stack.js';
import { judged, wanted } from './verdicts-of.js';
import type { Case } from './verdicts-of.js';

const queues: readonly Case[] = [
  {
    name: 'in order',
    history: 'a enqueue 1\na enqueue 2\nb dequeue -> 1\nb dequeue -> 2\nb dequeue -> nil',
    expected: 'valid',
  },
  { name: 'a value of nowhere', history: 'a enqueue 1\nb dequeue -> 2', expected: 'VFresh', core: 1 },
  { name: 'a value before its time', history: 'b dequeue -> 1\na enqueue 1', expected: 'VFresh', core: 2 },
  {
    name: 'a value twice',
    history: 'a enqueue 1\nb dequeue -> 1\nb dequeue -> 1',
    expected: 'VRepeat',
    core: 3,
  },
  {
    name: 'out of order',
    history: 'a enqueue 1\na enqueue 2\nb dequeue -> 2\nb dequeue -> 1',
    expected: 'VOrd',
    core: 4,
  },
  {
    name: 'overtaken for good',
    history: 'a enqueue 1\na enqueue 2\nb dequeue -> 2',
    expected: 'VOrd',
    core: 3,
  },
  {
    name: 'any order of concurrent enqueues',
    history: 'a enqueue 1 @0-3\nb enqueue 2 @1-2\nb dequeue -> 2\nb dequeue -> 1',
    expected: 'valid',
  },
  {
    name: 'empty while a value is inside',
    history: 'a enqueue 1\nb dequeue -> nil\nb dequeue -> 1',
    expected: 'VWit',
    core: 3,
  },
  {
    name: 'never empty, though no value stays',
    history:
      'a enqueue 1 @0-1\nc dequeue -> nil @2-7\na enqueue 2 @3-4\nb dequeue -> 1 @5-6\nb dequeue -> 2 @8-9',
    expected: 'VWit',
    core: 5,
  },
  {
    name: 'empty for a moment',
    history:
      'a enqueue 1 @0-1\nc dequeue -> nil @2-9\nb dequeue -> 1 @3-4\na enqueue 2 @5-6\nb dequeue -> 2 @7-8',
    expected: 'valid',
  },
  {
    name: 'the fronts must be taken in the right order to be empty in between',
    history:
      'a enqueue 1 @0-7\nb enqueue 2 @1-13\nc enqueue 3 @2-3\nd dequeue -> 1 @4-11\ne dequeue -> 3 @5-9\nf dequeue -> nil @6-10\ng dequeue -> 2 @8-12',
    expected: 'valid',
  },
  {
    name: 'a crashed enqueue that happened',
    history: 'a enqueue 1 ?\nb dequeue -> nil\nb dequeue -> 1',
    expected: 'valid',
  },
  {
    name: 'a crashed enqueue that did not',
    history: 'a enqueue 1 ?\nc enqueue 2\nb dequeue -> 2\nb dequeue -> nil',
    expected: 'valid',
  },
  {
    name: 'a crashed dequeue took the value that is missing',
    history: 'a enqueue 1\na enqueue 2\nc dequeue ?\nb dequeue -> 2',
    expected: 'valid',
  },
  {
    name: 'a crashed dequeue cannot take two',
    history: 'a enqueue 1\na enqueue 2\na enqueue 3\nc dequeue ?\nb dequeue -> 3',
    expected: 'left',
  },
  {
    name: 'a crashed dequeue cannot take what was missing before',
    history: 'a enqueue 1\na enqueue 2\nb dequeue -> 2\nc dequeue ?',
    expected: 'VOrd',
    core: 4,
  },
  { name: 'equal values', history: 'a enqueue 1\na enqueue 1\nb dequeue -> 1', expected: 'left' },
  { name: 'a dequeue that does not say what it got', history: 'a enqueue 1\nb dequeue', expected: 'left' },
  { name: 'another function', history: 'a enqueue 1\nb peek -> 1', expected: 'left' },
];

const stacks: readonly Case[] = [
  {
    name: 'in order',
    history: 'a push 1\na push 2\nb pop -> 2\nb pop -> 1\nb pop -> nil',
    expected: 'valid',
  },
  { name: 'out of order', history: 'a push 1\na push 2\nb pop -> 1\nb pop -> 2', expected: 'VOrd', core: 4 },
  { name: 'buried', history: 'a push 1\na push 2\nb pop -> 1', expected: 'VOrd', core: 3 },
  {
    name: 'what overlaps may pass',
    history: 'a push 1 @0-1\na push 2 @2-5\nc pop -> 2 @3-4\nb pop -> 1 @6-7',
    expected: 'valid',
  },
  {
    name: 'three that tangle',
    history:
      'a push 1 @0-1\na push 2 @2-3\nb pop -> 1 @4-5\na push 3 @6-7\nb pop -> 2 @8-9\nb pop -> 3 @10-11',
    expected: 'VOrd',
    core: 4,
  },
  {
    name: 'three that tangle only together',
    history:
      'a push 1 @0-1\na push 2 @2-3\nb pop -> 1 @4-9\nc push 3 @5-6\nd pop -> 2 @7-13\nb pop -> 3 @10-11',
    expected: 'VOrd',
    core: 6,
  },
  {
    name: 'groups beside each other',
    history: 'a push 1\nb pop -> 1\na push 2\na push 3\nb pop -> 3\nb pop -> 2\na push 4',
    expected: 'valid',
  },
  { name: 'empty while a value is inside', history: 'a push 1\nb pop -> nil', expected: 'VWit', core: 2 },
  {
    name: 'a crashed pop uncovered what was below',
    history: 'a push 1\na push 2\nc pop ?\nb pop -> 1',
    expected: 'valid',
  },
  {
    name: 'a crashed pop came too late',
    history: 'a push 1\na push 2\nb pop -> 1\nc pop ?',
    expected: 'VOrd',
    core: 4,
  },
  {
    name: 'one crashed pop for two',
    history: 'a push 1\na push 2\na push 3\nc pop ?\nb pop -> 1',
    expected: 'left',
  },
  { name: 'equal values', history: 'a push 1\na push 1', expected: 'left' },
];

const priorityQueues: readonly Case[] = [
  {
    name: 'the smallest first',
    history: 'a insert 2\na insert 1\nb extract -> 1\nb extract -> 2\nb extract -> nil',
    expected: 'valid',
  },
  {
    name: 'a larger one first',
    history: 'a insert 1\na insert 2\nb extract -> 2',
    expected: 'VOrd',
    core: 3,
  },
  {
    name: 'one or another was smaller',
    history:
      'a insert 9 @0-1\na insert 1 @2-3\nc extract -> 9 @4-11\na insert 2 @5-6\nb extract -> 1 @7-8\nb extract -> 2 @12-13',
    expected: 'VOrd',
    core: 6,
  },
  {
    name: 'a moment without smaller ones',
    history:
      'a insert 9 @0-1\na insert 1 @2-3\nc extract -> 9 @4-11\nb extract -> 1 @5-6\na insert 2 @7-8\nb extract -> 2 @12-13',
    expected: 'valid',
  },
  {
    name: 'the smaller one is still on its way',
    history: 'a insert 9 @0-1\na insert 1 @2-5\nb extract -> 9 @3-4',
    expected: 'valid',
  },
  {
    name: 'pairs of equal priority',
    history: 'a insert [1,"x"]\na insert [1,"y"]\nb extract -> [1,"y"]\nb extract -> [1,"x"]',
    expected: 'valid',
  },
  {
    name: 'empty while a value is inside',
    history: 'a insert 1\nb extract -> nil',
    expected: 'VWit',
    core: 2,
  },
  {
    name: 'a crashed extract took the smaller one',
    history: 'a insert 1\na insert 2\nc extract ?\nb extract -> 2',
    expected: 'valid',
  },
  { name: 'values without priority', history: 'a insert x\nb extract -> x', expected: 'left' },
];

describe('containers', () => {
  it.each(queues)('queue: $name', (one) => {
    expect(judged(queueModel(), one.history)).toEqual(wanted(one));
  });
  it.each(stacks)('stack: $name', (one) => {
    expect(judged(stackModel(), one.history)).toEqual(wanted(one));
  });
  it.each(priorityQueues)('priority queue: $name', (one) => {
    expect(judged(priorityQueueModel(), one.history)).toEqual(wanted(one));
  });
  it('priority queue: the largest first', () => {
    const model = priorityQueueModel({ order: 'max' });
    expect(judged(model, 'a insert 1\na insert 2\nb extract -> 2').verdict).toBe('valid');
    expect(judged(model, 'a insert 1\na insert 2\nb extract -> 1').verdict).toBe('VOrd');
  });
});
