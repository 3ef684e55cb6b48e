/**
 * As much of a Redis server as counters and locks need, in memory: strings that expire by the wall clock, counters, and
 * three scripts. Anything else is refused by name, as Redis does with commands that it does not know.
 */
import { createHash } from 'node:crypto';
import net from 'node:net';
import { effect } from 'seedstorm/node';
import { commandReader, written } from './resp.js';
import { scriptNamed } from './redis-scripts.js';
const entries = new Map();
const strings = {
    get(key) {
        const entry = entries.get(key);
        if (entry === undefined || entry.expiresAt > Date.now())
            return entry?.value;
        entries.delete(key);
        return undefined;
    },
    set: (key, value, ms = Infinity) => void entries.set(key, { value, expiresAt: Date.now() + ms }),
    delete: (key) => void entries.delete(key),
};
/** Texts of scripts that were sent whole, by their SHA-1. */
const scripts = new Map();
const OK = { status: 'OK' };
const commands = {
    INFO: () => 'redis_version:7.4.0\r\nredis_mode:standalone\r\nrole:master\r\nloading:0\r\n',
    HELLO: (version = '2') => version === '2' || version === '3'
        ? {
            fields: [
                ['server', 'redis'],
                ['version', '7.4.0'],
                ['proto', Number(version)],
                ['mode', 'standalone'],
            ],
        }
        : { error: 'NOPROTO unsupported protocol version' },
    CLIENT: (what = '') => what.toUpperCase() === 'SETINFO' ? OK : { error: `ERR unknown subcommand '${what}'` },
    QUIT: () => OK,
    PING: () => ({ status: 'PONG' }),
    GET: (key = '') => strings.get(key) ?? null,
    SET(key = '', value = '', ...options) {
        if (options.length > 0)
            return { error: 'ERR this server knows no options of SET' };
        strings.set(key, value);
        return OK;
    },
    INCR(key = '') {
        const count = Number(strings.get(key) ?? 0) + 1;
        strings.set(key, String(count));
        // Each counter is one client's, and increased once: a count of 2 means twice.
        effect({ f: 'process', value: key });
        return count;
    },
    EVAL(text = '', ...given) {
        scripts.set(createHash('sha1').update(text).digest('hex'), text);
        return run(text, given);
    },
    EVALSHA(hash = '', ...given) {
        const text = scripts.get(hash);
        return text === undefined ? { error: 'NOSCRIPT No matching script. Please use EVAL.' } : run(text, given);
    },
};
function run(text, [count = '0', ...given]) {
    const script = scriptNamed(text);
    if (script === undefined)
        return { error: 'ERR this server runs the three scripts of redlock alone' };
    return script(strings, given.slice(0, Number(count)), given.slice(Number(count)));
}
function answer([name = '', ...words]) {
    const command = commands[name.toUpperCase()];
    return command === undefined ? { error: `ERR unknown command '${name}'` } : command(...words);
}
net
    .createServer((socket) => {
    socket.on('error', () => undefined);
    let version = 2;
    socket.on('data', commandReader((words) => {
        const [name, asked] = words;
        if (name?.toUpperCase() === 'HELLO' && (asked === '2' || asked === '3'))
            version = asked === '3' ? 3 : 2;
        socket.write(written(answer(words), version));
    }));
})
    .listen(6379);
