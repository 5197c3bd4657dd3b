import { InvalidRequestError, UnsupportedFeatureError, type AssistantMessage, type ContentPart, type Message, type ToolResultPart } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { MODEL, SIGNATURE } from './fixtures/answers.ts';
import { contentsOf, encoded } from './support.ts';

const user = (content: string): Message => ({ role: 'user', content });
const assistant = (...content: ContentPart[]): AssistantMessage => ({ role: 'assistant', content });
const call = (toolCallId: string, own?: object): ContentPart => ({ type: 'tool-call', toolCallId, toolName: `f_${toolCallId}`, arguments: { n: 1 }, ...(own ? { providerData: { gemini: own as never } } : {}) });
const result = (toolCallId: string, more: Partial<ToolResultPart> = {}): ToolResultPart => ({ type: 'tool-result', toolCallId, result: 'ok', ...more });
const tool = (...content: ToolResultPart[]): Message => ({ role: 'tool', content });
const seal = { thoughtSignature: SIGNATURE, model: MODEL };
const own = { gemini: seal };
const SKIP = 'skip_thought_signature_validator';
const answered = (name: string, response: unknown = { output: 'ok' }) => ({ functionResponse: { name, response } });
const turn = (role: string, ...parts: unknown[]) => ({ role, parts });

describe('turns', () => {
  it('of one role are one, and empty ones are none', () => {
    const messages = [user('a'), user(''), user('b'), assistant({ type: 'text', text: '' }), user('c'), { role: 'assistant' as const, content: 'd' }, assistant({ type: 'text', text: 'e' }), user('f')];
    expect(contentsOf(messages)).toEqual([turn('user', { text: 'a' }, { text: 'b' }, { text: 'c' }), turn('model', { text: 'd' }, { text: 'e' }), turn('user', { text: 'f' })]);
  });

  it('begin with the user, if need be with a word that stands for nothing', () => {
    const { body, warnings } = encoded({ messages: [{ role: 'assistant', content: 'Hello.' }, user('Hi')] });
    expect(body.contents).toEqual([turn('user', { text: '(The conversation begins here.)' }), turn('model', { text: 'Hello.' }), turn('user', { text: 'Hi' })]);
    expect(warnings).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
  });

  it('of the system stand above all, those in mid-conversation with a warning', () => {
    const messages: Message[] = [{ role: 'system', content: 'A' }, { role: 'system', content: [{ type: 'text', text: 'B' }, { type: 'text', text: '' }] }, user('Hi')];
    expect(encoded({ messages })).toEqual({ body: { contents: [turn('user', { text: 'Hi' })], systemInstruction: { parts: [{ text: 'A' }, { text: 'B' }] } }, warnings: [] });
    const late = encoded({ messages: [...messages, { role: 'system', content: 'C' }, user('And?')] });
    expect(late.body).toEqual({ contents: [turn('user', { text: 'Hi' }, { text: 'And?' })], systemInstruction: { parts: [{ text: 'A' }, { text: 'B' }, { text: 'C' }] } });
    expect(late.warnings.map(({ message }) => message)).toEqual(['messages[3] is a system message in mid-conversation; it stands with the first ones.']);
  });

  it.each<[string, Message[]]>([
    ['a system message alone', [{ role: 'system', content: 'A' }]],
    ['empty messages', [user(''), assistant()]],
  ])('need more than %s', (_name, messages) => {
    expect(() => contentsOf(messages)).toThrow(InvalidRequestError);
    expect(() => contentsOf(messages)).toThrow('messages holds nothing that can be sent.');
  });

  it('end with the user: an answer is not continued', () => {
    expect(() => contentsOf([user('a'), assistant({ type: 'text', text: 'b' })])).toThrow(UnsupportedFeatureError);
  });
});

