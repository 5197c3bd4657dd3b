import { AbortError, APIError, APITimeoutError } from '@sdk/core';
import { eager, faulty, kindOf, provider, spoiled, type Mutation } from './broken.ts';

/** Providers that break laws 7 to 10. */
export const mutationsOfCalls: Mutation[] = [
  [
    '7',
    'does not know signals',
    spoiled({ options: ({ signal: _signal, ...call }) => call }),
    /succeeded|took longer/,
    'already aborted',
  ],
  [
    '7',
    'does not look at the signal while it waits',
    spoiled({ options: ({ signal: _signal, ...call }) => call }),
    /took longer/,
    'generate: an abort',
  ],
  [
    '7',
    'forgets the reason',
    spoiled({ error: (error) => (kindOf(error) === 'abort' ? new AbortError() : error) }),
    /cause must be/,
  ],
  [
    '7',
    'takes a timeout signal for a timeout',
    spoiled({
      error: (error, { signal }) =>
        (signal?.reason as Error | undefined)?.name === 'TimeoutError'
          ? new APITimeoutError('Late.', { provider, phase: 'total', timeoutMs: 50 })
          : error,
    }),
    /expected an AbortError, got APITimeoutError/,
  ],
  [
    '7',
    'goes on with what it has read ahead',
    spoiled(eager()),
    /Parts came after the abort|pending next|took longer/,
    'after an abort',
  ],
  ['7', 'leaves the socket open after break', spoiled(eager()), /closing the socket took longer/, 'leaving a'],
  ['7', 'lets return() wait for the vendor', spoiled({ part: (part) => [part] }), /return\(\) took longer/, 'return() acts'],
  [
    '7',
    'leaves listeners on signals',
    spoiled({ options: (call) => (call.signal?.addEventListener('abort', () => {}), call) }),
    /Listeners are left/,
    'no listener',
  ],

  [
    '8',
    'has no timers',
    spoiled({ options: (call) => ({ ...call, timeouts: { connectMs: 1e6 } }) }, { timeouts: {} }),
    /took longer/,
    'firstByte: no head',
  ],
  ['8', 'lets the head end the first limit', faulty({ headEndsFirstByte: true }), /took longer/, 'firstByte: no head'],
  [
    '8',
    'names the wrong phase',
    spoiled({
      error: (error) => (error instanceof APITimeoutError ? new APITimeoutError('Late.', { ...error, phase: 'total' }) : error),
    }),
    /phase/,
    'idle: an answer',
  ],
  [
    '8',
    'calls a timeout an abort',
    spoiled({ error: (error) => (error instanceof APITimeoutError ? new AbortError() : error) }),
    /expected an APITimeoutError/,
    'connect',
  ],
  [
    '8',
    'lets total begin anew with every byte',
    spoiled({ options: (call) => ({ ...call, timeouts: { ...call.timeouts, totalMs: 1e6 } }) }),
    /took longer/,
    'total: an answer',
  ],
  [
    '8',
    'counts the pauses of its consumer',
    spoiled({
      model: (model) => ({
        async *stream(call) {
          for await (const part of model.stream(call)) {
            const from = performance.now();
            yield part;
            if (performance.now() - from > (call.timeouts?.idleMs ?? Infinity))
              throw new APITimeoutError('Late.', { provider, phase: 'idle', timeoutMs: 1 });
          }
        },
      }),
    }),
    /.*/,
    'pauses',
  ],

  ['9', 'shows bodies as they came', faulty({ unredacted: true }), /shows (the key|a header|the prompt)/],
  [
    '9',
    'quotes the prompt',
    spoiled({
      error: (error, call) => new APIError(`${(error as Error).message} Prompt: ${JSON.stringify(call.messages)}`, { provider }),
    }),
    /message shows the prompt/,
  ],
  [
    '9',
    'keeps the request as the cause',
    spoiled({
      error: (error) =>
        new APIError('No.', { provider, cause: { headers: { authorization: 'Bearer sk-conformance-4f1d8a6b2c7e9035' }, error } }),
    }),
    /cause shows the key/,
  ],
  ['9', 'logs', spoiled({ result: (result) => (console.log('called'), result) }), /wrote to the console/],
  [
    '9',
    'follows redirects',
    spoiled({
      model: (model) => ({
        generate: (call) =>
          model.generate(call).catch(async (error: Error) => {
            const origin = /http:\/\/[\d.]+:\d+/.exec(error.message)?.[0];
            if (origin) await fetch(origin, { headers: { authorization: 'Bearer k' } }).catch(() => {});
            throw error;
          }),
      }),
    }),
    /followed/,
  ],
  [
    '9',
    'does not say where a redirect leads',
    spoiled({
      error: (error) => (error instanceof APIError && error.kind === 'api' ? new APIError('Redirect.', { provider }) : error),
    }),
    /must name/,
  ],

  ['10', 'drops options in silence', spoiled({ result: (result) => ({ ...result, warnings: [] }) }), /No warning names seed/],
  [
    '10',
    'warns in whole answers only',
    spoiled({ part: (part) => [part.type === 'start' ? { ...part, warnings: [] } : part] }),
    /No warning names seed/,
  ],
  ['10', 'sends what the model cannot take', spoiled({}, { capabilities: {} }), /an image|succeeded/],
  [
    '10',
    'warns about hints',
    spoiled({
      model: (model) => ({
        async generate(call) {
          const result = await model.generate(call);
          return call.userId ? { ...result, warnings: [{ kind: 'other', message: 'No user ids here.' }] } : result;
        },
      }),
    }),
    /There must be no warnings/,
  ],
];
