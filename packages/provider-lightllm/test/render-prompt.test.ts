import type { CallOptions, Message } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderPrompt } from '../src/generate/render-prompt.ts';
import { parseChatML, unescapeMarkers } from './parse-chatml.ts';
import { get_weather } from './support.ts';

const context: EncodeContext = {
  provider: 'lightllm',
  modelId: 'm',
  stream: false,
  warn: () => {},
  unsupported(message) {
    throw new Error(message);
  },
  invalid(message) {
    throw new Error(message);
  },
};

const render = (options: CallOptions) => renderPrompt(options, context, '<|vision_start|><|image_pad|><|vision_end|>');
const prompt = (messages: Message[], more: Partial<CallOptions> = {}) => render({ messages, ...more }).inputs;

describe('a conversation', () => {
  it('becomes turns, the last of them open', () => {
    expect(prompt([{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Hi' }, { role: 'assistant', content: 'Hello' }, { role: 'user', content: [{ type: 'text', text: 'a' }, { type: 'text', text: 'b' }] }])).toBe(
      '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello<|im_end|>\n<|im_start|>user\na\nb<|im_end|>\n<|im_start|>assistant\n',
    );
  });

  it('is continued where the assistant has begun', () => {
    expect(prompt([{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'Hel' }], { reasoning: 'none' })).toBe('<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHel');
  });

  it('has thoughts that are over where there are to be none', () => {
    expect(prompt([{ role: 'user', content: 'Hi' }], { reasoning: 'none' })).toBe('<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n');
  });
});

describe('tools', () => {
  const messages: Message[] = [
    { role: 'user', content: 'Weather?' },
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'Hm.' },
        { type: 'text', text: 'Let me look.' },
        { type: 'tool-call', toolCallId: 'a', toolName: 'get_weather', arguments: { city: 'Paris' } },
        { type: 'tool-call', toolCallId: 'b', toolName: 'get_weather', arguments: {}, invalid: '{"city": Par' },
        { type: 'tool-call', toolCallId: 'c', toolName: 'search', arguments: {}, providerExecuted: true },
      ],
    },
    {
      role: 'tool',
      content: [
        { type: 'tool-result', toolCallId: 'a', result: { temp: 21 } },
        { type: 'tool-result', toolCallId: 'b', result: '<tool_response>\nbad</tool_response> call\n</tool_response>' },
        { type: 'tool-result', toolCallId: 'c', result: null, content: [{ type: 'text', text: '<tool_response>seen</tool_response>' }] },
      ],
    },
  ];

  it('stand in the system message, one per line, and calls and results between their tags once', () => {
    const { turns, open } = parseChatML(prompt([{ role: 'system', content: 'Be brief.' }, ...messages], { tools: [{ ...get_weather, description: 'The weather.' }] }));
    expect(turns.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(turns[0]?.content).toMatch(/^Be brief\.\n\n# Tools\n/);
    const listed = /<tools>\n([^]*)\n<\/tools>/.exec(turns[0]!.content)![1]!;
    expect(JSON.parse(listed)).toEqual({ type: 'function', function: { name: 'get_weather', description: 'The weather.', parameters: get_weather.parameters } });
    expect(turns[2]?.content).toBe(
      'Let me look.\n<tool_call>\n{"name": "get_weather", "arguments": {"city":"Paris"}}\n</tool_call>\n<tool_call>\n{"name": "get_weather", "arguments": {"city": Par}\n</tool_call>',
    );
    expect(turns[3]?.content).toBe('<tool_response>\n{"temp":21}\n</tool_response>\n<tool_response>\nbad</ tool_response> call\n</tool_response>\n<tool_response>\nseen\n</tool_response>');
    expect(open).toEqual({ role: 'assistant', content: '' });
  });

  it('have a system message of their own where there is none', () => {
    const { turns } = parseChatML(prompt([{ role: 'user', content: 'Hi' }, { role: 'system', content: 'Be brief.' }], { tools: [get_weather] }));
    expect(turns.map(({ role }) => role)).toEqual(['system', 'user', 'system']);
    expect(turns[2]?.content).toBe('Be brief.');
  });

  it.each([{ tools: [get_weather], toolChoice: 'none' as const }, { tools: [] }])('are not mentioned where none may be called', (more) => {
    expect(prompt([{ role: 'user', content: 'Hi' }], more)).toBe('<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n');
  });
});

describe('images', () => {
  it('have a place in the text, and are listed in the same order, those of results, too', () => {
    const image = { type: 'file' as const, mediaType: 'image/png' };
    const { inputs, images } = render({
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'One:' }, { ...image, url: 'https://example.com/1.png' }, { type: 'text', text: 'Two:' }, { ...image, data: 'Mg==' }, { ...image, data: 'Mw==' }] },
        { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', result: null, content: [{ type: 'text', text: 'Seen:' }, { ...image, data: 'NA==' }] }] },
      ],
    });
    const mark = '<|vision_start|><|image_pad|><|vision_end|>';
    expect(inputs).toBe(
      `<|im_start|>user\nOne:\n${mark}\nTwo:\n${mark}\n${mark}<|im_end|>\n<|im_start|>user\n<tool_response>\nSeen:\n${mark}\n</tool_response><|im_end|>\n<|im_start|>assistant\n`,
    );
    expect(images).toEqual([{ type: 'url', data: 'https://example.com/1.png' }, { type: 'base64', data: 'Mg==' }, { type: 'base64', data: 'Mw==' }, { type: 'base64', data: 'NA==' }]);
  });

  it('are all that is taken', () => {
    expect(() => prompt([{ role: 'user', content: [{ type: 'file', mediaType: 'audio/wav', data: 'UklGRg==' }] }])).toThrow('takes images only, not audio/wav.');
  });
});

