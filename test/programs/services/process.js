// What a process is told of itself and of its end: run on a real machine and in a world, it says the same lines.
const say = process.env.INSIDE
  ? (text) => require('seedstorm/node').effect({ f: 'line', text })
  : (text) => process.stdout.write(`${text}\n`);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const tried = (act) => {
  try {
    return String(act());
  } catch ({ name, code, syscall, message }) {
    return `${name} ${code} ${syscall} ${message}`;
  }
};

process.on('warning', ({ name, code, message }) => say(`warning ${name} ${code} ${message}`));
process.on('exit', (code) => {
  say(`exit ${code} ${process.exitCode}`);
  process.exitCode = 5;
});
process.on('uncaughtException', ({ message }, origin) => say(`uncaught ${message} ${origin}`));
process.on('unhandledRejection', ({ message }, promise) =>
  say(`unhandled ${message} ${promise instanceof Promise}`),
);

(async () => {
  say(tried(() => process.kill(process.pid, 0)));
  for (const [pid, signal] of [
    [2 ** 30, 'SIGTERM'],
    [process.pid, 'SIGNONE'],
    [process.pid, 99],
  ])
    say(tried(() => process.kill(pid, signal)));
  say(tried(() => process.kill('me')).replace(/ Received.*/, ''));
  process.once('SIGUSR2', (name, number) => say(`${name} ${number}`));
  process.kill(process.pid, 'SIGUSR2');
  process.kill(process.pid, 'SIGWINCH');
  say('sent');
  await sleep(20);
  say(process.listenerCount('SIGUSR2'));
  let typed = '';
  for await (const part of process.stdin) typed += part;
  say(`stdin ${JSON.stringify(typed)} ${process.stdin.fd}`);
  process.emitWarning('old', 'DeprecationWarning', 'DEP1');
  process.emitWarning('odd');
  await sleep(1);
  Promise.reject(new Error('nobody awaits this'));
  await sleep(1);
  setTimeout(() => {
    throw new Error('nobody catches this');
  });
  await sleep(10);
  const [before, since] = [process.hrtime.bigint(), process.hrtime()];
  await sleep(20);
  const [seconds] = process.hrtime(since);
  say(`${process.hrtime.bigint() - before > 19_000_000n} ${seconds} ${process.uptime() < 60}`);
  say(Object.keys(process.memoryUsage()).join());
  process.exitCode = 2;
  try {
    process.exit(3);
  } catch {
    say('caught');
  } finally {
    say('finally');
  }
  await null;
  say('later');
})();
