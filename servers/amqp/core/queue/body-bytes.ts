/** How many bytes a body has: those on the wire, or those of its JSON where it is data between nodes. */
import type { Body } from '../methods.js';

export function bodyBytes(body: Body): number {
  if (body instanceof Uint8Array) return body.byteLength;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return text === undefined ? 0 : new TextEncoder().encode(text).byteLength;
}
