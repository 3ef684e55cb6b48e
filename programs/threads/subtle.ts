/** Web Crypto without threads, on the functions of `node:crypto` that work at once. What those lack is refused. */
import crypto, { KeyObject } from 'node:crypto';
import { replaceMethod } from '../../sim/node/ambient/patch.js';
import { running } from '../running.js';
import { doNow } from './jobs.js';
import { drawnPrivateKey } from './keys.js';

type Key = crypto.webcrypto.CryptoKey;
type Bytes = ArrayBuffer | NodeJS.ArrayBufferView;
type Work = (...args: never[]) => unknown;

/** An algorithm as it is given: a name, or a name with parameters. */
interface Algorithm {
  readonly name: string;
  readonly hash?: string | { readonly name: string };
  readonly length?: number;
  readonly namedCurve?: string;
  readonly saltLength?: number;
  readonly iv?: Bytes;
  readonly counter?: Bytes;
  readonly additionalData?: Bytes;
  readonly tagLength?: number;
  readonly label?: Bytes;
  readonly salt?: Bytes;
  readonly info?: Bytes;
  readonly iterations?: number;
  readonly public?: Key;
}

type Given = string | Algorithm;

export function installSubtle(): void {
  const { subtle } = crypto.webcrypto;
  const prototype = Object.getPrototypeOf(subtle) as object;
  const { importKey } = subtle;
  const imported = (...args: unknown[]): unknown => Reflect.apply(importKey, subtle, args as never);
  const works: Readonly<Record<string, Work>> = {
    digest: (given: Given, data: Bytes) =>
      crypto
        .createHash(hashName(read(given).name))
        .update(bytesOf(data))
        .digest(),
    sign: (given: Given, key: Key, data: Bytes) => sign(given, key, bytesOf(data)),
    verify: (given: Given, key: Key, signature: Bytes, data: Bytes) =>
      verify(given, key, bytesOf(signature), bytesOf(data)),
    encrypt: (given: Given, key: Key, data: Bytes) => cipher(given, key, bytesOf(data), true),
    decrypt: (given: Given, key: Key, data: Bytes) => cipher(given, key, bytesOf(data), false),
    deriveBits: (given: Given, key: Key, length: number) => deriveBits(read(given), key, length),
    deriveKey: (given: Given, key: Key, to: Algorithm, extractable: boolean, usages: unknown) => {
      const bits = deriveBits(read(given), key, to.length ?? bitsOf(hashOf(to)));
      return imported('raw', bits, to, extractable, usages);
    },
    exportKey,
    generateKey: (given: Given, extractable: boolean, usages: readonly string[]) =>
      generate(read(given), extractable, usages, imported),
    wrapKey: (format: string, key: Key, by: Key, given: Given) => {
      const exported = exportKey(format, key);
      const text = format === 'jwk' ? Buffer.from(JSON.stringify(exported)) : bytesOf(exported as Bytes);
      return cipher(given, by, text, true);
    },
    unwrapKey: (format: string, data: Bytes, by: Key, given: Given, ...more: unknown[]) => {
      const text = cipher(given, by, bytesOf(data), false);
      return imported(format, format === 'jwk' ? JSON.parse(text.toString()) : text, ...more);
    },
  };
  for (const [name, work] of Object.entries(works))
    replaceMethod<(this: unknown, ...args: never[]) => unknown>(prototype, name, (original) => {
      return function (this: unknown, ...args) {
        if (running() === undefined || isRefused(name, args))
          return Reflect.apply(original.value, this, args) as unknown;
        return new Promise((resolve, reject) =>
          doNow(
            () => work(...args),
            (error, result) => {
              if (error === null) resolve(Buffer.isBuffer(result) ? arrayBufferOf(result) : result);
              else reject(asWebError(error));
            },
          ),
        );
      };
    });
}

function read(given: Given): Algorithm {
  return typeof given === 'string' ? { name: given } : given;
}

/** In capitals, as names of algorithms are compared. */
const nameOf = (given: Given): string => read(given).name.toUpperCase();

function hashOf({ hash }: { readonly hash?: Algorithm['hash'] }): string {
  return hashName(typeof hash === 'object' ? hash.name : (hash ?? 'SHA-256'));
}

function hashName(name: string): string {
  if (/^SHA-(1|256|384|512)$/i.test(name)) return name.replace('-', '').toLowerCase();
  throw new DOMException(`Unrecognized algorithm name: ${name}`, 'NotSupportedError');
}

/** The usual length of a key for HMAC: one block of its hash. */
const bitsOf = (hash: string): number => (/384|512/.test(hash) ? 1024 : 512);

