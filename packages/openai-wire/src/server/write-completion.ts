import type { ContentPart, GenerateResult, TokenLogprob } from '@sdk/core';
import { isRefusal } from '../refusal.ts';
import type { AnswerIdentity, ChatCompletion, CompletionMessage } from './answer.ts';
import { writeArguments, writeCitation, writeFinishReason, writeImage, writeLogprobs, writeUsage } from './write-parts.ts';

/** How a whole answer is written. */
export interface CompletionOptions extends AnswerIdentity {
  /** Write `function_call` in place of `tool_calls`. @default false */
  legacyFunctions?: boolean;
}

/**
 * Writes a whole answer as a `chat.completion`.
 *
 * Text parts are joined, those with which the model refuses as `refusal`; sources become `annotations`, images `images`. Calls that the vendor ran itself, opaque parts and
 * files that are no images have no place and are left out. The finish reasons `pause` and `error` become `length`.
 */
export function writeCompletion(result: GenerateResult, options: CompletionOptions): ChatCompletion {
  const { id, created, model, legacyFunctions = false } = options;
  const logprobs = logprobsOf(result.content);
  const completion: ChatCompletion = {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [
      {
        index: 0,
        message: writeMessage(result, legacyFunctions),
        finish_reason: writeFinishReason(result.finishReason, legacyFunctions, refusalOf(result.content) !== ''),
        logprobs: logprobs.length > 0 ? writeLogprobs(logprobs) : null,
      },
    ],
  };
  const usage = writeUsage(result.usage);
  if (usage) completion.usage = usage;
  return completion;
}

function writeMessage({ content, text: said, reasoning, toolCalls }: GenerateResult, legacyFunctions: boolean): CompletionMessage {
  const refusal = refusalOf(content);
  const text = refusal === '' ? said : textOf(content.filter((part) => !isRefusal(part)));
  const message: CompletionMessage = { role: 'assistant', content: text === '' && (toolCalls.length > 0 || refusal !== '') ? null : text, refusal: refusal || null };
  if (reasoning) message.reasoning_content = reasoning;
  const calls = toolCalls.map((call) => ({
    id: call.toolCallId,
    type: 'function' as const,
    function: { name: call.toolName, arguments: writeArguments(call) },
  }));
  if (legacyFunctions && calls[0]) message.function_call = calls[0].function;
  else if (calls.length > 0) message.tool_calls = calls;
  const annotations = content.flatMap((part) => (part.type === 'source' ? [writeCitation(part, offsetOf(content, part.of))] : []));
  if (annotations.length > 0) message.annotations = annotations;
  const images = content.flatMap((part) => (part.type === 'file' ? (writeImage(part) ?? []) : []));
  if (images.length > 0) message.images = images;
  return message;
}

function refusalOf(content: readonly ContentPart[]): string {
  return textOf(content.filter(isRefusal));
}

function textOf(content: readonly ContentPart[]): string {
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** Where a text part begins in the text of all. */
function offsetOf(content: readonly ContentPart[], at = 0): number {
  let offset = 0;
  for (const part of content.slice(0, at)) if (part.type === 'text') offset += part.text.length;
  return offset;
}

function logprobsOf(content: readonly ContentPart[]): TokenLogprob[] {
  return content.flatMap((part) => (part.type === 'text' ? (part.logprobs ?? []) : []));
}
