import type { ChatRequest } from '../page-api.ts';
import { printLiteral, quote } from './print-literal.ts';

/** The packages `@sdk/provider-…`; each exports an instance of its own name. */
const PACKAGES: ReadonlySet<string> = new Set([
  ...['anthropic', 'azure', 'cohere', 'deepseek', 'gemini', 'groq', 'lepton', 'lightllm'],
  ...['litellm', 'mistral', 'ollama', 'openai', 'openrouter', 'perplexity', 'synth', 'xai'],
]);

/**
 * A TypeScript program that makes the same call and prints the answer as it comes.
 *
 * @param provider The id of the model's provider. One of which there is no package leaves the model to be filled in.
 */
export function toCode({ model, ...options }: ChatRequest, provider: string): string {
  const files: string[] = [];
  const literal = printLiteral(options, (value) => fileCode(value, files));
  const [imported, made] = modelCode(model, provider);
  const imports = [files.length > 0 ? "import { readFileSync } from 'node:fs';" : '', ...imported].filter((line) => line !== '');
  return `${imports.join('\n')}\n\n${made}\n\nconst options: CallOptions = ${literal};\n\n${loopCode(options)}`;
}

function modelCode(model: string, provider: string): [imports: string[], made: string] {
  if (!PACKAGES.has(provider)) {
    const made = `/** What your application calls ${model.replaceAll('*/', '* /')}. */\ndeclare const model: LanguageModel;`;
    return [["import type { CallOptions, LanguageModel } from '@sdk/core';"], made];
  }
  const slash = model.indexOf('/');
  const made = slash < 0 ? `const model = ${provider}('the default model of ${provider}');` : `const model = ${provider}(${quote(model.slice(slash + 1))});`;
  return [["import type { CallOptions } from '@sdk/core';", `import { ${provider} } from '@sdk/provider-${provider}';`], made];
}

/** Longer data is read from a file, so that the program can be read. In characters. */
const MOST_INLINE_DATA = 200;

/** A file part with long data, as an expression; `undefined` for anything else. */
function fileCode(value: unknown, files: string[]): string | undefined {
  const { type, data, filename, mediaType } = (value ?? {}) as Record<string, unknown>;
  if (type !== 'file' || typeof data !== 'string' || data.length <= MOST_INLINE_DATA) return undefined;
  const extension = String(mediaType).split('/').at(-1)?.replace(/\W.*/, '') ?? 'bin';
  const name = typeof filename === 'string' && filename !== '' ? filename : `file-${files.length + 1}.${extension}`;
  files.push(name);
  return `{ type: 'file', mediaType: ${quote(String(mediaType))}, data: readFileSync(${quote(name)}) }`;
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