function sign(given: Given, key: Key, data: Buffer): Buffer {
  if (nameOf(given) === 'HMAC')
    return crypto
      .createHmac(hashOf(key.algorithm as Algorithm), KeyObject.from(key))
      .update(data)
      .digest();
  const { hash, ...how } = signatureOf(given, key);
  return crypto.sign(hash, data, how as crypto.SignKeyObjectInput);
}

function verify(given: Given, key: Key, signature: Buffer, data: Buffer): boolean {
  if (nameOf(given) === 'HMAC') {
    const right = sign(given, key, data);
    return right.length === signature.length && crypto.timingSafeEqual(right, signature);
  }
  const { hash, ...how } = signatureOf(given, key);
  return crypto.verify(hash, data, how as crypto.VerifyKeyObjectInput, signature);
}

function signatureOf(
  given: Given,
  key: Key,
): { readonly hash: string | null; readonly key: KeyObject } & Record<string, unknown> {
  const inner = KeyObject.from(key);
  switch (nameOf(given)) {
    case 'ECDSA':
      return { hash: hashOf(read(given)), key: inner, dsaEncoding: 'ieee-p1363' };
    case 'RSASSA-PKCS1-V1_5':
      return {
        hash: hashOf(key.algorithm as Algorithm),
        key: inner,
        padding: crypto.constants.RSA_PKCS1_PADDING,
      };
    case 'RSA-PSS': {
      const { saltLength = 0 } = read(given);
      const padding = crypto.constants.RSA_PKCS1_PSS_PADDING;
      return { hash: hashOf(key.algorithm as Algorithm), key: inner, padding, saltLength };
    }
    case 'ED25519':
    case 'ED448':
      return { hash: null, key: inner };
    default:
      throw unknown(given);
  }
}

function cipher(given: Given, key: Key, data: Buffer, isSealing: boolean): Buffer {
  const algorithm = read(given);
  const inner = KeyObject.from(key);
  const bits = (inner.symmetricKeySize ?? 0) * 8;
  const iv = bytesOf(algorithm.iv ?? algorithm.counter ?? Buffer.alloc(0));
  const through = (one: crypto.Cipher | crypto.Decipher, from: Buffer): Buffer =>
    Buffer.concat([one.update(from), one.final()]);
  const make = (name: string, start: Buffer) =>
    isSealing ? crypto.createCipheriv(name, inner, start) : crypto.createDecipheriv(name, inner, start);
  switch (nameOf(given)) {
    case 'AES-CBC':
      return through(make(`aes-${bits}-cbc`, iv), data);
    case 'AES-CTR':
      return through(make(`aes-${bits}-ctr`, iv), data);
    case 'AES-KW':
      return through(make(`id-aes${bits}-wrap`, Buffer.alloc(8, 0xa6)), data);
    case 'AES-GCM': {
      const authTagLength = (algorithm.tagLength ?? 128) / 8;
      const name = `aes-${bits}-gcm` as 'aes-256-gcm';
      const aad = bytesOf(algorithm.additionalData ?? Buffer.alloc(0));
      if (isSealing) {
        const sealer = crypto.createCipheriv(name, inner, iv, { authTagLength }).setAAD(aad);
        return Buffer.concat([through(sealer, data), sealer.getAuthTag()]);
      }
      const at = data.length - authTagLength;
      const opener = crypto.createDecipheriv(name, inner, iv, { authTagLength }).setAAD(aad);
      return through(opener.setAuthTag(data.subarray(at)), data.subarray(0, at));
    }
    case 'RSA-OAEP': {
      const how = {
        key: inner,
        padding: crypto.constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: hashOf(key.algorithm as Algorithm),
        ...(algorithm.label === undefined ? {} : { oaepLabel: bytesOf(algorithm.label) }),
      };
      return isSealing ? crypto.publicEncrypt(how, data) : crypto.privateDecrypt(how, data);
    }
    default:
      throw unknown(given);
  }
}

function deriveBits(algorithm: Algorithm, key: Key, length: number | null): Buffer {
  const inner = KeyObject.from(key);
  const salt = bytesOf(algorithm.salt ?? Buffer.alloc(0));
  const size = (length ?? 0) >> 3;
  switch (nameOf(algorithm)) {
    case 'PBKDF2':
      return crypto.pbkdf2Sync(inner.export(), salt, algorithm.iterations ?? 1, size, hashOf(algorithm));
    case 'HKDF': {
      const info = bytesOf(algorithm.info ?? Buffer.alloc(0));
      return Buffer.from(crypto.hkdfSync(hashOf(algorithm), inner, salt, info, size));
    }
    case 'ECDH':
    case 'X25519':
    case 'X448': {
      const publicKey = KeyObject.from(algorithm.public as Key);
      const secret = crypto.diffieHellman({ privateKey: inner, publicKey });
      return length === null ? secret : secret.subarray(0, size);
    }
    default:
      throw unknown(algorithm);
  }
}

