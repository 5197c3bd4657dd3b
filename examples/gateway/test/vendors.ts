/**
 * One server that is every vendor, by path: OpenAI, Ollama, Anthropic and Gemini, each in its own wire.
 *
 * Written from the vendors' documentation, as the fixtures of their providers are (read 2026-11-20); nothing is recorded.
 */
import { startFaultServer, type Answer, type FaultServer, type ReceivedRequest, type Step } from '@sdk/testing/server';

/** What a model says, whichever vendor's it is. */
interface Script {
  thought?: string;
  pieces: string[];
  calls?: { name: string; city: string }[];
  /** How the stream goes on after the text. @default it ends as it should */
  then?: Step[];
}

/** What must never reach a client. */
export const VENDOR_SECRET = 'sk-vendor-0123456789abcdef';
const USAGE = { input: 26, output: 12 };

/** What is asked for decides what comes. */
function scriptOf(body: string): Script {
  if (/"role":"tool"|tool_result|functionResponse/.test(body)) return { pieces: ['It is sunny ', 'in Paris.'] };
  if (body.includes('weather')) return { pieces: ['Let me see.'], calls: [{ name: 'get_weather', city: 'Paris' }, { name: 'get_weather', city: 'Rome' }] };
  if (body.includes('break')) return { pieces: ['Half of '], then: [{ delayMs: 30 }, { reset: true }] };
  if (body.includes('forever')) return { pieces: ['And so '], then: [{ stall: true }] };
  if (body.includes('think')) return { thought: 'Hm, let me see.', pieces: ['Forty', '-two.'] };
  if (body.includes('JSON')) return { pieces: ['{"city":', '"Paris"}'] };
  return { pieces: ['Grüße, ', '漢字 ', '🙂!'] };
}

interface Wire {
  whole(script: Script): object;
  /** Frames before and after the place where a stream may break. */
  stream(script: Script): { type: string; head: string[]; tail: string[] };
  error(message: string): object;
}

const sse = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;

const CHAT = { id: 'chatcmpl-1', created: 1_763_600_000, model: 'gpt-5-2026-01-01' };
const chatCall = ({ name, city }: { name: string; city: string }, index: number) => ({ index, id: `call_${index}`, type: 'function', function: { name, arguments: JSON.stringify({ city }) } });
const chatChunk = (delta: object, finish_reason: string | null = null) => sse({ ...CHAT, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] });
const chatUsage = { prompt_tokens: USAGE.input, completion_tokens: USAGE.output, total_tokens: USAGE.input + USAGE.output };

const openai: Wire = {
  whole: ({ thought, pieces, calls }) => ({
    ...CHAT,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: pieces.join(''), reasoning_content: thought, tool_calls: calls?.map(chatCall) }, finish_reason: calls ? 'tool_calls' : 'stop' }],
    usage: chatUsage,
  }),
  stream: ({ thought, pieces, calls = [] }) => ({
    type: 'text/event-stream',
    head: [chatChunk({ role: 'assistant', content: '' }), ...(thought ? [chatChunk({ reasoning_content: thought })] : []), ...pieces.map((content) => chatChunk({ content }))],
    tail: [
      ...calls.flatMap((call, n) => {
        const { function: { name, arguments: args }, ...rest } = chatCall(call, n);
        return [chatChunk({ tool_calls: [{ ...rest, function: { name, arguments: '' } }] }), ...[args.slice(0, 4), args.slice(4)].map((piece) => chatChunk({ tool_calls: [{ index: n, function: { arguments: piece } }] }))];
      }),
      chatChunk({}, calls.length > 0 ? 'tool_calls' : 'stop'),
      sse({ ...CHAT, object: 'chat.completion.chunk', choices: [], usage: chatUsage }),
      'data: [DONE]\n\n',
    ],
  }),
  error: (message) => ({ error: { message, type: 'rate_limit_error', code: 'rate_limit_exceeded', param: null } }),
};

const ollamaLine = (message: object, more: object = { done: false }) => ({ model: 'qwen3', created_at: '2026-11-20T00:00:00Z', message: { role: 'assistant', content: '', ...message }, ...more });
const ollamaEnd = { done: true, done_reason: 'stop', prompt_eval_count: USAGE.input, eval_count: USAGE.output };
const ollamaCalls = (calls: Script['calls']) => calls?.map(({ name, city }) => ({ function: { name, arguments: { city } } }));

const ollama: Wire = {
  whole: ({ thought, pieces, calls }) => ollamaLine({ content: pieces.join(''), thinking: thought, tool_calls: ollamaCalls(calls) }, ollamaEnd),
  stream: ({ thought, pieces, calls }) => ({
    type: 'application/x-ndjson',
    head: [...(thought ? [{ thinking: thought }] : []), ...pieces.map((content) => ({ content }))].map((message) => `${JSON.stringify(ollamaLine(message))}\n`),
    tail: [...(calls ? [ollamaLine({ tool_calls: ollamaCalls(calls) })] : []), ollamaLine({}, ollamaEnd)].map((line) => `${JSON.stringify(line)}\n`),
  }),
  error: (message) => ({ error: message }),
};

