import type { CallOptions, Capabilities, Provider, Timeouts } from '@sdk/core';
import type { NotShown, WireSample } from './wire-sample.ts';

/** The options with which the suite makes providers: a part of what every provider takes. */
export interface UnderTestOptions {
  baseUrl: string;
  apiKey: string;
  headers?: Record<string, string>;
  timeouts?: Timeouts;
  /** In bytes. */
  limits?: { errorBodyBytes?: number; jsonBytes?: number; eventBytes?: number };
  capabilities?: Capabilities;
}

/** Where child processes find the provider. */
export interface Entry {
  /** URL of the module, e.g. `new URL('../src/index.ts', import.meta.url).href`. */
  url: string;
  /** The name of its factory, e.g. `'createOpenAI'`. */
  create: string;
}

/** A provider, and all that the suite must know of it. */
export interface ProviderUnderTest {
  /** As in the matrix, e.g. `'openai'`. */
  name: string;
  /** The factory, e.g. `createOpenAI`. */
  create(options: UnderTestOptions): Provider;
  /** Any model id that the provider takes. */
  modelId: string;
  wire: WireSample;
  /** What stands between the server's origin and the endpoint, e.g. `'/v1'`. @default '' */
  basePath?: string;
  /** For the laws about processes (12, 13, 14, 16). */
  entry: Entry | NotShown;
  /** Options that the vendor cannot honour, each of which must give a warning that names it. */
  unsupported: readonly { option: string; options: Partial<CallOptions> }[] | NotShown;
  /** Calls that must throw `UnsupportedFeatureError` before any network, beside the images and tools that the suite tries. @default none */
  refused?: readonly { name: string; options: Partial<CallOptions>; capabilities?: Capabilities }[];
  /** Whether the transport can tell connecting from waiting; `fetch` cannot, and reports both as `firstByte`. @default true */
  seesConnect?: boolean;
}

/** What a provider may declare as not shown. */
export type Feature =
  'toolCall' | 'parallelToolCalls' | 'reasoning' | 'badToolArguments' | 'errorInside200' | 'entry' | 'unsupported';

/** The features, in the order in which they are reported. */
export const FEATURES: readonly Feature[] = [
  'toolCall',
  'parallelToolCalls',
  'reasoning',
  'badToolArguments',
  'errorInside200',
  'entry',
  'unsupported',
];

/** Why a feature is not shown; `undefined` where it is. */
export function reasonNotShown(subject: ProviderUnderTest, feature: Feature): string | undefined {
  const value = feature === 'entry' || feature === 'unsupported' ? subject[feature] : subject.wire[feature];
  return 'notShown' in value ? value.notShown : undefined;
}

/** What is shown; call it only where {@link reasonNotShown} gives nothing. */
export function shown<T>(value: T | NotShown): T {
  return value as T;
}
