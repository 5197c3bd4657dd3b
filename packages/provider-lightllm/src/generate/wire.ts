/**
 * The JSON of LightLLM's native routes, `/generate` and `/generate_stream`. Every field of an answer may be missing.
 *
 * Source: ModelTC/LightLLM at 87881ae (2026-08-21), `api_lightllm.py` and `docs/EN/source/tutorial/api_param.rst`, read 2026-11-20.
 */
import type { JSONObject } from '@sdk/core';

/** A request. */
export interface WireGenerate extends JSONObject {
  /** The whole prompt: the server applies no template. */
  inputs: string;
  parameters: JSONObject;
  multimodal_params?: { images: WireImage[] };
}

/** An image of the prompt, in the order of their places in it. */
export interface WireImage extends JSONObject {
  type: 'url' | 'base64';
  data: string;
}

/** A whole answer. The lists have one entry for each of several answers; there is only ever one. */
export interface WireGenerated extends JSONObject {
  generated_text?: string[] | string;
  count_output_tokens?: number;
  prompt_tokens?: number;
  finish_reason?: string | null;
}

/** An event of a streamed answer: one token. The one that is `finished` is the last. */
export interface WireTokenEvent extends JSONObject {
  token?: { text?: string; count_output_tokens?: number; prompt_tokens?: number } | null;
  finished?: boolean;
  finish_reason?: string | null;
}
