import type { FilePart } from '@sdk/core';

/** A larger file would hardly be taken by any vendor. In bytes. */
const MOST_BYTES = 12 * 1024 * 1024;

const TAKEN = /^(image\/(png|jpeg|webp|gif)|application\/pdf|audio\/[\w.+-]+)$/;

/** What is offered when a file is chosen. */
export const ACCEPTED = 'image/png,image/jpeg,image/webp,image/gif,application/pdf,audio/*';

/**
 * The files of a paste. None where there is text, too: a spreadsheet gives its cells with a picture of them, and the cells are
 * meant. A file that was copied as such comes with its name as the text.
 */
export function pastedFiles(clipboard: Pick<DataTransfer, 'files' | 'getData'> | null): File[] {
  const files = [...(clipboard?.files ?? [])];
  const text = clipboard?.getData('text/plain') ?? '';
  return text === '' || files.every(({ name }) => name !== '' && text.includes(name)) ? files : [];
}

/** The files that can be attached, and what is wrong with the others, one sentence each. */
export async function readFiles(files: readonly File[]): Promise<{ parts: FilePart[]; problems: string[] }> {
  const problems: string[] = [];
  const taken = files.filter((file) => {
    const problem = problemOf(file);
    if (problem) problems.push(problem);
    return !problem;
  });
  const parts = await Promise.all(
    taken.map(async (file): Promise<FilePart> => ({ type: 'file', mediaType: file.type, data: await toBase64(file), ...(file.name && { filename: file.name }) })),
  );
  return { parts, problems };
}

function problemOf({ name, type, size }: File): string | undefined {
  if (!TAKEN.test(type)) return `${name || 'This'} is ${type || 'of an unknown kind'}: images, PDF and audio can be attached.`;
  return size > MOST_BYTES ? `${name || 'This'} is larger than ${MOST_BYTES / 1024 / 1024} MiB.` : undefined;
}

function toBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = reader.result as string;
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.onerror = () => reject(reader.error ?? new Error('The file cannot be read.'));
    reader.readAsDataURL(file);
  });
}
