/** One server-sent event, its data parsed. */
export interface ServerEvent {
  /** `'message'` when the event has no name. */
  name: string;
  data: unknown;
}

/** The events of a body of server-sent events, comments skipped. Leaving early closes the connection. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let held = '';
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const blocks = (held + read.value).split('\n\n');
      held = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function parseEvent(block: string): ServerEvent | undefined {
  let name = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice('event: '.length);
    else if (line.startsWith('data: ')) data.push(line.slice('data: '.length));
  }
  return data.length === 0 ? undefined : { name, data: JSON.parse(data.join('\n')) };
}
