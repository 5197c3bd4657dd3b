import type { MarkedToken, Token } from 'marked';
import { decodeEntities } from './decode-entities.ts';
import { readMarkdown } from './read-markdown.ts';

/** Enough for whatever is said; the rest is not read. In characters. */
const MOST_READ = 4000;

/** Nobody listens to more that stands in each other. */
const MOST_LEVELS = 30;

/** Markdown as a screen reader should say it: the words without their marks, and of code only that it is there. */
export function spokenText(markdown: string): string {
  const said = readMarkdown(markdown.slice(0, MOST_READ)).map((token) => sayToken(token, 0));
  return said.join('\n').replaceAll(/\s+/g, ' ').trim();
}

function sayAll(tokens: readonly Token[], depth: number, separator = ''): string {
  return depth >= MOST_LEVELS ? '' : tokens.map((token) => sayToken(token, depth + 1)).join(separator);
}

function sayToken(generic: Token, depth: number): string {
  const token = generic as MarkedToken;
  switch (token.type) {
    case 'code':
      return token.lang ? `Code, ${token.lang}.` : 'Code.';
    case 'table':
      return [token.header, ...token.rows].map((row) => `${row.map(({ tokens }) => sayAll(tokens, depth)).join(', ')}.`).join('\n');
    case 'list':
      return token.items.map(({ tokens }) => sayAll(tokens, depth, '\n')).join('\n');
    case 'html':
      return token.raw.replaceAll(/<[^>]*>/g, ' ');
    case 'image':
      return `Image: ${decodeEntities(token.text)}`;
    case 'codespan':
    case 'escape':
      return token.text;
    case 'br':
      return '\n';
    case 'hr':
    case 'space':
    case 'def':
    case 'checkbox':
      return '';
    default:
      if ('tokens' in token && token.tokens) return sayAll(token.tokens, depth, token.type === 'blockquote' ? '\n' : '');
      return 'text' in token ? decodeEntities(token.text) : '';
  }
}
