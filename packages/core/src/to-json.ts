import type { Message } from './message.ts';

/** Messages as plain data: bytes become base64. What is plain already is passed on as it is. */
export function toJSON(messages: Message[]): Message[] {
  return JSON.parse(
    JSON.stringify(messages, function replacer(this: Record<string, unknown>, key, value: unknown) {
      const original = this[key];
      return original instanceof Uint8Array ? toBase64(original) : value;
    }),
  ) as Message[];
}

/** Bytes as base64, with padding. */
export function toBase64(bytes: Uint8Array): string {
  if (typeof Buffer === 'function') {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  }
  let binary = '';
  const step = 0x8000; // as many arguments as String.fromCharCode takes everywhere
  for (let at = 0; at < bytes.length; at += step) binary += String.fromCharCode(...bytes.subarray(at, at + step));
  return btoa(binary);
}
