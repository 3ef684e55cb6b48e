/**
 * Does its clients' work one after another, each under a lock of the npm package redlock. LOOKS=always: it keeps to the time
 * for which it has the lock. LOOKS=never: it takes for granted that it has it.
 */
import { Redis } from 'ioredis';
import Redlock, {} from 'redlock';
import { effect, log, onRequest } from 'seedstorm/node';
const [leaseMs, workMs] = [Number(process.env['LEASE_MS']), Number(process.env['WORK_MS'])];
const looks = process.env['LOOKS'];
const servers = (process.env['SERVERS'] ?? '').split(' ').map((host) => {
    const server = new Redis({ host, retryStrategy: () => 50 });
    server.on('error', ({ message }) => log(`${host}: ${message}`));
    return server;
});
const redlock = new Redlock(servers, { retryCount: 2, retryDelay: 40, retryJitter: 20 });
let isBusy = false;
onRequest(async () => {
    if (isBusy)
        throw certainly('busy');
    isBusy = true;
    try {
        await work(await locked());
    }
    finally {
        isBusy = false;
    }
});
async function locked() {
    try {
        return await redlock.acquire(['stock'], leaseMs);
    }
    catch (error) {
        throw certainly(error.message);
    }
}
async function work(lock) {
    const left = lock.expiration - Date.now();
    if (looks === 'always' && left <= 0) {
        await lock.release().catch(() => undefined);
        throw certainly('the lock was too old when it came');
    }
    effect({ f: 'acquire' });
    await new Promise((done) => setTimeout(done, looks === 'always' ? Math.min(workMs, left) : workMs));
    effect({ f: 'release' });
    await lock.release().catch(({ message }) => log(`release: ${message}`));
}
/** Nothing was done. */
function certainly(message) {
    return Object.assign(new Error(message), { definite: true });
}
