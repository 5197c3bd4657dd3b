/** The longest id of a call that the wire takes. @see https://github.com/decolua/9router/issues/393 (read 2026-11-21) */
const MAX_LENGTH = 64;
const HASH_LENGTH = 16;

/** A call's id as the wire takes it: a longer one of another vendor's is cut, and a hash keeps it apart from others. */
export function wireCallId(id: string): string {
  return id.length <= MAX_LENGTH ? id : `${id.slice(0, MAX_LENGTH - HASH_LENGTH)}${hash(id)}`;
}

/** FNV-1a from both ends, as 16 hexadecimal digits. */
function hash(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x01000193;
  for (let at = 0; at < text.length; at++) {
    first = Math.imul(first ^ text.charCodeAt(at), 0x01000193);
    second = Math.imul(second ^ text.charCodeAt(text.length - 1 - at), 0x01000193);
  }
  return [first, second].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
