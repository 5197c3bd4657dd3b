import assert from 'node:assert/strict';
import type { CallOptions, GenerateResult, Message } from '@sdk/core';
import type { FeatureSamples, RequestSample, ResultSample } from './feature-samples.ts';
import { assertExpected } from './compare-answer.ts';
import { collectParts, generated } from './collect-parts.ts';
import { assertKind, AT_ONCE_MS, failureOf, HANGS_AFTER_MS, outcomeOf, within } from './outcome.ts';
import { reasonNotShown, shown, type ProviderUnderTest } from './provider-under-test.ts';
import type { SampleName } from './samples.ts';
import { callFor, PROMPT, repeatableText, stage, streamAnswer, wholeAnswer } from './stage.ts';
import type { NotShown } from './wire-sample.ts';

/** A column of the table provider × feature. */
export interface TableFeature {
  /** As in the table's head, e.g. `'JSON schema'`. */
  label: string;
  /** Why the provider has it not; `undefined` where it has. */
  notShown(subject: ProviderUnderTest, samples: FeatureSamples): string | undefined;
  /** @throws AssertionError when the provider cannot do it. */
  run(subject: ProviderUnderTest, samples: FeatureSamples): Promise<void>;
  /** @throws AssertionError when a provider without the feature takes it in silence. */
  runNotShown?(subject: ProviderUnderTest): Promise<void>;
}

/** One transparent pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const PDF = Buffer.from('%PDF-1.4\n% the smallest document of all\n%%EOF\n').toString('base64');
/** A name that stands in no vendor's request by itself. */
const PROPERTY = 'zanzibar_population';

const withFile = (mediaType: string, data: string, filename: string): CallOptions => ({
  messages: [{ role: 'user', content: [{ type: 'text', text: PROMPT }, { type: 'file', mediaType, data, filename }] }],
});
const imageCall = withFile('image/png', PNG, 'pixel.png');
const pdfCall = withFile('application/pdf', PDF, 'small.pdf');
const forcedCall: CallOptions = {
  ...callFor(),
  tools: ['get_weather', 'get_time'].map((name) => ({ name, parameters: { type: 'object', properties: { city: { type: 'string' } } } })),
  toolChoice: { toolName: 'get_weather' },
};
const schemaCall: CallOptions = {
  ...callFor(),
  responseFormat: {
    type: 'json',
    name: 'town',
    schema: { type: 'object', properties: { [PROPERTY]: { type: 'integer' } }, required: [PROPERTY], additionalProperties: false },
  },
};

/** Makes a call, and gives the request that it became and the result. */
async function asked(subject: ProviderUnderTest, call: CallOptions, { whole, headers = {} }: Pick<ResultSample, 'whole' | 'headers'> = {}) {
  const { wire } = subject;
  const answer = wholeAnswer(wire, whole ?? wire.text.whole);
  await using play = await stage(subject, { ...answer, headers: { ...answer.headers, ...headers } });
  const result = await within(HANGS_AFTER_MS, 'A call', play.model.generate(call));
  return { body: play.server.requests[0]!.json(), text: play.server.requests[0]!.body, result };
}

/** What a vendor cannot do must be refused, or warned of. */
async function notInSilence(subject: ProviderUnderTest, call: CallOptions, option: keyof CallOptions): Promise<void> {
  const { wire } = subject;
  await using play = await stage(subject, wholeAnswer(wire, wire.text.whole));
  const made = play.model.generate(call);
  const result = await within(HANGS_AFTER_MS, 'A call', made.catch(() => undefined));
  if (result) assert.ok(result.warnings.some((warning) => warning.option === option), `No warning names ${option}.`);
  else assertKind(await failureOf(made), 'unsupported-feature', 'What is declared as not shown');
}

/** A feature that a request asks for. */
function requested(
  label: string,
  key: 'forcedTool' | 'images' | 'pdf' | 'jsonSchema',
  call: CallOptions,
  option: keyof CallOptions,
  stands: string,
): TableFeature {
  return {
    label,
    notShown: (_, samples) => reasonOf(samples[key]),
    async run(subject, samples) {
      const { options, request }: RequestSample = shown(samples[key]);
      const { body, text, result } = await asked(subject, { ...call, ...options });
      assert.ok(text.includes(stands), `${stands.slice(0, 40)} is missing from the request.`);
      request?.(body);
      assert.deepEqual(result.warnings, [], 'What is shown must not be warned of.');
    },
    runNotShown: (subject) => notInSilence(subject, call, option),
  };
}

/** A feature that an answer holds. */
function answered(label: string, key: 'citations' | 'cacheUsage', holds: (result: GenerateResult) => boolean): TableFeature {
  return {
    label,
    notShown: (_, samples) => reasonOf(samples[key]),
    async run(subject, samples) {
      const sample: ResultSample = shown(samples[key]);
      const { body, result } = await asked(subject, { ...callFor(), ...sample.options }, sample);
      assert.ok(holds(result), `The result has no ${label}.`);
      sample.request?.(body);
      sample.result?.(result);
    },
  };
}

