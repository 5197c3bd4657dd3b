import { isJSONObject, toBase64 } from '@sdk/core';
import type { RemoteFile } from '../gateway/files/remote-file.ts';

/** Puts `file:` URLs of images and documents into a request as `data:` URLs, for a reader that knows only those. */
export async function inlineLocalFiles(body: unknown, load: (url: string) => Promise<RemoteFile | undefined>): Promise<unknown> {
  if (!isJSONObject(body) || !Array.isArray(body['messages'])) return body;
  for (const message of body['messages']) {
    const content = isJSONObject(message) ? message['content'] : undefined;
    if (!Array.isArray(content)) continue;
    for (const part of content) {
      if (!isJSONObject(part)) continue;
      await inline(part['image_url'], 'url', load);
      await inline(part['file'], 'file_data', load);
    }
  }
  return body;
}

async function inline(holder: unknown, field: string, load: (url: string) => Promise<RemoteFile | undefined>): Promise<void> {
  if (!isJSONObject(holder)) return;
  const url = holder[field];
  if (typeof url !== 'string' || !/^file:/i.test(url)) return;
  const file = await load(url);
  if (file) holder[field] = `data:${file.mediaType ?? 'application/octet-stream'};base64,${toBase64(file.bytes)}`;
}
