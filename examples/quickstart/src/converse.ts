import {
  collect,
  mapStream,
  type CallOptions,
  type FunctionTool,
  type GenerateResult,
  type JSONObject,
  type JSONValue,
  type LanguageModel,
  type Message,
  type StreamPart,
  type ToolCallPart,
  type ToolResultPart,
  type Usage,
} from '@sdk/core';

/** A tool together with what it does. */
export interface RunnableTool extends FunctionTool {
  /** Does what the model asked for. What it throws is told to the model. */
  run(args: JSONObject): JSONValue | Promise<JSONValue>;
}

/** Who is told what happens, as it happens. */
export interface Listener {
  onPart(part: StreamPart): void;
  onToolResult(call: ToolCallPart, result: ToolResultPart): void;
}

/** What one conversation took. */
export interface Conversation {
  /** The last answer. */
  result: GenerateResult;
  /** Summed over all calls. */
  usage: Usage;
  /** From the first call to its first token; `undefined` when there was none. */
  firstTokenMs: number | undefined;
  totalMs: number;
}

/** How often the model may ask for tools before it must have answered. */
const MAX_ROUNDS = 5;

/** Asks the model, runs the tools that it calls, gives it their results, and so on until it has answered. */
export async function converse(
  model: LanguageModel,
  call: CallOptions & { tools: RunnableTool[] },
  listener: Listener,
): Promise<Conversation> {
  const startedAt = performance.now();
  const messages: Message[] = [...call.messages];
  const results: GenerateResult[] = [];
  while (results.length < MAX_ROUNDS) {
    const result = await answer(model, { ...call, messages }, listener);
    results.push(result);
    if (result.toolCalls.length === 0 && result.finishReason !== 'pause') {
      const usage = results.map((each) => each.usage).reduce(addUsage);
      return { result, usage, firstTokenMs: results[0]?.timing.firstTokenMs, totalMs: performance.now() - startedAt };
    }
    messages.push(result.message);
    if (result.toolCalls.length > 0) {
      const content = await Promise.all(result.toolCalls.map((asked) => runTool(call.tools, asked, listener)));
      messages.push({ role: 'tool', content });
    }
  }
  throw new Error(`The model still asked for tools after ${MAX_ROUNDS} rounds, so this stopped without an answer.`);
}

/** One call: shows the parts as they come, and gives the whole answer at the end. */
function answer(model: LanguageModel, call: CallOptions, { onPart }: Listener): Promise<GenerateResult> {
  const shown = mapStream(model.stream(call), (part) => {
    onPart(part);
    return [part];
  });
  return collect(shown);
}

async function runTool(tools: RunnableTool[], call: ToolCallPart, { onToolResult }: Listener): Promise<ToolResultPart> {
  const { toolCallId, toolName } = call;
  const result: ToolResultPart = { type: 'tool-result', toolCallId, toolName, result: null };
  try {
    const tool = tools.find(({ name }) => name === toolName);
    if (!tool) throw new Error(`There is no tool ${toolName}.`);
    if (call.invalid !== undefined) throw new Error('The arguments are not a JSON object.');
    result.result = await tool.run(call.arguments);
  } catch (error) {
    result.result = error instanceof Error ? error.message : String(error);
    result.isError = true;
  }
  onToolResult(call, result);
  return result;
}

const COUNTS = ['inputTokens', 'outputTokens', 'reasoningTokens'] as const;

function addUsage(sum: Usage, more: Usage): Usage {
  const total: Usage = {};
  for (const count of COUNTS) {
    if (sum[count] !== undefined || more[count] !== undefined) total[count] = (sum[count] ?? 0) + (more[count] ?? 0);
  }
  return total;
}