function exportKey(format: string, key: Key): unknown {
  const inner = KeyObject.from(key);
  if (format === 'spki' || format === 'pkcs8') return inner.export({ type: format, format: 'der' } as never);
  const jwk = key.type === 'secret' && format === 'raw' ? {} : inner.export({ format: 'jwk' });
  if (format === 'jwk') return { ...jwk, key_ops: [...key.usages], ext: true, ...algOf(key) };
  if (key.type === 'secret') return inner.export();
  const { x = '', y } = jwk as { x?: string; y?: string };
  const part = (text: string): Buffer => Buffer.from(text, 'base64url');
  return y === undefined ? part(x) : Buffer.concat([Buffer.of(4), part(x), part(y)]);
}

/** The name that JSON Web Keys have for an algorithm, where it has one. */
function algOf({ algorithm }: Key): { readonly alg?: string } {
  const { name, hash, length } = algorithm as Algorithm;
  const bits = hashOf({ hash }).replace('sha', '');
  if (name === 'HMAC') return { alg: `HS${bits}` };
  if (name === 'RSASSA-PKCS1-v1_5') return { alg: `RS${bits}` };
  if (name === 'RSA-PSS') return { alg: `PS${bits}` };
  if (name === 'RSA-OAEP') return { alg: bits === '1' ? 'RSA-OAEP' : `RSA-OAEP-${bits}` };
  return name.startsWith('AES-') ? { alg: `A${String(length)}${name.slice('AES-'.length)}` } : {};
}

async function generate(
  algorithm: Algorithm,
  extractable: boolean,
  usages: readonly string[],
  imported: (...args: unknown[]) => unknown,
): Promise<unknown> {
  const { name, length, namedCurve } = algorithm;
  if (/^(AES-|HMAC$)/i.test(name)) {
    const size = (length ?? bitsOf(hashOf(algorithm))) >> 3;
    return imported('raw', crypto.randomBytes(size), algorithm, extractable, usages);
  }
  const key = drawnPrivateKey(/^EC/i.test(name) ? 'ec' : name.toLowerCase(), namedCurve);
  if (key === undefined)
    throw new Error(
      `crypto.subtle.generateKey: ${name} draws primes from real randomness: make the key outside of the world`,
    );
  const isPublic = (usage: string): boolean => usage === 'verify';
  const open = crypto.createPublicKey(key);
  return {
    publicKey: await imported(
      ...['spki', open.export({ type: 'spki', format: 'der' }), algorithm, true, usages.filter(isPublic)],
    ),
    privateKey: await imported(
      ...['pkcs8', key.export({ type: 'pkcs8', format: 'der' }), algorithm, extractable],
      usages.filter((usage) => !isPublic(usage)),
    ),
  };
}

/** Where the key stands that must be meant for what is done. */
const KEYS: Readonly<Record<string, number>> = {
  ...{ sign: 1, verify: 1, encrypt: 1, decrypt: 1, deriveBits: 1, deriveKey: 1, wrapKey: 2, unwrapKey: 2 },
};

/** What a key is not meant for is Node's own to refuse, which it does before it starts a thread. */
function isRefused(name: string, args: readonly unknown[]): boolean {
  const hidden = args[1] as Key | undefined;
  if (name === 'exportKey' || name === 'wrapKey') if (hidden?.extractable !== true) return true;
  const at = KEYS[name];
  if (at === undefined) return false;
  const key = args[at] as Key | undefined;
  return key?.usages === undefined || !(key.usages as readonly string[]).includes(name);
}

function unknown(given: Given): DOMException {
  return new DOMException(`Unrecognized algorithm name: ${read(given).name}`, 'NotSupportedError');
}

/** What OpenSSL says is told as the web tells it. */
function asWebError(error: unknown): unknown {
  const { code = 'ERR_OSSL' } = error as { code?: unknown };
  return error instanceof DOMException || !String(code).startsWith('ERR_OSSL')
    ? error
    : new DOMException('The operation failed for an operation-specific reason', 'OperationError');
}

function bytesOf(data: Bytes): Buffer {
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}

function arrayBufferOf(bytes: Buffer): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
