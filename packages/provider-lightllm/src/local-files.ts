import { forOneConsumer, InvalidRequestError, toBase64, type CallOptions, type FilePart, type Message, type StreamPart } from '@sdk/core';

/** Which files of this machine calls may name by `file:` URLs: none, all, or those below a folder. */
export type LocalFileAccess = boolean | { root: string };

/** The largest file that is loaded, in bytes: as for files that are loaded by http. */
const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** Whether a call names files of this machine. */
export function hasLocalFiles({ messages }: CallOptions): boolean {
  return Array.isArray(messages) && messages.some((message) => Array.isArray(message?.content) && message.content.some(isLocal));
}

/**
 * A call with its `file:` images loaded. All other parts stay as they are.
 *
 * @throws InvalidRequestError that says which image it is, and why it cannot be loaded.
 */
export async function loadLocalFiles(options: CallOptions, access: LocalFileAccess, provider: string): Promise<CallOptions> {
  const messages = await Promise.all(
    options.messages.map(async (message, at): Promise<Message> => {
      if (message.role !== 'user' || typeof message.content === 'string') return message;
      const content = message.content.map(async (part, place) => (isLocal(part) ? load(part, `messages[${at}].content[${place}]`) : part));
      return { ...message, content: await Promise.all(content) };
    }),
  );
  return { ...options, messages };

  async function load(part: FilePart, where: string): Promise<FilePart> {
    try {
      const bytes = await read(part.url as string, access);
      const mediaType = mediaTypeOf(bytes);
      if (mediaType === undefined) throw new Error('it is neither PNG, JPEG, GIF, WebP nor BMP');
      const { url: _url, ...rest } = part;
      return { ...rest, mediaType, data: toBase64(bytes) };
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new InvalidRequestError(`${provider}: the image at ${where} (${part.url}) could not be loaded: ${reason}.`, { provider, cause });
    }
  }
}

/** A stream whose call has files to load first. */
export function streamWithLocalFiles(load: () => Promise<CallOptions>, open: (options: CallOptions) => AsyncIterable<StreamPart>): AsyncIterable<StreamPart> {
  return forOneConsumer(() => new LoadingIterator(load, open));
}

/** A class, not an async generator, which would keep `return()` waiting behind a pending `next()`. */
class LoadingIterator implements AsyncIterator<StreamPart, undefined> {
  readonly load: () => Promise<CallOptions>;
  readonly open: (options: CallOptions) => AsyncIterable<StreamPart>;
  opening: Promise<AsyncIterator<StreamPart>> | undefined = undefined;
  inner: AsyncIterator<StreamPart> | undefined = undefined;
  left = false;

  constructor(load: LoadingIterator['load'], open: LoadingIterator['open']) {
    this.load = load;
    this.open = open;
  }

  async next(): Promise<IteratorResult<StreamPart, undefined>> {
    if (!this.inner && !this.left) {
      this.opening ??= this.load().then((options) => this.open(options)[Symbol.asyncIterator]());
      this.inner = await this.opening;
    }
    if (this.left || !this.inner) return { value: undefined, done: true };
    const item = await this.inner.next();
    return item.done ? { value: undefined, done: true } : item;
  }

  async return(): Promise<IteratorResult<StreamPart, undefined>> {
    this.left = true;
    await this.inner?.return?.();
    return { value: undefined, done: true };
  }
}

function isLocal(part: { type?: string; url?: string }): part is FilePart {
  return part?.type === 'file' && typeof part.url === 'string' && /^file:/i.test(part.url);
}

async function read(url: string, access: LocalFileAccess): Promise<Uint8Array> {
  // Loaded here, so that the package can be imported where there are no files.
  const [fs, path, { fileURLToPath }] = await Promise.all([import('node:fs/promises'), import('node:path'), import('node:url')]);
  const named = fileURLToPath(url);
  if (typeof access === 'object') {
    const isBelow = (root: string, file: string) => /^(?!\.\.(?:[\\/]|$))[^]/.test(path.relative(root, file)) && !path.isAbsolute(path.relative(root, file));
    const root = path.resolve(access.root);
    const realRoot = await fs.realpath(root);
    // What is outside is not even looked at, so that nothing is told of it.
    const isNamedBelow = isBelow(root, named) || isBelow(realRoot, named);
    if (!isNamedBelow || !isBelow(realRoot, await fs.realpath(named))) throw new Error('it is outside of the folder that is allowed');
  }
  const info = await fs.stat(named);
  if (!info.isFile()) throw new Error('it is no file');
  if (info.size > MAX_FILE_BYTES) throw new Error(`it is larger than ${MAX_FILE_BYTES} bytes`);
  return fs.readFile(named);
}

/** The first bytes of images, in Latin-1. @see https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern (read 2026-11-21) */
const SIGNATURES: readonly [RegExp, string][] = [
  [/^\x89PNG\r\n/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF[^]{4}WEBP/, 'image/webp'],
  [/^BM/, 'image/bmp'],
];

const SIGNATURE_BYTES = 12;

function mediaTypeOf(bytes: Uint8Array): string | undefined {
  const beginning = String.fromCharCode(...bytes.subarray(0, SIGNATURE_BYTES));
  return SIGNATURES.find(([signature]) => signature.test(beginning))?.[1];
}
