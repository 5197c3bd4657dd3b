import { describe, expect, it } from 'vitest';
import { createMessagesCodec } from '../src/index.ts';
import { decodeContext, encodeContext, MODEL } from './run-codec.ts';

const count = createMessagesCodec().tokenCount!;

describe('counting tokens', () => {
  it('asks with what counts, and with nothing else', () => {
    const call = { messages: [{ role: 'system' as const, content: 'S' }, { role: 'user' as const, content: 'A' }], tools: [{ name: 'f', parameters: {} }], toolChoice: 'auto' as const, maxTokens: 5000, temperature: 1, userId: 'u', stopSequences: ['a'], reasoning: 'low' as const, responseFormat: { type: 'json' as const, schema: {} } };
    const { path, body } = count.encode(call, encodeContext());
    expect(path).toBe('v1/messages/count_tokens');
    expect(Object.keys(body).sort()).toEqual(['messages', 'model', 'output_config', 'system', 'thinking', 'tool_choice', 'tools']);
    expect(Object.keys(count.encode({ messages: [{ role: 'user', content: 'A' }] }, encodeContext()).body)).toEqual(['model', 'messages']);
    expect(body['model']).toBe(MODEL);
  });

  it('reads the count', () => {
    expect(count.decode({ input_tokens: 14 }, decodeContext)).toEqual({ inputTokens: 14 });
    expect(() => count.decode({}, decodeContext)).toThrow(/malformed/);
    expect(() => count.decode([], decodeContext)).toThrow(/malformed/);
    expect(() => count.decode({ error: { type: 'api_error' } }, decodeContext)).toThrow(/failed/);
  });
});
