import { startFaultServer, type FaultServer } from '@sdk/testing/server';

const KEY = 'local-lepton-key';
const ANSWER = 'Your order A-1042 has been shipped.';
const CALL = { id: 'call_1', type: 'function', function: { name: 'order_status', arguments: '{"orderId":"A-1042"}' } };
const USAGE = { prompt_tokens: 38, completion_tokens: 11, total_tokens: 49 };

const json = (status: number, body: object) => ({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const whole = (message: object, finish_reason: string) =>
  json(200, { id: 'chatcmpl-1', object: 'chat.completion', model: 'llama3-70b', choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason }], usage: USAGE });
const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'llama3-70b', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

interface Request {
  stream?: boolean;
  tools?: unknown[];
  messages: { role: string }[];
}

/** A Lepton endpoint on this machine, as its engine answers: it knows one key, one order and one tool. */
export async function startLocalLepton(): Promise<{ server: FaultServer; baseUrl: string; apiKey: string }> {
  const server = await startFaultServer((request) => {
    if (request.headers['authorization'] !== `Bearer ${KEY}`) return json(401, { error: { message: 'Invalid token', type: 'authentication_error', code: 'invalid_api_key' } });
    const { stream, tools, messages } = request.json() as Request;
    if (stream) {
      const deltas = ANSWER.split(/(?= )/).map((content) => chunk({ content }));
      return { headers: { 'content-type': 'text/event-stream' }, body: [chunk({ role: 'assistant', content: '' }), ...deltas, chunk({}, 'stop'), 'data: [DONE]\n\n'] };
    }
    return tools && messages.at(-1)?.role !== 'tool' ? whole({ content: null, tool_calls: [CALL] }, 'tool_calls') : whole({ content: ANSWER }, 'stop');
  });
  return { server, baseUrl: `${server.url}/api/v1`, apiKey: KEY };
}
