import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { APIError, errorToJSON, type CallOptions, type SdkError } from '@sdk/core';
import type { Answer } from '../../server/answer.ts';
import { startFaultServer } from '../../server/fault-server.ts';
import { refusedPort } from '../../server/ports.ts';
import { defineLaw } from '../law.ts';
import { failureOf } from '../outcome.ts';
import type { ProviderUnderTest } from '../provider-under-test.ts';
import { API_KEY, callFor, createProvider, PROMPT, stage, streamAnswer, wholeAnswer } from '../stage.ts';

/** The value of a header of the user's, such as a proxy's token. */
const HEADER_VALUE = 'header-secret-82d1c07b';

/** The value of a header of one call. */
const CALL_HEADER_VALUE = 'call-secret-5e9f3a61';

/** What the system's part of the prompt says. */
const INSTRUCTIONS = 'You guard the treasury of the fourth floor.';

/** A piece of the prompt that looks the same however it is escaped. */
const PROMPT_PIECE = 'opens at 7391';

const SECRETS = {
  'the key': API_KEY,
  'a header': HEADER_VALUE,
  'a header of the call': CALL_HEADER_VALUE,
  'the prompt': PROMPT_PIECE,
  'the instructions': INSTRUCTIONS,
};

const secretCall: CallOptions = {
  messages: [{ role: 'system', content: INSTRUCTIONS }, ...callFor().messages],
  headers: { 'x-call-token': CALL_HEADER_VALUE },
};

/** What a careless vendor would say. */
const ECHO = `Bad key ${API_KEY}, headers ${HEADER_VALUE}, ${CALL_HEADER_VALUE}, prompt ${PROMPT}, system ${INSTRUCTIONS} (again ${API_KEY}).`;

/** @throws AssertionError when any form of the error holds a secret. */
function assertNoSecret(error: SdkError, where: string): void {
  const forms = {
    message: error.message,
    stack: error.stack,
    'util.inspect': inspect(error, { depth: Infinity, showHidden: true }),
    'JSON.stringify': JSON.stringify(error),
    errorToJSON: JSON.stringify(errorToJSON(error)),
    body: (error as { body?: string }).body,
    cause: inspect(error.cause, { depth: Infinity }),
  };
  for (const [form, text] of Object.entries(forms)) {
    for (const [name, secret] of Object.entries(SECRETS)) {
      assert.ok(!text?.includes(secret), `${where}: ${form} shows ${name}.`);
    }
  }
}

/** Makes both kinds of call against a server that answers so, and looks for secrets in what is thrown. */
async function assertQuiet(subject: ProviderUnderTest, where: string, answer: Answer): Promise<void> {
  await using play = await stage(subject, answer, { headers: { 'x-user-token': HEADER_VALUE } });
  for (const mode of ['generate', 'stream'] as const) {
    assertNoSecret(await failureOf(play.model[mode](secretCall)), `${where}, ${mode}`);
  }
  const { headers, body } = play.server.requests[0]!;
  assert.equal(headers['x-user-token'], HEADER_VALUE, "The header of the provider's options was not sent.");
  assert.equal(headers['x-call-token'], CALL_HEADER_VALUE, "The header of the call's options was not sent.");
  assert.ok(body.includes(PROMPT_PIECE) && body.includes(INSTRUCTIONS), 'The prompt was not sent.');
}

const CONSOLE = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** What a function writes on the console. */
async function loggedBy(run: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const originals = CONSOLE.map((name) => console[name]);
  for (const name of CONSOLE) console[name] = (...values: unknown[]) => void lines.push(inspect(values, { depth: 9 }));
  try {
    await run();
  } finally {
    CONSOLE.forEach((name, at) => (console[name] = originals[at]!));
  }
  return lines.join('\n');
}

/** Law 9. */
export const secrets = defineLaw('9', 'No secret leaves', [
  {
    title: 'an error whose body echoes key, header and prompt shows none of them',
    async run(subject) {
      for (const status of [400, 401, 403, 404, 429, 500, 503]) {
        const { headers, body } = subject.wire.error(status, { message: ECHO });
        await assertQuiet(subject, `Status ${status}`, {
          status,
          headers: { 'content-type': 'application/json', ...headers },
          body,
        });
        await assertQuiet(subject, `Status ${status} with HTML`, {
          status,
          headers: { 'content-type': 'text/html' },
          body: `<p>${ECHO}</p>`,
        });
      }
    },
  },
  {
    title: 'an answer that is none, and echoes key, header and prompt, shows none of them',
    async run(subject) {
      const { wire } = subject;
      await assertQuiet(subject, 'HTML', { headers: { 'content-type': 'text/html' }, body: `<p>${ECHO}</p>` });
      const broken = wire.framing === 'sse' ? `data: {${ECHO}\n\n` : `{${ECHO}\n`;
      if (wire.framing !== 'other') await assertQuiet(subject, 'A broken event', streamAnswer(wire, [broken]));
    },
  },
  {
    title: 'an error of the connection shows no secret',
    async run(subject) {
      const { wire } = subject;
      await assertQuiet(subject, 'Reset', { before: [{ reset: true }] });
      await assertQuiet(subject, 'Cut', streamAnswer(wire, wire.text.events.slice(0, 1)));
      await using port = await refusedPort();
      await using provider = createProvider(subject, port.url, { headers: { 'x-user-token': HEADER_VALUE } });
      assertNoSecret(await failureOf(provider(subject.modelId).generate(secretCall)), 'Refused');
    },
  },
  {
    title: 'nothing is logged',
    async run(subject) {
      const { wire } = subject;
      const { headers, body } = wire.error(500, { message: ECHO });
      await using play = await stage(subject, [
        wholeAnswer(wire, wire.text.whole),
        { status: 500, ...(headers && { headers }), body },
      ]);
      const log = await loggedBy(async () => {
        await play.model.generate(secretCall);
        await failureOf(play.model.stream(secretCall));
      });
      assert.equal(log, '', `A call wrote to the console: ${log}`);
    },
  },
  {
    title: 'a redirect is an APIError that names the origin; neither key nor prompt follows it',
    async run(subject) {
      await using other = await startFaultServer(wholeAnswer(subject.wire, subject.wire.text.whole));
      for (const status of [301, 302, 303, 307, 308]) {
        await using play = await stage(subject);
        for (const [turn, target] of [`${other.url}/elsewhere`, `${play.server.url}/elsewhere`, '/elsewhere'].entries()) {
          play.server.answer({ status, headers: { location: target } });
          const error = await failureOf(turn % 2 ? play.model.stream(callFor()) : play.model.generate(callFor()));
          assert.ok(error instanceof APIError, `Redirect ${status}: expected an APIError, got ${String(error)}.`);
          assert.equal(error.retryable, false, `Redirect ${status}: it is not retryable.`);
          if (turn === 0)
            assert.ok(
              error.message.includes(other.url),
              `Redirect ${status}: the message must name ${other.url}: ${error.message}`,
            );
          assert.equal(play.server.requests.length, turn + 1, `Redirect ${status} was followed.`);
        }
      }
      assert.equal(other.connections, 0, 'A redirect was followed to another origin.');
    },
  },
]);
