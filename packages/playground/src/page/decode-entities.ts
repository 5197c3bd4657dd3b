/** The names that models use; any other stays as it was written. */
const NAMED: Record<string, string> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', copy: '©', reg: '®', trade: '™', deg: '°', euro: '€', pound: '£', sect: '§' },
  ...{ ndash: '–', mdash: '—', hellip: '…', middot: '·', bull: '•', laquo: '«', raquo: '»', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”' },
  ...{ times: '×', divide: '÷', plusmn: '±', minus: '−', le: '≤', ge: '≥', ne: '≠', asymp: '≈', infin: '∞', larr: '←', rarr: '→', uarr: '↑', darr: '↓' },
};

const LAST_CODE_POINT = 0x10_ff_ff;

/** A text with `&lt;`, `&#60;` and `&#x3c;` as the characters that they stand for. What they give is not looked at again. */
export function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]+));/g, (whole, decimal?: string, hex?: string, name: string = '') => {
    if (decimal !== undefined || hex !== undefined) return characterOf(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal));
    return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? whole) : whole;
  });
}

/** A question mark for what is no character, as CommonMark has it: zero, halves of pairs, and what lies beyond the last. */
function characterOf(codePoint: number): string {
  const isHalf = codePoint >= 0xd8_00 && codePoint <= 0xdf_ff;
  return codePoint === 0 || isHalf || codePoint > LAST_CODE_POINT ? '\ufffd' : String.fromCodePoint(codePoint);
}
