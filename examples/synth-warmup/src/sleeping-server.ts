import { startFaultServer, type Answer, type FaultServer } from '@sdk/testing/server';

/** How often the model is asked about before it is ready. */
const QUESTIONS = 3;

const json = (body: object): Answer => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** A server whose model sleeps: it is loaded when it is asked to be, and is busy the first time that it is asked something. */
export function startSleepingServer(): Promise<FaultServer> {
  let questions = 0;
  let calls = 0;
  return startFaultServer(({ method, path }) => {
    if (path.startsWith('/warmup/status/')) return json({ status: ++questions < QUESTIONS ? 'warming' : 'warmed' });
    if (path.startsWith('/warmup/')) return method === 'POST' ? json({ status: questions < QUESTIONS ? 'warming' : 'already_warmed' }) : { status: 405 };
    if (questions < QUESTIONS) return { status: 503, ...json({ error: { message: 'The model is asleep.' } }) };
    if (calls++ === 0) return { status: 429, ...json({ error: { message: 'One at a time.' } }) };
    return json({
      id: 'chatcmpl-1',
      model: 'Qwen/Qwen2.5-7B-Instruct',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Good morning!' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 11, completion_tokens: 3, total_tokens: 14 },
    });
  });
}
