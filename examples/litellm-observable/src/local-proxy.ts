import { startFaultServer, type Answer, type FaultServer } from '@sdk/testing/server';

interface Body {
  model: string;
  messages: { role: string; content: string | null }[];
}

const answer = (model: string, message: object, finish_reason: string): Answer => ({
  headers: { 'content-type': 'application/json', 'x-litellm-response-cost': '0.0000285' },
  body: JSON.stringify({ id: 'chatcmpl-1', model, choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason }], usage: { prompt_tokens: 52, completion_tokens: 18, total_tokens: 70 } }),
});

/** A server that answers as a LiteLLM proxy does: it asks for the calculator first, and then says what came out. */
export function startLocalProxy(): Promise<FaultServer> {
  return startFaultServer((request) => {
    const { model, messages } = request.json() as Body;
    const result = messages.findLast(({ role }) => role === 'tool');
    if (result) return answer(`${model}-0613`, { content: `15 * 23 + 47 is ${result.content}.` }, 'stop');
    const call = { id: 'call_1', type: 'function', function: { name: 'calculate', arguments: '{"expression":"15 * 23 + 47"}' } };
    return answer(`${model}-0125`, { content: null, tool_calls: [call] }, 'tool_calls');
  });
}
