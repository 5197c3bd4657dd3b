/**
 * Gives files names to be saved under: their own, where nothing else has it already. Browsers call every pasted picture
 * `image.png`. The same data keeps its name.
 */
export function createFileNames() {
  const names = new Map<string, string>();
  return {
    nameOf(data: string, filename: string | undefined, mediaType: string): string {
      const known = names.get(data);
      if (known !== undefined) return known;
      const wanted = filename === undefined || filename === '' ? `file-${names.size + 1}.${extensionOf(mediaType)}` : filename.replaceAll(/[/\\]/g, '_');
      const name = unlike(new Set(names.values()), wanted);
      names.set(data, name);
      return name;
    },
    /** In the order in which they were asked for. */
    all: () => [...names.values()],
  };
}

function extensionOf(mediaType: string): string {
  return mediaType.split('/').at(-1)?.replace(/\W.*/, '') || 'bin';
}

/** `a.png`, else `a-2.png`, else `a-3.png` … */
function unlike(taken: ReadonlySet<string>, wanted: string): string {
  const [, stem = '', extension = ''] = /^(.*?)(\.[^.]*)?$/s.exec(wanted) ?? [];
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${stem}-${count}${extension}`;
  return name;
}
