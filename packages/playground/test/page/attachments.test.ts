import { expect, test } from 'vitest';
import { pastedFiles } from '../../src/page/attachments.ts';

const clipboard = (text: string, ...names: string[]) => ({
  files: names.map((name) => new File(['x'], name, { type: 'image/png' })) as unknown as FileList,
  getData: () => text,
});

test.each([
  ['a picture alone is attached', clipboard('', 'image.png'), 1],
  ['cells of a spreadsheet and their picture are text', clipboard('Quarter\tSales', 'image.png'), 0],
  ['a file that was copied in a folder is attached, though its name is there as text', clipboard('/home/me/a.png\n/home/me/b.png', 'a.png', 'b.png'), 2],
  ['text is text', clipboard('Hello'), 0],
  ['nothing is nothing', null, 0],
])('%s', (_name, pasted, count) => {
  expect(pastedFiles(pasted)).toHaveLength(count);
});
