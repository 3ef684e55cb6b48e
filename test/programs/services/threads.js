// Compression and cryptography as programs call them: on a real machine and in a world it says the same lines.
const crypto = require('crypto');
const http = require('http');
const zlib = require('zlib');
const { promisify } = require('util');
const { pipeline } = require('stream/promises');
const { Readable } = require('stream');
const { AsyncLocalStorage } = require('async_hooks');
const say = process.env.INSIDE
  ? (text) => require('seedstorm/node').effect({ f: 'line', text })
  : (text) => process.stdout.write(`${text}\n`);
const text = 'all that is said twice is said twice '.repeat(3000);
const hex = (bytes) => Buffer.from(bytes).toString('hex').slice(0, 32);
const failed = async (promise) => {
  try {
    await promise;
    return 'no error';
  } catch ({ name, code }) {
    return `${name} ${typeof code === 'string' ? code : ''}`;
  }
};
const steps = {
  async zlib() {
    const sizes = [];
    for (const [there, back] of [
      ['gzip', 'gunzip'],
      ['deflate', 'inflate'],
      ['deflateRaw', 'inflateRaw'],
      ['brotliCompress', 'brotliDecompress'],
      ['gzip', 'unzip'],
    ]) {
      const packed = await promisify(zlib[there])(text);
      say(`${there} ${packed.length < 1000} ${String(await promisify(zlib[back])(packed)) === text}`);
      sizes.push(packed.length);
    }
    say(await failed(promisify(zlib.gunzip)(Buffer.from('no gzip at all'))));
    const parts = [];
    await pipeline(Readable.from([text, text]), zlib.createGzip(), zlib.createGunzip(), async (source) => {
      for await (const part of source) parts.push(part);
    });
    say(Buffer.concat(parts).length);
    const flushed = zlib.createGzip();
    flushed.write('first');
    flushed.flush(() => say(`flushed ${flushed.read().length > 10}`));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const stream = new Blob([text]).stream === undefined ? null : new CompressionStream('gzip');
    const writer = stream.writable.getWriter();
    void writer.write(Buffer.from(text)).then(() => writer.close());
    let size = 0;
    for await (const part of stream.readable) size += part.length;
    say(size < 1000);
  },
  async 'a response in gzip'() {
    const server = http.createServer((request, response) => {
      response.setHeader('content-encoding', 'gzip');
      const packer = zlib.createGzip();
      packer.pipe(response);
      for (let at = 0; at < 3; at++) packer.write(text);
      packer.end();
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const response = await new Promise((resolve) =>
      http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, resolve),
    );
    let size = 0;
    for await (const part of response.pipe(zlib.createGunzip())) size += part.length;
    say(`${response.headers['content-encoding']} ${size}`);
    server.close();
  },
  async callbacks() {
    const kept = new AsyncLocalStorage();
    let late = false;
    const key = await kept.run(
      'mine',
      () =>
        new Promise((resolve) => {
          crypto.pbkdf2('secret', 'salt', 1000, 32, 'sha256', (error, bytes) => {
            say(`${late} ${kept.getStore()}`);
            resolve(bytes);
          });
          late = true;
        }),
    );
    say(hex(key));
    say(hex(await promisify(crypto.scrypt)('secret', 'salt', 32, { N: 1024 })));
    say(hex(await promisify(crypto.hkdf)('sha512', 'key', 'salt', 'info', 16)));
    say((await promisify(crypto.randomBytes)(8)).length);
    const { publicKey, privateKey } = await promisify(crypto.generateKeyPair)('ed25519');
    say(`${publicKey.type} ${privateKey.asymmetricKeyType}`);
    const signature = await promisify(crypto.sign)(null, Buffer.from('x'), privateKey);
    say(await promisify(crypto.verify)(null, Buffer.from('x'), publicKey, signature));
    const { privateKey: pem } = await promisify(crypto.generateKeyPair)('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    say(pem.split('\n')[0]);
    say((await promisify(crypto.generateKey)('hmac', { length: 256 })).symmetricKeySize);
    say(await failed(promisify(crypto.pbkdf2)('secret', 'salt', 1, 8, 'nohash')));
    say(await failed((async () => crypto.scrypt('secret', 'salt', -1, () => 0))()));
  },
  async subtle() {
    const { subtle } = globalThis.crypto;
    const data = Buffer.from('what is signed');
    for (const hash of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']) say(hex(await subtle.digest(hash, data)));
    const mac = { name: 'HMAC', hash: 'SHA-256' };
    const key = await subtle.importKey('raw', Buffer.alloc(32, 7), mac, true, ['sign', 'verify']);
    const signed = await subtle.sign('HMAC', key, data);
    say(`${hex(signed)} ${signed instanceof ArrayBuffer} ${await subtle.verify('HMAC', key, signed, data)}`);
    say(
      Object.entries(await subtle.exportKey('jwk', key))
        .sort()
        .join(),
    );
    const iv = Buffer.alloc(12, 1);
    for (const [name, more] of [
      ['AES-GCM', { iv, additionalData: Buffer.from('more') }],
      ['AES-CBC', { iv: Buffer.alloc(16, 2) }],
      ['AES-CTR', { counter: Buffer.alloc(16, 3), length: 64 }],
    ]) {
      const secret = await subtle.importKey('raw', Buffer.alloc(32, 9), name, false, ['encrypt', 'decrypt']);
      const sealed = await subtle.encrypt({ name, ...more }, secret, data);
      say(`${name} ${hex(sealed)} ${Buffer.from(await subtle.decrypt({ name, ...more }, secret, sealed))}`);
      if (name === 'AES-GCM') {
        new Uint8Array(sealed)[0] ^= 1;
        say(await failed(subtle.decrypt({ name, ...more }, secret, sealed)));
      }
      say(await failed(subtle.exportKey('raw', secret)));
    }
    for (const algorithm of [
      { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
      { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
      { name: 'Ed25519' },
    ]) {
      const { publicKey, privateKey } = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const by = await subtle.sign(algorithm, privateKey, data);
      const raw = await subtle.exportKey('raw', publicKey);
      const spki = await subtle.exportKey('spki', publicKey);
      const again = await subtle.importKey('raw', raw, algorithm, true, ['verify']);
      const checks = [
        await subtle.verify(algorithm, again, by, data),
        await subtle.verify(algorithm, again, by, iv),
      ];
      const { kty, crv } = await subtle.exportKey('jwk', privateKey);
      say(
        `${algorithm.name} ${by.byteLength} ${raw.byteLength} ${spki.byteLength} ${checks} ${kty} ${crv} ${privateKey.usages}`,
      );
      say(await failed(subtle.sign(algorithm, publicKey, data)));
    }
    const password = await subtle.importKey('raw', Buffer.from('secret'), 'PBKDF2', false, [
      'deriveBits',
      'deriveKey',
    ]);
    const slowly = { name: 'PBKDF2', salt: Buffer.from('salt'), iterations: 100, hash: 'SHA-256' };
    say(hex(await subtle.deriveBits(slowly, password, 256)));
    const derived = await subtle.deriveKey(slowly, password, { name: 'AES-GCM', length: 256 }, true, [
      'encrypt',
    ]);
    say(hex(await subtle.exportKey('raw', derived)));
    const wrapper = await subtle.importKey('raw', Buffer.alloc(16, 5), 'AES-KW', false, [
      'wrapKey',
      'unwrapKey',
    ]);
    const wrapped = await subtle.wrapKey('raw', derived, wrapper, 'AES-KW');
    const unwrapped = await subtle.unwrapKey('raw', wrapped, wrapper, 'AES-KW', 'AES-GCM', true, ['decrypt']);
    say(hex(await subtle.exportKey('raw', unwrapped)));
    const one = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-384' }, false, ['deriveBits']);
    const other = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-384' }, false, ['deriveBits']);
    const secrets = await Promise.all([
      subtle.deriveBits({ name: 'ECDH', public: one.publicKey }, other.privateKey, 384),
      subtle.deriveBits({ name: 'ECDH', public: other.publicKey }, one.privateKey, 384),
    ]);
    say(hex(secrets[0]) === hex(secrets[1]));
    say(await failed(subtle.digest('SHA-3', data)));
  },
};
(async () => {
  for (const [name, step] of Object.entries(steps)) {
    say(`- ${name}`);
    await step();
  }
  say('- the end');
  if (process.env.INSIDE) require('seedstorm/node').effect({ f: 'drawn', text: crypto.randomUUID() });
})().catch((error) => say(error.stack));
