import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  SdkError,
  wrapModel,
  type CallOptions,
  type ContentPart,
  type GenerateResult,
  type LanguageModel,
  type Message,
  type StreamPart,
} from '@sdk/core';
import type { ProviderUnderTest, UnderTestOptions } from '@sdk/testing/conformance';
import { createReference, type Faults, type ReferenceOptions } from './reference-provider.ts';
import { referenceSubject } from './sample.ts';

/** How a wrapper spoils a good model. */
export interface Spoiler {
  options?: (call: CallOptions) => CallOptions;
  /** On the result of `generate`. */
  result?: (result: GenerateResult) => GenerateResult;
  /** On every part of a stream. */
  part?: (part: StreamPart) => StreamPart[];
  /** On what either throws. Return parts to go on as if nothing had happened. */
  error?: (error: unknown, call: CallOptions) => unknown;
  /** Parts in place of an error of a stream. */
  instead?: (error: unknown) => StreamPart[] | undefined;
  model?: (model: LanguageModel, options: UnderTestOptions) => Partial<LanguageModel>;
}

/** The reference provider as it must not be. */
export function spoiled(spoiler: Spoiler, more: Partial<ReferenceOptions> = {}): ProviderUnderTest {
  return {
    ...referenceSubject(),
    create(options) {
      const good = createReference({ ...options, ...more });
      const spoil = (modelId: string) => {
        const model = good(modelId);
        return wrapModel(model, spoiler.model?.(model, options) ?? spoiledMethods(model, spoiler));
      };
      return Object.assign(spoil, { id: good.id, close: () => good.close(), [Symbol.asyncDispose]: () => good.close() });
    },
  };
}

/** The reference provider with a fault inside. */
export const faulty = (faults: Faults) => referenceSubject('sse', { faults });

/** Modules of the reference provider that break a law when a child process imports or calls them. */
export const entries = {
  hoards: new URL('./entries/hoards.ts', import.meta.url),
  lingers: new URL('./entries/lingers.ts', import.meta.url),
  privateMember: new URL('./entries/private-member.ts', import.meta.url),
  readsEnvironment: new URL('./entries/reads-environment.ts', import.meta.url),
  startsTimer: new URL('./entries/starts-timer.ts', import.meta.url),
};

/** The reference provider, found elsewhere by child processes. */
export function withEntry({ href }: URL): ProviderUnderTest {
  return { ...referenceSubject(), entry: { url: href, create: 'createReference' } };
}

function spoiledMethods(
  model: LanguageModel,
  { options = (call) => call, result, part, error = (same) => same, instead }: Spoiler,
): Partial<LanguageModel> {
  return {
    async generate(call) {
      try {
        const good = await model.generate(options(call));
        return result ? result(good) : good;
      } catch (failure) {
        throw error(failure, call);
      }
    },
    async *stream(call) {
      try {
        for await (const good of model.stream(options(call))) yield* part ? part(good) : [good];
      } catch (failure) {
        const parts = instead?.(failure);
        if (!parts) throw error(failure, call);
        yield* parts;
      }
    },
  };
}

/** Which law must notice, what is wrong, the provider, what the law says about it, and the slow law's case to run alone. */
export type Mutation = [law: string, wrong: string, subject: ProviderUnderTest, says: RegExp, only?: string];

/** A finish in place of an error. */
export const finish: StreamPart = { type: 'finish', finishReason: 'stop', usage: {}, timing: { totalMs: 1 } };

/** The id of the provider under test. */
export const provider = 'reference';

/** The kind of an error, if it has one. */
export const kindOf = (error: unknown) => (error instanceof SdkError ? error.kind : undefined);

/** Changes what is sent, message by message. */
export const onMessages = (change: (message: Message) => Message[]): Spoiler => ({
  options: (call) => ({ ...call, messages: call.messages.flatMap(change) }),
});

/** Changes what is sent, part by part. */
export const onContent = (change: (part: ContentPart) => ContentPart[]): Spoiler =>
  onMessages((message) => {
    if (typeof message.content === 'string') return [message];
    return [{ ...message, content: (message.content as ContentPart[]).flatMap(change) } as Message];
  });

/** A model that reads its streams ahead, whatever the consumer does. */
export const eager = (limit = Infinity): Spoiler => ({
  model: (model) => ({
    async *stream(call) {
      const parts: StreamPart[] = [];
      let failure: unknown;
      let over = false;
      let wake = () => {};
      const run = async () => {
        for await (const part of model.stream(call)) {
          if (parts.push(part) > limit) break;
          wake();
        }
      };
      run()
        .catch((error: unknown) => (failure = error))
        .finally(() => ((over = true), wake()));
      for (let at = 0; ;) {
        if (at < parts.length) yield parts[at++]!;
        else if (failure) throw failure as Error;
        else if (over) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  }),
});

/** A subject whose entry stands in a package with these dependencies. */
export function packageWith(dependencies: object): ProviderUnderTest {
  const folder = mkdtempSync(join(tmpdir(), 'sdk-testing-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', dependencies }));
  writeFileSync(join(folder, 'entry.js'), 'export const createReference = () => {};\n');
  return { ...referenceSubject(), entry: { url: pathToFileURL(join(folder, 'entry.js')).href, create: 'createReference' } };
}
