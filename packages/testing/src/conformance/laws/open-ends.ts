import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { ContentPart } from '@sdk/core';
import { assertExpected, assertSame, comparableParts } from '../compare-answer.ts';
import { collectParts } from '../collect-parts.ts';
import { runChild } from '../child-process.ts';
import { unknownEvent } from '../frames.ts';
import { defineLaw } from '../law.ts';
import { HANGS_AFTER_MS, within } from '../outcome.ts';
import { shown, type UnderTestOptions } from '../provider-under-test.ts';
import { callFor, stage, wholeAnswer } from '../stage.ts';

/** The exported classes that have private members. TypeScript's `private` leaves no trace at run time; its type checks are core's business. */
const CLASSES_SCRIPT = `
  const module = await import(input.url);
  const sources = Object.entries(module).filter(([, value]) => typeof value === 'function').map(([name, value]) => [name, String(value)]);
  report(sources.filter(([, source]) => source.startsWith('class') && /#\\w+\\s*[=;(]|this\\.#/.test(source)).map(([name]) => name));
`;

/** The `package.json` of the package that a file belongs to. */
function manifestOf(url: string): { dependencies?: Record<string, string> } {
  for (let folder = new URL('.', url); ; folder = new URL('..', folder)) {
    const file = new URL('package.json', folder);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof manifestOf>;
    if (folder.pathname === '/') throw new Error(`There is no package.json above ${url}.`);
  }
}

/** Law 14. */
export const openEnds = defineLaw('14', 'Open ends', [
  {
    title: 'an event of a kind that nobody knows is passed over, wherever it stands',
    async run(subject) {
      const { wire } = subject;
      if (wire.framing === 'other' && wire.unknownEvent === undefined) return;
      const { text } = wire;
      const clean = comparableParts((await collectParts(subject, text)).parts, text.expected);
      for (let at = 0; at <= text.events.length; at++) {
        const events = [...text.events.slice(0, at), unknownEvent(wire), ...text.events.slice(at)];
        const { parts } = await collectParts(subject, { ...text, events }, {}, `An unknown event in place ${at}`);
        assertSame(comparableParts(parts, text.expected), clean, `An unknown event in place ${at}`);
      }
    },
  },
  {
    title: 'a content part of a kind that nobody knows is left out of the request',
    async run(subject) {
      const { wire } = subject;
      await using play = await stage(subject, wholeAnswer(wire, wire.text.whole));
      const future = { type: 'sdk-future', payload: 'FUTURE-PAYLOAD' } as unknown as ContentPart;
      const { messages } = callFor();
      const call = {
        messages: [
          ...messages,
          { role: 'assistant' as const, content: [{ type: 'text' as const, text: 'Known.' }, future] },
          ...messages,
        ],
      };
      assertExpected(
        await within(HANGS_AFTER_MS, 'A call', play.model.generate(call)),
        wire.text.expected,
        'With an unknown part',
      );
      const { body } = play.server.requests[0]!;
      assert.ok(body.includes('Known.') && !body.includes('FUTURE-PAYLOAD'), 'Known parts are sent, unknown ones are not.');
    },
  },
  {
    title: 'options that nobody knows are ignored',
    async run(subject) {
      const { wire } = subject;
      const unknown = { sdkFutureOption: { a: 1 } } as Partial<UnderTestOptions>;
      await using play = await stage(subject, wholeAnswer(wire, wire.text.whole), unknown);
      const result = await within(HANGS_AFTER_MS, 'A call', play.model.generate({ ...callFor(), ...unknown }));
      assertExpected(result, wire.text.expected, 'With unknown options');
      assert.ok(!play.server.requests[0]!.body.includes('sdkFutureOption'), 'An unknown option was sent.');
    },
  },
  {
    title: 'the package asks for core with a caret range, and exports no class with private members',
    needs: ['entry'],
    async run(subject) {
      const entry = shown(subject.entry);
      const range = manifestOf(entry.url).dependencies?.['@sdk/core'];
      assert.match(range ?? 'none', /^(workspace:)?\^/, 'The range of @sdk/core under `dependencies` must be a caret range.');
      const { report } = await runChild<string[]>(CLASSES_SCRIPT, entry);
      assert.deepEqual(report, [], 'These exported classes have private members.');
    },
  },
]);
