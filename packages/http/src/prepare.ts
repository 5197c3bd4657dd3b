import {
  ConfigurationError,
  InvalidRequestError,
  SdkError,
  mergeJSON,
  mergeOptions,
  type CallOptions,
  type Capabilities,
  type HeaderOptions,
  type JSONObject,
  type Warning,
  UnsupportedFeatureError,
} from '@sdk/core';
import { checkCall } from './check-call.ts';
import type { ChatCodec, EncodeContext, WireRequest } from './codec.ts';
import { loadFiles } from './load-files.ts';
import { whenReady, type MaybePromise } from './maybe-promise.ts';
import type { Settings } from './settings.ts';
import type { TransportRequest } from './transport.ts';

/** One model of one provider, and how to speak to it. */
export interface ChatTarget {
  settings: Settings;
  codec: ChatCodec;
  modelId: string;
  capabilities: Capabilities;
}

/** A checked call, on its way to the wire. */
export interface PreparedCall {
  /** Filled by the checks and by encode. */
  warnings: Warning[];
  /** Encodes and makes the request. Awaits the key and the files that must be loaded. */
  request(): MaybePromise<TransportRequest>;
}

/** Checks a call and readies it for one of its vendor's endpoints. @throws SdkError for a call that cannot be made. */
export function prepareCall(
  target: ChatTarget,
  call: CallOptions,
  stream: boolean,
  endpoint: Pick<ChatCodec, 'encode' | 'fixedFields'> = target.codec,
): PreparedCall {
  const { settings, codec, modelId, capabilities } = target;
  const options = settings.options.defaults ? mergeOptions(settings.options.defaults, call) : call;
  const warnings: Warning[] = [];
  const context = createEncodeContext(settings.server.id, modelId, stream, warnings);
  checkCall(options, capabilities, context);
  const encodable = capabilities.reasoning === false ? { ...options, reasoning: undefined } : options;

  return {
    warnings,
    request: () =>
      whenReady(loadFiles(encodable, codec, settings), (loaded) => {
        const wire = encoding(context, () => endpoint.encode(loaded, context));
        return toTransportRequest(settings, wire, options, endpoint.fixedFields);
      }),
  };
}

/** How a codec warns and refuses. */
export function createEncodeContext(provider: string, modelId: string, stream: boolean, warnings: Warning[]): EncodeContext {
  return {
    provider,
    modelId,
    stream,
    warn: (warning) => void warnings.push(warning),
    unsupported(message) {
      throw new UnsupportedFeatureError(`${provider}: ${message}`);
    },
    invalid(message) {
      throw new InvalidRequestError(`${provider}: ${message}`, { provider });
    },
  };
}

/** Runs a step of a codec. What it did not foresee in a call is an `InvalidRequestError`, too. */
export function encoding<T>(context: Pick<EncodeContext, 'provider'>, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (cause instanceof SdkError) throw cause;
    const { provider } = context;
    throw new InvalidRequestError(`${provider}: the call holds something that cannot be sent.`, { provider, cause });
  }
}

/** Merges what the user adds into the vendor's request, and serializes it. */
export function toTransportRequest(
  settings: Settings,
  wire: WireRequest,
  call: { headers?: HeaderOptions; extraBody?: JSONObject },
  fixed?: JSONObject,
): MaybePromise<TransportRequest> {
  const body = encoding({ provider: settings.server.id }, () => {
    let merged = wire.body;
    for (const extra of [settings.options.extraBody, call.extraBody]) {
      if (extra) merged = mergeJSON(merged, checkExtraBody(extra, { ...fixed, stream: wire.body['stream'] ?? false }));
    }
    return JSON.stringify(merged);
  });
  const { origin, path } = settings.url(wire.path);
  return whenReady(settings.headers(call.headers, wire.headers), (headers) => ({ method: 'POST', origin, path, headers, body }));
}

function checkExtraBody(extra: JSONObject, fixed: JSONObject): JSONObject {
  for (const [key, value] of Object.entries(fixed)) {
    if (!Object.hasOwn(extra, key) || extra[key] === value) continue;
    throw new ConfigurationError(`extraBody.${key} would change what kind of answer comes back. Leave it out; call generate() or stream() as needed.`);
  }
  return extra;
}
