import type OpenAI from 'openai';

/** Settings that both clients take. */
export interface SharedOptions {
  signal?: AbortSignal;
  timeout?: number;
  headers?: Record<string, string>;
}

/** What `withResponse()` gives. */
interface WithResponse<Data> {
  withResponse(): Promise<{ data: Data; response: Response; request_id: string | null }>;
}

/** A stream, as programs use it. */
export interface SharedStream extends AsyncIterable<OpenAI.ChatCompletionChunk> {
  controller: AbortController;
  tee(): [SharedStream, SharedStream];
}

/** What programs use of the `openai` client, in its own types. The real client and the face both fit. */
export interface SharedClient {
  chat: {
    completions: {
      create(body: OpenAI.ChatCompletionCreateParamsNonStreaming, options?: SharedOptions): Promise<OpenAI.ChatCompletion> & WithResponse<OpenAI.ChatCompletion>;
      create(body: OpenAI.ChatCompletionCreateParamsStreaming, options?: SharedOptions): Promise<SharedStream> & WithResponse<SharedStream>;
    };
  };
  embeddings: {
    create(body: OpenAI.EmbeddingCreateParams & { encoding_format: 'base64' }, options?: SharedOptions): Promise<{ data: { embedding: string }[] }>;
    create(body: OpenAI.EmbeddingCreateParams, options?: SharedOptions): Promise<OpenAI.CreateEmbeddingResponse>;
  };
  models: { list(options?: SharedOptions): Promise<{ data: OpenAI.Model[] }> & AsyncIterable<OpenAI.Model> };
}

/** What programs look at of an error. */
export interface SharedError extends Error {
  status: number | undefined;
  code: string | null | undefined;
  type: string | undefined;
  param: string | null | undefined;
  requestID: string | null | undefined;
  headers: Headers | undefined;
}
