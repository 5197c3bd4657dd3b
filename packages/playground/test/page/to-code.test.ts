import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { printLiteral } from '../../src/page/print-literal.ts';
import { toCode } from '../../src/page/to-code.ts';
import type { ChatRequest } from '../../src/page-api.ts';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const COMPILE_MS = 60_000;
const OPENAI = { name: 'openai', id: 'openai', hasBaseUrl: false };
const image = { type: 'file' as const, mediaType: 'image/png', data: 'iVBORw0KGgoAAAA'.repeat(30) };

const EVERYTHING: ChatRequest = {
  model: 'main/gpt-test',
  messages: [
    { role: 'system', content: "It's \"quoted\" \\ `and` ${more}\n\u2028" },
    { role: 'user', content: [image, { ...image, filename: "it's.png" }, { ...image, data: 'AAAA' }, { type: 'text', text: 'What?' }] },
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'Hm', providerData: { anthropic: { signature: 's', __x: [1, null, true] } } },
        { type: 'tool-call', toolCallId: 'a', toolName: 'look', arguments: { 'a-b': 1, class: 'c' } },
      ],
      providerData: { openai: { id: 'x' } },
    },
    { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', result: { seen: [] }, isError: true }] },
    { role: 'user', content: 'And now?' },
  ],
  tools: [{ name: 'look', description: 'Looks.', parameters: { type: 'object', properties: { at: { type: 'integer' } }, additionalProperties: false }, strict: true }],
  toolChoice: { toolName: 'look' },
  responseFormat: { type: 'json', schema: { type: 'object' } },
  temperature: 0.5,
  reasoning: { budgetTokens: 10 },
  stopSequences: ['END'],
  seed: -1,
};

test('the program compiles against the packages, whatever was asked', { timeout: COMPILE_MS }, () => {
  const programs = [
    toCode({ model: 'openai/gpt-test', messages: [{ role: 'user', content: 'Hello' }] }, OPENAI),
    toCode({ model: 'openai', messages: [{ role: 'user', content: 'Hello' }] }, OPENAI),
    toCode({ model: "it's/\u2028mine/gpt-test", messages: [{ role: 'user', content: [{ ...image, filename: '\u2028alert(1)' }] }] }, OPENAI),
    toCode(EVERYTHING, OPENAI),
    toCode({ ...EVERYTHING, model: 'odd/*/name' }, { ...OPENAI, id: 'somebody' }),
  ];
  expect(complaintsOf(programs)).toEqual([]);
});

test('a program that does not fit the packages would be noticed', { timeout: COMPILE_MS }, () => {
  expect(complaintsOf([toCode({ model: 'a/b', messages: [], temperature: 'hot' } as unknown as ChatRequest, OPENAI)])).toHaveLength(1);
});

test('the program imports the provider of the model, and asks for it by the vendor\'s id', () => {
  const code = toCode({ model: 'openai/org/gpt-test', messages: [] }, OPENAI);
  expect(code).toContain("import { openai } from '@sdk/provider-openai';");
  expect(code).toContain("const model = openai('org/gpt-test');");
});

test('a provider that the application has given an address of its own is made as there, its address and key left out', () => {
  const code = toCode({ model: 'openai/mock-large', messages: [] }, { ...OPENAI, hasBaseUrl: true });
  expect(code).toContain("import { createOpenAI } from '@sdk/provider-openai';");
  expect(code).toContain("baseUrl: '…',");
  expect(code).toContain("const model = provider('mock-large');");
  expect(code).not.toContain("openai('");
});

test('long data is read from a file with the name of the image, short data stands there', () => {
  const code = toCode(EVERYTHING, OPENAI);
  expect(code).toContain("import { readFileSync } from 'node:fs';");
  expect(code).toContain("data: readFileSync('file-1.png')");
  expect(code).toContain("data: 'AAAA'");
  expect(code).not.toContain('iVBOR');
});

test('files of one name are told apart, keep their names for the vendor, and are named to be saved', () => {
  const file = (filename: string, data: string) => ({ type: 'file' as const, mediaType: 'image/png', data: data.repeat(400), filename, providerData: { x: { a: 1 } } });
  const content = [file('image.png', 'a'), file('image.png', 'b'), file('image.png', 'a'), file('../.bashrc', 'c')];
  const code = toCode({ model: 'openai/m', messages: [{ role: 'user', content }] }, OPENAI);
  expect([...code.matchAll(/readFileSync\('(.*?)'\)/g)].map(([, name]) => name)).toEqual(['image.png', 'image-2.png', 'image.png', '.._.bashrc']);
  expect(code.match(/filename: 'image\.png'/g)).toHaveLength(3);
  expect(code.match(/providerData: \{ x: \{ a: 1 \} \}/g)).toHaveLength(4);
  expect(code).toContain("// Save beside this program what was attached, in this order: 'image.png', 'image-2.png', '.._.bashrc'.");
});

test('a literal says the same as the data', () => {
  const { model: _model, ...options } = EVERYTHING;
  const hostile = { ...options, odd: JSON.parse('{"__proto__":{"a":1},"a b":"\\u0000\\r\\n\'\\"\\\\","1":2,"undefined":null}') };
  const literal = printLiteral(hostile);
  const read: unknown = runInThisContext(`(${literal})`);
  expect(read).toEqual(hostile);
  expect(Object.keys((read as typeof hostile).odd)).toContain('__proto__');
});

test('short objects stand on one line, long ones on many, what is undefined nowhere', () => {
  expect(printLiteral({ a: 1, b: undefined, c: ['d'] })).toBe("{ a: 1, c: ['d'] }");
  expect(printLiteral({ a: 'x'.repeat(99), b: [] })).toBe(`{\n  a: '${'x'.repeat(99)}',\n  b: [],\n}`);
});

/** What the compiler says of these programs, as modules in the folder of this package. They are never written there. */
function complaintsOf(programs: string[]): string[] {
  const files = new Map(programs.map((code, at) => [join(PACKAGE, `program-${at}.ts`), code]));
  const { config } = ts.readConfigFile(join(PACKAGE, '../../tsconfig.base.json'), (path) => ts.sys.readFile(path)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, PACKAGE);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  const compiled = ts.createProgram([...files.keys()], options, host);
  const complaints = [...files.keys()].map((path) => ts.getPreEmitDiagnostics(compiled, compiled.getSourceFile(path)));
  return complaints.flat().map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
