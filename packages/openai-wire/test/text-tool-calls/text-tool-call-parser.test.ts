import { createReasoningSplitter, type FunctionTool } from '@sdk/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextToolCallParser, type TextSegment, type TextToolCallOptions } from '../../src/text-tool-calls/text-tool-call-parser.ts';

const tool = (name: string, properties = {}): FunctionTool => ({ name, parameters: { type: 'object', properties } });
const TOOLS = [tool('get_weather', { city: { type: 'string' }, days: { type: 'integer' }, zip: { type: 'string' } }), tool('search')];

/** What comes out of pieces, neighbouring texts joined. */
function parse(pieces: readonly string[], options: Partial<TextToolCallOptions> = {}): (string | { name: string; arguments: string; id?: string })[] {
  const parser = createTextToolCallParser({ tools: TOOLS, ...options });
  const segments: TextSegment[] = [];
  for (const piece of pieces) segments.push(...parser.push(piece));
  segments.push(...parser.end());
  const joined: ReturnType<typeof parse> = [];
  for (const segment of segments) {
    const last = joined.at(-1);
    if (segment.type === 'tool-call') joined.push({ name: segment.name, arguments: segment.arguments, ...(segment.id ? { id: segment.id } : {}) });
    else if (typeof last === 'string') joined[joined.length - 1] = last + segment.delta;
    else joined.push(segment.delta);
  }
  return joined;
}

const PARIS = { name: 'get_weather', arguments: '{"city":"Paris"}' };
const ROME = { name: 'get_weather', arguments: '{"city":"Rome"}' };
const hermes = (name: string, args: unknown) => `<tool_call>\n${JSON.stringify({ name, arguments: args })}\n</tool_call>`;
const paris = hermes('get_weather', { city: 'Paris' });

