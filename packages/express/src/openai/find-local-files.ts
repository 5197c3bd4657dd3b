import { isJSONObject, toBase64, type JSONObject } from '@sdk/core';
import type { LoadedFile } from '../gateway/files/loaded-file.ts';
import { mediaTypeOf } from '../gateway/files/media-type.ts';

/** A body, and the `file:` URLs of images and documents in it, for a reader that knows only `data:` URLs. */
export interface BodyWithFiles {
  /** In the order of the body. */
  urls: string[];
  /** The body with an empty image in the place of each: whether all else is right can be seen before a file is touched. */
  emptied: unknown;
  /** The body with the files in their places. @param files As many as there are URLs, in their order. */
  filled(files: readonly LoadedFile[]): unknown;
}

const EMPTY_IMAGE = 'data:image/png;base64,';

/** Finds the `file:` URLs of a body. The body itself stays as it is. */
export function findLocalFiles(body: unknown): BodyWithFiles {
  const urls: string[] = [];
  const emptied = replaceUrls(body, (url) => {
    urls.push(url);
    return EMPTY_IMAGE;
  });
  return {
    urls,
    emptied,
    filled(files) {
      const left = files.values();
      return replaceUrls(body, () => toDataUrl(left.next().value as LoadedFile));
    },
  };
}

function replaceUrls(body: unknown, replace: (url: string) => string): unknown {
  if (!isJSONObject(body) || !Array.isArray(body['messages'])) return body;
  return { ...body, messages: body['messages'].map((message) => replaceInMessage(message, replace)) };
}

function replaceInMessage(message: unknown, replace: (url: string) => string): unknown {
  if (!isJSONObject(message) || !Array.isArray(message['content'])) return message;
  return { ...message, content: message['content'].map((part) => (isJSONObject(part) ? replaceInPart(part, replace) : part)) };
}

function replaceInPart(part: JSONObject, replace: (url: string) => string): JSONObject {
  const [holder, field] = part['type'] === 'image_url' ? ['image_url', 'url'] : ['file', 'file_data'];
  const inner = part['type'] === holder ? part[holder] : undefined;
  const url = isJSONObject(inner) ? inner[field] : undefined;
  if (typeof url !== 'string' || !/^file:/i.test(url)) return part;
  return { ...part, [holder]: { ...(inner as JSONObject), [field]: replace(url) } };
}

function toDataUrl(file: LoadedFile): string {
  return `data:${mediaTypeOf(file) ?? 'application/octet-stream'};base64,${toBase64(file.bytes)}`;
}
