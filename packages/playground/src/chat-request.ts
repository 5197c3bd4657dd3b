import { InvalidRequestError } from '@sdk/core';
import { z } from 'zod';
import type { ChatRequest } from './page-api.ts';

const NAME_CHARACTERS = 500;

const json = z.json();
const object = z.record(z.string(), json);
const annotated = { providerData: object.optional(), cache: z.strictObject({ ttl: z.string().optional() }).optional() };

const text = z.looseObject({ type: z.literal('text'), text: z.string(), ...annotated });

/** Only what stands in the request itself: an address could make this server, or the vendor, fetch what it must not. */
const file = z.strictObject({
  type: z.literal('file'),
  mediaType: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/, 'Expected a media type such as image/png.'),
  data: z.base64(),
  filename: z.string().optional(),
  ...annotated,
});

const opaque = z.looseObject({ type: z.literal('opaque'), name: z.string(), ...annotated });

const toolResult = z.looseObject({
  type: z.literal('tool-result'),
  toolCallId: z.string(),
  toolName: z.string().optional(),
  result: json,
  content: z.array(z.discriminatedUnion('type', [text, file])).optional(),
  isError: z.boolean().optional(),
  providerExecuted: z.boolean().optional(),
  ...annotated,
});

const toolCall = z.looseObject({
  type: z.literal('tool-call'),
  toolCallId: z.string(),
  toolName: z.string(),
  arguments: object,
  invalid: z.string().optional(),
  providerExecuted: z.boolean().optional(),
  ...annotated,
});

const reasoning = z.looseObject({ type: z.literal('reasoning'), text: z.string(), ...annotated });

/** Never sent to a vendor, so that its address does no harm. */
const source = z.looseObject({ type: z.literal('source') });

const message = z.discriminatedUnion('role', [
  z.looseObject({ role: z.literal('system'), content: z.union([z.string(), z.array(text)]), ...annotated }),
  z.looseObject({ role: z.literal('user'), content: z.union([z.string(), z.array(z.discriminatedUnion('type', [text, file, opaque]))]), ...annotated }),
  z.looseObject({
    role: z.literal('assistant'),
    content: z.union([z.string(), z.array(z.discriminatedUnion('type', [text, reasoning, file, toolCall, toolResult, source, opaque]))]),
    ...annotated,
  }),
  z.looseObject({ role: z.literal('tool'), content: z.array(toolResult), ...annotated }),
]);

const tool = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  parameters: object,
  strict: z.boolean().optional(),
});

/**
 * What the page may say: the options of a call that belong to no one vendor. Headers, a vendor's own fields and limits on
 * time are the server's.
 */
const chatRequest = z.strictObject({
  model: z.string().min(1).max(NAME_CHARACTERS),
  messages: z.array(message).min(1),
  tools: z.array(tool).optional(),
  toolChoice: z.union([z.enum(['auto', 'none', 'required']), z.strictObject({ toolName: z.string() })]).optional(),
  parallelToolCalls: z.boolean().optional(),
  responseFormat: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('text') }),
      z.strictObject({ type: z.literal('json'), schema: object.optional(), name: z.string().optional() }),
    ])
    .optional(),
  maxTokens: z.int().min(1).optional(),
  temperature: z.number().min(0).optional(),
  topP: z.number().min(0).max(1).optional(),
  topK: z.int().min(0).optional(),
  stopSequences: z.array(z.string().min(1)).optional(),
  presencePenalty: z.number().optional(),
  frequencyPenalty: z.number().optional(),
  repetitionPenalty: z.number().optional(),
  seed: z.int().optional(),
  reasoning: z
    .union([z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']), z.strictObject({ budgetTokens: z.int().min(1) })])
    .optional(),
});

/**
 * Checks what the page, or somebody in its place, has sent.
 *
 * @throws InvalidRequestError that names every mistake by its path, without its value.
 */
export function parseChatRequest(body: unknown): ChatRequest {
  const parsed = chatRequest.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new InvalidRequestError(mistakesOf(parsed.error.issues, []).join('\n'), { provider: 'playground', status: 400 });
}

/** Of something that may be a text or a list, the mistakes in the list say more. */
function mistakesOf(issues: readonly z.core.$ZodIssue[], above: PropertyKey[]): string[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    const inside = issue.code === 'invalid_union' ? issue.errors.at(-1) : undefined;
    if (inside?.some((each) => each.path.length > 0)) return mistakesOf(inside, path);
    return `${path.join('.') || 'the body'}: ${issue.message}`;
  });
}
