import { once } from 'node:events';
import { expect, test } from 'vitest';
import { callTool, chunk, clock, openaiAt, run, say, serve, start, type Received } from './support.ts';

test('text is printed while the rest is still being written', async () => {
  let sendRest = () => {};
  const origin = await serve(({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(chunk({ content: 'First half, ' }));
    sendRest = () => response.end(chunk({ content: 'second half.' }) + chunk({}, 'stop'));
  });
  const { printed, stdout, finished } = start(['Hello'], openaiAt(origin));
  await printed('First half, ');
  expect(stdout()).toBe('First half, ');
  sendRest();
  expect((await finished).stdout).toContain('First half, second half.');
});

test('what the model asks for is really run, and sent back to it', async () => {
  const requests: Received['body'][] = [];
  const origin = await serve(({ response, body }) => {
    requests.push(body);
    if (requests.length === 1) callTool(response, '{"city":"New York"}');
    else say(response, 'Now you know.');
  });
  const { code, stdout } = await run(['What time is it?'], openaiAt(origin));
  expect(requests).toHaveLength(2);
  const [, , result] = requests[1]?.messages ?? [];
  expect(result).toMatchObject({ role: 'tool', tool_call_id: 'call_1' });
  expect(clock('America/New_York').some((time) => result?.content.includes(time))).toBe(true);
  expect(stdout).toContain('Now you know.');
  expect(stdout).toMatch(/^tokens +12 in, 5 out$/m);
  expect(code).toBe(0);
});

test.each(['{"city":"Atlantis"}', '{"city":', '{}'])('a call that cannot be run, %s, is told to the model', async (args) => {
  const requests: Received['body'][] = [];
  const origin = await serve(({ response, body }) => {
    requests.push(body);
    if (requests.length === 1) callTool(response, args);
    else say(response, 'I do not know.');
  });
  const { code, stdout } = await run(['What time is it?'], openaiAt(origin));
  expect(requests[1]?.messages?.at(-1)?.role).toBe('tool');
  expect(stdout).toContain('failed');
  expect(stdout).toContain('I do not know.');
  expect(code).toBe(0);
});

test('Ctrl-C ends the call, closes its connection and exits with 130', async () => {
  let closed: Promise<unknown> = Promise.resolve();
  const origin = await serve(({ response }) => {
    closed = once(response, 'close');
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(chunk({ content: 'Once upon a time' }));
  });
  const { child, printed, finished } = start(['Tell me a story'], openaiAt(origin));
  await printed('Once upon a time');
  child.kill('SIGINT');
  const { code, stderr } = await finished;
  expect(code).toBe(130);
  expect(stderr.trim()).toBe('Stopped.');
  await closed;
});
