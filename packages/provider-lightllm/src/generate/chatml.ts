/** Ends a turn. */
export const TURN_END = '<|im_end|>';

const TURN_START = '<|im_start|>';

/** What looks like a token of the tokenizer's own, spaces after its first two characters included. */
const MARKER = /<\|( *)(?=[\w-]+\|>)/g;

/**
 * Text that cannot begin or end a turn, nor be any other token of the tokenizer's own: `<|im_end|>` becomes `<| im_end|>`, with
 * one space more than it had. Whatever else there is stays as it is.
 */
export function escapeMarkers(text: string): string {
  return text.replace(MARKER, '<| $1');
}

/** One turn. `content` has been escaped. */
export function turn(role: 'system' | 'user' | 'assistant', content: string): string {
  return `${openTurn(role, content)}${TURN_END}\n`;
}

/** A turn that goes on. */
export function openTurn(role: 'system' | 'user' | 'assistant', content = ''): string {
  return `${TURN_START}${role}\n${content}`;
}
