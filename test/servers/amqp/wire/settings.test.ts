/** Settings of a broker that are none are refused in one sentence, before anything runs. */
import { amqpServer, listenAmqp } from 'seedstorm/servers';
import { expect, it } from 'vitest';
import { withDefaults, type AmqpServerSettings } from '../../../../servers/amqp/wire/settings.js';
import { checkSettings } from '../../../../servers/amqp/wire/check-settings.js';

it.each<readonly [object, RegExp]>([
  [{ prot: 5672 }, /^amqpServer: no setting is called 'prot'; there are .*port/],
  [{ port: 70_000 }, /^amqpServer\.port: .*65535/],
  [{ version: '3.9' }, /^amqpServer\.version: .*3\.10/],
  [{ frameMax: 100 }, /^amqpServer\.frameMax: /],
  [{ users: { guest: 5 } }, /^amqpServer\.users\.guest: .*string/],
  [{ virtualHosts: [] }, /^amqpServer\.virtualHosts: /],
  [{ confirm: 'later' }, /^amqpServer\.confirm: .*after-sync/],
])('%o', (settings, sentence) => {
  expect(() => amqpServer(settings as AmqpServerSettings)).toThrow(sentence);
});

it('so does the broker on a port of this machine', async () => {
  await expect(listenAmqp({ port: -1 })).rejects.toThrow('listenAmqp.port: ');
});

it('what is there by default is fine', () => {
  expect(() => checkSettings('amqpServer', withDefaults({}))).not.toThrow();
});
