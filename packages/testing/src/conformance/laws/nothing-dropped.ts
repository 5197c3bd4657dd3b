import assert from 'node:assert/strict';
import type { CallOptions, Capabilities, Message, Warning } from '@sdk/core';
import { defineLaw } from '../law.ts';
import { assertFinished, assertKind, failureOf, outcomeOf } from '../outcome.ts';
import { reasonNotShown, shown, type ProviderUnderTest } from '../provider-under-test.ts';
import { callFor, PROMPT, stage, streamAnswer, wholeAnswer } from '../stage.ts';

/** The warnings of a call, made whole and streamed. */
async function warningsOf(subject: ProviderUnderTest, call: CallOptions): Promise<Warning[][]> {
  const { wire } = subject;
  await using play = await stage(subject, [wholeAnswer(wire, wire.text.whole), streamAnswer(wire, wire.text.events)]);
  const { warnings } = await play.model.generate(call);
  const outcome = await outcomeOf(play.model.stream(call));
  assertFinished(outcome, 'The stream');
  const [start] = outcome.parts;
  return [warnings, start?.type === 'start' ? start.warnings : []];
}

/** One transparent pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const withFile = (mediaType: string, data: string): Partial<CallOptions> => ({
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: PROMPT },
        { type: 'file', mediaType, data, filename: 'a.b' },
      ],
    },
  ],
});

const tools: CallOptions['tools'] = [{ name: 'lookup', parameters: { type: 'object', properties: {} } }];

const prefill: Message[] = [...callFor().messages, { role: 'assistant', content: 'It is' }];

/** What changes the meaning of a call, and the flag that says that the model cannot do it. */
const REFUSED: { name: string; capabilities: Capabilities; options: Partial<CallOptions> }[] = [
  { name: 'an image', capabilities: { vision: false }, options: withFile('image/png', PNG) },
  { name: 'a document', capabilities: { files: false }, options: withFile('application/pdf', 'JVBERi0xLjQK') },
  { name: 'audio', capabilities: { audio: false }, options: withFile('audio/wav', 'UklGRiQAAABXQVZF') },
  { name: 'tools', capabilities: { tools: false }, options: { tools } },
  { name: 'a tool that must be called', capabilities: { toolChoice: false }, options: { tools, toolChoice: 'required' } },
  { name: 'a certain tool', capabilities: { toolChoice: false }, options: { tools, toolChoice: { toolName: 'lookup' } } },
  { name: 'JSON', capabilities: { json: false }, options: { responseFormat: { type: 'json' } } },
  { name: 'an answer to continue', capabilities: { prefill: false }, options: { messages: prefill } },
];

const hints: Partial<CallOptions> = {
  sessionId: 'session-1',
  userId: 'user-1',
  metadata: { team: 'a' },
  messages: [
    { role: 'system', content: 'Be brief.', cache: { ttl: '1h' } },
    { role: 'user', content: [{ type: 'text', text: PROMPT, cache: {} }] },
  ],
  tools: [{ ...tools[0]!, cache: {} }],
};

/** Law 10. */
export const nothingDropped = defineLaw('10', 'Nothing dropped', [
  {
    title: 'an option that the vendor cannot honour gives a warning that names it, whole and streamed',
    needs: ['unsupported'],
    async run(subject) {
      for (const { option, options } of shown(subject.unsupported)) {
        for (const warnings of await warningsOf(subject, { ...callFor(), ...options })) {
          const found = warnings.some((warning) => warning.option === option && warning.message !== '');
          assert.ok(found, `No warning names ${option}: ${JSON.stringify(warnings)}.`);
        }
      }
    },
  },
  {
    title: 'what the model cannot do and would change the meaning throws UnsupportedFeatureError, and nothing is sent',
    async run(subject) {
      for (const { name, options, capabilities } of [...REFUSED, ...(subject.refused ?? [])]) {
        await using play = await stage(
          subject,
          wholeAnswer(subject.wire, subject.wire.text.whole),
          capabilities && { capabilities },
        );
        for (const mode of ['generate', 'stream'] as const) {
          const failure = await failureOf(play.model[mode]({ ...callFor(), ...options }));
          assertKind(failure, 'unsupported-feature', `${name}, ${mode}`);
        }
        assert.equal(play.server.connections, 0, `${name}: something was sent.`);
      }
    },
  },
  {
    title: 'hints never warn, and neither does a plain call',
    async run(subject) {
      const { tools: _, ...withoutTools } = hints;
      for (const options of [{}, reasonNotShown(subject, 'toolCall') === undefined ? hints : withoutTools]) {
        const found = await warningsOf(subject, { ...callFor(), ...options });
        assert.deepEqual(found, [[], []], 'There must be no warnings.');
      }
    },
  },
]);
