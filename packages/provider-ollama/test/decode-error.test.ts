import { describe, expect, it } from 'vitest';
import { decodeError } from '../src/decode-error.ts';
import { NOT_FOUND } from './fixtures/chat.ts';

const read = (body: unknown, status = 400) => decodeError({ status, headers: {}, body });

describe('an error body', () => {
  it.each([
    ['model "qwen3" not found, try pulling it first', { kind: 'not-found' }],
    ['model "x" not found', { kind: 'not-found' }],
    ['the input length exceeds the context length', { kind: 'context-length', retryable: false }],
    ['request (4476 tokens) exceeds the available context size (4096 tokens), try increasing it', { kind: 'context-length' }],
    ['"gemma" does not support tools', { kind: 'invalid-request' }],
    ['"gemma" does not support thinking', { kind: 'invalid-request' }],
    ['you (me) have reached your weekly usage limit, upgrade for higher limits: https://ollama.com/upgrade', { kind: 'quota-exceeded' }],
    ['model requires more system memory (9.1 GiB) than is available (4.2 GiB)', { retryable: false }],
    ['unauthorized', { kind: 'authentication' }],
  ])('"%s" is %j', (error, details) => {
    expect(read({ error })).toMatchObject({ ...details, message: expect.stringContaining(error.slice(0, 30)) as string });
  });

  it.each(['llama runner process has terminated: exit status 2', 'server busy, please try again.  maximum pending requests exceeded'])(
    'leaves "%s" to the status',
    (error) => {
      expect(read({ error }, 500)).toEqual({ message: error });
    },
  );

  it('says how to get a model that is not there', () => {
    expect(read(JSON.parse(NOT_FOUND), 404).message).toBe(
      'model "qwen3" not found, try pulling it first. `ollama pull qwen3` fetches it; `ollama list` shows what is there.',
    );
    expect(read({ error: "model 'hf.co/a/b:Q4_K_M' not found" }, 404).message).toContain('`ollama pull hf.co/a/b:Q4_K_M`');
  });

  it('puts nothing into a command that a shell could take for another one', () => {
    expect(read({ error: 'model "x`; rm -rf ~" not found' }, 404).message).toContain('`ollama pull <model>`');
  });

  it('asks whether a server without the endpoint is one of Ollama', () => {
    expect(read(undefined, 404).message).toMatch(/baseUrl/);
    expect(read(undefined, 500)).toEqual({});
  });

  it.each<[unknown, string | undefined]>([
    [{ error: { message: 'from a gateway' } }, 'from a gateway'],
    [{ error: '' }, undefined],
    [{ error: 5 }, undefined],
    [{}, undefined],
    [[], undefined],
    ['text', undefined],
    [null, undefined],
  ])('%j says %j', (body, message) => {
    expect(read(body).message).toBe(message);
  });
});
