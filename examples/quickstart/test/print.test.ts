import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createPrinter, printable } from '../src/print.ts';

test('on a terminal, thoughts are dimmed and the answer is not', () => {
  const { printer, text } = terminal({ NO_COLOR: undefined, TERM: 'xterm' });
  printer.part({ type: 'reasoning-delta', index: 0, delta: 'Hm.' });
  printer.part({ type: 'text-delta', index: 1, delta: 'Yes.' });
  expect(text()).toBe('\u001b[2mThoughts: Hm.\u001b[22m\nYes.');
});

test('NO_COLOR keeps a terminal plain', () => {
  const { printer, text } = terminal({ NO_COLOR: '1', TERM: 'xterm' });
  printer.part({ type: 'reasoning-delta', index: 0, delta: 'Hm.' });
  expect(text()).toBe('Thoughts: Hm.');
});

test('what a model writes cannot steer a terminal', () => {
  expect(printable('a\u001b]0;title\u0007b\r\n\tc\u009b2J')).toBe('a]0;titleb\n\tc2J');
});

function terminal(env: Record<string, string | undefined>) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const out = Object.assign(new PassThrough(), { isTTY: true });
  const printer = createPrinter(out as unknown as NodeJS.WriteStream);
  return { printer, text: () => String(out.read() ?? '') };
}
