import type { EmbedOptions } from '@sdk/core';
import { optionalInteger, optionalString, present, readName, readObject, readWord, refuse, refuseValue } from './field.ts';

/** A request for embeddings, read. */
export interface EmbeddingRequest {
  /** The model as the client calls it. */
  model: string;
  encodingFormat: 'float' | 'base64';
  /** The call. `signal`, `timeouts`, `headers` and `extraBody` are the host's to add. */
  options: EmbedOptions;
}

/**
 * Reads the body of a `POST /embeddings`.
 *
 * @throws RequestFieldError also for lists of tokens, which mean nothing to another vendor.
 * @see https://platform.openai.com/docs/api-reference/embeddings/create (read 2026-11-20)
 */
export function readEmbeddingRequest(body: unknown): EmbeddingRequest {
  const request = readObject(body, '');
  const model = readName(request['model'], 'model');
  const values = readInput(request['input']);
  const format = present(request, 'encoding_format');
  const encodingFormat = format === undefined ? 'float' : readWord(format, 'encoding_format', ['float', 'base64']);
  const dimensions = optionalInteger(request, 'dimensions', 1);
  optionalString(request, 'user');
  return { model, encodingFormat, options: { values, ...(dimensions === undefined ? {} : { dimensions }) } };
}

function readInput(input: unknown): string[] {
  if (typeof input === 'string') return [input];
  if (!Array.isArray(input) || input.length === 0) return refuse(input, 'input', 'a string or a non-empty array of strings');
  return input.map((value: unknown, at) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || Array.isArray(value)) refuseValue('input', 'lists of tokens are not taken; send text.', 'unsupported_value');
    return refuse(value, `input[${at}]`, 'a string');
  });
}
