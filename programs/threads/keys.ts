/** Keys made of the node's own chance. Those that need primes are refused: OpenSSL draws them from real randomness. */
import crypto, { type KeyObject } from 'node:crypto';

/** The DER around the bytes of a private key (RFC 8410). */
const CURVES: Readonly<Record<string, { readonly prefix: string; readonly size: number }>> = {
  ed25519: { prefix: '302e020100300506032b657004220420', size: 32 },
  x25519: { prefix: '302e020100300506032b656e04220420', size: 32 },
  ed448: { prefix: '3047020100300506032b6571043b0439', size: 57 },
  x448: { prefix: '3046020100300506032b656f043a0438', size: 56 },
};

/** Names of curves: those of OpenSSL by those of the web. */
const NIST: Readonly<Record<string, string>> = {
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
  secp256k1: 'secp256k1',
};

/** @returns undefined for a kind of key that cannot be made so */
export function drawnPrivateKey(type: string, namedCurve?: string): KeyObject | undefined {
  const curve = Object.hasOwn(CURVES, type) ? CURVES[type] : undefined;
  if (curve !== undefined) {
    const key = Buffer.concat([Buffer.from(curve.prefix, 'hex'), crypto.randomBytes(curve.size)]);
    return crypto.createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  }
  const [crv, name] = Object.entries(NIST).find((names) => names.includes(namedCurve ?? '')) ?? [];
  return type === 'ec' && crv !== undefined && name !== undefined ? drawnEcKey(crv, name) : undefined;
}

function drawnEcKey(crv: string, name: string): KeyObject {
  const ecdh = crypto.createECDH(name);
  const size = Math.ceil((crv === 'P-521' ? 521 : Number(/\d{3}/.exec(crv)?.[0])) / 8);
  for (;;) {
    const bytes = crypto.randomBytes(size);
    if (crv === 'P-521') bytes[0] = (bytes[0] as number) & 1;
    try {
      ecdh.setPrivateKey(bytes);
    } catch {
      // Not below the order of the curve: the next draw is.
      continue;
    }
    const point = ecdh.getPublicKey();
    const text = (part: Buffer): string => part.toString('base64url');
    const [x, y] = [text(point.subarray(1, 1 + size)), text(point.subarray(1 + size))];
    return crypto.createPrivateKey({ key: { kty: 'EC', crv, x, y, d: text(bytes) }, format: 'jwk' });
  }
}

interface Encodings {
  readonly namedCurve?: string;
  readonly publicKeyEncoding?: crypto.KeyExportOptions<'pem'>;
  readonly privateKeyEncoding?: crypto.KeyExportOptions<'pem'>;
}

/** `generateKeyPairSync`, for what can be drawn. */
export function drawnPair(type: string, options: Encodings = {}): object | undefined {
  const key = drawnPrivateKey(type, options.namedCurve);
  if (key === undefined) return undefined;
  const { publicKeyEncoding: outside, privateKeyEncoding: inside } = options;
  const open = crypto.createPublicKey(key);
  return {
    publicKey: outside === undefined ? open : open.export(outside),
    privateKey: inside === undefined ? key : key.export(inside),
  };
}

/** `generateKeySync`. */
export function drawnSecret(type: string, { length }: { readonly length: number }): KeyObject | undefined {
  const fits = type === 'aes' ? [128, 192, 256].includes(length) : type === 'hmac' && length >= 8;
  return fits ? crypto.createSecretKey(crypto.randomBytes(length >> 3)) : undefined;
}
