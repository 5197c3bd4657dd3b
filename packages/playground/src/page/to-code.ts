import type { ChatRequest, ListedProvider } from '../page-api.ts';
import { createFileNames } from './file-names.ts';
import { printLiteral, quote } from './print-literal.ts';

/** What makes a provider, by its id. The packages are `@sdk/provider-…`; each exports an instance of its id, too. */
const MAKERS: Record<string, string> = {
  ...{ anthropic: 'createAnthropic', azure: 'createAzure', cohere: 'createCohere', deepseek: 'createDeepSeek', gemini: 'createGemini', groq: 'createGroq' },
  ...{ lepton: 'createLepton', lightllm: 'createLightLLM', litellm: 'createLiteLLM', mistral: 'createMistral', ollama: 'createOllama', openai: 'createOpenAI' },
  ...{ openrouter: 'createOpenRouter', perplexity: 'createPerplexity', synth: 'createSynth', xai: 'createXAI' },
};

/**
 * A TypeScript program that makes the same call and prints the answer as it comes.
 *
 * The page is told no addresses and no keys: where the application gives the provider an address of its own, e.g. that of
 * LM Studio or a proxy, these are left to be filled in.
 *
 * @param provider Of the model. Without one, or with one of which there is no package, the model is left to be filled in.
 */
export function toCode({ model, ...options }: ChatRequest, provider: ListedProvider | undefined): string {
  const files = createFileNames();
  const literal = printLiteral(options, (value, indent) => fileCode(value, indent, files.nameOf));
  const names = files.all();
  const [imported, made] = modelCode(model, provider);
  const imports = [...(names.length > 0 ? ["import { readFileSync } from 'node:fs';"] : []), ...imported];
  const note = names.length > 0 ? `// Save beside this program what was attached, in this order: ${names.map(quote).join(', ')}.\n` : '';
  return `${imports.join('\n')}\n\n${made}\n\n${note}const options: CallOptions = ${literal};\n\n${loopCode(options)}`;
}

function modelCode(model: string, provider: ListedProvider | undefined): [imports: string[], made: string] {
  const maker = provider && Object.hasOwn(MAKERS, provider.id) ? MAKERS[provider.id] : undefined;
  if (!provider || maker === undefined) {
    const made = `/** What your application calls ${model.replaceAll('*/', '* /')}. */\ndeclare const model: LanguageModel;`;
    return [["import type { CallOptions, LanguageModel } from '@sdk/core';"], made];
  }
  const slash = model.indexOf('/');
  const name = slash < 0 ? model : model.slice(0, slash);
  const id = quote(slash < 0 ? `the default model of ${name}` : model.slice(slash + 1));
  const { id: vendor, hasBaseUrl } = provider;
  const imports = ["import type { CallOptions } from '@sdk/core';", `import { ${hasBaseUrl ? maker : vendor} } from '@sdk/provider-${vendor}';`];
  return [imports, hasBaseUrl ? ownCode(name, maker, id) : `const model = ${vendor}(${id});`];
}

/** Made as the application makes it. Until it is filled in, the address is none, so that the key goes nowhere else. */
function ownCode(name: string, maker: string, id: string): string {
  return [
    `// Of ${quote(name)} in the configuration of your application, which the page is not told.`,
    `const provider = ${maker}({`,
    "  baseUrl: '…',",
    "  apiKey: '…', // or null for none",
    '});',
    `const model = provider(${id});`,
  ].join('\n');
}

/** Longer data is read from a file, so that the program can be read. In characters. */
const MOST_INLINE_DATA = 200;

/** Marks a text that is printed as it is. */
const EXPRESSION = Symbol('expression');

/** A file part with long data, as an expression; `undefined` for anything else. */
function fileCode(value: unknown, indent: string, nameOf: (data: string, filename: string | undefined, mediaType: string) => string): string | undefined {
  const { type, data, filename, mediaType, [EXPRESSION]: expression } = (value ?? {}) as Record<string | symbol, unknown>;
  if (typeof expression === 'string') return expression;
  if (type !== 'file' || typeof data !== 'string' || data.length <= MOST_INLINE_DATA) return undefined;
  const name = nameOf(data, typeof filename === 'string' ? filename : undefined, String(mediaType));
  const read = { ...(value as object), data: { [EXPRESSION]: `readFileSync(${quote(name)})` } };
  return printLiteral(read, (inner, at) => fileCode(inner, at, nameOf), indent);
}

function loopCode({ tools }: Omit<ChatRequest, 'model'>): string {
  const lines = [
    'for await (const part of model.stream(options)) {',
    "  if (part.type === 'text-delta') process.stdout.write(part.delta);",
    "  if (part.type === 'finish') console.log(`\\n${part.finishReason}: ${part.usage.outputTokens ?? '?'} tokens, ${Math.round(part.timing.totalMs)} ms`);",
    '}',
    '',
  ];
  if (tools?.length) lines.splice(2, 0, "  if (part.type === 'part' && part.part.type === 'tool-call') console.log(part.part.toolName, part.part.arguments);");
  return lines.join('\n');
}
