/** What Gemini's generateContent demands. Source: ai.google.dev on contents, function calling and thought signatures, read 2026-11-20. */
import assert from 'node:assert/strict';
import { assertKnown, type Rules } from './rule.ts';

interface Part {
  text?: string;
  thoughtSignature?: string;
  functionCall?: { name: string; args?: object; id?: string };
  functionResponse?: { name: string; response: unknown; id?: string };
}

const PART = ['text', 'thought', 'thoughtSignature', 'inlineData', 'fileData', 'functionCall', 'functionResponse', 'executableCode', 'codeExecutionResult'];

export const generateContent: Rules = (request) => {
  const { contents } = request as { contents: { role: string; parts: Part[] }[] };
  assert.equal(contents[0]?.role, 'user', 'the first content is of the user');
  let waiting: string[] = [];
  contents.forEach(({ role, parts }, at) => {
    assert.ok(role === 'user' || role === 'model', `the role ${role}`);
    assert.notEqual(contents[at - 1]?.role, role, 'neighbours of one role are one content');
    assert.ok(parts.length > 0, `an empty content of the ${role}`);
    const answers = parts.flatMap(({ functionResponse }) => (functionResponse ? [functionResponse] : []));
    assert.deepEqual(answers.map(({ name }) => name), waiting, 'responses answer the calls of the content before, in their order');
    for (const { response } of answers) assert.equal(Object.prototype.toString.call(response), '[object Object]', 'a response is an object');
    for (const part of parts) {
      assertKnown(part, PART, 'a part');
      if (part.text === '') assert.ok(part.thoughtSignature, 'an empty text');
    }
    const calls = parts.flatMap(({ functionCall }) => (functionCall ? [functionCall] : []));
    if (calls.length > 0) assert.equal(role, 'model');
    waiting = calls.map(({ name }) => name);
  });
  assert.deepEqual(waiting, [], 'calls without response');
};

/** As for the third generation and later: a call of the current turn has its signature, or says that it has none. */
export const generateContentSigned: Rules = (request) => {
  generateContent(request);
  const { contents } = request as { contents: { role: string; parts: Part[] }[] };
  for (const { parts } of contents) {
    const first = parts.find(({ functionCall }) => functionCall);
    if (first) assert.ok(first.thoughtSignature, 'a call without a thought signature');
  }
};
