import { isJSONObject, type FilePart, type JSONObject, type OpaquePart, type TextPart } from '@sdk/core';
import { WIRE } from '../wire.ts';
import { blockAt, listAt, optionalString, refuse } from './check.ts';
import { annotations, readFile } from './read-file.ts';

type Piece = TextPart | FilePart | OpaquePart;

/** Whether a block holds words from elsewhere that the model may cite: something found, or a document in pieces. */
export function isPassage({ type, source }: JSONObject): boolean {
  return type === 'search_result' || (type === 'document' && isJSONObject(source) && source['type'] === 'content');
}

/**
 * What such a block holds, as texts and images that every vendor can be told. The first part keeps the whole block for
 * this wire, and the others say that they are within it.
 *
 * @throws InvalidRequestError
 */
export function readPassage(block: JSONObject, path: string): Piece[] {
  const pieces = [...readHeading(block, path), ...readContent(block, path)];
  const [first = { type: 'text' as const, text: '' }, ...others] = joinTexts(pieces);
  const { cache_control: _mark, ...whole } = block;
  const within = { providerData: { [WIRE]: { within: true } } };
  return [{ ...first, ...annotations(block, whole, path) }, ...others.map((piece) => ({ ...piece, ...within }))];
}

/** Of something found, `source` says where; of a document, it is the content itself. */
function readHeading({ type, title, source, context }: JSONObject, path: string): TextPart[] {
  const lines = [
    optionalString(title, `${path}.title`),
    type === 'search_result' ? optionalString(source, `${path}.source`) : optionalString(context, `${path}.context`),
  ];
  const text = lines.filter((line) => line).join('\n');
  return text === '' ? [] : [{ type: 'text', text }];
}

function readContent({ type, content, source }: JSONObject, path: string): Piece[] {
  const [held, where] = type === 'search_result' ? [content, `${path}.content`] : [isJSONObject(source) ? source['content'] : undefined, `${path}.source.content`];
  if (typeof held === 'string') return [{ type: 'text', text: held }];
  return listAt(held, where).map((entry, at) => {
    const here = `${where}[${at}]`;
    const inner = blockAt(entry, here);
    if (inner.type === 'text' && typeof inner['text'] === 'string') return { type: 'text', text: inner['text'] };
    return inner.type === 'image' ? readFile(inner, here) : refuse(here, 'must be a text or an image');
  });
}

/** Texts that follow each other as one. */
function joinTexts(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  let texts: string[] = [];
  const flush = () => {
    if (texts.length > 0) joined.push({ type: 'text', text: texts.join('\n\n') });
    texts = [];
  };
  for (const piece of pieces) {
    if (piece.type === 'text') texts.push(piece.text);
    else {
      flush();
      joined.push(piece);
    }
  }
  flush();
  return joined;
}
