/** A turn, as the tokenizer of a model sees it: only its own tokens divide the text. */
export interface Turn {
  role: string;
  content: string;
}

/** Reads a prompt as the model does. The last turn is open. Throws where something stands between the turns. */
export function parseChatML(prompt: string): { turns: Turn[]; open: Turn } {
  const turns: Turn[] = [];
  let rest = prompt;
  for (;;) {
    const [start, role] = /^<\|im_start\|>(system|user|assistant)\n/.exec(rest) ?? [];
    if (start === undefined || role === undefined) throw new Error(`No turn begins here: ${JSON.stringify(rest.slice(0, 40))}`);
    rest = rest.slice(start.length);
    const end = rest.search(/<\|[\w-]+\|>/);
    if (end < 0) return { turns, open: { role, content: rest } };
    if (!rest.startsWith('<|im_end|>\n', end)) throw new Error(`A token that is not ours: ${JSON.stringify(rest.slice(end, end + 40))}`);
    turns.push({ role, content: rest.slice(0, end) });
    rest = rest.slice(end + '<|im_end|>\n'.length);
  }
}

/** Takes back the space that escaping adds. */
export function unescapeMarkers(text: string): string {
  return text.replace(/<\| ( *)(?=[\w-]+\|>)/g, '<|$1');
}
