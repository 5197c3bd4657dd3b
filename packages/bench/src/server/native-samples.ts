/**
 * Streamed answers as Anthropic's Messages and Gemini's streamGenerateContent write them.
 *
 * Source: the shape of recorded claude-sonnet-4-5 and gemini-2.5-flash traffic; read 2026-11-21.
 */
import { token } from './wire-samples.ts';

const named = (event: { type: string }) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
const INPUT = { input_tokens: 57, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

/** The events of a streamed answer of `count` tokens, by Anthropic. */
export function anthropicEvents(count: number): string[] {
  const message = {
    model: 'claude-sonnet-4-5-20250929',
    id: 'msg_01Cd8ghABAXLrX6J5WTxTSbv',
    type: 'message',
    role: 'assistant',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...INPUT, output_tokens: 1, service_tier: 'standard' },
  };
  const deltas = Array.from({ length: count }, (_, n) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: token(n) } }));
  return [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'ping' },
    ...deltas,
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { ...INPUT, output_tokens: count } },
    { type: 'message_stop' },
  ].map(named);
}

/** The events of a streamed answer of `count` tokens, by Gemini, one token each. */
export function geminiEvents(count: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    const last = n === count - 1;
    const chunk = {
      candidates: [{ content: { parts: [{ text: token(n) }], role: 'model' }, ...(last ? { finishReason: 'STOP' } : {}), index: 0 }],
      usageMetadata: {
        promptTokenCount: 57,
        candidatesTokenCount: n + 1,
        totalTokenCount: 58 + n,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: 57 }],
      },
      modelVersion: 'gemini-2.5-flash',
      responseId: 'Bb-Fapr3DvG_nsEPhfTU6Ag',
    };
    return `data: ${JSON.stringify(chunk)}\r\n\r\n`;
  });
}
