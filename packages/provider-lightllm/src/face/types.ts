/**
 * What a client of LightLLM's Python package is asked and answers, in OpenAI's words.
 */
import type { JSONObject, Warning } from '@sdk/core';
import type { AssistantMessageParam, ChatCompletion, ChatCompletionParams, ChatMessageParam, CompletionChoice, CompletionMessage, CompletionToolCall, TextPartParam } from '@sdk/openai-wire/server';
import type { LightLLMOptions } from '../provider.ts';

/** Settings of a `LightLLMClient`. Each may be written as in Python or as in the `openai` npm package. */
export interface LightLLMClientOptions extends Pick<LightLLMOptions, 'mode' | 'headers' | 'thinkTags' | 'imagePlaceholder'> {
  /** @default LIGHTLLM_API_KEY, else none */
  apiKey?: string | null;
  api_key?: string | null;
  /** With or without `/v1`. @default LIGHTLLM_BASE_URL, else `http://localhost:8000` */
  baseURL?: string;
  baseUrl?: string;
  base_url?: string;
  /** Seconds, as in Python: of a whole answer, until it has come; of a stream, until its first byte. @default 600 */
  timeout?: number;
  /** Take calls and thoughts out of `content`; thoughts then stand in `reasoning_content`. @default false: `content` is what the model wrote */
  stripToolCalls?: boolean;
  /** An answer that is nothing but JSON that names a tool is a call, too. @default false */
  bareJSONToolCalls?: boolean;
  /** Which `file:` URLs of images are loaded: all, or those below a folder. @default true */
  localFiles?: LightLLMOptions['localFiles'];
  /** Is told what could not be honoured as asked: the answers have no place for it. @default nobody is told */
  onWarning?: (warning: Warning) => void;
}

/** A request. Fields that are not named here go to the server as they are. */
export interface LightLLMParams extends Omit<ChatCompletionParams, 'messages'> {
  messages: readonly LightLLMMessageParam[];
  /** Further fields for the server. */
  extra_body?: JSONObject;
  [field: string]: unknown;
}

/** An image: its URL may stand alone, and be a `file:` URL. */
export interface ImageParam {
  type: 'image_url';
  image_url: string | { url: string; detail?: string };
}

/** A message of a request. */
export type LightLLMMessageParam =
  | Exclude<ChatMessageParam, { role: 'tool' | 'assistant' }>
  | { role: 'user'; content: readonly (TextPartParam | ImageParam)[] }
  | (Omit<AssistantMessageParam, 'tool_calls'> & { tool_calls?: AssistantMessageParam['tool_calls'] | null })
  | { role: 'tool'; content: string | readonly TextPartParam[]; tool_call_id?: string; name?: string };

/** What the model said. Can be appended to the messages of the next request. */
export interface LightLLMMessage extends Omit<CompletionMessage, 'tool_calls' | 'function_call'> {
  /** `null` without calls; `arguments` of each is JSON text. */
  tool_calls: CompletionToolCall[] | null;
}

/** A whole answer. */
export interface LightLLMCompletion extends Omit<ChatCompletion, 'choices'> {
  choices: [Omit<CompletionChoice, 'message'> & { message: LightLLMMessage }];
}
