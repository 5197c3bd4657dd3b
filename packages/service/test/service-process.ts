import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { StoredModelConfig } from '@sdk/service';
import type { Answer as ServerAnswer, ReceivedRequest } from '@sdk/testing/server';
import { ENCRYPTION_KEY } from './support.ts';

/** Another process with a service on the same store. */
export interface ServiceProcess extends AsyncDisposable {
  ask(id: string): Promise<string>;
  put(config: object): Promise<StoredModelConfig>;
  list(): Promise<StoredModelConfig[]>;
}

interface Reply {
  number: number;
  result?: unknown;
  error?: object;
}

/** Starts a process on a store: a file, or the URL of a database. */
export function startServiceProcess(place: string): ServiceProcess {
  const child = fork(new URL('fixtures/service-process.ts', import.meta.url), [place, ENCRYPTION_KEY], { execArgv: ['--conditions=@sdk/source'] });
  const waiting = new Map<number, (reply: Reply) => void>();
  let last = 0;
  child.on('message', (reply: Reply) => waiting.get(reply.number)?.(reply));
  child.on('exit', () => waiting.forEach((resolve, number) => resolve({ number, error: { message: 'The process has ended.' } })));

  async function run<Result>(action: string, value?: unknown): Promise<Result> {
    const number = ++last;
    const replied = new Promise<Reply>((resolve) => waiting.set(number, resolve));
    child.send({ number, action, value });
    const { result, error } = await replied;
    if (error) throw Object.assign(new Error(), error);
    return result as Result;
  }

  return {
    ask: (id) => run('ask', id),
    put: (config) => run('put', config),
    list: () => run('list'),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** A server of Chat Completions whose answer is the name of the model that was asked. Written from the API's reference (read 2026-11-20). */
export function sayModel(request: ReceivedRequest): ServerAnswer {
  const { model } = request.json() as { model: string };
  return completion(model);
}

/** A whole answer. */
export function completion(content: string): ServerAnswer {
  const body = {
    ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'gpt-5-2026' },
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), framing: 'length' };
}
