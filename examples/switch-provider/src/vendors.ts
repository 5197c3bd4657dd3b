import { startFaultServer, type FaultServer } from '@sdk/testing/server';

const anthropic = {
  id: 'msg_01',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content: [
    { type: 'thinking', thinking: 'I should look at the weather.', signature: 'RW5jcnlwdGVk' },
    { type: 'text', text: 'Let me see.' },
    { type: 'tool_use', id: 'toolu_01', name: 'get_weather', input: { city: 'Paris' } },
  ],
  stop_reason: 'tool_use',
  usage: { input_tokens: 412, output_tokens: 48 },
};

const gemini = {
  candidates: [{ content: { role: 'model', parts: [{ text: 'Yes: it rains in Paris, at 12 °C.' }] }, finishReason: 'STOP', index: 0 }],
  usageMetadata: { promptTokenCount: 96, candidatesTokenCount: 14, totalTokenCount: 110 },
  modelVersion: 'gemini-2.5-flash',
};

/** A server that is Anthropic to those who ask for messages, and Gemini to all others. */
export function startVendors(): Promise<FaultServer> {
  return startFaultServer(({ path }) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(path.endsWith('/messages') ? anthropic : gemini),
  }));
}
