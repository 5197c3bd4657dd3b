import { InvalidRequestError, UnsupportedFeatureError, type Capabilities, type Warning } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { checkCall } from '../src/check-call.ts';
import { createEncodeContext } from '../src/prepare.ts';

const hello = { role: 'user' as const, content: 'Hello' };
const tool = { name: 'f', parameters: { type: 'object' } };
const image = { type: 'file' as const, mediaType: 'image/png', data: 'aGk=' };
function check(options: object, capabilities: Capabilities = {}, stream = false): Warning[] {
  const warnings: Warning[] = [];
  checkCall({ messages: [hello], ...options }, capabilities, createEncodeContext('acme', 'm', stream, warnings));
  return warnings;
}

describe('a call whose meaning is impossible', () => {
  it.each<[object, RegExp]>([
    [{ messages: [] }, /messages is empty/],
    [{ messages: undefined }, /messages is empty/],
    [{ messages: [{ role: 'robot', content: 'x' }] }, /messages\[0\]\.role is "robot"/],
    [{ messages: [null] }, /messages\[0\]\.role/],
    [{ messages: [{ role: 'user', content: 5 }] }, /messages\[0\]\.content/],
    [{ messages: [{ role: 'user', content: [{ text: 'x' }] }] }, /content\[0\] has no type/],
    [{ messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'image/png' }] }] }, /exactly one of data and url/],
    [{ messages: [{ role: 'user', content: [{ ...image, url: 'https://x.test' }] }] }, /exactly one of data and url/],
    [{ messages: [{ role: 'user', content: [{ ...image, mediaType: 'png' }] }] }, /media type/],
    [{ messages: [{ role: 'user', content: [{ ...image, mediaType: 'image/*' }] }] }, /exact/],
    [{ tools: [{ name: 'f' }] }, /tool "f" has no schema/],
    [{ tools: [{ name: '', parameters: {} }] }, /tools\[0\] has no name/],
    [{ tools: [tool, tool] }, /two tools named "f"/],
    [{ tools: [tool], toolChoice: { toolName: 'g' } }, /"g", which is not among the tools \(f\)/],
    [{ temperature: Number.NaN }, /temperature is NaN/],
    [{ maxTokens: Infinity }, /maxTokens is Infinity/],
    [{ topP: '0.5' }, /topP is 0.5/],
  ])('%o is refused', (options, message) => {
    expect(() => check(options)).toThrow(InvalidRequestError);
    expect(() => check(options)).toThrow(message);
  });

  it('leaves ranges to the vendor', () => {
    expect(check({ temperature: 99, topP: -1 })).toEqual([]);
  });
});

describe('what a model is known not to do', () => {
  it.each<[Capabilities, object]>([
    [{ vision: false }, { messages: [{ role: 'user', content: [image] }] }],
    [{ vision: false }, { messages: [{ role: 'tool', content: [{ type: 'tool-result', toolCallId: '1', result: null, content: [image] }] }] }],
    [{ audio: false }, { messages: [{ role: 'user', content: [{ ...image, mediaType: 'audio/wav' }] }] }],
    [{ files: false }, { messages: [{ role: 'user', content: [{ ...image, mediaType: 'application/pdf' }] }] }],
    [{ tools: false }, { tools: [tool] }],
    [{ toolChoice: false }, { tools: [tool], toolChoice: 'required' }],
    [{ toolChoice: false }, { tools: [tool], toolChoice: { toolName: 'f' } }],
    [{ json: false }, { responseFormat: { type: 'json' } }],
    [{ jsonSchema: false }, { responseFormat: { type: 'json', schema: {} } }],
    [{ prefill: false }, { messages: [hello, { role: 'assistant', content: 'It' }] }],
    [{ chat: false }, {}],
  ])('%o refuses %o', (capabilities, options) => {
    expect(() => check(options, capabilities)).toThrow(UnsupportedFeatureError);
    expect(() => check(options)).not.toThrow();
  });

  it('refuses a stream only', () => {
    expect(() => check({}, { streaming: false }, true)).toThrow(UnsupportedFeatureError);
    expect(check({}, { streaming: false })).toEqual([]);
  });

  it('warns of reasoning, which is left out', () => {
    expect(check({ reasoning: 'high' }, { reasoning: false })).toMatchObject([{ kind: 'unsupported', option: 'reasoning' }]);
    expect(check({ reasoning: 'none' }, { reasoning: false })).toEqual([]);
  });
});
