import { APIError, InvalidRequestError, ResponseParseError, UnsupportedFeatureError } from '@sdk/core';
import { decodeContext, encodeContext, written } from '@sdk/http/testing';
import type { PartWriter } from '@sdk/http';
import { describe, expect, it } from 'vitest';

const ACME = { provider: 'acme', modelId: 'm' };

describe('an encode context', () => {
  it('says what it is told, and gathers warnings', () => {
    const context = encodeContext({ ...ACME, stream: true });
    const warning = { kind: 'unsupported', option: 'seed', message: 'No seeds.' } as const;
    context.warn(warning);
    expect(context).toMatchObject({ ...ACME, stream: true, warnings: [warning] });
    expect(encodeContext(ACME)).toMatchObject({ stream: false, warnings: [] });
  });

  it('throws what a provider throws', () => {
    expect(() => encodeContext(ACME).unsupported('No.')).toThrow(UnsupportedFeatureError);
    expect(() => encodeContext(ACME).invalid('No.')).toThrow(InvalidRequestError);
    expect(() => encodeContext(ACME).invalid('No.')).toThrow(expect.objectContaining({ provider: 'acme', message: 'No.' }) as Error);
  });
});

describe('a decode context', () => {
  it('throws what it is told', () => {
    const { fail, malformed } = decodeContext(ACME);
    const cause = new Error('why');
    expect(() => fail({ code: 5 })).toThrow(APIError);
    expect(() => fail({ code: 5 })).toThrow('failed: {"code":5}');
    expect(() => malformed('no text', cause)).toThrow(ResponseParseError);
    expect(() => malformed('no text', cause)).toThrow(expect.objectContaining({ message: 'malformed: no text', cause }) as Error);
  });

  it('holds what it is given', () => {
    const tools = [{ name: 'f', parameters: {} }];
    expect(decodeContext({ ...ACME, tools, headers: { a: 'b' } })).toMatchObject({ modelId: 'm', tools, headers: { a: 'b' } });
    expect(decodeContext(ACME).headers).toEqual({});
  });
});

describe('what a decoder writes', () => {
  const answer = (writer: PartWriter) => {
    writer.start({ id: 'a1', modelId: 'early' });
    writer.text(1, 'Hi');
    writer.part(0, { type: 'reasoning', text: 'Hm' });
    writer.finish({ finishReason: 'stop', usage: { inputTokens: 1 }, response: { modelId: 'm-1' } });
  };

  it('is every part as it came, and the result in order', () => {
    const { parts, result } = written(answer, ACME);
    expect(parts.map(({ type }) => type)).toEqual(['start', 'text-delta', 'part', 'part']);
    expect(parts[0]).toEqual({ type: 'start', warnings: [], response: { provider: 'acme', id: 'a1', modelId: 'early' } });
    expect(result).toMatchObject({ text: 'Hi', reasoning: 'Hm', finishReason: 'stop', usage: { inputTokens: 1 } });
    expect(result?.content.map(({ type }) => type)).toEqual(['reasoning', 'text']);
    expect(result?.response).toEqual({ provider: 'acme', id: 'a1', modelId: 'm-1' });
  });

  it('is without deltas where none are wanted', () => {
    expect(written(answer, { ...ACME, wantsDeltas: false }).parts.map(({ type }) => type)).toEqual(['start', 'part', 'part']);
  });

  it('is no result when the answer was cut', () => {
    expect(written((writer) => writer.text(0, 'Hi'), ACME)).toEqual({ parts: [{ type: 'text-delta', index: 0, delta: 'Hi' }], result: undefined });
  });

  it('is refused when two parts stand in one place', () => {
    const twice = (writer: PartWriter) => [1, 2].forEach(() => writer.part(0, { type: 'text', text: 'a' }));
    expect(() => written(twice, ACME)).toThrow('Two parts have one index.');
  });
});
