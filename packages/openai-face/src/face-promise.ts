/** What a call gave, and what is known of the HTTP answer that it came with. */
export interface Answered<Data> {
  data: Data;
  /** Names in lower case; empty where the provider keeps none. */
  headers: Record<string, string>;
  requestId: string | null;
}

/** What the client's `withResponse()` gives. */
export interface DataWithResponse<Data> {
  data: Data;
  /** Status and headers; it has no body. */
  response: Response;
  request_id: string | null;
}

/** A promise of a call's data, which has begun. */
export class FacePromise<Data> extends Promise<Data> {
  readonly answered: Promise<Answered<Data>>;

  constructor(answered: Promise<Answered<Data>>) {
    super((resolve, reject) => void answered.then(({ data }) => resolve(data), reject));
    this.answered = answered;
  }

  /** What `then` gives is a plain promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** The data, and a `Response` with the status and the headers that are known. */
  async withResponse(): Promise<DataWithResponse<Data>> {
    const data = await this;
    const { headers, requestId } = await this.answered;
    return { data, response: new Response(null, { status: 200, headers }), request_id: requestId };
  }
}

/** What the client adds to every object that it gives: not enumerable, so that the object looks as the API describes it. */
export interface WithRequestId {
  /** The vendor's id of the request; `null` where it gave none. */
  _request_id?: string | null;
}

/** An answer, with its request id on the data. */
export function answered<Data extends object>(
  data: Data,
  { headers = {}, requestId = null }: { headers?: Record<string, string>; requestId?: string | null },
): Answered<Data & WithRequestId> {
  Object.defineProperty(data, '_request_id', { value: requestId, enumerable: false });
  return { data, headers, requestId };
}
