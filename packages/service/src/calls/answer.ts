import { isJSONObject, splitReasoning, type GenerateResult } from '@sdk/core';

/**
 * What a model said: `text`, `reasoning`, `usage`, `response`, and all else that `generate` gives.
 *
 * `text` holds no `<think>` or `<thinking>` block: what stood in one is in `reasoning`. `message` is as the model wrote it.
 */
export type Answer = GenerateResult;

/** Takes thoughts out of the text, where the model has written them there. Other text stays as it is. */
export function toAnswer(result: GenerateResult): Answer {
  const { answer, cot } = extractAnswerAndCot(result);
  if (!hasTags(result.text)) return result;
  return { ...result, text: answer, ...(cot !== '' && { reasoning: cot }) };
}

/** What thoughts can be taken out of: a text, an answer or result of ours, or a whole answer of Chat Completions. */
export type AnswerSource =
  | string
  | { text: string; reasoning?: string | undefined }
  | { choices: { message: { content?: string | null; reasoning_content?: string | null; reasoning?: string | null } }[] };

/**
 * Tells answer and thoughts (chain of thought) apart: by the vendor's own field, and by `<think>` and `<thinking>` tags in the text, of which
 * the opening one may be missing. Both are trimmed, and `''` when there is none.
 *
 * @example
 * extractAnswerAndCot('<think>2 and 2…</think>\n\n4'); // { answer: '4', cot: '2 and 2…' }
 */
export function extractAnswerAndCot(response: AnswerSource): { answer: string; cot: string } {
  const { text, reasoning } = readSource(response);
  const split = hasTags(text) ? splitReasoning(text) : { text: text.trim() };
  const cot = [reasoning, split.reasoning].map((part) => part?.trim()).filter(Boolean);
  return { answer: split.text, cot: cot.join('\n\n') };
}

function hasTags(text: string): boolean {
  return /<\/?think(?:ing)?>/.test(text);
}

function readSource(source: AnswerSource): { text: string; reasoning?: string | undefined } {
  if (typeof source === 'string') return { text: source };
  if (!isJSONObject(source)) return { text: '' };
  if (!('choices' in source)) return { text: source.text ?? '', reasoning: source.reasoning };
  const message = source.choices[0]?.message;
  return { text: message?.content ?? '', reasoning: message?.reasoning_content ?? message?.reasoning ?? undefined };
}
