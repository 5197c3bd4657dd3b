/** Shorter objects and lists stand on one line. In characters. */
const MOST_ON_A_LINE = 100;

/** Gives the code of a value that is not to be printed as it is, when it stands so far in; `undefined` for all others. */
export type Replace = (value: unknown, indent: string) => string | undefined;

/** Plain data as a TypeScript literal, indented by two spaces. */
export function printLiteral(value: unknown, replace: Replace = () => undefined, indent = ''): string {
  const replaced = replace(value, indent);
  if (replaced !== undefined) return replaced;
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const items = isList
    ? value.map((item) => printLiteral(item, replace, inner))
    : Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [`${printKey(key)}: ${printLiteral(item, replace, inner)}`]));
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (items.length === 0) return open + close;
  const line = isList ? `[${items.join(', ')}]` : `{ ${items.join(', ')} }`;
  if (indent.length + line.length <= MOST_ON_A_LINE && !line.includes('\n')) return line;
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}${close}`;
}

/** `__proto__: x` would set the prototype. */
function printKey(key: string): string {
  if (key === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

/** A text as a literal in single quotes, on one line also for those who count its separators as ends of lines. */
export function quote(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  return `'${inner.replaceAll("'", String.raw`\'`)}'`;
}
