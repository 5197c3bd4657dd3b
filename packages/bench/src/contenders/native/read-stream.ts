import { request, type Agent } from 'undici';

/** Asks for a stream of server-sent events as by hand, and cuts its text where an event ends. Stops when `onEvent` says so. */
export async function readStream(
  { url, headers, body, eventEnd }: { url: string; headers: Record<string, string>; body: object; eventEnd: string },
  dispatcher: Agent,
  onEvent: (event: string) => boolean,
): Promise<void> {
  const response = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    dispatcher,
  });
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
  const decoder = new TextDecoder();
  let buffer = '';
  for await (const bytes of response.body) {
    buffer += decoder.decode(bytes as Buffer, { stream: true });
    const events = buffer.split(eventEnd);
    buffer = events.pop() ?? '';
    for (const event of events) if (onEvent(event)) return;
  }
  throw new Error('the answer was cut');
}
