import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

it('runs without any key, and shows both turns', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--conditions=@sdk/source', MAIN], { env: { PATH: process.env['PATH'] } });
  expect(stderr).toBe('');
  expect(stdout).toBe(
    'anthropic: Let me see. get_weather({"city":"Paris"})  [412 tokens in, 48 out]\ngemini: Yes: it rains in Paris, at 12 °C.  [96 tokens in, 14 out]\n',
  );
});