/** Each family's two calls, in its own words. Written from documentation: LightLLM's parsers at 87881ae and vLLM's pages; read 2026-11-20. */
const FAMILIES: [family: string, text: string, calls?: object[]][] = [
  ['Hermes, Qwen2.5, Qwen3', `${paris}\n${hermes('get_weather', { city: 'Rome' })}`],
  ['Hermes with `parameters`', '<tool_call>{"name":"get_weather","parameters":{"city":"Paris"}}</tool_call><tool_call>{"name":"get_weather","parameters":{"city":"Rome"}}</tool_call>'],
  ['Hermes with arguments as text', '<tool_call>{"name":"get_weather","arguments":"{\\"city\\":\\"Paris\\"}"}</tool_call><tool_call>{"name":"get_weather","arguments":"{\\"city\\":\\"Rome\\"}"}</tool_call>'],
  ['a list in one pair of tags', '<tool_call>[{"name":"get_weather","arguments":{"city":"Paris"}},{"name":"get_weather","arguments":{"city":"Rome"}}]</tool_call>'],
  ['Qwen3-Coder', ['Paris', 'Rome'].map((city) => `<tool_call>\n<function=get_weather>\n<parameter=city>\n${city}\n</parameter>\n</function>\n</tool_call>`).join('\n')],
  ['GLM 4.5', ['Paris', 'Rome'].map((city) => `<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>${city}</arg_value>\n</tool_call>`).join('\n')],
  ['Mistral', '[TOOL_CALLS] [{"name":"get_weather","arguments":{"city":"Paris"}}, {"name":"get_weather","arguments":{"city":"Rome"}}]'],
  ['Mistral, new tokenizer', '[TOOL_CALLS]get_weather[ARGS]{"city":"Paris"}[TOOL_CALLS]get_weather[CALL_ID]abc123def[ARGS]{"city":"Rome"}', [PARIS, { ...ROME, id: 'abc123def' }]],
  ['Llama 3', '<|python_tag|>{"name":"get_weather","parameters":{"city":"Paris"}}; {"name":"get_weather","parameters":{"city":"Rome"}}'],
  ['DeepSeek V3', `<｜tool▁calls▁begin｜>${['Paris', 'Rome'].map((city) => `<｜tool▁call▁begin｜>function<｜tool▁sep｜>get_weather\n\`\`\`json\n{"city":"${city}"}\n\`\`\`<｜tool▁call▁end｜>`).join('\n')}<｜tool▁calls▁end｜>`],
  ['DeepSeek V3.1', `<｜tool▁calls▁begin｜>${['Paris', 'Rome'].map((city) => `<｜tool▁call▁begin｜>get_weather<｜tool▁sep｜>{"city":"${city}"}<｜tool▁call▁end｜>`).join('')}<｜tool▁calls▁end｜>`],
  ['DeepSeek V3.2', `<｜DSML｜function_calls>\n${['Paris', 'Rome'].map((city) => `<｜DSML｜invoke name="get_weather">\n<｜DSML｜parameter name="city" string="true">${city}</｜DSML｜parameter>\n</｜DSML｜invoke>\n`).join('')}</｜DSML｜function_calls>`],
  [
    'Kimi K2',
    `<|tool_calls_section_begin|>${['Paris', 'Rome'].map((city, n) => `<|tool_call_begin|>functions.get_weather:${n}<|tool_call_argument_begin|>{"city":"${city}"}<|tool_call_end|>`).join('')}<|tool_calls_section_end|>`,
    [{ ...PARIS, id: 'functions.get_weather:0' }, { ...ROME, id: 'functions.get_weather:1' }],
  ],
];

describe('calls in a text', () => {
  it.each(FAMILIES)('are read as %s writes them, between words, however they are cut', (_family, text, calls = [PARIS, ROME]) => {
    const whole = `Let me see.\n\n${text}\n\nOne moment.`;
    const expected = ['Let me see.', ...calls, 'One moment.'];
    expect(parse([whole])).toEqual(expected);
    expect(parse(Array.from(whole))).toEqual(expected);
    for (let at = 1; at < whole.length; at++) expect(parse([whole.slice(0, at), whole.slice(at)])).toEqual(expected);
  });

  it.each(FAMILIES)('are read at the very end, too: %s', (_family, text, calls = [PARIS, ROME]) => {
    expect(parse(Array.from(text))).toEqual(calls);
  });

  it('with values of other types, as the schema says', () => {
    const text = '<tool_call><function=get_weather><parameter=zip>\n1234\n</parameter><parameter=days>\n3\n</parameter><parameter=deep>\n{"a":[1]}\n</parameter><parameter=free>plain words</parameter></function></tool_call>';
    expect(parse([text])).toEqual([{ name: 'get_weather', arguments: '{"zip":"1234","days":3,"deep":{"a":[1]},"free":"plain words"}' }]);
    const glm = '<tool_call>get_weather<arg_key>zip</arg_key><arg_value>0123</arg_value><arg_key>days</arg_key><arg_value>3</arg_value></tool_call>';
    expect(parse([glm])).toEqual([{ name: 'get_weather', arguments: '{"zip":"0123","days":3}' }]);
    const dsml = '<｜DSML｜function_calls><｜DSML｜invoke name="search"><｜DSML｜parameter name="n" string="false">5</｜DSML｜parameter><｜DSML｜parameter name="q" string="true">5</｜DSML｜parameter></｜DSML｜invoke></｜DSML｜function_calls>';
    expect(parse([dsml])).toEqual([{ name: 'search', arguments: '{"n":5,"q":"5"}' }]);
  });

  it.each([
    ['without arguments', '<tool_call>{"name":"search"}</tool_call>'],
    ['with arguments that are nothing', '<tool_call>{"name":"search","arguments":null}</tool_call>'],
    ['of Qwen3-Coder without any', '<tool_call><function=search></function></tool_call>'],
    ['of GLM without any', '<tool_call>search</tool_call>'],
  ])('%s have empty ones', (_how, text) => {
    expect(parse([text])).toEqual([{ name: 'search', arguments: '{}' }]);
  });

  it('do not end inside a JSON string', () => {
    const text = hermes('search', { q: 'how does </tool_call> end, and "<tool_call>" begin? \\' });
    expect(parse(Array.from(`A ${text} B`))).toEqual(['A', { name: 'search', arguments: JSON.stringify({ q: 'how does </tool_call> end, and "<tool_call>" begin? \\' }) }, 'B']);
    const list = '[TOOL_CALLS][{"name":"search","arguments":{"q":"]}["}}]';
    expect(parse(Array.from(`${list} B`))).toEqual([{ name: 'search', arguments: '{"q":"]}["}' }, 'B']);
  });

  it('whose arguments are no JSON come as they stand, and the next one is read', () => {
    expect(parse([`<tool_call>\n{"name": "search", "arguments": {"q": nonsense}}\n</tool_call>\n${paris}`])).toEqual([{ name: 'search', arguments: '{"q": nonsense}' }, PARIS]);
    expect(parse([`<tool_call>{"name": "search", "arguments": {"q": "open}}</tool_call> ${paris} B`])).toEqual([{ name: 'search', arguments: '{"q": "open}' }, PARIS, 'B']);
    expect(parse([`<tool_call>{"name": "search", "arguments": {"q": "two\nlines"}}</tool_call>${paris}`])).toEqual([{ name: 'search', arguments: '{"q": "two\nlines"}' }, PARIS]);
  });

  it.each([
    ['of an unknown tool', hermes('rm', { path: '/' })],
    ['of nothing', '<tool_call></tool_call>'],
    ['that are no calls', '<tool_call>{"a":1}</tool_call>'],
    ['that are words', '<tool_call>not a call</tool_call>'],
    ['that are broken off', '<tool_call>{"name":"search","arguments":{"q":'],
    ['that are broken off inside a string', '<tool_call>{"name":"search","arguments":{"q":"</tool_call'],
    ['of Mistral that are none', '[TOOL_CALLS] is how Mistral says it'],
    ['of Mistral with an endless name', `[TOOL_CALLS]${'x'.repeat(500)}`],
    ['of Llama that are none', '<|python_tag|>print("hi")'],
    ['of DeepSeek that are cut', '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>search<｜tool▁sep｜>{"q":1}<｜tool▁call▁end｜><｜tool▁call▁begin｜>sea'],
    ['of Kimi with words between', '<|tool_calls_section_begin|>words<|tool_calls_section_end|>'],
    ['that only begin', 'a < b, [TOOL, <tool_'],
  ])('%s stay text', (_what, text) => {
    expect(parse(Array.from(`A ${text}`))).toEqual([`A ${text}`]);
    expect(parse([`A ${text}`])).toEqual([`A ${text}`]);
  });

  it('that lack only their end tag are calls', () => {
    expect(parse(['<tool_call>{"name":"get_weather","arguments":{"city":"Paris"}}\n'])).toEqual([PARIS]);
  });

  it('without any tag are calls by option, and only where the answer is nothing else', () => {
    const bare = '\n {"name":"get_weather","arguments":{"city":"Paris"}}';
    expect(parse(Array.from(bare))).toEqual([bare]);
    expect(parse(Array.from(bare), { bareJSON: true })).toEqual([PARIS]);
    expect(parse([`[${bare}]`], { bareJSON: true })).toEqual([PARIS]);
    for (const pieces of [[`A ${bare}`], Array.from(`A ${bare}`)]) expect(parse(pieces, { bareJSON: true })).toEqual([`A ${bare}`]);
    for (const other of ['{"name":"rm","arguments":{}}', '{"city":"Paris"}', '[1]', '{"name":']) expect(parse(Array.from(other), { bareJSON: true })).toEqual([other]);
  });

  it('do not keep the words waiting that only look like one', () => {
    for (const words of ['[TOOL_CALLS] is how', `[TOOL_CALLS]${'x'.repeat(300)}`]) {
      expect(createTextToolCallParser({ tools: TOOLS }).push(words).map((segment) => 'delta' in segment && segment.delta).join('')).toBe(words);
    }
  });

  it('end at an end tag behind a bracket', () => {
    expect(parse(Array.from(`<tool_call>x<</tool_call>${paris}`))).toEqual(['<tool_call>x<</tool_call>', PARIS]);
  });

  it('leave white space where there is no call beside it', () => {
    expect(parse(Array.from('  a\n\n b \n'))).toEqual(['  a\n\n b \n']);
  });

  it('cost what their length costs, also when they are broken: quadratic would take minutes', () => {
    const broken = '<tool_call>{"name":"search","arguments":"'.repeat(20_000);
    expect(JSON.stringify(parse([`${broken}</tool_call>`]))).toContain('<tool_call>');
    const tail = `<tool_call>{"${'</tool_call>'.repeat(50_000)}`;
    expect(parse([tail])).toEqual([tail]);
  });
});

