import fs from 'node:fs';
import dns from 'node:dns';
import { it } from 'vitest';
import { asyncProgram, stateMachine, type Program } from 'seedstorm';
import { run } from './tiny-system.js';

const a = (main: (node: any) => any) => asyncProgram<any>(async (node) => { await node.sleep(5); await main(node); });
const s = (main: (node: any) => any) => stateMachine<any>({ start: (node) => { node.setTimer('go', 5); return {}; }, onTimer: (_s, _t, node) => main(node) as any });
const cases: [string, Program][] = [
  ['now', a((n) => n.effect({ f: 'x', d: [Date.now(), performance.now(), Math.random(), crypto.randomUUID()] }))],
  ['now s', s((n) => n.effect({ f: 'x', d: [Date.now(), performance.now(), Math.random(), crypto.randomUUID()] }))],
  ['timeout', a((n) => { setTimeout(() => n.effect({ f: 'x' }), 7); let i = 0; const t = setInterval(() => { n.effect({ f: 'i' }); if (++i == 3) clearInterval(t); }, 10); })],
  ['timeout s', s(() => setTimeout(() => 0, 7))],
  ['interval s', s(() => setInterval(() => 0, 7))],
  ['throw', a(() => { throw new Error('oops'); })],
  ['throw s', s(() => { throw new Error('oops'); })],
  ['throw 5 s', s(() => { throw 5; })],
  ['throw in timer', a(() => { setTimeout(() => { throw new Error('late'); }, 3); })],
  ['reject', a((n) => { void Promise.reject(new Error('nobody')); return n.sleep(5); })],
  ['reject s', s(() => { void Promise.reject(new Error('nobody')); })],
  ['async handler s', s(async () => { await 1; })],
  ['async handler s throws', s(async () => { throw new Error('x'); })],
  ['loop', a(async (n) => { for (;;) await n.sleep(0); })],
  ['loop setImmediate', a(async () => { const f = () => setImmediate(f); f(); })],
  ['loop s', stateMachine<any>({ start: (node) => node.setTimer('go', 5), onTimer: (_s, t, node) => node.setTimer(t, 0) })],
  ['self send s', stateMachine<any>({ start: (node) => node.setTimer('go', 5), onTimer: (_s, t, node) => node.send(node.id, 1), onMessage: (_s, m, node) => node.send(node.id, m) })],
  ['fn', a((n) => n.send('b', { x: () => 1 }))],
  ['fn s', s((n) => n.send('b', { x: () => 1 }))],
  ['class s', s((n) => n.send('b', { x: new (class Foo { y = 1; })() }))],
  ['cycle s', s((n) => { const x: any = {}; x.x = x; n.send('b', x); })],
  ['write fn', a((n) => n.disk.write('p', { x: () => 1 }))],
  ['readFile', a(async (n) => { await fs.promises.readFile('/etc/hostname'); n.effect({ f: 'x' }); })],
  ['readFile s', s(() => { fs.promises.readFile('/etc/hostname'); })],
  ['readFile cb', a(async (n) => { await new Promise((r) => fs.readFile('/etc/hostname', r)); })],
  ['readFile cb s', s(() => { fs.readFile('/etc/hostname', () => 0); })],
  ['dns', a(async () => { await new Promise((r) => dns.lookup('localhost', r)); })],
  ['fetch', a(async () => { await fetch('http://127.0.0.1:9/'); })],
  ['exit', s((n) => n.exit('enough'))],
  ['unknown peer', s((n) => n.send('bb', 1))],
  ['bad timer', s((n) => n.setTimer('x', -1))],
  ['nan timer', s((n) => n.setTimer('x', NaN))],
  ['reply nobody', s((n) => n.reply(1))],
];
it.each(cases)('%s', async (name, program) => {
  const r = await run({ nodes: ['a', 'b'], program, durationMs: 60 });
  console.log(name, '|', r.verdict, r.checks[0]!.reason, '|', r.history.slice(0, 3).map((o) => JSON.stringify([o.process, o.input, o.invokedAtMs])).join(' '), r.history.length, r.events);
});
