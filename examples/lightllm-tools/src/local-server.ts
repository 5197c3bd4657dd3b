import { startFaultServer, type FaultServer } from '@sdk/testing/server';

interface ChatRequest {
  model: string;
  messages: { role: string; content: string | null }[];
}

/** How a model of the Hermes family asks for a tool. */
const call = (name: string, args: object) => `<tool_call>\n${JSON.stringify({ name, arguments: args })}\n</tool_call>`;

/** What the model says to the results so far. */
function nextWords(results: readonly string[]): string {
  const [found, ...read] = results;
  if (found === undefined) return `<think>\nI know no rivers by heart.\n</think>\n\nLet me search.\n${call('search', { query: ['Danube countries', 'Danube capitals'] })}`;
  if (read.length === 0) {
    const urls = (JSON.parse(found) as { url: string }[]).map(({ url }) => url).filter((url) => url.includes('danube'));
    return [...new Set(urls)].map((url) => call('visit', { url: [url] })).join('\n');
  }
  const sentence = (pattern: RegExp) => pattern.exec(read.join(' '))?.[0] ?? 'an unknown number';
  return `<think>\nBoth pages have been read.\n</think>\n\nThe Danube flows through ${sentence(/\w+ countries/)} and past ${sentence(/four capitals/i).toLowerCase()}.`;
}

/**
 * Starts a LightLLM server on this machine: one without `--tool_call_parser`, so that calls and thoughts stay in the text.
 *
 * The model in it is a script, which answers from what the tools really gave.
 */
export function startLocalServer(): Promise<FaultServer> {
  return startFaultServer((request) => {
    if (request.path !== '/v1/chat/completions') return { status: 404, body: '{"detail":"Not Found"}' };
    const { model, messages } = request.json() as ChatRequest;
    const results = messages.filter(({ role }) => role === 'tool').map(({ content }) => content ?? '');
    const message = { role: 'assistant', content: nextWords(results), reasoning: '' };
    const usage = { prompt_tokens: 40 * messages.length, completion_tokens: 60, total_tokens: 40 * messages.length + 60 };
    const body = { id: 'chatcmpl-5ea2c4', object: 'chat.completion', created: 1_763_600_000, model, choices: [{ index: 0, message, finish_reason: 'stop' }], usage };
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  });
}
