import assert from 'node:assert/strict';
import { startFaultServer } from '../../server/fault-server.ts';
import { hangingPort } from '../../server/ports.ts';
import { runChild } from '../child-process.ts';
import { defineLaw } from '../law.ts';
import { AT_ONCE_MS } from '../outcome.ts';
import { shown, type ProviderUnderTest } from '../provider-under-test.ts';
import { API_KEY, PROMPT, repeatableText, streamAnswer, wholeAnswer } from '../stage.ts';
import { joinBytes } from '../../server/cut.ts';

/** Makes calls of one kind, closes nothing, and ends. */
const CALL_SCRIPT = `
  const { [input.create]: create } = await import(input.url);
  const model = create({ apiKey: input.apiKey, baseUrl: input.baseUrl })(input.modelId);
  const call = { messages: [{ role: 'user', content: input.prompt }] };
  const drain = async (options) => { for await (const part of model.stream({ ...call, ...options })) void part; };
  const kinds = [];
  const attempt = (promise) => promise.then(() => kinds.push('done'), (error) => kinds.push(error.kind));
  const scenarios = {
    async finished() {
      await attempt(model.generate(call));
      await attempt(drain());
    },
    async left() {
      for await (const part of model.stream(call)) if (part.type === 'text-delta') break;
    },
    async aborted() {
      await attempt(model.generate({ ...call, signal: AbortSignal.timeout(100) }));
      await attempt(drain({ signal: AbortSignal.timeout(100) }));
    },
    async timedOut() {
      await attempt(model.generate({ ...call, timeouts: { connectMs: 100, firstByteMs: 100 } }));
    },
  };
  await scenarios[input.scenario]();
  report(kinds);
`;

type Scenario = 'finished' | 'left' | 'aborted' | 'timedOut';

async function assertExits(subject: ProviderUnderTest, url: string, scenario: Scenario, kinds: string[]): Promise<void> {
  const { modelId, basePath = '' } = subject;
  const input = { ...shown(subject.entry), modelId, baseUrl: url + basePath, apiKey: API_KEY, prompt: PROMPT, scenario };
  const { report, lingeredMs } = await runChild<string[]>(CALL_SCRIPT, input);
  assert.deepEqual(report, kinds, `How the calls of the process ended (${scenario})`);
  assert.ok(lingeredMs < AT_ONCE_MS, `The process went on for ${Math.round(lingeredMs)} ms after its last call (${scenario}).`);
}

/** Law 16. */
export const nothingLingers = defineLaw('16', 'Nothing lingers', [
  {
    title: 'a process exits by itself after its calls, without close()',
    needs: ['entry'],
    async run(subject) {
      const { wire } = subject;
      await using server = await startFaultServer([wholeAnswer(wire, wire.text.whole), streamAnswer(wire, wire.text.events)]);
      await assertExits(subject, server.url, 'finished', ['done', 'done']);
    },
  },
  {
    title: 'a process exits by itself after it left a stream early',
    needs: ['entry'],
    async run(subject) {
      const { before, delta } = repeatableText(subject.wire);
      const body = [joinBytes(before), { repeat: delta, everyMs: 5 }];
      await using server = await startFaultServer(streamAnswer(subject.wire, [], { body }));
      await assertExits(subject, server.url, 'left', []);
    },
  },
  {
    title: 'a process exits by itself after calls that were aborted, or timed out, while connecting',
    needs: ['entry'],
    async run(subject) {
      await using port = await hangingPort();
      await assertExits(subject, port.url, 'aborted', ['abort', 'abort']);
      await assertExits(subject, port.url, 'timedOut', ['timeout']);
    },
  },
]);
