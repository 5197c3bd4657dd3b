import { APIError, ResponseParseError } from '@sdk/core';
import { eager, entries, faulty, kindOf, onContent, packageWith, provider, spoiled, withEntry, type Mutation } from './broken.ts';

/** Providers that break laws 11 to 16, or misread statuses. */
export const mutationsOfPackages: Mutation[] = [
  [
    '11',
    'throws at malformed arguments',
    spoiled({
      part: (part) => {
        if (part.type === 'part' && part.part.type === 'tool-call' && part.part.invalid !== undefined)
          throw new ResponseParseError('Bad JSON.', { provider });
        return [part];
      },
    }),
    /threw ResponseParseError/,
  ],
  [
    '11',
    'takes malformed arguments for none',
    spoiled({
      part: (part) => {
        if (part.type !== 'part' || part.part.type !== 'tool-call') return [part];
        const { invalid: _invalid, ...call } = part.part;
        return [{ ...part, part: call }];
      },
    }),
    /no call has `invalid`/,
  ],

  [
    '12',
    'has no limits',
    spoiled({ options: (call) => call }, { limits: { jsonBytes: Infinity, eventBytes: Infinity, errorBodyBytes: Infinity } }),
    /`body` holds|took longer|bytes were read|does not stop|expected response-parse/,
    'an endless line',
  ],
  ['12', 'reads ahead of a slow consumer', spoiled(eager()), /bytes were read|does not stop/, 'a slow consumer'],
  ['12', 'looks at everything again and again', faulty({ quadratic: true }), /times as much CPU time/, 'linear in its bytes'],
  ['12', 'hoards in a process', withEntry(entries.hoards), /grew by|Kinds of/, 'the memory'],

  ['13', 'reads the environment at import', withEntry(entries.readsEnvironment), /REFERENCE_API_KEY/],
  ['13', 'starts a timer at import', withEntry(entries.startsTimer), /setTimeout/],

  ['14', 'throws at unknown events', faulty({ strictEvents: true }), /unknown event/i],
  [
    '14',
    'throws at unknown parts',
    spoiled(
      onContent((part) => {
        if ((part.type as string) === 'sdk-future') throw new ResponseParseError('What is this?', { provider });
        return [part];
      }),
    ),
    /What is this/,
  ],
  ['14', 'pins core', packageWith({ '@sdk/core': '1.2.3' }), /caret range/],
  ['14', 'does not depend on core', packageWith({}), /caret range/],
  ['14', 'exports a class with private members', withEntry(entries.privateMember), /private members/],

  [
    '15',
    'gives dates',
    spoiled({ result: (result) => ({ ...result, response: { ...result.response, at: new Date() } }) }),
    /is a Date/,
  ],
  [
    '15',
    'gives bytes',
    spoiled({
      part: (part) => [
        part.type === 'part' ? { ...part, part: { ...part.part, providerData: { raw: new Uint8Array(2) as never } } } : part,
      ],
    }),
    /is a Uint8Array/,
  ],
  ['15', 'throws what is no SdkError', spoiled({ error: () => new Error('plain') }), /must be an SdkError/],
  [
    '15',
    'throws classes that only it knows',
    spoiled({ error: (error) => new (class Mine extends APIError {})((error as Error).message, { provider }) }),
    /its class/,
  ],

  ['16', 'leaves a timer behind', withEntry(entries.lingers), /went on for/],

  [
    'status',
    'calls a rate limit final',
    spoiled({
      error: (error) => (kindOf(error) === 'rate-limit' ? Object.assign(error as object, { retryable: false }) : error),
    }),
    /Status 429.*retryable/,
  ],
  [
    'status',
    'does not read Retry-After',
    spoiled({ error: (error) => (delete (error as { retryAfterMs?: number }).retryAfterMs, error) }),
    /retryAfterMs is undefined/,
  ],
  [
    'status',
    'retries by itself',
    spoiled({ model: (model) => ({ generate: (call) => model.generate(call).catch(() => model.generate(call)) }) }),
    /one request per call/,
  ],
];