/** A feature that the samples of the wire show anyway. */
function sampled(label: string, name: SampleName, streamed = false): TableFeature {
  return {
    label,
    notShown: ({ wire }) => (name === 'text' ? undefined : reasonOf(wire[name])),
    async run(subject) {
      const sample = shown(subject.wire[name]);
      const result = streamed ? (await collectParts(subject, sample)).result : await generated(subject, sample);
      assertExpected(result, sample.expected, label);
    },
  };
}

const reasoningRoundTrip: TableFeature = {
  label: 'round trip',
  notShown: (subject, samples) => reasonNotShown(subject, 'reasoning') ?? reasonOf(samples.reasoningRoundTrip),
  async run(subject, samples) {
    const { message } = await generated(subject, shown(subject.wire.reasoning));
    const messages: Message[] = [...callFor().messages, message, { role: 'user', content: 'And then?' }];
    const { body } = await asked(subject, { messages });
    shown(samples.reasoningRoundTrip).request(body);
  },
};

const usage: TableFeature = {
  label: 'usage',
  notShown: ({ wire }) => (wire.text.expected.usage ? undefined : 'The vendor reports none.'),
  async run(subject) {
    const { usage: counts } = await generated(subject, subject.wire.text);
    assert.ok(counts.inputTokens && counts.outputTokens, 'The result does not count what went in and what came out.');
  },
};

const rateLimits: TableFeature = {
  label: 'rate limits',
  notShown: (_, samples) => reasonOf(samples.rateLimits),
  async run(subject, samples) {
    const { headers, rateLimit } = shown(samples.rateLimits);
    const { result } = await asked(subject, callFor(), { headers });
    assert.deepEqual(result.rateLimit, rateLimit, 'The rate limits of the headers');
  },
};

const embeddings: TableFeature = {
  label: 'embeddings',
  notShown: (_, samples) => reasonOf(samples.embeddings),
  async run(subject, samples) {
    const { whole, vector, request } = shown(samples.embeddings);
    await using play = await stage(subject, wholeAnswer(subject.wire, whole));
    assert.ok(play.provider.embeddingModel, 'The provider has no embedding models.');
    const result = await within(HANGS_AFTER_MS, 'A call', play.provider.embeddingModel(subject.modelId).embed({ values: ['Zanzibar'] }));
    assert.deepEqual(result.embeddings, [vector], 'The vector');
    assert.ok(play.server.requests[0]!.body.includes('Zanzibar'), 'The value is missing from the request.');
    request?.(play.server.requests[0]!.json());
  },
  async runNotShown(subject) {
    await using play = await stage(subject);
    assert.equal(play.provider.embeddingModel, undefined, 'The provider has embedding models.');
  },
};

const listing: TableFeature = {
  label: 'listing',
  notShown: (_, samples) => reasonOf(samples.listing),
  async run(subject, samples) {
    const { whole, ids } = shown(samples.listing);
    await using play = await stage(subject, wholeAnswer(subject.wire, whole));
    assert.ok(play.provider.listModels, 'The provider lists no models.');
    const models = await within(HANGS_AFTER_MS, 'A list', play.provider.listModels());
    assert.deepEqual(models.map(({ id }) => id), ids, 'The ids of the models');
  },
  async runNotShown(subject) {
    await using play = await stage(subject);
    assert.equal(play.provider.listModels, undefined, 'The provider lists models.');
  },
};

const abort: TableFeature = {
  label: 'abort',
  notShown: () => undefined,
  async run(subject) {
    const { before, delta } = repeatableText(subject.wire);
    await using play = await stage(subject, streamAnswer(subject.wire, [...before, delta], { body: [...before, delta, { stall: true }] }));
    const controller = new AbortController();
    const stream = play.model.stream({ ...callFor(), signal: controller.signal });
    const { error } = await outcomeOf(stream, ({ type }) => type === 'text-delta' && controller.abort());
    assertKind(error, 'abort', 'An aborted stream');
    const closing = await within(AT_ONCE_MS, 'Closing the socket', play.server.requests[0]!.closed);
    assert.equal(closing.by, 'client', 'The client must close the socket.');
  },
};

/** The columns of the table provider × feature, in order. */
export const TABLE_FEATURES: readonly TableFeature[] = [
  sampled('text', 'text'),
  sampled('stream', 'text', true),
  sampled('tools', 'toolCall'),
  sampled('parallel tools', 'parallelToolCalls'),
  requested('forced tool', 'forcedTool', forcedCall, 'toolChoice', 'get_weather'),
  requested('images', 'images', imageCall, 'messages', PNG),
  requested('PDF', 'pdf', pdfCall, 'messages', PDF),
  requested('JSON schema', 'jsonSchema', schemaCall, 'responseFormat', PROPERTY),
  sampled('reasoning', 'reasoning'),
  reasoningRoundTrip,
  answered('citations', 'citations', ({ content }) => content.some(({ type }) => type === 'source')),
  embeddings,
  listing,
  usage,
  answered('cache usage', 'cacheUsage', (result) => (result.usage.cachedInputTokens ?? 0) > 0),
  rateLimits,
  abort,
];

function reasonOf(value: object | NotShown): string | undefined {
  return 'notShown' in value ? value.notShown : undefined;
}
