// Base64 text to bytes, by the host where it can: not all hosts can yet.

interface Decoders {
  readonly Uint8Array: { fromBase64?(text: string): Uint8Array<ArrayBuffer> };
  readonly Buffer?: { from(text: string, encoding: "base64"): Uint8Array<ArrayBuffer> };
}

export function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  const host = globalThis as unknown as Decoders;
  const decoded = host.Uint8Array.fromBase64?.(base64) ?? host.Buffer?.from(base64, "base64");
  if (decoded !== undefined) return decoded;
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  // Fifty times as fast as Uint8Array.from, which asks the string for its code points; 1.5 ms before it is optimised.
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