describe('calls and results', () => {
  it('follow each other, results in the order of the calls and before all else', () => {
    const messages = [user('a'), assistant(call('1'), { type: 'text', text: 't' }), assistant(call('2'), call('3')), user('wait'), tool(result('3'), result('1')), tool(result('2')), user('b')];
    expect(contentsOf(messages, 'gemini-2.5-flash')).toEqual([
      turn('user', { text: 'a' }),
      turn('model', { functionCall: { name: 'f_1', args: { n: 1 } } }, { text: 't' }, { functionCall: { name: 'f_2', args: { n: 1 } } }, { functionCall: { name: 'f_3', args: { n: 1 } } }),
      turn('user', answered('f_1'), answered('f_2'), answered('f_3'), { text: 'wait' }, { text: 'b' }),
    ]);
  });

  it('bear the ids that the model gave, and no others', () => {
    const messages = [user('a'), assistant(call('made up'), call('x', { id: 'real', model: MODEL }), call('y', { id: 'old', model: 'gemini-3.1-pro' })), tool(result('made up'), result('x'), result('y'))];
    const [, model, results] = contentsOf(messages);
    expect(model!.parts.map((part) => (part['functionCall'] as { id?: string }).id)).toEqual([undefined, 'real', undefined]);
    expect(results!.parts.map((part) => (part['functionResponse'] as { id?: string }).id)).toEqual([undefined, 'real', undefined]);
  });

  it('are sealed: with their signature, or where it is missing on the first one since Gemini 3, with its stand-in', () => {
    const signatures = (model: string, ...calls: ContentPart[]) => {
      const ids = calls.map((part) => (part as { toolCallId: string }).toolCallId);
      return contentsOf([user('a'), assistant(...calls), tool(...ids.map((id) => result(id)))], model)[1]!.parts.map((part) => part['thoughtSignature']);
    };
    expect(signatures(MODEL, call('1', seal), call('2'))).toEqual([SIGNATURE, undefined]);
    expect(signatures(MODEL, call('1'), call('2', seal), call('3'))).toEqual([SKIP, SIGNATURE, undefined]);
    expect(signatures('gemini-3.8-flash', call('1', seal), call('2', seal))).toEqual([SKIP, undefined]);
    expect(signatures('gemini-flash-latest', call('1'))).toEqual([SKIP]);
    expect(signatures('gemini-2.5-flash', call('1', seal), call('2', { thoughtSignature: 'abc' }))).toEqual([undefined, 'abc']);
    expect(signatures(`models/${MODEL}`, call('1', seal))).toEqual([SIGNATURE]);
  });

  it.each<[string, Partial<ToolResultPart>, unknown]>([
    ['a text', { result: 'x' }, { output: 'x' }],
    ['an object', { result: { a: 1 } }, { a: 1 }],
    ['a list', { result: [1] }, { output: [1] }],
    ['null', { result: null }, { output: null }],
    ['an error', { result: 'no', isError: true }, { error: 'no' }],
    ['an error as an object', { result: { code: 1 }, isError: true }, { error: { code: 1 } }],
    ['text to show', { content: [{ type: 'text', text: 'a' }, { type: 'text', text: '' }, { type: 'text', text: 'b' }] }, { output: 'a\n\nb' }],
    ['an error to show', { isError: true, content: [{ type: 'text', text: 'a' }] }, { error: 'a' }],
  ])('hold %s', (_name, more, response) => {
    expect(contentsOf([user('a'), assistant(call('1')), tool(result('1', more))])[2]).toEqual(turn('user', answered('f_1', response)));
  });

  it('hold files since Gemini 3; before, and of other types, these follow all results, with a warning', () => {
    const png = { type: 'file' as const, mediaType: 'image/png', data: 'aGk=' };
    const wav = { type: 'file' as const, mediaType: 'audio/wav', data: 'UklGRg==' };
    const messages = [user('a'), assistant(call('1'), call('2')), tool(result('1', { content: [png, wav] }), result('2'))];
    const inline = ({ mediaType, data }: typeof png) => ({ inlineData: { mimeType: mediaType, data } });
    const now = encoded({ messages });
    expect(now.body.contents[2]!.parts).toEqual([{ functionResponse: { name: 'f_1', response: { output: 'ok' }, parts: [inline(png)] } }, answered('f_2'), inline(wav)]);
    expect(now.warnings).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
    const before = encoded({ messages }, 'gemini-2.5-flash');
    expect(before.body.contents[2]!.parts).toEqual([answered('f_1'), answered('f_2'), inline(png), inline(wav)]);
    const again = encoded({ messages: [...messages, assistant(call('3')), tool(result('3'))] }, 'gemini-2.5-flash');
    expect(again.body.contents[4]!.parts).toEqual([answered('f_3')]);
  });

  it.each<[string, Message[], string]>([
    ['a result without a call', [user('a'), tool(result('1'))], 'messages[1].content[0] is the result of the call "1"'],
    ['a second result', [user('a'), assistant(call('1')), tool(result('1'), result('1'))], 'messages[2].content[1] is the result'],
    ['a result that comes too late', [user('a'), assistant(call('1')), tool(result('1')), assistant({ type: 'text', text: 'b' }), tool(result('1'))], 'messages[4].content[0] is'],
    ['a call without a result', [user('a'), assistant({ type: 'text', text: 't' }, call('1')), user('b')], 'messages[1].content[1] calls a tool ("1"), and no result of it comes after it.'],
    ['a call whose result is missing before the next answer', [user('a'), assistant(call('1'), call('2')), tool(result('1')), assistant({ type: 'text', text: 'b' }), user('c')], 'messages[1].content[1] calls a tool ("2"), and no result of it comes before messages[3].content[0].'],
    ['calls without any result', [user('a'), assistant(call('1')), user('b'), { role: 'assistant', content: 'c' }, user('d')], 'before messages[3].'],
  ])('are refused by their place: %s', (_name, messages, said) => {
    expect(() => contentsOf(messages)).toThrow(InvalidRequestError);
    expect(() => contentsOf(messages)).toThrow(said);
  });
});

