/** What a segment of a stream carries, as text where it is text. */
const LENGTH = 240;

/** Bytes as text, line ends shown as blanks; how many, where they are no text; undefined where there are none. */
export function textOfBytes(data: unknown): string | undefined {
  const value = (data as { readonly bytes?: unknown } | null | undefined)?.bytes ?? data;
  const { bytes } = (value ?? {}) as { readonly bytes?: unknown };
  if (!Array.isArray(bytes)) return undefined;
  const text = String.fromCharCode(...(bytes.slice(0, LENGTH) as number[]));
  return /^[\x20-\x7e\r\n\t]+$/.test(text) ? text.replace(/\s+/g, ' ').trim() : `${bytes.length} bytes`;
}
