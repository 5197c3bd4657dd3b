/**
 * Every vendor with an answer of its own that thinks, says something and calls two tools; and the rules by which it would refuse what comes next.
 *
 * Answers are written from documentation, as the providers' own fixtures; nothing here is recorded traffic.
 */
import type { LanguageModel } from '@sdk/core';
import { createAnthropic } from '@sdk/provider-anthropic';
import { createAzure } from '@sdk/provider-azure';
import { createCohere } from '@sdk/provider-cohere';
import { createDeepSeek } from '@sdk/provider-deepseek';
import { createGemini } from '@sdk/provider-gemini';
import { createGroq } from '@sdk/provider-groq';
import { createMistral } from '@sdk/provider-mistral';
import { createOllama } from '@sdk/provider-ollama';
import { createOpenAI } from '@sdk/provider-openai';
import { createOpenRouter } from '@sdk/provider-openrouter';
import { createPerplexity } from '@sdk/provider-perplexity';
import { createXAI } from '@sdk/provider-xai';
import { chatCompletions } from './rules/chat-completions.ts';
import { cohere } from './rules/cohere.ts';
import { generateContent, generateContentSigned } from './rules/generate-content.ts';
import { messages } from './rules/messages.ts';
import { ollama } from './rules/ollama.ts';
import { responses } from './rules/responses.ts';
import type { Rules } from './rules/rule.ts';

/** A vendor of the test. */
export interface Vendor {
  name: string;
  model(options: { baseUrl: string; apiKey: string }): LanguageModel;
  /** The whole answer. */
  answer: object;
  rules: Rules;
  /** What only this vendor can read: must go back to it, and never to another. @default none */
  sealed?: readonly string[];
  /** Reasoning in clear that must go back to it. @default none */
  returned?: readonly string[];
}

/** A thought that can be told from every other. */
const thoughtOf = (name: string) => `THOUGHT-OF-${name}.`;
const sealOf = (name: string) => Buffer.from(`SEAL-OF-${name}`.padEnd(48, '.')).toString('base64');
const CITIES = ['Paris', 'Rome'];
const SAID = 'I will look at the weather.';

const chatAnswer = (message: object) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'model-1',
  choices: [{ index: 0, finish_reason: 'tool_calls', message: { role: 'assistant', content: SAID, ...message } }],
  usage: { prompt_tokens: 9, completion_tokens: 9, total_tokens: 18 },
});
const chatCalls = (id: (n: number) => string) => ({
  tool_calls: CITIES.map((city, n) => ({ id: id(n), type: 'function', function: { name: 'get_weather', arguments: JSON.stringify({ city }) } })),
});

const responsesAnswer = (name: string) => ({
  id: 'resp_1',
  object: 'response',
  status: 'completed',
  model: 'model-1',
  output: [
    { id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: thoughtOf(name) }], encrypted_content: sealOf(name) },
    { id: 'msg_1', type: 'message', status: 'completed', role: 'assistant', content: [{ type: 'output_text', text: SAID, annotations: [] }] },
    ...CITIES.map((city, n) => ({ id: `fc_${n}`, type: 'function_call', status: 'completed', call_id: `call_r${n}`, name: 'get_weather', arguments: JSON.stringify({ city }) })),
  ],
  usage: { input_tokens: 9, output_tokens: 9, total_tokens: 18 },
});

const geminiAnswer = (name: string, ids: boolean) => ({
  candidates: [
    {
      index: 0,
      finishReason: 'STOP',
      content: {
        role: 'model',
        parts: [
          { text: thoughtOf(name), thought: true },
          { text: SAID },
          ...CITIES.map((city, n) => ({
            functionCall: { name: 'get_weather', args: { city }, ...(ids ? { id: `g${n}` } : {}) },
            ...(n === 0 ? { thoughtSignature: sealOf(name) } : {}),
          })),
        ],
      },
    },
  ],
  usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 9, totalTokenCount: 18 },
});