describe('whatever a model writes, cut anywhere', () => {
  const word = fc.stringMatching(/^[a-zé漢🙂.,<>[\]{}"' \n-]{0,20}$/u).map((text) => text.trim()).filter((text) => text !== '' && !/<think|<tool|<｜|<\||\[TOOL/.test(text));
  const value: fc.Arbitrary<unknown> = fc.oneof(fc.string(), fc.constantFrom('</tool_call>', '<tool_call>', '\\', '"', '</think>'), fc.integer(), fc.constant(null));
  const call = fc.record({ name: fc.constantFrom('get_weather', 'search'), args: fc.dictionary(fc.string({ maxLength: 5 }), value, { maxKeys: 3, noNullPrototype: true }) });
  const piece = fc.oneof(word.map((text) => ({ text })), call);

  it('what comes out is what went in: reasoning, text and calls', () => {
    fc.assert(
      fc.property(fc.option(word), fc.array(piece, { maxLength: 6 }), fc.array(fc.nat(400)), (thought, pieces, cuts) => {
        const said = pieces.map((one) => ('text' in one ? one.text : hermes(one.name, one.args)));
        const text = (thought === null ? '' : `<think>\n${thought}\n</think>\n\n`) + said.join('\n');
        const at = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
        const splitter = createReasoningSplitter();
        const parts = at.slice(1).map((end, n) => splitter.push(text.slice(at[n], end)));
        const segments = [...parts.flat(), ...splitter.end()];
        const reasoning = segments.flatMap(({ type, delta }) => (type === 'reasoning' ? [delta] : []));
        const answer = parse(segments.flatMap(({ type, delta }) => (type === 'text' ? [delta] : [])));
        const expected: unknown[] = [];
        for (const one of pieces) {
          const last = expected.at(-1);
          if (!('text' in one)) expected.push({ name: one.name, arguments: JSON.stringify(one.args) });
          else if (typeof last === 'string') expected[expected.length - 1] = `${last}\n${one.text}`;
          else expected.push(one.text);
        }
        expect(reasoning.join('')).toBe(thought ?? '');
        expect(answer).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('no character of a text without calls is lost', () => {
    const tags = fc.constantFrom('<tool_call>', '</tool_call>', '[TOOL_CALLS]', '<|python_tag|>', '{', '"', '\\', '}', ']', '\n', 'name', '<｜tool▁calls▁begin｜>', '<｜tool▁calls▁end｜>', '<', '[', ' ');
    fc.assert(
      fc.property(fc.array(fc.oneof(tags, fc.string())), (pieces) => {
        const text = pieces.join('');
        expect(parse(pieces, { tools: [] })).toEqual(text === '' ? [] : [text]);
      }),
      { numRuns: 500 },
    );
  });
});
