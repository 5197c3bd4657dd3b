/**
 * Answers as OpenAI's Chat Completions writes them.
 *
 * Source: the shape of recorded `gpt-4.1-mini` traffic with obfuscation off; read 2026-11-20.
 */

const IDENTITY = {
  id: 'chatcmpl-CbQ2xkR1m0sW5tZ3vJ8nYp4LqHdTf',
  created: 1_763_650_000,
  model: 'gpt-4.1-mini-2025-04-14',
  service_tier: 'default',
  system_fingerprint: 'fp_9766e549b2',
};

const USAGE = {
  prompt_tokens: 57,
  completion_tokens: 2000,
  total_tokens: 2057,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
};

// English prose as models write it: ASCII but for an apostrophe or a dash now and then.
const PROSE =
  'The old lighthouse keeper climbed the stairs , one hundred and twelve of them , and lit the lamp as he had every evening . ' +
  'It isn’t the light that matters , he used to say — it is that somebody is there to light it . ' +
  'Ships passed far out ; their crews saw a spark on the horizon and knew where the land began . ' +
  'On some nights the fog was so thick that he rang the bell by hand until morning , counting the strokes in his head . ' +
  'Nobody had asked him to , and nobody ever thanked him , but the rocks below stayed empty and that was enough .';

const TOKENS = PROSE.split(/(?= )/);

/** The n-th token of an endless answer. */
export function token(n: number): string {
  return TOKENS[n % TOKENS.length] as string;
}

/** The text of an answer of `count` tokens. */
export function textOfTokens(count: number): string {
  return Array.from({ length: count }, (_, n) => token(n)).join('');
}

/** A whole answer of about 150 tokens. */
export function wholeAnswer(): string {
  return JSON.stringify({
    ...IDENTITY,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: textOfTokens(150), refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: { ...USAGE, completion_tokens: 150, total_tokens: 207 },
  });
}

function event(choices: object[], usage: object | null = null): string {
  return `data: ${JSON.stringify({ ...IDENTITY, object: 'chat.completion.chunk', choices, usage })}\n\n`;
}

function delta(content: object, finishReason: string | null = null): string {
  return event([{ index: 0, delta: content, logprobs: null, finish_reason: finishReason }]);
}

function lastEvents(finishReason: string): string[] {
  return [delta({}, finishReason), event([], USAGE), 'data: [DONE]\n\n'];
}

/** The events of a streamed answer of `count` tokens. */
export function textEvents(count: number): string[] {
  const deltas = Array.from({ length: count }, (_, n) => delta({ content: token(n) }));
  return [delta({ role: 'assistant', content: '', refusal: null }), ...deltas, ...lastEvents('stop')];
}

/** JSON text of at least `bytes` bytes, as a model would write it for a tool that saves rows. */
export function toolArguments(bytes: number): string {
  const rows: object[] = [];
  let length = 0;
  for (let n = 0; length < bytes; n++) {
    const row = { id: n, name: `Row number ${n}`, note: `He said "row ${n}"\nand left.`, price: n * 1.25, tags: ['a', 'b'] };
    rows.push(row);
    length += JSON.stringify(row).length + 1;
  }
  return JSON.stringify({ rows });
}

const DELTA_LENGTH = 20;

/** The events of an answer that is one tool call, its arguments in deltas of 20 characters. */
export function toolCallEvents(bytes: number): string[] {
  const text = toolArguments(bytes);
  const first = { index: 0, id: 'call_8Yw1kV0Q3bq5mZr7', type: 'function', function: { name: 'save_rows', arguments: '' } };
  const events = [delta({ role: 'assistant', content: null, tool_calls: [first], refusal: null })];
  for (let from = 0; from < text.length; from += DELTA_LENGTH) {
    events.push(delta({ tool_calls: [{ index: 0, function: { arguments: text.slice(from, from + DELTA_LENGTH) } }] }));
  }
  return [...events, ...lastEvents('tool_calls')];
}
