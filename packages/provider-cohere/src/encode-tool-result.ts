import { isJSONObject, type JSONObject, type JSONValue, type ToolResultPart } from '@sdk/core';
import type { WireContent } from './wire.ts';

/**
 * What a tool gave, as Cohere takes it: texts as they are, a list of objects as documents, one each, all else as JSON.
 *
 * Documents are what the answer can cite one by one. A string `id` of an object becomes the document's, which the
 * citation names.
 */
export function encodeToolResult({ result, content }: ToolResultPart): string | WireContent[] {
  if (!content) return asDocuments(result) ?? asText(result);
  const texts = content.flatMap((part) => (part.type === 'text' && part.text !== '' ? [part.text] : []));
  if (texts.length < 2) return texts[0] ?? asText('');
  return texts.map((text) => ({ type: 'text', text }));
}

/** No message may be empty: a text of nothing is said as JSON says it. */
function asText(result: JSONValue): string {
  return typeof result === 'string' && result !== '' ? result : JSON.stringify(result ?? null);
}

function asDocuments(result: JSONValue): WireContent[] | undefined {
  if (!Array.isArray(result) || result.length === 0) return undefined;
  const documents = result.map(asDocument);
  return documents.every((document) => document !== undefined) ? documents : undefined;
}

/** An object with at least one field that is no id. */
function asDocument(value: JSONValue): WireContent | undefined {
  if (!isJSONObject(value)) return undefined;
  const { id, ...rest } = value;
  const isNamed = typeof id === 'string' && id !== '';
  const data: JSONObject = isNamed ? rest : value;
  if (Object.keys(data).length === 0) return undefined;
  return { type: 'document', document: { ...(isNamed ? { id } : {}), data } };
}
