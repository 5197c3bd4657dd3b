import { constants, type BigIntStats } from 'node:fs';
import { lstat, open, readlink, realpath, type FileHandle } from 'node:fs/promises';
import { extname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileLoadError, type LoadedFile } from './loaded-file.ts';
import { untilAborted } from './until-aborted.ts';

/** What a file is, by the end of its name. */
const TYPES: Record<string, string> = {
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/** Without waiting for the other end of a pipe, which would hold a thread for good. Windows has neither, and needs neither. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * Loads a file of this machine that is in one of the folders, after all links have been followed.
 *
 * @throws FileLoadError the same for a file that is not there and for one that may not be read; the signal's reason, at once
 */
export function loadLocalFile(url: URL, roots: readonly string[], maxBytes: number, signal: AbortSignal): Promise<LoadedFile> {
  return untilAborted(signal, load(url, roots, maxBytes, signal));
}

async function load(url: URL, roots: readonly string[], maxBytes: number, signal: AbortSignal): Promise<LoadedFile> {
  const path = await allowedPath(url, roots);
  if (path === undefined) throw new FileLoadError('it is not there, or in none of the allowed folders');
  if (!(await lstat(path)).isFile()) throw new FileLoadError('it is no file'); // some devices do things when they are opened
  const file = await open(path, FLAGS);
  try {
    const stats = await file.stat({ bigint: true });
    if (!stats.isFile() || !(await isStillAt(path, file, stats))) throw new FileLoadError('it was replaced meanwhile');
    if (stats.size > maxBytes) throw new FileLoadError('it is too large');
    return { bytes: await readWhole(file, Number(stats.size), signal), mediaType: TYPES[extname(path).toLowerCase()] };
  } finally {
    await file.close();
  }
}

/** The real path, where it is in one of the folders. */
async function allowedPath(url: URL, roots: readonly string[]): Promise<string | undefined> {
  const path = await settled(async () => realpath(fileURLToPath(url))); // throws for a host, and an escaped slash
  if (path === undefined) return undefined;
  for (const root of roots) {
    const folder = await settled(() => realpath(root));
    if (folder !== undefined && path.startsWith(folder.replace(/[/\\]?$/, sep))) return path;
  }
  return undefined;
}

async function settled<Result>(find: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await find();
  } catch {
    return undefined;
  }
}

/** Between the look at the path and the opening, a folder on it may have become a link: what is open must be what was meant. */
async function isStillAt(path: string, file: FileHandle, opened: BigIntStats): Promise<boolean> {
  const known = await settled(() => readlink(`/proc/self/fd/${file.fd}`)); // Linux knows what it has opened
  if (known !== undefined) return known === path;
  const there = await lstat(path, { bigint: true });
  return there.ino === opened.ino && there.dev === opened.dev && (await realpath(path)) === path;
}

/** Reads no more than was there when it was looked at. */
async function readWhole(file: FileHandle, size: number, signal: AbortSignal): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(size + 1);
  let length = 0;
  while (length <= size) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, null);
    if (bytesRead === 0) return bytes.subarray(0, length);
    length += bytesRead;
  }
  throw new FileLoadError('it grew meanwhile');
}
