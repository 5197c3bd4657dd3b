import type { FunctionTool, JSONObject, ProviderData } from '@sdk/core';
import type { ChatToolParam, TextPartParam, UserPartParam } from '@sdk/openai-wire/server';

/** Settings of a `LiteLLMProvider`. */
export interface LiteLLMConfig {
  /** @default LITELLM_URL, else LITELLM_BASE_URL, else `http://localhost:4000` */
  baseUrl?: string;
  /** The proxy's name of the model. */
  model: string;
  /** @default LITELLM_API_KEY, else none */
  apiKey?: string;
  /** @default 0.7 */
  temperature?: number;
  /** @default 4096 */
  maxTokens?: number;
  /** @default 1 */
  topP?: number;
  /** Of a call, until its answer has come whole, in milliseconds. @default 60_000 */
  timeout?: number;
  /** Fields of the request, over all others. @default none */
  extraParams?: JSONObject;
}

/** A call that the model made. */
export interface LiteLLMToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: JSONObject };
  /** What the model wrote where that is no JSON; `arguments` are then `{}`. */
  invalid?: string;
}

/** A message, in the form of agent frameworks. The names of Chat Completions (`tool_calls`, `tool_call_id`) are read, too. */
export interface LiteLLMMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string | readonly (TextPartParam | UserPartParam)[] | null;
  name?: string;
  /** Which call a result belongs to. */
  toolCallId?: string;
  tool_call_id?: string;
  toolCalls?: readonly (Omit<LiteLLMToolCall, 'function'> & { function: { name: string; arguments: JSONObject | string } })[];
  tool_calls?: readonly object[];
  /** What must go back to the model as it came: signed thoughts. */
  providerData?: ProviderData;
}

/** What is asked. */
export interface LiteLLMRequest {
  messages: readonly LiteLLMMessage[];
  /** As `{ name, description, parameters }`, or as Chat Completions have them. */
  tools?: readonly (FunctionTool | ChatToolParam)[];
  /** Groups calls in the proxy's logs: sent as `metadata.session_id`. */
  sessionId?: string;
}

/** What the model said. Can be appended to the messages of the next call. */
export interface LiteLLMAnswer {
  role: 'assistant';
  /** `''` where there are only tool calls. */
  content: string;
  /** Missing without calls. */
  toolCalls?: LiteLLMToolCall[];
  providerData?: ProviderData;
}

/** An answer. */
export interface LiteLLMResponse {
  message: LiteLLMAnswer;
  /** Missing without calls. */
  toolCalls?: LiteLLMToolCall[];
  /** The model that answered, e.g. `gpt-4-0613`. */
  model: string;
  /** In tokens; what the proxy does not report is missing. */
  usage: { promptTokens?: number; completionTokens?: number; totalTokens?: number };
  /** Whether the model has nothing more to ask for: no tool calls. */
  finished: boolean;
  finishReason: 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'function_call';
}