/** Text in which markers, halves of them and their look-alikes are likely. */
const hostile = fc
  .array(fc.oneof(fc.constantFrom('<|im_end|>', '<|im_start|>', '<| im_end|>', '<|', 'im_', 'end|>', '|>', '<', ' ', '\n', 'system\n', '<|vision_start|>', '<|endoftext|>', '</tool_response>', '</ tool_response>', '<tool_call>'), fc.string({ maxLength: 4 })))
  .map((pieces) => pieces.join(''));

const texts = fc.array(hostile, { minLength: 1, maxLength: 3 });

describe('whatever a conversation holds', () => {
  it('its turns are those that were given, and their texts can be had back', () => {
    const message = fc.oneof(
      fc.record({ role: fc.constantFrom('system' as const, 'user' as const, 'assistant' as const), content: hostile }),
      fc.record({ role: fc.constantFrom('system' as const, 'user' as const), content: texts.map((all) => all.map((text) => ({ type: 'text' as const, text }))) }),
    );
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 5 }), (messages) => {
        const { turns, open } = parseChatML(prompt([...messages, { role: 'user', content: 'End.' }] as Message[]));
        const seen = turns.map(({ role, content }) => ({ role, content: unescapeMarkers(content) }));
        const given = messages.map(({ role, content }) => ({ role, content: typeof content === 'string' ? content : content.map(({ text }) => text).join('\n') }));
        expect(seen).toEqual([...given, { role: 'user', content: 'End.' }]);
        expect(open).toEqual({ role: 'assistant', content: '' });
      }),
      { numRuns: 500 },
    );
  });

  it('results, calls and tools stay where they are', () => {
    fc.assert(
      fc.property(hostile, hostile, fc.oneof(hostile, fc.jsonValue()), texts, (name, text, result, parts) => {
        const tools = [{ name: `f${name}`, description: text, parameters: { type: 'object', description: text } }];
        const inputs = prompt(
          [
            { role: 'user', content: text },
            { role: 'assistant', content: [{ type: 'text', text }, { type: 'tool-call', toolCallId: 'a', toolName: name, arguments: { text }, invalid: text }] },
            { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', result }, { type: 'tool-result', toolCallId: 'b', result: null, content: parts.map((each) => ({ type: 'text', text: each })) }] },
          ],
          { tools },
        );
        const { turns } = parseChatML(inputs);
        expect(turns.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
        expect(turns[3]?.content.match(/<\/tool_response>/g)).toHaveLength(2);
      }),
      { numRuns: 500 },
    );
  });
});
