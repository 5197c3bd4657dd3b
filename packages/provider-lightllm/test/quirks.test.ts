import { UnsupportedFeatureError, type CallOptions, type Message } from '@sdk/core';
import { expect, it } from 'vitest';
import { MODEL, whole } from './fixtures/answers.ts';
import { create, failureOf, get_weather, JSON_TYPE, say, serve } from './support.ts';

/** What is sent for a call. */
async function sent(call: CallOptions): Promise<Record<string, unknown>> {
  const server = await serve({ headers: JSON_TYPE, body: whole({ content: 'Hi' }) });
  await create({ baseUrl: server.url })(MODEL).generate(call);
  return server.requests[0]!.json() as Record<string, unknown>;
}

const toolCall = { type: 'tool-call' as const, toolCallId: 'call_0_1', toolName: 'get_weather', arguments: { city: 'Paris' } };
const after = (result: string): Message[] => [
  { role: 'user', content: 'Weather?' },
  { role: 'assistant', content: [toolCall] },
  { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'call_0_1', result }] },
];

it.each(['{"temp": 21}', '<tool_response>\n{"temp": 21}\n</tool_response>', '  <tool_response>{"temp": 21}</tool_response>\n'])('sends the result %j without tags, which the template adds', async (result) => {
  const { messages } = await sent({ messages: after(result), tools: [get_weather] });
  expect((messages as unknown[]).at(-1)).toEqual({ role: 'tool', tool_call_id: 'call_0_1', content: '{"temp": 21}' });
});

it('leaves a result alone that only mentions the tags', async () => {
  const { messages } = await sent({ messages: after('see <tool_response>x</tool_response> there') });
  expect((messages as unknown[]).at(-1)).toMatchObject({ content: 'see <tool_response>x</tool_response> there' });
});

it('leaves alone what a user writes in the tags of a result', async () => {
  const { messages } = await sent(say('<tool_response>\nsun\n</tool_response>'));
  expect(messages).toEqual([{ role: 'user', content: '<tool_response>\nsun\n</tool_response>' }]);
});

it("sends tools beside the messages, never in the caller's prompt", async () => {
  const body = await sent(say('Weather?', { tools: [get_weather], toolChoice: 'auto', parallelToolCalls: false }));
  expect(body).toMatchObject({
    messages: [{ role: 'user', content: 'Weather?' }],
    tools: [{ type: 'function', function: { name: 'get_weather', parameters: get_weather.parameters } }],
    tool_choice: 'auto',
    parallel_tool_calls: false,
  });
});

it.each<[NonNullable<CallOptions['reasoning']>, object]>([
  ['none', { chat_template_kwargs: { enable_thinking: false, thinking: false } }],
  ['minimal', { reasoning_effort: 'low', chat_template_kwargs: { enable_thinking: true, thinking: true } }],
  ['medium', { reasoning_effort: 'medium', chat_template_kwargs: { enable_thinking: true, thinking: true } }],
  ['max', { reasoning_effort: 'high', chat_template_kwargs: { enable_thinking: true, thinking: true } }],
])('asks for the reasoning %j in words of the server', async (reasoning, words) => {
  const { reasoning_effort, chat_template_kwargs } = await sent(say('Hello', { reasoning }));
  expect({ ...(reasoning_effort === undefined ? {} : { reasoning_effort }), chat_template_kwargs }).toEqual(words);
});

it('sends images as URLs and audio in its own part', async () => {
  const image = { type: 'file' as const, mediaType: 'image/png' };
  const { messages } = await sent({
    messages: [
      {
        role: 'user',
        content: [
          { ...image, url: 'https://example.com/a.png' },
          { ...image, data: 'iVBORw==' },
          { type: 'file', mediaType: 'audio/wav', data: 'UklGRg==' },
          { type: 'file', mediaType: 'audio/mpeg', url: 'http://example.com/a.mp3' },
        ],
      },
    ],
  });
  expect(messages).toEqual([
    {
      role: 'user',
      content: [
        { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } },
        { type: 'audio_url', audio_url: { url: 'data:audio/wav;base64,UklGRg==' } },
        { type: 'audio_url', audio_url: { url: 'http://example.com/a.mp3' } },
      ],
    },
  ]);
});

it('refuses what the server cannot do, whatever the options claim', async () => {
  const model = create({ baseUrl: 'http://127.0.0.1:9', capabilities: { files: true } })(MODEL);
  const failure = await failureOf(model.generate({ messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'application/pdf', data: 'JVBERg==' }] }] }));
  expect(failure).toBeInstanceOf(UnsupportedFeatureError);
  expect(failure.message).toMatch(/images and audio, not application\/pdf/);
});

it('forces a tool where the options say that the server can', async () => {
  const server = await serve({ headers: JSON_TYPE, body: whole({ content: 'Hi' }) });
  await create({ baseUrl: server.url, capabilities: { toolChoice: true } })(MODEL).generate(say('Hello', { tools: [get_weather], toolChoice: 'required' }));
  expect(server.requests[0]!.json()).toMatchObject({ tool_choice: 'required' });
});
