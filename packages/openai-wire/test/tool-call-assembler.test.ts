import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunk, decode, decodeStream, finished, toolChunk } from './run-codec.ts';

const call = (index: number | undefined, id: string | undefined, name: string | undefined, args?: unknown) => ({
  ...(index === undefined ? {} : { index }),
  ...(id === undefined ? {} : { id }),
  function: { ...(name === undefined ? {} : { name }), ...(args === undefined ? {} : { arguments: args }) },
});

type Fragment = ReturnType<typeof call>;
type Expected = [id: string, name: string, args: object][];

function read(fragments: Fragment[]): Expected {
  const { result } = decodeStream([...fragments.map((fragment) => toolChunk(fragment)), finished('tool_calls')]);
  return result!.toolCalls.map(({ toolCallId, toolName, arguments: args, invalid }) => [toolCallId, toolName, invalid === undefined ? args : { invalid }]);
}

describe('fragments of tool calls', () => {
  it.each<[string, Fragment[], Expected]>([
    ['as documented', [call(0, 'a', 'f', ''), call(0, undefined, undefined, '{"x"'), call(0, undefined, undefined, ':1}')], [['a', 'f', { x: 1 }]]],
    ['two calls, interleaved', [call(0, 'a', 'f', '{'), call(1, 'b', 'g', '{"y"'), call(0, undefined, undefined, '}'), call(1, undefined, undefined, ':2}')], [['a', 'f', {}], ['b', 'g', { y: 2 }]]],
    ['id and name repeated', [call(0, 'a', 'f', '{"x"'), call(0, 'a', 'f', ':1}')], [['a', 'f', { x: 1 }]]],
    ['empty id and name repeated', [call(0, 'a', 'f', '{"x"'), call(0, '', '', ':1}')], [['a', 'f', { x: 1 }]]],
    ['one index for two calls', [call(0, 'a', 'f', '{"x":1}'), call(0, 'b', 'g', '{"y":2}')], [['a', 'f', { x: 1 }], ['b', 'g', { y: 2 }]]],
    ['no index, ids', [call(undefined, 'a', 'f', '{"x"'), call(undefined, 'a', undefined, ':1}'), call(undefined, 'b', 'g', '{}')], [['a', 'f', { x: 1 }], ['b', 'g', {}]]],
    ['no index, the id once', [call(undefined, 'a', 'f', '{"x"'), call(undefined, undefined, undefined, ':1}')], [['a', 'f', { x: 1 }]]],
    ['no index, no id', [call(undefined, undefined, 'f', '{"x":1}'), call(undefined, undefined, 'f', '{"x":2}')], [['call_0_chatcmpl1', 'f', { x: 1 }], ['call_1_chatcmpl1', 'f', { x: 2 }]]],
    ['no index, no id, the name repeated', [call(undefined, undefined, 'f', '{"x"'), call(undefined, undefined, 'f', ':1}')], [['call_0_chatcmpl1', 'f', { x: 1 }]]],
    ['the id late', [call(0, undefined, 'f', '{"x"'), call(0, 'a', undefined, ':1}')], [['a', 'f', { x: 1 }]]],
    ['the name late', [call(0, 'a', undefined, '{"x"'), call(0, undefined, 'f', ':1}')], [['a', 'f', { x: 1 }]]],
    ['the id twice', [call(0, 'a', 'f', '{"x":1}'), call(1, 'a', 'f', '{"x":2}')], [['a', 'f', { x: 1 }], ['call_1_chatcmpl1', 'f', { x: 2 }]]],
    ['arguments as an object', [call(0, 'a', 'f', { x: 1 })], [['a', 'f', { x: 1 }]]],
    ['no arguments', [call(0, 'a', 'f')], [['a', 'f', {}]]],
    ['null arguments', [call(0, 'a', 'f', null)], [['a', 'f', {}]]],
    ['empty arguments', [call(0, 'a', 'f', '')], [['a', 'f', {}]]],
    ['malformed arguments', [call(0, 'a', 'f', '{"x":')], [['a', 'f', { invalid: '{"x":' }]]],
    ['arguments that are no object', [call(0, 'a', 'f', '[1]')], [['a', 'f', { invalid: '[1]' }]]],
  ])('%s', (_name, fragments, expected) => {
    expect(read(fragments)).toEqual(expected);
  });

  it('announces a call before its arguments, and as soon as it is known', () => {
    const { parts } = decodeStream([toolChunk(call(0, 'a', 'f', '')), toolChunk(call(0, undefined, undefined, '{"x"'))]);
    expect(parts.slice(1)).toEqual([
      { type: 'tool-call-start', index: 2, toolCallId: 'a', toolName: 'f' },
      { type: 'tool-call-delta', index: 2, delta: '{"x"' },
    ]);
  });

  it('reads the function call of old servers', () => {
    const { result } = decodeStream([chunk({ function_call: { name: 'f', arguments: '{"x"' } }), chunk({ function_call: { arguments: ':1}' } }), finished('function_call')]);
    expect(result).toMatchObject({ finishReason: 'tool-calls', toolCalls: [{ toolName: 'f', arguments: { x: 1 } }] });
  });

  it('says tool-calls, whatever the wire says', () => {
    const body = { choices: [{ message: { content: null, tool_calls: [call(undefined, 'a', 'f', '{}')] }, finish_reason: 'stop' }] };
    expect(decode(body)).toMatchObject({ finishReason: 'tool-calls', rawFinishReason: 'stop', toolCalls: [{ toolCallId: 'a' }] });
  });

  it('gives the arguments back that went in, however they are cut', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.nat(60)), (args, cuts) => {
        const text = JSON.stringify(args);
        const at = [0, ...cuts.filter((cut) => cut <= text.length).sort((a, b) => a - b), text.length];
        const fragments = at.slice(1).map((end, n) => call(0, undefined, undefined, text.slice(at[n], end)));
        const [found] = read([call(0, 'a', 'f'), ...fragments]);
        expect(JSON.stringify(found?.[2])).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });
});
