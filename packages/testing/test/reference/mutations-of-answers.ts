import { AbortError, StreamInterruptedError, type SdkError } from '@sdk/core';
import { faulty, finish, kindOf, onContent, onMessages, provider, spoiled, type Mutation } from './broken.ts';

/** Providers that break laws 1 to 6. */
export const mutationsOfAnswers: Mutation[] = [
  [
    '1',
    'takes a cut stream for a whole one',
    spoiled({ instead: (error) => (kindOf(error) === 'stream-interrupted' ? [finish] : undefined) }),
    /as if it were complete/,
  ],
  ['1', 'finishes twice', spoiled({ part: (part) => (part.type === 'finish' ? [part, part] : [part]) }), /one finish, last/],
  ['1', 'starts twice', spoiled({ part: (part) => (part.type === 'start' ? [part, part] : [part]) }), /one start, first/],
  [
    '1',
    'delivers a call that was cut',
    spoiled({
      error: (error) =>
        new StreamInterruptedError('Cut.', {
          provider,
          partial: {
            content: [
              ...((error as SdkError).partial?.content ?? []),
              { type: 'tool-call', toolCallId: 'c1', toolName: 'lookup', arguments: {} },
            ],
          },
        }),
    }),
    /a tool call was delivered that had been cut/,
  ],
  [
    '1',
    'forgets what came before the cut',
    spoiled({
      error: (error) => (kindOf(error) === 'stream-interrupted' ? new StreamInterruptedError('Cut.', { provider }) : error),
    }),
    /`partial` is not what the deltas said/,
  ],
  [
    '1',
    'passes over broken events',
    faulty({ lenientEvents: true }),
    /expected response-parse|A broken event|ended without an error/,
  ],
  [
    '1',
    'sends before anybody reads',
    spoiled({
      model: (model) => ({
        stream(call) {
          const iterator = model.stream(call)[Symbol.asyncIterator]();
          const first = iterator.next();
          first.catch(() => {});
          let taken = false;
          return { [Symbol.asyncIterator]: () => ({ next: () => (taken ? iterator.next() : ((taken = true), first)) }) };
        },
      }),
    }),
    /nobody reads/,
    'the request goes out',
  ],
  [
    '1',
    'calls a lost connection an abort',
    spoiled({ error: (error) => (kindOf(error) === 'stream-interrupted' ? new AbortError() : error) }),
    /expected stream-interrupted, got abort/,
  ],

  [
    '2',
    'forgets reasoning in whole answers',
    spoiled({
      result: ({ reasoning: _reasoning, ...result }) => ({
        ...result,
        content: result.content.filter(({ type }) => type !== 'reasoning'),
      }),
    }),
    /Whole: reasoning/,
  ],
  [
    '2',
    'adds up usage in streams',
    spoiled({ part: (part) => [part.type === 'finish' ? { ...part, usage: { ...part.usage, inputTokens: 22 } } : part] }),
    /Streamed: usage/,
  ],
  [
    '2',
    'gives another finish reason in streams',
    spoiled({ part: (part) => [part.type === 'finish' ? { ...part, finishReason: 'other' } : part] }),
    /Streamed: finish reason/,
  ],
  [
    '2',
    'splits the content differently',
    spoiled({ result: (result) => ({ ...result, content: [...result.content, { type: 'source', url: 'u' }] }) }),
    /these differ/,
  ],

  [
    '3',
    'forgets the answer',
    spoiled(onMessages((message) => (message.role === 'assistant' ? [] : [message]))),
    /missing from the next request/,
  ],
  [
    '3',
    'changes ids at results only',
    spoiled(onContent((part) => [part.type === 'tool-result' ? { ...part, toolCallId: 'x' } : part])),
    /must stand at the call and at its result/,
  ],
  [
    '3',
    "sends another provider's thoughts",
    spoiled(onContent((part) => (part.type === 'reasoning' ? [{ type: 'text', text: part.text }] : [part]))),
    /FOREIGN/,
    'another provider',
  ],
  [
    '3',
    'sends sources',
    spoiled(onContent((part) => (part.type === 'source' ? [{ type: 'text', text: `See ${part.url}` }] : [part]))),
    /source\.example/,
  ],
  ['3', 'loses its own seal', spoiled(onContent(({ providerData: _providerData, ...part }) => [part])), /A seal goes back/],

  [
    '4',
    'loses a delta',
    spoiled({ part: (part) => (part.type === 'text-delta' && part.delta.includes('ends') ? [] : [part]) }),
    /not the text of its part/,
  ],
  ['4', 'gives two parts one index', spoiled({ part: (part) => [part.type === 'part' ? { ...part, index: 1 } : part] }), /.*/],
  [
    '4',
    'does not announce calls',
    spoiled({ part: (part) => (part.type === 'tool-call-start' ? [] : [part]) }),
    /before its tool-call-start/,
  ],
  [
    '4',
    'never completes its calls',
    spoiled({ part: (part) => (part.type === 'part' && part.part.type === 'tool-call' ? [] : [part]) }),
    /must get its part/,
  ],

  ['5', 'decodes each chunk for itself', faulty({ cutCharacters: true }), /these differ|threw/],
  ['5', 'knows LF only', faulty({ onlyLF: true }), /CR/],

  ['6', 'throws at unknown events', faulty({ strictEvents: true }), /unknown/],
  [
    '6',
    'takes HTML for an empty answer',
    spoiled({ instead: (error) => (kindOf(error) === 'response-parse' ? [finish] : undefined) }),
    /HTML, streamed|ended without an error/,
  ],
  [
    '6',
    'swallows errors inside 200',
    spoiled({ instead: (error) => (kindOf(error) === 'overloaded' ? [finish] : undefined) }),
    /ended without an error/,
  ],
];