describe("parts of the model's turn", () => {
  it('come back sealed; what nobody sealed is no thought to return', () => {
    const messages = [
      user('a'),
      assistant(
        { type: 'reasoning', text: 'unsigned' },
        { type: 'reasoning', text: 'thought', providerData: own },
        { type: 'text', text: 'b', providerData: own },
        { type: 'file', mediaType: 'image/png', data: 'aGk=', providerData: own },
        { type: 'source', url: 'https://a.example', providerData: { gemini: { part: { text: 'x' } } } },
        { type: 'text', text: '', providerData: own },
      ),
      user('c'),
    ];
    expect(contentsOf(messages)[1]!.parts).toEqual([
      { text: 'thought', thought: true, thoughtSignature: SIGNATURE },
      { text: 'b', thoughtSignature: SIGNATURE },
      { inlineData: { mimeType: 'image/png', data: 'aGk=' }, thoughtSignature: SIGNATURE },
      { text: '', thoughtSignature: SIGNATURE },
    ]);
    expect(contentsOf(messages, 'gemini-3.8-flash')[1]!.parts).toEqual([{ text: 'b' }, { inlineData: { mimeType: 'image/png', data: 'aGk=' } }]);
  });

  it('that were kept as they came go back so, to another model without their seal', () => {
    const part = { executableCode: { code: '1' }, thoughtSignature: SIGNATURE };
    const kept = { gemini: { part, model: MODEL } };
    const messages = [
      user('a'),
      assistant(
        { type: 'tool-call', toolCallId: 'c', toolName: 'codeExecution', arguments: {}, providerExecuted: true, providerData: kept },
        { type: 'tool-result', toolCallId: 'c', result: 1, providerExecuted: true, providerData: { gemini: { part: { codeExecutionResult: {} }, model: MODEL } } },
        { type: 'tool-call', toolCallId: 'd', toolName: 'web_search', arguments: {}, providerExecuted: true },
        { type: 'opaque', name: 'x', providerData: { other: {} } },
      ),
      user('c'),
    ];
    expect(contentsOf(messages)[1]!.parts).toEqual([part, { codeExecutionResult: {} }]);
    expect(contentsOf(messages, 'gemini-3.8-flash')[1]!.parts).toEqual([{ executableCode: { code: '1' } }, { codeExecutionResult: {} }]);
  });

  it("of the user's may be the vendor's own, too", () => {
    const content = [{ type: 'opaque' as const, name: 'x', providerData: { gemini: { part: { fileData: { fileUri: 'gs://a' } } } } }, { type: 'opaque' as const, name: 'y' }, { type: 'text' as const, text: '' }, { type: 'text' as const, text: 'b' }];
    expect(contentsOf([{ role: 'user', content }])[0]!.parts).toEqual([{ fileData: { fileUri: 'gs://a' } }, { text: 'b' }]);
  });
});

describe('an answer that was paused', () => {
  const paused: AssistantMessage = { role: 'assistant', content: [{ type: 'text', text: 'Once' }], providerData: { gemini: { continuationToken: 'tok', model: MODEL } } };

  it('goes on with its token and the same request', () => {
    expect(encoded({ messages: [user('a'), paused] }).body).toEqual({ contents: [turn('user', { text: 'a' })], continuationToken: 'tok' });
  });

  it('is a turn like any other afterwards, and no pause to another model', () => {
    expect(encoded({ messages: [user('a'), paused, user('b')] }).body).toEqual({ contents: [turn('user', { text: 'a' }), turn('model', { text: 'Once' }), turn('user', { text: 'b' })] });
    expect(() => contentsOf([user('a'), paused], 'gemini-4-argon')).toThrow(UnsupportedFeatureError);
  });
});
