const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 9;

/**
 * A tool call's id in the only form that Mistral takes, nine letters or digits: its own ids as they are, others by a hash.
 *
 * @see https://docs.mistral.ai/api (read 2026-11-20): anything else is a 400 with code 3280
 */
export function toolCallId(id: string): string {
  if (/^[a-zA-Z0-9]{9}$/.test(id)) return id;
  let rest = hash64(id);
  let name = '';
  for (let at = 0; at < LENGTH; at++) {
    name += ALPHABET[Number(rest % BigInt(ALPHABET.length))];
    rest /= BigInt(ALPHABET.length);
  }
  return name;
}

/** FNV-1a in 64 bits, over UTF-16 units. @see https://www.rfc-editor.org/rfc/rfc9923 */
function hash64(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  // The last characters have hardly reached the high bits.
  return hash ^ (hash >> 32n);
}
