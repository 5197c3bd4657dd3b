import { mapStream, wrapModel, type CallOptions, type ContentPart, type GenerateResult, type LanguageModel, type StreamPart } from '@sdk/core';

/**
 * A model whose answers hold only what is new where a last message of the assistant is continued: Mistral repeats that
 * message before it goes on. Other calls are passed on as they are.
 */
export function withoutEcho(model: LanguageModel): LanguageModel {
  return wrapModel(model, {
    async generate(options) {
      const result = await model.generate(options);
      return cutResult(result, prefillOf(options));
    },
    stream(options) {
      const prefill = prefillOf(options);
      return prefill === '' ? model.stream(options) : mapStream(model.stream(options), createCutter(prefill));
    },
  });
}

/** The text that is to be continued; `''` where there is none. */
function prefillOf({ messages }: CallOptions): string {
  const last = Array.isArray(messages) ? messages.at(-1) : undefined;
  if (last?.role !== 'assistant') return '';
  if (typeof last.content === 'string') return last.content;
  return last.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function cutResult(result: GenerateResult, prefill: string): GenerateResult {
  if (prefill === '' || !result.text.startsWith(prefill)) return result;
  const content = result.content.flatMap((part) => cutPart(part, prefill));
  return { ...result, content, text: result.text.slice(prefill.length), message: { ...result.message, content } };
}

/** A part without the echo; none where nothing is left. */
function cutPart(part: ContentPart, prefill: string): ContentPart[] {
  if (part.type !== 'text' || !part.text.startsWith(prefill)) return [part];
  return part.text.length === prefill.length ? [] : [{ ...part, text: part.text.slice(prefill.length) }];
}

/** Holds back text while it repeats the prefill, and lets go of it when it turns out to be something else. */
function createCutter(prefill: string): (part: StreamPart) => StreamPart[] {
  let held = '';
  let decided = false;
  return (part) => {
    if (part.type === 'part' && part.part.type === 'text') return cutComplete(part, part.part.text);
    if (part.type !== 'text-delta' || decided) return [part];
    held += part.delta;
    if (held.length < prefill.length && prefill.startsWith(held)) return [];
    decided = true;
    const delta = held.startsWith(prefill) ? held.slice(prefill.length) : held;
    return delta === '' ? [] : [{ ...part, delta }];
  };

  function cutComplete(part: Extract<StreamPart, { type: 'part' }>, text: string): StreamPart[] {
    const released: StreamPart[] = decided || text === '' ? [] : [{ type: 'text-delta', index: part.index, delta: held }];
    return [...released, ...cutPart(part.part, prefill).map((cut): StreamPart => ({ ...part, part: cut }))];
  }
}
