import { request, type IncomingHttpHeaders } from 'node:http';

/** An answer, read to its end. */
export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The body as JSON. */
  json(): { error: { message: string; code: string } };
}

/** Sends a request with exactly these headers, `host` and `origin` included, which `fetch` would not let us set. */
export function send(url: string, { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: () => JSON.parse(text) }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Asks the first model of the scripted provider. */
export function ask(origin: string, call: object, headers: Record<string, string> = {}): Promise<Answered> {
  const body = JSON.stringify({ model: 'scripted', messages: [{ role: 'user', content: 'Hello' }], ...call });
  return send(`${origin}/playground/api/chat`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
}
