import { marked, type Token } from 'marked';

/** The tokens of a text. One that the reader of markdown cannot take, e.g. thousands of quotations in each other, is a paragraph. */
export function readMarkdown(text: string): Token[] {
  try {
    return marked.lexer(text);
  } catch {
    return [{ type: 'paragraph', raw: text, text, tokens: [{ type: 'escape', raw: text, text }] }];
  }
}
