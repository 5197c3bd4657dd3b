import { APIError, AuthenticationError } from '@sdk/core';
import type { PeerAnswer, PeerServer, PeerUnderTest } from '@sdk/testing/conformance';
import { scriptedModel } from '@sdk/testing';
import { describe, expect, it } from 'vitest';
import { checkAnswer, checkErrors, checkTools } from '../src/conformance/describe-peer.ts';
import type { ScriptStep } from '@sdk/testing';

const peer: PeerServer = { start: () => Promise.resolve(), stop: () => Promise.resolve(), on: (_match, _answer: PeerAnswer) => undefined, nextRequestError: () => undefined };
const TEXT = 'Grüße, 漢字 🙂 from a peer';
const subject = (steps: ScriptStep[], more: Partial<PeerUnderTest> = {}): PeerUnderTest => {
  const model = scriptedModel(steps);
  return { name: 'scripted', peer, model: () => model, errorClass: APIError, ...more };
};
const call = (toolCallId: string, city: string) => ({ type: 'tool-call' as const, toolCallId, toolName: 'get_weather', arguments: { city } });
const calls = { content: [call('call_7', 'Zürich'), call('call_8', 'Rome')] };
const verdict = (promise: Promise<void>) => promise.then(() => 'passed', (error: Error) => error.message);

describe('an answer', () => {
  it('passes when it is the same, whole and streamed', async () => {
    expect(await verdict(checkAnswer(subject([TEXT, TEXT, TEXT])))).toBe('passed');
  });

  it.each<[wrong: string, steps: ScriptStep[]]>([
    ['is another', ['Hi', TEXT, TEXT]],
    ['is another when streamed', [TEXT, 'Hi', TEXT]],
    ['has other deltas', [TEXT, TEXT, 'Hi']],
    ['did not end well', [{ content: TEXT, finishReason: 'length' }, TEXT, TEXT]],
    ['did not end well when streamed', [TEXT, { content: TEXT, finishReason: 'length' }, TEXT]],
    ['has data of the vendor in one form only', [{ content: [{ type: 'text', text: TEXT, providerData: { a: { b: 1 } } }] }, TEXT, TEXT]],
  ])('does not when it %s', async (_wrong, steps) => {
    expect(await verdict(checkAnswer(subject(steps)))).not.toBe('passed');
  });

  it('does not when the request was not what it should be', async () => {
    const checkRequest = () => expect.fail('no max_tokens');
    expect(await verdict(checkAnswer(subject([TEXT, TEXT, TEXT], { checkRequest })))).toBe('no max_tokens');
  });
});

describe.each(['whole', 'streamed'] as const)('calls of tools, %s,', (form) => {
  const sunny = 'It is sunny in Zürich.';

  it('pass, with the ids of the server or others', async () => {
    expect(await verdict(checkTools(subject([calls, sunny]), form))).toBe('passed');
    expect(await verdict(checkTools(subject([{ content: [call('a', 'Zürich'), call('b', 'Rome')] }, sunny], { callIds: false }), form))).toBe('passed');
  });

  it.each<[wrong: string, steps: ScriptStep[], more?: Partial<PeerUnderTest>]>([
    ['one is lost', [{ content: [call('call_7', 'Zürich')] }, sunny]],
    ['arguments are others', [{ content: [call('call_7', 'Zürich'), call('call_8', 'Paris')] }, sunny]],
    ['ids are others', [{ content: [call('a', 'Zürich'), call('b', 'Rome')] }, sunny]],
    ['two have one id', [{ content: [call('a', 'Zürich'), call('a', 'Rome')] }, sunny], { callIds: false }],
    ['the answer after them is another', [calls, 'It rains.']],
    ['there are none', ['Hm.', sunny]],
  ])('do not when %s', async (_wrong, steps, more) => {
    expect(await verdict(checkTools(subject(steps, more), form))).not.toBe('passed');
  });
});

describe('errors', () => {
  it.each(['first', 'succeeds'] as const)('do not pass when they are of another kind (%s)', async (how) => {
    const failing: ScriptStep = how === 'first' ? new AuthenticationError('boom', { provider: 'x' }) : 'Fine.';
    expect(await verdict(checkErrors(subject([failing])))).toMatch(how === 'first' ? /A status 500 is AuthenticationError/ : /succeeded/);
  });
});