/** All of them, by wire. */
export const VENDORS: readonly Vendor[] = [
  { name: 'openai', model: (options) => createOpenAI(options)('gpt-4.1'), answer: chatAnswer(chatCalls((n) => `call_o${n}`)), rules: chatCompletions() },
  {
    name: 'openai-responses',
    model: (options) => createOpenAI(options).responses('gpt-5'),
    answer: responsesAnswer('openai-responses'),
    rules: responses,
    sealed: [sealOf('openai-responses')],
  },
  {
    name: 'azure-responses',
    model: (options) => createAzure(options).responses('gpt-5'),
    answer: responsesAnswer('azure-responses'),
    rules: responses,
    sealed: [sealOf('azure-responses')],
  },
  {
    name: 'xai-responses',
    model: (options) => createXAI(options).responses('grok-4'),
    answer: responsesAnswer('xai-responses'),
    rules: responses,
    sealed: [sealOf('xai-responses')],
  },
  {
    name: 'azure',
    model: (options) => createAzure(options)('gpt-4.1'),
    answer: chatAnswer(chatCalls((n) => `call_a${n}`)),
    rules: chatCompletions(),
  },
  {
    name: 'anthropic',
    model: (options) => createAnthropic(options)('claude-sonnet-4-5'),
    answer: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5',
      content: [
        { type: 'thinking', thinking: thoughtOf('anthropic'), signature: sealOf('anthropic') },
        { type: 'redacted_thinking', data: sealOf('anthropic-redacted') },
        { type: 'text', text: SAID },
        ...CITIES.map((city, n) => ({ type: 'tool_use', id: `toolu_${n}`, name: 'get_weather', input: { city } })),
      ],
      stop_reason: 'tool_use',
      usage: { input_tokens: 9, output_tokens: 9 },
    },
    rules: messages,
    sealed: [sealOf('anthropic'), sealOf('anthropic-redacted')],
    returned: [thoughtOf('anthropic')],
  },
  {
    name: 'gemini',
    model: (options) => createGemini(options)('gemini-2.5-flash'),
    answer: geminiAnswer('gemini', false),
    rules: generateContent,
    sealed: [sealOf('gemini')],
  },
  {
    name: 'gemini-3',
    model: (options) => createGemini(options)('gemini-3.5-flash'),
    answer: geminiAnswer('gemini-3', true),
    rules: generateContentSigned,
    sealed: [sealOf('gemini-3')],
  },
  {
    name: 'cohere',
    model: (options) => createCohere(options)('command-a-03-2025'),
    answer: {
      id: 'c1',
      finish_reason: 'TOOL_CALL',
      message: { role: 'assistant', tool_plan: thoughtOf('cohere'), content: [{ type: 'text', text: SAID }], ...chatCalls((n) => `get_weather_${n}`) },
      usage: { tokens: { input_tokens: 9, output_tokens: 9 } },
    },
    rules: cohere,
    returned: [thoughtOf('cohere')],
  },
  {
    name: 'mistral',
    model: (options) => createMistral(options)('magistral-medium-latest'),
    answer: chatAnswer({
      content: [{ type: 'thinking', thinking: [{ type: 'text', text: thoughtOf('mistral') }], closed: true }, { type: 'text', text: SAID }],
      ...chatCalls((n) => `mistral0${n}`),
    }),
    rules: chatCompletions({ id: /^[a-zA-Z0-9]{9}$/, more: ['prefix'] }),
    returned: [thoughtOf('mistral')],
  },
  {
    name: 'groq',
    model: (options) => createGroq(options)('openai/gpt-oss-120b'),
    answer: chatAnswer({ reasoning: thoughtOf('groq'), ...chatCalls((n) => `call_g${n}`) }),
    rules: chatCompletions({ more: ['reasoning'] }),
  },
  {
    name: 'deepseek',
    model: (options) => createDeepSeek(options)('deepseek-reasoner'),
    answer: chatAnswer({ reasoning_content: thoughtOf('deepseek'), ...chatCalls((n) => `call_d${n}`) }),
    rules: chatCompletions({ more: ['reasoning_content', 'prefix'] }),
    returned: [thoughtOf('deepseek')],
  },
  {
    name: 'xai',
    model: (options) => createXAI(options)('grok-4'),
    answer: chatAnswer({ reasoning_content: thoughtOf('xai'), ...chatCalls((n) => `call_x${n}`) }),
    rules: chatCompletions({ more: ['reasoning_content'] }),
  },
  {
    name: 'openrouter',
    model: (options) => createOpenRouter(options)('anthropic/claude-sonnet-4.5'),
    answer: chatAnswer({
      reasoning: thoughtOf('openrouter'),
      reasoning_details: [{ type: 'reasoning.text', text: thoughtOf('openrouter'), signature: sealOf('openrouter'), format: 'anthropic-claude-v1', index: 0 }],
      ...chatCalls((n) => `call_or${n}`),
    }),
    rules: chatCompletions({ more: ['reasoning', 'reasoning_details'] }),
    sealed: [sealOf('openrouter')],
  },
  {
    name: 'perplexity',
    model: (options) => createPerplexity(options)('sonar-pro'),
    answer: chatAnswer({}),
    rules: chatCompletions(),
  },
  {
    name: 'ollama',
    model: (options) => createOllama(options)('qwen3'),
    answer: {
      model: 'qwen3',
      message: { role: 'assistant', content: SAID, thinking: thoughtOf('ollama'), tool_calls: CITIES.map((city) => ({ function: { name: 'get_weather', arguments: { city } } })) },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 9,
      eval_count: 9,
    },
    rules: ollama,
    returned: [thoughtOf('ollama')],
  },
];
