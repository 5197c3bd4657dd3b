import { open, realpath } from 'node:fs/promises';
import { extname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileLoadError, type RemoteFile } from './remote-file.ts';

/** What a file is, by the end of its name. */
const TYPES: Record<string, string> = {
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/**
 * Loads a file of this machine that is in one of the folders, after all links have been followed.
 *
 * @throws FileLoadError the same for a file that is not there and for one that may not be read
 */
export async function loadLocalFile(url: URL, roots: readonly string[], maxBytes: number): Promise<RemoteFile> {
  const path = await allowedPath(url, roots);
  if (path === undefined) throw new FileLoadError('it is not there, or in none of the allowed folders');
  const file = await open(path);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new FileLoadError('it is no file');
    if (stats.size > maxBytes) throw new FileLoadError('it is too large');
    return { bytes: await file.readFile(), mediaType: TYPES[extname(path).toLowerCase()] };
  } finally {
    await file.close();
  }
}

async function allowedPath(url: URL, roots: readonly string[]): Promise<string | undefined> {
  try {
    const path = await realpath(fileURLToPath(url));
    for (const root of roots) if (path.startsWith((await realpath(root)).replace(/[/\\]?$/, sep))) return path;
  } catch {
    // no such file, or a URL with a host or an escaped slash in it
  }
  return undefined;
}