const MESSAGE = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-haiku-4-5-20251001' };
const claudeUsage = { input_tokens: USAGE.input - 20, cache_read_input_tokens: 20, output_tokens: USAGE.output };
const event = (data: { type: string; [key: string]: unknown }) => `event: ${data.type}\n${sse(data)}`;
const SIGNATURE = 'EoQDCm0IDhgCKkCDzGs2kL2PgnDCZU';

function claudeBlocks({ thought, pieces, calls = [] }: Script): [shell: object, deltas: object[], whole: object][] {
  return [
    ...(thought
      ? [[{ type: 'thinking', thinking: '', signature: '' }, [{ type: 'thinking_delta', thinking: thought }, { type: 'signature_delta', signature: SIGNATURE }], { type: 'thinking', thinking: thought, signature: SIGNATURE }] as [object, object[], object]]
      : []),
    [{ type: 'text', text: '' }, pieces.map((text) => ({ type: 'text_delta', text })), { type: 'text', text: pieces.join('') }],
    ...calls.map(({ name, city }, n): [object, object[], object] => {
      const shell = { type: 'tool_use', id: `toolu_${n}`, name, input: {} };
      const json = JSON.stringify({ city });
      return [shell, [json.slice(0, 4), json.slice(4)].map((partial_json) => ({ type: 'input_json_delta', partial_json })), { ...shell, input: { city } }];
    }),
  ];
}

const anthropic: Wire = {
  whole: (script) => ({ ...MESSAGE, content: claudeBlocks(script).map(([, , whole]) => whole), stop_reason: script.calls ? 'tool_use' : 'end_turn', stop_sequence: null, usage: claudeUsage }),
  stream(script) {
    const start = event({ type: 'message_start', message: { ...MESSAGE, content: [], stop_reason: null, usage: { ...claudeUsage, output_tokens: 1 } } });
    const frames = claudeBlocks(script).flatMap(([content_block, deltas], index) => [
      event({ type: 'content_block_start', index, content_block }),
      ...deltas.map((delta) => event({ type: 'content_block_delta', index, delta })),
      event({ type: 'content_block_stop', index }),
    ]);
    const end = [event({ type: 'message_delta', delta: { stop_reason: script.calls ? 'tool_use' : 'end_turn', stop_sequence: null }, usage: claudeUsage }), event({ type: 'message_stop' })];
    return { type: 'text/event-stream', head: [start, ...frames.slice(0, 2)], tail: [...frames.slice(2), ...end] };
  },
  error: (message) => ({ type: 'error', error: { type: 'rate_limit_error', message } }),
};

const geminiChunk = (parts: object[], finishReason?: string) => ({
  candidates: [{ content: { role: 'model', parts }, ...(finishReason ? { finishReason } : {}), index: 0 }],
  usageMetadata: { promptTokenCount: USAGE.input, candidatesTokenCount: USAGE.output, totalTokenCount: USAGE.input + USAGE.output },
  modelVersion: 'gemini-3-flash',
});
const geminiParts = ({ thought, pieces, calls = [] }: Script) => [
  ...(thought ? [{ text: thought, thought: true }] : []),
  ...pieces.map((text) => ({ text })),
  ...calls.map(({ name, city }) => ({ functionCall: { name, args: { city } } })),
];

const gemini: Wire = {
  whole: (script) => geminiChunk(geminiParts(script), 'STOP'),
  stream(script) {
    const frames = geminiParts(script).map((part) => sse(geminiChunk([part])));
    const head = frames.slice(0, 1);
    return { type: 'text/event-stream', head, tail: [...frames.slice(1), sse(geminiChunk([{ text: '' }], 'STOP'))] };
  },
  error: (message) => ({ error: { code: 429, message, status: 'RESOURCE_EXHAUSTED' } }),
};

function wireOf(path: string): Wire {
  if (path.startsWith('/api/')) return ollama;
  if (path.endsWith('/messages')) return anthropic;
  return path.includes(':') ? gemini : openai;
}

function answer({ path, body }: ReceivedRequest): Answer {
  if (path.endsWith('/count_tokens')) return json(200, { input_tokens: 42 });
  if (path.split('?', 1)[0]?.endsWith('/models')) return json(200, { object: 'list', data: [{ id: 'gpt-5', object: 'model', created: 1, owned_by: 'openai' }], models: [] });
  if (path === '/api/tags') return json(200, { models: [{ name: 'qwen3', model: 'qwen3' }] });
  if (path.endsWith('/embeddings')) return json(200, { object: 'list', model: 'e', data: [{ object: 'embedding', index: 0, embedding: [0.5, -0.25] }], usage: { prompt_tokens: 3, total_tokens: 3 } });
  const wire = wireOf(path);
  if (body.includes('overload')) return { ...json(429, wire.error(`Slow down, ${VENDOR_SECRET}.`)), headers: { 'content-type': 'application/json', 'retry-after': '7' } };
  const script = scriptOf(body);
  const isStream = wire === gemini ? path.includes('stream') : wire === ollama ? !body.includes('"stream":false') : body.includes('"stream":true');
  if (!isStream) return script.then ? { before: [{ stall: true }] } : json(200, wire.whole(script));
  const { type, head, tail } = wire.stream(script);
  return { headers: { 'content-type': type }, body: [...head, ...(script.then ?? tail)] };
}

function json(status: number, body: object): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** Starts it. */
export function startVendors(): Promise<FaultServer> {
  return startFaultServer(answer);
}
