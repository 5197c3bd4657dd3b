/** The events of a body of server-sent events: `{ name, data }`, the data parsed. Comments are skipped. */
export async function* readEvents(body) {
  let held = '';
  for await (const text of chunksOf(body.pipeThrough(new TextDecoderStream()))) {
    const events = (held + text).split('\n\n');
    held = events.pop();
    for (const event of events) {
      const fields = Object.fromEntries(event.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
      if (fields.data) yield { name: fields.event ?? 'message', data: JSON.parse(fields.data) };
    }
  }
}

/** Not every browser can iterate a stream. Leaving early closes the connection. */
async function* chunksOf(stream) {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel();
  }
}
